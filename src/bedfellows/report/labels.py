"""The labels of a network drawing: how they break, how much room they need, and on which side they stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Flags = NDArray[np.bool_]

FONT = 13.0
LINE_HEIGHT = 15.5
LABEL_CHARS = 17  # a label line is broken after about this many characters


def text_width(text: str, font: float = FONT) -> float:
    """About how wide a text is in a proportional sans-serif face."""
    ems = 0.0
    for char in text:
        if unicodedata.combining(char):
            continue
        if unicodedata.east_asian_width(char) in "WF":
            ems += 1.0
        elif char in "iljtfrI.,:;'|! ()[]":
            ems += 0.36
        elif char.isupper() or char in "mw@%":
            ems += 0.74
        else:
            ems += 0.58
    return ems * font


def label_lines(label: str, chars: int = LABEL_CHARS, most: int = 3) -> tuple[str, ...]:
    """The label broken at blanks into lines of about `chars`; after `most` lines it ends in an ellipsis."""
    lines: list[str] = []
    for word in label.split() or [""]:
        piece = word if len(word) <= chars + 4 else word[: chars + 3] + "…"
        if lines and len(lines[-1]) + 1 + len(piece) <= chars:
            lines[-1] += f" {piece}"
        else:
            lines.append(piece)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1].rstrip("…") + "…"]
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class Room:
    """What each node needs around its centre: half its width, and its reach up and down."""

    radii: Points
    half: Points
    up: Points
    down: Points


def baselines(y: float, r: float, lines: Sequence[str], *, above: bool) -> tuple[tuple[float, str], ...]:
    """The lines of a label with the height at which each is written."""
    first = y - r - 6.0 - LINE_HEIGHT * (len(lines) - 1) if above else y + r + LINE_HEIGHT
    return tuple((round(first + LINE_HEIGHT * i, 1), line) for i, line in enumerate(lines))


def boxes(points: Points, room: Room, above: Flags) -> Points:
    """The label boxes as rows of left, top, right, bottom."""
    import numpy as np

    deep = room.down - room.radii
    top = np.where(above, points[:, 1] - room.radii - deep, points[:, 1] + room.radii + 2.0)
    return np.column_stack([points[:, 0] - room.half, top, points[:, 0] + room.half, top + deep])


def labels_above(points: Points, room: Room, traces: Points) -> Flags:
    """Which labels stand above their actor instead of below it, where fewer lines run through them.

    `traces` has points along each line: lines by steps by two.
    """
    import numpy as np

    above = np.zeros(len(points), dtype=bool)
    if not len(traces):
        return above
    for _ in range(2):
        for index in range(len(points)):
            costs = []
            for side in (False, True):
                above[index] = side
                costs.append(_label_cost(index, points, room, above, traces) + (0.5 if side else 0.0))
            above[index] = costs[1] < costs[0]
    return above


def _label_cost(index: int, points: Points, room: Room, above: Flags, traces: Points) -> float:
    import numpy as np

    every = boxes(points, room, above)
    left, top, right, bottom = every[index]
    inside = (
        (traces[..., 0] > left)
        & (traces[..., 0] < right)
        & (traces[..., 1] > top)
        & (traces[..., 1] < bottom)
    )
    clash = (every[:, 0] < right) & (every[:, 2] > left) & (every[:, 1] < bottom) & (every[:, 3] > top)
    reach = room.radii + 2.0
    covers = (
        (points[:, 0] + reach > left)
        & (points[:, 0] - reach < right)
        & (points[:, 1] + reach > top)
        & (points[:, 1] - reach < bottom)
    )
    clash[index] = covers[index] = False
    outside = 20.0 if top < 2.0 else 0.0
    return float(inside.any(axis=1).sum()) + 20.0 * float(np.sum(clash) + np.sum(covers)) + outside
