"""One evaluation: the data read, every system asked or read and measured, and the report of it."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mujaz import settings as settings_module
from mujaz.errors import InputError, SettingsError
from mujaz.evaluate.baselines import DEFAULTS, baseline
from mujaz.evaluate.data import read_data
from mujaz.evaluate.page import as_html
from mujaz.evaluate.report import as_json, as_text, report_of
from mujaz.evaluate.systems import Book, asked, of_baseline, of_model, of_results
from mujaz.pipeline import planned
from mujaz.schema import NewsSummary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mujaz.evaluate.report import Report
    from mujaz.evaluate.systems import Asked, System

RENDERERS: dict[str, Callable[[Report], str]] = {"text": as_text, "json": as_json, "html": as_html}
"""How a report can be had, by the name of the format."""

NO_BASELINE = "none"
"""The name that stands for no baseline at all."""


def evaluate(  # noqa: PLR0913  (what is compared, each by its own name, as on the command line)
    data: Path | None = None,
    *,
    models: Sequence[str] = (),
    prompts: Sequence[str] = (),
    results: Sequence[Path] = (),
    baselines: Sequence[str] = (),
    keep: Path | None = None,
    limit: int | None = None,
    tell: Callable[[str], None] = lambda _line: None,
    **options: Any,  # noqa: ANN401  (options of several types)
) -> Report:
    """Measure models, prompts, finished batches and baselines on the same articles, and compare all with the first of them.

    Args:
        data: JSON Lines, one article a record: its text; `summary` or `reference` (Arabic, a text or a list of texts),
            `summary_en`, and `fields` where they are known. `None`: the articles of the results.
        models: Models to ask, as `--model` names them; `NAME@URL` names a server of its own.
        prompts: Files to ask with, each with every model; `mujaz` stands for mujaz's own prompts.
        results: Files that `mujaz batch` wrote; nothing of them is asked again.
        baselines: `lead-N` or `textrank-N`; `none` for none. Those of `DEFAULTS` where nothing is given.
        keep: A folder where the answers are kept, so that a second run asks only what is new.
        limit: How many records of the data to take.
        tell: Is given a line of progress now and then.
        **options: Of `mujaz.summarize_many`.

    Raises:
        InputError: The data or the results cannot be read.
        SettingsError: An option cannot be used, or there is nothing to measure.
        ModelError: A model cannot be asked at all.
    """
    chosen = [name for name in dict.fromkeys(baselines or DEFAULTS) if name != NO_BASELINE]
    given = {name: value for name, value in options.items() if value is not None}
    who = [asked(model, prompt, given) for model, prompt in _pairs(models, prompts)]
    _told_early(data, who, results, chosen)
    settings = settings_module.load({name: given.get(name) for name in ("column", "country", "published")})
    book = Book(read_data(data, settings, tell, limit) if data else [], settings, growing=data is None)
    systems = [system for path, name in _called(results, chosen).items() for system in of_results(path, name, book, tell)]
    if who:
        systems += _asked(who, book, keep, tell)
    elif not results:
        tell("no --model, --prompt or --results: only the baselines are measured")
    systems += [of_baseline(name, book) for name in chosen]
    return report_of(str(data or ", ".join(map(str, results))), book, systems)


def _pairs(models: Sequence[str], prompts: Sequence[str]) -> list[tuple[str, str | None]]:
    """Every model with every prompt; the model of the settings where only prompts are given."""
    if not models and not prompts:
        return []
    named = list(dict.fromkeys(models)) or [settings_module.load({}).model]
    return [(model, prompt) for model in named for prompt in (dict.fromkeys(prompts) or [None])]


def _called(results: Sequence[Path], baselines: Sequence[str]) -> dict[Path, str]:
    """What each file of results is called: by its own name, by its whole path where another, or a baseline, has the same."""
    stems = Counter([*(path.stem for path in dict.fromkeys(results)), *baselines])
    return {path: path.stem if stems[path.stem] == 1 else str(path) for path in results}


def _told_early(data: Path | None, who: Sequence[Asked], results: Sequence[Path], baselines: Sequence[str]) -> None:
    """Say what is wrong with the options before anything is read, asked or paid."""
    if data is None and (who or not results):
        raise SettingsError("no DATA: give a JSON Lines file of articles, or --results of a finished batch.")
    if not (who or results or baselines):
        raise SettingsError("nothing to measure: give --model, --prompt, --results or --baseline.")
    for name in baselines:
        baseline(name)
    for one in who:
        options = {name: value for name, value in one.options.items() if name not in {"schema", "concurrency", "retry_failed"}}
        planned(one.options.get("schema", NewsSummary), options)  # type: ignore[arg-type]  # options of a run


def _asked(who: Sequence[Asked], book: Book, keep: Path | None, tell: Callable[[str], None]) -> list[System]:
    """Every model, one after the other: each has the machine, or its server, to itself, so their seconds can be compared."""
    if keep is None:
        tell("nothing is kept: with --keep FOLDER a second run asks only what is new")

    async def every() -> list[System]:
        with _folder(keep) as folder:
            return [await of_model(one, book, folder / "results.jsonl", tell) for one in who]

    return asyncio.run(every())


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="mujaz-") as name:
            yield Path(name)
        return
    if keep.exists() and not keep.is_dir():
        raise InputError(f"--keep {keep}: it is no folder; give one.")
    yield keep  # the journal makes it
