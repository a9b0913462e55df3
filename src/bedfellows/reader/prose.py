"""Decoded text made clean prose: nothing hidden or steering, no leftover markup, one paragraph a line."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from bedfellows.reader.transcript import opens_turn

# Terminal sequences (ECMA-48): control sequences, strings with their end mark, and two-character escapes. The
# one-byte forms (C1) also turn up in text that was decoded wrongly, so they take no prose with them: a string
# without its end mark, or a control sequence without a parameter, loses its first character only.
_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]?"
    r"|\x9b[0-?]+[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f\n]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]?"
)
_OVERSTRUCK = re.compile(r"[^\n]\x08")
_NEW_LINES = re.compile(r"\r\n?|\x85|\u2028")
_NEW_PARAGRAPHS = re.compile(r"[\x0c\u2029]")
# Control characters, and those that hide or reorder the text around them (Unicode Standard Annex 9 and tags).
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACES = re.compile(r"[\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_ODD_RUN = re.compile(r"[^\w\s\x00-\x7f]{31,}")
_MOST_MARKS = 30  # on one letter: the Stream-Safe Text Format of Unicode Standard Annex 15
# Letters of full width, and the letters of mathematics in which posts are set, for plain ones.
_PLAIN_FORMS = re.compile("[\uff01-\uff5e\U0001d400-\U0001d7ff]+")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})

_BLOCK_TAGS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head",
    "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody",
    "td", "tfoot", "th", "thead", "title", "tr", "ul",
})  # fmt: skip
_OTHER_TAGS = frozenset({
    "a", "abbr", "acronym", "audio", "b", "base", "bdi", "bdo", "big", "button", "canvas", "caption",
    "cite", "code", "col", "colgroup", "data", "del", "dfn", "em", "embed", "figure", "font", "i", "iframe",
    "img", "input", "ins", "kbd", "label", "legend", "link", "map", "mark", "meta", "noscript", "object",
    "option", "output", "param", "picture", "q", "s", "samp", "select", "small", "source", "span", "strike",
    "strong", "sub", "sup", "svg", "template", "textarea", "time", "track", "tt", "u", "var", "video",
    "wbr", "script", "style",
})  # fmt: skip
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*)?/?>")
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")

_LINK = re.compile(
    r"!?\[([^\[\]\n]{1,300})\](?:\([^()\s]{1,500}(?: \"[^\"\n]{0,200}\")?\)|\[[^\[\]\n]{0,60}\])"
)
_EMPHASIS = re.compile(r"(?<![\w*_])(\*{1,3}|_{1,3})(?=[^\s*_])([^*_\n]{1,300}?)(?<=[^\s*_])\1(?![\w*_])")
_NOTE = re.compile(
    r"(?<=[\w.,;:!?\"'”’)])(?:\[(?:\d{1,3}|[a-z]|note \d{1,3}|citation needed)\]|[¹²³⁰⁴-⁹]+(?=[\s.,;:]|$))"
)
_HEADING = re.compile(r"^#{1,6}[ \t]+(?=\S)", re.MULTILINE)

_WIDEST_WRAP = 120
_FULL_SHARE = 0.75
_SHORT = 25
_RAGGED = 0.75  # of the widest line: proportional type fills lines unevenly
_TERMINATORS = ".!?:;"
_CLOSERS = "\"'”’)]»*_"
_ITEM = re.compile(r"(?:[-*•·▪◦‣]|\(?\d{1,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?|\(?[a-zA-Z][.)])\s")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
# No line of its own ends in one of these.
_OPEN_END = re.compile(r"\b(?:the|an|of|to|and|with|by|from|for|its|their|that|which|will|has|have|is|are)$")
_KEPT_PREFIXES = frozenset({"anti", "half", "multi", "neo", "non", "quasi", "self", "ultra", "vice", "well"})
_KEPT_ENDINGS = frozenset({
    "affiliated", "aligned", "allied", "armed", "backed", "based", "brokered", "controlled", "dominated",
    "friendly", "funded", "linked", "mediated", "occupied", "owned", "related", "scale", "sponsored",
    "supplied", "supported", "trained",
})  # fmt: skip
_KEPT_AFTER_NAMES = frozenset({"born", "built", "held", "led", "made", "run"})


def clean(text: str) -> str:
    """The text without terminal escapes, control and reordering characters, with plain line ends, in NFC."""
    text = _ESCAPES.sub("", text)
    text = _NEW_PARAGRAPHS.sub("\n\n", _NEW_LINES.sub("\n", text))
    if "\x08" in text:
        text = _OVERSTRUCK.sub("", text)
    text = _HIDDEN.sub("", text).translate(_LIGATURES)
    text = _PLAIN_FORMS.sub(lambda match: unicodedata.normalize("NFKC", match.group(0)), text)
    # Normalising takes the square of the number of marks on a letter in time.
    return unicodedata.normalize("NFC", _ODD_RUN.sub(_fewer_marks, text))


def one_line(text: str) -> str:
    """A title, a name: clean, on one line, single spaces."""
    return " ".join(_SPACES.sub(" ", clean(text)).split())


def without_tags(text: str) -> str:
    """The prose between leftover HTML tags. Angle brackets that are no HTML stay."""
    if "<" in text:
        text = _without_hidden_elements(text)
        text = _TAG.sub(_tag_gap, text)
    for _ in range(2):  # what was escaped twice, too
        text = _ENTITY.sub(lambda match: html.unescape(match.group(0)), text) if "&" in text else text
    return text


def without_markdown(text: str) -> str:
    """The prose of Markdown and of pages copied with their notes: no marks of emphasis, links or note numbers."""
    text = _LINK.sub(r"\1", text)
    text = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    return _HEADING.sub("", _NOTE.sub("", text))


def has_words(text: str) -> bool:
    """Is there at least one word of two letters?"""
    return re.search(r"[^\W\d_]{2}", text) is not None


def paragraphs(text: str, *, ragged: bool = False) -> str:
    """The text with hard line breaks inside paragraphs undone, one paragraph a line.

    A text that is not hard-wrapped keeps its lines. A text counts as wrapped when nearly every line of up to
    120 characters is so long that the next word would not have fitted; `ragged` (for PDF) asks only for three
    quarters of the widest line. Words cut by a hyphen at the end of a line are joined.
    """
    blocks = [block for block in re.split(r"\n(?:[ \t]*\n)+", text) if block.strip()]
    lines = [[line.rstrip() for line in block.split("\n") if line.strip()] for block in blocks]
    width = _width(lines, ragged=ragged)
    wrapped = ragged or _is_wrapped(lines, width)
    words = set(_WORD.findall(text.lower())) if "-\n" in text or ragged else set()
    joined = (
        _unwrap(block, width=width, wrapped=wrapped, ragged=ragged, words=words) if len(block) > 1 else block
        for block in lines
    )
    return "\n\n".join(
        "\n".join(_SPACES.sub(" ", line).strip() for line in block) for block in joined if block
    )


def _fewer_marks(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for char in run.group(0):
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _without_hidden_elements(text: str) -> str:
    """Comments, scripts and styles go with what is in them; one that is never closed loses its tag only."""
    for opening, closing in (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>")):
        parts: list[str] = []
        position = 0
        small = text.lower() if opening in text or opening.upper() in text else text
        if len(small) != len(text):
            small = text
        while (start := small.find(opening, position)) >= 0:
            end = small.find(closing, start)
            if end < 0:
                break
            parts.append(text[position:start])
            position = end + len(closing)
        text = "".join((*parts, text[position:]))
    return text


def _tag_gap(match: re.Match[str]) -> str:
    name = match.group(1).lower()
    if name in _BLOCK_TAGS:
        return "\n"
    return "" if name in _OTHER_TAGS else match.group(0)


def _width(blocks: list[list[str]], *, ragged: bool) -> int:
    """The width the lines were filled to: the widest, or that of nine in ten where type is proportional."""
    lengths = sorted(len(line) for block in blocks for line in block if len(line) <= _WIDEST_WRAP)
    if ragged:
        lengths = [length for length in lengths if length >= _SHORT]
        lengths = lengths[: len(lengths) * 9 // 10 + 1]
    return lengths[-1] if lengths else _WIDEST_WRAP


def _pairs(blocks: list[list[str]]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        yield from pairwise(block)


def _is_wrapped(blocks: list[list[str]], width: int) -> bool:
    if width < 40:
        return False
    pairs = [(a, b) for a, b in _pairs(blocks) if not _starts_item(a, b)]
    full = sum(1 for a, b in pairs if _is_full(a, b, width))
    # The last lines of paragraphs that follow each other without a blank line are short: they do not count.
    counted = sum(1 for a, b in pairs if _is_full(a, b, width) or not _ends(a))
    return bool(pairs) and full >= _FULL_SHARE * counted and full * 2 >= len(pairs)


def _is_full(line: str, following: str, width: int) -> bool:
    first = following.split(maxsplit=1)[0]
    return len(line) <= width < len(line) + 1 + len(first)


def _ends(line: str) -> bool:
    return line.rstrip(_CLOSERS)[-1:] in _TERMINATORS


def _starts_item(line: str, following: str) -> bool:
    return _ITEM.match(following.lstrip()) is not None and (
        _ends(line) or _ITEM.match(line.lstrip()) is not None
    )


def _unwrap(lines: list[str], *, width: int, wrapped: bool, ragged: bool, words: set[str]) -> list[str]:
    joined = [[lines[0].strip()]]
    for line, following in pairwise(lines):
        if _runs_on(line, following, width=width, wrapped=wrapped, ragged=ragged):
            joined[-1][-1] = _line_end(joined[-1][-1], following.strip(), words, ragged=ragged)
            joined[-1].append(following.strip())
        else:
            joined.append([following.strip()])
    return ["".join(parts) for parts in joined]


def _runs_on(line: str, following: str, *, width: int, wrapped: bool, ragged: bool) -> bool:
    """Does the paragraph go on in the following line?"""
    if len(line) > _WIDEST_WRAP or _starts_item(line, following) or opens_turn(following.lstrip()):
        return False
    small = following.lstrip()[:1].islower()
    if not wrapped:
        return (small and len(line) >= 40 and not _ends(line)) or _OPEN_END.search(line) is not None
    indented = len(following) - len(following.lstrip()) >= 2 and line[:1] != " "
    if indented and _ends(line):
        return False
    if (small and not _ends(line)) or line.endswith(","):
        return True
    if ragged:
        return len(line) >= _RAGGED * width
    return _is_full(line, following, width)


def _line_end(line: str, following: str, words: set[str], *, ragged: bool) -> str:
    """The line with what joins it to the following one: a space, its hyphen, or nothing in its hyphen's place."""
    if not line.endswith("-") or len(line) < 2 or not line[-2].isalpha() or not following[:1].isalpha():
        return f"{line} "
    before = re.search(r"[^\W\d_]+(?:-[^\W\d_]+)*(?=-$)", line)
    after = re.match(r"[^\W\d_]+", following)
    if before is None or after is None:
        return f"{line} "
    return line if _keeps_hyphen(before.group(0), after.group(0), words, ragged=ragged) else line[:-1]


def _keeps_hyphen(left: str, right: str, words: set[str], *, ragged: bool) -> bool:
    """Is it "US-backed" and not "govern-ment"? The text's own words say so, or the form of the two parts.

    Word processors that set PDFs cut words; programs that wrap plain text break only at hyphens in words.
    """
    if (left + right).lower() in words:
        return False
    if right[0].isupper() or left.isupper() or f"{left}-{right}".lower() in words:
        return True
    if (
        left.lower() in _KEPT_PREFIXES
        or right in _KEPT_ENDINGS
        or (left[0].isupper() and right in _KEPT_AFTER_NAMES)
    ):
        return True
    return not ragged
