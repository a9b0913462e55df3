"""Asking an OpenAI-compatible chat endpoint for a JSON answer, patiently, never showing the key."""

from __future__ import annotations

import json
import logging
import math
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from bedfellows import __version__
from bedfellows.errors import ReaderError
from bedfellows.reader.endpoint_schema import answer_schema, instructions
from bedfellows.reader.prose import one_line

KEY_VARIABLE = "BEDFELLOWS_API_KEY"
_LARGEST_ANSWER = 8_000_000
_LONGEST_PAUSE = 60.0
_LONGEST_ANSWER = 600.0  # seconds: an answer may drip for ever, never pausing for as long as the timeout
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_REFUSES_OPTION = frozenset({400, 404, 415, 422, 501})
_log = logging.getLogger(__name__)


class CutShortError(Exception):
    """The answer ended at the model's limit before it was whole."""


class MalformedError(Exception):
    """The answer is no JSON object of the schema's outline."""


class ChatClient:
    """One model behind one endpoint."""

    def __init__(
        self, url: str, model: str, key: str | None, *, timeout: float, retries: int, pause: float
    ) -> None:
        self.url = completions_url(url)
        self._model = model
        self._key = _checked(key)
        self._timeout = timeout
        self._retries = retries
        self._pause = pause
        self._structured = True
        self._temperature = True
        if self._key and self.url.scheme == "http" and self.url.host not in {"localhost", "127.0.0.1", "::1"}:
            _log.warning("The key goes to %s without encryption: use https.", self.url.host)

    def __repr__(self) -> str:
        return f"ChatClient({self._shown()!r}, {self._model!r})"

    def ask(self, document: dict[str, Any]) -> dict[str, Any]:
        """The answer to one part of a document, as parsed JSON with the schema's four lists.

        Raises CutShortError and MalformedError for answers that can be asked for again in another way, and
        ReaderError where the endpoint cannot be reached, refuses or fails for good.
        """
        body = self._post(document)
        try:
            choice = body["choices"][0]
            message = choice["message"]
        except (KeyError, IndexError, TypeError) as error:
            raise ReaderError(
                f"{self._shown()}: expected a chat completion with choices, found "
                f"{self._safe(json.dumps(body))}. "
                "Check that the address is one of an OpenAI-compatible endpoint."
            ) from error
        if isinstance(message, dict) and message.get("refusal"):
            raise ReaderError(
                f"{self._shown()}: expected an answer, found a refusal: {self._safe(str(message['refusal']))}"
            )
        if choice.get("finish_reason") == "content_filter":
            raise ReaderError(
                f"{self._shown()}: expected an answer, found it withheld by the endpoint's content filter. "
                "Use another model; nothing was stored."
            )
        if choice.get("finish_reason") == "length":
            raise CutShortError
        content = _text_of(message.get("content") if isinstance(message, dict) else None)
        found = _parsed(content)
        if found is None:
            raise MalformedError(self._safe(content)[:120])
        return found

    def _post(self, document: dict[str, Any]) -> dict[str, Any]:
        headers = {"User-Agent": f"bedfellows/{__version__}", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        failure = ""
        tries = 0
        with httpx.Client(timeout=self._timeout, headers=headers, follow_redirects=False) as client:
            while tries <= self._retries:
                pause = self._pause * 2**tries
                try:
                    status, answer_headers, text = self._send(client, document)
                except httpx.TimeoutException:
                    failure = f"none within {self._timeout:g} s"
                except httpx.HTTPError as error:
                    failure = f"no connection ({self._safe(str(error) or type(error).__name__)})"
                else:
                    if status == 200:
                        return self._json(text)
                    if self._drop_option(status, text):
                        continue
                    failure = f"status {status}: {self._safe(text)}"
                    if status not in _PASSING:
                        raise ReaderError(
                            f"{self._shown()}: expected an answer, found {failure}. {_advice(status)}"
                        )
                    pause = _wanted_pause(answer_headers) or pause
                tries += 1
                if tries <= self._retries:
                    time.sleep(min(pause, _LONGEST_PAUSE))
        raise ReaderError(
            f"{self._shown()}: expected an answer, found {failure}, in {tries} tries. "
            "Check that the endpoint runs, or try again later; nothing was stored."
        )

    def _send(self, client: httpx.Client, document: dict[str, Any]) -> tuple[int, httpx.Headers, str]:
        deadline = time.monotonic() + _LONGEST_ANSWER
        with client.stream("POST", self.url, json=self._payload(document)) as response:
            parts: list[bytes] = []
            size = 0
            for part in response.iter_bytes():
                size += len(part)
                if size > _LARGEST_ANSWER:
                    raise ReaderError(
                        f"{self._shown()}: expected an answer of at most {_LARGEST_ANSWER // 1_000_000} MB, "
                        "found more. "
                        "Check the address."
                    )
                if time.monotonic() > deadline:
                    raise ReaderError(
                        f"{self._shown()}: expected an answer within {_LONGEST_ANSWER:g} s, found it still "
                        "coming. Use a faster model, or try again later; nothing was stored."
                    )
                parts.append(part)
            return response.status_code, response.headers, b"".join(parts).decode("utf-8", errors="replace")

    def _payload(self, document: dict[str, Any]) -> dict[str, Any]:
        payload: dict[str, Any] = {
            "model": self._model,
            "messages": [
                {"role": "system", "content": instructions(with_schema=not self._structured)},
                # JSON keeps the document inside its strings: it cannot end them and speak as somebody else.
                {"role": "user", "content": json.dumps(document, ensure_ascii=False)},
            ],
        }
        if self._temperature:
            payload["temperature"] = 0
        if self._structured:
            schema = {"name": "reading", "strict": True, "schema": answer_schema()}
            payload["response_format"] = {"type": "json_schema", "json_schema": schema}
        return payload

    def _drop_option(self, status: int, text: str) -> bool:
        """Where the endpoint refuses a request, leave out what it may not know, now and in later requests."""
        if status not in _REFUSES_OPTION:
            return False
        if self._temperature and "temperature" in text.lower():
            self._temperature = False
        elif self._structured:
            self._structured = False
        elif self._temperature:
            self._temperature = False
        else:
            return False
        return True

    def _json(self, text: str) -> dict[str, Any]:
        try:
            body = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ReaderError(
                f"{self._shown()}: expected JSON, found {self._safe(text)!r}. "
                "Check that the address is one of an OpenAI-compatible endpoint."
            ) from error
        if not isinstance(body, dict):
            raise ReaderError(
                f"{self._shown()}: expected a JSON object, found {self._safe(text)!r}. Check the address."
            )
        return body

    def _shown(self) -> str:
        url = (
            self.url.copy_with(username=None, password=None, query=None)
            if self.url.userinfo or self.url.query
            else self.url
        )
        return one_line(str(url))

    def _safe(self, text: str) -> str:
        """What the endpoint said, short, on one line, without the key."""
        if self._key:
            text = text.replace(self._key, "[key]")
        return one_line(text[:2000])[:200] or "nothing"


def completions_url(url: str) -> httpx.URL:
    """The address that chats are posted to, from the endpoint's base address or from that address itself."""
    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError) as error:
        raise ReaderError(
            f"Expected the address of an endpoint, found {one_line(url)[:120]!r} ({error})."
        ) from error
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise ReaderError(
            "Expected the address of an endpoint, such as http://localhost:8080/v1, found "
            f"{one_line(url)[:120]!r}."
        )
    path = parsed.path.rstrip("/")
    if path.endswith("/chat/completions"):
        return parsed
    return parsed.copy_with(path=f"{path or '/v1'}/chat/completions")


def _checked(key: str | None) -> str | None:
    key = (key or "").strip()
    if key and (not key.isascii() or not key.isprintable() or " " in key):
        # The key itself is not shown, not even a wrong one.
        raise ReaderError(
            f"Expected a key of plain characters in {KEY_VARIABLE}, found other signs in it. Set it again."
        )
    return key or None


def _advice(status: int) -> str:
    if status in {401, 403}:
        return f"Set the key in the environment variable {KEY_VARIABLE}, or check that it may use the model."
    if status == 404:
        return "Check the address and the name of the model."
    if 300 <= status < 400:
        return "Redirects are not followed, so that the key goes nowhere else: give the final address."
    return "Check the address, the name of the model and what the endpoint says."


def _wanted_pause(headers: httpx.Headers) -> float:
    """The seconds that `Retry-After` asks for, as a number or as a date (RFC 9110, section 10.2.3); else 0."""
    wanted = headers.get("retry-after", "").strip()
    try:
        seconds = float(wanted)
    except ValueError:
        try:
            until = parsedate_to_datetime(wanted)
            seconds = (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
        except (ValueError, OverflowError):
            return 0.0
    return max(seconds, 0.0) if math.isfinite(seconds) else 0.0


def _text_of(content: Any) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(
            part.get("text", "")
            for part in content
            if isinstance(part, dict) and isinstance(part.get("text"), str)
        )
    return ""


def _parsed(content: str) -> dict[str, Any] | None:
    """The JSON object in a reply, which may stand in a code fence or after a few words."""
    text = content.rpartition("</think>")[2]  # some models think aloud first
    decoder = json.JSONDecoder()
    start = text.find("{")
    for _ in range(50):
        if start < 0:
            break
        try:
            found, _end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict) and isinstance(found.get("claims"), list):
            return found
        start = text.find("{", start + 1)
    return None
