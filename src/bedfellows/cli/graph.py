"""`bedfellows graph`: the network for other programs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from bedfellows.cli.options import as_of_option, settings


@click.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@as_of_option
def graph(path: Path, as_of: date | None) -> None:
    """Write the network to a file for Gephi, Cytoscape and others.

    FILE ends in .graphml or .gexf. Actors have their kind, ties their sign, strength, relations and the ids of their evidence.

    \b
    Example:
      bedfellows graph network.graphml --as-of 2017-01-04
    """
    with settings().open() as case:
        written = case.graph(path, as_of)
    click.echo(f"Wrote {written}.", err=True)
