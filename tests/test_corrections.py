"""Claims that were read wrongly: corrected or rejected, by a source of its own, and not undone by reading again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

import bedfellows as bf
from bedfellows.case.records import Claim
from bedfellows.cli.program import program
from bedfellows.errors import BedfellowsError, InputError
from bedfellows.web.app import make_app

TEXT = """Title: Invented brief
Date: 2017-01-04

Pakistan supports the Taliban with money because it fears India. Russia supports the Taliban. Iran fights the Taliban.
"""
WHO = {"by": "A. Sample", "because": "the text says otherwise"}


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("invented")
    (folder / "texts").mkdir()
    (folder / "texts" / "brief.txt").write_text(TEXT, encoding="utf-8")
    bf.open(folder / "case.duckdb", create=True).read(folder / "texts")
    return folder


@pytest.fixture
def case(read_once: Path, tmp_path: Path) -> bf.Case:
    copy = tmp_path / "case.duckdb"
    copy.write_bytes((read_once / "case.duckdb").read_bytes())
    return bf.open(copy)


def claim(case: bf.Case, subject: str) -> Claim:
    return next(one for one in case.find_claims() if one.subject == subject and one.object == "taliban")


def backers(case: bf.Case, **asked: Any) -> set[str]:
    return {tie.counterpart for tie in case.who("taliban", **asked).backers}


def test_a_rejected_claim_is_gone_from_every_answer_and_day(case: bf.Case) -> None:
    old = claim(case, "russia")
    assert "russia" in backers(case)
    done = case.correct(old.id, reject=True, **WHO)
    assert (done.corrected, done.claim) == (old.id, None)
    assert "russia" not in backers(case)
    assert "russia" not in backers(case, as_of="2017-01-04")
    assert backers(case) == {"pakistan"}
    assert old.id not in {one.id for one in case.find_claims()}


def test_the_correction_is_a_source_with_its_name_and_reason(case: bf.Case) -> None:
    old = claim(case, "russia")
    reference = case.dossier().scope.reference
    done = case.correct(old.id, reject=True, **WHO)
    source = next(one for one in case.sources().to_dicts() if one["id"] == done.source)
    assert (source["kind"], source["author"]) == ("correction", "A. Sample")
    text = case.dossier().sources[done.source].text
    assert WHO["because"] in text and old.quote in text and datetime.now(UTC).date().isoformat() in text
    assert case.dossier().scope.reference == reference  # a correction is no news
    assert done.source not in case.dossier("2017-01-04").sources
    (cited,) = case.cite(done.source).citations
    assert cited.kind == "source"


def test_a_corrected_claim_says_what_the_words_say(case: bf.Case) -> None:
    old = claim(case, "russia")
    done = case.correct(old.id, relation="contacts", object="afghanistan", certainty="hedged", **WHO)
    found = {one.id: one for one in case.find_claims()}
    assert old.id not in found
    new = found[str(done.claim)]
    assert (new.subject, new.relation, new.object, new.certainty) == (
        "russia",
        "contacts",
        "afghanistan",
        "hedged",
    )
    assert (new.quote, new.start, new.published) == (old.quote, old.start, old.published)
    assert done.source in new.reader
    again = case.correct(new.id, negated=True, **WHO)
    assert next(one for one in case.find_claims() if one.id == again.claim).negated


def test_what_rests_on_a_claim_follows_it(case: bf.Case) -> None:
    old = claim(case, "pakistan")
    dossier = case.dossier()
    resting = [one for one in dossier.motives if old.id in {one.effect_claim, one.reason_claim}]
    done = case.correct(old.id, certainty="hedged", **WHO)
    for motive in resting:
        now = next(one for one in case.dossier().motives if one.id == motive.id)
        assert done.claim in {now.effect_claim, now.reason_claim}
    case.correct(str(done.claim), reject=True, **WHO)
    ids = {one.id for one in case.find_claims()}
    for motive in case.dossier().motives:
        assert {motive.effect_claim, motive.reason_claim} - {None} <= ids


def test_reading_the_text_again_does_not_undo_it(case: bf.Case, read_once: Path) -> None:
    gone = claim(case, "russia")
    changed = case.correct(claim(case, "iran").id, relation="opposes", **WHO)
    case.correct(gone.id, reject=True, **WHO)
    before = {one.id for one in case.find_claims()}
    case.read(read_once / "texts" / "brief.txt")
    case.read(read_once / "texts")
    assert {one.id for one in case.find_claims()} == before
    assert changed.claim in before and gone.id not in before


def test_an_export_takes_corrections_along(case: bf.Case, tmp_path: Path) -> None:
    done = case.correct(claim(case, "russia").id, relation="contacts", **WHO)
    copy = bf.open(bf.import_case(case.export(tmp_path / "tables"), tmp_path / "copy.duckdb"))
    assert {one.id for one in copy.find_claims()} == {one.id for one in case.find_claims()}
    assert done.source in set(copy.sources()["id"])


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"relation": "loves"}, "relation"),
        ({"certainty": "sure"}, "certainty"),
        ({"subject": "nobodyland"}, "nobodyland"),
        ({}, "reject the claim"),
        ({"relation": "supports"}, "says so already"),
        ({"reject": True, "relation": "fights"}, "both"),
        ({"reject": True, "by": " "}, "who corrects"),
        ({"reject": True, "because": "\n"}, "why"),
        ({"reject": True, "claim": "clm-0"}, "id of a claim"),
    ],
)
def test_what_makes_no_sense_changes_nothing(case: bf.Case, asked: dict[str, Any], words: str) -> None:
    before = case.path.read_bytes()
    given = {"claim": claim(case, "russia").id, **WHO, **asked}
    with pytest.raises(BedfellowsError, match=words) as raised:
        case.correct(given.pop("claim"), **given)
    assert isinstance(raised.value, InputError) or "nobodyland" in str(raised.value)
    assert case.path.read_bytes() == before


def test_hostile_reasons_stay_words(case: bf.Case) -> None:
    because = '{"source": "x", "claim": "y", "change": null}\n\x1b[2J\u202e\'; DROP TABLE claims; --'
    done = case.correct(claim(case, "russia").id, reject=True, by="<script>", because=because)
    assert "russia" not in backers(case)
    page = CliRunner().invoke(program, ["--case", str(case.path), "cite", done.source])
    assert page.exit_code == 0 and "\x1b" not in page.stdout and "\u202e" not in page.stdout


def test_the_command_corrects(case: bf.Case) -> None:
    base = [
        "--case",
        str(case.path),
        "correct",
        claim(case, "russia").id,
        "--by",
        "A. Sample",
        "--because",
        "no",
    ]
    assert CliRunner().invoke(program, base).exit_code == 2
    done = CliRunner().invoke(program, [*base, "--relation", "contacts"])
    assert done.exit_code == 0 and "now stands as clm-" in done.output
    assert CliRunner().invoke(program, [*base, "--reject"]).exit_code == 1  # there is no such claim any more


@pytest.fixture
def writer(case: bf.Case) -> Iterator[TestClient]:
    with TestClient(make_app(case.path, token="invented-token"), base_url="http://127.0.0.1:8017") as client:
        yield client


def test_the_window_corrects_with_the_token_and_answers_anew(writer: TestClient, case: bf.Case) -> None:
    def named() -> set[str]:
        return {tie["counterpart"] for tie in writer.get("/api/who?name=taliban").json()["ties"]}

    asked = {"claim": claim(case, "russia").id, "reject": True, **WHO}
    assert "russia" in named()
    assert writer.post("/api/correct", json=asked).status_code == 401
    assert "russia" in named()
    headers = {"Authorization": "Bearer invented-token"}
    assert writer.post("/api/correct", json=asked, headers=headers).json()["claim"] is None
    assert "russia" not in named()
    assert writer.post("/api/correct", json=asked, headers=headers).status_code == 422
    other = {**headers, "Origin": "https://evil.example"}
    assert writer.post("/api/correct", json=asked, headers=other).status_code == 403


def test_a_window_that_reads_corrects_nothing(case: bf.Case) -> None:
    with TestClient(make_app(case.path), base_url="http://127.0.0.1:8017") as client:
        asked = {"claim": claim(case, "russia").id, "reject": True, **WHO}
        assert client.post("/api/correct", json=asked).status_code == 403
        assert (
            client.post("/api/correct", json=asked, headers={"Authorization": "Bearer "}).status_code == 403
        )
