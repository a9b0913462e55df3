"""Alignment: what moves a level and how far, as-of honesty, roll-up, channels, parameters, and the smoother itself."""

from __future__ import annotations

import os
import runpy
import tempfile
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import bedfellows as bf
from bedfellows.actors import load_registry
from bedfellows.case import CaseStore
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.ingest import ingest_files
from bedfellows.ties.alignment import alignments, load_evidence
from bedfellows.ties.channels import CHANNELS, CLASS_CHANNELS, cameo_channel, relation_channel
from bedfellows.ties.history import history
from bedfellows.ties.parameters import SORTS, from_json, learned, to_json
from bedfellows.ties.shifts import shifts
from bedfellows.ties.smoothing import Dynamics, Readings, run_filter
from bedfellows.ties.spells import acting_spells

HERE = Path(__file__).parent
invented = SimpleNamespace(**runpy.run_path(str(HERE / "invented_dyads.py")))
invented_case = SimpleNamespace(**runpy.run_path(str(HERE / "invented_case.py")))
REGISTRY = load_registry().with_actors(invented_case.actors())
SHARED = Path(os.environ.get("BEDFELLOWS_SHARED") or HERE.parents[1] / "shared") / "data"
PRAISE, ACCUSE, FIGHT, TALK = "051", "112", "190", "040"
START: date = invented.START


def level(case: Path, pair: tuple[str, str], as_of: date | None = None, **how: object) -> dict[str, object]:
    with CaseStore.open(case) as store:
        frame = alignments(store, REGISTRY, as_of, **how)  # type: ignore[arg-type]
    (row,) = frame.filter((pl.col("first") == min(pair)) & (pl.col("second") == max(pair))).to_dicts()
    return row


# What moves a level


def test_praise_lifts_a_level_and_fighting_lowers_it(tmp_path: Path) -> None:
    friends = invented.weekly("china", "pakistan", [(week, PRAISE, 3) for week in range(8)])
    foes = invented.weekly("iran", "israel", [(week, FIGHT, 3) for week in range(8)])
    case = invented.make_case(tmp_path / "c.duckdb", [*friends, *foes])
    good, bad = level(case, ("china", "pakistan")), level(case, ("iran", "israel"))
    assert good["now_low"] > 0 > bad["now_high"]  # type: ignore[operator]
    assert good["level"] > 0 > bad["high"]  # type: ignore[operator]
    for row, names in ((bad, ("low", "level", "high")), (good, ("now_low", "now", "now_high"))):
        assert -1 <= row[names[0]] <= row[names[1]] <= row[names[2]] <= 1  # type: ignore[operator]
    assert good["readings"] == 24
    assert good["last"] == START + timedelta(weeks=7)


def test_more_events_make_it_surer_and_time_makes_it_less_sure(tmp_path: Path) -> None:
    few = invented.weekly("china", "pakistan", [(0, PRAISE, 1)])
    many = invented.weekly("iran", "israel", [(week, PRAISE, 6) for week in range(6)])
    case = invented.make_case(tmp_path / "c.duckdb", [*few, *many])
    assert level(case, ("iran", "israel"))["sd"] < level(case, ("china", "pakistan"))["sd"]  # type: ignore[operator]
    later = [level(case, ("iran", "israel"), START + timedelta(weeks=week)) for week in (6, 60, 600, 6000)]
    spreads = [row["sd"] for row in later]
    assert spreads == sorted(spreads)  # type: ignore[type-var]
    usual = learned().combined.means["states"], np.tanh(learned().stance.series.means["states"] / 2)
    for name, one in zip(("now", "level"), usual, strict=True):
        assert later[-1][name] == pytest.approx(one, abs=0.02)  # all that was known has worn off


def test_talks_move_the_diplomatic_channel_only(tmp_path: Path) -> None:
    events = invented.weekly("iran", "israel", [(week, TALK, 4) for week in range(6)])
    others = invented.weekly("iran", "israel", [(0, ACCUSE, 1)])
    case = invented.make_case(tmp_path / "c.duckdb", [*events, *others])
    assert level(case, ("iran", "israel"))["readings"] == 1
    assert level(case, ("iran", "israel"), channel="diplomatic")["readings"] == 24
    assert level(case, ("iran", "israel"), channel="verbal")["readings"] == 1


def test_claims_alone_move_a_level_by_how_far_they_are_believed(tmp_path: Path) -> None:
    case = invented.make_case(tmp_path / "c.duckdb", [], invented_case.readings())
    with CaseStore.open(case) as store:
        frame = alignments(store, REGISTRY)
    assert len(frame) > 3
    signs = {(row["first"], row["second"]): row["level"] for row in frame.to_dicts()}
    assert signs["corvosia", "highland-front"] > 0  # shelters and trains it, several sources say
    assert signs["highland-front", "northern-brotherhood"] < 0  # have fought each other


def test_denied_and_expected_claims_give_no_reading(tmp_path: Path) -> None:
    reading = invented_case.small(
        [
            {"subject": "belmark", "relation": "fights", "object": "corvosia", "tense": "future"},
            {"subject": "belmark", "relation": "supports", "object": "estmere", "negated": True},
            {"subject": "belmark", "relation": "supports", "object": "gorland"},
        ]
    )
    case = invented.make_case(tmp_path / "c.duckdb", [], [reading])
    with CaseStore.open(case) as store:
        frame = alignments(store, REGISTRY)
        (belief,) = load_evidence(store, REGISTRY).statements["belief"]
    assert frame.select("first", "second").rows() == [("belmark", "gorland")]
    # It moves one who knows nothing else by the share in which it is believed, as far as that lasts.
    dynamics = learned().stance.series.dynamics
    share = belief * dynamics.slow_variance / dynamics.variance
    assert frame["level"][0] == pytest.approx(np.tanh(share * np.arctanh(0.9)), abs=1e-6)


# As-of honesty

_PAIRS = [("iran", "israel"), ("china", "pakistan"), ("russia", "vladimir-putin"), ("barack-obama", "iran")]
_EVENT = st.tuples(
    st.integers(0, 20 * 7),
    st.sampled_from(_PAIRS),
    st.sampled_from([PRAISE, ACCUSE, FIGHT, TALK, "010"]),
    st.integers(0, 30),
    st.one_of(st.none(), st.integers(1, 40)),
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_EVENT, min_size=1, max_size=60), st.integers(0, 200), st.data())
def test_a_case_cut_off_at_a_day_answers_as_the_whole_one_does_as_of_that_day(
    drawn: list[tuple[int, tuple[str, str], str, int, int | None]], after: int, data: st.DataObject
) -> None:
    events = []
    for number, (offset, pair, code, late, version) in enumerate(drawn):
        day = START + timedelta(days=offset)
        published = day + timedelta(days=late)
        replaced = published + timedelta(days=version) if version else None
        events.append(invented.Invented(f"e{number}", day, *pair, code, published, replaced))
        if replaced:
            events.append(invented.Invented(f"e{number}", day, *pair, FIGHT, replaced))
    as_of = START + timedelta(days=after)
    readings = [reading for reading in invented_case.readings() if data.draw(st.booleans(), label="reading")]
    known = [reading for reading in readings if reading.source.published <= as_of]
    with tempfile.TemporaryDirectory() as folder:
        whole = invented.make_case(Path(folder) / "whole.duckdb", events, readings)
        cut = invented.make_case(Path(folder) / "cut.duckdb", invented.known_by(events, as_of), known)
        with CaseStore.open(whole) as one, CaseStore.open(cut) as other:
            assert_frame_equal(alignments(one, REGISTRY, as_of), alignments(other, REGISTRY, as_of))
            assert shifts(one, REGISTRY, as_of).shifts == shifts(other, REGISTRY, as_of).shifts
            for pair in _PAIRS[:2]:
                assert_frame_equal(history(one, REGISTRY, pair, as_of), history(other, REGISTRY, pair, as_of))


def test_what_is_filtered_does_not_know_the_future_and_what_is_smoothed_does(tmp_path: Path) -> None:
    codes = [*((week, PRAISE, 3) for week in range(10)), *((week, FIGHT, 3) for week in range(10, 20))]
    case = invented.make_case(tmp_path / "c.duckdb", invented.weekly("iran", "israel", codes))
    with CaseStore.open(case) as store:
        whole = history(store, REGISTRY, ("israel", "iran"))
        early = history(store, REGISTRY, ("israel", "iran"), START + timedelta(weeks=9, days=6))
    assert_frame_equal(whole.head(10).select("level", "low", "high"), early.select("level", "low", "high"))
    assert whole["smoothed"][9] < whole["level"][9]
    assert whole["smoothed"][19] == pytest.approx(whole["level"][19])


# Roll-up


def test_deeds_of_a_leader_count_for_the_state_in_the_days_of_the_office(tmp_path: Path) -> None:
    start = date(2016, 12, 5)
    events = invented.weekly("barack-obama", "iran", [(week, ACCUSE, 2) for week in range(12)], start)
    case = invented.make_case(tmp_path / "c.duckdb", events)
    with CaseStore.open(case) as store:
        frame = alignments(store, REGISTRY)
    pairs = {(row["first"], row["second"]): row["readings"] for row in frame.to_dicts()}
    # Seven weeks to 20 January 2017, when the office ended.
    assert pairs == {("iran", "united-states"): 14, ("barack-obama", "iran"): 10}


def test_spells_of_an_actor_do_not_overlap() -> None:
    people = [one.id for one in REGISTRY.actors.values() if one.kind in {"person", "organisation"}]
    spells: dict[str, list[tuple[date, date]]] = {}
    for actor, whole, first, last in acting_spells(REGISTRY, people):
        assert actor != whole
        assert first <= last
        spells.setdefault(actor, []).append((first, last))
    assert spells
    for found in spells.values():
        ordered = sorted(found)
        assert all(end < begin for (_, end), (begin, _) in pairwise(ordered))


# Channels and parameters


def test_every_class_and_code_has_a_channel() -> None:
    assert set(CLASS_CHANNELS.values()) <= set(CHANNELS)
    assert cameo_channel("0721") is None or cameo_channel("0721") == "military"
    assert cameo_channel("072") == "military"
    assert cameo_channel("1622") == "military"
    assert cameo_channel("162") is None
    assert relation_channel("supports", ("weapons",)) == "support"
    assert relation_channel("fights") == "military"


def test_parameters_survive_their_file() -> None:
    known = learned()
    assert from_json(to_json(known)) == known
    assert set(known.weights) == set(CLASS_CHANNELS)
    assert all(-1 <= weight <= 1 for weight in known.weights.values())
    assert set(known.combined.means) == set(SORTS)
    assert known.weights["ASSAULT"] < known.weights["ACCUSE"] < 0 < known.weights["SUPPORT"]


# The smoother


def _dense(readings: Readings, dynamics: Dynamics) -> tuple[np.ndarray, np.ndarray, float]:
    """Means and variances given all readings, and the log likelihood, by plain conditioning of one Gaussian: slow but beyond doubt."""
    gap = np.abs(readings.time[:, None] - readings.time[None, :])
    prior = dynamics.slow_variance * 0.5 ** (gap / dynamics.slow_half_life)
    prior = prior + dynamics.fast_variance * 0.5 ** (gap / dynamics.fast_half_life)
    given_ = np.isfinite(readings.variance)
    loading = np.diag(readings.loading[given_])
    seen = loading @ prior[np.ix_(given_, given_)] @ loading + np.diag(readings.variance[given_])
    cross = prior[:, given_] @ loading
    value = readings.value[given_]
    mean = cross @ np.linalg.solve(seen, value)
    variance = np.diag(prior - cross @ np.linalg.solve(seen, cross.T))
    _, logdet = np.linalg.slogdet(seen)
    likelihood = -0.5 * (value @ np.linalg.solve(seen, value) + logdet + len(value) * np.log(2 * np.pi))
    return mean, variance, float(likelihood)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.integers(1, 9), min_size=1, max_size=4))
def test_filter_and_smoother_are_those_of_one_gaussian(seed: int, lengths: list[int]) -> None:
    chance = np.random.default_rng(seed)
    dynamics = Dynamics(*chance.uniform([0.05, 20, 0.01, 0.5], [0.3, 300, 0.1, 4]))
    series = np.repeat(np.arange(len(lengths)), lengths)
    total = len(series)
    time = np.concatenate([np.sort(chance.integers(0, 60, size)) for size in lengths]).astype(float)
    variance = np.where(chance.random(total) < 0.2, np.inf, chance.uniform(0.01, 1, total))
    readings = Readings(series, time, chance.normal(0, 0.5, total), chance.uniform(0.3, 1.2, total), variance)
    found = run_filter(readings, dynamics)
    for number in range(len(lengths)):
        own = series == number
        parts = (readings.time, readings.value, readings.loading, readings.variance)
        one = Readings(series[own] * 0, *(part[own] for part in parts))
        mean, spread, likelihood = _dense(one, dynamics)
        assert found.smoothed[own] == pytest.approx(mean, abs=1e-7)
        assert found.smoothed_variance[own] == pytest.approx(spread, abs=1e-7)
        assert found.log_likelihood[own].sum() == pytest.approx(likelihood, abs=1e-6)
        assert found.filtered[own][-1] == pytest.approx(mean[-1], abs=1e-7)


# Real events


@pytest.fixture(scope="module")
def icews14(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = SHARED / "icews14"
    if not folder.is_dir():
        pytest.skip(f"no ICEWS14 in {folder} (set BEDFELLOWS_SHARED)")
    case = tmp_path_factory.mktemp("icews14") / "icews14.duckdb"
    ingest_files(case, find_feed("icews14"), [str(folder)], load_registry(), create=True)
    return case


def test_signs_of_2014_are_those_everybody_knows(icews14: Path) -> None:
    frame = bf.open(icews14).alignments()
    signs = {(row["first"], row["second"]): row for row in frame.to_dicts()}
    for pair in (("china", "south-korea"), ("japan", "united-states"), ("iran", "iraq")):
        assert signs[pair]["now_low"] > 0, pair
    for pair in (("france", "germany"), ("poland", "united-states")):
        assert signs[pair]["low"] > 0, pair  # allies by the registry
    for pair in (
        ("afghanistan", "taliban"),
        ("iraq", "is"),
        ("boko-haram", "nigeria"),
        ("israel", "palestine"),
    ):
        assert signs[pair]["high"] < 0 and signs[pair]["now_high"] < 0, pair
    assert frame.select(pl.col("level", "now").is_between(-1, 1).all()).row(0) == (True, True)


def test_foes_that_talk_much_are_no_friends(tmp_path: Path) -> None:
    """Mostly friendly words do not outweigh the blows beside them in what lasts, and do in how two deal now."""
    codes = [(week, PRAISE, 9) for week in range(30)]
    blows = [(week, FIGHT, 1) for week in range(30)]
    rivals = [*invented.weekly("iran", "israel", codes), *invented.weekly("israel", "iran", blows)]
    case = invented.make_case(tmp_path / "c.duckdb", rivals)
    found = level(case, ("iran", "israel"))
    assert found["now"] > 0 > found["level"]  # type: ignore[operator]


def test_peaceful_weeks_confirm_allies(tmp_path: Path) -> None:
    """They are no news: the level stays near what the alliance makes of it."""
    few = invented.weekly("france", "germany", [(0, PRAISE, 1)])
    case = invented.make_case(tmp_path / "few.duckdb", few)
    many = invented.weekly("france", "germany", [(week, PRAISE, 5) for week in range(40)])
    other = invented.make_case(tmp_path / "many.duckdb", many)
    day = START + timedelta(weeks=40)
    once, often = (level(one, ("france", "germany"), day) for one in (case, other))
    assert often["level"] == pytest.approx(once["level"], abs=0.02)
    assert once["low"] > 0.5  # type: ignore[operator]


# Alliances of the registry


def test_allies_by_the_registry_are_friends_from_when_both_are_in(tmp_path: Path) -> None:
    pairs = [("montenegro", "united-states"), ("france", "germany"), ("brazil", "france")]
    events = [
        one for pair in pairs for one in invented.weekly(*pair, [(0, ACCUSE, 1)], start=date(2017, 1, 2))
    ]
    case = invented.make_case(tmp_path / "c.duckdb", events)
    before, after = date(2017, 6, 4), date(2018, 12, 31)  # Montenegro joined NATO on 5 June 2017
    assert level(case, ("montenegro", "united-states"), before)["readings"] == 1
    joined = level(case, ("montenegro", "united-states"), after)
    assert joined["readings"] == 4  # as it joined, a year later, and on the day asked for
    assert joined["level"] > level(case, ("brazil", "france"), after)["level"]  # type: ignore[operator]
    assert level(case, ("france", "germany"), before)["low"] > 0  # type: ignore[operator]
    with CaseStore.open(case) as store:
        found = load_evidence(store, REGISTRY, after)
    rows = {row.id: row for row in bf.open(case).tie("france", "germany", after).standing}
    assert rows["registry:nato:france:germany"].first == date(1955, 5, 6)
    assert "registry:eu:france:germany" in rows
    assert "registry:nato:montenegro:united-states" in found.alliances["id"].to_list()
    assert set(found.alliances.select("first", "second").unique().rows()) == {
        ("france", "germany"),
        ("montenegro", "united-states"),
    }
