"""Building the registry from the package's tables and the files that users add."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import cast

from bedfellows.actors.actors_file import ActorList, read_actors
from bedfellows.actors.leaders import load_leaders
from bedfellows.actors.model import Actor, Lineage, LineageKind
from bedfellows.actors.registry import Registry
from bedfellows.actors.states import load_states, rows, when
from bedfellows.errors import RegistryError

_LISTS = (
    "organisations.toml",
    "regional_organisations.toml",
    "peace_operations.toml",
    "regions.toml",
    "peoples.toml",
    "groups_asia.toml",
    "groups_middle_east.toml",
    "groups_africa.toml",
    "groups_west.toml",
)


def load_registry(extra: Sequence[Path] = ()) -> Registry:
    """The package's actors, with those of the user's TOML files added in order.

    Without `extra` the same registry is given each time. Raises RegistryError, naming file, entry and field, where a file does not
    follow the format (see `bedfellows.actors.actors_file`), redefines a known actor, or points to an unknown one.
    """
    base = _packaged()
    for path in extra:
        base = _with_list(base, Path(path), read_actors(Path(path)))
    return base


@lru_cache(maxsize=1)
def _packaged() -> Registry:
    states, roles = load_states()
    lineage = [*_state_lineage(), *_memberships(), *_regions()]
    registry = Registry(states, tuple(lineage), roles)
    data = resources.files("bedfellows.actors").joinpath("data")
    for name in _LISTS:
        with resources.as_file(data.joinpath(name)) as path:
            registry = _merged(registry, read_actors(path))
    leaders, terms = load_leaders()
    return registry.with_actors(leaders, terms)


def _with_list(base: Registry, path: Path, found: ActorList) -> Registry:
    for number, actor_id in enumerate(found.actors, 1):
        if actor_id in base.actors:
            raise RegistryError(
                f"{path}: actor {number} ({actor_id}): field 'id': this actor is already registered as "
                f"'{base.actors[actor_id].name}'; add names to it with [[extend]], or choose another id"
            )
    known = base.actors.keys() | found.actors.keys()
    for number, (actor_id, _, _) in enumerate(found.extensions, 1):
        if actor_id not in known:
            raise RegistryError(
                f"{path}: extend {number} ({actor_id}): field 'id': no such actor; add it with [[actor]]"
            )
    for line in found.lineage:
        for key, actor_id in (("subject", line.subject), ("object", line.object)):
            if actor_id not in known:
                raise RegistryError(
                    f"{path}: {line.subject} {line.kind} {line.object}: field '{key}': no actor has the id '{actor_id}'"
                )
    return _merged(base, found)


def _merged(base: Registry, found: ActorList) -> Registry:
    actors: dict[str, Actor] = {**base.actors, **found.actors}
    for actor_id, aliases, codes in found.extensions:
        actor = actors[actor_id]
        actors[actor_id] = replace(actor, aliases=(*actor.aliases, *aliases), codes={**actor.codes, **codes})
    return Registry(actors, (*base.lineage, *found.lineage), {**base.roles, **found.roles})


def _state_lineage() -> Iterator[Lineage]:
    source = "Gleditsch & Ward 1999; Correlates of War State System 2016"
    for row in rows("state_lineage.csv"):
        yield Lineage(
            row["subject"], cast(LineageKind, row["kind"]), row["object"], when(row["from"]), None, source
        )


def _memberships() -> Iterable[Lineage]:
    for row in rows("memberships.csv"):
        first, last = when(row["from"]), when(row["to"])
        for member in row["members"].split("|"):
            yield Lineage(
                member, "member-of", row["organisation"], first, last, "the organisation's list of members"
            )


def _regions() -> Iterator[Lineage]:
    for row in rows("region_states.csv"):
        first, last = when(row["from"]), when(row["to"])
        for state in row["states"].split("|"):
            yield Lineage(state, "part-of", row["region"], first, last, "regions.toml")


def unknown_ids(registry: Registry) -> Mapping[str, Lineage]:
    """Ids that lineage names and no actor has, with one fact that names each: empty for a sound registry."""
    return {
        actor_id: line
        for line in registry.lineage
        for actor_id in (line.subject, line.object)
        if actor_id not in registry.actors
    }
