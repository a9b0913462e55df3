"""`bedfellows dyad-days`: event rows added up to days and directed pairs of actors."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bedfellows.cli.options import Day, as_of_option, format_option, settings

if TYPE_CHECKING:
    import pyarrow as pa

    from bedfellows.feeds.dyad_day_runs import EventSource
    from bedfellows.feeds.dyad_days import RowCounts

_MOST_PRINTED = 40


@click.command("dyad-days")
@click.option(
    "--parquet",
    type=click.Path(exists=True, path_type=Path),
    metavar="IN",
    help="Event rows in a folder of Parquet files, or in one file; by default those of the case.",
)
@click.option(
    "--mentions",
    type=click.Path(exists=True, path_type=Path),
    metavar="IN",
    help="With --parquet: Parquet files of mentions, by which distinct outlets are counted.",
)
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write them to a folder of Parquet files, parted by year and month, in place of printing them.",
)
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="What adds them up. Spark needs pip install 'bedfellows[spark]' and Java.",
)
@click.option("--from", "first", type=Day(), metavar="DATE", help="The first day.")
@click.option("--to", "last", type=Day(), metavar="DATE", help="The last day.")
@as_of_option
@click.option(
    "--memory", metavar="SIZE", help="What the engine may use, e.g. 4GB; by default half of the memory."
)
@click.option("--bigquery", is_flag=True, help="Print the BigQuery SQL for GDELT's public table, no rows.")
@format_option("table", "json", "csv")
def dyad_days(
    parquet: Path | None,
    mentions: Path | None,
    into: Path | None,
    engine: Any,
    first: date | None,
    last: date | None,
    as_of: date | None,
    memory: str | None,
    *,
    bigquery: bool,
    form: str,
) -> None:
    """Add event rows up: one row for each day and directed pair of actors.

    Each row has the number of events, by quad class and PLOVER type, their Goldstein values, tone, sources and feeds. With
    --into, neither the events nor the result need to fit into memory.

    \b
    Examples:
      bedfellows --case afghanistan dyad-days --from 2017-01-01 --to 2017-01-31 --format csv
      bedfellows dyad-days --parquet events/ --into dyad-days/ --as-of 2017-01-31
    """
    from bedfellows.case.paths import case_path
    from bedfellows.feeds.dyad_day_runs import (
        Asked,
        CaseEvents,
        ParquetEvents,
        find_dyad_days,
        write_dyad_days,
    )
    from bedfellows.feeds.dyad_days import RowCounts

    if first is not None and last is not None and first > last:
        raise click.UsageError(f"--from {first} lies after --to {last}.")
    if mentions is not None and parquet is None:
        raise click.UsageError("--mentions goes with --parquet; a case has its own.")
    if bigquery:
        from bedfellows.feeds.bigquery import bigquery_sql

        click.echo(bigquery_sql(as_of, first, last))
        return
    source: EventSource = (
        CaseEvents(case_path(settings().case)) if parquet is None else ParquetEvents(parquet, mentions)
    )
    asked = Asked(as_of, first, last, engine, memory)
    if into is None:
        rows, counts = find_dyad_days(source, asked)
        _print_rows(rows, counts, form)
        return
    written = write_dyad_days(source, into, asked)
    if form == "json":
        from bedfellows.cli.output import print_json

        print_json(written.model_dump())
    else:
        _say(f"Wrote {written.rows:,} dyad-days to {into}.", RowCounts(**written.events), err=False)


def _print_rows(rows: pa.Table, counts: RowCounts, form: str) -> None:
    from bedfellows.cli.output import plain, print_csv, print_json

    if form == "csv":
        print_csv(rows.column_names, (row for batch in rows.to_batches() for row in batch.to_pylist()))
    elif form == "json":
        print_json({"dyad_days": rows.to_pylist(), "events": plain(counts)})
        return
    else:
        _print_page(rows)
    _say(f"{rows.num_rows:,} dyad-days.", counts, err=form == "csv")


def _print_page(rows: pa.Table) -> None:
    from bedfellows.cli.output import BOLD, DIM, Page
    from bedfellows.feeds.dyad_days import QUAD_COLUMNS

    page = Page()
    page.line(("day         events  Goldstein  subject > object  events by quad class", BOLD))
    for row in rows.slice(0, _MOST_PRINTED).to_pylist():
        goldstein = row["goldstein_sum"]
        classes = "; ".join(
            f"{name.replace('_', ' ')} {row[name]:,}" for name in QUAD_COLUMNS.values() if row[name]
        )
        lead = f"{row['day']}  {row['events']:>6,}  {'' if goldstein is None else f'{goldstein:+,.1f}':>9}  "
        page.entry((lead,), (f"{row['subject']} > {row['object']}  ", (classes, DIM)), hang=len(lead))
    if rows.num_rows > _MOST_PRINTED:
        page.line(f"... the first {_MOST_PRINTED} of {rows.num_rows:,}; --format csv prints all.")
    page.line()


def _say(first: str, counts: RowCounts, *, err: bool) -> None:
    """What became of the event rows, below the answer."""
    reasons = (
        (counts.later, "not published by then or in another version"),
        (counts.no_object, "without object"),
        (counts.no_subject, "without subject"),
        (counts.itself, "with subject and object the same"),
        (counts.no_day, "without day"),
    )
    out = "; ".join(f"{number:,} {words}" for number, words in reasons if number)
    left = f" Left out: {out}." if out else ""
    click.echo(f"{first} {counts.kept:,} of {counts.rows:,} events are in them.{left}", err=err)
