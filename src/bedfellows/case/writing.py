"""Putting readings and events into a case: in bulk, once, and all or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from bedfellows.case.checks import USER, check_links, check_rows
from bedfellows.case.read_as import set_ways
from bedfellows.case.records import (
    Claim,
    ConditionalOutcome,
    Event,
    Motive,
    NewActor,
    Passage,
    Reading,
    Source,
    content_id,
)
from bedfellows.case.schema import (
    ACTORS,
    CLAIMS,
    EVENTS,
    MOTIVES,
    OUTCOMES,
    PASSAGES,
    SOURCES,
    rows_of,
)

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

_R = TypeVar("_R", Passage, NewActor, Claim, Motive, ConditionalOutcome, Event)
_READ = (SOURCES, PASSAGES, ACTORS, CLAIMS, MOTIVES, OUTCOMES)


@dataclass(frozen=True, slots=True)
class Added:
    """What an addition did: rows new to the case and rows it knew already, by table.

    `changed` is false where the case stayed as it was. It can be true without new rows: where a reading has
    other details of known rows, or where an earlier reading, added again, became the current one.
    """

    source_id: str
    new: Mapping[str, int]
    known: Mapping[str, int]
    changed: bool

    @classmethod
    def nothing(cls, reading: Reading) -> Added:
        """That a reading stands in the case already."""
        known = {"sources": 1, "passages": len(reading.passages), "actors": len(reading.new_actors)}
        known |= {name: len(getattr(reading, name)) for name in ("claims", "motives", "outcomes")}
        return cls(reading.source.id, dict.fromkeys(known, 0), known, changed=False)


@dataclass(frozen=True, slots=True)
class _Batch:
    """A reading as checked rows, ready to be written."""

    reading_id: str
    source_id: str
    rows: Mapping[str, pa.Table]


@contextmanager
def transaction(connection: DuckDBPyConnection) -> Iterator[None]:
    """All that happens inside is written together, or not at all."""
    connection.execute("BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def utc(moment: datetime | None) -> datetime:
    """The moment (now, where none is given) in UTC without a zone, as a case stores it."""
    moment = moment or datetime.now(UTC)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def add_reading(
    connection: DuckDBPyConnection, reading: Reading, recorded: datetime | None, way: str | None = None
) -> Added:
    """Store all of one reading in one transaction; see `CaseStore.add`."""
    batch = _prepare(connection, reading, recorded)
    with transaction(connection):
        added = _write(connection, batch)
        if way is not None:
            set_ways(connection, {reading.source.id: way})
        return added


def add_readings(
    connection: DuckDBPyConnection, readings: Sequence[tuple[Reading, str | None]], recorded: datetime | None
) -> list[Added]:
    """Store several readings, each with its way, in one transaction: much faster than one at a time."""
    schemas = {table.name: columns_of(connection, table.name) for table in _READ}
    batches = [_prepare(connection, reading, recorded, schemas) for reading, _ in readings]
    with transaction(connection):
        added = _write_new(connection, batches)
        for place, batch in enumerate(batches):
            if place not in added:
                added[place] = _write(connection, batch)
        made = {reading.source.id: way for reading, way in readings if way is not None}
        if made:
            set_ways(connection, made)
    return [added[place] for place in range(len(batches))]


def add_events(
    connection: DuckDBPyConnection, source: Source, events: Iterable[Event], recorded: datetime | None
) -> Added:
    """Store events and the source they come from in one transaction; see `CaseStore.add_events`."""
    release = _prepare(connection, Reading(source, (), ()), recorded)
    kept = _once(events)
    rows = rows_of(EVENTS, kept, columns_of(connection, EVENTS.name), recorded=utc(recorded))

    def where(_: str, row: int) -> str:
        return f"The events of {source.locator!r}, event {kept[row].id!r}"

    check_rows(EVENTS, rows, where)
    check_links({"sources": release.rows["sources"], "events": rows}, where)
    with transaction(connection):
        known = {
            "sources": _count(connection, "SELECT count(*) FROM sources WHERE id = $source", source=source.id)
        }
        if not known["sources"]:
            _write(connection, release)
        known = {
            "sources": min(known["sources"], 1),
            "events": rows.num_rows - insert(connection, EVENTS.name, rows),
        }
    new = {"sources": 1 - known["sources"], "events": rows.num_rows - known["events"]}
    return Added(source.id, new, known, changed=any(new.values()))


def add_actors(connection: DuckDBPyConnection, actors: Iterable[NewActor]) -> int:
    """Store actors that a person added; the number of new ones."""
    kept = _once(actors)
    rows = rows_of(ACTORS, kept, columns_of(connection, ACTORS.name), reading=USER)
    check_rows(ACTORS, rows, lambda _, row: f"The actor {kept[row].id!r}")
    with transaction(connection):
        return insert(connection, ACTORS.name, rows)


def forget(connection: DuckDBPyConnection, source_id: str) -> int:
    """Remove a source and all that came from it in one transaction; the number of rows removed."""
    removed = 0
    with transaction(connection):
        for statement in (
            "DELETE FROM passages WHERE source_id = $source",
            "DELETE FROM claims WHERE source_id = $source",
            "DELETE FROM motives WHERE source_id = $source",
            "DELETE FROM outcomes WHERE source_id = $source",
            "DELETE FROM events WHERE source_id = $source",
            "DELETE FROM actors WHERE reading IN (SELECT reading FROM sources WHERE id = $source)",
            "DELETE FROM sources WHERE id = $source",
        ):
            removed += _count(connection, statement, source=source_id)
        connection.execute("DELETE FROM read_as WHERE source_id = $source", {"source": source_id})
    return removed


def columns_of(connection: DuckDBPyConnection, table: str) -> pa.Schema:
    """The columns of a table as the file has them."""
    return connection.sql(f"SELECT * FROM {table} LIMIT 0").to_arrow_table().schema  # noqa: S608 - own names


def insert(connection: DuckDBPyConnection, table: str, rows: pa.Table) -> int:
    """Write rows in bulk, leaving out those whose key is there already; the number written."""
    if not rows.num_rows:
        return 0
    with _registered(connection, rows):
        return _count(
            connection,
            f"INSERT INTO {table} BY NAME SELECT * FROM batch ON CONFLICT DO NOTHING",  # noqa: S608 - own names
        )


def _prepare(
    connection: DuckDBPyConnection,
    reading: Reading,
    recorded: datetime | None,
    schemas: Mapping[str, pa.Schema] | None = None,
) -> _Batch:
    kept: dict[str, list[Any]] = {
        "sources": [reading.source],
        "passages": _once(reading.passages),
        "actors": _once(reading.new_actors),
        "claims": _once(reading.claims),
        "motives": _once(reading.motives),
        "outcomes": _once(reading.outcomes),
    }
    constant = {
        "reading": _fingerprint(reading, kept),
        "seq": 0,  # given when written
        "recorded": utc(recorded),
        "dropped": list(reading.dropped),
    }
    rows = {
        table.name: rows_of(
            table,
            kept[table.name],
            schemas[table.name] if schemas else columns_of(connection, table.name),
            **constant,
        )
        for table in _READ
    }

    def where(name: str, row: int) -> str:
        return f"The reading of {reading.source.locator!r}, {name} {kept[name][row].id!r}"

    for table in _READ:
        check_rows(table, rows[table.name], where)
    check_links(rows, where)
    return _Batch(str(constant["reading"]), reading.source.id, rows)


def _write_new(connection: DuckDBPyConnection, batches: Sequence[_Batch]) -> dict[int, Added]:
    """Write together, within the transaction that is open, the batches whose source the case has not; what each added, by place."""
    import pyarrow as pa

    top, held = connection.execute(
        "SELECT coalesce(max(seq), 0), coalesce(list(DISTINCT id) FILTER (list_contains($sources, id)), []) FROM sources",
        {"sources": [batch.source_id for batch in batches]},
    ).fetchall()[0]
    seen = set(held)
    new: dict[int, _Batch] = {}
    for place, batch in enumerate(batches):
        if batch.source_id not in seen:
            seen.add(batch.source_id)
            new[place] = batch
    if not new:
        return {}
    actors = {id_ for batch in new.values() for id_ in batch.rows[ACTORS.name]["id"].to_pylist()}
    known = {
        id_
        for (id_,) in connection.execute(
            "SELECT DISTINCT id FROM actors WHERE list_contains($ids, id)", {"ids": sorted(actors)}
        ).fetchall()
    }
    for table in _READ:
        rows = pa.concat_tables([batch.rows[table.name] for batch in new.values()])
        if table is SOURCES:
            numbers = pa.array(range(top + 1, top + 1 + len(new)), rows.schema.field("seq").type)
            rows = rows.set_column(rows.schema.get_field_index("seq"), "seq", numbers)
        insert(connection, table.name, rows)
    found = {}
    for place, batch in new.items():
        sizes = {name: rows.num_rows for name, rows in batch.rows.items()}
        own = set(batch.rows[ACTORS.name]["id"].to_pylist())
        before = dict.fromkeys(sizes, 0) | {ACTORS.name: len(own & known)}
        known |= own
        found[place] = Added(
            batch.source_id, {name: sizes[name] - before[name] for name in sizes}, before, changed=True
        )
    return found


def _write(connection: DuckDBPyConnection, batch: _Batch) -> Added:
    """Write the batch within the transaction that is open, and make it the current reading of its source."""
    sizes = {name: rows.num_rows for name, rows in batch.rows.items()}
    last, again, top = connection.execute(
        "SELECT max(seq) FILTER (id = $source), max(seq) FILTER (reading = $reading), coalesce(max(seq), 0) "
        "FROM sources",
        {"source": batch.source_id, "reading": batch.reading_id},
    ).fetchall()[0]
    if again is not None:
        if again != last:
            connection.execute(
                "UPDATE sources SET seq = $seq WHERE reading = $reading",
                {"seq": top + 1, "reading": batch.reading_id},
            )
        return Added(batch.source_id, dict.fromkeys(sizes, 0), sizes, changed=again != last)
    known = dict.fromkeys(sizes, 0)
    for table in _READ:
        if (
            last is not None or table is ACTORS
        ):  # all other ids hold the source's: they cannot be known before it
            with _registered(connection, batch.rows[table.name]):
                known[table.name] = _count(
                    connection,
                    f"SELECT count(*) FROM batch WHERE id IN (SELECT id FROM {table.name})",  # noqa: S608 - own names
                )
        insert(connection, table.name, batch.rows[table.name])
    connection.execute(
        "UPDATE sources SET seq = $seq WHERE reading = $reading",
        {"seq": top + 1, "reading": batch.reading_id},
    )
    return Added(batch.source_id, {name: sizes[name] - known[name] for name in sizes}, known, changed=True)


def _fingerprint(reading: Reading, kept: Mapping[str, Sequence[Any]]) -> str:
    """The id of a reading: a hash of all that was found, in any order. The locator is not part of it."""
    digest = hashlib.sha256(repr(replace(reading.source, locator="")).encode(errors="surrogatepass"))
    for table in _READ[1:]:
        values = attrgetter(*(column.name for column in table.columns))
        digest.update(f"\x1e{table.name}".encode())
        for record in kept[table.name]:
            digest.update(repr(values(record)).encode(errors="surrogatepass"))
    digest.update(repr(sorted(reading.dropped)).encode(errors="surrogatepass"))
    return content_id("rdg", digest.hexdigest())


def _once(records: Iterable[_R]) -> list[_R]:
    """The records by id, each once; of two with one id, the same one whatever their order."""
    kept: dict[str, _R] = {}
    for record in records:
        other = kept.get(record.id)
        if other is None or (record != other and repr(record) < repr(other)):
            kept[record.id] = record
    return [kept[key] for key in sorted(kept)]


def _count(connection: DuckDBPyConnection, statement: str, **parameters: object) -> int:
    """Run a statement whose only answer is a number: a count, or the rows that were written or removed."""
    return int(connection.execute(statement, parameters).fetchall()[0][0])


@contextmanager
def _registered(connection: DuckDBPyConnection, rows: pa.Table) -> Iterator[None]:
    connection.register("batch", rows)
    try:
        yield
    finally:
        connection.unregister("batch")
