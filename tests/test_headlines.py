"""Headlines as papers write them: bare nouns, the present for what happened, colons. All are invented; the names in them are real."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bedfellows.actors import Registry, load_registry, resolve
from bedfellows.ontology import RELATIONS
from bedfellows.reader.interface import Document
from bedfellows.reader.rules import RuleReader

HEADLINES = Path(__file__).parent / "headlines.tsv"
PUBLISHED = date(2018, 6, 1)
_CLAIM = re.compile(
    r"(?P<subject>.+?) (?P<no>not )?(?P<relations>[a-z-]+(?:/[a-z-]+)*) (?P<object>[A-Z].*|rebels)"
)


@dataclass(frozen=True, slots=True)
class Coded:
    subject: str
    relations: frozenset[str]
    object: str
    negated: bool


def coded(text: str) -> list[Coded]:
    found = []
    for part in text.split("; "):
        match = _CLAIM.fullmatch(part)
        assert match is not None, part
        relations = frozenset(match["relations"].split("/"))
        assert relations <= set(RELATIONS), part
        found.append(Coded(match["subject"], relations, match["object"], bool(match["no"])))
    return found


def headlines(half: str) -> list[tuple[str, list[Coded]]]:
    rows = [
        line.split("\t") for line in HEADLINES.read_text(encoding="utf-8").splitlines() if line[:1] != "#"
    ]
    return [(row[1], [] if row[2] == "-" else coded(row[2])) for row in rows if row[0] == half]


def counts(half: str, registry: Registry, reader: RuleReader, told: bool = False) -> tuple[int, int, int]:
    """How many claims of a half of the headlines were found, read and coded."""
    rows = headlines(half)
    readings = reader.read([Document(text, text, published=PUBLISHED) for text, _ in rows])
    totals = [0, 0, 0]
    for (text, gold), reading in zip(rows, readings, strict=True):
        names = {actor.id: actor.name for actor in reading.new_actors}

        def same(name: str, actor: str | None, names: dict[str, str] = names) -> bool:
            known = resolve(name, PUBLISHED, registry).actor
            if known is not None:
                return known.id == actor
            return (
                actor in names and names[actor].casefold() in name.casefold()
            ) or name.casefold() in names.get(actor or "", "").casefold()

        left, missed = list(reading.claims), []
        for one in gold:
            ways = [
                claim
                for claim in left
                if claim.relation in one.relations and claim.negated == one.negated
                if (same(one.subject, claim.subject) and same(one.object, claim.object))
                or (
                    RELATIONS[claim.relation].symmetric
                    and same(one.object, claim.subject)
                    and same(one.subject, claim.object)
                )
            ]
            if ways:
                left.remove(ways[0])
                totals[0] += 1
            else:
                missed.append(one)
        totals[1] += len(reading.claims)
        totals[2] += len(gold)
        if told and (missed or left):
            print(text)
            for one in missed:
                print(
                    "   -",
                    one.subject,
                    "/".join(sorted(one.relations)),
                    one.object,
                    "not" if one.negated else "",
                )
            for claim in left:
                print(
                    "   +",
                    claim.subject,
                    claim.relation,
                    claim.object,
                    "not" if claim.negated else "",
                    claim.certainty,
                )
    return totals[0], totals[1], totals[2]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture(scope="module")
def reader(registry: Registry) -> RuleReader:
    return RuleReader(registry)


@pytest.mark.parametrize(("half", "least"), [("known", 0.9), ("aside", 0.75)])
def test_most_claims_of_headlines_are_found(
    half: str, least: float, registry: Registry, reader: RuleReader
) -> None:
    found, read, gold = counts(half, registry, reader)
    assert found / read >= least and found / gold >= least


def test_offsets_stay_those_of_the_text(reader: RuleReader) -> None:
    text = "Kabul, Taliban to resume talks\n\nChad troops attacked by Boko Haram\n\nNorth Korea fires missile over Japan"
    (reading,) = reader.read([Document(text, "invented", published=PUBLISHED)])
    assert len(reading.claims) == 3
    for claim in reading.claims:
        assert claim.quote == text[claim.start : claim.end]
        assert claim.subject_text in text and claim.object_text in text


def test_a_report_named_behind_a_colon_says_it(reader: RuleReader) -> None:
    (reading,) = reader.read([Document("Iran arms Taliban: US report", "invented", published=PUBLISHED)])
    (claim,) = reading.claims
    assert (claim.subject, claim.relation, claim.object) == ("iran", "supports", "taliban")
    assert claim.certainty == "reported" and claim.said_by == ("united-states",)
