"""Who backs whom, with what share, in invented claims and invented rows of feeds."""

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
from bedfellows.case.records import Comparison
from bedfellows.cli.program import program
from bedfellows.ties.ledger import Backing, Side

_HERE = Path(__file__).parent
invented_case = SimpleNamespace(**runpy.run_path(str(_HERE / "invented_case.py")))
invented = SimpleNamespace(**runpy.run_path(str(_HERE / "invented_record.py")))


def read(
    case: Path, claims: list[dict[str, object]], published: date = date(2017, 1, 4), about: str = ""
) -> None:
    with CaseStore.open(case, write=True, create=True) as store:
        store.add(invented_case.small(claims, published, about))


def backs(subject: str, *kinds: str, object_: str = "taliban", **more: object) -> dict[str, object]:
    return {"subject": subject, "relation": "supports", "object": object_, "support_types": kinds, **more}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return tmp_path / "case.duckdb"


def side_of(case: Path, actor: str = "taliban", as_of: str | None = None) -> Side:
    own = bf.open(case).ledger(actor, as_of).own
    assert own is not None
    return own


def by_name(side: Side) -> dict[str, Backing]:
    return {backing.backer: backing for backing in side.backers}


def test_listed_support_counts_kinds_times_years(case: Path) -> None:
    invented.support(
        case,
        [(year, "pakistan", "wt") for year in (1996, 1997, 1998)]
        + [(1998, "iran", "f"), (1999, "russia", "w")],
    )
    read(case, [])
    found = by_name(side_of(case))
    assert {backer: one.measure["listed"] for backer, one in found.items()} == {
        "pakistan": 6,
        "iran": 1,
        "russia": 1,
    }
    pakistan = found["pakistan"]
    assert (pakistan.share, pakistan.ratio) == (0.75, 6.0)
    assert pakistan.support_types == ("training", "weapons")
    assert (pakistan.since, pakistan.until) == (date(1996, 1, 1), date(1998, 12, 31))
    assert pakistan.evidence_ids and all(one.startswith("ucdp-esd:") for one in pakistan.evidence_ids)
    assert found["russia"].until is None  # it goes on in the last year of the file


def test_what_is_only_alleged_is_shown_and_not_counted(case: Path) -> None:
    invented.support(case, [(1998, "pakistan", "w")])
    invented.support(case, [(1998, "iran", "w")], ext_alleged=1)
    read(case, [])
    found = by_name(side_of(case))
    assert found["pakistan"].share == 1.0
    assert found["iran"].share is None
    assert [row.alleged for row in found["iran"].listed] == [True]


def test_a_list_is_not_known_before_its_release(case: Path) -> None:
    invented.support(case, [(1996, "pakistan", "w")])
    read(case, [backs("iran")])
    assert [one.backer for one in side_of(case, as_of="2017-01-04").backers] == ["iran"]
    assert {one.backer for one in side_of(case, as_of="2023-01-01").backers} == {"iran", "pakistan"}


def test_truncating_the_case_gives_the_same_ledger_as_asking_as_of(case: Path, tmp_path: Path) -> None:
    early, late = date(2016, 1, 1), date(2017, 1, 1)
    shorter = tmp_path / "shorter.duckdb"
    for path in (case, shorter):
        read(path, [backs("pakistan", "weapons"), backs("iran")], early)
        invented.support(path, [(1996, "pakistan", "w")], published=date(2015, 1, 1))
    read(case, [backs("russia", "weapons")], late, "later")
    assert (
        bf.open(case).ledger("taliban", "2016-06-01").sides
        == bf.open(shorter).ledger("taliban", "2016-06-01").sides
    )


def test_events_of_aid_are_counted_and_friendly_words_are_not(case: Path) -> None:
    days = [f"2016-03-{number:02}" for number in range(1, 13)]
    invented.events(
        case,
        [(day, "PAK", "072", "AFGINSTAL") for day in days]
        + [(day, "IRN", "070", "AFGINSTAL") for day in days[:3]]
        + [(day, "RUS", "051", "AFGINSTAL") for day in days]
        + [(days[0], "USA", "070", "AFGINSTAL")],
    )
    read(case, [])
    found = by_name(side_of(case))
    assert set(found) == {"pakistan", "iran"}  # one event by itself, and praise, make no backer
    assert (found["pakistan"].measure["counted"], found["pakistan"].share, found["pakistan"].ratio) == (
        12,
        0.8,
        4.0,
    )
    assert len(found["pakistan"].counted[0].ids) == 12


def test_few_events_are_shown_without_a_share(case: Path) -> None:
    invented.events(case, [(f"2016-03-0{number}", "PAK", "072", "AFGINSTAL") for number in range(1, 4)])
    read(case, [])
    pakistan = by_name(side_of(case))["pakistan"]
    assert pakistan.share is None
    assert pakistan.counted[0].count == 3


def test_words_of_size_stand_beside_the_figure(case: Path) -> None:
    dwarfs = Comparison("more-than", ("iran", "saudi-arabia"), "dwarfs")
    read(case, [backs("pakistan", "weapons", comparison=dwarfs), backs("iran"), backs("saudi-arabia")])
    pakistan = side_of(case).backers[0]
    assert pakistan.backer == "pakistan"
    assert [(said.words, said.text) for said in pakistan.said] == [
        ("more than Iran and Saudi Arabia", "dwarfs")
    ]
    assert pakistan.said[0].claim in pakistan.evidence_ids


def test_denied_support_is_no_support(case: Path) -> None:
    read(case, [backs("iran"), backs("russia", negated=True), backs("pakistan", certainty="denied")])
    assert [one.backer for one in side_of(case).backers] == ["iran"]


def test_alliances_are_commitments_and_no_backing(case: Path) -> None:
    invented.alliances(case, [(year, "pakistan", "turkey", "consul") for year in (2015, 2016, 2017, 2018)])
    read(case, [])
    answer = bf.open(case).ledger("pakistan")
    assert answer.own is not None
    assert answer.own.backers == ()
    assert [row.detail for row in answer.own.commitments] == ["treaty: consultation"]


def test_whom_an_actor_backs_is_measured_against_the_other_backers(case: Path) -> None:
    invented.support(case, [(1996, "pakistan", "wt"), (1996, "iran", "f")])
    read(case, [])
    answer = bf.open(case).ledger("iran")
    assert answer.own is None
    assert [(side.side, by_name(side)["iran"].share) for side in answer.sides] == [("taliban", 0.3333)]


def test_the_ledger_in_every_format(case: Path) -> None:
    invented.support(case, [(1996, "pakistan", "wt"), (1996, "iran", "f")])
    read(case, [backs("pakistan", "funding")])

    def run(*more: str) -> str:
        result = CliRunner().invoke(program, ["--case", str(case), "ledger", *more])
        assert result.exit_code == 0, result.output
        return result.output

    page = run("taliban")
    assert "Pakistan" in page and "ucdp-esd" in page and "%" in page
    data = json.loads(run("taliban", "--format", "json"))
    assert data["sides"][0]["backers"][0]["backer"] == "pakistan"
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv"))))
    assert {(row["backer"], row["row"]) for row in rows} == {
        ("pakistan", "claim"),
        ("pakistan", "listed"),
        ("iran", "listed"),
    }
    assert all(row["evidence_id"] for row in rows)
