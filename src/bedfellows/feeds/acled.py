"""ACLED events, as exported (CSV) and as the API gives them.

Columns: ACLED Codebook (2023), "ACLED Data Columns at a Glance"; the API names them alike. The order does not matter. Also read: exports
before 2023 (with `data_id`, `event_id_no_cnty`, `iso3`, without `disorder_type`, `civilian_targeting`, `tags`), versions 1 to 8 (names in
capitals, `ALLY_ACTOR_1`, `GWNO`, no sub-event types), with commas, semicolons or tabs. `inter1` and `inter2` are numbers until
2024 and words since.

Who: `feeds.acled_actors`. ACLED does not say who began a battle: actor 1 is the subject, actor 2 the object. In attacks on
civilians, and where explosives are used, actor 1 did it. Associated actors are not read: they may be allies, or what the people are.

When: by `time_precision` an event took place on its day, in its week or in its month; it is known when that is over. ACLED's `timestamp`
says when a row was last changed, not when the event became known; the latest row of an event counts.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

from bedfellows.feeds.acled_actors import acled_coder
from bedfellows.feeds.feed import Feed, Layout

_NAMES = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2 "
    "assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude geo_precision "
    "source source_scale notes fatalities tags timestamp"
).split()
_NEEDED = ("event_id_cnty", "event_date", "event_type", "actor1", "country")


def _layout(delimiter: str) -> Layout:
    return Layout(
        dict.fromkeys(_NAMES, "VARCHAR"),
        header=True,
        delimiter=delimiter,
        quote='"',
        nulls=("", "NA"),
        optional=tuple(name for name in _NAMES if name not in _NEEDED),
    )


@cache
def codings() -> tuple[dict[str, str], ...]:
    """How ACLED's event and sub-event types are read: the rows of `data/acled_events.csv`."""
    text = resources.files("bedfellows.feeds").joinpath("data", "acled_events.csv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple(csv.DictReader(lines))


def _coding() -> str:
    """The codings as a table for SQL."""
    rows = ", ".join(
        "("
        + ", ".join(_text(row[name]) for name in ("event_type", "sub_event_type", "plover", "mode", "turned"))
        + ")"
        for row in codings()
    )
    return f"(VALUES {rows}) AS coding (of_type, of_sub, plover, mode, turned)"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''").casefold() + "'"


def _folded(column: str) -> str:
    return f"lower(trim(coalesce({column}, '')))"


def _side(first: str, second: str) -> str:
    """A column of the one who did it, where `first` is the one who does it as a rule."""
    return f"CASE WHEN {_TURNED} THEN {second} ELSE {first} END"


def _kind(inter: str) -> str:
    """The kind of actor that an inter code stands for."""
    code = _folded(inter)
    return (
        f"CASE WHEN {code} IN ('1', 'state forces') THEN 'government' "
        f"WHEN {code} IN ('2', '3', '4', 'rebel group', 'rebel groups', 'rebel forces', 'political militia', 'political militias', "
        "'identity militia', 'identity militias', 'communal militias') THEN 'armed-group' ELSE 'organisation' END"
    )


_DAY = "try_strptime(trim(event_date), ['%Y-%m-%d', '%d %B %Y', '%d-%B-%Y', '%d-%b-%Y', '%d %b %Y', '%d/%m/%Y'])::DATE"
_TURNED = "(coding.turned = 'yes' AND actor2 IS NOT NULL)"
_ALONE = "(coding.turned = 'yes' AND actor2 IS NULL)"
_DEATHS = "TRY_CAST(fatalities AS DOUBLE)::INTEGER"
_CHANGED = "strftime(to_timestamp(TRY_CAST(raw.\"timestamp\" AS DOUBLE)), '%Y-%m-%dT%H:%M:%S')"

ACLED = Feed(
    name="acled",
    title="Armed Conflict Location & Event Data",
    kind="events",
    publisher="ACLED",
    citation=(
        "Raleigh, Clionadh, Roudabeh Kishi, and Andrew Linke (2023). Political instability patterns are obscured by conflict dataset scope "
        "conditions, sources, and coding choices. Humanities and Social Sciences Communications 10, doi:10.1057/s41599-023-01559-4. "
        "Armed Conflict Location & Event Data Project, https://acleddata.com. Terms: your account's; the rows must not be passed on."
    ),
    files=("*acled*.csv", "*acled*.txt", "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]-*.csv"),
    layouts=(_layout(","), _layout(";"), _layout("\t")),
    source=(
        f"raw LEFT JOIN {_coding()} ON coding.of_type = {_folded('event_type')} AND coding.of_sub = {_folded('sub_event_type')}"
    ),
    select={
        "key": "trim(event_id_cnty)",
        "release": f"coalesce({_CHANGED}, $release)",
        "day": _DAY,
        "published": (
            f"CASE TRY_CAST(time_precision AS INTEGER) WHEN 3 THEN last_day({_DAY}) WHEN 2 THEN {_DAY} + 6 ELSE {_DAY} END"
        ),
        **{
            f"{side}_{part}": _side(*(columns if side == "subject" else columns[::-1]))
            for side in ("subject", "object")
            for part, columns in {
                "code": ("actor1", "actor2"),
                "name": ("actor1", "actor2"),
                "kind": (_kind("inter1"), _kind("inter2")),
            }.items()
        },
        "subject_year": f"year({_DAY})",
        "object_year": f"year({_DAY})",
        "plover": f"CASE WHEN {_ALONE} THEN 'PROTEST' ELSE nullif(upper(coding.plover), '') END",
        "plover_mode": f"CASE WHEN {_ALONE} THEN 'demo' ELSE nullif(coding.mode, '') END",
        "sources": "len(string_split(source, ';'))",
        "place": "nullif(concat_ws(', ', location, admin1, country), '')",
        "lat": "TRY_CAST(latitude AS FLOAT)",
        "lon": "TRY_CAST(longitude AS FLOAT)",
        "text": (
            f"concat_ws('; ', coalesce(notes, concat_ws(': ', event_type, sub_event_type)), "
            f"CASE WHEN {_DEATHS} > 0 THEN {_DEATHS} || ' killed' END, "
            "CASE TRY_CAST(time_precision AS INTEGER) WHEN 2 THEN 'in that week' WHEN 3 THEN 'in that month' END)"
        ),
        "problem": (
            f"CASE WHEN event_date IS NULL THEN 'event_date is missing' WHEN {_DAY} IS NULL THEN 'event_date is no date' "
            "WHEN trim(coalesce(event_id_cnty, '')) = '' THEN 'event_id_cnty is missing' "
            "WHEN coding.of_type IS NULL THEN 'unknown event type or sub-event type' END"
        ),
    },
    coder=acled_coder,
    release=r"(\d{4}-\d{2}-\d{2})",
    about=(
        "Coded by people from reports. The dead are counted in the text of the event. An event whose kind PLOVER does not have "
        "(a group renamed, territory handed over) is kept and is no evidence."
    ),
)
