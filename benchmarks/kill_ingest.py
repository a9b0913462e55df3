"""Kills an ingest again and again at random moments: no row may be lost or doubled, and no case be damaged.

    python benchmarks/kill_ingest.py [kills, default 50] [seed, default 1]

Files of invented GDELT rows overlap each other. A process that ingests them is killed (SIGKILL) after a random part of its working time;
then the case is opened and its rows are held against its ledger. When enough processes have been killed, one is let finish. A case that is
complete early is thrown away and begun anew.
"""

from __future__ import annotations

import random
import runpy
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import duckdb

invented = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_gdelt.py"))))
FILES, ROWS, OVERLAP = 30, 4_000, 1_000
PROGRAM = """
import sys
from pathlib import Path
from bedfellows.actors import load_registry
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.ingest import ingest_files
registry = load_registry()
print("ready", flush=True)
ingest_files(Path(sys.argv[1]), find_feed("gdelt"), sys.argv[2:], registry, create=True)
"""


def held(case: Path) -> tuple[int, int, int, int]:
    """Rows, distinct keys, rows that the ledger tells of, and files in it."""
    with duckdb.connect(str(case), read_only=True) as connection:
        rows, keys = connection.execute("SELECT count(*), count(DISTINCT key) FROM feed_events").fetchall()[0]
        told, files = connection.execute(
            "SELECT coalesce(sum(kept), 0), count(*) FROM feed_files"
        ).fetchall()[0]
    return rows, keys, told, files


def run(case: Path, files: list[str], kill_after: float | None) -> bool:
    """Ingest, killed after so many seconds of work; whether it was."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(case), *files], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    if kill_after is not None:
        time.sleep(kill_after)
        process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def main() -> None:
    kills, chance = int((sys.argv[1:2] or ["50"])[0]), random.Random(int((sys.argv[2:3] or ["1"])[0]))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        files = [
            str(invented.write_file(folder / f"{n:02}.export.CSV", ROWS, first=n * (ROWS - OVERLAP)))
            for n in range(FILES)
        ]
        wanted = (FILES - 1) * (ROWS - OVERLAP) + ROWS
        start = time.monotonic()
        assert not run(folder / "whole.duckdb", files, None)
        whole = time.monotonic() - start
        assert held(folder / "whole.duckdb") == (wanted, wanted, wanted, FILES)
        killed, cases, wrong, moments = 0, 1, 0, []
        while killed < kills:
            case = folder / f"case-{cases}.duckdb"
            if not run(case, files, chance.random() * whole * 0.8):
                cases += 1
                continue
            killed += 1
            if not case.exists() or not case.stat().st_size:
                moments.append(0)
                continue
            try:
                rows, keys, told, done = held(case)
            except duckdb.CatalogException:  # killed before its tables were made
                rows, keys, told, done = 0, 0, 0, 0
            moments.append(done)
            wrong += not rows == keys == told
        case = folder / f"case-{cases}.duckdb"
        run(case, files, None)
        rows, keys, told, done = held(case)
        print(f"{killed} kills over {cases} cases, after {min(moments)} to {max(moments)} of {FILES} files: "
              f"{wrong} times rows lost or doubled against the ledger")  # fmt: skip
        print(
            f"finished after the last kill: {rows:,} rows, {keys:,} distinct, {wanted:,} expected, {done} files"
        )
        if wrong or (rows, keys, told, done) != (wanted, wanted, wanted, FILES):
            sys.exit(1)


if __name__ == "__main__":
    main()
