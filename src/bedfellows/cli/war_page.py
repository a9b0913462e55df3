"""The answer of `war-outcomes` as a page for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedfellows.cli.evidence import Cited, more, quotes, scope_words
from bedfellows.cli.output import BOLD, DIM, Page
from bedfellows.report.dates import day
from bedfellows.ties.wording import counted, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bedfellows.scenario.endings import Outcome
    from bedfellows.scenario.reference_class import PastCase, Rate
    from bedfellows.scenario.war_outcomes import Branch, Odds, Support, WarForecast
    from bedfellows.scenario.war_question import WarAnswer

OUTCOME_WORDS: Mapping[Outcome, str] = {
    "status-quo": "the war goes on",
    "rebel-victory": "the rebels win",
    "government-victory": "the government wins",
    "settlement": "agreement or ceasefire",
    "low-activity": "it ebbs away, undecided",
}
_COVARIATE_WORDS = {
    "over_government": "it is fought over the government, not a territory",
    "war": "a thousand or more died in the last year known",
    "log_years": "how long it has been fought",
    "log_earlier": "earlier episodes of the conflict",
    "government_troops": "other states' troops on the government's side",
    "great_power": "a great power's troops on the government's side",
    "patron_left": "its patrons' troops have left within three years",
    "rebel_troops": "other states' troops on the rebels' side",
    "capability": "capabilities of the state",
}
_WORD, _NUMBER = 26, 9
_MOST = 8
_NOTABLE = 1.15  # a ratio nearer to 1 is not worth a line


def show_wars(answer: WarAnswer) -> None:
    """Print each war's odds, first how wars stood in the past, then with and without the change, then the past wars they rest on."""
    page = Page()
    cited = Cited(answer.scope) if answer.scope else None
    if answer.scope:
        page.line((scope_words(answer.scope), DIM))
    if not answer.forecasts:
        page.line("No war of a state whose fighting the case tells of was going on. Name a state or a group.")
        return
    for one in answer.forecasts:
        _war(page, one, answer)
        evidence = answer.evidence.get(one.war, ())
        if cited and evidence:
            page.heading("What the case says of it", "the odds do not rest on this")
            quotes(page, cited, evidence[:3], 2)
            more(page, len(evidence) - 3, 2, "; --format json has them all")
    first = answer.forecasts[0]
    page.heading("Notes")
    page.line(first.state_failure, indent=2)
    page.line(
        "Odds of what is rare are small and uncertain; the intervals hold what the model does not know of its weights, not what it leaves out.",
        indent=2,
    )
    for line in first.source.splitlines():
        page.line((line, DIM), indent=2)
    if cited:
        cited.legend(page)


def _war(page: Page, one: WarForecast, answer: WarAnswer) -> None:
    page.heading(one.name, f"UCDP conflict {one.conflict}")
    page.line(
        f"As of {day(one.as_of)}, to the end of {one.until}. The data known then end with {one.known}; that the war goes on is taken for granted. "
        f"Under this government since {one.began}.",
        indent=2,
    )
    page.line(f"Troops in it: {_support(one.unchanged.support, answer.states)}.", indent=2)
    page.line()
    changed = one.changed
    page.line(
        (
            _columns(
                "after " + counted(one.horizon, "year"),
                "all wars",
                "as it is",
                *(("with the change", "difference, points") if changed else ()),
            ),
            BOLD,
        ),
        indent=2,
    )
    for place, rate in enumerate(one.base):
        odds = one.unchanged.odds[place]
        cells = [OUTCOME_WORDS[rate.outcome], f"{rate.share:.0%}", _interval(odds)]
        if changed:
            cells.append(_interval(changed.odds[place]))
            cells.append(_difference(one.differences[place]))
        page.line(_columns(*cells), indent=2)
    base = one.base[0]
    page.line(
        (
            f"All wars: {counted(base.of, 'year')} of {base.wars} wars whose next {counted(one.horizon, 'year')} are known. In brackets: nine tenths of the "
            f"draws. The model is fitted to {one.fitted_on[0]} years of {one.fitted_on[1]} wars.",
            DIM,
        ),
        indent=2,
    )
    if changed:
        page.heading("The change", _change(answer))
        page.line(f"Troops in it then: {_support(changed.support, answer.states)}.", indent=2)
        _reasons(page, one.unchanged, changed)
        if one.patrons_left:
            page.heading(
                "Governments whose patrons took their troops out of a war that went on",
                _rates(one.patrons_left_rates),
            )
            _cases(page, one.patrons_left, gone=True)
        _like(page, "Past wars most like it, with the change", changed)
    _like(page, "Past wars most like it as it is", one.unchanged)
    if not changed:
        page.heading("What moves the odds", "against the average war-year")
        for reason in one.unchanged.reasons:
            _reason(page, reason.covariate, reason.ratios, one.unchanged)


def _columns(first: str, *rest: str) -> str:
    return (
        first.ljust(_WORD)
        + rest[0].rjust(_NUMBER)
        + "   "
        + "   ".join(part.ljust(17) for part in rest[1:]).rstrip()
    )


def _interval(odds: Odds) -> str:
    return f"{odds.odds:>4.0%} [{odds.low:.0%} to {odds.high:.0%}]"


def _difference(odds: Odds) -> str:
    return f"{odds.odds * 100:+.0f} [{odds.low * 100:+.0f} to {odds.high * 100:+.0f}]"


def _support(support: Support, states: Mapping[int, str]) -> str:
    sides = (("for the government", support.government), ("for the rebels", support.rebels))
    found = [
        f"{listed([states[state] for state in sorted(held)][:6])}{f' and {len(held) - 6} more' if len(held) > 6 else ''} {side}"
        for side, held in sides
        if held
    ]
    return "; ".join(found) or "no other state's"


def _change(answer: WarAnswer) -> str:
    change = answer.change
    parts = (
        ("without", change.without),
        ("for the government:", change.for_government),
        ("for the rebels:", change.for_rebels),
    )
    return "; ".join(f"{words} {', '.join(names)}" for words, names in parts if names)


def _reasons(page: Page, before: Branch, after: Branch) -> None:
    for old, new in zip(before.reasons, after.reasons, strict=True):
        if old.value != new.value:
            ratios = tuple(b / a for a, b in zip(old.ratios, new.ratios, strict=True))
            _reason(page, new.covariate, ratios, after, "no more: " if not new.value else "")


def _reason(page: Page, covariate: str, ratios: Sequence[float], branch: Branch, lead: str = "") -> None:
    told = [
        f"{OUTCOME_WORDS[odds.outcome]} x{ratio:.1f}"
        for odds, ratio in zip(branch.odds[1:], ratios, strict=True)
        if max(ratio, 1 / ratio) >= _NOTABLE
    ]
    if told:
        page.line(f"{lead}{_COVARIATE_WORDS[covariate]}: {', '.join(told)} (yearly odds)", indent=2)


def _like(page: Page, title: str, branch: Branch) -> None:
    page.heading(title, _rates(branch.like_rates))
    _cases(page, branch.like, gone=False)


def _rates(rates: Sequence[Rate]) -> str:
    of = rates[0].of if rates else 0
    return (
        ", ".join(f"{OUTCOME_WORDS[rate.outcome]} {rate.count}" for rate in rates if rate.count) + f" of {of}"
        if of
        else "none can be told yet"
    )


def _cases(page: Page, cases: Sequence[PastCase], *, gone: bool) -> None:
    if not cases:
        page.line("None.", indent=2)
    shown = cases if gone else cases[:_MOST]
    for case in shown:
        what = OUTCOME_WORDS[case.outcome] if case.outcome else "not known yet"
        when = (
            f"by {case.until}" if case.outcome == "status-quo" else f"in {case.until}" if case.outcome else ""
        )
        who = case.patron_names
        names = (
            f"{', '.join(who[:3])}{f' and {len(who) - 3} more' if len(who) > 3 else ''}" if who else "none"
        )
        rule = f", {case.rule}" if case.rule else ""
        page.entry(
            [f"  {case.year}  "],
            [
                (case.name, BOLD),
                f": {what}{' ' + when if when else ''}",
                (f"  ({'left' if gone else 'patrons'}: {names}{rule})", DIM),
            ],
            hang=8,
        )
    more(page, len(cases) - len(shown), 2, "; --format json has them all")
