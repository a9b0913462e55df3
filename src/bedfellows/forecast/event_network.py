"""A small neural network that scores candidates: one hidden layer beside a linear score, with a bias for each family of kinds.

It is fitted by the likelihood of the right candidate among the others of its question (the conditional logit of McFadden 1974), by Adam
(Kingma & Ba 2015) with decoupled weight decay (Loshchilov & Hutter 2019) and a cosine schedule. Plain NumPy: with a few hundred inputs it
takes seconds on a processor.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]
    Weights = dict[str, Floats]

HIDDEN = 64
_BATCH = 256  # questions
_RATE, _DECAY = 2e-3, 1e-2
_WARM_UP = 50  # steps
_STEPS_OF_PATH = 16
_BLOCK = 1_024  # rows that are worked on at once: they fit into a processor's cache
_LIMIT = 5.0  # standard deviations beyond which an input counts no more


def squashed(rows: Floats) -> Floats:
    """Features, in place, on a scale on which small shares and large counts both tell: log(1 + 10 |x|) with the sign of x."""
    for start in range(0, len(rows), _BLOCK):
        part = rows[start : start + _BLOCK]
        size = np.abs(part)
        size *= 10
        size += 1
        np.copysign(np.log(size, out=size), part, out=part)
    return rows


@dataclass(frozen=True, eq=False)
class Scale:
    """Means and standard deviations of squashed features."""

    mean: Floats
    deviation: Floats

    def standard(self, rows: NDArray[np.floating[Any]]) -> Floats:
        """Squashed features (rows x features) as inputs."""
        found = rows.astype(np.float32)
        for start in range(0, len(found), _BLOCK):
            part = found[start : start + _BLOCK]
            part -= self.mean
            part /= self.deviation
            np.clip(part, -_LIMIT, _LIMIT, out=part)
        return found


def scale_of(rows: NDArray[np.floating[Any]]) -> Scale:
    """The scale of a sample of squashed features."""
    flat = rows.reshape(-1, rows.shape[-1]).astype(np.float32)
    return Scale(flat.mean(axis=0), flat.std(axis=0) + np.float32(1e-3))


@dataclass(frozen=True, eq=False)
class Network:
    """The weights: `inner` (inputs x hidden), `bias` (families x hidden), `outer` (hidden), `direct` (inputs)."""

    inner: Floats
    bias: Floats
    outer: Floats
    direct: Floats

    def scores(self, inputs: Floats, family: Ints) -> Floats:
        """The scores of rows of inputs, each of a question of a family."""
        hidden = inputs @ self.inner
        hidden += self.bias[family]
        np.maximum(hidden, 0, out=hidden)
        found: Floats = hidden @ self.outer + inputs @ self.direct
        return found

    def shares(self, inputs: Floats, family: int, start: Floats) -> Floats:
        """What each input adds to the scores of rows, from the score of an input `start` on.

        Integrated gradients (Sundararajan, Taly & Yan 2017, ICML): they add up to the difference of the two scores.
        """
        way: Floats = inputs - start
        slope: Floats = np.zeros_like(way)
        for step in range(_STEPS_OF_PATH):
            at = start + way * ((step + 0.5) / _STEPS_OF_PATH)
            active = (at @ self.inner + self.bias[family]) > 0
            slope += (active * self.outer).astype(np.float32) @ self.inner.T
        found: Floats = way * (slope / np.float32(_STEPS_OF_PATH) + self.direct)
        return found

    def to_text(self) -> dict[str, str]:
        """The weights as text, for storing."""
        return {
            name: b64encode(np.ascontiguousarray(value, dtype="<f4").tobytes()).decode()
            for name, value in vars(self).items()
        }

    @classmethod
    def from_text(cls, held: dict[str, str], inputs: int) -> Network:
        """Weights that `to_text` wrote."""
        flat = {
            name: np.frombuffer(b64decode(text), dtype="<f4").astype(np.float32)
            for name, text in held.items()
        }
        return cls(
            flat["inner"].reshape(inputs, -1),
            flat["bias"].reshape(-1, len(flat["outer"])),
            flat["outer"],
            flat["direct"],
        )


def train_network(
    inputs: NDArray[np.float16],
    offset: Floats,
    family: Ints,
    families: int,
    *,
    epochs: int,
    seed: int,
    hidden: int = HIDDEN,
    rate: float = _RATE,
    decay: float = _DECAY,
) -> Network:
    """A network from questions (questions x candidates x inputs, standard), whose right candidate stands first.

    `offset` is added to scores in training; `family` has one entry for each question.
    """
    number, _, size = inputs.shape
    rng = np.random.default_rng(seed)

    def drawn(shape: tuple[int, ...], spread: float) -> Floats:
        return (rng.standard_normal(shape) * spread).astype(np.float32)

    weights = {
        "inner": drawn((size, hidden), size**-0.5),
        "bias": np.zeros((families, hidden), dtype=np.float32),
        "outer": drawn((hidden,), 0.1 * hidden**-0.5),
        "direct": np.zeros(size, dtype=np.float32),
    }
    moments = {name: (np.zeros_like(value), np.zeros_like(value)) for name, value in weights.items()}
    batches = max(number // _BATCH, 1)
    steps = epochs * batches
    for step in range(steps):
        if step % batches == 0:
            order = rng.permutation(number)
        chosen = np.sort(order[(step % batches) * _BATCH :][:_BATCH])
        slopes = _slopes(weights, inputs[chosen].astype(np.float32), offset[chosen], family[chosen])
        pace = rate * min(1.0, (step + 1) / _WARM_UP) * (0.5 + 0.5 * np.cos(np.pi * step / steps))
        for name, value in weights.items():
            mean, square = moments[name]
            mean += 0.1 * (slopes[name] - mean)
            square += 0.01 * (slopes[name] ** 2 - square)
            move = mean / (1 - 0.9 ** (step + 1)) / (np.sqrt(square / (1 - 0.99 ** (step + 1))) + 1e-8)
            np.subtract(value, np.float32(pace) * (move + decay * value), out=value)
    return Network(**weights)


def _slopes(weights: Weights, inputs: Floats, offset: Floats, family: Ints) -> Weights:
    """The gradient of the mean surprise at the right candidates."""
    number, width, size = inputs.shape
    rows = inputs.reshape(-1, size)
    hidden = (rows @ weights["inner"]).reshape(number, width, -1)
    hidden += weights["bias"][family][:, None, :]
    active = hidden > 0
    hidden *= active
    score = hidden @ weights["outer"] + (rows @ weights["direct"]).reshape(number, width) + offset
    score -= score.max(axis=1, keepdims=True)
    share = np.exp(score)
    share /= share.sum(axis=1, keepdims=True)
    share[:, 0] -= 1
    share /= number
    back = share[:, :, None] * weights["outer"] * active
    flat = share.ravel()
    bias = np.zeros_like(weights["bias"])
    np.add.at(bias, family, back.sum(axis=1))
    return {
        "inner": rows.T @ back.reshape(len(rows), -1),
        "bias": bias,
        "outer": hidden.reshape(len(rows), -1).T @ flat,
        "direct": rows.T @ flat,
    }
