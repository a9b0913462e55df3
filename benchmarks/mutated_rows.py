"""Spoils GDELT rows at random: each must be kept as it stands or be quarantined with its line and a reason.

    python benchmarks/mutated_rows.py [rows, default 10000] [seed, default 1]

The rows are invented. Bytes are put in, left out, changed or cut off, with a liking for tabs, line breaks, quotation marks, carriage
returns and NUL. Every line of the file is then looked up: as a row with the same id, day and event code, or in quarantine.
"""

from __future__ import annotations

import random
import runpy
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import duckdb

from bedfellows.actors import load_registry
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.ingest import ingest_files

feeds = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[1] / "tests" / "invented_feeds.py")))
INSERTED = (b"\t", b'"', b"\r", b"\x00", b"\n", b"\\", b"\xff", b"\xe2\x80", b"\r\n", b"'")


def spoilt(row: list[str], chance: random.Random) -> bytes:
    line = bytearray("\t".join(row).encode())
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(line)) if line else 0
        how = chance.randrange(5)
        if how == 0 and line:
            del line[at]
        elif how == 1 and line:
            line[at] = chance.randrange(256)
        elif how == 2:
            line[at:at] = bytes([chance.randrange(256)])
        elif how == 3:
            line[at:at] = chance.choice(INSERTED)
        elif chance.random() < 0.3:
            line = line[:at]
    return bytes(line)


def main() -> None:
    count, seed = int((sys.argv[1:2] or ["10000"])[0]), int((sys.argv[2:3] or ["1"])[0])
    chance = random.Random(seed)
    totals = {"lines": 0, "kept": 0, "quarantined": 0, "wrong": 0}
    reasons: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number, columns in enumerate((57, 58, 61)):
            rows = feeds.gdelt_rows(count // 3 + 1, columns=columns, seed=seed + number)
            good = feeds.gdelt_rows(50, first=1, columns=columns)
            data = b"".join("\t".join(row).encode() + b"\n" for row in good)
            data += b"\n".join(spoilt(row, chance) for row in rows) + b"\n"
            file = Path(folder) / f"{columns}.export.CSV"
            file.write_bytes(data)
            case = Path(folder) / f"{columns}.duckdb"
            done = ingest_files(case, find_feed("gdelt"), [file], load_registry(), create=True)
            lines = data.replace(b"\r\n", b"\n").replace(b"\r", b" ").split(b"\n")
            with duckdb.connect(str(case), read_only=True) as connection:
                bad = dict(connection.execute("SELECT line, reason FROM quarantine").fetchall())
                kept = set(
                    connection.execute(
                        "SELECT key, strftime(day, '%Y%m%d'), cameo FROM feed_events"
                    ).fetchall()
                )
            for place, line in enumerate(lines, 1):
                if not line:
                    totals["wrong"] += place in bad
                    continue
                totals["lines"] += 1
                if place in bad:
                    totals["wrong"] += not bad[place]
                    reasons[bad[place]] = reasons.get(bad[place], 0) + 1
                    continue
                fields = line.decode().split("\t")
                right = len(fields) == columns and (fields[0], fields[1], fields[26]) in kept
                totals["wrong"] += not right
            totals["kept"] += done.totals["kept"] + done.totals["duplicate"]
            totals["quarantined"] += done.totals["quarantined"]
    print(", ".join(f"{number:,} {name}" for name, number in totals.items()))
    for reason, number in sorted(reasons.items(), key=lambda one: -one[1]):
        print(f"{number:>8,}  {reason}")
    if totals["wrong"] or totals["lines"] != totals["kept"] + totals["quarantined"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
