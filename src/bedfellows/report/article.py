"""A source as an article: its text cut into runs, each with the statements that rest on it, and the statements as they were coded."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bedfellows.case import CaseStore
from bedfellows.case.records import Claim, ConditionalOutcome, Motive, Passage, Source
from bedfellows.errors import InputError
from bedfellows.ontology import RELIABILITY
from bedfellows.report.outside_text import visible, web_address
from bedfellows.report.source_view import WHOLE_TEXTS
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.evidence import Evidence

Statement = Claim | Motive | ConditionalOutcome


@dataclass(frozen=True, slots=True)
class Run:
    """Words that the same statements rest on; `statements` are their ids, none for what nothing rests on."""

    text: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; `number` and `id` are None for what lies between sentences."""

    id: str | None
    number: int | None
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `left_out` counts the paragraphs of a very long text that were skipped before it."""

    sentences: tuple[Sentence, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class CodedClaim:
    """A claim as it was coded, with the names of its actors."""

    id: str
    subject: str
    subject_name: str
    relation: str
    object: str | None
    object_name: str | None
    detail: str
    support_types: tuple[str, ...]
    tense: str
    confidence: float
    reader: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ArticleAnswer:
    """A source with its text and all that was read out of it, in the order of the text."""

    id: str
    title: str
    kind: str
    publisher: str | None
    author: str | None
    published: date | None
    reliability: str
    reliability_words: str
    locator: str
    address: str | None  # only where the locator is an http(s) address
    paragraphs: tuple[Paragraph, ...]
    claims: tuple[CodedClaim, ...]
    motives: tuple[Evidence, ...]
    outcomes: tuple[Evidence, ...]


def article_from(store: CaseStore, dossier: Dossier, source_id: str) -> ArticleAnswer:
    """A source of a case as an article, with the statements that were published by the dossier's day.

    Raises:
        InputError: the dossier has no source of this id.
    """
    source = dossier.sources.get(source_id)
    if source is None:
        raise InputError(
            f"Expected the id of a source of this case, found {visible(source_id[:60])!r}. "
            "`bedfellows sources` lists them; a source published after the as-of day is not seen."
        )
    claims = [claim for claim in dossier.claims if claim.source_id == source_id]
    motives = [motive for motive in dossier.motives if motive.source_id == source_id]
    outcomes = [outcome for outcome in dossier.outcomes if outcome.source_id == source_id]
    every: list[Statement] = [*claims, *motives, *outcomes]
    every.sort(key=_in_text)
    passages = sorted(store.passages(source_id, as_of=dossier.scope.as_of), key=lambda one: one.start)
    return ArticleAnswer(
        source.id,
        visible(source.title) or "Untitled",
        source.kind,
        source.publisher,
        source.author,
        source.published,
        source.reliability,
        RELIABILITY.get(source.reliability, "unknown reliability"),
        visible(source.locator),
        web_address(source.locator),
        _paragraphs(source, passages, every),
        tuple(_coded(dossier, claim) for claim in sorted(claims, key=_in_text)),
        tuple(map(dossier.evidence, sorted(motives, key=_in_text))),
        tuple(map(dossier.evidence, sorted(outcomes, key=_in_text))),
    )


def _in_text(statement: Statement) -> tuple[int, int, str]:
    return statement.start, -statement.end, statement.id


def _coded(dossier: Dossier, claim: Claim) -> CodedClaim:
    return CodedClaim(
        claim.id,
        claim.subject,
        dossier.name(claim.subject),
        claim.relation,
        claim.object,
        dossier.name(claim.object) if claim.object else None,
        claim.detail,
        claim.support_types,
        claim.tense,
        claim.confidence,
        claim.reader,
        dossier.evidence(claim),
    )


def _paragraphs(
    source: Source, passages: Sequence[Passage], statements: Sequence[Statement]
) -> tuple[Paragraph, ...]:
    text = visible(source.text)
    edges = sorted({0, len(text), *(edge for one in statements for edge in (one.start, one.end))})
    grouped: dict[int, list[Sentence]] = defaultdict(list)
    number, cursor = 0, 0
    for passage in passages:
        if passage.start > cursor and text[cursor : passage.start].strip():
            grouped[number].append(
                Sentence(None, None, _runs(text, cursor, passage.start, edges, statements))
            )
        number = passage.paragraph
        start = max(passage.start, cursor)
        if start < passage.end:
            runs = _runs(text, start, passage.end, edges, statements)
            grouped[number].append(Sentence(passage.id, passage.ordinal, runs))
        cursor = max(cursor, passage.end)
    if text[cursor:].strip():
        grouped[number].append(Sentence(None, None, _runs(text, cursor, len(text), edges, statements)))
    found = [Paragraph(tuple(sentences)) for _, sentences in sorted(grouped.items())]
    return tuple(found) if len(text) <= WHOLE_TEXTS else tuple(_near_statements(found))


def _runs(
    text: str, start: int, end: int, edges: Sequence[int], statements: Sequence[Statement]
) -> tuple[Run, ...]:
    inner = edges[bisect_right(edges, start) : bisect_left(edges, end)]
    cuts = [start, *inner, end]
    near = [one for one in statements if one.start < end and one.end > start]
    return tuple(
        Run(text[low:high], tuple(one.id for one in near if one.start <= low and high <= one.end))
        for low, high in pairwise(cuts)
        if low < high
    )


def _near_statements(found: Sequence[Paragraph]) -> list[Paragraph]:
    """Of a very long text, the paragraphs that something rests on, and those just before and after."""
    keep = {
        near
        for place, paragraph in enumerate(found)
        if any(run.statements for sentence in paragraph.sentences for run in sentence.runs)
        for near in (place - 1, place, place + 1)
    }
    kept: list[Paragraph] = []
    skipped = 0
    for place, paragraph in enumerate(found):
        if place in keep:
            kept.append(Paragraph(paragraph.sentences, skipped))
            skipped = 0
        else:
            skipped += 1
    return [*kept, *([Paragraph((), skipped)] if skipped else [])]
