"""All feeds, by name. A new adapter is added to `_MODULES`; it is imported when it is first asked for."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from bedfellows.errors import InputError
from bedfellows.feeds.feed import Feed

_MODULES = {
    "acled": ("acled", "ACLED"),
    "gdelt": ("gdelt", "GDELT"),
    "gdelt-mentions": ("gdelt", "MENTIONS"),
    "icews": ("icews", "ICEWS"),
    "icews14": ("icews14", "ICEWS14"),
    "polecat": ("polecat", "POLECAT"),
    "ucdp-ged": ("ucdp_ged", "UCDP_GED"),
}

FEED_NAMES = tuple(_MODULES)


@cache
def find_feed(name: str) -> Feed:
    """The feed of this name.

    Raises:
        InputError: there is none; the message lists those there are.
    """
    if name not in _MODULES:
        raise InputError(f"Expected the name of a feed, found {name!r}. Feeds: {', '.join(FEED_NAMES)}.")
    module, constant = _MODULES[name]
    feed = getattr(import_module(f"bedfellows.feeds.{module}"), constant)
    assert isinstance(feed, Feed)
    return feed
