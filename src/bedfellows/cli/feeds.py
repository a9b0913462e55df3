"""What came from event feeds: `feeds`, `events`, `quarantine`, `unmapped`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from bedfellows.cli.options import ActorName, Day, as_of_option, format_option, settings

_LIMIT = 50
_F = TypeVar("_F", bound=Callable[..., Any])


def _feed_option(help: str) -> Callable[[_F], _F]:
    return click.option("--feed", metavar="FEED", help=help)


def _limit_option(default: int) -> Callable[[_F], _F]:
    return click.option(
        "--limit",
        type=click.IntRange(1, 1_000_000),
        default=default,
        show_default=True,
        help="So many rows at most.",
    )


@click.command()
@format_option()
def feeds(form: str) -> None:
    """List the event feeds in the case: files, rows, days, gaps.

    \b
    Example:
      bedfellows feeds
    """
    from bedfellows.cli.output import BOLD, DIM, Page, plain, print_csv, print_json
    from bedfellows.ties.wording import counted

    with settings().open() as case:
        found = case.feeds()
    if form == "json":
        print_json(found)
        return
    if form == "csv":
        columns = (
            *("feed", "title", "publisher", "kind", "files", "rows", "superseded", "duplicate"),
            *("quarantined", "unmapped", "first_day", "last_day", "days_without"),
        )
        print_csv(columns, (plain(one) for one in found))
        return
    page = Page()
    if not found:
        page.line("The case holds no event feed. Add one: bedfellows ingest gdelt FILES...")
    for one in found:
        page.line()
        page.line((one.title, BOLD), (f"  {one.feed}, {one.publisher}", DIM))
        days = f"{one.first_day} to {one.last_day}" if one.first_day else "no days"
        page.line(f"{counted(one.files, 'file')}, {counted(one.rows, 'row')}, {days}", indent=2)
        if one.days_without:
            first, last = one.gaps[0]
            longest = f"{first}" if first == last else f"{first} to {last}"
            page.line(
                f"{counted(one.days_without, 'day')} between them without a row; the longest gap: {longest}",
                indent=2,
            )
        notes = [
            f"{number:,} {words}"
            for number, words in (
                (one.superseded, "superseded"),
                (one.duplicate, "duplicate and left out"),
                (one.quarantined, "quarantined"),
                (one.unmapped, "sides unmapped"),
            )
            if number
        ]
        if notes:
            page.line((", ".join(notes), DIM), indent=2)


@click.command()
@click.option("--actor", type=ActorName(), help="On either side; with --object, the one who acted on it.")
@click.option("--object", "target", type=ActorName(), help="The one it was done to.")
@click.option("--from", "first", type=Day(), metavar="DATE", help="The first day.")
@click.option("--to", "last", type=Day(), metavar="DATE", help="The last day.")
@click.option("--type", "kind", metavar="TYPE", help="A PLOVER event type, e.g. ASSAULT.")
@_feed_option("Only of this feed, e.g. gdelt.")
@_limit_option(_LIMIT)
@as_of_option
@format_option()
def events(
    actor: str | None,
    target: str | None,
    first: date | None,
    last: date | None,
    *,
    kind: str | None,
    feed: str | None,
    limit: int,
    as_of: date | None,
    form: str,
) -> None:
    """List events: who did what to whom, the latest first.

    \b
    Example:
      bedfellows events --actor taliban --from 2017-01-01 --type ASSAULT
    """
    from bedfellows.cli.output import BOLD, DIM, Page, print_csv, print_json, signed
    from bedfellows.ties.wording import counted

    if first and last and first > last:
        raise click.UsageError(f"expected --from on or before --to, found {first} after {last}.")
    with settings().open() as case:
        wanted = case.event_filter(actor, target, first, last, kind, feed)
        rows, total = case.found_events(wanted, as_of, limit)
    if form == "json":
        print_json(rows)
        return
    if form == "csv":
        print_csv(list(rows[0]) if rows else ["id"], rows)
        return
    page = Page()
    about = counted(total, "event")
    page.line((f"{about}; the latest {len(rows):,} of them" if total > len(rows) else about, DIM))
    for row in rows:
        weight = row["goldstein"]
        code = " ".join(part for part in (row["plover"] or "statement", row["plover_mode"] or "") if part)
        scale = f" {weight:+.1f}" if weight is not None else ""
        who = f"{row['subject_name'] or '?'} → {row['object_name'] or '?'}"
        beside = ", ".join(part for part in (row["place"] or "", row["id"]) if part)
        page.entry(
            [str(row["day"]), "  ", signed(weight or 0), " "],
            [(who, BOLD), f"  {code}{scale}  ", (beside, DIM)],
            hang=14,
        )


@click.command()
@_feed_option("Only of this feed.")
@_limit_option(_LIMIT)
@format_option()
def quarantine(feed: str | None, limit: int, form: str) -> None:
    """List rows of feeds that could not be used, and why.

    \b
    Example:
      bedfellows quarantine --feed icews
    """
    from bedfellows.cli.output import BOLD, DIM, Page, print_csv, print_json
    from bedfellows.ties.wording import counted

    with settings().open() as case:
        rows, reasons = case.quarantine(feed, limit)
    if form == "json":
        print_json(rows)
        return
    if form == "csv":
        print_csv(("feed", "file", "line", "reason", "row"), rows)
        return
    page = Page()
    page.line((f"{counted(sum(number for _, _, number in reasons), 'row')} in quarantine.", DIM))
    for name, reason, number in reasons:
        page.line(f"{number:>12,}  {name}: {reason}")
    for row in rows:
        page.line()
        page.line(
            (f"{row['file']}, line {row['line'] if row['line'] is not None else '?'}: {row['reason']}", BOLD)
        )
        page.line((row["row"][:300], DIM), indent=2)


@click.command()
@_feed_option("Only of this feed.")
@_limit_option(_LIMIT)
@format_option()
def unmapped(feed: str | None, limit: int, form: str) -> None:
    """List actor codes of feeds that no registry knows.

    Their rows are kept, under actors whose ids begin with x-. Name such actors in a file of your own (--actors) before you ingest.

    \b
    Example:
      bedfellows unmapped --feed gdelt --limit 20
    """
    from bedfellows.cli.output import DIM, Page, print_csv, print_json

    with settings().open() as case:
        rows = case.unmapped(feed, limit)
    if form == "json":
        print_json(rows)
        return
    if form == "csv":
        print_csv(("feed", "code", "id", "name", "kind", "rows"), rows)
        return
    page = Page()
    if not rows:
        page.line("Every actor code is mapped.")
    for row in rows:
        shown = f"  {row['name']}" if row["name"] != row["code"] else ""
        page.entry(
            [f"{row['rows']:>12,}  "],
            [row["code"] or "(no code)", (f"{shown}  {row['feed']}, {row['id']}", DIM)],
            hang=14,
        )
