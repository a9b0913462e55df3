"""How one actor speaks of another through time: its words with their valence, and as a second line the verbal events between the two.

Words are what sources say that A says of B: descriptions ("describes as"), views ("sees ... as"), what A is quoted as saying of B, and
accusations, praise, threats and the like. Descriptions, views and quotations have the valence of their words (`ties.valence`); deeds in
words without any have the score of their PLOVER type over 10 (`ontology.plover`). What a source says of the change itself ("toned down
its narrative") is kept as such.

The line of events is made of the verbal ones from A to B that feeds have, cooperation and conflict: praise, defence, sympathy, accord,
recognition and hopeful comments on the one side; doubtful comments, demands, accusations, refusals and threats on the other. Meetings, talks,
promises, agreements and investigations are left out: they do not tell what the one says of the other. Its value in
a period is the mean Goldstein value over 10. The two lines have different scales and are not mixed.

Shifts are the turns of either line (`ties.turns`): `hardened` or `toned down`, with their day, size, confidence and evidence. Turns of the words
are sought in their valence, one by one. Turns of the events are sought in the sum of their values in each week, quiet weeks counting 0
from the first to the last day of the feeds: twenty accusations after months of silence are a hardening, though no word is harsher than
the last. More rows in the feed as a whole make such a turn, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Literal

from bedfellows.case.records import Claim, Motive
from bedfellows.ontology import CAMEO, PLOVER_TYPES, RELATIONS
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.evidence import Evidence, Scope
from bedfellows.ties.record import SHOWN_IDS, Reach, Record
from bedfellows.ties.rollup import Rollup, day_of
from bedfellows.ties.turns import Turn, turns
from bedfellows.ties.valence import valence

Line = Literal["words", "events"]
Direction = Literal["hardened", "toned down"]
Step = Literal["month", "quarter", "year"]

LEAST_WORDS = 0.3
"""So far apart must the words before and after a turn be, on the scale from -1 to +1. Bedfellows' own choice, as is the next."""
LEAST_EVENTS = 0.2
LEAST_CONFIDENCE: Mapping[Line, float] = {"words": 0.5, "events": 0.8}
"""Turns of which chance explains more are left out. Words are few, so that even clear ones are unsure."""
_ROLL_UP_FROM = 12
_SPEECH = frozenset({"accuses", "welcomes", "recognises", "rejects", "threatens", "demands", "opposes"})
_SOFTER = ("tone down", "toned down", "toning down", "soften", "moderate its", "moderated")
_HARDER = ("harden", "hardened", "sharpen", "stepped up", "escalated")
_VERBAL = ("SUPPORT", "ACCUSE", "REQUEST", "REJECT", "THREATEN")
"""PLOVER types of the line of events, for feeds without CAMEO codes."""
_FRIENDLY = frozenset({"013", "018", "019", "051", "052", "053", "054", "055", "056"})
_HOSTILE_ROOTS = frozenset({"10", "11", "12", "13"})
_DOUBT = "012"


@dataclass(frozen=True, slots=True)
class Saying:
    """What A said of B on a day. `valence` is None where it has no word of the list; `words` are those that it has.

    `about` is the day meant: when it was said, where that is known (`precision`), else the day of the source.
    """

    about: date
    precision: str
    sort: Literal["description", "view", "quotation", "speech", "change"]
    valence: float | None
    words: tuple[str, ...]
    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Period:
    """One step of a line: the mean of its values, and how many of them are friendly and hostile. `ids`: 50 at most."""

    first: date
    last: date
    value: float
    count: int
    friendly: int
    hostile: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NarrativeShift:
    """A turn of one line on a day: from a mean of `before` to one of `after`.

    `ids` are those of the evidence next to the turn, half before and half after. `confidence` is 1 - p of a permutation test
    (`ties.turns`). A shift that a source states itself has no figures.
    """

    day: date
    line: Line
    direction: Direction
    before: float | None
    after: float | None
    confidence: float | None
    stated: bool
    words: str
    ids: tuple[str, ...]

    @property
    def size(self) -> float | None:
        """After less before."""
        return None if self.before is None or self.after is None else round(self.after - self.before, 4)


@dataclass(frozen=True, slots=True)
class NarrativeAnswer:
    """How A speaks of B. `step` is how long the periods are."""

    a: str
    a_name: str
    b: str
    b_name: str
    scope: Scope
    step: Step
    sayings: tuple[Saying, ...]
    words: tuple[Period, ...]
    events: tuple[Period, ...]
    shifts: tuple[NarrativeShift, ...]
    feeds: tuple[Reach, ...]


def narrative_from(record: Record, a: str, b: str) -> NarrativeAnswer:
    """How `a` speaks of `b`, by the claims and the feeds of an open case. Those who act for either count for it."""
    dossier = record.dossier
    sayings = tuple(sorted(_sayings(dossier, a, b), key=lambda one: (one.about, one.evidence.id)))
    valued = [(one.about, one.valence, one.evidence.id) for one in sayings if one.valence is not None]
    events = _events(record, a, b)
    days = [day for day, *_ in (*valued, *events)]
    step = _step(days)
    shifts = [
        *_turns_of_words(valued),
        *_turns_of_events(events, record.event_feeds),
        *_stated(sayings),
    ]
    return NarrativeAnswer(
        a,
        dossier.name(a),
        b,
        dossier.name(b),
        dossier.scope,
        step,
        sayings,
        _periods(valued, step) if len(valued) >= _ROLL_UP_FROM else (),
        _periods(events, step),
        tuple(sorted(shifts, key=lambda one: (one.day, one.line))),
        record.event_feeds,
    )


Point = tuple[date, float, str]
"""A day, a value and the id of the evidence."""


def _sayings(dossier: Dossier, a: str, b: str) -> Iterable[Saying]:
    rollup = Rollup(dossier)
    reference = dossier.scope.reference

    def stands_for(actor: str | None, on: date) -> str | None:
        return rollup.top(actor, on)[0] if actor else None

    for claim in dossier.claims:
        on = day_of(claim, reference)
        if claim.certainty == "conditional" or claim.tense == "future" or claim.certainty == "denied":
            continue
        saying = _of_claim(claim, a, b, on, stands_for, dossier)
        if saying is not None:
            yield saying
    for motive in dossier.motives:
        on = motive.published or reference
        held = stands_for(motive.holder, on) == a and stands_for(motive.towards, on) == b
        if motive.kind == "perception" and held:
            yield _saying(motive, on, "unknown", "view", motive.reason, dossier)


def _of_claim(
    claim: Claim,
    a: str,
    b: str,
    on: date,
    stands_for: Callable[[str | None, date], str | None],
    dossier: Dossier,
) -> Saying | None:
    about = claim.named_from or claim.published or dossier.scope.reference
    precision = claim.precision if claim.named_from else "unknown"
    subject, object_ = stands_for(claim.subject, on), stands_for(claim.object, on)
    if subject == a and object_ == b:
        if claim.relation == "describes-as":
            if not claim.detail:
                turned = _turned(claim.quote)
                return _saying(claim, about, precision, "change", claim.quote, dossier) if turned else None
            return _saying(claim, about, precision, "description", claim.detail, dossier)
        if claim.relation in _SPEECH and not claim.negated:
            return _saying(claim, about, precision, "speech", claim.quote, dossier)
    said_by_a = bool(claim.said_by) and stands_for(claim.said_by[-1], on) == a
    if said_by_a and subject == b and a != b and claim.relation != "describes-as":
        saying = _saying(claim, about, precision, "quotation", claim.quote, dossier)
        return saying if saying.valence is not None else None
    return None


def _saying(
    record: Claim | Motive,
    about: date,
    precision: str,
    sort: Literal["description", "view", "quotation", "speech", "change"],
    text: str,
    dossier: Dossier,
) -> Saying:
    scored = valence(text) if sort != "change" else valence("")
    value = scored.value
    if isinstance(record, Claim):
        if sort == "speech":  # the words of an accusation may be those on a third: its own weight counts
            value, scored = _weight_of_speech(record), valence("")
        elif record.negated and value is not None:
            value = -0.25 * value
    return Saying(
        about, precision, sort, value, scored.words, " ".join(text.split()), dossier.evidence(record)
    )


def _weight_of_speech(claim: Claim) -> float | None:
    relation = RELATIONS.get(claim.relation)
    kind = PLOVER_TYPES.get(claim.plover or (relation.plover if relation else None) or "")
    return round(kind.score / 10, 4) if kind else None


def _turned(quote: str) -> Direction | None:
    words = quote.casefold()
    if any(word in words for word in _SOFTER):
        return "toned down"
    return "hardened" if any(word in words for word in _HARDER) else None


def _events(record: Record, a: str, b: str) -> list[Point]:
    codes = {code for code, about in CAMEO.items() if about.root in _HOSTILE_ROOTS} | _FRIENDLY | {_DOUBT}
    rows = record.verbal_events(_VERBAL, codes, {a}, {b})
    return [(day, goldstein / 10, event) for day, goldstein, event in rows]


def _step(days: Sequence[date]) -> Step:
    if not days:
        return "month"
    span = max(days) - min(days)
    if span <= timedelta(days=3 * 366):
        return "month"
    return "quarter" if span <= timedelta(days=12 * 366) else "year"


def _periods(points: Sequence[Point], step: Step) -> tuple[Period, ...]:
    def begin(point: Point) -> date:
        day = point[0]
        month = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}[step]
        return date(day.year, month, 1)

    found = []
    for first, grouped in groupby(sorted(points), key=begin):
        held = list(grouped)
        values = [value for _, value, _ in held]
        found.append(
            Period(
                first,
                _end(first, step),
                round(sum(values) / len(values), 4),
                len(values),
                sum(value > 0 for value in values),
                sum(value < 0 for value in values),
                tuple(event for _, _, event in held[-SHOWN_IDS:]),
            )
        )
    return tuple(found)


def _end(first: date, step: Step) -> date:
    months: Mapping[Step, int] = {"month": 1, "quarter": 3, "year": 12}
    after = first.month - 1 + months[step]
    return date(first.year + after // 12, after % 12 + 1, 1) - timedelta(days=1)


def _turns_of_words(points: Sequence[Point]) -> Iterable[NarrativeShift]:
    ordered = sorted(points)
    days, ids = [day for day, _, _ in ordered], [[one] for _, _, one in ordered]
    for turn in turns([value for _, value, _ in ordered], LEAST_WORDS):
        if turn.confidence >= LEAST_CONFIDENCE["words"]:
            yield _shift(turn, days, ids, "words", "")


def _turns_of_events(points: Sequence[Point], feeds: Sequence[Reach]) -> Iterable[NarrativeShift]:
    firsts, lasts = [one.first for one in feeds if one.first], [one.last for one in feeds if one.last]
    if not points or not firsts or not lasts:
        return
    monday = min(firsts) - timedelta(days=min(firsts).weekday())
    weeks = [monday + timedelta(weeks=number) for number in range((max(lasts) - monday).days // 7 + 1)]
    sums, ids, days = [0.0] * len(weeks), [list[str]() for _ in weeks], list(weeks)
    for day, value, one in sorted(points):
        number = (day - monday).days // 7
        if 0 <= number < len(weeks):
            if not ids[number]:
                days[number] = day  # the first event of a week dates a turn in it
            sums[number] += value
            ids[number].append(one)
    for turn in turns(sums, LEAST_EVENTS):
        if turn.confidence >= LEAST_CONFIDENCE["events"]:
            yield _shift(turn, days, ids, "events", " a week")


def _shift(
    turn: Turn, days: Sequence[date], ids: Sequence[Sequence[str]], line: Line, per: str
) -> NarrativeShift:
    half = SHOWN_IDS // 2
    before = [one for held in ids[turn.start : turn.at] for one in held][-half:]
    after = [one for held in ids[turn.at : turn.end] for one in held][:half]
    direction: Direction = "toned down" if turn.size > 0 else "hardened"
    words = f"{turn.before:+.2f} to {turn.after:+.2f}{per}"
    return NarrativeShift(
        days[turn.at],
        line,
        direction,
        turn.before,
        turn.after,
        turn.confidence,
        False,
        words,
        (*before, *after),
    )


def _stated(sayings: Iterable[Saying]) -> Iterable[NarrativeShift]:
    for one in sayings:
        direction = _turned(one.text) if one.sort == "change" else None
        if direction is not None:
            yield NarrativeShift(
                one.about, "words", direction, None, None, None, True, one.text, (one.evidence.id,)
            )
