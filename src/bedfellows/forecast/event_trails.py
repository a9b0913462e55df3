"""Trails: what is remembered of each key (a pair, a pair and a type, an actor ...), and how it fades.

A trail is looked up by key and day and tells of the days before that day only, whatever else it holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

NEVER = np.float32(9_999)
_BITS = 17  # of a code; more days than any history has


@dataclass(frozen=True, eq=False)
class Trail:
    """One entry for each key and day on which it occurred, in that order.

    `seen` counts occurrences up to and with that day, `faded` (decays x entries) the same with each weighted by exp(-age/decay) on that
    day; `pause` is the gap to the entry before, `rhythm` the mean gap so far.
    """

    code: Ints
    day: Ints
    seen: Floats
    pause: Floats
    rhythm: Floats
    faded: Floats
    decays: tuple[float, ...]

    def look(self, key: Ints, day: Ints | int, *, gaps: bool = False) -> list[Floats]:
        """What is known of keys before a day: count, days since the last, with `gaps` pause and rhythm, then a faded count per decay."""
        at = np.searchsorted(self.code, (key << _BITS) + day) - 1
        known = at >= 0
        at = np.maximum(at, 0)
        known &= self.code[at] >> _BITS == key
        since = np.where(known, day - self.day[at], NEVER).astype(np.float32)
        found = [np.where(known, self.seen[at], np.float32(0)), since]
        if gaps:
            found += [np.where(known, self.pause[at], NEVER), np.where(known, self.rhythm[at], NEVER)]
        for faded, decay in zip(self.faded, self.decays, strict=True):
            age = np.exp(-since / np.float32(decay))
            found.append(np.where(known, faded[at] * age, np.float32(0)))
        return found


def make_trail(key: Ints, day: Ints, decays: tuple[float, ...]) -> Trail:
    """The trail of occurrences of keys on days (integers from 0), in any order."""
    code, count = np.unique((key << _BITS) + day, return_counts=True)
    key, day = code >> _BITS, code & ((1 << _BITS) - 1)
    opens = np.ones(len(code), dtype=bool)
    opens[1:] = key[1:] != key[:-1]
    starts = np.flatnonzero(opens)
    sizes = np.diff(np.append(starts, len(code)))
    rank = np.arange(len(code)) - np.repeat(starts, sizes)
    total = np.cumsum(count)
    seen = total - np.repeat(total[starts] - count[starts], sizes) if len(code) else total
    gap = np.diff(day, prepend=0)
    first = np.repeat(day[starts], sizes)
    faded = np.tile(count.astype(np.float64), (len(decays), 1))
    order = np.argsort(rank, kind="stable")  # all first entries, then all second ones ...
    bounds = np.searchsorted(rank[order], np.arange(rank.max(initial=0) + 2))
    scale = np.array(decays)[:, None]
    for turn in range(1, len(bounds) - 1):
        rows = order[bounds[turn] : bounds[turn + 1]]
        faded[:, rows] += faded[:, rows - 1] * np.exp(-gap[rows] / scale)
    return Trail(
        code,
        day,
        seen.astype(np.float32),
        np.where(opens, NEVER, gap).astype(np.float32),
        np.where(opens, NEVER, (day - first) / np.maximum(rank, 1)).astype(np.float32),
        faded.astype(np.float32),
        decays,
    )
