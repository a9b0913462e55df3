"""The alignment that one would expect of two actors, by a linear model fitted on what was known before; and how far the present one is above.

The day asked for and days before it at equal distances (`Spacing`) are looked at. A pair's alignment on one of them is told from what was
known one distance earlier: its own alignment then, how far the two agreed in their ties to third actors, and the structure between them
(`bedfellows.balance.structure`). Only pairs of whom something was heard since then are looked at, and only actors that the registry knows: a
name it does not know may be an official of the other.

The weights of the features are fitted on the earlier days by generalised least squares with a normal prior (mean 0, standard deviation
`PRIOR`); the noise has a part that all share and one that grows with how much was learned of a pair in between (the fall of its variance).
`surprise` is the present alignment less the expected one, in standard deviations of that noise.

How much of that is chance is told by the same model a step earlier: fitted on the day before last, it met the surprises of the last day
but one, none of which it had seen. `by_chance` is how many pairs as surprising as this one are to be expected in a list as long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from bedfellows.actors import Registry
from bedfellows.balance.structure import STRUCTURE, Pair, Structure, shared_ties, structure
from bedfellows.case import CaseStore
from bedfellows.ties.alignment import KEYS, levels, load_evidence
from bedfellows.ties.dossier import Dossier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PRIOR = 0.5
"""Standard deviation of the prior of each weight: alignments and features lie in [-1, 1]."""
LEAST_DYADS = 60
"""So many pairs at least are needed on each day that is fitted on."""
LEAST_READINGS = 3
LONGEST, SHORTEST = 365, 28
"""Days from one day looked at to the next."""
FEATURES: Mapping[str, str] = {
    "past": "how they stood before",
    "shared ties": "how far they agree in friends and foes",
    **STRUCTURE,
}
_STEPS = 4  # the day asked for, two to fit on, and what the earliest is told from
_ROUNDS = 20


@dataclass(frozen=True, eq=False)
class View:
    """What was known on a day: levels, their variances and the usual level of each pair."""

    day: date
    level: Mapping[Pair, float]
    interval: Mapping[Pair, tuple[float, float]]
    variance: Mapping[Pair, float]
    usual: Mapping[Pair, float]
    readings: Mapping[Pair, int]
    last: Mapping[Pair, date]


@dataclass(frozen=True, eq=False)
class Model:
    """Weights by feature, their covariance, and the two parts of the noise. `fitted_on`: the days whose alignments it was fitted on."""

    weights: Floats
    covariance: Floats
    shared_noise: float
    learning_noise: float
    centre: Floats  # mean of each feature
    fitted_on: tuple[date, ...]
    pairs: int


@dataclass(frozen=True, slots=True)
class ExpectedPair:
    """A pair on the day asked for. `parts` are what each feature adds to the expected level, beside the usual one of all pairs."""

    pair: Pair
    level: float
    low: float
    high: float
    friendly: float  # how probable it is that the level is above 0
    expected: float
    noise: float  # standard deviation of the surprise
    surprise: float  # in such standard deviations
    by_chance: float
    before: float | None  # its level a distance earlier; None where nothing was known
    parts: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Expected:
    """All pairs of whom something was heard since `before`, the most surprising first."""

    day: date
    before: date
    model: Model
    pairs: tuple[ExpectedPair, ...]
    structure: Structure
    earlier: View
    now: View

    def usual(self, pair: Pair) -> float:
        """What is usual for such a pair, as long as nothing is known of it."""
        return self.now.usual[pair]

    @property
    def features(self) -> tuple[str, ...]:
        """The features in the order of the model's weights, after the constant."""
        return tuple(FEATURES)

    def agreement(self, pair: Pair) -> tuple[tuple[str, float], ...]:
        """Third actors by how much they bring two together (above 0) or part them, the weightiest first."""
        mine, yours = self._near.get(pair[0], {}), self._near.get(pair[1], {})
        third = {one: mine[one] * yours[one] for one in mine.keys() & yours.keys()}
        return tuple(sorted(third.items(), key=lambda item: (-abs(item[1]), item[0])))

    @cached_property
    def _near(self) -> Mapping[str, Mapping[str, float]]:
        found: dict[str, dict[str, float]] = {}
        for (a, b), level in self.earlier.level.items():
            found.setdefault(a, {})[b] = level
            found.setdefault(b, {})[a] = level
        return found


def expected_alignments(
    store: CaseStore, registry: Registry, dossier: Dossier, as_of: date | None = None
) -> Expected | None:
    """What alignment was to be expected of each pair of a case, and how it is; None where the case's events reach back too short a time.

    Standing evidence is not read as alignment here: it is what the alignment is told from.
    """
    first = store.connection.execute(
        "SELECT min(day) FROM feed_events_as_of($day::DATE) WHERE subject IS NOT NULL AND object IS NOT NULL",
        {"day": as_of or date.max},
    ).fetchall()[0][0]
    if first is None:
        return None
    now = _view(store, registry, as_of, dossier)
    distance = min(LONGEST, (now.day - first).days // _STEPS)
    if distance < SHORTEST:
        return None
    views = [now]
    for step in range(1, _STEPS):
        views.append(_view(store, registry, now.day - timedelta(days=distance * step), None))
    known = as_of or date.max
    tasks = [_task(store, registry, views[step], views[step + 1], known) for step in range(_STEPS - 1)]
    present, *past = tasks
    if min(len(task.pairs) for task in past) < LEAST_DYADS or not present.pairs:
        return None
    null = _surprises(_fit(past[1:], (views[2].day,)), past[0])
    model = _fit(past, (views[1].day, views[2].day))
    return Expected(
        now.day, views[1].day, model, _ranked(model, present, null, views), present.structure, views[1], now
    )


@dataclass(frozen=True, eq=False)
class _Task:
    """To tell the levels of pairs on a day from what was known before it."""

    pairs: tuple[Pair, ...]
    features: Floats
    usual: Floats
    level: Floats
    learned: Floats  # how much the variance fell in between
    structure: Structure


def _view(store: CaseStore, registry: Registry, day: date | None, dossier: Dossier | None) -> View:
    import polars as pl

    evidence = load_evidence(store, registry, day, dossier=dossier, standing=False)
    frame = levels(evidence)
    sorts = {
        (first, second): sort for first, second, sort in evidence.sorts.select(*KEYS, "sort").iter_rows()
    }
    pairs = list(zip(frame["first"], frame["second"], strict=True))
    means = evidence.parameters.combined.means

    def column(name: str) -> dict[Pair, float]:
        return dict(zip(pairs, frame[name], strict=True))

    return View(
        evidence.reference,
        column("level"),
        dict(zip(pairs, zip(frame["low"], frame["high"], strict=True), strict=True)),
        dict(zip(pairs, frame["sd"] ** 2, strict=True)),
        {pair: means[sorts[pair]] if pair in sorts else 0.0 for pair in pairs},
        dict(zip(pairs, frame["readings"], strict=True)),
        dict(zip(pairs, frame["last"].cast(pl.Date), strict=True)),
    )


def _task(store: CaseStore, registry: Registry, at: View, before: View, known: date) -> _Task:
    pairs = tuple(
        pair
        for pair in at.level
        if at.readings[pair] >= LEAST_READINGS and at.last[pair] > before.day and _registered(registry, pair)
    )
    most = max(before.variance.values(), default=1.0)
    found = structure(
        store.connection, registry, pairs, before.day, min(known, at.day) if known < date.max else known
    )
    past = np.array(
        [before.level[pair] - before.usual[pair] if pair in before.level else 0.0 for pair in pairs]
    )
    agreed = shared_ties(pairs, before.level)
    earlier = np.array([before.variance.get(pair, most) for pair in pairs])
    variance = np.array([at.variance[pair] for pair in pairs])
    return _Task(
        pairs,
        np.column_stack([past, agreed, found.values]) if pairs else np.zeros((0, len(FEATURES))),
        np.array([at.usual[pair] for pair in pairs]),
        np.array([at.level[pair] for pair in pairs]),
        np.maximum(earlier - variance, 0.0),
        found,
    )


def _registered(registry: Registry, pair: Pair) -> bool:
    return all((actor := registry.get(one)) is not None and actor.registered for one in pair)


def _fit(tasks: Sequence[_Task], days: tuple[date, ...]) -> Model:
    features = np.vstack([task.features for task in tasks])
    target = np.concatenate([task.level - task.usual for task in tasks])
    learned = np.concatenate([task.learned for task in tasks])
    centre = features.mean(axis=0)
    design = np.column_stack([np.ones(len(target)), features - centre])
    prior = np.diag([0.0, *([1 / PRIOR**2] * features.shape[1])])
    shared, learning = float(target.var()) / 2, 0.5
    weights, covariance = np.zeros(design.shape[1]), prior
    for _ in range(_ROUNDS):
        precision = 1 / (shared + learning * learned)
        covariance = np.linalg.inv(design.T @ (design * precision[:, None]) + prior)
        weights = covariance @ (design.T @ (precision * target))
        shared, learning = _noise((target - design @ weights) ** 2, learned, precision)
    return Model(weights, covariance, shared, learning, centre, days, len(target))


def _noise(squares: Floats, learned: Floats, precision: Floats) -> tuple[float, float]:
    """The two parts of the noise that fit squared residuals best: weighted least squares, both at least 0."""
    from scipy.optimize import nnls

    sides = np.column_stack([np.ones(len(learned)), learned]) * precision[:, None]
    found, _ = nnls(sides, squares * precision)
    return max(float(found[0]), 1e-4), float(found[1])


def _told(model: Model, task: _Task) -> tuple[Floats, Floats, Floats]:
    """Expected level, standard deviation of what may come instead, and the part of each feature."""
    parts = (task.features - model.centre) * model.weights[1:]
    expected = task.usual + model.weights[0] + parts.sum(axis=1)
    design = np.column_stack([np.ones(len(task.pairs)), task.features - model.centre])
    unsure = np.einsum("ij,jk,ik->i", design, model.covariance, design)
    noise = np.sqrt(model.shared_noise + model.learning_noise * task.learned + unsure)
    return expected, noise, parts


def _surprises(model: Model, task: _Task) -> Floats:
    expected, noise, _ = _told(model, task)
    return np.sort((task.level - expected) / noise)


def _ranked(model: Model, task: _Task, null: Floats, views: Sequence[View]) -> tuple[ExpectedPair, ...]:
    from scipy.special import ndtr

    expected, noise, parts = _told(model, task)
    surprise = (task.level - expected) / noise
    above = len(null) - np.searchsorted(null, surprise, side="left")
    by_chance = len(task.pairs) * (above + 1) / (len(null) + 1)
    before = views[1].level
    names = tuple(FEATURES)
    found = [
        ExpectedPair(
            pair,
            float(task.level[number]),
            *views[0].interval[pair],
            float(ndtr(task.level[number] / np.sqrt(views[0].variance[pair]))),
            float(expected[number]),
            float(noise[number]),
            float(surprise[number]),
            float(by_chance[number]),
            before.get(pair),
            dict(zip(names, map(float, parts[number]), strict=True)),
        )
        for number, pair in enumerate(task.pairs)
    ]
    return tuple(sorted(found, key=lambda one: (-one.surprise, one.pair)))
