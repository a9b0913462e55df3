"""The support ledger: who backs whom, with what, since when, and how that compares with the other backers.

Three kinds of witness are kept apart, because they do not measure the same thing:

* claims: what sources say (relation `supports`). Their measure is the strength of the claims on the tie (`ties.strength`), in [0, 1):
  how firmly help is said, not how large it is. What sources say of its size ("main", "dwarfs") stands beside it in their words.
* listed: rows of standing evidence (`supports`: UCDP External Support, secondary parties of UCDP conflicts). Their measure is kinds
  times years: each kind of support in each calendar year counts one. What the feed calls alleged is shown and not counted.
* counted: events of feeds coded AID, material help, as counts; SUPPORT, backing in words, is shown beside it and not counted. A pair
  known from events alone is in the ledger when they fall on `LEAST_DAYS` days or more, since a program codes single ones wrongly.

A backer's share is its part of the measure of all backers of the same side, for each kind of witness by itself; counts give shares from
`LEAST_EVENTS` events on that side on. Its share in all is the mean over the kinds of witness that give shares. Its ratio is that
share over the largest share of anybody else. Alliances are commitments, not help, and stand apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bedfellows.case.records import Claim
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.evidence import Evidence, Scope
from bedfellows.ties.record import EventCount, Record, StandingRow
from bedfellows.ties.rollup import Rollup, day_of
from bedfellows.ties.strength import strength
from bedfellows.ties.wording import listed

MATERIAL, VERBAL = "AID", "SUPPORT"
LEAST_DAYS = 2
"""Bedfellows' own choice, as is the next."""
LEAST_EVENTS = 10
_COMPARED = {
    "more-than": "more than",
    "less-than": "less than",
    "equal-to": "as much as",
    "only": "the only ones",
    "most": "the most",
}


@dataclass(frozen=True, slots=True)
class SaidOfSize:
    """What a source says of the size of a backer's help: "more than Iran and Saudi Arabia", from the word "dwarfs"."""

    words: str
    kind: str
    than: tuple[str, ...]  # actor ids
    text: str
    claim: str  # id


@dataclass(frozen=True, slots=True)
class Backing:
    """What one backer gives one side. `measure` and `shares` are by kind of witness: "claims", "listed", "counted".

    `share` is in [0, 1], None where only past claims, allegations or words tell of it. `ratio` is None where nobody else is known.
    `until` is None where it goes on as far as is known. `last_known` is the latest day on which any evidence places it.
    """

    backer: str
    name: str
    kind: str
    support_types: tuple[str, ...]
    since: date | None
    until: date | None
    last_known: date | None
    measure: Mapping[str, float]
    shares: Mapping[str, float]
    share: float | None
    ratio: float | None
    said: tuple[SaidOfSize, ...]
    evidence: tuple[Evidence, ...]  # current claims
    past: tuple[Evidence, ...]  # claims of help that is over
    denied: tuple[Evidence, ...]
    listed: tuple[StandingRow, ...]
    counted: tuple[EventCount, ...]

    @property
    def evidence_ids(self) -> tuple[str, ...]:
        """Ids of all that it rests on."""
        claims = (piece.id for piece in (*self.evidence, *self.past))
        events = (event for count in self.counted for event in count.ids)
        return tuple(dict.fromkeys((*claims, *(row.id for row in self.listed), *events)))


@dataclass(frozen=True, slots=True)
class Side:
    """One who is backed, with its backers, the largest share first."""

    side: str
    name: str
    kind: str
    backers: tuple[Backing, ...]
    commitments: tuple[
        StandingRow, ...
    ] = ()  # alliances in force on the reference date, as far as the list reaches


@dataclass(frozen=True, slots=True)
class LedgerAnswer:
    """With an actor: the side that it is, then the sides that it backs. Without: every side with a backer, the most evidence first."""

    actor: str | None
    name: str | None
    scope: Scope
    sides: tuple[Side, ...]

    @property
    def own(self) -> Side | None:
        """The actor as the one who is backed."""
        return next((side for side in self.sides if side.side == self.actor), None)


@dataclass
class _Gathered:
    current: list[Claim] = field(default_factory=list)
    past: list[Claim] = field(default_factory=list)
    denied: list[Claim] = field(default_factory=list)
    listed: list[StandingRow] = field(default_factory=list)
    counted: list[EventCount] = field(default_factory=list)

    @property
    def known(self) -> bool:
        days = sum(count.days for count in self.counted if count.plover == MATERIAL)
        return bool(self.current or self.past or self.listed or days >= LEAST_DAYS)


Pair = tuple[str, str]  # backer, side


def ledger_from(record: Record, actor_id: str | None = None) -> LedgerAnswer:
    """The ledger of an actor, or of everybody, from the claims and the rows of feeds of a case."""
    dossier = record.dossier
    pairs = _gathered(record, actor_id)
    names = record.names(actor for pair in pairs for actor in pair)
    by_side: dict[str, dict[str, _Gathered]] = defaultdict(dict)
    for (backer, side), found in pairs.items():
        if found.known:
            by_side[side][backer] = found
    ends = _ends(record)
    wanted = [
        side
        for side, backers in by_side.items()
        if actor_id is None or actor_id == side or actor_id in backers
    ]
    sides = [
        Side(
            side,
            names[side],
            dossier.kind(side),
            _backings(by_side[side], names, dossier, ends),
            _commitments(record, side) if actor_id == side else (),
        )
        for side in wanted
    ]
    if actor_id is not None and actor_id not in wanted and (commitments := _commitments(record, actor_id)):
        sides.append(Side(actor_id, dossier.name(actor_id), dossier.kind(actor_id), (), commitments))
    sides.sort(key=lambda side: (side.side != actor_id, -_bulk(side), side.name))
    return LedgerAnswer(actor_id, dossier.name(actor_id) if actor_id else None, dossier.scope, tuple(sides))


def _gathered(record: Record, actor_id: str | None) -> dict[Pair, _Gathered]:
    """The evidence by backer and side; where an actor is asked for, also that of the other backers of the sides it backs."""
    dossier = record.dossier
    rollup = Rollup(dossier)
    pairs: dict[Pair, _Gathered] = defaultdict(_Gathered)
    reference = dossier.scope.reference
    for claim in dossier.claims:
        if claim.relation != "supports" or claim.object is None:
            continue
        on = day_of(claim, reference)
        found = pairs[rollup.top(claim.subject, on)[0], rollup.top(claim.object, on)[0]]
        kept = {"current": found.current, "past": found.past, "denied": found.denied}.get(
            dossier.currency(claim)
        )
        if kept is not None:
            kept.append(claim)
    rows, counts = _of_feeds(record, actor_id, {side for backer, side in pairs if backer == actor_id})
    for row in rows:
        if row.object and (row.first or date.min) <= (dossier.scope.as_of or date.max):
            pairs[row.subject, row.object].listed.append(row)
    for count in counts:
        pairs[count.subject, count.object].counted.append(count)
    return {pair: found for pair, found in pairs.items() if pair[0] != pair[1]}


def _of_feeds(
    record: Record, actor_id: str | None, sides: set[str]
) -> tuple[tuple[StandingRow, ...], tuple[EventCount, ...]]:
    types = {MATERIAL, VERBAL}
    if actor_id is None:
        return record.standing({"supports"}), record.counts(types)
    given = record.standing({"supports"}, subjects={actor_id})
    helped = record.counts(types, subjects={actor_id})
    sides |= {row.object for row in given if row.object} | {count.object for count in helped} | {actor_id}
    return record.standing({"supports"}, objects=sides), record.counts(types, objects=sides)


def _backings(
    backers: Mapping[str, _Gathered], names: Mapping[str, str], dossier: Dossier, ends: Mapping[str, date]
) -> tuple[Backing, ...]:
    measures = {backer: _measure(found, dossier, ends) for backer, found in backers.items()}
    totals = {
        witness: sum(measure.get(witness, 0.0) for measure in measures.values())
        for witness in ("claims", "listed", "counted")
    }
    if totals["counted"] < LEAST_EVENTS:
        totals["counted"] = 0.0
    known = [witness for witness, total in totals.items() if total]
    shares = {
        backer: {witness: measure.get(witness, 0.0) / totals[witness] for witness in known}
        for backer, measure in measures.items()
    }
    in_all = {backer: sum(by.values()) / len(known) if known else 0.0 for backer, by in shares.items()}
    found = [
        _backing(backer, backers[backer], names, dossier, measures[backer], shares[backer], in_all)
        for backer in backers
    ]
    found.sort(key=lambda one: (-(one.share or 0.0), -len(one.evidence_ids), one.name))
    return _as_said(found)


def _as_said(ordered: list[Backing]) -> tuple[Backing, ...]:
    """Where only claims tell of two backers, and one says that the one gives more than the other, it stands first."""
    above = [
        pair
        for one in ordered
        for said in one.said
        if said.kind in {"more-than", "less-than"}
        for other in said.than
        for pair in [(one.backer, other) if said.kind == "more-than" else (other, one.backer)]
    ]
    only_said = {one.backer for one in ordered if not one.listed and not one.counted}
    for _ in ordered:
        place = {one.backer: number for number, one in enumerate(ordered)}
        wrong = next(
            (pair for pair in above if set(pair) <= only_said and place[pair[0]] > place[pair[1]]), None
        )
        if wrong is None:
            break
        ordered.insert(place[wrong[1]], ordered.pop(place[wrong[0]]))
    return tuple(ordered)


def _backing(
    backer: str,
    found: _Gathered,
    names: Mapping[str, str],
    dossier: Dossier,
    measure: Mapping[str, float],
    shares: Mapping[str, float],
    in_all: Mapping[str, float],
) -> Backing:
    share = in_all[backer] or None
    next_best = max((other for one, other in in_all.items() if one != backer), default=0.0)
    claims = [*found.current, *found.past]
    confirmed = [row for row in found.listed if not row.alleged] or found.listed
    firsts = [claim.named_from for claim in claims] + [row.first for row in confirmed]
    firsts += [count.first for count in found.counted if count.plover == MATERIAL]
    types = {kind for claim in found.current for kind in claim.support_types}
    types |= {kind for row in confirmed for kind in row.support_types}
    return Backing(
        backer,
        names[backer],
        dossier.kind(backer),
        tuple(sorted(types)),
        min((day for day in firsts if day), default=None),
        _until(found),
        _last_known(found, dossier.scope.as_of),
        {witness: round(value, 4) for witness, value in measure.items()},
        {witness: round(value, 4) for witness, value in shares.items()},
        round(share, 4) if share else None,
        round(share / next_best, 2) if share and next_best else None,
        tuple(
            _said(claim, dossier)
            for claim in claims
            if claim.comparison and claim.comparison.kind in _COMPARED
        ),
        dossier.all_evidence(found.current),
        dossier.all_evidence(found.past),
        dossier.all_evidence(found.denied),
        tuple(found.listed),
        tuple(found.counted),
    )


def _measure(found: _Gathered, dossier: Dossier, ends: Mapping[str, date]) -> dict[str, float]:
    measure: dict[str, float] = {}
    if found.current:
        measure["claims"] = strength(found.current, dossier.sources).friendly
    years = {
        (kind, year)
        for row in found.listed
        if not row.alleged and row.first
        for kind in row.support_types or ("other",)
        for year in range(row.first.year, _end(row, ends, dossier.scope.as_of).year + 1)
    }
    if years:
        measure["listed"] = float(len(years))
    counted = sum(count.count for count in found.counted if count.plover == MATERIAL)
    if counted:
        measure["counted"] = float(counted)
    return {witness: value for witness, value in measure.items() if value}


def _end(row: StandingRow, ends: Mapping[str, date], as_of: date | None) -> date:
    """The last day that a row speaks for: its own end, else that of the feed, and no later than the as-of date."""
    assert row.first is not None
    return max(row.first, min(row.last or ends.get(row.feed, row.first), as_of or date.max))


def _ends(record: Record) -> dict[str, date]:
    return {feed: reach.last for feed, reach in record.reach.items() if reach.last}


def _until(found: _Gathered) -> date | None:
    """When all of it was over; None where any of it has no end."""
    if found.current:
        return None
    lasts = [claim.named_to for claim in found.past] + [row.last for row in found.listed]
    lasts += [count.last for count in found.counted if count.plover == MATERIAL]
    return None if None in lasts else max((day for day in lasts if day), default=None)


def _last_known(found: _Gathered, as_of: date | None) -> date | None:
    days = [claim.happened_to or claim.published for claim in found.current]
    days += [claim.named_to for claim in found.past]
    days += [row.last or row.first for row in found.listed]
    days += [count.last for count in found.counted if count.plover == MATERIAL]
    return max((min(day, as_of or date.max) for day in days if day), default=None)


def _said(claim: Claim, dossier: Dossier) -> SaidOfSize:
    comparison = claim.comparison
    assert comparison is not None
    than = listed([dossier.name(other) for other in comparison.than])
    words = f"{_COMPARED[comparison.kind]} {than}".strip()
    return SaidOfSize(words, comparison.kind, comparison.than, comparison.text, claim.id)


def _commitments(record: Record, side: str) -> tuple[StandingRow, ...]:
    """The alliances of an actor in force on the reference date; an open end reaches no further than its feed does."""
    on = record.dossier.scope.reference
    ends = _ends(record)
    rows = record.standing({"allied-with"}, subjects={side}, both_ways=True)
    held = [row for row in rows if _in_force(row, on, ends)]
    return tuple(
        sorted({row.id: row for row in held}.values(), key=lambda row: (row.first or date.min, row.id))
    )


def _in_force(row: StandingRow, on: date, ends: Mapping[str, date]) -> bool:
    return (row.first or date.min) <= on and (row.last is None or row.last >= min(on, ends.get(row.feed, on)))


def _bulk(side: Side) -> int:
    return sum(
        len(one.evidence) + len(one.listed) + sum(count.count for count in one.counted)
        for one in side.backers
    )
