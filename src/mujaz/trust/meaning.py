"""Whether a value is what the words beside it mean: a date, an amount, a number of any block that has words and a value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from mujaz.schema import Amount, DateMention, EventDate, Grounded, Money, NewsSummary, Organization, Percent, Place
from mujaz.text.arabic import fold
from mujaz.text.currencies import tender
from mujaz.trust.figures import amounts, currencies, near, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from mujaz.result import Check, Severity
    from mujaz.text.values import Value
    from mujaz.trust.evidence import Leaf
    from mujaz.trust.pair import Source

_CHECKS: dict[str, Check] = {"date": "date", "money": "money", "percent": "percent"}
_DATE = re.compile(r"-?[0-9X]{4}(-[0-9]{2}){1,2}")  # EDTF with a month; a year alone may be a number as well
_DIGITS = re.compile(r"[0-9]+(\.[0-9]+)?")

# Of a news summary, words that the program cannot read may rest on the figures beside them in the article. Who asks for a number
# by name is told whenever nothing in the words themselves proves it.
_MUST_BE_READ = (Grounded, Money, Percent, EventDate)


@dataclass(frozen=True, slots=True)
class Meant:
    """One value that is not, or may not be, what its words mean: see `mujaz.result.Finding`."""

    check: Check
    severity: Severity
    expected: str | None
    found: str
    message: str


def meaning(leaf: Leaf, article: Source) -> Iterator[Meant]:
    """Compare one value with the words of its block; yields nothing for what is no such value.

    Args:
        leaf: The value.
        article: The whole article: where the words hold no figure («قبل أيام»), the model may have read the one beside them.
    """
    owner = leaf.owner
    if not isinstance(owner, DateMention | Amount | Money | EventDate | Grounded):
        return
    kind = _kind(leaf) if leaf.name == "value" else "date" if isinstance(owner, EventDate | DateMention) else "number"
    if kind is None or leaf.name not in {"value", "unit", "calendar"}:
        return
    read = article.reading.values(owner.text, "ar")
    wanted = [v for v in read if kind == "either" or (v.kind == "date") == (kind == "date")] or _years(read, leaf, kind)
    if not wanted and isinstance(owner, Amount | DateMention):
        yield from _unread(leaf, owner, kind, article)
    elif leaf.name == "unit":
        yield from _unit(leaf, owner.text, wanted, article)
    elif leaf.name == "calendar":
        yield from _calendar(leaf, owner.text, wanted)
    elif leaf.name == "value" and wanted:
        wanted = _of_unit(owner, wanted)
        yield from _value(leaf, owner.text, wanted) or _year(leaf, owner.text, wanted, article)
    elif leaf.name == "value" and isinstance(owner, _MUST_BE_READ):
        check: Check = "money" if isinstance(owner, Money) else "date" if kind == "date" else "number"
        yield Meant(check, "warning", None, str(leaf.value), f"no {check} can be read in «{owner.text}»")


def _unread(leaf: Leaf, owner: Amount | DateMention, kind: str, article: Source) -> Iterator[Meant]:
    """A value whose words hold none: «قبل أيام» may be that day and «السجناء» may be anything, so it is likely wrong.

    What stands among the article's own figures is left in peace: the model read the words beside it.
    """
    known = [v for v in article.values if (v.kind == "date") == (kind == "date") and _equal(v, owner.value)]
    if leaf.name == "unit":
        # The name of a thing that is counted proves itself; a currency or a percentage does not.
        measure = leaf.value == "percent" or leaf.value in tender()
        if not measure or any(_fits(v, leaf.value, owner.text) for v in known if v.kind in {"money", "percent"}):
            return
    elif leaf.name != "value" or known:
        return
    check: Check = "date" if kind == "date" else "number"
    told = f"«{owner.text}» says no {check}; nothing shows that it is {leaf.value}"
    yield Meant(check, "warning", None, str(leaf.value), told)


def reads(leaf: Leaf) -> bool:
    """Whether the value is a number or a date that is compared with its words."""
    return isinstance(leaf.owner, Grounded) and leaf.name == "value" and leaf.holds == "value" and _kind(leaf) is not None


# Of a news summary, what the model chooses or makes up a word for: nothing in the article's words can prove it.
_LABELS: tuple[tuple[type[BaseModel], str], ...] = (
    (NewsSummary, "topic"),
    (Organization, "kind"),
    (Place, "country"),
    (DateMention, "of"),
)


def chosen(leaf: Leaf) -> bool:
    """Whether a value is a label or a choice of the model's, of which no check can tell whether it is right.

    So is a choice, or yes and no, beside words of the article: the words are found, and the reading of them is the model's.
    """
    if any(isinstance(leaf.owner, block) and leaf.name == name for block, name in _LABELS):
        return True
    if not isinstance(leaf.owner, Grounded) or leaf.name != "value" or leaf.holds != "value":
        return False
    annotation = _annotation(leaf)
    return isinstance(leaf.value, bool | Enum) or any(map(_is_choice, (annotation, *get_args(annotation))))


def _annotation(leaf: Leaf) -> Any:  # noqa: ANN401  (any annotation)
    field = type(leaf.owner).model_fields.get(leaf.name)
    return field.annotation if field else None


def unread(leaf: Leaf) -> str | None:
    """Why no check can say anything of a value, or `None` when one can, or when there is nothing to prove.

    The fields of mujaz's own blocks have their checks, or are the model's reading of words that have been found. A user's plain
    field has neither; nor has free text beside words, unless it repeats them.
    """
    annotation = _annotation(leaf)
    if isinstance(leaf.owner, Grounded) and leaf.name == "value" and leaf.holds == "value":
        if chosen(leaf) or _kind(leaf) or fold(str(leaf.value)).text in fold(leaf.owner.text).text:
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


def _of_unit(owner: BaseModel, wanted: list[Value]) -> list[Value]:
    """The values that are money or a percentage where the unit is one: «200 ألف درهم وبسجن ثلاث سنوات» is no 3 dirhams."""
    unit = getattr(owner, "unit", None)
    kind = "percent" if unit == "percent" else "money" if isinstance(owner, Money) or unit in tender() else None
    return [v for v in wanted if v.kind == kind] or wanted


def _said(leaf: Leaf) -> Any:  # noqa: ANN401  (whatever a field may hold)
    return leaf.value.isoformat()[: len("2024-10-03")] if isinstance(leaf.value, date) else leaf.value


def _value(leaf: Leaf, text: str, wanted: list[Value]) -> list[Meant]:
    said = _said(leaf)
    if any(_equal(v, said) for v in wanted) or (isinstance(leaf.owner, Grounded) and _number(said) in numbers(wanted)):
        return []
    means = ", ".join(str(v.value) for v in wanted)
    check = _CHECKS.get(wanted[0].kind, "number")
    return [Meant(check, "error", means, str(said), f"«{text}» is {means}, not {said}")]


def _year(leaf: Leaf, text: str, wanted: list[Value], article: Source) -> list[Meant]:
    """The year that the words leave open: of the year before or after the publication, or one that the article says."""
    said = str(_said(leaf))
    year = said[: len("2024")]
    same = {str(v.value)[: len("XXXX")] for v in wanted if v.kind == "date" and _equal(v, said)}
    if same != {"XXXX"} or not year.isdigit():
        return []
    if near(said, article.reading.published) or Decimal(year) in numbers(article.values):
        return []
    return [Meant("date", "warning", None, said, f"«{text}» says no year; nothing shows that it is {year}")]


def _unit(leaf: Leaf, text: str, wanted: list[Value], article: Source) -> Iterator[Meant]:
    measured = [v for v in wanted if v.kind in {"money", "percent"}]
    units = {unit for v in measured for unit in _units(v)}
    if units and not any(_fits(v, leaf.value, text) for v in measured):
        means = " or ".join(sorted(units))
        check = _CHECKS.get(wanted[0].kind, "number")
        yield Meant(check, "error", means, str(leaf.value), f"«{text}» is {means}, not {leaf.value}")
    elif (not units and _no_such(leaf, wanted, article)) or (len(units) != 1 and isinstance(leaf.owner, Money | Percent)):
        why = "leaves open whose currency it is; --country settles it" if measured else f"does not say {leaf.value}"
        yield Meant("money", "warning", None, str(leaf.value), f"«{text}» {why}")


def _no_such(leaf: Leaf, wanted: list[Value], article: Source) -> bool:
    """Whether a currency or a percentage is of a number that is none in its words («500 عامل»), nor anywhere in the article."""
    if leaf.value != "percent" and leaf.value not in tender():
        return False
    measured = [v for v in article.values if v.kind in {"money", "percent"} and _fits(v, leaf.value, leaf.owner.text)]  # type: ignore[attr-defined]
    return not any(v.value == w.value for v in measured for w in wanted)


def _units(value: Value) -> frozenset[str]:
    return frozenset(("percent",)) if value.kind == "percent" else currencies(value)


def _fits(value: Value, unit: str, words: str) -> bool:
    """Whether a unit is one that a value may have; while the currency is not known, its name in the article will do too."""
    units = _units(value)
    return not units or unit in units or (value.unit is None and value.kind == "money" and fold(unit).text in fold(words).text)


def _calendar(leaf: Leaf, text: str, wanted: list[Value]) -> Iterator[Meant]:
    """The reader of dates notes which of them were Hijri."""
    read = {"hijri" if "ijri" in (v.note or "") else "gregorian" for v in wanted}
    if read and leaf.value not in read:
        means = ", ".join(sorted(read))
        yield Meant("date", "error", means, leaf.value, f"«{text}» is written in the {means} calendar, not the {leaf.value} one")


def _number(said: Any) -> Decimal | None:  # noqa: ANN401  (whatever a field may hold)
    return Decimal(str(said)) if isinstance(said, int | float | Decimal) or _DIGITS.fullmatch(str(said)) else None


def _equal(read: Value, said: Any) -> bool:  # noqa: ANN401  (whatever a field may hold)
    """Equal numbers, or the same date as far as the words go: the model may add the year that the words leave open."""
    if isinstance(read.value, Decimal) or not isinstance(said, str):
        return _number(said) in amounts(read)
    parts, others = read.value.split("-"), said.split("-")
    return len(parts) == len(others) and all(a in {b, "XXXX"} for a, b in zip(parts, others, strict=True))
