"""Headlines In Title Case, TEXTS IN CAPITALS and texts in small letters written as the parser knows sentences, every character in its place."""

from __future__ import annotations

import re
from functools import lru_cache

from bedfellows.actors import Registry, load_registry
from bedfellows.actors.names import COMMON_WORDS

_WORD = re.compile(r"(?:(?:[^\W\d_]\.){2,}|[^\W\d_]+)(?:['’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_LEAST_WORDS = 3
_SMALL = 3  # letters: "of", "the" and "for" stay small in titles
_MOSTLY = 0.9
_LONGEST_TITLE = 200
_LONGEST_NAME = 6  # words
_CALENDAR = (
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday "
    "January February March April May June July August September October November December"
).split()
# Names in capitals that are words in small letters, and months that are.
_WORDS = frozenset({"bras", "fact", "male", "mend", "model", "plan", "tip", "west"})
_MONTHS = frozenset({"may", "march"})
_BEFORE_MONTHS = re.compile(
    r"(?:\d|\b(?:in|since|until|till|by|last|next|this|early|late|mid|from|to))[ -]$", re.IGNORECASE
)
# "us imposes sanctions", "the us", "us-backed", but not "attacked us".
_THE_US = re.compile(
    r"(?:^|[.!?:;]\s+|\b(?:the|by|anti-|pro-|former|while|as|and|says?)[ -]?)$", re.IGNORECASE
)


def in_sentence_case(text: str, registry: Registry | None = None) -> str:
    """The text with only names in capitals where it is a title in title case, or all in capitals or small letters; else the text itself.

    Names are those of the registry, by default the package's; the names of others come out small.
    """
    words = list(_WORD.finditer(text))
    if len(words) < _LEAST_WORDS:
        return text
    capitals, small = _is_in_capitals([word.group(0) for word in words]), text == text.lower()
    if not capitals and not small and not _looks_like_a_title(text, words):
        return text
    names = _found_names(text, words, _names(registry or load_registry()), small=small)
    if (
        not capitals
        and not small
        and all(len(word.group(0)) <= _SMALL or place in names for place, word in enumerate(words))
    ):
        return text  # nothing but names
    parts, position, opens = [], 0, True
    for place, match in enumerate(words):
        between = text[position : match.start()]
        opens = opens or re.search(r"[.!?]\s", between) is not None
        word = names.get(place) or _small(match.group(0), capitals=capitals)
        parts += [between, word[:1].upper() + word[1:] if opens else word]
        position, opens = match.end(), False
    found = "".join((*parts, text[position:]))
    return found if len(found) == len(text) else text


def _is_in_capitals(words: list[str]) -> bool:
    letters = [char for word in words for char in word if char.isalpha()]
    return sum(map(str.isupper, letters)) >= _MOSTLY * len(letters) and any(len(word) > 4 for word in words)


def _looks_like_a_title(text: str, words: list[re.Match[str]]) -> bool:
    if len(text) > _LONGEST_TITLE or text.rstrip("\"'”’)» ")[-1:] in ".;:":
        return False
    long = [word.group(0) for word in words[1:] if len(word.group(0)) > _SMALL]
    return bool(long) and all(word[0].isupper() for word in long)


def _small(word: str, *, capitals: bool) -> str:
    return word.lower() if capitals or word[1:] == word[1:].lower() else word  # "NATO", "McCain"


def _found_names(
    text: str, words: list[re.Match[str]], names: dict[str, str], *, small: bool
) -> dict[int, str]:
    """Words that belong to names, by their place, as the registry spells them."""
    found, place = dict[int, str](), 0
    while place < len(words):
        for number in range(min(_LONGEST_NAME, len(words) - place), 0, -1):
            run = words[place : place + number]
            whole = text[run[0].start() : run[-1].end()]
            bare = _POSSESSIVE.sub("", whole)
            spelled = names.get(bare.casefold())
            if spelled is not None and _is_a_word(text, run, bare.casefold(), small=small):
                spelled = None
            if spelled is not None and len(spelled) == len(bare):
                spelled += whole[len(bare) :].lower()
                for offset, word in enumerate(run):
                    start = word.start() - run[0].start()
                    found[place + offset] = spelled[start : start + len(word.group(0))]
                place += number
                break
        else:
            place += 1
    return found


def _is_a_word(text: str, run: list[re.Match[str]], bare: str, *, small: bool) -> bool:
    """Is it a word of the language here, and no name: "plan", "may", "attacked us"?"""
    before, after = text[: run[0].start()][-12:], text[run[-1].end() :][:2]
    if bare in _MONTHS:
        return _BEFORE_MONTHS.search(before) is None and re.match(r"\s\d", after) is None
    if bare == "us":
        return small and _THE_US.search(before) is None and after[:1] not in {"-", "'", "’"}
    return bare in _WORDS


@lru_cache(maxsize=4)
def _names(registry: Registry) -> dict[str, str]:
    """The names of the registry as they are spelled, by their small letters; of "NATO" and "Nato" the first."""
    found = {word.lower(): word for word in _CALENDAR}
    for alias, _ in registry.names():
        if alias.text.lower() != alias.text and (
            alias.text.casefold() not in COMMON_WORDS or alias.text == "US"
        ):
            found.setdefault(alias.text.casefold(), alias.text)
    return found
