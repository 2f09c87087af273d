"""Whether a value is what the words beside it mean: a date, an amount, a number of any block that has words and a value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from mujaz.schema import Amount, DateMention, EventDate, Grounded, Money, Percent
from mujaz.text.arabic import fold
from mujaz.trust.figures import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mujaz.result import Check, Severity
    from mujaz.text.values import Value
    from mujaz.trust.evidence import Leaf
    from mujaz.trust.figures import Reading

_CHECKS: dict[str, Check] = {"date": "date", "money": "money", "percent": "percent"}
_DATE = re.compile(r"-?[0-9X]{4}(-[0-9]{2}){1,2}")  # EDTF with a month; a year alone may be a number as well
_DIGITS = re.compile(r"[0-9]+(\.[0-9]+)?")

# Of a news summary, words that the program cannot read are left in peace: it has other evidence, and nobody chose its fields. Who
# asks for a number by name is told when nothing in the words proves it.
_MUST_BE_READ = (Grounded, Money, Percent, EventDate)


@dataclass(frozen=True, slots=True)
class Meant:
    """One value that is not, or may not be, what its words mean: see `mujaz.result.Finding`."""

    check: Check
    severity: Severity
    expected: str | None
    found: str
    message: str


def meaning(leaf: Leaf, reading: Reading) -> Iterator[Meant]:
    """Compare one value with the words of its block; yields nothing for what is no such value."""
    owner = leaf.owner
    if not isinstance(owner, DateMention | Amount | Money | EventDate | Grounded):
        return
    kind = _kind(leaf) if leaf.name == "value" else "date" if isinstance(owner, EventDate | DateMention) else "number"
    if kind is None or leaf.name not in {"value", "unit", "calendar"}:
        return
    read = reading.values(owner.text, "ar")
    wanted = [v for v in read if kind == "either" or (v.kind == "date") == (kind == "date")] or _years(read, leaf, kind)
    if leaf.name == "unit":
        yield from _unit(leaf, owner.text, wanted)
    elif leaf.name == "calendar" and isinstance(owner, EventDate):
        yield from _calendar(leaf, owner.text, wanted)
    elif leaf.name == "value" and wanted:
        yield from _value(leaf, owner.text, wanted)
    elif leaf.name == "value" and isinstance(owner, _MUST_BE_READ):
        check: Check = "money" if isinstance(owner, Money) else "date" if kind == "date" else "number"
        yield Meant(check, "warning", None, str(leaf.value), f"no {check} can be read in «{owner.text}»")


def reads(leaf: Leaf) -> bool:
    """Whether the value is a number or a date that is compared with its words."""
    return isinstance(leaf.owner, Grounded) and leaf.name == "value" and leaf.holds == "value" and _kind(leaf) is not None


def unread(leaf: Leaf) -> str | None:
    """Why no check can say anything of a value, or `None` when one can, or when there is nothing to prove.

    The fields of mujaz's own blocks have their checks, or are the model's reading of words that have been found. A user's plain
    field has neither; nor has free text beside words, unless it repeats them.
    """
    field = type(leaf.owner).model_fields.get(leaf.name)
    annotation = field.annotation if field else None
    if isinstance(leaf.owner, Grounded) and leaf.name == "value" and leaf.holds == "value":
        chosen = isinstance(leaf.value, bool | Enum) or any(map(_is_choice, (annotation, *get_args(annotation))))
        if chosen or _kind(leaf) or fold(str(leaf.value)).text in fold(leaf.owner.text).text:
            return None
        return "no check reads this value; Bilingual or Grounded[English] is checked, and so is a number, a date or a choice"
    if leaf.holds != "value" or not leaf.own or (get_origin(annotation) is Literal and len(get_args(annotation)) == 1):
        return None
    return "no check applies to a plain field; say Words, Arabic, English or Grounded[...] in the schema"


def _is_choice(annotation: Any) -> bool:  # noqa: ANN401  (any annotation)
    return get_origin(annotation) is Literal


def _kind(leaf: Leaf) -> Literal["date", "number", "either"] | None:
    """What a value can be compared with: dates, numbers, a text of digits with either; `None` when with nothing."""
    value = leaf.value
    if isinstance(leaf.owner, DateMention | EventDate) or isinstance(value, date):
        return "date"
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return "number"
    if isinstance(value, str) and not isinstance(value, Enum):
        return "date" if _DATE.fullmatch(value) else "either" if _DIGITS.fullmatch(value) else None
    return None


def _years(read: tuple[Value, ...], leaf: Leaf, kind: str) -> list[Value]:
    """«عام 2024» is a date, and proves the plain number 2024 where a number is asked for."""
    return list(read) if kind == "number" and isinstance(leaf.owner, Grounded) else []


def _value(leaf: Leaf, text: str, wanted: list[Value]) -> Iterator[Meant]:
    said = leaf.value.isoformat()[: len("2024-10-03")] if isinstance(leaf.value, date) else leaf.value
    if any(_equal(v.value, said) for v in wanted):
        return
    if isinstance(leaf.owner, Grounded) and _number(said) in numbers(wanted):
        return
    means = ", ".join(str(v.value) for v in wanted)
    check = _CHECKS.get(wanted[0].kind, "number")
    yield Meant(check, "error", means, str(said), f"«{text}» is {means}, not {said}")


def _unit(leaf: Leaf, text: str, wanted: list[Value]) -> Iterator[Meant]:
    measured = [v for v in wanted if v.kind in {"money", "percent"}]
    units = {"percent" if v.kind == "percent" else v.unit or "" for v in measured} - {""}
    if units and leaf.value not in units:
        means = ", ".join(sorted(units))
        check = _CHECKS.get(wanted[0].kind, "number")
        yield Meant(check, "error", means, str(leaf.value), f"«{text}» is {means}, not {leaf.value}")
    elif not units and isinstance(leaf.owner, Money | Percent):
        why = "leaves open whose currency it is; --country settles it" if measured else f"does not say {leaf.value}"
        yield Meant("money", "warning", None, str(leaf.value), f"«{text}» {why}")


def _calendar(leaf: Leaf, text: str, wanted: list[Value]) -> Iterator[Meant]:
    """The reader of dates notes which of them were Hijri."""
    read = {"hijri" if "ijri" in (v.note or "") else "gregorian" for v in wanted}
    if read and leaf.value not in read:
        means = ", ".join(sorted(read))
        yield Meant("date", "error", means, leaf.value, f"«{text}» is written in the {means} calendar, not the {leaf.value} one")


def _number(said: Any) -> Decimal | None:  # noqa: ANN401  (whatever a field may hold)
    return Decimal(str(said)) if isinstance(said, int | float | Decimal) or _DIGITS.fullmatch(str(said)) else None


def _equal(read: str | Decimal, said: Any) -> bool:  # noqa: ANN401  (whatever a field may hold)
    """Equal numbers, or the same date as far as the words go: the model may add the year that the words leave open."""
    if isinstance(read, Decimal) or not isinstance(said, str):
        return read == _number(said)
    parts, others = read.split("-"), said.split("-")
    return len(parts) == len(others) and all(a in {b, "XXXX"} for a, b in zip(parts, others, strict=True))
