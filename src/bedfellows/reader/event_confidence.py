"""How sure an event is: the chance that its type and both parties are right.

A logistic regression on what the coder knows of its own reading, fitted by `benchmarks/coder.py --fit` with a ridge of
3 on those of PLOVER's gold records that no rule was written for; docs/coding-events.md says how reliable it was on
records left out of the fit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedfellows.reader.event_candidates import Candidate
    from bedfellows.reader.event_parties import Parties

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "constant": 0.18,
        "stands high in its sentence": 0.53,
        "the source is named": 0.53,
        "no target": 0.0,
        "the event is put as done": -0.49,
    }
)


def features(candidate: Candidate, sides: Parties, score: float) -> dict[str, float]:
    """What the confidence rests on, each from 0 to about 1."""
    return {
        "constant": 1.0,
        "stands high in its sentence": min(score, 1.0),
        "the source is named": float(any(a.how == "name" for a in sides.source)),
        "no target": float(not sides.target),
        "the event is put as done": float(candidate.put.how == "done"),
    }


def confidence(candidate: Candidate, sides: Parties, score: float) -> float:
    """The chance, from 0 to 1, to two digits."""
    total = sum(WEIGHTS[name] * value for name, value in features(candidate, sides, score).items())
    return round(1 / (1 + math.exp(-total)), 2)
