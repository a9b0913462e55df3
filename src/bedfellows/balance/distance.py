"""Do two actors share a border or an alliance? By the registry, with what the sources say of it."""

from __future__ import annotations

from dataclasses import dataclass

from bedfellows.actors import borders, leads
from bedfellows.balance.pairs import Pairs
from bedfellows.case.records import Claim
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.evidence import Fact
from bedfellows.ties.kinship import belongs_to, shared_alliances
from bedfellows.ties.wording import listed

GEOGRAPHY = "registry of actors: land borders"
MEMBERSHIPS = "registry of actors: memberships"
_AT_HOME = frozenset({"present-in", "controls"})


@dataclass(frozen=True, slots=True)
class Distance:
    """`apart`: they share no land border; None where the registry cannot tell."""

    apart: bool | None
    words: str
    facts: tuple[Fact, ...]
    claims: tuple[Claim, ...]


def homes(dossier: Dossier, actor_id: str) -> tuple[str, ...]:
    """Where an actor is at home: a state in itself; a group in the states it has led, is present in or holds
    land in."""
    if dossier.kind(actor_id) == "state":
        return (actor_id,)
    if dossier.kind(actor_id) != "armed-group":
        return ()
    led = [
        line.object
        for line in dossier.registry.by_subject.get(actor_id, ())
        if line.kind == "leads" and dossier.kind(line.object) == "state"
    ] or list(leads(dossier.registry, actor_id, dossier.scope.reference))
    said = [
        claim.object
        for claim in dossier.by_subject.get(actor_id, ())
        if claim.relation in _AT_HOME and claim.object
        if dossier.kind(claim.object) == "state" and dossier.currency(claim) in {"current", "past"}
    ]
    return tuple(dict.fromkeys((*led, *said)))


def land_distance(pairs: Pairs, a_id: str, b_id: str) -> Distance | None:
    """Whether two actors, or the states they are at home in, border one another; None where one has no home
    we know."""
    dossier = pairs.dossier
    mine, theirs = homes(dossier, a_id), homes(dossier, b_id)
    if not mine or not theirs or set(mine) & set(theirs):
        return None
    on, registry = dossier.scope.reference, dossier.registry
    answers = {(x, y): borders(x, y, on, registry) for x in mine for y in theirs}
    known = [pair for pair, answer in answers.items() if answer is not None]
    if not known:
        return None
    touching = [pair for pair in known if answers[pair]]
    x, y = (touching or known)[0]
    where = [
        f"{dossier.name(actor)} in {dossier.name(home)}"
        for actor, home in ((a_id, x), (b_id, y))
        if actor != home
    ]
    at_home = f" ({listed(where)})" if where else ""
    does = "border one another" if touching else "share no land border"
    words = f"{dossier.name(x)} and {dossier.name(y)} {does}{at_home}."
    said = tuple(
        claim
        for claim in (*dossier.by_subject.get(x, ()), *dossier.by_subject.get(y, ()))
        if claim.relation == "borders" and {claim.subject, claim.object} == {x, y}
    )
    return Distance(not touching, words, (Fact(words, GEOGRAPHY),), said)


def common_alliances(pairs: Pairs, a_id: str, b_id: str) -> tuple[str, ...]:
    """Ids of the alliances and organisations, of limited size, that both belong to."""
    return shared_alliances(pairs.dossier, a_id, b_id, pairs.dossier.scope.reference)


def allied_claims(pairs: Pairs, a_id: str, b_id: str) -> tuple[Claim, ...]:
    """The current claims that the two are allies."""
    return pairs.current(a_id, b_id, {"allied-with"})


def membership_claims(pairs: Pairs, a_id: str, b_id: str, wholes: tuple[str, ...]) -> tuple[Claim, ...]:
    """The claims by which the two belong to these organisations."""
    on = pairs.dossier.scope.reference
    wanted = {
        claim_id
        for actor in (a_id, b_id)
        for whole, claims in belongs_to(pairs.dossier, actor, on).items()
        if whole in wholes
        for claim_id in claims
    }
    return tuple(pairs.by_id[claim_id] for claim_id in sorted(wanted))
