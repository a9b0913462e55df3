"""Whatever the text, the rule reader ends soon, does not crash, and quotes to the letter. All texts are invented."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedfellows.actors import load_registry
from bedfellows.case import CaseStore
from bedfellows.case.records import Reading
from bedfellows.errors import InputError
from bedfellows.reader.documents import from_bytes
from bedfellows.reader.interface import Document
from bedfellows.reader.rules import RuleReader

PUBLISHED = date(2017, 1, 4)


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    return RuleReader(load_registry())


def read(reader: RuleReader, text: str) -> Reading:
    (reading,) = reader.read([Document(text=text, locator="invented.txt", published=PUBLISHED)])
    return reading


def check(reading: Reading) -> None:
    """What must hold of every reading."""
    text = reading.source.text
    passages = {passage.id: passage for passage in reading.passages}
    end = 0
    for number, passage in enumerate(reading.passages, start=1):
        assert passage.text == text[passage.start : passage.end]
        assert passage.text.strip() == passage.text != ""
        assert passage.start >= end
        assert passage.ordinal == number
        end = passage.end
    for record in (*reading.claims, *reading.motives, *reading.outcomes):
        assert record.quote == text[record.start : record.end] != ""
        passage = passages[record.passage_id]
        assert passage.start <= record.start and record.end <= passage.end
    claims = {claim.id for claim in reading.claims}
    for claim in reading.claims:
        assert claim.subject_text in text and claim.object_text in text
        assert claim.time_text in text
        assert 0 <= claim.confidence <= 1
        assert not (claim.happened_from and claim.happened_to) or claim.happened_from <= claim.happened_to
    for outcome in reading.outcomes:
        assert {*outcome.condition_claims, *outcome.outcome_claims} <= claims


WORDS = st.sampled_from(
    "Russia Iran the Taliban ISIS Pakistan NATO Moscow's Obama it they them its which and but if unless because "
    "therefore supports fights threatens said says that has not admitted sees as a shield against would will "
    "attack arms weapons money in Afghanistan since 2014 1980s last this month group groups two former latter "
    "sanctions annexed Crimea fears wants more than dwarfs by of to with from for hitherto".split()
)
SIGNS = st.sampled_from(
    [
        ",",
        ".",
        ". ",
        "!",
        "?",
        ";",
        ":",
        " — ",
        "’s",
        "'s",
        "“",
        "”",
        '"',
        "(",
        ")",
        "[",
        "-",
        "…",
        "\n",
        "\n\n",
    ]
)
ODD = st.sampled_from(
    ["🤝", "👩‍👩‍👧‍👦", "🇷🇺", "روسيا", "Россия", "עברית", "中国", "İstanbul", "ß", "ﬁ", "é", "e\u0301", "\u00a0", "\u2003", "\u200d",
     "\x00", "\x1b[31m", "\u202e", "\ufeff", "\U0001d573", "<p>", "</p>", "&amp;", "{{", "%s", "\\", "=cmd()", "١٩٨٠", "0000"]
)  # fmt: skip
PIECES = st.lists(st.one_of(WORDS, WORDS, WORDS, SIGNS, ODD), max_size=70)


@given(PIECES)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_word_salad_is_quoted_to_the_letter(reader, pieces) -> None:
    check(read(reader, " ".join(pieces)))


@given(st.text(max_size=400))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_characters_are_quoted_to_the_letter(reader, text) -> None:
    text = text.encode("utf-8", "replace").decode()
    check(read(reader, f"Russia supports {text} the Taliban."))


@given(PIECES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_comes_through_the_front_door_is_clean_and_quoted_to_the_letter(reader, pieces) -> None:
    data = ("Russia supports the Taliban. " + " ".join(pieces)).encode()
    try:
        document = from_bytes(data, "invented.txt")
    except InputError:
        return
    (reading,) = reader.read([document])
    check(reading)
    assert not set(document.text) & set("\x00\x1b\u202e\ufeff")


HOSTILE = {
    "one long word": "Russia" * 20_000,
    "one long line": "Russia supports the Taliban and Iran fights ISIS, " * 200,
    "brackets": "Russia " + "(" * 2000 + "Taliban" + ")" * 2000,
    "quotation marks": "“Russia supports “" * 800,
    "full stops": "Russia supports the Taliban" + "." * 8000,
    "names": "Russia, " * 300 + "and Iran support the Taliban.",
    "of of of": "the head of " * 60 + "Russia supports the Taliban.",
    "that that": "Russia said that " * 300 + "Iran supports the Taliban.",
    "conditions": "If Russia attacks, " * 150 + "Iran will fight.",
    "pronouns": "Russia met Iran. " + "It said they fear them and it supports its. " * 250,
    "numbers": "In 1980, " * 800 + "Russia fought the Taliban.",
    "digits": "Russia supports " + "9" * 50_000,
    "hyphens": "Russia-" * 2000 + "backed Taliban fights.",
    "emoji": "🤝" * 2000 + " Russia supports the Taliban.",
    "right to left": "روسيا تدعم " * 2000,
    "marks": "Russi" + "a\u0301" * 8000 + " supports the Taliban.",
    "spaces": "Russia" + " " * 50_000 + "supports the Taliban.",
    "lines": "Russia\n" * 500,
    "apostrophes": "Russia's " * 2000 + "army",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_in_seconds(reader, name) -> None:
    start = time.perf_counter()
    check(read(reader, HOSTILE[name]))
    assert time.perf_counter() - start < 15


def test_a_list_of_a_thousand_names_is_read(reader) -> None:
    check(read(reader, "Russia, " * 1000 + "and Iran support the Taliban."))
    check(read(reader, "the head of " * 600 + "Russia supports the Taliban."))


def test_the_same_text_gives_the_same_reading_whatever_was_read_before(reader) -> None:
    text = "Russia supports the Taliban. It fears ISIS, and the two groups fight. If the US leaves, Iran will arm it."
    first = read(reader, text)
    read(reader, "Pakistan attacked India. It said that they had armed the group.")
    assert read(reader, text) == first
    assert read(RuleReader(load_registry()), text) == first


def test_a_fuzzed_reading_fits_into_a_case(reader, tmp_path) -> None:
    text = "\n".join(
        [
            "Russia 🤝 supports the “Taliban” — İstanbul said so.",
            "روسيا fights ISIS; {{x}} %s '; DROP TABLE claims; --",
            "It arms it.",
        ]
    )
    reading = read(reader, text)
    with CaseStore.open(tmp_path / "x.duckdb", write=True, create=True) as case:
        case.add(reading)
        before = case.claims()
        case.add(read(reader, text))
        assert case.claims() == before != []
        assert [passage.text for passage in case.passages()] == [passage.text for passage in reading.passages]
