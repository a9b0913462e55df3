"""The registry: every known actor, its names and its lineage, with the look-ups that everything else is built on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType

from bedfellows.actors.model import Actor, Alias, Lineage
from bedfellows.actors.names import cased, folded, spellings

Roles = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A name in the index: the alias, who goes by it, its spelling with capitals, and the role it plays, if any."""

    alias: Alias
    actor: Actor
    cased: str
    role: str | None


@dataclass(frozen=True, eq=False)
class Registry:
    """Actors by id with their lineage. Frozen: `with_actors` gives a new one."""

    actors: Mapping[str, Actor]
    lineage: tuple[Lineage, ...] = ()
    roles: Roles = field(default_factory=dict)  # (actor id, folded alias) -> role, for aliases of kind "body"

    def __post_init__(self) -> None:
        object.__setattr__(self, "actors", MappingProxyType(dict(self.actors)))

    def get(self, actor_id: str) -> Actor | None:
        """The actor with this id, or None."""
        return self.actors.get(actor_id)

    def names(self) -> Iterator[tuple[Alias, Actor]]:
        """Every name of every actor, in every spelling a text may use, the main name first."""
        for actor in self.actors.values():
            seen: set[tuple[str, bool, date | None, date | None]] = set()
            for alias in actor_names(actor):
                for text in spellings(alias.text):
                    key = (
                        text if alias.case_sensitive else text.casefold(),
                        alias.case_sensitive,
                        alias.valid_from,
                        alias.valid_to,
                    )
                    if key not in seen:
                        seen.add(key)
                        yield (alias if text == alias.text else replace(alias, text=text)), actor

    def with_actors(self, actors: Iterable[Actor], lineage: Iterable[Lineage] = ()) -> Registry:
        """A registry with these added; an actor whose id is known replaces the known one."""
        merged = dict(self.actors)
        merged.update((actor.id, actor) for actor in actors)
        known = set(self.lineage)
        return Registry(merged, (*self.lineage, *(line for line in lineage if line not in known)), self.roles)

    @cached_property
    def index(self) -> Mapping[str, tuple[Entry, ...]]:
        """Folded name to the entries that go by it."""
        found: dict[str, list[Entry]] = {}
        for actor in self.actors.values():
            seen: set[tuple[str, date | None, date | None]] = set()
            for alias in actor_names(actor):
                spelled = cased(alias.text)
                name = spelled.casefold()
                key = (spelled if alias.case_sensitive else name, alias.valid_from, alias.valid_to)
                if not name or key in seen:
                    continue
                seen.add(key)
                found.setdefault(name, []).append(
                    Entry(alias, actor, spelled, self.roles.get((actor.id, name)))
                )
        return {name: tuple(entries) for name, entries in found.items()}

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The folded words that names are made of."""
        return frozenset(word for name in self.index for word in name.split())

    @cached_property
    def by_subject(self) -> Mapping[str, tuple[Lineage, ...]]:
        """Lineage by its subject."""
        return _grouped(self.lineage, subject=True)

    @cached_property
    def by_object(self) -> Mapping[str, tuple[Lineage, ...]]:
        """Lineage by its object."""
        return _grouped(self.lineage, subject=False)


def actor_names(actor: Actor) -> Iterator[Alias]:
    """The actor's main name as an alias, then its aliases. An alias equal to the name says how the name is matched."""
    if not any(alias.text == actor.name and alias.kind == "name" for alias in actor.aliases):
        yield Alias(actor.name, "name")
    yield from actor.aliases


def valid_on(valid_from: date | None, valid_to: date | None, on: date) -> bool:
    """Does an interval with open or closed ends cover the day?"""
    return (valid_from is None or valid_from <= on) and (valid_to is None or on <= valid_to)


def folded_role(actor_id: str, text: str) -> tuple[str, str]:
    """The key of `Registry.roles` for an alias."""
    return actor_id, folded(text)


def _grouped(lineage: tuple[Lineage, ...], *, subject: bool) -> Mapping[str, tuple[Lineage, ...]]:
    found: dict[str, list[Lineage]] = {}
    for line in lineage:
        found.setdefault(line.subject if subject else line.object, []).append(line)
    return {key: tuple(lines) for key, lines in found.items()}
