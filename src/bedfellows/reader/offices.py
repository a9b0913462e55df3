"""What a person leads where the text does not say it: "President Erdogan", "his successor, Ferdinand Marcos"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bedfellows.actors import leads

if TYPE_CHECKING:
    from bedfellows.reader.mentions import Ref
    from bedfellows.reader.reference import Discourse


def led_by(person: str, discourse: Discourse) -> tuple[str, ...]:
    """States that the registry says a person led on the day of the text, or else at any time."""
    if discourse.kind(person) != "person":
        return ()
    now = [led for led in leads(discourse.registry, person, discourse.on) if discourse.kind(led) == "state"]
    ever = [
        line.object
        for line in discourse.registry.by_subject.get(person, ())
        if line.kind == "leads" and discourse.kind(line.object) == "state"
    ]
    return tuple(dict.fromkeys(now or ever))


def office(person: Ref, discourse: Discourse) -> list[Ref]:
    """The state, as a phrase that stands where the person does."""
    return [
        replace(person, actor=state, how="body", score=0.7) for state in led_by(person.actor, discourse)[:1]
    ]


def officeholder(state: str, discourse: Discourse) -> str | None:
    """Who was named in the text and leads a state: "the Syrian president"."""
    return next((actor for actor in discourse.latest() if state in led_by(actor, discourse)), None)
