"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mujaz.cli_completion import files
from mujaz.errors import InputError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Each is also a MUJAZ_ variable and a key of the settings file, so none has a default here.
_OPTIONS = {
    "model": click.option(
        "--model",
        metavar="NAME",
        help="local, local:NAME (mujaz model list), local:/path/model.gguf, openai/NAME, or NAME with --base-url.  [local]",
    ),
    "base_url": click.option("--base-url", metavar="URL", help="An OpenAI-compatible server, with its /v1."),
    "sentences": click.option("--sentences", type=int, metavar="N", help="Sentences of the summary.  [4]"),
    "country": click.option("--country", metavar="XX", help="Publisher's country; it settles whose درهم or دينار is meant."),
    "published": click.option(
        "--published", metavar="YYYY-MM-DD", help="Day of publication; it settles أمس and dates without a year."
    ),
    "column": click.option(
        "--column", metavar="NAME", help="Column of JSON, CSV or Parquet that holds the text.  [text, body, ...]"
    ),
    "allow_private": click.option(
        "--allow-private/--no-allow-private", default=None, help="Fetch addresses of private networks too."
    ),
    "prompt": click.option(
        "--prompt", metavar="FILE", shell_complete=files, help="Ask with this Markdown file instead; it has {{sentences}} in it."
    ),
    "strict": click.option("--strict/--no-strict", default=None, help="Take out what a check found wrong, and list it."),
    "timeout": click.option("--timeout", type=float, metavar="SECONDS", help="Time one request may take.  [180]"),
    "attempts": click.option("--attempts", type=int, metavar="N", help="Requests one question may cost.  [6]"),
    "max_tokens": click.option("--max-tokens", type=int, metavar="N", help="Tokens one answer may have.  [4096]"),
    "prices": click.option(
        "--prices",
        metavar="FILE",
        shell_complete=files,
        help="What tokens cost (TOML, dollars a million); public prices are known.",
    ),
    "context": click.option(
        "--context",
        "--ctx",
        type=int,
        metavar="N",
        help="Tokens that the model reads at once.  [local: 8192; a server: what it says]",
    ),
    "threads": click.option(
        "--threads", type=int, metavar="N", help="Threads that an embedded model computes with.  [one on each core]"
    ),
}

schema_option = click.option(
    "--schema",
    metavar="SCHEMA",
    shell_complete=files,
    help="Your own fields: 'court, fine: money', fields.json, or package.module:Model.",
)

_BATCH = (
    click.option("--concurrency", type=int, metavar="N", help="Articles asked at a time, at most.  [8]"),
    click.option("--rpm", type=float, metavar="N", help="Requests a minute, at most."),
    click.option("--tpm", type=float, metavar="N", help="Tokens a minute, at most, read and written."),
    click.option("--budget", metavar="5USD", help="What the results in --out may cost in all."),
    click.option("--dry-run", is_flag=True, help="Ask nothing: tell how many articles, tokens and dollars it would be."),
    click.option(
        "--base-url",
        "servers",
        multiple=True,
        metavar="URL",
        help="An OpenAI-compatible server, with its /v1; repeat it for several with the same model.",
    ),
    click.option(
        "--engine",
        type=click.Choice(["local", "ray"]),
        help="ray: on the cluster of RAY_ADDRESS, or this machine's CPUs; INPUTS are .jsonl or .parquet, --out is a folder.",
    ),
    click.option("--workers", type=click.IntRange(1), metavar="N", help="With --engine ray: pieces of the input at a time."),
    click.option(
        "--retry-failed", is_flag=True, help="Ask all those again that failed in an earlier run, for their own sake too."
    ),
    click.option(
        "--fail-under",
        multiple=True,
        metavar="SHARE",
        help="verified=0.95 of all items, proven=0.9 of all articles, done=1 of them: below it, exit with 4.",
    ),
)


def batch_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of many articles, and those of each."""
    command = options(*(name for name in _OPTIONS if name != "base_url"))(command)
    for option in reversed(_BATCH):
        command = option(command)
    return command


def options(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options of a run, or those with these names."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for name in reversed(names or tuple(_OPTIONS)):
            command = _OPTIONS[name](command)
        return command

    return add


# What a file's name says of what is to be in it.
_ENDINGS = {".html": "html", ".htm": "html", ".md": "md", ".json": "json", ".txt": "text"}


def printing(*formats: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options of a command that prints its product in one of several formats, or writes it into a file."""
    chosen = (
        click.option(
            "--format",
            "format_",
            type=click.Choice(formats),
            callback=lambda context, _option, given: given or _by_ending(context.params["output"], formats),
            help="What to print.  [by the ending of --output; text]",
        ),
        click.option(
            "--output",
            "-o",
            type=click.Path(dir_okay=False, path_type=Path),
            callback=_in_a_folder,
            is_eager=True,  # so that its ending is known when --format is looked at
            help="Write there instead of stdout.",
        ),
        click.option("--quiet", "-q", is_flag=True, help="Say nothing on stderr but errors."),
    )

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(chosen):
            command = option(command)
        return command

    return add


def _by_ending(output: Path | None, formats: Sequence[str]) -> str | None:
    """Which of the formats the ending of a file names, if one."""
    named = _ENDINGS.get(output.suffix.lower()) if output else None
    return named if named in formats else None


def _in_a_folder(_context: click.Context, _option: click.Parameter, output: Path | None) -> Path | None:
    """A file that can be made, told before anything is asked or paid."""
    if output and not output.absolute().parent.is_dir():
        raise SettingsError(f"--output {output}: no folder {output.absolute().parent}; make it first.")
    return output


_EVALUATING = (
    click.argument("data", required=False, type=click.Path(path_type=Path)),
    click.option("--model", "models", multiple=True, metavar="NAME", help="A model to ask, or NAME@URL. May be repeated."),
    click.option("--prompt", "prompts", multiple=True, metavar="FILE", help="Ask with this; mujaz: its own. May be repeated."),
    click.option("--results", multiple=True, type=click.Path(path_type=Path), help="What mujaz batch wrote; asks nothing."),
    click.option(
        "--baseline", "baselines", multiple=True, metavar="NAME", help="none, lead-N, textrank-N.  [lead-3, textrank-3]"
    ),
    click.option("--keep", type=click.Path(path_type=Path), metavar="FOLDER", help="Keep answers there; none is paid for twice."),
    click.option(
        "--retry-failed", is_flag=True, help="Ask all those again that failed in an earlier run, for their own sake too."
    ),
    click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the first N records of DATA."),
    click.option("--concurrency", type=int, metavar="N", help="Articles asked at a time, at most.  [8]"),
    schema_option,
    printing("text", "json", "html"),
)


def evaluating(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of an evaluation, those of a run with them."""
    own = tuple(name for name in _OPTIONS if name not in {"model", "prompt", "allow_private"})
    command = options(*own)(command)
    for option in reversed(_EVALUATING):
        command = option(command)
    return command


def source_of(article: str) -> Any:  # noqa: ANN401  (a path, or an address)
    """What an argument names: the address of a page, or a path.

    Raises:
        InputError: It is empty, or the address of something else.
    """
    from mujaz.reading.read import is_address  # noqa: PLC0415

    if not article.strip():
        raise InputError("ARTICLE is empty; give a file, the address of a page, or '-' for standard input.")  # "" is this folder
    if "://" in article[:10] and not is_address(article):
        raise InputError(f"{article}: not an http or https address; give one, or a file.")
    return article if is_address(article) else Path(article)
