"""The words of a sentence that tell an event, by the lexicon, and how high each stands in the sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bedfellows.reader import event_put
from bedfellows.reader.clauses import is_passive, joined, patient, prepositional, subject
from bedfellows.reader.event_put import Put

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from bedfellows.reader.event_lexicon import EventLexicon, EventRule, Need
    from bedfellows.reader.event_phrases import ActorNames

_DEEPEST = 12
# How much lower a clause stands than the one it hangs on.
_STEPS = {
    "conj": 0.8, "advcl": 0.45, "relcl": 0.35, "acl": 0.5, "appos": 0.35, "nsubj": 0.55, "nsubjpass": 0.6, "pcomp": 0.55,
    "prep": 0.75, "pobj": 0.75, "dobj": 0.7, "compound": 0.3, "nmod": 0.3, "amod": 0.3, "poss": 0.35, "parataxis": 0.7,
    "ccomp": 0.7, "xcomp": 0.8, "attr": 0.8, "dep": 0.5, "csubj": 0.6, "oprd": 0.7, "dative": 0.6, "npadvmod": 0.4,
}  # fmt: skip
_SAID: dict[str, event_put.How] = {
    "REQUEST": "demanded", "THREATEN": "threatened", "REJECT": "refused", "AGREE": "promised",
}  # fmt: skip
_COMPOSED = 1.02  # "threatened to bomb" tells more than "threatened"
_IF = {"if", "unless", "whether", "lest"}
_NOMINAL_USES = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may tell the sentence's event: how it is put, the rule's name, how specific it is, and its score."""

    trigger: Token
    put: Put
    rule: str
    needs: int
    score: float
    governor: Token | None = None  # the light verb that carries a noun


def candidates(sentence: Span, lexicon: EventLexicon, names: ActorNames) -> Iterator[Candidate]:
    """All candidates of a sentence, in text order."""
    verbal = {t.i for t in sentence if (t.lemma_.lower(), "verb") in lexicon.rules and t.pos_ == "VERB"}
    found = False
    for token in sentence:
        rule = _rule(token, lexicon, names)
        if rule is not None:
            candidate = _candidate(token, rule, lexicon, verbal)
            if candidate is not None:
                found = found or candidate.score > 0.4
                yield candidate
        elif token.pos_ in {"VERB", "ADJ"} or token.tag_ == "VBN":
            bare = _bare(token, lexicon)
            if bare is not None:
                found = True
                yield bare
    if not found:
        yield from _last_resort(sentence, lexicon)
        yield from _misread(sentence, lexicon, names)


def _rule(token: Token, lexicon: EventLexicon, names: ActorNames) -> EventRule | None:
    use = _NOMINAL_USES.get(token.pos_)
    if use is None:
        return None
    if use == "verb" and token.dep_ in {"aux", "auxpass"}:
        return None
    for lemma in _lemmas(token):
        rules = lexicon.rules.get((lemma, use), ())
        for rule in rules:
            if all(_met(need, token, names) for need in rule.needs):
                return rule
        if rules:
            break
    return None


def _lemmas(token: Token) -> Iterator[str]:
    """The pipeline's lemma, then those it may have missed: it takes "readmitted" for a form of "readmitte"."""
    yield token.lemma_.lower()
    lower = token.lower_
    if token.pos_ == "VERB" and lower.endswith(("ed", "ing")):
        stem = lower.removesuffix("ed").removesuffix("ing")
        yield stem
        yield stem + "e"
        if len(stem) > 2 and stem[-1] == stem[-2]:
            yield stem[:-1]


def _met(need: Need, token: Token, names: ActorNames) -> bool:
    if need.where == "prep":
        return any(
            c.dep_ in {"prep", "prt", "agent", "dative"} and c.lower_ in need.words for c in _near(token)
        )
    if need.where == "comp":
        clauses = [
            c
            for c in token.children
            if c.dep_ in {"xcomp", "ccomp"} or (c.dep_ in {"advcl", "acl"} and c.tag_ == "VB")
        ]
        clauses += [
            g for c in token.children if c.dep_ == "dobj" for g in c.children if g.dep_ in {"acl", "relcl"}
        ]
        return bool(clauses) if not need.words else any(c.lemma_.lower() in need.words for c in clauses)
    if need.where == "mod":
        return any(
            c.lemma_.lower() in need.words
            for c in token.children
            if c.dep_ in {"amod", "compound", "nummod"} or c.i < token.i
        )
    if need.where == "subj":
        tokens = [t for s in subject(token) for j in joined(s) for t in _phrase(j)]
        if is_passive(token):
            tokens = [t for s in prepositional(token, "by") for t in _phrase(s)]
    elif need.where == "obj":
        tokens = [t for s in patient(token) for j in joined(s) for t in _phrase(j)]
        tokens += [
            t
            for c in token.children
            if c.dep_ in {"dobj", "oprd", "attr", "dative"}
            for j in joined(c)
            for t in _phrase(j)
        ]
    else:
        tokens = [t for t in token.subtree if t != token]
    if "@country" in need.words and any(t.i in names.found for t in tokens):
        return True
    return any(t.lemma_.lower() in need.words or t.lower_ in need.words for t in tokens)


def _near(token: Token) -> Iterator[Token]:
    yield from token.children
    for child in token.children:
        if child.dep_ in {"dobj", "prt", "advmod", "dative", "prep"}:
            yield from child.children


def _phrase(noun: Token) -> Iterator[Token]:
    """A noun with the words before it and what follows "of"."""
    yield noun
    for child in noun.children:
        if child.dep_ in {"amod", "compound", "nmod", "appos", "nummod"}:
            yield child
            yield from (g for g in child.children if g.dep_ in {"amod", "compound", "nmod"})
        elif child.dep_ == "prep" and child.lower_ == "of":
            for grandchild in child.children:
                if grandchild.dep_ == "pobj":
                    yield from _phrase(grandchild)


def _candidate(token: Token, rule: EventRule, lexicon: EventLexicon, verbal: set[int]) -> Candidate | None:
    put = Put(
        rule.type, rule.mode, _SAID.get(rule.type, "done"), token, (token,), 1.0, asked=rule.type == "REQUEST"
    )
    weight, carrier = 1.0, token
    governor = None
    if rule.use == "noun":
        carrier_, weight = _carrier(token, lexicon)
        if carrier_ is None:
            return None
        carrier = carrier_
        governor = carrier if carrier != token else None
        put = replace(put, words=(token, carrier))
    put = replace(put, weight=weight * (1.0 + 0.03 * len(rule.needs)))
    kind, no = event_put.modal(carrier)
    if carrier.pos_ in {"VERB", "AUX"}:
        put = event_put.spoken(put, kind, no=no)
    put = _climb(carrier, put, lexicon, verbal)
    if put.restrained:
        return None
    return Candidate(token, put, rule.name, len(rule.needs), put.weight, governor)


def _carrier(noun: Token, lexicon: EventLexicon) -> tuple[Token | None, float]:
    """The verb that carries a noun that names an event ("launched an attack"), and how much the noun then weighs."""
    words, top = lexicon.words, noun
    while top.dep_ == "conj" and top.head.pos_ == "NOUN":
        top = top.head
    head = top.head
    lemma = head.lemma_.lower()
    if top.dep_ == "compound" and head.dep_ in {"dobj", "nsubjpass", "pobj", "nsubj"}:
        top, head = head, head.head  # "a mediation mission"
        lemma = head.lemma_.lower()
    if top.dep_ == "ROOT":
        return noun, 0.9
    if top.dep_ in {"dobj", "nsubjpass"} and head.pos_ == "VERB":
        return (head, 0.97) if lemma in words["light"] else (noun, 0.6)
    if top.dep_ in {"nsubj", "attr"} and head.pos_ in {"VERB", "AUX"}:
        return (head, 0.85) if lemma in words["happen"] or head.pos_ == "AUX" else (noun, 0.5)
    if top.dep_ == "pobj":
        return noun, 0.55
    return noun, 0.4


def _climb(token: Token, put: Put, lexicon: EventLexicon, verbal: set[int]) -> Put:
    """Up to the head of the sentence: what every clause above makes of the event, and how much lower it stands."""
    node, words = token, lexicon.words
    for _ in range(_DEEPEST):
        if any(c.dep_ == "mark" and c.lower_ in _IF for c in node.children):
            put = replace(put, weight=put.weight * 0.3)
        if put.how in {"planned", "refused"} and put.type != "REQUEST" and _unless(node):
            put = event_put.threatened(put)
        head = node.head
        if head == node:
            break
        if node.dep_ == "pcomp" and head.pos_ == "ADP" and head.head.pos_ in {"VERB", "NOUN", "ADJ"}:
            head = head.head
        if head.pos_ in {"VERB", "AUX", "NOUN", "ADJ"} and _takes(node, head):
            name = event_put.operator(head, words, node)
            if name is None:
                step = 0.6 if head.i in verbal else _STEPS.get(node.dep_, 0.5)
                put = replace(put, weight=put.weight * step)
            elif name in {"say", "begin"}:
                if name == "say":
                    put = replace(put, weight=put.weight * 0.98, speaker=put.speaker or head)
                kind, no = event_put.modal(head)
                if name == "begin" and head.pos_ == "VERB":
                    put = event_put.spoken(put, kind, no=no)
            elif name == "deny":
                put = replace(put, weight=put.weight * 0.3)
            else:
                put = event_put.apply(replace(put, weight=put.weight * _COMPOSED), name, head)
                kind, no = event_put.modal(head)
                put = event_put.spoken(put, kind, no=no)
        elif not (node.dep_ in {"acomp", "attr"} and head.pos_ == "AUX"):
            put = replace(put, weight=put.weight * _STEPS.get(node.dep_, 0.6))
        node = head
    return put


def _unless(verb: Token) -> bool:
    """Does the clause stand under a condition that is put as an ultimatum?"""
    return any(
        child.dep_ == "advcl" and any(word.lower_ == "unless" for word in child.children)
        for child in verb.children
    )


def _takes(node: Token, head: Token) -> bool:
    """Is a clause the complement of the word above it?"""
    if node.dep_ in {"xcomp", "ccomp"}:
        return True
    if node.dep_ == "parataxis":
        return head.pos_ == "VERB"
    if node.dep_ == "advcl" and node.tag_ == "VB" and any(c.lower_ == "to" for c in node.children):
        return head.pos_ == "VERB" and head.lemma_.lower() in {
            "call", "press", "push", "pressure", "pressurise", "pressurize", "agree", "threaten", "offer", "urge", "order", "ask"
        }  # fmt: skip
    if node.dep_ == "acl" and any(c.lower_ == "to" for c in node.children):
        return head.pos_ == "NOUN" and head.lemma_ in {"plan", "offer", "promise", "threat", "demand", "pledge", "decision", "refusal", "agreement", "readiness", "willingness", "intention"}  # fmt: skip
    return node.dep_ == "pcomp" and head.pos_ == "VERB"


def _bare(token: Token, lexicon: EventLexicon) -> Candidate | None:
    """An operator that takes a clause without any word of the lexicon in it: a promise of something."""
    words = lexicon.words
    clause = next((c for c in token.children if c.dep_ in {"xcomp", "ccomp"}), None)
    name = event_put.operator(token, words, clause)
    kinds = {"promise": "AGREE", "agree": "AGREE", "ready": "AGREE", "intend": "AGREE", "threaten": "THREATEN", "refuse": "REJECT", "demand": "REQUEST"}  # fmt: skip
    if name not in kinds or clause is None:
        return None
    how: dict[str, event_put.How] = {"threaten": "threatened", "refuse": "refused", "demand": "demanded"}
    weight = 0.6 if name == "intend" else 0.75
    put = Put(kinds[name], None, how.get(name, "promised"), token, (token,), weight, asked=name == "demand")
    kind, no = event_put.modal(token)
    put = _climb(token, event_put.spoken(put, kind, no=no), lexicon, set())
    return None if put.restrained else Candidate(token, put, f"operator {name}", 0, put.weight)


def _last_resort(sentence: Span, lexicon: EventLexicon) -> Iterator[Candidate]:
    """A verb no rule knows, in the future, or as a duty: what is to be done is agreed to, refused or asked for."""
    for token in sentence:
        if token.pos_ != "VERB" or token.dep_ not in {"ROOT", "ccomp", "conj"}:
            continue
        kind, no = event_put.modal(token)
        if kind in {"future", "must"} and event_put.operator(token, lexicon.words) not in {"say"}:
            type_ = "REQUEST" if kind == "must" else "REJECT" if no else "AGREE"
            how: event_put.How = "demanded" if kind == "must" else "refused" if no else "planned"
            put = _climb(token, Put(type_, None, how, token, (token,), 0.4), lexicon, set())
            yield Candidate(token, put, "future" if kind == "future" else "duty", 0, put.weight)


def _misread(sentence: Span, lexicon: EventLexicon, names: ActorNames) -> Iterator[Candidate]:
    """A head of the sentence that the parser may have taken for another kind ("Iran raids Iraq" read as a noun)."""
    for token in sentence:
        if (
            token.dep_ != "ROOT"
            or token.pos_ not in {"NOUN", "PROPN", "ADJ", "VERB"}
            or token.i in names.found
            or token.is_stop
        ):
            continue
        if _rule(token, lexicon, names) is not None:
            continue  # it was read, and left aside
        lemmas = {
            token.lemma_.lower(),
            token.lower_,
            token.lower_.removesuffix("s"),
            token.lower_.removesuffix("es"),
        }
        rules = [
            rule
            for lemma in lemmas
            for use in ("verb", "noun")
            for rule in lexicon.rules.get((lemma, use), ())
        ]
        rule = next((r for r in rules if all(_met(n, token, names) for n in r.needs)), None)
        if rule is not None and (token.pos_ == "VERB" or token.i != sentence.start):
            weight = 0.3
            put = Put(rule.type, rule.mode, "done", token, (token,), weight, asked=rule.type == "REQUEST")
            yield Candidate(token, put, rule.name, len(rule.needs), weight)
