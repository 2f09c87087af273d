"""The command. It prints by `cli_say`: the product to stdout, everything else to stderr.

Exit codes: 0 done and verified; 1 failed; 2 usage, or an article that cannot be used; 3 done, but something is draft or could
not be proven; 4 a batch below --fail-under; 130 interrupted.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mujaz.cli_completion import completion, files
from mujaz.cli_many import batch, evaluate, export, view
from mujaz.cli_model import model
from mujaz.cli_options import options, printing, schema_option, source_of
from mujaz.cli_say import give, say
from mujaz.errors import InputError, MujazError

if TYPE_CHECKING:
    from mujaz.result import Result

_UNPROVEN = 3
_INTERRUPTED = 130  # 128 + SIGINT, as shells count


def main() -> None:
    """Run the command line and exit."""
    for stream in (sys.stdout, sys.stderr):
        # Arabic must come out whatever the locale says.
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say("interrupted")
        code = _INTERRUPTED
    except MujazError as error:
        say(f"mujaz: {error}")
        code = error.exit_code
    except BrokenPipeError:
        # The reader of our output went away (`| head`); Python must not complain about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


@click.group(commands=[completion], context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mujaz", prog_name="mujaz")
def cli() -> None:
    """Bilingual summaries of Arabic articles, every sentence and field tied to the article's words and checked.

    Exit codes: 0 done and verified; 1 failed; 2 usage or an article that cannot be used; 3 done, but something is draft or
    could not be proven; 4 a batch below --fail-under; 130 interrupted.
    """


_item = click.option("--item", type=click.IntRange(1), metavar="N", help="Which article of a folder, table or feed.")
_summarizing = printing("json", "md", "text", "html")


@cli.command(short_help="Summarize one article.")
@click.argument("article", shell_complete=files)
@_summarizing
@_item
@schema_option
@click.option("--record", type=click.Path(dir_okay=False, path_type=Path), help="Keep the model's answers in a new file.")
@click.option("--replay", type=click.Path(dir_okay=False, path_type=Path), help="Answer from that file; no model, no network.")
@options()
def summarize(
    article: str,
    *,
    item: int | None,
    schema: str | None,
    record: Path | None,
    replay: Path | None,
    **given: Any,  # noqa: ANN401  (click passes what its options hold)
) -> int:
    """Summarize ARTICLE: a file (text, HTML, PDF, DOCX, JSON, CSV, Parquet, a feed), the address of a page, or - for stdin."""
    if record and replay:
        raise click.UsageError("--record and --replay exclude each other.")
    from mujaz.model.recording import recording  # noqa: PLC0415  (pydantic and yaml: --help must not wait for them)
    from mujaz.own import schema_of  # noqa: PLC0415
    from mujaz.pipeline import summarize as run  # noqa: PLC0415
    from mujaz.schema import NewsSummary  # noqa: PLC0415

    asked = NewsSummary if schema is None else schema_of(schema)
    loaded = _loaded(article, item, given)
    shown, output, quiet = given.pop("format_"), given.pop("output"), given.pop("quiet")
    stages = None if quiet else _stage
    with recording(record, "record") if record else recording(replay, "replay") if replay else nullcontext():
        result: Result[Any] = run(loaded, schema=asked, on_stage=stages, **given)
    return _give(result, shown, output, quiet=quiet)


for _command in (batch, export, view, evaluate):
    cli.add_command(_command)


@cli.command(short_help="Replay a recorded run: what a strong model gives.")
@_summarizing
def demo(*, format_: str | None, output: Path | None, quiet: bool) -> int:
    """Replay a recorded run on a real article: what a strong model's result looks like. No model, no network.

    The answer was written by hand and is marked so (model `reference`).
    """
    from importlib.resources import as_file, files  # noqa: PLC0415

    from mujaz.model.recording import recording  # noqa: PLC0415
    from mujaz.pipeline import demonstrated  # noqa: PLC0415

    if not quiet:
        say("a recorded answer, written by hand (model: reference); no model is asked")
    with (
        as_file(files("mujaz.examples") / "seed_agadir.txt") as article,
        as_file(files("mujaz.cassettes") / "seed.reference.yaml") as cassette,
        recording(cassette, "replay"),
    ):
        result = demonstrated(article)
    return _give(result, format_, output, quiet=quiet)


@cli.command(short_help="Print an article as the model would see it.")
@click.argument("article", shell_complete=files)
@_item
@click.option(
    "--format", "format_", type=click.Choice(["json", "text"]), default="text", show_default=True, help="What to print."
)
@options("column", "allow_private")
def read(article: str, *, item: int | None, format_: str, **given: Any) -> None:  # noqa: ANN401  (what its options hold)
    """Print ARTICLE as the model would see it: cleaned, its sentences numbered. Needs no model.

    Of a folder, a table or a feed with several articles, one line each is printed (as JSON, all of each); --item N shows one.
    """
    from mujaz.reading.load import load_all  # noqa: PLC0415
    from mujaz.report.text import article_as_text, listing  # noqa: PLC0415

    found = list(load_all(source_of(article), _ways(given)))
    if item is None and len(found) > 1:
        give(_as_list(found) if format_ == "json" else "\n".join(listing(found)), None)
        if all(isinstance(one, InputError) for one in found):
            raise InputError(f"{article}: none of the {len(found)} articles in it can be used.")
        return
    if not found:
        raise InputError(f"{article}: nothing in it that can be read; give a file.")
    if not 0 < (item or 1) <= len(found):
        raise InputError(f"{article}: --item {item or 1}: it holds {len(found)}.")
    chosen = found[(item or 1) - 1]
    if isinstance(chosen, InputError):
        raise chosen
    _about(chosen)
    give(chosen.model_dump_json(indent=1) if format_ == "json" else article_as_text(chosen), None)


@cli.command(short_help="Check a summary, made by anyone, against its article.")
@click.argument("article", shell_complete=files)
@click.argument("summary", shell_complete=files)
@click.option(
    "--format", "format_", type=click.Choice(["json", "text"]), default="text", show_default=True, help="What to print."
)
@_item
@schema_option
@options("country", "published", "column", "allow_private")
def check(article: str, summary: str, *, item: int | None, schema: str | None, format_: str, **given: Any) -> int:  # noqa: ANN401  (click passes what its options hold)
    """Check SUMMARY, made by anyone, against ARTICLE; print what is wrong in it. Needs no model.

    SUMMARY is JSON, {"headline": {"ar", "en"}, "summary": [{"ar", "en", "sources": [1, 2]}]} with or without headline and sources
    (the numbers that mujaz read prints), a list of such pairs, or a result of mujaz; or a text of two paragraphs, one Arabic
    and one English; or, with --schema, JSON of your own fields. Exits with 0 when nothing was found, with 3 when something was.
    """
    from mujaz.checking import check as run  # noqa: PLC0415
    from mujaz.report.text import findings_as_text  # noqa: PLC0415

    if article == summary == "-":
        raise click.UsageError("only one of ARTICLE and SUMMARY can be standard input.")
    loaded = _loaded(article, item, given)
    report = run(loaded, Path(summary), schema=schema, country=given["country"], published=given["published"])
    if format_ == "json":
        give(report.model_dump_json(indent=1), None)
    elif report.findings:
        give(findings_as_text(report), None)
    errors = sum(f.severity == "error" for f in report.findings)
    say(f"{len(report.items)} items checked: {errors} wrong, {len(report.findings) - errors} likely wrong")
    return 0 if report.proven else _UNPROVEN


cli.add_command(model)


@cli.command(short_help="Print what is set, and what is missing.")
@options()
def doctor(**given: Any) -> None:  # noqa: ANN401  (the options)
    """Print what is set and from where, what is cached and what is missing. Shows no secret."""
    from mujaz.report.doctor import lines  # noqa: PLC0415

    give("\n".join(lines(given)), None)


def _give(result: Result[Any], shown: str | None, output: Path | None, *, quiet: bool) -> int:
    from mujaz.report.text import rendered  # noqa: PLC0415
    from mujaz.settings import load  # noqa: PLC0415

    give(rendered(result, shown or load({}).format), output)
    _tell_state(result, quiet=quiet)
    return 0 if result.proven else _UNPROVEN


def _tell_state(result: Result[Any], *, quiet: bool) -> None:
    from mujaz.report.text import last_line  # noqa: PLC0415

    for finding in result.findings:
        say(f"{finding.severity}: {finding.path}: {finding.message}")
    if any(item.status == "draft" for item in result.items):
        from mujaz.catalogue import by_file  # noqa: PLC0415  (--help must not wait for it)

        known = by_file(result.run.model)
        wrong = f"{known.wrong} of {known.graded} sentences of its that were graded" if known and known.graded else "many of its"
        say(
            f"draft: this English was written by a small model; {wrong} are wrong. Do not publish it. "
            "A better model: --model openai/NAME, or --model NAME --base-url URL."
        )
    if not quiet:
        say(last_line(result))


def _loaded(article: str, item: int | None, given: dict[str, Any]) -> Any:  # noqa: ANN401  (an article)
    """The article, read and cleaned; what was done to read it is told on stderr."""
    from mujaz.reading.load import load  # noqa: PLC0415

    loaded = load(source_of(article), _ways(given), item)
    _about(loaded)
    return loaded


def _ways(given: dict[str, Any]) -> Any:  # noqa: ANN401  (ways to read)
    from mujaz.reading.read import Ways  # noqa: PLC0415
    from mujaz.settings import load as settle  # noqa: PLC0415

    settings = settle({name: given.get(name) for name in ("column", "allow_private")})
    return Ways(settings.column, settings.allow_private)


def _as_list(found: list[Any]) -> str:
    """Several articles as one JSON list; what cannot be used is its error, in its place."""
    rows = ({"error": str(one)} if isinstance(one, InputError) else one.model_dump(mode="json") for one in found)
    return json.dumps(list(rows), ensure_ascii=False, indent=1)


def _about(article: Any) -> None:  # noqa: ANN401  (an article)
    for note in article.notes:
        say(f"{article.source}: {note}")
    names = {"fa": "Persian", "ur": "Urdu"}
    if article.language in names:
        say(f"warning: {article.source} looks like {names[article.language]}; mujaz is made for Arabic, and its checks are too")


def _stage(stage: str) -> None:
    if stage != "done":
        say(f"... {stage}")
