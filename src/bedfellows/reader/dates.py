"""Time expressions of a sentence, resolved against the date of publication."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from bedfellows.case.records import Precision
from bedfellows.errors import DateError
from bedfellows.reader.date_intervals import Interval, Setting, interval
from bedfellows.reader.date_patterns import PATTERNS

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_SINCE = re.compile(
    r"\b(?:ever )?since\s+(?:at least |about |around |roughly |as early as )?(?:the )?$", re.IGNORECASE
)
_FROM = re.compile(r"\bfrom\s+\S*\s*$", re.IGNORECASE)
_ONWARDS = re.compile(r"\s*(?:onwards?|on)\b(?! (?:the|a)\b)", re.IGNORECASE)
_UNTIL = re.compile(
    r"\b(?:by|until|till|through|up to|no later than|not later than)\s+(?:about |around |at least )?(?:the )?(?:end of\s+)?$",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(?:before|prior to|ahead of)\s+(?:the )?$", re.IGNORECASE)
_AFTER = re.compile(r"\bafter\s+(?:the )?$", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:will|shall|won['’]t|'ll|’ll|is to|are to|was to|were to|(?:am|is|are) (?:due|set|going|expected|scheduled|likely|ready) to|"
    r"(?:plan|intend|hope|want|expect|threaten|promise|vow|pledge)s? to|would|could|might|(?-i:may)|if|scheduled|planned)\b",
    re.IGNORECASE,
)
_UP_TO_NOW = re.compile(r"\b(?:has|have|['’]ve|been)\b", re.IGNORECASE)
_NAME_OR_VERB = frozenset({"may", "march", "mar"})


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
    matches: list[tuple[str, re.Match[str]]] = []
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            if not any(match.start() < one.end() and one.start() < match.end() for _, one in matches):
                matches.append((kind, match))
    found: list[When] = []
    for kind, match in sorted(matches, key=lambda one: one[1].start()):
        when = _when(kind, match, published, found)
        if when is not None:
            found.append(when)
    return tuple(found)


def _when(kind: str, match: re.Match[str], published: date | None, found: list[When]) -> When | None:
    group = match.groupdict()
    month = group.get("month") or ""
    if kind in {"inmonth", "daymonth"} and month.lower() in _NAME_OR_VERB and not month[0].isupper():
        return None
    before = match.string[: match.start()]
    if kind in {"lasted", "ahead"} and before.endswith("first time "):
        return None
    if kind == "lasted" and not _UP_TO_NOW.search(before):
        return None  # it may have lasted at any time
    named = next((one.last for one in reversed(found) if one.last and one.precision != "vague"), None)
    ahead = _AHEAD.search(before[before.rfind(";") + 1 :]) is not None
    try:
        days = interval(kind, group, Setting(published, named, ahead))
    except (ValueError, OverflowError):
        return None
    if days is None:
        return None
    first, last, precision = _bounded(kind, match, before, days, published)
    return When(match.group(0).strip(), match.start(), match.end(), first, last, precision)


def _bounded(
    kind: str, match: re.Match[str], before: str, days: Interval, published: date | None
) -> Interval:
    """The days with what "since", "until", "before" and "after" make of them."""
    first, last, precision = days
    which = (match.groupdict().get("which") or "").lower() if kind in {"inmonth", "lastseason"} else ""
    # "before the 2003 invasion": some day of the year; "before 2003": no day of it.
    whole = not match.groupdict().get("the")
    onwards = (which == "from" or _FROM.search(before)) and _ONWARDS.match(match.string, match.end())
    if first and (which == "since" or _SINCE.search(before) or onwards):
        last = published if published and published > first else None
    elif last and (which in {"by", "until", "till"} or _UNTIL.search(before)):
        first = None
    elif first and (which == "before" or _BEFORE.search(before)) and kind not in {"past", "now"}:
        last, first = (first - timedelta(days=1) if whole else last), None
    elif last and first and (which == "after" or _AFTER.search(before)) and kind not in {"past", "now"}:
        first = last + timedelta(days=1) if whole else first
        last = published if published and published >= first else None
    return first, last, precision


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
