"""What would follow: `what_if` and `war_outcomes`, and the scenarios that a case holds."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AfterValidator
from starlette.responses import Response

from bedfellows.scenario.comparison import Comparison
from bedfellows.scenario.saved import SavedScenario
from bedfellows.scenario.war_question import WarAnswer
from bedfellows.scenario.what_if import WhatIfAnswer
from bedfellows.web.long_work import WORKING, AskLong
from bedfellows.web.parameters import Ask, AsOf, Name, OptionalName, sound

MOST_TEXT = 2_000
MOST_DRAWS = 20_000
MOST_WAR_DRAWS = 5_000

routes = APIRouter(prefix="/api", tags=["answers"])


def _words(text: str) -> str:
    if text.endswith(".toml"):
        raise ValueError(
            "Expected a scenario in words, found the name of a file. Files are for the command line."
        )
    return sound(text)


Text = Annotated[
    str,
    AfterValidator(_words),
    Query(
        min_length=1,
        max_length=MOST_TEXT,
        description="Who starts or stops what towards whom; several changes have ';' between them.",
        examples=["usa, nato stop supporting afghanistan"],
    ),
]
Horizon = Annotated[int, Query(ge=1, le=20, description="Years.")]
Seed = Annotated[int, Query(ge=0, le=2**31 - 1)]
Troops = Annotated[list[Name] | None, Query(max_length=20, examples=[["usa", "nato"]])]


@routes.get("/what_if", response_model=WhatIfAnswer, responses=WORKING)
async def what_if(
    ask: AskLong,
    text: Text,
    as_of: AsOf = None,
    horizon: Horizon = 5,
    draws: Annotated[int, Query(ge=100, le=MOST_DRAWS)] = 10_000,
    seed: Seed = 1,
) -> Response:
    """What would follow from a scenario: the odds of wars and the ties that would move, with and without it."""
    return await ask(lambda case: case.what_if(text, as_of, horizon, draws=draws, seed=seed), as_of)


@routes.get("/war_outcomes", response_model=WarAnswer, responses=WORKING)
async def war_outcomes(  # noqa: PLR0917 - the parameters of the question
    ask: AskLong,
    place: OptionalName = None,
    as_of: AsOf = None,
    horizon: Horizon = 5,
    without: Troops = None,
    for_government: Troops = None,
    for_rebels: Troops = None,
    draws: Annotated[int, Query(ge=100, le=MOST_WAR_DRAWS)] = 2_000,
    seed: Seed = 1,
) -> Response:
    """The odds of how wars may stand after some years, and the past wars they rest on."""
    return await ask(
        lambda case: case.war_outcomes(
            place or None,
            as_of,
            horizon,
            without=without or (),
            for_government=for_government or (),
            for_rebels=for_rebels or (),
            draws=draws,
            seed=seed,
        ),
        as_of,
    )


@routes.get("/scenarios", response_model=list[SavedScenario])
async def scenarios(ask: Ask) -> Response:
    """The scenarios kept in the case, in the order in which they were saved."""
    return await ask(lambda case: case.scenarios())


@routes.get("/run_scenario", response_model=WhatIfAnswer, responses=WORKING)
async def run_scenario(ask: AskLong, name: Name) -> Response:
    """What would follow from a scenario of the case, by what the case holds now."""
    return await ask(lambda case: case.run_scenario(name))


@routes.get("/compare_scenarios", response_model=Comparison, responses=WORKING)
async def compare_scenarios(ask: AskLong, first: Name, second: Name) -> Response:
    """Two scenarios of the case side by side."""
    return await ask(lambda case: case.compare_scenarios(first, second))
