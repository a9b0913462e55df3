"""GDELT events, 1.0 and 2.0, and GDELT 2.0 mentions.

Columns: "The GDELT Event Database Data Format Codebook V2.0" (19 February 2015), and for 1.0 the "GDELT Data Format Codebook V1.03"
(25 August 2013). Files have no header, tabs between the columns and no quotation marks. Until March 2013 there were 57 columns, without
SOURCEURL; then 58; version 2.0 has 61, with the first-order divisions of places beside the second-order ones, and DATEADDED to the
second.
"""

from __future__ import annotations

from bedfellows.feeds.feed import CAMEO_TYPE, Feed, Layout
from bedfellows.feeds.mapping import cameo_coder

_TEXT = "VARCHAR"


def _actor(number: int) -> dict[str, str]:
    names = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code")
    types = ("Type1Code", "Type2Code", "Type3Code")
    return {f"Actor{number}{name}": _TEXT for name in (*names, *types)}


def _place(prefix: str, *, second: bool) -> dict[str, str]:
    divisions = ("ADM1Code", "ADM2Code") if second else ("ADM1Code",)
    return {
        f"{prefix}Geo_{name}": _TEXT
        for name in ("Type", "FullName", "CountryCode", *divisions, "Lat", "Long", "FeatureID")
    }


def _columns(*, second: bool, url: bool) -> dict[str, str]:
    """The columns to the letter. Those that decide whether a row can be used have their types."""
    return {
        "GLOBALEVENTID": _TEXT,
        "SQLDATE": _TEXT,
        "MonthYear": _TEXT,
        "Year": _TEXT,
        "FractionDate": _TEXT,
        **_actor(1),
        **_actor(2),
        "IsRootEvent": _TEXT,
        "EventCode": CAMEO_TYPE,
        "EventBaseCode": _TEXT,
        "EventRootCode": _TEXT,
        "QuadClass": _TEXT,
        "GoldsteinScale": "FLOAT",
        "NumMentions": "INTEGER",
        "NumSources": "INTEGER",
        "NumArticles": "INTEGER",
        "AvgTone": "FLOAT",
        **_place("Actor1", second=second),
        **_place("Actor2", second=second),
        **_place("Action", second=second),
        "DATEADDED": _TEXT,
        **({"SOURCEURL": _TEXT} if url else {}),
    }


def _layout(*, second: bool, url: bool) -> Layout:
    return Layout(
        _columns(second=second, url=url),
        header=False,
        delimiter="\t",
        required=("EventCode",),
        date_format="%Y%m%d",
    )


def _hints(side: str, number: int) -> dict[str, str]:
    actor = f"Actor{number}"
    return {f"{side}_code": f"coalesce({actor}Code, {actor}Name)", f"{side}_name": f"{actor}Name"}


_ADDED = "try_strptime(DATEADDED[:8], '%Y%m%d')::DATE"
_NO_ID = "NOT regexp_full_match(GLOBALEVENTID, '[0-9]+')"
# DuckDB takes 2017019 for the ninth of January: the number of digits has to be looked at.
_NO_DAY = "NOT regexp_full_match(SQLDATE, '[0-9]{8}') OR try_strptime(SQLDATE, '%Y%m%d') IS NULL"
_NOT_ADDED = (
    f"DATEADDED IS NULL OR NOT regexp_full_match(DATEADDED, '[0-9]{{8}}([0-9]{{6}})?') OR {_ADDED} IS NULL"
)

_CITATION = (
    "Leetaru, Kalev, and Philip A. Schrodt (2013). GDELT: Global Data on Events, Location, and Tone, 1979-2012. ISA Annual "
    "Convention. The GDELT Project, https://www.gdeltproject.org."
)

GDELT = Feed(
    name="gdelt",
    title="GDELT events (1.0 and 2.0)",
    kind="events",
    publisher="The GDELT Project",
    citation=_CITATION,
    files=("*.export.CSV", "[0-9][0-9][0-9][0-9]*.csv"),
    layouts=(
        _layout(second=False, url=False),
        _layout(second=False, url=True),
        _layout(second=True, url=True),
    ),
    select={
        "key": "GLOBALEVENTID",
        "day": "try_strptime(SQLDATE, '%Y%m%d')::DATE",
        "published": _ADDED,
        **_hints("subject", 1),
        **_hints("object", 2),
        "cameo": "EventCode",
        "goldstein": "GoldsteinScale",
        "tone": "AvgTone",
        "mentions": "NumMentions",
        "sources": "NumSources",
        "articles": "NumArticles",
        "place": "ActionGeo_FullName",
        "lat": "TRY_CAST(ActionGeo_Lat AS FLOAT)",
        "lon": "TRY_CAST(ActionGeo_Long AS FLOAT)",
        "text": "SOURCEURL",
        "problem": (
            f"CASE WHEN {_NO_ID} THEN 'GLOBALEVENTID is no number' WHEN SQLDATE IS NULL THEN 'SQLDATE is missing' "
            f"WHEN {_NO_DAY} THEN 'SQLDATE is no date' WHEN {_NOT_ADDED} THEN 'DATEADDED is no date' END"
        ),
    },
    coder=cameo_coder,
    about="Coded by machine from the news of the world; the same event may be there more than once.",
)

_MENTION_COLUMNS = {
    "GLOBALEVENTID": _TEXT,
    "EventTimeDate": _TEXT,
    "MentionTimeDate": "TIMESTAMP",
    "MentionType": _TEXT,
    "MentionSourceName": _TEXT,
    "MentionIdentifier": _TEXT,
    "SentenceID": _TEXT,
    "Actor1CharOffset": _TEXT,
    "Actor2CharOffset": _TEXT,
    "ActionCharOffset": _TEXT,
    "InRawText": _TEXT,
    "Confidence": "UTINYINT",
    "MentionDocLen": _TEXT,
    "MentionDocTone": _TEXT,
    "MentionDocTranslationInfo": _TEXT,
    "Extras": _TEXT,
}

MENTIONS = Feed(
    name="gdelt-mentions",
    title="GDELT 2.0 mentions",
    kind="mentions",
    publisher="The GDELT Project",
    citation=_CITATION,
    files=("*.mentions.CSV",),
    layouts=(
        Layout(
            _MENTION_COLUMNS,
            header=False,
            delimiter="\t",
            required=("MentionTimeDate",),
            date_format="%Y%m%d%H%M%S",
        ),
    ),
    select={
        "key": "GLOBALEVENTID",
        "published": "MentionTimeDate::DATE",
        "source": "MentionSourceName",
        "text": "MentionIdentifier",
        "confidence": "Confidence",
        "problem": f"CASE WHEN {_NO_ID} THEN 'GLOBALEVENTID is no number' END",
    },
    coder=cameo_coder,
    about="Which outlets mention an event of the feed gdelt, by which its independent sources are counted.",
)
