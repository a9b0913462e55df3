"""Rows from ACLED's API, with the user's own account.

`POST {base}/oauth/token` with the account's e-mail and password gives a token for a day; `GET {base}/api/acled/read`
with it and `event_date=A|B&event_date_where=BETWEEN&limit=5000&page=N` gives a page: status, count and data
(https://acleddata.com/api-documentation/getting-started). A token of one's own (ACLED_TOKEN), or a key of the
former kind for an installation that still takes it (ACLED_KEY with ACLED_EMAIL), works too.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urljoin

import httpx

from bedfellows.errors import FetchError
from bedfellows.feeds.fetching.credentials import private
from bedfellows.feeds.fetching.download import Spoiled
from bedfellows.feeds.fetching.wanted import Plan, Question, Rows, Wanted, months, within
from bedfellows.feeds.fetching.wire import Wire, shown

PAGE_SIZE = 5000
MOST_PAGES = 2000
FIRST_DAY = date(1997, 1, 1)  # African states; others are covered from later on


@dataclass(slots=True)
class _Account:
    """How to be let in. The token is asked for once, by the first file that needs it."""

    base: str
    email: str
    password: str = field(repr=False)
    key: str = field(repr=False)
    token: str = field(repr=False)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def headers(self, wire: Wire) -> dict[str, str]:
        if self.key:
            return {"Accept": "application/json"}
        with self.lock:
            if not self.token:
                self.token = self._asked(wire)
                wire.hide(self.token)
        return {"Accept": "application/json", "Authorization": f"Bearer {self.token}"}

    def params(self) -> dict[str, str]:
        return {"key": self.key, "email": self.email} if self.key else {}

    def _asked(self, wire: Wire) -> str:
        address = urljoin(self.base, "oauth/token")
        form = {
            "username": self.email,
            "password": self.password,
            "grant_type": "password",
            "client_id": "acled",
        }
        answer = wire.json(address, form=form)
        token = answer.get("access_token") if isinstance(answer, dict) else None
        if not isinstance(token, str) or not token:
            raise FetchError(
                f"{shown(address)}: expected an access token, found an answer without one. Check ACLED_EMAIL and "
                "ACLED_PASSWORD."
            )
        return token


def plan_acled(question: Question, wire: Wire) -> Plan:
    """One CSV file for each month. Raises FetchError."""
    start, end = question.days
    names = ("ACLED_EMAIL", "ACLED_PASSWORD", "ACLED_KEY", "ACLED_TOKEN")
    email, password, key, token = (question.secret(name) for name in names)
    if not (token or (email and (password or key))):
        raise FetchError(
            "acled: expected your account in the environment variables ACLED_EMAIL and ACLED_PASSWORD (or a token in "
            "ACLED_TOKEN), found none. Register at https://acleddata.com/user/register."
        )
    private(question.base, question.feed)
    notes = within("acled", (start, end), (FIRST_DAY, question.today))
    # Token before password before key: the one that gives away least is used.
    account = _Account(question.base, email, password, "" if token or password else key, token)
    wire.hide(password, key, token)

    def asking(first: date, last: date) -> Callable[[Wire], Rows]:
        return partial(_rows, account=account, first=first, last=last)

    wanted = tuple(
        Wanted(
            f"acled_{first}_{last}.csv",
            urljoin(question.base, "api/acled/read"),
            covers=(first, last),
            rows=asking(first, last),
        )
        for first, last in months(max(start, FIRST_DAY), min(end, question.today))
    )
    return Plan(question.feed, wanted, (), tuple(notes), (password, key, token))


def _rows(wire: Wire, *, account: _Account, first: date, last: date) -> Rows:
    address = urljoin(account.base, "api/acled/read")
    asked = {
        "_format": "json",
        "event_date": f"{first}|{last}",
        "event_date_where": "BETWEEN",
        "limit": str(PAGE_SIZE),
    }
    seen: set[str] = set()
    for number in range(1, MOST_PAGES + 1):
        url = httpx.URL(address, params=asked | {"page": str(number)} | account.params())
        data = _data(wire.json(str(url), headers=account.headers(wire)), address, wire)
        for row in data:
            id_ = str(row.get("event_id_cnty", ""))
            if id_ and id_ in seen:
                raise Spoiled(f"acled: expected each event once, found {id_[:40]!r} on two pages.")
            seen.add(id_)
            yield row
        if len(data) < PAGE_SIZE:
            return
    raise FetchError(f"acled: expected at most {MOST_PAGES} pages for {first} to {last}, found more.")


def _data(answer: Any, address: str, wire: Wire) -> list[dict[str, Any]]:
    if isinstance(answer, dict):
        status, data = answer.get("status", 200), answer.get("data")
        if str(status) == "200" and isinstance(data, list) and all(isinstance(row, dict) for row in data):
            return data
        if str(status) in {"401", "403"}:
            raise FetchError(
                f"{shown(address)}: ACLED refused the account (status {status}). Check ACLED_EMAIL and ACLED_PASSWORD, "
                "and whether the account's level of access covers these days."
            )
        words = wire.without_secrets(str(answer.get("error") or answer.get("messages") or status))
        raise FetchError(f"{shown(address)}: expected a list of events, found {words[:200]!r}.")
    raise FetchError(f"{shown(address)}: expected an object with status and data, found something else.")
