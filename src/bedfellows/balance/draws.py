"""How sure the camps are: the ties are drawn anew within their intervals, and each draw is split into its best camps.

A tie is drawn from a split normal distribution around its weight, each side as wide as the interval says (Wallis 2014,
"The two-piece normal, binormal, or double Gaussian distribution", Statistical Science 29:106-112). A tie may change its
sign, but is never lost: what a draw of 0 leaves has the least weight there is.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from bedfellows.balance.frustration import Frustration, frustration, moved_between
from bedfellows.balance.signed import SCALE, SignedNetwork, SignedTie

DRAWS = 100


@dataclass(frozen=True, slots=True)
class Draws:
    """What the draws say. `together` is, for each pair with a path of ties between them, the share of draws in which they
    are in one camp; `firm` is, for each actor, the share in which it is where the shown partition has it."""

    draws: int
    together: Mapping[tuple[str, str], float]
    firm: Mapping[str, float]
    index_low: float | None  # the middle nine tenths of the index over the draws
    index_high: float | None


def draw_camps(found: Frustration, draws: int = DRAWS, seed: int = 0, seconds: float = 30.0) -> Draws:
    """Draw the ties of a network anew, up to `draws` times or as long as there is time, and split each draw as the
    network was; the same for the same seed where time is not short."""
    network = found.network
    random = np.random.default_rng(seed)
    deadline = time.monotonic() + seconds
    groups = [np.array([found.camp_of[actor] for actor in component]) for component in found.components]
    same = [np.zeros((len(group), len(group)), dtype=np.int64) for group in groups]
    stayed = [np.zeros(len(group), dtype=np.int64) for group in groups]
    indices: list[float] = []
    while len(indices) < draws and (not indices or time.monotonic() < deadline):
        drawn = replace(network, ties=tuple(_drawn(network, tie, random) for tie in network.ties))
        left = max(deadline - time.monotonic(), 0.1)
        split = frustration(drawn, found.k, weighted=found.weighted, time_limit=left, most_optima=1)
        indices.append(split.index)
        for number, component in enumerate(found.components):
            camps = np.array([split.camp_of[actor] for actor in component])
            same[number] += camps[:, None] == camps[None, :]
            stayed[number] += ~np.array(moved_between(groups[number], camps))
    count = len(indices)
    return Draws(
        count,
        {
            (a, b): float(same[number][i, j] / count)
            for number, component in enumerate(found.components)
            for i, a in enumerate(component)
            for j, b in enumerate(component)
            if i < j
        },
        {
            actor: float(stayed[number][place] / count)
            for number, component in enumerate(found.components)
            for place, actor in enumerate(component)
        },
        float(np.quantile(indices, 0.05)),
        float(np.quantile(indices, 0.95)),
    )


def _drawn(network: SignedNetwork, tie: SignedTie, random: np.random.Generator) -> SignedTie:
    step = abs(float(random.standard_normal()))
    below = float(random.random())
    reach = NormalDist().inv_cdf(0.5 + network.level / 2)
    low, high = max(tie.weight - tie.low, 0.0) / reach, max(tie.high - tie.weight, 0.0) / reach
    if low + high == 0:
        return tie
    down = below < low / (low + high)
    weight = min(1.0, max(-1.0, tie.weight - step * low if down else tie.weight + step * high))
    return replace(tie, weight=weight or 0.1 / SCALE)
