"""Acts of several: "X and Y jointly seized power", "X marched together with Y", "X and Y fight a common enemy"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedfellows.reader import clauses
from bedfellows.reader.lexicon import Rule

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bedfellows.reader.mentions import Ref
    from bedfellows.reader.reference import Discourse

JOINT = Rule(
    "", "verb", "cooperates-with", ("agent",), ("with",), (), (), "Iran and Iraq jointly seized the town."
)
COMMON = Rule(
    "", "noun", "allied-with", ("doer",), ("doer",), (), (), "Iran and Iraq are fighting a common enemy."
)
_FOES = {"enemy", "foe", "adversary", "rival"}
_SHARED = {"common", "shared", "mutual"}
_MOVED = {
    "bring",
    "get",
    "put",
    "hold",
    "keep",
    "pull",
    "link",
    "tie",
    "bind",
    "knit",
    "piece",
    "stick",
    "come",
    "sew",
}


def joint_act(token: Token, discourse: Discourse) -> tuple[Rule, list[Ref], list[Ref]] | None:
    """The rule and both sides where a word says that several act together; the sides are the same where they are one list."""
    word = token.lower_
    if word in {"jointly", "together", "along"} and token.head.pos_ == "VERB":
        verb = token.head
        doers = discourse.refs(clauses.subject(verb))
        companions = [
            noun
            for child in (*token.children, *verb.children)
            if child.lower_ == "with" and child.i == token.i + 1
            for noun in child.children
            if noun.dep_ == "pobj"
        ]
        if companions and word != "jointly":
            return JOINT, doers, discourse.refs(companions)
        if word == "along" or (word == "together" and verb.lemma_ in _MOVED):
            return None
        return JOINT, doers, doers
    if token.lemma_ in _FOES and any(child.lower_ in _SHARED for child in token.children):
        doers = discourse.refs(clauses.light_subject(token))
        return COMMON, doers, doers
    return None
