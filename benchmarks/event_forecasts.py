"""How good forecasts of events are, on ICEWS14 (valid.txt after train.txt): against plain recurrence, and by what they are made from.

    python benchmarks/event_forecasts.py             MRR, hits and seconds, beside the recurrency baseline
    python benchmarks/event_forecasts.py ablation    MRR without each group of features
    python benchmarks/event_forecasts.py types       how types between two actors are ranked, on a sample

Single-step extrapolation, objects and subjects, time-aware filter, mean rank of ties. The recurrency baseline is that of Gastinger et al.
(2024), IJCAI: how lately the very event happened, then how often the candidate had such an event with anybody; its two settings are fixed
here, theirs are tuned for each relation. The ablation learns one network from the last 120 days, in four rounds, and forecasts every other
day, so its figures are lower than those of the whole.

The data are read from the folder in BEDFELLOWS_SHARED, or ../shared.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import numpy as np
from scipy import sparse

from bedfellows.forecast.event_benchmark import load_benchmark
from bedfellows.forecast.event_evaluation import evaluate
from bedfellows.forecast.event_examples import answers, distinct, learn_examples, right
from bedfellows.forecast.event_features import features, learn_season, make_background, make_eve
from bedfellows.forecast.event_history import EventHistory, until
from bedfellows.forecast.event_network import scale_of, squashed, train_network
from bedfellows.forecast.event_ranker import learn
from bedfellows.forecast.event_types import type_shares

SHARED = Path(os.environ.get("BEDFELLOWS_SHARED") or Path(__file__).parents[2] / "shared")
_HALF_LIFE, _WEIGHT = 10.0, 1e-5  # days; of how often against how lately


def main() -> None:
    history, first = load_benchmark(SHARED / "data" / "icews14")
    what = sys.argv[1] if len(sys.argv) > 1 else ""
    if what == "ablation":
        ablation(history, first)
    elif what == "types":
        types(history, first)
    else:
        compare(history, first)


def compare(history: EventHistory, first: int) -> None:
    started = time.perf_counter()
    show("recurrency baseline", recurrency(history, first), time.perf_counter() - started)
    found = evaluate(history, first, jobs=2)
    assert found is not None
    seconds = found.learning_seconds + found.testing_seconds
    print(
        f"{'learned ranker':<34}MRR {found.mrr:5.2f}  hits@1 {found.hits_1:5.2f}  @3 {found.hits_3:5.2f}  @10 {found.hits_10:5.2f}"
        f"  {seconds:4.0f} s ({found.processor_seconds:.0f} s of processors), calibration error {found.calibration_error:.3f}"
    )


def show(name: str, rank: np.ndarray, seconds: float) -> None:
    hits = "  ".join(f"@{limit} {100 * (rank <= limit).mean():5.2f}" for limit in (1, 3, 10))
    print(f"{name:<34}MRR {100 * (1 / rank).mean():5.2f}  hits{hits}  {seconds:4.0f} s", flush=True)


def recurrency(history: EventHistory, first: int) -> np.ndarray:
    """The ranks of the recurrency baseline."""
    source, kinds, target, when = history.both
    size, number = len(history.actors), 2 * len(history.kinds)
    ranks = []
    for day in range(first, int(history.day.max()) + 1):
        actor, kind, true = answers(history, day)
        past = when < day
        code = (source[past] * number + kinds[past]) * size + target[past]
        codes, back = np.unique(code[::-1], return_index=True)
        last = when[past][::-1][back]
        recent = sparse.csr_matrix(
            (0.5 ** ((day - last) / _HALF_LIFE), (codes // size, codes % size)), shape=(size * number, size)
        )
        often = sparse.csr_matrix((np.ones(past.sum()), (kinds[past], target[past])), shape=(number, size))
        often = often.multiply(1 / np.maximum(often.sum(axis=1), 1)).tocsr()
        score = recent[actor * number + kind].toarray() + _WEIGHT * often[kind].toarray()
        asked = actor * number + kind
        for row, one in enumerate(true.tolist()):
            others = true[(asked == asked[row]) & (true != one)]
            mine = score[row, one]
            line = np.delete(score[row], others)
            ranks.append(1 + (line > mine).sum() + ((line == mine).sum() - 1) / 2)
    return np.array(ranks)


def ablation(history: EventHistory, first: int) -> None:
    names = list(features())
    groups = features()
    examples = learn_examples(until(history, first), range(first - 120, first), 2)
    scale = scale_of(examples.rows[::40])
    packed = scale.packed(examples.rows)
    background = make_background(history, first)
    days = []
    for day in range(first, int(history.day.max()) + 1):
        if (day - first) % 10 == 0:
            learned = learn_season(background, day)
        if (day - first) % 2 == 0:
            actor, kind, true = answers(history, day)
            actor, kind, question = distinct(background.places, actor, kind)
            eve = make_eve(background, learned, day, actor, kind)
            number, width = eve.candidates.shape
            rows = eve.table(np.repeat(np.arange(number), width), np.tile(np.arange(width), number))
            inputs = scale.standard(squashed(rows)).astype(np.float16)
            cheap = eve.network.cheap[question]
            this, others = right(eve, question, true)
            rough = 1 + (cheap > cheap[np.arange(len(true)), true][:, None]).sum(axis=1) - others.sum(axis=1)
            asked = np.repeat(kind, width)
            days.append((inputs, history.family[asked], history.code[asked], question, this, others, rough))

    def without(title: str, kept: list[int]) -> None:
        started = time.process_time()
        columns = np.array(kept)
        rows = np.ascontiguousarray(packed[:, :, columns])
        network = train_network(rows, examples.offset, examples.family, examples.code, epochs=4, seed=1)
        ranks = []
        for inputs, family, code, question, this, others, rough in days:
            score = network.scores(inputs[:, columns].astype(np.float32), family, code)
            score = np.where(others, -np.inf, score.reshape(-1, this.shape[1])[question])
            mine = np.where(this, score, -np.inf).max(axis=1)[:, None]
            rank = 1 + (score > mine).sum(axis=1) + ((score == mine).sum(axis=1) - 1) / 2
            ranks.append(np.where(this.any(axis=1), rank, np.maximum(rough, 1)))
        show(f"{title} ({len(kept)})", np.concatenate(ranks), time.process_time() - started)

    every = list(range(len(names)))
    plain = [place for place in every if not names[place].startswith("cheap")]
    without("all", every)
    without("without the rough score", plain)
    for group in dict.fromkeys(groups.values()):
        without(f"and without {group}", [place for place in plain if groups[names[place]] != group])
    beside = (", rank", ", share", ", of greatest")
    without("without comparison", [place for place in every if not names[place].endswith(beside)])
    kept: list[str] = []
    for group in ("pair and type", "pair", "rules"):
        kept.append(group)
        without(f"only {', '.join(kept)}", [place for place in plain if groups[names[place]] in kept])


def types(history: EventHistory, first: int) -> None:
    """100 pairs that had an event on a test day, and how far up the types of that day stood; against the pair's own and the actor's past."""
    model = learn(until(history, first), first, jobs=2)
    assert model is not None
    background = make_background(history, first)
    rng = np.random.default_rng(0)
    days = rng.choice(np.arange(first, first + 10), 100)
    learned = learn_season(background, first)
    ranks: dict[str, list[float]] = {"ranker": [], "the pair's past, then all": [], "all": []}
    for day in days.tolist():
        today = np.flatnonzero(history.day == day)
        row = int(rng.choice(today))
        a, b = int(history.source[row]), int(history.target[row])
        _, share = type_shares(model, background, learned, day, a, b)
        past = history.day < day
        usual = np.bincount(history.kind[past], minlength=len(history.kinds)) / past.sum()
        own = past & (history.source == a) & (history.target == b)
        pair = np.bincount(history.kind[own], minlength=len(history.kinds)) + usual
        came = history.kind[(history.day == day) & (history.source == a) & (history.target == b)]
        for name, score in (("ranker", share), ("the pair's past, then all", pair), ("all", usual)):
            for kind in came.tolist():
                line = np.delete(score, came[came != kind])
                mine = score[kind]
                ranks[name].append(1 + (line > mine).sum() + ((line == mine).sum() - 1) / 2)
    for name, found in ranks.items():
        show(name, np.array(found), 0.0)


if __name__ == "__main__":
    main()
