"""A PDF to prose: its pages joined without running heads and page numbers, line breaks undone."""

from __future__ import annotations

import io
import logging
import re
import time
from typing import TYPE_CHECKING, Any

from bedfellows.errors import DocumentError
from bedfellows.reader.content import LARGEST_TEXT, Content
from bedfellows.reader.dateline import byline, title_line
from bedfellows.reader.prose import clean, has_words, one_line, paragraphs

if TYPE_CHECKING:
    from pypdf import PdfReader

_MOST_PAGES = 20_000
_LONGEST_READING = 120.0  # seconds: a page may be built to take minutes and to hold no text
_EDGE = 2  # lines at the top and at the bottom of a page that may be running heads
_REPEATED = 0.6  # of the pages of a kind
_FEWEST_PAGES = 3
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\s*(?:page\s*)?[-–—|]?\s*(?:\d{1,4}|[ivxl]{1,7})\s*(?:(?:of|/)\s*\d{1,4})?\s*[-–—|]?\s*", re.IGNORECASE
)
_PLACEHOLDER_TITLE = re.compile(r"(?i)untitled|microsoft word|.*\.(?:docx?|pdf|indd|qxd|tex|odt)$")

logging.getLogger("pypdf").addHandler(logging.NullHandler())


def read_pdf(data: bytes, name: str) -> Content:
    """The text of a PDF with the title and author it states.

    The date in a PDF says when the file was made, not when the piece was published, so only a date line at
    the top of the text counts. Raises DocumentError for a PDF that is damaged, encrypted or made of pictures.
    """
    reader = _open(data, name)
    pages = _pages(reader, name)
    if not has_words(" ".join(pages)):
        raise DocumentError(
            f"{name}: expected a PDF with text, found {len(pages)} page{'s' if len(pages) != 1 else ''} "
            "without any: "
            "it is probably a scan. Run it through text recognition (for instance ocrmypdf) and read the "
            "result."
        )
    text = paragraphs(_joined(pages), ragged=True)
    author, published = byline(text)
    title, stated_author = _stated(reader)
    return Content(
        text=text, title=title or title_line(text), author=author or stated_author, published=published
    )


def _open(data: bytes, name: str) -> PdfReader:
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError

    locked = (
        f"{name}: expected a PDF that can be opened, found one that is encrypted. "
        "Save a copy without a password and read that."
    )
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        # Many PDFs are encrypted with an empty password, against printing only: those open.
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise DocumentError(locked)
    except DependencyError as error:
        raise DocumentError(locked) from error
    except DocumentError:
        raise
    except Exception as error:  # a damaged file can make the parser fail anywhere
        raise _damaged(name, error) from error
    return reader


def _pages(reader: PdfReader, name: str) -> list[str]:
    pages: list[str] = []
    length = 0
    deadline = time.monotonic() + _LONGEST_READING
    split = "Split the PDF (for instance with qpdf --split-pages) and read the folder of its parts."
    try:
        for page in reader.pages:
            if len(pages) >= _MOST_PAGES:
                raise DocumentError(f"{name}: expected at most {_MOST_PAGES:,} pages, found more. {split}")
            if time.monotonic() > deadline:
                raise DocumentError(
                    f"{name}: expected a PDF that can be read in {_LONGEST_READING:g} s, found one that took "
                    f"longer, by page {len(pages) + 1:,}. {split}"
                )
            text = clean(page.extract_text())
            length += len(text)
            if length > LARGEST_TEXT:
                raise DocumentError(
                    f"{name}: expected at most {LARGEST_TEXT // 1_000_000} million characters of text, found "
                    f"more by page {len(pages) + 1:,}. {split}"
                )
            pages.append(text)
    except DocumentError:
        raise
    except Exception as error:
        raise _damaged(name, error) from error
    if not pages:
        raise DocumentError(
            f"{name}: expected a PDF with pages, found none. Make the PDF again from its original."
        )
    return pages


def _damaged(name: str, error: Exception) -> DocumentError:
    what = one_line(str(error))[:120] or type(error).__name__
    return DocumentError(
        f"{name}: expected a whole PDF, found a damaged one ({what}). Download it or make it again."
    )


def _joined(pages: list[str]) -> str:
    """The pages in order without what stands at the edge of most of them."""
    edges: dict[str, int] = {}
    lines = [[line.rstrip() for line in page.split("\n")] for page in pages]
    for page in lines:
        for line in {_shape(page[index]) for index in _edge(page)}:
            edges[line] = edges.get(line, 0) + 1
    # Left and right pages often have heads of their own: each stands on half of the pages.
    least = max(_FEWEST_PAGES, len(pages) * _REPEATED / 2)
    kept: list[str] = []
    for page in lines:
        dropped = {
            index
            for index in _edge(page)
            if edges[_shape(page[index])] >= least or (len(pages) > 1 and _PAGE_NUMBER.fullmatch(page[index]))
        }
        kept.append("\n".join(line for index, line in enumerate(page) if index not in dropped).strip("\n"))
    return "\n".join(kept)


def _edge(page: list[str]) -> list[int]:
    filled = [index for index, line in enumerate(page) if line.strip()]
    return sorted({*filled[:_EDGE], *filled[-_EDGE:]})


def _shape(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.lower().split()))


def _stated(reader: PdfReader) -> tuple[str, str | None]:
    try:
        about: Any = reader.metadata
        title, author = one_line(str(about.title or "")), one_line(str(about.author or ""))
    except Exception:  # metadata is a nicety: a broken one must not keep the text from being read
        return "", None
    if _PLACEHOLDER_TITLE.match(title):
        title = ""
    return title[:300], author[:200] or None
