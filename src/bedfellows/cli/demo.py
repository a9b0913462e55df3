"""`bedfellows demo`: the whole story on the bundled example."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bedfellows.cli.options import settings

if TYPE_CHECKING:
    from bedfellows.api import Case

_CASE = "afghanistan-2017.duckdb"
_REPORT = "report.html"
_MOST = 3  # lines of each group, and pairs


@click.command()
@click.option(
    "--out",
    default="demo",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the case and the report go.",
)
def demo(out: Path) -> None:
    """Read the bundled example and ask it the four questions.

    Running it again stores nothing new.

    \b
    Example:
      bedfellows demo --out demo
    """
    from bedfellows.api import open as open_case

    out.mkdir(parents=True, exist_ok=True)
    with open_case(out / _CASE, create=True, actors=settings().actors) as case:
        _read(case)
        _ask(case)
        _report(case, out / _REPORT)
    _what_next(out)


def _read(case: Case) -> None:
    from bedfellows.cli.evidence import about_source
    from bedfellows.cli.output import BOLD, DIM, Page
    from bedfellows.cli.read import stored_words

    page = Page()
    folder = Path(str(resources.files("bedfellows"))) / "example"
    _step("read", f"bedfellows --case {case.path} read {_shown(folder)}")
    if _newer(case.path, [*_files(folder), *_package()]):
        click.echo(f"The example is in {case.path} already.")
    else:
        stored = case.read(_shown(folder))
        new, known = (
            sum(getattr(item.added, kind).get("claims", 0) for item in stored) for kind in ("new", "known")
        )
        click.echo(stored_words(case.path, new, known))
        case.path.touch()
    dossier = case.dossier()
    for source in dossier.sources.values():
        page.line((source.title, BOLD))
        page.line((about_source(source), DIM))


def _ask(case: Case) -> None:
    from bedfellows.cli import answer_pages, who_page

    asked = f"bedfellows --case {case.path}"
    _step("who", f"{asked} who taliban")
    who_page.show_who(case.who("taliban"), case.dossier().name, most=_MOST)
    _step("strange", f"{asked} strange --limit {_MOST}")
    answer_pages.show_strange(case.strange(limit=_MOST))
    _step("why", f"{asked} why russia taliban")
    answer_pages.show_why(case.why("russia", "taliban"), most=_MOST + 2)
    _step("outcomes", f"{asked} outcomes")
    answer_pages.show_outcomes(case.outcomes())


def _report(case: Case, path: Path) -> None:
    _step("report", f"bedfellows --case {case.path} report {path}")
    if _newer(path, [case.path, *_package()]):
        click.echo(f"{path} is up to date.")
    else:
        case.report(path)
        click.echo(f"Wrote {path}.")
    click.echo(f"Open it in a browser: {path.resolve().as_uri()}")


def _what_next(out: Path) -> None:
    click.echo(
        f"\nTry next, on the same case (export BEDFELLOWS_CASE={out / _CASE}):\n"
        "  bedfellows who russia --as-of 2016-12-31\n"
        "  bedfellows claims --actor pakistan --format csv\n"
        "Or on a text of your own:\n"
        "  bedfellows --case mine read article.html --published 2017-01-04"
    )


def _step(name: str, command: str) -> None:
    from bedfellows.cli.output import BOLD, DIM, Page

    page = Page()
    page.line()
    page.line((f"── {name} ".ljust(page.width, "─"), BOLD))
    page.line((f"$ {command}", DIM))
    page.line()


def _newer(made: Path, parts: list[Path]) -> bool:
    """Is a file there, and newer than all that it is made from?"""
    if not made.exists():
        return False
    when = made.stat().st_mtime_ns
    return all(part.stat().st_mtime_ns <= when for part in parts)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _package() -> list[Path]:
    """The files that decide what is read and shown: code, rules, lists and templates."""
    top = Path(str(resources.files("bedfellows")))
    return [path for path in _files(top) if "__pycache__" not in path.parts]


def _shown(path: Path) -> str:
    """A path as one would type it here."""
    relative = os.path.relpath(path)
    return relative if len(relative) < len(str(path)) else str(path)
