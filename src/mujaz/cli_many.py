"""The commands for many articles: batch, export, view, evaluate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mujaz.cli_completion import files
from mujaz.cli_options import batch_options, evaluating, schema_option, source_of
from mujaz.cli_say import give, say


@click.command(short_help="Summarize many articles into one file.")
@click.argument("inputs", nargs=-1, required=True, shell_complete=files)
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="FILE.jsonl, one result a line, or a table: FILE.parquet, .csv, .sqlite.",
)
@batch_options
@schema_option
@click.option("--quiet", "-q", is_flag=True, help="Say nothing on stderr but errors.")
def batch(inputs: tuple[str, ...], *, out: Path, quiet: bool, **given: Any) -> int:  # noqa: ANN401  (click passes what its options hold)
    """Summarize every article of INPUTS (files, folders, tables, feeds, addresses, or - for standard input) into one file.

    Start it again after anything that ended it: what is in the file is not asked again. Ctrl-C finishes what is being asked;
    a second one stops at once. Exits with 1 when an article failed or the budget is spent, with 4 below --fail-under; a dry run
    with the same where something cannot be read.
    """
    from mujaz.batch.show import dry, run  # noqa: PLC0415  (pydantic: --help must not wait for it)

    sources = [source_of(i) for i in inputs]
    if given.pop("dry_run"):
        return dry(sources, out, lambda told: give(told, None), say, given)
    return run(sources, out, None if quiet else say, say, given)


@click.command(short_help="Write the results of a batch as a table.")
@click.argument("results", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="FILE.parquet, FILE.csv, FILE.sqlite or FILE.db.")
@schema_option
def export(results: Path, *, out: Path, schema: str | None) -> None:
    """Write RESULTS, the .jsonl of mujaz batch, as a table: Parquet, CSV or a SQLite database. Needs no model.

    Results of your own fields need the --schema that they were made with.
    """
    from mujaz.batch.tables import export as run  # noqa: PLC0415  (pydantic: --help must not wait for it)

    say(run(results, out, schema))


@click.command(short_help="Write the results of a batch as pages for a browser.")
@click.argument("results", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="The folder.  [RESULTS with the ending .pages]")
def view(results: Path, *, out: Path | None) -> None:
    """Write RESULTS of a batch (or one result as JSON) as pages for a browser: a list to search, and a page an article.

    Prints where the list is. Nothing in the pages is loaded from elsewhere; the folder can be moved and sent.
    """
    from mujaz.report.folder import write  # noqa: PLC0415  (jinja and pydantic: --help must not wait for them)

    folder = out or results.with_suffix(".pages")
    say(write(results, folder))
    give(str(folder / "index.html"), None)


@click.command(short_help="Measure models, prompts and finished batches.")
@evaluating
def evaluate(data: Path | None, *, format_: str | None, output: Path | None, quiet: bool, **given: Any) -> int:  # noqa: ANN401  (click passes what its options hold)
    """Measure models, prompts and finished batches on the articles of DATA, beside baselines; all are compared with the first.

    DATA is JSON Lines, one article a record: its text (text, body, ...), and where they are known summary or reference (Arabic, a
    text or a list of texts), summary_en, and fields: {"people": [name], "organizations": [name], "places": [name], "dates":
    ["2024-10-03"], "amounts": [{"value": 1000000, "unit": "MAD"}]}. Exits with 1 when a model gave no summary of an article.
    """
    from mujaz.evaluate.run import RENDERERS  # noqa: PLC0415  (pydantic: --help must not wait for it)
    from mujaz.evaluate.run import evaluate as run  # noqa: PLC0415

    report = run(data, tell=(lambda _line: None) if quiet else say, **given)
    give(RENDERERS[format_ or "text"](report), output)
    return int(any(system.failed for system in report.systems))
