"""UCDP's actors, dyads, conflicts and external support: the published samples, and invented rows in the layouts of the originals."""

from __future__ import annotations

import runpy
import zipfile
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pyreadstat
import pytest

from bedfellows.actors import load_registry
from bedfellows.errors import InputError
from bedfellows.feeds.feed import Code
from bedfellows.feeds.ucdp_sides import ucdp_coder

_HELPERS = runpy.run_path(str(Path(__file__).with_name("standing_feeds.py")))
shared_data, take, write = (_HELPERS["shared_data"], _HELPERS["take"], _HELPERS["write"])

DYADIC = (
    "dyad_id,conflict_id,location,side_a,side_a_id,side_a_2nd,side_b,side_b_id,side_b_2nd,incompatibility,territory_name,year,"
    "intensity_level,type_of_conflict,start_date,start_prec,start_date2,start_prec2,gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd,gwno_loc,region,version"
)
ACD = (
    "conflict_id,location,side_a,side_a_id,side_a_2nd,side_b,side_b_id,side_b_2nd,incompatibility,territory_name,year,intensity_level,"
    "cumulative_intensity,type_of_conflict,start_date,start_prec,start_date2,start_prec2,ep_end,ep_end_date,ep_end_prec,gwno_a,gwno_a_2nd,"
    "gwno_b,gwno_b_2nd,gwno_loc,region,version"
)
AFGHAN = {
    "location": "Afghanistan", "side_a": "Government of Afghanistan", "side_a_id": 130, "incompatibility": 2, "type_of_conflict": 4,
    "intensity_level": 1, "gwno_a": 700, "gwno_loc": 700, "region": 3, "version": "24.1",
}  # fmt: skip


# Who


@pytest.mark.parametrize(
    ("code", "actor"),
    [
        (Code("303", "Taleban"), "taliban"),
        (Code("57", "Government of Russia (Soviet Union)", None, None, 1985), "ussr"),
        (Code("57", "Government of Russia (Soviet Union)", "365", None, 2015), "russia"),
        (Code("123", "Government of Yemen (North Yemen)", None, None, 1980), "north-yemen"),
        (Code("123", "Government of Yemen (North Yemen)", "678", None, 2015), "yemen"),
        (Code(None, "Government of United States of America", "2", None, 2010), "united-states"),
        (Code("162", "Government of Myanmar (Burma)"), "myanmar"),
        (Code(None, None, "700", None, 2010), "afghanistan"),
    ],
)
def test_parties_are_told_by_id_number_name_and_year(code: Code, actor: str) -> None:
    assert ucdp_coder(load_registry())(code).id == actor


def test_a_group_that_only_sounds_like_one_we_know_is_kept_apart() -> None:
    found = ucdp_coder(load_registry())(Code("99999", "Taleban - Invented faction"))
    assert not found.registered and found.name == "Taleban - Invented faction" and found.kind == "armed-group"


# Actors


def test_actor_sample(tmp_path: Path) -> None:
    file = shared_data("ucdp/ucdp-actor-221.csv")
    case = tmp_path / "case.duckdb"
    names = take("ucdp-actor", file, case)
    assert names.report.totals["rows_read"] == names.report.totals["kept"] == 1725
    with duckdb.connect(str(case), read_only=True) as connection:
        found = connection.execute(
            "SELECT subject, name, release, published FROM feed_actors WHERE key = '303'"
        ).fetchall()
        renamed = connection.execute("SELECT name, names FROM feed_actors WHERE key = '47'").fetchall()[0]
    assert found == [("taliban", "Taleban", "22.1", date(2022, 6, 30))]
    assert renamed == ("Government of North Macedonia", ["Government of Macedonia, FYR"])
    ties = take("ucdp-lineage", file, case)
    assert ties.report.totals["quarantined"] == 0
    assert {
        row.subject for row in ties.rows if row.relation == "splinter-of" and row.object == "taliban"
    } >= {"taliban-rasool"}


# Conflicts


def test_conflict_sample(tmp_path: Path) -> None:
    taken = take("ucdp-conflict", shared_data("peacesciencer/ucdp_acd.csv.gz"), tmp_path / "case.duckdb")
    assert taken.report.totals["quarantined"] == 0
    help_with_troops = [
        row
        for row in taken.between("united-states", "afghanistan")
        if row.relation == "supports" and "conflict 333" in (row.detail or "")
    ]
    assert [(row.first, row.last, row.support) for row in help_with_troops] == [
        (date(2003, 1, 1), date(2021, 12, 31), ["troops"])
    ]
    soviet = [
        row
        for row in taken.between("ussr", "afghanistan")
        if row.relation == "supports" and "conflict 333" in (row.detail or "")
    ]
    assert [(row.first, row.last) for row in soviet] == [(date(1980, 1, 1), date(1989, 12, 31))]
    assert not [row for row in taken.rows if row.last and row.first and row.last < row.first]
    assert {row.published for row in taken.rows} == {date(2025, 6, 30)}


def test_dyads_as_published(tmp_path: Path) -> None:
    # Invented years: fighting in 2015 and 2016 and again in 2018, with helpers on side A in 2016.
    taleban = {**AFGHAN, "dyad_id": 735, "conflict_id": 333, "side_b": "Taleban", "side_b_id": 303}
    rows = [
        {**taleban, "year": 2015, "start_date2": "2015-03-04", "start_prec2": 1},
        {**taleban, "year": 2016, "intensity_level": 2, "start_date2": "2015-03-04", "start_prec2": 1,
         "side_a_2nd": "Government of Pakistan, Government of United States of America", "gwno_a_2nd": "770, 2"},
        {**taleban, "year": 2018, "start_date2": "2018-05-01", "start_prec2": 4},
        {**taleban, "year": 2018, "dyad_id": 736, "side_b": "Invented Front, the", "side_b_id": 99999},
        {**taleban, "year": "", "dyad_id": 737},
        {**taleban, "year": 2018, "dyad_id": 738, "side_a": "", "side_a_id": "", "gwno_a": ""},
    ]  # fmt: skip
    taken = take("ucdp-dyadic", write(tmp_path / "Dyadic_v24_1.csv", DYADIC, rows), tmp_path / "case.duckdb")
    assert [(r.first, r.last, r.precision) for r in taken.between("afghanistan", "taliban")] == [
        (date(2015, 3, 4), date(2016, 12, 31), "day"),
        (date(2018, 1, 1), None, "year"),
    ]
    assert "war: 1,000 battle deaths or more in a year" in (
        taken.between("afghanistan", "taliban")[0].detail or ""
    )
    assert {
        (r.subject, r.relation, r.first, tuple(r.support or ()))
        for r in taken.rows
        if r.object == "afghanistan"
    } == {
        ("pakistan", "supports", date(2016, 1, 1), ("troops",)),
        ("united-states", "supports", date(2016, 1, 1), ("troops",)),
    }
    assert [row.object for row in taken.rows if row.object and row.object.startswith("x-")] == [
        "x-invented-front-the"
    ]
    assert dict(taken.report.reasons) == {"year is no year": 1, "side A is missing": 1}
    assert {row.published for row in taken.rows} == {date(2024, 6, 30)}


def test_several_parties_of_one_conflict(tmp_path: Path) -> None:
    row = {
        **AFGHAN, "conflict_id": 999, "side_a": "Government of Australia, Government of United Kingdom, Government of United States of America",
        "side_a_id": "143, 28, 3", "gwno_a": "900, 200, 2", "side_b": "Government of Iraq", "side_b_id": "116", "gwno_b": "645",
        "year": 2003, "type_of_conflict": 2,
    }  # fmt: skip
    taken = take(
        "ucdp-conflict", write(tmp_path / "UcdpPrioConflict_v24_1.csv", ACD, [row]), tmp_path / "case.duckdb"
    )
    assert {(r.subject, r.relation, r.object) for r in taken.rows} == {
        (state, "fights", "iraq") for state in ("australia", "united-kingdom", "united-states")
    }


# External support


def triad(
    year: int, supporter: tuple[int, str], recipient: tuple[int, str], letters: str, **changed: object
) -> dict[str, object]:
    """An invented triad-year."""
    kinds = {f"ext_{letter}": int(letter in letters) for letter in "xpywmtfilou"}
    return {
        "year": year, "active": 1, "conflict_id": 333, "dyad_id": 735, "location": "Afghanistan", "actor_id": recipient[0],
        "actor_name": recipient[1], "actor_nonstate": 1, "ext_id": supporter[0], "ext_name": supporter[1], "ext_nonstate": 0,
        "ext_sup": int(bool(letters)), **kinds, "ext_alleged": 0, "ext_elements": 0, **changed,
    }  # fmt: skip


PAKISTAN, USSR, TALEBAN = (
    (137, "Government of Pakistan"),
    (57, "Government of Russia (Soviet Union)"),
    (303, "Taleban"),
)
TRIADS = [
    triad(1996, PAKISTAN, TALEBAN, "wt"),
    triad(1997, PAKISTAN, TALEBAN, "wt"),
    triad(1997, PAKISTAN, TALEBAN, "wt", dyad_id=726),
    triad(1998, PAKISTAN, TALEBAN, "lf", ext_alleged=1, ext_elements=1),
    triad(1990, USSR, (130, "Government of Afghanistan"), "xpm"),
    triad(1991, USSR, (130, "Government of Afghanistan"), "xpm"),
    triad(1992, USSR, (130, "Government of Afghanistan"), "xpm"),
    triad(1999, PAKISTAN, TALEBAN, ""),
]


def stata_zip(folder: Path) -> Path:
    table = folder / "ucdp-esd-ty-181.dta"
    pyreadstat.write_dta(pl.DataFrame(TRIADS), str(table))
    archive = folder / "ucdp-esd-ty-181.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.write(table, table.name)
    table.unlink()
    return archive


def test_external_support_from_stata_in_a_zip(tmp_path: Path) -> None:
    taken = take("ucdp-esd", stata_zip(tmp_path), tmp_path / "case.duckdb")
    totals = taken.report.totals
    assert (totals["rows_read"], totals["kept"], totals["skipped"], totals["quarantined"]) == (8, 4, 4, 0)
    assert [
        (r.subject, r.support, r.first, r.last, (r.detail or "").split(";")[0])
        for r in taken.between("pakistan", "taliban")
    ] == [
        ("pakistan", ["training", "weapons"], date(1996, 1, 1), date(1997, 12, 31), "confirmed"),
        ("pakistan", ["funding", "territory"], date(1998, 1, 1), date(1998, 12, 31), "alleged"),
    ]
    assert [(r.support, r.first, r.last) for r in taken.between("ussr", "afghanistan")] == [
        (["materiel", "troops"], date(1990, 1, 1), date(1991, 12, 25))
    ]
    assert [(r.first, r.last) for r in taken.between("russia", "afghanistan")] == [
        (date(1992, 1, 1), date(1992, 12, 31))
    ]
    assert {row.published for row in taken.rows} == {date(2022, 12, 31)}


def test_support_that_goes_on_in_the_last_year_has_no_end(tmp_path: Path) -> None:
    file = write(
        tmp_path / "ucdp-esd-ty-181.csv",
        ",".join(TRIADS[0]),
        [triad(2016, PAKISTAN, TALEBAN, "l"), triad(2017, PAKISTAN, TALEBAN, "l")],
    )
    assert [(r.first, r.last) for r in take("ucdp-esd", file, tmp_path / "case.duckdb").rows] == [
        (date(2016, 1, 1), None)
    ]


def test_a_damaged_stata_file_is_refused_with_advice(tmp_path: Path) -> None:
    whole = stata_zip(tmp_path)
    with zipfile.ZipFile(whole) as archive:
        content = archive.read("ucdp-esd-ty-181.dta")
    file = tmp_path / "ucdp-esd-ty-181.dta"
    file.write_bytes(content[:900])
    with pytest.raises(InputError, match=r"ucdp-esd-ty-181.dta.*fetch it again"):
        take("ucdp-esd", file, tmp_path / "case.duckdb")


def test_the_sums_by_actor_are_not_taken_for_the_triads(tmp_path: Path) -> None:
    file = write(
        tmp_path / "ucdp-esd-ay-181.csv", "year,conflict_id,actor_id,actor_name,ext_sup_s,ext_x_s", []
    )
    with pytest.raises(InputError, match="expected a first line with the columns"):
        take("ucdp-esd", file, tmp_path / "case.duckdb")
