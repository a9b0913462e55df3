"""The events of a case, from data sets, as rows of a table."""

from __future__ import annotations

from dataclasses import dataclass

from bedfellows.report.dates import period
from bedfellows.report.evidence_index import ActorLabel, EvidenceIndex, Reference
from bedfellows.report.outside_text import visible

MOST_EVENTS = 200


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event as shown."""

    reference: Reference
    when: str
    subject: ActorLabel
    object: ActorLabel | None
    code: str
    text: str
    source: Reference


def event_rows(index: EvidenceIndex) -> tuple[tuple[EventRow, ...], int]:
    """The latest events, oldest first, and how many earlier ones are left out."""
    left_out = max(len(index.events) - MOST_EVENTS, 0)
    rows = tuple(
        EventRow(
            index.reference(event.id),
            period(event.happened_from, event.happened_to, event.precision),
            index.label(event.subject),
            index.label(event.object) if event.object else None,
            visible(f"{event.plover}/{event.plover_mode}" if event.plover_mode else event.plover),
            visible(event.text),
            index.reference(event.source_id),
        )
        for event in index.events[left_out:]
    )
    return rows, left_out
