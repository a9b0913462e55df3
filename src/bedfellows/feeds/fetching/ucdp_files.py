"""Which UCDP files answer a question, from the links on the page of downloads.

Versions are numbered YY.N and written without the dot in names: `ged261-csv.zip` is 26.1 and ends with 2025.
Candidate events come by month (`GEDEvent_v26_0_4.csv`: April 2026) and, checked again, for several months
(`GEDEvent_v26_01_26_06.csv`: January to June); see https://ucdp.uu.se/downloads/.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from urllib.parse import urljoin

from bedfellows.errors import FetchError
from bedfellows.feeds.fetching.wanted import Plan, Question, Wanted, every_day, safe_name, spans, within
from bedfellows.feeds.fetching.wire import Wire, shown

# The version that is asked for where the page shows no link, as of this release of Bedfellows.
KNOWN = {"ucdp-ged": "26.1", "ucdp-dyadic": "26.1", "ucdp-actor": "26.1", "ucdp-esd": "18.1"}
FIRST_YEAR = {"ucdp-ged": 1989, "ucdp-dyadic": 1946, "ucdp-actor": 1946}

_PATHS = {
    "ucdp-ged": ("ged/ged{}-csv.zip",),
    "ucdp-dyadic": ("dyadic/ucdp-dyadic-{}-csv.zip",),
    "ucdp-actor": ("actor/ucdp-actor-{}-csv.zip",),
    "ucdp-esd": (
        "extsup/ESD/ucdp-esd-ay-{}.zip",
        "extsup/ESD/ucdp-esd-dy-{}.zip",
        "extsup/ESD/ucdp-esd-ty-{}.zip",
    ),
}
_CANDIDATE = re.compile(r"candidateged/(GEDEvent_v(\d\d)_0_(\d{1,2})\.csv)")
_CONSOLIDATED = re.compile(r"candidateged/(GEDEvent_v(\d\d)_(\d\d)_(\d\d)_(\d\d)\.csv)")
_VERSION = re.compile(r"(\d{2})\.(\d)")


def plan_version(question: Question, wire: Wire) -> Plan:
    """The files of the newest version, or of the one asked for. Raises FetchError."""
    page = _page(question, wire)
    paths = _PATHS[question.feed]
    notes: list[str] = []
    if question.version is not None:
        version = written(question)
    else:
        links = re.findall(re.escape(paths[0]).replace(r"\{\}", r"(\d{3})"), page)
        version = max(links) if links else KNOWN[question.feed].replace(".", "")
        if not links:
            notes.append(
                f"The page of downloads names no version; {KNOWN[question.feed]} was taken, which may not be the newest."
            )
    covers = None
    if question.feed in FIRST_YEAR:
        covers = (date(FIRST_YEAR[question.feed], 1, 1), date(2000 + int(version[:2]) - 1, 12, 31))
        notes += _whole_file(question, covers)
    wanted = [
        Wanted(path.rpartition("/")[2], urljoin(question.base, path), covers=covers)
        for path in (pattern.format(version) for pattern in paths)
    ]
    return Plan(question.feed, tuple(wanted), (), tuple(notes))


def plan_candidate(question: Question, wire: Wire) -> Plan:
    """The candidate files for the months asked for; checked ones where there are such. Raises FetchError."""
    start, end = question.days
    files = _candidates(_page(question, wire))
    if not files:
        raise FetchError(
            f"{shown(question.base)}: expected links to candidateged/GEDEvent_v*.csv, found none. Try later, or "
            "check --url."
        )
    has = (min(first for first, _ in files.values()), max(last for _, last in files.values()))
    notes = within(question.feed, (start, end), has)
    longest_first = sorted(files.items(), key=lambda item: (item[1][0] - item[1][1], item[1][0]))
    chosen: dict[str, tuple[date, date]] = {}
    there: set[date] = set()
    for name, (first, last) in longest_first:
        days = set(every_day(max(first, start), min(last, end)))
        if days - there:
            chosen[name] = (first, last)
            there |= days
    wanted = [
        Wanted(safe_name(name, question.feed), urljoin(question.base, f"candidateged/{name}"), covers=period)
        for name, period in sorted(chosen.items(), key=lambda item: item[1])
    ]
    missing = [day for day in every_day(max(start, has[0]), min(end, has[1])) if day not in there]
    gaps = tuple(f"{first} to {last}" for first, last in spans(missing))
    return Plan(question.feed, tuple(wanted), gaps, tuple(notes))


def written(question: Question) -> str:
    """The version as file names have it: "26.1" is 261. Raises FetchError."""
    match = _VERSION.fullmatch(question.version or "")
    if match is None:
        raise FetchError(
            f"{question.feed}: expected a version such as {KNOWN.get(question.feed, '26.1')}, found "
            f"{(question.version or '')[:20]!r}."
        )
    return match[1] + match[2]


def _page(question: Question, wire: Wire) -> str:
    return wire.text(question.base) if question.version is None else ""


def _whole_file(question: Question, covers: tuple[date, date]) -> list[str]:
    """Days choose nothing in a file that is one; yet the file must hold some of them."""
    if question.start is None and question.end is None:
        return []
    start, end = question.start or covers[0], question.end or covers[1]
    notes = within(question.feed, (start, end), covers, " in this version")
    return [*notes, "The file holds all years; choose days when you ask the case."]


def _candidates(page: str) -> dict[str, tuple[date, date]]:
    found: dict[str, tuple[date, date]] = {}
    for name, year, month in _CANDIDATE.findall(page):
        if 1 <= int(month) <= 12:
            found[name] = _month(year, month)
    for name, year, month, last_year, last_month in _CONSOLIDATED.findall(page):
        if 1 <= int(month) <= 12 and 1 <= int(last_month) <= 12:
            period = (_month(year, month)[0], _month(last_year, last_month)[1])
            if timedelta(0) < period[1] - period[0]:
                found[name] = period
    return found


def _month(year: str, month: str) -> tuple[date, date]:
    first = date(2000 + int(year), int(month), 1)
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
