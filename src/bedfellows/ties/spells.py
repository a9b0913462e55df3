"""For whom actors act, day by day, as a table: the roll-up of whole event feeds.

`bedfellows.ties.rollup` answers this for one actor on one day, with the claims of a case; here the registry's terms and parts
are cut into spells that do not overlap, so that millions of events can be rolled up by a join.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from bedfellows.actors import Registry
from bedfellows.actors.model import Lineage

if TYPE_CHECKING:
    import polars

Spell = tuple[str, str, date, date]
"""Who acts, for whom, from which day, to which day (both within)."""

_DAY = timedelta(days=1)
_MOST_STEPS = 4
_EARLIEST, _LATEST = date(1800, 1, 1), date(2200, 1, 1)


def acting_spells(registry: Registry, actors: Iterable[str]) -> list[Spell]:
    """The spells in which each actor acts for exactly one other, which itself acts for nobody.

    A person acts for what it leads, else for the state or group it is a member of (ministers, envoys, commanders); a government
    or organisation for what it is part of, else for the state it leads. Where that names several, the actor acts for itself. A
    state in an alliance is not rolled up: it keeps its own will.
    """
    found: list[Spell] = []
    for actor in actors:
        cuts = _cuts(registry, actor)
        for first, after in pairwise(cuts):
            whole = _top(registry, actor, first)
            if whole != actor:
                found.append((actor, whole, first, after - _DAY))
    return found


def spells_frame(spells: Iterable[Spell]) -> polars.DataFrame:
    """Spells as a frame with the columns actor, whole, first_day, last_day."""
    import polars as pl

    schema = {"actor": pl.String, "whole": pl.String, "first_day": pl.Date, "last_day": pl.Date}
    return pl.DataFrame(list(spells), schema=schema, orient="row")


def _cuts(registry: Registry, actor: str) -> list[date]:
    """The days on which something may change for an actor or those it acts for, in order."""
    days, queue, seen = {_EARLIEST, _LATEST}, [actor], set[str]()
    while queue and len(seen) < 50:
        current = queue.pop()
        seen.add(current)
        for line in _lines(registry, current):
            if line.valid_from:
                days.add(line.valid_from)
            if line.valid_to:
                days.add(line.valid_to + _DAY)
            if line.object not in seen:
                queue.append(line.object)
    return sorted(day for day in days if _EARLIEST <= day <= _LATEST)


def _top(registry: Registry, actor: str, on: date) -> str:
    current, seen = actor, {actor}
    for _ in range(_MOST_STEPS):
        wholes = _wholes(registry, current, on)
        if len(wholes) != 1 or wholes <= seen:
            break
        (current,) = wholes
        seen.add(current)
    return current


def _wholes(registry: Registry, actor: str, on: date) -> set[str]:
    held = [
        line for line in _lines(registry, actor) if (line.valid_from or on) <= on <= (line.valid_to or on)
    ]
    known = registry.get(actor)
    order = ("leads", "member-of") if known and known.kind == "person" else ("part-of", "leads")
    for kind in order:
        wholes = {line.object for line in held if line.kind == kind}
        if wholes:
            return wholes
    return set()


def _lines(registry: Registry, actor: str) -> Iterator[Lineage]:
    known = registry.get(actor)
    if known is None:
        return
    for line in registry.by_subject.get(actor, ()):
        whole = registry.get(line.object)
        if whole is None:
            continue
        if known.kind == "person":
            if line.kind in {"leads", "member-of"}:
                yield line
        elif known.kind in {"government", "organisation"} and line.kind in {"part-of", "leads"}:
            yield line
