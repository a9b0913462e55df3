"""What cannot be read: a clear message, exit code 1, and a case that stays as it was, or is not made."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from bedfellows.cli.program import program
from bedfellows.reader import fetch

PRIVATE = "http://10.0.0.1/article"
PAGE = "<html><head><script>document.write('Russia arms the Taliban')</script></head><body></body></html>"


class _Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", PRIVATE)
            self.end_headers()
        elif self.path == "/image":
            self._answer(200, "image/png", b"\x89PNG\r\n\x1a\n")
        elif self.path == "/empty":
            self._answer(200, "text/html", PAGE.encode())
        else:
            self._answer(404, "text/html", b"<html><body>not here</body></html>")

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A web server on this machine that the fetcher takes for a public one; all other private hosts stay barred."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{server.server_address[1]}"
    monkeypatch.setattr(fetch, "get", partial(fetch.get, allowed_hosts={host}, timeout=5.0))
    yield f"http://{host}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case that holds something."""
    path = tmp_path_factory.mktemp("known") / "known.duckdb"
    text = "Invented for the tests. Iran arms Syria. Syria fights Islamic State."
    found = CliRunner().invoke(program, ["--case", str(path), "read", "-"], input=text)
    assert found.exit_code == 0, found.output
    return path


def _empty(folder: Path) -> Path:
    path = folder / "empty.txt"
    path.touch()
    return path


def _blank(folder: Path) -> Path:
    path = folder / "blank.txt"
    path.write_text(" \n\t\n ", encoding="utf-8")
    return path


def _binary(folder: Path) -> Path:
    path = folder / "program.txt"
    path.write_bytes(bytes(range(256)) * 40)
    return path


def _wrong_encoding(folder: Path) -> Path:
    path = folder / "wide.txt"
    path.write_bytes(bytes(range(0xA0, 0x100)) + b"Russia arms the Taliban." + bytes(range(0x80, 0xA0)))
    return path


def _large(folder: Path) -> Path:
    path = folder / "large.txt"
    with path.open("wb") as file:
        for _ in range(50):
            file.write(b"Russia helps the Taliban and Iran helps Iraq too. " * 20_000)
    return path


def _no_text(folder: Path) -> Path:
    path = folder / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def _bad_date(folder: Path) -> Path:
    path = folder / "dated.txt"
    path.write_text("---\nTitle: Invented\nDate: 2017-02-30\n---\n\nIran arms Syria.\n", encoding="utf-8")
    return path


def _missing(folder: Path) -> Path:
    return folder / "missing.txt"


def _empty_folder(folder: Path) -> Path:
    path = folder / "folder"
    path.mkdir()
    return path


FILES = (
    (_empty, "empty"),
    (_blank, "white space"),
    (_binary, "binary"),
    (_wrong_encoding, "in no encoding that could be told"),
    (_large, "at most 10 MB, found 50 MB"),
    (_no_text, "no article text"),
    (_bad_date, "2017-02-30"),
    (_missing, "none of that name"),
    (_empty_folder, "no document that can be read"),
)


def refused(known: Path, folder: Path, target: str, words: str, *options: str) -> None:
    """Read into the known case and into one that does not exist yet: both are refused, and neither is touched."""
    before = known.read_bytes()
    new = folder / "new.duckdb"
    for case in (known, new):
        found = CliRunner().invoke(program, ["--case", str(case), "read", target, *options])
        assert found.exit_code == 1, found.output
        assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
        assert found.stderr.startswith("Error: ") and words in found.stderr, found.stderr
        assert "Stored" not in found.stderr and found.stdout == ""
    assert known.read_bytes() == before
    assert not new.exists()
    assert not list(folder.glob("*.wal"))


@pytest.mark.parametrize(("make", "words"), FILES, ids=[make.__name__[1:] for make, _ in FILES])
def test_bad_files(known: Path, tmp_path: Path, make: Callable[[Path], Path], words: str) -> None:
    refused(known, tmp_path, str(make(tmp_path)), words)


def test_a_wrong_name_of_an_encoding(known: Path, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("Iran arms Syria.", encoding="utf-8")
    refused(known, tmp_path, str(path), "utf-99", "--encoding", "utf-99")


def test_an_encoding_that_the_text_is_not_in(known: Path, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes("Россия помогает Ирану.".encode("cp1251"))
    refused(known, tmp_path, str(path), "expected text in utf-8", "--encoding", "utf-8")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://no-such-host.invalid/article", "no-such-host.invalid"),
        ("http://127.0.0.1:9/article", "private"),
        ("http://[::1]/article", "private"),
        ("http://169.254.169.254/latest/meta-data", "private"),
        ("ftp://example.org/article", "http:// or https://"),
        ("file:///etc/hostname", "http:// or https://"),
        ("http://", "http:// or https://"),
    ],
)
def test_bad_addresses(known: Path, tmp_path: Path, address: str, words: str) -> None:
    refused(known, tmp_path, address, words)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/away", "10.0.0.1"),
        ("/image", "image/png"),
        ("/empty", "no article text"),
        ("/gone", "status 404"),
    ],
)
def test_pages_that_lead_nowhere(known: Path, tmp_path: Path, site: str, path: str, words: str) -> None:
    refused(known, tmp_path, site + path, words)


def test_a_server_that_does_not_answer(known: Path, tmp_path: Path, site: str) -> None:
    port = int(site.rpartition(":")[2])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fetch, "get", partial(fetch.get, allowed_hosts={"127.0.0.1:1"}))
        assert port != 1
        refused(known, tmp_path, "http://127.0.0.1:1/article", "none that answers properly")


def test_a_redirect_to_a_private_address_is_named_as_such(tmp_path: Path, site: str) -> None:
    found = CliRunner().invoke(program, ["--case", str(tmp_path / "new.duckdb"), "read", f"{site}/away"])
    assert "'10.0.0.1'" in found.stderr and "redirects that lead there are refused" in found.stderr


def test_text_with_markup_and_escapes_is_read_as_prose(tmp_path: Path) -> None:
    path = tmp_path / "markup.txt"
    path.write_text(
        "\x1b[31mRussia\x1b[0m helps <b>the Taliban</b>.\x1b]0;title\x07 Iraq [red]fights[/red] Islamic State.\u202e",
        encoding="utf-8",
    )
    found = CliRunner().invoke(program, ["read", str(path), "--no-store"])
    assert found.exit_code == 0
    assert "Russia supports Taliban" in found.stdout and "“Russia helps the Taliban.”" in found.stdout
    assert not set(found.stdout) & {"\x1b", "\x07", "\u202e", "<"}


@pytest.mark.parametrize("options", [("--published", "2017-02-30"), ("--published", "0000-01-01")])
def test_an_impossible_date_among_the_options(known: Path, tmp_path: Path, options: tuple[str, str]) -> None:
    before = known.read_bytes()
    found = CliRunner().invoke(program, ["--case", str(known), "read", str(_binary(tmp_path)), *options])
    assert found.exit_code == 2 and options[1] in found.stderr
    assert known.read_bytes() == before


def test_a_file_that_is_no_case_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Iran arms Syria.", encoding="utf-8")
    for command in (["read", str(path)], ["who", "iran"], ["grade", "x", "--reliability", "A", "--by", "me"]):
        found = CliRunner().invoke(program, ["--case", str(path), *command])
        assert found.exit_code == 1 and "no case file" in found.stderr, found.output
    assert path.read_text(encoding="utf-8") == "Iran arms Syria."


def test_asking_for_an_unknown_actor_leaves_the_case_alone(known: Path) -> None:
    before = known.read_bytes()
    found = CliRunner().invoke(program, ["--case", str(known), "who", "Qwertzuiop"])
    assert found.exit_code == 1 and "Qwertzuiop" in found.stderr and "Iran" in found.stderr
    assert known.read_bytes() == before


def test_a_store_that_refuses_a_reading_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedfellows.case import CaseStore
    from bedfellows.errors import CaseError

    def full(*_: object, **__: object) -> None:
        raise CaseError("The disk is full.")

    monkeypatch.setattr(CaseStore, "add", full)
    path = tmp_path / "new.duckdb"
    found = CliRunner().invoke(program, ["--case", str(path), "read", "-"], input="Iran arms Syria.")
    assert found.exit_code == 1 and "disk is full" in found.stderr
    assert not path.exists()
