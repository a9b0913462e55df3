"""Reasons that a source puts into words: motives of the two that bear on each other or on a foe in common."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bedfellows.balance.enmity import speaks_of_an_enemy
from bedfellows.case.records import Claim, Motive
from bedfellows.explain.grounds import View
from bedfellows.explain.mechanisms import Reason
from bedfellows.ties.kinship import belongs_to
from bedfellows.ties.strength import sign

_BUFFER = re.compile(
    r"\b(?:buffers?|shield|bulwark|barrier|cordon|wall|rampart|counterweight|check on|"
    r"(?:force|bastion|bulwark|hedge|tool|weapon|ally|partner|protection|defen[cs]e|guard) against)\b",
    re.IGNORECASE,
)
_LEVERAGE = re.compile(
    r"\b(?:leverage|bargain(?:ing)?|influence|foothold|pressure|hold over|card|stake|kingmaker|"
    r"(?:role|say|voice|hand) in)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """Where the motives of one actor belong: `direct` bear on the other of the pair, `on_third` on a foe in common."""

    actor: str
    direct: tuple[Motive, ...]
    on_third: Mapping[str, tuple[Motive, ...]]


def sorted_motives(view: View, actor: str, other: str, thirds: Sequence[str]) -> Stated:
    """The motives of an actor by what they bear on.

    A motive bears on a foe in common where it is towards it, joins a claim about it, stands beside such a claim of
    the same actor, or names it. A motive that gives the reason for one of these ("therefore ...") goes along with it.
    """
    held = [motive for motive in view.motives(actor) if view.believed(motive)]
    placed: dict[str, str] = {}
    for motive in held:
        if view.concerns(motive, actor, other):
            placed[motive.id] = other
        elif third := _borne_on(view, motive, actor, thirds):
            placed[motive.id] = third
    for _ in held:
        led = {
            reason.id: placed[motive.id]
            for motive in held
            for reason in held
            if motive.id in placed and reason.id not in placed and _is_reason_of(reason, motive)
        }
        if not led:
            break
        placed |= led
    by_place: dict[str, list[Motive]] = defaultdict(list)
    for motive in held:
        if motive.id in placed:
            by_place[placed[motive.id]].append(motive)
    direct = tuple(by_place.pop(other, ()))
    return Stated(actor, direct, {third: tuple(motives) for third, motives in by_place.items()})


def _borne_on(view: View, motive: Motive, actor: str, thirds: Sequence[str]) -> str | None:
    """The foe in common that a motive bears on: by whom it is towards, else by its claims, its sentence, its words."""
    towards = view.top(motive.towards, motive)
    if towards is not None:
        near = [towards, *belongs_to(view.dossier, towards, view.dossier.scope.reference)]
    else:
        claims = (*view.joined(motive), *view.claims_in(motive.passage_id))
        at_odds = [view.ends(claim) for claim in claims if sign(claim) < 0]
        near = [end for ends in at_odds if actor in ends for end in ends if end]
        near += [third for third in thirds if view.names_in(f"{motive.effect} {motive.reason}", third)]
    return next((one for one in near if one in thirds), None)


def _is_reason_of(reason: Motive, motive: Motive) -> bool:
    """Does the one motive stand in the words that the other gives as its reason?"""
    return reason.source_id == motive.source_id and len(reason.quote) > 0 and reason.quote in motive.reason


def against_the_other(view: View, stated: Stated, other: str) -> dict[str, tuple[Motive, ...]]:
    """The motives that speak against the alignment, by mechanism: fear of the other, enmity in words, acts against
    it."""
    found: dict[str, list[Motive]] = defaultdict(list)
    for motive in stated.direct:
        if motive.kind == "fear":
            found["fear-of-other"].append(motive)
        elif motive.kind == "perception" and speaks_of_an_enemy(motive.reason):
            found["called-enemies"].append(motive)
        elif motive.kind in {"cause", "purpose", "retaliation"} and _is_hostile(
            view, motive, stated.actor, other
        ):
            found["hostile-now"].append(motive)
    return {mechanism: tuple(motives) for mechanism, motives in found.items()}


def _is_hostile(view: View, motive: Motive, actor: str, other: str) -> bool:
    """Is what the motive leads to an act against the other?"""
    effect = view.claims_by_id.get(motive.effect_claim or "")
    if effect is None:
        return motive.kind == "retaliation" and view.top(motive.towards, motive) == other
    return sign(effect) < 0 and set(view.ends(effect)) == {actor, other}


def in_words(view: View, stated: Stated, other: str, thirds: Sequence[str]) -> Iterator[Reason]:
    """The reasons for an alignment that are put into words, one for each mechanism and third party."""
    hostile = {motive.id for motives in against_the_other(view, stated, other).values() for motive in motives}
    grouped: dict[tuple[str, str | None], list[Motive]] = defaultdict(list)
    for motive in stated.direct:
        if motive.id not in hostile and motive.kind != "gain":
            mechanism, third = _mechanism(view, motive, thirds)
            grouped[mechanism, third].append(motive)
    for third, motives in stated.on_third.items():
        grouped["fear", third] += [motive for motive in motives if motive.kind == "fear"]
    for (mechanism, third), found in grouped.items():
        if found:
            found.sort(key=lambda motive: (-view.believed(motive), motive.source_id, motive.start, motive.id))
            said = dict.fromkeys(view.dossier.motive(motive) for motive in found)
            words = f"{'; '.join(list(said)[:3])}."
            yield view.reason(mechanism, words, view.best(found), found, actor=stated.actor, third=third)


def _mechanism(view: View, motive: Motive, thirds: Sequence[str]) -> tuple[str, str | None]:
    """How a motive that bears on the other is filed: by what its words speak of, else under its own kind."""
    if motive.kind == "perception" and _BUFFER.search(motive.reason):
        foes = [end for claim in view.joined(motive) for end in view.ends(claim) if end in thirds]
        foes += [third for third in thirds if view.names_in(motive.reason, third)]
        return "buffer", foes[0] if foes else None
    if motive.kind in {"perception", "purpose"} and _LEVERAGE.search(motive.reason):
        return "leverage", None
    return motive.kind, None


def leverage(view: View, actor: str, other: str, thirds: Iterable[str]) -> Iterator[Reason]:
    """What one seeks in the way of influence, in a sentence that concerns the other or a foe in common."""
    wanted = {other, *thirds}
    found: list[Claim] = []
    for claim in view.dossier.claims:
        if claim.relation != "seeks" or not _LEVERAGE.search(claim.detail):
            continue
        if view.dossier.currency(claim) != "current" or view.ends(claim)[0] != actor:
            continue
        near = {
            end
            for one in view.claims_in(claim.passage_id)
            if actor in view.ends(one) and not (sign(one) < 0 and other in view.ends(one))
            for end in view.ends(one)
        }
        if wanted & near:
            found.append(claim)
    if held := view.strongest_first(found):
        yield view.reason("leverage", f"{view.say(held)}.", view.best(held), held, actor=actor)
