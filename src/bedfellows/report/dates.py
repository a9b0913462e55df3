"""Dates in words, as exactly as they are known and no more."""

from __future__ import annotations

from datetime import date

from bedfellows.case.records import Precision

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(when: date | None) -> str:
    """`4 January 2017`; an empty text for no date."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}" if when else ""


def _ordinal(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _point(when: date, precision: Precision) -> str:
    if precision == "day":
        return day(when)
    if precision in {"month", "season"}:
        return f"{_MONTHS[when.month - 1]} {when.year}"
    return str(when.year)


def period(start: date | None, end: date | None, precision: Precision) -> str:
    """A period in words: `1980s`, `7th century`, `2014 to 2016`, `since 2014`, `undated`.

    What the tense alone tells: `as of 4 January 2017`, `some time until 4 January 2017`, `after 4 January 2017`.
    """
    if precision == "tense":
        word = "as of" if start and end else "after" if start else "some time until"
        return f"{word} {day(start or end)}"
    about = "about " if precision == "vague" else ""
    if start and end:
        if precision == "century" and 98 <= end.year - start.year <= 100:
            return f"{_ordinal((start.year + end.year) // 200 + 1)} century"
        if precision == "decade" and start.year // 10 == end.year // 10:
            return f"{start.year // 10 * 10}s"
        first, last = _point(start, precision), _point(end, precision)
        if first != last and precision in {"month", "season"} and start.year == end.year:
            first = _MONTHS[start.month - 1]
        return about + (first if first == last else f"{first} to {last}")
    if start:
        return f"since {about}{_point(start, precision)}"
    return f"until {about}{_point(end, precision)}" if end else "undated"
