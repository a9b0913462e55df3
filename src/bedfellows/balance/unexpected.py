"""Alignments that the record did not lead one to expect: pairs that are friendly now, far above what `bedfellows.balance.expected` tells.

The surprise of each is taken apart: how far the pair stands above what is usual for all pairs, and what each feature of the model made one
expect instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bedfellows.actors import Registry
from bedfellows.balance.expected import Expected, ExpectedPair, expected_alignments
from bedfellows.balance.structure import STRUCTURE, Pair
from bedfellows.case import CaseStore
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.record import Record
from bedfellows.ties.wording import listed

LIKELY = 0.8
"""How probable it must be that two are on friendly terms at all."""
SHOWN_PART = 0.1
"""Reasons whose points, in standard deviations, are smaller are left out."""
SHOWN_ROWS = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One item of a surprise: the standard deviations it adds or takes away, and the ids of the rows it rests on."""

    key: str
    words: str
    points: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnexpectedPair:
    """Two actors on better terms than was to be expected.

    `surprise` is how far `level` lies above `expected`, in standard deviations; it is the sum of the points of `parts`. So many pairs as
    surprising as this are to be expected `by_chance` in a case like this. `events` counts what was heard of the two since then, by type.
    """

    a: str
    b: str
    a_name: str
    b_name: str
    surprise: float
    by_chance: float
    level: float
    low: float
    high: float
    expected: float
    before: float | None
    events: Mapping[str, int]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class UnexpectedAnswer:
    """The friendly pairs that surprise most. `looked_at` counts all pairs of whom something was heard after `before`."""

    day: date
    before: date
    fitted_on: tuple[date, ...]
    fitted_pairs: int
    weights: Mapping[str, float]
    looked_at: int
    found: int
    pairs: tuple[UnexpectedPair, ...]


def unexpected(
    store: CaseStore, registry: Registry, dossier: Dossier, as_of: date | None = None, limit: int | None = 20
) -> UnexpectedAnswer | None:
    """Rank the friendly pairs by how far their alignment lies above the expected one; None where the case holds too short a past to tell."""
    expected = expected_alignments(store, registry, dossier, as_of)
    if expected is None:
        return None
    aligned = [one for one in expected.pairs if one.surprise > 0 and one.friendly >= LIKELY]
    shown = aligned[:limit]
    record = Record(store.connection, dossier, as_of)
    third = {one: expected.agreement(pair.pair)[:3] for pair in shown for one in [pair.pair]}
    ids = {actor for pair in shown for actor in pair.pair} | {
        who for some in third.values() for who, _ in some
    }
    names = record.names(ids)
    model = expected.model
    return UnexpectedAnswer(
        expected.day,
        expected.before,
        model.fitted_on,
        model.pairs,
        {
            name: round(float(weight), 4)
            for name, weight in zip(expected.features, model.weights[1:], strict=True)
        },
        len(expected.pairs),
        len(aligned),
        tuple(
            _shown(one, expected, third[one.pair], names, _heard(store, one.pair, expected)) for one in shown
        ),
    )


def _shown(
    one: ExpectedPair,
    expected: Expected,
    third: tuple[tuple[str, float], ...],
    names: Mapping[str, str],
    heard: tuple[Mapping[str, int], tuple[str, ...]],
) -> UnexpectedPair:
    a, b = one.pair
    usual = one.expected - sum(one.parts.values())
    events, ids = heard
    said = (
        listed([f"{count} {kind.lower()}" for kind, count in events.items()])
        if events
        else "statements alone"
    )
    now = Part(
        "now", f"Their alignment is {one.level:+.2f}, of pairs like any other {usual:+.2f}. Since {expected.before}: {said}.",
        round((one.level - usual) / one.noise, 2), ids,
    )  # fmt: skip
    others = (
        Part(key, words, round(-one.parts[key] / one.noise, 2), rows)
        for key, words, rows in _told(one, expected, third, names)
    )
    told = sorted((part for part in others if abs(part.points) >= SHOWN_PART), key=lambda part: -part.points)
    rest = round(one.surprise - now.points - sum(part.points for part in told), 2)
    if abs(rest) >= SHOWN_PART:
        told.append(Part("rest", "What else was known of them.", rest))
    return UnexpectedPair(
        a, b, names[a], names[b], round(one.surprise, 2), round(one.by_chance, 1), round(one.level, 3),
        round(one.low, 3), round(one.high, 3), round(one.expected, 3),
        None if one.before is None else round(one.before, 3), events, (now, *told),
    )  # fmt: skip


def _told(
    one: ExpectedPair,
    expected: Expected,
    third: tuple[tuple[str, float], ...],
    names: Mapping[str, str],
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    stood = f"at {one.before:+.2f}" if one.before is not None else "nowhere: nothing was known of them"
    yield "past", f"On {expected.before} they stood {stood}.", ()
    if third:
        apart = [who for who, together in third if together < 0]
        close = [who for who, together in third if together > 0]
        words = [
            f"{listed([names[who] for who in some])} {verb}"
            for some, verb in ((apart, "parted them"), (close, "brought them together"))
            if some
        ]
        yield "shared ties", f"{'; '.join(words)}.", ()
    number = expected.structure.pairs.index(one.pair)
    for feature, value in zip(STRUCTURE, expected.structure.values[number], strict=True):
        rows = expected.structure.rows.get((feature, one.pair), ())
        yes = STRUCTURE[feature] if value > 0 else f"it is not so that {STRUCTURE[feature]}"
        yield feature, f"{yes[0].upper()}{yes[1:]}.", rows[:SHOWN_ROWS]


def _heard(store: CaseStore, pair: Pair, expected: Expected) -> tuple[Mapping[str, int], tuple[str, ...]]:
    """What kinds of events there were between two actors themselves since the day before, and the ids of the latest."""
    values = {"a": pair[0], "b": pair[1], "from": expected.before, "day": expected.day}
    found = store.connection.execute(
        "SELECT coalesce(plover, 'statement'), count(*), list(id ORDER BY day DESC, id)[:3] FROM feed_events_as_of($day::DATE) "
        "WHERE ((subject = $a AND object = $b) OR (subject = $b AND object = $a)) AND day > $from::DATE GROUP BY 1 ORDER BY 2 DESC, 1",
        values,
    ).fetchall()
    return {kind: int(count) for kind, count, _ in found}, tuple(row for *_, ids in found for row in ids)[
        :SHOWN_ROWS
    ]
