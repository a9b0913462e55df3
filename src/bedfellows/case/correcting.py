"""Corrections: a person says that a claim was read wrongly, and the case goes on without it, or with what the words do say.

A correction is a source of its own (kind `correction`), which says who, when and why. The source that was read wrongly gets a new
reading in which the claim is gone or is another; the earlier reading stays in the file. It is the reading that was wrong, not what was
published, so a correction holds as of every day; the correction itself has no date of publication, and is listed from the day it was made.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from bedfellows.case.records import (
    Certainty,
    Claim,
    ConditionalOutcome,
    Motive,
    Passage,
    Reading,
    Source,
    content_id,
)
from bedfellows.case.store import CaseStore
from bedfellows.errors import InputError
from bedfellows.ontology import CERTAINTIES, RELATIONS


@dataclass(frozen=True, slots=True)
class Change:
    """What the words do say: what is None stays as it was read. Actors by their ids."""

    subject: str | None = None
    relation: str | None = None
    object: str | None = None
    negated: bool | None = None
    certainty: Certainty | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction did. `source` is the id of the correction; `claim` that of what stands instead, None where nothing does."""

    source: str
    corrected: str  # id of the claim that was read wrongly
    claim: str | None


def correct(
    store: CaseStore, claim_id: str, change: Change | None, *, by: str, because: str, on: date
) -> Corrected:
    """Correct a claim, or reject it where `change` is None, in one transaction.

    Raises:
        InputError: there is no such claim, code or change, or no name or reason.
        CaseError: the case is open for reading only, or cannot be written.
    """
    by, because = " ".join(by.split()), " ".join(because.split())
    if not by or not because:
        raise InputError("Expected who corrects the claim and why, found nothing. Give a name and a reason.")
    found = next((one for one in store.claims() if one.id == claim_id), None)
    if found is None:
        raise InputError(
            f"Expected the id of a claim of this case, found {claim_id[:60]!r}. `bedfellows claims --format json` lists them."
        )
    if change is not None:
        _check(change)
    reading = store.current_readings([found.source_id])[found.source_id]
    correction = _source(found, change, by, because, on)
    new = _applied(reading, claim_id, change, by, correction.id)
    if new is None:
        raise InputError(f"The claim {claim_id!r} says so already. Name what is otherwise.")
    text = correction.text
    passage = Passage(content_id("psg", correction.id, 0, len(text)), correction.id, 1, 1, 0, len(text), text)
    way = store.ways().get(found.source_id)
    store.add_together([(Reading(correction, (passage,), ()), None), (new, way)])
    return Corrected(
        correction.id, claim_id, _changed(found, change, by, correction.id).id if change else None
    )


def correct_again(store: CaseStore, source_ids: Iterable[str]) -> None:
    """Put the corrections that were made of these sources into readings that were added since."""
    wanted = set(source_ids)
    rows = store.connection.execute(
        "SELECT id, text, author FROM sources WHERE kind = 'correction' ORDER BY recorded, seq"
    ).fetchall()
    of_source: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for id_, text, by in rows:
        told = json.loads(text.rpartition("\n")[2])
        if told["source"] in wanted:
            of_source.setdefault(told["source"], []).append((id_, by or "", told))
    for source_id, corrections in of_source.items():
        reading = new = store.current_readings([source_id])[source_id]
        for id_, by, told in corrections:
            change = None if told["change"] is None else Change(**told["change"])
            new = _applied(new, told["claim"], change, by, id_) or new
        if new != reading:
            store.add(new, way=store.ways().get(source_id))


def _check(change: Change) -> None:
    for name, value, known in (
        ("relation", change.relation, RELATIONS),
        ("certainty", change.certainty, CERTAINTIES),
    ):
        if value is not None and value not in known:
            raise InputError(f"Expected a {name}, found {value[:40]!r}. There are: {', '.join(known)}.")
    if change == Change():
        raise InputError("Expected what the words say instead, found nothing. Name it, or reject the claim.")


def _source(claim: Claim, change: Change | None, by: str, because: str, on: date) -> Source:
    said = " ".join(
        part for part in (claim.subject, "not" if claim.negated else "", claim.relation, claim.object) if part
    )
    if change is None:
        now = "Rejected."
    else:
        now = f"Instead: {', '.join(f'{name} {value}' for name, value in asdict(change).items() if value is not None)}."
    told = {
        "source": claim.source_id,
        "claim": claim.id,
        "change": None if change is None else asdict(change),
    }
    text = "\n".join(
        (
            f"Correction of the claim {claim.id} of {claim.source_id}: {said}, from the words “{claim.quote}”.",
            f"{now} {by}, {on.isoformat()}: {because}",
            json.dumps(told, ensure_ascii=False, sort_keys=True),
        )
    )
    return Source(
        content_id("src", text),
        "correction",
        f"Correction of {claim.id}",
        None,
        by,
        None,
        f"correction of {claim.id}",
        text,
    )


def _applied(
    reading: Reading, claim_id: str, change: Change | None, by: str, correction: str
) -> Reading | None:
    """The reading with the correction in it; None where it has no such claim, or nothing is otherwise."""
    old = next((one for one in reading.claims if one.id == claim_id), None)
    if old is None:
        return None
    new = _changed(old, change, by, correction) if change else None
    if new is not None and replace(new, reader=old.reader, confidence=old.confidence) == old:
        return None
    claims = tuple(one for one in (new if one is old else one for one in reading.claims) if one is not None)
    if new is not None:  # another claim may say the same of the same words already
        claims = tuple(one for one in claims if one is new or one.id != new.id)
    instead = new.id if new else None
    return replace(
        reading,
        claims=claims,
        motives=tuple(_motive(one, claim_id, instead) for one in reading.motives),
        outcomes=tuple(_outcome(one, claim_id, instead) for one in reading.outcomes),
        dropped=(*reading.dropped, f"{claim_id}: corrected by {by}, see {correction}"),
    )


def _changed(claim: Claim, change: Change, by: str, correction: str) -> Claim:
    values = {
        name: value
        for name, value in asdict(change).items()
        if value is not None and value != getattr(claim, name)
    }
    new = replace(claim, **values, reader=f"corrected by {by}: {correction}", confidence=1.0)
    if "relation" in values or "negated" in values:  # what the reader coded went with the other relation
        new = replace(new, plover=None, plover_mode=None)
    if "relation" in values and values["relation"] != "supports":
        new = replace(new, support_types=(), comparison=None)
    id_ = content_id(
        "clm",
        new.source_id,
        new.start,
        new.end,
        new.subject,
        new.relation,
        new.object,
        new.detail,
        new.negated,
    )
    return replace(new, id=id_)


def _motive(motive: Motive, old: str, new: str | None) -> Motive:
    return replace(
        motive,
        effect_claim=new if motive.effect_claim == old else motive.effect_claim,
        reason_claim=new if motive.reason_claim == old else motive.reason_claim,
    )


def _outcome(outcome: ConditionalOutcome, old: str, new: str | None) -> ConditionalOutcome:
    return replace(
        outcome,
        condition_claims=_without(outcome.condition_claims, old, new),
        outcome_claims=_without(outcome.outcome_claims, old, new),
    )


def _without(ids: Sequence[str], old: str, new: str | None) -> tuple[str, ...]:
    return tuple(one for one in (new if one == old else one for one in ids) if one is not None)
