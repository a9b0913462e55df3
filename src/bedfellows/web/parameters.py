"""What may stand after the question mark: days, names, counts; and how an answer is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request
from pydantic import AfterValidator, BeforeValidator
from starlette.responses import Response

from bedfellows.api import Case
from bedfellows.api import day as parsed_day
from bedfellows.errors import DateError
from bedfellows.web.asking import Asking

MOST_ROWS = 10_000
_DAY = r"^\d{4}-\d{2}-\d{2}$"


def _day(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return parsed_day(value)
    except DateError as error:
        raise ValueError(str(error)) from error


def sound(name: str) -> str:
    """A name that can be looked up, or a ValueError."""
    if "\0" in name or any("\ud800" <= char <= "\udfff" for char in name):
        raise ValueError("Expected a name without null characters and halves of characters.")
    return name


AsOf = Annotated[
    date | None,
    BeforeValidator(_day),
    Query(description="Use only what was published by this day: no hindsight.", examples=["2017-01-04"]),
]
On = Annotated[
    date | None,
    BeforeValidator(_day),
    Query(description="Judge claims on this day, by all that is known: hindsight.", examples=["1992-04-01"]),
]
Day = Annotated[date | None, BeforeValidator(_day), Query(examples=["2017-01-04"])]
Name = Annotated[str, AfterValidator(sound), Query(min_length=1, max_length=200, examples=["taliban"])]
OptionalName = Annotated[str | None, AfterValidator(lambda name: name and sound(name)), Query(max_length=200)]
Limit = Annotated[int, Query(ge=1, le=MOST_ROWS)]
TableFormat = Annotated[Literal["json", "csv", "parquet"], Query(alias="format")]


class Asker:
    """Asks the case what a request asks, and answers it."""

    def __init__(self, request: Request) -> None:
        self._asking: Asking = request.app.state.asking
        self._key = (request.url.path, request.url.query)

    async def __call__(
        self, ask: Callable[[Case], Any], as_of: date | None = None, on: date | None = None
    ) -> Response:
        """The answer as JSON."""
        found = await self._asking.json(self._key, (as_of, on), ask)
        return Response(found, media_type="application/json")

    async def file(
        self, make: Callable[[Case], bytes], as_of: date | None, media_type: str, name: str
    ) -> Response:
        """The answer as a file to keep."""
        kept = await self._asking.made(self._key, (as_of, None), make)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(kept, media_type=media_type, headers=headers)


Ask = Annotated[Asker, Depends(Asker)]
