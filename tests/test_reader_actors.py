"""Whom the words of a text mean: names, pronouns, phrases. The sentences are made up for these tests."""

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
    document = Document(text=text, locator="made up for a test", published=date(2023, 9, 5), kind="news")
    return next(iter(reader.read([document])))


def triples(reader: RuleReader, text: str) -> set[str]:
    """`subject relation object` of every claim, with "not" where it is negated."""
    return {
        f"{claim.subject} {'not ' if claim.negated else ''}{claim.relation} {claim.object or ''}".strip()
        for claim in read(reader, text).claims
    }


NAMED = (
    ("Iran armed the Serb Guard against the rebels.", "iran supports x-serb-guard"),
    ("Turkey has attacked the rebels of the Lima Front.", "turkey fights x-lima-front"),
    ("Egypt sheltered the rebel Nancy Harbour. Turkey has attacked Mrs Harbour.", "turkey fights x-nancy-harbour"),
    ("Libya armed the Harbour Front, or HFX, in spring. Egyptian troops attacked the HFX in June.", "egypt fights x-harbour-front"),
    ("Iranian troops were attacked by the Western Harbour Brigade.", "x-western-harbour-brigade fights iran"),
)  # fmt: skip


@pytest.mark.parametrize("case", NAMED, ids=[case[0][:60] for case in NAMED])
def test_names_that_no_registry_knows(case: tuple[str, ...], reader: RuleReader) -> None:
    assert set(case[1:]) <= triples(reader, case[0])


NEVER = (
    ("Iran armed the Serb Guard against the rebels.", "serbia"),
    ("Yevgeny Prigozhin, once known as Vladimir Putin's caterer, attacked Sergei Shoigu. Vladimir Putin met Joe Biden.", "yevgeny-prigozhin contacts"),
)  # fmt: skip


@pytest.mark.parametrize("case", NEVER, ids=[case[0][:60] for case in NEVER])
def test_who_is_not_meant(case: tuple[str, str], reader: RuleReader) -> None:
    assert not [found for found in triples(reader, case[0]) if case[1] in found]


REFERRED = (
    ("Japan, which fears that China will attack it, is arming Taiwan.", "china fights japan"),
    ("The Saudis fear Iran. They support Sudan.", "saudi-arabia supports sudan"),
    ("Iran's position is the oddest of all. It supports Armenia with weapons.", "iran supports armenia"),
    ("Egypt has armed Libya. Turkey itself attacked Egypt.", "turkey fights egypt"),
    ("Joe Biden criticised Vladimir Putin. Xi Jinping compared the choice before him to a trap and attacked Taiwan.", "xi-jinping fights taiwan"),
)  # fmt: skip


@pytest.mark.parametrize("case", REFERRED, ids=[case[0][:60] for case in REFERRED])
def test_whom_pronouns_mean(case: tuple[str, ...], reader: RuleReader) -> None:
    assert set(case[1:]) <= triples(reader, case[0])


PHRASES = (
    # the army of the state that the text is about, not of the one that was named last
    ("Niger is poor. Niger fears Mali. Niger is allied with Chad. Niger has left Senegal alone. France dislikes Niger. The junta accused France of theft.", "niger accuses france"),
    # both sides are the opponents, not the two who were named last
    ("Armenia has attacked Azerbaijan. Azerbaijan has attacked Armenia. Armenia fears Azerbaijan. Armenia and Azerbaijan are poor. Russia sells weapons to both sides.", "russia supports armenia", "russia supports azerbaijan"),
    ("Mali and Niger, both armed by Russia, have left the country.", "russia supports mali", "russia supports niger"),
)  # fmt: skip


@pytest.mark.parametrize("case", PHRASES, ids=[case[0][:60] for case in PHRASES])
def test_whom_phrases_mean(case: tuple[str, ...], reader: RuleReader) -> None:
    assert set(case[1:]) <= triples(reader, case[0])


def test_words_that_mean_nobody(reader: RuleReader) -> None:
    text = "Nigeria fears Mali. Ghana supports the use of force. Nigeria attacked the secretary of state. Ghana attacked the power line."
    assert triples(reader, text) == {"nigeria fears mali"}
