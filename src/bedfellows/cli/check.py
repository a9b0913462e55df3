"""An article held against the record: `check`."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from bedfellows.cli.options import Day, existing_file, format_option, settings


@click.command()
@click.argument("article")
@click.option(
    "--published", type=Day(), metavar="DATE", help="When it was published; wins over what it says itself."
)
@click.option(
    "--as-of",
    type=Day(),
    metavar="DATE",
    help="Use only what was published by this day; by default all that the case knows, with hindsight.",
)
@click.option("--encoding", help="Of a text whose encoding is guessed wrongly, e.g. cp1251.")
@click.option("--model", help="Another installed spaCy pipeline, e.g. en_core_web_lg.")
@click.option(
    "--rules",
    multiple=True,
    type=existing_file(),
    metavar="FILE",
    help="Reader rules of your own; repeatable.",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="0..1",
    help="Leave out claims of which the reader is less sure.",
)
@click.option(
    "--allow-private", is_flag=True, help="Fetch from hosts that are not on the public internet, too."
)
@format_option()
def check(article: str, form: str, *, as_of: date | None, **about: Any) -> None:
    """Hold an article's claims against the record: supported, contradicted, or no data.

    ARTICLE is a text, web page or PDF, an http(s) address, or - for standard input. It is read and not stored. The record is what came into the case with `ingest`, and the registry's borders, memberships, descent and leaders. Opinion, forecasts, motives and hedged words are left alone.

    \b
    Examples:
      bedfellows --case world check article.html --published 2017-01-04
      bedfellows --case world check article.html --format csv > verdicts.csv
    """
    from bedfellows.cli import check_page
    from bedfellows.cli.output import print_csv, print_json

    with settings().open() as case:
        answer = case.check(article, as_of, **about)
    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(check_page.CHECK, check_page.check_rows(answer))
    else:
        check_page.show_check(answer)
