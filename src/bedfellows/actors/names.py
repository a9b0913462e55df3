"""Normal forms: how two spellings of a name are told to be the same, and what the alias notation in data files means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from bedfellows.actors.model import Alias, AliasKind

LONGEST = 200
"""Longer names are cut before they are looked at: no actor's name is longer."""

COMMON_WORDS = frozenset(
    "am an any as at be by can car diet do for go he hur i if in is it its may no nor not of on or our pole poles polish raw red "
    "sas she so the to up us was we who why you".split()
)
"""Lower-case words that must never be read as a short name in capitals: "us" is not the US."""

_LETTERS = str.maketrans({
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
    "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "ʿ": "'", "ʾ": "'", "ʻ": "'", "‛": "'",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
})  # fmt: skip
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')(?=\s|$)", re.IGNORECASE)
_ABBREVIATION_DOTS = re.compile(r"(?<=\b[A-Za-z])\.(?=\s|$|[A-Za-z]\b)")
_NOT_A_WORD = re.compile(r"[\W_]+")
_PLAIN = re.compile(r"[A-Za-z0-9 ]+")
_ARTICLES = ("the ", "a ", "an ")


def cased(text: str) -> str:
    """The normal form that keeps capitals: no diacritics, quotes, dots of abbreviations, possessive or leading article."""
    text = text[:LONGEST]
    if not _PLAIN.fullmatch(text):
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(char for char in text if not unicodedata.combining(char))
        text = _POSSESSIVE.sub("", text)
        text = _ABBREVIATION_DOTS.sub("", text).replace("'", "")
        text = _NOT_A_WORD.sub(" ", text)
    text = " ".join(text.split())
    lowered = text.lower()
    for article in _ARTICLES:
        if lowered.startswith(article):
            return text[len(article) :]
    return text


def folded(text: str) -> str:
    """The normal form that names are looked up by: `cased`, in small letters."""
    return cased(text).casefold()


def spellings(text: str) -> Iterator[str]:
    """The spellings of a name that a text may use: as given, without diacritics, with a curly apostrophe, hyphens as spaces."""
    yield text
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", text.translate(_LETTERS)) if not unicodedata.combining(c)
    )
    seen = {text}
    for variant in (
        plain,
        plain.replace("'", "’"),
        plain.replace("-", " "),
        plain.replace("-", "–").replace("'", "’"),
    ):
        if variant not in seen:
            seen.add(variant)
            yield variant


def alias(text: str, kind: AliasKind, valid_from: date | None = None, valid_to: date | None = None) -> Alias:
    """An alias from the notation of the data files: a leading "=" means exactly this spelling of capitals.

    Names in capitals of up to four letters are always case-sensitive: IS, US, UAE, U.S.A.; so are capitals of states of up to five,
    which in large letters may be an abbreviation.
    """
    exact = text.startswith("=")
    text = text.removeprefix("=")
    letters = [char for char in text.removeprefix("the ") if char.isalpha()]
    short = len(letters) <= 4 and sum(char.isupper() for char in letters) >= 2
    city = kind == "capital" and len(letters) <= 5
    return Alias(text, kind, valid_from, valid_to, exact or short or city)
