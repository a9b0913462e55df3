"""The answers of `strange`, `why` and `outcomes` as pages for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bedfellows.cli.evidence import Cited, facts, more, quote, quotes, scope_words, speakers, words
from bedfellows.cli.output import BOLD, DIM, FRIENDLY, HOSTILE, Page
from bedfellows.report.dates import day

if TYPE_CHECKING:
    from bedfellows.balance.strange import StrangeAnswer
    from bedfellows.balance.unexpected import UnexpectedAnswer
    from bedfellows.explain.why import Reason, WhyAnswer
    from bedfellows.scenario.outcomes import Branch, OutcomesAnswer

_INDENT = 10
_KINDS = {
    "if": "If",
    "unless": "Unless",
    "as-long-as": "As long as",
    "when": "When",
    "follows-from": "It follows",
}


def show_strange(answer: StrangeAnswer) -> None:
    """Print the pairs, the strangest first, each with what adds to its score and what takes away."""
    page, cited = Page(), Cited(answer.scope)
    page.line(("The least expected alignments", BOLD))
    page.line((scope_words(answer.scope), DIM))
    if answer.unexpected:
        show_unexpected(page, answer.unexpected)
        if not answer.scope.claims:
            return
        page.heading("By what the sources claim")
    page.line((f"{answer.basis} The points of each line add up to the score.", DIM))
    if not answer.pairs:
        page.line()
        page.line("No source says of two actors that they are friendly, while something speaks against it.")
        return
    for number, pair in enumerate(answer.pairs, 1):
        page.line()
        page.entry(
            [f"{number:>2}. "],
            [(f"{pair.a_name} and {pair.b_name}", BOLD), f"  strangeness {pair.score:.2f}"],
            hang=4,
        )
        for reason in pair.reasons:
            added = reason.points >= 0
            points = _number(reason.points)
            page.entry(
                ["    ", (points, FRIENDLY if added else HOSTILE)],
                [(f"{reason.title}. ", BOLD), reason.words],
                hang=_INDENT + 1,
            )
            quotes(page, cited, reason.evidence, _INDENT + 1)
            facts(page, reason.facts, _INDENT + 1, reason.words)
    if answer.found > len(answer.pairs):
        page.line()
        more(page, answer.found - len(answer.pairs), 0, "; raise --limit to see them")
    cited.legend(page)


def show_unexpected(page: Page, answer: UnexpectedAnswer) -> None:
    """Print the pairs whose alignment events put far above the expected one, each with what adds to the surprise."""
    page.heading("By the record of events")
    fitted = " and ".join(day(one) for one in answer.fitted_on)
    page.line(
        (
            f"Alignment on {day(answer.day)}, and the one to be expected by what was known on {day(answer.before)}: a model fitted on "
            f"{answer.fitted_pairs:,} pairs of {fitted}. Strangeness is the difference in standard deviations, to which the points of "
            f"each line add up. {answer.looked_at:,} pairs were looked at; so many as strange as this one are to be expected by chance.",
            DIM,
        )
    )
    for number, pair in enumerate(answer.pairs, 1):
        page.line()
        page.entry(
            [f"{number:>2}. "],
            [
                (f"{pair.a_name} and {pair.b_name}", BOLD),
                f"  strangeness {pair.surprise:.2f}; by chance {pair.by_chance:.3g}",
            ],
            hang=4,
        )
        page.entry(
            ["    "],
            [
                f"{_number(pair.level)} ({_number(pair.low)} to {_number(pair.high)}), expected {_number(pair.expected)}"
            ],
            hang=4,
        )
        for part in pair.parts:
            colour = FRIENDLY if part.points >= 0 else HOSTILE
            page.entry(["    ", (_number(part.points), colour)], [part.words], hang=_INDENT + 1)
            if part.evidence:
                page.entry([" " * (_INDENT + 1)], [(", ".join(part.evidence), DIM)], hang=_INDENT + 1)
    if answer.found > len(answer.pairs):
        page.line()
        more(page, answer.found - len(answer.pairs), 0, "; raise --limit to see them")


def _number(value: float) -> str:
    return f"{'−' if value < 0 else '+'}{abs(value):.2f}"


def show_why(answer: WhyAnswer, most: int | None = None) -> None:
    """Print the reasons for the alignment, then those against it, the strongest first; of each side `most`."""
    page, cited = Page(), Cited(answer.scope)
    page.line((f"Why {answer.a_name} and {answer.b_name}?", BOLD))
    page.line((scope_words(answer.scope), DIM))
    page.line(("+ for, − against; the number is how far the evidence is to be believed, from 0 to 1.", DIM))
    page.heading("The tie", f"friendly {answer.friendly:.2f}, hostile {answer.hostile:.2f}")
    if answer.aligned:
        for piece in answer.aligned:
            page.entry(["  ", ("+", FRIENDLY)], [piece.statement], hang=_INDENT)
            quote(page, cited, piece, _INDENT)
    else:
        page.line("No source says that the two are aligned now.", indent=2)
    if by := answer.recorded:
        page.line(
            f"By the record {by.level:+.2f}, with 90% between {by.low:+.2f} and {by.high:+.2f}; {by.readings:,} readings.",
            indent=2,
        )
    for title, reasons in (
        ("What speaks for it", answer.reasons_for),
        ("What speaks against it", answer.reasons_against),
    ):
        page.heading(title)
        if not reasons:
            page.line("Nothing in the case.", indent=2)
        _reasons(page, cited, reasons[:most])
        if most is not None:
            more(page, len(reasons) - most, _INDENT)
    cited.legend(page)


def _reasons(page: Page, cited: Cited, reasons: Sequence[Reason]) -> None:
    for reason in reasons:
        sign = ("+", FRIENDLY) if reason.side == "for" else ("−", HOSTILE)
        page.entry(
            ["  ", sign, f" {reason.strength:.2f}"],
            [(f"{reason.title.rstrip('.')}. ", BOLD), reason.words],
            hang=_INDENT,
        )
        quotes(page, cited, reason.evidence, _INDENT)
        facts(page, reason.facts, _INDENT, reason.words)


def show_outcomes(answer: OutcomesAnswer) -> None:
    """Print each condition with what is said to come of it, as a tree."""
    page, cited = Page(), Cited(answer.scope)
    page.line(("What the sources say will happen", BOLD))
    page.line((scope_words(answer.scope), DIM))
    if not answer.forks:
        page.line()
        page.line("The sources say of nothing what would follow from it.")
        return
    for fork in answer.forks:
        page.line()
        page.line((f"{_KINDS.get(fork.kind, fork.kind)} ", BOLD), _without(fork.condition, fork.kind))
        for branch in fork.branches:
            _branch(page, cited, branch, 2)
    cited.legend(page)


def _branch(page: Page, cited: Cited, branch: Branch, indent: int) -> None:
    depth = min(indent, 26)
    page.entry([("→", BOLD)], [branch.outcome], indent=depth, hang=2)
    horizon = f"{branch.horizon_text} (by {day(branch.horizon)})" if branch.horizon else branch.horizon_text
    about = words([f"{branch.certainty}, {speakers(branch.said_by or ('the author',))}", horizon])
    page.line((about, DIM), indent=depth + 2)
    quote(page, cited, branch.evidence, depth + 2, certainty=False)
    for follower in branch.then:
        _branch(page, cited, follower, indent + 4)


def _without(condition: str, kind: str) -> str:
    """The condition without the word that begins it, where that stands before it already."""
    start = _KINDS.get(kind, "").casefold()
    return condition[len(start) :].lstrip() if condition.casefold().startswith(f"{start} ") else condition
