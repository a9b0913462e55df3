"""The answer of `who` as a page for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bedfellows.cli.evidence import Cited, more, quote, quotes, scope_words, speakers, time_words, words
from bedfellows.cli.output import BOLD, DIM, Page, Part, signed
from bedfellows.cli.partners_page import show_partners
from bedfellows.ties.evidence import Evidence
from bedfellows.ties.who import GROUPS, Group, Tie, WhoAnswer
from bedfellows.ties.wording import listed, verb

# The words of the report's tables, which a test compares; importing them from there would load its drawings too.
TITLES: Mapping[Group, str] = {
    "backers": "Backed by",
    "backs": "Backs",
    "partners": "In touch or allied with",
    "foes": "Opposed by",
    "against": "Acts against",
    "rivals": "At odds with",
    "belonging": "Belonging",
    "other": "Also said of it",
}
_SIGNS = {"backers": 1, "backs": 1, "partners": 1, "foes": -1, "against": -1, "rivals": -1}
_INDENT = 10


def show_who(answer: WhoAnswer, name: Callable[[str], str], most: int | None = None) -> None:
    """Print backers, foes and all others, with their evidence; of each group at most `most` ties.

    `name` gives the name of an actor by its id.
    """
    page, cited = Page(), Cited(answer.scope)
    page.line((answer.name, BOLD), f", {answer.kind.replace('-', ' ')}")
    page.line((scope_words(answer.scope), DIM))
    page.line(
        ("+ friendly, − hostile, · neither; the number is how strongly the claims say so, from 0 to 1.", DIM)
    )
    if answer.acting_for:
        others = listed([f"{name(step.actor)}, who {_acts(step.words)}" for step in answer.acting_for])
        page.line((f"Counted for it as well: {others}.", DIM))
    if not (answer.ties or answer.past or answer.denied or answer.expected or answer.recorded):
        page.line()
        page.line(
            f"The case says nothing of {answer.name}" + (" by that day." if answer.scope.as_of else ".")
        )
        return
    for group in GROUPS:
        ties = answer.group(group)
        if ties:
            page.heading(TITLES[group])
            _ties(page, cited, ties, most)
    if answer.past:
        page.heading("No longer", "past ties, not counted above")
        _ties(page, cited, answer.past, most, past=True)
    _pieces(page, cited, answer.denied, "Denied", "what a source says is not so", most)
    _pieces(page, cited, answer.expected, "Expected", "conditional or still to come", most)
    show_partners(page, answer)
    cited.legend(page)


def _acts(words: str) -> str:
    return words if words.startswith(("leads", "acts")) else f"is {words}"


def _ties(page: Page, cited: Cited, ties: Sequence[Tie], most: int | None, *, past: bool = False) -> None:
    for tie in ties[:most]:
        sign = _SIGNS.get(tie.group, 0)
        strength = f"{abs(tie.strength):.2f}" if sign and not past else ""
        page.entry(["  ", signed(sign), f" {strength}"], _words(tie, past=past), hang=_INDENT)
        for note in _notes(tie):
            page.line(note, indent=_INDENT)
        quotes(page, cited, tie.evidence, _INDENT)
    if most is not None:
        more(page, len(ties) - most, _INDENT)


def _words(tie: Tie, *, past: bool) -> list[Part]:
    said = f"{tie.certainty}, {speakers(tie.speakers)}"
    when = time_words(tie.since, tie.until, tie.precision)
    if tie.group in {"belonging", "other"}:  # who does it to whom is in the order of the words
        statements = "; ".join(dict.fromkeys(piece.statement for piece in tie.evidence))
        return [(statements, BOLD), "  ", (words([said, when]), DIM)]
    what = ", ".join(verb(relation, "past" if past else "present") for relation in tie.relations)
    if tie.support_types:
        what += f" ({', '.join(kind.replace('-', ' ') for kind in tie.support_types)})"
    return [(tie.name, BOLD), f"  {what}  ", (words([said, when]), DIM)]


def _notes(tie: Tie) -> list[str]:
    notes = [f"{item.words} (“{item.text}”)" if item.text else item.words for item in tie.compared]
    if tie.through:
        notes.append(f"through {listed(tie.through)}")
    return list(dict.fromkeys(notes))


def _pieces(
    page: Page, cited: Cited, pieces: Sequence[Evidence], title: str, after: str, most: int | None
) -> None:
    if not pieces:
        return
    page.heading(title, after)
    for piece in pieces[:most]:
        page.entry(["  ", signed(0)], [piece.statement], hang=_INDENT)
        quote(page, cited, piece, _INDENT)
    if most is not None:
        more(page, len(pieces) - most, _INDENT)
