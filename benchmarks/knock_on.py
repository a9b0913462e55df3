"""Do ties that the knock-on dynamic presses on move more than others?

    python benchmarks/knock_on.py

On ICEWS14 from the folder in BEDFELLOWS_SHARED, or ../shared: the signed network as of each of several days of 2014, by what was known then, and
the level of each of its ties 90 days later. A tie has moved where its level came nearer to the other sign by 0.1 or more. Printed for each day and
for all: the chance that a tie that moved was pressed more (flipped in more draws) than one that did not (the area under the curve, .50 is
chance), with an interval by bootstrap, and beside it the same for two plain rules: how near the level was to zero, and how many triads of the tie were unbalanced.
"""

from __future__ import annotations

import os
import tempfile
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bedfellows.actors import load_registry
from bedfellows.balance.signed import signed_network
from bedfellows.case import CaseStore
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.ingest import ingest_files
from bedfellows.scenario.knock_on import knock_on
from bedfellows.ties.alignment import alignments
from bedfellows.ties.dossier import open_dossier

SHARED = Path(os.environ.get("BEDFELLOWS_SHARED") or Path(__file__).parents[2] / "shared")
DAYS = (date(2014, 4, 30), date(2014, 6, 30), date(2014, 8, 31))
LATER = timedelta(days=90)
MOVED = 0.1
RULES = ("knock-on", "near zero", "unbalanced triads")


def main() -> None:
    """Print it."""
    registry = load_registry()
    pooled: list[tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]] = []
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "icews14.duckdb"
        ingest_files(case, find_feed("icews14"), [SHARED / "data" / "icews14"], registry, create=True)
        with CaseStore.open(case) as store:
            for day in DAYS:
                network = signed_network(open_dossier(store, registry, day))
                found = knock_on(network, [], draws=2_000)
                pressed = {(one.a, one.b): one for one in found.pressed}
                later = {
                    (row["first"], row["second"]): row["level"]
                    for row in alignments(store, registry, day + LATER).iter_rows(named=True)
                }
                ties = [tie for tie in network.ties if tie.pair in later]
                scores = np.array(
                    [
                        (
                            pressed[tie.pair].flips if tie.pair in pressed else 0.0,
                            -abs(tie.weight),
                            pressed[tie.pair].unbalanced if tie.pair in pressed else 0.0,
                        )
                        for tie in ties
                    ]
                )
                moved = np.array([tie.sign * (tie.weight - later[tie.pair]) >= MOVED for tie in ties])
                pooled.append((scores, moved))
                _say(str(day), scores, moved)
    _say("all", np.concatenate([one for one, _ in pooled]), np.concatenate([one for _, one in pooled]))


def _say(name: str, scores: npt.NDArray[np.float64], moved: npt.NDArray[np.bool_]) -> None:
    random = np.random.default_rng(1)
    parts = []
    for place, rule in enumerate(RULES):
        whole = _area(scores[:, place], moved)
        draws = [
            _area(scores[chosen, place], moved[chosen])
            for chosen in random.integers(0, len(moved), (500, len(moved)))
            if 0 < moved[chosen].sum() < len(moved)
        ]
        low, high = np.quantile(draws, (0.05, 0.95))
        parts.append(f"{rule} {whole:.2f} ({low:.2f} to {high:.2f})")
    print(f"{name:<10}  {len(moved)} ties, {moved.sum()} moved   {'   '.join(parts)}")


def _area(score: npt.NDArray[np.float64], moved: npt.NDArray[np.bool_]) -> float:
    ahead = score[moved][:, None] - score[~moved][None, :]
    return float((ahead > 0).mean() + (ahead == 0).mean() / 2)


if __name__ == "__main__":
    main()
