"""Who follows, broke away from, belongs to and leads whom, on a date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bedfellows.actors.model import Lineage
from bedfellows.actors.period import Period, period
from bedfellows.actors.registry import Registry


def successors(registry: Registry, actor_id: str) -> tuple[str, ...]:
    """Ids of the actors that follow this one: the USSR's are the fifteen republics."""
    return _ids(line.subject for line in registry.by_object.get(actor_id, ()) if line.kind == "successor-of")


def predecessors(registry: Registry, actor_id: str) -> tuple[str, ...]:
    """Ids of the actors that this one follows."""
    return _ids(line.object for line in registry.by_subject.get(actor_id, ()) if line.kind == "successor-of")


def splinters(registry: Registry, actor_id: str) -> tuple[str, ...]:
    """Ids of the groups that broke away from this one, and of the states that seceded from it."""
    return _ids(line.subject for line in registry.by_object.get(actor_id, ()) if line.kind == "splinter-of")


def parent(registry: Registry, actor_id: str, on: date | int | None = None) -> str | None:
    """Id of what the actor is part of (a region's state, a body's organisation), else of what it broke away from; None where neither.

    A branch of a group is a member of it: ask `memberships`.
    """
    when = period(on)
    actor = registry.get(actor_id)
    is_state = actor is not None and actor.kind == "state"
    for kind in ("splinter-of",) if is_state else ("part-of", "splinter-of"):
        for line in registry.by_subject.get(actor_id, ()):
            if line.kind == kind and (kind == "splinter-of" or _held(line, when)):
                return line.object
    return None


def members(registry: Registry, organisation_id: str, on: date | int | None = None) -> tuple[str, ...]:
    """Ids of the members of an organisation or group on a date; without one, those who never left."""
    when = period(on)
    return _ids(
        line.subject
        for line in registry.by_object.get(organisation_id, ())
        if line.kind == "member-of" and _held(line, when)
    )


def memberships(registry: Registry, actor_id: str, on: date | int | None = None) -> tuple[str, ...]:
    """Ids of what an actor is a member of on a date; without one, what it never left."""
    when = period(on)
    return _ids(
        line.object
        for line in registry.by_subject.get(actor_id, ())
        if line.kind == "member-of" and _held(line, when)
    )


def leaders(registry: Registry, actor_id: str, on: date | int | None = None) -> tuple[str, ...]:
    """Ids of those who lead a state, group or organisation on a date; without one, those whose term has no end yet."""
    when = period(on)
    return _ids(
        line.subject
        for line in registry.by_object.get(actor_id, ())
        if line.kind == "leads" and _held(line, when)
    )


def leads(registry: Registry, actor_id: str, on: date | int | None = None) -> tuple[str, ...]:
    """Ids of what a person, state or group leads on a date; without one, what it leads with no end yet."""
    when = period(on)
    return _ids(
        line.object
        for line in registry.by_subject.get(actor_id, ())
        if line.kind == "leads" and _held(line, when)
    )


def _held(line: Lineage, when: Period | None) -> bool:
    if when is None:
        return line.valid_to is None
    return (line.valid_from is None or line.valid_from <= when.last) and (
        line.valid_to is None or when.first <= line.valid_to
    )


def _ids(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
