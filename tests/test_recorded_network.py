"""Camps, triads and the window's network of a case that holds events and no text, on invented events of states that exist."""

import json
import runpy
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

import bedfellows as bf
from bedfellows.cli.program import program

invented = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_feeds.py"))))

START, TURN = date(2016, 1, 4), 30
WEST, EAST = ("FRA", "DEU", "ITA"), ("IRN", "SYR")


def invented_rows() -> list[list[str]]:
    """Two sides at odds; Italy goes over to the other one in the thirtieth week."""
    rows = []
    states = (*WEST, *EAST)
    for week in range(60):
        for i, one in enumerate(states):
            for j, other in enumerate(states[i + 1 :], i + 1):
                sides = [
                    "east" if actor in EAST or (actor == "ITA" and week >= TURN) else "west"
                    for actor in (one, other)
                ]
                friendly = sides[0] == sides[1]
                row = invented.gdelt_row(
                    600_000_000 + week * 100 + i * 10 + j,
                    START + timedelta(weeks=week, days=j),
                    code="057" if friendly else "190",
                    one=(one,) * 3,
                    other=(other,) * 3,
                )
                row[row.index("-10.0")] = "8.0" if friendly else "-10.0"
                rows.append(row)
    return rows


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> bf.Case:
    folder = tmp_path_factory.mktemp("recorded")
    case = bf.open(folder / "invented", create=True)
    case.ingest("gdelt", invented.write_tabs(folder / "invented.export.CSV", invented_rows()))
    return case


def camps_on(case: bf.Case, week: int) -> set[frozenset[str]]:
    answer = case.camps(START + timedelta(weeks=week), draws=0)
    return {frozenset(member.actor for member in camp.members) for camp in answer.camps}


def test_camps_follow_the_events_and_their_time(case: bf.Case) -> None:
    assert camps_on(case, TURN - 1) == {
        frozenset({"france", "germany", "italy"}),
        frozenset({"iran", "syria"}),
    }
    assert camps_on(case, 59) == {frozenset({"france", "germany"}), frozenset({"iran", "italy", "syria"})}


def test_ties_of_events_name_events_of_their_sign(case: bf.Case) -> None:
    triads = case.triads("france", START + timedelta(weeks=TURN - 1))
    assert triads.own.balanced == triads.own.all > 0
    events = {row["id"]: row for row in case.events(limit=10_000).iter_rows(named=True)}
    for triad in triads.triads:
        for tie in triad.ties:
            assert tie.evidence_ids and tie.low <= tie.weight <= tie.high and tie.low * tie.high > 0
            for one in tie.evidence_ids:
                row = events[one]
                assert {row["subject"], row["object"]} == {tie.a, tie.b}
                assert (row["goldstein"] > 0) == (tie.weight > 0)
                assert row["day"] <= START + timedelta(weeks=TURN - 1)


def test_triads_through_time(case: bf.Case) -> None:
    answer = case.triads("italy", history=True)
    days = [one.day for one in answer.history]
    assert days == sorted(days) and days[0] == date(2016, 1, 31) and len(days) == 14
    assert all(one.whole.all >= one.own.all for one in answer.history)
    assert answer.history[2].own.all == 6 > answer.history[7].own.all  # nobody can tell while it turns
    assert answer.history[-1].own == answer.own


def test_the_command_counts_the_events(case: bf.Case) -> None:
    run = CliRunner().invoke(program, ["--case", str(case.path), "triads", "italy"])
    assert run.exit_code == 0 and "600 events of feeds" in run.output and "gdelt:" in run.output
    data = json.loads(
        CliRunner().invoke(program, ["--case", str(case.path), "camps", "--format", "json"]).output
    )
    assert data["scope"]["events"] == 600 and data["ties"] >= 8
