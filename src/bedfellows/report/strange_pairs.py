"""The strange pairs as the page shows them: the reasons for and against each, and how its score adds up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bedfellows.balance.strange import StrangePair, Surprise, strange_from
from bedfellows.explain.why import Reason, why_from
from bedfellows.report.evidence_index import ActorLabel, EvidenceIndex, Reference
from bedfellows.report.outside_text import visible
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.evidence import Evidence, Fact

FULL_PAIRS = 3  # on a card each; the others stand in a table
MOST_PAIRS = 20


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact of the registry. `statement` is empty where the words beside it say the same."""

    statement: str
    source: str


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One reason for or against an alignment."""

    mechanism: str
    title: str
    words: str
    third: str
    strength: float
    references: tuple[Reference, ...]
    facts: tuple[KnownFact, ...]


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """One item of a score. `words` is empty where a reason on the same card says it already; `share` is how
    large the item is beside the largest on the page."""

    title: str
    words: str
    points: str
    share: float
    references: tuple[Reference, ...]
    facts: tuple[KnownFact, ...]


@dataclass(frozen=True, slots=True)
class StrangeView:
    """A strange pair, with what speaks for and against it and the items of its score."""

    number: int
    a: ActorLabel
    b: ActorLabel
    a_id: str
    b_id: str
    score: str
    friendly: float
    hostile: float
    aligned: str
    aligned_references: tuple[Reference, ...]
    reasons_for: tuple[ReasonView, ...]
    reasons_against: tuple[ReasonView, ...]
    items: tuple[ScoreItem, ...]
    evidence: tuple[str, ...]  # ids of all that the page shows under this pair

    @property
    def anchor(self) -> str:
        """The id of the pair's card or row."""
        return f"pair-{self.number}"


@dataclass(frozen=True, slots=True)
class StrangePairs:
    """The strangest pairs in full, and the rest in a table. `left_out` counts those beyond both."""

    full: tuple[StrangeView, ...]
    short: tuple[StrangeView, ...]
    left_out: int
    basis: str

    @property
    def every(self) -> tuple[StrangeView, ...]:
        """All pairs shown, the strangest first."""
        return (*self.full, *self.short)

    @property
    def mechanisms(self) -> tuple[str, ...]:
        """The keys of the mechanisms that the page names, in order of appearance."""
        views = (view for pair in self.every for view in (*pair.reasons_for, *pair.reasons_against))
        return tuple(dict.fromkeys(view.mechanism for view in views))


def strange_pairs(dossier: Dossier, index: EvidenceIndex) -> StrangePairs:
    """The least expected alignments of a case, each with its reasons and their evidence."""
    answer = strange_from(dossier, MOST_PAIRS)
    most = max((abs(item.points) for pair in answer.pairs for item in pair.reasons), default=1.0) or 1.0
    views = tuple(_view(pair, number, dossier, index, most) for number, pair in enumerate(answer.pairs, 1))
    return StrangePairs(
        views[:FULL_PAIRS], views[FULL_PAIRS:], answer.found - len(answer.pairs), answer.basis
    )


def _view(pair: StrangePair, number: int, dossier: Dossier, index: EvidenceIndex, most: float) -> StrangeView:
    reasons = why_from(dossier, pair.a, pair.b).reasons
    said = {reason.mechanism for reason in reasons}
    aligned = next((item for item in pair.reasons if item.key == "aligned"), None)
    shown: list[Evidence] = [piece for item in pair.reasons for piece in item.evidence]
    shown += [piece for reason in reasons for piece in reason.evidence]
    return StrangeView(
        number,
        index.label(pair.a),
        index.label(pair.b),
        pair.a,
        pair.b,
        f"{pair.score:.2f}",
        pair.friendly,
        pair.hostile,
        visible(aligned.words) if aligned else "",
        _references(index, aligned.evidence if aligned else ()),
        tuple(_reason(reason, dossier, index) for reason in reasons if reason.side == "for"),
        tuple(_reason(reason, dossier, index) for reason in reasons if reason.side == "against"),
        tuple(_item(item, index, most, said={*said, "aligned"}) for item in pair.reasons),
        tuple(dict.fromkeys(piece.id for piece in shown)),
    )


def _reason(reason: Reason, dossier: Dossier, index: EvidenceIndex) -> ReasonView:
    words = visible(reason.words)
    return ReasonView(
        reason.mechanism,
        visible(reason.title),
        words,
        visible(dossier.name(reason.third)) if reason.third else "",
        reason.strength,
        _references(index, reason.evidence),
        _facts(reason.facts, words),
    )


def _item(item: Surprise, index: EvidenceIndex, most: float, said: set[str]) -> ScoreItem:
    words = visible(item.words)
    known = item.key in said
    return ScoreItem(
        visible(item.title),
        "" if known else words,
        f"{item.points:+.2f}".replace("-", "−"),
        abs(item.points) / most,
        _references(index, item.evidence),
        _facts(item.facts, words, told=known),
    )


def _references(index: EvidenceIndex, evidence: Iterable[Evidence]) -> tuple[Reference, ...]:
    return index.references(piece.id for piece in evidence)


def _facts(facts: Iterable[Fact], words: str, *, told: bool = False) -> tuple[KnownFact, ...]:
    """The facts with their sources; a fact that `words` tell, or that is `told` elsewhere, is not said again."""
    shown = []
    for fact in facts:
        statement = visible(fact.statement).rstrip(".")
        shown.append(KnownFact("" if told or statement in words else statement, visible(fact.source)))
    return tuple(dict.fromkeys(shown))
