"""`bedfellows serve`: the window."""

from __future__ import annotations

from pathlib import Path

import click

from bedfellows.cli.options import settings


@click.command()
@click.argument("case", required=False)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8017,
    show_default=True,
    help="Where; 0 takes a free port.",
)
@click.option(
    "--write",
    is_flag=True,
    help="Let the case be changed by who has the token in the address that is printed.",
)
@click.option(
    "--inbox",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="With --write: let event files in this folder be ingested over the API.",
)
@click.option("--open", "opened", is_flag=True, help="Open the window in your browser.")
def serve(case: str | None, port: int, write: bool, inbox: Path | None, opened: bool) -> None:
    """Open a case in the browser: network, map, time slider, evidence.

    CASE is a name or path, as for --case. The window answers this machine only, and only reads unless --write is given. End it with Ctrl-C.

    \b
    Example:
      bedfellows serve afghanistan
    """
    from pathlib import Path

    from bedfellows.actors import load_registry
    from bedfellows.case.paths import case_path
    from bedfellows.web.serving import serve as serve_case

    if inbox is not None and not write:
        raise click.UsageError("--inbox goes with --write.")
    found = settings()

    def ready(address: str, token: str) -> None:
        whole = f"{address}#token={token}" if token else address
        click.echo(f"Open {whole}", err=True)
        click.echo(
            "It only reads the case. Press Ctrl-C to end it."
            if not token
            else "Whoever has this address may change the case. Press Ctrl-C to end it.",
            err=True,
        )
        if opened:
            click.launch(whole)

    registry = load_registry([Path(file) for file in found.actors])
    serve_case(case_path(case or found.case), registry, port=port, write=write, inbox=inbox, on_ready=ready)
