"""What the window says of a case before anything is asked: its size, its days, and what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bedfellows import __version__
from bedfellows.api import Case
from bedfellows.case import CaseStore
from bedfellows.case.connection import duckdb_errors
from bedfellows.report.outside_text import visible

MOST_STOPS = 400


@dataclass(frozen=True, slots=True)
class Stop:
    """A day of the time slider, and how many pieces of evidence were published on it, or began in the time up to it."""

    day: date
    count: int


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """A case in short. `published` are the days on which something was published, `happened` the days up to which something
    took place; of very many days, evenly chosen ones. `reference` is the day at which ties are judged when none is named.
    """

    name: str
    version: str
    sources: int
    claims: int
    events: int
    reference: date
    published: tuple[Stop, ...]
    happened: tuple[Stop, ...]
    writable: bool


_PUBLISHED = """
    SELECT published AS day, count(*) FROM (
        SELECT published FROM claims_as_of(DATE 'infinity') WHERE published IS NOT NULL
        UNION ALL SELECT published FROM feed_events
        UNION ALL SELECT published FROM events
        UNION ALL SELECT published FROM standing
        UNION ALL SELECT published FROM sources_as_of(DATE 'infinity') WHERE published IS NOT NULL
    ) GROUP BY day ORDER BY day
"""
_HAPPENED = """
    SELECT day, count(*) FROM (
        SELECT CASE precision WHEN 'tense' THEN published ELSE coalesce(happened_from, happened_to, published) END AS day
        FROM claims_as_of(DATE 'infinity')
        UNION ALL SELECT day FROM feed_events
        UNION ALL SELECT happened_from FROM events
        UNION ALL SELECT happened_from FROM standing
    ) WHERE day IS NOT NULL GROUP BY day ORDER BY day
"""


def about_case(case: Case, *, writable: bool) -> CaseAnswer:
    """A case in short; counts as of today."""
    scope = case.dossier().scope
    with CaseStore.open(case.path) as store, duckdb_errors(case.path):
        events = store.connection.execute(
            "SELECT (SELECT count(*) FROM feed_events WHERE superseded IS NULL) + (SELECT count(*) FROM events)"
        ).fetchall()
        published = store.connection.execute(_PUBLISHED).fetchall()
        happened = store.connection.execute(_HAPPENED).fetchall()
    return CaseAnswer(
        visible(case.path.stem),
        __version__,
        scope.sources,
        scope.claims,
        int(events[0][0]),
        scope.reference,
        stops(published),
        stops(happened),
        writable,
    )


def stops(counted: list[tuple[date, int]]) -> tuple[Stop, ...]:
    """At most `MOST_STOPS` of the days, the last among them; what lies between two is counted with the later."""
    if len(counted) <= MOST_STOPS:
        return tuple(Stop(day, count) for day, count in counted)
    found, start = [], 0
    for number in range(1, MOST_STOPS + 1):
        end = number * len(counted) // MOST_STOPS
        found.append(Stop(counted[end - 1][0], sum(count for _, count in counted[start:end])))
        start = end
    return tuple(found)
