"""Shifts: found where tone turns or hostile acts surge, not where nothing happens; dated, sized, with what drove them; the command."""

from __future__ import annotations

import csv
import io
import json
import os
import runpy
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import bedfellows as bf
from bedfellows.actors import load_registry
from bedfellows.cli.program import program
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.ingest import ingest_files
from bedfellows.ties.shifts import Shift, ShiftsAnswer

HERE = Path(__file__).parent
invented = SimpleNamespace(**runpy.run_path(str(HERE / "invented_dyads.py")))
SHARED = Path(os.environ.get("BEDFELLOWS_SHARED") or HERE.parents[1] / "shared") / "data"
PRAISE, ACCUSE, FIGHT, TALK, SANCTION, SIGN = "051", "112", "190", "040", "163", "057"
START: date = invented.START
ALWAYS = [(week, PRAISE, 2) for week in range(30)]


def found(folder: Path, *events: object, **asked: object) -> ShiftsAnswer:
    rows = [one for many in events for one in many]  # type: ignore[attr-defined]
    return bf.open(invented.make_case(folder / "c.duckdb", rows)).shifts(**asked)  # type: ignore[arg-type]


def of(answer: ShiftsAnswer, *pair: str) -> list[Shift]:
    return sorted((one for one in answer.shifts if one.pair == pair), key=lambda one: one.day)


def test_a_war_after_peace_is_a_rupture_and_peace_after_it_a_rapprochement(tmp_path: Path) -> None:
    codes = [
        *((week, PRAISE, 2) for week in range(10)),
        *((week, FIGHT, 3) for week in range(10, 20)),
        *((week, PRAISE, 3) for week in range(20, 30)),
    ]
    answer = found(tmp_path, invented.weekly("iran", "israel", codes))
    first, second = of(answer, "iran", "israel")
    assert (first.kind, first.day) == ("rupture", START + timedelta(weeks=10))
    assert (second.kind, second.day) == ("rapprochement", START + timedelta(weeks=20))
    assert first.until == second.day - timedelta(days=1)
    for shift in (first, second):
        assert shift.size == pytest.approx(shift.after - shift.before)
        assert abs(shift.size) > 1
        assert shift.confidence > 0.95
        assert shift.evidence
    assert {event.type for event in first.driven_by} == {"ASSAULT"}
    assert all(first.day <= event.day <= first.until for event in first.driven_by)
    assert {event.actor_name for event in first.driven_by} <= {"Iran", "Israel"}


def test_steady_friends_steady_foes_and_silence_do_not_shift(tmp_path: Path) -> None:
    steady = invented.weekly("china", "pakistan", ALWAYS)
    foes = invented.weekly("iran", "israel", [(week, FIGHT, 2) for week in range(30)])
    silent = invented.weekly("france", "germany", [(week, PRAISE, 3) for week in range(8)])
    assert found(tmp_path, steady, foes, silent).found == 0


def test_silence_after_a_quarrel_is_no_rapprochement(tmp_path: Path) -> None:
    codes = [*((week, PRAISE, 2) for week in range(8)), *((week, FIGHT, 4) for week in range(8, 14))]
    answer = found(
        tmp_path, invented.weekly("iran", "israel", codes), invented.weekly("china", "pakistan", ALWAYS)
    )
    assert [shift.kind for shift in of(answer, "iran", "israel")] == ["rupture"]


def test_blows_beside_much_talk_are_a_rupture(tmp_path: Path) -> None:
    codes = [
        *((week, "010", 6) for week in range(30)),
        *((week, PRAISE, 1) for week in range(30)),
        *((week, FIGHT, 5) for week in range(15, 22)),
    ]
    answer = found(tmp_path, invented.weekly("iran", "israel", codes))
    kinds = [(shift.kind, shift.day) for shift in of(answer, "iran", "israel")]
    assert ("rupture", START + timedelta(weeks=15)) in kinds


def test_a_few_sanctions_between_two_that_had_none_are_a_rupture_and_one_story_is_not(tmp_path: Path) -> None:
    """They are too few beside all the talk to turn its tone or to be a surge."""
    talk = [(week, "010", 8) for week in range(30)]
    few = [(15, SANCTION, 1), (16, SANCTION, 1), (17, SANCTION, 1)]
    answer = found(
        tmp_path,
        invented.weekly("canada", "russia", [*talk, *few]),
        invented.weekly("iran", "israel", [*talk, (15, SANCTION, 3)]),
    )
    (shift,) = answer.shifts
    assert (shift.pair, shift.kind, shift.sign_of) == (("canada", "russia"), "rupture", "measures")
    assert shift.day == START + timedelta(weeks=15) and shift.confidence > 0.99
    assert {event.type for event in shift.driven_by} == {"COERCE"}


def test_agreements_settle_quarrels_and_are_nothing_new_among_friends(tmp_path: Path) -> None:
    talk = [(week, "010", 8) for week in range(30)]
    quarrel = [(week, ACCUSE, 4) for week in range(30)]
    signed = [(week, SIGN, day) for week, day in ((20, 2), (21, 2), (22, 1))]
    answer = found(
        tmp_path,
        invented.weekly("japan", "north-korea", [*talk, *quarrel, *signed]),
        invented.weekly("france", "germany", [*talk, *signed]),
    )
    (shift,) = answer.shifts
    assert (shift.pair, shift.kind) == (("japan", "north-korea"), "rapprochement")
    assert shift.sign_of == "settlements" and shift.day == START + timedelta(weeks=20)


def test_a_shift_is_not_seen_before_it_happened(tmp_path: Path) -> None:
    codes = [*((week, PRAISE, 2) for week in range(12)), *((week, FIGHT, 3) for week in range(12, 20))]
    case = bf.open(invented.make_case(tmp_path / "c.duckdb", invented.weekly("iran", "israel", codes)))
    before = START + timedelta(weeks=12) - timedelta(days=1)
    assert case.shifts(as_of=before).found == 0
    seen = [week for week in range(12, 20) if case.shifts(as_of=START + timedelta(weeks=week, days=6)).found]
    assert seen
    assert seen[0] <= 15
    assert seen == list(range(seen[0], 20))


def test_the_period_and_the_actor_choose(tmp_path: Path) -> None:
    turned = [*((week, PRAISE, 2) for week in range(12)), *((week, FIGHT, 3) for week in range(12, 24))]
    later = [*((week, PRAISE, 2) for week in range(18)), *((week, FIGHT, 3) for week in range(18, 24))]
    case = bf.open(
        invented.make_case(
            tmp_path / "c.duckdb",
            [*invented.weekly("iran", "israel", turned), *invented.weekly("china", "pakistan", later)],
        )
    )
    assert case.shifts().found == 2
    day = START + timedelta(weeks=12)
    assert [one.pair for one in case.shifts(first=day, last=day).shifts] == [("iran", "israel")]
    assert case.shifts(first=day + timedelta(days=7), last=day + timedelta(days=14)).found == 0
    assert [one.pair for one in case.shifts(actor="Beijing").shifts] == [("china", "pakistan")]
    assert case.shifts(limit=1).found == 2
    assert len(case.shifts(limit=1).shifts) == 1


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 9999), st.sampled_from([PRAISE, ACCUSE, FIGHT, "010"]))
def test_a_tie_of_one_tone_never_shifts_for_the_better(
    tmp_path_factory: pytest.TempPathFactory, seed: int, code: str
) -> None:
    import random

    chance = random.Random(seed)
    codes = [(week, code, chance.choice([0, 0, 1, 2, 5])) for week in range(30)]
    answer = found(tmp_path_factory.mktemp("tone"), invented.weekly("iran", "israel", codes))
    assert not [
        one for one in answer.shifts if one.kind == "rapprochement" and one.before > -0.5 and code != PRAISE
    ]
    assert not [one for one in answer.shifts if one.kind == "rupture" and code == PRAISE]


# The command


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    codes = [*((week, PRAISE, 2) for week in range(12)), *((week, FIGHT, 3) for week in range(12, 20))]
    path: Path = invented.make_case(
        tmp_path_factory.mktemp("shifts") / "c.duckdb", invented.weekly("iran", "israel", codes)
    )
    return path


def run(case: Path, *words: str) -> str:
    done = CliRunner().invoke(program, ["--case", str(case), "shifts", *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_every_form_says_the_same(case: Path) -> None:
    page = run(case)
    assert "Iran and Israel" in page
    assert "rupture in the week of 1 April 2030" in page
    assert "invented:iran-israel-12-190-0" in page
    (shift,) = json.loads(run(case, "--format", "json"))["shifts"]
    assert (shift["first"], shift["second"], shift["day"]) == ("iran", "israel", "2030-04-01")
    rows = list(csv.DictReader(io.StringIO(run(case, "--format", "csv"))))
    assert {row["evidence_id"] for row in rows} == {event["id"] for event in shift["driven_by"]}
    assert {row["kind"] for row in rows} == {"rupture"}


def test_nothing_found_is_said_and_a_period_that_runs_backwards_is_refused(case: Path) -> None:
    assert "None was found" in run(case, "--to", "2030-01-31")
    done = CliRunner().invoke(
        program, ["--case", str(case), "shifts", "--from", "2030-02-01", "--to", "2030-01-01"]
    )
    assert done.exit_code == 2
    assert "Turn them round" in done.output


# Real events


def test_known_realignments_of_2014_are_found_and_quiet_pairs_stay_quiet(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = SHARED / "icews14"
    if not folder.is_dir():
        pytest.skip(f"no ICEWS14 in {folder} (set BEDFELLOWS_SHARED)")
    path = tmp_path_factory.mktemp("icews14") / "icews14.duckdb"
    ingest_files(path, find_feed("icews14"), [str(folder)], load_registry(), create=True)
    answer = bf.open(path).shifts(limit=None)
    for first, second, kind, day in (
        ("china", "vietnam", "rupture", date(2014, 5, 2)),
        ("iraq", "is", "rupture", date(2014, 6, 10)),
        ("bahrain", "qatar", "rupture", date(2014, 3, 5)),
        ("bahrain", "qatar", "rapprochement", date(2014, 11, 16)),
        ("russia", "ukraine", "rupture", date(2014, 3, 1)),
    ):
        near = [
            one
            for one in of(answer, first, second)
            if one.kind == kind and abs(one.day - day) <= timedelta(days=21)
        ]
        assert near, (first, second, kind)
    for pair in (("china", "france"), ("china", "south-korea"), ("japan", "united-states")):
        assert not of(answer, *pair)


def test_every_dated_realignment_names_its_source() -> None:
    with (HERE.parent / "benchmarks" / "realignments_2014.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    dated = [row for row in rows if row["day"]]
    assert len(dated) == 32 and all(row["source"] and row["what"] for row in dated)
    assert {row["kind"] for row in dated} == {"rupture", "rapprochement"}
    assert all(row["kind"] == "quiet" for row in rows if not row["day"])


def test_of_lists_only_what_begins_makes_a_shift(tmp_path: Path) -> None:
    """That a dispute of one year is not on the list of the next makes nobody friends."""
    lists = SHARED / "peacesciencer"
    if not lists.is_dir():
        pytest.skip(f"no lists of alliances and disputes in {lists}")
    case, registry = tmp_path / "lists.duckdb", load_registry()
    for feed in ("atop", "cow-disputes"):
        ingest_files(case, find_feed(feed), [lists], registry, create=not case.exists())
    opened = bf.open(case)
    answer = opened.shifts(actor="kenya", limit=None)
    assert answer.found > 5
    begun: dict[tuple[str, str], list[tuple[date, str]]] = {}
    for feed, kind in (("atop", "rapprochement"), ("cow-disputes", "rupture")):
        rows = opened.sql(
            "SELECT least(subject, object), greatest(subject, object), happened_from FROM standing WHERE feed = "
            f"'{feed}' AND 'kenya' IN (subject, object)"
        )
        for first, second, day in rows.iter_rows():
            begun.setdefault((first, second), []).append((day, kind))
    year = timedelta(weeks=54)
    for one in answer.shifts:
        assert any(kind == one.kind and abs(day - one.day) <= year for day, kind in begun[one.pair]), one
