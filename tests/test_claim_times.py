"""When a claim is so: from words of time, else from the tense and the date a narrative has come to. All sentences are invented."""

from __future__ import annotations

from datetime import date

import pytest

from bedfellows.actors import load_registry
from bedfellows.case.records import Claim
from bedfellows.reader.interface import Document
from bedfellows.reader.rules import RuleReader
from bedfellows.report.dates import period

DAY = date(2017, 1, 4)
Y2014 = (date(2014, 1, 1), date(2014, 12, 31))


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    return RuleReader(load_registry())


def read(reader: RuleReader, text: str, published: date | None = DAY) -> tuple[Claim, ...]:
    (reading,) = reader.read([Document(text, text, published=published)])
    return reading.claims


def claim(reader: RuleReader, text: str, subject: str, object_: str) -> Claim:
    return next(one for one in read(reader, text) if (one.subject, one.object) == (subject, object_))


TENSES = {
    "Iran supports Syria.": (DAY, DAY),
    "Russia is an ally of Syria.": (DAY, DAY),
    "Iran continues to arm Syria.": (DAY, DAY),
    "Turkey attacked Syria.": (None, DAY),
    "Turkey has armed Syria.": (None, DAY),
    "Turkey had attacked Syria.": (None, DAY),
    "Turkey, once an ally of Syria, supports Libya.": (None, DAY),
    "Turkey will attack Syria.": (DAY, None),
    "Turkey won't attack Syria.": (DAY, None),
    "Turkey plans to arm Syria.": (DAY, None),
    "Turkey is expected to attack Syria.": (DAY, None),
    "Turkey is to attack Syria.": (DAY, None),
    "If Turkey attacks Syria, Iran will fall.": (DAY, None),
    "Turkey threatens Syria": (None, DAY),
}


@pytest.mark.parametrize("text", TENSES)
def test_without_a_word_of_time_the_days_follow_from_the_tense(reader: RuleReader, text: str) -> None:
    found = next(one for one in read(reader, text) if one.object == "syria")
    assert (found.happened_from, found.happened_to) == TENSES[text]
    assert found.precision == "tense" and found.time_text == "" and not found.dated
    assert found.named_from is None and found.named_to is None


def test_a_deed_that_a_participle_names_is_of_any_day_until_then(reader: RuleReader) -> None:
    text = "Iran accuses Turkey of arming Syria."
    armed = claim(reader, text, "turkey", "syria")
    assert (armed.happened_from, armed.happened_to) == (None, DAY)
    accused = claim(reader, text, "iran", "turkey")
    assert (accused.happened_from, accused.happened_to) == (DAY, DAY)


def test_what_would_be_comes_after_it_was_said(reader: RuleReader) -> None:
    found = claim(reader, "The minister said on Monday that Turkey would attack Syria.", "turkey", "syria")
    assert (found.happened_from, found.happened_to, found.precision) == (date(2017, 1, 2), None, "tense")


def test_a_date_that_opens_a_sentence_frames_the_next_ones(reader: RuleReader) -> None:
    text = (
        "In 2014 Russia invaded Ukraine. It armed Syria. Russia, which backed Libya, attacked Georgia. Russia supports Cuba. "
        "Russia attacked Turkey."
    )
    assert _when(claim(reader, text, "russia", "syria")) == (*Y2014, "vague", "2014")
    assert _when(claim(reader, text, "russia", "georgia")) == (*Y2014, "vague", "2014")
    assert _when(claim(reader, text, "russia", "libya")) == (None, DAY, "tense", "")  # no part of the tale
    assert _when(claim(reader, text, "russia", "cuba")) == (DAY, DAY, "tense", "")
    assert _when(claim(reader, text, "russia", "turkey")) == (None, DAY, "tense", "")  # the tale was left


def test_another_paragraph_has_its_own_time(reader: RuleReader) -> None:
    text = "In 2014 Russia invaded Ukraine.\n\nRussia attacked Georgia."
    assert _when(claim(reader, text, "russia", "georgia")) == (None, DAY, "tense", "")


def test_a_date_within_a_sentence_goes_on_where_it_is_taken_up(reader: RuleReader) -> None:
    text = "Russia invaded Ukraine in 2014. Russia armed Syria. That year Iran attacked Israel. Iran later attacked Iraq."
    assert _when(claim(reader, text, "russia", "syria")) == (None, DAY, "tense", "")
    assert _when(claim(reader, text, "iran", "israel")) == (*Y2014, "vague", "2014")
    assert _when(claim(reader, text, "iran", "iraq")) == (Y2014[0], DAY, "vague", "2014")


def test_verbs_joined_share_the_date_before_them(reader: RuleReader) -> None:
    text = "In 2014 Russia invaded Ukraine and armed Syria."
    assert _when(claim(reader, text, "russia", "syria")) == (*Y2014, "year", "2014")


def test_what_had_been_was_over_by_the_time_of_the_tale(reader: RuleReader) -> None:
    text = "In 1999 Pakistan recognised the Taliban. By then Iran had attacked Iraq."
    assert _when(claim(reader, text, "iran", "iraq")) == (None, date(1999, 12, 31), "tense", "")


def test_without_a_day_of_publication_nothing_is_made_up(reader: RuleReader) -> None:
    (found,) = read(reader, "Turkey attacked Syria.", published=None)
    assert _when(found) == (None, None, "unknown", "")


def test_days_that_the_tense_tells_are_said_as_such() -> None:
    assert period(DAY, DAY, "tense") == "as of 4 January 2017"
    assert period(None, DAY, "tense") == "some time until 4 January 2017"
    assert period(DAY, None, "tense") == "after 4 January 2017"


def _when(found: Claim) -> tuple[date | None, date | None, str, str]:
    return found.happened_from, found.happened_to, found.precision, found.time_text
