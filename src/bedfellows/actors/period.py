"""What a question's date may be, and how far a name's or an actor's days agree with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from math import exp

from bedfellows.errors import DateError


@dataclass(frozen=True, slots=True)
class Period:
    """The days a question is about: one day, or the whole of a year. `on` is the day, or the middle of the year."""

    first: date
    last: date
    on: date


def period(on: date | int | None) -> Period | None:
    """The period of a date, or of a year given as a number; None for None.

    Raises DateError for a year outside 1 to 9999 and for anything that is neither a date nor a year.
    """
    if on is None:
        return None
    if isinstance(on, datetime):
        on = on.date()
    if isinstance(on, date):
        return Period(on, on, on)
    if isinstance(on, bool) or not isinstance(on, int):
        raise DateError(
            f"expected a date or a year, found {on!r:.60}; give datetime.date(2017, 1, 4) or 2017"
        )
    if not 1 <= on <= 9999:
        raise DateError(f"expected a year from 1 to 9999, found {on}")
    return Period(date(on, 1, 1), date(on, 12, 31), date(on, 7, 1))


def fit(first: date | None, last: date | None, when: Period | None) -> float:
    """How well days from `first` to `last` fit a question: 1 where they cover it, down to 0.55 where they are decades off.

    A question without a date is about now and favours what has not ended: 0.7 for what has, a little more the later it ended.
    A period partly covered counts by its share, so that a year of change goes to who had most of it.
    """
    if when is None:
        if last is None or last >= date.today():
            return 1.0
        return 0.6 + 0.1 * exp(-max(0, date.today().year - last.year) / 20)
    start, end = max(first or when.first, when.first), min(last or when.last, when.last)
    if start <= end:
        share = ((end - start).days + 1) / ((when.last - when.first).days + 1)
        return 0.9 + 0.1 * share if share < 1 else 1.0
    gap = (start - when.last).days if start > when.last else (when.first - end).days
    return 0.55 + 0.2 * exp(-gap / 3650)
