"""An open case: its dossier as of a day, and whom its names mean."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Self

from bedfellows.actors import Actor, Registry, Resolution
from bedfellows.actors import resolve as resolve_name
from bedfellows.api.days import Day, day
from bedfellows.case import CaseStore
from bedfellows.case.connection import duckdb_errors
from bedfellows.case.records import Claim, NewActor
from bedfellows.errors import UnknownActorError
from bedfellows.ties.dossier import Dossier, open_dossier, with_case_actors
from bedfellows.ties.naming import find_actor


class OpenCase:
    """A case by its file, which is only open while something is read from or written to it."""

    def __init__(
        self, path: Path, registry: Registry, *, create: bool = False, on: date | None = None
    ) -> None:
        self.path = path
        self.registry = registry
        self._create = create
        self._on = on
        self._loaded: dict[tuple[date | None, int, int], Dossier] = {}
        self._known: tuple[tuple[int, int], Registry] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._loaded.clear()

    def __repr__(self) -> str:
        if not self.path.exists():
            return f"Case({str(self.path)!r}, empty)"
        scope = self.dossier(None).scope
        return f"Case({str(self.path)!r}, {scope.sources} sources, {scope.claims} claims)"

    def at(self, on: Day) -> Self:
        """The same case with its claims judged on another day, by all that is known now: hindsight, not as-of."""
        return type(self)(self.path, self.registry, on=day(on))

    def resolve(self, name: str, on: Day | int | None = None) -> Resolution:
        """The actor that a name means on a day, or ranked candidates with reasons."""
        return resolve_name(name, on if isinstance(on, int) else day(on), self.actors)

    def actor(self, name: str, on: Day | None = None) -> Actor:
        """The actor that a name means in this case.

        Raises:
            UnknownActorError: the name fits no actor, or several; the message lists the nearest.
        """
        if not self.path.exists() and self._create:
            return find_actor(_Loaded(()), self.registry, name, day(on))
        with CaseStore.open(self.path) as store:
            return find_actor(store, self._everybody(store), name, day(on))

    @property
    def actors(self) -> Registry:
        """The registry with the actors that only this case knows."""
        if not self.path.exists() and self._create:
            return self.registry
        with CaseStore.open(self.path) as store:
            return self._everybody(store)

    def _party(self, name: str) -> str:
        return self._parties(name)[0]

    def _parties(self, *names: str) -> list[str]:
        """The ids of actors: of this exact name among those that only feeds know, else of the registry, else of this code."""
        from bedfellows.feeds.looking import feed_actor

        with CaseStore.open(self.path) as store, duckdb_errors(self.path):

            def party(name: str) -> str:
                exact = feed_actor(store.connection, name)
                if exact is not None:
                    return exact
                try:
                    return find_actor(store, self._everybody(store), name).id
                except UnknownActorError:
                    coded = feed_actor(store.connection, name, by_code=True)
                    if coded is None:
                        raise
                    return coded

            return [party(name) for name in names]

    def _found(self, name: str, dossier: Dossier) -> Actor:
        """The actor of a name at the reference date of an answer."""
        return find_actor(_Loaded(dossier.claims), dossier.registry, name, dossier.scope.reference)

    def dossier(self, as_of: Day | None = None) -> Dossier:
        """All the evidence published by a day, with names: what every answer is made from."""
        on = day(as_of)
        if self.path.exists() and (held := self._loaded.get((on, *self._stamp()))):
            return held
        with CaseStore.open(self.path) as store:
            key = (on, *self._stamp())
            dossier = open_dossier(store, self._everybody(store), on)
            held = dossier if self._on is None else dossier.at(self._on)
            self._loaded = {key: held}
            return held

    def _everybody(self, store: CaseStore) -> Registry:
        """The registry with the case's own actors; kept while the file stays as it is, as its index takes long to make."""
        stamp = self._stamp()
        if self._known is None or self._known[0] != stamp:
            self._known = (stamp, with_case_actors(self.registry, store.new_actors()))
        return self._known[1]

    def _stamp(self) -> tuple[int, int]:
        about = self.path.stat()
        return about.st_mtime_ns, about.st_size


class _Loaded(CaseStore):
    """Claims in memory, in place of the open file in which names are looked up."""

    def __init__(self, claims: tuple[Claim, ...]) -> None:
        self._claims = claims

    def new_actors(self, as_of: date | None = None) -> list[NewActor]:  # noqa: ARG002 - the registry has them
        return []

    def claims(
        self,
        as_of: date | None = None,  # noqa: ARG002 - loaded as of a day
        actor: str | None = None,  # noqa: ARG002
        relation: str | None = None,  # noqa: ARG002
    ) -> list[Claim]:
        return list(self._claims)
