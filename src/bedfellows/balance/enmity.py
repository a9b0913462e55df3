"""What stands between two actors: old wars, enmity in words, opposite sides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bedfellows.balance.pairs import AT_ODDS, BACKING, FORCE, Pairs
from bedfellows.case.records import Claim
from bedfellows.ties.evidence import Fact
from bedfellows.ties.kinship import Forerunner
from bedfellows.ties.strength import belief
from bedfellows.ties.wording import listed

_ENEMY_WORDS = re.compile(
    r"\b(?:enem(?:y|ies)|foes?|adversar(?:y|ies)|rivals?|threats?|no love lost|hostile|hatred|terrorists?)\b",
    re.IGNORECASE,
)
_OF_SOMEBODY_ELSE = re.compile(r"\b(?:against|than|versus|fighting|to fight|to counter)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|never|no longer|neither|hardly)\b", re.IGNORECASE)


def speaks_of_an_enemy(description: str) -> bool:
    """Does a description call whom it describes an enemy? "A shield against the terrorists" and "no longer an enemy"
    do not."""
    own = _OF_SOMEBODY_ELSE.split(description, maxsplit=1)[0]
    return bool(_ENEMY_WORDS.search(own)) and not _NOT.search(own)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found between two actors. `strength` in [0, 1] is how far it is to be believed."""

    strength: float
    words: str
    claims: tuple[Claim, ...]
    facts: tuple[Fact, ...] = ()


def past_war(pairs: Pairs, a_id: str, b_id: str) -> Finding | None:
    """They, or those they come from, used force against one another, and it is over.

    A war counts as far as its best claim is believed, or as the weakest link of the descent that ties the two
    to it.
    """
    best: dict[str, float] = {}
    wars: list[tuple[Claim, Forerunner, Forerunner]] = []
    for a_line, b_line in _lines(pairs, a_id, b_id):
        share = min(a_line.share, b_line.share)
        for claim in pairs.claims(a_line.actor, b_line.actor):
            if claim.relation in FORCE and pairs.dossier.currency(claim) == "past" and not claim.negated:
                believed = min(belief(claim, pairs.dossier.sources.get(claim.source_id)), share)
                if believed:
                    best[claim.id] = believed
                    wars.append((claim, a_line, b_line))
    if not wars:
        return None
    wars.sort(key=lambda war: (-best[war[0].id], war[0].id))
    claim, a_line, b_line = wars[0]
    both = {war.id: war for war, *_ in wars} | _descent(pairs, (a_line, b_line))
    facts = dict.fromkeys((*a_line.facts, *b_line.facts))
    own = a_line.actor == a_id and b_line.actor == b_id
    when = f" ({claim.time_text})" if claim.time_text else ""
    descent = [fact.statement.removesuffix(".") for fact in facts]
    descent += [pairs.dossier.statement(link) for link in _descent(pairs, (a_line, b_line)).values()]
    words = f"{pairs.dossier.statement(claim)}{when}{'' if own else '; ' + listed(descent)}."
    return Finding(best[claim.id], words, tuple(both.values()), tuple(facts))


def called_enemies(pairs: Pairs, a_id: str, b_id: str) -> Finding | None:
    """They are called rivals or enemies, or one of them speaks of the other as one."""
    found = [
        claim
        for claim in pairs.claims(a_id, b_id)
        if claim.relation == "rivals" and pairs.dossier.currency(claim) in {"current", "past"}
    ]
    found += [
        claim
        for claim in described(pairs, a_id, b_id)
        if speaks_of_an_enemy(claim.detail) and pairs.dossier.currency(claim) in {"current", "past"}
    ]
    believed = {claim.id: belief(claim, pairs.dossier.sources.get(claim.source_id)) for claim in found}
    found = [claim for claim in found if believed[claim.id]]
    if not found:
        return None
    best = max(found, key=lambda claim: (believed[claim.id], claim.id))
    return Finding(believed[best.id], f"{pairs.dossier.statement(best)}.", tuple(found))


def present_hostility(pairs: Pairs, a_id: str, b_id: str) -> Finding | None:
    """They act against one another now."""
    claims = pairs.current(a_id, b_id, (AT_ODDS - {"rivals"}) | {"fears", "accuses", "rejects"})
    measured = pairs.strength(claims)
    if not measured.hostile:
        return None
    counted = tuple(claim for claim in claims if claim.id in measured.claims)
    return Finding(measured.hostile, f"{pairs.say(counted)}.", counted)


def friend_of_foe(pairs: Pairs, a_id: str, b_id: str) -> Finding | None:
    """One of them backs, or is allied with, somebody who is at odds with the other."""
    found: list[tuple[float, str, Claim, Claim]] = []
    for one, other in ((a_id, b_id), (b_id, a_id)):
        for third in pairs.partners.get(one, ()):
            if third == other:
                continue
            backing = tuple(c for c in pairs.friendship(one, third) if c.relation in BACKING)
            enmity = pairs.enmity(third, other)
            if found_both := _weaker(pairs, backing, enmity):
                found.append((*found_both[:1], third, *found_both[1:]))
    return _together(pairs, found)


def opposite_sides(pairs: Pairs, a_id: str, b_id: str) -> Finding | None:
    """Each backs a side, and the two sides fight one another."""
    found: list[tuple[float, str, Claim, Claim]] = []
    for third in pairs.partners.get(a_id, ()):
        backs_third = _backing(pairs, a_id, third)
        for fourth in pairs.partners.get(b_id, ()) if backs_third and third != b_id else ():
            if fourth in {a_id, third}:
                continue
            sides = _weaker(pairs, backs_third, _backing(pairs, b_id, fourth))
            war = pairs.current(third, fourth, {"fights"})
            if sides and war:
                believed = min(sides[0], _best(pairs, war)[0])
                found.append((believed, f"{third} {fourth}", sides[1], sides[2]))
                found.append((believed, f"{third} {fourth}", _best(pairs, war)[1], sides[1]))
    return _together(pairs, found)


def _backing(pairs: Pairs, backer: str, side: str) -> tuple[Claim, ...]:
    """The claims that one backs a side, unless it is more of a foe to it."""
    claims = pairs.friendship(backer, side)
    return tuple(c for c in claims if c.relation == "supports" and pairs.ends(c) == (backer, side))


def described(pairs: Pairs, a_id: str, b_id: str) -> tuple[Claim, ...]:
    """What either says of the other."""
    return pairs.descriptions.get((min(a_id, b_id), max(a_id, b_id)), ())


def _lines(pairs: Pairs, a_id: str, b_id: str) -> Iterator[tuple[Forerunner, Forerunner]]:
    a_lines, b_lines = pairs.forerunners(a_id), pairs.forerunners(b_id)
    for a_line in a_lines.values():
        for b_line in b_lines.values():
            if a_line.actor not in b_lines and b_line.actor not in a_lines:
                yield a_line, b_line


def _descent(pairs: Pairs, lines: tuple[Forerunner, ...]) -> dict[str, Claim]:
    wanted = {claim_id for line in lines for claim_id in line.claims}
    return {claim_id: pairs.by_id[claim_id] for claim_id in sorted(wanted)}


def _best(pairs: Pairs, claims: tuple[Claim, ...]) -> tuple[float, Claim]:
    believed = [
        (belief(claim, pairs.dossier.sources.get(claim.source_id)), claim.id, claim) for claim in claims
    ]
    most, _, claim = max(believed)
    return most, claim


def _weaker(
    pairs: Pairs, one: tuple[Claim, ...], other: tuple[Claim, ...]
) -> tuple[float, Claim, Claim] | None:
    """The best claim of each side, and how far the less believed of the two is believed."""
    if not one or not other:
        return None
    (first, claim), (second, against) = _best(pairs, one), _best(pairs, other)
    weakest = min(first, second)
    return (weakest, claim, against) if weakest else None


def _together(pairs: Pairs, found: list[tuple[float, str, Claim, Claim]]) -> Finding | None:
    """One finding out of several of a kind: as strong as the strongest, with the evidence of all."""
    if not found:
        return None
    found.sort(key=lambda item: (-item[0], item[1]))
    claims = {claim.id: claim for _, _, *both in found for claim in both}
    key = found[0][1]
    first = {claim.id: claim for _, other, *both in found if other == key for claim in both}
    words = listed([pairs.dossier.statement(claim) for claim in first.values()])
    return Finding(found[0][0], f"{words}.", tuple(claims.values()))
