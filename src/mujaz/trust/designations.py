"""What is no value and yet must be the same in both languages: numbers in names (COVID-19, «كوفيد-19»), «thousands»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mujaz.text.arabic import fold
from mujaz.text.lexicon import pattern
from mujaz.trust.names import ArabicWords

if TYPE_CHECKING:
    from collections.abc import Iterator

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


# Magnitudes that are no numbers, in both languages; the Arabic is folded.
_VAGUE = {
    "dozens": (pattern("dozens tens"), pattern("عشرات", before=r"\w{0,4}")),
    "hundreds": (pattern("hundreds"), pattern("ميات مايات", before=r"\w{0,4}")),
    "thousands": (pattern("thousands"), pattern("الاف الوف", before=r"\w{0,4}")),
    "millions": (pattern("millions"), pattern("ملايين", before=r"\w{0,4}")),
    "billions": (pattern("billions"), pattern("مليارات بلايين", before=r"\w{0,4}")),
}


def vague(english: str, arabic: str) -> Iterator[str]:
    """The magnitudes without a number («thousands») of an English text that its Arabic does not have, as written there."""
    folded = ""
    for theirs, ours in _VAGUE.values():
        if said := theirs.search(english):
            folded = folded or fold(arabic).text
            if not ours.search(folded):
                yield said[0]


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
