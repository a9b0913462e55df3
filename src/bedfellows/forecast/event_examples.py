"""What the ranker of event forecasts learns from: past questions, each with the right answer, its closest rivals and some others.

A question with several right answers on one day is asked once for each, and the others are left out of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bedfellows.forecast.event_features import (
    SEASON,
    Background,
    Eve,
    features,
    learn_season,
    make_background,
    make_eve,
)
from bedfellows.forecast.event_history import EventHistory
from bedfellows.forecast.event_keys import Places
from bedfellows.forecast.event_network import squashed
from bedfellows.forecast.event_processes import processes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

RIVALS, OTHERS = 20, 10
LEFT_OUT = np.float32(-1e9)
_MOST_QUESTIONS = 1_000  # of one day


@dataclass(frozen=True, eq=False)
class Examples:
    """Questions that were answered by events; a table of candidates for each, the right one first.

    `rows` (questions x width x features) are squashed features; `offset` (questions x width) is what is added to a candidate's score in
    training: others stand for many, and what is left out has no chance. `family` and `code` are those of the question's kind.
    """

    day: Ints
    family: Ints
    code: Ints
    rows: NDArray[np.float16]
    offset: Floats


def answers(history: EventHistory, day: int) -> tuple[Ints, Ints, Ints]:
    """The questions that the events of a day answer, both ways: actor, kind, and who it was."""
    source, kind, target, when = history.both
    span = slice(*np.searchsorted(when, [day, day + 1]))
    return source[span], kind[span], target[span]


def distinct(places: Places, actor: Ints, kind: Ints) -> tuple[Ints, Ints, Ints]:
    """Each question once, by actor and kind, and the place of each that was given among them."""
    code, question = np.unique(actor * places.kinds + kind, return_inverse=True)
    return code // places.kinds, code % places.kinds, question


def right(eve: Eve, question: Ints, true: Ints) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For answers (whom it was with) to questions of an eve: which candidates are it, and which other right ones of the same day."""
    size = eve.background.places.actors
    candidates = eve.candidates[question]
    known = np.sort(question * size + true)
    code = question[:, None] * size + candidates
    at = np.minimum(np.searchsorted(known, code), len(known) - 1)
    this: NDArray[np.bool_] = candidates == true[:, None]
    return this, (known[at] == code) & ~this


def examples_of(background: Background, first: int, last: int, seed: int = 0) -> Examples:
    """The examples of the days from `first` to `last`; rules and factors are learned on the eve of the first."""
    learned = learn_season(background, first)
    parts = []
    for day in range(first, last + 1):
        actor, kind, true = answers(background.history, day)
        rng = np.random.default_rng((seed, day))
        if len(actor) > _MOST_QUESTIONS:
            some = np.sort(rng.choice(len(actor), _MOST_QUESTIONS, replace=False))
            actor, kind, true = actor[some], kind[some], true[some]
        if len(actor):
            actor, kind, question = distinct(background.places, actor, kind)
            parts.append(_of_day(make_eve(background, learned, day, actor, kind), question, true, rng))
    return joined(parts)


def _of_day(eve: Eve, question: Ints, true: Ints, rng: np.random.Generator) -> Examples:
    this, others = right(eve, question, true)
    held = this.any(axis=1)
    this, others, asked = this[held], others[held], question[held]
    width = eve.candidates.shape[1]
    cheap = eve.whole["cheap"].reshape(-1, width)[asked]
    order = np.argsort(-np.where(this, np.inf, np.where(others, -np.inf, cheap)), axis=1, kind="stable")
    rivals = min(RIVALS, width - 1)
    head, rest = order[:, : rivals + 1], order[:, rivals + 1 :]
    number = min(OTHERS, rest.shape[1])
    allowed = np.arange(rest.shape[1])[None, :] < (rest.shape[1] - others.sum(axis=1))[:, None]
    drawn = np.argsort(-np.where(allowed, rng.random(rest.shape), -1.0), axis=1)[:, :number]
    place = np.concatenate([head, np.take_along_axis(rest, drawn, axis=1)], axis=1)
    offset = np.zeros(place.shape, dtype=np.float32)
    if number:
        offset[:, rivals + 1 :] = np.log(rest.shape[1] / number)
    offset[np.take_along_axis(others, place, axis=1)] = LEFT_OUT
    rows = eve.table(np.repeat(asked, place.shape[1]), place.ravel())
    kind = eve.kind[asked]
    return Examples(
        np.full(len(asked), eve.day),
        eve.background.history.family[kind],
        eve.background.history.code[kind],
        squashed(rows).astype(np.float16).reshape(*place.shape, -1),
        offset,
    )


def joined(parts: Sequence[Examples]) -> Examples:
    """Several sets of examples as one; all have the same width unless there are no questions in them."""
    held = [part for part in parts if len(part.day)]
    if not held:
        none = np.empty(0, dtype=np.int64)
        rows = np.empty((0, 1, len(features())), dtype=np.float16)
        return Examples(none, none, none, rows, np.empty((0, 1), dtype=np.float32))
    return Examples(
        *(
            np.concatenate([getattr(part, name) for part in held])
            for name in ("day", "family", "code", "rows", "offset")
        )
    )


def learn_examples(history: EventHistory, days: range, jobs: int = 1) -> Examples:
    """The examples of many days, in `jobs` processes; the classes of actors are those known on the eve of the first day."""
    spans = [(first, min(first + SEASON, days.stop) - 1) for first in range(days.start, days.stop, SEASON)]
    if jobs <= 1 or len(spans) < 2:
        background = make_background(history, days.start)
        return joined([examples_of(background, *span) for span in spans])
    with processes(jobs, _prepare, history, days.start) as pool:
        return joined(list(pool.map(_examples_in, spans)))


_here: list[Background] = []  # of a process that makes examples for another


def _prepare(history: EventHistory, day: int) -> None:
    _here[:] = [make_background(history, day)]


def _examples_in(span: tuple[int, int]) -> Examples:
    return examples_of(_here[0], *span)
