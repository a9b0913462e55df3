"""How likely a source means when it says so in words.

For words of probability the middle of the range that US intelligence analysts are held to: Intelligence Community Directive 203,
Analytic Standards (2015), D.6.e.2. What it does not have is our own reading and marked so: "may" and its like say that something is
possible and no more, which is taken as even odds, as the 2007 Estimate on Iran says of "might" and "may" that likelihood cannot be
assessed; "will" and "would" without a hedge say that it is as good as certain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ICD, _OWN = "ICD 203", "Bedfellows"


@dataclass(frozen=True, slots=True)
class Hedge:
    """Words, the probability they are taken for, and by whose list."""

    words: str
    probability: float
    source: str


HEDGES = (
    Hedge("almost no chance|remote", 0.03, _ICD),
    Hedge("very unlikely|highly improbable|highly unlikely", 0.125, _ICD),
    Hedge("unlikely|improbable|improbably", 0.325, _ICD),
    Hedge("roughly even|even chance|as likely as not", 0.5, _ICD),
    Hedge("almost certainly|almost certain|nearly certain|near-certain", 0.97, _ICD),
    Hedge("very likely|highly probable|highly likely|very probably|most likely", 0.875, _ICD),
    Hedge("likely|probable|probably|presumably", 0.675, _ICD),
    Hedge("certainly|certain to|inevitable|inevitably|bound to|sure to|undoubtedly", 0.97, _OWN),
    Hedge("may|might|could|can|perhaps|possibly|possible|risks|risk of", 0.5, _OWN),
    Hedge("should|expected to|set to", 0.675, _OWN),
    Hedge("will|would|shall|'ll", 0.97, _OWN),
)
"""Tried in this order: the first that stands in the text counts."""
_COMPILED = tuple((re.compile(rf"(?<![\w-])(?:{hedge.words})(?![\w-])", re.I), hedge) for hedge in HEDGES)
_PERCENT = re.compile(
    r"\b(?P<number>\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent)\s+(?:chance|probability|likelihood|odds)", re.I
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A probability read from words; `basis` are the words and the list they are on."""

    probability: float
    basis: str


def stated_probability(text: str) -> Stated | None:
    """The probability that a forecast in words gives; None where it has no word that says how likely it is."""
    number = _PERCENT.search(text)
    if number and float(number["number"]) <= 100:
        return Stated(float(number["number"]) / 100, f"“{number[0]}”")
    for pattern, hedge in _COMPILED:
        match = pattern.search(text)
        if match:
            return Stated(hedge.probability, f"“{match[0]}” ({hedge.source})")
    return None
