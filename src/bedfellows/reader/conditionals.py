"""Conditional outcomes: what a text says will happen if something else does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedfellows.case.records import Condition
from bedfellows.reader.lexicon import Lexicon
from bedfellows.reader.stance import is_condition

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_WITHOUT = re.compile(r"\b(?:without|absent|barring)\b", re.IGNORECASE)
_FOLLOWS = re.compile(
    r"^(?:(?:but|and|so)[, ]+)?(?:this|that|these|such(?: an?)?|either|the latter|the former|in that case|in such a case|then|otherwise)\b",
    re.IGNORECASE,
)
_ABSTRACT = {"scenario", "outcome", "move", "step", "development", "change", "shift", "withdrawal", "event", "case", "decision", "collapse", "victory", "result", "turn", "this", "that", "would", "course"}  # fmt: skip
_TIMES = {"when", "once", "after"}
_HYPOTHETICAL = {"will", "would", "could", "might", "may", "shall", "'ll"}


@dataclass(frozen=True, slots=True)
class FoundOutcome:
    """A condition and an outcome in one sentence; `follows` when the condition stands in the sentence before."""

    kind: Condition
    condition: tuple[int, int]  # token span; empty where it follows from the sentence before
    outcome: tuple[int, int]
    verb: Token
    condition_verb: Token | None
    hedged: bool


def find_outcomes(sentence: Span, lexicon: Lexicon, *, after_outcome: bool) -> list[FoundOutcome]:
    """The conditional outcomes of a sentence. `after_outcome`: the sentence before it held one."""
    found: list[FoundOutcome] = []
    for token in sentence:
        condition = _condition_clause(token)
        if condition is None:
            continue
        kind, clause = condition
        main = clause.head
        while main.pos_ not in {"VERB", "AUX"} and main.head != main:
            main = main.head
        if _addresses_the_reader(clause, main):
            continue
        if kind == "when" and not _future(main):
            continue
        span = _extent(clause, sentence)
        for verb in _coordinated(main):
            outcome = _without(verb, clause, sentence)
            if outcome is not None:
                found.append(FoundOutcome(kind, span, outcome, verb, clause, _hedged(verb, lexicon)))
    if not found:
        found += _inverted(sentence, lexicon)
    if not found:
        found += _event_would_mean(sentence, lexicon)
    if not found:
        found += _lacking(sentence, lexicon)
    if not found and after_outcome and _refers_back(sentence):
        root = sentence.root
        if _future(root):
            for verb in _coordinated(root):
                outcome = _without(verb, None, sentence)
                if outcome is not None:
                    found.append(
                        FoundOutcome(
                            "follows-from",
                            (sentence.start, sentence.start),
                            outcome,
                            verb,
                            None,
                            _hedged(verb, lexicon),
                        )
                    )
    return found


def _condition_clause(token: Token) -> tuple[Condition, Token] | None:
    """(kind, verb of the clause) where the token is the verb of a condition."""
    if (
        token.pos_ not in {"VERB", "AUX"}
        or token.dep_ not in {"advcl", "ccomp", "dep"}
        or token.head == token
    ):
        return None
    marks = {child.lower_ for child in token.children if child.dep_ in {"mark", "advmod"}}
    if "unless" in marks:
        return "unless", token
    if "if" in marks and not any(child.lower_ == "as" for child in token.children if child.dep_ == "mark"):
        return ("if", token) if token.dep_ == "advcl" else None
    if is_condition(token) and "as" in marks:
        return "as-long-as", token
    if (
        "long"
        in {t.lower_ for t in token.doc[max(token.left_edge.i - 2, token.sent.start) : token.left_edge.i + 3]}
        and "as" in marks
    ):
        return "as-long-as", token
    if "provided" in marks or "providing" in marks:
        return "if", token
    if marks & _TIMES and token.dep_ == "advcl":
        return "when", token
    return None


def _addresses_the_reader(clause: Token, main: Token) -> bool:
    """ "If you need help, send us a message" forecasts nothing."""
    you = any(
        child.lower_ == "you" and child.dep_ == "nsubj" for verb in (clause, main) for child in verb.children
    )
    imperative = main.tag_ == "VB" and not any(
        child.dep_ in {"nsubj", "nsubjpass", "aux"} for child in main.children
    )
    return you or imperative


def _inverted(sentence: Span, lexicon: Lexicon) -> list[FoundOutcome]:
    """ "Should the army leave, the city will fall"; "Were it to leave, ..."."""
    first = next(
        (token for token in sentence if not token.is_punct and not token.is_space and token.dep_ != "cc"),
        None,
    )
    if (
        first is None
        or first.lower_ not in {"should", "were", "had"}
        or first.dep_ not in {"aux", "advcl", "auxpass", "ROOT"}
    ):
        return []
    clause = first.head if first.dep_ != "advcl" else first
    if clause.dep_ == "ROOT":  # the parser joins the two clauses the other way round
        then = next((c for c in clause.children if c.dep_ in {"conj", "ccomp"} and _future(c)), None)
        if then is None:
            return []
        span = _bare(clause.doc, first.i, then.left_edge.i)
        outcome = _bare(clause.doc, then.left_edge.i, then.right_edge.i + 1)
        return [FoundOutcome("if", span, outcome, then, clause, _hedged(then, lexicon))]
    main = clause.head
    if clause.dep_ not in {"advcl", "ccomp", "dep"} or main == clause:
        return []
    span = _extent(clause, sentence)
    outcomes = [(verb, _without(verb, clause, sentence)) for verb in _coordinated(main)]
    return [
        FoundOutcome("if", span, outcome, verb, clause, _hedged(verb, lexicon))
        for verb, outcome in outcomes
        if outcome
    ]


def _lacking(sentence: Span, lexicon: Lexicon) -> list[FoundOutcome]:
    """ "Without American support the army would collapse"."""
    found = []
    for token in sentence:
        if (
            token.dep_ != "prep"
            or not _WITHOUT.fullmatch(token.text)
            or token.head.pos_ not in {"VERB", "AUX"}
        ):
            continue
        verb = token.head
        counterfactual = any(child.lower_ == "have" and child.dep_ == "aux" for child in verb.children)
        if not _future(verb) or counterfactual:
            continue
        edge = [t.i for t in token.subtree]
        span = (min(edge), max(edge) + 1)
        for main in _coordinated(verb):
            outcome = _without(main, token, sentence)
            if outcome is not None:
                found.append(FoundOutcome("unless", span, outcome, main, None, _hedged(main, lexicon)))
    return found


def _event_would_mean(sentence: Span, lexicon: Lexicon) -> list[FoundOutcome]:
    """ "An American withdrawal would leave the country to the rebels": the event named is the condition."""
    verb = sentence.root
    event = next(
        (c for c in verb.children if c.dep_ == "nsubj" and c.lemma_.lower() in lexicon.words["event"]), None
    )
    if event is None or verb.lemma_ not in lexicon.words["entail"]:
        return []
    if not any(
        child.dep_ == "aux" and child.lower_ in {"would", "will", "could", "may", "might"}
        for child in verb.children
    ):
        return []
    span = _bare(sentence.doc, event.left_edge.i, event.right_edge.i + 1)
    outcome = (verb.i, _bare(sentence.doc, verb.i, verb.right_edge.i + 1)[1])
    return [FoundOutcome("if", span, outcome, verb, None, _hedged(verb, lexicon))]


def _refers_back(sentence: Span) -> bool:
    if not _FOLLOWS.match(sentence.text.strip()):
        return False
    subjects = [child for child in sentence.root.children if child.dep_ in {"nsubj", "nsubjpass"}]
    opening = {token.lower_ for token in sentence[:4]}
    return any(s.lemma_.lower() in _ABSTRACT or s.lower_ in _ABSTRACT for s in subjects) or bool(
        opening & {"then", "otherwise", "case"}
    )


def _future(verb: Token) -> bool:
    if any(child.dep_ == "aux" and child.lower_ in _HYPOTHETICAL for child in verb.children):
        return True
    return verb.dep_ == "conj" and verb.head != verb and _future(verb.head)


def _hedged(verb: Token, lexicon: Lexicon) -> bool:
    return any(
        child.lower_ in lexicon.words["hedge"] for child in verb.children if child.dep_ in {"aux", "advmod"}
    )


def _coordinated(verb: Token) -> list[Token]:
    """The verb and those joined to it with a subject or a future of their own."""
    verbs = [verb]
    for child in verb.subtree:
        own = child.pos_ in {"VERB", "AUX"} and child.dep_ == "conj" and child != verb
        if own and any(c.dep_ in {"nsubj", "nsubjpass"} for c in child.children) and _chain(child, verb):
            verbs.append(child)
    return verbs


def _chain(child: Token, verb: Token) -> bool:
    """Is the verb joined to the outcome itself, or to the purpose it names ("capability to fight and X will fall")?"""
    node = child
    while node != verb and node.head != node:
        if node.dep_ in {"ccomp", "relcl"} and node != child:
            return False
        if node.dep_ == "advcl":
            return False
        node = node.head
    return node == verb


def _extent(clause: Token, sentence: Span) -> tuple[int, int]:
    later = {
        t.i
        for child in clause.children
        if child.dep_ == "advcl" and child.i > clause.i
        for t in child.subtree
    }
    indexes = [token.i for token in clause.subtree if token.i not in later]
    start, end = max(min(indexes), sentence.start), min(max(indexes) + 1, sentence.end)
    doc = clause.doc
    while start - 1 >= sentence.start and doc[start - 1].lower_ in {"as", "long", "so", "only", "even"}:
        start -= 1
    return _bare(doc, start, end)


def _without(verb: Token, clause: Token | None, sentence: Span) -> tuple[int, int] | None:
    """The words of the outcome: the verb's clause, less the condition and other outcomes joined to it."""
    barred: set[int] = set()
    if clause is not None:
        barred |= {token.i for token in clause.subtree}
    for other in _coordinated(verb)[1:]:
        barred |= {token.i for token in other.subtree}
    kept = [
        token.i
        for token in verb.subtree
        if token.i not in barred and sentence.start <= token.i < sentence.end
    ]
    if not kept:
        return None
    runs: list[list[int]] = [[kept[0]]]
    for index in kept[1:]:
        if index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    run = next((r for r in runs if verb.i in r), runs[0])
    start, end = _bare(verb.doc, run[0], run[-1] + 1)
    return (start, end) if end > start else None


def _bare(doc: object, start: int, end: int) -> tuple[int, int]:
    """Without the punctuation and joining words at its ends."""
    loose = {",", ";", ".", "and", "but", "or", "then", ":", "-", "–", "—", "!", "?", '"', "“", "”"}
    while start < end and (doc[start].lower_ in loose or doc[start].is_space):  # type: ignore[index]
        start += 1
    while end > start and (doc[end - 1].lower_ in loose or doc[end - 1].is_space):  # type: ignore[index]
        end -= 1
    return start, end
