"""Reference classes: the past wars that odds rest on, and what happened in each within the horizon.

A window is a run of years from a year of a war on. Its outcome is the first that ended the war, or that it went on. Windows that the list does not
see the end of are known only if the war ended before; else they are open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from bedfellows.scenario.endings import OUTCOMES, RULES, Outcome
from bedfellows.scenario.war_years import Situation, WarYear

_LOGS = 0.7  # so much weighs a factor of e in years fought or a tenfold capability, beside 1 for each thing that differs


@dataclass(frozen=True, slots=True)
class PastCase:
    """A past war in a year, and what happened in the years after. `outcome` is None where the list ends before it can be told; `until` is the year of
    the outcome, or the last year seen. `rule` says how the ending is known. `patrons` are Gleditsch-Ward numbers."""

    war: str
    name: str
    first: int
    year: int
    situation: Situation
    outcome: Outcome | None
    until: int
    rule: str
    patrons: tuple[int, ...]
    whole: bool  # the list sees all the years of the horizon
    distance: float = 0.0
    patron_names: tuple[str, ...] = ()  # as they were called in the year before


@dataclass(frozen=True, slots=True)
class Rate:
    """How often an outcome came: `count` of `of` windows, from `wars` wars."""

    outcome: Outcome
    count: int
    of: int
    wars: int

    @property
    def share(self) -> float:
        """`count` of `of`; 0 where there are none."""
        return self.count / self.of if self.of else 0.0


Window = tuple[WarYear, Outcome | None, int]


def windows(years: Sequence[WarYear], horizon: int, last: int) -> list[Window]:
    """Each year of a war with the first outcome in the `horizon` years from it on (None: open), and its year or the last one seen.

    `years` as `war_years` gives them: in order of war and year.
    """
    found: list[Window] = []
    for _, group in groupby(years, key=lambda one: (one.war.id, one.began)):
        run = list(group)
        end = next((one for one in run if one.outcome != "status-quo"), None)
        for one in run:
            until = one.year + horizon - 1
            if end is not None and end.year <= until:
                found.append((one, end.outcome, end.year))
            elif until <= last:
                found.append((one, "status-quo", until))
            else:
                found.append((one, None, last))
    return found


def base_rates(held: Sequence[Window], horizon: int, last: int) -> tuple[Rate, ...]:
    """How wars stood after `horizon` years: over all years of all wars whose window the list sees whole, in the order of `OUTCOMES`."""
    whole = [(one, outcome) for one, outcome, _ in held if one.year + horizon - 1 <= last]
    wars = len({one.war.id for one, _ in whole})
    return tuple(
        Rate(name, sum(outcome == name for _, outcome in whole), len(whole), wars) for name in OUTCOMES
    )


def rates_of(cases: Iterable[PastCase]) -> tuple[Rate, ...]:
    """The outcomes of cases counted; those whose window the list does not see whole are left out, as only what ended early is known of them."""
    told = [case for case in cases if case.whole]
    wars = len({case.war for case in told})
    return tuple(Rate(name, sum(case.outcome == name for case in told), len(told), wars) for name in OUTCOMES)


def most_like(
    held: Sequence[Window],
    situation: Situation,
    horizon: int,
    last: int,
    *,
    without: tuple[str, int],
    most: int = 12,
) -> tuple[PastCase, ...]:
    """The past wars whose situation in one of their years was most like this one, nearest first, each once and with whole windows.

    `without` is the war that is asked about: its id, and the year in which it began under this government. Near means: alike in what is
    fought over, in the troops on either side and those that left, in being a war or a minor conflict; then in how long it has been
    fought and how capable the government is.
    """
    best: dict[tuple[str, int], tuple[float, Window]] = {}
    for window in held:
        one = window[0]
        key = (one.war.id, one.began)
        if key == without or one.year + horizon - 1 > last:
            continue
        far = distance(one.situation, situation)
        if key not in best or far < best[key][0]:
            best[key] = (far, window)
    nearest = sorted(best.values(), key=lambda item: (item[0], -item[1][0].year, item[1][0].war.id))[:most]
    return tuple(_case(one, outcome, until, True, far) for far, (one, outcome, until) in nearest)


def patrons_left(
    held: Sequence[Window], horizon: int, last: int, *, without: tuple[str, int] = ("", 0)
) -> tuple[PastCase, ...]:
    """The governments at war that lost the last troops of other states, or of great powers, while the fighting went on, in order of years.

    Each case is the first year after they had left; `patrons` are those that had troops there in the last year with any.
    """
    found = []
    for key, group in groupby(held, key=lambda item: (item[0].war.id, item[0].began)):
        before = False
        for one, outcome, until in group:
            left = one.situation.patron_left
            if left and not before and key != without:
                found.append(_case(one, outcome, until, one.year + horizon - 1 <= last, 0.0, _gone(one)))
            before = left
    return tuple(sorted(found, key=lambda case: (case.year, case.war)))


def distance(one: Situation, other: Situation) -> float:
    """How unlike two situations are: 1 for each thing that differs, and less for years fought, earlier episodes and capability."""
    first, second = one.values(), other.values()
    same_kind = sum(abs(first[place] - second[place]) for place in (0, 1, 4, 5, 6, 7))
    shades = sum(abs(first[place] - second[place]) for place in (2, 3, 8))
    return same_kind + _LOGS * shades


def _case(
    one: WarYear,
    outcome: Outcome | None,
    until: int,
    whole: bool,
    far: float,
    patrons: tuple[int, ...] | None = None,
) -> PastCase:
    ended_by = ""
    if outcome not in {None, "status-quo"}:
        by_end = one.war.rule is not None and one.war.last in {until, until - 1}
        ended_by = RULES[one.war.rule] if by_end and one.war.rule else RULES["takeover"]
    sent = one.war.government_troops.get(one.year - 1, ()) if patrons is None else patrons
    return PastCase(
        one.war.id,
        one.war.name,
        one.began,
        one.year,
        one.situation,
        outcome,
        until,
        ended_by,
        sent,
        whole,
        far,
    )


def _gone(one: WarYear) -> tuple[int, ...]:
    now = set(one.war.government_troops.get(one.year - 1, ()))
    for year in range(one.year - 2, one.began - 1, -1):
        gone = set(one.war.government_troops.get(year, ())) - now
        if gone:
            return tuple(sorted(gone))
    return ()
