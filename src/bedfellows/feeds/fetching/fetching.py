"""A plan carried out: two files at a time, each one kept or its failure told, the rest going on."""

from __future__ import annotations

import queue
import shutil
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from filelock import FileLock, Timeout

from bedfellows.errors import FetchError
from bedfellows.feeds.fetching.cache import LARGEST, Kept, incoming, is_here, keep
from bedfellows.feeds.fetching.dataverse import headers_for
from bedfellows.feeds.fetching.wanted import Plan, Question, Wanted
from bedfellows.feeds.fetching.wire import Stopped, Wire

AT_ONCE = 2

HERE, FETCHED, FAILED, PLANNED = "here", "fetched", "failed", "to fetch"


class Watch(Protocol):
    """Who is told how it goes: called from several threads."""

    def began(self, wanted: Wanted) -> None:
        """A file is being looked at or fetched."""

    def moved(self, wanted: Wanted, amount: int) -> None:
        """So many bytes of it (rows, from an API) are here."""

    def ended(self, outcome: Outcome) -> None:
        """It is done, well or not."""


class Silent:
    """Tells nobody."""

    def began(self, wanted: Wanted) -> None:
        """Nothing."""

    def moved(self, wanted: Wanted, amount: int) -> None:
        """Nothing."""

    def ended(self, outcome: Outcome) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `size` and `unpacked` in bytes, where known; `reason` only where it failed."""

    name: str
    state: str
    size: int | None = None
    unpacked: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a plan, files in the plan's order."""

    feed: str
    folder: Path
    files: tuple[Outcome, ...]
    gaps: tuple[str, ...]
    notes: tuple[str, ...]

    def count(self, state: str) -> int:
        """How many files are in this state."""
        return sum(item.state == state for item in self.files)

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The files that could not be had."""
        return tuple(item for item in self.files if item.state == FAILED)

    def to_dict(self) -> dict[str, Any]:
        """The result as data for JSON."""
        return {
            "feed": self.feed,
            "folder": str(self.folder),
            "wanted": len(self.files),
            "here": self.count(HERE),
            "fetched": self.count(FETCHED),
            "to_fetch": self.count(PLANNED),
            "failed": len(self.failed),
            "bytes_fetched": sum(item.size or 0 for item in self.files if item.state == FETCHED),
            "gaps": list(self.gaps),
            "notes": list(self.notes),
            "files": [
                {
                    "name": item.name,
                    "state": item.state,
                    "size": item.size,
                    "unpacked": item.unpacked,
                    "reason": item.reason,
                }
                for item in self.files
            ],
        }


def look_up(plan: Plan, question: Question) -> Result:
    """What would be fetched and what is here already; nothing is fetched."""
    files = tuple(
        Outcome(item.name, HERE if is_here(item, question.folder) else PLANNED, item.size)
        for item in plan.wanted
    )
    return Result(plan.feed, question.folder, files, plan.gaps, plan.notes)


def carry_out(
    plan: Plan, question: Question, wire: Wire, *, largest: int = LARGEST, watch: Watch | None = None
) -> Result:
    """Fetch what is not here yet. One file that fails does not keep the others from coming.

    Raises FetchError where another run is fetching into the folder. KeyboardInterrupt passes through; parts stay and
    are resumed by the next run.
    """
    folder, told = question.folder, watch or Silent()
    folder.mkdir(parents=True, exist_ok=True)
    waiting: queue.SimpleQueue[Wanted] = queue.SimpleQueue()
    for item in plan.wanted:
        waiting.put(item)
    outcomes: dict[Wanted, Outcome] = {}
    broken: list[BaseException] = []
    headers = _headers(question)

    def work() -> None:
        while True:
            try:
                item = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                told.began(item)
                outcomes[item] = _one(item, question, wire, largest, told, headers)
                told.ended(outcomes[item])
            except Stopped:
                return
            except BaseException as error:
                broken.append(error)
                wire.stop()
                return

    try:
        with FileLock(folder / ".fetching.lock", timeout=0):
            shutil.rmtree(incoming(folder), ignore_errors=True)
            # Daemons: an interrupted run must not wait for a server that says nothing. Parts are sound at any moment.
            workers = [threading.Thread(target=work, daemon=True) for _ in range(AT_ONCE)]
            for worker in workers:
                worker.start()
            try:
                for worker in workers:
                    while worker.is_alive():
                        worker.join(0.2)
            except BaseException:
                wire.stop()
                for worker in workers:
                    worker.join(1)
                raise
            finally:
                shutil.rmtree(incoming(folder), ignore_errors=True)
    except Timeout:
        raise FetchError(
            f"{folder}: expected to fetch into this folder alone, found another run doing so. Wait for it to end, or give "
            "another folder with --into."
        ) from None
    if broken:
        raise broken[0]
    return Result(plan.feed, folder, tuple(outcomes[item] for item in plan.wanted), plan.gaps, plan.notes)


def _headers(question: Question) -> Mapping[str, str]:
    return headers_for(question) if "DATAVERSE_KEY" in question.environment else {}


def _one(
    wanted: Wanted, question: Question, wire: Wire, largest: int, watch: Watch, headers: Mapping[str, str]
) -> Outcome:
    try:
        kept: Kept = keep(
            wanted,
            question.folder,
            wire,
            largest=largest,
            refresh=question.refresh,
            headers=headers,
            moved=lambda amount: watch.moved(wanted, amount),
        )
    except FetchError as error:
        return Outcome(wanted.name, FAILED, wanted.size, reason=wire.without_secrets(str(error)))
    except OSError as error:
        return Outcome(wanted.name, FAILED, wanted.size, reason=f"{wanted.name}: {error.strerror or error}.")
    return Outcome(wanted.name, FETCHED if kept.fresh else HERE, kept.size, kept.unpacked)
