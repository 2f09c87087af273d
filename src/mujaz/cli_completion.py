"""Shell completion: what prints the script that a shell loads, and what completes the names of files."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem, get_completion_class

_VARIABLE = "_MUJAZ_COMPLETE"  # click reads it by this name: _, the command's name in capitals, _COMPLETE
_SHELLS = ("bash", "zsh", "fish")


def files(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let the shell complete names of files: for what may be a file, but also an address, `-` or a line of fields."""
    return [CompletionItem(incomplete, type="file")]


@click.command(short_help="Print the script by which a shell completes mujaz.")
@click.argument("shell", type=click.Choice(_SHELLS))
def completion(shell: str) -> None:
    """Print the script by which SHELL completes commands, options and files of mujaz.

    \b
    bash: mujaz completion bash > ~/.local/share/bash-completion/completions/mujaz
    zsh:  mujaz completion zsh > FOLDER/_mujaz, where FOLDER is one of $fpath
    fish: mujaz completion fish > ~/.config/fish/completions/mujaz.fish
    """  # noqa: D301  (click does not fold the lines behind a backspace)
    made = get_completion_class(shell)
    assert made  # the choices are click's own shells
    command = click.get_current_context().find_root().command
    click.echo(made(command, {}, "mujaz", _VARIABLE).source())
