"""The odds that a tie ruptures, or that its two actors come closer, with intervals, reasons and evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from bedfellows.actors import Registry
from bedfellows.case import CaseStore
from bedfellows.errors import InputError
from bedfellows.forecast.dyad_history import SHIFTS, Target
from bedfellows.forecast.dyads import Method, Odds, TargetOdds
from bedfellows.forecast.plain_rates import Rate
from bedfellows.forecast.references import References, simple_references
from bedfellows.forecast.shift_features import shift_features
from bedfellows.forecast.shift_model import ShiftModel, train_shifts
from bedfellows.forecast.shift_reasons import shift_reasons
from bedfellows.forecast.shift_record import ShiftRecord, load_shift_record, weeks_in
from bedfellows.forecast.shift_store import find_shift_model, keep_shift_model

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SHORTEST = 7
"""Days in the shortest horizon: a shift is dated to a week."""
TARGETS = tuple(Target("shift", kind) for kind in SHIFTS)
_RECORD = 4  # weeks without which the simple rules say nothing


@dataclass(frozen=True, slots=True)
class LearnedShifts:
    """A model and the record that it was learned from, to be kept with `keep`."""

    record: ShiftRecord
    model: ShiftModel

    def keep(self, connection: DuckDBPyConnection) -> None:
        """Store the model."""
        keep_shift_model(connection, self.record, self.model)


def shift_odds(
    store: CaseStore,
    registry: Registry,
    pair: tuple[str, str],
    as_of: date,
    targets: Sequence[Target],
    horizons: Sequence[int],
    name: Callable[[str], str],
    on_learning: Callable[[Target], None] | None = None,
) -> tuple[list[TargetOdds], list[LearnedShifts]]:
    """The odds of shifts of two actors (ids) as of the end of a day, and the models that were learned for them; none without events.

    Only what was published by `as_of` is used. A shift counts where the first day of the week that it is dated to lies in the window.

    Raises:
        InputError: a horizon is shorter than a week.
    """
    short = [days for days in horizons if days < SHORTEST]
    if short and targets:
        raise InputError(
            f"Expected at least {SHORTEST} days for the odds of a {targets[0].words}, found {short[0]}: a shift is dated to a week. "
            "Give a longer horizon."
        )
    load = cache(lambda day: load_shift_record(store, registry, day))
    record = load(as_of) if targets else None
    if record is None:
        return [], []
    answers: list[TargetOdds] = []
    learned: list[LearnedShifts] = []
    for target in targets:
        model = find_shift_model(store.connection, load, as_of, target.key)
        if model is None:
            if on_learning is not None:
                on_learning(target)
            model = train_shifts(record, target.key)
            if model is not None:
                learned.append(LearnedShifts(record, model))
        place = record.place(*pair)
        if place is None:
            odds = [_unread(record, target.key, days) for days in sorted(set(horizons))]
            answers.append(TargetOdds(target.key, target.words, tuple(odds), None, 0, 0.0, SHORTEST, ()))
            continue
        answers.append(_of_tie(store, registry, record, place, target, sorted(set(horizons)), model, name))
    return answers, learned


def shift_references(record: ShiftRecord, kind: str, weeks: int) -> References | None:
    """What base rate and persistence say of the coming weeks, by the shifts that are known; None where the record is too short."""
    import numpy as np

    if record.now - record.begun + 1 < _RECORD:
        return None
    turned = (record.kind == SHIFTS.index(kind)) & (record.turned <= record.now)
    dyad = np.concatenate([record.dyad, record.shifted[turned]])
    ages = record.now + 1 - np.concatenate([record.week, record.turned[turned]])
    wanted = np.arange(len(dyad)) >= len(record.dyad)
    return simple_references(dyad, ages, wanted, len(record.pairs), weeks)


def _of_tie(
    store: CaseStore,
    registry: Registry,
    record: ShiftRecord,
    place: int,
    target: Target,
    horizons: Sequence[int],
    model: ShiftModel | None,
    name: Callable[[str], str],
) -> TargetOdds:
    import numpy as np

    found = shift_features(record, record.now)
    row = int(np.searchsorted(found.dyads, place))
    features = found.values[row : row + 1]
    start, shares = model.reasons(features[0]) if model else (0.0, {"level": 0.0, "activity": 0.0})
    odds = tuple(_at_horizon(record, target.key, row, days, model, features) for days in horizons)
    return TargetOdds(
        target.key,
        target.words,
        odds,
        model.cutoff if model else None,
        model.examples if model else 0,
        start,
        SHORTEST,
        shift_reasons(store, registry, record, place, shares, name),
    )


def _at_horizon(
    record: ShiftRecord, kind: str, row: int, days: int, model: ShiftModel | None, features: Floats
) -> Odds:
    weeks = weeks_in(record.as_of, days)
    first, last = record.as_of + timedelta(days=1), record.as_of + timedelta(days=days)
    simple = shift_references(record, kind, weeks)
    base = float(simple.base_rate[row]) if simple else None
    persistence = float(simple.persistence[row]) if simple else None
    if model is None:
        rate = _usual_rate(record, kind, weeks)
        return Odds(
            days, first, last, rate.probability, rate.low, rate.high, "base rate", 0, 0, base, persistence, None
        )  # fmt: skip
    probability = float(model.odds(features, weeks)[0])
    held = model.interval(probability)
    tried = model.held_out[-1].days if model.held_out else 0
    method: Method = (
        "model, extrapolated"
        if weeks > model.longest
        else "shifts of all ties"
        if weeks * 7 <= tried
        else "model, horizon not tested"
    )
    tested = min(model.held_out, key=lambda one: abs(one.days - days)) if weeks * 7 <= tried else None
    return Odds(
        days, first, last, probability, held.low, held.high, method, held.forecasts, held.came_true, base, persistence, tested
    )  # fmt: skip


def _usual_rate(record: ShiftRecord, kind: str, weeks: int) -> Rate:
    """How often any tie that is read of shifted, with Jeffreys' interval for a Poisson rate."""
    import numpy as np

    first = np.full(len(record.pairs), record.now)
    np.minimum.at(first, record.dyad, record.week)
    settled = max(record.settled, record.begun)
    exposure = float(np.maximum(settled - first + 1, 0).sum())
    shifts = int(((record.kind == SHIFTS.index(kind)) & (record.turned <= settled)).sum())
    return _poisson(shifts, exposure, weeks)


def _unread(record: ShiftRecord, kind: str, days: int) -> Odds:
    """The odds of two of whom no event tells: how often pairs shifted that were first read in the latter half of the record, over all pairs
    that were possible."""
    import numpy as np

    weeks, as_of = weeks_in(record.as_of, days), record.as_of
    half = record.now - max((record.now - record.begun + 1) // 2, 1) + 1
    first = np.full(len(record.pairs), record.now)
    np.minimum.at(first, record.dyad, record.week)
    rows = (record.kind == SHIFTS.index(kind)) & (record.turned >= half)
    new = int((first[record.shifted[rows]] >= half).sum())
    actors = len({one for pair in record.pairs for one in pair})
    possible = max(actors * (actors - 1) / 2 - float((first < half).sum()), 1.0)
    rate = _poisson(new, possible * (record.now - half + 1), weeks)
    return Odds(
        days, as_of + timedelta(days=1), as_of + timedelta(days=days), rate.probability, rate.low, rate.high, "new pair", 0, 0,
        rate.probability, rate.probability, None,
    )  # fmt: skip


def _poisson(number: int, exposure: float, weeks: int) -> Rate:
    import numpy as np
    from scipy.stats import gamma

    scale = 1 / max(exposure, 1.0)
    low, high = gamma.ppf((0.05, 0.95), number + 0.5, scale=scale)
    return Rate(*(float(-np.expm1(-rate * weeks)) for rate in ((number + 0.5) * scale, low, high)))
