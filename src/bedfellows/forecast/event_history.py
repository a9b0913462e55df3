"""The record of events as numbers: who did what to whom on which day, each event of a day once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bedfellows.ontology import CAMEO, PLOVER_TYPES, QUAD_CLASSES
from bedfellows.ontology.quad import quad_of_plover

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

_BODY = re.compile(r"(.*\S)\s*\(([^()]+)\)$")
FAMILIES, QUADS = 21, 5
"""How many families and quad classes there are, one way."""
CODES = len(CAMEO) + len(PLOVER_TYPES)
"""How many kinds may be, one way."""
_LAST_ROOT_OF_QUAD = (2, 5, 8, 13, 20)  # statements and appeals apart, then the four quad classes


@dataclass(frozen=True, eq=False)
class EventHistory:
    """Distinct events, by day.

    `source`, `kind`, `target` and `day` have one entry for each event: places in `actors` (names as shown) and `kinds` (CAMEO codes or
    PLOVER types), and whole days in any count. `family` and `quad` put each kind into a coarser and a still coarser class, from 0.
    """

    actors: tuple[str, ...]
    kinds: tuple[str, ...]
    source: Ints
    kind: Ints
    target: Ints
    day: Ints

    @cached_property
    def family(self) -> Ints:
        """The family of each kind, then of each kind as it is suffered: CAMEO roots, or PLOVER types themselves."""
        return _both_ways([_family(kind) for kind in self.kinds], FAMILIES)

    @cached_property
    def code(self) -> Ints:
        """The number of each kind, then of each kind as it is suffered: the same in every history, unlike a kind's place."""
        numbers = {kind: number for number, kind in enumerate((*CAMEO, *PLOVER_TYPES))}
        return _both_ways([numbers[kind] for kind in self.kinds], CODES)

    @cached_property
    def quad(self) -> Ints:
        """The quad class of each kind, likewise; statements and appeals are one of their own."""
        return _both_ways([_quad(kind) for kind in self.kinds], QUADS)

    @cached_property
    def both(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Each event twice, by day: as it was done, and as it was suffered, with the kind's number raised by the number of kinds.

        So `(a, kind, ?)` and `(?, kind, a)` are one sort of question: one actor, a kind, and whom with.
        """
        import numpy as np

        turned = self.kind + len(self.kinds)
        day = np.concatenate([self.day, self.day])
        order = np.argsort(day, kind="stable")
        return (
            np.concatenate([self.source, self.target])[order],
            np.concatenate([self.kind, turned])[order],
            np.concatenate([self.target, self.source])[order],
            day[order],
        )

    @cached_property
    def by_pair(self) -> Ints:
        """The places in `both` by source and target, then by day."""
        import numpy as np

        source, _, target, _ = self.both
        return np.lexsort((target, source))

    @cached_property
    def by_kind(self) -> Ints:
        """The places in `both` by kind, source and target, then by day."""
        import numpy as np

        source, kind, target, _ = self.both
        return np.lexsort((target, source, kind))

    @cached_property
    def homes(self) -> Ints:
        """The place of each actor's country among the names that stand in brackets behind others, -1 without one.

        "Police (Iran)" and "Iran" have the same.
        """
        return _bodies(self.actors)[0]

    @cached_property
    def roles(self) -> Ints:
        """What each actor is in its country ("Police"), as a number; countries have one, and actors without a country another."""
        return _bodies(self.actors)[1]


def make_history(actors: Sequence[str], kinds: Sequence[str], facts: Ints) -> EventHistory:
    """A history from events (rows of source, kind, target, day), in any order; several of one day that are equal become one."""
    import numpy as np

    held = np.unique(facts[:, [3, 0, 1, 2]], axis=0)
    day, source, kind, target = (np.ascontiguousarray(column) for column in held.T)
    return EventHistory(tuple(actors), tuple(kinds), source, kind, target, day)


def until(history: EventHistory, day: int) -> EventHistory:
    """What of a history happened before a day; actors and kinds keep their places."""
    kept = history.day < day
    return EventHistory(
        history.actors,
        history.kinds,
        history.source[kept],
        history.kind[kept],
        history.target[kept],
        history.day[kept],
    )


def _both_ways(classes: Sequence[int], number: int) -> Ints:
    import numpy as np

    done = np.array(classes, dtype=np.int64)
    return np.concatenate([done, done + number])


def _family(kind: str) -> int:
    return int(kind[:2]) if kind in CAMEO else list(PLOVER_TYPES).index(kind)


def _quad(kind: str) -> int:
    if kind in CAMEO:
        root = int(kind[:2])
        return next(place for place, last in enumerate(_LAST_ROOT_OF_QUAD) if root <= last)
    return QUAD_CLASSES[quad_of_plover(kind)].number


def _bodies(actors: Sequence[str]) -> tuple[Ints, Ints]:
    """Homes and roles of actors, by their names."""
    import numpy as np

    named = [_BODY.match(name) for name in actors]
    homes: dict[str, int] = {}
    roles: dict[str, int] = {"country": 0, "none": 1}
    for match in named:
        if match:
            homes.setdefault(match[2], len(homes))
            roles.setdefault(match[1], len(roles))
    found = [
        (homes[match[2]], roles[match[1]]) if match else (homes.get(name, -1), 0 if name in homes else 1)
        for name, match in zip(actors, named, strict=True)
    ]
    home, role = np.array(found, dtype=np.int64).reshape(-1, 2).T
    return home, role
