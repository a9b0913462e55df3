"""Strategic rivalries: pairs of states that see one another as enemies and competitors.

Columns: the tables `td_rivalries` (Thompson and Dreyer 2011) and `tss_rivalries` (Thompson, Sakuwa and Suhas 2021) of the R package
peacesciencer, in which the books' lists are published with Correlates of War numbers.
"""

from __future__ import annotations

from bedfellows.feeds.feed import Feed
from bedfellows.feeds.forms import csv_forms
from bedfellows.feeds.spells import STATE_HINTS, whole, whole_year, with_holders
from bedfellows.feeds.state_numbers import state_coder

_N, _T = "DOUBLE", "VARCHAR"
_KINDS = ("spatial", "positional", "ideological", "interventionary")
_FLAGS = "concat_ws(', ', {})".format(
    ", ".join(f"CASE WHEN \"{kind}\" = 1 THEN '{kind}' END" for kind in _KINDS)
)
_ABOUT = "A rivalry between the heirs of a state is parted where one follows another. What lasts until the last year of the list has no end."


def _rows(begin: str, end: str) -> str:
    return f"""(
        SELECT *, make_date(begins, 1, 1) AS d_first, make_date(begins, 12, 31) AS d_since, make_date(ends, 1, 1) AS d_until, CASE WHEN ends < max(ends) OVER () THEN make_date(ends, 12, 31) END AS d_last,
        CASE WHEN s_num IS NULL OR o_num IS NULL THEN 'a state is missing' WHEN begins IS NULL THEN 'the first year is no year'
            WHEN ends IS NULL THEN 'the last year is no year' WHEN ends < begins THEN 'it ends before it begins' END AS flaw
        FROM (SELECT *, {whole("ccode1")} AS s_num, {whole("ccode2")} AS o_num, {whole_year(begin)} AS begins, {whole_year(end)} AS ends
            FROM raw)
    )"""


def _select(number: str, detail: str, published: str) -> dict[str, str]:
    return {
        "key": f"concat_ws('-', {number}::INTEGER, c_first)",
        **STATE_HINTS,
        "relation": "'rivals'",
        "detail": f"nullif({detail}, '')",
        "happened_from": "c_first",
        "happened_to": "c_last",
        "precision": "'year'",
        "published": f"DATE '{published}'",
        "problem": f"coalesce(flaw, CASE WHEN {number} IS NULL THEN 'the number of the rivalry is missing' END)",
    }


THOMPSON_DREYER = Feed(
    name="thompson-dreyer",
    title="Strategic rivalries (Thompson and Dreyer)",
    kind="standing",
    publisher="Thompson and Dreyer",
    citation=(
        "Thompson, William R., and David Dreyer (2011). Handbook of International Rivalries. CQ Press. Cite the book, and Miller, Steven V. "
        "(2022). peacesciencer. Conflict Management and Peace Science 39(6): 755-779."
    ),
    files=("*td_rivalries*.csv",),
    layouts=csv_forms(
        {
            "rivalryno": _N, "rivalryname": _T, "ccode1": _N, "ccode2": _N, "styear": _N, "endyear": _N, "region": _T,
            "type1": _T, "type2": _T, "type3": _T,
        }
    ),
    source=with_holders(_rows("styear", "endyear"), "cow", yearly=False),
    select=_select("rivalryno", "concat_ws(', ', type1, type2, type3)", "2011-12-31"),
    coder=state_coder("cow"),
    reliability="B",
    about=_ABOUT,
)  # fmt: skip

THOMPSON_SAKUWA_SUHAS = Feed(
    name="thompson-sakuwa-suhas",
    title="Strategic rivalries (Thompson, Sakuwa and Suhas)",
    kind="standing",
    publisher="Thompson, Sakuwa and Suhas",
    citation=(
        "Thompson, William R., Kentaro Sakuwa, and Prashant Hosur Suhas (2021). Analyzing Strategic Rivalries in World Politics. Springer. "
        "Cite the book, and Miller, Steven V. (2022). peacesciencer. Conflict Management and Peace Science 39(6): 755-779."
    ),
    files=("*tss_rivalries*.csv",),
    layouts=csv_forms(
        {
            "tssr_id": _N,
            "rivalry": _T,
            "ccode1": _N,
            "ccode2": _N,
            "start": _N,
            "end": _N,
            **dict.fromkeys(_KINDS, _N),
        }
    ),
    source=with_holders(_rows('"start"', '"end"'), "cow", yearly=False),
    select=_select("tssr_id", _FLAGS, "2021-12-31"),
    coder=state_coder("cow"),
    reliability="B",
    about=_ABOUT,
)
