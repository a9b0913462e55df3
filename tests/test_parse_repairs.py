"""Sentences that the parser takes apart wrongly, and what is read in them all the same. All are invented; the names in them are real."""

from __future__ import annotations

from datetime import date

import pytest

from bedfellows.actors import load_registry
from bedfellows.case.records import Reading
from bedfellows.reader.interface import Document
from bedfellows.reader.rules import RuleReader


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    return RuleReader(load_registry())


def read(reader: RuleReader, text: str) -> Reading:
    (reading,) = reader.read([Document(text, "invented", published=date(2018, 6, 1))])
    return reading


def claims(reader: RuleReader, text: str) -> set[tuple[str, str, str | None]]:
    return {(claim.subject, claim.relation, claim.object) for claim in read(reader, text).claims}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The annexation of Crimea by Russia angered Ukraine.", {("russia", "annexes", "crimea")}),
        (
            "The invasion of Georgia by Russia worried Poland.",
            {("russia", "fights", "georgia"), ("poland", "fears", "russia")},
        ),
        (
            "Iran is fighting the Syrian army of Assad and the Turkish forces.",
            {("iran", "fights", "syria"), ("iran", "fights", "turkey")},
        ),
        (
            "The SDF – trained and armed by the United States – fought Turkey.",
            {("united-states", "supports", "sdf"), ("sdf", "fights", "turkey")},
        ),
        (
            "Ethiopia - backed by Eritrea - attacked Kenya.",
            {("eritrea", "supports", "ethiopia"), ("ethiopia", "fights", "kenya")},
        ),
        ("Algeria arms Morocco's army.", {("algeria", "supports", "morocco")}),
        ("Algeria arms Morocco's enemies.", set()),
        ("The Ministry of Defence of Uganda accused Rwanda.", {("uganda", "accuses", "rwanda")}),
        ("Israel attacked Syria's Republican Guard.", {("israel", "fights", "syria")}),
        ("Houthis attack Saudi Arabia, says Kuwait", {("houthis", "fights", "saudi-arabia")}),
        ("Nepal borders China.", {("nepal", "borders", "china")}),
        ("Chad joined the war on Libya's side.", {("chad", "supports", "libya")}),
        ("Rwanda joined the war on the side of Uganda.", {("rwanda", "supports", "uganda")}),
    ],
)
def test_who_did_what_is_told(
    text: str, wanted: set[tuple[str, str, str | None]], reader: RuleReader
) -> None:
    assert claims(reader, text) == wanted


@pytest.mark.parametrize(
    "text",
    ["Egypt fears Ethiopia.", "Saudi Arabia is afraid of Iran.", "Kenya fears that Somalia will attack it."],
)
def test_a_fear_that_is_all_there_is_explains_nothing(text: str, reader: RuleReader) -> None:
    reading = read(reader, text)
    assert not reading.motives
    assert any(claim.relation == "fears" for claim in reading.claims)


@pytest.mark.parametrize(
    "text",
    [
        "Saudi Arabia fears Iran and has bought missiles from the United States.",
        "Saudi Arabia, which fears Iran, has bought missiles.",
        "Fearing Iran, Saudi Arabia has bought missiles.",
        "Saudi Arabia attacked Yemen because it fears Iran.",
    ],
)
def test_a_fear_with_what_was_done_for_it_is_one_motive(text: str, reader: RuleReader) -> None:
    (motive,) = read(reader, text).motives
    assert (motive.kind, motive.holder, motive.towards) == ("fear", "saudi-arabia", "iran")
