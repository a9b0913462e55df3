"""From a file to rows in the normalised columns, in a temporary table, with whom and what their codes mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from bedfellows.feeds.feed import ACTOR_HINTS, COLUMNS, Code, Coder, Feed
from bedfellows.feeds.parsing import BadRow, Reading, raw_query, refused, rejected
from bedfellows.ontology import CAMEO, PLOVER_TYPES, QUAD_CLASSES

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

_SIDES = ("subject", "object")
_PARTS = ("code", "name", "country", "kind", "year")
_EARLIEST = "1800-01-01"
_LIMITS = {"goldstein": (-10, 10), "tone": (-100, 100)}
_PASSED_OVER = "~"  # what `problem` says of rows that the feed's `where` leaves out


def load_codes(connection: DuckDBPyConnection) -> None:
    """Make the tables of event codes that the feeds' SQL may use: `cameo_codes`, `cameo_names`, `plover_types`."""
    import pyarrow as pa

    codes = list(CAMEO.values())
    named: dict[str, str] = {}
    for code in codes:  # of a root and its unspecific code, which have one name, the longer one
        named[re.sub("[^a-z]", "", code.name.casefold())] = code.code
    tables = {
        "cameo_codes": {
            "code": [code.code for code in codes],
            "plover": pa.array([code.plover.type for code in codes], pa.string()),
            "mode": pa.array([code.plover.mode for code in codes], pa.string()),
            "quad": pa.array([QUAD_CLASSES[code.quad].number for code in codes], pa.uint8()),
            "goldstein": pa.array([code.goldstein for code in codes], pa.float32()),
        },
        "cameo_names": {"name": list(named), "code": list(named.values())},
        "plover_types": {
            "key": list(PLOVER_TYPES),
            "quad": pa.array([QUAD_CLASSES[kind.quad].number for kind in PLOVER_TYPES.values()], pa.uint8()),
            "score": pa.array([kind.score for kind in PLOVER_TYPES.values()], pa.float32()),
        },
    }
    for name, columns in tables.items():
        _store(connection, name, pa.table(columns))


def load_companion(connection: DuckDBPyConnection, name: str, reading: Reading) -> None:
    """Make the table of a file that explains codes."""
    connection.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {raw_query(reading, keep_rejects=False)}')


def stage(
    connection: DuckDBPyConnection,
    feed: Feed,
    reading: Reading,
    *,
    release: str,
    coder: Coder,
) -> tuple[int, int, list[BadRow]]:
    """Fill the temporary table `staged` from a file; the number of rows in it, of those passed over, and the bad ones.

    `staged` has the normalised columns of the feed's kind.
    """
    _drop_rejects(connection)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE parsed AS {_parsed(feed, reading)}", {"release": release}
    )
    bad = rejected(connection, reading)
    counts = connection.execute(
        f"SELECT count(*), count(*) FILTER (problem = '{_PASSED_OVER}'), "
        f"count(*) FILTER (problem <> '{_PASSED_OVER}') FROM parsed"
    ).fetchall()[0]
    rows, passed_over, problems = (int(count) for count in counts)
    if problems:
        numbers = (
            f"WITH raw AS (SELECT *, row_number() OVER () AS row_of_file FROM ({raw_query(reading, keep_rejects=False)})) "
            f"SELECT row_of_file, problem FROM ("
            f"SELECT row_of_file, {_problem(feed)} AS problem, row({', '.join(_given(feed).values())}) AS values FROM {feed.source}) "
            # The values are asked for so that the reader refuses the same rows as before: it does not look at columns it can do without.
            f"WHERE problem <> '{_PASSED_OVER}' AND hash(values) IS NOT NULL"
        )
        bad += refused(connection, reading, numbers, {"release": release}, bad)
    _resolve(connection, feed, coder)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE staged AS {_normalised(feed)}")
    connection.execute("DROP TABLE parsed")
    return rows - passed_over - problems, passed_over, bad


def unregistered_names(connection: DuckDBPyConnection, feed: Feed) -> list[tuple[str, str, str, str, int]]:
    """Code, id, name, kind and rows of each actor in `staged` that no registry knows."""
    used = " UNION ALL ".join(
        f"SELECT {side} AS id, {side}_code AS code, count(*) AS n FROM staged GROUP BY ALL"
        for side in _SIDES
        if side in COLUMNS[feed.kind]
    )
    found = connection.execute(
        f"SELECT w.code, w.id, any_value(w.actor_name), any_value(w.actor_kind), sum(n) FROM ({used}"
        ") AS used JOIN (SELECT DISTINCT id, code, actor_name, actor_kind FROM who WHERE NOT registered) AS w "
        "ON w.id = used.id AND w.code IS NOT DISTINCT FROM used.code GROUP BY 1, 2"
    ).fetchall()
    return [(code or "", *rest) for code, *rest in found]


def _parsed(feed: Feed, reading: Reading) -> str:
    select = _given(feed)
    columns = ", ".join(f'({expression}) AS "{name}"' for name, expression in select.items())
    raw = raw_query(reading, keep_rejects=True)
    return f"WITH raw AS ({raw}) SELECT {columns}, {_problem(feed)} AS problem FROM {feed.source}"


def _given(feed: Feed) -> Mapping[str, str]:
    """What the feed gives: its normalised columns, cast to their types, and its hints."""
    kinds = COLUMNS[feed.kind]
    given: dict[str, str] = {"release": "$release"}
    for name, expression in feed.select.items():
        if name in kinds:
            given[name] = f"({expression})::{kinds[name]}"
        elif name in ACTOR_HINTS:
            given[name] = f"({expression})::{'INTEGER' if name.endswith('_year') else 'VARCHAR'}"
    if "published" not in given and feed.released:
        given["published"] = feed.released
    return given


def _problem(feed: Feed) -> str:
    """Why a row cannot be used: SQL that gives NULL for a good one."""
    needed = {"events": ("key", "day"), "standing": ("key", "relation"), "mentions": ("key", "published")}
    missing = "".join(
        f" WHEN ({feed.select[name]}) IS NULL THEN 'no {name}'" for name in needed.get(feed.kind, ("key",))
    )
    checks = ""
    if feed.kind == "events":
        day = f"({feed.select['day']})"
        checks = f" WHEN {day} > current_date THEN 'a day that is still to come'"
        checks += f" WHEN {day} < DATE '{_EARLIEST}' THEN 'a day before {_EARLIEST}'"
        for name, (least, most) in _LIMITS.items():
            if name in feed.select:
                value = f"({feed.select[name]})"
                checks += f" WHEN {value} NOT BETWEEN {least} AND {most} THEN '{name} is not between {least} and {most}'"
    if feed.kind == "events" and "cameo" in feed.select and "plover" not in feed.select:
        checks += f" WHEN ({feed.select['cameo']}) IS NULL THEN 'no event code'"
    return (
        f"CASE WHEN NOT coalesce(({feed.where}), false) THEN '{_PASSED_OVER}' "
        f"WHEN ({feed.select.get('problem', 'NULL')}) IS NOT NULL THEN ({feed.select.get('problem', 'NULL')})::VARCHAR{missing}{checks} END"
    )


def _resolve(connection: DuckDBPyConnection, feed: Feed, coder: Coder) -> None:
    """Make the temporary table `who`: each distinct combination of code and hints in `parsed`, and the actor it means."""
    import pyarrow as pa

    sides = [side for side in _SIDES if f"{side}_code" in feed.select or f"{side}_name" in feed.select]
    found: list[tuple[Any, ...]] = []
    if sides:
        parts = [", ".join(_hint(feed, side, part) for part in _PARTS) for side in sides]
        union = " UNION ".join(f"SELECT {columns} FROM parsed WHERE problem IS NULL" for columns in parts)
        found = connection.execute(union).fetchall()
    coded = [coder(Code(*row)) for row in found]
    text = pa.string()
    columns: dict[str, pa.Array] = {
        part: pa.array([row[number] for row in found], pa.int32() if part == "year" else text)
        for number, part in enumerate(_PARTS)
    }
    columns["id"] = pa.array([one.id for one in coded], text)
    columns["actor_name"] = pa.array([one.name for one in coded], text)
    columns["actor_kind"] = pa.array([one.kind for one in coded], text)
    columns["registered"] = pa.array([one.registered for one in coded], pa.bool_())
    _store(connection, "who", pa.table(columns))


def _hint(feed: Feed, side: str, part: str) -> str:
    name = f"{side}_{part}"
    return f'"{name}"' if name in feed.select else f"NULL::{'INTEGER' if part == 'year' else 'VARCHAR'}"


def _normalised(feed: Feed) -> str:
    """The SELECT that makes `staged`."""
    given = _given(feed)
    values = {
        name: f'p."{name}"' if name in given else f"NULL::{kind}" for name, kind in COLUMNS[feed.kind].items()
    }
    joins = ""
    for side in _SIDES:
        if side in values and f"{side}_code" in feed.select:
            values[side] = f"w_{side}.id"
            matches = " AND ".join(
                f"w_{side}.{part} IS NOT DISTINCT FROM p.{side}_{part}"
                for part in _PARTS
                if f"{side}_{part}" in feed.select
            )
            absent = "".join(
                f" AND w_{side}.{part} IS NULL" for part in _PARTS if f"{side}_{part}" not in feed.select
            )
            joins += f" LEFT JOIN who AS w_{side} ON {matches}{absent}"
    if feed.kind == "events":
        joins += _event_codes(feed, values)
        values["lat"] = f"CASE WHEN {values['lat']} BETWEEN -90 AND 90 THEN {values['lat']} END"
        values["lon"] = f"CASE WHEN {values['lon']} BETWEEN -180 AND 180 THEN {values['lon']} END"
        values["published"] = f"coalesce({values['published']}, p.day)"
    elif feed.kind == "standing":
        values["published"] = (
            f"coalesce({values['published']}, {values['happened_to']}, {values['happened_from']}, current_date)"
        )
    elif feed.kind == "actors":
        values["published"] = f"coalesce({values['published']}, {values['happened_from']}, current_date)"
    columns = ", ".join(f'{value} AS "{name}"' for name, value in values.items())
    return f"SELECT {columns} FROM parsed AS p{joins} WHERE p.problem IS NULL"


def _event_codes(feed: Feed, values: dict[str, str]) -> str:
    """PLOVER type and mode, quad class and Goldstein value, by the event code or the type, where the feed does not give them."""
    if "plover" in feed.select:
        values["quad"] = f"coalesce({values['quad']}, t.quad)"
        values["goldstein"] = f"coalesce({values['goldstein']}, t.score)"
        return " LEFT JOIN plover_types AS t ON t.key = p.plover"
    values["plover"], values["plover_mode"] = "c.plover", "c.mode"
    values["quad"] = f"coalesce({values['quad']}, c.quad)"
    values["goldstein"] = f"coalesce({values['goldstein']}, c.goldstein)"
    return " LEFT JOIN cameo_codes AS c ON c.code = p.cameo"


def _store(connection: DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    connection.register("incoming", rows)
    try:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM incoming")
    finally:
        connection.unregister("incoming")


def _drop_rejects(connection: DuckDBPyConnection) -> None:
    for name in ("reject_errors", "reject_scans"):
        with suppress(Exception):
            connection.execute(f"DROP TABLE IF EXISTS {name}")
