"""How one actor speaks of another: `narrative`."""

from __future__ import annotations

from datetime import date

import click

from bedfellows.cli.options import ActorName, as_of_option, format_option, settings


@click.command()
@click.argument("a", type=ActorName())
@click.argument("b", type=ActorName())
@as_of_option
@format_option()
def narrative(a: str, b: str, as_of: date | None, form: str) -> None:
    """Show how A speaks of B through time, and when its words hardened or were toned down.

    Two lines, kept apart: the words that sources report, with their valence from −1 (an outlaw) to +1 (one of us), and the verbal events that feeds have from A to B.

    \b
    Example:
      bedfellows narrative russia taliban --as-of 2017-01-04
    """
    from bedfellows.cli import narrative_page
    from bedfellows.cli.output import print_csv, print_json

    with settings().open() as case:
        answer = case.narrative(a, b, as_of)
    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(narrative_page.NARRATIVE, narrative_page.narrative_rows(answer))
    else:
        narrative_page.show_narrative(answer)
