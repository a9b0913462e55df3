"""The answer of `what-if` as a page for a terminal, and as rows for CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bedfellows.cli import war_rows
from bedfellows.cli.evidence import scope_words
from bedfellows.cli.output import BOLD, DIM, Page, signed
from bedfellows.cli.war_page import show_wars
from bedfellows.scenario.war_wording import is_open, rates_words, shift_words
from bedfellows.ties.wording import counted

if TYPE_CHECKING:
    from bedfellows.scenario.what_if import WhatIfAnswer
    from bedfellows.scenario.what_if_tree import Node

COLUMNS = (
    *war_rows.WARS,
    *(
        "a",
        "b",
        "sign",
        "before",
        "after",
        "unbalanced",
        "balanced",
        "flips",
        "flips_without",
        "text",
        "problem",
        "evidence",
    ),
)
_MOST = 10
_FEW = 3  # reasons of a branch


def rows(answer: WhatIfAnswer) -> Iterator[dict[str, Any]]:
    """The rows of `war-outcomes`, then `changed-tie`, `unbalanced-triad`, `tie`, `said`, `left-out`, `question` and `war-question`."""
    for wars in answer.wars:
        yield from war_rows.war_rows(wars)
    for change in answer.knock_on.changed:
        yield {
            "row": "changed-tie",
            "a": change.a,
            "b": change.b,
            "before": change.before,
            "after": change.after,
            "evidence": change.evidence,
        }
    for triad in answer.knock_on.loosened:
        yield {
            "row": "unbalanced-triad",
            "case": triad.actors,
            "sign": triad.signs,
            "evidence": triad.evidence,
        }
    for tie in answer.knock_on.pressed:
        yield {
            "row": "tie", "a": tie.a, "b": tie.b, "sign": tie.sign, "unbalanced": tie.unbalanced, "balanced": tie.balanced,
            "flips": tie.flips, "flips_without": tie.flips_without, "low": f"{tie.low:.4f}", "high": f"{tie.high:.4f}", "evidence": tie.evidence,
        }  # fmt: skip
    for fork in answer.said:
        for branch in fork.branches:
            yield {
                "row": "said",
                "text": f"{fork.kind} {fork.condition}: {branch.outcome}",
                "evidence": (branch.id,),
            }
    for line in answer.left_out:
        yield {"row": "left-out", "text": line}
    for put in answer.questions:
        yield {"row": "question", "case": put.id, "text": put.text, "problem": put.problem}
    for id_ in answer.war_questions:
        yield {"row": "war-question", "case": id_}


def show_what_if(answer: WhatIfAnswer) -> None:
    """Print what may come with and without it as a tree, the ties that it changes and presses on, then the wars with their past cases."""
    page = Page()
    found = answer.knock_on
    page.line((scope_words(answer.scope), DIM))
    page.heading("What if", f"as of {answer.as_of}, over {answer.horizon} years")
    for phrase in dict.fromkeys(one.phrase for one in answer.scenario.interventions):
        page.line(phrase, indent=2)
    _in_short(page, answer)
    page.heading("What may come")
    for number, node in enumerate(answer.tree.then):
        _node(
            page, node, 0, _FEW if number else 0
        )  # why the odds are what they are without it, each war says below
    page.heading("Ties that it changes")
    for one in found.changed:
        before = "no tie" if one.before is None else f"{one.before:+.2f}"
        after = "no tie" if one.after is None else "hostile" if one.after < 0 else "friendly"
        page.line(
            f"{_pair(answer, one.a, one.b)}: {before}, then {after}  {' '.join(one.evidence[:3])}", indent=2
        )
    changed = {(one.a, one.b) for one in found.changed}
    pairs = [sorted((one.actor, one.object)) for one in answer.scenario.interventions]
    for a, b in dict.fromkeys((a, b) for a, b in pairs):
        if (a, b) not in changed:
            page.line(
                (
                    f"{_pair(answer, a, b)}: the case has no tie that it would end, or has the one that it would make",
                    DIM,
                ),
                indent=2,
            )
    page.heading(
        "Ties under pressure",
        f"unbalanced triads: {found.unbalanced[0]} without it, {found.unbalanced[1]} with it",
    )
    moved = [one for one in found.pressed if one.low > 0]
    for tie in moved[:_MOST]:
        page.line(
            signed(tie.sign),
            (f" {_pair(answer, tie.a, tie.b)}", BOLD),
            f": flips in {tie.flips:.0%} of draws, {tie.flips_without:.0%} without it; in {tie.unbalanced} unbalanced and {tie.balanced} balanced "
            f"triads  {' '.join(tie.evidence[:3])}",
            indent=2,
        )
    if len(moved) > _MOST:
        page.line(f"and {len(moved) - _MOST} more; --format json has them all", indent=2)
    if not moved:
        page.line("None is pressed more with it than without.", indent=2)
    page.line(
        (
            f"Constrained triad dynamics, {found.draws} draws, seed {found.seed}: what actors would do if all they did was to lessen imbalance.",
            DIM,
        ),
        indent=2,
    )
    for triad in found.loosened[:_MOST]:
        page.line("Unbalanced by it: ", ", ".join(answer.names[actor] for actor in triad.actors), indent=2)
    if answer.left_out:
        page.heading("What the odds of wars leave out")
        for line in answer.left_out:
            page.line(line, indent=2)
    _questions(page, answer)
    for wars in answer.wars:
        show_wars(wars)


def _in_short(page: Page, answer: WhatIfAnswer) -> None:
    """What it does to each war, how such wars went before, and what has no odds."""
    forecasts = [one for wars in answer.wars for one in wars.forecasts]
    changed = [one for one in forecasts if one.changed]
    page.heading("In short")
    for one in changed:
        page.line((f"{one.name}, by the end of {one.until}: ", BOLD), shift_words(one), indent=2)
        if is_open(one):
            page.line("The intervals leave open that it changes nothing in this war.", indent=4)
    if changed and changed[0].patrons_left:
        rates = rates_words(changed[0].patrons_left_rates)
        page.line(f"Past governments whose patrons left a war that went on: {rates}.", indent=2)
    if not changed:
        page.line("It changes the odds of no war: they know only of troops that come or go.", indent=2)
    first = next((one for one in answer.knock_on.pressed if one.low > 0), None)
    if first:
        page.line(
            f"Most pressed of the ties: {_pair(answer, first.a, first.b)}; this is what imbalance does to a network, and no forecast.",
            indent=2,
        )
    if forecasts:
        page.line(f"{forecasts[0].state_failure.split('. ')[0]}.", indent=2)


def _questions(page: Page, answer: WhatIfAnswer) -> None:
    if not answer.questions and not answer.war_questions:
        return
    page.heading("Questions, to be scored later", "see them: bedfellows questions")
    if answer.war_questions:
        until = next(one.until for wars in answer.wars for one in wars.forecasts)
        page.line(
            f"{len(answer.war_questions)} on how the wars stand at the end of {until}, with the change and without; a later list of wars "
            "resolves them: bedfellows questions resolve",
            indent=2,
        )
    for put in answer.questions:
        if put.id:
            page.line(f"{put.id}: {put.text}", indent=2)
    for problem in dict.fromkeys(put.problem for put in answer.questions if not put.id):
        wanted = sum(put.problem == problem for put in answer.questions)
        page.line(f"None on {counted(wanted, 'tie')} under pressure: {problem}", indent=2)


def _node(page: Page, node: Node, level: int, reasons: int) -> None:
    """A line of the tree, what follows from it further in."""
    lead = "  " * level
    if node.odds is None:
        page.entry([lead], [(node.text, BOLD)], hang=2 * level + 2)
    else:
        interval = (
            f"({node.low:.0%} to {node.high:.0%})" if node.low is not None and node.high is not None else ""
        )
        bar = "█" * round(node.odds * 20)
        page.entry(
            [f"{lead}{node.odds:>4.0%} "], [f"{node.text} ", (f"{interval} ", DIM), bar], hang=2 * level + 5
        )
    for reason in node.reasons[:reasons]:
        page.line((reason, DIM), indent=2 * level + 4)
    for one in node.then:
        _node(page, one, level + 1, reasons)


def _pair(answer: WhatIfAnswer, a: str, b: str) -> str:
    return f"{answer.names.get(a, a)} and {answer.names.get(b, b)}"
