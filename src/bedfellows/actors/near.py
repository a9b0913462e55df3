"""Names that are nearly a known one: misspellings and other transliterations, found with RapidFuzz.

Cut-offs, chosen on spellings of Arabic, Persian and Slavic names: the normalised indel similarity of the folded names must be at least
0.84 (0.90 for people, whose names differ little from one another); names of up to four letters are never matched nearly; the
first letters must agree, allowing for the usual transliterations; and every word must have its own match of at least 0.7, so that
North is never South.
"""

from __future__ import annotations

from bedfellows.actors.model import Candidate
from bedfellows.actors.registry import Registry

SHORTEST = 5
CUT_OFF = 84.0
CUT_OFF_PEOPLE = 90.0
WORD_CUT_OFF = 70.0
_FIRST = str.maketrans("cqgzvwjyiuohsx", "kkkssvvyyyyeess"[:14])
_MOST = 8


def near_names(name: str, registry: Registry) -> list[tuple[str, float]]:
    """Names of the index nearest to a folded name, with their similarity in [0, 1], best first."""
    from rapidfuzz import fuzz, process

    if len(name.replace(" ", "")) < SHORTEST:
        return []
    found = process.extract(
        name, registry.index.keys(), scorer=fuzz.ratio, score_cutoff=CUT_OFF, limit=_MOST * 4
    )
    close = [(text, score / 100) for text, score, _ in found if len(text) >= SHORTEST and _agree(name, text)]
    return close[:_MOST]


def people_need(candidate: Candidate, similarity: float) -> bool:
    """Is the name too far off for a person? People's names need a higher similarity."""
    return candidate.actor.kind == "person" and similarity * 100 < CUT_OFF_PEOPLE


def _agree(left: str, right: str) -> bool:
    from rapidfuzz import fuzz

    if left[:1].translate(_FIRST) != right[:1].translate(_FIRST):
        return False
    mine, yours = left.split(), right.split()
    if len(mine) != len(yours):
        return fuzz.ratio(left.replace(" ", ""), right.replace(" ", "")) >= 92
    return all(fuzz.ratio(one, other) >= WORD_CUT_OFF for one, other in zip(mine, yours, strict=True))
