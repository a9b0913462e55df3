"""The dated claims of a case and the days its sources came out, in order of time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from bedfellows.case.records import Claim
from bedfellows.report.dates import day, period
from bedfellows.report.drawn_ties import BELONGING
from bedfellows.report.evidence_index import EvidenceIndex, Reference
from bedfellows.report.outside_text import visible
from bedfellows.report.timeline import Axis, Mark, Span, axis
from bedfellows.ties.strength import sign
from bedfellows.ties.wording import verb

MOST_ROWS = 160


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a claim (or several that say the same of the same time), or the publication of a source."""

    when: str
    mark: Mark
    publication: bool = False
    anchor: str = ""
    title: str = ""
    subject: str = ""
    relation: str = ""
    object: str | None = None
    detail: str = ""
    negated: bool = False
    sign: int = 0
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """The axis and the rows on it; `undated` claims have no place on it, `left_out` rows no room."""

    axis: Axis
    rows: tuple[Row, ...]
    undated: int
    left_out: int


def timeline(index: EvidenceIndex, as_of: date | None) -> Timeline:
    """All dated claims of a case, oldest first, with the publication of each source."""
    every = index.claims()
    dated = [claim for claim in every if claim.dated]
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for c in dated:
        key = (
            c.subject,
            c.relation,
            c.object,
            c.detail,
            c.negated,
            c.happened_from,
            c.happened_to,
            c.precision,
        )
        groups[key].append(c)
    entries: list[tuple[Span, Row]] = [
        (Span(group[0].happened_from, group[0].happened_to, group[0].precision), _row(group, index))
        for group in groups.values()
    ]
    if entries:
        entries += [
            (
                Span(source.published, source.published, "day"),
                replace(
                    _EMPTY,
                    when=day(source.published),
                    publication=True,
                    anchor=index.reference(source.id).anchor,
                    title=visible(source.title) or "Untitled",
                ),
            )
            for source in index.sources
            if source.published
        ]
    entries.sort(key=lambda entry: _order(entry[0], entry[1]))
    left_out = max(len(entries) - MOST_ROWS, 0)
    if left_out:  # the most recent are kept
        entries = entries[left_out:]
    scale = axis([span for span, _ in entries], as_of)
    rows = tuple(replace(row, mark=scale.mark(span)) for span, row in entries)
    return Timeline(scale, rows, len(every) - len(dated), left_out)


_EMPTY = Row("", Mark(0.0, 0.0, point=True))


def _row(group: list[Claim], index: EvidenceIndex) -> Row:
    claim = group[0]
    return replace(
        _EMPTY,
        when=period(claim.happened_from, claim.happened_to, claim.precision),
        subject=claim.subject,
        relation=visible(verb(claim.relation, claim.tense, negated=claim.negated)),
        object=claim.object,
        detail=visible(claim.detail),
        negated=claim.negated,
        sign=0 if claim.negated or claim.relation in BELONGING else sign(claim),
        references=index.references(c.id for c in group),
    )


def _order(span: Span, row: Row) -> tuple[date, date, bool, str]:
    first = span.start or span.end or date.max
    return (
        first,
        span.end or date.max,
        row.publication,
        row.references[0].label if row.references else row.title,
    )
