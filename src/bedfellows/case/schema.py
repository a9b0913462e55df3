"""The tables of a case and their records, and the way between records and Arrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from types import NoneType
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from bedfellows.case.records import (
    Claim,
    Comparison,
    ConditionalOutcome,
    Event,
    Motive,
    NewActor,
    Passage,
    Source,
)
from bedfellows.errors import InputError
from bedfellows.ontology.relations import RELATIONS

if TYPE_CHECKING:
    import pyarrow as pa

RELIABILITY = ("A", "B", "C", "D", "E", "F")
CREDIBILITY = ("1", "2", "3", "4", "5", "6")


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a record: may it be missing, and which values may it have (empty: any)."""

    name: str
    nullable: bool
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table, the record its rows become (None where they become none), its key and its order of reading."""

    name: str
    record: type | None
    key: tuple[str, ...]
    order: str = ""
    columns: tuple[Column, ...] = ()


_CHOICES = {"reliability": RELIABILITY, "credibility": CREDIBILITY, "relation": tuple(RELATIONS)}


def _columns(record: type) -> tuple[Column, ...]:
    hints = get_type_hints(record)
    return tuple(
        Column(
            item.name,
            NoneType in get_args(hints[item.name]),
            get_args(hints[item.name])
            if get_origin(hints[item.name]) is Literal
            else _CHOICES.get(item.name, ()),
        )
        for item in fields(record)
    )


def _table(name: str, record: type, order: str, key: tuple[str, ...] = ("reading", "id")) -> Table:
    return Table(name, record, key, order, _columns(record))


_IN_TEXT = 'known_from, source_id, start, "end", id'

SOURCES = _table("sources", Source, "known_from, id", ("reading",))
PASSAGES = _table("passages", Passage, "known_from, source_id, ordinal, id")
ACTORS = _table("actors", NewActor, "id")
CLAIMS = _table("claims", Claim, _IN_TEXT)
MOTIVES = _table("motives", Motive, _IN_TEXT)
OUTCOMES = _table("outcomes", ConditionalOutcome, _IN_TEXT)
EVENTS = _table("events", Event, "known_from, happened_from, id", ("id",))
GRADES = Table(
    "grades",
    None,
    ("seq",),
    "seq",
    (Column("reliability", True, RELIABILITY), Column("credibility", True, CREDIBILITY)),
)
TABLES = {t.name: t for t in (SOURCES, PASSAGES, ACTORS, CLAIMS, MOTIVES, OUTCOMES, EVENTS, GRADES)}

FEED_TABLES = (
    "feed_files",
    "feed_events",
    "standing",
    "feed_mentions",
    "feed_actors",
    "quarantine",
    "feed_names",
)
"""Tables of rows that came from data feeds: too large for records, always handled in sets."""

FORECAST_TABLES = ("dyad_models", "event_models", "questions", "question_forecasts", "question_resolutions")
"""Tables of what was forecast: read and written by `bedfellows.forecast`."""

READING_TABLES = ("read_as",)
"""Tables about how sources were read: read and written by `bedfellows.case.read_as`."""

SCENARIO_TABLES = ("scenarios",)
"""Tables of what-ifs that were saved: read and written by `bedfellows.scenario.saved`."""

COPIED_TABLES = (*FEED_TABLES, *FORECAST_TABLES, *READING_TABLES, *SCENARIO_TABLES)
"""Tables that are exported and imported as they are, without becoming records."""


def rows_of(table: Table, records: Sequence[object], schema: pa.Schema, **constant: object) -> pa.Table:
    """The records as an Arrow table of `schema`; columns that are no fields of theirs get a constant value.

    Raises:
        InputError: a value does not fit its column; the message names the field.
    """
    import pyarrow as pa

    arrays = []
    for column in schema:
        held: list[Any]
        if column.name in constant:
            held = [constant[column.name]] * len(records)
        else:
            held = [getattr(record, column.name) for record in records]
        if column.name == "comparison":
            held = [None if value is None else asdict(value) for value in held]
        try:
            arrays.append(pa.array(held, column.type))
        except (pa.ArrowException, UnicodeEncodeError, TypeError, ValueError, OverflowError) as error:
            raise InputError(
                f"A value in {table.name}, field {column.name}, cannot be stored as {column.type}: {error}. "
                f"Nothing was stored."
            ) from error
    return pa.table(arrays, schema=schema)


def records_of(table: Table, rows: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Rows, with the table's columns in their order, as its records.

    From plain rows, not from Arrow: a question to a small case need not wait for pyarrow to be imported.
    """
    assert table.record is not None
    columns: list[Sequence[Any]] = []
    for column, values in zip(table.columns, zip(*rows, strict=True), strict=False):
        if isinstance(values[0], list):
            columns.append(list(map(tuple, values)))
        elif column.name == "comparison":
            columns.append(
                [value and Comparison(value["kind"], tuple(value["than"]), value["text"]) for value in values]
            )
        else:
            columns.append(values)
    return list(map(table.record, *columns)) if columns else []
