"""The odds that ties shift, asked, resolved and scored, on invented events between actors that the registry knows."""

import random
import runpy
from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

import bedfellows as bf
from bedfellows.cli.program import program
from bedfellows.errors import InputError

invented = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_dyads.py"))))

STATES = "france germany italy spain poland hungary romania turkey".split()
WEEKS, ASKED_WEEK, RUPTURE_WEEK = 49, 40, 42
ASKED = invented.START + timedelta(weeks=ASKED_WEEK) - timedelta(days=1)
CLOSES = ASKED + timedelta(weeks=4)
LAST = invented.START + timedelta(weeks=WEEKS) - timedelta(days=1)
SHIFTS = ["rupture", "rapprochement"]


def invented_ties(weeks: int, *, calm: bool) -> Iterator[Any]:
    """Pairs that praise each other every week until they come to blows: France and Germany in the 42nd week, Romania and Turkey never.
    With `calm` nobody does so after the day of asking."""
    chance = random.Random(1)
    for number, (one, other) in enumerate(combinations(STATES, 2)):
        turn = {("france", "germany"): RUPTURE_WEEK, ("romania", "turkey"): 1_000}.get(
            (one, other), chance.randrange(8, 60)
        )
        for week in range(weeks):
            code = "190" if week >= turn and not (calm and week >= ASKED_WEEK) else "051"
            day = invented.START + timedelta(weeks=week, days=number % 7)
            yield invented.Invented(f"{one}-{other}-{week}", day, one, other, code)  # fmt: skip


def opened(path: Path, weeks: int, *, calm: bool = False) -> bf.Case:
    return bf.open(invented.make_case(path, invented_ties(weeks, calm=calm)))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> bf.Case:
    return opened(tmp_path_factory.mktemp("shifts") / "invented.duckdb", WEEKS)


def test_odds_of_shifts_come_with_interval_reasons_and_evidence(case: bf.Case) -> None:
    rupture, closer = case.odds("france", "germany", of=SHIFTS, as_of=ASKED).targets
    assert rupture.cutoff == ASKED and rupture.learned_from
    assert closer.cutoff is None  # nobody has come closer yet: nothing can be learned
    for target in (rupture, closer):
        said = [one.probability for one in target.odds]
        assert said == sorted(said) and all(
            0 <= one.low <= one.probability <= one.high <= 1 for one in target.odds
        )
    days = dict(zip(*case.events(limit=100_000)[["id", "day"]], strict=True))
    cited = {row for reason in rupture.reasons for row in reason.evidence}
    assert cited and all(days[row] <= ASKED for row in cited)


@pytest.mark.parametrize(("weeks", "calm"), [(ASKED_WEEK, False), (WEEKS, True)])
def test_whatever_comes_later_changes_no_odds_of_shifts(
    case: bf.Case, tmp_path: Path, weeks: int, calm: bool
) -> None:
    changed = opened(tmp_path / "changed.duckdb", weeks, calm=calm)
    expected = case.odds("france", "germany", of=SHIFTS, as_of=ASKED, keep=False)
    got = changed.odds("france", "germany", of=SHIFTS, as_of=ASKED, keep=False)
    assert got.targets == expected.targets


def test_a_kept_model_gives_what_a_new_one_gives(case: bf.Case) -> None:
    new = case.odds("france", "germany", of=SHIFTS, as_of=ASKED)
    learned: list[object] = []
    kept = case.odds("france", "germany", of=["rupture"], as_of=ASKED, on_learning=learned.append)
    assert not learned and kept.targets[0] == new.targets[0]


def test_questions_of_shifts_are_resolved_in_hindsight(case: bf.Case) -> None:
    yes = case.ask(f"rupture between France and Germany by {CLOSES}", ASKED).state
    no = case.ask(f"rupture between Romania and Turkey by {CLOSES}", ASKED).state
    assert yes.forecasts[0].base_rate is not None and yes.forecasts[0].evidence
    assert case.resolve_questions(CLOSES + timedelta(days=20)) == []  # too early to tell
    found = {one.question_id: one for one in case.resolve_questions(LAST)}
    assert found[yes.question.id].resolution == "yes" and found[yes.question.id].evidence
    assert found[no.question.id].resolution == "no"
    assert case.resolve_questions(LAST) == []
    score = next(one for one in case.scores().scores if one.by == "type")
    assert score.group == "rupture" and score.questions == 2


def test_what_cannot_be_asked_is_said(case: bf.Case) -> None:
    with pytest.raises(InputError, match="at least 7 days"):
        case.odds("france", "germany", [3], of=["rupture"], as_of=ASKED)
    with pytest.raises(InputError, match="direction"):
        case.odds("france", "germany", of=["rupture"], as_of=ASKED, directed=True)
    few = case.odds("france", "germany", [3], as_of=ASKED)
    assert {one.target for one in few.targets}.isdisjoint(SHIFTS)


def test_the_command(case: bf.Case) -> None:
    given = ["--case", str(case.path), "odds", "france", "germany", "--of", "rupture", "--as-of", str(ASKED)]
    run = CliRunner().invoke(program, given)
    assert run.exit_code == 0 and "RUPTURE" in run.output and "Odds of shifts" in run.output
