"""Why the odds of a dyad are what they are: what the record says, in words, each with the events that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bedfellows.forecast.dyad_features import Group
from bedfellows.forecast.dyad_history import (
    EVENTS,
    QUADS,
    DyadHistory,
    Target,
    day_of,
    event_values,
    number_of,
)
from bedfellows.ties.wording import counted

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

_CITED = 5  # events under one reason, the latest
_SHARED = 3  # third parties that are named
_MONTH, _HALF_YEAR = 30, 182


@dataclass(frozen=True, slots=True)
class Reason:
    """One kind of reason: what it adds to the log odds, in words, and the latest of the events behind it, of so many in all."""

    kind: str
    shift: float
    words: str
    events: int
    evidence: tuple[str, ...]


def reasons_for(
    connection: DuckDBPyConnection,
    history: DyadHistory,
    target: Target,
    pair: tuple[str, str],
    shifts: Mapping[Group, float],
    name: Callable[[str], str],
) -> tuple[Reason, ...]:
    """The reasons of a forecast, the weightiest first. `name` gives the display name of an actor."""
    told = _Told(connection, history, target, pair, name)
    makers: dict[Group, Callable[[], tuple[str, int, Sequence[str]]]] = {
        "record": told.record,
        "recency": told.recency,
        "trend": told.trend,
        "other classes": told.other_classes,
        "actors": told.actors,
        "third parties": told.third_parties,
    }
    found = []
    for kind, shift in sorted(shifts.items(), key=lambda one: -abs(one[1])):
        words, events, evidence = makers[kind]()
        found.append(Reason(kind, shift, words, events, tuple(evidence)))
    return tuple(found)


class _Told:
    """The record of one dyad, in words."""

    def __init__(
        self,
        connection: DuckDBPyConnection,
        history: DyadHistory,
        target: Target,
        pair: tuple[str, str],
        name: Callable[[str], str],
    ) -> None:
        self._connection = connection
        self._history = history
        self._target = target
        self._a, self._b = pair
        self._name = name
        self._end = number_of(history.as_of)
        place = history.place(*pair)
        self._rows = history.dyad == (-1 if place is None else place)

    def record(self) -> tuple[str, int, Sequence[str]]:
        rows = self._rows & self._history.chosen(self._target)
        events = int(self._history.events[rows].sum())
        days = len(set(self._history.day[rows].tolist()))
        words = f"{counted(events, 'event')} of {self._target.words} on {counted(days, 'day')} since {day_of(self._history.first)}"
        return words, events, self._cited(self._wanted())

    def recency(self) -> tuple[str, int, Sequence[str]]:
        rows = self._rows & self._history.chosen(self._target)
        days = self._history.day[rows]
        if not len(days):
            return f"no {self._target.words} since {day_of(self._history.first)}", 0, ()
        last = int(days.max())
        ago = self._end - last
        recent = int(self._history.events[rows][days > self._end - _MONTH].sum())
        words = f"last on {day_of(last)}, {_ago(ago)}; {counted(recent, 'event')} in the last {_MONTH} days"
        return words, recent, self._cited(self._wanted(), 1)

    def trend(self) -> tuple[str, int, Sequence[str]]:
        rows = self._rows & self._history.chosen(self._target)
        days, events = self._history.day[rows], self._history.events[rows]
        span = min(_HALF_YEAR, max(self._end - self._history.first + 1, 1))
        recent = int(events[days > self._end - 14].sum())
        longer = int(events[days > self._end - span].sum())
        words = (
            f"{recent / 2:.1f} a week in the last two weeks, {longer * 7 / span:.1f} a week in the last {span} days; "
            "and how much there is of it in the world at present"
        )
        return words, recent, self._cited(self._wanted(), min(recent, _CITED)) if recent else ()

    def other_classes(self) -> tuple[str, int, Sequence[str]]:
        rows = self._rows & ~self._history.chosen(self._target) & (self._history.day > self._end - _MONTH)
        parts = []
        for quad in QUADS:
            number = int(self._history.events[rows & (self._history.quad == quad.number)].sum())
            if number:
                parts.append(f"{number} of {quad.key.replace('-', ' ')}")
        total = int(self._history.events[rows].sum())
        words = f"in the last {_MONTH} days {', '.join(parts) or 'nothing'} between the two"
        other = f"NOT ({self._wanted()})"
        return words, total, self._cited(other, min(total, _CITED)) if total else ()

    def actors(self) -> tuple[str, int, Sequence[str]]:
        rows = self._history.chosen(self._target) & (self._history.day > self._end - _MONTH) & ~self._rows
        parts, total = [], 0
        for actor in (self._a, self._b):
            number = int(self._history.events[rows & self._with(actor)].sum())
            parts.append(f"{self._name(actor)} {number}")
            total += number
        words = f"{self._target.words} with others in the last {_MONTH} days: {', '.join(parts)}"
        return words, total, self._cited_of(self._wanted(), min(total, _CITED)) if total else ()

    def third_parties(self) -> tuple[str, int, Sequence[str]]:
        parts: list[str] = []
        evidence: list[str] = []
        total = 0
        for words, quads in (("conflict", (3, 4)), ("cooperation", (1, 2))):
            shared = self._shared(quads)
            if shared:
                named = ", ".join(
                    f"{self._name(actor)} ({one} and {other})" for actor, one, other in shared[:_SHARED]
                )
                parts.append(f"both had {words} with {named}")
                total += sum(one + other for _, one, other in shared)
                for actor, _, _ in shared[:2]:
                    for side in (self._a, self._b):
                        evidence += self._latest(side, actor, quads)
        words = (
            f"in the last {_MONTH} days {'; '.join(parts)}"
            if parts
            else "nobody that both dealt with of late"
        )
        return words, total, tuple(dict.fromkeys(evidence))

    def _shared(self, quads: tuple[int, ...]) -> list[tuple[str, int, int]]:
        """Third parties that both had events of these classes with, and how many, the most in common first."""
        import numpy as np

        rows = np.isin(self._history.quad, quads) & (self._history.day > self._end - _MONTH)
        found = []
        partners = [self._partners(actor, rows) for actor in (self._a, self._b)]
        for actor in partners[0].keys() & partners[1].keys() - {self._a, self._b}:
            found.append((actor, partners[0][actor], partners[1][actor]))
        return sorted(found, key=lambda one: (-min(one[1:]), -sum(one[1:]), one[0]))

    def _partners(self, actor: str, rows: NDArray[np.bool_]) -> dict[str, int]:
        history = self._history
        chosen = rows & self._with(actor)
        found: dict[str, int] = {}
        pairs = history.pair[history.dyad[chosen]].tolist()
        for (one, other), events in zip(pairs, history.events[chosen].tolist(), strict=True):
            partner = history.actors[other] if history.actors[one] == actor else history.actors[one]
            found[partner] = found.get(partner, 0) + events
        return found

    def _with(self, actor: str) -> NDArray[np.bool_]:
        """The rows that an actor is part of."""
        import numpy as np

        history = self._history
        place = history.actors.index(actor) if actor in history.actors else -1
        member: NDArray[np.bool_] = np.any(history.pair == place, axis=1)[history.dyad]
        return member

    # The events themselves

    def _wanted(self) -> str:
        if self._target.kind == "plover":
            return "plover = $type"
        return "quad = $quad"

    def _cited(self, condition: str, number: int = _CITED) -> tuple[str, ...]:
        between = "subject = $a AND object = $b"
        if not self._history.directed:
            between = f"({between} OR subject = $b AND object = $a)"
        return self._found(f"{between} AND {condition}", number)

    def _cited_of(self, condition: str, number: int) -> tuple[str, ...]:
        either = (
            "(subject IN ($a, $b) OR object IN ($a, $b)) AND NOT (subject IN ($a, $b) AND object IN ($a, $b))"
        )
        return self._found(f"{either} AND subject <> object AND {condition}", number)

    def _latest(self, one: str, other: str, quads: tuple[int, ...]) -> tuple[str, ...]:
        found = self._connection.execute(
            f"SELECT id FROM {EVENTS} WHERE day <= $as_of::DATE AND quad IN (SELECT unnest($among)) AND "  # noqa: S608 - own words
            "(subject = $one AND object = $other OR subject = $other AND object = $one) ORDER BY day DESC, id LIMIT 1",
            {**event_values(self._history.as_of), "among": list(quads), "one": one, "other": other},
        ).fetchall()
        return tuple(str(one) for (one,) in found)

    def _found(self, condition: str, number: int) -> tuple[str, ...]:
        values: dict[str, object] = {
            **event_values(self._history.as_of),
            "a": self._a,
            "b": self._b,
            "number": number,
        }
        if "$type" in condition:
            values["type"] = self._target.key
        if "$quad" in condition:
            values["quad"] = self._target.quad
        found = self._connection.execute(
            f"SELECT id FROM {EVENTS} WHERE day <= $as_of::DATE AND {condition} "  # noqa: S608 - own words
            "ORDER BY day DESC, id LIMIT $number",
            values,
        ).fetchall()
        return tuple(str(one) for (one,) in found)


def events_in(
    connection: DuckDBPyConnection,
    target: Target,
    pair: tuple[str, str],
    first: date,
    last: date,
    as_of: date,
    *,
    directed: bool,
) -> list[tuple[str, date]]:
    """The ids and days of a dyad's events of a target between two days, as they were known at the end of `as_of`; in order."""
    between = "subject = $a AND object = $b"
    if not directed:
        between = f"({between} OR subject = $b AND object = $a)"
    condition = "quad = $what::UTINYINT" if target.kind == "quad" else "plover = $what"
    return connection.execute(
        f"SELECT id, day FROM {EVENTS} WHERE {between} AND {condition} "  # noqa: S608 - own words
        "AND day BETWEEN $first AND $last ORDER BY day, id",
        {
            "a": pair[0],
            "b": pair[1],
            "what": str(target.quad) if target.kind == "quad" else target.key,
            "first": first,
            "last": last,
            **event_values(as_of),
        },
    ).fetchall()


def _ago(days: int) -> str:
    return f"{counted(days, 'day')} before the day of asking" if days else "the day of asking"
