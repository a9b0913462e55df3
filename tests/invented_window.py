"""A case for the window: the invented sources of `invented_case`, and invented events between states of the registry. None of it happened.

Most pairs of states always get on or always quarrel. Two of them, France and Kenya, make peace near the end; two others, Iran and Turkey, fall
out half-way. Of Pakistan and Afghanistan, who fight every week, and of France and Germany there are questions that came out.
"""

from __future__ import annotations

import random
import runpy
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bedfellows.actors import Registry, load_registry
from bedfellows.api import Case

_HERE = Path(__file__).parent
DYADS = SimpleNamespace(**runpy.run_path(str(_HERE / "invented_dyads.py")))
SOURCES = SimpleNamespace(**runpy.run_path(str(_HERE / "invented_case.py")))

START, DAYS, TURN = date(2015, 1, 1), 400, 305
STATES = "germany italy spain poland hungary romania bulgaria greece egypt jordan uganda ghana nigeria brazil".split()
FRIENDLY, HOSTILE = ("050", "051", "057", "070"), ("112", "130", "190")
ASKED = START + timedelta(days=DAYS - 60)
SOON = ASKED + timedelta(days=28)


def registry() -> Registry:
    """The registry with the invented actors."""
    return load_registry().with_actors(SOURCES.actors())


def events() -> Iterator[Any]:
    """The events, from one seed."""
    chance = random.Random(7)

    def event(one: str, other: str, when: int, codes: tuple[str, ...]) -> Any:
        day = START + timedelta(days=when)
        return DYADS.Invented(
            f"{one}-{other}-{when}-{chance.random()}", day, one, other, chance.choice(codes)
        )

    states = ["france", "kenya", *STATES]
    for place, one in enumerate(states):
        for other in states[place + 1 :]:
            if (one, other) == ("france", "kenya"):
                for when in (*range(0, TURN, 30), *range(TURN, DAYS), *range(TURN, DAYS)):
                    yield event(one, other, when, HOSTILE if when < TURN else FRIENDLY)
                continue
            foes = chance.random() < 0.4 and (one, other) != ("france", "germany")
            for when in sorted(chance.sample(range(DAYS), 20)):
                yield event(one, other, when, HOSTILE if foes else FRIENDLY)
    for when in range(0, DAYS, 3):
        yield event("iran", "turkey", when, HOSTILE if when > DAYS // 2 else FRIENDLY)
        yield event("pakistan", "afghanistan", when, ("190",))


def make(path: Path) -> Case:
    """The case, with two questions that came out, one that waits, and a scenario."""
    DYADS.make_case(path, events(), SOURCES.readings())
    case = Case(path, registry())
    case.ask(
        f"material conflict between pakistan and afghanistan by {SOON}",
        ASKED,
        probability=0.9,
        by="An Invented Analyst",
    )
    case.ask(f"material conflict between france and germany by {SOON}", ASKED)
    case.resolve_questions()
    case.ask(
        f"material conflict between pakistan and afghanistan by {START + timedelta(days=DAYS + 60)}", ASKED
    )
    case.save_scenario(
        "departure", "corvosia stops supporting the highland front", "2017-02-02", 3, draws=500
    )
    return case
