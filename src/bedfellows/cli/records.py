"""Claims, motives and conditional outcomes as a page, and as rows for CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from bedfellows.case.records import Claim, ConditionalOutcome, Motive, Source
from bedfellows.cli.evidence import about_source, speakers, time_words, words
from bedfellows.cli.output import BOLD, DIM, Page, signed
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.strength import sign
from bedfellows.ties.wording import counted

Record = Claim | Motive | ConditionalOutcome

COLUMNS = (
    *("record", "id", "statement", "subject", "subject_id", "relation", "object", "object_id", "detail"),
    *(
        "negated",
        "certainty",
        "said_by",
        "support_types",
        "place",
        "time_text",
        "happened_from",
        "happened_to",
    ),
    *("precision", "plover", "confidence", "grade", "quote", "sentence", "source_id", "source_title"),
    *("published", "locator"),
)
_HANG = 6


def show_source(page: Page, dossier: Dossier, source: Source) -> None:
    """Title and details of a source, and what was found in it."""
    show_title(page, source)
    found = (
        counted(len(dossier.passages), "sentence"),
        counted(len(dossier.claims), "claim"),
        counted(len(dossier.motives), "motive"),
        counted(len(dossier.outcomes), "conditional outcome"),
    )
    page.line((", ".join(found), DIM))


def show_title(page: Page, source: Source) -> None:
    """Title and details of a source."""
    page.line((source.title, BOLD))
    page.line((about_source(source), DIM))


def show_claims(page: Page, dossier: Dossier, claims: Sequence[Claim]) -> None:
    """Each sentence that claims something, and its claims under it."""
    for passage_id, group in groupby(claims, key=lambda claim: claim.passage_id):
        page.line()
        of_sentence = list(group)
        passage = dossier.passages.get(passage_id)
        number = passage.ordinal if passage else "?"
        text = passage.text if passage else of_sentence[0].quote
        page.entry([f"{number:>3}", "  "], [f"“{text}”"], hang=_HANG)
        for claim in of_sentence:
            _claim(page, dossier, claim)


def _claim(page: Page, dossier: Dossier, claim: Claim) -> None:
    piece = dossier.evidence(claim)
    when = time_words(claim.happened_from, claim.happened_to, claim.precision)
    said = speakers([" through ".join(piece.said_by) or "the author"])
    about = words(
        [
            f"{claim.certainty}, {said}",
            f"in {dossier.name(claim.place)}" if claim.place else "",
            when or claim.time_text,
            piece.grade,
            f"confidence {claim.confidence:.2f}",
        ]
    )
    mark = signed(0 if claim.negated else sign(claim))
    page.entry([mark], [(piece.statement, BOLD), (f"  {about}", DIM)], indent=_HANG, hang=2)


def show_motives(page: Page, dossier: Dossier, motives: Sequence[Motive]) -> None:
    """Who acts why, each with its sentence number and the linking words."""
    if not motives:
        return
    page.heading("Motives")
    for motive in motives:
        piece = dossier.evidence(motive)
        holder = dossier.name(motive.holder) if motive.holder else "nobody named"
        towards = f", of {dossier.name(motive.towards)}" if motive.towards else ""
        page.entry(
            [f"{piece.sentence_number or '?':>3}"],
            [(f"{holder}: {motive.kind}{towards}", BOLD), f"  {piece.statement}", (f"  “{motive.link}”, {motive.certainty}", DIM)],
            hang=_HANG,
        )  # fmt: skip


def show_outcome_list(page: Page, dossier: Dossier, outcomes: Sequence[ConditionalOutcome]) -> None:
    """Condition and outcome, each with its sentence number."""
    if not outcomes:
        return
    page.heading("Conditional outcomes")
    for outcome in outcomes:
        piece = dossier.evidence(outcome)
        said = speakers([" through ".join(piece.said_by) or "the author"])
        about = words([f"{outcome.certainty}, {said}", outcome.horizon_text])
        page.entry(
            [f"{piece.sentence_number or '?':>3}"],
            [outcome.condition, (" → ", BOLD), outcome.outcome, (f"  {about}", DIM)],
            hang=_HANG,
        )


def record_rows(dossier: Dossier, records: Sequence[Record]) -> Iterator[dict[str, Any]]:
    """A row for each record; of a motive, subject and object are its holder and whom it bears on."""
    for record in records:
        piece = dossier.evidence(record)
        yield {
            "record": piece.kind,
            "id": record.id,
            "statement": piece.statement,
            "certainty": record.certainty,
            "said_by": piece.said_by,
            "grade": piece.grade,
            "quote": record.quote,
            "sentence": piece.sentence_number,
            "source_id": record.source_id,
            "source_title": piece.source_title,
            "published": record.published,
            "locator": piece.locator,
            **_own(dossier, record),
        }


def claim_dicts(dossier: Dossier, claims: Sequence[Claim]) -> list[dict[str, Any]]:
    """Claims for JSON: all that the rows have, with the whole sentence and the offsets of the quotation."""
    return [
        {
            **row,
            "said_by_ids": claim.said_by,
            "place_id": claim.place,
            "comparison": claim.comparison,
            "start": claim.start,
            "end": claim.end,
            "sentence_text": dossier.evidence(claim).sentence,
            "reader": claim.reader,
        }
        for claim, row in zip(claims, record_rows(dossier, claims), strict=True)
    ]


def _own(dossier: Dossier, record: Record) -> dict[str, Any]:
    def named(key: str, actor: str | None) -> dict[str, Any]:
        return {key: dossier.name(actor) if actor else None, f"{key}_id": actor}

    if isinstance(record, Motive):
        return {
            **named("subject", record.holder),
            **named("object", record.towards),
            "relation": record.kind,
            "detail": record.reason,
        }
    if isinstance(record, ConditionalOutcome):
        return {
            "relation": record.kind,
            "detail": record.outcome,
            "time_text": record.horizon_text,
            "happened_to": record.horizon,
        }
    return {
        **named("subject", record.subject),
        **named("object", record.object),
        "relation": record.relation,
        "detail": record.detail,
        "negated": record.negated,
        "support_types": record.support_types,
        "place": dossier.name(record.place) if record.place else None,
        "time_text": record.time_text,
        "happened_from": record.happened_from,
        "happened_to": record.happened_to,
        "precision": record.precision,
        "plover": record.plover,
        "confidence": record.confidence,
    }
