"""Lists: "Mali, Niger and Burkina Faso, but not Togo", opened up into their heads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token


def listed(head: Token) -> Iterable[tuple[Token, bool]]:
    """The head and what is joined to it, each with whether it is denied ("but not Russia")."""
    yield head, False
    for child in head.children:
        if child.dep_ == "conj":
            yield from _joined(child)
        elif child.dep_ == "appos" and child.pos_ == "NOUN":
            # "Iran, an old ally, and Iraq": the parser joins Iraq to ally
            for other in child.children:
                if other.dep_ == "conj" and other.pos_ == "PROPN":
                    yield from _joined(other)
    if head.dep_ == "nsubj" and head.tag_ in {"NN", "NNP"} and _takes_plural(head.head):
        # "the government in Addis Ababa and the Eritrean army are fighting": the parser joins army to Ababa
        for preposition in head.children:
            for noun in preposition.children if preposition.dep_ == "prep" else ():
                for child in noun.children:
                    if child.dep_ == "conj":
                        yield from _joined(child)
    if head.dep_ in {"pobj", "dobj"}:
        # the parser hangs "but not Russia" on the verb
        verb = next((a for a in head.ancestors if a.pos_ in {"VERB", "AUX"}), None)
        for child in verb.children if verb is not None else ():
            if child.dep_ != "conj" or child.i < head.i or not _not(child):
                continue
            if child.pos_ in {"PROPN", "NOUN"}:
                yield from _joined(child)
            elif child.pos_ == "ADP":
                yield from ((noun, True) for noun in child.children if noun.dep_ == "pobj")


def _takes_plural(verb: Token) -> bool:
    plural = {"are", "have", "were"}
    joined = any(child.dep_ == "conj" for subject in verb.children for child in subject.children)
    return not joined and any(
        child.lower_ in plural for child in verb.children if child.dep_ in {"aux", "auxpass"}
    )


def _joined(token: Token) -> Iterable[tuple[Token, bool]]:
    denied = _not(token)
    for inner, negated in listed(token):
        yield inner, negated or denied


def _not(token: Token) -> bool:
    return any(child.dep_ == "neg" or child.lower_ == "not" for child in token.children)
