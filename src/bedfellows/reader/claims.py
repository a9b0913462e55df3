"""Claims from a parsed sentence: every rule of the lexicon whose word stands in it, with its roles filled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bedfellows.ontology import RELATIONS
from bedfellows.reader import arguments, clauses
from bedfellows.reader.detail import WANTS_TEXT, detail_of
from bedfellows.reader.found import Found, pairs
from bedfellows.reader.implied import belonging, jointly, possession, ruled_under, understood
from bedfellows.reader.lexicon import Lexicon, Rule
from bedfellows.reader.mentions import Ref
from bedfellows.reader.needs import meets_needs
from bedfellows.reader.nominals import state_of
from bedfellows.reader.offices import office
from bedfellows.reader.reference import Discourse
from bedfellows.reader.suited import are_alike, are_people, led_as_known, suited, turned

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_NOUNS = {"NOUN", "PROPN"}
_DEEDS = {"supports", "fights", "threatens", "coerces", "opposes", "contacts", "sanctions", "welcomes"}
_FAVOURS = {"supports", "welcomes", "recognises"}
_AT = ("against", "on", "of", "at")
_OWN_WARS = {"end", "stop", "halt", "continue", "resume", "wage", "start", "begin", "settle", "prolong"}
_PLACES = {"present-in", "controls", "annexes", "borders"}
_THREATENING = {"threaten", "threat", "vow", "swear", "pledge"}
_PLACE_KINDS = {"state", "region", "organisation"}


def find_claims(sentence: Span, discourse: Discourse, lexicon: Lexicon) -> list[Found]:
    """All relations the sentence states, each (subject, relation, object, denied) once."""
    claims: dict[tuple[str, str, str | None, str, bool], Found] = {}
    for token in sentence:
        if discourse.is_name(token) and token.lemma_.lower() not in lexicon.words["title"]:
            for claim in (
                *possession(token, discourse),
                *belonging(token, discourse),
                *understood(token, discourse, []),
                *ruled_under(token, discourse),
            ):
                claims.setdefault(_key(claim), claim)
            continue
        for claim in (
            *jointly(token, discourse),
            *understood(token, discourse, list(claims.values())),
        ):
            claims.setdefault(_key(claim), claim)
        for rule in _rules(token, lexicon):
            found = [_as_threat(claim) for claim in _apply(rule, token, discourse, lexicon)]
            if not found and rule.relation == "supports" and rule.use == "verb":
                found = _more_of_the_same(rule, token, discourse, lexicon, list(claims.values()))
            for claim in found:
                key = _key(claim)
                known = claims.get(key)
                if known is None:
                    claims[key] = claim
                elif token not in {known.trigger, *known.again}:
                    more = set(claim.support) - set(known.support)
                    claims[key] = replace(
                        known,
                        support=tuple(dict.fromkeys((*known.support, *claim.support))),
                        until=token.i + 1 if more else known.until,
                        again=(*known.again, token),
                    )
            if found and "also" not in rule.needs:
                break
    coded = {claim.trigger.i for claim in claims.values() if claim.perceiver}
    return [
        claim
        for claim in claims.values()
        if not (
            claim.rule.relation == "describes-as"
            and claim.trigger.lemma_ in lexicon.words["perceive"]
            and any(claim.trigger.i < index < claim.trigger.i + 12 for index in coded)
        )
    ]


def _key(claim: Found) -> tuple[str, str, str | None, str, bool]:
    """What makes two findings of a sentence one."""
    relation = claim.rule.relation
    if claim.object is None:
        return claim.subject.actor, relation, None, claim.detail, False
    one, other = claim.subject.actor, claim.object.actor
    if RELATIONS[relation].symmetric:
        one, other = sorted((one, other))
    return one, relation, other, claim.detail, claim.object.negated


def _as_threat(claim: Found) -> Found:
    """ "threatened to invade": the threat is what was done."""
    above = claim.trigger.head
    threatened = claim.trigger.dep_ in {"xcomp", "acl"} and above.lemma_ in _THREATENING
    own = any(child.dep_ == "nsubj" and child.pos_ == "PRON" for child in claim.trigger.children)
    to_come = any(
        child.dep_ == "aux" and child.lower_ in {"will", "would"} for child in claim.trigger.children
    )
    announced = above.lemma_ in {"warn", "vow", "threaten"} or (
        above.lemma_ in {"say", "announce"} and to_come
    )
    threatened |= claim.trigger.dep_ == "ccomp" and announced and own
    if not threatened or RELATIONS[claim.rule.relation].family != "hostility":
        return claim
    until = max(claim.until, claim.trigger.i + 1)
    return replace(claim, rule=replace(claim.rule, relation="threatens"), trigger=above, until=until)


def _more_of_the_same(
    rule: Rule, token: Token, discourse: Discourse, lexicon: Lexicon, earlier: list[Found]
) -> list[Found]:
    """ "Not only does it give shelter to X, it provides money": who gets it was said in the same breath."""
    support = meets_needs(rule, token, lexicon)
    if not support:
        return []
    givers = {ref.actor for ref in discourse.refs(clauses.agent(token))}
    return [
        replace(claim, support=support)
        for claim in earlier
        if claim.rule.relation == "supports" and claim.subject.actor in givers
    ]


def _rules(token: Token, lexicon: Lexicon) -> Iterator[Rule]:
    lemma = token.lemma_.lower()
    if token.pos_ in {"VERB", "AUX"} or (token.tag_ in {"VBN", "VBG", "VBD"} and token.pos_ != "ADJ"):
        for form in (lemma, *_stems(token.lower_)):
            if (form, "verb") in lexicon.rules:
                yield from lexicon.rules[form, "verb"]
                break
    if token.pos_ in _NOUNS:
        yield from lexicon.rules.get((lemma, "noun"), ())
        yield from lexicon.rules.get((lemma, "role"), ())
    if token.pos_ == "ADJ" or token.tag_ == "VBN":
        yield from lexicon.rules.get((token.lower_, "adjective"), ())
    if token.pos_ == "ADJ" and token.lower_.endswith("ed"):
        for stem in _stems(token.lower_):
            yield from lexicon.rules.get((stem, "verb"), ())


def _stems(word: str) -> tuple[str, ...]:
    """What "resupplied" may be a form of, where the lemmatiser does not know."""
    if not word.endswith("ed"):
        return ()
    doubled = len(word) > 4 and word[-3] == word[-4]
    return (word[:-2], word[:-1], word[:-3] if doubled else word[:-2], word[:-3] + "y")


def _apply(rule: Rule, token: Token, discourse: Discourse, lexicon: Lexicon) -> Iterator[Found]:
    support = meets_needs(rule, token, lexicon)
    as_turned = turned(rule, token, lexicon) if support is not None else None
    if support is None or as_turned is None:
        return
    rule = as_turned
    subjects, objects, mutual = _sides(rule, token, discourse, lexicon)
    if not subjects:
        return
    if not objects and rule.use == "verb" and rule.relation in _FAVOURS:
        objects = _struck(token, discourse, {ref.actor for ref in subjects})
        rule = replace(rule, relation="opposes") if objects else rule
    rule = suited(rule, token, subjects, objects, discourse)
    if rule.relation == "successor-of" and are_people([*subjects, *objects], discourse):
        rule, objects = (
            replace(rule, relation="leads"),
            [],
        )  # "his successor, Ferdinand Marcos" holds his office
    if rule.relation == "successor-of":
        objects = [ref for ref in objects if are_alike(subjects[0], ref, discourse)]
    if rule.relation == "leads":
        objects = led_as_known(subjects, objects, discourse)
        if not objects and rule.use == "role":
            objects = office(subjects[0], discourse)
    if rule.relation == "present-in":
        subjects = [replace(ref, actor=state_of(discourse, ref.actor)) for ref in subjects]
    perceiver = _perceiver(token, discourse)
    if perceiver and rule.relation == "threatens":
        return  # what somebody sees as a threat is a fear of theirs, coded from the verb
    if not objects and rule.use == "role" and perceiver:
        objects = [ref for ref in perceiver if ref.actor not in {subject.actor for subject in subjects}]
    weak = 0.85 if rule.use == "verb" else 0.8
    found = Found(
        rule,
        token,
        subjects[0],
        None,
        detail_of(rule, token),
        support,
        weak,
        _place(token, discourse, {ref.actor for ref in objects}),
        perceiver=tuple(ref.actor for ref in perceiver),
    )
    if objects:
        yield from pairs(found, subjects, objects, mutual=mutual)
    elif rule.relation in WANTS_TEXT - {"describes-as"} and found.detail and "object" not in rule.needs:
        for subject in subjects:
            yield replace(found, subject=subject, confidence=weak * subject.score * 0.9)


def _sides(
    rule: Rule, token: Token, discourse: Discourse, lexicon: Lexicon
) -> tuple[list[Ref], list[Ref], bool]:
    """Subjects and objects of a rule, and whether they are the same: "the two fought", "a deal between them"."""
    subjects, role = _fill(
        rule.subject,
        token,
        discourse,
        lexicon,
        set(),
        parts=rule.use != "verb" or "agent" not in rule.subject,
    )
    if not subjects and "agent" in rule.subject and _subjectless(token):
        topic = discourse.topic()
        subjects = [Ref(topic, token.i, token.i + 1, "nominal", 0.4)] if topic else []
    if not subjects:
        return [], [], False
    barred = {ref.actor for ref in subjects} if role != "between" else set()
    objects, with_whom = _fill(rule.object, token, discourse, lexicon, barred, parts=True)
    if with_whom == "with" and rule.relation == "fights":
        objects = [ref for ref in objects if ref.how != "part"]  # "fights with Iranian weapons"
    if rule.relation in {"leads", "member-of"}:
        subjects = [ref for ref in subjects if discourse.kind(ref.actor) != "region" or ref.how != "name"]
    if not objects and len(subjects) > 1 and "patient" in rule.object and _each_other(token):
        return subjects, subjects, True
    if rule.use == "role" and token.dep_ == "appos":
        under = {word.i for word in token.subtree}
        subjects = [
            ref for ref in subjects if ref.start not in under
        ]  # "Iran, its ally, and Syria": not Syria
    if rule.relation == "describes-as":
        objects = [ref for ref in objects if ref.how != "part"]
    if rule.relation in _DEEDS:
        objects = [ref for ref in objects if not _is_unknown_place(ref, discourse)]
    if rule.relation in _PLACES:
        objects = [ref for ref in objects if discourse.kind(ref.actor) in _PLACE_KINDS]
    each_other = "reciprocal" in rule.needs and len(subjects) > 1 and not _a_known_fight(token, rule)
    if role == "between" or (not objects and each_other):
        return subjects, subjects, True
    return subjects, objects, False


def _struck(verb: Token, discourse: Discourse, barred: set[str]) -> list[Ref]:
    """ "Supports the fight against Iraq", "welcomed sanctions on Iran": against whom that is which is favoured."""
    heads = [
        noun
        for blow in verb.children
        if blow.dep_ == "dobj" and discourse.strikes(blow)
        for preposition in ("against", "on", "at")
        for noun in (*clauses.prepositional(blow, preposition), *clauses.prepositional(verb, preposition))
    ]
    return [ref for ref in discourse.refs(heads[:1]) if ref.actor not in barred]


def _is_unknown_place(ref: Ref, discourse: Discourse) -> bool:
    """A town that no registry knows: whoever shells it fights whoever holds it, and that is not said."""
    actor = discourse.actor(ref.actor)
    return actor is not None and actor.kind == "region" and not actor.registered


def _a_known_fight(token: Token, rule: Rule) -> bool:
    """ "Britain and France joined the war": one that was told of before, of which they may be on one side; not "ended the war"."""
    if rule.relation != "fights" or token.pos_ != "NOUN":
        return False
    known = any(child.lower_ in {"the", "this", "that"} for child in token.children if child.dep_ == "det")
    deed = next((word for word in token.ancestors if word.pos_ in {"VERB", "AUX"}), None)
    return known and deed is not None and deed.lemma_ not in _OWN_WARS


def _each_other(token: Token) -> bool:
    """ "confronted each other", "killed hundreds of each other's members"."""
    words = [word.lower_ for word in token.subtree if word.i > token.i]
    each = any(child.lower_ in {"neither", "each"} for child in token.children if child.dep_ == "nsubj")
    if each and "other" in words:
        return True  # "neither trusts the other"
    return any(pair in {("each", "other"), ("one", "another")} for pair in pairwise(words))


def _perceiver(token: Token, discourse: Discourse) -> list[Ref]:
    """Who sees it so, where the word stands in "sees X as ..."."""
    if (
        token.dep_ != "pobj"
        or token.head.lower_ != "as"
        or token.head.head.lemma_ not in discourse.lexicon.words["perceive"]
    ):
        return []
    return discourse.refs(clauses.agent(token.head.head))


def _place(token: Token, discourse: Discourse, barred: set[str]) -> str | None:
    """Where it happens: the state or region after "in" or "at"."""
    for preposition in ("in", "across", "inside", "near"):
        for ref in discourse.refs(clauses.prepositional(token, preposition)):
            if ref.actor not in barred and discourse.kind(ref.actor) in {"state", "region"}:
                return ref.actor
    return None


def _fill(
    role_names: tuple[str, ...],
    token: Token,
    discourse: Discourse,
    lexicon: Lexicon,
    barred: set[str],
    *,
    parts: bool,
) -> tuple[list[Ref], str]:
    """Actors of the first role that names any, and that role."""
    blow = next((c for c in token.children if c.dep_ == "dobj" and discourse.strikes(c)), None)
    for role in role_names:
        if blow is not None and "patient" in role_names and role in _AT:
            continue  # "condemned the attacks on Israel": the parser may hang the struck on the verb
        heads = arguments.roles(token, role, lexicon)
        if role == "of" and not heads and token.dep_ in {"compound", "nmod"} and token.head.pos_ == "PROPN":
            heads = clauses.prepositional(token.head, "of")  # "President Ashraf Ghani of Afghanistan"
        if role == "mod" and token.pos_ in _NOUNS:
            heads = [head for head in heads if not discourse.is_capital(head)]  # "the Astana talks": where
        refs = [ref for ref in discourse.refs(heads) if ref.actor not in barred]
        passive = role == "agent" and clauses.is_passive(token)
        viewed = role == "pred" and token.head.lower_ == "as"
        if not refs and ((parts and role not in {"pred", "mod"}) or passive or viewed):
            refs = [ref for ref in discourse.refs(heads, parts=True) if ref.actor not in barred]
        if refs:
            return refs, role
    return [], ""


def _subjectless(token: Token) -> bool:
    """A gerund that opens a sentence without a subject: "Supporting the rebels serves that aim"."""
    return (
        token.tag_ == "VBG"
        and token.i - token.sent.start <= 1
        and token.dep_ in {"ROOT", "csubj", "advcl", "ccomp"}
    )
