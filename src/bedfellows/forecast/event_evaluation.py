"""How good event forecasts are, by the rules of the field's benchmarks: single-step extrapolation.

Each event of a test day is two questions: whom its source will do this to, and who will do it to its target. What happened before that day
is history, test days that are past too. Ranks are by the time-aware filter: other right answers of the same day are left out (Han et al.
2021, ICLR, "Explainable subgraph reasoning for forecasting on temporal knowledge graphs"); of ties the mean rank counts (Gastinger et al.
2024, IJCAI). Candidates that were not looked at rank behind all that were, in the order of the rough score that chose the others.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bedfellows.forecast.event_examples import answers, distinct, right
from bedfellows.forecast.event_features import (
    SEASON,
    Background,
    Eve,
    learn_season,
    make_background,
    make_eve,
)
from bedfellows.forecast.event_history import EventHistory, until
from bedfellows.forecast.event_processes import processes
from bedfellows.forecast.event_ranker import BUSY, EventModel, learn
from bedfellows.forecast.proper_scores import calibration, calibration_error

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Mean reciprocal rank and hits in per cent, over all questions, of `objects` (whom?) and `subjects` (who?) alone.

    `looked_at` is the per cent of right answers among the candidates. `calibration_error` is the mean distance between the probabilities
    of at least 5 % and how often they came true. Times are in seconds, of the clock, and of the processors for all processes together.
    """

    questions: int
    days: int
    mrr: float
    hits_1: float
    hits_3: float
    hits_10: float
    mrr_objects: float
    mrr_subjects: float
    looked_at: float
    calibration_error: float
    forecasts: int  # probabilities of at least 5 %
    learning_seconds: float
    testing_seconds: float
    processor_seconds: float
    processes: int


@dataclass(frozen=True, eq=False)
class Ranked:
    """The questions of some days: the rank of each right answer, whether it was a candidate, whether the object was asked for.

    `said` are the probabilities of at least 5 %, one for each distinct question and candidate, and `came` which of them came true.
    """

    rank: Floats
    looked_at: Bools
    of_object: Bools
    said: Floats
    came: Bools


def evaluate(history: EventHistory, first: int, *, jobs: int = 1) -> Evaluation | None:
    """Learn from what was before the day `first`, and forecast it and all later days; None where the record before it is too short."""
    clock, processor = time.perf_counter(), _processor()
    model = learn(until(history, first), first, jobs=jobs)
    if model is None:
        return None
    learned = time.perf_counter()
    ranked = rank_days(history, model, first, jobs=jobs)
    tested = time.perf_counter()
    return summed_up(
        ranked, history, first, (learned - clock, tested - learned, _processor() - processor), jobs
    )


def rank_days(history: EventHistory, model: EventModel, first: int, *, jobs: int = 1) -> list[Ranked]:
    """The questions of the days from `first` on, by season; in `jobs` processes."""
    last = int(history.day.max(initial=first))
    spans = [(start, min(start + SEASON - 1, last)) for start in range(first, last + 1, SEASON)]
    if jobs <= 1 or len(spans) < 2:
        background = make_background(history, first)
        return [rank_span(background, model, *span) for span in spans]
    with processes(jobs, _prepare, history, first, model) as pool:
        return list(pool.map(_rank_in, spans))


def rank_span(background: Background, model: EventModel, first: int, last: int) -> Ranked:
    """The questions of the days from `first` to `last`; rules and factors are learned on the eve of the first."""
    learned = learn_season(background, first)
    parts: list[tuple[Floats, Bools, Bools, Floats, Bools]] = []
    for day in range(first, last + 1):
        actor, kind, true = answers(background.history, day)
        if not len(actor):
            continue
        of_object = kind < background.places.kinds // 2
        actor, kind, question = distinct(background.places, actor, kind)
        eve = make_eve(background, learned, day, actor, kind)
        scores = model.scores(eve)
        this, others = right(eve, question, true)
        rank = _ranks(eve, scores, this, others, question, true)
        candidate: Bools = np.any(this, axis=1)
        _, once = np.unique(question, return_index=True)
        said = model.probabilities(scores)
        busy = said >= BUSY
        parts.append((rank, candidate, of_object, said[busy], (this | others)[once][busy]))
    if not parts:
        empty, none = np.empty(0), np.empty(0, dtype=bool)
        return Ranked(empty, none, none, empty, none)
    return Ranked(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _ranks(eve: Eve, scores: Floats, this: Bools, others: Bools, question: Ints, true: Ints) -> Floats:
    """The rank of each right answer to a question among all actors."""
    held = this.any(axis=1)
    score = np.where(others, -np.inf, scores[question])
    mine = np.where(this, score, -np.inf).max(axis=1)
    ahead = (score > mine[:, None]).sum(axis=1)
    ties = (score == mine[:, None]).sum(axis=1) - 1
    rank = 1 + ahead + ties / 2
    cheap = eve.network.cheap[question]
    own = cheap[np.arange(len(true)), true]
    equal = (cheap == own[:, None]).sum(axis=1) - 1
    rough = 1 + (cheap > own[:, None]).sum(axis=1) + equal / 2 - others.sum(axis=1)
    found: Floats = np.where(held, rank, np.maximum(rough, 1))
    return found


def summed_up(
    ranked: list[Ranked], history: EventHistory, first: int, seconds: tuple[float, float, float], jobs: int
) -> Evaluation:
    """The figures over all questions; `seconds` of learning, testing and the processors."""
    rank = np.concatenate([one.rank for one in ranked])
    of_object = np.concatenate([one.of_object for one in ranked])
    said = np.concatenate([one.said for one in ranked])
    came = np.concatenate([one.came for one in ranked]).astype(np.float64)

    def per_cent(values: NDArray[np.generic]) -> float:
        return 100 * float(values.mean()) if len(values) else 0.0

    return Evaluation(
        len(rank),
        len(np.unique(history.day[history.day >= first])),
        per_cent(1 / rank),
        per_cent(rank <= 1),
        per_cent(rank <= 3),
        per_cent(rank <= 10),
        per_cent(1 / rank[of_object]),
        per_cent(1 / rank[~of_object]),
        per_cent(np.concatenate([one.looked_at for one in ranked])),
        calibration_error(calibration(said, came)),
        len(said),
        *seconds,
        jobs,
    )


def _processor() -> float:
    """Processor seconds of this process and of those it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


_here: list[tuple[Background, EventModel]] = []  # of a process that ranks for another


def _prepare(history: EventHistory, day: int, model: EventModel) -> None:
    _here[:] = [(make_background(history, day), model)]


def _rank_in(span: tuple[int, int]) -> Ranked:
    return rank_span(*_here[0], *span)
