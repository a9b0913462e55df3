"""With whom an actor deals by the record, on invented rows of feeds between actors that exist."""

from __future__ import annotations

import csv
import io
import json
import runpy
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

import bedfellows as bf
from bedfellows.case import CaseStore
from bedfellows.cli.program import program
from bedfellows.ties.partners import Partner

invented = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_record.py"))))
GOLDSTEIN = {"070": "7.0", "057": "8.0", "190": "-10.0"}


def ingested(path: Path, rows: list[tuple[str, str, str, str]]) -> None:
    """Take invented GDELT events (day, doer, CAMEO code, done to) into a new case."""
    made = []
    for number, (day, one, code, other) in enumerate(rows):
        row = invented.feeds.gdelt_row(
            900_000_000 + number,
            date.fromisoformat(day),
            code=code,
            one=(one, invented.CODES[one], one[:3]),
            other=(other, invented.CODES[other], other[:3]),
        )
        row[row.index("-10.0")] = GOLDSTEIN[code]
        made.append(row)
    file = invented.feeds.write_tabs(path.with_name("invented.export.CSV"), made)
    bf.open(path, create=True).ingest("gdelt", file)


def events() -> list[tuple[str, str, str, str]]:
    """In 2015 Russia helps Iran and assaults the Taliban each month; from 2016 on it fights Iran."""
    found = []
    for month in range(1, 13):
        found += [
            (f"2015-{month:02}-05", "RUS", "070", "IRN"),
            (f"2015-{month:02}-12", "IRN", "057", "RUS"),
            (f"2015-{month:02}-15", "RUS", "190", "AFGINSTAL"),
            (f"2016-{month:02}-20", "RUS", "190", "IRN"),
            (f"2016-{month:02}-25", "IRN", "190", "RUS"),
        ]
    return found


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("invented-partners") / "case.duckdb"
    ingested(path, events())
    invented.alliances(path, [(1990, "russia", "poland", "defense")])
    return path


def found(case: Path, as_of: str | None = None, actor: str = "russia") -> dict[str, Partner]:
    return {one.partner: one for one in bf.open(case).who(actor, as_of).recorded}


def test_who_tells_friend_from_foe_by_the_record(case: Path) -> None:
    of = found(case, "2015-12-31")
    assert of["iran"].stance == "with" and of["taliban"].stance == "against"
    iran = of["iran"]
    assert iran.low > 0 and iran.low <= iran.level <= iran.high
    assert {one.plover: (one.by_actor, one.by_partner) for one in iran.events} == {
        "AID": (12, 0),
        "SUPPORT": (0, 12),
    }
    assert found(case, "2016-12-31")["iran"].stance == "against"


def test_every_line_names_rows_of_the_case(case: Path) -> None:
    with CaseStore.open(case) as store:
        known = {
            id_
            for (id_,) in store.connection.execute(
                "SELECT id FROM feed_events_as_of(DATE 'infinity') UNION SELECT id FROM standing_as_of(DATE 'infinity')"
            ).fetchall()
        }
    for one in found(case).values():
        assert one.evidence and set(one.evidence) <= known


def test_the_two_sides_agree(case: Path) -> None:
    ours, theirs = found(case)["iran"], found(case, actor="iran")["russia"]
    assert (ours.level, ours.low, ours.high) == (theirs.level, theirs.low, theirs.high)
    assert [(one.plover, one.by_actor) for one in ours.events] == [
        (one.plover, one.by_partner) for one in theirs.events
    ]


def test_nothing_later_is_looked_at(case: Path, tmp_path: Path) -> None:
    path = tmp_path / "case.duckdb"
    ingested(path, [row for row in events() if row[0] <= "2015-08-31"])
    early, late = found(path, "2015-08-31"), found(case, "2015-08-31")
    for other in early:
        assert (early[other].level, early[other].stance) == (late[other].level, late[other].stance)
        assert [(one.plover, one.by_actor, one.by_partner) for one in early[other].events] == [
            (one.plover, one.by_actor, one.by_partner) for one in late[other].events
        ]


def test_the_command_shows_them(case: Path) -> None:
    def run(*form: str) -> str:
        answered = CliRunner().invoke(
            program, ["--case", str(case), "who", "russia", "--as-of", "2015-12-31", *form]
        )
        assert answered.exit_code == 0, answered.output
        return answered.output

    page = run()
    assert (
        "WITH IT BY THE RECORD" in page and "AGAINST IT BY THE RECORD" in page and "aid: 12 by Russia" in page
    )
    assert "says nothing" not in page
    data = json.loads(run("--format", "json"))
    assert {one["partner"] for one in data["recorded"]} >= {"iran", "taliban"}
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv"))))
    assert {row["group"] for row in rows if row["state"] == "recorded"} >= {"with", "against"}
    assert all(row["evidence_id"] for row in rows)


def test_a_case_of_texts_has_none(tmp_path: Path) -> None:
    path = tmp_path / "case.duckdb"
    with CaseStore.open(path, write=True, create=True):
        pass
    assert bf.open(path).who("russia", date(2015, 1, 1)).recorded == ()


def test_why_names_what_the_two_do_and_whom_both_are_against(case: Path) -> None:
    """Iran and the Taliban do not meet; Russia and Iran help one another in 2015 and fight in 2016."""
    early, late = (bf.open(case).why("russia", "iran", day) for day in ("2015-12-31", "2016-12-31"))
    assert early.recorded is not None and early.recorded.low > 0
    works = next(one for one in early.reasons_for if one.mechanism == "works-together")
    assert works.strength == 1 and all("gdelt:" in fact.source for fact in works.facts)
    assert not [one for one in early.reasons_against if one.mechanism == "hostile-now"]
    assert [one for one in late.reasons_against if one.mechanism == "hostile-now"]
    assert not [one for one in late.reasons_for if one.mechanism == "works-together"]


def test_why_knows_treaties_and_common_enemies(tmp_path: Path) -> None:
    path = tmp_path / "case.duckdb"
    rows = [
        (f"2015-{month:02}-{day:02}", one, "190", "AFGINSTAL")
        for month in range(1, 13)
        for day, one in ((3, "RUS"), (9, "USA"), (17, "RUS"), (25, "USA"))
    ]
    ingested(path, rows)
    invented.alliances(path, [(2000, "russia", "united-states", "defense")])
    answer = bf.open(path).why("united-states", "russia")
    assert any(
        one.mechanism == "shared-alliance" and "atop:" in one.facts[0].source for one in answer.reasons
    )
    enemy = next(
        one for one in bf.open(path).why("russia", "united-states", "2015-12-31").reasons if one.third
    )
    assert (enemy.mechanism, enemy.third) == ("common-enemy", "taliban")
    assert len(enemy.facts) == 2 and all("gdelt:" in fact.source for fact in enemy.facts)
    shown = CliRunner().invoke(
        program, ["--case", str(path), "why", "russia", "united-states", "--as-of", "2015-12-31"]
    )
    assert shown.exit_code == 0 and "A common enemy" in shown.output and "gdelt:" in shown.output


def test_an_earlier_day_is_judged_by_what_was_so_then(case: Path) -> None:
    then = {one.partner: one.stance for one in bf.open(case).at("2015-12-31").who("russia").recorded}
    assert then["iran"] == "with" and then["taliban"] == "against"
    assert (
        bf.open(case).at("2015-12-31").why("russia", "iran").recorded
        == bf.open(case).why("russia", "iran", "2015-12-31").recorded
    )
