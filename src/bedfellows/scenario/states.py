"""The feasible states of a conflict, who can move it from which to which, and how each likes them.

States are numbered from 1, in the order of the binary number in which the first option is the lowest digit, as GMCR II and its
successors number them. A player moves by changing any of its own options at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bedfellows.errors import InputError
from bedfellows.scenario.options import ConflictModel, DecisionMaker, Priorities, Ranking, Weights
from bedfellows.scenario.statements import Holds, Statement, holds

MOST_OPTIONS = 20
MOST_STATES = 4_096
MOST_PRIORITIES = 60  # 2^60 is exact in 64 bits

Matrix = NDArray[np.bool_]  # [from, to]


@dataclass(frozen=True, eq=False)
class Graph:
    """A conflict as a graph: n states, the moves of each player, and the worth of each state to each decision maker.

    Attributes:
        model: what it was made from.
        codes: for each state its options as a binary number; of states that count as one, that of the first.
        members: for each state the codes of all that count as it.
        moves: for each player an n x n matrix: whether it can move from one state to the other.
        worth: decision makers x n: the worth of each state as a whole number from 1, the higher the better liked.
    """

    model: ConflictModel
    codes: NDArray[np.int64]
    members: tuple[tuple[int, ...], ...]
    moves: tuple[Matrix, ...]
    worth: NDArray[np.int64]

    @property
    def size(self) -> int:
        """How many states."""
        return len(self.codes)

    @cached_property
    def better(self) -> tuple[Matrix, ...]:
        """For each player, whether the state in the column is better than that in the row for all its members."""
        found = []
        for side in self.model.sides:
            worth = self.worth[list(side)]
            found.append(np.asarray((worth[:, None, :] > worth[:, :, None]).all(axis=0)))
        return tuple(found)

    @cached_property
    def improvements(self) -> tuple[Matrix, ...]:
        """For each player its unilateral improvements: the moves that make it better off."""
        return tuple(moves & better for moves, better in zip(self.moves, self.better, strict=True))

    @cached_property
    def steps(self) -> tuple[tuple[tuple[int, ...], ...], ...]:
        """For each player and state, where the player can move from there."""
        return tuple(map(_listed, self.moves))

    @cached_property
    def gains(self) -> tuple[tuple[tuple[int, ...], ...], ...]:
        """For each player and state, where the player can improve to."""
        return tuple(map(_listed, self.improvements))

    def side_name(self, player: int) -> str:
        """The name of a player: of its members, where it is a coalition."""
        return " and ".join(self.model.decision_makers[one].name for one in self.model.sides[player])

    def pattern(self, state: int) -> str:
        """A state as Y for each option that is taken, N for one that is not, - where that makes no difference."""
        text = ""
        for place in range(len(self.model.options)):
            bits = {code >> place & 1 for code in self.members[state]}
            text += "-" if len(bits) == 2 else "Y" if bits == {1} else "N"
        return text

    def label(self, state: int) -> str:
        """What is taken in a state, by the names of decision makers and options."""
        taken = {
            option.key
            for option, sign in zip(self.model.options, self.pattern(state), strict=True)
            if sign == "Y"
        }
        said = []
        for one in self.model.decision_makers:
            names = [option.name for option in one.options if option.key in taken]
            if names:
                said.append(f"{one.name}: {', '.join(names)}")
        return "; ".join(said) or "nothing is taken"


def _listed(matrix: Matrix) -> tuple[tuple[int, ...], ...]:
    start, to = np.nonzero(matrix)
    return tuple(
        tuple(row.tolist()) for row in np.split(to, np.searchsorted(start, np.arange(1, len(matrix))))
    )


def build(model: ConflictModel) -> Graph:
    """The graph of a conflict.

    Raises:
        InputError: there are too many options or states, none is feasible, or the preferences do not fit the states.
    """
    options = model.options
    if not options or len(options) > MOST_OPTIONS:
        raise InputError(
            f"Expected 1 to {MOST_OPTIONS} options in {model.title!r}, found {len(options)}. "
            "Join options that go together."
        )
    every = np.arange(1 << len(options), dtype=np.int64)
    taken = _taken(model, every)
    possible = np.ones(len(every), dtype=np.bool_)
    for statement in model.infeasible:
        possible &= ~holds(statement, taken, len(every))
    feasible = every[possible]
    if not 0 < len(feasible) <= MOST_STATES:
        raise InputError(
            f"Expected 1 to {MOST_STATES} feasible states in {model.title!r}, found {len(feasible)}. "
            f"{'Say what is infeasible.' if len(feasible) else 'Nothing is left; look at what is infeasible.'}"
        )
    group = _merged(model, feasible)
    first = np.array([np.flatnonzero(group == number)[0] for number in range(group.max() + 1)])
    members = tuple(
        tuple(int(code) for code in feasible[group == number]) for number in range(group.max() + 1)
    )
    moves = tuple(_moves(model, side, feasible, group, len(first)) for side in model.sides)
    codes = feasible[first]
    worth = np.array([worth_of(model, one, codes) for one in model.decision_makers])
    return Graph(model, codes, members, moves, worth)


def find_states(graph: Graph, statement: Statement) -> tuple[int, ...]:
    """The states (from 0) in which a statement holds."""
    found = holds(statement, _taken(graph.model, graph.codes), graph.size)
    return tuple(int(state) for state in np.flatnonzero(found))


def _taken(model: ConflictModel, codes: NDArray[np.int64]) -> Mapping[str, Holds]:
    return {option.key: codes >> place & 1 == 1 for place, option in enumerate(model.options)}


def _merged(model: ConflictModel, feasible: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each feasible state the number of the one it counts as."""
    label = np.arange(len(feasible))
    taken = _taken(model, feasible)
    for statement in model.same:
        alike = np.flatnonzero(holds(statement, taken, len(feasible)))
        for other in set(label[alike].tolist()):
            label[label == other] = label[alike].min()
    _, numbers = np.unique(label, return_inverse=True)
    return numbers.astype(np.int64)


def _moves(
    model: ConflictModel,
    side: Sequence[int],
    feasible: NDArray[np.int64],
    group: NDArray[np.int64],
    size: int,
) -> Matrix:
    own = {option.key for one in side for option in model.decision_makers[one].options}
    mask = sum(1 << place for place, option in enumerate(model.options) if option.key in own)
    fixed = feasible & ~np.int64(mask)
    found = np.zeros((size, size), dtype=np.bool_)
    kept = sum(1 << p for p, option in enumerate(model.options) if option.moves == "take")
    lost = sum(1 << p for p, option in enumerate(model.options) if option.moves == "drop")
    order = np.argsort(fixed, kind="stable")
    for block in np.split(order, np.flatnonzero(np.diff(fixed[order])) + 1):
        start, end = feasible[block][:, None], feasible[block][None, :]
        allowed = ((start & ~end & kept) == 0) & ((~start & end & lost) == 0)
        one, other = np.nonzero(allowed)
        found[group[block[one]], group[block[other]]] = True
    np.fill_diagonal(found, False)
    return found


def worth_of(model: ConflictModel, one: DecisionMaker, codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """What states, as binary numbers, are worth to a decision maker: whole numbers from 1, the higher the better.

    Raises:
        InputError: its preferences do not fit the states.
    """
    size, taken = len(codes), _taken(model, codes)
    match one.preferences:
        case Priorities(statements):
            if len(statements) > MOST_PRIORITIES:
                raise InputError(
                    f"Expected at most {MOST_PRIORITIES} priorities of {one.name}, found {len(statements)}. "
                    "Rank the states instead."
                )
            score = np.zeros(size, dtype=np.int64)
            for place, statement in enumerate(reversed(statements)):
                score += holds(statement, taken, size).astype(np.int64) << place
            return _from_scores(score)
        case Weights(weighted):
            total = np.zeros(size)
            for statement, weight in weighted:
                total += holds(statement, taken, size) * weight
            return _from_scores(np.round(total, 9))
        case Ranking(groups):
            return _from_ranking(one, groups, taken, size)


def _from_scores(score: NDArray[np.int64] | NDArray[np.float64]) -> NDArray[np.int64]:
    _, place = np.unique(score, return_inverse=True)
    return place.astype(np.int64) + 1


def _from_ranking(
    one: DecisionMaker,
    groups: Sequence[Sequence[int | Statement]],
    taken: Mapping[str, Holds],
    size: int,
) -> NDArray[np.int64]:
    worth = np.zeros(size, dtype=np.int64)
    for place, group in enumerate(groups):
        for member in group:
            if isinstance(member, int):
                if not 1 <= member <= size:
                    raise InputError(
                        f"Expected numbers from 1 to {size} in the ranking of {one.name}, found {member}. "
                        "There are no more states."
                    )
                if worth[member - 1]:
                    raise InputError(
                        f"Expected each state once in the ranking of {one.name}, found {member} twice. Drop one."
                    )
                worth[member - 1] = len(groups) - place
            else:
                new = holds(member, taken, size) & (worth == 0)
                if not new.any():
                    raise InputError(
                        f"Expected states that are not ranked yet for {str(member)!r} in the ranking of {one.name}, "
                        "found none. Drop it, or move it up."
                    )
                worth[new] = len(groups) - place
    left = [str(state + 1) for state in np.flatnonzero(worth == 0)]
    if left:
        raise InputError(
            f"Expected every state in the ranking of {one.name}, found none for state {', '.join(left[:20])}"
            f"{' and more' if len(left) > 20 else ''}. Add them; those liked equally go into one list."
        )
    return _from_scores(worth)
