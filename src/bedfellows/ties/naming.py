"""From what a person types to an actor of the case."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bedfellows.actors import Actor, Registry, resolve
from bedfellows.actors.names import folded
from bedfellows.actors.resolving import GOOD_ENOUGH
from bedfellows.errors import UnknownActorError
from bedfellows.ties.dossier import with_case_actors

if TYPE_CHECKING:
    from bedfellows.case import CaseStore

_MOST = 5
_NEAR = 55.0
_SHORT = 60


def find_actor(store: CaseStore, registry: Registry, name: str, on: date | None = None) -> Actor:
    """The actor that a name means in a case: one of the registry, or one that only the case knows.

    Where a name could mean several, the only one that the case speaks of is meant. Raises UnknownActorError,
    listing the nearest names in the case, where it matches nobody or remains unclear.
    """
    everybody = with_case_actors(registry, store.new_actors())
    found = resolve(name, on, everybody)
    if found.actor:
        return found.actor
    by_id = everybody.get(name.strip())  # as answers give them; as a word of a text, "is" means nobody
    if by_id:
        return by_id
    named = _named(store)
    possible = [candidate for candidate in found.candidates if candidate.score >= GOOD_ENOUGH]
    likely = [candidate.actor for candidate in possible if candidate.actor.id in named]
    if len(likely) == 1:
        return likely[0]
    candidates = [f"{candidate.actor.name} ({candidate.actor.id})" for candidate in possible[:_MOST]]
    shown = name if len(name) <= _SHORT else f"{name[:_SHORT]}…"
    if candidates:
        raise UnknownActorError(
            f"{shown!r} could mean several actors: {', '.join(candidates)}. "
            "Give the full name, or the id in brackets."
        )
    nearest = _nearest(name, everybody, named)
    hint = f"Nearest names in the case: {', '.join(nearest)}." if nearest else "The case names no actors yet."
    raise UnknownActorError(f"{shown!r} is no actor of this case or of the registry. {hint}")


def _named(store: CaseStore) -> set[str]:
    named: set[str] = set()
    for claim in store.claims():
        named |= {actor for actor in (claim.subject, claim.object) if actor}
    return named


def _nearest(name: str, registry: Registry, named: set[str]) -> list[str]:
    """Names of actors in the case like the one given; where none is, the ones it speaks of."""
    from rapidfuzz import fuzz, process

    names: dict[str, str] = {}
    for actor_id in sorted(named):
        if actor := registry.get(actor_id):
            for text in (actor.name, actor.id, *(alias.text for alias in actor.aliases)):
                names.setdefault(text, actor.name)
    folded_names = {text: folded(text) for text in names}
    ranked = process.extract(folded(name), folded_names, scorer=fuzz.WRatio, limit=_MOST * 4)
    like = [names[text] for _, score, text in ranked if score >= _NEAR]
    return list(dict.fromkeys(like or names.values()))[:_MOST]
