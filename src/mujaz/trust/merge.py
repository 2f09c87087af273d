"""What several windows of one article said, put together by what it means: one person in two spellings is one person."""

from __future__ import annotations

from itertools import dropwhile
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from mujaz.schema import Amount, Bilingual, DateMention, Event, EventDate, Money, Organization, Person, Place, Quote
from mujaz.text.arabic import fold
from mujaz.text.names import folded_words
from mujaz.trust.overall import listed_english

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

Named = TypeVar("Named", Person, Organization, Place)
T = TypeVar("T")


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(words).text.split())


# Words of respect and of office before a person's name; they are no part of it. Behind a name they may be («محمد الشيخ»).
_TITLES = _folded("السيد السيدة الدكتور الدكتورة الأستاذ الأستاذة جلالة سمو الشيخ الحاج الرئيس الملك الأمير الوزير")
# Who stands right behind one of these is somebody else: «محمد بن سلمان» is not سلمان, nor is «أبو مازن» مازن.
_PART_OF = _folded("بن ابن بنت أبو أبا أبي أم عبد آل ولد")
# A person called by another: «زوجة أحمد العلوي», «نجل الرئيس معمر القذافي».
_KIN = _folded(
    "ابن ابنة بنت نجل كريمة والد والدة أب أم زوج زوجة أرملة شقيق شقيقة أخ أخت عم حفيد حفيدة عائلة أسرة محامي محامية أتباع أنصار"
)
# What a place or an organization may be called with and without. Any other word before a name makes it another: «جنوب السودان»,
# «جامعة القاهرة», «ولاية الرباط», «برنامج الأمم المتحدة».
_CALLED: dict[type[BaseModel], frozenset[str]] = {
    Place: _folded("مدينة بلدة قرية دولة جمهورية الجمهورية المملكة العربية العاصمة"),
    Organization: _folded(
        "نادي فريق شركة مجموعة حزب حركة جبهة تنظيم جماعة منظمة هيئة مؤسسة جمعية وكالة قناة صحيفة جريدة موقع وزارة"
    ),
}
_ENOUGH = 4  # letters from which a missing long a is a way to spell a foreign name (ترامب, ترمب) and not another word
_OURS = ("ه", "ي")  # ends of Arabic names that differ by nothing else: سامية and سمية, حمادي and حمدي

_Key = tuple[tuple[str, ...], str | None]  # the words of a name as they are compared, and the country of a place


def merge_names(blocks: Iterable[Named]) -> list[Named]:
    """One block for each person, organization or place, in the order of their first mention.

    Two are the same when their words are the same in folded spelling, without titles and whether or not a long a is written; or
    when one is the end of the other, as a surname is, and of no other that is there. Of places and organizations only a word that
    says of what kind they are may be missing; two that a list gives one English name are one («الناتو», «حلف شمال الأطلسي»).
    Places in two countries are two, whatever they are called («عمان»).

    Args:
        blocks: What was found, window by window.

    Returns:
        The fullest Arabic form of each, with the English, role, kind and country that the first one with any had.
    """
    groups: dict[_Key, list[Named]] = {}
    called: dict[str, tuple[str, ...]] = {}
    for block in blocks:
        words, english = _words(block), listed_english(block)
        words = called.setdefault(english, words) if english else words
        groups.setdefault((words, getattr(block, "country", None)), []).append(block)
    _join(groups, _unplaced)
    _join(groups, _ends)
    return [_one(found) for found in groups.values()]


def _join(groups: dict[_Key, list[Named]], same: Callable[[_Key, _Key, Named], bool]) -> None:
    """Put each group into the one other that it is the same as, the longest first: each form of a name finds the next."""
    ending: dict[tuple[str, ...], list[_Key]] = {}
    for group in groups:
        for n in range(len(group[0])):
            ending.setdefault(group[0][n:], []).append(group)
    for group in sorted(groups, key=lambda group: -len(group[0])):
        fit = [o for o in ending[group[0]] if o in groups and o != group and same(group, o, groups[o][0])]
        if len(fit) == 1 and len({c for key in (group, fit[0]) for c in _countries(groups[key])}) <= 1:
            groups[fit[0]] += groups.pop(group)


def _countries(group: Sequence[Named]) -> set[str]:
    return {block.country for block in group if isinstance(block, Place) and block.country}


def _unplaced(group: _Key, other: _Key, _block: Named) -> bool:
    """Whether it is the same name, and nobody said in which country."""
    return group[0] == other[0] and group[1] is None


def _ends(group: _Key, other: _Key, block: Named) -> bool:
    """Whether what stands before a name in a longer one that ends with it leaves it the same."""
    before = other[0][: -len(group[0])]
    if not before:
        return False
    called = next((words for kind, words in _CALLED.items() if isinstance(block, kind)), None)
    return called.issuperset(before) if called else before[-1] not in _PART_OF and not _KIN.intersection(before)


def _words(block: Person | Organization | Place) -> tuple[str, ...]:
    """The words of a name as they are compared; a name without an Arabic letter is one word."""
    said = folded_words(block.ar) or [fold(block.ar).text]
    if isinstance(block, Person):
        said = list(dropwhile(_TITLES.__contains__, said)) or said
    return tuple(
        word if len(word) <= _ENOUGH or word.startswith("ال") or word.endswith(_OURS) else word.replace("ا", "") for word in said
    )


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
    """One block for each value of a unit; of no unit, for each text: 200 of one currency and 200 of another are two."""
    return _first(amounts, lambda amount: (amount.value, amount.unit or fold(amount.text).text, amount.unit is None))


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


def merge_fields(answers: Sequence[BaseModel]) -> tuple[dict[str, Any], list[tuple[str, Any]]]:
    """The fields of several answers for the same schema: lists joined, each element once; else the first value there is.

    Returns:
        The fields by name, those that no answer has left out; and, by the field's name, the values that another one stands for.
    """
    merged: dict[str, Any] = {}
    others: list[tuple[str, Any]] = []
    extra = [name for answer in answers for name in answer.model_extra or {}]  # what a schema lets in that it does not name
    for name in dict.fromkeys([*type(answers[0]).model_fields, *extra]):
        values = [value for answer in answers if (value := getattr(answer, name, None)) is not None]
        if any(isinstance(value, list) for value in values):
            merged[name] = _elements([e for value in values for e in (value if isinstance(value, list) else [value])])
        elif values:
            merged[name], *rest = _first(values, _meant)
            others += [(name, value) for value in rest]
    return merged, others


def _elements(elements: list[Any]) -> list[Any]:
    """Each element of a list once; of mujaz's own blocks, what is the same is known."""
    mergers: dict[type[BaseModel], Callable[[list[Any]], list[Any]]] = {
        **dict.fromkeys((Person, Organization, Place), merge_names),
        DateMention: merge_dates, Amount: merge_amounts, Quote: merge_quotes, Event: merge_events,
    }  # fmt: skip
    kinds = {type(element) for element in elements}
    merge = mergers.get(kinds.pop()) if len(kinds) == 1 else None
    return merge(elements) if merge else _first(elements, _meant)


def _meant(value: object) -> Hashable:
    """What a user's value says: words in whatever spelling, a figure however it is worded, anything else as it is."""
    if type(value) is Bilingual or type(value) is Quote:
        return fold(value.ar).text
    if type(value) is Money and value.unit:
        return value.value, value.unit
    if type(value) is EventDate:
        return value.value
    if isinstance(value, BaseModel):
        return fold(value.model_dump_json()).text
    return fold(value).text if isinstance(value, str) else repr(value)
