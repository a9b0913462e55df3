"""Scores of probabilities against what happened, and how firm a score is.

Brier (1950), Monthly Weather Review 78: the mean squared difference, 0 is best. The logarithmic score is in nats and taken at no
less than `LEAST`, so that a single certainty that failed does not outweigh all else. Both are proper: what one believes is what
serves one best (Gneiting & Raftery 2007, JASA 102). Calibration error: Naeini et al. (2015), AAAI, in bins of equal width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

LEAST = 1e-4
BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts between two probabilities: how many, their mean, and how often what they were of happened (90 % interval)."""

    low: float
    high: float
    forecasts: float
    mean: float
    frequency: float
    frequency_low: float
    frequency_high: float


def brier(probability: Floats, happened: Floats, weight: Floats | None = None) -> float:
    """The Brier score; of equal weight by default."""
    import numpy as np

    return float(np.average((probability - happened) ** 2, weights=weight))


def log_score(probability: Floats, happened: Floats, weight: Floats | None = None) -> float:
    """The mean surprise in nats, 0 is best."""
    import numpy as np

    given = np.clip(np.where(happened > 0, probability, 1 - probability), LEAST, 1)
    return float(np.average(-np.log(given), weights=weight))


def skill(score: float, reference: float) -> float | None:
    """1 is perfect, 0 as good as the reference, below 0 worse; None where the reference is perfect."""
    return 1 - score / reference if reference > 0 else None


def calibration(
    probability: Floats, happened: Floats, weight: Floats | None = None, bins: int = BINS
) -> tuple[Bin, ...]:
    """The bins of equal width that hold forecasts; Jeffreys intervals, each forecast taken as independent."""
    import numpy as np
    from scipy.stats import beta

    weights = np.ones(len(probability)) if weight is None else weight
    places = np.minimum((probability * bins).astype(int), bins - 1)
    found = []
    for place in range(bins):
        held = places == place
        number = float(weights[held].sum())
        if not number:
            continue
        yes = float((weights * happened)[held].sum())
        low, high = beta.ppf((0.05, 0.95), yes + 0.5, number - yes + 0.5)
        mean = float(np.average(probability[held], weights=weights[held]))
        found.append(
            Bin(place / bins, (place + 1) / bins, number, mean, yes / number, float(low), float(high))
        )
    return tuple(found)


def calibration_error(bins: Sequence[Bin]) -> float:
    """The mean distance between forecast and frequency, over the forecasts."""
    number = sum(one.forecasts for one in bins)
    return sum(abs(one.mean - one.frequency) * one.forecasts for one in bins) / number if number else 0.0


def skill_interval(
    losses: Floats, references: Floats, blocks: Ints, draws: int = 1_000, seed: int = 0
) -> tuple[float, float]:
    """The 90 % interval of skill, by drawing whole blocks anew (Künsch 1989): what is in one block hangs together.

    `losses` and `references` are the scores of each forecast and of its reference.
    """
    import numpy as np

    _, place = np.unique(blocks, return_inverse=True)
    ours, theirs = np.bincount(place, losses), np.bincount(place, references)
    chosen = np.random.default_rng(seed).integers(0, len(ours), (draws, len(ours)))
    drawn = 1 - ours[chosen].sum(axis=1) / theirs[chosen].sum(axis=1)
    low, high = np.quantile(drawn, (0.05, 0.95))
    return float(low), float(high)
