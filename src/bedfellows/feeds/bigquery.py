"""Dyad-days of GDELT in Google BigQuery: its public table as event rows, and the SQL that makes dyad-days of them.

Table and columns: `gdelt-bq.gdeltv2.events`, as "The GDELT Event Database Data Format Codebook V2.0" (19 February 2015)
names them. Actors are GDELT's CAMEO codes (`AFGGOV`); no registry is looked into there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from bedfellows.feeds.dyad_days import dyad_days
from bedfellows.ontology import CAMEO, plover_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

GDELT_TABLE = ("gdelt-bq", "gdeltv2", "events")
GDELT_COLUMNS: Mapping[str, str] = {
    "GLOBALEVENTID": "int64",
    "SQLDATE": "int64",  # 20170104
    "Actor1Code": "string",
    "Actor2Code": "string",
    "EventCode": "string",
    "QuadClass": "int64",
    "GoldsteinScale": "float64",
    "NumMentions": "int64",
    "NumSources": "int64",
    "NumArticles": "int64",
    "AvgTone": "float64",
    "DATEADDED": "int64",  # 20170104120000
}
"""The columns of GDELT's table that are used, and their types there."""


def gdelt_table() -> ir.Table:
    """GDELT's public table."""
    import ibis

    project, dataset, name = GDELT_TABLE
    return ibis.table(dict(GDELT_COLUMNS), name=name, catalog=project, database=dataset)


def gdelt_event_rows(gdelt: ir.Table) -> ir.Table:
    """Rows of GDELT's events, under its own column names, as event rows: see `feeds.dyad_days.EVENT_ROWS`."""
    import ibis

    codes: dict[str, list[str]] = {}
    for code in CAMEO:
        name = plover_of(code).type
        if name is not None:  # PLOVER leaves mere statements out
            codes.setdefault(name, []).append(code)
    plover = ibis.cases(*((gdelt.EventCode.isin(held), name) for name, held in codes.items()))
    return gdelt.select(
        feed=ibis.literal("gdelt"),
        key=gdelt.GLOBALEVENTID.cast("string"),
        day=_day(gdelt.SQLDATE),
        published=_day(gdelt.DATEADDED // 1_000_000),
        subject=gdelt.Actor1Code.nullif(""),
        object=gdelt.Actor2Code.nullif(""),
        plover=plover,
        quad=gdelt.QuadClass,
        goldstein=gdelt.GoldsteinScale,
        tone=gdelt.AvgTone,
        mentions=gdelt.NumMentions,
        sources=gdelt.NumSources,
        articles=gdelt.NumArticles,
    )


def bigquery_sql(as_of: date | None = None, first: date | None = None, last: date | None = None) -> str:
    """The BigQuery SQL that gives the dyad-days of GDELT's public table: the same expression as everywhere."""
    import ibis

    gdelt = gdelt_table()
    day = gdelt.SQLDATE
    if first is not None:
        gdelt = gdelt.filter(day >= _number(first))
    if last is not None:
        gdelt = gdelt.filter(day <= _number(last))
    return str(ibis.to_sql(dyad_days(gdelt_event_rows(gdelt), as_of), dialect="bigquery"))


def _day(number: ir.NumericValue) -> ir.DateValue:
    """A day from a number such as 20170104."""
    return number.cast("int64").cast("string").as_date("%Y%m%d")


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
