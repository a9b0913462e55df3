"""What is remembered of the past for a forecast: which keys have a trail, and at which paces they fade.

A question is an actor, a kind of event (done or suffered) and a candidate for the other side. Each trail is about a part of it: the
two and the kind; the two and the family of kinds; the candidate alone; the two actors' countries; and so on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from bedfellows.forecast.event_history import FAMILIES, QUADS, EventHistory
from bedfellows.forecast.event_trails import Trail, make_trail

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

Group = Literal[
    "pair and type",
    "pair",
    "candidate",
    "countries",
    "rules",
    "neighbours",
    "likeness",
    "mood",
    "single days",
    "question",
]
"""Families of features, and kinds of reason."""

_FEWEST, _SHARE = 2, 0.3  # events with a country, and their share, that make an actor one of its own


@dataclass(frozen=True, eq=False)
class Places:
    """The classes of actors and kinds that keys are made of; kinds are numbered as in `EventHistory.both`."""

    actors: int
    kinds: int  # both ways
    family: Ints
    families: int
    quad: Ints
    quads: int
    home: Ints
    homes: int
    role: Ints
    roles: int

    def turned(self, kind: Ints) -> Ints:
        """The same kinds seen from the other side."""
        return (kind + self.kinds // 2) % self.kinds

    def part(self, name: str, actor: Ints, kind: Ints, candidate: Ints) -> tuple[Ints, int]:
        """One part of a key (see `Sort`), and how many values it may have."""
        sides = {"a": actor, "A": actor, "role-a": actor, "b": candidate, "B": candidate, "role-b": candidate}
        if name in {"a", "b"}:
            return sides[name], self.actors
        if name in {"A", "B"}:
            return self.home[sides[name]], self.homes
        if name in {"role-a", "role-b"}:
            return self.role[sides[name]], self.roles
        if name == "same":
            return (self.home[actor] == self.home[candidate]).astype(np.int64), 2
        sizes = {
            "k": (kind, self.kinds),
            "f": (self.family[kind], self.families),
            "q": (self.quad[kind], self.quads),
        }
        return sizes[name]


def places_of(history: EventHistory, day: int) -> Places:
    """Classes as they were known on the eve of a day: an actor without a country in its name gets that which it mostly dealt with."""
    homes = int(history.homes.max(initial=-1)) + 1
    home = history.homes.copy()
    source, _, target, when = history.both
    kept = (when < day) & (home[target] >= 0)
    dealt = np.zeros((len(history.actors), homes + 1), dtype=np.int64)
    np.add.at(dealt, (source[kept], home[target[kept]]), 1)
    best, total = dealt.argmax(axis=1), dealt.sum(axis=1)
    most = dealt[np.arange(len(dealt)), best]
    clear = (most >= _FEWEST) & (most >= _SHARE * total)
    home = np.where(home >= 0, home, np.where(clear, best, homes))
    return Places(
        len(history.actors),
        2 * len(history.kinds),
        history.family,
        2 * FAMILIES,
        history.quad,
        2 * QUADS,
        home,
        homes + 1,
        history.roles,
        int(history.roles.max(initial=0)) + 1,
    )


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of key: the parts it is made of, the group it belongs to, its paces of fading in days, and whether gaps are told.

    Parts: `a`, `k` and `b` are actor, kind and candidate, `f` and `q` the kind's family and quad class, `A` and `B` the countries, `role-a`
    and `role-b` the roles, `same` whether the countries are one.
    """

    parts: str
    group: Group
    decays: tuple[float, ...]
    gaps: bool = False
    name: str = ""

    @property
    def title(self) -> str:
        """What its columns are called."""
        return self.name or self.parts

    @property
    def columns(self) -> tuple[str, ...]:
        """What a look into its trail gives."""
        gaps = ("pause", "rhythm") if self.gaps else ()
        return (
            *(f"{self.title} {what}" for what in ("seen", "since", *gaps)),
            *(f"{self.title} {decay:g}" for decay in self.decays),
        )

    def key(self, places: Places, actor: Ints, kind: Ints, candidate: Ints) -> Ints:
        """The keys of questions and candidates."""
        code = np.zeros(len(actor), dtype=np.int64)
        for part in self.parts.split():
            values, size = places.part(part, actor, kind, candidate)
            code = code * size + values
        return code


SORTS = (
    Sort("a k b", "pair and type", (3, 10, 30, 100), gaps=True),
    Sort("a b", "pair", (5, 20, 80), gaps=True),
    Sort("a f b", "pair", (5, 20, 80), gaps=True),
    Sort("a q b", "pair", (5, 20, 80)),
    Sort("k b", "candidate", (3, 10, 30, 100)),
    Sort("f b", "candidate", (10, 60)),
    Sort("q b", "candidate", (10, 60)),
    Sort("b", "candidate", (3, 10, 30, 100)),
    Sort("A k b", "countries", (10, 60)),
    Sort("A b", "countries", (3, 10, 60)),
    Sort("A B", "countries", (3, 20)),
    Sort("a B", "countries", (10, 60)),
    Sort("a k B", "countries", (10, 60)),
    Sort("A k B", "countries", (10, 60)),
    Sort("a role-b", "countries", (30,)),
    Sort("a k role-b", "countries", (30,)),
    Sort("role-a k role-b", "countries", (100,)),
    Sort("A k B role-b", "countries", (30,)),
    Sort("same role-a k role-b", "countries", (100,)),
)
"""Trails about a question and a candidate."""

ASKED = (
    Sort("a k", "question", (10, 100)),
    Sort("a", "question", (10, 100)),
    Sort("k", "question", (30,)),
)
"""Trails about a question alone."""

TURNED = Sort("a k b", "pair and type", (3, 10, 30, 100), name="b k a")
"""The trail of pair and type with the sides changed: the candidate did it to the actor. It is the first trail, asked otherwise."""


def make_trails(history: EventHistory, places: Places) -> dict[str, Trail]:
    """The trails of all sorts, by name."""
    source, kind, target, day = history.both
    return {
        sort.title: make_trail(sort.key(places, source, kind, target), day, sort.decays)
        for sort in (*SORTS, *ASKED)
    }
