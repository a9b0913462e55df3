"""Rules of the form "one kind of event between two actors is followed by another", learned from the record.

The confidence of a rule is the share of the second kind in all that happened between two while the first was fresh, weighted by how fresh
it was, with a decay of 4, 20 or 90 days. A prior pulls rare rules to how common the second kind is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bedfellows.forecast.event_history import EventHistory
from bedfellows.forecast.event_keys import Places
from bedfellows.forecast.event_trails import Trail, make_trail

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

DECAYS = (4.0, 20.0, 90.0)
LEVELS = ("a b", "A b", "a B")
"""Between whom a rule is: the two actors, or those of a country and the other. Rules of countries start from families of kinds."""
_PRIOR = 3.0
_WINDOW, _RUN_UP = 200, 20  # days of record that are learned from, and days before the first of them
_FADE_OF_BEST = 30.0


def columns(level: str) -> tuple[str, ...]:
    """What the rules of a level are called."""
    name = "rules" if level == LEVELS[0] else f"rules {level}"
    return (*(f"{name} {decay:g}" for decay in DECAYS), f"{name} best")


@dataclass(frozen=True, eq=False)
class PairKinds:
    """What has ever happened between each two: one trail for each pair and class of kinds, and which of them a pair has.

    `one` and `other` say what stands for each actor on either side, `classes` for each kind (both ways).
    """

    one: Ints
    other: Ints
    classes: Ints
    pairs: Ints  # sorted codes
    first: Ints  # of each pair, its first row in `before`
    count: Ints
    held: Ints  # classes
    trail: Trail

    def before(self, source: Ints, target: Ints, day: Ints) -> tuple[Ints, Ints, list[Floats]]:
        """For pairs of actors and days: the row asked, the class, and its trail, for each class that happened between the two before."""
        code = self.one[source] * (int(self.other.max(initial=0)) + 1) + self.other[target]
        at = np.minimum(np.searchsorted(self.pairs, code), max(len(self.pairs) - 1, 0))
        known = np.flatnonzero(self.pairs[at] == code) if len(self.pairs) else np.empty(0, dtype=np.int64)
        at = at[known]
        count = self.count[at]
        rows = np.repeat(known, count)
        starts = np.cumsum(count) - count
        triple = np.arange(len(rows)) - np.repeat(starts - self.first[at], count)
        look = self.trail.look(triple, day[rows])
        kept = np.flatnonzero(look[0] > 0)
        return rows[kept], self.held[triple[kept]], [column[kept] for column in look]


def pair_kinds(history: EventHistory, places: Places, level: str) -> PairKinds:
    """The index of a history at a level."""
    source, kind, target, day = history.both
    actors = np.arange(places.actors)
    one = places.home if level == "A b" else actors
    other = places.home if level == "a B" else actors
    classes = np.arange(places.kinds) if level == LEVELS[0] else places.family
    size, number = int(other.max(initial=0)) + 1, int(classes.max(initial=0)) + 1
    triples, row = np.unique(
        (one[source] * size + other[target]) * number + classes[kind], return_inverse=True
    )
    pairs, first, count = np.unique(triples // number, return_index=True, return_counts=True)
    return PairKinds(one, other, classes, pairs, first, count, triples % number, make_trail(row, day, DECAYS))


@dataclass(frozen=True, eq=False)
class Rules:
    """Confidences (decays x classes before x kinds after), learned on the eve of `day`."""

    day: int
    confidence: Floats

    def columns(self, index: PairKinds, one: Ints, kind: Ints, other: Ints, day: int) -> list[Floats]:
        """What the rules say on a day for pairs and kinds: the sum of confidences at each decay, and the best single rule."""
        found = [np.zeros(len(one), dtype=np.float32) for _ in columns(LEVELS[0])]
        code = index.one[one] * (int(index.other.max(initial=0)) + 1) + index.other[other]
        _, first, pair = np.unique(code, return_index=True, return_inverse=True)
        rows, before, look = index.before(one[first], other[first], np.full(len(first), day))
        held = np.bincount(rows, minlength=len(first))  # of each pair, how many classes
        number = held[pair]
        ends, start = np.cumsum(number), np.cumsum(held) - held
        entry = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - number - start[pair], number)
        known = np.flatnonzero(number)
        if not len(known):
            return found
        starts = (ends - number)[known]
        before, after = before[entry], np.repeat(kind, number)
        for place, confidence in enumerate(self.confidence):
            fresh = look[2 + place][entry] * confidence[before, after]
            found[place][known] = np.add.reduceat(fresh, starts)
        fade = np.exp(-look[1] / np.float32(_FADE_OF_BEST))[entry]
        found[-1][known] = np.maximum.reduceat(self.confidence[1][before, after] * fade, starts)
        return found


def learn_rules(history: EventHistory, index: PairKinds, day: int) -> Rules:
    """The rules that the record before a day teaches."""
    source, kind, target, when = history.both
    kinds, classes = len(index.classes), int(index.classes.max(initial=0)) + 1
    begin = max(int(when.min(initial=day)) + _RUN_UP, day - _WINDOW)
    span = slice(int(np.searchsorted(when, begin)), int(np.searchsorted(when, day)))
    source, kind, target, when = source[span], kind[span], target[span], when[span]
    rows, before, look = index.before(source, target, when)
    usual = np.bincount(kind, minlength=kinds) / max(len(kind), 1)
    pairs = before * kinds + kind[rows]
    found = []
    for place in range(len(DECAYS)):
        fresh = np.minimum(look[2 + place], 1)
        together = np.bincount(pairs, fresh, minlength=classes * kinds).reshape(classes, kinds)
        found.append((together + usual * _PRIOR) / (together.sum(axis=1, keepdims=True) + _PRIOR))
    return Rules(day, np.stack(found).astype(np.float32))
