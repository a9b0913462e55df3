"""The record of events by day and dyad: what forecasts of dyads are made from, and what they are held against.

A row is known from the later of its day and its day of publication. What a forecast may use and what a label rests on both go by
that, so a feed that publishes a year late is of no use in its own year, as it was then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from bedfellows.errors import InputError
from bedfellows.ontology import FORMER_PLOVER_NAMES, PLOVER_TYPES, QUAD_CLASSES
from bedfellows.ontology.quad import quad_of_plover

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

QUADS = tuple(sorted(QUAD_CLASSES.values(), key=lambda quad: quad.number))
_TYPES = tuple(PLOVER_TYPES)
SHIFTS = ("rupture", "rapprochement")
"""The kinds of shifts, as `bedfellows.ties.shifts` has them."""
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Target:
    """What is forecast: at least one event of a quad class ("material-conflict") or a PLOVER type ("ASSAULT"), or a shift ("rupture")."""

    kind: Literal["quad", "plover", "shift"]
    key: str

    @property
    def quad(self) -> int:
        """The number of the quad class it is, or is in; a shift is in none."""
        return QUAD_CLASSES[self.key if self.kind == "quad" else quad_of_plover(self.key)].number

    @property
    def words(self) -> str:
        """As it is said in a sentence: "material conflict", "assault"."""
        return self.key.lower().replace("-", " ").replace("_", " ")


def find_target(name: str) -> Target:
    """The target of a name, in any case, with blanks or hyphens.

    Raises:
        InputError: there is no such quad class, PLOVER type or shift.
    """
    text = "-".join(name.replace("_", " ").replace("-", " ").split()).lower()
    if text in SHIFTS:
        return Target("shift", text)
    if text in QUAD_CLASSES:
        return Target("quad", text)
    plover = FORMER_PLOVER_NAMES.get(text.upper(), text.upper())
    if plover in PLOVER_TYPES:
        return Target("plover", plover)
    raise InputError(
        f"Expected a class of events, a shift or a PLOVER event type, found {name.strip()[:60]!r}. Classes: "
        f"{', '.join(key.replace('-', ' ') for key in QUAD_CLASSES)}; shifts: {', '.join(SHIFTS)}; types: {', '.join(_TYPES).lower()}."
    )


@dataclass(frozen=True, eq=False)
class DyadHistory:
    """Events by day and dyad, as they were known at the end of `as_of`.

    `actors` are ids; `pair` (dyads x 2) are the two of each dyad, as places in `actors`. In a directed history the first acted on
    the second; in an undirected one they stand in the order of their ids. The other arrays have a row for each day, dyad, quad class
    and PLOVER type: `day` and `known` in days since 1970, `kind` the place of the PLOVER type, -1 without one, `goldstein` the sum.
    """

    as_of: date
    directed: bool
    actors: tuple[str, ...]
    pair: Ints
    dyad: Ints
    day: Ints
    known: Ints
    quad: Ints
    kind: Ints
    events: Ints
    goldstein: Floats

    @cached_property
    def places(self) -> dict[tuple[str, str], int]:
        """The place of each dyad, by the ids of its actors."""
        return {(self.actors[a], self.actors[b]): place for place, (a, b) in enumerate(self.pair.tolist())}

    def place(self, a: str, b: str) -> int | None:
        """The place of a dyad; None where nothing is known of it."""
        return self.places.get((a, b) if self.directed or a < b else (b, a))

    @property
    def first(self) -> int:
        """The first day, in days since 1970; 0 where there are no rows."""
        return int(self.day.min()) if len(self.day) else 0

    @property
    def last(self) -> int:
        """The last day on which something is known to have happened."""
        return int(self.day.max()) if len(self.day) else 0

    @cached_property
    def lag(self) -> int:
        """Within how many days of their day nineteen of twenty rows were published."""
        import numpy as np

        return int(np.quantile(self.known - self.day, 0.95)) if len(self.day) else 0

    def chosen(self, target: Target) -> NDArray[np.bool_]:
        """Which rows are of a target."""
        found: NDArray[np.bool_] = (
            self.quad == target.quad if target.kind == "quad" else self.kind == _TYPES.index(target.key)
        )
        return found

    def happened(self, target: Target, first: int, days: int) -> NDArray[np.bool_]:
        """For each dyad, whether the target happened in the `days` days from `first` on."""
        import numpy as np

        rows = self.chosen(target) & (self.day >= first) & (self.day < first + days)
        found = np.zeros(len(self.pair), dtype=bool)
        found[self.dyad[rows]] = True
        return found


def number_of(day: date) -> int:
    """A day as days since 1970."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """The day that is so many days after 1 January 1970."""
    return _EPOCH + timedelta(days=number)


EVENTS = """(
    SELECT id, day, published, subject, object, quad, plover, goldstein::DOUBLE AS goldstein, feed
    FROM feed_events_as_of($as_of::DATE)
    UNION ALL BY NAME
    SELECT id, happened_from AS day, published, subject, object, q.quad::UTINYINT AS quad, plover, goldstein, NULL AS feed
    FROM events JOIN (SELECT unnest($types) AS plover, unnest($quads) AS quad) q USING (plover)
    WHERE published <= $as_of::DATE
)"""
"""Events with their quad class, of feeds and added one by one, for use in SQL with the values of `event_values`."""


def event_values(as_of: date) -> dict[str, object]:
    """What `EVENTS` needs to be told: as of when, and the quad classes of PLOVER types."""
    quads = [QUAD_CLASSES[quad_of_plover(name)].number for name in _TYPES]
    return {"as_of": as_of.isoformat(), "types": list(_TYPES), "quads": quads}


_ROWS = f"""
    SELECT day, greatest(day, published) AS known, subject, object, quad, plover, count(*) AS events,
        coalesce(sum(goldstein), 0) AS goldstein
    FROM {EVENTS}
    WHERE day <= $as_of::DATE AND subject <> object AND quad IS NOT NULL
    GROUP BY ALL
    ORDER BY ALL
"""  # noqa: S608 - own names


def load_history(connection: DuckDBPyConnection, as_of: date, *, directed: bool = False) -> DyadHistory:
    """The events of a case by day and dyad, as they were known at the end of a day.

    Events without a doer, without an object, within one actor or without quad class are left out.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = connection.sql(_ROWS, params=event_values(as_of)).to_arrow_table()
    names = pa.chunked_array([*rows["subject"].chunks, *rows["object"].chunks], pa.string())
    actors = sorted(pc.unique(names).to_pylist())
    order = pa.array(actors, pa.string())

    def numbers(column: pa.ChunkedArray, among: pa.Array | None = None) -> Ints:
        found = column if among is None else pc.index_in(column, among)
        kept: Ints = pc.fill_null(pc.cast(found, pa.int64()), -1).to_numpy().astype(np.int64)
        return kept

    def days(name: str) -> Ints:
        return numbers(pc.cast(pc.cast(rows[name], pa.date32()), pa.int32()))

    subject, object_ = numbers(rows["subject"], order), numbers(rows["object"], order)
    one, other = (
        (subject, object_) if directed else (np.minimum(subject, object_), np.maximum(subject, object_))
    )
    codes, dyad = np.unique(one * max(len(actors), 1) + other, return_inverse=True)
    return DyadHistory(
        as_of,
        directed,
        tuple(actors),
        np.stack([codes // max(len(actors), 1), codes % max(len(actors), 1)], axis=1),
        dyad.astype(np.int64),
        days("day"),
        days("known"),
        numbers(rows["quad"]),
        numbers(rows["plover"], pa.array(list(_TYPES), pa.string())),
        numbers(rows["events"]),
        rows["goldstein"].to_numpy().astype(np.float64),
    )
