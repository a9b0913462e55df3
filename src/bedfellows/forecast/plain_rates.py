"""Odds without a model: from how often it happened, for records that are too short to learn from, and for pairs without a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedfellows.forecast.dyad_features import gamma_prior
from bedfellows.forecast.dyad_history import DyadHistory, Target, number_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_NEW_PAIRS_OVER = 182  # days in which first events are counted


@dataclass(frozen=True, slots=True)
class Rate:
    """A probability with its 90 % interval."""

    probability: float
    low: float
    high: float


def plain_rate(history: DyadHistory, target: Target, place: int, days: int) -> Rate:
    """The odds of a dyad from its days with such events, by empirical Bayes: a gamma prior of the daily rates of all dyads.

    The number of days with events ahead is then negative binomial (Gelman et al., Bayesian Data Analysis, 3rd ed., 2.6).
    """
    import numpy as np
    from scipy.stats import gamma

    end = number_of(history.as_of)
    rows = history.chosen(target)
    size = len(history.pair)
    counts = np.bincount(
        np.unique(history.dyad[rows] * 100_000 + history.day[rows]) // 100_000, minlength=size
    ).astype(float)
    exposure = np.full(size, float(end - history.first + 1))
    shape, strength = gamma_prior(counts, exposure)
    shape, strength = shape + float(counts[place]), strength + float(exposure[place])
    low, high = gamma.ppf((0.05, 0.95), shape, scale=1 / strength)
    return Rate(
        float(1 - (strength / (strength + days)) ** shape),
        float(-np.expm1(-low * days)),
        float(-np.expm1(-high * days)),
    )


def new_pair_rate(history: DyadHistory, target: Target, days: int) -> Rate:
    """The odds of two actors between whom nothing is known: the first such events of new pairs, over all pairs that were possible.

    Counted over the latter half of the record, half a year at most; the interval is Jeffreys' for a Poisson rate.
    """
    import numpy as np
    from scipy.stats import gamma

    end = number_of(history.as_of) + 1
    span = min(max((end - history.first) // 2, 1), _NEW_PAIRS_OVER)
    size = len(history.pair)
    first_any = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(first_any, history.dyad, history.day)
    rows = history.chosen(target)
    began = history.day[rows] == first_any[history.dyad[rows]]
    new = np.unique(history.dyad[rows][began & (history.day[rows] >= end - span)])
    actors = len(history.actors)
    possible = actors * (actors - 1) / (1 if history.directed else 2) - (first_any < end - span).sum()
    exposure = max(float(possible), 1.0) * span
    low, high = gamma.ppf((0.05, 0.95), len(new) + 0.5, scale=1 / exposure)
    return Rate(*(float(-np.expm1(-rate * days)) for rate in ((len(new) + 0.5) / exposure, low, high)))
