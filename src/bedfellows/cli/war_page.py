"""The answer of `war-outcomes` as a page for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedfellows.cli.evidence import Cited, more, quotes, scope_words
from bedfellows.cli.output import BOLD, DIM, Page
from bedfellows.report.dates import day
from bedfellows.scenario.war_wording import OUTCOME_WORDS, rates_words, reasons_alone, reasons_changed
from bedfellows.ties.wording import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bedfellows.scenario.reference_class import PastCase
    from bedfellows.scenario.war_outcomes import Branch, Odds, Support, WarForecast
    from bedfellows.scenario.war_question import WarAnswer

_WORD, _NUMBER, _WIDTHS = 23, 9, (12, 12, 15)
_MOST, _FEWER = 8, 4


def show_wars(answer: WarAnswer) -> None:
    """Print each war's odds, first how wars stood in the past, then with and without the change, then the past wars they rest on."""
    page = Page()
    cited = Cited(answer.scope) if answer.scope else None
    if answer.scope:
        page.line((scope_words(answer.scope), DIM))
    if not answer.forecasts:
        page.line("No war of a state whose fighting the case tells of was going on. Name a state or a group.")
        return
    first = answer.forecasts[0]
    page.line(
        f"As of {day(first.as_of)}, to the end of {first.until}. The data known then end with {first.known}; that the wars go on, and that nobody's "
        "troops have come or gone since, is taken for granted.",
    )
    shown_left: tuple[str, ...] = ()
    for one in answer.forecasts:
        _war(page, one, answer)
        if one.changed:
            shown_left = _left(page, one, shown_left)
            _like(page, "Past wars most like it, with the change", one.changed, len(answer.forecasts))
        _like(page, "Past wars most like it as it is", one.unchanged, len(answer.forecasts))
        evidence = answer.evidence.get(one.war, ())
        if cited and evidence:
            page.heading("What the case says of it", "the odds do not rest on this")
            quotes(page, cited, evidence[:3], 2)
            more(page, len(evidence) - 3, 2, "; --format json has them all")
    page.heading("Notes")
    base = first.base[0]
    page.line(
        f"All wars: {counted(base.of, 'year')} of {base.wars} wars of which the {counted(first.horizon, 'year')} that followed are known. In brackets: "
        f"nine tenths of the draws. The model is fitted to {first.fitted_on[0]} years of {first.fitted_on[1]} wars. Odds of what is rare are small and uncertain; the "
        "intervals hold what the model does not know of its weights, not what it leaves out.",
        indent=2,
    )
    page.line(first.state_failure, indent=2)
    for line in first.source.splitlines():
        page.line((line, DIM), indent=2)
    if cited:
        cited.legend(page)


def _war(page: Page, one: WarForecast, answer: WarAnswer) -> None:
    page.heading(one.name, f"UCDP conflict {one.conflict}, under this government since {one.began}")
    page.line(f"Troops in it: {_support(one.unchanged.support, answer.states)}.", indent=2)
    changed = one.changed
    if changed:
        page.line(
            ("The change: ", BOLD),
            f"{_change(answer)}. Troops in it then: {_support(changed.support, answer.states)}.",
            indent=2,
        )
    page.line()
    heads = ("all wars", "as it is", *(("with change", "in points") if changed else ()))
    page.line((_columns("after " + counted(one.horizon, "year"), *heads), BOLD), indent=2)
    for place, rate in enumerate(one.base):
        cells = [f"{rate.share:.0%}", _interval(one.unchanged.odds[place])]
        if changed:
            cells += [_interval(changed.odds[place]), _difference(one.differences[place])]
        page.line(_columns(OUTCOME_WORDS[rate.outcome], *cells), indent=2)
    if changed:
        page.heading("Why", "what the change does to the odds of a year, against the war going on")
        reasons = reasons_changed(one.unchanged, changed)
    else:
        page.heading(
            "Why", "what tells this war's odds of a year from the average war's, against the war going on"
        )
        reasons = reasons_alone(one.unchanged)
    for covariate, ratios in reasons:
        page.line((covariate, BOLD), f": {ratios}", indent=2)


def _left(page: Page, one: WarForecast, shown: tuple[str, ...]) -> tuple[str, ...]:
    """The governments whose patrons left; not again where they were shown for a war above."""
    cases = tuple(f"{case.war} {case.year}" for case in one.patrons_left)
    if one.patrons_left:
        page.heading("Governments whose patrons left a war that went on", rates_words(one.patrons_left_rates))
        if cases == shown:
            page.line("As above.", indent=2)
        else:
            _cases(page, one.patrons_left, left=True)
    return cases or shown


def _columns(first: str, *rest: str) -> str:
    cells = [f"{part:<{width}}" for part, width in zip(rest[1:], _WIDTHS, strict=False)]
    return f"{first:<{_WORD}}{rest[0]:>{_NUMBER}}  {'  '.join(cells)}".rstrip()


def _interval(odds: Odds) -> str:
    return f"{odds.odds:>3.0%} ({odds.low * 100:.0f}-{odds.high * 100:.0f})"


def _difference(odds: Odds) -> str:
    return f"{odds.odds * 100:+.0f} ({odds.low * 100:+.0f} to {odds.high * 100:+.0f})"


def _support(support: Support, states: Mapping[int, str]) -> str:
    sides = (("for the government", support.government), ("for the rebels", support.rebels))
    found = [f"{_few([states[state] for state in sorted(held)], 6)} {side}" for side, held in sides if held]
    return "; ".join(found) or "no other state's"


def _change(answer: WarAnswer) -> str:
    change = answer.change
    parts = (
        ("without", change.without),
        ("for the government:", change.for_government),
        ("for the rebels:", change.for_rebels),
    )
    said = "; ".join(f"{words} {', '.join(names)}" for words, names in parts if names)
    later = change.since is not None and change.since > answer.as_of.year
    return f"{said}, from {change.since} on" if later else said


def _like(page: Page, title: str, branch: Branch, wars: int) -> None:
    page.heading(title, rates_words(branch.like_rates))
    _cases(page, branch.like[: _MOST if wars == 1 else _FEWER])
    more(page, len(branch.like) - (_MOST if wars == 1 else _FEWER), 2, "; --format json has them all")


def _cases(page: Page, cases: Sequence[PastCase], *, left: bool = False) -> None:
    if not cases:
        page.line("None.", indent=2)
    for case in cases:
        what = OUTCOME_WORDS[case.outcome] if case.outcome else "not known yet"
        when = (
            f" by {case.until}"
            if case.outcome == "status-quo"
            else f" in {case.until}"
            if case.outcome
            else ""
        )
        names = _few(case.patron_names, 3) or "none"
        rule = f"; {case.rule}" if case.rule else ""
        page.entry(
            [f"  {case.year}  "],
            [
                (case.name, BOLD),
                f": {what}{when}",
                (f" ({'left' if left else 'patrons'}: {names}{rule})", DIM),
            ],
            hang=8,
        )


def _few(names: Sequence[str], most: int) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
