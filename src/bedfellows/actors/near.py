"""Names that are nearly a known one: misspellings and other transliterations, found with RapidFuzz.

Two names are nearly the same where every word of the one is nearly the word in its place of the other: a common beginning (Abu Musab,
People's Liberation) is no reason to take two names for one. Two words are nearly the same where they are

- the same but for vowels that transliterations confuse (a and e, e and i, o and u), doubled letters, and consonants with several
  spellings in Latin letters (q and k, dh and d): Hizb and Hezb, Zarqaoui and Zarqawi;
- a plural, or a land and what belongs to it: Units and Unit, Tigray and Tigrayan, in a name of several words; or
- a misspelling: one slip in words of seven letters or more (in a name of several words also one wrong vowel in shorter ones), two in
  words of nine or more, with the first sound kept, and no consonant for another in words under nine letters. A word that registered
  names hold is no misspelling of another: Jamaat is not Jamiat, and Union not Unity.

The cut-off for whole names, as the normalised indel similarity of the folded names, is 0.84; the first sounds must agree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from bedfellows.actors.registry import Registry

SHORTEST = 5
CUT_OFF = 84.0
WORD_CUT_OFF = 80.0
_MOST = 8
_SHORTEST_SKELETON = 4
_ONE_SLIP, _TWO_SLIPS = 7, 9
_LONG_NAME = 3
_PARTICLES = frozenset(
    "al el il ul ur as az an ar at ad ash e i ye y wal wa bin ben ibn abu abou de du d the".split()
)
_ENDINGS = frozenset({"i", "n", "an", "ese"})
"""Of what belongs to a land: Tigrayan, Sudanese."""
_LETTERS = (
    ("tch", "c"), ("sch", "s"), ("ch", "c"), ("sh", "s"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("zh", "z"),
    ("dj", "j"), ("ck", "k"), ("q", "k"), ("x", "ks"), ("w", "v"),
)  # fmt: skip
_VOWELS = "aeiouy"
_ALIKE = {"a": "ae", "e": "aei", "i": "ei", "o": "ou", "u": "ou"}
_GLIDE = {"i": "y", "y": "y", "o": "v", "u": "v"}
_DOUBLED = re.compile(r"(.)\1+")


def near_names(name: str, registry: Registry) -> list[tuple[str, float, bool]]:
    """Names of the index nearest to a folded name, with their similarity in [0, 1] and whether they agree word by word; best first."""
    from rapidfuzz import fuzz, process

    if len(name.replace(" ", "")) < SHORTEST:
        return []
    alike = _by_first_sound(registry).get(_first_sound(name), [])
    found = process.extract(name, alike, scorer=fuzz.ratio, score_cutoff=CUT_OFF, limit=_MOST * 4)
    close = [(text, score / 100, _agree(name, text, registry.vocabulary)) for text, score, _ in found]
    return sorted(close, key=lambda one: not one[2])[:_MOST]


@lru_cache(maxsize=2)
def _by_first_sound(registry: Registry) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in registry.index:
        if len(name) >= SHORTEST:
            found.setdefault(_first_sound(name), []).append(name)
    return found


def _first_sound(name: str) -> str:
    return _sounds(name.partition(" ")[0])[0][:1]


def _agree(name: str, known: str, vocabulary: frozenset[str]) -> bool:
    mine, yours = name.split(), known.split()
    if len(mine) != len(yours):
        if _same_sound("".join(mine), "".join(yours)):
            return True
        mine, yours = _without_particles(mine), _without_particles(yours)
    if len(mine) != len(yours) or not mine:
        return False
    return all(_same_word(one, other, vocabulary, len(mine)) for one, other in zip(mine, yours, strict=True))


def _without_particles(words: list[str]) -> list[str]:
    return [word for word in words if word not in _PARTICLES]


def _same_word(word: str, known: str, vocabulary: frozenset[str], words: int) -> bool:
    if word == known or (word in _PARTICLES and known in _PARTICLES):
        return True
    if max(len(word), len(known)) >= _SHORTEST_SKELETON and _same_sound(word, known):
        return True
    longer, shorter = (word, known) if len(word) > len(known) else (known, word)
    ending = longer.removeprefix(shorter)
    if words > 1 and (ending == "s" or (ending in _ENDINGS and len(shorter) >= SHORTEST)):
        return True
    return word not in vocabulary and _slipped(word, known, words)


def _slipped(word: str, known: str, words: int) -> bool:
    """Is it the known word with a slip of the pen?"""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import OSA

    mine, yours = _sounds(word)[0], _sounds(known)[0]
    if mine[:1] != yours[:1] or fuzz.ratio(word, known) < WORD_CUT_OFF:
        return False
    if len(word) == len(known) < _TWO_SLIPS and any(map(_other_consonant, word, known)):
        return sorted(word) == sorted(known)  # Talibna; but Bosniaks are not the Bosnians
    length = min(len(word), len(known)) + (words >= _LONG_NAME)  # a long name leaves less doubt
    slips = 2 if length >= _TWO_SLIPS else 1 if length >= _ONE_SLIP or (words > 1 and mine == yours) else 0
    return OSA.distance(word, known) <= slips


def _other_consonant(letter: str, other: str) -> bool:
    return letter != other and letter not in _VOWELS and other not in _VOWELS


def _same_sound(word: str, known: str) -> bool:
    mine, yours = _sounds(word), _sounds(known)
    return (
        mine[0] == yours[0]
        and bool(mine[1])
        and len(mine[1]) == len(yours[1])
        and all(
            any(other in _ALIKE[vowel] for vowel in one for other in two)
            for one, two in zip(mine[1], yours[1], strict=True)
        )
    )


@lru_cache(maxsize=4096)
def _sounds(word: str) -> tuple[str, tuple[str, ...]]:
    """Consonants, with a dot where vowels stand, and the vowels of each place; a vowel before another may be a consonant."""
    for letters, letter in _LETTERS:
        word = word.replace(letters, letter)
    word = _DOUBLED.sub(r"\1", word)
    if word.endswith("ah"):
        word = word[:-1]
    if word.startswith("ye"):
        word = word[1:]
    pattern: list[str] = []
    vowels: list[str] = []
    for at, letter in enumerate(word):
        vowel = letter in _VOWELS
        if vowel and _is_glide(word, at) and not (pattern and pattern[-1] in "yv"):
            pattern.append(_GLIDE[letter])
        elif vowel and pattern and pattern[-1] == ".":
            vowels[-1] += letter.replace("y", "i")
        else:
            pattern.append("." if vowel else letter)
            vowels += [letter.replace("y", "i")] if vowel else []
    return "".join(pattern), tuple(vowels)


def _is_glide(word: str, at: int) -> bool:
    """Does a vowel stand for y or v: the i of Jamiat, the ou of Zarqaoui?"""
    letter, following = word[at], word[at + 1 : at + 2]
    if letter not in _GLIDE or not following or following not in _VOWELS:
        return False
    return at == 0 or word[at - 1] in _VOWELS or letter in "iy"
