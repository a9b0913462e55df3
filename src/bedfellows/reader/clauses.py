"""Who does what in a clause: subjects, agents and patients of verbs, owners of nouns, objects of prepositions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bedfellows.reader.lexicon import Lexicon

_SUBJECTS = {"nsubj", "nsubjpass", "csubj"}
_OBJECT_CONTROL = {
    "allow", "ask", "cause", "compel", "demand", "enable", "encourage", "expect", "force", "help", "invite", "lead", "leave",
    "make", "oblige", "order", "permit", "persuade", "prefer", "press", "pressure", "push", "require", "tell", "urge", "want",
}  # fmt: skip
_ACCUSATIONS = {
    "accuse",
    "suspect",
    "blame",
    "criticise",
    "criticize",
    "condemn",
    "denounce",
    "convict",
    "praise",
    "thank",
}
DETERRING = {
    "prevent",
    "stop",
    "keep",
    "deter",
    "dissuade",
    "bar",
    "block",
    "restrain",
    "talk",
    "warn",
    "discourage",
    "caution",
}
"""Verbs of what somebody is kept or warned from: "kept Iran from arming them"."""
_DEEPEST = 8


def is_passive(token: Token) -> bool:
    """Is the verb in the passive, or a past participle used of a noun?"""
    if (
        token.dep_ == "conj"
        and token.tag_ == "VBN"
        and token.head.tag_ == "VBN"
        and not _has(token, "aux", "dobj")
    ):
        return is_passive(token.head)  # "recruited and paid by Ankara"
    if any(child.dep_ in {"auxpass", "nsubjpass"} for child in token.children):
        return True
    if token.tag_ != "VBN" and not (
        token.dep_ == "amod" and token.text.endswith(("ed", "led", "held", "run"))
    ):
        return False
    return token.dep_ in {"amod", "acl"} or (
        token.dep_ in {"advcl", "prep", "ccomp", "nmod"} and not _has(token, "aux", "dobj")
    )


def subject(token: Token, depth: int = 0) -> list[Token]:
    """The grammatical subject of a verb, its own or the one it takes over from the verb it hangs on."""
    own = [child for child in token.children if child.dep_ in _SUBJECTS]
    own = _cleft(token, own) or own
    if len(own) > 1:
        own = [
            child for child in own if child.tag_ not in {"WP", "WDT"}
        ] or own  # "whom it considers a friend"
    own = own or _mistaken_name(token)
    if own or depth > _DEEPEST:
        return own
    head = token.head
    dep = token.dep_
    if dep == "amod" and token.pos_ == "ADJ" and token.i > head.i:
        return [head]  # "Iran, wary of Turkey, ..."
    if dep == "acl" and token.tag_ != "VB":
        noun = head
        while noun.dep_ == "conj":
            noun = noun.head
        if noun.dep_ == "pobj" and noun.head.lower_ == "from" and noun.head.head.pos_ == "NOUN":
            return [noun.head.head]  # "fighters from the region joining the group"
        return [head]
    if dep == "relcl" and token.tag_ == "VB" and head.dep_ in {"attr", "acomp"} and _has(token, "aux"):
        return subject(head.head, depth + 1)  # "was the first to recognise it"
    if dep == "relcl":
        return (
            [head]
            if not _has(token, "dobj") or any(child.tag_ in {"WDT", "WP"} for child in token.children)
            else []
        )
    if token.tag_ == "VBG" and dep in {"advcl", "conj", "prep", "acl"}:
        near = _noun_before(token)
        if near is not None and near != head:
            return [near]
    if dep == "acl":
        return owners(head) or prepositional(head, "by") or light_subject(head, depth)
    if dep in {"xcomp", "ccomp"} and head.lemma_ in _OBJECT_CONTROL:
        controlled = [child for child in head.children if child.dep_ in {"dobj", "dative"}]
        if is_passive(head):
            controlled = subject(head, depth + 1)
        if controlled:
            return controlled
    if dep in {"xcomp", "conj", "advcl", "pcomp", "ccomp", "prep", "dep", "acomp", "attr", "oprd"}:
        verb = verb_above(token)
        if verb is None:
            return []
        if dep == "pcomp" and head.lower_ in {"of", "for"} and verb.lemma_ in _ACCUSATIONS:
            return patient(verb)  # "accuses Tehran of supplying the group"
        if dep == "pcomp" and head.lower_ in {"from", "against", "of"} and verb.lemma_ in DETERRING:
            return (subject(verb, depth + 1) if is_passive(verb) else patient(verb)) or subject(
                verb, depth + 1
            )
        if dep == "pcomp" and is_passive(verb):
            return prepositional(verb, "by") or subject(verb, depth + 1)
        return subject(verb, depth + 1)
    return []


def _mistaken_name(verb: Token) -> list[Token]:
    """ "Trump, having threatened it, lifted ...": the parser takes the name that opens the sentence for something else."""
    first = verb.sent[0]
    if verb.dep_ != "ROOT" or verb.tag_ not in {"VBD", "VBZ", "VBP"} or first.head != verb:
        return []
    misread = first.dep_ in {"advcl", "npadvmod", "dep", "nmod", "ccomp"} and first.text[:1].isupper()
    return [first] if misread else []


def _cleft(verb: Token, own: list[Token]) -> list[Token]:
    """ "It was Iran that armed it": who stands for the relative."""
    above = verb.head
    if verb.dep_ != "ccomp" or above.lemma_ != "be" or not any(c.lower_ == "it" for c in above.children):
        return []
    if len(own) != 1 or own[0].lower_ not in {"that", "who", "which"}:
        return []
    return [child for child in above.children if child.dep_ == "attr"]


def agent(token: Token, _: Lexicon | None = None) -> list[Token]:
    """Who does what the verb says."""
    if token.pos_ in {"NOUN", "PROPN"}:
        return owners(token)
    if not is_passive(token):
        return [*subject(token), *_companions(token)]
    by = prepositional(token, "by") or _shared_agent(token)
    if by or token.dep_ not in {"amod", "acl", "nmod"}:
        return by
    named = [
        child
        for child in token.children
        if child.dep_ in {"npadvmod", "compound", "nmod", "nsubj", "amod", "advmod"} and child.i < token.i
    ]
    if not named and token.dep_ in {"amod", "nmod"} and token.i > 1 and token.nbor(-1).text == "-":
        named = [token.nbor(-2)]
    return named


def _shared_agent(token: Token) -> list[Token]:
    """ "trained and equipped by Iran": who trained stands with the second verb."""
    joined_on = [
        c
        for c in token.children
        if c.dep_ == "conj" and c.tag_ == "VBN" and not _has(c, "nsubj", "nsubjpass")
    ]
    return [noun for verb in joined_on for noun in prepositional(verb, "by")]


def _companions(verb: Token) -> list[Token]:
    """ "together with Iran": those who do it too."""
    own = [child for child in verb.children if child.dep_ in _SUBJECTS]
    return [
        noun
        for word in (verb, *own)
        for child in word.children
        if _is_together(child)
        or (child.lower_ == "like" and child.dep_ == "prep" and child.nbor(-1).text == ",")
        for noun in child.children
        if noun.dep_ == "pobj"
    ]


def _is_together(preposition: Token) -> bool:
    return (
        preposition.lower_ == "with"
        and preposition.i > 0
        and preposition.nbor(-1).lower_ in {"together", "along"}
    )


def patient(token: Token, _: Lexicon | None = None) -> list[Token]:
    """To whom it is done."""
    if token.pos_ in {"NOUN", "PROPN"}:
        return prepositional(token, "of")
    if is_passive(token):
        own = [child for child in token.children if child.dep_ == "nsubjpass"]
        if own:
            return own
        if token.dep_ in {"amod", "acl", "nmod", "relcl"}:
            return [token.head]
        return subject(token)
    found = [child for child in token.children if child.dep_ in {"dobj", "obj"}]
    if not found and token.dep_ == "relcl" and _has(token, "nsubj") and not _relative_subject(token):
        return [token.head]
    if not found and token.dep_ == "conj" and token.head.pos_ == "VERB" and token.i > token.head.i:
        # "armed and trained the rebels": the object stands with one of the verbs
        return [child for child in token.children if child.dep_ in {"dobj", "obj"}]
    if not found:
        shared = [
            child
            for child in token.children
            if child.dep_ == "conj" and child.pos_ == "VERB" and not _has(child, "nsubj")
        ]
        for verb in shared:
            if not any(
                child.i > token.i and child.i < verb.i and child.dep_ not in {"cc", "punct", "advmod", "conj"}
                for child in token.children
            ):
                found = [child for child in verb.children if child.dep_ in {"dobj", "obj"}]
    return found


def _relative_subject(verb: Token) -> bool:
    """ "which fears that ...": the relative is the subject, and nothing is missing."""
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    return len(subjects) == 1 and subjects[0].tag_ in {"WDT", "WP"}


def prepositional(token: Token, preposition: str) -> list[Token]:
    """Objects of a preposition of `token`, or of its object, complement or particle."""
    found: list[Token] = []
    carriers = [token]
    if token.pos_ in {"NOUN", "PROPN"}:
        carriers += [c for c in token.children if c.dep_ == "acl" and c.tag_ == "VBN"]
    if token.pos_ in {"VERB", "AUX", "ADJ"}:
        carriers += [
            c
            for c in token.children
            if c.dep_ in {"dobj", "attr", "acomp", "prt", "oprd", "advmod", "dative"}
        ]
    if token.dep_ in {"dobj", "acomp", "attr", "nsubjpass"} and token.head.pos_ in {"VERB", "AUX"}:
        carriers.append(token.head)  # "is active in", "put pressure on": the phrase may hang on the verb
    carriers += [
        noun
        for carrier in carriers[1:]
        if carrier.dep_ == "dobj"
        for of in carrier.children
        if of.lower_ == "of" and of.dep_ == "prep"
        for noun in of.children
        if noun.dep_ == "pobj"
    ]  # "lifted most of its sanctions on"
    for carrier in carriers:
        for child in carrier.children:
            fronted = any(c.tag_ in {"WDT", "WP"} for c in child.children)  # "of which both are members"
            if carrier == token.head and child.i < token.i and token.dep_ != "nsubjpass" and not fronted:
                continue
            if preposition == "with" and _is_together(child):
                continue
            if child.dep_ in {"prep", "agent", "dative", "prt"} and child.lower_ == preposition:
                found += [grandchild for grandchild in child.children if grandchild.dep_ in {"pobj", "pcomp"}]
            elif child.dep_ == "prep" and preposition == "in" and child.lower_ in {"at", "near", "outside"}:
                # "a base at Gyumri in Armenia"
                found += [
                    noun
                    for place in child.children
                    if place.dep_ == "pobj"
                    for inner in place.children
                    if inner.dep_ == "prep" and inner.lower_ == "in"
                    for noun in inner.children
                    if noun.dep_ == "pobj"
                ]
            elif child.dep_ == "prep":
                found += [
                    last
                    for nested in child.children
                    if nested.dep_ in {"prep", "conj"} and nested.lower_ == preposition
                    for last in nested.children
                    if last.dep_ == "pobj"
                ]
        if found:
            break
    return found


def light_subject(token: Token, depth: int = 0) -> list[Token]:
    """The subject of the verb a noun is the object of: "Pakistan has ties", "Iran gave support"."""
    verb = governing_verb(token)
    if verb is None:
        return predicated(token, depth)
    return prepositional(verb, "by") if is_passive(verb) else subject(verb, depth + 1)


def governing_verb(token: Token) -> Token | None:
    """The verb a noun, or the one it is joined to, is the object of."""
    noun = token
    for _ in range(_DEEPEST):
        if noun.dep_ == "conj" and noun.head.pos_ in {"NOUN", "PROPN", "ADJ"}:
            noun = noun.head
        else:
            break
    if noun.dep_ in {"dobj", "nsubjpass", "obj"} and noun.head.pos_ in {"VERB", "AUX"}:
        return noun.head
    return None


def predicated(token: Token, depth: int = 0) -> list[Token]:
    """What a noun with "with" is said of: "countries with support for X" -> countries."""
    if token.dep_ == "pobj" and token.head.lower_ in {"with", "without"} and depth < _DEEPEST:
        holder = token.head.head
        if holder.pos_ in {"NOUN", "PROPN", "PRON"}:
            return [holder]
        if holder.pos_ in {"VERB", "AUX"}:
            return subject(holder, depth + 1)
    return []


def joined(token: Token) -> Iterator[Token]:
    """The token and all that is joined to it by "and", commas or "or", those denied ("but not X") left out."""
    yield token
    for child in token.children:
        if child.dep_ == "conj" and not any(grandchild.dep_ == "neg" for grandchild in child.children):
            yield from joined(child)


def owners(token: Token) -> list[Token]:
    """Whose a noun is: "Pakistan's backing"."""
    own = [child for child in token.children if child.dep_ == "poss"]
    if (
        not own
        and token.dep_ == "conj"
        and token.head.pos_ == "NOUN"
        and not any(c.dep_ == "det" for c in token.children)
    ):
        return owners(token.head)  # "the Taliban's advances and attacks"
    return own


def _noun_before(token: Token) -> Token | None:
    """The noun a participle follows without a comma: "the rebels fighting the army"."""
    if token.i == 0 or token.i == token.sent.start:
        return None
    before = token.nbor(-1)
    if before.pos_ not in {"NOUN", "PROPN"} or before.dep_ in {"npadvmod", "compound"}:
        return None
    if token.dep_ == "conj" and before.i > token.head.i and token.head.tag_ != "VBG":
        return before
    return before if token.dep_ != "conj" else None


def verb_above(token: Token) -> Token | None:
    """The nearest verb that a word hangs on."""
    head = token.head
    for _ in range(_DEEPEST):
        if head.pos_ in {"VERB", "AUX"}:
            return head if head != token else None
        if head.dep_ == "ROOT":
            return None
        head = head.head
    return None


def _has(token: Token, *deps: str) -> bool:
    return any(child.dep_ in deps for child in token.children)
