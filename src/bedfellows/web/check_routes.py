"""A pasted text held against the case: `check`. The text is read in memory; no file or address is opened, and nothing is stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Body
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from bedfellows.api import Case
from bedfellows.explain.check import CheckAnswer
from bedfellows.reader.documents import from_bytes
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
        from bedfellows.reader.rules import RuleReader

        document = from_bytes(pasted.text.encode(errors="replace"), "pasted text", encoding="utf-8")
        if pasted.published is not None:
            document = replace(document, published=pasted.published)
        (reading,) = RuleReader(case.actors).read([document])
        return case.check_reading(reading, pasted.as_of)

    return await ask(found, pasted.as_of, sha256(pasted.model_dump_json().encode()).hexdigest())
