"""Which files of a Dataverse data set hold the days that are asked for: ICEWS and POLECAT.

`GET {base}/api/datasets/:persistentId/versions/:latest-published/files?persistentId=DOI` lists the files (Dataverse
Native API); `GET {base}/api/access/datafile/ID` gives one (Data Access API), by a redirect to the store. For a table
that Dataverse has converted, the published checksum is that of the file as it was deposited, so that one is fetched
(`format=original`; https://github.com/IQSS/dataverse/issues/7275). A key of one's own (DATAVERSE_KEY) is sent as
X-Dataverse-key; published files need none.

Names tell the days. ICEWS: `events.YYYY.STAMP.tab.zip` a year, as far as it was over at the stamp;
`YYYYMMDD-icews-events.zip` the days before. POLECAT: `ngecEventsDV-YYYY.txt.zip` a year (also a month), and
`ngecEvents.STAMP.ReleaseN.DV.txt` the week before.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urljoin

import httpx

from bedfellows.errors import FetchError
from bedfellows.feeds.fetching.credentials import private
from bedfellows.feeds.fetching.wanted import Plan, Question, Wanted, every_day, safe_name, spans, within
from bedfellows.feeds.fetching.wire import Wire, shown

ICEWS_YEARS = "doi:10.7910/DVN/28075"
ICEWS_WEEKS = "doi:10.7910/DVN/QI2T9A"
POLECAT = "doi:10.7910/DVN/AJGVIT"

_WEEK = timedelta(days=7)
_CHECKSUMS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-512": "sha512"}
_ICEWS_YEAR = re.compile(
    r"events\.(\d{4})\.(\d{8})\d*(?:\.sample)?\.(?:tab|tsv|csv)(?:\.zip)?", re.IGNORECASE
)
_ICEWS_DAY = re.compile(r"(\d{8})-icews-events[\w-]*\.(?:tab|tsv|csv|zip)(?:\.zip)?", re.IGNORECASE)
_POLECAT_YEAR = re.compile(
    r"ngecEvents\.?DV[-.](\d{4})(?:[-.](\d{2}))?\.(?:txt|tab|tsv)(?:\.zip)?", re.IGNORECASE
)
_POLECAT_WEEK = re.compile(
    r"ngecEvents\.(\d{8})\d*\.Release\d+\.DV\.(?:txt|tab|tsv)(?:\.zip)?", re.IGNORECASE
)

_TABBED = frozenset({"text/tsv", "text/tab-separated-values"})

_Period = tuple[date, date]


def plan_icews(question: Question, wire: Wire) -> Plan:
    """The yearly files, and the weekly ones for days that no yearly file has. Raises FetchError."""
    files = _files(question, wire, ICEWS_YEARS, _icews_period) | _files(
        question, wire, ICEWS_WEEKS, _icews_period
    )
    return _chosen(question, files)


def plan_polecat(question: Question, wire: Wire) -> Plan:
    """The yearly files, and the weekly ones for days that no yearly file has. Raises FetchError."""
    return _chosen(question, _files(question, wire, POLECAT, _polecat_period))


def headers_for(question: Question) -> dict[str, str]:
    """The user's key, if there is one and the way is private. Raises FetchError where it is not."""
    key = question.secret("DATAVERSE_KEY")
    if not key:
        return {}
    private(question.base, question.feed)
    return {"X-Dataverse-key": key}


def _files(
    question: Question, wire: Wire, doi: str, period: Callable[[str], _Period | None]
) -> dict[Wanted, _Period]:
    """The data files of one data set with the days that their names tell."""
    address = urljoin(question.base, "api/datasets/:persistentId/versions/:latest-published/files")
    answer = wire.json(str(httpx.URL(address, params={"persistentId": doi})), headers=headers_for(question))
    listed = answer.get("data") if isinstance(answer, dict) and answer.get("status") == "OK" else None
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise FetchError(
            f"{shown(address)}: expected the list of files of {doi}, found something else. Try later, or check --url."
        )
    found: dict[Wanted, _Period] = {}
    names: set[str] = set()
    for item in listed:
        days = period(str(item.get("label", "")))
        if days is not None:
            wanted = _wanted(question, item, days, names)
            names.add(wanted.name)
            found[wanted] = days
    return found


def _wanted(question: Question, item: Mapping[str, Any], days: _Period, names: set[str]) -> Wanted:
    data = item.get("dataFile")
    if not isinstance(data, dict) or not isinstance(data.get("id"), int):
        raise FetchError(
            f"{question.feed}: expected a dataFile with an id for {str(item.get('label'))[:80]!r}."
        )
    original = bool(data.get("originalFileFormat"))
    # A deposited table of the same kind keeps the name that the data set shows.
    other_kind = original and data["originalFileFormat"] not in _TABBED
    name = str((data.get("originalFileName") if other_kind else None) or item["label"])
    if name in names:  # two files may bear one name
        stem, dot, rest = name.partition(".")
        name = f"{stem}-{data['id']}{dot}{rest}"
    size = data.get("originalFileSize") if original else data.get("filesize")
    return Wanted(
        safe_name(name, question.feed),
        urljoin(question.base, f"api/access/datafile/{data['id']}")
        + ("?format=original" if original else ""),
        size if isinstance(size, int) and size > 0 else None,
        _checksum(data),
        days,
    )


def _checksum(data: Mapping[str, Any]) -> str | None:
    given = data.get("checksum")
    if isinstance(given, dict):
        algorithm, value = _CHECKSUMS.get(str(given.get("type"))), str(given.get("value", "")).lower()
    else:
        algorithm, value = "md5", str(data.get("md5") or "").lower()
    return f"{algorithm}:{value}" if algorithm and re.fullmatch(r"[0-9a-f]{32,128}", value) else None


def _chosen(question: Question, files: dict[Wanted, _Period]) -> Plan:
    """Long files first, then short ones for days that are still missing."""
    start, end = question.days
    if not files:
        raise FetchError(
            f"{question.feed}: expected data files with days in their names in the data set, found none. The publisher may "
            "have changed the names."
        )
    has = (min(first for first, _ in files.values()), max(last for _, last in files.values()))
    notes = within(question.feed, (start, end), has)
    chosen: list[Wanted] = []
    there: set[date] = set()
    lengths = sorted({(last - first) > 2 * _WEEK for first, last in files.values()}, reverse=True)
    for long in lengths:
        added: set[date] = set()
        for wanted, (first, last) in sorted(files.items(), key=lambda item: (item[1], item[0].name)):
            days = set(every_day(max(first, start), min(last, end)))
            if ((last - first) > 2 * _WEEK) == long and days - there:
                chosen.append(wanted)
                added |= days
        there |= added
    missing = [day for day in every_day(max(start, has[0]), min(end, has[1])) if day not in there]
    gaps = tuple(f"{first} to {last}" if first != last else f"{first}" for first, last in spans(missing))
    return Plan(question.feed, tuple(chosen), gaps, tuple(notes), (question.secret("DATAVERSE_KEY"),))


def _icews_period(label: str) -> _Period | None:
    if match := _ICEWS_YEAR.fullmatch(label):
        stamp = _day(match[2])
        first = date(int(match[1]), 1, 1)
        return (first, min(date(first.year, 12, 31), stamp)) if stamp and stamp >= first else None
    match = _ICEWS_DAY.fullmatch(label)
    return _week_before(match[1]) if match else None


def _polecat_period(label: str) -> _Period | None:
    if match := _POLECAT_YEAR.fullmatch(label):
        year, month = int(match[1]), int(match[2] or 0)
        if month in range(1, 13):
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, 1, 1), date(year, 12, 31)
    match = _POLECAT_WEEK.fullmatch(label)
    return _week_before(match[1]) if match else None


def _week_before(digits: str) -> _Period | None:
    day = _day(digits)
    return (day - _WEEK, day) if day else None


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
