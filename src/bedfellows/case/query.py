"""Questions in SQL to a case that may only be read: no other file, no setting, no endless run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Timer
from typing import TYPE_CHECKING, Any

from bedfellows.case.store import CaseStore
from bedfellows.errors import InputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "2GB"


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer. `more` if there were more rows than were asked for."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    more: bool


def run_query(path: str | Path, sql: str, *, limit: int = 1000, seconds: float = 60.0) -> Rows:
    """The answer to one SELECT over the tables of the case at `path`.

    Nothing can be changed by it, no file and no address be read or written, and no setting be altered.

    Raises:
        InputError: it is not one SELECT, is not correct SQL, asks for something that is closed, or took longer than `seconds`.
        CaseError: the case cannot be used.
    """
    import duckdb

    with CaseStore.open(path) as store:
        connection = store.connection
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute("SET python_enable_replacements = false")
        connection.execute("SET lock_configuration = true")
        _check_select(connection, sql)
        with _at_most(connection, seconds) as late:
            try:
                answer = connection.execute(sql)
                names = tuple(column[0] for column in answer.description or ())
                rows = answer.fetchmany(limit + 1)
            except duckdb.Error as error:
                if late.is_set():
                    raise InputError(
                        f"The query was stopped after {seconds:g} seconds. Ask for less, or allow more time with --seconds."
                    ) from error
                raise InputError(f"The query cannot be answered. DuckDB says: {error}") from error
    return Rows(names, tuple(rows[:limit]), len(rows) > limit)


def _check_select(connection: DuckDBPyConnection, sql: str) -> None:
    import duckdb

    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise InputError(f"Expected SQL, found {sql[:80]!r}. DuckDB says: {error}") from error
    kinds = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
    if len(statements) != 1 or statements[0].type not in kinds:
        raise InputError(
            f"Expected one SELECT, found {sql[:80]!r}. A case is changed by other commands, not by SQL."
        )


@contextmanager
def _at_most(connection: DuckDBPyConnection, seconds: float) -> Iterator[Event]:
    """Stop what runs inside after so many seconds; the event says whether that happened."""
    late = Event()

    def stop() -> None:
        late.set()
        connection.interrupt()

    timer = Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
