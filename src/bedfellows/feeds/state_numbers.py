"""State numbers, of the Correlates of War and of Gleditsch and Ward, to the actors that held them on a date.

Most numbers are codes of one actor of the registry. Those that states handed on (365 is the USSR until 25 December 1991, then
Russia), and those of states that the registry lacks, are in `data/state_numbers.csv`, which names its sources.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Literal

from bedfellows.actors import Registry
from bedfellows.feeds.feed import Code, Coded, Coder
from bedfellows.feeds.mapping import registered, unregistered

System = Literal["cow", "gw"]


@dataclass(frozen=True, slots=True)
class Holder:
    """A state that held a number from one day to another; `actor` is None where the registry does not have it."""

    number: int
    actor: str | None
    name: str
    first: date | None
    last: date | None


@cache
def holders(system: System) -> tuple[Holder, ...]:
    """The numbers of `data/state_numbers.csv` in this system."""
    import csv
    from importlib import resources

    text = (
        resources.files("bedfellows.feeds").joinpath("data", "state_numbers.csv").read_text(encoding="utf-8")
    )
    rows = csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(
        Holder(int(row["number"]), row["actor"] or None, row["name"], _day(row["from"]), _day(row["to"]))
        for row in rows
        if system in row["system"].split()
    )


@cache
def holders_table(system: System) -> str:
    """The holders as a table expression for a feed's SQL, with the columns number, first, last, who."""
    rows = ", ".join(
        f"({one.number}, {_sql(one.first)}, {_sql(one.last)}, '{one.name}')" for one in holders(system)
    )
    return f"(SELECT * FROM (VALUES {rows}) AS listed(number, first, last, who))"


def state_coder(system: System) -> Callable[[Registry], Coder]:
    """A coder for numbers of this system: `Code.name` is the holder's name where `holders_table` was joined, or else the file's name."""

    def make(registry: Registry) -> Coder:
        find = state_finder(system, registry)

        @lru_cache(maxsize=20_000)
        def coded(code: Code) -> Coded:
            return find(code.code, code.name)

        return coded

    return make


def state_finder(system: System, registry: Registry) -> Callable[[str | None, str | None], Coded]:
    """The function from a number, and the name of its holder where it had several, to the actor."""
    bearers = {
        actor.codes[system]: Coded(actor.id, actor.name, actor.kind)
        for actor in registry.actors.values()
        if system in actor.codes
    }
    by_name = {(one.number, one.name): one for one in holders(system)}
    alone = {one.number: one for one in holders(system) if one.first is None and one.last is None}

    def find(number: str | None, name: str | None) -> Coded:
        text = (number or "").strip()
        if not text.isdigit():
            return unregistered(name or "", "state", registry)
        holder = by_name.get((int(text), name or "")) or alone.get(int(text))
        if holder is not None:
            return registered(holder.actor, registry) or unregistered(holder.name, "state", registry)
        return bearers.get(text) or unregistered(name or f"{system} {text}", "state", registry)

    return find


def holder_on(system: System, number: int, day: date) -> str | None:
    """The name of who held a number on a day; None where the table does not list it."""
    for one in holders(system):
        if one.number == number and (one.first or day) <= day <= (one.last or day):
            return one.name
    return None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _sql(day: date | None) -> str:
    return f"DATE '{day.isoformat()}'" if day else "NULL::DATE"
