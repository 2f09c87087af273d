"""Where summaries come from: a baseline, a model that is asked through a batch, or the results of a batch that is over."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from mujaz.batch.many import summarize_many
from mujaz.errors import InputError
from mujaz.evaluate.baselines import baseline
from mujaz.evaluate.data import record_of
from mujaz.evaluate.measure import Said, measured, said_of
from mujaz.lines import entries
from mujaz.result import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mujaz.evaluate.data import Record
    from mujaz.settings import Settings

_EVERY = 2.0  # seconds between two lines of progress: a log of a night stays readable
_SHOWN = 8  # hexadecimal digits of a hash that tell two prompts apart for a reader

OWN = "mujaz"
"""The name of mujaz's own prompts where prompts are compared."""


@dataclass
class System:
    """What is measured: who makes the summaries, and the values of each.

    Attributes:
        name: What it is called in the report.
        kind: `results`, `model` or `baseline`.
        rows: The values of each article that has a summary, by the article's place in the data.
        failed: The places of the articles that it was asked for and gave none.
    """

    name: str
    kind: str
    rows: dict[int, dict[str, float]] = field(default_factory=dict)
    failed: set[int] = field(default_factory=set)

    def values(self, key: str) -> dict[int, float]:
        """A measure of each article that has it, by the article's place."""
        if key == "answered":
            return dict.fromkeys(self.rows, 1.0) | dict.fromkeys(self.failed, 0.0)
        return {place: row[key] for place, row in sorted(self.rows.items()) if key in row}


class Book:
    """The records of the data; where none was given, the articles of the results are entered as they come."""

    def __init__(self, records: list[Record], settings: Settings, *, growing: bool) -> None:
        """Keep the records, found by the text of their articles."""
        self.records, self._settings, self._growing = records, settings, growing
        self._places: dict[str, list[int]] = {}
        self._sources = {record.article.source: place for place, record in enumerate(records)}
        for place, record in enumerate(records):
            self._places.setdefault(record.article.sha256, []).append(place)

    def add(self, system: System, result: Result[Any]) -> bool:
        """Measure a result for every record of its text; whether there is one."""
        places = self._places.get(result.article.sha256, [])
        if not places and self._growing:
            places = self._places[result.article.sha256] = [len(self.records)]
            self._sources[result.article.source] = places[0]
            self.records.append(record_of(result.article, self._settings))
        for place in places:
            system.rows[place] = measured(said_of(result), self.records[place])
            system.failed.discard(place)
        return bool(places)

    def fail(self, system: System, entry: dict[str, Any]) -> bool:
        """Keep that an article has no summary, and tell whether it is in the data: by its text, or by where it came from."""
        source = self._sources.get(entry["source"])
        places = self._places.get(entry.get("sha256", ""), []) or ([] if source is None else [source])
        system.failed.update(place for place in places if place not in system.rows)
        return bool(places)


def of_baseline(name: str, book: Book) -> System:
    """A baseline, measured.

    Raises:
        SettingsError: There is none of this name.
    """
    summarize = baseline(name)
    system = System(name, "baseline")
    for place, record in enumerate(book.records):
        system.rows[place] = measured(Said(summarize(record.article.text)), record)
    return system


def of_results(path: Path, name: str, book: Book, tell: Callable[[str], None]) -> list[System]:
    """The systems of a finished batch, measured: one for each model and prompt that its results were made with.

    Args:
        path: The file that `mujaz batch` wrote.
        name: What it is called in the report.
        book: The articles.
        tell: Is told what of it is left out.

    Raises:
        InputError: The file cannot be read, holds something else, or has nothing of the data.
    """
    found: dict[tuple[str, str], System] = {}
    failures: list[dict[str, Any]] = []
    unknown = 0
    for result in _results(path, failures.append):
        system = found.setdefault((result.run.model, result.run.prompt_sha256), System("", "results"))
        unknown += not book.add(system, result)
    found = {made: system for made, system in found.items() if system.rows}
    if not found:
        why = "none of its articles is in the data" if unknown else "no article in it has a result"
        raise InputError(f"--results {path}: {why}; give what `mujaz batch` wrote of the same articles.")
    if unknown:
        tell(f"{path}: {unknown} of its results are of articles that are not in the data, and are left out")
    if len(found) == 1:
        lost = sum(not book.fail(next(iter(found.values())), entry) for entry in failures)
        if lost:
            tell(f"{path}: {lost} articles that failed are not in the data, and are left out")
    elif failures:
        tell(f"{path}: {len(failures)} articles failed; which of its models failed is not in it, so they are left out")
    for (model, prompt), system in found.items():
        told = f" prompt {prompt[:_SHOWN]}" if sum(other == model for other, _ in found) > 1 else ""
        system.name = name if len(found) == 1 else f"{name}: {model}{told}"
        if missing := len(book.records) - len(system.rows) - len(system.failed):
            tell(f"{system.name}: {missing} of the {len(book.records)} articles are not in it")
    return list(found.values())


def _results(path: Path, failed: Callable[[dict[str, Any]], None]) -> Iterator[Result[Any]]:
    """The results of a batch's file, one at a time; `failed` is given the entry of each article that has none."""
    for n, entry in entries(path, "--results"):
        if entry["status"] == "failed":
            failed(entry)
            continue
        try:
            result = Result[Any].model_validate(entry["result"])
        except ValidationError:
            raise InputError(f"--results {path}: line {n} is no result of mujaz; give what `mujaz batch` wrote.") from None
        yield result


@dataclass(frozen=True)
class Asked:
    """A model to ask, and how.

    Attributes:
        name: What it is called in the report.
        options: Of `summarize_many`.
    """

    name: str
    options: dict[str, Any]


def asked(model: str, prompt: str | None, options: dict[str, Any]) -> Asked:
    """What a model and a prompt of the command line mean: `NAME@URL` names a server of its own, `mujaz` mujaz's own prompts."""
    chosen = {**options, "model": model}
    at = re.fullmatch(r"(.+?)@(https?://.+)", model)
    if at:
        chosen |= {"model": at[1], "base_url": at[2]}
    elif model == "local" or model.startswith("local:"):
        chosen.pop("base_url", None)  # it is the others' server; this one runs here
    if prompt and prompt != OWN:
        chosen["prompt"] = prompt
    return Asked(f"{model} + {prompt}" if prompt else model, chosen)


async def of_model(who: Asked, book: Book, kept: Path, tell: Callable[[str], None]) -> System:
    """A model, asked about every article that `kept` has no answer for, and measured.

    Args:
        who: The model and its options.
        book: The articles.
        kept: The file of results, in which nothing is asked twice.
        tell: Is given a line now and then.

    Raises:
        MujazError: As `summarize_many` raises.
    """
    system = System(who.name, "model")
    known: set[str] = set()
    began = told = time.monotonic()
    done = 0
    tell(f"{who.name}: asked about {len(book.records)} articles")
    async for outcome in summarize_many([record.article for record in book.records], kept, **who.options):
        done += 1
        if outcome.result:
            book.add(system, outcome.result)
        elif outcome.status == "failed":
            book.fail(system, {"source": outcome.source})
            tell(f"{who.name}: failed: {outcome.source}: {outcome.error}")
        else:
            known.add(outcome.key)
        if time.monotonic() - told >= _EVERY:
            told = time.monotonic()
            tell(f"{who.name}: {done} of {len(book.records)} articles, {told - began:.0f} s")
    for _, entry in entries(kept) if known else ():
        if entry["key"] in known:
            book.add(system, Result[Any].model_validate(entry["result"]))
    return system
