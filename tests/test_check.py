"""A text held against the record: what is supported, contradicted, without data and left alone, in invented rows and real facts."""

from __future__ import annotations

import csv
import io
import json
import runpy
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

import bedfellows as bf
from bedfellows.case import CaseStore
from bedfellows.case.records import Comparison, Event, Reading, Source
from bedfellows.cli.program import program
from bedfellows.errors import InputError
from bedfellows.explain.check import CheckAnswer, Checked

_HERE = Path(__file__).parent
invented_case = SimpleNamespace(**runpy.run_path(str(_HERE / "invented_case.py")))
invented = SimpleNamespace(**runpy.run_path(str(_HERE / "invented_record.py")))
PUBLISHED = date(2017, 1, 4)


def said(subject: str, relation: str, object_: str | None, **more: Any) -> dict[str, Any]:
    return {"subject": subject, "relation": relation, "object": object_, **more}


def in_year(year: int, last: int | None = None) -> dict[str, Any]:
    return {
        "happened_from": date(year, 1, 1),
        "happened_to": date(last or year, 12, 31),
        "precision": "year",
        "tense": "past",
    }


def text(
    *claims: dict[str, Any], published: date | None = PUBLISHED, about: str = " of the article"
) -> Reading:
    return invented_case.small(list(claims), published, about)  # type: ignore[no-any-return]


def in_words(sentence: str, claim: dict[str, Any]) -> Reading:
    """A text of one sentence in these words, with one claim on it."""
    reading = text(claim)
    passage = replace(reading.passages[0], text=sentence)
    return replace(reading, passages=(passage,))


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.duckdb"
    with CaseStore.open(path, write=True, create=True) as store:
        store.add(text(said("france", "contacts", "iran"), about=" of an unrelated note"))
    return path


def check(case: Path, reading: Reading, as_of: str | None = None) -> CheckAnswer:
    return bf.open(case).check_reading(reading, as_of)


def verdict(case: Path, claim: dict[str, Any], as_of: str | None = None) -> Checked:
    (one,) = check(case, text(claim), as_of).checked
    return one


# Facts of the registry


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (said("france", "borders", "germany"), "supported"),
        (said("russia", "borders", "afghanistan", negated=True), "supported"),
        (said("russia", "borders", "afghanistan"), "contradicted"),
        (said("ussr", "borders", "afghanistan", **in_year(1985)), "supported"),
        (said("turkey", "member-of", "nato"), "supported"),
        (said("sweden", "member-of", "nato"), "contradicted"),
        (said("sweden", "member-of", "nato", negated=True), "supported"),
        (said("poland", "member-of", "nato", **in_year(1985)), "contradicted"),
        (said("vladimir-putin", "leads", "russia", **in_year(2014)), "supported"),
        (said("vladimir-putin", "leads", "russia", **in_year(1985)), "contradicted"),
        (said("russia", "successor-of", "ussr"), "supported"),
        (said("ussr", "successor-of", "russia"), "contradicted"),
        (said("is-khorasan", "splinter-of", "taliban"), "supported"),
        (said("taliban", "splinter-of", "is-khorasan"), "contradicted"),
        (said("france", "allied-with", "germany"), "supported"),
        (said("poland", "allied-with", "iran"), "no data"),
    ],
)
def test_facts_of_the_registry_need_no_feed(case: Path, claim: dict[str, Any], expected: str) -> None:
    one = verdict(case, claim)
    assert one.verdict == expected, one.reason
    assert one.reason.endswith(".")
    assert one.rows or one.verdict == "no data" or one.kind in {"membership", "leadership"}


def test_joining_is_about_the_day_of_joining(case: Path) -> None:
    right = in_words("Poland joined NATO in 1999.", said("poland", "member-of", "nato", **in_year(1999)))
    wrong = in_words("Poland joined NATO in 2004.", said("poland", "member-of", "nato", **in_year(2004)))
    assert [check(case, reading).checked[0].verdict for reading in (right, wrong)] == [
        "supported",
        "contradicted",
    ]
    assert check(case, wrong).checked[0].near[0].first == date(1999, 3, 12)


# Lists of alliances, and what a missing row says


def test_a_missing_treaty_contradicts_only_who_speaks_of_a_treaty(case: Path) -> None:
    years = range(2010, 2019)
    invented.alliances(case, [(year, "united-states", "turkey", "defense") for year in years])
    invented.alliances(case, [(year, "pakistan", "iran", "consul") for year in years])
    pair = said("united-states", "allied-with", "pakistan", **in_year(2015))
    assert (
        check(case, in_words("The United States was an ally of Pakistan in 2015.", pair)).checked[0].verdict
        == "no data"
    )
    treaty = check(
        case, in_words("The United States had a defence pact with Pakistan in 2015.", pair)
    ).checked[0]
    assert treaty.verdict == "contradicted"
    assert "every alliance treaty" in treaty.reason
    denied = {**pair, "negated": True}
    assert (
        check(case, in_words("The United States was no ally of Pakistan in 2015.", denied)).checked[0].verdict
        == "supported"
    )


def test_the_obligation_a_text_names_must_be_in_the_treaty(case: Path) -> None:
    invented.alliances(case, [(year, "pakistan", "iran", "nonagg") for year in range(2010, 2019)])
    pair = said("pakistan", "allied-with", "iran", **in_year(2015))
    words = {"a non-aggression pact": "supported", "a defence pact": "contradicted"}
    for pact, expected in words.items():
        assert (
            check(case, in_words(f"Pakistan had {pact} with Iran in 2015.", pair)).checked[0].verdict
            == expected
        )


def test_a_list_says_nothing_of_states_that_it_does_not_know(case: Path) -> None:
    invented.alliances(case, [(year, "united-states", "turkey", "defense") for year in range(2010, 2019)])
    pair = said("united-states", "allied-with", "iran", **in_year(2015))
    assert (
        check(case, in_words("The United States had a defence pact with Iran in 2015.", pair))
        .checked[0]
        .verdict
        == "no data"
    )


def test_what_lasted_when_the_list_ended_says_nothing_of_later(case: Path) -> None:
    invented.alliances(case, [(year, "pakistan", "iran", "defense") for year in range(2010, 2019)])
    pair = said("pakistan", "allied-with", "iran")
    at = {
        published: check(case, text(pair, published=published)).checked[0]
        for published in (date(2017, 1, 4), date(2024, 1, 4))
    }
    assert [one.verdict for one in at.values()] == ["supported", "no data"]
    assert at[date(2024, 1, 4)].near  # it is shown beside the verdict


# Support


def test_support_by_kind_and_year(case: Path) -> None:
    invented.support(case, [(year, "pakistan", "wt") for year in (1996, 1997)])
    one = verdict(case, said("pakistan", "supports", "taliban", support_types=("weapons",), **in_year(1996)))
    assert one.verdict == "supported"
    assert [row.feed for row in one.rows] == ["ucdp-esd"] and one.rows[0].ids
    part = verdict(
        case, said("pakistan", "supports", "taliban", support_types=("weapons", "funding"), **in_year(1996))
    )
    assert part.verdict == "supported" and "does not list funding" in part.reason
    other = verdict(case, said("pakistan", "supports", "taliban", support_types=("troops",), **in_year(1996)))
    assert other.verdict == "no data" and other.near
    earlier = verdict(case, said("pakistan", "supports", "taliban", **in_year(1990)))
    assert earlier.verdict == "no data" and earlier.near
    assert verdict(case, said("iran", "supports", "taliban", **in_year(1996))).verdict == "no data"
    assert (
        verdict(case, said("pakistan", "supports", "taliban", negated=True, **in_year(1996))).verdict
        == "contradicted"
    )


def test_an_allegation_settles_nothing(case: Path) -> None:
    invented.support(case, [(1996, "pakistan", "w")], ext_alleged=1)
    one = verdict(case, said("pakistan", "supports", "taliban", **in_year(1996)))
    assert (one.verdict, "alleged" in one.reason, len(one.near)) == ("no data", True, 1)


def test_one_event_that_a_program_coded_is_too_little(case: Path) -> None:
    invented.events(case, [("2016-05-01", "PAK", "072", "AFGINSTAL")])
    claim = said("pakistan", "supports", "taliban")
    assert verdict(case, claim).verdict == "no data"
    invented.events(case, [("2016-06-01", "PAK", "072", "AFGINSTAL")])
    assert verdict(case, claim).verdict == "supported"


def test_nothing_after_publication_counts(case: Path) -> None:
    invented.events(case, [(f"2017-02-0{number}", "PAK", "072", "AFGINSTAL") for number in range(1, 6)])
    assert verdict(case, said("pakistan", "supports", "taliban")).verdict == "no data"


def test_a_view_as_of_a_day_knows_no_later_list(case: Path) -> None:
    invented.support(case, [(1996, "pakistan", "w")])
    claim = said("pakistan", "supports", "taliban", **in_year(1996))
    assert verdict(case, claim).verdict == "supported"
    assert verdict(case, claim, as_of="2017-01-04").verdict == "no data"
    assert verdict(case, claim, as_of="2023-01-01").verdict == "supported"


# Deeds


@pytest.mark.parametrize(
    ("code", "claim"),
    [
        ("190", said("russia", "fights", "taliban")),
        ("163", said("russia", "sanctions", "taliban")),
        ("036", said("taliban", "contacts", "russia")),  # talks go both ways
        ("112", said("russia", "accuses", "taliban")),
    ],
)
def test_events_bear_deeds_out(case: Path, code: str, claim: dict[str, Any]) -> None:
    assert verdict(case, claim).verdict == "no data"
    invented.events(
        case,
        [(f"2016-05-0{number}", "RUS", "040" if code == "036" else code, "AFGINSTAL") for number in (1, 2)],
    )
    one = verdict(case, claim)
    assert one.verdict == "supported", one.reason
    assert one.rows[0].count == 2 and len(one.rows[0].ids) == 2


def test_an_accusation_the_other_way_round_is_none(case: Path) -> None:
    invented.events(case, [(f"2016-05-0{number}", "RUS", "112", "AFGINSTAL") for number in (1, 2)])
    assert verdict(case, said("taliban", "accuses", "russia")).verdict == "no data"


# Words of size and order


def test_another_backer_contradicts_the_only_ones(case: Path) -> None:
    invented.support(case, [(1996, "pakistan", "w"), (1996, "iran", "w"), (1996, "saudi-arabia", "f")])
    only = {"comparison": Comparison("only", (), "only countries"), **in_year(1996)}
    pair = [said(one, "supports", "taliban", **only) for one in ("pakistan", "iran")]
    reading = text(*pair)
    together = replace(
        reading, claims=tuple(replace(claim, passage_id=reading.passages[0].id) for claim in reading.claims)
    )
    found = [one for one in check(case, together).checked if one.kind == "only"]
    assert [one.verdict for one in found] == ["contradicted", "contradicted"]
    assert all("Saudi Arabia" in one.reason and "Iran" not in one.reason for one in found)
    assert {row.text.split(" supports")[0] for row in found[0].rows} == {"Saudi Arabia"}


def test_sizes_need_more_than_chance(case: Path) -> None:
    rows = [(year, "pakistan", "wtmf") for year in range(1996, 2000)]
    rows += [
        (1996, "iran", "w"),
        (1996, "saudi-arabia", "f"),
        (1997, "saudi-arabia", "fw"),
        (2000, "russia", "w"),
    ]
    invented.support(case, rows)
    during = in_year(1996, 1999)

    def size(subject: str, kind: Any, *than: str) -> str:
        comparison = Comparison(kind, than, "invented words")
        (one,) = [
            found
            for found in check(
                case, text(said(subject, "supports", "taliban", comparison=comparison, **during))
            ).checked
            if found.kind == "size"
        ]
        return one.verdict

    assert size("pakistan", "more-than", "iran", "saudi-arabia") == "supported"
    assert size("pakistan", "most") == "supported"
    assert size("iran", "most") == "contradicted"
    assert size("iran", "less-than", "pakistan") == "supported"
    assert size("saudi-arabia", "more-than", "iran") == "no data"  # 3 against 1 may be chance
    assert size("pakistan", "equal-to", "iran") == "no data"


def test_an_earlier_row_contradicts_the_first_time(case: Path) -> None:
    invented.alliances(case, [(year, "pakistan", "iran", "defense") for year in (1990, 1991)])
    invented.alliances(case, [(year, "pakistan", "iran", "defense") for year in (2015, 2016)])
    invented.alliances(case, [(year, "turkey", "united-states", "defense") for year in (2015, 2016)])
    comparison = Comparison("first", (), "the first time")

    def first(a: str, b: str) -> str:
        claim = said(a, "allied-with", b, comparison=comparison, **in_year(2015))
        return next(one.verdict for one in check(case, text(claim)).checked if one.kind == "first")

    assert first("pakistan", "iran") == "contradicted"
    assert first("turkey", "united-states") == "supported"


# Left alone


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        (said("russia", "supports", "taliban", certainty="opinion"), "opinion"),
        (said("russia", "supports", "taliban", certainty="hedged"), "hedged"),
        (said("russia", "supports", "taliban", certainty="conditional"), "forecast"),
        (said("russia", "supports", "taliban", tense="future"), "forecast"),
        (said("russia", "supports", "taliban", certainty="denied", negated=True), "denial"),
        (said("russia", "fears", "is", detail="its fighters"), "stance"),
        (said("russia", "seeks", None, detail="influence"), "stance"),
        (said("russia", "fights", None), "no second actor"),
    ],
)
def test_what_no_record_settles_is_left_alone(case: Path, claim: dict[str, Any], why: str) -> None:
    answer = check(case, text(claim))
    assert answer.checked == ()
    assert [(left.why, bool(left.reason)) for left in answer.left_alone] == [(why, True)]


# Not circular


def test_a_text_is_no_evidence_for_itself(case: Path) -> None:
    reading = text(said("pakistan", "supports", "taliban"))
    with CaseStore.open(case, write=True) as store:
        store.add(reading)
    (one,) = check(case, reading).checked
    assert (one.verdict, one.also_said) == ("no data", ())


def test_nor_is_a_text_that_repeats_its_words(case: Path) -> None:
    reading = text(said("pakistan", "supports", "taliban"))
    copied = reading.passages[0].text
    other = text(said("pakistan", "supports", "taliban"), about=" in words of its own")
    repeating = replace(
        text(said("pakistan", "supports", "taliban"), about=" that repeats it"),
    )
    repeating = replace(repeating, passages=(replace(repeating.passages[0], text=copied),))
    from bedfellows.explain.check import _others
    from bedfellows.ties.dossier import Dossier
    from bedfellows.ties.evidence import Scope

    def dossier(*readings: Reading) -> Dossier:
        return Dossier(
            bf.load_registry(), Scope(None, PUBLISHED, 1, 1, 0), {one.source.id: one.source for one in readings},
            {p.id: p for one in readings for p in one.passages}, tuple(c for one in readings for c in one.claims), (), (),
        )  # fmt: skip

    kept = _others(dossier(reading, other, repeating), dossier(reading))
    assert {claim.source_id for claim in kept} == {other.source.id}


def test_events_whose_source_is_the_text_do_not_count(case: Path) -> None:
    reading = text(said("russia", "fights", "taliban"))
    source = Source(reading.source.id, "dataset", "t", None, None, PUBLISHED, "x", reading.source.text)
    event = Event(
        "evt-invented", source.id, "russia", "taliban", "ASSAULT", None, None, -9.0,
        date(2016, 5, 1), date(2016, 5, 1), "day", PUBLISHED,
    )  # fmt: skip
    with CaseStore.open(case, write=True) as store:
        store.add(reading)
        store.add_events(source, [event])
    assert check(case, reading).checked[0].verdict == "no data"
    other = text(said("russia", "fights", "taliban"), about=" by somebody else")
    assert check(case, other).checked[0].verdict == "supported"  # one that a person coded is enough


def test_other_texts_stand_beside_the_verdict_and_do_not_make_it(case: Path) -> None:
    with CaseStore.open(case, write=True) as store:
        store.add(text(said("pakistan", "supports", "taliban"), about=" of another paper"))
        store.add(text(said("pakistan", "supports", "taliban", negated=True), about=" of a third"))
    one = verdict(case, said("pakistan", "supports", "taliban"))
    assert one.verdict == "no data"
    assert (len(one.also_said), len(one.denied)) == (1, 1)


# On the command line


ARTICLE = """Title: An invented article
Date: 2017-01-04

Poland joined NATO in 1999. Russia borders Afghanistan. Iran may attack Iraq. Pakistan supports the Taliban.
"""


def run(case: Path, *arguments: str) -> str:
    result = CliRunner().invoke(program, ["--case", str(case), "check", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_in_every_format(case: Path, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    page = run(case, str(article))
    assert (
        "1 supported" in page and "1 contradicted" in page and "1 no data" in page and "1 left alone" in page
    )
    assert (
        page.index("CONTRADICTED")
        < page.index("SUPPORTED BY")
        < page.index("NO DATA")
        < page.index("LEFT ALONE")
    )
    data = json.loads(run(case, str(article), "--format", "json"))
    assert [one["verdict"] for one in data["checked"]] == ["supported", "contradicted", "no data"]
    rows = list(csv.DictReader(io.StringIO(run(case, str(article), "--format", "csv"))))
    assert [row["verdict"] for row in rows if row["row"] == "checked"] == [
        "supported",
        "contradicted",
        "no data",
    ]
    assert [row["verdict"] for row in rows if row["row"] == "left alone"] == ["hedged"]


def test_checking_stores_nothing(case: Path, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    before = case.read_bytes()
    run(case, str(article))
    assert case.read_bytes() == before


def test_several_documents_are_checked_one_by_one(case: Path, tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / "papers").mkdir(exist_ok=True)
        (tmp_path / "papers" / f"{name}.txt").write_text(ARTICLE + name, encoding="utf-8")
    with pytest.raises(InputError, match="one document"):
        bf.open(case).check(tmp_path / "papers")
