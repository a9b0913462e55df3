"""Event forecasts and their evaluation as pages for a terminal, and as rows for CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bedfellows.cli.odds_page import percent
from bedfellows.cli.output import BOLD, DIM, Page
from bedfellows.report.dates import day

if TYPE_CHECKING:
    from bedfellows.forecast.event_evaluation import Evaluation
    from bedfellows.forecast.event_forecasts import EventCandidate, EventForecast

COLUMNS = (
    *(
        "asked",
        "source",
        "source_name",
        "type",
        "type_words",
        "target",
        "target_name",
        "as_of",
        "day",
        "model",
        "cutoff",
    ),
    *(
        "rank",
        "candidate",
        "candidate_name",
        "probability",
        "before",
        "reason",
        "shift",
        "words",
        "events",
        "evidence",
    ),
)


def show_forecast(answer: EventForecast) -> None:
    """Print the candidates, each with its reasons."""
    page = Page()
    words = [one or "?" for one in (answer.source_name, answer.type_words, answer.target_name)]
    page.line((": ".join(words), BOLD), (f"  {answer.type}" if answer.type else "", DIM))
    page.line(
        (
            f"On {day(answer.day)}, if it happens on that day. {answer.considered} candidates were looked at.",
            DIM,
        )
    )
    for note in answer.notes:
        page.line(note)
    page.line()
    for one in answer.candidates:
        _candidate(page, one)
    page.heading("How")
    error = f" Its probabilities of at least 5% were {answer.calibration_error:.1%} off on average on days that it had not seen."
    page.line(
        (
            f"Learned from {answer.learned_from} past events up to {day(answer.cutoff)} (model {answer.model}).{error} "
            "What a reason adds is in log odds, compared with the mean candidate. bedfellows events shows the events behind the ids; docs/forecast.md the method.",
            DIM,
        ),
        indent=2,
    )


def _candidate(page: Page, one: EventCandidate) -> None:
    before = f"on {one.before} days before" if one.before else "never before"
    page.entry(
        [(f"{percent(one.probability):>6}", BOLD)], [(one.name, BOLD), (f"  {before}", DIM)], indent=2, hang=8
    )
    for reason in one.reasons:
        cited = f"  {', '.join(reason.evidence)}" if reason.evidence else ""
        more = reason.events - len(reason.evidence)
        rest = f" and {more} more" if reason.evidence and more > 0 else ""
        page.entry(
            [f"{reason.shift:+.2f}  "],
            [f"{reason.kind}: {reason.words}", (f"{cited}{rest}", DIM)],
            indent=10,
            hang=7,
        )


def forecast_rows(answer: EventForecast) -> Iterator[dict[str, Any]]:
    """A row for each candidate and reason."""
    about = {name: getattr(answer, name) for name in COLUMNS[:11]}
    for one in answer.candidates:
        for reason in one.reasons:
            yield {
                **about,
                "rank": one.rank,
                "candidate": one.candidate,
                "candidate_name": one.name,
                "probability": one.probability,
                "before": one.before,
                "reason": reason.kind,
                "shift": reason.shift,
                "words": reason.words,
                "events": reason.events,
                "evidence": reason.evidence,
            }


def show_evaluation(answer: Evaluation) -> None:
    """Print the figures."""
    page = Page()
    page.line(
        (f"MRR {answer.mrr:.2f}", BOLD),
        f"  ({answer.mrr_objects:.2f} of objects, {answer.mrr_subjects:.2f} of subjects)",
    )
    page.line(f"Hits@1 {answer.hits_1:.2f}   Hits@3 {answer.hits_3:.2f}   Hits@10 {answer.hits_10:.2f}")
    page.line(
        f"{answer.questions} questions on {answer.days} days. {answer.looked_at:.1f}% of right answers were among the candidates."
    )
    page.line(
        f"Probabilities of at least 5% ({answer.forecasts}) were {answer.calibration_error:.1%} off on average."
    )
    seconds = answer.learning_seconds + answer.testing_seconds
    page.line(
        f"{seconds:.0f} s: {answer.learning_seconds:.0f} s to learn, {answer.testing_seconds:.0f} s to forecast; "
        f"{answer.processor_seconds:.0f} s of processor time in {answer.processes} processes."
    )
