"""A user's own fields: from a class, a JSON Schema file or one line of text to the pydantic model that is asked for.

Whatever is wrong in a line or a file is told at once, each with its place and what mends it.
"""

from __future__ import annotations

import difflib
import importlib
import json
import re
import sys
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, Field, PydanticUserError, RootModel, create_model

from mujaz.errors import SettingsError
from mujaz.schema import Arabic, Bilingual, Block, English, EnglishNote, EventDate, Grounded, Money, Percent, Printed

if TYPE_CHECKING:
    from collections.abc import Container

_CLASS = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*")


@cache  # made when first asked for: pydantic would put a class made at the top of a module among the module's own names
def _kinds() -> dict[str, Any]:
    """What a field of one line can be, and the block it becomes."""
    return {
        "text": Bilingual,
        "words": Printed,
        "number": Grounded[Decimal],
        "money": Money,
        "date": EventDate,
        "percent": Percent,
        "yes/no": Grounded[bool],
    }


def schema_of(spec: type[BaseModel] | str | Path) -> type[BaseModel]:
    """The pydantic model that some fields of your own are.

    Args:
        spec: A pydantic model; `package.module:Model`, importable from the current folder too; a JSON Schema file (a `Path`, or a
            name that ends in `.json`); or one line such as `court, judge, verdict: guilty|acquitted, fine: money`: names between
            commas, each with a kind after a colon (text when there is none; text, words, number, money, date, percent, yes/no, or
            choices between bars) and `*` behind it where there may be several.

    Raises:
        SettingsError: It cannot be used; everything that is wrong in it is told.
    """
    if isinstance(spec, type):
        return _usable(spec, spec.__name__)
    text = str(spec).strip()
    if isinstance(spec, Path) or text.endswith(".json"):
        return _usable(_of_file(Path(text).expanduser()), text)
    if _CLASS.fullmatch(text) and text.partition(":")[2] not in _kinds():
        return _usable(_imported(text), text)
    return _of_line(text)


def _usable(model: Any, name: str) -> type[BaseModel]:  # noqa: ANN401  (whatever a name stands for)
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        raise SettingsError(f"--schema {name}: it is no pydantic model; give a class made from pydantic.BaseModel.")
    if issubclass(model, RootModel) or not model.model_fields:
        raise SettingsError(f"--schema {name}: it has no fields; a model answers with an object, so give a class with fields.")
    try:
        model.model_json_schema()
    except PydanticUserError as error:  # a callable, a class of no known shape, a name that stands for nothing yet
        told = str(error).partition("\n")[0].rstrip(".")
        raise SettingsError(f"--schema {name}: no model can be asked for it ({told}); give its fields types of JSON.") from None
    return model


def _imported(spec: str) -> Any:  # noqa: ANN401  (whatever the name stands for)
    """What `package.module:Model` names. The current folder comes last, so that no file in it hides an installed package."""
    module_name, _, name = spec.partition(":")
    here = str(Path.cwd())
    sys.path.append(here)
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name and not f"{module_name}.".startswith(f"{error.name}."):
            raise SettingsError(
                f"--schema {spec}: {module_name} needs the module {error.name}, which is not installed."
            ) from None
        raise SettingsError(
            f"--schema {spec}: there is no module {module_name} in the current folder or installed; "
            f"mend its name, or write two choices or more for a field of one line ('verdict: guilty|acquitted')."
        ) from None
    except Exception as error:
        raise SettingsError(f"--schema {spec}: {module_name} cannot be imported ({type(error).__name__}: {error}).") from error
    finally:
        sys.path.remove(here)
    if not hasattr(module, name):
        models = [n for n, thing in vars(module).items() if isinstance(thing, type) and issubclass(thing, BaseModel)]
        near = ", ".join(n for n in models if getattr(module, n).__module__ == module_name) or "no pydantic model"
        raise SettingsError(f"--schema {spec}: {module_name} has no {name}; it has {near}.")
    return getattr(module, name)


def _wrong_name(name: str) -> str | None:
    """Why a field cannot be called so: its name becomes an attribute of a pydantic model and a step of a path."""
    if not name.isidentifier() or name.startswith("_"):
        return f"{name!r} is no name; write letters, digits and _ only, a letter first"
    if hasattr(BaseModel, name) or name.startswith("model_"):
        return f"{name!r} is a name that pydantic keeps for itself; write {name}_ or another"
    return None


# One line.


def _of_line(text: str) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    wrong: list[str] = []
    at = 1
    for part in text.split(","):
        place = at + len(part) - len(part.lstrip())
        at += len(part) + 1
        name, _, kind = (piece.strip() for piece in part.partition(":"))
        name, several = _starred(name)
        why = _wrong_part(part.strip(), name, fields)
        if why:
            wrong.append(f"at {place}: {why}")
        kind, many = ("", True) if kind == "list" else _starred(kind)
        made: Any = Bilingual if many and not kind else _kind_of(kind) if ":" in part else Bilingual
        if isinstance(made, str):
            behind = part.partition(":")[2].strip()
            wrong.append(f"at {place + len(part.strip()) - len(behind)}: {made}")
        else:
            fields[name] = (list[made], ...) if several or many else (made | None, ...)
    if wrong:
        raise SettingsError(f"--schema {text!r}: {'; '.join(wrong)}.")
    return create_model("Fields", __base__=Block, **fields)


def _wrong_part(part: str, name: str, before: Container[str]) -> str | None:
    """What is wrong with the name of one field."""
    if "،" in part or "؛" in part:
        return f"«{part}» has an Arabic comma; write , between fields"
    if not name:
        return "a field is missing; write its name, or take the comma out"
    return _wrong_name(name) or (f"the field {name} stands twice; take one out" if name in before else None)


def _starred(text: str) -> tuple[str, bool]:
    """A name or kind without the `*` or `list` behind it, and whether it had one."""
    found = re.fullmatch(r"(.*?)\s*\*|(.*?)\s+list", text)
    return (found[1] or found[2] or "", True) if found else (text, False)


def _kind_of(kind: str) -> Any:  # noqa: ANN401  (a type, or what is wrong with the kind)
    if not kind:
        return f"nothing stands behind the colon; write one of {', '.join(_kinds())}, or take the colon out"
    if "|" not in kind:
        near = difflib.get_close_matches(kind.lower(), _kinds(), 1)
        mend = f"did you mean {near[0]}?" if near else f"write one of {', '.join(_kinds())}, or choices with | between them"
        return _kinds().get(kind) or f"unknown kind {kind!r}; {mend}"
    choices = [choice.strip() for choice in kind.split("|")]
    if "" in choices:
        return f"an empty choice in {kind!r}; write a word on both sides of each |"
    if len(set(choices)) < len(choices):
        return f"a choice stands twice in {kind!r}; take one out"
    return Grounded[Literal[tuple(choices)]]  # type: ignore[misc]  # the choices are known when it runs


# A JSON Schema file.

_NOTES = {"title", "description", "$schema", "$id", "$comment", "$defs", "examples"}  # what only tells a reader something
_BLOCKS = {"mujaz:Money": Money, "mujaz:Bilingual": Bilingual, "mujaz:EventDate": EventDate, "mujaz:Percent": Percent}
_MARKED: dict[str, tuple[Any, Any]] = {  # by its marker: a text that must be there, and one that may be null
    "words": (Printed, Printed | None),
    "arabic": (Arabic, Arabic | None),
    "english": (English, EnglishNote),
}
_SCALARS = {"string": str, "integer": int, "number": Decimal, "boolean": bool, "null": type(None)}
_ALLOWED = {
    "object": {"properties", "required", "additionalProperties"},
    "array": {"items"},
    "string": {"enum", "const", "format", "x-mujaz"},
    "integer": {"enum", "const"},
    "number": {"enum", "const"},
    "boolean": {"const"},
    "null": set(),
}


def _of_file(path: Path) -> type[BaseModel]:
    try:
        schema = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise SettingsError(f"--schema {path}: no such file; mend its name.") from None
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise SettingsError(f"--schema {path}: cannot be read as JSON ({error}); mend or replace it.") from None
    if not isinstance(schema, dict) or schema.get("type") != "object":
        raise SettingsError(f'--schema {path}: #: "type" is not "object"; a schema of fields is an object with properties.')
    reader = _Reader(schema)
    name = re.sub(r"\W", "", str(schema.get("title", ""))) or re.sub(r"\W", "_", path.stem)
    model = reader.object(schema, "#", name)
    if reader.wrong:
        raise SettingsError(f"--schema {path}: {'; '.join(reader.wrong)}.")
    return model


class _Reader:
    """Makes types of JSON Schemas, and gathers everything that it cannot make one of."""

    def __init__(self, root: dict[str, Any]) -> None:
        self.defs = root.get("$defs", {}) if isinstance(root.get("$defs"), dict) else {}
        self.wrong: list[str] = []
        self._made: dict[str, Any] = {}
        self._open: list[str] = []

    def object(self, schema: dict[str, Any], at: str, name: str) -> type[BaseModel]:
        self._only(schema, _ALLOWED["object"] | {"type"}, at)
        properties = schema.get("properties")
        if not isinstance(properties, dict) or not properties:
            self._say(at, '"properties" is missing or empty; name the fields in it')
            properties = {}
        if schema.get("additionalProperties", False) is not False:
            self._say(at, '"additionalProperties" can only be false; name every field')
        required = schema.get("required", [])
        if not isinstance(required, list) or not all(isinstance(r, str) for r in required):
            self._say(at, f'"required" {required!r} is no list of names; write ["NAME"]')
            required = []
        for unknown in [r for r in required if r not in properties]:
            self._say(at, f'"required" names {unknown!r}, which is no property; mend the name')
        fields = {key: self._field(key, value, f"{at}/properties/{key}", key in required) for key, value in properties.items()}
        if self.wrong:
            return Block
        return create_model(name, __base__=Block, __doc__=_told(schema), **fields)

    def _field(self, name: str, schema: Any, at: str, required: bool) -> Any:  # noqa: ANN401, FBT001  (JSON; a flag of the schema)
        if why := _wrong_name(name):
            self._say(at, why)
        if not isinstance(schema, dict):
            self._say(at, f'{schema!r} is no schema; write an object such as {{"type": "string"}}')
            return (str, ...)
        kind = self.type(schema, at, name, optional=not required)
        told = _told(schema)
        return (kind, Field(description=told) if required else Field(None, description=told))

    def type(self, schema: Any, at: str, name: str, *, optional: bool = False) -> Any:  # noqa: ANN401  (any JSON; any type)
        """The type of one schema."""
        if not isinstance(schema, dict):
            self._say(at, f"{schema!r} is no schema")
            return str
        bare, null = self._without_null(schema, at)
        optional = optional or null
        if "$ref" in bare:
            self._only(bare, {"$ref"}, at)
            made = self._ref(bare["$ref"], at)
        else:
            made = self._typed(bare, at, name, optional)
        return made | None if optional else made

    def _without_null(self, schema: dict[str, Any], at: str) -> tuple[dict[str, Any], bool]:
        """A schema without the null of its union, and whether there was one."""
        for union in ("anyOf", "oneOf"):
            if union in schema:
                parts = [p for p in schema[union] if p != {"type": "null"}] if isinstance(schema[union], list) else []
                if len(parts) != 1 or not isinstance(parts[0], dict):
                    self._say(at, f'"{union}" can only join one schema with {{"type": "null"}}; leave one of them')
                    parts = [{"type": "string"}]
                self._only(schema, {union}, at)
                return parts[0], True
        kinds = schema.get("type")
        if isinstance(kinds, list) and "null" in kinds and len(kinds) == 2:
            return {**schema, "type": next(k for k in kinds if k != "null")}, True
        return schema, False

    def _ref(self, ref: Any, at: str) -> Any:  # noqa: ANN401  (any JSON; any type)
        if str(ref) in _BLOCKS:
            return _BLOCKS[str(ref)]
        name = str(ref).removeprefix("#/$defs/")
        if name not in self.defs or not str(ref).startswith("#/$defs/"):
            self._say(at, f'"$ref" {ref!r} is not there; write #/$defs/NAME or one of {", ".join(_BLOCKS)}')
        elif name in self._open:
            self._say(at, f'"$ref" {ref!r} leads back to itself; a text has an end, so say how deep with more $defs')
        else:
            if name not in self._made:
                self._open.append(name)
                self._made[name] = self.type(self.defs[name], f"#/$defs/{name}", re.sub(r"\W", "_", name))
                self._open.pop()
            return self._made[name]
        return str

    def _typed(self, schema: dict[str, Any], at: str, name: str, optional: bool) -> Any:  # noqa: ANN401, FBT001  (see `_field`)
        kind = schema.get("type") or self._type_of_choices(schema)
        if not isinstance(kind, str) or kind not in _ALLOWED:
            self._say(
                at, f'"type" {kind!r} cannot be used; write one of {", ".join(_ALLOWED)}, or one of them and "null" in a list'
            )
            return str
        if kind == "object":
            return self.object(schema, at, _capital(name))
        self._only(schema, _ALLOWED[kind] | {"type"}, at)
        if kind == "array":
            if "items" not in schema:
                self._say(at, '"items" is missing; say what the list holds')
            return list[self.type(schema.get("items", {"type": "string"}), f"{at}/items", name)]  # type: ignore[misc]
        if "enum" in schema or "const" in schema:
            return self._choices(schema, at)
        if "format" in schema and schema["format"] != "date":
            self._say(at, f'"format" {schema["format"]!r} cannot be used; write date, or take it out')
        if "x-mujaz" in schema and str(schema["x-mujaz"]) not in _MARKED:
            self._say(at, f'"x-mujaz" {schema["x-mujaz"]!r} is unknown; write one of {", ".join(_MARKED)}')
            return str
        if "x-mujaz" in schema:
            return _MARKED[schema["x-mujaz"]][optional]
        return date if schema.get("format") == "date" else _SCALARS[kind]

    def _type_of_choices(self, schema: dict[str, Any]) -> str | None:
        """An enum or a const without a type has that of its values."""
        values = schema.get("enum", [schema["const"]] if "const" in schema else [])
        return next((k for k, t in _SCALARS.items() if isinstance(values, list) and values and type(values[0]) is t), None)

    def _choices(self, schema: dict[str, Any], at: str) -> Any:  # noqa: ANN401  (any type)
        values = schema.get("enum", [schema.get("const")])
        if not isinstance(values, list) or not values or not all(isinstance(v, str | int) or v is None for v in values):
            self._say(at, '"enum" must be a list of texts or whole numbers; write it so')
            return str
        return Literal[tuple(values)]

    def _only(self, schema: dict[str, Any], allowed: set[str], at: str) -> None:
        for keyword in schema:
            if keyword not in allowed | _NOTES:
                self._say(at, f'unsupported keyword "{keyword}"; take it out, and check it yourself')

    def _say(self, at: str, what: str) -> None:
        self.wrong.append(f"{at}: {what}")


def _told(schema: dict[str, Any]) -> str | None:
    """What a schema says of itself, where it is a text."""
    told = schema.get("description")
    return told if isinstance(told, str) else None


def _capital(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))
