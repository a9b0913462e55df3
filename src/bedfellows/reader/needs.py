"""The conditions of a rule: the words, themes and clauses that must stand with its trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedfellows.reader import arguments, clauses

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from bedfellows.reader.lexicon import Lexicon, Rule

_NOUNS = {"NOUN", "PROPN"}


def meets_needs(rule: Rule, token: Token, lexicon: Lexicon) -> tuple[str, ...] | None:
    """The support types found, or None where a condition of the rule is not met."""
    support = list(rule.support)
    for need in rule.needs:
        kind, _, value = need.partition(":")
        if kind == "theme":
            nouns = arguments.themes(token)
            if value == "forces" and rule.relation == "present-in":
                nouns = nouns[:1]  # "sent weapons, money and advisers": help, not a presence
            matches = [types for noun in nouns for name, types in _classes(noun, lexicon) if name == value]
            if not matches:
                return None
            support += [kind_of for types in matches for kind_of in types]
        elif kind in _CONDITIONS and not _CONDITIONS[kind](token, value):
            return None
    if rule.relation == "supports":
        support += _modified(token, lexicon)
    return tuple(dict.fromkeys(support))


def _particle(token: Token, value: str) -> bool:
    return any(child.lower_ == value and child.dep_ in {"prt", "prep", "advmod"} for child in token.children)


def _word(token: Token, value: str) -> bool:
    options = set(value.split(","))
    return any(t.lower_ in options or t.lemma_.lower() in options for t in token.subtree)


def _verb(token: Token, value: str) -> bool:
    return any(a.lemma_ in value.split(",") for a in token.ancestors if a.pos_ in {"VERB", "AUX"})


def _infinitive(token: Token, _: str) -> bool:
    return any(
        child.dep_ in {"xcomp", "ccomp", "advcl", "acl"}
        and any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children)
        for child in token.children
    )


_CONDITIONS: dict[str, Callable[[Token, str], bool]] = {
    "particle": _particle,
    "word": _word,
    "verb": _verb,
    "infinitive": _infinitive,
    "bare": lambda token, _: not any(child.dep_ == "prt" for child in token.children),
    "unforced": lambda token, _: (
        not (token.dep_ in {"ccomp", "xcomp"} and token.head.lemma_ in {"make", "force", "have"})
    ),
    "copular": lambda token, _: token.head.lemma_ in {"be", "remain", "become", "stay", "seem"},
    "passive": lambda token, _: clauses.is_passive(token),
    "negated": lambda token, _: any(
        child.dep_ == "neg" or (child.dep_ == "nsubj" and child.lower_ == "neither")
        for child in token.children
    ),
    "mod": lambda token, value: any(child.lower_ in value.split(",") for child in token.children),
}


def _modified(token: Token, lexicon: Lexicon) -> list[str]:
    """Support types that adjectives tell: "financial aid"."""
    nouns = [token] if token.pos_ in _NOUNS else arguments.themes(token)
    return [
        kind
        for noun in nouns
        for child in noun.children
        if child.dep_ in {"amod", "compound", "nmod"}
        for name, types in _classes(child, lexicon)
        if name in {"modifier", "support"}
        for kind in types
    ]


def _classes(noun: Token, lexicon: Lexicon) -> tuple[tuple[str, tuple[str, ...]], ...]:
    lemma = noun.lemma_.lower()
    before = [
        child.lower_
        for child in noun.children
        if child.dep_ in {"amod", "compound"} and child.i == noun.i - 1
    ]
    for adjective in before:
        phrase = lexicon.themes.get(f"{adjective} {lemma}")
        if phrase:
            return phrase
    return lexicon.themes.get(lemma, ()) or lexicon.themes.get(noun.lower_, ())
