"""Claims on what two actors do to and for one another, held against the record: fighting, support, sanctions, alliances, rivalry, deeds.

Rows that tell it bear a claim out. A missing row contradicts only where a list claims to hold every case (`completeness`) and the claim is
one that such a list could not have missed: fighting between states on days that the text gives, and alliances by treaty.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bedfellows.explain.checkable import plover_type
from bedfellows.explain.completeness import COMPLETENESS, ListOf
from bedfellows.explain.question import (
    Held,
    Question,
    enough,
    event_row,
    has,
    lists_hold,
    nothing_found,
    standing_row,
    when_words,
)
from bedfellows.ties.record import EventCount, StandingRow
from bedfellows.ties.wording import listed

_YEAR = timedelta(days=366)
_EMBARGO = ("163", "1631", "1632", "1633", "1634")
"""CAMEO 163, "impose embargo, boycott, or sanctions", which PLOVER counts as coercion."""
_OCCUPY = ("192",)
_TREATY_WORDS = (
    "treaty",
    "pact",
    "formal",
    "defence agreement",
    "defense agreement",
    "mutual defence",
    "mutual defense",
)
_PACTS = {
    "defence": ("defence pact", "defense pact", "defence treaty", "defense treaty", "mutual defence", "mutual defense", "defence alliance", "defense alliance"),
    "non-aggression": ("non-aggression", "nonaggression"),
    "neutrality": ("neutrality pact", "neutrality treaty"),
    "consultation": ("consultation pact",),
}  # fmt: skip
"""Obligations of ATOP, and words of a text that claim them."""


def fighting(question: Question) -> Held:
    """Did the two fight in those days?"""
    rows = [row for row in question.standing({"fights"}) if question.covers(row)]
    events = question.events({"ASSAULT"})
    other_way = question.events({"ASSAULT"}, both_ways=True)[len(events) :]
    if rows or enough(events):
        shown = tuple(map(standing_row, rows)) + tuple(event_row(question.record, count) for count in events)
        if question.claim.negated:
            return Held("contradicted", f"The record has them fighting.{question.notes}", shown)
        return Held("supported", f"The record has them fighting, {_in(rows, events)}.{question.notes}", shown)
    every = question.standing({"fights", "threatens"})
    around = [row for row in every if _within_a_year(row, question)]
    near = tuple(standing_row(row) for row in every if row.relation == "fights" or row in around)
    near += tuple(event_row(question.record, count) for count in (*events, *other_way))
    lists = question.full_list({"disputes"}) if question.when.dated and _states(question) else ()
    if lists and not around and not events and not other_way and _precise(question):
        known = f"{lists_hold(lists)} and {has(lists)} none between them"
        if question.claim.negated:
            return Held(
                "supported", f"{known} {when_words(question.when)}, nor a year around.{question.notes}"
            )
        elsewhere = " It has them fighting at other times." if near else ""
        return Held(
            "contradicted",
            f"{known} {when_words(question.when)}, nor within a year of it.{elsewhere}{question.notes}",
            near=near,
        )
    return Held(
        "no data",
        nothing_found(question, _feeds(question, ("disputes", "wars"), events=True, ucdp=True), "fighting"),
        near=near,
    )


def support(question: Question) -> Held:
    """Did the one back the other in those days, and with what the text says?"""
    rows = [row for row in question.standing({"supports"}, both_ways=False) if question.covers(row)]
    confirmed = [row for row in rows if not row.alleged]
    events = question.events({"AID"})
    said = set(question.claim.support_types) - {"other"}
    listed_types = {kind for row in confirmed for kind in row.support_types} - {"other"}
    shown = tuple(map(standing_row, confirmed)) + tuple(event_row(question.record, count) for count in events)
    doubtful = tuple(standing_row(row) for row in rows if row.alleged)
    if question.claim.negated:
        if confirmed:
            return Held("contradicted", f"The record lists it as a backer.{question.notes}", shown, doubtful)
        why = " That nobody reported it does not show that there was none."
        return Held(
            "no data",
            nothing_found(question, _support_feeds(question), "support", why_open=why),
            near=shown + doubtful,
        )
    if confirmed and (not said or not listed_types or said & listed_types):
        return Held("supported", f"{_support_words(said, listed_types)}{question.notes}", shown, doubtful)
    if enough(events) and not said:
        return Held(
            "supported",
            f"The record has events of aid from the one to the other.{question.notes}",
            shown,
            doubtful,
        )
    if enough(events):
        words = f"The record has events of aid, which do not tell whether it was {listed(sorted(said))}."
        if confirmed:
            words = f"The record lists {listed(sorted(listed_types))}, not {listed(sorted(said))}."
        return Held("no data", f"{words}{question.notes}", near=shown + doubtful)
    if confirmed:
        words = f"The record lists {listed(sorted(listed_types))}, not {listed(sorted(said))}; it may have missed it."
        return Held("no data", f"{words}{question.notes}", near=shown + doubtful)
    if doubtful:
        return Held(
            "no data", f"The record lists it as alleged, not as confirmed.{question.notes}", near=doubtful
        )
    at_other_times = tuple(
        standing_row(row)
        for row in question.standing({"supports"}, both_ways=False)
        if not question.covers(row)
    )
    why = " That nobody reported it does not show that there was none."
    return Held(
        "no data",
        nothing_found(question, _support_feeds(question), "support", why_open=why),
        near=at_other_times + tuple(event_row(question.record, count) for count in events),
    )


def sanctions(question: Question) -> Held:
    """Did the one put sanctions on the other in those days?"""
    return _by_events(question, {"SANCTION"}, _EMBARGO, "sanctions")


def deed(question: Question) -> Held:
    """Did the one do it to the other in those days?"""
    relation = question.claim.relation
    if relation == "annexes":
        return _by_events(question, set(), _OCCUPY, "occupied territory")
    wanted = plover_type(question.claim)
    if wanted is None:
        return Held("no data", f"No feed codes what “{relation}” says.")
    if relation == "agrees-with" and (held := _treaty(question)) is not None:
        return held
    rows = (
        [row for row in question.standing({"threatens", "fights"}, both_ways=False) if question.covers(row)]
        if relation == "threatens"
        else []
    )
    mutual = wanted in {"CONSULT", "AGREE", "COOPERATE"}
    if rows and not question.claim.negated:
        return Held("supported", f"The record has it.{question.notes}", tuple(map(standing_row, rows)))
    return _by_events(question, {wanted}, (), "such events", both_ways=mutual)


def rivalry(question: Question) -> Held:
    """Were the two rivals or enemies in those days? Fighting one another makes enemies, too."""
    rows = [row for row in question.standing({"rivals", "fights"}) if question.covers(row)]
    shown = tuple(map(standing_row, sorted(rows, key=lambda row: row.relation != "rivals")))
    if rows and question.claim.negated:
        return Held(
            "contradicted", f"The record lists them as rivals or has them fighting.{question.notes}", shown
        )
    if rows:
        as_what = "as rivals" if any(row.relation == "rivals" for row in rows) else "as fighting each other"
        return Held("supported", f"The record lists them {as_what}.{question.notes}", shown)
    near = tuple(standing_row(row) for row in question.standing({"rivals"}))
    why = " The lists of rivalries hold strategic ones; people speak of others, too."
    return Held(
        "no data",
        nothing_found(
            question, _feeds(question, ("rivalries", "disputes", "wars"), ucdp=True), "rivalry", why_open=why
        ),
        near=near,
    )


def alliance(question: Question) -> Held:
    """Were the two allies in those days? By treaty or by a shared alliance; others need no treaty."""
    from bedfellows.explain.held_facts import shared_alliances

    held = _treaty(question)
    if held is not None:
        return held
    shared = shared_alliances(question)
    if shared and question.claim.negated:
        return Held("contradicted", f"Both belonged to an alliance.{question.notes}", shared)
    if shared:
        return Held("supported", f"Both belonged to an alliance.{question.notes}", shared)
    lists = question.full_list({"alliances"}) if _states(question) else ()
    near = tuple(map(standing_row, question.standing({"allied-with", "agrees-with"})))
    if lists and question.claim.negated:
        return Held(
            "supported",
            f"{lists_hold(lists)} and {has(lists)} none between them {when_words(question.when)}."
            f"{question.notes}",
            near=near,
        )
    why = " Allies need no treaty, so that a missing one shows nothing." if lists else ""
    return Held(
        "no data",
        nothing_found(question, _feeds(question, ("alliances",)), "alliances", why_open=why),
        near=near,
    )


def _treaty(question: Question) -> Held | None:
    """What the lists of treaties say; None where the text speaks of no treaty and they have none."""
    every = question.standing({"allied-with", "agrees-with"})
    rows = [row for row in every if question.covers(row)]
    wanted = [pact for pact, words in _PACTS.items() if any(word in question.words for word in words)]
    formal = bool(wanted) or any(word in question.words for word in _TREATY_WORDS)
    alliances = rows if formal or question.claim.relation == "agrees-with" else [
        row for row in rows if row.relation == "allied-with"
    ]  # fmt: skip
    fitting = [row for row in alliances if all(pact in row.detail for pact in wanted)]
    if fitting:
        shown = tuple(map(standing_row, fitting))
        if question.claim.negated:
            return Held("contradicted", f"A treaty bound them.{question.notes}", shown)
        return Held("supported", f"A treaty bound them: {_pacts(fitting)}.{question.notes}", shown)
    lists = question.full_list({"alliances"}) if _states(question) else ()
    if (
        not lists
        or not formal
        or question.claim.negated
        or question.claim.relation not in {"allied-with", "agrees-with"}
    ):
        return None
    if question.claim.relation == "agrees-with" and not wanted:
        return None  # a treaty of trade or borders is in no list of alliances
    what = f"none of {listed(wanted)}" if wanted and rows else "none"
    return Held(
        "contradicted",
        f"{lists_hold(lists)} and {has(lists)} {what} between them {when_words(question.when)}.{question.notes}",
        near=tuple(map(standing_row, every)),
    )


def _by_events(
    question: Question, types: set[str], codes: Sequence[str], of_what: str, *, both_ways: bool = False
) -> Held:
    """Events bear a claim out; their absence shows nothing, and for a denial they contradict."""
    events = question.events(types, codes, both_ways=both_ways)
    shown = tuple(event_row(question.record, count) for count in events)
    if enough(events):
        if question.claim.negated:
            return Held("contradicted", f"The record has events that say that it did.{question.notes}", shown)
        return Held("supported", f"The record has such events.{question.notes}", shown)
    why = (
        " It has one that a program coded, which is too little to go by."
        if events
        else " Feeds of events miss much, so that this shows nothing."
    )
    return Held(
        "no data",
        nothing_found(question, _feeds(question, (), events=True), of_what, why_open=why),
        near=shown,
    )


def _support_words(said: set[str], found: set[str]) -> str:
    if not said or not found:
        return f"The record lists it as a backer{f' ({listed(sorted(found))})' if found else ''}."
    both, missing = sorted(said & found), sorted(said - found)
    without = f"; it does not list {listed(missing)}" if missing else ""
    return f"The record lists it as a backer, with {listed(both)}{without}."


def _support_feeds(question: Question) -> list[str]:
    return _feeds(question, ("support",), events=True, ucdp=True)


def _feeds(
    question: Question, of: Sequence[ListOf], *, events: bool = False, ucdp: bool = False
) -> list[str]:
    """Feeds in the case that could tell of something."""
    found = [feed for feed in question.record.reach if feed in COMPLETENESS and COMPLETENESS[feed].of in of]
    if ucdp:
        found += [feed for feed in ("ucdp-conflict", "ucdp-dyadic") if feed in question.record.reach]
    if events:
        found += [reach.feed for reach in question.record.event_feeds]
    return found


def _states(question: Question) -> bool:
    return question.subject.kind == question.object.kind == "state"


def _precise(question: Question) -> bool:
    return question.claim.precision in {"day", "month", "season", "year"}


def _within_a_year(row: StandingRow, question: Question) -> bool:
    end = row.last or row.first
    if row.first is None or end is None or question.when.first is None:
        return True
    return row.first <= question.when.last + _YEAR and question.when.first - _YEAR <= end


def _in(rows: Sequence[StandingRow], events: Sequence[EventCount]) -> str:
    firsts = [row.first for row in rows if row.first] + [count.first for count in events]
    lasts = [row.last for row in rows if row.last] + [count.last for count in events]
    if not firsts:
        return "undated"
    first, last = min(firsts).year, max(lasts, default=max(firsts)).year
    if any(row.last is None for row in rows):
        return f"from {first} on"
    return f"in {first}" if first == last else f"from {first} to {last}"


def _pacts(rows: Sequence[StandingRow]) -> str:
    return listed(list(dict.fromkeys(row.detail.removeprefix("treaty: ") for row in rows)))
