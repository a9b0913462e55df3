"""A model that gives the odds of a rupture or a rapprochement for every tie of a case, learned from its shifts so far.

Shifts are rare, so all ties are learned from together: the odds that a tie shifts in a week, seen from the end of a week some time
before, are a logistic regression on the features of `bedfellows.forecast.shift_features` and the logarithm of the number of weeks between,
drawn towards the same odds for all (a ridge). How hard it draws is chosen by what forecasts of ties that were left out say. The
same forecasts calibrate the odds and give their intervals. The odds of a longer window are those of at least one of its weeks
(discrete-time hazards: Singer & Willett 1993, Journal of Educational Statistics 18).

A week is learned from where it can be said by the cut-off whether a shift happened in it (`ShiftRecord.settled`).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from bedfellows.forecast.calibration import Beta, Interval, Likeness, fit_beta, interval, likeness
from bedfellows.forecast.dyad_history import SHIFTS
from bedfellows.forecast.dyad_model import HeldOut
from bedfellows.forecast.proper_scores import brier, calibration, calibration_error, skill
from bedfellows.forecast.shift_features import GROUPS, PASSING, shift_features
from bedfellows.forecast.shift_record import ShiftRecord

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    _Fit = tuple[float, float, Floats]  # start, weight of the lead, weights of the columns

FEWEST = 10
"""Ties that have shifted that way without which nothing is learned about it."""
TESTED = (1, 4, 13, 52)
"""Windows that are tried, in weeks."""
_WARM = 4  # weeks of record before the first week that is looked on from
_LEADS = (1, 2, 3, 4, 6, 9, 13, 20, 30, 40, 52)  # weeks between what is known and the week that is learned
_MOST_WEEKS = 104  # that are looked on from
_QUIET = 20_000  # rows without a shift that are kept, of all; rather those of ties that are read much
_RIDGES = (300.0, 100.0, 30.0, 10.0)
_STEPS = 25
_LEAD_PULL = 10.0
_FOLDS = 5
_LEAST = 1e-7
_FARTHEST = 3.0  # standard deviations beyond which a feature says no more: few ties are there to learn from
_PULL = 2.0


@dataclass(frozen=True)
class ShiftModel:
    """Made by `train_shifts`. `centre` and `scale` make features comparable; `weights` are theirs, then, for the `PASSING` ones, those of
    their product with the lead; `lead` is that of the logarithm of the lead itself, `start` the log odds of a usual tie in the week ahead.

    `cutoff` is the last day that it has seen anything of, `longest` the longest lead in weeks that it was learned for.
    """

    kind: str
    cutoff: date
    shifts: int
    examples: int
    longest: int
    ridge: float
    start: float
    lead: float
    centre: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    calibration: Beta
    likeness: Likeness
    held_out: tuple[HeldOut, ...]  # of ties that the forecasts had not seen; `days` in whole weeks

    def odds(self, features: Floats, weeks: int) -> Floats:
        """The probability of at least one shift in the coming `weeks`, for each row of features."""

        grown = _at_least_one(
            self._scaled(features), weeks, self.longest, self.start, self.lead, self._weights
        )
        # Calibration must not let a longer window fall below a shorter.
        found: Floats = self.calibration(grown).max(axis=1)
        return found

    def interval(self, probability: float) -> Interval:
        """The 90 % interval of a forecast."""
        return interval(probability, self.likeness)

    def reasons(self, features: Floats) -> tuple[float, dict[str, float]]:
        """The log odds that a tie shifts in the week ahead: where a usual tie starts, and what each kind of reason adds, for one row."""
        shares = _design(self._scaled(features[None, :]), 1)[0] * self._weights
        found: dict[str, float] = {}
        for group, share in zip(_COLUMN_GROUPS, shares.tolist(), strict=True):
            found[group] = found.get(group, 0.0) + share
        return self.start, found

    @cached_property
    def _weights(self) -> Floats:
        import numpy as np

        return np.array(self.weights)

    def _scaled(self, features: Floats) -> Floats:
        import numpy as np

        return _scaled(features, np.array(self.centre), np.array(self.scale))

    def to_json(self) -> str:
        """The model as text, for storing."""
        plain = {name: value for name, value in vars(self).items() if not name.startswith("_")}
        plain |= {"cutoff": self.cutoff.isoformat(), "calibration": asdict(self.calibration)}
        plain |= {"likeness": asdict(self.likeness), "held_out": [asdict(one) for one in self.held_out]}
        return json.dumps(plain)

    @classmethod
    def from_json(cls, text: str) -> ShiftModel:
        """A model that `to_json` wrote."""
        held = json.loads(text)
        lists = {name: tuple(values) for name, values in held["likeness"].items()}
        held |= {name: tuple(held[name]) for name in ("centre", "scale", "weights")}
        return cls(
            **{
                **held,
                "cutoff": date.fromisoformat(held["cutoff"]),
                "calibration": Beta(**held["calibration"]),
                "likeness": Likeness(**lists),
                "held_out": tuple(HeldOut(**one) for one in held["held_out"]),
            }
        )


_PASSES = [place for place, group in enumerate(GROUPS.values()) if group in PASSING]
_EVER = list(GROUPS).index("events ever")
_COLUMN_GROUPS = (*GROUPS.values(), *(list(GROUPS.values())[place] for place in _PASSES))


@dataclass(frozen=True, eq=False)
class _Rows:
    features: Floats
    lead: Ints
    happened: Floats
    weight: Floats
    dyad: Ints


def train_shifts(record: ShiftRecord, kind: str) -> ShiftModel | None:
    """Learn a model of one kind of shift; its cut-off is the record's `as_of`.

    None where fewer than `FEWEST` such shifts are known of weeks that can be learned from.
    """
    import numpy as np

    rows = _rows(record, kind)
    if rows is None or len(np.unique(rows.dyad[rows.happened > 0])) < FEWEST:
        return None
    centre = np.average(rows.features, axis=0, weights=rows.weight)
    spread = np.average((rows.features - centre) ** 2, axis=0, weights=rows.weight)
    scale = np.sqrt(np.maximum(spread, 1e-4))
    scaled = _scaled(rows.features, centre, scale)
    fold = np.random.default_rng(0).permutation(len(record.pairs)) % _FOLDS
    ridge, fits = _chosen(scaled, rows, fold[rows.dyad])
    start, lead, weights = _fitted(scaled, rows, ridge)
    longest = int(rows.lead.max())
    calibrated, classes, tests = _tried(record, kind, fits, fold, centre, scale, longest)
    return ShiftModel(
        kind,
        record.as_of,
        int(((record.kind == SHIFTS.index(kind)) & (record.turned <= record.settled)).sum()),
        len(rows.happened),
        longest,
        ridge,
        start,
        lead,
        tuple(centre.tolist()),
        tuple(scale.tolist()),
        tuple(weights.tolist()),
        calibrated,
        classes,
        tests,
    )


def _rows(record: ShiftRecord, kind: str) -> _Rows | None:
    """A row for each tie, week it is looked on from, and lead; of those without a shift only some, with their weight."""
    import numpy as np

    rng = np.random.default_rng(0)
    first = max(record.begun + _WARM, record.settled - _MOST_WEEKS)
    origins = range(first, record.settled)
    looked = [(origin, shift_features(record, origin)) for origin in origins]
    leads = [sum(origin + lead <= record.settled for lead in _LEADS) for origin in origins]
    chances = [0.1 + np.minimum(np.expm1(found.values[:, _EVER]) / 20, 1.0) for _, found in looked]
    total = sum(float(chance.sum()) * number for chance, number in zip(chances, leads, strict=True))
    parts = []
    for (origin, found), chance in zip(looked, chances, strict=True):
        share = np.minimum(chance * _QUIET / max(total, 1.0), 1.0)
        for lead in _LEADS:
            if origin + lead > record.settled:
                break
            happened = record.happened(kind, origin + lead, origin + lead)[found.dyads]
            keep = np.flatnonzero(happened | (rng.random(len(happened)) < share))
            parts.append(
                (
                    found.values[keep],
                    np.full(len(keep), lead),
                    happened[keep].astype(np.float64),
                    np.where(happened[keep], 1.0, 1 / share[keep]),
                    found.dyads[keep],
                )
            )
    return _Rows(*(np.concatenate(column) for column in zip(*parts, strict=True))) if parts else None


def _scaled(features: Floats, centre: Floats, scale: Floats) -> Floats:
    import numpy as np

    found: Floats = np.clip((features - centre) / scale, -_FARTHEST, _FARTHEST)
    return found


def _design(scaled: Floats, lead: int | Ints) -> Floats:
    """The columns that have a weight: the features, and what passes times the logarithm of the lead."""
    import numpy as np

    passing: Floats = scaled[:, _PASSES] * np.reshape(np.log(lead), (-1, 1))
    return np.hstack([scaled, passing])


def _fitted(scaled: Floats, rows: _Rows, ridge: float, begin: _Fit | None = None) -> _Fit:
    """Start, weight of the lead, and weights of the columns, by Newton's method from `begin` on.

    The products are summed by einsum and not by BLAS, whose threads wait for each other on a busy machine.
    """
    import numpy as np
    from scipy.special import expit, logit

    columns = np.hstack([np.ones((len(scaled), 1)), np.log(rows.lead)[:, None], _design(scaled, rows.lead)])
    pull = np.full(columns.shape[1], ridge)
    pull[:2] = 1e-6, _LEAD_PULL
    usual = float(logit(np.clip(np.average(rows.happened, weights=rows.weight), _LEAST, 0.5)))
    given = np.zeros(columns.shape[1])
    given[0] = usual
    if begin is not None:
        given[0], given[1], given[2:] = begin

    def loss(of: Floats) -> tuple[float, Floats]:
        odds = np.einsum("ij,j->i", columns, of)
        lost = rows.weight * (np.logaddexp(0, odds) - odds * rows.happened)
        return float(lost.sum() + (pull * of**2).sum() / 2), expit(odds)

    value, said = loss(given)
    for _ in range(_STEPS):
        slope = np.einsum("ij,i->j", columns, rows.weight * (said - rows.happened)) + pull * given
        bend = np.einsum("ij,ik->jk", columns * (rows.weight * said * (1 - said))[:, None], columns)
        step = np.linalg.solve(bend + np.diag(pull), slope)
        share = 1.0
        found, said_then = loss(given - step)
        while found > value and share > 1e-3:
            share /= 2
            found, said_then = loss(given - share * step)
        gained = value - found
        if gained <= 0:
            break
        given, value, said = given - share * step, found, said_then
        if gained < 1e-3:
            break
    return float(given[0]), float(given[1]), given[2:]


def _chosen(scaled: Floats, rows: _Rows, fold: Ints) -> tuple[float, list[_Fit]]:
    """The ridge under which ties that were left out are foretold best, and what was learned without each fold under it."""
    import numpy as np

    best: tuple[float, float, list[_Fit]] | None = None
    before: list[_Fit | None] = [None] * _FOLDS
    for ridge in _RIDGES:
        fits, surprise = [], 0.0
        for one in range(_FOLDS):
            there, out = fold != one, fold == one
            given = _fitted(scaled[there], _those(rows, there), ridge, before[one])
            fits.append(given)
            design = _design(scaled[out], rows.lead[out])
            odds = given[0] + given[1] * np.log(rows.lead[out]) + np.einsum("ij,j->i", design, given[2])
            lost = rows.weight[out] * (np.logaddexp(0, odds) - odds * rows.happened[out])
            surprise += float(lost.sum())
        before = list(fits)
        if best is None or surprise < best[0]:
            best = surprise, ridge, fits
    assert best is not None
    return best[1], best[2]


def _those(rows: _Rows, chosen: NDArray[np.bool_]) -> _Rows:
    return _Rows(
        rows.features[chosen],
        rows.lead[chosen],
        rows.happened[chosen],
        rows.weight[chosen],
        rows.dyad[chosen],
    )


def _at_least_one(
    scaled: Floats, weeks: int, longest: int, start: float, lead: float, weights: Floats
) -> Floats:
    """The probability of a shift in the coming week, in the coming two ... in columns; beyond the longest lead at the odds of that."""
    import numpy as np
    from scipy.special import expit

    steady = np.einsum("ij,j->i", scaled, weights[: scaled.shape[1]]) + start
    passing = np.einsum("ij,j->i", scaled[:, _PASSES], weights[scaled.shape[1] :]) + lead
    leads = np.log(np.minimum(np.arange(1, weeks + 1), longest))
    hazard = expit(steady[:, None] + passing[:, None] * leads)
    found: Floats = -np.expm1(np.cumsum(np.log1p(-np.minimum(hazard, 1 - 1e-9)), axis=1))
    return found


def _tried(
    record: ShiftRecord,
    kind: str,
    fits: list[_Fit],
    fold: Ints,
    centre: Floats,
    scale: Floats,
    longest: int,
) -> tuple[Beta, Likeness, tuple[HeldOut, ...]]:
    """What became of forecasts of ties that had been left out: the calibration they ask for, and how they did by window."""
    import numpy as np

    parts = []
    first = max(record.begun + _WARM, record.settled - _MOST_WEEKS)
    for origin in range(first, record.settled, 2):
        found = shift_features(record, origin)
        scaled = _scaled(found.values, centre, scale)
        of = fold[found.dyads]
        for weeks in TESTED:
            if origin + weeks > record.settled or weeks > longest:
                break
            raw = np.zeros(len(scaled))
            for one, given in enumerate(fits):
                raw[of == one] = _at_least_one(scaled[of == one], weeks, longest, *given)[:, -1]
            came = record.happened(kind, origin + 1, origin + weeks)[found.dyads].astype(np.float64)
            number = np.full(len(raw), weeks)
            block = found.dyads * 100_000 + weeks * 1_000 + (origin - first) // weeks
            parts.append((raw, came, number, block))
    raw, happened, weeks_of, block = (np.concatenate(column) for column in zip(*parts, strict=True))
    weight = 2 / np.maximum(weeks_of, 2)  # windows that overlap count once
    calibrated = fit_beta(raw, happened, weight, _PULL)
    put = calibrated(raw)
    classes = likeness(put, happened, np.ones(len(put)), block)
    tests = []
    for weeks in np.unique(weeks_of).tolist():
        rows = weeks_of == weeks
        score = brier(put[rows], happened[rows])
        usual = np.full(int(rows.sum()), happened[rows].mean())
        tests.append(
            HeldOut(
                weeks * 7,
                int(rows.sum()),
                float(happened[rows].mean()),
                score,
                skill(score, brier(usual, happened[rows])),
                calibration_error(calibration(put[rows], happened[rows])),
            )
        )
    return calibrated, classes, tuple(tests)
