"""How many articles are asked at a time, and how fast: more while the server keeps up, less when it says that it does not."""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

# What a run begins with, doubled while nothing is refused. Who asks for more than the 8 of the default knows a server that takes
# it: with 8 at first, 500 articles at 32 took a quarter of a second longer, and a server that refuses halves it at once.
_FIRST = 32
# Refusals that arrive within a second answer requests that were sent before the first of them was heard.
_ONE_REFUSAL = 1.0
# Articles in a row that may fail for the server's sake: so many for each that is asked at a time, and so many at least. All that
# are being asked fail together when a server starts again, so one of each says little; three are 45 s of nothing but errors, more
# than such a start takes, and an hour where no answer comes in time. Ten that a server chokes on do not stand in a row by chance.
_ROUNDS, _ROW = 3, 10
_MINUTE = 60.0
LONGEST = 600.0
"""Seconds that a server can make all wait: beyond ten minutes a run is better ended and started again."""
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "": 1.0}


class StoppedError(Exception):
    """A run is to end, and nothing was sent yet for an article."""


class Rate:
    """Limits a minute, which all servers of a batch share; requests are spread evenly."""

    def __init__(self, rpm: float | None = None, tpm: float | None = None) -> None:
        """Set the limits.

        Args:
            rpm: Requests a minute, at most.
            tpm: Tokens a minute, at most, those read and those written.
        """
        self._a_request = _MINUTE / rpm if rpm else 0.0
        self._a_token = _MINUTE / tpm if tpm else 0.0
        self._next_request = self._next_tokens = 0.0

    def next(self, tokens: int) -> float:
        """Take the next place in the row, and tell when it comes (`time.monotonic`)."""
        now = time.monotonic()
        begins = max(now, self._next_request, self._next_tokens)
        self._next_request = max(now, self._next_request) + self._a_request
        self._next_tokens = max(now, self._next_tokens) + self._a_token * tokens
        return begins

    def used(self, tokens: int) -> None:
        """A request took so many tokens more, or fewer, than `next` was told."""
        self._next_tokens += self._a_token * tokens


class Pace:
    """A limit that all articles of a batch share, and that follows the server.

    Half at a refusal, quickly back to where it was refused, slowly beyond: additive increase and multiplicative decrease
    (Chiu and Jain, 1989) with the quick return of TCP's CUBIC (RFC 9438), so that refusals by chance cost little.

    Attributes:
        most: Articles at a time, at most.
        allowed: Articles at a time, now.
        heard: Whether the server ever answered.
    """

    def __init__(self, most: int, rate: Rate | None = None, stop: asyncio.Event | None = None) -> None:
        """Begin with few.

        Args:
            most: Articles at a time, at most.
            rate: Limits a minute.
            stop: Once it is set nobody waits for a turn.
        """
        self.most = most
        self.allowed = float(min(_FIRST, most))
        self.heard = False
        self._rate = rate or Rate()
        self._stop = stop or asyncio.Event()
        self._failed = self._busy = 0
        self._reached = float(most)
        self._until = 0.0
        self._last = -_ONE_REFUSAL
        self._looking = asyncio.Lock()
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def load(self) -> float:
        """The share of what is allowed that is taken or waited for; above 1 when some wait."""
        return (self._busy + len(self._waiting)) / self.allowed

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for a place for one article, and hold it; who came first goes first."""
        mine = asyncio.get_running_loop().create_future()
        self._waiting.append(mine)
        self._admit()
        try:
            await mine
            yield
        finally:
            if not mine.cancelled():
                self._busy -= 1
            elif mine in self._waiting:
                self._waiting.remove(mine)
            self._admit()

    def spare(self) -> bool:
        """Take one more place if one is free and nobody waits for it; `leave` gives it back."""
        free = not self._waiting and self._busy < int(self.allowed)
        self._busy += free
        return free

    def leave(self) -> None:
        """Give back what `spare` took."""
        self._busy -= 1
        self._admit()

    def _admit(self) -> None:
        """Give the places that are free to those who wait; each is woken once, however many wait."""
        while self._waiting and self._busy < int(self.allowed):
            first = self._waiting.popleft()
            if not first.done():
                self._busy += 1
                first.set_result(None)

    async def turn(self, tokens: int) -> bool:
        """Wait as long as the server asked anybody to wait, and as the limits a minute say.

        Args:
            tokens: About how many tokens the request will read and write.

        Returns:
            Whether the run goes on; `False` at once where it is to end.
        """
        begins = self._rate.next(tokens)
        while (wait := max(begins, self._until) - time.monotonic()) > 0 and not self._stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), wait)
        return not self._stop.is_set()

    async def in_turn(self) -> None:
        """Wait until the answer before was looked at, and who got its article's place has sent.

        Answers often come in bunches: looked at in one go, they would keep the server waiting for the next articles all the while
        (500 articles, 32 at a time: 4.2 s instead of 3.6).
        """
        async with self._looking:
            await asyncio.sleep(0)

    def used(self, tokens: int) -> None:
        """A request took so many tokens more, or fewer, than `turn` was told."""
        self._rate.used(tokens)

    def told(self, headers: Mapping[str, str]) -> None:
        """What the server says of its limits (`x-ratelimit-...`, as OpenAI, vLLM's gateways and others name them).

        Where nothing remains, all wait until it is reset.
        """
        for what in ("requests", "tokens"):
            if headers.get(f"x-ratelimit-remaining-{what}") == "0":
                wait = _seconds(headers.get(f"x-ratelimit-reset-{what}", ""))
                self._until = max(self._until, time.monotonic() + min(wait, LONGEST))

    def well(self) -> None:
        """An answer came: allow one more; where it was refused before, one more for as many answers as are asked at a time."""
        self.heard = True
        self._failed = 0
        self.allowed = min(float(self.most), self.allowed + (1 if self.allowed < self._reached else 1 / self.allowed))
        self._admit()

    def failed(self) -> int:
        """An article failed for the server's sake. How many did in a row, when that is too many to go on; else 0."""
        self._failed += 1
        return self._failed if self._failed >= max(_ROW, _ROUNDS * self.most) else 0

    def refused(self, after: float | None) -> None:
        """The server said that it is too much (429, 503): halve, and let all wait as long as it asks."""
        now = time.monotonic()
        self._until = max(self._until, now + min(after or 0.0, LONGEST))
        if now - self._last >= _ONE_REFUSAL:
            self._last = now
            self._reached = self.allowed
            self.allowed = max(1.0, self.allowed / 2)


def _seconds(text: str) -> float:
    """The seconds of «6m0s», «120ms» or «1.5», as servers write when a limit is reset; 0 for anything else."""
    if not re.fullmatch(r"(?:\d+(?:\.\d+)?(?:ms|s|m|h|))+", text):
        return 0.0
    return sum(float(number) * _UNITS[unit] for number, unit in re.findall(r"(\d+(?:\.\d+)?)(ms|s|m|h|)", text))
