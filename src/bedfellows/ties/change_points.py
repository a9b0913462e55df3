"""Change-points of one tie: where the tone of what two actors do turns, where hostile acts surge, and where rare acts set in.

The first two are found by PELT (Killick, Fearnhead & Eckley 2012, doi:10.1080/01621459.2012.737745) as `ruptures` has it, with costs of our own:

* Tone: weekly readings with the noise that the alignment model has for them. The first reading is what is usual for such a pair, so that
  a tie that begins with blows counts as a turn. Weeks in which nothing is read say nothing: silence mends no tie.
* Surge: weekly numbers of hostile acts, silent weeks among them, as Poisson counts with more spread than those have. It finds the
  ruptures in which much talk goes on beside the blows.

Measures against one another and settlements (`bedfellows.ties.channels`) are so rare that a handful within weeks tells, where none was before. How many are
to be expected is told by what the pair has had so far and by how often pairs have any: a Poisson rate with a Gamma prior.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ruptures import Pelt
from ruptures.base import BaseCost

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

PENALTY = 8.0
"""What a further change-point must gain, in twice the log likelihood. This and the next ones were chosen on the realignments
of `benchmarks/realignments_2014.csv`."""
USUAL_VARIANCE = 0.02
"""How far what is usual for a pair may be off, as a variance of the tone."""
SPREAD = 2.0
"""Hostile acts come in bursts: the variance of their weekly number is this many times its mean."""
RISE = 3.0
"""A surge has at least so many times the hostile acts of the time before,"""
SHARE = 0.2
"""and their share of all that is done rises by at least this much."""
FEWEST_HOSTILE = 4
FEWEST_RARE = 2
RARE_WEEKS = 4
"""Rare acts are counted over so many weeks. They come in two of them at least: what is told for days only may be one story, or miscoded."""
KNOWN_WEEKS = 8
"""The record must reach back so far before they set in; of those within so many weeks of one another the least to be expected count."""
LEAST_CHANCE = 0.01
"""By chance they would set in this often in the record of a pair that has any; there are hundreds of such pairs in a year."""
MEASURES_PRIOR = (0.059, 9.7)
SETTLEMENTS_PRIOR = (0.103, 6.2)
"""The Gamma priors of how many days with such acts a pair has in a week: shape, and rate in weeks; by maximum likelihood from ICEWS14
(`benchmarks/fit_alignment.py`)."""
DATED = 2.0
"""A turn is dated to the week in which the odds for it have reached e to the power of this."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One change-point: the week it is dated to (its place in the readings), the level before and after it, with their variances."""

    at: int
    before: float
    before_variance: float
    after: float
    after_variance: float


@dataclass(frozen=True, slots=True)
class Surge:
    """Hostile acts go up from week `at` on: how many a week before and after, and how many they are."""

    at: int
    rate_before: float
    rate_after: float
    acts: int


@dataclass(frozen=True, slots=True)
class Onset:
    """Rare acts set in in week `at`: on how many days, and how probable as many were by what was before."""

    at: int
    days: int
    chance: float


class _Weighted(BaseCost):  # type: ignore[misc]
    """Sum of squares about the mean, each weighted by one over its variance. The signal has values and weights."""

    model = "weighted"
    min_size = 1

    def fit(self, signal: Floats) -> _Weighted:
        self.signal = signal
        value, weight = signal[:, 0], signal[:, 1]
        self._weight, self._sum, self._square = map(_sums, (weight, weight * value, weight * value**2))
        return self

    def error(self, start: int, end: int) -> float:
        weight = self._weight[end] - self._weight[start]
        total = self._sum[end] - self._sum[start]
        return float(self._square[end] - self._square[start] - total * total / weight)


class _Counts(BaseCost):  # type: ignore[misc]
    """Twice the negative log likelihood of counts at their mean rate, which is kept off 0 by a sixth of an act in half a week."""

    model = "counts"
    min_size = 1

    def fit(self, signal: Floats) -> _Counts:
        self.signal = signal
        self._sum = _sums(signal[:, 0])
        return self

    def error(self, start: int, end: int) -> float:
        from math import log

        acts, weeks = self._sum[end] - self._sum[start], end - start
        rate = (acts + 0.15) / (weeks + 0.5)
        return float(2.0 * (rate * weeks - acts * log(rate)))


def turns(value: Floats, variance: Floats, usual: float, smallest: int = 2) -> list[Turn]:
    """The change-points of weekly readings.

    Args:
        value, variance: of each week that was read, in order.
        usual: the level of such pairs.
        smallest: how many readings a stretch between two change-points has at least.
    """
    import numpy as np

    if len(value) < smallest:
        return []
    level = np.concatenate([[usual], value])
    weight = 1 / np.concatenate([[USUAL_VARIANCE], variance])
    signal = np.column_stack([level, weight])
    ends = Pelt(custom_cost=_Weighted(), min_size=smallest, jump=1).fit(signal).predict(PENALTY)
    bounds = [0, *ends]
    found = []
    means = [np.average(level[a:b], weights=weight[a:b]) for a, b in zip(bounds, ends, strict=False)]
    spread = [1 / weight[a:b].sum() for a, b in zip(bounds, ends, strict=False)]
    for number, start in enumerate(ends[:-1]):
        before, after = means[number], means[number + 1]
        stretch = slice(start, ends[number + 1])
        odds = np.cumsum(
            ((level[stretch] - before) ** 2 - (level[stretch] - after) ** 2) * weight[stretch] / 2
        )
        late = int(np.argmax(odds >= DATED)) if (odds >= DATED).any() else int(np.argmax(odds))
        found.append(
            Turn(
                start + late - 1,
                float(before),
                float(spread[number]),
                float(after),
                float(spread[number + 1]),
            )
        )
    return found


def surges(hostile: Floats, done: Floats) -> list[Surge]:
    """The surges of hostile acts.

    Args:
        hostile: how many there are in each week, silent ones among them.
        done: how many acts of any sort there are.
    """
    if hostile.sum() < FEWEST_HOSTILE:
        return []
    signal = (hostile / SPREAD)[:, None]
    ends = Pelt(custom_cost=_Counts(), min_size=1, jump=1).fit(signal).predict(PENALTY)
    found = []
    for begin, start, end in zip([0, *ends], ends, ends[1:], strict=False):
        acts_before, acts = hostile[begin:start].sum(), hostile[start:end].sum()
        rate_before = (acts_before + 0.15) / (start - begin + 0.5)
        rate = (acts + 0.15) / (end - start + 0.5)
        share_before = (acts_before + 0.5) / (done[begin:start].sum() + 2)
        share = acts / max(done[start:end].sum(), 1)
        if acts >= FEWEST_HOSTILE and rate >= RISE * rate_before and share >= share_before + SHARE:
            found.append(Surge(start, float(rate_before), float(rate), int(acts)))
    return found


def onsets(days: Floats, prior: tuple[float, float]) -> list[Onset]:
    """Where rare acts set in, the least to be expected of those near one another.

    Args:
        days: on how many days there were any, in each week, silent ones among them.
        prior: shape and rate of the Gamma distribution of their weekly number.
    """
    import numpy as np
    from scipy.stats import nbinom

    if days.sum() < FEWEST_RARE:
        return []
    shape, rate = prior
    total = _sums(days)
    tried = []
    for at in map(int, np.flatnonzero(days)):
        end = min(at + RARE_WEEKS, len(days))
        count = total[end] - total[at]
        if at < KNOWN_WEEKS or count < FEWEST_RARE or np.count_nonzero(days[at:end]) < 2:
            continue
        known = rate + at
        chance = nbinom.sf(count - 1, shape + total[at], known / (known + end - at))
        tried.append(Onset(at, int(count), float(chance)))
    found: list[Onset] = []
    for one in sorted(tried, key=lambda one: (one.chance, one.at)):
        if all(abs(one.at - other.at) > KNOWN_WEEKS for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.at)


def _sums(values: Floats) -> Floats:
    import numpy as np

    return np.concatenate([[0.0], np.cumsum(values)])
