"""How well the alignment of pairs is told from their past and the structure between them, and whether surprises are as rare as they should be.

    python benchmarks/strangeness.py

On ICEWS14 with standing evidence (alliances, borders, rivalries, disputes, conflicts) from the folder in BEDFELLOWS_SHARED, or ../shared.
For several days, the model is fitted on days before and tells the alignment of every pair of whom something was heard in between. Printed:

* the root mean squared error of the expected alignment, beside that of "as it stood before" (where nothing was known: as is usual) and of
  "as is usual for such pairs", on the same pairs;
* how many surprises lie beyond 1.645 standard deviations on either side, where 10% should;
* how often the most surprising pair of a day is one that was to be expected by chance.
"""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path

import numpy as np

from bedfellows.actors import load_registry
from bedfellows.balance.expected import expected_alignments
from bedfellows.case import CaseStore
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.ingest import ingest_files
from bedfellows.ties.dossier import open_dossier

SHARED = Path(os.environ.get("BEDFELLOWS_SHARED") or Path(__file__).parents[2] / "shared")
STANDING = ("atop", "cow-contiguity", "thompson-dreyer", "gml-disputes", "ucdp-conflict")
DAYS = tuple(date(2014, month, 28) for month in (6, 7, 8, 9, 10))


def main() -> None:
    registry = load_registry()
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "icews14.duckdb"
        ingest_files(case, find_feed("icews14"), [SHARED / "data" / "icews14"], registry, create=True)
        for feed in STANDING:
            # What held before 2014 was known then, though these releases are of later years.
            ingest_files(
                case,
                find_feed(feed),
                [SHARED / "data" / "peacesciencer"],
                registry,
                published=date(2013, 12, 31),
            )
        with CaseStore.open(case) as store:
            print("day          pairs  expected  before  usual  beyond  most surprising, so many by chance")
            every: list[tuple[float, float, float, float]] = []
            for day in DAYS:
                found = expected_alignments(store, registry, open_dossier(store, registry, day), day)
                assert found is not None
                rows = [
                    (
                        one.level,
                        one.expected,
                        one.before if one.before is not None else found.usual(one.pair),
                        found.usual(one.pair),
                    )
                    for one in found.pairs
                ]
                every += rows
                beyond = np.mean([abs(one.surprise) > 1.645 for one in found.pairs])
                first = found.pairs[0]
                print(
                    f"{day}  {len(rows):>6,}  {_errors(rows)}  {beyond:>6.1%}  {' – '.join(first.pair)}, {first.by_chance:.1f}"
                )
            print(f"all         {len(every):>6,}  {_errors(every)}")
            print(
                "weights of the last:",
                {
                    name: round(float(weight), 3)
                    for name, weight in zip(found.features, found.model.weights[1:], strict=True)
                },
            )


def _errors(rows: list[tuple[float, float, float, float]]) -> str:
    values = np.array(rows)
    level, others = values[:, 0], values[:, 1:]
    return "  ".join(f"{np.sqrt(np.mean((level - other) ** 2)):>6.3f}" for other in others.T)


if __name__ == "__main__":
    main()
