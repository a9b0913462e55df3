"""Good partitions quickly: from many random starts, actors move to the camp that costs least until none gains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bedfellows.balance.cycles import Block

if TYPE_CHECKING:
    from bedfellows.balance.cycles import Numbers

FEW, MANY = 24, 200  # starts: most blocks are settled with few
_ROOM = 4_000_000  # numbers held at once: large blocks have fewer starts
_MOST_KEPT = 50


def canonical(camps: Numbers) -> tuple[int, ...]:
    """A partition with its camps numbered in the order in which they come up, so that equal ones look equal."""
    seen: dict[int, int] = {}
    return tuple(seen.setdefault(int(camp), len(seen)) for camp in camps)


def search(block: Block, camps: int, starts: int = MANY, seed: int = 0) -> list[Numbers]:
    """The best partitions found into at most `camps` camps, all of the same price; the same for the same seed."""
    random = np.random.default_rng(seed)
    pull = np.zeros((block.size, block.size))
    first, second = block.ends.T
    pull[first, second] = pull[second, first] = np.where(block.hostile, -block.cost, block.cost)
    starts = max(2, min(starts, 16 + 4 * block.size, _ROOM // (block.size * camps)))
    begin = random.integers(0, camps, (starts, block.size))
    begin[0] = 0  # all in one camp
    settled = _settle(pull, begin, camps)
    apart = settled[:, first] != settled[:, second]
    prices = (apart != block.hostile) @ block.cost
    cheapest = settled[prices == prices.min()]
    unique = np.unique((cheapest - cheapest[:, :1]) % camps, axis=0)
    best = dict.fromkeys(canonical(found) for found in unique)
    return [np.array(partition) for partition in list(best)[:_MOST_KEPT]]


def _settle(pull: Numbers, begin: Numbers, camps: int) -> Numbers:
    """All starts at once: each makes the move that gains most, until it has none."""
    settled = begin.copy()
    active = np.arange(len(begin))
    camp = begin.copy()
    drawn = np.einsum("ij,sjc->sic", pull, np.eye(camps)[camp], optimize=True)  # of each actor to each camp
    while len(active):
        own = np.take_along_axis(drawn, camp[:, :, None], axis=2)
        gain = (drawn - own).reshape(len(active), -1)
        moves = gain.argmax(axis=1)
        rows = np.arange(len(active))
        going = gain[rows, moves] > 0
        settled[active[~going]] = camp[~going]
        active, camp, drawn, moves = active[going], camp[going], drawn[going], moves[going]
        rows = np.arange(len(active))
        mover, target = moves // camps, moves % camps
        drawn[rows, :, camp[rows, mover]] -= pull[mover]
        drawn[rows, :, target] += pull[mover]
        camp[rows, mover] = target
    return settled
