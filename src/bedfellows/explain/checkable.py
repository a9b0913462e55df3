"""Which claims of a text can be held against a record, as what, and for which time; and which are left alone, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bedfellows.case.records import Claim
from bedfellows.ontology import RELATIONS

Kind = Literal[
    "support",
    "fighting",
    "border",
    "alliance",
    "membership",
    "sanctions",
    "rivalry",
    "lineage",
    "leadership",
    "presence",
    "deed",
    "first",
    "only",
    "size",
]
KINDS: tuple[Kind, ...] = (
    "support",
    "fighting",
    "border",
    "alliance",
    "membership",
    "sanctions",
    "rivalry",
    "lineage",
    "leadership",
    "presence",
    "deed",
    "first",
    "only",
    "size",
)
Alone = Literal["opinion", "forecast", "hedged", "denial", "motive", "stance", "no second actor"]

OF_RELATION: Mapping[str, Kind] = {
    "supports": "support",
    "fights": "fighting",
    "borders": "border",
    "allied-with": "alliance",
    "member-of": "membership",
    "sanctions": "sanctions",
    "rivals": "rivalry",
    "successor-of": "lineage",
    "splinter-of": "lineage",
    "leads": "leadership",
    "present-in": "presence",
    "controls": "presence",
    "allegiance-to": "presence",
}
"""What a claim of each relation is checked as; other relations that are PLOVER events are checked as deeds."""

_STANCES = frozenset({"opposes", "fears", "seeks", "describes-as"})
_STATES = frozenset({"border", "alliance", "membership", "rivalry", "lineage", "leadership", "presence"})
RECENT = timedelta(days=365)
"""How far back "fights" or "arms" without a date reaches from the day of publication. Bedfellows' own choice."""

_WHY: Mapping[Alone, str] = {
    "opinion": "A judgement of the author or of whoever is quoted, not a statement of what happened.",
    "forecast": "It is conditional or still to come: no record can tell.",
    "hedged": "The text does not say that it is so.",
    "denial": "The text tells that somebody denies it, and does not say itself whether it is so.",
    "motive": "Why somebody acts is in no record of what happened.",
    "stance": "What somebody wants, fears or thinks of another is in no record of what happened.",
    "no second actor": "It does not name whom it was done to.",
}


@dataclass(frozen=True, slots=True)
class Window:
    """The days a claim is about. `dated`: the text gives them; else they follow from its tense and publication."""

    first: date | None
    last: date
    dated: bool
    since: bool  # it is said to have begun on `first` and to go on

    @property
    def start(self) -> date:
        """The first day; the earliest there is where it has none."""
        return self.first or date.min


def why_alone(alone: Alone) -> str:
    """Why claims of this sort are not checked, in one sentence."""
    return _WHY[alone]


def left_alone(claim: Claim) -> Alone | None:
    """Why a claim is not checked; None for one that is."""
    if claim.certainty == "conditional" or claim.tense == "future":
        return "forecast"
    if claim.certainty == "opinion":
        return "opinion"
    if claim.certainty == "hedged":
        return "hedged"
    if claim.certainty == "denied":
        return "denial"
    if claim.relation in _STANCES:
        return "stance"
    if claim.object is None or claim.object == claim.subject:
        return "no second actor"
    return None


def kind_of(claim: Claim) -> Kind:
    """What a claim is checked as."""
    return OF_RELATION.get(claim.relation, "deed")


def plover_type(claim: Claim) -> str | None:
    """The PLOVER type of the events that would bear a claim out."""
    relation = RELATIONS.get(claim.relation)
    return claim.plover or (relation.plover if relation else None)


def window(claim: Claim, published: date) -> Window:
    """The days a claim is about: those it gives; without any, up to the day of publication.

    In the present tense a state of things (a border, a membership) is about that day, a deed about the year before it; in the past
    tense both are about any day until then. Nothing after the day of publication counts for a claim.
    """
    first, last = claim.named_from, claim.named_to
    if first is not None or last is not None:
        end = max(min(last or published, published), first or date.min)
        open_ended = last is None or last == published
        since = first is not None and open_ended and first.year < published.year
        return Window(first, end, True, since)
    if claim.tense == "past":
        return Window(None, published, False, False)
    if kind_of(claim) in _STATES:
        return Window(published, published, False, False)
    return Window(published - RECENT, published, False, False)
