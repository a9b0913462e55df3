"""`bedfellows code`: the events that a text tells, in PLOVER's types."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bedfellows.cli.options import Day, existing_file, format_option, min_confidence_option, settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bedfellows.reader.event_phrases import CodedActor
    from bedfellows.reader.events import CodedEvent, EventCoder

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
) -> None:
    """Code the events of a text: who does what to whom, in PLOVER's types.

    TEXT is the text itself, the name of a text file, or - for standard input. Nothing is stored.

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

    prose = None if text is None else _prose(text)
    coder = EventCoder(load_registry([Path(file) for file in settings().actors]), model, rules)
    if records is not None:
        _records(coder, records, out, min_confidence)
        return
    events = [e for e in coder.code(prose or "", published, every=every) if e.confidence >= min_confidence]
    _show(events, form)


def _prose(text: str) -> str:
    if text == "-":
        return sys.stdin.read()
    if len(text) <= LONGEST_NAME and "\0" not in text and "\n" not in text and Path(text).is_file():
        from bedfellows.reader.documents import load

        return "\n\n".join(document.text for document in load(text))
    return text


def _records(coder: EventCoder, source: Path, out: Path | None, least: float) -> None:
    from bedfellows.reader.coded_records import code_records, read_records, record_lines

    records = read_records(source)
    coded = ([e for e in events if e.confidence >= least] for events in code_records(coder, records))
    lines = record_lines(records, coded)
    if out is None:
        for line in lines:
            click.echo(line)
        return
    out.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    click.echo(f"{len(records)} records coded to {out}.", err=True)


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
