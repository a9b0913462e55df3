"""Long work in the background: a few processes beside the window, each of which can be watched and stopped."""

from __future__ import annotations

import multiprocessing
import queue
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Literal

from bedfellows.actors import Registry
from bedfellows.errors import BedfellowsError
from bedfellows.web.job_kinds import Work, work

AT_ONCE = 2  # processes
MOST_WAITING = 20
MOST_KEPT = 50  # jobs that ended, with their answers
MOST_BYTES = 64 * 2**20  # of answers kept
GRACE = 2.0  # seconds, after which a process that was asked to end is made to

State = Literal["waiting", "running", "done", "failed", "cancelled"]


class TooManyJobsError(BedfellowsError):
    """So much work is waiting that no more is taken."""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work. `progress` is what it is at, in words; `seconds` how long it has run; `trouble` why it failed."""

    id: str
    kind: str
    state: State
    progress: str
    seconds: float
    trouble: str | None
    asked: dict[str, Any]


class _Running:
    """A job as it changes; only its `Jobs` touches it, under the lock."""

    def __init__(self, number: int, asked: Work) -> None:
        self.id = f"job-{number}"
        self.asked = asked
        self.state: State = "waiting"
        self.progress = ""
        self.trouble: str | None = None
        self.answer: bytes | None = None
        self.started = self.ended = 0.0
        self.process: BaseProcess | None = None

    def shown(self) -> Job:
        """The job as it is now."""
        end = self.ended or time.monotonic()
        seconds = round(end - self.started, 1) if self.started else 0.0
        asked = self.asked.model_dump(exclude={"kind"})
        return Job(self.id, self.asked.kind, self.state, self.progress, seconds, self.trouble, asked)


class Jobs:
    """The work of one case. Answers are kept in memory only; when the window is closed, all work ends."""

    def __init__(self, path: Path, registry: Registry) -> None:
        self._path = path
        self._registry = (dict(registry.actors), registry.lineage, dict(registry.roles))
        self._jobs: OrderedDict[str, _Running] = OrderedDict()
        self._todo: queue.SimpleQueue[_Running] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._number = 0
        self._threads: list[threading.Thread] = []

    def start(self, asked: Work) -> Job:
        """Take in a piece of work; it runs as soon as one of the processes is free.

        Raises:
            TooManyJobsError: too many are waiting.
        """
        with self._lock:
            if sum(one.state == "waiting" for one in self._jobs.values()) >= MOST_WAITING:
                raise TooManyJobsError(
                    f"Expected at most {MOST_WAITING} jobs waiting, and there are as many. Wait, or cancel one."
                )
            self._number += 1
            job = _Running(self._number, asked)
            self._jobs[job.id] = job
            self._forget()
            if len(self._threads) < AT_ONCE:
                self._threads.append(threading.Thread(target=self._work_off, daemon=True))
                self._threads[-1].start()
            self._todo.put(job)
            return job.shown()

    def list(self) -> list[Job]:
        """All jobs, the latest first."""
        with self._lock:
            return [one.shown() for one in reversed(self._jobs.values())]

    def get(self, id: str) -> Job | None:
        """One job; None where there is none."""
        with self._lock:
            found = self._jobs.get(id)
            return found.shown() if found else None

    def answer(self, id: str) -> bytes | None:
        """What a job came to, as JSON; None where it has not."""
        with self._lock:
            found = self._jobs.get(id)
            return found.answer if found else None

    def cancel(self, id: str) -> Job | None:
        """Stop a job that has not ended; None where there is none. What it had stored in whole stays."""
        with self._lock:
            found = self._jobs.get(id)
            if found is None:
                return None
            process = found.process
            if found.state in {"waiting", "running"}:
                found.state, found.ended = "cancelled", time.monotonic()
            shown = found.shown()
        if process is not None:
            _stop(process)
        return shown

    def close(self) -> None:
        """Stop all work."""
        for job in self.list():
            self.cancel(job.id)

    def _work_off(self) -> None:
        while True:
            self._run(self._todo.get())

    def _run(self, job: _Running) -> None:
        context = multiprocessing.get_context("spawn")
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(
            target=work, args=(sender, self._path, self._registry, job.asked), daemon=True
        )
        with self._lock:
            if job.state != "waiting":
                return
            job.state, job.started, job.process = "running", time.monotonic(), process
            process.start()
        sender.close()
        try:
            while job.state == "running":
                self._heard(job, *receiver.recv())
        except (EOFError, OSError):
            self._heard(job, "failed", ("", "The process ended before its work was done."))
        finally:
            receiver.close()
            process.join()

    def _heard(self, job: _Running, what: str, said: Any) -> None:
        with self._lock:
            if job.state != "running":
                return
            if what == "said":
                job.progress = said
                return
            job.ended = time.monotonic()
            if what == "done":
                job.state, job.answer = "done", said
            else:
                job.state, job.trouble = "failed", said[1]
            self._forget()

    def _forget(self) -> None:
        """Drop the oldest jobs that ended, where there are too many or their answers are too large."""
        ended = [one for one in self._jobs.values() if one.ended]
        held = sum(len(one.answer or b"") for one in ended)
        while ended and (len(ended) > MOST_KEPT or held > MOST_BYTES):
            oldest = ended.pop(0)
            held -= len(oldest.answer or b"")
            del self._jobs[oldest.id]


def _stop(process: BaseProcess) -> None:
    process.terminate()
    process.join(GRACE)
    if process.is_alive():
        process.kill()
