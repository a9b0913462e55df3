"""Days as people give them: dates, or text as YYYY-MM-DD."""

from __future__ import annotations

from datetime import date, datetime

from bedfellows.errors import DateError

Day = date | str


def day(value: Day | None) -> date | None:
    """A day from text as YYYY-MM-DD; a date is given back as it is.

    Raises:
        DateError: there is no such day.
    """
    if value is None or isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    try:
        return date.fromisoformat(value.strip())
    except ValueError as error:
        raise DateError(
            f"Expected a day that exists, as YYYY-MM-DD, found {value[:40]!r}. For instance: 2017-01-04."
        ) from error
