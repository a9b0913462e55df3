"""How one actor speaks of another: valence, turns, and the answer, in invented claims and events and in the events of 2014."""

from __future__ import annotations

import csv
import io
import json
import random
import runpy
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import bedfellows as bf
from bedfellows.case import CaseStore
from bedfellows.cli.program import program
from bedfellows.ties.narrative import NarrativeAnswer
from bedfellows.ties.turns import turns
from bedfellows.ties.valence import valence

_HERE = Path(__file__).parent
invented_case = SimpleNamespace(**runpy.run_path(str(_HERE / "invented_case.py")))
invented = SimpleNamespace(**runpy.run_path(str(_HERE / "invented_record.py")))


# Valence


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("terrorists", -1.0, -1.0),
        ("a terrorist group", -1.0, -1.0),
        ("state sponsors of terrorism", -1.0, -1.0),
        ("no longer terrorists", 0.1, 0.4),
        ("our brothers and allies", 1.0, 1.0),
        ("fractured with some radical, but also more moderate elements", -0.3, 0.0),
        ("a moderate and responsible partner", 0.5, 0.5),
    ],
)
def test_words_have_the_valence_of_the_list(text: str, low: float, high: float) -> None:
    found = valence(text).value
    assert found is not None and low <= found <= high


def test_a_text_without_any_word_of_the_list_has_none() -> None:
    assert valence("a movement of fighters in the hills") == valence("")
    assert valence("").value is None


@given(st.text(max_size=200))
def test_valence_lies_between_minus_one_and_one(text: str) -> None:
    found = valence(text)
    assert (found.value is None) == (not found.words)
    assert found.value is None or -1 <= found.value <= 1


# Turns


def test_a_turn_is_found_where_it_is() -> None:
    chance = random.Random(1)
    series = [chance.gauss(0, 0.3) for _ in range(60)] + [chance.gauss(1, 0.3) for _ in range(60)]
    (turn,) = turns(series, 0.3)
    assert abs(turn.at - 60) <= 2
    assert 0.7 < turn.size < 1.3
    assert turn.confidence > 0.99


def test_noise_seldom_turns() -> None:
    chance = random.Random(2)
    false = sum(bool(turns([chance.gauss(0, 1) for _ in range(80)], 0.1)) for _ in range(40))
    assert false <= 4


def test_few_values_leave_a_turn_unsure() -> None:
    (few,) = turns([-1, -1, 0.5, 0.5], 0.3)
    (more,) = turns([-1] * 5 + [0.5] * 5, 0.3)
    assert (few.at, more.at) == (2, 5)
    assert few.confidence < 0.8
    assert more.confidence > 0.95


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-1, 1), max_size=30))
def test_turns_stand_in_order_and_leave_two_values_on_each_side(values: list[float]) -> None:
    found = turns(values, 0.2)
    assert [turn.at for turn in found] == sorted({turn.at for turn in found})
    for turn in found:
        assert turn.at - turn.start >= 2 and turn.end - turn.at >= 2
        assert abs(turn.size) >= 0.19
        assert 0 <= turn.confidence < 1


# The answer


def describes(detail: str, subject: str = "russia", **more: Any) -> dict[str, Any]:
    return {"subject": subject, "relation": "describes-as", "object": "taliban", "detail": detail, **more}


def read(case: Path, published: date, *claims: dict[str, Any], about: str = "") -> None:
    with CaseStore.open(case, write=True, create=True) as store:
        store.add(invented_case.small(list(claims), published, f"{about} of {published}"))


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return tmp_path / "case.duckdb"


def asked(case: Path, as_of: str | None = None) -> NarrativeAnswer:
    return bf.open(case).narrative("russia", "taliban", as_of)


def test_from_terrorists_to_moderate_elements(case: Path) -> None:
    for year, words in enumerate(["terrorists"] * 4 + ["moderate elements"] * 4, 2009):
        read(case, date(year, 3, 1), describes(words))
    answer = asked(case)
    assert [one.valence for one in answer.sayings] == [-1.0] * 4 + [0.5] * 4
    (shift,) = answer.shifts
    assert (shift.day, shift.direction, shift.size, shift.line) == (
        date(2013, 3, 1),
        "toned down",
        1.5,
        "words",
    )
    assert shift.confidence is not None and shift.confidence > 0.9
    assert set(shift.ids) == {one.evidence.id for one in answer.sayings}


def test_only_what_was_published_by_the_day_is_used(case: Path, tmp_path: Path) -> None:
    shorter = tmp_path / "shorter.duckdb"
    for path, years in ((case, 8), (shorter, 5)):
        for year in range(2009, 2009 + years):
            read(path, date(year, 3, 1), describes("terrorists" if year < 2011 else "partners"))
    left, right = asked(case, "2013-12-31"), asked(shorter, "2013-12-31")
    assert (left.sayings, left.shifts) == (right.sayings, right.shifts)
    assert len(left.sayings) == 5


def test_leaders_speak_for_their_state(case: Path) -> None:
    read(case, date(2016, 3, 1), describes("terrorists", subject="vladimir-putin"))
    assert [one.valence for one in asked(case).sayings] == [-1.0]


def test_what_is_expected_or_denied_is_no_saying(case: Path) -> None:
    read(
        case,
        date(2016, 3, 1),
        describes("terrorists", certainty="conditional"),
        describes("bandits", certainty="denied"),
    )
    assert asked(case).sayings == ()


def test_deeds_in_words_count_by_their_type(case: Path) -> None:
    read(
        case,
        date(2016, 3, 1),
        {"subject": "russia", "relation": "accuses", "object": "taliban"},
        {"subject": "russia", "relation": "welcomes", "object": "taliban"},
    )
    assert sorted(one.valence or 0 for one in asked(case).sayings) == [-0.2, 0.46]


def test_many_sayings_are_rolled_up(case: Path) -> None:
    for number in range(15):
        read(case, date(2016, 1, 1) + timedelta(days=20 * number), describes("partners"))
    answer = asked(case)
    assert answer.step == "month"
    assert sum(one.count for one in answer.words) == 15
    assert all(one.first.day == 1 and one.ids for one in answer.words)


def test_verbal_events_are_a_line_of_their_own(case: Path) -> None:
    quiet = [(f"2016-{month:02}-05", "RUS", "051", "AFGINSTAL") for month in range(1, 13)]
    loud = [
        (f"2016-{month:02}-{day:02}", "RUS", "112", "AFGINSTAL") for month in (6, 7) for day in range(1, 29)
    ]
    others = [
        ("2016-03-01", "RUS", "190", "AFGINSTAL"),
        ("2016-03-02", "AFGINSTAL", "112", "RUS"),
        ("2016-03-03", "RUS", "040", "AFGINSTAL"),
    ]
    invented.events(case, quiet + loud + others)
    read(case, date(2017, 1, 4))
    answer = asked(case)
    assert sum(one.count for one in answer.events) == len(quiet) + len(loud)
    hardened, softened = answer.shifts
    assert (hardened.direction, softened.direction) == ("hardened", "toned down")
    assert (
        abs((hardened.day - date(2016, 6, 1)).days) <= 7
        and abs((softened.day - date(2016, 7, 28)).days) <= 14
    )
    assert all(one.startswith("gdelt:") for one in hardened.ids) and hardened.ids
    assert answer.sayings == ()


def test_the_quarrel_over_the_oil_rig_of_may_2014(tmp_path: Path) -> None:
    """China put a rig into waters that Vietnam claims on 2 May 2014 and took it away on 15 July (Reuters, 7 May and 16 July 2014)."""
    found = invented.standing.shared_data("icews14/train.txt")
    case = bf.open(tmp_path / "year.duckdb", create=True)
    case.ingest("icews14", found.parent)
    answer = case.narrative("china", "vietnam")
    hardened = [shift for shift in answer.shifts if shift.direction == "hardened"]
    assert [abs((shift.day - date(2014, 5, 2)).days) <= 21 for shift in hardened] == [True]
    assert hardened[0].confidence is not None and hardened[0].confidence >= 0.95


def test_the_narrative_in_every_format(case: Path) -> None:
    read(case, date(2009, 3, 1), describes("terrorists"))
    invented.events(case, [("2016-03-01", "RUS", "112", "AFGINSTAL")])

    def run(*more: str) -> str:
        result = CliRunner().invoke(program, ["--case", str(case), "narrative", "russia", "taliban", *more])
        assert result.exit_code == 0, result.output
        return result.output

    page = run()
    assert "−1.00" in page or "-1.00" in page
    assert "terrorists" in page and "VERBAL EVENTS" in page
    assert json.loads(run("--format", "json"))["sayings"][0]["words"] == ["terrorists"]
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv"))))
    assert [(row["row"], row["line"]) for row in rows] == [("saying", "words"), ("period", "events")]
