"""What the network of events says for a pair of actors that may never have met: common partners, likeness to others, and factors.

All is made from the record before a day. Likeness of actors is the cosine of whom they dealt with; the factors are a truncated
singular value decomposition of who dealt with whom (and in which family of kinds), with older events weighing less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from bedfellows.forecast.event_history import EventHistory
from bedfellows.forecast.event_keys import Group, Places

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

COLUMNS: dict[str, Group] = {
    "hop 2.5": "neighbours",
    "hop 7": "neighbours",
    "hop 30": "neighbours",
    "hop then kind": "neighbours",
    "hop then kind, fresh": "neighbours",
    "kind then hop": "neighbours",
    "like actors": "likeness",
    "like actors, fresh": "likeness",
    "like actors, kind": "likeness",
    "like actors, kind, fresh": "likeness",
    "like candidates": "likeness",
    "like candidates, fresh": "likeness",
    "like candidates, kind, fresh": "likeness",
    "factors": "likeness",
    "factors by family": "likeness",
    "mood": "mood",
}
"""What is told of each actor and candidate, and the group it belongs to."""

_FACTORS = 64
_FRESH = 40  # days that the fresh columns look back
_MOOD_DAYS, _MOOD_SPAN, _MOOD_FADE = 60, 20, 4.0


@dataclass(frozen=True, eq=False)
class Season:
    """What is learned of the whole network now and then, on the eve of `day`.

    `left`, `right`: factors of actors and of candidates; `left_family` has a row for each actor and family. `follows` (kinds x kinds):
    how often an actor to whom the first was fresh has the second on a day.
    """

    day: int
    left: Floats
    right: Floats
    left_family: Floats
    right_family: Floats
    follows: Floats


def make_season(history: EventHistory, places: Places, day: int) -> Season:
    """Factors and moods from the record before a day."""
    source, kind, target, when = history.both
    end = int(np.searchsorted(when, day))
    weight = np.exp(-(day - when[:end]) / 100.0).astype(np.float32)
    plain = _factors(_table(source[:end], target[:end], weight, (places.actors, places.actors)))
    row = source[:end] * places.families + places.family[kind[:end]]
    by_family = _factors(_table(row, target[:end], weight, (places.actors * places.families, places.actors)))
    return Season(day, *plain, *by_family, _follows(history, places, day))


def _table(rows: Ints, columns: Ints, weight: Floats, shape: tuple[int, int]) -> Any:
    return sparse.csr_matrix((weight, (rows, columns)), shape=shape)


def _ordered(rows: Ints, columns: Ints, weights: Sequence[Floats], shape: tuple[int, int]) -> list[Any]:
    """A table for each of several weights, of rows and columns that are in order already."""
    opens = np.ones(len(rows), dtype=bool)
    opens[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
    starts = np.flatnonzero(opens)
    if not len(starts):
        return [sparse.csr_matrix(shape, dtype=np.float32) for _ in weights]
    bounds = np.zeros(shape[0] + 1, dtype=np.int32)
    np.cumsum(np.bincount(rows[starts], minlength=shape[0]), out=bounds[1:])
    place = columns[starts].astype(np.int32)
    return [
        sparse.csr_matrix((np.add.reduceat(weight, starts), place, bounds), shape=shape) for weight in weights
    ]


def _factors(table: Any) -> tuple[Floats, Floats]:
    """Left and right factors of log(1 + weight), the left ones scaled by the singular values."""
    from scipy.sparse.linalg import svds

    held = np.flatnonzero(np.diff(table.indptr))  # most rows are empty
    logs = table[held]
    np.log1p(logs.data, out=logs.data)
    number = min(_FACTORS, min(logs.shape) - 1)
    if number < 1:
        return np.zeros((table.shape[0], 1), np.float32), np.zeros((table.shape[1], 1), np.float32)
    found, size, right = svds(logs, k=number, random_state=0)
    left = np.zeros((table.shape[0], number), np.float32)
    left[held] = found * size
    return left, np.ascontiguousarray(right.T.astype(np.float32))


def _follows(history: EventHistory, places: Places, day: int) -> Floats:
    _, kind, target, when = history.both
    shape = (places.actors, places.kinds)
    together = np.zeros((places.kinds, places.kinds))
    fresh, came = np.zeros(places.kinds), np.zeros(places.kinds)
    for then in range(max(int(when.min(initial=day)) + 30, day - _MOOD_DAYS), day, 2):
        start, middle, end = np.searchsorted(when, [then - _MOOD_SPAN, then, then + 1])
        before = _mood(history, slice(start, middle), then, shape)
        now = sparse.csr_matrix((np.ones(end - middle), (target[middle:end], kind[middle:end])), shape=shape)
        together += (before.T @ now).toarray()
        fresh += np.asarray(before.sum(axis=0)).ravel()
        came += np.asarray(now.sum(axis=0)).ravel()
    usual = came / max(came.sum(), 1)
    found: Floats = ((together + usual) / (fresh[:, None] + 5)).astype(np.float32)
    return found


def _mood(history: EventHistory, span: slice, day: int, shape: tuple[int, int]) -> Any:
    """What befell each actor lately, by kind; at most 2 for each."""
    _, kind, target, when = history.both
    weight = np.exp(-(day - when[span]) / _MOOD_FADE).astype(np.float32)
    found = sparse.csr_matrix((weight, (target[span], kind[span])), shape=shape)
    np.minimum(found.data, 2, out=found.data)
    return found


@dataclass(frozen=True, eq=False)
class Network:
    """The values of one batch of questions: `rows[name]` is a table (distinct askers x actors) and `place[name]` the row of each question.

    `cheap` (questions x actors) is a rough score from which candidates are chosen.
    """

    rows: dict[str, Floats]
    place: dict[str, Ints]
    cheap: Floats

    def columns(self, question: Ints, candidate: Ints) -> list[Floats]:
        """The columns for questions and candidates."""
        return [
            np.asarray(self.rows[name][self.place[name][question], candidate], dtype=np.float32)
            for name in COLUMNS
        ]


def network_of(
    history: EventHistory, places: Places, season: Season, day: int, actor: Ints, kind: Ints
) -> Network:
    """The network as it was on the eve of a day, for questions (an actor and a kind each)."""
    source, kinds, target, when = history.both
    end = int(np.searchsorted(when, day))
    source, kinds, target, age = (
        source[:end],
        kinds[:end],
        target[:end],
        (day - when[:end]).astype(np.float32),
    )
    size = places.actors
    slow, month, week = (np.exp(-age / np.float32(decay)) for decay in (100, 30, 7))
    late = [np.exp(-age / np.float32(decay)) for decay in (2.5, 5)]

    who, asker = np.unique(actor, return_inverse=True)
    order = history.by_pair[history.by_pair < end]
    pair, near, middle, nearest, fresh = _ordered(
        source[order], target[order], [weight[order] for weight in (slow, week, month, *late)], (size, size)
    )
    near, middle, nearest = _shares(near), _shares(middle), _shares(nearest)
    logs = pair.copy()
    np.log1p(logs.data, out=logs.data)
    unit = _unit_rows(logs)
    like = (unit[who] @ unit.T).toarray()
    like[np.arange(len(who)), who] = 0
    alike = sparse.csr_matrix(like)

    codes, question = np.unique(actor * places.kinds + kind, return_inverse=True)
    of_who = np.flatnonzero(np.isin(source, who))
    done_codes = source[of_who] * places.kinds + kinds[of_who]
    rows = np.minimum(np.searchsorted(codes, done_codes), len(codes) - 1)
    such = codes[rows] == done_codes
    rows, of_who = rows[such], of_who[such]
    shape = (len(codes), size)
    done = _table(rows, target[of_who], slow[of_who], shape)
    done_logs = done.copy()
    np.log1p(done_logs.data, out=done_logs.data)
    done_fresh = _table(rows, target[of_who], week[of_who], shape)

    found: dict[str, Floats] = {
        "hop 2.5": (nearest[who] @ nearest).toarray(),
        "hop 7": (near[who] @ near).toarray(),
        "hop 30": (middle[who] @ middle).toarray(),
        "like actors": (alike @ logs).toarray(),
        "like actors, fresh": (alike @ fresh).toarray(),
        "like candidates, fresh": ((fresh[who] @ unit) @ unit.T).toarray(),
        "kind then hop": (done_logs @ middle).toarray(),
        "like candidates": ((done_logs @ unit) @ unit.T).toarray(),
        "like candidates, kind, fresh": ((done_fresh @ unit) @ unit.T).toarray(),
        "factors": season.left[who] @ season.right.T,
    }
    place = dict.fromkeys(found, asker)
    for name in ("kind then hop", "like candidates", "like candidates, kind, fresh"):
        place[name] = question
    asked_actor, asked_kind = codes // places.kinds, codes % places.kinds
    found["factors by family"] = (
        season.left_family[asked_actor * places.families + places.family[asked_kind]] @ season.right_family.T
    )
    mood_span = slice(int(np.searchsorted(when, day - 60)), end)
    different, mood_place = np.unique(asked_kind, return_inverse=True)
    moods = _mood(history, mood_span, day, (size, places.kinds))
    found["mood"] = np.ascontiguousarray((moods @ season.follows[:, different]).T)
    place |= {"factors by family": question, "mood": mood_place[question]}

    at = np.searchsorted(who, asked_actor)
    order = history.by_kind[history.by_kind < end]
    by_kind = _by_kind(
        (source[order], kinds[order], target[order], age[order]),
        asked_kind,
        (slow[order], week[order]),
        (like[at], middle[asked_actor], near[asked_actor]),
        size,
    )
    for name, told in by_kind.items():
        found[name], place[name] = told, question

    asked_for = np.isin(kinds, different)
    counted = np.bincount(
        np.searchsorted(different, kinds[asked_for]) * size + target[asked_for],
        slow[asked_for],
        minlength=len(different) * size,
    )
    of_kind = counted.reshape(-1, size).astype(np.float32)
    of_kind /= of_kind.sum(axis=1, keepdims=True) + 1
    common = np.bincount(target, month, minlength=size).astype(np.float32)
    common /= max(float(common.sum()), 1e-9)
    cheap_pair = (
        np.float32(0.3) * np.sqrt(pair[who].toarray()) + np.maximum(found["factors"], 0) + 2 * found["hop 7"]
    )
    cheap = np.sqrt(done.toarray())
    of_home = [np.flatnonzero(places.home == home) for home in range(places.homes - 1)]
    for row in range(len(cheap)):  # one by one, as each fits into a processor's cache
        line, usual = cheap[row], of_kind[mood_place[row]]
        line += cheap_pair[at[row]]
        line += 3 * usual
        if (home := places.home[asked_actor[row]]) < len(of_home):
            line[of_home[home]] += 20 * usual[of_home[home]] + 5 * common[of_home[home]]
    return Network(found, place, cheap[question])


def _by_kind(
    events: tuple[Ints, Ints, Ints, Floats],
    asked: Ints,
    weights: tuple[Floats, Floats],
    askers: tuple[Any, Any, Any],
    size: int,
) -> dict[str, Floats]:
    """What actors alike and partners did, of the very kind that is asked for, to each candidate; events are by kind, source and target."""
    source, kinds, target, age = events
    like, middle, near = askers
    found: dict[str, Floats] = {}
    different, place = np.unique(asked, return_inverse=True)
    events_of = np.flatnonzero(np.isin(kinds, different))
    fresh_of = events_of[age[events_of] <= _FRESH]
    block = np.searchsorted(different, kinds) * size
    shape = len(different) * size, size  # the tables of all kinds, one below the other
    for name, rows, weight, partners in (
        ("kind", events_of, weights[0], middle),
        ("kind, fresh", fresh_of, weights[1], near),
    ):
        (done,) = _ordered(block[rows] + source[rows], target[rows], [weight[rows]], shape)
        if name == "kind":
            np.log1p(done.data, out=done.data)
        moved = partners.indices + np.repeat(place * size, np.diff(partners.indptr))
        through = sparse.csr_matrix((partners.data, moved, partners.indptr), shape=(len(asked), shape[0]))
        found[f"hop then {name}"] = (through @ done).toarray()
        alike = np.zeros((len(asked), size), np.float32)
        for at in range(len(different)):
            of_kind = done[at * size : (at + 1) * size]
            if of_kind.nnz:
                chosen = np.flatnonzero(place == at)
                alike[chosen] = (of_kind.T @ like[chosen].T).T
        found[f"like actors, {name}"] = alike
    return found


def _unit_rows(table: Any) -> Any:
    length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    return (sparse.diags((1 / np.maximum(length, 1e-9)).astype(np.float32)) @ table).tocsr()


def _shares(table: Any) -> Any:
    total = np.asarray(table.sum(axis=1)).ravel()
    return (sparse.diags((1 / (1 + total)).astype(np.float32)) @ table).tocsr()
