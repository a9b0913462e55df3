"""Militarised interstate disputes: threats, displays and uses of force between states, and wars.

Columns: the Correlates of War dyadic disputes 4.03 (`dyadic_mid_4.03.csv`: statea, stateb, hihosta and hihostb, with days); the tables
`cow_mid_dirdisps` (Correlates of War 5.0) and `gml_dirdisp` (Gibler, Miller and Little 2.2.1) of the R package peacesciencer, and the
directed dyad-years of Gibler, Miller and Little as published (`gml-ddydisp-*.csv`, `gml-ddy-disputes-*.csv`), which have the same
columns: ccode1, ccode2, hostlev1. What one state does to the other is read from its own hostility level: 2 threatens force, 3 shows it,
4 uses it, 5 wages war; with 1 it does nothing, and nothing is said.
"""

from __future__ import annotations

from bedfellows.feeds.feed import Feed, Layout
from bedfellows.feeds.forms import csv_forms
from bedfellows.feeds.spells import (
    STATE_HINTS,
    day_of,
    precision_of,
    whole,
    whole_year,
    with_holders,
    yearly_spells,
)
from bedfellows.feeds.state_numbers import state_coder

_N, _T = "DOUBLE", "VARCHAR"
_DIRECTED = dict.fromkeys(("dispnum", "ccode1", "ccode2", "year", "sidea1", "orig1", "fatality1", "hiact1", "hostlev1", "hostlev2"), _N)  # fmt: skip
_DYADIC = {
    **dict.fromkeys(
        (
            "disno",
            "statea",
            "stateb",
            "strtday",
            "strtmnth",
            "strtyr",
            "endday",
            "endmnth",
            "endyear",
            "year",
        ),
        _N,
    ),
    **dict.fromkeys(("sideaa", "fatleva", "fatlevb", "hihosta", "hihostb", "orignata", "orignatb"), _N),
}
_ONGOING = {"ongo2010": _N, "ongo2014": _N}
_DEATHS = "['none', '1 to 25', '26 to 100', '101 to 250', '251 to 500', '501 to 999', '1,000 or more']"
_DEEDS = "['threat of force', 'display of force', 'use of force', 'war']"
_START, _END = ("strtyr", "strtmnth", "strtday"), ("endyear", "endmnth", "endday")

_ROWS = f"""(
    SELECT *, row_number() OVER (PARTITION BY dispute, s_num, o_num, yr, hostility, d_first ORDER BY side) AS same,
    CASE WHEN dispute IS NULL THEN 'the number of the dispute is missing' WHEN yr IS NULL THEN 'year is no year'
        WHEN s_num IS NULL OR o_num IS NULL THEN 'a state is missing'
        WHEN hostility IS NULL THEN 'the level of hostility is missing' WHEN d_last < d_first THEN 'it ends before it begins' END AS flaw
    FROM (
        SELECT *, {whole("coalesce(disno, dispnum)")} AS dispute, {whole_year('"year"')} AS yr,
        {whole("CASE WHEN side = 1 THEN coalesce(statea, ccode1) ELSE stateb END")} AS s_num,
        {whole("CASE WHEN side = 1 THEN coalesce(stateb, ccode2) ELSE statea END")} AS o_num,
        {whole("CASE WHEN side = 1 THEN coalesce(hihosta, hostlev1) ELSE hihostb END")} AS hostility,
        {whole("CASE WHEN side = 1 THEN coalesce(fatleva, fatality1) ELSE fatlevb END")} AS fatality,
        CASE WHEN coalesce(sideaa, sidea1) = 1 THEN side = 1 WHEN coalesce(sideaa, sidea1) = 0 THEN side = 2 END AS on_side_a,
        CASE WHEN side = 1 THEN coalesce(orignata, orig1) ELSE orignatb END = 1 AS from_first_day,
        coalesce({day_of(*_START)}, try_cast(make_date({whole_year('"year"')}, 1, 1) AS DATE)) AS d_first,
        coalesce({day_of(*_END, last=True)}, make_date({whole_year('"year"')}, 12, 31)) AS d_last
        FROM raw JOIN (VALUES (1), (2)) AS sides(side) ON side = 1 OR statea IS NOT NULL
    )
)"""
_SPELLS = yearly_spells(
    with_holders(_ROWS, "cow", yearly=True),
    "dispute, s_num, o_num, hostility, same, coalesce(s_who, ''), coalesce(o_who, '')",
)
_DETAIL = (
    f"concat_ws('; ', {_DEEDS}[hostility - 1], CASE WHEN on_side_a AND from_first_day THEN 'on the side that began it' END, "
    f"CASE WHEN fatality BETWEEN 0 AND 6 THEN 'own deaths: ' || {_DEATHS}[fatality + 1] END, 'dispute ' || dispute)"
)
_ABOUT = (
    "What each state does to the other, for each run of years of a dispute. Later years, and states that did nothing, are read over. "
    "Of a file with pairs in one direction both directions are made, and each is counted as a row."
)


def _feed(
    name: str, title: str, publisher: str, citation: str, files: tuple[str, ...], layouts: tuple[Layout, ...]
) -> Feed:
    return Feed(
        name=name,
        title=title,
        kind="standing",
        publisher=publisher,
        citation=citation,
        files=files,
        layouts=layouts,
        source=_SPELLS,
        where="flaw IS NOT NULL OR (hostility >= 2 AND same = 1 AND nth = 1)",
        select={
            "key": "concat_ws('-', dispute, s_num, o_num, hostility, sp_first)",
            **STATE_HINTS,
            "relation": "CASE WHEN hostility >= 4 THEN 'fights' ELSE 'threatens' END",
            "detail": _DETAIL,
            "happened_from": "sp_first",
            "happened_to": "CASE WHEN sp_year < all_year OR NOT coalesce(ongo2010 = 1, ongo2014 = 1, false) THEN sp_last END",
            "precision": f"CASE WHEN strtyr IS NULL THEN 'year' ELSE {precision_of(*_START[1:])} END",
            "published": "DATE '2021-12-31'",
            "problem": "coalesce(flaw, CASE WHEN hostility > 5 THEN 'a level of hostility beyond 5' END)",
        },
        coder=state_coder("cow"),
        reliability="B",
        about=_ABOUT,
    )


COW_DISPUTES = _feed(
    "cow-disputes",
    "Correlates of War militarised interstate disputes",
    "Correlates of War Project",
    "Maoz, Zeev, Paul L. Johnson, Jasper Kaplan, Fiona Ogunkoya, and Aaron P. Shreve (2019). The Dyadic Militarized Interstate Disputes "
    "(MIDs) Dataset Version 3.0. Journal of Conflict Resolution 63(3): 811-835. Palmer, Glenn, et al. (2022). The MID5 Dataset, 2011-2014. "
    "Conflict Management and Peace Science 39(4): 470-482. Free for research, with citation. https://correlatesofwar.org/data-sets/mids/.",
    ("dyadic_mid*.csv", "*cow_mid_dirdisps*.csv"),
    csv_forms(_DYADIC, _DIRECTED, extra=_ONGOING),
)
GML_DISPUTES = _feed(
    "gml-disputes",
    "Gibler, Miller and Little disputes",
    "Gibler, Miller and Little",
    "Gibler, Douglas M., Steven V. Miller, and Erin K. Little (2016). An Analysis of the Militarized Interstate Dispute (MID) Dataset, "
    "1816-2001. International Studies Quarterly 60(4): 719-730. Cite the article.",
    ("gml*dirdisp*.csv", "gml-ddy*.csv"),
    csv_forms(_DIRECTED, extra={**_DYADIC, **_ONGOING}),
)
