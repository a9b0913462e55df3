"""Folders of Parquet files parted by month, and folders that appear whole or not at all.

The layout is Hive's, which DuckDB, Spark, Arrow and BigQuery read: `year=2017/month=1/anything.parquet`. The two numbers
are of the rows' day, which is a column in the files as well.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bedfellows import __version__
from bedfellows.errors import InputError

MANIFEST = "_manifest.json"  # engines pass over names that begin with "_"
_MONTH = re.compile(r"year=(?P<year>\d{1,4})/month=(?P<month>\d{1,2})/")
_PARTIAL, _REPLACED, _WHOLE = ".partial", "replaced", "whole"


class Manifest(BaseModel):
    """What a folder of dyad-days says of itself; that it is there says that the folder is whole."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["bedfellows-dyad-days"] = "bedfellows-dyad-days"
    bedfellows: str = __version__
    engine: Literal["duckdb", "spark"]
    as_of: date | None
    first: date | None
    last: date | None
    rows: int = Field(ge=0)
    events: dict[str, int]  # what became of the event rows: the fields of RowCounts


@dataclass(frozen=True, slots=True)
class Part:
    """Files to be read together. All their rows are of the days from `first` to `last`, or of any where None."""

    files: tuple[Path, ...]
    first: date | None = None
    last: date | None = None


def find_parts(source: Path, first: date | None = None, last: date | None = None) -> list[Part]:
    """The Parquet files of a folder, month by month and oldest first; those of months out of the span are left out.

    A single file, or a folder with files outside month folders, makes one part.

    Raises:
        InputError: there is no such file or folder, it holds no Parquet files, or a folder names a month that is none.
    """
    if source.is_file():
        return [Part((source,))]
    if not source.is_dir():
        raise InputError(f"There is no file or folder {str(source)!r}. Give Parquet files of event rows.")
    months: dict[tuple[int, int], list[Path]] = {}
    loose = False
    files = [file for file in sorted(source.rglob("*.parquet")) if file.is_file() and _shown(file, source)]
    if not files:
        raise InputError(
            f"{str(source)!r} holds no file that ends in .parquet. Give a folder of event rows in Parquet files, "
            "such as year=2017/month=1/events.parquet."
        )
    for file in files:
        found = _MONTH.search(file.relative_to(source).as_posix())
        loose = loose or found is None
        if found is not None:
            months.setdefault((int(found["year"]), int(found["month"])), []).append(file)
    if loose:  # a day may be in any of the files
        return [Part(tuple(files))]
    parts = []
    for (year, month), held in sorted(months.items()):
        if not (year >= 1 and 1 <= month <= 12):
            raise InputError(f"{str(held[0].parent)!r}: there is no month {month} of the year {year}.")
        start = date(year, month, 1)
        end = date.max if (year, month) == (9999, 12) else _next_month(start) - timedelta(days=1)
        if (first is None or end >= first) and (last is None or start <= last):
            parts.append(Part(tuple(held), start, end))
    return parts


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """An empty folder to write to, which takes the target's place when all went well; else nothing has changed.

    What is written must hold a `MANIFEST`. Only folders with one, and empty ones, are ever replaced. One process at a time
    may write to a target; what an earlier one left behind when it was killed is put right first.

    Raises:
        InputError: the target is something else, or cannot be written, or another process is writing it.
    """
    from filelock import FileLock, Timeout

    target = target.absolute()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(target.parent / f".{target.name}.lock", timeout=0)
        with lock:
            _put_right(target)
            _check_replaceable(target)
            partial = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=_PARTIAL, dir=target.parent))
            try:
                whole = partial / _WHOLE
                whole.mkdir()
                yield whole
                read_manifest(whole)
                if target.exists():
                    target.rename(partial / _REPLACED)
                whole.rename(target)
            finally:
                if target.exists() or not (partial / _REPLACED).exists():
                    shutil.rmtree(partial, ignore_errors=True)
    except Timeout:
        raise InputError(
            f"Another process is writing {str(target)!r}. Wait until it is done, or give another folder."
        ) from None
    except OSError as error:
        raise InputError(
            f"{str(target)!r} cannot be written: {error.strerror or error}. What was there before is kept."
        ) from error


def read_manifest(folder: Path) -> Manifest:
    """What a folder of dyad-days says of itself.

    Raises:
        InputError: it is no such folder.
    """
    file = folder / MANIFEST
    try:
        return Manifest.model_validate_json(file.read_bytes())
    except OSError as error:
        raise InputError(
            f"{str(folder)!r} holds no dyad-days: its {MANIFEST} cannot be read ({error.strerror})."
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise InputError(f"{str(file)!r}, field {field}: {first['msg']}.") from error


def _check_replaceable(target: Path) -> None:
    if not target.exists() and not target.is_symlink():
        return
    if target.is_symlink() or not target.is_dir():
        raise InputError(f"{str(target)!r} exists and is no folder. Give another one.")
    held = {item.name for item in target.iterdir()}
    ours = all(name == MANIFEST or re.fullmatch(r"year=\d{1,4}", name) for name in held)
    if held and not (MANIFEST in held and ours):
        raise InputError(
            f"{str(target)!r} holds other files than dyad-days; it is not replaced. Give another folder."
        )
    if held:
        read_manifest(target)


def _put_right(target: Path) -> None:
    """After a process that was killed: bring back what it had moved away, and remove what it had begun."""
    name = re.compile(re.escape(f".{target.name}.") + r"\w{8}" + re.escape(_PARTIAL))
    for left in target.parent.iterdir():
        if name.fullmatch(left.name) and left.is_dir():
            if (left / _REPLACED).exists() and not target.exists():
                (left / _REPLACED).rename(target)
            shutil.rmtree(left, ignore_errors=True)


def _shown(file: Path, root: Path) -> bool:
    return not any(part.startswith((".", "_")) for part in file.relative_to(root).parts)


def _next_month(start: date) -> date:
    return (start + timedelta(days=31)).replace(day=1)
