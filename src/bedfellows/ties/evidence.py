"""What an answer rests on: a piece of a source, or a fact of the registry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bedfellows.ties.currency import Currency

EvidenceKind = Literal["claim", "motive", "outcome", "passage"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim, motive, outcome or sentence, with all that is needed to judge it.

    `statement` says it in one line of our own; `quote` is the words it rests on, within the sentence
    `sentence`, which is number `sentence_number` of the source. `grade` is reliability and credibility
    ("C3"), or the reliability alone where only the source can be graded. `weight` is how much it adds to a
    tie (see `bedfellows.ties.strength`); 0 for what is not a claim.
    """

    id: str
    kind: EvidenceKind
    statement: str
    quote: str
    sentence: str
    sentence_number: int | None
    source_id: str
    source_title: str
    publisher: str | None
    author: str | None
    published: date | None
    locator: str
    grade: str
    certainty: str
    said_by: tuple[str, ...] = ()  # names; empty means the author of the source
    negated: bool = False
    currency: Currency = "current"
    happened_from: date | None = None
    happened_to: date | None = None
    precision: str = "unknown"
    time_text: str = ""
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the registry knows, and where from."""

    statement: str
    source: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What an answer has looked at. `reference` is the day at which "current" and "past" are judged."""

    as_of: date | None
    reference: date
    sources: int
    claims: int
    undated_left_out: int  # sources without a publication date, which as-of views leave out
    events: int = 0  # of feeds
