"""With whom an actor deals by the record: the level of each tie with its interval, its events by type, and what stands for years.

A partner is `with` the actor where the whole interval of the level (`bedfellows.ties.alignment`) is above 0, `against` it where the whole is
below, `unclear` else. The strongest are those whose interval keeps farthest from 0; crowds that only feeds name ("Militant (Yemen)") come
after actors that the registry knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from bedfellows.case.connection import duckdb_errors
from bedfellows.ontology import PLOVER_TYPES, RELATIONS
from bedfellows.ties.alignment import levels, load_evidence
from bedfellows.ties.record import Record, StandingRow
from bedfellows.ties.wording import verb

if TYPE_CHECKING:
    from bedfellows.actors import Registry
    from bedfellows.case import CaseStore
    from bedfellows.ties.dossier import Dossier

Stance = Literal["with", "against", "unclear"]
STANCES: tuple[Stance, ...] = ("with", "against", "unclear")
EXAMPLES = 3  # ids of events of a type that are carried; the count is of all
_SIGNED = frozenset(key for key, relation in RELATIONS.items() if relation.sign)


@dataclass(frozen=True, slots=True)
class EventsOfType:
    """How many events of one PLOVER type two actors have: by the actor asked for, by the other; ids of the latest."""

    plover: str
    by_actor: int
    by_partner: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Partner:
    """One actor that the record ties to another. `level`, `low`, `high` are in [-1, 1]; `events` has the most frequent type first, `standing`
    what holds on the day before what has ended."""

    partner: str
    name: str
    kind: str
    registered: bool
    stance: Stance
    level: float
    low: float
    high: float
    readings: int
    events: tuple[EventsOfType, ...]
    standing: tuple[StandingRow, ...]

    @property
    def sureness(self) -> float:
        """How far the interval keeps from 0; below 0 where it holds it."""
        return max(self.low, -self.high)

    @property
    def evidence(self) -> tuple[str, ...]:
        """Ids of the events and rows that are carried."""
        return (*(one for kind in self.events for one in kind.ids), *(row.id for row in self.standing))


def partners(store: CaseStore, registry: Registry, dossier: Dossier, actor_id: str) -> tuple[Partner, ...]:
    """The partners of an actor by the feeds of a case, as of the day of the dossier: those who are with it first, then those against it, then
    the rest, each the strongest first. None where no feed of the case knows the actor."""
    with duckdb_errors(store.path):
        record = record_of(store, dossier)
        if not record.reach:
            return ()
        as_of = record.as_of
        counted = _counted(record, actor_id)
        standing = _standing(record, actor_id, as_of or dossier.scope.reference, as_of)
        if not counted and not standing:
            return ()
        evidence = load_evidence(store, registry, as_of, dossier=dossier).of_actor(actor_id)
        found = {}
        for row in levels(evidence).iter_rows(named=True):
            other = row["second"] if row["first"] == actor_id else row["first"]
            if other in counted or other in standing:
                found[other] = row
        names = record.names(found)
        kinds = dict(store.connection.execute("SELECT id, kind FROM feed_names").fetchall())
    made = [
        Partner(
            other,
            names[other],
            actor.kind if (actor := registry.get(other)) else kinds.get(other, dossier.kind(other)),
            registry.get(other) is not None,
            "with" if row["low"] > 0 else "against" if row["high"] < 0 else "unclear",
            round(row["level"], 4),
            round(row["low"], 4),
            round(row["high"], 4),
            row["readings"],
            counted.get(other, ()),
            standing.get(other, ()),
        )
        for other, row in found.items()
    ]
    made.sort(key=lambda one: (STANCES.index(one.stance), not one.registered, -one.sureness, one.partner))
    return tuple(made)


def record_of(store: CaseStore, dossier: Dossier) -> Record:
    """The record as of the day of a dossier; where that judges its claims on an earlier day than the last event (`Dossier.at`), as of that."""
    record = Record(store.connection, dossier, dossier.scope.as_of)
    last = max((one.last for one in record.event_feeds if one.last), default=None)
    if record.as_of is None and last is not None and dossier.scope.reference < last:
        return replace(record, as_of=dossier.scope.reference, _listed={})
    return record


def _counted(record: Record, actor_id: str) -> Mapping[str, tuple[EventsOfType, ...]]:
    types = frozenset(PLOVER_TYPES)
    numbers: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    latest: dict[tuple[str, str], list[tuple[date, str]]] = defaultdict(list)
    for place, found in enumerate(
        (record.counts(types, subjects={actor_id}), record.counts(types, objects={actor_id}))
    ):
        for one in found:
            key = (one.subject if place else one.object), one.plover
            numbers[key][place] += one.count
            latest[key] += [(one.last, id_) for id_ in one.ids[:EXAMPLES]]
    of_partner: dict[str, list[EventsOfType]] = defaultdict(list)
    for (other, plover), (by_actor, by_partner) in numbers.items():
        ids = [id_ for _, id_ in sorted(latest[other, plover], reverse=True)[:EXAMPLES]]
        of_partner[other].append(EventsOfType(plover, by_actor, by_partner, tuple(ids)))
    return {
        other: tuple(sorted(found, key=lambda one: (-one.by_actor - one.by_partner, one.plover)))
        for other, found in of_partner.items()
    }


def _standing(
    record: Record, actor_id: str, on: date, as_of: date | None
) -> Mapping[str, tuple[StandingRow, ...]]:
    found: dict[str, list[StandingRow]] = defaultdict(list)
    for row in record.standing(_SIGNED, {actor_id}, both_ways=True):
        other = row.object if row.subject == actor_id else row.subject
        if other and other != actor_id:
            found[other].append(row)
    return {other: latest_first(rows, on, as_of) for other, rows in found.items()}


def latest_first(rows: Iterable[StandingRow], on: date, as_of: date | None) -> tuple[StandingRow, ...]:
    """The rows that began by a day: what holds on it first, then what ended last; an end after `as_of` is not known."""
    begun = [row for row in rows if (row.first or date.min) <= on]
    if as_of is not None:  # what is over later is not known to be over
        begun = [replace(row, last=None) if row.last and row.last > as_of else row for row in begun]
    return tuple(
        sorted(
            begun,
            key=lambda row: (not holds(row, on), -(row.last or date.max).toordinal(), row.id),
        )
    )


def holds(row: StandingRow, on: date) -> bool:
    """Does what a row tells hold on a day?"""
    return (row.first or date.min) <= on <= (row.last or date.max)


def standing_words(row: StandingRow) -> str:
    """What a row of standing evidence says, in a line; where it names no end, in which year the list was published that says so."""
    kinds = f" ({', '.join(row.support_types)})" if row.support_types else ""
    does = verb(row.relation, "past" if row.last else "present")
    began, ended = row.first and row.first.year, row.last and row.last.year
    when = (
        f"{began or ''} to {ended}" if ended and ended != began else f"{ended}" if ended else f"since {began}"
    )
    known = "" if row.last else f" (by a list of {row.published.year})"
    detail = f"; {row.detail}" if row.detail else ""
    return f"{row.subject_name} {does} {row.object_name}{kinds}, {when.strip()}{known}{detail}"
