"""An optional reader: a language model behind any OpenAI-compatible chat endpoint, held to the same schema.

The model only proposes. Quotations must stand in the text, codes in the ontology, actors must be named in the
text; what cannot be verified is dropped and counted in `Reading.dropped`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bedfellows import __version__
from bedfellows.actors import Registry
from bedfellows.case.records import Passage, Reading, Source, content_id
from bedfellows.errors import ReaderError
from bedfellows.reader.endpoint_answer import AnswerChecker
from bedfellows.reader.endpoint_client import KEY_VARIABLE, ChatClient, CutShortError, MalformedError
from bedfellows.reader.interface import Document
from bedfellows.reader.prose import one_line
from bedfellows.reader.rules import make_source
from bedfellows.reader.segment import blocks, sentences

if TYPE_CHECKING:
    from spacy.language import Language

Segment = Callable[[str], Sequence[tuple[int, int]]]
Progress = Callable[[int, int], None]

_LONGEST_PART = 6_000  # characters of sentences sent at once
_MOST_SENTENCES = 40
_CONTEXT = 4  # sentences before them, for pronouns


class EndpointReader:
    """Reads documents by asking a model at `url` (its base address, or that of its chat completions)."""

    def __init__(
        self,
        registry: Registry,
        url: str,
        model: str,
        key: str | None = None,
        timeout: float = 60,
        *,
        retries: int = 3,
        pause: float = 1.0,
        segment: Segment | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Prepare to ask; nothing is sent yet.

        `key` defaults to the environment variable BEDFELLOWS_API_KEY; it is sent to the endpoint and kept
        nowhere else. A request that fails in passing is tried again `retries` times, after `pause` seconds
        and then twice as long each time. `segment` gives the offsets of the sentences of a text; `progress` is
        called with the number of sentences done and of all sentences of a document.
        Raises ReaderError for an address or key that cannot be.
        """
        self.registry = registry
        self.name = f"endpoint {__version__} {one_line(model)}"
        self._client = ChatClient(
            url, model, key or os.environ.get(KEY_VARIABLE), timeout=timeout, retries=retries, pause=pause
        )
        self._segment = segment
        self._progress = progress

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """One reading for each document, in order.

        Raises ReaderError where the endpoint cannot be reached, refuses, or answers nonsense twice.
        """
        for document in documents:
            yield self._read_one(document)

    def _read_one(self, document: Document) -> Reading:
        source = make_source(document)
        passages = self._passages(source)
        checker = AnswerChecker(source, passages, self.registry, self.name)
        done = 0
        for first, last in _parts(passages):
            self._ask(checker, document, passages, first, last)
            done = last
            if self._progress is not None:
                self._progress(done, len(passages))
        return checker.reading()

    def _ask(
        self, checker: AnswerChecker, document: Document, passages: tuple[Passage, ...], first: int, last: int
    ) -> None:
        """Ask about the sentences `first` to `last`, in halves where the answer would be too long."""
        message = _message(document, passages, first, last)
        problem = ""
        for _ in range(2):
            try:
                checker.add(self._client.ask(message), first, last)
            except MalformedError as error:
                problem = str(error)
            except CutShortError:
                break
            else:
                return
        if problem:
            raise ReaderError(
                f"{self.name}: expected a JSON object with claims, motives and outcomes, found twice "
                "something else: "
                f"{problem!r}. Use a model that can answer in JSON; nothing was stored."
            )
        if first == last:
            raise ReaderError(
                f"{self.name}: expected a whole answer to sentence {first}, found one cut short at the "
                "model's limit. "
                "Raise the limit of the endpoint, or use another model; nothing was stored."
            )
        middle = (first + last) // 2
        self._ask(checker, document, passages, first, middle)
        self._ask(checker, document, passages, middle + 1, last)

    def _passages(self, source: Source) -> tuple[Passage, ...]:
        spans = self._spans(source.text)
        return tuple(
            Passage(
                id=content_id("psg", source.id, start, end),
                source_id=source.id,
                ordinal=ordinal,
                paragraph=paragraph,
                start=start,
                end=end,
                text=source.text[start:end],
            )
            for ordinal, (paragraph, start, end) in enumerate(spans, start=1)
        )

    def _spans(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Paragraph number, start and end of every sentence."""
        nlp = None if self._segment else _sentencizer()
        for block in blocks(text, with_labels=True):
            found: Iterable[tuple[int, int]]
            if self._segment is not None:
                found = self._segment(block.text)
            else:
                assert nlp is not None
                found = [(span.start_char, span.end_char) for span in sentences(nlp(block.text))]
            for start, end in found:
                raw = block.text[start:end]
                if raw.strip():
                    first = block.offset + start + len(raw) - len(raw.lstrip())
                    yield block.paragraph, first, first + len(raw.strip())


@lru_cache(maxsize=1)
def _sentencizer() -> Language:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp


def _parts(passages: tuple[Passage, ...]) -> Iterator[tuple[int, int]]:
    """First and last number of the sentences that go together into one request."""
    first, length = 1, 0
    for passage in passages:
        count = passage.ordinal - first
        if count and (count >= _MOST_SENTENCES or length + len(passage.text) > _LONGEST_PART):
            yield first, passage.ordinal - 1
            first, length = passage.ordinal, 0
        length += len(passage.text)
    if passages:
        yield first, len(passages)


def _message(document: Document, passages: tuple[Passage, ...], first: int, last: int) -> dict[str, Any]:
    def numbered(start: int, stop: int) -> list[dict[str, Any]]:
        return [{"n": passage.ordinal, "text": passage.text} for passage in passages[start:stop]]

    return {
        "title": document.title,
        "published": document.published.isoformat() if document.published else None,
        "context": numbered(max(first - 1 - _CONTEXT, 0), first - 1),
        "sentences": numbered(first - 1, last),
    }
