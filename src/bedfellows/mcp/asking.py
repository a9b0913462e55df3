"""What the tools share: what may be asked with, how it is asked, and how it is answered."""

from __future__ import annotations

from collections.abc import Callable
from threading import BoundedSemaphore
from typing import Annotated, Any

from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field

from bedfellows.errors import BedfellowsError
from bedfellows.mcp.bounds import answer_text
from bedfellows.report.outside_text import visible

MOST_ITEMS = 200
AT_ONCE = 2

Name = Annotated[
    str, Field(min_length=1, max_length=200, description="An actor, by any of its names or its id.")
]
OptionalName = Annotated[
    str | None, Field(max_length=200, description="An actor, by any of its names or its id.")
]
AsOf = Annotated[
    str | None,
    Field(
        max_length=40, description="YYYY-MM-DD. Only what was published by this day is used: no hindsight."
    ),
]
Day = Annotated[str | None, Field(max_length=40, description="YYYY-MM-DD.")]
Limit = Annotated[
    int, Field(ge=1, le=MOST_ITEMS, description="So many items of each list; what is left out is said.")
]
Horizon = Annotated[int, Field(ge=1, le=20, description="Years.")]

READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)

Asked = Callable[[Callable[[], Any], int], CallToolResult]
"""Asks, and gives the answer with so many items of each list; what cannot be answered becomes an error of the tool."""


def bounded() -> Asked:
    """A way of asking in which at most `AT_ONCE` questions are worked out, and others wait: a long one does not hold up the short."""
    free = BoundedSemaphore(AT_ONCE)

    def asked(ask: Callable[[], Any], limit: int) -> CallToolResult:
        try:
            with free:
                answer = ask()
        except BedfellowsError as error:
            return CallToolResult(content=[TextContent(type="text", text=visible(str(error)))], is_error=True)
        return CallToolResult(content=[TextContent(type="text", text=answer_text(answer, limit))])

    return asked
