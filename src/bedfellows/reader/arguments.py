"""Who does what to whom in a parse: the heads that fill a role of a verb, noun or adjective.

Roles: agent, patient, dative, any preposition ("with", "to", "against"), `mod` (a name before a noun), `poss`,
`giver` and `taker` (of help, through verbs like give and receive), `pred` (what a role noun is said of),
`theme` (what is given), `comp` (the subject of a complement clause), `comppatient` (its object), `termholder` (who is "on good terms"),
`maker` (who makes something hard), `mover` (whom a feeling moves), `contextual` (an owner shared with the noun before).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bedfellows.reader.clauses import (
    agent,
    governing_verb,
    is_passive,
    joined,
    light_subject,
    owners,
    patient,
    predicated,
    prepositional,
    subject,
    verb_above,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bedfellows.reader.lexicon import Lexicon

_SUBJECTS = {"nsubj", "nsubjpass", "csubj"}
_DEEPEST = 8
_COPULAS = {"be", "become", "remain", "stay", "seem", "appear", "prove"}
_PERCEPTION_PREPOSITIONS = {"as"}
_ONES = {"one", "some", "part", "nothing", "two", "three", "several", "many", "anything"}
_SHARES = {
    "most",
    "some",
    "much",
    "part",
    "many",
    "all",
    "half",
    "dozens",
    "hundreds",
    "thousands",
    "kilometres",
    "kilometers",
    "miles",
}


def roles(token: Token, role: str, lexicon: Lexicon) -> list[Token]:
    """Heads of the phrases that fill `role` of `token`, in text order; empty where nothing does."""
    finder = _FINDERS.get(role)
    if finder is not None:
        return finder(token, lexicon)
    heads = prepositional(token, role)
    if role == "on" and token.pos_ == "NOUN":
        return [head for head in heads if head.lemma_ != "side"]  # "joined the war on Libya's side"
    return heads


def giver(token: Token, lexicon: Lexicon) -> list[Token]:
    """Who gives the help, recognition or threat a noun names."""
    own = owners(token)
    if own:
        return own
    for preposition in ("from", "by"):
        found = prepositional(token, preposition)
        if found:
            return found
    verb = governing_verb(token)
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
            return (
                prepositional(receiving, "from")
                or prepositional(receiving, "by")
                or (prepositional(token, "of") if receiving == verb else [])
            )
    if verb is not None and any(verb.lemma_ in lexicon.words[each] for each in ("give", "sever", "worsen")):
        return agent(verb)
    return predicated(token)


def taker(token: Token, lexicon: Lexicon) -> list[Token]:
    """Who gets it."""
    enjoyed = governing_verb(token)
    if enjoyed is not None and enjoyed.lemma_ in lexicon.words["receive"] and not prepositional(token, "for"):
        return subject(enjoyed)  # "enjoys the support of Iran"
    for preposition in ("for", "to", "of", "towards", "toward", "on"):
        found = prepositional(token, preposition)
        if found:
            return found
    verb = governing_verb(token)
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
    if owned and owners(token) and token.tag_ == "NNS":
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
    if dep == "ccomp" and (own := [child for child in token.children if child.dep_ in _SUBJECTS]):
        return own  # "considers Iraq an enemy"
    if dep == "pobj" and head.lower_ in {"of", "but", "among"} and head.head.lower_ in _ONES:
        return predicated_of(head.head, None, depth + 1)  # "one of its leaders", "nothing but a branch"
    if dep in {"compound", "nmod"} and head.pos_ == "PROPN":
        return [head]
    if dep == "nsubjpass" and head.lemma_ in {"call", "name", "know", "dub", "term"}:
        return [child for child in head.children if child.dep_ == "oprd"] or prepositional(head, "as")
    if (counted := _counted_among(token)) is not None:
        return counted
    if dep == "nsubj" and head.lemma_ in _COPULAS:
        return [child for child in head.children if child.dep_ == "attr" and child.pos_ == "PROPN"]
    if dep == "pobj" and head.lower_ in _PERCEPTION_PREPOSITIONS and head.head.pos_ in {"VERB", "AUX"}:
        return patient(head.head) or subject(head.head)
    return []


def _counted_among(token: Token) -> list[Token] | None:
    """ "Its backers include Iran", "among its backers is Iran"."""
    head = token.head
    if token.dep_ == "nsubj" and head.lemma_ == "include":
        return [child for child in head.children if child.dep_ == "dobj"]
    if token.dep_ == "pobj" and head.lower_ == "among" and head.head.lemma_ == "be":
        return [child for child in head.head.children if child.dep_ in {"nsubj", "attr"}]
    return None


def modifiers(token: Token, _: Lexicon | None = None) -> list[Token]:
    """Names that stand before a noun: "US ally", "Afghan government"; for a title, before the name it belongs to."""
    if any(child.dep_ == "poss" for child in token.children):
        return []  # "its Lebanese ally": whose it is, not where it is from
    hyphened = [
        inner
        for child in token.children
        if child.dep_ in {"compound", "amod", "nmod"}
        for inner in child.children
        if inner.dep_ in {"compound", "amod", "nmod", "npadvmod"} and inner.i == child.i - 2
    ]  # "the Iranian-Iraqi alliance"
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
    return [*hyphened, *own]


def datives(token: Token, _: Lexicon | None = None) -> list[Token]:
    """Indirect objects: "gave the rebels weapons"."""
    found: list[Token] = []
    for child in token.children:
        if child.dep_ == "dative":
            found += [grandchild for grandchild in child.children if grandchild.dep_ == "pobj"] or [child]
    if not found:
        # "promised Iraq investments": the parser takes the two objects for one
        given = (child for child in token.children if child.dep_ == "dobj")
        found = [
            name
            for thing in given
            for name in thing.children
            if name.dep_ in {"compound", "nmod"} and name.pos_ == "PROPN" and name.left_edge.i == token.i + 1
        ]
    return found


def themes(token: Token, _: Lexicon | None = None) -> list[Token]:
    """What is given, sent or imposed, with everything joined to it by "and"."""
    first = patient(token)
    if token.pos_ == "NOUN":
        first += [
            child for child in token.children if child.dep_ in {"compound", "amod"}
        ]  # "arms deliveries"
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
    if token.dep_ == "relcl":
        # "the havens that it gives to the Taliban"
        first += [token.head for head in first if head.tag_ in {"WDT", "WP"}]
    first += [noun for head in first if head.lower_ in _SHARES for noun in prepositional(head, "of")]
    return [noun for head in first for noun in joined(head)]


def complement_subjects(token: Token, _: Lexicon | None = None) -> list[Token]:
    """Subjects of the clause a verb takes: "wants the allies to leave" -> allies."""
    found = []
    for child in token.children:
        if child.dep_ in {"ccomp", "xcomp"}:
            own = [grandchild for grandchild in child.children if grandchild.dep_ in _SUBJECTS]
            noun = child.pos_ in {"NOUN", "PROPN"} and any(
                c.dep_ in {"dobj", "attr", "oprd"} for c in child.children
            )
            found += own or ([child] if noun else [])  # "called the Iraqi move a provocation"
    return found


def complement_patients(token: Token, _: Lexicon | None = None) -> list[Token]:
    """Objects of the clause a verb takes: "refuses to accept the demands of Iraq" -> demands."""
    return [
        head
        for child in token.children
        if child.dep_ in {"ccomp", "xcomp", "acl"}
        for head in (
            datives(child)
            or patient(child)
            or [pobj for prep in ("to", "with") for pobj in prepositional(child, prep)]
        )
    ]


def term_holder(token: Token, _: Lexicon | None = None) -> list[Token]:
    """Who stands in it: "Russia is in contact with", "the leaders are on good terms", "at odds with"."""
    if token.dep_ == "pobj" and token.head.lower_ in {"in", "on", "at", "to", "into", "under"}:
        holder = token.head.head
        if holder.pos_ in {"VERB", "AUX"}:
            return [*subject(holder)] or patient(holder)
        verb = governing_verb(holder)
        return [holder, *(subject(verb) if verb is not None else [])]  # "joined the war on its side"
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
    return owners(token.head) if token.dep_ == "conj" and token.head.pos_ in {"NOUN", "PROPN"} else []


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
    while token.dep_ == "conj" and token.head.pos_ == "NOUN":
        token = token.head  # "with American money and helicopters"
    if token.dep_ != "pobj":
        return None
    preposition = token.head
    thanks = preposition.lower_ == "to" and preposition.head.lower_ in {"thanks", "due", "owing"}
    return (
        verb_above(preposition)
        if thanks or preposition.lower_ in {"with", "through", "despite", "without"}
        else None
    )


def help_giver(token: Token, _: Lexicon | None = None) -> list[Token]:
    """Whose help it was: "with the support of Turkey", "with Turkish support"."""
    if _with_help(token) is None or prepositional(token, "for"):
        return []
    return prepositional(token, "of") or prepositional(token, "from") or owners(token) or modifiers(token)


def help_taker(token: Token, _: Lexicon | None = None) -> list[Token]:
    """Who was helped: the subject of the verb."""
    verb = _with_help(token)
    return subject(verb) if verb is not None else []


def mover(token: Token, _: Lexicon | None = None) -> list[Token]:
    """Whom a feeling moves: "out of fear of Iraq, Iran is arming"."""
    if token.dep_ != "pobj" or token.head.lower_ not in {"for", "of", "from"}:
        return []
    verb = verb_above(token)
    return subject(verb) if verb is not None else []


_FINDERS: dict[str, Callable[[Token, Lexicon], list[Token]]] = {
    "agent": agent,
    "patient": patient,
    "dative": datives,
    "poss": lambda token, _: owners(token),
    "mod": modifiers,
    "doer": lambda token, _: light_subject(token),
    "giver": giver,
    "taker": taker,
    "pred": predicated_of,
    "theme": themes,
    "comp": complement_subjects,
    "comppatient": complement_patients,
    "termholder": term_holder,
    "helpgiver": help_giver,
    "helptaker": help_taker,
    "maker": maker,
    "mover": mover,
    "viewer": viewer,
    "contextual": shared_owners,
    "subject": lambda token, _: subject(token),
}
