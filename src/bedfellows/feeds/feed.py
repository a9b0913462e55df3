"""What a feed is: how its files look, and how their columns become the columns that all feeds share.

An adapter is one module with one `Feed` in it. It says nothing about files, transactions, duplicates or bad rows: that is the
engine's. It gives, in SQL over the file's own columns, the normalised columns of its kind (`EVENT_COLUMNS`, `STANDING_COLUMNS`,
`MENTION_COLUMNS`, `ACTOR_COLUMNS`); those it does not give are NULL.

Of codes, a feed gives what the file says, and the engine finds out whom and what they mean:

* Who: `subject_code` (what is kept and shown), and, where the file has them, `subject_name`, `subject_country`, `subject_kind` (a kind
  of actor, for those that no registry knows) and `subject_year` (for codes whose meaning changes: COW 255). Likewise `object_...`.
  `Feed.coder` turns each distinct combination into an actor, once; `feeds.mapping` has coders for the common code systems.
* What: `cameo`; or `plover` (and `plover_mode`) where the feed is coded so itself. PLOVER, quad class and Goldstein value follow.

A row that cannot be right (`problem` gives the reason) is quarantined with its line. Simpler and faster where it will do: give a column
its type, and name it in `Layout.required`; what does not parse is quarantined by itself. The type `CAMEO` takes CAMEO codes only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from bedfellows.actors import Registry

FeedKind = Literal["events", "standing", "mentions", "actors"]
CAMEO_TYPE = "CAMEO"
"""A column type of layouts: an ENUM of the codes of `bedfellows.ontology.CAMEO`."""

_WHO = ("code", "name", "country", "kind", "year")
ACTOR_HINTS = tuple(f"{side}_{part}" for side in ("subject", "object") for part in _WHO)
"""What a feed may say of whom a row is about. All are text, but the years, which are INTEGER."""

EVENT_COLUMNS: Mapping[str, str] = {
    "key": "VARCHAR",  # the publisher's id of the event; unique within the feed
    "release": "VARCHAR",  # version of the feed that the row is from; the engine's where the feed gives none
    "day": "DATE",  # when it happened; must be there
    "published": "DATE",  # when it was known; the engine takes the release's day, or `day`, where the feed gives none
    "subject": "VARCHAR",  # filled in by the engine, as the next one: ids of the registry, or x-...
    "object": "VARCHAR",
    "subject_code": "VARCHAR",
    "object_code": "VARCHAR",
    "plover": "VARCHAR",
    "plover_mode": "VARCHAR",
    "cameo": "VARCHAR",
    "quad": "UTINYINT",  # 1 to 4: bedfellows.ontology.QUAD_CLASSES
    "goldstein": "FLOAT",
    "tone": "FLOAT",
    "mentions": "INTEGER",
    "sources": "INTEGER",  # distinct
    "articles": "INTEGER",
    "place": "VARCHAR",
    "lat": "FLOAT",
    "lon": "FLOAT",
    "text": "VARCHAR",  # the event in words, or the address of the article
}
STANDING_COLUMNS: Mapping[str, str] = {
    "key": "VARCHAR",
    "release": "VARCHAR",
    "subject": "VARCHAR",
    "relation": "VARCHAR",  # a key of bedfellows.ontology.RELATIONS
    "object": "VARCHAR",
    "subject_code": "VARCHAR",
    "object_code": "VARCHAR",
    "support_types": "VARCHAR[]",  # keys of bedfellows.ontology.SUPPORT_TYPES
    "detail": "VARCHAR",
    "happened_from": "DATE",
    "happened_to": "DATE",  # NULL: still so, as far as the release knows
    "precision": "VARCHAR",  # as in bedfellows.case.records
    "published": "DATE",  # the engine takes the release's day, or `happened_to`, or `happened_from`, where NULL
    "place": "VARCHAR",
}
MENTION_COLUMNS: Mapping[str, str] = {
    "key": "VARCHAR",  # the key of the event that is mentioned
    "release": "VARCHAR",
    "published": "DATE",
    "source": "VARCHAR",  # who mentions it: "bbc.co.uk"
    "text": "VARCHAR",  # address of the article
    "confidence": "UTINYINT",  # per cent
}
ACTOR_COLUMNS: Mapping[str, str] = {
    "key": "VARCHAR",  # the publisher's id of the actor
    "release": "VARCHAR",
    "subject": "VARCHAR",  # filled in by the engine from subject_code, subject_name ...
    "subject_code": "VARCHAR",
    "name": "VARCHAR",
    "names": "VARCHAR[]",  # other names
    "kind": "VARCHAR",  # kind of actor
    "place": "VARCHAR",
    "happened_from": "DATE",
    "happened_to": "DATE",
    "published": "DATE",
    "detail": "VARCHAR",
}
COLUMNS: Mapping[FeedKind, Mapping[str, str]] = {
    "events": EVENT_COLUMNS,
    "standing": STANDING_COLUMNS,
    "mentions": MENTION_COLUMNS,
    "actors": ACTOR_COLUMNS,
}


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file of a feed is written: the columns, in the file's order, with the DuckDB types to read them as.

    With `header`, the file's first line must name the columns that are listed: those missing from it are an error unless they are in
    `optional`, others are allowed, in any order; all that is not listed is read over. Without, the number of columns must be right.
    A value that does not fit its type puts the row in quarantine, so give a type only where a misfit makes the row worthless.
    """

    columns: Mapping[str, str]
    header: bool
    delimiter: str
    quote: str = ""
    escape: str = ""  # a doubled quote is the quote itself where this equals `quote`
    nulls: tuple[str, ...] = ("",)
    required: tuple[str, ...] = ()  # columns that must not be empty; VARCHAR columns cannot be listed
    optional: tuple[str, ...] = ()  # columns that older or newer files lack: NULL there
    date_format: str = "%Y-%m-%d"


@dataclass(frozen=True, slots=True)
class Companion:
    """A file that lies beside the others and explains their codes, as a table `name` for the feed's SQL."""

    name: str
    file: str
    layout: Layout


@dataclass(frozen=True, slots=True)
class Code:
    """Whom a row is about, in the file's words."""

    code: str | None
    name: str | None = None
    country: str | None = None
    kind: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """Who that is. `registered` is false for actors that no registry knows: their codes are listed as unmapped.

    `id` None means that nobody is meant (an empty code), which is no fault.
    """

    id: str | None
    name: str = ""
    kind: str = "organisation"
    registered: bool = True


Coder = Callable[[Code], Coded]


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: where it is from, how its files look, and what their rows say.

    `select` gives a SQL expression for each normalised column (and hint, and `problem`). It may use the columns of the layout, those of
    `source` (a FROM clause that starts from the table `raw`: joins to companions, unnesting), and nothing else.
    """

    name: str  # as on the command line: "gdelt"
    title: str
    kind: FeedKind
    publisher: str
    citation: str
    layouts: tuple[Layout, ...]  # the first that fits a file is used
    select: Mapping[str, str]
    coder: Callable[[Registry], Coder]
    files: tuple[str, ...] = (
        "*",
    )  # names of its files, as glob patterns: what is taken from folders and archives
    source: str = "raw"
    where: str = "true"  # rows that are none (notes, totals, another kind of record) are read over, and counted as such
    companions: tuple[Companion, ...] = ()
    release: str = ""  # regular expression with one group: the release in a file's name
    released: str = (
        ""  # the day (DATE) of release, as SQL over $release: "strptime($release, '%Y%m%d')::DATE"
    )
    reliability: str = "F"  # Admiralty A to F, until somebody grades it
    about: str = field(default="", repr=False)  # what to know before using it
