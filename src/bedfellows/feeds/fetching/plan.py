"""From a question to the files that answer it: each feed has its planner."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import platformdirs

from bedfellows.errors import FetchError
from bedfellows.feeds.fetching import ucdp_api
from bedfellows.feeds.fetching.acled_api import plan_acled
from bedfellows.feeds.fetching.catalogue import FEEDS, Feed
from bedfellows.feeds.fetching.dataverse import plan_icews, plan_polecat
from bedfellows.feeds.fetching.gdelt_files import plan_gdelt, plan_gdelt1
from bedfellows.feeds.fetching.plain_files import plan_plain
from bedfellows.feeds.fetching.ucdp_files import plan_candidate, plan_version
from bedfellows.feeds.fetching.wanted import Plan, Question
from bedfellows.feeds.fetching.wire import Wire

_PLANNERS: dict[str, Callable[[Question, Wire], Plan]] = {
    "gdelt": plan_gdelt,
    "gdelt1": plan_gdelt1,
    "ucdp-ged": plan_version,
    "ucdp-candidate": plan_candidate,
    "ucdp-dyadic": plan_version,
    "ucdp-actor": plan_version,
    "ucdp-esd": plan_version,
    "icews": plan_icews,
    "polecat": plan_polecat,
    "acled": plan_acled,
    "atop": plan_plain,
    "cow-alliances": plan_plain,
    "cow-disputes": plan_plain,
    "cow-contiguity": plan_plain,
}


def question_for(
    key: str,
    *,
    start: date | None = None,
    end: date | None = None,
    folder: Path | None = None,
    base: str | None = None,
    kind: str = "export",
    version: str | None = None,
    by_api: bool = False,
    refresh: bool = False,
    today: date | None = None,
    environment: Mapping[str, str] | None = None,
) -> Question:
    """The question in full: addresses, folder and credentials from the environment where they are not given.

    Raises FetchError for a feed that is not known or has no API.
    """
    feed = FEEDS.get(key)
    if feed is None:
        raise FetchError(f"Expected one of {', '.join(FEEDS)}, found {key[:40]!r}.")
    if by_api and not feed.api:
        raise FetchError(f"{key}: expected a feed with an API for --api, found one without. Leave out --api.")
    known = os.environ if environment is None else environment
    given = base or known.get(ucdp_api.BASE_FROM if by_api else feed.base_from, "")
    address = given or (ucdp_api.BASE if by_api else feed.base)
    return Question(
        key,
        address if address.endswith("/") else f"{address}/",
        folder or default_folder(feed, kind, known),
        start,
        end,
        kind,
        version,
        by_api,
        refresh,
        today or date.today(),
        {name: known[name] for name in feed.credentials if name in known},
    )


def default_folder(feed: Feed, kind: str, environment: Mapping[str, str]) -> Path:
    """Where files go unless the user says otherwise: a folder for each feed in the user's cache."""
    given = environment.get("BEDFELLOWS_CACHE")
    cache = Path(given) if given else platformdirs.user_cache_path("bedfellows", appauthor=False)
    return cache / "feeds" / (f"{feed.key}-{kind}" if kind != "export" else feed.key)


def plan_for(question: Question, wire: Wire) -> Plan:
    """The files that answer the question. Raises FetchError."""
    wire.hide(*question.environment.values())
    if question.by_api:
        return ucdp_api.plan_api(question, wire)
    return _PLANNERS[question.feed](question, wire)
