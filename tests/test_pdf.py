"""PDFs: prose in the order of the pages; what cannot be read says why. All texts here are invented."""

from __future__ import annotations

import io
import zlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from bedfellows.errors import DocumentError
from bedfellows.reader import pdf
from bedfellows.reader.documents import from_bytes, load
from bedfellows.reader.pdf import read_pdf


def _file(objects: dict[int, bytes], extra: str = "") -> bytes:
    data = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for number in sorted(places):
        data += b"%010d 00000 n \n" % places[number]
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {extra} >>\nstartxref\n{table}\n%%EOF\n"
    return bytes(data + trailer.encode())


def _stream(content: bytes, extra: str = "") -> bytes:
    return f"<< /Length {len(content)} {extra} >>\nstream\n".encode() + content + b"\nendstream"


def make_pdf(*pages: list[str] | bytes, info: str = "", packed: bool = False) -> bytes:
    """A PDF with a page for each list of lines, or for each content stream."""
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: f"<< {info} >>".encode(),
    }
    for number, page in enumerate(pages):
        if isinstance(page, bytes):
            content = page
        else:
            shown = (line.translate({40: "\\(", 41: "\\)", 92: "\\\\"}) for line in page)
            content = (
                "BT /F1 11 Tf 14 TL 72 760 Td\n" + "".join(f"({line}) Tj T*\n" for line in shown) + "ET"
            ).encode("cp1252")
        objects[5 + 2 * number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (6 + 2 * number)
        )
        body = zlib.compress(content) if packed else content
        objects[6 + 2 * number] = _stream(body, "/Filter /FlateDecode" if packed else "")
    return _file(objects, "/Info 4 0 R")


def page(number: int) -> list[str]:
    """A page with a running head, two wrapped paragraphs and a page number; each page has words of its own."""
    name = ("Arvenia", "Belmark", "Corvosia", "Dravia", "Estmere", "Gorland")[number % 6]
    return [
        "The Invented Journal",
        f"{name} arms the Front in the north of the country, which bor-",
        "ders three other states, and the League said on Monday that it",
        "would not stand by.",
        "",
        f"The second paragraph of {name} says more of the war and of those",
        f"who are in it with {name}.",
        str(number + 1),
    ]


def test_pages_are_joined_unwrapped_and_freed_of_heads_and_numbers() -> None:
    found = read_pdf(make_pdf(*(page(n) for n in range(4))), "x.pdf")
    assert "Invented Journal" not in found.text
    assert (
        "which borders three other states, and the League said on Monday that it would not stand by."
        in found.text
    )
    lines = [line for line in found.text.split("\n") if line]
    assert [line.split()[0] for line in lines] == [
        "Arvenia",
        "The",
        "Belmark",
        "The",
        "Corvosia",
        "The",
        "Dravia",
        "The",
    ]
    assert not any(line.strip().isdigit() for line in lines)


def test_title_author_and_date_line() -> None:
    data = make_pdf(
        ["By Jo Doe", "4 January 2017", "", "Belmark arms the Front."],
        info="/Title (Bears and students) /Author (Somebody Else) /CreationDate (D:20200101000000Z)",
    )
    found = read_pdf(data, "x.pdf")
    assert (found.title, found.author, found.published) == ("Bears and students", "Jo Doe", date(2017, 1, 4))


def test_the_day_a_pdf_was_made_is_not_the_day_of_publication() -> None:
    data = make_pdf(
        ["Belmark arms the Front."], info="/Title (Microsoft Word - x.doc) /CreationDate (D:20200101000000Z)"
    )
    found = read_pdf(data, "x.pdf")
    assert found.published is None
    assert "Word" not in found.title


def test_signs_and_letters_beyond_ascii() -> None:
    assert (
        "“Belmark’s” men – in Orléans (say some)"
        in read_pdf(make_pdf(["“Belmark’s” men – in Orléans (say some) wait."]), "x.pdf").text
    )


def test_a_pdf_is_told_by_its_bytes(tmp_path) -> None:
    path = tmp_path / "piece.txt"
    path.write_bytes(make_pdf(["Belmark arms the Front."]))
    (found,) = load(str(path))
    assert found.text == "Belmark arms the Front."


def test_a_scan_is_told() -> None:
    picture = b"q 100 0 0 100 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q"
    with pytest.raises(DocumentError, match=r"found 2 pages without any: it is probably a scan.*ocrmypdf"):
        read_pdf(make_pdf(picture, picture), "x.pdf")


def test_a_locked_pdf_is_told_and_one_without_a_password_is_read() -> None:
    def locked(user: str) -> bytes:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf(["Belmark arms the Front."]))))
        writer.encrypt(user, owner_password="owner")
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    with pytest.raises(DocumentError, match=r"one that is encrypted\. Save a copy without a password"):
        read_pdf(locked("secret"), "x.pdf")
    assert read_pdf(locked(""), "x.pdf").text == "Belmark arms the Front."


@pytest.mark.parametrize("share", [0.1, 0.4, 0.7, 0.95])
def test_a_pdf_that_was_cut_is_damaged(share) -> None:
    data = make_pdf(*(page(n) for n in range(4)))
    with pytest.raises(DocumentError, match="expected a whole PDF, found a damaged one"):
        read_pdf(data[: int(len(data) * share)], "x.pdf")


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.7\n" + bytes(range(256)) * 20])
def test_a_pdf_in_name_only_is_damaged(data) -> None:
    with pytest.raises(DocumentError, match="damaged"):
        from_bytes(data, "x.pdf")


def test_no_pages_and_a_circle_of_pages() -> None:
    with pytest.raises(DocumentError, match="with pages, found none"):
        read_pdf(make_pdf(), "x.pdf")
    with pytest.raises(DocumentError, match="damaged"):
        read_pdf(make_pdf(page(0)).replace(b"/Kids [5 0 R", b"/Kids [2 0 R"), "x.pdf")


def test_a_pdf_may_not_lie_about_the_number_of_its_pages() -> None:
    data = make_pdf(["Belmark arms the Front."]).replace(b"/Count 1", b"/Count 1000000000")
    assert read_pdf(data, "x.pdf").text == "Belmark arms the Front."


def test_too_many_pages_too_much_text_and_too_long_a_time(monkeypatch) -> None:
    data = make_pdf(*(page(n) for n in range(6)))
    with monkeypatch.context() as patch:
        patch.setattr(pdf, "_MOST_PAGES", 5)
        with pytest.raises(DocumentError, match=r"at most 5 pages, found more\. Split the PDF"):
            read_pdf(data, "x.pdf")
    with monkeypatch.context() as patch:
        patch.setattr(pdf, "LARGEST_TEXT", 1000)
        with pytest.raises(DocumentError, match=r"characters of text, found more by page \d. Split the PDF"):
            read_pdf(data, "x.pdf")
    with monkeypatch.context() as patch:
        patch.setattr(pdf, "_LONGEST_READING", -1.0)
        with pytest.raises(DocumentError, match=r"found one that took longer, by page 1\. Split the PDF"):
            read_pdf(data, "x.pdf")


def test_a_page_that_unpacks_to_more_than_memory_holds_is_damaged() -> None:
    with pytest.raises(DocumentError, match="damaged"):
        read_pdf(make_pdf(b"BT " + b" " * 120_000_000 + b"ET", packed=True), "x.pdf")


def test_a_pdf_over_the_limit_is_refused_by_its_size(tmp_path) -> None:
    path = tmp_path / "huge.pdf"
    with path.open("wb") as stream:
        stream.write(make_pdf(["Belmark arms the Front."]))
        stream.truncate(60_000_000_000)
    with pytest.raises(DocumentError, match=r"a PDF of at most 50 MB, found 60000 MB\. Split it"):
        list(load(str(path)))


def test_escapes_in_text_and_title_are_taken_out() -> None:
    data = make_pdf(["Belmark \x1b[31marms the Front."], info="/Title (Bears \x1b]0;evil\x07 and students)")
    found = read_pdf(data, "x.pdf")
    assert "\x1b" not in found.text + found.title


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_changed_pdf_gives_words_or_a_clear_error(data) -> None:
    source = bytearray(make_pdf(page(0), page(1), info="/Title (Bears)"))
    for place in data.draw(st.lists(st.integers(9, len(source) - 1), min_size=1, max_size=6)):
        source[place] = data.draw(st.integers(0, 255))
    try:
        found = read_pdf(bytes(source), "x.pdf")
    except DocumentError as error:
        assert str(error).startswith("x.pdf: expected a")
    else:
        assert found.text.strip()
