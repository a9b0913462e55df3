"""How fast the reader reads on one core, what it costs over the bare parse under it, its memory, its growth, and a pool's gain.

    python benchmarks/reading.py [sentences, default 2000] [file or folder, default the bundled example]

The long analysis is the example, or texts of your own, read over and over until there are that many sentences; the
copies differ in their first line. Wire copy are the leads of PLOVER's gold records, each a document, where they are found (in the
folder that BEDFELLOWS_SHARED names, or ../shared). The alternative is spaCy alone: the same pipeline over the same
paragraphs, which gives a parse and no claim. Long sentences take longer than short ones, so words a second are told too.

For speed the process is bound to one core where the system allows it, and every numerical library to one thread; best of
three runs, in processor time: what the work takes on a core that it has to itself, whatever else the machine is doing.
Growth is one document of 1, 2, 4 and 8 times the text, in processor time for each sentence against that of the shortest: 1.00 is
linear. Memory is the highest that a process of its own reaches. The pool is `read --jobs 2` against `--jobs 1` on a
folder, start-up included, in time on the clock, so that it says little on a busy machine: the load is told.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedfellows.reader.interface import Document
    from bedfellows.reader.rules import RuleReader

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[variable] = "1"

TARGETS = {"long analysis": 150, "wire copy": 300}
RUNS = 3
GROWTH = (1, 2, 4, 8)
POOL_FILES = 120
SHARED = Path(os.environ.get("BEDFELLOWS_SHARED") or Path(__file__).parents[2] / "shared")
WIRE = SHARED / "gold" / "plover_gsr_dev.jsonl"


def one_core() -> str:
    if not hasattr(os, "sched_setaffinity"):
        return "not bound to a core (this system cannot), one thread"
    core = min(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return f"bound to core {core}, one thread"


def fastest(run: Callable[[], int], runs: int = RUNS) -> tuple[int, float]:
    """What the run counted, and the least seconds of processor time it took."""
    took, counted = [], 0
    for _ in range(runs):
        began = time.process_time()
        counted = run()
        took.append(time.process_time() - began)
    return counted, min(took)


def copies(documents: Sequence[Document], times: int) -> list[Document]:
    return [
        replace(document, text=f"Copy {number}.\n\n{document.text}")
        for number in range(1, times + 1)
        for document in documents
    ]


def wire_copy() -> list[Document]:
    from bedfellows.reader.interface import Document

    if not WIRE.exists():
        return []
    records = [json.loads(line) for line in WIRE.read_text(encoding="utf-8").splitlines()]
    return [Document(text=record["text"], locator=str(record["id"])) for record in records]


def speed(name: str, documents: Sequence[Document], reader: RuleReader) -> bool:
    from bedfellows.reader.pipeline import load_pipeline
    from bedfellows.reader.segment import blocks, for_parser

    nlp = load_pipeline()
    paragraphs = [for_parser(block.text) for document in documents for block in blocks(document.text)]
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    claims = 0

    def read() -> int:
        nonlocal claims
        readings = list(reader.read(documents))
        claims = sum(len(reading.claims) for reading in readings)
        return sum(len(reading.passages) for reading in readings)

    sentences, ours = fastest(read)
    _, bare = fastest(lambda: sum(1 for doc in nlp.pipe(paragraphs, batch_size=128) for _ in doc.sents))
    print(f"{name}: {len(documents):,} documents, {sentences:,} sentences of {words / sentences:.1f} words")
    for who, took, gives in (("Bedfellows", ours, f"{claims:,} claims"), ("bare spaCy", bare, "no claims")):
        print(f"  {who} {sentences / took:7.0f} sentences, {words / took:7,.0f} words a second ({gives})")
    print(f"  reading takes {ours / bare:.2f} times as long as the parse alone")
    return sentences / ours >= TARGETS[name]


def growth(document: Document, reader: RuleReader) -> None:
    each = []
    for times in GROWTH:
        grown = replace(document, text="\n\n".join(f"Part {n}.\n\n{document.text}" for n in range(times)))
        sentences, took = fastest(lambda grown=grown: len(next(reader.read([grown])).passages))  # type: ignore[misc]
        each.append(took / sentences)
    ratios = ", ".join(f"{t}x {one / each[0]:.2f}" for t, one in zip(GROWTH, each, strict=True))
    print(f"growth with the length of one document, time a sentence: {ratios}")


def memory(texts: str, times: int, what: str) -> None:
    """In a process of its own: the highest memory so far is all that a system tells."""
    program = (
        "import resource, sys\n"
        "from dataclasses import replace\n"
        "from bedfellows.actors import load_registry\n"
        "from bedfellows.reader.documents import load\n"
        "from bedfellows.reader.rules import RuleReader\n"
        f"(first, *_) = load({texts!r})\n"
        f"grown = replace(first, text='\\n\\n'.join(f'Part {{n}}.\\n\\n{{first.text}}' for n in range({times})))\n"
        "for reading in RuleReader(load_registry()).read([grown]): print(len(reading.passages), end=' ')\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    sentences, peak = (int(part) for part in done.stdout.split())
    scale = 1 if sys.platform == "darwin" else 1024
    print(f"memory at most {peak * scale / 2**20:5.0f} MiB: {what}, {sentences:,} sentences")


def pool(documents: Sequence[Document]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "texts"
        folder.mkdir()
        for number in range(POOL_FILES):
            document = documents[number % len(documents)]
            (folder / f"{number}.txt").write_text(f"Copy {number}.\n\n{document.text}", encoding="utf-8")
        took = {}
        for jobs in (1, 2):
            began = time.perf_counter()
            case = str(Path(place) / f"{jobs}.duckdb")
            command = ["--case", case, "read", str(folder), "--jobs", str(jobs), "--format", "csv"]
            subprocess.run(
                [str(Path(sys.executable).with_name("bedfellows")), *command], capture_output=True, check=True
            )
            took[jobs] = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(
        f"a folder of {POOL_FILES} texts into a case: {took[1]:.1f} s by one process, {took[2]:.1f} s by two, "
        f"{took[1] / took[2]:.2f} times as fast; the largest process had {peak / 2**20:.0f} MiB"
    )


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    texts = sys.argv[2] if len(sys.argv) > 2 else str(Path(str(resources.files("bedfellows"))) / "example")

    from bedfellows.actors import load_registry
    from bedfellows.reader.documents import load
    from bedfellows.reader.rules import RuleReader

    print("load average " + ", ".join(f"{load_:.1f}" for load_ in os.getloadavg()))
    example = list(load(texts))
    pool(example)
    where = one_core()
    memory(texts, 1, "the first text once")
    memory(texts, 40, "40 times in one document")
    began = time.perf_counter()
    reader = RuleReader(load_registry())
    once = sum(len(reading.passages) for reading in reader.read(example))
    print(f"{reader.name}; {where}; best of {RUNS}")
    print(f"start-up and a first reading {time.perf_counter() - began:.1f} s")
    fast = [speed("long analysis", copies(example, max(1, round(wanted / once))), reader)]
    wire = wire_copy()
    if wire:
        fast.append(speed("wire copy", copies(wire, max(1, round(wanted / len(wire)))), reader))
    else:
        print(f"wire copy: not measured, PLOVER's gold records are not at {WIRE}")
    growth(example[0], reader)
    print("load average " + ", ".join(f"{load_:.1f}" for load_ in os.getloadavg()))
    if not all(fast):
        print(f"below a target: {TARGETS} sentences a second", file=sys.stderr)
        raise SystemExit(1)


if __name__ == "__main__":
    main()
