"""How often the reader knows whom a pronoun means, by the coded texts in tests/gold, each judged by weights fitted without it.

    python benchmarks/antecedents.py          figures, against the latest actor of a fitting kind
    python benchmarks/antecedents.py --fit    also prints the weights of the model, fitted on all the texts

The answers are in tests/gold/referents.tsv. Pronouns that a rule decides ("Iran itself", "Iran and its allies") are not the model's.
"""

from __future__ import annotations

import csv
import math
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from bedfellows.actors import load_registry
from bedfellows.reader import antecedent_model, pronouns, reference
from bedfellows.reader.antecedent_model import NOBODY, Candidate, Place, likeliest, weighed
from bedfellows.reader.gold import load_gold
from bedfellows.reader.interface import Document
from bedfellows.reader.mentions import Ref
from bedfellows.reader.rules import RuleReader

GOLD = Path(__file__).parents[1] / "tests" / "gold"
EXAMPLE = Path(__file__).parents[1] / "src" / "bedfellows" / "example"
PENALTY = 1.0  # of the squared weights, shared ones and those of a family alike

Key = tuple[str, int, str, int]
Example = tuple[
    str, str, dict[Candidate, dict[str, float]], frozenset[str], str
]  # text, family, candidates, answer, latest


def answers() -> dict[Key, frozenset[str]]:
    """Whom each coded pronoun means."""
    lines = [line for line in (GOLD / "referents.tsv").read_text().splitlines() if not line.startswith("#")]
    return {
        (row["text"], int(row["sentence"]), row["word"], int(row["number"])): frozenset(
            () if row["actors"] == "-" else row["actors"].split("+")
        )
        for row in csv.DictReader(lines, delimiter="\t")
    }


def document_of(text: str) -> Document:
    """A coded text, or one of the bundled example."""
    example = EXAMPLE / f"{text}.md"
    if example.exists():
        published = date.fromisoformat(text[:10])
        return Document(example.read_text(), text, text, "opinion", published=published)
    gold = load_gold(GOLD / f"{text}.json")
    return Document(gold.text, gold.locator, gold.title, gold.kind, published=gold.published)


def examples(coded: dict[Key, frozenset[str]]) -> list[Example]:
    """Every pronoun that the model decides, the answers to those before it taken as given."""
    found: list[Example] = []
    now: dict[str, Any] = {}
    ask, decide = pronouns.who_is_meant, antecedent_model.meant

    def asked(token: Any, discourse: Any) -> tuple[Ref, ...]:
        before = token.doc[discourse.start : token.i]
        number = sum(other.text == token.text for other in before) + 1
        key = now["text"], discourse.sentence, token.text, number
        outer = now.get("key")
        now["key"] = key if key in coded else None
        refs = ask(token, discourse)
        now["key"] = outer
        if key not in coded or {ref.actor for ref in refs} == coded[key]:
            return refs
        return tuple(Ref(actor, token.i, token.i + 1, "pronoun", 0.8) for actor in sorted(coded[key]))

    def decided(entries: Any, place: Place, counts: Any) -> Candidate:
        entries = list(entries)
        if now["key"]:
            options = weighed(entries, place, counts)
            latest = next((str(c) for c, f in options.items() if f.get("latest")), str(NOBODY))
            found.append((now["text"], place.family, options, coded[now["key"]], latest))
        return decide(entries, place, counts)

    vars(reference)["who_is_meant"], vars(pronouns)["meant"] = asked, decided
    reader = RuleReader(load_registry())
    for text in sorted({key[0] for key in coded}):
        now["text"] = text
        list(reader.read([document_of(text)]))
    vars(reference)["who_is_meant"], vars(pronouns)["meant"] = ask, decide
    return found


def fit(given: list[Example]) -> dict[str, dict[str, float]]:
    """Weights for each family: those that all share and its own, added up."""
    names = sorted(
        {n for _, fam, options, _, _ in given for f in options.values() for k in f for n in (k, f"{fam}:{k}")}
    )
    index = {name: number for number, name in enumerate(names)}
    matrices = []
    for _, family, options, answer, _ in given:
        rows = np.zeros((len(options), len(names)))
        right = np.array([frozenset(candidate) == answer for candidate in options])
        for number, features in enumerate(options.values()):
            for name, value in features.items():
                rows[number, index[name]] = rows[number, index[f"{family}:{name}"]] = value
        if right.any():
            matrices.append((rows, right))

    def loss(weights: Any) -> tuple[float, Any]:
        total, slope = PENALTY / 2 * float(weights @ weights), PENALTY * weights
        for rows, right in matrices:
            scores = rows @ weights
            odds = np.exp(scores - scores.max())
            odds /= odds.sum()
            total -= math.log(max(float(odds[right].sum()), 1e-12))
            slope = slope + rows.T @ (odds - odds * right / odds[right].sum())
        return total, slope

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    found: dict[str, dict[str, float]] = {family: {} for family in ("it", "they", "he")}
    for name in names:
        if name.split(":")[0] in found:
            continue
        for family, own in found.items():
            value = best[index[name]] + (best[index[mine]] if (mine := f"{family}:{name}") in index else 0.0)
            if abs(value) >= 0.005:
                own[name] = round(float(value), 2)
    return found


def main() -> None:
    """Prints the figures."""
    given = examples(answers())
    right: dict[str, Counter[str]] = defaultdict(Counter)
    for text in sorted({example[0] for example in given}):
        weights = fit([example for example in given if example[0] != text])
        for _, family, options, answer, latest in (example for example in given if example[0] == text):
            best = likeliest(options, weights[family])
            for each in (family, "all"):
                right[each]["pronouns"] += 1
                right[each]["model"] += frozenset(best) == answer
                right[each]["latest"] += latest in {str(c) for c in options if frozenset(c) == answer}
    for family, counts in right.items():
        total = counts["pronouns"]
        print(
            f"{family:5} {total:4} pronouns; right {counts['model'] / total:.2f}, the latest actor {counts['latest'] / total:.2f}"
        )
    if "--fit" in sys.argv:
        for family, fitted in fit(given).items():
            print(f'    "{family}": MappingProxyType(\n        {{')
            for name, value in fitted.items():
                print(f'            "{name}": {value},')
            print("        }\n    ),")


if __name__ == "__main__":
    main()
