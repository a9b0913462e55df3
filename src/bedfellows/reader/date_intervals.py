"""The days that an expression of time covers, counted from the day of publication where it is a relative one."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from bedfellows.case.records import Precision
from bedfellows.reader.date_patterns import DECADES, MONTHS, NUMBERS, PERIODS, VAGUE_NUMBERS

Interval = tuple[date | None, date | None, Precision]
Groups = dict[str, str | None]

# How long vague words reach: documented, not measured.
RECENT_DAYS = 90  # "recently", "soon"
_FEW = (2, 7)  # "a few years ago", "several years ago"
_UNCOUNTED = {
    "hour": 1,
    "day": 7,
    "week": 4,
    "month": 6,
    "year": 5,
    "decade": 3,
    "century": 2,
}  # "in recent months"
_ROUND = 10  # from ten years on, numbers of years are round
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FRACTIONS = {
    "early": (0, 3), "beginning": (0, 4), "start": (0, 4), "mid": (1, 3), "middle": (1, 3), "late": (2, 3), "end": (3, 4),
    "first half": (0, 2), "second half": (1, 2),
    "first quarter": (0, 4), "second quarter": (1, 4), "third quarter": (2, 4), "fourth quarter": (3, 4), "last quarter": (3, 4),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """What a relative expression is counted from: the day of publication, and the date named before it in the sentence.

    `ahead` says that the words before it speak of the future.
    """

    published: date | None
    before: date | None = None
    ahead: bool = False


def interval(kind: str, group: Groups, setting: Setting) -> Interval | None:
    """First day, last day and precision; None where the words are no date after all. Raises ValueError for no day."""
    if kind in _ABSOLUTE:
        return _absolute(kind, group)
    if kind == "fromthere":
        return _from_there(group, setting.before)
    if setting.published is None:
        return None, None, "vague"
    if kind in {"ago", "halfago", "beyond", "past", "recentunits", "lasted"}:
        return _back(kind, group, setting.published)
    if kind in {"fromhere", "within", "ahead"}:
        return _ahead(kind, group, setting)
    return _near(kind, group, setting.published, ahead=setting.ahead)


_ABSOLUTE = frozenset(
    "iso figures days day months month season range decade century turn year period".split()
)


def _absolute(kind: str, group: Groups) -> Interval | None:
    year, month, part = int(group.get("year") or 0), month_of(group.get("month")), group.get("part")
    if kind in {"iso", "figures"}:
        return _figures(kind, group, year)
    if kind in {"day", "days"}:
        first = date(year, month, int(group["day"] or 0))
        last = date(year, month, int(group.get("day2") or group["day"] or 0))
        return (first, last, "day") if first <= last else None
    if kind == "months":
        end = int(group["year2"] or 0)
        first, _ = _month(year or end - (month > month_of(group["month2"])), month)
        return first, _month(end, month_of(group["month2"]))[1], "month"
    if kind == "month":
        return *_within_month(*_month(year, month), part), "month"
    if kind == "season":
        return *_season(year, group["season"] or ""), "season"
    if kind == "range":
        second = group["year2"] or ""
        end = int(second) if len(second) == 4 else year - year % 100 + int(second)
        return (date(year, 1, 1), date(end, 12, 31), "year") if end >= year else None
    if kind == "decade":
        named = (group.get("named") or "").lower()
        year = year or 1900 + (int(group["short"] or 0) if group.get("short") else 10 * DECADES[named])
        return *_part_of_decade(year, part), "decade"
    if kind == "century":
        start = (int(group["century"] or 0) - 1) * 100 + 1
        return *_fraction(date(start, 1, 1), date(start + 99, 12, 31), part), "century"
    if kind == "turn":
        return date(1999, 1, 1), date(2001, 12, 31), "vague"
    if kind == "period":
        first, last = (
            date.fromisoformat(day) for day in PERIODS[" ".join((group["period"] or "").lower().split())]
        )
        return first, last, "year"
    return *_part_of_year(year, part), "year"


def _figures(kind: str, group: Groups, year: int) -> Interval | None:
    """2017-01-04, 4.1.2017, and 13/1/2017; of 4/1/2017, which is read in two ways, the year is all that is sure."""
    day, month = int(group["day"] or 0), int(group["monthnumber"] or 0)
    if kind == "figures" and group["mark"] == "/" and day != month:
        if day <= 12 and month <= 12:
            return date(year, 1, 1), date(year, 12, 31), "year"
        if month > 12:
            day, month = month, day
    found = date(year, month, day)
    return found, found, "day"


def _back(kind: str, group: Groups, now: date) -> Interval | None:
    unit, number = _unit_of(group), group.get("number")
    if kind == "recentunits":
        return _shift(now, unit, -_UNCOUNTED[unit]), now, "vague"
    if kind in {"past", "lasted"}:
        return _shift(now, unit, -_count(number, unit, many=bool(group.get("many")))), now, "vague"
    if kind == "beyond":
        side = (group["side"] or "").lower()
        if "yesterday" in side or "tomorrow" in side:
            day = now + timedelta(days=-2 if "yesterday" in side else 2)
            return (day, day, "day") if unit == "day" else None
        return *unit_around(_shift(now, unit, -2 if "last" in side else 2), unit), _precision(unit)
    if kind == "halfago":
        months = {"year": 6, "decade": 60, "century": 600}[unit]
        return *_about(
            now - relativedelta(months=months), 1 if unit == "year" else 3 if unit == "decade" else 10, unit
        ), "vague"
    if _is_vague(number):
        return _shift(now, unit, -_FEW[1]), _shift(now, unit, -_FEW[0]), "vague"
    count = _count(number, unit)
    middle = _shift(now, unit, -count)
    if unit in {"decade", "century"}:
        return *_about(middle, 3 if unit == "decade" else 10, unit), "vague"
    if unit == "year" and count >= _ROUND:
        return *_about(middle, 2, unit), "vague"
    return *unit_around(middle, unit), _precision(unit)


def _ahead(kind: str, group: Groups, setting: Setting) -> Interval | None:
    now, unit, number = setting.published, _unit_of(group), group.get("number")
    assert now is not None
    if kind == "within":
        return now, _shift(now, unit, _count(number, unit, many=bool(group.get("many")))), "vague"
    if kind == "ahead" and not setting.ahead:
        return None  # "it fell in two weeks"
    if _is_vague(number):
        return _shift(now, unit, _FEW[0]), _shift(now, unit, _FEW[1]), "vague"
    return *unit_around(_shift(now, unit, _count(number, unit)), unit), _precision(unit)


def _from_there(group: Groups, there: date | None) -> Interval | None:
    if there is None:
        return None, None, "vague"
    unit, back = (
        _unit_of(group),
        (group["side"] or "").lower() in {"earlier", "before", "previous", "preceding"},
    )
    if _is_vague(group.get("number")):
        ends = [_shift(there, unit, -count if back else count) for count in _FEW]
        return min(ends), max(ends), "vague"
    count = _count(group.get("number"), unit)
    return *unit_around(_shift(there, unit, -count if back else count), unit), _precision(unit)


def _near(kind: str, group: Groups, now: date, *, ahead: bool) -> Interval | None:
    which, part = (group.get("which") or "").lower(), group.get("part") or group.get("part2")
    if kind == "daymonth":
        return _day_of_month(month_of(group["month"]), int(group["day"] or 0), now, ahead=ahead)
    if kind == "inmonth" or (kind in {"last", "next"} and group.get("month")):
        which = which if kind == "inmonth" else kind
        return *_within_month(*_bare_month(month_of(group["month"]), which, now, ahead=ahead), part), "month"
    if kind in {"this", "last", "next"}:
        unit = _unit_of(group)
        first, last = unit_around(_shift(now, unit, {"this": 0, "last": -1, "next": 1}[kind]), unit)
        if unit == "year":
            first, last = _part_of_year(first.year, part)
        elif unit == "decade":
            first, last = _part_of_decade(first.year, part)
        else:
            first, last = _within_month(first, last, part)
        side = (group.get("side") or "").lower()
        return (now if side == "later" else first), (now if side == "earlier" else last), _precision(unit)
    if kind == "lastseason":
        return *_bare_season(group["season"] or "", which, now, ahead=ahead), "season"
    if kind == "weekend":
        saturday = (
            now + timedelta(days=5 - now.weekday())
            if now.weekday() < 5
            else now - timedelta(days=now.weekday() - 5)
        )
        if which == "last" or (which != "next" and which != "this" and saturday > now and not ahead):
            saturday -= timedelta(days=7)
        elif which == "next" and saturday <= now:
            saturday += timedelta(days=7)
        return saturday, saturday + timedelta(days=1), "day"
    if kind == "weekday":
        back = (now.weekday() - _WEEKDAYS.index((group["weekday"] or "").lower())) % 7
        day = now - timedelta(days=back)
        if which in {"next", "coming"} or (back and ahead and which in {"", "this"}):
            day += timedelta(days=7)
        elif which == "last" and not back:
            day -= timedelta(days=7)
        return day, day, "day"
    if kind in {"today", "yesterday", "tomorrow"}:
        day = now + timedelta(days={"today": 0, "yesterday": -1, "tomorrow": 1}[kind])
        return day, day, "day"
    if kind == "overnight":
        return now - timedelta(days=1), now, "day"
    return {
        "recent": (now - timedelta(days=RECENT_DAYS), now, "vague"),
        "soon": (now, now + timedelta(days=RECENT_DAYS), "vague"),
        "hitherto": (None, now, "vague"),
        "now": (now, now, "vague"),
    }[kind]  # type: ignore[return-value]


def month_of(name: str | None) -> int:
    """The number of a month; 0 for none."""
    return MONTHS[name.lower().rstrip(".")] if name else 0


def _bare_month(month: int, which: str, now: date, *, ahead: bool) -> tuple[date, date]:
    """A month without its year: the last one there was, or the next to come."""
    year = now.year
    if which == "next":
        year += month <= now.month
    elif which == "last":
        year -= month >= now.month
    elif which in {"until", "till", "by"} or ahead:
        year += month < now.month
    else:
        year -= month > now.month
    return _month(year, month)


def _day_of_month(month: int, number: int, now: date, *, ahead: bool) -> Interval:
    """A day without its year: one to come if the words speak of the future or it is very near, else the last there was."""
    day = date(now.year, month, number)
    if ahead and day < now:
        day = day.replace(year=now.year + 1)
    elif not ahead and day > now + timedelta(days=31):
        day = day.replace(year=now.year - 1)
    return day, day, "day"


def _bare_season(name: str, which: str, now: date, *, ahead: bool) -> tuple[date, date]:
    """A season without its year, by "last", "this", "next", or by whether the words speak of the future."""
    all_ = [_season(year, name) for year in range(now.year - 2, now.year + 3)]
    if which == "last":
        return [one for one in all_ if one[1] < now][-1]
    if which == "next" or (which != "this" and ahead):
        return next(one for one in all_ if one[0] > now)
    holding = [one for one in all_ if one[0] <= now <= one[1]]
    if holding:
        return holding[0]
    return _season(now.year, name) if which == "this" else [one for one in all_ if one[1] < now][-1]


def _is_vague(number: str | None) -> bool:
    return bool(VAGUE_NUMBERS & set((number or "").lower().split()))


def _count(number: str | None, unit: str, *, many: bool = False) -> int:
    """How many; of "the coming months" and the like as many as are commonly meant."""
    if not number:
        return _UNCOUNTED[unit] if many else 1
    if _is_vague(number):
        return _FEW[1]
    words = [word for word in number.lower().split() if word not in {"a", "of"}] or ["a"]
    return int(words[-1]) if words[-1].isdigit() else NUMBERS[words[-1]]


def _unit_of(group: Groups) -> str:
    unit = (group.get("unit") or "").lower()
    return "century" if unit == "centur" else unit


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _season(year: int, name: str) -> tuple[date, date]:
    start = _SEASONS[name.lower()]
    first = date(year, start, 1)
    return first, first + relativedelta(months=3) - timedelta(days=1)


def _shift(day: date, unit: str, count: int) -> date:
    if unit == "hour":
        moved: date = day + timedelta(days=round(count / 24))
    elif unit == "fortnight":
        moved = day + timedelta(days=14 * count)
    elif unit in {"decade", "century"}:
        moved = day + relativedelta(years=count * (10 if unit == "decade" else 100))
    else:
        moved = day + relativedelta(**{f"{unit}s": count})
    return moved


def _about(day: date, years: int, unit: str) -> tuple[date, date]:
    """So many years before and after; of half a year, a month."""
    if unit == "year" and years == 1:
        return day - relativedelta(months=1), day + relativedelta(months=1)
    return date(day.year - years, 1, 1), date(day.year + years, 12, 31)


def unit_around(day: date, unit: str) -> tuple[date, date]:
    """The week, month, year, decade or century in which a day lies."""
    if unit in {"week", "fortnight"}:
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return _month(day.year, day.month)
    if unit == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    if unit == "decade":
        return date(day.year - day.year % 10, 1, 1), date(day.year - day.year % 10 + 9, 12, 31)
    if unit == "century":
        start = (day.year - 1) // 100 * 100 + 1
        return date(start, 1, 1), date(start + 99, 12, 31)
    return day, day


def _named_part(part: str | None) -> str:
    words = (part or "").lower().split()
    return " ".join(word for word in words if word not in {"the", "very", "of"})


def _within_month(first: date, last: date, part: str | None) -> tuple[date, date]:
    """Early: the first ten days of a month; mid: the next ten; and so on, in thirds."""
    name = _named_part(part)
    if name in {"early", "mid", "late"} and first.day == 1 and (last - first).days < 31:
        days = {"early": (1, 10), "mid": (11, 20), "late": (21, last.day)}[name]
        return first.replace(day=days[0]), first.replace(day=days[1])
    return _fraction(first, last, part)


def _part_of_year(year: int, part: str | None) -> tuple[date, date]:
    months = {
        "early": (1, 4),
        "mid": (5, 8),
        "late": (9, 12),
        "end": (10, 12),
        "beginning": (1, 3),
        "start": (1, 3),
    }
    first, last = months.get(_named_part(part), (1, 12))
    if _named_part(part) in months:
        return date(year, first, 1), date(year, last, monthrange(year, last)[1])
    return _fraction(date(year, 1, 1), date(year, 12, 31), part)


def _part_of_decade(year: int, part: str | None) -> tuple[date, date]:
    years = {
        "early": (0, 3),
        "mid": (4, 6),
        "late": (7, 9),
        "end": (8, 9),
        "beginning": (0, 1),
        "start": (0, 1),
    }
    first, last = years.get(_named_part(part), (0, 9))
    return date(year + first, 1, 1), date(year + last, 12, 31)


def _fraction(first: date, last: date, part: str | None) -> tuple[date, date]:
    """The thirds, halves and quarters of a span that "early", "the second half of" and the like name."""
    name = _named_part(part)
    if name not in _FRACTIONS:
        return first, last
    place, of = _FRACTIONS[name]
    of = 2 if "half" in name else of
    days = (last - first).days + 1
    if "quarter" in name or "half" in name:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        if months % of == 0:
            start = first + relativedelta(months=months // of * place)
            return start, start + relativedelta(months=months // of) - timedelta(days=1)
    if name in {"mid", "middle"}:
        return first + timedelta(days=days // 3), first + timedelta(days=2 * days // 3)
    return first + timedelta(days=days * place // of), first + timedelta(
        days=max(days * (place + 1) // of - 1, 0)
    )


def _precision(unit: str) -> Precision:
    return {"day": "day", "month": "month", "year": "year", "decade": "decade", "century": "century"}.get(
        unit, "vague"
    )  # type: ignore[return-value]
