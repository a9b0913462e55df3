"""The ties that the record of a case makes, beside those of its claims: pairs whose alignment is estimated from events and standing evidence.

A pair is drawn where the interval of its level leaves one sign (`bedfellows.ties.alignment`), or faintly ("not sure") where much was read
of it and the level still leans one way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bedfellows.case.connection import duckdb_errors
from bedfellows.ontology import RELATIONS
from bedfellows.ties.alignment import levels, load_evidence

if TYPE_CHECKING:
    from bedfellows.actors import Registry
    from bedfellows.case import CaseStore
    from bedfellows.ties.dossier import Dossier

MUCH_READ = 10  # readings from which on a level whose sign is not sure is drawn all the same
LEANING = 0.1  # the least such level
MOST_TIES = 5_000
EXAMPLES = 3  # ids of events, and as many of standing evidence, that a tie carries; all are found by the events of the pair


@dataclass(frozen=True, slots=True)
class RecordTie:
    """Two actors in the order of their ids, their level in [-1, 1], its interval, and what weighs most on its side: what stands between them, then events."""

    a: str
    b: str
    level: float
    low: float
    high: float
    sure: bool
    events: int
    evidence: tuple[str, ...]  # ids of at most `EXAMPLES` rows of standing evidence, then of as many events
    published: date | None


def record_ties(
    store: CaseStore, registry: Registry, dossier: Dossier, as_of: date | None
) -> tuple[RecordTie, ...]:
    """The ties by the record as of a day, those of the most events first; none where the case has no feeds."""
    with duckdb_errors(store.path):
        counted = store.connection.execute(
            "SELECT least(subject, object), greatest(subject, object), count(*), "
            "list(id ORDER BY coalesce(goldstein, 0) DESC, happened_from DESC, id)[1:$examples], "
            "list(id ORDER BY coalesce(goldstein, 0), happened_from DESC, id)[1:$examples], min(published) "
            "FROM events_as_of(coalesce($day::DATE, DATE 'infinity')) "
            "WHERE object IS NOT NULL AND subject <> object GROUP BY 1, 2",
            {"examples": EXAMPLES, "day": as_of},
        ).fetchall()
    held = {(a, b): (count, (tuple(worst), tuple(best)), day) for a, b, count, best, worst, day in counted}
    stands = _standing(store, dossier.scope.reference, as_of)
    if not held and not stands:
        return ()
    found = []
    for row in levels(load_evidence(store, registry, as_of, dossier=dossier)).iter_rows(named=True):
        pair = row["first"], row["second"]
        sure = row["low"] > 0 or row["high"] < 0
        leans = row["readings"] >= MUCH_READ and abs(row["level"]) >= LEANING
        if (pair in held or pair in stands) and (sure or leans):
            count, examples, published = held.get(pair, (0, ((), ()), None))
            lasting = [id_ for id_, sign in stands.get(pair, ()) if sign == (1 if row["level"] > 0 else -1)]
            ids = (*lasting[:EXAMPLES], *examples[row["level"] > 0])
            level, low, high = (round(row[name], 4) for name in ("level", "low", "high"))
            found.append(RecordTie(*pair, level, low, high, sure, count, ids, published))
    found.sort(key=lambda tie: (-tie.events, -abs(tie.level), tie.a, tie.b))
    return tuple(found[:MOST_TIES])


def _standing(
    store: CaseStore, reference: date, as_of: date | None
) -> dict[tuple[str, str], list[tuple[str, int]]]:
    """Id and sign of what stood between two actors on a day and has one, the latest first."""
    with duckdb_errors(store.path):
        rows = store.connection.execute(
            "SELECT least(subject, object), greatest(subject, object), id, relation "
            "FROM standing_as_of(coalesce($known::DATE, DATE 'infinity')) "
            "WHERE subject <> object AND relation NOT IN ('member-of', 'leads') "
            "AND coalesce(happened_from, published) <= $day AND coalesce(happened_to, DATE 'infinity') >= $day "
            "ORDER BY happened_from DESC NULLS LAST, id",
            {"known": as_of, "day": reference},
        ).fetchall()
    found: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for a, b, id_, relation in rows:
        if (known := RELATIONS.get(relation)) and known.sign:
            found.setdefault((a, b), []).append((id_, known.sign))
    return found


def record_actors(store: CaseStore, ids: set[str]) -> dict[str, tuple[str, str]]:
    """Name and kind of actors that only feeds know."""
    with duckdb_errors(store.path):
        rows = store.connection.execute(
            "SELECT id, any_value(name), any_value(kind) FROM feed_names WHERE id IN (SELECT unnest($ids)) GROUP BY id",
            {"ids": sorted(ids)},
        ).fetchall()
    return {actor: (name, kind) for actor, name, kind in rows}
