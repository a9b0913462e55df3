"""Odds, forecasts of events, and questions that are scored later."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bedfellows.api.days import Day, day
from bedfellows.api.opened import OpenCase
from bedfellows.errors import InputError
from bedfellows.reader.reading import Target

if TYPE_CHECKING:
    from bedfellows.forecast.dyads import OddsAnswer
    from bedfellows.forecast.event_evaluation import Evaluation
    from bedfellows.forecast.event_forecasts import EventForecast
    from bedfellows.forecast.question_records import Answer
    from bedfellows.forecast.question_records import Resolution as QuestionResolution
    from bedfellows.forecast.questions import AskAnswer, QuestionState
    from bedfellows.forecast.scoreboard import ScoresAnswer
    from bedfellows.forecast.stated import Read as QuestionsRead


def evaluate_forecasts(folder: Target, *, test: Target | None = None, jobs: int = 1) -> Evaluation:
    """How good event forecasts are on ICEWS14, by the rules of the field; see `bedfellows.forecast.event_evaluation`.

    Args:
        folder: the benchmark's, with train.txt, valid.txt, entity2id.txt and relation2id.txt.
        test: a file of later days, forecast with both splits before it; by default valid.txt with train.txt before it.
        jobs: how many processes.

    Raises:
        InputError: a file is missing or malformed, or the record before the test days is too short.
    """
    from bedfellows.forecast.event_benchmark import load_benchmark
    from bedfellows.forecast.event_evaluation import evaluate

    history, first = load_benchmark(Path(folder), Path(test) if test is not None else None)
    found = evaluate(history, first, jobs=jobs)
    if found is None:
        raise InputError(
            f"The record before day {first} is too short to learn from: six weeks of events are needed. Give a test file of later days."
        )
    return found


class Forecasts(OpenCase):
    """Odds, forecasts and questions."""

    def odds(
        self,
        a: str,
        b: str,
        days: Sequence[int] | None = None,
        *,
        of: Sequence[str] | None = None,
        as_of: Day | None = None,
        directed: bool = False,
        keep: bool = True,
        on_learning: Callable[[Any], None] | None = None,
    ) -> OddsAnswer:
        """The odds that two actors fight, quarrel, talk, work together, fall out or come closer, with intervals, reasons and evidence.

        Args:
            a: one actor; with `directed`, the one who acts.
            b: the other.
            days: within how many days; by default 7, 30, 91 and 365.
            of: classes ("material conflict"), shifts ("rupture", "rapprochement") or PLOVER types ("ASSAULT"); by default the four classes
                and both shifts.
            as_of: use only what was published by this day, and count from the next; by default the last day with an event.
            directed: of what `a` does to `b`, and not of what happens between the two.
            keep: keep a model that was learned in the case for the next time; without, the case is only read.
            on_learning: called with each target for which a model has to be learned first.

        Raises:
            UnknownActorError: a name fits no actor, or several.
            InputError: both are the same, there are no events, or there is no such class or type.
        """
        from bedfellows.forecast.asking import ask_odds
        from bedfellows.forecast.dyad_history import find_target

        a_id, b_id = self._parties(a, b)
        targets = [find_target(one) for one in of] if of else None
        return ask_odds(
            self.path,
            self.registry,
            (a_id, b_id),
            day(as_of),
            targets=targets,
            horizons=days,
            directed=directed,
            keep=keep,
            on_learning=on_learning,
        )

    def forecast(
        self,
        type: str | None = None,
        *,
        source: str | None = None,
        target: str | None = None,
        as_of: Day | None = None,
        limit: int = 10,
        model: str | None = None,
        on_learning: Callable[[], None] | None = None,
    ) -> EventForecast:
        """What is to be expected for the missing part of an event on the day after `as_of`: ranked, with probabilities, reasons and evidence.

        Args:
            type: a PLOVER type ("consult"), or a CAMEO code or name; None where it is asked for.
            source: the actor that does it; None where it is asked for.
            target: the actor that it is done to; exactly one of the three is None.
            as_of: use only what was published by this day; by default the last day with an event.
            limit: how many candidates.
            model: the id of a model kept in the case; by default one that fits, or else a new one.
            on_learning: called before a model is learned, which takes up to two minutes.

        Raises:
            UnknownActorError: a name fits no actor, or several.
            InputError: see `bedfellows.forecast.event_forecasts.forecast_event`.
        """
        from bedfellows.forecast.event_forecasts import forecast_event

        return forecast_event(
            self.path,
            self.registry,
            type,
            source=self._party(source) if source is not None else None,
            target=self._party(target) if target is not None else None,
            as_of=day(as_of),
            limit=limit,
            model=model,
            on_learning=on_learning,
        )

    def ask(
        self,
        question: str,
        as_of: Day | None = None,
        *,
        probability: float | None = None,
        by: str | None = None,
        on_learning: Callable[[Any], None] | None = None,
    ) -> AskAnswer:
        """Put a question ("material conflict between pakistan and afghanistan by 2017-03-31"), get odds, and store both.

        Args:
            question: in words (`bedfellows.forecast.question_grammar` says which), or the id of a question, to forecast it anew.
            as_of: the day at whose end it is asked; by default the last day with an event.
            probability: a forecast of somebody's own, stored beside the model's.
            by: whose it is.
            on_learning: called before a model is learned.

        Raises:
            InputError: the question is not understood (the message names the phrase), or is over.
            UnknownActorError: a name in it fits no actor, or several.
        """
        from bedfellows.forecast.questions import ask_question

        return ask_question(
            self.path,
            self.registry,
            self._party,
            question,
            day(as_of),
            probability=probability,
            by=by,
            on_learning=on_learning,
        )

    def questions(self, as_of: Day | None = None, id: str | None = None) -> list[QuestionState]:
        """The questions with their forecasts, and how they came out or stand as of a day; with `id`, only that one."""
        from bedfellows.forecast.questions import list_questions

        return list_questions(self.path, self.registry, day(as_of), id)

    def read_questions(self, within: int | None = None) -> QuestionsRead:
        """Make questions of the conditional forecasts of the sources, credited to their authors.

        `within`: so many days after its publication one that names no day is to have come true; without, it stays unresolvable.
        """
        from bedfellows.forecast.questions import read_questions

        return read_questions(self.path, self.registry, within)

    def resolve_questions(
        self, as_of: Day | None = None, *, wars: Target | None = None
    ) -> list[QuestionResolution]:
        """Resolve the questions that the feeds and the list of wars can settle as of a day; gives what is new.

        Args:
            as_of: the day; by default the last with an event for the feeds, and today for the list of wars.
            wars: a list of wars that `war-list` made, in place of the package's.

        Raises:
            InputError: `wars` is no such list. Nothing is resolved then.
        """
        from bedfellows.forecast.questions import resolve_all
        from bedfellows.scenario.war_questions import resolve_war_questions
        from bedfellows.scenario.wars import carried_wars, read_wars

        listed = read_wars(Path(os.fspath(wars))) if wars else carried_wars()
        done = resolve_all(self.path, self.registry, day(as_of))
        return [*done, *resolve_war_questions(self.path, listed, day(as_of) or datetime.now(UTC).date())]

    def settle(
        self, id: str, answer: Answer, by: str, because: str, on: Day | None = None
    ) -> QuestionResolution:
        """Say how a question came out ("yes", "no" or "void") where no feed can tell, or against the feeds.

        Raises:
            InputError: there is no such question, or no name or reason.
        """
        from bedfellows.forecast.questions import settle_question

        return settle_question(self.path, id, answer, by, because, day(on))

    def scores(self) -> ScoresAnswer:
        """How good the forecasts of questions that came out were, by author, horizon and type of event."""
        from bedfellows.forecast.scoreboard import case_scores

        return case_scores(self.path)
