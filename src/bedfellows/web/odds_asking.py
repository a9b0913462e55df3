"""Odds without writing to the case: what was learned for them is kept in memory, as long as the window is open."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from bedfellows.api import Case
from bedfellows.case import CaseStore
from bedfellows.case.connection import duckdb_errors
from bedfellows.forecast.asking import last_day, naming
from bedfellows.forecast.dyad_history import DyadHistory, Target
from bedfellows.forecast.dyad_model import DyadModel
from bedfellows.forecast.dyad_store import evidence_hash, find_model
from bedfellows.forecast.dyads import Learned, OddsAnswer, dyad_odds

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_MODELS = 32

_models: OrderedDict[tuple[Path, str, bool, str], DyadModel] = OrderedDict()
_lock = Lock()


def odds_of(
    case: Case,
    pair: tuple[str, str],
    as_of: date | None,
    targets: Sequence[Target],
    horizons: Sequence[int],
    *,
    directed: bool,
) -> OddsAnswer:
    """What `Case.odds` gives for two actors (ids); see there."""
    with CaseStore.open(case.path) as store, duckdb_errors(case.path):
        answer, learned = dyad_odds(
            store.connection,
            pair,
            as_of or last_day(store.connection),
            targets=targets,
            horizons=horizons,
            directed=directed,
            name=naming(store, case.registry, pair),
            find=lambda *asked: _kept(case.path, *asked),
        )
    with _lock:
        for one in (one for one in learned if isinstance(one, Learned)):
            key = (case.path, one.model.target.key, directed, evidence_hash(one.history, one.history.as_of))
            _models[key] = one.model
        while len(_models) > MOST_MODELS:
            _models.popitem(last=False)
    return answer


def _kept(
    path: Path, connection: DuckDBPyConnection, history: DyadHistory, target: Target, directed: bool
) -> DyadModel | None:
    """A model of the case, or one learned here from the very same evidence."""
    found = find_model(connection, history, target, directed)
    if found is not None or not _models:
        return found
    with _lock:
        return _models.get((path, target.key, directed, evidence_hash(history, history.as_of)))
