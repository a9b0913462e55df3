"""Rules of the form "one kind of event between two actors is followed by another", learned from the record.

The confidence of a rule is the share of the second kind in all that happened between two while the first was fresh, weighted by how fresh
it was, with a decay of 4, 20 or 90 days. A prior pulls rare rules to how common the second kind is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bedfellows.forecast.event_history import EventHistory
from bedfellows.forecast.event_trails import Trail, make_trail

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

DECAYS = (4.0, 20.0, 90.0)
COLUMNS = (*(f"rules {decay:g}" for decay in DECAYS), "rules best")
_PRIOR = 3.0
_WINDOW, _RUN_UP = 200, 20  # days of record that are learned from, and days before the first of them
_FADE_OF_BEST = 30.0


@dataclass(frozen=True, eq=False)
class PairKinds:
    """What has ever happened between each two: one trail for each pair and kind, and which of them a pair has."""

    actors: int
    pairs: Ints  # sorted codes
    first: Ints  # of each pair, its first row in `kind`
    count: Ints
    kind: Ints
    trail: Trail

    def before(self, one: Ints, other: Ints, day: Ints) -> tuple[Ints, Ints, list[Floats]]:
        """For pairs and days: the row of the question, the kind, and its trail, for each kind that happened between the two before."""
        code = one * self.actors + other
        at = np.minimum(np.searchsorted(self.pairs, code), max(len(self.pairs) - 1, 0))
        known = np.flatnonzero(self.pairs[at] == code) if len(self.pairs) else np.empty(0, dtype=np.int64)
        at = at[known]
        count = self.count[at]
        rows = np.repeat(known, count)
        starts = np.cumsum(count) - count
        triple = np.arange(len(rows)) - np.repeat(starts - self.first[at], count)
        look = self.trail.look(triple, day[rows])
        kept = np.flatnonzero(look[0] > 0)
        return rows[kept], self.kind[triple[kept]], [column[kept] for column in look]


def pair_kinds(history: EventHistory) -> PairKinds:
    """The index of a history."""
    source, kind, target, day = history.both
    actors, kinds = len(history.actors), 2 * len(history.kinds)
    triples, row = np.unique((source * actors + target) * kinds + kind, return_inverse=True)
    pairs, first, count = np.unique(triples // kinds, return_index=True, return_counts=True)
    return PairKinds(actors, pairs, first, count, triples % kinds, make_trail(row, day, DECAYS))


@dataclass(frozen=True, eq=False)
class Rules:
    """Confidences (decays x kinds before x kinds after), learned on the eve of `day`."""

    day: int
    confidence: Floats

    def columns(self, index: PairKinds, one: Ints, kind: Ints, other: Ints, day: Ints) -> list[Floats]:
        """What the rules say for pairs and kinds: the sum of confidences at each decay, and the best single rule."""
        rows, before, look = index.before(one, other, day)
        after = kind[rows]
        found = []
        for place, confidence in enumerate(self.confidence):
            fresh = look[2 + place] * confidence[before, after]
            found.append(np.bincount(rows, fresh, minlength=len(one)).astype(np.float32))
        best = np.zeros(len(one), dtype=np.float32)
        np.maximum.at(
            best, rows, self.confidence[1][before, after] * np.exp(-look[1] / np.float32(_FADE_OF_BEST))
        )
        return [*found, best]


def learn_rules(history: EventHistory, index: PairKinds, day: int) -> Rules:
    """The rules that the record before a day teaches."""
    source, kind, target, when = history.both
    kinds = 2 * len(history.kinds)
    begin = max(int(when.min(initial=day)) + _RUN_UP, day - _WINDOW)
    span = slice(int(np.searchsorted(when, begin)), int(np.searchsorted(when, day)))
    source, kind, target, when = source[span], kind[span], target[span], when[span]
    rows, before, look = index.before(source, target, when)
    usual = np.bincount(kind, minlength=kinds) / max(len(kind), 1)
    pairs = before * kinds + kind[rows]
    found = []
    for place in range(len(DECAYS)):
        fresh = np.minimum(look[2 + place], 1)
        together = np.bincount(pairs, fresh, minlength=kinds * kinds).reshape(kinds, kinds)
        found.append((together + usual * _PRIOR) / (together.sum(axis=1, keepdims=True) + _PRIOR))
    return Rules(day, np.stack(found).astype(np.float32))
