"""`bedfellows ingest`: files of event feeds into the case."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from bedfellows.cli.options import Day, format_option, settings
from bedfellows.feeds.catalogue import FEED_NAMES

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from bedfellows.feeds.ingest import Ingested, Progress

_COUNTS = (
    ("rows_read", "rows read"),
    ("kept", "kept"),
    ("superseding", "of them other versions of known rows"),
    ("duplicate", "duplicate"),
    ("quarantined", "quarantined"),
    ("skipped", "read over: notes, totals, rows of another kind"),
    ("unmapped", "sides whose actor no registry knows"),
)
_MOST_FAILURES = 20


@click.command(epilog=f"FEED is one of: {', '.join(FEED_NAMES)}.")
@click.argument("feed", type=click.Choice(list(FEED_NAMES)), metavar="FEED")
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@click.option(
    "--release", metavar="TEXT", help="What version the files are of, where their names do not say."
)
@click.option(
    "--published",
    type=Day(),
    metavar="DATE",
    help="The day on which all in the files counts as known, where that is not what the feed says.",
)
@format_option("table", "json")
def ingest(feed: str, files: tuple[str, ...], release: str | None, published: date | None, form: str) -> None:
    """Add files of an event feed to the case.

    FILES are files, folders, globs, .zip and .gz archives, or - for standard input. Each file is added whole or not at all; one that is
    in the case already is not read again, so an ingest that was interrupted is finished by running it again. The case is made if there
    is none.

    \b
    Example:
      bedfellows ingest gdelt 201701*.export.CSV.zip
    """
    from bedfellows.cli.output import print_json

    with settings().open(create=True) as case, _Display(quiet=form == "json") as display:
        done = case.ingest(feed, files, release=release, published=published, on_progress=display.show)
    if form == "json":
        print_json(_plain(done))
    else:
        _summary(done)
    if any(file.failed for file in done.files):
        raise click.exceptions.Exit(1)


class _Display:
    """Files, rows a second and time left, on a terminal only."""

    def __init__(self, *, quiet: bool) -> None:
        self._bar: Bar | None = None
        self._on = sys.stderr.isatty() and not quiet

    def __enter__(self) -> _Display:
        if self._on:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

            self._bar = Progress(
                TextColumn("{task.fields[files]} files"),
                BarColumn(),
                TextColumn("{task.percentage:>3.0f} %  {task.fields[rate]} rows/s"),
                TimeRemainingColumn(),
                console=Console(stderr=True, markup=False),
                transient=True,
            )
            self._bar.start()
            self._bar.add_task("", total=None, files=0, rate="-")
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, progress: Progress) -> None:
        """Bring the line up to date."""
        if self._bar is not None:
            rate = f"{progress.rows / max(progress.seconds, 0.001):,.0f}"
            self._bar.update(
                self._bar.task_ids[0],
                total=progress.bytes_total or None,
                completed=progress.bytes_done,
                files=progress.files,
                rate=rate,
            )


def _summary(done: Ingested) -> None:
    from bedfellows.cli.output import BOLD, DIM, Page
    from bedfellows.ties.wording import counted

    page = Page()
    known = [file for file in done.files if file.known]
    failed = [file for file in done.files if file.failed]
    rate = done.totals["rows_read"] / max(done.seconds, 0.001)
    page.line(
        (f"{done.feed}: {counted(len(done.files), 'file')}", BOLD),
        (f"  {done.seconds:.1f} s, {rate:,.0f} rows a second" if done.totals["rows_read"] else "", DIM),
    )
    if known:
        page.line(
            f"{len(known):>12,}  {'file was' if len(known) == 1 else 'files were'} in the case already and not read again"
        )
    for name, words in _COUNTS:
        if done.totals[name] or name in {"rows_read", "kept", "duplicate", "quarantined"}:
            page.line(f"{done.totals[name]:>12,}  {words}")
    if done.reasons:
        page.heading("Quarantined because")
        for reason, rows in done.reasons:
            page.entry([f"{rows:>12,}  "], [reason], hang=14)
        page.line(("See them: bedfellows quarantine", DIM))
    if done.unmapped:
        page.heading("Unmapped", f"the most frequent of {done.unmapped_codes:,} codes; their rows are kept")
        for code, name, rows in done.unmapped:
            page.entry([f"{rows:>12,}  "], [code, (f"  {name}" if name != code else "", DIM)], hang=14)
        page.line(("See them all: bedfellows unmapped", DIM))
    if failed:
        page.heading("Not added")
        for file in failed[:_MOST_FAILURES]:
            page.entry(["  "], [file.failed], hang=2)
        if len(failed) > _MOST_FAILURES:
            page.line(f"and {len(failed) - _MOST_FAILURES} more")


def _plain(done: Ingested) -> dict[str, Any]:
    return {
        "feed": done.feed,
        "seconds": round(done.seconds, 3),
        **done.totals,
        "reasons": dict(done.reasons),
        "unmapped_codes": done.unmapped_codes,
        "unmapped_top": [{"code": code, "name": name, "rows": rows} for code, name, rows in done.unmapped],
        "files": done.files,
    }
