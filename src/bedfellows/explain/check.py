"""Check a text: each claim that a record can settle is held against the feeds and the registry; the rest is left alone, and said to be.

The text is no evidence for itself: neither what the case holds of the same text, nor events whose source it is, nor sentences of other
texts that repeat its words count. What other texts claim is shown beside the verdict and never makes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bedfellows.case.records import Claim, Reading
from bedfellows.explain import held_facts, held_sizes, held_ties
from bedfellows.explain.checkable import KINDS, Alone, Kind, kind_of, left_alone, why_alone, window
from bedfellows.explain.question import Held, Question, RecordRow, Verdict, list_end, question
from bedfellows.ontology import RELATIONS
from bedfellows.ties.dossier import Dossier, with_case_actors
from bedfellows.ties.evidence import Evidence, Scope
from bedfellows.ties.record import Reach, Record
from bedfellows.ties.rollup import Rollup

VERDICTS: tuple[Verdict, ...] = ("supported", "contradicted", "no data")


@dataclass(frozen=True, slots=True)
class Checked:
    """One claim, or what it says of size or order, with the verdict on it.

    `first` and `last` are the days it is about. `rows` carry the verdict, `near` bear on it without settling it. `also_said` and
    `denied` are claims of other texts in the case that say the same, or that it is not so.
    """

    claim: Evidence
    kind: Kind
    verdict: Verdict
    reason: str
    words: str  # of size or order: "only country", "dwarfs"; "" for other kinds
    first: date | None
    last: date
    rows: tuple[RecordRow, ...]
    near: tuple[RecordRow, ...]
    also_said: tuple[Evidence, ...]
    denied: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A statement that no record settles, and why."""

    statement: Evidence
    why: Alone
    reason: str


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """A text held against the record. `published` is the day to which "now" refers; `assumed`: the text has no date, and today was taken."""

    source: str
    title: str
    locator: str
    published: date
    assumed: bool
    scope: Scope  # of the case; the text itself is not in it
    feeds: tuple[Reach, ...]
    checked: tuple[Checked, ...]
    left_alone: tuple[LeftAlone, ...]

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """How many claims got each verdict."""
        found = Counter(one.verdict for one in self.checked)
        return {verdict: found[verdict] for verdict in VERDICTS}

    def of_kind(self, kind: Kind) -> tuple[Checked, ...]:
        """What was checked of one kind."""
        return tuple(one for one in self.checked if one.kind == kind)


def check_from(record: Record, reading: Reading, today: date) -> CheckAnswer:
    """Hold what was read in a text against an open case.

    `record.without` should name the text's source and address. `today` stands in for a missing date of publication.
    """
    case = record.dossier
    published = reading.source.published or today
    registry = with_case_actors(case.registry, reading.new_actors)
    text = Dossier(
        registry,
        Scope(record.as_of, published, 1, len(reading.claims), 0),
        {reading.source.id: reading.source},
        {passage.id: passage for passage in reading.passages},
        reading.claims,
        reading.motives,
        reading.outcomes,
    )
    record = replace(record, dossier=replace(case, registry=registry))
    rollup = Rollup(text)
    others = _others(case, text)
    checked: list[Checked] = []
    alone: list[LeftAlone] = []
    for claim in _unique(reading.claims):
        why = left_alone(claim)
        if why is not None:
            alone.append(LeftAlone(text.evidence(claim), why, why_alone(why)))
            continue
        asked = question(record, rollup, claim, window(claim, published), _sentence(text, claim))
        checked += _checks(asked, text, _said_elsewhere(asked, others, case), reading.claims)
    alone += [LeftAlone(text.evidence(motive), "motive", why_alone("motive")) for motive in reading.motives]
    alone += [
        LeftAlone(text.evidence(outcome), "forecast", why_alone("forecast")) for outcome in reading.outcomes
    ]
    return CheckAnswer(
        reading.source.id,
        reading.source.title,
        reading.source.locator,
        published,
        reading.source.published is None,
        case.scope,
        tuple(replace(reach, last=list_end(record, feed)) for feed, reach in record.reach.items()),
        tuple(checked),
        tuple(alone),
    )


def _checks(
    asked: Question,
    text: Dossier,
    elsewhere: tuple[tuple[Evidence, ...], tuple[Evidence, ...]],
    claims: Sequence[Claim],
) -> list[Checked]:
    kind = kind_of(asked.claim)
    found = [(kind, _held(asked, kind))]
    comparison = asked.claim.comparison
    if comparison is not None and not asked.claim.negated:
        if comparison.kind == "first":
            found.append(("first", held_sizes.first(asked, kind)))
        elif comparison.kind == "only":
            found.append(("only", held_sizes.only(asked, kind, _group(asked.claim, claims))))
        else:
            held = held_sizes.size(
                asked,
                kind,
                comparison.than,
                less=comparison.kind == "less-than",
                equal=comparison.kind == "equal-to",
            )
            found.append(("size", held))
    evidence = text.evidence(asked.claim)
    return [
        Checked(
            evidence,
            of,
            held.verdict,
            held.reason + asked.carried_on(held.rows),
            comparison.text if comparison is not None and of != kind else "",
            asked.when.first,
            asked.when.last,
            held.rows,
            held.near,
            *(elsewhere if of == kind else ((), ())),
        )
        for of, held in found
    ]


def _held(asked: Question, kind: Kind) -> Held:
    match kind:
        case "support":
            return held_ties.support(asked)
        case "fighting":
            return held_ties.fighting(asked)
        case "border":
            return held_facts.border(asked)
        case "alliance":
            return held_ties.alliance(asked)
        case "membership":
            return held_facts.membership(asked)
        case "sanctions":
            return held_ties.sanctions(asked)
        case "rivalry":
            return held_ties.rivalry(asked)
        case "lineage":
            return held_facts.lineage(asked)
        case "leadership":
            return held_facts.leadership(asked)
        case "presence":
            return Held(
                "no data", "No feed in the case tells who is present where, holds what, or owes allegiance."
            )
        case _:
            return held_ties.deed(asked)


def _unique(claims: Sequence[Claim]) -> list[Claim]:
    """The claims; of two that say the same of two actors both ways in the same words, only the first."""
    seen: set[tuple[object, ...]] = set()
    kept = []
    for claim in claims:
        relation = RELATIONS.get(claim.relation)
        both_ways = claim.relation == "fights" or (relation is not None and relation.symmetric)
        ends = frozenset((claim.subject, claim.object)) if both_ways else (claim.subject, claim.object)
        key = (claim.passage_id, claim.start, claim.relation, ends, claim.detail, claim.negated)
        if key not in seen:
            seen.add(key)
            kept.append(claim)
    return kept


def _sentence(text: Dossier, claim: Claim) -> str:
    passage = text.passages.get(claim.passage_id)
    return passage.text if passage else claim.quote


def _group(claim: Claim, claims: Sequence[Claim]) -> set[str]:
    """The actors of whom a sentence says together that they are the only ones."""
    return {
        other.subject
        for other in claims
        if (other.passage_id, other.relation, other.object)
        == (claim.passage_id, claim.relation, claim.object)
        and other.comparison is not None
        and other.comparison.kind == "only"
    }


def _others(case: Dossier, text: Dossier) -> list[Claim]:
    """The claims of other texts in the case, without the sentences that repeat the words of this one."""
    own = set(text.sources)
    sentences = {" ".join(passage.text.split()) for passage in text.passages.values()}
    kept = []
    for claim in case.claims:
        passage = case.passages.get(claim.passage_id)
        repeated = passage is not None and " ".join(passage.text.split()) in sentences
        if claim.source_id not in own and not repeated:
            kept.append(claim)
    return kept


def _said_elsewhere(
    asked: Question, others: Sequence[Claim], case: Dossier
) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """Claims of other texts that say the same of the two, and those that say the contrary."""
    relation = RELATIONS.get(asked.claim.relation)
    both_ways = asked.claim.relation == "fights" or (relation is not None and relation.symmetric)
    sides = (asked.subject.ids | {asked.claim.subject}, asked.object.ids | {asked.claim.object})
    same: list[Claim] = []
    contrary: list[Claim] = []
    for claim in others:
        if claim.relation != asked.claim.relation or case.currency(claim) == "expected":
            continue
        straight = claim.subject in sides[0] and claim.object in sides[1]
        turned = both_ways and claim.subject in sides[1] and claim.object in sides[0]
        if straight or turned:
            denies = claim.negated or claim.certainty == "denied"
            (contrary if denies != asked.claim.negated else same).append(claim)
    return case.all_evidence(same), case.all_evidence(contrary)


def by_kind(answer: CheckAnswer) -> dict[Kind, dict[Verdict, int]]:
    """How many verdicts of each sort there are, by kind of claim, in the order of `KINDS`."""
    found: dict[Kind, dict[Verdict, int]] = {}
    for kind in KINDS:
        counted = Counter(one.verdict for one in answer.of_kind(kind))
        if counted:
            found[kind] = {verdict: counted[verdict] for verdict in VERDICTS}
    return found
