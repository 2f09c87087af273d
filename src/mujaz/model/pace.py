"""How many articles are asked at a time: more while the server keeps up, half when it says that it does not."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

# What a run begins with: what it may at most where nothing else is said, and doubled while nothing is refused.
_FIRST = 8
# Refusals that arrive within a second answer requests that were sent before the first of them was heard.
_ONE_REFUSAL = 1.0


class Pace:
    """A limit that all articles of a batch share, and that follows the server.

    Half at a refusal, quickly back to where it was refused, slowly beyond: additive increase and multiplicative decrease
    (Chiu and Jain, 1989) with the quick return of TCP's CUBIC (RFC 9438), so that refusals by chance cost little.

    Attributes:
        most: Articles at a time, at most.
        allowed: Articles at a time, now.
        heard: Whether the server ever answered.
    """

    def __init__(self, most: int) -> None:
        """Begin with few."""
        self.most = most
        self.allowed = float(min(_FIRST, most))
        self.heard = False
        self._busy = 0
        self._reached = float(most)
        self._until = 0.0
        self._last = -_ONE_REFUSAL
        self._waiting: deque[asyncio.Future[None]] = deque()

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
            self._busy -= not mine.cancelled()
            self._admit()

    def _admit(self) -> None:
        """Give the places that are free to those who wait; each is woken once, however many wait."""
        while self._waiting and self._busy < int(self.allowed):
            first = self._waiting.popleft()
            if not first.done():
                self._busy += 1
                first.set_result(None)

    async def turn(self) -> None:
        """Wait as long as the server asked anybody to wait."""
        if (wait := self._until - time.monotonic()) > 0:
            await asyncio.sleep(wait)

    def well(self) -> None:
        """An answer came: allow one more; where it was refused before, one more for as many answers as are asked at a time."""
        self.heard = True
        self.allowed = min(float(self.most), self.allowed + (1 if self.allowed < self._reached else 1 / self.allowed))
        self._admit()

    def refused(self, after: float | None) -> None:
        """The server said that it is too much (429, 503): halve, and let all wait as long as it asks."""
        now = time.monotonic()
        self._until = max(self._until, now + (after or 0.0))
        if now - self._last >= _ONE_REFUSAL:
            self._last = now
            self._reached = self.allowed
            self.allowed = max(1.0, self.allowed / 2)
