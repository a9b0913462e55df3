"""Records with a text in, coded events out: the layout in which PLOVER's gold records are scored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from bedfellows.actors import Registry
from bedfellows.case.records import content_id
from bedfellows.errors import InputError
from bedfellows.reader.batch import own_code
from bedfellows.reader.events import CodedEvent, EventCoder
from bedfellows.reader.pool import in_order

_TOGETHER = 64
Record = Mapping[str, Any]


def code_records(coder: EventCoder, records: Sequence[Record]) -> Iterator[list[CodedEvent]]:
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
    return list(each_record(path))


def each_record(path: Path) -> Iterator[dict[str, Any]]:
    """`read_records`, one at a time: the file may be larger than memory."""
    with path.open(encoding="utf-8") as lines:
        try:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _record(path, number, line)
        except UnicodeDecodeError as error:
            raise InputError(f"{path}: expected JSON Lines in UTF-8, found {error}.") from error


def _record(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
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
    return record


@dataclass(slots=True)
class RecordCoder:
    """Codes records to lines, here or in a process of a pool. `actors` are the parts of a registry, which can be sent to one."""

    actors: tuple[Any, Any, Any]
    model: str | None
    rules: tuple[Path, ...]
    min_confidence: float
    _made: EventCoder | None = None

    def __call__(self, records: Sequence[Record]) -> list[str]:
        """A line for each record, in order."""
        if self._made is None:
            self._made = EventCoder(Registry(*self.actors), self.model, self.rules)
        coded = (
            [event for event in events if event.confidence >= self.min_confidence]
            for events in code_records(self._made, records)
        )
        return list(record_lines(records, coded))

    def way(self) -> str:
        """A hash of all that the lines depend on, but the records."""
        own = [hashlib.sha256(path.read_bytes()).hexdigest() for path in self.rules]
        known = repr((sorted(self.actors[0].items()), self.actors[1]))
        return content_id(
            "way",
            own_code(),
            hashlib.sha256(known.encode()).hexdigest(),
            self.model,
            *own,
            self.min_confidence,
        )


def coded_lines(source: Path, coder: RecordCoder, jobs: int = 1, *, first: int = 0) -> Iterator[str]:
    """A line for each record of a file from record `first` on, in order and the same however many processes code them.

    A record on which a process dies has no events and says so in its field `error`.
    """
    records = islice(each_record(source), first, None)
    chunks = iter(lambda: list(islice(records, _TOGETHER)), [])
    yield from in_order(chunks, partial(_same, coder), _lost, jobs)


def _same(coder: RecordCoder) -> RecordCoder:
    return coder


def _lost(record: Record) -> str:
    why = "the process that coded it was ended, perhaps for want of memory"
    return json.dumps({"id": record["id"], "events": [], "error": why}, ensure_ascii=False)


def code_to_file(
    source: Path,
    coder: RecordCoder,
    out: Path,
    jobs: int = 1,
    *,
    tell: Callable[[int], None] = lambda _: None,
) -> tuple[int, int]:
    """Code the records of a file to another, which appears when it is whole; how many there are, and how many had been coded before.

    The lines gather in a hidden file beside `out`: coding that was cut short goes on there. `tell` is called with the
    number of records coded so far.

    Raises:
        InputError: a line is no record (nothing is coded then), or `out` cannot be written.
    """
    digest = hashlib.sha256()
    for record in each_record(source):
        digest.update(json.dumps(record, sort_keys=True).encode())
    key = content_id("way", digest.hexdigest(), coder.way()).removeprefix("way-")
    part = out.with_name(f".{out.name}.{key}.partial")
    try:
        for other in out.parent.glob(f".{out.name}.*.partial"):
            if other != part:
                other.unlink()
        known = _keep_whole_chunks(part)
        count = known
        with part.open("a", encoding="utf-8", newline="\n") as lines:
            for line in coded_lines(source, coder, jobs, first=known):
                lines.write(line + "\n")
                count += 1
                if count % _TOGETHER == 0:
                    lines.flush()
                    tell(count)
        part.replace(out)
    except OSError as error:
        raise InputError(
            f"{out}: expected a file that can be written, found that it cannot ({error.strerror or error})."
        ) from error
    return count, known


def _keep_whole_chunks(part: Path) -> int:
    """How many lines of an unfinished file are kept: what was being written when it was cut off goes."""
    if not part.exists():
        return 0
    with part.open("rb+") as lines:
        count = sum(1 for line in lines if line.endswith(b"\n"))
        kept = count - count % _TOGETHER
        lines.seek(0)
        end = sum(len(line) for line in islice(lines, kept))
        lines.truncate(end)
    return kept


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
