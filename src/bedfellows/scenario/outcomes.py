"""What the sources say will happen if something else does: their conditional forecasts as trees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bedfellows.actors import Registry
from bedfellows.case import CaseStore
from bedfellows.case.records import Claim, Condition, ConditionalOutcome
from bedfellows.ties.dossier import Dossier, open_dossier
from bedfellows.ties.evidence import Evidence, Scope


@dataclass(frozen=True, slots=True)
class Branch:
    """One outcome, and in `then` what a source says follows from it.

    `condition`, `outcome` and `horizon_text` are in the text's words. `said_by` are names; empty means the author.
    `supporting` are the claims that condition and outcome are coded to.
    """

    id: str
    kind: Condition
    condition: str
    outcome: str
    certainty: str
    horizon_text: str
    horizon: date | None
    actors: tuple[str, ...]
    actor_names: tuple[str, ...]
    said_by: tuple[str, ...]
    evidence: Evidence
    supporting: tuple[Evidence, ...]
    then: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Fork:
    """One condition of one source, with all that it says would follow."""

    kind: Condition
    condition: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class OutcomesAnswer:
    """The conditional forecasts of a case. `found` counts every outcome shown, at whatever depth."""

    scope: Scope
    forks: tuple[Fork, ...]
    found: int


def outcomes(
    store: CaseStore, registry: Registry, as_of: date | None = None, actor_id: str | None = None
) -> OutcomesAnswer:
    """The conditional forecasts of a case published by `as_of`; with `actor_id`, the trees that bear on that actor.

    Forks stand in the order of the sources' dates (undated sources last), then of the text.
    """
    return outcomes_from(open_dossier(store, registry, as_of), actor_id)


def outcomes_from(dossier: Dossier, actor_id: str | None = None) -> OutcomesAnswer:
    """`outcomes`, from evidence that is loaded already."""
    records = {record.id: record for record in dossier.outcomes}
    ordered = sorted(records.values(), key=lambda record: _place(dossier, record))
    children: dict[str | None, list[ConditionalOutcome]] = {}
    for record in ordered:
        children.setdefault(_parent(record, records), []).append(record)
    claims = {claim.id: claim for claim in dossier.claims}
    trees = [_branch(dossier, root, children, claims) for root in children.get(None, [])]
    if actor_id is not None:
        trees = [tree for tree in trees if any(actor_id in branch.actors for branch in _walk(tree))]
    forks: dict[tuple[str, str, str], list[Branch]] = {}
    for tree in trees:
        key = (tree.evidence.source_id, tree.kind, " ".join(tree.condition.casefold().split()))
        forks.setdefault(key, []).append(tree)
    found = tuple(Fork(group[0].kind, group[0].condition, tuple(group)) for group in forks.values())
    return OutcomesAnswer(dossier.scope, found, sum(1 for tree in trees for _ in _walk(tree)))


def _place(dossier: Dossier, record: ConditionalOutcome) -> tuple[date, str, int, int, str]:
    published = dossier.sources[record.source_id].published or date.max
    return published, record.source_id, record.start, record.end, record.id


def _parent(record: ConditionalOutcome, records: dict[str, ConditionalOutcome]) -> str | None:
    """The outcome this one hangs from; None where that is not in view, or where following the parents up comes back
    to a ring of which this one is the first in the text."""
    if record.parent not in records:
        return None
    ring, at = [record], records[record.parent]
    seen = {record.id}
    while at.id not in seen:
        seen.add(at.id)
        ring.append(at)
        if at.parent not in records:
            return record.parent
        at = records[at.parent]
    if at.id != record.id:
        return record.parent
    first = min(ring, key=lambda one: (one.source_id, one.start, one.end, one.id))
    return None if first.id == record.id else record.parent


def _branch(
    dossier: Dossier,
    record: ConditionalOutcome,
    children: dict[str | None, list[ConditionalOutcome]],
    claims: dict[str, Claim],
) -> Branch:
    coded = [claims[claim] for claim in (*record.condition_claims, *record.outcome_claims) if claim in claims]
    evidence = dossier.evidence(record)
    return Branch(
        record.id,
        record.kind,
        record.condition,
        record.outcome,
        record.certainty,
        record.horizon_text,
        record.horizon,
        record.actors,
        tuple(dossier.name(actor) for actor in record.actors),
        evidence.said_by,
        evidence,
        tuple(dossier.evidence(claim) for claim in dict.fromkeys(coded)),
        tuple(_branch(dossier, child, children, claims) for child in children.get(record.id, [])),
    )


def _walk(branch: Branch) -> Iterable[Branch]:
    yield branch
    for follower in branch.then:
        yield from _walk(follower)
