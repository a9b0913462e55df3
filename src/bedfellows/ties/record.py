"""The record: rows of feeds about pairs of actors, standing evidence and events, as of a day, with how far each feed reaches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bedfellows.feeds.catalogue import FEED_NAMES, find_feed
from bedfellows.feeds.looking import actor_names
from bedfellows.ties.spells import Spell, acting_spells, spells_frame

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from bedfellows.ties.dossier import Dossier

BY_MACHINE = frozenset({"gdelt", "icews", "icews14", "polecat"})
"""Feeds whose events a program coded from news: a single row of theirs proves little."""
_ACTING = frozenset({"person", "government", "organisation"})
SHOWN_IDS = 50
"""So many ids at most stand for the events of a count; the count itself is of all."""


@dataclass(frozen=True, slots=True)
class StandingRow:
    """What a feed says held for a time. `last` is None where it went on when the feed was released."""

    id: str  # "atop:2-20-defence-1949"
    feed: str
    subject: str
    subject_name: str
    relation: str
    object: str | None
    object_name: str
    support_types: tuple[str, ...]
    detail: str
    first: date | None
    last: date | None
    precision: str
    published: date

    @property
    def alleged(self) -> bool:
        """Does the feed itself call it alleged, not confirmed?"""
        return self.detail.startswith("alleged")


@dataclass(frozen=True, slots=True)
class EventCount:
    """Events of one feed and one PLOVER type from one actor to another: how many, on how many days, from when to when."""

    feed: str  # "" for those added by hand
    subject: str
    object: str
    plover: str
    count: int
    days: int
    first: date
    last: date
    ids: tuple[str, ...]  # the latest, `SHOWN_IDS` at most
    texts: tuple[str, ...]  # the feed's own words, the most frequent first, three at most


@dataclass(frozen=True, slots=True)
class Reach:
    """From which day to which a feed in the case has rows, and what it is called."""

    feed: str
    title: str
    first: date | None
    last: date | None


@dataclass(frozen=True, eq=False)
class Record:
    """The rows of feeds in an open case, as they were known on `as_of` (None: all).

    Events that `without` names as their source, or that give it as their text (an address), are left out: a document is no evidence
    for itself.
    """

    connection: DuckDBPyConnection
    dossier: Dossier
    as_of: date | None
    without: frozenset[str] = frozenset()
    _listed: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    @property
    def _day(self) -> str:
        return "infinity" if self.as_of is None else self.as_of.isoformat()

    def name(self, actor_id: str) -> str:
        """The name of an actor of the registry, the case or a feed; its id where nobody knows it."""
        return self.names([actor_id])[actor_id]

    def names(self, ids: Iterable[str]) -> dict[str, str]:
        """`name`, for many."""
        wanted = list(dict.fromkeys(ids))
        unknown = [one for one in wanted if self.dossier.registry.get(one) is None]
        of_feeds = actor_names(self.connection, unknown) if unknown else {}
        return {one: of_feeds.get(one, self.dossier.name(one)) for one in wanted}

    def standing(
        self,
        relations: Collection[str],
        subjects: Collection[str] | None = None,
        objects: Collection[str] | None = None,
        *,
        both_ways: bool = False,
    ) -> tuple[StandingRow, ...]:
        """The rows of standing evidence with these relations from these subjects to these objects, the earliest first.

        None stands for anybody. With `both_ways` subjects and objects may stand the other way round as well.
        """
        values: dict[str, Any] = {"day": self._day, "relations": sorted(relations)}
        tests = []
        for column, ids in (("subject", subjects), ("object", objects)):
            if ids is not None:
                values[column] = sorted(ids)
                tests.append((column, column))
        sides = " AND ".join(f"{column} IN (SELECT unnest(${value}))" for column, value in tests) or "true"
        if both_ways and tests:
            turned = {"subject": "object", "object": "subject"}
            sides = f"({sides}) OR ({' AND '.join(f'{turned[column]} IN (SELECT unnest(${value}))' for column, value in tests)})"
        rows = self.connection.execute(
            f"""
            SELECT id, feed, subject, relation, object, support_types, detail, happened_from, happened_to, precision, published
            FROM standing_as_of($day::DATE)
            WHERE relation IN (SELECT unnest($relations)) AND subject IS NOT NULL AND ({sides})
            ORDER BY happened_from NULLS FIRST, id
            """,  # noqa: S608 - own words; what comes from outside is bound
            values,
        ).fetchall()
        names = self.names(actor for row in rows for actor in (row[2], row[4]) if actor)
        return tuple(
            StandingRow(
                row[0], row[1], row[2], names[row[2]], row[3], row[4], names[row[4]] if row[4] else "", tuple(row[5] or ()),
                row[6] or "", row[7], row[8], row[9] or "unknown", row[10],
            )
            for row in rows
        )  # fmt: skip

    def counts(
        self,
        types: Collection[str],
        subjects: Collection[str] | None = None,
        objects: Collection[str] | None = None,
        first: date | None = None,
        last: date | None = None,
        codes: Collection[str] = (),
    ) -> tuple[EventCount, ...]:
        """Events of these PLOVER types, or these CAMEO codes, counted by feed, pair and type, the most first.

        What an actor does at home is left out. Leaders and bodies count for the state or group they acted for on that day.
        """
        tests = [
            "(plover IN (SELECT unnest($types)) OR cameo IN (SELECT unnest($codes)))",
            "plover IS NOT NULL",
        ]
        values: dict[str, Any] = {"types": sorted(types), "codes": sorted(codes)}
        for name, when, test in (("first", first, "day >= $first"), ("last", last, "day <= $last")):
            if when is not None:
                values[name] = when
                tests.append(test)
        rows = self._asked(
            f"""
            SELECT feed, subject, object, plover, count(*), count(DISTINCT day), min(day), max(day),
                list(id ORDER BY day DESC, id)[:{SHOWN_IDS}], histogram(nullif(text, ''))
            FROM rolled WHERE {" AND ".join(tests)} GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 1, 2, 3, 4
            """,  # noqa: S608 - own words; what comes from outside is bound
            values,
            subjects,
            objects,
        )
        return tuple(
            EventCount(
                feed, subject, object_, plover, count, days, began, ended, tuple(ids), _frequent(texts)
            )
            for feed, subject, object_, plover, count, days, began, ended, ids, texts in rows
        )

    def verbal_events(
        self,
        types: Collection[str],
        codes: Collection[str],
        subjects: Collection[str],
        objects: Collection[str],
    ) -> list[tuple[date, float, str]]:
        """Day, Goldstein value and id of each event of these CAMEO codes, or without one of these PLOVER types, in order."""
        return self._asked(
            """
            SELECT day, goldstein::DOUBLE, id FROM rolled
            WHERE (cameo IN (SELECT unnest($codes)) OR (cameo IS NULL AND plover IN (SELECT unnest($types)))) AND goldstein IS NOT NULL
            ORDER BY day, id
            """,
            {"types": sorted(types), "codes": sorted(codes)},
            subjects,
            objects,
        )

    def _asked(
        self,
        query: str,
        values: Mapping[str, Any],
        subjects: Collection[str] | None,
        objects: Collection[str] | None,
    ) -> list[tuple[Any, ...]]:
        """The answer to a query over `rolled`: events from these actors to those, with what leaders and bodies did counted for
        whom they acted for on that day."""
        asked: dict[str, Any] = {"day": self._day, "without": sorted(self.without), **values}
        raw, rolled = ["subject IS NOT NULL", "object IS NOT NULL"], ["subject <> object"]
        for side, ids in (("subject", subjects), ("object", objects)):
            if ids is not None:
                acting = {spell[0] for spell in self._spells if spell[1] in ids}
                asked |= {f"{side}s": sorted(ids), f"raw_{side}s": sorted(acting | set(ids))}
                raw.append(f"{side} IN (SELECT unnest($raw_{side}s))")
                rolled.append(f"{side} IN (SELECT unnest(${side}s))")
        self.connection.register("acting", spells_frame(self._spells).to_arrow())
        try:
            return self.connection.execute(
                f"""
                WITH known AS (
                    SELECT id, feed, day, subject, object, plover, cameo, goldstein, text FROM feed_events_as_of($day::DATE)
                    WHERE {" AND ".join(raw)} AND (text IS NULL OR text NOT IN (SELECT unnest($without)))
                    UNION ALL BY NAME
                    SELECT id, '' AS feed, happened_from AS day, subject, object, plover, cameo, goldstein, text FROM events
                    WHERE published <= $day::DATE AND source_id NOT IN (SELECT unnest($without)) AND {" AND ".join(raw)}
                ),
                rolled AS (
                    SELECT * FROM (
                        SELECT e.* REPLACE (coalesce(a.whole, e.subject) AS subject, coalesce(b.whole, e.object) AS object)
                        FROM known e
                        LEFT JOIN acting a ON a.actor = e.subject AND e.day BETWEEN a.first_day AND a.last_day
                        LEFT JOIN acting b ON b.actor = e.object AND e.day BETWEEN b.first_day AND b.last_day
                    ) WHERE {" AND ".join(rolled)}
                )
                {query}
                """,  # noqa: S608 - own words; what comes from outside is bound
                asked,
            ).fetchall()
        finally:
            self.connection.unregister("acting")

    @cached_property
    def _spells(self) -> list[Spell]:
        """For whom the persons and bodies of the registry act, and when."""
        registry = self.dossier.registry
        actors = (actor.id for actor in registry.actors.values() if actor.kind in _ACTING)
        return acting_spells(registry, actors)

    @cached_property
    def reach(self) -> Mapping[str, Reach]:
        """How far each feed in the case reaches, by feed, as of the day."""
        rows = self.connection.execute(
            "SELECT feed, min(day), max(day) FROM feed_events_as_of($day::DATE) GROUP BY feed UNION ALL "
            "SELECT feed, min(happened_from), max(greatest(happened_from, happened_to)) FROM standing_as_of($day::DATE) GROUP BY feed",
            {"day": self._day},
        ).fetchall()
        return {feed: Reach(feed, feed_title(feed), first, last) for feed, first, last in sorted(rows)}

    def listed_in(self, feed: str) -> frozenset[str]:
        """The actors that a feed of standing evidence has any row on."""
        if feed not in self._listed:
            rows = self.connection.execute(
                "SELECT subject FROM standing_as_of($day::DATE) WHERE feed = $feed UNION "
                "SELECT object FROM standing_as_of($day::DATE) WHERE feed = $feed",
                {"day": self._day, "feed": feed},
            ).fetchall()
            self._listed[feed] = frozenset(actor for (actor,) in rows if actor)
        return self._listed[feed]

    @cached_property
    def event_feeds(self) -> tuple[Reach, ...]:
        """The feeds of events in the case."""
        rows = self.connection.execute(
            "SELECT DISTINCT feed FROM feed_events_as_of($day::DATE) ORDER BY feed", {"day": self._day}
        ).fetchall()
        return tuple(self.reach[feed] for (feed,) in rows)


def feed_title(feed: str) -> str:
    """What a feed is called; its own name where no adapter knows it."""
    return find_feed(feed).title if feed in FEED_NAMES else feed or "events added by hand"


def spans(first: date | None, last: date | None) -> tuple[date, date]:
    """A period with open ends as two days."""
    return first or date.min, last or date.max


def overlap(row: StandingRow, first: date | None, last: date | None) -> bool:
    """Does what a row tells share a day with a period?"""
    began, ended = spans(row.first, row.last)
    start, end = spans(first, last)
    return began <= end and start <= ended


def _frequent(texts: Mapping[str, int] | None) -> tuple[str, ...]:
    ranked = sorted((texts or {}).items(), key=lambda item: (-item[1], item[0]))
    return tuple(text for text, _ in ranked[:3])
