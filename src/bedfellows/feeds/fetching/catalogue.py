"""The feeds that can be fetched: publisher, address, terms, and what is needed to be let in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Feed:
    """One publisher's data set.

    `base` can be replaced by the environment variable `base_from`, or by an option. `hosts` are those, besides
    the publisher's own, to which a download may be redirected. `dated`: files are chosen by day, so days must be
    given; `has` is what the whole file covers where it is one file.
    """

    key: str
    title: str
    base: str
    base_from: str
    terms: str
    dated: bool = False
    has: tuple[date, date] | None = None
    credentials: tuple[str, ...] = ()
    hosts: frozenset[str] = frozenset()
    api: bool = False


_UCDP = "https://ucdp.uu.se/downloads/"
_UCDP_TERMS = "CC BY 4.0; cite the data set's article, named at https://ucdp.uu.se/downloads/."
_GDELT_TERMS = (
    "Free for any use with citation of and a link to the GDELT Project, https://www.gdeltproject.org/."
)
_COW = "https://correlatesofwar.org/wp-content/uploads/"
_COW_TERMS = "Free for research; cite the article named on the data set's page at https://correlatesofwar.org/data-sets/."
# Harvard Dataverse keeps its files in this store and redirects there.
_DATAVERSE_HOSTS = frozenset({"dvn-cloud.s3.amazonaws.com"})


def _whole(first: int, last: int) -> tuple[date, date]:
    return date(first, 1, 1), date(last, 12, 31)


_ALL = (
    Feed(
        "gdelt",
        "GDELT 2.0",
        "http://data.gdeltproject.org/gdeltv2/",
        "BEDFELLOWS_GDELT_URL",
        _GDELT_TERMS,
        dated=True,
    ),
    Feed(
        "gdelt1",
        "GDELT 1.0",
        "http://data.gdeltproject.org/events/",
        "BEDFELLOWS_GDELT1_URL",
        _GDELT_TERMS,
        dated=True,
    ),
    Feed(
        "ucdp-ged",
        "UCDP Georeferenced Event Dataset",
        _UCDP,
        "BEDFELLOWS_UCDP_URL",
        _UCDP_TERMS,
        credentials=("UCDP_TOKEN",),
        api=True,
    ),
    Feed(
        "ucdp-candidate",
        "UCDP Candidate Events",
        _UCDP,
        "BEDFELLOWS_UCDP_URL",
        _UCDP_TERMS,
        dated=True,
    ),
    Feed(
        "ucdp-dyadic",
        "UCDP Dyadic Dataset",
        _UCDP,
        "BEDFELLOWS_UCDP_URL",
        _UCDP_TERMS,
        credentials=("UCDP_TOKEN",),
        api=True,
    ),
    Feed("ucdp-actor", "UCDP Actor Dataset", _UCDP, "BEDFELLOWS_UCDP_URL", _UCDP_TERMS),
    Feed(
        "ucdp-esd",
        "UCDP External Support Dataset",
        _UCDP,
        "BEDFELLOWS_UCDP_URL",
        _UCDP_TERMS,
        has=_whole(1975, 2017),
    ),
    Feed(
        "icews",
        "ICEWS Coded Event Data",
        "https://dataverse.harvard.edu/",
        "BEDFELLOWS_DATAVERSE_URL",
        "Terms on doi:10.7910/DVN/28075; cite Boschee et al. 2015. The series ended in April 2023.",
        dated=True,
        credentials=("DATAVERSE_KEY",),
        hosts=_DATAVERSE_HOSTS,
    ),
    Feed(
        "polecat",
        "POLECAT Weekly Data",
        "https://dataverse.harvard.edu/",
        "BEDFELLOWS_DATAVERSE_URL",
        "Terms on doi:10.7910/DVN/AJGVIT; cite the data set.",
        dated=True,
        credentials=("DATAVERSE_KEY",),
        hosts=_DATAVERSE_HOSTS,
    ),
    Feed(
        "acled",
        "ACLED",
        "https://acleddata.com/",
        "BEDFELLOWS_ACLED_URL",
        "Your own account's terms, https://acleddata.com/terms-and-conditions: the rows must not be passed on.",
        dated=True,
        credentials=("ACLED_EMAIL", "ACLED_PASSWORD", "ACLED_TOKEN", "ACLED_KEY"),
    ),
    Feed(
        "atop",
        "Alliance Treaty Obligations and Provisions",
        "http://www.atopdata.org/",
        "BEDFELLOWS_ATOP_URL",
        "Free for research; cite Leeds et al. 2002.",
        has=_whole(1815, 2018),
    ),
    Feed(
        "cow-alliances",
        "Correlates of War formal alliances",
        _COW,
        "BEDFELLOWS_COW_URL",
        _COW_TERMS,
        has=_whole(1816, 2012),
    ),
    Feed(
        "cow-disputes",
        "Correlates of War dyadic militarised disputes",
        _COW,
        "BEDFELLOWS_COW_URL",
        _COW_TERMS,
        has=_whole(1816, 2014),
    ),
    Feed(
        "cow-contiguity",
        "Correlates of War direct contiguity",
        _COW,
        "BEDFELLOWS_COW_URL",
        _COW_TERMS,
        has=_whole(1816, 2016),
    ),
)

FEEDS: dict[str, Feed] = {feed.key: feed for feed in _ALL}
