"""Why two actors are aligned, and what speaks against it: every reason with its evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bedfellows.actors import Registry
from bedfellows.balance.pairs import FRIENDLY, Pairs
from bedfellows.case import CaseStore
from bedfellows.case.records import Motive
from bedfellows.errors import InputError
from bedfellows.explain.between import alliances, gains, patronage
from bedfellows.explain.by_record import RecordedLevel, recorded_reasons
from bedfellows.explain.grounds import View
from bedfellows.explain.mechanisms import MECHANISMS, Mechanism, Reason, Side
from bedfellows.explain.objections import objections
from bedfellows.explain.stated import against_the_other, in_words, leverage, sorted_motives
from bedfellows.explain.third_parties import foes_in_common, friends_in_common, retaliation
from bedfellows.ties.dossier import Dossier, open_dossier
from bedfellows.ties.evidence import Evidence, Scope

__all__ = ["MECHANISMS", "Mechanism", "Reason", "Side", "WhyAnswer", "why", "why_from"]


@dataclass(frozen=True, slots=True)
class WhyAnswer:
    """What speaks for the alignment of two actors and what against it.

    `friendly` and `hostile` are how much current claims say for and against the tie (`bedfellows.ties.strength`).
    `aligned` are the current claims that there is one; it may be empty: then the reasons are those for which the two
    might line up. `reasons` lists those for it first, then those against, the strongest first within each.
    `recorded` is how they stand where feeds of the case know them; the reasons that feeds give have facts that name their rows.
    """

    scope: Scope
    a: str
    b: str
    a_name: str
    b_name: str
    friendly: float
    hostile: float
    aligned: tuple[Evidence, ...]
    reasons: tuple[Reason, ...]
    recorded: RecordedLevel | None = None

    @property
    def reasons_for(self) -> tuple[Reason, ...]:
        """The reasons that speak for the alignment, strongest first."""
        return tuple(reason for reason in self.reasons if reason.side == "for")

    @property
    def reasons_against(self) -> tuple[Reason, ...]:
        """The reasons that speak against it, strongest first."""
        return tuple(reason for reason in self.reasons if reason.side == "against")


def why(store: CaseStore, registry: Registry, a_id: str, b_id: str, as_of: date | None = None) -> WhyAnswer:
    """Why two actors are aligned, by the evidence of a case published by `as_of`.

    The order of the two does not matter for the reasons. A person or a government is taken for the state or group it
    acts for on the reference date. Raises InputError where both are the same.
    """
    return why_in(store, registry, open_dossier(store, registry, as_of), a_id, b_id)


def why_in(store: CaseStore, registry: Registry, dossier: Dossier, a_id: str, b_id: str) -> WhyAnswer:
    """`why`, where the claims are loaded already."""
    answer = why_from(dossier, a_id, b_id)
    level, found = recorded_reasons(store, registry, dossier, answer.a, answer.b)
    if level is None and not found:
        return answer
    reasons = (
        reason
        for side in ("for", "against")
        for reason in _in_order(one for one in (*answer.reasons, *found) if one.side == side)
    )
    return replace(answer, recorded=level, reasons=tuple(reasons))


def why_from(dossier: Dossier, a_id: str, b_id: str) -> WhyAnswer:
    """`why`, from claims that are loaded already, and from claims alone."""
    pairs = Pairs(dossier)
    a_id, b_id = _two(pairs, a_id, b_id)
    friendly_claims = pairs.current(a_id, b_id, FRIENDLY)
    measured = pairs.strength(pairs.current_all(a_id, b_id))
    aligned = dossier.all_evidence(claim for claim in friendly_claims if claim.id in measured.claims)
    return WhyAnswer(
        dossier.scope,
        a_id,
        b_id,
        dossier.name(a_id),
        dossier.name(b_id),
        measured.friendly,
        measured.hostile,
        aligned,
        _reasons(View(pairs, min(a_id, b_id), max(a_id, b_id))),
    )


def _reasons(view: View) -> tuple[Reason, ...]:
    shared = foes_in_common(view)
    thirds = [reason.third for reason in shared if reason.third]
    stated = [(other, sorted_motives(view, actor, other, thirds)) for actor, other in view.sides]
    on_third: dict[str, list[Motive]] = defaultdict(list)
    opposed: dict[str, list[Motive]] = defaultdict(list)
    for other, found in stated:
        for third, motives in found.on_third.items():
            on_third[third] += motives
        for mechanism, motives in against_the_other(view, found, other).items():
            opposed[mechanism] += motives
    in_favour = [view.adding(reason, on_third.get(reason.third or "", ())) for reason in shared]
    in_favour += [
        *retaliation(view),
        *gains(view),
        *patronage(view),
        *friends_in_common(view),
        *alliances(view),
    ]
    for other, found in stated:
        in_favour += in_words(view, found, other, thirds)
        in_favour += leverage(view, found.actor, other, thirds)
    return (*_in_order(in_favour), *_in_order(objections(view, opposed, in_favour)))


def _in_order(reasons: Iterable[Reason]) -> list[Reason]:
    """Strongest first; those of one strength in the order of the table."""
    place = list(MECHANISMS).index
    held = [reason for reason in reasons if reason.evidence or reason.facts]
    return sorted(
        held, key=lambda one: (-one.strength, place(one.mechanism), one.third or "", one.actor or "")
    )


def _two(pairs: Pairs, a_id: str, b_id: str) -> tuple[str, str]:
    if a_id == b_id:
        raise InputError(
            f"Expected two different actors, found {pairs.dossier.name(a_id)} twice. Name another one as the second."
        )
    on = pairs.dossier.scope.reference
    a_top, b_top = pairs.rollup.top(a_id, on)[0], pairs.rollup.top(b_id, on)[0]
    return (a_id, b_id) if a_top == b_top else (a_top, b_top)
