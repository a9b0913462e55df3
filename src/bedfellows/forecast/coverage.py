"""Which days the feeds of a case cover: only where they do does silence mean that nothing happened."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_PAUSE = 3
"""Days without any event in a row that a feed may have and still cover them: holidays, and small feeds."""


def covered(connection: DuckDBPyConnection, first: date, last: date, as_of: date) -> tuple[bool, str]:
    """Whether one event feed covers every day from `first` to `last` as of a day; in words, which one, or what is missing.

    A feed covers the days from its first event to its last, but for pauses of more than three days.
    """
    if last > as_of:
        return False, f"{last} is not over as of {as_of}"
    feeds = connection.execute(
        "SELECT DISTINCT feed FROM feed_events_as_of($as_of::DATE) ORDER BY feed",
        {"as_of": as_of.isoformat()},
    ).fetchall()
    if not feeds:
        return False, "the case has no feed of events"
    missing = []
    for (feed,) in feeds:
        gap = _gap(connection, feed, first, last, as_of)
        if gap is None:
            return True, feed
        missing.append(f"{feed} has no events from {gap[0]} to {gap[1]}")
    return False, "; ".join(missing)


def _gap(
    connection: DuckDBPyConnection, feed: str, first: date, last: date, as_of: date
) -> tuple[date, date] | None:
    """The first days within a period that a feed does not cover; None where it covers all."""
    rows = connection.execute(
        "SELECT DISTINCT day FROM feed_events_as_of($as_of::DATE) WHERE feed = $feed AND day <= $as_of::DATE ORDER BY day",
        {"as_of": as_of.isoformat(), "feed": feed},
    ).fetchall()
    held = [day for (day,) in rows]
    if not held or held[0] > first:
        return first, min(held[0] - timedelta(days=1), last) if held else last
    for day, after in pairwise(held):
        if (after - day).days - 1 > _PAUSE and day < last and after > first:
            return max(day + timedelta(days=1), first), min(after - timedelta(days=1), last)
    return (max(held[-1] + timedelta(days=1), first), last) if held[-1] < last else None
