"""`bedfellows mcp`: a case for an assistant."""

from __future__ import annotations

from importlib.util import find_spec

import click

from bedfellows.cli.options import settings
from bedfellows.errors import InputError


@click.command()
@click.argument("case", required=False)
def mcp(case: str | None) -> None:
    """Let an assistant ask a case and cite its evidence (Model Context Protocol).

    CASE is a name or path, as for --case. The program that runs your assistant starts this and talks to it over standard input and output; nothing is listened to, and the case is only read. Needs the package mcp: pip install "bedfellows[mcp]".

    \b
    Example:
      bedfellows mcp afghanistan
    \b
    In the settings of most assistants:
      {"mcpServers": {"afghanistan":
        {"command": "bedfellows", "args": ["mcp", "/home/me/afghanistan.duckdb"]}}}
    """
    from pathlib import Path

    if find_spec("mcp") is None:
        raise InputError('Expected the package mcp, found none. Install it: pip install "bedfellows[mcp]".')
    from bedfellows.actors import load_registry
    from bedfellows.case.paths import case_path
    from bedfellows.mcp.server import run

    found = settings()
    registry = load_registry([Path(file) for file in found.actors])
    run(case_path(case or found.case), registry)
