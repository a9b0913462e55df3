"""The answer of `narrative` as a page for a terminal, and as rows for CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bedfellows.cli.evidence import EVIDENCE_COLUMNS, Cited, evidence_row, more, quote, scope_words
from bedfellows.cli.output import BOLD, DIM, Page, Part, signed
from bedfellows.report.dates import day, period
from bedfellows.ties.wording import counted

if TYPE_CHECKING:
    from bedfellows.ties.narrative import NarrativeAnswer, NarrativeShift, Period, Saying, Step

NARRATIVE = (
    *("row", "line", "first", "last", "value", "count", "friendly", "hostile", "sort", "words", "text"),
    *("direction", "before", "after", "size", "confidence", "stated", "ids"),
    *EVIDENCE_COLUMNS,
)
_MOST_SAYINGS = 30
_MOST_PERIODS = 40
_HALF = 10
_HANG = 26


def show_narrative(answer: NarrativeAnswer) -> None:
    """Print the shifts, then the sayings in the order of their days, then the line of events."""
    page, cited = Page(), Cited(answer.scope)
    page.line((f"How {answer.a_name} speaks of {answer.b_name}", BOLD))
    page.line((scope_words(answer.scope), DIM))
    if not (answer.sayings or answer.events):
        page.line()
        page.line("The case has no words and no verbal events from the one to the other.")
        return
    page.heading("Shifts", "hardened or toned down; confidence by permutation, at most")
    if not answer.shifts:
        page.line("None.", indent=2)
    for shift in answer.shifts:
        _shift(page, shift)
    page.heading("Words", "−1 an outlaw, +1 one of us; – no word of the list")
    if not answer.sayings:
        page.line("No source in the case reports any.", indent=2)
    if answer.words:
        _periods(page, answer.words, answer.step)
    for saying in answer.sayings[-_MOST_SAYINGS:]:
        _saying(page, cited, saying)
    more(page, len(answer.sayings) - _MOST_SAYINGS, 2, " before these; --format json has them all")
    page.heading("Verbal events", "mean Goldstein value over 10; friendly and hostile ones")
    if not answer.events:
        held = ", ".join(f"{one.feed} {day(one.first)} to {day(one.last)}" for one in answer.feeds)
        page.line(f"None{f' in {held}' if held else ': the case has no feed of events'}.", indent=2)
    _periods(page, answer.events[-_MOST_PERIODS:], answer.step)
    more(page, len(answer.events) - _MOST_PERIODS, 2, " before these; --format json has them all")
    cited.legend(page)


def _shift(page: Page, shift: NarrativeShift) -> None:
    if shift.stated:
        body: list[Part] = [(shift.direction, BOLD), f", says a source: “{shift.words}”"]
    else:
        of = "words" if shift.line == "words" else "verbal events"
        body = [(shift.direction, BOLD), f", {of} {shift.words}, confidence {shift.confidence:.2f}"]
    page.entry(
        ["  ", signed(1 if shift.direction == "toned down" else -1), f" {day(shift.day)}"],
        [
            *body,
            (
                f"  {shift.ids[0]} and {len(shift.ids) - 1} more"
                if len(shift.ids) > 1
                else f"  {shift.ids[0]}",
                DIM,
            ),
        ],
        hang=24,
    )


def _saying(page: Page, cited: Cited, saying: Saying) -> None:
    when = day(saying.about) if saying.precision in {"unknown", "day"} else period(
        saying.evidence.happened_from, saying.evidence.happened_to, saying.evidence.precision  # type: ignore[arg-type]
    )  # fmt: skip
    value: Part = "    –" if saying.valence is None else f"{saying.valence:+.2f}"
    words = f"  ({', '.join(saying.words)})" if saying.words else ""
    page.entry(
        ["  ", when],
        [value, "  ", (f"{saying.sort}: ", DIM), saying.text, (words, DIM)],
        hang=_HANG,
    )
    quote(page, cited, saying.evidence, _HANG)


def _periods(page: Page, periods: Sequence[Period], step: Step) -> None:
    for one in periods:
        width = round(abs(one.value) * _HALF)
        left = "▒" * width if one.value < 0 else ""
        right = "█" * width if one.value > 0 else ""
        page.line(
            f"{_name(one, step):<9}{one.value:+.2f}  {left:>{_HALF}}│{right:<{_HALF}}  "
            f"{one.friendly} friendly, {one.hostile} hostile of {counted(one.count, 'piece')}",
            indent=2,
        )


def _name(one: Period, step: Step) -> str:
    if step == "month":
        return f"{one.first:%Y-%m}"
    return f"{one.first.year}" if step == "year" else f"{one.first.year} Q{(one.first.month + 2) // 3}"


def narrative_rows(answer: NarrativeAnswer) -> Iterator[dict[str, Any]]:
    """Rows of three sorts, told apart by `row`: `saying`, `period` (of either line) and `shift`."""
    for saying in answer.sayings:
        yield {
            "row": "saying",
            "line": "words",
            "first": saying.about,
            "value": saying.valence,
            "sort": saying.sort,
            "words": saying.words,
            "text": saying.text,
            **evidence_row(saying.evidence),
        }
    for line, periods in (("words", answer.words), ("events", answer.events)):
        for one in periods:
            yield {
                "row": "period",
                "line": line,
                "first": one.first,
                "last": one.last,
                "value": one.value,
                "count": one.count,
                "friendly": one.friendly,
                "hostile": one.hostile,
                "ids": one.ids,
            }
    for shift in answer.shifts:
        yield {
            "row": "shift",
            "line": shift.line,
            "first": shift.day,
            "direction": shift.direction,
            "before": shift.before,
            "after": shift.after,
            "size": shift.size,
            "confidence": shift.confidence,
            "stated": shift.stated,
            "words": shift.words,
            "ids": shift.ids,
        }
