"""Words that a PDF spells wrongly, and whether its letters are letters at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mujaz.errors import InputError
from mujaz.text.arabic import arabic_share, looks_persian_or_urdu

# A tatweel between two letters is how a font stretches a line. At the end of a word it is written: 1446 هـ.
_STRETCH = re.compile("(?<=[\u0620-\u065f\u0671-\u06d3])\u0640+(?=[\u0620-\u065f\u0671-\u06d3])")

# A lam-alef in the wrong order. No Arabic word has an alef before a hamza alef or before an alef, so at the start of a word,
# behind the particles that are written with it, «اإل» can only stand for «الإ»; and «اال» stands for «الا» anywhere.
_SWAPPED = re.compile(r"(?<!\w)([وفبكأ]{0,3})ا([إأآ])ل(?=\w)|ا(ا)ل")
_SURE = 2  # broken words from which a file is known to have this defect; one may be the author's own slip
# A lam-alef inside a word, «خلال» for «خالل», cannot be told from a right word; where 1 in 100 words is broken for
# certain, about as many are broken unseen (of 1,000 words of news, 40 hold لا, and half of these at the article).
_BROKEN_SHARE = 0.01

_MOSTLY = 0.3  # the share of Arabic below which `mujaz.text.article` takes a text not to be Arabic
_UNNAMED_SHARE = 0.05  # decorations such as bullets are a glyph in a hundred; one letter without a name is one in thirty
# Words that every Arabic article has: at least one in eight of its words is one of them, so a text of 60 words has seven.
_COMMON = frozenset("في من على إلى أن عن ما لا هذا هذه التي الذي كان مع بين بعد قال إن أو لم قد كما الى و ان".split())
_ENOUGH_WORDS = 60


@dataclass(frozen=True, slots=True)
class Mended:
    """Paragraphs with their words right.

    Attributes:
        paragraphs: The text.
        notes: What was mended.
    """

    paragraphs: list[str]
    notes: tuple[str, ...]


def mend(paragraphs: list[str], name: str) -> Mended:
    """Repairs the words that are certainly broken, and refuses what is not certain.

    Args:
        paragraphs: The text as it was read from the places of its letters.
        name: What to call the file in errors.

    Returns:
        The text repaired.

    Raises:
        InputError: Too many letters are swapped, or the letters make no Arabic words.
    """
    plain = [_STRETCH.sub("", text) for text in paragraphs]
    found = [match[0] for text in plain for match in _SWAPPED.finditer(text)]
    words = sum(len(text.split()) for text in plain)
    if len(found) > _SURE and len(found) > _BROKEN_SHARE * words:
        raise InputError(
            f"{name}: its letters are out of order ({len(found)} words such as «{_word_with(found[0], plain)}»), so others may "
            "be wrong unseen; take the article from its web page, or read it by OCR: ocrmypdf -l ara --force-ocr"
        )
    fixed = [_SWAPPED.sub(_swap, text) for text in plain]
    _must_be_words(fixed, name)
    return Mended(fixed, (f"put لا in order in {len(found)} words",) if found else ())


def _swap(match: re.Match[str]) -> str:
    return f"{match[1] or ''}ال{match[2] or match[3]}"


def _word_with(piece: str, paragraphs: list[str]) -> str:
    return next((word for text in paragraphs for word in text.split() if piece in word), piece)


def must_be_named(letters: int, unnamed: int, sample: str, name: str) -> None:
    """Refuses a text whose letters cannot be known.

    Args:
        letters: How many glyphs have a letter.
        unnamed: How many have none.
        sample: Their text.
        name: What to call the file.

    Raises:
        InputError: The file does not say which letters it draws, or says it wrongly.
    """
    if unnamed > _UNNAMED_SHARE * (letters + unnamed):
        raise InputError(
            f"{name}: {unnamed} of its {letters + unnamed} glyphs have no letter (a font without its table ToUnicode); "
            "read it by OCR: ocrmypdf -l ara --force-ocr"
        )
    odd = sum(1 for char in sample if "\u0080" <= char <= "\u02ff" or "\u2000" <= char <= "\u25ff")
    if arabic_share(sample) < _MOSTLY and odd > _MOSTLY * len(sample.replace(" ", "")):
        raise InputError(
            f"{name}: its letters are named wrongly («{sample.strip()[:20]}»: a font with a wrong table ToUnicode); "
            "read it by OCR: ocrmypdf -l ara --force-ocr"
        )


def _must_be_words(paragraphs: list[str], name: str) -> None:
    text = " ".join(paragraphs)
    words = re.findall(r"[^\W\d_]+", text)
    if len(words) < _ENOUGH_WORDS or arabic_share(text) < _MOSTLY or looks_persian_or_urdu(text):
        return
    if not _COMMON.intersection(words):
        raise InputError(
            f"{name}: its {len(words)} words are no Arabic («{text[:30]}»): its letters are named wrongly or out of order; "
            "read it by OCR: ocrmypdf -l ara --force-ocr"
        )
