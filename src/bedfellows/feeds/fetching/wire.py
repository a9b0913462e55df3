"""Requests with manners: a name, a pace, bounded waits, retries that wait longer each time, checked redirects.

Waits between tries grow exponentially with jitter, or are as long as the server's Retry-After asks for
(RFC 9110, 10.2.3). A redirect is followed on the same host or to a host that the feed names, never from https
down to http, and credentials never go along to another host.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn

import httpx
import tenacity

from bedfellows import __version__
from bedfellows.errors import FetchError

USER_AGENT = f"bedfellows/{__version__} (research tool; fetches event data)"
MOST_REDIRECTS = 5
LARGEST_ANSWER = 256 * 1024 * 1024  # of a list or a page of an API, in bytes

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TEMPORARY = frozenset({408, 425, 429, 500, 502, 503, 504})
_PORTS = {"http": 80, "https": 443}


class Temporary(Exception):
    """Something that may go well when tried again; `wait` is how long the server asks for, in seconds."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Stopped(Exception):
    """The user interrupted the run."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How publishers are treated: requests a second, tries for one file, and how long to wait for what."""

    rate: float = 4.0
    tries: int = 6
    connect: float = 15.0
    silence: float = 30.0
    first_wait: float = 1.0
    longest_wait: float = 300.0
    patience: float = 60.0  # slower than `slowest` bytes a second for so long, and the connection is given up
    slowest: float = 100.0


def shown(address: httpx.URL | str) -> str:
    """An address without what may be secret in it: user, password, query, fragment."""
    url = httpx.URL(address)
    return str(url.copy_with(username=None, password=None, query=None, fragment=None))


class Wire:
    """One client for one run. Safe to use from several threads.

    `secrets` are cut out of every message; `sleep` waits so many seconds and can be replaced in tests.
    """

    def __init__(
        self,
        manners: Manners | None = None,
        *,
        hosts: frozenset[str] = frozenset(),
        secrets: tuple[str, ...] = (),
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        self.manners = manners or Manners()
        self._hosts = hosts
        self._secrets: tuple[str, ...] = ()
        self.hide(*secrets)
        self._sleep = sleep or self._wait
        self._stop = threading.Event()
        self._pace = threading.Lock()
        self._next = 0.0
        self._client = httpx.Client(
            headers={"User-Agent": USER_AGENT},
            timeout=httpx.Timeout(self.manners.silence, connect=self.manners.connect),
            follow_redirects=False,
        )

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def hide(self, *secrets: str) -> None:
        """Cut these out of messages, too."""
        self._secrets += tuple(secret for secret in secrets if secret)

    def stop(self) -> None:
        """Let every request that is under way end soon."""
        self._stop.set()

    def go_on(self) -> None:
        """Raises Stopped once the run was stopped."""
        if self._stop.is_set():
            raise Stopped

    def trying(self, work: Callable[[], Any]) -> Any:
        """Do the work, again where it raises Temporary. Raises FetchError when the last try fails too."""
        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self.manners.tries),
            wait=self._how_long,
            retry=tenacity.retry_if_exception_type(Temporary),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(work)
        except Temporary as error:
            raise FetchError(
                f"{self.without_secrets(str(error))} Tried {self.manners.tries} times. Run the same command "
                "again later: what was fetched is kept."
            ) from None

    def text(self, address: str, *, headers: Mapping[str, str] | None = None) -> str:
        """The text at an address, tried again where that may help. Raises FetchError."""
        found: bytes = self.trying(lambda: self._whole(address, headers, None))
        return found.decode("utf-8", "replace")

    def json(
        self,
        address: str,
        *,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
    ) -> Any:
        """The JSON at an address; with `form` it is posted. Raises FetchError, also where it is no JSON."""
        found: bytes = self.trying(lambda: self._whole(address, headers, form))
        try:
            return json.loads(found)
        except ValueError:
            start = found[:60].decode("utf-8", "replace")
            raise FetchError(
                f"{shown(address)}: expected JSON, found something that begins "
                f"{self.without_secrets(start)!r}. Try later; if it stays so, the publisher has changed the address."
            ) from None

    @contextmanager
    def ask(
        self,
        address: str,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        *,
        also: frozenset[int] = frozenset(),
    ) -> Iterator[httpx.Response]:
        """One request, with its redirects: an answer with status 2xx (or one of `also`), its body still to come.

        Raises Temporary where another try may help, FetchError where none will.
        """
        url = self._parsed(address)
        sent = dict(headers or {})
        for _ in range(MOST_REDIRECTS + 1):
            self._keep_pace()
            request = self._client.build_request("POST" if form else "GET", url, headers=sent, data=form)
            with self._translated(url):
                response = self._client.send(request, stream=True)
            try:
                location = response.headers.get("location")
                if response.status_code in _REDIRECTS and location:
                    target = self._followed(url, location, posted=form is not None)
                    if target.host != url.host:
                        sent = {key: value for key, value in sent.items() if key.lower() in _SAFE_ELSEWHERE}
                    url = target
                    continue
                if response.status_code not in also:
                    self._judge(response, url)
                with self._translated(url):
                    yield response
                return
            finally:
                response.close()
        raise FetchError(
            f"{shown(address)}: expected an answer after at most {MOST_REDIRECTS} redirects, found one more. "
            "Check the address."
        )

    def without_secrets(self, text: str) -> str:
        """The text with each credential replaced."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text

    def _whole(
        self, address: str, headers: Mapping[str, str] | None, form: Mapping[str, str] | None
    ) -> bytes:
        with self.ask(address, headers, form) as response:
            chunks, size = [], 0
            for chunk in response.iter_bytes():
                self.go_on()
                size += len(chunk)
                if size > LARGEST_ANSWER:
                    raise FetchError(
                        f"{shown(address)}: expected at most {LARGEST_ANSWER} bytes, found more. Check the address."
                    )
                chunks.append(chunk)
        return b"".join(chunks)

    def _wait(self, seconds: float) -> None:
        self._stop.wait(seconds)
        self.go_on()

    def _keep_pace(self) -> None:
        self.go_on()
        with self._pace:
            now = time.monotonic()
            due = max(self._next, now)
            self._next = due + 1 / self.manners.rate
        if due > now:
            self._sleep(due - now)

    def _how_long(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, Temporary) else None
        if asked is not None:
            return asked
        backing_off = tenacity.wait_exponential_jitter(initial=self.manners.first_wait, max=60, jitter=1)
        return backing_off(state)

    @contextmanager
    def _translated(self, url: httpx.URL) -> Iterator[None]:
        """The client's errors as ours."""
        try:
            yield
        except httpx.TransportError as error:
            words = str(error) or type(error).__name__
            if "CERTIFICATE_VERIFY_FAILED" in words:
                raise FetchError(
                    f"{shown(url)}: expected a certificate that this machine trusts, found another ({words}). "
                    "Fetch the file with a browser and ingest it from there."
                ) from None
            if isinstance(error, httpx.TimeoutException):
                raise Temporary(
                    f"{shown(url)}: expected an answer within {self.manners.silence:g} s, found silence."
                ) from None
            raise Temporary(
                f"{shown(url)}: expected the whole answer, the connection broke ({words})."
            ) from None
        except httpx.DecodingError as error:
            raise Temporary(f"{shown(url)}: expected an answer that can be unpacked ({error}).") from None

    def _parsed(self, address: str) -> httpx.URL:
        try:
            url = httpx.URL(address)
            host, scheme, _ = url.host, url.scheme, url.port
        except (httpx.InvalidURL, ValueError) as error:
            raise FetchError(f"Expected a web address, found one that is none ({error}).") from None
        if scheme not in _PORTS or not host:
            raise FetchError(
                f"Expected an address that begins with http:// or https://, found {self.without_secrets(address)[:80]!r}."
            )
        return url

    def _followed(self, url: httpx.URL, location: str, *, posted: bool) -> httpx.URL:
        try:
            target = url.join(location)
        except (httpx.InvalidURL, ValueError):
            target = httpx.URL("")
        same = target.host == url.host and (_port(target) == _port(url) or not (target.port or url.port))
        downgraded = url.scheme == "https" and target.scheme != "https"
        allowed = (same or target.host in self._hosts) and target.scheme in _PORTS and not downgraded
        if posted or not allowed:
            raise FetchError(
                f"{shown(url)}: expected the file itself or a redirect within {url.host}, found a redirect to "
                f"{shown(target)[:120]!r}, which was not followed. If the publisher has moved, give the new "
                "address with --url."
            )
        return target

    def _judge(self, response: httpx.Response, url: httpx.URL) -> None:
        status = response.status_code
        if 200 <= status < 300:
            return
        if status in _TEMPORARY:
            wait = _retry_after(response.headers.get("retry-after", ""))
            if wait is not None and wait > self.manners.longest_wait:
                raise FetchError(
                    f"{shown(url)}: the server asks to be left alone for {wait:.0f} s (status {status}). Run the "
                    "same command again then: what was fetched is kept."
                )
            raise Temporary(f"{shown(url)}: expected an answer, found status {status}.", wait)
        _refuse(shown(url), status)


# Headers that may go along to another host; all others could carry a credential.
_SAFE_ELSEWHERE = frozenset({"accept", "accept-encoding", "range", "if-range"})


def _port(url: httpx.URL) -> int | None:
    return url.port or _PORTS.get(url.scheme)


def _refuse(where: str, status: int) -> NoReturn:
    advice = {
        401: "The publisher wants credentials, or does not take those given; docs/fetching.md says which it needs.",
        403: "The account or the key may not have this; docs/fetching.md says which it needs.",
        404: "The publisher has no such file: check the version and the days, or whether it has moved.",
        410: "The publisher has taken it away.",
    }.get(status, "The publisher does not accept the request.")
    raise FetchError(f"{where}: expected a file, found status {status}. {advice}")


def _retry_after(value: str) -> float | None:
    """Seconds from now that a Retry-After header asks for: a number, or a date."""
    value = value.strip()
    if value.isdigit():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max((when - datetime.now(UTC)).total_seconds(), 0.0)
