"""How an event is put: done, planned, promised, threatened, demanded, refused or denied, and what PLOVER makes of that.

CAMEO codes a deed announced for the future as an agreement (codes 03) where it is friendly and as a threat (13) where
it is not; a demand for a deed as a demand (10), a refusal as a rejection (12) (CAMEO codebook 1.1b3, chapter 2).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from bedfellows.ontology import PLOVER_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Token

How = Literal["done", "planned", "promised", "threatened", "demanded", "refused", "denied"]
_FUTURE = {"will", "'ll", "wo", "shall", "would"}
_MUST = {"must", "should", "ought"}
_MIGHT = {"may", "might", "could"}
_VERBAL = {"REQUEST", "ACCUSE", "REJECT", "THREATEN"}
_THREATENED = {
    "arrest": "arrest", "ban": "ban", "curfew": "restrict", "martial-law": "restrict", "restrict": "restrict",
    "censor": "restrict", "seize": "territory", "deport": "expel", "expel": "expel", "discontinue": "relations",
}  # fmt: skip
_ASKED = {
    "AID": "assist", "COOPERATE": "assist", "SUPPORT": "assist", "CONSULT": "meet", "CONCEDE": "change", "RETREAT": "yield",
}  # fmt: skip
_WANTS = {"want", "expect", "like", "wish", "prefer", "need", "insist", "propose"}
_OPERATORS = (
    "promise",
    "agree",
    "ready",
    "intend",
    "threaten",
    "refuse",
    "demand",
    "accuse",
    "say",
    "begin",
    "deny",
)
_TAKES_NOUNS = {"demand", "threaten", "refuse", "promise", "agree"}


@dataclass(frozen=True, slots=True)
class Put:
    """A type and mode as they come out; `how` it is put, and the word that carries it (`anchor`) with all that decided.

    `restrained`: a hostile deed that is not done. `speaker`: the verb of saying above, if one was passed.
    """

    type: str
    mode: str | None
    how: How
    anchor: Token
    words: tuple[Token, ...]
    weight: float
    restrained: bool = False
    speaker: Token | None = None
    asked: bool = False  # demanded by a verb of asking, not by "must"


def friendly(kind: str) -> bool:
    """Does the type lie on the side of cooperation?"""
    return PLOVER_TYPES[kind].sign > 0


def operator(token: Token, words: Mapping[str, frozenset[str]], clause: Token | None = None) -> str | None:
    """What a word does to the event of a clause it takes: one of `promise`, `demand`, `say` and so on, or None.

    `clause` is the head of that clause: "told it to leave" demands, "told reporters that it left" says.
    """
    lemma = token.lemma_.lower()
    if clause is not None and lemma in words["say"] and lemma in words["demand"]:
        infinitive = clause.tag_ == "VB" and any(c.lower_ == "to" for c in clause.children)
        return "demand" if infinitive or _is_wished(clause) else "say"
    if lemma in _WANTS and clause is not None and any(c.dep_ == "nsubj" for c in clause.children):
        return "demand"  # "wants Syria to leave": another is to do it
    if lemma in {"call", "appeal"} and token.pos_ == "VERB":
        return "demand"
    if (token.pos_ == "ADJ" or token.tag_ == "VBN") and {lemma, token.lower_} & words["ready"]:
        return "ready"
    if lemma == "want" or (lemma == "propose" and token.pos_ == "VERB"):
        return "intend"
    return next((name for name in _OPERATORS if lemma in words[name]), None)


def _is_wished(clause: Token) -> bool:
    """Is the verb of a clause in the subjunctive: "that Latvia grant citizenship"?"""
    if clause.tag_ not in {"VB", "VBP"} or any(c.dep_ in {"aux", "auxpass"} for c in clause.children):
        return False
    doers = [c for c in clause.children if c.dep_ in {"nsubj", "nsubjpass"}]
    return bool(doers) and all(
        c.tag_ in {"NN", "NNP"} and not any(g.dep_ == "conj" for g in c.children) for c in doers
    )


def modal(verb: Token) -> tuple[str, bool]:
    """(`future`, `must`, `might` or empty; negated or not) of a verb or predicate."""
    kind, negated = "", False
    children = list(verb.children)
    if verb.head.lower_ in {"be", "is", "are", "was", "were", "been"} and verb.dep_ in {"acomp", "attr"}:
        children += [c for c in verb.head.children if c.dep_ in {"aux", "neg"}]
    if verb.dep_ == "conj" and not any(c.dep_ in {"aux", "nsubj", "nsubjpass"} for c in children):
        children += [c for c in verb.head.children if c.dep_ == "aux" and c.i < verb.i]
    for child in children:
        if child.dep_ == "neg" or (child.dep_ in {"advmod", "det"} and child.lower_ in {"never", "no"}):
            negated = True
        if child.dep_ in {"aux", "auxpass"}:
            lower = child.lower_
            if lower in _FUTURE:
                kind = "future"
            elif lower in _MUST:
                kind = "must"
            elif lower in _MIGHT:
                kind = kind or "might"
    if (
        verb.dep_ == "xcomp"
        and verb.head.lemma_ in {"go", "have", "need", "be"}
        and any(c.lower_ == "to" for c in children)
    ):
        if verb.head.lemma_ == "be" or (verb.head.lemma_ == "go" and verb.head.tag_ == "VBG"):
            kind = "future"
        elif verb.head.lemma_ != "go":
            kind = "must"
    return kind, negated


def planned(put: Put, *, promised: bool = False) -> Put:
    """The event as something its source says it will do."""
    how: How = "promised" if promised else "planned"
    if put.restrained:
        return replace(put, type="AGREE", mode=None, how=how, restrained=False)
    if put.type in _VERBAL:
        return replace(put, how=how) if put.how == "done" else put
    if friendly(put.type):
        return replace(put, type="AGREE", mode=None, how=how)
    return threatened(put)


def threatened(put: Put) -> Put:
    """The event as a threat; its mode tells what is threatened."""
    mode = "violence" if put.type == "ASSAULT" else _THREATENED.get(put.mode or "")
    if put.type in {"SANCTION", "PROTEST"} or friendly(put.type):
        mode = mode or "relations"
    return replace(put, type="THREATEN", mode=mode, how="threatened", restrained=False)


def demanded(put: Put) -> Put:
    """The event as something that is asked for."""
    mode = _ASKED.get(put.type, "change" if friendly(put.type) else "yield")
    return replace(put, type="REQUEST", mode=mode, how="demanded", restrained=False)


def refused(put: Put) -> Put:
    """The event as something its source will not do."""
    return replace(put, type="REJECT", mode=_ASKED.get(put.type), how="refused", restrained=False)


def negated(put: Put) -> Put:
    """The event as one that does not take place: a friendly deed left undone is a refusal, a hostile one restraint."""
    if put.restrained:
        return replace(put, restrained=False)
    if put.type == "REJECT":
        return replace(put, type="AGREE", mode=None)
    if friendly(put.type):
        return refused(put)
    return replace(put, restrained=True, how="denied")


def apply(put: Put, name: str, word: Token) -> Put:
    """What an operator makes of the event of the clause it takes."""
    words = (*put.words, word)
    if name == "promise":
        return replace(planned(put, promised=True), anchor=word, words=words)
    if name in {"agree", "ready"}:
        if name == "ready" and not friendly(put.type) and put.type not in _VERBAL:
            return replace(threatened(put), anchor=word, words=words)
        return replace(
            put, type="AGREE", mode=None, how="promised", anchor=word, words=words, restrained=False
        )
    if name == "intend":
        return replace(planned(put), anchor=word, words=words, weight=put.weight * 0.9)
    if name == "threaten":
        return replace(threatened(put), anchor=word, words=words)
    if name == "refuse":
        return replace(refused(put), anchor=word, words=words)
    if name == "demand":
        return replace(demanded(put), anchor=word, words=words, asked=True)
    if name == "accuse":
        mode = "allege" if word.lemma_ in {"accuse", "blame", "charge", "allege", "suspect"} else "disapprove"
        return replace(put, type="ACCUSE", mode=mode, how="done", anchor=word, words=words, restrained=False)
    return put


def spoken(put: Put, kind: str, *, no: bool) -> Put:
    """What the auxiliaries and negation of the verb that carries it make of an event."""
    if kind == "must":
        return demanded(negated(put) if no else put)
    if no:
        put = negated(put)
    if kind == "future":
        put = planned(put) if put.how not in {"demanded", "refused", "threatened"} else put
    if kind == "might":
        hostile = put.how == "done" and not friendly(put.type) and put.type not in _VERBAL
        put = replace(threatened(put) if hostile else put, weight=put.weight * 0.6)
    return put
