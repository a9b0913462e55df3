"""The tables of feeds and forecasts to files and back: DuckDB copies them, so that they need not fit into memory.

The files look like those of the other tables (`bedfellows.case.formats`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bedfellows.case.formats import Format
from bedfellows.errors import InputError
from bedfellows.ontology import PLOVER_TYPES, RELATIONS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def copy_out(connection: DuckDBPyConnection, table: str, file: Path, format: Format) -> int:
    """Write a table to a file; the number of rows."""
    options = {
        "parquet": "FORMAT parquet, COMPRESSION zstd",
        "csv": "FORMAT csv, HEADER, FORCE_QUOTE *, NULLSTR ''",
        "json": "FORMAT json",
    }[format]
    columns = ", ".join(
        f'to_json("{name}")::VARCHAR AS "{name}"' if format == "csv" and kind.endswith("[]") else f'"{name}"'
        for name, kind in _columns(connection, table)
    )
    query = f"COPY (SELECT {columns} FROM {table}) TO {_text(file)} ({options})"  # noqa: S608 - own names
    return int(connection.execute(query).fetchall()[0][0])


def copy_in(connection: DuckDBPyConnection, table: str, file: Path, format: Format) -> int:
    """Add the rows of a file to a table, in the transaction that is open; their number.

    Raises:
        InputError: it does not hold the table's columns, or a value does not fit. The caller undoes the transaction.
    """
    import duckdb

    kinds = dict(_columns(connection, table))
    if format == "parquet":
        rows = f"read_parquet({_text(file)})"
    else:
        read = {
            name: "VARCHAR" if format == "csv" and kind.endswith("[]") else kind
            for name, kind in kinds.items()
        }
        columns = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in read.items()) + "}"
        rows = (
            f"read_csv({_text(file)}, columns = {columns}, header = true, delim = ',', quote = '\"', escape = '\"', "
            "nullstr = '', allow_quoted_nulls = false, auto_detect = false)"
            if format == "csv"
            else f"read_json({_text(file)}, columns = {columns}, format = 'newline_delimited')"
        )
    values = ", ".join(
        f'"{name}"::JSON::{kind}' if format == "csv" and kind.endswith("[]") else f'"{name}"::{kind}'
        for name, kind in kinds.items()
    )
    names = ", ".join(f'"{name}"' for name in kinds)
    try:
        return int(
            connection.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {rows}").fetchall()[0][0]  # noqa: S608 - own names
        )
    except duckdb.Error as error:
        raise InputError(
            f"{str(file)!r} does not hold the table {table}: {error}. Nothing was imported."
        ) from error


def check_feeds(connection: DuckDBPyConnection, origin: Path) -> None:
    """Check that the codes of feeds' rows are known, and that each row has its file.

    Raises:
        InputError: one is not, naming the table and the field.
    """
    known = {"plover": list(PLOVER_TYPES), "relation": list(RELATIONS)}
    for table, field in (("feed_events", "plover"), ("standing", "relation")):
        wrong = connection.execute(
            f"SELECT {field} FROM {table} WHERE {field} NOT IN (SELECT unnest($known)) LIMIT 1",  # noqa: S608 - own names
            {"known": known[field]},
        ).fetchone()
        if wrong:
            raise InputError(
                f"{str(origin)!r}, table {table}, field {field}: {wrong[0]!r} is no code that is known. Nothing was imported."
            )
    for table in ("feed_events", "standing", "feed_mentions", "feed_actors", "quarantine"):
        stray = connection.execute(
            f"SELECT file FROM {table} WHERE file NOT IN (SELECT number FROM feed_files) LIMIT 1"  # noqa: S608 - own names
        ).fetchone()
        if stray:
            raise InputError(
                f"{str(origin)!r}, table {table}, field file: {stray[0]} is not in feed_files. Nothing was imported."
            )


def check_forecasts(connection: DuckDBPyConnection, origin: Path) -> None:
    """Check that each forecast and each resolution has its question.

    Raises:
        InputError: one has not, naming the table.
    """
    for table in ("question_forecasts", "question_resolutions"):
        stray = connection.execute(
            f"SELECT question_id FROM {table} WHERE question_id NOT IN (SELECT id FROM questions) LIMIT 1"  # noqa: S608 - own names
        ).fetchone()
        if stray:
            raise InputError(
                f"{str(origin)!r}, table {table}, field question_id: {stray[0]!r} is not in questions. Nothing was imported."
            )


def _columns(connection: DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    return connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = $table ORDER BY column_index",
        {"table": table},
    ).fetchall()


def _text(file: Path) -> str:
    return "'" + str(file).replace("'", "''") + "'"
