"""Which states are stable for whom, by four ways to look ahead, and why.

With R_i(s) the states that player i can reach from s in one move, R+_i(s) those of them that it likes better than s, and
R_O(s), R+_O(s) what its opponents can reach from s by a legal sequence of moves or improvements, in which anybody may move more
than once but nobody twice in a row (Fang, Hipel and Kilgour 1993, chapter 3), s is for player i

* *Nash* stable (Nash 1951) where R+_i(s) is empty;
* *GMR*, general metarational (Howard 1971), where each s1 in R+_i(s) has an s2 in R_O(s1) that i does not like better than s;
* *SMR*, symmetric metarational (Howard 1971), where moreover no s3 in R_i(s2) is better for i than s;
* *SEQ*, sequentially stable (Fraser and Hipel 1979), where each s1 in R+_i(s) has an s2 in R+_O(s1) that i does not like better
  than s.

A state that is stable for all players is an equilibrium. For a coalition, better is what all its members like better.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from bedfellows.scenario.states import Graph, Matrix

Concept = Literal["nash", "gmr", "smr", "seq"]
CONCEPTS: tuple[Concept, ...] = get_args(Concept)
NAMES: dict[Concept, str] = {
    "nash": "Nash",
    "gmr": "general metarational",
    "smr": "symmetric metarational",
    "seq": "sequential",
}

_BLOCK = 4_096  # moves looked at together, so that memory stays small
Step = tuple[int, int]
"""Who moves, and to which state."""


@dataclass(frozen=True, slots=True)
class Improvement:
    """A move that would make a player better off, and the answer of its opponents that spoils it; empty where there is
    none, or where none is asked for."""

    to: int
    answer: tuple[Step, ...]


@dataclass(frozen=True, eq=False)
class Stabilities:
    """The stability of every state for every player: `stable[concept][player, state]`."""

    graph: Graph

    @cached_property
    def replies(self) -> tuple[Matrix, ...]:
        """For each player, where its opponents can get to from each state by legal moves."""
        return _without_each(self.graph.moves)

    @cached_property
    def improving_replies(self) -> tuple[Matrix, ...]:
        """The same by legal improvements."""
        return _without_each(self.graph.improvements)

    @cached_property
    def stable(self) -> dict[Concept, NDArray[np.bool_]]:
        """For each concept whether each state (column) is stable for each player (row)."""
        found: dict[Concept, list[NDArray[np.bool_]]] = {concept: [] for concept in CONCEPTS}
        for player, gains in enumerate(self.graph.improvements):
            start, to = np.nonzero(gains)
            for concept in CONCEPTS:
                free = np.zeros(self.graph.size, dtype=np.bool_)
                free[start[~self.spoilt(player, concept, start, to)]] = True
                found[concept].append(~free)
        return {concept: np.array(rows) for concept, rows in found.items()}

    def spoilt(
        self, player: int, concept: Concept, start: NDArray[np.intp], to: NDArray[np.intp]
    ) -> NDArray[np.bool_]:
        """Whether each of these moves of a player would be answered so that it does not pay."""
        found = np.zeros(len(start), dtype=np.bool_)
        if concept == "nash":
            return found
        replies = (self.improving_replies if concept == "seq" else self.replies)[player]
        punishes = self.punishments[concept][player]
        for at in range(0, len(start), _BLOCK):
            some = slice(at, at + _BLOCK)
            found[some] = (replies[to[some]] & punishes[start[some]]).any(axis=1)
        return found

    @cached_property
    def punishments(self) -> dict[Concept, tuple[Matrix, ...]]:
        """For each concept and player, whether the state in the column punishes it for having left that in the row."""
        plain = tuple(~better for better in self.graph.better)
        final = tuple(
            bad & ~_joined(better, moves.T)
            for bad, better, moves in zip(plain, self.graph.better, self.graph.moves, strict=True)
        )
        return {"gmr": plain, "smr": final, "seq": plain}

    def equilibria(self, concept: Concept) -> tuple[int, ...]:
        """The states (from 0) that are stable for all players."""
        return tuple(int(state) for state in np.flatnonzero(self.stable[concept].all(axis=0)))

    def improvements(self, player: int, state: int, concept: Concept) -> tuple[Improvement, ...]:
        """The improvements of a player from a state, each with the shortest answer that spoils it."""
        steps = self.graph.gains if concept == "seq" else self.graph.steps
        others = [one for one in range(len(steps)) if one != player]
        found = []
        for to in self.graph.gains[player][state]:
            answer: tuple[Step, ...] = ()
            if concept != "nash":
                punishes = self.punishments[concept][player][state]
                answer = next((path for path in legal_paths(steps, others, to) if punishes[path[-1][1]]), ())
            found.append(Improvement(to, answer))
        return tuple(found)


def legal_reach(moves: Sequence[Matrix]) -> Matrix:
    """Where a set of players can get to from each state by a legal sequence: nobody moves twice in a row.

    Args:
        moves: an n x n matrix for each player, of which there is at least one.
    """
    last = [_packed(one) for one in moves]
    steps = [np.nonzero(one.T) for one in moves]
    changed = len(moves) > 1
    while changed:
        changed = False
        for player, (to, start) in enumerate(steps):
            others = [one for number, one in enumerate(last) if number != player]
            more = last[player] | _through(np.bitwise_or.reduce(others), to, start)
            if (more != last[player]).any():
                last[player], changed = more, True
    return _unpacked(np.bitwise_or.reduce(last), len(moves[0]))


def _without_each(moves: Sequence[Matrix]) -> tuple[Matrix, ...]:
    found = []
    for player in range(len(moves)):
        others = [one for number, one in enumerate(moves) if number != player]
        found.append(legal_reach(others) if others else np.zeros_like(moves[player]))
    return tuple(found)


def _joined(one: Matrix, other: Matrix) -> Matrix:
    """The product of two relations, of which the second has few pairs."""
    to, start = np.nonzero(other.T)
    return _unpacked(_through(_packed(one), to, start), len(one))


def _packed(relation: Matrix) -> NDArray[np.uint8]:
    """For each state, as bits, from which states the relation leads there."""
    return np.packbits(relation.T, axis=1)


def _unpacked(rows: NDArray[np.uint8], size: int) -> Matrix:
    return np.ascontiguousarray(np.unpackbits(rows, axis=1, count=size).T).astype(np.bool_)


def _through(rows: NDArray[np.uint8], to: NDArray[np.intp], start: NDArray[np.intp]) -> NDArray[np.uint8]:
    """The rows of the states from which a step leads to each state, put together; `to` is sorted."""
    found = np.zeros_like(rows)
    if len(to):
        first = np.flatnonzero(np.diff(to, prepend=-1))
        found[to[first]] = np.bitwise_or.reduceat(rows[start], first, axis=0)
    return found


def legal_paths(
    steps: Sequence[Sequence[Sequence[int]]], players: Sequence[int], start: int
) -> Iterator[tuple[Step, ...]]:
    """Legal sequences of these players from a state, the shortest first: one to each state and each that moved last.

    Args:
        steps: for each player and state, where the player can move from there.
        players: who may move.
        start: the state.
    """
    seen: set[Step] = set()
    waiting: deque[tuple[Step, ...]] = deque([()])
    while waiting:
        path = waiting.popleft()
        last, state = path[-1] if path else (-1, start)
        for player in players:
            if player == last:
                continue
            for to in steps[player][state]:
                step = (player, to)
                if step not in seen:
                    seen.add(step)
                    longer = (*path, step)
                    waiting.append(longer)
                    yield longer
