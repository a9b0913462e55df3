"""The signed network: who is tied to whom, with which sign, how strongly and how surely, and on what evidence.

A network is plain data, so that ties may come from anywhere: from the claims of a case (`signed_network`), from
alignments estimated elsewhere (`from_rows`), or from a file of the user (`read_network`). All that is done with a
network - triads, camps, walks, pressure - knows nothing of where it came from.

From claims, a tie's weight is its friendly less its hostile strength today (`bedfellows.ties.strength`), in [-1, 1].
Its interval is what the weight would be if any one of its claims were left out, or came once more from a source
of its own: a tie that hangs on one claim reaches down to 0, one that rests on many independent witnesses hardly
moves. A pair that both helps and fights is
*ambivalent*: it keeps one tie with the sign of what outweighs, and the little weight that is left of it, so that it
counts for little in every weighted measure. It is marked, and its interval reaches over both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bedfellows.balance.pairs import Pairs
from bedfellows.ties import strength as claimed
from bedfellows.ties.dossier import Dossier

SCALE = 1_000
"""Weights count to the third decimal: sums are made of whole numbers, so that an optimum can be proven."""
AMBIVALENT = 0.5
"""A pair is ambivalent where the lesser of its two strengths is at least this share of the greater."""


@dataclass(frozen=True, slots=True)
class SignedTie:
    """One tie. `weight` is in [-1, 1], its sign is the tie's; `low` and `high` hold it with `SignedNetwork.level`.

    `evidence` are the ids of what it rests on. `friendly` and `hostile` are known for ties from claims only.
    """

    a: str
    b: str
    weight: float
    low: float
    high: float
    evidence: tuple[str, ...] = ()
    friendly: float | None = None
    hostile: float | None = None

    @property
    def sign(self) -> int:
        """+1 or -1."""
        return 1 if self.weight > 0 else -1

    @property
    def units(self) -> int:
        """The strength without its sign, in units of 1 / `SCALE`; at least one."""
        return max(1, round(abs(self.weight) * SCALE))

    @property
    def pair(self) -> tuple[str, str]:
        """The two actors in the order of their ids."""
        return self.a, self.b

    @property
    def ambivalent(self) -> bool:
        """Whether much speaks for either sign."""
        if self.friendly is None or self.hostile is None:
            return False
        lesser, greater = sorted((self.friendly, self.hostile))
        return lesser > 0 and lesser >= AMBIVALENT * greater


@dataclass(frozen=True)
class SignedNetwork:
    """Actors and the ties between them: at most one for each pair, none of weight 0.

    `level` is the share of probability that the intervals of ties hold. `neutral` are pairs with evidence on both
    sides that cancel out: they have no sign, and so no tie.
    """

    actors: tuple[str, ...]
    ties: tuple[SignedTie, ...]
    level: float = 0.9
    neutral: tuple[tuple[str, str], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, actor: str) -> str:
        """The display name of an actor; its id where it has none."""
        return self.names.get(actor, actor)

    @cached_property
    def of_pair(self) -> Mapping[tuple[str, str], SignedTie]:
        """The ties by their pair, in the order of ids."""
        return {tie.pair: tie for tie in self.ties}

    @cached_property
    def neighbours(self) -> Mapping[str, frozenset[str]]:
        """With whom each actor has a tie."""
        found: dict[str, set[str]] = {actor: set() for actor in self.actors}
        for tie in self.ties:
            found[tie.a].add(tie.b)
            found[tie.b].add(tie.a)
        return {actor: frozenset(others) for actor, others in found.items()}

    def tie(self, a: str, b: str) -> SignedTie | None:
        """The tie of two actors."""
        return self.of_pair.get((min(a, b), max(a, b)))

    def without(self, actor: str) -> SignedNetwork:
        """The network that is left when an actor and its ties are gone."""
        return SignedNetwork(
            tuple(one for one in self.actors if one != actor),
            tuple(tie for tie in self.ties if actor not in tie.pair),
            self.level,
            tuple(pair for pair in self.neutral if actor not in pair),
            self.names,
        )


Row = tuple[str, str, float, float, float, Iterable[str]]
"""Two actors, weight, low, high, ids of evidence."""


def from_rows(
    rows: Iterable[Row], names: Mapping[str, str] | None = None, level: float = 0.9, floor: float = 0.0
) -> SignedNetwork:
    """The network of any table of ties, such as alignments estimated from events.

    Args:
        rows: a, b, weight, low, high, evidence ids. Weights are in [-1, 1]. A pair that comes twice (each way, say)
            has the mean of its weights, an interval over both, and the evidence of both.
        names: the display names of actors.
        level: the share of probability that `low` to `high` holds.
        floor: ties weaker than this are taken for neutral.

    Raises:
        ValueError: a tie of an actor with itself, a weight outside [-1, 1], or an interval that is no interval.
    """
    found: dict[tuple[str, str], list[SignedTie]] = {}
    for a, b, weight, low, high, evidence in rows:
        if a == b:
            raise ValueError(f"Expected a tie between two actors, found one of {a!r} with itself.")
        if not -1 <= low <= high <= 1 or not -1 <= weight <= 1:
            raise ValueError(
                f"Expected -1 <= low <= high <= 1 and a weight in [-1, 1], found {weight}, {low}, {high} "
                f"for {a!r} and {b!r}."
            )
        one, other = min(a, b), max(a, b)
        found.setdefault((one, other), []).append(SignedTie(one, other, weight, low, high, tuple(evidence)))
    return _network(
        [merged[0] if len(merged) == 1 else _merged(merged) for merged in found.values()],
        names or {},
        level,
        floor,
    )


def _merged(ties: list[SignedTie]) -> SignedTie:
    evidence = dict.fromkeys(piece for tie in ties for piece in tie.evidence)
    weight = sum(tie.weight for tie in ties) / len(ties)
    low, high = min(tie.low for tie in ties), max(tie.high for tie in ties)
    return SignedTie(ties[0].a, ties[0].b, weight, low, high, tuple(evidence))


def _network(
    ties: Iterable[SignedTie], names: Mapping[str, str], level: float, floor: float
) -> SignedNetwork:
    every = sorted(ties, key=lambda tie: tie.pair)
    least = max(floor, 0.5 / SCALE)
    kept = tuple(tie for tie in every if abs(tie.weight) >= least)
    neutral = tuple(tie.pair for tie in every if abs(tie.weight) < least)
    actors = tuple(sorted({actor for tie in every for actor in tie.pair}))
    known = {actor: names[actor] for actor in actors if actor in names}
    return SignedNetwork(actors, kept, level, neutral, known)


def signed_network(dossier: Dossier, floor: float = 0.0) -> SignedNetwork:
    """The signed network of a case as of the day of its dossier: from the claims that are current then, and from its events.

    A pair that events tell of has the level of its alignment (`bedfellows.ties.alignment`), which has read the claims as well; it is a
    tie where the interval of the level leaves one sign. Of events only pairs of actors that the registry knows are looked at.
    """
    pairs = Pairs(dossier)
    ties = {(a, b): tie for a, b in pairs.pairs if (tie := _claimed(pairs, a, b))}
    for one in dossier.recorded:
        known = [
            actor for actor in (one.a, one.b) if (held := dossier.registry.get(actor)) and held.registered
        ]
        said = ties.get((one.a, one.b))
        if one.sure and len(known) == 2:
            evidence = (*(said.evidence if said else ()), *one.evidence)
            ties[one.a, one.b] = SignedTie(one.a, one.b, one.level, one.low, one.high, evidence)
    names = {actor: dossier.name(actor) for pair in ties for actor in pair}
    return _network(ties.values(), names, SignedNetwork.level, floor)


def _claimed(pairs: Pairs, a: str, b: str) -> SignedTie | None:
    claims = pairs.current_all(a, b)
    whole = pairs.strength(claims)
    if not whole.claims:
        return None
    counted = [claim for claim in claims if claim.id in set(whole.claims)]
    might = [whole.signed]
    for claim in counted:
        might.append(pairs.strength(other for other in counted if other.id != claim.id).signed)
        more = claimed.weight(claim, pairs.dossier.sources.get(claim.source_id))
        if claimed.sign(claim) > 0:
            might.append(1 - (1 - whole.friendly) * (1 - more) - whole.hostile)
        else:
            might.append(whole.friendly - 1 + (1 - whole.hostile) * (1 - more))
    low, high = round(min(might), 4), round(max(might), 4)
    return SignedTie(a, b, round(whole.signed, 4), low, high, whole.claims, whole.friendly, whole.hostile)
