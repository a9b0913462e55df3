"""The answers of `tie` and `shifts` as pages for a terminal, the level through time as a chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from bedfellows.cli.evidence import Cited, more, quotes, scope_words, time_words
from bedfellows.cli.output import BOLD, DIM, FRIENDLY, HOSTILE, Page, signed
from bedfellows.report.dates import day
from bedfellows.ties.wording import counted, listed

if TYPE_CHECKING:
    from bedfellows.ties.driving import TieEvent
    from bedfellows.ties.shifts import Shift, ShiftsAnswer
    from bedfellows.ties.tie import ChannelLevel, Level, OtherTie, TieAnswer, TieWeek

_HEIGHT = 17
_EVENTS = 8
_DRIVING = 3
_OTHERS = 8
_HANG = 4
_SHOWN_BY = {
    "tone": "",
    "hostile acts": "; a surge of hostile acts",
    "measures": "; sanctions, or relations reduced or broken",
    "settlements": "; truces, agreements, or restrictions eased",
}


def show_tie(answer: TieAnswer) -> None:
    """Print the level now, its chart, the channels, the shifts and the evidence."""
    page, cited = Page(), Cited(answer.scope)
    page.line((f"{answer.a_name} and {answer.b_name}", BOLD))
    page.line((_scope(answer), DIM))
    if answer.now is None or answer.lasting is None:
        page.line()
        page.line("Nothing in the case tells how these two stand.")
        _others(page, answer)
        return
    page.heading("Now")
    page.entry(
        ["  ", signed(_sign(answer.lasting))],
        [(_level(answer.lasting), BOLD), f"  on {day(answer.reference)}: {_words(answer.lasting)}"],
        hang=_HANG,
    )
    page.line(f"{_level(answer.now)}  in how they deal now, the mood of these weeks in it.", indent=_HANG)
    page.line(
        (
            f"From {counted(answer.events_found, 'event')} and {counted(answer.claims_found, 'claim')}, the last in the week of "
            f"{day(answer.now.last)}. "
            + (f"{counted(answer.contacts, 'meeting or call', 'meetings and calls')} not counted: foes talk, too. " if answer.contacts else "")
            + f"Usual for such a pair: {answer.usual:+.2f}.",
            DIM,
        ),
        indent=_HANG,
    )  # fmt: skip
    _chart(page, answer.history, answer.shifts)
    page.heading("By channel", "level with its interval; mean of what either did to the other")
    for part in answer.channels:
        _channel(page, part, answer)
    page.heading("Shifts")
    if not answer.shifts:
        page.line("None.", indent=2)
    for shift in answer.shifts:
        _shift(page, cited, shift, names=False)
    if answer.events:
        page.heading("Events", "those that weigh most")
    for event in answer.events[:_EVENTS]:
        _event(page, event, 2)
    more(page, answer.events_found - min(len(answer.events), _EVENTS), 2, "; bedfellows events has them all")
    if answer.claims:
        page.heading("Claims")
        quotes(page, cited, answer.claims, 2)
    if answer.standing:
        page.heading("Standing")
    for row in answer.standing[:_EVENTS]:
        about = time_words(row.first, row.last, row.precision)
        page.entry(
            [(row.feed, DIM)],
            [f"{row.relation.replace('-', ' ')}, {about}; {row.detail}  ", (row.id, DIM)],
            indent=2,
            hang=len(row.feed) + 2,
        )
    more(page, len(answer.standing) - _EVENTS, 2, "; --format json has them all")
    if answer.acting:
        parts = [f"{one.name} ({one.events})" for one in answer.acting[:_OTHERS]]
        page.heading("Counted for them", "by how many events")
        page.line(listed(parts), indent=2)
        more(page, len(answer.acting) - _OTHERS, 2, "; --format json has them all")
    _others(page, answer)
    cited.legend(page)


def show_shifts(answer: ShiftsAnswer) -> None:
    """Print the shifts of a period, the greatest first."""
    page, cited = Page(), Cited(answer.scope)
    page.line(("Shifts", BOLD))
    begun = day(answer.first) if answer.first else "the beginning"
    ended = day(answer.last) if answer.last else day(answer.reference)
    known = f", as of {day(answer.scope.as_of)}" if answer.scope.as_of else ""
    page.line((f"From {begun} to {ended}{known}: {counted(answer.found, 'shift')}.", DIM))
    if not answer.shifts:
        page.line()
        page.line("None was found. Levels move by less than their noise, or the case holds too few events.")
    for shift in answer.shifts:
        page.line()
        _shift(page, cited, shift, names=True)
    more(page, answer.found - len(answer.shifts), 2, "; --limit shows more")
    cited.legend(page)


def _scope(answer: TieAnswer) -> str:
    if answer.scope.sources:
        return scope_words(answer.scope)
    when = f"As of {day(answer.scope.as_of)}" if answer.scope.as_of else "All that is in the case"
    return f"{when}: events of feeds, no texts."


def _sign(now: Level) -> int:
    return 1 if now.low > 0 else -1 if now.high < 0 else 0


def _level(now: Level) -> str:
    return f"{now.level:+.2f} ({now.low:+.2f} to {now.high:+.2f})"


def _words(lasting: Level) -> str:
    sure = _sign(lasting)
    return (
        "on friendly terms" if sure > 0 else "on hostile terms" if sure < 0 else "the sign is not sure"
    ) + "."


def _channel(page: Page, part: ChannelLevel, answer: TieAnswer) -> None:
    directions = []
    for name, mean, number in (
        (answer.a_name, part.out, part.out_events),
        (answer.b_name, part.back, part.back_events),
    ):
        if mean is not None:
            directions.append(f"{name} {mean:+.2f} in {counted(number, 'event')}")
    page.entry(
        ["  ", signed(_sign(part.now)), f" {part.channel}"],
        [f"{_level(part.now):<26}", ("; ".join(directions), DIM)],
        hang=18,
    )


def _shift(page: Page, cited: Cited, shift: Shift, *, names: bool) -> None:
    style = FRIENDLY if shift.size > 0 else HOSTILE
    who = f"{shift.first_name} and {shift.second_name}  " if names else ""
    shown = _SHOWN_BY[shift.sign_of]
    page.entry(
        ["  ", signed(shift.size)],
        [
            (who, BOLD),
            (shift.kind, style),
            f" in the week of {day(shift.day)}: {shift.before:+.2f} to {shift.after:+.2f} ({shift.size:+.2f}), "
            f"confidence {_sure(shift)}{shown}",
        ],
        hang=_HANG,
    )
    for event in shift.driven_by[:_DRIVING]:
        _event(page, event, 2 + _HANG)
    quotes(page, cited, shift.claims[:_DRIVING], 2 + _HANG)
    if shift.standing:
        page.line((", ".join(shift.standing), DIM), indent=2 + _HANG)


def _sure(shift: Shift) -> str:
    return f"{shift.confidence:.0%}" if shift.confidence < 0.995 else "above 99%"


def _event(page: Page, event: TieEvent, indent: int) -> None:
    page.entry(
        [signed(event.weight), f" {event.day}"],
        [
            f"{event.actor_name} to {event.target_name}: {event.text or event.type.lower()} ({event.weight:+.2f})  ",
            (event.id, DIM),
        ],
        indent=indent,
        hang=14,
    )


def _others(page: Page, answer: TieAnswer) -> None:
    if not answer.others:
        return
    page.heading("Members and coalitions", "each with the other side")
    sides = {answer.a: answer.a_name, answer.b: answer.b_name}
    for other in answer.others[:_OTHERS]:
        facing = sides[answer.b if other.of == answer.a else answer.a]
        page.entry(
            ["  ", signed(_sign(other.now))],
            [f"{other.name} and {facing}  {_level(other.now)}  ", (_about(other, sides[other.of]), DIM)],
            hang=_HANG,
        )
    more(page, len(answer.others) - _OTHERS, 2, "; --format json has them all")


def _about(other: OtherTie, side: str) -> str:
    words = f"{side} is in it" if other.relation == "coalition" else f"in {side}"
    return f"{words}; {counted(other.now.readings, 'reading')}"


def _chart(page: Page, history: Sequence[TieWeek], shifts: Sequence[Shift]) -> None:
    """The level week by week with its interval, and a line where it shifted; nothing for fewer than three weeks."""
    if len(history) < 3:
        return
    from plotext import figure
    from rich.text import Text

    page.heading("History", "the line: by what was known then; dots: its interval; upright lines: shifts")
    figure.clear()
    figure.plot_size(min(page.width, 100), _HEIGHT)
    figure.theme("colorless")
    numbers = [week.week.toordinal() for week in history]
    for name in ("low", "high"):
        values = [getattr(week, name) for week in history]
        figure.draw(figure.signal(numbers, values, marker="·"))
    figure.draw(figure.signal(numbers, [week.level for week in history], marker="hd").lines())
    figure.line(0.0, "horizontal", style="dotted")
    for shift in shifts:
        if numbers[0] <= shift.day.toordinal() <= numbers[-1]:
            figure.line(shift.day.toordinal(), "vertical")
    ticks = _ticks(numbers)
    figure.ruler("x").ticks(ticks, [_label(number, numbers) for number in ticks])
    figure.ruler("y").lim(-1, 1)
    figure.ruler("y").ticks([-1, -0.5, 0, 0.5, 1], ["-1", "-0.5", "0", "+0.5", "+1"])
    for line in figure.build().string(colorless=True).splitlines():
        page.show(Text(line.rstrip()))
    figure.clear()


def _ticks(numbers: Sequence[int]) -> list[int]:
    steps = min(5, len(numbers) - 1)
    return [numbers[round(step * (len(numbers) - 1) / steps)] for step in range(steps + 1)]


def _label(number: int, numbers: Sequence[int]) -> str:
    long = numbers[-1] - numbers[0] > 3 * 365
    return date.fromordinal(number).strftime("%Y" if long else "%Y-%m-%d")
