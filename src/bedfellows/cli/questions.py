"""`bedfellows questions`: what was asked, read and answered, and how it came out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from bedfellows.cli.options import Day, as_of_option, existing_file, format_option, settings


@click.group(invoke_without_command=True)
@click.option("--id", "id_", metavar="ID", help="Only this question, with the reasons of its forecasts.")
@as_of_option
@format_option()
@click.pass_context
def questions(context: click.Context, id_: str | None, as_of: date | None, form: str) -> None:
    """List the questions of the case, with what was forecast and how they came out.

    \b
    Examples:
      bedfellows questions
      bedfellows questions read --within 365
      bedfellows questions resolve
    """
    if context.invoked_subcommand is not None:
        return
    from bedfellows.cli import questions_page
    from bedfellows.cli.output import print_csv, print_json

    with settings().open() as case:
        found = case.questions(as_of, id_)
    if form == "json":
        print_json(found)
    elif form == "csv":
        print_csv(questions_page.COLUMNS, questions_page.question_rows(found))
    else:
        questions_page.show_questions(found, reasons=id_ is not None)


@questions.command("read")
@click.option(
    "--within",
    type=click.IntRange(1, 3650),
    metavar="DAYS",
    help="Take forecasts that name no day to mean within so many days of their publication; by default they cannot be resolved.",
)
@format_option("table", "json")
def read(within: int | None, form: str) -> None:
    """Make questions of the conditional forecasts of the sources, credited to who made them.

    \b
    Example:
      bedfellows questions read --within 365
    """
    from bedfellows.cli.output import print_json
    from bedfellows.ties.wording import counted

    with settings().open() as case:
        done = case.read_questions(within)
    if form == "json":
        print_json(done)
        return
    click.echo(
        f"{counted(done.questions, 'new question')}, {done.open} of them such that feeds can resolve; {done.known} known already. "
        "See them, and what is wrong with the others: bedfellows questions"
    )


@questions.command("resolve")
@click.option(
    "--wars",
    type=existing_file(),
    metavar="FILE.csv",
    help="A list of wars made by war-list, in place of the package's, for questions on how wars stand.",
)
@as_of_option
@format_option()
def resolve(as_of: date | None, wars: Path | None, form: str) -> None:
    """Resolve the questions whose time is over, by the feeds and the list of wars.

    This also happens by itself whenever a feed is added.

    \b
    Example:
      bedfellows questions resolve
      bedfellows questions resolve --wars wars.csv
    """
    from bedfellows.cli import questions_page
    from bedfellows.cli.output import print_csv, print_json

    with settings().open() as case:
        done = case.resolve_questions(as_of, wars=wars)
    if form == "json":
        print_json(done)
    elif form == "csv":
        print_csv(questions_page.RESOLUTION_COLUMNS, questions_page.resolution_rows(done))
    else:
        questions_page.show_resolutions(done)


@questions.command("settle")
@click.argument("id_", metavar="ID")
@click.argument("answer", type=click.Choice(["yes", "no", "void"]))
@click.option("--because", required=True, metavar="TEXT", help="What shows it.")
@click.option("--by", required=True, metavar="NAME", help="Who says so.")
@click.option("--on", type=Day(), metavar="DATE", help="As of which day; by default the last with an event.")
def settle(id_: str, answer: Any, because: str, by: str, on: date | None) -> None:
    """Say how a question came out where no feed can tell, or where the feeds are wrong.

    \b
    Example:
      bedfellows questions settle qst-3e33379bcf02c779 void --because "never agreed" --by "A. Analyst"
    """
    with settings().open() as case:
        case.settle(id_, answer, by, because, on)
    click.echo(f"Settled {id_}: {answer}, says {by}.")
