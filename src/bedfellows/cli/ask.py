"""`bedfellows ask`: a question, its odds, and its place in the case until it comes out."""

from __future__ import annotations

from datetime import date

import click

from bedfellows.cli.odds import say_learning
from bedfellows.cli.options import as_of_option, format_option, settings


@click.command()
@click.argument("question")
@click.option(
    "--probability", type=click.FloatRange(0, 1), help="Store a forecast of your own too, from 0 to 1."
)
@click.option("--by", metavar="NAME", help="Whose --probability it is.")
@as_of_option
@format_option()
def ask(question: str, probability: float | None, by: str | None, as_of: date | None, form: str) -> None:
    """Put a question to the case, get odds with reasons, and have it scored when its time comes.

    QUESTION is what, between whom, by when, or the id of a question that was asked before. What: a class of events ("material conflict",
    "verbal conflict", "verbal cooperation", "material cooperation") or a PLOVER type ("assault"). Whom: "between A and B", or "by A against
    B" for what A does to B. When: "by" or "before" a day, month or year, or "within" some days, weeks, months or years. It is asked at the
    end of --as-of, by default of the last day with an event.

    \b
    Examples:
      bedfellows ask "material conflict between pakistan and afghanistan by 2017-03-31"
      bedfellows ask "assault by russia against ukraine within 30 days" --probability 0.3 --by "A. Analyst"
    """
    from bedfellows.cli import questions_page
    from bedfellows.cli.output import print_csv, print_json

    with settings().open() as case:
        answer = case.ask(question, as_of, probability=probability, by=by, on_learning=say_learning)
    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(questions_page.COLUMNS, questions_page.question_rows([answer.state]))
    else:
        questions_page.show_asked(answer)
