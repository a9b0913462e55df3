"""Whom a text has named so far, and which of them a pronoun or a definite phrase most likely means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

LOOK_BACK = 4
"""Sentences a pronoun may look back."""
_NEARNESS = (2.0, 1.8, 0.9, 0.5, 0.3)  # by sentences back
_KEPT = 60


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


def most_likely(entries: Iterable[Entry], sentence: int, wanted: Wanted) -> tuple[str, ...]:
    """The actors of the best entry: near, a subject, and of the right number and kind. Empty where none fits.

    The weights are Bedfellows' own, set on texts written for its tests.
    """
    entries = list(entries)
    named = Counter(actor for entry in entries if not entry.is_list for actor in entry.actors)
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
        weight += min(named[entry.actors[0]], 5) * 0.08 + entry.position / 1e6
        ranked.append((weight, order, entry))
    return max(ranked, key=lambda item: item[:2])[2].actors if ranked else ()


def _number_fits(entry: Entry) -> float:
    if entry.is_list:
        return 1.3
    if entry.plural:
        return 1.0
    if entry.kinds == {"region"}:
        return -2.0
    return -0.6 if entry.kinds <= {"state", "person"} else 0.0


def last_of(entries: Sequence[Entry], count: int, kinds: Collection[str]) -> tuple[str, ...]:
    """ "The two groups": the latest list of so many, else the last so many named, in the order of the text."""
    fitting = [entry for entry in entries if entry.kinds <= frozenset(kinds)]
    lists = [entry for entry in fitting if len(entry.actors) == count]
    near = sorted(
        (entry for entry in fitting if not entry.is_list),
        key=lambda entry: (entry.sentence + (0 if entry.argument else -1.5), entry.position),
        reverse=True,
    )
    latest: dict[str, Entry] = {}
    for entry in near:
        latest.setdefault(entry.actors[0], entry)
    found = list(latest.values())[:count]
    if lists and count > 1 and (len(found) < count or lists[-1].sentence >= found[-1].sentence):
        return lists[-1].actors
    return tuple(entry.actors[0] for entry in reversed(found)) if len(found) == count else ()


def within_reach(history: Sequence[Entry], sentence: int) -> list[Entry]:
    """The entries that a phrase in this sentence may look back to."""
    return [entry for entry in history[-_KEPT:] if sentence - entry.sentence <= LOOK_BACK]
