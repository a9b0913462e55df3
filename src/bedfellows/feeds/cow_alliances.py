"""Formal alliances of the Correlates of War, version 4.1.

Columns: `alliance_v4.1_by_dyad.csv`, `..._by_directed.csv`, `..._by_dyad_yearly.csv` and `..._by_directed_yearly.csv`, which tell the
same: each alliance (version4id) of two states, with its days and types. Yearly files have a row for each year, directed ones for each
direction; of those, one is kept for each alliance. A day or month of -9 is not known. Alliances that go on at the end of 2012 have
right_censor 1, or no end.
"""

from __future__ import annotations

from bedfellows.feeds.feed import Feed
from bedfellows.feeds.forms import csv_forms
from bedfellows.feeds.spells import STATE_HINTS, day_of, precision_of, whole, with_holders
from bedfellows.feeds.state_numbers import state_coder

_N, _T = "DOUBLE", "VARCHAR"
_TYPES = {
    "defense": "defence",
    "neutrality": "neutrality",
    "nonaggression": "non-aggression",
    "entente": "entente",
}
_COLUMNS = {
    "version4id": _N,
    "ccode1": _N,
    "state_name1": _T,
    "ccode2": _N,
    "state_name2": _T,
    **{f"dyad_{end}_{part}": _N for end in ("st", "end") for part in ("day", "month", "year")},
    "left_censor": _N,
    "right_censor": _N,
    **dict.fromkeys(_TYPES, _N),
}
_START = ("dyad_st_year", "dyad_st_month", "dyad_st_day")
_END = ("dyad_end_year", "dyad_end_month", "dyad_end_day")
_TERMS = ", ".join(f"CASE WHEN {name} = 1 THEN '{word}' END" for name, word in _TYPES.items())
_ROWS = f"""(
    SELECT *, row_number() OVER (PARTITION BY version4id, least(s_num, o_num), greatest(s_num, o_num), d_first, d_last, terms
        ORDER BY s_num, "year") AS same,
    CASE WHEN s_num IS NULL OR o_num IS NULL THEN 'a state is missing' WHEN version4id IS NULL THEN 'version4id is missing'
        WHEN d_first IS NULL THEN 'dyad_st_year is no year' WHEN d_last < d_first THEN 'it ends before it begins'
        WHEN terms IS NULL THEN 'no type of alliance' END AS flaw
    FROM (SELECT *, {day_of(*_START, last=True)} AS d_since, CASE WHEN right_censor = 1 THEN NULL ELSE {day_of(*_END)} END AS d_until,
        {whole("ccode1")} AS s_num, {whole("ccode2")} AS o_num, {day_of(*_START)} AS d_first,
        CASE WHEN right_censor = 1 THEN NULL ELSE {day_of(*_END, last=True)} END AS d_last,
        nullif(concat_ws(', ', {_TERMS}), '') AS terms FROM raw)
)"""

COW_ALLIANCES = Feed(
    name="cow-alliances",
    title="Correlates of War formal alliances 4.1",
    kind="standing",
    publisher="Correlates of War Project",
    citation=(
        "Gibler, Douglas M. (2009). International Military Alliances, 1648-2008. CQ Press. Free for research, with citation. "
        "https://correlatesofwar.org/data-sets/formal-alliances/."
    ),
    files=("alliance_v4*_by_dyad*.csv", "alliance_v4*_by_directed*.csv"),
    layouts=csv_forms({**_COLUMNS, "year": _N}, _COLUMNS, extra={"version": _T}),
    source=with_holders(_ROWS, "cow", yearly=False),
    where="flaw IS NOT NULL OR same = 1",
    select={
        "key": "concat_ws('-', version4id::INTEGER, least(s_num, o_num), greatest(s_num, o_num), replace(terms, ', ', '+'), c_first)",
        **STATE_HINTS,
        "subject_name": "coalesce(s_who, state_name1)",
        "object_name": "coalesce(o_who, state_name2)",
        "relation": "CASE WHEN regexp_matches(terms, 'defence|entente') THEN 'allied-with' ELSE 'agrees-with' END",
        "detail": "'treaty: ' || terms",
        "happened_from": "c_first",
        "happened_to": "c_last",
        "precision": precision_of(*_START[1:]),
        "published": "DATE '2013-12-31'",
        "problem": "flaw",
    },
    coder=state_coder("cow"),
    reliability="B",
    about=(
        "One row for each alliance of two states; the rows of the other years and of the other direction are read over. Treaties with no "
        "more than neutrality or non-aggression are agreements, not alliances."
    ),
)
