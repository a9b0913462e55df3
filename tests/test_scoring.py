"""The scorer itself, on invented golds and readers that answer what the test tells them to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedfellows.actors import load_registry, new_actor, resolve
from bedfellows.case.records import Claim, ConditionalOutcome, Motive, NewActor, Passage, Reading, Source
from bedfellows.errors import InputError, ReaderError
from bedfellows.ontology.relations import RELATIONS
from bedfellows.reader.gold import Gold, GoldClaim, GoldMotive, GoldOutcome, load_gold
from bedfellows.reader.interface import Document
from bedfellows.reader.scoring import score, words_overlap

REGISTRY = load_registry()
DAY = date(2016, 6, 1)
GOLDS = sorted((Path(__file__).parent / "gold").glob("*.json"))
SENTENCES = ["Invented sentence one.", "Invented sentence two.", "Invented sentence three."]
NAMES = ("Turkey", "Russia", "Iran", "Taliban", "Invented Front", "Ada Invented")


def gold(
    *claims: GoldClaim, motives: Iterable[GoldMotive] = (), outcomes: Iterable[GoldOutcome] = (), **more: Any
) -> Gold:
    spans, text = [], ""
    for sentence in SENTENCES:
        text += " " if text else ""
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence
    return Gold(
        "Invented", text, tuple(spans), claims, tuple(motives), tuple(outcomes), published=DAY, **more
    )


def answers(coded: Gold) -> Reading:
    """What a reader would give that finds exactly the gold."""
    spans = coded.sentences or ((0, len(coded.text)),)
    source = Source("src-1", coded.kind, coded.title, None, None, coded.published, "invented", coded.text)
    passages = [
        Passage(f"psg-{n}", "src-1", n, 1, start, end, coded.text[start:end])
        for n, (start, end) in enumerate(spans, 1)
    ]
    new: dict[str, NewActor] = {}

    def actor_id(name: str | None) -> str | None:
        if name is None:
            return None
        actor = resolve(name, coded.published, REGISTRY).actor
        if actor is None:
            actor = new_actor(name, "person", REGISTRY)
            new[actor.id] = NewActor(actor.id, name, "person")
        return actor.id

    def some_id(name: str) -> str:
        found = actor_id(name)
        assert found is not None
        return found

    def place(sentence: int) -> dict[str, Any]:
        start, end = spans[sentence - 1]
        quote = {"quote": coded.text[start:end], "start": start, "end": end}
        return {"source_id": "src-1", "passage_id": f"psg-{sentence}", **quote}

    claims = [
        Claim(
            id=f"clm-{n}",
            subject=some_id(c.subject),
            relation=c.relation,
            object=actor_id(c.object),
            subject_text=c.subject,
            object_text=c.object or "",
            detail="",
            certainty=c.certainty or "asserted",
            negated=c.negated,
            support_types=c.support_types or (),
            said_by=tuple(some_id(name) for name in c.said_by or ()),
            **place(c.sentence),
        )
        for n, c in enumerate(coded.claims)
    ]
    motives = [
        Motive(
            id=f"mtv-{n}",
            kind=m.kind or "cause",
            holder=actor_id(m.holder),
            towards=actor_id(m.towards),
            effect="",
            reason=m.reason,
            link="",
            certainty="asserted",
            **place(m.sentence),
        )
        for n, m in enumerate(coded.motives)
    ]
    outcomes = [
        ConditionalOutcome(
            id=f"out-{n}",
            kind=o.kind or "if",
            condition=o.condition,
            outcome=o.outcome,
            certainty="conditional",
            **place(o.sentence),
        )
        for n, o in enumerate(coded.outcomes)
    ]
    return Reading(
        source, tuple(passages), tuple(claims), tuple(motives), tuple(outcomes), tuple(new.values())
    )


@dataclass(frozen=True)
class Told:
    """A reader that gives the readings it was told to."""

    readings: tuple[Reading, ...]
    name: str = "told 1"

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        assert list(documents)
        yield from self.readings


def tally(coded: Gold, reading: Reading) -> Any:
    return score([coded], Told((reading,)), REGISTRY).total


def swapped(reading: Reading) -> Reading:
    """Every claim the other way round."""
    return replace(
        reading,
        claims=tuple(replace(c, subject=c.object or c.subject, object=c.subject) for c in reading.claims),
    )


def changed(reading: Reading, **values: Any) -> Reading:
    return replace(reading, claims=tuple(replace(c, **values) for c in reading.claims))


SUPPORT = GoldClaim(1, "Turkey", "supports", "Iran", False, "reported", ("weapons", "funding"), ("Russia",))

some_claims = st.builds(
    GoldClaim,
    sentence=st.integers(1, len(SENTENCES)),
    subject=st.sampled_from(NAMES),
    relation=st.sampled_from(sorted(RELATIONS)),
    object=st.sampled_from(NAMES),
    negated=st.booleans(),
    certainty=st.sampled_from(["asserted", "hedged"]),
    support_types=st.just(("weapons",)),
    said_by=st.just(()),
)
some_words = st.lists(st.sampled_from("oil fear gain the war of talks".split()), min_size=1, max_size=4).map(
    " ".join
)
some_motives = st.builds(
    GoldMotive,
    sentence=st.integers(1, 3),
    holder=st.sampled_from([*NAMES, None]),
    reason=some_words,
    kind=st.just("gain"),
)
some_outcomes = st.builds(
    GoldOutcome, sentence=st.integers(1, 3), condition=some_words, outcome=some_words, kind=st.just("if")
)
some_golds = st.builds(
    lambda claims, motives, outcomes: gold(*claims, motives=motives, outcomes=outcomes),
    st.lists(
        some_claims, max_size=8, unique_by=lambda c: (c.sentence, c.subject, c.relation, c.object, c.negated)
    ),
    st.lists(some_motives, max_size=4),
    st.lists(some_outcomes, max_size=4),
)


@given(some_golds)
def test_a_perfect_reader_scores_one(coded: Gold) -> None:
    result = score([coded], Told((answers(coded),)), REGISTRY)
    for figures in (
        result.total.relations, result.total.sentences, result.total.pairs, result.total.motives, result.total.outcomes,
    ):  # fmt: skip
        assert (figures.precision, figures.recall, figures.f1) == (1.0, 1.0, 1.0)
    assert result.texts[0].misses == result.texts[0].extras == ()


@given(some_golds)
def test_a_reader_that_finds_nothing_misses_everything(coded: Gold) -> None:
    result = score([coded], Told((replace(answers(coded), claims=(), motives=(), outcomes=()),)), REGISTRY)
    assert result.total.relations.found == result.total.motives.found == 0
    assert result.total.relations.recall == float(not coded.claims)
    assert len(result.texts[0].misses) == (
        result.total.relations.coded + result.total.motives.coded + result.total.outcomes.coded
    )
    assert result.texts[0].extras == ()


@given(some_golds, some_golds, st.randoms(use_true_random=False))
def test_order_does_not_matter(coded: Gold, other: Gold, random: Any) -> None:
    reading = answers(other)
    shuffled_gold, shuffled = list(coded.claims), list(reading.claims)
    random.shuffle(shuffled_gold)
    random.shuffle(shuffled)
    again = replace(
        reading,
        claims=tuple(shuffled),
        motives=reading.motives[::-1],
        outcomes=reading.outcomes[::-1],
    )
    recoded = replace(
        coded, claims=tuple(shuffled_gold), motives=coded.motives[::-1], outcomes=coded.outcomes[::-1]
    )
    assert tally(coded, reading) == tally(recoded, again)


@given(some_golds, some_golds)
def test_figures_keep_their_bounds_and_reversing_the_roles_swaps_precision_and_recall(
    one: Gold, other: Gold
) -> None:
    there, back = tally(one, answers(other)), tally(other, answers(one))
    for name in ("relations", "sentences", "pairs", "motives", "outcomes"):
        figures, reverse = getattr(there, name), getattr(back, name)
        assert figures.found <= min(figures.read, figures.coded)
        assert (figures.precision, figures.recall) == (reverse.recall, reverse.precision)
    assert there.pairs.recall >= 0 and there.sentences.found <= len(one.claims)
    assert sum(f.found for f in there.by_relation.values()) == there.relations.found
    assert sum(f.coded for f in there.by_relation.values()) == there.relations.coded


@pytest.mark.parametrize("relation", RELATIONS)
def test_only_symmetric_relations_may_be_turned_round(relation: str) -> None:
    coded = gold(GoldClaim(1, "Turkey", relation, "Iran"))
    result = tally(coded, swapped(answers(coded)))
    assert result.relations.found == int(RELATIONS[relation].symmetric)
    assert result.pairs.found == 1


def test_another_relation_of_the_same_sign_is_a_pair_only_and_the_miss_says_what_was_read() -> None:
    coded = gold(GoldClaim(2, "Turkey", "fights", "Iran"))
    result = score([coded], Told((changed(answers(coded), relation="opposes"),)), REGISTRY)
    assert (result.total.relations.found, result.total.pairs.found) == (0, 1)
    miss, extra = result.texts[0].misses[0], result.texts[0].extras[0]
    assert (miss.words, miss.sentence, miss.sentence_text, miss.hint) == (
        "Turkey fights Iran", 2, SENTENCES[1], "opposes",
    )  # fmt: skip
    assert (extra.words, extra.relation) == ("Turkey opposes Iran", "opposes")


@pytest.mark.parametrize(("change", "pair"), [({"relation": "supports"}, 0), ({"negated": True}, 0)])
def test_the_wrong_sign_is_not_even_a_pair(change: dict[str, Any], pair: int) -> None:
    coded = gold(GoldClaim(1, "Turkey", "fights", "Iran"))
    result = tally(coded, changed(answers(coded), **change))
    assert (result.relations.found, result.pairs.found) == (0, pair)


def test_the_wrong_sentence_counts_for_the_text_but_not_for_the_sentence() -> None:
    coded = gold(GoldClaim(1, "Turkey", "fights", "Iran"))
    result = tally(coded, changed(answers(coded), start=coded.sentences[1][0]))
    assert (result.relations.found, result.sentences.found) == (1, 0)
    assert result.certainty.share is None


def test_a_relation_stated_twice_counts_once_in_the_text_and_twice_by_sentence() -> None:
    coded = gold(GoldClaim(1, "Turkey", "fights", "Iran"), GoldClaim(3, "Turkey", "fights", "Iran"))
    result = tally(coded, answers(coded))
    assert (result.relations.coded, result.sentences.coded) == (1, 2)


def test_names_in_the_gold_and_actors_in_the_reading_meet() -> None:
    by_other_names = gold(GoldClaim(1, "Moscow", "supports", "Islamic Emirate of Afghanistan"))
    assert (
        tally(by_other_names, answers(gold(GoldClaim(1, "Russia", "supports", "Taliban")))).relations.f1 == 1
    )


@pytest.mark.parametrize(
    ("read", "found"),
    [("al-Invented", 1), ("Abdel Fattah", 1), ("General B", 1), ("Fattah", 0), ("Dagalo", 0)],
)
def test_unregistered_names_match_by_their_beginning_or_end_or_a_listed_name(read: str, found: int) -> None:
    coded = gold(
        GoldClaim(1, "Abdel Fattah al-Invented", "fights", "Invented Front"),
        names={"Abdel Fattah al-Invented": ("General B",)},
    )
    assert (
        tally(coded, answers(gold(GoldClaim(1, read, "fights", "Invented Front")))).relations.found == found
    )


def test_certainty_speakers_and_support_types_are_compared_for_what_was_found() -> None:
    coded = gold(SUPPORT)
    right = tally(coded, answers(coded))
    assert (right.certainty.share, right.said_by.share, right.support_types.f1) == (1, 1, 1)
    wrong = tally(
        coded, changed(answers(coded), certainty="asserted", said_by=(), support_types=("weapons", "troops"))
    )
    assert (wrong.certainty.share, wrong.said_by.share) == (0, 0)
    assert (wrong.support_types.found, wrong.support_types.read, wrong.support_types.coded) == (1, 2, 2)
    assert wrong.relations.f1 == 1


def test_what_the_gold_does_not_code_is_not_compared() -> None:
    coded = gold(GoldClaim(1, "Turkey", "supports", "Iran"))
    result = tally(coded, changed(answers(coded), support_types=("weapons",), certainty="hedged"))
    assert result.certainty.compared == result.said_by.compared == result.support_types.read == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("fear of the Islamic State", "the Islamic State, which it fears", True),
        ("a common enemy", "A COMMON ENEMY", True),
        ("because the sanctions hurt", "the sanctions hurt its economy badly this winter", True),
        ("oil", "oil and gas and much else in the far north", False),
        ("recognition", "money", False),
        ("its", "their", False),
        ("Iran's missiles", "Iran’s missiles", True),
    ],
)
def test_when_words_overlap(one: str, other: str, same: bool) -> None:
    assert words_overlap(one, other) is words_overlap(other, one) is same


def test_motives_need_the_same_holder() -> None:
    coded = gold(motives=[GoldMotive(1, "Russia", "fear of the Islamic State", kind="fear")])
    other = gold(motives=[GoldMotive(1, "Iran", "fear of the Islamic State", kind="fear")])
    assert tally(coded, answers(other)).motives.found == 0
    result = tally(
        coded,
        replace(answers(coded), motives=tuple(replace(m, kind="cause") for m in answers(coded).motives)),
    )
    assert (result.motives.found, result.motive_kinds.share) == (1, 0)


def test_outcomes_need_both_halves() -> None:
    coded = gold(outcomes=[GoldOutcome(1, "the troops leave", "the Taliban will take power", "if")])
    half = gold(outcomes=[GoldOutcome(1, "the troops leave", "nothing happens", "if")])
    assert tally(coded, answers(half)).outcomes.found == 0
    assert tally(coded, answers(coded)).outcomes.f1 == 1


def test_as_many_motives_as_possible_are_matched() -> None:
    # The first of the reading fits both of the gold, the second only the first: taking them in turn would match one.
    coded = gold(motives=[GoldMotive(1, "Russia", "oil gas"), GoldMotive(2, "Russia", "gas coal")])
    read = gold(motives=[GoldMotive(1, "Russia", "oil gas coal"), GoldMotive(2, "Russia", "oil gas")])
    assert tally(coded, answers(read)).motives.found == 2


def test_texts_are_scored_apart_and_added_up() -> None:
    first = gold(GoldClaim(1, "Turkey", "fights", "Iran"))
    second = gold(GoldClaim(1, "Turkey", "fights", "Iran"), GoldClaim(1, "Iran", "fights", "Taliban"))
    result = score([first, second], Told((answers(first), answers(first))), REGISTRY)
    assert [text.tally.relations.recall for text in result.texts] == [1.0, 0.5]
    assert (result.total.relations.found, result.total.relations.coded) == (2, 3)
    plain = json.loads(json.dumps(result.to_dict()))
    assert plain["reader"] == "told 1"
    assert plain["total"]["relations"]["recall"] == pytest.approx(2 / 3)
    assert plain["texts"][1]["misses"][0]["words"] == "Iran fights Taliban"
    assert plain["total"]["by_relation"]["fights"]["coded"] == 3


def test_a_text_without_marked_sentences_is_counted_in_the_readers() -> None:
    coded = replace(gold(GoldClaim(2, "Turkey", "fights", "Iran")), sentences=())
    reading = answers(gold(*coded.claims))
    assert tally(coded, reading).sentences.f1 == 1


def test_a_reader_that_skips_a_text_is_an_error() -> None:
    with pytest.raises(ReaderError, match="expected 2 readings from told 1"):
        score([gold(), gold()], Told((answers(gold()),)), REGISTRY)


VALID: dict[str, Any] = {
    "title": "Invented",
    "published": "2016-06-01",
    "text": [["Turkey helps Iran.", "It may stop."], ["Who knows?"]],
    "claims": [{"sentence": 1, "subject": "Turkey", "relation": "supports", "object": "Iran"}],
    "motives": [{"sentence": 3, "holder": None, "reason": "who knows"}],
}


def written(path: Path, content: dict[str, Any]) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_paragraphs_and_sentences_become_one_text_with_offsets(tmp_path: Path) -> None:
    loaded = load_gold(written(tmp_path / "gold.json", VALID))
    assert loaded.text == "Turkey helps Iran. It may stop.\n\nWho knows?"
    assert [loaded.text[start:end] for start, end in loaded.sentences] == [
        "Turkey helps Iran.", "It may stop.", "Who knows?",
    ]  # fmt: skip
    assert (loaded.published, loaded.kind, loaded.claims[0].certainty) == (DAY, "news", None)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda g: g.pop("text"), "lacks the field 'text'"),
        (lambda g: g.update(text=7), "field 'text': expected a string, or a list of paragraphs"),
        (lambda g: g.update(text="  "), "'text' holds no words"),
        (lambda g: g.update(published="2016-02-30"), "field 'published'.*found '2016-02-30'"),
        (lambda g: g.update(claim=[]), "the field 'claim', which is not known"),
        (lambda g: g["claims"][0].update(relation="hits"), "entry 1 of 'claims', field 'relation': expected a relation, one of"),
        (lambda g: g["claims"][0].update(sentence=4), "entry 1 of 'claims', field 'sentence': the text has 3 sentences, found 4"),
        (lambda g: g["claims"][0].update(sentence=0), "entry 1 of 'claims', field 'sentence'"),
        (lambda g: g["claims"][0].update(support_types=["love"]), "field 'support_types': expected a support type"),
        (lambda g: g["claims"][0].update(certainty="surely"), "field 'certainty'.*found 'surely'"),
        (lambda g: g["claims"][0].pop("subject"), "entry 1 of 'claims' lacks the field 'subject'"),
        (lambda g: g["claims"].append("x"), "entry 2 of 'claims'"),
        (lambda g: g["motives"][0].pop("reason"), "entry 1 of 'motives' lacks the field 'reason'"),
        (lambda g: g.update({"\x1b[31m": 1}), r"the field '\\x1b\[31m', which is not known"),
    ],
)  # fmt: skip
def test_a_wrong_gold_file_is_named_with_entry_and_field(tmp_path: Path, change: Any, message: str) -> None:
    content = json.loads(json.dumps(VALID))
    change(content)
    path = written(tmp_path / "gold.json", content)
    with pytest.raises(InputError, match=message) as error:
        load_gold(path)
    assert str(error.value).startswith(str(path))


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"[]", b"{" * 5000, b"\x00"])
def test_what_is_no_gold_file_at_all_is_an_input_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "gold.json").write_bytes(content)
    for path in (tmp_path / "gold.json", tmp_path, tmp_path / "missing.json"):
        with pytest.raises(InputError):
            load_gold(path)


@pytest.mark.parametrize("path", GOLDS, ids=lambda path: path.stem)
def test_the_bundled_golds_are_whole(path: Path) -> None:
    coded = load_gold(path)
    assert "written for Bedfellows' reader test" in coded.title
    assert 18 <= len(coded.sentences) <= 30
    for entry in coded.motives:
        assert entry.reason in coded.text
    for outcome in coded.outcomes:
        assert outcome.condition in coded.text and outcome.outcome in coded.text
    assert tally(coded, answers(coded)).relations.f1 == 1


def test_the_example_in_the_documentation_loads(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "gold.md").read_text(encoding="utf-8")
    (tmp_path / "gold.json").write_text(page.split("```json\n")[1].split("```")[0], encoding="utf-8")
    coded = load_gold(tmp_path / "gold.json")
    assert [claim.relation for claim in coded.claims] == ["supports", "fears", "contacts"]
    assert coded.motives[0].reason in coded.text


def test_there_are_at_least_three_bundled_golds() -> None:
    assert len(GOLDS) >= 3
