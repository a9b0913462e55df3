"""Writes `docs/commands.md` from the help of the commands: python docs/write_commands.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from bedfellows.cli.program import program

TARGET = Path(__file__).with_name("commands.md")
_HEAD = """\
# Commands

What `bedfellows --help` and `bedfellows COMMAND --help` print. This page is written by `python docs/write_commands.py`.

Exit codes: 0 all went well; 1 an error, with a message on standard error; 2 a command that was typed wrongly; 130 interrupted.
Answers go to standard output, notes and errors to standard error. Colour is used on a terminal only, and not where `NO_COLOR` is set.

| command | what it does |
| --- | --- |
"""


def text() -> str:
    """The whole page."""
    commands = sorted(program.commands.items())
    rows = [f"| [`{name}`](#{name}) | {command.get_short_help_str(100)} |\n" for name, command in commands]
    about: dict[str, Any] = {
        "help_option_names": ["-h", "--help"],
        "max_content_width": 100,
        "terminal_width": 100,
    }
    top = click.Context(program, info_name="bedfellows", **about)
    parts = [f"\n## bedfellows\n\n```text\n{program.get_help(top)}\n```\n"]
    for name, command in commands:
        context = click.Context(command, info_name=name, parent=top, **about)
        parts.append(f"\n## {name}\n\n```text\n{command.get_help(context)}\n```\n")
    return _HEAD + "".join(rows) + "".join(parts)


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
