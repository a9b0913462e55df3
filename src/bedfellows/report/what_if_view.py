"""Scenarios kept in a case, as the page shows them: odds with and without, what may come as a tree, and the past wars they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bedfellows.report.dates import day
from bedfellows.report.evidence_index import EvidenceIndex, Reference
from bedfellows.report.outside_text import visible
from bedfellows.scenario.war_outcomes import Odds, WarForecast
from bedfellows.scenario.war_wording import OUTCOME_WORDS, is_open, rates_words, reasons_alone
from bedfellows.scenario.what_if import WhatIfAnswer
from bedfellows.scenario.what_if_tree import Node


@dataclass(frozen=True, slots=True)
class NodeView:
    """A branch of the tree; `odds` and `interval` are words, `share` is the odds in percent for the bar."""

    text: str
    odds: str
    interval: str
    share: int
    reasons: tuple[str, ...]
    evidence: tuple[Reference, ...]
    then: tuple[NodeView, ...]


@dataclass(frozen=True, slots=True)
class WarView:
    """A war's outcomes as rows: outcome, all wars, as it is, with the change, difference; the last two are not there where nothing changes.

    `why` is what tells the war as it is from the average war; `left`, how wars went on whose patrons left, empty where the change is no such one.
    """

    name: str
    until: int
    rows: tuple[tuple[str, ...], ...]
    changed: bool
    open: bool
    why: tuple[str, ...]
    left: str
    like: tuple[str, ...]
    like_rates: str


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """One scenario of the case."""

    anchor: str
    name: str
    phrases: tuple[str, ...]
    about: str
    wars: tuple[WarView, ...]
    tree: tuple[NodeView, ...]
    left_out: tuple[str, ...]
    state_failure: str


def scenario_views(
    scenarios: Iterable[tuple[str, WhatIfAnswer]], index: EvidenceIndex
) -> tuple[ScenarioView, ...]:
    """The views of named scenarios, with links to the evidence that the page shows."""
    return tuple(_scenario(number, name, answer, index) for number, (name, answer) in enumerate(scenarios, 1))


def _scenario(number: int, name: str, answer: WhatIfAnswer, index: EvidenceIndex) -> ScenarioView:
    phrases = tuple(dict.fromkeys(visible(one.phrase) for one in answer.scenario.interventions))
    about = f"As of {day(answer.as_of)}, over {answer.horizon} years."
    wars = tuple(_war(one) for wars in answer.wars for one in wars.forecasts)
    left_out = tuple(visible(line) for line in answer.left_out)
    return ScenarioView(
        f"what-if-{number}",
        visible(name),
        phrases,
        about,
        wars,
        tuple(_node(one, index, place > 0) for place, one in enumerate(answer.tree.then)),
        left_out,
        next((one.state_failure for wars in answer.wars for one in wars.forecasts), ""),
    )


def _war(one: WarForecast) -> WarView:
    rows = []
    for place, rate in enumerate(one.base):
        row = [OUTCOME_WORDS[rate.outcome], f"{rate.share:.0%}", _odds(one.unchanged.odds[place])]
        if one.changed:
            by = one.differences[place]
            row += [
                _odds(one.changed.odds[place]),
                f"{by.odds * 100:+.0f} ({by.low * 100:+.0f} to {by.high * 100:+.0f})",
            ]
        rows.append(tuple(row))
    like = tuple(
        f"{case.name} {case.year}: {OUTCOME_WORDS[case.outcome] if case.outcome else 'not known yet'}"
        for case in (one.changed or one.unchanged).like
    )
    why = tuple(f"{what}: {ratios}" for what, ratios in reasons_alone(one.unchanged))
    left = rates_words(one.patrons_left_rates) if one.patrons_left else ""
    rates = rates_words((one.changed or one.unchanged).like_rates)
    changed = one.changed is not None
    return WarView(
        visible(one.name), one.until, tuple(rows), changed, changed and is_open(one), why, left, like, rates
    )


def _odds(odds: Odds) -> str:
    return f"{odds.odds:.0%} ({odds.low * 100:.0f} to {odds.high * 100:.0f})"


def _node(node: Node, index: EvidenceIndex, reasons: bool) -> NodeView:
    """A branch with what follows; without reasons where they stand elsewhere."""
    given = node.odds is not None
    interval = f"{node.low:.0%} to {node.high:.0%}" if node.low is not None and node.high is not None else ""
    return NodeView(
        visible(node.text),
        f"{node.odds:.0%}" if given else "",
        interval,
        round((node.odds or 0) * 100),
        tuple(map(visible, node.reasons)) if reasons else (),
        index.references(node.evidence),
        tuple(_node(one, index, reasons) for one in node.then),
    )
