"""What a sentence is about where it is not politics: games, in which states beat, meet and eliminate one another, and commerce, in which
firms fight over a market and have rivals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from bedfellows.reader.lexicon import Lexicon

Occasion = Literal["game", "trade"]

_SCORE = re.compile(r"(?<![\d/.,-])\d{1,3}\s?[-–]\s?\d{1,3}(?![\d/.,%-])")
_IDIOM = re.compile(
    r"\bplay(?:s|ed|ing)?\s+(?:host\b|for time\b|with (?:fire|matches)\b|(?:a|the|its|his|her|their)\s+(?:\w+\s+)?(?:games?|roles?|parts?|hand|cards?)\b)"
)
_HYPHENATED = re.compile(r"[a-z]+-[a-z]+")
_ENOUGH = 2  # of words that are at home elsewhere too


def occasion(sentence: Span, lexicon: Lexicon) -> Occasion | None:
    """Whether a sentence tells of a game or of commerce; None where it does not, or where politics come into it.

    A score ("4-2") or a word of sport alone makes a game, and so do two words such as "match" and "won", or a country that is played; one word of the market
    makes commerce.
    """
    if is_political(sentence, lexicon):
        return None
    text = _IDIOM.sub(" ", sentence.text.lower())
    said = {*re.findall(r"[^\W\d_]+", text), *_HYPHENATED.findall(text)}
    played = len(said & lexicon.words["play"])
    if (
        said & lexicon.words["game"]
        or _is_played(sentence)
        or played >= _ENOUGH
        or (played and _SCORE.search(sentence.text))
    ):
        return "game"
    return "trade" if said & lexicon.words["trade"] else None


def _is_played(sentence: Span) -> bool:
    """Whether somebody plays a country: "Germany will play its rival the Netherlands"."""
    objects = [
        child
        for token in sentence
        if token.lemma_ == "play"
        for child in token.children
        if child.dep_ == "dobj"
    ]
    return any(token.ent_type_ in {"GPE", "NORP"} for one in objects for token in (one, *one.children))


def is_political(text: Doc | Span, lexicon: Lexicon) -> bool:
    """Whether a word of politics stands in it."""
    return any(token.lower_ in lexicon.words["politics"] for token in text)
