"""Bytes to text: by mark, by declaration, as UTF-8, or by a guess that must be a sure one."""

from __future__ import annotations

import codecs
import re
import unicodedata

from bedfellows.errors import DocumentError
from bedfellows.reader.content import is_utf16_or_32
from bedfellows.reader.prose import one_line

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_SAMPLE = 200_000
_MOST_CHAOS = 0.1
_LEAST_COHERENCE = 0.4
_CLEAR_LEAD = 0.1
_MOST_ACCENTED = 0.15  # of the letters
_MOST_BEYOND_ASCII = 0.3  # accented letters, typographic quotation marks and dashes together
_REMEDY = (
    "Save it in UTF-8 (iconv -f ENCODING -t UTF-8 FILE > NEW does so), "
    "or name its encoding with the encoding option."
)


def decode(
    data: bytes, name: str, *, encoding: str | None = None, declared: str | None = None, page: bool = False
) -> str:
    """The text of `data`.

    `encoding` is what the user says and is the only one tried; `declared` is what a server says. A web page
    (`page`) may declare its own and may hold a few broken characters, as browsers allow.
    Raises DocumentError, naming the file and what was tried, where no encoding is surely right.
    """
    marked = _mark(data) if encoding is None else (encoding, "the encoding given")
    if marked is not None:
        return _strictly(data, marked[0], name, marked[1])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        first_bad = error.start
    declared = declared or (_meta_charset(data) if page else None)
    says_utf8 = declared is not None and _is_utf8(declared)
    text = _quietly(data, declared) if declared and not says_utf8 else None
    if text is None and (_is_damaged_utf8(data) or (says_utf8 and _western(data) is None)):
        if not page:
            raise DocumentError(
                f"{name}: expected text in one encoding, found UTF-8 with bytes that are not: the first is "
                f"{_byte(data, first_bad)}. {_REMEDY}"
            )
        text = data.decode("utf-8", errors="replace")
    text = text or _western(data) or _guess(data)
    if text is None:
        tried = ", ".join(["UTF-8", *([declared] if declared else []), "Windows-1252"])
        raise DocumentError(
            f"{name}: expected text, found bytes in no encoding that could be told: tried {tried} and a guess "
            f"by character frequencies; the first that is not UTF-8 is {_byte(data, first_bad)}. {_REMEDY}"
        )
    return text


def _mark(data: bytes) -> tuple[str, str] | None:
    """The encoding that the first bytes give away, and how."""
    for mark, named in _MARKS:
        if data.startswith(mark):
            return named, "the byte order mark at its start"
    wide = is_utf16_or_32(data[:4096])
    return (wide, "its zero bytes") if wide else None


def _byte(data: bytes, place: int) -> str:
    line = data.count(b"\n", 0, place) + 1
    return f"0x{data[place]:02x} at byte {place} (line {line})"


def _strictly(data: bytes, encoding: str, name: str, why: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError as error:
        raise DocumentError(
            f"{name}: expected the name of an encoding, such as utf-8 or windows-1252, found {encoding[:60]!r}."
        ) from error
    except (UnicodeError, ValueError) as error:
        at = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
        raise DocumentError(
            f"{name}: expected text in {one_line(encoding)[:60]} (as {why} says), found bytes that are not{at}. {_REMEDY}"
        ) from error


def _quietly(data: bytes, encoding: str) -> str | None:
    try:
        info = codecs.lookup(encoding)
        # Browsers read pages that say ISO-8859-1 as Windows-1252 (WHATWG Encoding Standard).
        return data.decode("windows-1252" if info.name in {"iso8859-1", "ascii"} else encoding)
    except (LookupError, UnicodeError, ValueError):
        return None


def _is_utf8(encoding: str) -> bool:
    return encoding.lower().replace("_", "-").replace("-", "") == "utf8"


def _meta_charset(data: bytes) -> str | None:
    match = _META_CHARSET.search(data[:4096])
    return match.group(1).decode("ascii", errors="replace") if match else None


def _is_damaged_utf8(data: bytes) -> bool:
    """More proper UTF-8 characters beyond ASCII than broken bytes: a file that was cut, patched or mixed."""
    text = data[:_SAMPLE].decode("utf-8", errors="surrogateescape")
    broken = sum(1 for char in text if "\udc80" <= char <= "\udcff")
    proper = sum(1 for char in text if char >= "\x80") - broken
    return proper > broken


def _western(data: bytes) -> str | None:
    """Windows-1252, where that gives Latin prose: typographic signs and a few accented letters in words."""
    text = _quietly(data, "windows-1252")
    if text is None:
        return None
    letters = sum(1 for char in text if char.isalpha())
    beyond = [index for index, char in enumerate(text) if char >= "\x80"]
    accented = sum(1 for index in beyond if text[index].isalpha())
    if accented > _MOST_ACCENTED * letters or len(beyond) > _MOST_BEYOND_ASCII * letters:
        return None
    odd = sum(1 for index in beyond if not _fits(text, index))
    return text if odd <= 0.1 * len(beyond) else None


def _fits(text: str, index: int) -> bool:
    char = text[index]
    if not char.isalpha():
        return char in "‘’“”„‚«»‹›–—…•·€£¥©®™°§¶†‡\xa0\xad¿¡´¨ˆ˜½¼¾²³ªº±×"
    around = text[max(index - 1, 0) : index] + text[index + 1 : index + 2]
    beside = [other for other in around if other.isalpha()]
    if not beside:
        return False
    # A capital inside a word of small letters is a sign of another encoding.
    return not (char.isupper() and index > 0 and text[index - 1].islower()) and all(
        "LATIN" in unicodedata.name(other, "") for other in beside
    )


def _guess(data: bytes) -> str | None:
    """What charset-normalizer finds, where no other encoding would give other words just as well."""
    from charset_normalizer import from_bytes

    matches = list(from_bytes(data[:_SAMPLE]))
    if not matches:
        return None
    best = matches[0]
    if best.chaos > _MOST_CHAOS or best.coherence < _LEAST_COHERENCE:
        return None
    if any(
        other.coherence > best.coherence - _CLEAR_LEAD and str(other) != str(best) for other in matches[1:]
    ):
        return None
    return _quietly(data, best.encoding)
