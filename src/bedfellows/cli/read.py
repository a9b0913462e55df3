"""`bedfellows read`: what documents claim, and into the case with it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bedfellows.cli.options import Day, existing_file, format_option, min_confidence_option, settings
from bedfellows.cli.read_page import printing
from bedfellows.cli.reader_choice import chosen_reader, reader_options

if TYPE_CHECKING:
    from bedfellows.actors import Registry
    from bedfellows.case.records import Reading

_ABOUT = ("published", "publisher", "author", "kind", "reliability", "encoding", "model", "rules", "min_confidence", "allow_private", "jobs")  # fmt: skip

_NAMED = 10  # files that could not be read; each has been told with its reason already


@click.command()
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@format_option("table", "json", "csv")
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
@reader_options
@click.option(
    "--allow-private", is_flag=True, help="Fetch from hosts that are not on the public internet, too."
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    metavar="N",
    help="Read files by so many processes at once.",
)
@click.option("--no-store", is_flag=True, help="Only show the reading; touch no case.")
@click.pass_context
def read(context: click.Context, /, targets: tuple[str, ...], form: str, *, no_store: bool, **options: Any) -> None:  # fmt: skip
    """Read documents: who helps, fights or fears whom, and why.

    TARGET is a text, web page or PDF, a folder of these, an http(s) address, or - for standard input. What was found is
    printed, and stored in the case; reading the same again adds nothing. A folder whose reading was cut short goes on
    where it stopped; files that cannot be read are named and counted, and the rest is read.

    \b
    Examples:
      bedfellows --case afghanistan read article.html --published 2017-01-04
      bedfellows --case afghanistan read archive/ --jobs 4 --format csv > claims.csv
      cat notes.txt | bedfellows read - --no-store --format json
    """
    about = {name: options[name] for name in _ABOUT}
    about["reader"] = chosen_reader(
        *(options[name] for name in ("reader_name", "endpoint", "endpoint_model"))
    )
    bad: list[str] = []

    def skip(target: str, reason: str) -> None:
        whole = reason if target == "-" or reason.startswith(target) else f"{target}: {reason}"
        if target in targets or _is_document(target):
            bad.append(target)
            _tell(f"Error: {whole}")
        elif not Path(target).name.startswith("."):
            _tell(f"Passed over: {whole}")

    if options["rules"]:
        _check_examples(options["rules"], options["model"])
    many = len(targets) > 1 or any(Path(target).is_dir() for target in targets if "\0" not in target)
    about["on_skip"] = skip
    counted = Counted()
    with ExitStack() as stack:
        readings, registry, path = _readings(targets, about, counted, store=not no_store)
        stack.enter_context(closing(readings))
        show = stack.enter_context(printing(form, registry, many=many))
        tell = stack.enter_context(_progress(counted, many=many))
        for reading in readings:
            show(reading)
            tell()
    if path is not None and counted.documents:
        _tell(stored_words(path, counted.new, counted.known))
    if many:
        _tell(counted.documents_words(bad))
    if bad:
        context.exit(1)


@dataclass(slots=True)
class Counted:
    """How much was read so far."""

    documents: int = 0
    known_documents: int = 0
    sentences: int = 0
    new: int = 0
    known: int = 0

    def documents_words(self, bad: Sequence[str]) -> str:
        """How many documents were read, how many had been, and which could not be."""
        from bedfellows.ties.wording import counted

        parts = [f"{counted(self.documents - self.known_documents, 'document')} read"]
        if self.known_documents:
            parts.append(f"{self.known_documents} read before in the same way")
        if bad:
            more = f" and {len(bad) - _NAMED} more" if len(bad) > _NAMED else ""
            parts.append(f"{len(bad)} could not be read: {', '.join(bad[:_NAMED])}{more}")
        return "; ".join(parts) + "."


def _readings(
    targets: Sequence[str], about: dict[str, Any], counted: Counted, *, store: bool
) -> tuple[Generator[Reading], Registry, Path | None]:
    """What is read, one document after the other, the actors it names, and the case that it goes to."""
    chosen = settings()
    if not store:
        from bedfellows.actors import load_registry
        from bedfellows.api import read_documents

        registry = load_registry([Path(file) for file in chosen.actors])

        def only_read() -> Generator[Reading]:
            for reading in read_documents(targets, registry=registry, **about):
                counted.documents += 1
                counted.sentences += len(reading.passages)
                yield reading

        return only_read(), registry, None
    case = chosen.open(create=True)

    def stored() -> Generator[Reading]:
        for item in case.read_each(targets, **about):
            counted.documents += 1
            counted.known_documents += item.known
            counted.sentences += len(item.reading.passages)
            counted.new += item.added.new.get("claims", 0)
            counted.known += item.added.known.get("claims", 0)
            yield item.reading

    return stored(), case.registry, case.path


def stored_words(path: Path, new: int, known: int) -> str:
    """`Stored in afghanistan.duckdb: 59 claims new, 0 known.`"""
    return f"Stored in {path}: {new} {'claim' if new == 1 else 'claims'} new, {known} known."


def _check_examples(rules: Sequence[Path], model: str | None) -> None:
    """Warn of rules of the user's own that do not find what they say in their own examples."""
    from bedfellows.actors import load_registry
    from bedfellows.reader.rule_examples import failing_examples
    from bedfellows.reader.rules import RuleReader

    for rule, found in failing_examples(RuleReader(load_registry(), model, rules), rules):
        _tell(
            f"Warning: {rule.source}, line {rule.line}, field example: expected that {rule.example!r} gives "
            f"{rule.relation} of Iran, found {', '.join(found) or 'nothing'}. Is the trigger a lemma, and are the roles filled?"
        )


def _is_document(path: str) -> bool:
    """Does a file in a folder claim to be a document, so that failing to read it is an error?"""
    from bedfellows.reader.documents import _SUFFIXES

    name = Path(path)
    return name.suffix.lower() in _SUFFIXES and not name.name.startswith(".") and not name.is_symlink()


def _tell(message: str) -> None:
    from bedfellows.report.outside_text import visible

    click.echo(visible(message), err=True)


@contextmanager
def _progress(counted: Counted, *, many: bool) -> Iterator[Callable[[], None]]:
    """Shows on a terminal how far it is, unless the readings themselves are printed there."""
    if not many or not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
    )
    with bar:
        task = bar.add_task("Reading", total=None)

        def tell() -> None:
            speed = counted.sentences / max(bar.tasks[0].elapsed or 0, 0.1)
            bar.update(
                task,
                description=f"Read {counted.documents:,} documents, {counted.sentences:,} sentences, {speed:,.0f} a second",
            )

        yield tell
