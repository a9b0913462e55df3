"""Reasons for and against an alignment that lie in the record: events counted by feeds, and what stands between actors for years.

Each rests on facts whose source is the ids of rows of the case. What stands is believed like a source that nobody can judge
(`bedfellows.ties.strength`); what events count weighs by their share of all events of the two, and a foe in common by the weaker of the
two levels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bedfellows.explain.mechanisms import MECHANISMS, Reason
from bedfellows.ontology import PLOVER_TYPES
from bedfellows.ties.evidence import Fact
from bedfellows.ties.partners import Partner, holds, latest_first, partners, record_of, standing_words
from bedfellows.ties.record import Record, StandingRow
from bedfellows.ties.strength import GRADE_WEIGHTS
from bedfellows.ties.wording import counted, listed

if TYPE_CHECKING:
    from bedfellows.actors import Registry
    from bedfellows.case import CaseStore
    from bedfellows.ties.dossier import Dossier

RECENT = timedelta(days=365)
"""Events of the last year are told as what the two do now."""
MOST_FOES = 5
MOST_ROWS = 5
_HELP = frozenset({"SUPPORT", "COOPERATE", "AID", "CONCEDE"})
_HOSTILE = frozenset({"THREATEN", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})
_BETWEEN = frozenset({"allied-with", "agrees-with", "supports", "borders", "fights", "threatens", "rivals"})
_STANDING = GRADE_WEIGHTS["F"]


@dataclass(frozen=True, slots=True)
class RecordedLevel:
    """How two actors stand by events, claims and standing evidence: `bedfellows.ties.alignment`."""

    level: float
    low: float
    high: float
    readings: int


def recorded_reasons(
    store: CaseStore, registry: Registry, dossier: Dossier, a_id: str, b_id: str
) -> tuple[RecordedLevel | None, tuple[Reason, ...]]:
    """The level of the tie, and the reasons that the feeds of a case give as of the day of the dossier; nothing where they know neither."""
    record = record_of(store, dossier)
    if not record.reach:
        return None, ()
    on = dossier.scope.reference
    a_id, b_id = sorted((a_id, b_id))
    mine = {one.partner: one for one in partners(store, registry, dossier, a_id)}
    theirs = {one.partner: one for one in partners(store, registry, dossier, b_id)}
    rows = latest_first(record.standing(_BETWEEN, {a_id}, {b_id}, both_ways=True), on, record.as_of)
    reasons = [
        *_standing(rows, on),
        *_deeds(record, a_id, b_id, on),
        *_foes_in_common(record, a_id, b_id, mine, theirs),
    ]
    tie = mine.get(b_id)
    level = RecordedLevel(tie.level, tie.low, tie.high, tie.readings) if tie else None
    return level, tuple(reasons)


def _reason(
    mechanism: str,
    words: str,
    strength: float,
    facts: Sequence[Fact],
    actor: str | None = None,
    third: str | None = None,
) -> Reason:
    means = MECHANISMS[mechanism]
    strength = round(min(1.0, strength * means.bearing), 4)
    return Reason(mechanism, means.side, means.title, words, strength, actor, third, (), tuple(facts))


def _facts(rows: Sequence[StandingRow]) -> list[Fact]:
    return [Fact(f"{standing_words(row)}.", row.id) for row in rows[:MOST_ROWS]]


def _standing(rows: Sequence[StandingRow], on: date) -> Iterator[Reason]:
    now = [row for row in rows if holds(row, on)]

    def of(found: Sequence[StandingRow], *relations: str) -> list[StandingRow]:
        return [row for row in found if row.relation in relations]

    for mechanism, relation, words in (
        ("shared-alliance", "allied-with", "A treaty makes them allies"),
        ("treaty", "agrees-with", "A treaty binds them to talk, or not to fight"),
        ("border", "borders", "Their lands meet"),
    ):
        if found := of(now, relation):
            yield _reason(mechanism, _many(words, found), _STANDING, _facts(found))
    for backer in sorted({row.subject for row in of(now, "supports")}):
        found = [row for row in of(now, "supports") if row.subject == backer]
        kinds = list(dict.fromkeys(kind.replace("-", " ") for row in found for kind in row.support_types))
        words = f"{found[0].subject_name} supports {found[0].object_name}" + (
            f" with {listed(kinds)}" if kinds else ""
        )
        yield _reason("patronage", _many(words, found), _STANDING, _facts(found), backer)
    if found := of(now, "rivals"):
        yield _reason("called-enemies", _many("A list of rivals names them", found), _STANDING, _facts(found))
    if found := of(rows, "fights", "threatens"):
        words = "They have fought" if of(found, "fights") else "They have threatened one another with force"
        yield _reason("past-war", _many(words, found), _STANDING, _facts(found))


def _many(words: str, rows: Sequence[StandingRow]) -> str:
    return f"{words}, by {counted(len(rows), 'row')} of the record."


def _deeds(record: Record, a_id: str, b_id: str, on: date) -> Iterator[Reason]:
    every = [
        count
        for one, other in ((a_id, b_id), (b_id, a_id))
        for count in record.counts(frozenset(PLOVER_TYPES), {one}, {other}, first=on - RECENT, last=on)
    ]
    for mechanism, types, words in (
        ("works-together", _HELP, "helped or worked with one another"),
        ("hostile-now", _HOSTILE, "threatened, punished or attacked one another"),
    ):
        found = [count for count in every if count.plover in types]
        if not found:
            continue
        names = record.names((a_id, b_id))
        number = sum(one.count for one in found)
        facts = [
            Fact(
                f"{names[one.subject]} to {names[one.object]}: {one.count:,} of the type {one.plover.lower()}, "
                f"{one.first} to {one.last}.",
                ", ".join(one.ids[:3]),
            )
            for one in found
        ]
        share = number / sum(one.count for one in every)
        sentence = f"They {words} {counted(number, 'time')} in the year to {on}, {share:.0%} of all events between them."
        yield _reason(mechanism, sentence, share, facts)


def _foes_in_common(
    record: Record, a_id: str, b_id: str, mine: dict[str, Partner], theirs: dict[str, Partner]
) -> list[Reason]:
    """Actors of the registry that both are surely against: a common enemy where it is armed, else a common rival."""
    shared = [
        (min(mine[third].sureness, theirs[third].sureness), third)
        for third in mine.keys() & theirs.keys() - {a_id, b_id}
        if mine[third].stance == theirs[third].stance == "against" and mine[third].registered
    ]
    names = record.names((a_id, b_id))
    reasons = []
    for _, third in sorted(shared, key=lambda one: (-one[0], one[1]))[:MOST_FOES]:
        both = ((a_id, mine[third]), (b_id, theirs[third]))
        facts = [
            Fact(
                f"{names[own]} and {one.name}: {one.level:+.2f}, between {one.low:+.2f} and {one.high:+.2f}.",
                ", ".join(_hostile_ids(one)),
            )
            for own, one in both
        ]
        armed = mine[third].kind == "armed-group"
        words = (
            f"{names[a_id]} and {names[b_id]} are both against {mine[third].name}, as the record shows it."
        )
        strength = min(abs(one.level) for _, one in both)
        mechanism = "common-enemy" if armed else "common-rival"
        reasons.append(_reason(mechanism, words, strength, facts, None, third))
    return reasons


def _hostile_ids(one: Partner) -> list[str]:
    """Ids of what tells of hostility; of all that is known of the two where no class of events does."""
    ids = [id_ for kind in one.events if kind.plover in _HOSTILE for id_ in kind.ids[:2]]
    ids += [row.id for row in one.standing if row.relation in {"fights", "threatens", "rivals"}]
    return ids[:MOST_ROWS] or list(one.evidence[:MOST_ROWS])
