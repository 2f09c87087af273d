"""Sixth station: for every text and value of a summary, the place in the article that says it."""

from __future__ import annotations

import typing
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, RootModel

from mujaz.schema import (
    Amount,
    Bilingual,
    Block,
    DateMention,
    Event,
    EventDate,
    Grounded,
    Holds,
    Money,
    Organization,
    Pair,
    Person,
    Place,
    Quote,
    SummarySentence,
)
from mujaz.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pydantic.fields import FieldInfo

    from mujaz.text.segment import Sentence
    from mujaz.trust.ground import Index


@dataclass(frozen=True, slots=True)
class Leaf:
    """One text or value of a summary.

    Attributes:
        path: Where it stands, such as `people[0].ar`.
        owner: The block that has it.
        name: The field's name in that block.
        holds: What kind of text it is; `value` for what is no text.
        value: What it says; `None` for English that was withheld.
    """

    path: str
    owner: BaseModel
    name: str
    holds: Literal["words", "arabic", "english", "value"]
    value: Any

    @property
    def block(self) -> str:
        """The path of the block that has it; empty for the summary itself."""
        return self.path.removesuffix(self.name).removesuffix(".")

    @property
    def own(self) -> bool:
        """Whether the field is of a user's own model, and not of one of mujaz's blocks."""
        return _own(type(self.owner), self.name)

    @property
    def pair(self) -> tuple[str, str] | None:
        """The names of the two fields of its block that say the same in Arabic and in English, where it has such fields."""
        owner = self.owner
        if isinstance(owner, Pair | Quote | Event | Bilingual):
            return "ar", "en"
        if isinstance(owner, Grounded) and self.holds == "english":
            return "text", "value"
        if self.name in _SIDES and self.own and _two_sided(type(owner)) and owner.ar is not None:  # type: ignore[attr-defined]
            return "ar", "en"
        return None  # English alone is held against the article


_SIDES = {"ar", "en"}  # a block that names two fields so says one thing twice, whoever made it
_KINDS = 256  # models whose fields are remembered: a schema has some ten


@lru_cache(maxsize=16 * _KINDS)
def _own(kind: type[BaseModel], name: str) -> bool:
    blocks = (base for base in kind.__mro__ if base.__module__ == Block.__module__)
    return not any(name in getattr(base, "model_fields", ()) for base in blocks)


@lru_cache(maxsize=_KINDS)
def _two_sided(kind: type[BaseModel]) -> bool:
    """Whether a block of a user's own says one thing in Arabic and in English."""
    if not kind.model_fields.keys() >= _SIDES:
        return False
    arabic, english = _marker(kind.model_fields["ar"]), _marker(kind.model_fields["en"])
    return bool(arabic and english) and arabic.what != "english" and english.what == "english"  # type: ignore[union-attr]


@lru_cache(maxsize=_KINDS)
def _fields(kind: type[BaseModel]) -> tuple[tuple[str, Literal["words", "arabic", "english", "value"], bool], ...]:
    """The fields of a model: the name of each, what it holds, and whether its English must be said."""
    return tuple((name, marked(None, field) or "value", _must_be_said(field)) for name, field in kind.model_fields.items())


def leaves(model: BaseModel, path: str = "") -> Iterator[Leaf]:
    """Walk every text and value of a model, at any depth. Optional fields that are empty are left out."""
    for name, what, must in _fields(type(model)):
        value = getattr(model, name)
        here = f"{path}.{name}" if path and not isinstance(model, RootModel) else path or name
        if value is None and must:
            yield Leaf(here, model, name, "english", None)
        elif isinstance(value, str):  # nearly all are texts
            yield Leaf(here, model, name, what, value)
        elif value is not None:
            yield from _inside(value, Leaf(here, model, name, what, None))
    for name, value in (model.model_extra or {}).items():
        yield from _inside(value, Leaf(f"{path}.{name}" if path else name, model, name, "value", None))


def _inside(value: Any, at: Leaf) -> Iterator[Leaf]:  # noqa: ANN401  (whatever a field may hold)
    """The leaves of one field's value: of its models, of each marked text in a list or a dict, or the value itself."""
    if isinstance(value, BaseModel):
        yield from leaves(value, at.path)
    elif isinstance(value, list | tuple | dict) and (at.holds != "value" or _has_models(value)):
        steps = (
            [(f".{k}", v) for k, v in value.items()] if isinstance(value, dict) else [(f"[{n}]", v) for n, v in enumerate(value)]
        )
        for step, element in steps:
            there = Leaf(at.path + step, at.owner, at.name + step, at.holds, None)
            if element is None and at.holds == "english":
                yield there
            yield from _inside(element, there)
    elif value is not None and value != []:
        # The marker of `tuple[Words, int]` speaks of its texts only.
        yield Leaf(at.path, at.owner, at.name, at.holds if isinstance(value, str) else "value", value)


def _must_be_said(field: FieldInfo) -> bool:
    """English that is not there was withheld, but for a note, and for `English | None`, whose marker stands inside the union."""
    return any(marker.what == "english" and not marker.optional for marker in _holds(field.metadata))


def _has_models(value: Any) -> bool:  # noqa: ANN401  (whatever a field may hold)
    if isinstance(value, dict):
        return any(map(_has_models, value.values()))
    return isinstance(value, BaseModel) or (isinstance(value, list | tuple) and any(map(_has_models, value)))


def evidence(every: Sequence[Leaf], index: Index, sentences: Sequence[Sentence]) -> dict[str, tuple[Span, ...]]:
    """Find what each leaf rests on.

    Args:
        every: The leaves of a summary.
        index: The article, folded.
        sentences: The article's sentences.

    Returns:
        By path: for the article's own words, where they stand; for a summary sentence, the sentences it cites; for the
        English or the value of a block, the place of the block's own words. A path without a place is left out.
    """
    found: dict[str, tuple[Span, ...]] = {}
    blocks: dict[str, tuple[Span, ...]] = {}
    for leaf in every:
        if leaf.holds == "words" and (span := index.find(leaf.value)):
            found[leaf.path] = (span,)
            if leaf.name == _own_words(leaf.owner):
                blocks[leaf.block] = (span,)
        elif isinstance(leaf.owner, SummarySentence) and leaf.name == "sources":
            blocks[leaf.block] = cited(leaf.value, sentences)
    for leaf in every:
        if leaf.holds != "words" and blocks.get(leaf.block):
            found[leaf.path] = blocks[leaf.block]
    return found


def cited(numbers: Sequence[int], sentences: Sequence[Sentence]) -> tuple[Span, ...]:
    """The sentences with these numbers; numbers that no sentence has are left out."""
    return tuple(
        Span(sentences[n - 1].start, sentences[n - 1].end, "exact") for n in dict.fromkeys(numbers) if 1 <= n <= len(sentences)
    )


# Which field of a block is the article's own words for the whole of it.
_OWN_WORDS: dict[type[BaseModel], str] = {
    Person: "ar",
    Organization: "ar",
    Place: "ar",
    Quote: "ar",
    Event: "ar",
    Bilingual: "ar",
    DateMention: "text",
    Amount: "text",
    Money: "text",
    EventDate: "text",
    Grounded: "text",
}


def _own_words(owner: BaseModel) -> str | None:
    """A block made from one of these keeps its words; in a user's own pair its Arabic may be the article's words."""
    named = next((_OWN_WORDS[kind] for kind in type(owner).__mro__ if kind in _OWN_WORDS), None)
    return named or ("ar" if type(owner).model_fields.keys() >= _SIDES else None)


def holds(owner: BaseModel, name: str) -> str:
    """What kind of text a field holds; `value` for what is no text."""
    marker = _marker(type(owner).model_fields[name])
    return marker.what if marker else "value"


def marked(annotation: Any, field: FieldInfo | None = None) -> Literal["words", "arabic", "english"] | None:  # noqa: ANN401
    """What kind of text an annotation, or the field that has it, is marked to hold; `None` for what is no marked text."""
    marker = _marker(field) if field else _of_annotation(annotation)
    return marker.what if marker else None


def _marker(field: FieldInfo) -> Holds | None:
    return next(_holds(field.metadata), None) or _of_annotation(field.annotation)


def _holds(metadata: Iterable[Any]) -> Iterator[Holds]:
    """The markers among what an annotation carries; `Annotated[str, Words]` carries one inside another."""
    for extra in metadata:
        if isinstance(extra, Holds):
            yield extra
        elif typing.get_origin(extra) is Annotated:
            yield from _holds(extra.__metadata__)


def _of_annotation(annotation: Any) -> Holds | None:  # noqa: ANN401  (any annotation)
    """The marker inside `Words | None`, where pydantic leaves it on the member of the union, or inside a named type."""
    if typing.get_origin(annotation) is Annotated:
        found = next(_holds(annotation.__metadata__), None)
        return found or _of_annotation(annotation.__origin__)
    if hasattr(annotation, "__value__"):
        return _of_annotation(annotation.__value__)
    return next((marker for part in typing.get_args(annotation) if (marker := _of_annotation(part))), None)
