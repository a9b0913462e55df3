"""Who takes part in an event, as a code: a country (ISO 3166-1 alpha-3) or IGO, NGO, IMG, and a sector (GOV, MIL, REB ...).

Finds the names of a text and says what each stands for. A state that is no more takes the code of the state that
followed it, as PLOVER's gold records have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from bedfellows.actors import Registry
from bedfellows.actors.names import folded
from bedfellows.actors.registry import valid_on
from bedfellows.reader.event_lexicon import EventLexicon, towns
from bedfellows.reader.event_phrases import ActorNames, Name
from bedfellows.reader.mentions import Mention, MentionFinder

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

    from bedfellows.actors.model import Actor

_FORMER = {"SUN": "RUS", "YUG": "SRB", "SCG": "SRB", "CSK": "CZE", "DDR": "DEU"}
_PLACES = {
    "in",
    "at",
    "near",
    "of",
    "from",
    "outside",
    "around",
    "into",
    "to",
    "through",
    "throughout",
    "inside",
    "across",
    "on",
}
_DOTTED = re.compile(r"(?:[A-Z]\.){2,}[A-Z]?")
_DEEPEST = 6


class ActorCoder:
    """Codes the actors of parsed text. Built once for a registry and a pipeline."""

    def __init__(self, registry: Registry, nlp: Language, lexicon: EventLexicon) -> None:
        self.registry = registry
        self.lexicon = lexicon
        self._finder = MentionFinder(registry, nlp)
        self._codes: dict[tuple[str, date | None], tuple[str, str]] = {}

    def names(self, doc: Doc, on: date | None) -> ActorNames:
        """All names of a parsed text that can be coded."""
        mentions, made = self._finder.find(doc, on, {}, {}, whole=False)
        new = {actor.id: actor for actor in made}
        found: dict[int, Name] = {}
        for mention in self._mended(doc, mentions):
            actor = self.registry.get(mention.actor) or new.get(mention.actor)
            if actor is None:
                continue
            text = doc[mention.start : mention.end].text
            code, sector = self._code(actor, on) if actor.registered else self._unknown(actor, text)
            if code:
                demonym = mention.kind == "demonym"
                kind = actor.kind if actor.registered or actor.kind != "region" else "place"
                name = Name(
                    mention.start,
                    mention.end,
                    code,
                    sector,
                    kind,
                    demonym,
                    actor.id if actor.registered else "",
                )
                found.update(dict.fromkeys(range(mention.start, mention.end), name))
        for name in self._listed(doc):
            longest = max(
                (n.end - n.start for i in range(name.start, name.end) if (n := found.get(i))), default=0
            )
            if name.end - name.start > longest:
                found.update(dict.fromkeys(range(name.start, name.end), name))
        for name in self._towns(doc, found):
            found.update(dict.fromkeys(range(name.start, name.end), name))
        return ActorNames(doc, found, self.lexicon)

    def _mended(self, doc: Doc, mentions: list[Mention]) -> Iterator[Mention]:
        """The mentions, "the West" of "the West Bank" put right, and abbreviations with dots added."""
        taken = {i for mention in mentions for i in range(mention.start, mention.end)}
        for mention in mentions:
            longer = doc[mention.start + 1 : mention.end + 1]
            if doc[mention.start].lower_ == "the" and longer.end < len(doc):
                for entry in self.registry.index.get(folded(longer.text), ()):
                    yield Mention(longer.start, longer.end, entry.actor.id, entry.alias.kind)
                    break
                else:
                    yield mention
            else:
                yield mention
        for token in doc:
            if token.i not in taken and _DOTTED.fullmatch(token.text):
                entries = self.registry.index.get(folded(token.text), ())
                if entries:
                    yield Mention(token.i, token.i + 1, entries[0].actor.id, "abbreviation")

    def _listed(self, doc: Doc) -> Iterator[Name]:
        """Names of the lexicon's own list, the longest at each place."""
        at = {token.idx: token.i for token in doc}
        ends = {token.idx + len(token): token.i + 1 for token in doc}
        for token in doc:
            for name, code, sector in self.lexicon.names.get(token.text, ()):
                start = token.idx
                end = ends.get(start + len(name))
                if end is not None and start in at and doc.text.startswith(name, start):
                    kind = "organisation" if code in {"NGO", "IGO", "IMG"} or sector else "region"
                    yield Name(token.i, end, code, sector, kind, False, "")
                    break

    def _towns(self, doc: Doc, found: dict[int, Name]) -> Iterator[Name]:
        known, peoples = towns(), self.lexicon.peoples
        people = {t.i for e in doc.ents if e.label_ == "PERSON" for t in e}
        for token in doc:
            if (
                token.i not in found
                and token.text[:1].isupper()
                and token.lower_ in peoples
                and not _hyphened(token)
            ):
                homes = peoples[token.lower_]
                near = [found[t.i].code for t in token.sent if t.i in found]
                home = next((code for code in near if code in homes), homes[0])
                yield Name(token.i, token.i + 1, home, "", "people", True, "")
        for entity in doc.ents:
            if entity.label_ in {"GPE", "LOC", "FAC", "ORG", "NORP"} and entity.start not in found:
                code = known.get(entity.text.lower().removeprefix("the "))
                if code:
                    yield Name(entity.start, entity.end, code, "", "place", False, "")
        for token in doc:
            if token.i not in found and token.i not in people and _is_place(token):
                code = known.get(token.lower_)
                if code:
                    yield Name(token.i, token.i + 1, code, "", "place", False, "")

    def _unknown(self, actor: Actor, text: str) -> tuple[str, str]:
        """The code of a name no registry knows: a town, or an organisation whose name says what it is."""
        words, lists = text.lower().split(), self.lexicon.words
        if actor.kind == "region":
            return towns().get(text.lower().removeprefix("the "), ""), ""
        if actor.kind == "organisation":
            if any(word in lists["ngonames"] for word in words) or "human rights" in text.lower():
                return "NGO", ""
            if any(word in lists["igonames"] for word in words) and len(words) > 1:
                return "IGO", ""
        return "", ""

    def _code(self, actor: Actor, on: date | None) -> tuple[str, str]:
        key = (actor.id, on)
        if key not in self._codes:
            self._codes[key] = self._look_up(actor, on, 0)
        return self._codes[key]

    def _look_up(self, actor: Actor, on: date | None, depth: int) -> tuple[str, str]:
        if depth > _DEEPEST:
            return "", ""
        if "iso3" in actor.codes:
            return _FORMER.get(actor.codes["iso3"], actor.codes["iso3"]), ""
        if actor.kind == "organisation":
            return ("NGO" if actor.id == "red-cross" else "IGO"), ""
        if actor.kind == "armed-group":
            home = self.lexicon.homes.get(actor.id, "")
            return home, ("GOV" if actor.id in {"palestinian-authority", "plo"} else "REB")
        lines = [
            line
            for line in self.registry.by_subject.get(actor.id, ())
            if line.kind in {"leads", "part-of", "member-of"}
        ]
        if actor.kind != "person":
            lines = [line for line in lines if line.kind == "part-of"]
        lines.sort(key=lambda line: not (on is not None and valid_on(line.valid_from, line.valid_to, on)))
        for line in lines:
            above = self.registry.get(line.object)
            if above is None or (actor.kind != "person" and above.kind not in {"state", "region"}):
                continue
            code, sector = self._look_up(above, on, depth + 1)
            if code:
                return code, (sector or "GOV") if actor.kind == "person" else sector
        return "", ""


def _is_place(token: Token) -> bool:
    """Is a word that no registry knows a town's name by where it stands? A part of a longer name is none."""
    if token.pos_ != "PROPN" or not token.text[:1].isupper():
        return False
    if any(near.pos_ == "PROPN" for near in token.doc[max(token.i - 1, 0) : token.i + 2] if near != token):
        return False
    head = token.head
    return (token.dep_ == "pobj" and head.lower_ in _PLACES) or (
        token.dep_ in {"compound", "nmod"} and head.dep_ == "pobj" and head.head.lower_ in _PLACES
    )


def _hyphened(token: Token) -> bool:
    """Is the word a part of a longer one with a hyphen: "Shan-e-Mustafa"?"""
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return after is not None and after.text == "-" and not token.whitespace_
