"""Runs many articles: read one after the other, asked side by side, each result written before the next is begun."""

from __future__ import annotations

import asyncio
import dataclasses
import gc
import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from mujaz.batch.journal import Journal
from mujaz.errors import FOR_ALL, InputError, MujazError, SettingsError
from mujaz.model.pace import Pace
from mujaz.pipeline import answered, opened, planned, run_of
from mujaz.reading.load import load_all
from mujaz.result import Article
from mujaz.schema import NewsSummary

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator
    from pathlib import Path
    from typing import Unpack

    from pydantic import BaseModel

    from mujaz.model.call import Door
    from mujaz.pipeline import Options, Plan
    from mujaz.result import Result


CONCURRENCY = 8  # a hosted model's lowest tier takes some 500 requests a minute, and an answer takes some 3 s
MOST = 256  # sockets that a process may have open by default on the narrowest system (macOS)
_AHEAD = 2  # articles read ahead of each that is asked, so that none waits for the disk
_KEY = 32  # hexadecimal digits of the SHA-256 that are kept: 128 bits, far more than a billion articles need

Status = Literal["proven", "unproven", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article of a batch.

    Attributes:
        key: Names the article, the model, the prompts, the schema and the options; the same key is never asked twice.
        source: Where the article came from.
        status: `proven`, or `unproven` when something in it is not, or `failed`.
        result: Its result; `None` when it failed, or was known.
        error: Why it failed; `None` when it did not.
        known: Whether it was in the file already, or twice in the input, so that nothing was asked.
    """

    key: str
    source: str
    status: Status
    result: Result[Any] | None = None
    error: str | None = None
    known: bool = False


async def summarize_many(
    sources: Iterable[str | Path | Article],
    out: Path,
    *,
    schema: type[BaseModel] | str | Path = NewsSummary,
    concurrency: int = CONCURRENCY,
    retry_failed: bool = False,
    stop: asyncio.Event | None = None,
    **options: Unpack[Options],
) -> AsyncIterator[Outcome]:
    """Summarize many articles; what is in `out` already is not asked again.

    Each result is written to `out` before its outcome is given: one line of JSON with `key`, `source`, `status`, and `result` or
    `error`. A run that was ended anywhere, by a kill or a full disk too, goes on when it is started again: at most the articles
    that were being asked then are asked twice. An article that fails touches no other. Memory does not grow with the number of
    articles, but for the keys of those that are done.

    Args:
        sources: Paths (files of any kind, folders, tables, feeds), addresses, texts, or articles; read one after the other.
        out: The file of results.
        schema: What the model fills in.
        concurrency: Articles asked at a time, at most; fewer while the server refuses (429, 503). The embedded model takes one.
        retry_failed: Ask those again that failed in an earlier run.
        stop: Once it is set no further article is begun, and those that are being asked are finished.
        **options: See `Options`.

    Yields:
        The outcome of each article, as it is known; those that were done before too.

    Raises:
        InputError: `out` cannot be written, or another run has it open.
        SettingsError: An option cannot be used.
        AuthError: There is no key, or the server refuses it.
        EndpointError: No server answers, or it knows no such model.
        WeightsError: The embedded model's weights are not there.
    """
    if not 1 <= concurrency <= MOST:
        raise SettingsError(f"--concurrency {concurrency}: give a whole number from 1 to {MOST}.")
    plan = planned(schema, options)
    if plan.played:
        raise SettingsError("a recording holds one article; batches are not recorded. Record the articles one by one.")
    with Journal(out, retry_failed=retry_failed) as journal, _settled_heap():
        async with await opened(plan, lambda _stage: None) as door:
            door.pace = Pace(1 if plan.where.small else concurrency)
            async for outcome in _Batch(plan, door, journal, door.pace, stop or asyncio.Event()).run(_articles(sources, plan)):
                yield outcome


@contextmanager
def _settled_heap() -> Iterator[None]:
    """Keep what is there already from being looked through for cycles while a batch runs: a sixth of its CPU went into that."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@dataclass(frozen=True, slots=True)
class _Unread:
    """An article that cannot be read, and why."""

    source: str
    error: str


def _articles(sources: Iterable[str | Path | Article], plan: Plan) -> Iterator[Article | _Unread]:
    """The articles of all sources, one at a time."""
    for source in sources:
        if isinstance(source, Article):
            yield source
            continue
        try:
            for found in load_all(source, plan.ways):
                yield _Unread(str(source), str(found)) if isinstance(found, InputError) else found
        except InputError as error:
            yield _Unread(str(source), str(error))


class _Batch:
    """One run over many articles."""

    def __init__(self, plan: Plan, door: Door, journal: Journal, pace: Pace, stop: asyncio.Event) -> None:
        self.plan, self.door, self.journal, self.pace, self.stop = plan, door, journal, pace, stop
        self._run = json.dumps(run_of(plan), sort_keys=True, default=str)
        self._asked: dict[str, asyncio.Task[Outcome | None]] = {}

    async def run(self, articles: Iterator[Article | _Unread]) -> AsyncIterator[Outcome]:
        """Keep as many articles going as the pace allows, and give each outcome when it is known."""
        going = _Going()
        try:
            for article in articles:
                if self.stop.is_set():
                    break
                if isinstance(article, _Unread):
                    yield self._unread(article)
                    continue
                key = self._key(f"{article.sha256} {article.title} {article.published} {article.country}")
                if key in self.journal.known:
                    yield self._before(key, article.source)
                    continue
                going.add(self._begun(article, key))
                async for outcome in going.finished(_AHEAD * self.pace.most - 1):
                    yield outcome
            async for outcome in going.finished(0):
                yield outcome
        finally:
            await going.cancel()

    def _unread(self, article: _Unread) -> Outcome:
        outcome = Outcome(self._key(f"{article.source}: {article.error}"), article.source, "failed", error=article.error)
        if outcome.key not in self.journal.known:
            self._write(outcome)
        return outcome

    def _before(self, key: str, source: str) -> Outcome:
        status: Any = self.journal.known[key]
        why = "it failed in an earlier run; ask it again with --retry-failed." if status == "failed" else None
        return Outcome(key, source, status, error=why, known=True)

    def _begun(self, article: Article, key: str) -> asyncio.Task[Outcome | None]:
        """Ask about an article; one that is being asked already takes what comes of that."""
        if key in self._asked:
            return asyncio.create_task(_same(self._asked[key], article.source))
        self._asked[key] = asyncio.create_task(self._one(article, key))
        return self._asked[key]

    def _key(self, what: str) -> str:
        return hashlib.sha256(f"{what}\n{self._run}".encode()).hexdigest()[:_KEY]

    async def _one(self, article: Article, key: str) -> Outcome | None:
        """Ask about one article, and write what came of it; `None` when nothing was asked because the run ends."""
        async with self.pace.place():
            if self.stop.is_set():
                return None
            try:
                result = await answered(self.plan, self.door.twin(), article, lambda _stage: None)
            except FOR_ALL:
                raise
            except MujazError as error:
                outcome = Outcome(key, article.source, "failed", error=str(error))
            else:
                outcome = Outcome(key, article.source, "proven" if result.proven else "unproven", result=result)
        self._write(outcome)
        del self._asked[key]
        return outcome

    def _write(self, outcome: Outcome) -> None:
        entry: dict[str, Any] = {"key": outcome.key, "source": outcome.source, "status": outcome.status}
        entry |= {"error": outcome.error} if outcome.error else {}
        entry |= {"result": outcome.result.model_dump(mode="json")} if outcome.result else {}
        self.journal.append(entry)


class _Going:
    """The articles that are being asked; each is let go when its outcome is told."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Outcome | None]] = set()
        self._ended: asyncio.Queue[asyncio.Task[Outcome | None]] = asyncio.Queue()

    def add(self, task: asyncio.Task[Outcome | None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._ended.put_nowait)

    async def finished(self, most: int) -> AsyncIterator[Outcome]:
        """The outcomes of those that have ended, and of more as they end, until no more than `most` are left."""
        while len(self._tasks) > most or not self._ended.empty():
            task = await self._ended.get()
            outcome = task.result()
            self._tasks.remove(task)
            if outcome:
                yield outcome

    async def cancel(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _same(first: asyncio.Task[Outcome | None], source: str) -> Outcome | None:
    """The outcome of an article for another of the same words."""
    outcome = await asyncio.shield(first)
    return dataclasses.replace(outcome, source=source, result=None, known=True) if outcome else None
