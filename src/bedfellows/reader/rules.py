"""The default reader: a parse, a lexicon of rules and a memory of who was spoken of. No network, no randomness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from bedfellows import __version__
from bedfellows.actors import Registry
from bedfellows.case.records import (
    Claim,
    Comparison,
    ConditionalOutcome,
    Motive,
    NewActor,
    Passage,
    Reading,
    Source,
    content_id,
)
from bedfellows.errors import InputError
from bedfellows.ontology import RELATIONS
from bedfellows.reader.claim_confidence import confidence, features, is_claim, senses
from bedfellows.reader.claims import find_claims
from bedfellows.reader.clauses import joined
from bedfellows.reader.comparisons import find_comparison
from bedfellows.reader.conditionals import FoundOutcome, find_outcomes
from bedfellows.reader.dates import find_dates
from bedfellows.reader.denials import Denial, find_denials
from bedfellows.reader.found import Found
from bedfellows.reader.headlines import read_headlines
from bedfellows.reader.interface import Document
from bedfellows.reader.lexicon import load_lexicon
from bedfellows.reader.mentions import MentionFinder
from bedfellows.reader.motive_parts import FoundMotive
from bedfellows.reader.motives import find_motives
from bedfellows.reader.narrative_time import NarrativeTime
from bedfellows.reader.occasion import Occasion, is_political, occasion
from bedfellows.reader.pipeline import load_pipeline, parsed, pipeline_name
from bedfellows.reader.reference import Discourse
from bedfellows.reader.segment import Block, blocks, for_parser, sentences
from bedfellows.reader.speakers import Speakers
from bedfellows.reader.stance import is_asked, is_judgement, stance

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

_BATCH = 128
_COMPLETING = {"dobj", "attr", "acomp", "oprd", "prt"}
LONGEST_SENTENCE = 250
"""Tokens. Longer ones are lists, tables or nonsense: they are kept as passages, but no claims are looked for."""


@dataclass(slots=True)
class _Page:
    """What has been found so far in one document."""

    source: Source
    discourse: Discourse
    time: NarrativeTime
    passages: list[Passage] = field(default_factory=list)
    claims: dict[str, Claim] = field(default_factory=dict)
    motives: dict[str, Motive] = field(default_factory=dict)
    outcomes: dict[str, ConditionalOutcome] = field(default_factory=dict)
    last_outcome: tuple[int, str] | None = None  # ordinal of its sentence, id
    political: bool = True


class RuleReader:
    """Reads documents with a spaCy pipeline and the rules in `lexicon/`."""

    def __init__(self, registry: Registry, model: str | None = None, rules: Sequence[Path] = ()) -> None:
        self.registry = registry
        self._nlp = load_pipeline(model)
        self._lexicon = load_lexicon(tuple(rules))
        self._senses = senses(self._lexicon.every_rule())
        self._finder = MentionFinder(registry, self._nlp)
        self.name = f"rules {__version__} {pipeline_name(self._nlp)}"

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """One reading for each document, in order. The same text and date always give the same reading."""
        waiting: list[tuple[Document, list[Block]]] = []
        try:
            for document in documents:
                waiting.append((document, list(blocks(document.text))))
                if sum(len(parts) for _, parts in waiting) >= _BATCH:
                    yield from self._read_together(waiting)
                    waiting = []
        except InputError:
            yield from self._read_together(waiting)
            raise
        yield from self._read_together(waiting)

    def _read_together(self, waiting: list[tuple[Document, list[Block]]]) -> Iterator[Reading]:
        """Read some documents that are parsed in one batch: the parser is slow on few sentences at a time."""
        texts = [for_parser(part.text, self.registry) for _, parts in waiting for part in parts]
        docs = read_headlines(parsed(self._nlp, texts), self._nlp, self._lexicon)
        for document, parts in waiting:
            yield self._read_one(document, parts, islice(docs, len(parts)))

    def _read_one(self, document: Document, parts: list[Block], docs: Iterable[Doc]) -> Reading:
        source = make_source(document)
        page = _Page(
            source,
            Discourse(self.registry, self._finder, self._lexicon, document.published),
            NarrativeTime(document.published, self._lexicon),
        )
        # Told from words alone, so that not all the parses of a long text are kept at once.
        words = (self._nlp.make_doc(for_parser(part.text, self.registry)) for part in parts)
        page.political = any(is_political(doc, self._lexicon) for doc in words)
        speakers = self._introduced(document, page.discourse, parts)
        spoken = False
        for part, doc in zip(parts, docs, strict=True):
            page.discourse.open_block(doc)
            if speakers is not None:
                spoken = spoken or part.turn is not None
                if not spoken:
                    speakers.introduce(part.text, doc)
                page.discourse.voice = speakers.voice(part.turn)
            for sentence in sentences(doc):
                self._read_sentence(sentence, page, part.paragraph, part.offset)
        used = {
            actor
            for claim in page.claims.values()
            for actor in (claim.subject, claim.object, claim.place, *claim.said_by)
            if actor
        }
        used |= {
            actor for motive in page.motives.values() for actor in (motive.holder, motive.towards) if actor
        }
        used |= {actor for outcome in page.outcomes.values() for actor in outcome.actors}
        made = {
            actor.id: NewActor(actor.id, actor.name, actor.kind)
            for actor in page.discourse.made.values()
            if actor.id in used
        }
        return Reading(
            source=source,
            passages=tuple(page.passages),
            claims=tuple(page.claims.values()),
            motives=tuple(page.motives.values()),
            outcomes=tuple(page.outcomes.values()),
            new_actors=tuple(made.values()),
        )

    def _introduced(self, document: Document, discourse: Discourse, parts: list[Block]) -> Speakers | None:
        """The speakers of a transcript, with what its title says of them; None for any other text."""
        if all(part.turn is None for part in parts):
            return None
        speakers = Speakers(discourse)
        if document.title and document.title not in document.text:
            title = self._nlp(for_parser(document.title, self.registry))
            discourse.open_block(title)
            speakers.introduce(document.title, title)
        return speakers

    def _read_sentence(self, sentence: Span, page: _Page, paragraph: int, offset: int) -> None:
        passage = _passage(sentence, page, paragraph, offset)
        if passage is None:
            return
        page.passages.append(passage)
        if len(sentence) > LONGEST_SENTENCE:
            return
        page.discourse.open_sentence(sentence)
        page.time.open_sentence(sentence, paragraph)
        voice = page.discourse.voice
        if (voice is not None and voice.asks) or is_asked(sentence):
            page.discourse.close_sentence(sentence)  # who was asked about may be spoken of in the answer
            return
        by_trigger: dict[int, list[str]] = {}
        # A text without a single word of politics may tell of anybody: of firms, painters, saints.
        about = occasion(sentence, self._lexicon) or (None if page.political else "trade")
        all_found = [
            found
            for found in find_claims(sentence, page.discourse, self._lexicon)
            if not self._only_said_so(found, about)
            if not self._wants_nothing(found, sentence, page)
        ]
        earlier = list(page.claims.values())
        for found in all_found:
            compared = find_comparison(found, sentence, page.discourse, all_found, earlier)
            claim = self._claim(found, all_found, compared, sentence, passage, page, offset)
            if not is_claim(found, claim.confidence):
                continue
            page.claims.setdefault(claim.id, claim)
            by_trigger.setdefault(found.trigger.i, []).append(claim.id)
        for denial in find_denials(sentence, page.discourse, self._lexicon, _recent(page, passage)):
            said_by = (voice.speaker,) if voice is not None and voice.speaker else (denial.denier,)
            claim = _denied(denial, said_by, sentence.doc, passage, page.source, offset)
            page.claims.setdefault(claim.id, claim)
        for motive in find_motives(sentence, page.discourse, self._lexicon):
            self._motive(motive, sentence, passage, page, by_trigger, offset)
        after = page.last_outcome is not None and page.last_outcome[0] >= passage.ordinal - 1
        previous = page.last_outcome[1] if page.last_outcome and after else None
        for outcome in find_outcomes(sentence, self._lexicon, after_outcome=after):
            self._outcome(outcome, sentence, passage, page, by_trigger, offset, previous)
        page.discourse.close_sentence(sentence)

    def _claim(
        self,
        found: Found,
        beside: Sequence[Found],
        comparison: Comparison | None,
        sentence: Span,
        passage: Passage,
        page: _Page,
        offset: int,
    ) -> Claim:
        doc = sentence.doc
        relation = RELATIONS[found.rule.relation]
        opinion = page.source.kind == "opinion" and is_judgement(sentence, self._lexicon)
        role = found.rule.use == "role"
        how = stance(
            found.trigger, sentence, page.discourse, self._lexicon, opinion=opinion, presupposed=role
        )
        negated = how.negated and not {"negated", "word:lose"} & set(found.rule.needs)
        if found.subject.negated or (found.object is not None and found.object.negated):
            negated = not negated
        start, end = _extent(found, sentence)
        when = page.time.days(found.trigger, sentence, how)
        quote_start, quote_end = offset + doc[start].idx, offset + doc[end - 1].idx + len(doc[end - 1])
        text = page.source.text
        object_id = found.object.actor if found.object else None
        return Claim(
            id=content_id(
                "clm",
                page.source.id,
                quote_start,
                quote_end,
                found.subject.actor,
                relation.key,
                object_id,
                found.detail,
                negated,
            ),
            source_id=page.source.id,
            passage_id=passage.id,
            subject=found.subject.actor,
            relation=relation.key,
            object=object_id,
            subject_text=_text(doc, found.subject.start, found.subject.end, text, offset),
            object_text=_text(doc, found.object.start, found.object.end, text, offset)
            if found.object
            else "",
            detail=found.detail,
            quote=text[quote_start:quote_end],
            start=quote_start,
            end=quote_end,
            certainty=how.certainty,
            negated=negated,
            tense=how.tense,
            said_by=tuple(dict.fromkeys((*how.speakers, *found.perceiver))),
            support_types=found.support,
            comparison=comparison,
            place=found.place,
            time_text=when.text if when else "",
            happened_from=when.first if when else None,
            happened_to=when.last if when else None,
            precision=when.precision if when else "unknown",
            published=page.source.published,
            plover=relation.plover,
            confidence=confidence(
                features(found, sentence, how.certainty, page.discourse, beside, self._senses)
            ),
            reader=self.name,
        )

    def _wants_nothing(self, found: Found, sentence: Span, page: _Page) -> bool:
        """ "Neither side wants a war" seeks nothing; "eager to please, it ..." is a motive."""
        if found.rule.relation != "seeks" or found.object is not None:
            return False
        if found.trigger.dep_ in {"relcl", "advcl", "acl", "amod", "pcomp"}:
            return True
        return stance(found.trigger, sentence, page.discourse, self._lexicon, opinion=False).negated

    def _only_said_so(self, found: Found, about: Occasion | None) -> bool:
        """Does a claim take the words of a game, or of firms, for those of politics?"""
        relation = found.rule.relation
        if about is None or (
            RELATIONS[relation].family == "standing" and relation not in {"controls", "present-in"}
        ):
            return False
        registry = self.registry
        parties = [found.subject.actor, *([found.object.actor] if found.object else [])]
        unknown = [registry.get(one) is None or not registry.actors[one].registered for one in parties]
        return about == "game" or any(unknown)

    def _motive(
        self,
        found: FoundMotive,
        sentence: Span,
        passage: Passage,
        page: _Page,
        by_trigger: dict[int, list[str]],
        offset: int,
    ) -> None:
        doc, text = sentence.doc, page.source.text
        before = page.passages[-2] if len(page.passages) > 1 else None
        reason = _words(doc, found.reason, text, offset)
        if not reason:
            if before is None:
                return
            reason = before.text
        spans = [span for span in (found.effect, found.reason) if span[1] > span[0]]
        start = offset + doc[min(span[0] for span in spans)].idx
        last = doc[max(span[1] for span in spans) - 1]
        end = offset + last.idx + len(last)
        opinion = page.source.kind == "opinion" and is_judgement(sentence, self._lexicon)
        anchor = (
            doc[found.effect[0] : found.effect[1]].root
            if found.effect[1] > found.effect[0]
            else sentence.root
        )
        how = stance(anchor, sentence, page.discourse, self._lexicon, opinion=opinion)
        motive = Motive(
            id=content_id("mtv", page.source.id, start, end, found.kind, found.holder, reason),
            source_id=page.source.id,
            passage_id=passage.id,
            kind=found.kind,
            holder=found.holder,
            towards=found.towards,
            effect=_words(doc, found.effect, text, offset),
            reason=reason,
            link=found.link,
            quote=text[start:end],
            start=start,
            end=end,
            certainty=how.certainty,
            effect_claim=_claim_in(by_trigger, found.effect),
            reason_claim=_claim_in(by_trigger, found.reason),
            published=page.source.published,
        )
        page.motives.setdefault(motive.id, motive)

    def _outcome(
        self,
        found: FoundOutcome,
        sentence: Span,
        passage: Passage,
        page: _Page,
        by_trigger: dict[int, list[str]],
        offset: int,
        previous: str | None,
    ) -> None:
        doc, text = sentence.doc, page.source.text
        condition = _words(doc, found.condition, text, offset)
        parent = previous if found.kind == "follows-from" else None
        if parent is not None:
            condition = page.outcomes[parent].outcome
        spans = [span for span in (found.condition, found.outcome) if span[1] > span[0]]
        first, last = doc[min(span[0] for span in spans)], doc[max(span[1] for span in spans) - 1]
        start, end = offset + first.idx, offset + last.idx + len(last)
        outcome = _words(doc, found.outcome, text, offset)
        dates = [
            when
            for when in find_dates(sentence.text, page.source.published)
            if when.last and page.source.published and when.last >= page.source.published
        ]
        actors = [
            ref.actor
            for token in sentence
            if page.discourse.is_name(token) or token.pos_ == "PRON"
            for ref in page.discourse.refs([token])
        ]
        how = stance(found.verb, sentence, page.discourse, self._lexicon, opinion=False)
        record = ConditionalOutcome(
            id=content_id("out", page.source.id, start, end, found.kind, condition, outcome),
            source_id=page.source.id,
            passage_id=passage.id,
            kind=found.kind,
            condition=condition,
            outcome=outcome,
            quote=text[start:end],
            start=start,
            end=end,
            certainty="hedged" if found.hedged else "conditional",
            horizon_text=dates[0].text if dates else "",
            horizon=dates[0].last if dates else None,
            actors=tuple(dict.fromkeys(actors)),
            said_by=how.speakers,
            parent=parent,
            condition_claims=_claims_in(by_trigger, found.condition),
            outcome_claims=_claims_in(by_trigger, found.outcome),
            published=page.source.published,
        )
        page.outcomes.setdefault(record.id, record)
        if (
            found.kind != "follows-from"
            or page.last_outcome is None
            or page.last_outcome[0] < passage.ordinal
        ):
            page.last_outcome = (passage.ordinal, record.id)


def make_source(document: Document) -> Source:
    """The source record of a document; its id depends on the text alone."""
    return Source(
        id=content_id("src", document.text),
        kind=document.kind,
        title=document.title or document.locator,
        publisher=document.publisher,
        author=document.author,
        published=document.published,
        locator=document.locator,
        text=document.text,
        reliability=document.reliability,
    )


def _passage(sentence: Span, page: _Page, paragraph: int, offset: int) -> Passage | None:
    raw = sentence.text
    start = offset + sentence.start_char + len(raw) - len(raw.lstrip())
    end = offset + sentence.end_char - (len(raw) - len(raw.rstrip()))
    if end <= start:
        return None
    return Passage(
        id=content_id("psg", page.source.id, start, end),
        source_id=page.source.id,
        ordinal=len(page.passages) + 1,
        paragraph=paragraph,
        start=start,
        end=end,
        text=page.source.text[start:end],
    )


def _recent(page: _Page, passage: Passage) -> list[Claim]:
    """The claims of this sentence and of the two before it."""
    near = {known.id for known in page.passages[-3:]} | {passage.id}
    return [claim for claim in page.claims.values() if claim.passage_id in near]


def _denied(
    denial: Denial, said_by: tuple[str, ...], doc: Doc, passage: Passage, source: Source, offset: int
) -> Claim:
    """The claim again, in the words of its denial."""
    claim = denial.claim
    start, last = offset + doc[denial.start].idx, doc[denial.end - 1]
    end = offset + last.idx + len(last)
    parts = (source.id, start, end, claim.subject, claim.relation, claim.object, claim.detail, True)
    return replace(
        claim,
        id=content_id("clm", *parts),
        passage_id=passage.id,
        quote=source.text[start:end],
        start=start,
        end=end,
        certainty="denied",
        negated=True,
        said_by=said_by,
        comparison=None,
    )


def _extent(found: Found, sentence: Span) -> tuple[int, int]:
    """Tokens from the first to the last word the claim rests on."""
    starts, ends = [found.trigger.i], [max(found.trigger.i + 1, found.until)]
    for ref in (found.subject, found.object):
        if ref is not None and sentence.start <= ref.start and ref.end <= sentence.end:
            starts.append(ref.start)
            ends.append(ref.end)
    for word in (found.trigger, *(again for again in found.again if again.i < found.until)):
        for child in word.children if word.pos_ == "VERB" else ():
            if child.dep_ in _COMPLETING:  # "gave the rebels *shelter and money*"
                ends.append(max(part.i for part in joined(child)) + 1)
    if found.detail:
        place = sentence.text.find(found.detail)
        span = (
            sentence.doc.char_span(
                sentence.start_char + place, sentence.start_char + place + len(found.detail)
            )
            if place >= 0
            else None
        )
        if span is not None:
            starts.append(span.start)
            ends.append(span.end)
    return min(starts), max(ends)


def _text(doc: Doc, start: int, end: int, text: str, offset: int) -> str:
    return text[offset + doc[start].idx : offset + doc[end - 1].idx + len(doc[end - 1])]


def _words(doc: Doc, span: tuple[int, int], text: str, offset: int) -> str:
    return _text(doc, *span, text, offset) if span[1] > span[0] else ""


def _claims_in(by_trigger: dict[int, list[str]], span: tuple[int, int]) -> tuple[str, ...]:
    return tuple(
        claim for index, claims in by_trigger.items() if span[0] <= index < span[1] for claim in claims
    )


def _claim_in(by_trigger: dict[int, list[str]], span: tuple[int, int]) -> str | None:
    claims = _claims_in(by_trigger, span)
    return claims[0] if claims else None
