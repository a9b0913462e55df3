"""The Admiralty code: how reliable a source is (A-F), and how credible one piece of information (1-6).

Letters, figures and labels: NATO AJP-2.1 (STANAG 2511). The two are judged apart: a good source can pass on
a doubtful story. Definitions in our own words.
"""

from __future__ import annotations

from dataclasses import dataclass

_SOURCE = "Admiralty code (NATO AJP-2.1)"


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade. `sign` is what it does to belief: +1 for, 0 neither, -1 against."""

    key: str
    label: str
    definition: str
    sign: int
    source: str = _SOURCE


_RELIABILITY = (
    Grade(
        "A", "completely reliable", "No doubt about the source; what it said before has held throughout.", 1
    ),
    Grade("B", "usually reliable", "Little doubt about the source; what it said before has mostly held.", 1),
    Grade("C", "fairly reliable", "Some doubt about the source, which has been right at times.", 1),
    Grade(
        "D", "not usually reliable", "Much doubt about the source, though it has been right now and then.", -1
    ),
    Grade("E", "unreliable", "The source has shown itself to be untrustworthy or wrong.", -1),
    Grade("F", "reliability cannot be judged", "Nothing is known by which to judge the source.", 0),
)

_CREDIBILITY = (
    Grade(
        "1", "confirmed by other sources", "Independent sources say the same, and it fits what is known.", 1
    ),
    Grade("2", "probably true", "Not confirmed, but it makes sense and fits other information.", 1),
    Grade("3", "possibly true", "Not confirmed; it makes some sense and fits in part.", 1),
    Grade("4", "doubtful", "Not confirmed; possible, but little speaks for it.", -1),
    Grade("5", "improbable", "Not confirmed, and other information speaks against it.", -1),
    Grade("6", "truth cannot be judged", "Nothing is known by which to judge the information.", 0),
)

GRADES: dict[str, Grade] = {grade.key: grade for grade in (*_RELIABILITY, *_CREDIBILITY)}
RELIABILITY: dict[str, str] = {grade.key: grade.label for grade in _RELIABILITY}
CREDIBILITY: dict[str, str] = {grade.key: grade.label for grade in _CREDIBILITY}
