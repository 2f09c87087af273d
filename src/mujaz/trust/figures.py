"""Whether the numbers, dates, money and percentages of one text are those of another, in either language."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from mujaz.text.hijri import NO_YEAR, THIS_YEAR
from mujaz.text.relative import FROM_PUBLICATION, YEAR_FROM_PUBLICATION
from mujaz.text.values import ONE, SCORE, Value, read_values, units_alone
from mujaz.trust.measures import measured

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

    def proof(self, text: str, language: str) -> tuple[Value, ...]:
        """The values of a text that is to prove another one: with them the units of time that say one («سنة», "a decade")."""
        values = self.values(text, language)
        return (*values, *units_alone(text, values, language=language))


@lru_cache(maxsize=512)  # the same cited sentence is compared with both languages; 512 holds a long result's sentences
def _values(text: str, language: str, country: str | None, published: date | None) -> tuple[Value, ...]:
    return tuple(read_values(text, language=language, country=country, published=published))


def strange(
    said: Sequence[Value], known: Sequence[Value], *, lost: bool = False, published: date | None = None
) -> Iterator[tuple[Value, FigureCheck]]:
    """The values of `said` that `known` does not have, and the check that says so.

    Args:
        said: Values of what is to be proven.
        known: Values of the text that should prove it, as `Reading.proof` gives them.
        lost: `known` is the translation that may have lost something: it need not repeat the year of a day or month, nor what the
            program itself reckoned from the day of publication.
        published: The day of publication: a day that `known` tells without its year proves the same day within a year of it.

    Yields:
        A value of `said`, and `number`, `date`, `money` or `percent`: for money with the right number and another
        currency it is `money`, for a percentage that is a plain number there it is `percent`, for five months that are five
        years there `number`.
    """
    counted = [v for v in known if v.note != ONE]
    known_numbers = numbers(counted)
    for value in said:
        if value.kind == "date":
            if not _has_date(value, counted, lost=lost) and not (
                near(str(value.value), published) and _told_bare(value, counted)
            ):
                yield value, "date"
        elif any(_the_same(value, other) for other in known):
            continue
        elif known_numbers.isdisjoint(amounts(value)):
            if not _said_by_the_way(value):
                yield value, "money" if value.kind == "money" else "percent" if value.kind == "percent" else "number"
        elif value.kind == "money" and _other_currency(value, counted):
            yield value, "money"
        elif value.kind == "percent" and not any(v.kind == "percent" and v.value == value.value for v in counted):
            yield value, "percent"
        elif (unit := measured(value)) and _other_measure(unit, value, counted):
            yield value, "number"


def amounts(value: Value) -> set[Decimal]:
    """The numbers that a value may be: two where a point before three digits may be either sign; none for a date."""
    return {number for number in (value.value, value.other) if isinstance(number, Decimal)}


def currencies(value: Value) -> frozenset[str]:
    """The currencies that an amount of money may be of; empty when nothing is known."""
    return frozenset((value.unit,)) if value.unit else frozenset(value.codes)


def nameless(value: Value) -> bool:
    """Whether it is a Hijri month to which the text gives no year: its name is all that there is to compare."""
    return value.kind == "date" and bool(value.note) and str(value.note).endswith((NO_YEAR, THIS_YEAR))


def numbers(values: Sequence[Value]) -> set[Decimal]:
    """Every number there is, those inside dates too: «5 أكتوبر» proves a 5, but no 10 that it does not say."""
    found: set[Decimal] = set()
    for value in values:
        if isinstance(value.value, Decimal):
            found |= amounts(value)
        else:
            found.update(Decimal(part) for part in _said_in(value.value) if part.isdigit())
    return found


_MONTHS = {"month": 1, "year": 12, "decade": 120, "century": 1200}
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}


def _the_same(value: Value, other: Value) -> bool:
    """The same quantity in other units: 18 months and a year and a half, half and 50 %, a third and 33 % or 34 %."""
    if not isinstance(value.value, Decimal) or not isinstance(other.value, Decimal):
        return False
    kinds = {value.kind, other.kind}
    if kinds == {"duration"}:
        return any(
            value.unit in units and other.unit in units and value.value * units[value.unit] == other.value * units[other.unit]
            for units in (_MONTHS, _SECONDS)
        )
    if "percent" in kinds and kinds & {"number", "count"}:
        part, percent = (other.value, value.value) if value.kind == "percent" else (value.value, other.value)
        return 0 < part < 1 and percent in {(100 * part).to_integral_value(way) for way in (ROUND_FLOOR, ROUND_CEILING)}
    return False


def _said_in(day: str) -> Iterator[str]:
    """The numbers that an EDTF date stands for in words: year, day, quarter; of a Hijri year (two days) only the years."""
    for one in day.split("/"):
        year, *rest = one.removeprefix("-").split("-")
        yield year
        if rest and "33" <= rest[0] <= "36":
            yield str(int(rest[0]) - 32)
        if "/" not in day:
            yield from rest[1:]


def _has_date(value: Value, known: Sequence[Value], *, lost: bool) -> bool:
    """Whether a date is known; a season over two years («2023-24») is known when both its years are."""
    day = str(value.value)
    if lost and value.note and value.note.startswith(FROM_PUBLICATION):
        return True
    if lost and value.note == YEAR_FROM_PUBLICATION:
        day = "XXXX" + day[len("2024") :]
    if any(_same_date(day, other, lost=lost) for other in known):
        return True
    years = _season(day)
    return bool(years) and all(any(_same_date(year, other, lost=lost) for other in known) for year in years)


def _told_bare(value: Value, known: Sequence[Value]) -> bool:
    """Whether a day or month is told without its year."""
    bare = "XXXX" + str(value.value)[len("2024") :]
    return any(str(other.value).startswith("XXXX") and _same_date(bare, other, lost=False) for other in known)


def _season(day: str) -> list[str]:
    """The years of «2023-24»; empty for any other date."""
    years = day.split("/")
    return years if len(years) == 2 and all(year.isdigit() for year in years) else []


def _same_date(day: str, other: Value, *, lost: bool) -> bool:
    """Every part that `day` has must be the same in `other`; a year may also be a plain number there."""
    parts = day.split("-")
    if not isinstance(other.value, str):
        return len(parts) == 1 and parts[0].isdigit() and Decimal(parts[0]) == other.value
    if parts[0] in _season(other.value):
        return len(parts) == 1
    others = other.value.split("-")
    if len(parts) > len(others):
        return False
    # "on October 3" for «3 أكتوبر 2024», as news says of its own days, never of history's
    open_year = lost and len(parts) == len("YMD") and others[0] == "XXXX" and parts[0] >= _RECENT
    return (open_year or _same_age(parts[0], others[0])) and all(a == b for a, b in zip(parts[1:], others[1:], strict=False))


_YEAR = 12  # months: the same month of another year is told with its year


def near(day: str, published: date | None) -> bool:
    """Whether an EDTF day or month is within a year of the publication; not so where either is not known."""
    year, month = day[: len("2024")], day[len("2024-") : len("2024-10")]
    if published is None or not (year + month).isdigit() or not month:
        return False
    return abs((int(year) - published.year) * 12 + int(month) - published.month) < _YEAR


_RECENT = "2000"  # from this year on an English date may go without its year: measured on PUD, older ones are history


def _same_age(year: str, other: str) -> bool:
    """The same year, decade or century; "the 2000s" may be the decade and the century, and XXXX is left open."""
    return year in (other, "XXXX") or {year, other} == {f"{year[:2]}0X", f"{year[:2]}XX"}


def _other_currency(value: Value, known: Sequence[Value]) -> bool:
    """A currency differs when the amount is something else there, or money in currencies of which this one cannot be any.

    «درهم» without a country may be the Moroccan or the Emirati one, and is no dollar. A bare number is of the currency
    that another one is of: it is often said once for two («1281 دولارا للأوقية بعدما قفز إلى 1283»).
    """
    own, bare = currencies(value), any(v.kind == "number" and not amounts(v).isdisjoint(amounts(value)) for v in known)
    same = [currencies(v) for v in known if v.kind == "money" and (bare or not amounts(v).isdisjoint(amounts(value)))]
    return not any(not own or not codes or own & codes for codes in same)


def _other_measure(unit: str, value: Value, known: Sequence[Value]) -> bool:
    """A measure differs when each number that is the same there is one of another measure."""
    same = [measured(v) for v in known if not numbers([v]).isdisjoint(amounts(value))]
    return all(other and other != unit for other in same)


_SMALL = {1, 2}  # Arabic says two by the dual («الطرفان»), and either language says "one" and "first" without counting


def _said_by_the_way(value: Value) -> bool:
    if value.kind not in {"number", "count", "ordinal"}:
        return False
    return value.value in _SMALL or (value.value == 0 and value.note == SCORE)  # «بهدفين دون رد» is "2-0"
