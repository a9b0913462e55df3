"""A document held against the record."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bedfellows.api.days import Day, day
from bedfellows.api.intake import read_documents
from bedfellows.api.opened import OpenCase
from bedfellows.case import CaseStore
from bedfellows.case.connection import duckdb_errors
from bedfellows.case.records import Reading
from bedfellows.errors import InputError
from bedfellows.reader.reading import Target

if TYPE_CHECKING:
    from bedfellows.explain.check import CheckAnswer


class Checking(OpenCase):
    """Documents held against the record."""

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

        dossier = self.dossier(as_of)
        own = frozenset({reading.source.id, reading.source.locator})
        with CaseStore.open(self.path) as store, duckdb_errors(self.path):
            record = Record(store.connection, dossier, day(as_of), own)
            return check_from(record, reading, datetime.now(UTC).date())
