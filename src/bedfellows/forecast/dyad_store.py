"""Models of dyads kept in the case, so that the next question need not wait for the learning.

A kept model is used as long as the evidence up to its cut-off is to the row what it was learned from, and its cut-off is no more
than four weeks before the day of asking, and never after it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from bedfellows.case.records import content_id
from bedfellows.forecast.dyad_history import DyadHistory, Target, number_of
from bedfellows.forecast.dyad_model import DyadModel, train

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_AGE = 28  # days


def find_model(
    connection: DuckDBPyConnection, history: DyadHistory, target: Target, directed: bool
) -> DyadModel | None:
    """The latest kept model that may answer as of the history's day; None where there is none."""
    found = connection.execute(
        "SELECT cutoff, evidence, model FROM dyad_models WHERE target = $target AND directed = $directed "
        "AND cutoff BETWEEN $as_of::DATE - $age::INTEGER AND $as_of::DATE ORDER BY cutoff DESC",
        {"target": target.key, "directed": directed, "as_of": history.as_of.isoformat(), "age": MOST_AGE},
    ).fetchall()
    for cutoff, evidence, model in found:
        if evidence_hash(history, cutoff) == evidence:
            return DyadModel.from_json(model)
    return None


def learn_model(history: DyadHistory, target: Target) -> DyadModel | None:
    """A new model with the history's day as its cut-off; None where the record is too short for one."""
    return train(history, target)


def keep_model(connection: DuckDBPyConnection, history: DyadHistory, model: DyadModel) -> None:
    """Store a model; one of the same target and evidence is left as it is."""
    evidence = evidence_hash(history, model.cutoff)
    connection.execute(
        "INSERT INTO dyad_models VALUES ($id, $target, $directed, $cutoff, $evidence, $recorded, $model) ON CONFLICT DO NOTHING",
        {
            "id": content_id("dym", model.target.key, model.directed, model.cutoff, evidence),
            "target": model.target.key,
            "directed": model.directed,
            "cutoff": model.cutoff,
            "evidence": evidence,
            "recorded": datetime.now(UTC).replace(tzinfo=None),
            "model": model.to_json(),
        },
    )


def evidence_hash(history: DyadHistory, until: date) -> str:
    """A hash of all rows that were known at the end of a day, whatever else the history holds."""
    import numpy as np

    rows = np.flatnonzero(history.known <= number_of(until))
    pair = history.pair[history.dyad[rows]]
    among, places = np.unique(pair, return_inverse=True)
    digest = sha256("\x1f".join(history.actors[one] for one in among.tolist()).encode())
    held = np.column_stack(
        [
            places.reshape(pair.shape),
            *(getattr(history, name)[rows] for name in ("day", "known", "quad", "kind", "events")),
            np.round(history.goldstein[rows] * 1_000).astype(np.int64),
        ]
    )
    order = np.lexsort(held.T[::-1])
    digest.update(np.ascontiguousarray(held[order]).tobytes())
    return digest.hexdigest()
