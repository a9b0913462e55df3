"""How strong a tie is: a first measure, on claims alone.

It says how much the claims of a case speak for and against a tie, not how strong the tie is in the world: a
case that holds one article knows what that article says. The weights are Bedfellows' own, few and coarse, so
that they can be read and argued with.

One claim weighs

    relation x certainty x grade x reader

* relation: 0.9 for what binds or kills (support, alliance, war, annexation), 0.6 for lesser deeds and
  declared enmity (cooperation, recognition, sanctions, coercion, threats, rivalry), 0.3 for words and visits
  (talks, praise, accusations, fears). The steps keep to PLOVER's order, deeds before words.
* certainty: asserted 1, reported 0.8, opinion 0.6, hedged 0.4. What is conditional or denied weighs nothing.
* grade: the mean of the two halves of the Admiralty grade, A or 1 being 1, B or 2 0.9, C or 3 0.75, D or 4
  0.5, E or 5 0.25. F and 6 mean that nobody can judge, not that it is bad: 0.6, between C and D.
* reader: half of the reader's doubt, (1 + confidence) / 2.

Claims are put together as independent witnesses, 1 - (1-w1)(1-w2)..., so that each adds less than the one
before and the sum stays below 1. A source that repeats itself is one witness: of its claims with the same
relation, direction and kind of support only the heaviest counts. Each kind of support counts by itself, so
that a backer with money, weapons and shelter stands above one with money alone. Friendly and hostile claims
are added up apart; the signed strength is their difference, in [-1, 1].
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bedfellows.case.records import Claim, ConditionalOutcome, Motive, Source
from bedfellows.ontology import RELATIONS

RELATION_WEIGHTS: Mapping[str, float] = {
    **dict.fromkeys(
        ("supports", "allied-with", "allegiance-to", "member-of", "leads", "fights", "annexes"), 0.9
    ),
    **dict.fromkeys(
        (
            "cooperates-with",
            "agrees-with",
            "recognises",
            "coerces",
            "sanctions",
            "threatens",
            "rivals",
            "opposes",
        ),
        0.6,
    ),
    **dict.fromkeys(
        (
            "negotiates",
            "contacts",
            "welcomes",
            "yields-to",
            "accuses",
            "rejects",
            "protests-against",
            "fears",
        ),
        0.3,
    ),
}
CERTAINTY_WEIGHTS: Mapping[str, float] = {
    "asserted": 1.0,
    "reported": 0.8,
    "opinion": 0.6,
    "hedged": 0.4,
    "conditional": 0.0,
    "denied": 0.0,
}
GRADE_WEIGHTS: Mapping[str, float] = {
    **dict(zip("ABCDEF", (1.0, 0.9, 0.75, 0.5, 0.25, 0.6), strict=True)),
    **dict(zip("123456", (1.0, 0.9, 0.75, 0.5, 0.25, 0.6), strict=True)),
}
_EVEN = (1 + 0.5) / 2


@dataclass(frozen=True, slots=True)
class Strength:
    """What the claims on a tie add up to. `friendly` and `hostile` are in [0, 1); `claims` are the ids of
    those that count."""

    friendly: float
    hostile: float
    claims: tuple[str, ...]

    @property
    def signed(self) -> float:
        """Friendly less hostile, in [-1, 1]."""
        return self.friendly - self.hostile


def sign(claim: Claim) -> int:
    """+1, 0 or -1: what the claim's relation says of the two, whether or not the claim holds."""
    relation = RELATIONS.get(claim.relation)
    return relation.sign if relation else 0


def grade_weight(source: Source | None, claim: Claim) -> float:
    """The mean weight of the source's reliability and the claim's credibility."""
    reliability = GRADE_WEIGHTS.get(source.reliability if source else "F", GRADE_WEIGHTS["F"])
    return (reliability + GRADE_WEIGHTS.get(claim.credibility, GRADE_WEIGHTS["6"])) / 2


def belief(claim: Claim, source: Source | None) -> float:
    """How far a claim counts, whatever it says: certainty x grade x reader, in [0, 1]; 0 for a negated
    claim."""
    if claim.negated:
        return 0.0
    certainty = CERTAINTY_WEIGHTS.get(claim.certainty, 0.0)
    return certainty * grade_weight(source, claim) * (1 + claim.confidence) / 2


def weight(claim: Claim, source: Source | None) -> float:
    """How much one claim adds to a tie: belief x relation, in [0, 1]."""
    return belief(claim, source) * RELATION_WEIGHTS.get(claim.relation, 0.0)


def statement_belief(record: Motive | ConditionalOutcome, source: Source | None) -> float:
    """How far a motive or a conditional outcome is to be believed: certainty x grade x reader, in [0, 1].

    Neither carries a credibility nor the reader's confidence, so 6 (cannot be judged) and an even chance stand in. A
    forecast is conditional by nature: its certainty is taken as an opinion where it says no more than that.
    """
    reliability = GRADE_WEIGHTS.get(source.reliability if source else "F", GRADE_WEIGHTS["F"])
    certainty = CERTAINTY_WEIGHTS.get(record.certainty, 0.0)
    if isinstance(record, ConditionalOutcome) and record.certainty == "conditional":
        certainty = CERTAINTY_WEIGHTS["opinion"]
    return certainty * (reliability + GRADE_WEIGHTS["6"]) / 2 * _EVEN


def ends(claim: Claim) -> tuple[str, str]:
    """Subject and object of a claim; for a relation that goes both ways, in the order of their ids."""
    return in_order(claim, claim.subject, claim.object or "")


def in_order(claim: Claim, subject: str, object_: str) -> tuple[str, str]:
    """The two ends as given; for a relation that goes both ways, in the order of their ids."""
    relation = RELATIONS.get(claim.relation)
    if relation and relation.symmetric and object_:
        return min(subject, object_), max(subject, object_)
    return subject, object_


def strength(
    claims: Iterable[Claim],
    sources: Mapping[str, Source],
    direction: Callable[[Claim], tuple[str, str]] = ends,
) -> Strength:
    """Put the claims on one tie together. Those with no sign or no weight are left out.

    `direction` says from whom to whom a claim goes: where a leader's deeds are counted for the state, both go the
    same way, and a source that tells of both is still one witness.
    """
    heaviest: dict[tuple[int, str, str, tuple[str, str], str], tuple[float, str]] = {}
    for claim in claims:
        signed, each = sign(claim), weight(claim, sources.get(claim.source_id))
        if not signed or not each:
            continue
        for kind in claim.support_types or ("",):
            key = (signed, claim.source_id, claim.relation, direction(claim), kind)
            heaviest[key] = max(heaviest.get(key, (0.0, "")), (each, claim.id))
    doubts = {1: 1.0, -1: 1.0}
    for (signed, *_), (each, _) in sorted(heaviest.items(), key=str):
        doubts[signed] *= 1 - each
    counted = tuple(dict.fromkeys(claim_id for _, claim_id in heaviest.values()))
    return Strength(round(1 - doubts[1], 4), round(1 - doubts[-1], 4), counted)
