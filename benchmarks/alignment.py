"""How good the shifts of alignments are, and how fast alignments are made, on ICEWS14. `alignment_sign.py` tells how good their sign is.

    python benchmarks/alignment.py

* Shifts: `realignments_2014.csv` lists pairs with dated ruptures and rapprochements of 2014, each with a source, and quiet pairs. A shift of the right
  kind within 21 days finds one. Precision is over all shifts of the listed pairs, though what is not in the list need not be wrong. Beside it,
  a plain threshold: the mean weight of a pair's events in so many weeks, less that in as many weeks before; window and threshold are
  the ones of a grid that do best on this very list, which favours it.
  The list is in two halves, by the checksum of each pair: on one the search for shifts was worked out, on the other it is judged. (All thresholds of the search
  for turns of tone and surges were chosen on the whole list; the search for rare acts on the one half.)
* Time: all pairs (filter, smooth, shifts); and the same after one more day of events.

The data are read from the folder in BEDFELLOWS_SHARED, or ../shared.
"""

from __future__ import annotations

import csv
import os
import tempfile
import time
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from zlib import crc32

import numpy as np
import polars as pl

from bedfellows.actors import load_registry
from bedfellows.case import CaseStore
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.ingest import ingest_files
from bedfellows.ties.alignment import alignments, levels, load_evidence
from bedfellows.ties.history import weeks
from bedfellows.ties.shifts import find_shifts

SHARED = Path(os.environ.get("BEDFELLOWS_SHARED") or Path(__file__).parents[2] / "shared") / "data"
LISTED = Path(__file__).with_name("realignments_2014.csv")
NEAR = timedelta(days=21)
Pair = tuple[str, str]
Found = tuple[Pair, date, str]


def main() -> None:
    registry = load_registry()
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "icews14.duckdb"
        ingest_files(case, find_feed("icews14"), [SHARED / "icews14"], registry, create=True)
        with CaseStore.open(case) as store:
            last = store.connection.execute("SELECT max(day) FROM feed_events").fetchall()[0][0]
            started = time.perf_counter()
            evidence = load_evidence(store, registry, last, standing=False)
            every = weeks(evidence)
            shifts = find_shifts(evidence)
            whole = time.perf_counter() - started
            _realignments(evidence, shifts, last)
            print(
                f"\ntime: {every.select('first', 'second').n_unique():,} pairs, {len(every):,} pair-weeks, {len(shifts):,} shifts: {whole:.1f} s"
            )
            touched = store.connection.execute(
                "SELECT DISTINCT subject, object FROM feed_events WHERE day = $day", {"day": last}
            ).fetchall()
            among = {one for pair in touched for one in pair if one}
            started = time.perf_counter()
            alignments(store, registry, last, standing=False)
            print(f"levels of all pairs anew after a day's events: {time.perf_counter() - started:.2f} s")
            started = time.perf_counter()
            some = load_evidence(store, registry, last, standing=False, among=among)
            levels(some)
            print(
                f"of the pairs among that day's {len(among):,} actors: {time.perf_counter() - started:.2f} s"
            )


def _realignments(evidence: object, shifts: Iterable[object], last: date) -> None:
    with LISTED.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    pairs = {(row["first"], row["second"]) for row in rows}
    labels = [
        ((row["first"], row["second"]), date.fromisoformat(row["day"]), row["kind"])
        for row in rows
        if row["day"] and date.fromisoformat(row["day"]) <= last - timedelta(days=7)
    ]
    quiet = {(row["first"], row["second"]) for row in rows if row["kind"] == "quiet"}
    ours = [
        (shift.pair, shift.day + timedelta(days=3), shift.kind) for shift in shifts if shift.pair in pairs
    ]  # type: ignore[attr-defined]
    print(f"realignments of 2014: {len(labels)} dated, {len(quiet)} quiet pairs")
    print(_line("shifts", ours, labels, quiet))
    for name, half in (("  of the half worked on", 0), ("  of the half judged on", 1)):
        some = (
            [one for one in ours if _half(one[0]) == half],
            [one for one in labels if _half(one[0]) == half],
        )
        print(_line(name, *some, {pair for pair in quiet if _half(pair) == half}))
    plain = _weekly(evidence, pairs)
    best = max(
        (
            (_f1(found, labels), window, threshold, found)
            for window in (2, 3, 4, 6, 8)
            for threshold in np.arange(0.2, 1.5, 0.05)
            for found in [_threshold(plain, window, float(threshold))]
        ),
        key=lambda one: one[0],
    )
    print(_line(f"threshold {best[2]:.2f} on {best[1]} weeks", best[3], labels, quiet))
    for label in labels:
        near = [
            found
            for found in ours
            if found[0] == label[0] and found[2] == label[2] and abs(found[1] - label[1]) <= NEAR
        ]
        if not near:
            others = ", ".join(f"{found[2]} {found[1]}" for found in ours if found[0] == label[0]) or "none"
            print(f"    missed: {' – '.join(label[0])}, {label[2]} {label[1]}; found: {others}")


def _half(pair: Pair) -> int:
    return crc32(" ".join(pair).encode()) % 2


def _weekly(evidence: object, pairs: set[Pair]) -> dict[Pair, dict[int, tuple[float, int]]]:
    events: pl.DataFrame = evidence.events  # type: ignore[attr-defined]
    summed = events.group_by("first", "second", "week").agg(pl.col("total").sum(), pl.col("events").sum())
    found: dict[Pair, dict[int, tuple[float, int]]] = {}
    for first, second, week, total, count in summed.iter_rows():
        if (first, second) in pairs:
            found.setdefault((first, second), {})[week] = (total, count)
    return found


def _threshold(plain: dict[Pair, dict[int, tuple[float, int]]], window: int, threshold: float) -> list[Found]:
    found: list[Found] = []
    for pair, held in plain.items():
        steps = []
        for week in range(min(held) + window, max(held) + 1):
            means = []
            for span in (range(week - window, week), range(week, week + window)):
                some = [held[one] for one in span if one in held]
                count = sum(number for _, number in some)
                means.append(sum(total for total, _ in some) / count if count else None)
            if means[0] is not None and means[1] is not None and abs(means[1] - means[0]) >= threshold:
                steps.append((week, means[1] - means[0]))
        while steps:  # of steps that overlap the largest
            week, step = max(steps, key=lambda one: abs(one[1]))
            day = date(1970, 1, 5) + timedelta(weeks=week, days=3)
            found.append((pair, day, "rapprochement" if step > 0 else "rupture"))
            steps = [one for one in steps if abs(one[0] - week) > window]
    return found


def _matched(found: list[Found], labels: list[Found]) -> tuple[int, int]:
    """Labels that were found, and findings that are labelled."""

    def fits(one: Found, label: Found) -> bool:
        return one[0] == label[0] and one[2] == label[2] and abs(one[1] - label[1]) <= NEAR

    return (
        sum(any(fits(one, label) for one in found) for label in labels),
        sum(any(fits(one, label) for label in labels) for one in found),
    )


def _f1(found: list[Found], labels: list[Found]) -> float:
    hit, right = _matched(found, labels)
    recall, precision = hit / len(labels), right / max(len(found), 1)
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def _line(name: str, found: list[Found], labels: list[Found], quiet: set[Pair]) -> str:
    hit, right = _matched(found, labels)
    fired = len({one[0] for one in found} & quiet)
    return (
        f"  {name:<28} recall {hit}/{len(labels)} = {hit / len(labels):.2f}, precision {right}/{len(found)} = {right / max(len(found), 1):.2f}, "
        f"F1 {_f1(found, labels):.2f}, quiet pairs that fired {fired} of {len(quiet)}"
    )


if __name__ == "__main__":
    main()
