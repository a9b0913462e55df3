"""What stands before every request: only this machine, only this page, only reading unless a token says otherwise.

* The host that the browser asked for must be a name of this machine, so that a page of somebody else's whose name was made to
  point here (DNS rebinding) gets nothing.
* A request that another site's page makes is refused, and no other site may read an answer.
* A request that is more than reading must bear the token. Work in the background (`/api/jobs`) changes nothing in the case and may be
  started without; where a job does, its route asks for the token.
* The policy sent with each answer lets nothing run but the window's own script file.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL = ("127.0.0.1", "localhost", "::1")
MOST_QUERY = 8_192  # bytes
MOST_BODY = 65_536
_READING = frozenset({"GET", "HEAD"})
_JOBS = "/api/jobs"
_CHECK = "/api/check"  # a question that is too long for an address; nothing of it is kept

_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """ASGI middleware; see the module. `token` is what a request that changes the case must bear; "" lets none change it."""

    app: ASGIApp
    hosts: Sequence[str] = LOCAL
    token: str = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Turn the request away, or let it pass and put the policy on its answer."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope, Headers(scope=scope))

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if refusal is not None:
            await refused(*refusal)(scope, receive, guarded)
        else:
            await self.app(scope, _bounded(receive), guarded)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        """The status and the words with which a request is turned away; None where it may pass."""
        if (host := _host_name(headers.get("host", ""))) not in self.hosts:
            return 421, (
                f"Expected a request to one of {', '.join(self.hosts)}, found one to {host[:100]!r}. "
                "Open the address that `bedfellows serve` printed."
            )
        if len(scope["query_string"]) > MOST_QUERY:
            return 414, f"Expected at most {MOST_QUERY} bytes after the question mark."
        from_elsewhere = headers.get("sec-fetch-site") in {"cross-site", "same-site"}
        navigates = headers.get("sec-fetch-mode") == "navigate" and not scope["path"].startswith("/api/")
        if from_elsewhere and not (navigates and scope["method"] in _READING):
            return 403, "Another site's page may not ask this case."
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != headers.get("host"):
            return 403, "Another site's page may not ask this case."
        if scope["method"] in _READING:
            return None
        if scope["path"] in {_JOBS, _CHECK} or scope["path"].startswith(f"{_JOBS}/"):
            return _too_long(headers)
        if not self.token:
            return 403, "This window only reads. Start it with `bedfellows serve --write` to change it."
        if not bears_token(headers, self.token):
            return (
                401,
                "Expected the token that `bedfellows serve --write` printed, as `Authorization: Bearer TOKEN`.",
            )
        return _too_long(headers)


def bears_token(headers: Mapping[str, str], token: str) -> bool:
    """Does a request bear the token of a window that writes?"""
    given = headers.get("authorization", "").removeprefix("Bearer ")
    return bool(token) and hmac.compare_digest(given.encode(), token.encode())


def _too_long(headers: Headers) -> tuple[int, str] | None:
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > MOST_BODY:
        return 413, f"Expected a body of at most {MOST_BODY} bytes."
    return None


def refused(status: int, words: str, kind: str = "Refused") -> JSONResponse:
    """The answer to a request that was turned away."""
    return JSONResponse({"error": {"kind": kind, "message": words}}, status)


def _host_name(host: str) -> str:
    """The name in a Host header without its port; brackets of IPv6 are taken off."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _bounded(receive: Receive) -> Receive:
    """The same messages, ending as if the sender had gone where the body grows too long."""
    held = 0

    async def bounded() -> Message:
        nonlocal held
        message = await receive()
        held += len(message.get("body", b""))
        return {"type": "http.disconnect"} if held > MOST_BODY else message

    return bounded
