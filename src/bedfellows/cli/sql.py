"""`bedfellows sql`: a question in SQL."""

from __future__ import annotations

import click

from bedfellows.cli.options import format_option, settings


@click.command()
@click.argument("query", metavar="SELECT")
@click.option(
    "--limit",
    type=click.IntRange(1, 1_000_000),
    default=1000,
    show_default=True,
    help="So many rows at most.",
)
@click.option(
    "--seconds", type=click.FloatRange(0.1, 3600), default=60.0, show_default=True, help="Stop after so long."
)
@format_option()
def sql(query: str, limit: int, seconds: float, form: str) -> None:
    """Ask the case one question in SQL (DuckDB's).

    The case is only read, and no other file can be. Tables: SHOW TABLES. As of a day: claims_as_of(day), feed_events_as_of(day),
    evidence_as_of(day) and the like, e.g. FROM events_as_of(DATE '2017-01-04').

    \b
    Example:
      bedfellows sql "SELECT plover, count(*) FROM feed_events GROUP BY ALL"
    """
    from bedfellows.case.query import run_query
    from bedfellows.cli.output import DIM, Page, print_csv, print_json

    with settings().open() as case:
        found = run_query(case.path, query, limit=limit, seconds=seconds)
    names = _distinct(found.columns)
    rows = [dict(zip(names, row, strict=True)) for row in found.rows]
    if form == "json":
        print_json([{name: _plain(value) for name, value in row.items()} for row in rows])
    elif form == "csv":
        print_csv(names, rows)
    else:
        _table(names, [[_shown(value) for value in row] for row in found.rows])
    if found.more:
        Page(err=True).line((f"There are more than {limit:,} rows; --limit shows more.", DIM))


def _distinct(names: tuple[str, ...]) -> list[str]:
    """The names of the columns; of equal ones, the later are numbered."""
    found: list[str] = []
    for name in names:
        number, shown = 1, name
        while shown in found:
            number += 1
            shown = f"{name}_{number}"
        found.append(shown)
    return found


def _table(names: list[str], rows: list[list[str]]) -> None:
    from rich.table import Table

    from bedfellows.cli.output import Page
    from bedfellows.report.outside_text import visible

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(visible(name), overflow="fold")
    for row in rows:
        table.add_row(*(visible(value).replace("\n", " ") for value in row))
    Page().show(table)


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _plain(value: object) -> object:
    return (
        value
        if value is None or isinstance(value, (bool, int, float, str, list, tuple, dict))
        else str(value)
    )
