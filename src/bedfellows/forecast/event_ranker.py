"""A ranker that says whom an event will be with: small neural networks over the features of `event_features`, their scores averaged.

Scores of one question become shares. How often candidates with such shares came true on days that a first network had not seen makes
probabilities of them.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from bedfellows.forecast.calibration import Beta, fit_beta
from bedfellows.forecast.event_examples import Examples, answers, distinct, learn_examples, right
from bedfellows.forecast.event_features import Eve, features, learn_season, make_background, make_eve
from bedfellows.forecast.event_history import EventHistory
from bedfellows.forecast.event_keys import Group
from bedfellows.forecast.event_network import Network, Scale, scale_of, squashed, train_network
from bedfellows.forecast.proper_scores import calibration as bins_of
from bedfellows.forecast.proper_scores import calibration_error

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

TRAINED_DAYS = 200
HELD_OUT = 8  # days at the end on which a first network is tried
BUSY = 0.05  # probabilities below this are not judged: nearly all candidates are there
_NETWORKS, _EPOCHS, _TRIAL_EPOCHS = 3, 5, 3
_RUN_UP = 30  # days of record before the first example
_FEWEST = 14  # days of examples, below which nothing is learned
_FEWEST_STEPS = 100
_SAMPLE = 2_000  # questions from which the scale of features is told


@dataclass(frozen=True, eq=False)
class EventModel:
    """Made by `learn`. `cutoff` is the last day whose events it has seen, as a number like those of its history.

    `calibration_error` is the mean distance between probabilities of at least 5 % and how often they came true, on days not seen.
    """

    cutoff: int
    first: int
    questions: int
    features: tuple[str, ...]
    calibration: Beta
    calibration_error: float
    scale: Scale
    networks: tuple[Network, ...]

    def scores(self, eve: Eve) -> Floats:
        """A score for each question and candidate of an eve."""
        return _scores(self.networks, self.scale, eve)

    def probabilities(self, scores: Floats) -> Floats:
        """The calibrated probability that a candidate is a right one, given that the actor has such an event on the day."""
        return self.calibration(shares(scores))

    def reasons(self, eve: Eve, question: int, chosen: Ints) -> list[dict[Group, float]]:
        """What each group of features adds to the scores of chosen candidates of a question, compared with the mean candidate."""
        width = eve.candidates.shape[1]
        inputs = self.scale.standard(squashed(eve.table(np.full(width, question), np.arange(width))))
        history, kind = eve.background.history, eve.kind[question]
        family, code = int(history.family[kind]), int(history.code[kind])
        start = inputs.mean(axis=0)
        parts = [network.shares(inputs[chosen], family, code, start) for network in self.networks]
        found = []
        for row in np.mean(parts, axis=0):
            groups: dict[Group, float] = {}
            for group, share in zip(features().values(), row.tolist(), strict=True):
                groups[group] = groups.get(group, 0.0) + share
            found.append(groups)
        return found

    def to_json(self) -> str:
        """The model as text, for storing."""
        return json.dumps(
            {
                "cutoff": self.cutoff,
                "first": self.first,
                "questions": self.questions,
                "features": self.features,
                "calibration": asdict(self.calibration),
                "calibration_error": self.calibration_error,
                "mean": self.scale.mean.tolist(),
                "deviation": self.scale.deviation.tolist(),
                "networks": [network.to_text() for network in self.networks],
            }
        )

    @classmethod
    def from_json(cls, text: str) -> EventModel | None:
        """A model that `to_json` wrote; None where that was another version, which looked at other things."""
        held: dict[str, Any] = json.loads(text)
        names = tuple(held["features"])
        weights = {field.name for field in fields(Network)}
        if names != tuple(features()) or any(set(one) != weights for one in held["networks"]):
            return None
        return cls(
            held["cutoff"],
            held["first"],
            held["questions"],
            names,
            Beta(**held["calibration"]),
            held["calibration_error"],
            Scale(*(np.array(held[name], dtype=np.float32) for name in ("mean", "deviation"))),
            tuple(Network.from_text(one, len(names)) for one in held["networks"]),
        )


def shares(scores: Floats) -> Floats:
    """Scores (questions x candidates) as shares that add up to 1 for each question."""
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Floats = odds / odds.sum(axis=1, keepdims=True)
    return found


def learn(history: EventHistory, day: int, *, jobs: int = 1) -> EventModel | None:
    """A model from what happened before a day, in `jobs` processes and threads.

    None where the record is too short: six weeks are needed.
    """
    days = np.unique(history.day[history.day < day])
    if not len(days):
        return None
    first = max(int(days[0]) + _RUN_UP, day - TRAINED_DAYS)
    if day - first < _FEWEST:
        return None
    examples = learn_examples(history, range(first, day), jobs)
    held = day - min(HELD_OUT, (day - first) // 3)
    before = examples.day < held
    if not before.any() or before.all():
        return None
    scale = scale_of(examples.rows[:: max(len(examples.day) // _SAMPLE, 1)])
    inputs = scale.packed(examples.rows)
    every = np.ones_like(before)

    def tried() -> tuple[Beta, float]:
        return _calibrated(history, _fitted(examples, inputs, before, _TRIAL_EPOCHS, 0), scale, held, day)

    # Threads, so that the examples, some gigabytes, need not travel: nearly all the work is NumPy's, outside the lock.
    with ThreadPoolExecutor(jobs) as pool:
        trial = pool.submit(tried)
        found = tuple(
            pool.map(lambda seed: _fitted(examples, inputs, every, _EPOCHS, seed), range(1, _NETWORKS + 1))
        )
        calibration, error = trial.result()
    return EventModel(
        int(days[-1]), first, len(examples.day), tuple(features()), calibration, error, scale, found
    )


def _fitted(
    examples: Examples, inputs: NDArray[np.int16], chosen: NDArray[np.bool_], epochs: int, seed: int
) -> Network:
    """A network from the chosen questions; few are gone through more often."""
    last = int(chosen.sum())  # examples are in the order of days, and those chosen are the first
    enough = max(epochs, -(-_FEWEST_STEPS * 256 // max(last, 256)))
    return train_network(
        inputs[:last],
        examples.offset[:last],
        examples.family[:last],
        examples.code[:last],
        epochs=min(enough, _FEWEST_STEPS),
        seed=seed,
    )


def _scores(networks: tuple[Network, ...], scale: Scale, eve: Eve) -> Floats:
    """The mean score of each question's candidates (questions x candidates)."""
    number, width = eve.candidates.shape
    rows = eve.table(np.repeat(np.arange(number), width), np.tile(np.arange(width), number))
    inputs = scale.standard(squashed(rows))
    history, kind = eve.background.history, np.repeat(eve.kind, width)
    family, code = history.family[kind], history.code[kind]
    found: Floats = np.mean(
        [network.scores(inputs, family, code) for network in networks], axis=0, dtype=np.float64
    )
    return found.reshape(number, width)


def _calibrated(
    history: EventHistory, trial: Network, scale: Scale, first: int, day: int
) -> tuple[Beta, float]:
    """The calibration of a network on the days from `first` until `day`, none of which it has seen, and its error there."""
    background = make_background(history, first)
    learned = learn_season(background, first)
    said, came = [], []
    for then in range(first, day):
        actor, kind, true = answers(history, then)
        if not len(actor):
            continue
        actor, kind, question = distinct(background.places, actor, kind)
        eve = make_eve(background, learned, then, actor, kind)
        this, others = right(eve, question, true)
        _, once = np.unique(question, return_index=True)
        said.append(shares(_scores((trial,), scale, eve)).ravel())
        came.append((this | others)[once].ravel())
    share, happened = np.concatenate(said), np.concatenate(came).astype(np.float64)
    found = fit_beta(share, happened, np.ones(len(share)))
    busy = found(share) >= BUSY
    return found, calibration_error(bins_of(found(share[busy]), happened[busy]))
