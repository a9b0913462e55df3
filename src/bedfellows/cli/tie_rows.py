"""The answers of `tie` and `shifts` as rows for CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bedfellows.cli.evidence import EVIDENCE_COLUMNS, evidence_row, time_words

if TYPE_CHECKING:
    from bedfellows.ties.driving import TieEvent
    from bedfellows.ties.shifts import Shift
    from bedfellows.ties.tie import TieAnswer

Row = dict[str, Any]

_EVENT = (
    "day",
    "subject",
    "object",
    "actor_name",
    "target_name",
    "type",
    "channel",
    "weight",
    "text",
    "feed",
)
TIE = (
    *("row", "a", "a_name", "b", "b_name", "week", "level", "low", "high"),
    *("smoothed", "smoothed_low", "smoothed_high", "tone", "events", "statements", "readings", "last"),
    *("kind", "size", "confidence", "before", "after", "other", "other_name", "relation"),
    *_EVENT,
    *EVIDENCE_COLUMNS,
)
SHIFTS = (
    *("rank", "first", "first_name", "second", "second_name", "week", "until", "kind", "size", "sd"),
    *("confidence", "before", "after", "sign_of", "events", "statements"),
    *_EVENT,
    *EVIDENCE_COLUMNS,
)


def tie_rows(answer: TieAnswer) -> Iterator[Row]:
    """Rows of several sorts, told apart by `row`: `lasting`, `now`, `channel`, `week`, `shift`, `event`, `claim`, `standing`, `other`."""
    base = {"a": answer.a, "a_name": answer.a_name, "b": answer.b, "b_name": answer.b_name}
    for row_kind, level in (("lasting", answer.lasting), ("now", answer.now)):
        if level is not None:
            yield {
                **base,
                "row": row_kind,
                "week": answer.reference,
                **{name: getattr(level, name) for name in ("level", "low", "high", "readings", "last")},
            }
    for part in answer.channels:
        now = part.now
        yield {
            **base,
            "row": "channel",
            "channel": part.channel,
            **{name: getattr(now, name) for name in ("level", "low", "high", "readings", "last")},
        }
    for week in answer.history:
        yield {**base, "row": "week", **{name: getattr(week, name) for name in week.__slots__}}
    for row in shift_rows(answer.shifts):
        row.pop("rank")
        yield {**base, "row": "shift", **row}
    for event in answer.events:
        yield {**base, "row": "event", **_event(event)}
    for claim in answer.claims:
        yield {**base, "row": "claim", **evidence_row(claim)}
    for standing in answer.standing:
        yield {
            **base,
            "row": "standing",
            "relation": standing.relation,
            "text": standing.detail,
            "feed": standing.feed,
            "evidence_id": standing.id,
            "evidence_kind": "standing",
            "published": standing.published,
            "time": time_words(standing.first, standing.last, standing.precision),
        }
    for other in answer.others:
        now = other.now
        yield {
            **base,
            "row": "other",
            "other": other.actor,
            "other_name": other.name,
            "relation": other.relation,
            **{name: getattr(now, name) for name in ("level", "low", "high", "readings", "last")},
        }


def shift_rows(shifts: Sequence[Shift]) -> Iterator[Row]:
    """A row for each event and claim that drove each shift."""
    for rank, shift in enumerate(shifts, 1):
        base = {
            "rank": rank,
            "week": shift.day,
            **{
                name: getattr(shift, name)
                for name in (
                    *("first", "first_name", "second", "second_name", "until", "kind", "size", "sd"),
                    *("confidence", "before", "after", "sign_of", "events", "statements"),
                )
            },
        }
        ends = [
            *map(_event, shift.driven_by),
            *map(evidence_row, shift.claims),
            *({"evidence_id": one, "evidence_kind": "standing"} for one in shift.standing),
        ]
        for end in ends or [{}]:
            yield {**base, **end}


def _event(event: TieEvent) -> Row:
    return {
        **{name: getattr(event, name) for name in _EVENT},
        "evidence_id": event.id,
        "evidence_kind": "event",
        "published": event.published,
    }
