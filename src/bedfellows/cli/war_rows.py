"""The answer of `war-outcomes` as rows for CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bedfellows.scenario.reference_class import PastCase, Rate
    from bedfellows.scenario.war_outcomes import Odds, WarForecast
    from bedfellows.scenario.war_question import WarAnswer

Row = dict[str, Any]

WARS = (
    *("row", "war", "name", "as_of", "known", "until", "branch", "outcome", "odds", "low", "high"),
    *("count", "of", "case", "case_name", "case_year", "case_until", "case_rule", "case_patrons", "distance"),
)


def war_rows(answer: WarAnswer) -> Iterator[Row]:
    """Rows of six sorts, told apart by `row`: `base` (how often wars stood so), `odds`, `difference`, `like` (a past war most like it), `like-rate`,
    `patron-left` and `patron-left-rate`."""
    for one in answer.forecasts:
        about = {"war": one.war, "name": one.name, "as_of": one.as_of, "known": one.known, "until": one.until}
        yield from ({**about, **row} for row in _rows(one))


def _rows(one: WarForecast) -> Iterator[Row]:
    yield from _rates("base", "", one.base)
    for branch, held in (("unchanged", one.unchanged), ("changed", one.changed)):
        if held is None:
            continue
        yield from _odds("odds", branch, held.odds)
        yield from _rates("like-rate", branch, held.like_rates)
        yield from (_case("like", branch, case) for case in held.like)
    yield from _odds("difference", "changed", one.differences)
    yield from _rates("patron-left-rate", "changed", one.patrons_left_rates)
    yield from (_case("patron-left", "changed", case) for case in one.patrons_left)


def _odds(row: str, branch: str, odds: tuple[Odds, ...]) -> Iterator[Row]:
    for item in odds:
        yield {
            "row": row,
            "branch": branch,
            "outcome": item.outcome,
            "odds": f"{item.odds:.4f}",
            "low": f"{item.low:.4f}",
            "high": f"{item.high:.4f}",
        }


def _rates(row: str, branch: str, rates: tuple[Rate, ...]) -> Iterator[Row]:
    for rate in rates:
        yield {
            "row": row,
            "branch": branch,
            "outcome": rate.outcome,
            "odds": f"{rate.share:.4f}" if rate.of else "",
            "count": rate.count,
            "of": rate.of,
        }


def _case(row: str, branch: str, case: PastCase) -> Row:
    return {
        "row": row,
        "branch": branch,
        "outcome": case.outcome or "open",
        "case": case.war,
        "case_name": case.name,
        "case_year": case.year,
        "case_until": case.until,
        "case_rule": case.rule,
        "case_patrons": case.patron_names,
        "distance": f"{case.distance:.2f}",
    }
