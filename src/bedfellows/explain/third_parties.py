"""Reasons that lie in a third party: a common enemy, a common rival, retaliation, a friend in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bedfellows.balance.pairs import AT_ODDS, BACKING, FORCE
from bedfellows.case.records import Claim
from bedfellows.explain.grounds import Record, View
from bedfellows.explain.mechanisms import Reason
from bedfellows.ontology import RELATIONS
from bedfellows.ties.evidence import Fact
from bedfellows.ties.kinship import belongs_to

INDIRECT = 0.7
"""What enmity towards a branch, an alliance or a client counts against the whole, the member or the patron. Bedfellows'
own."""
_DANGER = FORCE - {"annexes"}
_PENALTY = frozenset({"sanctions", "coerces", "annexes", "fights"})
_HELP = frozenset({"supports", "recognises", "allied-with", "cooperates-with", "agrees-with"})
_MEMBERSHIPS = "registry of actors: memberships"


@dataclass(frozen=True, slots=True)
class Enmity:
    """That one of the two is at odds with a third party: directly, or by way of `via`. `danger`: by force or
    threats, and not by politics alone. `joint` says what joins `via` to the third party."""

    third: str
    strength: float
    danger: bool
    claims: tuple[Claim, ...]
    via: str | None = None
    joint: str = ""
    joining: tuple[Claim, ...] = ()
    facts: tuple[Fact, ...] = ()


def enemies(view: View, actor: str, other: str) -> Mapping[str, tuple[Enmity, ...]]:
    """With whom an actor is at odds now, on balance: directly first, then by way of others."""
    direct: dict[str, Enmity] = {}
    for third in view.pairs.partners.get(actor, ()):
        if third in {other, actor}:
            continue
        claims = tuple(
            claim
            for claim in view.pairs.current(actor, third, AT_ODDS | {"fears"})
            if claim.relation != "fears" or view.ends(claim) == (actor, third)
        )
        if view.pairs.signed(actor, third) < 0 and (held := view.strongest_first(claims)):
            danger = any(claim.relation in _DANGER for claim in held)
            direct[third] = Enmity(third, view.best(held), danger, tuple(held))
    found = {third: [enmity] for third, enmity in direct.items()}
    for enmity in direct.values():
        for further in _by_way_of(view, enmity, actor, other):
            found.setdefault(further.third, []).append(further)
    return {third: tuple(of_third) for third, of_third in found.items()}


def _by_way_of(view: View, enmity: Enmity, actor: str, other: str) -> Iterator[Enmity]:
    """Enmity towards those a foe belongs to, those that belong to it, and those that back it."""
    foe, reference, dossier = enmity.third, view.dossier.scope.reference, view.dossier
    joints: dict[str, tuple[str, tuple[Claim, ...], tuple[Fact, ...]]] = {}
    for whole, claims in belongs_to(dossier, foe, reference).items():
        if dossier.kind(foe) != "state":
            joints[whole] = _belonging(view, foe, whole, claims)
    for part in view.pairs.partners.get(actor, ()) + view.pairs.partners.get(other, ()):
        if part not in {actor, other, foe} and foe in (wholes := belongs_to(dossier, part, reference)):
            joints.setdefault(part, _belonging(view, part, foe, wholes[foe]))
    for patron in view.pairs.partners.get(foe, ()):
        backing = tuple(
            c for c in view.by(patron, foe, {"supports"}) if c in view.pairs.friendship(patron, foe)
        )
        if backing and patron not in {actor, other}:
            joints.setdefault(patron, (view.say(backing, 1), backing, ()))
    for third, (joint, joining, facts) in joints.items():
        believed = min(enmity.strength, view.best(joining) if joining else 1.0) * INDIRECT
        if believed and third != other:
            yield Enmity(third, believed, False, enmity.claims, foe, joint, joining, facts)


def _belonging(
    view: View, part: str, whole: str, ids: tuple[str, ...]
) -> tuple[str, tuple[Claim, ...], tuple[Fact, ...]]:
    words = f"{view.name(part)} belongs to {view.name(whole)}"
    said = tuple(view.claims_by_id[claim] for claim in ids)
    return words, said, () if said else (Fact(f"{words}.", _MEMBERSHIPS),)


def foes_in_common(view: View) -> tuple[Reason, ...]:
    """Common enemies and common rivals.

    An armed group that both are at odds with is a common enemy, and so is any other third party where force or threats
    have passed between it and both; where one of the two only opposes, fears or sanctions it, or stands against its
    client, it is a rival. At least one of the two must be at odds with it directly. A branch is counted with its
    group, and a third party that rests on no evidence beyond that of a stronger one is left out.
    """
    mine, theirs = enemies(view, view.a, view.b), enemies(view, view.b, view.a)
    thirds = {
        third
        for third in mine.keys() & theirs.keys()
        if any(enmity.via is None for enmity in (*mine[third], *theirs[third]))
        and view.dossier.kind(third) != "region"
    }
    reasons = [
        _in_common(view, third, mine[third], theirs[third])
        for third in thirds
        if not _group_of(view, third) & thirds
    ]
    reasons.sort(key=lambda reason: (-reason.strength, -len(reason.evidence), reason.third or ""))
    kept: list[Reason] = []
    for reason in reasons:
        ids = {piece.id for piece in reason.evidence}
        if not any(ids <= {piece.id for piece in other.evidence} for other in kept):
            kept.append(reason)
    return tuple(kept)


def _group_of(view: View, third: str) -> set[str]:
    """The groups that an armed group is a branch of."""
    if view.dossier.kind(third) != "armed-group":
        return set()
    wholes = belongs_to(view.dossier, third, view.dossier.scope.reference)
    return {whole for whole in wholes if view.dossier.kind(whole) == "armed-group" and whole != third}


def _in_common(view: View, third: str, mine: tuple[Enmity, ...], theirs: tuple[Enmity, ...]) -> Reason:
    both = (*mine, *theirs)
    danger = all(any(enmity.danger for enmity in side) for side in (mine, theirs))
    enemy = danger or view.dossier.kind(third) == "armed-group"
    said = [_say(view, max(side, key=lambda enmity: enmity.strength)) for side in (mine, theirs)]
    records = {claim.id: claim for enmity in both for claim in (*enmity.claims, *enmity.joining)}
    return view.reason(
        "common-enemy" if enemy else "common-rival",
        f"{view.name(third)} is {'an enemy' if enemy else 'a rival or foe'} of both: {'; '.join(said)}.",
        min(max(enmity.strength for enmity in side) for side in (mine, theirs)),
        records.values(),
        third=third,
        facts=[fact for enmity in both for fact in enmity.facts],
    )


def _say(view: View, enmity: Enmity) -> str:
    return view.say(enmity.claims, 2) + (f", and {enmity.joint}" if enmity.joint else "")


def retaliation(view: View) -> Iterator[Reason]:
    """A third party punished or attacked one of the two, which now helps that party's foe."""
    for actor, other in view.sides:
        helping = [
            claim
            for claim in view.pairs.friendship(actor, other)
            if claim.relation in _HELP
            and (view.ends(claim)[0] == actor or RELATIONS[claim.relation].symmetric)
        ]
        if not (held := view.strongest_first(helping)):
            continue
        foes = enemies(view, other, actor)
        for third in sorted(foes):
            blows = view.strongest_first(
                claim for claim in view.by(third, actor, _PENALTY) if _before(claim, held)
            )
            if not blows:
                continue
            enmity = max(foes[third], key=lambda one: one.strength)
            words = (
                f"{view.say(blows, 2)}. {view.name(actor)} now helps a foe of {view.name(third)}: "
                f"{_say(view, enmity)}."
            )
            believed = min(view.best(blows), view.best(held), enmity.strength)
            passages = {blow.passage_id for blow in blows}
            behind = [
                m for m in view.motives(third) if m.passage_id in passages and view.top(m.towards, m) == actor
            ]
            records: tuple[Record, ...] = (*blows, *held, *enmity.claims, *enmity.joining, *behind)
            yield view.reason(
                "retaliation", words, believed, records, actor=actor, third=third, facts=enmity.facts
            )


def _before(blow: Claim, answers: list[Claim]) -> bool:
    """Could the answer have followed the blow? Undated claims do not speak against it."""
    begun = blow.named_from
    return begun is None or any((end := answer.named_to) is None or begun <= end for answer in answers)


def friends_in_common(view: View) -> Iterator[Reason]:
    """A third party that both are friendly with, one of them by more than talks."""
    both = set(view.pairs.partners.get(view.a, ())) & set(view.pairs.partners.get(view.b, ()))
    for third in sorted(both - {view.a, view.b}):
        sides = [view.strongest_first(view.pairs.friendship(actor, third)) for actor, _ in view.sides]
        firm = any(claim.relation in BACKING for side in sides for claim in side)
        if not all(sides) or not firm or view.dossier.kind(third) == "region":
            continue
        words = f"{view.name(third)} is on friendly terms with both: {'; '.join(view.say(side, 2) for side in sides)}."
        believed = min(view.best(side) for side in sides)
        yield view.reason(
            "shared-friend", words, believed, (claim for side in sides for claim in side), third=third
        )
