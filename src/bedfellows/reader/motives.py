"""Why somebody acts: causes, purposes, fears, gains and perceptions, each with the words that link them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from bedfellows.reader import arguments, clauses
from bedfellows.reader.lexicon import Lexicon
from bedfellows.reader.moods import find_moods
from bedfellows.reader.motive_causes import cause, conclusion, driver
from bedfellows.reader.motive_parts import FoundMotive, made, span
from bedfellows.reader.motive_views import fear, gain, perception
from bedfellows.reader.reference import Discourse

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_ON_THE_WAY = {
    "go",
    "come",
    "use",
    "happen",
    "live",
    "do",
    "manage",
    "get",
    "have",
    "promise",
    "suffice",
    "take",
    "turn",
}
_MADE_TO = {"press", "urge", "ask", "tell", "order", "beg", "implore", "pressure", "lobby", "help", "allow", "let", "want", "expect", "enable", "force", "compel", "invite", "persuade", "push", "encourage", "warn", "require", "call"}  # fmt: skip
_INTENTS = {"intent", "bent", "intention", "aim", "goal", "objective"}


def find_motives(sentence: Span, discourse: Discourse, lexicon: Lexicon) -> list[FoundMotive]:
    """Every motive the sentence states, one for each pair of holder, kind and reason."""
    found: dict[tuple[str | None, tuple[int, int]], FoundMotive] = {}
    for token in sentence:
        for motive in (
            *cause(token, sentence, discourse),
            *_purpose(token, sentence, discourse),
            *_intent(token, sentence, discourse, lexicon),
            *perception(token, sentence, discourse, lexicon),
            *fear(token, sentence, discourse, lexicon),
            *gain(token, sentence, discourse, lexicon),
            *driver(token, sentence, discourse),
            *conclusion(token, sentence, discourse),
            *find_moods(token, sentence, discourse),
        ):
            found.setdefault((motive.holder, motive.reason), motive)
    return _fears_named_as_reasons(list(found.values()))


def _fears_named_as_reasons(motives: list[FoundMotive]) -> list[FoundMotive]:
    """ "Armed it because it fears Iraq" is one motive: a fear, with what was done for it."""
    kept = []
    for motive in motives:
        first, last = motive.reason
        inner = [
            fear
            for fear in motives
            if fear is not motive
            and fear.kind == "fear"
            and fear.holder == motive.holder
            and first <= min(fear.effect[0], fear.reason[0])
            and max(fear.effect[1], fear.reason[1]) <= last
        ]
        outer = any(
            motive.kind == "fear"
            and other is not motive
            and other.holder == motive.holder
            and other.kind in {"cause", "fear"}
            and other.reason[0] <= min(motive.effect[0], first)
            and max(motive.effect[1], last) <= other.reason[1]
            for other in motives
        )
        if outer:
            continue
        feared = inner and motive.kind == "cause"
        kept.append(replace(motive, kind="fear", towards=inner[0].towards) if feared else motive)
    return kept


def _intent(token: Token, sentence: Span, discourse: Discourse, lexicon: Lexicon) -> Iterator[FoundMotive]:
    """ "is intent on ...", "its intention to ...", "its aim is to ...": what is meant is the reason."""
    if token.lemma_.lower() not in _INTENTS or token.pos_ not in {"ADJ", "NOUN", "VERB"}:
        return
    if token.pos_ == "NOUN":
        owners = arguments.roles(token, "poss", lexicon) or arguments.roles(token, "mod", lexicon)
        said = token.head if token.dep_ == "nsubj" and token.head.lemma_ == "be" else token
    else:
        owners = clauses.subject(token) or clauses.subject(token.head)
        said = token
    meant = next(
        (
            c
            for c in said.children
            if c.i > token.i
            and c.dep_ in {"xcomp", "acl", "ccomp", "pcomp"}
            and any(word.lower_ == "to" for word in c.children if word.dep_ == "aux")
        ),
        None,
    )
    on = next((c for c in said.children if c.lower_ == "on" and c.i > token.i), None)
    meant = meant or next((c for c in on.children if c.dep_ == "pcomp"), None) if on else meant
    holders = discourse.refs(owners)
    if meant is None or not holders:
        return
    others = discourse.refs([word for word in meant.subtree if word.dep_ in {"dobj", "pobj"}], parts=True)
    towards = next((ref.actor for ref in others if ref.actor != holders[0].actor), None)
    yield FoundMotive(
        "purpose", holders[0].actor, towards, (token.i, token.i + 1), span(meant, sentence), token.text
    )


def _purpose(token: Token, sentence: Span, discourse: Discourse) -> Iterator[FoundMotive]:
    """ "so as to", "in order to", "so that", and a bare "to" that says what for."""
    main = token.head
    if token.dep_ == "acl" and main.lower_ == "order" and main.dep_ == "pobj":
        main = main.head.head  # the parser hangs "in order to" on the verb by its noun
    if main.dep_ in {"ccomp", "xcomp"} and main.head.lemma_ in {"want", "wish", "need", "like"}:
        main = main.head  # "both want him gone so as to ..."
    if (
        token.dep_ not in {"advcl", "acl", "xcomp"}
        or token.pos_ != "VERB"
        or main.pos_ not in {"VERB", "AUX"}
    ):
        return
    to = next((c for c in token.children if c.dep_ == "aux" and c.lower_ == "to"), None)
    lead = sentence.doc[max(min(token.left_edge.i, token.i - 3), sentence.start) : token.i].text.lower()
    explicit = "order to" in lead or "so as to" in lead or "as to" in lead
    so_that = (
        any(c.dep_ == "mark" and c.lower_ in {"that", "so"} for c in token.children) and "so" in lead.split()
    )
    if (to is not None and (token.dep_ == "advcl" or explicit)) or so_that:
        if main.lemma_ in {"be", "seem"} | _ON_THE_WAY | _MADE_TO and not explicit and not so_that:
            return
        yield from made(
            "purpose",
            main,
            token,
            "so that" if so_that else ("in order to" if explicit else "to"),
            sentence,
            discourse,
        )
