"""The app: the pages and the JSON API of one case, behind the guard."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from bedfellows import __version__
from bedfellows.actors import Registry, load_registry
from bedfellows.errors import (
    BedfellowsError,
    CaseLockedError,
    CaseMissingError,
    InputError,
    UnknownActorError,
)
from bedfellows.web import (
    check_routes,
    correction_routes,
    forecast_routes,
    job_routes,
    pages,
    record_routes,
    routes,
    scenario_routes,
    tables,
)
from bedfellows.web.asking import Asking
from bedfellows.web.guard import LOCAL, Guard, refused
from bedfellows.web.jobs import Jobs

_STATUS: tuple[tuple[type[BedfellowsError], int], ...] = (
    (UnknownActorError, 404),
    (InputError, 422),
    (CaseMissingError, 404),
    (CaseLockedError, 409),
)


class Trouble(BaseModel):
    """What went wrong: the kind of error, as Python names it, and words for people."""

    kind: str
    message: str


class Problem(BaseModel):
    """The body of every answer that is none."""

    error: Trouble


_PROBLEMS: dict[int | str, dict[str, Any]] = {
    403: {"model": Problem, "description": "Asked from elsewhere, or a change that is not allowed."},
    404: {"model": Problem, "description": "No such actor, page or case."},
    409: {"model": Problem, "description": "The case cannot be used now: somebody is writing to it."},
    413: {"model": Problem, "description": "The body is too long."},
    414: {"model": Problem, "description": "The question is too long."},
    421: {"model": Problem, "description": "Asked under a name that is not this machine's."},
    422: {"model": Problem, "description": "A parameter cannot be used."},
}


def make_app(
    path: Path,
    registry: Registry | None = None,
    *,
    token: str = "",
    hosts: Sequence[str] = LOCAL,
    inbox: Path | None = None,
) -> FastAPI:
    """The app for the case at `path`.

    Args:
        path: the case file.
        registry: the actors known beside the case's own.
        token: what a request that changes the case must bear; "" makes a window that only reads.
        hosts: the names under which the app may be asked.
        inbox: the folder whose files may be ingested by who bears the token; None for none.
    """
    known = registry or load_registry()
    jobs = Jobs(path, known)

    @asynccontextmanager
    async def open_window(_: FastAPI) -> AsyncIterator[None]:
        yield
        jobs.close()

    app = FastAPI(
        title="Bedfellows",
        version=__version__,
        description="The answers of one case: the same names, parameters and fields as the Python API.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        responses=_PROBLEMS,
        lifespan=open_window,
    )
    app.state.asking = Asking(path, known)
    app.state.working = Asking(path, known)
    app.state.token = token
    app.state.inbox = inbox
    app.state.jobs = jobs
    for part in (
        routes.routes,
        record_routes.routes,
        forecast_routes.routes,
        check_routes.routes,
        scenario_routes.routes,
        job_routes.routes,
        correction_routes.routes,
        tables.routes,
        pages.routes,
    ):
        app.include_router(part)
    app.add_middleware(Guard, hosts=tuple(hosts), token=token)
    app.add_exception_handler(BedfellowsError, _failed)
    app.add_exception_handler(RequestValidationError, _misasked)
    app.add_exception_handler(HTTPException, _http)
    return app


async def _failed(_: Request, error: Exception) -> Response:
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 409)
    return refused(status, str(error), type(error).__name__)


async def _misasked(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    words = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors())
    return refused(422, words, "InputError")


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404 and not request.url.path.startswith(("/api/", "/static/")):
        page = (pages.STATIC / "index.html").read_text(encoding="utf-8")
        return HTMLResponse(page, 404)
    response = refused(error.status_code, str(error.detail), "HTTPError")
    response.headers.update(error.headers or {})
    return response
