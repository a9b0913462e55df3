"""How two deal through time: the levels of `bedfellows.ties.alignment` week by week.

*Filtered* levels use what was known by then, *smoothed* ones all that was published by the day asked for.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bedfellows.actors import Registry
from bedfellows.case import CaseStore
from bedfellows.ties.alignment import (
    KEYS,
    Evidence,
    filter_readings,
    interval,
    load_evidence,
    series_of,
    tones,
    with_numbers,
)
from bedfellows.ties.channels import Channel
from bedfellows.ties.dossier import Dossier
from bedfellows.ties.readings import week_of
from bedfellows.ties.smoothing import Levels, run_filter

if TYPE_CHECKING:
    import polars


def history(
    store: CaseStore,
    registry: Registry,
    pair: tuple[str, str],
    as_of: date | None = None,
    *,
    channel: Channel | None = None,
    dossier: Dossier | None = None,
) -> polars.DataFrame:
    """One dyad week by week, from its first reading to the day asked for; see `weeks`."""
    first, second = sorted(pair)
    evidence = load_evidence(store, registry, as_of, (first, second), dossier=dossier).of((first, second))
    return weeks(evidence if channel is None else evidence.channel(channel), channel)


def weeks(evidence: Evidence, channel: Channel | None = None) -> polars.DataFrame:
    """The dyads of some evidence week by week, from the first reading of each to the day asked for.

    Returns: first, second, week (its first day), events, statements, tone (mean weight of the week's events; null without),
    level, low, high (filtered: by what was known then), smoothed, smoothed_low, smoothed_high (by all that is known), in the order of the
    ids and weeks.
    """
    import polars as pl

    series = series_of(evidence.parameters, channel)
    table = tones(evidence, channel)
    now = week_of(evidence.reference)
    asked = (
        table.group_by(KEYS, maintain_order=True)
        .agg(pl.int_ranges(pl.col("week").min(), pl.max_horizontal(pl.col("week").max(), pl.lit(now, pl.Int64)) + 1), pl.col("mean").first())
        .explode("week")
        .with_columns(variance=pl.lit(float("inf")))
    )  # fmt: skip
    every = with_numbers(pl.concat([table, asked], how="diagonal"))
    found = run_filter(filter_readings(every), series.dynamics)
    counted = table.group_by(*KEYS, "week").agg(
        pl.col("events").sum(),
        pl.col("statements").sum(),
        pl.col("value").filter(pl.col("events") > 0).first().alias("tone"),
    )
    return (
        _estimated(every, found)
        .filter(pl.col("variance").is_infinite())
        .drop("events", "statements")
        .join(counted, on=[*KEYS, "week"], how="left", maintain_order="left")
        .select(
            *KEYS,
            (pl.date(1970, 1, 5) + pl.duration(weeks=pl.col("week"))).alias("week"),
            pl.col("events", "statements").fill_null(0),
            "tone",
            *("level", "low", "high", "smoothed", "smoothed_low", "smoothed_high"),
        )
    )


def _estimated(table: polars.DataFrame, found: Levels) -> polars.DataFrame:
    import polars as pl

    return (
        table.with_columns(
            level=pl.Series(found.filtered) + table["mean"],
            sd=pl.Series(found.filtered_variance).sqrt(),
            smoothed_level=pl.Series(found.smoothed) + table["mean"],
            smoothed_sd=pl.Series(found.smoothed_variance).sqrt(),
        )
        .with_columns(interval())
        .with_columns(interval("smoothed_"))
        .rename({"smoothed_level": "smoothed"})
    )
