"""Runs many articles: read one after the other, asked side by side, each result written before the next is begun."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from mujaz.batch.sums import Known
from mujaz.errors import FOR_ALL, EndpointError, InputError, MujazError
from mujaz.model.made_of import decided_by
from mujaz.model.pace import StoppedError
from mujaz.pipeline import answered, proof_of
from mujaz.reading.load import load_all
from mujaz.reading.read import written
from mujaz.result import Article

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Iterator
    from pathlib import Path

    from mujaz.batch.journal import Journal
    from mujaz.batch.money import Budget
    from mujaz.batch.servers import Servers
    from mujaz.model.call import Door
    from mujaz.model.tally import Tally
    from mujaz.pipeline import Plan
    from mujaz.result import Result


_AHEAD = 2  # articles read ahead of each that is asked, so that none waits for the disk
_BREATH = 64  # articles after which what else is to be done gets a turn: many may be known, and nothing waits for those
_KEY = 32  # hexadecimal digits of the SHA-256 that are kept: 128 bits, far more than a billion articles need

Status = Literal["proven", "unproven", "failed"]


_NOTHING = Known("failed", 0, 0)


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
        spent: What was spent on it in this run; `None` when nothing was asked.
        known_as: Its line in the file of results in short.
    """

    key: str
    source: str
    status: Status
    result: Result[Any] | None = None
    error: str | None = None
    known: bool = False
    spent: Tally | None = None
    known_as: Known = _NOTHING


@dataclass(frozen=True, slots=True)
class Unread:
    """An article that cannot be read, and why."""

    source: str
    error: str


def articles(sources: Iterable[str | Path | Article | InputError], plan: Plan) -> Iterator[Article | Unread]:
    """The articles of all sources, one at a time."""
    for source in sources:
        if isinstance(source, Article):
            yield source
            continue
        if isinstance(source, InputError):
            yield _unread(source, "")
            continue
        try:
            empty = True
            for found in load_all(source, plan.ways):
                yield _unread(found, str(source)) if isinstance(found, InputError) else found
                empty = False
            if empty:
                yield Unread(str(source), f"{source}: nothing in it that can be read; give a file.")
        except InputError as error:
            yield _unread(error, str(source))


def _unread(error: InputError, source: str) -> Unread:
    """An error of an article; it begins with the article's own name, which may be a place in its source."""
    told = str(error)
    return Unread(told.partition(": ")[0] if told.startswith(source) else source, told)


class Batch:
    """One run over many articles."""

    def __init__(self, plan: Plan, servers: Servers, journal: Journal, budget: Budget | None, stop: asyncio.Event) -> None:
        """Prepare it."""
        self.plan, self.servers, self.journal, self.budget, self.stop = plan, servers, journal, budget, stop
        self.spent_out = False
        self._key_of = key_of(plan)
        self._asked: dict[str, asyncio.Task[Outcome | None]] = {}

    async def run(self, articles: Iterator[Article | Unread], most: int) -> AsyncGenerator[Outcome]:
        """Keep as many articles going as the pace allows, and give each outcome when it is known."""
        going = _Going()
        self._places = asyncio.Semaphore(most)
        try:
            for n, article in enumerate(articles):
                if n % _BREATH == 0:
                    await asyncio.sleep(0)
                if self.stop.is_set() or self.spent_out:
                    break
                key = self._key_of(article)
                if isinstance(article, Unread):
                    yield self._unread(article, key)
                    continue
                if known := self.journal.known.get(key):
                    yield _before(known, key, article.source)
                    continue
                going.add(self._begun(article, key))
                async for outcome in going.finished(_AHEAD * most - 1):
                    yield outcome
            async for outcome in going.finished(0):
                yield outcome
        finally:
            await going.cancel()

    def _unread(self, article: Unread, key: str) -> Outcome:
        outcome = Outcome(key, article.source, "failed", error=article.error)
        if known := self.journal.known.get(key):
            return dataclasses.replace(outcome, known=True, known_as=known)
        return dataclasses.replace(outcome, known_as=self._write(outcome))

    def _begun(self, article: Article, key: str) -> asyncio.Task[Outcome | None]:
        """Ask about an article; one that is being asked already takes what comes of that."""
        if key in self._asked:
            return asyncio.create_task(_same(self._asked[key], article.source))
        self._asked[key] = asyncio.create_task(self._one(article, key))
        return self._asked[key]

    async def _one(self, article: Article, key: str) -> Outcome | None:
        """Ask about one article, and write what came of it; `None` when nothing was asked because the run ends."""
        async with self._places:
            while True:
                door, pace = self.servers.next()
                try:
                    async with pace.place():
                        return await self._at(door.twin(), article, key)
                except EndpointError:
                    if not self.servers.gone(pace):
                        raise

    async def _at(self, door: Door, article: Article, key: str) -> Outcome | None:
        """Ask one server about an article."""
        if self.stop.is_set() or self.spent_out:
            return None
        likely = self.budget.begin(self.plan, lambda: proof_of(self.plan, article)) if self.budget else Decimal(0)
        if likely is None:
            self.spent_out = True
            return None
        try:
            result = await answered(self.plan, door, article, lambda _stage: None)
        except FOR_ALL:
            raise
        except StoppedError:
            return None
        except MujazError as error:
            outcome = Outcome(key, article.source, "failed", error=str(error), spent=door.tally)
        except Exception as error:  # noqa: BLE001  (whatever is wrong with one article, or with mujaz, touches no other)
            why = f"a defect of mujaz, please report it: {type(error).__name__}: {error}"
            outcome = Outcome(key, article.source, "failed", error=why, spent=door.tally)
        else:
            outcome = Outcome(key, article.source, "proven" if result.proven else "unproven", result, spent=door.tally)
        finally:
            if self.budget:
                self.budget.end(likely, door.tally)
        outcome = dataclasses.replace(outcome, known_as=self._write(outcome, article.sha256))
        del self._asked[key]
        return outcome

    def _write(self, outcome: Outcome, sha256: str | None = None) -> Known:
        entry: dict[str, Any] = {"key": outcome.key, "source": written(outcome.source), "status": outcome.status}
        if outcome.error:
            entry["error"] = written(outcome.error)
            entry |= {"sha256": sha256} if sha256 else {}
            if outcome.spent:  # what was paid for nothing counts too
                entry["spent"] = dataclasses.asdict(outcome.spent) | {"cost_usd": _text(outcome.spent.cost_usd)}
        return self.journal.append(entry, outcome.result)


def _text(cost: Decimal | None) -> str | None:
    return None if cost is None else str(cost)


def key_of(plan: Plan) -> Callable[[Article | Unread], str]:
    """Names an article together with all that decides its result."""
    run = json.dumps(decided_by(plan.settings, plan.where, plan.schema), sort_keys=True, default=str)

    def key(article: Article | Unread) -> str:
        if isinstance(article, Unread):
            what = f"{article.source}: {article.error}"
        else:
            what = f"{article.sha256} {article.title} {article.published} {article.country}"
        return hashlib.sha256(f"{what}\n{run}".encode(errors="backslashreplace")).hexdigest()[:_KEY]

    return key


def _before(known: Known, key: str, source: str) -> Outcome:
    status: Any = known.status
    why = "it failed in an earlier run; ask it again with --retry-failed." if status == "failed" else None
    return Outcome(key, source, status, error=why, known=True, known_as=known)


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
    return dataclasses.replace(outcome, source=source, result=None, known=True, spent=None) if outcome else None
