"""Forecasts of shifts by rolling origin: made as they would have been made then, and held against what was seen in hindsight.

As in `bedfellows.forecast.dyad_backtest`, a model is learned at each cut-off and forecasts once a week until the next, each time from the record
as it was on that day. Windows that the last day of the record is too near to judge (`shift_record.SETTLING`) are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bedfellows.forecast.dyad_backtest import Forecasts
from bedfellows.forecast.dyad_history import Target, number_of
from bedfellows.forecast.shift_features import shift_features
from bedfellows.forecast.shift_model import train_shifts
from bedfellows.forecast.shift_odds import shift_references
from bedfellows.forecast.shift_record import SETTLING, ShiftRecord, weeks_in
from bedfellows.ties.readings import week_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def backtest_shifts(
    load: Callable[[date], ShiftRecord | None],
    target: Target,
    horizons: Sequence[int],
    cutoffs: Sequence[date],
    last: date,
) -> Iterator[Forecasts]:
    """The forecasts of a kind of shift from each cut-off to the next, by horizon, for every tie that was read by then.

    Args:
        load: gives the record as it was known at the end of a day.
        target: the kind of shift.
        horizons: in days.
        cutoffs: the days at whose ends models are learned, in order.
        last: the last day of the record.
    """
    import numpy as np

    outcome = load(last)
    if outcome is None:
        return
    there = {pair: number for number, pair in enumerate(outcome.pairs)}
    for cutoff, until in zip(cutoffs, [*cutoffs[1:], last], strict=True):
        known = load(cutoff)
        model = train_shifts(known, target.key) if known else None
        if model is None:
            continue
        for as_of in (cutoff + timedelta(days=7 * number) for number in range((until - cutoff).days // 7)):
            record = load(as_of)
            if record is None:
                continue
            found = shift_features(record, record.now)
            pairs = [record.pairs[dyad] for dyad in found.dyads]
            for days in horizons:
                if as_of + timedelta(days=days) > last - timedelta(days=SETTLING):
                    continue
                weeks = weeks_in(as_of, days)
                simple = shift_references(record, target.key, weeks)
                if simple is None:
                    continue
                happened = _came(outcome, target, as_of, days)
                yield Forecasts(
                    target,
                    days,
                    tuple(a for a, _ in pairs),
                    tuple(b for _, b in pairs),
                    np.full(len(pairs), number_of(as_of) + 1),
                    model.odds(found.values, weeks),
                    np.array([pair in there and happened[there[pair]] for pair in pairs], dtype=float),
                    np.full(len(pairs), simple.overall),
                    simple.base_rate,
                    simple.persistence,
                    simple.before.astype(float),
                    weeks > model.longest,
                )


def _came(outcome: ShiftRecord, target: Target, as_of: date, days: int) -> NDArray[np.bool_]:
    first, last = week_of(as_of) + 1, week_of(as_of + timedelta(days=days))
    return outcome.happened(target.key, first, last)
