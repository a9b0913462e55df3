"""Who backs and who fights whom: one table for each main actor of the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bedfellows.report.cards import support_words
from bedfellows.report.dates import period
from bedfellows.report.evidence_index import ActorLabel, EvidenceIndex, Reference
from bedfellows.report.outside_text import visible
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.who import Group, Tie, who_from
from bedfellows.ties.wording import listed, verb

GROUP_WORDS: dict[Group, str] = {
    "backers": "Backed by",
    "backs": "Backs",
    "partners": "In touch or allied with",
    "foes": "Opposed by",
    "against": "Acts against",
    "rivals": "At odds with",
    "belonging": "Belonging",
}
_SIGNS: dict[Group, int] = {"backers": 1, "backs": 1, "partners": 1, "foes": -1, "against": -1, "rivals": -1}


@dataclass(frozen=True, slots=True)
class WhoRow:
    """One counterpart in one group. `past` ties have ended and count in no strength."""

    group: str  # in words; "" where it is the same as in the row above
    span: int  # rows of the group, where this is its first
    sign: int
    counterpart: ActorLabel
    what: str
    notes: tuple[str, ...]
    certainty: str
    strength: float
    when: str
    past: bool
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class WhoTable:
    """The table of one actor, with the claims about ties that are denied, or only expected."""

    anchor: str
    actor: ActorLabel
    rows: tuple[WhoRow, ...]
    denied: tuple[Reference, ...]
    expected: tuple[Reference, ...]


def who_tables(dossier: Dossier, index: EvidenceIndex, actors: Sequence[str]) -> tuple[WhoTable, ...]:
    """The table of each of these actors, in the order given; those of whom nothing is said are left out."""
    tables = []
    for number, actor in enumerate(actors, 1):
        answer = who_from(dossier, actor)
        rows: list[WhoRow] = []
        for group, words in GROUP_WORDS.items():
            ties = [(tie, False) for tie in answer.ties if tie.group == group and tie.counterpart]
            ties += [(tie, True) for tie in answer.past if tie.group == group and tie.counterpart]
            for place, (tie, past) in enumerate(ties):
                rows.append(_row(tie, index, words if not place else "", len(ties), past=past))
        denied = index.references(piece.id for piece in answer.denied)
        expected = index.references(piece.id for piece in answer.expected)
        if rows or denied or expected:
            tables.append(WhoTable(f"who-{number}", index.label(actor), tuple(rows), denied, expected))
    return tuple(tables)


def _row(tie: Tie, index: EvidenceIndex, words: str, span: int, *, past: bool) -> WhoRow:
    relations = ", ".join(verb(relation, "past" if past else "present") for relation in tie.relations)
    if tie.group == "belonging":  # who belongs to whom is in the order of the words
        relations = "; ".join(dict.fromkeys(piece.statement for piece in tie.evidence))
    kinds = f" ({', '.join(support_words(kind) for kind in tie.support_types)})" if tie.support_types else ""
    dated = tie.since or tie.until
    notes = [f"{item.words} (“{item.text}”)" if item.text else item.words for item in tie.compared]
    notes += [f"through {words}" for words in tie.through]
    if tie.speakers != ("the author",):
        notes.append(f"says {listed(tie.speakers)}")
    return WhoRow(
        words,
        span,
        _SIGNS.get(tie.group, 0),
        index.label(tie.counterpart),
        visible(relations + kinds),
        tuple(visible(note) for note in dict.fromkeys(notes)),
        tie.certainty,
        tie.strength,
        period(tie.since, tie.until, tie.precision) if dated else "",  # type: ignore[arg-type]
        past,
        index.references(tie.claims),
    )
