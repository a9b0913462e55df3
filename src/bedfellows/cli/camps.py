"""The signed network: `camps` and `triads`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from bedfellows.cli.options import ActorName, as_of_option, existing_file, format_option, settings


@click.command()
@click.option("--k", type=click.IntRange(2, 20), default=2, show_default=True, help="How many camps at most.")
@click.option("--unweighted", is_flag=True, help="Count ties, not their weight.")
@click.option(
    "--network",
    type=existing_file(),
    metavar="FILE.csv",
    help="Split this network, not the case: columns source, target, sign and, where known, weight, low, high.",
)
@click.option(
    "--draws",
    type=click.IntRange(0, 10_000),
    default=100,
    show_default=True,
    help="How often to draw the ties anew within their intervals, to see how firm the camps are.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(0.1, 86_400),
    default=30.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to look for the proof that nothing is better.",
)
@as_of_option
@format_option()
def camps(
    k: int,
    unweighted: bool,
    network: Path | None,
    draws: int,
    time_limit: float,
    as_of: date | None,
    form: str,
) -> None:
    """Split the actors into camps that leave the least friction, and say what does not fit.

    The camps come with the frustration index, proven to be the least or with the bound that is; the ties that stand against them; and the ties under most pressure to flip, each with its reasons.

    \b
    Examples:
      bedfellows camps --k 3 --as-of 2017-01-04
      bedfellows camps --network tribes.csv
    """
    from bedfellows.cli import camps_page, camps_rows
    from bedfellows.cli.output import print_csv, print_json

    if network is not None:
        if as_of is not None:
            raise click.UsageError("--as-of is for a case; the ties of --network have no dates.")
        from bedfellows.balance.camps import camps_of
        from bedfellows.balance.network_file import read_network

        answer = camps_of(
            read_network(network), k, weighted=not unweighted, draws=draws, time_limit=time_limit
        )
    else:
        with settings().open() as case:
            answer = case.camps(as_of, k, weighted=not unweighted, draws=draws, time_limit=time_limit)
    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(camps_rows.CAMPS, camps_rows.camps_rows(answer))
    else:
        camps_page.show_camps(answer)


@click.command()
@click.argument("actor", type=ActorName())
@click.option(
    "--history",
    is_flag=True,
    help="Count them as of each day on which a source was published, and the end of each month that feeds tell of, as well.",
)
@as_of_option
@format_option()
def triads(actor: str, history: bool, as_of: date | None, form: str) -> None:
    """List the triads of an actor, those that are not at peace first.

    A triad is balanced where three are friends, or two against a common foe. By the weak rule three foes are at peace too.

    \b
    Example:
      bedfellows triads russia --as-of 2017-01-04
    """
    from bedfellows.cli import camps_page, camps_rows
    from bedfellows.cli.output import print_csv, print_json

    with settings().open() as case:
        answer = case.triads(actor, as_of, history=history)
    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(camps_rows.TRIADS, camps_rows.triads_rows(answer))
    else:
        camps_page.show_triads(answer)
