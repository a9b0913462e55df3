"""A first draft of a conflict in option form, from what a case says that some actors do, want and fear.

The draft reads the record in one fixed way, and says on which claims each line rests; whoever uses it should correct it.

* **Options**: each thing that an actor does to another of them now, or is expected to do, by the claims of the case: `MOST` in all, as
  many for each, the weightiest first. What two do together is the option of the one that is named first. What is done
  now is taken in the status quo, what is expected is not.
* **Infeasible**: to help and to fight the same one at once.
* **Wants**, each with a weight, and ranked by it: an actor wants what it does itself, as strongly as the case is sure that it
  does; it wants what helps itself and not what hurts itself (`SELF` times as much); it wants what hurts those whom it fears or is
  against and not what helps them, and the other way round for those whom it is with, by the strength of that tie.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bedfellows.balance.pairs import Pairs
from bedfellows.case.records import Claim
from bedfellows.errors import InputError
from bedfellows.ontology import RELATIONS
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.rollup import day_of
from bedfellows.ties.strength import weight
from bedfellows.ties.wording import verb

MOST = 10
SELF = 3.0
_DEEDS = frozenset(
    {
        *(
            "supports",
            "allied-with",
            "cooperates-with",
            "agrees-with",
            "negotiates",
            "contacts",
            "recognises",
        ),
        *("fights", "threatens", "coerces", "sanctions", "annexes", "opposes", "present-in"),
    }
)
_AT_ODDS = (
    ("supports", "fights"),
    ("allied-with", "fights"),
    ("supports", "sanctions"),
    ("allied-with", "sanctions"),
)


@dataclass(frozen=True, slots=True)
class _Deed:
    """What one actor does to another, with the claims that say so."""

    actor: str
    relation: str
    object: str
    now: bool
    weight: float
    claims: tuple[Claim, ...]

    @property
    def key(self) -> str:
        return f"{self.actor}-{self.relation}-{self.object}"

    @property
    def sign(self) -> int:
        return RELATIONS[self.relation].sign


def draft_conflict(dossier: Dossier, actors: Sequence[str]) -> str:
    """A conflict of these actors as TOML, in the form that `conflict_file` reads.

    Args:
        dossier: the evidence.
        actors: ids of two actors or more.

    Raises:
        InputError: fewer than two are named, or the case says of none of them what it does to another.
    """
    chosen = tuple(dict.fromkeys(actors))
    if not 2 <= len(chosen) <= MOST:
        raise InputError(
            f"Expected two to {MOST} different actors, found {len(chosen)}. Name those who decide in the conflict."
        )
    deeds = _deeds(dossier, chosen)
    if not deeds:
        names = ", ".join(map(dossier.name, chosen))
        raise InputError(
            f"Expected claims on what {names} do to one another, found none that hold now or are expected. "
            "Name others, or write the file by hand."
        )
    lines = [
        "# A draft: options and wants are read off the claims named beside them. Correct it before you trust its equilibria.",
        f"title = {_text(' / '.join(map(dossier.name, chosen)))}",
        f"source = {_text(f'drafted from {dossier.scope.claims} claims as of {dossier.scope.reference}')}",
    ]
    apart = [
        f"{one.key} and {other.key}"
        for one in deeds
        for other in deeds
        if (one.actor, one.object) == (other.actor, other.object)
        and (one.relation, other.relation) in _AT_ODDS
    ]
    if apart:
        lines.append(f"infeasible = [{', '.join(map(_text, apart))}]")
    quo = [deed.key if deed.now else f"not {deed.key}" for deed in deeds]
    possible = not any(one.key in quo and _clashes(one, deeds, quo) for one in deeds)
    if possible:
        lines.append(f"status_quo = {_text(' and '.join(quo))}")
    pairs = Pairs(dossier)
    for actor in chosen:
        lines += _maker(dossier, pairs, actor, deeds)
    return "\n".join(lines) + "\n"


def _clashes(one: _Deed, deeds: Iterable[_Deed], quo: Sequence[str]) -> bool:
    return any(
        (one.actor, one.object) == (other.actor, other.object)
        and other.key in quo
        and (one.relation, other.relation) in _AT_ODDS
        for other in deeds
    )


def _deeds(dossier: Dossier, chosen: Sequence[str]) -> list[_Deed]:
    rollup = Pairs(dossier).rollup
    found: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in dossier.claims:
        if claim.relation not in _DEEDS or claim.object is None or claim.negated:
            continue
        if dossier.currency(claim) not in {"current", "expected"}:
            continue
        on = day_of(claim, dossier.scope.reference)
        subject, object_ = rollup.top(claim.subject, on)[0], rollup.top(claim.object, on)[0]
        if subject in chosen and object_ in chosen and subject != object_:
            mirrored = (object_, claim.relation, subject)
            one_of_both = RELATIONS[claim.relation].symmetric and mirrored in found
            key = mirrored if one_of_both else (subject, claim.relation, object_)
            found.setdefault(key, []).append(claim)
    deeds = []
    for (actor, relation, other), claims in found.items():
        now = any(dossier.currency(claim) == "current" for claim in claims)
        doubt = 1.0
        for claim in claims:
            doubt *= 1 - (weight(claim, dossier.sources.get(claim.source_id)) or 0.1)
        deeds.append(_Deed(actor, relation, other, now, round(1 - doubt, 4), tuple(claims)))
    deeds.sort(key=lambda deed: (-deed.weight, deed.key))
    kept: list[_Deed] = []
    for actor in chosen:
        kept += [deed for deed in deeds if deed.actor == actor][: max(1, MOST // len(chosen))]
    return kept


def _maker(dossier: Dossier, pairs: Pairs, actor: str, deeds: Sequence[_Deed]) -> list[str]:
    own = [deed for deed in deeds if deed.actor == actor]
    lines = ["", "[[decision_maker]]", f"name = {_text(dossier.name(actor))}", f"actor = {_text(actor)}"]
    lines.append("options = [")
    for deed in own:
        name = f"{verb(deed.relation, 'present', negated=False)} {dossier.name(deed.object)}"
        lines.append(
            f"  {{ key = {_text(deed.key)}, name = {_text(name)} }},  # {_evidence(dossier, deed.claims)}"
        )
    lines.append("]")
    lines.append("priorities = [  # the most important first")
    for _, statement, reason in sorted(
        _wants(dossier, pairs, actor, deeds), key=lambda want: (-want[0], want[1])
    ):
        lines.append(f"  {_text(statement)},  # {_clean(reason)}")
    lines.append("]")
    return lines


def _wants(
    dossier: Dossier, pairs: Pairs, actor: str, deeds: Sequence[_Deed]
) -> list[tuple[float, str, str]]:
    feared = {
        claim.object: claim
        for claim in dossier.by_subject.get(actor, ())
        if claim.relation == "fears" and claim.object and not claim.negated
    }
    wants = []
    for deed in deeds:
        like = "" if deed.sign >= 0 else "not "
        if deed.actor == actor:
            wanted = deed.key if deed.now else f"not {deed.key}"
            wants.append((deed.weight, wanted, "does so now" if deed.now else "does not do so now"))
        elif deed.object == actor:
            reason = "helps it" if deed.sign >= 0 else "hurts it"
            wants.append((SELF * deed.weight, f"{like}{deed.key}", reason))
        else:
            tie = pairs.signed(actor, deed.object)
            why = f"its tie with {dossier.name(deed.object)} is {tie:+.2f}"
            if deed.object in feared:
                tie = min(tie, -0.5)
                why = f"fears {dossier.name(deed.object)}: {_evidence(dossier, [feared[deed.object]])}"
            if tie and deed.sign:
                good = tie * deed.sign > 0
                wants.append((abs(tie) * deed.weight, f"{'' if good else 'not '}{deed.key}", why))
    return wants


def _evidence(dossier: Dossier, claims: Sequence[Claim]) -> str:
    shown = "; ".join(f"{claim.id} “{claim.quote}”" for claim in claims[:2])
    more = f"; and {len(claims) - 2} more" if len(claims) > 2 else ""
    expected = "" if any(dossier.currency(claim) == "current" for claim in claims) else "expected: "
    return _clean(f"{expected}{shown}{more}")


def _clean(text: str) -> str:
    """One line without control characters: TOML allows none in a comment or a string."""
    return "".join(sign if sign.isprintable() else " " for sign in " ".join(text.split()))


def _text(text: str) -> str:
    return json.dumps(_clean(text), ensure_ascii=False)
