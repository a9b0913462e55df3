"""Alliances, borders, rivalries, disputes and wars: the published samples, and invented rows in the layouts of the originals."""

from __future__ import annotations

import gzip
import runpy
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from bedfellows.actors import load_registry
from bedfellows.feeds.feed import Code
from bedfellows.feeds.state_numbers import holder_on, holders, state_coder

_HELPERS = runpy.run_path(str(Path(__file__).with_name("standing_feeds.py")))
adds_up, shared_data, take, write = (
    _HELPERS["adds_up"],
    _HELPERS["shared_data"],
    _HELPERS["take"],
    _HELPERS["write"],
)

COW_ALLIANCE = (
    "version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,dyad_st_year,dyad_end_day,dyad_end_month,dyad_end_year,"
    "left_censor,right_censor,defense,neutrality,nonaggression,entente,asymmetry,year,version"
)
ATOP_DIRECTED = "ddyad,year,atopally,defense,offense,neutral,nonagg,consul,shareob,transyr,bilatno,multino,number,asymm,atopid1,stateA,stateB,version"
DYADIC_MID = (
    "disno,dyindex,statea,namea,stateb,nameb,strtday,strtmnth,strtyr,year,endday,endmnth,endyear,outcome,settlmnt,fatlev,highact,hihost,"
    "recip,noinit,notarg,sideaa,sideab,revstata,revstatb,fatleva,fatlevb,highmcaa,highmcab,hihosta,hihostb,orignata,orignatb"
)
INTERSTATE_WAR = (
    "WarNum,WarName,WarType,ccode,StateName,Side,StartMonth1,StartDay1,StartYear1,EndMonth1,EndDay1,EndYear1,StartMonth2,StartDay2,"
    "StartYear2,EndMonth2,EndDay2,EndYear2,TransFrom,WhereFought,Initiator,Outcome,TransTo,BatDeath,Version"
)


def records(file: Path) -> int:
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        return sum(1 for _ in stream) - 1


# State numbers


@pytest.mark.parametrize(
    ("number", "day", "actor"),
    [
        (365, date(1991, 12, 25), "ussr"),
        (365, date(1991, 12, 26), "russia"),
        (365, date(1914, 8, 1), "russian-empire"),
        (255, date(1939, 9, 1), "german-reich"),
        (255, date(1995, 1, 1), "germany"),
        (345, date(1980, 1, 1), "yugoslavia"),
        (345, date(1999, 3, 24), "serbia-and-montenegro"),
        (345, date(2010, 1, 1), "serbia"),
        (640, date(1914, 1, 1), "ottoman-empire"),
    ],
)
def test_a_number_means_who_held_it_on_the_day(number: int, day: date, actor: str) -> None:
    assert state_coder("cow")(load_registry())(Code(str(number), holder_on("cow", number, day))).id == actor


def test_yemen_and_serbia_bear_other_numbers_in_gleditsch_and_ward() -> None:
    code = state_coder("gw")(load_registry())
    assert code(Code("678", holder_on("gw", 678, date(1980, 1, 1)))).id == "north-yemen"
    assert code(Code("678", holder_on("gw", 678, date(2015, 1, 1)))).id == "yemen"
    assert code(Code("340", holder_on("gw", 340, date(2010, 1, 1)))).id == "serbia"
    assert state_coder("cow")(load_registry())(Code("679")).id == "yemen"


def test_a_state_that_the_registry_lacks_keeps_its_name_and_is_marked() -> None:
    found = state_coder("cow")(load_registry())(Code("329"))
    assert (found.name, found.registered) == ("Two Sicilies", False)
    unknown = state_coder("cow")(load_registry())(Code("998"))
    assert (unknown.name, unknown.registered) == ("cow 998", False)


def test_the_holders_of_a_number_follow_on_one_another_without_gap_or_overlap() -> None:
    registry = load_registry()
    for system in ("cow", "gw"):
        by_number: dict[int, list[tuple[date | None, date | None]]] = {}
        for one in holders(system):
            assert one.actor is None or registry.get(one.actor) is not None, one
            by_number.setdefault(one.number, []).append((one.first, one.last))
        for number, terms in by_number.items():
            for (_, last), (first, _) in pairwise(terms):
                assert last is not None and first is not None and (first - last).days == 1, (system, number)


# ATOP


def test_atop_sample(tmp_path: Path) -> None:
    file = shared_data("peacesciencer/atop_alliance.csv.gz")
    taken = take("atop", file, tmp_path / "case.duckdb")
    assert adds_up(taken.report, records(file))
    assert taken.report.totals["quarantined"] == 0
    nato = [row for row in taken.between("united-states", "turkey") if row.last is None]
    assert [(row.relation, row.first, row.detail) for row in nato] == [
        ("allied-with", date(1951, 1, 1), "treaty: defence, non-aggression, consultation")
    ]
    soviet = taken.between("ussr", "china")
    assert soviet and all(row.last is not None and row.last <= date(1991, 12, 25) for row in soviet)
    assert all(row.first and row.first >= date(1992, 1, 1) for row in taken.between("russia", "china"))
    assert not taken.between("russia", "afghanistan") or taken.between("ussr", "afghanistan")
    assert {row.published for row in taken.rows} == {date(2022, 12, 31)}


def test_every_year_of_the_atop_sample_lies_in_a_spell(tmp_path: Path) -> None:
    import duckdb

    file = shared_data("peacesciencer/atop_alliance.csv.gz")
    take("atop", file, tmp_path / "case.duckdb")
    with duckdb.connect(str(tmp_path / "case.duckdb"), read_only=True) as connection:
        left_out = connection.execute(
            "SELECT count(*) FROM read_csv(?) AS r WHERE atop_defense + atop_offense + atop_neutral + atop_nonagg + atop_consul > 0 "
            "AND NOT EXISTS (SELECT 1 FROM standing AS s WHERE "
            "least(s.subject_code::INT, s.object_code::INT) = least(ccode1, ccode2) "
            "AND greatest(s.subject_code::INT, s.object_code::INT) = greatest(ccode1, ccode2) "
            "AND make_date(r.year::INT, 7, 1) BETWEEN s.happened_from AND coalesce(s.happened_to, DATE '2018-12-31'))",
            [str(file)],
        ).fetchall()[0][0]
    assert left_out == 0


def atop_row(first: int, second: int, year: int, **pacts: int) -> dict[str, object]:
    return {
        "ddyad": first * 1000 + second, "year": year, "atopally": 1, "defense": 0, "offense": 0, "neutral": 0, "nonagg": 0, "consul": 0,
        "atopid1": 9999, "stateA": first, "stateB": second, "version": 5.1, **pacts,
    }  # fmt: skip


def test_atop_as_published(tmp_path: Path) -> None:
    # Invented: a pact of both with a gap in 1995, a promise of one side only, and a pact of non-aggression.
    rows = [
        atop_row(a, b, year, defense=1) for a, b in ((700, 770), (770, 700)) for year in (1993, 1994, 1996)
    ]
    rows += [atop_row(2, 750, year, consul=1) for year in (1993, 1994)] + [atop_row(750, 2, 1993)]
    rows += [atop_row(365, 630, 1996, nonagg=1), atop_row(365, 630, 19960, nonagg=1)]
    taken = take("atop", write(tmp_path / "atop5_1ddyr.csv", ATOP_DIRECTED, rows), tmp_path / "case.duckdb")
    assert adds_up(taken.report, len(rows))
    assert taken.report.reasons == (("year is no year", 1),)
    assert [(row.first, row.last) for row in taken.between("afghanistan", "pakistan")] == [
        (date(1993, 1, 1), date(1994, 12, 31)),
        (date(1996, 1, 1), None),
    ]
    assert [(row.subject, row.detail) for row in taken.between("united-states", "india")] == [
        ("united-states", "treaty: consultation")
    ]
    assert [row.relation for row in taken.between("russia", "iran")] == ["agrees-with"]


def test_atop_dyad_years_give_the_same_as_directed_ones(tmp_path: Path) -> None:
    directed = [atop_row(a, b, year, defense=1) for a, b in ((700, 770), (770, 700)) for year in (1993, 1994)]
    once = [
        {"dyad": 700770, "mem1": 700, "mem2": 770, **{k: row[k] for k in ("year", "atopally", "defense", "offense", "neutral", "nonagg", "consul")}}
        for row in directed[:2]
    ]  # fmt: skip
    header = "dyad,mem1,mem2,year,atopally,defense,offense,neutral,nonagg,consul"
    one = take("atop", write(tmp_path / "atop5_1ddyr.csv", ATOP_DIRECTED, directed), tmp_path / "one.duckdb")
    other = take("atop", write(tmp_path / "atop5_1dy.csv", header, once), tmp_path / "other.duckdb")
    assert one.rows == other.rows and len(one.rows) == 1


# Correlates of War alliances


def alliance(
    number: int, first: int, second: int, year: int | None = None, **changed: object
) -> dict[str, object]:
    return {
        "version4id": number, "ccode1": first, "state_name1": f"Invented {first}", "ccode2": second, "state_name2": f"Invented {second}",
        "dyad_st_day": 4, "dyad_st_month": 4, "dyad_st_year": 1949, "left_censor": 0, "right_censor": 1, "defense": 1, "neutrality": 0,
        "nonaggression": 0, "entente": 1, "asymmetry": 0, "year": year or "", "version": 4.1, **changed,
    }  # fmt: skip


def test_cow_alliances_as_published_by_directed_year(tmp_path: Path) -> None:
    # Invented rows for real states.
    ended = {"dyad_end_day": -9, "dyad_end_month": 6, "dyad_end_year": 1999, "right_censor": 0}
    rows = [alliance(1, a, b, year) for a, b in ((2, 20), (20, 2)) for year in (1949, 1950, 1951)]
    rows += [alliance(2, 365, 290, year, **ended, dyad_st_day=-9, dyad_st_month=-9) for year in (1950, 1951)]
    rows += [
        alliance(3, 2, 310, 1950, dyad_st_year=-9),
        alliance(4, 2, 311, 1950, defense=0, entente=0, nonaggression=1),
    ]
    file = write(tmp_path / "alliance_v4.1_by_directed_yearly.csv", COW_ALLIANCE, rows)
    taken = take("cow-alliances", file, tmp_path / "case.duckdb")
    assert [(r.relation, r.first, r.last, r.precision) for r in taken.between("united-states", "canada")] == [
        ("allied-with", date(1949, 4, 4), None, "day")
    ]
    assert [(r.first, r.last, r.precision) for r in taken.between("ussr", "poland")] == [
        (date(1949, 1, 1), date(1991, 12, 25), "year")
    ]
    assert [(r.first, r.last) for r in taken.between("russia", "poland")] == [
        (date(1991, 12, 26), date(1999, 6, 30))
    ]
    assert taken.report.reasons == (("dyad_st_year is no year", 1),)
    assert {(code, name) for code, name, _ in taken.report.unmapped} == {("311", "Invented 311")}
    assert next(row for row in taken.rows if row.object == "x-invented-311").relation == "agrees-with"


# Contiguity


def test_contiguity_sample(tmp_path: Path) -> None:
    file = shared_data("peacesciencer/cow_contdir.csv.gz")
    taken = take("cow-contiguity", file, tmp_path / "case.duckdb")
    totals = taken.report.totals
    assert totals["quarantined"] == 0 and totals["rows_read"] >= records(file)
    assert [(row.first, row.last) for row in taken.between("afghanistan", "tajikistan")] == [
        (date(1991, 12, 1), None)
    ]
    assert [row.last for row in taken.between("afghanistan", "ussr")] == [date(1991, 12, 25)]
    assert not taken.between("afghanistan", "russia")
    assert not taken.between("united-kingdom", "united-states")


def test_contiguity_as_published_by_period_and_by_year(tmp_path: Path) -> None:
    # Invented periods for real states.
    rows = [
        {"dyad": 365371, "conttype": 1, "statelno": 365, "statelab": "RUS", "statehno": 371, "statehab": "ARM", "begin": 198001, "end": 201612},
        {"dyad": 2020, "conttype": 4, "statelno": 2, "statelab": "USA", "statehno": 20, "statehab": "CAN", "begin": 192001, "end": 201612},
        {"dyad": 700702, "conttype": 1, "statelno": 700, "statelab": "AFG", "statehno": 702, "statehab": "TAJ", "begin": 199113, "end": 201612},
    ]  # fmt: skip
    file = write(
        tmp_path / "contdir.csv",
        "dyad,conttype,statelno,statelab,statehno,statehab,begin,end,notes,version",
        rows,
    )
    taken = take("cow-contiguity", file, tmp_path / "case.duckdb")
    assert {(row.subject, row.first, row.last) for row in taken.rows} == {
        ("ussr", date(1980, 1, 1), date(1991, 12, 25)),
        ("russia", date(1991, 12, 26), None),
    }
    assert taken.report.reasons == (("the beginning is no month", 1),)
    years = [
        {"dyad": 0, "state1no": a, "state2no": b, "year": year, "conttype": 1, "version": 3.2}
        for a, b in ((700, 770), (770, 700))
        for year in (1950, 1951, 1953)
    ]
    file = write(
        tmp_path / "contdird.csv", "dyad,state1no,state1ab,state2no,state2ab,year,conttype,version", years
    )
    taken = take("cow-contiguity-years", file, tmp_path / "case.duckdb")
    assert adds_up(taken.report, len(years))
    assert [(row.first, row.last) for row in taken.between("afghanistan", "pakistan")] == [
        (date(1950, 1, 1), date(1951, 12, 31)),
        (date(1953, 1, 1), None),
    ]


# Rivalries


@pytest.mark.parametrize(
    ("feed", "name"), [("thompson-dreyer", "td_rivalries"), ("thompson-sakuwa-suhas", "tss_rivalries")]
)
def test_rivalry_samples(feed: str, name: str, tmp_path: Path) -> None:
    taken = take(feed, shared_data(f"peacesciencer/{name}.csv.gz"), tmp_path / "case.duckdb")
    assert taken.report.totals["quarantined"] == 0
    [rivalry] = taken.between("india", "pakistan")
    assert (rivalry.relation, rivalry.first, rivalry.last) == ("rivals", date(1947, 1, 1), None)
    assert set((rivalry.detail or "").split(", ")) == {"spatial", "positional"}
    cold_war = taken.between("united-states", "ussr")
    assert cold_war and all(row.last and row.last.year <= 1991 for row in cold_war)
    assert [row.first for row in taken.between("united-states", "russia")] == [date(2007, 1, 1)]


# Disputes


def test_dispute_samples(tmp_path: Path) -> None:
    for feed, name in (("cow-disputes", "cow_mid_dirdisps"), ("gml-disputes", "gml_dirdisp")):
        file = shared_data(f"peacesciencer/{name}.csv.gz")
        taken = take(feed, file, tmp_path / f"{feed}.duckdb")
        assert adds_up(taken.report, records(file))
        kargil = [row for row in taken.between("india", "pakistan") if "dispute 4007" in (row.detail or "")]
        assert {(row.subject, row.relation, row.first) for row in kargil} == {
            ("india", "fights", date(1993, 1, 1)),
            ("pakistan", "fights", date(1993, 1, 1)),
        }
        assert {row.relation for row in taken.rows} == {"fights", "threatens"}


def test_disputes_as_published(tmp_path: Path) -> None:
    # Invented dispute of real states, in one direction: Iran shows force, Iraq does nothing; then both use it.
    common = {
        "statea": 630,
        "stateb": 645,
        "sideaa": 1,
        "sideab": 0,
        "orignata": 1,
        "orignatb": 1,
        "fatleva": 0,
        "fatlevb": 2,
    }
    rows = [
        {**common, "disno": 9001, "strtday": 3, "strtmnth": 5, "strtyr": 1999, "endday": -9, "endmnth": 6, "endyear": 1999, "year": 1999, "hihosta": 3, "hihostb": 1},
        {**common, "disno": 9002, "strtday": -9, "strtmnth": 2, "strtyr": 2000, "endday": 4, "endmnth": 3, "endyear": 2001, "year": 2000, "hihosta": 4, "hihostb": 5},
        {**common, "disno": 9002, "strtday": -9, "strtmnth": 2, "strtyr": 2000, "endday": 4, "endmnth": 3, "endyear": 2001, "year": 2001, "hihosta": 4, "hihostb": 5},
        {**common, "disno": 9003, "year": 2001, "hihosta": 9, "hihostb": 1},
    ]  # fmt: skip
    taken = take(
        "cow-disputes", write(tmp_path / "dyadic_mid_4.03.csv", DYADIC_MID, rows), tmp_path / "case.duckdb"
    )
    assert sorted((r.subject, r.relation, r.first, r.last, r.precision) for r in taken.rows) == [
        ("iran", "fights", date(2000, 2, 1), date(2001, 3, 4), "month"),
        ("iran", "threatens", date(1999, 5, 3), date(1999, 6, 30), "day"),
        ("iraq", "fights", date(2000, 2, 1), date(2001, 3, 4), "month"),
    ]
    assert taken.report.reasons == (("a level of hostility beyond 5", 1),)
    assert any(
        "display of force; on the side that began it; own deaths: none" in (r.detail or "")
        for r in taken.rows
    )


# Wars


def test_war_samples(tmp_path: Path) -> None:
    file = shared_data("peacesciencer/cow_war_inter.csv.gz")
    taken = take("cow-interstate-war-years", file, tmp_path / "inter.duckdb")
    assert adds_up(taken.report, records(file))
    gulf = [row for row in taken.between("united-states", "iraq") if row.first == date(1991, 1, 1)]
    assert len(gulf) == 2
    taken = take(
        "cow-intrastate-wars", shared_data("peacesciencer/cow_war_intra.csv.gz"), tmp_path / "intra.duckdb"
    )
    assert taken.report.totals["quarantined"] == 0
    assert [(row.first, row.last) for row in taken.between("russia", "x-chechnya")] == [
        (date(1994, 1, 1), date(1996, 12, 31)),
        (date(1999, 1, 1), date(2003, 12, 31)),
    ]


def test_wars_as_published(tmp_path: Path) -> None:
    # Invented war: one state against two, of which one joins late and one comes back.
    def part(
        number: int, side: int, start: tuple[int, int, int], end: tuple[int, int, int], **more: object
    ) -> dict[str, object]:
        first, last = (
            dict(zip((f"{w}Year1", f"{w}Month1", f"{w}Day1"), days, strict=True))
            for w, days in (("Start", start), ("End", end))
        )
        return {"WarNum": 999, "WarName": "Invented War", "WarType": 1, "ccode": number, "StateName": "x", "Side": side, **first, **last,
                "Initiator": 2, "Outcome": 1, "BatDeath": -9, "Version": 4, **more}  # fmt: skip

    rows = [
        part(630, 1, (2001, 3, 5), (2003, 4, -9), Initiator=1, BatDeath=1200),
        part(
            645,
            2,
            (2001, 3, 5),
            (2003, 4, 20),
            StartYear2=2004,
            StartMonth2=1,
            StartDay2=2,
            EndYear2=2004,
            EndMonth2=2,
            EndDay2=1,
        ),
        part(690, 2, (2002, 6, 1), (2002, 7, 1)),
        part(666, 3, (2002, 6, 1), (2002, 7, 1)),
    ]
    file = write(tmp_path / "Inter-StateWarData_v4.0.csv", INTERSTATE_WAR, rows)
    taken = take("cow-interstate-wars", file, tmp_path / "case.duckdb")
    assert {(r.subject, r.object, r.first, r.last) for r in taken.rows} == {
        ("iran", "iraq", date(2001, 3, 5), date(2003, 4, 20)),
        ("iraq", "iran", date(2001, 3, 5), date(2004, 2, 1)),
        ("iran", "kuwait", date(2002, 6, 1), date(2002, 7, 1)),
        ("kuwait", "iran", date(2002, 6, 1), date(2002, 7, 1)),
    }
    assert taken.report.reasons == (("Side is neither 1 nor 2", 1),)


# What all have in common


def test_a_file_read_twice_and_a_longer_one_add_no_doubles(tmp_path: Path) -> None:
    case = tmp_path / "case.duckdb"
    rows = [atop_row(a, b, year, defense=1) for a, b in ((700, 770), (770, 700)) for year in (1993, 1994)]
    take("atop", write(tmp_path / "atop_dy_one.csv", ATOP_DIRECTED, rows), case)
    again = take("atop", write(tmp_path / "atop_dy_two.csv", ATOP_DIRECTED, [*rows, rows[0]]), case)
    assert again.report.totals["kept"] == 0 and len(again.rows) == 1


def test_as_of_views_see_a_release_from_its_day_unless_the_user_says_otherwise(tmp_path: Path) -> None:
    file = write(tmp_path / "atop5_1ddyr.csv", ATOP_DIRECTED, [atop_row(2, 20, 1993, defense=1)])
    assert take("atop", file, tmp_path / "one.duckdb").rows[0].published == date(2022, 12, 31)
    told = take("atop", file, tmp_path / "two.duckdb", published=date(1995, 1, 1))
    assert told.rows[0].published == date(1995, 1, 1)
