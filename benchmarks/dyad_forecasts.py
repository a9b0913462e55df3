"""How good the odds of dyads are, on ICEWS14 by rolling origin: Brier skill against simple rules, and calibration.

    python benchmarks/dyad_forecasts.py [class or shift ...]

Four models a class are learned with what was known at the ends of May, July, August and September 2014; each forecasts every week until the next for
every pair that was ever seen, with what was known on the eve, and is held against what came until the end of October. The horizons are a week,
a month and three months: a year cannot be judged on ten months. `skill` is against the best of the rules on the same forecasts: the overall rate, the
pair's base rate, persistence, and whether it happened in the window before; 90% intervals from blocks of a pair's forecasts in four
weeks. `error` is the mean distance between what was said and how often it came; `busy` the same for forecasts of at least 5%; `ranked` how likely
one that came true had been given more than one that did not.

Ruptures and rapprochements are what the shift finder says at the end of October of windows that were over four weeks before.

The data are read from the folder in BEDFELLOWS_SHARED, or ../shared.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import date
from functools import cache
from pathlib import Path

from bedfellows.actors import load_registry
from bedfellows.case import CaseStore
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.ingest import ingest_files
from bedfellows.forecast.dyad_backtest import Forecasts, backtest, verdict
from bedfellows.forecast.dyad_history import QUADS, SHIFTS, find_target, load_history
from bedfellows.forecast.shift_backtest import backtest_shifts
from bedfellows.forecast.shift_record import load_shift_record

SHARED = Path(os.environ.get("BEDFELLOWS_SHARED") or Path(__file__).parents[2] / "shared")
HORIZONS = (7, 30, 91)
CUTOFFS = (date(2014, 5, 31), date(2014, 7, 27), date(2014, 8, 24), date(2014, 9, 21))
LAST = date(2014, 10, 31)


def main() -> None:
    classes = sys.argv[1:] or [*(quad.key for quad in QUADS), *SHIFTS]
    with tempfile.TemporaryDirectory() as folder:
        case, registry = Path(folder) / "icews14.duckdb", load_registry()
        ingest_files(case, find_feed("icews14"), [SHARED / "data" / "icews14"], registry, create=True)
        print(
            f"{'':<22}{'days':>5}{'forecasts':>11}{'came':>7}{'Brier':>9}  {'skill against the best rule':<42}{'error':>8}{'busy':>8}{'ranked':>8}"
        )
        with CaseStore.open(case) as store:
            histories = cache(lambda day: load_history(store.connection, day, directed=False))
            records = cache(lambda day: load_shift_record(store, registry, day))
            for name in classes:
                target, started = find_target(name), time.perf_counter()
                parts: dict[int, list[Forecasts]] = {}
                found = (
                    backtest_shifts(records, target, HORIZONS, CUTOFFS, LAST)
                    if target.kind == "shift"
                    else backtest(histories, target, HORIZONS, CUTOFFS, LAST)
                )
                for part in found:
                    parts.setdefault(part.days, []).append(part)
                for days, some in parts.items():
                    got = verdict(some)
                    skill = (
                        f"{got.skill:+.3f} ({got.skill_low:+.3f} to {got.skill_high:+.3f}), {got.reference}"
                    )
                    mark = " extrapolated" if got.extrapolated else ""
                    print(
                        f"{got.target:<22}{days:>5}{got.forecasts:>11,}{got.happened:>7.2%}{got.brier:>9.5f}  {skill:<42}"
                        f"{got.calibration_error:>8.4f}{got.busy_calibration_error:>8.4f}{got.ranked or 0:>8.3f}{mark}",
                        flush=True,
                    )
                print(f"{'':<22}{time.perf_counter() - started:>5.0f} s", flush=True)


if __name__ == "__main__":
    main()
