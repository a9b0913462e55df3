"""Ties of a signed network as answers show them: with names and evidence."""

from __future__ import annotations

from dataclasses import dataclass

from bedfellows.balance.signed import SignedNetwork, SignedTie
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.evidence import Evidence


@dataclass(frozen=True, slots=True)
class ShownTie:
    """A tie with the names of its actors. `evidence` is empty where the network is not from a case: then
    `evidence_ids` alone say what it rests on."""

    a: str
    b: str
    a_name: str
    b_name: str
    weight: float
    low: float
    high: float
    ambivalent: bool
    evidence_ids: tuple[str, ...]
    evidence: tuple[Evidence, ...]


def shown(network: SignedNetwork, tie: SignedTie, dossier: Dossier | None) -> ShownTie:
    """The tie with its names and, from a case, its evidence."""
    pieces: tuple[Evidence, ...] = ()
    if dossier is not None:
        wanted = set(tie.evidence)
        pieces = dossier.all_evidence(claim for claim in dossier.claims if claim.id in wanted)
    return ShownTie(
        tie.a,
        tie.b,
        network.name(tie.a),
        network.name(tie.b),
        round(tie.weight, 4),
        round(tie.low, 4),
        round(tie.high, 4),
        tie.ambivalent,
        tie.evidence,
        pieces,
    )
