"""How ingest grows: 1, 10 and 100 million generated GDELT rows; rows a second, peak memory, size of the case.

    python benchmarks/scale.py [--full] [--folder FOLDER] [--memory 1500MB]

Files have a million rows each. Each size gets a case of its own and a process of its own, so that peak memory (of that process, resident) is
its own. Files are written just before they are ingested and removed after, so that the disk needs room for the case and one file. Only the
time of ingesting counts. Without --full the largest size is left out: it takes about an hour on two cores. The rows are not real.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

PER_FILE = 1_000_000


def one_size(millions: int, folder: Path, memory: str) -> None:
    """Ingest so many files; prints a line of JSON."""
    from bedfellows.actors import load_registry
    from bedfellows.feeds.catalogue import find_feed
    from bedfellows.feeds.ingest import ingest_files

    case, registry = folder / f"{millions}.duckdb", load_registry()
    seconds, rates, kept = 0.0, [], 0
    for number in range(millions):
        file = folder / f"{number:03}.export.CSV"
        written = "import runpy, sys; from pathlib import Path; runpy.run_path(sys.argv[1])['write_file'](Path(sys.argv[2]), *map(int, sys.argv[3:]))"
        generator = str(Path(__file__).with_name("invented_gdelt.py"))
        first = 600_000_000 + number * PER_FILE
        subprocess.run(
            [sys.executable, "-c", written, generator, str(file), str(PER_FILE), str(first)], check=True
        )
        start = time.perf_counter()
        done = ingest_files(case, find_feed("gdelt"), [file], registry, create=True, memory=memory)
        spent = time.perf_counter() - start
        file.unlink()
        seconds += spent
        rates.append(PER_FILE / spent)
        kept += done.totals["kept"]
        if millions > 10 and number % 10 == 9:
            print(f"  {number + 1} million, the last at {rates[-1]:,.0f} rows/s", file=sys.stderr, flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    answer = {
        "millions": millions,
        "seconds": seconds,
        "kept": kept,
        "peak": peak,
        "size": case.stat().st_size,
    }
    print(json.dumps({**answer, "first": rates[0], "last": rates[-1]}))
    case.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="100 million rows as well")
    parser.add_argument("--folder", type=Path, help="where the case lies; about 15 GB are needed for --full")
    parser.add_argument("--memory", default="1500MB", help="DuckDB's memory limit")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        one_size(options.one, options.folder, options.memory)
        return
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for millions in (1, 10, 100) if options.full else (1, 10):
            command = [sys.executable, __file__, "--one", str(millions), "--folder", folder]
            run = subprocess.run(
                [*command, "--memory", options.memory], stdout=subprocess.PIPE, text=True, check=True
            )
            found = SimpleNamespace(**json.loads(run.stdout))
            assert found.kept == millions * PER_FILE
            print(
                f"{millions:>4} million rows: {found.kept / found.seconds:>9,.0f} rows/s (first file {found.first:,.0f}, last {found.last:,.0f}), "
                f"peak memory {found.peak / 1e9:.2f} GB, case {found.size / 1e9:.2f} GB",
                flush=True,
            )


if __name__ == "__main__":
    main()
