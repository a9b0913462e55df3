"""Camps: pressure to flip, firmness under draws, networks from files and tables, the answer and its commands."""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
import runpy
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import bedfellows
from bedfellows.actors import load_registry
from bedfellows.balance.camps import CampsAnswer, camps, camps_from, camps_of
from bedfellows.balance.draws import draw_camps
from bedfellows.balance.frustration import frustration
from bedfellows.balance.network_file import read_network
from bedfellows.balance.pressure import pressures
from bedfellows.balance.signed import SignedNetwork, from_rows, signed_network
from bedfellows.balance.triads import census, find_triads
from bedfellows.case import CaseStore
from bedfellows.cli.program import program
from bedfellows.errors import InputError

SHARED = Path(os.environ.get("BEDFELLOWS_SHARED") or Path(__file__).parents[2] / "shared")
TRIBES = SHARED / "data" / "signed_networks" / "highland_tribes.csv"
invented_case = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_case.py"))))
REGISTRY = load_registry().with_actors(invented_case.actors())


def network(*ties: tuple[str, str, float], spread: float = 0.0) -> SignedNetwork:
    return from_rows((a, b, w, max(-1, w - spread), min(1, w + spread), (f"{a}{b}",)) for a, b, w in ties)


@st.composite
def networks(draw: st.DrawFn) -> SignedNetwork:
    pairs = list(itertools.combinations("abcdefg", 2))
    size = len(pairs)
    weights = draw(st.lists(st.sampled_from([-1.0, -0.4, 0.0, 0.3, 1.0]), min_size=size, max_size=size))
    return network(*((a, b, w) for (a, b), w in zip(pairs, weights, strict=True) if w))


# Pressure


@settings(max_examples=40, deadline=None)
@given(networks())
def test_flipping_a_tie_mends_and_breaks_what_it_says(net: SignedNetwork) -> None:
    found = frustration(net)
    pressed = pressures(net, found, None)
    before = census(find_triads(net))
    for one in pressed:
        flipped = [replace(t, weight=-t.weight) if t is one.tie else t for t in net.ties]
        after = census(find_triads(replace(net, ties=tuple(flipped))))
        assert after.unbalanced - before.unbalanced == len(one.broken) - len(one.mended)
        assert set(one.tie.evidence) <= set(one.evidence)
        assert {piece for triad in one.mended for piece in triad.evidence} <= set(one.evidence)
        assert one.pressure > 0 or one.frustrated > 0
    assert [one.pressure for one in pressed] == sorted((one.pressure for one in pressed), reverse=True)
    assert {t.pair for t in found.frustrated} <= {one.tie.pair for one in pressed}


def test_a_tie_is_pressed_by_all_that_its_ends_share() -> None:
    net = network(("a", "b", -0.4), *((x, third, 1.0) for x in "ab" for third in "cd"), ("c", "d", 1.0))
    first, *others = pressures(net, frustration(net))
    assert first.tie.pair == ("a", "b")
    assert not others
    assert first.pressure == pytest.approx(2.0)
    assert first.drop == pytest.approx(0.4)
    assert first.words == "a and b coming together would mend 2 triads (both are with c; both are with d)"


def test_a_long_cycle_presses_without_a_triad() -> None:
    net = network(("a", "b", 1.0), ("b", "c", 1.0), ("c", "d", 1.0), ("a", "d", -0.5))
    (one,) = pressures(net, frustration(net))
    assert one.tie.pair == ("a", "d")
    assert one.drop == pytest.approx(0.5)
    assert "longer cycles" in one.words


def test_nothing_presses_in_a_balanced_network() -> None:
    net = network(("a", "b", 1.0), ("b", "c", -1.0), ("a", "c", -1.0))
    assert pressures(net, frustration(net)) == ()


# Draws


def test_sure_ties_give_sure_camps_and_unsure_ones_do_not() -> None:
    rows = [("a", "b", 0.6), ("c", "d", 0.6), ("b", "c", -0.6), ("a", "c", -0.6), ("b", "d", -0.6)]
    sure = draw_camps(frustration(network(*rows, spread=0.05)), 40)
    assert set(sure.together.values()) == {0.0, 1.0}
    assert set(sure.firm.values()) == {1.0}
    unsure = draw_camps(frustration(network(*rows, ("d", "e", 0.1), spread=0.6)), 60)
    assert 0.3 < unsure.together["d", "e"] < 0.9
    assert unsure.firm["e"] < 1
    assert unsure.index_low is not None
    assert unsure.index_high is not None
    assert 0 <= unsure.index_low <= unsure.index_high


def test_the_share_of_draws_follows_the_interval() -> None:
    net = from_rows([("a", "b", 0.3, -0.1, 0.7, ())], level=0.9)  # 0.3 is 1.23 standard deviations above 0
    share = draw_camps(frustration(net), 800, seed=5).together["a", "b"]
    assert share == pytest.approx(0.891, abs=0.035)


def test_the_same_seed_gives_the_same_draws() -> None:
    found = frustration(network(("a", "b", 0.2), ("b", "c", 0.2), ("a", "c", -0.2), spread=0.4))
    assert draw_camps(found, 20, seed=1) == draw_camps(found, 20, seed=1)
    assert draw_camps(found, 20, seed=1) != draw_camps(found, 20, seed=2)


# Networks from tables and files


def test_a_pair_that_comes_both_ways_is_merged() -> None:
    net = from_rows([("b", "a", 0.6, 0.4, 0.8, ("x",)), ("a", "b", 0.2, 0.1, 0.3, ("y",))])
    (tie,) = net.ties
    assert (tie.pair, tie.weight, tie.low, tie.high) == (("a", "b"), pytest.approx(0.4), 0.1, 0.8)
    assert tie.evidence == ("x", "y")


def test_what_cancels_out_is_neutral_and_no_tie() -> None:
    net = from_rows([("a", "b", 0.5, 0.5, 0.5, ()), ("b", "a", -0.5, -0.5, -0.5, ())])
    assert net.ties == ()
    assert net.neutral == (("a", "b"),)


@pytest.mark.parametrize(
    "row",
    [("a", "a", 0.5, 0.5, 0.5, ()), ("a", "b", 1.5, 1.5, 1.5, ()), ("a", "b", 0.5, 0.6, 0.2, ())],
)
def test_rows_that_are_no_ties_are_refused(row: Any) -> None:
    with pytest.raises(ValueError, match="Expected"):
        from_rows([row])


def written(folder: Path, text: str) -> Path:
    path = folder / "net.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_with_weights_is_scaled_to_one(tmp_path: Path) -> None:
    net = read_network(written(tmp_path, "source,target,sign,weight\nA,B,+,4\nB,C,-1,2\nA,C,-1,\n"))
    assert {tie.pair: tie.weight for tie in net.ties} == {
        ("A", "B"): 1,
        ("B", "C"): -0.5,
        ("A", "C"): -0.25,
    }
    assert net.of_pair["B", "C"].evidence == ("net.csv:3",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "found nothing"),
        ("x,y\n1,2\n", "found x, y"),
        ("source,target,sign\nA,A,1\n", "net.csv:2"),
        ("source,target,sign\nA,B,1\nA,,1\n", "net.csv:3"),
        ("source,target,sign\nA,B,0\n", "above or below 0"),
        ("source,target,sign\nA,B,friend\n", "Expected a number"),
        ("source,target,sign,weight\nA,B,1,-2\n", "without a sign"),
        ("source,target,sign,weight\nA,B,1,nan\n", "Expected a number"),
        ("source,target,sign,low,high\nA,B,1,2,1\n", "low <= high"),
    ],
)
def test_a_file_that_is_no_network_says_where(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_network(written(tmp_path, text))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "net.csv"
    path.write_bytes(b"\xff\xfe\x00source")
    with pytest.raises(InputError, match="UTF-8"):
        read_network(path)


# The answer


@pytest.fixture(scope="module")
def answer() -> CampsAnswer:
    return camps_from(invented_case.dossier(REGISTRY, *invented_case.readings()), draws=30)


def test_everybody_with_a_tie_is_in_one_camp_and_every_tie_has_its_evidence(answer: CampsAnswer) -> None:
    members = [member.actor for camp in answer.camps for member in camp.members]
    net = signed_network(invented_case.dossier(REGISTRY, *invented_case.readings()))
    assert sorted(members) == sorted({actor for tie in net.ties for actor in tie.pair})
    assert answer.ties == len(net.ties)
    assert answer.index.proven
    for one in (*answer.frustrated, *answer.pressed):
        assert one.tie.evidence_ids
        assert {piece.id for piece in one.tie.evidence} == set(one.tie.evidence_ids)
    for pressed in answer.pressed:
        assert {piece.id for piece in pressed.evidence} | set(pressed.tie.evidence_ids) == set(
            pressed.evidence_ids
        )
    assert sum(abs(one.tie.weight) for one in answer.frustrated) == pytest.approx(
        answer.index.index, abs=0.0005 * answer.ties
    )
    assert all(0 <= pair.share <= 1 for pair in answer.together)
    assert answer.draws == 30


def test_what_an_actor_costs_is_what_is_saved_without_it(answer: CampsAnswer) -> None:
    net = signed_network(invented_case.dossier(REGISTRY, *invented_case.readings()))
    for camp in answer.camps:
        for member in camp.members:
            assert member.drop is not None
            rest = frustration(net.without(member.actor)).index
            assert member.drop == pytest.approx(answer.index.index - rest, abs=1e-9)
            assert member.drop >= member.frustrated - 1e-9 or answer.index.optima > 1


def test_camps_of_a_day_do_not_know_what_was_published_later(tmp_path: Path) -> None:
    readings = invented_case.readings()
    days = sorted({one.source.published for one in readings if one.source.published})
    with CaseStore.open(tmp_path / "all.duckdb", create=True) as store:
        for reading in readings:
            store.add(reading)
        for number, day in enumerate(days):
            with CaseStore.open(tmp_path / f"{number}.duckdb", create=True) as alone:
                for reading in readings:
                    if reading.source.published and reading.source.published <= day:
                        alone.add(reading)
                assert camps(store, REGISTRY, day, draws=10) == camps(alone, REGISTRY, day, draws=10)
        assert camps(store, REGISTRY, date(1900, 1, 1)).camps == ()


def test_a_tie_alone_and_no_tie() -> None:
    one = camps_of(network(("a", "b", -1.0)))
    assert [[member.actor for member in camp.members] for camp in one.camps] == [["a"], ["b"]]
    assert (one.index.index, one.draws, one.frustrated, one.pressed) == (0, 0, (), ())
    none = camps_of(network())
    assert (none.camps, none.index.index, none.actors) == ((), 0, 0)


# Python and the command line


@pytest.fixture(scope="module")
def case_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("camps") / "invented.duckdb"
    said = [
        ("russia", "supports", "taliban"),
        ("pakistan", "supports", "taliban"),
        ("taliban", "fights", "afghanistan"),
        ("russia", "cooperates-with", "afghanistan"),
        ("pakistan", "accuses", "russia"),
    ]
    claims = [{"subject": a, "relation": relation, "object": b} for a, relation, b in said]
    with CaseStore.open(path, create=True) as store:
        for number, claim in enumerate(claims):
            day = date(2017, 1, 4 + number)
            store.add(invented_case.small([claim], published=day, about=f" of source {number}"))
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(program, list(arguments), env={"COLUMNS": "120", "NO_COLOR": "1"})


def test_from_python(case_file: Path) -> None:
    with bedfellows.open(case_file) as case:
        found = case.camps("2017-01-31", k=3, draws=0)
        assert found.k == 3
        assert found.camps
        triads = case.triads("Moscow", history=True)
    assert triads.actor == "russia"
    assert [(one.day.day, one.own.all) for one in triads.history] == [(4, 0), (5, 0), (6, 0), (7, 1), (8, 2)]
    assert (triads.own.torn, triads.own.all) == (2, 2)


@pytest.mark.parametrize("command", [["camps", "--draws", "5"], ["triads", "russia"]])
def test_every_format_prints_the_same_answer(case_file: Path, command: list[str]) -> None:
    with bedfellows.open(case_file) as case:
        members = [one.name for camp in case.camps(draws=0).camps for one in camp.members]
    table, text, rows = (
        run("--case", str(case_file), *command, "--format", form) for form in ("table", "json", "csv")
    )
    assert table.exit_code == text.exit_code == rows.exit_code == 0, table.output + text.output + rows.output
    assert all(name in table.output for name in members)
    data = json.loads(text.output)
    lines = list(csv.DictReader(io.StringIO(rows.output)))
    assert lines
    if command[0] == "camps":
        assert {line["actor"] for line in lines if line["row"] == "member"} == {
            one["actor"] for camp in data["camps"] for one in camp["members"]
        }
        assert "proven to be the least" in table.output
    else:
        assert {line["words"] for line in lines} == {triad["words"] for triad in data["triads"]}
        assert all(line["evidence_id"] for line in lines)


def test_a_network_of_the_user(tmp_path: Path) -> None:
    path = written(tmp_path, "source,target,sign\nA\x1b[31m,B,1\nB,C,1\nA\x1b[31m,C,-1\n")
    found = run("camps", "--network", str(path))
    assert found.exit_code == 0, found.output
    assert "3 partitions do as well" in found.output
    assert "\x1b" not in found.output
    assert "net.csv:" in found.output
    wrong = run("camps", "--network", str(path), "--as-of", "2017-01-01")
    assert wrong.exit_code == 2
    assert "have no dates" in wrong.output


def test_highland_tribes_on_the_command_line() -> None:
    if not TRIBES.exists():
        pytest.skip(f"needs {TRIBES.name} in the folder of published data (BEDFELLOWS_SHARED)")
    found = json.loads(run("camps", "--network", str(TRIBES), "--k", "3", "--format", "json").output)
    assert found["index"]["index"] == 2
    assert sorted(len(camp["members"]) for camp in found["camps"]) == [4, 5, 7]
    assert {(one["tie"]["a"], one["tie"]["b"]) for one in found["frustrated"]} == {
        ("Masilakidzuha", "Nagamidzuha"),
        ("Masilakidzuha", "Uheto"),
    }
