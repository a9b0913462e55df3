"""How a claim is put: denied or not, by whom it is said, how surely, and in what tense."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bedfellows.case.records import Certainty, Tense
from bedfellows.reader import arguments, clauses
from bedfellows.reader.quotations import said_before

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from bedfellows.reader.lexicon import Lexicon
    from bedfellows.reader.reference import Discourse

_CONDITION_MARKS = {"if", "unless", "should", "provided", "whether"}
_DOCUMENTS = {
    "report",
    "panel",
    "commission",
    "inquiry",
    "study",
    "survey",
    "statement",
    "document",
    "memo",
    "cable",
    "communique",
}
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Stance:
    """How the text puts a claim. `speakers` are actor ids, the outermost first."""

    certainty: Certainty
    negated: bool
    tense: Tense
    speakers: tuple[str, ...]


def stance(
    trigger: Token,
    sentence: Span,
    discourse: Discourse,
    lexicon: Lexicon,
    *,
    opinion: bool,
    presupposed: bool = False,
) -> Stance:
    """The stance of the clause a trigger stands in.

    `opinion`: the clause carries the author's judgement. `presupposed`: the trigger may be part of a name for somebody
    ("its NATO allies", "the ISIS leader"), which the clause around it neither denies nor hedges.
    """
    words = lexicon.words
    if presupposed and _names_somebody(trigger):
        told = tuple(_according_to(sentence, trigger, discourse))
        return _in_turn(Stance("asserted", False, "present", told), discourse)
    verb = clause_verb(trigger)
    put = _Put(opinion=opinion)
    put.negated = _denied(trigger)
    predicate = verb is not None and trigger.head == verb and trigger.dep_ in {"attr", "acomp", "xcomp"}
    if verb is not None and verb != trigger and not (put.negated and predicate):
        put.negated ^= _denied(verb)
    if verb == trigger and any(_is_none(child) for child in trigger.children if child.dep_ == "dobj"):
        put.negated = not put.negated  # "gave it no weapons"
    if put.negated and verb is not None and any(c.lemma_ in words["disclosed"] for c in verb.children):
        put.negated = False  # "makes no secret of"
    put.hedged = _hedge(trigger, words["hedge"]) or (verb is not None and _hedge(verb, words["hedge"]))
    put.hedged |= trigger.dep_ in {"csubj", "csubjpass"} and any(c.lower_ == "to" for c in trigger.children)
    _climb(trigger, put, discourse, lexicon)
    for said in _said_beside(verb, words["say"]):
        put.reported = True
        put.speakers += _speaker(said, discourse)
    put.negated ^= put.denied
    put.speakers[:0] = _according_to(sentence, trigger, discourse)
    if not put.speakers and (speaker := said_before(trigger, discourse)) is not None:
        put.speakers.append(speaker)
    put.reported |= bool(put.speakers) or _near(trigger, words["reportedly"])
    found = Stance(_certainty(put), put.negated, tense(verb or trigger), tuple(dict.fromkeys(put.speakers)))
    return _in_turn(found, discourse)


def _in_turn(found: Stance, discourse: Discourse) -> Stance:
    """In a transcript, all is said by whoever speaks."""
    voice = discourse.voice
    if voice is None:
        return found
    others = (one for one in found.speakers if one not in {voice.speaker, voice.body})
    speakers = (*([voice.speaker] if voice.speaker else []), *others)
    certainty = "reported" if found.certainty == "asserted" else found.certainty
    return replace(found, certainty=certainty, speakers=speakers)


_ASKING = {
    "ask",
    "urge",
    "press",
    "tell",
    "order",
    "demand",
    "call",
    "pressure",
    "lobby",
    "invite",
    "encourage",
    "beg",
    "require",
    "expect",
}


@dataclass(slots=True)
class _Put:
    """How a claim is put, as far as the climb from its word to the head of the sentence has shown."""

    opinion: bool
    negated: bool = False
    denied: bool = False
    conditional: bool = False
    hedged: bool = False
    reported: bool = False
    speakers: list[str] = field(default_factory=list)


def _certainty(put: _Put) -> Certainty:
    levels: tuple[tuple[bool, Certainty], ...] = (
        (put.denied, "denied"),
        (put.conditional, "conditional"),
        (put.hedged, "hedged"),
        (put.reported, "reported"),
        (put.opinion, "opinion"),
    )
    return next((certainty for holds, certainty in levels if holds), "asserted")


def _climb(trigger: Token, put: _Put, discourse: Discourse, lexicon: Lexicon) -> None:
    """Take in what every clause above the word does to it: says, denies, refuses, wants, makes it hang on an if."""
    words = lexicon.words
    node, presumed = trigger, False
    for _ in range(_DEEPEST):
        presumed = presumed or node.dep_ == "relcl"  # "refuse to obey X, who leads Y": Y is led all the same
        put.conditional |= _conditional(node, words["modal"])
        head = node.head
        if head == node:
            break
        lemma = head.lemma_.lower()
        if node.lower_ == "of" and (lemma, head.head.lemma_) in {("short", "stop"), ("out", "talk")}:
            put.negated = not put.negated  # "stopped short of arming them", "talked them out of it"
        if node.dep_ == "pcomp" and lemma in {"of", "than"} and _instead(head):
            put.negated = not put.negated  # "instead of arming them"
        if head.pos_ in {"VERB", "AUX", "NOUN", "ADJ"}:
            if node.dep_ == "prep" and node.lower_ in {"as", "of", "for"} and lemma in words["say"]:
                put.speakers[:0] = _speaker(head, discourse)
                put.reported = True
            put.opinion |= node.lower_ == "as" and node.dep_ == "prep" and lemma in words["perceive"]
            named = node.dep_ in {"dobj", "prep", "pobj"} and lemma in words["deny"]
            if node.dep_ in {"ccomp", "xcomp", "acl", "pcomp"} or named or lemma == "hesitate":
                _take_in(node, head, put, discourse, lexicon, presumed=presumed)
            elif (
                node.dep_ == "prep" and any(child.dep_ == "pcomp" for child in node.children) and not presumed
            ):
                _keep_from(node, head, put, words["refuse"])
        node = head


def _take_in(
    node: Token, head: Token, put: _Put, discourse: Discourse, lexicon: Lexicon, *, presumed: bool
) -> None:
    """What a verb, noun or adjective does to the clause it takes."""
    words, lemma = lexicon.words, head.lemma_.lower()
    if presumed and any(lemma in words[each] for each in ("deny", "refuse", "intend")):
        return
    if lemma in words["deny"]:
        if _denied(head):
            put.reported = True  # "no longer denies that"
        else:
            put.denied = True
        put.speakers[:0] = _speaker(head, discourse)
    elif lemma in words["refuse"]:
        put.negated ^= not _denied(head)  # "never stopped talking"
    elif lemma in words["say"] and (node.dep_ != "xcomp" or clauses.is_passive(head)):
        put.reported = True
        put.speakers[:0] = _speaker(head, discourse)
        put.hedged |= _hedge(head, words["hedge"])
        put.negated ^= _denied(head) and lemma in words["believe"]
    elif lemma in words["intend"] and node.dep_ in {"xcomp", "acl", "ccomp"}:
        put.hedged = True
        put.negated ^= _denied(head)
    elif lemma == "doubt" and node.dep_ == "ccomp" and not _denied(head):
        put.hedged = put.reported = True
        put.speakers[:0] = _speaker(head, discourse)
    elif lemma in _ASKING and node.dep_ in {"xcomp", "ccomp"}:
        put.hedged = True  # "asked Iran to arm them"
    elif lemma == "have" and node.dep_ == "xcomp" and any(child.lower_ == "yet" for child in head.children):
        put.negated = not put.negated  # "has yet to recognise it"


def _instead(preposition: Token) -> bool:
    before = preposition.nbor(-1).lower_ if preposition.i > preposition.sent.start else ""
    return before in {"instead", "rather"}


def _keep_from(preposition: Token, head: Token, put: _Put, refuse: frozenset[str]) -> None:
    """ "Kept Iran from arming them", "warned Iran against arming them", "refrained from arming them"."""
    lemma = head.lemma_.lower()
    if preposition.lower_ not in {"from", "against", "of"}:
        return
    if lemma in {"warn", "caution", "discourage"} and preposition.lower_ != "of":
        put.hedged = put.negated = True
    elif lemma in refuse or (lemma in clauses.DETERRING and preposition.lower_ == "from"):
        put.negated ^= not _denied(head)


def clause_verb(token: Token) -> Token | None:
    """The verb that carries what a word states; the word itself if it is a verb, None inside an apposition or name.

    "Pakistan, a US ally, did not agree" denies the agreement, not the alliance.
    """
    node = token
    for _ in range(_DEEPEST):
        if node.pos_ in {"VERB", "AUX"} and node.dep_ != "amod":
            return node
        if node.head == node or node.dep_ in {"appos", "compound", "nmod", "poss", "amod"}:
            return None
        node = node.head
    return None


def tense(verb: Token) -> Tense:
    """Past, present or future, by auxiliaries and the form of the verb."""
    auxiliaries = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    forms = {child.lower_ for child in auxiliaries}
    if forms & {"will", "wo", "'ll", "’ll", "shall", "would"} or _is_ahead(verb, forms):
        return "future"
    if verb.tag_ == "VBD" or any(child.tag_ == "VBD" for child in auxiliaries):
        return "past"
    if verb.tag_ == "VBN" and any(child.lemma_ == "have" for child in auxiliaries):
        return "past"
    if (
        not forms - {"to"}
        and verb.dep_ in {"xcomp", "advcl", "conj", "acl", "pcomp", "ccomp"}
        and verb.head.pos_ in {"VERB", "AUX"}
        and verb.tag_ != "VBZ"
    ):
        return tense(verb.head) if verb.head != verb else "present"
    return "present"


def is_asked(sentence: Span) -> bool:
    """Is it asked whether something is so, so that nothing is said? "Why did X attack Y?" says that it did."""
    if not sentence.text.rstrip("\"'”’)] \n").endswith("?"):
        return False
    return not any(token.tag_ in {"WP", "WRB", "WDT", "WP$"} for token in sentence)


def is_judgement(sentence: Span, lexicon: Lexicon) -> bool:
    """Does the sentence carry the author's own judgement (I think, clearly, worrying, must)?"""
    lowered = {token.lower_ for token in sentence}
    return bool(lowered & lexicon.words["judgement"])


def _names_somebody(noun: Token) -> bool:
    while noun.dep_ == "conj":
        noun = noun.head
    return noun.dep_ in {"nsubj", "nsubjpass", "appos", "compound", "nmod", "dative"} or (
        noun.dep_ == "pobj" and noun.head.lower_ != "as"
    )


def _denied(token: Token) -> bool:
    for child in token.children:
        if child.dep_ == "neg" or child.lower_ in {"never", "neither", "nor"}:
            return child.nbor(1).lower_ != "only" if child.i + 1 < len(child.doc) else True
        if child.dep_ == "det" and child.lower_ in {"no", "neither"}:
            return True
        if child.dep_ == "preconj" and child.lower_ == "neither":
            return True
        if child.lower_ == "longer" and any(below.lower_ == "no" for below in child.children):
            return True
        if child.dep_ in {"nsubj", "nsubjpass"} and child.lower_ in {"nobody", "none"}:
            return True
        if child.dep_ in {"nsubj", "nsubjpass"} and any(
            below.lower_ in {"neither", "no", "nobody"} and below.i < child.i for below in child.children
        ):
            return True
    if token.dep_ == "pobj" and token.head.lower_ == "without":
        above = token.head.head  # "Without Turkish help they would have lost": they had it
        return not any(c.dep_ == "aux" and c.lower_ in {"would", "could", "might"} for c in above.children)
    if token.dep_ == "pcomp" and token.head.lower_ == "without":
        return True
    return (
        token.dep_ in {"xcomp", "acomp", "attr"}
        and token.head.lemma_ in {"be", "seem", "appear"}
        and _denied(token.head)
    )


def _is_none(noun: Token) -> bool:
    return any(child.dep_ == "det" and child.lower_ == "no" for child in noun.children)


def _hedge(token: Token, hedges: frozenset[str]) -> bool:
    return any(
        (child.dep_ in {"aux", "advmod", "amod", "acomp"} and child.lower_ in hedges)
        for child in token.children
    ) or (token.dep_ == "xcomp" and token.head.lemma_ in {"seem", "appear"})


def _near(trigger: Token, adverbs: frozenset[str]) -> bool:
    verb = clause_verb(trigger) or trigger
    return any(child.lower_ in adverbs for node in (trigger, verb) for child in node.children)


def _conditional(node: Token, modals: frozenset[str]) -> bool:
    if node.dep_ == "advcl" and is_condition(node):
        return True
    return any(child.dep_ == "advcl" and is_condition(child) for child in node.children) and any(
        child.dep_ == "aux" and child.lower_ in modals for child in node.children
    )


def is_condition(clause: Token) -> bool:
    """Is this the verb of an if-clause?"""
    for child in clause.children:
        if child.dep_ == "mark" and child.lower_ in _CONDITION_MARKS:
            return True
        if (
            child.dep_ == "aux"
            and child.lower_ in {"should", "were", "had"}
            and child.i == clause.sent.start
            and clause.i < clause.head.i
        ):
            return True
        if child.dep_ == "mark" and child.lower_ == "as" and child.i >= 2 and child.nbor(-1).lower_ == "long":
            return True
    return False


def _speaker(verb: Token, discourse: Discourse) -> list[str]:
    heads = (
        clauses.agent(verb)
        if verb.pos_ in {"VERB", "AUX"}
        else arguments.roles(verb, "poss", discourse.lexicon)
    )
    refs = discourse.refs(heads, parts=False)
    if not refs:  # "a UN report says"
        refs = discourse.refs([head for head in heads if head.lemma_.lower() in _DOCUMENTS], parts=True)
    return [ref.actor for ref in refs][:2]


def _said_beside(verb: Token | None, say: frozenset[str]) -> list[Token]:
    """ "The army has fallen back, two officers said": the parser hangs the saying on what is said."""
    if verb is None:
        return []
    return [
        child
        for node in (verb, *verb.ancestors)
        for child in node.children
        if child.dep_ == "parataxis"
        and child.lemma_ in say
        and any(c.dep_ == "nsubj" for c in child.children)
    ]


def _according_to(sentence: Span, trigger: Token, discourse: Discourse) -> list[str]:
    for token in sentence:
        if token.lower_ == "according" and token.i + 1 < sentence.end and token.nbor(1).lower_ == "to":
            heads = [
                grandchild
                for child in token.children
                for grandchild in child.children
                if grandchild.dep_ == "pobj"
            ]
            return [ref.actor for ref in discourse.refs(heads, parts=True)][:1]
        if (
            token.dep_ in {"ccomp", "parataxis"}
            and token.lemma_ in discourse.lexicon.words["say"]
            and trigger.i != token.i
        ):
            # "..., the minister said": the parser hangs the quoted clause either way round
            continue
    return []


_AHEAD = frozenset({"going", "set", "due", "about", "expected", "scheduled", "likely", "bound", "poised"})


def _is_ahead(verb: Token, forms: set[str]) -> bool:
    """ "France to leave Mali", "France is to leave", "is due to leave", "is going to leave"; "was to leave" is past."""
    if "to" not in forms or forms & {"have"}:
        return False
    if verb.dep_ == "ROOT":
        return verb.tag_ == "VB" and any(child.dep_ == "nsubj" for child in verb.children)
    head = verb.head
    if verb.dep_ != "xcomp" or not (head.lemma_ == "be" or head.lower_ in _AHEAD):
        return False
    helpers = [head, *(child for child in (*head.children, head.head) if child.lemma_ == "be")]
    return not any(
        helper.tag_ == "VBD" or helper.lower_ == "been" for helper in helpers if helper.lemma_ == "be"
    )
