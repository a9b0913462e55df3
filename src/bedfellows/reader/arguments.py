"""Who does what to whom in a parse: the heads that fill a role of a verb, noun or adjective.

Roles: agent, patient, dative, any preposition ("with", "to", "against"), `mod` (a name before a noun), `poss`,
`giver` and `taker` (of help, through verbs like give and receive), `pred` (what a role noun is said of),
`theme` (what is given), `comp` (the subject of a complement clause), `termholder` (who is "on good terms"),
`maker` (who makes something hard), `contextual` (an owner shared with the noun before).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
_COPULAS = {"be", "become", "remain", "stay", "seem", "appear", "prove"}
_PERCEPTION_PREPOSITIONS = {"as"}
_SHARES = {"most", "some", "much", "part", "many", "all", "half", "dozens", "hundreds", "thousands"}
_DEEPEST = 8


def roles(token: Token, role: str, lexicon: Lexicon) -> list[Token]:
    """Heads of the phrases that fill `role` of `token`, in text order; empty where nothing does."""
    finder = _FINDERS.get(role)
    if finder is not None:
        return finder(token, lexicon)
    return prepositional(token, role)


def is_passive(token: Token) -> bool:
    """Is the verb in the passive, or a past participle used of a noun?"""
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
        return _owners(head) or light_subject(head, depth)
    if dep in {"xcomp", "ccomp"} and head.lemma_ in _OBJECT_CONTROL:
        controlled = [child for child in head.children if child.dep_ in {"dobj", "dative"}]
        if is_passive(head):
            controlled = subject(head, depth + 1)
        if controlled:
            return controlled
    if dep in {"xcomp", "conj", "advcl", "pcomp", "ccomp", "prep", "dep", "acomp", "attr", "oprd"}:
        verb = _verb_above(token)
        if verb is None:
            return []
        if dep == "pcomp" and head.lower_ in {"of", "for"} and verb.lemma_ in _ACCUSATIONS:
            return patient(verb)  # "accuses Tehran of supplying the group"
        if dep == "pcomp" and is_passive(verb):
            return prepositional(verb, "by") or subject(verb, depth + 1)
        return subject(verb, depth + 1)
    return []


def agent(token: Token, _: Lexicon | None = None) -> list[Token]:
    """Who does what the verb says."""
    if token.pos_ in {"NOUN", "PROPN"}:
        return _owners(token)
    if not is_passive(token):
        return [*subject(token), *_companions(token)]
    by = prepositional(token, "by")
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


def _companions(verb: Token) -> list[Token]:
    """ "together with Iran": those who do it too."""
    return [
        noun
        for child in verb.children
        if _is_together(child)
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
    if not found and token.dep_ == "relcl" and _has(token, "nsubj"):
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
    for carrier in carriers:
        for child in carrier.children:
            if carrier == token.head and child.i < token.i and token.dep_ != "nsubjpass":
                continue
            if preposition == "with" and _is_together(child):
                continue
            if child.dep_ in {"prep", "agent", "dative", "prt"} and child.lower_ == preposition:
                found += [grandchild for grandchild in child.children if grandchild.dep_ in {"pobj", "pcomp"}]
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
    verb = _governing_verb(token)
    if verb is None:
        return _predicated(token, depth)
    return prepositional(verb, "by") if is_passive(verb) else subject(verb, depth + 1)


def _governing_verb(token: Token) -> Token | None:
    noun = token
    for _ in range(_DEEPEST):
        if noun.dep_ == "conj" and noun.head.pos_ in {"NOUN", "PROPN", "ADJ"}:
            noun = noun.head
        else:
            break
    if noun.dep_ in {"dobj", "nsubjpass", "obj"} and noun.head.pos_ in {"VERB", "AUX"}:
        return noun.head
    return None


def _predicated(token: Token, depth: int = 0) -> list[Token]:
    """What a noun with "with" is said of: "countries with support for X" -> countries."""
    if token.dep_ == "pobj" and token.head.lower_ in {"with", "without"} and depth < _DEEPEST:
        holder = token.head.head
        if holder.pos_ in {"NOUN", "PROPN", "PRON"}:
            return [holder]
        if holder.pos_ in {"VERB", "AUX"}:
            return subject(holder, depth + 1)
    return []


def giver(token: Token, lexicon: Lexicon) -> list[Token]:
    """Who gives the help, recognition or threat a noun names."""
    owners = _owners(token)
    if owners:
        return owners
    for preposition in ("from", "by"):
        found = prepositional(token, preposition)
        if found:
            return found
    verb = _governing_verb(token)
    if verb is None and token.dep_ == "relcl":
        verb = token
    relative = next(
        (
            child
            for child in token.children
            if child.dep_ in {"relcl", "acl"} and child.lemma_ in lexicon.words["receive"]
        ),
        None,
    )
    for receiving in (verb, relative):
        if receiving is not None and receiving.lemma_ in lexicon.words["receive"]:
            return prepositional(receiving, "from") or prepositional(receiving, "by")
    if verb is not None and any(verb.lemma_ in lexicon.words[each] for each in ("give", "sever", "worsen")):
        return agent(verb)
    return _predicated(token)


def taker(token: Token, lexicon: Lexicon) -> list[Token]:
    """Who gets it."""
    for preposition in ("for", "to", "of", "towards", "toward", "on"):
        found = prepositional(token, preposition)
        if found:
            return found
    verb = _governing_verb(token)
    relative = next(
        (
            child
            for child in token.children
            if child.dep_ == "relcl" and child.lemma_ in lexicon.words["receive"]
        ),
        None,
    )
    for receiving in (verb, relative):
        if receiving is not None and receiving.lemma_ in lexicon.words["receive"]:
            return subject(receiving)
    if verb is not None and verb.lemma_ in lexicon.words["give"]:
        datives = [child for child in verb.children if child.dep_ == "dative"]
        return (
            [
                *(
                    grandchild
                    for child in datives
                    for grandchild in child.children
                    if grandchild.dep_ == "pobj"
                ),
                *(child for child in datives if child.pos_ != "ADP"),
            ]
            or prepositional(verb, "to")
            or prepositional(verb, "for")
        )
    return []


def predicated_of(token: Token, _: Lexicon | None = None, depth: int = 0) -> list[Token]:
    """What a role noun ("ally", "leader", "threat") is said of."""
    if depth > _DEEPEST:
        return []
    head, dep = token.head, token.dep_
    included = prepositional(token, "including")
    if included:
        return included
    owned = [
        child for child in token.children if child.dep_ in {"compound", "nmod"} and child.pos_ == "PROPN"
    ]
    if owned and _owners(token) and token.tag_ == "NNS":
        return owned  # "the US and its NATO allies"
    named = [
        child
        for child in token.children
        if child.dep_ == "appos" and child.i > token.i and child.pos_ == "PROPN"
    ]
    if named and dep != "appos":
        return named
    if dep in {"attr", "oprd", "acomp", "xcomp"} or (dep == "dobj" and head.lemma_ in {"become", "remain"}):
        return subject(head)
    if dep == "appos":
        return [head]
    if dep == "conj":
        return predicated_of(head, None, depth + 1)
    if dep in {"compound", "nmod"} and head.pos_ == "PROPN":
        return [head]
    if dep == "nsubjpass" and head.lemma_ in {"call", "name", "know", "dub", "term"}:
        return [child for child in head.children if child.dep_ == "oprd"] or prepositional(head, "as")
    if dep == "nsubj" and head.lemma_ in _COPULAS:
        return [child for child in head.children if child.dep_ == "attr" and child.pos_ == "PROPN"]
    if dep == "pobj" and head.lower_ in _PERCEPTION_PREPOSITIONS and head.head.pos_ in {"VERB", "AUX"}:
        return patient(head.head) or subject(head.head)
    return []


def modifiers(token: Token, _: Lexicon | None = None) -> list[Token]:
    """Names that stand before a noun: "US ally", "Afghan government"; for a title, before the name it belongs to."""
    if any(child.dep_ == "poss" for child in token.children):
        return []  # "its Lebanese ally": whose it is, not where it is from
    own = [
        child
        for child in token.children
        if child.dep_ in {"compound", "amod", "nmod", "poss"} and child.i < token.i
    ]
    if not own and token.dep_ in {"compound", "nmod"}:
        own = [
            child
            for child in token.head.children
            if child.dep_ in {"compound", "amod", "nmod", "poss"} and child.i < token.i
        ]
    return own


def datives(token: Token, _: Lexicon | None = None) -> list[Token]:
    """Indirect objects: "gave the rebels weapons"."""
    found: list[Token] = []
    for child in token.children:
        if child.dep_ == "dative":
            found += [grandchild for grandchild in child.children if grandchild.dep_ == "pobj"] or [child]
    return found


def themes(token: Token, _: Lexicon | None = None) -> list[Token]:
    """What is given, sent or imposed, with everything joined to it by "and"."""
    first = patient(token) if token.pos_ != "NOUN" else []
    if is_passive(token):
        first = first + [child for child in token.children if child.dep_ in {"dobj", "obj", "oprd"}]
    first += prepositional(token, "with")
    if not first:
        # "any support they can get": the noun stands before the subject of its clause
        before = [
            child.left_edge.i - 1
            for child in token.children
            if child.dep_ == "nsubj" and child.left_edge.i > token.sent.start
        ]
        first = [token.doc[index] for index in before if token.doc[index].pos_ == "NOUN"]
    first += [noun for head in first if head.lower_ in _SHARES for noun in prepositional(head, "of")]
    return [noun for head in first for noun in joined(head)]


def complement_subjects(token: Token, _: Lexicon | None = None) -> list[Token]:
    """Subjects of the clause a verb takes: "wants the allies to leave" -> allies."""
    return [
        grandchild
        for child in token.children
        if child.dep_ in {"ccomp", "xcomp"}
        for grandchild in child.children
        if grandchild.dep_ in _SUBJECTS
    ]


def term_holder(token: Token, _: Lexicon | None = None) -> list[Token]:
    """Who stands in it: "Russia is in contact with", "the leaders are on good terms", "at odds with"."""
    if token.dep_ == "pobj" and token.head.lower_ in {"in", "on", "at", "to", "into"}:
        holder = token.head.head
        return subject(holder) if holder.pos_ in {"VERB", "AUX"} else [holder]
    return []


def maker(token: Token, _: Lexicon | None = None) -> list[Token]:
    """Who makes something hard: "Putin makes life difficult for"."""
    verb = token.head
    return (
        agent(verb)
        if verb.lemma_ == "make" and token.dep_ in {"ccomp", "oprd", "acomp", "xcomp", "amod"}
        else []
    )


def shared_owners(token: Token, _: Lexicon | None = None) -> list[Token]:
    """The possessor of the noun this one is joined to: "Russia's move into Ukraine and the annexation of Crimea"."""
    return _owners(token.head) if token.dep_ == "conj" and token.head.pos_ in {"NOUN", "PROPN"} else []


def viewer(token: Token, _: Lexicon | None = None) -> list[Token]:
    """Whose view it is: "Putin saw this as the beginning of a cold war with the West"."""
    node = token
    for _step in range(_DEEPEST):
        if node.dep_ == "prep" and node.lower_ == "as" and node.head.pos_ in {"VERB", "AUX"}:
            return agent(node.head)
        if node.dep_ not in {"pobj", "prep", "conj"}:
            return []
        node = node.head
    return []


def _with_help(token: Token) -> Token | None:
    """The verb of "retook the town with the support of Turkey"."""
    if token.dep_ != "pobj":
        return None
    preposition = token.head
    thanks = preposition.lower_ == "to" and preposition.head.lower_ in {"thanks", "due", "owing"}
    return (
        _verb_above(preposition) if thanks or preposition.lower_ in {"with", "through", "despite"} else None
    )


def help_giver(token: Token, _: Lexicon | None = None) -> list[Token]:
    """Whose help it was: "with the support of Turkey", "with Turkish support"."""
    if _with_help(token) is None or prepositional(token, "for"):
        return []
    return prepositional(token, "of") or prepositional(token, "from") or _owners(token) or modifiers(token)


def help_taker(token: Token, _: Lexicon | None = None) -> list[Token]:
    """Who was helped: the subject of the verb."""
    verb = _with_help(token)
    return subject(verb) if verb is not None else []


def joined(token: Token) -> Iterator[Token]:
    """The token and all that is joined to it by "and", commas or "or", those denied ("but not X") left out."""
    yield token
    for child in token.children:
        if child.dep_ == "conj" and not any(grandchild.dep_ == "neg" for grandchild in child.children):
            yield from joined(child)


def _owners(token: Token) -> list[Token]:
    own = [child for child in token.children if child.dep_ == "poss"]
    if (
        not own
        and token.dep_ == "conj"
        and token.head.pos_ == "NOUN"
        and not any(c.dep_ == "det" for c in token.children)
    ):
        return _owners(token.head)  # "the Taliban's advances and attacks"
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


def _verb_above(token: Token) -> Token | None:
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


_FINDERS: dict[str, Callable[[Token, Lexicon], list[Token]]] = {
    "agent": agent,
    "patient": patient,
    "dative": datives,
    "poss": lambda token, _: _owners(token),
    "mod": modifiers,
    "giver": giver,
    "taker": taker,
    "pred": predicated_of,
    "theme": themes,
    "comp": complement_subjects,
    "termholder": term_holder,
    "helpgiver": help_giver,
    "helptaker": help_taker,
    "maker": maker,
    "viewer": viewer,
    "contextual": shared_owners,
    "subject": lambda token, _: subject(token),
}
