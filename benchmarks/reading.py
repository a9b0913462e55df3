"""How many sentences a second the reader reads on one core, and what it costs over the bare parse under it.

    python benchmarks/reading.py [sentences, default 2000] [file or folder, default the bundled example]

Reads the example, or texts of your own, over and over until there are that many sentences; the copies differ in
their first line. The alternative is spaCy alone: the same pipeline over the same paragraphs, which gives a parse and
no claim. Long sentences take longer than short ones, so words a second are told too. The process is bound to one core
where the system allows it, and every numerical library to one thread. Start-up (loading the model, the registry and
the lexicon, and a first reading that fills the caches) is told apart. Best of three runs each, in processor time: what
the work takes on a core that it has to itself, whatever else the machine is doing.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from importlib import resources
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[variable] = "1"

TARGET = 150
RUNS = 3


def one_core() -> str:
    if not hasattr(os, "sched_setaffinity"):
        return "not bound to a core (this system cannot), one thread"
    core = min(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return f"bound to core {core}, one thread"


def fastest(run: Callable[[], int]) -> tuple[int, float]:
    """What the run counted, and the least seconds of processor time it took."""
    took, counted = [], 0
    for _ in range(RUNS):
        began = time.process_time()
        counted = run()
        took.append(time.process_time() - began)
    return counted, min(took)


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    texts = sys.argv[2] if len(sys.argv) > 2 else str(Path(str(resources.files("bedfellows"))) / "example")
    where = one_core()
    began = time.perf_counter()

    from dataclasses import replace

    from bedfellows.actors import load_registry
    from bedfellows.reader.documents import load
    from bedfellows.reader.pipeline import load_pipeline
    from bedfellows.reader.rules import RuleReader
    from bedfellows.reader.segment import blocks, for_parser

    example = list(load(texts))
    reader = RuleReader(load_registry())
    once = sum(len(reading.passages) for reading in reader.read(example))
    started = time.perf_counter() - began

    times = max(1, round(wanted / once))
    documents = [
        replace(document, text=f"Copy {number}.\n\n{document.text}")
        for number in range(1, times + 1)
        for document in example
    ]
    paragraphs = [for_parser(block.text) for document in documents for block in blocks(document.text)]
    claims = 0

    def read() -> int:
        nonlocal claims
        readings = list(reader.read(documents))
        claims = sum(len(reading.claims) for reading in readings)
        return sum(len(reading.passages) for reading in readings)

    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    nlp = load_pipeline()
    sentences, ours = fastest(read)
    _, bare = fastest(lambda: sum(1 for doc in nlp.pipe(paragraphs, batch_size=32) for _ in doc.sents))

    print(f"{reader.name}; {where}")
    print(
        f"{Path(texts).name} {times} times: {sentences:,} sentences of {words / sentences:.1f} words; best of {RUNS}"
    )
    print(f"start-up and a first reading {started:6.1f} s")
    for name, took, gives in (("Bedfellows", ours, f"{claims:,} claims"), ("bare spaCy", bare, "no claims")):
        print(f"{name} {sentences / took:7.0f} sentences, {words / took:7,.0f} words a second ({gives})")
    print(f"reading takes {ours / bare:.2f} times as long as the parse alone")
    if sentences / ours < TARGET:
        print(f"below the target of {TARGET} sentences a second", file=sys.stderr)
        raise SystemExit(1)


if __name__ == "__main__":
    main()
