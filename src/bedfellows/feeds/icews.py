"""ICEWS coded event data, as the publisher's tab-separated files have them.

Columns: the header of the files in Harvard Dataverse, doi:10.7910/DVN/28075 (1995 to 2020, by year) and doi:10.7910/DVN/QI2T9A (weekly
until April 2023). A missing value is empty, or "NA" in files that went through R. Some rows of 2017 lack a CAMEO code or have one that
does not exist ("13y"); they are quarantined.
"""

from __future__ import annotations

from bedfellows.actors import Registry
from bedfellows.feeds.feed import CAMEO_TYPE, Code, Coded, Coder, Feed, Layout
from bedfellows.feeds.mapping import name_coder

_COLUMNS = {
    "Event ID": "VARCHAR",
    "Event Date": "DATE",
    "Source Name": "VARCHAR",
    "Source Sectors": "VARCHAR",
    "Source Country": "VARCHAR",
    "Event Text": "VARCHAR",
    "CAMEO Code": CAMEO_TYPE,
    "Intensity": "FLOAT",
    "Target Name": "VARCHAR",
    "Target Sectors": "VARCHAR",
    "Target Country": "VARCHAR",
    "Story ID": "VARCHAR",
    "Sentence Number": "VARCHAR",
    "Publisher": "VARCHAR",
    "City": "VARCHAR",
    "District": "VARCHAR",
    "Province": "VARCHAR",
    "Country": "VARCHAR",
    "Latitude": "FLOAT",
    "Longitude": "FLOAT",
}

_OFFICE = "(^|,)(Government|Executive|Legislative|Military|Police|Judicial|Foreign Ministry|State-Owned)"
_AGAINST = "Dissident|Rebel|Insurgent|Separatist|Opposition|Protestor|Criminal|Exile|Radical|Terror"


def icews_coder(registry: Registry) -> Coder:
    """Names as `name_coder` reads them; people in office whom the registry does not know act for their country."""
    named = name_coder(registry)

    def coded(code: Code) -> Coded:
        found = named(Code(code.code, code.name))
        if found.registered or not code.country:
            return found
        state = named(Code(None, code.country))
        return state if state.registered and state.id else found

    return coded


def _country(side: str) -> str:
    """The country of those in office, by their sectors, and of nobody else."""
    sectors = f"coalesce(\"{side} Sectors\", '')"
    return (
        f"CASE WHEN regexp_matches({sectors}, '{_OFFICE}') AND NOT regexp_matches({sectors}, '{_AGAINST}') "
        f'THEN "{side} Country" END'
    )


ICEWS = Feed(
    name="icews",
    title="ICEWS coded event data",
    kind="events",
    publisher="Lockheed Martin, Harvard Dataverse",
    citation=(
        "Boschee, Elizabeth, et al. (2015). ICEWS Coded Event Data. Harvard Dataverse, doi:10.7910/DVN/28075; weekly: "
        "doi:10.7910/DVN/QI2T9A."
    ),
    files=("*.tab", "*icews*.tsv"),
    layouts=(
        Layout(
            _COLUMNS,
            header=True,
            delimiter="\t",
            nulls=("", "NA"),
            required=("Event Date", "CAMEO Code"),
        ),
    ),
    select={
        "key": '"Event ID"',
        "day": '"Event Date"',
        "subject_code": '"Source Name"',
        "subject_name": '"Source Name"',
        "subject_country": _country("Source"),
        "object_code": '"Target Name"',
        "object_name": '"Target Name"',
        "object_country": _country("Target"),
        "cameo": '"CAMEO Code"',
        "goldstein": "Intensity",
        "sources": "1",
        "place": "nullif(concat_ws(', ', City, District, Province, Country), '')",
        "lat": "Latitude",
        "lon": "Longitude",
        "text": '"Event Text"',
        "problem": """CASE WHEN NOT regexp_full_match("Event ID", '[0-9]+') THEN 'Event ID is no number' END""",
    },
    coder=icews_coder,
    release=r"(\d{14}|\d{8})",
    about="Coded by machine; each row is one sentence of one story. An event is published on the day it is dated, as far as is known.",
)
