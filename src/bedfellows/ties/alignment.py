"""Alignment: the signed strength of every tie of a case through time, in [-1, 1], with an interval.

    alignments(store, registry, as_of)

gives all dyads at a day; `bedfellows.ties.history` has the levels week by week.

What two actors did to each other in a week, what sources say of them and what stands between them for years (`bedfellows.ties.readings`)
are readings of a hidden level. It is estimated by a Kalman filter (`bedfellows.ties.smoothing`) with the parameters that were learned from
data (`bedfellows.ties.parameters`). Two levels are told apart:

* What two are to each other over years, *lasting*: the probability that they are friends less the probability that they are foes, were both
  as many. What is filtered is the logarithm of the odds. A week of n events is read as the mean of what is hostile in them; the
  friendly ones count as dealings without hostility, as foes have them, too.
* How they deal *now*, the mood of these weeks in it: a week of n events is read as the mean of their weights.

For both:

* The fewer events a week has, the noisier it is. Mere contacts are left out: foes talk, too.
* A claim is read as its relation's weight (`bedfellows.ties.strength`), and standing evidence likewise. Its noise is such that it moves one
  who knows nothing else by the share in which it is to be believed. Alliances of the registry of actors that both are in, of whom the case
  tells, are read likewise for what lasts; they do not say how two deal now.
* With time, the level drifts back to what is usual: half of it in the half-life that was learned. For a dyad that events tell of the
  usual is that of such dyads (of states, with armed groups, others); for one that only claims or standing evidence tell of it is 0.

Dyads are undirected, with the ids of the two in order. The interval holds the level with a probability of 90%.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from bedfellows.actors import Registry
from bedfellows.case import CaseStore
from bedfellows.ties.alliances import alliance_readings
from bedfellows.ties.channels import Channel
from bedfellows.ties.dossier import Dossier, open_dossier
from bedfellows.ties.parameters import Parameters, Series, learned
from bedfellows.ties.readings import event_readings, sorts_of_pairs, statement_readings, week_of
from bedfellows.ties.smoothing import Dynamics, Readings, run_filter

if TYPE_CHECKING:
    import polars

INTERVAL = 0.9
_Z = 1.6448536269514722  # of a normal distribution, for 90% in the middle
KEYS = ("first", "second")


@dataclass(frozen=True, eq=False)
class Evidence:
    """All readings of a case as of a day. `events` and `statements` are frames of `bedfellows.ties.readings`."""

    reference: date
    begun: int | None  # the week of the first event in the case
    events: polars.DataFrame
    statements: polars.DataFrame
    sorts: polars.DataFrame  # of `bedfellows.ties.readings.sorts_of_pairs`, of the dyads that events tell of
    alliances: (
        polars.DataFrame
    )  # of the registry, like `statements`, of the dyads that those or events tell of
    parameters: Parameters

    def of(self, pair: tuple[str, str]) -> Evidence:
        """The readings of one dyad, its ids in order."""
        return self._only(_pair_is(pair))

    def of_actor(self, actor: str) -> Evidence:
        """The readings of all dyads of one actor."""
        return self.of_any({actor})

    def of_any(self, actors: Collection[str]) -> Evidence:
        """The readings of all dyads that one of some actors is in."""
        import polars as pl

        return self._only(pl.col("first").is_in(list(actors)) | pl.col("second").is_in(list(actors)))

    def channel(self, channel: Channel) -> Evidence:
        """The readings of one channel."""
        import polars as pl

        return self._only(pl.col("channel") == channel)

    def _only(self, which: polars.Expr) -> Evidence:
        parts = {
            "events": self.events,
            "statements": self.statements,
            "alliances": self.alliances,
        }
        return replace(self, **{name: frame.filter(which) for name, frame in parts.items()})  # type: ignore[arg-type]


def load_evidence(
    store: CaseStore,
    registry: Registry,
    as_of: date | None = None,
    among: Collection[str] | None = None,
    *,
    dossier: Dossier | None = None,
    standing: bool = True,
) -> Evidence:
    """All that a case knows of its dyads by a day.

    Args:
        as_of: only what was published by then; by default all there is.
        among: only events of dyads of which both are in here.
        dossier: the claims as of that day, where they are loaded already.
        standing: whether standing evidence is read, too, and the alliances that the registry knows.
    """
    import polars as pl

    held = dossier or open_dossier(store, registry, as_of)
    parameters = learned()
    reference = held.scope.reference
    events = event_readings(store, held.registry, parameters, as_of, among)
    statements = statement_readings(store, held, reference, standing=standing)
    sorts = sorts_of_pairs(store, held.registry, events.select(KEYS).unique(maintain_order=True))
    known = (
        pl.concat([events.select(KEYS), statements.select(KEYS)]).unique()
        if standing
        else events.select(KEYS).clear()
    )
    alliances = alliance_readings(held.registry, known.rows(), reference)
    return Evidence(reference, _begun(store, as_of), events, statements, sorts, alliances, parameters)


def alignments(
    store: CaseStore,
    registry: Registry,
    as_of: date | None = None,
    *,
    channel: Channel | None = None,
    among: Collection[str] | None = None,
    dossier: Dossier | None = None,
    standing: bool = True,
) -> polars.DataFrame:
    """What all dyads of a case are to each other at a day, and how they deal now, by what was published until then.

    Takes what `load_evidence` takes; `channel` asks for one channel alone, in which `level` is the slow part of `now`.

    Returns: first, second (ids in order), level, low, high (in [-1, 1]), sd, now, now_low, now_high (null where only the registry tells of the
    two), readings (events and statements), last (the first day of the latest week that was read), in the order of the ids.
    """
    evidence = load_evidence(store, registry, as_of, among, dossier=dossier, standing=standing)
    asked = evidence if channel is None else evidence.channel(channel)
    now = levels(asked, channel).select(*KEYS, now="level", now_low="low", now_high="high")
    lasting = levels(asked, channel, lasting=True)
    order = (*KEYS, "level", "low", "high", "sd", "now", "now_low", "now_high", "readings", "last")
    return lasting.join(now, on=KEYS, how="left", maintain_order="left").select(order)


def levels(evidence: Evidence, channel: Channel | None = None, *, lasting: bool = False) -> polars.DataFrame:
    """How the dyads of some evidence deal now, or what they are to each other over years where `lasting` is asked for.

    Returns: first, second (ids in order), level, low, high, sd, readings, last, as `alignments` does.
    """
    import polars as pl

    now = week_of(evidence.reference)
    stance = lasting and channel is None
    series = evidence.parameters.stance.series if stance else series_of(evidence.parameters, channel)
    table = _odds(evidence) if stance else tones(evidence, channel)
    return (
        _on(now, table, series.dynamics, lasting=lasting)
        .with_columns(level=pl.col("mean") + pl.col("more"), sd=pl.col("variance").sqrt())
        .with_columns(interval(odds=stance))
        .select(
            *KEYS, "level", "low", "high", "sd", "readings",
            last=pl.date(1970, 1, 5) + pl.duration(weeks=pl.col("last")),
        )
    )  # fmt: skip


def _on(now: int, table: polars.DataFrame, dynamics: Dynamics, *, lasting: bool) -> polars.DataFrame:
    """The dyads of some readings in a week: first, second, mean (what is usual), more (than that), variance, readings, last (week)."""
    import polars as pl

    asked = table.group_by(KEYS, maintain_order=True).agg(
        pl.lit(now, pl.Int64).alias("week"), pl.col("mean").first(), pl.lit(float("inf")).alias("variance")
    )
    last = table.group_by(KEYS).agg(
        pl.col("week").max().alias("last"), pl.col("count").sum().alias("readings")
    )
    every = with_numbers(pl.concat([table, asked], how="diagonal"))
    found = run_filter(filter_readings(every), dynamics, smooth=False)
    mean, variance = (
        (found.lasting, found.lasting_variance) if lasting else (found.filtered, found.filtered_variance)
    )
    given = pl.col("variance").is_infinite()
    ends = every.with_columns(more=pl.Series(mean), variance_then=pl.Series(variance)).filter(given)
    return ends.join(last, on=KEYS, how="left", maintain_order="left").select(
        *KEYS, "mean", "more", pl.col("variance_then").alias("variance"), "readings", "last"
    )


def reading_weeks(evidence: Evidence, channel: Channel | None = None) -> polars.DataFrame:
    """One reading for each dyad and week that anything was read in, several readings put together by how precise they are.

    Returns: first, second, week (its number), value, variance, mean (what is usual), events, statements, in the order of the first three.
    """
    import polars as pl

    weight = 1 / pl.col("variance")
    return (
        tones(evidence, channel)
        .group_by(*KEYS, "week", maintain_order=True)
        .agg(
            value=(pl.col("value") * weight).sum() / weight.sum(),
            variance=1 / weight.sum(),
            mean=pl.col("mean").first(),
            events=pl.col("events").sum(),
            statements=pl.col("statements").sum(),
        )
        .with_columns(
            variance=pl.col("variance") + series_of(evidence.parameters, channel).dynamics.fast_variance
        )
    )


def stances(events: polars.DataFrame, channel: Channel | None = None) -> polars.DataFrame:
    """The rows of `event_readings` that count for all channels together, or for one of them."""
    import polars as pl

    return events.filter(~pl.col("contact") if channel is None else pl.col("channel") == channel)


def series_of(parameters: Parameters, channel: Channel | None) -> Series:
    """The parameters of a channel, or of all together; of a channel that no events could teach anything about, those of all."""
    return parameters.combined if channel is None else parameters.channels.get(channel, parameters.combined)


def interval(prefix: str = "", *, odds: bool = False) -> list[polars.Expr]:
    """The columns `level` and `sd` as a level, its lower and its upper end, cut to [-1, 1], and its standard deviation.

    Where they come as logarithms of `odds`, the level is the one probability less the other, and its standard deviation that of a
    normal distribution with as long an interval.
    """
    import polars as pl

    level, sd = pl.col(f"{prefix}level"), pl.col(f"{prefix}sd")
    low, high = level - _Z * sd, level + _Z * sd
    if odds:
        level, low, high = ((one / 2).tanh() for one in (level, low, high))
        sd = (high - low) / (2 * _Z)
    found = {
        "level": level.clip(-1.0, 1.0),
        "low": low.clip(-1.0, 1.0),
        "high": high.clip(-1.0, 1.0),
        "sd": sd,
    }
    return [value.alias(prefix + name) for name, value in found.items()]


def _odds(evidence: Evidence) -> polars.DataFrame:
    """`tones` of all channels, with logarithms of odds as values.

    Events are read as off from what statements alone make of a dyad where there are any: peaceful weeks confirm allies and do not reconcile
    rivals.
    """
    import polars as pl

    stance = evidence.parameters.stance
    said = pl.concat([evidence.statements, evidence.alliances]).with_columns(
        value=2 * pl.col("value").arctanh()
    )
    adverse = stance.slope * pl.col("adverse") / pl.col("events")
    table = _rows(evidence, stances(evidence.events), said, stance.series, adverse)
    stated = _on(
        week_of(evidence.reference),
        table.filter(pl.col("statements") > 0),
        stance.series.dynamics,
        lasting=True,
    )
    own = pl.when(pl.col("events") > 0).then(pl.col("mean") + pl.col("more").fill_null(0.0)).otherwise(0.0)
    return (
        table.join(stated.select(*KEYS, "more"), on=KEYS, how="left", maintain_order="left")
        .with_columns(value=pl.col("value") + own)
        .drop("more")
    )


def tones(evidence: Evidence, channel: Channel | None) -> polars.DataFrame:
    """One row for each reading: first, second, week, value, variance, mean, count, events, statements."""
    import polars as pl

    value = pl.col("total") / pl.col("events")
    series = series_of(evidence.parameters, channel)
    return _rows(evidence, stances(evidence.events, channel), evidence.statements, series, value)


def _rows(
    evidence: Evidence,
    counted: polars.DataFrame,
    said: polars.DataFrame,
    series: Series,
    value: polars.Expr,
) -> polars.DataFrame:
    import polars as pl

    # The order makes sums come out the same to the last digit, whatever else is in the case.
    events = (
        counted.group_by(*KEYS, "week", maintain_order=True)
        .agg(pl.col("events", "total", "adverse").sum())
        .join(evidence.sorts, on=KEYS, how="left", maintain_order="left")
        .select(
            *KEYS,
            "week",
            value=value,
            variance=series.weekly + series.single / pl.col("events"),
            count=pl.col("events").cast(pl.Int64),
            events=pl.col("events").cast(pl.Int64),
            statements=pl.lit(0, pl.Int64),
        )
    )
    usual = series.dynamics.variance
    statements = said.select(
        *KEYS,
        "week",
        "value",
        variance=usual * (1 / pl.col("belief") - 1),
        count=pl.lit(1, pl.Int64),
        events=pl.lit(0, pl.Int64),
        statements=pl.lit(1, pl.Int64),
    )
    means = (
        events.select(KEYS)
        .unique()
        .join(evidence.sorts, on=KEYS)
        .select(*KEYS, mean=pl.col("sort").replace_strict(dict(series.means), return_dtype=pl.Float64))
    )
    return (
        pl.concat([events, statements])
        .join(means, on=KEYS, how="left", maintain_order="left")
        .with_columns(pl.col("mean").fill_null(0.0))
        .sort(*KEYS, "week", maintain_order=True)
    )


def with_numbers(table: polars.DataFrame) -> polars.DataFrame:
    """In the order of dyads and weeks, what is only asked for last in each week; with the number of the dyad."""
    import polars as pl

    return table.sort(*KEYS, "week", pl.col("variance").is_infinite(), maintain_order=True).with_columns(
        number=pl.struct(KEYS).rle_id().cast(pl.Int64)
    )


def filter_readings(table: polars.DataFrame) -> Readings:
    """Rows of `with_numbers` as the filter takes them."""
    import numpy as np

    return Readings(
        table["number"].to_numpy(),
        table["week"].to_numpy().astype(np.float64),
        (table["value"].fill_null(0.0) - table["mean"]).to_numpy(),
        np.ones(len(table)),
        table["variance"].to_numpy(),
    )


def _pair_is(pair: tuple[str, str]) -> polars.Expr:
    import polars as pl

    return (pl.col("first") == pair[0]) & (pl.col("second") == pair[1])


def _begun(store: CaseStore, as_of: date | None) -> int | None:
    found = store.connection.execute(
        "SELECT min(day) FROM (SELECT min(day) AS day FROM feed_events_as_of($day::DATE) "
        "UNION ALL SELECT min(happened_from) FROM events WHERE published <= $day::DATE)",
        {"day": "infinity" if as_of is None else as_of.isoformat()},
    ).fetchall()[0][0]
    return None if found is None else week_of(found)
