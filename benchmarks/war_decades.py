"""Do the odds of wars gain if old years count less, or if the odds may drift over the decades?

    python benchmarks/war_decades.py

Victories have become rarer, and a model of 1999 gave too many. This fits the model of `war_outcomes` with years that weigh half as much as those a
half-life later, with a drift (a weight of the decade, in forecasts held where it was in the last year fitted), with both and with neither. They
are compared by rolling origins before 2000 only, each judged on the one-year odds of the five years after it; beside that stands what each would
have scored after 2000, which decides nothing. Lower scores are better; in brackets 95% intervals from a bootstrap over conflicts.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from bedfellows.scenario.competing_risks import PRECISIONS, design
from bedfellows.scenario.endings import OUTCOMES, load_takeovers
from bedfellows.scenario.war_years import COVARIATES, WarYear, war_years
from bedfellows.scenario.wars import as_known, carried_wars

Array = npt.NDArray[np.float64]

SPLIT = 2000
ORIGINS = range(1970, SPLIT, 5)
HALF_LIVES = (None, 40.0, 30.0, 20.0, 10.0)
DRIFTS = (None, 100.0, 30.0, 10.0)
"""Precisions of the prior of the drift of a decade; None: no drift."""
RESAMPLES = 2000


def logs_of(rows: Array, weights: Array) -> Array:
    scores = np.column_stack([np.zeros(len(rows)), rows @ weights])
    top = scores.max(axis=1, keepdims=True)
    logs: Array = scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True))
    return logs


def odds_of(train: list[WarYear], test: list[WarYear], half_life: float | None, drift: float | None) -> Array:
    """The odds that the model fitted to `train` gives for `test`."""
    last = max(one.year for one in train)
    ages = np.array([last - one.year for one in train], dtype=float)
    weigh = np.ones(len(train)) if half_life is None else 0.5 ** (ages / half_life)
    values = design(train)
    mean, deviation = values.mean(axis=0), values.std(axis=0)
    deviation = np.where(deviation > 0, deviation, 1.0)

    def rows_of(held: Array, decades: Array) -> Array:
        rows = np.column_stack([np.ones(len(held)), (held - mean) / deviation])
        return rows if drift is None else np.column_stack([rows, decades])

    rows, later = rows_of(values, -ages / 10), rows_of(design(test), np.zeros(len(test)))
    prior = [1e-3, *(PRECISIONS[name] for name in COVARIATES), *(() if drift is None else (drift,))]
    ridge = np.array(prior)[:, None]
    seen = weigh[:, None] * np.eye(len(OUTCOMES))[[OUTCOMES.index(one.outcome) for one in train]]
    shape = (rows.shape[1], len(OUTCOMES) - 1)

    def loss(flat: Array) -> tuple[float, Array]:
        weights = flat.reshape(shape)
        logs = logs_of(rows, weights)
        slope = rows.T @ (weigh[:, None] * np.exp(logs) - seen)[:, 1:] + ridge * weights
        return -float((seen * logs).sum()) + 0.5 * float((ridge * weights**2).sum()), slope.ravel()

    start = np.zeros(shape)
    counts = seen.sum(axis=0) + 0.5
    start[0] = np.log(counts[1:] / counts[0])
    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 2000})
    return np.exp(logs_of(later, found.x.reshape(shape)))


def scores(
    pairs: Iterable[tuple[list[WarYear], list[WarYear]]], half_life: float | None, drift: float | None
) -> tuple[Array, Array]:
    """Log and Brier score of each forecast."""
    logs, briers = [], []
    for train, test in pairs:
        odds = odds_of(train, test, half_life, drift)
        seen = np.array([OUTCOMES.index(one.outcome) for one in test])
        logs.append(-np.log(odds[np.arange(len(seen)), seen]))
        briers.append(((odds - np.eye(len(OUTCOMES))[seen]) ** 2).sum(axis=1))
    return np.concatenate(logs), np.concatenate(briers)


def gain(ours: Array, plain: Array, conflicts: Array) -> str:
    names, place = np.unique(conflicts, return_inverse=True)
    sums, counts = np.bincount(place, plain - ours), np.bincount(place)
    drawn = np.random.default_rng(1).integers(0, len(names), (RESAMPLES, len(names)))
    low, high = np.quantile(sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1), [0.025, 0.975])
    return f"{(plain - ours).mean():+.4f} [{low:+.4f} to {high:+.4f}]"


def main() -> None:
    """Print it."""
    takeovers = load_takeovers()
    every = war_years(carried_wars(), takeovers)
    before = [
        (
            war_years(as_known(carried_wars(), origin - 1), takeovers),
            [one for one in every if origin <= one.year < min(origin + 5, SPLIT)],
        )
        for origin in ORIGINS
    ]
    after = [
        (
            war_years(as_known(carried_wars(), SPLIT - 1), takeovers),
            [one for one in every if one.year >= SPLIT],
        )
    ]
    conflicts = [
        np.array([one.war.conflict for _, test in pairs for one in test]) for pairs in (before, after)
    ]
    plain = [scores(pairs, None, None) for pairs in (before, after)]
    print(
        f"{len(conflicts[0])} forecasts before {SPLIT}, {len(conflicts[1])} from {SPLIT} on; gain on neither half-life nor drift"
    )
    for half_life, drift in itertools.product(HALF_LIVES, DRIFTS):
        parts = []
        for place, pairs in enumerate((before, after)):
            log, brier = scores(pairs, half_life, drift)
            parts.append(
                f"log {log.mean():.4f} {gain(log, plain[place][0], conflicts[place])}, "
                f"Brier {brier.mean():.4f} {gain(brier, plain[place][1], conflicts[place])}"
            )
        print(
            f"half-life {half_life or 'none':>4}, drift {drift or 'none':>5}: before {parts[0]} | after {parts[1]}"
        )


if __name__ == "__main__":
    main()
