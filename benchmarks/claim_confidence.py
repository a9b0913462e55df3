"""How reliable the confidence of claims is, and its weights.

    python benchmarks/claim_confidence.py

A logistic regression with a ridge of 2 on the claims that are read from the texts in tests/gold and tests/gold/held_out. For the latter no rule
was written, so they show how often the reader errs on text it has not seen; the former teach what errors go with. A constant of their own
keeps their better precision out of the package's weights (`reader/claim_confidence.py`).

Judged are the held-out texts alone, each by a fit on all other texts. Printed are Brier score and calibration error (five groups of equal size), beside
those of the weights as shipped, which have seen these texts, and of always saying the share that is right.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from unittest.mock import patch

import numpy as np
from scipy.optimize import minimize

from bedfellows.actors import load_registry
from bedfellows.reader import rules
from bedfellows.reader.claim_confidence import confidence
from bedfellows.reader.rules import RuleReader
from bedfellows.reader.scoring import load_gold, score

RIDGE = 2.0
GOLD = Path(__file__).parents[1] / "tests" / "gold"


def main() -> None:
    made_on, unseen_by_rules = sorted(GOLD.glob("*.json")), sorted((GOLD / "held_out").glob("*.json"))
    paths = [*unseen_by_rules, *made_on]
    registry, given = load_registry(), list[Mapping[str, float]]()

    def numbered(features: Mapping[str, float]) -> float:
        """Instead of a confidence, the number of the claim."""
        given.append(features)
        return float(len(given) - 1)

    with patch.object(rules, "confidence", numbered):
        found = score([load_gold(path) for path in paths], RuleReader(registry), registry)
    text = np.array([number for number, one in enumerate(found.texts) for _ in one.judged])
    judged = [one for each in found.texts for one in each.judged]
    right = np.array([one.right for one in judged], dtype=float)
    rows = [given[int(one.confidence)] for one in judged]
    names = [*rows[0], "rules were made on it"]
    easy = text >= len(unseen_by_rules)
    matrix = np.array([[*row.values(), known] for row, known in zip(rows, easy, strict=True)], dtype=float)
    said = np.zeros(len(rows))
    for one in range(len(unseen_by_rules)):
        out = text == one
        said[out] = _chance(matrix[out], _fit(matrix[~out], right[~out]))
    hard = ~easy
    shipped = np.array([confidence(row) for row in rows])
    print(
        f"{hard.sum()} claims in {len(unseen_by_rules)} held-out texts, {right[hard].mean():.2f} of them right"
    )
    share = np.full(len(rows), right[hard].mean())
    for name, one in (
        ("fitted without the text that is judged", said),
        ("as shipped", shipped),
        ("the share that is right", share),
    ):
        print(
            f"  {name:<40} Brier {np.mean((one - right)[hard] ** 2):.3f}, calibration error {_error(one[hard], right[hard]):.3f}"
        )
    for group in np.array_split(np.flatnonzero(hard)[np.argsort(said[hard], kind="stable")], 5):
        print(f"    said {said[group].mean():.2f}, right {right[group].mean():.2f} of {len(group)}")
    print("weights on all:")
    for name, weight in zip(names, _fit(matrix, right), strict=True):
        print(f'        "{name}": {weight:.2f},')


def _fit(matrix: np.ndarray, right: np.ndarray) -> np.ndarray:
    def loss(weights: np.ndarray) -> float:
        total = matrix @ weights
        return float(np.sum(np.logaddexp(0, total) - right * total) + RIDGE / 2 * np.sum(weights[1:] ** 2))

    found: np.ndarray = minimize(loss, np.zeros(matrix.shape[1])).x
    return found


def _chance(matrix: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-matrix @ weights))


def _error(said: np.ndarray, right: np.ndarray) -> float:
    groups = np.array_split(np.argsort(said, kind="stable"), 5)
    return float(
        sum(len(group) * abs(said[group].mean() - right[group].mean()) for group in groups) / len(said)
    )


if __name__ == "__main__":
    main()
