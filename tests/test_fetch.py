"""Fetching addresses: only what is public, in time and in size. Nothing but 127.0.0.1 is contacted."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from bedfellows.errors import DocumentError, FetchError
from bedfellows.reader import fetch
from bedfellows.reader.content import LARGEST_TEXT
from bedfellows.reader.documents import load
from bedfellows.reader.fetch import get, shown
from bedfellows.reader.gate import is_public

PAGE = (
    b"<!DOCTYPE html><html><head><title>Bears</title></head><body><article><p>Belmark has admitted that it is in "
    b"contact with the Highland Front, an invented official said.</p></article></body></html>"
)
Answer = Callable[[Any], None]


class Site:
    """A server on 127.0.0.1 whose pages a test sets; `asked` lists what was asked for."""

    def __init__(self) -> None:
        site = self
        self.pages: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, {key.lower(): value for key, value in self.headers.items()}))
                answer = site.pages.get(self.path.partition("?")[0])
                if answer is None:
                    self.send_error(404)
                    return
                try:
                    answer(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.host = f"127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def send(
    body: bytes = PAGE,
    status: int = 200,
    content_type: str | None = "text/html; charset=utf-8",
    **headers: str,
) -> Answer:
    def answer(handler: Any) -> None:
        handler.send_response(status)
        if content_type is not None:
            handler.send_header("Content-Type", content_type)
        for name, value in {"content_length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def to(location: str, status: int = 302) -> Answer:
    return send(b"", status, location=location)


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()
    yield found
    found.close()


def fetch_from(site: Site, path: str, **options: Any) -> fetch.Page:
    return get(site.url(path), allowed_hosts=[site.host], **options)


def refused(site: Site, path: str, match: str, **options: Any) -> None:
    with pytest.raises(FetchError, match=match):
        fetch_from(site, path, **options)


# -- what is fetched -----------------------------------------------------------------------------------------


def test_a_page_comes_with_its_type_and_character_set(site) -> None:
    site.pages["/a"] = send()
    page = fetch_from(site, "/a")
    assert (page.data, page.content_type, page.charset) == (PAGE, "text/html", "utf-8")
    headers = site.asked[0][1]
    assert headers["user-agent"].startswith("bedfellows/")
    assert "cookie" not in headers and "authorization" not in headers


def test_an_address_becomes_a_document(site) -> None:
    site.pages["/a"] = send()
    (document,) = load(site.url("/a"), allow_private=True)
    assert document.text.startswith("Belmark has admitted")
    assert (document.locator, document.publisher) == (site.url("/a"), "127.0.0.1")


def test_the_declared_character_set_is_used(site) -> None:
    text = "Белмарк помогает Фронту в горах."
    site.pages["/a"] = send(text.encode("cp1251"), content_type="text/plain; charset=windows-1251")
    (document,) = load(site.url("/a"), allow_private=True)
    assert document.text == text


def test_a_packed_page_is_unpacked(site) -> None:
    site.pages["/gzip"] = send(gzip.compress(PAGE), content_encoding="gzip")
    site.pages["/deflate"] = send(zlib.compress(PAGE), content_encoding="deflate")
    assert fetch_from(site, "/gzip").data == PAGE
    assert fetch_from(site, "/deflate").data == PAGE


def test_redirects_are_followed_to_the_final_address(site) -> None:
    site.pages |= {"/a": to("/b", 301), "/b": to(site.url("/c"), 307), "/c": send()}
    assert fetch_from(site, "/a").address == site.url("/c")


def test_a_page_that_sends_visitors_back_to_itself_once_is_read(site) -> None:
    answers = [send(), to("/a")]

    def in_turn(handler: Any) -> None:
        answers.pop()(handler)

    site.pages["/a"] = in_turn
    assert fetch_from(site, "/a").data == PAGE


def test_too_many_redirects_and_circles_are_told_apart(site) -> None:
    site.pages |= {f"/{n}": to(f"/{n + 1}") for n in range(9)}
    refused(site, "/0", r"after at most 5 redirects, found one more, to .*/6\. Give the address")
    assert len(site.asked) == 6
    site.pages |= {"/x": to("/y"), "/y": to("/x")}
    refused(site, "/x", "go round in a circle")


def test_a_proxy_in_the_environment_is_not_used(site, monkeypatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    site.pages["/a"] = send()
    assert fetch_from(site, "/a").data == PAGE


# -- where it must not lead ----------------------------------------------------------------------------------


def test_a_private_address_is_refused_before_anything_is_sent(site) -> None:
    site.pages["/a"] = send()
    with pytest.raises(FetchError, match=r"which is at 127\.0\.0\.1: a private, local or reserved address"):
        get(site.url("/a"))
    with pytest.raises(FetchError, match="a private, local or reserved address"):
        list(load(site.url("/a")))
    assert site.asked == []


def test_a_redirect_to_a_private_address_is_refused(site) -> None:
    other = Site()
    try:
        other.pages["/secret"] = send()
        site.pages["/a"] = to(other.url("/secret"))
        refused(site, "/a", "a private, local or reserved address")
        assert other.asked == []
    finally:
        other.close()


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/x",
        "http://[::ffff:10.0.0.1]/x",
        "http://10.1.2.3/x",
        "http://0.0.0.0/x",
        "http://2130706433/x",
        "http://127.1/x",
        "http://0x7f.0.0.1/x",
    ],
)
def test_redirects_to_addresses_of_the_inside_are_refused_however_written(site, target) -> None:
    site.pages["/a"] = to(target)
    refused(site, "/a", "private, local or reserved address|no address for")


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:alert(1)", "data:text/html,x"]
)
def test_redirects_to_other_schemes_are_refused(site, target) -> None:
    site.pages["/a"] = to(target)
    refused(site, "/a", "its redirect: Expected an address that begins with http|none that answers properly")


def test_a_name_that_resolves_anew_is_not_followed_to_the_inside(site) -> None:
    """DNS rebinding: the first answer is allowed, the second leads inside."""
    answers = iter([["127.0.0.1"], ["127.0.0.1"]])
    site.pages["/a"] = lambda handler: _closing(handler, to(f"http://rebinding.example:{site.port}/b"))
    site.pages["/b"] = send()
    calls: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        calls.append(host)
        return next(answers)

    with pytest.raises(FetchError, match=r"'rebinding\.example', which is at 127\.0\.0\.1"):
        get(
            f"http://first.example:{site.port}/a",
            allowed_hosts=[f"first.example:{site.port}"],
            resolver=resolver,
        )
    assert calls == ["first.example", "rebinding.example"]
    assert [path for path, _ in site.asked] == ["/a"]


def _closing(handler: Any, answer: Answer) -> None:
    answer(handler)
    handler.close_connection = True


def test_the_connection_goes_to_the_address_that_was_checked(site) -> None:
    site.pages["/a"] = send()
    asked: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    page = get(
        f"http://news.example:{site.port}/a", allowed_hosts=[f"news.example:{site.port}"], resolver=resolver
    )
    assert page.data == PAGE
    assert asked == ["news.example"]  # resolved once: there is no second answer to be fooled by
    assert site.asked[0][1]["host"] == f"news.example:{site.port}"


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(FetchError, match=r"which is at 10\.0\.0\.1"):
        get("http://news.example/", resolver=lambda host, port: ["93.184.215.14", "10.0.0.1"])


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1",
        "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "2002:a00:1::", "2001:0:7f00:1::", "nonsense", "",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_addresses_that_are_public(address) -> None:
    assert is_public(address)


# -- what is refused -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (401, "It needs a login"),
        (403, "The site refuses"),
        (404, "Check the address"),
        (410, "an archived copy may exist"),
        (429, "try again later"),
        (500, "The site has trouble"),
        (503, "The site has trouble"),
        (204, "save the text as a .txt file"),
        (302, "save the text as a .txt file"),
    ],
)
def test_a_status_that_is_no_page_is_told_with_advice(site, status, advice) -> None:
    site.pages["/a"] = send(b"", status)
    refused(site, "/a", rf"/a: expected a page, found status {status}\. .*{advice}")


@pytest.mark.parametrize(
    "kind", ["image/png", "video/mp4", "application/zip", "text/css", "application/json"]
)
def test_a_type_that_is_no_text_is_refused_before_it_is_read(site, kind) -> None:
    site.pages["/a"] = send(b"x" * 1000, content_type=kind)
    refused(site, "/a", f"found {kind}. Give the address of an article")


def test_a_missing_type_is_told_from_the_bytes(site) -> None:
    site.pages["/a"] = send(content_type=None)
    (document,) = load(site.url("/a"), allow_private=True)
    assert document.text.startswith("Belmark has admitted")
    site.pages["/b"] = send(b"\x89PNG\r\n\x1a\n", content_type=None)
    with pytest.raises(DocumentError, match="a PNG image"):
        list(load(site.url("/b"), allow_private=True))


def test_a_body_that_says_it_is_too_large_is_not_read(site) -> None:
    site.pages["/a"] = send(b"x", content_length=str(50_000_000))
    refused(site, "/a", "expected at most 10 MB, found 50 MB")


def test_a_body_that_turns_out_too_large_is_cut_off(site) -> None:
    sent = 0

    def endless(handler: Any) -> None:
        nonlocal sent
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain")
        handler.end_headers()
        for _ in range(2000):
            handler.wfile.write(b"x" * 100_000)
            sent += 100_000

    site.pages["/a"] = endless
    refused(site, "/a", "expected at most 10 MB, found more")
    assert sent < LARGEST_TEXT * 4


def test_a_bomb_is_cut_off_while_it_is_unpacked(site) -> None:
    packed = gzip.compress(b"\x00" * 300_000_000, compresslevel=6)
    assert len(packed) < 1_000_000
    site.pages["/a"] = send(packed, content_encoding="gzip")
    refused(site, "/a", "expected at most 10 MB, found more")


@pytest.mark.parametrize("packing", ["gzip, gzip", "gzip,deflate", "br", "zstd", "\\x1b[31m"])
def test_packing_that_was_not_asked_for_is_refused(site, packing) -> None:
    site.pages["/a"] = send(gzip.compress(gzip.compress(PAGE)), content_encoding=packing)
    refused(site, "/a", "expected a page as it is or packed with gzip, found it packed as")


def test_broken_packing_is_told(site) -> None:
    site.pages["/a"] = send(b"no gzip at all", content_encoding="gzip")
    refused(site, "/a", "data that cannot be unpacked")


def test_an_empty_answer_is_told(site) -> None:
    site.pages["/a"] = send(b" \n ")
    refused(site, "/a", "found an empty answer")


def test_a_body_that_ends_early_is_told(site) -> None:
    site.pages["/a"] = lambda handler: _closing(handler, send(PAGE, content_length="9000"))
    refused(site, "/a", "expected a web server, found none that answers properly")


def test_a_server_that_says_nothing_times_out(site) -> None:
    done = threading.Event()
    site.pages["/a"] = lambda handler: _closing(handler, lambda _: (done.wait(5), None)[1])
    start = time.monotonic()
    refused(site, "/a", r"expected an answer within 0\.2 s, found none", timeout=0.2)
    done.set()
    assert time.monotonic() - start < 3


def test_a_server_that_drips_is_cut_off(site) -> None:
    def drip(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    site.pages["/a"] = drip
    start = time.monotonic()
    refused(site, "/a", r"expected (the page|an answer) within 0\.5 s", timeout=5, longest=0.5)
    assert time.monotonic() - start < 3


def test_headers_that_drip_are_cut_off(site) -> None:
    def drip(handler: Any) -> None:
        for _ in range(100):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-A: 1\r\n"[:1])
            handler.wfile.flush()
            time.sleep(0.05)

    site.pages["/a"] = drip
    start = time.monotonic()
    refused(site, "/a", r"expected", timeout=5, longest=0.5)
    assert time.monotonic() - start < 3


def test_an_unreachable_host_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(FetchError, match=rf"http://127\.0\.0\.1:{port}/x: expected a web server, found none"):
        get(f"http://127.0.0.1:{port}/x", allow_private=True)


def test_a_host_that_does_not_exist_is_told() -> None:
    def resolver(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(FetchError, match=r"found no address for 'nowhere\.example' .* Check the spelling"):
        get("https://nowhere.example/x", resolver=resolver)
    with pytest.raises(FetchError, match="found none that answers properly"):
        get("https://nowhere.example/x", resolver=lambda host, port: [])


@pytest.mark.parametrize(
    "address",
    ["", "http://", "http:///x", "https://[::1", "http://a b/", "file:///etc/passwd", "//x/y", "http://x:99999/", "x" * 9999,
     "http://\x1b[31m/"],
)  # fmt: skip
def test_what_is_no_web_address_is_told(address) -> None:
    def resolver(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(FetchError, match=r"(?i)expected") as caught:
        get(address, resolver=resolver)
    assert "\x1b" not in str(caught.value)


def test_a_password_in_an_address_is_neither_shown_nor_stored(site) -> None:
    site.pages["/a"] = send()
    address = f"http://jo:hunter2@{site.host}/a"
    assert "hunter2" not in shown(address)
    assert "hunter2" not in fetch_from(site, "/a").address
    (document,) = load(address, allow_private=True)
    assert "hunter2" not in document.locator
    with pytest.raises(FetchError) as caught:
        get(f"http://jo:hunter2@{site.host}/none", allow_private=True)
    assert "hunter2" not in str(caught.value)


def test_what_a_server_says_is_shown_without_escapes(site) -> None:
    site.pages["/a"] = send(content_type="application/\\x1b]0;evil")
    refused(site, "/a", "found application/")
    site.pages["/b"] = to("ftp://x/\x1b[31mred")
    with pytest.raises(FetchError) as caught:
        fetch_from(site, "/b")
    assert "\x1b" not in str(caught.value)
