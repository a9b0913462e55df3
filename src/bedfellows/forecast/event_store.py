"""Events of a case as a history, and rankers kept in the case, so that the next question need not wait for the learning.

A kept ranker is used as long as the evidence up to its cut-off is what it was learned from, and its cut-off is no more than four weeks
before the day of asking, and never after it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from bedfellows.case.records import content_id
from bedfellows.errors import InputError
from bedfellows.forecast.event_history import EventHistory, make_history
from bedfellows.forecast.event_ranker import EventModel

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Grain = Literal["cameo", "plover"]

_MOST_AGE = 28  # days
_LOOK_BACK = 730  # days of record that are loaded
_EPOCH = date(1970, 1, 1)

_EVENTS = """(
    SELECT id, day, subject, object, cameo, plover FROM feed_events_as_of($as_of::DATE)
    UNION ALL BY NAME
    SELECT id, happened_from AS day, subject, object, cameo, plover FROM events WHERE published <= $as_of::DATE
)"""
_KIND = {"cameo": "cameo", "plover": "plover"}


@dataclass(frozen=True, eq=False)
class EventRecord:
    """The events of a case as they were known at the end of `as_of`; `ids` are those of the history's actors."""

    as_of: date
    grain: Grain
    history: EventHistory
    ids: tuple[str, ...]


def number_of(day: date) -> int:
    """A day as a whole number: days since 1970."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """The day of a number."""
    return _EPOCH + timedelta(days=number)


def load_record(
    connection: DuckDBPyConnection, as_of: date, grain: Grain, named: Callable[[Sequence[str]], Sequence[str]]
) -> EventRecord:
    """The events of the last two years before the end of a day, those within one actor left out; `named` gives names to ids.

    Raises:
        InputError: there are none.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = _KIND[grain]
    rows = connection.sql(
        f"SELECT DISTINCT subject, {kind} AS kind, object, day FROM {_EVENTS} WHERE day <= $as_of::DATE AND "  # noqa: S608 - own words
        f"day > $as_of::DATE - {_LOOK_BACK} AND subject <> object AND {kind} IS NOT NULL ORDER BY ALL",
        params={"as_of": as_of.isoformat()},
    ).to_arrow_table()
    if not len(rows):
        raise InputError(
            f"The case has no events between two actors published by {as_of} that have a {grain.upper()} code. Add a feed with bedfellows "
            "ingest, or give a later --as-of."
        )

    def places(column: str, among: list[str]) -> np.ndarray:
        found = pc.index_in(rows[column].combine_chunks(), pa.array(among, pa.string()))
        return np.asarray(pc.cast(found, pa.int64()).to_numpy(zero_copy_only=False))

    sides = pa.chunked_array([*rows["subject"].chunks, *rows["object"].chunks], pa.string())
    ids = sorted(pc.unique(sides).to_pylist())
    kinds = sorted(pc.unique(rows["kind"]).to_pylist())
    days = pc.cast(pc.cast(rows["day"], pa.date32()), pa.int32()).to_numpy().astype(np.int64)
    facts = np.stack([places("subject", ids), places("kind", kinds), places("object", ids), days], axis=1)
    return EventRecord(as_of, grain, make_history(tuple(named(ids)), kinds, facts), tuple(ids))


def evidence_of(
    connection: DuckDBPyConnection, record: EventRecord, facts: Sequence[tuple[int, int, int, int]]
) -> dict[tuple[int, int, int, int], tuple[str, ...]]:
    """The ids of events behind facts of a record (source, kind, target, day)."""
    history, wanted = record.history, list(dict.fromkeys(facts))
    if not wanted:
        return {}
    kind = _KIND[record.grain]
    found = connection.execute(
        f"SELECT w.place, list(e.id ORDER BY e.id) FROM {_EVENTS} e JOIN (SELECT unnest($places) AS place, unnest($sources) AS source, "  # noqa: S608 - own words
        "unnest($kinds) AS kind, unnest($targets) AS target, unnest($days) AS day) w "
        f"ON e.subject = w.source AND e.object = w.target AND e.{kind} = w.kind AND e.day = w.day GROUP BY w.place",
        {
            "as_of": record.as_of.isoformat(),
            "places": list(range(len(wanted))),
            "sources": [record.ids[one[0]] for one in wanted],
            "kinds": [history.kinds[one[1]] for one in wanted],
            "targets": [record.ids[one[2]] for one in wanted],
            "days": [day_of(one[3]) for one in wanted],
        },
    ).fetchall()
    return {wanted[place]: tuple(ids) for place, ids in found}


def find_model(connection: DuckDBPyConnection, record: EventRecord) -> tuple[str, EventModel] | None:
    """The latest kept ranker, with its id, that may answer as of the record's day; None where there is none."""
    found = connection.execute(
        "SELECT id, cutoff, evidence, model FROM event_models WHERE grain = $grain "
        "AND cutoff BETWEEN $as_of::DATE - $age::INTEGER AND $as_of::DATE ORDER BY cutoff DESC",
        {"grain": record.grain, "as_of": record.as_of.isoformat(), "age": _MOST_AGE},
    ).fetchall()
    for id_, cutoff, evidence, model in found:
        if evidence_hash(record, cutoff) == evidence and (kept := EventModel.from_json(model)):
            return id_, kept
    return None


def named_model(connection: DuckDBPyConnection, record: EventRecord, id_: str) -> EventModel:
    """The kept ranker of an id.

    Raises:
        InputError: there is none, it is for other kinds of events, or it has seen events after the record's day.
    """
    found = connection.execute(
        "SELECT grain, cutoff, model FROM event_models WHERE id = $id", {"id": id_}
    ).fetchone()
    if found is None:
        raise InputError(
            f"Expected the id of a model in the case, found {id_[:60]!r}. Leave --model out to have one learned."
        )
    grain, cutoff, model = found
    if cutoff > record.as_of:
        raise InputError(
            f"The model {id_} has seen events up to {cutoff}: it cannot say what was to be expected as of {record.as_of}, as it knows "
            f"what came after. Give an --as-of from {cutoff} on, or leave --model out to have one learned from what was known then."
        )
    if grain != record.grain:
        raise InputError(
            f"The model {id_} is for {grain.upper()} codes, not for {record.grain.upper()} ones. Leave --model out, or ask for such a type."
        )
    kept = EventModel.from_json(model)
    if kept is None:
        raise InputError(
            f"The model {id_} was made by another version of Bedfellows, which looked at other things. Leave --model out to have one learned."
        )
    return kept


def keep_model(connection: DuckDBPyConnection, record: EventRecord, model: EventModel) -> None:
    """Store a ranker, in place of one from the same evidence."""
    connection.execute(
        "INSERT INTO event_models VALUES ($id, $grain, $cutoff, $evidence, $recorded, $model) ON CONFLICT DO UPDATE SET recorded = "
        "excluded.recorded, model = excluded.model",
        {
            "id": model_id(record),
            "grain": record.grain,
            "cutoff": record.as_of,
            "evidence": evidence_hash(record, record.as_of),
            "recorded": datetime.now(UTC).replace(tzinfo=None),
            "model": model.to_json(),
        },
    )


def model_id(record: EventRecord) -> str:
    """The id of the ranker that is learned from a record."""
    return content_id("evm", record.grain, record.as_of, evidence_hash(record, record.as_of))


def evidence_hash(record: EventRecord, until: date) -> str:
    """A hash of all events up to a day, of the part of the record that a ranker of that day would load."""
    import numpy as np

    history = record.history
    last = number_of(until)
    rows = np.flatnonzero((history.day <= last) & (history.day > last - _LOOK_BACK + _MOST_AGE))
    digest = sha256()
    columns = [history.day[rows]]
    for places, names in (
        (np.concatenate([history.source[rows], history.target[rows]]), record.ids),
        (history.kind[rows], history.kinds),
    ):
        among, place = np.unique(places, return_inverse=True)
        digest.update("\x1f".join(names[one] for one in among.tolist()).encode())
        columns += np.split(place, len(place) // max(len(rows), 1)) if len(rows) else []
    held = np.column_stack(columns)
    order = np.lexsort(held.T[::-1])
    digest.update(np.ascontiguousarray(held[order]).tobytes())
    return digest.hexdigest()
