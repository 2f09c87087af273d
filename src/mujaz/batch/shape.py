"""What the result of a schema is made of, so that it can stand in typed columns, and whether a result in JSON is that.

The shape is read off the JSON Schema of what pydantic writes (not of what it reads), so every type that a schema of one's own may
have is covered, and is what stands in the journal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import TYPE_CHECKING, Any, Literal

from pydantic.errors import PydanticUserError
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import to_json

from mujaz.errors import SettingsError
from mujaz.result import Result

if TYPE_CHECKING:
    from pydantic import BaseModel

Kind = Literal["text", "whole", "number", "decimal", "yes/no", "date", "json"]
"""`decimal` is kept exactly, `number` is binary; `json` is what has no type of its own in a table, as JSON text."""

VERSION = 1
"""Version of the columns; it changes when a reader of the old ones would break. Parquet and SQLite files say it."""

WHOLE, PLACES = 29, 9
"""Digits of a decimal before and behind the point: together 38, the most that a decimal of 16 bytes has, and split as the NUMERIC
of the large warehouses is."""

_PLACE = Decimal(1).scaleb(-PLACES)
_EXACT = Context(prec=WHOLE + PLACES, traps=[Inexact, InvalidOperation])
_INT64 = range(-(1 << 63), 1 << 63)  # whole numbers of a column
_SHOWN = 90  # characters of a list of names or of a value in an error: it stays one line


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Many:
    """A list, and what each of its members is."""

    item: Shape


@dataclass(frozen=True, slots=True)
class Fields:
    """An object: its fields, those that are always there, and whether it may have others."""

    fields: dict[str, Shape]
    required: frozenset[str]
    open: bool


Shape = Leaf | Many | Fields


@dataclass(slots=True)
class Fitted:
    """A result whose values have the types of their columns.

    Attributes:
        values: Its fields.
        unplaced: Values that have no room in their column (or no column, where a schema allows more than its fields), each as its
            path and its JSON. The column has nothing there: no number is rounded, and nothing is lost.
    """

    values: dict[str, Any]
    unplaced: list[tuple[str, str]] = field(default_factory=list)


class UnlikeError(Exception):
    """A value is not what its shape says; the message is its path and what it is."""


def shape_of(schema: type[BaseModel]) -> Fields:
    """The shape of the results of a schema.

    Raises:
        SettingsError: Pydantic cannot say what it writes of it.
    """
    aliased = bool(schema.model_config.get("serialize_by_alias"))
    try:
        told = Result[schema].model_json_schema(  # type: ignore[valid-type]
            by_alias=aliased, mode="serialization", schema_generator=_Typed
        )
    except PydanticUserError as error:
        why = str(error).partition("\n")[0].rstrip(".")
        raise SettingsError(
            f"--schema {schema.__name__}: no table can hold it ({why}); give what it writes types of JSON."
        ) from None
    shape = _Reader(told.get("$defs", {})).shape(told)
    assert isinstance(shape, Fields)
    return shape


def fitted(result: dict[str, Any], shape: Fields) -> Fitted:
    """A result, read from JSON, with the types of its shape.

    Raises:
        UnlikeError: It is the result of another schema.
    """
    fit = Fitted({})
    fit.values = _fields(result, shape, "", fit)
    return fit


def as_json(value: Any) -> str:  # noqa: ANN401  (any JSON)
    """A value as JSON on one line. What JSON has no word for (a number that is none, or endless) is null."""
    return to_json(value, inf_nan_mode="null").decode()


class _Typed(GenerateJsonSchema):
    """JSON Schema has no decimals and no dates of its own; these words are ours, and only this module reads them."""

    def decimal_schema(self, schema: Any) -> dict[str, Any]:  # noqa: ANN401, ARG002  (pydantic's own; one decimal is as another)
        """A decimal."""
        return {"type": "decimal"}

    def date_schema(self, schema: Any) -> dict[str, Any]:  # noqa: ANN401, ARG002  (the same)
        """A day."""
        return {"type": "date"}

    def emit_warning(self, kind: Any, detail: str) -> None:  # noqa: ANN401  (the same)
        """A default that JSON cannot hold changes no column."""


# A date with a time stays text: the same field may come with a zone or without, and no column of times holds both.
_KINDS: dict[str, Kind] = {
    "string": "text",
    "integer": "whole",
    "number": "number",
    "decimal": "decimal",
    "boolean": "yes/no",
    "date": "date",
}


class _Reader:
    """Makes shapes of JSON Schemas."""

    def __init__(self, defs: dict[str, Any]) -> None:
        self.defs = defs
        self._open: list[str] = []

    def shape(self, schema: dict[str, Any]) -> Shape:
        if "$ref" in schema:
            return self._ref(schema["$ref"].removeprefix("#/$defs/"))
        if "anyOf" in schema:
            parts = [part for part in schema["anyOf"] if part != {"type": "null"}]
            return self.shape(parts[0]) if len(parts) == 1 else Leaf("json")
        kind = schema.get("type") or _kind_of_choices(schema.get("enum", []))
        if kind == "array" and "items" in schema and "prefixItems" not in schema:
            return Many(self.shape(schema["items"]))
        if kind == "object" and schema.get("properties"):
            return Fields(
                {name: self.shape(told) for name, told in schema["properties"].items()},
                frozenset(schema.get("required", ())),
                bool(schema.get("additionalProperties", False)),
            )
        return Leaf(_KINDS.get(kind, "json") if isinstance(kind, str) else "json")

    def _ref(self, name: str) -> Shape:
        """What holds itself has no end as a column; from there on it is JSON."""
        if name in self._open:
            return Leaf("json")
        self._open.append(name)
        shape = self.shape(self.defs[name])
        self._open.pop()
        return shape


def _kind_of_choices(values: list[Any]) -> str | None:
    """Choices of texts, or of whole numbers, that may be absent have no type of their own in JSON Schema."""
    types = {type(value) for value in values} - {type(None)}
    return {str: "string", int: "integer", bool: "boolean"}.get(types.pop()) if len(types) == 1 else None


def _fields(value: Any, shape: Fields, path: str, fit: Fitted) -> dict[str, Any]:  # noqa: ANN401  (any JSON)
    if not isinstance(value, dict):
        raise UnlikeError(f"{path or 'the result'} is {_shown(value)}, no object")
    more = [name for name in value if name not in shape.fields]
    if (more and not shape.open) or not shape.required <= value.keys():
        has, wanted = (", ".join(names)[:_SHOWN] or "nothing" for names in (value, shape.fields))
        raise UnlikeError(f"{path or 'the result'} has {has}; its fields would be {wanted}")
    before = f"{path}." if path else ""
    fit.unplaced += [(f"{before}{name}", as_json(value[name])) for name in more]
    return {name: _fit(value.get(name), part, f"{before}{name}", fit) for name, part in shape.fields.items()}


def _fit(value: Any, shape: Shape, path: str, fit: Fitted) -> Any:  # noqa: ANN401  (any JSON; any type)
    if value is None:
        return None
    if isinstance(shape, Fields):
        return _fields(value, shape, path, fit)
    if isinstance(shape, Many):
        if not isinstance(value, list):
            raise UnlikeError(f"{path} is {_shown(value)}, no list")
        return [_fit(one, shape.item, f"{path}[{n}]", fit) for n, one in enumerate(value)]
    try:
        return _leaf(value, shape.kind)
    except (Inexact, OverflowError):
        fit.unplaced.append((path, as_json(value)))
        return None
    except (ValueError, TypeError, InvalidOperation):
        raise UnlikeError(f"{path} is {_shown(value)}, no {shape.kind}") from None


def _leaf(value: Any, kind: Kind) -> Any:  # noqa: ANN401  (any JSON; any type)
    """One value with the type of its column.

    Raises:
        OverflowError, Inexact: The column has no room for it.
        ValueError, TypeError, InvalidOperation: It is something else.
    """
    if kind == "json":
        return as_json(value)
    if kind == "decimal":
        return _decimal(value)
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "number" and type(value) in {int, float}:
        return float(value)
    if type(value) is not {"text": str, "whole": int, "yes/no": bool}.get(kind):
        raise TypeError
    if kind == "whole" and value not in _INT64:
        raise OverflowError
    return value


def _decimal(value: Any) -> Decimal:  # noqa: ANN401  (any JSON)
    if type(value) not in {str, int, float}:
        raise TypeError
    exact = Decimal(str(value))
    if not exact.is_finite() or (exact and exact.adjusted() >= WHOLE):
        raise OverflowError
    return exact.quantize(_PLACE, context=_EXACT)


def _shown(value: Any) -> str:  # noqa: ANN401  (any JSON)
    text = as_json(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
