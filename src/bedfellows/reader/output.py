"""A reading as plain data, for JSON: names beside ids, sentences beside offsets."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from bedfellows.actors import Registry
from bedfellows.case.records import Claim, ConditionalOutcome, Motive, Passage, Reading


def reading_to_dict(reading: Reading, registry: Registry) -> dict[str, Any]:
    """The object that `bedfellows read --format json` prints for one document."""
    names = {actor.id: actor.name for actor in reading.new_actors}
    passages = {passage.id: passage for passage in reading.passages}

    def name(actor_id: str | None) -> str | None:
        if actor_id is None:
            return None
        actor = registry.get(actor_id)
        return actor.name if actor else names.get(actor_id, actor_id)

    def place(record: Claim | Motive | ConditionalOutcome) -> dict[str, Any]:
        passage: Passage = passages[record.passage_id]
        return {"sentence": passage.ordinal, "sentence_text": passage.text}

    def claim(record: Claim) -> dict[str, Any]:
        data = _plain(record)
        return {
            **place(record),
            **data,
            "subject": name(record.subject),
            "subject_id": record.subject,
            "object": name(record.object),
            "object_id": record.object,
            "said_by": [name(actor) for actor in record.said_by],
            "said_by_ids": list(record.said_by),
            "place": name(record.place),
            "place_id": record.place,
        }

    def motive(record: Motive) -> dict[str, Any]:
        return {
            **place(record),
            **_plain(record),
            "holder": name(record.holder),
            "holder_id": record.holder,
            "towards": name(record.towards),
            "towards_id": record.towards,
        }

    def outcome(record: ConditionalOutcome) -> dict[str, Any]:
        return {
            **place(record),
            **_plain(record),
            "actors": [name(actor) for actor in record.actors],
            "actor_ids": list(record.actors),
            "said_by": [name(actor) for actor in record.said_by],
        }

    used = {c.subject for c in reading.claims} | {c.object for c in reading.claims if c.object}
    used |= {m.holder for m in reading.motives if m.holder} | {
        m.towards for m in reading.motives if m.towards
    }
    source = _plain(reading.source)
    del source["text"]
    return {
        "source": source,
        "passages": [
            {
                "sentence": p.ordinal,
                "paragraph": p.paragraph,
                "start": p.start,
                "end": p.end,
                "text": p.text,
                "id": p.id,
            }
            for p in reading.passages
        ],
        "claims": [claim(record) for record in reading.claims],
        "motives": [motive(record) for record in reading.motives],
        "outcomes": [outcome(record) for record in reading.outcomes],
        "actors": [
            {
                "id": actor_id,
                "name": name(actor_id),
                "kind": actor.kind
                if (actor := registry.get(actor_id))
                else next(n.kind for n in reading.new_actors if n.id == actor_id),
                "registered": registry.get(actor_id) is not None,
            }
            for actor_id in sorted(used)
        ],
        "dropped": list(reading.dropped),
    }


def _plain(record: Any) -> dict[str, Any]:
    return {key: _value(value) for key, value in asdict(record).items()}


def _value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, dict):
        return {key: _value(item) for key, item in value.items()}
    return value
