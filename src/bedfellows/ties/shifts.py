"""Shifts: dated ruptures and rapprochements, with their size, how sure they are, and the evidence that drove them.

A shift is a change-point of a tie (`bedfellows.ties.change_points`) across which its level, with the noise that the alignment model has
learned, moved by at least `SMALLEST`. Its confidence is the probability of that. Rare acts that set in, sanctions or agreements, show one, too,
whatever they move the level by. Only what was published by the day asked for is looked at:
as of an earlier day a shift may not be seen yet, and once seen it may be dated or sized anew as more becomes known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import erf, log1p, sqrt
from typing import TYPE_CHECKING, Literal

from bedfellows.actors import Registry
from bedfellows.case import CaseStore
from bedfellows.ties.alignment import KEYS, Evidence, load_evidence, reading_weeks, stances
from bedfellows.ties.change_points import FEWEST_RARE
from bedfellows.ties.dossier import Dossier, open_dossier
from bedfellows.ties.driving import STRETCH, Stretch, TieEvent, driving_events, driving_statements
from bedfellows.ties.evidence import Evidence as Piece
from bedfellows.ties.evidence import Scope
from bedfellows.ties.readings import monday, week_of

if TYPE_CHECKING:
    import numpy as np
    import polars
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Kind = Literal["rupture", "rapprochement"]

SMALLEST = 0.2
"""The least change of a level that counts as a shift."""
SUREST = 0.9
"""Shifts that are less sure than this are left out."""
FEWEST_EVENTS = 10
"""Of dyads that fewer events tell of, no measures among them, and no statements, no shifts are looked for."""
BEFORE = 4
"""Weeks that the case must reach back before a shift: without them nobody can say what was before."""
NEAR = 53
"""Weeks between a turn that no event is read at and the beginning of what a list or source says, at most: lists are of years."""
SAME = 6
"""A surge of hostile acts within so many weeks of a turn of the tone is one shift with it."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift of a dyad. `day` is the first of the week it is dated to.

    `size` is the level `after` less that `before`, `sd` its standard deviation, `confidence` the probability that the level moved that
    way by `SMALLEST` or more. `sign_of` says what showed it: the tone of all that was read, a surge of hostile acts, measures that set in
    (sanctions, relations reduced or broken), or settlements (truces, agreements signed, restrictions eased); for the last two the confidence is
    the probability that this was not chance. `until` is the day
    before the next shift of the dyad, or the day asked for. `driven_by`, `claims` and `standing` are what weighs most in its direction in the
    eight weeks from then on.
    """

    first: str
    second: str
    day: date
    kind: Kind
    size: float
    sd: float
    confidence: float
    before: float
    after: float
    sign_of: Literal["tone", "hostile acts", "measures", "settlements"]
    until: date
    events: int  # of the stretch after it
    statements: int
    first_name: str = ""
    second_name: str = ""
    driven_by: tuple[TieEvent, ...] = ()
    claims: tuple[Piece, ...] = ()
    standing: tuple[str, ...] = ()  # ids of rows of standing evidence

    @property
    def pair(self) -> tuple[str, str]:
        """The two actors in the order of their ids."""
        return self.first, self.second

    @property
    def evidence(self) -> tuple[str, ...]:
        """The ids of what drove it."""
        return (*(one.id for one in self.driven_by), *(one.id for one in self.claims), *self.standing)

    @property
    def rank(self) -> float:
        """By what shifts are ranked: the size that is left when a standard deviation is taken off, times the logarithm of how much
        there is to show for it."""
        return max(abs(self.size) - self.sd, 0.0) * log1p(self.events + self.statements)


def find_shifts(evidence: Evidence) -> list[Shift]:
    """All shifts of the dyads of some evidence, by dyad and day; without the ids of what drove them."""
    import polars as pl

    tables = reading_weeks(evidence)
    acts = (
        stances(evidence.events)
        .group_by(*KEYS, "week")
        .agg(pl.col("events", "hostile", "measures", "settlements").sum())
    )
    joined = tables.join(acts.drop("events"), on=[*KEYS, "week"], how="left").with_columns(
        pl.col("hostile", "measures", "settlements").fill_null(0)
    )
    enough = (
        joined.group_by(KEYS)
        .agg(pl.col("events", "statements", "measures").sum(), pl.len().alias("n"))
        .filter(
            (pl.col("events") >= FEWEST_EVENTS)
            | (pl.col("measures") >= FEWEST_RARE)
            | ((pl.col("statements") > 0) & (pl.col("n") > 1))
        )
    )
    chosen = joined.join(enough.select(KEYS), on=KEYS).sort(*KEYS, "week")
    begun = _beginnings(evidence.statements)
    found: list[Shift] = []
    now = week_of(evidence.reference)
    for (first, second), rows in chosen.group_by(KEYS, maintain_order=True):
        pair = str(first), str(second)
        found += _of_dyad(*pair, rows, begun.get(pair, ()), evidence.begun, now, evidence.reference)
    return found


@dataclass(frozen=True, slots=True)
class ShiftsAnswer:
    """The shifts of a period. `found` counts those beyond the limit as well."""

    first: date | None
    last: date | None
    actor: str | None
    scope: Scope
    reference: date
    found: int
    shifts: tuple[Shift, ...]


def shifts(
    store: CaseStore,
    registry: Registry,
    as_of: date | None = None,
    *,
    first: date | None = None,
    last: date | None = None,
    actor: str | None = None,
    limit: int | None = 50,
    dossier: Dossier | None = None,
) -> ShiftsAnswer:
    """The shifts of a period, by what was published until a day; those of the greatest rank first.

    Args:
        first, last: the period, both days within; a shift is in it where its week touches it.
        actor: the id of one whose shifts alone are wanted.
        limit: so many at most.
    """
    held = dossier or open_dossier(store, registry, as_of)
    evidence = load_evidence(store, registry, as_of, dossier=held)
    found = find_shifts(evidence if actor is None else evidence.of_actor(actor))
    chosen = in_period(found, first, last, held.registry)
    shown = chosen[:limit]
    told = with_evidence(store, held, evidence, shown, as_of)
    return ShiftsAnswer(first, last, actor, held.scope, evidence.reference, len(chosen), told)


def in_period(
    found: Iterable[Shift], first: date | None, last: date | None, registry: Registry
) -> list[Shift]:
    """The shifts whose week touches a period, by rank; that of pairs with somebody whom no registry knows, often nobody in particular
    ("Armed Band (India)"), is halved."""
    week = timedelta(days=6)

    def rank(shift: Shift) -> float:
        actors = [registry.get(one) for one in shift.pair]
        return shift.rank if all(actor and actor.registered for actor in actors) else shift.rank / 2

    return sorted(
        (
            shift
            for shift in found
            if (first is None or shift.day + week >= first) and (last is None or shift.day <= last)
        ),
        key=lambda shift: (-rank(shift), shift.day, shift.pair),
    )


def with_evidence(
    store: CaseStore, dossier: Dossier, evidence: Evidence, found: Sequence[Shift], as_of: date | None
) -> tuple[Shift, ...]:
    """Shifts with the names of their actors and what drove them."""
    stretches = [
        Stretch(shift.pair, shift.day, min(shift.until, shift.day + STRETCH), 1 if shift.size > 0 else -1)
        for shift in found
    ]
    names = names_of(store, dossier)
    events = driving_events(store, dossier.registry, evidence, stretches, as_of, names)
    claims = {claim.id: claim for claim in dossier.claims}
    told = []
    for shift, stretch, driven_by in zip(found, stretches, events, strict=True):
        statements = driving_statements(evidence, stretch)
        told.append(
            replace(
                shift,
                first_name=names.get(shift.first, shift.first),
                second_name=names.get(shift.second, shift.second),
                driven_by=driven_by,
                claims=tuple(dossier.evidence(claims[one]) for one in statements if one in claims),
                standing=tuple(one for one in statements if one not in claims),
            )
        )
    return tuple(told)


def names_of(store: CaseStore, dossier: Dossier) -> dict[str, str]:
    """The names of all actors of a case, those that only feeds know among them."""
    rows = store.connection.execute("SELECT id, any_value(name) FROM feed_names GROUP BY id").fetchall()
    return {**dict(rows), **{id_: actor.name for id_, actor in dossier.registry.actors.items()}}


def _beginnings(statements: polars.DataFrame) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """In which week each thing that sources and lists say of a pair began, and its sign."""
    import polars as pl

    firsts = (
        statements.group_by(*KEYS, "id").agg(pl.col("week").min(), pl.col("value").sum()).sort(*KEYS, "week")
    )
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for first, second, week, value in firsts.select(*KEYS, "week", "value").iter_rows():
        found.setdefault((first, second), []).append((week, 1 if value > 0 else -1))
    return found


def _of_dyad(
    first: str,
    second: str,
    rows: polars.DataFrame,
    beginnings: Sequence[tuple[int, int]],
    begun: int | None,
    now: int,
    reference: date,
) -> Iterator[Shift]:
    import numpy as np

    from bedfellows.ties.change_points import surges, turns

    weeks = rows["week"].to_numpy()
    of_events = bool(rows["events"].sum())
    usual = max(
        float(rows["mean"][0]), 0.0
    )  # what is usual between a state and an armed group is to have no tie
    found: list[Shift] = []

    def made(
        week: int, before: float, after: float, variance: float, confidence: float | None, sign_of: str
    ) -> Shift:
        size, sd = after - before, sqrt(variance)
        sure = confidence if confidence is not None else _normal((abs(size) - SMALLEST) / sd)
        kind: Kind = "rapprochement" if size > 0 else "rupture"
        return Shift(
            first, second, monday(week), kind, size, sd, sure, before, after,
            sign_of,  # type: ignore[arg-type]
            reference, 0, 0,
        )  # fmt: skip

    # What was between two before the feeds begin is a story of its own: where it differs from theirs, nobody knows when it turned.
    recorded = weeks >= begun if of_events and begun is not None else np.zeros(len(weeks), dtype=bool)
    for part, by_events in ((~recorded, False), (recorded, True)):
        value, variance, at = rows["value"].to_numpy()[part], rows["variance"].to_numpy()[part], weeks[part]
        happened = rows["events"].to_numpy()[part]
        earliest = begun + BEFORE if by_events and begun is not None else -(10**9)
        for turn in turns(value, variance, usual, 2 if by_events else 1) if len(value) else ():
            if turn.at < (0 if by_events else 1) or at[turn.at] < earliest:
                continue
            week = int(at[turn.at])
            if not happened[turn.at]:
                # Lists are read every year. That last year's dispute is on none of this year's is no rapprochement: only what begins is.
                direction = 1 if turn.after > turn.before else -1
                near = [one for one, sign in beginnings if sign == direction and abs(one - week) <= NEAR]
                if not near:
                    continue
                week = min(near, key=lambda one: (abs(one - week), one))
            spread = turn.before_variance + turn.after_variance
            one = made(week, turn.before, turn.after, spread, None, "tone")
            if abs(one.size) >= SMALLEST and one.confidence >= SUREST:
                found.append(one)
    if of_events and begun is not None:
        count = now - begun + 1
        hostile, done, total, measures, settlements = (np.zeros(count) for _ in range(5))
        at = weeks - begun
        inside = (at >= 0) & (rows["events"].to_numpy() > 0)
        settlements[at[inside]] = rows["settlements"].to_numpy()[inside]
        hostile[at[inside]] = rows["hostile"].to_numpy()[inside]
        measures[at[inside]] = rows["measures"].to_numpy()[inside]
        done[at[inside]] = rows["events"].to_numpy()[inside]
        total[at[inside]] = (rows["value"] * rows["events"]).to_numpy()[inside]
        for surge in surges(hostile, done):
            week = begun + surge.at
            if week < begun + BEFORE or any(
                one.kind == "rupture" and abs(week_of(one.day) - week) <= SAME for one in found
            ):
                continue
            ratio = np.log(surge.rate_after / surge.rate_before)
            earlier = max(surge.rate_before * surge.at, 0.5)
            sure = _normal((ratio - np.log(1.5)) / sqrt(2 * (1 / earlier + 1 / surge.acts)))
            before, after = _tones(total, done, surge.at, usual)
            if sure >= SUREST and after < before:
                variance = 0.1 / max(done[surge.at :].sum(), 1) + 0.02
                found.append(made(week, before, after, variance, float(sure), "hostile acts"))
        for rare in _by_rare_acts(measures, settlements, hostile, done, total, usual):
            week = begun + rare.at
            sort = "rupture" if rare.after < rare.before else "rapprochement"
            if not any(one.kind == sort and abs(week_of(one.day) - week) <= SAME for one in found):
                shown = made(week, rare.before, rare.after, rare.variance, rare.sure, rare.sign_of)
                found.append(shown)
    found.sort(key=lambda one: one.day)
    for number, one in enumerate(found):
        until = found[number + 1].day - timedelta(days=1) if number + 1 < len(found) else reference
        start, end = week_of(one.day), week_of(until)
        held = rows.filter((rows["week"] >= start) & (rows["week"] <= end))
        yield replace(
            one, until=until, events=int(held["events"].sum()), statements=int(held["statements"].sum())
        )


@dataclass(frozen=True, slots=True)
class _Rare:
    at: int
    before: float
    after: float
    variance: float
    sure: float
    sign_of: str


def _by_rare_acts(
    measures: Floats, settlements: Floats, hostile: Floats, done: Floats, total: Floats, usual: float
) -> Iterator[_Rare]:
    """Measures after which the tone is lower than before; settlements, between two that had quarrelled, after which it is higher."""
    from bedfellows.ties.change_points import (
        LEAST_CHANCE,
        MEASURES_PRIOR,
        SETTLEMENTS_PRIOR,
        SHARE,
        onsets,
    )

    for days, prior, sign, sign_of in (
        (measures, MEASURES_PRIOR, -1, "measures"),
        (settlements, SETTLEMENTS_PRIOR, 1, "settlements"),
    ):
        for onset in onsets(days, prior):
            before, after = _tones(total, done, onset.at, usual)
            sure = 1 - onset.chance * len(days)  # so many weeks there were for it to happen in
            quarrelled = hostile[: onset.at].sum() >= SHARE * done[: onset.at].sum() > 0
            if sure >= 1 - LEAST_CHANCE and sign * (after - before) > 0 and (sign < 0 or quarrelled):
                variance = 0.1 / max(done[onset.at :].sum(), 1) + 0.02
                yield _Rare(onset.at, before, after, variance, sure, sign_of)


def _tones(total: Floats, done: Floats, at: int, usual: float) -> tuple[float, float]:
    """The mean weight of the acts before and in the eight weeks from a week on; with two usual ones added."""
    before = (total[:at].sum() + 2 * usual) / (done[:at].sum() + 2)
    after = (total[at : at + 8].sum() + 2 * usual) / (done[at : at + 8].sum() + 2)
    return float(before), float(after)


def _normal(z: float) -> float:
    return 0.5 * (1 + erf(z / sqrt(2)))
