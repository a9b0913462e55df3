"""Questions in words: what, between whom, by when.

    material conflict between pakistan and afghanistan by 2017-03-31
    assault by russia against ukraine within 3 months
    verbal cooperation between iran and saudi arabia before 1 July 2017
    rupture between russia and ukraine by 2014-12-31

WHAT is a class of events ("verbal conflict") or a PLOVER type ("assault"), and means at least one such event; or a "rupture" or
"rapprochement", a shift of their alignment, which has no direction. "between A and B" is
either way round; "by A against B" (or "from A to B", "of A towards B", "by A on B", "by A with B") is what A does to B. "by" and
"until" a month or year mean its end, "before" the eve of its beginning; "within" counts from the day of asking.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bedfellows.errors import InputError
from bedfellows.forecast.dyad_history import Target, find_target
from bedfellows.reader.dates import find_dates

EXAMPLE = "material conflict between pakistan and afghanistan by 2017-03-31"
SHIFT_EXAMPLE = "rupture between russia and ukraine by 2014-12-31"

_OPENING = re.compile(
    r"^(?:(?:will\s+)?there\s+(?:will\s+)?be\s+)?(?:at\s+least\s+one\s+|any\s+|some\s+|an?\s+)?", re.I
)
_TIMES = re.compile(r"\s(by|until|before|within)\s", re.I)
_BETWEEN = re.compile(r"^(?P<what>.+?)\s+between\s+(?P<pair>.+)$", re.I)
_AGAINST = re.compile(
    r"^(?P<what>.+?)\s+(?:by|from|of)\s+(?P<a>.+?)\s+(?:against|towards?|on|to|with)\s+(?P<b>.+)$", re.I
)
_EVENTS = re.compile(r"^(?:events?|acts?)\s+of\s+|\s+(?:events?|acts?)$", re.I)
_ALIGNMENT = re.compile(r"\b(?:shift|alignment|realignment)\b", re.I)
_MOST = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was understood. `pairs` are the names that may be meant, where "and" may be part of one."""

    target: Target
    pairs: tuple[tuple[str, str], ...]
    directed: bool
    closes: date


def parse_question(text: str, on: date) -> Asked:
    """What a question asks, on the day `on`.

    Raises:
        InputError: a part is missing or is not understood; the message names the phrase.
    """
    whole = " ".join(text.split()).rstrip("?.! ")
    if len(whole) > _MOST:
        raise InputError(f"Expected a question of at most {_MOST} characters, found {len(whole)}.")
    head, closes = _deadline(_OPENING.sub("", whole), on)
    what, pairs, directed = _parties(head)
    if _ALIGNMENT.search(what):
        raise InputError(
            f"Expected a rupture or a rapprochement, found {what!r}: say which way the tie is to shift. For instance: {SHIFT_EXAMPLE!r}."
        )
    target = find_target(_EVENTS.sub("", what))
    return Asked(target, pairs, directed and target.kind != "shift", closes)


def _deadline(text: str, on: date) -> tuple[str, date]:
    """What comes before the time, and the last day that counts."""
    found = list(_TIMES.finditer(text))
    if not found:
        raise InputError(
            f"Expected a question that ends with a time (by, until, before or within), found {text!r}. For instance: {EXAMPLE!r}."
        )
    last = found[-1]
    word, phrase = last[1].lower(), text[last.end() :].strip()
    said = f"within {phrase}" if word == "within" else phrase
    dates = find_dates(said, on)
    when = dates[0] if len(dates) == 1 else None
    if when is None or when.first is None or when.last is None or len(when.text) < len(said):
        raise InputError(
            f"Expected a day, month, year or number of days after {word!r}, found {phrase!r}. For instance: by 2017-03-31, "
            "before April 2017, within 3 months."
        )
    closes = when.first - timedelta(days=1) if word == "before" else when.last
    if closes <= on:
        raise InputError(
            f"Expected a time after {on}, the day of asking, found {phrase!r} (until {closes}). Give a later one, or ask as of an "
            "earlier day with --as-of."
        )
    return text[: last.start()].strip(), closes


def _parties(head: str) -> tuple[str, tuple[tuple[str, str], ...], bool]:
    between = _BETWEEN.match(head)
    if between:
        words = re.split(r"\s+(and)\s+", between["pair"], flags=re.I)
        pairs = tuple(
            (" and ".join(words[:place:2]), " and ".join(words[place + 1 :: 2]))
            for place in range(1, len(words), 2)
        )
        if not pairs:
            raise InputError(
                f"Expected two actors with 'and' between them after 'between', found {between['pair']!r}. For instance: {EXAMPLE!r}."
            )
        return between["what"], pairs, False
    against = _AGAINST.match(head)
    if against:
        return against["what"], ((against["a"], against["b"]),), True
    raise InputError(
        f"Expected what is asked and between whom ('between A and B', or 'by A against B'), found {head!r}. For instance: {EXAMPLE!r}."
    )
