"""What scoring a reader gives: counts with their precision and recall, and the differences in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from itertools import pairwise
from typing import Any, Literal

from bedfellows.ontology.relations import RELATIONS

_GROUPS = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts: `found` of the `read` are among the `coded`."""

    found: int = 0
    read: int = 0
    coded: int = 0

    @property
    def precision(self) -> float:
        """Share of what was read that is in the gold."""
        return self.found / self.read if self.read else float(not self.coded)

    @property
    def recall(self) -> float:
        """Share of the gold that was read."""
        return self.found / self.coded if self.coded else float(not self.read)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.found / (self.read + self.coded) if self.read + self.coded else 1.0

    def __add__(self, other: Figures) -> Figures:
        return Figures(self.found + other.found, self.read + other.read, self.coded + other.coded)


@dataclass(frozen=True, slots=True)
class Agreement:
    """In `agreed` of `compared` cases reader and gold say the same."""

    agreed: int = 0
    compared: int = 0

    @property
    def share(self) -> float | None:
        """None where there was nothing to compare."""
        return self.agreed / self.compared if self.compared else None

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(self.agreed + other.agreed, self.compared + other.compared)


@dataclass(frozen=True, slots=True)
class Tally:
    """All counts, of one text or of several together. `by_relation` is `relations` for each relation, in the order of RELATIONS."""

    relations: Figures = Figures()
    sentences: Figures = Figures()
    pairs: Figures = Figures()
    motives: Figures = Figures()
    outcomes: Figures = Figures()
    support_types: Figures = Figures()
    certainty: Agreement = Agreement()
    said_by: Agreement = Agreement()
    motive_kinds: Agreement = Agreement()
    outcome_kinds: Agreement = Agreement()
    by_relation: Mapping[str, Figures] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        relations = {
            key: self.by_relation.get(key, Figures()) + other.by_relation.get(key, Figures())
            for key in RELATIONS
            if key in self.by_relation or key in other.by_relation
        }
        return Tally(
            self.relations + other.relations,
            self.sentences + other.sentences,
            self.pairs + other.pairs,
            self.motives + other.motives,
            self.outcomes + other.outcomes,
            self.support_types + other.support_types,
            self.certainty + other.certainty,
            self.said_by + other.said_by,
            self.motive_kinds + other.motive_kinds,
            self.outcome_kinds + other.outcome_kinds,
            relations,
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """A miss or an extra. `words` says what: "Turkey supports Ahrar al-Sham". `hint`: what stands between the two actors instead."""

    what: Literal["relation", "motive", "outcome"]
    sentence: int | None
    sentence_text: str
    words: str
    relation: str | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim that was read: how sure the reader was, and whether the gold has it.

    `relation` is what was compared: subject, relation, object and negation, the actors under keys that reading and gold share.
    """

    confidence: float
    right: bool
    relation: tuple[str, str, str, bool]


@dataclass(frozen=True, slots=True)
class Sureness:
    """Claims of like confidence: how many, what was said on average, and how many of them were right."""

    claims: int
    said: float
    right: float


@dataclass(frozen=True, slots=True)
class TextScore:
    """One text: its counts, what the gold has and the reader missed, and what the reader has and the gold does not."""

    title: str
    locator: str
    tally: Tally
    misses: tuple[Difference, ...]
    extras: tuple[Difference, ...]
    judged: tuple[Judged, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """A reader's score: all texts together (counts added up), and each."""

    reader: str
    total: Tally
    texts: tuple[TextScore, ...]

    def sureness(self) -> tuple[Sureness, ...]:
        """The claims that were read in five groups of equal size by confidence, the least sure first."""
        judged = sorted((one for text in self.texts for one in text.judged), key=lambda one: one.confidence)
        cuts = [len(judged) * number // _GROUPS for number in range(_GROUPS + 1)]
        groups = [judged[a:b] for a, b in pairwise(cuts) if b > a]
        return tuple(
            Sureness(
                len(group),
                sum(one.confidence for one in group) / len(group),
                sum(one.right for one in group) / len(group),
            )
            for group in groups
        )

    @property
    def calibration_error(self) -> float:
        """The mean distance between what was said and what was right, over the groups of `sureness` by their size."""
        groups = self.sureness()
        total = sum(group.claims for group in groups)
        return sum(group.claims * abs(group.said - group.right) for group in groups) / total if total else 0.0

    def to_dict(self, *, misses: bool = True) -> dict[str, Any]:
        """As plain data for JSON, precision, recall, F1 and shares beside the counts; with `misses` what was missed and is too much."""
        return {
            "reader": self.reader,
            "total": _tally_to_dict(self.total),
            "confidence": {
                "calibration_error": round(self.calibration_error, 4),
                "groups": [asdict(group) for group in self.sureness()],
            },
            "texts": [
                {
                    "title": text.title,
                    "locator": text.locator,
                    **_tally_to_dict(text.tally),
                    **(_differences(text) if misses else {}),
                }
                for text in self.texts
            ],
        }


def _differences(text: TextScore) -> dict[str, Any]:
    return {
        "misses": [asdict(miss) for miss in text.misses],
        "extras": [asdict(extra) for extra in text.extras],
    }


def _tally_to_dict(tally: Tally) -> dict[str, Any]:
    data = {f.name: _counts(getattr(tally, f.name)) for f in fields(tally) if f.name != "by_relation"}
    return {**data, "by_relation": {key: _counts(figures) for key, figures in tally.by_relation.items()}}


def _counts(counts: Figures | Agreement) -> dict[str, Any]:
    if isinstance(counts, Agreement):
        return {**asdict(counts), "share": counts.share}
    return {**asdict(counts), "precision": counts.precision, "recall": counts.recall, "f1": counts.f1}
