"""One batch of the command line: its progress, Ctrl-C, and the sums at the end."""

from __future__ import annotations

import asyncio
import signal
import time
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mujaz.batch.run import summarize_many

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from mujaz.batch.run import Outcome

_EVERY = 2.0  # seconds between two lines of progress: a log of a night stays readable
_FAILED, _UNPROVEN, _INTERRUPTED = 1, 3, 130  # exit codes, as the command documents them


def run(sources: Sequence[str | Path], out: Path, say: Callable[[str], None] | None, options: dict[str, Any]) -> int:
    """Run a batch and tell how it goes.

    Args:
        sources: What to read.
        out: The file of results.
        say: Is given a line now and then; nothing is told when it is `None`.
        options: Of `summarize_many`.

    Returns:
        The exit code: 0 all proven, 1 some failed, 3 some could not be proven, 130 interrupted.
    """
    return asyncio.run(_run(sources, out, say or (lambda _line: None), options))


async def _run(sources: Sequence[str | Path], out: Path, say: Callable[[str], None], options: dict[str, Any]) -> int:
    stop = asyncio.Event()
    _on_interrupt(stop, say)
    sums = _Sums()
    async for outcome in summarize_many(sources, out, stop=stop, **options):
        sums.add(outcome)
        if outcome.error and not outcome.known:
            say(f"failed: {outcome.source}: {outcome.error.removeprefix(f'{outcome.source}: ')}")
        if sums.due():
            say(sums.line())
    say(f"{sums.line()}; results in {out}")
    if stop.is_set():
        say("interrupted: start the same command again to go on; what is in the file is not asked again.")
        return _INTERRUPTED
    return _FAILED if sums.count["failed"] else _UNPROVEN if sums.count["unproven"] else 0


def _on_interrupt(stop: asyncio.Event, say: Callable[[str], None]) -> None:
    """Let the first Ctrl-C end the run well; the second is Python's own. Windows has no such handlers: there the first stops."""
    loop = asyncio.get_running_loop()

    def once() -> None:
        stop.set()
        loop.remove_signal_handler(signal.SIGINT)
        say("finishing what is being asked; Ctrl-C again stops at once")

    try:
        loop.add_signal_handler(signal.SIGINT, once)
    except NotImplementedError:
        return


class _Sums:
    """What a run has come to."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self.known = 0
        self.tokens: Counter[str] = Counter()
        self.cost = Decimal(0)
        self._began = self._told = time.monotonic()

    def add(self, outcome: Outcome) -> None:
        self.count[outcome.status] += 1
        self.known += outcome.known
        if outcome.result:
            run = outcome.result.run
            self.tokens["read"] += run.prompt_tokens
            self.tokens["written"] += run.completion_tokens
            self.cost += run.cost_usd or 0

    def due(self) -> bool:
        """Whether it is time to tell again."""
        now = time.monotonic()
        if now - self._told < _EVERY:
            return False
        self._told = now
        return True

    def line(self) -> str:
        """All of it in one line."""
        asked = self.count.total() - self.known
        rate = asked / max(time.monotonic() - self._began, 1e-9)
        cost = f", {self.cost:.4f} USD" if self.cost else ""
        return (
            f"{self.count.total()} articles ({self.known} known before): {self.count['proven']} proven, "
            f"{self.count['unproven']} unproven, {self.count['failed']} failed; {rate:.1f} a second; "
            f"{self.tokens['read']} tokens read, {self.tokens['written']} written{cost}"
        )
