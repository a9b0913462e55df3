"""Lists of wars: UCDP's files read, episodes made of them, how each ended and by which rule. Files written here are invented."""

from __future__ import annotations

import csv
import gzip
import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bedfellows.actors import load_registry
from bedfellows.cli.program import program
from bedfellows.errors import InputError
from bedfellows.scenario.conflict_years import ConflictYear, read_conflict_years
from bedfellows.scenario.endings import CowWar, Takeover, ended, load_takeovers, outcome_of, read_cow_wars
from bedfellows.scenario.war_files import list_from_files
from bedfellows.scenario.wars import (
    WarList,
    as_known,
    carried_wars,
    make_wars,
    read_capabilities,
    read_wars,
    write_wars,
)

SHARED = (
    Path(os.environ.get("BEDFELLOWS_SHARED") or Path(__file__).parents[2] / "shared")
    / "data"
    / "peacesciencer"
)
TERMINATION = (
    "conflict_id,location,side_a,side_a_id,side_a_2nd,side_b,side_b_id,side_b_2nd,incompatibility,territory_name,year,"
    "intensity_level,cumulative_intensity,type_of_conflict,start_date,start_prec,start_date2,start_prec2,gwno_a,gwno_a_2nd,gwno_b,"
    "gwno_b_2nd,gwno_loc,region,type_of_conflict2,c_epid,c_epno,c_ep_startyear,c_epterm,c_outcome,c_ep_endyear,c_ependdate,"
    "c_ependprec,c_ep_durcount,c_ep_dur,version"
).split(",")
PACKAGED = (
    "conflict_id,year,gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd,incompatibility,intensity_level,type_of_conflict,start_date,start_prec,"
    "start_date2,start_prec2,ep_end,ep_end_date"
).split(",")


def written(path: Path, columns: Iterable[str], rows: Iterable[dict[str, object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(columns), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def invented(year: int, **other: object) -> dict[str, object]:
    return {
        "conflict_id": 9001,
        "location": "Arvenia",
        "side_b": "Highland Front, Red Lantern Brigade",
        "side_b_id": "1, 2",
        "incompatibility": "2",
        "year": year,
        "intensity_level": "1",
        "type_of_conflict": "3",
        "gwno_a": "999",
        "c_epterm": "0",
        **other,
    }


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the published file {path} is not there; set BEDFELLOWS_SHARED")
    return path


def test_ucdps_termination_file_as_wars(tmp_path: Path) -> None:
    rows = [
        invented(1990, intensity_level="2", gwno_a_2nd="2, 200"),
        invented(1991, gwno_a_2nd="2", gwno_b_2nd="365", c_epterm="1", c_outcome="1"),
        invented(1994),
        invented(1990, conflict_id="9002", type_of_conflict="2"),  # between states
    ]
    listed = make_wars(read_conflict_years(written(tmp_path / "invented.csv", TERMINATION, rows)), "invented")
    first, second = listed.wars
    assert (first.name, first.first, first.last) == (
        "Arvenia (Highland Front, Red Lantern Brigade)",
        1990,
        1991,
    )
    assert first.war_years == {1990}
    assert first.government_troops == {1990: (2, 200), 1991: (2,)}
    assert first.rebel_troops == {1991: (365,)}
    assert (first.ending, first.rule, first.earlier) == ("peace-agreement", "ucdp", 0)
    assert (second.first, second.ending, second.rule, second.earlier) == (
        1994,
        None,
        None,
        1,
    )  # goes on as the list ends
    assert listed.last == 1994


def test_names_survive_the_way_to_a_list_and_back(tmp_path: Path) -> None:
    rows = [
        invented(
            1990, location='Arv"enia,\nUpper | Lower', side_b="#1 Front\n# last year: 1900", side_b_id="1"
        )
    ]
    path = written(tmp_path / "invented.csv", TERMINATION, rows)
    made = make_wars(read_conflict_years(path), "invented")
    (tmp_path / "wars.csv").write_text(write_wars(made), encoding="utf-8")
    assert read_wars(tmp_path / "wars.csv").wars == made.wars
    assert made.wars[0].name == 'Arv"enia, Upper / Lower (#1 Front # last year: 1900)'


def test_peacesciencers_table_has_one_row_for_each_pair(tmp_path: Path) -> None:
    row = {"conflict_id": "9001.0", "year": "1990.0", "gwno_a": "999.0", "incompatibility": "government"}
    rows = [
        {**row, "gwno_a_2nd": "200.0", "intensity_level": "1.0", "type_of_conflict": "II"},
        {**row, "gwno_a_2nd": "2.0", "intensity_level": "2.0", "type_of_conflict": "II"},
    ]
    path = written(tmp_path / "invented.csv", PACKAGED, rows)
    packed = tmp_path / "invented.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    (year,) = read_conflict_years(packed)
    assert (year.government_troops, year.war, year.over, year.outcome) == ((2, 200), True, "government", None)
    assert read_conflict_years(path) == [year]


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("year", "soon", r"line 2: field 'year': expected a whole number, found 'soon'"),
        ("c_outcome", "7", r"line 2: field 'c_outcome': expected 1 to 6, found 7"),
        ("gwno_a", "", r"line 2: field 'gwno_a': expected the number of a state"),
        ("type_of_conflict", "1", r"expected years of conflict within states"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(
    tmp_path: Path, column: str, value: str, message: str
) -> None:
    path = written(tmp_path / "invented.csv", TERMINATION, [{**invented(1990), column: value}])
    with pytest.raises(InputError, match=message):
        read_conflict_years(path)


def test_a_file_of_something_else_is_an_error(tmp_path: Path) -> None:
    path = written(tmp_path / "invented.csv", ["a", "b"], [{"a": 1, "b": 2}])
    with pytest.raises(InputError, match=r"missing: conflict_id"):
        read_conflict_years(path)
    (tmp_path / "broken.csv.gz").write_bytes(b"\x1f\x8b nothing")
    with pytest.raises(InputError, match=r"broken\.csv\.gz"):
        read_conflict_years(tmp_path / "broken.csv.gz")


OVERTHROWN = [Takeover(999, date(1991, 3, 1), "invented", "invented")]
LOST = [CowWar(999, 1988, 1992, 2)]


@pytest.mark.parametrize(
    ("coded", "over", "takeovers", "wars", "expected"),
    [
        (3, "government", OVERTHROWN, LOST, ("government-victory", "ucdp")),
        (None, "government", OVERTHROWN, [], ("rebel-victory", "takeover")),
        (None, "territory", OVERTHROWN, [], ("unknown", "none")),
        (None, "territory", OVERTHROWN, LOST, ("rebel-victory", "cow")),
        (None, "government", [], [CowWar(999, 1980, 1989, 1)], ("unknown", "none")),  # ended long before
        (None, "government", [], [CowWar(998, 1988, 1991, 1)], ("unknown", "none")),  # in another state
        (
            None,
            "government",
            [],
            [CowWar(999, 1988, 1991, 3), *LOST],
            ("peace-agreement", "cow"),
        ),  # the nearest end
    ],
)
def test_how_an_episode_ended(
    coded: int | None,
    over: str,
    takeovers: list[Takeover],
    wars: list[CowWar],
    expected: tuple[str, str],
) -> None:
    assert ended(999, over, 1985, 1991, coded, takeovers, wars) == expected  # type: ignore[arg-type]


def test_what_is_not_known_counts_as_undecided() -> None:
    assert outcome_of("unknown") == outcome_of("actor-ceased") == outcome_of("low-activity") == "low-activity"
    assert outcome_of("ceasefire") == outcome_of("peace-agreement") == "settlement"


def test_wars_of_the_correlates_of_war(tmp_path: Path) -> None:
    columns = ("warnum", "year", "ccodea", "ccodeb", "outcome", "primary_state")
    rows = [
        dict(zip(columns, ("1", "1990", "999", "-8", "2", "1"), strict=True)),
        dict(zip(columns, ("1", "1991", "999", "-8", "2", "1"), strict=True)),
        dict(zip(columns, ("2", "1991", "-8", "998", "1", "1"), strict=True)),  # the government is side B
        dict(zip(columns, ("3", "1991", "999", "-8", "5", "1"), strict=True)),  # goes on
        dict(zip(columns, ("4", "1991", "999", "-8", "1", "0"), strict=True)),  # a state that joined
    ]
    path = written(tmp_path / "invented.csv", columns, rows)
    assert read_cow_wars(path, {998: 997}) == [CowWar(999, 1990, 1991, 2), CowWar(997, 1991, 1991, 2)]


def test_capabilities_of_up_to_ten_years_before_count(tmp_path: Path) -> None:
    path = written(
        tmp_path / "invented.csv", ("ccode", "year", "cinc"), [{"ccode": 999, "year": 1985, "cinc": 0.01}]
    )
    held = read_capabilities(path)
    year = ConflictYear(9001, 1990, 999, "Arvenia", "", (), "government", False, (), ())
    for first, found in ((1990, 0.01), (1995, 0.01), (1996, None)):
        (war,) = make_wars([replace(year, year=first)], "invented", capabilities=held).wars
        assert war.capability == found


@given(st.sets(st.integers(1946, 2024), max_size=20), st.sets(st.integers(1946, 2024), max_size=20))
def test_a_list_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, war: set[int], troops: set[int]
) -> None:
    one = carried_wars().wars[0]
    changed = replace(
        one,
        rebels=("Highland Front", 'the "Lantern", Inc.'),
        war_years=frozenset(war),
        government_troops=dict.fromkeys(sorted(troops), (2, 200)),
        rebel_troops=dict.fromkeys(sorted(war & troops), (365,)),
    )
    path = tmp_path_factory.mktemp("invented") / "wars.csv"
    path.write_text(write_wars(WarList((changed,), 2024, "invented\nof two lines")), encoding="utf-8")
    found = read_wars(path)
    assert found.wars == (changed,)
    assert (found.last, found.source) == (2024, "invented\nof two lines")


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "# last year: 2024\na,b\n", "# last year: soon\n"])
def test_a_file_that_is_no_list_is_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "wars.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="war-list"):
        read_wars(tmp_path / "wars.csv")


def test_a_list_of_ones_own_is_asked_in_place_of_the_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package's list, cut in 2005, as a user's own: the odds stand on it, and on nothing else."""
    monkeypatch.chdir(tmp_path)
    text = write_wars(as_known(carried_wars(), 2005))
    Path("own.csv").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(
        program, ["war-outcomes", "taliban", "--as-of", "2017-01-04", "--wars", "own.csv"]
    )
    assert result.exit_code == 0, result.output
    assert "data known then end with 2005" in " ".join(result.output.split())


def test_the_command_makes_a_list(tmp_path: Path) -> None:
    path = written(
        tmp_path / "invented.csv", TERMINATION, [invented(1990, c_epterm="1", c_outcome="3"), invented(1995)]
    )
    result = CliRunner().invoke(program, ["war-list", str(path)])
    assert result.exit_code == 0, result.output
    assert "government-victory,ucdp" in result.output
    assert "Kreutz" in result.output
    (tmp_path / "wars.csv").write_text(result.output, encoding="utf-8")
    assert len(read_wars(tmp_path / "wars.csv").wars) == 2


# The package's own list


def test_the_list_has_the_episodes_of_the_published_file() -> None:
    """All but the names and the endings, which that file does not have, are made anew from it."""
    made = list_from_files(
        shared("ucdp_acd.csv.gz"),
        load_registry(),
        capabilities=shared("cow_nmc.csv.gz"),
        cow_wars=shared("cow_war_intra.csv.gz"),
    )
    own = carried_wars()
    assert made.last == own.last == 2024
    assert [war.id for war in made.wars] == [war.id for war in own.wars]
    for ours, theirs in zip(own.wars, made.wars, strict=True):
        bare = {"place": "", "territory": "", "rebels": (), "ending": None, "rule": None, "capability": None}
        assert replace(ours, **bare) == replace(theirs, **bare)
        assert ours.capability == pytest.approx(theirs.capability, abs=1e-6)
        if ours.rule != "ucdp":
            assert (ours.ending, ours.rule) == (theirs.ending, theirs.rule)


def test_every_takeover_to_2015_is_in_archigos() -> None:
    with gzip.open(shared("archigos.csv.gz"), "rt", encoding="utf-8") as stream:
        exits = {
            (int(float(row["gwcode"])), row["enddate"])
            for row in csv.DictReader(stream)
            if row["exitcode"].startswith("Removed by Rebels") and row["enddate"] >= "1946"
        }
    ours = {(one.state, one.on.isoformat()) for one in load_takeovers() if one.on.year <= 2015}
    assert ours == exits - {(615, "1992-06-29"), (660, "1989-11-22")}  # their governments stayed


def test_where_ucdp_codes_a_takeover_it_is_a_rebel_victory() -> None:
    for war in carried_wars().wars:
        if war.rule == "ucdp" and war.over == "government" and war.ending:
            fell = [one for one in load_takeovers() if one.state == war.state and one.on.year == war.last]
            if fell:
                assert war.ending == "rebel-victory", war
