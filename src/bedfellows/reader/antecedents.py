"""Whom a text has named so far, and which of them a pronoun or a definite phrase most likely means."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LOOK_BACK = 4
"""Sentences a pronoun may look back."""
_NEARNESS = (2.0, 1.8, 0.9, 0.5, 0.3)  # by sentences back
_KEPT = 60
_OFTEN = 0.4
_OFTEN_OF_SOME = 0.5
_LISTED = 0.6
_MOST_COUNTED = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase that named one actor, or a list that named several: "Mali, Niger and Burkina Faso"."""

    actors: tuple[str, ...]
    kinds: frozenset[str]
    sentence: int
    position: int
    is_subject: bool
    plural: bool
    is_main: bool  # the subject of the main clause: what the sentence is about
    argument: bool  # subject, object or after a preposition; not a modifier such as "US" in "US ally"
    singular: bool = False  # surely one: "the front", "Iran"; some names are either: "Hezbollah"

    @property
    def is_list(self) -> bool:
        """Did it name several actors?"""
        return len(self.actors) > 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a referring phrase says of whom it means."""

    kinds: frozenset[str]
    barred: frozenset[str] = frozenset()
    subjects_first: bool = False
    singular: bool = False
    plural: bool = False


def most_likely(
    entries: Iterable[Entry], sentence: int, wanted: Wanted, counts: Mapping[str, int]
) -> tuple[str, ...]:
    """The actors of the best entry: near, a subject, of the right number and kind, and much spoken of. Empty where none fits.

    `counts` says how often each actor was named in the text. The weights are Bedfellows' own, set on texts written for its tests.
    """
    ranked: list[tuple[float, int, Entry]] = []
    for order, entry in enumerate(entries):
        if not entry.kinds <= wanted.kinds or wanted.barred & set(entry.actors):
            continue
        if entry.is_list and not wanted.plural:
            continue
        weight = _NEARNESS[min(sentence - entry.sentence, LOOK_BACK)]
        if wanted.subjects_first and entry.is_subject:
            weight += 1.1 if entry.is_main else 0.9
        if wanted.plural:
            weight += _number_fits(entry)
        if wanted.singular and entry.plural and entry.kinds == {"armed-group"}:
            weight -= 0.4
        weight += 0.0 if entry.argument else -0.7
        weight += _OFTEN * _fame(entry, sentence, counts) + entry.position / 1e6
        ranked.append((weight, order, entry))
    return max(ranked, key=lambda item: item[:2])[2].actors if ranked else ()


def nearness(back: int) -> float:
    """What it counts that somebody was named so many sentences back."""
    return _NEARNESS[min(back, LOOK_BACK)]


def _number_fits(entry: Entry) -> float:
    if entry.is_list:
        return 1.3
    if entry.plural:
        return 1.0
    if entry.kinds == {"region"}:
        return -2.0
    return -0.6 if entry.kinds <= {"state", "person"} else 0.0


def _fame(entry: Entry, sentence: int, counts: Mapping[str, int]) -> float:
    here = entry.sentence == sentence  # not yet counted
    times = (min(counts.get(actor, 0) + here, _MOST_COUNTED) for actor in entry.actors)
    return sum(math.log1p(time) for time in times) / len(entry.actors)


def last_of(
    entries: Sequence[Entry],
    count: int,
    sentence: int,
    wanted: Wanted,
    counts: Mapping[str, int],
) -> tuple[str, ...]:
    """ "The two groups": a list of so many, or so many that were named near by and often, in the order of the text."""
    best: dict[str, tuple[float, Entry]] = {}
    lists: list[tuple[float, int, Entry]] = []
    for order, entry in enumerate(entries):
        if not entry.kinds <= wanted.kinds or wanted.barred & set(entry.actors):
            continue
        weight = _NEARNESS[min(sentence - entry.sentence, LOOK_BACK)] + _OFTEN_OF_SOME * _fame(
            entry, sentence, counts
        )
        weight += 0.0 if entry.argument else -0.7
        if len(entry.actors) == count and count > 1:
            lists.append((weight + _LISTED, order, entry))
        elif not entry.is_list and (entry.actors[0] not in best or weight >= best[entry.actors[0]][0]):
            best[entry.actors[0]] = weight, entry
    named = sorted(best.values(), key=lambda one: (one[0], one[1].sentence, one[1].position), reverse=True)[
        :count
    ]
    if lists and (
        len(named) < count or max(one[0] for one in lists) >= sum(weight for weight, _ in named) / count
    ):
        return max(lists, key=lambda one: one[:2])[2].actors
    if len(named) < count:
        return ()
    return tuple(e.actors[0] for _, e in sorted(named, key=lambda one: (one[1].sentence, one[1].position)))


def within_reach(history: Sequence[Entry], sentence: int) -> list[Entry]:
    """The entries that a phrase in this sentence may look back to."""
    return [entry for entry in history[-_KEPT:] if sentence - entry.sentence <= LOOK_BACK]
