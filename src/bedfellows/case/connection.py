"""Opening the file: DuckDB's own lock decides who may, and its errors become ours."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bedfellows.errors import CaseError, CaseLockedError, CaseMissingError, SchemaError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_HOLDER = re.compile(r"held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")
_NO_CASE = re.compile(
    r"not a valid DuckDB database|version number|storage version|[Cc]hecksum|[Cc]orrupt|deseriali"
)

# A case may come from somebody else: no statement stored in it may read other files or fetch extensions.
_CLOSED = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def connect(
    path: Path, *, write: bool, readable: Sequence[Path] = (), workspace: Path | None = None
) -> DuckDBPyConnection:
    """A connection to the DuckDB file at `path`, which is made if missing and `write` is set.

    Statements may read no other files but those in `readable` and in the folder `workspace`.

    DuckDB lets either one process write to a file or several read it. Within one process it would hand two
    writers the same database; a mark of its own on each writer makes DuckDB refuse the second.

    Raises:
        CaseMissingError: there is no such file or folder.
        CaseLockedError: somebody has the file open for writing, or has it open at all and `write` is set.
        SchemaError: it is not a DuckDB file, or one this DuckDB cannot read.
        CaseError: it cannot be opened for another reason.
    """
    import duckdb

    path = path.resolve()
    if path.is_dir():
        raise CaseError(f"{str(path)!r} is a folder; a case is one file. Give a file inside it.")
    if "?" in str(path):  # DuckDB takes what follows for a query, and would put its journal elsewhere
        raise CaseError(f"{str(path)!r} has a question mark, which DuckDB cannot use. Give another path.")
    if not path.exists() and not write:
        raise missing(path)
    if not path.parent.is_dir():
        raise CaseMissingError(
            f"The folder {str(path.parent)!r} does not exist. Make it first, or give another path."
        )
    mark = {"custom_user_agent": f"bedfellows-writer-{uuid.uuid4().hex}"} if write else {}
    closed = dict(_CLOSED)
    named = bool(readable) or workspace is not None
    if named:
        del closed["enable_external_access"]  # once it is set, no exceptions can be named
    with duckdb_errors(path):
        connection = duckdb.connect(str(path), read_only=not write, config={**closed, **mark})
        try:
            # DuckDB would draw it on standard output, among the answers.
            connection.execute("SET enable_progress_bar = false")
            if named:
                connection.execute("SET allowed_paths = $files", {"files": [str(file) for file in readable]})
                folders = [] if workspace is None else [str(workspace)]
                connection.execute("SET allowed_directories = $folders", {"folders": folders})
                connection.execute("SET enable_external_access = false")
        except BaseException:
            connection.close()
            raise
        return connection


def missing(path: Path) -> CaseMissingError:
    """The error for a case that is not there."""
    return CaseMissingError(
        f"There is no case at {str(path)!r}. Check the name, or make one by reading a document into it: "
        "bedfellows --case NAME read FILE, or in Python bedfellows.open(name, create=True)."
    )


@contextmanager
def duckdb_errors(path: Path) -> Iterator[None]:
    """Turn DuckDB's errors into those of `bedfellows.errors`."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise _translated(path, error) from error


def _translated(path: Path, error: Exception) -> CaseError:
    message, shown = str(error), repr(str(path))
    if "Could not set lock" in message or "used by another process" in message:
        holder = _HOLDER.search(message)
        who = f"process {holder['pid']} ({holder['program']})" if holder else "another process"
        return CaseLockedError(
            f"The case {shown} is in use by {who}: only one may write, and none may read meanwhile. "
            f"Wait until it is done, or stop it, and try again. Nothing was changed."
        )
    if "different configuration" in message:
        return CaseLockedError(
            f"The case {shown} is already open in this process: only one may write, and none may read "
            f"meanwhile. Close that one first (`with CaseStore.open(...)` does), or use it."
        )
    if _NO_CASE.search(message):
        return SchemaError(
            f"{shown} is no case file, is damaged, or was made by a newer DuckDB than this one. Give the "
            f"path of a case, or restore it from an export. DuckDB says: {message}"
        )
    if "Connection already closed" in message:
        return CaseError(f"The case {shown} has been closed. Open it again.")
    if "read-only" in message:
        return CaseError(
            f"The case {shown} is open for reading only. Open it with write=True. DuckDB says: {message}"
        )
    return CaseError(f"The case {shown} could not be used; it is as it was before. DuckDB says: {message}")
