"""The record of ties week by week, and the shifts in it, as they were known on a day: what forecasts of shifts are made from and held against.

A shift is what `bedfellows.ties.shifts` finds. It is dated to a week, and happened within a window where the first day of that week lies in the
window. Whether it happened is seen in hindsight only: a turn takes weeks to be told from noise, and is dated backwards. So a window
counts as come out `SETTLING` days after it is over, by what the finder says then or later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from bedfellows.actors import Registry
from bedfellows.case import CaseStore
from bedfellows.forecast.dyad_history import SHIFTS
from bedfellows.ties.alignment import KEYS, load_evidence, reading_weeks, stances
from bedfellows.ties.dossier import open_dossier
from bedfellows.ties.parameters import SORTS
from bedfellows.ties.readings import week_of
from bedfellows.ties.shifts import Shift, find_shifts, with_evidence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

SETTLING = 28
"""Days after the end of a window until it can be said whether a shift happened in it."""


@dataclass(frozen=True, eq=False)
class ShiftRecord:
    """The ties that events tell of, as they were known at the end of `as_of`; weeks are numbered as in `bedfellows.ties.readings`.

    `pairs` are ids in order, `sort` the place of each pair in `bedfellows.ties.parameters.SORTS`, `usual` the tone that is usual for it.
    The next arrays have a row for each pair and week that was read: `value` is the tone, with its `variance`. `shifted`, `turned` and
    `kind` (the place in `SHIFTS`) have a row for each shift: its pair and week.
    """

    as_of: date
    begun: int
    pairs: tuple[tuple[str, str], ...]
    sort: Ints
    usual: Floats
    dyad: Ints
    week: Ints
    events: Floats
    hostile: Floats
    value: Floats
    variance: Floats
    shifted: Ints
    turned: Ints
    kind: Ints

    @cached_property
    def ends(self) -> Ints:
        """The two actors of each pair, as numbers: pairs x 2."""
        import numpy as np

        known: dict[str, int] = {}
        numbers = [[known.setdefault(one, len(known)) for one in pair] for pair in self.pairs]
        return np.array(numbers, dtype=np.int64).reshape(-1, 2)

    @property
    def now(self) -> int:
        """The week of `as_of`."""
        return week_of(self.as_of)

    @property
    def settled(self) -> int:
        """The last week of which it can be said whether a shift happened in it."""
        return week_of(self.as_of - timedelta(days=SETTLING + 6))

    def place(self, a: str, b: str) -> int | None:
        """The place of a pair; None where no event tells of it."""
        wanted = (min(a, b), max(a, b))
        return self.pairs.index(wanted) if wanted in self.pairs else None

    def happened(self, kind: str, first: int, last: int) -> NDArray[np.bool_]:
        """For each pair, whether it shifted that way in the weeks from `first` to `last`."""
        import numpy as np

        rows = (self.kind == SHIFTS.index(kind)) & (self.turned >= first) & (self.turned <= last)
        found = np.zeros(len(self.pairs), dtype=bool)
        found[self.shifted[rows]] = True
        return found


def weeks_in(as_of: date, days: int) -> int:
    """How many weeks begin in the `days` days after a day: those that a shift may be dated to."""
    return week_of(as_of + timedelta(days=days)) - week_of(as_of)


def load_shift_record(store: CaseStore, registry: Registry, as_of: date) -> ShiftRecord | None:
    """The ties and shifts of a case as they were known at the end of a day; None where no event was published by then."""
    import numpy as np
    import polars as pl

    evidence = load_evidence(store, registry, as_of)
    if evidence.begun is None or evidence.events.is_empty():
        return None
    acts = stances(evidence.events).group_by(*KEYS, "week").agg(pl.col("hostile").sum())
    rows = (
        reading_weeks(evidence)
        .filter((pl.col("week") >= evidence.begun) & (pl.col("events") > 0))
        .join(acts, on=[*KEYS, "week"], how="left")
        .join(evidence.sorts, on=KEYS, how="left")
        .sort(*KEYS, "week")
        .with_columns(
            pl.col("hostile").fill_null(0),
            dyad=pl.struct(KEYS).rle_id().cast(pl.Int64),
            sort=pl.col("sort").replace_strict(dict(zip(SORTS, range(len(SORTS)), strict=True)), default=0, return_dtype=pl.Int64),
        )
    )  # fmt: skip
    pairs = rows.group_by("dyad", maintain_order=True).agg(pl.col(*KEYS, "sort", "mean").first())
    places = {(first, second): dyad for dyad, first, second, *_ in pairs.iter_rows()}
    shifts = [one for one in find_shifts(evidence) if one.pair in places]

    def column(name: str) -> Floats:
        return rows[name].to_numpy().astype(np.float64)

    return ShiftRecord(
        as_of,
        evidence.begun,
        tuple(places),
        pairs["sort"].to_numpy().astype(np.int64),
        np.maximum(pairs["mean"].to_numpy().astype(np.float64), 0.0),
        rows["dyad"].to_numpy().astype(np.int64),
        rows["week"].to_numpy().astype(np.int64),
        column("events"),
        column("hostile"),
        column("value"),
        column("variance"),
        np.array([places[one.pair] for one in shifts], dtype=np.int64),
        np.array([week_of(one.day) for one in shifts], dtype=np.int64),
        np.array([SHIFTS.index(one.kind) for one in shifts], dtype=np.int64),
    )


def shifts_of_pair(
    store: CaseStore, registry: Registry, pair: tuple[str, str], as_of: date
) -> tuple[Shift, ...]:
    """The shifts of two actors as of a day, in order, with what drove them."""
    dossier = open_dossier(store, registry, as_of)
    one, other = sorted(pair)
    evidence = load_evidence(store, dossier.registry, as_of, pair, dossier=dossier).of((one, other))
    return with_evidence(store, dossier, evidence, find_shifts(evidence), as_of)
