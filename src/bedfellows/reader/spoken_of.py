"""Whom a text is about, where a phrase names nobody: "the army" is that of the state most spoken of, "both sides" are the opponents."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bedfellows.reader.antecedents import nearness

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bedfellows.reader.reference import Discourse

_NEAR, _OFTEN, _NAMED_SO, _NAMED_ALIKE = (
    0.4,
    0.8,
    1.2,
    0.6,
)  # Bedfellows' own, set on texts written for its tests
_ENOUGH = 3  # times, before the opponents of a text are taken to be known
_FIRST = 12
_MOST_COUNTED = 20


def state_meant(token: Token, names: tuple[str, str], discourse: Discourse) -> str | None:
    """ "The army", "the junta": the state whose army was named before, or that the text is about, or was named last.

    `names` are the word and the family of words by which the bodies of states were named.
    """
    own, family = (discourse.bodies.get(name) for name in names)
    barred = discourse.barred(token)
    weights = {
        actor: 0.0 for actor, _ in discourse.counts.most_common(_FIRST) if discourse.kind(actor) == "state"
    }
    for entry in discourse.candidates(token):
        if entry.kinds == {"state"} and not entry.is_list:
            near = nearness(discourse.sentence - entry.sentence) + (0.3 if entry.argument else 0.0)
            actor = entry.actors[0]
            weights[actor] = max(weights.get(actor, 0.0), _NEAR * (near + entry.position / 1e6))
    for named, weight in ((own, _NAMED_SO), (family, _NAMED_ALIKE)):
        if named is not None:
            weights[named] = weights.get(named, 0.0) + weight
    ranked = {
        actor: weight + _OFTEN * math.log1p(min(discourse.counts[actor], _MOST_COUNTED))
        for actor, weight in weights.items()
        if actor not in barred
    }
    return max(ranked, key=lambda actor: ranked[actor], default=None)


def opponents(count: int, kinds: frozenset[str], token: Token, discourse: Discourse) -> list[str]:
    """ "Both sides": those that the text speaks of most; none where it has not yet spoken of anybody often."""
    barred = discourse.barred(token)
    often = [
        actor
        for actor, times in discourse.counts.most_common(_FIRST)
        if times >= _ENOUGH and actor not in barred and discourse.kind(actor) in kinds
    ]
    return often[:count] if len(often) >= count else []
