"""Whether the numbers, dates, money and percentages of one text are those of another, in either language."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from mujaz.text.values import Value, read_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

FigureCheck = Literal["number", "date", "money", "percent"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What decides how figures are read: the publisher's country and the day of publication."""

    country: str | None = None
    published: date | None = None

    def values(self, text: str, language: str) -> tuple[Value, ...]:
        """The values of a text."""
        return _values(text, language, self.country, self.published)


@lru_cache(maxsize=512)  # the same cited sentence is compared with both languages; 512 holds a long result's sentences
def _values(text: str, language: str, country: str | None, published: date | None) -> tuple[Value, ...]:
    return tuple(read_values(text, language=language, country=country, published=published))


def strange(said: Sequence[Value], known: Sequence[Value]) -> Iterator[tuple[Value, FigureCheck]]:
    """The values of `said` that `known` does not have, and the check that says so.

    Args:
        said: Values of what is to be proven.
        known: Values of the text that should prove it.

    Yields:
        A value of `said`, and `number`, `date`, `money` or `percent`: for money with the right number and another
        currency it is `money`, for a percentage that is a plain number there it is `percent`.
    """
    known_numbers = numbers(known)
    for value in said:
        if value.kind == "date":
            if not any(_same_date(value, other) for other in known):
                yield value, "date"
        elif value.value not in known_numbers:
            if not _said_by_the_way(value):
                yield value, "money" if value.kind == "money" else "percent" if value.kind == "percent" else "number"
        elif value.kind == "money" and _other_currency(value, known):
            yield value, "money"
        elif value.kind == "percent" and not any(v.kind == "percent" and v.value == value.value for v in known):
            yield value, "percent"


def numbers(values: Sequence[Value]) -> set[Decimal]:
    """Every number there is, those inside dates too: «5 أكتوبر» proves a 5, but no 10 that it does not say."""
    found: set[Decimal] = set()
    for value in values:
        if isinstance(value.value, Decimal):
            found.add(value.value)
        else:
            found.update(Decimal(part) for part in _said_in(value.value) if part.isdigit())
    return found


def _said_in(day: str) -> Iterator[str]:
    """The numbers that an EDTF date stands for in words: year, day, quarter; of a Hijri year (two days) only the years."""
    for one in day.split("/"):
        year, *rest = one.removeprefix("-").split("-")
        yield year
        if rest and "33" <= rest[0] <= "36":
            yield str(int(rest[0]) - 32)
        if "/" not in day:
            yield from rest[1:]


def _same_date(one: Value, other: Value) -> bool:
    """Every part that `one` has must be the same in `other`; a year may also be a plain number there."""
    parts = str(one.value).split("-")
    if not isinstance(other.value, str):
        return len(parts) == 1 and parts[0].isdigit() and Decimal(parts[0]) == other.value
    others = other.value.split("-")
    if len(parts) > len(others):
        return False
    return _same_age(parts[0], others[0]) and all(a == b for a, b in zip(parts[1:], others[1:], strict=False))


def _same_age(year: str, other: str) -> bool:
    """The same year, decade or century; "the 2000s" may be the decade and the century, and XXXX is left open."""
    return year in (other, "XXXX") or {year, other} == {f"{year[:2]}0X", f"{year[:2]}XX"}


def _other_currency(value: Value, known: Sequence[Value]) -> bool:
    """A currency differs when the amount is no money there, or money in a currency that is known and not this one."""
    units = {v.unit for v in known if v.kind == "money" and v.value == value.value}
    return not units or (value.unit is not None and None not in units and value.unit not in units)


_SMALL = {1, 2}  # Arabic says two by the dual («الطرفان»), and either language says "one" and "first" without counting


def _said_by_the_way(value: Value) -> bool:
    return value.kind in {"number", "count", "ordinal"} and value.value in _SMALL
