"""What speaks for or against the alignment of many pairs of actors at once: borders, alliances, rivalries, wars, shared friends.

Each is a number for each pair, as of a day, from the registry and the standing evidence of the case; `strangeness` learns what they are
worth. A pair of which nothing is known has 0 in each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from bedfellows.actors import Registry, borders, members, memberships
from bedfellows.ties.kinship import FORUMS, LARGEST_ALLIANCE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Pair = tuple[str, str]

STRUCTURE: Mapping[str, str] = {
    "both states": "both are states",
    "border": "they share a land border",
    "alliance": "an alliance binds them",
    "rivalry": "they are listed as rivals",
    "fought": "they have fought or threatened each other",
    "fought lately": "they fought or threatened each other within five years",
    "armed group": "one of them is an armed group",
}
"""The features of `structure` in their order, each as a clause."""
HALF_LIFE_YEARS = 15.0
"""After so many years an ended war or rivalry counts half."""
_LATELY_DAYS = 5 * 365
_YEAR_DAYS = 365.25
_COMMITMENT = ("allied-with",)
_HOSTILE = ("fights", "threatens")


@dataclass(frozen=True, slots=True)
class Structure:
    """The features of pairs: an array of pairs by features, and for each feature and pair the ids of the standing rows it rests on."""

    pairs: tuple[Pair, ...]
    values: Floats  # pairs x len(STRUCTURE), each in [0, 1]
    rows: Mapping[tuple[str, Pair], tuple[str, ...]]


def structure(
    connection: DuckDBPyConnection, registry: Registry, pairs: Iterable[Pair], day: date, known: date
) -> Structure:
    """What was so between each pair on `day`, by what was published on `known` or before.

    Alliances are those of feeds (`allied-with`) and the registry's organisations founded for defence; an ended war, dispute or rivalry
    fades by half in `HALF_LIFE_YEARS`.
    """
    given = tuple(pairs)
    columns = {name: number for number, name in enumerate(STRUCTURE)}
    values = np.zeros((len(given), len(columns)))
    place = {pair: number for number, pair in enumerate(given)}
    rows: dict[tuple[str, Pair], list[str]] = {}

    def raise_to(name: str, pair: Pair, value: float, row: str | None = None) -> None:
        number = place.get(pair)
        if number is None or value < 0.01:
            return
        values[number, columns[name]] = max(values[number, columns[name]], value)
        if row is not None:
            rows.setdefault((name, pair), []).append(row)

    found = connection.execute(
        "SELECT id, relation, least(subject, object), greatest(subject, object), coalesce(happened_to, DATE 'infinity') "
        "FROM standing_as_of($known::DATE) WHERE relation IN ('allied-with', 'rivals', 'fights', 'threatens') "
        "AND subject IS NOT NULL AND object IS NOT NULL AND subject <> object AND coalesce(happened_from, DATE '-infinity') <= $day::DATE",
        {"known": known, "day": day},
    ).fetchall()
    for row, relation, first, second, until in found:
        pair = (first, second)
        ago = max(0.0, (day - until).days) if isinstance(until, date) and until < day else 0.0
        if relation in _COMMITMENT:
            raise_to("alliance", pair, float(ago == 0.0), row)
            continue
        faded = 0.5 ** (ago / _YEAR_DAYS / HALF_LIFE_YEARS)
        raise_to("rivalry" if relation == "rivals" else "fought", pair, faded, row)
        if relation in _HOSTILE and ago <= _LATELY_DAYS:
            raise_to("fought lately", pair, 1.0, row)
    allied = {actor: _alliances(registry, actor, day) for actor in {one for pair in given for one in pair}}
    for pair in given:
        kinds = tuple(actor.kind if (actor := registry.get(one)) else "" for one in pair)
        if kinds == ("state", "state"):
            raise_to("both states", pair, 1.0)
            if borders(*pair, day, registry):
                raise_to("border", pair, 1.0)
        if allied[pair[0]] & allied[pair[1]]:
            raise_to("alliance", pair, 1.0)
        if "armed-group" in kinds:
            raise_to("armed group", pair, 1.0)
    return Structure(given, values, {key: tuple(ids) for key, ids in rows.items()})


def shared_ties(pairs: Iterable[Pair], levels: Mapping[Pair, float]) -> Floats:
    """How far two actors agree in their ties to third ones: the cosine of their signed ties, shrunk towards 0 where they share few.

    1: the same friends and foes; -1: the friends of the one are the foes of the other. What stands between the two themselves is left out.
    """
    from scipy import sparse

    given = tuple(pairs)
    actors = {one: number for number, one in enumerate(sorted({one for pair in levels for one in pair}))}
    if not levels:
        return np.zeros(len(given))
    first = np.array([actors[a] for a, _ in levels])
    second = np.array([actors[b] for _, b in levels])
    signed = np.array(list(levels.values()))
    shape = (len(actors), len(actors))
    ties = sparse.csr_array(
        (np.r_[signed, signed], (np.r_[first, second], np.r_[second, first])), shape=shape
    )
    together = (ties @ ties).tocsr()
    sizes = together.diagonal()
    answer = np.zeros(len(given))
    for number, (a, b) in enumerate(given):
        i, j = actors.get(a), actors.get(b)
        if i is None or j is None:
            continue
        own = levels.get((a, b), 0.0) ** 2
        norm = np.sqrt(max(sizes[i] - own, 0.0) * max(sizes[j] - own, 0.0))
        answer[number] = together[i, j] / (norm + _SHRINK)
    return answer


_SHRINK = 0.5


def _alliances(registry: Registry, actor_id: str, day: date) -> frozenset[str]:
    if registry.get(actor_id) is None:
        return frozenset()
    return frozenset(
        whole
        for whole in memberships(registry, actor_id, day)
        if whole not in FORUMS and len(members(registry, whole, day)) <= LARGEST_ALLIANCE
    )
