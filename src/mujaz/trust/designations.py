"""What is no value and yet must be the same in both languages: numbers in names (COVID-19, Mohammed VI), scores, «thousands»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from mujaz.text.arabic import fold
from mujaz.text.lexicon import pattern
from mujaz.trust.figures import numbers
from mujaz.trust.names import ArabicWords

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mujaz.text.values import Value

# A capitalized word or an Arabic one of three letters, a hyphen (in English it may be missing), and up to four digits that
# nothing makes a larger number. Shorter Arabic words before digits are what is attached to them («الـ20»), not names.
_ENGLISH = re.compile(r"(?<![\w.,])([A-Z][A-Za-z]*)[-‑–]?(\d{1,4})(?![.,]?\d|\w)")
_ARABIC = re.compile(r"(?<![\w.,])([\u0621-\u064a]{3,})[-‑–](\d{1,4})(?![.,]?\d|\w)")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Designation:
    """A name with a number in it.

    Attributes:
        text: As written.
        word: The name.
        number: Its digits, in ASCII.
    """

    text: str
    word: str
    number: str


def _named(pattern: re.Pattern[str], text: str) -> Iterator[Designation]:
    for found in pattern.finditer(text):
        yield Designation(found[0], found[1], fold(found[2]).text)


_DUAL = re.compile(r"\w{2}(?:ان|ين)\b")  # «الطرفان», «شرطيين»; plurals in ين, too


def exchanged(arabic: str, ours: Sequence[Value], english: str, theirs: Sequence[Value]) -> Iterator[tuple[str, str]]:
    """One for two, or two for one, each as written; nothing where a dual of the Arabic may say two.

    Args:
        arabic: The Arabic.
        ours: Its values.
        english: The English.
        theirs: Its values.
    """
    for few, other in ((1, 2), (2, 1)):
        said = next((v for v in theirs if v.value == few and v.kind in _COUNTED), None)
        was = next((v for v in ours if v.value == other and v.kind in _COUNTED), None)
        kept = few in numbers(ours) or other in numbers(theirs) or (few == 2 and _DUAL.search(fold(arabic).text))
        if said and was and not kept:
            yield arabic[was.start : was.end], english[said.start : said.end]


_COUNTED = {"number", "count"}
_ATTACHED = "[وف]?(?:[بل]?(?:ال)?|لل)"  # not ك: «كميات» are quantities, no hundreds
# Magnitudes that are no numbers, in both languages; the Arabic is folded.
_VAGUE = {
    "dozens": (pattern("dozens tens"), pattern("عشرات", before=_ATTACHED)),
    "hundreds": (pattern("hundreds"), pattern("ميات مايات", before=_ATTACHED)),
    "thousands": (pattern("thousands"), pattern("الاف الوف", before=_ATTACHED)),
    "millions": (pattern("millions"), pattern("ملايين", before=_ATTACHED)),
    "billions": (pattern("billions"), pattern("مليارات بلايين", before=_ATTACHED)),
}

_TENS_OF = pattern("عشرات(?=_ال(الاف|ملايين))", before=_ATTACHED)  # «عشرات» alone is "scores" and "many", too


def vague(english: str, arabic: str) -> Iterator[str]:
    """The magnitudes without a number («thousands») of an English text that its Arabic does not have, as written there."""
    folded = ""
    for theirs, ours in _VAGUE.values():
        if said := theirs.search(english):
            folded = folded or fold(arabic).text
            if not ours.search(folded):
                yield said[0]


def vague_lost(english: str, arabic: str, values: Sequence[Value]) -> Iterator[str]:
    """The magnitudes without a number («آلاف») of an Arabic text that its English says in no way, as written there.

    Args:
        english: The English.
        arabic: The Arabic.
        values: The values of the Arabic: «خمسة آلاف» is a number, and compared as one.
    """
    folded = fold(arabic)
    for name, (theirs, ours) in _VAGUE.items():
        if theirs.search(english):
            continue
        for said in (_TENS_OF if name == "dozens" else ours).finditer(folded.text):
            start, end = folded.span(*said.span())
            counted = any(v.start < end and start < v.end for v in values)
            if not counted and not re.search(rf"{name[:-1]}|\d", english, re.IGNORECASE):
                yield arabic[start:end]


_SCORE = re.compile(r"(?<![\w.,/:-])(\d{1,2}) ?- ?(\d{1,2})(?![.,/:-]?\d|-)")  # no date, no season, no telephone


def scores(arabic: str, english: str) -> Iterator[tuple[str, str]]:
    """Two numbers with a dash between them that are two others in the English («3-1», "3-0"), in any order, each as written."""
    folded = fold(arabic)
    ours = [(arabic[slice(*folded.span(*s.span()))], _pair(s)) for s in _SCORE.finditer(folded.text)]
    theirs = [(s[0], _pair(s)) for s in _SCORE.finditer(re.sub("[–−‑]", "-", english))] if ours else []
    lost = [words for words, pair in ours if pair not in {p for _, p in theirs}]
    yield from zip(lost, (words for words, pair in theirs if pair not in {p for _, p in ours}), strict=False)


def _pair(score: re.Match[str]) -> tuple[int, ...]:
    return tuple(sorted((int(score[1]), int(score[2]))))


# Behind a capitalized word, up to 39; a lone I is a numeral behind two of them only ("John Paul I", not "Then I").
_ROMAN = re.compile(r"\b[A-Z][\w'’.-]+ (?:(X{0,3}(?:IX|IV|V?I{2,3}|VI?|X))|(?<=[a-z] )(I))\b(?!['’]m|[.-]\w)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


def misnumbered(arabic: str, ours: Sequence[Value], english: str, theirs: Sequence[Value]) -> Iterator[tuple[str, str]]:
    """Names whose Roman numeral («Mohammed V») is another than the Arabic says («محمد السادس»).

    Args:
        arabic: The Arabic.
        ours: Its values.
        english: The English.
        theirs: Its values.

    Yields:
        The ordinal of the Arabic that the English has not, and what the English has in its place.
    """
    named = {found[0]: _roman(found[1] or found[2]) for found in _ROMAN.finditer(english)}
    if not named:
        return
    said, had = {v.value for v in theirs} | set(named.values()), {v.value for v in ours}
    lost = [arabic[v.start : v.end] for v in ours if v.kind == "ordinal" and v.value not in said]
    yield from zip(lost, (words for words, number in named.items() if number not in had), strict=False)


def _roman(numeral: str) -> Decimal:
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    return Decimal(sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True)))


def numbers_of(text: str) -> set[str]:
    """The numbers of all names of a text, as ASCII digits."""
    return {d.number for pattern in (_ENGLISH, _ARABIC) for d in _named(pattern, text)}


def mismatched(arabic: str, english: str) -> Iterator[tuple[str, str | None]]:
    """The names whose number is another in the English, or lost there.

    A name that the other language words otherwise (COVID-19, «فيروس كورونا») is left in peace.

    Yields:
        The name as the Arabic has it, and as the English has it or `None` where its number is lost.
    """
    theirs, ours = set(_DIGITS.findall(english)), set(_DIGITS.findall(fold(arabic).text))
    missing = [d for d in _named(_ARABIC, arabic) if d.number not in theirs]
    if not missing:
        return
    changed = [d for d in _named(_ENGLISH, english) if d.number not in ours]
    words = re.findall(r"[A-Za-z]+", english)
    for name in missing:
        letters = ArabicWords(name.word)
        if any(letters.has(d.word) for d in changed):
            yield name.text, next(d.text for d in changed if letters.has(d.word))
        elif any(letters.has(word) for word in words):
            yield name.text, None
