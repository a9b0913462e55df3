"""Direct contiguity of the Correlates of War, version 3.2: which states border on one another by land.

Columns: `contdir.csv`, the list of periods (statelno, statehno, begin and end as YYYYMM); `contdird.csv`, directed dyad-years (state1no,
state2no); and the table `cow_contdir` of the R package peacesciencer. `conttype` 1 is a land border; 2 to 5 are 12, 24, 150 and 400
miles of water, which is no border here; 0 marks pairs further apart.
"""

from __future__ import annotations

from bedfellows.feeds.feed import Feed
from bedfellows.feeds.forms import csv_forms
from bedfellows.feeds.spells import STATE_HINTS, whole, whole_year, with_holders, yearly_spells
from bedfellows.feeds.state_numbers import state_coder

_N, _T = "DOUBLE", "VARCHAR"
_CITATION = (
    "Stinnett, Douglas M., Jaroslav Tir, Philip Schafer, Paul F. Diehl, and Charles Gochman (2002). The Correlates of War Project Direct "
    "Contiguity Data, Version 3. Conflict Management and Peace Science 19(2): 58-66. Free for research, with citation. "
    "https://correlatesofwar.org/data-sets/direct-contiguity/."
)
_ABOUT = "Land borders only; other rows are read over. Of the two directions one is kept. What lasts until the end of the list has no end."
_PERIODS = f"""(
    SELECT *, row_number() OVER (PARTITION BY least(s_num, o_num), greatest(s_num, o_num), d_first, conttype ORDER BY s_num) AS same,
    CASE WHEN s_num IS NULL OR o_num IS NULL THEN 'a state is missing' WHEN conttype IS NULL THEN 'conttype is missing'
        WHEN d_first IS NULL THEN 'the beginning is no month' WHEN ends IS NULL THEN 'the end is no month'
        WHEN ends < d_first THEN 'it ends before it begins' END AS flaw
    FROM (SELECT *, CASE WHEN ends < max(ends) OVER () THEN ends END AS d_last, last_day(d_first) AS d_since,
        date_trunc('month', ends)::DATE AS d_until FROM (
        SELECT *, {whole("coalesce(statelno, ccode1)")} AS s_num, {whole("coalesce(statehno, ccode2)")} AS o_num,
        coalesce(try_strptime("begin"::BIGINT::VARCHAR, '%Y%m')::DATE, stdate) AS d_first,
        last_day(coalesce(try_strptime("end"::BIGINT::VARCHAR, '%Y%m')::DATE, enddate)) AS ends FROM raw))
)"""
_YEARS = f"""(
    SELECT *, make_date(yr, 1, 1) AS d_first, make_date(yr, 12, 31) AS d_last,
    row_number() OVER (PARTITION BY least(s_num, o_num), greatest(s_num, o_num), yr, conttype ORDER BY s_num) AS same,
    CASE WHEN s_num IS NULL OR o_num IS NULL THEN 'a state is missing' WHEN conttype IS NULL THEN 'conttype is missing'
        WHEN yr IS NULL THEN 'year is no year' END AS flaw
    FROM (SELECT *, {whole("state1no")} AS s_num, {whole("state2no")} AS o_num, {whole_year('"year"')} AS yr FROM raw)
)"""

COW_CONTIGUITY = Feed(
    name="cow-contiguity",
    title="Correlates of War direct contiguity 3.2 (periods)",
    kind="standing",
    publisher="Correlates of War Project",
    citation=_CITATION,
    files=("contdir.csv", "*cow_contdir*.csv"),
    layouts=csv_forms(
        {"statelno": _N, "statehno": _N, "conttype": _N, "begin": _N, "end": _N},
        {"ccode1": _N, "ccode2": _N, "conttype": _N, "stdate": "DATE", "enddate": "DATE"},
    ),
    source=with_holders(_PERIODS, "cow", yearly=False),
    where="flaw IS NOT NULL OR (conttype = 1 AND same = 1)",
    select={
        "key": "concat_ws('-', least(s_num, o_num), greatest(s_num, o_num), c_first)",
        **STATE_HINTS,
        "relation": "'borders'",
        "detail": "'land border'",
        "happened_from": "c_first",
        "happened_to": "c_last",
        "precision": "'month'",
        "published": "DATE '2017-12-31'",
        "problem": "flaw",
    },
    coder=state_coder("cow"),
    reliability="B",
    about=_ABOUT,
)

COW_CONTIGUITY_YEARS = Feed(
    name="cow-contiguity-years",
    title="Correlates of War direct contiguity 3.2 (directed dyad-years)",
    kind="standing",
    publisher="Correlates of War Project",
    citation=_CITATION,
    files=("contdird.csv",),
    layouts=csv_forms({"state1no": _N, "state2no": _N, "year": _N, "conttype": _N}),
    source=yearly_spells(
        with_holders(_YEARS, "cow", yearly=True),
        "s_num, o_num, conttype, same, coalesce(s_who, ''), coalesce(o_who, '')",
    ),
    where="flaw IS NOT NULL OR (conttype = 1 AND same = 1 AND nth = 1)",
    select={
        "key": "concat_ws('-', least(s_num, o_num), greatest(s_num, o_num), sp_first)",
        **STATE_HINTS,
        "relation": "'borders'",
        "detail": "'land border'",
        "happened_from": "sp_first",
        "happened_to": "CASE WHEN sp_year < all_year THEN sp_last END",
        "precision": "'year'",
        "published": "DATE '2017-12-31'",
        "problem": "flaw",
    },
    coder=state_coder("cow"),
    reliability="B",
    about=_ABOUT,
)
