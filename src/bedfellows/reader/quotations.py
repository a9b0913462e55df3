"""Who says what stands in quotation marks, and for whom: "We support Syria," Iran's foreign minister said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedfellows.actors import leads
from bedfellows.reader import clauses

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from bedfellows.reader.reference import Discourse

_MARK = '"'
_BODIES = frozenset({"state", "organisation", "armed-group", "government"})


def is_quoted(token: Token) -> bool:
    """Does the word stand in quotation marks, as they were opened and closed in its paragraph?"""
    return sum(word.text == _MARK for word in token.doc[: token.i]) % 2 == 1


def quoted_speakers(token: Token, discourse: Discourse) -> list[tuple[str, str | None]]:
    """Who says the quotation that a word stands in, as (actor, for whom they speak); empty where nobody is named.

    Where its own sentence does not say so, the one before may: "..., he said. "We support Syria.""
    """
    if not is_quoted(token):
        return []
    heads = _sayers(token.sent, discourse)
    if not heads and token.sent.start:
        heads = _sayers(token.doc[token.sent.start - 1].sent, discourse)
    found = []
    for head in heads:
        for ref in discourse.refs([head]):
            person = discourse.kind(ref.actor) == "person"
            found.append((ref.actor, _spoken_for(head, ref.actor, discourse) if person else ref.actor))
    return found[:1]


def said_before(token: Token, discourse: Discourse) -> str | None:
    """Who goes on speaking in a sentence that opens with quotation marks, or within them, and says of nobody that they speak."""
    sentence = token.sent
    opens = sentence[0].text == _MARK or is_quoted(sentence[0])
    if not opens or not is_quoted(token) or _sayers(sentence, discourse):
        return None
    speakers = quoted_speakers(token, discourse)
    return speakers[0][0] if speakers else None


def _sayers(sentence: Span, discourse: Discourse) -> list[Token]:
    """The subjects of the first verb of saying outside the quotation marks."""
    say = discourse.lexicon.words["say"]
    for token in sentence:
        if token.pos_ == "VERB" and token.lemma_ in say and not is_quoted(token):
            subjects = clauses.agent(token)
            if subjects:
                return subjects
    return []


def _spoken_for(head: Token, person: str, discourse: Discourse) -> str | None:
    """The state or group that a person leads, or is called by: "Russian foreign minister Sergei Lavrov", "X, the envoy of Iran"."""
    led = leads(discourse.registry, person, discourse.on)
    if led:
        return led[0]
    beside = [c for c in head.children if c.dep_ in {"amod", "compound", "nmod", "poss"} and c.i < head.i]
    named = discourse.refs(beside)
    for noun in (c for c in head.children if c.dep_ == "appos"):
        named += discourse.owners(noun) or discourse.refs(clauses.prepositional(noun, "for"), parts=True)
    return next((ref.actor for ref in named if discourse.kind(ref.actor) in _BODIES), None)
