"""Where words stand in a text: exactly, or but for white space, quotation marks and dashes."""

from __future__ import annotations

from array import array
from bisect import bisect_left

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´′", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
_EDGES = " \t\n'\"‘’“”«».…"


class QuoteFinder:
    """Finds quotations in one text and gives back their exact offsets."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._plain, self._places = _levelled(text)

    def find(self, quote: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """Where the whole words of `quote` first stand between `start` and `end` of the text: start and end.

        An exact match is preferred to one that differs in white space, quotation marks or dashes, and that to
        one without the quotation's own outer marks. None where there is no such place.
        """
        stop = len(self.text) if end is None else end
        for words in dict.fromkeys((quote.strip(), quote.strip(_EDGES))):
            if not words:
                continue
            exact = _whole_words(self.text, words, start, stop)
            if exact is not None:
                return exact, exact + len(words)
            found = self._find_levelled(words, start, stop)
            if found is not None:
                return found
        return None

    def _find_levelled(self, words: str, start: int, stop: int) -> tuple[int, int] | None:
        sought = _levelled(words)[0].strip()
        if not sought:
            return None
        first, last = bisect_left(self._places, start), bisect_left(self._places, stop)
        place = _whole_words(self._plain, sought, first, last)
        if place is None:
            return None
        return self._places[place], self._places[place + len(sought) - 1] + 1


def _whole_words(text: str, words: str, start: int, stop: int) -> int | None:
    place = text.find(words, start, stop)
    while place >= 0:
        end = place + len(words)
        cut_before = place > 0 and text[place - 1].isalnum() and text[place].isalnum()
        cut_after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
        if not (cut_before or cut_after):
            return place
        place = text.find(words, place + 1, stop)
    return None


def _levelled(text: str) -> tuple[str, array[int]]:
    """The text with white space, quotation marks and dashes made alike, and where each character was."""
    kept: list[str] = []
    places = array("L")
    blank = False
    for index, char in enumerate(text.translate(_ALIKE)):
        if char.isspace():
            if blank:
                continue
            blank = True
            kept.append(" ")
            places.append(index)
            continue
        blank = False
        for part in "..." if char == "…" else char:
            kept.append(part)
            places.append(index)
    return "".join(kept), places
