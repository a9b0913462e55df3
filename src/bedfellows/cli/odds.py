"""`bedfellows odds`: what two actors will do to each other, with reasons."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from bedfellows.cli.options import ActorName, as_of_option, format_option, settings

if TYPE_CHECKING:
    from bedfellows.forecast.dyad_history import Target


@click.command()
@click.argument("a", type=ActorName())
@click.argument("b", type=ActorName())
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    multiple=True,
    help="Within how many days; may be given several times. By default 7, 30, 91 and 365.",
)
@click.option(
    "--of",
    "what",
    multiple=True,
    metavar="WHAT",
    help='Of what: "material conflict", "verbal conflict", "verbal cooperation", "material cooperation", "rupture", "rapprochement", or a '
    'PLOVER type such as "assault"; may be given several times. By default these six.',
)
@click.option(
    "--directed", is_flag=True, help="Of what A does to B; by default of what happens between the two."
)
@as_of_option
@format_option()
def odds(
    a: str,
    b: str,
    days: tuple[int, ...],
    what: tuple[str, ...],
    *,
    directed: bool,
    as_of: date | None,
    form: str,
) -> None:
    """Give the odds that two actors fight, quarrel, talk, work together, fall out or come closer, and why.

    At least one such event or shift within so many days from the day after --as-of on, by default after the last day of the case's feeds.
    A model is learned from the record up to that day, which takes seconds, and kept in the case for the next time.

    \b
    Example:
      bedfellows odds pakistan afghanistan --days 30 --as-of 2014-09-30
    """
    from bedfellows.cli import odds_page
    from bedfellows.cli.output import print_csv, print_json

    with settings().open() as case:
        answer = case.odds(
            a, b, days=days or None, of=what or None, as_of=as_of, directed=directed, on_learning=say_learning
        )
    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(odds_page.COLUMNS, odds_page.odds_rows(answer))
    else:
        odds_page.show_odds(answer)


def say_learning(target: Target) -> None:
    """Tell a person at a terminal why it takes a while."""
    if sys.stderr.isatty():
        click.echo(f"Learning from the record what comes before {target.words} ...", err=True)
