"""Text from outside made safe to show: nothing hidden, nothing reordered, nothing that runs.

HTML escaping is the template's job; this module deals with what escaping leaves alone: control characters,
characters that reorder or hide the text around them, and addresses that are more than addresses.
"""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

REPLACEMENT = "\ufffd"

# Characters that change how their neighbours are shown and are not seen themselves: embeddings, overrides and
# isolates (Unicode Standard Annex 9), line and paragraph separators, interlinear annotations, tag characters.
_HIDDEN = (
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0x2028,
    0x2029,
    *range(0xFFF9, 0xFFFC),
    *range(0xE0000, 0xE0080),
)


def _shown_as() -> dict[int, str]:
    shown = {code: chr(0x2400 + code) for code in range(0x20)}
    shown |= {0x7F: "\u2421", 0x09: "\t", 0x0A: "\n", 0x0D: "\n"}
    shown |= dict.fromkeys((*range(0x80, 0xA0), *_HIDDEN, *range(0xD800, 0xE000)), REPLACEMENT)
    return shown


_SHOWN_AS = _shown_as()


def visible(text: str) -> str:
    """The text with each control or reordering character replaced by one visible sign.

    Every character becomes exactly one character, so offsets into the text stay true.
    """
    return text.translate(_SHOWN_AS)


def web_address(locator: str) -> str | None:
    """The locator if it is an http or https address that can be linked to, else None."""
    address = locator.strip()
    if any(char.isspace() or unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in address):
        return None
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    return address
