"""How many of an article's names, dates and amounts a summary has: compared by what they mean, not by how they are spelled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from mujaz.errors import InputError
from mujaz.schema import EDTF, Organization, Person, Place
from mujaz.text.arabic import fold
from mujaz.trust.merge import merge_names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mujaz.trust.figures import Reading

GROUPS = ("names", "dates", "amounts", "other")
"""What fields are measured together: people, organizations and places; dates; amounts; and all that have other names."""

_NAMED: dict[str, type[Person | Organization | Place]] = {"people": Person, "organizations": Organization, "places": Place}
_DAY = re.compile(EDTF)  # a date as EDTF writes it; anything else is read as Arabic words
_CURRENCY = re.compile("[A-Z]{3}|percent")  # units that must agree; a thing counted is worded in many ways («دول», «دولة»)


@dataclass(frozen=True, slots=True)
class _Named:
    """A person, organization or place."""

    block: Any

    def same(self, other: object) -> bool:
        """Whether two names are one: in any spelling, with or without a title, the surname alone too."""
        return isinstance(other, _Named) and len(merge_names([self.block, other.block])) == 1


@dataclass(frozen=True, slots=True)
class _Meant:
    """A date, an amount, or a value of a field of the user's own."""

    value: object
    unit: str | None = None

    def same(self, other: object) -> bool:
        """Whether two values are one; a unit that one of them does not say makes no difference."""
        return (
            isinstance(other, _Meant)
            and self.value == other.value
            and (not (self.unit and other.unit) or self.unit == other.unit)
        )


_Item = _Named | _Meant
Wanted = dict[str, list[_Item]]
"""What the reference has in each field, read."""


def wanted(fields: object, reading: Reading, where: str) -> Wanted:
    """Read the reference fields of a record.

    Args:
        fields: The record's `fields`: people, organizations, places as names; dates as EDTF or Arabic words; amounts as numbers,
            Arabic words, or objects with `value` and `unit`; fields of other names as the schema they are asked with has them.
        reading: How figures are read.
        where: The record, for the message of an error.

    Raises:
        InputError: They are no object, or one of them cannot be read.
    """
    if not isinstance(fields, dict):
        raise InputError(f'{where}: its fields are no object; write {{"people": [...], "dates": [...], "amounts": [...]}}.')
    found: Wanted = {}
    for name, given in fields.items():
        found[name] = []
        for value in _listed(given):
            item = _read(name, value, reading)
            if item is None:
                raise InputError(f"{where}: {name}: {str(value)[:80]!r} cannot be read; {_mend(name)}.")
            found[name].append(item)
    return found


def _mend(name: str) -> str:
    if name in _NAMED:
        return 'write a name, or {"ar": name}'
    return "write a date as 2024-10-03 or in Arabic words" if name == "dates" else "write a number, or Arabic words that say one"


def scores(summary: dict[str, Any], reference: Wanted, reading: Reading) -> dict[str, float]:
    """F1 of each group of fields that the reference has, 0 to 1; 1 where neither has anything.

    Args:
        summary: What the model filled in, as JSON.
        reference: The reference fields.
        reading: How figures are read.
    """
    sums: dict[str, list[int]] = {}
    for name, meant in reference.items():
        said = [_read(name, value, reading) for value in _listed(summary.get(name))]
        counts = sums.setdefault(_group(name), [0, 0, 0])
        one, other = _once([item for item in said if item]), _once(meant)
        for n, count in enumerate((_met(one, other), len(one) + said.count(None), len(other))):
            counts[n] += count
    return {group: 2 * hits / (said + meant) if said + meant else 1.0 for group, (hits, said, meant) in sums.items()}


def _group(name: str) -> str:
    return "names" if name in _NAMED else name if name in GROUPS else "other"


def _once(items: Sequence[_Item]) -> list[_Item]:
    """Each thing once, however often it is said."""
    found: list[_Item] = []
    for item in items:
        if not any(item.same(other) for other in found):
            found.append(item)
    return found


def _met(said: Sequence[_Item], meant: Sequence[_Item]) -> int:
    """How many of the reference are said, each by something of its own."""
    left = list(said)
    hits = 0
    for item in meant:
        found = next((n for n, other in enumerate(left) if item.same(other)), None)
        if found is not None:
            del left[found]
            hits += 1
    return hits


def _listed(value: object) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _read(name: str, value: object, reading: Reading) -> _Item | None:
    """What a value of a field means; `None` where it cannot be told."""
    if name in _NAMED:
        return _name(_NAMED[name], value)
    readers: dict[str, Callable[[object, Reading], _Item | None]] = {"dates": _date, "amounts": _amount}
    return readers[name](value, reading) if name in readers else _own(value)


def _name(kind: type[Person | Organization | Place], value: object) -> _Named | None:
    said = value.get("ar") if isinstance(value, dict) else value
    if not isinstance(said, str) or not said.strip():
        return None
    block = {**dict.fromkeys(kind.model_fields), "ar": said}
    if kind is Place and isinstance(value, dict):
        block["country"] = value.get("country")
    return _Named(kind.model_construct(None, **block))


def _date(value: object, reading: Reading) -> _Meant | None:
    said = value.get("value", value.get("text")) if isinstance(value, dict) else value
    if not isinstance(said, str):
        return None
    if _DAY.fullmatch(said.strip()):
        return _Meant(said.strip())
    return next((_Meant(v.value) for v in reading.values(said, "ar") if v.kind == "date"), None)


def _amount(value: object, reading: Reading) -> _Meant | None:
    unit = value.get("unit") if isinstance(value, dict) else None
    said = value.get("value", value.get("text")) if isinstance(value, dict) else value
    number = _number(said)
    if number is not None:
        return _Meant(number, _unit(unit))
    found = reading.values(said, "ar") if isinstance(said, str) else ()
    read = next((v for v in found if v.kind not in {"date", "ordinal"}), None)
    if read is None:
        return None
    return _Meant(read.value, _unit(unit) or ("percent" if read.kind == "percent" else _unit(read.unit)))


def _number(said: object) -> Decimal | None:
    if isinstance(said, bool) or not isinstance(said, str | int | float):
        return None
    try:
        number = Decimal(str(said).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _unit(unit: object) -> str | None:
    return unit if isinstance(unit, str) and _CURRENCY.fullmatch(unit) else None


def _own(value: object) -> _Meant | None:
    """A value of a field of the user's own: its value where it has one, else its words; words in any spelling."""
    unit = _unit(value.get("unit")) if isinstance(value, dict) else None
    if isinstance(value, dict):
        value = next((value[key] for key in ("value", "ar", "text") if value.get(key) is not None), None)
    if value is None or isinstance(value, dict | list):
        return None
    number = _number(value)
    return _Meant(number if number is not None else fold(value).text if isinstance(value, str) else value, unit)
