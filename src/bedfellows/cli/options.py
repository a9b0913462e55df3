"""What the commands share: the case they work on, days, formats, and names of actors that complete themselves."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from bedfellows.api import Case

_F = TypeVar("_F", bound=Callable[..., Any])
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Settings:
    """The global options."""

    case: str
    actors: tuple[str, ...]

    def open(self, *, create: bool = False) -> Case:
        """The case that the user named; with `create` it need not exist yet."""
        from bedfellows.actors import load_registry
        from bedfellows.api import Case
        from bedfellows.case.paths import case_path

        registry = load_registry([Path(file) for file in self.actors])
        return Case(case_path(self.case), registry, create=create)


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a usage error where there is none."""
        if isinstance(value, date):
            return value
        try:
            if _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        return self.fail(f"expected a day that exists, as YYYY-MM-DD, found {value[:40]!r}.", param, ctx)


class ActorName(click.ParamType[str]):
    """The name of an actor; the shell offers ids of the registry."""

    name = "actor"

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[click.shell_completion.CompletionItem]:
        """Ids of the package's actors that begin so, with their names."""
        from click.shell_completion import CompletionItem

        from bedfellows.actors import load_registry

        found = load_registry().actors.items()
        start = incomplete.casefold()
        return [CompletionItem(id_, help=actor.name) for id_, actor in found if id_.startswith(start)][:200]


def settings() -> Settings:
    """The global options of the command that is running."""
    found = click.get_current_context().find_object(Settings)
    assert found is not None
    return found


def as_of_option(command: _F) -> _F:
    """Adds `--as-of`."""
    return click.option(
        "--as-of",
        type=Day(),
        metavar="DATE",
        help="Use only what was published by this day: no hindsight.",
    )(command)


def on_option(command: _F) -> _F:
    """Adds `--on`."""
    return click.option(
        "--on", type=Day(), metavar="DATE", help="The day it is asked for; by default today."
    )(command)


PARQUET = "bedfellows.parquet"
"""In the context of a command: rows are to be written as Parquet where they would be printed as CSV."""


def format_option(*formats: str) -> Callable[[_F], _F]:
    """Adds `--format`. Commands are told "csv" for Parquet as well: both are the same rows, and `print_csv` writes either."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats or ("table", "json", "csv", "parquet")),
        default="table",
        show_default=True,
        callback=_form,
        help="How to print the answer.",
    )


def _form(context: click.Context, _: click.Parameter, value: str) -> str:
    if value != "parquet":
        return value
    if sys.stdout.isatty():
        raise click.BadParameter("Parquet is not for a terminal; send it to a file: > table.parquet")
    context.meta[PARQUET] = True
    return "csv"


def min_confidence_option(what: str) -> Callable[[_F], _F]:
    """Adds `--min-confidence`; `what` says what is left out and by whom it was found."""
    return click.option(
        "--min-confidence",
        type=click.FloatRange(0, 1),
        default=0.0,
        metavar="0..1",
        help=f"Leave out {what}.",
    )


def existing_file() -> click.Path:
    """A file that can be read."""
    return click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
