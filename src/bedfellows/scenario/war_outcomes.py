"""The odds of how a war stands after some years, with and without a change in who has troops in it, and the past wars they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from bedfellows.errors import InputError
from bedfellows.scenario.endings import OUTCOMES, Outcome, load_takeovers
from bedfellows.scenario.reference_class import (
    PastCase,
    Rate,
    Window,
    base_rates,
    most_like,
    patrons_left,
    rates_of,
    windows,
)
from bedfellows.scenario.war_years import (
    COVARIATES,
    GREAT_POWERS,
    RECENT,
    Situation,
    WarYear,
    going_on,
    patron_left,
    situation,
    war_years,
)
from bedfellows.scenario.wars import War, WarList, as_known

if TYPE_CHECKING:
    from bedfellows.scenario.competing_risks import Array, RiskModel

INTERVAL = 0.9
LONGEST = 20
FIRST_YEAR = 1960  # before, too few wars had ended to fit anything

NO_STATE_FAILURE = (
    "State failure has no odds here: no data in use tell it. Archigos shows one state since 1946 that had no government for more than "
    "180 days (Somalia, 1991 to 2012), and one case is too few. A rebel victory is the nearest outcome that is told."
)


@dataclass(frozen=True, slots=True)
class Odds:
    """The odds of an outcome, and the interval that holds nine tenths of the draws from the posterior."""

    outcome: Outcome
    odds: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Reason:
    """What a covariate does to the odds of each outcome against the war going on, compared with the average war-year: ratios, in the order of
    `OUTCOMES` without the first."""

    covariate: str
    value: float
    ratios: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Support:
    """Which states have troops in a war, on either side: Gleditsch-Ward numbers."""

    government: frozenset[int]
    rebels: frozenset[int]


@dataclass(frozen=True, slots=True)
class Branch:
    """The odds under one support, why, and the past wars most like it. No odds without these."""

    support: Support
    situation: Situation
    odds: tuple[Odds, ...]
    reasons: tuple[Reason, ...]
    like: tuple[PastCase, ...]
    like_rates: tuple[Rate, ...]


@dataclass(frozen=True, slots=True)
class WarForecast:
    """How a war may stand at the end of `until`, if it goes on as it is and, where a change was asked for, with it.

    `known` is the last year whose data had been published by `as_of`; that the war goes on at `as_of` is taken for granted. The change holds from
    the year `since` on.
    `base` are all wars, the first thing to look at; `differences` are of the odds with the change from those without, in the order of `OUTCOMES`.
    `patrons_left` are past governments that lost the troops of their patrons, where the change is of that kind.
    """

    war: str
    conflict: int
    name: str
    place: str
    state: int
    began: int
    as_of: date
    known: int
    horizon: int
    until: int
    since: int
    base: tuple[Rate, ...]
    unchanged: Branch
    changed: Branch | None
    differences: tuple[Odds, ...]
    patrons_left: tuple[PastCase, ...]
    patrons_left_rates: tuple[Rate, ...]
    fitted_on: tuple[int, int]  # years of wars, wars
    state_failure: str
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What was known of wars on a day: the list cut off there, its years, those that go on, and the model fitted to them."""

    listed: WarList
    years: tuple[WarYear, ...]
    going_on: tuple[tuple[War, int], ...]
    model: RiskModel


def known_year(as_of: date) -> int:
    """The last year whose data were out by a day: UCDP publishes a year's data in June of the next."""
    return as_of.year - 1 if as_of >= date(as_of.year, 6, 30) else as_of.year - 2


@lru_cache(maxsize=8)
def known_on(listed: WarList, as_of: date) -> Known:
    """What was known on a day; only that is fitted.

    Raises:
        InputError: the day is too early for a model.
    """
    from bedfellows.scenario.competing_risks import fit

    year = min(known_year(as_of), listed.last)
    if year < FIRST_YEAR:
        raise InputError(
            f"Expected a day from {FIRST_YEAR + 1}-06-30 on, found {as_of}: of the wars that had ended by then there are too few to give odds."
        )
    takeovers = load_takeovers()
    cut = as_known(listed, year)
    years = war_years(cut, takeovers)
    return Known(cut, tuple(years), tuple(going_on(cut, takeovers)), fit(years))


def war_forecast(
    known: Known,
    war: War,
    began: int,
    as_of: date,
    horizon: int = 5,
    change: Support | None = None,
    *,
    since: int | None = None,
    draws: int = 2000,
    seed: int = 1,
) -> WarForecast:
    """The odds of how a war stands `horizon` years from a day on.

    Args:
        known: what was known on that day.
        war: one of `known.going_on`.
        began: the year beside it.
        as_of: the day.
        horizon: years, 1 to 20.
        change: who has troops in it from that day on, if not those that have.
        since: the first year with the change, if not the year of that day.
        draws: from the posterior, for the intervals.
        seed: the same seed gives the same answer.

    Raises:
        InputError: the horizon is out of range, the war is not going on, or `since` is not within the years.
    """
    from bedfellows.scenario.competing_risks import posterior

    if not 1 <= horizon <= LONGEST:
        raise InputError(f"Expected a horizon of 1 to {LONGEST} years, found {horizon}.")
    last = known.listed.last
    if war.last != last:
        raise InputError(
            f"Expected a war that went on in {last}, found {war.name}, which ended in {war.last}."
        )
    first = as_of.year if since is None else since
    if not as_of.year <= first < as_of.year + horizon:
        raise InputError(
            f"Expected a change from {as_of.year} to {as_of.year + horizon - 1}, found one in {first}. Give another year or --horizon."
        )
    weights = posterior(known.model, draws, seed)
    held_windows = _windows(known, horizon)
    held = support_of(war)
    unchanged, plain = _branch(known, war, began, as_of.year, as_of.year, horizon, held, weights)
    changed: Branch | None = None
    differences: tuple[Odds, ...] = ()
    left: tuple[PastCase, ...] = ()
    if change is not None and change != held:
        changed, other = _branch(known, war, began, as_of.year, first, horizon, change, weights)
        differences = _odds(
            other - plain, tuple(b.odds - a.odds for a, b in zip(unchanged.odds, changed.odds, strict=True))
        )
        if patron_left(change.government, [held.government]):
            left = patrons_left(held_windows, horizon, last, without=(war.id, began))
    return WarForecast(
        war.id,
        war.conflict,
        war.name,
        war.place,
        war.state,
        began,
        as_of,
        last,
        horizon,
        as_of.year + horizon - 1,
        first,
        base_rates(held_windows, horizon, last),
        unchanged,
        changed,
        differences,
        left,
        rates_of(left),
        (known.model.years, known.model.wars),
        NO_STATE_FAILURE,
        known.listed.source,
    )


@lru_cache(maxsize=8)
def _windows(known: Known, horizon: int) -> tuple[Window, ...]:
    return tuple(windows(known.years, horizon, known.listed.last))


def what_happened(forecast: WarForecast, listed: WarList) -> tuple[Outcome, int] | None:
    """What became of a forecast by a later list of wars; see `fate`."""
    return fate(listed, forecast.war, forecast.began, forecast.known, forecast.as_of.year, forecast.until)


def fate(
    listed: WarList, war: str, began: int, known: int, since: int, until: int
) -> tuple[Outcome, int] | None:
    """What a list tells of a war from the year `since` to `until`: the outcome and its year; None where it does not tell it yet.

    A war that, as it turned out, was not fought any more in `since` had ebbed away or ended before: that year counts.

    Args:
        listed: the list.
        war: the id of the war.
        began: the first year of it under this government.
        known: the last year of it that was known when it was asked about.
        since: the first year asked about.
        until: the last one.
    """
    years = [
        one
        for one in war_years(listed, load_takeovers())
        if one.war.id == war and one.began == began and one.year > known
    ]
    for one in years:
        if one.outcome != "status-quo" and one.year <= until:
            return one.outcome, max(one.year, since)
    return ("status-quo", until) if any(one.year >= until for one in years) else None


def support_of(war: War) -> Support:
    """Who had troops in a war in the last year that is known."""
    return Support(
        frozenset(war.government_troops.get(war.last, ())), frozenset(war.rebel_troops.get(war.last, ()))
    )


def path_of(
    war: War, began: int, start: int, horizon: int, support: Support, since: int | None = None
) -> list[Situation]:
    """The situation before each year from `start` on. From the year before `since` on (by default `start`) the given support holds; until then, since
    the last year that is known, what was then. How deadly the war is stays as in that year."""
    first = start if since is None else since
    then = situation(war, war.last, began)
    held = support_of(war)

    def government(year: int) -> frozenset[int]:
        if year >= first - 1:
            return support.government
        return frozenset(war.government_troops.get(year, ())) if year <= war.last else held.government

    found = []
    for year in range(start, start + horizon):
        now = government(year - 1)
        before = [government(one) for one in range(max(began, year - 1 - RECENT), year - 1)]
        found.append(
            replace(
                then,
                years=year - began,
                government_troops=bool(now),
                great_power=bool(now & GREAT_POWERS),
                patron_left=patron_left(now, before),
                rebel_troops=bool(support.rebels if year >= first else held.rebels),
            )
        )
    return found


def _branch(
    known: Known,
    war: War,
    began: int,
    start: int,
    since: int,
    horizon: int,
    support: Support,
    weights: Array,
) -> tuple[Branch, Array]:
    """The odds under a support that holds from the year `since` on; the reasons and the past wars are those of that year."""
    import numpy as np

    from bedfellows.scenario.competing_risks import over_years

    model = known.model
    path = path_of(war, began, start, horizon, support, since)
    then = path[since - start]
    values = np.array([one.values() for one in path])
    drawn = over_years(model, values, weights)
    middle = over_years(model, values, model.weights[None])[0]
    like = most_like(_windows(known, horizon), then, horizon, known.listed.last, without=(war.id, began))
    branch = Branch(
        support,
        then,
        _odds(drawn, tuple(float(one) for one in middle)),
        _reasons(model, then),
        like,
        rates_of(like),
    )
    return branch, drawn


def _odds(drawn: Array, middle: Sequence[float]) -> tuple[Odds, ...]:
    import numpy as np

    tail = (1 - INTERVAL) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=0)
    return tuple(
        Odds(outcome, middle[place], float(low[place]), float(high[place]))
        for place, outcome in enumerate(OUTCOMES)
    )


def _reasons(model: RiskModel, first: Situation) -> tuple[Reason, ...]:
    import numpy as np

    values = np.array([first.values()])
    scores = model.standardised(values)[0][1:, None] * model.weights[1:]
    return tuple(
        Reason(name, float(values[0, place]), tuple(float(one) for one in np.exp(scores[place])))
        for place, name in enumerate(COVARIATES)
    )


def effects(model: RiskModel) -> Mapping[str, tuple[float, ...]]:
    """For each covariate, the ratio by which one unit more multiplies the odds of each outcome against the war going on (`OUTCOMES` without the first)."""
    import numpy as np

    ratios = np.exp(model.weights[1:] / model.deviation[:, None])
    return {name: tuple(float(one) for one in ratios[place]) for place, name in enumerate(model.covariates)}
