"""How sure a claim is: the chance that two coders would find the same relation between the same two actors.

A logistic regression on what the reader knows of its own reading, fitted by `benchmarks/claim_confidence.py`, which says how
reliable it is on texts that no rule was written for; `bedfellows score` does so for any coded text.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Span

    from bedfellows.actors import Registry
    from bedfellows.reader.found import Found

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "constant": 0.62,
        "a verb says it": -0.65,
        "the parties are named": 0.35,
        "a party is known by reference alone": -1.56,
        "the registry knows both": 0.64,
        "the parties stand far from it": -0.46,
        "the sentence is long": -0.40,
        "it is hedged or conditional": -0.74,
        "no second party": -2.25,
    }
)
_LONG = 30


def features(found: Found, sentence: Span, certainty: str, registry: Registry) -> dict[str, float]:
    """What the confidence rests on, each from 0 to about 1."""
    parties = [found.subject, *([found.object] if found.object else [])]
    known = [(actor := registry.get(one.actor)) is not None and actor.registered for one in parties]
    farthest = max(abs(one.start - found.trigger.i) for one in parties)
    return {
        "constant": 1.0,
        "a verb says it": float(found.rule.use == "verb"),
        "the parties are named": float(all(one.how in {"name", "body"} for one in parties)),
        "a party is known by reference alone": 1 - min(one.score for one in parties),
        "the registry knows both": float(all(known)),
        "the parties stand far from it": min(farthest / _LONG, 1.0),
        "the sentence is long": min(len(sentence) / _LONG, 2.0),
        "it is hedged or conditional": float(certainty in {"hedged", "conditional"}),
        "no second party": float(found.object is None),
    }


def confidence(given: Mapping[str, float]) -> float:
    """The chance, from 0 to 1, to two digits."""
    total = sum(WEIGHTS[name] * value for name, value in given.items())
    return round(1 / (1 + math.exp(-total)), 2)
