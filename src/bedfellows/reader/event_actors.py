"""Who takes part in an event, as a code: a country (ISO 3166-1 alpha-3) or IGO, NGO, IMG, and a sector (GOV, MIL, REB ...).

Sectors are those of CAMEO's actor codes (CAMEO codebook 1.1b3, chapter 4; Schrodt 2012). A state that is no more takes
the code of the state that followed it, as PLOVER's gold records have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from bedfellows.actors import Registry
from bedfellows.actors.names import folded
from bedfellows.actors.registry import valid_on
from bedfellows.reader.clauses import joined
from bedfellows.reader.event_lexicon import EventLexicon, towns
from bedfellows.reader.mentions import Mention, MentionFinder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.language import Language
    from spacy.tokens import Doc, Token

    from bedfellows.actors.model import Actor

SECTORS = (
    "OPP", "REB", "UAF", "REF", "COP", "JUD", "LEG", "EDU", "LAB", "MED", "BUS", "AGR", "REL", "HLH", "CRM",
    "SPY", "MIL", "GOV", "PTY", "CVL",
)  # fmt: skip
"""Where words of a phrase name several sectors, the first of this list that its head, else any of its words, names."""
_FORMER = {"SUN": "RUS", "YUG": "SRB", "SCG": "SRB", "CSK": "CZE", "DDR": "DEU"}
_BEFORE = {"amod", "compound", "nmod", "poss", "nummod", "det", "npadvmod", "advmod", "punct"}
_WITHIN = ("of", "from", "in", "at", "throughout", "for", "within", "inside", "near", "to", "with", "on", "against", "by", "between", "over", "across")  # fmt: skip
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
_ITS = {"its", "his", "her", "their"}
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class CodedActor:
    """A party to an event. `code` is empty where no country could be told; `start` and `end` (exclusive) count tokens
    while a block is being coded, and are offsets in the text once an event is made.

    `how`: `name` (the phrase names it), `modifier` (a word of the phrase does), `place` (from where it happens),
    `context` (from the rest of the sentence).
    """

    code: str
    sector: str
    text: str
    start: int
    end: int
    how: str
    actor: str = ""  # the registry's id, where it is one

    @property
    def label(self) -> str:
        """Country and sector in one, as CAMEO writes them: AFGMIL."""
        return self.code + self.sector


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text and what it stands for."""

    start: int
    end: int
    code: str
    sector: str
    kind: str  # state, region, place, organisation, armed-group, person
    demonym: bool
    actor: str


class ActorCoder:
    """Codes the actors of parsed text. Built once for a registry and a pipeline."""

    def __init__(self, registry: Registry, nlp: Language, lexicon: EventLexicon) -> None:
        self.registry = registry
        self.lexicon = lexicon
        self._finder = MentionFinder(registry, nlp)
        self._codes: dict[tuple[str, date | None], tuple[str, str]] = {}

    def names(self, doc: Doc, on: date | None) -> ActorNames:
        """All names of a parsed text that can be coded."""
        mentions, made = self._finder.find(doc, on, {}, {})
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


class ActorNames:
    """The names of one parsed text, and the phrases around them as coded actors."""

    def __init__(self, doc: Doc, found: dict[int, Name], lexicon: EventLexicon) -> None:
        self.doc = doc
        self.found = found
        self._words = lexicon.words

    def phrase(self, head: Token, avoid: frozenset[str] = frozenset()) -> list[CodedActor]:
        """The parties that a noun and all that is joined to it name, in text order; with an empty code where a sector
        is all that can be told of them. Empty where the phrase names nobody. A name with a code of `avoid` is taken only
        where the phrase has no other."""
        coded = [actor for noun in joined(head) for actor in self._one(noun, avoid)]
        shared = next((actor for actor in coded if actor.code), None)
        if shared is not None and shared.how == "modifier":  # "Iraqi soldiers and police"
            coded = [replace(a, code=shared.code, how="context") if not a.code else a for a in coded]
        return coded

    def _one(self, noun: Token, avoid: frozenset[str]) -> Iterator[CodedActor]:
        own = self.found.get(noun.i)
        named = own is not None and (
            own.kind in {"organisation", "region", "place"} or own.end - own.start > 1
        )
        sector = "" if named else self.sector(noun)  # the Bank of "the West Bank" is none
        options = list(self._names_of(noun, 0))
        name, how = next(
            (o for o in options if o[0].code not in avoid), options[0] if options else (None, "")
        )
        if name is None and sector and any(c.dep_ == "poss" and c.lower_ in _ITS for c in noun.children):
            name, how = self._owner(noun), "context"
        if name is not None and self._is_ngo(noun) and _is_based(self.doc, name):
            name, sector = Name(noun.i, noun.i + 1, "NGO", "", "organisation", False, ""), ""
        start = min(noun.left_edge.i, name.start) if name else noun.left_edge.i
        end = max(noun.i + 1, name.end) if name else noun.i + 1
        if name is None:
            ngo = not sector and self._is_ngo(noun)
            if sector or ngo:
                yield CodedActor(
                    "NGO" if ngo else "", sector, self.doc[start:end].text, start, end, "modifier"
                )
            return
        start = name.start if how == "deep" else start
        text = self.doc[start:end].text
        yield CodedActor(
            name.code,
            sector or name.sector,
            text,
            start,
            end,
            "modifier" if how == "deep" else how,
            name.actor,
        )

    def _owner(self, noun: Token) -> Name | None:
        """Whom "its" most likely stands for: the first subject before it in the sentence that is named."""
        for token in noun.doc[noun.sent.start : noun.i]:
            if token.dep_ in {"nsubj", "nsubjpass"} and not token.is_ancestor(noun):
                name = self._name_of(token, 0)
                if name is not None:
                    return name
        return None

    def sector(self, noun: Token) -> str:
        """The sector that a noun, or else a word that belongs to it, tells."""
        words = [noun]
        if noun.lemma_.lower() in self._words["quantity"]:
            words = [
                c for p in noun.children if p.dep_ == "prep" and p.lower_ == "of" for c in p.children
            ] or words
        near = [c for w in words for c in w.children if c.dep_ in {"amod", "compound", "nmod", "appos"}]
        near += [g for c in near for g in c.children if g.dep_ in {"amod", "compound", "nmod"}]
        for group in (words, near):
            lemmas = {_singular(word) for word in group}
            told = [s for s in SECTORS if lemmas & self._words[s]]
            if told and told[0] in {"GOV", "MIL", "CVL", "PTY"} and group is words:
                stronger = {_singular(word) for word in near if word.dep_ != "appos"}
                told = [s for s in ("OPP", "REB") if stronger & self._words[s]] or told
            if told:
                return told[0]
        return ""

    def _is_ngo(self, noun: Token) -> bool:
        words = {_singular(token) for token in self._within(noun)}
        return bool(words & self._words["ngo"]) or {"right", "group"} <= words or {"aid", "agency"} <= words

    def _within(self, noun: Token) -> list[Token]:
        return [noun, *(c for c in noun.children if c.dep_ in _BEFORE)]

    def _name_of(self, noun: Token, depth: int) -> Name | None:
        return next((name for name, _ in self._names_of(noun, depth)), None)

    def _names_of(self, noun: Token, depth: int) -> Iterator[tuple[Name, str]]:
        """The names that say of what country a noun is: its own, one before it, beside it, or one that hangs on it."""
        own = self.found.get(noun.i)
        before = self._before(noun)
        if own is not None:
            beyond = self._after(noun, depth, ("of", "in")) if own.demonym else None
            if beyond is None and own.demonym and any(c.lower_ == "ethnic" for c in noun.children):
                beyond = self._after(noun.head, depth, ("in", "from"))
            if beyond is not None and noun.tag_ in {"NNPS", "NNS", "NNP"}:
                yield beyond, "modifier"  # "the Albanians of southern Serbia"
            titled = next((c for c in noun.children if c.dep_ == "appos"), None)
            if own.kind == "place" and titled is not None and depth < _DEEPEST and self.sector(titled):
                by_title = self._name_of(titled, depth + 1)
                if by_title is not None:
                    yield by_title, "modifier"  # a person whose name is a town's too
            if own.kind == "person" and before is not None and before.kind in {"state", "organisation"}:
                yield before, "name"
            yield own, "name"
        if before is not None:
            yield before, "modifier"
        if own is None and noun.lower_ == "administration" and any(c.pos_ == "PROPN" for c in noun.children):
            yield (
                Name(noun.i, noun.i + 1, "USA", "GOV", "state", False, ""),
                "modifier",
            )  # "the Bush administration"
        for child in noun.children:
            if child.dep_ == "appos" and depth < _DEEPEST:
                found = self._name_of(child, depth + 1)
                if found is not None:
                    yield found, "modifier"
        if noun.dep_ == "appos" and depth == 0 and noun.head.i < noun.i:
            found = self.found.get(noun.head.i) or self._before(noun.head)
            if found is not None:
                yield found, "modifier"
        found = self._after(noun, depth, _WITHIN)
        if found is not None:
            yield found, "modifier"
        if depth < _DEEPEST:
            for child in noun.children:
                if child.dep_ in {"relcl", "acl", "prep", "pcomp"}:
                    for token in child.subtree:
                        if token.i in self.found:
                            yield self.found[token.i], "deep"

    def _before(self, noun: Token) -> Name | None:
        near: list[Name] = []
        for child in noun.children:
            if child.i < noun.i and child.dep_ in _BEFORE:
                near += [self.found[token.i] for token in child.subtree if token.i in self.found]
        return next((name for name in near if name.kind != "person"), near[0] if near else None)

    def _after(self, noun: Token, depth: int, prepositions: Iterable[str]) -> Name | None:
        if depth >= _DEEPEST:
            return None
        children = [c for c in noun.children if c.dep_ in {"prep", "agent"}]
        for wanted in prepositions:
            for child in children:
                if child.lower_ == wanted:
                    for grandchild in child.children:
                        if grandchild.dep_ == "pobj":
                            name = self._name_of(grandchild, depth + 1)
                            if name is not None:
                                return name
        return None


def _is_based(doc: Doc, name: Name) -> bool:
    return name.end + 1 < len(doc) and doc[name.end].text == "-" and doc[name.end + 1].lower_ == "based"


def _hyphened(token: Token) -> bool:
    """Is the word a part of a longer one with a hyphen: "Shan-e-Mustafa"?"""
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return after is not None and after.text == "-" and not token.whitespace_


def _singular(token: Token) -> str:
    return str(token.lemma_.lower() if token.tag_ != "NNPS" else token.lower_.removesuffix("s"))
