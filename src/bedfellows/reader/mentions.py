"""Where a text names actors: registry names first, then names the entity recogniser sees and no registry knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from bedfellows.actors import Registry, new_actor, resolve
from bedfellows.actors.model import Actor, Alias
from bedfellows.reader.name_runs import TITLES, missed, widened

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

_NAMED = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "region",
    "NORP": "armed-group",
    "GROUP": "armed-group",
}
_NOT_A_NAME = {
    "adverb",
    "hitherto",
    "islamic",
    "muslim",
    "muslims",
    "western",
    "christian",
    "sunni",
    "shia",
    "shiite",
    "jewish",
}
_HONORIFICS = {"mr", "mrs", "ms", "miss", "dr", "sir", "madam"}
_QUARTERS = {"west", "north", "south", "east"}
_LONGEST_NAME = 6
_LETTERS = re.compile(r"[A-Z]{2,6}")
_DOTTED = re.compile(r"(?:[A-Z]\.){2,}[A-Z]?")
_SEAT = "Brussels"  # of the European Union: what Brussels does, the Union does
_SHORTEST_PART = 4  # letters


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `start` to `end` (exclusive) of a block name `actor`. `kind` is the alias kind, or `new`."""

    start: int
    end: int
    actor: str
    kind: str


@dataclass(frozen=True, slots=True)
class Ref:
    """A phrase that stands for an actor: tokens `start` to `end` (exclusive), how it was found and how surely."""

    actor: str
    start: int
    end: int
    how: str  # name, body, pronoun, nominal, generic, part
    score: float
    negated: bool = False


class MentionFinder:
    """Finds names in parsed text. Built once for a registry and a pipeline; holds no state of any document."""

    def __init__(self, registry: Registry, nlp: Language) -> None:
        from spacy.matcher import PhraseMatcher

        self.registry = registry
        self._exact: dict[str, list[tuple[Alias, Actor]]] = {}
        self._folded: dict[str, list[tuple[Alias, Actor]]] = {}
        for alias, actor in registry.names():
            if alias.case_sensitive:
                self._exact.setdefault(alias.text, []).append((alias, actor))
            else:
                self._folded.setdefault(alias.text.lower(), []).append((alias, actor))
        self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        names = {name.lower() for name in self._exact} | set(self._folded)
        letters = {alias.text for alias, _ in registry.names() if _LETTERS.fullmatch(alias.text)}
        names |= {f"{'.'.join(name)}." for name in letters}  # "I.R.G.C."
        names |= {name for name in self._exact if "." in name}  # "u.s." is parted otherwise than "U.S."
        names |= {alias.text for found in self._folded.values() for alias, _ in found if "." in alias.text}
        self._matcher.add("actor", [nlp.make_doc(name) for name in sorted(names)])

    def find(
        self,
        doc: Doc,
        on: date | None,
        known: Mapping[str, Actor],
        short: dict[str, str],
        *,
        whole: bool = True,
    ) -> tuple[list[Mention], list[Actor]]:
        """Mentions in order, not overlapping, and the actors that had to be made for names nobody knows.

        `known` are the actors already made in this document, by lower-case name. `short` are the parts of names
        of people named so far ("Burhan") with whose they are; those of this block are added to it. Without `whole`, a longer
        name of which the registry knows a part is left in its parts: "the Latvian Supreme Court" is Latvia's court.
        """
        from spacy.util import filter_spans

        spans: list[Span] = [doc[start:end] for _, start, end in self._matcher(doc)]
        mentions: dict[int, Mention] = {}
        taken: set[int] = set()
        for match in filter_spans(spans):
            mention = self._registered(match, on)
            if mention:
                mentions[match.start] = mention
                taken.update(range(match.start, match.end))
                self._shorten(match, self.registry.get(mention.actor), short)
        made: list[Actor] = []

        def name(span: Span, label: str) -> None:
            actor = self._unregistered(span, label, on, known, made)
            mentions[span.start] = Mention(
                span.start, span.end, actor.id, "name" if actor.registered else "new"
            )
            taken.update(range(span.start, span.end))
            self._shorten(span, actor, short)

        kinds = {
            index: self._kind(mention.actor)
            for mention in mentions.values()
            for index in range(mention.start, mention.end)
        }
        for longer, label in widened(doc, kinds) if whole else ():
            inner = {mentions[token.i].actor for token in longer if token.i in mentions}
            if label != "PERSON" and self._means(longer.text, on) in inner:
                continue  # "the Serbian Army" is Serbia's, "the Serb List" a name of its own
            for token in longer:
                mentions.pop(token.i, None)
            name(longer, label)
        for entity in doc.ents:
            span = _trim(entity)
            if span is None or entity.label_ not in _NAMED or any(token.i in taken for token in span):
                continue
            if len(span) == 1 and (span.text in short or f"the {span.text}" in short):
                continue
            name(span, entity.label_)
        for unseen, label in missed(doc, taken) if whole else ():
            name(unseen, label)
        _introduce(doc, mentions, short)
        for token in doc:
            tail = f"the {token.text}"
            if token.i not in taken and tail in short and _is_a_tail(token, taken):
                mentions[token.i] = Mention(token.i, token.i + 1, short[tail], "name")
            elif token.i not in taken and token.text in short and token.pos_ in {"PROPN", "NOUN", "ADJ", "X"}:
                mentions[token.i] = Mention(token.i, token.i + 1, short[token.text], "name")
        for mention in [mention for mention in mentions.values() if mention.kind == "body"]:
            owner = _owner(doc, mention, mentions)
            if owner is not None and self._kind(owner) == "state":
                mentions[mention.start] = replace(mention, actor=owner)
        return [mentions[start] for start in sorted(mentions)], made

    def _shorten(self, span: Span, actor: Actor | None, short: dict[str, str]) -> None:
        """Remember the parts of a person's name by which the text may go on to call them."""
        if actor is None:
            return
        if actor.kind in {"armed-group", "organisation"} and len(span) > 1 and span[-1].text.istitle():
            short[f"the {span[-1].text}"] = actor.id  # "the Muslim Brotherhood", henceforth "the Brotherhood"
        if actor.kind != "person":
            return
        for part in {*actor.name.split(), *(span.text.split() if len(span) > 1 else ())}:
            bare = part.rpartition("-")[2] if part[:1].islower() else part
            if len(bare) >= _SHORTEST_PART and bare[:1].isupper() and not self._is_registered(bare):
                short.setdefault(bare, actor.id)

    def _means(self, name: str, on: date | None) -> str | None:
        actor = resolve(name, on, self.registry).actor
        return actor.id if actor else None

    def _kind(self, actor_id: str) -> str:
        actor = self.registry.get(actor_id)
        return actor.kind if actor else ""

    def _is_registered(self, text: str) -> bool:
        return text in self._exact or text.lower() in self._folded

    def _registered(self, span: Span, on: date | None) -> Mention | None:
        text = span.text
        if _DOTTED.fullmatch(text) and text not in self._exact and text.lower() not in self._folded:
            text = text.replace(".", "")
        entries = self._exact.get(text, []) + (
            self._folded.get(text.lower(), []) if _looks_like_a_name(span) else []
        )
        if not entries:
            return None
        if text == _SEAT and (span.root.dep_ != "pobj" or span.root.head.lower_ in {"by", "with", "against"}):
            return Mention(span.start, span.end, "eu", "metonym")
        alias, actor = entries[0]
        if len({entry.id for _, entry in entries}) > 1:
            current = [entry for entry in entries if _valid(*entry, on)] or entries
            alias, actor = current[0]
            if len({entry.id for _, entry in current}) > 1:
                resolution = resolve(text, on, self.registry)
                best = resolution.actor or (
                    resolution.candidates[0].actor if resolution.candidates else actor
                )
                alias, actor = next((entry for entry in current if entry[1].id == best.id), (alias, best))
        return Mention(span.start, span.end, actor.id, alias.kind)

    def _unregistered(
        self, span: Span, label: str, on: date | None, known: Mapping[str, Actor], made: list[Actor]
    ) -> Actor:
        name = " ".join(span.text.split())
        lowered = name.lower()
        if lowered in known:
            return known[lowered]
        for actor in made:
            if actor.name.lower() == lowered:
                return actor
        if len(span) == 1 and (called := _called(span, known)) is not None:
            made.append(called)
            return called
        resolution = resolve(name, on, self.registry)
        if resolution.actor:
            return resolution.actor
        actor = new_actor(name, _NAMED[label], self.registry)
        made.append(actor)
        return actor


def _called(span: Span, known: Mapping[str, Actor]) -> Actor | None:
    """ "Mrs Pelosi": she of that name who was named in full before, now known to be a person."""
    before = span.doc[span.start - 1] if span.start else None
    if before is None or before.lower_.rstrip(".") not in _HONORIFICS:
        return None
    name = span.text.lower()
    found = next((actor for full, actor in known.items() if full.split()[-1] == name and " " in full), None)
    return replace(found, kind="person") if found is not None and not found.registered else None


def _introduce(doc: Doc, mentions: dict[int, Mention], short: dict[str, str]) -> None:
    """Other names that the text gives: "an Ecuadorean known as Guacho", "the Popular Liberation Army (EPL)"."""
    at = {index: mention for mention in mentions.values() for index in range(mention.start, mention.end)}
    for token in doc:
        if token.i == 0 or not token.text[:1].isupper():
            continue
        before = token.nbor(-1)
        bracketed = before.text == "(" and token.text.isupper() and len(token.text) > 1
        if bracketed and token.i not in at and token.i - 2 in at:
            short.setdefault(token.text, at[token.i - 2].actor)
        if before.lower_ == "or" and token.text.isupper() and len(token.text) > 1 and token.i - 3 in at:
            also = doc[token.i - 2].text == "," and (token.i not in at or at[token.i].kind == "new")
            if also:  # "the Kuomintang, or KMT"
                short[token.text] = at[token.i - 3].actor
                mentions[token.i] = Mention(token.i, token.i + 1, at[token.i - 3].actor, "name")
        if before.lower_ == "as" and before.head.lemma_ in {"know", "nickname"} and before.head.dep_ == "acl":
            noun = before.head.head
            apposed = noun.dep_ == "appos" and (noun.i not in at or at[noun.i].kind == "demonym")
            noun = noun.head if apposed else noun
            following = token.nbor(1) if token.i + 1 < len(doc) else None
            whole = following is None or not (following.pos_ == "PROPN" or following.tag_ == "POS")
            if noun.i in at and whole and token.i not in at:
                short[token.text] = at[noun.i].actor
                mentions[token.i] = Mention(token.i, token.i + 1, at[noun.i].actor, "name")


def _owner(doc: Doc, body: Mention, mentions: Mapping[int, Mention]) -> str | None:
    """Whose body it is, where the text says so: "the Ministry of Defence of Uganda" is not Britain's, "Syria's Republican Guard" not Iraq's."""
    after = body.end + (2 if doc[body.end : body.end + 2].text.lower() == "of the" else 1)
    if doc[body.end : body.end + 1].text.lower() == "of" and after in mentions:
        return mentions[after].actor
    stop = body.start - 1 if body.start and doc[body.start - 1].tag_ == "POS" else body.start
    before = next((mention for mention in mentions.values() if mention.end == stop), None)
    return before.actor if before is not None and before.kind != "new" else None


def _is_a_tail(token: Token, taken: set[int]) -> bool:
    """ "The Brotherhood", not "the Brotherhood Party"."""
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    part = (
        following is not None
        and following.pos_ == "PROPN"
        and following.text[:1].isupper()
        and token.i + 1 not in taken
    )
    return token.i > 0 and token.nbor(-1).lower_ == "the" and token.dep_ != "compound" and not part


def _valid(alias: Alias, actor: Actor, on: date | None) -> bool:
    if on is None:
        return alias.valid_to is None and actor.valid_to is None
    return all(
        (thing.valid_from is None or thing.valid_from <= on)
        and (thing.valid_to is None or on <= thing.valid_to)
        for thing in (alias, actor)
    )


def _looks_like_a_name(span: Span) -> bool:
    """A folded match still has to be written like a name somewhere: "the West", not "the west coast of"."""
    if any(token.text[:1].isupper() or token.text[:1].isdigit() for token in span):
        return not _is_cut_short(span)
    following = span.doc[span.end] if span.end < len(span.doc) else None
    return len(span) > 1 and (
        following is None or not (following.pos_ in {"NOUN", "PROPN"} or following.lower_ == "of")
    )


def _is_cut_short(span: Span) -> bool:
    """ "the West" in "the West Bank", "South" in "South Ossetia": the first word of another name."""
    last = span[-1]
    if last.lower_ not in _QUARTERS or span.end >= len(span.doc):
        return False
    following = span.doc[span.end]
    return following.pos_ == "PROPN" and following.text[:1].isupper()


def _trim(entity: Span) -> Span | None:
    """The entity without articles, titles in lower case and possessive marks; None if it is no usable name."""
    start, end = entity.start, entity.end
    doc = entity.doc
    while start < end and (
        doc[start].is_stop
        or doc[start].is_punct
        or doc[start].text[:1].islower()
        or (entity.label_ == "PERSON" and start < end - 1 and doc[start].lower_.rstrip(".") in TITLES)
    ):
        start += 1
    while end > start and (
        doc[end - 1].tag_ == "POS" or doc[end - 1].is_punct or doc[end - 1].text[:1].islower()
    ):
        end -= 1
    if start >= end or end - start > _LONGEST_NAME:
        return None
    span = doc[start:end]
    if not all(_nameable(token) for token in span) or not any(token.pos_ == "PROPN" for token in span):
        return None
    vague = [token.lower_ in _NOT_A_NAME for token in span]
    return None if vague[-1] or (any(vague) and entity.label_ != "ORG") else span


def _nameable(token: Token) -> bool:
    return (
        token.is_alpha
        or _DOTTED.fullmatch(token.text) is not None
        or token.text in {"-", "'", "’", "'s", "."}
    )
