"""UCDP's yearly conflicts: the Dyadic Dataset, and the UCDP/PRIO Armed Conflict Dataset.

Columns: `Dyadic_v*.csv` (ucdp-dyadic-*-csv.zip) and `UcdpPrioConflict_v*.csv` (ucdp-prio-acd-*-csv.zip), after their codebooks of version
24.1; and the table `ucdp_acd` of the R package peacesciencer, which has the numbers of states only, one to a row. Side A fights side B;
the secondary parties of a side support its primary ones with troops. Where the file names no side B, the state fights somebody unnamed.
"""

from __future__ import annotations

from bedfellows.feeds.feed import Feed, Layout
from bedfellows.feeds.forms import csv_forms
from bedfellows.feeds.spells import whole_year, with_holders, yearly_spells
from bedfellows.feeds.ucdp_sides import LICENCE, PUBLISHER, WHO, pairs, parties, release_day, ucdp_coder

_N, _T = "DOUBLE", "VARCHAR"
_SIDES = {
    name: _T
    for side in ("a", "b")
    for name in (f"side_{side}", f"side_{side}_id", f"side_{side}_2nd", f"gwno_{side}", f"gwno_{side}_2nd")
}
_COLUMNS = {
    "conflict_id": _N,
    "location": _T,
    **_SIDES,
    "incompatibility": _T,
    "territory_name": _T,
    "year": _N,
    "intensity_level": _N,
    "type_of_conflict": _T,
    "start_date2": _T,
    "start_prec2": _N,
    "version": _T,
}
_PACKAGED = {
    "conflict_id": _N,
    "year": _N,
    **{name: _T for name in _SIDES if name.startswith("gwno")},
    "incompatibility": _T,
    "intensity_level": _N,
    "type_of_conflict": _T,
    "start_date2": _T,
    "start_prec2": _N,
}
_ENDS = {"ep_end": _N, "ep_end_date": _T}

_NOBODY = "[{'code': NULL::VARCHAR, 'name': NULL::VARCHAR, 'gw': NULL::VARCHAR}]"
_PIECES = f"""(
    SELECT *, unnest(CASE WHEN len(deeds) = 0 THEN [NULL] ELSE deeds END) AS piece
    FROM (
        SELECT *, list_concat({pairs("fights", "a_side", f"CASE WHEN len(b_side) = 0 THEN {_NOBODY} ELSE b_side END")},
            {pairs("supports", "a_helpers", "a_side")}, {pairs("supports", "b_helpers", "b_side")}) AS deeds
        FROM (SELECT *, {parties("side_a_id", "side_a", "gwno_a")} AS a_side, {parties("side_b_id", "side_b", "gwno_b")} AS b_side,
            {parties("NULL", "side_a_2nd", "gwno_a_2nd")} AS a_helpers, {parties("NULL", "side_b_2nd", "gwno_b_2nd")} AS b_helpers FROM raw)
    )
)"""


def _rows(number: str) -> str:
    return f"""(
        SELECT *, row_number() OVER (PARTITION BY {number}, yr, piece, flaw ORDER BY 1) AS same FROM (
            SELECT *, {whole_year('"year"')} AS yr, make_date({whole_year('"year"')}, 1, 1) AS d_first,
            make_date({whole_year('"year"')}, 12, 31) AS d_last,
            TRY_CAST(piece.s.gw AS INTEGER) AS s_num, TRY_CAST(piece.o.gw AS INTEGER) AS o_num,
            CASE WHEN {number} IS NULL THEN '{number} is missing' WHEN {whole_year('"year"')} IS NULL THEN 'year is no year'
                WHEN piece IS NULL THEN 'side A is missing' END AS flaw
            FROM {_PIECES}
        )
    )"""


def _source(number: str) -> str:
    return yearly_spells(
        with_holders(_rows(number), "gw", yearly=True),
        f"{number}, piece, same, coalesce(s_who, ''), coalesce(o_who, '')",
        highest="intensity_level",
    )


_START = "TRY_CAST(left(start_date2, 10) AS DATE)"
_BEGAN = (
    f"CASE WHEN piece.rel = 'fights' AND start_prec2 BETWEEN 1 AND 3 AND year({_START}) = year(sp_first) AND {_START} <= sp_last "
    f"THEN {_START} END"
)
_ABOUT_WHAT = (
    "CASE WHEN incompatibility IN ('1', '1.0', 'territory') THEN 'over territory' WHEN incompatibility IN ('2', '2.0', 'government') "
    "THEN 'over government' WHEN incompatibility IN ('3', '3.0', 'both') THEN 'over government and territory' END"
)


def _feed(
    name: str,
    title: str,
    citation: str,
    files: tuple[str, ...],
    layouts: tuple[Layout, ...],
    number: str,
    conflict: str,
) -> Feed:
    return Feed(
        name=name,
        title=title,
        kind="standing",
        publisher=PUBLISHER,
        citation=f"{citation} {LICENCE} https://ucdp.uu.se/downloads/.",
        files=files,
        layouts=layouts,
        source=_source(number),
        where="flaw IS NOT NULL OR (same = 1 AND nth = 1)",
        select={
            "key": (
                f"concat_ws('-', {number}::BIGINT, piece.rel, {WHO['subject_code']}, coalesce({WHO['object_code']}, '?'), year(sp_first))"
            ),
            "release": "coalesce(version, $release)",
            **WHO,
            "relation": "piece.rel",
            "support_types": "CASE WHEN piece.rel = 'supports' THEN ['troops'] ELSE [] END",
            "detail": (
                f"concat_ws('; ', CASE WHEN piece.rel = 'supports' THEN 'secondary party' END, '{conflict} ' || {number}::BIGINT, "
                f"{_ABOUT_WHAT}, territory_name, CASE WHEN sp_high = 2 THEN 'war: 1,000 battle deaths or more in a year' END)"
            ),
            "happened_from": f"coalesce({_BEGAN}, sp_first)",
            "happened_to": "CASE WHEN sp_year < all_year THEN sp_last END",
            "precision": f"CASE WHEN {_BEGAN} IS NULL THEN 'year' WHEN start_prec2 = 1 THEN 'day' ELSE 'month' END",
            "published": release_day("version", "all_year"),
            "place": "location",
            "problem": "flaw",
        },
        coder=ucdp_coder,
        reliability="B",
        about=(
            "Years of fighting, or of help with troops, that follow on one another are one row; the later years are read over. A row of "
            "the file with several parties counts once for each pair of them. What goes on in the last year of the file has no end."
        ),
    )


UCDP_DYADIC = _feed(
    "ucdp-dyadic",
    "UCDP Dyadic Dataset",
    "Harbom, Lotta, Erik Melander, and Peter Wallensteen (2008). Dyadic Dimensions of Armed Conflict, 1946-2007. Journal of Peace Research "
    "45(5): 697-710.",
    ("*dyadic*.csv",),
    csv_forms({"dyad_id": _N, **_COLUMNS}),
    "dyad_id",
    "dyad",
)
UCDP_CONFLICT = _feed(
    "ucdp-conflict",
    "UCDP/PRIO Armed Conflict Dataset",
    "Gleditsch, Nils Petter, Peter Wallensteen, Mikael Eriksson, Margareta Sollenberg, and Håvard Strand (2002). Armed Conflict 1946-2001: A "
    "New Dataset. Journal of Peace Research 39(5): 615-637.",
    ("*prio*acd*.csv", "*prioconflict*.csv", "*ucdp_acd*.csv"),
    csv_forms({**_COLUMNS, **_ENDS}, {**_PACKAGED, **_ENDS}),
    "conflict_id",
    "conflict",
)
