"""The strategic view of a conflict: which states hold, for whom, by which way of looking ahead, and why.

From a conflict in option form (`conflict_file`) to an answer that says everything by name. `stability` has the definitions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bedfellows.errors import InputError
from bedfellows.scenario.coalitions import jumps, ways
from bedfellows.scenario.inverse import Change, inverse
from bedfellows.scenario.options import ConflictModel, Preferences, Priorities, Ranking, Weights
from bedfellows.scenario.stability import CONCEPTS, Concept, Improvement, Stabilities, Step
from bedfellows.scenario.states import Graph, build, find_states
from bedfellows.ties.wording import listed

EXPLAINED = 200
"""Of a conflict with more states, only equilibria and the status quo come with reasons."""


@dataclass(frozen=True, slots=True)
class Move:
    """Who moves, and to which state (its number)."""

    by: str
    to: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a state is stable for somebody, or is not.

    `improvements` are its moves to states that it likes better, each with the `answer` of the others that spoils it; without one
    the move pays. `words` say it in a line.
    """

    player: str
    concept: Concept
    stable: bool
    improvements: tuple[Gain, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Gain:
    """A move that would make a player better off, and what the others could do so that it does not pay."""

    to: int
    answer: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class State:
    """A feasible state.

    Attributes:
        number: from 1.
        pattern: Y, N or - for each option.
        taken: keys of the options that are taken.
        label: their names.
        ranks: for each decision maker its rank among the states, 1 the best; states liked equally share one.
        stable: for each player the concepts by which the state is stable for it.
        equilibrium: the concepts by which it is stable for all.
        reasons: for each player and concept; empty where there are too many states to explain all.
    """

    number: int
    pattern: str
    taken: tuple[str, ...]
    label: str
    ranks: tuple[int, ...]
    stable: tuple[tuple[Concept, ...], ...]
    equilibrium: tuple[Concept, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Jump:
    """What several could do together from an equilibrium so that all of them are better off."""

    start: int
    players: tuple[str, ...]
    to: int
    path: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """How an equilibrium may come about from the status quo: by improvements only (`improvements`) or by any moves (`moves`);
    `none` where it cannot."""

    to: int
    by: str
    path: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a decision maker would have to want for the state asked for to be an equilibrium.

    It would have to like the states `no_better` no better than that one; any of `alternatives`, as many states, would do
    as well, and these are all where `complete`. `edits` are the fewest changes of its list of priorities that do it, where it has one.
    """

    decision_maker: str
    no_better: tuple[int, ...]
    alternatives: tuple[tuple[int, ...], ...]
    complete: bool
    edits: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """The answer to: who would have to want what, for this state to be an equilibrium by this concept?

    Without `wishes` it is one already. `fewest` says whether no smaller changes would do.
    """

    state: int
    concept: Concept
    wishes: tuple[Wish, ...]
    fewest: bool


@dataclass(frozen=True, slots=True)
class Decider:
    """A decision maker of the answer: its options by key and name, what it wants in words (the weightiest first; empty where
    its states are ranked one by one), and its ranking of the states, the best first."""

    name: str
    actor: str | None
    options: tuple[tuple[str, str], ...]
    wants: tuple[str, ...]
    ranking: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class EquilibriaAnswer:
    """The strategic view of a conflict.

    Attributes:
        title, source: of the model.
        decision_makers: who decides.
        players: who moves as one; the decision makers where there are no coalitions.
        states: all feasible states, in the order of their numbers.
        equilibria: for each concept the numbers of its equilibria.
        status_quo: the number of the state it starts from, where known.
        ways: how each equilibrium may come about from there.
        jumps: what coalitions could do from each equilibrium.
        wanted: what would make a state an equilibrium, where asked for.
    """

    title: str
    source: str
    decision_makers: tuple[Decider, ...]
    players: tuple[str, ...]
    states: tuple[State, ...]
    equilibria: dict[Concept, tuple[int, ...]]
    status_quo: int | None
    ways: tuple[Way, ...]
    jumps: tuple[Jump, ...]
    wanted: tuple[Wanted, ...]

    def state(self, number: int) -> State:
        """A state by its number."""
        return self.states[number - 1]


def equilibria(
    model: ConflictModel, wanted: int | None = None, concepts: Sequence[Concept] = CONCEPTS
) -> EquilibriaAnswer:
    """The states of a conflict, how stable they are, and why.

    Args:
        model: the conflict.
        wanted: the number of a state; says what each decision maker would have to want for it to be an equilibrium.
        concepts: by which concepts `wanted` is asked.

    Raises:
        InputError: the model has no feasible state or too many, its preferences do not fit, the status quo is not one state,
            or there is no such state as `wanted`.
    """
    graph = build(model)
    if wanted is not None and not 1 <= wanted <= graph.size:
        raise InputError(
            f"Expected the number of a state from 1 to {graph.size}, found {wanted}. "
            "The table of states lists them."
        )
    found = Stabilities(graph)
    each = {concept: found.equilibria(concept) for concept in CONCEPTS}
    any_ = sorted({state for states in each.values() for state in states})
    quo = _status_quo(graph)
    explained = set(any_) | ({quo} if quo is not None else set())
    if graph.size <= EXPLAINED:
        explained = set(range(graph.size))
    return EquilibriaAnswer(
        model.title,
        model.source,
        tuple(_decider(graph, number) for number in range(len(model.decision_makers))),
        tuple(map(graph.side_name, range(len(model.sides)))),
        tuple(_state(found, each, state, explained=state in explained) for state in range(graph.size)),
        {concept: tuple(state + 1 for state in states) for concept, states in each.items()},
        None if quo is None else quo + 1,
        () if quo is None else _ways(graph, quo, any_),
        tuple(
            Jump(state + 1, tuple(map(graph.side_name, jump.players)), jump.to + 1, _moves(graph, jump.path))
            for state in any_
            for jump in jumps(graph, state)
        ),
        () if wanted is None else tuple(_wanted(graph, wanted - 1, concept) for concept in concepts),
    )


def _status_quo(graph: Graph) -> int | None:
    if graph.model.status_quo is None:
        return None
    found = find_states(graph, graph.model.status_quo)
    if len(found) != 1:
        numbers = ", ".join(str(state + 1) for state in found[:10]) or "none"
        raise InputError(
            f"Expected one feasible state as status quo of {graph.model.title!r}, found {numbers} for "
            f"{str(graph.model.status_quo)!r}. Say of every option whether it is taken."
        )
    return found[0]


def _decider(graph: Graph, number: int) -> Decider:
    one = graph.model.decision_makers[number]
    worth = graph.worth[number]
    ranking = [
        tuple(state + 1 for state in range(graph.size) if worth[state] == value)
        for value in sorted(set(worth.tolist()), reverse=True)
    ]
    return Decider(
        one.name,
        one.actor,
        tuple((option.key, option.name) for option in one.options),
        _wants(one.preferences),
        tuple(ranking),
    )


def _wants(preferences: Preferences) -> tuple[str, ...]:
    match preferences:
        case Priorities(statements):
            return tuple(map(str, statements))
        case Weights(weighted):
            ordered = sorted(weighted, key=lambda one: -abs(one[1]))
            return tuple(f"{statement} ({weight:+g})" for statement, weight in ordered)
        case Ranking():
            return ()


def _state(found: Stabilities, each: dict[Concept, tuple[int, ...]], state: int, *, explained: bool) -> State:
    graph = found.graph
    pattern = graph.pattern(state)
    players = range(len(graph.moves))
    return State(
        state + 1,
        pattern,
        tuple(o.key for o, sign in zip(graph.model.options, pattern, strict=True) if sign == "Y"),
        graph.label(state),
        tuple(int((worth > worth[state]).sum()) + 1 for worth in graph.worth),
        tuple(
            tuple(concept for concept in CONCEPTS if found.stable[concept][player, state])
            for player in players
        ),
        tuple(concept for concept in CONCEPTS if state in each[concept]),
        tuple(
            _reason(found, player, state, concept)
            for player in (players if explained else ())
            for concept in CONCEPTS
        ),
    )


def _reason(found: Stabilities, player: int, state: int, concept: Concept) -> Reason:
    graph = found.graph
    gains = found.improvements(player, state, concept)
    stable = bool(found.stable[concept][player, state])
    return Reason(
        graph.side_name(player),
        concept,
        stable,
        tuple(Gain(gain.to + 1, _moves(graph, gain.answer)) for gain in gains),
        _words(graph, state, concept, gains, stable=stable),
    )


def _words(graph: Graph, state: int, concept: Concept, gains: Sequence[Improvement], *, stable: bool) -> str:
    if not gains:
        return "has no move to anything better"
    if not stable:
        free = next(gain for gain in gains if not gain.answer)
        return f"is better off in {free.to + 1}{_UNSPOILT[concept]}"
    said = [
        f"{gain.to + 1} would be better, but {_answer(graph, state, concept, gain.answer)}"
        for gain in gains[:3]
    ]
    return "; ".join(said) + (f"; and so with {len(gains) - 3} more" if len(gains) > 3 else "")


_UNSPOILT: dict[Concept, str] = {
    "nash": "",
    "gmr": ", and nothing the others can do would spoil it",
    "smr": ", and nothing the others can do would spoil it for good",
    "seq": ", and nothing the others would gain by would spoil it",
}


def _answer(graph: Graph, state: int, concept: Concept, path: Sequence[Step]) -> str:
    can = "would gain by answering" if concept == "seq" else "can answer"
    moves = [f"{graph.side_name(by)} {can} with {to + 1}" for by, to in path[:1]]
    moves += [f"{graph.side_name(by)} with {to + 1}" for by, to in path[1:]]
    final = " and leaves no way out" if concept == "smr" else ""
    return f"{', then '.join(moves)}, which is no better than {state + 1}{final}"


def _moves(graph: Graph, path: Sequence[Step]) -> tuple[Move, ...]:
    return tuple(Move(graph.side_name(by), to + 1) for by, to in path)


def _ways(graph: Graph, start: int, ends: Sequence[int]) -> tuple[Way, ...]:
    known = ways(graph, start)
    made = []
    for end in ends:
        if end == start:
            continue
        way = known.get(end)
        made.append(Way(end + 1, way.by, _moves(graph, way.path)) if way else Way(end + 1, "none", ()))
    return tuple(made)


def _wanted(graph: Graph, state: int, concept: Concept) -> Wanted:
    found = inverse(graph, state, concept)
    return Wanted(state + 1, concept, tuple(map(partial(_wish, graph, state), found.changes)), found.fewest)


def _wish(graph: Graph, state: int, change: Change) -> Wish:
    name = graph.model.decision_makers[change.decision_maker].name
    states = tuple(target + 1 for target in change.demoted)
    return Wish(
        name,
        states,
        tuple(tuple(target + 1 for target in one) for one in change.alternatives),
        change.complete,
        change.edits,
        f"{name} would have to like {listed([str(one) for one in states])} no better than {state + 1}",
    )
