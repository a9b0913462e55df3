"""The sources as the page shows them: who published what and when, the grade, the text and its quotes."""

from __future__ import annotations

from dataclasses import dataclass

from bedfellows.case.records import Passage
from bedfellows.ontology import RELIABILITY
from bedfellows.report.context import Paragraph, paragraphs
from bedfellows.report.dates import day
from bedfellows.report.evidence_index import EvidenceIndex
from bedfellows.report.outside_text import visible, web_address

WHOLE_TEXTS = 400_000  # characters: longer cases show only the paragraphs around claims


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source as shown. `address` is set only where the locator is an http(s) address."""

    anchor: str
    title: str
    byline: tuple[str, ...]
    published: str
    kind: str
    reliability: str
    reliability_words: str
    locator: str
    address: str | None
    paragraphs: tuple[Paragraph, ...]


def source_views(index: EvidenceIndex) -> tuple[SourceView, ...]:
    """Every source with its text; where all texts together are very long, only the parts around claims."""
    whole = sum(len(source.text) for source in index.sources) <= WHOLE_TEXTS

    def anchor(passage: Passage) -> str:
        return index.reference(passage.id).anchor

    return tuple(
        SourceView(
            index.reference(source.id).anchor,
            visible(source.title) or "Untitled",
            tuple(visible(part) for part in (source.publisher, source.author) if part),
            day(source.published) or "no date of publication",
            source.kind,
            visible(source.reliability),
            RELIABILITY.get(source.reliability, "unknown reliability"),
            visible(source.locator),
            web_address(source.locator),
            paragraphs(source, index.passages[source.id], index.statements[source.id], anchor, whole=whole),
        )
        for source in index.sources
    )
