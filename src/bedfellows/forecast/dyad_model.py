"""A model that gives the odds of a target for every dyad and horizon, learned from a case's own record up to a cut-off.

Gradient-boosted trees (LightGBM) over the features of `dyad_features` and the horizon. They start from the odds that the dyad's own
rate gives, and learn what speaks for more or less than that. Every training example is a dyad on the eve of a
past day, with what was known then, and what happened in the window after it, all of it before the cut-off. A first model that saw
nothing of the last part of the record is tried on that part; what came of its forecasts calibrates those of the second, which is
learned from all, and gives their intervals.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bedfellows.forecast.calibration import Beta, Interval, Likeness, fit_beta, interval, likeness
from bedfellows.forecast.dyad_features import Group, features_at, groups
from bedfellows.forecast.dyad_history import DyadHistory, Target, number_of
from bedfellows.forecast.proper_scores import brier, calibration, calibration_error, skill

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

HORIZONS = (7, 30, 91, 365)
"""The horizons that are asked for by default: a week, a month, three months, a year."""
FEATURES = (*groups(), "horizon")

_TRAINED = (7, 30, 91, 182, 365)
_STEP = 7
_MOST_ORIGINS = 104
_LOOK_BACK = 35  # days of record before the first training origin
_FEWEST_ORIGINS = 4
_TEST_WEEKS = 4
_QUIET = 60  # a dyad without event for so many days is quiet
_KEEP_QUIET, _KEEP = 0.1, 0.4  # of the examples in which nothing happened
_ROUNDS = 150
_SETTINGS: dict[str, Any] = {
    "objective": "binary",
    "num_leaves": 15,
    "learning_rate": 0.05,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,  # on a machine with other work, waiting for each other costs threads more than they gain
    "verbose": -1,
    "seed": 1,
}


@dataclass(frozen=True, slots=True)
class HeldOut:
    """How a model that had not seen them did on the last windows of one horizon before the cut-off."""

    days: int
    forecasts: int
    happened: float
    brier: float
    skill: float | None  # against the base rate of all dyads
    calibration_error: float


@dataclass(frozen=True)
class DyadModel:
    """Made by `train`. `trees` is LightGBM's text; `cutoff` the last day whose events it has seen."""

    target: Target
    directed: bool
    cutoff: date
    first_origin: int
    origins: int
    examples: int
    trained: tuple[int, ...]  # horizons in days that it was learned for
    tested: tuple[int, ...]  # those that were also held out
    usual: tuple[float, ...]  # log odds of all dyads together, at each learned horizon
    calibration: Beta
    likeness: Likeness
    held_out: tuple[HeldOut, ...]
    trees: str

    @cached_property
    def _booster(self) -> Any:
        import lightgbm

        return lightgbm.Booster(model_str=self.trees)

    def odds(self, features: Floats, days: int) -> Floats:
        """The calibrated probability of the target within `days`, for each row of `Features.values`; it never falls as days grow.

        Between the horizons that were learned, the cumulative hazard is a power of the days. Beyond them it is `_beyond`.
        """
        import numpy as np

        hazard = -np.log1p(-np.minimum(self._learned(features), 1 - 1e-9))
        if len(self.trained) == 1:
            only: Floats = -np.expm1(-hazard[:, 0] * min(days / self.trained[0], 1.0))
            return only
        upper = min(max(int(np.searchsorted(self.trained, days)), 1), len(self.trained) - 1)
        one, other = self.trained[upper - 1], self.trained[upper]
        low, high = np.maximum(hazard[:, upper - 1], 1e-9), np.maximum(hazard[:, upper], 1e-9)
        if days > other:
            further: Floats = -np.expm1(-high * _beyond(high / low, one, other, days))
            return further
        power = np.clip(np.log(high / low) / np.log(other / one), 0, 1)
        near, at = (high, other) if days >= other else (low, one)
        found: Floats = -np.expm1(-near * (days / at) ** power)
        return found

    def interval(self, probability: float, features: Floats, days: int) -> Interval:
        """The 90 % interval of a forecast. Beyond the learned horizons it reaches from no further event to a steady rate."""
        import numpy as np

        longest = self.trained[-1]
        if days <= longest:
            return interval(probability, self.likeness)
        there = float(self.odds(features, longest)[0])
        held = interval(there, self.likeness)
        steady = float(-np.expm1(np.log1p(-min(held.high, 1 - 1e-9)) * days / longest))
        return Interval(min(held.low, probability), max(steady, probability), held.forecasts, held.came_true)

    def reasons(self, features: Floats, days: int) -> tuple[float, dict[Group, float]]:
        """How a forecast comes about, in log odds before calibration: where all dyads start, and what each kind of reason adds.

        It is of the longest learned horizon that is no longer than `days`, or else of the shortest. Shares by Lundberg et al. (2020),
        Nature Machine Intelligence 2; they add up to the forecast.
        """
        horizon = max((one for one in self.trained if one <= days), default=self.trained[0])
        row = _with_horizon(features[None, :], horizon)
        shares = self._booster.predict(row, pred_contrib=True, num_threads=1)[0]
        found: dict[Group, float] = {}
        for group, share in zip(groups().values(), shares, strict=False):
            found[group] = found.get(group, 0.0) + float(share)
        start = self.usual[self.trained.index(horizon)]
        found["record"] += float(_base(row)[0]) - start
        return start + float(shares[-1] + shares[-2]), found

    def _learned(self, features: Floats) -> Floats:
        """Calibrated probabilities at each learned horizon, in columns; none below that of a shorter one."""
        import numpy as np
        from scipy.special import expit

        columns = []
        for days in self.trained:
            rows = _with_horizon(features, days)
            columns.append(expit(_base(rows) + self._booster.predict(rows, raw_score=True, num_threads=1)))
        put = self.calibration(np.stack(columns, axis=1), np.log(np.array(self.trained) / 7))
        found: Floats = np.maximum.accumulate(put, axis=1)
        return found

    def to_json(self) -> str:
        """The model as text, for storing."""
        about = {name: value for name, value in vars(self).items() if not name.startswith("_")}
        plain = {
            name: asdict(value) if name in {"target", "calibration", "likeness"} else value
            for name, value in about.items()
        }
        plain["cutoff"] = self.cutoff.isoformat()
        plain["held_out"] = [asdict(one) for one in self.held_out]
        return json.dumps(plain)

    @classmethod
    def from_json(cls, text: str) -> DyadModel:
        """A model that `to_json` wrote."""
        held = json.loads(text)
        lists = {name: tuple(values) for name, values in held["likeness"].items()}
        return cls(
            **{
                **held,
                "target": Target(**held["target"]),
                "cutoff": date.fromisoformat(held["cutoff"]),
                "trained": tuple(held["trained"]),
                "tested": tuple(held["tested"]),
                "usual": tuple(held["usual"]),
                "calibration": Beta(**held["calibration"]),
                "likeness": Likeness(**lists),
                "held_out": tuple(HeldOut(**one) for one in held["held_out"]),
            }
        )


@dataclass(frozen=True, eq=False)
class _Examples:
    features: Floats
    happened: Floats
    weight: Floats
    origin: Ints
    days: Ints
    dyad: Ints

    def those(self, chosen: NDArray[np.bool_]) -> _Examples:
        return _Examples(
            self.features[chosen],
            self.happened[chosen],
            self.weight[chosen],
            self.origin[chosen],
            self.days[chosen],
            self.dyad[chosen],
        )


def train(history: DyadHistory, target: Target, rounds: int = _ROUNDS) -> DyadModel | None:
    """Learn a model from a history; its cut-off is the history's `as_of`.

    None where the record is too short (fewer than four weekly origins with a month before them), or the target was never seen.
    """
    import numpy as np
    from scipy.special import expit, logit

    end = number_of(history.as_of) + 1 - history.lag  # the first day of which not all is known
    start = history.first + _LOOK_BACK
    horizons = tuple(days for days in _TRAINED if end - days - start >= _FEWEST_ORIGINS * _STEP)
    if not len(history.day) or not horizons:
        return None
    last = end - horizons[0]
    origins = list(range(last, max(start, last - _MOST_ORIGINS * _STEP), -_STEP))[::-1]
    learned = _examples(history, target, origins, horizons, end)
    if not learned.happened.any():
        return None
    tested, held = _held_out_part(learned, horizons, start, end)
    calibrated, classes = Beta(), Likeness((), (), (), (), ())
    tests: tuple[HeldOut, ...] = ()
    if tested:
        before = learned.those(learned.origin + learned.days <= held)
        after = learned.those((learned.origin >= held) & np.isin(learned.days, tested))
        if before.happened.any():
            first = _boosted(before, rounds)
            raw = expit(_base(after.features) + first.predict(after.features, raw_score=True, num_threads=1))
            weeks = np.log(after.days / 7)
            calibrated = fit_beta(raw, after.happened, after.weight * _STEP / after.days, log_weeks=weeks)
            put = calibrated(raw, weeks)
            overlap = after.dyad * 100_000 + after.days * 1_000 + (after.origin - held) // after.days
            classes = likeness(put, after.happened, after.weight, overlap)
            tests = tuple(_tested(after, put, days, before) for days in tested)
    model = _boosted(learned, rounds)
    usual = []
    for days in horizons:
        rows = learned.days == days
        share = np.average(learned.happened[rows], weights=learned.weight[rows])
        usual.append(float(logit(np.clip(share, 1e-6, 1 - 1e-6))))
    return DyadModel(
        target,
        history.directed,
        history.as_of,
        origins[0],
        len(origins),
        len(learned.happened),
        horizons,
        tuple(one.days for one in tests),
        tuple(usual),
        calibrated,
        classes,
        tests,
        model.model_to_string(),
    )


def _held_out_part(
    learned: _Examples, horizons: Sequence[int], start: int, end: int
) -> tuple[tuple[int, ...], int]:
    """The horizons that can be held out, and the day from which on nothing is shown to the first model."""
    room = _TEST_WEEKS * _STEP
    fitting = [days for days in horizons if end - start >= 2 * (days + room)]
    if not fitting:
        return (), end
    held = end - fitting[-1] - room
    return tuple(fitting), held if (learned.origin < held).any() else end


def _examples(
    history: DyadHistory, target: Target, origins: Sequence[int], horizons: Sequence[int], end: int
) -> _Examples:
    """A row for each dyad, origin and horizon whose window ends before `end`; of those without event only some, with their weight."""
    import numpy as np

    rng = np.random.default_rng(0)
    parts: list[tuple[Any, ...]] = []
    quiet_column = FEATURES.index("since_any")
    for origin in origins:
        found = features_at(history, target, origin)
        values = found.values.astype(np.float32)
        share = np.where(values[:, quiet_column] > np.log(_QUIET), _KEEP_QUIET, _KEEP)
        for days in horizons:
            if origin + days > end:
                continue
            happened = history.happened(target, origin, days)[found.dyads]
            keep = np.flatnonzero(happened | (rng.random(len(share)) < share))
            weight = np.where(happened[keep], 1.0, 1 / share[keep])
            column = np.full((len(keep), 1), np.log(days), dtype=np.float32)
            parts.append(
                (
                    np.hstack([values[keep], column]),
                    happened[keep].astype(np.float64),
                    weight,
                    np.full(len(keep), origin),
                    np.full(len(keep), days),
                    found.dyads[keep],
                )
            )
    return _Examples(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _beyond(ratio: Floats, one: int, other: int, days: int) -> Floats:
    """By how much a cumulative hazard grows from `other` to `days`, where it grew by `ratio` from `one` to `other`.

    Had every dyad a steady rate and were all that is known of it a gamma distribution, the cumulative hazard would be a multiple of
    log(1 + days / scale): it grows ever more slowly, as a dyad that stays silent shows that its rate is low (Lomax 1954, JASA 49). The scale is the one
    under which it grows by `ratio`.
    """
    import numpy as np

    scales = np.geomspace(one / 10, other * 1_000, 400)
    ratios = np.log1p(other / scales) / np.log1p(one / scales)
    scale = np.interp(ratio, ratios, scales)
    grown: Floats = np.log1p(days / scale) / np.log1p(other / scale)
    return grown


def _with_horizon(features: Floats, days: int) -> Floats:
    import numpy as np

    return np.hstack([features, np.full((len(features), 1), np.log(days))])


def _base(features: Floats) -> Floats:
    """Where the trees start from: the log odds that the dyad's own rate gives for the horizon, were its events independent."""
    import numpy as np

    hazard = np.exp(features[:, FEATURES.index("rate")] + features[:, FEATURES.index("horizon")])
    return np.log(np.maximum(np.expm1(np.minimum(hazard, 10.0)), 1e-9)).astype(np.float64)


def _boosted(examples: _Examples, rounds: int) -> Any:
    import lightgbm

    data = lightgbm.Dataset(
        examples.features,
        examples.happened,
        weight=examples.weight,
        init_score=_base(examples.features),
        feature_name=list(FEATURES),
    )
    return lightgbm.train(_SETTINGS, data, rounds)


def _tested(after: _Examples, probability: Floats, days: int, before: _Examples) -> HeldOut:
    import numpy as np

    rows, known = after.days == days, before.days == days
    happened, weight = after.happened[rows], after.weight[rows]
    usual = np.average(before.happened[known], weights=before.weight[known]) if known.any() else 0.0
    score = brier(probability[rows], happened, weight)
    return HeldOut(
        days,
        round(float(weight.sum())),
        float(np.average(happened, weights=weight)),
        score,
        skill(score, brier(np.full(len(happened), usual), happened, weight)),
        calibration_error(calibration(probability[rows], happened, weight)),
    )
