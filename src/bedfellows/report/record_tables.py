"""What feeds show, as tables of the page: the firmest ties, the latest shifts, the least expected alignments, and who backs whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedfellows.balance.signed import SignedTie, signed_network
from bedfellows.balance.unexpected import unexpected
from bedfellows.report.dates import day
from bedfellows.report.outside_text import visible
from bedfellows.ties.ledger import ledger_from
from bedfellows.ties.record import Record
from bedfellows.ties.shifts import shifts

if TYPE_CHECKING:
    from datetime import date

    from bedfellows.actors import Registry
    from bedfellows.case import CaseStore
    from bedfellows.ties.dossier import Dossier

MOST_TIES = 15  # of each sign
MOST_SHIFTS = 20
MOST_UNEXPECTED = 10
MOST_SIDES = 12
IDS = 3


@dataclass(frozen=True, slots=True)
class RecordTable:
    """One table: its anchor, its title, what it shows, its columns, and rows of text for them; the last column holds ids."""

    anchor: str
    title: str
    lead: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def record_tables(
    store: CaseStore, registry: Registry, dossier: Dossier, as_of: date | None
) -> tuple[RecordTable, ...]:
    """The tables that are not empty; none where the case has no feeds."""
    if not Record(store.connection, dossier, as_of).reach:
        return ()
    found = (
        *_ties(dossier),
        _shifts(store, registry, dossier, as_of),
        _unexpected(store, registry, dossier, as_of),
        _ledger(store, dossier, as_of),
    )
    return tuple(table for table in found if table.rows)


def _table(
    anchor: str, title: str, lead: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]
) -> RecordTable:
    shown = tuple(tuple(visible(cell) for cell in row) for row in rows)
    return RecordTable(anchor, title, lead, columns, shown)


def _ids(ids: Iterable[str]) -> str:
    every = list(dict.fromkeys(ids))
    return ", ".join(every[:IDS]) + (f" and {len(every) - IDS} more" if len(every) > IDS else "")


def _between(low: float, high: float) -> str:
    return f"{low:+.2f} to {high:+.2f}"


def _ties(dossier: Dossier) -> tuple[RecordTable, ...]:
    network = signed_network(dossier)

    def sureness(tie: SignedTie) -> float:
        return max(tie.low, -tie.high)

    made = []
    for sign, title, anchor in ((1, "Firmest friends", "friends"), (-1, "Firmest foes", "foes")):
        chosen = sorted(
            (tie for tie in network.ties if tie.sign == sign), key=lambda tie: (-sureness(tie), tie.pair)
        )
        made.append(
            _table(
                f"record-{anchor}",
                title,
                f"{len(chosen)} ties have this sign, with nine tenths of their interval or more on its side; those that keep farthest from 0.",
                ("Pair", "Level", "Interval (90%)", "Rests on"),
                (
                    (
                        f"{network.name(tie.a)} and {network.name(tie.b)}",
                        f"{tie.weight:+.2f}",
                        _between(tie.low, tie.high),
                        _ids(tie.evidence),
                    )
                    for tie in chosen[:MOST_TIES]
                ),
            )
        )
    return tuple(made)


def _shifts(store: CaseStore, registry: Registry, dossier: Dossier, as_of: date | None) -> RecordTable:
    answer = shifts(store, registry, as_of, limit=MOST_SHIFTS, dossier=dossier)
    return _table(
        "record-shifts",
        "Shifts",
        f"{answer.found} ruptures and rapprochements were found; those of the greatest rank.",
        ("Day", "Pair", "What", "From", "To", "Confidence", "Driven by"),
        (
            (
                day(one.day),
                f"{one.first_name or one.first} and {one.second_name or one.second}",
                one.kind,
                f"{one.before:+.2f}",
                f"{one.after:+.2f}",
                f"{one.confidence:.0%}",
                _ids(
                    (
                        *(event.id for event in one.driven_by),
                        *(piece.id for piece in one.claims),
                        *one.standing,
                    )
                ),
            )
            for one in answer.shifts
        ),
    )


def _unexpected(store: CaseStore, registry: Registry, dossier: Dossier, as_of: date | None) -> RecordTable:
    answer = unexpected(store, registry, dossier, as_of, MOST_UNEXPECTED)
    return _table(
        "record-unexpected",
        "Unexpected pairs",
        "Friendlier than the past of the two, their friends and foes led a model to expect; beside it how many as surprising come by chance.",
        ("Pair", "Surprise", "By chance", "Level", "Expected", "Rests on"),
        (
            (
                f"{one.a_name} and {one.b_name}",
                f"{one.surprise:.1f}",
                f"{one.by_chance:.1f}",
                f"{one.level:+.2f} ({_between(one.low, one.high)})",
                f"{one.expected:+.2f}",
                _ids(piece for part in one.parts for piece in part.evidence),
            )
            for one in (answer.pairs if answer else ())
        ),
    )


def _ledger(store: CaseStore, dossier: Dossier, as_of: date | None) -> RecordTable:
    answer = ledger_from(Record(store.connection, dossier, as_of), None)
    return _table(
        "record-ledger",
        "Who backs whom",
        "The share is of all that is known of the backers of one side, by claims, listed support and counted events of aid.",
        ("Side", "Backer", "With", "Share", "Rests on"),
        (
            (
                side.name,
                one.name,
                ", ".join(kind.replace("-", " ") for kind in one.support_types),
                f"{one.share:.0%}" if one.share is not None else "",
                _ids(
                    (
                        *(piece.id for piece in one.evidence),
                        *(row.id for row in one.listed),
                        *(id_ for count in one.counted for id_ in count.ids),
                    )
                ),
            )
            for side in answer.sides[:MOST_SIDES]
            for one in side.backers[:3]
        ),
    )
