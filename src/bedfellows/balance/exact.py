"""The cheapest partition of a block into at most k camps, proven by HiGHS, and the others that cost the same.

The answer is closed in from two sides. From above, by partitions that a local search finds. From below, by a linear
programme over the ties, each frustrated by 0 to 1, in which every conflicted cycle holds at least one in sum; cycles
are added until none is broken (`bedfellows.balance.cycles`). In most real networks the two meet. Where they do not, a
mixed-integer programme closes the gap: the XOR model of Aref, Mason and Wilson (2020, "A modeling and computational
study of the frustration index in signed networks", Networks 75:95-110) for two camps, its assignment form for more
(the k-balanced partition of Davis 1967 and Doreian and Mrvar 1996), both strengthened by the cycles found before, and
with every tie fixed that the reduced costs of the linear programme settle.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bedfellows.balance.cycles import SLACK, Block, broken_cycles, conflicted_triangles
from bedfellows.balance.local_search import FEW, MANY, canonical, search

if TYPE_CHECKING:
    from bedfellows.balance.cycles import Numbers

_EACH_TIE = 4  # triangles that one tie may enter in a round: more say the same again
TRIED_OUT = 2**16  # partitions: where there are no more, those that cost the same are found by trying each
_TIGHT = 1.25  # cycles with more than this in sum do not bind


@dataclass(frozen=True, eq=False)
class Relaxed:
    """What the linear programme says: a lower bound, the reduced cost of each tie, and the cycles that bind."""

    bound: float
    frustrated: Numbers
    reduced: Numbers
    cycles: tuple[Numbers, ...]

    @property
    def whole(self) -> int:
        """The bound, rounded up to whole units."""
        return max(0, _rounded_up(self.bound))


@dataclass(frozen=True, eq=False)
class Solved:
    """The best partition found of a block, its price, and a bound below which no partition can be."""

    camps: Numbers
    price: int
    bound: int
    relaxed: Relaxed
    equals: tuple[Numbers, ...]  # all partitions of this price that the search has met

    @property
    def proven(self) -> bool:
        """Whether nothing cheaper exists."""
        return self.bound >= self.price


def solve(block: Block, k: int, deadline: float) -> Solved:
    """The cheapest partition of a block into at most `k` camps; `deadline` by `time.monotonic`."""
    found = search(block, min(k, block.size), FEW)
    price = block.price(found[0])
    relaxed = relax(block, k, price, deadline)
    if relaxed.whole < price:
        found = search(block, min(k, block.size), MANY)
        price = block.price(found[0])
    if relaxed.whole >= price:
        return Solved(found[0], price, price, relaxed, tuple(found))
    model = _Model(block, k, relaxed, deadline)
    model.at_most(price - 1)
    better = model.solve(minimise=True)
    if better is not None and block.price(better) < price:
        found, price = [better], block.price(better)
    bound = price if model.exhausted else min(price, max(relaxed.whole, model.bound))
    return Solved(found[0], price, bound, relaxed, tuple(found))


def others(block: Block, k: int, solved: Solved, most: int, deadline: float) -> tuple[list[Numbers], bool]:
    """All partitions at the price of the proven best, at most `most`, and whether these are all.

    Two partitions are the same here where they frustrate the same ties.
    """
    known = {block.frustrated(camps).tobytes(): camps for camps in solved.equals}
    if solved.price == 0:
        return list(known.values())[:1], True
    k = min(k, block.size)
    if k ** (block.size - 1) <= TRIED_OUT:
        return _tried_out(block, k, known, solved.price, most)
    model = _Model(block, k, solved.relaxed, deadline)
    model.at_most(solved.price)
    for camps in known.values():
        model.forbid(block.frustrated(camps))
    while len(known) < most:
        another = model.solve(minimise=False)
        if another is None:
            return list(known.values()), model.exhausted
        pattern = block.frustrated(another)
        known[pattern.tobytes()] = another
        model.forbid(pattern)
    return list(known.values())[:most], False


def _tried_out(
    block: Block, k: int, known: dict[bytes, Numbers], price: int, most: int
) -> tuple[list[Numbers], bool]:
    numbers = np.arange(k ** (block.size - 1))
    camps = np.column_stack(
        [np.zeros_like(numbers), *(numbers // k**place % k for place in range(block.size - 1))]
    )
    prices = np.zeros(len(numbers), dtype=np.int64)
    for (one, other), hostile, cost in zip(block.ends, block.hostile, block.cost, strict=True):
        prices += cost * ((camps[:, one] != camps[:, other]) != hostile)
    for partition in camps[prices == price]:
        if len(known) > most:
            break
        known.setdefault(block.frustrated(partition).tobytes(), partition)
    return list(known.values())[:most], len(known) <= most


def price_with(block: Block, k: int, solved: Solved, tie: int, most: int, deadline: float) -> int | None:
    """The least price of a partition that frustrates one tie, where it is at most `most`; else, or where time ran
    out, None."""
    if solved.relaxed.bound + solved.relaxed.reduced[tie] > most + 0.5:
        return None
    model = _Model(block, k, solved.relaxed, deadline)
    model.at_most(most)
    model.fix(tie)
    found = model.solve(minimise=True)
    return block.price(found) if found is not None and model.exhausted else None


def relax(block: Block, k: int, price: int, deadline: float) -> Relaxed:
    """The lower bound by conflicted cycles; stops as soon as it meets `price`."""
    weak, size = k > 2, len(block.ends)
    programme = silent_solver()
    programme.setOptionValue("presolve", "off")  # each round goes on from the basis of the last
    programme.setOptionValue("simplex_dual_edge_weight_strategy", 1)  # Devex: the fastest here
    programme.addVars(size, np.zeros(size), np.ones(size))
    programme.changeColsCost(size, np.arange(size, dtype=np.int32), block.cost.astype(float))
    triangles = conflicted_triangles(block, weak=weak)
    cycles: list[Numbers] = []
    frustrated, reduced, bound = np.zeros(size), block.cost.astype(float), 0.0
    while time.monotonic() < deadline:
        new = _sparse_choice(triangles, frustrated) or broken_cycles(block, frustrated, weak=weak)
        if not new:
            break
        _add_rows(programme, new)
        cycles += new
        programme.setOptionValue(
            "time_limit", programme.getRunTime() + max(deadline - time.monotonic(), 0.01)
        )
        programme.run()
        if not _optimal(programme):
            break
        solution = programme.getSolution()
        frustrated = np.array(solution.col_value)
        bound, reduced = _safe(block, cycles, np.array(solution.row_dual))
        if _rounded_up(bound) >= price:
            break
    binding = tuple(cycle for cycle in cycles if frustrated[cycle].sum() < _TIGHT)
    return Relaxed(bound, frustrated, reduced, binding)


def _safe(block: Block, cycles: list[Numbers], duals: Numbers) -> tuple[float, Numbers]:
    """The bound that the multipliers of the cycles prove by themselves, however exactly they were found (Neumaier and
    Shcherbina 2004, "Safe bounds in linear and mixed-integer linear programming"), and the reduced costs."""
    duals = np.maximum(duals, 0.0)
    reduced = block.cost.astype(float)
    lengths = [len(cycle) for cycle in cycles]
    np.subtract.at(reduced, np.concatenate(cycles), np.repeat(duals, lengths))
    return float(duals.sum() + np.minimum(reduced, 0.0).sum()), reduced


def _rounded_up(bound: float) -> int:
    """Prices are whole: so is the least price above a bound, but for what is lost in sums of many numbers."""
    return math.ceil(bound - SLACK - 1e-9 * abs(bound))


def _sparse_choice(triangles: Numbers, frustrated: Numbers) -> list[Numbers]:
    """Broken triangles, the worst first, each tie in a few of them only."""
    sums = frustrated[triangles].sum(axis=1)
    used = np.zeros(len(frustrated), dtype=np.int64)
    chosen = []
    for index in np.argsort(sums, kind="stable"):
        if sums[index] >= 1 - SLACK:
            break
        triangle = triangles[index]
        if (used[triangle] < _EACH_TIE).all():
            used[triangle] += 1
            chosen.append(triangle)
    return chosen


class _Model:
    """The mixed-integer programme. The first variables are the ties, frustrated or not; then come the camps."""

    def __init__(self, block: Block, k: int, relaxed: Relaxed, deadline: float) -> None:
        self.block, self.k, self.relaxed, self.deadline = block, min(k, block.size), relaxed, deadline
        self.exhausted = False
        self.bound = 0
        self._ties = len(block.ends)
        self._programme = silent_solver()
        self._programme.setOptionValue("mip_rel_gap", 0.0)
        self._programme.setOptionValue("mip_abs_gap", 0.999)  # prices are whole units
        self._programme.setOptionValue("mip_feasibility_tolerance", 1e-9)
        camps = block.size * (1 if self.k == 2 else self.k)
        total = self._ties + camps
        self._programme.addVars(total, np.zeros(total), np.ones(total))
        _make_whole(self._programme, np.arange(self._ties, total, dtype=np.int32))
        if relaxed.cycles:
            _add_rows(self._programme, list(relaxed.cycles))
        degree = np.bincount(block.ends.ravel(), minlength=block.size)
        self._order = np.argsort(-degree, kind="stable")
        if self.k <= 2:
            self._two_camps()
        else:
            self._many_camps()

    def _two_camps(self) -> None:
        at = self._ties
        self._programme.changeColBounds(int(at + self._order[0]), 0.0, 0.0)
        for tie, (one, other) in enumerate(self.block.ends.tolist()):
            x, y = at + one, at + other
            if self.block.hostile[tie]:  # frustrated where both are on the same side
                self._row(1.0, (tie, x, y), (1, 1, 1))
                self._row(-1.0, (tie, x, y), (1, -1, -1))
                self._row(-1.0, (tie, x, y), (-1, 1, -1))
                self._row(-1.0, (tie, x, y), (-1, -1, 1))
            else:
                self._row(0.0, (tie, x, y), (1, -1, 1))
                self._row(0.0, (tie, x, y), (1, 1, -1))
                self._row(0.0, (tie, x, y), (-1, 1, 1))
                self._row(-2.0, (tie, x, y), (-1, -1, -1))

    def _many_camps(self) -> None:
        at, k = self._ties, self.k
        for place, actor in enumerate(self._order.tolist()):
            mine = [at + actor * k + camp for camp in range(k)]
            self._programme.addRow(1.0, 1.0, k, np.array(mine, dtype=np.int32), np.ones(k))
            for camp in range(place + 1, k):  # camps have no names: the first actor is in the first camp
                self._programme.changeColBounds(mine[camp], 0.0, 0.0)
        for tie, (one, other) in enumerate(self.block.ends.tolist()):
            for camp in range(k):
                x, y = at + one * k + camp, at + other * k + camp
                if self.block.hostile[tie]:  # apart = 1 - frustrated
                    self._row(-1.0, (tie, x, y), (-1, -1, 1))
                    self._row(-1.0, (tie, x, y), (-1, 1, -1))
                    self._row(-1.0, (tie, x, y), (1, -1, -1))
                else:
                    self._row(0.0, (tie, x, y), (1, -1, 1))
                    self._row(0.0, (tie, x, y), (1, 1, -1))
                    self._row(-2.0, (tie, x, y), (-1, -1, -1))

    def _row(self, least: float, columns: tuple[int, ...], factors: tuple[float, ...]) -> None:
        self._programme.addRow(
            least, math.inf, len(columns), np.array(columns, dtype=np.int32), np.array(factors, dtype=float)
        )

    def at_most(self, price: int) -> None:
        """Allow partitions up to a price; ties that would cost more than that are settled."""
        ties = np.arange(self._ties, dtype=np.int32)
        self._programme.addRow(-math.inf, price + 0.25, self._ties, ties, self.block.cost.astype(float))
        reach = price + 0.5 - self.relaxed.bound
        for tie in np.nonzero(self.relaxed.reduced > reach)[0]:
            self._programme.changeColBounds(int(tie), 0.0, 0.0)
        for tie in np.nonzero(-self.relaxed.reduced > reach)[0]:
            self._programme.changeColBounds(int(tie), 1.0, 1.0)

    def fix(self, tie: int) -> None:
        """Make one tie frustrated."""
        self._programme.changeColBounds(tie, 1.0, 1.0)

    def forbid(self, frustrated: Numbers) -> None:
        """Rule out the partitions that frustrate just these ties."""
        ties = np.arange(self._ties, dtype=np.int32)
        factors = np.where(frustrated, -1.0, 1.0)
        self._programme.addRow(1.0 - frustrated.sum(), math.inf, self._ties, ties, factors)

    def solve(self, *, minimise: bool) -> Numbers | None:
        """A partition, the cheapest where `minimise`; None where there is none or time ran out (see `exhausted`)."""
        programme = self._programme
        cost = self.block.cost.astype(float) if minimise else np.zeros(self._ties)
        programme.changeColsCost(self._ties, np.arange(self._ties, dtype=np.int32), cost)
        left = self.deadline - time.monotonic()
        self.exhausted = False
        if left <= 0:
            return None
        programme.setOptionValue("time_limit", programme.getRunTime() + left)
        programme.run()
        import highspy

        status, info = programme.getModelStatus(), programme.getInfo()
        self.exhausted = status in (
            highspy.HighsModelStatus.kOptimal,
            highspy.HighsModelStatus.kInfeasible,
        )
        if minimise and math.isfinite(info.mip_dual_bound):
            self.bound = _rounded_up(info.mip_dual_bound)
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        values = np.array(programme.getSolution().col_value)[self._ties :]
        if self.k <= 2:
            return np.array(canonical(np.round(values).astype(np.int64)))
        return np.array(canonical(values.reshape(self.block.size, self.k).argmax(axis=1)))


def silent_solver() -> Any:
    """A new, empty HiGHS that prints nothing."""
    import highspy

    class Quiet(highspy.Highs):
        """HiGHS that says nothing, not even its name when the first is made."""

        def enableCallbacks(self) -> None:  # the first thing its making calls
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()  # type: ignore[no-untyped-call]

    return Quiet()  # type: ignore[no-untyped-call]


def _make_whole(programme: Any, columns: Numbers) -> None:
    import highspy

    kinds = np.full(len(columns), highspy.HighsVarType.kInteger)
    programme.changeColsIntegrality(len(columns), columns, kinds)


def _optimal(programme: Any) -> bool:
    import highspy

    return bool(programme.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def _add_rows(programme: Any, cycles: list[Numbers]) -> None:
    starts = np.cumsum([0, *(len(cycle) for cycle in cycles[:-1])]).astype(np.int32)
    columns = np.concatenate(cycles).astype(np.int32)
    programme.addRows(
        len(cycles),
        np.ones(len(cycles)),
        np.full(len(cycles), math.inf),
        len(columns),
        starts,
        columns,
        np.ones(len(columns)),
    )
