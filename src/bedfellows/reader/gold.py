"""Gold: a text with what an expert would draw from it, coded by hand, as a JSON file. `docs/gold.md` describes the format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bedfellows.case.records import Certainty, Condition, MotiveKind, SourceKind
from bedfellows.errors import InputError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from bedfellows.reader.gold_schema import GoldFile

LARGEST = 20_000_000
"""Bytes: no gold file is larger."""


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A relation that sentence `sentence` states. Where certainty, support_types or said_by is None, it was not coded."""

    sentence: int
    subject: str
    relation: str
    object: str | None
    negated: bool = False
    certainty: Certainty | None = None
    support_types: tuple[str, ...] | None = None
    said_by: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class GoldMotive:
    """Why `holder` acts, in the words of sentence `sentence`. Where kind is None, it was not coded."""

    sentence: int
    holder: str | None
    reason: str
    towards: str | None = None
    kind: MotiveKind | None = None


@dataclass(frozen=True, slots=True)
class GoldOutcome:
    """If `condition`, then `outcome`, in the words of sentence `sentence`. Where kind is None, it was not coded."""

    sentence: int
    condition: str
    outcome: str
    kind: Condition | None = None


@dataclass(frozen=True, slots=True)
class Gold:
    """A coded text. `sentences` are the offsets of its sentences; empty where the file leaves dividing the text to the reader."""

    title: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    claims: tuple[GoldClaim, ...] = ()
    motives: tuple[GoldMotive, ...] = ()
    outcomes: tuple[GoldOutcome, ...] = ()
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)  # other names of an actor in this text
    published: date | None = None
    kind: SourceKind = "news"
    note: str = ""
    locator: str = ""


def load_gold(path: str | Path) -> Gold:
    """The gold in a JSON file (`docs/gold.md`).

    Raises InputError where the file is missing, too large or no JSON in UTF-8, and where an entry lacks a field, has one that is not
    known, names no relation, support type, certainty or kind, or a sentence that the text does not have: the message names the file, the entry
    and the field.
    """
    path = Path(path)
    content = _content(path)
    data = _checked(content, path)
    text, sentences = _text(data.text)
    if not text.strip():
        raise InputError(f"{path}: field 'text' holds no words. Give the text that was coded.")
    gold = Gold(
        title=data.title,
        text=text,
        sentences=sentences,
        claims=tuple(GoldClaim(**entry.model_dump()) for entry in data.claims),
        motives=tuple(GoldMotive(**entry.model_dump()) for entry in data.motives),
        outcomes=tuple(GoldOutcome(**entry.model_dump()) for entry in data.outcomes),
        names=data.names,
        published=data.published,
        kind=data.kind,
        note=data.note,
        locator=str(path),
    )
    _check_sentences(gold, path)
    return gold


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(
                f"{path}: a gold file has at most {LARGEST:,} bytes, this one {path.stat().st_size:,}. "
                "Split it into one file per text."
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: expected a gold file in JSON, but it cannot be opened ({error.strerror}). Check the path."
        ) from error


def _checked(content: bytes, path: Path) -> GoldFile:
    from pydantic import ValidationError

    from bedfellows.reader.gold_schema import GoldFile

    try:
        return GoldFile.model_validate_json(content)
    except ValidationError as error:
        first, more = error.errors()[0], error.error_count() - 1
        also = f" ({more} more like it)" if more else ""
        raise InputError(f"{path}: {_problem(first)}{also}. docs/gold.md describes the format.") from error


def _problem(error: ErrorDetails) -> str:
    if error["type"] == "json_invalid":
        return f"expected JSON in UTF-8, found something else: {error['ctx']['error']}"
    where, found = error["loc"], _short(error["input"])
    if where[:1] == ("text",) and error["type"] != "missing":
        return f"field 'text': expected a string, or a list of paragraphs that are lists of sentences, found {found}"
    place, name = "the file", where[0] if where else None
    if len(where) > 1 and isinstance(where[1], int):
        place, name = f"entry {where[1] + 1} of '{where[0]}'", where[2] if len(where) > 2 else None
    if error["type"] == "missing":
        return f"{place} lacks the field '{name}'"
    if error["type"] == "extra_forbidden":
        return f"{place} has the field {_short(name)}, which is not known"
    field_name = "" if name is None else f", field '{name}'"
    return f"{place}{field_name}: {error['msg'].removeprefix('Value error, ')}, found {found}"


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."


def _text(given: str | list[list[str]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text and where its sentences stand: paragraphs are joined by an empty line, their sentences by a space."""
    if isinstance(given, str):
        return given, ()
    text, sentences = "", []
    for paragraph in given:
        before = "\n\n" if text else ""
        for sentence in paragraph:
            words = " ".join(sentence.split())
            text += before
            sentences.append((len(text), len(text) + len(words)))
            text += words
            before = " "
    return text, tuple(sentences)


def _check_sentences(gold: Gold, path: Path) -> None:
    if not gold.sentences:
        return
    groups: dict[str, Sequence[GoldClaim | GoldMotive | GoldOutcome]] = {
        "claims": gold.claims, "motives": gold.motives, "outcomes": gold.outcomes
    }  # fmt: skip
    for field_name, entries in groups.items():
        for position, entry in enumerate(entries, start=1):
            if entry.sentence > len(gold.sentences):
                raise InputError(
                    f"{path}: entry {position} of '{field_name}', field 'sentence': the text has {len(gold.sentences)} "
                    f"sentences, found {entry.sentence}. Sentences are counted from 1, over all paragraphs."
                )
