"""The answers of `camps` and `triads` as rows for CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bedfellows.cli.evidence import EVIDENCE_COLUMNS, evidence_row, rows_of

if TYPE_CHECKING:
    from bedfellows.balance.camps import CampsAnswer
    from bedfellows.balance.shown import ShownTie
    from bedfellows.balance.triads import TriadsAnswer

Row = dict[str, Any]

CAMPS = (
    *("row", "camp", "part", "actor", "actor_name", "firm", "movable"),
    *("a", "a_name", "b", "b_name", "weight", "low", "high", "ambivalent"),
    *("frustrated", "drop", "walk_balance", "pressure", "mends", "breaks", "words", "share"),
    *EVIDENCE_COLUMNS,
)
TRIADS = (
    *("rank", "kind", "balanced", "weakly_balanced", "triad_weight", "words"),
    *("a", "a_name", "b", "b_name", "weight", "low", "high", "ambivalent"),
    *EVIDENCE_COLUMNS,
)


def camps_rows(answer: CampsAnswer) -> Iterator[Row]:
    """Rows of four sorts, told apart by `row`: `member` for each actor, `frustrated` and `pressed` for each tie and
    piece of its evidence, `together` for each pair."""
    for camp in answer.camps:
        for member in camp.members:
            yield {
                "row": "member",
                "camp": camp.number,
                "part": camp.part,
                "actor": member.actor,
                "actor_name": member.name,
                "firm": member.firm,
                "movable": member.movable,
                "frustrated": member.frustrated,
                "drop": member.drop,
                "walk_balance": member.walk_balance,
            }
    for one in answer.frustrated:
        about = {"row": "frustrated", **_tie(one.tie), "frustrated": one.share, "drop": one.drop}
        yield from _with_evidence(about, one.tie)
    for pressed in answer.pressed:
        yield from _with_evidence(
            {
                "row": "pressed",
                **_tie(pressed.tie),
                "pressure": pressed.pressure,
                "mends": pressed.mends,
                "breaks": pressed.breaks,
                "drop": pressed.drop,
                "words": pressed.words,
            },
            pressed.tie,
        )
    for pair in answer.together:
        yield {"row": "together", "a": pair.a, "b": pair.b, "share": pair.share}


def triads_rows(answer: TriadsAnswer) -> Iterator[Row]:
    """A row for each piece of evidence of each tie of each triad."""
    for rank, triad in enumerate(answer.triads, 1):
        for tie in triad.ties:
            yield from _with_evidence(
                {
                    "rank": rank,
                    "kind": triad.kind,
                    "balanced": triad.balanced,
                    "weakly_balanced": triad.weakly_balanced,
                    "triad_weight": triad.weight,
                    "words": triad.words,
                    **_tie(tie),
                },
                tie,
            )


def _tie(tie: ShownTie) -> Row:
    return {
        "a": tie.a,
        "a_name": tie.a_name,
        "b": tie.b,
        "b_name": tie.b_name,
        "weight": tie.weight,
        "low": tie.low,
        "high": tie.high,
        "ambivalent": tie.ambivalent,
    }


def _with_evidence(about: Row, tie: ShownTie) -> Iterator[Row]:
    if tie.evidence:
        yield from rows_of(about, tie.evidence)
    else:
        for piece in tie.evidence_ids or ("",):
            yield {**about, **evidence_row(None), "evidence_id": piece}
