"""Files, folders, addresses and standard input to documents that a reader can read.

What a thing is, is told by its bytes, not by its suffix. Nothing over the limits of `reader.content` is read
to the end, and whatever cannot be read says what was expected, what was found, where, and what to do.
"""

from __future__ import annotations

import logging
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO, NoReturn

from bedfellows.case.records import SourceKind
from bedfellows.errors import DocumentError, InputError
from bedfellows.reader.content import (
    LARGEST_PDF,
    LARGEST_TEXT,
    SNIFFED,
    Content,
    form_of,
    is_pdf,
    refuse_binary,
)
from bedfellows.reader.dateline import (
    FrontMatter,
    byline,
    front_matter,
    publication_day,
    source_kind,
    title_line,
)
from bedfellows.reader.encoding import decode
from bedfellows.reader.interface import Document
from bedfellows.reader.prose import clean, has_words, one_line, paragraphs, without_markdown, without_tags

STANDARD_INPUT = "standard input"
OnSkip = Callable[[str, str], None]

_SUFFIXES = frozenset({"", ".txt", ".text", ".md", ".markdown", ".htm", ".html", ".xhtml", ".pdf"})
_SHOWN_SKIPS = 5
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Given:
    """What the user says of the documents; it wins over what they say of themselves."""

    published: date | None
    publisher: str | None
    author: str | None
    kind: SourceKind | None
    reliability: str
    encoding: str | None


@dataclass(frozen=True, slots=True)
class Passed:
    """A file or target that cannot be read, and why."""

    name: str
    error: InputError
    in_folder: bool = False

    @property
    def reason(self) -> str:
        """The error without the name in front."""
        return str(self.error).removeprefix(f"{self.name}: ")


@dataclass(frozen=True, slots=True)
class FolderEnd:
    """All files of a folder have come."""

    folder: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that is not read yet; it may be sent to another process first."""

    path: Path
    given: _Given
    in_folder: bool = False

    @property
    def name(self) -> str:
        """The path, safe to show."""
        return _shown(str(self.path))

    @property
    def size(self) -> int:
        """In bytes; 0 where it cannot be told."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def load(self) -> Document | Passed:
        """The document in it, or why it cannot be read."""
        try:
            return _from_file(self.path, self.given)
        except InputError as error:
            return Passed(self.name, error, self.in_folder)


Item = Document | Waiting | Passed | FolderEnd


def load(
    target: str,
    *,
    published: date | None = None,
    publisher: str | None = None,
    author: str | None = None,
    kind: SourceKind | None = None,
    reliability: str = "F",
    encoding: str | None = None,
    on_skip: OnSkip | None = None,
    allow_private: bool = False,
) -> Iterator[Document]:
    """The documents at `target`: a file (text, HTML, PDF), a folder, an http(s) address, or "-".

    "-" is standard input. A folder is read with all its subfolders in the order of its names; a file in it
    that is no document, or a bad one, is passed over and told to `on_skip` as (file, reason), or logged as a
    warning. Arguments win over what a document says of itself; `encoding` overrides the one that is found;
    `allow_private` lets an address lead to hosts that are not on the public internet.
    Raises DocumentError, FetchError or DateError, when the first document is asked for.
    """
    skipped: list[Passed] = []
    found = False
    for item in find(
        target,
        published=published,
        publisher=publisher,
        author=author,
        kind=kind,
        reliability=reliability,
        encoding=encoding,
        allow_private=allow_private,
    ):
        got = item.load() if isinstance(item, Waiting) else item
        if isinstance(got, Document):
            found = True
            yield got
        elif isinstance(got, Passed):
            if not got.in_folder:
                raise got.error
            skipped.append(got)
            (on_skip or warn)(got.name, got.reason)
        elif not found:
            raise nothing_found(got, skipped)


def find(
    target: str,
    *,
    published: date | None = None,
    publisher: str | None = None,
    author: str | None = None,
    kind: SourceKind | None = None,
    reliability: str = "F",
    encoding: str | None = None,
    allow_private: bool = False,
) -> Iterator[Item]:
    """What there is to read at `target`, files not read yet; takes what `load` takes and raises nothing.

    What cannot be read comes as `Passed`; after the files of a folder comes its `FolderEnd`.
    """
    given = _Given(published, publisher, author, kind, reliability, encoding)
    try:
        if target == "-":
            yield _from_standard_input(given)
        elif "://" in target[:12]:
            yield _from_address(target, given, allow_private=allow_private)
        elif _is_folder(target):
            yield from _in_folder(Path(target), given)
        else:
            yield Waiting(Path(target), given)
    except InputError as error:
        yield Passed(target, error)


def from_bytes(data: bytes, name: str, *, encoding: str | None = None) -> Document:
    """The document in `data`, as `load` would read it from a file called `name`. Raises DocumentError."""
    return _document(data, name, _Given(None, None, None, None, "F", encoding))


def _from_standard_input(given: _Given) -> Document:
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise DocumentError("Expected a document on standard input, found that it is closed. Pipe a file in.")
    data = _read(stream, STANDARD_INPUT, None, encoded=given.encoding is not None)
    return _document(data, STANDARD_INPUT, given)


def _from_address(address: str, given: _Given, *, allow_private: bool) -> Document:
    from bedfellows.reader.fetch import get, host_of, shown

    page = get(address, allow_private=allow_private)
    document = _document(page.data, shown(address), given, declared=page.charset, address=page.address)
    if document.publisher is None:
        document = replace(document, publisher=host_of(page.address).removeprefix("www."))
    return document


def _is_folder(target: str) -> bool:
    name = _shown(target)
    if not target.strip() or "\x00" in target:
        raise DocumentError(f"Expected a file, a folder, an address or -, found {name!r}.")
    try:
        return stat.S_ISDIR(Path(target).stat().st_mode)
    except FileNotFoundError as error:
        hint = f" For a web page write https://{name}." if name.startswith("www.") else ""
        raise DocumentError(
            f"{name}: expected a file or folder, found none of that name in {_shown(str(Path.cwd()))}. "
            f"Check the spelling.{hint}"
        ) from error
    except OSError as error:
        _unreadable(name, error)


def _in_folder(folder: Path, given: _Given) -> Iterator[Item]:
    passed: list[Passed] = []

    def skip(path: str, reason: str) -> None:
        passed.append(Passed(path, DocumentError(f"{path}: {reason}"), in_folder=True))

    for path in _files(folder, skip):
        yield from passed
        passed.clear()
        yield Waiting(path, given, in_folder=True)
    yield from passed
    yield FolderEnd(_shown(str(folder)))


def nothing_found(end: FolderEnd, skipped: Sequence[Passed]) -> DocumentError:
    """What is said of a folder in which no file can be read."""
    reasons = "".join(f"\n  {one.name}: {one.reason}" for one in skipped[:_SHOWN_SKIPS])
    more = f"\n  and {len(skipped) - _SHOWN_SKIPS} more" if len(skipped) > _SHOWN_SKIPS else ""
    return DocumentError(
        f"{end.folder}: expected a folder with texts, web pages or PDFs, found no document that can be read."
        f" Put .txt, .html or .pdf files in it.{reasons}{more}"
    )


def _files(folder: Path, skip: OnSkip) -> Iterator[Path]:
    """Regular files under the folder in order; what is hidden, foreign or leads out of it is told."""
    top = folder.resolve()

    def unreadable(error: OSError) -> None:
        skip(_shown(str(error.filename)), f"the folder cannot be opened ({error.strerror})")

    for parent, folders, names in os.walk(folder, onerror=unreadable):
        for name in sorted(folders):
            if name.startswith("."):
                skip(_shown(str(Path(parent, name))), "hidden folder")
            elif Path(parent, name).is_symlink():
                skip(_shown(str(Path(parent, name))), "a link to another folder")
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            reason = _passed_over(path, top)
            if reason:
                skip(_shown(str(path)), reason)
            else:
                yield path


def _passed_over(path: Path, top: Path) -> str:
    if path.name.startswith("."):
        return "hidden file"
    if path.suffix.lower() not in _SUFFIXES:
        return f"{path.suffix} is no suffix of a text, web page or PDF; if it is one, read it by its own name"
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(top):
            return "a link that leads out of the folder"
        if not stat.S_ISREG(path.stat().st_mode):
            return "no regular file"
    except (OSError, RuntimeError) as error:
        return f"it cannot be opened ({error})"
    return ""


def _from_file(path: Path, given: _Given) -> Document:
    name = _shown(str(path))
    try:
        with path.open("rb") as stream:
            about = os.fstat(stream.fileno())
            size = about.st_size if stat.S_ISREG(about.st_mode) else None
            data = _read(stream, name, size, encoded=given.encoding is not None)
    except OSError as error:
        _unreadable(name, error)
    return _document(data, name, given)


def _read(stream: BinaryIO, name: str, size: int | None, *, encoded: bool) -> bytes:
    """All bytes, unless there are more than are read of their kind; `size` is None where it is not known."""
    try:
        head = stream.read(SNIFFED)
        pdf = is_pdf(head)
        if not pdf:
            refuse_binary(head, name, encoded=encoded)
        limit = LARGEST_PDF if pdf else LARGEST_TEXT
        if size is not None and size > limit:
            _too_large(name, f"{size / 1e6:.0f} MB", limit, pdf=pdf)
        rest = stream.read(limit + 1 - len(head))
    except OSError as error:
        _unreadable(name, error)
    if len(head) + len(rest) > limit:
        _too_large(name, "more", limit, pdf=pdf)
    return head + rest


def _too_large(name: str, found: str, limit: int, *, pdf: bool) -> NoReturn:
    split = (
        "Split it (for instance with qpdf --split-pages) and read the folder of its parts."
        if pdf
        else "Split it into articles, or for instance with: split -C 5m --additional-suffix=.txt FILE part-, "
        "and read the folder of its parts."
    )
    raise DocumentError(
        f"{name}: expected a {'PDF' if pdf else 'text'} of at most {limit // 1_000_000} MB, found {found}. "
        f"{split}"
    )


def _document(
    data: bytes, name: str, given: _Given, *, declared: str | None = None, address: str | None = None
) -> Document:
    if not data:
        raise DocumentError(
            f"{name}: expected a document, found nothing: it is empty. Check that it was saved whole."
        )
    content = _content(data, name, given, declared=declared, address=address)
    return Document(
        text=content.text,
        locator=name,
        title=content.title,
        kind=given.kind or content.kind or "news",
        publisher=given.publisher or content.publisher,
        author=given.author or content.author,
        published=given.published or content.published,
        reliability=given.reliability,
    )


def _content(data: bytes, name: str, given: _Given, *, declared: str | None, address: str | None) -> Content:
    if is_pdf(data[:SNIFFED]):
        from bedfellows.reader.pdf import read_pdf

        return read_pdf(data, name)
    refuse_binary(data[:SNIFFED], name, encoded=given.encoding is not None)
    looks_tagged = address is not None or b"<html" in data[:SNIFFED].lower()
    text = decode(data, name, encoding=given.encoding, declared=declared, page=looks_tagged)
    if form_of(text, name) == "html":
        from bedfellows.reader.webpage import read_page

        return read_page(text, name, address)
    return read_text(text, name, given_published=given.published is not None)


def read_text(source: str, name: str, *, given_published: bool = False) -> Content:
    """A plain text: cleaned, unwrapped, with what its top lines say of it.

    `given_published` says that the date is known, so that a `Date:` field that is wrong does no harm.
    Raises DocumentError for a text without words, DateError for a `Date:` field that states no day.
    """
    text = without_markdown(clean(without_tags(clean(source))))
    if not text.strip():
        raise DocumentError(
            f"{name}: expected text, found nothing but white space. Check that it was saved whole."
        )
    fields, body = front_matter(text)
    text = paragraphs(body)
    if not has_words(text):
        raise DocumentError(f"{name}: expected text with words, found only figures and signs: {text[:40]!r}.")
    author, published = byline(text)
    if fields.published and not given_published:
        published = publication_day(fields.published, name)
    return Content(
        text=text,
        title=one_line(fields.title) or title_line(text),
        author=_field(fields, "author") or author,
        publisher=_field(fields, "publisher"),
        published=published,
        kind=source_kind(fields.kind, name) if fields.kind else None,
    )


def _field(fields: FrontMatter, name: str) -> str | None:
    return one_line(getattr(fields, name) or "") or None


def _unreadable(name: str, error: OSError) -> NoReturn:
    reason = {
        "PermissionError": "that it may not be opened. Change its permissions (chmod +r) or copy it",
        "IsADirectoryError": "a folder. Give a file in it, or the folder alone",
        "NotADirectoryError": "that a part of its path is no folder. Check the path",
    }.get(type(error).__name__, f"that it cannot be opened ({error.strerror or error}). Check the path")
    raise DocumentError(f"{name}: expected a file that can be read, found {reason}.") from error


def _shown(path: str) -> str:
    """A path that is safe to show and to store, whatever bytes it is made of."""
    return one_line(os.fsencode(path).decode("utf-8", errors="replace"))


def warn(name: str, reason: str) -> None:
    """Log that a file was passed over."""
    _log.warning("%s: skipped: %s", name, reason)
