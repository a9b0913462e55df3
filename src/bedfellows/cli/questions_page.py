"""Questions, their forecasts and resolutions as pages for a terminal and as rows for CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bedfellows.cli.odds_page import percent, reason_line, show_one
from bedfellows.cli.output import BOLD, DIM, FRIENDLY, HOSTILE, Page
from bedfellows.report.dates import day
from bedfellows.ties.wording import counted

if TYPE_CHECKING:
    from bedfellows.forecast.question_records import Forecast, Resolution
    from bedfellows.forecast.questions import AskAnswer, QuestionState

COLUMNS = (
    *(
        "id",
        "text",
        "kind",
        "target",
        "a",
        "b",
        "directed",
        "opens",
        "closes",
        "closes_by",
        "condition",
        "problem",
    ),
    *("asked", "resolution", "resolved", "resolver", "because", "resolution_evidence"),
    *("author", "author_kind", "probability", "low", "high", "made", "cutoff", "method", "basis"),
    *("base_rate", "persistence", "evidence"),
)
RESOLUTION_COLUMNS = ("question_id", "resolution", "resolved", "resolver", "because", "evidence")
_STYLES = {"yes": FRIENDLY, "no": HOSTILE, "void": DIM}


def show_asked(answer: AskAnswer) -> None:
    """Print a question that was asked, its odds and why."""
    page = Page()
    state, target = answer.state, answer.odds.targets[0]
    page.line((state.words, BOLD))
    page.line(
        (
            f"{state.question.id}, {'stored' if answer.new else 'known already'}; asked as of {day(answer.odds.as_of)}",
            DIM,
        )
    )
    for note in answer.odds.notes:
        page.line(note)
    page.heading("Odds", f"model with data up to {day(target.cutoff)}" if target.cutoff else "no model")
    show_one(page, target.odds[0])
    page.heading("Why", f"in log odds; any pair {target.start:+.2f}" if target.cutoff else "")
    for reason in target.reasons:
        reason_line(page, reason, shown=target.cutoff is not None)
    others = [one for one in state.forecasts if one.author_kind != "model"]
    if others:
        page.heading("Other forecasts")
        for forecast in others:
            _forecast(page, forecast)
    _how(page, state)


def show_questions(states: Sequence[QuestionState], *, reasons: bool) -> None:
    """Print questions: those that wait first, then those that came out, then those that no feed can resolve."""
    page = Page()
    if not states:
        page.line(
            "The case has no questions. Ask one with bedfellows ask, or take those of the sources: bedfellows questions read."
        )
        return
    groups = {
        "Open": [one for one in states if not one.resolution and not one.question.problem],
        "Came out": [one for one in states if one.resolution],
        "Cannot be resolved by feeds": [one for one in states if not one.resolution and one.question.problem],
    }
    page.line(
        (
            f"{counted(len(states), 'question')}: {', '.join(f'{len(group)} {name.lower()}' for name, group in groups.items())}",
            BOLD,
        )
    )
    for name, group in groups.items():
        if not group:
            continue
        page.heading(name)
        for state in group:
            page.entry([], [(state.words, BOLD)], indent=2, hang=0)
            page.line((f"{state.question.id}, {state.question.kind}", DIM), indent=4)
            if state.question.text != state.words and state.question.happening:
                page.line((f"“{state.question.text}”", DIM), indent=4)
            for forecast in state.forecasts:
                _forecast(page, forecast)
                for reason in forecast.reasons if reasons else ():
                    reason_line(page, reason)
            _how(page, state)


def show_resolutions(done: Sequence[Resolution]) -> None:
    """Print what was resolved."""
    page = Page()
    page.line((f"{counted(len(done), 'question')} resolved." if done else "Nothing new to resolve.", BOLD))
    for one in done:
        page.entry(
            [(f"{one.resolution:<5}", _STYLES[one.resolution])],
            [one.because, (f"  {one.question_id} {' '.join(one.evidence[:3])}", DIM)],
            indent=2,
            hang=6,
        )


def _forecast(page: Page, one: Forecast) -> None:
    interval = (
        f" ({percent(one.low)} to {percent(one.high)})"
        if one.low is not None and one.high is not None
        else ""
    )
    notes = [f"as of {day(one.made)}"]
    if one.cutoff:
        notes.append(f"data up to {day(one.cutoff)}")
    if one.basis:
        notes.append(f"from {one.basis}")
    if one.base_rate is not None and one.persistence is not None:
        notes.append(f"base rate {percent(one.base_rate)}, persistence {percent(one.persistence)}")
    page.entry(
        [(f"{percent(one.probability):>6}", BOLD)],
        [f"{one.author}{interval}", (f"  {'; '.join(notes)}", DIM)],
        indent=4,
        hang=8,
    )


def _how(page: Page, state: QuestionState) -> None:
    """How the question came out or stands."""
    if state.resolution:
        one = state.resolution
        page.entry(
            [(f"{one.resolution}", _STYLES[one.resolution])],
            [
                f"{one.because}, {'say the feeds' if one.resolver == 'feeds' else f'says {one.resolver}'}",
                (f"  {', '.join(one.evidence[:3])}", DIM),
            ],
            indent=4,
            hang=8,
        )
    elif state.question.problem:
        page.entry([], [state.question.problem], indent=4, hang=0)
    elif state.standing:
        seen = (
            f"; seen so far: {state.standing.seen[0][0]} on {day(state.standing.seen[0][1])}"
            if state.standing.seen
            else ""
        )
        waits = state.standing.waits_for
        over = (
            waits
            if state.standing.waits_for
            else "its time is over and a feed covers it: bedfellows questions resolve"
        )
        page.entry([], [(f"open: {over}{seen}", DIM)], indent=4, hang=0)


def question_rows(states: Sequence[QuestionState]) -> Iterator[dict[str, Any]]:
    """A row for each forecast of each question; one for a question without forecast."""
    for state in states:
        question, resolution = state.question, state.resolution
        about = {
            name: getattr(question, name)
            for name in (
                "id",
                "text",
                "kind",
                "opens",
                "closes",
                "closes_by",
                "condition",
                "problem",
                "asked",
            )
        }
        if question.happening:
            about |= {name: getattr(question.happening, name) for name in ("target", "a", "b", "directed")}
        if question.war:
            about |= {"target": question.war.outcome, "a": question.war.war}
        if resolution:
            about |= {
                name: getattr(resolution, name) for name in ("resolution", "resolved", "resolver", "because")
            }
            about["resolution_evidence"] = resolution.evidence
        names = COLUMNS[COLUMNS.index("author") :]
        for forecast in state.forecasts or (None,):
            yield {**about, **({name: getattr(forecast, name) for name in names} if forecast else {})}


def resolution_rows(done: Sequence[Resolution]) -> Iterator[dict[str, Any]]:
    """A row for each."""
    for one in done:
        yield {name: getattr(one, name) for name in RESOLUTION_COLUMNS}
