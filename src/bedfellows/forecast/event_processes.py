"""Processes that share the work on a long history; each has one thread, as the cores are shared out already."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any


def processes(jobs: int, prepare: Callable[..., None], *given: Any) -> ProcessPoolExecutor:
    """A pool of processes, each of which calls `prepare` with what is given before its first piece of work."""
    # Spawned, not forked: a copy of a process with threads (DuckDB's) may lock up. What is given travels as bytes, since unpacking it
    # imports NumPy, which looks at the number of threads when it is imported.
    return ProcessPoolExecutor(jobs, get_context("spawn"), _start, (pickle.dumps((prepare, given)),))


def one_thread() -> None:
    """Let NumPy work in one thread, unless the user has said otherwise; it must not be imported yet."""
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")


def _start(packed: bytes) -> None:
    one_thread()
    prepare, given = pickle.loads(packed)  # noqa: S301 - from the parent process
    prepare(*given)
