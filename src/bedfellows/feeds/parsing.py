"""Reading a plain file by a layout: DuckDB's CSV reader with the columns spelled out, and every row it refuses with its line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from bedfellows.errors import InputError
from bedfellows.feeds.feed import CAMEO_TYPE, Feed, Layout
from bedfellows.feeds.files import Part
from bedfellows.ontology import CAMEO

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LONGEST_LINE = 2_000_000
"""Bytes: DuckDB's own limit. Longer lines are quarantined."""
_LONGEST_RAW = 2_000
_BLOCK = 1 << 22
_LOOKED_AT = 20  # lines by which a file without a header is recognised; some of them may be bad
_STRUCTURE = {
    "MISSING COLUMNS": "too few columns",
    "TOO MANY COLUMNS": "too many columns",
    "UNQUOTED VALUE": "quotation marks that do not match",
    "LINE SIZE OVER MAXIMUM": f"longer than {LONGEST_LINE:,} bytes",
    "INVALID ENCODING": "not UTF-8",
    "INVALID STATE": "not written as the format demands",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A file whose layout is known: its columns as they stand in it, and what has to be added."""

    part: Part
    layout: Layout
    columns: Mapping[str, str]  # in the file's order
    absent: tuple[str, ...] = ()  # optional columns that it lacks


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used."""

    line: int | None
    reason: str
    raw: str


def recognise(feed: Feed, part: Part) -> Reading | None:
    """The file with the layout of the feed that fits it; None where it is empty.

    Raises:
        InputError: none fits; the message says what was expected and found.
    """
    with part.file.open("rb") as stream:
        lines = (line for line in iter(lambda: stream.readline(LONGEST_LINE), b"") if line.strip())
        starts = [line.decode("utf-8-sig", "replace").rstrip("\n") for line in islice(lines, _LOOKED_AT)]
    if not starts:
        return None
    counted: list[tuple[int, Layout]] = []
    for layout in feed.layouts:
        if layout.header:
            reading = _by_header(part, layout, _fields(starts[0], layout))
            if reading is not None:
                return reading
        else:
            fitting = sum(len(_fields(line, layout)) == len(layout.columns) for line in starts)
            counted.append((fitting, layout))
    fitting, layout = max(counted, key=lambda one: one[0], default=(0, feed.layouts[0]))
    if not fitting:
        raise InputError(_unlike(feed, part, starts[0]))
    others = dict.fromkeys(name for one in feed.layouts for name in one.columns)
    return Reading(part, layout, layout.columns, tuple(name for name in others if name not in layout.columns))


def raw_query(reading: Reading, *, keep_rejects: bool) -> str:
    """The SELECT that reads the file as the feed's own columns."""
    layout = reading.layout
    columns = ", ".join(f"{_text(name)}: {_text(_type(kind))}" for name, kind in reading.columns.items())
    options = [
        f"columns = {{{columns}}}",
        f"delim = {_text(layout.delimiter)}",
        f"quote = {_text(layout.quote)}",
        f"escape = {_text(layout.escape or layout.quote)}",
        "comment = ''",
        f"header = {str(layout.header).lower()}",
        "auto_detect = false",
        "new_line = '\\n'",
        f"nullstr = [{', '.join(map(_text, layout.nulls))}]",
        f"dateformat = {_text(layout.date_format)}",
        f"timestampformat = {_text(layout.date_format)}",
        f"max_line_size = {LONGEST_LINE}",
        "strict_mode = true",
        "store_rejects = true" if keep_rejects else "ignore_errors = true",
    ]
    if layout.required:
        options.append(f"force_not_null = [{', '.join(map(_text, layout.required))}]")
    absent = "".join(
        f", NULL::{_type(layout.columns.get(name, 'VARCHAR'))} AS {_name(name)}" for name in reading.absent
    )
    return f"SELECT *{absent} FROM read_csv({_text(str(reading.part.file))}, {', '.join(options)})"


def rejected(connection: DuckDBPyConnection, reading: Reading) -> list[BadRow]:
    """The rows that DuckDB's reader refused since they were last asked for, each once, with line and reason."""
    found = connection.execute(
        "SELECT line_byte_position, arg_min(error_type::VARCHAR, place), arg_min(coalesce(column_name, ''), place), "
        "arg_min(error_message, place) FROM (SELECT *, coalesce(column_idx, 0) AS place FROM reject_errors) "
        "GROUP BY ALL ORDER BY 1"
    ).fetchall()
    connection.execute("DROP TABLE IF EXISTS reject_errors")
    connection.execute("DROP TABLE IF EXISTS reject_scans")
    places = _places(reading.part.file, [int(place) - 1 for place, *_ in found])
    bad: dict[int, BadRow] = {}
    for (_, kind, column, message), (line, raw) in zip(found, places, strict=True):
        bad.setdefault(line, BadRow(line, _reason(kind, column, message, reading), shown(raw)))
    return list(bad.values())


def without_bad_text(reading: Reading, workspace: Path) -> tuple[Reading, list[BadRow]]:
    """The file without the records that are not UTF-8, and those; lines keep their numbers.

    DuckDB fails on some of them, where it should only refuse the row.
    """
    part = reading.part
    if part.valid:
        return reading, []
    clean, bad, last = workspace / f"{part.file.name}.valid", [], 1
    with clean.open("wb") as out:
        for line, record in _records(reading, header=False):
            out.write(b"\n" * (line - last))
            last = line + record.count(b"\n")
            try:
                record.decode()
            except UnicodeDecodeError:
                bad.append(BadRow(line, _STRUCTURE["INVALID ENCODING"], shown(record)))
                out.write(b"\n" * record.count(b"\n"))
            else:
                out.write(record)
    fresh = replace(part, file=clean, valid=True, temporary=True)
    return replace(reading, part=fresh), bad


def refused(
    connection: DuckDBPyConnection,
    reading: Reading,
    query: str,
    values: Mapping[str, str],
    bad: Iterable[BadRow],
) -> list[BadRow]:
    """The rows that the feed's own `problem` condemns, with their lines.

    DuckDB does not give the line of a row that it could read. So the file is read again in its own order and the rows are counted;
    `bad` are those that the reader had refused, which are no rows there. `query` gives number and reason.
    """
    connection.execute("SET preserve_insertion_order = true")
    try:
        problems = dict(connection.execute(query, values).fetchall())
    finally:
        connection.execute("SET preserve_insertion_order = false")
    skipped = {row.line for row in bad}
    found = []
    number = 0
    for line, raw in _records(reading, header=reading.layout.header):
        if line in skipped:
            continue
        number += 1
        if number in problems:
            found.append(BadRow(line, str(problems[number]), shown(raw)))
    return found


def shown(raw: bytes) -> str:
    """A line as it is kept: at most 2,000 characters, other bytes than UTF-8 as \\xNN."""
    return raw[: _LONGEST_RAW * 4].decode("utf-8", "backslashreplace")[:_LONGEST_RAW].rstrip("\n")


def _records(reading: Reading, *, header: bool) -> Iterator[tuple[int, bytes]]:
    """The records of a file with the line each begins on; a line break in quotation marks ends none. The first is left out if `header`."""
    quote = reading.layout.quote.encode()
    held, began = b"", 0
    with reading.part.file.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if not held and line == b"\n":
                continue
            began = began if held else number
            held += line
            if quote and held.count(quote) % 2 and len(held) < LONGEST_LINE:
                continue
            record, held = held, b""
            if not header:
                yield began, record
            header = False
    if held:
        yield began, held


def _places(file: Path, positions: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """The line number and text at each byte position; positions ascend."""
    with file.open("rb") as stream:
        at, line = 0, 1
        for position in positions:
            while at < position:
                block = stream.read(min(position - at, _BLOCK))
                if not block:
                    break
                at += len(block)
                line += block.count(b"\n")
            raw = stream.readline(_LONGEST_RAW * 4)
            blank = 0
            while raw == b"\n":  # DuckDB counts empty lines to the row after them
                blank += 1
                raw = stream.readline(_LONGEST_RAW * 4)
            stream.seek(at)
            yield line + blank, raw


def _reason(kind: str, column: str | None, message: str, reading: Reading) -> str:
    if kind in _STRUCTURE:
        return _STRUCTURE[kind]
    if "'ENUM" in message:  # with columns left out, DuckDB names the wrong one here
        column = next((name for name, one in reading.columns.items() if one == CAMEO_TYPE), column)
    declared = reading.columns.get(column or "", "")
    missing = re.search(r'Could not convert string ""|Could not parse string ""', message) or (
        "Could not convert" not in message and "Could not parse" not in message
    )
    if declared == CAMEO_TYPE:
        return "no event code" if missing else "unknown event code"
    if missing and column in reading.layout.required:
        return f"{column} is missing"
    if declared in {"DATE", "TIMESTAMP"}:
        return f"{column} is no date"
    return f"{column} is no number" if column else "a value that does not fit"


def _by_header(part: Part, layout: Layout, fields: Sequence[str]) -> Reading | None:
    """The columns of a file by the names in its first line; None where some are missing."""
    known = {name.casefold(): name for name in layout.columns}
    columns: dict[str, str] = {}
    for number, field in enumerate(fields):
        name = known.get(field.strip().casefold())
        if name is not None and name not in columns:
            columns[name] = layout.columns[name]
        else:
            columns[f"unused {number}"] = "VARCHAR"
    absent = tuple(name for name in layout.columns if name not in columns)
    return Reading(part, layout, columns, absent) if set(absent) <= set(layout.optional) else None


def _fields(line: str, layout: Layout) -> list[str]:
    if layout.quote:
        return next(csv.reader([line], delimiter=layout.delimiter, quotechar=layout.quote), [])
    return line.split(layout.delimiter)


def _unlike(feed: Feed, part: Part, line: str) -> str:
    layout = min(
        feed.layouts, key=lambda one: len(set(one.columns) - set(_fields(line, one))) if one.header else 10**6
    )
    start = line if len(line) <= 80 else line[:77] + "..."
    if layout.header:
        missing = [
            name
            for name in layout.columns
            if name not in _fields(line, layout) and name not in layout.optional
        ]
        wanted = f"a first line with the columns {', '.join(missing[:6])}{' ...' if len(missing) > 6 else ''}"
    else:
        counts = " or ".join(str(len(one.columns)) for one in feed.layouts)
        between = "tabs" if layout.delimiter == "\t" else repr(layout.delimiter)
        wanted = f"{counts} columns with {between} between them"
    return (
        f"{part.name!r} is no file of the feed {feed.name}: expected {wanted}, found the line {start!r}. "
        "Check the file, or name another feed."
    )


@cache
def cameo_enum() -> str:
    """The type of CAMEO codes."""
    return f"ENUM({', '.join(map(_text, CAMEO))})"


def _type(kind: str) -> str:
    return cameo_enum() if kind == CAMEO_TYPE else kind


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _name(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
