"""Text to paragraphs and sentences, every one with its exact offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from bedfellows.reader.casing import in_sentence_case
from bedfellows.reader.dateline import dateline_length
from bedfellows.reader.transcript import Turn, find_turns, names_of, parted

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from bedfellows.actors import Registry

_LINE = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(r"[.!?]['\")\]’”]*\s+")
# "the US led coalition": without its hyphen the parser takes the participle for the verb of the sentence.
_UNHYPHENATED = re.compile(
    r"(?<=\b[Tt]he )((?:[A-Z][\w.]*-)*[A-Z][\w.]*) (?=(?:led|backed|sponsored|supported|brokered|funded|armed|trained|allied|occupied)"
    r" (?!(?:the|a|an|its|his|their|by|to|and|in|on)\b)[a-z])"
)
_MARK = re.compile(r"(?:[-*•·▪◦‣–>]\s+)*")  # of an item of a list, or of what a mail quotes
_DOTS = re.compile(r"…(?=\s+[A-Z])")
_TIGHT_DASH = re.compile(r"(?<=\w)—(?=\w)")  # the tokenizer takes it for a part of the words
_PICTURE = re.compile("[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]")
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\u2011": "-", "“": '"', "”": '"'})
# The parser's memory grows with the length of what it is given at once.
LONGEST_BLOCK = 8_000


class Block(NamedTuple):
    """A paragraph, or a part of a very long one: `text` starts at `offset` of the document, in the turn of a transcript if in any."""

    paragraph: int
    offset: int
    text: str
    turn: Turn | None = None


def blocks(text: str, *, with_labels: bool = False) -> Iterator[Block]:
    """Paragraphs of `text` (one a line), those over LONGEST_BLOCK cut at a sentence end or a space.

    The mark of an item of a list is no part of them, nor is the dateline that wire copy opens with
    ("KABUL, Jan 4 (Agency) -"): its place does nothing. Nor is, but `with_labels`, the label of a speaker in a transcript.
    """
    lines = list(_parts(text))
    turns = find_turns([text[start:end] for _, start, end in lines])
    for (paragraph, first, end), (turn, label) in zip(lines, turns, strict=True):
        start = first
        while start < end:
            stop = end
            if end - start > LONGEST_BLOCK:
                window = text[start : start + LONGEST_BLOCK]
                ends = [match.end() for match in _SENTENCE_END.finditer(window)]
                cut = ends[-1] if ends else window.rfind(" ") + 1
                stop = start + (cut or LONGEST_BLOCK)
            if start == first:
                start += (0 if with_labels else label) or dateline_length(text[start:stop])
            if text[start:stop].strip():
                yield Block(paragraph, start, text[start:stop], turn)
            start = stop


def _parts(text: str) -> Iterator[tuple[int, int, int]]:
    """Paragraph, start and end of every line without its mark, in parts where it holds several turns."""
    lines = [(match.start(), match.end(), match.group()) for match in _LINE.finditer(text)]
    bare = [line[len(_MARK.match(line).group(0)) :] for _, _, line in lines]  # type: ignore[union-attr]  # it matches nothing, too
    names = names_of(bare)
    for paragraph, ((_, end, _), line) in enumerate(zip(lines, bare, strict=True), start=1):
        start = end - len(line)
        places = [start + place for place in parted(line, names)]
        for first, last in zip(places, [*places[1:], end], strict=True):
            yield paragraph, first, last


def for_parser(text: str, registry: Registry | None = None) -> str:
    """The text as the parser reads it best, every character still in its place: straight quotes, "US-led", no capitals of titles."""
    return _UNHYPHENATED.sub(r"\1-", in_sentence_case(_without_signs(text).translate(_STRAIGHT), registry))


def _without_signs(text: str) -> str:
    return _PICTURE.sub(" ", _TIGHT_DASH.sub("–", _DOTS.sub(".", text)))


def sentences(doc: Doc) -> Iterator[Span]:
    """Sentences of a parsed block, white space trimmed, empty ones left out.

    A cut the parser makes before a lower-case word without a full stop in front is undone.
    """
    pending: Span | None = None
    for sentence in doc.sents:
        current = sentence
        if pending is not None:
            if _runs_on(pending, sentence):
                current = doc[pending.start : sentence.end]
            else:
                yield pending
        pending = current
    if pending is not None:
        yield pending


def _runs_on(before: Span, after: Span) -> bool:
    last = next((token for token in reversed(before) if not token.is_space), None)
    first = next((token for token in after if not token.is_space), None)
    if last is None or first is None:
        return True
    return not (last.is_punct or last.text[-1] in ".!?:;\"”'’)") and first.text[:1].islower()
