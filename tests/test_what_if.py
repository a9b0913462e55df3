"""What if: with and without are compared, what the odds leave out is said, and nonsense is refused; on a case made up for the test."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import bedfellows
from bedfellows.cli.program import program

TEXT = (
    "The United States supports Afghanistan. The United States opposes the Taliban. The Taliban fights Afghanistan. "
    "Pakistan supports the Taliban. Russia supports the Taliban. Russia opposes the United States. "
    "If the United States leaves Afghanistan, the Taliban will seize the country."
)
LEAVE = "usa stops supporting afghanistan"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> bedfellows.api.Case:
    folder = tmp_path_factory.mktemp("made_up")
    (folder / "made_up.txt").write_text(TEXT, encoding="utf-8")
    made = bedfellows.open(folder / "made_up.duckdb", create=True)
    made.read(folder / "made_up.txt", published="2017-01-04")
    return made


def run(case: bedfellows.api.Case, *words: str) -> Result:
    return CliRunner().invoke(
        program, ["--case", str(case.path), "what-if", *words, "--as-of", "2017-01-10", "--draws", "500"]
    )


def test_a_patron_leaves(case: bedfellows.api.Case) -> None:
    answer = case.what_if(LEAVE, "2017-01-10", draws=500)
    (war,) = [one for one in answer.wars[0].forecasts if one.place == "Afghanistan"][:1]
    assert war.changed is not None and war.patrons_left and war.changed.like
    assert [(one.a, one.b, one.after) for one in answer.knock_on.changed] == [
        ("afghanistan", "united-states", None)
    ]
    assert answer.knock_on.changed[0].evidence
    assert answer == case.what_if(LEAVE, "2017-01-10", draws=500)


def test_a_new_alignment_presses_on_other_ties(case: bedfellows.api.Case) -> None:
    answer = case.what_if("usa supports taliban", "2017-01-10", draws=500)
    assert ("afghanistan", "taliban", "united-states") in {one.actors for one in answer.knock_on.loosened}
    assert all(one.evidence for one in answer.knock_on.pressed)


def test_what_the_odds_leave_out_is_said(case: bedfellows.api.Case) -> None:
    answer = case.what_if("pakistan closes territory to taliban", "2017-01-10", draws=500)
    assert any("only of troops" in line for line in answer.left_out)


def test_a_question_that_cannot_be_put_says_why(case: bedfellows.api.Case) -> None:
    answer = case.what_if("usa supports taliban", "2017-01-10", draws=500, ask=True)
    assert answer.questions
    assert all(one.id or one.problem for one in answer.questions)


def test_the_three_forms(case: bedfellows.api.Case) -> None:
    page = run(case, LEAVE)
    assert page.exit_code == 0, page.output
    assert "TIES UNDER PRESSURE" in page.output and "the rebels win" in page.output
    assert json.loads(run(case, LEAVE, "--format", "json").output)["knock_on"]["draws"] == 500
    rows = list(csv.DictReader(io.StringIO(run(case, LEAVE, "--format", "csv").output)))
    assert {"odds", "difference", "changed-tie"} <= {row["row"] for row in rows}


@pytest.mark.parametrize(
    "text", ["atlantis supports taliban", "hello world", "usa leaves afghanistan from 2018 until 2017"]
)
def test_nonsense_names_its_phrase(case: bedfellows.api.Case, text: str) -> None:
    result = run(case, text)
    assert result.exit_code == 1
    assert text in result.output


def test_a_change_that_is_long_over_is_refused(case: bedfellows.api.Case) -> None:
    result = run(case, "usa supports taliban until 2015")
    assert result.exit_code == 1
    assert "usa supports taliban until 2015" in result.output


def test_a_file_is_read(case: bedfellows.api.Case, tmp_path: Path) -> None:
    file = tmp_path / "made_up.toml"
    file.write_text(f'changes = ["{LEAVE}"]', encoding="utf-8")
    assert case.what_if(file, "2017-01-10", draws=500).knock_on.changed
