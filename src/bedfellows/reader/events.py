"""Codes the events of prose: who does what to whom, in PLOVER's types and modes. One main event a sentence.

A word of the lexicon in the place its rule asks for makes a candidate. What stands above it in the parse (verbs of
saying, promising, threatening, refusing; auxiliaries; negation) says how the event is put, and so may change its
type. The candidate that stands highest in the sentence and has its parties is the main event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bedfellows import __version__
from bedfellows.reader.event_actors import ActorCoder
from bedfellows.reader.event_candidates import candidates
from bedfellows.reader.event_confidence import confidence, features
from bedfellows.reader.event_lexicon import load_event_lexicon
from bedfellows.reader.event_parties import parties, reported
from bedfellows.reader.event_phrases import ActorNames, CodedActor
from bedfellows.reader.pipeline import load_pipeline, parsed, pipeline_name
from bedfellows.reader.segment import blocks, for_parser, sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from bedfellows.actors import Registry

LONGEST_SENTENCE = 250
_BATCH = 64


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """An event that a sentence tells.

    `event` and `mode` are PLOVER 2021's. `put` says how the text puts it (see event_put.How). `start` and `end` are
    the offsets of the sentence in the text; `words` are those that decided, `rule` the lexicon's line. `main` marks
    the sentence's main event. `confidence` is the chance that type and parties are right, and
    `grounds` are what it rests on (see event_confidence.py).
    """

    event: str
    mode: str | None
    source: tuple[CodedActor, ...]
    target: tuple[CodedActor, ...]
    put: str
    sentence: str
    start: int
    end: int
    words: tuple[str, ...]
    rule: str
    main: bool
    confidence: float
    grounds: Mapping[str, float] = field(default_factory=dict, compare=False, repr=False)


class EventCoder:
    """Codes events with a spaCy pipeline and the rules in `lexicon/events.tsv`. The same text gives the same events.

    Args:
        registry: the actors to look for.
        model: an installed spaCy pipeline; by default the small English one.
        rules: files of rules of your own, added to the package's.

    Raises:
        InputError: a file of rules is not as it should be. ReaderError: the pipeline is not installed.
    """

    def __init__(self, registry: Registry, model: str | None = None, rules: Sequence[Path] = ()) -> None:
        self._registry = registry
        self._nlp = load_pipeline(model)
        self._lexicon = load_event_lexicon(tuple(rules))
        self._actors = ActorCoder(registry, self._nlp, self._lexicon)
        self.name = f"events {__version__} {pipeline_name(self._nlp)}"

    def code(self, text: str, on: date | None = None, *, every: bool = False) -> list[CodedEvent]:
        """The main event of each sentence that tells one, in order; with `every`, the others too, after the main one.

        `on` is the day of the text: it says who held an office.
        """
        return next(self.code_all([(text, on)], every=every))

    def code_all(
        self, texts: Iterable[tuple[str, date | None]], *, every: bool = False
    ) -> Iterator[list[CodedEvent]]:
        """The events of many texts, a list for each; faster than one at a time."""
        pending: list[tuple[str, date | None]] = []
        for item in texts:
            pending.append(item)
            if len(pending) == _BATCH:
                yield from self._batch(pending, every=every)
                pending = []
        yield from self._batch(pending, every=every)

    def _batch(self, texts: Sequence[tuple[str, date | None]], *, every: bool) -> Iterator[list[CodedEvent]]:
        parts = [list(blocks(text)) for text, _ in texts]
        docs = parsed(self._nlp, (for_parser(b.text, self._registry) for blocks_ in parts for b in blocks_))
        for (_, on), blocks_ in zip(texts, parts, strict=True):
            found: list[CodedEvent] = []
            for block in blocks_:
                doc = next(docs)
                if block.turn is None or not block.turn.asks:
                    found += self._block(doc, block.offset, on, every=every)
            yield found

    def _block(self, doc: Doc, offset: int, on: date | None, *, every: bool) -> Iterator[CodedEvent]:
        names = self._actors.names(doc, on)
        before: tuple[CodedActor, ...] = ()
        for sentence in sentences(doc):
            if len(sentence) > LONGEST_SENTENCE:
                continue
            events = list(self._sentence(sentence, names, before, offset))
            if events:
                before = events[0].source or before
                yield from events if every else events[:1]

    def _sentence(
        self, sentence: Span, names: ActorNames, before: tuple[CodedActor, ...], offset: int
    ) -> Iterator[CodedEvent]:
        found = []
        for told in candidates(sentence, self._lexicon, names):
            candidate, sides = reported(told, parties(told, sentence, names, before), names)
            found.append(
                (
                    candidate.score * (1.0 if sides.source else 0.6) * (1.0 if sides.target else 0.9),
                    candidate,
                    sides,
                )
            )
        found.sort(key=lambda each: (-each[0], each[1].put.anchor.i))
        seen: set[tuple[str, int]] = set()
        for score, candidate, sides in found:
            put = candidate.put
            if (put.type, put.anchor.i) in seen or not (sides.source or sides.target):
                continue
            main = not seen
            seen.add((put.type, put.anchor.i))
            start, end = offset + sentence.start_char, offset + sentence.end_char
            yield CodedEvent(
                event=put.type,
                mode=put.mode,
                source=_placed(sides.source, sentence.doc, offset),
                target=_placed(sides.target, sentence.doc, offset),
                put=put.how,
                sentence=sentence.text,
                start=start,
                end=end,
                words=tuple(token.text for token in sorted(set(put.words), key=lambda t: t.i)),
                rule=candidate.rule,
                main=main,
                confidence=confidence(candidate, sides, score),
                grounds=features(candidate, sides, score),
            )


def _placed(actors: tuple[CodedActor, ...], doc: Doc, offset: int) -> tuple[CodedActor, ...]:
    """The actors with offsets in the text in place of tokens."""
    return tuple(
        replace(
            a,
            start=offset + doc[a.start].idx,
            end=offset + (doc[a.end - 1].idx + len(doc[a.end - 1]) if a.text else doc[a.start].idx),
        )
        for a in actors
    )
