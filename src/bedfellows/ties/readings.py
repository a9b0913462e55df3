"""From the evidence of a case to readings of its ties: how two actors dealt with each other in a week, by channel.

Events are added up in the store, in sets: for each week, dyad, direction and channel their number and the sum of the weights of their
classes (`bedfellows.ties.parameters`). What bodies and leaders do counts for their state or group on that day. Claims and standing evidence
become readings one by one, each with how far it is to be believed.

Weeks run from Monday to Sunday and are numbered from that of 5 January 1970.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from bedfellows.actors import Registry
from bedfellows.case import CaseStore
from bedfellows.case.records import Claim
from bedfellows.feeds.catalogue import FEED_NAMES, find_feed
from bedfellows.ontology import CAMEO, PLOVER_TYPES, RELATIONS
from bedfellows.ties.channels import (
    CLASS_CHANNELS,
    CONTACT,
    MEASURES,
    SETTLEMENTS,
    cameo_channel,
    relation_channel,
)
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.parameters import Parameters
from bedfellows.ties.rollup import Rollup, day_of
from bedfellows.ties.spells import acting_spells, spells_frame
from bedfellows.ties.strength import GRADE_WEIGHTS, RELATION_WEIGHTS, belief, sign

if TYPE_CHECKING:
    import polars
    from duckdb import DuckDBPyConnection

MONDAY = date(1970, 1, 5)
_YEAR = 52
_MOST_YEARS = 100

_EVENTS = """
    SELECT id, feed, subject, object, day, coalesce(plover, 'STATEMENT') AS class, cameo, goldstein, published, text
    FROM feed_events_as_of($day::DATE)
    WHERE subject IS NOT NULL AND object IS NOT NULL AND subject <> object AND day <= $day::DATE
        AND (plover IS NOT NULL OR cameo IS NOT NULL)
    UNION ALL BY NAME
    SELECT id, NULL AS feed, subject, object, happened_from AS day, plover AS class, cameo, goldstein, published, text
    FROM events WHERE published <= $day::DATE AND happened_from <= $day::DATE AND object IS NOT NULL AND subject <> object
"""
_UNITS = "round(5000 * (w.weight + coalesce(r.goldstein / 10, w.goldstein)))::BIGINT"
"""The weight of an event in units of 1 / 10,000, so that sums do not depend on the order: half of it is its class's, half its own
Goldstein value."""
_ROLLED = """
    SELECT coalesce(a.whole, e.subject) AS subject, coalesce(b.whole, e.object) AS object, e.subject AS actor, e.object AS target,
        e.* EXCLUDE (subject, object)
    FROM ({events}) e
    LEFT JOIN acting a ON a.actor = e.subject AND e.day BETWEEN a.first_day AND a.last_day
    LEFT JOIN acting b ON b.actor = e.object AND e.day BETWEEN b.first_day AND b.last_day
"""


def week_of(day: date) -> int:
    """The number of the week that a day is in."""
    return (day - MONDAY).days // 7


def monday(week: int) -> date:
    """The first day of a week."""
    return MONDAY + timedelta(weeks=int(week))


def event_readings(
    store: CaseStore,
    registry: Registry,
    parameters: Parameters,
    as_of: date | None = None,
    among: Collection[str] | None = None,
) -> polars.DataFrame:
    """What the events of a case say of each dyad, week by week.

    Args:
        as_of: only events published by then, in the version that counted then.
        among: only dyads of which both are in here.

    Returns: first, second (ids, in order), week, channel, forward (whether `first` acted on `second`), contact (of the classes `CONTACT`),
    events, total (the sum of their weights), hostile (how many weigh -0.2 or less), adverse (the sum of the Goldstein values, in
    tenths, of those of classes that are hostile in the mean), measures and settlements (days with such as
    `bedfellows.ties.channels` lists), in the order of the first six.
    """
    query = """
        SELECT least(subject, object) AS first, greatest(subject, object) AS second, date_diff('day', DATE '1970-01-05', day) AS days,
            coalesce(c.channel, w.channel) AS channel, subject < object AS forward, contact, count(*) AS events,
            sum(units) / 10000.0 AS total, count(*) FILTER (units <= -2000) AS hostile,
            (count(*) FILTER (measure) > 0)::BIGINT AS measures, (count(*) FILTER (settlement) > 0)::BIGINT AS settlements,
            coalesce(sum(round(10000 * grade)::BIGINT) FILTER (usual < 0), 0) / 10000.0 AS adverse
        FROM (SELECT r.*, w.channel, w.contact, {units} AS units, w.goldstein AS usual,
            coalesce(r.goldstein / 10, w.goldstein) AS grade,
            CASE WHEN r.cameo IS NULL THEN r.class = 'SANCTION' ELSE regexp_matches(r.cameo, '{measures}') END AS measure,
            CASE WHEN r.cameo IS NULL THEN r.class IN ('CONCEDE', 'RETREAT') ELSE regexp_matches(r.cameo, '{settlements}')
                END AS settlement
            FROM ({rolled}) r JOIN class_weights w ON w.class = r.class) w
        LEFT JOIN cameo_channels c ON c.cameo = w.cameo
        WHERE subject <> object {among}
        GROUP BY ALL
    """
    import polars as pl

    frame = _asked(store, registry, parameters, query, as_of, among)
    keys = ["first", "second", "week", "channel", "forward", "contact"]
    return (
        frame.with_columns(week=pl.col("days").floordiv(7).cast(pl.Int64))
        .group_by(keys)
        .agg(pl.col("events", "total", "hostile", "adverse", "measures", "settlements").sum())
        .sort(keys)
    )


def sorts_of_pairs(store: CaseStore, registry: Registry, pairs: polars.DataFrame) -> polars.DataFrame:
    """What sort of pair each is (`bedfellows.ties.parameters.SORTS`): first, second, sort."""
    import polars as pl

    kinds: dict[str, str] = dict(store.connection.execute("SELECT id, kind FROM feed_names").fetchall())
    known = {}
    for one in set(pairs["first"]) | set(pairs["second"]):
        actor = registry.get(one)
        kind = actor.kind if actor else kinds.get(one, "")
        body = actor is not None and actor.registered and kind in {"state", "organisation", "government"}
        known[one] = 2 if kind == "armed-group" else 0 if body else 1

    names = ("states", "other", "armed")
    found = [names[max(known[first], known[second])] for first, second in pairs.iter_rows()]
    return pairs.with_columns(sort=pl.Series("sort", found, dtype=pl.String))


def class_counts(store: CaseStore, registry: Registry, as_of: date | None = None) -> polars.DataFrame:
    """How many events of each class each dyad has: first, second, class, events."""
    query = """
        SELECT least(subject, object) AS first, greatest(subject, object) AS second, class, count(*) AS events
        FROM ({rolled}) WHERE subject <> object {among} GROUP BY ALL ORDER BY ALL
    """
    return _asked(store, registry, None, query, as_of, None)


def events_of_stretches(
    store: CaseStore,
    registry: Registry,
    parameters: Parameters,
    stretches: Sequence[tuple[str, str, date, date, int]],
    as_of: date | None = None,
    most: int = 5,
) -> polars.DataFrame:
    """The events of dyads in stretches of time: the heaviest of each, the earlier of equal ones before the later.

    Args:
        stretches: first and second (ids in order), first and last day, and a sign: +1 for events that weigh more than 0, -1 for less, 0
            for all but mere contacts.
        most: so many of each stretch.

    Returns: number (of the stretch), id, day, published, subject, object (who acted, rolled up), actor, target (who they were), class,
    channel, weight, text, feed.
    """
    import polars as pl

    schema = {
        **{
            "first": pl.String,
            "second": pl.String,
            "first_day": pl.Date,
            "last_day": pl.Date,
            "sign": pl.Int64,
        }
    }
    wanted = pl.DataFrame(list(stretches), schema=schema, orient="row").with_row_index("number")
    query = """
        SELECT s.number, id, day, published, subject, object, actor, target, r.class, coalesce(c.channel, w.channel) AS channel,
            {units} / 10000.0 AS weight, coalesce(text, '') AS text, feed
        FROM ({rolled}) r
        JOIN class_weights w ON w.class = r.class
        LEFT JOIN cameo_channels c ON c.cameo = r.cameo
        JOIN stretches s ON s.first = least(r.subject, r.object) AND s.second = greatest(r.subject, r.object)
            AND r.day BETWEEN s.first_day AND s.last_day
        WHERE subject <> object AND CASE WHEN s.sign = 0 THEN NOT w.contact ELSE s.sign * {units} > 0 END {among}
        QUALIFY row_number() OVER (PARTITION BY s.number ORDER BY abs({units}) DESC, day, id) <= $most
        ORDER BY s.number, abs({units}) DESC, day, id
    """
    among = {one for stretch in stretches for one in stretch[:2]}
    return _asked(store, registry, parameters, query, as_of, among, {"most": most}, {"stretches": wanted})


def acting_for(
    store: CaseStore,
    registry: Registry,
    parameters: Parameters,
    pair: tuple[str, str],
    as_of: date | None = None,
) -> polars.DataFrame:
    """Who acted or was acted on for the two of a dyad: whole, actor, events, the most first."""
    query = """
        SELECT whole, actor, count(*) AS events FROM (
            SELECT subject AS whole, actor FROM (SELECT * FROM ({rolled})) r WHERE subject <> object {among}
            UNION ALL
            SELECT object AS whole, target AS actor FROM (SELECT * FROM ({rolled})) r WHERE subject <> object {among}
        ) GROUP BY ALL ORDER BY whole, events DESC, actor
    """
    return _asked(store, registry, parameters, query, as_of, pair)


def _asked(
    store: CaseStore,
    registry: Registry,
    parameters: Parameters | None,
    query: str,
    as_of: date | None,
    among: Collection[str] | None,
    values: Mapping[str, Any] | None = None,
    more: Mapping[str, polars.DataFrame] | None = None,
) -> polars.DataFrame:
    import polars as pl

    connection = store.connection
    weights = parameters.weights if parameters else dict.fromkeys(CLASS_CHANNELS, 0.0)
    tables = {
        "acting": spells_frame(acting_spells(registry, _acting(connection, registry))),
        "class_weights": pl.DataFrame(
            [
                (name, weights[name], _goldstein(name), channel, name in CONTACT)
                for name, channel in CLASS_CHANNELS.items()
            ],
            schema={
                **{"class": pl.String, "weight": pl.Float64},
                **{"goldstein": pl.Float64, "channel": pl.String, "contact": pl.Boolean},
            },
            orient="row",
        ),
        "cameo_channels": pl.DataFrame(
            [(code, channel) for code in CAMEO if (channel := cameo_channel(code))],
            schema={"cameo": pl.String, "channel": pl.String},
            orient="row",
        ),
    }
    tables |= more or {}
    asked: dict[str, Any] = {"day": "infinity" if as_of is None else as_of.isoformat(), **(values or {})}
    condition = ""
    if among is not None:
        condition = "AND list_contains($among, subject) AND list_contains($among, object)"
        asked["among"] = sorted(among)
    events = _EVENTS if among is None else _narrowed(tables["acting"], among, asked)
    try:
        for name, table in tables.items():
            connection.register(name, table.to_arrow())
        sql = query.format(
            rolled=_ROLLED.format(events=events),
            among=condition,
            units=_UNITS,
            measures=MEASURES,
            settlements=SETTLEMENTS,
        )
        frame = pl.from_arrow(connection.sql(sql, params=asked).to_arrow_table())
    finally:
        for name in tables:
            connection.unregister(name)
    assert isinstance(frame, pl.DataFrame)
    return frame


def _goldstein(name: str) -> float:
    """What stands in for the Goldstein value of an event that comes without: the mean of its class, in [-1, 1]."""
    known = PLOVER_TYPES.get(name)
    return known.score / 10 if known else 0.0


def _narrowed(acting: polars.DataFrame, among: Collection[str], asked: dict[str, Any]) -> str:
    """The events of those who may act for the actors asked for, so that a large case is not rolled up whole."""
    import polars as pl

    wanted = set(among) | set(acting.filter(pl.col("whole").is_in(list(among)))["actor"])
    asked["raw"] = sorted(wanted)
    return f"SELECT * FROM ({_EVENTS}) WHERE list_contains($raw, subject) AND list_contains($raw, object)"  # noqa: S608 - own words


def _acting(connection: DuckDBPyConnection, registry: Registry) -> list[str]:
    """The actors of the events that the registry knows."""
    rows = connection.execute(
        "SELECT DISTINCT subject FROM feed_events UNION SELECT DISTINCT object FROM feed_events "
        "UNION SELECT subject FROM events UNION SELECT object FROM events"
    ).fetchall()
    return [actor for (actor,) in rows if actor and registry.get(actor) is not None]


def statement_readings(
    store: CaseStore, dossier: Dossier, reference: date, *, standing: bool = True
) -> polars.DataFrame:
    """What claims and, if wanted, standing evidence say of each dyad up to the day `reference`.

    A claim is read when what it tells began and when it ended, or on the day of its publication where it tells what is so now. Claims that are denied, expected,
    or without a sign give no reading. Standing evidence (an alliance, a war, a rivalry) is read when it begins, every year
    while it lasts, and when it ends or on the day asked for.

    Returns: first, second, week, channel, forward, value (in [-1, 1]), belief (in (0, 1)), id, in the order of the first three.
    """
    return statement_frame(
        [*_of_claims(dossier, reference), *(_of_standing(store, dossier, reference) if standing else ())]
    )


Row = tuple[str, str, int, str, bool, float, float, str]


def statement_frame(rows: Sequence[Row]) -> polars.DataFrame:
    """Statements as `statement_readings` returns them."""
    import polars as pl

    schema = {
        **{"first": pl.String, "second": pl.String, "week": pl.Int64, "channel": pl.String},
        **{"forward": pl.Boolean, "value": pl.Float64, "belief": pl.Float64, "id": pl.String},
    }
    return pl.DataFrame(rows, schema=schema, orient="row").sort("first", "second", "week", "id")


def _of_claims(dossier: Dossier, reference: date) -> Iterator[Row]:
    rollup = Rollup(dossier)
    for claim in dossier.claims:
        believed = belief(claim, dossier.sources.get(claim.source_id))
        current = dossier.currency(claim)
        if not claim.object or not sign(claim) or not believed or current not in {"current", "past"}:
            continue
        on = day_of(claim, reference)
        subject, object_ = rollup.top(claim.subject, on)[0], rollup.top(claim.object, on)[0]
        if subject == object_:
            continue
        first, second = min(subject, object_), max(subject, object_)
        value = sign(claim) * RELATION_WEIGHTS.get(claim.relation, 0.3)
        channel = relation_channel(claim.relation, claim.support_types)
        for read in _days_of(claim, current, reference):
            week = week_of(min(read, reference))
            yield first, second, week, channel, subject < object_, value, min(believed, 0.95), claim.id


def _days_of(claim: Claim, current: str, reference: date) -> set[date]:
    """The days on which a claim is read: that of its publication where it goes on; else when what it tells began and ended, which may be
    one."""
    told = claim.published or reference
    if not claim.dated or (current == "current" and not claim.happened_to):
        return {told}
    ended = claim.happened_to or claim.happened_from or told
    begun = claim.happened_from or ended
    return {ended} if ended - begun < timedelta(days=366) else {begun, ended}


def _of_standing(store: CaseStore, dossier: Dossier, reference: date) -> Iterator[Row]:
    as_of = dossier.scope.as_of
    found = store.connection.execute(
        "SELECT s.id, subject, object, relation, support_types, happened_from, happened_to, s.feed, s.published "
        "FROM standing_as_of($day::DATE) s WHERE subject IS NOT NULL AND object IS NOT NULL AND subject <> object "
        "ORDER BY s.id",
        {"day": "infinity" if as_of is None else as_of.isoformat()},
    ).fetchall()
    for id_, subject, object_, relation, kinds, begun, ended, feed, published in found:
        known = RELATIONS.get(relation)
        weight = RELATION_WEIGHTS.get(relation, 0.0)
        if known is None or not known.sign or not weight or relation in {"member-of", "leads"}:
            continue
        first, second = min(subject, object_), max(subject, object_)
        channel = relation_channel(relation, kinds or ())
        for week in lasting_weeks(begun or published, ended, reference):
            yield (
                first,
                second,
                week,
                channel,
                subject < object_,
                known.sign * weight,
                standing_belief(feed),
                id_,
            )


@cache
def standing_belief(feed: str) -> float:
    """How far a row of standing evidence is to be believed, by the reliability of its feed; its credibility nobody can judge."""
    reliability = find_feed(feed).reliability if feed in FEED_NAMES else "F"
    return (GRADE_WEIGHTS[reliability] + GRADE_WEIGHTS["6"]) / 2


def lasting_weeks(begun: date, ended: date | None, reference: date) -> Iterable[int]:
    """The weeks in which something that lasts is read: the first, every year after, and the last."""
    last = week_of(min(ended or reference, reference))
    first = max(week_of(begun), last - _MOST_YEARS * _YEAR)
    return sorted({*range(first, last + 1, _YEAR), last}) if first <= last else ()
