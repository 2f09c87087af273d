"""Sixth station: for every text and value of a summary, the place in the article that says it."""

from __future__ import annotations

import typing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel

from mujaz.schema import Amount, DateMention, Event, Holds, Organization, Person, Place, Quote, SummarySentence
from mujaz.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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


def leaves(model: BaseModel, path: str = "") -> Iterator[Leaf]:
    """Walk every text and value of a model, at any depth. Optional fields that are empty are left out."""
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        here = f"{path}.{name}" if path else name
        if isinstance(value, BaseModel):
            yield from leaves(value, here)
        elif isinstance(value, list) and any(isinstance(v, BaseModel) for v in value):
            for n, element in enumerate(value):
                yield from leaves(element, f"{here}[{n}]")
        elif isinstance(value, list) and (marker := _marker(field)):
            for n, text in enumerate(value):
                yield Leaf(f"{here}[{n}]", model, f"{name}[{n}]", marker.what, text)
        else:
            marker = _marker(field)
            withheld = marker is not None and marker.what == "english" and not marker.optional
            if (value is not None and value != []) or withheld:
                yield Leaf(here, model, name, marker.what if marker else "value", value)


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
            if leaf.name == _OWN_WORDS.get(type(leaf.owner)):
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
    DateMention: "text",
    Amount: "text",
}


def _marker(field: FieldInfo) -> Holds | None:
    for extra in field.metadata:
        if isinstance(extra, Holds):
            return extra
    return _inside(field.annotation)


def _inside(annotation: Any) -> Holds | None:  # noqa: ANN401  (any annotation)
    """The marker inside `Words | None`, where pydantic leaves it on the member of the union."""
    if typing.get_origin(annotation) is Annotated:
        return next((extra for extra in annotation.__metadata__ if isinstance(extra, Holds)), None)
    return next((marker for part in typing.get_args(annotation) if (marker := _inside(part))), None)
