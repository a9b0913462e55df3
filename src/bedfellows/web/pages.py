"""The pages: one shell that the front end fills, and the files it is made of."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, HTMLResponse, Response

from bedfellows.web.about import CaseAnswer, about_case
from bedfellows.web.parameters import Ask

STATIC = Path(str(files("bedfellows.web"))) / "static"
PAGES = (
    "",
    "map",
    "who",
    "strange",
    "shifts",
    "why",
    "forecasts",
    "what_if",
    "outcomes",
    "camps",
    "sources",
    "article",
    "compare",
    "check",
    "tables",
    "api",
)
_KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}

routes = APIRouter()


@routes.get("/api/case", response_model=CaseAnswer, tags=["case"])
async def case(ask: Ask, request: Request) -> Response:
    """The case in short: its size, its days, and whether it may be changed from here."""
    writable = bool(request.app.state.token)
    return await ask(lambda case: about_case(case, writable=writable))


@routes.get("/static/{name}", include_in_schema=False)
async def static(name: str) -> Response:
    """A file of the front end."""
    known = {path.name: path for path in STATIC.iterdir() if path.suffix in _KINDS}
    if name not in known:
        return Response("There is no such file.", 404, media_type="text/plain")
    return FileResponse(known[name], media_type=_KINDS[known[name].suffix])


async def shell() -> Response:
    """The page that the front end fills; what it shows is in its address."""
    return HTMLResponse((STATIC / "index.html").read_text(encoding="utf-8"))


for _page in PAGES:
    routes.add_api_route(f"/{_page}", shell, include_in_schema=False, methods=["GET", "HEAD"])
