"""Who acts for whom: what a leader or a body does counts for its state or group as well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bedfellows.actors import leaders, leads
from bedfellows.case.records import Claim
from bedfellows.ties.dossier import Dossier

_FIRM = frozenset({"asserted", "reported"})


@dataclass(frozen=True, slots=True)
class ActsFor:
    """`actor` acts for `whole`: by the registry, or by claims whose ids are in `claims`."""

    actor: str
    whole: str
    words: str  # "leads Russia", "part of Afghanistan"
    claims: tuple[str, ...] = ()


class Rollup:
    """Looks up for whom the actors of a case act, on the day of each claim."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._claimed: dict[str, dict[str, list[Claim]]] = {}
        for claim in dossier.claims:
            held = claim.tense != "future" and not claim.negated
            if claim.relation == "leads" and claim.object and claim.certainty in _FIRM and held:
                self._claimed.setdefault(claim.subject, {}).setdefault(claim.object, []).append(claim)
        self._known: dict[tuple[str, date], tuple[ActsFor, ...]] = {}

    def wholes(self, actor_id: str, on: date) -> tuple[ActsFor, ...]:
        """For whom an actor acts on a day: what a person leads, and the state or organisation that a body is
        part of.

        The registry's terms of office come first. Where it knows who leads a state on that day, a claim that
        somebody else does (a general, an ambassador) is not taken up; otherwise the firm claims of the case
        are.
        """
        key = (actor_id, on)
        if key not in self._known:
            self._known[key] = tuple(self._find(actor_id, on))
        return self._known[key]

    def top(self, actor_id: str, on: date) -> tuple[str, tuple[ActsFor, ...]]:
        """The one that an actor stands for, and the steps there; itself where it acts for nobody or for
        several."""
        steps: list[ActsFor] = []
        while len(found := self.wholes(actor_id, on)) == 1 and found[0].whole not in {
            step.actor for step in steps
        }:
            steps.append(found[0])
            actor_id = found[0].whole
        return actor_id, tuple(steps)

    def _find(self, actor_id: str, on: date) -> list[ActsFor]:
        registry, name = self._dossier.registry, self._dossier.name
        kind = self._dossier.kind(actor_id)
        found: list[ActsFor] = []
        if kind == "person":
            found += [
                ActsFor(actor_id, whole, f"leads {name(whole)}") for whole in leads(registry, actor_id, on)
            ]
            if not found:
                for whole, claims in self._claimed.get(actor_id, {}).items():
                    held = tuple(claim.id for claim in claims if self._in_office(claim, on))
                    if held and not leaders(registry, whole, on):
                        found.append(ActsFor(actor_id, whole, f"leads {name(whole)}, says a source", held))
        elif kind in {"government", "organisation"}:
            for line in registry.by_subject.get(actor_id, ()):
                if line.kind == "part-of" and (line.valid_from or on) <= on <= (line.valid_to or on):
                    found.append(ActsFor(actor_id, line.object, f"part of {name(line.object)}"))
            if kind == "government" and not found:
                found += [
                    ActsFor(actor_id, whole, f"governs {name(whole)}")
                    for whole in leads(registry, actor_id, on)
                ]
        return list({step.whole: step for step in found}.values())

    def _in_office(self, claim: Claim, on: date) -> bool:
        """Does a claim that somebody leads hold on a day? One that is over holds for its own days alone."""
        if self._dossier.currency(claim) == "current" and claim.named_from is None:
            return True
        begun, ended = claim.named_from or date.min, claim.named_to or date.max
        return claim.dated and begun <= on <= ended


def day_of(claim: Claim, reference: date) -> date:
    """The day at which offices are looked up for a claim: when it ended, else when it began, else when it was
    published."""
    return claim.happened_to or claim.happened_from or claim.published or reference
