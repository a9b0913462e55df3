"""UCDP External Support Dataset 18.1: who backs whom in armed conflict, and with what, 1975 to 2017.

Columns: the triad-year file (`ucdp-esd-ty-181.dta` in `ucdp-esd-ty-181.zip`; also as CSV), one row for a supporter, a recipient and a
year of their dyad: ext_id, ext_name, actor_id, actor_name, and a column for each type of support, ext_x to ext_u, whose letters are in
`bedfellows.ontology.support`. The actor-year and dyad-year files are sums of it, which do not tell who gave what; they are not read.
"""

from __future__ import annotations

from bedfellows.feeds.feed import Feed
from bedfellows.feeds.forms import csv_forms
from bedfellows.feeds.spells import whole_year, with_holders, yearly_spells
from bedfellows.feeds.ucdp_sides import LICENCE, PUBLISHER, shared_number, ucdp_coder
from bedfellows.ontology import SUPPORT_TYPES

_N, _T = "DOUBLE", "VARCHAR"
_LETTERS = {letter: kind.key for kind in SUPPORT_TYPES.values() for letter in kind.ucdp}
_TYPES = "list_sort(list_distinct(list_filter([{}], lambda kind: kind IS NOT NULL)))".format(
    ", ".join(f"CASE WHEN ext_{letter.lower()} = 1 THEN '{key}' END" for letter, key in _LETTERS.items())
)
_OPTIONAL = {
    "ext_coalition_name": _T, "ext_bothsides": _N, "ext_alleged": _N, "ext_elements": _N, "ext_nonstate": _N, "actor_nonstate": _N,
    "active": _N, "gwno_a": _T, "location": _T, "version": _T,
}  # fmt: skip
_ROWS = f"""(
    SELECT *, {shared_number("ext_name")} AS s_num, {shared_number("actor_name")} AS o_num,
    make_date(yr, 1, 1) AS d_first, make_date(yr, 12, 31) AS d_last,
    CASE WHEN yr IS NULL THEN 'year is no year' WHEN giver IS NULL AND ext_sup = 1 THEN 'the supporter is missing'
        WHEN taker IS NULL THEN 'the recipient is missing' END AS flaw
    FROM (
        SELECT *, {whole_year('"year"')} AS yr, {_TYPES} AS types, coalesce(regexp_replace(ext_id, '\\.0$', ''), ext_name) AS giver,
        coalesce(regexp_replace(actor_id, '\\.0$', ''), actor_name) AS taker, coalesce(ext_alleged = 1, false) AS alleged,
        coalesce(ext_elements = 1, false) AS elements FROM raw
    )
)"""

UCDP_SUPPORT = Feed(
    name="ucdp-esd",
    title="UCDP External Support Dataset 18.1",
    kind="standing",
    publisher=PUBLISHER,
    citation=(
        "Meier, Vanessa, Niklas Karlén, Therése Pettersson, and Mihai Croicu (2022). External Support in Armed Conflicts: Introducing the "
        f"UCDP External Support Dataset (ESD), 1975-2017. Journal of Peace Research 60(3): 545-554. {LICENCE} "
        "https://ucdp.uu.se/downloads/."
    ),
    files=("*esd-ty*", "*esd_ty*"),
    layouts=csv_forms(
        {
            "year": _N, "conflict_id": _N, "dyad_id": _N, "actor_id": _T, "actor_name": _T, "ext_id": _T, "ext_name": _T, "ext_sup": _N,
            **{f"ext_{letter.lower()}": _N for letter in _LETTERS},
        },
        extra=_OPTIONAL,
    ),
    source=yearly_spells(
        with_holders(_ROWS, "gw", yearly=True), "giver, taker, types, alleged, elements, coalesce(s_who, ''), coalesce(o_who, '')"
    ),
    where="flaw IS NOT NULL OR (ext_sup = 1 AND giver IS NOT NULL AND nth = 1)",
    select={
        "key": "concat_ws('-', giver, taker, array_to_string(types, '+'), CASE WHEN alleged THEN 'alleged' END, "
        "CASE WHEN elements THEN 'elements' END, year(sp_first))",
        "release": "coalesce(version, nullif($release, ''), '18.1')",
        "subject_code": "giver",
        "subject_name": "ext_name",
        "subject_year": "year(sp_first)",
        "object_code": "taker",
        "object_name": "actor_name",
        "object_year": "year(sp_first)",
        "relation": "'supports'",
        "support_types": "types",
        "detail": (
            "concat_ws('; ', CASE WHEN alleged THEN 'alleged' ELSE 'confirmed' END, CASE WHEN elements THEN 'by elements within the state' END, "
            "ext_coalition_name, 'dyad ' || dyad_id::BIGINT)"
        ),
        "happened_from": "sp_first",
        "happened_to": "CASE WHEN sp_year < all_year THEN sp_last END",
        "precision": "'year'",
        "published": "DATE '2022-12-31'",
        "place": "location",
        "problem": "flaw",
    },
    coder=ucdp_coder,
    reliability="B",
    about=(
        "Years of the same kinds of support by one party for another are one row; the later years, other dyads of the same two in the same "
        "year, and rows without support are read over. What goes on in 2017, the last year, has no end."
    ),
)  # fmt: skip
