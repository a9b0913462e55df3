"""The JSON API, the answers that look at the record through time: `tie`, `shifts`, `ledger`, `narrative`."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from bedfellows.api import Case
from bedfellows.ties.ledger import LedgerAnswer
from bedfellows.ties.narrative import NarrativeAnswer
from bedfellows.ties.shifts import ShiftsAnswer
from bedfellows.ties.tie import TieAnswer
from bedfellows.web.parameters import Ask, AsOf, Day, Limit, Name, OptionalName
from bedfellows.web.shift_feed import shifts_in

routes = APIRouter(prefix="/api", tags=["answers"])


@routes.get("/tie", response_model=TieAnswer)
async def tie(
    ask: Ask, a: Name, b: Name, as_of: AsOf = None, first: Day = None, last: Day = None
) -> Response:
    """How two actors stand, with an interval, by channel and through time; the shifts between them, and the evidence."""
    return await ask(lambda case: case.tie(a, b, as_of, first, last), as_of)


@routes.get("/shifts", response_model=ShiftsAnswer)
async def shifts(
    ask: Ask,
    first: Day = None,
    last: Day = None,
    as_of: AsOf = None,
    actor: OptionalName = None,
    limit: Limit = 50,
) -> Response:
    """The ruptures and rapprochements of a period, the greatest first, with what drove them."""

    def found(case: Case) -> ShiftsAnswer:
        if actor:
            return case.shifts(first, last, as_of, actor, limit)
        return shifts_in(case, first, last, as_of, limit)

    return await ask(found, as_of)


@routes.get("/ledger", response_model=LedgerAnswer)
async def ledger(ask: Ask, actor: OptionalName = None, as_of: AsOf = None) -> Response:
    """Who backs whom, with what, since when, and how strongly against the other backers; of one actor, or of all."""
    return await ask(lambda case: case.ledger(actor or None, as_of), as_of)


@routes.get("/narrative", response_model=NarrativeAnswer)
async def narrative(ask: Ask, a: Name, b: Name, as_of: AsOf = None) -> Response:
    """How one actor speaks of another through time, with the words, and the shifts in it."""
    return await ask(lambda case: case.narrative(a, b, as_of), as_of)
