"""Who an actor came from, and whom it belongs to: forerunners, branches and shared alliances, with what says
so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bedfellows.actors import members, memberships, predecessors, successors
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.evidence import Fact
from bedfellows.ties.strength import belief

SUCCESSION = 1.0
SPLINTER = 0.7
ONE_OF_SEVERAL = 0.3
"""What a state bears of the past of one that another state carries on: Tajikistan of the Soviet Union's, which is
Russia's."""
MOST_STEPS = 2
FORUMS = frozenset(
    (
        "un",
        "un-security-council",
        "cis",
        "eaeu",
        "sco",
        "oic",
        "african-union",
        "oau",
        "igad",
        "east-african-community",
        "asean",
        "saarc",
        "brics",
        "g7",
        "g8",
        "g20",
        "oas",
        "mercosur",
        "osce",
        "council-of-europe",
        "opec",
        "iaea",
        "imf",
        "world-bank",
        "wto",
        "world-health-organization",
        "icc",
        "icj",
        "organization-of-turkic-states",
        "non-aligned-movement",
    )
)
"""Organisations of the registry that are no alliances: forums, courts, markets and regional unions, whose members are
often at odds. Bedfellows' own list: left out is what was founded to defend its members or to fight together."""
LARGEST_ALLIANCE = 60
"""An organisation with more members than this (the UN, the Non-Aligned Movement) says little about who stands
with whom."""


@dataclass(frozen=True, slots=True)
class Forerunner:
    """`actor` comes before another one. `share` in (0, 1]: how much of its past counts; 1 for a successor
    state."""

    actor: str
    share: float
    facts: tuple[Fact, ...] = ()
    claims: tuple[str, ...] = ()  # ids


def forerunners(dossier: Dossier, actor_id: str) -> dict[str, Forerunner]:
    """An actor and those it followed or broke away from, up to two steps back, by id.

    A successor bears all of its predecessor's past, a splinter 0.7 of it. Where a state fell apart, the one that
    keeps its Correlates of War number carries it on and bears it all, the others 0.3 of it; where none does, each 0.7.
    A link that only a claim makes counts as far as the claim is believed (see `bedfellows.ties.strength.belief`).
    """
    found = {actor_id: Forerunner(actor_id, 1.0)}
    edge = [actor_id]
    for _ in range(MOST_STEPS):
        edge = [earlier for later in edge for earlier in _before(dossier, later, found)]
    return found


def _before(dossier: Dossier, later: str, found: dict[str, Forerunner]) -> Iterator[str]:
    held = found[later]
    for earlier, kind, share in _registered_links(dossier, later):
        words = "is the successor of" if kind == "successor-of" else "broke away from"
        fact = Fact(f"{dossier.name(later)} {words} {dossier.name(earlier)}.", "registry of actors")
        if earlier not in found:
            found[earlier] = Forerunner(earlier, held.share * share, (*held.facts, fact), held.claims)
            yield earlier
    for claim in dossier.by_subject.get(later, ()):
        if not claim.object or claim.relation not in {"successor-of", "splinter-of"}:
            continue
        full = SUCCESSION if claim.relation == "successor-of" else SPLINTER
        share = held.share * full * belief(claim, dossier.sources.get(claim.source_id))
        if dossier.currency(claim) == "current" and share > 0 and claim.object not in found:
            found[claim.object] = Forerunner(claim.object, share, held.facts, (*held.claims, claim.id))
            yield claim.object


def _registered_links(dossier: Dossier, actor_id: str) -> Iterator[tuple[str, str, float]]:
    for earlier in predecessors(dossier.registry, actor_id):
        yield earlier, "successor-of", _inheritance(dossier, actor_id, earlier)
    for line in dossier.registry.by_subject.get(actor_id, ()):
        if line.kind == "splinter-of":
            yield line.object, "splinter-of", SPLINTER


def _inheritance(dossier: Dossier, later: str, earlier: str) -> float:
    heirs = successors(dossier.registry, earlier)
    numbers = {heir: _number(dossier, heir) for heir in (*heirs, earlier)}
    if len(heirs) < 2 or (numbers[earlier] and numbers[later] == numbers[earlier]):
        return SUCCESSION
    carried_on = any(numbers[earlier] and numbers[heir] == numbers[earlier] for heir in heirs)
    return ONE_OF_SEVERAL if carried_on else SPLINTER


def _number(dossier: Dossier, actor_id: str) -> str | None:
    actor = dossier.registry.get(actor_id)
    return actor.codes.get("cow") if actor else None


def belongs_to(dossier: Dossier, actor_id: str, on: date) -> dict[str, tuple[str, ...]]:
    """Ids of what an actor is a member, branch or part of, each with the ids of the claims that say so (none:
    the registry)."""
    registry = dossier.registry
    found: dict[str, tuple[str, ...]] = dict.fromkeys(memberships(registry, actor_id, on), ())
    for line in registry.by_subject.get(actor_id, ()):
        if line.kind == "part-of" and (line.valid_from or on) <= on <= (line.valid_to or on):
            found[line.object] = ()
    for claim in dossier.by_subject.get(actor_id, ()):
        said = claim.relation == "member-of" and claim.certainty != "hedged"
        if said and claim.object and claim.object not in found and dossier.currency(claim) == "current":
            found[claim.object] = (claim.id,)
    return found


def shared_alliances(dossier: Dossier, a_id: str, b_id: str, on: date) -> tuple[str, ...]:
    """Organisations and groups that both belong to; regions, `FORUMS` and those of more than `LARGEST_ALLIANCE` members
    left out."""
    registry = dossier.registry
    theirs = belongs_to(dossier, b_id, on)
    both = [whole for whole in belongs_to(dossier, a_id, on) if whole in theirs and whole not in FORUMS]
    places = {whole for whole in both if (actor := registry.get(whole)) and actor.kind == "region"}
    return tuple(
        whole
        for whole in both
        if whole not in places and len(members(registry, whole, on)) <= LARGEST_ALLIANCE
    )


def one_belongs_to_the_other(dossier: Dossier, a_id: str, b_id: str, on: date) -> bool:
    """Is one of the two a member, branch, part or leader of the other?"""
    return b_id in belongs_to(dossier, a_id, on) or a_id in belongs_to(dossier, b_id, on)
