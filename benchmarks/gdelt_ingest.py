"""How fast GDELT event files get into a case, against pandas and against DuckDB's bare COPY of the same bytes.

    python benchmarks/gdelt_ingest.py [rows, default 300000] [rounds, default 3]

The file is generated (see invented_gdelt.py) and lies in the disk cache. In each round, one after the other in this process:

* ingest: the file into a new case, to the end: parsed, mapped, checked for duplicates, written, checkpointed.
* COPY: the same file into a new DuckDB file with the 58 columns of the codebook and nothing else done, checkpointed.
* pandas: `read_csv` of the 58 columns and a groupby to directed dyad-days (rows, Goldstein sum, mean tone), as users of gdeltPyR do.
  Nothing is written.

Printed are rows a second, and the ratios from the best round of each and from each round.
"""

from __future__ import annotations

import runpy
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pandas as pd

from bedfellows.actors import load_registry
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.gdelt import GDELT
from bedfellows.feeds.ingest import ingest_files

invented = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("invented_gdelt.py"))))
LAYOUT = GDELT.layouts[1]
TYPES = {"GLOBALEVENTID": "BIGINT", "SQLDATE": "INTEGER", "IsRootEvent": "INTEGER", "QuadClass": "INTEGER"}
NUMBERS = {"FLOAT": "DOUBLE", "INTEGER": "INTEGER"}


def ingest(file: Path, folder: Path) -> None:
    done = ingest_files(folder / "case.duckdb", find_feed("gdelt"), [file], load_registry(), create=True)
    assert done.totals["kept"] == done.totals["rows_read"] > 0


def copy(file: Path, folder: Path) -> None:
    columns = ", ".join(
        f'"{name}" {TYPES.get(name) or NUMBERS.get(kind, "VARCHAR")}' for name, kind in LAYOUT.columns.items()
    )
    with duckdb.connect(str(folder / "bare.duckdb")) as connection:
        connection.execute("SET preserve_insertion_order = false")
        connection.execute(f"CREATE TABLE events ({columns})")
        connection.execute(
            f"COPY events FROM '{file}' (FORMAT csv, DELIMITER '\t', HEADER false, QUOTE '', ESCAPE '')"
        )
        connection.execute("CHECKPOINT")


def pandas(file: Path, _: Path) -> None:
    frame = pd.read_csv(
        file, sep="\t", header=None, names=list(LAYOUT.columns), dtype={"EventCode": str}, low_memory=False
    )
    days = frame.groupby(["SQLDATE", "Actor1Code", "Actor2Code", "QuadClass"]).agg(
        {"GLOBALEVENTID": "count", "GoldsteinScale": "sum", "AvgTone": "mean"}
    )
    assert len(days)


def timed(what: Callable[[Path, Path], None], file: Path) -> float:
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        what(file, Path(folder))
        return time.perf_counter() - start


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 300_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as folder:
        file = invented.write_file(Path(folder) / "20170104.export.CSV", rows)
        print(
            f"{rows:,} generated rows, {file.stat().st_size / 1e6:.0f} MB; DuckDB {duckdb.__version__}, pandas {pd.__version__}"
        )
        timed(ingest, invented.write_file(Path(folder) / "warm.export.CSV", 1000))
        spent: dict[str, list[float]] = {"ingest": [], "COPY": [], "pandas": []}
        for _ in range(rounds):
            for name, what in (("ingest", ingest), ("COPY", copy), ("pandas", pandas)):
                spent[name].append(timed(what, file))
    for name, seconds in spent.items():
        print(f"{name:>8}: {min(seconds):6.2f} s  {rows / min(seconds):>10,.0f} rows/s")
    best = {name: min(seconds) for name, seconds in spent.items()}
    each = [
        f"{p / i:.1f}x pandas, {i / c:.2f} of COPY"
        for i, c, p in zip(spent["ingest"], spent["COPY"], spent["pandas"], strict=True)
    ]
    print(f"ingest is {best['pandas'] / best['ingest']:.1f} times as fast as pandas (target 20)")
    print(f"ingest takes {best['ingest'] / best['COPY']:.2f} of the time of COPY (target at most 1.5)")
    print("by round:", "; ".join(each))


if __name__ == "__main__":
    main()
