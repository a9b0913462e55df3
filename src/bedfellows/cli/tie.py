"""Ties through time: `tie` and `shifts`."""

from __future__ import annotations

from datetime import date

import click

from bedfellows.cli.options import ActorName, Day, as_of_option, format_option, settings


@click.command()
@click.argument("a", type=ActorName())
@click.argument("b", type=ActorName())
@click.option(
    "--from", "first", type=Day(), metavar="DATE", help="Show history, shifts and evidence from this day."
)
@click.option("--to", "last", type=Day(), metavar="DATE", help="Show them up to this day.")
@as_of_option
@format_option()
def tie(a: str, b: str, first: date | None, last: date | None, as_of: date | None, form: str) -> None:
    """Show how two actors stand, how they came to, and on what evidence.

    The level runs from -1 (war) to +1 (friendship), with a 90% interval. It is drawn week by week, told by channel, and followed by its shifts, the heaviest events, and the claims.

    \b
    Examples:
      bedfellows tie russia taliban --as-of 2017-01-04
      bedfellows tie china vietnam --from 2014-04-01 --to 2014-09-30
    """
    from bedfellows.cli import tie_page, tie_rows
    from bedfellows.cli.output import print_csv, print_json

    _check(first, last)
    with settings().open() as case:
        answer = case.tie(a, b, as_of, first, last)
    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(tie_rows.TIE, tie_rows.tie_rows(answer))
    else:
        tie_page.show_tie(answer)


@click.command()
@click.option("--from", "first", type=Day(), metavar="DATE", help="The first day of the period.")
@click.option("--to", "last", type=Day(), metavar="DATE", help="The last day of the period.")
@click.option("--actor", type=ActorName(), help="Only shifts of this actor.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many shifts at most."
)
@as_of_option
@format_option()
def shifts(
    first: date | None, last: date | None, actor: str | None, limit: int, as_of: date | None, form: str
) -> None:
    """List ruptures and rapprochements of a period, with what drove them.

    The greatest and best attested come first.

    \b
    Examples:
      bedfellows shifts --from 2014-03-01 --to 2014-03-31
      bedfellows shifts --actor russia
    """
    from bedfellows.cli import tie_page, tie_rows
    from bedfellows.cli.output import print_csv, print_json

    _check(first, last)
    with settings().open() as case:
        answer = case.shifts(first, last, as_of, actor, limit)
    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(tie_rows.SHIFTS, tie_rows.shift_rows(answer.shifts))
    else:
        tie_page.show_shifts(answer)


def _check(first: date | None, last: date | None) -> None:
    if first and last and first > last:
        raise click.UsageError(f"--from ({first}) is after --to ({last}). Turn them round.")
