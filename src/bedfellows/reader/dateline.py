"""What a plain text says of itself at its top: front matter, title, byline and date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import get_args

from bedfellows.case.records import SourceKind
from bedfellows.errors import DateError, DocumentError
from bedfellows.reader.dates import find_dates, parse_date

_FIELDS = {
    "title": "title",
    "headline": "title",
    "author": "author",
    "authors": "author",
    "by": "author",
    "byline": "author",
    "publisher": "publisher",
    "source": "publisher",
    "date": "published",
    "published": "published",
    "kind": "kind",
}
_FIELD = re.compile(r"([A-Za-z][A-Za-z _-]{0,30}?)\s*:\s*(\S.*)")
_FENCE = re.compile(r"-{3,}\s*")
_MOST_LINES = 20
_LONGEST_TITLE = 120
_LONGEST_TOP_LINE = 100
_TOP_LINES = 8
_BYLINE = re.compile(
    r"(?:by|written by|author:)\s+(?P<author>[^\W\d_][^\d|•·,;:()]{2,60}?)\s*"
    r"(?:$|[|•·,–—-]\s*(?P<rest>.*\d.*)$)",
    re.IGNORECASE,
)
_AROUND_DATE = re.compile(
    r"(?:first |last )?(?:published|posted|date|dated|issued|released|on|at|gmt|utc|est|edt|cet|bst|am|pm|"
    r"a\.m\.|p\.m\.|"
    r"mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun|day|\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:z|[+-]\d{2}:?\d{2})?|[,|•·:()\s.–—-])+",
    re.IGNORECASE,
)
_STAMP = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
# Wire copy opens with a place in capitals, the day, perhaps the agency, and a dash before the first sentence.
_DASH = re.compile(r"\s--?\s|\s?[–—]\s?")
_WIRE_PLACE = re.compile(r"[A-Z][A-Z .'’-]{2,40}(?:, [A-Z][\w .'’-]{1,40})?(?: \([\w /.-]{2,40}\))?,? \(?")
_WIRE_AGENCY = re.compile(r"\)?(?: \([\w /.-]{2,40}\))?")
_LONGEST_DATELINE = 120
_MONTH_DAY = (
    r"(?:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}|\d{1,2} (?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|"
    r"Sept?|Oct|Nov|Dec)[a-z]*\.?)(?:,? \d{4})?"
)
_CITY = r"(?!(?:On|In|By|At|Since|From|Until|After|Before|The|A|An)\b)[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){0,3}"
_CAPITAL_CITY = (
    r"(?!(?:On|In|By|At|Since|From|Until|After|Before|The|A|An)\b)[A-Z][A-Z'’.-]+(?: [A-Z][A-Z'’.-]+){0,3}"
)
_BY_AGENCY = r"(?: ?[(/][\w ./&-]{2,40}[)/]\.?|,? [A-Z]{2,8})"
_DATELINE = re.compile(
    # KABUL, Afghanistan, Jan. 4 (Agency) -; ISLAMABAD/NEW DELHI (Agency) --; Kabul, 4 January:; MOSCOW, January 4. /AGENCY/.
    rf"(?:{_CITY}(?:/{_CITY})*(?:, {_CITY})?,? \(?{_MONTH_DAY}\)?[.,]?{_BY_AGENCY}?\s*(?:--?|[–—]|:)\s"
    rf"|{_CITY}(?:/{_CITY})*(?:, {_CITY})?,? {_MONTH_DAY}\.? /[\w ./&-]{{2,40}}/\.?\s"
    rf"|{_CITY}(?:/{_CITY})*(?:, {_CITY})?,?{_BY_AGENCY}\s*(?:--?|[–—])\s"
    rf"|(?=[A-Z]{{5}}|[A-Z]+ [A-Z]){_CAPITAL_CITY}(?:/{_CAPITAL_CITY})*(?:, {_CITY})?\s*(?:--|[–—])\s"
    r"|\([A-Z][\w ./&-]{1,40}\)\s*(?:--?|[–—])\s)\s*(?=[A-Z“\"‘'])"
)
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields at the top of a plain text, as written."""

    title: str = ""
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    kind: str | None = None


def front_matter(text: str) -> tuple[FrontMatter, str]:
    """The fields a text opens with, and the text after them.

    Either `Title: ...` lines with known names only, up to a blank line or `---`; or, as in Markdown files,
    lines between two `---` where names that are not known are passed over. Anything else is prose: the fields
    come back empty and the text whole.
    """
    lines = text.lstrip("\n").split("\n")
    fenced = _FENCE.fullmatch(lines[0]) is not None
    found: dict[str, str] = {}
    for number, line in enumerate(lines[fenced : _MOST_LINES + fenced], start=int(fenced)):
        if _FENCE.fullmatch(line) or (not line.strip() and not fenced):
            rest = "\n".join(lines[number + 1 :])
            return (FrontMatter(**found), rest) if found and rest.strip() else (FrontMatter(), text)
        match = _FIELD.fullmatch(line.strip())
        name = _FIELDS.get(match.group(1).lower()) if match else None
        if (
            match is not None
            and name is not None
            and (name != "published" or re.search(r"\d", match.group(2)))
        ):
            found.setdefault(name, match.group(2).strip().strip("\"'"))
        elif not fenced:
            return FrontMatter(), text
    return FrontMatter(), text


def publication_day(text: str, name: str) -> date:
    """The day that a `Date:` or `Published:` field states.

    Raises DateError, naming the document, for a day that does not exist, one that is not told exactly, and
    one that may be read two ways.
    """
    value = text.strip()
    field = f"{name}: the date of publication"
    stamp = _STAMP.fullmatch(value)
    if stamp is not None:
        return parse_date(stamp.group(1), field=field)
    slashed = _SLASHED.fullmatch(value)
    if slashed is not None:
        return parse_date("-".join(slashed.groups()), field=field)
    days = {when.first for when in find_dates(value, None) if when.precision == "day" and when.first}
    if len(days) != 1:
        raise DateError(
            f"{field}: expected one exact day, such as 2017-01-04 or 4 January 2017, found {value[:60]!r}. "
            "Correct it, or give the date with --published."
        )
    return days.pop()


def source_kind(text: str, name: str) -> SourceKind:
    """The kind of source that a `Kind:` field states. Raises DocumentError, listing the kinds."""
    kinds: tuple[SourceKind, ...] = get_args(SourceKind)
    for kind in kinds:
        if text.strip().lower() == kind:
            return kind
    raise DocumentError(
        f"{name}: expected Kind to be one of {', '.join(kinds)}, found {text.strip()[:40]!r}."
    )


def title_line(text: str) -> str:
    """The first line where it is short, has no final full stop and more text follows; else ""."""
    lines = [line for line in text.split("\n", 4)[:4] if line.strip()]
    if len(lines) < 2:
        return ""
    first = lines[0].strip()
    if (
        len(first) > _LONGEST_TITLE
        or first.rstrip("\"'”’)")[-1:] in ".,;:"
        or not re.search(r"[^\W\d_]{2}", first)
    ):
        return ""
    return "" if _BYLINE.fullmatch(first) or _day_alone(first) else first


def byline(text: str) -> tuple[str | None, date | None]:
    """Author and day of publication, where short lines at the top hold nothing but them, or a dateline the day."""
    author: str | None = None
    published: date | None = None
    seen = 0
    for line in text[:5000].split("\n"):
        if not line.strip():
            continue
        seen += 1
        published = published or _wire_day(line)
        if seen > _TOP_LINES or len(line) > _LONGEST_TOP_LINE:
            break
        if line.rstrip().endswith(("!", "?")):
            continue
        match = _BYLINE.fullmatch(line.strip())
        if match is not None and author is None and _is_name(match.group("author")):
            author = match.group("author").strip()
            published = published or _day_alone(match.group("rest") or "")
        else:
            published = published or _day_alone(line)
    return author, published


def _is_name(text: str) -> bool:
    words = text.split()
    return (
        len(words) <= 8
        and not text.rstrip().endswith(".")
        and sum(word[:1].isupper() for word in words) * 2 >= len(words)
    )


def _wire_day(line: str) -> date | None:
    """The day of the dateline that a sentence of wire copy opens with."""
    dash = _DASH.search(line[:_LONGEST_DATELINE])
    if dash is None:
        return None
    head = line[: dash.start()]
    days = [when for when in find_dates(head, None) if when.precision == "day" and when.first]
    if len(days) != 1:
        return None
    place, agency = head[: days[0].start], head[days[0].end :]
    return days[0].first if _WIRE_PLACE.fullmatch(place) and _WIRE_AGENCY.fullmatch(agency) else None


def dateline_length(text: str) -> int:
    """How many characters the dateline takes that a paragraph of wire copy opens with; 0 without one."""
    match = _DATELINE.match(text[:_LONGEST_DATELINE])
    return match.end() if match else 0


def _day_alone(line: str) -> date | None:
    """The day, where the line holds one exact day and nothing else but "Published", a weekday or a time."""
    stamp = _STAMP.fullmatch(line.strip())
    if stamp is not None:
        try:
            return parse_date(stamp.group(1))
        except DateError:
            return None
    days = [when for when in find_dates(line, None) if when.precision == "day" and when.first]
    if len(days) != 1:
        return None
    rest = line[: days[0].start] + " " + line[days[0].end :]
    return days[0].first if not rest.strip() or _AROUND_DATE.fullmatch(rest) else None
