"""Asking a case for many readers at once: answers are worked out aside, once for each state of the file, and kept for a while."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

from anyio import CapacityLimiter, to_thread

from bedfellows.actors import Registry
from bedfellows.api import Case
from bedfellows.case.connection import missing
from bedfellows.report.plain import json_text

MOST_BYTES = 64 * 2**20  # of answers kept
MOST_DAYS = 8  # as-of days whose evidence is kept in memory
AT_ONCE = 2  # answers worked out at the same time

Key = tuple[object, ...]
View = tuple[date | None, date | None]
"""The as-of day, and the day at which claims are judged where that is another."""


class Asking:
    """A case that is asked over and over. Only ever reads it, and has its file open only while it does."""

    def __init__(self, path: Path, registry: Registry) -> None:
        self.path = path
        self.registry = registry
        self._cases: OrderedDict[View, Case] = OrderedDict()
        self._answers: OrderedDict[Key, bytes] = OrderedDict()
        self._bytes = 0
        self._running: dict[Key, asyncio.Future[bytes]] = {}
        self._limit = CapacityLimiter(AT_ONCE)
        self._lock = Lock()

    @property
    def stamp(self) -> tuple[int, int]:
        """What changes whenever the file does.

        Raises:
            CaseMissingError: there is no such file any more.
        """
        try:
            about = self.path.stat()
        except FileNotFoundError as error:
            raise missing(self.path) from error
        return about.st_mtime_ns, about.st_size

    @property
    def kept_bytes(self) -> int:
        """How large the kept answers are together."""
        return self._bytes

    @property
    def kept_cases(self) -> int:
        """For how many views the evidence is kept."""
        return len(self._cases)

    def case(self, view: View) -> Case:
        """The case, with the evidence of one view kept; the views asked for last stay in memory."""
        with self._lock:
            found = self._cases.pop(view, None) or Case(self.path, self.registry, on=view[1])
            self._cases[view] = found
            while len(self._cases) > MOST_DAYS:
                self._cases.popitem(last=False)
            return found

    async def json(self, key: Key, view: View, ask: Callable[[Case], Any]) -> bytes:
        """The answer to a question as JSON; `key` says what was asked, so that it is worked out once."""
        return await self.made(key, view, lambda case: json_text(ask(case)).encode())

    async def made(self, key: Key, view: View, make: Callable[[Case], bytes]) -> bytes:
        """The answer to a question as bytes; see `json`."""
        whole = (*self.stamp, *view, *key)
        kept = self._answers.get(whole)
        if kept is not None:
            self._answers.move_to_end(whole)
            return kept
        running = self._running.get(whole)
        if running is None:
            running = asyncio.ensure_future(
                to_thread.run_sync(lambda: make(self.case(view)), limiter=self._limit)
            )
            self._running[whole] = running
            running.add_done_callback(lambda done: self._done(whole, done))
        return await asyncio.shield(running)

    def _done(self, key: Key, done: asyncio.Future[bytes]) -> None:
        self._running.pop(key, None)
        if done.cancelled() or done.exception() is not None:
            return
        answer = done.result()
        if len(answer) > MOST_BYTES // 4:
            return
        self._answers[key] = answer
        self._bytes += len(answer)
        while self._bytes > MOST_BYTES:
            _, dropped = self._answers.popitem(last=False)
            self._bytes -= len(dropped)
