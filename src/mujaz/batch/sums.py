"""What a batch has come to: how many articles, how much of them is proven, what they took."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from mujaz.lines import FORGOTTEN, STATUSES
from mujaz.result import PASSED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mujaz.model.tally import Tally
    from mujaz.result import Result


class Known(NamedTuple):
    """What a file of results says of an article, as far as a later run needs it.

    Attributes:
        status: `proven`, `unproven` or `failed`.
        items: Texts and values of its result.
        verified: Those of them that passed their checks.
    """

    status: str
    items: int
    verified: int


@dataclass
class Sums:
    """Sums over the articles of a batch.

    Attributes:
        count: Articles by their status.
        known: Those of them that were not asked, because they were known.
        items: Texts and values of all results.
        verified: Those of them that passed their checks.
        read: Tokens read.
        cached: Those of them that servers had read before.
        written: Tokens written.
        cost: US dollars, as far as the price is known.
        total: About how many articles there are, where that is known.
        began: When the run began, in seconds of `time.monotonic`.
    """

    count: Counter[str] = field(default_factory=Counter)
    known: int = 0
    items: int = 0
    verified: int = 0
    read: int = 0
    cached: int = 0
    written: int = 0
    cost: Decimal = Decimal(0)
    total: int | None = None
    began: float = field(default_factory=time.monotonic)

    def add(self, article: Known, *, known: bool, spent: Tally | None) -> None:
        """Count one article."""
        self.count[article.status] += 1
        self.known += known
        self.items += article.items
        self.verified += article.verified
        if spent:
            self.read += spent.prompt_tokens
            self.cached += spent.cached_tokens
            self.written += spent.completion_tokens
            self.cost += spent.cost_usd or 0

    def merge(self, other: Sums) -> None:
        """Count what other sums have."""
        self.count.update(other.count)
        for name in ("known", "items", "verified", "read", "cached", "written", "cost"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def rate(self) -> float:
        """Articles asked a second."""
        return (self.count.total() - self.known) / max(time.monotonic() - self.began, 1e-9)

    @property
    def left(self) -> str:
        """About how long the rest will take, as `, 30 s left`; nothing where that is not known."""
        more = (self.total or 0) - self.count.total()
        return f", {_time(more / self.rate)} left" if more > 0 and self.rate else ""

    def short(self) -> str:
        """What is to be watched, in the 80 columns of a terminal less a bar."""
        cost = f", {self.cost:.2f} USD" if self.cost else ""
        of = f"/{self.total}" if self.total else ""
        counts = f"{self.count['unproven']} unproven, {self.count['failed']} failed"
        return f"{self.count.total()}{of}: {counts}, {self.rate:.1f}/s{cost}{self.left}"

    def line(self) -> str:
        """All of it in one line."""
        done = self.count.total()
        of = f" of about {self.total}" if self.total and self.total > done else ""
        cost = f", {self.cost:.4f} USD" if self.cost else ""
        cached = f" ({self.cached} of them cached)" if self.cached else ""
        return (
            f"{done}{of} articles ({self.known} known before): {self.count['proven']} proven, {self.count['unproven']} unproven, "
            f"{self.count['failed']} failed; {self.rate:.1f} a second{self.left}; "
            f"{self.read} tokens read{cached}, {self.written} written{cost}"
        )

    def share(self, what: str) -> float:
        """A share from 0 to 1: `verified` of all items, `proven` of all articles, `done` (not failed) of all articles.

        Of nothing, all is.
        """
        total = self.count.total()
        of = {
            "verified": (self.verified, self.items),
            "proven": (self.count["proven"], total),
            "done": (total - self.count["failed"], total),
        }
        part, whole = of[what]
        return part / whole if whole else 1.0


def _time(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{seconds:.0f} s" if seconds < 100 else f"{minutes} min" if minutes < 100 else f"{minutes / 60:.0f} h"


_shared = lru_cache(maxsize=4096)(Known)
"""Many articles have the same; a million of them then need one object and not a million."""


def known_of(entry: dict[str, Any]) -> Known:
    """What a line of a file of results says of its article.

    Raises:
        KeyError: It is no such line.
    """
    if entry["status"] not in {*STATUSES, FORGOTTEN}:
        raise KeyError(entry["status"])
    return _known(entry["status"], [item["status"] for item in entry["result"]["items"]] if "result" in entry else [])


def known_of_result(status: str, result: Result[Any]) -> Known:
    """The same of a result that was not written yet."""
    return _known(status, [item.status for item in result.items])


def _known(status: str, states: Sequence[str]) -> Known:
    """Of labels, which are the model's choice, no check can say anything."""
    return _shared(status, len(states) - states.count("chosen"), sum(state in PASSED for state in states))


def cost_of(entry: dict[str, Any]) -> Decimal | None:
    """What the article of a line cost, in US dollars; `None` where no price was known."""
    cost = (entry["result"]["run"] if "result" in entry else entry.get("spent", {})).get("cost_usd")
    if cost is None:
        return None
    amount = Decimal(str(cost))
    if not amount.is_finite():
        raise KeyError(cost)
    return amount
