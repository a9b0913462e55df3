"""Where the actors of a network stand on the page.

The placing is NetworkX's spring layout, evened out by stress majorisation. What is added is only what a graph
library does not know: that labels have a size, and that lines should not run through actors they do not join.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bedfellows.report.graph import Link
from bedfellows.report.labels import Room

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

TURNS = 180  # rounds of pushing apart
MARGIN = 14.0


def spring(count: int, links: Sequence[Link], ends: Sequence[tuple[int, int]], seed: int) -> Points:
    """NetworkX's force-directed layout: friends draw each other in more than foes do."""
    import networkx as nx
    import numpy as np

    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    for link, (a, b) in zip(links, ends, strict=True):
        pull = 0.5 + link.strength if link.sign >= 0 else 0.25
        held = graph.get_edge_data(a, b, {"weight": 0.0})["weight"]
        graph.add_edge(a, b, weight=max(held, pull))
    # Unconnected parts would drift away from each other: a thread to the largest part keeps them on the page.
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    hub = max(parts[0], key=lambda index: (graph.degree(index), -index))
    for part in parts[1:]:
        graph.add_edge(hub, max(part, key=lambda index: (graph.degree(index), -index)), weight=0.15)
    spread = 1.7 / math.sqrt(count)
    placed = nx.spring_layout(graph, k=spread, seed=seed, iterations=120, weight="weight")
    return np.array([placed[index] for index in range(count)], dtype=float)


def evened(points: Points, apart: Points) -> Points:
    """Even out a layout by stress majorisation, so that distance on paper is distance in the network.

    After Gansner, Koren and North, "Graph drawing by stress majorization" (2004), with weights d^-2: the
    crowded middle of a force-directed layout is spread, and leaves that fly off are called back.
    """
    import numpy as np

    count = len(points)
    if count < 3:
        return points
    weight = apart**-2.0
    np.fill_diagonal(weight, 0.0)
    total = weight.sum(axis=1)
    scale = float(
        (weight * apart).sum() and np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2)).mean()
    )
    now = points / max(scale, 1e-9) * float(apart[np.triu_indices(count, 1)].mean())
    for _ in range(200):
        delta = now[:, None, :] - now[None, :, :]
        distance = np.sqrt((delta**2).sum(axis=2))
        np.fill_diagonal(distance, 1.0)
        pull = (weight * apart / np.maximum(distance, 1e-6))[:, :, None] * delta
        moved = ((weight @ now) + pull.sum(axis=1)) / total[:, None]
        step = float(np.abs(moved - now).max())
        now = moved
        if step < 1e-3:
            break
    return now


def fit(points: Points, width: float, height: float, room: Room) -> Points:
    """Turn the layout so that it lies along the longer side of the canvas, and stretch it to fill that."""
    import numpy as np

    centred = points - points.mean(axis=0)
    if len(points) > 2:
        _, axes = np.linalg.eigh(np.cov(centred.T))
        major, minor = axes[:, 1], axes[:, 0]
        # eigenvectors have no sign of their own: fix it, so that the drawing does not depend on the platform
        major, minor = (
            axis * (1.0 if axis[np.argmax(np.abs(axis))] > 0 else -1.0) for axis in (major, minor)
        )
        turned = centred @ np.column_stack([major, minor])
        centred = turned if width >= height else turned[:, ::-1]
    low, high = centred.min(axis=0), centred.max(axis=0)
    span = np.where(high - low < 1e-9, 1.0, high - low)
    part = np.where(high - low < 1e-9, 0.5, (centred - low) / span)
    left, right = room.half.max() + MARGIN, width - room.half.max() - MARGIN
    top, bottom = room.up.max() + MARGIN, height - room.down.max() - MARGIN
    return np.column_stack([left + part[:, 0] * (right - left), top + part[:, 1] * (bottom - top)])


def make_room(
    points: Points, ends: Sequence[tuple[int, int]], width: float, height: float, room: Room
) -> Points:
    """Push apart nodes whose labels overlap, and off the lines that run behind them, until all is clear."""
    import numpy as np

    points = points.copy()
    gap = 10.0
    wide = room.half[:, None] + room.half[None, :] + gap
    middle = (room.down - room.up) / 2  # the box of symbol and label is centred below the symbol
    tall = (room.up + room.down)[:, None] / 2 + (room.up + room.down)[None, :] / 2 + gap
    for turn in range(TURNS):
        centre = points[:, 1] + middle
        dx = points[:, None, 0] - points[None, :, 0]
        dy = centre[:, None] - centre[None, :]
        over_x, over_y = wide - np.abs(dx), tall - np.abs(dy)
        clash = (over_x > 0) & (over_y > 0)
        np.fill_diagonal(clash, val=False)
        sideways = clash & (over_x < over_y * 1.4)
        index = np.arange(len(points))
        tie_break = np.where(index[:, None] > index[None, :], 1.0, -1.0)
        sign_x = np.where(np.abs(dx) < 1e-6, tie_break, np.sign(dx))
        sign_y = np.where(np.abs(dy) < 1e-6, tie_break, np.sign(dy))
        push_x = np.where(sideways, over_x * sign_x, 0.0).sum(axis=1)
        push_y = np.where(clash & ~sideways, over_y * sign_y, 0.0).sum(axis=1)
        shift = np.column_stack([push_x, push_y]) * 0.3
        if turn < TURNS * 0.75:
            shift += _off_lines(points, ends, room) * 0.35
        if not clash.any() and float(np.abs(shift).max()) < 0.3:
            break
        points += np.clip(shift, -40.0, 40.0)
        points[:, 0] = np.clip(points[:, 0], room.half + MARGIN, width - room.half - MARGIN)
        points[:, 1] = np.clip(points[:, 1], room.up + MARGIN, height - room.down - MARGIN)
    return points


def _distances(points: Points, ends: Sequence[tuple[int, int]]) -> tuple[Points, Points, Points]:
    """For each line and node: where along the line the node is nearest, the way from there, and how far."""
    import numpy as np

    a = points[[end[0] for end in ends]]
    b = points[[end[1] for end in ends]]
    along = b - a
    length = np.maximum((along**2).sum(axis=1), 1e-9)
    away = points[None, :, :] - a[:, None, :]
    t = (away * along[:, None, :]).sum(axis=2) / length[:, None]
    nearest = a[:, None, :] + np.clip(t, 0.0, 1.0)[:, :, None] * along[:, None, :]
    offset = points[None, :, :] - nearest
    return t, offset, np.sqrt((offset**2).sum(axis=2))


def _off_lines(points: Points, ends: Sequence[tuple[int, int]], room: Room) -> Points:
    import numpy as np

    if not ends:
        return np.zeros_like(points)
    t, offset, distance = _distances(points, ends)
    near = (t > 0.04) & (t < 0.96)
    for line, (a, b) in enumerate(ends):
        near[line, [a, b]] = False
    want = room.radii[None, :] + 9.0
    lack = np.where(near, np.maximum(want - distance, 0.0), 0.0)
    unit = offset / np.maximum(distance, 1e-6)[:, :, None]
    return np.asarray((unit * lack[:, :, None]).sum(axis=0))


def cost(points: Points, ends: Sequence[tuple[int, int]], room: Room) -> float:
    """What makes a drawing hard to read: overlapping labels, lines through actors, crossings, long lines."""
    import numpy as np

    overlaps = float(np.triu(_overlaps(points, room), 1).sum())
    if not ends:
        return overlaps
    through = float(_through(points, ends, room).sum())
    start, end = points[[e[0] for e in ends]], points[[e[1] for e in ends]]
    length = float(np.sqrt(((end - start) ** 2).sum(axis=1)).sum()) / float(np.ptp(points) + 1.0)
    return 60.0 * overlaps + 20.0 * through + _crossings(start, end, ends) + 0.5 * length


def _overlaps(points: Points, room: Room) -> Points:
    """For each two actors whether the boxes of their symbols and labels overlap."""
    import numpy as np

    middle = points[:, 1] + (room.down - room.up) / 2
    over_x = room.half[:, None] + room.half[None, :] - np.abs(points[:, None, 0] - points[None, :, 0])
    tall = (room.up + room.down) / 2
    over_y = tall[:, None] + tall[None, :] - np.abs(middle[:, None] - middle[None, :])
    return np.asarray((over_x > 1) & (over_y > 1), dtype=float)


def _through(points: Points, ends: Sequence[tuple[int, int]], room: Room) -> Points:
    """For each line and actor whether the line runs through the actor's symbol, though it does not end there."""
    import numpy as np

    t, _, distance = _distances(points, ends)
    through = (t > 0.02) & (t < 0.98) & (distance < room.radii[None, :] + 4.0)
    for line, (a, b) in enumerate(ends):
        through[line, [a, b]] = False
    return np.asarray(through, dtype=float)


def _crossings(start: Points, end: Points, ends: Sequence[tuple[int, int]]) -> float:
    import numpy as np

    def side(p: Points, q: Points, r: Points) -> Points:
        return np.asarray(
            (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1])
            - (q[..., 1] - p[..., 1]) * (r[..., 0] - p[..., 0])
        )

    a, b, c, d = start[:, None], end[:, None], start[None], end[None]
    cross = (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)
    pair = np.array(ends)
    shared = (pair[:, None, :, None] == pair[None, :, None, :]).any(axis=(2, 3))
    return float(np.triu(cross & ~shared, 1).sum())
