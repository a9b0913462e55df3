"""What if: `what-if`."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from bedfellows.cli.options import as_of_option, format_option, settings


@click.command("what-if")
@click.argument("text")
@click.option(
    "--horizon",
    type=click.IntRange(1, 20),
    default=5,
    show_default=True,
    metavar="YEARS",
    help="How far to look.",
)
@click.option(
    "--draws", type=click.IntRange(100, 1_000_000), default=10_000, show_default=True, help="Of the network."
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same answer.")
@click.option(
    "--ask",
    is_flag=True,
    help="Store a question for each of the ties most under pressure, to be scored later.",
)
@as_of_option
@format_option()
def what_if(text: str, as_of: date | None, form: str, **asked: Any) -> None:
    """Say what would follow if somebody did something else: the odds of wars, and which ties would move.

    TEXT says who starts or stops what towards whom, several with ";" between them, with dates if you like; or it is a TOML file.

    \b
    Examples:
      bedfellows what-if "usa, nato stop supporting afghanistan" --as-of 2017-01-04
      bedfellows what-if "pakistan closes territory to taliban from 2017-06-01; russia recognises taliban"
    """
    from bedfellows.cli import what_if_page
    from bedfellows.cli.output import print_csv, print_json

    with settings().open() as case:
        answer = case.what_if(text, as_of, **asked)
    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(what_if_page.COLUMNS, what_if_page.rows(answer))
    else:
        what_if_page.show_what_if(answer)
