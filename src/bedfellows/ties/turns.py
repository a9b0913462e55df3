"""Turns in a dated series: where its level changes, by how much, and how likely chance alone makes such a split.

Change points are found with PELT (Killick, Fearnhead and Eckley 2012, as in the library ruptures) with squared error and a penalty of
3 log(n) times the variance of the noise, which is taken from the differences of neighbouring values (von Neumann's estimator), so that
the changes themselves do not inflate it. The confidence in a turn is 1 - p of a permutation test: how often the best split of the values on
both sides of it, up to the next turns, is as large when their order is drawn at random. The search for the best split is part of the
test, so that looking for it is paid for. Values that depend on those before them make it too sure; read it as an upper bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHORTEST = 2
"""So many values at least stand on each side of a turn."""
DRAWS = 999
_FEW = 12
_MOST = 4000
_SEED = 20170104  # any number: it makes answers repeatable
_BLOCK = 100


@dataclass(frozen=True, slots=True)
class Turn:
    """`at` is the place of the first value after the turn; `start` and `end` bound the values that were compared, `end` not within."""

    at: int
    start: int
    end: int
    before: float  # mean from `start` to `at`
    after: float  # mean from `at` to `end`
    confidence: float  # in [0, 1)

    @property
    def size(self) -> float:
        """After less before."""
        return self.after - self.before


def turns(values: Sequence[float], least: float) -> tuple[Turn, ...]:
    """The turns of a series of at least `least` in size, in order.

    Of fewer than 12 values only the single best split is looked at. Of more than 4,000 the last are taken.
    """
    import numpy as np

    offset = max(0, len(values) - _MOST)
    series = np.asarray(values[offset:], dtype=np.float64)
    if len(series) < 2 * SHORTEST or float(np.ptp(series)) == 0.0:
        return ()
    points = (
        [int(_gains(series[None, :])[0].argmax()) + SHORTEST]
        if len(series) < _FEW
        else _change_points(series)
    )
    bounds = [0, *points, len(series)]
    found = []
    for start, at, end in zip(bounds, bounds[1:], bounds[2:], strict=False):
        before, after = float(series[start:at].mean()), float(series[at:end].mean())
        if abs(after - before) >= least:
            sure = _confidence(series[start:end])
            found.append(
                Turn(at + offset, start + offset, end + offset, round(before, 4), round(after, 4), sure)
            )
    return tuple(found)


def _change_points(series: NDArray[np.float64]) -> list[int]:
    import numpy as np
    import ruptures

    noise = float(np.mean(np.diff(series) ** 2)) / 2
    penalty = 3.0 * float(np.log(len(series))) * max(noise, 1e-9)
    search = ruptures.Pelt(model="l2", min_size=SHORTEST, jump=1).fit(series.reshape(-1, 1))
    return [int(point) for point in search.predict(pen=penalty)[:-1]]


def _gains(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each row, how much each split lowers its squared error: from `SHORTEST` values on the left to as many on the right."""
    import numpy as np

    n = rows.shape[1]
    left = np.arange(SHORTEST, n - SHORTEST + 1)
    sums = np.cumsum(rows, axis=1)
    before = sums[:, left - 1]
    after = sums[:, -1:] - before
    gains: NDArray[np.float64] = before**2 / left + after**2 / (n - left) - sums[:, -1:] ** 2 / n
    return gains


def _confidence(series: NDArray[np.float64]) -> float:
    import numpy as np

    if len(series) < 2 * SHORTEST:
        return 0.0
    seen = float(_gains(series[None, :]).max())
    chance = np.random.default_rng(_SEED)
    as_large = 0
    for first in range(0, DRAWS, _BLOCK):
        rows = np.tile(series, (min(_BLOCK, DRAWS - first), 1))
        drawn = _gains(chance.permuted(rows, axis=1)).max(axis=1)
        as_large += int((drawn >= seen * (1 - 1e-9)).sum())
    return round(1 - (as_large + 1) / (DRAWS + 1), 4)
