"""ACLED, to the column. All rows are invented, though names of sides and codes are ACLED's own; no row of ACLED's is copied."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pytest

from bedfellows.actors import Registry, load_registry
from bedfellows.feeds.acled import codings
from bedfellows.feeds.acled_actors import acled_coder
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.feed import Code
from bedfellows.feeds.ingest import Ingested, ingest_files
from bedfellows.ontology import PLOVER_TYPES

# The columns of an export and of the API since 2023, in the order of the export.
NAMES = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,"
    "assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,"
    "geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
).split(",")
# Version 8 (2017): the header of the files for Africa and Asia.
VERSION_8 = (
    "ISO,EVENT_ID_CNTY,EVENT_ID_NO_CNTY,EVENT_DATE,YEAR,TIME_PRECISION,EVENT_TYPE,ACTOR1,ASSOC_ACTOR_1,INTER1,ACTOR2,ASSOC_ACTOR_2,INTER2,"
    "INTERACTION,REGION,COUNTRY,ADMIN1,ADMIN2,ADMIN3,LOCATION,LATITUDE,LONGITUDE,GEO_PRECISION,SOURCE,SOURCE_SCALE,NOTES,FATALITIES"
).split(",")
# Exports of 2018 to 2022.
VERSION_2019 = (
    "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,"
    "source_scale,notes,fatalities,timestamp,iso3"
).split(",")


def row(number: int, **changed: str) -> dict[str, str]:
    """One invented clash of Afghan forces and the Taliban, in numbers (inter codes) as until 2024."""
    values = {
        "event_id_cnty": f"AFG{number}",
        "event_date": "2019-03-14",
        "year": "2019",
        "time_precision": "1",
        "disorder_type": "Political violence",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "actor1": "Military Forces of Afghanistan (2014-2021)",
        "assoc_actor_1": "",
        "inter1": "1",
        "actor2": "Taliban",
        "assoc_actor_2": "",
        "inter2": "2",
        "interaction": "12",
        "civilian_targeting": "",
        "iso": "4",
        "region": "Caucasus and Central Asia",
        "country": "Afghanistan",
        "admin1": "Kunduz",
        "admin2": "Invented district",
        "admin3": "",
        "location": "Invented village",
        "latitude": "36.7285",
        "longitude": "68.8681",
        "geo_precision": "2",
        "source": "Invented Daily; Invented Agency",
        "source_scale": "National",
        "notes": 'Invented for a test: "a clash",\nwith a second line.',
        "fatalities": "3",
        "tags": "",
        "timestamp": "1700000000",
    }
    assert set(changed) <= set(values)
    return values | changed


def write(
    file: Path, rows: Sequence[dict[str, str]], names: Sequence[str] = NAMES, delimiter: str = ","
) -> Path:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([one.get(name.lower(), "0") for name in names] for one in rows)
    file.write_text(text.getvalue(), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


class Case:
    """A case file in a folder of its own."""

    def __init__(self, folder: Path, registry: Registry) -> None:
        self.file, self.registry = folder / "case.duckdb", registry

    def ingest(self, *files: Path) -> Ingested:
        return ingest_files(
            self.file, find_feed("acled"), files, self.registry, create=not self.file.exists()
        )

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.file), read_only=True) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture
def case(tmp_path: Path, registry: Registry) -> Iterator[Case]:
    yield Case(tmp_path, registry)


def test_every_column_of_an_event_comes_from_the_right_place(case: Case, tmp_path: Path) -> None:
    done = case.ingest(write(tmp_path / "acled.csv", [row(1)]))
    assert (done.totals["kept"], done.totals["quarantined"], done.unmapped) == (1, 0, ())
    found = case.rows(
        "SELECT key, release, day, published, subject, object, subject_code, object_code, plover, plover_mode, quad, sources, place FROM feed_events"
    )
    assert found == [
        (
            *("AFG1", "2023-11-14T22:13:20", date(2019, 3, 14), date(2019, 3, 14), "afghanistan", "taliban"),
            *("Military Forces of Afghanistan (2014-2021)", "Taliban", "ASSAULT", None, 4, 2),
            "Invented village, Kunduz, Afghanistan",
        )
    ]
    lat, lon, goldstein, text = case.rows("SELECT lat, lon, goldstein, text FROM feed_events")[0]
    assert (lat, lon, goldstein) == pytest.approx((36.7285, 68.8681, -9.3))
    assert text == 'Invented for a test: "a clash",\nwith a second line.; 3 killed'


def test_old_exports_semicolons_tabs_and_the_order_of_the_api(case: Case, tmp_path: Path) -> None:
    old_clash = row(1, event_date="14/03/2019", event_type="Battle-No change of territory")
    old_riot = row(2, event_date="14-March-2019", event_type="Riots/Protests", actor1="Rioters (Afghanistan)")
    words = {"inter1": "State forces", "inter2": "Rebel group", "interaction": "State forces-Rebel group"}
    done = case.ingest(
        write(tmp_path / "acled-8.csv", [old_clash, old_riot], VERSION_8),
        write(tmp_path / "acled-2019.csv", [row(3, event_date="14 March 2019")], VERSION_2019, ";"),
        write(tmp_path / "acled-tabs.csv", [row(4)], VERSION_2019, "\t"),
        write(tmp_path / "acled_2019-03-01_2019-03-31.csv", [row(5, **words)], sorted(NAMES)),
    )
    assert [(one.kept, one.quarantined, one.failed) for one in done.files] == [(2, 0, ""), *[(1, 0, "")] * 3]
    assert case.rows("SELECT key, subject, object, plover, day FROM feed_events ORDER BY key") == [
        ("AFG1", "afghanistan", "taliban", "ASSAULT", date(2019, 3, 14)),
        ("AFG2", "x-rioters-afghanistan", "taliban", "PROTEST", date(2019, 3, 14)),
        *((f"AFG{number}", "afghanistan", "taliban", "ASSAULT", date(2019, 3, 14)) for number in (3, 4, 5)),
    ]


def test_every_sub_event_type_has_a_reading_that_plover_knows() -> None:
    for coding in codings():
        kind = PLOVER_TYPES.get(coding["plover"])
        assert kind or not coding["plover"], coding
        assert not coding["mode"] or (kind and coding["mode"] in kind.modes), coding
    now = {(row["event_type"], row["sub_event_type"]) for row in codings() if row["sub_event_type"]}
    assert (len(now), len({event_type for event_type, _ in now})) == (25, 6)


def test_what_kinds_of_events_become(case: Case, tmp_path: Path) -> None:
    def kind(event_type: str, sub: str) -> dict[str, str]:
        return {"event_type": event_type, "sub_event_type": sub}

    police = {
        "actor1": "Protesters (Afghanistan)",
        "inter1": "6",
        "actor2": "Police Forces of Afghanistan (2014-2021)",
    }
    case.ingest(
        write(
            tmp_path / "acled.csv",
            [
                row(1, **kind("Explosions/Remote violence", "Suicide bomb")),
                row(
                    2,
                    **kind("Violence against civilians", "Attack"),
                    actor2="Civilians (Afghanistan)",
                    inter2="7",
                ),
                row(3, **kind("Protests", "Excessive force against protesters"), **police),
                row(4, **kind("Protests", "Excessive force against protesters"), **police | {"actor2": ""}),
                row(5, **kind("Protests", "Peaceful protest"), **police | {"actor2": ""}),
                row(6, **kind("Strategic developments", "Change to group/activity")),
                row(7, **kind("strategic developments", "Looting/property destruction")),
            ],
        )
    )
    assert case.rows("SELECT key, subject, plover, plover_mode, object FROM feed_events ORDER BY key") == [
        ("AFG1", "afghanistan", "ASSAULT", "suicide-attack", "taliban"),
        ("AFG2", "afghanistan", "ASSAULT", None, "x-civilians-afghanistan"),
        ("AFG3", "afghanistan", "ASSAULT", None, "x-protesters-afghanistan"),
        ("AFG4", "x-protesters-afghanistan", "PROTEST", "demo", None),
        ("AFG5", "x-protesters-afghanistan", "PROTEST", "demo", None),
        ("AFG6", "afghanistan", None, None, "taliban"),
        ("AFG7", "afghanistan", "ASSAULT", "destroy", "taliban"),
    ]


def test_an_event_is_known_when_its_week_or_month_is_over(case: Case, tmp_path: Path) -> None:
    case.ingest(
        write(tmp_path / "acled.csv", [row(1), row(2, time_precision="2"), row(3, time_precision="3")])
    )
    assert case.rows("SELECT day, published FROM feed_events ORDER BY key") == [
        (date(2019, 3, 14), date(2019, 3, 14)),
        (date(2019, 3, 14), date(2019, 3, 20)),
        (date(2019, 3, 14), date(2019, 3, 31)),
    ]


def test_bad_rows_are_quarantined_with_their_line(case: Case, tmp_path: Path) -> None:
    rows = [
        row(1),
        row(2, event_date="31/02/2019"),
        row(3, event_type="Invented type"),
        row(4, event_date=""),
        row(5) | {"event_id_cnty": ""},
        row(6, sub_event_type="Invented sub-event type"),
    ]
    file = write(tmp_path / "acled.csv", rows)
    file.write_text(file.read_text() + "too,short\n")
    done = case.ingest(file)
    assert (done.totals["rows_read"], done.totals["kept"]) == (7, 1)
    # Each row fills two lines: its notes hold a line break.
    assert sorted(case.rows("SELECT line, reason FROM quarantine")) == [
        (4, "event_date is no date"),
        (6, "unknown event type or sub-event type"),
        (8, "event_date is missing"),
        (10, "event_id_cnty is missing"),
        (12, "unknown event type or sub-event type"),
        (14, "too few columns"),
    ]


def test_the_same_rows_add_nothing_and_the_latest_row_of_an_event_counts(case: Case, tmp_path: Path) -> None:
    case.ingest(write(tmp_path / "acled-1.csv", [row(1), row(2)]))
    touched = [row(2, timestamp="1710000000"), row(1)]
    assert case.ingest(write(tmp_path / "acled-2.csv", touched)).totals["kept"] == 0
    done = case.ingest(
        write(tmp_path / "acled-3.csv", [row(1, fatalities="5", timestamp="1720000000"), row(3)])
    )
    assert (done.totals["kept"], done.totals["superseding"]) == (2, 1)
    assert case.rows(
        "SELECT key, text LIKE '%5 killed' FROM feed_events WHERE superseded IS NULL ORDER BY key"
    ) == [
        ("AFG1", True),
        ("AFG2", False),
        ("AFG3", False),
    ]
    assert case.rows("SELECT count(*) FROM feed_events WHERE key = 'AFG1'") == [(2,)]


@pytest.mark.parametrize(
    ("name", "year", "actor"),
    [
        ("Military Forces of Afghanistan (2021-)", 2022, "afghanistan"),
        ("Military Forces of Iran (1989-) Islamic Revolutionary Guard Corps", 2020, "iran"),
        ("Military Forces of Russia (2000-) Wagner Group", 2022, "wagner-group"),
        ("Military Forces of Yemen (2016-) Supreme Political Council", 2019, "houthis"),
        ("Military Forces of the United States (2017-2021)", 2019, "united-states"),
        ("Police Forces of Nigeria (2023-) Prison Guards", 2024, "nigeria"),
        ("Government of Israel (2022-)", 2023, "israel"),
        ("Taliban", 2019, "taliban"),
        ("TTP: Tehreek-i-Taliban Pakistan", 2019, "ttp"),
        ("HTS: Hayat Tahrir al-Sham", 2019, "hts"),
        ("JNIM: Group for Support of Islam and Muslims", 2019, "jnim"),
        ("Boko Haram - Jamatu Ahli is-Sunnah lid-Dawatai wal-Jihad", 2019, "boko-haram"),
        ("Islamic State West Africa Province (ISWAP) - Lake Chad Faction", 2019, "iswap"),
        ("Islamic State (Libya)", 2019, "is"),
        ("Islamic State (Afghanistan)", 2019, "is-khorasan"),
        ("NATO: North Atlantic Treaty Organization", 2019, "nato"),
        # None of these stands for the country it names.
        ("Mutiny of Military Forces of Sudan (2019-)", 2021, None),
        ("Unidentified Armed Group (Mali)", 2021, None),
        ("Communal Militia (Mali)", 2021, None),
        ("Private Security Forces (Mexico)", 2021, None),
        ("Taliban and/or TTP", 2021, None),
        ("Civilians (Democratic Republic of Congo)", 2021, "Civilians (Democratic Republic of the Congo)"),
        ("Protesters (India)", 2021, "Protesters (India)"),
    ],
)
def test_who_is_meant(name: str, year: int, actor: str | None, registry: Registry) -> None:
    found = acled_coder(registry)(Code(name, name, None, "armed-group", year))
    if found.registered:
        assert found.id == actor
    else:
        assert found.name == (actor or name)
