"""The parties that a noun phrase names: whose it is, of what country, and in which sector.

Sectors are those of CAMEO's actor codes (CAMEO codebook 1.1b3, chapter 4; Schrodt 2012).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bedfellows.reader.clauses import joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc, Token

    from bedfellows.reader.event_lexicon import EventLexicon

SECTORS = (
    "OPP", "REB", "UAF", "REF", "COP", "JUD", "LEG", "EDU", "LAB", "MED", "BUS", "AGR", "REL", "HLH", "CRM",
    "SPY", "MIL", "GOV", "PTY", "CVL",
)  # fmt: skip
"""Where words of a phrase name several sectors, the first of this list that its head, else any of its words, names."""
_BEFORE = {"amod", "compound", "nmod", "poss", "nummod", "det", "npadvmod", "advmod", "punct"}
_WITHIN = ("of", "from", "in", "at", "throughout", "for", "within", "inside", "near", "to", "with", "on", "against", "by", "between", "over", "across")  # fmt: skip
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
        coded += self._others(head, coded)
        shared = next((actor for actor in coded if actor.code), None)
        if shared is not None and shared.how == "modifier":  # "Iraqi soldiers and police"
            coded = [replace(a, code=shared.code, how="context") if not a.code else a for a in coded]
        return coded

    def _others(self, head: Token, coded: list[CodedActor]) -> Iterator[CodedActor]:
        """The second and later countries of "the ministers of Turkey and Syria"."""
        if len(coded) != 1 or head.tag_ not in {"NNS", "NNPS"} or not coded[0].code:
            return
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ in {"of", "from"}:
                for noun in child.children:
                    for other in list(joined(noun))[1:] if noun.dep_ == "pobj" else ():
                        name = self._name_of(other, 1)
                        if name is not None and name.code != coded[0].code:
                            yield CodedActor(
                                name.code,
                                coded[0].sector,
                                other.text,
                                other.i,
                                other.i + 1,
                                "modifier",
                                name.actor,
                            )

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


def _singular(token: Token) -> str:
    return str(token.lemma_.lower() if token.tag_ != "NNPS" else token.lower_.removesuffix("s"))
