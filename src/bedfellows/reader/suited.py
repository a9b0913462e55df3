"""The relation that suits what stands around a word: who the two sides are, and what is done to a tie."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bedfellows.actors import leads
from bedfellows.reader.lexicon import Lexicon, Rule
from bedfellows.reader.mentions import Ref
from bedfellows.reader.reference import Discourse

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_TIES = {"supports", "contacts", "cooperates-with", "negotiates", "allied-with"}


def suited(rule: Rule, token: Token, subjects: list[Ref], objects: list[Ref], discourse: Discourse) -> Rule:
    """The relation that suits the kinds of the two sides."""
    if rule.trigger == "break" and _is_quarrel(subjects, objects, discourse):
        return replace(rule, relation="rivals")
    if rule.trigger in {"send", "ship", "fly"} and objects and discourse.kind(objects[0].actor) == "region":
        return replace(rule, relation="present-in")
    ruled_by_group = all(discourse.kind(ref.actor) != "person" for ref in subjects)
    place = bool(objects) and discourse.kind(objects[0].actor) == "region" and ruled_by_group
    if rule.relation == "leads" and rule.use == "verb" and place:
        return replace(rule, relation="controls")  # "Fatah governs the West Bank"
    if rule.relation == "leads" and any(ref.how == "part" for ref in objects):
        return replace(rule, relation="controls")  # "governs much of southern Lebanon"
    if rule.relation == "member-of" and rule.use == "verb" and _is_founding(rule, subjects, discourse):
        return replace(rule, relation="leads")
    if rule.relation == "controls" and any(_are_troops(ref, token.doc, discourse.lexicon) for ref in objects):
        return replace(rule, relation="coerces")  # soldiers are captured, towns are held
    return rule


def led_as_known(subjects: list[Ref], objects: list[Ref], discourse: Discourse) -> list[Ref]:
    """ "Its leader, Hassan Nasrallah": the registry may know whose leader he is better than the pronoun tells."""
    subject = subjects[0].actor
    known = leads(discourse.registry, subject, discourse.on) or leads(discourse.registry, subject, None)
    loose = {"pronoun", "nominal", "body"}
    return [
        replace(ref, actor=known[0])
        if ref.how in loose and ref.score < 0.9 and known and ref.actor not in known
        else ref
        for ref in objects
    ]


def are_people(refs: list[Ref], discourse: Discourse) -> bool:
    """Are they all persons?"""
    return all(discourse.kind(ref.actor) == "person" for ref in refs)


def are_alike(one: Ref, other: Ref, discourse: Discourse) -> bool:
    """States follow states, groups groups: a cabinet that replaces another is no new state."""
    states = {discourse.kind(ref.actor) in {"state", "region", "government"} for ref in (one, other)}
    return len(states) == 1


def _is_founding(rule: Rule, subjects: list[Ref], discourse: Discourse) -> bool:
    return rule.trigger in {"found", "form", "establish", "create"} and all(
        discourse.kind(ref.actor) == "person" for ref in subjects
    )


def _is_quarrel(subjects: list[Ref], objects: list[Ref], discourse: Discourse) -> bool:
    """A group breaks away from another group; it breaks with a state."""
    groups = all(discourse.kind(ref.actor) != "state" for ref in subjects)
    return groups and any(discourse.kind(ref.actor) == "state" for ref in objects)


def _are_troops(ref: Ref, doc: Doc, lexicon: Lexicon) -> bool:
    head = doc[ref.start : ref.end].root.lemma_.lower()
    return ref.how == "body" and (head in lexicon.words["armed"] or head in lexicon.words["arms"])


def turned(rule: Rule, noun: Token, lexicon: Lexicon) -> Rule | None:
    """Ties that are cut are a sanction, ties that have soured a rivalry; ties to be loosened are no claim."""
    words = lexicon.words
    if (
        rule.use == "noun"
        and rule.relation in {"sanctions", "coerces", "demands"}
        and _is_lifted(noun, words["lift"])
    ):
        return None  # the verb says it: "lifted its sanctions on"
    if rule.use != "noun" or rule.relation not in _TIES:
        return rule
    verb = noun.head.lemma_ if noun.dep_ in {"nsubj", "nsubjpass", "dobj"} else ""
    if verb in words["loosen"]:
        return None
    if verb in words["sever"] and noun.dep_ != "nsubj":
        return replace(rule, relation="sanctions")
    if rule.relation == "supports":
        return rule
    strained = any(child.lower_ in words["strained"] for child in noun.children if child.dep_ == "amod")
    predicate = any(c.dep_ == "acomp" and c.lower_ in words["strained"] for c in noun.head.children)
    if verb in words["worsen"] or strained or (noun.dep_ == "nsubj" and predicate):
        return replace(rule, relation="rivals")
    return rule


def _is_lifted(noun: Token, lift: frozenset[str]) -> bool:
    """ "Lifted most of its sanctions"."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "of":
        noun = noun.head.head
    return noun.dep_ in {"dobj", "nsubjpass"} and noun.head.lemma_ in lift
