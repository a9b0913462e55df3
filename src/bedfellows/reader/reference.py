"""Who a phrase stands for: names, pronouns, "the two groups", "its leaders", "an old enemy".

A `Discourse` reads one document from front to back, a sentence at a time, and remembers who was named where.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bedfellows.actors import Registry, new_actor
from bedfellows.actors.model import Actor
from bedfellows.reader import clauses
from bedfellows.reader.antecedents import Entry, Wanted, last_of, most_likely, within_reach
from bedfellows.reader.lexicon import Lexicon
from bedfellows.reader.lists import listed
from bedfellows.reader.mentions import Mention, MentionFinder, Ref
from bedfellows.reader.nominals import span_start, stands_for
from bedfellows.reader.pronouns import who_is_meant
from bedfellows.reader.speakers import Voice

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_STRIKING = {"fights", "sanctions", "coerces", "annexes", "protests-against"}
_RELATIVE = {"WP", "WDT", "WP$"}
_SOME = {
    "some",
    "many",
    "most",
    "several",
    "few",
    "elements",
    "members",
    "remnants",
    "parts",
    "others",
    "veterans",
}
_EACH = {"either", "neither", "both", "each"}
_ARGUMENTS = {"nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj", "agent", "dative", "oprd", "poss"}
_REMEMBERED = {"nsubj", "nsubjpass", "dobj", "pobj", "attr"}
_SURE_ENOUGH = {"pronoun", "nominal", "body", "generic"}
_SINGULAR_GROUPS = {
    "front",
    "party",
    "army",
    "movement",
    "state",
    "group",
    "organisation",
    "organization",
    "union",
    "hezbollah",
    "hamas",
}
_DEEPEST = 6


class Discourse:
    """The reader's memory of one document."""

    def __init__(self, registry: Registry, finder: MentionFinder, lexicon: Lexicon, on: date | None) -> None:
        self.registry = registry
        self.finder = finder
        self.lexicon = lexicon
        self.on = on
        self.made: dict[str, Actor] = {}
        self._history: list[Entry] = []
        self.counts: Counter[str] = Counter()  # how often each actor was named so far, but for this sentence
        self._short: dict[str, str] = {}
        self.bodies: dict[str, str] = {}  # "the army", "the rebels": whose it was when last named
        self.voice: Voice | None = None  # who speaks, in a transcript
        self.sentence = 0
        self._by_token: dict[int, Mention] = {}
        self._memo: dict[int, tuple[Ref, ...]] = {}
        self.start = 0
        self._resolving: set[int] = set()

    # -- reading on -------------------------------------------------------------------------------------------------

    def open_block(self, doc: Doc) -> None:
        """Find the names in the next block of the document."""
        mentions, made = self.finder.find(doc, self.on, self.made, self._short)
        for actor in made:
            self.made[actor.name.lower()] = actor
        self._by_token = {
            index: mention for mention in mentions for index in range(mention.start, mention.end)
        }
        self._memo = {}

    def open_sentence(self, sentence: Span) -> None:
        """Move on to the next sentence of the block."""
        self.sentence += 1
        self.start = sentence.start

    def close_sentence(self, sentence: Span) -> None:
        """Remember who the sentence named."""
        entries = list(self._entries(sentence))
        self._history += entries
        self.counts.update(actor for entry in entries for actor in entry.actors)

    def _entries(self, tokens: Iterable[Token]) -> Iterator[Entry]:
        """Whom the words name, in order: names, lists of names, and what pronouns and phrases stand for."""
        done = -1
        for token in tokens:
            if token.i <= done:
                continue
            mention = self._by_token.get(token.i)
            if mention is not None:
                done = mention.end - 1
                head = token.doc[mention.start : mention.end].root
                modifier = mention.kind == "demonym" and head.dep_ in {"amod", "compound"}
                yield self._entry((mention.actor,), head, modifier=modifier)
                if head.dep_ != "conj":
                    together = [ref.actor for ref in self.refs([head]) if not ref.negated]
                    if len(together) > 1:
                        yield self._entry(tuple(together), head, modifier=modifier)
            elif token.pos_ in {"PRON", "NOUN"} and token.dep_ in _REMEMBERED:
                refs = self._phrase(token)
                actors = tuple(dict.fromkeys(ref.actor for ref in refs if self._is_worth_remembering(ref)))
                if actors:
                    yield self._entry(actors, token, modifier=False)

    def _entry(self, actors: tuple[str, ...], head: Token, *, modifier: bool) -> Entry:
        named = head
        if head.dep_ == "appos" and head.head.pos_ == "NOUN":
            head = head.head  # "His successor, Ferdinand Marcos, ...": he does what the successor does
        if self._owns_a_thing(head):
            head = head.head  # "China's part in this is strange": the sentence is about China
        plural = len(actors) > 1 or self._is_plural(actors[0], named)
        return Entry(
            actors,
            frozenset(self._standing(actor) for actor in actors),
            self.sentence,
            named.i,
            head.dep_ in {"nsubj", "nsubjpass"} and not modifier and not self._only_says(head),
            plural,
            head.dep_ in {"nsubj", "nsubjpass"} and head.head.dep_ == "ROOT",
            (head.dep_ in _ARGUMENTS or head.i == self.start)
            and not modifier
            and head.head.lower_ not in {"including", "like"},
            not plural and not self._may_be_many(actors[0], named),
        )

    def _owns_a_thing(self, owner: Token) -> bool:
        """ "China's part": the owner of a subject that is nobody itself."""
        thing = owner.head
        words, lemma = self.lexicon.words, thing.lemma_.lower()
        somebody = any(lemma in words[each] for each in ("body", "title", "arms", "group", "role", "class"))
        return (
            owner.dep_ == "poss"
            and thing.dep_ in {"nsubj", "nsubjpass"}
            and thing.pos_ == "NOUN"
            and not somebody
        )

    def is_town(self, actor_id: str) -> bool:
        """Is it a place that no registry knows, and that nobody takes for an actor?"""
        actor = self.actor(actor_id)
        return actor is None or (actor.kind == "region" and not actor.registered)

    def _standing(self, actor_id: str) -> str:
        return "place" if self.is_town(actor_id) else self.kind(actor_id)

    def _is_plural(self, actor_id: str, head: Token) -> bool:
        """Does the phrase speak of many: "the Houthis", "the Saudis", "fighters"?"""
        text, kind = head.text, self.kind(actor_id)
        if head.tag_ == "NNS" or (self.is_demonym(head) and head.dep_ not in {"amod", "compound"}):
            return True
        if kind == "armed-group":
            return text.endswith("s") and not text.isupper() and text.lower() not in _SINGULAR_GROUPS
        return text.endswith("s") and text[:1].isupper() and kind not in {"person", "state"} and len(text) > 3

    def _may_be_many(self, actor_id: str, head: Token) -> bool:
        """Names that are used as one and as many: "Hezbollah has", "the Taliban have"."""
        return self.kind(actor_id) == "armed-group" and head.text.lower() not in _SINGULAR_GROUPS

    def _is_worth_remembering(self, ref: Ref) -> bool:
        return ref.how in _SURE_ENOUGH and not (ref.how == "generic" and self.name(ref.actor).islower())

    def _only_says(self, subject: Token) -> bool:
        """ "..., the ministry said": whoever says so at the end is not what the sentence is about."""
        verb = subject.head
        said_before = verb.dep_ in {"parataxis", "ccomp"} or any(
            c.dep_ == "ccomp" and c.i < verb.i for c in verb.children
        )
        return said_before and verb.lemma_ in self.lexicon.words["say"]

    def mentions(self) -> list[Mention]:
        """The names in the block."""
        return list(dict.fromkeys(self._by_token.values()))

    def called(self, part: str) -> str | None:
        """The person, named before, whose name it is a part of: "Burhan"."""
        return self._short.get(part)

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

    def is_demonym(self, token: Token) -> bool:
        """Is the token an adjective made of a name: Iranian?"""
        mention = self._by_token.get(token.i)
        return mention is not None and mention.kind == "demonym"

    def leaning(self, token: Token) -> bool:
        """Is it the name in "pro-Iranian" or "anti-Iranian"?"""
        named = token.i in self._by_token and token.i >= 2 and token.dep_ in {"amod", "compound", "nmod"}
        return named and token.nbor(-1).text in {"-", "–"} and token.nbor(-2).lower_ in {"pro", "anti"}

    def is_capital(self, token: Token) -> bool:
        """Is the token the name of a capital?"""
        mention = self._by_token.get(token.i)
        return mention is not None and mention.kind == "capital"

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
            for token, negated in listed(head):
                refs = self._phrase(token)
                if not refs and parts:
                    refs = self._part(token)
                found += [replace(ref, negated=True) if negated else ref for ref in refs]
        unique: dict[tuple[str, bool], Ref] = {}
        for ref in found:
            unique.setdefault((ref.actor, ref.negated), ref)
        return list(unique.values())

    def phrase(self, token: Token) -> tuple[Ref, ...]:
        """Who the phrase with this head stands for, without those it is joined to."""
        return self._phrase(token)

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
            head = token.doc[mention.start : mention.end].root
            if self.kind(mention.actor) == "region" and head.lemma_.lower() in self.lexicon.words["class"]:
                listed = [t for t in clauses.prepositional(head, "of") if self.is_name(t)]
                if listed:  # "the Central Asian republics of Tajikistan and Uzbekistan"
                    return tuple(self.refs(listed))
            last = token.doc[mention.end - 1].lemma_.lower()
            if last in self.lexicon.words["group"]:
                self.bodies[last] = mention.actor  # "the M23 rebels": henceforth "the rebels"
            return (Ref(mention.actor, mention.start, mention.end, "name", 1.0),)
        if token.tag_ in _RELATIVE:
            return self._relative(token)
        if token.lower_ in _EACH and (whole := clauses.prepositional(token, "of")):
            return tuple(self.refs(whole))  # "either of them"
        if token.lower_ in _SOME:
            return self._some(token)
        if token.pos_ == "PRON" or token.tag_ == "PRP$":
            return who_is_meant(token, self)
        if token.pos_ in {"NOUN", "PROPN", "NUM", "ADJ", "DET", "PRON"}:
            return stands_for(token, self)
        return ()

    def owners(self, token: Token) -> list[Ref]:
        """The actors whose noun this is: "Taliban leadership", "the army of Mali", "its forces"."""
        before = [
            c
            for c in token.children
            if c.dep_ in {"poss", "compound", "amod", "nmod"} and c.i < token.i and not self.leaning(c)
        ]
        refs = [ref for child in before for ref in self.refs(_named_only(child, self._by_token))]
        if refs:
            return refs
        after = [
            *clauses.prepositional(token, "of"),
            *clauses.prepositional(token, "from"),
            *clauses.prepositional(token, "in"),
        ]
        return [ref for ref in self.refs(after) if ref.how in {"name", "pronoun", "nominal"}]

    def _part(self, token: Token) -> tuple[Ref, ...]:
        if (
            token.pos_ not in {"NOUN", "PROPN", "ADJ", "VERB"}
            or token.lemma_.lower() in self.lexicon.words["no_part"]
        ):
            return ()
        struck = self.strikes(token)
        at = any(child.lower_ in {"against", "on"} for child in token.children if child.dep_ == "prep")
        doing = ("of", "by") if at else ("by",)  # "the war of Iran against Iraq", "the invasion of Iraq"
        after = [
            noun
            for preposition in (doing if struck else ("of", "by", "against", "from"))
            for child in token.children
            if child.dep_ in {"prep", "agent"} and child.lower_ == preposition
            for noun in child.children
            if noun.dep_ == "pobj"
        ]
        doers = [doer for doer in clauses.prepositional(token, "by") if token.pos_ == "NOUN"]
        after = doers or after  # "the invasion of Georgia by Russia": Russia's
        before = [
            c
            for c in token.children
            if c.dep_ in {"poss", "compound", "amod", "nmod"} and c.i < token.i and not self.leaning(c)
        ]
        owned = [c for c in token.children if c.dep_ == "acl" and c.tag_ == "VBN"]
        after += [owner for participle in owned for owner in clauses.prepositional(participle, "by")]
        first = [child for child in before if child.dep_ == "poss"]
        for heads in (first, after, before):
            refs = [ref for head in heads for ref in (self.refs([head]) or self.refs([head], parts=True))]
            if refs:
                return tuple(replace(ref, how="part", score=ref.score * 0.8) for ref in refs)
        return ()

    def strikes(self, token: Token) -> bool:
        """ "The fight against Iraq", "sanctions on Iran": who is struck is not whom the phrase stands for, unless it is called off."""
        if token.pos_ != "NOUN" or token.head.lemma_ in self.lexicon.words["lift"]:
            return False
        rules = self.lexicon.rules.get((token.lemma_.lower(), "noun"), ())
        return any(rule.relation in _STRIKING for rule in rules)

    def _some(self, token: Token) -> tuple[Ref, ...]:
        """ "Some in the Taliban leadership", "members of the movement": the group, in part."""
        whole = (
            clauses.prepositional(token, "of")
            or clauses.prepositional(token, "in")
            or clauses.prepositional(token, "among")
        )
        refs = self.refs(whole) or self.refs(whole, parts=True) or ([] if whole else self.owners(token))
        return tuple(Ref(ref.actor, span_start(token), token.i + 1, "part", 0.7 * ref.score) for ref in refs)

    def _relative(self, token: Token) -> tuple[Ref, ...]:
        clause = token
        for _ in range(_DEEPEST):
            if clause.dep_ == "csubj" and clause.head.lemma_ == "be":  # "what Tehran fears is Israel"
                return tuple(self.refs([c for c in clause.head.children if c.dep_ == "attr"]))
            if clause.dep_ == "relcl":
                antecedent = clause.head
                if token.lower_ == "which" and clause.lemma_ in self.lexicon.words["upset"]:
                    # "Burundi sent troops to help Kinshasa, which worries Rwanda": what Burundi did does
                    main = next((a for a in antecedent.ancestors if a.pos_ == "VERB"), None)
                    return tuple(self.refs(clauses.subject(main))) if main is not None else ()
                if antecedent.i < token.i:
                    return tuple(self.refs([antecedent]))
                break
            clause = clause.head
        return ()

    def make(self, name: str) -> Actor:
        """An armed group that no registry knows: "Congolese rebels"."""
        known = self.made.get(name.lower())
        if known is None:
            known = new_actor(name, "armed-group", self.registry)
            self.made[name.lower()] = known
        return known

    # -- definite phrases -----------------------------------------------------------------------------------------

    def recent(self, token: Token, wanted: Wanted, start: int, end: int, score: float) -> tuple[Ref, ...]:
        """The actor, or for a plural the actors, most likely meant."""
        wanted = replace(wanted, barred=wanted.barred | self.barred(token))
        actors = most_likely(self.candidates(token), self.sentence, wanted, self.counts)
        how = "pronoun" if end - start == 1 and token.pos_ == "PRON" else "nominal"
        return tuple(Ref(actor, start, end, how, score) for actor in actors)

    def candidates(self, token: Token) -> list[Entry]:
        """Who was named before the token: earlier in the sentence and in the last few."""
        before = (
            other
            for other in token.doc[self.start : token.i]
            if token.dep_ == "poss" or not _is_close_part(token, self.head_of(other))
        )
        return [*within_reach(self._history, self.sentence), *self._entries(before)]

    def head_of(self, token: Token) -> Token:
        """The head of the name that the token is part of; the token itself where it is part of none."""
        mention = self._by_token.get(token.i)
        return token.doc[mention.start : mention.end].root if mention is not None else token

    def barred(self, token: Token) -> set[str]:
        """An object pronoun is not its own verb's subject: "The Taliban see them as rivals"."""
        if token.dep_ == "poss" and token.head.dep_ == "appos":
            return {
                ref.actor for ref in self.refs([token.head.head])
            }  # "Hezbollah, its ally": not Hezbollah's
        if token.dep_ not in {"dobj", "pobj", "dative"}:
            return set()
        verb = next((ancestor for ancestor in token.ancestors if ancestor.pos_ in {"VERB", "AUX"}), None)
        if verb is None or token.lower_.endswith(("self", "selves")):
            return set()
        if token.dep_ == "pobj" and token.head.head.pos_ in {"NOUN", "PROPN"} and token.head.dep_ == "prep":
            return set()  # "compared the choice before him": the verb's subject may well be meant
        return {ref.actor for ref in self.refs(clauses.subject(verb))}

    def last(self, count: int, kinds: frozenset[str], token: Token) -> tuple[Ref, ...]:
        """The last `count` different actors of some kinds: "the two groups", "both leaders"."""
        wanted = Wanted(kinds, barred=frozenset(self.barred(token)))
        found = last_of(self.candidates(token), count, self.sentence, wanted, self.counts)
        start, end = span_start(token), token.i + 1
        return tuple(Ref(actor, start, end, "nominal", 0.7) for actor in found)

    def latest(self) -> Iterator[str]:
        """Everybody named in the sentences before, the latest first."""
        return (actor for entry in reversed(self._history) for actor in entry.actors)

    def topic(self) -> str | None:
        """Who the last sentences were about: the latest subject."""
        return next((entry.actors[0] for entry in reversed(self._history) if entry.is_subject), None)


def _is_close_part(token: Token, head: Token) -> bool:
    """ "The friend of her enemies": a part of a phrase is not the whole. In a clause of it ("Japan, which fears that it") it may be."""
    node = token
    for _ in range(_DEEPEST):
        if node == head:
            return True
        if node.dep_ in {"relcl", "acl", "appos", "ROOT"} or node.pos_ in {"VERB", "AUX", "ADJ"}:
            return False
        node = node.head
    return False


def _named_only(token: Token, by_token: dict[int, Mention]) -> list[Token]:
    """A modifier counts as an owner when it is a name or a possessive pronoun."""
    if token.i in by_token or token.tag_ == "PRP$" or token.dep_ == "poss":
        return [token]
    return [
        child
        for child in token.children
        if child.i in by_token and child.dep_ in {"compound", "nmod", "npadvmod", "poss"}
    ][:0]
