"""Files that were fetched: whole or not there at all, checked, and not fetched twice.

pooch compares checksums and moves a new file into place only when it is complete and right. The bytes come from
`download`, which resumes. What is published without a checksum is
held against its size, and a zip archive against its own directory and sums.
"""

from __future__ import annotations

import csv
import logging
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pooch
from pooch import file_hash

from bedfellows.errors import FetchError
from bedfellows.feeds.fetching.download import Moved, Spoiled, discard, part_of, stream
from bedfellows.feeds.fetching.wanted import Wanted
from bedfellows.feeds.fetching.wire import Wire

LARGEST = 20 * 1024**3  # bytes of one file, unless the user allows more
_MOST_UNPACKED = 64 * 1024**3  # an archive that says it holds more is not unpacked to be tested

pooch.get_logger().setLevel(
    logging.WARNING
)  # its notes would stand between the lines of the progress display


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the folder: its size, the size of what is packed in it, and whether it came just now."""

    path: Path
    size: int
    unpacked: int | None
    fresh: bool


def is_here(wanted: Wanted, folder: Path) -> bool:
    """Whether the file is in the folder, and right as far as the publisher lets one tell."""
    path = folder / wanted.name
    if not path.is_file():
        return False
    if wanted.rows is not None:  # the answer of an API for days that were not over then may be longer now
        written = date.fromtimestamp(path.stat().st_mtime)
        return wanted.covers is None or written > wanted.covers[1]
    if wanted.size is not None and path.stat().st_size != wanted.size:
        return False
    if wanted.checksum is not None:
        algorithm, _, expected = wanted.checksum.partition(":")
        return bool(file_hash(str(path), alg=algorithm) == expected)
    return True


def keep(
    wanted: Wanted,
    folder: Path,
    wire: Wire,
    *,
    largest: int = LARGEST,
    refresh: bool = False,
    headers: Mapping[str, str] | None = None,
    moved: Moved,
) -> Kept:
    """The file in the folder: the one that is there if it is right, or else fetched.

    With `refresh`, what cannot be told by a checksum to be the publisher's present file is fetched again. What comes
    spoiled is fetched once more. Raises FetchError, which names the file and what was expected and found.
    """
    path = folder / wanted.name
    if not (refresh and wanted.checksum is None) and is_here(wanted, folder):
        return Kept(path, path.stat().st_size, _unpacked(path), fresh=False)
    if wanted.size is not None and wanted.size > largest:
        raise FetchError(
            f"{wanted.name}: expected at most {largest} bytes, found {wanted.size} in the publisher's list. Allow "
            "more with --largest."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for again in (True, False):
        try:
            if wanted.rows is not None:
                _write_rows(wanted, path, wire, moved)
            else:
                _through_pooch(wanted, path, wire, largest, headers, moved)
            break
        except Spoiled as error:
            discard(part_of(path))
            if not again:
                raise FetchError(
                    f"{wire.without_secrets(str(error))} Fetched twice with the same result; nothing was kept of it. "
                    "Try later, or tell the publisher."
                ) from None
    return Kept(path, path.stat().st_size, _unpacked(path), fresh=True)


def _through_pooch(
    wanted: Wanted, path: Path, wire: Wire, largest: int, headers: Mapping[str, str] | None, moved: Moved
) -> None:
    part = part_of(path)

    def bring(_url: str, output_file: str, _pooch: Any, check_only: bool = False) -> None:  # noqa: ARG001 - pooch's signature
        stream(wanted, part, wire, largest=largest, headers=headers, moved=moved)
        _check(wanted, part)
        part.replace(output_file)
        discard(part)

    # pooch makes its temporary file where it is to put the new one; a kill would leave it lying among the data.
    target = incoming(path.parent) / wanted.name
    target.unlink(missing_ok=True)
    pooch.retrieve(
        wanted.address, known_hash=wanted.checksum, fname=target.name, path=target.parent, downloader=bring
    )
    target.replace(path)


def incoming(folder: Path) -> Path:
    """Where new files are made ready; what lies there when no run is under way is worth nothing."""
    return folder / ".incoming"


def _check(wanted: Wanted, part: Path) -> None:
    """Raises Spoiled where the part is not the file that was published."""
    size = part.stat().st_size
    if wanted.size is not None and size != wanted.size:
        raise Spoiled(f"{wanted.name}: expected {wanted.size} bytes as published, found {size}.")
    if wanted.checksum is not None:
        algorithm, _, expected = wanted.checksum.partition(":")
        found = file_hash(str(part), alg=algorithm)
        if found != expected:
            raise Spoiled(
                f"{wanted.name}: expected {algorithm.upper()} {expected} as published, found {found}."
            )
    if wanted.is_zip:
        _check_zip(wanted, part, deep=wanted.checksum is None)


def _check_zip(wanted: Wanted, part: Path, *, deep: bool) -> None:
    try:
        with zipfile.ZipFile(part) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
            bad = archive.testzip() if deep and unpacked <= _MOST_UNPACKED else None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise Spoiled(f"{wanted.name}: expected a whole zip archive, found a broken one ({error}).") from None
    if bad is not None:
        raise Spoiled(f"{wanted.name}: expected a whole zip archive, found {bad!r} in it broken.")


def _unpacked(path: Path) -> int | None:
    """How many bytes an archive says it holds, for the user's disk and the loader's limits."""
    if not path.name.lower().endswith(".zip"):
        return None
    with suppress(zipfile.BadZipFile, OSError), zipfile.ZipFile(path) as archive:
        return sum(item.file_size for item in archive.infolist())
    return None


def _write_rows(wanted: Wanted, path: Path, wire: Wire, moved: Moved) -> None:
    """The rows of an API as CSV (RFC 4180), columns in the order in which they first come."""
    assert wanted.rows is not None
    rows: list[Mapping[str, Any]] = []
    columns: dict[str, None] = {}
    for row in wanted.rows(wire):
        rows.append(row)
        columns |= dict.fromkeys(row)
        moved(len(rows))
    part = part_of(path)
    with part.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(columns), lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)
    part.replace(path)
