"""Arabic as matching sees it: one spelling for words that are written in many ways, and the way back to the original.

Everything here is pure and reads one pass over the text. Folding never changes an article: it makes a second string to
search in, and `Folded.span` says which code points of the original a stretch of that string came from.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

# Two code points Unicode reserves for a program's own use (noncharacters) mark, in the one-to-one pass, what the second
# pass has to cut out or to write longer. If a text holds them, they are cut out too.
_CUT, _LONGER = "\ufdd0", "\ufdd1"

# Letters that Unicode does not decompose but readers take for the same: the first of each group is what it folds to.
_SAME_LETTER = {
    **dict.fromkeys("ٱٲٳٵ", "ا"),
    **dict.fromkeys("ىیېےۍ", "ي"),
    **dict.fromkeys("ةھہەۀۃۂ", "ه"),
    # Arabic has no letter for these sounds; editors borrow one or take the nearest (أݣادير, أگادير, أكادير).
    **dict.fromkeys("ککڪگڭݣ", "ك"),
    "پ": "ب",
    "چ": "ج",
    "ڤ": "ف",
}
_SAME_SIGN = {
    "،": ",",
    "؛": ";",
    "؟": "?",
    "٪": "%",
    "٫": ".",  # Arabic decimal separator
    "٬": ",",  # Arabic thousands separator
    "−": "-",  # minus sign, the only dash that Unicode does not class with the dashes
}
# Straight quotes, the grave accent used as one, and the primes; every other quotation mark is of category Pi or Pf, or
# is one of the low and CJK marks that Unicode classes as plain brackets.
_QUOTES = frozenset("\"'`´′″‚„〝〞〟")


def _arabic(char: str) -> bool:
    return unicodedata.name(char, "").startswith("ARABIC ")


def _fold_plain(char: str) -> str:
    """The folded form of a character that compatibility decomposition leaves alone: "" or one character."""
    category = unicodedata.category(char)
    if char.isspace() or category[0] == "Z":
        return " "
    # Mn/Me: tashkeel, small Koranic signs, hamza and madda above; Cf/Cc: bidi and zero-width marks, controls;
    # Arabic letters of category Lm: tatweel and the small waw and ya.
    if category in {"Mn", "Me", "Cf", "Cc"} or (category == "Lm" and _arabic(char)) or char in {_CUT, _LONGER}:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category in {"Pi", "Pf"} or char in _QUOTES:
        return '"'
    if category == "Pd":
        return "-"
    return _SAME_SIGN.get(char) or _SAME_LETTER.get(char) or char


@lru_cache(maxsize=4096)  # an Arabic news article holds about 150 different characters
def _fold_char(char: str) -> str:
    """The folded form of one character, by itself: empty, one character, or several (ﷺ, ﻻ, …)."""
    if unicodedata.category(char) == "No" or char in _QUOTES:
        # ½ and ² would decompose to digits that run into the number before them: 2½ is not 21/2, nor 10² 102.
        return _fold_plain(char)
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).lower())
    folded = "".join(map(_fold_plain, spread))
    # Spacing copies of a mark (U+FE70 ...) decompose to a space and the mark; they are marks, not spaces.
    return "" if folded == " " and len(spread) > 1 else folded


class _Table(dict[int, str]):
    """A `str.translate` table, one character for one, that works out each character the first time it is met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_char(chr(code))
        self[code] = folded if len(folded) == 1 else _LONGER if folded else _CUT
        return self[code]


_TABLE = _Table()
# The same in two quick steps: the letters and signs that Arabic news is full of, each in one go, and then the few characters left
# that are not what they fold to. A table alone is asked about every character, which takes eight times as long.
_USUAL = tuple((char, _fold_char(char)) for char in "أإآةىئؤ،\n")
_ODD = re.compile("[^" + re.escape("".join(char for char in map(chr, range(0x20, 0x650)) if _fold_char(char) == char)) + "]")


def _even(text: str) -> str:
    """A text folded character by character: each is one character, `_CUT` or `_LONGER`."""
    for char, folded in _USUAL:
        text = text.replace(char, folded)
    return _ODD.sub(lambda odd: _TABLE[ord(odd[0])], text)


# What is not one character for one: cut characters (those behind a letter are no part of a space that follows), runs of
# white space with cut characters in them, and characters that become several.
_UNEVEN = re.compile(f"{_CUT}+| [ {_CUT}]+|{_LONGER}")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in the one spelling used for matching, and the way back to the original.

    Attributes:
        text: The folded text: no tashkeel, tatweel, bidi or zero-width marks; one form of alef, hamza on its seat gone
            (أ إ آ ٱ are ا, ؤ is و, ئ is ي), ى is ي, ة is ه; presentation forms and ligatures written out (ﷺ, ﻻ);
            digits of every script ASCII, ٫ is "." and ٬ and ، are ","; every quotation mark is '"', every dash is "-";
            a run of white space is one space; Latin in lower case without accents.
    """

    text: str
    _source: str = field(repr=False)
    # Where even and uneven stretches begin, in the folded and in the original text; the last pair is the two ends.
    _folded: tuple[int, ...] = field(repr=False)
    _original: tuple[int, ...] = field(repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Gives the stretch of the original text that `text[start:end]` came from.

        Args:
            start: First code point, counted from 0 in the folded text.
            end: One past the last code point, in the folded text.

        Returns:
            (start, end) in code points of the original. A character that became several is taken whole, and the marks
            on the last letter belong to it.

        Raises:
            ValueError: The stretch does not lie in the folded text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"({start}, {end}) does not lie in the folded text, 0 to {len(self.text)}")
        first = self._place(start)
        return (first, first) if start == end else (first, self._after_marks(self._place(end - 1, after=True)))

    def _place(self, offset: int, *, after: bool = False) -> int:
        """The original offset of the folded character at `offset`, or of the end of that character."""
        if offset == len(self.text):
            return len(self._source)
        at = bisect_right(self._folded, offset) - 1
        even = self._folded[at + 1] - self._folded[at] == self._original[at + 1] - self._original[at]
        if even:
            return self._original[at] + offset - self._folded[at] + after
        return self._original[at + after]

    def _after_marks(self, end: int) -> int:
        """Moves an end over the marks of the letter before it; bidi and zero-width marks after them stay outside."""
        reach = end
        while reach < len(self._source) and _TABLE[ord(self._source[reach])] == _CUT:
            reach += 1
            if unicodedata.category(self._source[reach - 1]) not in {"Cf", "Cc"}:
                end = reach
        return end


def fold(text: str) -> Folded:
    """Folds a text to the one spelling used for matching; see `Folded` for what that is."""
    even = _even(text)
    pieces: list[str] = []
    folded, original = [0], [0]
    done = length = 0
    for run in _UNEVEN.finditer(even):
        start, end = run.span()
        if start > done:
            pieces.append(even[done:start])
            length += start - done
            folded.append(length)
            original.append(start)
        piece = _fold_char(text[start]) if even[start] == _LONGER else run[0][0].strip(_CUT)
        pieces.append(piece)
        length += len(piece)
        folded.append(length)
        original.append(end)
        done = end
    if done < len(even):
        pieces.append(even[done:])
        folded.append(length + len(even) - done)
        original.append(len(even))
    return Folded("".join(pieces), text, tuple(folded), tuple(original))


# A number with its separators, or a run of letters; read in folded text, so digits are ASCII.
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
# The Unicode blocks Arabic, Arabic Supplement, Arabic Extended-B and -A, Presentation Forms-A and -B.
_ARABIC_BLOCKS = re.compile("[\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufeff]+")


def words(text: str) -> list[str]:
    """Lists the words and numbers of a text in order, folded; a number keeps its inner separators ("2,5", "1.250")."""
    return words_of(fold(text).text)


def words_of(folded: str) -> list[str]:
    """The same of a text that is folded already."""
    return _WORD.findall(folded)


def arabic_share(text: str) -> float:
    """Gives the share of Arabic-script letters among all letters, 0 to 1; 0 when there is no letter."""
    letters = "".join(_LETTERS.findall(text))
    return sum(map(len, _ARABIC_BLOCKS.findall(letters))) / len(letters) if letters else 0.0


_ARABIC_WORD = re.compile("[\u0600-\u06ff\u0750-\u077f\u200c\ufb50-\ufdff\ufe70-\ufeff]+")
_STRONG = re.compile("[پچژگٹڈڑںےۓہۂ]")  # sounds and shapes that only Persian and Urdu write
_THEIRS = re.compile("[پچژگٹڈڑںےۓہۂیک]")  # and the ya and kaf their keyboards give
_OURS = re.compile("[ةيىكإ]")  # letters that Persian and Urdu keyboards do not give
# In the Persian and Urdu of news, one word in six or more holds a letter of _STRONG; in Arabic, only a borrowed name.
_STRONG_SHARE = 0.12
# One odd word proves nothing, however short the text is.
_ENOUGH_WORDS = 2


def looks_persian_or_urdu(text: str) -> bool:
    """Tells whether a text in Arabic script is Persian or Urdu, by the letters these languages have for themselves.

    An Arabic text with a borrowed name (أگادير), or with ی and ک typed on a Persian keyboard in places, is still
    Arabic: words with their letters must outnumber the words with letters that only Arabic has, or one word in eight
    must hold a letter that no keyboard accident gives.
    """
    own = strong = ours = total = 0
    text = unicodedata.normalize("NFKC", text)
    if not _THEIRS.search(text):
        return False
    for word in _ARABIC_WORD.findall(text):
        total += 1
        own += bool(_THEIRS.search(word))
        strong += bool(_STRONG.search(word))
        ours += bool(_OURS.search(word))
    return own >= _ENOUGH_WORDS and (own > ours or strong > _STRONG_SHARE * total)
