"""What the sources say will happen if something else does: their conditional forecasts as trees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bedfellows.actors import Registry
from bedfellows.case import CaseStore
from bedfellows.case.records import Claim, Condition, ConditionalOutcome
from bedfellows.ties.dossier import Dossier, open_dossier
from bedfellows.ties.evidence import Evidence, Scope
from bedfellows.ties.wording import bare_condition


@dataclass(frozen=True, slots=True)
class Branch:
    """One outcome, and in `then` what a source says follows from it.

    `condition`, `outcome` and `horizon_text` are in the text's words; the "if" or "unless" of the condition is in
    `kind`. `said_by` are names; empty means the author.
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
    roots, followers = _grown(ordered)
    claims = {claim.id: claim for claim in dossier.claims}
    branches: dict[str, Branch] = {}
    trees = [_branch(dossier, root, followers, claims, branches) for root in roots]
    if actor_id is not None:
        trees = [tree for tree in trees if any(actor_id in branch.actors for branch in walk(tree))]
    forks: dict[tuple[str, str, str], list[Branch]] = {}
    for tree in trees:
        key = (tree.evidence.source_id, tree.kind, tree.condition.casefold())
        forks.setdefault(key, []).append(tree)
    found = tuple(Fork(group[0].kind, group[0].condition, tuple(group)) for group in forks.values())
    return OutcomesAnswer(dossier.scope, found, sum(1 for tree in trees for _ in walk(tree)))


def walk(branch: Branch) -> Iterator[Branch]:
    """A branch and all that follows from it, each before its followers."""
    waiting = [branch]
    while waiting:
        current = waiting.pop()
        yield current
        waiting += reversed(current.then)


def _place(dossier: Dossier, record: ConditionalOutcome) -> tuple[date, str, int, int, str]:
    published = dossier.sources[record.source_id].published or date.max
    return published, record.source_id, record.start, record.end, record.id


def _grown(
    ordered: Sequence[ConditionalOutcome],
) -> tuple[list[ConditionalOutcome], dict[str, list[ConditionalOutcome]]]:
    """The roots, and what follows from each outcome.

    An outcome whose parent is not in view is a root. Where parents go round in a ring, its first outcome in order is
    the root.
    """
    records = {record.id: record for record in ordered}
    rooted: set[str] = set()
    roots: list[ConditionalOutcome] = []
    followers: dict[str, list[ConditionalOutcome]] = {}
    place = {record.id: number for number, record in enumerate(ordered)}
    breaks: set[str] = set()
    for record in ordered:
        path: dict[str, None] = {}
        at: ConditionalOutcome | None = record
        while at is not None and at.id not in rooted and at.id not in path:
            path[at.id] = None
            at = records.get(at.parent or "")
        if at is not None and at.id in path:
            ring = list(path)[list(path).index(at.id) :]
            breaks.add(min(ring, key=place.__getitem__))
        rooted |= path.keys()
    for record in ordered:
        if record.parent in records and record.id not in breaks:
            followers.setdefault(record.parent or "", []).append(record)
        else:
            roots.append(record)
    return roots, followers


def _branch(
    dossier: Dossier,
    root: ConditionalOutcome,
    followers: Mapping[str, Sequence[ConditionalOutcome]],
    claims: Mapping[str, Claim],
    branches: dict[str, Branch],
) -> Branch:
    """The tree of a root, built from its tips: a source may chain more forecasts than a function may call itself."""
    order, waiting = [], [root]
    while waiting:
        record = waiting.pop()
        order.append(record)
        waiting += followers.get(record.id, ())
    for record in reversed(order):
        then = tuple(branches[follower.id] for follower in followers.get(record.id, ()))
        branches[record.id] = _made(dossier, record, claims, then)
    return branches[root.id]


def _made(
    dossier: Dossier, record: ConditionalOutcome, claims: Mapping[str, Claim], then: tuple[Branch, ...]
) -> Branch:
    coded = [claims[claim] for claim in (*record.condition_claims, *record.outcome_claims) if claim in claims]
    evidence = dossier.evidence(record)
    return Branch(
        record.id,
        record.kind,
        bare_condition(record.kind, record.condition),
        " ".join(record.outcome.split()),
        record.certainty,
        record.horizon_text,
        record.horizon,
        record.actors,
        tuple(dossier.name(actor) for actor in record.actors),
        evidence.said_by,
        evidence,
        tuple(dossier.evidence(claim) for claim in {claim.id: claim for claim in coded}.values()),
        then,
    )
