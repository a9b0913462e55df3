"""Texts, folders and standard input become documents; what cannot be read says why. All texts here are invented."""

from __future__ import annotations

import io
import os
import re
import sys
import textwrap
import time
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedfellows.errors import DateError, DocumentError, FetchError
from bedfellows.reader.content import LARGEST_TEXT
from bedfellows.reader.documents import from_bytes, load
from bedfellows.reader.interface import Document
from bedfellows.reader.prose import clean, paragraphs

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def text_of(source: str | bytes, name: str = "note.txt", **options: Any) -> str:
    return document(source, name, **options).text


def document(source: str | bytes, name: str = "note.txt", **options: Any) -> Document:
    return from_bytes(source if isinstance(source, bytes) else source.encode(), name, **options)


# -- what a text says of itself ------------------------------------------------------------------------------


def test_front_matter_gives_title_author_date_publisher_and_kind() -> None:
    found = document(
        "Title: Bears and students\nAuthor: Jo Doe\nDate: 4 January 2017\nSource: Invented Press\n"
        "Kind: Opinion\n\nBelmark arms the Front."
    )
    assert found.text == "Belmark arms the Front."
    assert (found.title, found.author, found.published) == (
        "Bears and students",
        "Jo Doe",
        date(2017, 1, 4),
    )
    assert (found.publisher, found.kind) == ("Invented Press", "opinion")


def test_fenced_front_matter_may_hold_other_fields() -> None:
    found = document('---\ntitle: "Bears"\nlayout: post\ndate: 2017-01-04\n---\nBelmark arms the Front.')
    assert (found.title, found.published, found.text) == (
        "Bears",
        date(2017, 1, 4),
        "Belmark arms the Front.",
    )


def test_prose_that_only_looks_like_front_matter_is_kept_whole() -> None:
    source = "Demands: Belmark wants the League out.\n\nThe League wants Belmark out."
    found = document(source)
    assert found.text == source
    assert found.published is None


@pytest.mark.parametrize(
    "day", ["2017-02-30", "31 February 2017", "01/02/2017", "4 or 5 January 2017 and 6 May 2018"]
)
def test_a_date_field_that_states_no_one_day_is_refused(day) -> None:
    with pytest.raises(DateError, match=r"note\.txt: the date of publication: expected"):
        document(f"Date: {day}\n\nBelmark arms the Front.")


def test_a_year_is_no_day_of_publication() -> None:
    with pytest.raises(DateError, match="one exact day"):
        document("Date: 2017\n\nBelmark arms the Front.")


def test_the_users_word_wins_over_a_wrong_date_field(tmp_path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("Date: 2017-02-30\nAuthor: Jo Doe\n\nBelmark arms the Front.")
    (found,) = load(
        str(path), published=date(2017, 3, 1), author="A. N. Other", kind="statement", reliability="B"
    )
    assert (found.published, found.author, found.kind, found.reliability) == (
        date(2017, 3, 1),
        "A. N. Other",
        "statement",
        "B",
    )


def test_an_unknown_kind_lists_the_kinds() -> None:
    with pytest.raises(DocumentError, match=r"news, statement, opinion, dataset, correction, found 'gossip'"):
        document("Kind: gossip\n\nBelmark arms the Front.")


@pytest.mark.parametrize(
    ("top", "author", "day"),
    [
        ("By Jo Doe | 4 January 2017", "Jo Doe", date(2017, 1, 4)),
        ("By Jo Doe", "Jo Doe", None),
        ("January 4, 2017", None, date(2017, 1, 4)),
        ("Published: Wednesday, 4 January 2017, 10:30 GMT", None, date(2017, 1, 4)),
        ("2017-01-04T10:30:00Z", None, date(2017, 1, 4)),
        ("BELMARK CITY, Jan. 4, 2017 (Invented Wire) -- Belmark arms the Front.", None, date(2017, 1, 4)),
        ("BELMARK CITY, Belmark, 4 January 2017 — Belmark arms the Front.", None, date(2017, 1, 4)),
        ("BELMARK CITY, Jan 4 (Invented Wire) - Belmark arms the Front.", None, None),
        ("By 4 January 2017 Belmark had armed the Front.", None, None),
        ("On 4 January 2017 Belmark - for the first time - armed the Front.", None, None),
        ("NATO troops left on 4 January 2017 – and then Belmark armed the Front.", None, None),
        ("By the end of the year Belmark will arm the Front.", None, None),
    ],
)
def test_top_lines_date_a_text_only_where_they_are_meant_to(top, author, day) -> None:
    found = document(f"Bears and students\n\n{top}\n\nBelmark arms the Front. Corvosia waits.")
    assert (found.author, found.published) == (author, day)
    assert found.title == "Bears and students"
    assert top in found.text


def test_a_first_sentence_is_no_title() -> None:
    assert document("Belmark arms the Front.\n\nCorvosia waits.").title == ""


# -- clean prose ---------------------------------------------------------------------------------------------

WORDS = st.lists(
    st.text(alphabet="abcdefghijklmnoprstuvw", min_size=1, max_size=11), min_size=30, max_size=90
)


@given(st.lists(WORDS, min_size=1, max_size=4), st.integers(50, 100))
@settings(max_examples=60, deadline=None)
def test_hard_wrapped_paragraphs_come_back_as_they_were(paragraphs_of_words, width) -> None:
    whole = [" ".join(words).capitalize() + "." for words in paragraphs_of_words]
    wrapped = "\n\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in whole
    )
    assert paragraphs(wrapped) == "\n\n".join(whole)


def test_lines_that_are_no_wrapped_prose_keep_their_breaks() -> None:
    source = "Demands\n- the League leaves\n- the Front is heard\n- the sanctions end"
    assert text_of(source) == source


def test_words_cut_at_the_end_of_a_line_are_joined_in_wrapped_text() -> None:
    source = (
        "The League said on Monday that the fighters of the Front had had a US-\n"
        "backed adviser with them since the spring, and that he had come by car.\n"
    )
    assert "a US-backed adviser" in text_of(source)


def test_leftover_html_goes_and_its_words_stay() -> None:
    found = text_of(
        "Belmark arms the Front.\n<p class='x'>Corvosia fights it.</p>\nDravia &amp; Estmere wait<br/>and <b>see</b>.\n"
        "<script>alert('Gorland fights Dravia')</script><!-- Gorland fights Dravia -->3 < 4 and 5 > 4."
    )
    assert [line for line in found.split("\n") if line] == [
        "Belmark arms the Front.",
        "Corvosia fights it.",
        "Dravia & Estmere wait",
        "and see.",
        "3 < 4 and 5 > 4.",
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("\x1b[31mBelmark\x1b[0m arms the Front.", "Belmark arms the Front."),
        ("Belmark \x1b]0;evil title\x07arms the Front.", "Belmark arms the Front."),
        (
            "Belmark \x1b]8;;https://invalid.example\x1b\\arms\x1b]8;;\x1b\\ the Front.",
            "Belmark arms the Front.",
        ),
        ("Belmark \u202earms\u202c the\u200b Front.", "Belmark arms the Front."),
        (
            "Belmark\x00 arms\x07 the Front. " + "Corvosia waits. " * 9,
            ("Belmark arms the Front. " + "Corvosia waits. " * 9).strip(),
        ),
        ("Belmark &#27;[31marms the Front.", "Belmark [31marms the Front."),
        ("Belmark\u00a0arms\tthe  Front.", "Belmark arms the Front."),
        ("Be\u00adlmark arms the Front.\r\nCorvosia waits.", "Belmark arms the Front.\nCorvosia waits."),
        ("Cafe\u0301s of Belmark ﬁght.", "Cafés of Belmark fight."),
        # Text decoded wrongly holds one-byte controls: they must not take the rest of the line with them.
        (
            "He said â€œhelloâ€\x9d to Belmark. Corvosia waits.",
            "He said â€œhelloâ€ to Belmark. Corvosia waits.",
        ),
    ],
)
def test_what_steers_a_terminal_or_hides_words_is_taken_out(source, expected) -> None:
    assert text_of(source) == expected


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\x1b\x9b\x9d[]<>&#;m\x07\u202e\x00"))))
@settings(max_examples=300, deadline=None)
def test_clean_text_holds_nothing_that_steers_a_terminal(source) -> None:
    found = clean(source)
    assert not [char for char in found if unicodedata.category(char) == "Cc" and char not in "\n\t"]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ud800-\udfff]", found)
    assert clean(found) == found


@pytest.mark.parametrize(
    "source",
    [
        "a" + "\u0301\u0316" * 1_000_000,
        "\x9d" * 1_000_000,
        "\x1b]" * 1_000_000,
        "<a " * 600_000,
        "<!-- " * 500_000,
        "&#" * 1_000_000,
        "[" * 1_000_000,
        "the quick brown fox jumped over the lazy dog and ran around the big old house x\n" * 25_000,
        ("aaaa-" * 15 + "aaa-\n") * 25_000,
        "\n \n" * 600_000,
    ],
    ids=[
        "marks",
        "C1",
        "strings",
        "tags",
        "comments",
        "references",
        "brackets",
        "one paragraph",
        "hyphens",
        "blanks",
    ],
)
def test_megabytes_of_hostile_text_take_seconds_at_most(source) -> None:
    start = time.perf_counter()
    document(f"Words first. {source}")
    assert time.perf_counter() - start < 6


# -- encodings -----------------------------------------------------------------------------------------------

WESTERN = "Belmark’s men “help” the Front – in Orléans."
CYRILLIC = "Белмарк помогает Фронту оружием и деньгами, а Корвосия воюет с ним в горах. "


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "cp1252",
    ],
)
def test_common_encodings_are_told_from_the_bytes(encoding) -> None:
    assert text_of(WESTERN.encode(encoding)) == WESTERN


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-16-le", "utf-8"])
def test_the_users_encoding_is_taken(encoding) -> None:
    assert text_of(CYRILLIC.encode(encoding), encoding=encoding) == CYRILLIC.strip()


@pytest.mark.parametrize("times", [1, 5])
@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "iso8859-5", "cp866"])
def test_an_encoding_that_is_not_sure_is_never_guessed_wrongly(encoding, times) -> None:
    try:
        found = text_of((CYRILLIC * times).encode(encoding))
    except DocumentError as error:
        assert "name its encoding with the encoding option" in str(error)
    else:
        assert found == (CYRILLIC * times).strip()


def test_a_wrong_encoding_says_where_it_does_not_fit() -> None:
    with pytest.raises(DocumentError, match=r"expected text in utf-8 .* not at byte 8"):
        document(b"Belmark \xe9", encoding="utf-8")


@pytest.mark.parametrize("encoding", ["klingon", "", "base64", "rot13"])
def test_what_is_no_text_encoding_is_named(encoding) -> None:
    with pytest.raises(DocumentError, match="expected the name of an encoding, such as utf-8"):
        document(b"Belmark", encoding=encoding)


def test_damaged_utf8_names_the_first_bad_byte_and_line() -> None:
    with pytest.raises(DocumentError, match=r"0xff at byte 15 \(line 2\)"):
        document("Überall\nÉté ".encode() + b"\xff")


@given(st.binary(min_size=1, max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_a_document_with_words_or_a_clear_error(data) -> None:
    try:
        found = document(data)
    except (DocumentError, DateError) as error:
        assert str(error).startswith("note.txt: ")
    else:
        assert re.search(r"[^\W\d_]{2}", found.text)


# -- what is no document -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "it is empty"),
        (b" \n\t ", "nothing but white space"),
        (b"\xef\xbb\xbf", "nothing but white space"),
        (b"12 34 !", "only figures and signs"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG image"),
        (b"PK\x03\x04....word/document.xml", "a Word document"),
        (b"\x1f\x8b\x08\x00abc", "a packed archive"),
        (b"\x7fELF\x02", "a program"),
        (bytes(range(256)), "binary data"),
        (b"\x00" * 5000, "binary data"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "a news feed"),
        (b"<svg xmlns='x'><text>Belmark arms it</text></svg>", "a drawing"),
    ],
)
def test_what_holds_no_prose_is_named(data, found) -> None:
    with pytest.raises(DocumentError) as caught:
        document(data)
    assert str(caught.value).startswith("note.txt: expected ")
    assert found in str(caught.value)


def test_a_file_over_the_limit_is_refused_without_being_read(tmp_path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.write(b"Belmark arms the Front. " * 300)
        stream.truncate(50_000_000_000)  # sparse: reading it all would take minutes and the memory
    start = time.perf_counter()
    with pytest.raises(DocumentError, match=r"at most 10 MB, found 50000 MB\. Split it"):
        list(load(str(path)))
    assert time.perf_counter() - start < 1


def test_standard_input_is_read_up_to_the_limit_only(monkeypatch) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            assert 0 <= size <= LARGEST_TEXT
            self.given += size
            return (b"Belmark arms the Front. " * (size // 24 + 1))[:size]

    stream = Endless()
    monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": stream}))
    with pytest.raises(DocumentError, match="standard input: expected a text of at most 10 MB, found more"):
        list(load("-"))
    assert stream.given <= LARGEST_TEXT + 1


def test_standard_input_gives_one_document(monkeypatch) -> None:
    monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": io.BytesIO(b"Belmark arms the Front.")}))
    (found,) = load("-")
    assert (found.locator, found.text) == ("standard input", "Belmark arms the Front.")


def test_a_closed_standard_input_is_said(monkeypatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(DocumentError, match="it is closed"):
        list(load("-"))


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("no-such-file.txt", r"expected a file or folder, found none of that name"),
        ("www.example.invalid/story", r"For a web page write https://www\.example\.invalid/story"),
        ("", "expected a file, a folder, an address or -"),
        ("  ", "expected a file, a folder, an address or -"),
        ("a\x00b", "expected a file, a folder, an address or -"),
        ("x" * 5000, "cannot be opened"),
    ],
)
def test_a_target_that_is_not_there_is_said(target, message) -> None:
    with pytest.raises(DocumentError, match=rf"(?i){message}"):
        list(load(target))


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.invalid/x", "gopher://x/"])
def test_other_schemes_than_http_are_refused(target) -> None:
    with pytest.raises(FetchError, match="begins with http:// or https://"):
        list(load(target))


@pytest.mark.skipif(ROOT, reason="root may read every file")
def test_a_file_without_permission_is_said(tmp_path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("Belmark arms the Front.")
    path.chmod(0)
    with pytest.raises(DocumentError, match=r"may not be opened. Change its permissions"):
        list(load(str(path)))


def test_a_permission_error_is_told_in_words(tmp_path, monkeypatch) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("Belmark arms the Front.")
    monkeypatch.setattr(Path, "open", _refused)
    with pytest.raises(DocumentError, match=r"secret\.txt: .*may not be opened. Change its permissions"):
        list(load(str(path)))


def _refused(*_args: Any, **_options: Any) -> Any:
    raise PermissionError(13, "Permission denied")


def test_a_path_with_escapes_is_shown_without_them(tmp_path) -> None:
    path = tmp_path / "ev\x1b[31mil.txt"
    path.write_text("")
    with pytest.raises(DocumentError) as caught:
        list(load(str(path)))
    assert "\x1b" not in str(caught.value)
    assert "evil.txt" in str(caught.value)


# -- folders -------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path) -> Path:
    top = tmp_path / "pieces"
    (top / "b").mkdir(parents=True)
    (top / ".git").mkdir()
    (top / "a.txt").write_text("Belmark arms the Front.")
    (top / "b" / "c.md").write_text("Corvosia fights it.")
    (top / "b" / "d.html").write_text(
        "<html><body><article><p>Dravia sent the Front money and weapons, an invented official said.</p>"
        "</article></body></html>"
    )
    (top / "empty.txt").write_text("")
    (top / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (top / "table.csv").write_text("a,b")
    (top / ".hidden.txt").write_text("Gorland fights Dravia.")
    (top / ".git" / "x.txt").write_text("Gorland fights Dravia.")
    (tmp_path / "outside.txt").write_text("Gorland fights Dravia.")
    (top / "link-out.txt").symlink_to(tmp_path / "outside.txt")
    (top / "link-in.txt").symlink_to(top / "a.txt")
    (top / "dangling.txt").symlink_to(top / "nowhere.txt")
    (top / "loop").symlink_to(top)
    os.mkfifo(top / "pipe.txt")
    return top


def test_a_folder_gives_its_documents_in_order_and_tells_what_it_leaves_out(folder) -> None:
    skipped: dict[str, str] = {}
    found = list(load(str(folder), on_skip=lambda path, why: skipped.update({Path(path).name: why})))
    assert [Path(one.locator).name for one in found] == ["a.txt", "link-in.txt", "c.md", "d.html"]
    assert not any("Gorland" in one.text for one in found)
    assert set(skipped) == {
        "empty.txt",
        "photo.txt",
        "table.csv",
        ".hidden.txt",
        ".git",
        "link-out.txt",
        "dangling.txt",
        "loop",
        "pipe.txt",
    }
    assert "it is empty" in skipped["empty.txt"]
    assert "leads out of the folder" in skipped["link-out.txt"]
    assert "no regular file" in skipped["pipe.txt"]


def test_what_a_folder_leaves_out_is_logged_where_nobody_listens(folder, caplog) -> None:
    list(load(str(folder)))
    assert any("empty.txt" in record.getMessage() for record in caplog.records)


def test_a_folder_without_documents_says_why(tmp_path) -> None:
    with pytest.raises(DocumentError, match=r"found no document that can be read"):
        list(load(str(tmp_path)))
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(DocumentError, match=r"empty\.txt: expected a document, found nothing"):
        list(load(str(tmp_path), on_skip=lambda *_: None))


def test_the_same_bytes_give_the_same_document_twice(folder) -> None:
    def quiet(*_: str) -> None:
        return None

    assert list(load(str(folder), on_skip=quiet)) == list(load(str(folder), on_skip=quiet))
