"""Forecasts of dyads by rolling origin: made as they would have been made then, and held against what came.

A model is learned at each cut-off from what was known by then, and forecasts from weekly origins until the next cut-off, each from
the record as it was on its eve.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bedfellows.forecast.dyad_features import features_at
from bedfellows.forecast.dyad_history import DyadHistory, Target, day_of, number_of
from bedfellows.forecast.dyad_model import train
from bedfellows.forecast.proper_scores import (
    Bin,
    brier,
    calibration,
    calibration_error,
    log_score,
    skill,
    skill_interval,
)
from bedfellows.forecast.references import references

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_STEP = 7


@dataclass(frozen=True, eq=False)
class Forecasts:
    """Forecasts of one target and horizon with what came of them; a row for each dyad and origin."""

    target: Target
    days: int
    a: tuple[str, ...]
    b: tuple[str, ...]
    origin: Ints
    probability: Floats
    happened: Floats
    overall: Floats
    base_rate: Floats
    persistence: Floats
    before: Floats
    extrapolated: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the forecasts of a target and horizon did.

    `reference` is the best of the simple rules on these very forecasts, and `skill` is against it, with a 90 % interval by drawing
    anew blocks (a dyad's forecasts in four weeks). `busy_calibration_error` is of forecasts of at least 5 %. `ranked` is how likely one that
    came true was given more than one that did not (the area under the ROC curve); None where all came out alike.
    """

    target: str
    days: int
    origins: int
    forecasts: int
    happened: float
    brier: float
    log_score: float
    reference: str
    skill: float
    skill_low: float
    skill_high: float
    skill_overall: float
    skill_base_rate: float
    skill_persistence: float
    skill_last_window: float
    calibration_error: float
    busy: int
    busy_calibration_error: float
    bins: tuple[Bin, ...]
    extrapolated: bool
    ranked: float | None


def backtest(
    load: Callable[[date], DyadHistory],
    target: Target,
    horizons: Sequence[int],
    cutoffs: Sequence[date],
    last: date,
) -> Iterator[Forecasts]:
    """The forecasts from each cut-off to the next, by horizon.

    Args:
        load: gives the history as it was known at the end of a day.
        target: what is forecast.
        horizons: in days.
        cutoffs: the days at whose ends models are learned, in order.
        last: the last day of the record. Windows that end later are left out.
    """
    import numpy as np

    outcome = load(last)
    for cutoff, until in zip(cutoffs, [*cutoffs[1:], last], strict=True):
        model = train(load(cutoff), target)
        if model is None:
            continue
        for origin in range(number_of(cutoff) + 1, number_of(until) + 1, _STEP):
            history = load(day_of(origin) - timedelta(days=1))
            found = features_at(history, target, origin)
            for days in horizons:
                if origin + days - 1 > number_of(last):
                    continue
                simple = references(history, target, origin, days)
                happened = outcome.happened(target, origin, days)
                pairs = [(history.actors[a], history.actors[b]) for a, b in history.pair[found.dyads]]
                places = [outcome.place(a, b) for a, b in pairs]
                yield Forecasts(
                    target,
                    days,
                    tuple(a for a, _ in pairs),
                    tuple(b for _, b in pairs),
                    np.full(len(pairs), origin),
                    model.odds(found.values, days),
                    np.array([place is not None and happened[place] for place in places], dtype=float),
                    np.full(len(pairs), simple.overall),
                    simple.base_rate,
                    simple.persistence,
                    simple.before.astype(float),
                    days > model.trained[-1],
                )


def verdict(parts: Sequence[Forecasts]) -> Verdict:
    """How forecasts of one target and horizon did, all together."""
    import numpy as np

    def joined(name: str) -> Floats:
        found: Floats = np.concatenate([getattr(part, name) for part in parts])
        return found

    probability, happened, origin = joined("probability"), joined("happened"), joined("origin")
    rules = {
        "overall rate": joined("overall"),
        "base rate": joined("base_rate"),
        "persistence": joined("persistence"),
        "last window": joined("before"),
    }
    losses = {name: (rule - happened) ** 2 for name, rule in rules.items()}
    best = min(losses, key=lambda name: float(losses[name].mean()))
    ours = (probability - happened) ** 2
    dyads = np.array([hash_of(a, b) for part in parts for a, b in zip(part.a, part.b, strict=True)])
    blocks = dyads * 10_000 + (origin - origin.min()) // 28
    low, high = skill_interval(ours, losses[best], blocks)
    bins = calibration(probability, happened)
    busy = probability >= 0.05
    of_busy = calibration(probability[busy], happened[busy])
    score = brier(probability, happened)

    def against(name: str) -> float:
        return skill(score, float(losses[name].mean())) or 0.0

    return Verdict(
        target=parts[0].target.words,
        days=parts[0].days,
        origins=len(np.unique(origin)),
        forecasts=len(happened),
        happened=float(happened.mean()),
        brier=score,
        log_score=log_score(probability, happened),
        reference=best,
        skill=against(best),
        skill_low=low,
        skill_high=high,
        skill_overall=against("overall rate"),
        skill_base_rate=against("base rate"),
        skill_persistence=against("persistence"),
        skill_last_window=against("last window"),
        calibration_error=calibration_error(bins),
        busy=int(busy.sum()),
        busy_calibration_error=calibration_error(of_busy),
        bins=bins,
        extrapolated=any(part.extrapolated for part in parts),
        ranked=_ranked(probability, happened),
    )


def _ranked(probability: Floats, happened: Floats) -> float | None:
    from scipy.stats import rankdata

    yes = float(happened.sum())
    no = len(happened) - yes
    if not yes or not no:
        return None
    return float((rankdata(probability)[happened > 0].sum() - yes * (yes + 1) / 2) / (yes * no))


def hash_of(a: str, b: str) -> int:
    """A number for a dyad that is the same in every run."""
    from zlib import crc32

    return crc32(f"{a}\x1f{b}".encode())
