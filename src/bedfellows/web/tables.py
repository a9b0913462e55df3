"""What there is to take away: tables as JSON, CSV or Parquet, the network as GraphML or GEXF, the one-file report."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from bedfellows.api import Case
from bedfellows.case import CaseStore
from bedfellows.report.graph_files import GraphFormat, graph_bytes
from bedfellows.report.page import render
from bedfellows.web.parameters import Ask, Asker, AsOf, Day, Limit, OptionalName, TableFormat

if TYPE_CHECKING:
    import polars

routes = APIRouter(prefix="/api", tags=["tables"])
_MEDIA = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}
_FILES: dict[int | str, dict[str, Any]] = {
    200: {"content": {media.split(";")[0]: {} for media in _MEDIA.values()}, "description": "The table."}
}


async def _table(
    ask: Asker, find: Callable[[Case], polars.DataFrame], as_of: date | None, form: str, name: str
) -> Response:
    if form == "json":
        return await ask(lambda case: find(case).to_dicts(), as_of)

    def written(case: Case) -> bytes:
        frame, out = find(case), io.BytesIO()
        if form == "parquet":
            frame.write_parquet(out)
        else:
            flat(frame).write_csv(out)
        return out.getvalue()

    return await ask.file(written, as_of, _MEDIA[form], f"{name}.{form}")


def flat(frame: polars.DataFrame) -> polars.DataFrame:
    """A frame without lists and structures, which CSV cannot hold: lists are joined by "; ", structures written as JSON."""
    import polars as pl

    shown = []
    for name, kind in frame.schema.items():
        if isinstance(kind, pl.List):
            shown.append(pl.col(name).cast(pl.List(pl.String)).list.join("; "))
        elif isinstance(kind, pl.Struct):
            shown.append(pl.col(name).struct.json_encode())
        else:
            shown.append(pl.col(name))
    return frame.select(shown)


@routes.get("/sources", response_model=list[dict[str, Any]], responses=_FILES)
async def sources(ask: Ask, as_of: AsOf = None, form: TableFormat = "json") -> Response:
    """The sources with their grades and how much was found in them, the oldest first."""
    return await _table(ask, lambda case: case.sources(as_of), as_of, form, "sources")


@routes.get("/claims", response_model=list[dict[str, Any]], responses=_FILES)
async def claims(
    ask: Ask,
    as_of: AsOf = None,
    actor: OptionalName = None,
    relation: OptionalName = None,
    certainty: OptionalName = None,
    min_confidence: Annotated[float, Query(ge=0, le=1)] = 0.0,
    form: TableFormat = "json",
) -> Response:
    """The claims with the names of their actors, their sentence, its number, and their grade."""
    return await _table(
        ask,
        lambda case: case.claims(as_of, actor or None, relation or None, certainty or None, min_confidence),
        as_of,
        form,
        "claims",
    )


@routes.get("/events", response_model=list[dict[str, Any]], responses=_FILES)
async def events(  # noqa: PLR0917 - the parameters of the question
    ask: Ask,
    actor: OptionalName = None,
    object: OptionalName = None,
    first: Day = None,
    last: Day = None,
    type: Annotated[str | None, Query(max_length=40, examples=["ASSAULT"])] = None,
    feed: OptionalName = None,
    as_of: AsOf = None,
    limit: Limit = 1000,
    form: TableFormat = "json",
) -> Response:
    """The latest events that fit, with the names of their actors, as they were known as of a day."""
    import polars

    def found(case: Case) -> polars.DataFrame:
        wanted = case.event_filter(actor or None, object or None, first, last, type or None, feed or None)
        rows, _ = case.found_events(wanted, as_of, limit)
        return polars.DataFrame(rows, infer_schema_length=None) if rows else case.events(limit=1).head(0)

    return await _table(ask, found, as_of, form, "events")


@routes.get("/graph", response_class=Response, responses={200: {"content": {"application/xml": {}}}})
async def graph(
    ask: Ask, as_of: AsOf = None, form: Annotated[GraphFormat, Query(alias="format")] = "graphml"
) -> Response:
    """The network for Gephi, Cytoscape and other programs."""
    return await ask.file(
        lambda case: graph_bytes(case.network(as_of), form), as_of, "application/xml", f"network.{form}"
    )


@routes.get("/report", response_class=Response, responses={200: {"content": {"text/html": {}}}})
async def report(ask: Ask, as_of: AsOf = None) -> Response:
    """The whole case as one HTML file that needs no network."""

    def written(case: Case) -> bytes:
        with CaseStore.open(case.path) as store:
            return render(store, case.registry, as_of, generated=datetime.now(UTC).date()).encode()

    return await ask.file(written, as_of, "text/html; charset=utf-8", "report.html")
