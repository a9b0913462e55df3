"""From a model's answer to records: all is checked against text and ontology, and what fails is dropped."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Any, TypeVar, cast, get_args

from pydantic import BaseModel, ValidationError

from bedfellows.actors import Registry, new_actor, resolve
from bedfellows.actors.model import Actor
from bedfellows.actors.registry import actor_names
from bedfellows.case.records import (
    Certainty,
    Claim,
    Comparison,
    Condition,
    ConditionalOutcome,
    Motive,
    MotiveKind,
    NewActor,
    Passage,
    Reading,
    Source,
    Tense,
    content_id,
)
from bedfellows.ontology import CERTAINTIES, RELATIONS, SUPPORT_TYPES
from bedfellows.reader.dates import When, find_dates
from bedfellows.reader.endpoint_schema import (
    ActorAnswer,
    ClaimAnswer,
    ComparisonAnswer,
    MotiveAnswer,
    OutcomeAnswer,
)
from bedfellows.reader.prose import one_line
from bedfellows.reader.quotes import QuoteFinder

_MAY_LACK_OBJECT = frozenset({"describes-as", "seeks", "fears", "demands"})
_PLACE_KINDS = frozenset({"state", "region"})
_COMPARISONS = frozenset({"more-than", "less-than", "equal-to", "only", "first", "most"})
_LONGEST_NAME = 120
_Item = TypeVar("_Item", bound=BaseModel)
_Record = TypeVar("_Record")


class _Unverifiable(Exception):
    """Why an item of the answer is dropped."""


class AnswerChecker:
    """Collects what holds of the answers to one document."""

    def __init__(
        self, source: Source, passages: tuple[Passage, ...], registry: Registry, reader: str
    ) -> None:
        self.source = source
        self.passages = passages
        self._registry = registry
        self._reader = reader
        self._finder = QuoteFinder(source.text)
        self._starts = [passage.start for passage in passages]
        self._actors: dict[str, Actor | str] = {}  # by name as answered; a string says why it is none
        self._kinds: dict[str, str] = {}
        self._made: dict[str, Actor] = {}
        self._claims: dict[str, Claim] = {}
        self._motives: dict[str, Motive] = {}
        self._outcomes: dict[str, ConditionalOutcome] = {}
        self._dropped: list[str] = []

    def add(self, answer: dict[str, Any], first: int, last: int) -> None:
        """Check the answer to the sentences numbered `first` to `last`."""
        for item in _items(answer, "actors"):
            named = self._checked("actor", ActorAnswer, item, lambda part: part)
            if named is not None:
                self._kinds.setdefault(named.name.strip(), named.kind)
        for item in _items(answer, "claims"):
            claim = self._checked("claim", ClaimAnswer, item, lambda part: self._claim(part, first, last))
            if claim is not None:
                self._claims.setdefault(claim.id, claim)
        for item in _items(answer, "motives"):
            motive = self._checked("motive", MotiveAnswer, item, lambda part: self._motive(part, first, last))
            if motive is not None:
                self._motives.setdefault(motive.id, motive)
        listed: list[ConditionalOutcome | None] = []
        for item in _items(answer, "outcomes"):
            outcome = self._checked(
                "outcome", OutcomeAnswer, item, lambda part: self._outcome(part, first, last, listed)
            )
            listed.append(outcome)
            if outcome is not None:
                self._outcomes.setdefault(outcome.id, outcome)

    def reading(self) -> Reading:
        """All that held, and one line for each thing that did not."""
        used: set[str | None] = set()
        for claim in self._claims.values():
            used |= {claim.subject, claim.object, claim.place, *claim.said_by}
            used |= set(claim.comparison.than) if claim.comparison else set()
        for motive in self._motives.values():
            used |= {motive.holder, motive.towards}
        for outcome in self._outcomes.values():
            used |= {*outcome.actors, *outcome.said_by}
        return Reading(
            source=self.source,
            passages=self.passages,
            claims=tuple(self._claims.values()),
            motives=tuple(self._motives.values()),
            outcomes=tuple(self._outcomes.values()),
            new_actors=tuple(NewActor(a.id, a.name, a.kind) for a in self._made.values() if a.id in used),
            dropped=tuple(self._dropped),
        )

    def _checked(
        self, what: str, model: type[_Item], item: Any, check: Callable[[_Item], _Record]
    ) -> _Record | None:
        try:
            return check(model.model_validate(item))
        except ValidationError as error:
            fault = error.errors()[0]
            place = ".".join(str(part) for part in fault["loc"])
            self._drop(what, item, f"malformed: {place}: {fault['msg']}")
        except _Unverifiable as error:
            self._drop(what, item, str(error))
        return None

    def _drop(self, what: str, item: Any, why: str) -> None:
        said = item.get("quote") or item.get("name") if isinstance(item, dict) else item
        sentence = f" of sentence {item['sentence']}" if isinstance(item, dict) and "sentence" in item else ""
        self._dropped.append(
            one_line(f"{what}{sentence} dropped: {why} (answered: {str(said)[:120]!r})")[:400]
        )

    def _leave_out(self, passage: Passage, what: str, words: str) -> None:
        self._dropped.append(
            one_line(
                f"{what} of sentence {passage.ordinal} left out: not in the text or the ontology: "
                f"{words[:120]!r}"
            )
        )

    # -- where it stands -------------------------------------------------------------------------------------

    def _place(self, sentence: int, quote: str, first: int, last: int) -> tuple[Passage, int, int]:
        """The passage and offsets of a quotation: in the sentence named, or else in another that was sent.

        One that runs over several sentences is cut to the sentence named, or to its first.
        """
        found, named = None, None
        if first <= sentence <= last:
            named = self.passages[sentence - 1]
            found = self._finder.find(quote, named.start, named.end)
        if found is None:
            found = self._finder.find(quote, self.passages[first - 1].start, self.passages[last - 1].end)
        if found is None:
            raise _Unverifiable("its quotation does not stand in the text")
        passage = self.passages[max(bisect_right(self._starts, found[0]) - 1, 0)]
        if named is not None and found[0] < named.end and named.start < found[1]:
            passage = named
        return passage, max(found[0], passage.start), min(found[1], passage.end)

    def _words(self, words: str, passage: Passage) -> str:
        """The words as the text has them, in the passage or else anywhere; "" where it has them nowhere."""
        found = self._span(words, passage)
        return self.source.text[found[0] : found[1]] if found else ""

    def _span(self, words: str, passage: Passage) -> tuple[int, int] | None:
        if not words.strip():
            return None
        return self._finder.find(words, passage.start, passage.end) or self._finder.find(words)

    def _phrase(self, words: str, name: str | None, passage: Passage) -> str:
        """The words of the passage that stand for an actor."""
        for candidate in (words, name or ""):
            found = self._finder.find(candidate, passage.start, passage.end) if candidate.strip() else None
            if found:
                return self.source.text[found[0] : found[1]]
        return ""

    # -- who it is -------------------------------------------------------------------------------------------

    def _actor(self, name: str) -> str:
        """The id of the actor a name means. Raises _Unverifiable unless the text names it."""
        name = name.strip()
        if name not in self._actors:
            self._actors[name] = self._look_up(name)
        found = self._actors[name]
        if isinstance(found, str):
            raise _Unverifiable(found)
        return found.id

    def _look_up(self, name: str) -> Actor | str:
        if not name or len(name) > _LONGEST_NAME:
            return "it lacks an actor's name"
        known = resolve(name, self.source.published, self._registry).actor
        stands = self._finder.find(name)
        if known is not None:
            return (
                known if stands is not None or self._is_named(known) else f"the text does not name {name!r}"
            )
        if stands is None:
            return f"the text does not name {name!r}"
        if not any(char.isupper() for char in name):
            return f"{name!r} is no name"
        made = new_actor(
            one_line(self.source.text[stands[0] : stands[1]]),
            self._kinds.get(name, "organisation"),
            self._registry,
        )
        self._made.setdefault(made.id, made)
        return made

    def _is_named(self, actor: Actor) -> bool:
        text = self.source.text
        for alias in actor_names(actor):
            flags = 0 if alias.case_sensitive else re.IGNORECASE
            if re.search(rf"(?<!\w){re.escape(alias.text)}(?!\w)", text, flags):
                return True
        return False

    def _known_actors(self, names: list[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._actor(name) for name in names))

    # -- records ---------------------------------------------------------------------------------------------

    def _claim(self, part: ClaimAnswer, first: int, last: int) -> Claim:
        relation = RELATIONS.get(part.relation)
        if relation is None:
            raise _Unverifiable(f"the ontology has no relation {part.relation[:60]!r}")
        passage, start, end = self._place(part.sentence, part.quote, first, last)
        subject = self._actor(part.subject)
        object_id = self._actor(part.object) if part.object and part.object.strip() else None
        detail = self._words(part.detail, passage)
        if part.detail.strip() and not detail:
            self._leave_out(passage, "detail", part.detail)
        if object_id is None and (part.relation not in _MAY_LACK_OBJECT or not detail):
            raise _Unverifiable(f"{part.relation} needs an object")
        if object_id == subject:
            raise _Unverifiable("its subject is its object")
        when = self._when(part.time, passage)
        return Claim(
            id=content_id(
                "clm", self.source.id, start, end, subject, part.relation, object_id, detail, part.negated
            ),
            source_id=self.source.id,
            passage_id=passage.id,
            subject=subject,
            relation=part.relation,
            object=object_id,
            subject_text=self._phrase(part.subject_text, part.subject, passage),
            object_text=self._phrase(part.object_text, part.object, passage) if object_id else "",
            detail=detail,
            quote=self.source.text[start:end],
            start=start,
            end=end,
            certainty=_certainty(part.certainty),
            negated=part.negated,
            tense=cast(Tense, part.tense) if part.tense in get_args(Tense) else "present",
            said_by=self._known_actors(part.said_by),
            support_types=self._support(part, passage),
            comparison=self._comparison(part.comparison, passage),
            place=self._where(part.place, passage),
            time_text=when.text if when else "",
            happened_from=when.first if when else None,
            happened_to=when.last if when else None,
            precision=when.precision if when else "unknown",
            published=self.source.published,
            plover=relation.plover,
            confidence=min(max(part.confidence, 0.0), 1.0),
            reader=self._reader,
        )

    def _support(self, part: ClaimAnswer, passage: Passage) -> tuple[str, ...]:
        if part.relation != "supports":
            return ()
        for kind in part.support_types:
            if kind not in SUPPORT_TYPES:
                self._leave_out(passage, "support type", kind)
        return tuple(dict.fromkeys(kind for kind in part.support_types if kind in SUPPORT_TYPES))

    def _comparison(self, part: ComparisonAnswer | None, passage: Passage) -> Comparison | None:
        if part is None:
            return None
        words = self._words(part.text, passage)
        if part.kind not in _COMPARISONS or not words:
            self._leave_out(passage, "comparison", f"{part.kind} {part.text}")
            return None
        try:
            than = self._known_actors(part.than)
        except _Unverifiable:
            self._leave_out(passage, "comparison", ", ".join(part.than))
            return None
        return Comparison(cast(Any, part.kind), than, words)

    def _where(self, name: str | None, passage: Passage) -> str | None:
        if not name or not name.strip():
            return None
        try:
            place = self._actor(name)
        except _Unverifiable:
            place = ""
        found = self._registry.get(place) or self._made.get(place)
        if found is None or found.kind not in _PLACE_KINDS:
            self._leave_out(passage, "place", name)
            return None
        return place

    def _when(self, words: str, passage: Passage) -> When | None:
        if not words.strip():
            return None
        found = self._finder.find(words, passage.start, passage.end)
        if found is None:
            self._leave_out(passage, "time", words)
            return None
        exact = self.source.text[found[0] : found[1]]
        # Dated in its sentence: "since" before a year makes it the start of a time.
        begin, stop = found[0] - passage.start, found[1] - passage.start
        dates = find_dates(passage.text, self.source.published)
        first = next((when for when in dates if when.start < stop and begin < when.end), None)
        return When(
            exact,
            found[0],
            found[1],
            first.first if first else None,
            first.last if first else None,
            first.precision if first else "unknown",
        )

    def _motive(self, part: MotiveAnswer, first: int, last: int) -> Motive:
        if part.kind not in get_args(MotiveKind):
            raise _Unverifiable(f"there is no kind of motive {part.kind[:60]!r}")
        passage, start, end = self._place(part.sentence, part.quote, first, last)
        reason, effect = self._words(part.reason, passage), self._words(part.effect, passage)
        if not reason or (part.effect.strip() and not effect):
            raise _Unverifiable("the words of its reason or effect do not stand in the text")
        holder = self._actor(part.holder) if part.holder and part.holder.strip() else None
        return Motive(
            id=content_id("mtv", self.source.id, start, end, part.kind, holder, reason),
            source_id=self.source.id,
            passage_id=passage.id,
            kind=cast(MotiveKind, part.kind),
            holder=holder,
            towards=self._actor(part.towards) if part.towards and part.towards.strip() else None,
            effect=effect,
            reason=reason,
            link=self._phrase(part.link, None, passage),
            quote=self.source.text[start:end],
            start=start,
            end=end,
            certainty=_certainty(part.certainty),
            effect_claim=next(iter(self._claims_in(effect, passage)), None),
            reason_claim=next(iter(self._claims_in(reason, passage)), None),
            published=self.source.published,
        )

    def _outcome(
        self, part: OutcomeAnswer, first: int, last: int, listed: list[ConditionalOutcome | None]
    ) -> ConditionalOutcome:
        if part.kind not in get_args(Condition):
            raise _Unverifiable(f"there is no kind of condition {part.kind[:60]!r}")
        passage, start, end = self._place(part.sentence, part.quote, first, last)
        parent = listed[part.follows - 1] if part.follows and 0 < part.follows <= len(listed) else None
        condition, outcome = self._words(part.condition, passage), self._words(part.outcome, passage)
        if part.kind == "follows-from" and parent is not None:
            condition = parent.outcome
        if not outcome or not condition:
            raise _Unverifiable("the words of its condition or outcome do not stand in the text")
        horizon = self._when(part.horizon, passage)
        return ConditionalOutcome(
            id=content_id("out", self.source.id, start, end, part.kind, condition, outcome),
            source_id=self.source.id,
            passage_id=passage.id,
            kind=cast(Condition, part.kind),
            condition=condition,
            outcome=outcome,
            quote=self.source.text[start:end],
            start=start,
            end=end,
            certainty=_certainty(part.certainty),
            horizon_text=horizon.text if horizon else "",
            horizon=horizon.last if horizon else None,
            actors=self._known_actors(part.actors),
            said_by=self._known_actors(part.said_by),
            parent=parent.id if parent else None,
            condition_claims=self._claims_in(condition, passage),
            outcome_claims=self._claims_in(outcome, passage),
            published=self.source.published,
        )

    def _claims_in(self, words: str, passage: Passage) -> tuple[str, ...]:
        """The claims whose quotation lies within these words of the text."""
        span = self._span(words, passage)
        if span is None:
            return ()
        return tuple(c.id for c in self._claims.values() if span[0] <= c.start and c.end <= span[1])


def _items(answer: dict[str, Any], key: str) -> list[Any]:
    found = answer.get(key)
    return found if isinstance(found, list) else []


def _certainty(value: str) -> Certainty:
    if value not in CERTAINTIES:
        raise _Unverifiable(f"there is no certainty {value[:60]!r}")
    return cast(Certainty, value)
