"""How large: "Pakistan's backing dwarfs the others", "the only countries", "its largest backer", "more than Iran"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bedfellows.case.records import Claim, Comparison
from bedfellows.reader import clauses

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from bedfellows.reader.found import Found
    from bedfellows.reader.reference import Discourse

_EXCEEDS = {
    "dwarf",
    "exceed",
    "outweigh",
    "surpass",
    "overshadow",
    "eclipse",
    "outstrip",
    "outpace",
    "outdo",
    "outspend",
}
_SUPERLATIVES = {
    "largest",
    "biggest",
    "main",
    "principal",
    "chief",
    "foremost",
    "strongest",
    "leading",
    "primary",
    "top",
    "closest",
}
_ORDER = ("more-than", "less-than", "equal-to", "most", "only", "first")
_OTHERS = {"other", "others", "rest", "all", "any"}


def find_comparison(
    found: Found, sentence: Span, discourse: Discourse, beside: Sequence[Found], earlier: Sequence[Claim]
) -> Comparison | None:
    """The comparison a claim carries, if its sentence makes one; the plainest first.

    `beside` are all relations found in the sentence, `earlier` the claims of the sentences before: "the others".
    """
    made = [
        _of_word(word, found, sentence, discourse, beside, earlier) for word in (found.trigger, *found.again)
    ]
    return min((c for c in made if c is not None), key=lambda c: _ORDER.index(c.kind), default=None)


def _of_word(
    trigger: Token,
    found: Found,
    sentence: Span,
    discourse: Discourse,
    beside: Sequence[Found],
    earlier: Sequence[Claim],
) -> Comparison | None:
    verb = trigger.head if trigger.dep_ in {"nsubj", "pobj"} else trigger
    if trigger.dep_ == "nsubj" and verb.lemma_ in _EXCEEDS:
        heads = clauses.patient(verb)
        than = tuple(
            ref.actor for ref in discourse.refs(heads, parts=True) if ref.actor != found.subject.actor
        )
        if not than and any(head.lower_ in _OTHERS for head in heads):
            than = _others(found, beside, earlier)
        return Comparison("more-than", than, verb.text)
    for node in (trigger, trigger.head):
        for child in node.children:
            if child.dep_ == "amod" and child.lower_ in _SUPERLATIVES:
                return Comparison("most", (), child.text)
            if child.dep_ == "amod" and child.lower_ == "only":
                return Comparison("only", (), _phrase(child))
    more = next((t for t in trigger.subtree if t.lower_ in {"more", "less", "greater", "larger"}), None)
    if more is not None:
        than_word = next((t for t in sentence if t.lower_ == "than" and t.i > more.i), None)
        if than_word is not None:
            actors = discourse.refs([c for c in than_word.children if c.dep_ == "pobj"], parts=True)
            if actors:
                than = tuple(ref.actor for ref in actors)
                words = sentence.doc[more.i : than_word.i + 1].text
                return Comparison("less-than" if more.lower_ == "less" else "more-than", than, words)
    return _only_in(trigger, sentence)


def _only_in(trigger: Token, sentence: Span) -> Comparison | None:
    """ "the only countries with support for": the class the support is said of is exclusive; "for the first time"."""
    node = trigger
    for _ in range(4):
        node = node.head
        if node.pos_ != "NOUN":
            continue
        only = next((c for c in node.children if c.lower_ == "only" and c.dep_ in {"amod", "advmod"}), None)
        if only is not None:
            return Comparison("only", (), _phrase(only))
    text = sentence.text.lower()
    if "for the first time" in text or "is the first time" in text:
        return Comparison("first", (), "the first time")
    return None


def _others(found: Found, beside: Sequence[Found], earlier: Sequence[Claim]) -> tuple[str, ...]:
    """ "the others": those said before to do the same to the same actor."""
    relation, target = found.rule.relation, found.object.actor if found.object else None
    same = [
        f.subject.actor
        for f in beside
        if f.rule.relation == relation and f.object and f.object.actor == target
    ]
    same = [actor for actor in same if actor != found.subject.actor]
    same = same or [
        c.subject
        for c in earlier
        if c.relation == relation and c.object == target and c.subject != found.subject.actor
    ]
    return tuple(dict.fromkeys(same))


def _phrase(token: Token) -> str:
    return f"{token.text} {token.head.text}"
