"""Why somebody acts, told by the mood they are in: "eager to please it", "infuriated by the visit", "out of a dread of it"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bedfellows.case.records import MotiveKind
from bedfellows.reader import clauses
from bedfellows.reader.motive_parts import FoundMotive, around, span
from bedfellows.reader.reference import Discourse

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_FEAR = {
    "fearing", "afraid", "fearful", "wary", "worried", "alarmed", "frightened", "anxious", "nervous", "scared", "terrified",
    "unnerved", "rattled", "concerned", "suspicious", "apprehensive", "uneasy", "threatened", "spooked", "dreading", "unsettled",
    "mindful", "leery", "distrustful",
}  # fmt: skip
_ANGER = {
    "angered", "infuriated", "incensed", "enraged", "outraged", "angry", "furious", "irked", "irritated", "offended", "insulted",
    "humiliated", "stung", "provoked", "annoyed", "resentful", "embittered", "aggrieved", "exasperated", "slighted", "miffed",
}  # fmt: skip
_AIM = {
    "eager", "keen", "hoping", "seeking", "desperate", "determined", "intent", "anxious", "aiming", "wanting", "wishing", "trying",
    "hungry", "impatient", "bent", "striving", "intending", "looking", "longing", "unwilling", "reluctant", "loath", "tempted",
}  # fmt: skip
_CAUSE = {
    "emboldened", "encouraged", "driven", "motivated", "prompted", "abandoned", "isolated", "weakened", "dependent", "besieged",
    "starved", "squeezed", "cornered", "tired", "weary", "disappointed", "disillusioned", "impressed", "convinced", "forced",
    "grateful", "spurred", "chastened", "inspired", "strapped", "short", "rebuffed", "shunned", "spurned", "betrayed", "exhausted",
    "conscious", "aware", "knowing", "believing", "reckoning", "calculating", "lacking", "needing", "confident", "envious", "jealous",
}  # fmt: skip
_OUT_OF: dict[str, MotiveKind] = {
    "fear": "fear", "dread": "fear", "concern": "fear", "worry": "fear", "anxiety": "fear", "paranoia": "fear", "mistrust": "fear",
    "revenge": "retaliation", "vengeance": "retaliation", "spite": "retaliation", "anger": "retaliation", "pique": "retaliation",
    "loyalty": "cause", "gratitude": "cause", "solidarity": "cause", "hatred": "cause", "enmity": "cause", "greed": "cause",
    "pride": "cause", "sympathy": "cause", "necessity": "cause", "ambition": "cause", "jealousy": "cause", "conviction": "cause",
    "habit": "cause", "desperation": "cause", "weakness": "cause", "love": "cause", "friendship": "cause", "desire": "cause",
    "hostility": "cause", "envy": "cause", "respect": "cause", "need": "cause", "interest": "cause", "calculation": "cause",
    "frustration": "cause", "self-interest": "cause", "opportunism": "cause", "expediency": "cause", "affection": "cause",
}  # fmt: skip


def mood(token: Token) -> MotiveKind | None:
    """The kind of motive that "out of fear", "out of a shared dread" tells; None where the word is no such "out"."""
    if token.lower_ != "out" or token.i + 1 >= len(token.doc) or token.nbor(1).lower_ != "of":
        return None
    nouns = [
        noun for of in token.children if of.lower_ == "of" for noun in of.children if noun.dep_ == "pobj"
    ]
    return next((_OUT_OF[noun.lemma_.lower()] for noun in nouns if noun.lemma_.lower() in _OUT_OF), None)


def find_moods(token: Token, sentence: Span, discourse: Discourse) -> Iterator[FoundMotive]:
    """ "Infuriated by the visit, China fired missiles", "Egypt, eager to weaken it, backs them"."""
    kind = _kind(token)
    if any(child.dep_ == "aux" for child in token.children):
        return  # "having threatened it"
    if (
        kind is None
        or token.dep_ not in {"advcl", "acl", "amod", "relcl", "nmod", "dep"}
        or not _set_off(token, sentence)
    ):
        return
    if not any(
        child.dep_ in {"prep", "agent", "xcomp", "ccomp", "dobj", "advcl", "pcomp"}
        for child in token.children
    ):
        return
    main = token.head
    if main.pos_ not in {"VERB", "AUX"}:
        while main.dep_ in {"appos", "conj"} and main.head != main:
            main = main.head
        main = main.head
    if main.pos_ not in {"VERB", "AUX"} or main == token:
        return
    holders = discourse.refs(clauses.agent(main)) or discourse.refs(clauses.subject(main))
    inside = [child for child in token.subtree if child.dep_ in {"dobj", "pobj", "nsubj", "poss"}]
    towards = discourse.refs(inside, parts=True)
    for holder in dict.fromkeys(ref.actor for ref in holders):
        other = next((ref.actor for ref in towards if ref.actor != holder), None)
        yield FoundMotive(
            kind, holder, other, around(main, token, sentence), span(token, sentence), token.text
        )


def _kind(token: Token) -> MotiveKind | None:
    word = token.lower_
    clause = any(child.dep_ in {"xcomp", "advcl"} for child in token.children)
    if word in _AIM and (clause or word not in _FEAR):
        return "purpose"
    if word in _FEAR:
        return "fear"
    if word in _ANGER:
        return "retaliation"
    return "cause" if word in _CAUSE else None


def _set_off(token: Token, sentence: Span) -> bool:
    """Does the phrase open the sentence, or stand behind a comma?"""
    left = token.left_edge.i
    return left == sentence.start or token.doc[left - 1].text in {",", "-", "–", "—", "("}
