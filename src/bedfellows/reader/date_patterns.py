"""Expressions of time as patterns, the more telling before those that they contain; `date_intervals` says what days they cover."""

from __future__ import annotations

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
NUMBERS = {
    name: number
    for number, name in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen twenty".split(),
        start=1,
    )
} | {"a": 1, "an": 1, "couple": 2, "dozen": 12, "thirty": 30, "forty": 40, "fifty": 50}
VAGUE_NUMBERS = frozenset({"few", "several", "handful"})
DECADES = {
    name: number
    for number, name in enumerate(
        "twenties thirties forties fifties sixties seventies eighties nineties".split(), start=2
    )
}
PERIODS = {
    "first world war": ("1914-07-28", "1918-11-11"),
    "world war i": ("1914-07-28", "1918-11-11"),
    "second world war": ("1939-09-01", "1945-09-02"),
    "world war ii": ("1939-09-01", "1945-09-02"),
    "cold war": ("1947-03-12", "1991-12-26"),
}
"""From the declaration of the first war to the armistice; from the invasion of Poland to the surrender of Japan; from the Truman
doctrine to the end of the Soviet Union."""

_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_MONTH2 = _MONTH.replace("<month>", "<month2>")
_NUMBER = r"(?P<number>\d{1,3}|(?:a )?(?:couple|dozen|handful)(?: of)?|" + "|".join(
    sorted((re.escape(name) for name in NUMBERS if name not in {"couple", "dozen"}), key=len, reverse=True)
) + r"|several|(?:a )?few)"  # fmt: skip
_UNITS = r"(?P<unit>hour|day|week|fortnight|month|year|decade|centur(?=ies\b)|century)(?P<many>s|ies)?"
_YEAR = r"(?P<year>1[5-9]\d{2}|20\d{2})"
_YEAR2 = r"(?P<year2>1[5-9]\d{2}|20\d{2})"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
_PART = r"(?:(?P<part>early|mid|late|(?:the )?(?:very )?(?:beginning|start|middle|end) of|(?:the )?(?:first|second) half of|(?:the )?(?:first|second|third|fourth|last) quarter of)[ -])"
_WEEKDAY = r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)"

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("iso", r"\b(?P<year>\d{4})-(?P<monthnumber>\d{2})-(?P<day>\d{2})\b"),
    ("figures", r"\b(?P<day>\d{1,2})(?P<mark>[./])(?P<monthnumber>\d{1,2})(?P=mark)(?P<year>(?:1[5-9]|20)\d{2})\b"),
    ("days", rf"\b(?:between |from )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: ?[-–] ?| and | to )(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH},? {_YEAR}\b"),
    ("days", rf"\b(?:between |from )?{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: ?[-–] ?| and | to )(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}\b"),
    ("day", rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH},? (?P<year>\d{{4}})\b"),
    ("day", rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})\b"),
    ("months", rf"\b(?:between|from) {_MONTH}(?: {_YEAR})? (?:and|to|until|through) {_MONTH2},? {_YEAR2}\b"),
    ("months", rf"\b{_MONTH} ?[-–] ?{_MONTH2},? {_YEAR2}\b"),
    ("month", rf"\b{_PART}?{_MONTH},? (?:of )?(?P<year>\d{{4}})\b"),
    ("daymonth", rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,? \d{{4}})"),
    ("daymonth", rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}\b"),
    ("season", rf"\b(?:the )?{_SEASON} (?:of )?{_YEAR}\b"),
    ("range", rf"\b(?:between|from) {_YEAR} (?:and|to|until|through) {_YEAR2}\b"),
    ("range", rf"\b{_YEAR}\s?[-–]\s?(?P<year2>(?:1[5-9]|20)\d{{2}}|\d{{2}})\b"),
    ("decade", rf"\b{_PART}?(?:the )?(?P<year>1[5-9]\d0|20\d0)['’]?s\b"),
    ("decade", rf"\b{_PART}?(?:the )?['’]?(?P<short>[2-9]0)['’]?s\b"),
    ("decade", rf"\b{_PART}?the (?P<named>{'|'.join(DECADES)})\b"),
    ("century", rf"\b{_PART}?(?:the )?(?P<century>\d{{1,2}})(?:st|nd|rd|th) century\b"),
    ("turn", r"\bthe turn of the (?:century|millennium)\b"),
    ("year", rf"\b{_PART}?(?P<the>the )?{_YEAR}\b(?!['’]?s\b)"),
    ("period", rf"\b(?<!new )(?<!second )(?<!another )(?:the )?(?P<period>{'|'.join(sorted(PERIODS, key=len, reverse=True))})\b"),
    ("halfago", r"\bhalf a (?P<unit>year|decade|century) ago\b"),
    ("ago", rf"\b{_NUMBER} {_UNITS} ago\b"),
    ("fromhere", rf"\b(?:in )?{_NUMBER} {_UNITS}['’]?(?: from now|['’]? time\b)"),
    ("fromthere", rf"\b{_NUMBER} {_UNITS} (?P<side>earlier|later|before|after)\b(?! (?:the|this|that|his|her|its|their|an?)\b)"),
    ("fromthere", r"\bthe (?P<side>following|next|previous|preceding) (?P<unit>day|week|month|year)\b(?! \w+s\b)"),
    ("beyond", r"\bthe (?P<unit>day|week|month|year) (?P<side>before (?:last|yesterday)|after (?:next|tomorrow))\b"),
    ("past", rf"\b(?:over |in |for |during )?(?:the|these) (?:past|last) (?:{_NUMBER} )?{_UNITS}\b"),
    ("recentunits", r"\b(?:over |in |for |during )?(?:the )?recent (?P<unit>day|week|month|year|decade)s\b"),
    ("within", rf"\bwithin (?:the next )?(?:{_NUMBER} )?{_UNITS}\b"),
    ("within", rf"\b(?:over |in |during |for )?the (?:next|coming) (?:{_NUMBER} )?{_UNITS}\b"),
    ("this", rf"\b(?:{_PART}|(?P<side>later|earlier) (?:in )?)?this (?P<unit>week|month|year|decade|century)\b"),
    ("this", rf"\b(?:{_PART}|(?P<side>later|earlier) in )the (?P<unit>week|month|year|decade|century)\b"),
    ("last", rf"\b{_PART}?last (?P<unit>week|month|year|decade|century)\b|\b{_PART.replace('<part>', '<part2>')}?last {_MONTH}\b"),
    ("next", rf"\b{_PART}?next (?P<unit>week|month|year|decade)\b|\b{_PART.replace('<part>', '<part2>')}?next {_MONTH}\b"),
    ("lastseason", rf"\b(?:{_PART})?(?P<which>last|this|next) {_SEASON}\b"),
    ("lastseason", rf"\b(?P<which>in|over|during|by|since) the {_SEASON}\b(?! of\b)"),
    ("weekend", r"\b(?P<which>last|this|next|at the|over the) weekend\b"),
    ("today", r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b"),
    ("overnight", r"\bovernight\b|\blast night\b"),
    ("yesterday", r"\byesterday\b"),
    ("tomorrow", r"\btomorrow\b"),
    ("weekday", rf"\b(?:on |(?P<which>last|next|this|coming) )?{_WEEKDAY}\b"),
    ("inmonth", rf"\b(?P<which>in|since|until|till|by|before|after|from|during|of|this) {_PART}?{_MONTH}\b(?! \d)"),
    ("inmonth", rf"\b{_PART}{_MONTH}\b(?! \d)"),
    ("lasted", rf"\bfor (?:(?:more than|over|nearly|almost|about|around|some|at least) )?{_NUMBER} {_UNITS}\b"),
    ("lasted", r"\bfor (?:many )?(?P<unit>day|week|month|year|decade|centur)(?P<many>s|ies)\b"),
    ("ahead", rf"\bin {_NUMBER} {_UNITS}\b"),
    ("recent", r"\b(?:recently|lately|of late)\b"),
    ("soon", r"\b(?:soon|shortly)\b(?! after)"),
    ("hitherto", r"\b(?:hitherto|until now|so far|historically|traditionally|formerly|previously|in the past)\b"),
    ("now", r"\b(?:now|currently|at present|these days|nowadays|at the moment)\b"),
)  # fmt: skip
PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)
