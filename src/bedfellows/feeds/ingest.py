"""Files into a case: parsed, mapped and stored in sets, one transaction for each file.

A file that is in the ledger (by feed and SHA-256 of its contents) is not read again. A process that is killed leaves the case as it was
after the last whole file; run again, it goes on from there.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from bedfellows.actors import Registry
from bedfellows.case.connection import duckdb_errors
from bedfellows.case.store import CaseStore
from bedfellows.case.writing import transaction
from bedfellows.errors import InputError
from bedfellows.feeds.feed import Coder, Feed
from bedfellows.feeds.files import Part, Target, companions_of, find_targets, parts_of
from bedfellows.feeds.parsing import BadRow, Reading, recognise, without_bad_text
from bedfellows.feeds.staging import load_codes, load_companion, stage, unregistered_names
from bedfellows.feeds.versions import add_staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "1500MB"
"""What DuckDB may use; beyond it, it uses the disk beside the case."""
_SUFFIX = ".ingest"


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file. `known` if it was in the case already; `failed` says why it could not be used."""

    name: str
    release: str = ""
    rows_read: int = 0
    kept: int = 0
    duplicate: int = 0
    superseding: int = 0  # of those kept: other versions of rows that were known
    quarantined: int = 0
    skipped: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    known: bool = False
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest has come."""

    name: str
    files: int
    bytes_done: int
    bytes_total: int
    rows: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Ingested:
    """What an ingest did."""

    feed: str
    files: tuple[FileReport, ...]
    seconds: float
    unmapped: tuple[
        tuple[str, str, int], ...
    ] = ()  # code, the actor it was kept as, rows: of this ingest, the most first
    unmapped_codes: int = 0
    totals: dict[str, int] = field(default_factory=dict)
    reasons: tuple[tuple[str, int], ...] = ()

    def __repr__(self) -> str:
        counts = ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in self.totals.items())
        return f"Ingested({self.feed}: {len(self.files)} files; {counts})"


def ingest_files(
    case: Path,
    feed: Feed,
    given: Iterable[str | Path],
    registry: Registry,
    *,
    create: bool = False,
    release: str | None = None,
    published: date | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    memory: str = MEMORY,
) -> Ingested:
    """Add files of a feed to the case at `case`.

    Args:
        case: the case file.
        feed: what the files are.
        given: paths of files, folders and archives (.zip, .gz), globs, or "-" for standard input.
        registry: the actors to map codes to.
        create: make the case if it does not exist.
        release: the release that all the files are of; by default what their names say.
        published: the day on which all that is in the files counts as known; by default what the feed and the files say. An earlier day
            than that of the release lets as-of views see what was not yet told then.
        on_progress: called after each file.
        memory: the most that DuckDB may use.

    Raises:
        InputError: there is no such file, or none of the files is one of the feed. Files that fail among others that do not are reported
            in the answer.
        CaseError: the case cannot be used. What was stored before is kept.
    """
    started = monotonic()
    targets = find_targets(given, feed.files)
    workspace = case.resolve().with_name(f".{case.name}{_SUFFIX}")
    readable = [target.path for target in targets if target.path is not None]
    readable += [path.parent / beside.file for path in readable for beside in feed.companions]
    reports: list[FileReport] = []
    unmapped: Counter[tuple[str, str]] = Counter()
    total, done = sum(target.size for target in targets), 0
    with (
        CaseStore.open(case, write=True, create=create, readable=readable, workspace=workspace) as store,
        _fresh(workspace),
        duckdb_errors(case),
    ):
        connection = store.connection
        _settle(connection, memory)
        coder = feed.coder(registry)
        for target in targets:
            for report in _of_target(
                connection, feed, target, workspace, coder, (release, published), unmapped
            ):
                reports.append(report)
                if on_progress is not None:
                    rows = sum(one.rows_read for one in reports)
                    on_progress(Progress(report.name, len(reports), done, total, rows, monotonic() - started))
            done += target.size
            if on_progress is not None and reports:
                rows = sum(one.rows_read for one in reports)
                on_progress(
                    Progress(reports[-1].name, len(reports), done, total, rows, monotonic() - started)
                )
    if reports and all(report.failed for report in reports):
        raise InputError(reports[0].failed)
    return _summary(feed, reports, unmapped, monotonic() - started)


def _of_target(
    connection: DuckDBPyConnection,
    feed: Feed,
    target: Target,
    workspace: Path,
    coder: Coder,
    said: tuple[str | None, date | None],
    unmapped: Counter[tuple[str, str]],
) -> Iterator[FileReport]:
    name = target.path.name if target.path else "standard input"
    try:
        for part in parts_of(target, feed.files, workspace):
            name = part.name
            try:
                yield _add_part(connection, feed, part, workspace, coder, said, unmapped)
            except InputError as error:
                yield FileReport(part.name, failed=str(error))
            finally:
                part.discard()
    except InputError as error:
        yield FileReport(name, failed=str(error))


def _add_part(
    connection: DuckDBPyConnection,
    feed: Feed,
    part: Part,
    workspace: Path,
    coder: Coder,
    said: tuple[str | None, date | None],
    unmapped: Counter[tuple[str, str]],
) -> FileReport:
    known = connection.execute(
        "SELECT name, release, rows_read FROM feed_files WHERE feed = $feed AND sha256 = $sha",
        {"feed": feed.name, "sha": part.sha256},
    ).fetchone()
    if known:
        return FileReport(part.name, known[1], known=True)
    started = datetime.now(UTC).replace(tzinfo=None)
    given_release, given_day = said
    release = given_release if given_release is not None else _release(feed, part.name)
    reading = recognise(feed, part)
    bad: list[BadRow] = []
    good = kept = duplicate = superseding = skipped = 0
    days = (None, None)
    with transaction(connection):
        number = int(
            connection.execute("SELECT coalesce(max(number), 0) + 1 FROM feed_files").fetchall()[0][0]
        )
        names: Sequence[tuple[str, str, str, str, int]] = ()
        if reading is not None:
            with companions_of(part, [beside.file for beside in feed.companions]) as files:
                for beside in feed.companions:
                    _load_beside(connection, feed, beside.name, files[beside.file], part)
                reading, foreign = without_bad_text(reading, workspace)
                good, skipped, bad = stage(connection, feed, reading, release=release, coder=coder)
                bad += foreign
            if given_day is not None:
                connection.execute("UPDATE staged SET published = $day", {"day": given_day})
            day = {"events": "day", "mentions": "published"}.get(feed.kind, "happened_from")
            days = connection.execute(f"SELECT min({day}), max({day}) FROM staged").fetchall()[0]
            names = unregistered_names(connection, feed) if "subject_code" in feed.select else ()
            kept, duplicate, superseding = add_staged(connection, feed, number)
            _quarantine(connection, feed, number, bad)
            _list_names(connection, feed, names)
        connection.execute(
            "INSERT INTO feed_files VALUES ($number, $feed, $release, $name, $sha, $bytes, $read, $kept, $duplicate, $superseding, "
            "$bad, $skipped, $first, $last, $started, $finished)",
            {
                "number": number, "feed": feed.name, "release": release, "name": part.name, "sha": part.sha256,
                "bytes": part.size, "read": good + skipped + len(bad), "kept": kept, "duplicate": duplicate,
                "superseding": superseding, "bad": len(bad), "skipped": skipped, "first": days[0], "last": days[1],
                "started": started, "finished": datetime.now(UTC).replace(tzinfo=None),
            },
        )  # fmt: skip
    if reading is not None and reading.part is not part:
        reading.part.discard()
    for code, _, name, _, rows in names:
        unmapped[code, name] += rows
    reasons = Counter(row.reason for row in bad)
    return FileReport(
        part.name, release, good + skipped + len(bad), kept, duplicate, superseding, len(bad), skipped,
        tuple(reasons.most_common()),
    )  # fmt: skip


def _load_beside(connection: DuckDBPyConnection, feed: Feed, name: str, file: Path, part: Part) -> None:
    layout = next(beside.layout for beside in feed.companions if beside.name == name)
    beside = Part(file.name, file, "", 0, part.folder, temporary=False)
    load_companion(connection, name, Reading(beside, layout, layout.columns))


def _quarantine(connection: DuckDBPyConnection, feed: Feed, number: int, bad: Sequence[BadRow]) -> None:
    import pyarrow as pa

    if not bad:
        return
    rows = pa.table(
        {
            "line": pa.array([row.line for row in bad], pa.int64()),
            "reason": [row.reason for row in bad],
            "raw": [row.raw for row in bad],
        }
    )
    connection.register("bad_rows", rows)
    try:
        connection.execute(
            "INSERT INTO quarantine SELECT $feed, $number, line, reason, raw FROM bad_rows",
            {"feed": feed.name, "number": number},
        )
    finally:
        connection.unregister("bad_rows")


def _list_names(
    connection: DuckDBPyConnection, feed: Feed, names: Sequence[tuple[str, str, str, str, int]]
) -> None:
    import pyarrow as pa

    if not names:
        return
    columns = list(zip(*names, strict=True))
    rows = pa.table(dict(zip(("code", "id", "name", "kind", "rows"), map(list, columns), strict=True)))
    connection.register("names", rows)
    try:
        connection.execute(
            "INSERT INTO feed_names SELECT $feed, code, id, name, kind, rows FROM names "
            "ON CONFLICT DO UPDATE SET rows = feed_names.rows + excluded.rows",
            {"feed": feed.name},
        )
    finally:
        connection.unregister("names")


def _release(feed: Feed, name: str) -> str:
    found = re.search(feed.release, name) if feed.release else None
    return found.group(1) if found else ""


def _settle(connection: DuckDBPyConnection, memory: str) -> None:
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET memory_limit = $memory", {"memory": memory})
    load_codes(connection)


@contextmanager
def _fresh(workspace: Path) -> Iterator[None]:
    """An empty folder that is gone afterwards; one that a killed process left is cleared."""
    shutil.rmtree(workspace, ignore_errors=True)
    workspace.mkdir()
    try:
        yield
    finally:
        shutil.rmtree(workspace, ignore_errors=True)


def _summary(
    feed: Feed, reports: Sequence[FileReport], unmapped: Counter[tuple[str, str]], seconds: float
) -> Ingested:
    names = ("rows_read", "kept", "duplicate", "superseding", "quarantined", "skipped")
    totals = {name: sum(getattr(report, name) for report in reports) for name in names}
    totals["unmapped"] = sum(unmapped.values())
    reasons: Counter[str] = Counter()
    for report in reports:
        reasons.update(dict(report.reasons))
    top = tuple((code, name, rows) for (code, name), rows in unmapped.most_common(10))
    return Ingested(
        feed.name, tuple(reports), seconds, top, len(unmapped), totals, tuple(reasons.most_common())
    )
