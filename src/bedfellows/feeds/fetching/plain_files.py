"""Data sets that are one file each at a known address: alliances, disputes, contiguity.

Addresses as linked from http://www.atopdata.org/data.html and https://correlatesofwar.org/data-sets/.
"""

from __future__ import annotations

from urllib.parse import urljoin

from bedfellows.feeds.fetching.catalogue import FEEDS
from bedfellows.feeds.fetching.wanted import Plan, Question, Wanted, within
from bedfellows.feeds.fetching.wire import Wire

_FILES = {
    "atop": ("uploads/6/9/1/3/69134503/atop_5.1__.csv_.zip", "atop-5.1-csv.zip"),
    "cow-alliances": ("version4.1_csv.zip", "cow-alliances-4.1-csv.zip"),
    "cow-disputes": ("dyadic_mid_4.03_update.zip", "cow-dyadic-mid-4.03.zip"),
    "cow-contiguity": ("DirectContiguity320.zip", "cow-contiguity-3.2.zip"),
}


def plan_plain(question: Question, wire: Wire) -> Plan:  # noqa: ARG001 - all planners have this signature
    """The one file. Raises FetchError where it holds none of the days that are asked for."""
    path, name = _FILES[question.feed]
    has = FEEDS[question.feed].has
    notes: list[str] = []
    if has and (question.start or question.end):
        notes = within(question.feed, (question.start or has[0], question.end or has[1]), has)
        notes.append("The file holds all years; choose days when you ask the case.")
    return Plan(question.feed, (Wanted(name, urljoin(question.base, path), covers=has),), (), tuple(notes))
