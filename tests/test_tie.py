"""One tie: its level, channels, history, evidence and members, on a page, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
import runpy
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

import bedfellows as bf
from bedfellows.actors import load_registry
from bedfellows.api import Case
from bedfellows.cli.program import program
from bedfellows.errors import InputError, UnknownActorError

HERE = Path(__file__).parent
invented = SimpleNamespace(**runpy.run_path(str(HERE / "invented_dyads.py")))
invented_case = SimpleNamespace(**runpy.run_path(str(HERE / "invented_case.py")))
EXAMPLE = Path(bf.__file__).parent / "example"
PRAISE, ACCUSE, FIGHT, TALK = "051", "112", "190", "040"
START: date = invented.START


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    turned = [
        *((week, PRAISE, 2) for week in range(12)),
        *((week, FIGHT, 3) for week in range(12, 20)),
        *((week, TALK, 2) for week in range(20)),
    ]
    events = [
        *invented.weekly("iran", "israel", turned),
        *invented.weekly("nato", "iran", [(week, ACCUSE, 2) for week in range(10)]),
        *invented.weekly("germany", "iran", [(week, ACCUSE, 1) for week in range(10)]),
    ]
    made: Path = invented.make_case(tmp_path_factory.mktemp("tie") / "c.duckdb", events)
    return made


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Case:
    case = bf.open(tmp_path_factory.mktemp("example") / "c.duckdb", create=True)
    case.read([str(EXAMPLE)])
    return case


def run(path: Path, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(program, ["--case", str(path), "tie", *words])
    assert done.exit_code == code, done.output
    return done.output


def test_a_tie_is_the_same_from_either_side_but_for_who_did_what(path: Path) -> None:
    case = bf.open(path)
    one, other = (
        case.tie("iran", "israel"),
        case.tie("Tel Aviv", "Tehran") if False else case.tie("israel", "iran"),
    )
    assert one.now == other.now
    assert one.history == other.history
    assert [shift.kind for shift in one.shifts] == ["rupture"]
    for mine, theirs in zip(one.channels, other.channels, strict=True):
        assert (mine.out, mine.back) == (theirs.back, theirs.out)
        assert (mine.out_events, mine.back_events) == (theirs.back_events, theirs.out_events)


def test_contacts_are_told_and_not_counted(path: Path) -> None:
    answer = bf.open(path).tie("iran", "israel")
    assert (answer.events_found, answer.contacts) == (48, 40)
    assert sum(week.events for week in answer.history) == 48
    assert not [event for event in answer.events if event.type == "CONSULT"]
    assert {part.channel for part in answer.channels} == {"verbal", "diplomatic", "military"}


def test_every_event_shown_is_one_of_the_two_with_its_id(path: Path) -> None:
    case = bf.open(path)
    answer = case.tie("iran", "israel")
    assert answer.events
    ids = {row["id"] for row in case.events(limit=10_000).iter_rows(named=True)}
    for event in answer.events:
        assert {event.subject, event.object} == {"iran", "israel"}
        assert event.id in ids
    weights = [abs(event.weight) for event in answer.events]
    assert weights == sorted(weights, reverse=True)


def test_the_period_cuts_history_shifts_and_evidence_and_leaves_the_level(path: Path) -> None:
    case = bf.open(path)
    whole, early = case.tie("iran", "israel"), case.tie("iran", "israel", last=START + timedelta(weeks=5))
    assert early.now == whole.now
    assert len(early.history) == 6
    assert early.shifts == ()
    assert {event.type for event in early.events} == {"SUPPORT"}


def test_as_of_a_day_nothing_later_is_in_it(path: Path) -> None:
    as_of = START + timedelta(weeks=11)
    answer = bf.open(path).tie("iran", "israel", as_of=as_of)
    assert answer.reference == as_of
    assert answer.now is not None
    assert answer.now.low > 0
    assert max(week.week for week in answer.history) <= as_of
    assert all(event.published <= as_of for event in answer.events)
    assert answer.shifts == ()


def test_coalitions_are_shown_both_ways(path: Path) -> None:
    case = bf.open(path)
    of_nato = case.tie("nato", "iran")
    assert ("germany", "member") in {(one.actor, one.relation) for one in of_nato.others}
    of_germany = case.tie("germany", "iran")
    assert ("nato", "coalition") in {(one.actor, one.relation) for one in of_germany.others}


def test_claims_alone_make_a_tie(example: Case) -> None:
    answer = example.tie("pakistan", "taliban", as_of="2017-01-04")
    assert answer.now is not None
    assert answer.now.low > 0
    assert answer.claims_found >= 3
    assert all(piece.quote for piece in answer.claims)
    assert answer.events == ()
    foes = example.tie("is-khorasan", "taliban", as_of="2017-01-04").now
    assert foes is not None
    assert foes.level < 0


def test_two_on_whom_there_is_nothing_get_no_level(path: Path) -> None:
    answer = bf.open(path).tie("peru", "chad")
    assert answer.now is None
    assert answer.history == answer.shifts == answer.events == answer.claims == ()
    assert "Nothing in the case" in run(path, "peru", "chad")


def test_one_actor_is_no_tie_and_a_strange_name_is_said_to_be_one(path: Path) -> None:
    case = bf.open(path)
    with pytest.raises(InputError, match="twice"):
        case.tie("iran", "Islamic Republic of Iran")
    with pytest.raises(UnknownActorError):
        case.tie("iran", "Nowhereland")
    assert "Nowhereland" in run(path, "iran", "Nowhereland", code=1)


def test_the_page_has_the_chart_and_what_it_rests_on(path: Path) -> None:
    page = run(path, "iran", "israel")
    for words in (
        "Iran and Israel",
        "HISTORY",
        "+1┤",
        "BY CHANNEL",
        "SHIFTS",
        "rupture",
        "EVENTS",
        "invented:",
    ):
        assert words in page, words
    assert "\x1b" not in page
    assert max(map(len, page.splitlines())) <= 110


def test_json_and_csv_have_all_of_it(path: Path) -> None:
    whole = json.loads(run(path, "iran", "israel", "--format", "json"))
    rows = list(csv.DictReader(io.StringIO(run(path, "iran", "israel", "--format", "csv"))))
    sorts = {row["row"] for row in rows}
    assert sorts == {"lasting", "now", "channel", "week", "shift", "event", "other"} - {"other"} | (
        {"other"} if whole["others"] else set()
    )
    assert len([row for row in rows if row["row"] == "week"]) == len(whole["history"])
    (now,) = [row for row in rows if row["row"] == "now"]
    assert float(now["level"]) == pytest.approx(whole["now"]["level"])
    (lasting,) = [row for row in rows if row["row"] == "lasting"]
    assert float(lasting["level"]) == pytest.approx(whole["lasting"]["level"])


def test_hostile_names_do_not_reach_the_terminal(tmp_path: Path) -> None:
    case = tmp_path / "c.duckdb"
    reading = invented_case.small(
        [{"subject": "belmark", "relation": "supports", "object": "x-evil"}],
    )
    invented.make_case(case, invented.weekly("iran", "x-evil", [(0, PRAISE, 3)]), [reading])
    from bedfellows.case import CaseStore

    with CaseStore.open(case, write=True) as store:
        store.connection.execute(
            "INSERT INTO feed_names VALUES ('invented', 'EVIL', 'x-evil', 'Evil\x1b[31m\u202e', 'armed-group', 3)"
        )
    page = run(case, "iran", "x-evil")
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_the_registry_is_not_needed_for_names_of_feeds() -> None:
    assert load_registry().get("x-evil") is None
