"""Rows that are known already: left out where they say the same, kept as another version where they do not.

Versions of a row (equal feed and key) are ordered by release, then by the order in which their files came. A row that equals the version
before it, or the known version after it, is a duplicate. Of the versions kept, each counts until the day the next one was published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedfellows.feeds.feed import COLUMNS, Feed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLES = {
    "events": "feed_events",
    "standing": "standing",
    "mentions": "feed_mentions",
    "actors": "feed_actors",
}
"""The table for each kind of feed."""

# Not part of what a row says: who its codes mean to this registry, and which file it came in.
_BESIDE_CONTENT = {"release", "subject", "object", "published"}


def add_staged(connection: DuckDBPyConnection, feed: Feed, number: int) -> tuple[int, int, int]:
    """Move the rows of `staged` into the feed's table as those of file `number`, in the open transaction.

    Gives the numbers of rows kept, of duplicates, and of those kept that are other versions of known rows.
    """
    table, columns = TABLES[feed.kind], tuple(COLUMNS[feed.kind])
    names = ", ".join(f'"{name}"' for name in columns)
    mentions = feed.kind == "mentions"  # an event has many: the row is the event and the article together
    key = "key || ' ' || coalesce(text, source, '')" if mentions else "key"
    values = {"feed": feed.name}
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE contested AS SELECT {key} AS id FROM staged GROUP BY ALL HAVING count(*) > 1"
    )
    known_at_all = connection.execute(
        f"SELECT 1 FROM {table} WHERE feed = $feed LIMIT 1",
        values,
    ).fetchone()
    if known_at_all:
        # Said with the range of the keys, DuckDB passes over the parts of the table that cannot hold any: publishers number their events.
        least, most = connection.execute("SELECT min(key), max(key) FROM staged").fetchall()[0]
        connection.execute(
            f"INSERT INTO contested SELECT DISTINCT {_of('t', key)} FROM {table} AS t JOIN staged AS s "
            f"ON {_of('t', 'key')} = s.key{' AND t.text IS NOT DISTINCT FROM s.text' if mentions else ''} "
            "WHERE t.feed = $feed AND t.key BETWEEN $least AND $most",
            {**values, "least": least, "most": most},
        )
    contested = int(connection.execute("SELECT count(*) FROM contested").fetchall()[0][0])
    free = f"WHERE {key} NOT IN (SELECT id FROM contested)" if contested else ""
    kept = _changed(
        connection,
        f"INSERT INTO {table} (feed, {names}, file) SELECT $feed, {names}, $file FROM staged {free}",
        feed=feed.name,
        file=number,
    )
    if not contested:
        return kept, 0, 0
    content = ", ".join(
        f'"{name}"' for name in columns if name not in _BESIDE_CONTENT and not (mentions and name == "key")
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE versions AS
        WITH touched AS (
            SELECT {names}, {key} AS id, file, true AS known, rowid AS row_in_table FROM {table}
            WHERE feed = $feed AND key IN (SELECT key FROM staged) AND {key} IN (SELECT id FROM contested)
            UNION ALL
            SELECT {names}, {key}, $file, false, NULL FROM staged WHERE {key} IN (SELECT id FROM contested)
        ),
        marked AS (SELECT *, hash(row({content})) AS said FROM touched)
        SELECT *, NOT known AND coalesce(
            said = lag(said) OVER one OR (said = lead(said) OVER one AND lead(known) OVER one), false
        ) AS same
        FROM marked WINDOW one AS (PARTITION BY id ORDER BY release, file, known DESC, said)
        """,
        {"feed": feed.name, "file": number},
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE until AS SELECT *, "
        "lead(published) OVER (PARTITION BY id ORDER BY release, file, known DESC, said) AS next FROM versions WHERE NOT same"
    )
    superseding = int(
        connection.execute(
            "SELECT count(*) FROM until WHERE NOT known AND id IN (SELECT id FROM versions WHERE known)"
        ).fetchall()[0][0]
    )
    connection.execute(
        f"UPDATE {table} AS t SET superseded = u.next FROM until AS u "
        "WHERE u.known AND t.rowid = u.row_in_table AND t.superseded IS DISTINCT FROM u.next"
    )
    added = _changed(
        connection,
        f"INSERT INTO {table} (feed, {names}, file, superseded) SELECT $feed, {names}, file, next FROM until WHERE NOT known",
        feed=feed.name,
    )
    duplicate = int(connection.execute("SELECT count(*) FROM versions WHERE same").fetchall()[0][0])
    return kept + added, duplicate, superseding


def _of(alias: str, expression: str) -> str:
    return (
        expression.replace("key", f"{alias}.key")
        .replace("text", f"{alias}.text")
        .replace("source", f"{alias}.source")
    )


def _changed(connection: DuckDBPyConnection, statement: str, **values: object) -> int:
    return int(connection.execute(statement, values).fetchall()[0][0])
