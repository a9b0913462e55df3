"""The JSON API, the one thing that changes a case at once: `correct`. The guard lets it through with the token only."""

from __future__ import annotations

import time
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from bedfellows.api import Case
from bedfellows.case.correcting import Corrected
from bedfellows.errors import CaseLockedError
from bedfellows.web.asking import Asking

PATIENCE = 5.0  # seconds, for those who read the case at the moment
_WAIT = 0.05

routes = APIRouter(prefix="/api", tags=["corrections"])
Name = Annotated[str | None, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]


class Correction(BaseModel):
    """Which claim, by whom and why; and that it is rejected, or what the words say instead."""

    model_config = ConfigDict(extra="forbid")

    claim: Annotated[str, Field(min_length=1, max_length=60)]
    by: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
    because: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*$")]
    reject: bool = False
    subject: Name = None
    relation: Annotated[str | None, Field(max_length=60)] = None
    object: Name = None
    negated: bool | None = None
    certainty: Literal["asserted", "reported", "opinion", "hedged", "conditional", "denied"] | None = None


@routes.post(
    "/correct", response_model=Corrected, responses={401: {"description": "The token is missing or wrong."}}
)
async def correct(asked: Annotated[Correction, Body()], request: Request) -> Any:
    """Correct or reject a claim; every answer is worked out anew from then on."""
    held: Asking = request.app.state.asking
    case = Case(held.path, held.registry)
    return await run_in_threadpool(_when_free, case, asked)


def _when_free(case: Case, asked: Correction) -> Corrected:
    """DuckDB lets nobody write while others read: wait until they have their answers."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return case.correct(**asked.model_dump())
        except CaseLockedError:
            if time.monotonic() > end:
                raise
            time.sleep(_WAIT)
