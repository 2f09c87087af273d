"""The fields of a schema as a prompt lists them: their names, what kind each is, and what its author says of it."""

from __future__ import annotations

import inspect
import types
import typing
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from pydantic import BaseModel, RootModel

from mujaz.schema import Amount, Bilingual, DateMention, EventDate, Grounded, Holds, Money, Pair, Percent, SummarySentence
from mujaz.trust.evidence import marked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

# What prompts/fields.md calls the blocks; a block comes before the one it is made from.
_KINDS: dict[type[BaseModel], str] = {
    SummarySentence: "sentence (a pair with sources)",
    Pair: "pair",
    Bilingual: "text",
    Money: "money",
    Percent: "percentage (text, value, unit)",
    Amount: "amount",
    EventDate: "date",
    DateMention: "date, and `of` what happened then",
}
_PLAIN = {str: "string", int: "whole number", float: "number", Decimal: "number", bool: "yes or no", date: "date"}
_MARKED = {"words": "words", "arabic": "Arabic", "english": "English"}


@lru_cache(maxsize=64)  # a run has one schema
def described(schema: type[BaseModel]) -> str:
    """The fields of a schema, one a line, those of a block below it."""
    own = _first_line(schema)
    return "\n".join([*([own, ""] if own else []), "The fields:", "", *_lines(schema, "", (schema,))])


def _lines(schema: type[BaseModel], indent: str, inside: tuple[type[BaseModel], ...]) -> Iterator[str]:
    for name, field in schema.model_fields.items():
        kind, below = _kind(field.annotation, field)
        said = field.description or (_first_line(below) if below else None)
        yield f"{indent}- {field.alias or name}: {kind}{f' — {said}' if said else ''}"
        if below and below not in inside:  # a schema that holds itself is listed once
            yield from _lines(below, f"{indent}  ", (*inside, below))


def _kind(annotation: Any, field: FieldInfo | None = None) -> tuple[str, type[BaseModel] | None]:  # noqa: ANN401
    """What a field is called, and the model whose fields are listed below it."""
    marker = marked(annotation, field)
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in {list, tuple, set, frozenset}:
        kind, below = _kind(parts[0], None) if parts else ("values", None)
        return f"list of {_MARKED[marker] if marker else kind}", below
    if marker:
        own = next((m for m in field.metadata if isinstance(m, Holds)), None) if field else None
        # English is `None` when the program withheld it; to the model that is no choice.
        null = (" or null" if own.optional else "") if own else _or_null(annotation)
        return f"{_MARKED[marker]}{null}", None
    if origin is Annotated or hasattr(annotation, "__value__"):
        return _kind(annotation.__origin__ if origin is Annotated else annotation.__value__)
    if origin in {Union, types.UnionType}:
        return _union(annotation)
    if origin is Literal:
        return f"one of {', '.join(map(str, parts))}", None
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _model(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return f"one of {', '.join(str(choice.value) for choice in annotation)}", None
    return _PLAIN.get(annotation, "value"), None


def _union(annotation: Any) -> tuple[str, type[BaseModel] | None]:  # noqa: ANN401  (a union)
    kinds = [_kind(part) for part in typing.get_args(annotation) if part is not type(None)]
    below = next((below for _, below in kinds if below), None)
    return f"{' or '.join(kind for kind, _ in kinds)}{_or_null(annotation)}", below


def _or_null(annotation: Any) -> str:  # noqa: ANN401  (any annotation)
    return (
        " or null"
        if typing.get_origin(annotation) in {Union, types.UnionType} and type(None) in typing.get_args(annotation)
        else ""
    )


def _model(model: type[BaseModel]) -> tuple[str, type[BaseModel] | None]:
    if issubclass(model, RootModel):
        return _kind(model.model_fields["root"].annotation, model.model_fields["root"])
    if issubclass(model, Grounded):
        value = model.model_fields["value"]
        kind, below = _kind(value.annotation, value)
        return f"{kind}, with text and value", below
    known = next((kind for block, kind in _KINDS.items() if issubclass(model, block)), None)
    if known and model.__module__ == Pair.__module__:
        return known, None
    return "the following", model


def _first_line(model: type[BaseModel]) -> str | None:
    """What the author of a model says of it; what it inherits is not its own."""
    own = model.__dict__.get("__doc__")
    return inspect.cleandoc(own).partition("\n")[0] if own else None
