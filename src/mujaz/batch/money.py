"""What a batch may cost, and what it is going to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING

from mujaz.errors import SettingsError
from mujaz.model.prices import Usage
from mujaz.model.prompt import compact
from mujaz.model.whole import messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel

    from mujaz.model.tally import Tally
    from mujaz.pipeline import Plan
    from mujaz.trust.verify import Proof

# Characters to one token: Arabic by Qwen's tokenizer (2.6 on the corpus), Latin letters, digits and signs of JSON by all of them.
_ARABIC, _OTHER = 2.6, 3.5
# Tokens of an answer to one of its article: the hand-written answers of the recordings have 0.6 to 1.5 times as many.
_ANSWER = 1.0
ENOUGH = 10
"""Articles whose true cost says more about the next ones than any guess."""


def dollars(text: str | float | Decimal) -> Decimal:
    """An amount as people write it: `5`, `5USD`, `$0.50`.

    Raises:
        SettingsError: It is no amount of US dollars above 0.
    """
    bare = re.sub(r"^\$|\s*(?:USD|\$)$", "", str(text).strip(), flags=re.IGNORECASE)
    try:
        amount = Decimal(bare)
    except InvalidOperation:
        amount = Decimal(0)
    if not amount.is_finite() or amount <= 0:
        raise SettingsError(f"--budget {text}: give US dollars above 0, such as 5USD.")
    return amount


def guess(plan: Plan, proof: Proof) -> tuple[Usage, int]:
    """About how many tokens one article is going to take, and how many of those read are the same for every article."""
    asked = messages(proof, plan.settings, plan.schema)
    schema = _of_schema(plan.schema)
    own = _tokens(asked[-1]["content"])
    same = schema + sum(_tokens(m["content"]) for m in asked[:-1])
    return Usage(same + own, 0, round(_ANSWER * _tokens(proof.article.text))), same


@lru_cache(maxsize=8)  # a batch has one
def _of_schema(schema: type[BaseModel]) -> int:
    """Tokens of a schema, which servers count as a part of the question."""
    return _tokens(compact(schema.model_json_schema()))


def _tokens(text: str) -> int:
    arabic = sum("\u0600" <= letter <= "\u06ff" for letter in text)
    return round(arabic / _ARABIC + (len(text) - arabic) / _OTHER)


@dataclass
class Budget:
    """What a file of results may cost; an article is begun only when it is likely to stay within that.

    Attributes:
        limit: US dollars.
        price: What tokens cost.
        spent: What was spent, in this run and before.
        articles: How many articles cost that.
    """

    limit: Decimal
    price: Callable[[Usage], Decimal]
    spent: Decimal = Decimal(0)
    articles: int = 0
    _begun: Decimal = Decimal(0)

    def begin(self, plan: Plan, proof: Callable[[], Proof]) -> Decimal | None:
        """Set aside what an article is likely to cost; `None` when that is not there any more."""
        known = self.articles >= ENOUGH
        likely = self.spent / self.articles if known else self.price(guess(plan, proof())[0])
        if self.spent + self._begun + likely > self.limit:
            return None
        self._begun += likely
        return likely

    def end(self, likely: Decimal, tally: Tally) -> None:
        """Count what an article cost in the place of what was set aside for it."""
        self._begun -= likely
        if tally.attempts:
            # A server that does not tell its tokens is taken to have used what was guessed.
            self.spent += likely if tally.cost_usd is None else tally.cost_usd
            self.articles += 1
