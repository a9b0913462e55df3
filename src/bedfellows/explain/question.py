"""One claim as a question to the record: who is meant by its two sides, for which days, and what an answer to it is made of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bedfellows.case.records import Claim
from bedfellows.explain.checkable import Window
from bedfellows.explain.completeness import COMPLETENESS, Completeness, ListOf
from bedfellows.ties.kinship import forerunners
from bedfellows.ties.record import BY_MACHINE, EventCount, Reach, Record, StandingRow, feed_title
from bedfellows.ties.rollup import Rollup
from bedfellows.ties.wording import counted, listed

Verdict = Literal["supported", "contradicted", "no data"]
REGISTRY = "registry"
_ITSELF = frozenset({"leads", "member-of", "successor-of", "splinter-of", "allegiance-to"})
"""Relations that are said of the actor itself, not of those for whom it acts."""
LEAST_DAYS = 2
"""On so many days must events that a program coded fall before they bear a claim out. Bedfellows' own choice."""


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A row of a feed, a count of events or a fact of the registry, as a verdict shows it.

    `ids` are those of the rows (for a count of events the latest of them), empty for facts of the registry, whose source is in `text`.
    """

    ids: tuple[str, ...]
    feed: str
    title: str
    text: str
    first: date | None
    last: date | None
    precision: str
    published: date | None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Held:
    """A verdict with its reason in one sentence. `rows` carry it; `near` are rows that bear on it and do not settle it."""

    verdict: Verdict
    reason: str
    rows: tuple[RecordRow, ...] = ()
    near: tuple[RecordRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a claim: for whom it stands, in whose stead, in words, and whose rows are looked up: its own and its forerunners'."""

    actor: str
    name: str
    kind: str
    ids: frozenset[str]
    notes: tuple[str, ...]
    forerunners: tuple[str, ...]  # names


@dataclass(frozen=True, slots=True)
class Question:
    """A claim, the days it is about, and its two sides. `words` is the sentence it stands in, in small letters."""

    record: Record
    claim: Claim
    when: Window
    subject: Party
    object: Party
    words: str

    @property
    def notes(self) -> str:
        """Who was looked up in whose stead, as a sentence; "" where nobody was."""
        notes = [*self.subject.notes, *self.object.notes]
        return f" {listed(notes)}." if notes else ""

    def carried_on(self, rows: Iterable[RecordRow]) -> str:
        """Which forerunners the rows are on, as a sentence: Russia's of 1904 are the Russian Empire's."""
        texts = [row.text for row in rows]
        notes = [
            f"{side.name} carries on {earlier}"
            for side in (self.subject, self.object)
            for earlier in side.forerunners
            if any(earlier in text for text in texts)
        ]
        return f" {listed(notes)}." if notes else ""

    def standing(self, relations: Collection[str], *, both_ways: bool = True) -> tuple[StandingRow, ...]:
        """The standing rows on the two sides, whenever they hold."""
        return self.record.standing(relations, self.subject.ids, self.object.ids, both_ways=both_ways)

    def events(
        self,
        types: Collection[str],
        codes: Collection[str] = (),
        *,
        both_ways: bool = False,
        ever: bool = False,
    ) -> tuple[EventCount, ...]:
        """Events from the subject to the object in the days of the claim, or with `ever` until its last day."""
        first = None if ever else self.when.first
        found = self.record.counts(types, self.subject.ids, self.object.ids, first, self.when.last, codes)
        if both_ways:
            found += self.record.counts(
                types, self.object.ids, self.subject.ids, first, self.when.last, codes
            )
        return found

    def covers(self, row: StandingRow) -> bool:
        """Does a row tell of a day that the claim is about? An open end reaches as far as its list does, and no further."""
        end = row.last or list_end(self.record, row.feed) or row.first or date.max
        return (row.first or date.min) <= self.when.last and self.when.start <= end

    def full_list(self, of: Iterable[ListOf]) -> tuple[str, ...]:
        """Feeds in the case that claim to hold every case of this sort on all days of the claim, and know both sides."""
        if self.when.first is None:
            return ()
        found = []
        for feed, about in _lists(self.record, of):
            if (
                about.full
                and about.first <= self.when.first
                and self.when.last <= about.last
                and self._known_to(feed)
            ):
                found.append(feed)
        return tuple(found)

    def _known_to(self, feed: str) -> bool:
        known = self.record.listed_in(feed)
        return bool(self.subject.ids & known) and bool(self.object.ids & known)


def _lists(record: Record, of: Iterable[ListOf]) -> list[tuple[str, Completeness]]:
    wanted = set(of)
    return [
        (feed, COMPLETENESS[feed])
        for feed in record.reach
        if feed in COMPLETENESS and COMPLETENESS[feed].of in wanted
    ]


def list_end(record: Record, feed: str) -> date | None:
    """The last day that a feed speaks for: by its codebook, or the last day in its rows where that is later or nothing else is known."""
    held = record.reach.get(feed)
    known = [
        day
        for day in (held.last if held else None, COMPLETENESS[feed].last if feed in COMPLETENESS else None)
        if day
    ]
    return max(known, default=None)


def party(record: Record, rollup: Rollup | None, actor_id: str, when: Window) -> Party:
    """The side of a claim that an actor stands for.

    A leader or a body of a state stands for the state (not without `rollup`). Where that did not exist yet on the first day, those that it carries on
    (Russia the Soviet Union) are looked up as well.
    """
    dossier, registry = record.dossier, record.dossier.registry
    top, steps = rollup.top(actor_id, when.last) if rollup else (actor_id, ())
    notes = [f"{dossier.name(step.actor)} is looked up as {dossier.name(step.whole)}" for step in steps]
    ids, earlier_names = {top}, list[str]()
    actor = registry.get(top)
    if actor is not None and actor.valid_from is not None and actor.valid_from > when.start:
        for earlier in forerunners(dossier, top).values():
            known = registry.get(earlier.actor)
            began = known is not None and (known.valid_from or date.min) <= when.last
            if earlier.actor != top and earlier.share >= 1.0 and not earlier.claims and began:
                ids.add(earlier.actor)
                earlier_names.append(dossier.name(earlier.actor))
    return Party(
        top, dossier.name(top), dossier.kind(top), frozenset(ids), tuple(notes), tuple(earlier_names)
    )


def question(record: Record, rollup: Rollup, claim: Claim, when: Window, words: str) -> Question:
    """A claim as a question; it must have an object."""
    assert claim.object is not None
    stands_for = None if claim.relation in _ITSELF else rollup
    return Question(
        record,
        claim,
        when,
        party(record, stands_for, claim.subject, when),
        party(record, stands_for, claim.object, when),
        words.casefold(),
    )


def standing_row(row: StandingRow) -> RecordRow:
    """A standing row for a verdict."""
    kinds = f" ({', '.join(row.support_types)})" if row.support_types else ""
    verbs = {
        "allied-with": "allied with",
        "agrees-with": "has a treaty with",
        "splinter-of": "splinter of",
        "member-of": "member of",
        "rivals": "rival of",
    }
    what = verbs.get(row.relation, row.relation)
    text = f"{row.subject_name} {what} {row.object_name or 'somebody unnamed'}{kinds}"
    return RecordRow(
        (row.id,), row.feed, feed_title(row.feed), f"{text}: {row.detail}" if row.detail else text,
        row.first, row.last, row.precision, row.published,
    )  # fmt: skip


def event_row(record: Record, count: EventCount) -> RecordRow:
    """A count of events for a verdict."""
    names = record.names([count.subject, count.object])
    days = f" on {counted(count.days, 'day')}" if count.days > 1 else ""
    examples = f": {'; '.join(count.texts)}" if count.texts else ""
    text = f"{counted(count.count, 'event')} {count.plover}{days}, {names[count.subject]} to {names[count.object]}{examples}"
    return RecordRow(
        count.ids,
        count.feed or "events",
        feed_title(count.feed),
        text,
        count.first,
        count.last,
        "day",
        None,
        count.count,
    )


def fact_row(text: str, first: date | None, last: date | None, source: str) -> RecordRow:
    """A fact of the registry for a verdict."""
    return RecordRow(
        (), REGISTRY, "registry of actors", f"{text} ({source})" if source else text, first, last, "day", None
    )


def enough(counts: Iterable[EventCount]) -> bool:
    """Do events bear a claim out? One that people coded does; those of a program must fall on `LEAST_DAYS` days."""
    by_machine = 0
    for count in counts:
        if count.feed not in BY_MACHINE:
            return True
        by_machine += count.days
    return by_machine >= LEAST_DAYS


def when_words(when: Window) -> str:
    """The days of a claim, with their preposition: "in 1999", "on 4 January 2017"."""
    first, last = when.first, when.last
    if first is None:
        return f"on any day up to {day(last)}"
    if first == last:
        return f"on {day(first)}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"in {first.year}" if first.year == last.year else f"from {first.year} to {last.year}"
    return f"between {day(first)} and {day(last)}"


def day(when: date) -> str:
    """`4 January 2017`."""
    return f"{when.day} {when:%B} {when.year}"


def titles(feeds: Iterable[str]) -> str:
    """Feeds by their titles, in words."""
    return listed(list(dict.fromkeys(feed_title(feed) for feed in feeds)))


def lists_hold(feeds: Sequence[str]) -> str:
    """What complete lists hold, as the beginning of a sentence."""
    return f"{titles(feeds)} {'lists' if len(feeds) == 1 else 'list'} {COMPLETENESS[feeds[0]].words}"


def has(feeds: Sequence[str]) -> str:
    """The verb for one list or several."""
    return "has" if len(feeds) == 1 else "have"


def nothing_found(question: Question, feeds: Collection[str], of_what: str, *, why_open: str = "") -> str:
    """Why there is no data: no feed of this sort, none that reaches so far, or nothing in those that do."""
    when = question.when
    inside: list[Reach] = []
    outside: list[Reach] = []
    for feed in sorted(feeds):
        held = question.record.reach.get(feed)
        if held is None or held.first is None:
            continue
        end = list_end(question.record, feed) or held.first
        (inside if held.first <= when.last and when.start <= end else outside).append(
            Reach(feed, held.title, held.first, end)
        )
    if not inside and not outside:
        return f"The case has no feed that tells of {of_what}.{question.notes}"
    if not inside:
        said = listed([f"{one.title} ({_years(one)})" for one in outside])
        return f"What the case has on {of_what} tells nothing of days {when_words(when)}: {said}.{question.notes}"
    said = listed([f"{one.title} ({_years(one)})" for one in inside])
    return f"No such row on the two {when_words(when)} in {said}.{why_open}{question.notes}"


def _years(reach: Reach) -> str:
    assert reach.first is not None and reach.last is not None
    first, last = reach.first.year, reach.last.year
    return str(first) if first == last else f"{first} to {last}"
