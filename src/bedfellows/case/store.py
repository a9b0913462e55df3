"""The case: one DuckDB file, opened for reading or for writing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from bedfellows.case import grading, read_as, writing
from bedfellows.case.connection import connect, duckdb_errors, missing
from bedfellows.case.migrations import Migration, load_migrations, upgrade
from bedfellows.case.records import (
    Claim,
    ConditionalOutcome,
    Event,
    Motive,
    NewActor,
    Passage,
    Reading,
    Source,
)
from bedfellows.case.schema import (
    ACTORS,
    CLAIMS,
    EVENTS,
    MOTIVES,
    OUTCOMES,
    PASSAGES,
    SOURCES,
    TABLES,
    Table,
    records_of,
)
from bedfellows.case.writing import Added
from bedfellows.errors import CaseError, InputError, SchemaError

if TYPE_CHECKING:
    import polars
    import pyarrow
    from duckdb import DuckDBPyConnection

FRAMES = (*TABLES, "evidence")
MOST_EVENTS = 1_000_000
"""So many events at most are loaded as records."""


class CaseStore:
    """A case that is open. Make one with `CaseStore.open`, and use it in a `with` statement.

    Every reading function takes `as_of`: only what was published by that day is seen, and only grades given
    by then. What has no publication date counts from the day the case recorded it (UTC). Of several readings
    of one source, the one added last is shown (as of a day: the last of those whose publication date is not
    later); the others stay in the file.
    """

    def __init__(self, path: Path, connection: DuckDBPyConnection, *, write: bool) -> None:
        self.path = path
        self.writable = write
        self._connection = connection

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        write: bool = False,
        create: bool = False,
        readable: Sequence[Path] = (),
        workspace: Path | None = None,
    ) -> CaseStore:
        """Open the case file at `path`; a file of an older version is upgraded first.

        Args:
            path: the file (see `case_path` for names).
            write: open it for writing; one at a time may.
            create: make it if it does not exist; opens for writing.
            readable: the only other files that statements may read, by their full paths.
            workspace: a folder whose files they may read as well.

        Raises:
            CaseMissingError: it does not exist, and `create` is not set.
            CaseLockedError: somebody else is using it.
            SchemaError: it is no case, or one of a newer version.
            CaseError: it cannot be opened for another reason.
        """
        file, write = Path(path), write or create
        if not file.exists() and not create:
            raise missing(file)
        migrations = load_migrations()
        connection = connect(file, write=write, readable=readable, workspace=workspace)
        try:
            with duckdb_errors(file):
                found = _checked_version(connection, file, migrations, create=create)
                if found < migrations[-1].version:
                    if not write:
                        connection.close()
                        connection = connect(file, write=True)
                    upgrade(connection, found, migrations)
                    if not write:
                        connection.close()
                        connection = connect(file, write=False)
        except BaseException:
            connection.close()
            raise
        return cls(file, connection, write=write)

    @property
    def connection(self) -> DuckDBPyConnection:
        """The open DuckDB connection, for set-based work on the tables of the case."""
        return self._connection

    def close(self) -> None:
        """Close the file. A closed case cannot be used; closing it again does nothing."""
        self._connection.close()

    def __enter__(self) -> CaseStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Writing

    def add(self, reading: Reading, *, recorded: datetime | None = None, way: str | None = None) -> Added:
        """Store all of one reading in one transaction; the same reading again changes nothing.

        A reading of a source that was read before (by another reader, or with other details) becomes the
        current one: the views show its passages, claims, motives and outcomes in place of the earlier ones,
        which stay in the file. `recorded` (UTC; default: now) is when the case got it; `way` says
        how it was read (see `ways`).

        Raises:
            InputError: a record contradicts the source: wrong offsets, unknown codes, missing passage.
                Nothing is stored.
            CaseError: the case is open for reading only, or cannot be written.
        """
        with self._writing():
            return writing.add_reading(self._connection, reading, recorded, way)

    def add_all(self, readings: Iterable[Reading]) -> Iterator[Added]:
        """Store readings one after the other, each in its own transaction, giving what each one added."""
        for reading in readings:
            yield self.add(reading)

    def add_together(
        self, readings: Sequence[tuple[Reading, str | None]], *, recorded: datetime | None = None
    ) -> list[Added]:
        """Store several readings, each with its way or None, in one transaction: what each one added, in order.

        Raises what `add` raises; nothing is stored then.
        """
        with self._writing():
            return writing.add_readings(self._connection, readings, recorded)

    def add_events(
        self, source: Source, events: Iterable[Event], *, recorded: datetime | None = None
    ) -> Added:
        """Store the events of a data release in one transaction; those known already are left as they are.

        Raises:
            InputError: an event names another source or an unknown code. Nothing is stored.
            CaseError: the case is open for reading only, or cannot be written.
        """
        with self._writing():
            return writing.add_events(self._connection, source, events, recorded)

    def add_actors(self, actors: Iterable[NewActor]) -> int:
        """Store actors that a person adds; the number of new ones. They are seen as of any day."""
        with self._writing():
            return writing.add_actors(self._connection, actors)

    def grade(
        self,
        id: str,
        reliability: str | None = None,
        credibility: str | None = None,
        grader: str = "user",
        graded_at: date | None = None,
    ) -> None:
        """Grade a source's reliability (A-F), or a claim's or event's credibility (1-6); the latest counts.

        `graded_at` (UTC; default: now) is when it was graded: views as of an earlier day do not see it. The
        same grade by the same grader again changes nothing.

        Raises:
            InputError: no such id, no such grade, or a grade of the wrong kind.
            CaseError: the case is open for reading only, or cannot be written.
        """
        with self._writing():
            grading.add_grade(
                self._connection,
                id,
                reliability=reliability,
                credibility=credibility,
                grader=grader,
                graded_at=graded_at,
            )

    def forget(self, source_id: str) -> int:
        """Remove a source and all that came from it, as if never added; the number of rows removed.

        This puts right a publication date that was given too early: forget the source, and read it again.
        Grades are kept, and hold again if the source comes back.
        """
        with self._writing():
            return writing.forget(self._connection, source_id)

    # Reading

    def ways(self) -> dict[str, str]:
        """In which way the current reading of each source was made, by source, where that was told to `add`."""
        with duckdb_errors(self.path):
            return read_as.ways(self._connection)

    def current_readings(self, source_ids: Sequence[str]) -> dict[str, Reading]:
        """The current readings of sources as they were added, by source, in the order of the text; of a source unknown, none."""
        with duckdb_errors(self.path):
            return read_as.current_readings(self._connection, source_ids)

    def sources(self, as_of: date | None = None) -> list[Source]:
        """The sources, oldest first, with their latest reliability."""
        return self._records(SOURCES, as_of)

    def passages(self, source_id: str | None = None, as_of: date | None = None) -> list[Passage]:
        """The sentences of one source or of all, in order."""
        if source_id is None:
            return self._records(PASSAGES, as_of)
        return self._records(PASSAGES, as_of, "WHERE source_id = $source", source=source_id)

    def passage(self, id: str) -> Passage:
        """One sentence.

        Raises:
            InputError: the case has no passage of this id.
        """
        with duckdb_errors(self.path):
            found: list[Passage] = self._fetched(PASSAGES, "passages WHERE id = $id LIMIT 1", id=id)
        if not found:
            raise InputError(f"The case {str(self.path)!r} has no passage {id!r}.")
        return found[0]

    def claims(
        self, as_of: date | None = None, actor: str | None = None, relation: str | None = None
    ) -> list[Claim]:
        """The claims, oldest first, with their latest credibility; `actor` is subject or object of them."""
        conditions, values = [], {}
        if actor is not None:
            conditions.append("(subject = $actor OR object = $actor)")
            values["actor"] = actor
        if relation is not None:
            conditions.append("relation = $relation")
            values["relation"] = relation
        return self._records(
            CLAIMS, as_of, "WHERE " + " AND ".join(conditions) if conditions else "", **values
        )

    def motives(self, as_of: date | None = None) -> list[Motive]:
        """The motives, oldest first."""
        return self._records(MOTIVES, as_of)

    def outcomes(self, as_of: date | None = None) -> list[ConditionalOutcome]:
        """The conditional outcomes, oldest first."""
        return self._records(OUTCOMES, as_of)

    def events(self, as_of: date | None = None, *, feeds: bool = True) -> list[Event]:
        """The events, by publication date, with their latest credibility. Each counts from its own date.

        Those of data feeds are among them unless `feeds` is false; they have ids such as "gdelt:614937282".

        Raises:
            CaseError: there are more than a million; ask for some of them in SQL, or with `bedfellows.feeds.looking`.
        """
        if not feeds:
            where = "WHERE id IN (SELECT id FROM events)"
            return self._records(EVENTS, as_of, where)
        self._check_size("events", as_of)
        return self._records(EVENTS, as_of)

    def new_actors(self, as_of: date | None = None) -> list[NewActor]:
        """The actors that no registry knows: named in the sources, or added by a person."""
        return self._records(ACTORS, as_of)

    def frame(self, table: str, as_of: date | None = None) -> polars.DataFrame:
        """A table as a Polars frame, lists as list columns; `evidence` is claims and events together.

        `recorded` is when the case got a row, `known_from` the day from which as-of views see it.

        Raises:
            InputError: there is no such table.
            CaseError: it has more than a million rows, which are better asked for in part.
        """
        import polars

        if table not in FRAMES:
            raise InputError(f"A case has no table {table!r}; it has {', '.join(FRAMES)}.")
        self._check_size(table, as_of)
        order = "known_from, id" if table == "evidence" else TABLES[table].order
        query = f"SELECT * FROM {table}_as_of($day::DATE) ORDER BY {order}"  # noqa: S608 - names from FRAMES
        with duckdb_errors(self.path):
            rows = self._connection.sql(query, params={"day": _day(as_of)}).to_arrow_table()
        frame = polars.from_arrow(rows)
        assert isinstance(frame, polars.DataFrame)
        return frame

    def rows(self, table: str) -> pyarrow.Table:
        """Every row of a table as it is stored, those of earlier readings too, for copying.

        Raises:
            InputError: there is no such table.
        """
        if table not in TABLES:
            raise InputError(f"A case has no table {table!r}; it has {', '.join(TABLES)}.")
        key = ", ".join(TABLES[table].key)
        with duckdb_errors(self.path):
            return self._connection.sql(f"SELECT * FROM {table} ORDER BY {key}").to_arrow_table()  # noqa: S608 - own names

    def _check_size(self, table: str, as_of: date | None) -> None:
        """Raise CaseError where a table with the events of feeds is too large to be held in memory as records."""
        if table not in {"events", "evidence"}:
            return
        with duckdb_errors(self.path):
            query = "SELECT count(*) FROM events_as_of($day::DATE)"
            found = int(self._connection.execute(query, {"day": _day(as_of)}).fetchall()[0][0])
        if found > MOST_EVENTS:
            raise CaseError(
                f"The case {str(self.path)!r} has {found:,} events, more than the {MOST_EVENTS:,} that are loaded at once. "
                f"Ask for some of them: bedfellows events, or bedfellows sql."
            )

    def _records(self, table: Table, as_of: date | None, where: str = "", **values: str) -> list[Any]:
        rows = f"{table.name}_as_of($day::DATE) {where} ORDER BY {table.order}"
        with duckdb_errors(self.path):
            return self._fetched(table, rows, day=_day(as_of), **values)

    def _fetched(self, table: Table, rows: str, **values: str) -> list[Any]:
        """The records of the rows that a part of a query, after FROM, describes."""
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        query = f"SELECT {names} FROM {rows}"  # noqa: S608 - own names
        return records_of(table, self._connection.execute(query, values).fetchall())

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if not self.writable:
            raise CaseError(f"The case {str(self.path)!r} is open for reading only. Open it with write=True.")
        with duckdb_errors(self.path):
            yield


def _day(as_of: date | None) -> str:
    """The last day seen, as DuckDB writes it. A moment counts as its day."""
    return "infinity" if as_of is None else as_of.isoformat()[:10]


def _checked_version(
    connection: DuckDBPyConnection, file: Path, migrations: tuple[Migration, ...], *, create: bool
) -> int:
    """The schema version of the file; 0 for an empty one that may be made into a case."""
    shown = repr(str(file))
    about = _about(connection)
    if about is not None:
        return _known_version(about, shown, migrations)
    tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not tables:
        if create:
            return 0
        raise SchemaError(
            f"{shown} is an empty database, perhaps of a case whose making was cut short. "
            f"Delete it, or open it with create=True to make it a case."
        )
    return _known_version({}, shown, migrations)


def _about(connection: DuckDBPyConnection) -> dict[str, str] | None:
    """What the file says of itself; None where it has no such table. Asked first, since every question opens the file anew."""
    import duckdb

    try:
        return dict(connection.execute("SELECT key, value FROM meta").fetchall())
    except (duckdb.CatalogException, duckdb.BinderException):
        return None


def _known_version(about: dict[str, str], shown: str, migrations: tuple[Migration, ...]) -> int:
    version = about.get("schema_version", "")
    if about.get("format") != "bedfellows-case" or not version.isdecimal():
        raise SchemaError(f"{shown} is a DuckDB database but no Bedfellows case. Give the path of a case.")
    if int(version) > migrations[-1].version:
        raise SchemaError(
            f"{shown} has schema version {version}; this Bedfellows knows versions up to "
            f"{migrations[-1].version}. Use the newer Bedfellows that made it."
        )
    return int(version)
