"""`bedfellows cite`: evidence by its id."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from bedfellows.cli.options import as_of_option, format_option, settings
from bedfellows.errors import InputError

if TYPE_CHECKING:
    from bedfellows.report.citation import CiteAnswer

COLUMNS = (
    *("id", "kind", "statement", "quote", "sentence", "sentence_number", "certainty", "said_by", "published"),
    *(
        "happened_from",
        "happened_to",
        "grade",
        "grade_words",
        "source_id",
        "source_title",
        "publisher",
        "author",
    ),
    *("locator", "link", "cite_as"),
)


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@as_of_option
@format_option()
def cite(ids: tuple[str, ...], as_of: date | None, form: str) -> None:
    """Show the evidence with these ids: the words, the source, its grade, where to look it up.

    Ids are those that answers carry as JSON and CSV: of claims, motives, outcomes, sentences and sources, and "feed:key" for rows of feeds.

    \b
    Example:
      bedfellows cite clm-8a8c3a6b5e1f2d34 atop:2-20-defence-1949
    """
    from bedfellows.cli.output import print_csv, print_json
    from bedfellows.report.outside_text import visible

    with settings().open() as case:
        answer = case.cite(*ids, as_of=as_of)
    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(COLUMNS, _rows(answer))
    else:
        _show(answer)
    if answer.unknown:
        raise InputError(
            f"Expected ids of evidence of this case, found {', '.join(visible(one[:60]) for one in answer.unknown)}. "
            "Answers as JSON carry them; what was published after the as-of day is not seen."
        )


def _rows(answer: CiteAnswer) -> Iterator[dict[str, Any]]:
    for one in answer.citations:
        yield {name: getattr(one, name) for name in COLUMNS}


def _show(answer: CiteAnswer) -> None:
    from bedfellows.cli.output import BOLD, DIM, Page

    page = Page()
    for number, one in enumerate(answer.citations):
        if number:
            page.line()
        page.line((one.id, BOLD), (f"  {one.kind}", DIM))
        said = f", says {', '.join(one.said_by)}" if one.said_by else ""
        for words in (one.statement, f"“{one.quote}”" if one.quote else ""):
            if words:
                page.line(words, indent=2)
        if one.sentence and one.sentence != one.quote:
            page.line(f"sentence {one.sentence_number}: {one.sentence}", indent=2)
        about = [one.source_title, one.author, one.publisher, one.published and one.published.isoformat()]
        page.line(", ".join(str(part) for part in about if part), indent=2)
        page.line(
            f"{one.grade} ({one.grade_words}){f'; {one.certainty}{said}' if one.certainty else ''}", indent=2
        )
        page.line((one.link or one.locator, DIM), indent=2)
        if one.cite_as:
            page.line((f"cite as: {one.cite_as}", DIM), indent=2)
