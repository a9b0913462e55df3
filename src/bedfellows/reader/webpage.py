"""A web page to the text of its article, without boilerplate (trafilatura), and what the page says of it."""

from __future__ import annotations

import logging
import re
from datetime import date
from typing import Any

from bedfellows.case.records import SourceKind
from bedfellows.errors import DocumentError
from bedfellows.reader.content import Content
from bedfellows.reader.prose import clean, has_words, one_line

_DEEPEST = 240
_MOST_ELEMENTS = 200_000
_MOST_ATTRIBUTES = 2_000
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{8000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_OPINION_TYPE = re.compile(r"\"@type\"\s{0,9}:\s{0,9}\[?\s{0,9}\"OpinionNewsArticle\"")
_OPINION_SECTIONS = frozenset(
    {"opinion", "opinions", "op-ed", "op-eds", "commentary", "comment", "editorial", "editorials"}
)
_NOTICE = re.compile(
    r"\b(?:enable|requires?|turn on|disable|accept)\b.{0,40}\b(?:javascript|cookies|ad ?blocker)\b",
    re.IGNORECASE,
)
_NOTICE_LENGTH = 400

# The parser builds no text from an element with a control character in it: one would hide the whole article.
_CONTROL_REFERENCE = re.compile(
    r"&#(?:0{0,8}(?:[1-8]|1[124-9]|2\d|3[01])(?!\d)|[xX]0{0,8}(?:[1-8bcefBCEF]|1[0-9a-fA-F])(?![0-9a-fA-F]));?"
)
# What browsers do not show: words hidden from people are not to be read as the author's.
_STYLE = "concat(translate(@style, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ \t\n\r', 'abcdefghijklmnopqrstuvwxyz'), ';')"
_NOT_SHOWN = [
    "//*[@hidden]",
    "//template",
    *(
        f"//*[@style and contains({_STYLE}, '{rule}')]"
        for rule in (
            "display:none;",
            "display:none!",
            "visibility:hidden;",
            "visibility:hidden!",
            "visibility:collapse;",
            "font-size:0;",
            "font-size:0px;",
            "opacity:0;",
        )
    ),
]

for _logger in ("trafilatura", "htmldate"):
    logging.getLogger(_logger).addHandler(logging.NullHandler())


def read_page(source: str, name: str, address: str | None = None) -> Content:
    """The article in the HTML `source`.

    `name` is for messages, `address` helps to find publisher and date. Raises DocumentError for a page
    without an article's text, and for one built to exhaust the parser.
    """
    from trafilatura import bare_extraction

    source = _CONTROL_REFERENCE.sub("", clean(source))
    _refuse_bomb(source, name)
    found: Any = None
    for tables in (False, True):  # a table is seldom prose, but old pages are laid out in one
        try:
            found = bare_extraction(
                source,
                url=address,
                with_metadata=True,
                include_comments=False,
                include_tables=tables,
                prune_xpath=_NOT_SHOWN,
                # Only a date that the page states: one guessed from anywhere in it would let hindsight in.
                date_extraction_params={"original_date": True, "extensive_search": False},
            )
        except Exception as error:  # hostile HTML can make the extraction fail anywhere
            raise DocumentError(
                f"{name}: expected a web page, found HTML that cannot be parsed "
                f"({one_line(str(error))[:120]}). "
                "Save the article's text as a .txt file and read that."
            ) from error
        if found is not None and has_words(found.text or ""):
            break
    text = _article(found.text or "") if found is not None else ""
    if not has_words(text) or (len(text) < _NOTICE_LENGTH and _NOTICE.search(text)):
        raise DocumentError(
            f"{name}: expected a web page with an article, found no article text in {len(source):,} "
            "characters of HTML. "
            "The page may need a login or a script to show it: open it in a browser, save the text as a .txt "
            "file and read that."
        )
    return Content(
        text=text,
        title=one_line(found.title or ""),
        author=one_line(found.author or "") or None,
        publisher=_publisher(found.sitename or found.hostname),
        published=_day(found.date),
        kind=_kind(found.categories or [], source),
    )


def _article(text: str) -> str:
    lines = (re.sub(r"^- ", "", " ".join(line.split())) for line in clean(text).split("\n"))
    return "\n".join(line for line in lines if line)


def _publisher(name: str | None) -> str | None:
    """The name of the site, or else its host without a port."""
    return re.sub(r":\d{1,5}$", "", one_line(name or "")).removeprefix("www.") or None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _kind(categories: list[str], source: str) -> SourceKind | None:
    if any(category.strip().lower() in _OPINION_SECTIONS for category in categories) or _OPINION_TYPE.search(
        source
    ):
        return "opinion"
    return None


def _refuse_bomb(source: str, name: str) -> None:
    """libxml2 takes the square of a tag's attributes in time, and gives up below 256 levels: say so here."""
    for tag in _LONG_TAG.finditer(source):
        if len(_QUOTED.sub('""', tag.group(0)).split()) > _MOST_ATTRIBUTES:
            raise DocumentError(
                f"{name}: expected a web page, found an HTML tag with over {_MOST_ATTRIBUTES:,} attributes "
                f"at character {tag.start():,}. It is not read."
            )
    deepest, elements = _measure(source)
    if deepest > _DEEPEST or elements > _MOST_ELEMENTS:
        raise DocumentError(
            f"{name}: expected a web page, found HTML of {elements:,} elements nested {deepest:,} deep "
            f"(at most {_MOST_ELEMENTS:,} and {_DEEPEST} are read). Save the article's text as a .txt file "
            "and read that."
        )


class _Depth:
    """A parser target that counts and keeps nothing."""

    def __init__(self) -> None:
        self.depth = self.deepest = self.elements = 0

    def start(self, _tag: str, _attributes: Any) -> None:
        self.depth += 1
        self.elements += 1
        self.deepest = max(self.deepest, self.depth)

    def end(self, _tag: str) -> None:
        self.depth -= 1

    def data(self, _text: str) -> None:
        """Text is not looked at."""

    def close(self) -> None:
        """Nothing to hand back."""


def _measure(source: str) -> tuple[int, int]:
    from lxml import etree  # type: ignore[import-untyped]

    target = _Depth()
    try:
        parser = etree.HTMLParser(target=target, huge_tree=False)
        parser.feed(source)
        parser.close()
    except (etree.LxmlError, ValueError, AssertionError):
        # Past the parser's own limit the rest is not seen: what was counted so far says how deep it went.
        pass
    return target.deepest, target.elements
