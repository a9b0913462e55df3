"""Which reader a command reads with: the rules, or a language model behind an endpoint."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from bedfellows.actors import Registry
    from bedfellows.reader.interface import Reader

_F = TypeVar("_F", bound=Callable[..., Any])


def reader_options(command: _F) -> _F:
    """Adds `--reader`, `--endpoint` and `--endpoint-model`."""
    for option in (
        click.option(
            "--endpoint-model",
            metavar="NAME",
            envvar="BEDFELLOWS_ENDPOINT_MODEL",
            show_envvar=True,
            help="Which of its models to ask.",
        ),
        click.option(
            "--endpoint",
            metavar="URL",
            envvar="BEDFELLOWS_ENDPOINT",
            show_envvar=True,
            help="Address of the endpoint; its key is taken from BEDFELLOWS_API_KEY.",
        ),
        click.option(
            "--reader",
            "reader_name",
            type=click.Choice(["rules", "endpoint"]),
            default="rules",
            show_default=True,
            help="Read by rules, or by a language model behind an OpenAI-compatible endpoint.",
        ),
    ):
        command = option(command)
    return command


def chosen_reader(
    reader_name: str, endpoint: str | None, endpoint_model: str | None
) -> Callable[[Registry], Reader] | None:
    """What makes the reader that the options name; None for the rules. A usage error where the endpoint is not named."""
    if reader_name == "rules":
        return None
    if not endpoint or not endpoint_model:
        raise click.UsageError(
            "--reader endpoint needs --endpoint URL and --endpoint-model NAME; the key, where one is needed, "
            "goes into BEDFELLOWS_API_KEY."
        )
    return partial(_endpoint_reader, endpoint, endpoint_model)


def _endpoint_reader(address: str, model: str, registry: Registry) -> Reader:
    from bedfellows.reader.endpoint import EndpointReader

    return EndpointReader(registry, address, model)
