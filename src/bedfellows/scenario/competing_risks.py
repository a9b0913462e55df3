"""Competing risks in discrete time: what becomes of a war in a year, as a multinomial logit with a Gaussian prior.

The odds of each outcome against the war going on are log-linear in the covariates, which are standardised; the prior (a ridge) has mean 0. Its
precisions are those with the least log score in ten-fold cross-validation, by conflicts and repeated, on the years before 2000, the stronger
where two were equal (benchmarks/war_outcomes.py prints the table). Uncertainty
is the Laplace approximation of the posterior. After Allison, Paul D. (1982), Discrete-Time Methods for the Analysis of Event Histories,
Sociological Methodology 13: 61-98; le Cessie and van Houwelingen (1992), Applied Statistics 41(1): 191-201.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bedfellows.scenario.endings import OUTCOMES
from bedfellows.scenario.war_years import COVARIATES, WarYear

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

PRECISIONS: dict[str, float] = {
    **dict.fromkeys(("over_government", "war", "log_years", "log_earlier"), 3.0),
    **dict.fromkeys(("government_troops", "great_power", "patron_left", "rebel_troops", "capability"), 100.0),
}
_WEAK = 1e-3  # keeps the constants of outcomes that never happened finite


@dataclass(frozen=True, slots=True, eq=False)
class RiskModel:
    """A fitted model. `weights` has a row for the constant and each covariate, and a column for each outcome but the first (the war goes on);
    `root` is a root of the posterior's covariance, of the weights row by row."""

    covariates: tuple[str, ...]
    mean: Array
    deviation: Array
    weights: Array
    root: Array
    years: int
    wars: int
    last: int

    def standardised(self, values: Array) -> Array:
        """Rows of covariates, in the order of `covariates`, as the model's design: a constant, and deviations from the mean."""
        import numpy as np

        return np.column_stack([np.ones(len(values)), (values - self.mean) / self.deviation])


def fit(
    years: Sequence[WarYear],
    precisions: dict[str, float] | None = None,
    covariates: Sequence[str] = COVARIATES,
) -> RiskModel:
    """Fit the model to years of wars.

    Args:
        years: at least two, with at least two outcomes.
        precisions: of the prior, by covariate; those chosen for `PRECISIONS` by default.
        covariates: which of `COVARIATES`.

    Raises:
        ValueError: there is too little to fit.
    """
    import numpy as np
    from scipy.optimize import minimize

    if len({one.outcome for one in years}) < 2:
        raise ValueError("expected years of wars with at least two outcomes")
    values = design(years, covariates)
    mean, deviation = values.mean(axis=0), values.std(axis=0)
    deviation = np.where(deviation > 0, deviation, 1.0)
    rows = np.column_stack([np.ones(len(values)), (values - mean) / deviation])
    observed = np.eye(len(OUTCOMES))[[OUTCOMES.index(one.outcome) for one in years]]
    chosen = precisions or PRECISIONS
    prior = np.array([_WEAK, *(chosen[name] for name in covariates)])[:, None]
    shape = (rows.shape[1], len(OUTCOMES) - 1)

    def loss(flat: Array) -> tuple[float, Array]:
        weights = flat.reshape(shape)
        logs = _log_probabilities(rows, weights)
        value = -float((observed * logs).sum()) + 0.5 * float((prior * weights**2).sum())
        slope = rows.T @ (np.exp(logs) - observed)[:, 1:] + prior * weights
        return value, slope.ravel()

    start = np.zeros(shape)
    counts = observed.sum(axis=0) + 0.5
    start[0] = np.log(counts[1:] / counts[0])
    found = minimize(
        loss,
        start.ravel(),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 2000, "ftol": 1e-12, "gtol": 1e-7},
    )
    weights = found.x.reshape(shape)
    wars = len({(one.war.conflict, one.war.first) for one in years})
    return RiskModel(
        tuple(covariates),
        mean,
        deviation,
        weights,
        _root(rows, weights, prior),
        len(years),
        wars,
        max(one.year for one in years),
    )


def design(years: Sequence[WarYear], covariates: Sequence[str] = COVARIATES) -> Array:
    """The covariates of years of wars, a row each."""
    import numpy as np

    columns = [COVARIATES.index(name) for name in covariates]
    return np.array([one.situation.values() for one in years], dtype=float).reshape(-1, len(COVARIATES))[
        :, columns
    ]


def probabilities(model: RiskModel, values: Array) -> Array:
    """The odds of each of `OUTCOMES` in one year, for rows of covariates in the order of `model.covariates`; each row adds up to 1."""
    import numpy as np

    return np.exp(_log_probabilities(model.standardised(values), model.weights))


@lru_cache(maxsize=4)
def posterior(model: RiskModel, draws: int, seed: int) -> Array:
    """Weights drawn from the posterior: draws x rows x columns of `model.weights`. The same seed gives the same draws."""
    import numpy as np

    normal = np.random.default_rng(seed).standard_normal((draws, model.root.shape[0]))
    return (model.weights.ravel() + normal @ model.root.T).reshape(draws, *model.weights.shape)


def over_years(model: RiskModel, path: Array, weights: Array) -> Array:
    """The odds of how a war stands after the years of a path: it goes on, or which outcome came first.

    Args:
        model: the model.
        path: covariates of each year, a row each.
        weights: draws x rows x columns, from `posterior`; or one draw with the model's own.

    Returns:
        draws x outcomes; each row adds up to 1.
    """
    import numpy as np

    rows = model.standardised(path)
    scores = np.einsum("tp,dpk->dtk", rows, weights)
    scores = np.concatenate([np.zeros((*scores.shape[:2], 1)), scores], axis=2)
    scores -= scores.max(axis=2, keepdims=True)
    odds = np.exp(scores)
    odds /= odds.sum(axis=2, keepdims=True)
    alive = np.ones(len(weights))
    ended = np.zeros((len(weights), odds.shape[2]))
    for year in range(odds.shape[1]):
        ended[:, 1:] += alive[:, None] * odds[:, year, 1:]
        alive = alive * odds[:, year, 0]
    ended[:, 0] = alive
    return ended


def _log_probabilities(rows: Array, weights: Array) -> Array:
    import numpy as np

    scores = np.column_stack([np.zeros(len(rows)), rows @ weights])
    top = scores.max(axis=1, keepdims=True)
    logs: Array = scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True))
    return logs


def _root(rows: Array, weights: Array, prior: Array) -> Array:
    """A root of the inverse of the posterior's curvature, of weights laid out row by row."""
    import numpy as np

    odds = np.exp(_log_probabilities(rows, weights))[:, 1:]
    p, k = weights.shape
    curvature = np.zeros((p, k, p, k))
    for one in range(k):
        for other in range(k):
            scale = odds[:, one] * ((one == other) - odds[:, other])
            curvature[:, one, :, other] = (rows * scale[:, None]).T @ rows
    flat = curvature.reshape(p * k, p * k) + np.diag(np.broadcast_to(prior, (p, k)).ravel())
    root: Array = np.linalg.inv(np.linalg.cholesky(flat)).T
    return root
