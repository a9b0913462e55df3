"""The odds of two actors as a page for a terminal, and as rows for CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bedfellows.cli.output import BOLD, DIM, Page
from bedfellows.report.dates import day

if TYPE_CHECKING:
    from bedfellows.forecast.dyad_reasons import Reason
    from bedfellows.forecast.dyads import Odds, OddsAnswer, TargetOdds

COLUMNS = (
    *("target", "a", "a_name", "b", "b_name", "directed", "as_of", "days", "first", "last"),
    *("probability", "low", "high", "method", "base_rate", "persistence", "like", "came_true", "cutoff"),
    *("reason", "shift", "words", "events", "evidence"),
)
_HANG = 9


def percent(probability: float) -> str:
    """A probability for people: whole per cent in the middle, more figures where it is near 0 or 1."""
    if 0.01 <= probability <= 0.99:
        return f"{probability:.0%}"
    if 0.001 <= probability <= 0.999:
        return f"{probability:.1%}"
    return "<0.1%" if probability < 0.5 else ">99.9%"


def show_odds(answer: OddsAnswer) -> None:
    """Print the odds of each target at each horizon, then the reasons."""
    from bedfellows.forecast.dyad_history import SHIFTS

    page = Page()
    between = "by {} against or with {}" if answer.directed else "between {} and {}"
    kinds = {"shifts" if target.target in SHIFTS else "events" for target in answer.targets}
    page.line((f"Odds of {' and '.join(sorted(kinds))} {between.format(answer.a_name, answer.b_name)}", BOLD))
    page.line(
        (
            f"At least one, from the day after {day(answer.as_of)} on. The record: {day(answer.record_first)} to "
            f"{day(answer.record_last)}.",
            DIM,
        )
    )
    for note in answer.notes:
        page.line(note)
    methods: dict[str, str] = {}
    for target in answer.targets:
        page.heading(
            target.words, f"model with data up to {day(target.cutoff)}" if target.cutoff else "no model"
        )
        for one in target.odds:
            show_one(page, one)
            methods[one.method] = ""
        show_reasons(page, target)
    legend(page, answer)


def show_one(page: Page, one: Odds) -> None:
    """The odds at one horizon in a line."""
    said = [f"90% interval {percent(one.low)} to {percent(one.high)}"]
    if one.like:
        said.append(f"of {one.like} forecasts like it {one.came_true} came true")
    if one.base_rate is not None and one.method != "new pair":
        said.append(f"base rate {percent(one.base_rate)}, persistence {percent(one.persistence or 0)}")
    mark = "" if one.method == "model" else f"  [{one.method}]"
    page.entry(
        [(f"{percent(one.probability):>6}", BOLD)],
        [f"within {one.days} days (by {day(one.last)})", (f"  {'; '.join(said)}{mark}", DIM)],
        indent=2,
        hang=8,
    )


def show_reasons(page: Page, target: TargetOdds) -> None:
    """The reasons with what each adds, and the events they rest on."""
    if target.cutoff:
        page.line(
            (f"why, in log odds within {target.reasons_days} days: any pair {target.start:+.2f}", DIM),
            indent=2,
        )
    for reason in target.reasons:
        reason_line(page, reason, shown=target.cutoff is not None)


def reason_line(page: Page, reason: Reason, *, shown: bool = True) -> None:
    """One reason."""
    shift = f"{reason.shift:+.2f}" if shown else ""
    cited = f"  {', '.join(reason.evidence[:3])}" if reason.evidence else ""
    more = f" and {reason.events - 3} more" if reason.evidence and reason.events > 3 else ""
    page.entry(
        [f"{shift:>6}  "], [f"{reason.kind}: {reason.words}", (f"{cited}{more}", DIM)], indent=2, hang=_HANG
    )


def legend(page: Page, answer: OddsAnswer) -> None:
    """What the methods in use are."""
    from bedfellows.forecast.dyads import METHODS

    used = {one.method for target in answer.targets for one in target.odds}
    page.heading("How")
    for method, words in METHODS.items():
        if method in used:
            page.entry([(method, BOLD)], [words], indent=2, hang=28)
    page.line(
        ("bedfellows events shows the events behind the ids; docs/questions.md the method.", DIM), indent=2
    )


def odds_rows(answer: OddsAnswer) -> Iterator[dict[str, Any]]:
    """A row for each target, horizon and reason."""
    for target in answer.targets:
        for one in target.odds:
            for reason in target.reasons:
                yield {
                    "target": target.target,
                    "a": answer.a,
                    "a_name": answer.a_name,
                    "b": answer.b,
                    "b_name": answer.b_name,
                    "directed": answer.directed,
                    "as_of": answer.as_of,
                    "days": one.days,
                    "first": one.first,
                    "last": one.last,
                    "probability": one.probability,
                    "low": one.low,
                    "high": one.high,
                    "method": one.method,
                    "base_rate": one.base_rate,
                    "persistence": one.persistence,
                    "like": one.like,
                    "came_true": one.came_true,
                    "cutoff": target.cutoff,
                    "reason": reason.kind,
                    "shift": reason.shift,
                    "words": reason.words,
                    "events": reason.events,
                    "evidence": reason.evidence,
                }
