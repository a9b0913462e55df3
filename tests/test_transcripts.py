"""Transcripts: who is marked as speaking says what follows. All are invented; the actors in them are real."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bedfellows.actors import Registry, load_registry, resolve
from bedfellows.case.records import Claim, Reading
from bedfellows.ontology import RELATIONS
from bedfellows.reader.documents import from_bytes
from bedfellows.reader.interface import Document
from bedfellows.reader.rules import RuleReader

TRANSCRIPTS = Path(__file__).parent / "transcripts.tsv"
PUBLISHED = date(2018, 6, 1)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture(scope="module")
def reader(registry: Registry) -> RuleReader:
    return RuleReader(registry)


def read(reader: RuleReader, text: str) -> Reading:
    (reading,) = reader.read([Document(text, "invented", published=PUBLISHED)])
    return reading


def counts(half: str, registry: Registry, reader: RuleReader, told: bool = False) -> tuple[int, int, int]:
    """How many claims of a half of the transcripts were found with their speakers, read and coded."""
    totals = [0, 0, 0]
    for row in TRANSCRIPTS.read_text(encoding="utf-8").splitlines():
        which, text, coded = row.split("\t") if row[:1] != "#" else ("", "", "")
        if which != half:
            continue
        reading = read(reader, text.replace(" / ", "\n"))
        left = list(reading.claims)
        missed = []
        for one in coded.split("; ") if coded != "-" else []:
            found = next((claim for claim in left if _is(one, claim, reading, registry)), None)
            if found is not None:
                left.remove(found)
                totals[0] += 1
            else:
                missed.append(one)
            totals[2] += 1
        totals[1] += len(reading.claims)
        if told and (missed or left):
            print(text)
            for one in missed:
                print("   -", one)
            for claim in left:
                print(
                    "   +",
                    claim.subject,
                    claim.negated,
                    claim.relation,
                    claim.object,
                    claim.certainty,
                    claim.said_by,
                )
    return totals[0], totals[1], totals[2]


def _is(coded: str, claim: Claim, reading: Reading, registry: Registry) -> bool:
    told, _, speaker = coded.partition(" @")
    names = {actor.id: actor.name for actor in reading.new_actors}
    relation = next(word for word in told.split() if word.split("/")[0] in RELATIONS)
    subject, _, object_ = told.partition(f" {relation} ")
    negated = subject.endswith(" not")

    def same(name: str, actor: str | None) -> bool:
        known = resolve(name, PUBLISHED, registry).actor
        return name == "?" or (known is not None and known.id == actor) or names.get(actor or "", "") == name

    sides = [(claim.subject, claim.object)]
    sides += [(claim.object or "", claim.subject)] if RELATIONS[claim.relation].symmetric else []
    return (
        claim.relation in relation.split("/")
        and claim.negated == negated
        and claim.certainty not in {"asserted"}
        and any(same(subject.removesuffix(" not"), one) and same(object_, other) for one, other in sides)
        and (speaker == "?" or (len(claim.said_by) > 0 and same(speaker, claim.said_by[0])))
    )


@pytest.mark.parametrize("half", ["known", "aside"])
def test_claims_of_transcripts_are_found_with_who_says_so(
    half: str, registry: Registry, reader: RuleReader
) -> None:
    found, all_read, gold = counts(half, registry, reader)
    assert found / gold >= 0.9 and found / all_read >= 0.8


def test_a_question_asserts_nothing_but_names_who_is_meant(reader: RuleReader) -> None:
    text = "QUESTION: Iran armed the Houthis. If Iran attacks, will Oman fight it?\nMS. JONES: It trained the group."
    reading = read(reader, text)
    assert [(claim.subject, claim.relation, claim.object) for claim in reading.claims] == [
        ("iran", "supports", "houthis")
    ]
    assert not reading.outcomes and len(reading.passages) == 3


def test_the_label_is_no_part_of_the_sentence(reader: RuleReader) -> None:
    text = "Jens Example (NATO): Russia attacked Georgia.\nSECRETARY SMITH: Turkey supports Georgia."
    reading = read(reader, text)
    assert [claim.quote for claim in reading.claims] == ["Russia attacked Georgia", "Turkey supports Georgia"]
    assert [passage.text for passage in reading.passages] == [
        "Russia attacked Georgia.",
        "Turkey supports Georgia.",
    ]
    for claim in reading.claims:
        assert claim.quote == text[claim.start : claim.end]
        assert claim.certainty == "reported"


def test_a_turn_runs_on_to_the_next_and_over_hard_line_breaks(reader: RuleReader) -> None:
    text = (
        "PENTAGON PRESS BRIEFING\n\nMR. EXAMPLE: We have watched this for a long time, and I can tell you\n"
        "that Iran armed the militia that attacked\nour base.\nQUESTION: Did it?\nMR. EXAMPLE: Yes.\n\nWe support Iraq.\n"
        "(END)\n\nSyria attacked Jordan.\n"
    )
    document = from_bytes(text.encode(), "invented.txt")
    (reading,) = reader.read([document])
    found = {(claim.subject, claim.relation, claim.object): claim.said_by for claim in reading.claims}
    assert found["united-states", "supports", "iraq"] == ("x-example",)
    assert found["syria", "fights", "jordan"] == ()


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Iran: We do not arm the Houthis", ("iran", "supports", "houthis", True)),
        ("Russian Foreign Minister: We will arm Syria", ("russia", "supports", "syria", False)),
        ("Taliban commander: Pakistan arms us", ("pakistan", "supports", "taliban", False)),
    ],
)
def test_a_headline_may_speak_in_the_first_person(
    text: str, claim: tuple[str, str, str, bool], reader: RuleReader
) -> None:
    (found,) = read(reader, text).claims
    assert (found.subject, found.relation, found.object, found.negated) == claim
    assert found.certainty == "reported" and len(found.said_by) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Iran: Russia is a friend.",
        "Two things matter: Iran arms the Taliban. We see it.",
        "The reason: Iran armed the Taliban.",
        "Question: who arms the Taliban?\n\nIran armed the Taliban.",
        "Key Points:\nIran: arms the Houthis\nRussia: supports Syria",
        "A. Iran arms the Taliban.\nB. Russia supports Syria.",
    ],
)
def test_headings_and_lists_are_no_speakers(text: str, reader: RuleReader) -> None:
    assert all(claim.said_by == () and claim.certainty == "asserted" for claim in read(reader, text).claims)


@pytest.mark.parametrize(
    ("text", "subject", "relation", "object_", "speaker"),
    [
        (
            "“We will not arm the Houthis,” Iran's foreign minister said.",
            "iran",
            "supports",
            "houthis",
            "iran",
        ),
        ("“Russia attacked us,” said the president of Georgia.", "russia", "fights", "georgia", "georgia"),
        (
            "Russian foreign minister Sergei Lavrov said: “We support Syria.”",
            "russia",
            "supports",
            "syria",
            "sergei-lavrov",
        ),
        (
            "Ada Moreau, a spokeswoman for the Ugandan army, said, “We bombed the ADF.”",
            "uganda",
            "fights",
            "adf",
            "x-ada-moreau",
        ),
        (
            "“We met Poland,” Georgia's ministry said. “Our army supports Ukraine.”",
            "georgia",
            "supports",
            "ukraine",
            "georgia",
        ),
    ],
)
def test_who_is_quoted_speaks_for_those_they_belong_to(
    text: str, subject: str, relation: str, object_: str, speaker: str, reader: RuleReader
) -> None:
    (found,) = [claim for claim in read(reader, text).claims if claim.relation == relation]
    assert (found.subject, found.object, found.certainty) == (subject, object_, "reported")
    assert found.said_by == (speaker,)


def test_who_speaks_outside_quotation_marks_is_nobody(reader: RuleReader) -> None:
    assert not read(reader, "Georgia's ministry said so. We support Ukraine. Our army fights Russia.").claims


def test_several_turns_may_stand_in_one_paragraph(reader: RuleReader) -> None:
    text = "QUESTION: Did Rwanda attack Congo? MS. JONES: Rwanda attacked Uganda. QUESTION: And Kenya? Kenya armed it."
    reading = read(reader, text)
    assert [(claim.quote, claim.said_by) for claim in reading.claims] == [
        ("Rwanda attacked Uganda", ("x-jones",))
    ]
    assert {passage.paragraph for passage in reading.passages} == {1}


@pytest.mark.parametrize(
    "text",
    [
        "Q: Who arms the Houthis?\n\nIran arms the Houthis.\n\nQ: And Hezbollah? Iran trains Hezbollah.",
        "Q: Who arms the Houthis? A: Iran arms the Houthis. Q: And Hezbollah? A: Iran trains Hezbollah.",
    ],
)
def test_an_author_may_ask_and_answer(text: str, reader: RuleReader) -> None:
    found = read(reader, text).claims
    assert [(claim.subject, claim.object) for claim in found] == [("iran", "houthis"), ("iran", "hezbollah")]
    assert all(claim.certainty == "asserted" and claim.said_by == () for claim in found)
