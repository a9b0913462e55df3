"""Why a candidate ranks where it does: what the record says, in words, with the events that each reason rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from bedfellows.forecast.event_days import DAYS_BEFORE
from bedfellows.forecast.event_features import Eve
from bedfellows.forecast.event_keys import Group
from bedfellows.forecast.event_rules import DECAYS, LEVELS
from bedfellows.forecast.event_store import EventRecord, day_of
from bedfellows.ontology import CAMEO
from bedfellows.ties.wording import counted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

Fact = tuple[int, int, int, int]  # source, kind, target, day: places in the history

CITED = 4  # events under one reason, the latest
_RULES = 3
_MONTH = 30
_TWO_WEEKS = 14


@dataclass(frozen=True, slots=True)
class Rule:
    """Of what follows one kind of event between two actors while it is fresh (for about `days`), `confidence` is of another kind.

    `usual` is the share of that kind in all events. What is done and what is suffered count as different kinds.
    """

    before: str
    after: str
    days: int
    confidence: float
    usual: float


@dataclass(frozen=True, slots=True)
class Told:
    """A reason before its evidence is looked up: words, how many events are behind it, the latest of them, the rules in it."""

    words: str
    events: int
    facts: tuple[Fact, ...] = ()
    rules: tuple[Rule, ...] = ()


def kind_words(kind: str) -> str:
    """A CAMEO code or PLOVER type in words."""
    return CAMEO[kind].name.lower() if kind in CAMEO else kind.lower()


class Teller:
    """Tells of one question of an eve and its candidates."""

    def __init__(self, record: EventRecord, eve: Eve, question: int = 0) -> None:
        self._record = record
        self._history = record.history
        self._eve = eve
        self._asker = int(eve.actor[question])
        self._kind = int(eve.kind[question])
        kinds = len(record.history.kinds)
        self._suffered = self._kind >= kinds
        self._plain = self._kind % kinds
        self._what = kind_words(record.history.kinds[self._plain])

    def tell(self, group: Group, candidate: int) -> Told:
        """The reason of one group for a candidate."""
        makers: dict[Group, Callable[[int], Told]] = {
            "pair and type": self._same,
            "pair": self._between,
            "candidate": self._with_others,
            "countries": self._countries,
            "rules": self._rules,
            "neighbours": self._neighbours,
            "likeness": self._alike,
            "mood": self._mood,
            "single days": self._single_days,
            "question": self._asked,
        }
        return makers[group](candidate)

    def before(self, candidate: int) -> int:
        """On how many days this very event happened before."""
        return len(self._facts(self._rows(self._asker, candidate, self._plain)))

    def _same(self, candidate: int) -> Told:
        rows = self._rows(self._asker, candidate, self._plain)
        if not len(rows):
            return Told(f"no such event between the two since {day_of(int(self._history.day.min()))}", 0)
        recent = int((self._history.day[rows] > self._eve.day - 1 - _MONTH).sum())
        words = f"on {counted(len(rows), 'day')} before, {recent} of them in the last {_MONTH} days, last {self._last(rows)}"
        return self._told(words, rows)

    def _between(self, candidate: int) -> Told:
        history = self._history
        rows = np.flatnonzero(
            (history.source == self._asker) & (history.target == candidate)
            | (history.source == candidate) & (history.target == self._asker)
        )
        if not len(rows):
            return Told("nothing is known between the two", 0)
        recent = int((history.day[rows] > self._eve.day - 1 - _MONTH).sum())
        return self._told(
            f"{counted(len(rows), 'event')} of any type between the two, {recent} in the last {_MONTH} days, last {self._last(rows)}",
            rows,
        )

    def _with_others(self, candidate: int) -> Told:
        history = self._history
        side = history.source if self._suffered else history.target
        rows = np.flatnonzero((side == candidate) & (history.kind == self._plain))
        if not len(rows):
            return Told("no such event with anybody", 0)
        recent = int((history.day[rows] > self._eve.day - 1 - _MONTH).sum())
        return self._told(
            f"{counted(len(rows), 'such event')} with anybody, {recent} in the last {_MONTH} days, last {self._last(rows)}",
            rows,
        )

    def _countries(self, candidate: int) -> Told:
        history, places = self._history, self._eve.background.places
        home = places.home
        own = (
            home == home[self._asker]
            if home[self._asker] < places.homes - 1
            else np.arange(len(home)) == self._asker
        )
        theirs = (
            home == home[candidate]
            if home[candidate] < places.homes - 1
            else np.arange(len(home)) == candidate
        )
        doers, others = (theirs, own) if self._suffered else (own, theirs)
        rows = np.flatnonzero(doers[history.source] & others[history.target] & (history.kind == self._plain))
        if not len(rows):
            return Told("no such event between actors of the two countries", 0)
        recent = int((history.day[rows] > self._eve.day - 1 - _MONTH).sum())
        return self._told(
            f"{counted(len(rows), 'such event')} between actors of the two countries, {recent} in the last {_MONTH} days",
            rows,
        )

    def _rules(self, candidate: int) -> Told:
        """The rules that speak loudest: the decay of 20 days stands for all."""
        background = self._eve.background
        kinds = len(self._history.kinds)
        place = 1
        one, other = np.array([self._asker]), np.array([candidate])
        _, before, look = background.pairs[LEVELS[0]].before(one, other, np.array([self._eve.day]))
        confidence = self._eve.learned.rules[LEVELS[0]].confidence[place][before, self._kind]
        weight = look[2 + place] * confidence
        best = np.argsort(-weight, kind="stable")[:_RULES]
        usual = float((self._history.kind == self._plain).mean()) / 2  # events are counted both ways
        rules: list[Rule] = []
        facts: list[Fact] = []
        words = []
        for at in best.tolist():
            kind = int(before[at])
            turned = kind >= kinds
            name = kind_words(self._history.kinds[kind % kinds])
            name = f"{name} (the other way)" if turned != self._suffered else name
            rules.append(Rule(name, self._what, round(DECAYS[place]), float(confidence[at]), usual))
            source, target = (candidate, self._asker) if turned else (self._asker, candidate)
            rows = self._directed(source, target, kind % kinds)
            facts += self._facts(rows[-2:])
            words.append(f"{name}, last {int(look[1][at])} days before ({confidence[at]:.0%})")
        told = (
            f"of what follows between two, so much is {self._what} (usually {usual:.0%}): {', '.join(words)}"
        )
        return Told(told if words else "no rule speaks of the two", len(facts), tuple(facts), tuple(rules))

    def _neighbours(self, candidate: int) -> Told:
        """The third party that both dealt with most of late."""
        history = self._history
        late = history.day > self._eve.day - 1 - _MONTH
        dealt = [
            np.bincount(history.target[late & (history.source == one)], minlength=len(history.actors))
            + np.bincount(history.source[late & (history.target == one)], minlength=len(history.actors))
            for one in (self._asker, candidate)
        ]
        common = np.minimum(dealt[0], dealt[1]).astype(np.float64)
        common /= 1 + np.sqrt(dealt[0] + dealt[1])
        common[[self._asker, candidate]] = 0
        between = int(common.argmax())
        if not common[between]:
            return Told(f"nobody that both dealt with in the last {_MONTH} days", 0)
        rows = [
            np.flatnonzero(
                late
                & (
                    (history.source == one) & (history.target == between)
                    | (history.source == between) & (history.target == one)
                )
            )
            for one in (self._asker, candidate)
        ]
        words = (
            f"in the last {_MONTH} days both dealt with {history.actors[between]} ({int(dealt[0][between])} and "
            f"{int(dealt[1][between])} events)"
        )
        facts = [*self._facts(rows[0][-2:]), *self._facts(rows[1][-2:])]
        return Told(words, len(rows[0]) + len(rows[1]), tuple(facts))

    def _alike(self, candidate: int) -> Told:
        """Actors that deal with the same ones as the asker, and had such an event with the candidate."""
        history = self._history
        mine = self._partners(self._asker)
        side, other = (history.target, history.source) if self._suffered else (history.source, history.target)
        rows = np.flatnonzero((other == candidate) & (history.kind == self._plain) & (side != self._asker))
        words = "such an event with the candidate"
        if not len(rows):
            rows = np.flatnonzero((other == candidate) & (side != self._asker))
            words = "an event with the candidate"
        if not len(rows):
            return Told("nobody else dealt with the candidate", 0)
        found = []
        for one in np.unique(side[rows]).tolist():
            theirs = self._partners(one)
            found.append((float((mine * theirs).sum()), one))
        found.sort(key=lambda one: (-one[0], one[1]))
        best = [one for like, one in found[:3] if like > 0.05]
        if not best:
            return Told("nobody like the actor dealt with the candidate", 0)
        chosen = rows[np.isin(side[rows], best)]
        names = ", ".join(f"{history.actors[one]} (likeness {like:.2f})" for like, one in found[: len(best)])
        return self._told(f"{words}: {names}, which deal with the same actors", chosen)

    def _partners(self, actor: int) -> NDArray[np.float64]:
        """Whom an actor dealt with, as a vector of length 1."""
        history = self._history
        size = len(history.actors)
        dealt = np.bincount(history.target[history.source == actor], minlength=size)
        dealt = dealt + np.bincount(history.source[history.target == actor], minlength=size)
        logs = np.log1p(dealt)
        found: NDArray[np.float64] = logs / max(float(np.sqrt((logs**2).sum())), 1e-9)
        return found

    def _mood(self, candidate: int) -> Told:
        history = self._history
        late = history.day > self._eve.day - 1 - _TWO_WEEKS
        rows = np.flatnonzero(late & ((history.target == candidate) | (history.source == candidate)))
        if not len(rows):
            return Told(f"nothing befell the candidate in the last {_TWO_WEEKS} days", 0)
        kinds, count = np.unique(history.kind[rows], return_counts=True)
        most = ", ".join(
            f"{kind_words(history.kinds[kind])} ({number})"
            for number, kind in sorted(zip(-count, kinds, strict=True))[:3]
        ).replace("(-", "(")
        return self._told(f"what befell the candidate in the last {_TWO_WEEKS} days: {most}", rows)

    def _single_days(self, candidate: int) -> Told:
        """What happened on the very days that are looked at: between the two, else of this type to the candidate, else at all."""
        history = self._history
        ago = self._eve.day - history.day
        lately = np.isin(ago, DAYS_BEFORE)
        of_it = (history.source == candidate) | (history.target == candidate)
        between = of_it & ((history.source == self._asker) | (history.target == self._asker))
        side = history.source if self._suffered else history.target
        such = (side == candidate) & (history.kind == self._plain)
        for chosen, words in (
            (between, "between the two"),
            (such, "such events with anybody"),
            (of_it, "events of the candidate"),
        ):
            rows = np.flatnonzero(lately & chosen)
            if len(rows):
                days, count = np.unique(ago[rows], return_counts=True)
                told = ", ".join(f"{n} {d} days before" for d, n in zip(days, count, strict=True))
                return self._told(f"{words}: {told.replace(' 1 days', ' the day')}", rows)
        days_ = ", ".join(str(before) for before in DAYS_BEFORE)
        return Told(f"nothing of the candidate {days_} days before", 0)

    def _asked(self, _: int) -> Told:
        history = self._history
        side = history.target if self._suffered else history.source
        rows = np.flatnonzero((side == self._asker) & (history.kind == self._plain))
        others = history.source if self._suffered else history.target
        number = len(np.unique(others[rows]))
        return self._told(
            f"{counted(len(rows), 'such event')} of the actor in all, with {counted(number, 'other')}", rows
        )

    def _told(self, words: str, rows: Ints) -> Told:
        return Told(words, len(rows), tuple(self._facts(rows[-CITED:])[::-1]))

    def _rows(self, actor: int, candidate: int, kind: int) -> Ints:
        """The rows of the very event that is asked for, in order of days."""
        return self._directed(*((candidate, actor) if self._suffered else (actor, candidate)), kind)

    def _directed(self, source: int, target: int, kind: int) -> Ints:
        history = self._history
        return np.flatnonzero(
            (history.source == source) & (history.target == target) & (history.kind == kind)
        )

    def _facts(self, rows: Ints) -> list[Fact]:
        history = self._history
        columns = (history.source, history.kind, history.target, history.day)
        return [tuple(int(column[row]) for column in columns) for row in rows.tolist()]  # type: ignore[misc]

    def _last(self, rows: Ints) -> str:
        ago = self._eve.day - 1 - int(self._history.day[rows[-1]])
        when = day_of(self._eve.day - 1) - timedelta(days=ago)
        return f"on {when}"
