"""How good the odds of war outcomes are: fitted to the years before 2000, held against what happened after.

    python benchmarks/war_outcomes.py

Prints: the cross-validation by which the prior was chosen (on the years before 2000 only); log score and Brier score beside the base rate, for one
year and for five, with 95% intervals from a bootstrap over conflicts; what is left without the covariates of support; a table of calibration; how
often the rules for endings agree with UCDP's coding (needs the published files in the folder of BEDFELLOWS_SHARED); one question asked
as of January 2017, with its intervals beside those of a bootstrap; and how long 10,000 draws take for all wars that go on. Lower scores are better.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from datetime import date
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import itertools

import numpy as np

from bedfellows.actors import load_registry
from bedfellows.scenario.competing_risks import (
    PRECISIONS,
    RiskModel,
    design,
    fit,
    over_years,
    posterior,
    probabilities,
)
from bedfellows.scenario.endings import OUTCOMES, load_takeovers, outcome_of
from bedfellows.scenario.reference_class import base_rates, windows
from bedfellows.scenario.war_files import list_from_files
from bedfellows.scenario.war_outcomes import known_on, path_of, support_of
from bedfellows.scenario.war_question import Change, find_wars, war_answer
from bedfellows.scenario.war_years import COVARIATES, WarYear, going_on, war_years
from bedfellows.scenario.wars import as_known, carried_wars

SPLIT = 2000
CORE = ("over_government", "war", "log_years", "log_earlier")
SUPPORT = tuple(name for name in COVARIATES if name not in CORE)
SHARED = Path(os.environ.get("BEDFELLOWS_SHARED") or Path(__file__).parents[2] / "shared")
RESAMPLES = 2000
REPEATS = 6
REFITS = 200
SEED = 1


def log_scores(odds: np.ndarray, seen: np.ndarray) -> np.ndarray:
    return -np.log(odds[np.arange(len(seen)), seen])


def brier_scores(odds: np.ndarray, seen: np.ndarray) -> np.ndarray:
    return ((odds - np.eye(len(OUTCOMES))[seen]) ** 2).sum(axis=1)


def told(years: list[WarYear]) -> np.ndarray:
    return np.array([OUTCOMES.index(one.outcome) for one in years])


def difference(better: np.ndarray, base: np.ndarray, conflicts: np.ndarray) -> tuple[float, float, float]:
    """Mean of base less better, with a 95% interval from resampled conflicts."""
    gain = base - better
    names, place = np.unique(conflicts, return_inverse=True)
    sums = np.bincount(place, gain)
    counts = np.bincount(place)
    drawn = np.random.default_rng(SEED).integers(0, len(names), (RESAMPLES, len(names)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(gain.mean()), float(low), float(high)


def report(title: str, odds: np.ndarray, base: np.ndarray, seen: np.ndarray, conflicts: np.ndarray) -> None:
    print(f"{title}: {len(seen)} forecasts of {len(np.unique(conflicts))} conflicts")
    for name, score in (("log score", log_scores), ("Brier", brier_scores)):
        ours, theirs = score(odds, seen), score(base, seen)
        gain, low, high = difference(ours, theirs, conflicts)
        print(
            f"  {name:9} model {ours.mean():.4f}  base rate {theirs.mean():.4f}  better by {gain:+.4f} [{low:+.4f} to {high:+.4f}]"
            f"  ({gain / theirs.mean():+.1%})"
        )


def cross_validation(years: list[WarYear]) -> None:
    print(
        f"Choosing the prior: 10-fold cross-validation by conflicts on {len(years)} years before {SPLIT}, {REPEATS} foldings; mean log score"
    )
    conflicts = np.array([one.war.conflict for one in years])
    seen = told(years)
    grid = (10.0, 30.0, 60.0, 100.0, 300.0)
    print("  precision of support's weights:" + "".join(f"{value:>9.0f}" for value in grid))
    for core in (1.0, 3.0, 10.0, 30.0):
        cells = []
        for other in grid:
            precisions = {**dict.fromkeys(CORE, core), **dict.fromkeys(SUPPORT, other)}
            scores = []
            for seed in range(REPEATS):
                names = np.random.default_rng(seed).permutation(np.unique(conflicts))
                fold = np.array([int(np.flatnonzero(names == one)[0]) % 10 for one in conflicts])
                for part in range(10):
                    model = fit([one for one, at in zip(years, fold, strict=True) if at != part], precisions)
                    held = [one for one, at in zip(years, fold, strict=True) if at == part]
                    scores.append(log_scores(probabilities(model, design(held)), seen[fold == part]))
            cells.append(float(np.concatenate(scores).mean()))
        print(f"  others {core:>4.0f}:                    " + "".join(f"{cell:>9.4f}" for cell in cells))
    print(f"  in use: others {PRECISIONS['war']:.0f}, support {PRECISIONS['patron_left']:.0f}")


def five_years(model: RiskModel, base: np.ndarray, horizon: int = 5) -> tuple[np.ndarray, ...]:
    """Forecasts from each year since SPLIT for all wars that went on, as they would have been made at its beginning."""
    listed, takeovers = carried_wars(), load_takeovers()
    truth = {
        (one.war.id, one.year): outcome
        for one, outcome, _ in windows(war_years(listed, takeovers), horizon, listed.last)
    }
    odds, seen, conflicts = [], [], []
    for year in range(SPLIT, listed.last - horizon + 2):
        for war, began in going_on(as_known(listed, year - 1), takeovers):
            outcome = truth.get((war.id, year))
            if outcome is None:
                continue
            path = np.array([one.values() for one in path_of(war, began, year, horizon, support_of(war))])
            odds.append(over_years(model, path, model.weights[None])[0])
            seen.append(OUTCOMES.index(outcome))
            conflicts.append(war.conflict)
    return np.array(odds), np.tile(base, (len(odds), 1)), np.array(seen), np.array(conflicts)


def calibration(odds: np.ndarray, seen: np.ndarray) -> None:
    print("Calibration, one year: odds given, and how often it came")
    for place, outcome in enumerate(OUTCOMES):
        given = odds[:, place]
        edges = np.unique(np.quantile(given, [0, 0.25, 0.5, 0.75, 0.9, 1]))
        cells = []
        for low, high in itertools.pairwise(edges):
            inside = (given >= low) & ((given < high) | (high == edges[-1]))
            if inside.any():
                cells.append(
                    f"{given[inside].mean():.3f}/{(seen[inside] == place).mean():.3f} ({inside.sum()})"
                )
        print(f"  {outcome:19}" + "  ".join(cells))


def endings() -> None:
    folder = SHARED / "data" / "peacesciencer"
    if not (folder / "ucdp_acd.csv.gz").exists():
        print(f"Rules for endings: not checked, {folder} is not there; set BEDFELLOWS_SHARED.")
        return
    ruled = list_from_files(
        folder / "ucdp_acd.csv.gz", load_registry(), cow_wars=folder / "cow_war_intra.csv.gz"
    )
    coded = {war.id: war for war in carried_wars().wars if war.rule == "ucdp"}
    pairs: Counter[tuple[str, bool]] = Counter()
    undecided: Counter[str] = Counter()
    for war in ruled.wars:
        if war.id in coded and war.ending and war.rule:
            truth = outcome_of(coded[war.id].ending)
            pairs[war.rule, truth == outcome_of(war.ending)] += 1
            undecided[war.rule] += truth == "low-activity"
    print("Rules for endings, where UCDP codes one, held against it (outcome the same)")
    for rule in ("takeover", "cow", "none"):
        right, wrong = pairs[rule, True], pairs[rule, False]
        if right + wrong:
            print(
                f"  {rule:9} {right} of {right + wrong} ({right / (right + wrong):.0%}); all called undecided: {undecided[rule]}"
            )


def question() -> None:
    as_of, registry = date(2017, 1, 4), load_registry()
    known = known_on(carried_wars(), as_of)
    chosen = find_wars(known, "taliban", registry, as_of)
    (found,) = war_answer(known, registry, as_of, 5, chosen, Change(without=("usa", "nato"))).forecasts
    print(
        f"Afghanistan as of {as_of}, to the end of {found.until}, from data to {found.known}: if the US and NATO stay, if they leave"
    )
    assert found.changed is not None
    for stay, leave in zip(found.unchanged.odds, found.changed.odds, strict=True):
        print(
            f"  {stay.outcome:19} {stay.odds:.2f} [{stay.low:.2f} to {stay.high:.2f}]   {leave.odds:.2f} [{leave.low:.2f} to {leave.high:.2f}]"
        )
    rates = ", ".join(f"{rate.outcome} {rate.count}" for rate in found.patrons_left_rates)
    print(f"  past governments whose patrons left: {rates} of {found.patrons_left_rates[0].of}")
    print("  what happened: the last US troops left in August 2021, and the Taliban took Kabul on the 15th")


def intervals() -> None:
    """The intervals of the question beside those of models fitted anew to resampled conflicts."""
    known = known_on(carried_wars(), date(2017, 1, 4))
    war, began = next(one for one in known.going_on if one[0].conflict == 333)
    path = np.array([one.values() for one in path_of(war, began, 2017, 5, support_of(war))])
    by_conflict: dict[int, list[WarYear]] = {}
    for one in known.years:
        by_conflict.setdefault(one.war.conflict, []).append(one)
    names, random, drawn = sorted(by_conflict), np.random.default_rng(SEED), []
    for _ in range(REFITS):
        model = fit([one for name in random.choice(names, len(names)) for one in by_conflict[name]])
        drawn.append(over_years(model, path, model.weights[None])[0])
    ours = over_years(known.model, path, posterior(known.model, 2000, SEED))
    print(
        f"Intervals (5% to 95%) of the same question, if they stay: ours, and {REFITS} models fitted to resampled conflicts"
    )
    for place, outcome in enumerate(OUTCOMES):
        a, b = np.quantile(ours[:, place], [0.05, 0.95]), np.quantile(np.array(drawn)[:, place], [0.05, 0.95])
        print(f"  {outcome:19} {a[0]:.2f} to {a[1]:.2f}   {b[0]:.2f} to {b[1]:.2f}")


def speed() -> None:
    as_of, registry = date(2024, 6, 30), load_registry()
    start = time.perf_counter()
    known = known_on(carried_wars(), as_of)
    fitted = time.perf_counter()
    answer = war_answer(known, registry, as_of, 5, known.going_on, Change(), draws=10_000)
    done = time.perf_counter()
    print(
        f"Speed: fitted to {known.model.years} years in {fitted - start:.2f} s; {len(answer.forecasts)} wars with 10,000 draws each in "
        f"{done - fitted:.2f} s"
    )


def main() -> None:
    takeovers = load_takeovers()
    before = war_years(as_known(carried_wars(), SPLIT - 1), takeovers)
    after = [one for one in war_years(carried_wars(), takeovers) if one.year >= SPLIT]
    cross_validation(before)
    model = fit(before)
    seen, conflicts = told(after), np.array([one.war.conflict for one in after])
    rates = np.array([rate.share for rate in base_rates(windows(before, 1, SPLIT - 1), 1, SPLIT - 1)])
    base = np.tile(rates, (len(after), 1))
    odds = probabilities(model, design(after))
    report(
        f"One year, fitted before {SPLIT}, tested on {SPLIT} to {carried_wars().last}",
        odds,
        base,
        seen,
        conflicts,
    )
    core = fit(before, covariates=CORE)
    report(
        "  the same without support and capability",
        probabilities(core, design(after, CORE)),
        base,
        seen,
        conflicts,
    )
    long_rates = np.array([rate.share for rate in base_rates(windows(before, 5, SPLIT - 1), 5, SPLIT - 1)])
    report("Five years, fitted and tested likewise", *five_years(model, long_rates))
    calibration(odds, seen)
    endings()
    question()
    intervals()
    speed()


if __name__ == "__main__":
    main()
