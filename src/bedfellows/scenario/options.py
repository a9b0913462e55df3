"""A strategic conflict in option form: who decides, what each can do, what cannot be, and what each wants.

The option form is Howard's (1971), as the Graph Model for Conflict Resolution has it (Fang, Hipel and Kilgour 1993,
"Interactive Decision Making: The Graph Model"). An option is taken or not; what is taken by everybody is a state.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from bedfellows.scenario.statements import Statement

Moves = Literal["both", "take", "drop"]
"""How an option may change: either way, only from not taken to taken, or only from taken to not taken."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something a decision maker can do. `key` stands for it in statements."""

    key: str
    name: str
    moves: Moves = "both"


@dataclass(frozen=True, slots=True)
class Priorities:
    """Option prioritising: what is wanted, the most important first. The statement at place j of k counts 2^(k-j), so that
    one outweighs all that follow it."""

    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """What is wanted and how much; a state is worth the sum of what holds in it."""

    statements: tuple[tuple[Statement, float], ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Direct ranking: groups of states, the best first; those of a group are liked equally.

    A member is the number of a state, or a statement: all states in which it holds that are not ranked yet.
    """

    groups: tuple[tuple[int | Statement, ...], ...]


Preferences = Priorities | Weights | Ranking


@dataclass(frozen=True, slots=True)
class DecisionMaker:
    """One who decides: its options and what it wants. `actor` is the id of an actor, where it is one."""

    name: str
    options: tuple[Option, ...]
    preferences: Preferences
    actor: str | None = None


@dataclass(frozen=True)
class ConflictModel:
    """A conflict in option form.

    Attributes:
        title: what it is about.
        decision_makers: who decides, each with options of its own.
        infeasible: states in which any of these holds cannot be.
        same: states in which one of these holds count as one state.
        players: who acts as one: indices of decision makers. A coalition improves where all its members do.
        status_quo: the state it starts from, where given.
        source: where the model is from.
        order: the keys of all options in the order that numbers the states; by default that of the decision makers.
    """

    title: str
    decision_makers: tuple[DecisionMaker, ...]
    infeasible: tuple[Statement, ...] = ()
    same: tuple[Statement, ...] = ()
    players: tuple[tuple[int, ...], ...] = ()
    status_quo: Statement | None = None
    source: str = ""
    order: tuple[str, ...] = ()

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """All options, in the order that numbers the states."""
        every = tuple(option for one in self.decision_makers for option in one.options)
        return tuple(sorted(every, key=lambda option: self.order.index(option.key))) if self.order else every

    @property
    def sides(self) -> tuple[tuple[int, ...], ...]:
        """The players: the coalitions named, or every decision maker alone."""
        return self.players or tuple((number,) for number in range(len(self.decision_makers)))
