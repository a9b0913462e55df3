"""Denials that point back: "Kigali denies this", "Abu Dhabi rejected the accusation"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedfellows.ontology import RELATIONS
from bedfellows.reader import clauses
from bedfellows.reader.lexicon import Lexicon

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from bedfellows.case.records import Claim
    from bedfellows.reader.reference import Discourse

_FALSE = {
    "absurd",
    "false",
    "baseless",
    "groundless",
    "ridiculous",
    "nonsense",
    "untrue",
    "lie",
    "lies",
    "fabrication",
}
_POINTING = {"this", "it", "that", "these", "so", "involvement", "wrongdoing"}


@dataclass(frozen=True, slots=True)
class Denial:
    """A claim made before, taken back by the one it is about. The words are tokens `start` to `end`."""

    claim: Claim
    denier: str
    start: int
    end: int


def find_denials(
    sentence: Span, discourse: Discourse, lexicon: Lexicon, recent: Sequence[Claim]
) -> Iterator[Denial]:
    """What the sentence denies of the claims made just before; of several sentences' claims, the latest one's."""
    for token in sentence:
        if token.pos_ != "VERB" or not (token.lemma_ in lexicon.words["deny"] or _calls_it_false(token)):
            continue
        denied = next((c for c in token.children if _points_back(c, lexicon)), None)
        if denied is None:
            continue
        for denier in discourse.refs(clauses.agent(token)):
            told = [
                c
                for c in recent
                if c.certainty != "denied" and c.relation != "rejects" and c.object != denier.actor
            ]
            led = {c.object for c in told if c.relation == "leads" and c.subject == denier.actor}
            said = [c for c in told if RELATIONS[c.relation].family != "standing"]
            about = [c for c in said if c.subject == denier.actor or c.subject in led] or [
                c for c in said if discourse.kind(denier.actor) == "person" and not _speaks(denier.actor, c)
            ]
            for claim in about:
                if claim.passage_id == about[-1].passage_id:
                    start = max(min(denier.start, token.i), sentence.start)
                    yield Denial(claim, denier.actor, start, max(token.i, denied.i) + 1)


def _points_back(thing: Token, lexicon: Lexicon) -> bool:
    if thing.dep_ == "dobj":
        return (
            thing.lower_ in _POINTING
            or thing.lower_ == "which"
            or thing.lemma_.lower() in lexicon.words["charge"]
        )
    doing_so = thing.lemma_ == "do" and any(child.lower_ == "so" for child in thing.children)
    return thing.dep_ in {"xcomp", "ccomp"} and doing_so


def _calls_it_false(verb: Token) -> bool:
    """ "called the charge absurd"."""
    words = {word.lower_ for word in verb.subtree}
    return verb.lemma_ == "call" and bool(words & _FALSE)


def _speaks(actor: str, claim: Claim) -> bool:
    return actor in claim.said_by
