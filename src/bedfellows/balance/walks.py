"""Balance by closed walks: long cycles count too, but for less the longer they are.

K = tr(e^A) / tr(e^|A|), where A holds the signed weights and |A| the same without signs: 1 where all closed walks are
positive, towards 0 where as many are negative (Estrada and Benzi 2014, "Walk-based measure of balance in signed
networks", Physical Review E 90:042802). For an actor it is the ratio of its own diagonal entries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bedfellows.balance.signed import SignedNetwork


@dataclass(frozen=True, slots=True)
class WalkBalance:
    """The balance of the whole and of each actor, in [0, 1]."""

    whole: float
    actors: Mapping[str, float]


def walk_balance(network: SignedNetwork, *, weighted: bool = True) -> WalkBalance:
    """Balance by walks, on weights or on signs alone; 1 for a network without ties."""
    import numpy as np

    if not network.actors:
        return WalkBalance(1.0, {})
    number = {actor: index for index, actor in enumerate(network.actors)}
    matrix = np.zeros((len(number), len(number)))
    for tie in network.ties:
        one, other = number[tie.a], number[tie.b]
        matrix[one, other] = matrix[other, one] = tie.weight if weighted else tie.sign
    values, vectors = np.linalg.eigh(matrix)
    bare_values, bare_vectors = np.linalg.eigh(np.abs(matrix))
    most = float(bare_values[-1])  # both are divided by e to this, lest they grow beyond what a float holds
    signed = (vectors**2) @ np.exp(values - most)
    unsigned = (bare_vectors**2) @ np.exp(bare_values - most)
    ratio = np.divide(signed, unsigned, out=np.ones_like(signed), where=unsigned > 0)
    return WalkBalance(
        float(signed.sum() / unsigned.sum()),
        {actor: min(1.0, float(ratio[index])) for actor, index in number.items()},
    )
