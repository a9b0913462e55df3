"""What a case holds: frozen records with content-hashed ids.

Two times on every piece of evidence: `happened_*` (when it took place, an interval with its precision) and
`published` (when the source said so). As-of views use `published` only.

The precision `tense` says that no word of time dates a claim: its days follow from the tense of its sentence and the day of its publication.
The same day twice: so on that day, and nobody says since or until when. A last day alone: at some time until then. A first day alone: if at
all, from then on.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "season", "year", "decade", "century", "vague", "tense", "unknown"]
Certainty = Literal["asserted", "reported", "opinion", "hedged", "conditional", "denied"]
Tense = Literal["past", "present", "future"]
MotiveKind = Literal["fear", "gain", "purpose", "cause", "perception", "retaliation"]
Condition = Literal["if", "unless", "as-long-as", "when", "follows-from"]
SourceKind = Literal["news", "statement", "opinion", "dataset", "correction"]


def content_id(prefix: str, *parts: object) -> str:
    """A stable id: the prefix and 16 hex digits of the SHA-256 of the parts."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return f"{prefix}-{hashlib.sha256(joined.encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Source:
    """One document or data release. `text` is the exact text that offsets point into."""

    id: str  # content_id("src", text): the same text read twice is one source
    kind: SourceKind
    title: str
    publisher: str | None
    author: str | None
    published: date | None
    locator: str  # file name or address, as given
    text: str
    reliability: str = "F"  # Admiralty A-F; F: cannot be judged


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of a source: `source.text[start:end] == text`."""

    id: str  # content_id("psg", source_id, start, end)
    source_id: str
    ordinal: int  # 1-based position among the sentences of the source
    paragraph: int  # 1-based
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """How large one side's support or action is against others': Pakistan's dwarfs Iran's and Saudi Arabia's."""

    kind: Literal["more-than", "less-than", "equal-to", "only", "first", "most"]
    than: tuple[str, ...] = ()  # actor ids; empty for only, first and most
    text: str = ""  # the words it rests on: "dwarfs"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a source says is, was or will be so.

    `quote` is exactly `source.text[start:end]`. `negated` is the polarity: "does not border" is the relation
    `borders`, negated. `said_by` is the chain of speakers, outermost first; empty means the author of the source.
    """

    id: str  # content_id("clm", source_id, start, end, subject, relation, object, detail, negated)
    source_id: str
    passage_id: str
    subject: str  # actor id
    relation: str  # a key of bedfellows.ontology.RELATIONS
    object: str | None  # actor id; None where the object is not an actor (describes-as, seeks, fears)
    subject_text: str  # the words in the text ("it", "the two groups", "Moscow")
    object_text: str
    detail: str  # what is sought, feared or described, in the text's words; "" where there is nothing to add
    quote: str
    start: int
    end: int
    certainty: Certainty
    negated: bool = False
    tense: Tense = "present"
    said_by: tuple[str, ...] = ()  # actor ids
    support_types: tuple[str, ...] = ()  # keys of bedfellows.ontology.SUPPORT_TYPES
    comparison: Comparison | None = None
    place: str | None = None  # actor id of a state or region
    time_text: str = ""
    happened_from: date | None = None
    happened_to: date | None = None
    precision: Precision = "unknown"
    published: date | None = None
    plover: str | None = None  # PLOVER event type
    plover_mode: str | None = None
    confidence: float = 0.5  # the reader's own, 0 to 1
    credibility: str = "6"  # Admiralty 1-6; 6: truth cannot be judged
    reader: str = ""  # name and version of the reader that made it

    @property
    def named_from(self) -> date | None:
        """The first day, where words of time name it; None where it follows from the tense."""
        return None if self.precision == "tense" else self.happened_from

    @property
    def named_to(self) -> date | None:
        """The last day, where words of time name it; None where it follows from the tense."""
        return None if self.precision == "tense" else self.happened_to

    @property
    def dated(self) -> bool:
        """Do words of time say when it is so?"""
        return (self.named_from or self.named_to) is not None


@dataclass(frozen=True, slots=True)
class Motive:
    """Why somebody acts: the words that link a reason to what is done, with the claims they join where coded."""

    id: str  # content_id("mtv", source_id, start, end, kind, holder, reason)
    source_id: str
    passage_id: str
    kind: MotiveKind
    holder: str | None  # actor id of the one who has the motive
    towards: str | None  # actor id the motive bears on, where there is one
    effect: str  # what is done or wanted, in the text's words
    reason: str  # why, in the text's words
    link: str  # the linking words: "therefore", "sees ... as", "so as to"
    quote: str
    start: int
    end: int
    certainty: Certainty
    effect_claim: str | None = None
    reason_claim: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class ConditionalOutcome:
    """A conditional forecast: if `condition`, then `outcome`, by `horizon`."""

    id: str  # content_id("out", source_id, start, end, kind, condition, outcome)
    source_id: str
    passage_id: str
    kind: Condition
    condition: str  # in the text's words
    outcome: str
    quote: str
    start: int
    end: int
    certainty: Certainty
    horizon_text: str = ""
    horizon: date | None = None
    actors: tuple[str, ...] = ()  # actor ids named in either half
    said_by: tuple[str, ...] = ()
    parent: str | None = None  # id of the outcome this one follows from ("this scenario will ...")
    condition_claims: tuple[str, ...] = ()
    outcome_claims: tuple[str, ...] = ()
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One dated interaction, coded in PLOVER."""

    id: str
    source_id: str
    subject: str  # source actor id
    object: str | None  # target actor id
    plover: str
    plover_mode: str | None
    cameo: str | None
    goldstein: float | None
    happened_from: date
    happened_to: date
    precision: Precision
    published: date
    place: str | None = None
    text: str = ""
    credibility: str = "6"


@dataclass(frozen=True, slots=True)
class NewActor:
    """A name no registry knows, kept as an actor of the case and marked as unregistered."""

    id: str
    name: str
    kind: str  # best guess: person, armed-group, organisation, region


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a reader found in one source, ready to be stored in one transaction."""

    source: Source
    passages: tuple[Passage, ...]
    claims: tuple[Claim, ...]
    motives: tuple[Motive, ...] = ()
    outcomes: tuple[ConditionalOutcome, ...] = ()
    new_actors: tuple[NewActor, ...] = ()
    dropped: tuple[str, ...] = field(default=())  # one line each: what could not be verified, and why
