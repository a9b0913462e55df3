"""Questions put to a case: asked, answered with odds, stored, and looked at again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bedfellows.actors import Registry
from bedfellows.case import CaseStore
from bedfellows.case.connection import duckdb_errors
from bedfellows.case.writing import transaction
from bedfellows.errors import InputError, UnknownActorError
from bedfellows.forecast.asking import last_day, naming, odds_in
from bedfellows.forecast.dyad_history import SHIFTS, Target
from bedfellows.forecast.dyads import OddsAnswer
from bedfellows.forecast.question_grammar import Asked, parse_question
from bedfellows.forecast.question_records import (
    Answer,
    Forecast,
    Happening,
    Question,
    Resolution,
    add_forecast,
    add_question,
    add_resolution,
    identified,
    load_forecasts,
    load_questions,
    load_resolutions,
    now,
)
from bedfellows.forecast.resolution import Standing, resolve_questions, standing
from bedfellows.forecast.simple_rules import simple_rules
from bedfellows.forecast.stated import Read, read_stated

MODEL = "bedfellows"
"""The author of the forecasts of our own models."""


@dataclass(frozen=True, slots=True)
class QuestionState:
    """A question with all that was forecast for it, and how it came out or how it stands."""

    question: Question
    words: str
    forecasts: tuple[Forecast, ...]
    resolution: Resolution | None
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class AskAnswer:
    """A question that was asked, with the odds that were given. `new`: it was not in the case before."""

    state: QuestionState
    odds: OddsAnswer
    new: bool


def ask_question(
    path: Path,
    registry: Registry,
    party: Callable[[str], str],
    text: str,
    as_of: date | None = None,
    *,
    probability: float | None = None,
    by: str | None = None,
    on_learning: Callable[[Target], None] | None = None,
) -> AskAnswer:
    """Parse a question, give its odds as of a day, and store both in the case at `path`.

    Args:
        path: the case.
        registry: the actors that are known.
        party: the id of the actor that a name means; raises UnknownActorError.
        text: the question (see `question_grammar`), or the id of one that was stored, to forecast it anew.
        as_of: the day at whose end it is asked, by default the last with an event in the case.
        probability: somebody's own forecast, which is stored beside the model's.
        by: whose it is.
        on_learning: see `odds_in`.

    Raises:
        InputError: the question is not understood, has no such id, is over, or `probability` is not from 0 to 1 or has no `by`.
        UnknownActorError: a name in it fits no actor.
        CaseError: the case cannot be used.
    """
    if (probability is None) != (by is None) or (by is not None and not by.strip()):
        raise InputError(
            "Expected a probability together with the name of whose it is (probability and by), found one of them."
        )
    if probability is not None and not 0 <= probability <= 1:
        raise InputError(f"Expected a probability from 0 to 1, found {probability}.")
    with CaseStore.open(path) as store, duckdb_errors(path):
        day = as_of or last_day(store.connection)
        known = {question.id: question for question in load_questions(store.connection)}
    if text.strip().startswith("qst-"):
        question = _known(known, text.strip(), day)
    else:
        question = _made(parse_question(text, day), party, text, day)
    happening, closes = question.happening, question.closes
    assert happening is not None
    assert closes is not None
    pair = (happening.a, happening.b)
    with CaseStore.open(path, write=True) as store, duckdb_errors(path):
        connection = store.connection
        name = naming(store, registry, pair)
        odds, learned = odds_in(
            store,
            registry,
            pair,
            day,
            targets=[happening.what],
            horizons=[(closes - day).days],
            directed=happening.directed,
            name=name,
            on_learning=on_learning,
        )
        with transaction(connection):
            for one in learned:
                one.keep(connection)
            new = add_question(connection, question)
            for forecast in _forecasts(store, question, odds, day, probability, by):
                add_forecast(connection, forecast)
        return AskAnswer(_state(store, registry, question, name, day), odds, new)


def list_questions(
    path: Path, registry: Registry, as_of: date | None = None, id: str | None = None
) -> list[QuestionState]:
    """The questions of a case with their forecasts and how they stand as of a day, by default the last with an event.

    Raises:
        InputError: there is no question `id`.
    """
    with CaseStore.open(path) as store, duckdb_errors(path):
        day = as_of or last_day(store.connection)
        name = naming(store, registry)
        questions = load_questions(store.connection)
        if id is not None:
            questions = [question for question in questions if question.id == id]
            if not questions:
                raise _no_question(id)
        return [_state(store, registry, question, name, day) for question in questions]


def resolve_all(path: Path, registry: Registry, as_of: date | None = None) -> list[Resolution]:
    """Resolve what the feeds can settle as of a day, by default the last with an event; gives what is new.

    The conditional forecasts of the sources are made questions first.
    """
    with CaseStore.open(path) as store, duckdb_errors(path):
        if not load_questions(store.connection) and not store.outcomes():
            return []
    with CaseStore.open(path, write=True) as store, duckdb_errors(path), transaction(store.connection):
        read_stated(store, naming(store, registry))
        return resolve_questions(store, registry, as_of or last_day(store.connection))


def settle_question(
    path: Path, id: str, answer: Answer, by: str, because: str, on: date | None = None
) -> Resolution:
    """Say how a question came out, where no feed can, or against them. The feeds do not change it any more.

    Raises:
        InputError: there is no such question, or nobody says so, or without a reason.
    """
    if not by.strip() or not because.strip():
        raise InputError(
            "Expected a name and a reason: who says how the question came out, and why (by and because)."
        )
    with CaseStore.open(path, write=True) as store, duckdb_errors(path), transaction(store.connection):
        if id not in {question.id for question in load_questions(store.connection)}:
            raise _no_question(id)
        day = on or last_day(store.connection)
        resolution = Resolution(id, answer, day, by.strip(), because.strip(), (), now())
        add_resolution(store.connection, resolution)
        return resolution


def read_questions(path: Path, registry: Registry, within: int | None = None) -> Read:
    """Make questions of the conditional forecasts of the sources; see `read_stated`."""
    with CaseStore.open(path, write=True) as store, duckdb_errors(path), transaction(store.connection):
        return read_stated(store, naming(store, registry), within)


def question_words(question: Question, name: Callable[[str], str]) -> str:
    """A question in one line, as we understand it."""
    if question.happening is None:
        return question.text
    words = _happening_words(question.happening, name)
    if question.condition:
        condition = (
            question.condition
            if question.if_happening is None
            else _happening_words(question.if_happening, name)
        )
        words += f", {'unless' if question.condition_kind == 'unless' else 'if'} {condition}"
    return f"{words}, {question.opens} to {question.closes or 'no day named'}"


def _happening_words(happening: Happening, name: Callable[[str], str]) -> str:
    a, b = name(happening.a), name(happening.b)
    return f"{happening.what.words} {f'by {a} against or with {b}' if happening.directed else f'between {a} and {b}'}"


def _known(known: dict[str, Question], id: str, day: date) -> Question:
    question = known.get(id)
    if question is None:
        raise _no_question(id)
    if question.war:
        raise InputError(f"The question {id} is on a war; only what-if with --ask gives odds for it.")
    if question.problem or question.happening is None or question.closes is None:
        raise InputError(f"The question {id} cannot be forecast: {question.problem}.")
    if not question.opens <= day < question.closes and question.asked != day:
        raise InputError(
            f"Expected a day from {question.asked} to the eve of {question.closes} for a forecast of {id}, found {day}. "
            "Give another --as-of."
        )
    return question


def _no_question(id: str) -> InputError:
    return InputError(f"The case has no question {id[:40]!r}. See their ids: bedfellows questions.")


def _made(asked: Asked, party: Callable[[str], str], text: str, day: date) -> Question:
    from datetime import timedelta

    a, b = _pair(asked.pairs, party)
    if a == b:
        raise InputError(f"Expected two actors, found {a!r} twice in {text!r}. Name two different ones.")
    if not asked.directed and b < a:
        a, b = b, a
    happening = Happening(asked.target.key, a, b, asked.directed)
    return identified(
        Question(
            "", " ".join(text.split()), "asked", happening, day + timedelta(days=1), asked.closes, "asker", "", "", None, "", None,
            day, now(),
        )
    )  # fmt: skip


def _pair(pairs: Sequence[tuple[str, str]], party: Callable[[str], str]) -> tuple[str, str]:
    """The actors that are meant: of the first way to part the names in which both are known."""
    first: UnknownActorError | None = None
    for one, other in pairs:
        try:
            return party(one), party(other)
        except UnknownActorError as error:
            first = first or error
    assert first is not None
    raise first


def _forecasts(
    store: CaseStore,
    question: Question,
    odds: OddsAnswer,
    day: date,
    probability: float | None,
    by: str | None,
) -> list[Forecast]:
    target = odds.targets[0]
    one = target.odds[0]
    base, persistence = (
        (one.base_rate, one.persistence)
        if odds.targets[0].target in SHIFTS
        else simple_rules(store.connection, question, day)
    )
    evidence = tuple(dict.fromkeys(event for reason in target.reasons for event in reason.evidence))
    found = [
        Forecast(
            "", question.id, MODEL, "model", one.probability, one.low, one.high, day, target.cutoff, one.method, "",
            target.reasons, evidence, base, persistence, now(),
        )
    ]  # fmt: skip
    if probability is not None and by is not None:
        found.append(
            Forecast(
                "", question.id, by.strip(), "person", probability, None, None, day, None, "own", "", (), (), base,
                persistence, now(),
            )
        )  # fmt: skip
    return [identified(forecast) for forecast in found]


def _state(
    store: CaseStore, registry: Registry, question: Question, name: Callable[[str], str], day: date
) -> QuestionState:
    connection = store.connection
    resolution = load_resolutions(connection).get(question.id)
    return QuestionState(
        question,
        question_words(question, name),
        tuple(load_forecasts(connection).get(question.id, ())),
        resolution,
        None if resolution else standing(store, registry, question, day),
    )
