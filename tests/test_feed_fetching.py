"""Fetching against a publisher on this machine that serves the real layouts and can be told to fail.

Every row, file and list served here is invented and says so; nothing but 127.0.0.1 and localhost is contacted.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner, Result

from bedfellows.cli.program import program
from bedfellows.errors import FetchError
from bedfellows.feeds.fetching import acled_api, ucdp_api
from bedfellows.feeds.fetching.catalogue import FEEDS
from bedfellows.feeds.fetching.fetching import FAILED, FETCHED, HERE, carry_out, look_up
from bedfellows.feeds.fetching.fetching import Result as Fetched
from bedfellows.feeds.fetching.plan import plan_for, question_for
from bedfellows.feeds.fetching.wanted import Plan, Wanted
from bedfellows.feeds.fetching.wire import Manners, Wire

ROOT = Path(__file__).parents[1]
PASSWORD = "invented-password-5150"
TODAY = date(2026, 11, 1)


# --- the publisher ------------------------------------------------------------------------------------------------


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: str


@dataclass
class Answer:
    """What is sent: `cut` ends the connection after so many bytes of the body, `drip` waits between small pieces."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    drip: float = 0
    piece: int = 64
    ranges: bool = True
    rude: bool = False  # takes Range and overlooks If-Range

    @property
    def etag(self) -> str:
        return f'"{hashlib.md5(self.body).hexdigest()}"'


Scripted = Answer | Callable[[Request], Answer]


class Publisher:
    """A server whose answers to each path are a list; the last one stays."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Scripted]] = {}
        self.requests: list[Request] = []
        self.under_way = self.most_at_once = 0
        self._lock = threading.Lock()
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                publisher.handle(self)

            do_POST = do_GET

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}/"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()

    def serve(self, path: str, *answers: Scripted | bytes | str) -> None:
        made: list[Scripted] = []
        for answer in answers:
            body = answer.encode() if isinstance(answer, str) else answer
            made.append(Answer(body) if isinstance(body, bytes) else body)
        self.answers[path] = made

    def json(self, path: str, *answers: Any) -> None:
        self.serve(path, *(json.dumps(answer) for answer in answers))

    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        address = urlsplit(handler.path)
        length = int(handler.headers.get("Content-Length", 0))
        request = Request(
            handler.command,
            address.path,
            parse_qs(address.query),
            {key.lower(): value for key, value in handler.headers.items()},
            handler.rfile.read(length).decode() if length else "",
        )
        with self._lock:
            self.requests.append(request)
            self.under_way += 1
            self.most_at_once = max(self.most_at_once, self.under_way)
            waiting = self.answers.get(address.path, [Answer(b"invented: no such file", 404)])
            answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        try:
            self._send(handler, answer if isinstance(answer, Answer) else answer(request), request)
        except (BrokenPipeError, ConnectionResetError):
            pass
        finally:
            with self._lock:
                self.under_way -= 1

    def _send(self, handler: BaseHTTPRequestHandler, answer: Answer, request: Request) -> None:
        body, status, headers = answer.body, answer.status, {"ETag": answer.etag, **answer.headers}
        asked = request.headers.get("range", "")
        right_state = answer.rude or request.headers.get("if-range", headers.get("ETag")) == headers.get(
            "ETag"
        )
        if status == 200 and asked and answer.ranges and right_state:
            begin = int(asked.removeprefix("bytes=").rstrip("-"))
            if begin >= len(body):
                status, body = 416, b""
                headers["Content-Range"] = f"bytes */{len(answer.body)}"
            else:
                status = 206
                headers["Content-Range"] = f"bytes {begin}-{len(body) - 1}/{len(body)}"
                body = body[begin:]
        handler.send_response(status)
        for key, value in headers.items():
            if value:
                handler.send_header(key, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        sent = body if answer.cut is None else body[: answer.cut]
        if answer.drip:
            for begin in range(0, len(sent), answer.piece):
                handler.wfile.write(sent[begin : begin + answer.piece])
                handler.wfile.flush()
                time.sleep(answer.drip)
        else:
            handler.wfile.write(sent)
        if answer.cut is not None:
            handler.wfile.flush()
            handler.close_connection = True
            handler.connection.close()


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    made = Publisher()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def wire(waits: list[float]) -> Iterator[Wire]:
    with Wire(Manners(rate=100_000, silence=5), sleep=waits.append) as made:
        yield made


def packed(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(
            zipfile.ZipInfo("invented.csv", (2017, 1, 5, 0, 0, 0)), text
        )  # the same bytes at any time
    return out.getvalue()


def md5(body: bytes) -> str:
    return hashlib.md5(body).hexdigest()


BODY = packed("invented row\n" * 3000)


def get(
    publisher: Publisher, wire: Wire, folder: Path, name: str = "a.zip", *, largest: int = 10**9, **about: Any
) -> Fetched:
    """Fetch one file that stands at /NAME, with what is published about it."""
    question = question_for("atop", folder=folder, base=publisher.base, environment={})
    plan = Plan("atop", (Wanted(name, publisher.base + name, **about),))
    return carry_out(plan, question, wire, largest=largest)


def ask(publisher: Publisher, wire: Wire, folder: Path, feed: str, **options: Any) -> Fetched:
    """Plan and carry out, as the command does."""
    options = {"base": publisher.base, "environment": {}, "today": TODAY, **options}
    question = question_for(feed, folder=folder, **options)
    return carry_out(plan_for(question, wire), question, wire)


def states(result: Fetched) -> list[str]:
    return [item.state for item in result.files]


def names(result: Fetched) -> list[str]:
    return [item.name for item in result.files]


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {".fetching.lock"}


# --- one file, and all that can go wrong with it ------------------------------------------------------------------


def test_a_file_that_is_here_and_right_is_not_fetched_again(
    publisher: Publisher, wire: Wire, tmp_path: Path
) -> None:
    publisher.serve("/a.zip", BODY)
    about = {"size": len(BODY), "checksum": f"md5:{md5(BODY)}"}
    assert states(get(publisher, wire, tmp_path, **about)) == [FETCHED]
    assert states(get(publisher, wire, tmp_path, **about)) == [HERE]
    assert (tmp_path / "a.zip").read_bytes() == BODY
    assert len(publisher.requests) == 1
    assert left_in(tmp_path) == {"a.zip"}
    assert "bedfellows" in publisher.requests[0].headers["user-agent"]


def test_a_file_that_is_here_and_wrong_is_replaced(publisher: Publisher, wire: Wire, tmp_path: Path) -> None:
    publisher.serve("/a.zip", BODY)
    (tmp_path / "a.zip").write_bytes(b"invented, and wrong")
    assert states(get(publisher, wire, tmp_path, checksum=f"md5:{md5(BODY)}")) == [FETCHED]
    (tmp_path / "a.zip").write_bytes(BODY[:-1])
    assert states(get(publisher, wire, tmp_path, size=len(BODY))) == [FETCHED]
    assert (tmp_path / "a.zip").read_bytes() == BODY


def test_a_cut_connection_is_resumed_with_only_the_rest(
    publisher: Publisher, wire: Wire, tmp_path: Path
) -> None:
    publisher.serve("/a.zip", Answer(BODY, cut=1000), Answer(BODY, cut=500), Answer(BODY))
    result = get(publisher, wire, tmp_path)
    assert states(result) == [FETCHED]
    assert (tmp_path / "a.zip").read_bytes() == BODY
    assert [request.headers.get("range") for request in publisher.requests] == [
        None,
        "bytes=1000-",
        "bytes=1500-",
    ]
    assert publisher.requests[1].headers["if-range"] == Answer(BODY).etag
    assert left_in(tmp_path) == {"a.zip"}


def test_a_later_run_resumes_what_an_earlier_one_left(publisher: Publisher, tmp_path: Path) -> None:
    publisher.serve("/a.zip", Answer(BODY, cut=700), Answer(status=503))
    with Wire(Manners(rate=100_000, tries=2), sleep=lambda _: None) as first:
        result = get(publisher, first, tmp_path)
    assert states(result) == [FAILED]
    assert "status 503" in str(result.files[0].reason)
    assert left_in(tmp_path) == {"a.zip.part", "a.zip.part.json"}
    publisher.serve("/a.zip", BODY)
    with Wire(Manners(rate=100_000), sleep=lambda _: None) as second:
        assert states(get(publisher, second, tmp_path)) == [FETCHED]
    assert publisher.requests[-1].headers["range"] == "bytes=700-"
    assert (tmp_path / "a.zip").read_bytes() == BODY


def test_without_ranges_the_file_is_fetched_afresh(publisher: Publisher, wire: Wire, tmp_path: Path) -> None:
    publisher.serve("/a.zip", Answer(BODY, cut=1000, ranges=False), Answer(BODY, ranges=False))
    assert states(get(publisher, wire, tmp_path)) == [FETCHED]
    assert (tmp_path / "a.zip").read_bytes() == BODY


@pytest.mark.parametrize("rude", [False, True])
def test_a_file_that_changed_between_tries_is_not_patched_together(
    publisher: Publisher, wire: Wire, tmp_path: Path, rude: bool
) -> None:
    first, other = b"an invented row\n" * 3000, b"another invented row\n" * 3000
    publisher.serve("/a.csv", Answer(first, cut=1000), Answer(other, rude=rude), Answer(other))
    assert states(get(publisher, wire, tmp_path, "a.csv")) == [FETCHED]
    assert (tmp_path / "a.csv").read_bytes() == other


def test_a_part_without_a_mark_is_not_trusted_unless_a_checksum_will_judge(
    publisher: Publisher, wire: Wire, tmp_path: Path
) -> None:
    bare = {"ETag": "", "Last-Modified": ""}
    publisher.serve("/a.zip", Answer(BODY, cut=1000, headers=bare), Answer(BODY, headers=bare))
    assert states(get(publisher, wire, tmp_path)) == [FETCHED]
    assert publisher.requests[-1].headers.get("range") is None
    publisher.serve("/b.zip", Answer(BODY, cut=1000, headers=bare), Answer(BODY, headers=bare, rude=True))
    assert states(get(publisher, wire, tmp_path, "b.zip", checksum=f"md5:{md5(BODY)}")) == [FETCHED]
    assert publisher.requests[-1].headers["range"] == "bytes=1000-"


def test_a_part_longer_than_the_file_is_thrown_away(publisher: Publisher, wire: Wire, tmp_path: Path) -> None:
    publisher.serve("/a.zip", Answer(BODY + b"x" * 99, cut=len(BODY) + 50, headers={"ETag": '"same"'}))
    with Wire(Manners(rate=100_000, tries=1), sleep=lambda _: None) as first:
        assert states(get(publisher, first, tmp_path)) == [FAILED]
    publisher.serve("/a.zip", Answer(BODY, headers={"ETag": '"same"'}))
    assert states(get(publisher, wire, tmp_path)) == [FETCHED]
    assert (tmp_path / "a.zip").read_bytes() == BODY


def test_429_waits_as_long_as_it_is_asked_to(
    publisher: Publisher, wire: Wire, waits: list[float], tmp_path: Path
) -> None:
    publisher.serve("/a.zip", Answer(status=429, headers={"Retry-After": "17"}), Answer(BODY))
    assert states(get(publisher, wire, tmp_path)) == [FETCHED]
    assert [wait for wait in waits if wait > 0.1] == [17]


def test_a_retry_after_that_is_a_date_is_understood(
    publisher: Publisher, wire: Wire, waits: list[float], tmp_path: Path
) -> None:
    past = {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}
    publisher.serve("/a.zip", Answer(status=503, headers=past), Answer(BODY))
    assert states(get(publisher, wire, tmp_path)) == [FETCHED]
    assert max(waits) < 0.1


def test_a_very_long_retry_after_ends_the_try(
    publisher: Publisher, wire: Wire, waits: list[float], tmp_path: Path
) -> None:
    publisher.serve("/a.zip", Answer(status=429, headers={"Retry-After": "86400"}))
    assert "86400 s" in str(get(publisher, wire, tmp_path).files[0].reason)
    assert len(publisher.requests) == 1


def test_500_twice_then_well_backs_off_longer_each_time(
    publisher: Publisher, wire: Wire, waits: list[float], tmp_path: Path
) -> None:
    publisher.serve("/a.zip", Answer(status=500), Answer(status=500), Answer(BODY))
    assert states(get(publisher, wire, tmp_path)) == [FETCHED]
    first, second = [wait for wait in waits if wait > 0.1]
    assert 1 <= first <= 2
    assert 2 <= second <= 3


def test_it_gives_up_after_the_documented_number_of_tries(
    publisher: Publisher, wire: Wire, tmp_path: Path
) -> None:
    publisher.serve("/a.zip", Answer(status=500))
    reason = str(get(publisher, wire, tmp_path).files[0].reason)
    assert len(publisher.requests) == Manners().tries == 6
    assert "Tried 6 times" in reason
    page = (ROOT / "docs" / "fetching.md").read_text(encoding="utf-8")
    assert "six tries" in page


def test_a_refusal_is_not_tried_again(publisher: Publisher, wire: Wire, tmp_path: Path) -> None:
    for status in (401, 403, 404, 410, 418):
        publisher.serve("/a.zip", Answer(status=status))
        publisher.requests.clear()
        assert f"status {status}" in str(get(publisher, wire, tmp_path).files[0].reason)
        assert len(publisher.requests) == 1


def test_a_wrong_checksum_is_an_error_after_one_more_try(
    publisher: Publisher, wire: Wire, tmp_path: Path
) -> None:
    expected = md5(b"invented, something else")
    publisher.serve("/a.zip", BODY)
    reason = str(get(publisher, wire, tmp_path, checksum=f"md5:{expected}").files[0].reason)
    assert "a.zip" in reason
    assert expected in reason
    assert md5(BODY) in reason
    assert len(publisher.requests) == 2
    assert left_in(tmp_path) == set()


def test_a_checksum_that_is_right_the_second_time_is_well(
    publisher: Publisher, wire: Wire, tmp_path: Path
) -> None:
    damaged = BODY[:500] + b"X" + BODY[501:]
    publisher.serve("/a.zip", damaged, BODY)
    assert states(get(publisher, wire, tmp_path, checksum=f"md5:{md5(BODY)}")) == [FETCHED]
    assert (tmp_path / "a.zip").read_bytes() == BODY


@pytest.mark.parametrize(
    "broken", [BODY[:-30], BODY[: len(BODY) // 2], BODY[:600] + b"XXXX" + BODY[604:], b"", b"invented text"]
)
def test_a_broken_zip_is_fetched_once_more(
    publisher: Publisher, wire: Wire, tmp_path: Path, broken: bytes
) -> None:
    publisher.serve("/a.zip", broken, BODY)
    assert states(get(publisher, wire, tmp_path)) == [FETCHED]
    publisher.serve("/b.zip", broken)
    result = get(publisher, wire, tmp_path, "b.zip")
    assert "b.zip" in str(result.files[0].reason)
    assert "zip archive" in str(result.files[0].reason)
    assert left_in(tmp_path) == {"a.zip"}


def test_a_web_page_in_place_of_a_file_is_refused(publisher: Publisher, wire: Wire, tmp_path: Path) -> None:
    publisher.serve(
        "/a.csv", Answer(b"<html>invented: sign in", headers={"Content-Type": "text/html; charset=utf-8"})
    )
    result = get(publisher, wire, tmp_path, "a.csv")
    assert "found a web page" in str(result.files[0].reason)
    assert left_in(tmp_path) == set()


def test_a_slow_drip_is_given_up_and_resumed(publisher: Publisher, tmp_path: Path) -> None:
    publisher.serve("/a.zip", Answer(BODY, drip=0.02), Answer(BODY))
    manners = Manners(rate=100_000, patience=0.2, slowest=100_000)
    with Wire(manners, sleep=lambda _: None) as wire:
        assert states(get(publisher, wire, tmp_path)) == [FETCHED]
    assert int(publisher.requests[1].headers["range"].removeprefix("bytes=").rstrip("-")) > 0
    assert (tmp_path / "a.zip").read_bytes() == BODY


def test_silence_is_given_up(publisher: Publisher, tmp_path: Path) -> None:
    def wait(_: Request) -> Answer:
        time.sleep(0.6)
        return Answer(BODY)

    publisher.serve("/a.zip", wait, Answer(BODY))
    with Wire(Manners(rate=100_000, silence=0.2), sleep=lambda _: None) as wire:
        assert states(get(publisher, wire, tmp_path)) == [FETCHED]
    assert len(publisher.requests) >= 2


def test_a_file_larger_than_allowed_is_refused(publisher: Publisher, wire: Wire, tmp_path: Path) -> None:
    publisher.serve("/a.zip", BODY)
    reason = str(get(publisher, wire, tmp_path, largest=1000).files[0].reason)
    assert f"found {len(BODY)} bytes" in reason
    assert "--largest" in reason
    assert "--largest" in str(get(publisher, wire, tmp_path, largest=1000, size=len(BODY)).files[0].reason)
    assert len(publisher.requests) == 1
    assert not (tmp_path / "a.zip").exists()


def test_a_redirect_on_the_same_host_is_followed_and_one_elsewhere_is_not(
    publisher: Publisher, wire: Wire, tmp_path: Path
) -> None:
    publisher.serve("/a.zip", Answer(status=302, headers={"Location": "/moved/a.zip"}))
    publisher.serve("/moved/a.zip", BODY)
    assert states(get(publisher, wire, tmp_path)) == [FETCHED]
    for target in (
        "http://localhost:9/a.zip?secret=invented",
        f"http://127.0.0.1:{publisher.server.server_address[1] + 1}/a.zip",
        "file:///etc/passwd",
        "//localhost:9/a.zip",
    ):
        publisher.serve("/b.zip", Answer(status=302, headers={"Location": target}))
        reason = str(get(publisher, wire, tmp_path, "b.zip").files[0].reason)
        assert "was not followed" in reason
        assert "secret" not in reason
    publisher.serve("/c.zip", Answer(status=302, headers={"Location": "/c.zip"}))
    assert "5 redirects" in str(get(publisher, wire, tmp_path, "c.zip").files[0].reason)


def test_only_two_files_come_at_once_and_requests_keep_their_pace(
    publisher: Publisher, tmp_path: Path
) -> None:
    def slowly(_: Request) -> Answer:
        time.sleep(0.05)
        return Answer(BODY)

    for number in range(6):
        publisher.serve(f"/{number}.zip", slowly)
    plan = Plan("atop", tuple(Wanted(f"{n}.zip", f"{publisher.base}{n}.zip") for n in range(6)))
    question = question_for("atop", folder=tmp_path, base=publisher.base, environment={})
    with Wire(Manners(rate=1000)) as wire:
        assert states(carry_out(plan, question, wire)) == [FETCHED] * 6
    assert publisher.most_at_once == 2
    question = question_for("atop", folder=tmp_path / "again", base=publisher.base, environment={})
    began = time.monotonic()
    with Wire(Manners(rate=20)) as wire:
        assert states(carry_out(plan, question, wire)) == [FETCHED] * 6
    assert time.monotonic() - began >= 5 / 20


def test_one_failure_does_not_keep_the_rest_and_a_rerun_goes_on(
    publisher: Publisher, wire: Wire, tmp_path: Path
) -> None:
    for name in ("a", "c"):
        publisher.serve(f"/{name}.zip", BODY)
    plan = Plan("atop", tuple(Wanted(f"{n}.zip", f"{publisher.base}{n}.zip") for n in "abc"))
    question = question_for("atop", folder=tmp_path, base=publisher.base, environment={})
    assert states(carry_out(plan, question, wire)) == [FETCHED, FAILED, FETCHED]
    publisher.serve("/b.zip", BODY)
    assert states(carry_out(plan, question, wire)) == [HERE, FETCHED, HERE]
    assert publisher.paths().count("/a.zip") == 1


def test_what_a_killed_run_left_of_itself_is_cleared_away(
    publisher: Publisher, wire: Wire, tmp_path: Path
) -> None:
    publisher.serve("/", PAGE)
    publisher.serve("/ged/ged261-csv.zip", Answer(BODY, drip=0.1, piece=10_000))
    command = [
        str(Path(sys.executable).with_name("bedfellows")), "fetch", "ucdp-ged", "--into", str(tmp_path),
        "--url", publisher.base, "--rate", "10",
    ]  # fmt: skip
    running = subprocess.Popen(command, env=os.environ | {"NO_PROXY": "127.0.0.1"})
    part = tmp_path / "ged261-csv.zip.part"
    deadline = time.monotonic() + 10
    while not (part.exists() and part.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.02)
    running.kill()
    running.wait(10)
    assert part.stat().st_size > 0
    assert not (tmp_path / "ged261-csv.zip").exists()
    publisher.serve("/ged/ged261-csv.zip", BODY)
    assert states(ask(publisher, wire, tmp_path, "ucdp-ged")) == [FETCHED]
    assert publisher.requests[-1].headers["range"].startswith("bytes=")
    assert left_in(tmp_path) == {"ged261-csv.zip"}
    assert (tmp_path / "ged261-csv.zip").read_bytes() == BODY


def test_two_runs_into_one_folder_do_not_mix(publisher: Publisher, tmp_path: Path) -> None:
    entered, leave = threading.Event(), threading.Event()

    def hold(_: Request) -> Answer:
        entered.set()
        leave.wait(5)
        return Answer(BODY)

    publisher.serve("/a.zip", hold)
    with Wire(Manners(rate=100_000)) as first, Wire(Manners(rate=100_000)) as second:
        other = threading.Thread(target=get, args=(publisher, first, tmp_path))
        other.start()
        assert entered.wait(5)
        with pytest.raises(FetchError, match="another run"):
            get(publisher, second, tmp_path)
        leave.set()
        other.join()
    assert left_in(tmp_path) == {"a.zip"}


# --- GDELT --------------------------------------------------------------------------------------------------------


def gdelt_list(
    publisher: Publisher, stamps: list[str], kinds: tuple[str, ...] = ("export", "mentions", "gkg")
) -> str:
    """A master list in the publisher's form; the addresses in it are the publisher's own, as in a mirror."""
    lines = []
    for stamp in stamps:
        for kind in kinds:
            ending = "gkg.csv.zip" if kind == "gkg" else f"{kind}.CSV.zip"
            body = packed(f"invented {kind} {stamp}\n")
            publisher.serve(f"/{stamp}.{ending}", body)
            lines.append(f"{len(body)} {md5(body)} http://data.gdeltproject.org/gdeltv2/{stamp}.{ending}\n")
    return "".join(lines)


DAY = [f"20170105{hour:02}{minute:02}00" for hour in range(24) for minute in (0, 15, 30, 45)]


def test_gdelt_takes_the_files_of_the_days_and_lists_missing_slots(
    publisher: Publisher, wire: Wire, tmp_path: Path
) -> None:
    stamps = [
        stamp
        for stamp in ["20170104234500", *DAY, "20170106000000"]
        if stamp[8:12] not in {"0315", "0330", "1200"}
    ]
    listed = gdelt_list(publisher, stamps)
    publisher.serve("/masterfilelist.txt", f"invented line that is none\n{listed}12 http://x/\n")
    result = ask(publisher, wire, tmp_path, "gdelt", start=date(2017, 1, 5), end=date(2017, 1, 5))
    assert len(result.files) == 93
    assert set(states(result)) == {FETCHED}
    assert names(result)[0] == "20170105000000.export.CSV.zip"
    assert result.gaps == ("2017-01-05 03:15 to 2017-01-05 03:30 (2 slots)", "2017-01-05 12:00")
    assert not any("mentions" in path or "gkg" in path for path in publisher.paths())
    publisher.requests.clear()
    again = ask(publisher, wire, tmp_path, "gdelt", start=date(2017, 1, 5), end=date(2017, 1, 5))
    assert set(states(again)) == {HERE}
    assert publisher.requests == []  # not even the list: it is known to reach beyond that day


def test_gdelt_mentions_are_kept_apart(publisher: Publisher, wire: Wire, tmp_path: Path) -> None:
    publisher.serve("/masterfilelist.txt", gdelt_list(publisher, DAY[:2]))
    options = {"start": date(2017, 1, 5), "end": date(2017, 1, 5), "base": publisher.base}
    environment = {"BEDFELLOWS_CACHE": str(tmp_path)}
    folders = []
    for kind in ("export", "mentions"):
        question = question_for("gdelt", kind=kind, environment=environment, **options)
        assert set(states(carry_out(plan_for(question, wire), question, wire))) == {FETCHED}
        folders.append(question.folder)
    assert folders == [tmp_path / "feeds" / "gdelt", tmp_path / "feeds" / "gdelt-mentions"]


def test_only_the_new_end_of_the_gdelt_list_is_fetched(
    publisher: Publisher, wire: Wire, tmp_path: Path
) -> None:
    old = gdelt_list(publisher, DAY[:40])
    publisher.serve("/masterfilelist.txt", old)
    day = {"start": date(2017, 1, 5), "end": date(2017, 1, 5)}
    assert len(ask(publisher, wire, tmp_path, "gdelt", **day).files) == 40
    new = old + gdelt_list(publisher, DAY[40:50])
    publisher.serve("/masterfilelist.txt", new)
    publisher.requests.clear()
    result = ask(publisher, wire, tmp_path, "gdelt", **day)
    assert states(result).count(FETCHED) == 10
    assert int(publisher.requests[0].headers["range"].removeprefix("bytes=").rstrip("-")) == len(old) - 4096
    assert (tmp_path / ".masterfilelist.txt").read_text() == new


def test_a_gdelt_list_written_anew_is_fetched_whole(publisher: Publisher, wire: Wire, tmp_path: Path) -> None:
    publisher.serve("/masterfilelist.txt", gdelt_list(publisher, DAY[:40]))
    day = {"start": date(2017, 1, 5), "end": date(2017, 1, 5)}
    ask(publisher, wire, tmp_path, "gdelt", **day)
    for new in (gdelt_list(publisher, DAY[2:60]), gdelt_list(publisher, DAY[2:5])):
        publisher.serve("/masterfilelist.txt", new)
        ask(publisher, wire, tmp_path, "gdelt", **day)
        assert (tmp_path / ".masterfilelist.txt").read_text() == new


def test_days_that_gdelt_does_not_have_are_an_error_with_the_range(
    publisher: Publisher, wire: Wire, tmp_path: Path
) -> None:
    publisher.serve("/masterfilelist.txt", gdelt_list(publisher, DAY))
    with pytest.raises(FetchError, match="2017-01-05 and 2017-01-05"):
        ask(publisher, wire, tmp_path, "gdelt", start=date(2014, 1, 1), end=date(2014, 1, 2))
    result = ask(publisher, wire, tmp_path, "gdelt", start=date(2017, 1, 4), end=date(2017, 1, 5))
    assert "days outside are left out" in result.notes[0]
    assert result.gaps == ()


def test_a_list_that_is_none_is_an_error_and_not_kept(
    publisher: Publisher, wire: Wire, tmp_path: Path
) -> None:
    publisher.serve("/masterfilelist.txt", "invented: maintenance\n")
    with pytest.raises(FetchError, match="expected lines with size, MD5"):
        ask(publisher, wire, tmp_path, "gdelt", start=date(2017, 1, 5), end=date(2017, 1, 5))
    assert left_in(tmp_path) == set()


OLD = (
    "2004.zip",
    "2005.zip",
    "201302.zip",
    "201303.zip",
    "20130401.export.CSV.zip",
    "20130403.export.CSV.zip",
)


@pytest.mark.parametrize("by_index", [False, True])
def test_gdelt1_takes_years_months_and_days(
    publisher: Publisher, wire: Wire, tmp_path: Path, by_index: bool
) -> None:
    bodies = {name: packed(f"invented {name}\n") for name in OLD}
    for name, body in bodies.items():
        publisher.serve(f"/{name}", body)
    if by_index:
        rows = "".join(
            f'<LI><A HREF="{name}">{name}</A> (0.1MB) (MD5: {md5(body)})\n' for name, body in bodies.items()
        )
        publisher.serve("/index.html", f'<UL><LI><A HREF="md5sums">md5sums</A>\n{rows}</UL>')
    else:
        publisher.serve("/md5sums", "".join(f"{md5(body)}  {name}\n" for name, body in bodies.items()))
        publisher.serve("/filesizes", "".join(f"{len(body)} {name}\n" for name, body in bodies.items()))
    result = ask(publisher, wire, tmp_path, "gdelt1", start=date(2013, 3, 30), end=date(2013, 4, 3))
    assert names(result) == ["201303.zip", "20130401.export.CSV.zip", "20130403.export.CSV.zip"]
    assert set(states(result)) == {FETCHED}
    assert result.gaps == ("2013-04-02",)
    assert names(ask(publisher, wire, tmp_path, "gdelt1", start=date(2005, 7, 1), end=date(2005, 7, 2))) == [
        "2005.zip"
    ]
    with pytest.raises(FetchError, match="2004-01-01 and 2013-04-03"):
        ask(publisher, wire, tmp_path, "gdelt1", start=date(1970, 1, 1), end=date(1970, 1, 2))


# --- UCDP ---------------------------------------------------------------------------------------------------------

PAGE = """<html>invented page of downloads
<a href="ged/ged251-csv.zip">25.1</a> <a href="ged/ged261-csv.zip">26.1</a> <a href="ged/ged261-xlsx.zip">x</a>
<a href="/downloads/dyadic/ucdp-dyadic-261-csv.zip"> <a href="actor/ucdp-actor-251-csv.zip">
<a href="extsup/ESD/ucdp-esd-ay-181.zip"> <a href="extsup/ESD/ucdp-esd-dy-181.zip">
<a href="candidateged/GEDEvent_v26_01_26_03.csv"> <a href="candidateged/GEDEvent_v26_0_1.csv">
<a href="candidateged/GEDEvent_v26_0_2.csv"> <a href="candidateged/GEDEvent_v26_0_3.csv">
<a href="candidateged/GEDEvent_v26_0_4.csv"> <a href="candidateged/GEDEvent_v26_0_6.csv"></html>"""


def test_ucdp_takes_the_newest_version_or_the_one_asked_for(
    publisher: Publisher, wire: Wire, tmp_path: Path
) -> None:
    publisher.serve("/", PAGE)
    for path in ("ged/ged261-csv.zip", "ged/ged241-csv.zip", "actor/ucdp-actor-251-csv.zip"):
        publisher.serve(f"/{path}", packed(f"invented {path}\n"))
    for letter in "adt":
        publisher.serve(f"/extsup/ESD/ucdp-esd-{letter}y-181.zip", BODY)
    assert names(ask(publisher, wire, tmp_path, "ucdp-ged")) == ["ged261-csv.zip"]
    assert names(ask(publisher, wire, tmp_path, "ucdp-ged", version="24.1")) == ["ged241-csv.zip"]
    assert names(ask(publisher, wire, tmp_path, "ucdp-actor")) == ["ucdp-actor-251-csv.zip"]
    result = ask(publisher, wire, tmp_path, "ucdp-esd")
    assert names(result) == ["ucdp-esd-ay-181.zip", "ucdp-esd-dy-181.zip", "ucdp-esd-ty-181.zip"]
    assert set(states(result)) == {FETCHED}
    with pytest.raises(FetchError, match="1989-01-01 and 2025-12-31"):
        ask(publisher, wire, tmp_path, "ucdp-ged", start=date(2026, 1, 1), end=date(2026, 2, 1))
    with pytest.raises(FetchError, match=r"a version such as 26\.1"):
        ask(publisher, wire, tmp_path, "ucdp-ged", version="../26")


def test_ucdp_says_so_where_no_version_is_shown(publisher: Publisher, wire: Wire, tmp_path: Path) -> None:
    publisher.serve("/", "<html>invented, without links</html>")
    publisher.serve("/ged/ged261-csv.zip", BODY)
    result = ask(publisher, wire, tmp_path, "ucdp-ged")
    assert states(result) == [FETCHED]
    assert "may not be the newest" in result.notes[0]


def test_ucdp_candidates_prefer_checked_files_and_list_missing_months(
    publisher: Publisher, wire: Wire, tmp_path: Path
) -> None:
    publisher.serve("/", PAGE)
    for name in ("v26_01_26_03", "v26_0_4", "v26_0_6"):
        publisher.serve(f"/candidateged/GEDEvent_{name}.csv", f"id,where\n1,invented {name}\n")
    result = ask(publisher, wire, tmp_path, "ucdp-candidate", start=date(2026, 2, 1), end=date(2026, 6, 30))
    assert names(result) == ["GEDEvent_v26_01_26_03.csv", "GEDEvent_v26_0_4.csv", "GEDEvent_v26_0_6.csv"]
    assert set(states(result)) == {FETCHED}
    assert result.gaps == ("2026-05-01 to 2026-05-31",)


def ucdp_pages(
    rows: list[dict[str, Any]], size: int, *, total: int | None = None
) -> Callable[[Request], Answer]:
    """UCDP's paging: the first page needs no number, NextPageUrl names a host of its own."""

    def page(request: Request) -> Answer:
        if request.headers.get("x-ucdp-access-token") != PASSWORD:
            return Answer(b"API token required. Add header: x-ucdp-access-token", 401)
        first, last = request.query["StartDate"][0], request.query["EndDate"][0]
        there = [row for row in rows if first <= row["date_start"] <= last]
        number = int(request.query.get("page", ["0"])[0])
        pages = max(-(-len(there) // size), 1)
        following = f"https://ucdpapi.pcr.uu.se/api/gedevents/26.1?pagesize={size}&page={number + 1}"
        body = {
            "TotalCount": len(there) if total is None else total,
            "TotalPages": pages,
            "PreviousPageUrl": "",
            "NextPageUrl": following if number + 1 < pages else "",
            "Result": there[number * size : (number + 1) * size],
        }
        return Answer(json.dumps(body).encode())

    return page


def invented_events(count: int, month: str) -> list[dict[str, Any]]:
    return [
        {
            "id": n,
            "date_start": f"{month}-{n % 27 + 1:02}",
            "side_a": 'Invented "A", first',
            "source": "line\nbreak",
            "best": None,
        }
        for n in range(count)
    ]


def test_the_ucdp_api_gives_a_csv_a_month(publisher: Publisher, wire: Wire, tmp_path: Path) -> None:
    rows = invented_events(25, "2020-01") + invented_events(3, "2020-02")
    publisher.serve("/gedevents/26.1", ucdp_pages(rows, 10))
    result = ask(
        publisher,
        wire,
        tmp_path,
        "ucdp-ged",
        start=date(2020, 1, 1),
        end=date(2020, 2, 29),
        by_api=True,
        environment={"UCDP_TOKEN": PASSWORD},
    )
    assert names(result) == [
        "ucdp-ged_26.1_2020-01-01_2020-01-31.csv",
        "ucdp-ged_26.1_2020-02-01_2020-02-29.csv",
    ]
    assert set(states(result)) == {FETCHED}
    with (tmp_path / names(result)[0]).open(encoding="utf-8", newline="") as source:
        read = list(csv.DictReader(source))
    assert len(read) == 25
    assert read[0]["side_a"] == 'Invented "A", first'
    assert read[0]["source"] == "line\nbreak"
    assert len(publisher.requests) == 4
    assert not any(PASSWORD in path.read_text() for path in tmp_path.iterdir())
    assert all(PASSWORD not in name for name in left_in(tmp_path))


def test_the_ucdp_api_must_give_as_many_rows_as_it_counts(
    publisher: Publisher, wire: Wire, tmp_path: Path
) -> None:
    publisher.serve("/gedevents/26.1", ucdp_pages(invented_events(4, "2020-01"), 10, total=9))
    options: dict[str, Any] = {"start": date(2020, 1, 1), "end": date(2020, 1, 31), "by_api": True}
    result = ask(publisher, wire, tmp_path, "ucdp-ged", environment={"UCDP_TOKEN": PASSWORD}, **options)
    assert "expected 9 rows" in str(result.files[0].reason)
    assert left_in(tmp_path) == set()
    publisher.json("/gedevents/26.1", {"Result": "invented"})
    result = ask(publisher, wire, tmp_path, "ucdp-ged", environment={"UCDP_TOKEN": PASSWORD}, **options)
    assert "TotalCount" in str(result.files[0].reason)
    with pytest.raises(FetchError, match="UCDP_TOKEN"):
        ask(publisher, wire, tmp_path, "ucdp-ged", **options)
    result = ask(
        publisher, wire, tmp_path, "ucdp-ged", environment={"UCDP_TOKEN": "wrong-invented"}, **options
    )
    assert "TotalCount" in str(result.files[0].reason)
    publisher.serve("/gedevents/26.1", ucdp_pages([], 10))
    result = ask(
        publisher, wire, tmp_path, "ucdp-ged", environment={"UCDP_TOKEN": "wrong-invented"}, **options
    )
    assert "status 401" in str(result.files[0].reason)
    assert "wrong-invented" not in str(result)


def test_ucdp_dyads_come_by_year(publisher: Publisher, wire: Wire, tmp_path: Path) -> None:
    publisher.json(
        "/dyadic/26.1",
        {"TotalCount": 1, "NextPageUrl": None, "Result": [{"dyad_id": 1, "side_b": "invented"}]},
    )
    result = ask(
        publisher, wire, tmp_path, "ucdp-dyadic", start=date(1990, 5, 1), end=date(1992, 1, 1), by_api=True,
        environment={"UCDP_TOKEN": PASSWORD},
    )  # fmt: skip
    assert names(result) == ["ucdp-dyadic_26.1_1990_1992.csv"]
    assert publisher.requests[0].query["Year"] == ["1990,1991,1992"]


# --- Dataverse ----------------------------------------------------------------------------------------------------

FILES = "/api/datasets/:persistentId/versions/:latest-published/files"


def dataverse_file(
    id_: int, label: str, body: bytes, original: tuple[str, bytes] | None = None
) -> dict[str, Any]:
    kept = original[1] if original else body
    data: dict[str, Any] = {
        "id": id_,
        "filename": label,
        "filesize": len(body),
        "md5": md5(kept),
        "checksum": {"type": "MD5", "value": md5(kept)},
    }
    if original:
        data |= {
            "originalFileFormat": "text/tsv",
            "originalFileName": original[0],
            "originalFileSize": len(original[1]),
        }
    return {"label": label, "restricted": False, "version": 1, "dataFile": data}


def serve_dataverse(publisher: Publisher, sets: dict[str, list[dict[str, Any]]]) -> None:
    def listed(request: Request) -> Answer:
        files = sets.get(request.query["persistentId"][0], [])
        return Answer(json.dumps({"status": "OK", "totalCount": len(files), "data": files}).encode())

    publisher.serve(FILES, listed)


def test_icews_takes_years_and_then_weeks(publisher: Publisher, wire: Wire, tmp_path: Path) -> None:
    tab, original = b"invented, as converted", b"invented, as deposited"
    years = [
        dataverse_file(
            1, "events.2018.20200427084805.tab", tab, ("events.2018.20200427084805.tsv", original)
        ),
        dataverse_file(2, "Events.2022.20221201.tab.zip", BODY),
        dataverse_file(3, "CAMEO.09b5.pdf", b"invented"),
    ]
    weeks = [
        dataverse_file(10, "20221127-icews-events.zip", BODY),
        dataverse_file(11, "20221211-icews-events.zip", BODY),
        dataverse_file(12, "20221218-icews-events.zip", BODY),
        dataverse_file(13, "20221218-icews-events.zip", packed("invented, a second part")),
    ]
    serve_dataverse(publisher, {"doi:10.7910/DVN/28075": years, "doi:10.7910/DVN/QI2T9A": weeks})
    publisher.serve("/api/access/datafile/1", original)
    for item in (*years[1:], *weeks):
        publisher.serve(f"/api/access/datafile/{item['dataFile']['id']}", BODY)
    publisher.serve("/api/access/datafile/13", packed("invented, a second part"))
    result = ask(publisher, wire, tmp_path, "icews", start=date(2018, 3, 1), end=date(2018, 3, 2))
    assert names(result) == ["events.2018.20200427084805.tab"]
    assert states(result) == [FETCHED]
    assert publisher.requests[-1].query == {"format": ["original"]}
    result = ask(publisher, wire, tmp_path, "icews", start=date(2022, 11, 1), end=date(2022, 12, 18))
    assert names(result) == [
        "Events.2022.20221201.tab.zip",
        "20221211-icews-events.zip",
        "20221218-icews-events-13.zip",
        "20221218-icews-events.zip",
    ]
    assert set(states(result)) == {FETCHED}
    assert result.gaps == ("2022-12-02 to 2022-12-03",)
    with pytest.raises(FetchError, match="2018-01-01 and 2022-12-18"):
        ask(publisher, wire, tmp_path, "icews", start=date(2024, 1, 1), end=date(2024, 1, 2))


def test_polecat_takes_years_months_and_weeks(publisher: Publisher, wire: Wire, tmp_path: Path) -> None:
    files = [
        dataverse_file(1, "ngecEventsDV-2022.txt.zip", BODY),
        dataverse_file(2, "ngecEvents.DV.2021.txt.zip", BODY),
        dataverse_file(3, "ngecEvents.20230103111842.Release603.DV.txt", b"invented"),
        dataverse_file(4, "ngecEvents.20230110111842.Release604.DV.txt", b"invented 2"),
    ]
    serve_dataverse(publisher, {"doi:10.7910/DVN/AJGVIT": files})
    question = question_for(
        "polecat",
        folder=tmp_path,
        base=publisher.base,
        environment={},
        start=date(2021, 12, 31),
        end=date(2023, 1, 9),
    )
    planned = look_up(plan_for(question, wire), question)
    assert names(planned) == [
        "ngecEvents.DV.2021.txt.zip",
        "ngecEventsDV-2022.txt.zip",
        "ngecEvents.20230103111842.Release603.DV.txt",
        "ngecEvents.20230110111842.Release604.DV.txt",
    ]
    assert len(publisher.requests) == 1


def test_the_dataverse_key_does_not_go_to_the_store(publisher: Publisher, tmp_path: Path) -> None:
    store = Publisher()
    try:
        serve_dataverse(
            publisher, {"doi:10.7910/DVN/AJGVIT": [dataverse_file(1, "ngecEventsDV-2022.txt.zip", BODY)]}
        )
        target = (
            f"http://localhost:{store.server.server_address[1]}/bucket?X-Amz-Signature=invented-signature"
        )
        publisher.serve("/api/access/datafile/1", Answer(status=303, headers={"Location": target}))
        store.serve("/bucket", Answer(BODY, cut=400), Answer(BODY))
        with Wire(Manners(rate=100_000), hosts=frozenset({"localhost"}), sleep=lambda _: None) as wire:
            result = ask(
                publisher, wire, tmp_path, "polecat", start=date(2022, 1, 1), end=date(2022, 1, 2),
                environment={"DATAVERSE_KEY": PASSWORD},
            )  # fmt: skip
            assert states(result) == [FETCHED]
            store.serve("/bucket", Answer(status=403))
            (tmp_path / names(result)[0]).unlink()
            failed = ask(publisher, wire, tmp_path, "polecat", start=date(2022, 1, 1), end=date(2022, 1, 2))
        assert all(request.headers["x-dataverse-key"] == PASSWORD for request in publisher.requests[:3])
        assert all("x-dataverse-key" not in request.headers for request in store.requests)
        assert store.requests[1].headers["range"] == "bytes=400-"
        assert "invented-signature" not in str(failed.files[0].reason)
    finally:
        store.server.shutdown()
        store.server.server_close()


def test_what_a_dataverse_lists_cannot_leave_the_folder_or_break_the_plan(
    publisher: Publisher, wire: Wire, tmp_path: Path
) -> None:
    days: dict[str, Any] = {"start": date(2022, 1, 1), "end": date(2022, 1, 2)}
    bad = dataverse_file(1, "ngecEventsDV-2022.txt", b"x", ("../../invented.txt", b"x"))
    bad["dataFile"]["originalFileFormat"] = "application/x-stata"
    serve_dataverse(publisher, {"doi:10.7910/DVN/AJGVIT": [bad]})
    with pytest.raises(FetchError, match="plain file names"):
        ask(publisher, wire, tmp_path, "polecat", **days)
    for garbage in (
        b"<html>invented</html>",
        b"[]",
        b'{"status":"ERROR","message":"invented"}',
        b'{"status":"OK","data":[1]}',
    ):
        publisher.serve(FILES, garbage)
        with pytest.raises(FetchError, match="expected"):
            ask(publisher, wire, tmp_path, "polecat", **days)
    publisher.json(FILES, {"status": "OK", "data": [{"label": "ngecEventsDV-2022.txt", "dataFile": {}}]})
    with pytest.raises(FetchError, match="dataFile"):
        ask(publisher, wire, tmp_path, "polecat", **days)


# --- ACLED --------------------------------------------------------------------------------------------------------

ACCOUNT = {"ACLED_EMAIL": "invented@example.org", "ACLED_PASSWORD": PASSWORD}


def serve_acled(publisher: Publisher, rows: list[dict[str, Any]]) -> None:
    def token(request: Request) -> Answer:
        form = parse_qs(request.body)
        if form.get("password") != [PASSWORD] or form.get("grant_type") != ["password"]:
            return Answer(f'{{"error":"invalid_grant {form}"}}'.encode(), 401)
        return Answer(b'{"token_type":"Bearer","expires_in":86400,"access_token":"invented-token"}')

    def read(request: Request) -> Answer:
        if request.headers.get("authorization") != "Bearer invented-token" and request.query.get("key") != [
            PASSWORD
        ]:
            return Answer(b'{"status":403,"error":"invented: no access"}')
        first, last = request.query["event_date"][0].split("|")
        limit, page = int(request.query["limit"][0]), int(request.query["page"][0])
        there = [row for row in rows if first <= row["event_date"] <= last]
        data = there[(page - 1) * limit : page * limit]
        return Answer(json.dumps({"status": 200, "success": True, "count": len(data), "data": data}).encode())

    publisher.serve("/oauth/token", token)
    publisher.serve("/api/acled/read", read)


def acled_rows(count: int, month: str = "2023-01") -> list[dict[str, Any]]:
    return [
        {
            "event_id_cnty": f"INV{month}{n}",
            "event_date": f"{month}-{n % 27 + 1:02}",
            "actor1": "Invented",
            "notes": "a\nb",
        }
        for n in range(count)
    ]


def test_acled_pages_are_put_together_by_month(
    publisher: Publisher, wire: Wire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acled_api, "PAGE_SIZE", 4)
    serve_acled(publisher, acled_rows(9) + acled_rows(4, "2023-02"))
    days: dict[str, Any] = {"start": date(2023, 1, 1), "end": date(2023, 2, 28)}
    result = ask(publisher, wire, tmp_path, "acled", environment=ACCOUNT, **days)
    assert names(result) == ["acled_2023-01-01_2023-01-31.csv", "acled_2023-02-01_2023-02-28.csv"]
    assert set(states(result)) == {FETCHED}
    counts = []
    for name in names(result):
        with (tmp_path / name).open(encoding="utf-8", newline="") as source:
            counts.append(len(list(csv.DictReader(source))))
    assert counts == [9, 4]
    assert publisher.paths().count("/oauth/token") == 1
    assert set(states(ask(publisher, wire, tmp_path, "acled", environment=ACCOUNT, **days))) == {HERE}
    again = ask(publisher, wire, tmp_path, "acled", environment=ACCOUNT, refresh=True, **days)
    assert set(states(again)) == {FETCHED}


def test_acled_rows_of_days_that_were_not_over_are_asked_for_again(
    publisher: Publisher, wire: Wire, tmp_path: Path
) -> None:
    today = date.today()
    serve_acled(publisher, [])
    options: dict[str, Any] = {"start": today, "end": today, "today": today, "environment": ACCOUNT}
    assert states(ask(publisher, wire, tmp_path, "acled", **options)) == [FETCHED]
    assert states(ask(publisher, wire, tmp_path, "acled", **options)) == [FETCHED]


def test_acled_takes_a_token_or_a_key(publisher: Publisher, wire: Wire, tmp_path: Path) -> None:
    serve_acled(publisher, acled_rows(2))
    days: dict[str, Any] = {"start": date(2023, 1, 1), "end": date(2023, 1, 31)}
    result = ask(
        publisher, wire, tmp_path / "a", "acled", environment={"ACLED_TOKEN": "invented-token"}, **days
    )
    assert states(result) == [FETCHED]
    assert "/oauth/token" not in publisher.paths()
    key = {"ACLED_EMAIL": "invented@example.org", "ACLED_KEY": PASSWORD}
    assert states(ask(publisher, wire, tmp_path / "b", "acled", environment=key, **days)) == [FETCHED]
    publisher.serve("/api/acled/read", Answer(status=404))
    failed = ask(publisher, wire, tmp_path / "c", "acled", environment=key, **days)
    assert "status 404" in str(failed.files[0].reason)
    assert PASSWORD not in str(failed)


def test_acled_failures_name_the_account_but_no_secret(
    publisher: Publisher, wire: Wire, tmp_path: Path
) -> None:
    serve_acled(publisher, acled_rows(2))
    days: dict[str, Any] = {"start": date(2023, 1, 1), "end": date(2023, 1, 31)}
    with pytest.raises(FetchError, match="ACLED_EMAIL and ACLED_PASSWORD"):
        ask(publisher, wire, tmp_path, "acled", **days)
    wrong = {**ACCOUNT, "ACLED_PASSWORD": "invented-wrong-one"}
    result = ask(publisher, wire, tmp_path, "acled", environment=wrong, **days)
    assert "status 401" in str(result.files[0].reason)
    assert "invented-wrong-one" not in str(result)
    result = ask(publisher, wire, tmp_path, "acled", environment={"ACLED_TOKEN": "invented-old"}, **days)
    assert "refused the account" in str(result.files[0].reason)
    publisher.serve("/api/acled/read", f"<html>{PASSWORD} invented")
    result = ask(publisher, wire, tmp_path, "acled", environment=ACCOUNT, **days)
    assert "expected JSON" in str(result.files[0].reason)
    assert "***" in str(result.files[0].reason)
    assert PASSWORD not in str(result)
    assert left_in(tmp_path) == set()


def test_acled_pages_that_moved_while_they_were_read_are_refused(
    publisher: Publisher, wire: Wire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acled_api, "PAGE_SIZE", 2)
    rows = acled_rows(2)
    serve_acled(publisher, rows)
    publisher.json("/api/acled/read", {"status": 200, "data": rows})
    result = ask(
        publisher, wire, tmp_path, "acled", environment=ACCOUNT, start=date(2023, 1, 1), end=date(2023, 1, 31)
    )
    assert "on two pages" in str(result.files[0].reason)


@pytest.mark.parametrize(
    ("feed", "environment", "by_api"),
    [
        ("acled", ACCOUNT, False),
        ("ucdp-ged", {"UCDP_TOKEN": PASSWORD}, True),
        ("icews", {"DATAVERSE_KEY": PASSWORD}, False),
    ],
)
def test_credentials_never_travel_in_the_clear(
    feed: str, environment: dict[str, str], by_api: bool, wire: Wire, tmp_path: Path
) -> None:
    question = question_for(
        feed, folder=tmp_path, base="http://invented.example/", environment=environment, by_api=by_api,
        start=date(2020, 1, 1), end=date(2020, 1, 2),
    )  # fmt: skip
    assert PASSWORD not in repr(question)
    with pytest.raises(FetchError, match="https"):
        plan_for(question, wire)


# --- the command --------------------------------------------------------------------------------------------------


def run(*args: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(program, ["fetch", *map(str, args)], prog_name="bedfellows")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def test_the_command_says_what_it_did(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEDFELLOWS_GDELT_URL", publisher.base)
    publisher.serve("/masterfilelist.txt", gdelt_list(publisher, [DAY[0], DAY[1], DAY[3]], ("export",)))
    days = ("gdelt", "--from", "2017-01-05", "--to", "2017-01-05", "--into", tmp_path, "--rate", "10")
    dry = run(*days, "--dry-run").output
    assert "3 to fetch" in dry
    assert left_in(tmp_path) == {".masterfilelist.txt"}
    publisher.serve(f"/{DAY[1]}.export.CSV.zip", Answer(status=404))
    failed = run(*days, code=1).output
    assert "2 fetched" in failed
    assert "1 failed" in failed
    assert "2017-01-05 00:30" in failed
    gdelt_list(publisher, DAY[:4], ("export",))
    data = json.loads(run(*days, "--format", "json").stdout)
    assert (data["wanted"], data["here"], data["fetched"], data["failed"]) == (3, 2, 1, 0)
    assert data["gaps"] == ["2017-01-05 00:30"]
    assert data["files"][0]["unpacked"] == len("invented export 20170105000000\n")
    assert "GDELT" in data["terms"]


def test_the_command_refuses_what_makes_no_sense(tmp_path: Path) -> None:
    assert "--from and --to" in run("gdelt", code=2).output
    assert "--from and --to" in run("ucdp-ged", "--api", code=2).output
    assert "--from on or before" in run("gdelt", "--from", "2017-02-01", "--to", "2017-01-01", code=2).output
    assert "--kind" in run("atop", "--kind", "mentions", code=2).output
    assert "20G" in run("atop", "--largest", "invented", code=2).output
    assert "without" in run("atop", "--api", "--from", "2000-01-01", "--to", "2000-01-02", code=1).output
    assert "http" in run("atop", "--url", "ftp://invented.example/", "--into", tmp_path, code=1).output
    assert "1815-01-01 and 2018-12-31" in run("atop", "--from", "2020-01-01", code=1).output


@pytest.mark.parametrize("feed", ["atop", "cow-alliances", "cow-disputes", "cow-contiguity"])
def test_plain_files_are_fetched(publisher: Publisher, wire: Wire, tmp_path: Path, feed: str) -> None:
    question = question_for(feed, folder=tmp_path, base=publisher.base, environment={})
    plan = plan_for(question, wire)
    publisher.serve("/" + plan.wanted[0].address.removeprefix(publisher.base), BODY)
    assert states(carry_out(plan, question, wire)) == [FETCHED]


def test_interrupting_leaves_a_part_that_is_resumed(publisher: Publisher, tmp_path: Path) -> None:
    path = "/ged/ged261-csv.zip"
    publisher.serve("/", PAGE)
    publisher.serve(path, Answer(BODY, drip=0.1, piece=4000))
    part = tmp_path / "ged261-csv.zip.part"
    command = [
        str(Path(sys.executable).with_name("bedfellows")), "fetch", "ucdp-ged", "--into", str(tmp_path),
        "--url", publisher.base, "--rate", "10",
    ]  # fmt: skip
    environment = os.environ | {"NO_PROXY": "127.0.0.1"}
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    deadline = time.monotonic() + 10
    while not (part.exists() and part.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=10)
    assert running.returncode == 130, err
    have = part.stat().st_size
    assert 0 < have < len(BODY)
    assert not (tmp_path / "ged261-csv.zip").exists()
    publisher.serve(path, BODY)
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=20, check=False)
    assert done.returncode == 0, done.stderr
    assert publisher.requests[-1].headers["range"] == f"bytes={have}-"
    assert (tmp_path / "ged261-csv.zip").read_bytes() == BODY


def test_the_documentation_tells_of_every_feed_and_variable() -> None:
    page = (ROOT / "docs" / "fetching.md").read_text(encoding="utf-8")
    for feed in FEEDS.values():
        assert f"`{feed.key}`" in page
        assert f"`{feed.base_from}`" in page
        assert feed.base.rstrip("/") in page
        for name in feed.credentials:
            assert f"`{name}`" in page
    assert f"`{ucdp_api.BASE_FROM}`" in page
