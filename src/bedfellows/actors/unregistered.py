"""Actors made from names in texts that no registry knows: kept and marked, never dropped."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import cast, get_args

from bedfellows.actors.model import Actor, ActorKind
from bedfellows.actors.names import LONGEST, folded
from bedfellows.actors.registry import Registry

PREFIX = "x-"
"""No id of a registered actor may start so."""
_KINDS = get_args(ActorKind)


def new_actor(name: str, kind_guess: str, registry: Registry | None = None) -> Actor:
    """An actor for a name that nobody knows, with `registered=False`.

    The id is `x-` and the name as a slug, the same each time for the same name whatever its capitals, diacritics and articles;
    a name without Latin letters gets a short hash. `kind_guess` is an actor kind; anything else is taken for an organisation.
    With a registry, an id that it has already is given a number. Any text is safe.
    """
    shown = " ".join("".join(char if char.isprintable() else " " for char in name).split())[:LONGEST].strip()
    shown = shown or "unnamed"
    plain = unicodedata.normalize("NFKD", folded(shown)).encode("ascii", "ignore").decode()
    slug = "-".join("".join(char if char.isalnum() else " " for char in plain).split())[:60].strip("-")
    if not slug or (len(slug) < 3 and not shown.isascii()):
        slug = hashlib.sha256(shown.encode("utf-8", "replace")).hexdigest()[:10]
    actor_id = PREFIX + slug
    if registry is not None:
        number = 2
        while (known := registry.get(actor_id)) is not None and known.registered:
            actor_id = f"{PREFIX}{slug}-{number}"
            number += 1
    kind = kind_guess if kind_guess in _KINDS else "organisation"
    return Actor(actor_id, shown, cast(ActorKind, kind), registered=False, source="a name in a text")
