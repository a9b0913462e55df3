"""The questions that an assistant may ask: those of the Python API under their names, each answer with its ids of evidence."""

from __future__ import annotations

from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.types import CallToolResult
from pydantic import Field

from bedfellows.api import Case
from bedfellows.errors import InputError
from bedfellows.mcp.asking import READS, Asked, AsOf, Day, Horizon, Limit, Name, OptionalName

PROOF_SECONDS = 5.0  # how long an assistant waits for the proof that no other camps are better


def add_questions(server: MCPServer[Any], case: Case, asked: Asked) -> None:
    """Give a server the tools that ask this case."""
    tool = server.tool(annotations=READS)

    @tool
    def who(name: Name, as_of: AsOf = None, limit: Limit = 20) -> CallToolResult:
        """Who backs an actor, whom it backs, who is against it, by what sources claim and by the record of events."""
        return asked(lambda: case.who(name, as_of), limit)

    @tool
    def why(a: Name, b: Name, as_of: AsOf = None, limit: Limit = 20) -> CallToolResult:
        """What speaks for the alignment of two actors, and what against it."""
        return asked(lambda: case.why(a, b, as_of), limit)

    @tool
    def strange(as_of: AsOf = None, limit: Limit = 5) -> CallToolResult:
        """The least expected alignments, the strangest first, with the reasons."""
        return asked(lambda: case.strange(as_of, limit), limit)

    @tool
    def tie(
        a: Name, b: Name, as_of: AsOf = None, first: Day = None, last: Day = None, limit: Limit = 20
    ) -> CallToolResult:
        """How two actors stand in [-1, 1] with a 90% interval, by channel and through time (the latest weeks), with shifts and evidence."""
        return asked(lambda: case.tie(a, b, as_of, first, last), limit)

    @tool
    def shifts(
        first: Day = None, last: Day = None, as_of: AsOf = None, actor: OptionalName = None, limit: Limit = 10
    ) -> CallToolResult:
        """The ruptures and rapprochements of a period, the greatest first, with what drove them."""
        return asked(lambda: case.shifts(first, last, as_of, actor, limit), limit)

    @tool
    def outcomes(actor: OptionalName = None, as_of: AsOf = None, limit: Limit = 20) -> CallToolResult:
        """What the sources say will happen if something else does; with `actor`, what bears on it."""
        return asked(lambda: case.outcomes(as_of, actor), limit)

    @tool
    def ledger(actor: OptionalName = None, as_of: AsOf = None, limit: Limit = 20) -> CallToolResult:
        """Who backs whom, with which kinds of support, since when, and with what share against the other backers."""
        return asked(lambda: case.ledger(actor, as_of), limit)

    @tool
    def narrative(a: Name, b: Name, as_of: AsOf = None, limit: Limit = 20) -> CallToolResult:
        """How `a` speaks of `b` through time: its words with their valence, verbal events, and when the tone turned."""
        return asked(lambda: case.narrative(a, b, as_of), limit)

    @tool
    def camps(
        k: Annotated[int, Field(ge=2, le=20, description="So many camps at most.")] = 2,
        as_of: AsOf = None,
        limit: Limit = 50,
    ) -> CallToolResult:
        """Who is on whose side, and which ties do not fit."""
        return asked(lambda: case.camps(as_of, k, draws=0, time_limit=PROOF_SECONDS), limit)

    @tool
    def triads(name: Name, as_of: AsOf = None, limit: Limit = 20) -> CallToolResult:
        """The triads of an actor, unbalanced ones first."""
        return asked(lambda: case.triads(name, as_of), limit)

    @tool
    def network(as_of: AsOf = None, limit: Limit = 50) -> CallToolResult:
        """Who is tied to whom, with sign and strength, and the ids of the evidence of each tie."""
        return asked(lambda: case.network(as_of), limit)

    @tool
    def evidence(a: Name, b: Name, as_of: AsOf = None, limit: Limit = 20) -> CallToolResult:
        """Every claim on two actors, the weightiest first, and their latest events."""
        return asked(lambda: case.evidence(a, b, as_of, limit), limit)

    @tool
    def odds(
        a: Name,
        b: Name,
        days: Annotated[
            list[Annotated[int, Field(ge=1, le=3650)]] | None,
            Field(max_length=8, description="Within how many days; by default 7, 30, 91 and 365."),
        ] = None,
        of: Annotated[
            list[Annotated[str, Field(max_length=60)]] | None,
            Field(
                max_length=8,
                description='"material conflict", "verbal conflict", "verbal cooperation", "material cooperation", or PLOVER types.',
            ),
        ] = None,
        as_of: AsOf = None,
        directed: Annotated[bool, Field(description="Of what `a` does to `b` only.")] = False,
        limit: Limit = 20,
    ) -> CallToolResult:
        """The odds that two actors fight, quarrel, talk or help within so many days, with reasons. Needs events; may take a minute."""
        return asked(
            lambda: case.odds(a, b, days or None, of=of or None, as_of=as_of, directed=directed, keep=False),
            limit,
        )

    @tool
    def what_if(
        text: Annotated[
            str,
            Field(
                min_length=1,
                max_length=1000,
                description='Who starts or stops what: "usa, nato stop supporting afghanistan"; several with ";" between them.',
            ),
        ],
        as_of: AsOf = None,
        horizon: Horizon = 5,
        limit: Limit = 20,
    ) -> CallToolResult:
        """What would follow if somebody did something else: the odds of wars, and which ties would move, with and without it."""

        def found() -> Any:
            if text.strip().endswith(".toml"):
                raise InputError(
                    "Expected a scenario in words, found the name of a file. Files are not read here."
                )
            return case.what_if(text, as_of, horizon)

        return asked(found, limit)

    @tool
    def war_outcomes(
        place: OptionalName = None, as_of: AsOf = None, horizon: Horizon = 5, limit: Limit = 20
    ) -> CallToolResult:
        """The odds of how the wars of a state or group may stand after some years, and the past wars that these rest on."""
        return asked(lambda: case.war_outcomes(place, as_of, horizon), limit)

    @tool
    def questions(as_of: AsOf = None, limit: Limit = 20) -> CallToolResult:
        """The questions put to the case, with their forecasts, and how they came out or stand."""
        return asked(lambda: case.questions(as_of), limit)

    @tool
    def scores(limit: Limit = 50) -> CallToolResult:
        """How good the forecasts of questions that came out were, by author, horizon and type of event, beside simple rules."""
        return asked(case.scores, limit)

    @tool
    def scenarios(limit: Limit = 20) -> CallToolResult:
        """The what-ifs that are kept in the case, with their words; `what_if` answers them."""
        return asked(case.scenarios, limit)
