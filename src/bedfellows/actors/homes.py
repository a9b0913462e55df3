"""Where actors are at home: whether a place that a text puts with a name ("al-Shabaab (Mozambique)") speaks against an actor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from bedfellows.actors.model import Actor, Candidate
from bedfellows.actors.registry import Registry
from bedfellows.actors.states import rows


@cache
def homes() -> Mapping[str, frozenset[str]]:
    """Ids of armed groups to the ids of the states in which they are based or have fought."""
    return {row["actor"]: frozenset(row["states"].split("|")) for row in rows("homes.csv")}


def places(candidates: Iterable[Candidate], registry: Registry) -> frozenset[str]:
    """Ids of the states that a name may mean, or that the regions it may mean lie in or are made of."""
    found: set[str] = set()
    for candidate in candidates:
        if candidate.actor.kind == "region":
            found |= {candidate.actor.id} | _around(candidate.actor, registry)
        elif candidate.actor.kind == "state" and candidate.role in {None, "government"}:
            found.add(candidate.actor.id)
    return frozenset(found)


def at_home(actor: Actor, where: frozenset[str], registry: Registry) -> bool:
    """May the actor be meant by a name that is put with these places? True also where nothing is known of where it is."""
    if actor.id in where:
        return True
    match actor.kind:
        case "armed-group":
            known = homes().get(actor.id, frozenset())
        case "person":
            known = _served(actor, registry)
        case "region":
            known = _around(actor, registry)
        case "state":
            known = _succession(actor, registry)
        case _:
            return True
    return not known or bool(known & where)


def _succession(state: Actor, registry: Registry) -> frozenset[str]:
    lines = (*registry.by_subject.get(state.id, ()), *registry.by_object.get(state.id, ()))
    followed = {
        actor_id for line in lines if line.kind == "successor-of" for actor_id in (line.subject, line.object)
    }
    return frozenset({state.id, *followed})


def _around(region: Actor, registry: Registry) -> frozenset[str]:
    lines = (*registry.by_subject.get(region.id, ()), *registry.by_object.get(region.id, ()))
    near = {actor_id for line in lines if line.kind == "part-of" for actor_id in (line.subject, line.object)}
    return frozenset(actor_id for actor_id in near if registry.actors[actor_id].kind == "state")


def _served(person: Actor, registry: Registry) -> frozenset[str]:
    """The states that a person led or served, and the homes of their groups."""
    found: set[str] = set()
    for line in registry.by_subject.get(person.id, ()):
        other = registry.actors[line.object]
        found |= {other.id} if other.kind == "state" else homes().get(other.id, frozenset())
    return frozenset(found)
