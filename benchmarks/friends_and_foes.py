"""Which pairs of states were friends and which foes in 2014, by lists that no events went into, and how well something tells them apart.

Friends: allied in that year (ATOP 5.1). Foes: rivals (Thompson, Sakuwa and Suhas 2021), or in a militarised dispute in that year (Correlates
of War, dyadic disputes 4.03). Pairs that are both are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import polars as pl
from scipy.optimize import minimize

from bedfellows.case import CaseStore
from bedfellows.ties.alignment import KEYS, stances
from bedfellows.ties.parameters import SORTS, Series, Stance
from bedfellows.ties.smoothing import Dynamics, Readings, run_filter

LISTS = ("atop", "thompson-sakuwa-suhas", "cow-disputes")
Pair = tuple[str, str]
WORTH = (5.0, 10.0, 20.0, 40.0, 80.0)
"""So many events weigh as much as what is usual: these are tried."""
MOOD, MOOD_HALF_LIFE = 0.25, 6.0
"""The mood of weeks: its variance as a part of the lasting one's, its half-life in weeks."""
WEEKLY = 0.2
"""The noise that the events of a week share, as a part of that of one event."""
WITHIN, TIMES = 0.9, 1.6449
"""The noise is such that nine tenths of the weeks of states fall as near to what was expected as they would if it were normal."""


def friends_and_foes(store: CaseStore) -> dict[Pair, bool]:
    """Pairs (ids in order) by whether they are friends, from the rows of `LISTS` in a case."""

    def pairs(query: str) -> set[Pair]:
        found = store.connection.execute(
            f"SELECT DISTINCT least(subject, object), greatest(subject, object) FROM standing WHERE superseded IS NULL AND {query}"
        ).fetchall()
        return {(a, b) for a, b in found}

    friends = pairs(
        "feed = 'atop' AND relation = 'allied-with' AND happened_from < DATE '2015-01-01' "
        "AND (happened_to IS NULL OR happened_to >= DATE '2014-01-01')"
    )
    foes = pairs(
        "feed = 'thompson-sakuwa-suhas' AND happened_from < DATE '2015-01-01' "
        "AND (happened_to IS NULL OR happened_to >= DATE '2014-01-01')"
    )
    foes |= pairs(
        "feed = 'cow-disputes' AND happened_from < DATE '2015-01-01' AND happened_to >= DATE '2014-01-01'"
    )
    return {pair: pair in friends for pair in sorted(friends ^ foes)}


def auc(level: np.ndarray, friend: np.ndarray) -> float:
    """How probable it is that a friend stands above a foe."""
    from scipy.stats import rankdata

    ranks = rankdata(level)
    n, m = int(friend.sum()), int((~friend).sum())
    return float((ranks[friend].sum() - n * (n + 1) / 2) / (n * m))


def interval(level: np.ndarray, friend: np.ndarray, draws: int = 2000) -> tuple[float, float]:
    """90% interval of the AUC, by draws of pairs."""
    chance = np.random.default_rng(1)
    found = []
    for _ in range(draws):
        picked = chance.integers(0, len(level), len(level))
        if friend[picked].any() and not friend[picked].all():
            found.append(auc(level[picked], friend[picked]))
    return float(np.quantile(found, 0.05)), float(np.quantile(found, 0.95))


class Told:
    """The weeks of the listed pairs that events tell of, and what the model of `Stance` makes of them."""

    def __init__(self, events: pl.DataFrame, lists: Mapping[Pair, bool]) -> None:
        listed = pl.DataFrame(
            [(*pair, friend) for pair, friend in lists.items()],
            schema={**dict.fromkeys(KEYS, pl.String), "friend": pl.Boolean},
            orient="row",
        )
        weeks = (
            stances(events)
            .group_by(*KEYS, "week")
            .agg(pl.col("events", "adverse").sum())
            .join(listed, on=KEYS)
            .sort(*KEYS, "week")
        )
        self.number = weeks.select(pl.struct(KEYS).rle_id()).to_series().to_numpy().astype(np.int64)
        self._week = weeks["week"].to_numpy().astype(float)
        self._weeks = weeks
        self._last = np.flatnonzero(np.diff(self.number, append=self.number[-1] + 1))
        self.friend = weeks["friend"].to_numpy()[self._last]
        self.readings = np.bincount(self.number, weeks["events"].to_numpy())
        self.pairs: list[Pair] = weeks.select(KEYS).unique(maintain_order=True).rows()

    def said(self, worth: float, slow_half_life: float) -> np.ndarray:
        """What the events of each pair say, in units of Goldstein's scale, before it is turned into odds."""
        one, count = 1.0, self._weeks["events"].to_numpy().astype(float)
        value = self._weeks["adverse"].to_numpy() / count
        slow = one / worth
        dynamics = Dynamics(slow, slow_half_life, slow * MOOD, MOOD_HALF_LIFE)
        readings = Readings(self.number, self._week, value, np.ones(len(value)), one * WEEKLY + one / count)
        found = run_filter(readings, dynamics, smooth=False)
        gap = self._week.max() - self._week[self._last]
        lasting: np.ndarray = found.lasting[self._last] * 0.5 ** (gap / slow_half_life)
        return lasting


def odds(said: np.ndarray, friend: np.ndarray) -> tuple[float, float]:
    """Usual log odds and slope by logistic regression, friends and foes weighing alike."""
    weight = np.where(friend, 0.5 / friend.mean(), 0.5 / (~friend).mean())

    def lost(at: np.ndarray) -> float:
        found = at[0] + at[1] * said
        return float((weight * (np.logaddexp(0, found) - friend * found)).mean())

    found = minimize(lost, [1.0, 20.0], method="BFGS").x
    return float(found[0]), float(found[1])


def losses(found: np.ndarray, friend: np.ndarray) -> np.ndarray:
    """Log loss of each pair, friends and foes weighing alike."""
    weight = np.where(friend, 0.5 / friend.mean(), 0.5 / (~friend).mean())
    return np.asarray(weight * (np.logaddexp(0, found) - friend * found))


def folds(friend: np.ndarray, seed: int, count: int = 10) -> np.ndarray:
    """A fold for each pair, friends and foes spread evenly."""
    chance = np.random.default_rng(seed)
    fold = np.zeros(len(friend), dtype=int)
    for which in (friend, ~friend):
        at = np.flatnonzero(which)
        fold[chance.permutation(at)] = np.arange(len(at)) % count
    return fold


def held_out(said: np.ndarray, friend: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """Log odds of each pair from a regression on the pairs of the other folds."""
    found = np.zeros(len(friend))
    for one in np.unique(fold):
        usual, slope = odds(said[fold != one], friend[fold != one])
        found[fold == one] = usual + slope * said[fold == one]
    return found


def choose_worth(said: Mapping[float, np.ndarray], friend: np.ndarray, seed: int = 0) -> float:
    """How many events what is usual is worth: the fewest whose log loss on pairs held out is not more than a standard error above the least."""
    fold = folds(friend, seed)
    lost = {worth: losses(held_out(one, friend, fold), friend) for worth, one in said.items()}
    best = min(lost, key=lambda one: lost[one].mean())
    for worth in sorted(lost):
        more = lost[worth] - lost[best]
        if more.mean() <= more.std() / np.sqrt(len(more)):
            return worth
    return best


def cross_validated(told: Told, slow_half_life: float, times: int = 5) -> Iterator[np.ndarray]:
    """Log odds of each pair, everything learned on other pairs alone; once for each of some partitions."""
    said = {worth: told.said(worth, slow_half_life) for worth in WORTH}
    for seed in range(times):
        fold = folds(told.friend, seed)
        found = np.zeros(len(told.friend))
        for one in np.unique(fold):
            other = fold != one
            worth = choose_worth({key: value[other] for key, value in said.items()}, told.friend[other], seed)
            usual, slope = odds(said[worth][other], told.friend[other])
            found[~other] = usual + slope * said[worth][~other]
        yield found


def fit_stance(told: Told, weeks: pl.DataFrame, slow_half_life: float, others: Mapping[str, float]) -> Stance:
    """The stance model: the odds from the listed pairs, the noise of events from all pairs of states.

    Args:
        weeks: `event_readings` of all pairs of states.
        others: log odds that are usual for pairs of the sorts that the lists lack.
    """
    said = {worth: told.said(worth, slow_half_life) for worth in WORTH}
    for worth, one in said.items():
        found = held_out(one, told.friend, folds(told.friend, 0))
        print(
            f"  the usual worth {worth:.0f} events: log loss held out {losses(found, told.friend).mean():.3f}, AUC {auc(found, told.friend):.3f}"
        )
    worth = choose_worth(said, told.friend)
    usual, slope = odds(said[worth], told.friend)
    single = _noise(weeks, worth, slow_half_life) * slope**2
    slow = single / worth
    series = Series(
        {sort: others.get(sort, usual) for sort in SORTS},
        Dynamics(slow, slow_half_life, slow * MOOD, MOOD_HALF_LIFE),
        single * WEEKLY,
        single,
    )
    print(
        f"stance: {len(told.pairs)} pairs, the usual worth {worth:.0f} events, slope {slope:.1f}\n  {series}"
    )
    return Stance(slope, series)


def _noise(weeks: pl.DataFrame, worth: float, slow_half_life: float) -> float:
    """The variance of one event, in units of Goldstein's scale."""
    summed = stances(weeks).group_by(*KEYS, "week").agg(pl.col("events", "adverse").sum()).sort(*KEYS, "week")
    number = summed.select(pl.struct(KEYS).rle_id()).to_series().to_numpy().astype(np.int64)
    count = summed["events"].to_numpy().astype(float)
    value = summed["adverse"].to_numpy() / count
    dynamics = Dynamics(1 / worth, slow_half_life, MOOD / worth, MOOD_HALF_LIFE)
    variance = WEEKLY + 1 / count
    readings = Readings(number, summed["week"].to_numpy().astype(float), value, np.ones(len(value)), variance)
    found = run_filter(readings, dynamics, smooth=False)
    surprise = (value - found.expected) ** 2 / (found.expected_variance + variance)
    return float(np.quantile(surprise, WITHIN)) / TIMES**2


def by_least(readings: np.ndarray, least: Sequence[int] = (1, 5, 10, 20)) -> Iterator[tuple[int, np.ndarray]]:
    """Which pairs have so many readings at least."""
    for one in least:
        yield one, readings >= one
