"""POLECAT, the event data that followed ICEWS, coded in PLOVER.

Columns: the header of the files in Harvard Dataverse, doi:10.7910/DVN/AJGVIT (`ngecEvents.DV.2018.txt` and on, by year, and weekly ones),
tab-separated. Files of the first kind say `Intensity` where later ones say `Event Intensity`. What is missing is "None". Several values
in one field have "; " between them: names, countries and sectors of several actors stand in the same order. An event of several actors or
recipients becomes one event for each pair, with the pair in the key.

Who: the name that POLECAT settled on, by the registry; then, of those in office, their country; then, where no name was found, the sector
and the country ("Civilians (Syria)", "Rebels (Mali)").
"""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from importlib import resources

from bedfellows.actors import Registry
from bedfellows.feeds.civilians import CIVILIANS, people
from bedfellows.feeds.feed import Code, Coded, Coder, Feed, Layout
from bedfellows.feeds.mapping import name_coder, unregistered
from bedfellows.ontology import PLOVER_TYPES
from bedfellows.ontology.plover import FORMER_PLOVER_NAMES

_ARMED = {"REB", "INS", "SEP", "PRM", "UAF", "IMG"}
_OTHER_MODES = {
    "primative": "primitive",
    "sieze": "seize",
    "aerial": "heavy-weapons",
    "drone": "heavy-weapons",
    "drones": "heavy-weapons",
}
"""Modes of POLECAT's coder (NGEC) that PLOVER spells in another way, or does not tell apart."""


def _actor(side: str) -> tuple[str, ...]:
    return (
        f"{side} Name",
        f"{side} Country",
        f"{side} COW",
        f"Primary {side} Sector",
        f"{side} Sectors",
        f"{side} Title",
        f"{side} Name Raw",
        f"Wikipedia {side} ID",
    )


def _columns(intensity: str) -> dict[str, str]:
    names = (
        *("Event ID", "Event Date", "Event Type", "Event Mode", intensity, "Quad Code", "Contexts"),
        *_actor("Actor"),
        *_actor("Recipient"),
        *(
            "Placename",
            "City",
            "District",
            "Province",
            "Country",
            "Latitude",
            "Longitude",
            "GeoNames ID",
            "Raw Placename",
        ),
        *(
            "Feature Type",
            "Source",
            "Publication Date",
            "Story People",
            "Story Organizations",
            "Story Locations",
            "Language",
            "Version",
        ),
    )
    return {name: "DATE" if name == "Event Date" else "VARCHAR" for name in names}


_NAMES = tuple(dict.fromkeys((*_columns("Event Intensity"), "Intensity")))
_NEEDED = (
    "Event ID",
    "Event Date",
    "Event Type",
    "Actor Name",
    "Actor Country",
    "Recipient Name",
    "Recipient Country",
)


def polecat_coder(registry: Registry) -> Coder:
    """Actors of POLECAT: `Code.country` is an ISO 3166 code of three letters, `Code.kind` a sector."""
    named = name_coder(registry)
    by_iso3 = {actor.codes["iso3"]: actor for actor in registry.actors.values() if "iso3" in actor.codes}

    @lru_cache(maxsize=200_000)
    def coded(code: Code) -> Coded:
        sector = (code.kind or "").upper()
        state = by_iso3.get((code.country or "").upper())
        acts, label = _sectors().get(sector, ("own", sector))
        found = named(Code(None, code.name, None, None, code.year)) if code.name else None
        if found and found.registered:
            return found
        if state is not None and (acts == "state" or (not code.name and not sector)):
            return Coded(state.id, state.name, state.kind)
        kind = "armed-group" if sector in _ARMED else "organisation"
        if code.name:
            return unregistered(code.name, kind, registry)
        if acts == "people" and (state is not None or code.country):
            return people(CIVILIANS, state.name if state else code.country or "", code.year, registry)
        if label and state is not None:
            return unregistered(f"{label} ({state.name})", kind, registry)
        return unregistered(code.code or label or code.country or "", kind, registry)

    return coded


@cache
def _sectors() -> dict[str, tuple[str, str]]:
    text = resources.files("bedfellows.feeds").joinpath("data", "polecat_sectors.csv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {row["sector"]: (row["acts"], row["label"]) for row in csv.DictReader(lines)}


def _list(column: str) -> str:
    """The values of a field as a list; a field without any is a list of one NULL."""
    parts = f"""list_transform(string_split("{column}", ';'), lambda one: nullif(nullif(trim(one), ''), 'None'))"""
    return f"coalesce({parts}, [NULL])"


def _lists(side: str) -> str:
    """The values of the fields that say who, as lists. Other fields than the name count where they have as many values as it."""
    columns = {"country": f"{side} Country", "sector": f"Primary {side} Sector", "raw": f"{side} Name Raw"}
    names = _list(f"{side} Name")
    lists = [f"{names} AS {side}_name"]
    lists += [
        f"CASE WHEN len({_list(column)}) = len({names}) THEN {_list(column)} END AS {side}_{part}"
        for part, column in columns.items()
    ]
    return ", ".join(lists)


def _who(side: str) -> dict[str, str]:
    """Hints on the actor or recipient of a pair, whose number is `actor` or `recipient`."""
    name, country, sector, raw = (
        f"{side}_{part}[{side.lower()}]" for part in ("name", "country", "sector", "raw")
    )
    one_country = f"CASE WHEN {country} NOT LIKE '%|%' THEN {country} END"
    return {
        "code": f"coalesce({name}, {raw}, {one_country})",
        "name": name,
        "country": one_country,
        "kind": f"nullif(trim(split_part({sector}, '|', 1)), '')",
        "year": 'year("Event Date")',
    }


def _codings() -> str:
    """POLECAT's types and modes with PLOVER's, as tables for SQL: `kinds` and `modes`."""
    kinds = {**{key: key for key in PLOVER_TYPES}, **FORMER_PLOVER_NAMES}
    told = [
        (kind.key, spelling, mode)
        for kind in PLOVER_TYPES.values()
        for mode in kind.modes
        for spelling in (mode.lower(), *(other for other, ours in _OTHER_MODES.items() if ours == mode))
    ]
    return (
        f'LEFT JOIN (VALUES {", ".join(map(str, kinds.items()))}) AS kinds (told, key) ON kinds.told = upper(trim("Event Type")) '
        f"LEFT JOIN (VALUES {', '.join(map(str, told))}) AS modes (kind, told, mode) "
        "ON modes.kind = kinds.key AND modes.told = replace(lower(trim(\"Event Mode\")), '_', '-')"
    )


_SOURCE = (
    "(SELECT *, unnest(range(1, len(Recipient_name) + 1)) AS recipient FROM "
    "(SELECT *, unnest(range(1, len(Actor_name) + 1)) AS actor FROM "
    f"(SELECT *, {_lists('Actor')}, {_lists('Recipient')} FROM raw))) AS pairs {_codings()}"
)

POLECAT = Feed(
    name="polecat",
    title="POLECAT (PLOVER-coded political events)",
    kind="events",
    publisher="Leidos, Harvard Dataverse",
    citation=(
        "Scarborough, Grace I., Benjamin E. Bagozzi, Andreas Beger, John Berrie, Andrew Halterman, Philip A. Schrodt, and Jevon Spivey "
        "(2023). POLECAT Weekly Data. Harvard Dataverse, doi:10.7910/DVN/AJGVIT. Terms: those on that page."
    ),
    files=("ngecevents*.txt", "*polecat*.txt", "*polecat*.tab", "*polecat*.tsv"),
    layouts=(
        Layout(
            {name: "DATE" if name == "Event Date" else "VARCHAR" for name in _NAMES},
            header=True,
            delimiter="\t",
            quote='"',
            nulls=("", "None", "NA"),
            required=("Event Date",),
            optional=tuple(name for name in _NAMES if name not in _NEEDED),
        ),
    ),
    source=_SOURCE,
    select={
        "key": (
            "\"Event ID\" || CASE WHEN len(Actor_name) * len(Recipient_name) > 1 THEN '#' || actor || '-' || recipient ELSE '' END"
        ),
        "day": '"Event Date"',
        "published": 'TRY_CAST(left(trim("Publication Date"), 10) AS DATE)',
        **{f"subject_{part}": sql for part, sql in _who("Actor").items()},
        **{f"object_{part}": sql for part, sql in _who("Recipient").items()},
        "plover": "kinds.key",
        "plover_mode": "modes.mode",
        "goldstein": 'coalesce(TRY_CAST("Event Intensity" AS FLOAT), TRY_CAST(Intensity AS FLOAT))',
        "sources": "1",
        "place": "coalesce(nullif(concat_ws(', ', City, District, Province, Country), ''), Placename)",
        "lat": "TRY_CAST(Latitude AS FLOAT)",
        "lon": "TRY_CAST(Longitude AS FLOAT)",
        "text": (
            """concat_ws(' ', coalesce("Actor Name Raw", "Actor Name"), lower(kinds.key), '(' || lower("Event Mode") || ')', """
            """coalesce("Recipient Name Raw", "Recipient Name"), '[' || Contexts || ']')"""
        ),
        "problem": (
            "CASE WHEN \"Event ID\" IS NULL THEN 'no Event ID' WHEN \"Event Type\" IS NULL THEN 'no event type' "
            "WHEN kinds.key IS NULL THEN 'unknown event type' END"
        ),
    },
    coder=polecat_coder,
    release=r"(\d{8}|(?<=DV\.)\d{4})",
    about="Coded by machine from the news in several languages; the words of the stories are not published.",
)
