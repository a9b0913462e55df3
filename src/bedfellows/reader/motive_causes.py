"""What moves somebody to act, as a text gives it: causes, drivers, answers and conclusions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bedfellows.case.records import MotiveKind
from bedfellows.reader import clauses
from bedfellows.reader.moods import mood
from bedfellows.reader.motive_parts import FoundMotive, around, made, span
from bedfellows.reader.reference import Discourse
from bedfellows.reader.stance import is_condition

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_CAUSE_MARKS = {"because", "since", "as"}
_CAUSE_PREPOSITIONS = {
    "because",
    "due",
    "owing",
    "following",
    "after",
    "given",
    "amid",
    "over",
    "thanks",
    "despite",
}
_CAUSE_PHRASES = ("as a result of", "in response to", "in retaliation for", "in reaction to", "on account of", "in the wake of", "for fear of", "in return for", "in exchange for", "for the sake of", "in the hope of", "in the hope that", "in hopes of", "with the aim of", "with a view to", "with an eye to", "with an eye on", "in an effort to", "in an attempt to", "in a bid to", "in revenge for", "in retaliation against", "in protest at", "in protest against", "in recognition of", "as punishment for", "as a reward for", "in anticipation of", "on the grounds of", "on the ground that", "on the grounds that", "in defence of", "in defense of", "in solidarity with", "in order that")  # fmt: skip
_BY_FIRST_WORD = {
    first: tuple(phrase for phrase in _CAUSE_PHRASES if phrase.split()[0] == first)
    for first in {phrase.split()[0] for phrase in _CAUSE_PHRASES}
}
_RETALIATING = ("in response", "in retaliation", "in reaction", "in revenge", "in protest", "as punishment")
_AIMING = (
    "in the hope",
    "in hopes",
    "with the aim",
    "with a view",
    "with an eye",
    "in an effort",
    "in an attempt",
    "in a bid",
    "in order",
)
CONCLUSIONS = {"therefore", "hence", "thus", "consequently", "accordingly"}
_DRIVERS = {"prompt", "drive", "lead", "force", "motivate", "push", "spur", "cause", "encourage", "compel", "explain", "provoke", "convince", "persuade", "alarm", "help"}  # fmt: skip
_ANSWERS = {
    "answer": (), "avenge": (), "respond": ("to",), "react": ("to",), "retaliate": ("for", "against"), "punish": ("for",),
    "forgive": ("for",), "penalise": ("for",), "penalize": ("for",), "sanction": ("for", "over"), "recall": ("over",),
    "expel": ("over", "for"), "suspend": ("over", "for"), "reward": ("for",), "thank": ("for",),
}  # fmt: skip
_MOVERS = {"drive", "motivate", "unite", "prompt", "spur", "animate", "move", "bind"}
_PURPOSES = {"accomplish", "serve", "achieve", "fulfil", "fulfill", "further", "advance", "satisfy"}
_TEMPORAL = {"year", "month", "day", "week", "decade", "century"}


def cause(token: Token, sentence: Span, discourse: Discourse) -> Iterator[FoundMotive]:
    """ "because ...", "as a result of ...", "following ...": the clause it hangs on is the effect."""
    if token.dep_ == "advcl" and not is_condition(token):
        mark = next((c for c in token.children if c.dep_ == "mark" and c.lower_ in _CAUSE_MARKS), None)
        lest = any(c.lower_ == "lest" for c in token.children)
        if lest:
            yield from made("fear", token.head, token, "lest", sentence, discourse)
        elif mark is not None and (mark.lower_ == "because" or _causal(mark, token)):
            yield from made("cause", _explained(token), token, mark.text, sentence, discourse)
        return
    if token.dep_ not in {"prep", "advmod", "mark"} or token.head == token:
        return
    phrase = next((p for p in _BY_FIRST_WORD.get(token.lower_, ()) if _stands_at(token, p)), None)
    if phrase is None and mood(token) is not None:
        phrase = "out of"
    single = token.lower_ in _CAUSE_PREPOSITIONS and token.lower_ not in {"after", "over", "amid", "despite"}
    if phrase is None and not single:
        return
    below = [c for c in token.subtree if c.i > token.i and c.dep_ in {"pobj", "pcomp", "dobj"}]
    if not below or below[0].lemma_ in _TEMPORAL:
        return
    main = (
        token.head
        if token.head.pos_ in {"VERB", "AUX"}
        else next((a for a in token.ancestors if a.pos_ in {"VERB", "AUX"}), None)
    )
    if main is not None:
        kind: MotiveKind = "cause"
        if phrase and phrase.startswith(_RETALIATING):
            kind = "retaliation"
        elif phrase and phrase.startswith(_AIMING):
            kind = "purpose"
        elif phrase and ("return" in phrase or "exchange" in phrase or "reward" in phrase):
            kind = "gain"
        elif (phrase and "fear" in phrase) or mood(token) == "fear":
            kind = "fear"
        if token.lower_ == "following":
            kind = "retaliation"
        yield from made(kind, main, token, phrase or token.text, sentence, discourse)


def _stands_at(token: Token, phrase: str) -> bool:
    words = phrase.split()
    return [word.lower_ for word in token.doc[token.i : token.i + len(words)]] == words


def _causal(mark: Token, clause: Token) -> bool:
    """ "as the two are friends" gives a reason; "since 2014" and "as it fell" a time; told by tense and place."""
    if mark.lower_ == "as":
        return clause.lemma_ == "be" and clause.tag_ in {"VBZ", "VBP"} and clause.i > clause.head.i
    return any(
        verb.tag_ in {"VBZ", "VBP"}
        for verb in (clause, *(c for c in clause.children if c.dep_ in {"aux", "auxpass"}))
    )


def _explained(reason: Token) -> Token:
    """ "They may leave when he takes office, as the two are friends": the parser hangs a reason that ends the sentence on the condition before it."""
    main = reason.head
    outer = main.head
    if main.dep_ == "advcl" and is_condition(main) and outer.pos_ in {"VERB", "AUX"} and outer.i < main.i:
        return outer
    return main


def driver(token: Token, sentence: Span, discourse: Discourse) -> Iterator[FoundMotive]:
    """ "The defeat drove Ankara to ...": the subject is the reason."""
    if token.pos_ != "VERB":
        return
    if token.lemma_ in _PURPOSES:
        subject = next((c for c in token.children if c.dep_ in {"nsubj", "csubj"}), None)
        things = clauses.patient(token)
        if things and (subject is not None and subject.pos_ == "VERB"):
            holders = discourse.refs(clauses.subject(subject))
            topic = holders[0].actor if holders else discourse.topic()
            yield FoundMotive(
                "purpose", topic, None, span(subject, sentence), span(things[0], sentence), token.text
            )
        return
    if token.lemma_ in _ANSWERS:
        yield from _answer(token, sentence, discourse)
    if token.lemma_ in _MOVERS:
        yield from _moved(token, sentence, discourse)
    if token.lemma_ not in _DRIVERS:
        return
    causes = [c for c in token.children if c.dep_ in {"nsubj", "csubj"}]
    results = [c for c in token.children if c.dep_ in {"xcomp", "ccomp"}]
    driven = discourse.refs([c for c in token.children if c.dep_ == "dobj"])
    if causes and results and driven and not discourse.refs(causes):
        yield FoundMotive(
            "cause",
            driven[0].actor,
            None,
            span(results[0], sentence),
            span(causes[0], sentence),
            token.text,
        )


def _answer(verb: Token, sentence: Span, discourse: Discourse) -> Iterator[FoundMotive]:
    """ "Answered the attack with a ban", "punished Iraq for the attack": what is paid back is the reason."""
    reasons = [
        noun for preposition in _ANSWERS[verb.lemma_] for noun in clauses.prepositional(verb, preposition)
    ]
    if verb.lemma_ in {"answer", "avenge"}:
        reasons = clauses.patient(verb)
    if not reasons or (discourse.refs(reasons[:1]) and reasons[0].pos_ != "VERB"):
        return
    holders = discourse.refs(clauses.agent(verb))
    for ref in holders:
        towards = discourse.refs([c for c in verb.children if c.dep_ == "dobj"] + reasons, parts=True)
        other = next((r.actor for r in towards if r.actor != ref.actor), None)
        effect = around(verb, reasons[0], sentence)
        yield FoundMotive("retaliation", ref.actor, other, effect, span(reasons[0], sentence), verb.text)


def _moved(verb: Token, sentence: Span, discourse: Discourse) -> Iterator[FoundMotive]:
    """ "Driven by fear of Iraq", "what unites them is hostility to Iran"."""
    if clauses.is_passive(verb):
        causes, moved = clauses.prepositional(verb, "by"), clauses.patient(verb)
    elif verb.dep_ == "csubj" and verb.head.lemma_ == "be":
        causes, moved = [c for c in verb.head.children if c.dep_ in {"attr", "acomp"}], clauses.patient(verb)
    else:
        return
    if not causes or discourse.refs(causes):
        return
    for ref in discourse.refs(moved):
        towards = next((r.actor for r in discourse.refs(causes, parts=True) if r.actor != ref.actor), None)
        kind: MotiveKind = "fear" if causes[0].lemma_ in {"fear", "dread"} else "cause"
        yield FoundMotive(
            kind, ref.actor, towards, (verb.i, verb.i + 1), span(causes[0], sentence), verb.text
        )


def conclusion(token: Token, sentence: Span, discourse: Discourse) -> Iterator[FoundMotive]:
    """ "Therefore, ...", "He is, therefore, ...": the reason is the sentence before."""
    opening = sentence.doc[sentence.start : min(sentence.start + 3, sentence.end)].text.lower()
    first = token.i == sentence.start and opening.startswith(("as a result", "as such", "for this reason"))
    if (
        first
        and opening.startswith("as a result")
        and sentence.doc[min(sentence.start + 3, sentence.end - 1)].lower_ == "of"
    ):
        return
    if not first and (token.lower_ not in CONCLUSIONS or token.dep_ not in {"advmod", "cc", "ROOT", "conj"}):
        return
    main = sentence.root
    holders = discourse.refs(clauses.subject(main))
    if not holders:
        return
    objects = [
        ref for ref in discourse.refs(clauses.patient(main), parts=True) if ref.actor != holders[0].actor
    ]
    yield FoundMotive(
        "cause",
        holders[0].actor,
        objects[0].actor if objects else None,
        span(main, sentence),
        (sentence.start, sentence.start),
        token.text,
    )
