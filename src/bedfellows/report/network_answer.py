"""The network of a case as data: its actors with where they are at home, its ties, and the triads that are not at peace.

The ties are those that the one-file report draws (`bedfellows.report.drawn_ties`), so that the two show the same lines.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache

from bedfellows.actors.territory import units
from bedfellows.balance.distance import homes
from bedfellows.balance.signed import signed_network
from bedfellows.balance.triads import find_triads
from bedfellows.case import CaseStore
from bedfellows.report.drawn_ties import DrawnTie, drawn_ties
from bedfellows.report.evidence_index import EvidenceIndex, index_evidence
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.evidence import Scope
from bedfellows.ties.rollup import Rollup

MOST_TRIADS = 500  # unbalanced ones, the heaviest first


@dataclass(frozen=True, slots=True)
class NetworkActor:
    """An actor of the network. `weight` in [0, 1] is how strong its ties are together, beside the actor's who has most.

    `land` are the ISO 3166-1 numeric codes of the countries where it is at home: a state in its own, a group in those it has led,
    is said to be present in or to hold, a person or body in that of the state it acts for.
    """

    id: str
    name: str
    kind: str
    registered: bool
    weight: float
    land: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NetworkTie:
    """A tie of one sign: friendly (1), hostile (-1), or belonging (0). `faint` is "past", "expected", "hedged" or nothing.

    `evidence` are the ids of the claims that it rests on, and `published` the first day on which one of them was.
    """

    a: str
    b: str
    sign: int
    word: str
    forward: bool
    backward: bool
    strength: float
    faint: str
    relations: tuple[str, ...]
    support_types: tuple[str, ...]
    evidence: tuple[str, ...]
    published: date | None


@dataclass(frozen=True, slots=True)
class NetworkTriad:
    """Three actors whose ties are not at peace; `weight` is the strength of the weakest of them."""

    actors: tuple[str, str, str]
    kind: str
    weight: float


@dataclass(frozen=True, slots=True)
class NetworkAnswer:
    """Who is tied to whom. `unbalanced` counts all triads that are not at peace; `triads` holds the heaviest."""

    scope: Scope
    actors: tuple[NetworkActor, ...]
    ties: tuple[NetworkTie, ...]
    triads: tuple[NetworkTriad, ...]
    unbalanced: int


def network_from(store: CaseStore, dossier: Dossier) -> NetworkAnswer:
    """The network of a case by the evidence of a dossier."""
    index = index_evidence(store, dossier)
    ties = drawn_ties(index)
    found = sorted(
        (triad for triad in find_triads(signed_network(dossier)) if not triad.balanced),
        key=lambda triad: (-triad.weight, triad.actors),
    )
    triads = tuple(NetworkTriad(one.actors, one.kind, round(one.weight, 4)) for one in found[:MOST_TRIADS])
    published = {claim.id: claim.published for claim in dossier.claims}
    return NetworkAnswer(
        dossier.scope,
        _actors(dossier, index, ties),
        tuple(_tie(tie, published) for tie in ties),
        triads,
        len(found),
    )


def _tie(tie: DrawnTie, published: dict[str, date | None]) -> NetworkTie:
    days = [day for piece in tie.evidence if (day := published.get(piece))]
    return NetworkTie(
        tie.subject,
        tie.object,
        tie.sign,
        tie.word,
        tie.forward,
        tie.backward,
        tie.strength,
        tie.faint,
        tie.relations,
        tie.support_types,
        tie.evidence,
        min(days, default=None),
    )


def _actors(dossier: Dossier, index: EvidenceIndex, ties: tuple[DrawnTie, ...]) -> tuple[NetworkActor, ...]:
    total: defaultdict[str, float] = defaultdict(float)
    for tie in ties:
        total[tie.subject] += tie.strength
        total[tie.object] += tie.strength
    top = max(total.values(), default=0.0) or 1.0
    rollup = Rollup(dossier)
    order = sorted(total, key=lambda actor: (-total[actor], index.name(actor), actor))
    return tuple(
        NetworkActor(
            actor,
            index.name(actor),
            (label := index.label(actor)).kind,
            label.registered,
            round(total[actor] / top, 4),
            land(dossier, rollup, actor),
        )
        for actor in order
    )


def land(dossier: Dossier, rollup: Rollup, actor_id: str) -> tuple[str, ...]:
    """The ISO 3166-1 numeric codes of the countries in which an actor is at home on the reference date; see `NetworkActor`."""
    on = dossier.scope.reference
    whole, _ = rollup.top(actor_id, on)
    places = (whole,) if dossier.kind(whole) == "region" else homes(dossier, whole)
    codes = {code for place in places for code in units(dossier.registry, place, on)}
    return tuple(sorted(number for code in codes if (number := _numeric(code))))


@cache
def _numeric(iso3: str) -> str | None:
    from pycountry import countries

    found = countries.get(alpha_3=iso3)
    return str(found.numeric) if found else None
