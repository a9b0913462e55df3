"""The odds of what two actors do to each other, on invented events between states that exist."""

import json
import random
import runpy
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import bedfellows as bf
from bedfellows.cli.program import program
from bedfellows.errors import InputError, UnknownActorError
from bedfellows.forecast.proper_scores import brier, calibration, calibration_error, log_score

invented = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_feeds.py"))))

START, WEEKS = date(2016, 1, 4), 50
ASKED = START + timedelta(weeks=40) - timedelta(days=1)
STATES = "FRA DEU ITA ESP POL CZE HUN ROU PAK AFG IND IRN".split()


def invented_rows(seed: int, weeks: range) -> list[list[str]]:
    """Pairs that differ in how often they fight; Pakistan and Afghanistan do every week."""
    chance = random.Random(seed)
    rows = []
    for week in weeks:
        for i, one in enumerate(STATES):
            for j, other in enumerate(STATES[i + 1 :]):
                often = 1.0 if (one, other) == ("PAK", "AFG") else (i + j) % 5 / 12
                if chance.random() < often:
                    code = "190" if often == 1.0 or chance.random() < 0.5 else "040"
                    day = START + timedelta(weeks=week, days=chance.randrange(7))
                    row = invented.gdelt_row(
                        600_000_000 + week * 1000 + i * 50 + j,
                        day,
                        code=code,
                        one=(one,) * 3,
                        other=(other,) * 3,
                    )
                    row[29] = "4" if code == "190" else "1"  # the quad class
                    rows.append(row)
    return rows


def ingested(folder: Path, rows: list[list[str]]) -> bf.Case:
    folder.mkdir(exist_ok=True)
    case = bf.open(folder / "invented", create=True)
    case.ingest("gdelt", invented.write_tabs(folder / "invented.export.CSV", rows))
    return case


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> bf.Case:
    return ingested(tmp_path_factory.mktemp("odds") / "case", invented_rows(1, range(WEEKS)))


def test_odds_rise_with_the_horizon_and_with_the_record(case: bf.Case) -> None:
    often = case.odds("pakistan", "afghanistan", of=["material conflict"], as_of=ASKED).targets[0]
    seldom = case.odds("france", "germany", of=["material conflict"], as_of=ASKED).targets[0]
    for one, other in zip(often.odds, seldom.odds, strict=True):
        assert 0 <= one.low <= one.probability <= one.high <= 1
        assert one.probability > other.probability
    assert [one.probability for one in often.odds] == sorted(one.probability for one in often.odds)
    assert often.odds[1].probability > 0.8
    known = set(case.events(limit=100_000)["id"])
    cited = {row for reason in often.reasons for row in reason.evidence}
    assert cited and cited <= known
    days = dict(zip(*case.events(limit=100_000)[["id", "day"]], strict=True))
    assert all(days[row] <= ASKED for row in cited)


def test_the_two_actors_may_stand_in_any_order_unless_directed(case: bf.Case) -> None:
    def first(a: str, b: str, **how: bool) -> float:
        return (
            case.odds(a, b, [30], of=["material conflict"], as_of=ASKED, **how).targets[0].odds[0].probability
        )

    assert first("pakistan", "afghanistan") == first("afghanistan", "pakistan")
    assert first("pakistan", "afghanistan", directed=True) > first("afghanistan", "pakistan", directed=True)


def test_whatever_comes_later_changes_no_odds(case: bf.Case, tmp_path: Path) -> None:
    early = invented_rows(1, range(40))
    expected = case.odds("pakistan", "india", as_of=ASKED)
    none = ingested(tmp_path / "none", early)
    other = ingested(tmp_path / "other", early + invented_rows(2, range(40, WEEKS)))
    for changed in (none, other):
        got = changed.odds("pakistan", "india", as_of=ASKED)
        assert got.targets == expected.targets


def test_a_short_record_gives_base_rates_and_says_so(tmp_path: Path) -> None:
    short = ingested(tmp_path / "short", invented_rows(1, range(3)))
    target = short.odds("pakistan", "afghanistan", of=["material conflict"]).targets[0]
    assert {one.method for one in target.odds} <= {"base rate", "new pair"} and target.cutoff is None


def test_models_that_have_seen_more_are_not_used_and_this_is_said(case: bf.Case) -> None:
    case.odds("pakistan", "afghanistan", [30])
    answer = case.odds("pakistan", "afghanistan", [30], as_of=ASKED)
    assert all(target.cutoff is None or target.cutoff <= ASKED for target in answer.targets)
    assert any("not used" in note for note in answer.notes)


def test_bad_questions_are_refused(case: bf.Case) -> None:
    with pytest.raises(UnknownActorError):
        case.odds("ruritania", "france")
    with pytest.raises(InputError):
        case.odds("france", "france")
    with pytest.raises(InputError, match="picnic"):
        case.odds("france", "germany", of=["picnic"])
    with pytest.raises(InputError):
        case.odds("france", "germany", as_of=date(2001, 1, 1))


def test_the_command(case: bf.Case) -> None:
    base = [
        "--case",
        str(case.path),
        "odds",
        "pakistan",
        "afghanistan",
        "--as-of",
        str(ASKED),
        "--days",
        "30",
    ]
    run = CliRunner().invoke(program, base)
    assert run.exit_code == 0 and "MATERIAL CONFLICT" in run.output and "why, in log odds" in run.output
    data = json.loads(CliRunner().invoke(program, [*base, "--format", "json"]).output)
    assert data["a_name"] == "Pakistan" and len(data["targets"]) == 6


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=50))
def test_scores_of_forecasts(pairs: list[tuple[float, bool]]) -> None:
    said, happened = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    assert 0 <= brier(said, happened) <= 1
    assert brier(happened, happened) == 0 and log_score(happened, happened) == pytest.approx(0, abs=1e-12)
    assert log_score(said, happened) >= 0
    bins = calibration(said, happened)
    assert sum(one.forecasts for one in bins) == pytest.approx(len(pairs))
    assert 0 <= calibration_error(bins) <= 1
