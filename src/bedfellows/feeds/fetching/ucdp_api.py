"""Rows from UCDP's API, by month of events or by year of dyads.

`GET {base}/RESOURCE/VERSION?pagesize=1000&StartDate=...&EndDate=...` with the header
`x-ucdp-access-token`; an answer has TotalCount, TotalPages, NextPageUrl and Result
(https://ucdp.uu.se/apidocs/, at most 5,000 requests a day). Pages are followed by NextPageUrl, of which only the page's
number is taken: the address stays the one that the user chose.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import httpx

from bedfellows.errors import FetchError
from bedfellows.feeds.fetching.credentials import private
from bedfellows.feeds.fetching.download import Spoiled
from bedfellows.feeds.fetching.ucdp_files import FIRST_YEAR, KNOWN, written
from bedfellows.feeds.fetching.wanted import Plan, Question, Rows, Wanted, months, within
from bedfellows.feeds.fetching.wire import Wire, shown

BASE = "https://ucdpapi.pcr.uu.se/api/"
BASE_FROM = "BEDFELLOWS_UCDP_API_URL"
PAGE_SIZE = 1000
MOST_PAGES = 5000

_RESOURCES = {"ucdp-ged": "gedevents", "ucdp-dyadic": "dyadic"}


def plan_api(question: Question, wire: Wire) -> Plan:  # noqa: ARG001 - all planners have this signature
    """One CSV file for each month (events) or for the years (dyads). Raises FetchError."""
    start, end = question.days
    token = question.secret("UCDP_TOKEN")
    if not token:
        raise FetchError(
            f"{question.feed}: expected a token for UCDP's API in the environment variable UCDP_TOKEN, found none. Ask "
            "UCDP for one (https://ucdp.uu.se/apidocs/), or leave out --api: the files need none."
        )
    private(question.base, question.feed)
    version = question.version or KNOWN[question.feed]
    digits = written(question) if question.version else version.replace(".", "")
    has = (date(FIRST_YEAR[question.feed], 1, 1), date(2000 + int(digits[:2]) - 1, 12, 31))
    notes = within(question.feed, (start, end), has, f" in version {version}")
    start, end = max(start, has[0]), min(end, has[1])
    address = f"{question.base.rstrip('/')}/{_RESOURCES[question.feed]}/{version}"
    headers = {"x-ucdp-access-token": token, "Accept": "application/json"}

    def asking(params: dict[str, str]) -> Callable[[Wire], Rows]:
        return partial(_rows, address=address, params=params, headers=headers)

    if question.feed == "ucdp-dyadic":
        years = ",".join(str(year) for year in range(start.year, end.year + 1))
        wanted = [
            Wanted(
                f"{question.feed}_{version}_{start.year}_{end.year}.csv",
                address,
                covers=has,
                rows=asking({"Year": years}),
            )
        ]
    else:
        wanted = [
            Wanted(
                f"{question.feed}_{version}_{first}_{last}.csv",
                address,
                covers=(first, last),
                rows=asking({"StartDate": str(first), "EndDate": str(last)}),
            )
            for first, last in months(start, end)
        ]
    return Plan(question.feed, tuple(wanted), (), tuple(notes), (token,))


def _rows(wire: Wire, *, address: str, params: dict[str, str], headers: dict[str, str]) -> Rows:
    asked = {"pagesize": str(PAGE_SIZE), **params}
    total, came, seen = None, 0, set[str]()
    for _ in range(MOST_PAGES):
        answer = wire.json(str(httpx.URL(address, params=asked)), headers=headers)
        result, count, following = _parts(answer, address)
        total = count if total is None else total
        for row in result:
            came += 1
            yield row
        if following is None:
            break
        page = httpx.URL(following).params.get("page")
        if page is None or page in seen:
            raise Spoiled(f"{shown(address)}: expected a further page, found one that was read already.")
        seen.add(page)
        asked["page"] = page
    if came != total:
        raise Spoiled(f"{shown(address)}: expected {total} rows, as the API counts, found {came}.")


def _parts(answer: Any, address: str) -> tuple[list[dict[str, Any]], int, str | None]:
    if isinstance(answer, dict):
        result, count, following = answer.get("Result"), answer.get("TotalCount"), answer.get("NextPageUrl")
        rows_are_rows = isinstance(result, list) and all(isinstance(row, dict) for row in result)
        if rows_are_rows and isinstance(count, int) and (not following or isinstance(following, str)):
            return result or [], count, following or None
    raise FetchError(
        f"{shown(address)}: expected an object with TotalCount, NextPageUrl and a list Result, found something else. "
        "The API may have changed; the files (without --api) hold the same rows."
    )
