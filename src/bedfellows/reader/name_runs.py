"""Names in capitals that the registry knows in part or not at all, and the entity recogniser misses: "the Lima Group", "Twan Mrat Naing"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

TITLES = frozenset(
    "mr mrs ms miss dr sir lord lady general gen colonel col major captain capt admiral marshal lieutenant sergeant president senator sen "
    "minister premier chancellor governor king queen prince princess emir sultan sheikh ayatollah imam mullah pope ambassador judge "
    "congressman congresswoman speaker secretary comrade prime vice deputy foreign defence defense interior".split()
)
_GROUPS = frozenset(
    "army front force forces brigade brigades militia movement guard guards resistance command fighters".split()
)
_BODIES = frozenset(
    "alliance list group party union league council committee commission congress coalition organisation organization federation "
    "association agency court tribunal bank church corps fleet service services bureau ministry parliament assembly forum club network "
    "company corporation international television".split()
)
_NO_PARTY = {
    "LOC",
    "EVENT",
    "LAW",
    "DATE",
    "TIME",
    "LANGUAGE",
    "FAC",
    "CARDINAL",
    "ORDINAL",
    "MONEY",
    "QUANTITY",
    "PERCENT",
}
_DOERS = {"nsubj", "nsubjpass", "dobj", "dative", "appos", "agent"}
_PARTY_PREPOSITIONS = {
    "by",
    "with",
    "against",
    "of",
    "to",
    "from",
    "between",
    "for",
    "like",
    "than",
    "behind",
}
_LONGEST = 5


def widened(doc: Doc, known: Mapping[int, str]) -> Iterator[tuple[Span, str]]:
    """Entities of which a part alone is known, each with its label. `known` has the kinds of the actors found so far by their tokens."""
    for entity in doc.ents:
        if entity.label_ not in _NO_PARTY or entity.label_ == "FAC":
            yield from _widened(entity, known)


def missed(doc: Doc, taken: Collection[int]) -> Iterator[tuple[Span, str]]:
    """Names that the recogniser did not see, none of their tokens in `taken`, each with the label it should have given them."""
    start = 0
    while start < len(doc):
        end = start
        while end < len(doc) and _is_capital_name(doc[end]):
            end += 1
        if end - start >= 2 and not any(token.i in taken for token in doc[start:end]):
            yield from _missed(doc[start:end])
        start = max(end, start + 1)


def _widened(entity: Span, known: Mapping[int, str]) -> Iterator[tuple[Span, str]]:
    """ "The Lima Group", of which the registry knows Lima; "Sara Duterte", of which it knows another Duterte."""
    span = bare(entity)
    if span is None or not 2 <= len(span) <= _LONGEST or not all(_is_capital_name(token) for token in span):
        return
    covered = [token.i in known for token in span]
    if all(covered) or not any(covered):
        return
    last = span[-1]
    if covered[-1]:
        if entity.label_ == "PERSON" and known[last.i] == "person" and not any(covered[:-1]):
            yield span, "PERSON"
        return
    if known[span.start + covered.index(True)] == "person":
        return
    if last.tag_ != "NNPS" and span.root.i == last.i:
        yield span, "ORG"


def _missed(run: Span) -> Iterator[tuple[Span, str]]:
    """ "Twan Mrat Naing": words with capitals where somebody must stand, which are no place and no day."""
    span = bare(run)
    if span is None or not 2 <= len(span) <= _LONGEST:
        return
    labels = {token.ent_type_ for token in span} - {""}
    if labels & _NO_PARTY or span.root.i != span[-1].i:
        return
    head = span.root
    towards = head.dep_ == "pobj" and head.head.lower_ in _PARTY_PREPOSITIONS
    if head.dep_ not in _DOERS and not towards:
        return
    word = head.lower_
    if word in _GROUPS:
        yield span, "GROUP"
    elif word in _BODIES:
        yield span, "ORG"
    elif not any(child.dep_ == "det" for child in head.children):
        yield span, "PERSON"


def bare(span: Span) -> Span | None:
    """The span without articles and titles before the name; None where nothing is left."""
    start, end = span.start, span.end
    doc = span.doc
    while start < end - 1 and (
        doc[start].lower_.rstrip(".") in TITLES or doc[start].pos_ == "DET" or doc[start].lower_ == "the"
    ):
        start += 1
    while end > start and (doc[end - 1].tag_ == "POS" or doc[end - 1].is_punct):
        end -= 1
    return doc[start:end] if end > start else None


def _is_capital_name(token: Token) -> bool:
    return token.pos_ in {"PROPN", "ADJ"} and token.text[:1].isupper() and token.is_alpha
