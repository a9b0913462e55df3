"""Odds asked of a case: which day counts as today, what actors are called, and models kept for the next time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bedfellows.actors import Registry
from bedfellows.case import CaseStore
from bedfellows.case.connection import duckdb_errors
from bedfellows.case.writing import transaction
from bedfellows.errors import CaseLockedError, InputError
from bedfellows.feeds.looking import actor_names
from bedfellows.forecast.dyad_history import EVENTS, Target, event_values
from bedfellows.forecast.dyad_model import HORIZONS
from bedfellows.forecast.dyads import CLASSES, Learned, OddsAnswer, dyad_odds
from bedfellows.forecast.shift_odds import SHORTEST, LearnedShifts, shift_odds
from bedfellows.forecast.shift_odds import TARGETS as SHIFT_TARGETS
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
    """The odds of two actors (ids) in the case at `path`; see `odds_in`.

    Without `as_of`, the day is the last on which the case has an event. Models that were learned are kept in the case, unless
    somebody else is using it or `keep` is not set.

    Raises:
        InputError: see `odds_in`.
        CaseError: the case cannot be used.
    """
    with CaseStore.open(path) as store, duckdb_errors(path):
        answer, learned = odds_in(
            store,
            registry,
            pair,
            as_of or last_day(store.connection),
            targets=targets,
            horizons=horizons or HORIZONS,
            directed=directed,
            name=naming(store, registry, pair),
            on_learning=on_learning,
        )
    if keep:
        keep_in(path, learned)
    return answer


def odds_in(
    store: CaseStore,
    registry: Registry,
    pair: tuple[str, str],
    as_of: date,
    *,
    targets: Sequence[Target] | None,
    horizons: Sequence[int],
    directed: bool,
    name: Callable[[str], str],
    on_learning: Callable[[Target], None] | None = None,
) -> tuple[OddsAnswer, list[Learned | LearnedShifts]]:
    """The odds of events (`dyad_odds`) and of shifts (`shift_odds`) of two actors as of the end of a day, and the models learned for them.

    Without `targets`, of the four classes of events and, where not `directed`, of shifts at the horizons of at least a week.

    Raises:
        InputError: see `dyad_odds` and `shift_odds`; or a shift is asked for with a direction.
    """
    events = [one for one in targets or CLASSES if one.kind != "shift"]
    shifts = [one for one in targets or SHIFT_TARGETS if one.kind == "shift"]
    long = list(horizons)
    if targets is None:
        long = [days for days in horizons if days >= SHORTEST]
        shifts = [] if directed or not long else shifts
    elif shifts and directed:
        raise InputError(
            f"Expected a {shifts[0].words} without a direction, found one with: a shift is of the tie between two actors. "
            "Leave out --directed."
        )
    answer, learned = dyad_odds(
        store.connection, pair, as_of, targets=events, horizons=horizons, directed=directed, name=name, on_learning=on_learning
    )  # fmt: skip
    found, of_shifts = shift_odds(store, registry, pair, as_of, shifts, long, name, on_learning)
    later = _later_models(store.connection, as_of)
    notes = (*answer.notes, *([_NOT_USED.format(later)] if later else []))
    return replace(answer, targets=(*answer.targets, *found), notes=notes), [*learned, *of_shifts]


_NOT_USED = "The case keeps models learned from what was known up to {}: they are not used, as they have seen what came after the day of asking."


def _later_models(connection: DuckDBPyConnection, as_of: date) -> date | None:
    """The latest cut-off of the models in a case, where it is after a day."""
    found: date | None = connection.execute(
        "SELECT max(cutoff) FROM dyad_models WHERE cutoff > $as_of::DATE", {"as_of": as_of.isoformat()}
    ).fetchall()[0][0]
    return found


def keep_in(path: Path, learned: Sequence[Learned | LearnedShifts]) -> None:
    """Keep models in the case at `path`; not where somebody else is using it, as they can be learned again."""
    if not learned:
        return
    try:
        with CaseStore.open(path, write=True) as store, duckdb_errors(path), transaction(store.connection):
            for one in learned:
                one.keep(store.connection)
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
