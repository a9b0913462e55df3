"""What happened on single days shortly before: the day before, and a week before to the day.

Counts that fade tell how much was going on; these tell on which day it was, so that a visit's second day, a reply on the next and weekly
habits are seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bedfellows.forecast.event_history import EventHistory
from bedfellows.forecast.event_keys import Places, Sort

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

DAYS_BEFORE = (1, 2, 3, 7, 14)
_SORTS = tuple(
    Sort(parts, "single days", ())
    for parts in ("a b", "a f b", "k b", "b", "A B", "a k b", "A k b", "A b", "a B", "A f B")
)
COLUMNS = tuple(f"{sort.title}, {before} days before" for sort in _SORTS for before in DAYS_BEFORE)


def on_single_days(
    history: EventHistory, places: Places, day: int, actor: Ints, kind: Ints, candidate: Ints
) -> list[Floats]:
    """How many events like those of questions and candidates there were on each of `DAYS_BEFORE`, by `COLUMNS`."""
    source, kinds, target, when = history.both
    spans = [slice(*np.searchsorted(when, [day - before, day - before + 1])) for before in DAYS_BEFORE]
    found: list[Floats] = []
    for sort in _SORTS:
        key = sort.key(places, actor, kind, candidate)
        for span in spans:
            happened, count = np.unique(
                sort.key(places, source[span], kinds[span], target[span]), return_counts=True
            )
            if not len(happened):
                found.append(np.zeros(len(key), dtype=np.float32))
                continue
            at = np.minimum(np.searchsorted(happened, key), len(happened) - 1)
            found.append(np.where(happened[at] == key, count[at], 0).astype(np.float32))
    return found
