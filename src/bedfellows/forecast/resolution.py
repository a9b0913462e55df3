"""How questions came out, by the feeds of the case.

A question is resolved only when its window is over and one feed covers all of it: an event alone does not do, though it would settle
a "yes" early. Otherwise, while windows are open, the questions that are resolved would be those that came true, and every score that
is looked at then too kind to those who said so. A "no" becomes a "yes" where a feed brings the event later.

Of a shift it is seen `SETTLING` days after the window what the shift finder says; what is once resolved stays.

A conditional question counts from the day after its condition came about. It is void where the condition did not come about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bedfellows.actors import Registry
from bedfellows.case import CaseStore
from bedfellows.forecast.coverage import covered
from bedfellows.forecast.dyad_reasons import events_in
from bedfellows.forecast.question_records import (
    Happening,
    Question,
    Resolution,
    add_resolution,
    load_questions,
    load_resolutions,
    now,
)
from bedfellows.forecast.shift_record import SETTLING, shifts_of_pair
from bedfellows.ties.shifts import Shift

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duckdb import DuckDBPyConnection

FEEDS = "feeds"
_CITED = 5
_UNLESS = "unless"


@dataclass(frozen=True, slots=True)
class Standing:
    """How an open question stands: why it cannot be resolved yet, and the events of its kind that were seen so far."""

    waits_for: str
    seen: tuple[tuple[str, date], ...]


def resolve_questions(
    store: CaseStore, registry: Registry, as_of: date, chosen: set[str] | None = None
) -> list[Resolution]:
    """Resolve every question that the feeds can settle as of a day, in the transaction that is open; gives what is new.

    What a person has settled stays. With `chosen`, only questions with these ids.
    """
    connection = store.connection
    known = load_resolutions(connection)
    found = []
    for question in load_questions(connection):
        before = known.get(question.id)
        if (chosen is not None and question.id not in chosen) or (before and before.resolver != FEEDS):
            continue
        if before and question.happening and question.happening.what.kind == "shift":
            continue
        resolution = resolved(store, registry, question, as_of)
        if resolution is None or (before and before.resolution == resolution.resolution):
            continue
        if before and before.resolution == "yes":  # rows that were withdrawn; a person may say otherwise
            continue
        add_resolution(connection, resolution)
        found.append(resolution)
    return found


def resolved(store: CaseStore, registry: Registry, question: Question, as_of: date) -> Resolution | None:
    """How a question came out as of a day; None where the feeds cannot say, or not yet."""
    if question.problem or question.happening is None or question.closes is None:
        return None
    connection = store.connection
    shift = question.happening.what.kind == "shift"
    settles = question.closes + timedelta(days=SETTLING if shift else 0)
    whole, feed = covered(connection, question.opens, settles, as_of)
    if not whole:
        return None

    def made(answer: str, because: str, evidence: list[tuple[str, date]]) -> Resolution:
        ids = tuple(event for event, _ in evidence[:_CITED])
        return Resolution(question.id, answer, as_of, FEEDS, because, ids, now())  # type: ignore[arg-type]

    if shift:
        return _of_shift(store, registry, question, as_of, made)
    opens = question.opens
    if question.if_happening is not None:
        met = _events(connection, question.if_happening, opens, question.closes, as_of)
        if question.condition_kind == _UNLESS:
            if met:
                return made("void", f"what it was to hold without came about on {met[0][1]}", met)
        elif not met:
            return made("void", f"its condition did not come about by {question.closes}, says {feed}", [])
        else:
            opens = met[0][1] + timedelta(days=1)
    events = _events(connection, question.happening, opens, question.closes, as_of)
    if events:
        return made("yes", f"it happened on {events[0][1]}; {len(events)} such in all", events)
    return made("no", f"{feed} covers {opens} to {question.closes} and has no such event", [])


def _of_shift(
    store: CaseStore,
    registry: Registry,
    question: Question,
    as_of: date,
    made: Callable[[str, str, list[tuple[str, date]]], Resolution],
) -> Resolution:
    """How the question of a shift came out, by what the shift finder says as of a day."""
    found, others = _shifts(store, registry, question, as_of)
    if found:
        size = f"{found[0].size:+.2f}, {found[0].confidence:.0%} sure"
        return made("yes", f"the tie shifted in the week of {found[0].day} ({size})", _drivers(found))
    seen = f"; {', '.join(f'a {one.kind} in the week of {one.day}' for one in others)}" if others else ""
    return made("no", f"as of {as_of} no such shift is seen{seen}", [])


def _shifts(
    store: CaseStore, registry: Registry, question: Question, as_of: date
) -> tuple[list[Shift], list[Shift]]:
    """The shifts of the two that a question asks for, and their other shifts in its window."""
    assert question.happening is not None
    assert question.closes is not None
    pair = (question.happening.a, question.happening.b)
    inside = [
        one
        for one in shifts_of_pair(store, registry, pair, as_of)
        if question.opens <= one.day <= question.closes
    ]
    wanted = question.happening.target
    return [one for one in inside if one.kind == wanted], [one for one in inside if one.kind != wanted]


def _drivers(found: Sequence[Shift]) -> list[tuple[str, date]]:
    return [(id_, one.day) for one in found for id_ in one.evidence]


def standing(store: CaseStore, registry: Registry, question: Question, as_of: date) -> Standing:
    """How an open question stands as of a day."""
    if question.war and question.closes:
        return Standing(f"a list of wars that tells of {question.closes.year} resolves it", ())
    if question.problem or question.happening is None or question.closes is None:
        return Standing(question.problem, ())
    if question.happening.what.kind == "shift":
        settles = question.closes + timedelta(days=SETTLING)
        _, missing = covered(store.connection, question.opens, settles, as_of)
        return Standing(missing, tuple(_drivers(_shifts(store, registry, question, as_of)[0])[:_CITED]))
    _, missing = covered(store.connection, question.opens, question.closes, as_of)
    seen = _events(store.connection, question.happening, question.opens, min(question.closes, as_of), as_of)
    return Standing(missing, tuple(seen[:_CITED]))


def _events(
    connection: DuckDBPyConnection, happening: Happening, first: date, last: date, as_of: date
) -> list[tuple[str, date]]:
    pair = (happening.a, happening.b)
    return events_in(connection, happening.what, pair, first, last, as_of, directed=happening.directed)
