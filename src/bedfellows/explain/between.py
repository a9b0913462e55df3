"""Reasons that lie between the two: what they give each other, and what they both belong to."""

from __future__ import annotations

from collections.abc import Iterator

from bedfellows.balance.distance import MEMBERSHIPS, allied_claims, common_alliances, membership_claims
from bedfellows.case.records import Claim
from bedfellows.explain.grounds import View
from bedfellows.explain.mechanisms import Reason
from bedfellows.ontology import SUPPORT_TYPES
from bedfellows.ties.evidence import Fact
from bedfellows.ties.strength import sign
from bedfellows.ties.wording import listed

_GIVES = frozenset({"supports", "recognises", "yields-to"})


def gains(view: View) -> Iterator[Reason]:
    """What each gets from the other, what it says it wants of it, and how it takes it."""
    for actor, other in view.sides:
        received = view.strongest_first(view.by(other, actor, _GIVES))
        wanted = view.strongest_first(_wanted(view, actor, other))
        motives = [
            motive
            for motive in view.motives(actor)
            if motive.kind == "gain" and view.concerns(motive, actor, other) and view.believed(motive)
        ]
        if not received and not wanted and not motives:
            continue
        said = [view.say(received)] if received else []
        said += [view.dossier.motive(motive) for motive in motives] or ([view.say(wanted)] if wanted else [])
        taken = view.strongest_first(view.by(actor, other, {"welcomes"}))
        yield view.reason(
            "gain",
            f"{'; '.join(said)}.",
            view.best((*received, *wanted, *motives)),
            (*received, *wanted, *motives, *taken),
            actor=actor,
        )


def _wanted(view: View, actor: str, other: str) -> Iterator[Claim]:
    """What one seeks of the other; also what it seeks without an object in a sentence about the two."""
    for claim in view.dossier.claims:
        if claim.relation not in {"seeks", "demands"} or view.dossier.currency(claim) != "current":
            continue
        subject, object_ = view.ends(claim)
        near = [one for one in view.claims_in(claim.passage_id) if set(view.ends(one)) == {actor, other}]
        friendly = all(sign(one) >= 0 for one in near)
        if subject == actor and friendly and (object_ == other or (object_ is None and near)):
            yield claim


def patronage(view: View) -> Iterator[Reason]:
    """One supports the other with the means of war: a kind of support that UCDP counts."""
    for actor, other in view.sides:
        claims = view.strongest_first(
            claim for claim in view.by(actor, other, {"supports"}) if set(claim.support_types) - {"other"}
        )
        if claims:
            kinds = dict.fromkeys(kind for claim in claims for kind in claim.support_types)
            given = listed([SUPPORT_TYPES[kind].name.lower() for kind in kinds if kind in SUPPORT_TYPES])
            words = f"{view.name(actor)} is a patron of {view.name(other)}, which it provides with {given}."
            yield view.reason("patronage", words, view.best(claims), claims, actor=actor)


def alliances(view: View) -> Iterator[Reason]:
    """They belong to the same alliance or organisation, or are said to be allies."""
    wholes = common_alliances(view.pairs, view.a, view.b)
    allied = view.strongest_first(allied_claims(view.pairs, view.a, view.b))
    if not wholes and not allied:
        return
    names = f"{view.name(view.a)} and {view.name(view.b)}"
    members = f"{names} both belong to {listed([view.name(whole) for whole in wholes])}" if wholes else ""
    words = "; ".join(filter(None, (members, view.say(allied) if allied else "")))
    said = view.strongest_first(membership_claims(view.pairs, view.a, view.b, wholes))
    claimed = {claim.object for claim in said}
    known = [whole for whole in wholes if whole not in claimed]
    facts = (
        [Fact(f"{names} both belong to {listed([view.name(whole) for whole in known])}.", MEMBERSHIPS)]
        if known
        else []
    )
    believed = 1.0 if known else view.best((*said, *allied))
    yield view.reason("shared-alliance", f"{words}.", believed, (*said, *allied), facts=facts)
