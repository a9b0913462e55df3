"""The lines of a network drawing: curves from rim to rim, arrow heads, and where the sign sits on each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedfellows.report.graph import Link

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]


FAN = 52.0  # between the control points of links that join the same two actors
CLEAR = 9.0  # from a line to the rim of an actor it passes
_SHIFTS = (0.0, 26.0, -26.0, 52.0, -52.0, 78.0, -78.0, 104.0, -104.0)


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """A link with its curve and arrow heads as SVG paths, and the place of its sign."""

    link: Link
    path: str
    heads: tuple[str, ...]
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A quadratic curve by its three points, and the heads at its ends."""

    link: Link
    start: tuple[float, float]
    control: tuple[float, float]
    end: tuple[float, float]
    heads: tuple[str, ...]
    width: float

    def at(self, t: float) -> tuple[float, float]:
        """The point of the curve at a parameter between 0 and 1."""
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        return (
            a * self.start[0] + b * self.control[0] + c * self.end[0],
            a * self.start[1] + b * self.control[1] + c * self.end[1],
        )

    @property
    def path(self) -> str:
        """The curve as an SVG path."""
        (sx, sy), (cx, cy), (ex, ey) = self.start, self.control, self.end
        return f"M{sx:.1f} {sy:.1f}Q{cx:.1f} {cy:.1f} {ex:.1f} {ey:.1f}"


def traces(curves: Sequence[Curve], steps: int = 41) -> Points:
    """Points along each curve: curves by steps by two."""
    import numpy as np

    return np.array([[curve.at(step / (steps - 1)) for step in range(steps)] for curve in curves])


def curves_of(
    links: Sequence[Link], ends: Sequence[tuple[int, int]], points: Points, radii: Points
) -> tuple[Curve, ...]:
    """The curve of each link; links between the same two actors fan out instead of hiding each other,
    and bend around the actors they pass."""
    fans: dict[tuple[int, int], list[int]] = {}
    for index, (a, b) in enumerate(ends):
        fans.setdefault((min(a, b), max(a, b)), []).append(index)
    bends: dict[int, float] = {}
    for (a, b), fan in fans.items():
        bends |= zip(fan, _bends(len(fan), a, b, points, radii), strict=True)
    curves = []
    for index, (link, (a, b)) in enumerate(zip(links, ends, strict=True)):
        bend = bends[index] * (1.0 if a < b else -1.0)
        curves.append(_curve(link, points[a], points[b], (float(radii[a]), float(radii[b])), bend))
    return tuple(curves)


def _bends(count: int, a: int, b: int, points: Points, radii: Points) -> tuple[float, ...]:
    """How far each of some links between two actors bends aside: fanned out, and around others on their way."""
    import numpy as np

    others = np.ones(len(points), dtype=bool)
    others[[a, b]] = False
    start, end = points[a], points[b]
    along = end - start
    aside = np.array([-along[1], along[0]]) / (float(np.hypot(*along)) or 1.0)
    t = np.linspace(0.06, 0.94, 23)[:, None]
    straight = start + t * along
    want = radii[others] + CLEAR
    best: tuple[float, tuple[float, ...]] | None = None
    for shift in _SHIFTS:
        fan = tuple((place - (count - 1) / 2) * FAN + shift for place in range(count))
        price = 0.02 * abs(shift)
        for bend in fan:
            line = straight + 2 * t * (1 - t) * bend * aside
            away = np.sqrt(((line[:, None, :] - points[None, others, :]) ** 2).sum(axis=2))
            price += float(np.maximum(want - away.min(axis=0), 0.0).sum()) if others.any() else 0.0
        if best is None or price < best[0] - 1e-9:
            best = price, fan
    assert best is not None
    return best[1]


def _curve(link: Link, a: Points, b: Points, radii: tuple[float, float], bend: float) -> Curve:
    """A quadratic curve from rim to rim, bent aside by `bend` units at its control point."""
    ax, ay, bx, by = float(a[0]), float(a[1]), float(b[0]), float(b[1])
    length = math.hypot(bx - ax, by - ay) or 1.0
    aside_x, aside_y = -(by - ay) / length, (bx - ax) / length
    cx, cy = (ax + bx) / 2 + aside_x * bend, (ay + by) / 2 + aside_y * bend
    width = 1.2 + 3.8 * min(max(link.strength, 0.0), 1.0)
    head = 7.0 + 1.6 * width
    (sx, sy), start_way = _rim(ax, ay, cx, cy, radii[0] + 3.0)
    (ex, ey), end_way = _rim(bx, by, cx, cy, radii[1] + 3.0)
    heads = []
    if link.backward:
        heads.append(_head(sx, sy, start_way, head))
        sx, sy = sx + start_way[0] * head * 0.8, sy + start_way[1] * head * 0.8
    if link.forward:
        heads.append(_head(ex, ey, end_way, head))
        ex, ey = ex + end_way[0] * head * 0.8, ey + end_way[1] * head * 0.8
    return Curve(link, (sx, sy), (cx, cy), (ex, ey), tuple(heads), round(width, 1))


def _rim(
    x: float, y: float, towards_x: float, towards_y: float, radius: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """The point of a rim on the way to another point, and the unit vector of that way."""
    length = math.hypot(towards_x - x, towards_y - y) or 1.0
    way = (towards_x - x) / length, (towards_y - y) / length
    return (x + way[0] * radius, y + way[1] * radius), way


def _head(x: float, y: float, way: tuple[float, float], size: float) -> str:
    """An arrow head with its tip at a point, opening along `way`."""
    dx, dy = way
    back_x, back_y = x + dx * size, y + dy * size
    half = size * 0.46
    return (
        f"M{x:.1f} {y:.1f}L{back_x - dy * half:.1f} {back_y + dx * half:.1f}"
        f"L{back_x + dy * half:.1f} {back_y - dx * half:.1f}z"
    )


def signs(curves: Sequence[Curve], boxes: Points, points: Points, radii: Points) -> tuple[PlacedLink, ...]:
    """The curves with their signs, each set where its line is freest of labels, symbols and other signs."""
    import numpy as np

    placed: list[PlacedLink] = []
    taken: list[tuple[float, float]] = []
    for curve in curves:
        best: tuple[float, float, float] | None = None
        for t in (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8):
            x, y = curve.at(t)
            aside_x = np.maximum(np.maximum(boxes[:, 0] - x, x - boxes[:, 2]), 0.0)
            aside_y = np.maximum(np.maximum(boxes[:, 1] - y, y - boxes[:, 3]), 0.0)
            free = float(np.hypot(aside_x, aside_y).min())
            free = min(free, float((np.hypot(points[:, 0] - x, points[:, 1] - y) - radii).min()))
            free = min([free, *(math.hypot(x - u, y - v) - 8.0 for u, v in taken)])
            worth = min(free, 11.0) - 6.0 * abs(t - 0.5)
            if best is None or worth > best[0]:
                best = worth, x, y
        assert best is not None
        taken.append((best[1], best[2]))
        placed.append(
            PlacedLink(curve.link, curve.path, curve.heads, round(best[1], 1), round(best[2], 1), curve.width)
        )
    return tuple(placed)
