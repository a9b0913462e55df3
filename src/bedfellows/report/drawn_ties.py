"""The ties of the case as the page draws and lists them, each with the evidence it rests on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bedfellows.case.records import Claim
from bedfellows.ontology.relations import RELATIONS
from bedfellows.report.evidence_index import EvidenceIndex, Reference
from bedfellows.report.graph import Link, Node
from bedfellows.report.network import Drawing, draw
from bedfellows.ties.strength import sign, strength
from bedfellows.ties.wording import verb

MOST_ACTORS = 60
BELONGING = frozenset({"member-of", "leads", "allegiance-to", "splinter-of", "successor-of"})
LEAST_STRENGTH = 0.05  # so that a line that is drawn can be seen

_WORDS = {1: "friendly", -1: "hostile", 0: "belonging"}


@dataclass(frozen=True, slots=True)
class DrawnTie:
    """A tie between two actors in one colour: friendly (+1), hostile (-1), or belonging (0).

    `strength` is what its claims add up to (see `bedfellows.ties.strength`). `faint` says why it is drawn
    faint: "past", "expected", "hedged", or nothing.
    """

    number: int
    subject: str
    object: str
    sign: int
    forward: bool
    backward: bool
    strength: float
    faint: str
    relations: tuple[str, ...]
    support_types: tuple[str, ...]
    evidence: tuple[str, ...]  # ids
    references: tuple[Reference, ...]

    @property
    def anchor(self) -> str:
        """The id of the tie's row in the list of ties."""
        return f"tie-{self.number}"

    @property
    def word(self) -> str:
        """What the sign stands for."""
        return _WORDS[self.sign]


def drawn_ties(index: EvidenceIndex) -> tuple[DrawnTie, ...]:
    """The ties that the claims of a case speak of, strongest first. Denials draw no line."""
    grouped: dict[tuple[str, str, int], list[Claim]] = defaultdict(list)
    for claim in index.claims():
        if claim.object is None or claim.object == claim.subject or index.currency(claim) == "denied":
            continue
        belongs = claim.relation in BELONGING
        if belongs or sign(claim):
            first, second = sorted((claim.subject, claim.object))
            grouped[first, second, 0 if belongs else sign(claim)].append(claim)
    ties = [_tie(key, claims, index) for key, claims in grouped.items()]
    ties.sort(key=lambda tie: (-tie.strength, -len(tie.evidence), tie.subject, tie.object, tie.sign))
    return tuple(replace(tie, number=number) for number, tie in enumerate(ties, 1))


def _tie(key: tuple[str, str, int], claims: Sequence[Claim], index: EvidenceIndex) -> DrawnTie:
    first, second, way = key
    directed = [c for c in claims if not (known := RELATIONS.get(c.relation)) or not known.symmetric]
    ahead = any(c.subject == first for c in directed)
    back = any(c.subject == second for c in directed)
    if back and not ahead:
        first, second, ahead, back = second, first, True, False
    summed = strength(claims, {source.id: source for source in index.sources})
    counted = Counter(c.relation for c in claims)
    ids = tuple(c.id for c in claims)
    return DrawnTie(
        0,
        first,
        second,
        way,
        ahead,
        back,
        summed.hostile if way < 0 else summed.friendly,
        _faint(claims, index),
        tuple(verb(relation) + (f" ×{n}" if n > 1 else "") for relation, n in counted.most_common()),
        tuple(sorted({kind for c in claims for kind in c.support_types})),
        ids,
        index.references(ids),
    )


def _faint(claims: Sequence[Claim], index: EvidenceIndex) -> str:
    currencies = {index.currency(claim) for claim in claims}
    if "current" not in currencies:
        return "past" if "past" in currencies else "expected"
    return "hedged" if all(claim.certainty == "hedged" for claim in claims) else ""


def main_actors(index: EvidenceIndex, ties: Sequence[DrawnTie], most: int) -> tuple[str, ...]:
    """The actors with the most and strongest ties, first of all those of friendship and enmity."""
    weight: defaultdict[str, float] = defaultdict(float)
    for tie in ties:
        for actor in (tie.subject, tie.object):
            weight[actor] += tie.strength * (1.0 if tie.sign else 0.4) * (0.5 if tie.faint else 1.0)
    order = sorted(weight, key=lambda actor: (-round(weight[actor], 9), index.name(actor), actor))
    return tuple(order[:most])


@dataclass(frozen=True, slots=True)
class DrawnNetwork:
    """The network on canvases of several widths.

    `ties` are in the order of the drawings' links; `left_out` counts the actors there was no room for.
    """

    drawings: tuple[Drawing, ...]
    ties: tuple[DrawnTie, ...]
    left_out: int


def draw_network(index: EvidenceIndex, ties: Sequence[DrawnTie], widths: Sequence[float]) -> DrawnNetwork:
    """Draw the ties between the actors with the strongest ones, on a canvas of each width."""
    every = main_actors(index, ties, len(ties) * 2)
    shown = every[:MOST_ACTORS]
    kept = tuple(tie for tie in ties if tie.subject in shown and tie.object in shown)
    total: defaultdict[str, float] = defaultdict(float)
    for tie in kept:
        total[tie.subject] += tie.strength
        total[tie.object] += tie.strength
    top = max(total.values(), default=0.0) or 1.0
    nodes = [Node(a, index.name(a), index.label(a).kind, total[a] / top) for a in sorted(shown)]
    links = [
        Link(t.subject, t.object, t.sign, max(t.strength, LEAST_STRENGTH), t.forward, t.backward)
        for t in kept
    ]
    return DrawnNetwork(draw(nodes, links, widths), kept, len(every) - len(shown))
