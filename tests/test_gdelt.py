"""GDELT: columns, codes of actors and events. All rows are invented."""

from __future__ import annotations

import runpy
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from bedfellows.actors import load_registry
from bedfellows.feeds.cameo_codes import make_coder, parts
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.feed import Code
from bedfellows.feeds.gdelt import GDELT, MENTIONS
from bedfellows.feeds.ingest import ingest_files

invented = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_feeds.py"))))
START = date(2017, 1, 4)


def test_layouts_have_the_published_numbers_of_columns() -> None:
    assert [len(layout.columns) for layout in GDELT.layouts] == [57, 58, 61]
    assert [list(layout.columns)[-1] for layout in GDELT.layouts] == ["DATEADDED", "SOURCEURL", "SOURCEURL"]
    columns = list(GDELT.layouts[1].columns)
    # Places from the codebook, counted from 0.
    assert [columns.index(name) for name in ("Actor1Code", "Actor2Code", "IsRootEvent", "EventCode")] == [
        5,
        15,
        25,
        26,
    ]
    assert [columns.index(name) for name in ("GoldsteinScale", "AvgTone", "ActionGeo_Type", "DATEADDED")] == [
        30,
        34,
        49,
        56,
    ]
    assert list(GDELT.layouts[2].columns).index("ActionGeo_ADM2Code") == 55
    assert len(MENTIONS.layouts[0].columns) == 16


@pytest.mark.parametrize("columns", [57, 58, 61])
def test_values_come_from_their_columns(tmp_path: Path, columns: int) -> None:
    row = invented.gdelt_row(
        614937282, START, columns=columns, code="1823", added=date(2017, 1, 6), mentions=12
    )
    case = tmp_path / "c.duckdb"
    file = invented.write_tabs(tmp_path / "20170106.export.CSV", [row])
    ingest_files(case, find_feed("gdelt"), [file], load_registry(), create=True)
    with duckdb.connect(str(case)) as connection:
        (found,) = connection.execute("SELECT * FROM feed_events").fetchall()
        names = [column[0] for column in connection.description]
    stored = dict(zip(names, found, strict=True))
    assert stored == {
        **stored,
        "key": "614937282",
        "day": START,
        "published": date(2017, 1, 6),
        "subject": "russia",
        "subject_code": "RUSGOV",
        "object": "taliban",
        "object_code": "AFGINSTAL",
        "cameo": "1823",
        "plover": "ASSAULT",
        "quad": 4,
        "goldstein": -10.0,
        "tone": -4.25,
        "mentions": 12,
        "sources": 2,
        "articles": 3,
        "place": "Kabul, Kabol, Afghanistan",
        "lat": pytest.approx(34.5167),
        "lon": pytest.approx(69.1833),
        "text": None if columns == 57 else "https://news.example/invented/614937282",
    }


@pytest.mark.parametrize(
    ("code", "actor"),
    [
        ("USAGOV", "united-states"),
        ("ISRMIL", "israel"),
        ("AFGINSTAL", "taliban"),
        ("AFGTAL", "taliban"),
        ("TAL", "taliban"),
        ("IGOUNO", "un"),
        ("IGOUNOREFHCR", "unhcr"),
        ("IGOWSTNAT", "nato"),
        ("IGOEUREEC", "eu"),
        ("IMGMOSALQ", "al-qaeda"),
        ("LBNREBHEZ", "hezbollah"),
        ("PSEREBHMS", "hamas"),
        ("ROM", "romania"),
        ("EUR", "europe"),
        ("AFGREB", "x-rebels-afghanistan"),
        ("ISROPPLKD", "x-political-opposition-israel"),
        ("COP", "x-police"),
        ("ZZZ", "x-zzz"),
        ("", None),
    ],
)
def test_actor_codes_are_read_in_threes(code: str, actor: str | None) -> None:
    found = make_coder(load_registry())(Code(code))
    assert found.id == actor
    assert found.registered == (actor is None or not actor.startswith("x-"))


def test_the_name_helps_where_the_code_does_not() -> None:
    coder = make_coder(load_registry())
    assert coder(Code("MOS", "BOKO HARAM")).id == "boko-haram"
    assert coder(Code("USA", "BOKO HARAM")).id == "united-states"


def test_the_table_of_codes_names_actors_that_exist() -> None:
    registry = load_registry()
    assert [code for code, part in parts().items() if part.actor and registry.get(part.actor) is None] == []
