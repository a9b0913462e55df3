"""What the sources say will happen if something else does, as the tree the page shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bedfellows.case.records import Condition
from bedfellows.report.cards import CONDITION_WORDS
from bedfellows.report.dates import day
from bedfellows.report.evidence_index import EvidenceIndex, Reference
from bedfellows.report.outside_text import visible
from bedfellows.scenario.outcomes import Branch, Fork, outcomes_from
from bedfellows.ties.dossier import Dossier

# Words that open a condition in the source's own text, so that none needs to be put before it.
_OPENING = re.compile(
    r"(?:(?:even|only|but|and|so)\s+)?(?:if|unless|(?:as|so)\s+long\s+as|when(?:ever)?|once|until|while|after|before|"
    r"should|were|had|provided|providing|given|assuming|in\s+case|in\s+the\s+event|without|with|by)\b\s*",
    re.IGNORECASE,
)
_DEEPEST = 12  # levels that are drawn nested; what lies deeper is drawn at this level


@dataclass(frozen=True, slots=True)
class BranchView:
    """One outcome, with what is said to follow from it."""

    id: str
    anchor: str
    reference: Reference
    outcome: str
    certainty: str
    horizon: str
    said_by: str
    supporting: tuple[Reference, ...]
    then: tuple[BranchView, ...]


@dataclass(frozen=True, slots=True)
class ForkView:
    """A condition and its outcomes. `opening` ("if", "as long as") and `condition` read on as one."""

    opening: str
    condition: str
    kind: Condition
    source: Reference
    branches: tuple[BranchView, ...]


@dataclass(frozen=True, slots=True)
class OutcomeTree:
    """All conditional outcomes of a case, in the order of the sources' dates and then of the text."""

    forks: tuple[ForkView, ...]
    found: int

    def branches(self) -> Iterator[BranchView]:
        """Every outcome in the tree, each before what follows from it."""
        for fork in self.forks:
            yield from _walk(fork.branches)


def outcome_tree(dossier: Dossier, index: EvidenceIndex) -> OutcomeTree:
    """The conditional forecasts of a case as trees."""
    answer = outcomes_from(dossier)
    return OutcomeTree(tuple(_fork(fork, index) for fork in answer.forks), answer.found)


def _fork(fork: Fork, index: EvidenceIndex) -> ForkView:
    opening, condition = opened(fork.kind, visible(fork.condition))
    source = index.reference(fork.branches[0].evidence.source_id)
    return ForkView(opening, condition, fork.kind, source, _branches(fork.branches, index, 1))


def _branches(branches: Sequence[Branch], index: EvidenceIndex, level: int) -> tuple[BranchView, ...]:
    found: list[BranchView] = []
    for branch in branches:
        then = _branches(branch.then, index, level + 1)
        deep = level >= _DEEPEST
        found.append(_branch(branch, index, () if deep else then))
        found += then if deep else ()
    return tuple(found)


def _branch(branch: Branch, index: EvidenceIndex, then: tuple[BranchView, ...]) -> BranchView:
    reference = index.reference(branch.id)
    horizon = " · ".join(part for part in (visible(branch.horizon_text), day(branch.horizon)) if part)
    return BranchView(
        branch.id,
        f"tree-{reference.label}",
        reference,
        visible(branch.outcome),
        branch.certainty,
        horizon,
        visible(" → ".join(branch.said_by)) or "the author",
        index.references(piece.id for piece in branch.supporting),
        then,
    )


def opened(kind: Condition, condition: str) -> tuple[str, str]:
    """The word that opens a condition and the rest of it, whether or not the source's words hold that word.

    >>> opened("if", "If Arvenia withdraws"), opened("unless", "it stays")
    (('if', 'Arvenia withdraws'), ('unless', 'it stays'))
    """
    if found := _OPENING.match(condition):
        return found.group().strip().lower(), condition[found.end() :]
    return CONDITION_WORDS.get(kind, kind) if kind != "follows-from" else "given that", condition


def _walk(branches: Sequence[BranchView]) -> Iterator[BranchView]:
    for branch in branches:
        yield branch
        yield from _walk(branch.then)
