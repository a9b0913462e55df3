"""A small neural network that scores candidates: one hidden layer beside a linear score, with a bias for each family of kinds and kind.

The linear score has weights of its own for each kind of event, which differ from the common ones in a few directions only: one is
mostly with whom it was yesterday, another with whoever has it with everybody.

It is fitted by the likelihood of the right candidate among the others of its question (the conditional logit of McFadden 1974), by Adam
(Kingma & Ba 2015) with decoupled weight decay (Loshchilov & Hutter 2019) and a cosine schedule. Plain NumPy: with a few hundred inputs it
takes seconds on a processor.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bedfellows.forecast.event_history import CODES, FAMILIES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]
    Weights = dict[str, Floats]

HIDDEN, _DIRECTIONS = 64, 8
_INNER, _WAYS, _DIRECT = slice(HIDDEN), slice(HIDDEN, HIDDEN + _DIRECTIONS), slice(HIDDEN + _DIRECTIONS, None)
_BATCH = 256  # questions
_RATE, _DECAY = 2e-3, 0.5
_DECAY_OF_KINDS = 1.0  # of weights that only questions of one kind teach
_WARM_UP = 50  # steps
_STEPS_OF_PATH = 16
_BLOCK = 1_024  # rows that are worked on at once: they fit into a processor's cache
_LIMIT = 5.0  # standard deviations beyond which an input counts no more
_UNIT = np.float32(_LIMIT / 32_767)  # of packed inputs
_CHUNK = 2_000  # questions


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

    def packed(self, rows: NDArray[np.float16]) -> NDArray[np.int16]:
        """Squashed features as inputs in whole numbers, which are read faster; in the memory of the features, as there are gigabytes."""
        found = rows.view(np.int16)
        for start in range(0, len(rows), _CHUNK):
            found[start : start + _CHUNK] = np.rint(self.standard(rows[start : start + _CHUNK]) / _UNIT)
        return found


def unpacked(inputs: NDArray[np.int16]) -> Floats:
    """Inputs that were packed."""
    found = inputs.astype(np.float32)
    found *= _UNIT
    return found


def scale_of(rows: NDArray[np.floating[Any]]) -> Scale:
    """The scale of a sample of squashed features."""
    flat = rows.reshape(-1, rows.shape[-1]).astype(np.float32)
    return Scale(flat.mean(axis=0), flat.std(axis=0) + np.float32(1e-3))


@dataclass(frozen=True, eq=False)
class Network:
    """The weights: `inner` (inputs x hidden), `bias` (families x hidden), `apart` (codes of kinds x hidden), `outer` (hidden), `direct` (inputs).

    The bias of a kind is `bias[family] + apart[code]`. `ways` (inputs x directions) and `own` (codes x directions): its direct weights are
    `direct + ways @ own[code]`.
    """

    inner: Floats
    bias: Floats
    apart: Floats
    outer: Floats
    direct: Floats
    ways: Floats
    own: Floats

    def scores(self, inputs: Floats, family: Ints, code: Ints) -> Floats:
        """The scores of rows of inputs, each of a question of a kind with this family and code."""
        hidden = inputs @ self.inner
        hidden += self.bias[family] + self.apart[code]
        np.maximum(hidden, 0, out=hidden)
        found: Floats = hidden @ self.outer + inputs @ self.direct
        found += ((inputs @ self.ways) * self.own[code]).sum(axis=1)
        return found

    def shares(self, inputs: Floats, family: int, code: int, start: Floats) -> Floats:
        """What each input adds to the scores of rows, from the score of an input `start` on.

        Integrated gradients (Sundararajan, Taly & Yan 2017, ICML): they add up to the difference of the two scores.
        """
        way: Floats = inputs - start
        slope: Floats = np.zeros_like(way)
        for step in range(_STEPS_OF_PATH):
            at = start + way * ((step + 0.5) / _STEPS_OF_PATH)
            active = (at @ self.inner + self.bias[family] + self.apart[code]) > 0
            slope += (active * self.outer).astype(np.float32) @ self.inner.T
        found: Floats = way * (slope / np.float32(_STEPS_OF_PATH) + self.direct + self.ways @ self.own[code])
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
            flat["apart"].reshape(-1, len(flat["outer"])),
            flat["outer"],
            flat["direct"],
            flat["ways"].reshape(inputs, -1),
            flat["own"].reshape(-1, flat["ways"].size // inputs),
        )


def train_network(
    inputs: NDArray[np.int16],
    offset: Floats,
    family: Ints,
    code: Ints,
    *,
    epochs: int,
    seed: int,
) -> Network:
    """A network from questions (questions x candidates x inputs, packed), whose right candidate stands first.

    `offset` is added to scores in training; `family` and `code` have one entry for each question.
    """
    number, _, size = inputs.shape
    rng = np.random.default_rng(seed)

    def drawn(shape: tuple[int, ...], spread: float) -> Floats:
        return (rng.standard_normal(shape) * spread).astype(np.float32)

    # All that inputs are multiplied by stands side by side, as one large product is faster than three.
    first = [drawn((size, HIDDEN), size**-0.5), drawn((size, _DIRECTIONS), size**-0.5)]
    weights = {
        "first": np.concatenate([*first, np.zeros((size, 1), dtype=np.float32)], axis=1),
        "bias": np.zeros((2 * FAMILIES, HIDDEN), dtype=np.float32),
        "apart": np.zeros((2 * CODES, HIDDEN), dtype=np.float32),
        "outer": drawn((HIDDEN,), 0.1 * HIDDEN**-0.5),
        "own": np.zeros((2 * CODES, _DIRECTIONS), dtype=np.float32),
    }
    decay = np.full(weights["first"].shape[1], _DECAY, dtype=np.float32)
    decay[_WAYS] = _DECAY_OF_KINDS
    decays = {"first": decay, "own": _DECAY_OF_KINDS, "apart": _DECAY_OF_KINDS}
    moments = {name: (np.zeros_like(value), np.zeros_like(value)) for name, value in weights.items()}
    batches = max(number // _BATCH, 1)
    steps = epochs * batches
    for step in range(steps):
        if step % batches == 0:
            order = rng.permutation(number)
        chosen = np.sort(order[(step % batches) * _BATCH :][:_BATCH])
        slopes = _slopes(weights, unpacked(inputs[chosen]), offset[chosen], family[chosen], code[chosen])
        pace = _RATE * min(1.0, (step + 1) / _WARM_UP) * (0.5 + 0.5 * np.cos(np.pi * step / steps))
        for name, value in weights.items():
            mean, square = moments[name]
            mean += 0.1 * (slopes[name] - mean)
            square += 0.01 * (slopes[name] ** 2 - square)
            move = mean / (1 - 0.9 ** (step + 1)) / (np.sqrt(square / (1 - 0.99 ** (step + 1))) + 1e-8)
            np.subtract(value, np.float32(pace) * (move + decays.get(name, _DECAY) * value), out=value)
    inner, ways, direct = (
        np.ascontiguousarray(weights["first"][:, part]) for part in (_INNER, _WAYS, _DIRECT)
    )
    bias, apart, outer, own = (weights[name] for name in ("bias", "apart", "outer", "own"))
    return Network(inner, bias, apart, outer, direct.ravel(), ways, own)


def _slopes(weights: Weights, inputs: Floats, offset: Floats, family: Ints, code: Ints) -> Weights:
    """The gradient of the mean surprise at the right candidates."""
    number, width, size = inputs.shape
    rows = inputs.reshape(-1, size)
    product = (rows @ weights["first"]).reshape(number, width, -1)
    hidden, along = product[:, :, _INNER], product[:, :, _WAYS]
    hidden += (weights["bias"][family] + weights["apart"][code])[:, None, :]
    active = hidden > 0
    hidden *= active
    own = weights["own"][code][:, None, :]
    score = hidden @ weights["outer"] + (along * own).sum(axis=2) + product[:, :, _DIRECT.start] + offset
    score -= score.max(axis=1, keepdims=True)
    share = np.exp(score)
    share /= share.sum(axis=1, keepdims=True)
    share[:, 0] -= 1
    share /= number
    each = share[:, :, None]
    back = np.empty_like(product)
    back[:, :, _INNER] = each * weights["outer"] * active
    back[:, :, _WAYS] = each * own
    back[:, :, _DIRECT] = each
    bias, apart, turned = (np.zeros_like(weights[name]) for name in ("bias", "apart", "own"))
    raised = back[:, :, _INNER].sum(axis=1)
    np.add.at(bias, family, raised)
    np.add.at(apart, code, raised)
    np.add.at(turned, code, (each * along).sum(axis=1))
    return {
        "first": rows.T @ back.reshape(len(rows), -1),
        "bias": bias,
        "apart": apart,
        "outer": np.tensordot(share, hidden, axes=2),
        "own": turned,
    }
