"""What if: `what-if`, and `scenarios`, which keeps them."""

from __future__ import annotations

import shlex
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from bedfellows.cli.options import as_of_option, format_option, settings

if TYPE_CHECKING:
    from bedfellows.scenario.what_if import WhatIfAnswer


@click.command("what-if")
@click.argument("text")
@click.option(
    "--horizon",
    type=click.IntRange(1, 20),
    default=5,
    show_default=True,
    metavar="YEARS",
    help="How far to look.",
)
@click.option(
    "--draws", type=click.IntRange(100, 1_000_000), default=10_000, show_default=True, help="Of the network."
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same answer.")
@click.option(
    "--ask",
    is_flag=True,
    help="Store a question for each of the ties most under pressure, to be scored later.",
)
@click.option(
    "--save", metavar="NAME", help="Keep the scenario in the case under this name; see bedfellows scenarios."
)
@as_of_option
@format_option()
def what_if(text: str, as_of: date | None, save: str | None, form: str, **asked: Any) -> None:
    """Say what would follow if somebody did something else: the odds of wars, and which ties would move.

    TEXT says who starts or stops what towards whom, several with ";" between them, with dates if you like; or it is a TOML file.

    \b
    Examples:
      bedfellows what-if "usa, nato stop supporting afghanistan" --as-of 2017-01-04
      bedfellows what-if "pakistan closes territory to taliban from 2017-06-01; russia recognises taliban"
    """
    with settings().open() as case:
        if save:
            case.save_scenario(save, text, as_of, asked["horizon"], draws=asked["draws"], seed=asked["seed"])
        answer = case.what_if(text, as_of, **asked)
    _print(answer, form)
    if save:
        click.echo(f"Kept in the case: bedfellows scenarios run {shlex.quote(save)}", err=True)


@click.group(invoke_without_command=True)
@format_option("table", "json")
@click.pass_context
def scenarios(context: click.Context, form: str) -> None:
    """List the scenarios kept in the case; run them again, or put two side by side.

    \b
    Examples:
      bedfellows scenarios
      bedfellows what-if "usa, nato stop supporting afghanistan" --as-of 2017-01-04 --save withdrawal
      bedfellows scenarios run withdrawal
      bedfellows scenarios compare withdrawal "nato leaves"
    """
    if context.invoked_subcommand is not None:
        return
    from bedfellows.cli import scenarios_page
    from bedfellows.cli.output import print_json

    with settings().open() as case:
        held = case.scenarios()
    if form == "json":
        print_json(held)
    else:
        scenarios_page.show_scenarios(held)


@scenarios.command("run")
@click.argument("name")
@click.option("--ask", is_flag=True, help="Store questions, to be scored later.")
@format_option()
def run(name: str, ask: bool, form: str) -> None:
    """Say again what would follow from a scenario, by what the case holds now.

    \b
    Example:
      bedfellows scenarios run withdrawal
    """
    with settings().open() as case:
        answer = case.run_scenario(name, ask=ask)
    _print(answer, form)


@scenarios.command("compare")
@click.argument("first")
@click.argument("second")
@format_option()
def compare(first: str, second: str, form: str) -> None:
    """Put two scenarios side by side: the odds of wars, and the ties that would move.

    \b
    Example:
      bedfellows scenarios compare withdrawal "nato leaves"
    """
    from bedfellows.cli import scenarios_page
    from bedfellows.cli.output import print_csv, print_json

    with settings().open() as case:
        answer = case.compare_scenarios(first, second)
    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(scenarios_page.COLUMNS, scenarios_page.rows(answer))
    else:
        scenarios_page.show_comparison(first, second, answer)


@scenarios.command("forget")
@click.argument("name")
def forget(name: str) -> None:
    """Take a scenario out of the case.

    \b
    Example:
      bedfellows scenarios forget withdrawal
    """
    from bedfellows.report.outside_text import visible

    with settings().open() as case:
        gone = case.forget_scenario(name)
    click.echo(f"Forgotten: {visible(gone.name)}: {visible(gone.text)}")


def _print(answer: WhatIfAnswer, form: str) -> None:
    from bedfellows.cli import what_if_page
    from bedfellows.cli.output import print_csv, print_json

    if form == "json":
        print_json(answer)
    elif form == "csv":
        print_csv(what_if_page.COLUMNS, what_if_page.rows(answer))
    else:
        what_if_page.show_what_if(answer)
