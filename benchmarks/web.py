"""How many questions a second the window answers, and how long each waits: one server process on one core, asked over loopback.

    python benchmarks/web.py [--rate 200] [--requests 10000] [--icews14 FOLDER]

Two cases: the bundled example, and a year of ICEWS events (the benchmark split ICEWS14, where its folder is there). `tie` is put to each

* for the hundred pairs of which the case knows most, one after the other, for the first time: each answer has to be worked out;
* for one pair, over and over;
* for all these pairs, in a random order.

Of the last two, requests leave at a constant rate over 32 connections, each at its own due time, whether or not earlier ones were
answered; waiting is counted from that time, so that a server that stalls cannot hide it. Printed are percentiles of waiting in
milliseconds, CPU time for each request (which other work on the machine changes least), the memory of the server (RSS) before and
after, and, where the load tool `wrk` is installed, what that measures as the most
that the server can do. Exits with 1 where the 99th percentile of the last two reaches 100 ms, an answer is none, or the memory grows by
more than 200 MB. The server is bound to one core where the system allows it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from urllib.parse import quote

import bedfellows as bf

MOST_WAIT = 0.100  # seconds, for 99 of 100
MOST_GROWTH = 200  # MB
CONNECTIONS = 32
PAIRS = 100
SHARED = Path(os.environ.get("BEDFELLOWS_SHARED", Path(__file__).parents[2] / "shared"))
_SERVE = "from bedfellows.cli import main; main()"


@contextmanager
def served(case: Path) -> Iterator[tuple[int, int]]:
    """The port and the process id of a server for a case."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE, "serve", str(case), "--port", "0"], stderr=subprocess.PIPE, text=True
    )
    try:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(process.pid, {min(os.sched_getaffinity(0))})
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                yield int(found[1]), process.pid
                return
        raise SystemExit("The server did not start.")
    finally:
        process.terminate()
        process.wait()


def memory(pid: int) -> float:
    """Resident memory of a process in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


def worked(pid: int) -> float:
    """CPU seconds that a process has used."""
    parts = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


async def asked(port: int, paths: Sequence[str], rate: float) -> tuple[list[float], int]:
    """How long each request waited from the time it was due, in seconds, and how many were not answered."""
    waits: list[float] = []
    failed = 0
    todo = iter(enumerate(paths))
    start = time.perf_counter() + 0.1

    async def connection() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number, path in todo:
            due = start + number / rate
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(re.findall(rb"(?i)content-length: (\d+)", head)[0])
            await reader.readexactly(length)
            waits.append(time.perf_counter() - due)
            failed += not head.startswith(b"HTTP/1.1 200")
        writer.close()

    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    return waits, failed


def tie_path(a: str, b: str) -> str:
    """The address of a question."""
    return f"/api/tie?a={quote(a)}&b={quote(b)}"


def measure(name: str, case: Path, pairs: Sequence[tuple[str, str]], rate: float, requests: int) -> bool:
    """Print the figures of one case; whether they are within the bounds."""
    chance = random.Random(1)
    paths = [tie_path(*pair) for pair in pairs]
    well = True
    with served(case) as (port, pid):
        asyncio.run(asked(port, paths[:1], rate))  # loads the case, as opening the window does
        start = memory(pid)
        first = []
        for path in paths[1:]:
            waits, failed = asyncio.run(asked(port, [path], rate))
            first += waits
            well &= not failed
        print(
            f"{name}, {len(pairs)} pairs for the first time: {shown(first)}  RSS {start:.0f} -> {memory(pid):.0f} MB",
            flush=True,
        )
        for what, wanted in (
            ("one pair", paths[:1] * requests),
            (f"{len(pairs)} pairs", [chance.choice(paths) for _ in range(requests)]),
        ):
            before, used = memory(pid), worked(pid)
            waits, failed = asyncio.run(asked(port, wanted, rate))
            after, each = memory(pid), (worked(pid) - used) / requests
            print(
                f"{name}, {what}, {requests:,} at {rate:g}/s: {shown(waits)}  failed {failed}  "
                f"CPU {each * 1000:.2f} ms each  RSS {before:.0f} -> {after:.0f} MB",
                flush=True,
            )
            well &= not failed and percentile(waits, 0.99) < MOST_WAIT and after - start < MOST_GROWTH
        if shutil.which("wrk"):
            command = [
                "wrk",
                "-t1",
                f"-c{CONNECTIONS}",
                "-d5s",
                "--latency",
                f"http://127.0.0.1:{port}{paths[0]}",
            ]
            found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            lines = re.findall(r"(Requests/sec:\s+\S+|99%\s+\S+)", found)
            words = "  ".join(" ".join(line.split()) for line in lines)
            print(f"{name}, one pair, as fast as it can, by wrk: {words}", flush=True)
    return well


def percentile(waits: Sequence[float], part: float) -> float:
    """The value that this part of the waits does not exceed."""
    return sorted(waits)[int(part * (len(waits) - 1))]


def shown(waits: Sequence[float]) -> str:
    """Percentiles in milliseconds."""
    parts = ((0.5, "p50"), (0.99, "p99"), (0.999, "p99.9"), (1.0, "most"))
    return "  ".join(f"{name} {percentile(waits, part) * 1000:.1f} ms" for part, name in parts)


def known_pairs(case: bf.Case, query: str) -> list[tuple[str, str]]:
    """The pairs that a query names."""
    return [(a, b) for a, b, _ in case.sql(query, limit=PAIRS).iter_rows()]


_CLAIMED = """
    SELECT least(subject, object) a, greatest(subject, object) b, count(*) n FROM claims
    WHERE object IS NOT NULL AND subject <> object GROUP BY ALL ORDER BY n DESC, a, b
"""
_RECORDED = """
    SELECT least(subject, object) a, greatest(subject, object) b, count(*) n FROM feed_events
    WHERE subject <> object GROUP BY ALL ORDER BY n DESC, a, b
"""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--icews14", type=Path, default=SHARED / "data" / "icews14")
    given = parser.parse_args()
    well = True
    with tempfile.TemporaryDirectory() as folder:
        example = bf.open(Path(folder) / "example.duckdb", create=True)
        example.read(Path(str(resources.files("bedfellows"))) / "example")
        pairs = known_pairs(example, _CLAIMED)
        well &= measure("bundled example", example.path, pairs, given.rate, given.requests)
        if given.icews14.is_dir():
            events = bf.open(Path(folder) / "icews14.duckdb", create=True)
            events.ingest("icews14", given.icews14)
            well &= measure(
                "ICEWS14", events.path, known_pairs(events, _RECORDED), given.rate, given.requests
            )
        else:
            print(f"No ICEWS14 at {given.icews14}; not measured.")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
