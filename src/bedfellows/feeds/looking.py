"""What came into a case from feeds: events by who, whom, when and what; the feeds with their days; what could not be used or mapped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from bedfellows.errors import InputError
from bedfellows.feeds.catalogue import FEED_NAMES, find_feed
from bedfellows.ontology import FORMER_PLOVER_NAMES, PLOVER_TYPES

if TYPE_CHECKING:
    import polars
    from duckdb import DuckDBPyConnection

EVENT_FIELDS = (
    *("id", "feed", "day", "published", "subject", "object", "subject_code", "object_code"),
    *("plover", "plover_mode", "cameo", "quad", "goldstein", "tone", "mentions", "sources", "articles"),
    *("place", "lat", "lon", "text", "release", "file"),
)
_MOST_GAPS = 100


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are asked for. `actor` is on either side; with `object`, it is the one who acted on it."""

    actor: str | None = None  # actor ids
    object: str | None = None
    first: date | None = None
    last: date | None = None
    type: str | None = None  # PLOVER type
    feed: str | None = None


@dataclass(frozen=True, slots=True)
class HeldFeed:
    """One feed in a case: how much of it there is, and which days have no row between its first and last."""

    feed: str
    title: str
    publisher: str
    kind: str
    files: int
    releases: tuple[str, ...]
    rows: int  # in the case, all versions
    superseded: int
    duplicate: int
    quarantined: int
    unmapped: int  # rows' sides whose actor no registry knows
    first_day: date | None
    last_day: date | None
    days_without: int | None  # None for feeds that have no days
    gaps: tuple[tuple[date, date], ...] = field(default=())  # at most 100, the longest first


def event_type(name: str) -> str:
    """The PLOVER type that a name means; names of earlier versions of PLOVER are understood.

    Raises:
        InputError: there is none.
    """
    text = name.strip().upper()
    text = FORMER_PLOVER_NAMES.get(text, text)
    if text in PLOVER_TYPES:
        return text
    raise InputError(
        f"Expected a PLOVER event type, found {name[:40]!r}. Types: {', '.join(PLOVER_TYPES)}; earlier names: "
        f"{', '.join(FORMER_PLOVER_NAMES)}."
    )


def find_events(
    connection: DuckDBPyConnection, wanted: EventFilter, as_of: date | None, limit: int
) -> polars.DataFrame:
    """The latest events that fit, by day, as they were known as of a day; those added by hand are among them, with no feed.

    `sources` counts the outlets in the mentions feed where that knows more than the event's own row.
    """
    import polars

    conditions, values = _conditions(wanted)
    values |= {"day": "infinity" if as_of is None else as_of.isoformat(), "limit": limit}
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    every = ", ".join(f'"{name}"' for name in EVENT_FIELDS)
    query = f"""
        WITH found AS (
            SELECT * FROM (
                SELECT {every}, key FROM feed_events_as_of($day::DATE)
                UNION ALL BY NAME
                SELECT id, NULL AS feed, happened_from AS day, published, subject, object, plover, plover_mode, cameo, goldstein, place,
                    text FROM events WHERE published <= $day::DATE
            ) {where} ORDER BY day DESC, id LIMIT $limit
        ),
        outlets AS (
            SELECT m.feed, m.key, count(DISTINCT m.source) AS n FROM feed_mentions m
            WHERE m.published <= $day::DATE AND m.key IN (SELECT key FROM found) GROUP BY ALL
        )
        SELECT {every.replace('"sources"', "greatest(sources, n) AS sources").replace('"feed"', "found.feed AS feed")}
        FROM found LEFT JOIN outlets o ON o.key = found.key AND o.feed = found.feed || '-mentions'
        ORDER BY day DESC, id
    """
    frame = polars.from_arrow(connection.sql(query, params=values).to_arrow_table())
    assert isinstance(frame, polars.DataFrame)
    return frame


def count_events(connection: DuckDBPyConnection, wanted: EventFilter, as_of: date | None) -> int:
    """How many events fit."""
    conditions, values = _conditions(wanted)
    values["day"] = "infinity" if as_of is None else as_of.isoformat()
    where = f"AND {' AND '.join(conditions)}" if conditions else ""
    by_hand = "SELECT happened_from AS day, NULL AS feed, * FROM events WHERE published <= $day::DATE"
    query = (
        "SELECT (SELECT count(*) FROM feed_events WHERE published <= $day::DATE AND (superseded IS NULL OR superseded > $day::DATE) "
        f"{where}) + (SELECT count(*) FROM ({by_hand}) WHERE true {where})"
    )
    return int(connection.execute(query, values).fetchall()[0][0])


def held_feeds(connection: DuckDBPyConnection) -> list[HeldFeed]:
    """The feeds in a case, by name."""
    ledger = connection.execute(
        "SELECT feed, count(*), list(DISTINCT release ORDER BY release), sum(kept), sum(duplicate), sum(quarantined) "
        "FROM feed_files GROUP BY feed ORDER BY feed"
    ).fetchall()
    unmapped = dict(connection.execute("SELECT feed, sum(rows) FROM feed_names GROUP BY feed").fetchall())
    found = []
    for name, files, releases, kept, duplicate, quarantined in ledger:
        known = find_feed(name) if name in FEED_NAMES else None
        kind = known.kind if known else _kind(connection, name)
        found.append(
            HeldFeed(
                name,
                known.title if known else name,
                known.publisher if known else "",
                kind,
                int(files),
                tuple(release for release in releases if release),
                int(kept),
                _superseded(connection, name, kind),
                int(duplicate),
                int(quarantined),
                int(unmapped.get(name, 0)),
                *_days(connection, name, kind),
            )
        )
    return found


def quarantined_rows(connection: DuckDBPyConnection, feed: str | None, limit: int) -> list[dict[str, Any]]:
    """Rows that could not be used: feed, file, line, reason and the row itself, in the order of files and lines."""
    where = "WHERE q.feed = $feed" if feed else ""
    values: dict[str, object] = {"limit": limit, **({"feed": feed} if feed else {})}
    found = connection.execute(
        "SELECT q.feed, f.name, q.line, q.reason, q.raw FROM quarantine q JOIN feed_files f ON f.number = q.file "
        f"{where} ORDER BY q.file, q.line LIMIT $limit",
        values,
    ).fetchall()
    return [dict(zip(("feed", "file", "line", "reason", "row"), row, strict=True)) for row in found]


def quarantine_reasons(connection: DuckDBPyConnection, feed: str | None) -> list[tuple[str, str, int]]:
    """Feed, reason and number of rows in quarantine, the most first."""
    where, values = ("WHERE feed = $feed", {"feed": feed}) if feed else ("", {})
    return connection.execute(
        f"SELECT feed, reason, count(*) FROM quarantine {where} GROUP BY ALL ORDER BY 3 DESC, 1, 2", values
    ).fetchall()


def unmapped_codes(connection: DuckDBPyConnection, feed: str | None, limit: int) -> list[dict[str, Any]]:
    """Codes and names of actors that no registry knows, with the actor they were kept as and their rows, the most first."""
    where = "WHERE feed = $feed" if feed else ""
    values: dict[str, object] = {"limit": limit, **({"feed": feed} if feed else {})}
    found = connection.execute(
        f"SELECT feed, code, id, name, kind, rows FROM feed_names {where} ORDER BY rows DESC, feed, code, id LIMIT $limit",
        values,
    ).fetchall()
    return [dict(zip(("feed", "code", "id", "name", "kind", "rows"), row, strict=True)) for row in found]


def actor_names(connection: DuckDBPyConnection, ids: Sequence[str]) -> dict[str, str]:
    """Names of actors that only feeds know."""
    return dict(
        connection.execute(
            "SELECT id, any_value(name) FROM feed_names WHERE id IN (SELECT unnest($ids)) GROUP BY id",
            {"ids": list(ids)},
        ).fetchall()
    )


def feed_actor(connection: DuckDBPyConnection, name: str, *, by_code: bool = False) -> str | None:
    """The id of an actor that only feeds know, by its id or its exact name, or else by its code."""
    wanted = "code = $name" if by_code else "id = $name OR lower(name) = lower($name)"
    found = connection.execute(
        f"SELECT id FROM feed_names WHERE {wanted} ORDER BY rows DESC LIMIT 1", {"name": name.strip()}
    ).fetchone()
    return str(found[0]) if found else None


def _conditions(wanted: EventFilter) -> tuple[list[str], dict[str, object]]:
    conditions: list[str] = []
    values: dict[str, object] = {}
    if wanted.actor and wanted.object:
        conditions.append("subject = $actor AND object = $object")
    elif wanted.actor:
        conditions.append("(subject = $actor OR object = $actor)")
    elif wanted.object:
        conditions.append("object = $object")
    tests = (
        ("actor", wanted.actor, ""),
        ("object", wanted.object, ""),
        ("first", wanted.first, "day >= $first"),
        ("last", wanted.last, "day <= $last"),
        ("type", wanted.type, "plover = $type"),
        ("feed", wanted.feed, "feed = $feed"),
    )
    for name, value, condition in tests:
        if value is not None:
            values[name] = value
            if condition:
                conditions.append(condition)
    return conditions, values


_TABLE = {
    "events": "feed_events",
    "standing": "standing",
    "mentions": "feed_mentions",
    "actors": "feed_actors",
}


def _kind(connection: DuckDBPyConnection, feed: str) -> str:
    """The kind of a feed that this version has no adapter for."""
    for kind, table in _TABLE.items():
        if connection.execute(f"SELECT 1 FROM {table} WHERE feed = $feed LIMIT 1", {"feed": feed}).fetchone():
            return kind
    return "events"


def _superseded(connection: DuckDBPyConnection, feed: str, kind: str) -> int:
    query = f"SELECT count(*) FROM {_TABLE[kind]} WHERE feed = $feed AND superseded IS NOT NULL"
    return int(connection.execute(query, {"feed": feed}).fetchall()[0][0])


def _days(
    connection: DuckDBPyConnection, feed: str, kind: str
) -> tuple[date | None, date | None, int | None, tuple[tuple[date, date], ...]]:
    values = {"feed": feed}
    if kind in {"standing", "actors"}:
        query = f"SELECT min(happened_from), max(coalesce(happened_to, happened_from)) FROM {_TABLE[kind]} WHERE feed = $feed"
        return (*connection.execute(query, values).fetchall()[0], None, ())
    day = "day" if kind == "events" else "published"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE days_held AS SELECT DISTINCT {day} AS day FROM {_TABLE[kind]} WHERE feed = $feed",
        values,
    )
    first, last, held = connection.execute("SELECT min(day), max(day), count(*) FROM days_held").fetchall()[0]
    if first is None:
        return None, None, None, ()
    gaps = connection.execute(
        "SELECT day + 1, next - 1 FROM (SELECT day, lead(day) OVER (ORDER BY day) AS next FROM days_held) "
        f"WHERE next > day + 1 ORDER BY next - day DESC, day LIMIT {_MOST_GAPS}"
    ).fetchall()
    return first, last, (last - first).days + 1 - int(held), tuple(gaps)
