"""A web address to bytes, without being led anywhere that an outside page should not lead.

Only http and https. Every host, of the address and of each redirect, is resolved here; unless all its
addresses are public the request is refused, and the connection goes to an address that was checked, so that a
name which resolves differently a moment later (DNS rebinding) gains nothing (see `gate`). Proxies set in the
environment are not used: behind one, the check could not be made.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import NoReturn

import httpcore
import httpx

from bedfellows import __version__
from bedfellows.errors import FetchError
from bedfellows.reader.content import LARGEST_PDF, LARGEST_TEXT
from bedfellows.reader.gate import Gate, GatedTransport, Resolver, reason, resolve_host
from bedfellows.reader.prose import one_line

MOST_REDIRECTS = 5

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_READABLE = (
    "text/",
    "application/xhtml+xml",
    "application/xml",
    "application/pdf",
    "application/x-pdf",
    "application/octet-stream",
)
_NOT_READABLE = ("text/css", "text/javascript", "text/csv", "text/calendar")
_SAVE = "Open it in a browser, save the text as a .txt file and read that."


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: bytes, media type, declared character set, and the address they came from."""

    data: bytes
    content_type: str
    charset: str | None
    address: str


def get(
    address: str,
    *,
    timeout: float = 20.0,
    longest: float = 60.0,
    allow_private: bool = False,
    allowed_hosts: Collection[str] = (),
    resolver: Resolver | None = None,
) -> Page:
    """Fetch an address, following at most five redirects.

    `timeout` bounds each wait in seconds, `longest` the whole. Addresses that are not public are refused
    unless `allow_private`, or unless host and port stand in `allowed_hosts` ("127.0.0.1:8000"). `resolver`
    replaces the system's: host and port in, addresses out.
    Raises FetchError, which says what stood in the way and where.
    """
    gate = Gate(
        allow_private=allow_private,
        allowed_hosts=frozenset(allowed_hosts),
        resolver=resolver or resolve_host,
        deadline=time.monotonic() + longest,
    )
    url = _parsed(address)
    headers = {
        "User-Agent": f"bedfellows/{__version__}",
        "Accept": "text/html, application/xhtml+xml, text/plain, application/pdf;q=0.9, */*;q=0.1",
        "Accept-Encoding": "gzip, deflate",
    }
    visited = [shown(url)]
    with httpx.Client(
        transport=GatedTransport(gate), timeout=timeout, headers=headers, trust_env=False
    ) as client:
        while True:
            step = _ask(client, url, gate, timeout, longest)
            if isinstance(step, Page):
                return step
            url = step
            if len(visited) > MOST_REDIRECTS:
                _too_many_redirects(visited, shown(url))
            visited.append(shown(url))


def shown(url: httpx.URL | str) -> str:
    """An address without user name and password, safe to show and to store."""
    parsed = httpx.URL(url)
    return one_line(str(parsed.copy_with(username=None, password=None) if parsed.userinfo else parsed))


def host_of(address: str) -> str:
    """The host of an address that was fetched."""
    return one_line(httpx.URL(address).host)


def _parsed(address: str, base: httpx.URL | None = None) -> httpx.URL:
    try:
        url = base.join(address) if base is not None else httpx.URL(address)
        host, scheme, _ = url.host, url.scheme, url.port
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise FetchError(
            f"Expected a web address, found {one_line(address)[:120]!r} ({error}). Check its spelling."
        ) from error
    if scheme not in {"http", "https"} or not host:
        source = f"{shown(base)}: its redirect: " if base is not None else ""
        raise FetchError(
            f"{source}Expected an address that begins with http:// or https://, found "
            f"{one_line(address)[:120]!r}."
        )
    return url


def _ask(
    client: httpx.Client, url: httpx.URL, gate: Gate, timeout: float, longest: float
) -> Page | httpx.URL:
    """One request: the page, or where it redirects to."""
    where = shown(url)
    try:
        with client.stream("GET", url) as response:
            location = response.headers.get("location")
            if response.status_code in _REDIRECTS and location:
                return _parsed(location, url)
            _refuse_status(response.status_code, where)
            _refuse_packing(response.headers, where)
            content_type, limit = _accepted(response.headers, where)
            chunks: list[bytes] = []
            size = 0
            for chunk in response.iter_bytes():
                size += len(chunk)
                if size > limit:
                    _too_large(where, None, limit)
                if time.monotonic() > gate.deadline:
                    raise FetchError(
                        f"{where}: expected the page within {longest:g} s, found it still coming. Try again "
                        f"later. {_SAVE}"
                    )
                chunks.append(chunk)
            data = b"".join(chunks)
            charset = response.charset_encoding
    except (httpx.TimeoutException, httpcore.TimeoutException) as error:
        waited = longest if time.monotonic() >= gate.deadline else timeout
        raise FetchError(
            f"{where}: expected an answer within {waited:g} s, found none or only a part. Try again later. {_SAVE}"
        ) from error
    except httpx.DecodingError as error:
        raise FetchError(
            f"{where}: expected a page, found data that cannot be unpacked ({error}). {_SAVE}"
        ) from error
    except (
        httpx.HTTPError,
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpx.InvalidURL,
        UnicodeError,
    ) as error:
        raise FetchError(
            f"{where}: expected a web server, found none that answers properly ({reason(error)}). Check the "
            "address."
        ) from error
    if not data.strip():
        raise FetchError(f"{where}: expected a page, found an empty answer. {_SAVE}")
    return Page(data, content_type, charset, where)


def _refuse_status(status: int, where: str) -> None:
    if status == 200:
        return
    advice = {
        401: f"It needs a login. {_SAVE}",
        403: f"The site refuses. {_SAVE}",
        404: "Check the address.",
        410: "The page was removed; an archived copy may exist.",
        429: "The site asks for patience: try again later.",
    }.get(status, f"The site has trouble: try again later. {_SAVE}" if status >= 500 else _SAVE)
    raise FetchError(f"{where}: expected a page, found status {status}. {advice}")


def _refuse_packing(headers: httpx.Headers, where: str) -> None:
    """Only what was asked for, and packed once: packed twice, a few kilobytes hold gigabytes."""
    packing = headers.get("content-encoding", "").strip().lower()
    if packing not in {"", "identity", "gzip", "deflate"}:
        raise FetchError(
            f"{where}: expected a page as it is or packed with gzip, found it packed as "
            f"{one_line(packing)[:60]!r}. {_SAVE}"
        )


def _accepted(headers: httpx.Headers, where: str) -> tuple[str, int]:
    """The media type and the most bytes that are read of it."""
    content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type and (not content_type.startswith(_READABLE) or content_type in _NOT_READABLE):
        raise FetchError(
            f"{where}: expected a web page, a text or a PDF, found {one_line(content_type)[:60]}. Give the "
            "address of an article."
        )
    limit = LARGEST_PDF if content_type.endswith("pdf") else LARGEST_TEXT
    length = headers.get("content-length", "")
    if length.isdigit() and int(length) > limit:
        _too_large(where, int(length), limit)
    return content_type, limit


def _too_many_redirects(visited: list[str], address: str) -> NoReturn:
    # A page may send a visitor back to itself once, to see whether cookies are kept; so circles are judged at the end.
    if address in visited:
        found = f"redirects that go round in a circle at {address}. {_SAVE}"
    else:
        found = f"one more, to {address}. Give the address that the article ends up at."
    raise FetchError(f"{visited[0]}: expected a page after at most {MOST_REDIRECTS} redirects, found {found}")


def _too_large(where: str, size: int | None, limit: int) -> NoReturn:
    found = f"{size / 1e6:.0f} MB" if size else "more"
    raise FetchError(
        f"{where}: expected at most {limit // 1_000_000} MB, found {found}. Save the part you need as a file "
        "and read that."
    )
