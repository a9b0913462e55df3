"""In which way a source was read last, and that reading again, so that nothing is read twice in the same way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bedfellows.case.records import Reading
from bedfellows.case.schema import ACTORS, CLAIMS, MOTIVES, OUTCOMES, PASSAGES, SOURCES, Table, records_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_IN_TEXT = 'held.start, held."end", held.id'


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


def current_readings(connection: DuckDBPyConnection, source_ids: Sequence[str]) -> dict[str, Reading]:
    """The current readings of sources as they were added, by source, in the order of the text; of a source unknown, none."""
    current = "(SELECT id AS of, max_by(reading, seq) AS reading FROM sources WHERE list_contains($sources, id) GROUP BY id)"

    def fetched(table: Table, order: str) -> dict[str, list[Any]]:
        columns = ", ".join(f'held."{column.name}"' for column in table.columns)
        rows = connection.execute(
            f"SELECT of, {columns} FROM {table.name} AS held JOIN {current} AS current USING (reading) "  # noqa: S608 - own names
            f"ORDER BY of, {order}",
            {"sources": list(source_ids)},
        ).fetchall()
        records = records_of(table, [row[1:] for row in rows])
        found: dict[str, list[Any]] = {}
        for row, record in zip(rows, records, strict=True):
            found.setdefault(row[0], []).append(record)
        return found

    dropped = dict(
        connection.execute(
            f"SELECT of, dropped FROM sources JOIN {current} AS current USING (reading)",  # noqa: S608 - own text
            {"sources": list(source_ids)},
        ).fetchall()
    )
    passages, actors = fetched(PASSAGES, "held.ordinal"), fetched(ACTORS, "held.id")
    claims, motives, outcomes = (fetched(table, _IN_TEXT) for table in (CLAIMS, MOTIVES, OUTCOMES))
    return {
        source_id: Reading(
            source=source,
            passages=tuple(passages.get(source_id, ())),
            claims=tuple(claims.get(source_id, ())),
            motives=tuple(motives.get(source_id, ())),
            outcomes=tuple(outcomes.get(source_id, ())),
            new_actors=tuple(actors.get(source_id, ())),
            dropped=tuple(dropped[source_id]),
        )
        for source_id, (source,) in fetched(SOURCES, "held.id").items()
    }
