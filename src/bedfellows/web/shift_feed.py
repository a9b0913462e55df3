"""The shifts of a case, found once for each as-of day, so that another period of the same day need not wait for the search."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from bedfellows.api import Case
from bedfellows.case import CaseStore
from bedfellows.case.connection import duckdb_errors
from bedfellows.ties.alignment import load_evidence
from bedfellows.ties.shifts import Shift, ShiftsAnswer, find_shifts, in_period, with_evidence

if TYPE_CHECKING:
    from bedfellows.ties.alignment import Evidence

MOST_DAYS = 2  # as-of days whose shifts are kept


def shifts_in(
    case: Case, first: date | None, last: date | None, as_of: date | None, limit: int
) -> ShiftsAnswer:
    """What `Case.shifts` gives for all actors."""
    about = case.path.stat()
    evidence, found = _found(case, as_of, (about.st_mtime_ns, about.st_size))
    dossier = case.dossier(as_of)
    chosen = in_period(found, first, last, dossier.registry)
    with CaseStore.open(case.path) as store, duckdb_errors(case.path):
        told = with_evidence(store, dossier, evidence, chosen[:limit], as_of)
    return ShiftsAnswer(first, last, None, dossier.scope, evidence.reference, len(chosen), told)


@lru_cache(maxsize=MOST_DAYS)
def _found(case: Case, as_of: date | None, _stamp: tuple[int, int]) -> tuple[Evidence, list[Shift]]:
    with CaseStore.open(case.path) as store, duckdb_errors(case.path):
        evidence = load_evidence(store, case.registry, as_of, dossier=case.dossier(as_of))
        return evidence, find_shifts(evidence)
