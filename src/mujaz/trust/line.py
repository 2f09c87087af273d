"""A folded text cut into words, each with its place: what quotes are looked up in."""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    Options = Sequence[Collection[str]]  # for each word of a quote, the words that count as the same

_CURRENCIES = "".join(c for c in map(chr, range(0x20D0)) if unicodedata.category(c) == "Sc")  # U+20CF ends the block
_SIGN = f"[%‰{re.escape(_CURRENCIES)}]"
_LETTERS = r"[^\W\d_]+"
_NUMBER = r"\d+(?:[.,]\d+)*"
# What folded text is cut into. Group 1 is whatever has to be looked at again: numbers and signs. A sign stands for
# itself, because 5 % is not 5; so does a minus, but not the dash of 10-15.
_WORD = re.compile(rf"{_LETTERS}|({_SIGN}{_NUMBER}|{_NUMBER}|{_SIGN}|(?<![\w%])-(?=\d))")
# The same, with what some writers part put together again: و قدرت, ب"الرباط", 1 250 000; كوفيد -19 is كوفيد-19.
_JOINED_WORD = re.compile(
    rf"""(?<!\w)(?:و[ ]|[وفبلك]"){_LETTERS}|{_LETTERS}"""
    rf"""|({_SIGN}{_NUMBER}|[1-9]\d{{0,2}}(?:[ ]\d{{3}})+(?:[.,]\d+)?(?!\d)|{_NUMBER}|{_SIGN}|-(?=\d))"""
)
# Where such words are. It begins with one set of characters and looks back from there: so the search takes a third of the time.
_PARTED = re.compile(
    r"""[وفبلك\d-](?:(?<=و)[ ](?<!\wو[ ])[^\W\d_]|(?<=[وفبلك])"(?<!\w[وفبلك]")[^\W\d_]|(?<=\d)[ ]\d{3}|(?<=\w-)\d)"""
)
_BETWEEN = re.compile(r"(?<=[^\W\d_]{2})[ ](?=[^\W\d_])")  # a space behind a word that is no lone و, and before another
# 1,250 and 1,250.5; 1.250,5; 1.250.000. A lone point (1.250) may be either, and stays a point.
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3})+(?:\.\d+)?|(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})")


def _plain_number(number: str) -> str:
    """A number with its thousands run together and a point before its decimals."""
    number = number.replace(" ", "")
    points = number.replace(",", ".")
    if not _THOUSANDS.fullmatch(number):
        return points
    whole, _, last = points.rpartition(".")
    return whole.replace(".", "") + ("." if "," in number and "." in number else "") + last


class Line:
    """A folded text cut into words.

    Attributes:
        words: The words, in order.
        starts: Where each begins, in folded code points.
        ends: Where each ends, in folded code points.
    """

    def __init__(self, folded: str, start: int = 0, end: int = sys.maxsize, *, joined: bool = False) -> None:
        """Cut a stretch of a folded text, all of it where none is given; parted words put together if `joined`."""
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for found in (_JOINED_WORD if joined else _WORD).finditer(folded, start, end):
            if found.lastindex:
                self._add_number(found[0], *found.span())
                continue
            start, end = found.span()
            self.words.append(folded[start:end])
            self.starts.append(start)
            self.ends.append(end)
        if joined:
            self.words = [w.replace(" ", "").replace('"', "") for w in self.words]

    def _add_number(self, word: str, start: int, end: int) -> None:
        sign, number = ("", word) if word[0].isdigit() else (word[0], word[1:])
        parts = [part for part in (_plain_number(number), sign) if part]  # %50 is 50%, $50 is 50$
        self.words += parts
        self.starts += [start] * len(parts)
        self.ends += [end] * len(parts)

    def add(self, other: Line, first: int, after: int) -> None:
        """Take over some of another line's words."""
        self.words += other.words[first:after]
        self.starts += other.starts[first:after]
        self.ends += other.ends[first:after]

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each word stands, counted in words."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self.words):
            places[word].append(at)
        return dict(places)

    def count(self, options: Collection[str]) -> int:
        """How many words of the line are one of these."""
        return sum(map(len, filter(None, map(self.places.get, options))))

    def runs(self, options: Options) -> Iterator[int]:
        """Where the words of a quote stand one after the other, in order; counted in words."""
        rarest = min(range(len(options)), key=lambda at: self.count(options[at]))
        places = [self.places.get(word, []) for word in options[rarest]]
        for place in sorted(chain(*places)) if len(places) > 1 else places[0]:
            start = place - rarest
            here = self.words[max(start, 0) : start + len(options)]
            if len(here) == len(options) and all(map(among, here, options)):
                yield start


def among(word: str, options: Collection[str]) -> bool:
    """Whether a word is one of these."""
    return word in options


def joined(folded: str, line: Line) -> Line:
    """The words with parted ones put together; only the stretches around those are cut anew.

    Args:
        folded: The text.
        line: Its words as they stand.
    """
    together, at, stretches = Line(""), 0, list(_parted(folded))
    if not stretches:
        return line
    for start, end in stretches:
        together.add(line, at, first := bisect_left(line.starts, start, at))
        cut = Line(folded, start, end, joined=True)
        together.add(cut, 0, len(cut.words))
        at = bisect_left(line.starts, end, first)
    together.add(line, at, len(line.words))
    return together


def _parted(folded: str) -> Iterator[tuple[int, int]]:
    """Stretches that hold all parted words, and begin and end at a space that no word reaches across."""
    end = 0
    for found in _PARTED.finditer(folded):
        if found.start() < end:
            continue
        start = found.start()
        while (start := folded.rfind(" ", end, start)) >= 0 and not _BETWEEN.match(folded, start):
            pass
        start = max(start, end)
        after = _BETWEEN.search(folded, found.end())
        end = after.end() if after else len(folded)
        yield start, end
