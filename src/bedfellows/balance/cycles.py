"""Blocks of a signed network, and the cycles in them that cannot all be at peace.

A cycle with an odd number of hostile ties cannot be split into two camps without a frustrated tie (Harary 1953); one
with exactly one hostile tie cannot be split into any number of camps (Davis 1967). Every partition leaves at least one
tie of each such cycle frustrated, which bounds the frustration index from below. The cycles that a fractional answer
breaks most are found as shortest paths: in the double cover of the network for two camps (Barahona and Mahjoub 1986,
"On the cut polytope"), among friendly ties alone for many (Demaine et al. 2006, "Correlation clustering in general
weighted graphs").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from bedfellows.balance.signed import SignedNetwork

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

SLACK = 1e-6
_EACH_TIE = 2  # walks round ties that one tie may enter at a time: more say much the same


@dataclass(frozen=True, eq=False)
class Block:
    """A part of a network that no single actor holds together; ties of different blocks share no cycle.

    `actors` and `ties` are numbers of the network; `ends` counts within the block; `cost` is in whole units.
    """

    actors: tuple[int, ...]
    ties: tuple[int, ...]
    ends: Numbers
    hostile: Numbers
    cost: Numbers

    @property
    def size(self) -> int:
        """How many actors."""
        return len(self.actors)

    def frustrated(self, camps: Numbers) -> Numbers:
        """Which ties a partition frustrates: friendly ones between camps and hostile ones within."""
        apart = camps[self.ends[:, 0]] != camps[self.ends[:, 1]]
        return np.asarray(apart != self.hostile)

    def price(self, camps: Numbers) -> int:
        """What the frustrated ties of a partition cost."""
        return int(self.cost[self.frustrated(camps)].sum())


def blocks(network: SignedNetwork, *, weighted: bool) -> tuple[Block, ...]:
    """The biconnected blocks: each can be solved alone, and the answers are glued where blocks share an actor."""
    import networkx

    number = {actor: index for index, actor in enumerate(network.actors)}
    graph = networkx.Graph()
    for index, tie in enumerate(network.ties):
        graph.add_edge(number[tie.a], number[tie.b], index=index)
    found = []
    for edges in networkx.biconnected_component_edges(graph):
        ties = sorted(graph.edges[edge]["index"] for edge in edges)
        found.append(_block(network, number, ties, weighted=weighted))
    return tuple(sorted(found, key=lambda block: block.ties))


def _block(network: SignedNetwork, number: dict[str, int], ties: list[int], *, weighted: bool) -> Block:
    chosen = [network.ties[index] for index in ties]
    actors = tuple(sorted({number[actor] for tie in chosen for actor in tie.pair}))
    local = {actor: index for index, actor in enumerate(actors)}
    return Block(
        actors,
        tuple(ties),
        np.array([[local[number[tie.a]], local[number[tie.b]]] for tie in chosen], dtype=np.int64),
        np.array([tie.weight < 0 for tie in chosen]),
        np.array([tie.units if weighted else 1 for tie in chosen], dtype=np.int64),
    )


def conflicted_triangles(block: Block, *, weak: bool) -> Numbers:
    """The triangles that always hold a frustrated tie, as three numbers of ties each; `weak`: with many camps."""
    between = np.full((block.size, block.size), -1, dtype=np.int64)
    first, second = block.ends.T
    between[first, second] = between[second, first] = np.arange(len(block.ends))
    near = between >= 0
    found = [np.empty((0, 3), dtype=np.int64)]
    for tie, (one, other) in enumerate(block.ends):
        thirds = np.nonzero(near[one] & near[other])[0]
        thirds = thirds[thirds > max(one, other)]
        found.append(
            np.column_stack([np.full(len(thirds), tie), between[one, thirds], between[other, thirds]])
        )
    triangles = np.concatenate(found)
    hostile = block.hostile[triangles].sum(axis=1)
    return np.asarray(triangles[hostile == 1 if weak else hostile % 2 == 1])


def broken_cycles(block: Block, frustrated: Numbers, *, weak: bool) -> list[Numbers]:
    """Conflicted cycles whose ties are, by a fractional answer, frustrated by less than one in sum; one for each
    actor and some ties (two camps) or for each hostile tie (many camps) at most, and none only where there is none at all."""
    lengths = np.maximum(frustrated, 0.0) + 1e-9  # a length of 0 would be no tie to the search
    walks = _friendly_detours(block, lengths) if weak else _odd_walks(block, lengths)
    unique = {tuple(np.sort(walk).tolist()) for walk in walks if len(walk)}
    cycles = [np.array(walk) for walk in sorted(unique)]
    return [cycle for cycle in cycles if frustrated[cycle].sum() < 1 - SLACK]


def _shortest(
    size: int, ends: Numbers, lengths: Numbers, sources: Numbers, limit: float
) -> tuple[Numbers, Numbers]:
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    graph = csr_matrix((lengths, (ends[:, 0], ends[:, 1])), shape=(size, size))
    distances, before = dijkstra(
        graph, directed=False, indices=sources, return_predecessors=True, limit=limit
    )
    return distances, before


def _odd_walks(block: Block, lengths: Numbers) -> Iterable[Numbers]:
    """Shortest closed walks with an odd number of hostile ties, through actors and through ties: in the double cover a hostile tie changes
    sides."""
    size, (first, second) = block.size, block.ends.T
    crossing = block.hostile * size
    ends = np.concatenate(
        [
            np.column_stack([first, second + crossing]),
            np.column_stack([first + size, second + size - crossing]),
        ]
    )
    distances, before = _shortest(2 * size, ends, np.tile(lengths, 2), np.arange(size), 1.0)
    numbered = _numbered(block)

    def walked(start: int, end: int, *more: int) -> Numbers:
        path = _path(before[start], start, end)
        steps = [numbered[one % size, other % size] for one, other in pairwise(path)]
        ties, times = np.unique([*steps, *more], return_counts=True)
        return np.asarray(ties[times % 2 == 1])

    for start in np.nonzero(np.diagonal(distances[:, size:]) < 1)[0]:
        yield walked(int(start), int(start) + size)
    ends_at = np.where(block.hostile, first, first + size)
    around = distances[second, ends_at] + lengths
    used = np.zeros(len(lengths), dtype=np.int64)
    for tie in np.argsort(around, kind="stable")[: np.count_nonzero(around < 1)]:
        if used[tie] < _EACH_TIE:
            ties = walked(int(second[tie]), int(ends_at[tie]), int(tie))
            if (used[ties] < _EACH_TIE).all():
                used[ties] += 1
                yield ties


def _friendly_detours(block: Block, lengths: Numbers) -> Iterable[Numbers]:
    """For each hostile tie the shortest way round it by friendly ties."""
    friendly = np.nonzero(~block.hostile)[0]
    starts = np.unique(block.ends[block.hostile, 0])
    if not len(starts) or not len(friendly):
        return
    distances, before = _shortest(block.size, block.ends[friendly], lengths[friendly], starts, 1.0)
    row = {int(start): index for index, start in enumerate(starts)}
    numbered = _numbered(block)
    for tie in np.nonzero(block.hostile)[0]:
        one, other = (int(end) for end in block.ends[tie])
        if distances[row[one], other] + lengths[tie] < 1:
            path = _path(before[row[one]], one, other)
            yield np.array([tie, *(numbered[step] for step in pairwise(path))])


def _numbered(block: Block) -> dict[tuple[int, int], int]:
    found = {}
    for index, (one, other) in enumerate(block.ends.tolist()):
        found[one, other] = found[other, one] = index
    return found


def _path(before: Numbers, start: int, end: int) -> list[int]:
    path = [end]
    while path[-1] != start:
        path.append(int(before[path[-1]]))
    return path
