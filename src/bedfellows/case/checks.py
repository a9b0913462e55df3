"""What must hold of rows before they enter a case: every line traceable to its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from bedfellows.case.schema import SOURCES, Table
from bedfellows.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

Where = Callable[[str, int], str]  # table name and row (from 0) to the words that name the place

_QUOTED = {"passages": "text", "claims": "quote", "motives": "quote", "outcomes": "quote"}
USER = "user"  # the reading of actors that a person added


def check_rows(table: Table, rows: pa.Table, where: Where) -> None:
    """Check each row by itself: nothing missing that must be there, codes known, keys unique.

    Raises:
        InputError: naming the place and the field.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    present = set(rows.schema.names)
    optional = {column.name for column in table.columns if column.nullable}
    for name in rows.schema.names:
        if name not in optional and rows[name].null_count:
            row = pc.index(pc.is_null(rows[name]), True).as_py()
            raise _wrong(where(table.name, row), name, "is missing; it must have a value")
        if pa.types.is_list(rows[name].type) and pc.list_flatten(rows[name]).null_count:
            row = next(
                number for number, items in enumerate(rows[name].to_pylist()) if items and None in items
            )
            raise _wrong(where(table.name, row), name, "has a list with an empty place in it")
    for column in table.columns:
        if column.choices and column.name in present:
            known = pc.is_in(rows[column.name], pa.array([*column.choices, None], pa.string()))
            row = pc.index(known, False).as_py()
            if row >= 0:
                found = rows[column.name][row].as_py()
                wanted = ", ".join(column.choices)
                raise _wrong(where(table.name, row), column.name, f"is {found!r}; expected one of {wanted}")
    seen: set[object] = set()
    for row, key in enumerate(zip(*(rows[name].to_pylist() for name in table.key), strict=True)):
        if key in seen:
            raise _wrong(where(table.name, row), " and ".join(table.key), f"{key!r} is there twice")
        seen.add(key)


def check_links(tables: Mapping[str, pa.Table], where: Where) -> None:
    """Check the rows against each other: each belongs to a source and a passage, and quotes it to the letter.

    Raises:
        InputError: naming the place and the field.
    """
    sources = {row["reading"]: row for row in _dicts(tables[SOURCES.name], "reading", "id", "text")}
    if "passages" in tables:
        passages = {(row["reading"], row["id"]) for row in _dicts(tables["passages"], "reading", "id")}
        for name in _QUOTED:
            _check_quotes(name, tables[name], sources, passages, where)
    if "actors" in tables:
        for number, row in enumerate(_dicts(tables["actors"], "reading")):
            if row["reading"] not in sources and row["reading"] != USER:
                raise _wrong(
                    where("actors", number), "reading", f"{row['reading']!r} is not among the sources"
                )
    if "events" in tables:
        ids = {source["id"] for source in sources.values()}
        for number, row in enumerate(_dicts(tables["events"], "source_id")):
            if row["source_id"] not in ids:
                raise _wrong(
                    where("events", number), "source_id", f"{row['source_id']!r} is not among the sources"
                )


def _check_quotes(
    name: str, rows: pa.Table, sources: Mapping[str, Any], passages: set[tuple[str, str]], where: Where
) -> None:
    quoted = _QUOTED[name]
    columns = [
        "reading",
        "source_id",
        "start",
        "end",
        quoted,
        *(["passage_id"] if name != "passages" else []),
    ]
    for number, row in enumerate(_dicts(rows, *columns)):
        source = sources.get(row["reading"])
        if source is None:
            raise _wrong(where(name, number), "reading", f"{row['reading']!r} is not among the sources")
        if row["source_id"] != source["id"]:
            raise _wrong(
                where(name, number), "source_id", f"is {row['source_id']!r}; expected {source['id']!r}"
            )
        if "passage_id" in row and (row["reading"], row["passage_id"]) not in passages:
            raise _wrong(
                where(name, number), "passage_id", f"{row['passage_id']!r} is not among the passages"
            )
        if row["start"] < 0 or source["text"][row["start"] : row["end"]] != row[quoted]:
            span = f"from {row['start']} to {row['end']}"
            raise _wrong(where(name, number), quoted, f"{row[quoted]!r} is not what the source says {span}")


def _dicts(rows: pa.Table, *names: str) -> Iterator[dict[str, Any]]:
    for values in zip(*(rows[name].to_pylist() for name in names), strict=True):
        yield dict(zip(names, values, strict=True))


def _wrong(place: str, field: str, what: str) -> InputError:
    return InputError(f"{place}, field {field}: {what}. Nothing was stored.")
