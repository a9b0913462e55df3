"""What an assistant may look up: evidence by its id, texts, claims, events, names; and texts of its own to check."""

from __future__ import annotations

from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.types import CallToolResult
from pydantic import Field

from bedfellows.api import Case
from bedfellows.mcp.asking import READS, Asked, AsOf, Day, Limit, Name, OptionalName
from bedfellows.mcp.texts import MOST_CITED, article_part, cited


def add_holdings(server: MCPServer[Any], case: Case, asked: Asked) -> None:
    """Give a server the tools that look things up in this case."""
    tool = server.tool(annotations=READS)

    @tool
    def check(
        text: Annotated[
            str,
            Field(
                min_length=1,
                max_length=100_000,
                description="English prose, as it was published, not a summary.",
            ),
        ],
        published: Day = None,
        as_of: AsOf = None,
        limit: Limit = 50,
    ) -> CallToolResult:
        """Hold each claim of a text that a record can settle against the feeds of the case: supported, contradicted or no data. Not stored."""
        return asked(lambda: case.check_text(text, "a text given for checking", published, as_of), limit)

    @tool
    def cite(
        ids: Annotated[
            list[Annotated[str, Field(min_length=1, max_length=200)]],
            Field(
                min_length=1, max_length=MOST_CITED, description="Ids of evidence, as the answers give them."
            ),
        ],
        as_of: AsOf = None,
    ) -> CallToolResult:
        """The evidence with these ids, to quote: the words, their sentence, the source with its grade, and a link to the place."""
        return asked(lambda: cited(case, ids, as_of), MOST_CITED)

    @tool
    def article(
        source: Annotated[
            str, Field(min_length=1, max_length=200, description="The id of a source: `sources`.")
        ],
        first: Annotated[int, Field(ge=1, description="The first sentence.")] = 1,
        as_of: AsOf = None,
        limit: Limit = 60,
    ) -> CallToolResult:
        """The text of a source, sentence by sentence, with the ids of what was read out of each."""
        return asked(lambda: article_part(case.article(source, as_of), first, limit), limit)

    @tool
    def sources(as_of: AsOf = None, limit: Limit = 50) -> CallToolResult:
        """The sources with their ids, their grades, and how much was found in each, the oldest first."""
        return asked(lambda: case.sources(as_of).to_dicts(), limit)

    @tool
    def claims(
        actor: OptionalName = None,
        relation: Annotated[str | None, Field(max_length=60, description='"supports", "fights" ...')] = None,
        min_confidence: Annotated[float, Field(ge=0, le=1)] = 0.0,
        as_of: AsOf = None,
        limit: Limit = 50,
    ) -> CallToolResult:
        """The claims that fit, in the order of their dates."""

        def found() -> Any:
            dossier = case.dossier(as_of)
            return [
                dossier.evidence(one)
                for one in case.find_claims(as_of, actor, relation, None, min_confidence)
            ]

        return asked(found, limit)

    @tool
    def events(
        actor: OptionalName = None,
        object: OptionalName = None,
        first: Day = None,
        last: Day = None,
        type: Annotated[
            str | None, Field(max_length=40, description='A PLOVER type such as "ASSAULT".')
        ] = None,
        as_of: AsOf = None,
        limit: Limit = 20,
    ) -> CallToolResult:
        """The latest events of feeds that fit; with `actor` and `object`, what the one did to the other."""

        def found() -> dict[str, Any]:
            wanted = case.event_filter(actor, object, first, last, type)
            rows, total = case.found_events(wanted, as_of, limit)
            return {
                "found": total,
                "events": [{key: row[key] for key in row if row[key] is not None} for row in rows],
            }

        return asked(found, limit)

    @tool
    def feeds(limit: Limit = 50) -> CallToolResult:
        """The event feeds in the case: rows, days, gaps, and what could not be used."""
        return asked(case.feeds, limit)

    @tool
    def resolve(name: Name, on: Day = None, limit: Limit = 10) -> CallToolResult:
        """The actor that a name means on a day, or ranked candidates with reasons."""
        return asked(lambda: case.resolve(name, on), limit)
