"""How wars may end: `war-outcomes`, and `war-list`, which makes its data from files of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from bedfellows.cli.options import as_of_option, existing_file, format_option, settings


@click.command("war-outcomes")
@click.argument("place", required=False)
@click.option(
    "--horizon",
    type=click.IntRange(1, 20),
    default=5,
    show_default=True,
    metavar="YEARS",
    help="How far to look.",
)
@click.option(
    "--without",
    multiple=True,
    metavar="NAME",
    help='What if this state or organisation has no troops in the war any more; "government troops" are all on that side. May be given several times.',
)
@click.option(
    "--for-government", multiple=True, metavar="NAME", help="What if it has troops on the government's side."
)
@click.option(
    "--for-rebels", multiple=True, metavar="NAME", help="What if it has troops on the rebels' side."
)
@click.option(
    "--wars",
    type=existing_file(),
    metavar="FILE.csv",
    help="A list of wars made by war-list, in place of the package's.",
)
@click.option(
    "--draws", type=click.IntRange(100, 100_000), default=2000, show_default=True, help="For the intervals."
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same answer.")
@as_of_option
@format_option()
def war_outcomes(place: str | None, form: str, **asked: Any) -> None:
    """Give the odds of how a war may stand after some years, and the past wars they rest on.

    PLACE is a state at war, a group that fights, or the number of a conflict in UCDP's data. Without it: the wars of the states whose
    fighting the case tells of. The odds come from wars within states since 1946 as far as their data were out on the day of --as-of.

    \b
    Examples:
      bedfellows war-outcomes afghanistan --as-of 2017-01-04 --without usa --without nato
      bedfellows war-outcomes somalia --horizon 3 --without "government troops"
    """
    from bedfellows import api
    from bedfellows.cli import war_page, war_rows
    from bedfellows.cli.output import print_csv, print_json

    with settings().open() as case:
        if place is not None and not case.path.exists():
            answer = api.war_outcomes(place, registry=case.registry, **asked)
        else:
            answer = case.war_outcomes(place, **asked)
    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(war_rows.WARS, war_rows.war_rows(answer))
    else:
        war_page.show_wars(answer)


@click.command("war-list")
@click.argument("conflicts", type=existing_file(), metavar="CONFLICTS.csv")
@click.option(
    "--capabilities", type=existing_file(), metavar="NMC.csv", help="National Material Capabilities."
)
@click.option("--cow-wars", type=existing_file(), metavar="FILE.csv", help="peacesciencer's cow_war_intra.")
def war_list(conflicts: Path, capabilities: Path | None, cow_wars: Path | None) -> None:
    """Print a list of wars, made from UCDP's files, for --wars of war-outcomes.

    CONFLICTS.csv is the UCDP Conflict Termination Dataset, conflict level, which tells how wars ended; or the UCDP/PRIO Armed Conflict
    Dataset, which does not.

    \b
    Example:
      bedfellows war-list UCDPConflictTerminationDataset_v4_2024_Conflict.csv > wars.csv
    """
    from bedfellows.scenario.war_files import list_from_files
    from bedfellows.scenario.wars import write_wars

    with settings().open() as case:
        made = list_from_files(conflicts, case.registry, capabilities=capabilities, cow_wars=cow_wars)
    click.echo(write_wars(made), nl=False)
