"""Who moves next: the signed network after an intervention, the triads it leaves unbalanced, and the ties that would flip first.

Flips follow the constrained triad dynamics of Antal, Krapivsky & Redner 2005, "Dynamics of social balance on networks", Physical Review E
72:036121: a tie is chosen at random, and flips if that leaves fewer triads unbalanced; where it leaves as many, it flips with probability
1/2; else it stays. Ties that the intervention sets are held. The dynamic says in which order ties would change if actors did nothing but lessen imbalance; it knows no calendar.

A draw has three attempts for each tie, and 400 at the most: in dense networks it shows the first moves, not where they end.

Each draw draws the signs of all ties anew within their intervals (`bedfellows.balance.draws` says how) and runs the dynamic twice from
there, without the intervention and with it, on the same signs. What counts is the difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

from bedfellows.balance.signed import SignedNetwork, SignedTie
from bedfellows.ontology import RELATIONS
from bedfellows.scenario.interventions import Intervention

DRAWS = 10_000
_STEPS, _ROUNDS = 400, 3  # attempts at a flip in a draw: at most so many, and so many for each tie
_AT_ONCE = 500
_SET = 0.5
"""The weight of a tie that an intervention makes where there was none: what it will be worth is not known, so its sign alone counts."""

Signs = npt.NDArray[np.int8]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ChangedTie:
    """A tie that the intervention sets: its weight before (None: no tie) and after (None: no tie any more)."""

    a: str
    b: str
    before: float | None
    after: float | None
    phrases: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LooseTriad:
    """Three actors whose triad is unbalanced with the intervention and was not, or was no triad, without it. `signs` are of ab, ac, bc."""

    actors: tuple[str, str, str]
    signs: tuple[int, int, int]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pressed:
    """A tie and what presses on it. `flips` is the share of draws in which it flips with the intervention, `flips_without` without it;
    `low` and `high` hold nine tenths of what the difference could be by chance of the draws alone. `place` is its mean place among the flips."""

    a: str
    b: str
    sign: int
    unbalanced: int
    balanced: int
    flips: float
    flips_without: float
    low: float
    high: float
    place: float | None
    evidence: tuple[str, ...]

    @property
    def difference(self) -> float:
        """What the intervention adds to the share."""
        return self.flips - self.flips_without


@dataclass(frozen=True, slots=True)
class KnockOn:
    """What follows in the network. `pressed` stands in the order of likely flips: the most that the intervention adds first."""

    changed: tuple[ChangedTie, ...]
    loosened: tuple[LooseTriad, ...]
    pressed: tuple[Pressed, ...]
    unbalanced: tuple[int, int]  # triads without and with the intervention
    triads: tuple[int, int]
    draws: int
    seed: int


def knock_on(
    network: SignedNetwork, interventions: Sequence[Intervention], *, draws: int = DRAWS, seed: int = 1
) -> KnockOn:
    """What an intervention does to a network; the same for the same seed.

    Starting a friendly relation or stopping the hostile tie's sets a positive tie or takes the negative one away; and the other way round.
    """
    after, changed = with_interventions(network, interventions)
    held = {tuple(sorted((one.actor, one.object))) for one in interventions}
    bounds = [_Triads(network), _Triads(after)]
    flips: list[npt.NDArray[np.float64]] = []
    places: list[npt.NDArray[np.float64]] = []
    for triads in bounds:
        fixed = np.array([tie.pair in held for tie in triads.ties], dtype=bool)
        shares, place = _run(triads, fixed, network.level, draws, seed, _numbers(network, after, triads))
        flips.append(shares)
        places.append(place)
    before = {tie.pair: float(share) for tie, share in zip(bounds[0].ties, flips[0], strict=True)}
    loose, firm = bounds[1].counts()
    pressed = []
    for number, tie in enumerate(bounds[1].ties):
        share, without = float(flips[1][number]), before.get(tie.pair, 0.0)
        if tie.pair in held or not (share or without):
            continue
        spread = 1.645 * float(np.sqrt((share * (1 - share) + without * (1 - without)) / draws))
        mean = float(places[1][number])
        pressed.append(
            Pressed(
                tie.a, tie.b, tie.sign, int(loose[number]), int(firm[number]), share, without,
                share - without - spread, share - without + spread,
                None if np.isnan(mean) else mean, tie.evidence,
            )
        )  # fmt: skip
    pressed.sort(key=lambda one: (-round(one.difference, 9), one.place or np.inf, one.a, one.b))
    was = set(bounds[0].unbalanced())
    loosened = tuple(
        LooseTriad(actors, signs, evidence)
        for actors, (signs, evidence) in bounds[1].unbalanced().items()
        if actors not in was
    )
    return KnockOn(
        changed,
        loosened,
        tuple(pressed),
        (len(was), len(bounds[1].unbalanced())),
        (len(bounds[0].threes), len(bounds[1].threes)),
        draws,
        seed,
    )


def with_interventions(
    network: SignedNetwork, interventions: Iterable[Intervention]
) -> tuple[SignedNetwork, tuple[ChangedTie, ...]]:
    """The network once the interventions hold, and the ties that they change."""
    ties: dict[tuple[str, str], SignedTie] = dict(network.of_pair)
    phrases: dict[tuple[str, str], list[str]] = {}
    for one in interventions:
        pair = (min(one.actor, one.object), max(one.actor, one.object))
        sign = RELATIONS[one.relation].sign
        was = ties.get(pair)
        phrases.setdefault(pair, []).append(one.phrase)
        if one.change == "stop":
            if was is not None and was.sign == sign:
                del ties[pair]
        elif was is None or was.sign != sign:
            weight = sign * _SET
            ties[pair] = SignedTie(*pair, weight, weight, weight, was.evidence if was else ())
    changed = tuple(
        ChangedTie(
            *pair,
            was.weight if was else None,
            now.weight if now else None,
            tuple(dict.fromkeys(said)),
            was.evidence if was else (),
        )
        for pair, said in phrases.items()
        for was, now in [(network.of_pair.get(pair), ties.get(pair))]
        if was != now
    )
    actors = tuple(sorted({*network.actors, *(actor for pair in ties for actor in pair)}))
    kept = tuple(ties[pair] for pair in sorted(ties))
    return replace(network, actors=actors, ties=kept), changed


class _Triads:
    """The ties and triads of a network, by number."""

    def __init__(self, network: SignedNetwork) -> None:
        self.ties = network.ties
        number = {tie.pair: place for place, tie in enumerate(self.ties)}
        near: dict[str, set[str]] = {}
        for a, b in number:
            near.setdefault(a, set()).add(b)
        found = [
            (number[a, b], number[a, c], number[b, c])
            for a, others in sorted(near.items())
            for b, c in combinations(sorted(others), 2)
            if (b, c) in number
        ]
        self.threes: Whole = np.array(found, dtype=np.int64).reshape(-1, 3)
        self.signs: Signs = np.array([tie.sign for tie in self.ties], dtype=np.int8)
        of: list[list[int]] = [[] for _ in self.ties]
        for place, three in enumerate(found):
            for tie in three:
                of[tie].append(place)
        widest = max(map(len, of), default=0)
        self.of: Whole = np.full((len(of), widest), len(found), dtype=np.int64)
        for tie, places in enumerate(of):
            self.of[tie, : len(places)] = places
        self.degree: Whole = np.array([len(places) for places in of], dtype=np.int64)

    def counts(self) -> tuple[Whole, Whole]:
        """Unbalanced and balanced triads of each tie, by the signs as they are."""
        loose = self.signs[self.threes].prod(axis=1) < 0
        padded = np.append(loose, False)
        unbalanced = padded[self.of].sum(axis=1) if self.of.size else np.zeros(len(self.ties), dtype=np.int64)
        return unbalanced, self.degree - unbalanced

    def unbalanced(self) -> Mapping[tuple[str, str, str], tuple[Any, tuple[str, ...]]]:
        """The unbalanced triads: signs and evidence by actors."""
        found = {}
        for ab, ac, bc in self.threes.tolist():
            three = self.ties[ab], self.ties[ac], self.ties[bc]
            if three[0].sign * three[1].sign * three[2].sign < 0:
                evidence = tuple(dict.fromkeys(piece for tie in three for piece in tie.evidence))
                found[three[0].a, three[0].b, three[1].b] = (tuple(tie.sign for tie in three), evidence)
        return found


def _numbers(before: SignedNetwork, after: SignedNetwork, triads: _Triads) -> Whole:
    """The number of each tie among all ties of either network: the same tie has the same random numbers in both."""
    every = sorted({tie.pair for tie in (*before.ties, *after.ties)})
    place = {pair: number for number, pair in enumerate(every)}
    return np.array([len(every), *(place[tie.pair] for tie in triads.ties)], dtype=np.int64)


def _run(
    triads: _Triads, fixed: npt.NDArray[np.bool_], level: float, draws: int, seed: int, numbers: Whole
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The share of draws in which each tie ends with another sign than it was drawn with, and its mean place among the flips."""
    width, mine = int(numbers[0]), numbers[1:]
    ties = len(triads.ties)
    flipped, placed = np.zeros(ties), np.zeros(ties)
    random = np.random.default_rng(seed)
    reach = NormalDist().inv_cdf(0.5 + level / 2)
    weight = np.array([tie.weight for tie in triads.ties])
    low = np.array([max(tie.weight - tie.low, 0.0) for tie in triads.ties]) / reach
    high = np.array([max(tie.high - tie.weight, 0.0) for tie in triads.ties]) / reach
    down = np.divide(low, low + high, out=np.zeros(ties), where=low + high > 0)
    for begin in range(0, draws, _AT_ONCE):
        rows = min(_AT_ONCE, draws - begin)
        step = np.abs(random.standard_normal((rows, width)))[:, mine]
        below = random.random((rows, width))[:, mine] < down
        drawn = weight + np.where(below, -step * low, step * high)
        start: Signs = np.where(drawn == 0, triads.signs, np.sign(drawn)).astype(np.int8)
        priority = random.random((_STEPS, rows, 2), dtype=np.float64)
        if not len(triads.threes):
            continue
        end, order = _settle(triads, start, fixed, priority)
        changed = end != start
        flipped += changed.sum(axis=0)
        placed += np.where(changed, order, 0).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return flipped / draws, placed / flipped


def _settle(
    triads: _Triads, start: Signs, fixed: npt.NDArray[np.bool_], random: npt.NDArray[np.float64]
) -> tuple[Signs, Whole]:
    """The signs after the dynamic, draws by ties, and at which flip of its draw each tie flipped last."""
    rows = np.arange(len(start))
    signs = start.copy()
    threes = triads.threes
    product = np.ones((len(start), len(threes) + 1), dtype=np.int8)  # the last is no triad: always balanced
    product[:, :-1] = signs[:, threes[:, 0]] * signs[:, threes[:, 1]] * signs[:, threes[:, 2]]
    flat, offset = product.reshape(-1), rows * product.shape[1]
    order = np.zeros(signs.shape, dtype=np.int64)
    flips = np.zeros(len(start), dtype=np.int64)
    free = np.flatnonzero(~fixed & (triads.degree > 0))
    if not len(free):
        return signs, order
    for step in random[: min(len(random), _ROUNDS * len(free))]:
        tie = free[(step[:, 0] * len(free)).astype(np.int64)]
        mine = triads.of[tie] + offset[:, None]
        imbalance = (flat[mine] < 0).sum(axis=1)
        left = triads.degree[tie] - imbalance
        go = (left < imbalance) | ((left == imbalance) & (step[:, 1] < 0.5))
        who, what = rows[go], tie[go]
        flips[go] += 1
        signs[who, what] *= -1
        order[who, what] = flips[go]
        flat[mine[go]] *= -1
        product[:, -1] = 1
    return signs, order
