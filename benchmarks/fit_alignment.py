"""Fit the parameters of the alignment model to ICEWS14 by maximum likelihood, and write them to the package with --write.

    python benchmarks/fit_alignment.py [FOLDER OF ICEWS14] [--write]

Events from the beginning of 2014 to the end of October (train.txt). Three steps.

1. Weights of event classes: the association model RC(1) of Goodman (1979, doi:10.1080/01621459.1979.10481650), in which a dyad with the
   alignment x has events of class k with a probability proportional to exp(a_k + b_k x). The sum of b_k over the events of a dyad is all
   that its events say of x in that model. Fitted to the pairs of states with five events or more; of those with more than fifty, the
   shares count as fifty events, or two dyads would decide. Moved and stretched so that a mere statement has the weight 0 and the
   greatest is 1.
2. Dynamics and noise of the weekly mean weights, for all channels together and for each: the likelihood of the Kalman filter over all dyads.
3. The odds of friend against foe (`bedfellows.ties.parameters.Stance`): logistic regression on lists of friends and foes (`friends_and_foes.py`),
   with the half-life of the lasting part of step 2. What is usual for pairs with armed groups and for others, which no list
   tells of, is the mean level of step 2. `alignment.py` measures it on pairs that it was not fitted to.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl
from scipy.optimize import minimize
from scipy.stats import nbinom

from bedfellows.actors import Registry, load_registry
from bedfellows.case import CaseStore
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.ingest import ingest_files
from bedfellows.ties import parameters as package
from bedfellows.ties.channels import CHANNELS, CLASS_CHANNELS
from bedfellows.ties.parameters import SORTS, Parameters, Series, to_json
from bedfellows.ties.readings import class_counts, event_readings, sorts_of_pairs
from bedfellows.ties.smoothing import Dynamics, Readings, run_filter
from friends_and_foes import LISTS, Told, fit_stance, friends_and_foes

FEWEST, MOST = 5, 50
LONGEST = 520.0
"""Half-lives up to ten years are tried: ten months cannot tell longer ones apart."""


def class_weights(counts: pl.DataFrame, registry: Registry) -> dict[str, float]:
    """Weights of event classes by RC(1), a statement being 0 and an assault -1."""
    classes = list(CLASS_CHANNELS)
    states = [id_ for id_, actor in registry.actors.items() if actor.kind == "state"]
    table = (
        counts.filter(pl.col("first").is_in(states) & pl.col("second").is_in(states))
        .pivot(on="class", index=["first", "second"], values="events")
        .fill_null(0)
    )
    matrix = table.select(pl.col(one) if one in table.columns else pl.lit(0).alias(one) for one in classes)
    events = matrix.to_numpy().astype(float)
    events = events[events.sum(1) >= FEWEST]
    events *= np.minimum(1, MOST / events.sum(1, keepdims=True))
    size = len(classes)

    def lost(at: np.ndarray) -> tuple[float, np.ndarray]:
        level, slope, x = at[:size], at[size : 2 * size], at[2 * size :]
        eta = level + np.outer(x, slope)
        eta -= eta.max(1, keepdims=True)
        total = np.log(np.exp(eta).sum(1, keepdims=True))
        odd = events - events.sum(1, keepdims=True) * np.exp(eta - total)
        value = (events * (eta - total)).sum() - 0.5 * (x**2).sum() - 0.05 * (slope**2).sum()
        return -value, -np.concatenate([odd.sum(0), odd.T @ x - 0.1 * slope, odd @ slope - x])

    start = np.array([-1.0 if one == "ASSAULT" else 0.5 if one == "AGREE" else 0.0 for one in classes])
    begin = np.concatenate([np.log(events.sum(0) + 1), start, np.zeros(len(events))])
    found = minimize(lost, begin, jac=True, method="L-BFGS-B", options={"maxiter": 2000}).x
    slope = dict(zip(classes, found[size : 2 * size], strict=True))
    sign, zero = (1 if slope["ASSAULT"] < slope["AGREE"] else -1), slope["STATEMENT"]
    unit = sign * max(abs(one - zero) for one in slope.values())
    print(f"weights: {len(events)} pairs of states")
    return {one: float((slope[one] - zero) / unit) for one in classes}


def fit_series(name: str, weeks: pl.DataFrame) -> Series:
    """Mean, dynamics and noise of one kind of series: first, second, week, sort, events, total."""
    weeks = weeks.sort("first", "second", "week")
    number = weeks.select(pl.struct("first", "second").rle_id()).to_series().to_numpy().astype(np.int64)
    value = (weeks["total"] / weeks["events"]).to_numpy()
    sorts = [(weeks["sort"] == sort).to_numpy() for sort in SORTS]
    at, events = weeks["week"].to_numpy().astype(float), weeks["events"].to_numpy().astype(float)

    def made(at_: np.ndarray) -> Series:
        slow, slow_life, fast, fast_life, weekly, single = np.exp(at_[len(SORTS) :])
        life = min(float(fast_life), LONGEST)
        return Series(
            dict(zip(SORTS, map(float, at_), strict=False)),
            Dynamics(float(slow), min(float(slow_life) + life, LONGEST), float(fast), life),
            float(weekly),
            float(single),
        )

    def lost(at_: np.ndarray) -> float:
        if np.any(np.abs(at_[len(SORTS) :]) > 12):
            return 1e12
        one = made(at_)
        readings = Readings(
            number,
            at,
            value - sum(one.means[sort] * of for sort, of in zip(SORTS, sorts, strict=True)),
            np.ones(len(value)),
            one.weekly + one.single / events,
        )
        return -float(run_filter(readings, one.dynamics, smooth=False).log_likelihood.sum())

    means = [np.average(value[of], weights=np.sqrt(events[of])) if of.any() else value.mean() for of in sorts]
    begin = np.array([*means, *np.log([0.05, 100.0, 0.03, 2.0, 0.03, 0.25])])
    started = time.monotonic()
    options = {"maxiter": 3000, "xatol": 0.01, "fatol": 0.05, "adaptive": True}
    best = minimize(lost, begin, method="Nelder-Mead", options=options)
    series = made(best.x)
    print(
        f"{name}: {len(value)} weeks of {number[-1] + 1} dyads, log likelihood {-best.fun:.1f} "
        f"({-lost(begin):.1f} at the start), {best.nfev} tries, {time.monotonic() - started:.0f} s\n  {series}"
    )
    return series


def rare_prior(found: pl.DataFrame, which: str) -> tuple[float, float]:
    """Shape and rate (in weeks) of the Gamma distribution of how many days with rare acts pairs have in a week, by maximum likelihood; of the
    pairs that `FEWEST` events or more tell of. They stand in `bedfellows.ties.change_points`."""
    pairs = (
        found.filter(~pl.col("contact"))
        .group_by("first", "second")
        .agg(pl.col("events", which).sum())
        .filter(pl.col("events") >= FEWEST)
    )
    days = pairs[which].to_numpy()
    weeks = found["week"].n_unique()

    def lost(at: np.ndarray) -> float:
        shape, rate = np.exp(at)
        return -float(nbinom.logpmf(days, shape, rate / (rate + weeks)).sum())

    shape, rate = np.exp(minimize(lost, [0.0, 2.0], method="Nelder-Mead").x)
    print(f"{which}: {len(days)} pairs in {weeks} weeks, shape {shape:.3f}, rate {rate:.1f} weeks")
    return float(shape), float(rate)


def main() -> None:
    """Fit, print, and write where asked to."""
    shared = Path(os.environ.get("BEDFELLOWS_SHARED", Path(__file__).parents[2] / "shared"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=shared / "data" / "icews14")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    registry = load_registry()
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "icews14.duckdb"
        ingest_files(case, find_feed("icews14"), [str(asked.folder / "train.txt")], registry, create=True)
        with CaseStore.open(case) as store:
            weights = class_weights(class_counts(store, registry), registry)
            for name, weight in sorted(weights.items(), key=lambda item: item[1]):
                print(f"  {name:<10} {weight:+.2f}")
            only_weights = Parameters(weights, None, None, {}, "")  # type: ignore[arg-type]
            found = event_readings(store, registry, only_weights)
            sorts = sorts_of_pairs(store, registry, found.select("first", "second").unique())
        for feed in LISTS:
            ingest_files(case, find_feed(feed), [shared / "data" / "peacesciencer"], registry)
        with CaseStore.open(case) as store:
            lists = friends_and_foes(store)
    for which in ("measures", "settlements"):
        rare_prior(found, which)
    found = found.join(sorts, on=["first", "second"])
    keys = ["first", "second", "week", "sort"]
    added = pl.col("events", "total").sum()
    combined = fit_series("combined", found.filter(~pl.col("contact")).group_by(keys).agg(added))
    channels: dict[str, Series] = {}
    for channel in CHANNELS:
        weeks = found.filter(pl.col("channel") == channel).group_by(keys).agg(added)
        if len(weeks):
            channels[channel] = fit_series(channel, weeks)
    usual = {sort: 2 * float(np.arctanh(combined.means[sort])) for sort in ("armed", "other")}
    half_life = combined.dynamics.slow_half_life
    stance = fit_stance(Told(found, lists), found.filter(pl.col("sort") == "states"), half_life, usual)
    fitted_on = "ICEWS14, train.txt: 2014-01-01 to 2014-10-31; stance: ATOP, Thompson, Sakuwa and Suhas, Correlates of War, of 2014"
    made = to_json(Parameters(weights, stance, combined, channels, fitted_on))
    if asked.write:
        target = Path(package.__file__).parent / "data" / "alignment.json"
        target.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
        print(f"written to {target}")


if __name__ == "__main__":
    main()
