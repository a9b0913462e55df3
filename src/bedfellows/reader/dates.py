"""Time expressions of a sentence, resolved against the date of publication."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from bedfellows.case.records import Precision
from bedfellows.errors import DateError

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
_WORDS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "several": 3, "few": 3}  # fmt: skip
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_NUMBER = r"(?P<number>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|several|(?:a )?few)"
_UNIT = r"(?P<unit>day|week|month|year|decade)s?"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("iso", r"\b(?P<year>\d{4})-(?P<monthnumber>\d{2})-(?P<day>\d{2})\b"),
    ("day", rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH},? (?P<year>\d{{4}})\b"),
    ("day", rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})\b"),
    ("month", rf"\b(?:(?P<part>early|mid|late)[ -])?{_MONTH},? (?:of )?(?P<year>\d{{4}})\b"),
    ("daymonth", rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b"),
    ("daymonth", rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}\b"),
    ("season", r"\b(?:the )?(?P<season>spring|summer|autumn|fall|winter) of (?P<year>\d{4})\b"),
    ("range", r"\b(?:between|from) (?P<year>(?:1[5-9]|20)\d{2}) (?:and|to|until) (?P<year2>(?:1[5-9]|20)\d{2})\b"),
    ("range", r"\b(?P<year>(?:1[5-9]|20)\d{2})\s?[-–]\s?(?P<year2>(?:1[5-9]|20)\d{2}|\d{2})\b"),
    ("decade", r"\b(?:(?P<part>early|mid|late)[ -])?(?:the )?(?P<year>1[5-9]\d0|20\d0)['’]?s\b"),
    ("century", r"\b(?:the )?(?P<century>\d{1,2})(?:st|nd|rd|th) century\b"),
    ("year", r"\b(?:(?P<part>early|mid|late)[ -])?(?:the )?(?P<year>1[5-9]\d{2}|20\d{2})\b(?!['’]?s\b)"),
    ("ago", rf"\b{_NUMBER} {_UNIT} (?:ago|earlier)\b"),
    ("past", rf"\b(?:over |in |for |during )?the (?:past|last) (?:{_NUMBER} )?{_UNIT}\b"),
    ("within", rf"\bwithin (?:the next )?(?:{_NUMBER} )?{_UNIT}\b"),
    ("within", rf"\b(?:over|in|during) the (?:next|coming) (?:{_NUMBER} )?{_UNIT}\b"),
    ("this", r"\b(?:later |earlier )?this (?P<unit>week|month|year)\b"),
    ("last", rf"\blast (?P<unit>week|month|year|decade)\b|\blast {_MONTH}\b"),
    ("next", rf"\bnext (?P<unit>week|month|year)\b|\bnext {_MONTH}\b"),
    ("lastseason", r"\b(?P<which>last|this|next) (?P<season>spring|summer|autumn|fall|winter)\b"),
    ("today", r"\b(?:today|tonight)\b"),
    ("yesterday", r"\byesterday\b"),
    ("tomorrow", r"\btomorrow\b"),
    ("weekday", r"\b(?:on |last )?(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"),
    ("inmonth", rf"\bin {_MONTH}\b"),
    ("recent", r"\b(?:recently|lately)\b"),
    ("hitherto", r"\b(?:hitherto|until now|so far|historically|traditionally)\b"),
    ("now", r"\b(?:now|currently|at present|these days)\b"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)
_SINCE = re.compile(r"\b(?:ever )?since\s+$", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|until|before)\s+(?:the end of\s+)?$", re.IGNORECASE)
_RECENT_DAYS = 90  # "recently": documented, not measured


@dataclass(frozen=True, slots=True)
class When:
    """An expression of time at characters `start` to `end` of its sentence, with the days it covers."""

    text: str
    start: int
    end: int
    first: date | None
    last: date | None
    precision: Precision


def parse_date(text: str, *, field: str = "date", last: bool = False) -> date:
    """A day from YYYY-MM-DD, YYYY-MM or YYYY (its first day, or its last). Raises DateError naming the field."""
    match = re.fullmatch(r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\s*", text)
    problem = f"{field}: expected a date such as 2017-01-04, 2017-01 or 2017, found {text!r}"
    if match is None:
        raise DateError(f"{problem}.")
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if month is None:
            return date(year or 0, 12, 31) if last else date(year or 0, 1, 1)
        if day is None:
            return date(year or 0, month, monthrange(year or 0, month)[1] if last else 1)
        return date(year or 0, month, day)
    except ValueError as error:
        raise DateError(f"{problem}, which is no day of the calendar.") from error


@lru_cache(maxsize=4096)
def find_dates(text: str, published: date | None) -> tuple[When, ...]:
    """Every expression of time in a sentence. Relative ones stay unresolved where `published` is not known."""
    found: list[When] = []
    taken: list[tuple[int, int]] = []
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            days = _days(kind, match, published)
            if days is None:
                continue
            taken.append(match.span())
            first, last, precision = days
            before = text[: match.start()]
            if first and _SINCE.search(before):
                last = published if published and published > first else None
            elif last and _BY.search(before):
                first = None
            found.append(When(match.group(0).strip(), match.start(), match.end(), first, last, precision))
    return tuple(sorted(found, key=lambda when: when.start))


def attached(trigger: Token, sentence: Span, found: tuple[When, ...], clause: Token | None) -> When | None:
    """The expression that dates the trigger: the one in its own clause nearest to it, or the only one of the sentence."""
    if not found:
        return None
    placed: list[tuple[int, When]] = []
    for when in found:
        span = sentence.doc.char_span(
            sentence.start_char + when.start, sentence.start_char + when.end, alignment_mode="expand"
        )
        if span is None:
            continue
        root = span.root
        nearest = _dated_by(root, trigger)
        if nearest is not None and nearest in {clause, trigger}:
            placed.append((abs(root.i - trigger.i), when))
    if placed:
        return min(placed, key=lambda pair: pair[0])[1]
    return None


def _dated_by(root: Token, trigger: Token) -> Token | None:
    """The verb, or the trigger, that an expression of time hangs on; None when an apposition stands between."""
    node = root
    while node != trigger and node.pos_ not in {"VERB", "AUX"}:
        if node.dep_ == "appos" or node.head == node:
            return None
        node = node.head
    return node


def _days(
    kind: str, match: re.Match[str], published: date | None
) -> tuple[date | None, date | None, Precision] | None:
    group = match.groupdict()
    try:
        return _resolve(kind, group, published)
    except (ValueError, OverflowError):
        return None


def _resolve(
    kind: str, group: dict[str, str | None], published: date | None
) -> tuple[date | None, date | None, Precision] | None:
    year = int(group.get("year") or 0)
    month = _MONTHS[(group["month"] or "").lower()] if group.get("month") else 0
    if kind == "iso":
        day = date(year, int(group["monthnumber"] or 0), int(group["day"] or 0))
        return day, day, "day"
    if kind == "day":
        day = date(year, month, int(group["day"] or 0))
        return day, day, "day"
    if kind == "month":
        return *_month(year, month, group.get("part")), "month"
    if kind == "season":
        return *_season(year, group["season"] or ""), "season"
    if kind == "range":
        second = group["year2"] or ""
        end = int(second) if len(second) == 4 else year - year % 100 + int(second)
        return (date(year, 1, 1), date(end, 12, 31), "year") if end >= year else None
    if kind == "decade":
        first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(
            (group.get("part") or "").lower(), (0, 9)
        )
        return date(year + first, 1, 1), date(year + last, 12, 31), "decade"
    if kind == "century":
        number = int(group["century"] or 0)
        return date((number - 1) * 100 + 1, 1, 1), date(number * 100, 12, 31), "century"
    if kind == "year":
        first, last = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}.get(
            (group.get("part") or "").lower(), (1, 12)
        )
        return date(year, first, 1), date(year, last, monthrange(year, last)[1]), "year"
    return _relative(kind, group, month, published)


def _relative(
    kind: str, group: dict[str, str | None], month: int, now: date | None
) -> tuple[date | None, date | None, Precision] | None:
    precision: Precision = "vague"
    if now is None:
        return None, None, "vague"
    unit = group.get("unit") or ""
    count = _count(group.get("number"))
    if kind == "daymonth":
        day = date(now.year, month, int(group["day"] or 0))
        day = day if day <= now + timedelta(days=183) else day.replace(year=now.year - 1)
        return day, day, "day"
    if kind == "inmonth" or (kind in {"last", "next"} and month):
        year = now.year
        if kind == "next":
            year += month <= now.month
        elif month > now.month or (kind == "last" and month == now.month):
            year -= 1
        return *_month(year, month, None), "month"
    if kind == "ago":
        return _around(now, unit, -count)
    if kind == "past":
        return _shift(now, unit, -count), now, "vague"
    if kind == "within":
        return now, _shift(now, unit, count), "vague"
    if kind == "this":
        return *_unit(now, unit), _precision(unit)
    if kind in {"last", "next"}:
        return *_unit(_shift(now, unit, -1 if kind == "last" else 1), unit), _precision(unit)
    if kind == "lastseason":
        year = now.year + {"last": -1, "this": 0, "next": 1}[(group["which"] or "").lower()]
        if (group["which"] or "").lower() == "last" and _season(now.year, group["season"] or "")[1] < now:
            year = now.year
        return *_season(year, group["season"] or ""), "season"
    if kind in {"today", "yesterday", "tomorrow"}:
        day = now + timedelta(days={"today": 0, "yesterday": -1, "tomorrow": 1}[kind])
        return day, day, "day"
    if kind == "weekday":
        names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
        back = (now.weekday() - names.index((group["weekday"] or "").lower())) % 7
        day = now - timedelta(days=back)
        return day, day, "day"
    if kind == "recent":
        return now - timedelta(days=_RECENT_DAYS), now, precision
    if kind == "hitherto":
        return None, now, precision
    if kind == "now":
        return now, now, precision
    return None


def _count(text: str | None) -> int:
    if not text:
        return 1
    last = text.lower().split()[-1]
    return int(last) if last.isdigit() else _WORDS.get(last, 1)


def _month(year: int, month: int, part: str | None) -> tuple[date, date]:
    length = monthrange(year, month)[1]
    first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, length)}.get(
        (part or "").lower(), (1, length)
    )
    return date(year, month, first), date(year, month, last)


def _season(year: int, name: str) -> tuple[date, date]:
    first, last = _SEASONS[name.lower()]
    end = year + 1 if last < first else year
    return date(year, first, 1), date(end, last, monthrange(end, last)[1])


def _shift(day: date, unit: str, count: int) -> date:
    unit = unit.lower()
    moved: date = day + (
        relativedelta(years=10 * count) if unit == "decade" else relativedelta(**{f"{unit}s": count})
    )
    return moved


def _around(day: date, unit: str, count: int) -> tuple[date, date, Precision]:
    middle = _shift(day, unit, count)
    return *_unit(middle, unit), _precision(unit)


def _unit(day: date, unit: str) -> tuple[date, date]:
    unit = unit.lower()
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return _month(day.year, day.month, None)
    if unit == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    if unit == "decade":
        return date(day.year - day.year % 10, 1, 1), date(day.year - day.year % 10 + 9, 12, 31)
    return day, day


def _precision(unit: str) -> Precision:
    return {"day": "day", "week": "vague", "month": "month", "year": "year", "decade": "decade"}.get(
        unit.lower(), "vague"
    )  # type: ignore[return-value]
