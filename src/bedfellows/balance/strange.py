"""The least expected alignments: who is friendly with whom, although everything speaks against it.

There are two lists. What the record of events shows is held against what a model expected (`bedfellows.balance.unexpected`). What sources claim
is scored here, on the claims and the registry alone, so that it works for a single article. A pair is ranked where current claims speak
of friendship between the two and something shows enmity: an old war, enmity in words, hostility today,
opposite sides. Its score is a plain sum of points, and each item of the sum says what it rests on:

    1.0 x how friendly the claims are now (`strength.friendly`): an alignment must be there to be strange; but
    no more than the
          points for enmity together, since a firm friendship that little speaks against is no surprise
   -2.0 x how hostile they are now: those who still fight each other are not aligned
    3.0 x past war between the two, or between those they come from
    2.0 x being called rivals or enemies
    1.5 x backing opposite sides of a war
    1.0 x one being the friend of the other's foe
    0.25  where they share no land border
    0.25  where two states share no alliance; -1.0 where they do: allies who get on are no surprise

Each factor is in [0, 1]: how far the best claim behind the item is believed
(`bedfellows.ties.strength.belief`). Pairs that are more at odds now
than friendly are left out, and so are scores of zero or less. The points are
Bedfellows' own and ordered by how much each would have to be explained away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from bedfellows.actors import Registry
from bedfellows.balance.distance import (
    MEMBERSHIPS,
    allied_claims,
    common_alliances,
    land_distance,
    membership_claims,
)
from bedfellows.balance.enmity import (
    Finding,
    called_enemies,
    friend_of_foe,
    opposite_sides,
    past_war,
    present_hostility,
)
from bedfellows.balance.pairs import FRIENDLY, Pairs
from bedfellows.balance.unexpected import UnexpectedAnswer, unexpected
from bedfellows.case import CaseStore
from bedfellows.ties.dossier import Dossier, open_dossier
from bedfellows.ties.evidence import Evidence, Fact, Scope
from bedfellows.ties.kinship import one_belongs_to_the_other
from bedfellows.ties.wording import listed

BASIS = (
    "Scored on what the sources claim and on the registry (borders, descent, memberships); events have a list of "
    "their own."
)
ALIGNED = 1.0
NO_BORDER = 0.25
NO_ALLIANCE = 0.25
SHARED_ALLIANCE = -1.0

_Find = Callable[[Pairs, str, str], Finding | None]
_ENMITY: tuple[tuple[str, str, float, _Find], ...] = (
    ("past-war", "They have fought each other", 3.0, past_war),
    ("called-enemies", "They are called rivals or enemies", 2.0, called_enemies),
    ("opposite-sides", "They back opposite sides", 1.5, opposite_sides),
    ("friend-of-foe", "One is the friend of the other's foe", 1.0, friend_of_foe),
    ("hostile-now", "They are still at odds", -2.0, present_hostility),
)


@dataclass(frozen=True, slots=True)
class Surprise:
    """One item of a score: the points it adds or takes away, and what it rests on."""

    key: str
    title: str
    words: str
    points: float
    evidence: tuple[Evidence, ...] = ()
    facts: tuple[Fact, ...] = ()

    @property
    def claims(self) -> tuple[str, ...]:
        """Ids of the claims that the item rests on."""
        return tuple(piece.id for piece in self.evidence)


@dataclass(frozen=True, slots=True)
class StrangePair:
    """Two actors who are friendly although much speaks against it. `score` is the sum of the points of
    `reasons`."""

    a: str
    b: str
    a_name: str
    b_name: str
    score: float
    friendly: float
    hostile: float
    reasons: tuple[Surprise, ...]


@dataclass(frozen=True, slots=True)
class StrangeAnswer:
    """The least expected alignments of a case, the strangest first. `found` counts those beyond the limit as well."""

    scope: Scope
    pairs: tuple[StrangePair, ...]
    found: int
    basis: str = BASIS
    unexpected: UnexpectedAnswer | None = (
        None  # by the record; None where the events of the case reach back too short a time
    )


def strange(
    store: CaseStore,
    registry: Registry,
    as_of: date | None = None,
    limit: int | None = 20,
    *,
    dossier: Dossier | None = None,
) -> StrangeAnswer:
    """Rank the least expected alignments by the claims and by the events of a case published by `as_of`; of each list `limit`.

    `dossier` is the evidence as of that day, where it is loaded already.
    """
    held = dossier or open_dossier(store, registry, as_of)
    return replace(strange_from(held, limit), unexpected=unexpected(store, registry, held, as_of, limit))


def strange_from(dossier: Dossier, limit: int | None = 20) -> StrangeAnswer:
    """The list by claims alone, from evidence that is loaded already."""
    pairs = Pairs(dossier)
    ranked = [pair for a_id, b_id in pairs.pairs if (pair := strange_pair(pairs, a_id, b_id))]
    ranked.sort(key=lambda pair: (-pair.score, pair.a_name, pair.b_name))
    return StrangeAnswer(dossier.scope, tuple(ranked[:limit]), len(ranked))


def strange_pair(pairs: Pairs, a_id: str, b_id: str) -> StrangePair | None:
    """The score of one pair, or None where it is not aligned or nothing shows enmity."""
    dossier = pairs.dossier
    friendly_claims = pairs.current(a_id, b_id, FRIENDLY)
    friendly = pairs.strength(friendly_claims)
    if not friendly.friendly or one_belongs_to_the_other(dossier, a_id, b_id, dossier.scope.reference):
        return None
    found = {key: find(pairs, a_id, b_id) for key, _, _, find in _ENMITY}
    still = found["hostile-now"]
    if still and still.strength > friendly.friendly:
        return None
    enmity = [
        _surprise(dossier, key, title, points, finding)
        for key, title, points, _ in _ENMITY
        if (finding := found[key])
    ]
    if not enmity:
        return None
    counted = [claim for claim in friendly_claims if claim.id in friendly.claims]
    aligned = Surprise(
        "aligned",
        "They are friendly now",
        f"{pairs.say(counted)}.",
        round(min(ALIGNED * friendly.friendly, sum(max(item.points, 0.0) for item in enmity)), 2),
        dossier.all_evidence(counted),
    )
    reasons = (aligned, *sorted(enmity, key=lambda item: -item.points), *_structure(pairs, a_id, b_id))
    score = round(sum(reason.points for reason in reasons), 2)
    if score <= 0:
        return None
    hostile = pairs.strength(pairs.current_all(a_id, b_id)).hostile
    first, second = sorted((a_id, b_id), key=dossier.name)
    return StrangePair(
        first, second, dossier.name(first), dossier.name(second), score, friendly.friendly, hostile, reasons
    )


def _surprise(dossier: Dossier, key: str, title: str, points: float, finding: Finding) -> Surprise:
    evidence = dossier.all_evidence(finding.claims)
    return Surprise(key, title, finding.words, round(points * finding.strength, 2), evidence, finding.facts)


def _structure(pairs: Pairs, a_id: str, b_id: str) -> Iterator[Surprise]:
    dossier = pairs.dossier
    distance = land_distance(pairs, a_id, b_id)
    if distance and distance.apart:
        evidence = dossier.all_evidence(distance.claims)
        yield Surprise(
            "no-border", "They share no border", distance.words, NO_BORDER, evidence, distance.facts
        )
    names = f"{dossier.name(a_id)} and {dossier.name(b_id)}"
    wholes = common_alliances(pairs, a_id, b_id)
    allied = allied_claims(pairs, a_id, b_id)
    if wholes:
        words = f"{names} both belong to {listed([dossier.name(whole) for whole in wholes])}."
        claims = membership_claims(pairs, a_id, b_id, wholes)
        facts = (Fact(words, MEMBERSHIPS),)
        evidence = dossier.all_evidence(claims)
        yield Surprise("shared-alliance", "They share an alliance", words, SHARED_ALLIANCE, evidence, facts)
    elif not allied and dossier.kind(a_id) == dossier.kind(b_id) == "state":
        words = f"No alliance joins {names}, by the registry or by any claim in the case."
        facts = (Fact(words, MEMBERSHIPS),)
        yield Surprise("no-alliance", "They share no alliance", words, NO_ALLIANCE, (), facts)
