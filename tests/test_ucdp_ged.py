"""UCDP GED, to the column. All rows are invented, though sides and ids are UCDP's own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from bedfellows.actors import Registry, load_registry
from bedfellows.errors import InputError
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.feed import Code
from bedfellows.feeds.ingest import Ingested, ingest_files
from bedfellows.feeds.ucdp_ged import ged_coder

# The header of GEDEvent_v17_1.csv to GEDEvent_v26_1.csv, as published.
HEADER = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,dyad_new_id,"
    "dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,"
    "source_date,source_headline,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,"
    "priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,"
    "deaths_unknown,best,high,low,gwnoa,gwnob"
)
NAMES = HEADER.split(",")


def row(number: int, **changed: str) -> dict[str, str]:
    """One invented clash of the Government of Afghanistan and the Taliban."""
    values = dict.fromkeys(NAMES, "") | {
        "id": str(number),
        "relid": f"INVENTED-2017-1-{number}",
        "year": "2017",
        "active_year": "1",
        "code_status": "Clear",
        "type_of_violence": "1",
        "conflict_dset_id": "333",
        "conflict_new_id": "333",
        "conflict_name": "Afghanistan: Government",
        "dyad_dset_id": "735",
        "dyad_new_id": "735",
        "dyad_name": "Government of Afghanistan - Taliban",
        "side_a_dset_id": "130",
        "side_a_new_id": "130",
        "side_a": "Government of Afghanistan",
        "side_b_dset_id": "303",
        "side_b_new_id": "303",
        "side_b": "Taliban",
        "number_of_sources": "2",
        "source_article": 'Invented source, 2017-01-05, "An invented headline"',
        "source_office": "Invented source;Invented source",
        "source_date": "2017-01-05;2017-01-06",
        "source_headline": "An invented headline;Another",
        "source_original": "invented spokesman",
        "where_prec": "1",
        "where_coordinates": "Invented village",
        "adm_1": "Kunduz province",
        "latitude": "36.728500",
        "longitude": "68.868100",
        "geom_wkt": "POINT (68.8681 36.7285)",
        "priogrid_gid": "182058",
        "country": "Afghanistan",
        "country_id": "700",
        "region": "Asia",
        "event_clarity": "1",
        "date_prec": "1",
        "date_start": "2017-01-04 00:00:00.000",
        "date_end": "2017-01-04 00:00:00.000",
        "deaths_a": "3",
        "deaths_b": "4",
        "deaths_civilians": "1",
        "deaths_unknown": "0",
        "best": "8",
        "high": "12",
        "low": "8",
        "gwnoa": "700",
    }
    assert set(changed) <= set(values)
    return values | changed


ONE_SIDED = {
    "type_of_violence": "3",
    "dyad_name": "IS - Civilians",
    "side_a_dset_id": "234",
    "side_a_new_id": "234",
    "side_a": "IS",
    "side_b_dset_id": "9999",
    "side_b_new_id": "9999",
    "side_b": "Civilians",
    "gwnoa": "",
}


def write(file: Path, rows: list[dict[str, str]], *, names: list[str] = NAMES, header: bool = True) -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, names, extrasaction="ignore", lineterminator="\r\n")
    if header:
        writer.writeheader()
    writer.writerows(rows)
    file.write_bytes(text.getvalue().encode())
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
            self.file, find_feed("ucdp-ged"), files, self.registry, create=not self.file.exists()
        )

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.file), read_only=True) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture
def case(tmp_path: Path, registry: Registry) -> Iterator[Case]:
    yield Case(tmp_path, registry)


def test_every_column_of_an_event_comes_from_the_right_place(case: Case, tmp_path: Path) -> None:
    done = case.ingest(write(tmp_path / "GEDEvent_v26_1.csv", [row(1)]))
    assert (done.totals["kept"], done.totals["quarantined"], done.unmapped) == (1, 0, ())
    found = case.rows(
        "SELECT feed, key, release, day, published, subject, object, subject_code, object_code, plover, quad, sources, place FROM feed_events"
    )
    assert found == [
        (
            *(
                "ucdp-ged",
                "1",
                "26.1",
                date(2017, 1, 4),
                date(2017, 1, 5),
                "afghanistan",
                "taliban",
                "130",
                "303",
            ),
            *("ASSAULT", 4, 2, "Invented village, Kunduz province, Afghanistan"),
        )
    ]
    lat, lon, goldstein, text = case.rows("SELECT lat, lon, goldstein, text FROM feed_events")[0]
    assert (lat, lon, goldstein) == pytest.approx((36.7285, 68.8681, -9.3))
    assert text == "Government of Afghanistan - Taliban; 8 killed (8 to 12), 1 of them civilians"


def test_text_fields_may_hold_line_breaks_and_bad_rows_keep_their_line(case: Case, tmp_path: Path) -> None:
    broken = 'An invented headline\nthat goes on, with "quotes"\nfor three lines'
    file = write(
        tmp_path / "GEDEvent_v26_1.csv",
        [
            row(1, source_article=broken, source_headline=broken),
            row(2, date_start="2017-02-30 00:00:00.000"),
            row(3, where_description="above\nbelow"),
            row(4, type_of_violence="7"),
            row(5, date_end="2017-01-01 00:00:00.000"),
            row(6) | {"id": "six"},
        ],
    )
    done = case.ingest(file)
    assert (done.totals["rows_read"], done.totals["kept"], done.totals["quarantined"]) == (6, 2, 4)
    # Row 1 fills lines 2 to 6: two fields with two line breaks each.
    assert sorted(case.rows("SELECT line, reason FROM quarantine")) == [
        (7, "date_start is no date"),
        (10, "unknown type of violence"),
        (11, "date_end is before date_start"),
        (12, "id is no number"),
    ]


def test_civilians_are_named_by_the_country_and_not_taken_for_it(case: Case, tmp_path: Path) -> None:
    syria = {"country": "Syria", "country_id": "652"}
    congo = {
        "country": "DR Congo (Zaire)",
        "country_id": "490",
        "side_a_new_id": "141",
        "side_a": "Invented militia",
    }
    state = {"side_a_new_id": "118", "side_a": "Government of Syria", "gwnoa": "652"}
    case.ingest(
        write(
            tmp_path / "GEDEvent_v26_1.csv",
            [row(1, **ONE_SIDED | syria), row(2, **ONE_SIDED | syria | state), row(3, **ONE_SIDED | congo)],
        )
    )
    assert case.rows("SELECT subject, object, object_code FROM feed_events ORDER BY key LIMIT 2") == [
        ("is", "x-civilians-syria", "9999"),
        ("syria", "x-civilians-syria", "9999"),
    ]
    names = dict(case.rows("SELECT id, name FROM feed_names"))
    assert names["x-civilians-syria"] == "Civilians (Syria)"
    assert "Civilians (Democratic Republic of the Congo)" in names.values()


def test_who_is_meant(registry: Registry) -> None:
    coded = ged_coder(registry)

    def who(code: str, name: str, state: str | None = None, year: int = 2017) -> str | None:
        return coded(Code(code, name, state, None, year)).id

    assert who("303", "Taleban") == "taliban"
    assert who("234", "IS") == "is"
    assert who("323", "PKK") == "pkk"
    assert who("57", "Government of Russia (Soviet Union)", "365") == "russia"
    assert who("57", "Government of Russia (Soviet Union)", "365", 1989) == "ussr"
    assert who("123", "Government of Yemen (North Yemen)", "678") == "yemen"
    assert who("-1", "Government of Syria") == "syria"
    # An id that no registry knows is no licence to guess: it becomes an actor of its own.
    unknown = coded(Code("99998", "Invented Front for Testing", None, None, 2017))
    assert (unknown.id, unknown.kind, unknown.registered) == (
        "x-invented-front-for-testing",
        "armed-group",
        False,
    )
    coalition = coded(Code("99997", "Government of Ghana, Government of Togo", "452, 461", None, 2017))
    assert not coalition.registered


def test_an_event_that_spans_days_is_known_after_the_last(case: Case, tmp_path: Path) -> None:
    spread = row(1, date_prec="4", date_start="2017-01-01", date_end="2017-01-31", source_date="2017-01-09")
    late = row(2, source_date="report of 2019;2018-03-01;2019-01-01")
    undated = row(3, source_date="")
    case.ingest(write(tmp_path / "GEDEvent_v26_1.csv", [spread, late, undated]))
    assert case.rows("SELECT day, published FROM feed_events ORDER BY key") == [
        (date(2017, 1, 1), date(2017, 1, 31)),
        (date(2017, 1, 4), date(2018, 3, 1)),
        (date(2017, 1, 4), date(2017, 1, 4)),
    ]
    text = case.rows("SELECT text FROM feed_events WHERE key = '1'")[0][0]
    assert str(text).endswith("between 2017-01-01 and 2017-01-31")


def test_former_headerless_and_api_layouts(case: Case, tmp_path: Path) -> None:
    before = [
        name
        for name in NAMES
        if not name.endswith("_new_id") and name not in {"best", "high", "low", "code_status"}
    ]
    old = write(tmp_path / "ged50.csv", [row(1)], names=[*before])
    bare = write(tmp_path / "GEDEvent_v24_0_1.csv", [row(2)], header=False)
    api = write(
        tmp_path / "ucdp-ged_26.1_2017-01-01_2017-01-31.csv",
        [row(3, date_start="2017-01-04T00:00:00", date_end="2017-01-04T00:00:00")],
        names=sorted(NAMES),
    )
    done = case.ingest(old, bare, api)
    assert [file.failed for file in done.files] == ["", "", ""]
    assert case.rows("SELECT key, release, subject, object, day FROM feed_events ORDER BY key") == [
        ("1", "", "afghanistan", "taliban", date(2017, 1, 4)),
        ("2", "24.0.1", "afghanistan", "taliban", date(2017, 1, 4)),
        ("3", "26.1", "afghanistan", "taliban", date(2017, 1, 4)),
    ]


def test_the_same_file_twice_adds_nothing_and_a_correction_supersedes(case: Case, tmp_path: Path) -> None:
    first = write(tmp_path / "GEDEvent_v25_1.csv", [row(1), row(2)])
    again = write(tmp_path / "GEDEvent_v25_1-copy.csv", [row(2), row(1)])
    assert case.ingest(first).totals["kept"] == 2
    assert case.ingest(first).files[0].known
    assert (case.ingest(again).totals["kept"], case.rows("SELECT count(*) FROM feed_events")) == (0, [(2,)])
    done = case.ingest(write(tmp_path / "GEDEvent_v26_1.csv", [row(1, best="9"), row(2)]))
    assert (done.totals["kept"], done.totals["superseding"], done.totals["duplicate"]) == (1, 1, 1)
    assert case.rows(
        "SELECT release, text LIKE '%9 killed%' FROM feed_events WHERE superseded IS NULL AND key = '1'"
    ) == [("26.1", True)]


def test_another_file_is_refused_with_what_was_expected(case: Case, tmp_path: Path) -> None:
    other = tmp_path / "GEDEvent_v26_1.csv"
    other.write_text("id,name\n1,invented\n")
    with pytest.raises(InputError, match="type_of_violence, side_a, side_b"):
        case.ingest(other)
