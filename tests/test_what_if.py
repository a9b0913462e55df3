"""What if: with and without are compared, what the odds leave out is said, and nonsense is refused; on a case made up for the test."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import bedfellows
from bedfellows.cli.program import program
from bedfellows.scenario.wars import as_known, carried_wars, write_wars

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


def test_help_that_was_never_given_cannot_end(case: bedfellows.api.Case) -> None:
    """Pakistan's troops stood on the government's side: that it stops helping the rebels is nothing to them."""
    answer = case.what_if(
        "pakistan stops supporting taliban; usa stops supporting afghanistan", "2017-01-10", draws=500
    )
    alone = case.what_if(LEAVE, "2017-01-10", draws=500)
    assert any("Pakistan" in line and "no troops" in line for line in answer.left_out)
    assert [one.changed for wars in answer.wars for one in wars.forecasts] == [
        one.changed for wars in alone.wars for one in wars.forecasts
    ]


def test_the_tree_has_odds_on_either_side(case: bedfellows.api.Case) -> None:
    without, with_it, *said = case.what_if(LEAVE, "2017-01-10", draws=500).tree.then
    for side in (without, with_it):
        odds = [one.odds for one in side.then[0].then]
        assert sum(odds) == pytest.approx(1) and side.then[0].evidence and side.then[0].reasons
    assert any("seize the country" in one.then[0].text for one in said)


@pytest.fixture
def own(case: bedfellows.api.Case, tmp_path: Path) -> bedfellows.api.Case:
    path = tmp_path / "own.duckdb"
    shutil.copy(case.path, path)
    return bedfellows.open(path)


def test_a_scenario_is_kept_run_again_compared_and_forgotten(own: bedfellows.api.Case) -> None:
    for name, text in (("leave", LEAVE), ("join", "usa supports taliban")):
        kept = run(own, text, "--save", name)
        assert kept.exit_code == 0, kept.output
    assert [one.name for one in own.scenarios()] == ["leave", "join"]
    assert own.run_scenario("leave") == own.what_if(LEAVE, "2017-01-10", draws=500)
    run(own, LEAVE, "--save", "leave")  # the same again is nothing new
    other = run(own, "russia supports taliban", "--save", "leave")
    assert other.exit_code == 1 and "leave" in other.output
    answer = own.compare_scenarios("leave", "join")
    assert answer.wars and all(line.first and not line.second for line in answer.wars)
    page = CliRunner().invoke(program, ["--case", str(own.path), "scenarios", "compare", "leave", "join"])
    assert page.exit_code == 0 and "as it is" in page.output
    own.forget_scenario("join")
    assert [one.name for one in own.scenarios()] == ["leave"]
    with pytest.raises(bedfellows.errors.InputError, match="'leave'"):
        own.run_scenario("join")


def test_nonsense_is_not_kept(own: bedfellows.api.Case) -> None:
    assert run(own, "atlantis supports taliban", "--save", "x").exit_code == 1
    assert run(own, LEAVE, "--save", "../x").exit_code == 1
    assert own.scenarios() == []


def test_a_file_is_kept_as_its_text(own: bedfellows.api.Case, tmp_path: Path) -> None:
    file = tmp_path / "made_up.toml"
    file.write_text(f'changes = ["{LEAVE}"]', encoding="utf-8")
    own.save_scenario("from a file", file, "2017-01-10", draws=500)
    file.unlink()
    assert own.run_scenario("from a file").knock_on.changed


def test_the_report_and_an_export_have_the_scenarios(own: bedfellows.api.Case, tmp_path: Path) -> None:
    own.save_scenario("leave", LEAVE, "2017-01-10", draws=500)
    html = own.report(tmp_path / "r.html").read_text(encoding="utf-8")
    assert 'id="what-if"' in html and LEAVE in html
    own.export(tmp_path / "out")
    back = bedfellows.open(bedfellows.import_case(tmp_path / "out", tmp_path / "back.duckdb"))
    assert back.scenarios() == own.scenarios()


def ask_wars(
    case: bedfellows.api.Case, text: str = LEAVE
) -> dict[str, bedfellows.forecast.questions.QuestionState]:
    answer = case.what_if(text, "2017-01-10", draws=500, ask=True)
    return {one.question.id: one for one in case.questions() if one.question.id in answer.war_questions}


def test_a_scenario_becomes_questions_on_its_wars(own: bedfellows.api.Case) -> None:
    states = ask_wars(own)
    alone = [one for one in states.values() if not one.question.condition]
    assert len(states) == 2 * len(alone) and all(one.standing and one.standing.waits_for for one in alone)
    wars = {one.question.war.war for one in alone if one.question.war}
    assert sum(one.forecasts[0].probability for one in alone) == pytest.approx(len(wars))
    assert ask_wars(own).keys() == states.keys()
    assert all(
        one.forecasts[0].base_rate is not None and one.forecasts[0].evidence for one in states.values()
    )


def test_a_list_of_wars_resolves_them_when_it_tells_of_all_their_years(own: bedfellows.api.Case) -> None:
    states = ask_wars(own)
    assert own.resolve_questions("2022-01-01") == []  # the list as of then ends with 2020
    done = {one.question_id: one for one in own.resolve_questions("2022-12-31")}
    assert done.keys() == states.keys()
    taliban = [
        one.question
        for one in states.values()
        if one.question.war and one.question.war.war == "ucdp-conflict:333:1978"
    ]
    assert [done[one.id].resolution for one in taliban if not one.condition and "rebels win" in one.text] == [
        "yes"
    ]
    assert [done[one.id].resolution for one in taliban if not one.condition].count("no") == 4
    assert {done[one.id].resolution for one in taliban if one.condition} == {
        "void"
    }  # the troops stayed until 2021
    assert own.resolve_questions("2022-12-31") == []
    scores = own.scores()
    assert scores.resolved == len(states) // 2 and any(
        one.group == "war: rebel victory" for one in scores.scores
    )


def test_a_list_of_ones_own_resolves_and_a_person_overrules(own: bedfellows.api.Case, tmp_path: Path) -> None:
    one = next(iter(ask_wars(own)))
    own.settle(one, "void", "A. Analyst", "a test")
    broken = tmp_path / "wars.csv"
    broken.write_text("no list\n")
    with pytest.raises(bedfellows.errors.InputError):
        own.resolve_questions(wars=broken)
    wars = tmp_path / "own.csv"
    wars.write_text(write_wars(as_known(carried_wars(), 2021)), encoding="utf-8")
    asked = ["--case", str(own.path), "questions", "resolve", "--wars", str(wars), "--format", "json"]
    done = CliRunner().invoke(program, asked)
    assert done.exit_code == 0, done.output
    assert json.loads(done.output) and one not in {row["question_id"] for row in json.loads(done.output)}


def test_nothing_is_asked_of_wars_that_a_scenario_does_not_change(own: bedfellows.api.Case) -> None:
    assert ask_wars(own, "russia supports taliban") == {}


def test_the_answer_begins_with_what_it_changes_and_says_what_has_no_odds(case: bedfellows.api.Case) -> None:
    page = " ".join(run(case, LEAVE).output.split())
    short = page[page.index("IN SHORT") : page.index("WHAT MAY COME")]
    assert "the rebels win" in short and "points" in short and "State failure has no odds" in short


def test_that_things_go_on_as_they_are_is_no_change(case: bedfellows.api.Case) -> None:
    result = run(case, "usa stays in afghanistan")
    assert result.exit_code == 1 and "stands beside every scenario" in " ".join(result.output.split())


def test_what_the_odds_do_not_know_of_dates_is_said(case: bedfellows.api.Case) -> None:
    answer = case.what_if(f"{LEAVE} from 2018 until 2019", "2017-01-10", draws=500)
    assert [line for line in answer.left_out if "no end of it" in line]


def test_the_report_links_what_it_says_of_ties_and_says_what_has_no_odds(
    own: bedfellows.api.Case, tmp_path: Path
) -> None:
    own.save_scenario(
        "join", "usa supports taliban; usa stops supporting afghanistan", "2017-01-10", draws=500
    )
    html = own.report(tmp_path / "r.html").read_text(encoding="utf-8")
    part = html[html.index('<section id="what-if"') :]
    part = part[: part.index("</section>")]
    assert 'class="chip"' in part and "State failure has no odds" in part and "With the change" in part


def test_a_later_change_moves_the_odds_less_and_counts_from_its_year(own: bedfellows.api.Case) -> None:
    def rebels_win(text: str) -> float:
        (one,) = [
            one
            for wars in own.what_if(text, "2017-01-10", draws=500).wars
            for one in wars.forecasts
            if one.conflict == 333
        ]
        return one.differences[1].odds

    assert 0 < rebels_win(f"{LEAVE} from 2020") < rebels_win(f"{LEAVE} from 2018") < rebels_win(LEAVE)
    assert any(
        "begins after 2021" in line
        for line in own.what_if(f"{LEAVE} from 2021-09-01", "2017-01-10", draws=500).left_out
    )
    asked = ask_wars(own, f"{LEAVE} from 2020")
    conditions = {
        one.question.war.since for one in asked.values() if one.question.condition and one.question.war
    }
    assert conditions == {2020} and len(own.resolve_questions("2022-12-31")) == len(asked)


def test_questions_on_wars_stand_among_the_others(own: bedfellows.api.Case) -> None:
    asked = ask_wars(own)
    shown = CliRunner().invoke(program, ["--case", str(own.path), "questions", "--format", "csv"])
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(shown.output))}
    assert rows.keys() == asked.keys()
    assert {row["target"] for row in rows.values()} >= {"rebel-victory", "status-quo"}
    one = next(iter(asked))
    refused = CliRunner().invoke(program, ["--case", str(own.path), "ask", one])
    assert refused.exit_code == 1 and "on a war" in refused.output
