"""The parts of a motive: its holder, what was done, and the words of the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedfellows.case.records import MotiveKind
from bedfellows.reader import clauses
from bedfellows.reader.reference import Discourse

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


@dataclass(frozen=True, slots=True)
class FoundMotive:
    """A motive as it stands in a sentence. Spans are token indexes; an empty effect means the sentence before."""

    kind: MotiveKind
    holder: str | None
    towards: str | None
    effect: tuple[int, int]
    reason: tuple[int, int]
    link: str


def made(
    kind: MotiveKind, main: Token, reason: Token, link: str, sentence: Span, discourse: Discourse
) -> Iterator[FoundMotive]:
    """The motive of everybody who does what the main verb says; none where that is nobody the text has named."""
    holders = discourse.refs(clauses.agent(main)) or discourse.refs(clauses.subject(main))
    towards = list(discourse.refs([reason], parts=True)) or discourse.refs(
        [c for c in reason.subtree if c.dep_ in {"dobj", "pobj", "nsubj"} and c.i != reason.i][:2], parts=True
    )
    for holder in dict.fromkeys(ref.actor for ref in holders):
        other = next((ref.actor for ref in towards if ref.actor != holder), None)
        yield FoundMotive(kind, holder, other, around(main, reason, sentence), span(reason, sentence), link)


def span(head: Token, sentence: Span) -> tuple[int, int]:
    """The words under a head, inside the sentence, without punctuation at the ends."""
    indexes = [token.i for token in head.subtree if sentence.start <= token.i < sentence.end]
    start, end = min(indexes), max(indexes) + 1
    doc = head.doc
    open_bracket = any(token.text == "(" for token in doc[start:end])
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space or doc[end - 1].dep_ == "cc"):
        if open_bracket and doc[end - 1].text == ")":
            break
        end -= 1
    while start < end and (doc[start].is_punct or doc[start].is_space):
        start += 1
    return start, end


def around(main: Token, reason: Token, sentence: Span) -> tuple[int, int]:
    """The clause of the effect: the main verb's words on its side of the reason."""
    barred = {token.i for token in reason.subtree}
    kept = [
        token.i
        for token in main.subtree
        if token.i not in barred and sentence.start <= token.i < sentence.end
    ]
    run = [main.i]
    kept_set = set(kept)
    while run[0] - 1 in kept_set:
        run.insert(0, run[0] - 1)
    while run[-1] + 1 in kept_set:
        run.append(run[-1] + 1)
    doc = main.doc
    start, end = run[0], run[-1] + 1
    while start < end and (doc[start].is_punct or doc[start].is_space or doc[start].dep_ == "cc"):
        start += 1
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return start, end
