"""Dyad-days: from event rows to one row for each day and directed pair of actors.

Written once, as an Ibis expression; `feeds.engines` runs it on DuckDB and on Spark, `feeds.bigquery` shows it for
BigQuery. The same input gives the same rows on each, in whatever order the input lies, because nothing in it depends on
order: doubles are never added up. Goldstein values are added as whole tenths and tones as whole ten-thousandths, and
divided once at the end, which rounds the same everywhere (IEEE 754) while the sums stay below 2^53.

What is not known is NULL, and is left out of sums, means and extremes; one over nothing known is NULL. Counts are
never NULL.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bedfellows.errors import InputError
from bedfellows.ontology import PLOVER_TYPES, QUAD_CLASSES

if TYPE_CHECKING:
    import ibis.expr.types as ir

EVENT_ROWS: Mapping[str, str] = {
    "feed": "string",
    "key": "string",
    "day": "date",
    "published": "date",
    "superseded": "date",  # the day from which another version of the row counts
    "subject": "string",
    "object": "string",
    "plover": "string",
    "quad": "int16",  # 1 to 4, as in bedfellows.ontology.QUAD_CLASSES
    "goldstein": "float64",
    "tone": "float64",
    "mentions": "int64",
    "sources": "int64",
    "articles": "int64",
}
"""The columns of event rows and their types, as Ibis names them."""

NEEDED = ("day", "published", "subject", "object")
"""The columns that event rows must have; the others are NULL where they are missing."""

MENTION_ROWS: Mapping[str, str] = {
    "feed": "string",
    "key": "string",
    "published": "date",
    "superseded": "date",
    "source": "string",
}
"""The columns of mentions: which outlet tells of which event."""

PLOVER_COLUMNS: Mapping[str, str] = {name: name.lower() for name in PLOVER_TYPES}
QUAD_COLUMNS: Mapping[int, str] = {quad.number: quad.key.replace("-", "_") for quad in QUAD_CLASSES.values()}

DYAD_DAYS: Mapping[str, str] = {
    "day": "date",
    "subject": "string",
    "object": "string",
    "events": "int64",
    **dict.fromkeys(QUAD_COLUMNS.values(), "int64"),
    "no_quad": "int64",
    **{f"{name}_goldstein": "float64" for name in QUAD_COLUMNS.values()},
    **dict.fromkeys(PLOVER_COLUMNS.values(), "int64"),
    "no_type": "int64",
    "goldstein_sum": "float64",
    "goldstein_min": "float64",
    "goldstein_max": "float64",
    "tone": "float64",  # mean, weighted by mentions
    "mentions": "int64",
    "articles": "int64",
    "sources": "int64",  # sum over the events: an outlet that tells of two is in it twice
    "sources_most": "int64",  # of one event: there are at least so many outlets
    "sources_distinct": "int64",  # outlets, counted over the mentions; NULL without
    "feeds": "int64",  # distinct
    "first_published": "date",
}
"""The columns of dyad-days and their types."""

KEPT, LATER, NO_DAY, NO_SUBJECT, NO_OBJECT, ITSELF = (
    "kept",
    "later",
    "no_day",
    "no_subject",
    "no_object",
    "itself",
)

_GOLDSTEIN_RANGE = (-10, 10)
_TONE_RANGE = (-100, 100)
_MOST_MENTIONS = 1_000_000  # one event's; more is taken for this many, so that sums stay exact
_MOST_COUNTED = 1_000_000_000  # likewise of articles and sources


@dataclass(frozen=True, slots=True)
class RowCounts:
    """What became of the event rows: each is counted once, under the first reason that holds."""

    kept: int = 0
    later: int = 0  # not published by the day asked for, or replaced by another version by then
    no_day: int = 0
    no_subject: int = 0
    no_object: int = 0
    itself: int = 0  # subject and object are the same

    @property
    def rows(self) -> int:
        """All rows."""
        return self.kept + self.later + self.kept_out

    @property
    def kept_out(self) -> int:
        """Rows that can be in no dyad-day."""
        return self.no_day + self.no_subject + self.no_object + self.itself

    def __add__(self, other: RowCounts) -> RowCounts:
        return RowCounts(
            self.kept + other.kept,
            self.later + other.later,
            self.no_day + other.no_day,
            self.no_subject + other.no_subject,
            self.no_object + other.no_object,
            self.itself + other.itself,
        )


def dyad_days(events: ir.Table, as_of: date | None = None, mentions: ir.Table | None = None) -> ir.Table:
    """The dyad-days of event rows, with the columns `DYAD_DAYS`, in no order.

    Args:
        events: rows with the columns `EVENT_ROWS`, of types that can be cast to those; `NEEDED` ones must be there.
        as_of: use only rows published by this day, in the version that counted then. Rows that do not say when they were
            published are then left out. Without, the latest versions count.
        mentions: rows with the columns `MENTION_ROWS`, by which distinct outlets are counted.

    Rows without day, subject or object, and rows with an object that is the subject, are left out; `row_counts` says how
    many. A Goldstein value beyond -10 to 10 or a tone beyond -100 to 100 is none, and counts below 0 are none. An event
    whose mentions are not known, or none, weighs as if it had one. Goldstein values are taken to the tenth, as the scale
    is published, and tones to the ten-thousandth.

    Raises:
        InputError: a needed column is missing.
    """
    import ibis

    rows = _usable(events, as_of)
    goldstein, tone = _within(rows.goldstein, *_GOLDSTEIN_RANGE), _within(rows.tone, *_TONE_RANGE)
    weight = ibis.ifelse(
        rows.mentions >= 1, ibis.least(rows.mentions, _MOST_MENTIONS), ibis.literal(1, "int64")
    )
    rows = rows.select(
        "day",
        "subject",
        "object",
        "feed",
        "published",
        # Never NULL: engines differ in what they count where a condition is NULL.
        plover=rows.plover.fill_null(""),
        quad=rows.quad.fill_null(0),
        tenths=(goldstein * 10).round(),
        weighted_tone=(tone * 10_000).round() * weight,
        weight=ibis.ifelse(tone.notnull(), weight, ibis.null("int64")),
        mentions=_counted(rows.mentions, _MOST_MENTIONS),
        articles=_counted(rows.articles, _MOST_COUNTED),
        sources=_counted(rows.sources, _MOST_COUNTED),
    )
    sums = rows.group_by("day", "subject", "object").aggregate(
        events=rows.count(),
        **{name: rows.count(where=rows.quad == number) for number, name in QUAD_COLUMNS.items()},
        **{
            f"{name}_goldstein": rows.tenths.sum(where=rows.quad == number) / 10
            for number, name in QUAD_COLUMNS.items()
        },
        **{name: rows.count(where=rows.plover == key) for key, name in PLOVER_COLUMNS.items()},
        goldstein_sum=rows.tenths.sum() / 10,
        goldstein_min=rows.tenths.min() / 10,
        goldstein_max=rows.tenths.max() / 10,
        tone=rows.weighted_tone.sum() / (rows.weight.sum() * 10_000),
        mentions=rows.mentions.sum(),
        articles=rows.articles.sum(),
        sources=rows.sources.sum(),
        sources_most=rows.sources.max(),
        feeds=rows.feed.nunique(),
        first_published=rows.published.min(),
    )
    sums = sums.mutate(
        no_quad=sums.events - _total(sums, QUAD_COLUMNS.values()),
        no_type=sums.events - _total(sums, PLOVER_COLUMNS.values()),
    )
    if mentions is None:
        sums = sums.mutate(sources_distinct=ibis.null("int64"))
    else:
        outlets = _outlets(events, mentions, as_of)
        joined = sums.left_join(outlets, ["day", "subject", "object"])
        sums = joined.select(*sums.columns, "sources_distinct")
    return sums.select(*DYAD_DAYS)


def row_counts(events: ir.Table, as_of: date | None = None) -> ir.Table:
    """How many rows `dyad_days` keeps and leaves out: the columns `reason` (a field of `RowCounts`) and `rows`.

    Raises:
        InputError: a needed column is missing.
    """
    import ibis

    rows = _with_columns(events, EVENT_ROWS, NEEDED)
    reason = ibis.cases(
        (~ibis.and_(*_known(rows, as_of)).fill_null(False), LATER),
        (rows.day.isnull(), NO_DAY),
        (rows.subject.fill_null("") == "", NO_SUBJECT),
        (rows.object.fill_null("") == "", NO_OBJECT),
        (rows.subject == rows.object, ITSELF),
        else_=KEPT,
    )
    reasons = rows.select(reason=reason)
    return reasons.group_by("reason").aggregate(rows=reasons.count())


def during(events: ir.Table, first: date | None, last: date | None) -> ir.Table:
    """The rows of the days from `first` to `last`, both included; a None sets no bound.

    Rows without a day are in no span of days.
    """
    import ibis

    day = events.day.cast("date")
    if first is not None:
        events = events.filter(day >= ibis.literal(first))
    if last is not None:
        events = events.filter(day <= ibis.literal(last))
    return events


def _with_columns(rows: ir.Table, columns: Mapping[str, str], needed: tuple[str, ...]) -> ir.Table:
    """The rows with just these columns, of these types."""
    import ibis

    missing = [name for name in needed if name not in rows.columns]
    if missing:
        raise InputError(
            f"Event rows need the columns {', '.join(needed)}; {', '.join(missing)} not found among "
            f"{', '.join(rows.columns) or 'none'}. Rename or add them (docs/dyad-days.md says what they hold)."
        )
    return rows.select(
        **{
            name: rows[name].cast(type_) if name in rows.columns else ibis.null(type_)
            for name, type_ in columns.items()
        }
    )


def _usable(events: ir.Table, as_of: date | None) -> ir.Table:
    """The rows that are counted."""
    rows = _with_columns(events, EVENT_ROWS, NEEDED)
    return rows.filter(
        *_known(rows, as_of),
        rows.day.notnull(),
        rows.subject != "",
        rows.object != "",
        rows.subject != rows.object,
    )


def _known(rows: ir.Table, as_of: date | None) -> tuple[ir.BooleanValue, ...]:
    """The conditions for a row to count as of a day."""
    import ibis

    if as_of is None:
        return (rows.superseded.isnull(),)
    day = ibis.literal(as_of)
    return (rows.published <= day, rows.superseded.isnull() | (rows.superseded > day))


def _within(number: ir.NumericValue, least: int, most: int) -> ir.NumericValue:
    """A number in a range, NULL beyond it and for what is not a number, before it is rounded.

    The range alone will not do: DuckDB leaves comparisons out where the statistics of a Parquet file, which say nothing of
    NaN, seem to settle them.
    """
    import ibis

    fits = ~number.isnan() & number.between(least, most)
    return ibis.ifelse(fits, number, ibis.null("float64"))


def _counted(number: ir.IntegerValue, most: int) -> ir.IntegerValue:
    """A count: NULL below 0, and no more than `most`."""
    import ibis

    return ibis.ifelse(number >= 0, ibis.least(number, most), ibis.null("int64"))


def _total(rows: ir.Table, columns: object) -> ir.IntegerValue:
    first, *others = [rows[name] for name in columns]  # type: ignore[attr-defined]
    for other in others:
        first = first + other
    return first


def _outlets(events: ir.Table, mentions: ir.Table, as_of: date | None) -> ir.Table:
    """Distinct outlets for each dyad-day. A feed's mentions are in the feed "...-mentions"."""
    rows = _usable(events, as_of).select("day", "subject", "object", "feed", "key")
    told = _with_columns(mentions, MENTION_ROWS, ("feed", "key", "source"))
    told = told.filter(*_known(told, as_of), told.source.notnull()).select(
        feed=told.feed.replace("-mentions", ""), key=told.key, source=told.source
    )
    both = rows.inner_join(told, ["feed", "key"])
    return both.group_by("day", "subject", "object").aggregate(sources_distinct=both.source.nunique())
