"""Checks that no single pair can make; what they find is likely, never certain.

A citation that has nothing to do with its sentence, one name spelled in two ways, a summary that is the article over again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mujaz.schema import Organization, Pair, Person, Place
from mujaz.text.arabic import fold, words, words_of
from mujaz.text.exonyms import stems_of
from mujaz.text.named.english import english_of
from mujaz.text.names import folded_words, likeness, readings
from mujaz.trust.names import ENOUGH, SAME, ArabicWords, name_words, openings, read_share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic import BaseModel

    from mujaz.result import Check
    from mujaz.trust.evidence import Leaf

# Words of a sentence that its cited sentences must share: of the hand-written answers every sentence shares 64 % or more; against
# another sentence of the same article one in twenty shares this much (`make bench-trust` prints both).
_SHARED = 0.3
# Words that it must share with the whole article when it cites nothing: of the hand-written answers every sentence shares 86 % or
# more; of the sentences of other articles one in a hundred shares this much (and one in twenty 30 %).
_SHARED_WHOLE = 0.4
_STEM = 4  # letters at the front by which two Arabic words are forms of one: «مشاريع» and «مشروع» fail this, most do not

# An organization's name is translated word by word, so most of it need not sound like the Arabic; one word in four must be known.
_ORGANIZATION = 0.25

_RUN = 5  # words in a row that are a copy and no accident
# Share of the article's runs that a summary may repeat, in an article that is long enough to be summarized at all.
_MOST_COPIED, _FEWEST_WORDS = 0.5, 100


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that a check found: see `mujaz.result.Finding`."""

    path: str
    check: Check
    expected: str | None
    found: str | None
    message: str


def off_topic(arabic: str, source: str, *, cites: bool = True) -> Iterator[Note]:
    """Whether a sentence shares too few words with the sentences that it cites, or with the whole article when it cites none."""
    theirs = _stems(source)
    ours = _stems(arabic)
    if ours and len(ours & theirs) < (_SHARED if cites else _SHARED_WHOLE) * len(ours):
        share = f"{len(ours & theirs)} of its {len(ours)} words"
        told = f"the sentences that it cites have only {share}; they may be the wrong ones"
        yield Note("", "content", None, arabic, told if cites else f"the article has only {share}; it may say nothing of this")


def _stems(text: str) -> set[str]:
    """The longer words of a text, without what is attached to their fronts, and cut to their stems."""
    return {stem[:_STEM] for word in folded_words(text) if len(stem := readings(word)[-1]) >= _STEM - 1}


def listed_english(block: BaseModel) -> str | None:
    """What a list says that a place or an organization is called in English, if it is one that a list has."""
    if isinstance(block, Place):
        return english_of("place", block.ar)
    return english_of("organization", block.ar) if isinstance(block, Organization) else None


def known_name(leaf: Leaf) -> bool:
    """Whether an English name is the one that a list has for its Arabic: no sound leads from «جزر القمر» to "Comoros"."""
    return leaf.name == "en" and leaf.value is not None and leaf.value == listed_english(leaf.owner)


def misnamed(leaf: Leaf) -> Iterator[Note]:
    """Whether the English name of a person, place or organization can be read off its Arabic one."""
    owner = leaf.owner
    if leaf.name != "en" or not leaf.value or not isinstance(owner, Person | Place | Organization):
        return
    if known_name(leaf):
        return
    least = _ORGANIZATION if isinstance(owner, Organization) else ENOUGH
    if read_share(leaf.value, ArabicWords(owner.ar)) < least:
        yield Note(leaf.path, "name", owner.ar, leaf.value, f"«{leaf.value}» cannot be read off «{owner.ar}»")


def respelled(every: Sequence[Leaf]) -> Iterator[Note]:
    """Whether one name is spelled in two ways: twice in the lists, or in a list and in a sentence that has it in Arabic."""
    named = [leaf for leaf in every if leaf.name == "en" and leaf.value and isinstance(leaf.owner, Person | Place | Organization)]
    first: dict[str, Leaf] = {}
    for leaf in named:
        other = first.setdefault(fold(leaf.owner.ar).text, leaf)  # type: ignore[attr-defined]  # see `named`
        if other.value.lower() != leaf.value.lower():
            told = f"«{leaf.value}» is «{other.value}» in {other.path}; one name has one spelling"
            yield Note(leaf.path, "name", other.value, leaf.value, told)
    spelled = [(leaf, spelling) for leaf in first.values() for spelling in _spellings(leaf)]
    for leaf in every:
        arabic = getattr(leaf.owner, "ar", None)
        if leaf.holds == "english" and leaf.value and isinstance(arabic, str) and leaf not in named:
            yield from _otherwise(leaf, arabic, spelled)


def _spellings(leaf: Leaf) -> Iterator[tuple[str, str]]:
    """The words of a name that sound alike in both languages, Arabic and English."""
    for word in folded_words(leaf.owner.ar):  # type: ignore[attr-defined]  # a person, place or organization
        for own in readings(word):
            for english in name_words(leaf.value):
                if len(own) >= _STEM and not stems_of(english) and likeness(own, english) >= SAME:
                    yield own, english


def _otherwise(leaf: Leaf, arabic: str, spelled: Sequence[tuple[Leaf, tuple[str, str]]]) -> Iterator[Note]:
    here = {r for word in folded_words(arabic) for r in readings(word)}
    said = name_words(leaf.value)
    lower = {word.lower() for word in said}
    for owner, (own, english) in spelled:
        if own not in here or english.lower() in lower:
            continue
        for word in said:
            if likeness(own, word) >= SAME and word.lower() not in owner.value.lower() and not stems_of(word):
                told = f"«{word}» is «{english}» in {owner.path}; one name has one spelling"
                yield Note(leaf.path, "name", english, word, told)


def misplaced(every: Sequence[Leaf]) -> Iterator[Note]:
    """Whether a person of the list opens an English sentence whose Arabic does not name them: «Biden said» for «قال ترامب»."""
    known = {
        word
        for leaf in every
        if isinstance(leaf.owner, Person) and leaf.name == "en" and leaf.value
        for word in name_words(leaf.value)
        if ArabicWords(leaf.owner.ar).has(word)  # and no «King» or «President»
    }
    for leaf in every if known else ():
        arabic = getattr(leaf.owner, "ar", None)
        if leaf.holds == "english" and leaf.value and isinstance(arabic, str):
            for word in openings(leaf.value):
                if word in known and not ArabicWords(arabic).has(word):
                    yield Note(leaf.path, "name", None, word, f"the name «{word}» cannot be read off the Arabic")


def listed(leaf: Leaf) -> bool:
    """Whether it belongs to a sentence of a summary: a pair in a list. A pair by itself is a headline."""
    return isinstance(leaf.owner, Pair) and leaf.block.endswith("]")


def copied(every: Sequence[Leaf], folded: str) -> Iterator[Note]:
    """Whether the Arabic of a summary is most of the article, which is given folded, over again."""
    lists: dict[str, list[Leaf]] = {}
    for leaf in every:
        if listed(leaf) and leaf.holds == "arabic":
            lists.setdefault(leaf.block.rpartition("[")[0], []).append(leaf)
    if not lists or len(own := words_of(folded)) < _FEWEST_WORDS:
        return
    runs = _runs(own)
    for path, sentences in lists.items():
        repeated = len(runs & {run for leaf in sentences for run in _runs(words(leaf.value))})
        if repeated > _MOST_COPIED * len(runs):
            share = round(100 * repeated / len(runs))
            yield Note(path, "copying", None, f"{share} %", f"the summary repeats {share} % of the article word for word")


def _runs(text: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(text[n : n + _RUN]) for n in range(len(text) - _RUN + 1)}
