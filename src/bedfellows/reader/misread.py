"""Verbs that the parser takes for nouns between two names: "Iran arms Iraq", "US sanctions Iran"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bedfellows.reader.lexicon import Lexicon, Rule
    from bedfellows.reader.reference import Discourse


def misread_verb(token: Token, discourse: Discourse, lexicon: Lexicon) -> tuple[Rule, Token, Token] | None:
    """The rule of the verb, the name before and the name after it; None where the word may well be a noun."""
    sentence = token.sent
    if token.tag_ != "NNS" or token.i <= sentence.start or token.i + 1 >= sentence.end:
        return None
    before, after = token.nbor(-1), token.nbor(1)
    if after.lower_ == "the" and token.i + 2 < sentence.end:
        after = token.nbor(2)
    named = (
        (before.pos_ == "PROPN" or (before.pos_ == "ADJ" and not discourse.is_demonym(before)))
        and discourse.is_name(before)
        and discourse.is_name(after)
        and after.pos_ == "PROPN"
    )
    if not named or any(child.dep_ in {"prep", "poss"} for child in token.children):
        return None
    rule = next(
        (
            rule
            for rule in lexicon.rules.get((token.lemma_.lower(), "verb"), ())
            if "agent" in rule.subject
            and "patient" in rule.object
            and not any(":" in need for need in rule.needs)
        ),
        None,
    )
    owned = any(child.tag_ == "POS" for child in after.children)  # "arms Iraq's enemies"
    return (rule, before, after.head if owned else after) if rule is not None else None
