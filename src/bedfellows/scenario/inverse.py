"""Inverse preferences: what somebody would have to want for a state to hold.

The inverse graph model asks which preferences make a state an equilibrium (Kinsara, Petersons, Hipel and Kilgour 2015, "Advanced
Decision Support for the Graph Model for Conflict Resolution"). Whether a state s is stable for a decision maker depends only on
which states it likes no better than s, and the more these are the more stable s is. So the least change is the smallest
set of states, now liked better, that it would have to like no better than s. That set is found exactly, by mixed integer
programming: each improvement must be in it, or an answer of the opponents that punishes it. Of sets of one size, the one whose
states have the fewest ranks to fall comes first.

Where a decision maker's preferences are a list of priorities, the fewest edits of the list that do it are sought as well: to move one,
to drop one, to want its opposite.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bedfellows.scenario.options import Priorities
from bedfellows.scenario.stability import Concept, Stabilities
from bedfellows.scenario.statements import Not, Statement
from bedfellows.scenario.states import Graph, build, worth_of

MOST_ALTERNATIVES = 10
MOST_EDITED = 8
"""Priorities: of a longer list only single edits are tried."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one decision maker would have to want.

    Attributes:
        decision_maker: its index.
        demoted: states (from 0) that it would have to like no better than the one wanted; empty where nothing is needed.
        alternatives: other sets of as few states.
        complete: whether these are all.
        edits: the fewest edits of its priorities that do it as well, in words; empty where it has none, or none was found.
    """

    decision_maker: int
    demoted: tuple[int, ...]
    alternatives: tuple[tuple[int, ...], ...] = ()
    complete: bool = True
    edits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inverse:
    """What would make a state an equilibrium: a change for each decision maker for whom it is not stable yet.

    `fewest` says whether no smaller change does it. It does not where the change of one decision maker undoes the stability
    for another, as may be with sequential stability.
    """

    state: int
    concept: Concept
    changes: tuple[Change, ...]
    fewest: bool


def inverse(graph: Graph, state: int, concept: Concept) -> Inverse:
    """What each decision maker would have to want for a state (from 0) to be an equilibrium.

    Decision makers are taken one by one, whatever coalitions the model has.
    """
    alone = build(replace(graph.model, players=())) if graph.model.players else graph
    before = Stabilities(alone)
    worth, demoted = alone.worth, dict[int, set[int]]()
    first: dict[int, Change] = {}
    rounds = 0
    while True:
        now = Stabilities(replace(alone, worth=worth))
        unstable = [int(one) for one in np.flatnonzero(~now.stable[concept][:, state])]
        if not unstable:
            break
        rounds += 1
        worth = worth.copy()
        for one in unstable:
            change = _fewest(now, one, state, concept)
            first.setdefault(one, change)
            demoted.setdefault(one, set()).update(change.demoted)
            worth[one] = lowered(worth[one], state, change.demoted)
    changes = []
    for one in sorted(demoted):
        change = first[one]
        if set(change.demoted) != demoted[one]:
            change = Change(one, tuple(sorted(demoted[one])), (), complete=False)
        changes.append(replace(change, edits=_edits(before, one, state, concept)))
    return Inverse(state, concept, tuple(changes), rounds <= 1)


def lowered(worth: NDArray[np.int64], state: int, demoted: Sequence[int]) -> NDArray[np.int64]:
    """The worth of states when some fall just below a state, in the order they have among themselves."""
    chosen = np.zeros(len(worth), dtype=np.bool_)
    chosen[list(demoted)] = True
    order = worth * 2 * (len(worth) + 1)
    among = np.unique(worth, return_inverse=True)[1]
    order[chosen] = worth[state] * 2 * (len(worth) + 1) - len(worth) - 1 + among[chosen]
    return np.unique(order, return_inverse=True)[1].astype(np.int64) + 1


def _fewest(found: Stabilities, one: int, state: int, concept: Concept) -> Change:
    """The smallest sets of states to demote, by mixed integer programming with cuts."""
    above = np.flatnonzero(found.graph.better[one][state])
    place = {int(target): number for number, target in enumerate(above)}
    rows, columns = _conditions(found, one, state, concept, place)
    distance = found.graph.worth[one][above] - found.graph.worth[one][state]
    cost = np.zeros(columns)
    cost[: len(above)] = distance.sum() + 1 + distance
    sets: list[tuple[int, ...]] = []
    complete = False
    while len(sets) <= MOST_ALTERNATIVES:
        solution = _solved(cost, rows, columns)
        if solution is None:
            complete = True
            break
        chosen = tuple(int(above[number]) for number in np.flatnonzero(solution[: len(above)] > 0.5))
        if sets and len(chosen) > len(sets[0]):
            complete = True
            break
        sets.append(chosen)
        rows = [*rows, ({place[target]: -1.0 for target in chosen}, 1.0 - len(chosen))]
    return Change(one, sets[0], tuple(sets[1 : MOST_ALTERNATIVES + 1]), complete)


Row = tuple[dict[int, float], float]
"""Coefficients by column, and what their sum must come to at least."""


def _conditions(
    found: Stabilities, one: int, state: int, concept: Concept, place: dict[int, int]
) -> tuple[list[Row], int]:
    """For each improvement: it is demoted, or one of the answers to it punishes. Columns after those of the states stand for
    answers that punish when all that they need is demoted."""
    graph = found.graph
    replies = found.improving_replies if concept == "seq" else found.replies
    rows: list[Row] = []
    columns = len(place)
    for to in np.flatnonzero(graph.improvements[one][state]):
        row = {place[int(to)]: 1.0}
        done = False
        for answer in np.flatnonzero(replies[one][to]) if concept != "nash" else ():
            needed = {int(answer)}
            if concept == "smr":
                needed |= {int(escape) for escape in np.flatnonzero(graph.moves[one][answer])}
            wanted = [place[target] for target in needed if target in place]
            if not wanted:
                done = True
                break
            if len(wanted) == 1:
                row[wanted[0]] = 1.0
                continue
            row[columns] = 1.0
            rows += [({column: 1.0, columns: -1.0}, 0.0) for column in wanted]
            columns += 1
        if not done:
            rows.append((row, 1.0))
    return rows, columns


def _solved(cost: NDArray[np.float64], rows: Sequence[Row], columns: int) -> NDArray[np.float64] | None:
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    entries = [
        (number, column, value) for number, (row, _) in enumerate(rows) for column, value in row.items()
    ]
    where, which, values = zip(*entries, strict=True)
    matrix = coo_array((values, (where, which)), shape=(len(rows), columns)).tocsr()
    least = np.array([bound for _, bound in rows])
    solution = milp(
        cost,
        constraints=LinearConstraint(matrix, least, np.inf),
        integrality=np.ones(columns),
        bounds=Bounds(0, 1),
    )
    return solution.x if solution.success else None


def stable_at(found: Stabilities, one: int, state: int, concept: Concept, worth: NDArray[np.int64]) -> bool:
    """Whether a state would be stable for a decision maker if it liked states so; the others as they are."""
    graph = found.graph
    content = worth <= worth[state]
    reached = np.flatnonzero(graph.moves[one][state])
    if concept == "nash":
        return bool(content[reached].all())
    replies = (found.improving_replies if concept == "seq" else found.replies)[one][reached]
    punishes = content
    if concept == "smr":
        punishes = content & ~(graph.moves[one] & ~content).any(axis=1)
    return bool((content[reached] | (replies & punishes).any(axis=1)).all())


def _edits(found: Stabilities, one: int, state: int, concept: Concept) -> tuple[str, ...]:
    graph = found.graph
    maker = graph.model.decision_makers[one]
    if not isinstance(maker.preferences, Priorities):
        return ()
    statements = maker.preferences.statements
    single = list(_single(statements))
    for edits in (single, _double(single) if len(statements) <= MOST_EDITED else ()):
        good = []
        for words, changed in edits:
            wants = replace(maker, preferences=Priorities(changed))
            if stable_at(found, one, state, concept, worth_of(graph.model, wants, graph.codes)):
                good.append(words)
                if len(good) == MOST_ALTERNATIVES:
                    break
        if good:
            return tuple(good)
    return ()


Edit = tuple[str, tuple[Statement, ...]]


def _single(statements: tuple[Statement, ...]) -> Iterator[Edit]:
    """Every list of priorities that one edit makes, each once: first those that move one, then those that give one up."""
    seen = {statements}
    for place, statement in enumerate(statements):
        rest = statements[:place] + statements[place + 1 :]
        for target in range(len(statements)):
            moved = (*rest[:target], statement, *rest[target:])
            if moved in seen:
                continue
            seen.add(moved)
            if target == place - 1:
                yield f"want “{statement}” more than “{statements[target]}”", moved
            elif not target:
                yield f"want “{statement}” most of all", moved
            else:
                yield f"want “{statement}” just less than “{rest[target - 1]}”", moved
    for place, statement in enumerate(statements):
        yield f"care no longer for “{statement}”", statements[:place] + statements[place + 1 :]
    for place, statement in enumerate(statements):
        opposite = statement.part if isinstance(statement, Not) else Not(statement)
        changed = (*statements[:place], opposite, *statements[place + 1 :])
        yield f"want “{opposite}” instead of “{statement}”", changed


def _double(single: Sequence[Edit]) -> Iterator[Edit]:
    for words, changed in single:
        for more, twice in _single(changed):
            yield f"{words}, and {more}", twice
