"""The numbers under which the page speaks of its evidence, and the names of the actors in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bedfellows.case.records import Claim, ConditionalOutcome, Event, Motive, Passage, Source
from bedfellows.report.context import Statement
from bedfellows.report.outside_text import visible
from bedfellows.ties.currency import Currency
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.wording import verb

if TYPE_CHECKING:
    from bedfellows.actors import Registry
    from bedfellows.case import CaseStore

TITLE_CHARS = 180


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to a piece of evidence: its number on the page, the element it leads to, and its gist."""

    label: str
    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class ActorLabel:
    """How an actor is shown. `registered` is False for names that no registry knows."""

    name: str
    kind: str
    registered: bool = True


@dataclass(frozen=True, slots=True)
class EvidenceIndex:
    """All of a case up to the as-of date, in the order in which the page shows it."""

    sources: tuple[Source, ...]
    passages: Mapping[str, tuple[Passage, ...]]  # by source
    statements: Mapping[str, tuple[Statement, ...]]  # by source, in text order
    events: tuple[Event, ...]
    actors: Mapping[str, ActorLabel]
    places: Mapping[str, tuple[int, Reference]]  # evidence id to its rank on the page and its link
    currencies: Mapping[str, Currency]  # by claim id

    def label(self, actor_id: str) -> ActorLabel:
        """How an actor is shown; its id where nothing more is known of it."""
        return self.actors.get(actor_id) or ActorLabel(visible(actor_id), "unknown", registered=False)

    def name(self, actor_id: str | None) -> str:
        """The display name of an actor; an empty text for none."""
        return self.label(actor_id).name if actor_id else ""

    def names(self, actor_ids: Iterable[str]) -> tuple[str, ...]:
        """The display names of some actors, in the order given."""
        return tuple(self.name(actor_id) for actor_id in actor_ids)

    def reference(self, evidence_id: str) -> Reference:
        """The link to one piece of evidence."""
        return self.places[evidence_id][1]

    def references(self, evidence_ids: Iterable[str]) -> tuple[Reference, ...]:
        """Links in page order, each once; what is not in this view of the case is left out."""
        found = {id_: self.places[id_] for id_ in evidence_ids if id_ in self.places}
        return tuple(link for _, link in sorted(found.values(), key=lambda place: place[0]))

    def currency(self, claim: Claim) -> Currency:
        """Whether a claim is current, past, expected or denied."""
        return self.currencies[claim.id]

    def claims(self) -> list[Claim]:
        """All claims in page order."""
        return [s for source in self.sources for s in self.statements[source.id] if isinstance(s, Claim)]

    def outcomes(self) -> list[ConditionalOutcome]:
        """All conditional outcomes in page order."""
        every = (s for source in self.sources for s in self.statements[source.id])
        return [statement for statement in every if isinstance(statement, ConditionalOutcome)]


def index_evidence(store: CaseStore, dossier: Dossier) -> EvidenceIndex:
    """Number all evidence of a case: what its dossier holds, with sentences and events as of the same date.

    Claims are 1, 2, ..., motives M1, conditional outcomes O1, events E1; sentences go by source and position.
    """
    as_of = dossier.scope.as_of
    sources = tuple(
        sorted(dossier.sources.values(), key=lambda s: (s.published or date.max, s.title, s.id)),
    )
    statements: dict[str, list[Statement]] = defaultdict(list)
    every: list[Statement] = [*dossier.claims, *dossier.motives, *dossier.outcomes]
    for statement in every:
        statements[statement.source_id].append(statement)
    in_order = {source.id: tuple(sorted(statements[source.id], key=_text_order)) for source in sources}
    events = tuple(
        sorted(store.events(as_of=as_of, feeds=False), key=lambda event: (event.happened_from, event.id))
    )
    passages = {source.id: tuple(store.passages(source.id, as_of=as_of)) for source in sources}
    actors = _labels(dossier.registry, in_order, events)
    places = _places(sources, passages, in_order, events, actors)
    currencies = {claim.id: dossier.currency(claim) for claim in dossier.claims}
    return EvidenceIndex(sources, passages, in_order, events, actors, places, currencies)


def _text_order(statement: Statement) -> tuple[int, int, str, str]:
    return statement.start, -statement.end, _PREFIX[type(statement)], statement.id


_PREFIX: dict[type, str] = {Claim: "", Motive: "M", ConditionalOutcome: "O"}
_ANCHOR = {"": "claim", "M": "motive", "O": "outcome"}


def _labels(
    registry: Registry,
    statements: Mapping[str, tuple[Statement, ...]],
    events: Iterable[Event],
) -> dict[str, ActorLabel]:
    named: set[str] = set()
    for statement in (s for group in statements.values() for s in group):
        match statement:
            case Claim():
                than = statement.comparison.than if statement.comparison else ()
                named.update(a for a in (statement.subject, statement.object, statement.place) if a)
                named.update((*statement.said_by, *than))
            case Motive():
                named.update(actor for actor in (statement.holder, statement.towards) if actor)
            case ConditionalOutcome():
                named.update((*statement.actors, *statement.said_by))
    for event in events:
        named.update(actor for actor in (event.subject, event.object, event.place) if actor)
    labels = {}
    for id_ in sorted(named):
        if actor := registry.get(id_):
            labels[id_] = ActorLabel(visible(actor.name), actor.kind, actor.registered)
        else:
            labels[id_] = ActorLabel(visible(id_), "unknown", registered=False)
    return labels


def _places(
    sources: Iterable[Source],
    passages: Mapping[str, tuple[Passage, ...]],
    statements: Mapping[str, tuple[Statement, ...]],
    events: Iterable[Event],
    actors: Mapping[str, ActorLabel],
) -> dict[str, tuple[int, Reference]]:
    places: dict[str, tuple[int, Reference]] = {}
    counts = {"": 0, "M": 0, "O": 0}
    for number, source in enumerate(sources, 1):
        places[source.id] = (
            len(places),
            Reference(f"source {number}", f"source-{number}", visible(source.title)),
        )
        for passage in passages[source.id]:
            label, anchor = f"sentence {passage.ordinal}", f"sentence-{number}-{passage.ordinal}"
            places[passage.id] = len(places), Reference(label, anchor, _short(passage.text))
        for statement in statements[source.id]:
            prefix = _PREFIX[type(statement)]
            counts[prefix] += 1
            anchor = f"{_ANCHOR[prefix]}-{counts[prefix]}"
            label = f"{prefix}{counts[prefix]}"
            places[statement.id] = len(places), Reference(label, anchor, _gist(statement, actors))
    for number, event in enumerate(events, 1):
        who = f"{actors[event.subject].name} → {actors[event.object].name if event.object else '?'}"
        link = Reference(f"E{number}", f"event-{number}", _short(f"{who}: {event.plover} {event.text}"))
        places[event.id] = len(places), link
    return places


def _gist(statement: Statement, actors: Mapping[str, ActorLabel]) -> str:
    """One line of what a statement says, for the tooltip of a link to it."""
    quote = f"“{statement.quote}”"
    if not isinstance(statement, Claim):
        return _short(quote)
    object_ = actors[statement.object].name if statement.object else statement.detail
    relation = verb(statement.relation, statement.tense, negated=statement.negated)
    return _short(f"{actors[statement.subject].name} {relation} {object_}: {quote}")


def _short(text: str) -> str:
    line = " ".join(visible(text).split())
    return line if len(line) <= TITLE_CHARS else f"{line[: TITLE_CHARS - 1].rstrip()}…"
