"""Scores as a page for a terminal, with a calibration plot, and as rows for CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bedfellows.cli.output import BOLD, DIM, Page
from bedfellows.ties.wording import counted

if TYPE_CHECKING:
    from bedfellows.forecast.proper_scores import Bin
    from bedfellows.forecast.scoreboard import Score, ScoresAnswer

COLUMNS = (
    *(
        "author",
        "author_kind",
        "by",
        "group",
        "questions",
        "forecasts",
        "afterwards",
        "happened",
        "brier",
        "log_score",
    ),
    *("compared", "skill_base_rate", "skill_base_rate_low", "skill_base_rate_high", "skill_persistence"),
    "calibration_error",
)
_HEIGHT = 18
_MOST_PLOTS = 3
_FEWEST_FOR_PLOT = 10


def show_scores(answer: ScoresAnswer) -> None:
    """Print the scores of each author, and the calibration of those with ten questions or more."""
    page = Page()
    page.line(("Scores", BOLD))
    page.line(
        (
            f"{counted(answer.resolved, 'question')} came out, {answer.void} void; {answer.open} open, {answer.unresolvable} that no feed "
            "can resolve.",
            DIM,
        )
    )
    if not answer.scores:
        page.line()
        page.line(
            "No forecast can be scored yet. Questions are resolved when their time is over: bedfellows questions."
        )
        return
    page.line()
    page.line(
        (
            f"{'':<34}{'n':>5}{'came true':>11}{'Brier':>8}{'log':>7}{'vs base':>9}{'vs pers.':>10}{'cal. err.':>11}",
            DIM,
        )
    )
    plotted = 0
    for score in answer.scores:
        total = score.by == "author"
        if total:
            late = f", {score.afterwards} entered afterwards" if score.afterwards else ""
            page.line((f"{score.author}", BOLD), (f"  {score.author_kind}{late}", DIM))
        page.line(_line(score, "all questions" if total else score.group), indent=2)
        if total and score.skill_base_rate_low is not None and score.skill_base_rate_high is not None:
            page.line(
                (
                    f"skill against base rate between {score.skill_base_rate_low:+.2f} and {score.skill_base_rate_high:+.2f} "
                    "(90%, questions drawn anew)",
                    DIM,
                ),
                indent=4,
            )
    for score in answer.scores:
        if score.by == "author" and score.questions >= _FEWEST_FOR_PLOT and plotted < _MOST_PLOTS:
            plotted += 1
            _plot(page, f"Calibration of {score.author}", score.bins)
    page.line()
    page.line(
        (
            "Brier and log score: 0 is best. vs base, vs pers.: skill against base rate and persistence, 1 is best, 0 no better. "
            "cal. err.: mean distance between what was said and how often it came true.",
            DIM,
        )
    )


def _line(score: Score, name: str) -> str:
    def skill(value: float | None) -> str:
        return "-" if value is None else f"{value:+.2f}"

    return (
        f"{name:<32}{score.questions:>5}{score.happened:>11.0%}{score.brier:>8.3f}{score.log_score:>7.3f}"
        f"{skill(score.skill_base_rate):>9}{skill(score.skill_persistence):>10}{score.calibration_error:>11.3f}"
    )


def _plot(page: Page, title: str, bins: Sequence[Bin]) -> None:
    """How often forecasts came true, by what they said; on the dotted line are those that came true as often as they said."""
    from plotext import figure
    from rich.text import Text

    page.heading(
        title,
        "across: what was said; up: how often it came true, with its 90% interval; dots: as it should be",
    )
    figure.clear()
    figure.plot_size(min(page.width, 70), _HEIGHT)
    figure.theme("colorless")
    diagonal = [step / 20 for step in range(21)]
    figure.draw(figure.signal(diagonal, diagonal, marker="·"))
    for one in bins:
        steps = max(round((one.frequency_high - one.frequency_low) * _HEIGHT), 1)
        span = [
            one.frequency_low + (one.frequency_high - one.frequency_low) * step / steps
            for step in range(steps + 1)
        ]
        figure.draw(figure.signal([one.mean] * len(span), span, marker="|"))
    figure.draw(figure.signal([one.mean for one in bins], [one.frequency for one in bins], marker="O"))
    for axis in ("x", "y"):
        figure.ruler(axis).lim(0, 1)
        figure.ruler(axis).ticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    for line in figure.build().string(colorless=True).splitlines():
        page.show(Text(line.rstrip()))
    figure.clear()
    page.line(
        (f"forecasts in each tenth: {', '.join(f'{one.forecasts:.0f}' for one in bins)}", DIM), indent=2
    )


def score_rows(answer: ScoresAnswer) -> Iterator[dict[str, Any]]:
    """A row for each author, and for each of its horizons and types."""
    for score in answer.scores:
        yield {name: getattr(score, name) for name in COLUMNS}
