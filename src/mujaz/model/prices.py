"""What tokens cost: by the user's own file of prices, or by genai-prices, which knows the public prices of hosted models."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mujaz.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_MILLION = 1_000_000
_KEYS = {"input", "cached", "output"}


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one request, as its server counts them.

    Attributes:
        read: Tokens of the prompt.
        cached: Those of them that the server had read before, and asks less for.
        written: Tokens of the answer.
    """

    read: int
    cached: int
    written: int


def price_of(model: str, base_url: str, file: Path | None) -> Callable[[Usage], Decimal] | None:
    """What requests to a model cost, in US dollars by their tokens; `None` when nobody says.

    Args:
        model: The model's name on its server.
        base_url: The server: the same model has another price elsewhere.
        file: A file of prices; it goes before the public ones.

    Raises:
        SettingsError: The file cannot be used.
    """
    if file and (own := _of_file(file).get(model)):
        return own
    return _public(model, base_url)


@lru_cache(maxsize=8)  # read once for a batch
def _of_file(file: Path) -> dict[str, Callable[[Usage], Decimal]]:
    """The prices of a TOML file, by model: `["NAME"]`, and below it `input`, `output`, `cached`, in dollars a million tokens."""
    try:
        models = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"--prices {file}: cannot be read as TOML ({error}); mend or replace it.") from None
    return {name: _Price.of(name, said, file) for name, said in models.items()}


@dataclass(frozen=True, slots=True)
class _Price:
    """Dollars a token."""

    read: Decimal
    cached: Decimal
    written: Decimal

    @classmethod
    def of(cls, name: str, said: Any, file: Path) -> _Price:  # noqa: ANN401  (whatever TOML holds)
        mend = f'write ["{name}"] and below it input = 0.15, output = 0.60, cached = 0.075 (dollars a million tokens)'
        if not isinstance(said, dict) or not {"input", "output"} <= said.keys() <= _KEYS:
            raise SettingsError(f"--prices {file}: {name}: no prices; {mend}.")
        try:
            told = {key: Decimal(str(value)) / _MILLION for key, value in said.items()}
        except InvalidOperation:
            told = {}
        if not told or not all(price.is_finite() and price >= 0 for price in told.values()):
            raise SettingsError(f"--prices {file}: {name}: a price is no number from 0 up; {mend}.")
        return cls(told["input"], told.get("cached", told["input"]), told["output"])

    def __call__(self, usage: Usage) -> Decimal:
        return (usage.read - usage.cached) * self.read + usage.cached * self.cached + usage.written * self.written


def _public(model: str, base_url: str) -> Callable[[Usage], Decimal] | None:
    """The published price, where genai-prices knows the server by its address and the model by its name."""
    if "//127.0.0.1" in base_url or "//localhost" in base_url:
        return None  # one's own server has no public price, and loading all of them takes 20 MB
    import genai_prices  # noqa: PLC0415  (20 MB, and only hosted models need it)

    def cost(usage: Usage) -> Decimal:
        counted = genai_prices.Usage(input_tokens=usage.read, cache_read_tokens=usage.cached, output_tokens=usage.written)
        return genai_prices.calc_price(counted, model_ref=model, provider_api_url=base_url).total_price

    try:
        cost(Usage(1, 0, 1))
    except LookupError:
        return None
    return cost
