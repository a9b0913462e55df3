"""Whom "it", "they", "he" and their forms stand for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from bedfellows.reader import clauses
from bedfellows.reader.antecedent_model import Place, meant
from bedfellows.reader.mentions import Ref
from bedfellows.reader.quotations import quoted_speakers

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bedfellows.reader.reference import Discourse

FAMILIES = {
    "it": frozenset({"it", "its", "itself"}),
    "they": frozenset({"they", "them", "their", "theirs", "themselves"}),
    "he": frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"}),
}
_FAMILY = {word: family for family, words in FAMILIES.items() for word in words}
_WE = frozenset({"we", "us", "our", "ours", "ourselves"})
_I = frozenset({"i", "me", "my", "mine", "myself"})
_MYSELF = ("self", "selves")
_KINDS = {
    "it": frozenset({"state", "organisation", "armed-group", "government", "region"}),
    "they": frozenset({"armed-group", "organisation", "state", "person", "region"}),
    "he": frozenset({"person"}),
}
_SCORES = {"it": 0.75, "they": 0.75, "he": 0.85}
_OBJECTS = {"dobj", "dative", "pobj"}
_ROLES = {"poss": "poss", "dobj": "obj", "dative": "obj", "pobj": "prep"}
_SUBJECTS = {"nsubj", "nsubjpass"}


def who_is_meant(token: Token, discourse: Discourse) -> tuple[Ref, ...]:
    """The actors a pronoun stands for; empty where it stands for none that the text has named."""
    end = token.i + 1
    if token.lower_ in {"both", "neither"}:
        if (own := _of_whom(token, discourse)) and len(own) > 1:
            return _as_pronoun(own, token, 0.8)
        return discourse.last(2, frozenset({"state", "armed-group", "organisation"}), token)
    if token.lower_ in _WE | _I:
        return _first_person(token, discourse)
    family = _FAMILY.get(token.lower_)
    if family is None:
        return ()
    if token.dep_ == "poss" and token.head.dep_ == "conj" and discourse.is_name(token.head.head):
        first = discourse.phrase(token.head.head)  # "the US and its allies": those of the US
        return tuple(Ref(ref.actor, token.i, end, "pronoun", 0.85) for ref in first)
    if token.lower_.endswith(_MYSELF) and (owner := _myself(token, discourse)):
        return _as_pronoun(owner, token, 1.0)
    if (known := _said_again(token, family, discourse) or _named_later(token, family, discourse)) is not None:
        return _as_pronoun(known, token, 0.8)
    if family == "it" and _is_empty(token):
        return ()
    place = placed(token, family, discourse)
    actors = meant(discourse.candidates(token), place, discourse.counts)
    return tuple(Ref(actor, token.i, end, "pronoun", _SCORES[family]) for actor in actors)


def _first_person(token: Token, discourse: Discourse) -> tuple[Ref, ...]:
    """Who speaks in a quotation or in the turn of a transcript, and for whom they do."""
    we = token.lower_ in _WE
    quoted = quoted_speakers(token, discourse)
    voice = discourse.voice
    if quoted:
        actor = quoted[0][1] if we else quoted[0][0]
    else:
        actor = None if voice is None else voice.body if we else voice.speaker
    return (Ref(actor, token.i, token.i + 1, "pronoun", 0.85),) if actor is not None else ()


def placed(token: Token, family: str, discourse: Discourse) -> Place:
    """Where the pronoun stands, as the model of antecedents asks for it."""
    verbs = [above for above in token.ancestors if above.pos_ in {"VERB", "AUX"}]
    own = [s for s in clauses.subject(verbs[0]) if s.i < token.i] if verbs else []
    outer = next(
        (
            found
            for verb in verbs[1:]
            if (found := [s for s in verb.children if s.dep_ in _SUBJECTS and s.i < token.i])
        ),
        [],
    )
    return Place(
        family,
        discourse.sentence,
        _ROLES.get(token.dep_, "subj"),
        verbs[0].lemma_ if verbs else "",
        token.i == discourse.start,
        _KINDS[family],
        frozenset(discourse.barred(token)),
        frozenset(ref.actor for ref in discourse.refs(own)),
        frozenset(ref.actor for ref in discourse.refs(outer)),
    )


def _as_pronoun(refs: Iterable[Ref], token: Token, most: float) -> tuple[Ref, ...]:
    return tuple(
        replace(ref, start=token.i, end=token.i + 1, how="pronoun", score=min(ref.score, most))
        for ref in refs
    )


def _of_whom(token: Token, discourse: Discourse) -> list[Ref]:
    """ "Mali and Niger, both run by officers", "Mali and Niger have both refused": those named before in the same clause."""
    if token.dep_ == "appos":
        return discourse.refs([token.head])
    if token.dep_ in {"preconj", "advmod", "dep", "det"} and token.head.pos_ in {"VERB", "AUX"}:
        return discourse.refs([s for s in clauses.subject(token.head) if s.i < token.i])
    return []


def _myself(token: Token, discourse: Discourse) -> list[Ref]:
    """ "Armenia itself", "the junta calls itself": the name before it, or the subject of its verb."""
    before = token.doc[token.i - 1] if token.i > discourse.start else None
    if before is not None and discourse.is_name(before) and token.dep_ not in _OBJECTS:
        return discourse.refs([discourse.head_of(before)])
    if token.dep_ in _OBJECTS | {"nsubj"}:
        verb = next((a for a in token.ancestors if a.pos_ in {"VERB", "AUX"}), None)
        return discourse.refs([s for s in clauses.subject(verb) if s.i < token.i]) if verb is not None else []
    return []


def _said_again(token: Token, family: str, discourse: Discourse) -> tuple[Ref, ...] | None:
    """Whom the same pronoun stood for earlier in the sentence, unless somebody else is the subject by now."""
    barred = discourse.barred(token)
    verb = next((a for a in token.ancestors if a.pos_ in {"VERB", "AUX"}), None)
    subjects = [s for s in clauses.subject(verb) if s.i < token.i] if verb is not None else []
    for earlier in reversed(list(token.doc[discourse.start : token.i])):
        if _FAMILY.get(earlier.lower_) != family:
            continue
        refs = discourse.phrase(earlier)
        if not refs or barred & {ref.actor for ref in refs}:
            continue
        other = any(s.i > earlier.i and s.pos_ != "PRON" and discourse.phrase(s) for s in subjects)
        return None if other else refs
    return None


def _named_later(token: Token, family: str, discourse: Discourse) -> tuple[Ref, ...] | None:
    """ "After it lost the war, Iran ...": who is named right after, as the subject of the main clause."""
    if any(discourse.is_name(other) for other in token.doc[discourse.start : token.i]):
        return None
    clause = next(
        (a for a in (token, *token.ancestors) if a.dep_ in {"advcl", "prep"} and a.head.i > token.i), None
    )
    if clause is None or clause.head.pos_ not in {"VERB", "AUX"}:
        return None
    named = [s for s in clause.head.children if s.dep_ in _SUBJECTS and s.i > token.i]
    if not named or named[0].pos_ == "PRON":
        return None
    refs = discourse.refs(named)
    person = [discourse.kind(ref.actor) == "person" for ref in refs]
    fits = {"he": all(person), "it": not any(person), "they": len(refs) > 1}[family]
    return tuple(refs) if refs and fits else None


def _is_empty(token: Token) -> bool:
    """ "It is a stretch for Russia to be concerned", "it is clear that": the pronoun stands for nobody."""
    verb = token.head
    if token.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    if verb.lemma_ == "be":
        complements = [c for c in verb.children if c.dep_ in {"attr", "acomp"}]
        if any(
            g.dep_ == "poss" or g.lower_ == "the" for c in complements for g in c.children if c.dep_ == "attr"
        ):
            return False  # "It is the junta's largest supplier"
        below = [c for c in verb.children if c.dep_ in {"ccomp", "xcomp", "advcl"} and c.i > verb.i]
        nested = [
            g
            for c in complements
            for g in c.children
            if g.dep_ in {"advcl", "ccomp", "xcomp", "relcl", "acl"}
        ]
        return bool(complements) and bool(below or nested)
    return verb.lemma_ in {"seem", "appear", "rain", "follow", "turn"} or (
        clauses.is_passive(verb) and any(c.dep_ == "ccomp" for c in verb.children)
    )
