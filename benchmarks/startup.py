"""How long the command line takes to start: whole processes, next to a Python that does nothing.

    python benchmarks/startup.py [runs, default 15]

Measures `--version`, `--help`, and `who` on a small invented case (no reader in it), each as a process of its own, in
turns, after one run each to warm the disk's cache. Prints the median and the slowest in seconds, and the ratio of
medians to `python -c pass`. The target is under 0.5 s for each. Exits with 1 where a median misses it.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from bedfellows.case import CaseStore
from bedfellows.case.records import Claim, Passage, Reading, Source, content_id

TARGET = 0.5
PROGRAM = Path(sys.executable).with_name("bedfellows")


def invented_case(path: Path) -> None:
    """A case with one invented source of fifty claims."""
    sentences = [f"Invented sentence {i}: Russia helps the Taliban." for i in range(50)]
    text = "\n".join(sentences)
    source = Source(
        content_id("src", text), "news", "Invented", None, None, date(2017, 1, 4), "invented", text
    )
    passages, claims, start = [], [], 0
    for number, sentence in enumerate(sentences, 1):
        end = start + len(sentence)
        place = content_id("psg", source.id, start, end)
        passages.append(Passage(place, source.id, number, number, start, end, sentence))
        claims.append(
            Claim(
                content_id("clm", source.id, start, end, "russia", "supports", "taliban", "", False),
                source.id,
                place,
                "russia",
                "supports",
                "taliban",
                "Russia",
                "the Taliban",
                "",
                sentence,
                start,
                end,
                "asserted",
                published=source.published,
            )
        )
        start = end + 1
    with CaseStore.open(path, create=True) as store:
        store.add(Reading(source, tuple(passages), tuple(claims)))


def seconds(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "invented.duckdb"
        invented_case(case)
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "bedfellows --version": [str(PROGRAM), "--version"],
            "bedfellows --help": [str(PROGRAM), "--help"],
            "bedfellows who russia": [str(PROGRAM), "--case", str(case), "who", "russia"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for command in commands.values():
            seconds(command)
        for _ in range(runs):
            for name, command in commands.items():
                times[name].append(seconds(command))
    base = statistics.median(times["python -c pass"])
    print(f"start-up, {runs} runs each, seconds (target under {TARGET})")
    slow = False
    for name, taken in times.items():
        median = statistics.median(taken)
        slow |= median >= TARGET
        print(f"{name:24}median {median:.3f}  slowest {max(taken):.3f}  x {median / base:.1f}")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
