"""The odds that two actors fight, quarrel, talk or work together within so many days, with interval, reasons and evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from bedfellows.errors import InputError
from bedfellows.forecast.dyad_features import Group, features_at
from bedfellows.forecast.dyad_history import QUADS, DyadHistory, Target, load_history, number_of
from bedfellows.forecast.dyad_model import HORIZONS, DyadModel, HeldOut
from bedfellows.forecast.dyad_reasons import Reason, reasons_for
from bedfellows.forecast.dyad_store import find_model, keep_model, learn_model
from bedfellows.forecast.plain_rates import new_pair_rate, plain_rate
from bedfellows.forecast.references import SHORTEST_RECORD, references

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Method = Literal[
    "model", "shifts of all ties", "model, horizon not tested", "model, extrapolated", "base rate", "new pair"
]

FindModel = Callable[["DuckDBPyConnection", DyadHistory, Target, bool], DyadModel | None]

CLASSES = tuple(Target("quad", quad.key) for quad in reversed(QUADS))
METHODS: dict[Method, str] = {
    "model": "learned from the record and tried on a part of it that it had not seen",
    "shifts of all ties": "learned from the shifts of all ties together, and tried on ties that it had not seen",
    "model, horizon not tested": "learned from the record, which is too short to try it at this horizon",
    "model, extrapolated": "the record is too short for this horizon: the odds go on as they grew over shorter ones",
    "base rate": "the record is too short to learn from: how often it happened so far, with that of other pairs as prior",
    "new pair": "nothing is known between the two: how often it happened between pairs without any record",
}


@dataclass(frozen=True, slots=True)
class Odds:
    """The odds of one target within `days` days: from `first` to `last`, both included.

    `low` and `high` are a 90 % interval; `like` held-out forecasts were most like this one, of which `came_true` did.
    `base_rate` and `persistence` are what two simple rules say (None where the record is too short for them).
    """

    days: int
    first: date
    last: date
    probability: float
    low: float
    high: float
    method: Method
    like: int
    came_true: int
    base_rate: float | None
    persistence: float | None
    tested: HeldOut | None


@dataclass(frozen=True, slots=True)
class TargetOdds:
    """The odds of one target at each horizon.

    `reasons` add up, from `start` (the log odds of any pair), to the log odds of the horizon `reasons_days` before calibration.
    `cutoff` is the last day whose events the model has seen; None without a model.
    """

    target: str
    words: str
    odds: tuple[Odds, ...]
    cutoff: date | None
    learned_from: int  # examples
    start: float
    reasons_days: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class OddsAnswer:
    """The odds of two actors as of a day. `directed`: of what `a` does to `b`; otherwise of what happens between the two.

    `record_first` and `record_last` are the days of the first and last event of the record; None where there is none.
    """

    a: str
    a_name: str
    b: str
    b_name: str
    directed: bool
    as_of: date
    record_first: date | None
    record_last: date | None
    targets: tuple[TargetOdds, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Learned:
    """A model and the history that it was learned from, to be kept with `keep`."""

    history: DyadHistory
    model: DyadModel

    def keep(self, connection: DuckDBPyConnection) -> None:
        """Store the model."""
        keep_model(connection, self.history, self.model)


def dyad_odds(
    connection: DuckDBPyConnection,
    pair: tuple[str, str],
    as_of: date,
    *,
    targets: Sequence[Target] = CLASSES,
    horizons: Sequence[int] = HORIZONS,
    directed: bool = False,
    name: Callable[[str], str] = str,
    on_learning: Callable[[Target], None] | None = None,
    find: FindModel = find_model,
) -> tuple[OddsAnswer, list[Learned]]:
    """The odds as of the end of a day, and the models that were learned for them and are not kept yet.

    Only what was published by `as_of` is used, in learning too; windows begin on the day after. `on_learning` is called before a
    model is learned, which takes seconds. `find` gives a model that was kept, or None.

    Raises:
        InputError: both actors are the same, there are no events, or a horizon is not from 1 to 3,650 days.
    """
    if pair[0] == pair[1]:
        raise InputError(f"Expected two actors, found {name(pair[0])} twice. Name two different ones.")
    for days in horizons:
        if not 1 <= days <= 3_650:
            raise InputError(f"Expected a horizon of 1 to 3650 days, found {days}.")
    history = load_history(connection, as_of, directed=directed)
    if not len(history.day):
        raise InputError(
            f"The case has no events between two actors published by {as_of}. Add a feed with bedfellows ingest, or give a later "
            "--as-of."
        )
    learned: list[Learned] = []
    answers = []
    for target in targets:
        model = find(connection, history, target, directed)
        if model is None:
            if on_learning is not None:
                on_learning(target)
            model = learn_model(history, target)
            if model is not None:
                learned.append(Learned(history, model))
        answers.append(_of_target(connection, history, target, pair, sorted(set(horizons)), model, name))
    a, b = pair
    first, last = (as_of + timedelta(days=day - number_of(as_of)) for day in (history.first, history.last))
    notes = []
    if (as_of - last).days > 7:
        notes.append(
            f"The record ends on {last}, {(as_of - last).days} days before the day of asking: what happened since is not in the odds."
        )
    return OddsAnswer(
        a, name(a), b, name(b), directed, as_of, first, last, tuple(answers), tuple(notes)
    ), learned


def _of_target(
    connection: DuckDBPyConnection,
    history: DyadHistory,
    target: Target,
    pair: tuple[str, str],
    horizons: Sequence[int],
    model: DyadModel | None,
    name: Callable[[str], str],
) -> TargetOdds:
    import numpy as np

    place = history.place(*pair)
    start = 0.0
    shifts: dict[Group, float] = {}
    features = None
    if place is not None and model is not None:
        found = features_at(history, target, number_of(history.as_of) + 1)
        row = int(np.searchsorted(found.dyads, place))
        features = found.values[row : row + 1]
        start, shifts = model.reasons(features[0], horizons[0])
    odds = tuple(_at_horizon(history, target, place, days, model, features) for days in horizons)
    reasons = reasons_for(
        connection, history, target, pair, shifts or {"record": 0.0, "third parties": 0.0}, name
    )
    return TargetOdds(
        target.key,
        target.words,
        odds,
        model.cutoff if model else None,
        model.examples if model else 0,
        start,
        horizons[0],
        reasons,
    )


def _at_horizon(
    history: DyadHistory,
    target: Target,
    place: int | None,
    days: int,
    model: DyadModel | None,
    features: object,
) -> Odds:
    import numpy as np

    origin = number_of(history.as_of) + 1
    first, last = history.as_of + timedelta(days=1), history.as_of + timedelta(days=days)
    base = persistence = None
    if origin - history.first >= SHORTEST_RECORD and place is not None:
        simple = references(history, target, origin, days)
        row = int(np.searchsorted(simple.dyads, place))
        base, persistence = float(simple.base_rate[row]), float(simple.persistence[row])
    if place is None:
        new = new_pair_rate(history, target, days)
        return Odds(
            days,
            first,
            last,
            new.probability,
            new.low,
            new.high,
            "new pair",
            0,
            0,
            new.probability,
            new.probability,
            None,
        )
    if model is None or not isinstance(features, np.ndarray):
        rate = plain_rate(history, target, place, days)
        return Odds(
            days,
            first,
            last,
            rate.probability,
            rate.low,
            rate.high,
            "base rate",
            0,
            0,
            base,
            persistence,
            None,
        )
    probability = float(model.odds(features, days)[0])
    held = model.interval(probability, features, days)
    method: Method = (
        "model, extrapolated"
        if days > model.trained[-1]
        else "model"
        if model.tested and days <= model.tested[-1]
        else "model, horizon not tested"
    )
    tested = min(model.held_out, key=lambda one: abs(one.days - days)) if method == "model" else None
    return Odds(
        days,
        first,
        last,
        probability,
        held.low,
        held.high,
        method,
        held.forecasts,
        held.came_true,
        base,
        persistence,
        tested,
    )
