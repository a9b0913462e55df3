"""With and without an intervention as one tree: conditions, what may come of each, with odds, reasons and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bedfellows.scenario.knock_on import Pressed
from bedfellows.scenario.outcomes import Branch, Fork
from bedfellows.scenario.war_outcomes import Branch as WarBranch
from bedfellows.scenario.war_outcomes import WarForecast
from bedfellows.scenario.war_question import WarAnswer
from bedfellows.scenario.war_wording import OUTCOME_WORDS, reasons_alone, reasons_changed

MOST_TIES = 5
"""Ties under pressure in the tree, at most."""


@dataclass(frozen=True, slots=True)
class Node:
    """Something that may be, and in `then` what may come of it.

    Without `odds` it is a condition, a war or something that a source foresees; `low` and `high` hold nine tenths of the draws. `reasons` are
    words; `evidence` are ids of claims and outcomes, or names and years of past wars.
    """

    text: str
    odds: float | None = None
    low: float | None = None
    high: float | None = None
    reasons: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    then: tuple[Node, ...] = ()


def what_if_tree(
    text: str,
    wars: Sequence[WarAnswer],
    pressed: Sequence[Pressed],
    said: Sequence[Fork],
    names: Mapping[str, str],
) -> Node:
    """The tree of a scenario: what may be without it, what with it, and what the sources foresee."""
    forecasts = [one for answer in wars for one in answer.forecasts]
    without = tuple(_war(one, one.unchanged, reasons_alone(one.unchanged)) for one in forecasts)
    with_it = tuple(
        _war(one, one.changed, reasons_changed(one.unchanged, one.changed))
        for one in forecasts
        if one.changed
    )
    moved = [one for one in pressed if one.low > 0][:MOST_TIES]
    ties = Node("Ties move", then=tuple(_tie(one, names) for one in moved))
    parts = [
        Node("If not: things go on as they are", then=without),
        Node(f"If so: {text}", then=(*with_it, *((ties,) if moved else ()))),
        *(
            Node(f"The sources: {fork.kind.replace('-', ' ')} {fork.condition}", then=_said(fork.branches))
            for fork in said
        ),
    ]
    return Node("What may come", then=tuple(one for one in parts if one.then))


def _war(one: WarForecast, branch: WarBranch, reasons: tuple[tuple[str, str], ...]) -> Node:
    outcomes = tuple(
        Node(OUTCOME_WORDS[odds.outcome], odds.odds, odds.low, odds.high)
        for odds in sorted(branch.odds, key=lambda odds: -odds.odds)
    )
    like = tuple(f"{case.name} {case.year}" for case in branch.like)
    return Node(
        f"{one.name} by the end of {one.until}",
        reasons=tuple(f"{what}: {ratios}" for what, ratios in reasons),
        evidence=like,
        then=outcomes,
    )


def _tie(one: Pressed, names: Mapping[str, str]) -> Node:
    turn = "turn against each other" if one.sign > 0 else "come together"
    reason = (
        f"in {one.unbalanced} unbalanced and {one.balanced} balanced triads; flips in {one.flips:.0%} of draws, "
        f"{one.flips_without:.0%} without it"
    )
    a, b = names.get(one.a, one.a), names.get(one.b, one.b)
    return Node(f"{a} and {b} {turn}", reasons=(reason,), evidence=one.evidence)


def _said(branches: Sequence[Branch]) -> tuple[Node, ...]:
    return tuple(
        Node(
            one.outcome,
            reasons=(f"{one.certainty}, says {', '.join(one.said_by) or 'the author'}",),
            evidence=(one.id,),
            then=_said(one.then),
        )
        for one in branches
    )
