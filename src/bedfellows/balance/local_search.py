"""Good partitions quickly: from many random starts, actors move to the camp that costs least until none gains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bedfellows.balance.cycles import Block

if TYPE_CHECKING:
    from bedfellows.balance.cycles import Numbers

STARTS = 200  # at most; small blocks need fewer
_MOST_KEPT = 50


def canonical(camps: Numbers) -> tuple[int, ...]:
    """A partition with its camps numbered in the order in which they come up, so that equal ones look equal."""
    seen: dict[int, int] = {}
    return tuple(seen.setdefault(int(camp), len(seen)) for camp in camps)


def search(block: Block, camps: int, seed: int = 0) -> list[Numbers]:
    """The best partitions found into at most `camps` camps, all of the same price; the same for the same seed."""
    random = np.random.default_rng(seed)
    pull = np.zeros((block.size, block.size))
    first, second = block.ends.T
    pull[first, second] = pull[second, first] = np.where(block.hostile, -block.cost, block.cost)
    best: dict[tuple[int, ...], None] = {}
    least: int | None = None
    for start in range(min(STARTS, 16 + 4 * block.size)):
        begin = np.zeros(block.size, dtype=np.int64) if not start else random.integers(0, camps, block.size)
        found = _settle(pull, begin, camps)
        price = block.price(found)
        if least is None or price < least:
            least, best = price, {}
        if price == least and len(best) < _MOST_KEPT:
            best[canonical(found)] = None
        if least == 0:
            break
    return [np.array(partition) for partition in best]


def _settle(pull: Numbers, camp: Numbers, camps: int) -> Numbers:
    everyone = np.arange(len(camp))
    drawn = pull @ np.eye(camps)[camp]  # how much each actor is drawn to each camp
    while True:
        gain = drawn - drawn[everyone, camp][:, None]
        mover, target = divmod(int(gain.argmax()), camps)
        if gain[mover, target] <= 0:
            return camp
        drawn[:, camp[mover]] -= pull[:, mover]
        drawn[:, target] += pull[:, mover]
        camp[mover] = target
