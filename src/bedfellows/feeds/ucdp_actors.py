"""UCDP's list of actors: their names, and which group broke away from, allied with or joined which.

Columns: UCDP Actor Dataset, versions 17.1 to 26.1 (`Actor_v*.csv`, `ucdp-actor-*.csv`), with a byte-order mark. One file is two feeds:
the actors with their names, and the ties among them. UCDP dates neither; a split or alliance has no days.
"""

from __future__ import annotations

from bedfellows.feeds.feed import Feed
from bedfellows.feeds.forms import csv_forms
from bedfellows.feeds.ucdp_sides import LICENCE, PUBLISHER, pairs, parties, release_day, ucdp_coder

_T = "VARCHAR"
_LAYOUTS = csv_forms(
    {
        "ActorId": "UINTEGER",
        **dict.fromkeys(
            (
                "NameData", "NameOrig", "NameOrigFull", "NameOrigFullEng", "NewName", "NewNameFullMotherTongue", "NewNameFullEng", "Org",
                "NamePrev", "ActorIdPrev", "NameSplitTemp", "ActorIdSplitTemp", "NameAlliance", "ActorIdAlliance", "GroupName",
                "ActorIdGroup", "Location", "GWNOLoc", "Version",
            ),
            _T,
        ),
    }
)  # fmt: skip
_CITATION = (
    "Davies, Shawn, Therése Pettersson, and Magnus Öberg (2022). Organized Violence 1989-2021 and Drone Warfare. Journal of Peace Research "
    f"59(4): 593-610. UCDP Actor Dataset. {LICENCE} https://ucdp.uu.se/downloads/."
)
_FILES = ("*actor*.csv",)
_NAMES = (
    "NameOrig",
    "NameOrigFull",
    "NameOrigFullEng",
    "NewName",
    "NewNameFullMotherTongue",
    "NewNameFullEng",
)
_SELF = "[{'code': ActorId::VARCHAR, 'name': NameData, 'gw': NULL::VARCHAR}]"
_KIND = "CASE Org WHEN '4' THEN 'state' ELSE 'armed-group' END"

UCDP_ACTORS = Feed(
    name="ucdp-actor",
    title="UCDP Actor Dataset: names",
    kind="actors",
    publisher=PUBLISHER,
    citation=_CITATION,
    files=_FILES,
    layouts=_LAYOUTS,
    select={
        "key": "ActorId::VARCHAR",
        "release": "coalesce(Version, $release)",
        "subject_code": "ActorId::VARCHAR",
        "subject_name": "NameData",
        "subject_kind": _KIND,
        "name": "NameData",
        "names": f"list_distinct(list_filter([{', '.join(_NAMES)}], lambda one: one IS NOT NULL AND one NOT IN ('n/a', NameData)))",
        "kind": _KIND,
        "place": "Location",
        "published": release_day("Version"),
        "problem": "CASE WHEN ActorId IS NULL THEN 'ActorId is missing' WHEN NameData IS NULL THEN 'NameData is missing' END",
    },
    coder=ucdp_coder,
    reliability="B",
    about="Names, former names and full names of the parties to organised violence since 1946.",
)

_TIES = f"""(
    SELECT *, unnest(CASE WHEN len(ties) = 0 THEN [NULL] ELSE ties END) AS tie FROM (
        SELECT *, list_concat(
            list_transform({pairs("splinter-of", _SELF, parties("ActorIdPrev", "NamePrev", "NULL"))}, lambda one: {{'piece': one, 'how': 'broke away'}}),
            list_transform({pairs("splinter-of", _SELF, parties("ActorIdSplitTemp", "NameSplitTemp", "NULL"))}, lambda one: {{'piece': one, 'how': 'broke away for a time'}}),
            list_transform({pairs("member-of", _SELF, parties("ActorIdAlliance", "NameAlliance", "NULL"))}, lambda one: {{'piece': one, 'how': 'in an alliance'}}),
            list_transform({pairs("member-of", _SELF, parties("ActorIdGroup", "GroupName", "NULL"))}, lambda one: {{'piece': one, 'how': 'joined the group'}})
        ) AS ties FROM raw
    )
)"""

UCDP_LINEAGE = Feed(
    name="ucdp-lineage",
    title="UCDP Actor Dataset: splits, alliances and mergers",
    kind="standing",
    publisher=PUBLISHER,
    citation=_CITATION,
    files=_FILES,
    layouts=_LAYOUTS,
    source=_TIES,
    where="ActorId IS NULL OR tie IS NOT NULL",
    select={
        "key": "concat_ws('-', ActorId, tie.how, coalesce(tie.piece.o.code, tie.piece.o.name))",
        "release": "coalesce(Version, $release)",
        "subject_code": "ActorId::VARCHAR",
        "subject_name": "NameData",
        "object_code": "coalesce(tie.piece.o.code, tie.piece.o.name)",
        "object_name": "tie.piece.o.name",
        "relation": "tie.piece.rel",
        "detail": "tie.how",
        "precision": "'unknown'",
        "published": release_day("Version"),
        "problem": "CASE WHEN ActorId IS NULL THEN 'ActorId is missing' END",
    },
    coder=ucdp_coder,
    reliability="B",
    about="Undated. Actors without such ties are read over; one with several counts once for each.",
)
