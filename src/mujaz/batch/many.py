"""Many articles, as programs call for them: what is to be asked is settled, everything is opened, and the batch is run."""

from __future__ import annotations

import asyncio
import gc
from contextlib import aclosing, contextmanager
from typing import TYPE_CHECKING, Any, TypedDict

from mujaz.batch.journal import Journal
from mujaz.batch.money import Budget, dollars
from mujaz.batch.run import Batch
from mujaz.batch.servers import Limits, opened_all
from mujaz.errors import InputError, SettingsError
from mujaz.pipeline import Options, loop_is_running, planned
from mujaz.schema import NewsSummary
from mujaz.settings import load

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator, Sequence
    from decimal import Decimal
    from pathlib import Path
    from typing import Unpack

    from pydantic import BaseModel

    from mujaz.batch.run import Outcome
    from mujaz.batch.servers import Servers
    from mujaz.pipeline import Plan
    from mujaz.result import Article

CONCURRENCY = 8  # a hosted model's lowest tier takes some 500 requests a minute, and an answer takes some 3 s
MOST = 256  # sockets that a process may have open by default on the narrowest system (macOS)


class Limited(TypedDict, total=False):
    """How much a batch may ask, and of whom.

    Attributes:
        concurrency: Articles asked at a time, at most; fewer while a server refuses (429, 503). The embedded model takes one.
        rpm: Requests a minute, at most, of all servers together; they are spread evenly.
        tpm: Tokens a minute, at most, those read and those written.
        budget: US dollars that the results in the file may cost in all, as `5USD`; no article is begun beyond it.
        servers: Several servers of the same model, each with its `/v1`; an article goes to the one with the least to do, and one
            that no longer answers, or fails article after article, is left out.
        retry_failed: Ask all those again that failed in an earlier run. Those that failed for the server's sake
            (`mujaz.ServerError`) are asked again in any case.
        stop: Once it is set no further article is begun, and those that are being asked are finished.
    """

    concurrency: int | None
    rpm: float | None
    tpm: float | None
    budget: str | float | Decimal | None
    servers: Sequence[str]
    retry_failed: bool
    stop: asyncio.Event | None


class Asked(Options, Limited, total=False):
    """Every option of a batch."""


class Many:
    """A batch: `async for outcome in ...`, or `for outcome in ...` where no event loop runs. It begins with the loop."""

    def __init__(
        self, sources: Iterable[str | Path | Article | InputError], out: Path, schema: type[BaseModel] | str | Path, asked: Asked
    ) -> None:
        """Prepare a batch; see `summarize_many`."""
        self._given = (sources, out, schema, asked)
        self.spent_out = False

    def __aiter__(self) -> AsyncGenerator[Outcome]:
        """The outcomes, as they are known. Who leaves the loop early closes it: `async with contextlib.aclosing(aiter(many))`."""
        return self._outcomes()

    def __iter__(self) -> Iterator[Outcome]:
        """The same for code that is not asynchronous.

        Raises:
            SettingsError: An event loop runs here already.
        """
        if loop_is_running():
            raise SettingsError("an event loop runs here already, as in a notebook: write `async for` instead of `for`.")
        with asyncio.Runner() as runner:
            outcomes = self._outcomes()
            try:
                while (outcome := runner.run(_next_of(outcomes))) is not None:
                    yield outcome
            finally:
                runner.run(outcomes.aclose())

    async def _outcomes(self) -> AsyncGenerator[Outcome]:
        sources, out, schema, asked = self._given
        plan, limits, urls = settled(schema, asked)
        with Journal(out, retry_failed=asked.get("retry_failed", False)) as journal, _settled_heap():
            stop = asked.get("stop") or asyncio.Event()
            async with opened_all(plan, urls, limits, stop) as servers:
                budget = _budget(asked.get("budget"), servers, journal)
                batch = Batch(plan, servers, journal, budget, stop)
                async with aclosing(batch.run(sources, limits.concurrency)) as outcomes:
                    async for outcome in outcomes:
                        yield outcome
                self.spent_out = batch.spent_out


def summarize_many(
    sources: Iterable[str | Path | Article | InputError],
    out: Path,
    *,
    schema: type[BaseModel] | str | Path = NewsSummary,
    **asked: Unpack[Asked],
) -> Many:
    """Summarize many articles; what is in `out` already is not asked again.

    Each result is written to `out` before its outcome is given: one line of JSON with `key`, `source`, `status`, and `result` or
    `error`. A run that was ended anywhere, by a kill or a full disk too, goes on when it is started again: at most the articles
    that were being asked then are asked twice. An article that fails touches no other. Memory does not grow with the number of
    articles, but for the keys of those that are done.

    Args:
        sources: Paths (files of any kind, folders, tables, feeds), addresses, texts, or articles; read one after the other, in
            a thread beside the loop. An `InputError` stands for an article that could not be read.
        out: The file of results.
        schema: What the model fills in.
        **asked: See `Options` for one article, and `Limited` for a batch.

    Returns:
        The batch: looping over it (`async for`, or `for` outside of an event loop) runs it, and gives the outcome of each
        article as it is known, those that were done before too. Its `spent_out` tells afterwards whether the budget ended it.

    Raises:
        InputError: While looping: `out` cannot be written, or another run has it open.
        SettingsError: An option cannot be used.
        AuthError: There is no key, or a server refuses it.
        EndpointError: No server answers, or knows such a model, or all of them fail article after article.
        WeightsError: The embedded model's weights are not there.
    """
    return Many(sources, out, schema, asked)


async def _next_of(outcomes: AsyncIterator[Outcome]) -> Outcome | None:
    return await anext(outcomes, None)


def settled(schema: type[BaseModel] | str | Path, asked: Asked) -> tuple[Plan, Limits, Sequence[str]]:
    """What a batch is to do, and how much at a time."""
    concurrency = asked.get("concurrency")
    concurrency = CONCURRENCY if concurrency is None else concurrency
    if not 1 <= concurrency <= MOST:
        raise SettingsError(f"--concurrency {concurrency}: give a whole number from 1 to {MOST}.")
    for name, limit in (("rpm", asked.get("rpm")), ("tpm", asked.get("tpm"))):
        if limit is not None and not limit > 0:
            raise SettingsError(f"--{name} {limit}: give a number above 0.")
    options: Any = {name: value for name, value in asked.items() if name in Options.__annotations__}
    urls = list(dict.fromkeys(str(load({"base_url": url}).base_url) for url in asked.get("servers") or ()))
    if urls:
        options["base_url"] = urls[0]
    plan = planned(schema, options)
    if plan.played:
        raise SettingsError("a recording holds one article; batches are not recorded. Record the articles one by one.")
    return plan, Limits(concurrency, asked.get("rpm"), asked.get("tpm")), urls if len(urls) > 1 else ()


def _budget(limit: str | float | Decimal | None, servers: Servers, journal: Journal) -> Budget | None:
    if limit is None:
        return None
    door, _ = servers.next()
    if door.price is None:
        raise SettingsError(
            f"--budget {limit}: nobody knows what {door.model} at {door.base_url} costs; name a file with --prices."
        )
    return Budget(dollars(limit), door.price, journal.cost, journal.priced)


@contextmanager
def _settled_heap() -> Iterator[None]:
    """Keep what is there already from being looked through for cycles while a batch runs: a sixth of its CPU went into that."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
