"""The paragraph at the head of the page: the strangest pair, the backer that stands out, the first conditional
outcome; all three taken from the case, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bedfellows.report.evidence_index import ActorLabel, EvidenceIndex, Reference
from bedfellows.report.outcome_tree import ForkView, OutcomeTree
from bedfellows.report.outside_text import visible
from bedfellows.report.strange_pairs import KnownFact, ReasonView, StrangePairs, StrangeView
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.who import Tie, who_from

MOST_REASONS = 3
MOST_LINKS = 3  # for each reason; the card of the pair has them all
# What each mechanism is called within a sentence: without and with the third party it is about.
PHRASES: Mapping[str, tuple[str, str]] = {
    "common-enemy": ("a common enemy", "a common enemy, {}"),
    "common-rival": ("a common rival", "a common rival, {}"),
    "retaliation": ("retaliation", "retaliation against {}"),
    "fear": ("fear of a third party", "fear of {}"),
    "buffer": ("the use of one as a buffer", "the use of one as a buffer against {}"),
    "gain": ("a gain", "a gain"),
    "leverage": ("leverage", "leverage over {}"),
    "patronage": ("the bond of patron and client", "the bond of patron and client"),
    "shared-friend": ("a friend in common", "a friend in common, {}"),
    "shared-alliance": ("a shared alliance", "a shared alliance, {}"),
    "treaty": ("a treaty between them", "a treaty between them"),
    "border": ("a border that they share", "a border that they share"),
    "works-together": ("what they do together", "what they do together"),
    "perception": ("how one sees the other", "how one sees the other"),
    "purpose": ("a purpose", "a purpose that bears on {}"),
    "cause": ("what is said to have led to it", "what is said to have led to it"),
    "past-war": ("a past war", "a past war"),
    "called-enemies": ("their being called rivals or enemies", "their being called rivals or enemies"),
    "hostile-now": ("hostility today", "hostility today"),
    "fear-of-other": ("one’s fear of the other", "one’s fear of the other"),
    "opposite-sides": ("their backing opposite sides", "their backing opposite sides"),
    "friend-of-foe": ("one’s backing a foe of the other", "one’s backing a foe of the other, {}"),
    "no-border": ("the lack of a common border", "the lack of a common border"),
    "denied": ("a denial or doubt", "a denial or doubt"),
    "may-change": ("word that it may not last", "word that it may not last"),
}
_TRUE_CONDITIONS = frozenset({"if", "unless"})


@dataclass(frozen=True, slots=True)
class ShortReason:
    """A reason in a few words: what it is and whom it is about. `more` counts the links left out."""

    words: str
    references: tuple[Reference, ...]
    more: int
    facts: tuple[KnownFact, ...]


@dataclass(frozen=True, slots=True)
class Backer:
    """Who stands out among those who back an actor. `compared` is in a source's words, or else `ahead_of` the
    next by strength."""

    actor: ActorLabel
    backer: ActorLabel
    compared: str
    rests_on: str
    ahead_of: ActorLabel | None
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class InShort:
    """What the first paragraph says; each part is None or empty where the case has nothing of the kind."""

    pair: StrangeView | None
    reasons_for: tuple[ShortReason, ...]
    reasons_against: tuple[ShortReason, ...]
    backer: Backer | None
    fork: ForkView | None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.pair or self.backer or self.fork)


def in_short(
    dossier: Dossier,
    index: EvidenceIndex,
    strange: StrangePairs,
    outcomes: OutcomeTree,
    actors: Sequence[str],
) -> InShort:
    """The case in a paragraph. `actors` are those whose backers may be named, the weightiest first."""
    pair = strange.full[0] if strange.full else None
    asked = dict.fromkeys((*((pair.a_id, pair.b_id) if pair else ()), *actors))
    return InShort(
        pair,
        _shortened(pair.reasons_for if pair else ()),
        _shortened(pair.reasons_against if pair else ()),
        _backer(dossier, index, asked),
        next((fork for fork in outcomes.forks if fork.kind in _TRUE_CONDITIONS), None)
        or next(iter(outcomes.forks), None),
    )


def _shortened(reasons: Sequence[ReasonView]) -> tuple[ShortReason, ...]:
    """The weightiest reasons, each mechanism once."""
    best: dict[str, ReasonView] = {}
    for reason in reasons:
        best.setdefault(reason.mechanism, reason)
    return tuple(
        ShortReason(
            _words(reason),
            reason.references[:MOST_LINKS],
            max(len(reason.references) - MOST_LINKS, 0),
            reason.facts,
        )
        for reason in list(best.values())[:MOST_REASONS]
    )


def _words(reason: ReasonView) -> str:
    alone, about = PHRASES.get(reason.mechanism) or (f"“{reason.title}”", f"“{reason.title}”")
    return about.format(reason.third) if reason.third else alone


def _backer(dossier: Dossier, index: EvidenceIndex, actors: Iterable[str]) -> Backer | None:
    """The first backer of whom a source says that it does more than others, or else the strongest of several."""
    strongest: Backer | None = None
    for actor in actors:
        backers = [tie for tie in who_from(dossier, actor).backers if tie.counterpart]
        for tie in backers:
            for item in tie.compared:
                if item.words.startswith("more than "):
                    return _named(index, actor, tie, item.words, item.text, None, (item.claim,))
        if strongest is None and len(backers) > 1:
            first, second = backers[:2]
            ahead = index.label(second.counterpart) if first.strength > second.strength else None
            strongest = _named(index, actor, first, "", "", ahead, (*first.claims, *second.claims))
    return strongest


def _named(
    index: EvidenceIndex,
    actor: str,
    tie: Tie,
    compared: str,
    rests_on: str,
    ahead: ActorLabel | None,
    claims: Iterable[str],
) -> Backer:
    return Backer(
        index.label(actor),
        index.label(tie.counterpart),
        visible(compared),
        visible(rests_on),
        ahead,
        index.references(claims),
    )
