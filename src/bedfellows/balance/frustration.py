"""The frustration index of a signed network, and the camps of the partition that attains it.

The index is the least number, or the least weight, of ties that stand against a partition into at most k camps:
friendly ties between camps and hostile ties within (Harary 1959 and Zaslavsky 1987 for two camps; Davis 1967 and Doreian
and Mrvar 1996, "A partitioning approach to structural balance", for k). Removing or flipping just these ties balances
the network. It is exact: either proven, or given with the bound that is proven and the gap between.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from bedfellows.balance.cycles import Block, blocks
from bedfellows.balance.exact import Solved, others, price_with, solve
from bedfellows.balance.local_search import canonical
from bedfellows.balance.signed import SCALE, SignedNetwork, SignedTie

if TYPE_CHECKING:
    from bedfellows.balance.cycles import Numbers

TIME_LIMIT = 30.0
MOST_OPTIMA = 20
"""So many partitions of the same price are looked for in each block."""
OPTIMA_LIMIT = 5.0
"""Seconds for that, at most."""


@dataclass(frozen=True, slots=True)
class Part:
    """A block that has been solved, with the optimal partitions of it that are known (the shown one first)."""

    block: Block
    solved: Solved
    optima: tuple[tuple[int, ...], ...]
    complete: bool


@dataclass(frozen=True)
class Frustration:
    """The index and a partition that attains it.

    `index` is in ties, or in weight where `weighted`; no partition is below `bound`, so that the index is proven where
    the two are one. `camps` are the camps, the largest first in each part of the network; actors of different
    `components` have no path of ties between them, so that nothing says whether their camps are one. `frustrated` are
    the ties that stand against the partition. `optima` counts the partitions known that are as good (those that frustrate other ties), `complete`
    whether these are all; `unique` is None where that is not known. Actors in `movable` change camps in some of them.
    """

    network: SignedNetwork
    k: int
    weighted: bool
    index: float
    bound: float
    camps: tuple[tuple[str, ...], ...]
    components: tuple[tuple[str, ...], ...]
    frustrated: tuple[SignedTie, ...]
    optima: int
    complete: bool
    unique: bool | None
    movable: tuple[str, ...]
    seconds: float
    parts: tuple[Part, ...]

    @property
    def proven(self) -> bool:
        """Whether the index is known to be the least."""
        return self.bound >= self.index

    @property
    def gap(self) -> float:
        """How far the index may be above the least, as a share of it."""
        return (self.index - self.bound) / self.index if self.index > self.bound else 0.0

    @property
    def balance(self) -> float:
        """1 for a balanced network, 0 for one that is as frustrated as can be: 1 - 2 x index / all ties (Aref and
        Wilson 2018, "Measuring partial balance in signed networks"); the scale is theirs for two camps."""
        total = sum(tie.units / SCALE if self.weighted else 1 for tie in self.network.ties)
        return 1 - 2 * self.index / total if total else 1.0

    @cached_property
    def camp_of(self) -> dict[str, int]:
        """The number of each actor's camp, from 0; actors without ties have none."""
        return {actor: number for number, camp in enumerate(self.camps) for actor in camp}

    @cached_property
    def shares(self) -> dict[tuple[str, str], float]:
        """In which share of the optimal partitions known each tie is frustrated; ties that never are left out."""
        found = {}
        for part in self.parts:
            patterns = np.array([part.block.frustrated(np.array(camps)) for camps in part.optima])
            for tie, share in zip(part.block.ties, patterns.mean(axis=0).tolist(), strict=True):
                if share:
                    found[self.network.ties[tie].pair] = share
        return found

    def drop(self, tie: SignedTie, deadline: float | None = None) -> float | None:
        """By how much the index falls when a tie is removed; None where that could not be told in time.

        It falls by the tie's whole cost where some optimal partition frustrates it. Else it falls by as much as that
        exceeds what it takes to frustrate it.
        """
        unit = SCALE if self.weighted else 1
        cost = tie.units if self.weighted else 1
        if tie.pair in self.shares:
            return cost / unit if self.proven else None
        part, place = self._where[tie.pair]
        if not part.solved.proven:
            return None
        if part.solved.price == 0 or (part.complete and not self.weighted):
            return 0.0
        until = time.monotonic() + TIME_LIMIT if deadline is None else deadline
        least = price_with(part.block, self.k, part.solved, place, part.solved.price + cost - 1, until)
        if least is None:
            return 0.0 if time.monotonic() < until else None
        return (part.solved.price + cost - least) / unit

    @cached_property
    def _where(self) -> dict[tuple[str, str], tuple[Part, int]]:
        return {
            self.network.ties[tie].pair: (part, place)
            for part in self.parts
            for place, tie in enumerate(part.block.ties)
        }


def frustration(
    network: SignedNetwork,
    k: int = 2,
    *,
    weighted: bool = True,
    time_limit: float = TIME_LIMIT,
    most_optima: int = MOST_OPTIMA,
) -> Frustration:
    """The frustration index for at most `k` camps, with a partition that attains it.

    Args:
        network: the ties.
        k: how many camps at most, two or more.
        weighted: count weights (to the third decimal); else ties.
        time_limit: seconds; then up to five more for the search for other partitions that are as good.
        most_optima: how many of those to look for in each block; with 1 none is looked for.

    Raises:
        ValueError: fewer than two camps.
    """
    if k < 2:
        raise ValueError(f"Expected two camps or more, found {k}.")
    begun = time.monotonic()
    solved = [(block, solve(block, k, begun + time_limit)) for block in blocks(network, weighted=weighted)]
    deadline = time.monotonic() + min(OPTIMA_LIMIT, time_limit)
    parts = tuple(_part(block, one, k, most_optima, deadline) for block, one in solved)
    camp_of = _glued(network, parts, k)
    components = _components(network)
    unit = SCALE if weighted else 1
    optima = 1
    for part in parts:
        optima *= len(part.optima)
    complete = all(part.complete for part in parts)
    return Frustration(
        network,
        k,
        weighted,
        sum(part.solved.price for part in parts) / unit,
        sum(part.solved.bound for part in parts) / unit,
        _camps(components, camp_of),
        components,
        tuple(tie for tie in network.ties if (camp_of[tie.a] != camp_of[tie.b]) != (tie.weight < 0)),
        optima,
        complete,
        _unique(parts, k, optima, complete=complete),
        tuple(
            sorted(_movable(network, parts) | (_free(network, camp_of, components, k) if k > 2 else set()))
        ),
        time.monotonic() - begun,
        parts,
    )


def _part(block: Block, solved: Solved, k: int, most: int, deadline: float) -> Part:
    shown = canonical(solved.camps)
    if most <= 1 or not solved.proven:
        return Part(block, solved, (shown,), complete=False)
    found, complete = others(block, k, solved, most, deadline)
    equals = dict.fromkeys([shown, *sorted(canonical(camps) for camps in found)])
    patterns: dict[bytes, tuple[int, ...]] = {}
    for camps in equals:
        patterns.setdefault(block.frustrated(np.array(camps)).tobytes(), camps)
    return Part(block, solved, tuple(patterns.values())[:most], complete)


def _glued(network: SignedNetwork, parts: Sequence[Part], k: int) -> dict[str, int]:
    """One camp for each actor with ties, from the blocks: they are renamed so that the actors they share agree."""
    of_actor: dict[int, list[int]] = defaultdict(list)
    for number, part in enumerate(parts):
        for actor in part.block.actors:
            of_actor[actor].append(number)
    camp: dict[int, int] = {}
    seen: set[int] = set()
    for first in range(len(parts)):
        queue = deque([first] if first not in seen else [])
        seen.add(first)
        while queue:
            part = parts[queue.popleft()]
            own = dict(zip(part.block.actors, part.optima[0], strict=True))
            renamed = {own[actor]: camp[actor] for actor in own if actor in camp}
            free = [number for number in range(k) if number not in renamed.values()]
            for actor, number in own.items():
                if number not in renamed:
                    renamed[number] = free.pop(0)
                camp[actor] = renamed[number]
            for actor in own:
                fresh = [number for number in of_actor[actor] if number not in seen]
                seen.update(fresh)
                queue.extend(fresh)
    return {network.actors[actor]: number for actor, number in camp.items()}


def _components(network: SignedNetwork) -> tuple[tuple[str, ...], ...]:
    import networkx

    graph = networkx.Graph(tie.pair for tie in network.ties)
    found = [tuple(sorted(component)) for component in networkx.connected_components(graph)]
    return tuple(sorted(found, key=lambda component: (-len(component), component)))


def _camps(components: Sequence[tuple[str, ...]], camp_of: dict[str, int]) -> tuple[tuple[str, ...], ...]:
    """Each component's camps by themselves: nothing joins those of different ones."""
    camps: list[tuple[str, ...]] = []
    for component in components:
        within: dict[int, list[str]] = defaultdict(list)
        for actor in component:
            within[camp_of[actor]].append(actor)
        camps += sorted(map(tuple, within.values()), key=lambda camp: (-len(camp), camp))
    return tuple(camps)


def _unique(parts: Sequence[Part], k: int, optima: int, *, complete: bool) -> bool | None:
    if optima > 1:
        return False
    if k > 2 and (_glue_is_loose(parts) or any(_recolourable(part, k) for part in parts)):
        return False
    return True if complete else None


def _glue_is_loose(parts: Sequence[Part]) -> bool:
    """With three camps or more, two blocks that share an actor and have other camps beside its own can be put together
    in several ways."""
    split = [set(part.block.actors) for part in parts if len(set(part.optima[0])) > 1]
    whole = [set(part.block.actors) for part in parts if len(set(part.optima[0])) == 1]
    merged: list[set[int]] = []
    for group in whole:  # blocks of a single camp join what hangs on them
        joined = [other for other in merged if other & group]
        merged = [other for other in merged if not other & group] + [group.union(*joined)]
    for index, one in enumerate(split):
        for other in split[index + 1 :]:
            if one & other or any(group & one and group & other for group in merged):
                return True
    return False


def _recolourable(part: Part, k: int) -> bool:
    """Whether the same ties can be frustrated by other camps: pieces held together by what is not apart, coloured anew
    so that those that are apart differ."""
    camps = np.array(part.optima[0])
    first, second = part.block.ends.T
    apart = camps[first] != camps[second]
    import networkx

    joined = networkx.Graph()
    joined.add_nodes_from(range(part.block.size))
    joined.add_edges_from(part.block.ends[~apart].tolist())
    piece = {
        actor: number
        for number, actors in enumerate(networkx.connected_components(joined))
        for actor in actors
    }
    edges = {frozenset((piece[one], piece[other])) for one, other in part.block.ends[apart].tolist()}
    rivals: dict[int, set[int]] = {number: set() for number in set(piece.values())}
    for one, other in edges:
        rivals[one].add(other)
        rivals[other].add(one)
    return _colourings(rivals, k) > 1


def _colourings(rivals: dict[int, set[int]], k: int) -> int:
    """How many ways there are to colour with at most k colours that have no names; counts to two."""
    order = sorted(rivals, key=lambda piece: -len(rivals[piece]))
    colour: dict[int, int] = {}

    def count(place: int, used: int) -> int:
        if place == len(order):
            return 1
        taken = {colour[other] for other in rivals[order[place]] if other in colour}
        found = 0
        for own in range(min(used + 1, k)):
            if own not in taken:
                colour[order[place]] = own
                found += count(place + 1, max(used, own + 1))
                del colour[order[place]]
                if found > 1:
                    break
        return found

    return count(0, 0)


def _movable(network: SignedNetwork, parts: Sequence[Part]) -> set[str]:
    return {
        network.actors[actor]
        for part in parts
        for other in part.optima[1:]
        for actor, moved in zip(
            part.block.actors, moved_between(np.array(part.optima[0]), np.array(other)), strict=True
        )
        if moved
    }


def _free(
    network: SignedNetwork, camp_of: dict[str, int], components: Sequence[tuple[str, ...]], k: int
) -> set[str]:
    """Actors that may change camps, alone or with those they are joined to within their camp, at no cost. With two
    camps that would frustrate other ties, and is found among the optima; with more it need not."""
    import networkx

    joined = networkx.Graph()
    joined.add_nodes_from(camp_of)
    joined.add_edges_from(tie.pair for tie in network.ties if camp_of[tie.a] == camp_of[tie.b])
    pieces = [{actor} for actor in camp_of]
    pieces += [set(piece) for piece in networkx.connected_components(joined) if len(piece) > 1]
    own_part = {actor: set(component) for component in components for actor in component}
    free: set[str] = set()
    for piece in pieces:
        some = next(iter(piece))
        others = own_part[some] - piece
        if not others:
            continue
        drawn = [0] * k
        for actor in piece:
            for other in network.neighbours[actor] - piece:
                tie = network.of_pair[min(actor, other), max(actor, other)]
                drawn[camp_of[other]] += tie.units * tie.sign
        if drawn.count(max(drawn)) > 1 and drawn[camp_of[some]] == max(drawn):
            free |= piece
    return free


def moved_between(shown: Numbers, other: Numbers) -> list[bool]:
    """Who is in another camp, when the camps of two partitions are matched so that as few as can be have moved."""
    from scipy.optimize import linear_sum_assignment

    shown, other = np.array(canonical(shown)), np.array(canonical(other))
    camps = int(max(shown.max(), other.max())) + 1
    overlap = np.zeros((camps, camps), dtype=np.int64)
    np.add.at(overlap, (shown, other), 1)
    rows, columns = linear_sum_assignment(-overlap)
    match = dict(zip(columns.tolist(), rows.tolist(), strict=True))
    return [match[int(theirs)] != int(own) for own, theirs in zip(shown, other, strict=True)]
