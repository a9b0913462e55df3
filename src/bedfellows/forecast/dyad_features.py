"""What the record says of each dyad on the eve of a day: the features that forecasts of dyads are made from.

All of them are made from rows that were known before that day. Counts fade: an event of so many days ago counts for
2^(-days / half-life). They come at several half-lives, so that a model can weigh what lasts against what passes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bedfellows.forecast.dyad_history import QUADS, DyadHistory, Target

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

Group = Literal["record", "recency", "trend", "other classes", "actors", "third parties"]

HALF_LIVES = (4, 14, 45, 150)
_SHORT, _LONG = 14, 150  # the trend is what the fast count has over the slow one
_SPREAD = 45  # half-life of what third parties did
_NEVER = 3_650.0


@dataclass(frozen=True, eq=False)
class Features:
    """A row for each dyad that is known of, a column for each of `names`; `dyads` are places in the history."""

    dyads: Ints
    values: Floats
    names: tuple[str, ...]


def groups() -> Mapping[str, Group]:
    """The kind of reason that each feature stands for, in the order of the columns."""
    found: dict[str, Group] = {"rate": "record", "span": "record", "weeks": "record", "months": "record"}
    found |= dict.fromkeys((f"target_{life}" for life in HALF_LIVES), "recency")
    found |= {"since_target": "recency", "trend": "trend"}
    for quad in QUADS:
        found |= dict.fromkeys((f"{quad.key}_{life}" for life in HALF_LIVES), "other classes")
        found[f"since_{quad.key}"] = "other classes"
    found |= {"since_any": "other classes", "goldstein": "other classes", "any_trend": "trend"}
    for side in ("less", "more"):
        for what in ("target_14", "target_150", "any_45", "partners", "rate"):
            found[f"{side}_{what}"] = "actors"
    found |= {"world": "trend"}
    found |= dict.fromkeys(
        ("shared_target", "shared_conflict", "shared_cooperation", "mixed"), "third parties"
    )
    return found


def features_at(history: DyadHistory, target: Target, origin: int) -> Features:
    """The features of every dyad that had an event known before `origin` (days since 1970)."""
    import numpy as np

    rows = np.flatnonzero((history.known < origin) & (history.day < origin))
    dyad, ages = history.dyad[rows], (origin - history.day[rows]).astype(np.float64)
    events, quad = history.events[rows].astype(np.float64), history.quad[rows]
    wanted = history.chosen(target)[rows]
    size, actors = len(history.pair), len(history.actors)
    seen = np.unique(dyad)

    def counted(of: NDArray[np.bool_], life: int) -> Floats:
        weight = events[of] * np.exp2(-ages[of] / life)
        found: Floats = np.bincount(dyad[of], weight, size).astype(np.float64)
        return found

    def since(of: NDArray[np.bool_]) -> Floats:
        least = np.full(size, _NEVER)
        np.minimum.at(least, dyad[of], ages[of])
        found: Floats = np.log(least)
        return found

    every = np.ones(len(rows), dtype=bool)
    faded = {life: counted(wanted, life) for life in HALF_LIVES}
    all_faded = {life: counted(every, life) for life in (_SHORT, _SPREAD, _LONG)}
    span = np.zeros(size)
    np.maximum.at(span, dyad, ages)
    total = max(float(ages.max()), 1.0) if len(ages) else 1.0
    windows = {days: _windows(dyad[wanted], ages[wanted], days, size) for days in (7, 30)}
    rate = _shrunk(np.bincount(dyad[wanted], minlength=size)[seen].astype(float), span[seen])
    rates = np.zeros(size)
    rates[seen] = rate

    columns: dict[str, Floats] = {
        "rate": np.log(rates + 1e-6),
        "span": np.log1p(span),
        "weeks": windows[7] / max(total / 7, 1.0),
        "months": windows[30] / max(total / 30, 1.0),
        **{f"target_{life}": np.log1p(found) for life, found in faded.items()},
        "since_target": since(wanted),
        "trend": _trend(faded[_SHORT], faded[_LONG]),
    }
    kinds: dict[str, NDArray[np.bool_]] = {one.key: quad == one.number for one in QUADS}
    by_kind: dict[str, dict[int, Floats]] = {
        key: {life: counted(of, life) for life in HALF_LIVES} for key, of in kinds.items()
    }
    for key, of in kinds.items():
        columns |= {f"{key}_{life}": np.log1p(found) for life, found in by_kind[key].items()}
        columns[f"since_{key}"] = since(of)
    columns["since_any"] = since(every)
    tone: Floats = np.bincount(dyad, history.goldstein[rows] * np.exp2(-ages / _SPREAD), size).astype(
        np.float64
    )
    columns["goldstein"] = tone / (1 + all_faded[_SPREAD])
    columns["any_trend"] = _trend(all_faded[_SHORT], all_faded[_LONG])

    a, b = history.pair[:, 0], history.pair[:, 1]

    def of_actor(of_dyad: Floats) -> Floats:
        both = np.bincount(a, of_dyad, actors) + np.bincount(b, of_dyad, actors)
        found: Floats = both.astype(np.float64)
        return found

    known = np.zeros(size)
    known[seen] = 1
    about = {
        "target_14": (faded[14], True),
        "target_150": (faded[150], True),
        "any_45": (all_faded[_SPREAD], True),
        "partners": (known, False),
        "rate": (rates, True),
    }
    for what, (of_dyad, others) in about.items():
        whole = of_actor(of_dyad)
        one, other = whole[a], whole[b]
        if others:  # what each has with everybody else
            one, other = one - of_dyad, other - of_dyad
        columns[f"less_{what}"] = np.log1p(np.maximum(np.minimum(one, other), 0))
        columns[f"more_{what}"] = np.log1p(np.maximum(np.maximum(one, other), 0))
    columns["world"] = np.full(
        size, np.log((faded[_SHORT].sum() / _SHORT + 1e-3) / (faded[_LONG].sum() / _LONG + 1e-3))
    )
    columns |= _third_parties(history, faded[45], by_kind, seen)
    names = tuple(groups())
    return Features(seen, np.stack([columns[name][seen] for name in names], axis=1), names)


def _windows(dyad: Ints, ages: Floats, days: int, size: int) -> Floats:
    """In how many of the windows of `days` days before the origin each dyad had an event."""
    import numpy as np

    if not len(dyad):
        return np.zeros(size)
    window = ((ages - 1) // days).astype(np.int64)
    most = int(window.max()) + 1
    held = np.unique(dyad * most + window) // most
    return np.bincount(held, minlength=size).astype(np.float64)


def _trend(fast: Floats, slow: Floats) -> Floats:
    """The logarithm of the recent rate over the older one, held back where there are few events."""
    import numpy as np

    return np.log((fast / _SHORT + 0.02) / (slow / _LONG + 0.02))


def _shrunk(counts: Floats, exposure: Floats) -> Floats:
    """Events a day by empirical Bayes: a gamma prior fitted to all dyads by moments (Gelman et al., Bayesian Data Analysis, 2.7)."""
    prior, strength = gamma_prior(counts, exposure)
    return (counts + prior) / (exposure + strength)


def gamma_prior(counts: Floats, exposure: Floats) -> tuple[float, float]:
    """Shape and rate of the gamma distribution of daily rates, by moments: of dyads that had `counts` events in `exposure` days."""
    days = float(exposure.sum())
    mean = max(float(counts.sum()) / days, 1e-9) if days else 1e-9
    if len(counts) < 2:
        return 0.5, 0.5 / mean
    spread = float((exposure * (counts / exposure.clip(1) - mean) ** 2).sum()) / days
    noise = mean * len(counts) / days
    variance = max(spread - noise, mean**2 * 0.05)
    return mean**2 / variance, mean / variance


def _third_parties(
    history: DyadHistory, target: Floats, by_kind: Mapping[str, Mapping[int, Floats]], seen: Ints
) -> dict[str, Floats]:
    """What the two have in common through others: the same foes, the same friends, friends of foes."""
    import numpy as np
    from scipy import sparse

    a, b = history.pair[:, 0], history.pair[:, 1]
    size = len(history.actors)

    def network(weights: Floats) -> sparse.csr_array:
        held = np.log1p(weights)
        held[held < 1e-2] = 0
        once = sparse.coo_array((held, (a, b)), shape=(size, size)).tocsr()
        both = once + once.T
        both.eliminate_zeros()
        return both

    conflict = network(by_kind["material-conflict"][_SPREAD] + by_kind["verbal-conflict"][_SPREAD])
    friendly = network(by_kind["material-cooperation"][_SPREAD] + by_kind["verbal-cooperation"][_SPREAD])

    def joint(one: sparse.csr_array, other: sparse.csr_array) -> Floats:
        found = np.zeros(len(history.pair))
        values = (one @ other)[a[seen], b[seen]]
        found[seen] = np.asarray(values.todense() if sparse.issparse(values) else values).ravel()
        return np.log1p(found)

    own = network(target)
    crossed = conflict @ friendly
    mixed = np.zeros(len(history.pair))
    both = crossed + crossed.T
    values = both[a[seen], b[seen]]
    mixed[seen] = np.asarray(values.todense() if sparse.issparse(values) else values).ravel()
    return {
        "shared_target": joint(own, own),
        "shared_conflict": joint(conflict, conflict),
        "shared_cooperation": joint(friendly, friendly),
        "mixed": np.log1p(mixed),
    }
