"""What a network drawing is made of: actors, the links between them, and how far apart they belong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Node:
    """An actor to draw: `weight` in [0, 1] is how much of the evidence is about it."""

    id: str
    label: str
    kind: str
    weight: float = 0.5


UNJOINED = 0.6  # of the longest path: how far from the others a part stands that no path joins to them


@dataclass(frozen=True, slots=True)
class Link:
    """A tie to draw. `forward` and `backward` say which ends get an arrow head; `strength` is in [0, 1]."""

    source: str
    target: str
    sign: int
    strength: float
    forward: bool = False
    backward: bool = False


def ends_of(nodes: Sequence[Node], links: Sequence[Link]) -> list[tuple[int, int]]:
    """The positions among the nodes of the two ends of each link."""
    at = {node.id: index for index, node in enumerate(nodes)}
    return [(at[link.source], at[link.target]) for link in links]


def path_lengths(count: int, links: Sequence[Link], ends: Sequence[tuple[int, int]]) -> Points:
    """How far apart any two actors should stand: the shortest path, on which hostile ties are longer."""
    import networkx as nx
    import numpy as np

    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    for link, (a, b) in zip(links, ends, strict=True):
        length = 1.0 if link.sign >= 0 else 1.35
        graph.add_edge(a, b, length=min(length, graph.get_edge_data(a, b, {"length": 9.0})["length"]))
    apart = np.zeros((count, count))
    for a, lengths in nx.all_pairs_dijkstra_path_length(graph, weight="length"):
        for b, length in lengths.items():
            apart[a, b] = length
    apart[apart == 0.0] = max(float(apart.max()) * UNJOINED, 1.5)
    np.fill_diagonal(apart, 1.0)
    return apart
