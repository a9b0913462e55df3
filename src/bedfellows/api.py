"""The Python API: a case, what is read into it, and what it answers.

    case = open("afghanistan", create=True)
    case.read(["article.html", "notes/"], published="2017-01-04")
    case.who("taliban", as_of="2017-01-04").backers
    case.claims(actor="russia")            # a Polars frame

Days are `datetime.date` or text such as "2017-01-04". Names of actors are those that people use ("Moscow", "IS-K").
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bedfellows.actors import Actor, Registry, Resolution, load_registry
from bedfellows.actors import resolve as resolve_name
from bedfellows.case import CaseStore, case_path
from bedfellows.case.connection import duckdb_errors
from bedfellows.case.records import Claim, NewActor, Reading
from bedfellows.case.writing import Added
from bedfellows.errors import DateError, InputError, UnknownActorError
from bedfellows.reader.reading import Target
from bedfellows.ties.dossier import Dossier, open_dossier, with_case_actors
from bedfellows.ties.naming import find_actor

if TYPE_CHECKING:
    import polars

    from bedfellows.balance.camps import CampsAnswer
    from bedfellows.balance.strange import StrangeAnswer
    from bedfellows.balance.triads import TriadsAnswer
    from bedfellows.case.correcting import Corrected
    from bedfellows.case.formats import Format
    from bedfellows.explain.check import CheckAnswer
    from bedfellows.explain.why import WhyAnswer
    from bedfellows.feeds.ingest import Ingested, Progress
    from bedfellows.feeds.looking import EventFilter, HeldFeed
    from bedfellows.forecast.dyads import OddsAnswer
    from bedfellows.forecast.event_evaluation import Evaluation
    from bedfellows.forecast.event_forecasts import EventForecast
    from bedfellows.forecast.question_records import Answer
    from bedfellows.forecast.question_records import Resolution as QuestionResolution
    from bedfellows.forecast.questions import AskAnswer, QuestionState
    from bedfellows.forecast.scoreboard import ScoresAnswer
    from bedfellows.forecast.stated import Read as QuestionsRead
    from bedfellows.reader.batch import Done
    from bedfellows.reader.reading import OnSkip
    from bedfellows.report.article import ArticleAnswer
    from bedfellows.report.citation import CiteAnswer
    from bedfellows.report.network_answer import NetworkAnswer
    from bedfellows.report.pair_evidence import EvidenceAnswer
    from bedfellows.scenario.comparison import Comparison
    from bedfellows.scenario.equilibria import EquilibriaAnswer
    from bedfellows.scenario.interventions import Form, Scenario
    from bedfellows.scenario.outcomes import OutcomesAnswer
    from bedfellows.scenario.saved import SavedScenario
    from bedfellows.scenario.war_question import WarAnswer
    from bedfellows.scenario.what_if import WhatIfAnswer
    from bedfellows.ties.ledger import LedgerAnswer
    from bedfellows.ties.narrative import NarrativeAnswer
    from bedfellows.ties.shifts import ShiftsAnswer
    from bedfellows.ties.tie import TieAnswer
    from bedfellows.ties.who import WhoAnswer

Day = date | str


@dataclass(frozen=True, slots=True, repr=False)
class Stored:
    """One document that was read into a case: what was found in it, and what of that was new.

    `known` says that it was read in the same way before, and taken from the case.
    """

    reading: Reading
    added: Added
    known: bool = False

    def __repr__(self) -> str:
        new, known = self.added.new.get("claims", 0), self.added.known.get("claims", 0)
        return f"Stored({self.reading.source.title!r}: {new} claims new, {known} known)"


def open(name: Target, *, create: bool = False, actors: Sequence[Target] = ()) -> Case:
    """Open a case by its name ("afghanistan" is ./afghanistan.duckdb) or its path.

    Args:
        name: the name or path.
        create: allow that it does not exist yet; the file is made when the first document is stored.
        actors: TOML files with actors of your own (see `bedfellows.actors.actors_file`).

    Raises:
        CaseMissingError: it does not exist, and `create` is not set.
        CaseLockedError: somebody is writing to it.
        SchemaError: the file is no case, or one of a newer version.
        RegistryError: a file of actors is malformed.
    """
    path = case_path(Path(name) if not isinstance(name, str) else name)
    case = Case(path, load_registry([Path(file) for file in actors]), create=create)
    if path.exists() or not create:
        CaseStore.open(path).close()
    return case


def import_case(folder: Target, name: Target) -> Path:
    """Make a new case from a folder that `Case.export` wrote; gives the path of its file.

    Raises:
        InputError: the folder is no export, or was changed; or the case exists.
        CaseError: the case cannot be written.
    """
    from bedfellows.case import import_case as import_folder

    return import_folder(Path(folder), case_path(Path(name) if not isinstance(name, str) else name))


def read_documents(
    targets: Target | Iterable[Target],
    *,
    published: Day | None = None,
    registry: Registry | None = None,
    **about: Any,
) -> Iterator[Reading]:
    """Read files, folders, addresses or standard input without a case.

    Takes and raises what `bedfellows.reader.reading.read_documents` does.
    """
    from bedfellows.reader import reading

    return reading.read_documents(targets, registry or load_registry(), published=day(published), **about)


def equilibria(file: Target, *, wanted: int | None = None) -> EquilibriaAnswer:
    """The states in which a conflict in option form may come to rest, and why.

    Args:
        file: TOML (see `bedfellows.scenario.conflict_file`) or a .gmcr file.
        wanted: the number of a state; says what each decision maker would have to want for it to be an equilibrium.

    Raises:
        InputError: the file cannot be used, or there is no such state.
    """
    from bedfellows.scenario.conflict_file import read_conflict
    from bedfellows.scenario.equilibria import equilibria as find_equilibria

    return find_equilibria(read_conflict(Path(file)), wanted)


def war_outcomes(
    place: str, *, as_of: Day | None = None, horizon: int = 5, registry: Registry | None = None, **asked: Any
) -> WarAnswer:
    """The odds of how the wars of a state or group may stand after some years, without a case; see `Case.war_outcomes`."""
    return _war_outcomes(place, registry or load_registry(), None, day(as_of), horizon, **asked)


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


class Case:
    """One analysis. Made by `bedfellows.open`; the file is only open while something is read from or written to it."""

    def __init__(
        self, path: Path, registry: Registry, *, create: bool = False, on: date | None = None
    ) -> None:
        self.path = path
        self.registry = registry
        self._create = create
        self._on = on
        self._loaded: dict[tuple[date | None, int, int], Dossier] = {}
        self._known: tuple[tuple[int, int], Registry] | None = None

    def __enter__(self) -> Case:
        return self

    def __exit__(self, *error: object) -> None:
        self._loaded.clear()

    def __repr__(self) -> str:
        if not self.path.exists():
            return f"Case({str(self.path)!r}, empty)"
        scope = self._dossier(None).scope
        return f"Case({str(self.path)!r}, {scope.sources} sources, {scope.claims} claims)"

    # Reading into it

    def read(
        self,
        targets: Target | Iterable[Target],
        *,
        on_progress: Callable[[Stored], None] | None = None,
        **about: Any,
    ) -> list[Stored]:
        """Read documents and store each in a transaction of its own; reading one again adds nothing.

        A file in a folder that was read before, in the same way and by the same version, is taken from the case: a long
        reading that was cut short goes on where it stopped.

        Takes what `read_documents` takes (but `registry`, which is the case's). `on_progress` is called after each
        document.

        Raises:
            DocumentError, FetchError, DateError: a target cannot be read and there is no `on_skip`. What was read
                before it is stored.
            CaseLockedError: somebody else is using the case.
        """
        found: list[Stored] = []
        for stored in self.read_each(targets, **about):
            found.append(stored)
            if on_progress is not None:
                on_progress(stored)
        return found

    def read_each(self, targets: Target | Iterable[Target], **about: Any) -> Iterator[Stored]:
        """`read`, one document at a time: each is stored before it is given, small ones of a folder together."""
        from bedfellows.case.correcting import correct_again
        from bedfellows.reader.reading import in_groups, read_new

        ways: dict[str, str] = {}
        if self.path.exists() or not self._create:
            # Says before the long reading that the case cannot be used, too.
            with CaseStore.open(self.path) as known:
                ways = known.ways()
        made = not self.path.exists()
        store: CaseStore | None = None
        kept = False
        about["published"] = day(about.get("published"))
        on_skip = about.get("on_skip")
        read = read_new(targets, **{"registry": self.registry, "held": ways, **about})
        try:
            with closing(read):  # type: ignore[type-var]
                for together in in_groups(read):
                    store = store or CaseStore.open(self.path, write=True, create=self._create)
                    stored = list(_store(store, together, on_skip))
                    correct_again(store, (one.reading.source.id for one in stored if not one.known))
                    kept = kept or any(not one.known for one in stored)
                    yield from stored
        finally:
            if store is not None:
                store.close()
                if made and not kept:
                    self.path.unlink(missing_ok=True)

    def ingest(
        self,
        feed: str,
        paths: Target | Iterable[Target],
        *,
        release: str | None = None,
        published: Day | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Ingested:
        """Add files of an event feed: "gdelt", "icews", "ucdp-ged" and others (see `bedfellows.feeds.catalogue`).

        Each file is one transaction; a file that is in the case already is not read again. `paths` are files, folders, archives
        (.zip, .gz), globs, or "-" for standard input. `release` says what version the files are of, where their names do not; `published`
        the day on which all in them counts as known, where that is not what the feed says. Questions that can now be resolved are.

        Raises:
            InputError: there is no such feed or file, or no file could be used. Of several files, those that could not are
                in the answer.
            CaseLockedError: somebody else is using the case.
        """
        from bedfellows.feeds.catalogue import find_feed
        from bedfellows.feeds.ingest import ingest_files

        given = [paths] if isinstance(paths, (str, PathLike)) else list(paths)
        done = ingest_files(
            self.path,
            find_feed(feed),
            [str(path) for path in given],
            self.registry,
            create=self._create,
            release=release,
            published=day(published),
            on_progress=on_progress,
        )
        self.resolve_questions()
        return done

    # Asking it

    def at(self, on: Day) -> Case:
        """The same case with its claims judged on another day, by all that is known now: hindsight, not as-of."""
        return Case(self.path, self.registry, on=day(on))

    def who(self, name: str, as_of: Day | None = None) -> WhoAnswer:
        """Who backs an actor, whom it backs, and who is against it, by claims; and with whom feeds show it dealing.

        Raises:
            UnknownActorError: the name fits no actor, or several; the message lists the nearest.
        """
        from bedfellows.ties.who import who_in

        dossier = self._dossier(as_of)
        found = self._found(name, dossier).id
        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            return who_in(store, self.registry, dossier, found)

    def strange(self, as_of: Day | None = None, limit: int | None = 20) -> StrangeAnswer:
        """The least expected alignments, the strangest first: by what sources claim, and by what events show."""
        from bedfellows.balance.strange import strange

        dossier = self._dossier(as_of)
        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            return strange(store, self.registry, day(as_of), limit, dossier=dossier)

    def why(self, a: str, b: str, as_of: Day | None = None) -> WhyAnswer:
        """What speaks for the alignment of two actors, and what against it.

        Raises:
            UnknownActorError: a name fits no actor, or several.
            InputError: both are the same.
        """
        from bedfellows.explain.why import why_in

        dossier = self._dossier(as_of)
        a_id, b_id = self._found(a, dossier).id, self._found(b, dossier).id
        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            return why_in(store, self.registry, dossier, a_id, b_id)

    def tie(
        self, a: str, b: str, as_of: Day | None = None, first: Day | None = None, last: Day | None = None
    ) -> TieAnswer:
        """How two actors stand, with an interval, by channel and through time; the shifts between them, and the evidence.

        Args:
            as_of: only what was published by this day.
            first, last: the days from and to which history, shifts and evidence are shown.

        Raises:
            UnknownActorError: a name fits no actor, or several.
            InputError: both are the same.
        """
        from bedfellows.ties.tie import tie_from

        dossier = self._dossier(as_of)
        a_id, b_id = self._parties(a, b)
        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            return tie_from(store, dossier, a_id, b_id, day(as_of), day(first), day(last))

    def shifts(
        self,
        first: Day | None = None,
        last: Day | None = None,
        as_of: Day | None = None,
        actor: str | None = None,
        limit: int | None = 50,
    ) -> ShiftsAnswer:
        """The ruptures and rapprochements from `first` to `last`, those of the greatest rank first, with what drove them.

        Args:
            as_of: only what was published by this day: no hindsight.
            actor: only its own.
            limit: so many at most.

        Raises:
            UnknownActorError: the name fits no actor, or several.
        """
        from bedfellows.ties.shifts import shifts

        dossier = self._dossier(as_of)
        wanted = self._party(actor) if actor else None
        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            return shifts(
                store, self.registry, day(as_of),
                first=day(first), last=day(last), actor=wanted, limit=limit, dossier=dossier,
            )  # fmt: skip

    def alignments(self, as_of: Day | None = None) -> polars.DataFrame:
        """What all dyads are to each other at a day (level, low, high, sd) and how they deal now (now, now_low, now_high), with readings and
        last: see `bedfellows.ties.alignment`."""
        from bedfellows.ties.alignment import alignments

        dossier = self._dossier(as_of)
        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            return alignments(store, self.registry, day(as_of), dossier=dossier)

    def ledger(self, actor: str | None = None, as_of: Day | None = None) -> LedgerAnswer:
        """Who backs whom, with what, since when, and how strongly against the other backers; of one actor, or of all.

        Raises:
            UnknownActorError: the name fits no actor, or several.
        """
        from bedfellows.ties.ledger import ledger_from
        from bedfellows.ties.record import Record

        dossier = self._dossier(as_of)
        wanted = self._found(actor, dossier).id if actor else None
        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            return ledger_from(Record(store.connection, dossier, day(as_of)), wanted)

    def narrative(self, a: str, b: str, as_of: Day | None = None) -> NarrativeAnswer:
        """How `a` speaks of `b` through time: its words with their valence, the verbal events, and the shifts in both.

        Raises:
            UnknownActorError: a name fits no actor, or several.
        """
        from bedfellows.ties.narrative import narrative_from
        from bedfellows.ties.record import Record

        dossier = self._dossier(as_of)
        a_id, b_id = self._found(a, dossier).id, self._found(b, dossier).id
        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            return narrative_from(Record(store.connection, dossier, day(as_of)), a_id, b_id)

    def camps(self, as_of: Day | None = None, k: int = 2, **how: Any) -> CampsAnswer:
        """Who is on whose side, in at most `k` camps, how firmly, and which ties do not fit.

        Takes what `bedfellows.balance.camps.camps_from` takes: `weighted`, `draws`, `time_limit`.
        """
        from bedfellows.balance.camps import camps_from

        return camps_from(self._dossier(as_of), k, **how)

    def triads(self, name: str, as_of: Day | None = None, *, history: bool = False) -> TriadsAnswer:
        """The triads of an actor, unbalanced ones first; with `history`, their count through time as well: as of each day on which a source
        was published, and of the ends of months, quarters or years of the events.

        Raises:
            UnknownActorError: the name fits no actor, or several, or no tie is with that actor.
        """
        from bedfellows.balance.triads import history_days, triads_from

        dossier = self._dossier(as_of)
        found = self._found(name, dossier).id
        if not history:
            return triads_from(dossier, found)
        with CaseStore.open(self.path) as store:
            days = history_days(store, dossier)
            return triads_from(dossier, found, [open_dossier(store, self.registry, one) for one in days])

    def outcomes(self, as_of: Day | None = None, actor: str | None = None) -> OutcomesAnswer:
        """What the sources say will happen if something else does; with `actor`, what bears on it.

        Raises:
            UnknownActorError: the name fits no actor, or several.
        """
        from bedfellows.scenario.outcomes import outcomes_from

        dossier = self._dossier(as_of)
        return outcomes_from(dossier, self._found(actor, dossier).id if actor else None)

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

    def network(self, as_of: Day | None = None) -> NetworkAnswer:
        """Who is tied to whom, as the report draws it."""
        from bedfellows.report.network_answer import network_from

        dossier = self._dossier(as_of)
        with CaseStore.open(self.path) as store:
            return network_from(store, self.registry, dossier, day(as_of) or self._on)

    def evidence(self, a: str, b: str, as_of: Day | None = None, limit: int = 200) -> EvidenceAnswer:
        """Every claim on two actors, and their latest `limit` events.

        Raises:
            UnknownActorError: a name fits no actor, or several.
        """
        from bedfellows.feeds.looking import EventFilter, actor_names
        from bedfellows.report.pair_evidence import evidence_from

        dossier = self._dossier(as_of)
        a_id, b_id = self._parties(a, b)
        found = [self.found_events(EventFilter(*pair), as_of, limit) for pair in ((a_id, b_id), (b_id, a_id))]
        rows = sorted(
            (row for some, _ in found for row in some), key=lambda row: (row["day"], row["id"]), reverse=True
        )
        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            names = actor_names(
                store.connection, [one for one in (a_id, b_id) if dossier.registry.get(one) is None]
            )
        return evidence_from(
            dossier, a_id, b_id, tuple(rows[:limit]), sum(total for _, total in found), names
        )

    def cite(self, *ids: str, as_of: Day | None = None) -> CiteAnswer:
        """The evidence with these ids: the words, their sentence, the source with its grade, and a link to the place.

        Ids that the case does not hold, or not as of the day, are listed in the answer.
        """
        from bedfellows.report.citation import cite_from

        dossier = self._dossier(as_of)
        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            return cite_from(store, dossier, ids)

    def article(self, source: str, as_of: Day | None = None) -> ArticleAnswer:
        """The text of a source, by its id, with the statements that rest on each run of words.

        Raises:
            InputError: there is no such source, or it was published later.
        """
        from bedfellows.report.article import article_from

        dossier = self._dossier(as_of)
        with CaseStore.open(self.path) as store:
            return article_from(store, dossier, source)

    def draft_conflict(self, *names: str, as_of: Day | None = None) -> str:
        """A draft in TOML of the conflict of some actors for `equilibria`, from what they do, seek and fear.

        Raises:
            UnknownActorError: a name fits no actor, or several.
            InputError: fewer than two are named, or the case says nothing of what they do to one another.
        """
        from bedfellows.scenario.conflict_draft import draft_conflict

        dossier = self._dossier(as_of)
        return draft_conflict(dossier, [self._found(name, dossier).id for name in names])

    def war_outcomes(
        self, place: str | None = None, as_of: Day | None = None, horizon: int = 5, **asked: Any
    ) -> WarAnswer:
        """The odds of how wars may stand after some years, and the past wars they rest on; see `docs/war-outcomes.md`.

        Args:
            place: a state, a group that fights, or a number of UCDP's; by default the states whose fighting the case tells of.
            as_of: only what was known by this day is used; by default today.
            horizon: years, 1 to 20.
            asked: `without`, `for_government` and `for_rebels` (names of states and organisations whose troops go or come), `wars`
                (a list of wars made by `war-list`), `draws` and `seed`.

        Raises:
            InputError: a name fits no actor or no war, or nobody's troops come or go.
        """
        dossier = self._dossier(as_of)
        return _war_outcomes(place, dossier.registry, dossier, day(as_of), horizon, **asked)

    def what_if(
        self,
        text: Target,
        as_of: Day | None = None,
        horizon: int = 5,
        *,
        draws: int = 10_000,
        seed: int = 1,
        ask: bool = False,
    ) -> WhatIfAnswer:
        """What would follow from a scenario: the odds of wars and the ties that would move, with and without it; see `docs/what-if.md`.

        Args:
            text: "usa, nato stop supporting afghanistan", several with ";" between them; or the path of a TOML file.
            as_of: only what was known by this day is used; by default today.
            horizon: years, 1 to 20.
            draws: of the ties of the network.
            seed: the same seed gives the same answer.
            ask: store a question for each of the ties most under pressure.

        Raises:
            InputError, UnknownActorError, DateError: a phrase makes no sense; the message names it.
        """
        from bedfellows.scenario.interventions import read_text

        form, said = read_text(text)
        return self._what_if(form, said, Path(os.fspath(text)).stem, as_of, horizon, draws, seed, ask=ask)

    def save_scenario(
        self,
        name: str,
        text: Target,
        as_of: Day | None = None,
        horizon: int = 5,
        *,
        draws: int = 10_000,
        seed: int = 1,
    ) -> SavedScenario:
        """Keep a scenario in the case under a name, to run it again (`run_scenario`) and compare it (`compare_scenarios`).

        Args as in `what_if`; without `as_of` it is run as of the day it is run on.

        Raises:
            InputError, UnknownActorError, DateError: a phrase makes no sense, or the name stands for another scenario. Nothing is kept.
        """
        from bedfellows.scenario.interventions import read_text
        from bedfellows.scenario.saved import save_scenario

        form, said = read_text(text)
        self._scenario(form, said, name, self._dossier(as_of), day(as_of) or datetime.now(UTC).date())
        return save_scenario(self.path, name, form, said, day(as_of), horizon, draws, seed)

    def scenarios(self) -> list[SavedScenario]:
        """The scenarios kept in the case, in the order in which they were saved."""
        from bedfellows.scenario.saved import saved_scenarios

        return saved_scenarios(self.path)

    def run_scenario(self, name: str, *, ask: bool = False) -> WhatIfAnswer:
        """What would follow from a scenario of the case, by what the case holds now; `ask` as in `what_if`.

        Raises:
            InputError: the case has none of that name.
        """
        from bedfellows.scenario.saved import saved_scenario

        one = saved_scenario(self.path, name)
        return self._what_if(
            one.form, one.text, one.name, one.as_of, one.horizon, one.draws, one.seed, ask=ask
        )

    def compare_scenarios(self, first: str, second: str) -> Comparison:
        """Two scenarios of the case side by side.

        Raises:
            InputError: the case lacks one of them, or they are of different days or years.
        """
        from bedfellows.scenario.comparison import compare

        return compare(self.run_scenario(first), self.run_scenario(second))

    def forget_scenario(self, name: str) -> SavedScenario:
        """Take a scenario out of the case; gives it.

        Raises:
            InputError: the case has none of that name.
        """
        from bedfellows.scenario.saved import forget_scenario

        return forget_scenario(self.path, name)

    def _what_if(
        self,
        form: Form,
        text: str,
        name: str,
        as_of: Day | None,
        horizon: int,
        draws: int,
        seed: int,
        *,
        ask: bool,
    ) -> WhatIfAnswer:
        from dataclasses import replace

        from bedfellows.scenario.war_outcomes import known_on
        from bedfellows.scenario.war_questions import put_war_questions
        from bedfellows.scenario.wars import carried_wars
        from bedfellows.scenario.what_if import what_if, with_questions

        dossier = self._dossier(as_of)
        on = day(as_of) or datetime.now(UTC).date()
        scenario = self._scenario(form, text, name, dossier, on)
        answer = what_if(scenario, dossier, known_on(carried_wars(), on), on, horizon, draws=draws, seed=seed)
        if not ask:
            return answer
        answer = replace(answer, war_questions=put_war_questions(self.path, answer))
        return with_questions(answer, lambda one: self.ask(one, as_of).state.question.id)

    def _scenario(self, form: Form, text: str, name: str, dossier: Dossier, on: date) -> Scenario:
        from bedfellows.actors.names import folded
        from bedfellows.scenario.interventions import parse_scenario, parse_toml

        def is_actor(name: str) -> bool:
            found = resolve_name(name, on, dossier.registry).actor
            return found is not None and folded(name) in {
                folded(one) for one in (found.name, *(alias.text for alias in found.aliases))
            }

        def find(name: str) -> Actor:
            return self._found(name, dossier)

        if form == "toml":
            return parse_toml(text, Path(f"{name}.toml"), find, is_actor)
        return parse_scenario(text, find, is_actor)

    def check(
        self,
        article: Target,
        as_of: Day | None = None,
        *,
        published: Day | None = None,
        encoding: str | None = None,
        model: str | None = None,
        rules: Sequence[Target] = (),
        min_confidence: float = 0.0,
        allow_private: bool = False,
    ) -> CheckAnswer:
        """Hold each claim of a document that a record can settle against the feeds of the case and the registry.

        The document is read and not stored. `as_of` leaves out what was published later; without it, all that the case knows
        counts. See `read_documents` for the other arguments.

        Raises:
            DocumentError, FetchError, DateError: it cannot be read.
            InputError: there are several documents at `article`.
        """
        readings = read_documents(
            article,
            registry=self.registry,
            published=published,
            encoding=encoding,
            model=model,
            rules=rules,
            min_confidence=min_confidence,
            allow_private=allow_private,
        )
        found = list(readings)
        if len(found) != 1:
            raise InputError(
                f"Expected one document at {os.fspath(article)!r}, found {len(found)}. Check them one by one."
            )
        return self.check_reading(found[0], as_of)

    def check_text(
        self, text: str, name: str, published: Day | None = None, as_of: Day | None = None
    ) -> CheckAnswer:
        """`check`, for a text that is called `name`: it is read in memory by the rules, and no file or address is opened."""
        from bedfellows.reader.documents import from_bytes
        from bedfellows.reader.rules import RuleReader

        document = from_bytes(text.encode(errors="replace"), name, encoding="utf-8")
        if (on := day(published)) is not None:
            document = replace(document, published=on)
        (reading,) = RuleReader(self.actors).read([document])
        return self.check_reading(reading, as_of)

    def check_reading(self, reading: Reading, as_of: Day | None = None) -> CheckAnswer:
        """`check`, for a document that was read already, by whichever reader."""
        from bedfellows.explain.check import check_from
        from bedfellows.ties.record import Record

        dossier = self._dossier(as_of)
        own = frozenset({reading.source.id, reading.source.locator})
        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            record = Record(store.connection, dossier, day(as_of), own)
            return check_from(record, reading, datetime.now(UTC).date())

    def resolve(self, name: str, on: Day | int | None = None) -> Resolution:
        """The actor that a name means on a day, or ranked candidates with reasons."""
        return resolve_name(name, on if isinstance(on, int) else day(on), self.actors)

    def actor(self, name: str, on: Day | None = None) -> Actor:
        """The actor that a name means in this case.

        Raises:
            UnknownActorError: the name fits no actor, or several; the message lists the nearest.
        """
        if not self.path.exists() and self._create:
            return find_actor(_Loaded(()), self.registry, name, day(on))
        with CaseStore.open(self.path) as store:
            return find_actor(store, self._everybody(store), name, day(on))

    @property
    def actors(self) -> Registry:
        """The registry with the actors that only this case knows."""
        if not self.path.exists() and self._create:
            return self.registry
        with CaseStore.open(self.path) as store:
            return self._everybody(store)

    # What it holds

    def sources(self, as_of: Day | None = None) -> polars.DataFrame:
        """The sources with their grades and how much was found in them, the oldest first."""
        import polars as pl

        with CaseStore.open(self.path) as store:
            frame = store.frame("sources", day(as_of)).select(
                "id", "title", "publisher", "author", "published", "kind", "reliability", "locator"
            )
            for table in ("passages", "claims", "motives", "outcomes"):
                held = store.frame(table, day(as_of)).group_by(id="source_id").agg(pl.len().alias(table))
                frame = frame.join(held, on="id", how="left", maintain_order="left")
        return frame.rename({"passages": "sentences"}).with_columns(
            pl.col("sentences", "claims", "motives", "outcomes").fill_null(0)
        )

    def claims(
        self,
        as_of: Day | None = None,
        actor: str | None = None,
        relation: str | None = None,
        certainty: str | None = None,
        min_confidence: float = 0.0,
    ) -> polars.DataFrame:
        """The claims with the names of their actors, their sentence, its number, and their grade.

        `min_confidence`, from 0 to 1, leaves out those of which the reader was less sure.

        Raises:
            UnknownActorError: the name fits no actor, or several.
            InputError: there is no such confidence.
        """
        import polars as pl

        chosen = self.find_claims(as_of, actor, relation, certainty, min_confidence)
        dossier = self._dossier(as_of)
        order = {claim.id: number for number, claim in enumerate(chosen)}
        with CaseStore.open(self.path) as store:
            frame = store.frame("claims", day(as_of)).filter(pl.col("id").is_in(list(order)))
        shown = {claim.id: dossier.evidence(claim) for claim in chosen}
        ids: list[str] = frame["id"].to_list()

        def column(name: str, values: Iterable[Any], kind: Any = pl.String) -> pl.Series:
            return pl.Series(name, list(values), dtype=kind)

        def names(of: str) -> pl.Series:
            return column(f"{of}_name", (dossier.name(one) if one else None for one in frame[of].to_list()))

        return frame.with_columns(
            names("subject"),
            names("object"),
            column("statement", (shown[one].statement for one in ids)),
            column("sentence", (shown[one].sentence_number for one in ids), pl.Int64),
            column("sentence_text", (shown[one].sentence for one in ids)),
            column("grade", (shown[one].grade for one in ids)),
            column("currency", (shown[one].currency for one in ids)),
            column("source_title", (shown[one].source_title for one in ids)),
        )

    def find_claims(
        self,
        as_of: Day | None = None,
        actor: str | None = None,
        relation: str | None = None,
        certainty: str | None = None,
        min_confidence: float = 0.0,
    ) -> list[Claim]:
        """The claims as records, in the order of their dates and of the text; see `claims`."""
        from bedfellows.reader.reading import checked_confidence

        least = checked_confidence(min_confidence)
        dossier = self._dossier(as_of)
        wanted = self._found(actor, dossier).id if actor else None
        return [
            claim
            for claim in dossier.claims
            if (wanted is None or wanted in {claim.subject, claim.object})
            and relation in {None, claim.relation}
            and certainty in {None, claim.certainty}
            and claim.confidence >= least
        ]

    def feeds(self) -> list[HeldFeed]:
        """The event feeds in the case: files, rows, days from and to, days without a row, what was quarantined or unmapped."""
        from bedfellows.feeds.looking import held_feeds

        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            return held_feeds(store.connection)

    def events(
        self,
        actor: str | None = None,
        object: str | None = None,
        first: Day | None = None,
        last: Day | None = None,
        type: str | None = None,
        feed: str | None = None,
        as_of: Day | None = None,
        limit: int = 1000,
    ) -> polars.DataFrame:
        """The latest events that fit, those of feeds and those added one by one, as they were known as of a day.

        Args:
            actor: on either side; with `object`, the one who acted on it.
            object: the one it was done to.
            first: the first day.
            last: the last day.
            type: a PLOVER event type such as "ASSAULT".
            feed: only of this feed.
            as_of: only what was published by this day.
            limit: so many rows at most.

        Raises:
            UnknownActorError: a name fits no actor, or several.
            InputError: there is no such event type.
        """
        from bedfellows.feeds.looking import find_events

        wanted = self.event_filter(actor, object, first, last, type, feed)
        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            return find_events(store.connection, wanted, day(as_of), limit)

    def event_filter(
        self,
        actor: str | None = None,
        object: str | None = None,
        first: Day | None = None,
        last: Day | None = None,
        type: str | None = None,
        feed: str | None = None,
    ) -> EventFilter:
        """What `events` asks for, with the ids of the actors that the names mean."""
        from bedfellows.feeds.looking import EventFilter, event_type

        return EventFilter(
            self._party(actor) if actor else None,
            self._party(object) if object else None,
            day(first),
            day(last),
            event_type(type) if type else None,
            feed,
        )

    def found_events(
        self, wanted: EventFilter, as_of: Day | None = None, limit: int = 1000
    ) -> tuple[list[dict[str, Any]], int]:
        """The latest events that fit, with the names of their actors, and how many fit in all."""
        from bedfellows.feeds.looking import actor_names, count_events, find_events

        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            rows = find_events(store.connection, wanted, day(as_of), limit).to_dicts()
            total = count_events(store.connection, wanted, day(as_of)) if len(rows) == limit else len(rows)
            registry = with_case_actors(self.registry, store.new_actors())
            ids = {row[side] for row in rows for side in ("subject", "object") if row[side]}
            unknown = actor_names(store.connection, [one for one in ids if registry.get(one) is None])

        def name(actor_id: str | None) -> str | None:
            actor = registry.get(actor_id) if actor_id else None
            return actor.name if actor else unknown.get(actor_id or "", actor_id)

        return [
            {**row, "subject_name": name(row["subject"]), "object_name": name(row["object"])} for row in rows
        ], total

    def quarantine(
        self, feed: str | None = None, limit: int = 1000
    ) -> tuple[list[dict[str, Any]], list[tuple[str, str, int]]]:
        """Rows of feeds that could not be used, and how many there are by feed and reason."""
        from bedfellows.feeds.looking import quarantine_reasons, quarantined_rows

        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            rows = quarantined_rows(store.connection, feed, limit)
            return rows, quarantine_reasons(store.connection, feed)

    def unmapped(self, feed: str | None = None, limit: int = 1000) -> list[dict[str, Any]]:
        """Actor codes of feeds that no registry knows, the most frequent first."""
        from bedfellows.feeds.looking import unmapped_codes

        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            return unmapped_codes(store.connection, feed, limit)

    def sql(self, query: str, *, limit: int = 1000, seconds: float = 60.0) -> polars.DataFrame:
        """The answer to one SELECT over the tables of the case; nothing can be changed by it.

        Raises:
            InputError: it is not one SELECT, cannot be answered, or took too long.
        """
        import polars

        from bedfellows.case.query import run_query

        found = run_query(self.path, query, limit=limit, seconds=seconds)
        return polars.DataFrame(list(found.rows), schema=list(found.columns), orient="row", strict=False)

    def _party(self, name: str) -> str:
        return self._parties(name)[0]

    def _parties(self, *names: str) -> list[str]:
        """The ids of actors: of this exact name among those that only feeds know, else of the registry, else of this code."""
        from bedfellows.feeds.looking import feed_actor

        with CaseStore.open(self.path) as store, duckdb_errors(self.path):

            def party(name: str) -> str:
                exact = feed_actor(store.connection, name)
                if exact is not None:
                    return exact
                try:
                    return find_actor(store, self._everybody(store), name).id
                except UnknownActorError:
                    coded = feed_actor(store.connection, name, by_code=True)
                    if coded is None:
                        raise
                    return coded

            return [party(name) for name in names]

    def dossier(self, as_of: Day | None = None) -> Dossier:
        """All the evidence published by a day, with names: what every answer is made from."""
        return self._dossier(as_of)

    # Grading, and getting it out

    def grade(
        self,
        id: str,
        *,
        reliability: str | None = None,
        credibility: str | None = None,
        by: str = "user",
        on: Day | None = None,
    ) -> None:
        """Grade a source's reliability (A-F), or the credibility (1-6) of a claim or event; the latest counts.

        Raises:
            InputError: no such id, no such grade, or a grade of the wrong kind.
        """
        with CaseStore.open(self.path, write=True) as store:
            store.grade(id, reliability, credibility, by, day(on))

    def correct(
        self,
        claim: str,
        *,
        by: str,
        because: str,
        reject: bool = False,
        subject: str | None = None,
        relation: str | None = None,
        object: str | None = None,
        negated: bool | None = None,
        certainty: Any = None,
    ) -> Corrected:
        """Correct a claim that was read wrongly, or reject it; the correction becomes a source of its own.

        Args:
            claim: its id.
            by: who says so.
            because: why.
            reject: the words say nothing of the kind.
            subject, object: names of actors.
            relation, negated, certainty: what the words say instead; what is left out stays.

        Raises:
            UnknownActorError: a name fits no actor, or several.
            InputError: there is no such claim or code, nothing would be otherwise, or there is no name or reason.
            CaseLockedError: somebody else is using the case.
        """
        from bedfellows.case.correcting import Change, correct

        change = Change(
            self.actor(subject).id if subject else None,
            relation,
            self.actor(object).id if object else None,
            negated,
            certainty,
        )
        if reject and change != Change():
            raise InputError("Expected a claim to be rejected or changed, found both. Leave one out.")
        with CaseStore.open(self.path, write=True) as store:
            return correct(
                store, claim, None if reject else change, by=by, because=because, on=datetime.now(UTC).date()
            )

    def report(self, path: Target, as_of: Day | None = None, title: str | None = None) -> Path:
        """Write one HTML file that shows the case and needs no network; gives its path.

        The scenarios that are kept in the case are run for it, none of them by what was known after `as_of`.

        Raises:
            InputError: it cannot be written there, or a scenario of the case makes no sense any more.
        """
        from bedfellows.report.page import write_report

        target = Path(path)
        known = day(as_of)
        scenarios = [
            (
                one.name,
                self._what_if(
                    one.form,
                    one.text,
                    one.name,
                    min(one.as_of or known, known) if known else one.as_of,
                    one.horizon,
                    one.draws,
                    one.seed,
                    ask=False,
                ),
            )
            for one in self.scenarios()
        ]
        try:
            with CaseStore.open(self.path) as store:
                return write_report(
                    store,
                    self.registry,
                    target,
                    known,
                    title,
                    generated=datetime.now(UTC).date(),
                    scenarios=scenarios,
                )
        except OSError as error:
            raise InputError(
                f"Expected a file that can be written, found {str(target)!r} ({error.strerror or error}). "
                "Give another path."
            ) from error

    def graph(self, path: Target, as_of: Day | None = None) -> Path:
        """Write the network to a file that ends in .graphml or .gexf; gives its path.

        Raises:
            InputError: it ends in something else, or cannot be written there.
        """
        from bedfellows.report.graph_files import graph_bytes, graph_format

        target = Path(path)
        content = graph_bytes(self.network(as_of), graph_format(target))
        try:
            target.write_bytes(content)
        except OSError as error:
            raise InputError(
                f"Expected a file that can be written, found {str(target)!r} ({error.strerror or error}). "
                "Give another path."
            ) from error
        return target

    def export(self, folder: Target, format: Format = "parquet", *, overwrite: bool = False) -> Path:
        """Write all tables to a new folder as Parquet, CSV or JSON lines; `import_case` takes it back without loss.

        Raises:
            InputError: the format is unknown, or the folder is in the way.
        """
        from bedfellows.case import export_case

        return export_case(self.path, Path(folder), format, overwrite=overwrite)

    def _found(self, name: str, dossier: Dossier) -> Actor:
        """The actor of a name at the reference date of an answer."""
        return find_actor(_Loaded(dossier.claims), dossier.registry, name, dossier.scope.reference)

    def _dossier(self, as_of: Day | None) -> Dossier:
        on = day(as_of)
        if self.path.exists() and (held := self._loaded.get((on, *self._stamp()))):
            return held
        with CaseStore.open(self.path) as store:
            key = (on, *self._stamp())
            dossier = open_dossier(store, self._everybody(store), on)
            held = dossier if self._on is None else dossier.at(self._on)
            self._loaded = {key: held}
            return held

    def _everybody(self, store: CaseStore) -> Registry:
        """The registry with the case's own actors; kept while the file stays as it is, as its index takes long to make."""
        stamp = self._stamp()
        if self._known is None or self._known[0] != stamp:
            self._known = (stamp, with_case_actors(self.registry, store.new_actors()))
        return self._known[1]

    def _stamp(self) -> tuple[int, int]:
        about = self.path.stat()
        return about.st_mtime_ns, about.st_size


def _store(store: CaseStore, together: Sequence[Done], on_skip: OnSkip | None) -> Iterator[Stored]:
    """Store what is new of documents that were read; of those that were read before, take what the case has."""
    new = [(done.reading, done.way) for done in together if done.reading is not None]
    try:
        added = iter(
            store.add_together(new) if len(new) > 1 else [store.add(one, way=way) for one, way in new]
        )
    except InputError as error:
        if len(together) > 1:
            for done in together:
                yield from _store(store, [done], on_skip)
            return
        if on_skip is None or not together[0].in_folder or together[0].reading is None:
            raise
        on_skip(together[0].reading.source.locator, str(error))
        return
    known = [done.source_id for done in together if done.reading is None]
    held = store.current_readings(known) if known else {}
    for done in together:
        if done.reading is None:
            reading = held[done.source_id]
            yield Stored(reading, Added.nothing(reading), known=True)
        else:
            yield Stored(done.reading, next(added))


def _war_outcomes(
    place: str | None,
    registry: Registry,
    dossier: Dossier | None,
    as_of: date | None,
    horizon: int,
    *,
    without: Sequence[str] = (),
    for_government: Sequence[str] = (),
    for_rebels: Sequence[str] = (),
    wars: Target | None = None,
    draws: int = 2000,
    seed: int = 1,
) -> WarAnswer:
    from bedfellows.scenario.war_outcomes import known_on
    from bedfellows.scenario.war_question import Change, find_wars, war_answer, wars_of_case
    from bedfellows.scenario.wars import carried_wars, read_wars

    on = as_of or datetime.now(UTC).date()
    known = known_on(read_wars(Path(wars)) if wars is not None else carried_wars(), on)
    if place is not None:
        chosen = find_wars(known, place, registry, on)
    else:
        chosen = wars_of_case(known, dossier) if dossier else []
    change = Change(tuple(without), tuple(for_government), tuple(for_rebels))
    return war_answer(known, registry, on, horizon, chosen, change, dossier=dossier, draws=draws, seed=seed)


def day(value: Day | None) -> date | None:
    """A day from text as YYYY-MM-DD; a date is given back as it is.

    Raises:
        DateError: there is no such day.
    """
    if value is None or isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    try:
        return date.fromisoformat(value.strip())
    except ValueError as error:
        raise DateError(
            f"Expected a day that exists, as YYYY-MM-DD, found {value[:40]!r}. For instance: 2017-01-04."
        ) from error


class _Loaded(CaseStore):
    """Claims in memory, in place of the open file in which names are looked up."""

    def __init__(self, claims: tuple[Claim, ...]) -> None:
        self._claims = claims

    def new_actors(self, as_of: date | None = None) -> list[NewActor]:  # noqa: ARG002 - the registry has them
        return []

    def claims(
        self,
        as_of: date | None = None,  # noqa: ARG002 - loaded as of a day
        actor: str | None = None,  # noqa: ARG002
        relation: str | None = None,  # noqa: ARG002
    ) -> list[Claim]:
        return list(self._claims)


def reading_dossier(reading: Reading, registry: Registry) -> Dossier:
    """A reading as the dossier of a case that holds nothing else."""
    from bedfellows.ties.evidence import Scope

    reference = reading.source.published or datetime.now(UTC).date()
    return Dossier(
        with_case_actors(registry, reading.new_actors),
        Scope(None, reference, 1, len(reading.claims), 0),
        {reading.source.id: reading.source},
        {passage.id: passage for passage in reading.passages},
        reading.claims,
        reading.motives,
        reading.outcomes,
    )


if "IPython" in sys.modules:  # in a notebook, answers are shown as tables
    from bedfellows.report.notebook import show_in_notebooks

    show_in_notebooks()
