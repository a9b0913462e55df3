"""How fast and how well events are coded.

    python benchmarks/coder.py                      speed on one core, against the bare parse, on the bundled example
    python benchmarks/coder.py --speed FILE         the same on texts of your own
    python benchmarks/coder.py GOLD.jsonl           figures on the two halves of a gold file, and how reliable the confidence is
    python benchmarks/coder.py GOLD.jsonl --fit     also prints the weights of the confidence, fitted on the estimate half

A record is in the develop half where the first byte of the SHA-256 of its id is even. Rules were written looking at the
develop half only, so the confidence is fitted on the other, which
shows their errors on text they have not seen. An event is right where type and both parties are (as in the scorer beside the gold file).
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import sys
import time
from importlib import resources
from pathlib import Path
from typing import Any

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[variable] = "1"

RUNS = 3


def halves(path: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {"develop": [], "estimate": []}
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        even = hashlib.sha256(record["id"].encode()).digest()[0] % 2 == 0
        found["develop" if even else "estimate"].append(record)
    return found


def scorer(gold: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score_events", gold.with_name("score_events.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judge(path: Path, *, fit: bool) -> None:
    import numpy as np

    from bedfellows.actors import load_registry
    from bedfellows.reader.coded_records import code_records
    from bedfellows.reader.event_confidence import WEIGHTS
    from bedfellows.reader.events import EventCoder

    score, coder = scorer(path), EventCoder(load_registry())
    for name, records in halves(path).items():
        coded = list(code_records(coder, records))
        hit = {"type": 0, "actors": 0, "event": 0}
        rows, right, given = [], [], []
        for record, events in zip(records, coded, strict=True):
            for event in events:
                predicted = {
                    "source": [a.label for a in event.source],
                    "target": [a.label for a in event.target],
                }
                kind = score.fold(event.event) == score.fold(record["event"])
                actors = score.actors_match(record, predicted)
                for key, holds in (("type", kind), ("actors", actors), ("event", kind and actors)):
                    hit[key] += holds
                rows.append(list(event.grounds.values()))
                right.append(kind and actors)
                given.append(event.confidence)
        count = sum(map(len, coded))
        print(f"{name}: {len(records)} records, {count} events")
        for key, number in hit.items():
            p, r = number / count, number / len(records)
            print(f"  {key:7} precision {p:.3f}  recall {r:.3f}  F1 {2 * p * r / (p + r):.3f}")
        x, y = np.array(rows), np.array(right, float)
        if name == "develop":
            continue  # the rules were fitted to this half, so it says too little of their errors elsewhere
        if fit:
            print("  weights:", dict(zip(WEIGHTS, fitted(x, y).round(2).tolist(), strict=True)))
        reliability("as shipped (fitted on this half)", np.array(given), y)
        others = ~np.eye(len(y), dtype=bool)
        left_out = [1 / (1 + np.exp(-x[i] @ fitted(x[others[i]], y[others[i]]))) for i in range(len(y))]
        reliability("fitted without the record that is judged", np.array(left_out), y)


def reliability(title: str, said: Any, right: Any) -> None:
    share = right.mean()
    print(f"  confidence, {title}")
    print(
        f"    Brier score {((said - right) ** 2).mean():.3f}; always saying {share:.2f}: {share * (1 - share):.3f}"
    )
    for low, high in ((0.0, 0.4), (0.4, 0.6), (0.6, 0.75), (0.75, 1.01)):
        inside = (said >= low) & (said < high)
        if inside.any():
            print(
                f"    said {low:.2f} to {min(high, 1):.2f}: {inside.sum():3} events, "
                f"mean said {said[inside].mean():.2f}, right {right[inside].mean():.2f}"
            )


def fitted(x: Any, y: Any, ridge: float = 3.0) -> Any:
    """Logistic regression by Newton's method; the constant is not shrunk."""
    import numpy as np

    w = np.zeros(x.shape[1])
    shrink = np.diag([0.0] + [ridge] * (x.shape[1] - 1))
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        w -= np.linalg.solve((x.T * (p * (1 - p))) @ x + shrink, x.T @ (p - y) + shrink @ w)
    return w


def speed(texts_at: Path | None = None) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    from bedfellows.actors import load_registry
    from bedfellows.reader.documents import load
    from bedfellows.reader.events import EventCoder
    from bedfellows.reader.pipeline import load_pipeline

    where = texts_at or Path(str(resources.files("bedfellows"))) / "example"
    texts = [line for document in load(str(where)) for line in document.text.split("\n") if line.strip()]
    texts = texts * max(1, 1500 // len(texts))
    coder, nlp = EventCoder(load_registry()), load_pipeline()
    coder.code(texts[0])
    sentences = 0

    def best(run: Any) -> float:
        took = []
        for _ in range(RUNS):
            began = time.process_time()
            run()
            took.append(time.process_time() - began)
        return min(took)

    def bare() -> None:
        nonlocal sentences
        sentences = sum(1 for doc in nlp.pipe(texts, batch_size=64) for _ in doc.sents)

    alone = best(bare)
    ours = best(lambda: list(coder.code_all([(text, None) for text in texts])))
    print(
        f"{coder.name}: {sentences:,} sentences of {sum(len(t.split()) for t in texts) / sentences:.0f} words; best of {RUNS}"
    )
    print(f"events     {sentences / ours:6.0f} sentences a second on one core")
    print(f"bare parse {sentences / alone:6.0f}; coding takes {ours / alone:.2f} times as long")


if __name__ == "__main__":
    files = [Path(word) for word in sys.argv[1:] if not word.startswith("--")]
    if "--speed" in sys.argv:
        speed(files[0])
    elif files:
        judge(files[0], fit="--fit" in sys.argv)
    else:
        speed()
