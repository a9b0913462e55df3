"""Who wants what: `equilibria` of a conflict in option form, and `draft-conflict`, which starts such a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from bedfellows.cli.options import ActorName, as_of_option, existing_file, format_option, settings


@click.command()
@click.argument("file", type=existing_file())
@click.option(
    "--wanted",
    type=click.IntRange(min=1),
    metavar="STATE",
    help="Say what each decision maker would have to want for this state to be an equilibrium.",
)
@format_option()
def equilibria(file: Path, wanted: int | None, form: str) -> None:
    """Find the states in which a conflict may come to rest, and say for whom each is stable and why.

    FILE says who decides, what each can do, what cannot be and what each wants: TOML (docs/strategy.md shows the form) or a .gmcr file.
    A state is looked at by four ways to look ahead: Nash (nobody has a better move), sequential (no better move that the others would spoil to their own
    gain), general and symmetric metarational (none that they could spoil at all; and for good).

    \b
    Examples:
      bedfellows equilibria crisis.toml
      bedfellows equilibria crisis.toml --wanted 7
    """
    from bedfellows.api import equilibria as find_equilibria
    from bedfellows.cli import equilibria_page
    from bedfellows.cli.output import print_csv, print_json

    answer = find_equilibria(file, wanted=wanted)
    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(equilibria_page.COLUMNS, equilibria_page.rows(answer))
    else:
        equilibria_page.show_equilibria(answer)


@click.command("draft-conflict")
@click.argument("actors", type=ActorName(), nargs=-1, required=True)
@as_of_option
def draft_conflict(actors: tuple[str, ...], as_of: date | None) -> None:
    """Draft a file for `equilibria` from what a case says that actors do, seek and fear.

    It is a start, not an answer: the options and what each wants are read off the claims and motives that stand beside them as comments, and are yours to
    correct.

    \b
    Example:
      bedfellows draft-conflict russia taliban usa > crisis.toml
    """
    from bedfellows.report.outside_text import visible

    with settings().open() as case:
        click.echo(visible(case.draft_conflict(*actors, as_of=as_of)), nl=False)
