"""In which way a source was read last, and that reading again, so that nothing is read twice in the same way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bedfellows.case.records import Reading
from bedfellows.case.schema import ACTORS, CLAIMS, MOTIVES, OUTCOMES, PASSAGES, SOURCES, Table, records_of
from bedfellows.errors import InputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_CURRENT = "(SELECT max_by(reading, seq) FROM sources WHERE id = $source)"
_IN_TEXT = 'start, "end", id'


def set_ways(connection: DuckDBPyConnection, made: Mapping[str, str]) -> None:
    """Note in which way the current reading of each source was made, in the transaction that is open."""
    connection.execute(
        "INSERT INTO read_as SELECT source_id, max_by(reading, seq), any_value(way) "
        "FROM (SELECT unnest($sources) AS source_id, unnest($ways) AS way) JOIN sources ON id = source_id GROUP BY source_id "
        "ON CONFLICT DO UPDATE SET reading = excluded.reading, way = excluded.way",
        {"sources": list(made), "ways": list(made.values())},
    )


def ways(connection: DuckDBPyConnection) -> dict[str, str]:
    """The way in which the current reading of each source was made, by source, where that was noted."""
    return dict(
        connection.execute(
            "SELECT source_id, way FROM read_as JOIN "
            "(SELECT id, max_by(reading, seq) AS reading FROM sources GROUP BY id) AS current "
            "ON current.id = source_id AND current.reading = read_as.reading"
        ).fetchall()
    )


def current_reading(connection: DuckDBPyConnection, source_id: str) -> Reading:
    """The current reading of a source as it was added, in the order of the text. Raises InputError where there is none."""

    def fetched(table: Table, order: str) -> list[Any]:
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        return records_of(
            table,
            connection.execute(
                f"SELECT {columns} FROM {table.name} WHERE reading = {_CURRENT} ORDER BY {order}",  # noqa: S608 - own names
                {"source": source_id},
            ).fetchall(),
        )

    found = fetched(SOURCES, "id")
    if not found:
        raise InputError(f"The case has no source {source_id!r}.")
    dropped = connection.execute(
        f"SELECT dropped FROM sources WHERE reading = {_CURRENT}",  # noqa: S608 - own text
        {"source": source_id},
    ).fetchall()[0][0]
    return Reading(
        source=found[0],
        passages=tuple(fetched(PASSAGES, "ordinal")),
        claims=tuple(fetched(CLAIMS, _IN_TEXT)),
        motives=tuple(fetched(MOTIVES, _IN_TEXT)),
        outcomes=tuple(fetched(OUTCOMES, _IN_TEXT)),
        new_actors=tuple(fetched(ACTORS, "id")),
        dropped=tuple(dropped),
    )
