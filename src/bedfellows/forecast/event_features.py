"""The features of event forecasts: for questions of one day (an actor, a kind of event, done or suffered) and candidates for the other
side, from the record before that day only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from bedfellows.forecast import event_neighbours as neighbours
from bedfellows.forecast import event_rules
from bedfellows.forecast.event_days import COLUMNS as SINGLE_DAYS
from bedfellows.forecast.event_days import on_single_days
from bedfellows.forecast.event_history import EventHistory
from bedfellows.forecast.event_keys import ASKED, SORTS, TURNED, Group, Places, make_trails, places_of
from bedfellows.forecast.event_neighbours import Network, Season, make_season, network_of
from bedfellows.forecast.event_rules import LEVELS, PairKinds, Rules, learn_rules, pair_kinds
from bedfellows.forecast.event_trails import Trail

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

CANDIDATES = 100
"""How many candidates a question has."""
SEASON = 10
"""For how many days rules and factors serve before they are learned anew."""

_NOVELTY_SPAN = 80  # days over which it is told how often actors do something new

# Columns that are also told beside those of the other candidates: over the greatest, as a share of all, and by rank.
_RANKED = (
    *("a k b 3", "a k b 10", "a k b 30", "a k b 100", "b k a 10", "b k a 100"),
    *("a b 5", "a b 20", "a b 80", "a f b 5", "a f b 20", "a f b 80", "a q b 5", "a q b 80"),
    *("k b 3", "k b 30", "f b 10", "b 3", "b 30", "A k b 10", "A k b 60", "A b 3", "A b 60", "cheap"),
    *("rules 4", "rules 20", "rules 90", "rules best", "rules A b 4", "rules A b 20", "rules a B 20"),
    *("hop 2.5", "hop 7", "hop 30", "hop then kind", "hop then kind, fresh", "kind then hop"),
    *("like actors", "like actors, fresh", "like actors, kind", "like actors, kind, fresh"),
    *("like candidates", "like candidates, kind, fresh", "factors", "factors by family", "mood"),
)


@cache
def features() -> dict[str, Group]:
    """The columns of `Eve.table`, in order, and the group each belongs to."""
    found: dict[str, Group] = {}
    for sort in (*SORTS, TURNED, *ASKED):
        found |= dict.fromkeys(sort.columns, sort.group)
    for level in LEVELS:
        found |= dict.fromkeys(event_rules.columns(level), "rules" if level == LEVELS[0] else "countries")
    found |= {**neighbours.COLUMNS, "cheap": "candidate", "compatriots": "countries"}
    found |= {"like role of candidate": "countries", "candidate has a country": "countries"}
    found |= dict.fromkeys(("like role of actor", "family", "weekday"), "question")
    found |= dict.fromkeys(
        ("new to kind", "new to actor", "new pairs of actor", "new pairs to kind"), "question"
    )
    for name in _RANKED:
        found |= dict.fromkeys((f"{name}, {how}" for how in ("of greatest", "share", "rank")), found[name])
    found |= {"since a k b, past a k": "pair and type", "since a b, past a": "pair"}
    found |= {"partners of a k": "question", "partners of a": "question"}
    found |= {
        "part of a k": "pair and type",
        "part of a": "pair",
        "part of k": "candidate",
        "part of b": "candidate",
    }
    found |= dict.fromkeys(SINGLE_DAYS, "single days")
    return found


@dataclass(frozen=True, eq=False)
class Background:
    """A history with all that is looked up in it; `places` as known on the eve of a day."""

    history: EventHistory
    places: Places
    trails: dict[str, Trail]
    pairs: dict[str, PairKinds]  # by level of rules
    of_role: Ints  # of each actor: how many have its role in some country
    new_to_kind: NDArray[np.bool_]  # of each event, both ways: had the pair such an event before
    new_pair: NDArray[np.bool_]


def make_background(history: EventHistory, day: int) -> Background:
    """What forecasts from a day on need; with the classes of actors as known on its eve."""
    places = places_of(history, day)
    source, kind, target, when = history.both
    pair = source * places.actors + target
    return Background(
        history,
        places,
        make_trails(history, places),
        {level: pair_kinds(history, places, level) for level in LEVELS},
        np.bincount(places.role)[places.role],
        _repeats((source * places.kinds + kind) * places.actors + target, when),
        _repeats(pair, when),
    )


def _repeats(code: Ints, day: Ints) -> NDArray[np.bool_]:
    """Whether each code occurred on an earlier day; days are in order."""
    _, first, inverse = np.unique(code, return_index=True, return_inverse=True)
    found: NDArray[np.bool_] = day > day[first][inverse]
    return found


@dataclass(frozen=True, eq=False)
class Learned:
    """What is learned of the network and its rules on the eve of a day, for some days."""

    season: Season
    rules: dict[str, Rules]


def learn_season(background: Background, day: int) -> Learned:
    """Rules and factors as of the eve of a day."""
    return Learned(
        make_season(background.history, background.places, day),
        {level: learn_rules(background.history, index, day) for level, index in background.pairs.items()},
    )


@dataclass(frozen=True, eq=False)
class Eve:
    """Questions of a day with their candidates, as seen on its eve.

    `actor` and `kind` have one entry for each question (kinds as in `EventHistory.both`); `candidates` (questions x candidates) are
    actors; `cheap` (questions x actors) the rough score that they were chosen by.
    """

    background: Background
    learned: Learned
    day: int
    actor: Ints
    kind: Ints
    network: Network
    candidates: Ints
    whole: dict[str, Floats]  # columns for all candidates, flat

    def table(self, question: Ints, place: Ints) -> Floats:
        """The features (rows x `features()`) of candidates, by the rows of their questions and their places among the candidates."""
        background, places, day = self.background, self.background.places, self.day
        width = self.candidates.shape[1]
        flat = question * width + place
        a, k, b = self.actor[question], self.kind[question], self.candidates[question, place]
        columns: dict[str, NDArray[Any]] = {}
        for sort in SORTS:
            if sort.columns[0] in self.whole:
                columns |= {name: self.whole[name][flat] for name in sort.columns}
            else:
                look = background.trails[sort.title].look(sort.key(places, a, k, b), day, gaps=sort.gaps)
                columns |= dict(zip(sort.columns, look, strict=True))
        for sort in ASKED:
            look = background.trails[sort.title].look(
                sort.key(places, self.actor, self.kind, self.actor), day
            )
            columns |= {name: column[question] for name, column in zip(sort.columns, look, strict=True)}
        held = [*TURNED.columns, *neighbours.COLUMNS, "cheap"]
        for level in LEVELS:
            held += event_rules.columns(level)
        columns |= {name: self.whole[name][flat] for name in held}
        home = places.home
        known = home < places.homes - 1
        columns["compatriots"] = (home[a] == home[b]) & known[b]
        columns["like role of candidate"], columns["like role of actor"] = (
            background.of_role[b],
            background.of_role[a],
        )
        columns["candidate has a country"] = known[b]
        columns["family"], columns["weekday"] = places.family[k], np.full(len(a), day % 7)
        columns |= _novelty(background, day, a, k)
        for name in _RANKED:
            values = self.whole[name].reshape(-1, width)
            for how, beside in (("of greatest", values.max(axis=1)), ("share", values.sum(axis=1))):
                columns[f"{name}, {how}"] = columns[name] / np.maximum(beside, 1e-9)[question]
            columns[f"{name}, rank"] = self.whole[f"{name}, rank"][flat]
        columns |= self._compared(columns, question, width)
        single = on_single_days(background.history, places, day, a, k, b)
        columns |= dict(zip(SINGLE_DAYS, single, strict=True))
        rows = np.empty((len(a), len(features())), dtype=np.float32)
        for at, name in enumerate(features()):
            rows[:, at] = columns[name]
        return rows

    def _compared(self, columns: dict[str, NDArray[Any]], question: Ints, width: int) -> dict[str, Floats]:
        cap = np.float32(999)
        found = {
            "since a k b, past a k": np.minimum(columns["a k b since"], cap)
            - np.minimum(columns["a k since"], cap),
            "since a b, past a": np.minimum(columns["a b since"], cap) - np.minimum(columns["a since"], cap),
        }
        for whole, name in (("a k b seen", "partners of a k"), ("a b seen", "partners of a")):
            found[name] = (self.whole[whole].reshape(-1, width) > 0).sum(axis=1)[question].astype(np.float32)
        parts = (("a k b", "a k"), ("a b", "a"), ("k b", "k"))
        for whole, part in parts:
            found[f"part of {part}"] = columns[f"{whole} seen"] / np.maximum(columns[f"{part} seen"], 1)
        found["part of b"] = columns["k b seen"] / np.maximum(columns["b seen"], 1)
        return found


def make_eve(
    background: Background, learned: Learned, day: int, actor: Ints, kind: Ints, *, sure: Ints | None = None
) -> Eve:
    """The candidates of questions of a day, and what is told of all of them; `sure` is a candidate for each in any case."""
    places = background.places
    network = network_of(background.history, places, learned.season, day, actor, kind)
    width = min(CANDIDATES, places.actors)
    rough = -network.cheap
    if sure is not None:
        rough[np.arange(len(sure)), sure] = -np.inf
    candidates = np.sort(np.argpartition(rough, width - 1, axis=1)[:, :width].astype(np.int64), axis=1)
    question = np.repeat(np.arange(len(actor)), width)
    a, k, b = actor[question], kind[question], candidates.ravel()
    whole: dict[str, Floats] = {}
    needed = {*_RANKED, "a k b seen", "a b seen"}
    for sort in SORTS:
        if needed & set(sort.columns):
            look = background.trails[sort.title].look(sort.key(places, a, k, b), day, gaps=sort.gaps)
            whole |= dict(zip(sort.columns, look, strict=True))
    turned = background.trails[SORTS[0].title].look(TURNED.key(places, a, places.turned(k), b), day)
    whole |= dict(zip(TURNED.columns, turned, strict=True))
    for level, rules in learned.rules.items():
        told = rules.columns(background.pairs[level], a, k, b, day)
        whole |= dict(zip(event_rules.columns(level), told, strict=True))
    whole |= dict(zip(neighbours.COLUMNS, network.columns(question, b), strict=True))
    whole["cheap"] = network.cheap[question, b]
    for name in _RANKED:
        whole[f"{name}, rank"] = _rank(whole[name].reshape(-1, width))
    return Eve(background, learned, day, actor, kind, network, candidates, whole)


def _rank(values: Floats) -> Floats:
    """How many of the candidates of a question have more, flat."""
    order = np.argsort(-values, axis=1)
    ordered = np.take_along_axis(values, order, axis=1)
    first = np.zeros(values.shape, dtype=np.float32)
    np.copyto(
        first[:, 1:], np.arange(1, values.shape[1], dtype=np.float32), where=ordered[:, 1:] != ordered[:, :-1]
    )
    rank = np.empty_like(first)
    np.put_along_axis(rank, order, np.maximum.accumulate(first, axis=1), axis=1)
    return rank.ravel()


def _novelty(background: Background, day: int, actor: Ints, kind: Ints) -> dict[str, Floats]:
    """How often, lately, events of a kind or actor were of pairs (and kinds) that had occurred before."""
    source, kinds, _, when = background.history.both
    span = slice(int(np.searchsorted(when, day - _NOVELTY_SPAN)), int(np.searchsorted(when, day)))

    def rate(code: Ints, again: NDArray[np.bool_], size: int, prior: float) -> Floats:
        count = np.bincount(code[span], minlength=size)
        repeated = np.bincount(code[span], again[span], minlength=size)
        return ((repeated + 3 * prior) / (count + 3)).astype(np.float32)

    sizes = background.places.kinds, background.places.actors
    return {
        "new to kind": rate(kinds, background.new_to_kind, sizes[0], 0.5)[kind],
        "new to actor": rate(source, background.new_to_kind, sizes[1], 0.5)[actor],
        "new pairs of actor": rate(source, background.new_pair, sizes[1], 0.7)[actor],
        "new pairs to kind": rate(kinds, background.new_pair, sizes[0], 0.7)[kind],
    }
