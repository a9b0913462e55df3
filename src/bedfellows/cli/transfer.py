"""A case to open formats and back: `export`, `import`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from bedfellows.cli.options import settings


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--as",
    "form",
    type=click.Choice(["parquet", "csv", "json"]),
    default="parquet",
    show_default=True,
    help="The format of the files.",
)
@click.option("--overwrite", is_flag=True, help="Replace an earlier export in that place.")
def export(folder: Path, form: Literal["parquet", "csv", "json"], *, overwrite: bool) -> None:
    """Write every table of the case to a folder.

    \b
    Example:
      bedfellows --case afghanistan export afghanistan-tables --as csv
    """
    with settings().open() as case:
        written = case.export(folder, form, overwrite=overwrite)
    click.echo(f"Wrote {written}: {', '.join(sorted(file.name for file in written.iterdir()))}.")


@click.command("import")
@click.argument("folder", type=click.Path(path_type=Path))
def import_(folder: Path) -> None:
    """Make a new case from an exported folder.

    The case is the one named by --case; it must not exist yet.

    \b
    Example:
      bedfellows --case copy import afghanistan-tables
    """
    from bedfellows.api import import_case

    click.echo(f"Made {import_case(folder, settings().case)} from {folder}.")
