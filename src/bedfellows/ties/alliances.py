"""Alliances of the registry of actors as standing evidence: that two belong to the same one.

An alliance is an organisation or group whose members are to defend one another or fight together (`bedfellows.ties.kinship`): NATO, the CSTO,
the Warsaw Pact. It is read when the later of the two joins, every year while both are in, and when one leaves. As of a day only
what had come about by then counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from bedfellows.actors import Registry, members
from bedfellows.actors.model import Lineage
from bedfellows.ties.kinship import FORUMS, LARGEST_ALLIANCE
from bedfellows.ties.readings import lasting_weeks, statement_frame, week_of
from bedfellows.ties.record import StandingRow
from bedfellows.ties.strength import GRADE_WEIGHTS, RELATION_WEIGHTS

if TYPE_CHECKING:
    import polars

Pair = tuple[str, str]
BELIEF = (GRADE_WEIGHTS["B"] + GRADE_WEIGHTS["6"]) / 2
"""The registry goes by the lists of members that the organisations themselves publish."""
MOST_YEARS = 20
"""What was longer ago says nothing that the years since then do not say better."""


def alliance_readings(registry: Registry, pairs: Iterable[Pair], reference: date) -> polars.DataFrame:
    """The alliances that the two of each pair were in together by a day, as `bedfellows.ties.readings.statement_readings` has them.

    Args:
        pairs: ids, in order.

    Returns: the columns of statements; the ids are those of `alliance_id`.
    """
    value, belief = RELATION_WEIGHTS["allied-with"], BELIEF
    earliest = week_of(reference) - 52 * MOST_YEARS
    rows = []
    for pair, organisation, begun, ended in _shared(registry, pairs, reference):
        for week in lasting_weeks(begun, ended, reference):
            if week >= earliest:
                id_ = alliance_id(organisation, pair)
                rows.append((*pair, week, "military", True, value, belief, id_))
    return statement_frame(rows)


def alliance_rows(
    registry: Registry, pair: Pair, reference: date, name: Callable[[str], str]
) -> tuple[StandingRow, ...]:
    """The alliances that the two of a pair (ids in order) were in together by a day, as rows like those of feeds, of a feed "registry"."""
    first, second = pair
    return tuple(
        StandingRow(
            alliance_id(organisation, pair), "registry", first, name(first), "allied-with", second, name(second), (),
            f"both belong to {name(organisation)}", begun, ended, "day", begun,
        )
        for _, organisation, begun, ended in _shared(registry, [pair], reference)
    )  # fmt: skip


def alliance_id(organisation: str, pair: Pair) -> str:
    """How the membership of two in one alliance is cited."""
    return f"registry:{organisation}:{pair[0]}:{pair[1]}"


def _shared(
    registry: Registry, pairs: Iterable[Pair], reference: date
) -> Iterator[tuple[Pair, str, date, date | None]]:
    spells: dict[str, dict[str, list[Lineage]]] = defaultdict(lambda: defaultdict(list))
    for organisation in registry.by_object:
        if organisation in FORUMS or len(members(registry, organisation, reference)) > LARGEST_ALLIANCE:
            continue
        for line in registry.by_object[organisation]:
            if line.kind == "member-of" and line.valid_from and line.valid_from <= reference:
                spells[line.subject][organisation].append(line)
    for first, second in sorted(pairs):
        for organisation in sorted(spells[first].keys() & spells[second].keys()):
            for mine in spells[first][organisation]:
                for yours in spells[second][organisation]:
                    begun = max(mine.valid_from or reference, yours.valid_from or reference)
                    ends = [day for day in (mine.valid_to, yours.valid_to) if day and day <= reference]
                    ended = min(ends, default=None)
                    if ended is None or begun <= ended:
                        yield (first, second), organisation, begun, ended
