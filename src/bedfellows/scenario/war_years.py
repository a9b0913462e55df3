"""The years in which a war may end: what was known when each began, and how it went.

A year counts for a war that was fought in the year before and was not decided in it. What explains its outcome is known from the year before, so that
nothing is used that a forecaster on 1 January would not have had. Where rebels take over the government and the fighting goes on, the war of
the new government begins.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bedfellows.scenario.endings import Outcome, Takeover, is_decided, outcome_of
from bedfellows.scenario.wars import War, WarList

GREAT_POWERS = frozenset({2, 200, 220, 365, 710})
"""Gleditsch-Ward numbers of the permanent members of the UN Security Council: the United States, United Kingdom, France, Russia (USSR), China."""

RECENT = 3
"""For how many years a patron counts as having left."""

COVARIATES = (
    *("over_government", "war", "log_years", "log_earlier"),
    *("government_troops", "great_power", "patron_left", "rebel_troops", "capability"),
)
_NO_CAPABILITY = -3.0  # about the median of log10 CINC of governments at war


@dataclass(frozen=True, slots=True)
class Situation:
    """What the odds depend on, as of the end of a year.

    `years` is for how many years it has been fought, `earlier` how many episodes the conflict had before. `government_troops` and
    `rebel_troops`: other states have troops on that side; `great_power`: one of them, on the government's, is a permanent member of the UN Security Council.
    `patron_left`: within the last three years the government lost the last troops of others, or of great powers. `capability`:
    log10 of the government's CINC when the episode began.
    """

    over_government: bool
    war: bool
    years: int
    earlier: int
    government_troops: bool
    great_power: bool
    patron_left: bool
    rebel_troops: bool
    capability: float

    def values(self) -> tuple[float, ...]:
        """The covariates in the order of `COVARIATES`."""
        return (
            float(self.over_government),
            float(self.war),
            math.log(max(self.years, 1)),
            math.log1p(self.earlier),
            float(self.government_troops),
            float(self.great_power),
            float(self.patron_left),
            float(self.rebel_troops),
            self.capability,
        )


@dataclass(frozen=True, slots=True)
class WarYear:
    """A year of a war, its situation at the end of the year before, and what became of it in the year. `began` is the first year of the war with this
    government: of the episode, or of the last takeover."""

    war: War
    year: int
    began: int
    situation: Situation
    outcome: Outcome


def war_years(listed: WarList, takeovers: Sequence[Takeover]) -> list[WarYear]:
    """All years of all wars of a list up to its last year, in order of war and year."""
    return [one for war in listed.wars for one in _years_of(war, listed.last, takeovers)]


def going_on(listed: WarList, takeovers: Sequence[Takeover]) -> list[tuple[War, int]]:
    """The wars that were fought in the last year of a list and not decided in it, each with the year in which it began (see `WarYear.began`)."""
    found = []
    for war in listed.wars:
        if war.last != listed.last or (war.ending is not None and is_decided(war.ending)):
            continue
        taken = _taken(war, takeovers)
        if war.last not in taken or _goes_on_after(war, war.last, listed.last):
            found.append((war, max(taken, default=war.first)))
    return found


def situation(war: War, year: int, began: int) -> Situation:
    """The situation of a war at the end of a year in which it was fought."""
    now = frozenset(war.government_troops.get(year, ()))
    before = [frozenset(war.government_troops.get(one, ())) for one in range(max(began, year - RECENT), year)]
    return Situation(
        war.over == "government",
        year in war.war_years,
        year - began + 1,
        war.earlier,
        bool(now),
        bool(now & GREAT_POWERS),
        patron_left(now, before),
        bool(war.rebel_troops.get(year)),
        math.log10(war.capability) if war.capability else _NO_CAPABILITY,
    )


def patron_left(now: frozenset[int], before: Sequence[frozenset[int]]) -> bool:
    """Whether a government lost the last troops of other states, or the last of great powers, since one of the years before."""
    lost_all = not now and any(before)
    return lost_all or (not now & GREAT_POWERS and any(one & GREAT_POWERS for one in before))


def _years_of(war: War, last_of_list: int, takeovers: Sequence[Takeover]) -> Iterator[WarYear]:
    taken = _taken(war, takeovers)
    began = war.first
    for year in range(war.first, war.last + 1):
        outcome: Outcome = "status-quo"
        if year in taken:
            outcome = "rebel-victory"
        elif year == war.last and war.ending is not None and is_decided(war.ending):
            outcome = outcome_of(war.ending)
        if year > began:
            yield WarYear(war, year, began, situation(war, year - 1, began), outcome)
        if year in taken:
            began = year
            if not _goes_on_after(war, year, last_of_list):
                return
    decided = war.ending is not None and is_decided(war.ending)
    if war.last < last_of_list and not decided and war.ending is not None:
        yield WarYear(war, war.last + 1, began, situation(war, war.last, began), "low-activity")


def _goes_on_after(war: War, year: int, last_of_list: int) -> bool:
    """Whether it is fought on after a takeover: in a later year, or, as far as the list tells, perhaps."""
    return war.last > year or (war.last == last_of_list and war.ending is None)


def _taken(war: War, takeovers: Sequence[Takeover]) -> set[int]:
    """The years in which rebels took over the government that it is fought against."""
    if war.over != "government":
        return set()
    return {
        one.on.year for one in takeovers if one.state == war.state and war.first <= one.on.year <= war.last
    }
