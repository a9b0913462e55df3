"""Who backs an actor, whom it backs, who is against it, and how that is known."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bedfellows.actors import Registry
from bedfellows.case import CaseStore
from bedfellows.case.records import Certainty, Claim
from bedfellows.ontology import RELATIONS
from bedfellows.ties.dossier import Dossier, open_dossier
from bedfellows.ties.evidence import Evidence, Scope
from bedfellows.ties.partners import Partner, partners
from bedfellows.ties.rollup import ActsFor, Rollup, day_of
from bedfellows.ties.strength import CERTAINTY_WEIGHTS, sign, strength
from bedfellows.ties.wording import listed

Group = Literal["backers", "backs", "partners", "foes", "against", "rivals", "belonging", "other"]
GROUPS: tuple[Group, ...] = (
    "backers",
    "backs",
    "partners",
    "foes",
    "against",
    "rivals",
    "belonging",
    "other",
)
_BELONGING = frozenset({"member-of", "leads", "allegiance-to", "splinter-of", "successor-of"})
_GESTURES = frozenset({"welcomes", "yields-to"})
"""Friendly, but no help: who applauds a visit does not back the visitor."""
_ORDER: tuple[Certainty, ...] = ("asserted", "reported", "opinion", "hedged", "conditional", "denied")


@dataclass(frozen=True, slots=True)
class Compared:
    """What a source says of the size of a tie: "more than Iran and Saudi Arabia", from the words "dwarfs"."""

    words: str
    text: str
    claim: str  # id


@dataclass(frozen=True, slots=True)
class Tie:
    """All that the claims say, in one direction, of one counterpart.

    `strength` is signed, in [-1, 1] (see `bedfellows.ties.strength`), and 0 for relations without a sign.
    `certainty` is the firmest among the claims. `speakers` are those who say so, "the author" included.
    `through` says whose deeds were counted for whom. `since` and `until` span the dated claims.
    """

    counterpart: str
    name: str
    kind: str
    group: Group
    strength: float
    relations: tuple[str, ...]
    support_types: tuple[str, ...]
    certainty: Certainty
    speakers: tuple[str, ...]
    since: date | None
    until: date | None
    precision: str
    compared: tuple[Compared, ...]
    through: tuple[str, ...]
    evidence: tuple[Evidence, ...]

    @property
    def claims(self) -> tuple[str, ...]:
        """Ids of the claims that the tie rests on."""
        return tuple(piece.id for piece in self.evidence)


@dataclass(frozen=True, slots=True)
class WhoAnswer:
    """Backers and foes of an actor, the strongest first in each group.

    Groups: `backers` help it and `backs` are those it helps; `partners` are in touch with it, allied to it, or
    exchange friendly words and gestures; `foes` act against it or fear it, `against` are those it acts against
    or fears, `rivals` are mutual; `belonging` is membership, leadership and descent; `other` is what has no sign
    or no counterpart (borders, presence, demands, descriptions, fears of something that is no actor). Ended ties are in `past`, denied ones in `denied`, expected and conditional ones
    in `expected`; none of these three counts in any strength.

    `recorded` are those with whom feeds of the case show it dealing (`bedfellows.ties.partners`).
    """

    actor: str
    name: str
    kind: str
    scope: Scope
    acting_for: tuple[ActsFor, ...]  # whose claims were counted for this actor as well
    ties: tuple[Tie, ...]
    past: tuple[Tie, ...]
    denied: tuple[Evidence, ...]
    expected: tuple[Evidence, ...]
    recorded: tuple[Partner, ...] = ()

    def group(self, group: Group) -> tuple[Tie, ...]:
        """The current ties of one group, strongest first."""
        return tuple(tie for tie in self.ties if tie.group == group)

    @property
    def backers(self) -> tuple[Tie, ...]:
        """Who helps the actor."""
        return self.group("backers")

    @property
    def backs(self) -> tuple[Tie, ...]:
        """Whom the actor helps."""
        return self.group("backs")

    @property
    def partners(self) -> tuple[Tie, ...]:
        """Who is in touch with it, or allied to it, both ways alike."""
        return self.group("partners")

    @property
    def foes(self) -> tuple[Tie, ...]:
        """Who acts against the actor."""
        return self.group("foes")

    @property
    def against(self) -> tuple[Tie, ...]:
        """Against whom the actor acts."""
        return self.group("against")

    @property
    def rivals(self) -> tuple[Tie, ...]:
        """With whom it is at odds, both ways alike."""
        return self.group("rivals")


@dataclass(frozen=True, slots=True)
class _Found:
    claim: Claim
    counterpart: str
    group: Group
    through: tuple[ActsFor, ...]
    for_the_actor: ActsFor | None


def who(store: CaseStore, registry: Registry, actor_id: str, as_of: date | None = None) -> WhoAnswer:
    """Who backs an actor and who is against it, by the claims and the feeds of a case published by `as_of`."""
    return who_in(store, registry, open_dossier(store, registry, as_of), actor_id)


def who_in(store: CaseStore, registry: Registry, dossier: Dossier, actor_id: str) -> WhoAnswer:
    """`who`, where the claims are loaded already."""
    return replace(who_from(dossier, actor_id), recorded=partners(store, registry, dossier, actor_id))


def who_from(dossier: Dossier, actor_id: str) -> WhoAnswer:
    """`who`, from claims that are loaded already, and from claims alone."""
    rollup = Rollup(dossier)
    found = [item for claim in dossier.claims for item in _relevant(claim, actor_id, dossier, rollup)]
    by_currency: dict[str, list[_Found]] = defaultdict(list)
    for item in found:
        by_currency[dossier.currency(item.claim)].append(item)
    acting = {item.for_the_actor.actor: item.for_the_actor for item in found if item.for_the_actor}
    return WhoAnswer(
        actor_id,
        dossier.name(actor_id),
        dossier.kind(actor_id),
        dossier.scope,
        tuple(acting.values()),
        _ties(by_currency["current"], dossier),
        _ties(by_currency["past"], dossier),
        dossier.all_evidence(item.claim for item in by_currency["denied"]),
        dossier.all_evidence(item.claim for item in by_currency["expected"]),
    )


def _relevant(claim: Claim, actor_id: str, dossier: Dossier, rollup: Rollup) -> Iterable[_Found]:
    """The claim as seen from the actor: with whom, in which direction, and through whom."""
    on = day_of(claim, dossier.scope.reference)
    for own, other, outward in ((claim.subject, claim.object, True), (claim.object, claim.subject, False)):
        if own is None or (other is None and claim.relation not in {"fears", "seeks", "describes-as"}):
            continue
        step = _step(own, actor_id, on, rollup)
        if own != actor_id and step is None:
            continue
        counterpart, through = rollup.top(other, on) if other else ("", ())
        if counterpart == actor_id:
            if step is not None or other == actor_id:
                continue
            counterpart, through = other or "", ()
        yield _Found(claim, counterpart, _group(claim, outward=outward), through, step)


def _step(own: str, actor_id: str, on: date, rollup: Rollup) -> ActsFor | None:
    """How a claim about `own` bears on the actor; None where it does not, or where it is the actor."""
    seen: set[str] = set()
    queue = [own] if own != actor_id else []
    while queue:
        current = queue.pop(0)
        seen.add(current)
        for step in rollup.wholes(current, on):
            if step.whole == actor_id:
                return step if current == own else replace(step, actor=own, words=f"acts for {step.whole}")
            if step.whole not in seen:
                queue.append(step.whole)
    return None


def _group(claim: Claim, *, outward: bool) -> Group:
    if claim.relation in _BELONGING:
        return "belonging"
    relation = RELATIONS.get(claim.relation)
    direction = sign(claim)
    if relation is None or not direction or claim.object is None:
        return "other"
    if relation.symmetric or claim.relation in _GESTURES:
        return "partners" if direction > 0 else "rivals"
    if direction > 0:
        return "backs" if outward else "backers"
    return "against" if outward else "foes"


def _ties(found: Sequence[_Found], dossier: Dossier) -> tuple[Tie, ...]:
    grouped: dict[tuple[Group, str], list[_Found]] = defaultdict(list)
    for item in found:
        grouped[item.group, item.counterpart].append(item)
    ties = [_tie(group, counterpart, items, dossier) for (group, counterpart), items in grouped.items()]
    ordered: list[Tie] = []
    for group in GROUPS:
        of_group = [tie for tie in ties if tie.group == group]
        of_group.sort(key=lambda tie: (-abs(tie.strength), -len(tie.evidence), tie.name))
        ordered += _by_comparison(of_group, grouped)
    return tuple(ordered)


def _tie(group: Group, counterpart: str, items: Sequence[_Found], dossier: Dossier) -> Tie:
    claims = list({item.claim.id: item.claim for item in items}.values())
    firmest = max(
        (claim.certainty for claim in claims), key=lambda word: (CERTAINTY_WEIGHTS[word], -_ORDER.index(word))
    )
    speakers = Counter(
        tuple(dossier.name(speaker) for speaker in claim.said_by) or ("the author",) for claim in claims
    )
    dated = [claim for claim in claims if claim.dated]
    ends = [claim.happened_to for claim in dated]
    through = {step.actor: step for item in items for step in item.through}
    counts = group not in {"belonging", "other"}
    signed = strength(claims, dossier.sources, _one_way).signed if counts else 0.0
    return Tie(
        counterpart,
        dossier.name(counterpart) if counterpart else "",
        dossier.kind(counterpart) if counterpart else "",
        group,
        round(signed, 4),
        tuple(relation for relation, _ in Counter(claim.relation for claim in claims).most_common()),
        tuple(sorted({kind for claim in claims for kind in claim.support_types})),
        firmest,
        tuple(dict.fromkeys(" through ".join(chain) for chain, _ in speakers.most_common())),
        min((claim.happened_from for claim in dated if claim.happened_from), default=None),
        None if None in ends else max((end for end in ends if end), default=None),
        _coarsest(claim.precision for claim in dated),
        tuple(_compared(claim, dossier) for claim in claims if claim.comparison),
        tuple(f"{dossier.name(step.actor)}, who {step.words}" if step.words.startswith("lead") else
              f"{dossier.name(step.actor)}, {step.words}" for step in through.values()),
        dossier.all_evidence(claims),
    )  # fmt: skip


def _one_way(claim: Claim) -> tuple[str, str]:
    """All claims of one tie go the same way, whoever acted for the two."""
    return ("", "") if claim.relation not in _GESTURES else (claim.subject, claim.object or "")


_PRECISIONS = ("day", "month", "season", "year", "decade", "century", "vague", "unknown")


def _coarsest(precisions: Iterable[str]) -> str:
    return max(precisions, key=_PRECISIONS.index, default="unknown")


def _compared(claim: Claim, dossier: Dossier) -> Compared:
    assert claim.comparison is not None
    words = {
        "more-than": "more than",
        "less-than": "less than",
        "equal-to": "as much as",
        "only": "one of the only ones",
        "first": "for the first time",
        "most": "the most",
    }[claim.comparison.kind]
    than = listed([dossier.name(other) for other in claim.comparison.than])
    return Compared(f"{words} {than}".strip(), claim.comparison.text, claim.id)


def _by_comparison(ties: list[Tie], grouped: Mapping[tuple[Group, str], Sequence[_Found]]) -> list[Tie]:
    """Where a source says that one counterpart does more than another, it stands before that other, whatever
    their strength."""
    above: list[tuple[str, str]] = []
    for tie in ties:
        for item in grouped[tie.group, tie.counterpart]:
            comparison = item.claim.comparison
            if comparison and comparison.kind in {"more-than", "less-than"}:
                pairs = [(tie.counterpart, other) for other in comparison.than]
                above += pairs if comparison.kind == "more-than" else [(low, high) for high, low in pairs]
    order = [tie.counterpart for tie in ties]
    for _ in range(len(order)):
        moved = False
        for higher, lower in above:
            if higher in order and lower in order and order.index(higher) > order.index(lower):
                order.remove(higher)
                order.insert(order.index(lower), higher)
                moved = True
        if not moved:
            break
    return sorted(ties, key=lambda tie: order.index(tie.counterpart))
