"""Wars of the Correlates of War: between states, and within them.

Columns: `Inter-StateWarData_v4.0.csv` (a row for each state in a war, with its side, 1 or 2, and its days), `IntraStateWarData_v5.1.csv`
(a row for each pair of a state or group on side A and one on side B), and the tables `cow_war_inter` and `cow_war_intra` of the R
package peacesciencer (years). -7 is a war that goes on, -8 not applicable, -9 not known.
"""

from __future__ import annotations

from bedfellows.actors import Registry
from bedfellows.feeds.feed import Code, Coded, Coder, Feed
from bedfellows.feeds.forms import csv_forms
from bedfellows.feeds.mapping import unregistered
from bedfellows.feeds.spells import (
    STATE_HINTS,
    day_of,
    precision_of,
    whole,
    whole_year,
    with_holders,
    yearly_spells,
)
from bedfellows.feeds.state_numbers import state_coder, state_finder

_N, _T = "DOUBLE", "VARCHAR"
_PUBLISHER = "Correlates of War Project"
_CITATION = (
    "Sarkees, Meredith Reid, and Frank Wayman (2010). Resort to War: 1816-2007. CQ Press. Free for research, with citation. "
    "https://correlatesofwar.org/data-sets/cow-war/."
)
_START, _END = ("StartYear1", "StartMonth1", "StartDay1"), ("EndYear1", "EndMonth1", "EndDay1")
_LATER_START, _LATER_END = ("StartYear2", "StartMonth2", "StartDay2"), ("EndYear2", "EndMonth2", "EndDay2")
_DAYS = dict.fromkeys((*_START, *_END, *_LATER_START, *_LATER_END), _N)

_YEARLY = f"""(
    SELECT *, {whole("ccode1")} AS s_num, {whole("ccode2")} AS o_num, {whole_year('"year"')} AS yr, {whole("warnum")} AS war,
    make_date({whole_year('"year"')}, 1, 1) AS d_first, make_date({whole_year('"year"')}, 12, 31) AS d_last,
    CASE WHEN {whole_year('"year"')} IS NULL THEN 'year is no year' WHEN {whole("warnum")} IS NULL THEN 'WarNum is missing'
        WHEN {whole("ccode1")} IS NULL OR {whole("ccode2")} IS NULL THEN 'a state is missing' END AS flaw
    FROM raw
)"""

INTERSTATE_WAR_YEARS = Feed(
    name="cow-interstate-war-years",
    title="Correlates of War interstate wars 4.0 (directed dyad-years)",
    kind="standing",
    publisher=_PUBLISHER,
    citation=_CITATION,
    files=("*cow_war_inter*.csv",),
    layouts=csv_forms(
        dict.fromkeys(
            ("warnum", "ccode1", "ccode2", "year", "sidea1", "sidea2", "initiator1", "outcome1", "batdeath1"),
            _N,
        )
    ),
    source=yearly_spells(
        with_holders(_YEARLY, "cow", yearly=True),
        "war, s_num, o_num, coalesce(s_who, ''), coalesce(o_who, '')",
    ),
    where="flaw IS NOT NULL OR nth = 1",
    select={
        "key": "concat_ws('-', war, s_num, o_num, sp_first)",
        **STATE_HINTS,
        "relation": "'fights'",
        "detail": (
            "concat_ws('; ', 'war ' || war, CASE WHEN initiator1 = 1 THEN 'began it' END, "
            "CASE WHEN batdeath1 >= 0 THEN 'own deaths in battle: ' || batdeath1::BIGINT END)"
        ),
        "happened_from": "sp_first",
        "happened_to": "sp_last",
        "precision": "'year'",
        "published": "DATE '2010-12-31'",
        "problem": "flaw",
    },
    coder=state_coder("cow"),
    reliability="B",
    about="One row for each run of years in which a state fought another; the later years are read over.",
)

_PAIRS = f"""(
    SELECT *, {whole("ccode")} AS s_num, {whole("ccode_2")} AS o_num,
    CASE WHEN {whole("WarNum")} IS NULL THEN 'WarNum is missing' WHEN {whole("ccode")} IS NULL THEN 'ccode is missing'
        WHEN Side IS NULL OR Side NOT IN (1, 2) THEN 'Side is neither 1 nor 2' WHEN d_first IS NULL THEN 'StartYear1 is no year'
        WHEN d_last < d_first THEN 'it ends before it begins' END AS flaw
    FROM (
        SELECT raw.*, foe.ccode_2, foe.name_2,
        greatest({day_of(*_START)}, foe.first_2) AS d_first, least({day_of(*_END, last=True)}, foe.last_2) AS d_last,
        greatest({day_of(*_START, last=True)}, foe.since_2) AS d_since, least({day_of(*_END)}, foe.until_2) AS d_until
        FROM raw LEFT JOIN (
            SELECT WarNum AS war_2, Side AS side_2, ccode AS ccode_2, StateName AS name_2, {day_of(*_START)} AS first_2,
            {day_of(*_END, last=True)} AS last_2, {day_of(*_START, last=True)} AS since_2, {day_of(*_END)} AS until_2 FROM raw
        ) AS foe ON foe.war_2 = raw.WarNum AND foe.side_2 = 3 - raw.Side
            AND coalesce(foe.first_2 <= coalesce({day_of(*_END, last=True)}, DATE '9999-12-31'), true)
            AND coalesce({day_of(*_START)} <= coalesce(foe.last_2, DATE '9999-12-31'), true)
    )
)"""

INTERSTATE_WARS = Feed(
    name="cow-interstate-wars",
    title="Correlates of War interstate wars 4.0",
    kind="standing",
    publisher=_PUBLISHER,
    citation=_CITATION,
    files=("inter-state*war*data*.csv",),
    layouts=csv_forms(
        {
            "WarNum": _N, "WarName": _T, "WarType": _N, "ccode": _N, "StateName": _T, "Side": _N, **_DAYS, "Initiator": _N,
            "Outcome": _N, "BatDeath": _N,
        },
        extra={"Version": _T},
    ),
    source=with_holders(_PAIRS, "cow", yearly=False),
    select={
        "key": "concat_ws('-', WarNum::INTEGER, s_num, o_num, c_first)",
        **STATE_HINTS,
        "subject_name": "coalesce(s_who, StateName)",
        "object_name": "coalesce(o_who, name_2)",
        "relation": "'fights'",
        "detail": (
            "concat_ws('; ', WarName, CASE WHEN Initiator = 1 THEN 'began it' END, "
            "CASE WHEN BatDeath >= 0 THEN 'own deaths in battle: ' || BatDeath::BIGINT END, "
            f"CASE WHEN StartYear2 > 0 THEN 'again from ' || {day_of(*_LATER_START)} END)"
        ),
        "happened_from": "c_first",
        "happened_to": f"greatest(c_last, {day_of(*_LATER_END, last=True)})",
        "precision": precision_of(*_START[1:]),
        "published": "DATE '2010-12-31'",
        "problem": "flaw",
    },
    coder=state_coder("cow"),
    reliability="B",
    about=(
        "Each state of side 1 is set against each of side 2 for the days that both fought; each such pair counts as a row. A state that left "
        "and came back is shown from its first day to its last, with the day of its return."
    ),
)  # fmt: skip

_INTRA_ROWS = f"""(
    SELECT *, {whole("CcodeA")} AS s_num, {whole("CcodeB")} AS o_num, d_first AS d_since,
    CASE WHEN ends_with_release THEN NULL ELSE d_last END AS d_until,
    CASE WHEN warnum IS NULL THEN 'WarNum is missing' WHEN d_first IS NULL THEN 'the first year is no year'
        WHEN {whole("CcodeA")} IS NULL AND nullif(SideA, '-8') IS NULL AND {whole("CcodeB")} IS NULL AND nullif(SideB, '-8') IS NULL
        THEN 'neither side is named' END AS flaw
    FROM (SELECT *, coalesce({day_of("StartYr1", "StartMo1", "StartDy1")}, make_date({whole_year('"year"')}, 1, 1)) AS d_first,
        coalesce({day_of("EndYr1", "EndMo1", "EndDy1", last=True)}, make_date({whole_year('"year"')}, 12, 31)) AS d_last,
        coalesce(EndYr1 = -7 OR (ongo2007 = 1 AND EndYr1 IS NULL), false) AS ends_with_release FROM raw)
)"""


def _intrastate_coder(registry: Registry) -> Coder:
    find = state_finder("cow", registry)

    def coded(code: Code) -> Coded:
        number = (code.code or "").partition(" ")[0]
        if number.isdigit():
            return find(number, code.name)
        return unregistered(code.name or "", "armed-group", registry)

    return coded


def _side(side: str, number: str, who: str, name: str) -> dict[str, str]:
    return {
        f"{side}_code": f"coalesce({number}::VARCHAR, nullif({name}, '-8'))",
        f"{side}_name": f"coalesce({who}, nullif({name}, '-8'))",
    }


INTRASTATE_WARS = Feed(
    name="cow-intrastate-wars",
    title="Correlates of War intrastate wars",
    kind="standing",
    publisher=_PUBLISHER,
    citation=(
        "Dixon, Jeffrey S., and Meredith Reid Sarkees (2015). A Guide to Intra-State Wars: An Examination of Civil, Regional, and "
        "Intercommunal Wars, 1816-2014. CQ Press. Free for research, with citation. https://correlatesofwar.org/data-sets/cow-war/."
    ),
    files=("intra*state*war*data*.csv", "*cow_war_intra*.csv"),
    layouts=csv_forms(
        {
            "WarNum": _N, "WarName": _T, "WarType": _T, "CcodeA": _N, "SideA": _T, "CcodeB": _N, "SideB": _T,
            **{f"{end}{part}1": _N for end in ("Start", "End") for part in ("Mo", "Dy", "Yr")},
        },
        {"warnum": _N, "warname": _T, "wartype": _T, "year": _N, "ccodea": _N, "sidea": _T, "ccodeb": _N, "sideb": _T},
        extra={"Version": _T, "ongo2007": _N},
    ),
    source=(
        f"(SELECT *, row_number() OVER (PARTITION BY flaw IS NULL, WarNum, s_num, SideA, o_num, SideB, s_who, o_who, StartYr1 "
        f"ORDER BY c_first) AS nth, min(c_first) OVER same AS sp_first, CASE WHEN bool_or(ends_with_release) OVER same THEN NULL "
        f"ELSE max(c_last) OVER same END AS sp_last FROM {with_holders(_INTRA_ROWS, 'cow', yearly=False)} "
        f"WINDOW same AS (PARTITION BY flaw IS NULL, WarNum, s_num, SideA, o_num, SideB, s_who, o_who, StartYr1))"
    ),
    where="flaw IS NOT NULL OR nth = 1",
    select={
        "key": "concat_ws('-', WarNum, coalesce(s_num::VARCHAR, SideA), coalesce(o_num::VARCHAR, SideB), sp_first)",
        **_side("subject", "s_num", "s_who", "SideA"),
        **_side("object", "o_num", "o_who", "SideB"),
        "relation": "'fights'",
        "detail": "WarName",
        "happened_from": "sp_first",
        "happened_to": "sp_last",
        "precision": f"CASE WHEN StartYr1 IS NULL THEN 'year' ELSE {precision_of('StartMo1', 'StartDy1')} END",
        "published": "DATE '2020-12-31'",
        "problem": "flaw",
    },
    coder=_intrastate_coder,
    reliability="B",
    about="Sides that are no state are kept under the name the file gives them. The later years of a war are read over.",
)  # fmt: skip
