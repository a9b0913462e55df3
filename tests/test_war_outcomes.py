"""War outcomes: nothing is known too early, the odds are odds, each has its past cases, and names that make no sense are told."""

from __future__ import annotations

import csv
import io
import json
import math
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import bedfellows
from bedfellows.actors import load_registry
from bedfellows.cli.program import program
from bedfellows.errors import InputError
from bedfellows.scenario.competing_risks import design, fit, over_years, posterior, probabilities
from bedfellows.scenario.endings import OUTCOMES, load_takeovers
from bedfellows.scenario.reference_class import base_rates, patrons_left, rates_of, windows
from bedfellows.scenario.war_outcomes import known_on, known_year, path_of, support_of, what_happened
from bedfellows.scenario.war_question import Change, WarAnswer, find_wars, war_answer
from bedfellows.scenario.war_years import RECENT, going_on, patron_left, situation, war_years
from bedfellows.scenario.wars import as_known, carried_wars

SHARED = Path(os.environ.get("BEDFELLOWS_SHARED") or Path(__file__).parents[2] / "shared")
REGISTRY = load_registry()
TAKEOVERS = load_takeovers()
EARLY_2017 = date(2017, 1, 4)
KNOWN = known_on(carried_wars(), EARLY_2017)


def ask(place: str = "taliban", change: Change = Change(), horizon: int = 5, **how: int) -> WarAnswer:  # noqa: B008
    return war_answer(
        KNOWN, REGISTRY, EARLY_2017, horizon, find_wars(KNOWN, place, REGISTRY, EARLY_2017), change, **how
    )


def run(*arguments: str) -> Result:
    return CliRunner().invoke(program, ["--case", "no-such-case", *arguments])


# Nothing is known too early


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2017, 1, 4), 2015),
        (date(2017, 6, 29), 2015),
        (date(2017, 6, 30), 2016),
        (date(2017, 12, 31), 2016),
    ],
)
def test_a_year_is_known_from_june_of_the_next(day: date, year: int) -> None:
    assert known_year(day) == year


@settings(max_examples=12, deadline=None)
@given(st.integers(1950, 2023))
def test_what_was_known_of_a_year_does_not_change_with_what_came_after(year: int) -> None:
    whole = [one for one in war_years(carried_wars(), TAKEOVERS) if one.year <= year]
    then = war_years(as_known(carried_wars(), year), TAKEOVERS)
    assert [(one.war.id, one.year, one.began, one.situation, one.outcome) for one in then] == [
        (one.war.id, one.year, one.began, one.situation, one.outcome) for one in whole
    ]


@settings(max_examples=10, deadline=None)
@given(st.integers(1950, 2024), st.integers(1950, 2024))
def test_cutting_the_list_twice_is_cutting_it_at_the_earlier_year(one: int, other: int) -> None:
    early, late = sorted((one, other))
    assert as_known(as_known(carried_wars(), late), early).wars == as_known(carried_wars(), early).wars


def test_a_model_of_2017_is_fitted_to_nothing_later() -> None:
    assert KNOWN.listed.last == 2015
    assert KNOWN.model.last == 2015
    assert max(one.year for one in KNOWN.years) == 2015
    assert max(case.until for case in ask(change=Change(without=("usa",))).forecasts[0].patrons_left) <= 2015


def test_a_day_before_there_is_enough_to_go_by_is_an_error() -> None:
    with pytest.raises(InputError, match=r"1961-06-30.*1955-03-01"):
        known_on(carried_wars(), date(1955, 3, 1))


# The years of wars


def test_a_takeover_ends_a_war_and_begins_the_next() -> None:
    years = [one for one in war_years(carried_wars(), TAKEOVERS) if one.war.conflict == 333]
    won = [one.year for one in years if one.outcome == "rebel-victory"]
    assert won == [1992, 1996, 2001, 2021]
    assert next(one.began for one in years if one.year == 1994) == 1992
    assert next(one.situation.years for one in years if one.year == 2004) == 3


def test_what_explains_a_year_is_from_the_year_before() -> None:
    one = next(
        one for one in war_years(carried_wars(), TAKEOVERS) if one.war.conflict == 333 and one.year == 1980
    )
    assert not one.situation.government_troops  # Soviet troops are in the data from 1980 on
    assert one.war.government_troops[1980] == (365,)


@pytest.mark.parametrize(
    ("now", "before", "left"),
    [
        ((), ((2,),), True),
        ((), ((), ()), False),
        ((770,), ((2, 770),), True),  # the great power is gone
        ((2,), ((2, 200),), False),
        ((770,), ((770, 700),), False),
        ((), (), False),
    ],
)
def test_when_patrons_count_as_having_left(
    now: tuple[int, ...], before: tuple[tuple[int, ...], ...], left: bool
) -> None:
    assert patron_left(frozenset(now), [frozenset(one) for one in before]) is left


def test_patrons_count_as_having_left_for_three_years_after_the_change() -> None:
    war, began = next(item for item in KNOWN.going_on if item[0].conflict == 333)
    gone = replace(support_of(war), government=frozenset())
    path = path_of(war, began, 2017, 6, gone)
    assert [one.patron_left for one in path] == [True] * RECENT + [False] * 3
    assert [one.years for one in path] == [16, 17, 18, 19, 20, 21]
    assert not any(one.government_troops for one in path)
    assert not any(one.patron_left for one in path_of(war, began, 2017, 6, support_of(war)))


# The model


def test_without_covariates_the_odds_are_the_shares() -> None:
    years = list(KNOWN.years)
    odds = probabilities(fit(years, covariates=()), design(years[:1], ()))[0]
    shares = [sum(one.outcome == outcome for one in years) / len(years) for outcome in OUTCOMES]
    assert odds == pytest.approx(shares, abs=1e-4)


def test_the_posterior_is_as_wide_as_the_curvature_says() -> None:
    """The covariance against a curvature by finite differences of the model's own log probabilities."""
    years = list(KNOWN.years)[::5]
    names, precisions = ("war", "log_years"), {"war": 3.0, "log_years": 3.0}
    model = fit(years, precisions, names)
    values = design(years, names)
    seen = [OUTCOMES.index(one.outcome) for one in years]
    prior = np.array([1e-3, 3.0, 3.0])[:, None]

    def loss(flat: np.ndarray) -> float:
        moved = replace(model, weights=flat.reshape(model.weights.shape))
        odds = probabilities(moved, values)[np.arange(len(seen)), seen]
        return float(-np.log(odds).sum() + 0.5 * (prior * moved.weights**2).sum())

    at, step, size = model.weights.ravel(), 1e-3, model.weights.size
    curvature = np.empty((size, size))
    for i in range(size):
        for j in range(size):
            corners = [
                loss(at + step * (a * np.eye(size)[i] + b * np.eye(size)[j])) * a * b
                for a in (1, -1)
                for b in (1, -1)
            ]
            curvature[i, j] = sum(corners) / (4 * step**2)
    assert model.root @ model.root.T == pytest.approx(np.linalg.inv(curvature), rel=0.02, abs=1e-4)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, len(KNOWN.years) - 1), st.integers(1, 12), st.integers(0, 5))
def test_odds_add_up_to_one_and_wars_end_sooner_or_later(place: int, horizon: int, seed: int) -> None:
    path = np.repeat(design([KNOWN.years[place]]), horizon + 1, axis=0)
    weights = posterior(KNOWN.model, 20, seed)
    shorter, longer = over_years(KNOWN.model, path[:-1], weights), over_years(KNOWN.model, path, weights)
    for odds in (shorter, longer):
        assert odds.sum(axis=1) == pytest.approx(np.ones(20))
        assert (odds >= 0).all()
    assert (longer[:, 0] <= shorter[:, 0]).all()
    assert (longer[:, 1:] >= shorter[:, 1:]).all()


def test_one_year_is_the_same_by_both_ways() -> None:
    values = design(KNOWN.years[:50])
    one = np.array([over_years(KNOWN.model, row[None], KNOWN.model.weights[None])[0] for row in values])
    assert one == pytest.approx(probabilities(KNOWN.model, values))


def test_it_beats_the_base_rate_on_wars_it_has_not_seen() -> None:
    before = war_years(as_known(carried_wars(), 1999), TAKEOVERS)
    after = [one for one in war_years(carried_wars(), TAKEOVERS) if one.year >= 2000]
    seen = [OUTCOMES.index(one.outcome) for one in after]
    odds = probabilities(fit(before), design(after))[np.arange(len(seen)), seen]
    rates = [rate.share for rate in base_rates(windows(before, 1, 1999), 1, 1999)]
    assert -np.log(odds).mean() < -np.mean([math.log(rates[one]) for one in seen]) - 0.03


# Reference classes


@pytest.mark.parametrize("horizon", [1, 5, 20])
def test_base_rates_count_each_whole_window_once(horizon: int) -> None:
    rates = base_rates(windows(KNOWN.years, horizon, 2015), horizon, 2015)
    whole = sum(one.year + horizon - 1 <= 2015 for one in KNOWN.years)
    assert sum(rate.count for rate in rates) == whole == rates[0].of
    assert [rate.outcome for rate in rates] == list(OUTCOMES)


def test_no_odds_without_past_cases() -> None:
    for forecast in ask("afghanistan", Change(without=("usa",))).forecasts:
        assert forecast.changed is not None
        for branch in (forecast.unchanged, forecast.changed):
            assert len(branch.like) == 12
            assert forecast.war not in {case.war for case in branch.like if case.first == forecast.began}
            assert [case.distance for case in branch.like] == sorted(case.distance for case in branch.like)
            assert sum(rate.count for rate in branch.like_rates) == 12
            assert all(case.rule for case in branch.like if case.outcome != "status-quo")


def test_governments_whose_patrons_left() -> None:
    cases = {(case.war, case.year): case for case in patrons_left(windows(KNOWN.years, 5, 2015), 5, 2015)}
    soviet = cases["ucdp-conflict:333:1978", 1991]
    assert (soviet.outcome, soviet.until, soviet.patrons) == ("rebel-victory", 1992, (365,))
    assert (
        cases["ucdp-conflict:300:1967", 1975].outcome == "rebel-victory"
    )  # Cambodia, after the United States
    assert cases["ucdp-conflict:327:1975", 1991].outcome == "status-quo"  # Angola, after Cuba
    iraq = cases["ucdp-conflict:259:2004", 2013]
    assert (iraq.outcome, iraq.whole) == (None, False)
    assert sum(rate.count for rate in rates_of(cases.values())) == sum(case.whole for case in cases.values())


# The question


def test_the_taliban_gain_where_the_patrons_leave() -> None:
    (forecast,) = ask(change=Change(without=("USA", "NATO"))).forecasts
    assert (forecast.conflict, forecast.began, forecast.known, forecast.until) == (333, 2001, 2015, 2021)
    assert forecast.unchanged.support.government == {2, 770}
    assert forecast.changed is not None
    assert forecast.changed.support.government == {770}
    stay, leave = (
        {one.outcome: one.odds for one in branch.odds} for branch in (forecast.unchanged, forecast.changed)
    )
    assert sum(stay.values()) == pytest.approx(1)
    assert sum(leave.values()) == pytest.approx(1)
    assert leave["rebel-victory"] > stay["rebel-victory"]
    assert leave["status-quo"] < stay["status-quo"]
    for odds in (*forecast.unchanged.odds, *forecast.changed.odds):
        assert 0 <= odds.low <= odds.odds <= odds.high <= 1
    for place, one in enumerate(forecast.differences):
        assert one.odds == pytest.approx(
            forecast.changed.odds[place].odds - forecast.unchanged.odds[place].odds
        )


def test_what_became_of_a_forecast_is_told_by_a_later_list() -> None:
    (forecast,) = ask().forecasts
    assert what_happened(forecast, carried_wars()) == ("rebel-victory", 2021)
    assert what_happened(forecast, as_known(carried_wars(), 2020)) is None
    (shorter,) = ask(horizon=3).forecasts
    assert what_happened(shorter, as_known(carried_wars(), 2020)) == ("status-quo", 2019)


def test_the_same_seed_gives_the_same_answer() -> None:
    assert ask(seed=3, draws=200) == ask(seed=3, draws=200)
    assert ask(seed=3, draws=200) != ask(seed=4, draws=200)


def test_all_troops_of_a_side_can_be_named_at_once() -> None:
    (forecast,) = ask(change=Change(without=("government troops",))).forecasts
    assert forecast.changed is not None
    assert not forecast.changed.support.government


def test_rebels_can_be_backed() -> None:
    (forecast,) = ask(change=Change(for_rebels=("russia",))).forecasts
    assert forecast.changed is not None
    assert forecast.changed.support.rebels == {365}
    assert not forecast.patrons_left


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (Change(without=("brazil",)), r"'brazil' to have troops.*United States"),
        (Change(without=("atlantis",)), "'atlantis'"),
        (Change(without=("taliban",)), "'taliban'"),
        (Change(for_government=("iran",), for_rebels=("iran",)), "'iran' to send troops to one side"),
    ],
)
def test_nonsense_is_told_with_the_name(change: Change, named: str) -> None:
    with pytest.raises(InputError, match=named):
        ask(change=change)


@pytest.mark.parametrize("place", ["atlantis", "norway", "999999", "eta"])
def test_a_place_without_a_war_is_told_with_those_that_have_one(place: str) -> None:
    with pytest.raises(InputError, match="found"):
        find_wars(KNOWN, place, REGISTRY, EARLY_2017)


def test_a_horizon_out_of_range_is_an_error() -> None:
    with pytest.raises(InputError, match="1 to 20"):
        ask(horizon=21)


def test_wars_are_found_by_state_by_group_and_by_number() -> None:
    def conflicts(name: str) -> set[int]:
        return {war.conflict for war, _ in find_wars(KNOWN, name, REGISTRY, EARLY_2017)}

    assert conflicts("Kabul") == {333, 13637}
    assert conflicts("the Taliban") == conflicts("333") == {333}


def test_all_wars_that_go_on_get_odds() -> None:
    answer = war_answer(KNOWN, REGISTRY, EARLY_2017, 5, KNOWN.going_on, Change(), draws=100)
    assert len(answer.forecasts) == len(KNOWN.going_on) == len(going_on(KNOWN.listed, TAKEOVERS))
    assert all(
        sum(one.odds for one in forecast.unchanged.odds) == pytest.approx(1) for forecast in answer.forecasts
    )
    war, began = KNOWN.going_on[0]
    assert situation(war, 2015, began).years == 2015 - began + 1


def test_from_python_no_case_is_needed() -> None:
    answer = bedfellows.war_outcomes("taliban", as_of="2017-01-04", without=["usa", "nato"])
    assert answer == ask(change=Change(without=("usa", "nato")))


# The commands


def test_the_command_needs_no_case_where_a_place_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("war-outcomes", "taliban", "--as-of", "2017-01-04", "--without", "usa")
    assert result.exit_code == 0, result.output
    assert "the rebels win" in result.output
    assert "Soviet Union" in result.output
    assert "State failure has no odds here" in result.output
    assert "Kreutz" in result.output
    assert not list(tmp_path.iterdir())


def test_the_command_as_json_and_csv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    asked = ("war-outcomes", "333", "--as-of", "2017-01-04", "--without", "usa", "--format")
    data = json.loads(run(*asked, "json").output)
    rows = list(csv.DictReader(io.StringIO(run(*asked, "csv").output)))
    given = {
        row["outcome"]: row["odds"] for row in rows if row["row"] == "odds" and row["branch"] == "changed"
    }
    told = {one["outcome"]: f"{one['odds']:.4f}" for one in data["forecasts"][0]["changed"]["odds"]}
    assert given == told
    assert {row["row"] for row in rows} == {
        *("base", "odds", "difference", "like", "like-rate", "patron-left", "patron-left-rate")
    }


def test_a_case_is_asked_for_the_wars_it_tells_of(tmp_path: Path) -> None:
    article = tmp_path / "invented.txt"
    article.write_text("The Taliban attacked the Afghan army. Russia supports the Taliban.", encoding="utf-8")
    case = bedfellows.open(tmp_path / "afghan", create=True)
    case.read(article, published="2017-01-04")
    answer = case.war_outcomes(as_of="2017-01-04")
    assert {forecast.place for forecast in answer.forecasts} == {"Afghanistan"}
    evidence = answer.evidence["ucdp-conflict:333:1978"]
    assert any("Russia supports the Taliban" in piece.sentence for piece in evidence)
    result = CliRunner().invoke(program, ["--case", str(case.path), "war-outcomes", "--as-of", "2017-01-04"])
    assert result.exit_code == 0, result.output
    assert "What the case says of it".upper() in result.output


def test_an_error_of_the_command_names_the_phrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("war-outcomes", "taliban", "--as-of", "2017-01-04", "--without", "brazil")
    assert result.exit_code == 1
    assert "'brazil'" in result.output
