"""Records with a text in, coded events out: the layout in which PLOVER's gold records are scored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bedfellows.errors import InputError
from bedfellows.reader.events import CodedEvent, EventCoder


def code_records(coder: EventCoder, records: Sequence[Mapping[str, Any]]) -> Iterator[list[CodedEvent]]:
    """The event of each record, a list of one or none: the surest main event of its sentences.

    A record is one news lead and has one event; `date` says who held an office.
    """
    texts = [(str(record["text"]), _day(record.get("date"))) for record in records]
    for events in coder.code_all(texts):
        yield [max(events, key=lambda event: event.confidence)] if events else []


def read_records(path: Path) -> list[dict[str, Any]]:
    """Records of a JSON Lines file, each with `id` and `text`, and with `date` where known.

    Raises InputError naming the line that is not such a record.
    """
    records = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: expected JSON Lines in UTF-8, found {error}.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise InputError(f"{path}, line {number}: expected a JSON object, found {error}.") from error
        if not isinstance(record, dict) or "id" not in record or not isinstance(record.get("text"), str):
            raise InputError(
                f"{path}, line {number}: expected an object with id and text (a string), found {line[:80]!r}."
            )
        try:
            _day(record.get("date"))
        except ValueError as error:
            raise InputError(
                f"{path}, line {number}, field date: expected YYYY-MM-DD, found {record['date']!r}."
            ) from error
        records.append(record)
    return records


def record_lines(records: Iterable[Mapping[str, Any]], coded: Iterable[list[CodedEvent]]) -> Iterator[str]:
    """One JSON object a record: its id, and its events with type, mode and the codes of both sides."""
    for record, events in zip(records, coded, strict=True):
        rows = [
            {
                "event": event.event,
                "mode": event.mode,
                "source": [actor.label for actor in event.source],
                "target": [actor.label for actor in event.target],
                "confidence": event.confidence,
            }
            for event in events
        ]
        yield json.dumps({"id": record["id"], "events": rows}, ensure_ascii=False)


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None
