"""One tie: how two actors stand now, how they came to, and on what evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bedfellows.actors import members, memberships
from bedfellows.case import CaseStore
from bedfellows.errors import InputError
from bedfellows.ties.alignment import Evidence, levels, load_evidence, stances
from bedfellows.ties.alliances import alliance_rows
from bedfellows.ties.channels import CHANNELS, Channel
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.driving import Stretch, TieEvent, driving_events
from bedfellows.ties.evidence import Evidence as Piece
from bedfellows.ties.evidence import Scope
from bedfellows.ties.history import weeks
from bedfellows.ties.kinship import FORUMS, LARGEST_ALLIANCE
from bedfellows.ties.readings import acting_for
from bedfellows.ties.record import Record, StandingRow
from bedfellows.ties.shifts import Shift, find_shifts, names_of, with_evidence

if TYPE_CHECKING:
    import polars

SHOWN = 20
"""So many events and so many claims at most."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level in [-1, 1] with its 90% interval, what it rests on, and the first day of the latest week that was read."""

    level: float
    low: float
    high: float
    readings: int
    last: date


@dataclass(frozen=True, slots=True)
class ChannelLevel:
    """One channel. `out` and `back` are the mean weights of what the first did to the second, and the second to the first, with
    their numbers of events; None without events."""

    channel: Channel
    now: Level
    out: float | None
    out_events: int
    back: float | None
    back_events: int


@dataclass(frozen=True, slots=True)
class TieWeek:
    """One week. `tone` is the mean weight of its events. The level is by what was known then; smoothed, by all that is known."""

    week: date
    events: int
    statements: int
    tone: float | None
    level: float
    low: float
    high: float
    smoothed: float
    smoothed_low: float
    smoothed_high: float


@dataclass(frozen=True, slots=True)
class OtherTie:
    """The tie of a member of one side, or of a coalition it is in, with the other side: coalitions are shown both ways."""

    actor: str
    name: str
    of: str  # which side it belongs to, or contains
    relation: str  # "member", "coalition"
    now: Level


@dataclass(frozen=True, slots=True)
class ActedFor:
    """Whose deeds counted for one of the two, and in how many events."""

    actor: str
    name: str
    whole: str
    events: int


@dataclass(frozen=True, slots=True)
class TieAnswer:
    """How two actors stand. `lasting` is what they are to each other over years, `now` that and the mood of these weeks. Both are None where the case holds nothing on them; `usual` is the level such pairs have.

    `reference` is the day that they are for. `history`, `shifts`, `events`, `claims` and `standing` are of the period asked for.
    """

    a: str
    a_name: str
    b: str
    b_name: str
    scope: Scope
    reference: date
    first: date | None
    last: date | None
    lasting: Level | None
    now: Level | None
    usual: float
    channels: tuple[ChannelLevel, ...]
    history: tuple[TieWeek, ...]
    shifts: tuple[Shift, ...]
    events: tuple[TieEvent, ...]
    events_found: int
    contacts: int  # meetings and calls, which are not counted
    claims: tuple[Piece, ...]
    claims_found: int
    standing: tuple[StandingRow, ...]
    acting: tuple[ActedFor, ...]
    others: tuple[OtherTie, ...]


def tie_from(
    store: CaseStore,
    dossier: Dossier,
    a: str,
    b: str,
    as_of: date | None = None,
    first: date | None = None,
    last: date | None = None,
) -> TieAnswer:
    """How two actors stand by what was published until a day; its history, shifts and evidence from `first` to `last`.

    Raises:
        InputError: both are the same.
    """
    if a == b:
        raise InputError(f"Expected two actors, found {dossier.name(a)} twice. Name another one.")
    pair = (min(a, b), max(a, b))
    known, others = _around(dossier, a, b)
    evidence = load_evidence(store, dossier.registry, as_of, known, dossier=dossier)
    own = evidence.of(pair)
    now = levels(own)
    history = [] if now.is_empty() else weeks(own).to_dicts()
    start, end = first or date.min, last or date.max
    found = [one for one in find_shifts(own) if start <= one.day + timedelta(days=6) and one.day <= end]
    names = names_of(store, dossier)
    events = driving_events(
        store, dossier.registry, evidence, [Stretch(pair, start, end)], as_of, names, SHOWN
    )[0]  # fmt: skip
    statements = own.statements.with_columns(day=_day_of_week()).filter(_touches(start, end))
    ids = list(dict.fromkeys(statements["id"].to_list()))
    claims = dossier.all_evidence(claim for claim in dossier.claims if claim.id in set(ids))
    counted = stances(own.events)
    return TieAnswer(
        a,
        names.get(a, a),
        b,
        names.get(b, b),
        dossier.scope,
        evidence.reference,
        first,
        last,
        _level(levels(own, lasting=True)),
        _level(now),
        _usual(own),
        tuple(_channels(own, a)),
        tuple(
            TieWeek(**{key: row[key] for key in TieWeek.__slots__})
            for row in history
            if start <= row["week"] + timedelta(days=6) and row["week"] <= end
        ),
        with_evidence(store, dossier, evidence, found, as_of),
        events,
        int(counted["events"].sum()),
        int(own.events["events"].sum()) - int(counted["events"].sum()),
        claims[:SHOWN],
        len(claims),
        (
            *_standing(store, dossier, pair, set(ids), as_of),
            *alliance_rows(dossier.registry, pair, evidence.reference, lambda one: names.get(one, one)),
        ),
        _acting(store, dossier, evidence, pair, as_of, names),
        tuple(_others(evidence, others, names, a, b)),
    )


def _level(frame: polars.DataFrame) -> Level | None:
    rows = frame.select("level", "low", "high", "readings", "last").rows()
    return Level(*rows[0]) if rows else None


def _usual(own: Evidence) -> float:
    sorts = own.sorts.join(own.events.select("first", "second").unique(), on=["first", "second"])["sort"]
    return own.parameters.combined.means[sorts[0]] if len(sorts) else 0.0


def _channels(own: Evidence, a: str) -> list[ChannelLevel]:
    import polars as pl

    found = []
    for channel in CHANNELS:
        part = own.channel(channel)
        now = _level(levels(part, channel))
        if now is None:
            continue
        sides = []
        for by_a in (True, False):
            rows = part.events.filter(pl.col("forward") == ((pl.col("first") == a) == by_a))
            number = int(rows["events"].sum())
            sides += [float(rows["total"].sum()) / number if number else None, number]
        found.append(ChannelLevel(channel, now, *sides))  # type: ignore[arg-type]
    return found


def _around(dossier: Dossier, a: str, b: str) -> tuple[set[str], list[tuple[str, str, str]]]:
    """Members of the two and coalitions they are in: all ids, and (actor, of, relation) of each."""
    on = dossier.scope.as_of or dossier.scope.reference
    others: list[tuple[str, str, str]] = []
    for own in (a, b):
        others += [(one, own, "member") for one in members(dossier.registry, own, on)]
        others += [
            (one, own, "coalition") for one in memberships(dossier.registry, own, on) if _allied(dossier, one)
        ]
    others = [one for one in others if one[0] not in {a, b}]
    return {a, b, *(one for one, _, _ in others)}, others


def _allied(dossier: Dossier, organisation: str) -> bool:
    """Is it more than a forum, in which foes meet as well?"""
    return organisation not in FORUMS and len(members(dossier.registry, organisation)) <= LARGEST_ALLIANCE


def _others(
    evidence: Evidence, others: list[tuple[str, str, str]], names: dict[str, str], a: str, b: str
) -> list[OtherTie]:
    if not others:
        return []
    rows = {(row["first"], row["second"]): row for row in levels(evidence.of_any({a, b})).to_dicts()}
    found = []
    for actor, of, relation in others:
        facing = b if of == a else a
        row = rows.get((min(actor, facing), max(actor, facing)))
        if row:
            now = Level(row["level"], row["low"], row["high"], row["readings"], row["last"])
            found.append(OtherTie(actor, names.get(actor, actor), of, relation, now))
    return sorted(found, key=lambda one: (one.of, one.relation, -one.now.readings, one.actor))


def _acting(
    store: CaseStore,
    dossier: Dossier,
    evidence: Evidence,
    pair: tuple[str, str],
    as_of: date | None,
    names: dict[str, str],
) -> tuple[ActedFor, ...]:
    rows = acting_for(store, dossier.registry, evidence.parameters, pair, as_of)
    return tuple(
        ActedFor(actor, names.get(actor, actor), whole, events)
        for whole, actor, events in rows.iter_rows()
        if whole != actor
    )


def _standing(
    store: CaseStore, dossier: Dossier, pair: tuple[str, str], ids: set[str], as_of: date | None
) -> tuple[StandingRow, ...]:
    from bedfellows.ontology import RELATIONS

    if not ids:
        return ()
    record = Record(store.connection, dossier, as_of)
    rows = record.standing(set(RELATIONS), {pair[0]}, {pair[1]}, both_ways=True)
    return tuple(row for row in rows if row.id in ids)


def _day_of_week() -> polars.Expr:
    import polars as pl

    return pl.date(1970, 1, 5) + pl.duration(weeks=pl.col("week"))


def _touches(start: date, end: date) -> polars.Expr:
    import polars as pl

    return (pl.col("day") + pl.duration(days=6) >= start) & (pl.col("day") <= end)
