"""The JSON API: each answer of a case is one route, with the name, the parameters and the fields that Python has."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from bedfellows.actors import Actor, Resolution
from bedfellows.api import Case
from bedfellows.balance.camps import CampsAnswer
from bedfellows.balance.strange import StrangeAnswer
from bedfellows.balance.triads import TriadsAnswer
from bedfellows.explain.why import WhyAnswer
from bedfellows.feeds.looking import HeldFeed
from bedfellows.report.article import ArticleAnswer
from bedfellows.report.network_answer import NetworkAnswer
from bedfellows.report.pair_evidence import EvidenceAnswer
from bedfellows.report.plain import plain
from bedfellows.scenario.outcomes import OutcomesAnswer
from bedfellows.ties.who import WhoAnswer
from bedfellows.web.parameters import Ask, AsOf, Day, Limit, Name, On, OptionalName

PROOF_SECONDS = 5.0  # how long a reader waits for the proof that no other camps are better

routes = APIRouter(prefix="/api")


def answered(response_model: Any) -> dict[str, Any]:
    """What every route says of its answers."""
    return {"response_model": response_model, "tags": ["answers"]}


@routes.get("/who", **answered(WhoAnswer))
async def who(ask: Ask, name: Name, as_of: AsOf = None, on: On = None) -> Response:
    """Who backs an actor, whom it backs, and who is against it."""

    def found(case: Case) -> dict[str, Any]:
        answer, actor_name = case.who(name, as_of), case.dossier(as_of).name
        acting = [{**plain(step), "actor_name": actor_name(step.actor)} for step in answer.acting_for]
        return {**plain(answer), "acting_for": acting}

    return await ask(found, as_of, on)


@routes.get("/strange", **answered(StrangeAnswer))
async def strange(ask: Ask, as_of: AsOf = None, limit: Limit = 20) -> Response:
    """The least expected alignments, the strangest first, with the reasons."""
    return await ask(lambda case: case.strange(as_of, limit), as_of)


@routes.get("/why", **answered(WhyAnswer))
async def why(ask: Ask, a: Name, b: Name, as_of: AsOf = None, on: On = None) -> Response:
    """What speaks for the alignment of two actors, and what against it."""
    return await ask(lambda case: case.why(a, b, as_of), as_of, on)


@routes.get("/camps", **answered(CampsAnswer))
async def camps(
    ask: Ask,
    as_of: AsOf = None,
    on: On = None,
    k: Annotated[int, Query(ge=2, le=20)] = 2,
    weighted: bool = True,
    draws: Annotated[int, Query(ge=0, le=100)] = 0,
) -> Response:
    """Who is on whose side, in at most `k` camps, and which ties do not fit; with `draws`, how firmly."""
    return await ask(
        lambda case: case.camps(as_of, k, weighted=weighted, draws=draws, time_limit=PROOF_SECONDS), as_of, on
    )


@routes.get("/triads", **answered(TriadsAnswer))
async def triads(ask: Ask, name: Name, as_of: AsOf = None, on: On = None, history: bool = False) -> Response:
    """The triads of an actor, unbalanced ones first; with `history`, their count as of each day of publication."""
    return await ask(lambda case: case.triads(name, as_of, history=history), as_of, on)


@routes.get("/outcomes", **answered(OutcomesAnswer))
async def outcomes(ask: Ask, as_of: AsOf = None, actor: OptionalName = None) -> Response:
    """What the sources say will happen if something else does; with `actor`, what bears on it."""
    return await ask(lambda case: case.outcomes(as_of, actor or None), as_of)


@routes.get("/network", **answered(NetworkAnswer))
async def network(ask: Ask, as_of: AsOf = None, on: On = None) -> Response:
    """Who is tied to whom, as the report draws it."""
    return await ask(lambda case: case.network(as_of), as_of, on)


@routes.get("/evidence", **answered(EvidenceAnswer))
async def evidence(
    ask: Ask, a: Name, b: Name, as_of: AsOf = None, on: On = None, limit: Limit = 200
) -> Response:
    """Every claim on two actors, and their latest events."""
    return await ask(lambda case: case.evidence(a, b, as_of, limit), as_of, on)


@routes.get("/article", **answered(ArticleAnswer))
async def article(ask: Ask, source: Name, as_of: AsOf = None) -> Response:
    """The text of a source, by its id, with what was read out of it."""
    return await ask(lambda case: case.article(source, as_of), as_of)


@routes.get("/resolve", **answered(Resolution))
async def resolve(ask: Ask, name: Name, on: Day = None) -> Response:
    """The actor that a name means on a day, or ranked candidates with reasons."""
    return await ask(lambda case: case.resolve(name, on))


@routes.get("/actor", **answered(Actor))
async def actor(ask: Ask, name: Name, on: Day = None) -> Response:
    """The actor that a name means in this case."""
    return await ask(lambda case: case.actor(name, on))


@routes.get("/feeds", **answered(list[HeldFeed]))
async def feeds(ask: Ask) -> Response:
    """The event feeds in the case, with their days and what was quarantined or unmapped."""
    return await ask(lambda case: case.feeds())


@routes.get("/quarantine", **answered(dict[str, Any]))
async def quarantine(ask: Ask, feed: OptionalName = None, limit: Limit = 1000) -> Response:
    """Rows of feeds that could not be used, and how many there are by feed and reason."""

    def found(case: Case) -> dict[str, Any]:
        rows, reasons = case.quarantine(feed or None, limit)
        return {"rows": rows, "reasons": reasons}

    return await ask(found)


@routes.get("/unmapped", **answered(list[dict[str, Any]]))
async def unmapped(ask: Ask, feed: OptionalName = None, limit: Limit = 1000) -> Response:
    """Actor codes of feeds that no registry knows, the most frequent first."""
    return await ask(lambda case: case.unmapped(feed or None, limit))
