"""Where the command prints: the product to stdout or a file, everything else to stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mujaz.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


def give(text: str, output: Path | None) -> None:
    """The product, to stdout or a file. A file that cannot be written costs nothing that was paid for: stdout gets it."""
    if output is None:
        click.echo(text)
        return
    part = output.with_name(output.name + ".part")
    try:
        part.write_text(text + "\n", encoding="utf-8")
        part.replace(output)
    except OSError as error:
        click.echo(text)
        raise InputError(
            f"--output {output}: cannot be written ({error.strerror}); the result went to standard output."
        ) from None


def say(text: str) -> None:
    """Tell something beside the product."""
    click.echo(text, err=True)
