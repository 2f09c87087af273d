"""The model servers of a batch: an article goes to the one that has the least to do."""

from __future__ import annotations

import dataclasses
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from mujaz.model.pace import Pace, Rate
from mujaz.pipeline import opened

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator, Sequence

    from mujaz.model.call import Door
    from mujaz.pipeline import Plan


@dataclasses.dataclass(frozen=True)
class Limits:
    """How much is asked of all servers together.

    Attributes:
        concurrency: Articles at a time, at most.
        rpm: Requests a minute, at most.
        tpm: Tokens a minute, at most.
    """

    concurrency: int
    rpm: float | None = None
    tpm: float | None = None


class Servers:
    """The servers that still answer."""

    def __init__(self, doors: Sequence[tuple[Door, Pace]]) -> None:
        """Begin with all of them."""
        self._doors = list(doors)

    def next(self) -> tuple[Door, Pace]:
        """The one with the least to do."""
        return min(self._doors, key=lambda door: door[1].load)

    def gone(self, pace: Pace) -> bool:
        """Ask one no more, and tell whether another is left."""
        self._doors = [door for door in self._doors if door[1] is not pace] or self._doors
        return all(door[1] is not pace for door in self._doors)


@asynccontextmanager
async def opened_all(plan: Plan, urls: Sequence[str], limits: Limits, stop: asyncio.Event) -> AsyncIterator[Servers]:
    """Open the way to each server of a batch, or to the plan's own; once `stop` is set none waits for its turn.

    Raises:
        AuthError: There is no key, or it cannot be sent.
        WeightsError: The embedded model's weights are not there.
    """
    plans = [dataclasses.replace(plan, where=dataclasses.replace(plan.where, base_url=url)) for url in urls] or [plan]
    rate = Rate(limits.rpm, limits.tpm)
    async with AsyncExitStack() as stack:
        doors = []
        for one in plans:
            door = await opened(one, lambda _stage: None)
            door.pace = Pace(1 if one.where.small else limits.concurrency, rate, stop)
            doors.append((await stack.enter_async_context(door), door.pace))
        yield Servers(doors)
