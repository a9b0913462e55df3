"""Alignments that the record of events did not lead one to expect, on invented events between states that exist."""

import json
import random
import runpy
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

import bedfellows as bf
from bedfellows.balance.structure import shared_ties
from bedfellows.balance.unexpected import UnexpectedAnswer
from bedfellows.cli.program import program

invented = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_feeds.py"))))

STATES = "FRA DEU ITA ESP POL CZE HUN ROU BGR GRC TUR EGY JOR KEN UGA GHA NGA BRA CHL PER".split()
START, DAYS, TURN = date(2015, 1, 1), 400, 305
FRIENDLY, HOSTILE = ("050", "051", "057", "070"), ("112", "130", "190")
RECONCILED = ("FRA", "KEN")


def invented_rows() -> list[list[str]]:
    """Pairs of states that always get on or always quarrel; but two of them make peace near the end."""
    chance = random.Random(7)
    rows = []
    for one in STATES:
        for other in STATES[STATES.index(one) + 1 :]:
            reconciled = (one, other) == RECONCILED
            foes = chance.random() < 0.4 or reconciled
            days = sorted(chance.sample(range(DAYS), 25))
            if reconciled:
                days = [*range(0, TURN, 40), *range(TURN, DAYS), *range(TURN, DAYS)]
            for when in days:
                peace = not foes or (reconciled and when >= TURN)
                row = invented.gdelt_row(
                    600_000_000 + len(rows),
                    START + timedelta(days=when),
                    code=chance.choice(FRIENDLY if peace else HOSTILE),
                    one=(one, one, one),
                    other=(other, other, other),
                )
                row[row.index("-10.0")] = "6.0" if peace else "-8.0"  # the Goldstein value
                rows.append(row)
    return rows


def ingested(folder: Path, rows: list[list[str]]) -> bf.Case:
    case = bf.open(folder / "invented", create=True)
    case.ingest("gdelt", invented.write_tabs(folder / "invented.export.CSV", rows))
    return case


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> bf.Case:
    return ingested(tmp_path_factory.mktemp("unexpected"), invented_rows())


def answer_of(case: bf.Case, day: date | None = None, limit: int | None = 20) -> UnexpectedAnswer:
    answer = case.strange(day, limit).unexpected
    assert answer is not None
    return answer


def test_foes_who_make_peace_are_the_most_unexpected_friends(case: bf.Case) -> None:
    answer = answer_of(case)
    first = answer.pairs[0]
    assert (first.a, first.b) == ("france", "kenya")
    assert first.low > 0 > first.expected and first.before is not None and first.before < 0
    assert first.by_chance < 3 < first.surprise
    assert {part.key for part in first.parts} >= {"now", "past"}
    assert set(first.events) <= {"SUPPORT", "AGREE", "AID"}


def test_the_parts_of_a_surprise_add_up_and_name_their_rows(case: bf.Case) -> None:
    known = {
        row[0]
        for row in case.sql("SELECT id FROM feed_events_as_of(DATE 'infinity')", limit=100_000).iter_rows()
    }
    for pair in answer_of(case, limit=None).pairs:
        assert sum(part.points for part in pair.parts) == pytest.approx(pair.surprise, abs=0.15)
        assert pair.level > 0 and pair.surprise >= 0
        for part in pair.parts:
            assert set(part.evidence) <= known
        assert pair.parts[0].evidence


def test_most_surprises_are_no_more_than_chance(case: bf.Case) -> None:
    answer = answer_of(case, limit=None)
    expected = [pair.by_chance for pair in answer.pairs]
    assert expected == sorted(expected)
    assert answer.pairs[-1].by_chance > len(answer.pairs) / 4
    assert answer.found == len(answer.pairs) <= answer.looked_at


@pytest.mark.parametrize("days", [250, 370])
def test_nothing_later_is_used(tmp_path: Path, case: bf.Case, days: int) -> None:
    day = START + timedelta(days=days)
    early = ingested(tmp_path, [row for row in invented_rows() if row[1] <= f"{day:%Y%m%d}"])
    assert answer_of(early, day) == answer_of(case, day)


def test_too_short_a_past_tells_nothing(case: bf.Case, tmp_path: Path) -> None:
    assert case.strange(START + timedelta(days=90)).unexpected is None
    few = ingested(tmp_path, invented_rows()[:200])
    assert few.strange().unexpected is None


def test_the_command_shows_both_lists(case: bf.Case) -> None:
    run = CliRunner().invoke(program, ["--case", str(case.path), "strange", "--limit", "2"])
    assert run.exit_code == 0 and "1. France and Kenya" in run.output and "by chance" in run.output
    data = json.loads(
        CliRunner().invoke(program, ["--case", str(case.path), "strange", "--format", "json"]).output
    )
    assert data["unexpected"]["pairs"][0]["a"] == "france"
    table = CliRunner().invoke(program, ["--case", str(case.path), "strange", "--format", "csv"]).output
    assert table.splitlines()[1].startswith("events,1,france,France,kenya,Kenya,")


def test_agreement_in_friends_and_foes() -> None:
    ties = {("a", "x"): 0.8, ("b", "x"): 0.8, ("b", "y"): -0.6, ("c", "x"): -0.8, ("c", "z"): 0.2}
    same, against, none = shared_ties([("a", "b"), ("a", "c"), ("y", "z")], ties)
    assert 0 < same < 1 and -1 < against < 0 and none == 0
    ties[("a", "b")] = -1.0  # what stands between the two themselves does not count
    assert shared_ties([("a", "b")], ties)[0] == pytest.approx(same)
