"""A web address to bytes, without being led anywhere that an outside page should not lead.

Only http and https. Every host, of the address and of each redirect, is resolved here; unless all its addresses
are public the request is refused, and the connection goes to an address that was checked, so that a name which
resolves differently a moment later (DNS rebinding) gains nothing. Proxies set in the environment are not used:
behind one, the check could not be made.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import httpcore
import httpx

from bedfellows import __version__
from bedfellows.errors import FetchError
from bedfellows.reader.content import LARGEST_PDF, LARGEST_TEXT
from bedfellows.reader.prose import one_line

if TYPE_CHECKING:
    import ssl

MOST_REDIRECTS = 5
Resolver = Callable[[str, int], Sequence[str]]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_READABLE = ("text/", "application/xhtml+xml", "application/xml", "application/pdf", "application/x-pdf", "application/octet-stream")
_NOT_READABLE = ("text/css", "text/javascript", "text/csv", "text/calendar")
_SAVE = "Open it in a browser, save the text as a .txt file and read that."
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: the bytes, their media type and declared character set, and the address they came from."""

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

    `timeout` bounds each wait in seconds, `longest` the whole. Addresses that are not public are refused unless
    `allow_private`, or unless host and port stand in `allowed_hosts` ("127.0.0.1:8000"). `resolver` replaces
    the system's: host and port in, addresses out.
    Raises FetchError, which says what stood in the way and where.
    """
    gate = _Gate(
        allow_private=allow_private,
        allowed_hosts=frozenset(allowed_hosts),
        resolver=resolver or _resolve,
        deadline=time.monotonic() + longest,
    )
    url = _parsed(address)
    headers = {
        "User-Agent": f"bedfellows/{__version__}",
        "Accept": "text/html, application/xhtml+xml, text/plain, application/pdf;q=0.9, */*;q=0.1",
        "Accept-Encoding": "gzip, deflate",
    }
    visited = [shown(url)]
    with httpx.Client(transport=_Transport(gate), timeout=timeout, headers=headers, trust_env=False) as client:
        while True:
            step = _ask(client, url, gate, timeout, longest)
            if isinstance(step, Page):
                return step
            url = step
            if shown(url) in visited:
                raise FetchError(f"{visited[0]}: expected a page, found a redirect that goes round in a circle at {shown(url)}. {_SAVE}")
            visited.append(shown(url))
            if len(visited) > MOST_REDIRECTS + 1:
                raise FetchError(
                    f"{visited[0]}: expected a page after at most {MOST_REDIRECTS} redirects, found one more, to {shown(url)}. "
                    "Give the address the article ends up at."
                )


def shown(url: httpx.URL | str) -> str:
    """An address without user name and password, safe to show and to store."""
    parsed = httpx.URL(url)
    return one_line(str(parsed.copy_with(username=None, password=None) if parsed.userinfo else parsed))


def is_public(address: str) -> bool:
    """Is an IP address one that anybody on the internet may reach, also where it is wrapped in an IPv6 one?"""
    try:
        found: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            found = inner
        elif found.is_site_local:
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def _parsed(address: str, base: httpx.URL | None = None) -> httpx.URL:
    try:
        url = base.join(address) if base is not None else httpx.URL(address)
        host, scheme, _ = url.host, url.scheme, url.port
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise FetchError(f"Expected a web address, found {one_line(address)[:120]!r} ({error}). Check its spelling.") from error
    if scheme not in {"http", "https"} or not host:
        source = f"{shown(base)}: its redirect: " if base is not None else ""
        raise FetchError(f"{source}Expected an address that begins with http:// or https://, found {one_line(address)[:120]!r}.")
    return url


def _ask(client: httpx.Client, url: httpx.URL, gate: _Gate, timeout: float, longest: float) -> Page | httpx.URL:
    """One request: the page, or where it redirects to."""
    where = shown(url)
    try:
        with client.stream("GET", url) as response:
            location = response.headers.get("location")
            if response.status_code in _REDIRECTS and location:
                return _parsed(location, url)
            _refuse_status(response.status_code, where)
            content_type, limit = _accepted(response.headers, where)
            chunks: list[bytes] = []
            size = 0
            for chunk in response.iter_bytes():
                size += len(chunk)
                if size > limit:
                    _too_large(where, None, limit)
                if time.monotonic() > gate.deadline:
                    raise FetchError(f"{where}: expected the page within {longest:g} s, found it still coming. Try again later. {_SAVE}")
                chunks.append(chunk)
            data = b"".join(chunks)
            charset = response.charset_encoding
    except (httpx.TimeoutException, httpcore.TimeoutException) as error:
        raise FetchError(f"{where}: expected an answer within {timeout:g} s, found none. Try again later. {_SAVE}") from error
    except httpx.DecodingError as error:
        raise FetchError(f"{where}: expected a page, found data that cannot be unpacked ({error}). {_SAVE}") from error
    except (httpx.HTTPError, httpcore.NetworkError, httpcore.ProtocolError, httpx.InvalidURL, UnicodeError) as error:
        raise FetchError(f"{where}: expected a web server, found none that answers properly ({_reason(error)}). Check the address.") from error
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


def _accepted(headers: httpx.Headers, where: str) -> tuple[str, int]:
    """The media type and the most bytes that are read of it."""
    content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type and (not content_type.startswith(_READABLE) or content_type in _NOT_READABLE):
        raise FetchError(
            f"{where}: expected a web page, a text or a PDF, found {one_line(content_type)[:60]}. Give the address of an article."
        )
    limit = LARGEST_PDF if content_type.endswith("pdf") else LARGEST_TEXT
    length = headers.get("content-length", "")
    if length.isdigit() and int(length) > limit:
        _too_large(where, int(length), limit)
    return content_type, limit


def _too_large(where: str, size: int | None, limit: int) -> NoReturn:
    found = f"{size / 1e6:.0f} MB" if size else "more"
    raise FetchError(f"{where}: expected at most {limit // 1_000_000} MB, found {found}. Save the part you need as a file and read that.")


def _reason(error: BaseException) -> str:
    text = one_line(str(error)) or type(error).__name__
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return f"its certificate is not valid: {text}"[:200]
    return text[:200]


def _resolve(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class _Gate(httpcore.NetworkBackend):
    """Opens connections, to checked addresses only and until the deadline only."""

    def __init__(self, *, allow_private: bool, allowed_hosts: frozenset[str], resolver: Resolver, deadline: float) -> None:
        self.deadline = deadline
        self._allow_private = allow_private
        self._allowed_hosts = allowed_hosts
        self._resolver = resolver
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve, check every address, and connect to the first that answers."""
        failure: Exception | None = None
        for address in self._checked(host, port):
            try:
                stream = self._backend.connect_tcp(address, port, _left(self.deadline, timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self.deadline)
        raise failure if failure is not None else httpcore.ConnectError(f"{host} has no address")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.NetworkStream:
        """Never: a page is not to lead to a local socket."""
        raise httpcore.ConnectError(f"no connection is made to the local socket {path}")

    def _checked(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = self._resolver(host, port)
        except (OSError, UnicodeError) as error:
            raise FetchError(
                f"Expected a host that exists, found no address for {one_line(host)!r} ({_reason(error)}). "
                "Check the spelling of the address and the network."
            ) from error
        if self._allow_private or f"{host}:{port}" in self._allowed_hosts:
            return addresses
        for address in addresses:
            if not is_public(address):
                raise FetchError(
                    f"Expected a host on the public internet, found {one_line(host)!r}, which is at {one_line(address)}: "
                    "a private, local or reserved address. Addresses and redirects that lead there are refused; "
                    "save the page as a file and read that."
                )
        return addresses


class _Stream(httpcore.NetworkStream):
    """A connection that ends at the deadline, however slowly the other side drips."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline, timeout)), self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for the whole request is up")
    return left if timeout is None else min(left, timeout)


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self):  # type: ignore[no-untyped-def]
        yield from self._stream

    def close(self) -> None:
        close = getattr(self._stream, "close", None)
        if close is not None:
            close()


class _Transport(httpx.BaseTransport):
    """httpx over an httpcore pool that connects through the gate."""

    def __init__(self, gate: _Gate) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), max_connections=2, keepalive_expiry=5, network_backend=gate
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Pass the request on and hand the answer back as it streams in."""
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions)  # type: ignore[arg-type]

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()
