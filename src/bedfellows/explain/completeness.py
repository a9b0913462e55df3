"""What published lists claim to hold in full, and for which years: only there does a missing row say anything.

Years are those of the versions named in `docs/feeds.md`, from the codebooks cited by each feed (`bedfellows.feeds.catalogue`). A list is
held to be complete for a state only where the case has other rows of the same list about it: an excerpt, or a state outside the
list's system, gives no contradiction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

ListOf = Literal["alliances", "borders", "disputes", "wars", "rivalries", "support"]


@dataclass(frozen=True, slots=True)
class Completeness:
    """`full`: the list claims to hold every case between states of its system in these years."""

    first: date
    last: date
    of: ListOf
    full: bool
    words: str  # what the list holds, to follow "it lists"


def _years(first: int, last: int, of: ListOf, words: str, *, full: bool = True) -> Completeness:
    return Completeness(date(first, 1, 1), date(last, 12, 31), of, full, words)


COMPLETENESS: Mapping[str, Completeness] = {
    "atop": _years(1815, 2018, "alliances", "every alliance treaty between states"),
    "cow-alliances": _years(1816, 2012, "alliances", "every formal alliance between states"),
    "cow-contiguity": _years(1816, 2016, "borders", "every land border between states"),
    "cow-contiguity-years": _years(1816, 2016, "borders", "every land border between states"),
    "cow-disputes": _years(1816, 2014, "disputes", "every threat, display or use of force between states"),
    "gml-disputes": _years(1816, 2010, "disputes", "every threat, display or use of force between states"),
    "cow-interstate-wars": _years(1816, 2007, "wars", "wars of states with 1,000 battle deaths or more", full=False),
    "cow-interstate-war-years": _years(1816, 2007, "wars", "wars of states with 1,000 battle deaths or more", full=False),
    "cow-intrastate-wars": _years(1818, 2014, "wars", "wars within states with 1,000 battle deaths a year or more", full=False),
    "thompson-dreyer": _years(1494, 2010, "rivalries", "strategic rivalries", full=False),
    "thompson-sakuwa-suhas": _years(1494, 2020, "rivalries", "strategic rivalries", full=False),
    "ucdp-esd": _years(1975, 2017, "support", "support to those who fight in active armed conflicts", full=False),
}  # fmt: skip
"""`full` is set only where a missing row contradicts: wars and rivalries have thresholds below which people still speak of war and
rivalry, and support that nobody reported is in no list."""
