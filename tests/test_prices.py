"""Prices: public ones by server and model, one's own by a file, and what tokens cost by them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from mujaz.batch.money import Budget, dollars
from mujaz.errors import SettingsError
from mujaz.model.prices import Usage, price_of
from mujaz.model.tally import Tally

if TYPE_CHECKING:
    from pathlib import Path

OPENAI = "https://api.openai.com/v1"
OWN = "http://127.0.0.1:8000/v1"


def test_a_public_price_is_known_by_server_and_model() -> None:
    """A hosted model has its published price; cached tokens cost less; another server and an unknown model have none."""
    price = price_of("gpt-4o-mini", OPENAI, None)
    assert price
    assert price(Usage(1_000_000, 0, 0)) == Decimal("0.15")
    assert price(Usage(1_000_000, 500_000, 0)) < Decimal("0.15")
    assert price_of("gpt-4o-mini", OWN, None) is None
    assert price_of("gpt-4o-mini", "https://models.example.org/v1", None) is None
    assert price_of("no-such-model", OPENAI, None) is None


def test_a_file_of_prices_goes_first(tmp_path: Path) -> None:
    """A user's own file names dollars a million tokens; without `cached`, cached tokens cost as much as others."""
    file = tmp_path / "prices.toml"
    file.write_text('["gpt-4o-mini"]\ninput = 1\noutput = 2.5\n[llama]\ninput = 4\ncached = 1\noutput = 8\n')
    price = price_of("gpt-4o-mini", OPENAI, file)
    assert price
    assert price(Usage(1_000_000, 500_000, 100_000)) == Decimal("1.25")
    price = price_of("llama", OWN, file)
    assert price
    assert price(Usage(1_000_000, 500_000, 100_000)) == Decimal("3.3")
    assert price_of("other", OWN, file) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[m]\ninput = 1\n", "m: no prices"),
        ("m = 3\n", "m: no prices"),
        ('[m]\ninput = "dear"\noutput = 1\n', "a price is no number"),
        ("[m]\ninput = -1\noutput = 1\n", "a price is no number"),
        ("[m]\ninput = nan\noutput = 1\n", "a price is no number"),
        ("[m\n", "cannot be read as TOML"),
        (None, "cannot be read as TOML"),
    ],
    ids=["no-output", "no-table", "word", "negative", "nan", "no-toml", "no-file"],
)
def test_bad_files_of_prices(tmp_path: Path, text: str | None, said: str) -> None:
    """A file that cannot be used is an error that names it and says what to write."""
    file = tmp_path / "prices.toml"
    if text is not None:
        file.write_text(text)
    with pytest.raises(SettingsError, match=said):
        price_of("m", OWN, file)


@pytest.mark.parametrize(
    ("text", "amount"), [("5", "5"), ("5USD", "5"), ("$0.50", "0.50"), ("0.5 usd", "0.5"), (2, "2"), (0.25, "0.25"), ("7$", "7")]
)
def test_dollars(text: str | float, amount: str) -> None:
    """A budget is read as people write it."""
    assert dollars(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "0", "-1", "5EUR", "much", "inf", "nan"])
def test_bad_dollars(text: str) -> None:
    """What is no amount of dollars above 0 is an error that shows how to write one."""
    with pytest.raises(SettingsError, match="such as 5USD"):
        dollars(text)


def test_a_budget_sets_aside_what_is_being_asked() -> None:
    """An article is begun only when those that are being asked and itself are likely to stay within the limit."""
    budget = Budget(Decimal(1), lambda _usage: Decimal(1), spent=Decimal("0.5"), articles=10)  # 0.05 an article
    begun = [likely for _ in range(20) if (likely := budget.begin(None, None)) is not None]  # type: ignore[arg-type]
    assert begun == [Decimal("0.05")] * 10
    budget.end(begun[0], Tally(attempts=1, cost_usd=Decimal("0.01")))
    assert budget.spent == Decimal("0.51")
    assert budget.begin(None, None) is None  # type: ignore[arg-type]  # 0.45 is set aside, and 0.046 more would be too much
