"""Helpers for the tests of feeds of standing evidence: ingest into a fresh case, and look at what is in it."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from bedfellows.actors import load_registry
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.ingest import Ingested, ingest_files


class Row(NamedTuple):
    """A row of standing evidence."""

    subject: str | None
    relation: str
    object: str | None
    detail: str | None
    first: date | None
    last: date | None
    precision: str | None
    published: date
    support: list[str] | None


class Taken(NamedTuple):
    """What became of a file: the report, and the rows in the case."""

    report: Ingested
    rows: list[Row]
    case: Path

    def between(self, one: str | None, other: str | None) -> list[Row]:
        """The rows about two actors in either direction, by their first day."""
        found = [row for row in self.rows if {row.subject, row.object} == {one, other}]
        return sorted(found, key=lambda row: (row.first or date.min, row.detail or ""))


def shared_data(path: str) -> Path:
    """A file of the published samples; the test is skipped where they are not."""
    folder = Path(os.environ.get("BEDFELLOWS_SHARED") or Path(__file__).parents[2] / "shared")
    file = folder / "data" / path
    if not file.exists():
        pytest.skip(f"the published sample {path} is not there; set BEDFELLOWS_SHARED")
    return file


def take(feed: str, file: Path, case: Path, **options: Any) -> Taken:
    """Ingest a file into a case, made if need be, and read the evidence back."""
    report = ingest_files(case, find_feed(feed), [file], load_registry(), create=True, **options)
    with duckdb.connect(str(case), read_only=True) as connection:
        rows = connection.execute(
            "SELECT subject, relation, object, detail, happened_from, happened_to, precision, published, support_types FROM standing "
            "WHERE feed = ? AND superseded IS NULL",
            [feed],
        ).fetchall()
    return Taken(report, [Row(*row) for row in rows], case)


def write(file: Path, header: str, rows: Iterable[Mapping[str, object]]) -> Path:
    """A CSV file with these columns; what a row does not give is empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header.split(","), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(out.getvalue(), encoding="utf-8")
    return file


def adds_up(report: Ingested, records: int) -> bool:
    """Is every record of the file kept, read over, quarantined or a duplicate?"""
    totals = report.totals
    parts = ("kept", "skipped", "quarantined", "duplicate")
    return totals["rows_read"] == sum(totals[part] for part in parts) == records
