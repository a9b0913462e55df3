"""Printing: pages for people, JSON and CSV for programs. Nothing from outside reaches a terminal unescaped."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from bedfellows.cli.options import PARQUET
from bedfellows.report.outside_text import visible
from bedfellows.report.plain import json_text, plain

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

__all__ = [
    "BOLD",
    "DIM",
    "FRIENDLY",
    "HOSTILE",
    "WIDEST",
    "Page",
    "Part",
    "plain",
    "print_csv",
    "print_json",
    "signed",
]

Part = str | tuple[str, str]  # words, or words and their style

WIDEST = 110
FRIENDLY, HOSTILE, DIM, BOLD = "bright_blue", "dark_orange", "dim", "bold"


class Page:
    """A page of plain lines for a person to read, wrapped to the terminal, in colour only where there is one."""

    def __init__(self, *, err: bool = False) -> None:
        from rich.console import Console

        self._console = Console(
            file=sys.stderr if err else sys.stdout, markup=False, highlight=False, emoji=False
        )
        self.width = min(self._console.width, WIDEST)

    def heading(self, words: str, after: str = "") -> None:
        """A line in bold capitals with a blank line before it."""
        self.line()
        self.line((words.upper(), BOLD), (f"  {after}" if after else "", DIM))

    def line(self, *parts: Part, indent: int = 0) -> None:
        """One line, or several where it must be wrapped; all are indented."""
        self.entry((), parts, indent=indent, hang=0)

    def entry(self, lead: Sequence[Part], body: Sequence[Part], *, indent: int = 0, hang: int = 8) -> None:
        """A lead-in (a number, a sign) of at most `hang` characters, and wrapped text that stands beside it."""
        from rich.text import Text

        start = _assembled((" " * indent, *lead))
        start.pad_right(max(indent + hang - start.cell_len, 0))
        text = _assembled(body)
        room = max(self.width - start.cell_len, 24)
        lines: list[Text] = list(text.wrap(self._console, room)) or [Text("")]
        for number, line in enumerate(lines):
            line.rstrip()
            whole = start if not number else Text(" " * start.cell_len)
            printed = Text.assemble(whole, line)
            printed.rstrip()
            self._console.print(printed, soft_wrap=True)

    def show(self, drawn: RenderableType) -> None:
        """Something that Rich draws, a table for instance; its words must be safe already."""
        self._console.print(drawn)


def _assembled(parts: Iterable[Part]) -> Text:
    from rich.text import Text

    text = Text()
    for part in parts:
        words, style = part if isinstance(part, tuple) else (part, "")
        text.append(visible(words).replace("\n", " ").replace("\t", " "), style or None)
    return text


def signed(sign: float) -> Part:
    """The sign of a tie as a symbol; the colour only says it again."""
    return ("+", FRIENDLY) if sign > 0 else ("−", HOSTILE) if sign < 0 else ("·", DIM)


def print_json(data: Any) -> None:
    """Print data as JSON, with control and reordering characters written as escapes."""
    click.echo(json_text(data, indent=2))


def print_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, heading: bool = True) -> None:
    """Print rows as CSV (RFC 4180): a heading, then a line each; several values in one cell are joined by "; ".

    As Parquet, with numbers, days and lists as they are, where that was asked for.
    """
    if (context := click.get_current_context(silent=True)) and context.meta.get(PARQUET):
        _write_parquet(columns, rows)
        return
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    if heading:
        writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(row.get(name)) for name in columns})
    click.echo(out.getvalue(), nl=False)


def _write_parquet(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    import polars as pl

    listed = list(rows)

    def column(name: str) -> pl.Series:
        values = [_values(row.get(name)) for row in listed]
        try:
            return pl.Series(name, values)
        except (TypeError, ValueError, pl.exceptions.PolarsError):  # values of several kinds
            return pl.Series(name, [None if value is None else _cell(value) for value in values], pl.String)

    pl.DataFrame([column(name) for name in columns]).write_parquet(sys.stdout.buffer)


def _values(value: Any) -> Any:
    """A cell with sets and tuples as lists."""
    return [_values(one) for one in value] if isinstance(value, (tuple, list, set, frozenset)) else value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (tuple, list)):
        return "; ".join(_cell(item) for item in value)
    return visible(value.isoformat() if isinstance(value, date) else str(value))
