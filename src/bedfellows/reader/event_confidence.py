"""How sure an event is: the chance that type and parties are right."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedfellows.reader.event_candidates import Candidate
    from bedfellows.reader.event_parties import Parties


def confidence(candidate: Candidate, sides: Parties, score: float, rival: float) -> float:
    return round(score, 2)
