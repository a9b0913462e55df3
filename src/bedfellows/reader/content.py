"""What a document's bytes are: prose, a web page, a PDF, or something that holds no text to read.

The bytes decide, not the suffix of the file. Signatures are those of the WHATWG MIME Sniffing Standard
(https://mimesniff.spec.whatwg.org/) and of the formats' own specifications.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bedfellows.case.records import SourceKind
from bedfellows.errors import DocumentError

LARGEST_TEXT = 10_000_000
"""Bytes of a text or web page that are read at most; more is refused."""
LARGEST_PDF = 50_000_000
"""Bytes of a PDF that are read at most; the text in it may be no longer than LARGEST_TEXT."""
SNIFFED = 4096
"""Bytes that are enough to tell what a file is."""

Form = Literal["text", "html", "pdf"]


@dataclass(frozen=True, slots=True)
class Content:
    """The text of a document with what the document says of itself."""

    text: str
    title: str = ""
    author: str | None = None
    publisher: str | None = None
    published: date | None = None
    kind: SourceKind | None = None


_PACKED = "a packed archive"
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"GIF87a", "a GIF image"),
    (0, b"GIF89a", "a GIF image"),
    (0, b"II*\x00", "a TIFF image"),
    (0, b"MM\x00*", "a TIFF image"),
    (0, b"8BPS", "a Photoshop image"),
    (0, b"\x00\x00\x01\x00", "an icon image"),
    (8, b"WEBP", "a WebP image"),
    (8, b"WAVEfmt", "a sound file"),
    (8, b"AVI LIST", "a video"),
    (4, b"ftyp", "a video or image"),
    (0, b"\x1a\x45\xdf\xa3", "a video"),
    (0, b"OggS", "a sound or video file"),
    (0, b"fLaC", "a sound file"),
    (0, b"ID3", "a sound file"),
    (0, b"\x1f\x8b", _PACKED),
    (0, b"BZh9", _PACKED),
    (0, b"\xfd7zXZ\x00", _PACKED),
    (0, b"\x28\xb5\x2f\xfd", _PACKED),
    (0, b"7z\xbc\xaf\x27\x1c", _PACKED),
    (0, b"Rar!\x1a\x07", _PACKED),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ\x90\x00", "a program"),
    (0, b"\xca\xfe\xba\xbe", "a program"),
    (0, b"\x00asm", "a program"),
    (0, b"SQLite format 3\x00", "an SQLite database"),
    (8, b"DUCK", "a DuckDB database (a case is opened with --case, not read)"),
    (0, b"PAR1", "a Parquet table"),
    (0, b"{\\rtf", "a rich text (RTF) document"),
    (0, b"%!PS", "a PostScript document"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word, Excel or PowerPoint document"),
)
_ZIPPED = (
    (b"word/", "a Word document"),
    (b"xl/", "an Excel workbook"),
    (b"ppt/", "a PowerPoint presentation"),
    (b"application/epub", "an EPUB book"),
    (b"application/vnd.oasis", "an OpenDocument file"),
)
_TEXT_CONTROLS = frozenset(b"\t\n\r\x0b\x0c\x07\x08\x1b")
_MOST_CONTROLS = 0.02
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*){0,5}"
    r"(?:<!doctype\s+html|<(?:html|head|body|title|meta|link|script|style|article|main|section|header|nav|div|table|"
    r"iframe|center|font|p|h1|h2)(?=[\s/>]))",
    re.IGNORECASE,
)
_HTML_PAGE = re.compile(r"<(?:html|body)(?=[\s>])", re.IGNORECASE)
_XML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*){0,5}<([a-z][\w:.-]*)[\s>]", re.IGNORECASE
)
_XML_KINDS = {
    "rss": "a news feed (RSS)",
    "feed": "a news feed (Atom)",
    "rdf:rdf": "a news feed (RSS)",
    "urlset": "a site map",
    "svg": "a drawing (SVG)",
}


def is_pdf(head: bytes) -> bool:
    """Do the first bytes of a file say that it is a PDF? The mark may stand behind a little rubbish."""
    return head.lstrip().startswith(b"%PDF-") or (b"%PDF-" in head[:1024] and _share_of_controls(head) > 0)


def refuse_binary(head: bytes, name: str, *, encoded: bool = False) -> None:
    """Raise DocumentError, saying what the file is, where its first bytes are no text in any encoding.

    `encoded` says that the user named the encoding: then only the signature of a known format speaks against it.
    """
    found = next(
        (what for offset, mark, what in _SIGNATURES if head[offset : offset + len(mark)] == mark), None
    )
    if head.startswith(b"PK\x03\x04"):
        found = next((what for mark, what in _ZIPPED if mark in head), _PACKED)
    if (
        found is None
        and not encoded
        and _share_of_controls(head) > _MOST_CONTROLS
        and not is_utf16_or_32(head)
    ):
        found = "binary data"
    if found is not None:
        raise DocumentError(
            f"{name}: expected text, a web page or a PDF, found {found}. "
            "Save its text as a .txt file in UTF-8, or as a PDF with text in it, and read that."
        )


def form_of(text: str, name: str) -> Literal["text", "html"]:
    """Is decoded text prose or the source of a web page?

    Raises DocumentError for feeds, drawings and other XML.
    """
    head = text[:20_000]
    if _HTML_START.match(head):
        # A note that opens with one leftover tag is prose; a page has a frame, or tags all over.
        if head.lstrip()[:2] in {"<!", "<?"} or _HTML_PAGE.search(head) or _is_mostly_tagged(text):
            return "html"
        return "text"
    xml = _XML_START.match(head)
    if xml is not None and (head.lstrip().startswith("<?xml") or xml.group(1).lower() in _XML_KINDS):
        what = _XML_KINDS.get(xml.group(1).lower(), f"an XML file of <{xml.group(1)}>")
        raise DocumentError(
            f"{name}: expected text, a web page or a PDF, found {what}. Give the address or file of one "
            "article."
        )
    return "html" if _HTML_PAGE.search(head[:2000]) and "</" in text else "text"


def is_utf16_or_32(head: bytes) -> str | None:
    """The encoding of wide characters without a byte order mark, told by where the zero bytes stand."""
    sample = head[: len(head) // 4 * 4]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    quarter = len(sample) // 4
    zeros = [sample[i::4].count(0) / quarter for i in range(4)]
    if zeros[0] < 0.1 and min(zeros[1:]) > 0.9:
        return "utf-32-le"
    if zeros[3] < 0.1 and min(zeros[:3]) > 0.9:
        return "utf-32-be"
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    if odd > 0.5 and even < 0.1:
        return "utf-16-le"
    if even > 0.5 and odd < 0.1:
        return "utf-16-be"
    return None


def _share_of_controls(head: bytes) -> float:
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return 0.0
    controls = sum(1 for byte in head if byte < 0x20 and byte not in _TEXT_CONTROLS)
    return controls / max(len(head), 1)


def _is_mostly_tagged(text: str) -> bool:
    sample = text[:20_000]
    opened = len(re.findall(r"<(?:p|div|br|a|li|td|span|h[1-6])(?=[\s/>])", sample, re.IGNORECASE))
    lines = sum(1 for line in sample.splitlines() if line.strip())
    return opened >= 3 and opened * 2 >= lines
