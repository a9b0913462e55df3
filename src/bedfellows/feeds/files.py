"""Files, folders, globs, archives and standard input, as plain files that DuckDB can read, one at a time.

Archives are unpacked into a workspace one file at a time, so that the disk needs room for one. What is parsed has "\\n" at the ends of its
lines and no other carriage returns; a file that is written otherwise is put right in the workspace first.
"""

from __future__ import annotations

import codecs
import glob
import gzip
import hashlib
import re
import shutil
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import IO

from bedfellows.errors import InputError
from bedfellows.feeds.stata import write_csv

_BLOCK = 1 << 20
SPARE_DISK = 1 << 30
"""Bytes that unpacking leaves free."""


@dataclass(frozen=True, slots=True)
class Target:
    """A file that was named or found: a plain one, an archive, or standard input (`path` None)."""

    path: Path | None

    @property
    def size(self) -> int:
        """Bytes as it lies on the disk, for progress; 0 where unknown."""
        return self.path.stat().st_size if self.path else 0


@dataclass(frozen=True, slots=True)
class Part:
    """One plain file that is ready to be parsed."""

    name: str
    file: Path
    sha256: str
    size: int  # of the contents as given
    folder: Path | None  # where companions lie
    temporary: bool
    valid: bool = True  # UTF-8

    def discard(self) -> None:
        """Remove it, if it was made in the workspace."""
        if self.temporary:
            self.file.unlink(missing_ok=True)


def find_targets(given: Iterable[str | Path], patterns: Sequence[str]) -> list[Target]:
    """The files meant by paths, folders (searched through, for files and members of archives with the feed's names), globs, and "-".

    Raises:
        InputError: one does not exist, or a folder or glob holds nothing that is the feed's.
    """
    found: dict[Path | None, Target] = {}
    for item in given:
        text = str(item)
        if text == "-":
            found.setdefault(None, Target(None))
            continue
        path = Path(text).expanduser()
        if path.is_dir():
            files = [file for file in sorted(path.rglob("*")) if file.is_file() and _belongs(file, patterns)]
        elif path.is_file():
            files = [path]
        elif path.exists():
            raise InputError(
                f"{text!r} is neither a file nor a folder. Give a file, or - for standard input."
            )
        else:
            names = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 - absolute patterns
            files = [Path(name) for name in names if Path(name).is_file()]
            if not files and not glob.has_magic(text):
                raise InputError(f"There is no file {text!r}. Check the path.")
        if not files:
            raise InputError(
                f"{text!r} holds no file of this feed; expected names such as {', '.join(patterns)}, also as .zip or .gz."
            )
        for file in files:
            found.setdefault(file.resolve(), Target(file.resolve()))
    return list(found.values())


def parts_of(target: Target, patterns: Sequence[str], workspace: Path) -> Iterator[Part]:
    """The plain files in a target, one after the other. The caller discards each before it asks for the next.

    Raises:
        InputError: an archive is damaged, encrypted, or too large for the disk.
    """
    path = target.path
    if path is None:
        yield _unpacked(sys.stdin.buffer, "standard input", workspace, None)
        return
    try:
        if path.suffix.lower() == ".zip":
            yield from _members(path, patterns, workspace)
        elif path.suffix.lower() == ".gz":
            with gzip.open(path) as stream:
                yield _unpacked(stream, path.name, workspace, path.parent)
        else:
            yield _plain(path, workspace)
    except (
        zipfile.BadZipFile,
        gzip.BadGzipFile,
        EOFError,
        zlib.error,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise InputError(
            f"{str(path)!r} cannot be unpacked: {error}. It may be cut short: fetch it again. What was stored before is kept."
        ) from error


@contextmanager
def companions_of(part: Part, names: Iterable[str]) -> Iterator[dict[str, Path]]:
    """The files that lie beside a part and explain its codes.

    Raises:
        InputError: one is missing.
    """
    found = {}
    for name in names:
        file = part.folder / name if part.folder else None
        if file is None or not file.is_file():
            where = f" in {str(part.folder)!r}" if part.folder else ""
            raise InputError(f"{part.name!r} needs the file {name!r} beside it; there is none{where}.")
        found[name] = file
    yield found


def _belongs(file: Path, patterns: Sequence[str]) -> bool:
    """Whether a file is the feed's by its name or, an archive, by that of something in it: publishers name those as they like."""
    if _suits(file.name, patterns):
        return True
    if file.suffix.lower() != ".zip" or _hidden(file.name):
        return False
    try:
        with zipfile.ZipFile(file) as archive:
            members = [name for name in archive.namelist() if not _hidden(name)]
    except (zipfile.BadZipFile, OSError):
        return False
    return any(_suits(Path(name).name, patterns) for name in members)


def _members(path: Path, patterns: Sequence[str], workspace: Path) -> Iterator[Part]:
    with zipfile.ZipFile(path) as archive:
        members = [info for info in archive.infolist() if not info.is_dir() and not _hidden(info.filename)]
        chosen = (
            members
            if len(members) == 1
            else [info for info in members if _suits(Path(info.filename).name, patterns)]
        )
        if not chosen:
            raise InputError(
                f"{str(path)!r} holds no file of this feed; expected names such as {', '.join(patterns)}."
            )
        for info in chosen:
            _check_room(workspace, info.file_size, info.filename)
            with archive.open(info) as stream:
                name = Path(info.filename).name
                shown = f"{path.name}/{name}" if name.lower() != path.stem.lower() else path.name
                yield _unpacked(stream, shown, workspace, path.parent)


def _plain(path: Path, workspace: Path) -> Part:
    if _is_stata(path.name):
        with path.open("rb") as stream:
            return _unpacked(stream, path.name, workspace, path.parent)
    digest, text = hashlib.sha256(), _Text()
    clean = True
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            text.feed(block)
            clean = clean and b"\r" not in block
    size = path.stat().st_size
    if clean:
        return Part(
            path.name, path, digest.hexdigest(), size, path.parent, temporary=False, valid=text.valid()
        )
    with path.open("rb") as stream:
        return _unpacked(stream, path.name, workspace, path.parent)


def _unpacked(stream: IO[bytes] | gzip.GzipFile, name: str, workspace: Path, folder: Path | None) -> Part:
    digest, text = hashlib.sha256(), _Text()
    size = 0
    file = workspace / f"part-{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:12]}"
    if _is_stata(name):
        return _from_stata(stream, name, file, folder)
    held = b""
    with file.open("wb") as out:
        while block := stream.read(_BLOCK):
            digest.update(block)
            text.feed(block)
            size += len(block)
            if size % (64 * _BLOCK) < _BLOCK:
                _check_room(workspace, 0, name)
            block, held = held + block, b""
            if b"\r" in block:
                if block.endswith(b"\r"):  # it may belong to a line feed that is still to come
                    block, held = block[:-1], b"\r"
                block = _ended_by_feeds(block)
            out.write(block)
        if held:
            out.write(b"\n")
    return Part(name, file, digest.hexdigest(), size, folder, temporary=True, valid=text.valid())


def _is_stata(name: str) -> bool:
    return re.sub(r"\.(zip|gz)$", "", name.lower()).endswith(".dta")


def _from_stata(stream: IO[bytes] | gzip.GzipFile, name: str, file: Path, folder: Path | None) -> Part:
    digest, size, table = hashlib.sha256(), 0, file.with_suffix(".dta")
    try:
        with table.open("wb") as out:
            while block := stream.read(_BLOCK):
                digest.update(block)
                size += len(block)
                out.write(block)
        write_csv(table, file, name)
    finally:
        table.unlink(missing_ok=True)
    return Part(name, file, digest.hexdigest(), size, folder, temporary=True)


class _Text:
    """Whether all that was fed is UTF-8."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._valid = True

    def feed(self, block: bytes) -> None:
        """The next bytes."""
        if self._valid:
            try:
                self._decoder.decode(block)
            except UnicodeDecodeError:
                self._valid = False

    def valid(self) -> bool:
        """Was it, now that all was fed?"""
        if self._valid:
            try:
                self._decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                self._valid = False
        return self._valid


def _ended_by_feeds(block: bytes) -> bytes:
    """Line feeds at the ends of lines; a carriage return elsewhere is a blank."""
    return block.replace(b"\r\n", b"\n").replace(b"\r", b" ")


def _check_room(workspace: Path, wanted: int, name: str) -> None:
    free = shutil.disk_usage(workspace).free
    if free - wanted < SPARE_DISK:
        raise InputError(
            f"There is no room to unpack {name!r} beside the case: {free // 1_000_000:,} MB are free in {str(workspace.parent)!r}. "
            "Make room, or put the case on a larger disk. What was stored before is kept."
        )


def _suits(name: str, patterns: Sequence[str]) -> bool:
    lower = re.sub(r"\.(zip|gz)$", "", name.lower())
    return not _hidden(name) and any(fnmatchcase(lower, pattern.lower()) for pattern in patterns)


def _hidden(name: str) -> bool:
    return name.startswith("__MACOSX") or Path(name).name.startswith(".")
