"""Borders and distances on a date."""

from __future__ import annotations

import csv
import gzip
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedfellows.actors import borders, capital_distance_km, distance_km, load_registry, neighbours
from bedfellows.errors import DateError

REPO = Path(__file__).parents[1]
DATA = Path(os.environ.get("BEDFELLOWS_SHARED") or REPO.parent / "shared") / "data"
CONTIGUITY = DATA / "peacesciencer" / "cow_contdir.csv.gz"
LAND = sorted(actor.id for actor in load_registry().actors.values() if actor.kind in {"state", "region"})


@pytest.mark.parametrize(
    ("one", "other", "on", "expected"),
    [
        ("russia", "afghanistan", 2017, False),
        ("ussr", "afghanistan", 1985, True),
        ("iran", "afghanistan", 2017, True),
        ("ussr", "norway", 1985, True),
        ("east-germany", "germany", 1985, True),
        ("germany", "poland", 1985, False),
        ("germany", "poland", 2000, True),
        ("north-yemen", "south-yemen", 1985, True),
        ("vietnam", "south-vietnam", 1970, True),
        ("sudan", "uganda", 2005, True),
        ("sudan", "uganda", 2015, False),
        ("south-sudan", "uganda", 2015, True),
        ("ethiopia", "sudan", 2015, True),
        ("serbia-and-montenegro", "albania", 2000, True),
        ("serbia", "albania", 2015, False),
        ("kosovo", "albania", 2015, True),
        ("united-kingdom", "ireland", 2017, True),
        ("france", "suriname", 2017, False),
        ("chechnya", "georgia", 2017, True),
        ("gaza", "egypt", 2017, True),
    ],
)
def test_does_a_border_b(one: str, other: str, on: int, expected: bool) -> None:
    assert borders(one, other, on) is expected


@pytest.mark.parametrize(
    ("one", "other", "on"),
    [
        ("russia", "taliban", 2017),  # no land
        ("russia", "nobody-at-all", 2017),
        ("ussr", "afghanistan", 2017),  # gone
        ("russia", "afghanistan", 1985),  # not yet
        ("chechnya", "russia", 2017),  # a part of it
        ("france", "spain", 1900),  # before the record
    ],
)
def test_a_question_without_an_answer_gives_none(one: str, other: str, on: int) -> None:
    assert borders(one, other, on) is None


def test_an_impossible_year_is_refused() -> None:
    with pytest.raises(DateError):
        borders("russia", "china", 0)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(LAND), st.sampled_from(LAND), st.dates(date(1940, 1, 1), date(2025, 12, 31)))
def test_bordering_is_mutual(one: str, other: str, on: date) -> None:
    assert borders(one, other, on) == borders(other, one, on)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(LAND), st.sampled_from(LAND), st.integers(1946, 2025))
def test_distance_is_mutual_and_nothing_where_land_meets(one: str, other: str, year: int) -> None:
    there = distance_km(one, other, year)
    assert there == distance_km(other, one, year)
    assert there is None or 0 <= there <= 20_100
    if borders(one, other, year):
        assert there == 0.0


def test_neighbours_follow_the_date() -> None:
    assert neighbours("afghanistan", 2017) == (
        "china", "iran", "pakistan", "tajikistan", "turkmenistan", "uzbekistan",
    )  # fmt: skip
    assert neighbours("afghanistan", 1985) == ("china", "iran", "pakistan", "ussr")
    assert neighbours("portugal") == ("spain",)
    assert neighbours("iceland") == ()
    assert neighbours("taliban") == ()


def test_distances_between_lands() -> None:
    russia_afghanistan = distance_km("russia", "afghanistan", 2017)
    assert russia_afghanistan is not None
    assert 1100 < russia_afghanistan < 1600
    assert distance_km("ussr", "afghanistan", 1985) == 0.0
    assert distance_km("chechnya", "russia", 2017) == 0.0
    assert distance_km("russia", "taliban", 2017) is None
    straits = distance_km("russia", "united-states", 2017)
    assert straits is not None
    assert straits < 120  # across the Bering Strait, and the date line


def test_distances_between_capitals() -> None:
    assert capital_distance_km("france", "germany") == pytest.approx(878, rel=0.02)
    assert capital_distance_km("japan", "united-states") == pytest.approx(10_900, rel=0.02)
    assert capital_distance_km("russia", "russia") == 0.0
    assert capital_distance_km("russia", "taliban") is None
    assert capital_distance_km("ussr", "france") is None


ALWAYS = {
    ("cyprus", "turkey"),  # only through the part of Cyprus that Turkey occupies
    ("malaysia", "singapore"),  # a causeway
    ("mauritania", "morocco"),  # only through Western Sahara
    ("qatar", "united-arab-emirates"),  # Saudi Arabia has lain between them since 1974
    ("myanmar", "pakistan"),  # East Pakistan's, kept in the list after 1971
}
BRIDGED = {("bahrain", "saudi-arabia")}  # the causeway of 1986
NAMIBIA = {
    ("angola", "south-africa"),
    ("south-africa", "zambia"),
}  # South Africa held it; the list leaves colonies out


@pytest.mark.skipif(not CONTIGUITY.exists(), reason=f"no {CONTIGUITY}; set BEDFELLOWS_SHARED")
@pytest.mark.parametrize(
    ("on", "differences", "at_least"),
    [
        (date(2016, 7, 1), ALWAYS | BRIDGED | {("denmark", "sweden")}, 310),  # the bridge of 2000
        (date(1995, 7, 1), ALWAYS | BRIDGED, 300),
        (date(1985, 7, 1), ALWAYS | NAMIBIA, 240),
        (date(1955, 7, 1), set(), 120),
    ],
)
def test_land_borders_are_those_of_correlates_of_war(
    on: date, differences: set[tuple[str, str]], at_least: int
) -> None:
    numbers = {
        str(int(float(row["ccode"])))
        for row in rows("cow_states.csv.gz")
        if _day(row, "st") <= on <= _day(row, "end")
    }
    states = {}
    for actor in load_registry().actors.values():
        if actor.kind == "state" and (actor.valid_from or date.min) <= on <= (actor.valid_to or date.max):
            number = actor.codes.get("cow", "")
            number = "260" if actor.id == "germany" and on < date(1990, 10, 3) else number
            if number in numbers:
                states[number] = actor.id
    listed = set()
    for row in rows("cow_contdir.csv.gz"):
        one, other = (states.get(str(int(float(row[key])))) for key in ("ccode1", "ccode2"))
        current = date.fromisoformat(row["stdate"]) <= on <= date.fromisoformat(row["enddate"])
        if one and other and current and float(row["conttype"]) == 1.0:
            listed.add((min(one, other), max(one, other)))
    ids = sorted(states.values())
    ours = {(one, other) for at, one in enumerate(ids) for other in ids[at + 1 :] if borders(one, other, on)}
    assert len(ours & listed) + len(differences) >= at_least
    assert ours ^ listed == differences


def rows(name: str) -> list[dict[str, str]]:
    return list(
        csv.DictReader(gzip.decompress((CONTIGUITY.parent / name).read_bytes()).decode().splitlines())
    )


def _day(row: dict[str, str], part: str) -> date:
    year, month, day = (int(float(row[f"{part}{unit}"])) for unit in ("year", "month", "day"))
    return date(year, month, day)
