"""Cases with invented rows in the layouts of real feeds: support, alliances, borders, disputes and events, none of them history."""

from __future__ import annotations

import runpy
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bedfellows.actors import load_registry
from bedfellows.feeds.catalogue import find_feed
from bedfellows.feeds.ingest import ingest_files

_HERE = Path(__file__).parent
feeds = SimpleNamespace(**runpy.run_path(str(_HERE / "invented_feeds.py")))
standing = SimpleNamespace(**runpy.run_path(str(_HERE / "standing_feeds.py")))
GIVERS = {
    "pakistan": (137, "Government of Pakistan"),
    "iran": (114, "Government of Iran"),
    "russia": (57, "Government of Russia (Soviet Union)"),
    "saudi-arabia": (129, "Government of Saudi Arabia"),
}
TALIBAN = (303, "Taleban")
STATES = {
    "united-states": 2,
    "france": 220,
    "germany": 255,
    "poland": 290,
    "russia": 365,
    "turkey": 640,
    "iran": 630,
    "afghanistan": 700,
    "pakistan": 770,
}
CODES = {
    "RUS": "RUSSIA",
    "USA": "UNITED STATES",
    "PAK": "PAKISTAN",
    "IRN": "IRAN",
    "AFGINSTAL": "TALIBAN",
    "AFG": "AFGHANISTAN",
}


def support(
    case: Path, rows: Iterable[tuple[int, str, str]], published: date | None = None, **changed: object
) -> None:
    """Invented rows of UCDP External Support: (year, giver, letters), all to the Taliban."""
    found = []
    for year, giver, letters in rows:
        kinds = {f"ext_{letter}": int(letter in letters) for letter in "xpywmtfilou"}
        found.append(
            {
                "year": year, "conflict_id": 333, "dyad_id": 735, "actor_id": TALIBAN[0], "actor_name": TALIBAN[1],
                "ext_id": GIVERS[giver][0], "ext_name": GIVERS[giver][1], "ext_sup": 1, **kinds, "ext_alleged": 0, "ext_elements": 0,
                **changed,
            }
        )  # fmt: skip
    _ingest(case, "ucdp-esd", "esd-ty-invented", found, published)


def alliances(case: Path, rows: Iterable[tuple[int, str, str, str]]) -> None:
    """Invented rows of ATOP, both directions: (year, state, state, pacts), pacts of "defense offense neutral nonagg consul"."""
    found = [
        {"ccode1": STATES[one], "ccode2": STATES[other], "year": year}
        | {
            f"atop_{pact}": int(pact in pacts.split())
            for pact in ("defense", "offense", "neutral", "nonagg", "consul")
        }
        for year, first, second, pacts in rows
        for one, other in ((first, second), (second, first))
    ]
    _ingest(case, "atop", "atop_alliance_invented", found)


def events(case: Path, rows: Sequence[tuple[str, str, str, str]]) -> None:
    """Invented rows of GDELT: (day, doer, CAMEO code, done to), actors by the codes in `CODES`."""
    made = [
        feeds.gdelt_row(
            900_000_000 + number + 1000 * len(list(case.parent.iterdir())), date.fromisoformat(day), code=code,
            one=(one, CODES[one], one[:3]), other=(other, CODES[other], other[:3]),
        )
        for number, (day, one, code, other) in enumerate(rows)
    ]  # fmt: skip
    file = feeds.write_tabs(_fresh(case, "invented", ".export.CSV"), made)
    ingest_files(case, find_feed("gdelt"), [str(file)], load_registry(), create=True)


def _ingest(
    case: Path, feed: str, name: str, rows: list[dict[str, Any]], published: date | None = None
) -> None:
    file = standing.write(_fresh(case, name, ".csv"), ",".join(rows[0]), rows)
    report = ingest_files(
        case, find_feed(feed), [str(file)], load_registry(), create=True, published=published
    )
    assert not report.totals["quarantined"], report


def _fresh(case: Path, name: str, suffix: str) -> Path:
    return case.parent / f"{name}-{len(list(case.parent.iterdir()))}{suffix}"
