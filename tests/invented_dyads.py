"""Cases with invented events between actors of the registry: none of it happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bedfellows.case import CaseStore
from bedfellows.case.records import Reading
from bedfellows.ontology import CAMEO, QUAD_CLASSES

START = date(2030, 1, 7)  # a Monday


@dataclass(frozen=True)
class Invented:
    """One invented event; `superseded` is the day from which another version of it counts."""

    key: str
    day: date
    subject: str
    object: str
    cameo: str
    published: date | None = None
    superseded: date | None = None


def weekly(
    subject: str, target: str, codes: Iterable[tuple[int, str, int]], start: date = START
) -> list[Invented]:
    """Events by week: (week, CAMEO code, how many), back and forth, on different days of the week."""
    found = []
    for week, code, count in codes:
        for number in range(count):
            one, other = (subject, target) if number % 2 == 0 else (target, subject)
            day = start + timedelta(weeks=week, days=number % 7)
            found.append(Invented(f"{subject}-{target}-{week}-{code}-{number}", day, one, other, code))
    return found


def make_case(path: Path, events: Iterable[Invented], readings: Iterable[Reading] = ()) -> Path:
    """A case with these events in an invented feed, and these readings."""
    numbers = {quad.key: quad.number for quad in QUAD_CLASSES.values()}
    with CaseStore.open(path, create=True) as store:
        rows: list[tuple[Any, ...]] = []
        for one in events:
            code = CAMEO[one.cameo]
            quad = next(
                number for quad, number in numbers.items() if one.cameo[:2] in QUAD_CLASSES[quad].cameo_roots
            )
            rows.append(
                ("invented", one.key, "", one.day, one.published or one.day, one.subject, one.object,
                 code.plover.type, one.cameo, quad, code.goldstein, f"invented: {code.name}", 1, one.superseded)
            )  # fmt: skip
        if rows:
            store.connection.executemany(
                "INSERT INTO feed_events (feed, key, release, day, published, subject, object, plover, cameo, quad, goldstein, text, "
                "file, superseded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
        for reading in readings:
            store.add(reading)
    return path


def known_by(events: Iterable[Invented], day: date) -> list[Invented]:
    """The events as a case would have held them on a day: nothing later, and no word of later versions."""
    return [
        replace(one, superseded=one.superseded if one.superseded and one.superseded <= day else None)
        for one in events
        if (one.published or one.day) <= day
    ]
