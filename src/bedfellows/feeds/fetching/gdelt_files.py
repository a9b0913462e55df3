"""Which GDELT files hold the days that are asked for.

GDELT 2.0: `masterfilelist.txt` has a line for each file: size, MD5, address; every 15 minutes since
2015-02-18 there is one each of `YYYYMMDDHHMMSS.export.CSV.zip` and `.mentions.CSV.zip`. The list only grows, by now
beyond 100 MB, so it is kept and only its new end is fetched. GDELT 1.0: `md5sums` and `filesizes` list yearly archives
to 2005, monthly ones to March 2013 and daily ones since; `index.html` shows the same sums
(GDELT Data Format Codebook; http://data.gdeltproject.org/events/index.html).
"""

from __future__ import annotations

import calendar
import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from urllib.parse import urljoin

from bedfellows.errors import FetchError
from bedfellows.feeds.fetching.wanted import Plan, Question, Wanted, every_day, safe_name, spans, within
from bedfellows.feeds.fetching.wire import Temporary, Wire, shown

KINDS = ("export", "mentions")
SLOT = timedelta(minutes=15)
LIST = "masterfilelist.txt"
KEPT_LIST = ".masterfilelist.txt"  # hidden: it is no data for who reads the folder

_LARGEST_LIST = 1024**3
_OVERLAP = 4096  # bytes of the old end that the new end must repeat
_LINE = re.compile(
    r"(\d{1,12}) ([0-9a-fA-F]{32}) https?://\S+/(\d{14})\.(export|mentions|translation\.\w+)\.CSV\.zip"
)
_OLD_NAME = re.compile(r"(\d{4}|\d{6}|\d{8}(?=\.export\.CSV))(?:\.export\.CSV)?\.zip")
_ON_INDEX = re.compile(r"HREF=\"([^\"/]+\.zip)\"[^\n]*?\(MD5:\s*([0-9a-fA-F]{32})\)", re.IGNORECASE)


def plan_gdelt(question: Question, wire: Wire) -> Plan:
    """The files of GDELT 2.0 for the days asked for, and the 15-minute slots that have none. Raises FetchError."""
    start, end = question.days
    if question.kind not in KINDS:
        raise FetchError(f"gdelt: expected --kind {' or '.join(KINDS)}, found {question.kind[:40]!r}.")
    listed = _listed(question, wire, datetime.combine(end, time(23, 45)))
    begin, finish = f"{start:%Y%m%d}000000", f"{end:%Y%m%d}235959"
    found: dict[datetime, Wanted] = {}
    first, last = "9", ""
    with listed.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            match = _LINE.match(line)
            if match is None or match[4] != question.kind or (moment := _moment(match[3])) is None:
                continue
            first, last = min(first, match[3]), max(last, match[3])
            if begin <= match[3] <= finish:
                name = safe_name(f"{match[3]}.{match[4]}.CSV.zip", question.feed)
                found[moment] = Wanted(
                    name,
                    urljoin(question.base, name),
                    int(match[1]),
                    f"md5:{match[2].lower()}",
                    (moment.date(), moment.date()),
                )
    earliest, latest = _moment(first), _moment(last)
    if earliest is None or latest is None:
        listed.unlink(missing_ok=True)
        raise FetchError(
            f"{shown(urljoin(question.base, LIST))}: expected lines with size, MD5 and address of "
            f".{question.kind}.CSV.zip files, found none. Try later, or check --url."
        )
    notes = within("gdelt", (start, end), (earliest.date(), latest.date()))
    expected = _slots(
        max(datetime.combine(start, time()), earliest), min(datetime.combine(end, time(23, 45)), latest)
    )
    gaps = [slot for slot in expected if slot not in found]
    return Plan(question.feed, tuple(found[key] for key in sorted(found)), _slot_spans(gaps), tuple(notes))


def plan_gdelt1(question: Question, wire: Wire) -> Plan:
    """The files of GDELT 1.0 for the days asked for, and the days that have none. Raises FetchError."""
    start, end = question.days
    sums = _sums(question, wire)
    sizes = _sizes(question, wire) if sums else {}
    covering = {name: period for name in sums if (period := _period(name)) is not None}
    if not covering:
        raise FetchError(
            f"{shown(question.base)}: expected md5sums or index.html with the names of zip files, found none. Try "
            "later, or check --url."
        )
    has = (min(first for first, _ in covering.values()), max(last for _, last in covering.values()))
    notes = within("gdelt1", (start, end), has)
    wanted = [
        Wanted(
            safe_name(name, question.feed),
            urljoin(question.base, name),
            sizes.get(name),
            f"md5:{sums[name]}",
            (first, last),
        )
        for name, (first, last) in sorted(covering.items(), key=lambda item: item[1])
        if first <= end and last >= start
    ]
    there = {day for item in wanted if item.covers for day in every_day(*item.covers)}
    missing = [day for day in every_day(max(start, has[0]), min(end, has[1])) if day not in there]
    return Plan(question.feed, tuple(wanted), tuple(_words(span) for span in spans(missing)), tuple(notes))


def _listed(question: Question, wire: Wire, until: datetime) -> Path:
    """The list of all files on this disk, fetched as far as it must be."""
    path = question.folder / KEPT_LIST
    if path.exists() and not question.refresh and _last_moment(path) >= until:
        return path
    question.folder.mkdir(parents=True, exist_ok=True)
    if question.refresh:
        path.unlink(missing_ok=True)
    wire.trying(lambda: _grow(urljoin(question.base, LIST), path, wire))
    return path


def _grow(address: str, path: Path, wire: Wire) -> None:
    """Append what the list has gained; fetch it whole if its old end is no longer the same."""
    size = path.stat().st_size if path.exists() else 0
    begin = max(size - _OVERLAP, 0)
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={begin}-"} if size else {})
    new = path.with_name(f"{path.name}.part")
    with wire.ask(address, headers, also=frozenset({416})) as response:
        goes_on = response.headers.get("content-range", "").startswith(f"bytes {begin}-")
        if response.status_code == 416 or (response.status_code == 206 and not (size and goes_on)):
            path.unlink(missing_ok=True)
            raise Temporary(f"{shown(address)}: the kept list is not the beginning of the present one.")
        chunks = iter(response.iter_raw())
        head = b""
        if response.status_code == 206:
            while len(head) < size - begin and (chunk := next(chunks, b"")):
                head += chunk
            if head[: size - begin] != _end_of(path, size - begin):
                path.unlink()
                raise Temporary(f"{shown(address)}: the list was written anew; fetching it whole.")
            shutil.copyfile(path, new)
        with new.open("ab" if head else "wb") as out:
            out.write(head[size - begin :] if head else b"")
            for chunk in chunks:
                wire.go_on()
                if out.tell() > _LARGEST_LIST:
                    raise FetchError(f"{shown(address)}: expected at most {_LARGEST_LIST} bytes, found more.")
                out.write(chunk)
    new.replace(path)


def _end_of(path: Path, size: int) -> bytes:
    with path.open("rb") as source:
        source.seek(max(path.stat().st_size - size, 0))
        return source.read()


def _last_moment(path: Path) -> datetime:
    """The time of the last file in the kept list."""
    stamps = re.findall(rb"/(\d{14})\.", _end_of(path, _OVERLAP))
    return (_moment(max(stamps).decode()) if stamps else None) or datetime.min


def _moment(stamp: str) -> datetime | None:
    """The time in a file's name."""
    try:
        return datetime.fromisoformat(f"{stamp[:8]}T{stamp[8:]}") if stamp else None
    except ValueError:
        return None


def _slots(first: datetime, last: datetime) -> Iterator[datetime]:
    while first <= last:
        yield first
        first += SLOT


def _slot_spans(slots: list[datetime]) -> tuple[str, ...]:
    """Missing slots in words, neighbours together."""
    found: list[list[datetime]] = []
    for slot in slots:
        if found and slot - found[-1][-1] == SLOT:
            found[-1].append(slot)
        else:
            found.append([slot])
    return tuple(
        f"{span[0]:%Y-%m-%d %H:%M}"
        if len(span) == 1
        else f"{span[0]:%Y-%m-%d %H:%M} to {span[-1]:%Y-%m-%d %H:%M} ({len(span)} slots)"
        for span in found
    )


def _sums(question: Question, wire: Wire) -> dict[str, str]:
    try:
        text = wire.text(urljoin(question.base, "md5sums"))
    except FetchError as error:
        if "status 404" not in str(error):
            raise
        page = wire.text(urljoin(question.base, "index.html"))
        return {name: found.lower() for name, found in _ON_INDEX.findall(page)}
    pairs = (line.split() for line in text.splitlines())
    return {
        pair[1]: pair[0].lower()
        for pair in pairs
        if len(pair) == 2 and re.fullmatch(r"[0-9a-fA-F]{32}", pair[0])
    }


def _sizes(question: Question, wire: Wire) -> dict[str, int]:
    try:
        text = wire.text(urljoin(question.base, "filesizes"))
    except FetchError as error:
        if "status 404" not in str(error):
            raise
        return {}
    pairs = (line.split() for line in text.splitlines())
    return {pair[1]: int(pair[0]) for pair in pairs if len(pair) == 2 and pair[0].isdigit()}


def _period(name: str) -> tuple[date, date] | None:
    """The days of an archive, from its name: a year, a month or a day."""
    match = _OLD_NAME.fullmatch(name)
    if match is None:
        return None
    digits = match[1]
    year, month, day = int(digits[:4]), int(digits[4:6] or 0), int(digits[6:8] or 0)
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return first, first
    if month:
        return first, first.replace(day=calendar.monthrange(year, month)[1])
    return first, date(year, 12, 31)


def _words(span: tuple[date, date]) -> str:
    return f"{span[0]}" if span[0] == span[1] else f"{span[0]} to {span[1]}"
