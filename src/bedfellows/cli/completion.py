"""`bedfellows completion`: names, options and actors completed by the shell."""

from __future__ import annotations

import click

_INSTALL = {
    "bash": 'Put this line into ~/.bashrc:  eval "$(bedfellows completion bash)"',
    "zsh": 'Put this line into ~/.zshrc:  eval "$(bedfellows completion zsh)"',
    "fish": "Run once:  bedfellows completion fish > ~/.config/fish/completions/bedfellows.fish",
}


@click.command()
@click.argument("shell", type=click.Choice(list(_INSTALL)))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script for completion in your shell.

    It completes commands, options, and ids of actors.

    \b
    Example:
      eval "$(bedfellows completion bash)"
    """
    from click.shell_completion import ShellComplete, get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    script = ShellComplete.source(kind(context.find_root().command, {}, "bedfellows", "_BEDFELLOWS_COMPLETE"))
    click.echo(f"# {_INSTALL[shell]}\n{script}")
