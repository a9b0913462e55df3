"""What is left out and understood: "Iran arms Iraq, and so does Syria", "Iran did, its ally did not", "without Iran, Iraq would fall"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bedfellows.reader import clauses

if TYPE_CHECKING:
    from spacy.tokens import Token


_STANDS_FOR_A_VERB = {"do", "be", "have"}
_COMPLETE = {"attr", "acomp", "xcomp", "ccomp", "oprd", "prep", "agent", "advcl"}
_SAME = {"so", "as", "nor", "neither", "too", "either", "than"}


def elided(token: Token) -> tuple[Token, list[Token], bool] | None:
    """The verb that an auxiliary stands for, who does it too, and whether the one does what the other does not."""
    if token.lemma_ not in _STANDS_FOR_A_VERB or token.dep_ not in {"conj", "advcl", "ccomp"}:
        return None
    base = token.head
    complete = any(child.dep_ in _COMPLETE for child in token.children)
    if base.pos_ != "VERB" or base.i > token.i or complete:
        return None
    inverted = any(word.lower_ in _SAME for word in base.children if base.i < word.i < token.i)
    subjects = {"nsubj", "nsubjpass", "dobj"} if inverted else {"nsubj", "nsubjpass"}  # "nor does Pakistan"
    doers = [child for child in token.children if child.dep_ in subjects]
    given = any(child.dep_ == "dobj" and child not in doers for child in token.children)
    if not doers or given:
        return None
    same = any(word.lower_ in _SAME for word in (*token.children, *base.children) if word.i > base.i)
    return base, doers, not same and is_negated(token) != is_negated(base)


def is_negated(verb: Token) -> bool:
    """Does "not" or "never" belong to the verb?"""
    return any(child.dep_ == "neg" or child.lower_ == "never" for child in verb.children)


def lacked(token: Token) -> Iterator[tuple[Token, Token]]:
    """Helper and helped of "without Iran, Iraq would have lost"."""
    if token.lower_ != "without" or token.dep_ != "prep" or token.head.pos_ not in {"VERB", "AUX"}:
        return
    verb = token.head
    hypothetical = any(
        child.dep_ == "aux" and child.lower_ in {"would", "could", "might"} for child in verb.children
    )
    if hypothetical and not is_negated(verb):
        for helper in token.children:
            if helper.dep_ == "pobj":
                yield from ((helper, helped) for helped in clauses.subject(verb))
