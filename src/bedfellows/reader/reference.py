"""Who a phrase stands for: names, pronouns, "the two groups", "its leaders", "an old enemy".

A `Discourse` reads one document from front to back, a sentence at a time, and remembers who was named where.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from bedfellows.actors import Registry, leads, memberships, new_actor, parent
from bedfellows.actors.model import Actor
from bedfellows.reader import arguments
from bedfellows.reader.lexicon import Lexicon
from bedfellows.reader.mentions import Mention, MentionFinder

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_IT = {"it", "its", "itself"}
_THEY = {"they", "them", "their", "theirs", "themselves"}
_HE = {"he", "him", "his", "himself", "she", "her", "hers", "herself"}
_RELATIVE = {"WP", "WDT", "WP$"}
_SOME = {"some", "many", "most", "several", "few", "elements", "members", "remnants", "parts", "others"}
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4}
_ARGUMENTS = {"nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj", "agent", "dative", "oprd", "poss"}
_MEMORY = 4  # sentences a pronoun may look back
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Ref:
    """A phrase that stands for an actor: tokens `start` to `end` (exclusive), how it was found and how surely."""

    actor: str
    start: int
    end: int
    how: str  # name, body, pronoun, nominal, generic, part
    score: float
    negated: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    actor: str
    kind: str
    sentence: int
    position: int
    is_subject: bool
    plural: bool
    argument: bool  # subject, object or after a preposition; not a modifier such as "US" in "US ally"


class Discourse:
    """The reader's memory of one document."""

    def __init__(self, registry: Registry, finder: MentionFinder, lexicon: Lexicon, on: date | None) -> None:
        self.registry = registry
        self.finder = finder
        self.lexicon = lexicon
        self.on = on
        self.made: dict[str, Actor] = {}
        self._history: list[_Entry] = []
        self._sentence = 0
        self._by_token: dict[int, Mention] = {}
        self._memo: dict[int, tuple[Ref, ...]] = {}
        self._start = 0
        self._resolving: set[int] = set()

    # -- reading on -------------------------------------------------------------------------------------------------

    def open_block(self, doc: Doc) -> None:
        """Find the names in the next block of the document."""
        mentions, made = self.finder.find(doc, self.on, self.made)
        for actor in made:
            self.made[actor.name.lower()] = actor
        self._by_token = {
            index: mention for mention in mentions for index in range(mention.start, mention.end)
        }
        self._memo = {}

    def open_sentence(self, sentence: Span) -> None:
        """Move on to the next sentence of the block."""
        self._sentence += 1
        self._start = sentence.start

    def close_sentence(self, sentence: Span) -> None:
        """Remember who the sentence named."""
        for token in sentence:
            mention = self._by_token.get(token.i)
            if mention is not None and mention.start == token.i:
                head = sentence.doc[mention.start : mention.end].root
                self._remember(
                    mention.actor,
                    head,
                    adjective=mention.kind == "demonym" and head.dep_ in {"amod", "compound"},
                )
            elif (
                token.pos_ in {"PRON", "NOUN"}
                and token.i in self._memo
                and token.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj", "attr"}
            ):
                for ref in self._memo[token.i]:
                    if ref.how in {"pronoun", "nominal", "body", "generic"}:
                        self._remember(ref.actor, token, adjective=False)

    def _remember(self, actor: str, head: Token, *, adjective: bool) -> None:
        self._history.append(
            _Entry(
                actor,
                self.kind(actor),
                self._sentence,
                head.i,
                head.dep_ in {"nsubj", "nsubjpass"} and not adjective,
                self._plural(actor, head.text),
                head.dep_ in _ARGUMENTS and not adjective and head.head.lower_ not in {"including", "like"},
            )
        )

    # -- what is known of actors ------------------------------------------------------------------------------------

    def actor(self, actor_id: str) -> Actor | None:
        """The actor, from the registry or made in this document."""
        return self.registry.get(actor_id) or next((a for a in self.made.values() if a.id == actor_id), None)

    def kind(self, actor_id: str) -> str:
        """Its kind; "region" if unknown."""
        actor = self.actor(actor_id)
        return actor.kind if actor else "region"

    def name(self, actor_id: str) -> str:
        """Its display name."""
        actor = self.actor(actor_id)
        return actor.name if actor else actor_id

    def _plural(self, actor_id: str, text: str) -> bool:
        kind = self.kind(actor_id)
        return kind == "armed-group" or (
            text.endswith("s") and text[:1].isupper() and kind != "person" and len(text) > 3
        )

    def is_name(self, token: Token) -> bool:
        """Is the token part of a name?"""
        return token.i in self._by_token

    # -- phrases ----------------------------------------------------------------------------------------------------

    def refs(self, heads: Iterable[Token], *, parts: bool = False) -> list[Ref]:
        """Who the phrases with these heads stand for, "and" lists opened up.

        With `parts`, a phrase that is no actor stands for the one it belongs to: "the influence of the Islamic State".
        """
        found: list[Ref] = []
        for head in heads:
            for token, negated in _listed(head):
                refs = self._phrase(token)
                if not refs and parts:
                    refs = self._part(token)
                found += [replace(ref, negated=True) if negated else ref for ref in refs]
        unique: dict[tuple[str, bool], Ref] = {}
        for ref in found:
            unique.setdefault((ref.actor, ref.negated), ref)
        return list(unique.values())

    def _phrase(self, token: Token) -> tuple[Ref, ...]:
        if token.i in self._memo:
            return self._memo[token.i]
        if token.i in self._resolving or len(self._resolving) > _DEEPEST:
            return ()
        self._resolving.add(token.i)
        try:
            refs = self._look_up(token)
        finally:
            self._resolving.discard(token.i)
        self._memo[token.i] = refs
        return refs

    def _look_up(self, token: Token) -> tuple[Ref, ...]:
        mention = self._by_token.get(token.i)
        if mention is not None:
            return (Ref(mention.actor, mention.start, mention.end, "name", 1.0),)
        if token.tag_ in _RELATIVE:
            return self._relative(token)
        if token.lower_ in _SOME:
            return self._some(token)
        if token.pos_ == "PRON" or token.tag_ == "PRP$":
            return self._pronoun(token)
        if token.pos_ in {"NOUN", "PROPN", "NUM", "ADJ", "DET", "PRON"}:
            return self._nominal(token)
        return ()

    def owners(self, token: Token) -> list[Ref]:
        """The actors whose noun this is: "Taliban leadership", "the army of Mali", "its forces"."""
        before = [
            c for c in token.children if c.dep_ in {"poss", "compound", "amod", "nmod"} and c.i < token.i
        ]
        refs = [ref for child in before for ref in self.refs(_named_only(child, self._by_token))]
        if refs:
            return refs
        after = [
            *arguments.prepositional(token, "of"),
            *arguments.prepositional(token, "from"),
            *arguments.prepositional(token, "in"),
        ]
        return [ref for ref in self.refs(after) if ref.how in {"name", "pronoun", "nominal"}]

    def _part(self, token: Token) -> tuple[Ref, ...]:
        if (
            token.pos_ not in {"NOUN", "PROPN", "ADJ", "VERB"}
            or token.lemma_.lower() in self.lexicon.words["no_part"]
        ):
            return ()
        after = [
            noun
            for preposition in ("of", "by", "against")
            for child in token.children
            if child.dep_ in {"prep", "agent"} and child.lower_ == preposition
            for noun in child.children
            if noun.dep_ == "pobj"
        ]
        before = [
            c for c in token.children if c.dep_ in {"poss", "compound", "amod", "nmod"} and c.i < token.i
        ]
        for heads in (after, before):
            refs = [ref for head in heads for ref in (self.refs([head]) or self.refs([head], parts=True))]
            if refs:
                return tuple(replace(ref, how="part", score=ref.score * 0.8) for ref in refs)
        return ()

    def _some(self, token: Token) -> tuple[Ref, ...]:
        """ "Some in the Taliban leadership", "members of the movement": the group, in part."""
        whole = (
            arguments.prepositional(token, "of")
            or arguments.prepositional(token, "in")
            or arguments.prepositional(token, "among")
        )
        refs = self.refs(whole) or self.refs(whole, parts=True)
        return tuple(Ref(ref.actor, _start(token), token.i + 1, "part", 0.7 * ref.score) for ref in refs)

    def _relative(self, token: Token) -> tuple[Ref, ...]:
        clause = token
        for _ in range(_DEEPEST):
            if clause.dep_ == "relcl":
                antecedent = clause.head
                if antecedent.i < token.i:
                    return tuple(self.refs([antecedent]))
                break
            clause = clause.head
        return ()

    # -- nominals ---------------------------------------------------------------------------------------------------

    def _nominal(self, token: Token) -> tuple[Ref, ...]:
        words = self.lexicon.words
        lemma = token.lemma_.lower()
        start, end = _start(token), token.i + 1
        appositive = next((c for c in token.children if c.dep_ == "appos" and c.i in self._by_token), None)
        if appositive is not None and (
            lemma in words["title"] or lemma in words["role"] or lemma in words["class"]
        ):
            return self._phrase(appositive)
        count = next(
            (_NUMBERS[c.lower_] for c in token.children if c.lower_ in _NUMBERS and c.i < token.i), 0
        )
        definite = any(c.lower_ in {"the", "this", "these", "those", "that", "such"} for c in token.children)
        if (count or token.lower_ == "both") and (lemma in words["class"] or token.lower_ == "both"):
            return self._last(count or 2, lemma, token)
        if lemma in {"former", "latter"} and token.dep_ not in {"amod"} and definite:
            pair = self._last(2, "", token)
            return pair[:1] if lemma == "former" else pair[-1:]
        owners = (
            self.owners(token)
            if lemma in words["body"] or lemma in words["group"] or lemma in words["title"]
            else []
        )
        if lemma in words["group"]:
            return self._group(token, owners, start, end, definite=definite)
        if lemma in words["body"] or lemma in words["title"]:
            if owners:
                return tuple(
                    Ref(self._state_of(ref.actor), start, end, "body", 0.95 * ref.score) for ref in owners
                )
            if definite or token.dep_ in {"nsubj", "nsubjpass", "pobj"}:
                kinds = (
                    {"person"}
                    if lemma in words["title"] and lemma not in words["body"] and token.tag_ != "NNS"
                    else {"state"}
                )
                return self._recent(token, kinds, start, end, 0.6)
        if lemma in words["bloc"]:
            members = [*self.refs(arguments.prepositional(token, "of")), *self._led_by(token)]
            if members:
                return tuple(Ref(ref.actor, start, end, "body", 0.9) for ref in members)
        if lemma in words["class"]:
            said_of = (
                [s for s in arguments.predicated_of(token) if s.i != token.i]
                if token.dep_ in {"attr", "appos", "oprd"}
                else []
            )
            if said_of:
                return tuple(self.refs(said_of))
            named = [t for t in arguments.prepositional(token, "of") if t.i in self._by_token]
            if named and lemma not in words["branch"]:
                return tuple(
                    ref
                    for ref in self.refs(named)
                    if self.kind(ref.actor) in {"state", "region", "organisation", "armed-group"}
                )
        restricted = any(c.dep_ in {"acl", "relcl"} for c in token.children)
        if (
            lemma in words["class"]
            and not restricted
            and (definite or any(c.dep_ == "poss" for c in token.children))
        ):
            descendant = self._branch(token, lemma)
            if descendant:
                return descendant
            return self._recent(token, _kinds_of(lemma), start, end, 0.7)
        if lemma in words["role"]:
            return self._role(token, start, end)
        if lemma in words["class"] or token.lower_ in {"one", "both", "ones"}:
            subjects = [s for s in arguments.predicated_of(token) if s.i != token.i]
            if subjects:
                return tuple(self.refs(subjects))
            if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lower_ == "one":
                return tuple(self.refs(arguments.predicated_of(token.head.head)))
        return ()

    def _group(
        self, token: Token, owners: list[Ref], start: int, end: int, *, definite: bool
    ) -> tuple[Ref, ...]:
        """Rebels, militants, insurgents: those of a named group are the group, those of a country a group of their own."""
        groups = [ref for ref in owners if self.kind(ref.actor) in {"armed-group", "organisation"}]
        if groups:
            return tuple(Ref(ref.actor, start, end, "body", 0.95) for ref in groups)
        lemma = token.lemma_.lower()
        places = [ref for ref in owners if ref.how == "name"]
        if not places and definite and token.i in self._by_token:
            return ()
        if not places and definite:
            recent = self._recent(token, {"armed-group"}, start, end, 0.7)
            if recent:
                return recent
        plural = {"insurgency": "insurgents", "rebellion": "rebels", "militia": "militias"}.get(
            lemma, f"{lemma}s"
        )
        owner = self.name(places[0].actor) if places else ""
        adjective = next(
            (
                c.text
                for c in token.children
                if c.i in self._by_token and self._by_token[c.i].kind == "demonym"
            ),
            owner,
        )
        actor = self._make(f"{adjective} {plural}".strip(), "armed-group")
        return (Ref(actor.id, start, end, "generic", 0.6),)

    def _branch(self, token: Token, lemma: str) -> tuple[Ref, ...]:
        """ "This branch of ISIS": the latest one named that belongs to it."""
        if lemma not in self.lexicon.words["branch"]:
            return ()
        whole = {ref.actor for ref in self.owners(token)}
        if not whole:
            return ()
        for entry in reversed(self._history):
            if entry.actor in whole:
                continue
            if whole & set(memberships(self.registry, entry.actor, self.on)):
                return (Ref(entry.actor, _start(token), token.i + 1, "nominal", 0.8),)
        return ()

    def _led_by(self, token: Token) -> list[Ref]:
        """ "the US-led coalition": who leads it."""
        return [
            ref
            for child in token.children
            if child.dep_ in {"amod", "nmod", "acl"} and child.lower_.endswith(("led", "backed"))
            for ref in self.refs(arguments.agent(child))
        ]

    def _role(self, token: Token, start: int, end: int) -> tuple[Ref, ...]:
        """Enemy, ally, bedfellow: said of somebody, or standing for the one who was spoken of last."""
        organisations = [
            ref for ref in self.owners(token) if self.kind(ref.actor) == "organisation" and ref.how == "name"
        ]
        if organisations and token.tag_ == "NNS":
            return tuple(Ref(ref.actor, start, end, "body", 0.8) for ref in organisations)
        named = [t for t in arguments.predicated_of(token) if t.i != token.i]
        if named and token.dep_ in {"attr", "appos", "oprd", "conj"}:
            return tuple(self.refs(named))
        included = [r for t in arguments.prepositional(token, "including") for r in self.refs([t])]
        included += [r for t in arguments.prepositional(token, "like") for r in self.refs([t])]
        if included:
            return tuple(included)
        if token.dep_ not in {"pobj", "dobj", "nsubj"} or arguments.prepositional(token, "of"):
            return ()
        verb = next((a for a in token.ancestors if a.pos_ in {"VERB", "AUX"}), None)
        excluded = {ref.actor for ref in self.refs(arguments.subject(verb))} if verb is not None else set()
        excluded |= {ref.actor for ref in self.owners(token)}
        kinds = {"state", "armed-group", "organisation"} if "power" not in token.lower_ else {"state"}
        return self._recent(token, kinds, start, end, 0.5, excluded=excluded, subjects_first=True)

    def _state_of(self, actor_id: str) -> str:
        """The state a government body belongs to, or that a person leads; else the actor itself."""
        kind = self.kind(actor_id)
        if kind == "government":
            above = parent(self.registry, actor_id)
            return above or actor_id
        if kind == "person":
            states = [led for led in leads(self.registry, actor_id, None) if self.kind(led) == "state"]
            return states[0] if states else actor_id
        return actor_id

    def _make(self, name: str, kind: str) -> Actor:
        known = self.made.get(name.lower())
        if known is None:
            known = new_actor(name, kind, self.registry)
            self.made[name.lower()] = known
        return known

    # -- pronouns and definite phrases ------------------------------------------------------------------------------

    def _pronoun(self, token: Token) -> tuple[Ref, ...]:
        word = token.lower_
        end = token.i + 1
        if word in _HE:
            return self._recent(token, {"person"}, token.i, end, 0.85, subjects_first=True)
        if word in _IT:
            if _empty_it(token):
                return ()
            kinds = {"state", "organisation", "armed-group", "government"}
            return self._recent(token, kinds, token.i, end, 0.75, subjects_first=True, singular=True)
        if word in _THEY:
            kinds = {"armed-group", "organisation", "state", "person"}
            return self._recent(token, kinds, token.i, end, 0.75, subjects_first=True, plural=True)
        if word in {"both"}:
            return self._last(2, "", token)
        return ()

    def _recent(
        self,
        token: Token,
        kinds: set[str],
        start: int,
        end: int,
        score: float,
        *,
        excluded: Iterable[str] = (),
        subjects_first: bool = False,
        singular: bool = False,
        plural: bool = False,
    ) -> tuple[Ref, ...]:
        """The actor of one of these kinds most likely meant: near, a subject, and of the right number."""
        barred = set(excluded) | self._barred(token)
        ranked: list[tuple[float, str]] = []
        candidates = self._candidates(token)
        named = Counter(entry.actor for entry in candidates)
        for entry in candidates:
            if entry.kind not in kinds or entry.actor in barred:
                continue
            back = self._sentence - entry.sentence
            weight = (2.0, 1.8, 0.9, 0.5, 0.3)[min(back, _MEMORY)]
            if subjects_first and entry.is_subject:
                weight += 0.9
            if plural:
                weight += 1.0 if entry.plural else (-0.6 if entry.kind in {"state", "person"} else 0.0)
            if singular and entry.plural and entry.kind == "armed-group":
                weight -= 0.4
            weight += 0.0 if entry.argument else -0.7
            weight += min(named[entry.actor], 5) * 0.08 + entry.position / 1e6
            ranked.append((weight, entry.actor))
        if not ranked:
            return ()
        best = max(ranked, key=lambda pair: pair[0])[1]
        return (
            Ref(
                best, start, end, "pronoun" if end - start == 1 and token.pos_ == "PRON" else "nominal", score
            ),
        )

    def _candidates(self, token: Token) -> list[_Entry]:
        """Who was named before the token: earlier in the sentence and in the last few."""
        entries = [entry for entry in self._history[-60:] if self._sentence - entry.sentence <= _MEMORY]
        doc = token.doc
        index = self._start
        while index < token.i:
            mention = self._by_token.get(index)
            if mention is None:
                index += 1
                continue
            head = doc[mention.start : mention.end].root
            if token not in head.subtree or token.dep_ == "poss":
                entries.append(
                    _Entry(
                        mention.actor,
                        self.kind(mention.actor),
                        self._sentence,
                        head.i,
                        head.dep_ in {"nsubj", "nsubjpass"},
                        self._plural(mention.actor, head.text),
                        head.dep_ in _ARGUMENTS,
                    )
                )
            index = max(mention.end, index + 1)
        return entries

    def _barred(self, token: Token) -> set[str]:
        """An object pronoun is not its own verb's subject: "The Taliban see them as rivals"."""
        if token.dep_ not in {"dobj", "pobj", "dative"}:
            return set()
        verb = next((ancestor for ancestor in token.ancestors if ancestor.pos_ in {"VERB", "AUX"}), None)
        if verb is None or token.lower_.endswith(("self", "selves")):
            return set()
        return {ref.actor for ref in self.refs(arguments.subject(verb))}

    def _last(self, count: int, lemma: str, token: Token) -> tuple[Ref, ...]:
        """The last `count` different actors of the kind the noun names: "the two groups", "both leaders"."""
        kinds = _kinds_of(lemma)
        found: list[str] = []
        entries = [entry for entry in self._candidates(token) if entry.kind in kinds]
        near = sorted(
            entries, key=lambda e: (e.sentence + (0 if e.argument else -1.5), e.position), reverse=True
        )
        for entry in near:
            if entry.actor not in found:
                found.append(entry.actor)
            if len(found) == count:
                break
        if len(found) < count:
            return ()
        start, end = _start(token), token.i + 1
        return tuple(Ref(actor, start, end, "nominal", 0.7) for actor in reversed(found))

    def topic(self) -> str | None:
        """Who the last sentences were about: the latest subject."""
        return next((e.actor for e in reversed(self._history) if e.is_subject), None)


def _kinds_of(lemma: str) -> set[str]:
    if lemma in {
        "country",
        "state",
        "nation",
        "neighbour",
        "neighbor",
        "capital",
        "republic",
        "kingdom",
        "government",
        "power",
    }:
        return {"state"}
    if lemma in {"leader", "president", "man", "general", "minister", "commander"}:
        return {"person"}
    if lemma in {
        "group",
        "movement",
        "militia",
        "faction",
        "insurgency",
        "branch",
        "offshoot",
        "militant",
        "rebel",
        "affiliate",
    }:
        return {"armed-group"}
    if lemma in {"alliance", "bloc", "organisation", "organization", "union"}:
        return {"organisation"}
    if lemma in {"region", "territory", "peninsula", "area", "province", "enclave"}:
        return {"region"}
    return {"state", "armed-group", "organisation"}


def _named_only(token: Token, by_token: dict[int, Mention]) -> list[Token]:
    """A modifier counts as an owner when it is a name or a possessive pronoun."""
    if token.i in by_token or token.tag_ == "PRP$" or token.dep_ == "poss":
        return [token]
    return [
        child
        for child in token.children
        if child.i in by_token and child.dep_ in {"compound", "nmod", "npadvmod", "poss"}
    ][:0]


def _start(noun: Token) -> int:
    """The first word of a noun's own phrase: its article, adjectives and owners."""
    close = {"det", "amod", "compound", "poss", "nummod", "nmod", "predet", "quantmod"}
    return min(
        [
            noun.i,
            *(
                child.left_edge.i if child.dep_ == "poss" else child.i
                for child in noun.children
                if child.dep_ in close and child.i < noun.i
            ),
        ]
    )


def _listed(head: Token) -> Iterable[tuple[Token, bool]]:
    """The head and what is joined to it, each with whether it is denied ("but not Russia")."""
    yield head, False
    for child in head.children:
        if child.dep_ == "conj":
            yield from _joined(child)
    if head.dep_ in {"pobj", "dobj"}:
        # the parser hangs "but not Russia" on the verb
        verb = next((a for a in head.ancestors if a.pos_ in {"VERB", "AUX"}), None)
        for child in verb.children if verb is not None else ():
            if child.dep_ == "conj" and child.i > head.i and child.pos_ in {"PROPN", "NOUN"} and _not(child):
                yield from _joined(child)


def _joined(token: Token) -> Iterable[tuple[Token, bool]]:
    denied = _not(token)
    for inner, negated in _listed(token):
        yield inner, negated or denied


def _not(token: Token) -> bool:
    return any(child.dep_ == "neg" or child.lower_ == "not" for child in token.children)


def _empty_it(token: Token) -> bool:
    """ "It is a stretch for Russia to be concerned", "it is clear that": the pronoun stands for nobody."""
    verb = token.head
    if token.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    if verb.lemma_ == "be":
        complements = [c for c in verb.children if c.dep_ in {"attr", "acomp"}]
        clauses = [c for c in verb.children if c.dep_ in {"ccomp", "xcomp", "advcl"} and c.i > verb.i]
        nested = [
            g
            for c in complements
            for g in c.children
            if g.dep_ in {"advcl", "ccomp", "xcomp", "relcl", "acl"}
        ]
        return bool(complements) and bool(clauses or nested)
    return verb.lemma_ in {"seem", "appear", "rain", "follow", "turn"} or (
        arguments.is_passive(verb) and any(c.dep_ == "ccomp" for c in verb.children)
    )
