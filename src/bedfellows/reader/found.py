"""A relation found in a sentence, before it is dated, graded and given an id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bedfellows.ontology import RELATIONS
from bedfellows.reader.lexicon import Rule
from bedfellows.reader.mentions import Ref

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Found:
    """One relation found in a sentence, before it is dated, graded and given an id."""

    rule: Rule
    trigger: Token
    subject: Ref
    object: Ref | None
    detail: str
    support: tuple[str, ...]
    confidence: float
    place: str | None = None
    until: int = 0  # a later token the claim rests on too
    again: tuple[Token, ...] = ()  # further words of the sentence that state the same
    perceiver: tuple[str, ...] = ()  # whose view it is: "Russia sees X as a threat"


def pairs(found: Found, subjects: list[Ref], objects: list[Ref], *, mutual: bool) -> Iterator[Found]:
    """The finding for every subject and object; both ways round where both do it and the relation has a direction."""
    each_once = mutual and RELATIONS[found.rule.relation].symmetric
    for number, subject in enumerate(subjects):
        for target in objects[number:] if each_once else objects:
            if subject.actor != target.actor:
                score = found.confidence * min(subject.score, target.score)
                yield replace(found, subject=subject, object=target, confidence=score)
