"""All the evidence of a case as of a date, loaded once, with the names of the actors in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from bedfellows.actors import Actor, Registry
from bedfellows.actors.model import ActorKind
from bedfellows.case import CaseStore
from bedfellows.case.records import Claim, ConditionalOutcome, Motive, NewActor, Passage, Source
from bedfellows.ties.currency import Currency, currency
from bedfellows.ties.evidence import Evidence, EvidenceKind, Scope
from bedfellows.ties.strength import weight
from bedfellows.ties.wording import forecast_words, motive_words, verb

if TYPE_CHECKING:
    from bedfellows.ties.record_ties import RecordTie

_KINDS: dict[str, ActorKind] = {
    "state": "state",
    "organisation": "organisation",
    "armed-group": "armed-group",
    "person": "person",
    "government": "government",
    "region": "region",
}


class _Where(TypedDict):
    sentence: str
    sentence_number: int | None
    source_id: str
    source_title: str
    publisher: str | None
    author: str | None
    locator: str


@dataclass(frozen=True, eq=False)
class Dossier:
    """The evidence of a case that was published by `scope.as_of`, and the registry with the case's own
    actors."""

    registry: Registry
    scope: Scope
    sources: Mapping[str, Source]
    passages: Mapping[str, Passage]
    claims: tuple[Claim, ...]
    motives: tuple[Motive, ...]
    outcomes: tuple[ConditionalOutcome, ...]
    path: Path | None = None  # of the case, for what is looked up when it is asked for
    _currencies: dict[str, Currency] = field(default_factory=dict, repr=False)

    def name(self, actor_id: str) -> str:
        """The display name of an actor; its id where nobody knows it."""
        actor = self.registry.get(actor_id)
        return actor.name if actor else actor_id

    def kind(self, actor_id: str) -> str:
        """The kind of an actor; "unknown" where nobody knows it."""
        actor = self.registry.get(actor_id)
        return actor.kind if actor else "unknown"

    def currency(self, claim: Claim) -> Currency:
        """Whether the claim is current, past, expected or denied at the reference date."""
        found = self._currencies.get(claim.id)
        if found is None:
            found = self._currencies[claim.id] = currency(claim, self.scope.reference, self.registry)
        return found

    def statement(self, claim: Claim) -> str:
        """A claim in one line: `Pakistan supports Taliban (funding, territory)`."""
        tail = self.name(claim.object) if claim.object else claim.detail
        if claim.relation == "describes-as" and claim.object and claim.detail:
            tail = f"{tail} as {claim.detail.removeprefix('as ')}"
        elif claim.object and claim.detail and claim.relation in {"seeks", "demands"}:
            tail = f"{claim.detail} ({tail})"
        kinds = f" ({', '.join(claim.support_types)})" if claim.support_types else ""
        does = verb(claim.relation, claim.tense, negated=claim.negated)
        return f"{self.name(claim.subject)} {does} {tail}{kinds}".strip()

    def motive(self, motive: Motive) -> str:
        """A motive in one line, with the text's own words in quotation marks."""
        holder = self.name(motive.holder) if motive.holder else ""
        towards = self.name(motive.towards) if motive.towards else ""
        return motive_words(motive.kind, holder, towards, motive.effect, motive.reason)

    def evidence(self, record: Claim | Motive | ConditionalOutcome) -> Evidence:
        """A record as answers show it."""
        if isinstance(record, Claim):
            return self._of_claim(record)
        if isinstance(record, Motive):
            return self._of_statement(record, "motive", self.motive(record), ())
        return self._of_statement(
            record, "outcome", forecast_words(record.kind, record.condition, record.outcome), record.said_by
        )

    def all_evidence(self, records: Iterable[Claim | Motive | ConditionalOutcome]) -> tuple[Evidence, ...]:
        """Records as answers show them: each once, the weightiest first, those of one weight in the order of
        the text."""
        unique = {record.id: record for record in records}
        return tuple(sorted(map(self.evidence, unique.values()), key=lambda piece: (-piece.weight, piece.id)))

    def sentence(self, passage: Passage, statement: str) -> Evidence:
        """A whole sentence as evidence."""
        return Evidence(
            id=passage.id,
            kind="passage",
            statement=statement,
            quote=passage.text,
            published=self.sources[passage.source_id].published,
            grade=self.sources[passage.source_id].reliability,
            certainty="asserted",
            **self._where(passage.source_id, passage.id, passage.text),
        )

    def _of_claim(self, claim: Claim) -> Evidence:
        source = self.sources[claim.source_id]
        return Evidence(
            id=claim.id,
            kind="claim",
            statement=self.statement(claim),
            quote=claim.quote,
            published=claim.published,
            grade=f"{source.reliability}{claim.credibility}",
            certainty=claim.certainty,
            said_by=tuple(self.name(speaker) for speaker in claim.said_by),
            negated=claim.negated,
            currency=self.currency(claim),
            happened_from=claim.happened_from,
            happened_to=claim.happened_to,
            precision=claim.precision,
            time_text=claim.time_text,
            weight=round(weight(claim, source), 4),
            **self._where(claim.source_id, claim.passage_id, claim.quote),
        )

    def _of_statement(
        self, record: Motive | ConditionalOutcome, kind: EvidenceKind, statement: str, speakers: Iterable[str]
    ) -> Evidence:
        return Evidence(
            id=record.id,
            kind=kind,
            statement=statement,
            quote=record.quote,
            published=record.published,
            grade=self.sources[record.source_id].reliability,
            certainty=record.certainty,
            said_by=tuple(self.name(speaker) for speaker in speakers),
            **self._where(record.source_id, record.passage_id, record.quote),
        )

    def _where(self, source_id: str, passage_id: str, quote: str) -> _Where:
        """What any piece of evidence says of the source and sentence it stands in."""
        source, passage = self.sources[source_id], self.passages.get(passage_id)
        return {
            "sentence": passage.text if passage else quote,
            "sentence_number": passage.ordinal if passage else None,
            "source_id": source.id,
            "source_title": source.title,
            "publisher": source.publisher,
            "author": source.author,
            "locator": source.locator,
        }

    def at(self, on: date) -> Dossier:
        """The same evidence judged on another day: claims on what began later are left out, and what is over by then is past."""
        held = tuple(claim for claim in self.claims if (_began(claim) or on) <= on)
        return replace(self, scope=replace(self.scope, reference=on), claims=held, _currencies={})

    @cached_property
    def recorded(self) -> tuple[RecordTie, ...]:
        """The ties that the events of the case make, as of the same day; of the actors that the registry knows."""
        from bedfellows.ties.record_ties import record_ties

        if self.path is None or not self.scope.events:
            return ()
        with CaseStore.open(self.path) as store:
            return record_ties(store, self.registry, self, self.scope.as_of)

    @cached_property
    def by_subject(self) -> Mapping[str, tuple[Claim, ...]]:
        """The claims by whom they are about, in the order of the case."""
        found: dict[str, list[Claim]] = {}
        for claim in self.claims:
            found.setdefault(claim.subject, []).append(claim)
        return {subject: tuple(claims) for subject, claims in found.items()}

    @cached_property
    def named(self) -> frozenset[str]:
        """Ids of all actors that the evidence speaks of."""
        found: set[str | None] = set()
        for claim in self.claims:
            found |= {claim.subject, claim.object, claim.place, *claim.said_by}
        for motive in self.motives:
            found |= {motive.holder, motive.towards}
        for outcome in self.outcomes:
            found.update(outcome.actors)
        return frozenset(actor_id for actor_id in found if actor_id)


def _began(claim: Claim) -> date | None:
    return claim.named_from if claim.dated else claim.published


def with_case_actors(registry: Registry, new_actors: Iterable[NewActor]) -> Registry:
    """The registry with the names that only the case knows, marked as unregistered."""
    made = [
        Actor(
            new.id,
            new.name,
            _KINDS.get(new.kind, "organisation"),
            registered=False,
            source="named in the case",
        )
        for new in new_actors
        if registry.get(new.id) is None
    ]
    return registry.with_actors(made) if made else registry


def open_dossier(store: CaseStore, registry: Registry, as_of: date | None = None) -> Dossier:
    """Load the evidence of a case published by `as_of` (all of it without one).

    The reference date is `as_of`; without one the latest publication date or day of an event in the case; without any, that of the latest
    list; without that, today.
    """
    sources = store.sources(as_of=as_of)
    claims = store.claims(as_of=as_of)
    seen = {source.id for source in sources}
    undated = sum(source.published is None and source.id not in seen for source in store.sources())
    latest = max((source.published for source in sources if source.published), default=None)
    events, last_event = store.connection.execute(
        "SELECT count(*), max(day) FROM feed_events_as_of($day::DATE)",
        {"day": "infinity" if as_of is None else as_of.isoformat()},
    ).fetchall()[0]
    known = [day for day in (latest, last_event) if day] or [_last_list(store)]
    reference = as_of or max(day or datetime.now(UTC).date() for day in known)
    return Dossier(
        with_case_actors(registry, store.new_actors()),
        Scope(as_of, reference, len(sources), len(claims), undated, int(events)),
        {source.id: source for source in sources},
        {passage.id: passage for passage in store.passages()},
        tuple(claims),
        tuple(store.motives(as_of=as_of)),
        tuple(store.outcomes(as_of=as_of)),
        store.path,
    )


def _last_list(store: CaseStore) -> date | None:
    found: date | None = store.connection.execute(
        "SELECT max(published) FROM standing WHERE superseded IS NULL"
    ).fetchall()[0][0]
    return found
