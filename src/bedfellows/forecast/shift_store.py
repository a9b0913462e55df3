"""Models of shifts kept in the case. As with `bedfellows.forecast.dyad_store`, one is used as long as the record up to its cut-off is what it
was learned from, and its cut-off no more than four weeks before the day of asking, and never after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from bedfellows.case.records import content_id
from bedfellows.forecast.dyad_store import MOST_AGE
from bedfellows.forecast.shift_model import ShiftModel
from bedfellows.forecast.shift_record import ShiftRecord

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def find_shift_model(
    connection: DuckDBPyConnection, load: Callable[[date], ShiftRecord | None], as_of: date, kind: str
) -> ShiftModel | None:
    """The latest kept model that may answer as of a day; None where there is none. `load` gives the record as of a day."""
    found = connection.execute(
        "SELECT cutoff, evidence, model FROM dyad_models WHERE target = $target AND NOT directed "
        "AND cutoff BETWEEN $as_of::DATE - $age::INTEGER AND $as_of::DATE ORDER BY cutoff DESC LIMIT 1",
        {"target": kind, "as_of": as_of.isoformat(), "age": MOST_AGE},
    ).fetchall()
    for cutoff, evidence, model in found:
        record = load(cutoff)
        if record is not None and record_hash(record) == evidence:
            return ShiftModel.from_json(model)
    return None


def keep_shift_model(connection: DuckDBPyConnection, record: ShiftRecord, model: ShiftModel) -> None:
    """Store a model with the record that it was learned from; one of the same kind and record is left as it is."""
    evidence = record_hash(record)
    connection.execute(
        "INSERT INTO dyad_models VALUES ($id, $target, FALSE, $cutoff, $evidence, $recorded, $model) ON CONFLICT DO NOTHING",
        {
            "id": content_id("dym", model.kind, False, model.cutoff, evidence),
            "target": model.kind,
            "cutoff": model.cutoff,
            "evidence": evidence,
            "recorded": datetime.now(UTC).replace(tzinfo=None),
            "model": model.to_json(),
        },
    )


def record_hash(record: ShiftRecord) -> str:
    """A hash of all that a record holds."""
    import numpy as np

    digest = sha256("\x1f".join(one for pair in record.pairs for one in pair).encode())
    for name in ("sort", "usual", "dyad", "week", "events", "hostile", "value", "variance", "shifted", "turned", "kind"):  # fmt: skip
        digest.update(np.round(getattr(record, name) * 1_000_000).astype(np.int64).tobytes())
    return digest.hexdigest()
