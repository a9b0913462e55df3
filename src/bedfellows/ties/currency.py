"""Is what a claim says going on, over, still to come, or denied?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from bedfellows.actors import Registry
from bedfellows.case.records import Claim

Currency = Literal["current", "past", "expected", "denied"]

STALE_AFTER = timedelta(days=5 * 365)
"""What was last known to hold longer ago than this counts as past. Bedfellows' own choice."""

_LASTING = frozenset({"borders", "successor-of", "splinter-of"})
_STATES = frozenset({"allied-with", "rivals", "member-of", "leads", "allegiance-to", "present-in"})


def currency(claim: Claim, reference: date, registry: Registry) -> Currency:
    """Where a claim stands at the reference date.

    `expected`: conditional, or about the future. `denied`: the source says that it is not so. `past`: it
    ended, or was last known to hold, more than `STALE_AFTER` before the reference date; or one side no longer
    existed then; or a lasting state ("was an ally") is put in the past tense without a date. Everything else
    is `current`: what a source tells in the past tense ("attacked", "met") is how news speaks of the present.
    """
    if claim.certainty == "conditional" or claim.tense == "future":
        return "expected"
    if claim.negated or claim.certainty == "denied":
        return "denied"
    return "past" if _over(claim, reference, registry) else "current"


def _over(claim: Claim, reference: date, registry: Registry) -> bool:
    if claim.relation in _LASTING:
        return False
    if claim.relation in _STATES and claim.tense == "past" and not claim.dated:
        return True
    if reference - (claim.happened_to or claim.published or reference) > STALE_AFTER:
        return True
    actors = [registry.get(actor_id) for actor_id in (claim.subject, claim.object) if actor_id]
    return any(actor and actor.valid_to and actor.valid_to < reference for actor in actors)
