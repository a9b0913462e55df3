"""All the evidence on two actors: every claim on either side's deeds towards the other, current or not, and their latest events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bedfellows.balance.pairs import Pairs
from bedfellows.balance.signed import signed_network
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.evidence import Evidence, Scope


@dataclass(frozen=True, slots=True)
class EvidenceAnswer:
    """What is known of two actors.

    `weight` is the strength of their tie today in [-1, 1] by the claims, with its interval (see `bedfellows.balance.signed`);
    None where no current claim has a sign. `claims` are the weightiest first; `events` the latest first, `found_events` counts
    them all.
    """

    scope: Scope
    a: str
    b: str
    a_name: str
    b_name: str
    weight: float | None
    low: float | None
    high: float | None
    friendly: float
    hostile: float
    claims: tuple[Evidence, ...]
    events: tuple[dict[str, Any], ...]
    found_events: int


def evidence_from(
    dossier: Dossier,
    a_id: str,
    b_id: str,
    events: tuple[dict[str, Any], ...] = (),
    found_events: int = 0,
    names: Mapping[str, str] | None = None,
) -> EvidenceAnswer:
    """The evidence on two actors, from a dossier and events that are loaded already; `names` are those that only feeds know.

    Claims are those that name the two themselves, and those on whom they act for.
    """
    pairs = Pairs(dossier)
    on = dossier.scope.reference
    one, other = pairs.rollup.top(a_id, on)[0], pairs.rollup.top(b_id, on)[0]
    named = {a_id, b_id}
    direct = [claim for claim in dossier.claims if {claim.subject, claim.object} == named]
    tie = signed_network(dossier).tie(one, other)
    measured = pairs.strength(pairs.current_all(one, other))
    return EvidenceAnswer(
        dossier.scope,
        a_id,
        b_id,
        (names or {}).get(a_id, dossier.name(a_id)),
        (names or {}).get(b_id, dossier.name(b_id)),
        tie.weight if tie else None,
        tie.low if tie else None,
        tie.high if tie else None,
        measured.friendly,
        measured.hostile,
        dossier.all_evidence([*pairs.claims(one, other), *direct]),
        events,
        found_events,
    )
