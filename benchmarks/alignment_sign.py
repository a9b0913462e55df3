"""Does the sign of alignments tell friends from foes? Against the lists of `friends_and_foes.py`, at the end of 2014.

    python benchmarks/alignment_sign.py

What is read besides the events of ICEWS14 makes all the difference, so each is told apart:

* events alone: with the parameters of the package, whose three numbers that tell friend from foe were learned from these lists; and on pairs that
  they were not learned from (ten-fold by pairs, everything learned anew). Beside it the share of hostile acts among all, which knows no time, and
  how the two deal now, which is not meant to tell friends from foes.
* with the alliances that the registry of actors knows.
* with what other lists said by the end of 2013: rivalries (Thompson and Dreyer), disputes until 2010 (Gibler, Miller and Little), armed conflicts
  (UCDP/PRIO), and the registry's alliances. Other hands made them, but of the same world.
* with the very lists as they were at the end of 2013. That is next to telling them by themselves: few alliances and rivalries begin in a year.

AUC with a 90% interval from 2,000 draws of pairs, of the pairs that events tell of and by how many events they do.
"""

from __future__ import annotations

import gzip
import os
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from bedfellows.actors import Registry, load_registry
from bedfellows.case import CaseStore
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.ingest import ingest_files
from bedfellows.ties.alignment import alignments, load_evidence
from bedfellows.ties.parameters import learned
from friends_and_foes import LISTS, Pair, Told, auc, by_least, cross_validated, friends_and_foes, interval

SHARED = Path(os.environ.get("BEDFELLOWS_SHARED") or Path(__file__).parents[2] / "shared") / "data"
YEAR_END = date(2014, 12, 31)
BEFORE = 2013
"""The last year that standing evidence tells of."""
FILES = {
    "atop": ("atop_alliance", "year", None),
    "thompson-sakuwa-suhas": ("tss_rivalries", "start", "end"),
    "cow-disputes": ("cow_mid_dirdisps", "year", None),
    "thompson-dreyer": ("td_rivalries", "styear", "endyear"),
    "gml-disputes": ("gml_dirdisp", "year", None),
    "ucdp-conflict": ("ucdp_acd", "year", None),
}
OTHER_LISTS = ("thompson-dreyer", "gml-disputes", "ucdp-conflict")


def main() -> None:
    registry = load_registry()
    with tempfile.TemporaryDirectory() as folder:
        lists = _lists(Path(folder), registry)
        print(f"lists: {sum(lists.values()):,} friends, {sum(not one for one in lists.values()):,} foes")
        case = Path(folder) / "events.duckdb"
        ingest_files(case, find_feed("icews14"), [SHARED / "icews14"], registry, create=True)
        with CaseStore.open(case) as store:
            events = load_evidence(store, registry, YEAR_END, standing=False).events
            told = Told(events, lists)
            counted = dict(zip(told.pairs, map(int, told.readings), strict=True))
            alone = alignments(store, registry, YEAR_END, standing=False)
            for least, which in by_least(told.readings):
                friend = told.friend[which]
                print(f"  with {least} events or more: {friend.sum()} friends, {(~friend).sum()} foes")
            _print("share of hostile acts", _peace(events), lists, counted)
            _print(
                "how they deal now, events alone",
                alone.with_columns(level="now", low="now_low", high="now_high"),
                lists,
                counted,
            )
            _print("events alone", alone, lists, counted)
            half_life = learned().stance.series.dynamics.slow_half_life
            _print_held_out(told, list(cross_validated(told, half_life)))
            _print("and the registry's alliances", alignments(store, registry, YEAR_END), lists, counted)
        _ingest_before(case, Path(folder), OTHER_LISTS, registry)
        with CaseStore.open(case) as store:
            _print("and other lists, to 2013", alignments(store, registry, YEAR_END), lists, counted)
        _ingest_before(case, Path(folder), LISTS, registry)
        with CaseStore.open(case) as store:
            _print("and the same lists, to 2013", alignments(store, registry, YEAR_END), lists, counted)


def _lists(folder: Path, registry: Registry) -> dict[Pair, bool]:
    case = folder / "lists.duckdb"
    for number, feed in enumerate(LISTS):
        ingest_files(case, find_feed(feed), [SHARED / "peacesciencer"], registry, create=not number)
    with CaseStore.open(case) as store:
        return friends_and_foes(store)


def _ingest_before(case: Path, folder: Path, feeds: Iterable[str], registry: Registry) -> None:
    """Feeds as they would have been at the end of the year before, and as if they had been published then."""
    for feed in feeds:
        name, first, last = FILES[feed]
        source = SHARED / "peacesciencer" / f"{name}.csv.gz"
        with gzip.open(source) as file:
            rows = pl.read_csv(file.read(), infer_schema=False)
        known = rows.filter(pl.col(first).cast(pl.Float64) <= BEFORE)
        if last:
            known = known.with_columns(
                pl.col(last).cast(pl.Float64).clip(upper_bound=BEFORE).cast(pl.String).alias(last)
            )
        cut = folder / f"{name}.csv"
        known.write_csv(cut)
        ingest_files(case, find_feed(feed), [cut], registry)
    with duckdb.connect(str(case)) as connection:
        connection.execute("UPDATE standing SET published = $day", {"day": date(BEFORE, 12, 31)})


def _peace(events: pl.DataFrame) -> pl.DataFrame:
    return events.group_by("first", "second").agg(
        level=1 - pl.col("hostile").sum() / (pl.col("events").sum() + 2)
    )


def _print(name: str, found: pl.DataFrame, lists: dict[Pair, bool], counted: dict[Pair, int]) -> None:
    rows = {(row["first"], row["second"]): row for row in found.iter_rows(named=True)}
    pairs = [pair for pair in lists if pair in counted]
    level = np.array([rows[pair]["level"] for pair in pairs])
    friend = np.array([lists[pair] for pair in pairs])
    readings = np.array([counted[pair] for pair in pairs])
    parts = []
    for least, which in by_least(readings):
        low, high = interval(level[which], friend[which])
        parts.append(f">= {least}: {auc(level[which], friend[which]):.3f} ({low:.2f} to {high:.2f})")
    print(f"{name:<34} AUC by events {', '.join(parts)}")
    if "low" in found.columns:
        above = np.array([rows[pair]["low"] > 0 for pair in pairs])
        below = np.array([rows[pair]["high"] < 0 for pair in pairs])
        print(
            f"{'':<34} above 0 are {(level[friend] > 0).mean():.0%} of friends, below 0 {(level[~friend] < 0).mean():.0%} of foes; "
            f"surely above {above.sum()} pairs, {friend[above].sum()} of them friends, surely below {below.sum()}, {(~friend)[below].sum()} of them foes"
        )


def _print_held_out(told: Told, found: list[np.ndarray]) -> None:
    parts = []
    for least, which in by_least(told.readings):
        bounds = [interval(one[which], told.friend[which], 400) for one in found]
        mean = np.mean([auc(one[which], told.friend[which]) for one in found])
        low, high = np.mean(bounds, axis=0)
        parts.append(f">= {least}: {mean:.3f} ({low:.2f} to {high:.2f})")
    print(f"{'events alone, held out':<34} AUC by events {', '.join(parts)}")


if __name__ == "__main__":
    main()
