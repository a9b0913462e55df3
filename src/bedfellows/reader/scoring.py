"""How well a reader does: its readings held against gold, that is, texts coded by hand.

What counts as found, and how:

- **Actors.** Names in the gold are resolved on the day the text was published. A name that no registry knows stands for itself, and
  matches a reader's unregistered actor whose name is the same, or begins or ends it or is begun or ended by it ("Burhan", "Abdel Fattah
  al-Burhan"), or is one of the other names that the gold lists.
- **Relations.** A claim is the same as a gold claim when subject, relation, object and negation agree; either way round for symmetric
  relations. What is sought, feared or described is not compared. Each text counts a relation once, however often it is stated.
  `sentences` is the stricter figure: the sentence must agree too. `pairs` is the lenient one: the right two actors, in either order, and
  the right sign (negation turns it round).
- **Certainty, speakers and support types** are compared for claims found in the right sentence only, and only where the gold codes them.
  Speakers agree when both name none or any is the same. Support types are counted one by one.
- **Motives.** Same holder, and reasons that overlap. **Outcomes.** Conditions that overlap and outcomes that overlap. Words overlap when
  they share at least half of the words of both together (the Jaccard index), or half of the shorter's when that has two or more; function
  words and capitals are left aside. Each is matched to at most one of the gold, so that as many as possible are.

Precision is the share of what was read that is in the gold, recall the share of the gold that was read, F1 their harmonic mean. Where
there is nothing to find and nothing was read all three are 1; where only one of the two is empty they are 0.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from bedfellows.actors import Registry, resolve
from bedfellows.actors.names import folded
from bedfellows.case.records import Claim, ConditionalOutcome, Motive, Reading
from bedfellows.errors import ReaderError
from bedfellows.ontology.relations import RELATIONS
from bedfellows.reader.figures import Agreement, Difference, Figures, Judged, Score, Tally, TextScore
from bedfellows.reader.gold import Gold, GoldClaim, GoldMotive, GoldOutcome, load_gold
from bedfellows.reader.interface import Document, Reader

__all__ = ["Agreement", "Difference", "Figures", "Gold", "Score", "Tally", "TextScore", "load_gold", "score"]

_FUNCTION_WORDS = frozenset(
    "a an the this that these those it its he his she her they their them who whom whose which of to in on at by for from with as "
    "and or but so is are was were be been being has have had do does did will would".split()
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_Read = TypeVar("_Read")
_Coded = TypeVar("_Coded")
_Key = tuple[str, str, str, bool]  # subject, relation, object, negated


def score(golds: Sequence[Gold], reader: Reader, registry: Registry) -> Score:
    """Reads the texts of `golds` with `reader` and compares; the head of this module says how.

    `registry` is the one the reader uses. Raises ReaderError where the reader does not give one reading for each text, and whatever
    the reader raises.
    """
    documents = [
        Document(gold.text, gold.locator, gold.title, gold.kind, published=gold.published) for gold in golds
    ]
    readings = list(reader.read(documents))
    if len(readings) != len(golds):
        raise ReaderError(
            f"expected {len(golds)} readings from {reader.name}, one for each text, found {len(readings)}. "
            "Score the texts one by one to find the one it fails on."
        )
    texts = tuple(
        _Comparison(gold, reading, registry).result() for gold, reading in zip(golds, readings, strict=True)
    )
    return Score(reader.name, sum((text.tally for text in texts), Tally()), texts)


class _Comparison:
    """One gold and one reading, with their actors under common keys."""

    def __init__(self, gold: Gold, reading: Reading, registry: Registry) -> None:
        self.gold, self.reading, self.registry = gold, reading, registry
        self.passages = {passage.id: passage for passage in reading.passages}
        self.starts = [start for start, _ in gold.sentences]
        self.new = {actor.id: actor.name for actor in reading.new_actors}
        self.unknown: dict[str, list[str]] = {}
        self.gold_keys = {name: self._gold_key(name) for name in sorted(_gold_names(gold))}
        self.read_keys: dict[str, str] = {}

    def result(self) -> TextScore:
        tally, misses, extras = self._relations()
        motives = _matched(
            _distinct(self.reading.motives, lambda m: (self._read_key(m.holder), _content(m.reason)), _start),
            _distinct(self.gold.motives, lambda m: (self._coded_key(m.holder), _content(m.reason)), _number),
            self._same_motive,
        )
        outcomes = _matched(
            _distinct(self.reading.outcomes, _halves, _start),
            _distinct(self.gold.outcomes, _halves, _number),
            _same_outcome,
        )
        tally += Tally(
            motives=motives.figures,
            outcomes=outcomes.figures,
            motive_kinds=_same((read.kind, coded.kind) for read, coded in motives.pairs),
            outcome_kinds=_same((read.kind, coded.kind) for read, coded in outcomes.pairs),
        )
        misses += [self._difference("motive", m.sentence, f"{m.holder}: {m.reason}") for m in motives.missed]
        misses += [
            self._difference("outcome", o.sentence, f"{o.condition} → {o.outcome}") for o in outcomes.missed
        ]
        extras += [
            self._difference("motive", self._sentence(m), f"{self._shown(m.holder)}: {m.reason}")
            for m in motives.extra
        ]
        extras += [
            self._difference("outcome", self._sentence(o), f"{o.condition} → {o.outcome}")
            for o in outcomes.extra
        ]
        return TextScore(
            self.gold.title,
            self.gold.locator,
            tally,
            tuple(sorted(misses, key=_place)),
            tuple(sorted(extras, key=_place)),
            self.judged(),
        )

    # Actors

    def _gold_key(self, name: str) -> str:
        actor = resolve(name, self.gold.published, self.registry).actor
        if actor is not None:
            return actor.id
        key = f"name:{folded(name)}"
        self.unknown[key] = [folded(name), *(folded(other) for other in self.gold.names.get(name, ()))]
        return key

    def _coded_key(self, name: str | None) -> str:
        return "" if name is None else self.gold_keys[name]

    def _read_key(self, actor_id: str | None) -> str:
        if actor_id is None:
            return ""
        if actor_id not in self.read_keys:
            self.read_keys[actor_id] = (
                actor_id if self.registry.get(actor_id) else self._unknown_key(actor_id)
            )
        return self.read_keys[actor_id]

    def _unknown_key(self, actor_id: str) -> str:
        name = folded(self.new.get(actor_id, actor_id.removeprefix("x-")))
        for same in (lambda a, b: a == b, _part_of_name):
            for key, names in self.unknown.items():
                if any(same(name, other) for other in names):
                    return key
        return f"name:{name}"

    def _shown(self, actor_id: str | None) -> str:
        if actor_id is None:
            return "nobody named"
        actor = self.registry.get(actor_id)
        return actor.name if actor else self.new.get(actor_id, actor_id)

    # Relations

    def _relations(self) -> tuple[Tally, list[Difference], list[Difference]]:
        coded: dict[_Key, list[GoldClaim]] = defaultdict(list)
        for entry in self.gold.claims:
            subject, object_ = self._coded_key(entry.subject), self._coded_key(entry.object)
            coded[_key(subject, entry.relation, object_, entry.negated)].append(entry)
        read: dict[_Key, list[Claim]] = defaultdict(list)
        for claim in sorted(
            self.reading.claims, key=lambda claim: (-claim.confidence, claim.start, claim.id)
        ):
            subject, object_ = self._read_key(claim.subject), self._read_key(claim.object)
            read[_key(subject, claim.relation, object_, claim.negated)].append(claim)

        at_coded = {(key, entry.sentence): entry for key in coded for entry in reversed(coded[key])}
        at_read = {(key, self._sentence(claim)): claim for key in read for claim in reversed(read[key])}
        both = [(at_read[place], entry) for place, entry in at_coded.items() if place in at_read]
        tally = Tally(
            relations=_overlap(read, coded),
            sentences=_overlap(at_read, at_coded),
            pairs=_overlap({_pair(key) for key in read}, {_pair(key) for key in coded}),
            support_types=sum(
                (
                    _overlap(claim.support_types, entry.support_types)
                    for claim, entry in both
                    if entry.support_types is not None
                ),
                Figures(),
            ),
            certainty=_same((claim.certainty, entry.certainty) for claim, entry in both),
            said_by=self._speakers(both),
            by_relation={
                relation: _overlap(_of(relation, read), _of(relation, coded))
                for relation in RELATIONS
                if _of(relation, read) or _of(relation, coded)
            },
        )
        misses = [
            self._difference(
                "relation",
                entries[0].sentence,
                _words(entries[0].subject, key, entries[0].object),
                key[1],
                _instead(key, read),
            )
            for key, entries in coded.items()
            if key not in read
        ]
        extras = [
            self._difference(
                "relation",
                self._sentence(claims[0]),
                _words(
                    self._shown(claims[0].subject), key, claims[0].object and self._shown(claims[0].object)
                ),
                key[1],
                _instead(key, coded),
            )
            for key, claims in read.items()
            if key not in coded
        ]
        return tally, misses, extras

    def judged(self) -> tuple[Judged, ...]:
        """Each claim that was read, with whether the gold has its relation between the same two actors."""
        coded = {
            _key(self._coded_key(entry.subject), entry.relation, self._coded_key(entry.object), entry.negated)
            for entry in self.gold.claims
        }
        read = [
            (
                claim,
                _key(
                    self._read_key(claim.subject), claim.relation, self._read_key(claim.object), claim.negated
                ),
            )
            for claim in self.reading.claims
        ]
        return tuple(Judged(claim.confidence, relation in coded, relation) for claim, relation in read)

    def _speakers(self, both: Iterable[tuple[Claim, GoldClaim]]) -> Agreement:
        total = Agreement()
        for claim, entry in both:
            if entry.said_by is not None:
                coded = {self._coded_key(name) for name in entry.said_by}
                read = {self._read_key(actor_id) for actor_id in claim.said_by}
                total += Agreement(int(bool(coded & read) or not (coded or read)), 1)
        return total

    # Motives and outcomes

    def _same_motive(self, read: Motive, coded: GoldMotive) -> bool:
        return self._read_key(read.holder) == self._coded_key(coded.holder) and words_overlap(
            read.reason, coded.reason
        )

    # Places

    def _sentence(self, record: Claim | Motive | ConditionalOutcome) -> int | None:
        if self.starts:
            return bisect_right(self.starts, record.start) or None
        passage = self.passages.get(record.passage_id)
        return passage.ordinal if passage else None

    def _difference(
        self,
        what: Literal["relation", "motive", "outcome"],
        sentence: int | None,
        words: str,
        relation: str | None = None,
        hint: str = "",
    ) -> Difference:
        text = ""
        if sentence and self.gold.sentences:
            start, end = self.gold.sentences[sentence - 1]
            text = self.gold.text[start:end]
        elif sentence:
            text = next((p.text for p in self.reading.passages if p.ordinal == sentence), "")
        return Difference(what, sentence, text, words, relation, hint)


@dataclass(frozen=True, slots=True)
class _Matching(Generic[_Read, _Coded]):
    pairs: list[tuple[_Read, _Coded]]
    missed: list[_Coded]
    extra: list[_Read]

    @property
    def figures(self) -> Figures:
        found = len(self.pairs)
        return Figures(found, found + len(self.extra), found + len(self.missed))


def _matched(
    read: Sequence[_Read], coded: Sequence[_Coded], same: Callable[[_Read, _Coded], bool]
) -> _Matching[_Read, _Coded]:
    """The largest set of pairs that are the same, each of either side used once."""
    import networkx as nx

    # Numbers as nodes: their order in a set is the same on every run, so that the pairs are too.
    first = len(read)
    graph = nx.Graph()
    graph.add_nodes_from(range(first + len(coded)))
    graph.add_edges_from(
        (i, first + j) for i, r in enumerate(read) for j, c in enumerate(coded) if same(r, c)
    )
    partner = nx.bipartite.hopcroft_karp_matching(graph, top_nodes=range(first))
    pairs = [(i, partner[i] - first) for i in range(first) if i in partner]
    used_read, used_coded = {i for i, _ in pairs}, {j for _, j in pairs}
    return _Matching(
        [(read[i], coded[j]) for i, j in pairs],
        [c for j, c in enumerate(coded) if j not in used_coded],
        [r for i, r in enumerate(read) if i not in used_read],
    )


def words_overlap(one: str, other: str) -> bool:
    """Whether two wordings say about the same: they share half their words, or half of the shorter's if it has two or more.

    Function words and capitals are left aside, unless there is nothing else.
    """
    a, b = _content(one), _content(other)
    shared = len(a & b)
    shorter = min(len(a), len(b))
    return bool(shared) and (2 * shared >= len(a | b) or (shorter >= 2 and 2 * shared >= shorter))


def _content(words: str) -> frozenset[str]:
    tokens = frozenset(_WORD.findall(words.casefold().replace("’", "'")))
    return tokens - _FUNCTION_WORDS or tokens


def _distinct(
    entries: Iterable[_Read], key: Callable[[_Read], Hashable], order: Callable[[_Read], tuple[int, str]]
) -> list[_Read]:
    """The first of each in the order of the text."""
    first: dict[Hashable, _Read] = {}
    for entry in sorted(entries, key=order):
        first.setdefault(key(entry), entry)
    return list(first.values())


def _start(record: Motive | ConditionalOutcome) -> tuple[int, str]:
    return record.start, record.id


def _number(entry: GoldMotive | GoldOutcome) -> tuple[int, str]:
    return entry.sentence, repr(entry)


def _halves(entry: ConditionalOutcome | GoldOutcome) -> tuple[frozenset[str], frozenset[str]]:
    return _content(entry.condition), _content(entry.outcome)


def _same_outcome(read: ConditionalOutcome, coded: GoldOutcome) -> bool:
    return words_overlap(read.condition, coded.condition) and words_overlap(read.outcome, coded.outcome)


def _gold_names(gold: Gold) -> set[str]:
    names = {name for claim in gold.claims for name in (claim.subject, claim.object, *(claim.said_by or ()))}
    names |= {name for motive in gold.motives for name in (motive.holder, motive.towards)}
    return {name for name in names if name is not None}


def _part_of_name(one: str, other: str) -> bool:
    shorter, longer = sorted((one.split(), other.split()), key=len)
    return bool(shorter) and (longer[: len(shorter)] == shorter or longer[-len(shorter) :] == shorter)


def _key(subject: str, relation: str, object_: str, negated: bool) -> _Key:
    if RELATIONS[relation].symmetric and object_ < subject:
        subject, object_ = object_, subject
    return subject, relation, object_, negated


def _pair(key: _Key) -> tuple[str, str, int]:
    subject, relation, object_, negated = key
    sign = RELATIONS[relation].sign
    return min(subject, object_), max(subject, object_), -sign if negated else sign


def _of(relation: str, keys: Iterable[_Key]) -> set[_Key]:
    return {key for key in keys if key[1] == relation}


def _overlap(read: Iterable[Hashable], coded: Iterable[Hashable]) -> Figures:
    one, other = set(read), set(coded)
    return Figures(len(one & other), len(one), len(other))


def _same(values: Iterable[tuple[str, str | None]]) -> Agreement:
    """How often the two are equal, where the gold (second) has a value."""
    compared = [read == coded for read, coded in values if coded is not None]
    return Agreement(sum(compared), len(compared))


def _words(subject: str, key: _Key, object_: str | None) -> str:
    return " ".join([subject, *(["not"] if key[3] else []), key[1], *([object_] if object_ else [])])


def _instead(key: _Key, others: Iterable[_Key]) -> str:
    """What the other side has between the same two actors, if anything."""
    found = []
    for subject, relation, object_, negated in others:
        if {subject, object_} == {key[0], key[2]}:
            turned = subject != key[0] and not RELATIONS[relation].symmetric
            found.append(f"{'not ' if negated else ''}{relation}{' (other way round)' if turned else ''}")
    return ", ".join(sorted(found))


def _place(difference: Difference) -> tuple[int, str, str]:
    return difference.sentence or 0, difference.what, difference.words
