"""What drove a tie: the events, claims and rows of standing evidence that weigh most in a stretch of time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bedfellows.ties.readings import events_of_stretches, week_of

if TYPE_CHECKING:
    from bedfellows.actors import Registry
    from bedfellows.case import CaseStore
    from bedfellows.ties.alignment import Evidence

STRETCH = timedelta(weeks=8)
"""Of a long stretch, what happened in its first weeks is what drove it."""


@dataclass(frozen=True, slots=True)
class TieEvent:
    """One event as a tie shows it. `subject` and `object` are whom it counts for, `actor` and `target` who they were.

    `weight` is what it says of the tie, in [-1, 1].
    """

    id: str
    day: date
    published: date
    subject: str
    object: str
    actor: str
    target: str
    actor_name: str
    target_name: str
    type: str
    channel: str
    weight: float
    text: str
    feed: str  # "" for those added by hand


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where to look: a dyad (ids in order), the days, and +1 for what speaks for friendship, -1 against, 0 for either."""

    pair: tuple[str, str]
    first: date
    last: date
    sign: int = 0


def driving_events(
    store: CaseStore,
    registry: Registry,
    evidence: Evidence,
    stretches: Sequence[Stretch],
    as_of: date | None,
    names: Mapping[str, str],
    most: int = 5,
) -> list[tuple[TieEvent, ...]]:
    """The heaviest events of each stretch, the heaviest first and the earlier before the later; `most` of each.

    Args:
        names: the names of actors; the ids of those that are not in it are shown.
    """
    if not stretches:
        return []
    rows = events_of_stretches(
        store,
        registry,
        evidence.parameters,
        [(one.pair[0], one.pair[1], one.first, one.last, one.sign) for one in stretches],
        as_of,
        most,
    )
    found: list[list[TieEvent]] = [[] for _ in stretches]
    for row in rows.iter_rows(named=True):
        found[row["number"]].append(
            TieEvent(
                row["id"], row["day"], row["published"], row["subject"], row["object"], row["actor"], row["target"],
                names.get(row["actor"], row["actor"]), names.get(row["target"], row["target"]),
                row["class"], row["channel"], row["weight"], row["text"], row["feed"] or "",
            )
        )  # fmt: skip
    return [tuple(events) for events in found]


def driving_statements(evidence: Evidence, stretch: Stretch, most: int = 5) -> tuple[str, ...]:
    """The ids of the claims and rows of standing evidence of a stretch that weigh most, the heaviest first."""
    import polars as pl

    weight = pl.col("value") * pl.col("belief")
    chosen = evidence.statements.filter(
        (pl.col("first") == stretch.pair[0])
        & (pl.col("second") == stretch.pair[1])
        & pl.col("week").is_between(week_of(stretch.first), week_of(stretch.last))
        & ((weight * stretch.sign > 0) if stretch.sign else pl.lit(True))
    ).sort(weight.abs(), "id", descending=[True, False])
    return tuple(dict.fromkeys(chosen["id"].to_list()))[:most]
