"""Each source with its text, its sentences, and beside them what was read out of them, quote by quote."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bedfellows.case.records import Claim, ConditionalOutcome, Motive, Passage, Source
from bedfellows.report.outside_text import visible

Statement = Claim | Motive | ConditionalOutcome

_AROUND = 160  # characters of context for a quote whose sentence is not known
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: a sentence with its anchor and what rests on it, or what lies between sentences."""

    text: str
    anchor: str = ""
    statements: tuple[str, ...] = ()  # ids


@dataclass(frozen=True, slots=True)
class Quote:
    """The words some statements rest on, within their sentence: `before + words + after`."""

    before: str
    words: str
    after: str
    anchor: str  # of the sentence in the text; "" where it is not known
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a source and the quotes taken from it. `left_out` counts those skipped before it."""

    pieces: tuple[Piece, ...]
    quotes: tuple[Quote, ...]
    left_out: int = 0


def paragraphs(
    source: Source,
    passages: Sequence[Passage],
    statements: Sequence[Statement],
    anchor: Callable[[Passage], str],
    *,
    whole: bool = True,
) -> tuple[Paragraph, ...]:
    """The text of a source cut into paragraphs, each with the quotes taken from it.

    `anchor` names the place of a sentence in the page. With `whole=False` only paragraphs that carry a quote,
    and the ones just before and after, are kept; each says how many were skipped before it. Every statement is
    in exactly one quote; those whose sentence is not among the passages come last, without text.
    """
    ordered = sorted(passages, key=lambda passage: (passage.start, passage.end))
    resting: dict[str, list[str]] = defaultdict(list)
    for statement in statements:
        resting[statement.passage_id].append(statement.id)
    quotes = _quotes(source, {passage.id: passage for passage in ordered}, statements, anchor)
    found: list[Paragraph] = []
    pieces: list[Piece] = []
    held: list[Quote] = []
    cursor, number = 0, None

    def close() -> None:
        if pieces or held:
            found.append(Paragraph(tuple(pieces), tuple(held)))
        pieces.clear()
        held.clear()

    for passage in ordered:
        between = source.text[cursor : passage.start] if passage.start > cursor else ""
        if number is None or passage.paragraph != number:
            close()
            found.extend(_unread(between))
        elif between:
            pieces.append(Piece(visible(between)))
        text = source.text[max(passage.start, cursor) : passage.end]
        pieces.append(Piece(visible(text), anchor(passage), tuple(resting.get(passage.id, ()))))
        held.extend(quotes.pop(passage.id, ()))
        cursor, number = max(cursor, passage.end), passage.paragraph
    close()
    found.extend(_unread(source.text[cursor:]))
    strays = tuple(quote for group in quotes.values() for quote in group)
    if strays:
        found.append(Paragraph((), strays))
    return tuple(found) if whole else _near_quotes(found)


def _unread(text: str) -> list[Paragraph]:
    """Text that no sentence covers, paragraph by paragraph."""
    return [Paragraph((Piece(visible(part)),), ()) for part in _BLANK_LINE.split(text) if part.strip()]


def _quotes(
    source: Source,
    passages: Mapping[str, Passage],
    statements: Sequence[Statement],
    anchor: Callable[[Passage], str],
) -> dict[str, list[Quote]]:
    """The quotes by passage id, in text order; statements that rest on the very same words share one."""
    grouped: dict[tuple[str, int, int], list[Statement]] = defaultdict(list)
    for statement in statements:
        grouped[statement.passage_id, statement.start, statement.end].append(statement)
    quotes: dict[str, list[Quote]] = defaultdict(list)
    for (passage_id, start, end), group in sorted(
        grouped.items(), key=lambda item: (item[0][1], -item[0][2])
    ):
        passage = passages.get(passage_id)
        low = min(passage.start, start) if passage else max(start - _AROUND, 0)
        high = max(passage.end, end) if passage else end + _AROUND
        quotes[passage_id].append(
            Quote(
                visible(source.text[low:start]),
                visible(source.text[start:end]),
                visible(source.text[end:high]),
                anchor(passage) if passage else "",
                tuple(group),
            )
        )
    return quotes


def _near_quotes(found: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    keep = {
        near
        for index, paragraph in enumerate(found)
        if paragraph.quotes
        for near in (index - 1, index, index + 1)
        if 0 <= near < len(found)
    }
    kept, skipped = [], 0
    for index, paragraph in enumerate(found):
        if index in keep:
            kept.append(Paragraph(paragraph.pieces, paragraph.quotes, skipped))
            skipped = 0
        else:
            skipped += 1
    if skipped:
        kept.append(Paragraph((), (), skipped))
    return tuple(kept)
