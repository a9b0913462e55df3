"""The JSON API, work in the background: start, list, look at, take the answer of, cancel."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from bedfellows.web.guard import bears_token, refused
from bedfellows.web.job_kinds import IngestWork, Work, within
from bedfellows.web.jobs import Job, Jobs, TooManyJobsError

routes = APIRouter(prefix="/api", tags=["jobs"])
Id = Annotated[str, Path(max_length=40, examples=["job-1"])]
_BUSY: dict[int | str, dict[str, Any]] = {429: {"description": "Too much work is waiting."}}
_TOKEN: dict[int | str, dict[str, Any]] = {401: {"description": "The token is missing or wrong."}}


@routes.post("/jobs", response_model=Job, status_code=202, responses=_BUSY | _TOKEN)
async def start(asked: Annotated[Work, Body()], request: Request) -> Any:
    """Start work. What only computes may be started by every reader; `ingest` needs a window that writes, and its token."""
    state = request.app.state
    if isinstance(asked, IngestWork):
        if not state.token:
            return refused(
                403, "This window only reads. Start it with `bedfellows serve --write --inbox FOLDER`."
            )
        if not bears_token(request.headers, state.token):
            return refused(401, "Expected the token that `bedfellows serve --write` printed.")
        asked = asked.model_copy(update={"file": within(state.inbox, asked.file)})
    jobs: Jobs = state.jobs
    try:
        return jobs.start(asked)
    except TooManyJobsError as error:
        return refused(429, str(error), "TooManyJobsError")


@routes.get("/jobs", response_model=list[Job])
async def listed(request: Request) -> Any:
    """The jobs, the latest first."""
    return request.app.state.jobs.list()


@routes.get("/jobs/{id}", response_model=Job)
async def job(id: Id, request: Request) -> Any:
    """One job: whether it waits, runs, is done, failed or was cancelled, and what it is at."""
    return request.app.state.jobs.get(id) or _none()


@routes.get("/jobs/{id}/answer", response_model=dict[str, Any])
async def answer(id: Id, request: Request) -> Any:
    """What a job came to: the same as the answer of this name in Python."""
    jobs: Jobs = request.app.state.jobs
    found, kept = jobs.get(id), jobs.answer(id)
    if found is None:
        return _none()
    if kept is None:
        return refused(409, found.trouble or f"The job is {found.state}; it has no answer.", "NoAnswer")
    return Response(kept, media_type="application/json")


@routes.delete("/jobs/{id}", response_model=Job)
async def cancel(id: Id, request: Request) -> Any:
    """Cancel a job: its process is stopped. Of `ingest`, the files that were taken in whole stay."""
    return await run_in_threadpool(request.app.state.jobs.cancel, id) or _none()


def _none() -> Response:
    return refused(404, "There is no such job; those that ended long ago are forgotten.", "NoJob")
