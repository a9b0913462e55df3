"""What one actor does to another, if it does anything: types of events, ranked.

How likely a type is follows from two things that are known already: how many events of the type the actor has a day at present (its faded
count over the pace of fading), and which share of them is to be expected with the other, by the ranker. Their product, as a share of all types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bedfellows.forecast.event_features import Background, Eve, Learned, make_eve
from bedfellows.forecast.event_keys import ASKED
from bedfellows.forecast.event_ranker import EventModel, shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_PRIOR = 0.05  # events, over all types: one that an actor never had may still come
_PACE = 100.0


def type_shares(
    model: EventModel, background: Background, learned: Learned, day: int, actor: int, other: int
) -> tuple[Eve, Floats]:
    """The eve of a question for each kind of event that `actor` might do to `other`, and the probability of each, which add up to 1."""
    kinds = background.places.kinds // 2
    every = np.arange(kinds)
    actors = np.full(kinds, actor)
    eve = make_eve(background, learned, day, actors, every, sure=np.full(kinds, other))
    share = shares(model.scores(eve))
    with_other = np.where(eve.candidates == other, share, 0.0).sum(axis=1)
    sort = ASKED[0]
    places = sort.columns.index(f"{sort.title} {_PACE:g}")
    faded = background.trails[sort.title].look(sort.key(background.places, actors, every, actors), day)[
        places
    ]
    usual = np.bincount(background.history.kind[background.history.day < day], minlength=kinds)
    rate = faded + _PRIOR * usual / max(int(usual.sum()), 1)
    expected = rate * with_other
    found: Floats = expected / max(float(expected.sum()), 1e-12)
    return eve, found
