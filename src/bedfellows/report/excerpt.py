"""Which items of a long list are shown: the first, and of what is in the order of time the latest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bedfellows.balance.triads import CensusOn
from bedfellows.ties.narrative import Period, Saying
from bedfellows.ties.tie import TieWeek

_OLDEST_FIRST = (TieWeek, CensusOn, Period, Saying)


def excerpt(items: Sequence[Any], most: int) -> Sequence[Any]:
    """At most `most` of the items, in their order."""
    if len(items) <= most:
        return items
    return items[-most:] if isinstance(items[0], _OLDEST_FIRST) else items[:most]
