"""People whom feeds count as a side without their being an organisation: civilians, protesters, rioters.

They are named alike in all feeds that tell them apart, "Civilians (Afghanistan)", with the registry's name of the country, and are
unregistered actors: `x-civilians-afghanistan`. They never stand for their state, which is often the one that attacks them.
"""

from __future__ import annotations

from functools import lru_cache

from bedfellows.actors import Registry, resolve
from bedfellows.feeds.feed import Coded
from bedfellows.feeds.mapping import unregistered

CIVILIANS = "Civilians"


def people(who: str, country: str, year: int | None, registry: Registry) -> Coded:
    """The people `who` ("Civilians", "Protesters") of a country, or of no country that is told.

    `country` may be any name of it; one that no registry knows is kept as it is.
    """
    place = " ".join(country.split())
    return unregistered(
        f"{who} ({_known(place, year, registry)})" if place else who, "organisation", registry
    )


@lru_cache(maxsize=10_000)
def _known(country: str, year: int | None, registry: Registry) -> str:
    found = resolve(country, year, registry).actor
    return found.name if found is not None and found.kind in {"state", "region"} else country
