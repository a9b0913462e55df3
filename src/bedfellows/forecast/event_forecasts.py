"""Who does what to whom next: ranked candidates for the missing side of an event, with calibrated probabilities, reasons and evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from bedfellows.actors import Registry
from bedfellows.case import CaseStore
from bedfellows.case.connection import duckdb_errors
from bedfellows.case.writing import transaction
from bedfellows.errors import CaseLockedError, InputError
from bedfellows.forecast.asking import last_day, naming
from bedfellows.forecast.event_features import Eve, learn_season, make_background, make_eve
from bedfellows.forecast.event_keys import Group
from bedfellows.forecast.event_ranker import EventModel, learn
from bedfellows.forecast.event_reasons import Fact, Rule, Teller, Told, kind_words
from bedfellows.forecast.event_store import (
    EventRecord,
    Grain,
    day_of,
    evidence_of,
    find_model,
    keep_model,
    load_record,
    model_id,
    named_model,
    number_of,
)
from bedfellows.forecast.event_types import type_shares
from bedfellows.ontology import CAMEO, FORMER_PLOVER_NAMES, PLOVER_TYPES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Asked = Literal["target", "source", "type"]

_REASONS = 4


@dataclass(frozen=True, slots=True)
class EventReason:
    """What one kind of reason adds to a candidate's score (in log odds against the mean candidate), in words, with the latest events behind it, of
    so many in all; `rules` are those that speak in it."""

    kind: Group
    shift: float
    words: str
    events: int
    evidence: tuple[str, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class EventCandidate:
    """One candidate: an actor, or a type. `probability` is that it is among those with whom the event happens, given that it happens on the day;
    of a type, that an event is of it, given that there is one between the two.

    `before` is on how many days it happened before.
    """

    rank: int
    candidate: str
    name: str
    probability: float
    before: int
    reasons: tuple[EventReason, ...]


@dataclass(frozen=True, slots=True)
class EventForecast:
    """Who is to be expected on the missing side of an event on `day`, the day after `as_of`.

    `model` is the id of the ranker, `cutoff` the last day it has seen. `calibration_error` is how far probabilities of at least 5 % were from
    how often they came true, on days that a first model had not seen.
    """

    asked: Asked
    source: str | None
    source_name: str | None
    type: str | None
    type_words: str | None
    target: str | None
    target_name: str | None
    as_of: date
    day: date
    model: str
    cutoff: date
    learned_from: int  # questions
    calibration_error: float
    considered: int
    candidates: tuple[EventCandidate, ...]
    notes: tuple[str, ...]


def event_kind(text: str) -> tuple[Grain, str]:
    """What kind of event a text means: a CAMEO code or name, or a PLOVER type.

    Raises:
        InputError: there is none.
    """
    name = " ".join(text.replace("_", " ").replace("-", " ").split())
    upper = name.upper()
    upper = FORMER_PLOVER_NAMES.get(upper, upper)
    if upper in PLOVER_TYPES:
        return "plover", upper
    if name in CAMEO:
        return "cameo", name
    named = {code.name.lower(): code.code for code in CAMEO.values()}
    if name.lower() in named:
        return "cameo", named[name.lower()]
    raise InputError(
        f"Expected a PLOVER type, or a CAMEO code or its name, found {text.strip()[:60]!r}. Types: {', '.join(PLOVER_TYPES).lower()}."
    )


def forecast_event(
    path: Path,
    registry: Registry,
    kind: str | None = None,
    *,
    source: str | None = None,
    target: str | None = None,
    as_of: date | None = None,
    limit: int = 10,
    model: str | None = None,
    on_learning: Callable[[], None] | None = None,
) -> EventForecast:
    """Rank the missing side of an event in the case at `path`, on the day after `as_of` (by default the last with an event).

    Args:
        path: the case's file.
        registry: names actors.
        kind: see `event_kind`; None where it is asked for, among PLOVER types.
        source: the id of the actor that does it, or None where it is asked for.
        target: the id of the one that it is done to; exactly one of the three is None.
        as_of: only what was published by the end of this day is used.
        limit: how many candidates are told of.
        model: the id of a kept ranker; by default one that fits, or else a new one that is then kept.
        on_learning: called before a ranker is learned, which takes up to two minutes.

    Raises:
        InputError: both or none of the sides are given; the actor is not in the record; there are no events, or too few days of them; or
            the named model cannot answer.
    """
    if sum(one is None for one in (source, kind, target)) != 1:
        raise InputError(
            "Expected two of the three to be given, and the third to be asked for. Give two of --source, --type and --target."
        )
    if source is not None and source == target:
        raise InputError("Expected two actors, found the same one twice. Name two different ones.")
    grain: Grain = "plover"
    code = None
    if kind is not None:
        grain, code = event_kind(kind)
    with CaseStore.open(path) as store, duckdb_errors(path):
        connection = store.connection
        known = naming(store, registry)

        def named(ids: Sequence[str]) -> list[str]:
            together = naming(store, registry, ids)
            return [together(one) for one in ids]

        record = load_record(connection, as_of or last_day(connection), grain, named)
        sides = [None if one is None else _place(record, one, known) for one in (source, target)]
        if code is not None and code not in record.history.kinds:
            raise InputError(
                f"The record up to {record.as_of} has no event of the type {code} ({kind_words(code)}): nothing speaks for or against "
                "anybody. bedfellows events lists what there is."
            )
        id_, ranker, new = _ranker(connection, record, model, on_learning)
        day = number_of(record.as_of) + 1
        background = make_background(record.history, day)
        learned = learn_season(background, day)
        if code is None:
            assert sides[0] is not None and sides[1] is not None
            eve, share = type_shares(ranker, background, learned, day, sides[0], sides[1])
            found = _types(record, ranker, eve, share, sides[1], limit)
        else:
            asker = sides[0] if sides[0] is not None else sides[1]
            place = record.history.kinds.index(code) + (len(record.history.kinds) if source is None else 0)
            eve = make_eve(background, learned, day, np.array([asker]), np.array([place]))
            found = _candidates(record, ranker, eve, limit)
        facts = [fact for one in found for _, _, told in one.reasons for fact in told.facts]
        evidence = evidence_of(connection, record, facts)
        candidates = tuple(
            _told(record, one, rank, evidence, known, code is None) for rank, one in enumerate(found, 1)
        )
        last = day_of(int(record.history.day.max()))
        silent = (record.as_of - last).days
        answer = EventForecast(
            "target" if target is None else "source" if source is None else "type",
            source,
            known(source) if source else None,
            code,
            kind_words(code) if code else None,
            target,
            known(target) if target else None,
            record.as_of,
            record.as_of + timedelta(days=1),
            id_,
            day_of(ranker.cutoff),
            ranker.questions,
            ranker.calibration_error,
            len(record.history.kinds) if code is None else eve.candidates.shape[1],
            candidates,
            (
                f"The record ends on {last}, {silent} days before the day of asking: what happened since is not known.",
            )
            if silent > 7
            else (),
        )
    if new is not None:
        _keep(path, record, new)
    return answer


def _ranker(
    connection: DuckDBPyConnection,
    record: EventRecord,
    wanted: str | None,
    on_learning: Callable[[], None] | None,
) -> tuple[str, EventModel, EventModel | None]:
    """The ranker to ask, with its id; and once more where it is new."""
    if wanted is not None:
        return wanted, named_model(connection, record, wanted), None
    if found := find_model(connection, record):
        return *found, None
    if on_learning is not None:
        on_learning()
    new = learn(record.history, number_of(record.as_of) + 1)
    if new is None:
        raise InputError(
            f"The record up to {record.as_of} is too short to learn from: six weeks of events are needed. Add more of a feed, or give a "
            "later --as-of."
        )
    return model_id(record), new, new


def _keep(path: Path, record: EventRecord, model: EventModel) -> None:
    """Keep a model; not where somebody else is using the case, as it can be learned again."""
    try:
        with CaseStore.open(path, write=True) as store, duckdb_errors(path), transaction(store.connection):
            keep_model(store.connection, record, model)
    except CaseLockedError:
        return


def _place(record: EventRecord, actor: str, known: Callable[[str], str]) -> int:
    try:
        return record.ids.index(actor)
    except ValueError:
        raise InputError(
            f"The record up to {record.as_of} has no event of {known(actor)} with another actor that has a {record.grain.upper()} code: "
            "nothing can be said of it. Add a feed that covers it, or give a later --as-of."
        ) from None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A candidate's place among the actors or kinds, its probability, and reasons with what each adds."""

    place: int
    probability: float
    before: int
    reasons: tuple[tuple[Group, float, Told], ...]


def _candidates(record: EventRecord, model: EventModel, eve: Eve, limit: int) -> list[_Candidate]:
    """The best candidates, the actor itself left out."""
    own = eve.candidates[0] == eve.actor[0]
    scores = np.where(own, -np.inf, model.scores(eve)[0])
    probability = model.probabilities(scores[None, :])[0]
    best = np.argsort(-scores, kind="stable")[: min(limit, int((~own).sum()))]
    shifts = model.reasons(eve, 0, best)
    teller = Teller(record, eve)
    found = []
    for place, groups in zip(best.tolist(), shifts, strict=True):
        actor = int(eve.candidates[0, place])
        told = _chosen(teller, groups, actor)
        found.append(_Candidate(actor, float(probability[place]), teller.before(actor), told))
    return found


def _types(
    record: EventRecord, model: EventModel, eve: Eve, share: np.ndarray, other: int, limit: int
) -> list[_Candidate]:
    """The likeliest types, with what speaks for the other as the one whom they are done to."""
    found = []
    for kind in np.argsort(-share, kind="stable")[:limit].tolist():
        chosen = np.flatnonzero(eve.candidates[kind] == other)
        groups = model.reasons(eve, kind, chosen)[0]
        told = _chosen(Teller(record, eve, kind), groups, other)
        before = Teller(record, eve, kind).before(other)
        found.append(_Candidate(kind, float(share[kind]), before, told))
    return found


def _chosen(
    teller: Teller, groups: dict[Group, float], candidate: int
) -> tuple[tuple[Group, float, Told], ...]:
    """The weightiest reasons for a candidate."""
    some = sorted(groups.items(), key=lambda one: -abs(one[1]))[:_REASONS]
    return tuple((group, shift, teller.tell(group, candidate)) for group, shift in some)


def _told(
    record: EventRecord,
    one: _Candidate,
    rank: int,
    evidence: dict[Fact, tuple[str, ...]],
    known: Callable[[str], str],
    types: bool,
) -> EventCandidate:
    """A candidate with names, and one event's id for each fact."""
    reasons = tuple(
        EventReason(
            group,
            shift,
            told.words,
            told.events,
            tuple(dict.fromkeys(id_ for fact in told.facts for id_ in evidence.get(fact, ())[:1])),
            told.rules,
        )
        for group, shift, told in one.reasons
    )
    id_ = record.history.kinds[one.place] if types else record.ids[one.place]
    name = kind_words(id_) if types else known(id_)
    return EventCandidate(rank, id_, name, one.probability, one.before, reasons)
