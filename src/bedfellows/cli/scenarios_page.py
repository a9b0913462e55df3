"""The answers of `scenarios` as pages for a terminal, and as rows for CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from bedfellows.cli.output import BOLD, DIM, Page, signed
from bedfellows.report.dates import day
from bedfellows.report.outside_text import visible
from bedfellows.scenario.war_wording import OUTCOME_WORDS

if TYPE_CHECKING:
    from bedfellows.scenario.comparison import Comparison
    from bedfellows.scenario.saved import SavedScenario
    from bedfellows.scenario.war_outcomes import Odds

COLUMNS = (
    "row", "war", "outcome", "a", "b", "sign", "unchanged", "unchanged_low", "unchanged_high", "first", "first_low", "first_high", "second",
    "second_low", "second_high", "evidence",
)  # fmt: skip
_MOST = 15
_WIDTH = 17


def show_scenarios(held: Sequence[SavedScenario]) -> None:
    """Print the scenarios of a case."""
    page = Page()
    if not held:
        page.line("The case holds no scenario. Keep one: bedfellows what-if TEXT --save NAME")
    for one in held:
        page.line((one.name, BOLD), f"  {visible(one.text)}")
        when = day(one.as_of) if one.as_of else "the day it is run on"
        page.line(
            (
                f"as of {when}, over {one.horizon} years; {one.draws:,} draws, seed {one.seed}; saved on {day(one.recorded.date())}",
                DIM,
            ),
            indent=2,
        )


def show_comparison(first: str, second: str, answer: Comparison) -> None:
    """Print the odds of each war under both, then the ties on which the two press differently."""
    page = Page()
    page.line((f"{first} and {second}", BOLD))
    page.line(
        (
            f"As of {day(answer.first.as_of)}, over {answer.first.horizon} years. In brackets: nine tenths of the draws.",
            DIM,
        )
    )
    for name, one in ((first, answer.first), (second, answer.second)):
        page.line(
            (f"{name}: ", BOLD),
            visible("; ".join(dict.fromkeys(i.phrase for i in one.scenario.interventions))),
        )
    for name, lines in groupby(answer.wars, key=lambda line: line.name):
        page.heading(name)
        page.line((_row("", "as it is", first, second), BOLD), indent=2)
        for line in lines:
            page.line(
                _row(
                    OUTCOME_WORDS[line.outcome], _odds(line.unchanged), _odds(line.first), _odds(line.second)
                ),
                indent=2,
            )
    if not answer.wars:
        page.heading("Wars")
        page.line("Neither changes the odds of a war: they know only of troops that come or go.", indent=2)
    page.heading("Ties under pressure", "the share of draws in which each flips")
    for tie in answer.ties[:_MOST]:
        page.line(
            signed(tie.sign),
            (f" {tie.a_name} and {tie.b_name}", BOLD),
            f": {tie.unchanged:.0%} as it is, {tie.first:.0%} with {first}, {tie.second:.0%} with {second}",
            indent=2,
        )
    if len(answer.ties) > _MOST:
        page.line(f"and {len(answer.ties) - _MOST} more; --format json has them all", indent=2)
    if not answer.ties:
        page.line("None is pressed more with either than without.", indent=2)


def rows(answer: Comparison) -> Iterator[dict[str, Any]]:
    """A row for each outcome of each war, then one for each tie."""
    for line in answer.wars:
        row: dict[str, Any] = {"row": "war", "war": line.name, "outcome": line.outcome}
        for name in ("unchanged", "first", "second"):
            odds: Odds | None = getattr(line, name)
            if odds:
                row |= {name: odds.odds, f"{name}_low": odds.low, f"{name}_high": odds.high}
        yield row
    for tie in answer.ties:
        yield {
            "row": "tie", "a": tie.a, "b": tie.b, "sign": tie.sign, "unchanged": tie.unchanged, "first": tie.first, "second": tie.second,
            "evidence": tie.evidence,
        }  # fmt: skip


def _odds(odds: Odds | None) -> str:
    return f"{odds.odds:.0%} ({odds.low * 100:.0f}-{odds.high * 100:.0f})" if odds else "as it is"


def _row(first: str, *rest: str) -> str:
    return f"{first:<24}" + "".join(f"{cell[: _WIDTH - 2]:<{_WIDTH}}" for cell in rest).rstrip()
