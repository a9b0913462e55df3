"""What the page says of each claim, motive and conditional outcome beside its sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bedfellows.case.records import Claim, Condition, ConditionalOutcome, Motive, MotiveKind, Source
from bedfellows.ontology import CREDIBILITY, RELIABILITY, SUPPORT_TYPES
from bedfellows.ontology.relations import RELATIONS
from bedfellows.report.context import Statement
from bedfellows.report.dates import day, period
from bedfellows.report.drawn_ties import BELONGING
from bedfellows.report.evidence_index import ActorLabel, EvidenceIndex, Reference
from bedfellows.report.outside_text import visible
from bedfellows.ties.strength import sign
from bedfellows.ties.wording import verb

Facts = tuple[tuple[str, str], ...]

MOTIVE_WORDS: dict[MotiveKind, str] = {
    "fear": "motive: fear",
    "gain": "motive: gain",
    "purpose": "motive: purpose",
    "cause": "motive: cause",
    "perception": "motive: how it is seen",
    "retaliation": "motive: retaliation",
}
CONDITION_WORDS: dict[Condition, str] = {
    "if": "if",
    "unless": "unless",
    "as-long-as": "as long as",
    "when": "when",
    "follows-from": "if so",
}
_COMPARISON_WORDS = {
    "more-than": "more than",
    "less-than": "less than",
    "equal-to": "as much as",
    "only": "among the only ones",
    "first": "for the first time",
    "most": "the most",
}


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """A claim as shown. `back` links to where the page uses it."""

    reference: Reference
    subject: ActorLabel
    relation: str
    relation_title: str
    object: ActorLabel | None
    detail: str
    negated: bool
    sign: int
    currency: str
    certainty: str
    grade: str
    grade_words: str
    facts: Facts
    back: tuple[Reference, ...]
    kind: str = "claim"


@dataclass(frozen=True, slots=True)
class MotiveCard:
    """A motive as shown: what is done, the linking words, and why. Words that are in two of these stand once.

    Linking words may come in two, with the actor they are about in between: "sees Front as".
    """

    reference: Reference
    label: str
    holder: ActorLabel | None
    effect: str
    link: str
    towards: ActorLabel | None
    link_end: str
    reason: str
    certainty: str
    facts: Facts
    back: tuple[Reference, ...]
    grade: str = ""
    grade_words: str = ""
    kind: str = "motive"


@dataclass(frozen=True, slots=True)
class OutcomeCard:
    """A conditional outcome as shown."""

    reference: Reference
    label: str
    condition: str
    outcome: str
    certainty: str
    facts: Facts
    back: tuple[Reference, ...]
    grade: str = ""
    grade_words: str = ""
    kind: str = "outcome"


Card = ClaimCard | MotiveCard | OutcomeCard


def cards(index: EvidenceIndex, used_in: Mapping[str, Sequence[Reference]]) -> dict[str, Card]:
    """The card of every statement by its id. `used_in` says where else on the page it is made use of."""
    found: dict[str, Card] = {}
    for source in index.sources:
        for statement in index.statements[source.id]:
            back = tuple(used_in.get(statement.id, ()))
            found[statement.id] = _card(statement, source, index, back)
    return found


def _card(statement: Statement, source: Source, index: EvidenceIndex, back: tuple[Reference, ...]) -> Card:
    reference = index.reference(statement.id)
    if isinstance(statement, Claim):
        return _claim_card(statement, source, index, reference, back)
    if isinstance(statement, Motive):
        joined = [id_ for id_ in (statement.effect_claim, statement.reason_claim) if id_]
        return _motive_card(statement, index, reference, (*_see(index, joined), *back))
    return OutcomeCard(
        reference,
        CONDITION_WORDS.get(statement.kind, statement.kind),
        visible(statement.condition),
        visible(statement.outcome),
        statement.certainty,
        outcome_facts(statement, index),
        (*_see(index, (*statement.condition_claims, *statement.outcome_claims)), *back),
    )


def _motive_card(
    motive: Motive, index: EvidenceIndex, reference: Reference, back: tuple[Reference, ...]
) -> MotiveCard:
    effect, link, reason = visible(motive.effect), visible(motive.link), visible(motive.reason)
    start, _, end = (part.strip() for part in link.replace("…", "...").partition("..."))
    towards = index.label(motive.towards) if motive.towards else None
    if end and reason.casefold().startswith(f"{end} ".casefold()):
        reason = reason[len(end) :].lstrip()
    elif not end and any(
        start.casefold() in words.casefold() for words in (effect, reason) if words != start
    ):
        start = "–"
    return MotiveCard(
        reference,
        MOTIVE_WORDS.get(motive.kind, "motive"),
        index.label(motive.holder) if motive.holder else None,
        "" if effect.casefold() in link.casefold() else effect,
        start,
        towards if end else None,
        end,
        reason,
        motive.certainty,
        (("towards", towards.name),) if towards and not end else (),
        back,
    )


def _see(index: EvidenceIndex, evidence_ids: Sequence[str]) -> tuple[Reference, ...]:
    return tuple(
        Reference(f"claim {link.label}", link.anchor, link.title) for link in index.references(evidence_ids)
    )


def _claim_card(
    claim: Claim, source: Source, index: EvidenceIndex, reference: Reference, back: tuple[Reference, ...]
) -> ClaimCard:
    known = RELATIONS.get(claim.relation)
    return ClaimCard(
        reference,
        index.label(claim.subject),
        visible(verb(claim.relation, claim.tense, negated=claim.negated)),
        known.definition if known else "",
        index.label(claim.object) if claim.object else None,
        visible(claim.detail),
        claim.negated,
        0 if claim.negated or claim.relation in BELONGING else sign(claim),
        index.currency(claim),
        claim.certainty,
        f"{visible(source.reliability)}{visible(claim.credibility)}",
        grade_words(source.reliability, claim.credibility),
        tuple((name, value) for name, value in _claim_facts(claim, source, index) if value),
        back,
    )


def _claim_facts(claim: Claim, source: Source, index: EvidenceIndex) -> Facts:
    dated = claim.happened_from or claim.happened_to
    when = (
        period(claim.happened_from, claim.happened_to, claim.precision) if dated else visible(claim.time_text)
    )
    code = f"{claim.plover}/{claim.plover_mode}" if claim.plover and claim.plover_mode else claim.plover or ""
    return (
        ("says", " → ".join(index.names(claim.said_by)) or "the author"),
        ("when", when or ("ahead" if claim.tense == "future" else "")),
        ("by", ", ".join(support_words(kind) for kind in claim.support_types)),
        ("compared", _comparison(claim, index)),
        ("in", index.name(claim.place)),
        ("published", day(claim.published) if claim.published != source.published else ""),
        ("PLOVER", visible(code)),
        ("confidence", f"{claim.confidence:.2f}"),
    )


def _comparison(claim: Claim, index: EvidenceIndex) -> str:
    if not claim.comparison:
        return ""
    words = _COMPARISON_WORDS.get(claim.comparison.kind, claim.comparison.kind)
    than = " and ".join(index.names(claim.comparison.than))
    rests_on = f" (“{visible(claim.comparison.text)}”)" if claim.comparison.text else ""
    return f"{words} {than}".strip() + rests_on


def support_words(kind: str) -> str:
    """The name of a support type."""
    known = SUPPORT_TYPES.get(kind)
    return visible(known.name.lower() if known else kind.replace("-", " "))


def grade_words(reliability: str, credibility: str) -> str:
    """What an Admiralty grade means, in words."""
    parts = (
        RELIABILITY.get(reliability, "unknown reliability"),
        CREDIBILITY.get(credibility, "unknown credibility"),
    )
    return "; ".join(parts)


def outcome_facts(outcome: ConditionalOutcome, index: EvidenceIndex) -> Facts:
    """Who says a conditional outcome and by when it is to come."""
    horizon = " · ".join(part for part in (visible(outcome.horizon_text), day(outcome.horizon)) if part)
    facts = (("says", " → ".join(index.names(outcome.said_by)) or "the author"), ("by", horizon))
    return tuple((name, value) for name, value in facts if value)
