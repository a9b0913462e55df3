"""The network as a drawing: symbols, labels, curves and arrow heads, ready to be written as SVG.

Several layouts from fixed starts are tried; the one with the fewest crossings and the clearest lines is kept.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedfellows.report.curves import PlacedLink, curves_of, signs, traces
from bedfellows.report.graph import Link, Node, ends_of, path_lengths
from bedfellows.report.labels import (
    LINE_HEIGHT,
    Room,
    baselines,
    boxes,
    label_lines,
    labels_above,
    text_width,
)
from bedfellows.report.placement import MARGIN, cost, evened, fit, make_room, spring

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

STARTS = 12  # layouts tried; half as many for large networks


@dataclass(frozen=True, slots=True)
class PlacedNode:
    """A node with its place, its outline as an SVG path, and its label cut into lines."""

    node: Node
    x: float
    y: float
    radius: float
    outline: str
    lines: tuple[tuple[float, str], ...]  # baseline and text


@dataclass(frozen=True, slots=True)
class Drawing:
    """A network laid out on a canvas of `width` by `height` units."""

    width: float
    height: float
    nodes: tuple[PlacedNode, ...]
    links: tuple[PlacedLink, ...]


def draw(nodes: Sequence[Node], links: Sequence[Link], widths: Sequence[float]) -> tuple[Drawing, ...]:
    """Lay out the network on a canvas of each given width; the heights follow from what there is to draw.

    The same nodes and links in the same order always give the same drawings.
    """
    if not nodes:
        return tuple(Drawing(width, 0.0, (), ()) for width in widths)
    ends = ends_of(nodes, links)
    apart = path_lengths(len(nodes), links, ends)
    starts = STARTS if len(nodes) <= 30 else STARTS // 2
    layouts = [evened(spring(len(nodes), links, ends, seed), apart) for seed in range(starts)]
    return tuple(_draw(nodes, links, ends, layouts, width) for width in widths)


def _draw(
    nodes: Sequence[Node],
    links: Sequence[Link],
    ends: Sequence[tuple[int, int]],
    layouts: Sequence[Points],
    width: float,
) -> Drawing:
    import numpy as np

    labels = [label_lines(node.label) for node in nodes]
    radii = np.array([9.0 + 8.0 * math.sqrt(min(max(node.weight, 0.0), 1.0)) for node in nodes])
    half = np.array([max(max(text_width(line) for line in lines) / 2, 18.0) + 5.0 for lines in labels])
    below = np.array([LINE_HEIGHT * len(lines) + 5.0 for lines in labels])
    room = Room(radii, half, radii + 5.0, radii + below)
    height = _height(width, room, len(links))
    best: tuple[float, Points] | None = None
    for layout in layouts:
        points = make_room(fit(layout, width, height, room), ends, width, height, room)
        price = cost(points, ends, room)
        if best is None or price < best[0] - 1e-9:
            best = price, points
    assert best is not None
    points, height = _crop(best[1], height, room)
    curves = curves_of(links, ends, points, radii)
    above = labels_above(points, room, traces(curves))
    placed = tuple(
        PlacedNode(
            node,
            round(float(x), 1),
            round(float(y), 1),
            round(float(r), 1),
            outline(node.kind, float(x), float(y), float(r)),
            baselines(float(y), float(r), lines, above=bool(over)),
        )
        for node, (x, y), r, lines, over in zip(nodes, points, radii, labels, above, strict=True)
    )
    return Drawing(width, round(height, 1), placed, signs(curves, boxes(points, room, above), points, radii))


def _height(width: float, room: Room, links: int) -> float:
    """Room enough for the labels to fill less than a third of the canvas, and for the lines between them."""
    filled = float(((room.half * 2 + 16) * (room.up + room.down + 16)).sum())
    wanted = (filled * 3.0 + links * 3000.0) / width
    return min(max(wanted, width * 0.5, 260.0), max(width * 4.0, 900.0))


def _crop(points: Points, height: float, room: Room) -> tuple[Points, float]:
    """Cut empty space above and below."""
    top = float((points[:, 1] - room.up).min()) - MARGIN
    bottom = float((points[:, 1] + room.down).max()) + MARGIN
    moved = points.copy()
    moved[:, 1] -= top
    return moved, min(bottom - top, height)


def outline(kind: str, x: float, y: float, r: float) -> str:
    """The SVG path of an actor's symbol: each kind has a shape of its own."""
    match kind:
        case "organisation":
            side = r * 0.86
            return f"M{x - side:.1f} {y - side:.1f}h{2 * side:.1f}v{2 * side:.1f}h{-2 * side:.1f}z"
        case "armed-group":
            return _polygon(x, y, r * 1.12, 4)
        case "person":
            return _polygon(x, y + r * 0.12, r * 1.18, 3)
        case "region":
            return _polygon(x, y, r * 1.02, 6)
        case "government":
            return _polygon(x, y, r * 1.05, 5)
        case _:
            r = round(r, 1)  # two half circles meet only where the chord is exactly twice the radius
            half = f"a{r:.1f} {r:.1f} 0 1 0"
            return f"M{x - r:.1f} {y:.1f}{half} {2 * r:.1f} 0{half} {-2 * r:.1f} 0z"


def _polygon(x: float, y: float, r: float, corners: int) -> str:
    turn = [math.tau * i / corners - math.pi / 2 for i in range(corners)]
    return "M" + "L".join(f"{x + r * math.cos(t):.1f} {y + r * math.sin(t):.1f}" for t in turn) + "z"
