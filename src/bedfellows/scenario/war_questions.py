"""How wars stand, as questions of a case: put with the odds of a scenario, resolved by a later list of wars, scored as all others are.

Of each war whose odds a scenario changes there is a question for each outcome, as things are and with the change. As things are, nothing is asked
of who has troops in it. With the change, the question is void unless the troops left, or came, by the year after that of the change: in that
year, or in the last in which the war was fought if it ended sooner, none of the states that were to leave has troops in it, and of those that were
to come to a side at least one has. A question is resolved when the list tells of all its years, however early the war ended: otherwise wars that
end would be scored before those that go on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bedfellows.case import CaseStore
from bedfellows.case.connection import duckdb_errors
from bedfellows.case.writing import transaction
from bedfellows.errors import InputError
from bedfellows.forecast.question_records import (
    Answer,
    Forecast,
    Question,
    Resolution,
    WarEnd,
    add_forecast,
    add_question,
    add_resolution,
    identified,
    load_questions,
    load_resolutions,
    now,
)
from bedfellows.forecast.questions import MODEL
from bedfellows.scenario.war_outcomes import Branch, Support, WarForecast, fate, known_year
from bedfellows.scenario.war_wording import OUTCOME_WORDS
from bedfellows.scenario.wars import War, WarList, as_known

if TYPE_CHECKING:
    from bedfellows.scenario.what_if import WhatIfAnswer

WARS = "the list of wars"
"""Who resolves these questions."""


def put_war_questions(path: Path, answer: WhatIfAnswer) -> tuple[str, ...]:
    """Store a question, with its odds, for each outcome of each war that a scenario changes, with the change and without; gives their ids.

    All are stored, or none.

    Raises:
        InputError: the last day of the years asked about is not after the day of asking.
    """
    changed = [one for wars in answer.wars for one in wars.forecasts if one.changed]
    pairs = [pair for one in changed for pair in _questions(one, _condition(answer))]
    if not pairs:
        return ()
    if any(question.closes is not None and question.closes <= question.asked for question, _ in pairs):
        raise InputError(
            f"Expected years that end after {answer.as_of}, found {answer.horizon} that end on that day. Give a longer --horizon."
        )
    with CaseStore.open(path, write=True) as store, duckdb_errors(path), transaction(store.connection):
        for question, forecast in pairs:
            add_question(store.connection, question)
            add_forecast(store.connection, forecast)
    return tuple(question.id for question, _ in pairs)


def resolve_war_questions(path: Path, listed: WarList, as_of: date) -> list[Resolution]:
    """Resolve every question on a war that a list can settle as of a day; gives what is new. What a person has settled stays.

    Of the list counts what had been published by the day (see `known_year`).
    """
    with CaseStore.open(path) as store, duckdb_errors(path):
        waiting = [one for one in load_questions(store.connection) if one.war]
    if not waiting:
        return []
    known = as_known(listed, min(known_year(as_of), listed.last))
    found = []
    with CaseStore.open(path, write=True) as store, duckdb_errors(path), transaction(store.connection):
        settled = load_resolutions(store.connection)
        for question in waiting:
            before = settled.get(question.id)
            if before and before.resolver != WARS:
                continue
            resolution = _resolved(question, known, as_of)
            if resolution is None or (before and before.resolution == resolution.resolution):
                continue
            add_resolution(store.connection, resolution)
            found.append(resolution)
    return found


def _condition(answer: WhatIfAnswer) -> str:
    return "; ".join(dict.fromkeys(one.phrase for one in answer.scenario.interventions))


def _questions(forecast: WarForecast, condition: str) -> Iterator[tuple[Question, Forecast]]:
    yield from _of_branch(forecast, forecast.unchanged, WarEnd("", forecast.war, forecast.began), "")
    if forecast.changed:
        before, after = forecast.unchanged.support, forecast.changed.support
        yield from _of_branch(forecast, forecast.changed, _war_end(forecast, before, after), condition)


def _war_end(forecast: WarForecast, before: Support, after: Support) -> WarEnd:
    return WarEnd(
        "",
        forecast.war,
        forecast.began,
        tuple(sorted((before.government - after.government) | (before.rebels - after.rebels))),
        tuple(sorted(after.government - before.government)),
        tuple(sorted(after.rebels - before.rebels)),
        forecast.since,
    )


def _of_branch(
    forecast: WarForecast, branch: Branch, end: WarEnd, condition: str
) -> Iterator[tuple[Question, Forecast]]:
    from dataclasses import replace

    opens, closes = forecast.as_of + timedelta(days=1), date(forecast.until, 12, 31)
    like = tuple(f"{case.war} in {case.year}" for case in branch.like)
    for odds, rate in zip(branch.odds, forecast.base, strict=True):
        words = f"{forecast.name}, by the end of {forecast.until}: {OUTCOME_WORDS[odds.outcome]}"
        question = identified(
            Question(
                "", f"{words}, if {condition}" if condition else words, "asked", None, opens, closes, "asker", condition,
                "if" if condition else "", None, "", None, forecast.as_of, now(), replace(end, outcome=odds.outcome),
            )
        )  # fmt: skip
        stays = float(odds.outcome == "status-quo")
        yield (
            question,
            identified(
                Forecast(
                    "", question.id, MODEL, "model", odds.odds, odds.low, odds.high, forecast.as_of, date(forecast.known, 12, 31),
                    "war outcomes", "", (), like, rate.share, stays, now(),
                )
            ),
        )  # fmt: skip


def _resolved(question: Question, listed: WarList, as_of: date) -> Resolution | None:
    """How a question came out by a list; None where it does not tell yet."""
    end, closes = question.war, question.closes
    assert end is not None
    assert closes is not None
    war = next((one for one in listed.wars if one.id == end.war), None)
    if listed.last < closes.year or war is None:
        return None
    came = fate(listed, end.war, end.began, known_year(question.asked), question.asked.year, closes.year)
    if came is None:
        return None

    def made(answer: Answer, because: str) -> Resolution:
        return Resolution(question.id, answer, as_of, WARS, because, (end.war,), now())

    outcome, year = came
    if why := _not_met(end, war, min((end.since or question.asked.year) + 1, year)):
        return made("void", f"its condition did not come about: {why}")
    because = f"{OUTCOME_WORDS[outcome]}, {'to the end of ' if outcome == 'status-quo' else 'in '}{year}"
    return made("yes" if outcome == end.outcome else "no", because)


def _not_met(end: WarEnd, war: War, year: int) -> str:
    """Why the troops are not in a year as the condition has them; empty where they are."""
    year = min(year, war.last)
    government, rebels = set(war.government_troops.get(year, ())), set(war.rebel_troops.get(year, ()))
    if set(end.without) & (government | rebels):
        return f"troops that were to leave were still in it in {year}"
    for side, came, there in (
        ("government", end.for_government, government),
        ("rebels", end.for_rebels, rebels),
    ):
        if came and not set(came) & there:
            return f"none that was to come had troops on the side of the {side} in {year}"
    return ""
