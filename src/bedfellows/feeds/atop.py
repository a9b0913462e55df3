"""ATOP: alliances by treaty, from yearly rows for pairs of states.

Columns: ATOP 5.1, directed dyad-years (`atop5_1ddyr.csv`: stateA, stateB) and dyad-years (`atop5_1dy.csv`: mem1, mem2), after the ATOP
5.1 codebook; and the table `atop_alliance` of the R package peacesciencer. What one state owes the other is a row in each direction;
where both owe the same, one row stands for both.
"""

from __future__ import annotations

from bedfellows.feeds.feed import Feed
from bedfellows.feeds.forms import csv_forms
from bedfellows.feeds.spells import STATE_HINTS, whole, whole_year, with_holders, yearly_spells
from bedfellows.feeds.state_numbers import state_coder

_N = "DOUBLE"
_PACTS = {
    "defense": "defence",
    "offense": "offence",
    "neutral": "neutrality",
    "nonagg": "non-aggression",
    "consul": "consultation",
}
_OBLIGATIONS = dict.fromkeys(_PACTS, _N)
_PACKAGED = {"ccode1": _N, "ccode2": _N, "year": _N, **{f"atop_{name}": _N for name in _PACTS}}

_TERMS = ", ".join(
    f"CASE WHEN coalesce({name}, atop_{name}) = 1 THEN '{word}' END" for name, word in _PACTS.items()
)
_ROWS = f"""(
    SELECT *, row_number() OVER (PARTITION BY least(s_num, o_num), greatest(s_num, o_num), yr, terms ORDER BY s_num) AS same,
    make_date(yr, 1, 1) AS d_first, make_date(yr, 12, 31) AS d_last,
    CASE WHEN yr IS NULL THEN 'year is no year' WHEN s_num IS NULL OR o_num IS NULL THEN 'a state is missing' END AS flaw
    FROM (SELECT *, {whole("coalesce(stateA, mem1, ccode1)")} AS s_num, {whole("coalesce(stateB, mem2, ccode2)")} AS o_num,
        {whole_year("year")} AS yr, nullif(concat_ws(', ', {_TERMS}), '') AS terms FROM raw)
)"""

ATOP = Feed(
    name="atop",
    title="ATOP alliances 5.1",
    kind="standing",
    publisher="Alliance Treaty Obligations and Provisions Project, Rice University",
    citation=(
        "Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell, and Andrew G. Long (2002). Alliance Treaty Obligations and "
        "Provisions, 1815-1944. International Interactions 28(3): 237-260. Free for research, with citation. http://www.atopdata.org."
    ),
    files=("atop*dy*.csv", "atop*alliance*.csv"),
    layouts=csv_forms(
        {"stateA": _N, "stateB": _N, "year": _N, **_OBLIGATIONS},
        {"mem1": _N, "mem2": _N, "year": _N, **_OBLIGATIONS},
        _PACKAGED,
    ),
    source=yearly_spells(
        with_holders(_ROWS, "cow", yearly=True),
        "s_num, o_num, terms, same, coalesce(s_who, ''), coalesce(o_who, '')",
    ),
    where="flaw IS NOT NULL OR (terms IS NOT NULL AND same = 1 AND nth = 1)",
    select={
        "key": "concat_ws('-', s_num, o_num, replace(terms, ', ', '+'), sp_first)",
        **STATE_HINTS,
        "relation": (
            "CASE WHEN regexp_matches(terms, 'defence|offence|consultation') THEN 'allied-with' ELSE 'agrees-with' END"
        ),
        "detail": "'treaty: ' || terms",
        "happened_from": "sp_first",
        "happened_to": "CASE WHEN sp_year < all_year THEN sp_last END",
        "precision": "'year'",
        "published": "DATE '2022-12-31'",
        "problem": "flaw",
    },
    coder=state_coder("cow"),
    reliability="B",
    about=(
        "Years that follow on one another with the same obligations are one row; the rows of the later years, the second of two that say "
        "the same, and pairs without obligations are read over. Treaties with no more than neutrality or non-aggression are agreements, "
        "not alliances. What lasts until the last year of the file has no end."
    ),
)
