"""The camps of a case: who is on whose side, how firmly, what does not fit, and which ties are pressed to flip."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bedfellows.actors import Registry
from bedfellows.balance.draws import DRAWS, draw_camps
from bedfellows.balance.frustration import TIME_LIMIT, Frustration, frustration
from bedfellows.balance.pressure import pressures
from bedfellows.balance.shown import ShownTie, shown
from bedfellows.balance.signed import SCALE, SignedNetwork, signed_network
from bedfellows.balance.triads import Census, census, find_triads
from bedfellows.balance.walks import WalkBalance, walk_balance
from bedfellows.case import CaseStore
from bedfellows.ties.dossier import Dossier, open_dossier
from bedfellows.ties.evidence import Evidence, Scope

_MOST_REMOVED = 60  # actors: with more, what the index loses with each is not worked out


@dataclass(frozen=True, slots=True)
class Index:
    """The frustration index, in weight or in ties. `bound` is what is proven; where it is below the index, the time was
    too short. `unique`: no other partition does as well; None where that is not known."""

    index: float
    bound: float
    proven: bool
    gap: float
    balance: float
    unique: bool | None
    optima: int
    complete: bool


@dataclass(frozen=True, slots=True)
class Member:
    """An actor in its camp.

    `firm` is the share of draws in which it is there; None where none were made. `movable`: another partition that is as
    good has it elsewhere. `frustrated` is how much (or how many) of its ties stand against the camps, the mean over the
    optimal partitions known; `drop` by how much the index falls without the actor, None where that was not worked out.
    `walk_balance` is its balance by closed walks.
    """

    actor: str
    name: str
    firm: float | None
    movable: bool
    frustrated: float
    drop: float | None
    walk_balance: float


@dataclass(frozen=True, slots=True)
class Camp:
    """One camp. Those of different `part` have no path of ties between them: whether they are one is not known."""

    number: int
    part: int
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Frustrated:
    """A tie that stands against the camps, in which share of the optimal partitions known, and what it costs."""

    tie: ShownTie
    share: float
    drop: float | None


@dataclass(frozen=True, slots=True)
class Pressed:
    """A tie under pressure to flip, why, and what that rests on beside the tie (see `bedfellows.balance.pressure`)."""

    tie: ShownTie
    pressure: float
    mends: int
    breaks: int
    drop: float | None
    words: str
    evidence_ids: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """In which share of the draws two actors are in one camp."""

    a: str
    b: str
    share: float


@dataclass(frozen=True, slots=True)
class CampsAnswer:
    """The camps, the largest first in each part of the network.

    `scope` is None where the network is not from a case. `index` is of the camps shown, `other_index` the same measure
    by the other count (ties where the camps are by weight, weight where they are by ties). `index_low` and `index_high`
    hold the middle nine tenths of the index over the draws. `neutral` are pairs with as much for as against, which have
    no tie.
    """

    scope: Scope | None
    k: int
    weighted: bool
    actors: int
    ties: int
    friendly_ties: int
    index: Index
    other_index: Index
    camps: tuple[Camp, ...]
    frustrated: tuple[Frustrated, ...]
    pressed: tuple[Pressed, ...]
    triads: Census
    walk_balance: float
    together: tuple[Together, ...]
    draws: int
    index_low: float | None
    index_high: float | None
    neutral: tuple[tuple[str, str], ...]


def camps(
    store: CaseStore,
    registry: Registry,
    as_of: date | None = None,
    k: int = 2,
    *,
    weighted: bool = True,
    draws: int = DRAWS,
    time_limit: float = TIME_LIMIT,
) -> CampsAnswer:
    """The camps by the claims of a case published by `as_of`; see `camps_of`."""
    return camps_from(
        open_dossier(store, registry, as_of), k, weighted=weighted, draws=draws, time_limit=time_limit
    )


def camps_from(
    dossier: Dossier,
    k: int = 2,
    *,
    weighted: bool = True,
    draws: int = DRAWS,
    time_limit: float = TIME_LIMIT,
) -> CampsAnswer:
    """`camps`, from evidence that is loaded already."""
    return camps_of(
        signed_network(dossier), k, dossier, weighted=weighted, draws=draws, time_limit=time_limit
    )


def camps_of(
    network: SignedNetwork,
    k: int = 2,
    dossier: Dossier | None = None,
    *,
    weighted: bool = True,
    draws: int = DRAWS,
    time_limit: float = TIME_LIMIT,
) -> CampsAnswer:
    """The camps of any signed network.

    Args:
        network: the ties.
        k: how many camps at most.
        dossier: where the evidence of the ties is looked up; None where they are not from a case.
        weighted: split by the weight of ties; else by their number.
        draws: how often the ties are drawn anew within their intervals, to see how firm the camps are.
        time_limit: seconds for the index; as much again, at most, for the draws, and for what each actor costs.

    Raises:
        ValueError: fewer than two camps.
    """
    found = frustration(network, k, weighted=weighted, time_limit=time_limit)
    other = frustration(network, k, weighted=not weighted, time_limit=time_limit)
    uncertain = any(tie.low < tie.high for tie in network.ties)
    drawn = draw_camps(found, draws, seconds=time_limit) if draws and uncertain else None
    walks = walk_balance(network, weighted=weighted)
    firm = drawn.firm if drawn else {}
    return CampsAnswer(
        dossier.scope if dossier else None,
        k,
        weighted,
        len(network.actors),
        len(network.ties),
        sum(tie.weight > 0 for tie in network.ties),
        _index(found),
        _index(other),
        _camps(found, firm, walks, time_limit),
        tuple(
            Frustrated(
                shown(network, tie, dossier), round(found.shares.get(tie.pair, 1.0), 4), found.drop(tie)
            )
            for tie in sorted(found.frustrated, key=lambda tie: (-abs(tie.weight), tie.pair))
        ),
        tuple(
            Pressed(
                shown(network, one.tie, dossier),
                one.pressure,
                len(one.mended),
                len(one.broken),
                one.drop,
                f"{one.words}.",
                one.evidence,
                _evidence(dossier, [piece for piece in one.evidence if piece not in set(one.tie.evidence)]),
            )
            for one in pressures(network, found)
        ),
        census(find_triads(network)),
        round(walks.whole, 4),
        tuple(Together(a, b, round(share, 4)) for (a, b), share in drawn.together.items()) if drawn else (),
        drawn.draws if drawn else 0,
        drawn.index_low if drawn else None,
        drawn.index_high if drawn else None,
        network.neutral,
    )


def _index(found: Frustration) -> Index:
    return Index(
        found.index,
        found.bound,
        found.proven,
        round(found.gap, 4),
        round(found.balance, 4),
        found.unique,
        found.optima,
        found.complete,
    )


def _camps(
    found: Frustration, firm: Mapping[str, float], walks: WalkBalance, time_limit: float
) -> tuple[Camp, ...]:
    network, movable = found.network, set(found.movable)
    costs: dict[str, float] = defaultdict(float)
    for pair, share in found.shares.items():
        cost = network.of_pair[pair].units / SCALE if found.weighted else 1.0
        for actor in pair:
            costs[actor] += share * cost
    drops = _drops(found, costs, time_limit)
    part = {actor: number for number, component in enumerate(found.components) for actor in component}
    return tuple(
        Camp(
            number,
            part[members[0]] + 1,
            tuple(
                Member(
                    actor,
                    network.name(actor),
                    firm.get(actor),
                    actor in movable,
                    round(costs.get(actor, 0.0), 4),
                    drops.get(actor),
                    round(walks.actors[actor], 4),
                )
                for actor in sorted(members, key=lambda actor: (costs.get(actor, 0.0), network.name(actor)))
            ),
        )
        for number, members in enumerate(found.camps, 1)
    )


def _drops(found: Frustration, costs: Mapping[str, float], seconds: float) -> dict[str, float]:
    """By how much the index falls without each actor, those who cost most first, as far as time goes."""
    if not found.proven:
        return {}
    if not found.index:
        return dict.fromkeys(found.camp_of, 0.0)
    drops: dict[str, float] = {}
    if len(found.camp_of) > _MOST_REMOVED:
        return drops
    deadline = time.monotonic() + seconds
    for actor in sorted(found.camp_of, key=lambda actor: (-costs.get(actor, 0.0), actor)):
        left = deadline - time.monotonic()
        if left <= 0:
            break
        rest = frustration(
            found.network.without(actor), found.k, weighted=found.weighted, time_limit=left, most_optima=1
        )
        if rest.proven:
            drops[actor] = round(found.index - rest.index, 4)
    return drops


def _evidence(dossier: Dossier | None, ids: list[str]) -> tuple[Evidence, ...]:
    if dossier is None:
        return ()
    wanted = set(ids)
    return dossier.all_evidence(claim for claim in dossier.claims if claim.id in wanted)
