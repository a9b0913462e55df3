"""Work on many things by several processes at once; the results come in the order of the things, whatever the number."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from typing import Any, TypeVar

from bedfellows.errors import InputError

T = TypeVar("T")
R = TypeVar("R")
Work = Callable[[Sequence[T]], list[R]]

MOST_JOBS = 64
_WAITING = 2  # chunks given out ahead, for each process


def in_order(
    chunks: Iterable[Sequence[T]], make: Callable[[], Work[T, R]], lost: Callable[[T], R], jobs: int = 1
) -> Iterator[R]:
    """The results for all things in all chunks, in order.

    Args:
        chunks: things that are worked on together. The same chunks give the same results whatever `jobs` is.
        make: makes the work, once in each process; with several jobs it and the things must be picklable.
        lost: the result for a thing on which a process died.
        jobs: how many processes; with 1 all is done in this one, and a death of it is the end.

    Raises:
        InputError: there cannot be that many jobs. What `make` and the work raise is raised here in its turn.
    """
    if not 1 <= jobs <= MOST_JOBS:
        raise InputError(
            f"Expected from 1 to {MOST_JOBS} jobs, found {jobs}. Try the number of processor cores."
        )
    if jobs == 1:
        work = make()
        for chunk in chunks:
            yield from work(chunk)
        return
    given = iter(chunks)
    going = True
    while going:
        going, unfinished = yield from _by_pool(given, make, jobs)
        for chunk in unfinished:
            for thing in chunk:
                yield from _alone(thing, make, lost)


def _by_pool(
    chunks: Iterator[Sequence[T]], make: Callable[[], Work[T, R]], jobs: int
) -> Any:  # a generator of results that returns whether it broke, and the chunks that were then out
    pool = _pool(make, jobs)
    out: deque[tuple[Sequence[T], Future[list[R]] | None]] = deque()
    try:
        more = True
        while more or out:
            while more and len(out) < jobs * _WAITING:
                chunk = next(chunks, None)
                if chunk is None:
                    more = False
                else:
                    out.append((chunk, None))  # so that it is not lost where the pool turns out to be broken
                    out[-1] = (chunk, pool.submit(_do, chunk))
            if out:
                future = out[0][1]
                assert future is not None
                yield from future.result()
                out.popleft()
    except BrokenProcessPool:
        _kill(pool)
        return True, [chunk for chunk, _ in out]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return False, []


def _kill(pool: ProcessPoolExecutor) -> None:
    """End the processes of a broken pool: one that was being started when another died would be waited for for ever.

    Python before 3.14 has no public way.
    """
    for process in list((pool._processes or {}).values()):
        process.kill()


def _alone(thing: T, make: Callable[[], Work[T, R]], lost: Callable[[T], R]) -> Iterator[R]:
    """The result for one thing, by a process of its own: it dies on that thing, or it does not."""
    with _pool(make, 1) as pool:
        try:
            found = pool.submit(_do, [thing]).result()
        except BrokenProcessPool:
            _kill(pool)
            found = [lost(thing)]
    yield from found


def _pool(make: Callable[[], Any], jobs: int) -> ProcessPoolExecutor:
    # Spawned, not forked: a copy of a process with threads (DuckDB's, Polars') may lock up.
    return ProcessPoolExecutor(jobs, get_context("spawn"), _start, (make,))


class _Worker:
    """What a process of the pool works with; made when the first chunk comes, so that what is wrong with it is raised."""

    make: Callable[[], Any]
    work: Callable[[Sequence[Any]], list[Any]] | None = None


def _start(make: Callable[[], Any]) -> None:
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
        os.environ.setdefault(variable, "1")  # the cores are shared out already
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends the pool
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _Worker.make = make


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(chunk: Sequence[Any]) -> list[Any]:
    if _Worker.work is None:
        _Worker.work = _Worker.make()
    return _Worker.work(chunk)
