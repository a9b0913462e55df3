"""The support ledger: `ledger`."""

from __future__ import annotations

from datetime import date

import click

from bedfellows.cli.options import ActorName, as_of_option, format_option, settings


@click.command()
@click.argument("actor", type=ActorName(), required=False)
@as_of_option
@format_option()
def ledger(actor: str | None, as_of: date | None, form: str) -> None:
    """Show who backs whom, with what, since when, and how strongly against the other backers.

    With ACTOR: who backs it, and whom it backs. Claims of texts, listed support (UCDP) and counted events of aid are kept apart, each with its share; alliances are shown as commitments.

    \b
    Examples:
      bedfellows ledger taliban --as-of 2017-01-04
      bedfellows ledger --format csv
    """
    from bedfellows.cli import ledger_page
    from bedfellows.cli.output import print_csv, print_json

    with settings().open() as case:
        answer = case.ledger(actor, as_of)
    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(ledger_page.LEDGER, ledger_page.ledger_rows(answer))
    else:
        ledger_page.show_ledger(answer)
