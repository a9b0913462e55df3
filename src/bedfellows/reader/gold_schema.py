"""The fields of a gold file and what they may hold. Imports Pydantic: import this module only where gold is loaded."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from bedfellows.case.records import Certainty, Condition, MotiveKind, SourceKind
from bedfellows.ontology.relations import RELATIONS
from bedfellows.ontology.support import SUPPORT_TYPES


def _known(kind: str, keys: Collection[str]) -> AfterValidator:
    def check(key: str) -> str:
        if key not in keys:
            raise ValueError(f"expected a {kind}, one of {', '.join(keys)}")
        return key

    return AfterValidator(check)


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Sentence = Annotated[int, Field(strict=True, ge=1)]
RelationKey = Annotated[str, _known("relation", RELATIONS)]
SupportKey = Annotated[str, _known("support type", SUPPORT_TYPES)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ClaimEntry(_Entry):
    """One relation."""

    sentence: Sentence
    subject: Words
    relation: RelationKey
    object: Words | None
    negated: Annotated[bool, Field(strict=True)] = False
    certainty: Certainty | None = None
    support_types: tuple[SupportKey, ...] | None = None
    said_by: tuple[Words, ...] | None = None


class MotiveEntry(_Entry):
    """One motive."""

    sentence: Sentence
    holder: Words | None
    reason: Words
    towards: Words | None = None
    kind: MotiveKind | None = None


class OutcomeEntry(_Entry):
    """One conditional outcome."""

    sentence: Sentence
    condition: Words
    outcome: Words
    kind: Condition | None = None


class GoldFile(_Entry):
    """The whole file."""

    title: str
    text: str | list[list[Words]]
    claims: list[ClaimEntry]
    motives: list[MotiveEntry] = []
    outcomes: list[OutcomeEntry] = []
    names: dict[str, tuple[Words, ...]] = {}
    published: date | None = None
    kind: SourceKind = "news"
    note: str = ""
