"""Answers that may take long: they are worked out aside from the others, and who asks is not kept waiting for the end.

A request waits for some seconds; if the answer is not there by then, it gets 202 and may ask again, while the work goes on. Asking again joins the
work that goes on, or gets what it has come to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.responses import Response

from bedfellows.api import Case
from bedfellows.web.asking import Asking
from bedfellows.web.guard import refused

PATIENCE = 5.0  # seconds
AGAIN = 2  # seconds, after which to ask again
WORKING: dict[int | str, dict[str, Any]] = {202: {"description": "It is being worked out: ask again."}}


class LongAsker:
    """Asks the case what a request asks, beside the other questions, and answers it or says that the work goes on."""

    def __init__(self, request: Request) -> None:
        self._asking: Asking = request.app.state.working
        self._key = (request.url.path, request.url.query)

    async def __call__(
        self, ask: Callable[[Case], Any], as_of: date | None = None, body: str = ""
    ) -> Response:
        """The answer as JSON, or 202. `body` tells questions apart whose address is the same."""
        try:
            found = await asyncio.wait_for(
                self._asking.json((*self._key, body), (as_of, None), ask), PATIENCE
            )
        except TimeoutError:
            working = refused(202, "It is being worked out. Ask again.", "Working")
            working.headers["Retry-After"] = str(AGAIN)
            return working
        return Response(found, media_type="application/json")


AskLong = Annotated[LongAsker, Depends(LongAsker)]
