"""The command line: `bedfellows`."""

from bedfellows.cli.program import main

__all__ = ["main"]
