"""A Kalman filter and smoother over many short, irregular series at once.

Every series follows the same model: a reading at time t is

    y = loading x (slow + fast) + noise,    noise ~ N(0, variance of the reading)

where `slow` and `fast` are two Ornstein-Uhlenbeck processes with mean 0: what two actors are to each other over years, and the
passing moods of weeks. Each is given by its variance and its half-life; over a gap both drift back to what is usual, and the
interval widens to what one would say without any reading. Series differ only in their readings, so the recursions of all of them
run side by side, reading by reading; libraries of state-space models take one series at a time, which takes minutes for the
thousands of short series of a case, and hours where parameters are fitted over all of them.

Recursions: Durbin & Koopman, Time Series Analysis by State Space Methods (2nd ed. 2012), chapters 4 and 5 (exact for irregular
times, as an Ornstein-Uhlenbeck process has a closed form between any two); smoothing by Rauch, Tung & Striebel (1965).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Dynamics:
    """How the hidden level moves: variances and half-lives (weeks) of its slow and its fast part."""

    slow_variance: float
    slow_half_life: float
    fast_variance: float
    fast_half_life: float

    @property
    def variance(self) -> float:
        """The variance of the level where nothing is known."""
        return self.slow_variance + self.fast_variance


@dataclass(frozen=True, eq=False)
class Readings:
    """Readings of many series, sorted by series and time. Infinite variance asks for an estimate without giving a reading."""

    series: Ints  # 0, 1, 2 ...; every number up to the last has a reading
    time: Floats  # in weeks
    value: Floats  # less what is known of the series beforehand
    loading: Floats
    variance: Floats


@dataclass(frozen=True, eq=False)
class Levels:
    """The level (slow and fast together) at each reading: mean and variance, before it, after it, and in hindsight."""

    expected: Floats
    expected_variance: Floats
    filtered: Floats
    filtered_variance: Floats
    smoothed: Floats
    smoothed_variance: Floats
    lasting: Floats  # the slow part alone, filtered
    lasting_variance: Floats
    log_likelihood: Floats  # of each reading, given those before it; 0 for those that give none


def run_filter(readings: Readings, dynamics: Dynamics, *, smooth: bool = True) -> Levels:
    """Filter all series, and smooth them unless told not to (the smoothed levels are the filtered ones then)."""
    import numpy as np

    total = len(readings.series)
    decay = np.log(2.0) / np.array([dynamics.slow_half_life, dynamics.fast_half_life])
    stationary = np.array([dynamics.slow_variance, dynamics.fast_variance])
    starts, order, active = _steps(readings.series)
    count = len(starts)

    # slow mean, fast mean; slow variance, covariance, fast variance
    predicted, updated = np.zeros((5, total)), np.zeros((5, total))
    carried = np.ones((2, total))  # how much of either part is left since the reading before
    likelihood = np.zeros(total)
    state = np.zeros((5, count))
    state[2], state[4] = stationary
    last = np.zeros(count)
    for step, alive in enumerate(active):
        at = starts[order[:alive]] + step
        time = readings.time[at]
        gap = np.zeros(alive) if step == 0 else time - last[:alive]
        keep = np.exp(-decay[:, None] * gap)
        mean = state[:2, :alive] * keep
        slow = state[2, :alive] * keep[0] ** 2 + stationary[0] * (1 - keep[0] ** 2)
        both = state[3, :alive] * keep[0] * keep[1]
        fast = state[4, :alive] * keep[1] ** 2 + stationary[1] * (1 - keep[1] ** 2)
        predicted[:, at] = mean[0], mean[1], slow, both, fast
        carried[:, at] = keep

        loading, noise = readings.loading[at], readings.variance[at]
        given = np.isfinite(noise)
        to_slow, to_fast = loading * (slow + both), loading * (both + fast)
        spread = loading * (to_slow + to_fast) + np.where(given, noise, 1.0)
        surprise = np.where(given, readings.value[at] - loading * (mean[0] + mean[1]), 0.0)
        gain_slow, gain_fast = given * to_slow / spread, given * to_fast / spread
        state[0, :alive] = mean[0] + gain_slow * surprise
        state[1, :alive] = mean[1] + gain_fast * surprise
        state[2, :alive] = slow - gain_slow * to_slow
        state[3, :alive] = both - gain_slow * to_fast
        state[4, :alive] = fast - gain_fast * to_fast
        updated[:, at] = state[:, :alive]
        likelihood[at] = given * -0.5 * (np.log(2 * np.pi * spread) + surprise**2 / spread)
        last[:alive] = time
    smoothed = _smooth(predicted, updated, carried, starts, order, active) if smooth else updated
    return Levels(
        predicted[0] + predicted[1],
        _level_variance(predicted),
        updated[0] + updated[1],
        _level_variance(updated),
        smoothed[0] + smoothed[1],
        _level_variance(smoothed),
        updated[0],
        updated[2],
        likelihood,
    )


def _smooth(
    predicted: Floats, updated: Floats, carried: Floats, starts: Ints, order: Ints, active: list[int]
) -> Floats:
    """Rauch-Tung-Striebel, from the last reading of each series to its first."""
    import numpy as np

    smoothed = updated.copy()
    for step in range(len(active) - 2, -1, -1):
        at = starts[order[: active[step + 1]]] + step
        later = at + 1
        keep, now, ahead = carried[:, later], updated[:, at], predicted[:, later]
        # gain = updated covariance x transition x inverse of the predicted covariance
        cross = np.array([[now[2] * keep[0], now[3] * keep[1]], [now[3] * keep[0], now[4] * keep[1]]])
        determinant = np.maximum(ahead[2] * ahead[4] - ahead[3] ** 2, 1e-300)
        inverse = np.array([[ahead[4], -ahead[3]], [-ahead[3], ahead[2]]]) / determinant
        gain = np.einsum("ijn,jkn->ikn", cross, inverse)
        smoothed[:2, at] = now[:2] + np.einsum("ijn,jn->in", gain, smoothed[:2, later] - ahead[:2])
        change = smoothed[2:, later] - ahead[2:]
        square = np.array([[change[0], change[1]], [change[1], change[2]]])
        added = np.einsum("ijn,jkn,lkn->iln", gain, square, gain)
        smoothed[2, at] = now[2] + added[0, 0]
        smoothed[3, at] = now[3] + added[0, 1]
        smoothed[4, at] = now[4] + added[1, 1]
    return smoothed


def _steps(series: Ints) -> tuple[Ints, Ints, list[int]]:
    """Where each series starts; the series, longest first; and how many of them have a first, second, third ... reading."""
    import numpy as np

    lengths = np.bincount(series) if len(series) else np.zeros(0, dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64) if len(lengths) else lengths
    order = np.argsort(-lengths, kind="stable")
    longest = int(lengths.max()) if len(lengths) else 0
    active = np.searchsorted(-lengths[order], -np.arange(longest), side="left")
    return starts, order, [int(one) for one in active]


def _level_variance(state: Floats) -> Floats:
    import numpy as np

    variance: Floats = np.maximum(state[2] + 2 * state[3] + state[4], 0.0)
    return variance
