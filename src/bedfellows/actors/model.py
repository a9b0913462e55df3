"""What an actor is, and what resolving a name gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

ActorKind = Literal["state", "organisation", "armed-group", "person", "government", "region"]
AliasKind = Literal["name", "alias", "abbreviation", "demonym", "capital", "metonym", "body", "title"]
LineageKind = Literal["successor-of", "splinter-of", "member-of", "leads", "part-of"]


@dataclass(frozen=True, slots=True)
class Alias:
    """A name an actor goes by. `case_sensitive` guards short ones: IS and US are names, "is" and "us" are not."""

    text: str
    kind: AliasKind
    valid_from: date | None = None
    valid_to: date | None = None
    case_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that can act or be acted on. `id` is a readable slug: russia, ussr, is-khorasan."""

    id: str
    name: str
    kind: ActorKind
    aliases: tuple[Alias, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    codes: Mapping[str, str] = field(default_factory=dict)  # iso3, cow, gw, ucdp, cameo
    registered: bool = True  # False: made from a name in a text that no registry knows
    source: str = ""  # where the facts come from


@dataclass(frozen=True, slots=True)
class Lineage:
    """A dated fact that joins two actors: `subject` is successor-of, splinter-of, member-of, leads, part-of `object`."""

    subject: str
    kind: LineageKind
    object: str
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a name, with its score in [0, 1] and why."""

    actor: Actor
    score: float
    reason: str
    role: str | None = None  # "government", "military", "leader": the part of the actor that was named


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name resolved to. `actor` is None where no candidate is clearly best; the candidates are ranked."""

    query: str
    on: date | None
    actor: Actor | None
    candidates: tuple[Candidate, ...]
