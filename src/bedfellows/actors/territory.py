"""What land an actor has on a date: today's territories, carried back along state succession."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from bedfellows.actors.model import Actor
from bedfellows.actors.registry import Registry, valid_on
from bedfellows.actors.states import rows, when

EARLIEST = date(1946, 1, 1)
"""Before this day today's territories say too little about borders, and nothing is answered."""


def exists(actor: Actor, on: date) -> bool:
    """Is the day within the actor's own?"""
    return valid_on(actor.valid_from, actor.valid_to, on)


def common_day(registry: Registry, ids: tuple[str, ...], on: date | None) -> date | None:
    """The day a question is about: `on`, or else today, or else the last day all of them existed.

    None where one is unknown, they never all existed, one did not on the day, or the day is before `EARLIEST`.
    """
    actors = [registry.get(actor_id) for actor_id in ids]
    if None in actors:
        return None
    known = [actor for actor in actors if actor is not None]
    day = on or min([date.today(), *(actor.valid_to for actor in known if actor.valid_to)])
    return day if day >= EARLIEST and all(exists(actor, day) for actor in known) else None


def units(registry: Registry, actor_id: str, on: date) -> frozenset[str]:
    """The territories, by ISO 3166 code or own id, that an actor had: its own, and those of what later followed or left it.

    In 1980 the USSR had the fifteen republics', Sudan had South Sudan's. A region has those of the states that are part of it, or
    its own. Empty for organisations, groups and people, and where no outline is known.
    """
    return frozenset(_units(registry, actor_id, on, frozenset()))


def _units(registry: Registry, actor_id: str, on: date, seen: frozenset[str]) -> set[str]:
    actor = registry.get(actor_id)
    if actor is None or actor_id in seen or actor.kind not in {"state", "region"}:
        return set()
    seen |= {actor_id}
    found = {actor.codes["iso3"]} & known_codes() if "iso3" in actor.codes else set()
    if actor.kind == "region" and actor_id in own_outlines():
        found.add(actor_id)
    for line in registry.by_object.get(actor_id, ()):
        other = registry.get(line.subject)
        if other is None:
            continue
        if (
            actor.kind == "region" and line.kind == "part-of" and valid_on(line.valid_from, line.valid_to, on)
        ) or (
            actor.kind == other.kind == "state"
            and line.kind in {"successor-of", "splinter-of"}
            and other.valid_from is not None
            and other.valid_from > on
        ):
            found |= _units(registry, line.subject, on, seen)
    return found


@cache
def own_outlines() -> Mapping[str, tuple[tuple[tuple[float, float], ...], ...]]:
    """The rings of our own table: (longitude, latitude) by territory."""
    found: dict[str, list[tuple[tuple[float, float], ...]]] = {}
    for row in rows("outlines.csv"):
        ring = tuple((float(x), float(y)) for x, y in (point.split() for point in row["ring"].split("|")))
        found.setdefault(row["territory"], []).append(ring)
    return {territory: tuple(rings) for territory, rings in found.items()}


@cache
def known_codes() -> frozenset[str]:
    """The ISO codes that stand for a territory of today."""
    from countryinfo import all_countries

    codes = {str(country.iso(3)) for country in all_countries() if country.iso(3)}
    return frozenset(codes - {"SCG", "ANT"}) | {"XKX"}


@cache
def adjacent() -> frozenset[frozenset[str]]:
    """Pairs of today's territories with a common land border: countryinfo's, either side counting, with our corrections."""
    from countryinfo import all_countries

    codes = known_codes()
    pairs: set[frozenset[str]] = set()
    for country in all_countries():
        code = country.iso(3)
        if code in codes:
            pairs.update(
                frozenset((str(code), other))
                for other in country.borders()
                if other in codes and other != code
            )
    for row in rows("border_corrections.csv"):
        pair = frozenset((row["a"], row["b"]))
        (pairs.add if row["borders"] == "yes" else pairs.discard)(pair)
    return frozenset(pairs)


@cache
def listed_borders() -> Mapping[str, tuple[tuple[frozenset[str], date | None, date | None], ...]]:
    """Neighbours, first and last day, of the actors whose borders are listed one by one."""
    found: dict[str, list[tuple[frozenset[str], date | None, date | None]]] = {}
    for row in rows("former_borders.csv"):
        entry = (frozenset(row["neighbours"].split("|")), when(row["from"]), when(row["to"]))
        found.setdefault(row["a"], []).append(entry)
    return {actor_id: tuple(entries) for actor_id, entries in found.items()}


def listed_on(actor_id: str, on: date) -> frozenset[str] | None:
    """The listed neighbours of an actor on a date; None where its borders follow from its territories."""
    for neighbours, first, last in listed_borders().get(actor_id, ()):
        if valid_on(first, last, on):
            return neighbours
    return None
