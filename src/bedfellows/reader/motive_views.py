"""What somebody sees, fears or gains, which is why they act."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bedfellows.reader import arguments, clauses
from bedfellows.reader.lexicon import Lexicon
from bedfellows.reader.motive_causes import CONCLUSIONS
from bedfellows.reader.motive_parts import FoundMotive, span
from bedfellows.reader.reference import Discourse

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_REASONS = {"why", "reason", "reasons", "motive", "motives", "because"}
_NEAR = 40  # tokens
_GAINS = {"benefit", "gain", "profit", "win", "obtain", "secure", "get", "earn", "reap"}
_PERCEIVE = {"see", "view", "regard", "consider", "perceive", "treat", "think"}
_NO_GAINS = {"ground", "momentum", "traction", "control", "territory", "pace", "time", "strength"}


def perception(token: Token, sentence: Span, discourse: Discourse, lexicon: Lexicon) -> Iterator[FoundMotive]:
    """ "sees X as a threat": the view is the reason."""
    if token.lemma_ not in _PERCEIVE or token.pos_ != "VERB":
        return
    seen_as = next(
        (c for c in token.children if c.lower_ == "as" and c.dep_ in {"prep", "mark"} and c.i > token.i), None
    )
    seen_in = [c for c in token.children if c.lower_ == "in" and c.dep_ == "prep" and token.lemma_ == "see"]
    if seen_as is None and token.lemma_ != "consider" and not seen_in:
        return
    holders = discourse.refs(clauses.agent(token))
    objects = discourse.refs(clauses.patient(token), parts=True)
    target = seen_as or next((c for c in token.children if c.dep_ in {"oprd", "ccomp"}), None)
    if target is None and (seen_in or any(c.tag_ == "WP" for c in token.children)):
        target = next((c for c in token.children if c.dep_ == "dobj" and c.i > token.i), None)
    if seen_in:
        objects = discourse.refs(
            [noun for c in seen_in for noun in c.children if noun.dep_ == "pobj"], parts=True
        )
    if target is None:
        return
    reason = span(target, sentence)
    seen = [head for head in clauses.patient(token) if token.i < head.i < target.i and head.pos_ != "PRON"]
    if seen and not seen_in:
        reason = (span(seen[0], sentence)[0], reason[1])
    feared = any(word.lemma_.lower() in lexicon.words["threat"] for word in target.subtree)
    for holder in holders:
        yield FoundMotive(
            "fear" if feared else "perception",
            holder.actor,
            objects[0].actor if objects else None,
            (token.i, token.i + 1),
            reason,
            f"{token.text} ... as" if seen_as is not None else token.text,
        )


def fear(token: Token, sentence: Span, discourse: Discourse, lexicon: Lexicon) -> Iterator[FoundMotive]:
    """ "is worried about ...": what is feared is the reason."""
    if token.lemma_ in _PERCEIVE:
        return  # "sees X as a threat" is a perception
    rules = [
        rule
        for use, ok in (
            ("adjective", token.pos_ in {"ADJ", "VERB"}),
            ("verb", token.pos_ == "VERB"),
            ("noun", token.pos_ == "NOUN"),
        )
        if ok
        for rule in lexicon.rules.get(
            ((token.lower_ if use == "adjective" else token.lemma_.lower()), use), ()
        )
        if rule.relation == "fears"
    ]
    if not rules:
        return
    rule = rules[0]
    holders = [ref for role in rule.subject for ref in discourse.refs(arguments.roles(token, role, lexicon))]
    heads = [c for c in token.children if c.dep_ == "ccomp" and c.i > token.i and not _follows(c)]
    heads = heads or [head for role in rule.object for head in arguments.roles(token, role, lexicon)]
    heads += [c for c in token.children if c.dep_ == "acl" and c.i > token.i and not heads]
    if not holders or not heads or heads[0].tag_ == "WP":
        return
    feared = [doer for head in heads for doer in (clauses.subject(head) if head.pos_ == "VERB" else [head])]
    objects = discourse.refs(feared, parts=True)
    if not _goes_with_an_act(token) and not _is_an_explanation(sentence):
        return
    yield FoundMotive(
        "fear",
        holders[0].actor,
        objects[0].actor if objects else None,
        (token.i, token.i + 1),
        span(heads[0], sentence),
        token.text,
    )


def _goes_with_an_act(token: Token) -> bool:
    """ "Japan, which fears an attack, is arming", "fears Iraq and is arming": a fear that is all the sentence tells is no motive."""
    node = token
    while node.head != node:
        if node.dep_ in {"relcl", "acl", "advcl", "amod", "pcomp"}:
            return True
        node = node.head
    verb = token if token.pos_ in {"VERB", "AUX"} else token.head
    if verb.dep_ == "ccomp" and any(child.lower_ == "so" and child.i > verb.i for child in verb.head.lefts):
        return True
    return any(
        (child.dep_ == "conj" and child.pos_ == "VERB") or (child.dep_ == "ccomp" and _follows(child))
        for child in verb.children
        if child.i > token.i
    )


def _is_an_explanation(sentence: Span) -> bool:
    """Does the text ask for reasons just before ("Why?", "for two reasons"), or draw a conclusion later in the paragraph?"""
    doc = sentence.doc
    asked = {token.lower_ for token in doc[max(sentence.start - _NEAR, 0) : sentence.end]}
    drawn = {token.lower_ for token in doc[sentence.end :]}
    return bool(asked & _REASONS) or bool(drawn & (CONCLUSIONS | {"why"}))


def _follows(clause: Token) -> bool:
    """ "..., so it armed Iraq": what was done, not what is feared."""
    return any(child.lower_ in {"so", "therefore", "hence"} for child in clause.lefts)


def gain(token: Token, sentence: Span, discourse: Discourse, lexicon: Lexicon) -> Iterator[FoundMotive]:
    """ "benefit from ...", "gain recognition from ..."."""
    if token.lemma_ not in _GAINS or token.pos_ != "VERB":
        return
    if any(a.dep_ == "relcl" for a in (token,)) or (
        token.lemma_ in {"get", "win", "obtain", "secure"} and token.dep_ != "ROOT"
    ):
        return
    givers = clauses.prepositional(token, "from")
    things = clauses.patient(token) or givers
    # "benefit from any support they can get from Russia"
    received = [c for c in token.children if c.dep_ == "ccomp" and c.lemma_ in lexicon.words["receive"]]
    givers += [giver for clause in received for giver in clauses.prepositional(clause, "from")]
    holders = discourse.refs(clauses.subject(token))
    if not holders or not things or things[0].lemma_ in _NO_GAINS:
        return
    others = [ref for ref in discourse.refs(givers, parts=True) if ref.actor != holders[0].actor]
    if not others:
        others = [
            ref
            for head in things
            for child in head.subtree
            for ref in discourse.refs([child])
            if child.ent_type_ and ref.actor != holders[0].actor
        ]
    yield FoundMotive(
        "gain",
        holders[0].actor,
        others[0].actor if others else None,
        (token.i, token.i + 1),
        span(things[0], sentence),
        token.text,
    )
