"""How actors stand to one another, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bedfellows.api.days import Day, day
from bedfellows.api.opened import OpenCase
from bedfellows.case import CaseStore
from bedfellows.case.connection import duckdb_errors
from bedfellows.ties.dossier import open_dossier

if TYPE_CHECKING:
    import polars

    from bedfellows.balance.camps import CampsAnswer
    from bedfellows.balance.strange import StrangeAnswer
    from bedfellows.balance.triads import TriadsAnswer
    from bedfellows.explain.why import WhyAnswer
    from bedfellows.ties.ledger import LedgerAnswer
    from bedfellows.ties.narrative import NarrativeAnswer
    from bedfellows.ties.shifts import ShiftsAnswer
    from bedfellows.ties.tie import TieAnswer
    from bedfellows.ties.who import WhoAnswer


class Standing(OpenCase):
    """How actors stand to one another, and why."""

    def who(self, name: str, as_of: Day | None = None) -> WhoAnswer:
        """Who backs an actor, whom it backs, and who is against it, by claims; and with whom feeds show it dealing.

        Raises:
            UnknownActorError: the name fits no actor, or several; the message lists the nearest.
        """
        from bedfellows.ties.who import who_in

        dossier = self.dossier(as_of)
        found = self._found(name, dossier).id
        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            return who_in(store, self.registry, dossier, found)

    def strange(self, as_of: Day | None = None, limit: int | None = 20) -> StrangeAnswer:
        """The least expected alignments, the strangest first: by what sources claim, and by what events show."""
        from bedfellows.balance.strange import strange

        dossier = self.dossier(as_of)
        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            return strange(store, self.registry, day(as_of), limit, dossier=dossier)

    def why(self, a: str, b: str, as_of: Day | None = None) -> WhyAnswer:
        """What speaks for the alignment of two actors, and what against it.

        Raises:
            UnknownActorError: a name fits no actor, or several.
            InputError: both are the same.
        """
        from bedfellows.explain.why import why_in

        dossier = self.dossier(as_of)
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

        dossier = self.dossier(as_of)
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

        dossier = self.dossier(as_of)
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

        dossier = self.dossier(as_of)
        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            return alignments(store, self.registry, day(as_of), dossier=dossier)

    def ledger(self, actor: str | None = None, as_of: Day | None = None) -> LedgerAnswer:
        """Who backs whom, with what, since when, and how strongly against the other backers; of one actor, or of all.

        Raises:
            UnknownActorError: the name fits no actor, or several.
        """
        from bedfellows.ties.ledger import ledger_from
        from bedfellows.ties.record import Record

        dossier = self.dossier(as_of)
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

        dossier = self.dossier(as_of)
        a_id, b_id = self._found(a, dossier).id, self._found(b, dossier).id
        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            return narrative_from(Record(store.connection, dossier, day(as_of)), a_id, b_id)

    def camps(self, as_of: Day | None = None, k: int = 2, **how: Any) -> CampsAnswer:
        """Who is on whose side, in at most `k` camps, how firmly, and which ties do not fit.

        Takes what `bedfellows.balance.camps.camps_from` takes: `weighted`, `draws`, `time_limit`.
        """
        from bedfellows.balance.camps import camps_from

        return camps_from(self.dossier(as_of), k, **how)

    def triads(self, name: str, as_of: Day | None = None, *, history: bool = False) -> TriadsAnswer:
        """The triads of an actor, unbalanced ones first; with `history`, their count through time as well: as of each day on which a source
        was published, and of the ends of months, quarters or years of the events.

        Raises:
            UnknownActorError: the name fits no actor, or several, or no tie is with that actor.
        """
        from bedfellows.balance.triads import history_days, triads_from

        dossier = self.dossier(as_of)
        found = self._found(name, dossier).id
        if not history:
            return triads_from(dossier, found)
        with CaseStore.open(self.path) as store:
            days = history_days(store, dossier)
            return triads_from(dossier, found, [open_dossier(store, self.registry, one) for one in days])
