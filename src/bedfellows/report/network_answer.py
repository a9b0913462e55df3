"""The network of a case as data: its actors with where they are at home, its ties, and the triads that are not at peace.

The ties of claims are those that the one-file report draws (`bedfellows.report.drawn_ties`), so that the two show the same lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Literal

from bedfellows.actors.territory import units
from bedfellows.balance.distance import homes
from bedfellows.balance.signed import signed_network
from bedfellows.balance.triads import find_triads
from bedfellows.case import CaseStore
from bedfellows.report.drawn_ties import DrawnTie, drawn_ties
from bedfellows.report.evidence_index import index_evidence
from bedfellows.report.outside_text import visible
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.evidence import Scope
from bedfellows.ties.record_ties import RecordTie, record_actors, record_ties
from bedfellows.ties.rollup import Rollup
from bedfellows.ties.wording import counted

if TYPE_CHECKING:
    from bedfellows.actors import Registry

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
    """A tie of one sign: friendly (1), hostile (-1), or belonging (0).

    `basis` is "claims" or "events" (`bedfellows.ties.record_ties`). `faint` is "past", "expected", "hedged", "not sure" or nothing.
    `evidence` are the ids of the claims that it rests on, or of those of its `events` that weigh most; `published` is the first day
    on which any of it was.
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
    basis: Literal["claims", "events"]
    events: int
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


def network_from(
    store: CaseStore, registry: Registry, dossier: Dossier, known: date | None = None
) -> NetworkAnswer:
    """The network of a case by the claims of a dossier, and by the events that were known on a day (all, without one)."""
    index = index_evidence(store, dossier)
    published = {claim.id: claim.published for claim in dossier.claims}
    claimed = [_claimed(tie, published) for tie in drawn_ties(index)]
    drawn = {(min(tie.a, tie.b), max(tie.a, tie.b), tie.sign) for tie in claimed}
    recorded = [_recorded(tie) for tie in record_ties(store, registry, dossier, known)]
    ties = (*claimed, *(tie for tie in recorded if (tie.a, tie.b, tie.sign) not in drawn))
    found = sorted(
        (triad for triad in find_triads(signed_network(dossier)) if not triad.balanced),
        key=lambda triad: (-triad.weight, triad.actors),
    )
    triads = tuple(NetworkTriad(one.actors, one.kind, round(one.weight, 4)) for one in found[:MOST_TRIADS])
    return NetworkAnswer(dossier.scope, _actors(store, dossier, ties), ties, triads, len(found))


def _claimed(tie: DrawnTie, published: Mapping[str, date | None]) -> NetworkTie:
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
        "claims",
        0,
        tie.evidence,
        min(days, default=None),
    )


def _recorded(tie: RecordTie) -> NetworkTie:
    sign = 1 if tie.level > 0 else -1
    return NetworkTie(
        tie.a,
        tie.b,
        sign,
        "friendly" if sign > 0 else "hostile",
        False,
        False,
        abs(tie.level),
        "" if tie.sure else "not sure",
        (counted(tie.events, "event"),),
        (),
        "events",
        tie.events,
        tie.evidence,
        tie.published,
    )


def _actors(store: CaseStore, dossier: Dossier, ties: Sequence[NetworkTie]) -> tuple[NetworkActor, ...]:
    total: defaultdict[str, float] = defaultdict(float)
    for tie in ties:
        total[tie.a] += tie.strength
        total[tie.b] += tie.strength
    top = max(total.values(), default=0.0) or 1.0
    rollup = Rollup(dossier)
    unknown = record_actors(store, {actor for actor in total if dossier.registry.get(actor) is None})
    found = []
    for id_ in total:
        actor = dossier.registry.get(id_)
        name, kind = (actor.name, actor.kind) if actor else unknown.get(id_, (id_, "unknown"))
        place = land(dossier, rollup, id_) if actor else ()
        registered = actor is not None and actor.registered
        found.append(NetworkActor(id_, visible(name), kind, registered, round(total[id_] / top, 4), place))
    return tuple(sorted(found, key=lambda one: (-one.weight, one.name, one.id)))


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
