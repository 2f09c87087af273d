"""What was spent on an article."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass
class Tally:
    """What was spent so far, failed attempts included.

    Attributes:
        calls: Questions asked.
        attempts: Requests sent.
        prompt_tokens: Tokens read.
        cached_tokens: Those of them that the server had read before.
        completion_tokens: Tokens written.
        cost_usd: What it cost, as the server says or by its price; `None` as long as neither is known.
    """

    calls: int = 0
    attempts: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: Decimal | None = None

    def add(self, read: int, cached: int, written: int, cost: Decimal | None) -> None:
        """Count one answer."""
        self.prompt_tokens += read
        self.cached_tokens += cached
        self.completion_tokens += written
        if cost is not None:
            self.cost_usd = (self.cost_usd or Decimal(0)) + cost
