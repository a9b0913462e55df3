"""How sure a claim is: the chance that two coders would find the same relation between the same two actors.

A logistic regression on what the reader knows of its own reading. The weights stand in `data/claim_weights.tsv`, fitted by
`benchmarks/claim_confidence.py`, which says how reliable they are on texts that no rule was written for; `bedfellows score` does so for any
coded text. What is left below LEAST is no claim: of that the reader is nearly always wrong.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from bedfellows.actors import leads, memberships
from bedfellows.ontology import RELATIONS
from bedfellows.reader.lexicon import Rule, is_own

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from bedfellows.reader.found import Found
    from bedfellows.reader.mentions import Ref
    from bedfellows.reader.reference import Discourse

LEAST = 0.07
"""The chance from which on a relation between two actors is a claim."""
_LONG = 30  # words
_MODALS = {"may", "might", "could", "would"}

Senses = Mapping[tuple[str, str], tuple[float, int]]
"""By word and relation: the share of the word's rules that tell the relation, and how many other relations it can tell."""


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """The weight of each feature."""
    text = (resources.files("bedfellows.reader") / "data" / "claim_weights.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {row["feature"]: float(row["weight"]) for row in csv.DictReader(lines, delimiter="\t")}


def confidence(given: Mapping[str, float]) -> float:
    """The chance, from 0 to 1, to two digits."""
    known = weights()
    total = sum(known[name] * value for name, value in given.items() if name in known)
    return round(1 / (1 + math.exp(-total)), 2)


def is_claim(found: Found, chance: float) -> bool:
    """Is the finding sure enough? What rules of the user's own read always is, and what has no second actor."""
    return chance >= LEAST or found.object is None or is_own(found.rule)


def senses(rules: Iterable[Rule]) -> Senses:
    """What each word of the lexicon can tell."""
    counted: dict[str, dict[str, int]] = {}
    for rule in rules:
        relations = counted.setdefault(rule.trigger, {})
        relations[rule.relation] = relations.get(rule.relation, 0) + 1
    return {
        (word, relation): (number / sum(relations.values()), len(relations) - 1)
        for word, relations in counted.items()
        for relation, number in relations.items()
    }


def features(
    found: Found, sentence: Span, certainty: str, discourse: Discourse, read: Sequence[Found], known: Senses
) -> dict[str, float]:
    """What the confidence rests on, each from 0 to about 1; what is left out is 0. `read` is all that was found in the sentence."""
    relation, word = RELATIONS[found.rule.relation], found.trigger
    share, others = known.get((found.rule.trigger, relation.key), (0.0, 0))
    row = {
        "constant": 1.0,
        f"relation {relation.key}": 1.0,
        f"said by a {found.rule.use}": 1.0,
        f"certainty {certainty}": 1.0,
        "word is negated": _has(word, "neg"),
        "word has a modal": _has(word, "aux"),
        "word's depth": sum(1 for _ in word.ancestors) / 10,
        "words of the sentence": min(len(sentence) / _LONG, 2.0),
        "relations read": min(len(read) / 5, 2.0),
        "share of the word's rules": share,
        "other relations of the word": others / 5,
        "how sure the rule is": found.confidence,
        "said by further words": min(len(found.again), 2) / 2,
    }
    _party(row, "subject", found.subject, word, discourse)
    if found.object is None:
        row["no object"] = 1.0
        return row
    _party(row, "object", found.object, word, discourse)
    s, o = found.subject.actor, found.object.actor
    row[f"{discourse.kind(s)}, {relation.family}, {discourse.kind(o)}"] = 1.0
    row["least sure party"] = min(found.subject.score, found.object.score)
    if discourse.topic() in {s, o}:
        row["one of them is the topic"] = 1.0
    registry, on = discourse.registry, discourse.on
    row["subject leads the object"] = float(o in leads(registry, s, on))
    row["object leads the subject"] = float(s in leads(registry, o, on))
    row["subject is a member of the object"] = float(o in memberships(registry, s, on))
    row["object is a member of the subject"] = float(s in memberships(registry, o, on))
    _beside(row, found, s, o, read)
    return row


def _party(row: dict[str, float], side: str, ref: Ref, word: Token, discourse: Discourse) -> None:
    actor = discourse.actor(ref.actor)
    kind = "region" if actor is None else actor.kind
    known = actor is not None and actor.registered
    row[f"{side} sure"] = ref.score
    row[f"{side} by {ref.how}"] = 1.0
    row[f"{side} is {kind}" if known else f"{side} is unregistered {kind}"] = 1.0
    row[f"{side} unregistered"] = float(not known)
    row[f"{side} named before"] = min(math.log1p(discourse.counts[ref.actor]) / 3, 1.0)
    row[f"{side} away"] = min(abs(ref.start - word.i) / _LONG, 1.5)
    row[f"{side} before"] = float(ref.start < word.i)


def _beside(row: dict[str, float], found: Found, s: str, o: str, read: Sequence[Found]) -> None:
    """What else was found in the sentence."""
    relation = found.rule.relation
    for each in read:
        if each is found or each.object is None:
            continue
        one, other = each.subject.actor, each.object.actor
        same = each.rule.relation == relation
        if {one, other} == {s, o}:
            row["found the other way round" if same else "found as another relation"] = 1.0
        elif same and one == s:
            row["found of the subject and another"] = 1.0
        elif same and other == o:
            row["found of another and the object"] = 1.0
        if each.trigger == found.trigger:
            row["word tells another, too"] = 1.0


def _has(word: Token, dep: str) -> float:
    """Does the word, or the verb above it, have a negation or a modal?"""
    words = (word,) if word.pos_ in {"VERB", "AUX"} else (word, word.head)
    return float(
        any(
            child.dep_ == dep and (dep == "neg" or child.lower_ in _MODALS)
            for one in words
            for child in one.children
        )
    )
