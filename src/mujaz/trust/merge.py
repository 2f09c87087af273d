"""What several windows of one article said, put together by what it means: one person in two spellings is one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from mujaz.schema import Amount, DateMention, Event, Organization, Person, Place, Quote
from mujaz.text.arabic import fold
from mujaz.text.names import folded_words

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

Named = TypeVar("Named", Person, Organization, Place)
T = TypeVar("T")

# Words of respect and of office before a name; they are no part of it.
_TITLES = frozenset(
    fold(word).text
    for word in "السيد السيدة الدكتور الدكتورة الأستاذ الأستاذة جلالة سمو الشيخ الحاج الرئيس الملك الأمير الوزير".split()
)
_ENOUGH = 4  # letters from which a missing long a is a way to spell a foreign name (ترامب, ترمب) and not another word


def merge_names(blocks: Iterable[Named]) -> list[Named]:
    """One block for each person, organization or place, in the order of their first mention.

    Two are the same when their words are the same in folded spelling, without titles and whether or not a long a is written; or
    when one is the end of the other, as a surname is, and of no other that is there.

    Args:
        blocks: What was found, window by window.

    Returns:
        The fullest Arabic form of each, with the English, role, kind and country that the first one with any had.
    """
    groups: dict[tuple[str, ...], list[Named]] = {}
    for block in blocks:
        groups.setdefault(_key(block.ar), []).append(block)
    for key in sorted(groups, key=len):  # the shortest first: a surname, then a given name with it
        longer = [other for other in groups if len(other) > len(key) and other[-len(key) :] == key]
        if len(longer) == 1:
            groups[longer[0]] += groups.pop(key)
    return [_one(found) for found in groups.values()]


def _key(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared."""
    said = [word for word in folded_words(name) if word not in _TITLES] or folded_words(name)
    return tuple(word.replace("ا", "") if len(word) > _ENOUGH and not word.startswith("ال") else word for word in said)


def _one(found: list[Named]) -> Named:
    """The fullest of several blocks for the same, with what it lacks taken from the others."""
    fullest = max(found, key=lambda block: len(folded_words(block.ar)))
    for name in type(fullest).model_fields:
        if getattr(fullest, name) is None:
            known = next((value for block in found if (value := getattr(block, name)) is not None), None)
            fullest = fullest.model_copy(update={name: known})
    return fullest


def merge_dates(dates: Iterable[DateMention]) -> list[DateMention]:
    """One block for each day and what it is the day of; a day that nothing is said of adds nothing to one that has something."""
    every = list(dates)
    told = {day.value for day in every if day.of}
    return _first([day for day in every if day.of or day.value not in told], lambda day: (day.value, (day.of or "").lower()))


def merge_amounts(amounts: Iterable[Amount]) -> list[Amount]:
    """One block for each value of a unit."""
    return _first(amounts, lambda amount: (amount.value, amount.unit))


def merge_quotes(quotes: Iterable[Quote]) -> list[Quote]:
    """One block for each quoted passage, in whatever spelling."""
    return _first(quotes, lambda quote: fold(quote.ar).text)


def merge_events(events: Iterable[Event]) -> list[Event]:
    """One block for each passage that tells of an event."""
    return _first(events, lambda event: fold(event.ar).text)


def _first(blocks: Iterable[T], key: Callable[[T], Hashable]) -> list[T]:
    seen: dict[Hashable, T] = {}
    for block in blocks:
        seen.setdefault(key(block), block)
    return list(seen.values())


Fields = TypeVar("Fields", bound=BaseModel)


def merge_fields(answers: Sequence[Fields]) -> Fields:
    """One answer of several for the same schema: lists joined, each element once; else the first value that is not empty."""
    merged: dict[str, object] = {}
    for name in type(answers[0]).model_fields:
        values = [getattr(answer, name) for answer in answers]
        if any(isinstance(value, list) for value in values):
            elements = [element for value in values if isinstance(value, list) for element in value]
            merged[name] = _first(elements, _as_json)
        else:
            merged[name] = next((value for value in values if value is not None), None)
    return answers[0].model_copy(update=merged)


def _as_json(element: object) -> str:
    return element.model_dump_json() if isinstance(element, BaseModel) else repr(element)
