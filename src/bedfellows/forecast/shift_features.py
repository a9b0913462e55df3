"""What the record says of a tie at the end of a week, in the numbers that forecasts of shifts are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedfellows.forecast.shift_record import ShiftRecord
from bedfellows.ties.change_points import USUAL_VARIANCE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

RECENT, SEASON = 4, 12  # weeks
_HALF_LIFE = 8  # weeks in which half of a tone is forgotten
_PULL = 10.0  # the precision with which a tie is taken to be as it was before, or usual

GROUPS: Mapping[str, str] = {
    "usual": "level",
    "level": "level",
    "level squared": "level",
    "armed": "level",
    "states": "level",
    "volatility": "volatility",
    "change": "recent change",
    "surprise up": "recent change",
    "surprise down": "recent change",
    "events recent": "activity",
    "events season": "activity",
    "events ever": "activity",
    "trend": "activity",
    "span": "activity",
    "hostile recent": "tension",
    "hostile ever": "tension",
    "hostile share": "tension",
    "hostile trend": "tension",
    "others hostile": "other ties",
    "others trend": "other ties",
    "others change": "other ties",
    "world": "other ties",
}
"""The kind of reason that each feature stands for, in the order of the columns."""
PASSING = frozenset({"recent change", "activity", "tension", "other ties"})
"""Kinds of reasons that may tell more of the next weeks than of later ones."""


@dataclass(frozen=True, eq=False)
class ShiftFeatures:
    """A row for each tie that was read by then, a column for each of `GROUPS`; `dyads` are places in the record."""

    dyads: Ints
    values: Floats


def shift_features(record: ShiftRecord, week: int) -> ShiftFeatures:
    """The features at the end of a week, from what happened until then."""
    import numpy as np

    rows = record.week <= week
    dyad, age = record.dyad[rows], week - record.week[rows]
    value, weight = record.value[rows], 1 / record.variance[rows]
    events, hostile = record.events[rows], record.hostile[rows]
    size = len(record.pairs)
    recent, season = age < RECENT, age < SEASON

    def total(of: Floats, among: NDArray[np.bool_] | None = None) -> Floats:
        chosen = slice(None) if among is None else among
        found: Floats = np.bincount(dyad[chosen], of[chosen], size).astype(np.float64)
        return found

    prior = 1 / USUAL_VARIANCE
    before_weight = prior + total(weight, ~recent)
    before = (prior * record.usual + total(weight * value, ~recent)) / before_weight
    recent_weight, recent_sum = total(weight, recent), total(weight * value, recent)
    change = (_PULL * before + recent_sum) / (_PULL + recent_weight) - before
    new = recent_sum / np.maximum(recent_weight, 1e-9)
    surprise = np.where(
        recent_weight > 0,
        (new - before) / np.sqrt(1 / np.maximum(recent_weight, 1e-9) + 1 / before_weight),
        0.0,
    )
    faded = weight * np.exp2(-age / _HALF_LIFE)
    level = (_PULL * record.usual + total(faded * value)) / (_PULL + total(faded))
    mean = (_PULL * record.usual + total(weight * value)) / (_PULL + total(weight))
    spread = (total(weight * (value - mean[dyad]) ** 2) + 1.0) / (total(weight) + _PULL)
    many, some, ever = total(events, recent), total(events, season), total(events)
    foul, foul_before = total(hostile, recent), total(hostile, ~recent)
    first = np.full(size, week)
    np.minimum.at(first, dyad, record.week[rows])
    span = week - first + 1
    older = np.maximum(span - RECENT, 1)
    seen = np.unique(dyad)

    a, b = record.ends[:, 0], record.ends[:, 1]
    actors = int(max(a.max(), b.max())) + 1 if len(a) else 0

    def elsewhere(of: Floats) -> Floats:
        """The sum over the other ties of the two."""
        whole = np.bincount(a, of, actors) + np.bincount(b, of, actors)
        found: Floats = whole[a] + whole[b] - 2 * of
        return found

    others, others_before = elsewhere(foul), elsewhere(foul_before)
    others_change = elsewhere(change * np.minimum(many, 10)) / (elsewhere(np.minimum(many, 10)) + 5)
    elapsed = max(week - record.begun + 1 - RECENT, 1)
    world = np.log((foul.sum() / RECENT + 1) / (foul_before.sum() / elapsed + 1))
    columns = {
        "usual": record.usual,
        "level": level,
        "level squared": level**2,
        "armed": (record.sort == 1).astype(float),
        "states": (record.sort == 0).astype(float),
        "volatility": np.sqrt(spread),
        "change": change,
        "surprise up": np.clip(surprise, 0, 4),
        "surprise down": np.clip(-surprise, 0, 4),
        "events recent": np.log1p(many),
        "events season": np.log1p(some),
        "events ever": np.log1p(ever),
        "trend": np.log((many / RECENT + 0.25) / ((ever - many) / older + 0.25)),
        "span": np.log1p(span),
        "hostile recent": np.log1p(foul),
        "hostile ever": np.log1p(foul + foul_before),
        "hostile share": (foul + foul_before + 0.5) / (ever + 3),
        "hostile trend": np.log((foul / RECENT + 0.1) / (foul_before / older + 0.1)),
        "others hostile": np.log1p(others),
        "others trend": np.log((others / RECENT + 1) / (others_before / elapsed + 1)),
        "others change": others_change,
        "world": np.full(size, world),
    }
    return ShiftFeatures(seen, np.stack([columns[name][seen] for name in GROUPS], axis=1))
