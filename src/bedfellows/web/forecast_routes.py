"""What may happen: `odds` of two actors, `questions` and `scores`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from bedfellows.api import Case
from bedfellows.forecast.dyad_history import find_target
from bedfellows.forecast.dyad_model import HORIZONS
from bedfellows.forecast.dyads import CLASSES, OddsAnswer
from bedfellows.forecast.questions import QuestionState
from bedfellows.forecast.scoreboard import ScoresAnswer
from bedfellows.web.long_work import WORKING, AskLong
from bedfellows.web.odds_asking import odds_of
from bedfellows.web.parameters import Ask, AsOf, Name, OptionalName

routes = APIRouter(prefix="/api", tags=["answers"])

Days = Annotated[
    list[Annotated[int, Query(ge=1, le=3650)]] | None,
    Query(max_length=6, description="Within how many days; by default 7, 30, 91 and 365.", examples=[[30]]),
]
Of = Annotated[
    list[Annotated[str, Query(max_length=40)]] | None,
    Query(
        max_length=4,
        description="Classes of events or PLOVER types; by default the four classes.",
        examples=[["ASSAULT"]],
    ),
]


@routes.get("/odds", response_model=OddsAnswer, responses=WORKING)
async def odds(
    ask: AskLong,
    a: Name,
    b: Name,
    days: Days = None,
    of: Of = None,
    as_of: AsOf = None,
    directed: bool = False,
) -> Response:
    """The odds that two actors fight, quarrel, talk or work together, with intervals, reasons and evidence."""

    def found(case: Case) -> OddsAnswer:
        pair = (case._party(a), case._party(b))
        targets = [find_target(one) for one in of] if of else CLASSES
        return odds_of(case, pair, as_of, targets, days or HORIZONS, directed=directed)

    return await ask(found, as_of)


@routes.get("/questions", response_model=list[QuestionState])
async def questions(ask: Ask, as_of: AsOf = None, id: OptionalName = None) -> Response:
    """The questions with their forecasts, and how they came out or stand as of a day; with `id`, only that one."""
    return await ask(lambda case: case.questions(as_of, id or None), as_of)


@routes.get("/scores", response_model=ScoresAnswer)
async def scores(ask: Ask) -> Response:
    """How good the forecasts of questions that came out were, by author, horizon and type of event."""
    return await ask(lambda case: case.scores())
