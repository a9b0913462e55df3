"""Who does what to whom next, on invented events between states that exist."""

import json
import random
import runpy
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import duckdb
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import bedfellows as bf
from bedfellows.cli.program import program
from bedfellows.errors import InputError
from bedfellows.forecast.event_days import COLUMNS, on_single_days
from bedfellows.forecast.event_history import make_history
from bedfellows.forecast.event_keys import places_of
from bedfellows.forecast.event_trails import make_trail

invented = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_dyads.py"))))

START, DAYS = date(2016, 1, 4), 90
ASKED = START + timedelta(days=79)
STATES = (
    "france germany italy spain poland czech-republic hungary romania pakistan afghanistan india iran".split()
)


def invented_events(seed: int, days: range) -> list[object]:
    """France consults Germany on most days; what others do is by chance, but for India, which answers Pakistan the next day."""
    chance = random.Random(seed)
    found = []
    for day in days:
        when = START + timedelta(days=day)
        pairs = [("france", "germany", "041")] if chance.random() < 0.8 else []
        pairs += [("france", chance.choice(STATES[2:8]), "041")] if chance.random() < 0.4 else []
        if day % 6 == 0:
            pairs.append(("pakistan", "india", "173"))
        if day % 6 == 1:
            pairs.append(("india", "pakistan", "112"))
        for _ in range(6):
            one, other = chance.sample(STATES, 2)
            pairs.append((one, other, chance.choice(["036", "041", "112", "190"])))
        found += [
            invented.Invented(f"{seed}-{day}-{number}", when, *pair) for number, pair in enumerate(pairs)
        ]
    return found


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> bf.Case:
    path = tmp_path_factory.mktemp("forecast") / "invented.duckdb"
    return bf.open(invented.make_case(path, invented_events(1, range(DAYS))))


def test_the_usual_partner_comes_first_with_its_evidence(case: bf.Case) -> None:
    answer = case.forecast("consult", source="france", as_of=ASKED, limit=20)
    assert answer.candidates[0].candidate == "germany" and answer.candidates[0].before > 40
    said = [one.probability for one in answer.candidates]
    assert said == sorted(said, reverse=True) and min(said) >= 0 and max(said) <= 1
    assert said[0] > 2 * said[1]
    assert "france" not in {one.candidate for one in answer.candidates}
    days = dict(zip(*case.events(limit=100_000)[["id", "day"]], strict=True))
    cited = {row for one in answer.candidates for reason in one.reasons for row in reason.evidence}
    assert cited and cited <= set(days)
    assert max(days[row] for row in cited) <= ASKED
    assert answer.cutoff <= ASKED


def test_who_does_it_can_be_asked_and_rules_are_named(case: bf.Case) -> None:
    answer = case.forecast(
        "accuse", target="pakistan", as_of=START + timedelta(days=84)
    )  # the day after India suffered
    assert answer.asked == "source" and answer.candidates[0].candidate == "india"
    rules = [rule for reason in answer.candidates[0].reasons for rule in reason.rules]
    assert all(0 <= rule.confidence <= 1 for rule in rules)


def test_what_one_does_to_the_other_can_be_asked(case: bf.Case) -> None:
    answer = case.forecast(source="france", target="germany", as_of=ASKED, limit=20)
    assert answer.asked == "type" and answer.candidates[0].candidate == "CONSULT"
    assert sum(one.probability for one in answer.candidates) == pytest.approx(1)
    assert answer.candidates[0].probability > 0.7 and answer.candidates[0].before > 40


def test_a_code_of_cameo_may_be_asked_for_by_number_or_name(case: bf.Case) -> None:
    by_code = case.forecast("041", source="france", as_of=ASKED)
    by_name = case.forecast("Discuss_by telephone", source="france", as_of=ASKED)
    assert by_code.type == by_name.type == "041" and by_code.candidates == by_name.candidates
    assert by_code.candidates[0].candidate == "germany"


def test_whatever_comes_later_changes_no_forecast(case: bf.Case, tmp_path: Path) -> None:
    early = invented_events(1, range(80))
    expected = case.forecast("consult", source="france", as_of=ASKED, limit=12)
    later = invented_events(1, range(80, DAYS))
    random.Random(3).shuffle(later)
    dates = [one.day for one in later]
    shuffled = [
        invented.Invented(one.key, dates[-number - 1], one.object, one.subject, one.cameo)
        for number, one in enumerate(later)
    ]
    for name, events in (("none", early), ("shuffled", early + shuffled)):
        changed = bf.open(invented.make_case(tmp_path / f"{name}.duckdb", events))
        got = changed.forecast("consult", source="france", as_of=ASKED, limit=12)
        assert got.candidates == expected.candidates


def test_a_model_is_kept_and_refuses_days_before_its_cutoff(tmp_path: Path) -> None:
    def never() -> None:
        pytest.fail("a kept model was to be used")

    case = bf.open(invented.make_case(tmp_path / "kept.duckdb", invented_events(1, range(DAYS))))
    late = case.forecast("consult", source="france")
    again = case.forecast("consult", source="italy", on_learning=never)
    assert again.model == late.model
    same = case.forecast("consult", source="france", model=late.model, on_learning=never)
    assert same.candidates == late.candidates
    with pytest.raises(InputError, match="has seen events up to"):
        case.forecast("consult", source="france", as_of=ASKED, model=late.model)
    early = case.forecast("consult", source="france", as_of=ASKED)
    assert early.model != late.model and early.cutoff <= ASKED < late.cutoff


def test_a_model_of_another_version_is_not_used(tmp_path: Path) -> None:
    case = bf.open(invented.make_case(tmp_path / "version.duckdb", invented_events(1, range(60))))
    first = case.forecast("consult", source="france")
    with duckdb.connect(str(case.path)) as store:
        store.execute("UPDATE event_models SET model = replace(model, 'apart', 'other')")
    with pytest.raises(InputError, match="another version"):
        case.forecast("consult", source="france", model=first.model)
    learned: list[bool] = []
    again = case.forecast("consult", source="france", on_learning=lambda: learned.append(True))
    assert learned and again.candidates == first.candidates


def test_bad_questions_are_refused(case: bf.Case, tmp_path: Path) -> None:
    for sides in ({}, {"source": "france", "target": "germany"}):
        with pytest.raises(InputError, match="--source"):
            case.forecast("consult", **sides)
    with pytest.raises(InputError, match="twice"):
        case.forecast(source="france", target="france")
    with pytest.raises(InputError, match="picnic"):
        case.forecast("picnic", source="france")
    with pytest.raises(InputError, match="no event"):
        case.forecast("consult", source="brazil")
    with pytest.raises(InputError, match="no event of the type"):
        case.forecast("mobilize", source="france")
    with pytest.raises(InputError, match="id of a model"):
        case.forecast("consult", source="france", model="evm-0")
    short = bf.open(invented.make_case(tmp_path / "short.duckdb", invented_events(1, range(20))))
    with pytest.raises(InputError, match="too short"):
        short.forecast("consult", source="france")


def test_the_command(case: bf.Case) -> None:
    base = [
        "--case",
        str(case.path),
        "forecast",
        "rank",
        "--source",
        "france",
        "--type",
        "consult",
        "--as-of",
        str(ASKED),
    ]
    run = CliRunner().invoke(program, base)
    assert run.exit_code == 0 and "Germany" in run.output and "pair and type" in run.output
    data = json.loads(CliRunner().invoke(program, [*base, "--format", "json"]).output)
    assert data["candidates"][0]["candidate"] == "germany"
    rows = CliRunner().invoke(program, [*base, "--format", "csv"]).output.splitlines()
    assert rows[0].startswith("asked,source") and len(rows) > 10


def invented_benchmark(folder: Path) -> Path:
    """Numbers in the benchmark's format: 12 invented actors, and one answer for each that changes every week."""
    folder.mkdir()
    (folder / "entity2id.txt").write_text("".join(f"Invented_{n}\t{n}\n" for n in range(12)), "utf-8")
    (folder / "relation2id.txt").write_text("Consult\t0\nMake_statement\t1\n", "utf-8")
    lines = {
        day: "".join(
            f"{one}\t{one % 2}\t{(one + 1 + day // 7) % 12}\t{day * 24}\t-1\n"
            for one in range(12)
            if one != (one + 1 + day // 7) % 12
        )
        for day in range(80)
    }
    for name, days in (("train", range(70)), ("valid", range(70, 75)), ("later", range(75, 80))):
        (folder / f"{name}.txt").write_text("".join(lines[day] for day in days), "utf-8")
    return folder


def test_evaluation_by_the_rules_of_the_benchmark(tmp_path: Path) -> None:
    folder = invented_benchmark(tmp_path / "benchmark")
    base = ["forecast", "evaluate", "--data", str(folder), "--jobs", "1"]
    got = json.loads(CliRunner().invoke(program, [*base, "--format", "json"]).output)
    assert got["days"] == 5 and 60 < got["mrr"] <= 100
    assert got["hits_1"] <= got["hits_3"] <= got["hits_10"] <= 100
    later = CliRunner().invoke(program, [*base, "--test", str(folder / "later.txt")])
    assert later.exit_code == 0 and "MRR" in later.output
    wrong = CliRunner().invoke(program, [*base, "--test", str(folder / "train.txt")])
    assert wrong.exit_code == 1 and "later days" in wrong.output
    (folder / "valid.txt").write_text("0\t9\t1\t1700\n", "utf-8")
    assert "relation2id" in CliRunner().invoke(program, base).output


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 30)), min_size=1, max_size=40), st.integers(0, 32)
)
def test_a_trail_tells_of_earlier_days_only(seen: list[tuple[int, int]], day: int) -> None:
    key, when = (np.array(column, dtype=np.int64) for column in zip(*seen, strict=True))
    count, since, pause, rhythm, faded = make_trail(key, when, (5.0,)).look(np.arange(5), day, gaps=True)
    for one in range(5):
        before = [then for other, then in seen if other == one and then < day]
        assert count[one] == len(before)
        assert faded[one] == pytest.approx(sum(np.exp((then - day) / 5) for then in before), rel=1e-4)
        assert since[one] == (day - max(before) if before else 9_999)
        distinct = sorted(set(before))
        if len(distinct) > 1:
            assert pause[one] == distinct[-1] - distinct[-2]
            assert rhythm[one] == pytest.approx((distinct[-1] - distinct[0]) / (len(distinct) - 1))


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(3, 5), st.integers(0, 20)),
        min_size=1,
        max_size=40,
        unique=True,
    ),
    st.integers(0, 22),
)
def test_single_days_count_what_happened_on_them_and_nothing_later(
    events: list[tuple[int, int, int, int]], day: int
) -> None:
    history = make_history([f"Invented {n}" for n in range(6)], ["041", "112"], np.array(events))
    asked = np.repeat(np.arange(3), 3), np.zeros(9, dtype=np.int64), np.tile(np.arange(3, 6), 3)
    found = dict(zip(COLUMNS, on_single_days(history, places_of(history, 0), day, *asked), strict=True))
    for before in (1, 2, 3, 7, 14):
        then = [(one, kind, other) for one, kind, other, when in events if when == day - before]
        for row, (one, other) in enumerate(zip(asked[0], asked[2], strict=True)):
            assert found[f"a k b, {before} days before"][row] == then.count((one, 0, other))
            assert found[f"b, {before} days before"][row] == sum(event[2] == other for event in then)
            pair = [event for event in then if (event[0], event[2]) == (one, other)]
            assert found[f"a b, {before} days before"][row] == len(pair)
