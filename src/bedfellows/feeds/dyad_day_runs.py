"""Dyad-days of a case's feed events, or of event rows in Parquet files: in memory, or to a folder of Parquet files.

Files are taken month by month where they lie so, and what DuckDB cannot hold in memory it puts on disk beside the output,
so that neither the events nor the dyad-days need to fit.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bedfellows.errors import InputError
from bedfellows.feeds.dyad_days import (
    DYAD_DAYS,
    EVENT_ROWS,
    MENTION_ROWS,
    RowCounts,
    during,
    dyad_days,
    row_counts,
)
from bedfellows.feeds.engines import (
    ORDER,
    DuckDB,
    Engine,
    EngineName,
    duckdb_engine,
    limit_memory,
    spark_engine,
)
from bedfellows.feeds.partitions import MANIFEST, Manifest, Part, find_parts, whole_folder

if TYPE_CHECKING:
    import pyarrow as pa

_EVENTS, _MENTIONS = "feed_events", "feed_mentions"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which dyad-days: of the days from `first` to `last`, by what was known as of a day, on which engine.

    `memory` bounds what the engine uses, as in "4GB".
    """

    as_of: date | None = None
    first: date | None = None
    last: date | None = None
    engine: EngineName = "duckdb"
    memory: str | None = None


@dataclass(frozen=True, slots=True)
class ParquetEvents:
    """Event rows in a folder of Parquet files (see `docs/dyad-days.md`) or in one file, and mentions likewise."""

    events: Path
    mentions: Path | None = None


@dataclass(frozen=True, slots=True)
class CaseEvents:
    """The feed events of a case, and its mentions."""

    case: Path


EventSource = ParquetEvents | CaseEvents


def find_dyad_days(source: EventSource, asked: Asked) -> tuple[pa.Table, RowCounts]:
    """The dyad-days as an Arrow table in the order of day, subject and object, and what became of the event rows.

    Raises:
        InputError: the files cannot be read, or the engine is not installed.
        CaseError: the case cannot be opened.
    """
    import pyarrow as pa

    counts, tables = RowCounts(), [_empty()]
    with (
        tempfile.TemporaryDirectory(prefix="bedfellows-") as workspace,
        _batches(source, asked, Path(workspace)) as batches,
    ):
        for engine, events, mentions in batches:
            counts += _counts(engine, events, asked)
            tables.append(engine.rows(dyad_days(events, asked.as_of, mentions), ORDER))
    return pa.concat_tables(table.cast(_empty().schema) for table in tables), counts


def write_dyad_days(source: EventSource, target: Path, asked: Asked) -> Manifest:
    """Write the dyad-days to a folder of Parquet files, parted by year and month; gives what its manifest says.

    The folder appears when it is whole; then it replaces an earlier one of dyad-days, never anything else.

    Raises:
        InputError: the files cannot be read, the folder cannot be written or replaced, or the engine is not installed.
        CaseError: the case cannot be opened.
    """
    counts = RowCounts()
    with whole_folder(target) as folder:
        with (
            tempfile.TemporaryDirectory(prefix="work-", dir=folder.parent) as workspace,
            _batches(source, asked, Path(workspace), folder) as batches,
        ):
            for engine, events, mentions in batches:
                counts += _counts(engine, events, asked)
                engine.write(dyad_days(events, asked.as_of, mentions), folder)
        manifest = Manifest(
            engine=asked.engine,
            as_of=asked.as_of,
            first=asked.first,
            last=asked.last,
            rows=_rows_in(folder),
            events={**asdict(counts)},
        )
        (folder / MANIFEST).write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return manifest


_Batches = Iterator[tuple[Engine, Any, Any]]


@contextmanager
def _batches(
    source: EventSource, asked: Asked, workspace: Path, output: Path | None = None
) -> Iterator[_Batches]:
    """The engine, and events and mentions as tables of it, once for each part of the events."""
    if isinstance(source, ParquetEvents):
        with _engine(asked, workspace) as engine:
            yield _of_files(engine, source, asked)
        return
    from bedfellows.case import CaseStore

    # The case's connection may touch no files but those in one folder, which holds the workspace and the output.
    with CaseStore.open(source.case, workspace=workspace.parent if output else workspace) as store:
        limit_memory(store.connection, asked.memory)
        case = DuckDB(store.connection)
        told = bool(store.connection.execute(f"SELECT 1 FROM {_MENTIONS} LIMIT 1").fetchall())
        if asked.engine == "duckdb":
            events = during(case.table(_EVENTS), asked.first, asked.last)
            yield iter([(case, events, case.table(_MENTIONS) if told else None)])
            return
        copied = ParquetEvents(workspace / "events.parquet", workspace / "mentions.parquet" if told else None)
        case.copy(_EVENTS, tuple(EVENT_ROWS), copied.events)
        if copied.mentions is not None:
            case.copy(_MENTIONS, tuple(MENTION_ROWS), copied.mentions)
    with _engine(asked, workspace) as engine:
        yield _of_files(engine, copied, asked)


@contextmanager
def _engine(asked: Asked, workspace: Path) -> Iterator[Engine]:
    if asked.engine == "spark":
        yield spark_engine(asked.memory)
        return
    with duckdb_engine(workspace, asked.memory) as engine:
        yield engine


def _of_files(engine: Engine, source: ParquetEvents, asked: Asked) -> _Batches:
    parts = find_parts(source.events, asked.first, asked.last)
    if parts and not isinstance(engine, DuckDB):  # it parts the work itself
        parts = [Part(tuple(file for part in parts for file in part.files))]
    mentions = None
    if source.mentions is not None:
        told = [file for part in find_parts(source.mentions) for file in part.files]
        mentions = engine.open(told, _MENTIONS)
    for part in parts:
        events = engine.open(part.files, _EVENTS)
        if part.first is not None and part.last is not None:
            _check_days(engine, events, part)
        yield engine, during(events, asked.first, asked.last), mentions


def _check_days(engine: Engine, events: Any, part: Part) -> None:
    """A row in the folder of another month would give its dyad-day twice."""
    days = events.day.cast("date")
    (found,) = engine.rows(events.aggregate(first=days.min(), last=days.max())).to_pylist()
    if found["first"] is None:
        return
    if not (part.first <= found["first"] and found["last"] <= part.last):
        raise InputError(
            f"{str(part.files[0].parent)!r} should hold events from {part.first} to {part.last}; found events from "
            f"{found['first']} to {found['last']}. Write the files anew, parted by year and month of `day`."
        )


def _counts(engine: Engine, events: Any, asked: Asked) -> RowCounts:
    found = engine.rows(row_counts(events, asked.as_of)).to_pylist()
    return RowCounts(**{row["reason"]: row["rows"] for row in found})


def _rows_in(folder: Path) -> int:
    from pyarrow.parquet import read_metadata

    return sum(read_metadata(file).num_rows for file in folder.rglob("*.parquet"))


def _empty() -> pa.Table:
    import ibis

    return ibis.schema(dict(DYAD_DAYS)).to_pyarrow().empty_table()
