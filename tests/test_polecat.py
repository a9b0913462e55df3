"""POLECAT, to the column. All rows are invented; the header is the published one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pytest

from bedfellows.actors import Registry, load_registry
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.feed import Code
from bedfellows.feeds.ingest import Ingested, ingest_files
from bedfellows.feeds.polecat import polecat_coder

NAMES = (
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tEvent Intensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor COW\t"
    "Primary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\tRecipient Name\tRecipient Country\tRecipient COW\t"
    "Primary Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name Raw\tWikipedia Recipient ID\tPlacename\tCity\tDistrict\t"
    "Province\tCountry\tLatitude\tLongitude\tGeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\tStory People\t"
    "Story Organizations\tStory Locations\tLanguage\tVersion"
).split("\t")
FIRST_FILES = ["Intensity" if name == "Event Intensity" else name for name in NAMES]


def row(number: int, **changed: str) -> dict[str, str]:
    """One invented event; keywords are column names with "_" for blanks."""
    values = dict.fromkeys(NAMES, "None") | {
        "Event ID": f"invented{number:04}_ASSAULT_1",
        "Event Date": "2021-08-14",
        "Event Type": "ASSAULT",
        "Event Mode": "firearms",
        "Event Intensity": "-9.5",
        "Quad Code": "MATERIAL CONFLICT",
        "Contexts": "military|terrorism",
        "Actor Name": "Taliban",
        "Actor Country": "AFG",
        "Actor COW": "700",
        "Primary Actor Sector": "REB",
        "Actor Sectors": "REB",
        "Actor Name Raw": "Invented fighters",
        "Wikipedia Actor ID": "Taliban",
        "Recipient Country": "AFG",
        "Recipient COW": "700",
        "Primary Recipient Sector": "MIL",
        "Recipient Sectors": "MIL",
        "Recipient Name Raw": "invented soldiers",
        "City": "Kabul",
        "Province": "Kabul",
        "Country": "AFG",
        "Latitude": "34.52813",
        "Longitude": "69.17233",
        "GeoNames ID": "1138958",
        "Source": "invented.example",
        "Publication Date": "2021-08-15",
        "Language": "english",
        "Version": "NGEC_invented",
    }
    given = {name.replace("_", " "): value for name, value in changed.items()}
    assert set(given) <= set(values)
    return values | given


def write(file: Path, rows: Sequence[dict[str, str]], names: Sequence[str] = NAMES) -> Path:
    lines = ["\t".join(names)]
    lines += [
        "\t".join(one["Event Intensity" if name == "Intensity" else name] for name in names) for one in rows
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
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
            self.file, find_feed("polecat"), files, self.registry, create=not self.file.exists()
        )

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.file), read_only=True) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture
def case(tmp_path: Path, registry: Registry) -> Iterator[Case]:
    yield Case(tmp_path, registry)


def test_every_column_of_an_event_comes_from_the_right_place(case: Case, tmp_path: Path) -> None:
    done = case.ingest(write(tmp_path / "ngecEvents.DV.2021.txt", [row(1)]))
    assert (done.totals["kept"], done.totals["quarantined"], done.unmapped) == (1, 0, ())
    found = case.rows(
        "SELECT key, release, day, published, subject, object, subject_code, object_code, plover, plover_mode, quad, place FROM feed_events"
    )
    assert found == [
        (
            *(
                "invented0001_ASSAULT_1",
                "2021",
                date(2021, 8, 14),
                date(2021, 8, 15),
                "taliban",
                "afghanistan",
            ),
            *("Taliban", "invented soldiers", "ASSAULT", "firearms", 4, "Kabul, Kabul, AFG"),
        )
    ]
    lat, lon, goldstein, text = case.rows("SELECT lat, lon, goldstein, text FROM feed_events")[0]
    assert (lat, lon, goldstein) == pytest.approx((34.52813, 69.17233, -9.5))
    assert text == "Invented fighters assault (firearms) invented soldiers [military|terrorism]"


def test_files_of_the_first_kind_and_columns_in_another_order(case: Case, tmp_path: Path) -> None:
    first = write(tmp_path / "ngecEvents.DV.2018.txt", [row(1)], FIRST_FILES)
    other = write(tmp_path / "ngecEvents.20230501.txt", [row(2, Event_Intensity="None")], sorted(NAMES))
    done = case.ingest(first, other)
    assert [one.failed for one in done.files] == ["", ""]
    found = case.rows("SELECT release, round(goldstein, 1), subject, object FROM feed_events ORDER BY key")
    assert found == [
        ("2018", -9.5, "taliban", "afghanistan"),
        ("20230501", pytest.approx(-9.3), "taliban", "afghanistan"),
    ]


def test_several_actors_are_several_events(case: Case, tmp_path: Path) -> None:
    both = {
        "Actor_Name": "Russia; Iran",
        "Actor_Country": "RUS; IRN",
        "Primary_Actor_Sector": "GOV; GOV",
        "Actor_Name_Raw": "Russia and Iran",
        "Recipient_Name": "United Nations; Turkey",
        "Recipient_Country": "None; TUR",
        "Primary_Recipient_Sector": "IGO; GOV",
    }
    done = case.ingest(write(tmp_path / "ngecEvents.DV.2021.txt", [row(1, **both), row(2)]))
    assert done.totals["kept"] == 5
    assert case.rows("SELECT key, subject, object FROM feed_events ORDER BY key LIMIT 4") == [
        ("invented0001_ASSAULT_1#1-1", "russia", "un"),
        ("invented0001_ASSAULT_1#1-2", "russia", "turkey"),
        ("invented0001_ASSAULT_1#2-1", "iran", "un"),
        ("invented0001_ASSAULT_1#2-2", "iran", "turkey"),
    ]


def test_types_and_modes_become_plovers(case: Case, tmp_path: Path) -> None:
    told = [
        ("ASSAULT", "SUICIDE-ATTACK"), ("ASSAULT", "PRIMATIVE"), ("COERCE", "sieze"), ("CONSULT", "third_party"),
        ("AID", "None"), ("DEMAND", "change"), ("AID", "firearms"),
    ]  # fmt: skip
    rows = [row(number, Event_Type=kind, Event_Mode=mode) for number, (kind, mode) in enumerate(told)]
    case.ingest(write(tmp_path / "ngecEvents.DV.2021.txt", rows))
    assert case.rows("SELECT plover, plover_mode FROM feed_events ORDER BY key") == [
        ("ASSAULT", "suicide-attack"),
        ("ASSAULT", "primitive"),
        ("COERCE", "seize"),
        ("CONSULT", "third-party"),
        ("AID", None),
        ("REQUEST", "change"),
        ("AID", None),
    ]


def test_bad_rows_are_quarantined_with_their_line(case: Case, tmp_path: Path) -> None:
    rows = [
        row(1),
        row(2, Event_Date="2021-13-01"),
        row(3, Event_Type="INVENT"),
        row(4, Event_ID="None"),
        row(5, Event_Date="None"),
        row(6, Event_Intensity="-95"),
    ]
    file = write(tmp_path / "ngecEvents.DV.2021.txt", rows)
    file.write_text(file.read_text() + "too\t2021-08-14\n")
    done = case.ingest(file)
    assert (done.totals["rows_read"], done.totals["kept"]) == (7, 1)
    assert sorted(case.rows("SELECT line, reason FROM quarantine")) == [
        (3, "Event Date is no date"),
        (4, "unknown event type"),
        (5, "no Event ID"),
        (6, "Event Date is missing"),
        (7, "goldstein is not between -10 and 10"),
        (8, "too few columns"),
    ]


def test_overlapping_files_add_what_is_new(case: Case, tmp_path: Path) -> None:
    case.ingest(write(tmp_path / "ngecEvents.DV.2021.txt", [row(1), row(2)]))
    done = case.ingest(write(tmp_path / "ngecEvents.20210820.txt", [row(2), row(3)]))
    assert (done.totals["kept"], done.totals["duplicate"]) == (1, 1)
    assert case.rows("SELECT count(*), count(DISTINCT key) FROM feed_events") == [(3, 3)]


@pytest.mark.parametrize(
    ("code", "id_", "registered"),
    [
        (Code("Taliban", "Taliban", "AFG", "REB", 2021), "taliban", True),
        (Code("Houthi movement", "Houthi movement", "YEM", "REB", 2021), "houthis", True),
        (Code("United Nations", "United Nations", None, "IGO", 2021), "un", True),
        # In office: for the country, whether the name is known or not.
        (Code("Invented Minister", "Invented Minister", "AFG", "GOV", 2021), "afghanistan", True),
        (Code("soldiers", None, "AFG", "MIL", 2021), "afghanistan", True),
        (Code("AFG", None, "AFG", None, 2021), "afghanistan", True),
        # Not for the country.
        (Code("villagers", None, "AFG", "CVL", 2021), "x-civilians-afghanistan", False),
        (Code("gunmen", None, "MLI", "REB", 2021), "x-rebels-mali", False),
        (Code("Invented Front", "Invented Front", "MLI", "REB", 2021), "x-invented-front", False),
        (Code("someone", None, None, None, 2021), "x-someone", False),
        (Code(None, None, None, None, 2021), None, True),
    ],
)
def test_who_is_meant(code: Code, id_: str | None, registered: bool, registry: Registry) -> None:
    found = polecat_coder(registry)(code)
    assert (found.id, found.registered) == (id_, registered)
