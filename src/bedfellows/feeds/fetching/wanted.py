"""What is asked of a publisher, and what the publisher has to give: questions, files, plans."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bedfellows.errors import FetchError

if TYPE_CHECKING:
    from bedfellows.feeds.fetching.wire import Wire

Rows = Iterator[Mapping[str, Any]]

# What a publisher calls a file becomes a name on this disk, so it may hold nothing that leads elsewhere.
_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._ +()-]{0,180}")


@dataclass(frozen=True, slots=True)
class Question:
    """What the user asks for. `base` is where the publisher, or a mirror with the same layout, is reached."""

    feed: str
    base: str
    folder: Path
    start: date | None = None
    end: date | None = None
    kind: str = "export"
    version: str | None = None
    by_api: bool = False
    refresh: bool = False
    today: date = field(default_factory=date.today)
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day; FetchError where one is missing or they stand the wrong way round."""
        if self.start is None or self.end is None:
            raise FetchError(
                f"{self.feed}: expected the first and the last day, found only "
                f"{'one of them' if self.start or self.end else 'the name of the feed'}. Give --from and --to."
            )
        if self.start > self.end:
            raise FetchError(
                f"{self.feed}: expected --from on or before --to, found {self.start} after {self.end}."
            )
        return self.start, self.end

    def secret(self, name: str) -> str:
        """A credential from the environment, or nothing."""
        return self.environment.get(name, "").strip()


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file: published as it is at `address`, or written here from the `rows` that an API gives.

    `size` in bytes and `checksum` ("md5:...") are the publisher's own and None where none is published.
    """

    name: str
    address: str = ""
    size: int | None = None
    checksum: str | None = None
    covers: tuple[date, date] | None = None
    rows: Callable[[Wire], Rows] | None = field(default=None, repr=False)

    @property
    def is_zip(self) -> bool:
        """Whether its name says that it is a zip archive."""
        return self.name.lower().endswith(".zip")


@dataclass(frozen=True, slots=True)
class Plan:
    """The files that answer a question, what the publisher lacks, and what the user should know.

    `gaps` are spans that ought to have a file and have none: texts in order of time.
    """

    feed: str
    wanted: tuple[Wanted, ...]
    gaps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    secrets: tuple[str, ...] = field(default=(), repr=False)


def safe_name(name: str, feed: str) -> str:
    """The name if it can be a file's name here. Raises FetchError."""
    if not _SAFE_NAME.fullmatch(name) or ".." in name:
        raise FetchError(
            f"{feed}: expected plain file names in the publisher's list, found {name[:80]!r}. Nothing was fetched; "
            "if the address is right, tell the publisher."
        )
    return name


def every_day(start: date, end: date) -> Iterator[date]:
    """Each day from the first to the last, both included."""
    for number in range((end - start).days + 1):
        yield start + timedelta(days=number)


def months(start: date, end: date) -> Iterator[tuple[date, date]]:
    """The range cut at the ends of calendar months."""
    day = start
    while day <= end:
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield day, min(end, following - timedelta(days=1))
        day = following


def spans(days: list[date]) -> list[tuple[date, date]]:
    """Days in order, as spans without holes."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def within(feed: str, asked: tuple[date, date], has: tuple[date, date], what: str = "") -> list[str]:
    """Notes on the days that the publisher does not have.

    Raises FetchError, with the range, where none of the days asked for is there.
    """
    (start, end), (first, last) = asked, has
    if end < first or start > last:
        raise FetchError(
            f"{feed}: expected days between {first} and {last}, which is what the publisher has{what}, found "
            f"{start} to {end}. Choose --from and --to in that range."
        )
    if start < first or end > last:
        return [f"The publisher has {first} to {last}{what}; days outside are left out."]
    return []
