"""One published file to a part file that can be resumed.

A part file `NAME.part` grows as bytes come. Beside it `NAME.part.json` keeps where they came from and the
server's mark for that state of the file (a strong ETag, or else Last-Modified). The next try asks for the rest
with Range and If-Range (RFC 9110, 13.1.5 and 14.2), so that it gets the rest of the same file or all of a new
one. Without a mark, a part is continued only if the publisher gives a checksum that will judge the whole.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from bedfellows.errors import FetchError
from bedfellows.feeds.fetching.wanted import Wanted
from bedfellows.feeds.fetching.wire import Temporary, Wire, shown

_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
_NOT_SATISFIABLE = frozenset({416})

Moved = Callable[[int], None]  # told how many bytes of the file are here now


class Spoiled(Exception):
    """What came is not what was published; the message says what was expected and found."""


def part_of(path: Path) -> Path:
    """The part file of a file."""
    return path.with_name(path.name + ".part")


def discard(part: Path) -> None:
    """Remove a part file and what is known of it."""
    part.unlink(missing_ok=True)
    _mark_file(part).unlink(missing_ok=True)


def stream(
    wanted: Wanted,
    part: Path,
    wire: Wire,
    *,
    largest: int,
    headers: Mapping[str, str] | None = None,
    moved: Moved,
) -> None:
    """Bring all bytes of the file into the part file, resuming where it stands.

    Raises FetchError when the tries are used up or it is larger than `largest`, Spoiled where the answer is
    something else than the file.
    """
    wire.trying(lambda: _once(wanted, part, wire, largest, headers or {}, moved))


def _once(
    wanted: Wanted, part: Path, wire: Wire, largest: int, extra: Mapping[str, str], moved: Moved
) -> None:
    have = part.stat().st_size if part.exists() else 0
    mark = _mark(part, wanted.address)
    if have and (not (mark.get("validator") or wanted.checksum) or not mark):
        discard(part)
        have, mark = 0, {}
    if have and have == wanted.size:
        return
    headers = {"Accept-Encoding": "identity", **extra}
    if have:
        headers["Range"] = f"bytes={have}-"
        if mark.get("validator"):
            headers["If-Range"] = mark["validator"]
    with wire.ask(wanted.address, headers, also=_NOT_SATISFIABLE) as response:
        where = shown(wanted.address)
        if response.status_code == 416:
            discard(part)
            raise Temporary(f"{where}: the part that is here does not fit the file; it was thrown away.")
        _refuse_other(response, wanted, where)
        have = _continues(response, part, have, mark, where)
        total = _total(response, have)
        _refuse_size(wanted, total, largest, where)
        _mark_file(part).write_text(
            json.dumps({"address": wanted.address, "validator": _validator(response)}), encoding="utf-8"
        )
        _receive(response, part, have, wire, (largest, where), moved)
    size = part.stat().st_size
    if total is not None and size != total:
        raise Temporary(f"{where}: expected {total} bytes, found {size}.")


def _continues(response: httpx.Response, part: Path, have: int, mark: dict[str, Any], where: str) -> int:
    """From which byte the answer goes on; the part is thrown away where it belongs to another state of the file."""
    if response.status_code != 206:
        return 0
    found = _CONTENT_RANGE.fullmatch(response.headers.get("content-range", "").strip())
    changed = bool(mark.get("validator") and _validator(response) not in {None, mark["validator"]})
    if not found or int(found[1]) != have or changed:
        discard(part)
        why = "the file has changed" if changed else f"the server did not go on at byte {have}"
        raise Temporary(f"{where}: expected the rest of the part that is here, but {why}; starting afresh.")
    return have


def _receive(
    response: httpx.Response, part: Path, have: int, wire: Wire, bound: tuple[int, str], moved: Moved
) -> None:
    (largest, where), manners = bound, wire.manners
    began, fresh = time.monotonic(), 0
    with part.open("ab" if have else "wb") as out:
        for chunk in response.iter_raw():
            wire.go_on()
            out.write(chunk)
            fresh += len(chunk)
            moved(have + fresh)
            if have + fresh > largest:
                _too_large(where, None, largest)
            elapsed = time.monotonic() - began
            if elapsed > manners.patience and fresh / elapsed < manners.slowest:
                raise Temporary(
                    f"{where}: expected at least {manners.slowest:g} bytes a second, found {fresh / elapsed:.0f}."
                )


def _refuse_other(response: httpx.Response, wanted: Wanted, where: str) -> None:
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing not in {"", "identity"}:
        raise Spoiled(f"{where}: expected the bytes as they are, found them packed as {packing[:40]!r}.")
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "text/html":
        raise Spoiled(f"{where}: expected the file {wanted.name}, found a web page.")


def _total(response: httpx.Response, have: int) -> int | None:
    """How large the whole file is, as far as the server says."""
    length = response.headers.get("content-length", "")
    return have + int(length) if length.isdigit() else None


def _refuse_size(wanted: Wanted, total: int | None, largest: int, where: str) -> None:
    if total is None:
        return
    if total > largest:
        _too_large(where, total, largest)
    if wanted.size is not None and total != wanted.size:
        raise Spoiled(f"{wanted.name}: expected {wanted.size} bytes as published, found {total}.")


def _too_large(where: str, size: int | None, largest: int) -> None:
    found = f"{size} bytes" if size else "more"
    raise FetchError(f"{where}: expected at most {largest} bytes, found {found}. Allow more with --largest.")


def _validator(response: httpx.Response) -> str | None:
    """What If-Range may be asked with: a strong ETag, or else the date of the last change."""
    etag: str = response.headers.get("etag", "")
    if etag and not etag.startswith("W/"):
        return etag
    changed: str | None = response.headers.get("last-modified")
    return changed or None


def _mark_file(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _mark(part: Path, address: str) -> dict[str, Any]:
    """What is known of the part, if it came from this address."""
    with suppress(OSError, ValueError):
        found = json.loads(_mark_file(part).read_text(encoding="utf-8"))
        if isinstance(found, dict) and found.get("address") == address:
            return found
    return {}
