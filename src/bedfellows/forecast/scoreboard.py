"""How good forecasts were: those of questions that came out yes or no, by author, horizon and type of event.

Each author's forecasts of one question weigh as much together as one: who forecasts often does not count more. Skill against base rate
and persistence is over the forecasts for which the case had a record to make those from, on the day that the forecast was made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from bedfellows.case import CaseStore
from bedfellows.case.connection import duckdb_errors
from bedfellows.forecast.proper_scores import (
    Bin,
    brier,
    calibration,
    calibration_error,
    log_score,
    skill,
    skill_interval,
)
from bedfellows.forecast.question_records import (
    Forecast,
    Question,
    load_forecasts,
    load_questions,
    load_resolutions,
)

By = Literal["author", "horizon", "type"]

HORIZONS = ((7, "up to a week"), (30, "up to a month"), (91, "up to three months"), (365, "up to a year"))
FEWEST_FOR_INTERVAL = 10


@dataclass(frozen=True, slots=True)
class Scored:
    """A forecast of a question that came out."""

    question: Question
    forecast: Forecast
    happened: bool
    author: str
    weight: float


@dataclass(frozen=True, slots=True)
class Score:
    """The scores of one author's forecasts: all of them (`by` author), of one range of horizons, or of one type of event.

    `afterwards` counts forecasts that were entered when the window was over. The skill is None where no forecast has a reference, its
    90 % interval where fewer than ten questions have. `compared` is on how many forecasts the skill rests.
    """

    author: str
    author_kind: str
    by: By
    group: str
    questions: int
    forecasts: int
    afterwards: int
    happened: float
    brier: float
    log_score: float
    compared: int
    skill_base_rate: float | None
    skill_base_rate_low: float | None
    skill_base_rate_high: float | None
    skill_persistence: float | None
    calibration_error: float
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class ScoresAnswer:
    """The scores of a case, the authors with most questions first, and how many questions are not in them, and why."""

    scores: tuple[Score, ...]
    resolved: int
    void: int
    open: int
    unresolvable: int


def case_scores(path: Path) -> ScoresAnswer:
    """The scores of all forecasts in the case at `path`."""
    with CaseStore.open(path) as store, duckdb_errors(path):
        questions = load_questions(store.connection)
        forecasts = load_forecasts(store.connection)
        resolutions = load_resolutions(store.connection)
    scored: list[Scored] = []
    for question in questions:
        resolution = resolutions.get(question.id)
        if resolution is None or resolution.resolution == "void":
            continue
        given = forecasts.get(question.id, [])
        numbers = {
            key: sum((one.author_kind, one.author) == key for one in given)
            for key in {(one.author_kind, one.author) for one in given}
        }
        for one in given:
            weight = 1 / numbers[one.author_kind, one.author]
            scored.append(Scored(question, one, resolution.resolution == "yes", one.author, weight))
    answers = [resolution.resolution for resolution in resolutions.values()]
    waiting = [question for question in questions if question.id not in resolutions]
    return ScoresAnswer(
        tuple(_scores(scored)),
        sum(answer != "void" for answer in answers),
        answers.count("void"),
        sum(not question.problem for question in waiting),
        sum(bool(question.problem) for question in waiting),
    )


def horizon_of(days: int) -> str:
    """The range that a number of days falls into."""
    return next((words for most, words in HORIZONS if days <= most), "more than a year")


def _scores(scored: Sequence[Scored]) -> list[Score]:
    keys: dict[By, Callable[[Scored], str]] = {
        "author": lambda _: "all",
        "horizon": lambda one: horizon_of((_closes(one) - one.forecast.made).days),
        "type": lambda one: _type(one.question),
    }
    authors = {(one.forecast.author_kind, one.author) for one in scored}
    found: list[Score] = []
    for kind, author in authors:
        own = [one for one in scored if (one.forecast.author_kind, one.author) == (kind, author)]
        for by, key in keys.items():
            for group in sorted({key(one) for one in own}):
                found.append(_score(author, kind, by, group, [one for one in own if key(one) == group]))
    order = list(keys)
    totals = {(one.author_kind, one.author): one.questions for one in found if one.by == "author"}
    return sorted(
        found,
        key=lambda one: (
            -totals[one.author_kind, one.author],
            one.author,
            order.index(one.by),
            _place(one.group),
        ),
    )


def _type(question: Question) -> str:
    if question.war:
        return f"war: {question.war.outcome.replace('-', ' ')}"
    return question.happening.what.words if question.happening else "other"


def _place(group: str) -> tuple[int, str]:
    words = [words for _, words in HORIZONS]
    return (words.index(group) if group in words else len(words), group)


def _closes(one: Scored) -> date:
    return one.question.closes or one.forecast.made


def _score(author: str, kind: str, by: By, group: str, scored: Sequence[Scored]) -> Score:
    import numpy as np

    probability = np.array([one.forecast.probability for one in scored])
    happened = np.array([float(one.happened) for one in scored])
    weight = np.array([one.weight for one in scored])
    bins = calibration(probability, happened, weight)
    compared = np.array([one.forecast.base_rate is not None for one in scored])
    against: dict[str, float | None] = {"base": None, "persistence": None}
    low = high = None
    if compared.any():
        base = np.array([one.forecast.base_rate or 0.0 for one in scored])[compared]
        persistence = np.array([one.forecast.persistence or 0.0 for one in scored])[compared]
        own, came, weights = probability[compared], happened[compared], weight[compared]
        score = brier(own, came, weights)
        against = {
            "base": skill(score, brier(base, came, weights)),
            "persistence": skill(score, brier(persistence, came, weights)),
        }
        ids = [one.question.id for one, there in zip(scored, compared, strict=True) if there]
        if len(set(ids)) >= FEWEST_FOR_INTERVAL:
            losses, references = weights * (own - came) ** 2, weights * (base - came) ** 2
            low, high = skill_interval(losses, references, np.unique(ids, return_inverse=True)[1])
    return Score(
        author,
        kind,
        by,
        group,
        len({one.question.id for one in scored}),
        len(scored),
        sum(
            one.forecast.recorded.date() > _closes(one)
            for one in scored
            if one.forecast.author_kind == "person"
        ),
        float(np.average(happened, weights=weight)),
        brier(probability, happened, weight),
        log_score(probability, happened, weight),
        int(compared.sum()),
        against["base"],
        low,
        high,
        against["persistence"],
        calibration_error(bins),
        bins,
    )
