"""The four questions: `who`, `strange`, `why`, `outcomes`."""

from __future__ import annotations

from datetime import date

import click

from bedfellows.cli.options import ActorName, as_of_option, format_option, settings


@click.command()
@click.argument("actor", type=ActorName())
@as_of_option
@format_option()
def who(actor: str, as_of: date | None, form: str) -> None:
    """List who backs an actor and who is against it.

    ACTOR is any name it goes by: "the Taliban", Moscow, IS-K. The strongest come first; each line has its sentence, its grade and who says so. Where the case has feeds, those with whom events and standing evidence show it dealing follow.

    \b
    Example:
      bedfellows who taliban --as-of 2017-01-04
    """
    from bedfellows.cli import answer_rows, partners_page, who_page
    from bedfellows.cli.output import plain, print_csv, print_json

    with settings().open() as case:
        answer, name = case.who(actor, as_of), case.dossier(as_of).name
    if form == "json":
        acting = [{**plain(step), "actor_name": name(step.actor)} for step in answer.acting_for]
        print_json({**plain(answer), "acting_for": acting})
    elif form == "csv":
        columns = (*answer_rows.WHO, *(partners_page.PARTNER_COLUMNS if answer.recorded else ()))
        print_csv(columns, answer_rows.who_rows(answer))
    else:
        who_page.show_who(answer, name)


@click.command()
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many pairs at most."
)
@as_of_option
@format_option()
def strange(limit: int, as_of: date | None, form: str) -> None:
    """Rank the least expected alignments, and say why.

    \b
    Example:
      bedfellows strange --as-of 2017-01-04 --limit 5
    """
    from bedfellows.cli import answer_pages, answer_rows
    from bedfellows.cli.output import print_csv, print_json

    with settings().open() as case:
        answer = case.strange(as_of, limit)
    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(answer_rows.STRANGE, answer_rows.strange_rows(answer))
    else:
        answer_pages.show_strange(answer)


@click.command()
@click.argument("a", type=ActorName())
@click.argument("b", type=ActorName())
@as_of_option
@format_option()
def why(a: str, b: str, as_of: date | None, form: str) -> None:
    """Give the reasons for and against an alignment of two actors.

    \b
    Example:
      bedfellows why russia taliban --as-of 2017-01-04
    """
    from bedfellows.cli import answer_pages, answer_rows
    from bedfellows.cli.output import print_csv, print_json

    with settings().open() as case:
        answer = case.why(a, b, as_of)
    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(answer_rows.WHY, answer_rows.why_rows(answer))
    else:
        answer_pages.show_why(answer)


@click.command()
@click.option("--actor", type=ActorName(), help="Only what bears on this actor.")
@as_of_option
@format_option()
def outcomes(actor: str | None, as_of: date | None, form: str) -> None:
    """Show what is said to happen if something else does.

    \b
    Example:
      bedfellows outcomes --actor taliban
    """
    from bedfellows.cli import answer_pages, answer_rows
    from bedfellows.cli.output import print_csv, print_json

    with settings().open() as case:
        answer = case.outcomes(as_of, actor)
    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(answer_rows.OUTCOMES, answer_rows.outcome_rows(answer))
    else:
        answer_pages.show_outcomes(answer)
