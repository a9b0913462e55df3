"""The answers of `camps` and `triads` as pages for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedfellows.cli.evidence import Cited, more, quotes, scope_words
from bedfellows.cli.output import BOLD, DIM, HOSTILE, Page, signed
from bedfellows.report.dates import day
from bedfellows.ties.wording import counted

if TYPE_CHECKING:
    from bedfellows.balance.camps import Camp, CampsAnswer, Index, Member
    from bedfellows.balance.shown import ShownTie
    from bedfellows.balance.triads import Census, TriadsAnswer

_HANG = 4
_MOST = 12


def show_camps(answer: CampsAnswer) -> None:
    """Print the camps with their members, then the ties that do not fit, then those under pressure."""
    page = Page()
    cited = Cited(answer.scope) if answer.scope else None
    page.line(("Camps", BOLD))
    if answer.scope:
        page.line((scope_words(answer.scope), DIM))
    hostile = answer.ties - answer.friendly_ties
    page.line(
        (
            f"{counted(answer.actors, 'actor')}, {counted(answer.ties, 'tie')}: {answer.friendly_ties} friendly, "
            f"{hostile} hostile. At most {answer.k} camps in each part of the network.",
            DIM,
        )
    )
    if not answer.ties:
        page.line()
        page.line("No tie has a sign: there is nothing to split.")
        return
    unit, other = ("weight", "ties") if answer.weighted else ("ties", "weight")
    page.heading("Frustration")
    _index(page, answer.index, unit)
    if answer.index_low is not None and answer.index_high is not None:
        page.line(
            f"Between {answer.index_low:.2f} and {answer.index_high:.2f} in nine tenths of "
            f"{counted(answer.draws, 'draw')} from the intervals of the ties.",
            indent=2,
        )
    if answer.other_index != answer.index:  # they are one where all weights are 1
        _index(page, answer.other_index, other)
    _census(page, "Triads", answer.triads)
    page.line(f"Balance by closed walks {answer.walk_balance:.2f} (1: all at peace).", indent=2)
    for camp in answer.camps:
        _camp(page, camp, answer, unit)
    page.heading("Ties that stand against the camps")
    if not answer.frustrated:
        page.line("None: the network is balanced.", indent=2)
    for one in answer.frustrated[:_MOST]:
        some = f", in {one.share:.0%} of the best partitions" if one.share < 1 else ""
        _tie(page, one.tie, some)
        _evidence(page, cited, one.tie)
    more(page, len(answer.frustrated) - _MOST, 2, "; --format json has them all")
    page.heading(
        "Under pressure to flip", "weight of the triads that flipping mends, less of those it breaks"
    )
    if not answer.pressed:
        page.line("No tie.", indent=2)
    for pressed in answer.pressed[:_MOST]:
        drop = f", the index drops by {_amount(pressed.drop, unit)} without it" if pressed.drop else ""
        _tie(page, pressed.tie, f", pressure {pressed.pressure:.2f}{drop}")
        page.line(pressed.words, indent=2 + _HANG)
        _evidence(page, cited, pressed.tie)
    more(page, len(answer.pressed) - _MOST, 2, "; --format json has them all")
    if answer.neutral:
        page.line()
        page.line((f"{counted(len(answer.neutral), 'pair')} with as much for as against: no tie.", DIM))
    if cited:
        cited.legend(page)


def _index(page: Page, index: Index, unit: str) -> None:
    amount = _amount(index.index, unit)
    if index.proven:
        others = {
            True: "no other partition does as well",
            False: f"{index.optima}{'' if index.complete else ' or more'} partitions do as well"
            if index.optima > 1
            else "other partitions do as well",
            None: "whether others do as well was not settled in time",
        }[index.unique]
        page.line(f"{amount}, proven to be the least; {others}. Balance {index.balance:.2f}.", indent=2)
    else:
        page.line(
            (f"At most {amount}", BOLD),
            f"; at least {_amount(index.bound, unit)} is proven (gap {index.gap:.1%}). Raise --time-limit.",
            indent=2,
        )


def _amount(number: float, unit: str) -> str:
    if unit == "weight":
        return f"weight {number:.2f}"
    return counted(round(number), "tie") if number == round(number) else f"{number:.1f} ties"


def _census(page: Page, title: str, census: Census) -> None:
    if census.degree is None or census.weak_degree is None:
        page.line(f"{title}: none.", indent=2)
        return
    page.line(
        f"{title}: {census.balanced} of {census.all} balanced ({census.degree:.0%}; by the weak rule "
        f"{census.weak_degree:.0%}): {census.friends} of friends, {census.common_foe} with a common foe, "
        f"{census.torn} torn, {census.foes} of foes.",
        indent=2,
    )


def _camp(page: Page, camp: Camp, answer: CampsAnswer, unit: str) -> None:
    parts = len({one.part for one in answer.camps})
    where = f"part {camp.part}; no tie joins it to the others" if parts > 1 else ""
    page.heading(f"Camp {camp.number}", where)
    settled = [member for member in camp.members if _settled(member)]
    for member in (member for member in camp.members if member not in settled):
        page.entry(
            [f"{member.name} "], [(_about(member, unit), DIM)], indent=2, hang=min(34, page.width // 2)
        )
    if settled:
        sure = ("Here in every draw: ", DIM) if settled[0].firm is not None else ("Fits: ", DIM)
        page.line(sure, ", ".join(member.name for member in settled), indent=2)


def _settled(member: Member) -> bool:
    """Is there nothing to say of the member but that it belongs here?"""
    return (
        member.firm in {None, 1.0} and not member.movable and not member.frustrated and not (member.drop or 0)
    )


def _about(member: Member, unit: str) -> str:
    notes = []
    if member.firm is not None:
        notes.append(f"here in {member.firm:.0%} of draws")
    if member.movable:
        notes.append("could as well be elsewhere")
    if member.frustrated:
        notes.append(f"{_amount(member.frustrated, unit)} against the camps")
    if member.drop is not None and member.drop > member.frustrated:
        notes.append(f"without it the index drops by {_amount(member.drop, unit)}")
    return ", ".join(notes)


def _tie(page: Page, tie: ShownTie, after: str) -> None:
    both = " (ambivalent)" if tie.ambivalent else ""
    page.entry(
        ["  ", signed(tie.weight)],
        [(f"{tie.a_name} and {tie.b_name}", BOLD), f"  {tie.weight:+.2f}{both}{after}"],
        hang=_HANG,
    )


def _evidence(page: Page, cited: Cited | None, tie: ShownTie) -> None:
    _rests_on(page, cited, tie, 2 + _HANG)


def _rests_on(page: Page, cited: Cited | None, tie: ShownTie, indent: int) -> None:
    """A quotation of a tie from claims; the ids of what any other rests on."""
    if cited:
        quotes(page, cited, tie.evidence[:1], indent)
        more(page, len(tie.evidence) - 1, indent)
    shown = {piece.id for piece in tie.evidence}
    rows = [one for one in tie.evidence_ids if one not in shown]
    if rows:
        page.entry([" " * indent], [(", ".join(rows), DIM)], hang=indent)


def show_triads(answer: TriadsAnswer) -> None:
    """Print the triads of an actor with the evidence of each tie; those that are not at peace first."""
    page, cited = Page(), Cited(answer.scope)
    page.line((f"Triads of {answer.name}", BOLD))
    page.line((scope_words(answer.scope), DIM))
    _census(page, "Its own", answer.own)
    _census(page, "All of the case", answer.whole)
    if answer.history:
        page.heading("As of earlier days", "balanced of all: its own; of the case")
        for one in answer.history:
            page.line(
                f"{day(one.day)}   {one.own.balanced} of {one.own.all}; {one.whole.balanced} of {one.whole.all}",
                indent=2,
            )
    for title, wanted in (("Not at peace", False), ("At peace", True)):
        chosen = [triad for triad in answer.triads if triad.balanced == wanted]
        page.heading(title)
        if not chosen:
            page.line("None.", indent=2)
        for triad in chosen[:_MOST]:
            weak = "  (at peace by the weak rule)" if triad.weakly_balanced and not triad.balanced else ""
            style = "" if triad.balanced else HOSTILE
            page.entry(
                ["  ", (triad.kind, style)],
                [f"{triad.words}, {triad.weight:.2f}", (weak, DIM)],
                hang=_HANG + 2,
            )
            for tie in triad.ties:
                _tie_of_triad(page, cited, tie)
        more(page, len(chosen) - _MOST, 2, "; --format json has them all")
    cited.legend(page)


def _tie_of_triad(page: Page, cited: Cited, tie: ShownTie) -> None:
    page.entry(["      ", signed(tie.weight)], [f"{tie.a_name} and {tie.b_name}  {tie.weight:+.2f}"], hang=8)
    _rests_on(page, cited, tie, 10)
