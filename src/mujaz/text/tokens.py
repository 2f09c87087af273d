"""The words, digit strings and signs of a text, each with its place in the original.

Values are read over these tokens and never over a changed copy of the text, so an offset cannot move: a token knows
where it starts and ends in code points of the original, and carries beside that a *key*, the spelling all its variants
share (no tashkeel or tatweel, one alef, ya for alef maqsura, ha for ta marbuta, lower-case Latin, ASCII digits).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Context as Arithmetic
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from mujaz.text.arabic import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

Kind = Literal["number", "ordinal", "percent", "money", "date", "duration", "count"]
"""What a value is; `mujaz.text.values.Value` explains each."""

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Zero-width and bidi controls (Unicode 16, general category Cf): on the page they are nothing."""

_INVISIBLE = frozenset(INVISIBLE)  # asked for each word

_MARKS = "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff"
"""Arabic vowel signs and Quranic marks (general category Mn of the Arabic blocks); U+06DD is a sign of its own."""

# A word starts with a letter and runs over letters, vowel signs and invisible controls; digits are \d of any script;
# whatever else is visible is a sign of one character (vowel signs and controls that stand on
# nothing are none). No branch can start where another one failed halfway, so the search is linear.
_TOKEN = re.compile(
    rf"(\d+)|([^\W\d_][^\W\d_{_MARKS}{INVISIBLE}]*(?:[{_MARKS}{INVISIBLE}]+[^\W\d_]*)*)|([^\w\s{_MARKS}{INVISIBLE}])"
)

_DIGITS, _WORD = 1, 2  # its groups

_LONGEST_KEY = 40
"""No word of either language is longer; past it a run of letters is noise and needs no key (nor a cache entry)."""

_LONGEST_DIGITS = 60
"""More digits than any amount has (a googol has 101, the longest IBAN 34): a longer run is data, not a number."""


class Token(NamedTuple):
    """A word, a digit string or a sign.

    Attributes:
        kind: `word`, `digits` or `sign`.
        key: Its folded spelling; empty for a word or digit string too long to mean anything.
        raw: Its spelling in the text.
        start: First code point in the original text.
        end: One past the last code point.
        gap: What stands before it: 0 nothing, 1 white space, 2 a line break, 3 an empty line or the start of the text.
    """

    kind: Literal["word", "digits", "sign"]
    key: str
    raw: str
    start: int
    end: int
    gap: int


@dataclass(frozen=True, slots=True)
class Context:
    """All that the readers know: the text, its tokens and what the caller said about it."""

    text: str
    tokens: list[Token]
    language: str
    country: str | None
    published: date | None

    def at(self, index: int) -> Token:
        """The token at `index`, or a blank that equals nothing when the text ends before it."""
        try:  # asked 40 times a token: an exception at the ends costs less than a comparison each time
            return self.tokens[index] if index >= 0 else NOTHING
        except IndexError:
            return NOTHING

    def near(self, index: int) -> Token:
        """The token at `index` when no empty line separates it from the one before it, else the blank."""
        token = self.at(index)
        return token if token.gap < EMPTY_LINE else NOTHING


@dataclass(frozen=True, slots=True)
class Reading:
    """A value being read, in tokens: `tokens[first:last]`, with `start` the offset of its first letter.

    Attributes:
        kind: As in Value.
        value: A Decimal, or an EDTF string for dates.
        unit: As in Value.
        start: Code-point offset in the original text (a clitic such as و is left outside).
        first: Index of the first token.
        last: One past the last token.
        note: How something ambiguous was decided.
        scale: The magnitude word the value ends with (1000000 for «3 ملايين»), 1 without one.
        words: Whether it is written in words, not digits.
        definite: Whether it starts with ال or "the".
        lemma: The name of the currency, for amounts.
        codes: The currencies that an amount may be of while it is not known which.
        parts: How many of what the words name make one of the unit (100 for cents).
    """

    kind: Kind
    value: Decimal | str
    unit: str | None
    start: int
    first: int
    last: int
    note: str | None = None
    scale: int = 1
    words: bool = False
    definite: bool = False
    lemma: str | None = None
    codes: frozenset[str] = frozenset()
    parts: int = 1

    @property
    def amount(self) -> Decimal:
        """The value of anything but a date.

        Raises:
            TypeError: This is a date.
        """
        if isinstance(self.value, str):
            raise TypeError(f"a date ({self.value}) has no amount")
        return self.value


EMPTY_LINE = 3
"""The gap no expression reaches across: an empty line ends a paragraph."""

NOTHING = Token("sign", "", "", 0, 0, EMPTY_LINE)


def tokenize(text: str) -> list[Token]:
    """Cuts the text into tokens, in order, in time linear in its length."""
    tokens = []
    behind = -1
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        raw, group = found[0], found.lastindex
        gap = EMPTY_LINE if behind < 0 else 0 if behind == start else 1 if text[behind:start] == " " else _gap(text[behind:start])
        if group == _WORD:
            if raw[-1] in _INVISIBLE:
                raw = raw.rstrip(INVISIBLE)
                end = start + len(raw)
            token = Token("word", key_of(raw), raw, start, end, gap)
        elif group == _DIGITS:
            token = Token("digits", _digits(raw), raw, start, end, gap)
        else:
            token = Token("sign", raw, raw, start, end, gap)
        tokens.append(token)
        behind = end
    return tokens


def _gap(between: str) -> int:
    breaks = between.count("\n") or between.count("\r")
    if breaks:
        return min(breaks + 1, EMPTY_LINE)
    return 0 if all(c in INVISIBLE for c in between) else 1


def _digits(raw: str) -> str:
    if len(raw) > _LONGEST_DIGITS:
        return ""
    return raw if raw.isascii() else "".join(str(unicodedata.digit(c)) for c in raw)


@lru_cache(maxsize=1 << 14)  # a long article has a few thousand different words
def key_of(raw: str) -> str:
    """The key of a word of the text; empty when it is too long to mean anything."""
    if len(raw) > 4 * _LONGEST_KEY:
        return ""
    key = fold_word(raw)
    return key if len(key) <= _LONGEST_KEY else ""


@lru_cache(maxsize=1 << 14)  # a long article has a few thousand different words
def fold_word(raw: str) -> str:
    """The key of a word: `mujaz.text.arabic.fold`, and no hamza on the line, which the press drops and adds at will.

    «مِائَةٍ», «مائـــة» and «مايه» have one key, as have «أكتوبر» and «اكتوبر», «ثلاثاء» and «ثلاثا», "May" and "may".
    """
    return raw.lower() if raw.isascii() else fold(raw).text.replace("ء", "")


def offset_of(token: Token, cut: int) -> int:
    """Where in the text the letter number `cut` of the token's key stands (to leave a clitic out of a span)."""
    if not cut:
        return token.start
    kept = 0
    for place, char in enumerate(token.raw):
        folded = fold_word(char)
        if folded:
            if kept >= cut:
                return token.start + place
            kept += len(folded)
    return token.start


LARGEST = 10**60
"""No number grows past this by its magnitude words: «مليون مليون مليون …» is noise from here on."""

_THIRDS = Arithmetic(prec=28)
"""Digits kept of a third and its like: as many as Python's decimal keeps by default."""


def share(over: Decimal | int, under: Decimal | int) -> Decimal:
    """`over` parts of `under`, as a Decimal of at most 28 digits (a third is 0.333…)."""
    return _THIRDS.divide(Decimal(over), Decimal(under))


def cut_of(lead: str) -> int:
    """How many of the letters in front of a stem stand outside its expression: و, ف, ب, ل and ك, but not ال."""
    return len(lead) - 1 if lead.endswith("لل") else len(lead.removesuffix("ال"))


@lru_cache(maxsize=1 << 14)  # as fold_word
def stems(key: str) -> tuple[tuple[str, str], ...]:
    """Every way to take attached particles off an Arabic key: pairs (particles, rest), the whole word first.

    Taken off are و or ف, then ب, ل or ك, then ال, each at most once and in this order; «لل» counts as ل and ال.
    """
    return tuple(_stems(key))


def _stems(key: str) -> Iterator[tuple[str, str]]:
    yield "", key
    yield from _article("", key)
    for lead in ("و", "ف"):
        if key.startswith(lead):
            yield lead, key[1:]
            yield from _article(lead, key[1:])
            yield from _preposition(lead, key[1:])
    yield from _preposition("", key)


def _preposition(lead: str, key: str) -> Iterator[tuple[str, str]]:
    if key[:1] in ("ب", "ل", "ك"):
        yield lead + key[0], key[1:]
        yield from _article(lead + key[0], key[1:])
    if key.startswith("لل"):
        yield lead + "لل", key[2:]


def _article(lead: str, key: str) -> Iterator[tuple[str, str]]:
    if key.startswith("ال"):
        yield lead + "ال", key[2:]
