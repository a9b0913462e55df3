"""How long 10,000 draws of the knock-on dynamic take on made-up networks of 50 actors, one sparse and one with a tie between every two."""

from __future__ import annotations

import time
from datetime import date

import numpy as np

from bedfellows.balance.signed import from_rows
from bedfellows.scenario.interventions import Intervention
from bedfellows.scenario.knock_on import DRAWS, knock_on


def main() -> None:
    """Print it."""
    for share in (0.2, 1.0):
        random = np.random.default_rng(7)
        rows = []
        for a in range(50):
            for b in range(a):
                if random.random() < share:
                    weight = float(random.uniform(-0.9, 0.9))
                    rows.append(
                        (
                            f"made-up-{b:02}",
                            f"made-up-{a:02}",
                            weight,
                            max(-1, weight - 0.3),
                            min(1, weight + 0.3),
                            (),
                        )
                    )
        network = from_rows(rows)
        one = Intervention(
            "made-up-00", "start", "fights", (), "made-up-01", date(2017, 1, 1), None, "made up"
        )
        begun, worked = time.perf_counter(), time.process_time()
        found = knock_on(network, [one])
        took, worked = time.perf_counter() - begun, time.process_time() - worked
        print(
            f"{len(network.actors)} actors, {len(network.ties)} ties, {found.triads[1]} triads, {DRAWS} draws: {took:.1f} s, {worked:.1f} s of them on the "
            "processor (wanted: under 10 s)"
        )


if __name__ == "__main__":
    main()
