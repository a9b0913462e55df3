"""A pasted text held against the case: `check`. The text is read in memory; no file or address is opened, and nothing is stored."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Body
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from bedfellows.api import Case
from bedfellows.explain.check import CheckAnswer
from bedfellows.web.long_work import WORKING, AskLong

MOST_TEXT = 50_000  # characters

routes = APIRouter(prefix="/api", tags=["answers"])


class Pasted(BaseModel):
    """A text to check, and the day on which it was published: that is what "now" means in it."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=MOST_TEXT)]
    published: date | None = None
    as_of: date | None = None


@routes.post("/check", response_model=CheckAnswer, responses=WORKING)
async def check(ask: AskLong, pasted: Annotated[Pasted, Body()]) -> Response:
    """Hold each claim of a text that a record can settle against the feeds of the case and the registry."""

    def found(case: Case) -> CheckAnswer:
        return case.check_text(pasted.text, "pasted text", pasted.published, pasted.as_of)

    return await ask(found, pasted.as_of, sha256(pasted.model_dump_json().encode()).hexdigest())
