"""A ranker that says which candidate an event will be with: gradient-boosted trees (LightGBM) over the features of `event_features`.

They are fitted by the likelihood of the right candidate among the others of its question (the conditional logit of McFadden 1974, or
"listwise softmax"), so scores of one question become shares. How often candidates with such shares came true on days that the model had not
seen makes probabilities of them.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from bedfellows.forecast.calibration import Beta, fit_beta
from bedfellows.forecast.event_examples import Examples, answers, learn_examples, right
from bedfellows.forecast.event_features import (
    Eve,
    features,
    learn_season,
    make_background,
    make_eve,
)
from bedfellows.forecast.event_history import EventHistory
from bedfellows.forecast.event_keys import Group

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

TRAINED_DAYS = 80
HELD_OUT = 8  # days at the end on which a first model is tried
_RUN_UP = 30  # days of record before the first example
_FEWEST = 14  # days of examples, below which nothing is learned
_ROUNDS, _TRIAL_ROUNDS = 150, 60
_SETTINGS: dict[str, Any] = {
    "learning_rate": 0.1,
    "num_leaves": 31,
    "min_data_in_leaf": 20,
    "min_sum_hessian_in_leaf": 1,
    "feature_fraction": 0.3,
    "lambda_l2": 1,
    "max_bin": 63,
    "bin_construct_sample_cnt": 50_000,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
    "seed": 1,
}


@dataclass(frozen=True)
class EventModel:
    """Made by `learn`. `trees` is LightGBM's text; `cutoff` the last day whose events it has seen, as a number like those of its history."""

    cutoff: int
    first: int
    questions: int
    kinds: tuple[str, ...]
    features: tuple[str, ...]
    calibration: Beta
    calibration_error: float | None
    trees: str

    @cached_property
    def _booster(self) -> Any:
        import lightgbm

        return lightgbm.Booster(model_str=self.trees)

    def scores(self, eve: Eve, jobs: int = 1) -> Floats:
        """A score for each question and candidate of an eve."""
        number, width = eve.candidates.shape
        rows = eve.table(np.repeat(np.arange(number), width), np.tile(np.arange(width), number))
        found: Floats = self._booster.predict(rows, raw_score=True, num_threads=jobs)
        return found.reshape(number, width)

    def probabilities(self, scores: Floats) -> Floats:
        """The calibrated probability that a candidate is a right one, given that the actor has such an event on the day."""
        return self.calibration(shares(scores))

    def reasons(self, rows: NDArray[np.float32]) -> list[dict[Group, float]]:
        """What each group of features adds to the score of each row.

        Shares by Lundberg et al. (2020), Nature Machine Intelligence 2.
        """
        found = []
        for shares_of in self._booster.predict(rows, pred_contrib=True, num_threads=1):
            groups: dict[Group, float] = {}
            for group, share in zip(features().values(), shares_of, strict=False):
                groups[group] = groups.get(group, 0.0) + float(share)
            found.append(groups)
        return found

    def to_json(self) -> str:
        """The model as text, for storing."""
        about = {name: value for name, value in vars(self).items() if not name.startswith("_")}
        return json.dumps({**about, "calibration": asdict(self.calibration)})

    @classmethod
    def from_json(cls, text: str) -> EventModel:
        """A model that `to_json` wrote."""
        held = json.loads(text)
        return cls(
            **{
                **held,
                "kinds": tuple(held["kinds"]),
                "features": tuple(held["features"]),
                "calibration": Beta(**held["calibration"]),
            }
        )


def shares(scores: Floats) -> Floats:
    """Scores (questions x candidates) as shares that add up to 1 for each question."""
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Floats = odds / odds.sum(axis=1, keepdims=True)
    return found


def learn(history: EventHistory, day: int, *, jobs: int = 1) -> EventModel | None:
    """A model from what happened before a day.

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
    trial = boosted(examples, before, _TRIAL_ROUNDS, jobs)
    calibration, error = _calibrated(history, trial, held, day)
    trees = boosted(examples, np.ones_like(before), _ROUNDS, jobs)
    return EventModel(
        int(days[-1]),
        first,
        len(examples.day),
        history.kinds,
        tuple(features()),
        calibration,
        error,
        trees.model_to_string(),
    )


def boosted(examples: Examples, chosen: NDArray[np.bool_], rounds: int, jobs: int = 1) -> Any:
    """LightGBM's booster from the chosen questions."""
    import lightgbm

    rows = examples.rows if chosen.all() else examples.rows[chosen]
    offset = examples.offset[chosen].astype(np.float64)
    number, width, size = rows.shape
    first = np.zeros(number * width)
    first[::width] = 1

    def softmax(score: Floats, data: object) -> tuple[Floats, Floats]:  # noqa: ARG001 - LightGBM hands it over
        share = shares(score.reshape(number, width) + offset).ravel()
        return share - first, 2 * share * (1 - share) + 1e-6

    settings = {**_SETTINGS, "num_threads": jobs}
    data = lightgbm.Dataset(rows.reshape(-1, size), label=first, params=settings)
    return lightgbm.train({**settings, "objective": softmax}, data, rounds)


def _calibrated(history: EventHistory, trial: Any, first: int, day: int) -> tuple[Beta, float]:
    """The calibration of a model on the days from `first` until `day`, none of which it has seen, and its error there."""
    from bedfellows.forecast.proper_scores import calibration as bins_of
    from bedfellows.forecast.proper_scores import calibration_error

    background = make_background(history, first)
    learned = learn_season(background, first)
    said, came = [], []
    for then in range(first, day):
        actor, kind, true = answers(history, then)
        if not len(actor):
            continue
        eve = make_eve(background, learned, then, actor, kind)
        this, others = right(eve, true)
        _, once = np.unique(actor * background.places.kinds + kind, return_index=True)
        width = eve.candidates.shape[1]
        rows = eve.table(np.repeat(once, width), np.tile(np.arange(width), len(once)))
        said.append(shares(trial.predict(rows, raw_score=True, num_threads=1).reshape(-1, width)).ravel())
        came.append((this | others)[once].ravel())
    share, happened = np.concatenate(said), np.concatenate(came).astype(np.float64)
    found = fit_beta(share, happened, np.ones(len(share)))
    busy = found(share) >= 0.05
    return found, calibration_error(bins_of(found(share[busy]), happened[busy]))
