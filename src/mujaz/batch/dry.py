"""What a batch would ask, without asking it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from mujaz.batch.ahead import Unread, articles
from mujaz.batch.journal import is_asked_again
from mujaz.batch.many import settled
from mujaz.batch.money import ENOUGH, dollars, guess
from mujaz.batch.run import key_of
from mujaz.batch.sums import cost_of
from mujaz.lines import FORGOTTEN, entries
from mujaz.model.prices import Usage, price_of
from mujaz.pipeline import proof_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pydantic import BaseModel

    from mujaz.batch.many import Asked
    from mujaz.errors import InputError
    from mujaz.result import Article


@dataclass
class Estimate:
    """About what a batch would take. Tokens are guessed from letters, dollars from tokens.

    Attributes:
        articles: Articles that would be asked.
        known: Articles that the file of results has, or that stand twice in the input.
        unread: Articles that cannot be read.
        read: Tokens that would be read.
        same: Those of them that are the same for every article, so that a server that keeps them reads them once.
        written: Tokens that would be written.
        cost: US dollars; 0 for the embedded model, `None` where nobody knows the price.
        cost_kept: The same where the server keeps what is the same, and asks less for it.
        by: How the dollars were found.
    """

    articles: int = 0
    known: int = 0
    unread: int = 0
    read: int = 0
    same: int = 0
    written: int = 0
    cost: Decimal | None = None
    cost_kept: Decimal | None = None
    by: str = "no price is known; name a file of prices with --prices"

    def lines(self, budget: str | float | Decimal | None) -> str:
        """All of it, in words; `budget` is held against it."""
        told = [f"{self.articles} articles to ask, {self.known} known before, {self.unread} that cannot be read"]
        told.append(f"about {self.read} tokens to read ({self.same} of them the same for every article), {self.written} to write")
        if self.cost is None:
            told.append(f"cost: {self.by}")
        else:
            kept = f"; {self.cost_kept:.4f} USD if the server keeps what is the same" if self.cost_kept is not None else ""
            told.append(f"about {self.cost:.4f} USD ({self.by}){kept}")
        if budget is not None and self.cost is not None:
            told.append(f"--budget {dollars(budget)}: {'enough' if self.cost <= dollars(budget) else 'not enough for all'}")
        return "\n".join(told)


def estimate(
    sources: Iterable[str | Path | Article | InputError],
    out: Path,
    schema: type[BaseModel] | str | Path,
    asked: Asked,
    unreadable: Callable[[Unread], None],
) -> Estimate:
    """Read everything that a batch would read, and say about what it would take. Nothing is asked, and no file is made.

    Args:
        sources: As `mujaz.summarize_many` takes them.
        out: The file of results; what it has already is not counted.
        schema: What the model would fill in.
        asked: Options of the batch.
        unreadable: Is given what cannot be read, as it is met.

    Raises:
        SettingsError: An option cannot be used.
        InputError: `out` is no file of results.
    """
    plan, _, _ = settled(schema, asked)
    price = price_of(plan.where.model, plan.where.base_url, plan.settings.prices) if plan.where.base_url else None
    seen, cost, priced = _before(out, again=asked.get("retry_failed", False))
    found = Estimate()
    key_for = key_of(plan)
    for article in articles(sources, plan.ways):
        if isinstance(article, Unread):
            found.unread += 1
            unreadable(article)
        elif (key := key_for(article)) in seen:
            found.known += 1
        else:
            seen.add(key)
            usage, same = guess(plan, proof_of(plan, article))
            found.articles += 1
            found.read, found.same, found.written = found.read + usage.read, found.same + same, found.written + usage.written
    if not plan.where.hosted:
        found.cost, found.by = Decimal(0), "the embedded model costs nothing"
    elif priced >= ENOUGH:
        found.cost, found.by = found.articles * cost / priced, f"as the {priced} articles before cost"
    elif price:
        found.cost, found.by = price(Usage(found.read, 0, found.written)), "by the price of a token"
        found.cost_kept = price(Usage(found.read, found.same, found.written))
    return found


def _before(out: Path, *, again: bool) -> tuple[set[str], Decimal, int]:
    """The keys of what a file of results, or a folder of them, has; what that cost, and how many articles cost it."""
    seen: set[str] = set()
    cost, priced = Decimal(0), 0
    for file in sorted(out.glob("*.jsonl")) if out.is_dir() else [out] if out.exists() else []:
        for _, entry in entries(file, "--out", forgotten=True):
            if (spent := cost_of(entry)) is not None:
                cost, priced = cost + spent, priced + entry.get("articles", 1)
            if entry["status"] != FORGOTTEN and not is_asked_again(entry, every=again):
                seen.add(entry["key"])
    return seen, cost, priced
