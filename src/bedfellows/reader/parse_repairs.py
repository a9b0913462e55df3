"""Sentences that the small parser takes apart wrongly in ways that words and signs around them show, put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_DASHES = frozenset({"–", "—", "-", "--"})
_NAMES = frozenset({"PROPN", "NOUN", "PRON"})
_COLLECTIVES = frozenset(
    (
        "government army force troop regime militia administration junta police navy authority soldier fighter rebel militant insurgent "
        "coalition garrison peacekeeper"
    ).split()
)
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def repair_clauses(doc: Doc) -> None:
    """Put right the clauses of a parsed text, in place."""
    dashed = any(token.text in _DASHES for token in doc)
    for token in doc:
        if token.dep_ == "conj" and token.lemma_ in _COLLECTIVES:
            _join_to_its_like(token)
        if token.dep_ == "npadvmod" and token.pos_ == "PROPN":
            _make_object_of_its_verb(token)
        if dashed and token.text in _DASHES and token.i + 2 < len(doc):
            _part_at_dashes(token)
        if token.dep_ == "amod" and token.tag_ in {"VBN", "VBD", "JJ"} and token.lower_.endswith("ed"):
            _make_verb_after_deed(token)


def _make_object_of_its_verb(name: Token) -> None:
    """ "Greece recognises Armenia": a name after a verb that has a subject and no object, and no weekday or month, is its object."""
    verb = name.head
    if (
        verb.pos_ == "VERB"
        and verb.i < name.left_edge.i <= verb.i + 2
        and name.ent_type_ not in {"DATE", "TIME"}
        and any(child.dep_ == "nsubj" for child in verb.children)
        and not any(
            child.dep_ in {"dobj", "ccomp", "xcomp", "prep", "prt", "auxpass"} for child in verb.children
        )
    ):
        name.dep_ = "dobj"


def _join_to_its_like(second: Token) -> None:
    """ "The Afghan government of Ghani and the NATO forces": the forces are joined to the government, not to its head."""
    name = second.head
    preposition = name.head
    first = preposition.head
    if (
        preposition.lower_ == "of"
        and name.dep_ == "pobj"
        and name.pos_ == "PROPN"
        and first.lemma_ in _COLLECTIVES
        and not any(child.dep_ == "det" for child in name.children)
        and any(child.dep_ == "det" for child in second.children)
    ):
        for child in list(name.children):
            if child.dep_ == "cc" and child.i < second.i:
                child.head = first
        second.head = first


def _part_at_dashes(opening: Token) -> None:
    """ "Ethiopia – backed by Eritrea – attacked Tigray": the participle belongs to the name before the dash, the verb after it, too."""
    sentence: Span = opening.sent
    participle = opening.nbor(1)
    if opening.i <= sentence.start or participle.tag_ not in {"VBN", "VBD"} or participle.i >= sentence.end:
        return
    noun = opening.nbor(-1)
    closing = next((t for t in sentence if t.i > participle.i and t.text in _DASHES), None)
    if noun.pos_ not in _NAMES or closing is None or closing.i + 1 >= sentence.end:
        return
    verb = closing.nbor(1)
    goes_on = verb.tag_ in _FINITE or (verb.dep_ == "amod" and verb.lower_.endswith("ed"))
    if not goes_on or (noun.dep_ == "nsubj" and noun.head == verb):
        return
    if verb.tag_ == "MD" or verb.dep_ in {"aux", "auxpass"}:
        verb = verb.head
    if verb.i <= closing.i or not _has_agent(participle, closing):
        return
    _free(verb)
    above = next((a for a in (noun, participle, verb) if a.head == a), None)
    outer = above.head if above is not None else noun.head
    head = verb if above is not None or outer.i in {participle.i, verb.i} else outer
    _set(verb, head, "ROOT" if head == verb else "ccomp")
    _set(noun, verb, "nsubj")
    for child in list(participle.lefts):
        if child.i < noun.i:
            child.head = noun
    _set(participle, noun, "acl")
    doer = closing.nbor(-1)
    by = next((c for c in participle.rights if c.lower_ == "by" and not list(c.children)), None)
    if by is not None and doer.pos_ == "PROPN" and doer.head.i > closing.i:
        _set(doer, by, "pobj")
    for child in verb.rights:
        if child.dep_ == "npadvmod" and child.pos_ == "PROPN":
            child.dep_ = "dobj"


def _has_agent(participle: Token, closing: Token) -> bool:
    """ "backed by", "accused of": the words between the dashes hang together."""
    between = participle.doc[participle.i + 1 : closing.i]
    return any(token.lower_ in {"by", "of", "with", "in", "from", "for", "to"} for token in between)


def _make_verb_after_deed(verb: Token) -> None:
    """ "The annexation of Crimea by Russia angered Ukraine": what the parser takes for one long name ends at the verb."""
    sentence: Span = verb.sent
    deed = sentence.root
    if verb.i <= sentence.start or verb.i + 1 >= sentence.end or deed.pos_ != "NOUN" or deed.i > verb.i:
        return
    by = next(
        (c for c in deed.children if c.lower_ == "by" and c.dep_ in {"prep", "agent"} and c.i < verb.i), None
    )
    doer, victim = verb.nbor(-1), verb.head
    if (
        by is None
        or doer.pos_ != "PROPN"
        or victim.pos_ not in _NAMES
        or victim.i < verb.i
        or any(token.pos_ in {"VERB", "AUX"} and token.tag_ in _FINITE for token in sentence if token != verb)
    ):
        return
    loose = doer.dep_ in {"nmod", "compound"} and doer.head == victim
    _free(verb)
    if loose:
        _set(doer, by, "pobj")
        for child in list(verb.lefts):
            if by.i < child.i < doer.i:
                child.head = doer
    _set(verb, verb, "ROOT")
    _set(deed, verb, "nsubj")
    _set(victim, verb, "dobj")
    for child in list(deed.children):
        if child.i > verb.i:
            child.head = verb


def _free(verb: Token) -> None:
    """Make a verb of what was taken for a participle before its noun: the noun becomes its object."""
    if verb.pos_ == "VERB" and verb.dep_ != "amod":
        return
    if verb.pos_ != "VERB":
        verb.lemma_ = verb.lower_.removesuffix("ed")
    verb.pos_, verb.tag_ = "VERB", "VBD"
    noun = verb.head
    if noun.i > verb.i and noun != verb:
        for child in list(noun.children):
            if child.i < verb.i:
                child.head = verb
        above, dep = noun.head, noun.dep_
        _set(verb, verb if above == noun else above, dep)
        _set(noun, verb, "dobj")


def _set(token: Token, head: Token, dep: str) -> None:
    token.head, token.dep_ = head, dep
