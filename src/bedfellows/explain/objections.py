"""What speaks against an alignment: old wars, enmity, distance, denials, doubts, and what may undo it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from bedfellows.balance.distance import land_distance
from bedfellows.balance.enmity import (
    Finding,
    called_enemies,
    friend_of_foe,
    opposite_sides,
    past_war,
    present_hostility,
)
from bedfellows.balance.pairs import FRIENDLY, Pairs
from bedfellows.case.records import Claim, ConditionalOutcome, Motive
from bedfellows.explain.grounds import Record, View
from bedfellows.explain.mechanisms import Reason
from bedfellows.ties.strength import sign
from bedfellows.ties.wording import forecast_words, quoted

_FINDINGS: Mapping[str, Callable[[Pairs, str, str], Finding | None]] = {
    "past-war": past_war,
    "called-enemies": called_enemies,
    "hostile-now": present_hostility,
    "opposite-sides": opposite_sides,
    "friend-of-foe": friend_of_foe,
}
_DOUBT = re.compile(
    r"\b(?:it is (?:quite )?a stretch|far[- ]?fetched|implausib\w+|unconvincing|makes? (?:no|little) sense|"
    r"(?:does|do) not make sense|hard to (?:see|believe)|little (?:evidence|reason|to gain)|no (?:evidence|reason)|"
    r"exaggerat\w+|overstat\w+|overblown|questionable|doubtful|mere pretext|a pretext)\b",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"\b(?:chang\w+ (?:its |his |her |their )?(?:course|sides?|tack|policy|mind)|switch\w* sides?|revers\w+|"
    r"abandon\w*|turn\w* (?:away|against|on)|drop\w*|reconsider\w*|rethink\w*|break\w* with|"
    r"distanc\w+ (?:itself|himself|herself|themselves)|cut\w* (?:off|ties)|stop\w* (?:support|back|help|fund|arm)\w*|"
    r"end\w* (?:its |his |her |their )?(?:support|backing|help|aid))\b",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"\b(?:talks|negotiations|alliance|ties|relations|partnership|pact|deal|cooperation|rapprochement|friendship|truce|"
    r"cease-?fire)\b.*\b(?:fail\w*|collaps\w+|break\w* (?:down|up|off)|end\w*|fall\w* (?:apart|through)|sour\w*)\b",
    re.IGNORECASE | re.DOTALL,
)


def objections(
    view: View, motives: Mapping[str, Sequence[Motive]], in_favour: Sequence[Reason]
) -> Iterator[Reason]:
    """Everything that speaks against the alignment. `motives` are those that do, by mechanism; `in_favour` are the
    reasons for it, which a source may call into doubt."""
    for mechanism, find in _FINDINGS.items():
        finding = find(view.pairs, view.a, view.b)
        said = motives.get(mechanism, ())
        if finding:
            records: tuple[Record, ...] = (*finding.claims, *said)
            believed = max(finding.strength, view.best(said))
            yield view.reason(mechanism, finding.words, believed, records, facts=finding.facts)
        elif said:
            yield _in_words(view, mechanism, said)
    if said := motives.get("fear-of-other", ()):
        yield _in_words(view, "fear-of-other", said)
    distance = land_distance(view.pairs, view.a, view.b)
    if distance and distance.apart:
        yield view.reason("no-border", distance.words, 1.0, distance.claims, facts=distance.facts)
    yield from _denied(view)
    yield from _doubted(view, in_favour)
    yield from _may_change(view)


def _in_words(view: View, mechanism: str, motives: Sequence[Motive]) -> Reason:
    said = dict.fromkeys(view.dossier.motive(motive) for motive in motives)
    holders = {view.top(motive.holder, motive) for motive in motives}
    actor = holders.pop() if len(holders) == 1 else None
    return view.reason(mechanism, f"{'; '.join(said)}.", view.best(motives), motives, actor=actor)


def _denied(view: View) -> Iterator[Reason]:
    """Denials of friendly deeds between the two."""
    found = [
        claim
        for claim in view.pairs.claims(view.a, view.b)
        if claim.relation in FRIENDLY and view.dossier.currency(claim) == "denied"
    ]
    if found:
        found.sort(key=lambda claim: (-_disbelief(view, claim), claim.source_id, claim.start, claim.id))
        said = dict.fromkeys(_denial(view, claim) for claim in found)
        yield view.reason("denied", f"{'; '.join(list(said)[:3])}.", _disbelief(view, found[0]), found)


def _denial(view: View, claim: Claim) -> str:
    speakers = ", ".join(view.name(speaker) for speaker in claim.said_by)
    statement = view.dossier.statement(replace(claim, negated=True))
    return f"{statement}, says {speakers}" if speakers else statement


def _disbelief(view: View, claim: Claim) -> float:
    """How far a denial is to be believed: as the same words would be if they were no denial; what a speaker denies,
    as reported."""
    certainty = "reported" if claim.certainty == "denied" else claim.certainty
    return view.believed(replace(claim, negated=False, certainty=certainty))


def _doubted(view: View, in_favour: Sequence[Reason]) -> Iterator[Reason]:
    """A source calls into doubt what a reason for the alignment rests on."""
    claims = view.claims_by_id
    motives = {motive.id: motive for motive in view.dossier.motives}
    by_passage: dict[str, dict[str, Claim | Motive]] = {}
    for reason in in_favour:
        for piece in reason.evidence:
            record = claims.get(piece.id) or motives.get(piece.id)
            if record and _DOUBT.search(piece.sentence):
                by_passage.setdefault(record.passage_id, {})[record.id] = record
    for records in by_passage.values():
        found = sorted(records.values(), key=lambda record: (record.start, record.id))
        sentence = view.dossier.evidence(found[0]).sentence
        words = f"A source calls it into doubt: {quoted(sentence)}."
        yield view.reason("denied", words, view.best(found), found)


def _may_change(view: View) -> Iterator[Reason]:
    """A condition under which one of the two would turn away, or the tie would break.

    That one of them would change course bears on the tie where there is one, and where the forecast names the other
    as well or stands in a paragraph that speaks of the two.
    """
    both = {view.a, view.b}
    aligned = bool(view.pairs.friendship(view.a, view.b))
    passages = view.dossier.passages
    paragraphs = {
        (claim.source_id, passages[claim.passage_id].paragraph)
        for claim in view.pairs.claims(view.a, view.b)
        if claim.passage_id in passages
    }
    for outcome in view.dossier.outcomes:
        actors = {view.top(actor, outcome) for actor in outcome.actors}
        hostile = any(
            sign(claim) < 0 and set(view.ends(claim)) == both
            for claim in (view.claims_by_id.get(claim_id) for claim_id in outcome.outcome_claims)
            if claim
        )
        breaks = both <= actors and (_BREAK.search(outcome.outcome) or hostile)
        where = passages.get(outcome.passage_id)
        near = both <= actors or (where and (outcome.source_id, where.paragraph) in paragraphs)
        turns = aligned and near and both & actors and _TURN.search(outcome.outcome)
        if not (breaks or turns) or not view.believed(outcome):
            continue
        named = [actor for actor in (view.a, view.b) if _turns(view, outcome, actor)]
        words = f"{forecast_words(outcome.kind, outcome.condition, outcome.outcome)}."
        yield view.reason(
            "may-change",
            words,
            view.believed(outcome),
            (outcome, *_beside(view, outcome)),
            actor=named[0] if len(named) == 1 else None,
        )


def _turns(view: View, outcome: ConditionalOutcome, actor: str) -> bool:
    own = [one for one in outcome.actors if view.top(one, outcome) == actor]
    return any(view.names_in(outcome.outcome, one) for one in own)


def _beside(view: View, outcome: ConditionalOutcome) -> list[Claim | Motive]:
    """What else the sentence gives as a reason, and the claims that the forecast is coded to."""
    coded = (*outcome.condition_claims, *outcome.outcome_claims)
    claims = view.claims_by_id
    motives = [motive for motive in view.dossier.motives if motive.passage_id == outcome.passage_id]
    return [*(claims[claim] for claim in coded if claim in claims), *motives]
