"""Grades and corrections."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bedfellows.api.days import Day, day
from bedfellows.api.opened import OpenCase
from bedfellows.case import CaseStore
from bedfellows.errors import InputError

if TYPE_CHECKING:
    from bedfellows.case.correcting import Corrected


class Corrections(OpenCase):
    """Grades and corrections."""

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
