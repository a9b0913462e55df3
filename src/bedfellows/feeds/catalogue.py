"""All feeds, by name. A new adapter is added to `_MODULES`; it is imported when it is first asked for."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from bedfellows.errors import InputError
from bedfellows.feeds.feed import Feed

_MODULES = {
    "acled": ("acled", "ACLED"),
    "atop": ("atop", "ATOP"),
    "cow-alliances": ("cow_alliances", "COW_ALLIANCES"),
    "cow-contiguity": ("contiguity", "COW_CONTIGUITY"),
    "cow-contiguity-years": ("contiguity", "COW_CONTIGUITY_YEARS"),
    "cow-disputes": ("disputes", "COW_DISPUTES"),
    "cow-interstate-war-years": ("cow_wars", "INTERSTATE_WAR_YEARS"),
    "cow-interstate-wars": ("cow_wars", "INTERSTATE_WARS"),
    "cow-intrastate-wars": ("cow_wars", "INTRASTATE_WARS"),
    "gdelt": ("gdelt", "GDELT"),
    "gdelt-mentions": ("gdelt", "MENTIONS"),
    "gml-disputes": ("disputes", "GML_DISPUTES"),
    "icews": ("icews", "ICEWS"),
    "icews14": ("icews14", "ICEWS14"),
    "polecat": ("polecat", "POLECAT"),
    "thompson-dreyer": ("rivalries", "THOMPSON_DREYER"),
    "thompson-sakuwa-suhas": ("rivalries", "THOMPSON_SAKUWA_SUHAS"),
    "ucdp-actor": ("ucdp_actors", "UCDP_ACTORS"),
    "ucdp-conflict": ("ucdp_conflicts", "UCDP_CONFLICT"),
    "ucdp-dyadic": ("ucdp_conflicts", "UCDP_DYADIC"),
    "ucdp-esd": ("ucdp_support", "UCDP_SUPPORT"),
    "ucdp-ged": ("ucdp_ged", "UCDP_GED"),
    "ucdp-lineage": ("ucdp_actors", "UCDP_LINEAGE"),
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
