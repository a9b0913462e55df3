"""Odds asked of a case: which day counts as today, what actors are called, and models kept for the next time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bedfellows.actors import Registry
from bedfellows.case import CaseStore
from bedfellows.case.connection import duckdb_errors
from bedfellows.case.writing import transaction
from bedfellows.errors import CaseLockedError
from bedfellows.feeds.looking import actor_names
from bedfellows.forecast.dyad_history import EVENTS, Target, event_values
from bedfellows.forecast.dyad_model import HORIZONS
from bedfellows.forecast.dyads import CLASSES, Learned, OddsAnswer, dyad_odds, keep_learned
from bedfellows.ties.dossier import with_case_actors

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def ask_odds(
    path: Path,
    registry: Registry,
    pair: tuple[str, str],
    as_of: date | None = None,
    *,
    targets: Sequence[Target] | None = None,
    horizons: Sequence[int] | None = None,
    directed: bool = False,
    keep: bool = True,
    on_learning: Callable[[Target], None] | None = None,
) -> OddsAnswer:
    """The odds of two actors (ids) in the case at `path`; see `dyad_odds`.

    Without `as_of`, the day is the last on which the case has an event. Models that were learned are kept in the case, unless
    somebody else is using it or `keep` is not set.

    Raises:
        InputError: see `dyad_odds`.
        CaseError: the case cannot be used.
    """
    with CaseStore.open(path) as store, duckdb_errors(path):
        answer, learned = dyad_odds(
            store.connection,
            pair,
            as_of or last_day(store.connection),
            targets=targets or CLASSES,
            horizons=horizons or HORIZONS,
            directed=directed,
            name=naming(store, registry, pair),
            on_learning=on_learning,
        )
    if keep:
        keep_in(path, learned)
    return answer


def keep_in(path: Path, learned: Sequence[Learned]) -> None:
    """Keep models in the case at `path`; not where somebody else is using it, as they can be learned again."""
    if not learned:
        return
    try:
        with CaseStore.open(path, write=True) as store, duckdb_errors(path), transaction(store.connection):
            keep_learned(store.connection, learned)
    except CaseLockedError:
        return


def last_day(connection: DuckDBPyConnection) -> date:
    """The last day on which the case has an event between two actors that was published by today; today where there is none."""
    today = datetime.now(UTC).date()
    found = connection.execute(
        f"SELECT max(day) FROM {EVENTS} WHERE day <= $as_of::DATE AND subject <> object AND quad IS NOT NULL",  # noqa: S608 - own words
        event_values(today),
    ).fetchall()[0][0]
    return found or today


def naming(store: CaseStore, registry: Registry, known: Sequence[str] = ()) -> Callable[[str], str]:
    """What the actors of a case are called. `known` are ids that are looked up at once; others when they come up."""
    everybody = with_case_actors(registry, store.new_actors())
    connection = store.connection
    names: dict[str, str] = {}

    def look_up(ids: Sequence[str]) -> None:
        of_feeds = actor_names(connection, [one for one in ids if everybody.get(one) is None])
        for one in ids:
            actor = everybody.get(one)
            names[one] = actor.name if actor else of_feeds.get(one, one)

    look_up(list(known))

    def name(actor: str) -> str:
        if actor not in names:
            look_up([actor])
        return names[actor]

    return name
