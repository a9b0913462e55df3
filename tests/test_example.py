"""The bundled example: marked as an example, dated, in its own words, and its story comes out when it is read."""

import os
import re
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from bedfellows.actors import load_registry
from bedfellows.case.records import Claim, Reading
from bedfellows.reader.documents import load
from bedfellows.reader.rules import RuleReader

MARK = "Written for the example that comes with Bedfellows, and published nowhere else."
BRIEF, BACKGROUND = date(2017, 1, 4), date(2016, 12, 15)
SHARED = Path(os.environ.get("BEDFELLOWS_SHARED") or Path(__file__).parents[2] / "shared")
ARTICLES = SHARED / "articles"


def example_folder() -> Path:
    return Path(str(resources.files("bedfellows"))) / "example"


@pytest.fixture(scope="module")
def readings() -> dict[date | None, Reading]:
    reader = RuleReader(load_registry())
    found = list(reader.read(load(str(example_folder()))))
    assert len(found) == len({reading.source.published for reading in found})
    return {reading.source.published: reading for reading in found}


def ties(reading: Reading, subject: str, relations: set[str], object_: str) -> list[Claim]:
    return [
        claim
        for claim in reading.claims
        if claim.subject == subject and claim.relation in relations and claim.object == object_
    ]


def fight(reading: Reading, one: str, other: str) -> list[Claim]:
    return [*ties(reading, one, {"fights"}, other), *ties(reading, other, {"fights"}, one)]


def test_holds_nothing_but_texts_to_read(readings: dict[date | None, Reading]) -> None:
    files = {path.name for path in example_folder().iterdir() if not path.name.startswith((".", "__"))}
    assert files == {Path(reading.source.locator).name for reading in readings.values()}
    assert set(readings) == {BRIEF, BACKGROUND}


def test_every_text_says_that_it_is_an_example(readings: dict[date | None, Reading]) -> None:
    for reading in readings.values():
        source = reading.source
        head = Path(source.locator).read_text(encoding="utf-8").partition("\n---\n")[0]
        assert source.publisher == "Bedfellows example"
        assert source.title and source.author
        assert "\nNote: written for the example" in head
        assert "\nFacts: " in head
        assert source.text.startswith(MARK)


def test_the_mark_makes_no_claim(readings: dict[date | None, Reading]) -> None:
    for reading in readings.values():
        passage = reading.passages[0]
        assert passage.text == MARK
        made = [*reading.claims, *reading.motives, *reading.outcomes]
        assert [found.quote for found in made if found.passage_id == passage.id] == []


def test_russia_talks_to_the_taliban_only_in_the_brief(readings: dict[date | None, Reading]) -> None:
    contact = {"contacts", "negotiates"}
    told = ties(readings[BRIEF], "russia", contact, "taliban")
    assert told
    assert not any(claim.negated for claim in told)
    assert not ties(readings[BACKGROUND], "russia", contact, "taliban")


@pytest.mark.parametrize("day", [BRIEF, BACKGROUND])
def test_pakistan_gives_the_taliban_shelter_and_money(
    readings: dict[date | None, Reading], day: date
) -> None:
    given = {
        kind
        for claim in ties(readings[day], "pakistan", {"supports"}, "taliban")
        for kind in claim.support_types
    }
    assert {"territory", "funding"} <= given


@pytest.mark.parametrize("day", [BRIEF, BACKGROUND])
def test_the_taliban_fight_is_khorasan(readings: dict[date | None, Reading], day: date) -> None:
    assert fight(readings[day], "taliban", "is-khorasan")


def test_lesser_backers_of_the_taliban(readings: dict[date | None, Reading]) -> None:
    for backer in ("iran", "saudi-arabia"):
        assert ties(readings[BRIEF], backer, {"supports"}, "taliban")


def test_russia_is_under_sanctions_for_crimea(readings: dict[date | None, Reading]) -> None:
    for reading in readings.values():
        assert ties(reading, "united-states", {"sanctions"}, "russia")
    assert ties(readings[BRIEF], "russia", {"annexes"}, "crimea")


def test_russia_does_not_border_afghanistan(readings: dict[date | None, Reading]) -> None:
    borders = [
        claim
        for claim in readings[BRIEF].claims
        if claim.relation == "borders" and {claim.subject, claim.object} == {"russia", "afghanistan"}
    ]
    assert borders
    assert all(claim.negated for claim in borders)


def test_the_old_war_is_dated(readings: dict[date | None, Reading]) -> None:
    told = fight(readings[BACKGROUND], "ussr", "mujahidin")
    assert [(claim.happened_from, claim.happened_to) for claim in told] == [
        (date(1980, 1, 1), date(1989, 12, 31))
    ]


def test_russia_has_a_reason(readings: dict[date | None, Reading]) -> None:
    fears = [
        motive for motive in readings[BRIEF].motives if motive.kind == "fear" and motive.holder == "russia"
    ]
    assert any(motive.towards in {"is", "is-khorasan"} for motive in fears)


def test_the_toned_down_description(readings: dict[date | None, Reading]) -> None:
    said = [
        claim.detail
        for claim in readings[BRIEF].claims
        if (claim.subject, claim.relation, claim.object) == ("russia", "describes-as", "taliban")
    ]
    assert any("moderate" in detail for detail in said)


def test_staying_leaving_and_what_follows(readings: dict[date | None, Reading]) -> None:
    outcomes = {outcome.id: outcome for outcome in readings[BRIEF].outcomes}
    stay = [o for o in outcomes.values() if o.kind == "if" and "keep their troops" in o.condition]
    leave = [o for o in outcomes.values() if o.kind == "if" and "leave" in o.condition]
    assert ["hold out" in o.outcome for o in stay] == [True]
    assert ["Taliban" in o.outcome and "seize" in o.outcome for o in leave] == [True]
    following = [o.outcome for o in outcomes.values() if o.parent == leave[0].id]
    assert any("fight terrorist groups" in outcome for outcome in following)
    assert any("collapse" in outcome for outcome in following)
    assert not [o for o in outcomes.values() if o.parent == stay[0].id]
    assert not readings[BACKGROUND].outcomes


def test_nobody_is_put_on_the_wrong_side(readings: dict[date | None, Reading]) -> None:
    for reading in readings.values():
        for friend in ("united-kingdom", "france", "canada", "australia", "nato"):
            assert not fight(reading, "united-states", friend)
        for leader in ("vladimir-putin", "russia"):
            assert not ties(reading, "united-states", {"supports", "allied-with"}, leader)
        assert not ties(reading, "russia", {"recognises", "fights"}, "taliban")
        assert not ties(reading, "united-states", {"supports"}, "taliban")


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text.lower())


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[start : start + length]) for start in range(len(found) - length + 1)}


@pytest.mark.skipif(not ARTICLES.is_dir(), reason=f"no articles in {ARTICLES} (set BEDFELLOWS_SHARED)")
def test_no_sentence_is_taken_from_an_article(readings: dict[date | None, Reading]) -> None:
    articles = sorted(ARTICLES.glob("*.txt"))
    assert articles
    taken = set().union(*(runs(article.read_text(encoding="utf-8"), 8) for article in articles))
    for reading in readings.values():
        assert sorted(runs(reading.source.text, 8) & taken) == []
