"""Questions put to a case, forecast, resolved and scored, on invented events between actors of the registry."""

import json
import runpy
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

import bedfellows as bf
from bedfellows.cli.program import program
from bedfellows.errors import InputError, UnknownActorError
from bedfellows.forecast.question_grammar import parse_question

invented = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_feeds.py"))))
START = date(2016, 1, 4)
ASKED = START + timedelta(weeks=40) - timedelta(days=1)
SOON = ASKED + timedelta(days=28)
PAK, AFG, FRA, DEU = (("PAK",) * 3, ("AFG",) * 3, ("FRA",) * 3, ("DEU",) * 3)


def weekly(one: tuple[str, ...], other: tuple[str, ...], code: str, weeks: range) -> list[list[str]]:
    """Two invented events a week."""
    return [
        invented.gdelt_row(
            600_000_000 + week * 10_000 + day * 1000 + int(code) + (500 if one is FRA else 0),
            START + timedelta(weeks=week, days=day),
            code=code,
            one=one,
            other=other,
        )
        for week in weeks
        for day in (1, 4)
    ]


def ingested(folder: Path, rows: list[list[str]]) -> bf.Case:
    case = bf.open(folder / "invented", create=True)
    case.ingest("gdelt", invented.write_tabs(folder / "invented.export.CSV", rows))
    return case


@pytest.fixture
def case(tmp_path: Path) -> bf.Case:
    """Two who fight every week, and two who only talk, for a year."""
    return ingested(tmp_path, weekly(PAK, AFG, "190", range(52)) + weekly(FRA, DEU, "040", range(52)))


def test_a_question_is_answered_stored_resolved_and_scored(case: bf.Case) -> None:
    likely = case.ask(f"material conflict between pakistan and afghanistan by {SOON}", ASKED)
    unlikely = case.ask(f"material conflict between france and germany by {SOON}", ASKED)
    odds = {one.state.question.id: one.state.forecasts[0] for one in (likely, unlikely)}
    first, second = odds.values()
    assert 0 <= second.low <= second.probability <= second.high < first.probability <= 1
    assert first.evidence and first.cutoff is not None and first.cutoff <= ASKED
    assert not case.ask(f"Material conflict between Pakistan and Afghanistan by {SOON}?", ASKED).new
    resolved = {one.question_id: one.resolution for one in case.resolve_questions()}
    assert resolved == {likely.state.question.id: "yes", unlikely.state.question.id: "no"}
    assert case.resolve_questions() == []
    states = {state.question.id: state for state in case.questions()}
    assert set(states) == set(resolved) and all(state.resolution for state in states.values())
    scores = case.scores()
    overall = next(one for one in scores.scores if one.by == "author")
    expected = ((1 - first.probability) ** 2 + second.probability**2) / 2
    assert scores.resolved == 2 and overall.brier == pytest.approx(expected, abs=1e-3)


def test_the_forecast_of_a_person_is_scored_beside_the_models(case: bf.Case) -> None:
    text = f"material conflict between pakistan and afghanistan by {SOON}"
    case.ask(text, ASKED, probability=0.5, by="An Invented Analyst")
    case.resolve_questions()
    run = CliRunner().invoke(program, ["--case", str(case.path), "scores", "--format", "json"])
    assert run.exit_code == 0, run.output
    assert "An Invented Analyst" in run.output and "0.25" in run.output  # (1 - 0.5)^2


def test_no_question_is_resolved_before_its_time_or_beyond_the_feeds(case: bf.Case) -> None:
    far = START + timedelta(weeks=80)
    case.ask(f"material conflict between france and germany by {far}", ASKED)
    assert case.resolve_questions() == []  # the feed ends in week 52
    case.ask(f"material conflict between pakistan and afghanistan by {SOON}", ASKED)
    assert case.resolve_questions(ASKED) == []


def test_what_happens_later_changes_no_forecast(case: bf.Case, tmp_path: Path) -> None:
    (tmp_path / "changed").mkdir()
    early = weekly(PAK, AFG, "190", range(40)) + weekly(FRA, DEU, "040", range(40))
    changed = ingested(tmp_path / "changed", early + weekly(FRA, DEU, "190", range(40, 52)))
    text = f"material conflict between france and germany by {SOON}"
    one, two = (held.ask(text, ASKED).state.forecasts[0] for held in (case, changed))
    assert (one.probability, one.low, one.high) == (two.probability, two.low, two.high)


def test_questions_survive_export_and_import(case: bf.Case, tmp_path: Path) -> None:
    case.ask(f"material conflict between pakistan and afghanistan by {SOON}", ASKED)
    case.resolve_questions()
    case.export(tmp_path / "out")
    again = bf.open(bf.import_case(tmp_path / "out", tmp_path / "again.duckdb"))
    assert again.questions() == case.questions()


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("pakistan and afghanistan by 2017-06-01", "pakistan and afghanistan"),
        ("material conflict between pakistan and afghanistan", "ends with a time"),
        ("material conflict between pakistan and afghanistan by whenever", "whenever"),
        ("material conflict between pakistan and afghanistan by 2001-01-01", "2001-01-01"),
        ("a picnic between pakistan and afghanistan by 2017-06-01", "picnic"),
        ("a shift between pakistan and afghanistan by 2017-06-01", "rapprochement"),
        (f"rupture between pakistan and afghanistan by {ASKED + timedelta(days=3)}", "at least 7 days"),
        ("material conflict between pakistan by 2017-06-01", "pakistan"),
    ],
)
def test_what_is_not_understood_is_named(case: bf.Case, text: str, phrase: str) -> None:
    with pytest.raises(InputError, match=phrase):
        case.ask(text, ASKED)
    assert case.questions() == []


def test_an_unknown_actor_is_named(case: bf.Case) -> None:
    with pytest.raises(UnknownActorError, match="Ruritania"):
        case.ask("material conflict between Ruritania and afghanistan by 2017-06-01", ASKED)


def test_the_grammar() -> None:
    on = date(2017, 1, 4)
    asked = parse_question("Will there be assault by russia against ukraine within 3 months?", on)
    assert asked.directed and asked.pairs == (("russia", "ukraine"),) and asked.closes.month == 4
    asked = parse_question("verbal cooperation between iran and saudi arabia before 1 July 2017", on)
    assert not asked.directed and asked.closes == date(2017, 6, 30)
    asked = parse_question("material conflict between bosnia and herzegovina and serbia by March 2017", on)
    assert ("bosnia and herzegovina", "serbia") in asked.pairs and asked.closes == date(2017, 3, 31)


def test_the_forecasts_of_an_article_are_its_authors(tmp_path: Path) -> None:
    text = tmp_path / "invented.txt"
    text.write_text(
        "Title: Invented\nAuthor: An Invented Author\nDate: 2030-02-01\n\n"
        "If the United States leaves Afghanistan, the Taliban will probably attack Pakistan.\n"
    )
    case = bf.open(tmp_path / "articles", create=True)
    case.read(text)
    case.read_questions(within=365)
    found = case.questions()
    assert found and all(state.question.kind == "stated" for state in found)
    assert {one.author for state in found for one in state.forecasts} == {"An Invented Author"}
    assert all(0.5 < one.probability < 1 and one.basis for state in found for one in state.forecasts)
    case.read_questions(within=365)
    assert len(case.questions()) == len(found)


def test_the_commands(case: bf.Case) -> None:
    runner = CliRunner()
    base = ["--case", str(case.path)]
    run = runner.invoke(
        program,
        [
            *base,
            "ask",
            f"material conflict between pakistan and afghanistan by {SOON}",
            "--as-of",
            str(ASKED),
        ],
    )
    assert run.exit_code == 0 and "ODDS" in run.output and "WHY" in run.output
    assert "OPEN" in runner.invoke(program, [*base, "questions"]).output or "material conflict" in run.output
    assert "1 question resolved" in runner.invoke(program, [*base, "questions", "resolve"]).output
    data = json.loads(runner.invoke(program, [*base, "questions", "--format", "json"]).output)
    assert data[0]["resolution"]["resolution"] == "yes"
    assert "Brier" in runner.invoke(program, [*base, "scores"]).output
    bad = runner.invoke(program, [*base, "ask", "what now"])
    assert bad.exit_code == 1 and "Traceback" not in bad.output
