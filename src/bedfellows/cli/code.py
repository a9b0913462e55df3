"""`bedfellows code`: the events that a text tells, in PLOVER's types."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bedfellows.cli.options import Day, existing_file, format_option, min_confidence_option, settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bedfellows.reader.coded_records import RecordCoder
    from bedfellows.reader.event_phrases import CodedActor
    from bedfellows.reader.events import CodedEvent

LONGEST_NAME = 1000


@click.command()
@click.argument("text", required=False, metavar="TEXT|FILE|-")
@format_option("table", "json")
@click.option("--every", is_flag=True, help="All events of a sentence, not only its main one.")
@click.option("--published", type=Day(), metavar="DATE", help="The day of the text: who held an office then.")
@min_confidence_option("events of which the coder is less sure")
@click.option(
    "--rules", multiple=True, type=existing_file(), help="A file with rules of your own; repeatable."
)
@click.option("--model", help="An installed spaCy pipeline; by default the small English one.")
@click.option(
    "--jsonl",
    "records",
    type=existing_file(),
    metavar="FILE",
    help="Code records instead: one JSON object a line with id, text and, where known, date.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where --jsonl writes; by default standard output.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    metavar="N",
    help="Code records by so many processes at once.",
)
def code(
    text: str | None,
    form: str,
    *,
    every: bool,
    published: date | None,
    min_confidence: float,
    rules: tuple[Path, ...],
    model: str | None,
    records: Path | None,
    out: Path | None,
    jobs: int,
) -> None:
    """Code the events of a text: who does what to whom, in PLOVER's types.

    TEXT is the text itself, the name of a text file, or - for standard input. Nothing is stored. With --jsonl and --out,
    coding that was cut short goes on where it stopped.

    \b
    Examples:
      bedfellows code "Turkish police arrested three Syrian journalists on Monday."
      bedfellows code --jsonl leads.jsonl --out events.jsonl
    """
    if (text is None) == (records is None):
        raise click.UsageError("Expected either a text (or file, or -) or --jsonl FILE.")
    if out is not None and records is None:
        raise click.UsageError("--out goes with --jsonl; redirect standard output instead.")
    from bedfellows.actors import load_registry
    from bedfellows.reader.events import EventCoder

    registry = load_registry([Path(file) for file in settings().actors])
    if records is not None:
        from bedfellows.reader.coded_records import RecordCoder

        parts = (dict(registry.actors), registry.lineage, dict(registry.roles))
        _records(RecordCoder(parts, model, rules, min_confidence), records, out, jobs)
        return
    prose = None if text is None else _prose(text)
    coder = EventCoder(registry, model, rules)
    events = [e for e in coder.code(prose or "", published, every=every) if e.confidence >= min_confidence]
    _show(events, form)


def _prose(text: str) -> str:
    if text == "-":
        return sys.stdin.read()
    if len(text) <= LONGEST_NAME and "\0" not in text and "\n" not in text and Path(text).is_file():
        from bedfellows.reader.documents import load

        return "\n\n".join(document.text for document in load(text))
    return text


def _records(coder: RecordCoder, source: Path, out: Path | None, jobs: int) -> None:
    from bedfellows.reader.coded_records import code_to_file, coded_lines, each_record

    total = sum(1 for _ in each_record(source))  # says what is wrong with a line before the long coding
    if out is None:
        for line in coded_lines(source, coder, jobs):
            click.echo(line)
        return
    with _progress(total) as tell:
        count, known = code_to_file(source, coder, out, jobs, tell=tell)
    before = f", {known:,} of them before" if known else ""
    click.echo(f"{count:,} {'record' if count == 1 else 'records'} coded to {out}{before}.", err=True)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """Shows on a terminal how far it is."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("Coding", total=total)
        yield lambda count: bar.update(task, completed=count)


def _show(events: Sequence[CodedEvent], form: str) -> None:
    from bedfellows.cli.output import BOLD, DIM, Page, print_json

    if form == "json":
        print_json({"events": events})
        return
    page = Page()
    if not events:
        page.line("No event is told here.")
    sentence = -1
    for event in events:
        if event.start != sentence:
            sentence = event.start
            page.line((f"“{event.sentence}”", DIM))
        mode = f" ({event.mode})" if event.mode else ""
        words = ", ".join(event.words)
        page.entry(
            [],
            [
                f"{_side(event.source)} → {_side(event.target)}  ",
                (f"{event.event}{mode}", BOLD),
                f"  {event.put}, confidence {event.confidence:.2f}",
                (f"  by “{words}”, {event.rule}", DIM),
            ],
            indent=2,
            hang=0,
        )


def _side(actors: Sequence[CodedActor]) -> str:
    return ", ".join(" ".join(filter(None, (actor.code, actor.sector))) for actor in actors) or "nobody named"
