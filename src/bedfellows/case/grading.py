"""Admiralty grades: how far a source is relied on (A-F) and how credible a claim or event is (1-6)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from bedfellows.case.schema import CREDIBILITY, RELIABILITY
from bedfellows.case.writing import transaction, utc
from bedfellows.errors import InputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def add_grade(
    connection: DuckDBPyConnection,
    target: str,
    *,
    reliability: str | None,
    credibility: str | None,
    grader: str,
    graded_at: date | None,
) -> None:
    """Store a grade of a source, claim or event; see `CaseStore.grade`."""
    _check(reliability, "reliability", RELIABILITY)
    _check(credibility, "credibility", CREDIBILITY)
    if reliability is None and credibility is None:
        raise InputError(
            "A grade needs a reliability (A-F, for a source) or a credibility (1-6, for a claim or event)."
        )
    if graded_at is not None and not isinstance(graded_at, datetime):
        graded_at = datetime.combine(graded_at, time())
    values = {"target": target, "at": utc(graded_at)}
    grade = (reliability, credibility, grader)
    feed, _, key = target.partition(":")  # ids of feeds' events are made of these
    with transaction(connection):
        is_source, is_evidence = connection.execute(
            "SELECT $target IN (SELECT id FROM sources), "
            "$target IN (SELECT id FROM claims UNION ALL SELECT id FROM events) OR EXISTS ("
            "SELECT 1 FROM feed_events WHERE feed = $feed AND key = $key)",
            {"target": target, "feed": feed, "key": key},
        ).fetchall()[0]
        if not is_source and not is_evidence:
            raise InputError(
                f"{target!r} is the id of no source, claim or event of this case. Nothing was graded."
            )
        if is_source and credibility is not None:
            raise InputError(f"{target!r} is a source: grade its reliability (A-F). Nothing was graded.")
        if is_evidence and reliability is not None:
            raise InputError(
                f"{target!r} is a claim or event: grade its credibility (1-6). Nothing was graded."
            )
        latest = connection.execute(
            "SELECT reliability, credibility, grader FROM grades WHERE target = $target AND graded_at <= $at "
            "ORDER BY graded_at DESC, seq DESC LIMIT 1",
            values,
        ).fetchone()
        if latest != grade:
            connection.execute(
                "INSERT INTO grades SELECT coalesce(max(seq), 0) + 1, "
                "$target, $reliability, $credibility, $grader, $at FROM grades",
                {**values, "reliability": reliability, "credibility": credibility, "grader": grader},
            )


def _check(value: str | None, name: str, allowed: tuple[str, ...]) -> None:
    if value is not None and value not in allowed:
        raise InputError(f"A {name} is one of {', '.join(allowed)}; found {value!r}. Nothing was graded.")
