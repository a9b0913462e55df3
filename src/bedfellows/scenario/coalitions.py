"""What several can do together: coalition improvements, and how the status quo may turn into another state.

A coalition improves from s to t where its members can get there by a legal sequence of their moves and all of them like t
better than s (Kilgour, Hipel, Fang and Peng 2001, "Coalition analysis in group decision support"). From an equilibrium this is
an *equilibrium jump*: no member gains alone. The way from the status quo is the status quo analysis of Li, Kilgour and
Hipel (2005).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from bedfellows.scenario.stability import Step, legal_paths
from bedfellows.scenario.states import Graph

MOST_PLAYERS = 8
"""Of more players only pairs are looked at."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A state to which a coalition of players can move so that all of them are better off; no part of it could."""

    start: int
    players: tuple[int, ...]
    to: int
    path: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """The shortest way from the status quo to a state: by improvements only, or else by any moves."""

    to: int
    by: Literal["improvements", "moves"]
    path: tuple[Step, ...]


def jumps(graph: Graph, state: int) -> tuple[Jump, ...]:
    """The coalition improvements from a state, those of the smallest coalitions first."""
    found: list[Jump] = []
    for players in _coalitions(len(graph.moves)):
        liked = np.logical_and.reduce([graph.better[player][state] for player in players])
        liked &= ~np.logical_or.reduce([graph.improvements[player][state] for player in players])
        wanted = set(np.flatnonzero(liked).tolist())
        wanted -= {jump.to for jump in found if set(jump.players) < set(players)}
        paths = legal_paths(graph.steps, players, state) if wanted else iter(())
        for path in paths:
            to = path[-1][1]
            if to in wanted:
                wanted.remove(to)
                found.append(Jump(state, players, to, path))
                if not wanted:
                    break
    return tuple(found)


def ways(graph: Graph, start: int) -> dict[int, Way]:
    """How each state can come about from a start, by all players."""
    found: dict[int, Way] = {}
    everybody = range(len(graph.moves))
    for path in legal_paths(graph.gains, everybody, start):
        found.setdefault(path[-1][1], Way(path[-1][1], "improvements", path))
    for path in legal_paths(graph.steps, everybody, start):
        found.setdefault(path[-1][1], Way(path[-1][1], "moves", path))
    found.pop(start, None)
    return found


def _coalitions(players: int) -> Iterator[tuple[int, ...]]:
    most = players if players <= MOST_PLAYERS else 2
    for size in range(2, most + 1):
        yield from combinations(range(players), size)
