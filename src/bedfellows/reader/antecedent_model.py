"""Whom a pronoun means: every actor named shortly before, and nobody, are weighed by where and how they were named.

A log-linear model over the candidates, with weights of its own for "it", "they" and "he", fitted by `benchmarks/antecedents.py` on
the pronouns of the coded texts, which says how often it is right on a text it was not fitted on.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bedfellows.reader.antecedents import LOOK_BACK, Entry

Candidate = tuple[str, ...]
NOBODY: Candidate = ()
LEAD = 1.25
LEAD_OVER_ONE = 2.5  # where one actor alone can be meant
_MOST_COUNTED = 20
_HAPPENINGS = frozenset(
    "deny say know do believe confirm admit forget put make find see cross expect repeat".split()
)  # done to what happened as often as to somebody: "denies it"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pronoun stands."""

    family: str  # it, they, he
    sentence: int
    role: str  # poss, obj, prep, subj
    verb: str  # the lemma of the verb it hangs on
    opens: bool  # it is the first word of its sentence
    kinds: frozenset[str]
    barred: frozenset[str]
    local: frozenset[str]  # the subjects of its own verb
    above: frozenset[str]  # the subjects of the verb that its clause hangs on


def candidates(entries: Iterable[Entry], place: Place) -> dict[Candidate, list[Entry]]:
    """Who can be meant, with the entries that name them, in the order of the text."""
    found: dict[Candidate, list[Entry]] = {}
    for entry in entries:
        near = place.sentence - entry.sentence <= LOOK_BACK
        fits = entry.kinds <= place.kinds and not place.barred & set(entry.actors)
        if near and fits and (place.family == "they" or not entry.is_list):
            found.setdefault(entry.actors, []).append(entry)
    return found


def features(
    meant: Candidate, named: Sequence[Entry], place: Place, counts: Mapping[str, int]
) -> dict[str, float]:
    """What speaks for a candidate. `counts` says how often each actor was named in the text so far."""
    last = max(named, key=lambda entry: (entry.sentence, entry.position))
    here = [entry for entry in named if entry.sentence == place.sentence]
    before = [entry for entry in named if entry.sentence == place.sentence - 1]
    often = sum(counts.get(actor, 0) for actor in meant) / len(meant)
    who = frozenset(meant)
    local, above = bool(place.local) and who <= place.local, bool(place.above) and who <= place.above
    kind = next(iter(last.kinds)) if len(last.kinds) == 1 else "mixed"
    found = {
        f"{place.sentence - last.sentence} back": 1.0,
        "subject here": any(entry.is_subject for entry in here),
        "main subject here": any(entry.is_main for entry in here),
        "subject before": any(entry.is_subject for entry in before),
        "main subject before": any(entry.is_main for entry in before),
        "argument": any(entry.argument for entry in (here or before or named[-1:])),
        "often": math.log1p(min(often, _MOST_COUNTED)),
        "lately": min(sum(place.sentence - entry.sentence <= 2 for entry in named), 4) / 4,
        "local": local,
        "above": above,
        "its own": local and place.role == "poss",
        "list": len(meant) > 1,
        "many": len(meant) > 1 or any(entry.plural for entry in (*before, *here)),
        "one": all(entry.singular for entry in named),
        f"kind {kind}": 1.0,
    }
    if place.role in {"obj", "prep"}:
        found["object: subject here"] = found["subject here"]
        found["object: subject before"] = found["subject before"]
        found["object: object before"] = any(entry.argument and not entry.is_subject for entry in before)
    return {name: float(value) for name, value in found.items() if value}


def of_nobody(place: Place, entries: Iterable[Entry]) -> dict[str, float]:
    """What speaks for no actor: "denies it", "it is time"."""
    follows = any(entry.is_main for entry in entries if entry.sentence == place.sentence - 1)
    found = {
        "nobody": True,
        f"nobody {place.role}": True,
        "nobody of happenings": place.role == "obj" and place.verb in _HAPPENINGS,
        "nobody is": place.role == "subj" and place.verb == "be",
        "nobody opens": place.opens,
        "nobody before": not follows,
    }
    return {name: 1.0 for name, value in found.items() if value}


def weighed(
    entries: Iterable[Entry], place: Place, counts: Mapping[str, int]
) -> dict[Candidate, dict[str, float]]:
    """Every candidate, and nobody, with what speaks for it. `counts` are of the sentences before."""
    entries = list(entries)
    named = candidates(entries, place)
    total = Counter(counts)
    total.update(actor for entry in entries if entry.sentence == place.sentence for actor in entry.actors)
    latest = max(
        (
            (entry.sentence, entry.position, order)
            for order, group in enumerate(named.values())
            for entry in group
        ),
        default=(0, 0, -1),
    )[2]
    found = {}
    for order, (meant, group) in enumerate(named.items()):
        found[meant] = features(meant, group, place, total)
        if order == latest:
            found[meant]["latest"] = 1.0
    found[NOBODY] = of_nobody(place, entries)
    return found


def meant(entries: Iterable[Entry], place: Place, counts: Mapping[str, int]) -> Candidate:
    """The actors that are most likely meant; empty where nobody is."""
    return likeliest(weighed(entries, place, counts), WEIGHTS[place.family])


def likeliest(options: Mapping[Candidate, Mapping[str, float]], weights: Mapping[str, float]) -> Candidate:
    """The candidate with the highest weight. Nobody must lead by LEAD: a reader who is in doubt takes somebody to be meant."""
    lead = LEAD if len(options) > 2 else LEAD_OVER_ONE

    def weight(option: Candidate) -> float:
        total = sum(weights.get(name, 0.0) * value for name, value in options[option].items())
        return total if option else total - lead

    return max(options, key=weight)


WEIGHTS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "it": MappingProxyType(
            {
                "0 back": 1.89,
                "1 back": 0.73,
                "2 back": -1.13,
                "3 back": -1.77,
                "4 back": -1.67,
                "above": 0.99,
                "argument": -0.13,
                "its own": 1.34,
                "kind armed-group": 0.21,
                "kind mixed": -0.42,
                "kind organisation": -0.26,
                "kind person": -0.5,
                "kind region": -0.59,
                "kind state": -0.39,
                "lately": 0.33,
                "latest": 0.64,
                "list": 0.73,
                "local": -1.06,
                "main subject before": 0.84,
                "main subject here": 0.2,
                "many": -1.69,
                "nobody": 1.96,
                "nobody before": 0.23,
                "nobody is": 1.33,
                "nobody obj": 0.77,
                "nobody of happenings": 1.72,
                "nobody opens": -0.94,
                "nobody poss": -0.22,
                "nobody prep": 1.16,
                "nobody subj": 0.25,
                "object: object before": -0.28,
                "object: subject before": -2.87,
                "object: subject here": -0.52,
                "often": 0.33,
                "one": -0.03,
                "subject before": 1.48,
                "subject here": 2.02,
            }
        ),
        "they": MappingProxyType(
            {
                "0 back": 2.09,
                "1 back": -0.2,
                "2 back": -0.33,
                "3 back": -1.85,
                "4 back": -1.64,
                "above": 0.13,
                "argument": -0.56,
                "its own": 0.78,
                "kind armed-group": 1.38,
                "kind mixed": -0.84,
                "kind organisation": -0.7,
                "kind person": -1.33,
                "kind region": 0.08,
                "kind state": -0.51,
                "lately": 0.31,
                "latest": 0.74,
                "list": 1.46,
                "local": -0.7,
                "main subject before": 0.86,
                "main subject here": -0.3,
                "many": 0.31,
                "nobody": 1.92,
                "nobody before": -0.63,
                "nobody is": 0.99,
                "nobody obj": 0.75,
                "nobody of happenings": 0.84,
                "nobody opens": -0.3,
                "nobody poss": -0.32,
                "nobody prep": 1.25,
                "nobody subj": 0.24,
                "object: object before": 0.05,
                "object: subject before": -0.45,
                "object: subject here": 1.0,
                "often": 0.63,
                "one": -1.35,
                "subject before": 1.4,
                "subject here": 0.97,
            }
        ),
        "he": MappingProxyType(
            {
                "0 back": 2.7,
                "1 back": 0.48,
                "2 back": -1.22,
                "3 back": -1.53,
                "4 back": -1.29,
                "above": 0.83,
                "argument": 0.4,
                "its own": 0.02,
                "kind armed-group": 0.53,
                "kind mixed": -0.42,
                "kind organisation": -0.32,
                "kind person": -0.17,
                "kind region": -0.17,
                "kind state": -0.3,
                "lately": 0.56,
                "latest": 0.36,
                "list": 0.73,
                "local": -1.24,
                "main subject before": 0.55,
                "main subject here": 0.16,
                "many": -0.45,
                "nobody": 0.85,
                "nobody before": 0.78,
                "nobody is": 0.75,
                "nobody obj": -0.14,
                "nobody of happenings": 0.79,
                "nobody opens": -0.88,
                "nobody poss": 0.23,
                "nobody prep": 0.56,
                "nobody subj": 0.2,
                "object: object before": -0.05,
                "object: subject before": -1.36,
                "object: subject here": 0.59,
                "often": 1.46,
                "one": -0.03,
                "subject before": 1.66,
                "subject here": 1.34,
            }
        ),
    }
)
