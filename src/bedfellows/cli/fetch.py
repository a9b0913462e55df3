"""`bedfellows fetch`: files of event feeds from their publishers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bedfellows.cli.options import Day, format_option
from bedfellows.feeds.fetching.catalogue import FEEDS

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from bedfellows.cli.output import Page
    from bedfellows.feeds.fetching.fetching import Outcome, Result
    from bedfellows.feeds.fetching.wanted import Wanted

_MOST_LISTED = 20
# What `bedfellows ingest` calls the feed, where it is not the same.
_READ_AS = {
    ("gdelt", "mentions"): "gdelt-mentions",
    ("gdelt1", "export"): "gdelt",
    ("ucdp-candidate", "export"): "ucdp-ged",
}
_UNITS = {"k": 1024, "m": 1024**2, "g": 1024**3, "t": 1024**4}


class Size(click.ParamType[int]):
    """A number of bytes: 500000, 200M, 20G."""

    name = "size"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; a usage error where there is none."""
        if isinstance(value, int):
            return value
        number, unit = (value[:-1], value[-1:].lower()) if value[-1:].lower() in _UNITS else (value, "")
        if not number.isdigit() or not int(number):
            self.fail(f"expected a size such as 200M or 20G, found {value[:40]!r}.", param, ctx)
        return int(number) * _UNITS.get(unit, 1)


@click.command()
@click.argument("feed", type=click.Choice(list(FEEDS)), metavar="FEED")
@click.option("--from", "start", type=Day(), metavar="DATE", help="The first day.")
@click.option("--to", "end", type=Day(), metavar="DATE", help="The last day.")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Where the files go; by default a folder of the feed in the user's cache.",
)
@click.option(
    "--kind",
    type=click.Choice(["export", "mentions"]),
    default="export",
    show_default=True,
    help="Of gdelt: events, or where they are mentioned.",
)
@click.option("--version", metavar="VERSION", help="Of UCDP, e.g. 26.1; by default the newest.")
@click.option("--api", "by_api", is_flag=True, help="UCDP events or dyads from the API (needs UCDP_TOKEN).")
@click.option("--url", metavar="URL", help="Another address with the same layout, e.g. a mirror.")
@click.option(
    "--largest", type=Size(), default="20G", show_default=True, help="The largest file that is accepted."
)
@click.option(
    "--rate",
    type=click.FloatRange(0.1, 10),
    default=4.0,
    show_default=True,
    help="At most so many requests a second.",
)
@click.option("--refresh", is_flag=True, help="Fetch again what is here and has no published checksum.")
@click.option("--dry-run", is_flag=True, help="Only say what would be fetched.")
@format_option("table", "json")
def fetch(
    feed: str,
    start: date | None,
    end: date | None,
    into: Path | None,
    kind: str,
    version: str | None,
    *,
    by_api: bool,
    url: str | None,
    largest: int,
    rate: float,
    refresh: bool,
    dry_run: bool,
    form: str,
) -> None:
    """Fetch files of an event feed from its publisher.

    What is here already is not fetched again; what was interrupted goes on where it stopped. docs/fetching.md tells of
    each feed.

    \b
    FEED is one of
      gdelt, gdelt1, icews, polecat, acled
      ucdp-ged, ucdp-candidate, ucdp-dyadic, ucdp-actor, ucdp-esd
      atop, cow-alliances, cow-disputes, cow-contiguity

    \b
    Examples:
      bedfellows fetch gdelt --from 2017-01-01 --to 2017-01-31
      bedfellows fetch ucdp-ged
      bedfellows fetch acled --from 2023-01-01 --to 2023-03-31 --dry-run
    """
    from bedfellows.cli.output import print_json
    from bedfellows.feeds.fetching.fetching import carry_out, look_up
    from bedfellows.feeds.fetching.plan import plan_for, question_for
    from bedfellows.feeds.fetching.wire import Manners, Wire

    about = FEEDS[feed]
    if (about.dated or by_api) and (start is None or end is None):
        raise click.UsageError(f"{feed} is chosen by day: give --from and --to.")
    if start and end and start > end:
        raise click.UsageError(f"expected --from on or before --to, found {start} after {end}.")
    if kind != "export" and feed != "gdelt":
        raise click.UsageError("only gdelt has mentions: leave out --kind.")
    question = question_for(
        feed,
        start=start,
        end=end,
        folder=into,
        base=url,
        kind=kind,
        version=version,
        by_api=by_api,
        refresh=refresh,
    )
    with Wire(Manners(rate=rate), hosts=about.hosts) as wire:
        plan = plan_for(question, wire)
        if dry_run:
            result = look_up(plan, question)
        else:
            with _Display([item.size for item in plan.wanted]) as display:
                result = carry_out(plan, question, wire, largest=largest, watch=display)
    if form == "json":
        print_json({**result.to_dict(), "terms": about.terms})
    else:
        _show(result, about.title, about.terms, _READ_AS.get((feed, kind), feed), dry_run=dry_run)
    if result.failed:
        raise click.exceptions.Exit(1)


class _Display:
    """Progress on a terminal's standard error; nothing elsewhere."""

    def __init__(self, sizes: Sequence[int | None]) -> None:
        self._files = len(sizes)
        self._total = None if None in sizes else sum(size or 0 for size in sizes)
        self._done = 0
        self._progress: Progress | None = None
        self._all: TaskID | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> _Display:
        if sys.stderr.isatty() and self._files:
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                DownloadColumn,
                Progress,
                TextColumn,
                TimeRemainingColumn,
                TransferSpeedColumn,
            )

            self._progress = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                TextColumn("{task.fields[counted]}", markup=False),
                DownloadColumn(binary_units=True),
                TransferSpeedColumn(),
                TimeRemainingColumn(),
                console=Console(file=sys.stderr),
                transient=True,
            )
            self._progress.start()
            self._all = self._progress.add_task("all files", total=self._total, counted=f"0/{self._files}")
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def began(self, wanted: Wanted) -> None:
        """A line for the file."""
        if self._progress is not None:
            self._tasks[wanted.name] = self._progress.add_task(wanted.name, total=wanted.size, counted="")

    def moved(self, wanted: Wanted, amount: int) -> None:
        """The line's bar; rows of an API are counted as such."""
        if self._progress is None:
            return
        if wanted.rows is not None:
            self._progress.update(self._tasks[wanted.name], counted=f"{amount} rows")
        else:
            self._progress.update(self._tasks[wanted.name], completed=amount)

    def ended(self, outcome: Outcome) -> None:
        """The line goes, the sum grows."""
        if self._progress is None or self._all is None:
            return
        self._progress.remove_task(self._tasks.pop(outcome.name))
        self._done += 1
        self._progress.update(self._all, advance=outcome.size or 0, counted=f"{self._done}/{self._files}")


def _show(result: Result, title: str, terms: str, read_as: str, *, dry_run: bool) -> None:
    from bedfellows.cli.output import BOLD, DIM, HOSTILE, Page
    from bedfellows.feeds.fetching.fetching import FETCHED, HERE, PLANNED

    page = Page()
    page.line((title, BOLD), f"  {result.folder}")
    size = sum(item.size or 0 for item in result.files if item.state in {FETCHED, PLANNED})
    unpacked = sum(item.unpacked or 0 for item in result.files)
    fresh = f"{result.count(PLANNED)} to fetch" if dry_run else f"{result.count(FETCHED)} fetched"
    page.line(
        f"{len(result.files)} files wanted, {result.count(HERE)} already here, {fresh} ({_bytes(size)}), "
        f"{len(result.failed)} failed" + (f"; {_bytes(unpacked)} unpacked" if unpacked else "")
    )
    if dry_run:
        for item in result.files[:_MOST_LISTED]:
            page.line(
                f"{item.state:9} {_bytes(item.size) if item.size is not None else '?':>10}  {item.name}",
                indent=2,
            )
        _more(page, len(result.files))
    for item in result.failed:
        reason = item.reason or ""
        words = reason if item.name in reason else f"{item.name}: {reason}"
        page.entry([("failed", HOSTILE)], [words], indent=2)
    if result.gaps:
        page.line(f"The publisher has nothing for {len(result.gaps)} spans:")
        for gap in result.gaps[:_MOST_LISTED]:
            page.line(gap, indent=2)
        _more(page, len(result.gaps))
    for note in result.notes:
        page.line((note, DIM))
    page.line((f"Terms: {terms}", DIM))
    if not dry_run and result.count(FETCHED) + result.count(HERE):
        page.line((f"Next: bedfellows ingest {read_as} {result.folder}", DIM))


def _more(page: Page, count: int) -> None:
    from bedfellows.cli.output import DIM

    if count > _MOST_LISTED:
        page.line((f"... and {count - _MOST_LISTED} more; --format json lists all", DIM), indent=2)


def _bytes(size: int | None) -> str:
    number = float(size or 0)
    for unit in ("B", "KiB", "MiB"):
        if number < 1024:
            return f"{number:.0f} {unit}" if unit == "B" else f"{number:.1f} {unit}"
        number /= 1024
    return f"{number:.1f} GiB"
