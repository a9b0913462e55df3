"""The case: what goes in comes out, once, and never before its day. All names and texts here are invented."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedfellows.case import CaseStore, case_path
from bedfellows.case.migrations import Migration, load_migrations, upgrade
from bedfellows.case.records import (
    Claim,
    Comparison,
    ConditionalOutcome,
    Event,
    Motive,
    NewActor,
    Passage,
    Reading,
    Source,
    content_id,
)
from bedfellows.case.schema import CREDIBILITY, RELIABILITY, TABLES
from bedfellows.errors import CaseError, CaseMissingError, InputError, SchemaError

RECORDED = datetime(2020, 6, 1, 12)
ACTORS = ("atlantis", "lemuria", "mu")


def source(text: str, published: date | None = date(2017, 1, 4), **about: Any) -> Source:
    return Source(
        **{
            "id": content_id("src", text),
            "kind": "news",
            "title": "Invented news",
            "publisher": "Invented Press",
            "author": None,
            "published": published,
            "locator": "invented.txt",
            "text": text,
            **about,
        }
    )


def passage(of: Source, quote: str, ordinal: int = 1) -> Passage:
    start = of.text.index(quote)
    end = start + len(quote)
    return Passage(content_id("psg", of.id, start, end), of.id, ordinal, 1, start, end, quote)


def claim(of: Source, sentence: Passage, **about: Any) -> Claim:
    made: dict[str, Any] = {
        "source_id": of.id,
        "passage_id": sentence.id,
        "subject": "atlantis",
        "relation": "supports",
        "object": "lemuria",
        "subject_text": "Atlantis",
        "object_text": "Lemuria",
        "detail": "",
        "quote": sentence.text,
        "start": sentence.start,
        "end": sentence.end,
        "certainty": "asserted",
        "published": of.published,
        "reader": "invented-reader 1",
        **about,
    }
    key = ("source_id", "start", "end", "subject", "relation", "object", "detail")
    made.setdefault("id", content_id("clm", *(made[name] for name in key), made.get("negated", False)))
    return Claim(**made)


def reading(
    text: str = "Atlantis backs Lemuria.", published: date | None = date(2017, 1, 4), **about: Any
) -> Reading:
    """One source of one sentence with one claim; `about` goes to the claim."""
    of = source(text, published)
    sentence = passage(of, text)
    return Reading(of, (sentence,), (claim(of, sentence, **about),))


def event(of: Source, number: int, published: date = date(2017, 1, 4), **about: Any) -> Event:
    made: dict[str, Any] = {
        "id": content_id("evt", of.id, number),
        "source_id": of.id,
        "subject": "atlantis",
        "object": "mu",
        "plover": "AID",
        "plover_mode": None,
        "cameo": "071",
        "goldstein": 7.4,
        "happened_from": date(2017, 1, 1),
        "happened_to": date(2017, 1, 1),
        "precision": "day",
        "published": published,
        **about,
    }
    return Event(**made)


def answers(store: CaseStore, as_of: date | None = None) -> list[Any]:
    """All that can be asked of a case, as of a day."""
    return [
        store.sources(as_of),
        store.passages(as_of=as_of),
        store.claims(as_of),
        store.motives(as_of),
        store.outcomes(as_of),
        store.events(as_of),
        store.new_actors(as_of),
        *(store.frame(name, as_of).to_dicts() for name in (*TABLES, "evidence")),
    ]


def contents(store: CaseStore) -> list[Any]:
    """Every stored row, but for the order of adding and the time of recording."""
    return [
        sorted(
            repr({name: value for name, value in row.items() if name not in {"seq", "recorded"}})
            for row in store.rows(table).to_pylist()
        )
        for table in TABLES
    ]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with CaseStore.open(tmp_path / "invented.duckdb", create=True) as opened:
        yield opened


@contextmanager
def fresh() -> Iterator[CaseStore]:
    with TemporaryDirectory() as folder, CaseStore.open(Path(folder) / "c.duckdb", create=True) as opened:
        yield opened


# Readings of every shape. Few texts, so that one source is read in several ways.

days = st.dates(date(2016, 12, 1), date(2017, 3, 1))
names = st.sampled_from(ACTORS)
words = st.sampled_from(["", "aid", "a “quoted”\nline", "naïve, \\N; 'x'"])


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    sentences = draw(
        st.lists(st.sampled_from(["Atlantis backs Lemuria.", "Mu — fears it."]), min_size=1, max_size=2)
    )
    text = "\n".join(sentences)
    of = source(
        text,
        draw(st.none() | days),
        kind=draw(st.sampled_from(["news", "correction"])),
        author=draw(st.none() | words),
        reliability=draw(st.sampled_from(RELIABILITY)),
    )
    passages, start = [], 0
    for ordinal, sentence in enumerate(sentences, 1):
        end = start + len(sentence)
        passages.append(
            Passage(content_id("psg", of.id, start, end), of.id, ordinal, 1, start, end, sentence)
        )
        start = end + 1
    chosen = st.sampled_from(passages)
    claims, motives, outcomes = [], [], []
    for at in draw(st.lists(chosen, max_size=3)):
        claims.append(
            claim(
                of,
                at,
                subject=draw(names),
                relation=draw(st.sampled_from(["supports", "fears"])),
                object=draw(st.none() | names),
                detail=draw(words),
                certainty=draw(st.sampled_from(["asserted", "denied"])),
                negated=draw(st.booleans()),
                said_by=tuple(draw(st.lists(names, max_size=2))),
                comparison=draw(
                    st.none() | st.builds(Comparison, st.just("more-than"), st.tuples(names), words)
                ),
                happened_from=draw(st.none() | st.dates()),
                published=draw(st.sampled_from([of.published, None])),
                confidence=draw(st.floats(0, 1)),
                credibility=draw(st.sampled_from(CREDIBILITY)),
            )
        )
    for at in draw(st.lists(chosen, max_size=2)):
        reason = draw(words)
        key = (of.id, at.start, at.end, "fear", "mu", reason)
        motives.append(
            Motive(
                content_id("mtv", *key),
                of.id,
                at.id,
                "fear",
                "mu",
                draw(st.none() | names),
                draw(words),
                reason,
                "so",
                at.text,
                at.start,
                at.end,
                "asserted",
                published=of.published,
            )
        )
    for at in draw(st.lists(chosen, max_size=2)):
        condition = draw(words)
        outcomes.append(
            ConditionalOutcome(
                content_id("out", of.id, at.start, at.end, "if", condition, "then"),
                of.id,
                at.id,
                "if",
                condition,
                "then",
                at.text,
                at.start,
                at.end,
                "conditional",
                horizon=draw(st.none() | st.dates()),
                actors=tuple(draw(st.lists(names, max_size=2))),
                published=of.published,
            )
        )
    found = draw(
        st.lists(st.builds(NewActor, st.sampled_from(["x-1", "x-2"]), words, st.just("person")), max_size=2)
    )
    dropped = tuple(draw(st.lists(words, max_size=2)))
    return Reading(of, tuple(passages), tuple(claims), tuple(motives), tuple(outcomes), tuple(found), dropped)


# What goes in comes out


def test_records_come_back_as_they_went_in(store: CaseStore) -> None:
    of = source(
        "Atlantis backs Lemuria, for it fears Mu. If Mu strikes, both will fight.", author="A. N. Invented"
    )
    first = passage(of, "Atlantis backs Lemuria, for it fears Mu.")
    second = passage(of, "If Mu strikes, both will fight.", 2)
    backs = claim(
        of,
        first,
        said_by=("mu", "lemuria"),
        support_types=("funding", "weapons"),
        comparison=Comparison("more-than", ("mu",), "more than"),
        place="lemuria",
        happened_from=date(1980, 1, 1),
        happened_to=date(1989, 12, 31),
        precision="decade",
        plover="AID",
        confidence=0.1 + 0.2,
    )
    fears = claim(of, first, relation="fears", object=None, detail="Mu", comparison=Comparison("only"))
    motive = Motive(
        "mtv-1", of.id, first.id, "fear", "atlantis", "mu", "backs", "fears Mu", "for", first.text,
        first.start, first.end, "asserted", backs.id, fears.id, of.published,
    )  # fmt: skip
    outcome = ConditionalOutcome(
        "out-1", of.id, second.id, "if", "Mu strikes", "both will fight", second.text, second.start,
        second.end, "conditional", actors=("mu",), condition_claims=(backs.id,), published=of.published,
    )  # fmt: skip
    actor = NewActor("mu", "Mu", "region")
    added = store.add(
        Reading(of, (first, second), (backs, fears), (motive,), (outcome,), (actor,), ("a line",))
    )

    assert added.new == {"sources": 1, "passages": 2, "actors": 1, "claims": 2, "motives": 1, "outcomes": 1}
    assert not any(added.known.values())
    assert store.sources() == [of]
    assert store.passages(of.id) == [first, second]
    assert store.passages("src-none") == []
    assert store.passage(second.id) == second
    assert sorted(store.claims(), key=lambda c: c.relation) == [fears, backs]
    assert store.motives() == [motive]
    assert store.outcomes() == [outcome]
    assert store.new_actors() == [actor]
    assert store.frame("sources")["dropped"].to_list() == [["a line"]]


def test_claims_by_actor_and_relation(store: CaseStore) -> None:
    of = source("Atlantis backs Lemuria.")
    sentence = passage(of, of.text)
    backs, hates = (
        claim(of, sentence),
        claim(of, sentence, subject="mu", relation="rivals", object="atlantis"),
    )
    store.add(Reading(of, (sentence,), (backs, hates)))
    assert store.claims(actor="lemuria") == [backs]
    assert store.claims(actor="atlantis", relation="rivals") == [hates]
    assert len(store.claims(actor="atlantis")) == 2
    assert store.claims(actor="x' OR 1=1 --") == []


def test_unknown_passage_and_table_are_named(store: CaseStore) -> None:
    with pytest.raises(InputError, match="psg-none"):
        store.passage("psg-none")
    with pytest.raises(InputError, match="evidence"):
        store.frame("claims; DROP TABLE claims")
    with pytest.raises(InputError, match="claims"):
        store.rows("meta")


def test_frames_have_lists_and_structures(store: CaseStore) -> None:
    store.add(
        reading(said_by=("mu",), comparison=Comparison("more-than", ("mu",), "more")), recorded=RECORDED
    )
    frame = store.frame("claims")
    assert frame.schema["said_by"] == pl.List(pl.String)
    assert frame.schema["happened_from"] == pl.Date
    assert frame["comparison"].to_list() == [{"kind": "more-than", "than": ["mu"], "text": "more"}]
    assert frame["recorded"].to_list() == [RECORDED]


def test_every_record_field_has_its_column(store: CaseStore) -> None:
    for table in TABLES.values():
        if table.record is not None:
            assert {field.name for field in fields(table.record)} <= set(store.rows(table.name).schema.names)


# The same again, and another reading of the same source


@settings(max_examples=30, deadline=None)
@given(readings())
def test_adding_twice_changes_nothing(one: Reading) -> None:
    with fresh() as store:
        first = store.add(one, recorded=RECORDED)
        before = answers(store), contents(store)
        shuffled = replace(
            one,
            passages=tuple(random.sample(one.passages, len(one.passages))),
            claims=tuple(random.sample(one.claims, len(one.claims))) + one.claims[:1],
            source=replace(one.source, locator="elsewhere.txt"),
        )
        again = store.add(shuffled)
        assert (answers(store), contents(store)) == before
        assert first.changed and not again.changed
        assert not any(again.new.values())
        assert again.known == first.new
        assert {c.id for c in store.claims()} == {c.id for c in one.claims}
        assert set(store.claims()) <= set(one.claims)


@settings(max_examples=30, deadline=None)
@given(readings(), readings())
def test_the_order_of_two_readings_does_not_matter_to_what_is_kept(one: Reading, other: Reading) -> None:
    kept, shown = [], []
    for order in ((one, other), (other, one)):
        with fresh() as store:
            for part in order:
                store.add(part, recorded=RECORDED)
            kept.append(contents(store))
            shown.append(answers(store)[:5])
            assert {c.id for c in order[1].claims} <= {c.id for c in store.claims()}
    assert kept[0] == kept[1]
    if one.source.id != other.source.id:
        assert shown[0] == shown[1]


def test_a_later_reading_of_a_source_replaces_the_earlier_in_the_views(store: CaseStore) -> None:
    old = reading(certainty="reported", reader="invented-reader 1")
    new = replace(
        old,
        claims=(
            replace(old.claims[0], certainty="asserted", reader="invented-reader 2"),
            claim(old.source, old.passages[0], relation="fears", reader="invented-reader 2"),
        ),
    )
    store.add(old)
    added = store.add(new)
    assert added.new["claims"] == 1 and added.known["claims"] == 1 and added.known["sources"] == 1
    assert set(store.claims()) == set(new.claims)
    assert store.sources() == [old.source]
    assert store.rows("claims")["reader"].to_pylist().count("invented-reader 1") == 1

    back = store.add(old)
    assert back.changed and not any(back.new.values())
    assert store.claims() == list(old.claims)
    assert not store.add(old).changed


def test_add_all_commits_reading_by_reading(store: CaseStore) -> None:
    good = [reading(f"Atlantis backs Lemuria {number} times.") for number in range(3)]
    bad = replace(good[2], claims=(replace(good[2].claims[0], quote="invented"),))
    steps = store.add_all([*good[:2], bad])
    assert [next(steps).new["claims"], next(steps).new["claims"]] == [1, 1]
    with pytest.raises(InputError):
        next(steps)
    assert len(store.claims()) == 2


def test_two_claims_with_one_id_are_one_whatever_their_order(store: CaseStore) -> None:
    one = reading()
    sure, unsure = one.claims[0], replace(one.claims[0], confidence=0.1)
    store.add(replace(one, claims=(sure, unsure)))
    first = store.claims()
    assert not store.add(replace(one, claims=(unsure, sure))).changed
    assert store.claims() == first and len(first) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"quote": "never said"}, "quote"),
        ({"start": -3}, "quote"),
        ({"source_id": "src-other"}, "source_id"),
        ({"passage_id": "psg-other"}, "passage_id"),
        ({"relation": "adores"}, "relation"),
        ({"certainty": "sure"}, "certainty"),
        ({"credibility": "7"}, "credibility"),
        ({"subject": None}, "subject"),
        ({"subject": "\ud800"}, "subject"),
        ({"start": 2**70}, "start"),
        ({"said_by": (None,)}, "said_by"),
    ],
)
def test_a_record_that_cannot_be_right_stops_the_whole_reading(
    store: CaseStore, change: dict[str, Any], field: str
) -> None:
    one = reading()
    with pytest.raises(InputError, match=rf"field {field}\b.*Nothing was stored"):
        store.add(replace(one, claims=(*one.claims, replace(one.claims[0], id="clm-bad", **change))))
    assert store.sources() == [] and store.rows("claims").num_rows == 0


# As of a day


@settings(max_examples=40, deadline=None)
@given(st.lists(readings(), max_size=3), readings(), days, st.lists(days, max_size=2), st.data())
def test_nothing_published_later_changes_an_earlier_answer(
    before: list[Reading], late: Reading, day: date, graded: list[date], data: st.DataObject
) -> None:
    with fresh() as store:
        for one in before:
            store.add(one, recorded=datetime(2017, 1, 15))
        feed = source("Invented events", date(2017, 1, 1))
        store.add_events(feed, [event(feed, number, on) for number, on in enumerate(graded)])
        seen = answers(store, day)
        later = day + timedelta(days=data.draw(st.integers(1, 400)))
        late = replace(late, source=replace(late.source, published=later))
        store.add(late)
        store.add_events(feed, [event(feed, 9, later)])
        for target in store.claims():
            store.grade(target.id, credibility="1", graded_at=later)
        for target in store.sources():
            store.grade(target.id, reliability="A", graded_at=later)
        assert answers(store, day) == seen
        assert all(s.published is None or s.published <= day for s in store.sources(day))
        assert all(c.published is None or c.published <= day for c in store.claims(day))
        known = store.frame("evidence", day)["known_from"].to_list()
        assert all(on <= day for on in known)


def test_as_of_shows_what_was_published_by_then(store: CaseStore) -> None:
    store.add(reading("Atlantis backs Lemuria.", date(2017, 1, 4)))
    store.add(reading("Atlantis fears Mu.", date(2017, 2, 1)))
    assert len(store.claims(date(2017, 1, 3))) == 0
    assert len(store.claims(date(2017, 1, 4))) == len(store.sources(date(2017, 1, 4))) == 1
    assert len(store.passages(as_of=datetime(2017, 1, 31, 23))) == 1
    assert len(store.claims()) == len(store.claims(date(2017, 2, 1))) == 2


def test_what_has_no_date_counts_from_the_day_it_was_recorded(store: CaseStore) -> None:
    one = reading(published=None)
    # 23:30 on 1 June five hours west of Greenwich is 2 June in UTC
    store.add(one, recorded=datetime(2020, 6, 1, 23, 30, tzinfo=timezone(-timedelta(hours=5))))
    assert store.claims(date(2020, 6, 1)) == store.sources(date(2020, 6, 1)) == []
    assert store.claims(date(2020, 6, 2)) == list(one.claims)
    assert store.sources()[0].published is None
    row = store.frame("evidence").to_dicts()[0]
    assert row["published"] is None and row["known_from"] == date(2020, 6, 2)


def test_a_claim_is_never_known_before_its_source(store: CaseStore) -> None:
    one = reading(published=None)
    store.add(
        replace(one, claims=(replace(one.claims[0], published=date(2001, 1, 1)),)),
        recorded=RECORDED,
    )
    assert store.claims(date(2019, 1, 1)) == []
    assert len(store.claims(RECORDED.date())) == 1


def test_a_reprint_does_not_hide_the_first_print(store: CaseStore) -> None:
    first = reading(published=date(2017, 1, 4))
    reprint = replace(first, source=replace(first.source, published=date(2018, 1, 1)), claims=())
    store.add(first)
    store.add(reprint)
    assert store.claims(date(2017, 6, 1)) == list(first.claims)
    assert store.claims() == [] and store.sources()[0].published == date(2018, 1, 1)


def test_forgetting_puts_right_a_date_that_was_too_early(store: CaseStore) -> None:
    other = reading("Mu stands alone.", subject="mu")
    wrong = reading(published=date(2001, 1, 1))
    store.add(other)
    store.add(replace(wrong, new_actors=(NewActor("x", "X", "person"),)))
    store.add_events(wrong.source, [event(wrong.source, 1)])
    assert store.forget(wrong.source.id) == 5
    right = reading(published=date(2017, 1, 4))
    store.add(right)
    assert store.claims(date(2016, 1, 1)) == [] and store.new_actors() == [] and store.events() == []
    assert set(store.claims()) == {*right.claims, *other.claims}
    assert store.forget("src-none") == 0


# Events, evidence, actors


def test_events_are_kept_once_and_stand_beside_claims_as_evidence(store: CaseStore) -> None:
    feed = source("Invented release 1", date(2018, 1, 1), kind="dataset")
    batch = [event(feed, 1), event(feed, 2, date(2017, 5, 1), object=None, goldstein=None, place="mu")]
    added = store.add_events(feed, [*batch, batch[0]])
    assert added.new == {"sources": 1, "events": 2} and added.changed
    assert store.events() == batch and store.events(date(2017, 1, 4)) == batch[:1]
    again = store.add_events(feed, [*batch, event(feed, 3)])
    assert again.new == {"sources": 0, "events": 1} and again.known == {"sources": 1, "events": 2}
    assert not store.add_events(feed, batch).changed

    store.add(reading())
    evidence = store.frame("evidence", date(2017, 1, 4))
    assert sorted(evidence["kind"].to_list()) == ["claim", "event", "event"]
    row = evidence.filter(pl.col("kind") == "event").to_dicts()[0]
    assert (row["plover"], row["relation"], row["subject"], row["object"]) == ("AID", None, "atlantis", "mu")
    assert row["published"] == date(2017, 1, 4) and row["happened_from"] == date(2017, 1, 1)


def test_the_evidence_view_can_be_queried_with_duckdb_alone(tmp_path: Path) -> None:
    with CaseStore.open(tmp_path / "c.duckdb", create=True) as store:
        store.add(reading())
    with duckdb.connect(str(tmp_path / "c.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT subject, object FROM evidence").fetchall() == [
            ("atlantis", "lemuria")
        ]
        assert connection.execute("SELECT * FROM claims_as_of(DATE '2016-01-01')").fetchall() == []


def test_events_of_another_source_are_refused(store: CaseStore) -> None:
    feed = source("Invented release 1", kind="dataset")
    with pytest.raises(InputError, match="source_id"):
        store.add_events(feed, [event(feed, 1), event(source("another"), 2)])
    assert store.events() == [] and store.sources() == []


def test_events_do_not_replace_what_was_read_in_their_source(store: CaseStore) -> None:
    one = reading()
    store.add(one)
    store.add_events(one.source, [event(one.source, 1)])
    assert store.claims() == list(one.claims)


def test_actors_of_a_person_stand_before_those_of_a_text(store: CaseStore) -> None:
    store.add(replace(reading(), new_actors=(NewActor("x", "the x", "person"), NewActor("y", "Y", "person"))))
    mine = NewActor("x", "X of Invention", "organisation")
    assert store.add_actors([mine, mine]) == 1
    assert store.add_actors([mine]) == 0
    assert store.new_actors() == [mine, NewActor("y", "Y", "person")]
    assert store.new_actors(date(2001, 1, 1)) == [mine]


# Grades


def test_the_latest_grade_counts_from_its_day(store: CaseStore) -> None:
    one = reading(credibility="5")
    store.add(one)
    of, made = one.source.id, one.claims[0].id
    store.grade(of, reliability="B", graded_at=date(2018, 1, 1))
    store.grade(of, reliability="D", graded_at=date(2019, 1, 1))
    store.grade(of, reliability="A", graded_at=date(2018, 6, 1))
    store.grade(made, credibility="2", graded_at=date(2018, 1, 1))
    shown = [
        store.sources(date(year, month, 1))[0].reliability
        for year, month in ((2017, 2), (2018, 1), (2018, 7), (2019, 1))
    ]
    assert shown == ["F", "B", "A", "D"]
    assert store.claims(date(2017, 12, 31))[0].credibility == "5"
    assert store.claims()[0].credibility == "2"
    assert store.frame("evidence")["credibility"].to_list() == ["2"]
    store.grade(of, reliability="C")
    assert store.sources()[0].reliability == "C"
    assert store.sources(date(2019, 1, 1))[0].reliability == "D"


def test_the_same_grade_again_changes_nothing_but_a_return_to_it_counts(store: CaseStore) -> None:
    store.add(reading())
    of = store.sources()[0].id
    for grade, rows, grader in (
        ("A", 1, "user"),
        ("A", 1, "user"),
        ("B", 2, "user"),
        ("A", 3, "user"),
        ("A", 4, "second"),
    ):
        store.grade(of, reliability=grade, grader=grader)
        assert store.frame("grades").height == rows
    assert store.sources()[0].reliability == "A"


def test_events_can_be_graded(store: CaseStore) -> None:
    feed = source("Invented release 1", kind="dataset")
    store.add_events(feed, [event(feed, 1)])
    store.grade(event(feed, 1).id, credibility="1")
    assert store.events()[0].credibility == "1"


@pytest.mark.parametrize(
    ("target", "grade", "message"),
    [
        ("claim", {"credibility": "0"}, "one of 1, 2"),
        ("source", {"reliability": "a"}, "one of A, B"),
        ("source", {"credibility": "1"}, "is a source"),
        ("claim", {"reliability": "A"}, "is a claim or event"),
        ("claim", {}, "needs"),
        ("none", {"credibility": "1"}, "no source, claim or event"),
    ],
)
def test_wrong_grades_are_refused(store: CaseStore, target: str, grade: dict[str, str], message: str) -> None:
    one = reading()
    store.add(one)
    ids = {"claim": one.claims[0].id, "source": one.source.id, "none": "clm-none"}
    with pytest.raises(InputError, match=message):
        store.grade(ids[target], **grade)
    assert store.frame("grades").is_empty()


# The file


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("afghanistan", "afghanistan.duckdb"),
        ("two words", "two words.duckdb"),
        ("my.case", "my.case"),
        ("folder/afghanistan", "folder/afghanistan"),
        ("./afghanistan", "afghanistan"),
        (Path("afghanistan"), "afghanistan.duckdb"),
    ],
)
def test_case_names(name: str | Path, path: str) -> None:
    assert case_path(name) == Path(path)


@pytest.mark.parametrize("name", ["", "  ", "a\0b", "a\udcffb"])
def test_names_that_are_no_file_names(name: str) -> None:
    with pytest.raises(InputError):
        case_path(name)


@pytest.mark.parametrize(
    "name", ["a b'c\"d", "ü–é 中", "a=b#c%20;d", "md:x", ":memory:", "[x]*", "-x", "a\nb"]
)
def test_odd_paths_work(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / f"{name}.duckdb"
    path.parent.mkdir()
    with CaseStore.open(path, create=True) as store:
        store.add(reading())
    with CaseStore.open(str(path)) as store:
        assert len(store.claims()) == 1
    assert path.is_file()


def test_a_path_that_duckdb_cannot_use_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="question mark"):
        CaseStore.open(tmp_path / "what?.duckdb", create=True)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_case_is_named(tmp_path: Path) -> None:
    for write in (False, True):
        with pytest.raises(CaseMissingError, match=r"none\.duckdb.*create"):
            CaseStore.open(tmp_path / "none.duckdb", write=write)
    with pytest.raises(CaseMissingError, match="folder"):
        CaseStore.open(tmp_path / "nowhere" / "c.duckdb", create=True)
    assert list(tmp_path.iterdir()) == []


def test_files_that_are_no_case(tmp_path: Path) -> None:
    (tmp_path / "text.duckdb").write_text("no case " * 1000)
    (tmp_path / "empty.duckdb").touch()
    with duckdb.connect(str(tmp_path / "other.duckdb")) as connection:
        connection.execute("CREATE TABLE meta (a INT); CREATE TABLE claims (b INT)")
    with duckdb.connect(str(tmp_path / "posing.duckdb")) as connection:
        connection.execute("CREATE TABLE meta (key VARCHAR, value VARCHAR)")
    duckdb.connect(str(tmp_path / "blank.duckdb")).close()
    for name in ("text", "empty", "other", "posing"):
        path = tmp_path / f"{name}.duckdb"
        before = path.read_bytes()
        for options in ({}, {"write": True}, {"create": True}):
            with pytest.raises(SchemaError, match=rf"{name}\.duckdb"):
                CaseStore.open(path, **options)
        assert path.read_bytes() == before
    with pytest.raises(SchemaError, match="empty database"):
        CaseStore.open(tmp_path / "blank.duckdb")
    with CaseStore.open(tmp_path / "blank.duckdb", create=True) as store:
        assert store.claims() == []
    (tmp_path / "folder.duckdb").mkdir()
    with pytest.raises(CaseError, match="folder"):
        CaseStore.open(tmp_path / "folder.duckdb")


def test_damage_is_reported_as_such(tmp_path: Path) -> None:
    path = tmp_path / "c.duckdb"
    CaseStore.open(path, create=True).close()
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 4096 + path.read_bytes()[8192:])
    with pytest.raises(CaseError, match=r"c\.duckdb"):
        CaseStore.open(path)


def test_a_newer_case_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.duckdb"
    CaseStore.open(path, create=True).close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE meta SET value = '999' WHERE key = 'schema_version'")
    for write in (False, True):
        with pytest.raises(SchemaError, match=r"999.*newer"):
            CaseStore.open(path, write=write)


def test_an_older_case_is_upgraded_on_opening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "c.duckdb"
    one = reading()
    with CaseStore.open(path, create=True) as store:
        store.add(one)
    current = load_migrations()
    step = Migration(current[-1].version + 1, "ALTER TABLE claims ADD COLUMN invented VARCHAR DEFAULT 'new'")
    monkeypatch.setattr("bedfellows.case.store.load_migrations", lambda: (*current, step))
    for write in (False, True, False):
        with CaseStore.open(path, write=write) as store:
            assert store.claims() == list(one.claims)
            assert store.frame("claims")["invented"].to_list() == ["new"]
            assert store.writable is write
    monkeypatch.undo()
    with pytest.raises(SchemaError, match="newer"):
        CaseStore.open(path)


def test_an_upgrade_that_fails_leaves_the_case_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "c.duckdb"
    with CaseStore.open(path, create=True) as store:
        store.add(reading())
        before = contents(store)
    current = load_migrations()
    broken = Migration(
        current[-1].version + 1, "DELETE FROM claims; ALTER TABLE claims DROP COLUMN quote; SELECT nonsense"
    )
    with duckdb.connect(str(path)) as connection, pytest.raises(duckdb.Error):
        upgrade(connection, current[-1].version, (*current, broken))
    with CaseStore.open(path) as store:
        assert contents(store) == before


def test_migrations_are_numbered_without_gaps() -> None:
    assert [migration.version for migration in load_migrations()] == list(
        range(1, len(load_migrations()) + 1)
    )


def test_a_case_open_for_reading_or_closed_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "c.duckdb"
    CaseStore.open(path, create=True).close()
    with CaseStore.open(path) as store:
        for write in (
            lambda: store.add(reading()),
            lambda: store.grade("x", reliability="A"),
            lambda: store.forget("x"),
            lambda: store.add_actors([]),
        ):
            with pytest.raises(CaseError, match="reading only"):
                write()
    with pytest.raises(CaseError, match="closed"):
        store.claims()
    store.close()


def test_a_case_from_elsewhere_cannot_read_other_files(tmp_path: Path) -> None:
    """A hostile case might hold a view that reads the user's files; opening it must not allow that."""
    (tmp_path / "secret.csv").write_text("a\nsecret\n")
    path = tmp_path / "c.duckdb"
    CaseStore.open(path, create=True).close()
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE OR REPLACE MACRO evidence_as_of(day) AS TABLE "
            f"SELECT a AS id, DATE '2000-01-01' AS known_from FROM read_csv('{tmp_path / 'secret.csv'}')"
        )
    with CaseStore.open(path) as store, pytest.raises(CaseError, match=r"(?i)permission"):
        store.frame("evidence")


def test_now_is_the_default_time_of_recording(store: CaseStore) -> None:
    before = datetime.now(UTC).replace(tzinfo=None)
    store.add(reading())
    assert before <= store.frame("sources")["recorded"].to_list()[0] <= datetime.now(UTC).replace(tzinfo=None)
