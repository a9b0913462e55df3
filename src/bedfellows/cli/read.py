"""`bedfellows read`: what documents claim, and into the case with it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bedfellows.cli.options import Day, existing_file, format_option, min_confidence_option, settings

if TYPE_CHECKING:
    from bedfellows.actors import Registry
    from bedfellows.api import Stored
    from bedfellows.case.records import Reading
    from bedfellows.reader.interface import Reader

_ABOUT = ("published", "publisher", "author", "kind", "reliability", "encoding", "model", "rules", "min_confidence", "allow_private")  # fmt: skip


@click.command()
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@format_option()
@click.option(
    "--published", type=Day(), metavar="DATE", help="When it was published; wins over what it says itself."
)
@click.option("--publisher", help="Who published it.")
@click.option("--author", help="Who wrote it.")
@click.option("--kind", type=click.Choice(["news", "statement", "opinion"]), help="What kind of piece it is.")
@click.option(
    "--reliability",
    type=click.Choice(list("ABCDEF")),
    default="F",
    show_default=True,
    help="Admiralty grade of the source; F: cannot be judged.",
)
@click.option("--encoding", help="Of a text whose encoding is guessed wrongly, e.g. cp1251.")
@click.option("--model", help="Another installed spaCy pipeline, e.g. en_core_web_lg.")
@click.option(
    "--rules",
    multiple=True,
    type=existing_file(),
    metavar="FILE",
    help="Reader rules of your own; repeatable.",
)
@min_confidence_option("claims of which the reader is less sure")
@click.option(
    "--reader",
    "reader_name",
    type=click.Choice(["rules", "endpoint"]),
    default="rules",
    show_default=True,
    help="Read by rules, or by a language model behind an OpenAI-compatible endpoint.",
)
@click.option(
    "--endpoint",
    metavar="URL",
    envvar="BEDFELLOWS_ENDPOINT",
    show_envvar=True,
    help="Address of the endpoint; its key is taken from BEDFELLOWS_API_KEY.",
)
@click.option(
    "--endpoint-model",
    metavar="NAME",
    envvar="BEDFELLOWS_ENDPOINT_MODEL",
    show_envvar=True,
    help="Which of its models to ask.",
)
@click.option(
    "--allow-private", is_flag=True, help="Fetch from hosts that are not on the public internet, too."
)
@click.option("--no-store", is_flag=True, help="Only show the reading; touch no case.")
@click.pass_context
def read(context: click.Context, /, targets: tuple[str, ...], form: str, *, no_store: bool, **options: Any) -> None:  # fmt: skip
    """Read documents: who helps, fights or fears whom, and why.

    TARGET is a text, web page or PDF, a folder of these, an http(s) address, or - for standard input. What was found is
    printed, and stored in the case; reading the same again adds nothing.

    \b
    Examples:
      bedfellows --case afghanistan read article.html --published 2017-01-04
      cat notes.txt | bedfellows read - --no-store --format json
    """
    about = {name: options[name] for name in _ABOUT}
    about["reader"] = _reader(
        context, **{key: options[key] for key in ("reader_name", "endpoint", "endpoint_model")}
    )
    bad: list[str] = []

    def skip(target: str, reason: str) -> None:
        whole = reason if target == "-" or reason.startswith(target) else f"{target}: {reason}"
        if target in targets or _is_document(target):
            bad.append(target)
            _tell(f"Error: {whole}")
        elif not Path(target).name.startswith("."):
            _tell(f"Passed over: {whole}")

    many = len(targets) > 1 or any(Path(target).is_dir() for target in targets if "\0" not in target)
    about["on_skip"] = skip
    with _progress(many=many) as tell:
        readings, note, registry = _readings(targets, about, tell, store=not no_store)
    _show(readings, registry, form, many=many)
    if note:
        _tell(note)
    if bad:
        context.exit(1)


def _readings(
    targets: Sequence[str], about: dict[str, Any], tell: Callable[[Reading], None], *, store: bool
) -> tuple[list[Reading], str, Registry]:
    """What was read, and what is to be said of where it went."""
    chosen = settings()
    readings: list[Reading] = []
    if not store:
        from bedfellows.actors import load_registry
        from bedfellows.api import read_documents

        registry = load_registry([Path(file) for file in chosen.actors])
        for reading in read_documents(targets, registry=registry, **about):
            tell(reading)
            readings.append(reading)
        return readings, "", registry
    with chosen.open(create=True) as case:

        def progress(stored: Stored) -> None:
            tell(stored.reading)

        stored = case.read(targets, on_progress=progress, **about)
    return [item.reading for item in stored], stored_words(stored, case.path) if stored else "", case.registry


def stored_words(stored: Sequence[Stored], path: Path) -> str:
    """`Stored in afghanistan.duckdb: 59 claims new, 0 known`."""
    new = sum(item.added.new.get("claims", 0) for item in stored)
    known = sum(item.added.known.get("claims", 0) for item in stored)
    return f"Stored in {path}: {new} {'claim' if new == 1 else 'claims'} new, {known} known."


def _show(readings: Sequence[Reading], registry: Registry, form: str, *, many: bool) -> None:
    from bedfellows.api import reading_dossier
    from bedfellows.cli import records
    from bedfellows.cli.output import Page, print_csv, print_json

    if form == "json":
        from bedfellows.reader.output import reading_to_dict

        found = [reading_to_dict(reading, registry) for reading in readings]
        if many or found:
            print_json(found if many else found[0])
        return
    dossiers = [(reading, reading_dossier(reading, registry)) for reading in readings]
    if form == "csv":
        if not dossiers and not many:
            return
        print_csv(
            records.COLUMNS,
            (
                row
                for reading, dossier in dossiers
                for row in records.record_rows(
                    dossier, (*reading.claims, *reading.motives, *reading.outcomes)
                )
            ),
        )
        return
    page = Page()
    for number, (reading, dossier) in enumerate(dossiers):
        if number:
            page.line()
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


def _reader(
    context: click.Context, reader_name: str, endpoint: str | None, endpoint_model: str | None
) -> Callable[[Registry], Reader] | None:
    if reader_name == "rules":
        return None
    if not endpoint or not endpoint_model:
        raise click.UsageError(
            "--reader endpoint needs --endpoint URL and --endpoint-model NAME; the key, where one is needed, "
            "goes into BEDFELLOWS_API_KEY.",
            context,
        )
    address, model = endpoint, endpoint_model

    def make(registry: Registry) -> Reader:
        from bedfellows.reader.endpoint import EndpointReader

        return EndpointReader(registry, address, model)

    return make


def _is_document(path: str) -> bool:
    """Does a file in a folder claim to be a document, so that failing to read it is an error?"""
    from bedfellows.reader.documents import _SUFFIXES

    name = Path(path)
    return name.suffix.lower() in _SUFFIXES and not name.name.startswith(".") and not name.is_symlink()


def _tell(message: str) -> None:
    from bedfellows.report.outside_text import visible

    click.echo(visible(message), err=True)


@contextmanager
def _progress(*, many: bool) -> Iterator[Callable[[Reading], None]]:
    """Shows on a terminal how far it is; the function given is to be called after each document."""
    if not many or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    count = {"documents": 0, "sentences": 0}
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("Reading", total=None)

        def tell(reading: Reading) -> None:
            count["documents"] += 1
            count["sentences"] += len(reading.passages)
            bar.update(
                task, description=f"Read {count['documents']} documents, {count['sentences']} sentences"
            )

        yield tell
