"""Readings printed one after the other, each as soon as it is there: as a page, as JSON or as CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from textwrap import indent
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bedfellows.actors import Registry
    from bedfellows.case.records import Reading


@contextmanager
def printing(form: str, registry: Registry, *, many: bool) -> Iterator[Callable[[Reading], None]]:
    """A function that prints a reading. One document is one JSON object; of `many` a list is made, or one table."""
    if form == "json":
        yield from _json(registry, many=many)
    elif form == "csv":
        yield from _csv(registry, many=many)
    else:
        yield _page(registry)


def _json(registry: Registry, *, many: bool) -> Iterator[Callable[[Reading], None]]:
    from bedfellows.cli.output import print_json
    from bedfellows.reader.output import reading_to_dict
    from bedfellows.report.plain import json_text

    if not many:
        yield lambda reading: print_json(reading_to_dict(reading, registry))
        return
    shown = 0

    def show(reading: Reading) -> None:
        nonlocal shown
        text = indent(json_text(reading_to_dict(reading, registry), indent=2), "  ")
        click.echo(f"{',' if shown else '['}\n{text}", nl=False)
        shown += 1

    yield show
    click.echo("\n]" if shown else "[]")


def _csv(registry: Registry, *, many: bool) -> Iterator[Callable[[Reading], None]]:
    from bedfellows.api import reading_dossier
    from bedfellows.cli import records
    from bedfellows.cli.output import print_csv

    headed = False

    def show(reading: Reading) -> None:
        nonlocal headed
        found: tuple[records.Record, ...] = (*reading.claims, *reading.motives, *reading.outcomes)
        rows = records.record_rows(reading_dossier(reading, registry), found)
        print_csv(records.COLUMNS, rows, heading=not headed)
        headed = True

    yield show
    if many and not headed:
        print_csv(records.COLUMNS, [])


def _page(registry: Registry) -> Callable[[Reading], None]:
    from bedfellows.api import reading_dossier
    from bedfellows.cli import records
    from bedfellows.cli.output import Page

    page = Page()
    shown = 0

    def show(reading: Reading) -> None:
        nonlocal shown
        if shown:
            page.line()
        shown += 1
        dossier = reading_dossier(reading, registry)
        records.show_source(page, dossier, reading.source)
        if not reading.claims:
            page.line()
            page.line("Nothing is claimed here of one actor and another.")
        records.show_claims(page, dossier, reading.claims)
        records.show_motives(page, dossier, reading.motives)
        records.show_outcome_list(page, dossier, reading.outcomes)
        if reading.dropped:
            page.heading("Left out", "what could not be verified in the text")
            for line in reading.dropped:
                page.entry(["  -"], [line], hang=4)

    return show
