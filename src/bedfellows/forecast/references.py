"""What a forecast must beat: how often it happened before (base rate), and whether it happened last time (persistence).

Time before the origin is cut into windows as long as the one that is forecast. Both references are fitted to the latest of them, so
that they are as good as such simple rules can be: a base rate that is drawn to that of all dyads where a dyad's own record is short
(a beta-binomial), and the frequencies with which the event came again, and came where it had not been in the window before. Where the
record is shorter than two such windows, they are taken half as long as the record, and what they give is carried on at a steady rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedfellows.forecast.dyad_history import DyadHistory, Target

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

SHORTEST_RECORD = 14
"""Days of record without which neither rule says anything."""
_MOST_WINDOWS = 8  # that the rules are fitted to


@dataclass(frozen=True, eq=False)
class References:
    """Probabilities of the target in the window after the origin, for each dyad that had an event before it."""

    dyads: Ints
    overall: float  # the same for all: how often it happens in any dyad
    base_rate: Floats
    persistence: Floats
    before: NDArray[np.bool_]  # whether it happened in the window before the origin


def references(history: DyadHistory, target: Target, origin: int, days: int) -> References:
    """The references for windows of `days` days from `origin` (days since 1970) on; nothing known later is used."""
    known = (history.known < origin) & (history.day < origin)
    return simple_references(
        history.dyad[known],
        origin - history.day[known],
        history.chosen(target)[known],
        len(history.pair),
        days,
    )


def simple_references(dyad: Ints, ages: Ints, wanted: NDArray[np.bool_], size: int, days: int) -> References:
    """The references for the coming `days` units of time.

    Args:
        dyad: of each row of the record.
        ages: how many units ago each was, at least 1.
        wanted: which rows are of what is forecast.
        size: how many dyads there are.
        days: how long the window is.
    """
    import numpy as np
    from scipy.optimize import minimize

    first_seen = np.zeros(size, dtype=np.int64)
    np.maximum.at(first_seen, dyad, ages)
    seen = np.unique(dyad)
    record = int(ages.max()) if len(ages) else 0
    width = max(min(days, record // 2), 1)
    total = max(record // width, 1)
    window = np.minimum((ages[wanted] - 1) // width, total - 1)
    held = np.zeros((total, size), dtype=bool)
    held[window, dyad[wanted]] = True
    after, before, last = [], [], []
    for one in range(min(_MOST_WINDOWS, total - 1)):
        there = first_seen > (one + 1) * width  # seen before that window began
        after.append(held[one, there])
        before.append(np.stack([held[one + 1 :, there].sum(axis=0), np.full(there.sum(), total - one - 1)]))
        last.append(held[one + 1, there])
    counts = held.sum(axis=0)[seen]
    if not after or not sum(len(one) for one in after):
        share = float((counts > 0).mean()) if len(seen) else 0.0
        flat = np.full(len(seen), share)
        return References(seen, share, flat, flat, held[0, seen])
    happened, earlier, again = np.concatenate(after), np.concatenate(before, axis=1), np.concatenate(last)
    kinds, number = np.unique(np.vstack([earlier, happened]), axis=1, return_counts=True)

    def surprise(logs: Floats) -> float:
        a, b = np.exp(logs)
        share = np.clip((kinds[0] + a) / (kinds[1] + a + b), 1e-9, 1 - 1e-9)
        return float(-(number * np.where(kinds[2] > 0, np.log(share), np.log1p(-share))).sum())

    a, b = np.exp(minimize(surprise, [-3.0, 0.0], method="L-BFGS-B", bounds=((-12.0, 8.0), (-6.0, 12.0))).x)
    overall = float(happened.mean())
    stayed = float(happened[again].mean()) if again.any() else overall
    came = float(happened[~again].mean()) if not again.all() else overall

    def over_all(probability: Floats) -> Floats:
        """From windows of `width` days to those of `days`, at a steady rate."""
        found: Floats = -np.expm1(np.log1p(-np.minimum(probability, 1 - 1e-9)) * days / width)
        return found

    return References(
        seen,
        float(over_all(np.array([overall]))[0]),
        over_all((counts + a) / (total + a + b)),
        over_all(np.where(held[0, seen], stayed, came)),
        held[0, seen],
    )
