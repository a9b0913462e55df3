"""`bedfellows forecast`: who does what to whom next, and how good such forecasts are."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import click

from bedfellows.cli.options import ActorName, as_of_option, existing_file, format_option, settings


@click.group()
def forecast() -> None:
    """Rank who will do something to whom, and measure such forecasts.

    \b
    Examples:
      bedfellows forecast rank --source russia --type consult
      bedfellows forecast evaluate --benchmark icews14 --split valid
    """


@forecast.command()
@click.option("--source", type=ActorName(), help="The actor that does it; left out, it is asked for.")
@click.option(
    "--type",
    "kind",
    metavar="TYPE",
    help='What it does: a PLOVER type ("consult"), or a CAMEO code or name ("036"); left out, it is asked for.',
)
@click.option("--target", type=ActorName(), help="The actor that it is done to; left out, it is asked for.")
@click.option(
    "--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="So many candidates."
)
@click.option(
    "--model", metavar="ID", help="A model kept in the case; by default one that fits, or a new one."
)
@as_of_option
@format_option()
def rank(
    source: str | None,
    kind: str | None,
    target: str | None,
    limit: int,
    model: str | None,
    as_of: date | None,
    form: str,
) -> None:
    """Rank the candidates for what is left out of who does what to whom, with reasons.

    Give two of --source, --type and --target. For the day after --as-of, by default the day after the last of the case's feeds. The probability is that a candidate is among those with
    whom it happens, given that it happens on that day. A model is learned from the record up to that day, which takes up to two minutes,
    and kept in the case.

    \b
    Examples:
      bedfellows forecast rank --source iran --type consult --as-of 2014-10-31
      bedfellows forecast rank --type assault --target afghanistan
      bedfellows forecast rank --source russia --target ukraine
    """
    from bedfellows.cli import forecast_page
    from bedfellows.cli.output import print_csv, print_json

    with settings().open() as case:
        answer = case.forecast(
            kind,
            source=source,
            target=target,
            as_of=as_of,
            limit=limit,
            model=model,
            on_learning=_say_learning,
        )
    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(forecast_page.COLUMNS, forecast_page.forecast_rows(answer))
    else:
        forecast_page.show_forecast(answer)


@forecast.command()
@click.option(
    "--benchmark",
    type=click.Choice(["icews14"]),
    default="icews14",
    show_default=True,
    help="Which benchmark.",
)
@click.option(
    "--split",
    type=click.Choice(["valid"]),
    default="valid",
    show_default=True,
    help="Which of its splits is forecast.",
)
@click.option(
    "--test",
    type=existing_file(),
    metavar="FILE",
    help="Forecast the days of this file of the benchmark instead, with all of its other splits before them.",
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="The benchmark's folder; by default data/NAME in the folder BEDFELLOWS_SHARED, or else in ../shared.",
)
@click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help="How many processes.")
@format_option("table", "json")
def evaluate(benchmark: str, split: str, test: Path | None, data: Path | None, jobs: int, form: str) -> None:  # noqa: ARG001 - one split
    """Measure event forecasts on a benchmark: learn, forecast day by day, rank.

    Single-step extrapolation: what happened before a day is known, test days that are past too. Time-aware filter; of ties the mean rank.

    \b
    Examples:
      bedfellows forecast evaluate --benchmark icews14 --split valid
      bedfellows forecast evaluate --test icews14/test.txt
    """
    from bedfellows.forecast.event_processes import one_thread

    if jobs > 1:  # the cores are shared out among the jobs
        one_thread()
    from bedfellows.api import evaluate_forecasts
    from bedfellows.cli import forecast_page
    from bedfellows.cli.output import print_json

    shared = Path(os.environ.get("BEDFELLOWS_SHARED") or "../shared")
    answer = evaluate_forecasts(data or shared / "data" / benchmark, test=test, jobs=jobs)
    if form == "json":
        print_json(answer)
    else:
        forecast_page.show_evaluation(answer)


def _say_learning() -> None:
    """Tell a person at a terminal why it takes a while."""
    if sys.stderr.isatty():
        click.echo("Learning from the record who does what to whom next ...", err=True)
