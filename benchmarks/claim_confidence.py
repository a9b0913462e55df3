"""How reliable the confidence of claims is, what leaving out the least likely gains, and the weights.

    python benchmarks/claim_confidence.py          figures
    python benchmarks/claim_confidence.py --fit    also writes the weights, fitted on all the texts, into the package

A logistic regression on the claims that are read from the texts in tests/gold and tests/gold/learned. For the latter no rule was
written, so they show how often the reader errs on text it has not seen; the former teach what errors go with. A constant of their own keeps their
better precision out of the package's weights (`reader/data/claim_weights.tsv`). Features are standardised, weights have a ridge,
and the weakest are left out, some at a time, until FEATURES are left.

Judged are the texts of learned/ alone, in FOLDS parts, each by a fit without it: Brier score and calibration error (five groups of equal
size), beside those of always saying the share that is right; precision, recall and F1 of relations with and without the claims that are
too unlikely, and the gain in F1 with its 95 % interval by drawing texts with replacement. Last, the weights as shipped on
tests/gold/held_out, which neither rules nor weights have seen.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np

from bedfellows import reader as reader_package
from bedfellows.actors import load_registry
from bedfellows.reader import rules
from bedfellows.reader.claim_confidence import LEAST, confidence, weights
from bedfellows.reader.rules import RuleReader
from bedfellows.reader.scoring import load_gold, score

GOLD = Path(__file__).parents[1] / "tests" / "gold"
WEIGHTS = Path(reader_package.__file__).parent / "data" / "claim_weights.tsv"
MADE_ON = "rules were made on the text"
FEATURES = 50
RIDGE = 60.0
FOLDS = 8
OFTEN = 25  # claims that have a feature, at least
STEPS = 10  # of Newton's method, at most
DRAWS = 4000
THRESHOLDS = (0.05, 0.1, 0.15, 0.2)


@dataclass(frozen=True)
class Claims:
    """All claims of some texts, with what their confidence rests on; `text` is the number of each one's text."""

    given: list[Mapping[str, float]]
    text: np.ndarray
    relation: list[tuple[str, str, str, bool]]
    right: np.ndarray
    made_on: np.ndarray  # were rules made on its text?
    coded: list[int]  # relations of each text


def read(paths: Sequence[Path]) -> Claims:
    """Reads the texts; none of the claims is left out."""
    given: list[Mapping[str, float]] = []

    def numbered(features: Mapping[str, float]) -> float:
        """Instead of a confidence, the number of the claim."""
        given.append(features)
        return float(len(given) - 1)

    registry = load_registry()
    with patch.object(rules, "confidence", numbered), patch.object(rules, "is_claim", lambda *_: True):
        found = score([load_gold(path) for path in paths], RuleReader(registry), registry)
    judged = [(number, one) for number, text in enumerate(found.texts) for one in text.judged]
    return Claims(
        [given[int(one.confidence)] for _, one in judged],
        np.array([number for number, _ in judged]),
        [one.relation for _, one in judged],
        np.array([one.right for _, one in judged], dtype=float),
        np.array([paths[number].parent == GOLD for number, _ in judged]),
        [text.tally.relations.coded for text in found.texts],
    )


def matrix(claims: Claims) -> tuple[list[str], np.ndarray]:
    """The features that claims have often enough, and their values; the last is whether rules were made on the text."""
    often = Counter(name for row in claims.given for name, value in row.items() if value)
    names = sorted(name for name, times in often.items() if times >= OFTEN and name != "constant")
    values = np.array([[row.get(name, 0.0) for name in names] for row in claims.given])
    return [*names, MADE_ON], np.column_stack([values, claims.made_on])


def fit(values: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights of the features, 0 for those that are left out, and the constant."""
    middle, spread = values.mean(0), values.std(0) + 1e-3
    scaled = (values - middle) / spread
    columns = np.arange(scaled.shape[1])
    weights = _ridge(scaled, right, np.zeros(len(columns) + 1))
    while len(columns) > FEATURES + 1:
        fewer = max(FEATURES, int((len(columns) - 1) * 0.85))
        strongest = np.argsort(-np.abs(weights[:-2]), kind="stable")[:fewer]
        chosen = np.append(np.sort(strongest), len(columns) - 1)
        columns, start = columns[chosen], np.append(weights[:-1][chosen], weights[-1])
        weights = _ridge(scaled[:, columns], right, start)
    found = np.zeros(values.shape[1])
    found[columns] = weights[:-1] / spread[columns]
    return found, float(weights[-1] - found @ middle)


def _ridge(values: np.ndarray, right: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's method; the constant comes last and bears no penalty."""
    design = np.column_stack([values, np.ones(len(values))])
    penalty = np.append(np.full(values.shape[1], RIDGE), 1e-6)
    weights = start
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-design @ weights))
        spread = np.maximum(chances * (1 - chances), 1e-4)
        curve = (design * spread[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curve, design.T @ (right - chances) - penalty * weights)
        weights = weights + step
        if np.abs(step).max() < 1e-4:
            break
    return weights


def said_without(claims: Claims, texts: Sequence[int]) -> np.ndarray:
    """The confidence of each claim in some texts, by weights fitted without its text."""
    _, values = matrix(claims)
    said = np.zeros(len(claims.text))
    for part in range(FOLDS):
        out = np.isin(claims.text, texts[part::FOLDS])
        weights, constant = fit(values[~out], claims.right[~out])
        said[out] = 1 / (1 + np.exp(-(values[out] @ weights + constant)))
    return said


def counts(claims: Claims, said: np.ndarray, texts: Sequence[int], least: float) -> np.ndarray:
    """For each text the relations found, read and coded, each relation counted once."""
    chosen = (said >= least) | np.array([not relation[2] for relation in claims.relation])
    each = []
    for text in texts:
        here = np.flatnonzero((claims.text == text) & chosen)
        relations = {claims.relation[one]: claims.right[one] for one in here}
        each.append((sum(relations.values()), len(relations), claims.coded[text]))
    return np.array(each, dtype=float)


def f1(each: np.ndarray) -> float:
    """Of several texts together."""
    found, number, coded = each.sum(0)
    return float(2 * found / (number + coded))


def reliability(name: str, said: np.ndarray, right: np.ndarray) -> None:
    """Prints how well what was said agrees with what is right."""
    groups = np.array_split(np.argsort(said, kind="stable"), 5)
    error = sum(len(group) * abs(said[group].mean() - right[group].mean()) for group in groups) / len(said)
    print(f"  {name:<40} Brier {np.mean((said - right) ** 2):.3f}, calibration error {error:.3f}")


def main() -> None:
    """Prints the figures; with --fit also writes the weights."""
    paths = [*sorted(GOLD.glob("*.json")), *sorted((GOLD / "learned").glob("*.json"))]
    claims = read(paths)
    texts = [number for number, path in enumerate(paths) if path.parent != GOLD]
    new, said = ~claims.made_on, said_without(claims, texts)
    right = claims.right[new]
    print(
        f"{new.sum()} claims in {len(texts)} texts that no rule was made on, {right.mean():.2f} of them right"
    )
    reliability("fitted without the text that is judged", said[new], right)
    reliability("the share that is right", np.full(len(right), right.mean()), right)
    for group in np.array_split(np.flatnonzero(new)[np.argsort(said[new], kind="stable")], 5):
        print(f"    said {said[group].mean():.2f}, right {claims.right[group].mean():.2f} of {len(group)}")
    draws = np.random.default_rng(1).integers(0, len(texts), (DRAWS, len(texts)))
    everything = counts(claims, said, texts, 0.0)
    for least in (0.0, LEAST, *THRESHOLDS):
        each = counts(claims, said, texts, least)
        found, number, coded = each.sum(0)
        low, high = np.percentile([f1(each[draw]) - f1(everything[draw]) for draw in draws], [2.5, 97.5])
        print(
            f"  from {least:.2f} on: precision {found / number:.3f}, recall {found / coded:.3f}, F1 {f1(each):.3f}, "
            f"gain {f1(each) - f1(everything):+.4f} ({low:+.4f} to {high:+.4f})"
        )
    if "--fit" in sys.argv:
        write(claims)
    held_out = read(sorted((GOLD / "held_out").glob("*.json")))
    print(f"{len(held_out.right)} claims in tests/gold/held_out, {held_out.right.mean():.2f} of them right")
    reliability(
        "the weights in the package", np.array([confidence(row) for row in held_out.given]), held_out.right
    )


def write(claims: Claims) -> None:
    """The weights on all the texts, as a table."""
    names, values = matrix(claims)
    found, constant = fit(values, claims.right)
    fitted = {name: weight for name, weight in zip(names, found, strict=True) if weight and name != MADE_ON}
    lines = [
        "# Written by benchmarks/claim_confidence.py --fit: weights of the confidence of claims.",
        "feature\tweight",
        f"constant\t{constant:.2f}",
    ]
    lines += [f"{name}\t{weight:.2f}" for name, weight in fitted.items()]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    weights.cache_clear()
    print(f"{len(fitted)} weights written to {WEIGHTS.name}")


if __name__ == "__main__":
    main()
