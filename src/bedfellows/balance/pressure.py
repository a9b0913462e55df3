"""The ties under most pressure to flip: those whose other sign would put their triads at peace.

Two actors share thirds. Where both are with a third, or both against it, that draws them together; where they differ
over it, that drives them apart (Heider 1946; the dynamics of Antal, Krapivsky and Redner 2005). A third counts with the
weaker of its two ties. The pressure on a tie is what pulls against its sign less what holds it: the weight of triads that
flipping it would mend less that of those it would break. Only ties with pressure, or whose removal lowers the
frustration index, are listed; the drop of the index says what the tie costs the whole, longer cycles included.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from bedfellows.balance.frustration import Frustration
from bedfellows.balance.signed import SignedNetwork, SignedTie
from bedfellows.balance.triads import Triad, find_triads
from bedfellows.ties.wording import counted


@dataclass(frozen=True, slots=True)
class Pressure:
    """A tie, the pressure on it, and why.

    `mended` and `broken` are the triads that flipping it would balance and unbalance, the heaviest first. `drop` is by
    how much the frustration index falls when it goes; None where that could not be told in time. `frustrated` is the
    share of the optimal partitions known in which the tie stands against the camps.
    """

    tie: SignedTie
    pressure: float
    mended: tuple[Triad, ...]
    broken: tuple[Triad, ...]
    drop: float | None
    frustrated: float
    words: str

    @property
    def evidence(self) -> tuple[str, ...]:
        """Ids of the evidence of the tie and of the triads that it would mend."""
        pieces = [*self.tie.evidence, *(piece for triad in self.mended for piece in triad.evidence)]
        return tuple(dict.fromkeys(pieces))


def pressures(
    network: SignedNetwork, found: Frustration, limit: int | None = 20, seconds: float = 5.0
) -> tuple[Pressure, ...]:
    """The ties under most pressure, the most pressed first.

    Args:
        network: the ties.
        found: the frustration of the same network.
        limit: how many at most; None for all.
        seconds: how long to work out by how much the index drops, at most.
    """
    of_tie: dict[tuple[str, str], list[Triad]] = {}
    for triad in find_triads(network):
        for tie in triad.ties:
            of_tie.setdefault(tie.pair, []).append(triad)
    deadline = time.monotonic() + seconds
    ranked = []
    for tie in network.ties:
        around = of_tie.get(tie.pair, [])
        mended = [triad for triad in around if not triad.balanced]
        broken = [triad for triad in around if triad.balanced]
        pressure = sum(_pull(triad, tie) for triad in mended) - sum(_pull(triad, tie) for triad in broken)
        if pressure > 1e-9 or found.shares.get(tie.pair):
            ranked.append((pressure, tie, mended, broken))
    ranked.sort(key=lambda item: (-round(item[0], 9), -found.shares.get(item[1].pair, 0.0), item[1].pair))
    return tuple(
        Pressure(
            tie,
            round(pressure, 4),
            _heaviest(mended, tie),
            _heaviest(broken, tie),
            found.drop(tie, deadline),
            found.shares.get(tie.pair, 0.0),
            _words(network, tie, mended, broken),
        )
        for pressure, tie, mended, broken in ranked[:limit]
    )


def _pull(triad: Triad, tie: SignedTie) -> float:
    return min(abs(other.weight) for other in triad.ties if other.pair != tie.pair)


def _heaviest(triads: Sequence[Triad], tie: SignedTie) -> tuple[Triad, ...]:
    return tuple(sorted(triads, key=lambda triad: (-_pull(triad, tie), triad.actors)))


def _words(network: SignedNetwork, tie: SignedTie, mended: Sequence[Triad], broken: Sequence[Triad]) -> str:
    turn = "turning against each other" if tie.weight > 0 else "coming together"
    a, b = network.name(tie.a), network.name(tie.b)
    if not mended and not broken:
        return f"{a} and {b} share no third, but longer cycles through them cannot all be at peace; {turn} would help"
    words = f"{a} and {b} {turn} would mend {_counted(mended)}"
    reasons = [_reason(network, triad, tie) for triad in _heaviest(mended, tie)[:3]]
    if reasons:
        words += f" ({'; '.join(reasons)}{'; ...' if len(mended) > len(reasons) else ''})"
    if broken:
        words += f"; it would break {_counted(broken)}"
    return words


def _counted(triads: Sequence[Triad]) -> str:
    return counted(len(triads), "triad") if triads else "no triad"


def _reason(network: SignedNetwork, triad: Triad, tie: SignedTie) -> str:
    third = next(actor for actor in triad.actors if actor not in tie.pair)
    to_a, to_b = network.tie(tie.a, third), network.tie(tie.b, third)
    assert to_a is not None
    assert to_b is not None
    name, a, b = network.name(third), network.name(tie.a), network.name(tie.b)
    if to_a.weight > 0 and to_b.weight > 0:
        return f"both are with {name}"
    if to_a.weight < 0 and to_b.weight < 0:
        return f"both are against {name}"
    friend, foe = (a, b) if to_a.weight > 0 else (b, a)
    return f"{friend} is with {name} while {foe} is against it"
