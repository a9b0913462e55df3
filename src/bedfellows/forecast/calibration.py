"""Forecasts put right by what came of earlier ones, and how sure one may be of the result.

Beta calibration: Kull, Silva Filho & Flach (2017), AISTATS: the log odds of a forecast p become a log p - b log(1 - p) + c. The three
are held near 1, 1 and 0, which leave forecasts as they are, unless enough held-out forecasts say otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_PULL = 50.0  # how strongly the three are held where they are
_LEAST = 1e-6
_STEP = 0.4  # width of a class of like forecasts, in log odds
_FEWEST = 100.0


@dataclass(frozen=True, slots=True)
class Beta:
    """The numbers of a calibration; `d` is for the logarithm of how many weeks the window has, as bias may grow with it."""

    a: float = 1.0
    b: float = 1.0
    c: float = 0.0
    d: float = 0.0

    def __call__(self, probability: Floats, log_weeks: Floats | float = 0.0) -> Floats:
        """The calibrated probabilities of windows of so many weeks."""
        import numpy as np
        from scipy.special import expit

        held = np.clip(probability, _LEAST, 1 - _LEAST)
        put: Floats = expit(self.a * np.log(held) - self.b * np.log1p(-held) + self.c + self.d * log_weeks)
        return put


def fit_beta(
    probability: Floats,
    happened: Floats,
    weight: Floats,
    pull: float = _PULL,
    log_weeks: Floats | None = None,
) -> Beta:
    """The calibration that held-out forecasts ask for; as they are where there are none. `pull` is how strongly it is held there.

    With `log_weeks`, the logarithm of how many weeks each window has, the bias may differ with that.
    """
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import expit

    if not len(probability):
        return Beta()
    held = np.clip(probability, _LEAST, 1 - _LEAST)
    weeks = np.zeros(len(held)) if log_weeks is None else log_weeks
    parts = np.stack([np.log(held), -np.log1p(-held), np.ones(len(held)), weeks], axis=1)
    middle = np.array([1.0, 1.0, 0.0, 0.0])

    def loss(given: Floats) -> tuple[float, Floats]:
        odds = parts @ given
        off = given - middle
        value = (weight * (np.logaddexp(0, odds) - odds * happened)).sum() + pull / 2 * off @ off
        return float(value), parts.T @ (weight * (expit(odds) - happened)) + pull * off

    limits = (
        (0.0, None),
        (0.0, None),
        (None, None),
        (None, None),
    )  # a higher forecast must not become a lower one
    found = minimize(loss, middle, jac=True, method="L-BFGS-B", bounds=limits).x
    return Beta(*(float(one) for one in found))


@dataclass(frozen=True, slots=True)
class Likeness:
    """Held-out forecasts in classes of like odds: the forecasts' mean, how many came true, and of how many.

    `independent` is how many there are when windows of one dyad that overlap count once.
    """

    lows: tuple[float, ...]  # lower edge of each class, in log odds
    mean: tuple[float, ...]
    yes: tuple[float, ...]
    forecasts: tuple[float, ...]
    independent: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """A 90 % interval for a probability, and the held-out forecasts that it rests on: how many, and how many came true."""

    low: float
    high: float
    forecasts: int
    came_true: int


def likeness(probability: Floats, happened: Floats, weight: Floats, groups: Ints) -> Likeness:
    """The classes of held-out forecasts; those with the same number in `groups` are not independent."""
    import numpy as np
    from scipy.special import logit

    place = np.floor(logit(np.clip(probability, _LEAST, 1 - _LEAST)) / _STEP).astype(int)
    rows = []
    for one in np.unique(place):
        held = place == one
        number = float(weight[held].sum())
        ratio = len(np.unique(groups[held])) / int(held.sum())
        mean = float(np.average(probability[held], weights=weight[held]))
        rows.append(
            (float(one * _STEP), mean, float((weight * happened)[held].sum()), number, number * ratio)
        )
    columns = tuple(zip(*rows, strict=True)) if rows else ((), (), (), (), ())
    return Likeness(*columns)


def interval(probability: float, known: Likeness) -> Interval:
    """Between which probabilities the truth lies, judged by what became of the held-out forecasts most like this one.

    The interval of their frequency (Jeffreys) is moved by the difference, in log odds, between this forecast and their mean. It
    always holds the forecast. Without held-out forecasts it is from 0 to 1.
    """
    import numpy as np
    from scipy.special import expit, logit
    from scipy.stats import beta

    if not known.lows:
        return Interval(0.0, 1.0, 0, 0)
    at = float(logit(min(max(probability, _LEAST), 1 - _LEAST)))
    order = np.argsort([abs(low + _STEP / 2 - at) for low in known.lows], kind="stable")
    chosen: list[int] = []
    for place in order:
        chosen.append(int(place))
        if sum(known.independent[one] for one in chosen) >= _FEWEST:
            break

    def total(of: tuple[float, ...]) -> float:
        return sum(of[one] for one in chosen)

    number, yes = total(known.forecasts), total(known.yes)
    share = total(known.independent) / number
    mean = sum(known.mean[one] * known.forecasts[one] for one in chosen) / number
    low, high = beta.ppf((0.05, 0.95), yes * share + 0.5, (number - yes) * share + 0.5)
    moved = at - float(logit(min(max(mean, _LEAST), 1 - _LEAST)))
    low, high = (float(expit(logit(edge) + moved)) for edge in (low, high))
    return Interval(min(low, probability), max(high, probability), round(number), round(yes))
