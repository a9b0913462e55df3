"""A time axis that stays readable from the seventh century to last week.

Stretches in which nothing happens are cut out and marked as breaks; within a stretch time runs evenly.
Positions are in thousandths of the width of the axis, so that one drawing serves every width.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from bedfellows.case.records import Precision

SCALE = 1000.0
LEFT, RIGHT = 25.0, 970.0  # room at both ends for the arrows of open spans
BREAK = 34.0  # room for the mark where the axis is cut
FUZZY: frozenset[str] = frozenset({"season", "decade", "century", "vague"})
POINT_DAYS = 1
BAR_LEAST, FUZZY_LEAST = 3.0, 16.0  # so that a bar, and the fading of its ends, can be seen
MOST_BREAKS = 5
LEAST_CUT = 3 * 365  # days
NARROW_ROOM = 200.0
TICK_ROOM = 112.0

_STEPS = (  # days between ticks, and how a tick is labelled
    (31, "month"),
    (92, "month"),
    (183, "month"),
    (365, "year"),
    (2 * 365, "year"),
    (5 * 365, "year"),
    (10 * 365, "year"),
    (20 * 365, "year"),
    (50 * 365, "year"),
    (100 * 365, "year"),
    (200 * 365, "year"),
    (500 * 365, "year"),
    (1000 * 365, "year"),
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Span:
    """When something was so: an open end is None, and is drawn as an arrow up to the end of the axis."""

    start: date | None
    end: date | None
    precision: Precision


@dataclass(frozen=True, slots=True)
class Mark:
    """A span on the axis. `point` marks are dots at `x1`; fuzzy ends fade out, open ends are arrows."""

    x1: float
    x2: float
    point: bool
    fuzzy_start: bool = False
    fuzzy_end: bool = False
    open_start: bool = False
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled place on the axis. `minor` labels give way where the page is narrow."""

    x: float
    label: str
    minor: bool = False


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int  # ordinals
    end: int
    x1: float
    x2: float


@dataclass(frozen=True, slots=True)
class Axis:
    """The axis: its ticks, the places where it is cut, and where a date stands on it."""

    ticks: tuple[Tick, ...]
    breaks: tuple[float, ...]
    stretches: tuple[_Stretch, ...]

    def x(self, when: date) -> float:
        """The place of a date, in thousandths; dates in a break or off the axis go to the nearest edge."""
        day = when.toordinal()
        index = max(bisect_right([stretch.start for stretch in self.stretches], day) - 1, 0)
        stretch = self.stretches[index]
        share = (day - stretch.start) / max(stretch.end - stretch.start, 1)
        return round(stretch.x1 + min(max(share, 0.0), 1.0) * (stretch.x2 - stretch.x1), 1)

    def mark(self, span: Span) -> Mark:
        """Where and how to draw a span."""
        start, end = span.start, span.end
        first = self.x(start) if start else LEFT
        last = self.x(end + timedelta(days=1) if end < date.max else end) if end else RIGHT
        days = (end - start).days if start and end else None
        point = days is not None and (days < POINT_DAYS or last - first < 4.0) and span.precision not in FUZZY
        if point:
            first = last = (first + last) / 2
        elif last - first < (least := FUZZY_LEAST if span.precision in FUZZY else BAR_LEAST):
            first = max(min((first + last - least) / 2, RIGHT - least), LEFT)
            last = first + least
        return Mark(
            round(first, 1),
            round(last, 1),
            point,
            fuzzy_start=span.precision in FUZZY and start is not None,
            fuzzy_end=span.precision in FUZZY and end is not None,
            open_start=start is None,
            open_end=end is None,
        )


def axis(spans: Iterable[Span], until: date | None = None) -> Axis:
    """The axis on which all the spans fit, and `until` too. Without any date it has no stretches."""
    spans = list(spans)
    edges = sorted(
        {edge.toordinal() for span in spans for edge in (span.start, span.end) if edge}
        | ({until.toordinal()} if until else set())
    )
    if not edges:
        return Axis((), (), ())
    groups = _groups(edges, spans)
    pieces = [_padded(group, spans) for group in groups]
    usable = RIGHT - LEFT - BREAK * (len(pieces) - 1)
    weights = [_weight(start, end, spans) for start, end in pieces]
    stretches, breaks, ticks = [], [], []
    x = LEFT
    for index, ((start, end), weight) in enumerate(zip(pieces, weights, strict=True)):
        width = usable * weight / sum(weights)
        stretch = _Stretch(start, end, x, x + width)
        stretches.append(stretch)
        ticks.append(_ticks(stretch))
        x += width
        if index < len(pieces) - 1:
            breaks.append(round(x + BREAK / 2, 1))
            x += BREAK
    return Axis(_apart(ticks), tuple(breaks), tuple(stretches))


def _apart(ticks: Sequence[Sequence[Tick]]) -> tuple[Tick, ...]:
    """The ticks of all stretches without those whose label would run into the next stretch's first."""
    kept: list[Tick] = []
    for number, own in enumerate(ticks):
        following = ticks[number + 1][0].x if number + 1 < len(ticks) else math.inf
        clear = [tick for tick in own if following - tick.x > TICK_ROOM * 0.75]
        kept.extend(clear or own[:1])
    shown: list[Tick] = []
    last = -math.inf
    for tick in kept:
        minor = tick.x - last < NARROW_ROOM
        shown.append(replace(tick, minor=minor))
        last = last if minor else tick.x
    return tuple(shown)


def _groups(edges: Sequence[int], spans: Sequence[Span]) -> list[list[int]]:
    """Cut the sorted edges at gaps that would eat the axis: over three years, and much of their stretch.

    Nothing is cut out of a period that is known to be one: a decade is drawn whole.
    """
    whole = [
        (span.start.toordinal(), span.end.toordinal())
        for span in spans
        if span.start and span.end and span.precision not in {"vague", "unknown"}
    ]
    groups = [list(edges)]
    while len(groups) <= MOST_BREAKS:
        gaps = [
            (after - before, number, place)
            for number, group in enumerate(groups)
            for place, (before, after) in enumerate(pairwise(group), 1)
            if after - before > max(LEAST_CUT, (group[-1] - group[0]) * 0.3)
            and not any(start <= before and after <= end for start, end in whole)
        ]
        if not gaps:
            break
        _, number, place = max(gaps)
        groups[number : number + 1] = [groups[number][:place], groups[number][place:]]
    return groups


def _padded(group: Sequence[int], spans: Sequence[Span]) -> tuple[int, int]:
    """The stretch around a group of edges, widened by a little so that no mark sits on the rim."""
    start, end = group[0], group[-1]
    least = 30 if all(s.precision == "day" for s in spans if _within(s, start, end)) else 365
    pad = max((end - start) * 4 // 100, (least - (end - start)) // 2, 2)
    return max(start - pad, date.min.toordinal()), min(end + pad, date.max.toordinal())


def _within(span: Span, start: int, end: int) -> bool:
    return any(edge is not None and start <= edge.toordinal() <= end for edge in (span.start, span.end))


def _weight(start: int, end: int, spans: Sequence[Span]) -> float:
    """How much of the axis a stretch gets: it grows with what is in it, and slowly with its length."""
    held = sum(_within(span, start, end) for span in spans)
    return 1.5 + math.pow(held, 0.75) + math.log10(max(end - start, 10)) / 2


def _ticks(stretch: _Stretch) -> list[Tick]:
    width, days = stretch.x2 - stretch.x1, stretch.end - stretch.start
    room = max(width / TICK_ROOM, 1.0)
    step, unit = next(((s, u) for s, u in _STEPS if days / s <= room), _STEPS[-1])
    ticks: list[Tick] = []
    for when in _round_dates(stretch, step, unit):
        x = round(stretch.x1 + (when.toordinal() - stretch.start) / max(days, 1) * width, 1)
        if not ticks or x - ticks[-1].x >= TICK_ROOM * 0.9:
            ticks.append(
                Tick(x, f"{_MONTHS[when.month - 1]} {when.year}" if unit == "month" else str(when.year))
            )
    if not ticks:
        middle = date.fromordinal((stretch.start + stretch.end) // 2)
        label = _label(middle, "month" if days < 200 else "year")
        ticks.append(Tick(round((stretch.x1 + stretch.x2) / 2, 1), label))
    return ticks


def _label(when: date, unit: str) -> str:
    return f"{_MONTHS[when.month - 1]} {when.year}" if unit == "month" else str(when.year)


def _round_dates(stretch: _Stretch, step: int, unit: str) -> list[date]:
    first, last = date.fromordinal(stretch.start), date.fromordinal(stretch.end)
    if unit == "month":
        every = max(round(step / 30.5), 1)
        months = range(first.year * 12, last.year * 12 + 12, every)
        dates = [date(m // 12, m % 12 + 1, 1) for m in months]
    else:
        every = max(round(step / 365), 1)
        years = range(max(first.year // every * every, 1), last.year + 1, every)
        dates = [date(y, 1, 1) for y in years]
    return [when for when in dates if first <= when <= last]
