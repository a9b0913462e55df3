"""One table to one file and back, without loss: Parquet, CSV and JSON lines.

CSV: every value is in quotes, a missing one is empty and without quotes; lists and structures are JSON; dates
and times are ISO 8601. JSON: one object a line.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from bedfellows.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

Format = Literal["parquet", "csv", "json"]
SUFFIXES: dict[str, str] = {"parquet": "parquet", "csv": "csv", "json": "jsonl"}
_LARGEST_BLOCK = 2**31 - 1
_UNFIT = (
    ValueError,
    TypeError,
    OverflowError,
    RecursionError,
)  # pyarrow's own errors are ValueErrors or TypeErrors


def write_rows(rows: pa.Table, file: Path, format: Format) -> None:
    """Write an Arrow table to a file."""
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet

    if format == "parquet":
        pyarrow.parquet.write_table(rows, file, compression="zstd")
    elif format == "csv":
        words = pa.table([_words(rows[name]) for name in rows.schema.names], names=rows.schema.names)
        pyarrow.csv.write_csv(words, file)
    else:
        plain = [[_plain(value) for value in rows[name].to_pylist()] for name in rows.schema.names]
        with file.open("w", encoding="utf-8", newline="\n") as out:
            for values in zip(*plain, strict=True):
                out.write(
                    json.dumps(dict(zip(rows.schema.names, values, strict=True)), ensure_ascii=False) + "\n"
                )


def read_rows(file: Path, format: Format, schema: pa.Schema) -> pa.Table:
    """Read a file that holds the columns of `schema`, in any order.

    Raises:
        InputError: it cannot be read, or a value does not fit; the message names file, row and field.
    """
    try:
        if format == "parquet":
            return _from_parquet(file, schema)
        return _from_csv(file, schema) if format == "csv" else _from_json(file, schema)
    except OSError as error:
        raise InputError(f"{str(file)!r} cannot be read: {error}. Nothing was imported.") from error


def place(file: Path, row: int) -> str:
    """How a message names a row (from 0). A CSV value may hold line breaks: its rows are counted."""
    if file.suffix == ".jsonl":
        return f"{str(file)!r}, line {row + 1}"
    return f"{str(file)!r}, row {row + 1}"


def _from_parquet(file: Path, schema: pa.Schema) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet

    try:
        rows = pyarrow.parquet.read_table(file)
    except pa.ArrowException as error:
        raise InputError(f"{str(file)!r} is no Parquet file: {error}. Nothing was imported.") from error
    _check_names(file, rows.schema.names, schema)
    columns = []
    for column in schema:
        try:
            columns.append(rows[column.name].cast(column.type))
        except pa.ArrowException as error:
            raise InputError(
                f"{str(file)!r}, field {column.name}: expected {column.type}, found {rows[column.name].type} "
                f"({error}). Nothing was imported."
            ) from error
    return pa.table(columns, schema=schema)


def _from_csv(file: Path, schema: pa.Schema) -> pa.Table:
    import pyarrow as pa
    import pyarrow.csv as pacsv

    if not file.stat().st_size:
        raise InputError(f"{str(file)!r} is empty; expected a line of field names. Nothing was imported.")
    try:
        rows = pacsv.read_csv(
            file,
            read_options=pacsv.ReadOptions(
                block_size=min(file.stat().st_size + 1, _LARGEST_BLOCK), use_threads=False
            ),
            parse_options=pacsv.ParseOptions(newlines_in_values=True),
            convert_options=pacsv.ConvertOptions(
                column_types={name: pa.string() for name in schema.names},
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowException as error:
        raise InputError(f"{str(file)!r} is not the CSV expected: {error}. Nothing was imported.") from error
    _check_names(file, rows.schema.names, schema)
    return pa.table([_typed(rows[c.name].to_pylist(), c, file, words=True) for c in schema], schema=schema)


def _from_json(file: Path, schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    columns: dict[str, list[Any]] = {name: [] for name in schema.names}
    try:
        with file.open(encoding="utf-8", newline="\n") as lines:
            for row, line in enumerate(lines):
                try:
                    found = json.loads(line)
                except ValueError as error:
                    raise InputError(
                        f"{place(file, row)}: not JSON ({error}). Nothing was imported."
                    ) from error
                if not isinstance(found, dict):
                    raise InputError(
                        f"{place(file, row)}: expected an object, found {line[:40]!r}. Nothing was imported."
                    )
                _check_names(file, list(found), schema, row)
                for name, values in columns.items():
                    values.append(found[name])
    except UnicodeDecodeError as error:
        raise InputError(f"{str(file)!r} is not UTF-8 text: {error}. Nothing was imported.") from error
    return pa.table([_typed(columns[c.name], c, file, words=False) for c in schema], schema=schema)


def _check_names(file: Path, found: list[str], schema: pa.Schema, row: int | None = None) -> None:
    if sorted(found) != sorted(schema.names):
        missing = sorted(set(schema.names) - set(found))
        unknown = sorted(set(found) - set(schema.names))
        raise InputError(
            f"{repr(str(file)) if row is None else place(file, row)}: other fields than expected; "
            f"missing: {missing}, unknown: {unknown}. Nothing was imported."
        )


def _words(column: pa.ChunkedArray) -> pa.Array:
    import pyarrow as pa

    return pa.array(
        [
            value if value is None or isinstance(value, str) else _word(_plain(value))
            for value in column.to_pylist()
        ],
        pa.string(),
    )


def _word(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _typed(values: list[Any], column: pa.Field, file: Path, *, words: bool) -> pa.Array:
    """The values of a text file in the type of their column, row by row only where one does not fit."""
    import pyarrow as pa

    try:
        return pa.array([_value(value, column.type, words=words) for value in values], column.type)
    except _UNFIT:
        for row, value in enumerate(values):
            try:
                pa.array([_value(value, column.type, words=words)], column.type)
            except _UNFIT as error:
                raise InputError(
                    f"{place(file, row)}, field {column.name}: {str(value)[:80]!r} is no {column.type} "
                    f"({error}). Nothing was imported."
                ) from error
        raise


def _value(value: Any, kind: pa.DataType, *, words: bool) -> Any:
    """A value as Python has it: out of its words (CSV), or out of what JSON can say."""
    from datetime import date, datetime

    import pyarrow.types as kinds

    if value is None or kinds.is_string(kind):
        return value
    if kinds.is_date(kind):
        return date.fromisoformat(value)
    if kinds.is_timestamp(kind):
        return datetime.fromisoformat(value)
    return _checked(json.loads(value) if words else value, kind)


def _checked(value: Any, kind: pa.DataType) -> Any:
    """The value, if it is of this kind. Arrow by itself takes 1.5 for 1 and "ab" for the list of a and b."""
    import pyarrow.types as kinds

    if kinds.is_list(kind):
        right = isinstance(value, list)
    elif kinds.is_struct(kind):
        names = [kind.field(i).name for i in range(kind.num_fields)]
        right = isinstance(value, dict) and sorted(value) == sorted(names)
        right = right and all(_checked(value[name], kind.field(name).type) is not None for name in names)
    elif kinds.is_integer(kind):
        right = isinstance(value, int)
    else:
        right = True
    if value is not None and not right:
        raise TypeError(f"expected {kind}")
    return value
