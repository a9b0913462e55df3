"""Who exists: states, organisations, armed groups, people and regions, their names, their lineage and where they lie."""

from bedfellows.actors.geography import borders, capital_distance_km, distance_km, neighbours
from bedfellows.actors.leaders import leaders_from_archigos
from bedfellows.actors.lineage import (
    leaders,
    leads,
    members,
    memberships,
    parent,
    predecessors,
    splinters,
    successors,
)
from bedfellows.actors.loading import load_registry
from bedfellows.actors.model import Actor, Alias, Candidate, Lineage, Resolution
from bedfellows.actors.registry import Registry
from bedfellows.actors.resolving import resolve
from bedfellows.actors.unregistered import new_actor

__all__ = [
    "Actor",
    "Alias",
    "Candidate",
    "Lineage",
    "Registry",
    "Resolution",
    "borders",
    "capital_distance_km",
    "distance_km",
    "leaders",
    "leaders_from_archigos",
    "leads",
    "load_registry",
    "members",
    "memberships",
    "neighbours",
    "new_actor",
    "parent",
    "predecessors",
    "resolve",
    "splinters",
    "successors",
]
