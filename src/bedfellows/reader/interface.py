"""What every reader takes and gives: documents in, readings out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bedfellows.case.records import Reading, SourceKind


@dataclass(frozen=True, slots=True)
class Document:
    """A text ready to be read, with what is known of where it comes from.

    `text` is plain text with paragraphs separated by blank lines or line breaks; offsets of all claims point into it.
    """

    text: str
    locator: str
    title: str = ""
    kind: SourceKind = "news"
    publisher: str | None = None
    author: str | None = None
    published: date | None = None
    reliability: str = "F"


class Reader(Protocol):
    """Turns documents into readings. `name` and version are stored with every claim."""

    @property
    def name(self) -> str:
        """Name and version, e.g. `rules 0.1.0 en_core_web_sm 3.8.0`."""
        ...

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """One reading for each document, in order."""
        ...
