"""How an episode of armed conflict ended, and by which rule that is said.

In this order: what UCDP's Conflict Termination Dataset says; a government that rebels overthrew in the last year of the episode or the next;
the outcome of the war of the Correlates of War that matches; else it is not known. Each ending names its rule. Sources: Kreutz, Joakim (2010), Journal of
Peace Research 47(2); Goemans, Gleditsch and Chiozza (2009), Journal of Peace Research 46(2); Sarkees and Wayman (2010), Resort to War.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal, get_args

from bedfellows.scenario.conflict_years import Over, number, rows_of

Ending = Literal[
    "peace-agreement",
    "ceasefire",
    "government-victory",
    "rebel-victory",
    "low-activity",
    "actor-ceased",
    "unknown",
]
Rule = Literal["ucdp", "takeover", "cow", "none"]
Outcome = Literal["status-quo", "rebel-victory", "government-victory", "settlement", "low-activity"]

ENDINGS: tuple[Ending, ...] = get_args(Ending)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

UCDP: Mapping[int, Ending] = {
    1: "peace-agreement",
    2: "ceasefire",
    3: "government-victory",
    4: "rebel-victory",
    5: "low-activity",
    6: "actor-ceased",
}
"""UCDP's codes of outcomes (Conflict Termination Dataset Codebook v.4 2024)."""

RULES: Mapping[Rule, str] = {
    "ucdp": "coded by UCDP",
    "takeover": "rebels removed the government",
    "cow": "outcome of the matching war of the Correlates of War",
    "none": "no data tell how it ended",
}

_AS_OUTCOME: Mapping[Ending, Outcome] = {
    "peace-agreement": "settlement",
    "ceasefire": "settlement",
    "government-victory": "government-victory",
    "rebel-victory": "rebel-victory",
    "low-activity": "low-activity",
    "actor-ceased": "low-activity",
    "unknown": "low-activity",
}
_COW: Mapping[int, Ending] = {3: "peace-agreement", 6: "low-activity", 7: "low-activity"}
_COW_COLUMNS = ("warnum", "year", "ccodea", "ccodeb", "outcome")


@dataclass(frozen=True, slots=True)
class Takeover:
    """A government that rebels removed: the state's Gleditsch-Ward number, the leader who fell, the day, and who says so."""

    state: int
    on: date
    leader: str
    source: str


@dataclass(frozen=True, slots=True)
class CowWar:
    """A war within a state of the Correlates of War, ended: `outcome` is 1 or 2 where the government or the rebels won, else COW's code."""

    state: int
    first: int
    last: int
    outcome: int


def outcome_of(ending: Ending) -> Outcome:
    """The outcome that an ending counts as. What is not known, and rebels that ceased to exist, count as low activity: nothing decided it."""
    return _AS_OUTCOME[ending]


def is_decided(ending: Ending) -> bool:
    """Whether the ending was an event of its day that all could see, and not only that the fighting ebbed away."""
    return outcome_of(ending) != "low-activity"


@cache
def load_takeovers() -> tuple[Takeover, ...]:
    """The governments that rebels removed (`data/takeovers.csv`, which names its sources), in order of their days."""
    text = (
        resources.files("bedfellows.scenario").joinpath("data", "takeovers.csv").read_text(encoding="utf-8")
    )
    rows = csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#"))
    found = (
        Takeover(int(row["state"]), date.fromisoformat(row["on"]), row["leader"], row["source"])
        for row in rows
    )
    return tuple(sorted(found, key=lambda one: (one.on, one.state)))


def ended(
    state: int,
    over: Over,
    first: int,
    last: int,
    coded: int | None,
    takeovers: Sequence[Takeover] = (),
    cow_wars: Sequence[CowWar] = (),
) -> tuple[Ending, Rule]:
    """How an episode from `first` to `last` ended, and by which rule; `coded` is UCDP's code where there is one.

    A matching war of the Correlates of War is in the same state, overlaps the episode and ends within a year of it; the nearest end counts.
    """
    if coded is not None:
        return UCDP[coded], "ucdp"
    if over == "government" and any(
        one.state == state and last <= one.on.year <= last + 1 for one in takeovers
    ):
        return "rebel-victory", "takeover"
    near = [
        war
        for war in cow_wars
        if war.state == state and war.first <= last and war.last >= first and abs(war.last - last) <= 1
    ]
    if near:
        best = min(near, key=lambda war: (abs(war.last - last), -war.first))
        ending = {1: UCDP[3], 2: UCDP[4], **_COW}.get(best.outcome)
        if ending is not None:
            return ending, "cow"
    return "unknown", "none"


def read_cow_wars(path: Path, gleditsch_ward: Mapping[int, int] | None = None) -> list[CowWar]:
    """The wars within states of the Correlates of War, from peacesciencer's `cow_war_intra` (one row for each year and pair).

    `gleditsch_ward` gives the Gleditsch-Ward numbers of states where they differ. Only wars in which one side is the government
    of a state and the other is none are taken; those that went on when the list ended, or turned into another kind of war, are left out.

    Raises:
        InputError: the file cannot be read or lacks a column.
    """
    other = gleditsch_ward or {}
    found: dict[tuple[int, int], CowWar] = {}
    for line, row in rows_of(path, _COW_COLUMNS):
        sides = {side: int(float(row[f"ccode{side}"] or -8)) for side in "ab"}
        states = [side for side, code in sides.items() if code > 0]
        if len(states) != 1 or row.get("primary_state", "1").startswith("0"):
            continue
        state = other.get(sides[states[0]], sides[states[0]])
        war, year, outcome = (number(path, line, row, name) for name in ("warnum", "year", "outcome"))
        if states == ["b"] and outcome in {1, 2}:
            outcome = 3 - outcome
        known = found.get((war, state))
        found[war, state] = CowWar(
            state,
            min(year, known.first) if known else year,
            max(year, known.last) if known else year,
            outcome,
        )
    return [war for war in found.values() if war.outcome in {1, 2, *_COW}]
