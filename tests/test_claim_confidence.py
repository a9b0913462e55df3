"""How sure the reader says it is of a claim, and what it is too unsure of to claim."""

from datetime import date
from pathlib import Path

import pytest

from bedfellows.actors import load_registry
from bedfellows.case.records import Claim
from bedfellows.reader.interface import Document
from bedfellows.reader.rules import RuleReader

UNLIKELY = "If militias fought bandits and rebels joined gangs, insurgents might be coerced by militants."


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    return RuleReader(load_registry())


def claims(reader: RuleReader, text: str) -> list[Claim]:
    document = Document(text=text, locator="invented", published=date(2017, 1, 4))
    return [claim for reading in reader.read([document]) for claim in reading.claims]


@pytest.mark.parametrize(
    ("surer", "less_sure"),
    [
        ("Iran armed Hezbollah.", "Iran might arm Hezbollah."),
        ("Iran armed Hezbollah.", "Iran armed some rebels."),
        ("Iran armed Hezbollah.", "Ministers doubted for years that Iran armed Hezbollah."),
    ],
)
def test_plain_words_on_known_actors_are_surer(reader: RuleReader, surer: str, less_sure: str) -> None:
    (first,), (second,) = claims(reader, surer), claims(reader, less_sure)
    assert 0 < second.confidence < first.confidence < 1


def test_what_is_hardly_ever_right_is_no_claim(reader: RuleReader) -> None:
    assert claims(reader, UNLIKELY) == []


def test_a_rule_of_ones_own_is_always_followed(tmp_path: Path) -> None:
    rules = tmp_path / "mine.tsv"
    rules.write_text(
        "serenade\tverb\tsupports\tagent\tpatient\t-\t-\tIran serenaded Iraq.\n", encoding="utf-8"
    )
    found = claims(RuleReader(load_registry(), rules=[rules]), UNLIKELY.replace("coerced", "serenaded"))
    assert [claim.relation for claim in found] == ["supports"]
