"""The claims of a case by pair of actors, each actor counted as the state or group it acts for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from bedfellows.case.records import Claim
from bedfellows.ontology import RELATIONS
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.kinship import Forerunner, forerunners
from bedfellows.ties.rollup import Rollup, day_of
from bedfellows.ties.strength import Strength, in_order, strength
from bedfellows.ties.wording import listed

FRIENDLY = frozenset(r.key for r in RELATIONS.values() if r.family == "cooperation" and r.sign > 0)
HOSTILE = frozenset(r.key for r in RELATIONS.values() if r.family in {"hostility", "stance"} and r.sign < 0)
BACKING = frozenset({"supports", "allied-with"})
"""What takes sides: talks and visits do not."""
FORCE = frozenset({"fights", "annexes", "coerces", "threatens"})
AT_ODDS = FORCE | {"sanctions", "rivals", "opposes"}
"""Hostility that makes an enemy: accusations, refusals and protests do not."""
_PLACES = frozenset({"region"})


class Pairs:
    """The claims of a dossier that have a sign, by the two actors they join."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.rollup = Rollup(dossier)
        self._signed: dict[tuple[str, str], float] = {}
        self._forerunners: dict[str, Mapping[str, Forerunner]] = {}
        found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for claim in dossier.claims:
            if claim.object is None or (claim.relation not in FRIENDLY and claim.relation not in HOSTILE):
                continue
            on = day_of(claim, dossier.scope.reference)
            one, _ = self.rollup.top(claim.subject, on)
            other, _ = self.rollup.top(claim.object, on)
            if one != other:
                found[min(one, other), max(one, other)].append(claim)
        self._claims: Mapping[tuple[str, str], tuple[Claim, ...]] = {
            pair: tuple(claims) for pair, claims in found.items()
        }

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """All pairs of actors, regions left out: a region does not act."""
        kind = self.dossier.kind
        return tuple(sorted(pair for pair in self._claims if not {kind(pair[0]), kind(pair[1])} & _PLACES))

    def say(self, claims: Iterable[Claim], most: int = 3) -> str:
        """What the first few claims say, in a line: of those that say the same of the same two, the fullest."""
        fullest: dict[tuple[str, str, str, bool], Claim] = {}
        for claim in claims:
            key = (claim.relation, *self.ends(claim), claim.negated)
            if key not in fullest or len(claim.support_types) > len(fullest[key].support_types):
                fullest[key] = claim
        return listed([self.dossier.statement(claim) for claim in fullest.values()][:most])

    @cached_property
    def by_id(self) -> dict[str, Claim]:
        """Every claim of the case by its id."""
        return {claim.id: claim for claim in self.dossier.claims}

    @cached_property
    def by_passage(self) -> Mapping[str, tuple[Claim, ...]]:
        """The claims that each sentence makes."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.dossier.claims:
            found[claim.passage_id].append(claim)
        return {passage: tuple(claims) for passage, claims in found.items()}

    @cached_property
    def descriptions(self) -> Mapping[tuple[str, str], tuple[Claim, ...]]:
        """What actors say of one another, by pair."""
        found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for claim in self.dossier.claims:
            if claim.relation == "describes-as" and claim.object and not claim.negated:
                one, other = self.ends(claim)
                found[min(one, other), max(one, other)].append(claim)
        return {pair: tuple(claims) for pair, claims in found.items()}

    def friendship(self, a_id: str, b_id: str) -> tuple[Claim, ...]:
        """The current friendly claims on a pair, where they outweigh the hostile ones; else none."""
        return self.current(a_id, b_id, FRIENDLY) if self.signed(a_id, b_id) > 0 else ()

    def enmity(self, a_id: str, b_id: str) -> tuple[Claim, ...]:
        """The current claims that two are at odds, where hostility outweighs friendship; else none."""
        return self.current(a_id, b_id, AT_ODDS) if self.signed(a_id, b_id) < 0 else ()

    def signed(self, a_id: str, b_id: str) -> float:
        """The signed strength of a pair, by its current claims."""
        pair = (min(a_id, b_id), max(a_id, b_id))
        if pair not in self._signed:
            self._signed[pair] = self.strength(self.current_all(*pair)).signed
        return self._signed[pair]

    def forerunners(self, actor_id: str) -> Mapping[str, Forerunner]:
        """An actor and those it comes from (see `bedfellows.ties.kinship.forerunners`)."""
        if actor_id not in self._forerunners:
            self._forerunners[actor_id] = forerunners(self.dossier, actor_id)
        return self._forerunners[actor_id]

    @cached_property
    def partners(self) -> Mapping[str, tuple[str, ...]]:
        """With whom each actor has any claims."""
        found: dict[str, list[str]] = defaultdict(list)
        for one, other in self.pairs:
            found[one].append(other)
            found[other].append(one)
        return {actor: tuple(others) for actor, others in found.items()}

    def claims(self, a_id: str, b_id: str) -> tuple[Claim, ...]:
        """Every claim on a pair, in either direction."""
        return self._claims.get((min(a_id, b_id), max(a_id, b_id)), ())

    def current(self, a_id: str, b_id: str, relations: Iterable[str]) -> tuple[Claim, ...]:
        """The current claims of these relations on a pair."""
        wanted = frozenset(relations)
        return tuple(
            claim
            for claim in self.claims(a_id, b_id)
            if claim.relation in wanted and self.dossier.currency(claim) == "current"
        )

    def current_all(self, a_id: str, b_id: str) -> tuple[Claim, ...]:
        """Every current claim on a pair, in either direction."""
        return tuple(claim for claim in self.claims(a_id, b_id) if self.dossier.currency(claim) == "current")

    def strength(self, claims: Iterable[Claim]) -> Strength:
        """What the claims add up to."""
        return strength(claims, self.dossier.sources, self.ends)

    def ends(self, claim: Claim) -> tuple[str, str]:
        """Who does it to whom, each as the state or group it acts for; in the order of ids where it goes both
        ways."""
        on = day_of(claim, self.dossier.scope.reference)
        object_ = self.rollup.top(claim.object, on)[0] if claim.object else ""
        return in_order(claim, self.rollup.top(claim.subject, on)[0], object_)
