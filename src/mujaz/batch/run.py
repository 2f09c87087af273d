"""Runs many articles: read one after the other, asked side by side, each result written before the next is begun."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from mujaz.batch.ahead import Reader, Unread
from mujaz.batch.sums import Known
from mujaz.errors import FOR_ALL, EndpointError, MujazError, ServerError
from mujaz.model.made_of import decided_by
from mujaz.model.pace import StoppedError
from mujaz.pipeline import answered, proof_of
from mujaz.reading.read import written

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
    from pathlib import Path

    from mujaz.batch.journal import Journal
    from mujaz.batch.money import Budget
    from mujaz.batch.servers import Servers
    from mujaz.errors import InputError
    from mujaz.model.call import Door
    from mujaz.model.pace import Pace
    from mujaz.model.tally import Tally
    from mujaz.pipeline import Plan
    from mujaz.result import Article, Result


_AHEAD = 2  # articles read ahead of each that is asked, so that none waits for the disk
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
        again: Whether the server was to blame for it, so that the next run on the same file asks it again.
        known: Whether it was in the file already, or twice in the input, so that nothing was asked.
        spent: What was spent on it in this run; `None` when nothing was asked.
        known_as: Its line in the file of results in short.
    """

    key: str
    source: str
    status: Status
    result: Result[Any] | None = None
    error: str | None = None
    again: bool = False
    known: bool = False
    spent: Tally | None = None
    known_as: Known = _NOTHING


class Batch:
    """One run over many articles."""

    def __init__(self, plan: Plan, servers: Servers, journal: Journal, budget: Budget | None, stop: asyncio.Event) -> None:
        """Prepare it."""
        self.plan, self.servers, self.journal, self.budget, self.stop = plan, servers, journal, budget, stop
        self.spent_out = False
        self._key_of = key_of(plan)
        self._asked: dict[str, asyncio.Task[Outcome | None]] = {}

    async def run(self, sources: Iterable[str | Path | Article | InputError], most: int) -> AsyncGenerator[Outcome]:
        """Keep as many articles going as the pace allows, and give each outcome when it is known."""
        happened: asyncio.Queue[asyncio.Future[Any] | Article | Unread | Exception | None] = asyncio.Queue()
        going: set[asyncio.Future[Any]] = set()
        self._places = asyncio.Semaphore(most)
        reader = Reader(sources, self.plan.ways, happened.put_nowait)
        stopped = asyncio.ensure_future(self.stop.wait())
        stopped.add_done_callback(happened.put_nowait)  # whoever waits for a page is to hear it
        try:
            while going or not (self._ends or reader.over):
                if not self._ends and len(going) < _AHEAD * most:
                    reader.ask()
                new = await happened.get()
                if isinstance(new, Exception):
                    raise new
                if isinstance(new, asyncio.Future):
                    if new is not stopped:
                        going.remove(new)
                        if outcome := new.result():
                            yield outcome
                elif new and not self._ends:
                    taken = self._taken(new)
                    if isinstance(taken, Outcome):
                        yield taken
                    else:
                        going.add(taken)
                        taken.add_done_callback(happened.put_nowait)
        finally:
            await _cancelled([stopped, *going])
            reader.close()

    @property
    def _ends(self) -> bool:
        """Whether nothing further is begun."""
        return self.stop.is_set() or self.spent_out

    def _taken(self, article: Article | Unread) -> Outcome | asyncio.Task[Outcome | None]:
        """What is known of an article, or the task that asks about it."""
        key = self._key_of(article)
        if isinstance(article, Unread):
            return self._unread(article, key)
        if known := self.journal.known.get(key):
            return _before(known, key, article.source)
        return self._begun(article, key)

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
                        return await self._at(door.twin(), pace, article, key)
                except EndpointError:
                    if not self.servers.gone(pace):
                        raise

    async def _at(self, door: Door, pace: Pace, article: Article, key: str) -> Outcome | None:
        """Ask one server about an article.

        Raises:
            EndpointError: The server answers no more, or has failed one article after the other.
        """
        if self._ends:
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
            again = isinstance(error, ServerError)
            if again and (row := pace.failed()):
                raise EndpointError(
                    f"{door.base_url} failed {row} articles in a row; start the same command again when it answers: what is in "
                    f"the file is not asked again, but for those that failed so. The last: {error}"
                ) from None
            outcome = Outcome(key, article.source, "failed", error=str(error), spent=door.tally, again=again)
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
            entry |= {"again": True} if outcome.again else {}
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


async def _cancelled(tasks: Sequence[asyncio.Future[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _same(first: asyncio.Task[Outcome | None], source: str) -> Outcome | None:
    """The outcome of an article for another of the same words."""
    outcome = await asyncio.shield(first)
    return dataclasses.replace(outcome, source=source, result=None, known=True, spent=None) if outcome else None
