"""The valence of the words that one actor uses of another: from -1, an outlaw, to +1, one of us.

The list is `data/valence.tsv`; its head says what the values mean and where they are from. A word after a negation ("not", "no longer") counts
`NEGATED` of its value: to say that somebody is no terrorist is mildly friendly, and no more. The valence of a text is the mean over its
words in the list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NEGATED = -0.25
"""Bedfellows' own choice."""
_NEGATIONS = frozenset(
    {"not", "no", "never", "neither", "nor", "hardly", "isn't", "aren't", "wasn't", "weren't", "without"}
)
_REACH = 3
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LONGEST = 4


@dataclass(frozen=True, slots=True)
class Valence:
    """The valence of a text in [-1, 1], None where it has no word of the list, and those words as they stand in it."""

    value: float | None
    words: tuple[str, ...]


def valence(text: str) -> Valence:
    """How a text describes somebody."""
    spelled = _WORD.findall(text.replace("’", "'"))
    lowered = [word.casefold() for word in spelled]
    listed = _list()
    found: list[float] = []
    words: list[str] = []
    place = 0
    while place < len(lowered):
        for length in range(min(_LONGEST, len(lowered) - place), 0, -1):
            value = _value(" ".join(lowered[place : place + length]), listed)
            if value is not None:
                before = lowered[max(0, place - _REACH) : place]
                found.append(value * NEGATED if _NEGATIONS & set(before) else value)
                words.append(" ".join(spelled[place : place + length]))
                place += length
                break
        else:
            place += 1
    return Valence(round(sum(found) / len(found), 4) if found else None, tuple(words))


def _value(phrase: str, listed: Mapping[str, float]) -> float | None:
    singular = " ".join(word.removesuffix("s") for word in phrase.split())
    for form in (
        phrase,
        phrase.removesuffix("s"),
        phrase.removesuffix("es"),
        f"{phrase.removesuffix('ies')}y",
        singular,
    ):
        if form in listed:
            return listed[form]
    return None


@cache
def _list() -> Mapping[str, float]:
    lines = files("bedfellows.ties").joinpath("data", "valence.tsv").read_text(encoding="utf-8").splitlines()
    found: dict[str, float] = {}
    for line in lines:
        if not line.startswith("#"):
            value, words = line.split("\t")
            found.update((word, float(value)) for word in words.split("|"))
    return found
