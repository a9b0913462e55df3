"""UCDP Georeferenced Event Dataset (GED), yearly releases and candidate events.

Columns: "UCDP GED Codebook", versions 17.1 to 26.1, and the answers of UCDP's API (resource gedevents), which have the same names. All
releases of this kind have a header, but a few candidate files have none. Releases before 17.1 lack the ids called "new", and have
`best_est` where `best` is now: they are read, without their counts of the dead. Text fields hold line breaks inside quotation marks.

Who: side ids of UCDP (`codes.ucdp` of registry actors), Gleditsch-Ward numbers of states, then names. Side A of state-based violence is
the government, or the first of two; which side began is not told. In one-sided violence side A attacks civilians, who are named
by the country where they were attacked.

When: `day` is the first day on which the event may have happened. An event is known from the first report that GED lists for it, and not
before the last day on which it may have happened.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bedfellows.actors import Actor, Registry, resolve
from bedfellows.feeds.civilians import CIVILIANS, people
from bedfellows.feeds.feed import Code, Coded, Coder, Feed, Layout
from bedfellows.feeds.mapping import registered, unregistered

_NAMES = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id dyad_new_id "
    "dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office "
    "source_date source_headline source_original where_prec where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt "
    "priogrid_gid country country_id region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown "
    "best high low gwnoa gwnob"
).split()
_COLUMNS = {name: "UBIGINT" if name == "id" else "VARCHAR" for name in _NAMES}
_NEEDED = ("id", "type_of_violence", "side_a", "side_b", "country", "date_start", "date_end")
_CIVILIANS_ID = "9999"


def _layout(*, header: bool) -> Layout:
    return Layout(
        _COLUMNS,
        header=header,
        delimiter=",",
        quote='"',
        nulls=("", "NA"),
        required=("id",),
        optional=tuple(name for name in _NAMES if name not in _NEEDED) if header else (),
    )


def ged_coder(registry: Registry) -> Coder:
    """Sides of GED. `Code.country` is a Gleditsch-Ward number, or for civilians also a country's name."""
    by_ucdp = {actor.codes["ucdp"]: actor for actor in registry.actors.values() if "ucdp" in actor.codes}
    by_gw: dict[str, list[Actor]] = {}
    for actor in registry.actors.values():
        if "gw" in actor.codes:
            by_gw.setdefault(actor.codes["gw"], []).append(actor)

    def state(number: str, year: int | None) -> Actor | None:
        bearers = by_gw.get(number, [])
        return next((actor for actor in bearers if _alive(actor, year)), bearers[0] if bearers else None)

    @lru_cache(maxsize=200_000)
    def coded(code: Code) -> Coded:
        name, where = (code.name or "").strip(), (code.country or "").strip()
        if code.code == _CIVILIANS_ID or name.casefold() == CIVILIANS.casefold():
            home = state(where, code.year)
            return people(CIVILIANS, home.name if home else where, code.year, registry)
        known = by_ucdp.get(code.code or "")
        if known is None and where.isdigit():
            known = state(where, code.year)
        if known is not None:
            return Coded(known.id, known.name, known.kind)
        of_state = re.match(r"Government of (?P<state>[^,]+)$", name)
        found = _surely(of_state["state"] if of_state else name, code.year, registry)
        return found or unregistered(
            name or f"UCDP actor {code.code}", "government" if of_state else "armed-group", registry
        )

    return coded


def _alive(actor: Actor, year: int | None) -> bool:
    first = actor.valid_from.year if actor.valid_from else 0
    last = actor.valid_to.year if actor.valid_to else 9999
    return year is None or first <= year <= last


def _surely(name: str, year: int | None, registry: Registry) -> Coded | None:
    """The actor of a name, where the name is one of its own and not only like one: UCDP tells apart groups of similar names."""
    found = resolve(name, year, registry)
    if found.actor is None or found.candidates[0].reason.startswith("near "):
        return None
    return registered(found.actor.id, registry)


def _number(column: str) -> str:
    return f"greatest(TRY_CAST({column} AS DOUBLE)::INTEGER, -1)"


_START = "TRY_CAST(left(trim(date_start), 10) AS DATE)"
_END = "TRY_CAST(left(trim(date_end), 10) AS DATE)"
_DAYS_OF_REPORTS = (
    "list_transform(string_split(source_date, ';'), lambda said: TRY_CAST(left(trim(said), 10) AS DATE))"
)
_ONE_SIDED = "TRY_CAST(type_of_violence AS DOUBLE) = 3"
_TEXT = f"""concat_ws('; ',
    coalesce(dyad_name, side_a || ' - ' || side_b),
    CASE WHEN {_number("best")} >= 0 THEN
        {_number("best")} || ' killed' || coalesce(' (' || {_number("low")} || ' to ' || {_number("high")} || ')', '')
        || CASE WHEN {_number("deaths_civilians")} > 0 THEN ', ' || {_number("deaths_civilians")} || ' of them civilians' ELSE '' END
    END,
    CASE WHEN {_END} > {_START} THEN 'between ' || {_START} || ' and ' || {_END} END,
    CASE WHEN TRY_CAST(event_clarity AS DOUBLE) = 2 THEN 'a summary of several events' END
)"""

UCDP_GED = Feed(
    name="ucdp-ged",
    title="UCDP Georeferenced Event Dataset",
    kind="events",
    publisher="Uppsala Conflict Data Program",
    citation=(
        "Sundberg, Ralph, and Erik Melander (2013). Introducing the UCDP Georeferenced Event Dataset. Journal of Peace Research 50(4): "
        "523-532, doi:10.1177/0022343313484347. Candidate events: Hegre, Håvard, et al. (2020). Introducing the UCDP Candidate Events "
        "Dataset. Research & Politics 7(3), doi:10.1177/2053168020935257. Licence: CC BY 4.0."
    ),
    files=("*gedevent*.csv", "*ged*.csv"),
    layouts=(_layout(header=True), _layout(header=False)),
    select={
        "key": "id::VARCHAR",
        "release": "replace($release, '_', '.')",
        "day": _START,
        "published": f"greatest({_END}, list_min({_DAYS_OF_REPORTS}))",
        "subject_code": "coalesce(side_a_new_id, side_a_dset_id)",
        "subject_name": "side_a",
        "subject_country": "gwnoa",
        "subject_year": f"year({_START})",
        "object_code": "coalesce(side_b_new_id, side_b_dset_id)",
        "object_name": "side_b",
        "object_country": f"CASE WHEN {_ONE_SIDED} THEN coalesce(country_id, country) ELSE gwnob END",
        "object_year": f"year({_START})",
        "plover": "'ASSAULT'",
        "sources": f"CASE WHEN {_number('number_of_sources')} > 0 THEN {_number('number_of_sources')} END",
        "place": "nullif(concat_ws(', ', where_coordinates, adm_1, country), '')",
        "lat": "TRY_CAST(latitude AS FLOAT)",
        "lon": "TRY_CAST(longitude AS FLOAT)",
        "text": _TEXT,
        "problem": (
            f"CASE WHEN {_START} IS NULL THEN 'date_start is no date' WHEN {_END} IS NULL THEN 'date_end is no date' "
            f"WHEN {_END} < {_START} THEN 'date_end is before date_start' "
            "WHEN coalesce(TRY_CAST(type_of_violence AS DOUBLE), 0) NOT IN (1, 2, 3) THEN 'unknown type of violence' END"
        ),
    },
    coder=ged_coder,
    release=r"(?i)ged\D{0,10}(\d\d(?:[._]\d{1,2}(?!\d)){1,3})",
    about=(
        "Coded by people from reports; each row is one clash or attack in which somebody was killed. The dead are counted in the text of "
        "the event. A row that spans several days is dated with the first of them and known after the last."
    ),
)
