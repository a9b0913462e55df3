"""What the alignment model has learned from data: weights of event classes, dynamics, and noise.

`data/alignment.json` holds the numbers, with what they were fitted on and how; `benchmarks/fit_alignment.py` fits them anew and writes
the file. `docs/alignment.md` explains them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bedfellows.ties.smoothing import Dynamics

SORTS = ("states", "armed", "other")
"""Pairs of two states, international organisations or such bodies as the registry knows; pairs with an armed group or a crowd in them; all others."""


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of series, all channels together or one of them.

    `means` are the levels that dyads have before anything is read of them, by the sort of pair (`SORTS`). A week's reading of n events
    has the noise variance `weekly` + `single` / n.
    """

    means: Mapping[str, float]
    dynamics: Dynamics
    weekly: float
    single: float


@dataclass(frozen=True, slots=True)
class Stance:
    """What events say of whether two are friends or foes, as logarithms of the odds of friend against foe.

    A week says what is usual for such a pair and `slope` times the mean of the Goldstein values (in tenths) of its hostile events, all its
    other events counting as 0. `series` has dynamics and noise on that scale.
    """

    slope: float
    series: Series


@dataclass(frozen=True, slots=True)
class Parameters:
    """`weights` of event classes, in [-1, 1]; `stance` for what two are to each other; `combined` for all channels together, `channels` for each."""

    weights: Mapping[str, float]
    stance: Stance
    combined: Series
    channels: Mapping[str, Series]
    fitted_on: str


@cache
def learned() -> Parameters:
    """The parameters that ship with the package."""
    text = files(__package__).joinpath("data/alignment.json").read_text(encoding="utf-8")
    return from_json(json.loads(text))


def from_json(found: Mapping[str, object]) -> Parameters:
    """Parameters from what `to_json` made of them."""
    series = {name: _series(one) for name, one in found["series"].items()}  # type: ignore[attr-defined]
    stance: Mapping[str, float] = found["stance"]  # type: ignore[assignment]
    return Parameters(
        {name: float(weight) for name, weight in found["weights"].items()},  # type: ignore[attr-defined]
        Stance(float(stance["slope"]), _series(stance)),
        series.pop("combined"),
        series,
        str(found["fitted_on"]),
    )


def to_json(parameters: Parameters) -> dict[str, object]:
    """Parameters as data for a JSON file."""
    stance = parameters.stance
    every = {"combined": parameters.combined, **parameters.channels}
    return {
        "fitted_on": parameters.fitted_on,
        "weights": {name: round(weight, 4) for name, weight in parameters.weights.items()},
        "stance": {"slope": round(stance.slope, 6), **_numbers(stance.series)},
        "series": {name: _numbers(one) for name, one in every.items()},
    }


def _series(one: Mapping[str, float]) -> Series:
    dynamics = Dynamics(
        one["slow_variance"], one["slow_half_life"], one["fast_variance"], one["fast_half_life"]
    )
    means = {sort: one[f"mean_{sort}"] for sort in SORTS}
    return Series(means, dynamics, one["weekly_noise"], one["single_noise"])


def _numbers(one: Series) -> dict[str, float]:
    found = {
        **{f"mean_{sort}": one.means[sort] for sort in SORTS},
        "slow_variance": one.dynamics.slow_variance,
        "slow_half_life": one.dynamics.slow_half_life,
        "fast_variance": one.dynamics.fast_variance,
        "fast_half_life": one.dynamics.fast_half_life,
        "weekly_noise": one.weekly,
        "single_noise": one.single,
    }
    return {name: round(value, 6) for name, value in found.items()}
