"""The words of a claim that say what is sought, feared, demanded or described."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedfellows.reader import clauses

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bedfellows.reader.lexicon import Rule

WANTS_TEXT = {"describes-as", "seeks", "fears", "demands"}
"""Relations whose claims have such words."""


def detail_of(rule: Rule, token: Token) -> str:
    """The words that say what is sought, feared, demanded or described."""
    if rule.relation == "describes-as":
        return _description(token)
    if rule.relation not in WANTS_TEXT or "patient" in rule.subject:
        return ""
    deps = (
        {"xcomp", "ccomp", "acl", "dobj", "advcl"}
        if rule.relation != "fears"
        else {"dobj", "ccomp", "acl", "prep"}
    )
    for preposition in ("about", "over", "of", "at", "by") if rule.relation == "fears" else ():
        for head in clauses.prepositional(token, preposition):
            return _phrase(head)
    for child in token.children:
        if child.dep_ in deps and child.i > token.i:
            return _phrase(child)
    for preposition in ("for", "of"):
        for head in clauses.prepositional(token, preposition):
            return _phrase(head)
    return ""


def _description(token: Token) -> str:
    for child in token.children:
        if child.lower_ == "as" and child.dep_ in {"prep", "mark"} and child.i > token.i:
            below = next((c for c in child.children if c.dep_ in {"pobj", "pcomp", "amod"}), None)
            if below is not None:
                return _phrase(below)
        if child.dep_ == "xcomp" and child.lemma_ == "be":
            return _description(child)
        if child.dep_ in {"oprd", "attr"} and child.i > token.i and child.left_edge.nbor(-1).text != ",":
            return _phrase(child)
        if child.dep_ == "advcl" and any(mark.lower_ == "as" for mark in child.children):
            return _phrase(child).removeprefix("as ")
        if child.dep_ == "ccomp" and child.i > token.i and child.pos_ in {"NOUN", "ADJ", "PROPN"}:
            said = [
                t
                for t in child.subtree
                if not any(t in s.subtree for s in child.children if s.dep_ == "nsubj")
            ]
            return " ".join(child.doc[said[0].i : said[-1].i + 1].text.split())
        if child.dep_ in {"dobj", "ccomp"} and child.i > token.i:
            inner = next(
                (
                    c
                    for c in child.children
                    if c.dep_ in {"oprd", "attr"} or (c.lower_ == "as" and c.dep_ == "prep")
                ),
                None,
            )
            if inner is not None:
                return _phrase(inner).removeprefix("as ")
    return ""


def _phrase(head: Token) -> str:
    """The words under a head, as they stand in the text."""
    tokens = list(head.subtree)
    text = head.doc[tokens[0].i : tokens[-1].i + 1].text
    return " ".join(text.split()).strip(" ,;:.(")
