"""The group of all commands, its global options, and how errors end."""

from __future__ import annotations

import errno
import sys
from typing import Any

import click

from bedfellows import __version__
from bedfellows.cli.actors import actor, borders, resolve
from bedfellows.cli.answers import outcomes, strange, who, why
from bedfellows.cli.ask import ask
from bedfellows.cli.camps import camps, triads
from bedfellows.cli.case import claims, grade, report, sources
from bedfellows.cli.check import check
from bedfellows.cli.cite import cite
from bedfellows.cli.code import code
from bedfellows.cli.completion import completion
from bedfellows.cli.correct import correct
from bedfellows.cli.demo import demo
from bedfellows.cli.dyad_days import dyad_days
from bedfellows.cli.equilibria import draft_conflict, equilibria
from bedfellows.cli.feeds import events, feeds, quarantine, unmapped
from bedfellows.cli.fetch import fetch
from bedfellows.cli.forecast import forecast
from bedfellows.cli.graph import graph
from bedfellows.cli.ingest import ingest
from bedfellows.cli.ledger import ledger
from bedfellows.cli.mcp import mcp
from bedfellows.cli.narrative import narrative
from bedfellows.cli.odds import odds
from bedfellows.cli.options import Settings
from bedfellows.cli.questions import questions
from bedfellows.cli.read import read
from bedfellows.cli.score import score
from bedfellows.cli.scores import scores
from bedfellows.cli.serve import serve
from bedfellows.cli.sql import sql
from bedfellows.cli.tie import shifts, tie
from bedfellows.cli.transfer import export, import_
from bedfellows.cli.war_outcomes import war_list, war_outcomes
from bedfellows.cli.what_if import scenarios, what_if
from bedfellows.errors import BedfellowsError

INTERRUPTED = 130  # 128 and the number of SIGINT, as shells have it


class Failure(click.ClickException):
    """An error that ends the program: one message on standard error, exit code 1."""

    def format_message(self) -> str:
        """The message, safe for a terminal."""
        from bedfellows.report.outside_text import visible

        return visible(self.message)


class Program(click.Group):
    """Turns the errors that we raise on purpose into messages, and lists the commands by what they are for."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click asks so
        """Write the sections of commands."""
        width = max(map(len, self.commands))
        for title, commands in _SECTIONS:
            room = formatter.width - 6 - width
            rows = [
                (f"{command.name or '':<{width}}", command.get_short_help_str(room)) for command in commands
            ]
            with formatter.section(title):
                formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except BedfellowsError as error:
            raise Failure(str(error)) from error
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            where = f"{error.filename}: " if error.filename else ""
            raise Failure(f"{where}{error.strerror or error}. Nothing more was done.") from error
        except (KeyboardInterrupt, click.Abort):
            click.echo("Interrupted. What was stored before is kept.", err=True)
            raise click.exceptions.Exit(INTERRUPTED) from None


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: bedfellows demo",
)
@click.option(
    "--case",
    default="bedfellows",
    show_default=True,
    envvar="BEDFELLOWS_CASE",
    show_envvar=True,
    metavar="NAME",
    help='The case to work on: "afghanistan" is ./afghanistan.duckdb; a path works too.',
)
@click.option(
    "--actors",
    multiple=True,
    envvar="BEDFELLOWS_ACTORS",
    show_envvar=True,
    type=click.Path(),
    metavar="FILE",
    help="A TOML file with actors of your own; may be given several times.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def program(context: click.Context, case: str, actors: tuple[str, ...]) -> None:
    """Who is lining up with whom, why, and what happens if.

    Read analysis pieces into a case, then ask it. Every line of an answer leads back to its sentence.
    """
    context.obj = Settings(case, actors)


_SECTIONS = (
    ("Texts", (read, check, code, claims, sources, cite, grade, correct)),
    ("Who with whom, and why", (who, tie, shifts, strange, why, ledger, narrative, camps, triads)),
    (
        "What next",
        (
            outcomes,
            what_if,
            scenarios,
            war_outcomes,
            war_list,
            equilibria,
            draft_conflict,
            forecast,
            odds,
            ask,
            questions,
            scores,
        ),
    ),
    ("The record of events", (fetch, ingest, feeds, events, dyad_days, quarantine, unmapped, sql)),
    ("Show and share", (serve, mcp, report, graph, export, import_)),
    ("Actors", (resolve, actor, borders)),
    ("More", (demo, score, completion)),
)
"""The commands as the help lists them."""

for _, _commands in _SECTIONS:
    for _command in _commands:
        program.add_command(_command)


def main() -> None:
    """Run the command line; ends the process."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that lacks a sign gets "?" for it, not a failure
            stream.reconfigure(errors="replace")
    program(prog_name="bedfellows")
