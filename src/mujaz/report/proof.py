"""The article of a page: its sentences, cut into pieces wherever something that rests on it begins or ends.

A piece never parts a word. Arabic letters join, and a browser that draws two halves of a word in two elements may draw them
apart, so evidence that begins inside a word (behind a و or a ب) is shown from the word's beginning.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from mujaz.text.segment import segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mujaz.spans import Span
    from mujaz.text.segment import Sentence

_LINE_ENDS = "\n\r\v\f\x85\u2028\u2029"
_TITLE = 200  # characters of a first line without a full stop that is shown as a title: the longest in the corpus has 130
_STOPS = ".!?؟…»”\"'"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence on all of which the same things rest.

    Attributes:
        text: Its words.
        groups: The numbers of the evidence that it belongs to.
        fine: Whether some of that evidence is less than the whole sentence.
    """

    text: str
    groups: tuple[int, ...]
    fine: bool


@dataclass(slots=True)
class Shown:
    """A sentence as it is shown.

    Attributes:
        number: As the model was shown it and the summary cites it.
        pieces: All of it, in order.
        gap: What stands between it and the sentence before, on the same line.
        groups: The numbers of all evidence in it.
    """

    number: int
    pieces: list[Piece]
    gap: str
    groups: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Gather the groups."""
        self.groups = tuple(sorted({g for piece in self.pieces for g in piece.groups}))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences between two line ends; `title` where it looks like the article's own headline."""

    sentences: list[Shown]
    title: bool


class Proof:
    """An article's text with everything that rests on it."""

    def __init__(self, text: str) -> None:
        """Find the sentences of `text`."""
        self._text = text
        self._sentences = segment(text)
        self._starts = [s.start for s in self._sentences]
        self._ends = [s.end for s in self._sentences]
        self._groups: list[list[tuple[int, int]]] = []

    def group(self, spans: Sequence[Span]) -> int:
        """Note that something rests on `spans`; its number, counted from 0. A span outside the text counts for nothing."""
        known = len(self._text)
        inside = [(max(0, s.start), min(s.end, known)) for s in spans]
        self._groups.append([_whole_words(self._text, a, b) for a, b in inside if a < b])
        return len(self._groups) - 1

    def numbers(self, spans: Sequence[Span]) -> tuple[int, ...]:
        """The numbers of the sentences that spans lie in."""
        found = {s.number for span in spans for s in self._across(span.start, span.end)}
        return tuple(sorted(found))

    def paragraphs(self) -> list[Paragraph]:
        """The whole text, cut."""
        over = self._over()
        found: list[Paragraph] = []
        before = 0
        for sentence in self._sentences:
            gap = self._text[before : sentence.start]
            if not found or any(c in gap for c in _LINE_ENDS):
                words = self._text[sentence.start : sentence.end].rstrip()
                found.append(Paragraph([], title=not found and len(words) <= _TITLE and words[-1:] not in _STOPS))
            shown = Shown(sentence.number, self._cut(sentence, over.get(sentence.number, [])), gap)
            found[-1].sentences.append(shown)
            before = sentence.end
        return found

    def _across(self, start: int, end: int) -> list[Sentence]:
        return self._sentences[bisect_right(self._ends, start) : bisect_left(self._starts, end)]

    def _over(self) -> dict[int, list[tuple[int, int, int]]]:
        """The evidence in each sentence, by its number: (start, end, group)."""
        found: dict[int, list[tuple[int, int, int]]] = {}
        for number, spans in enumerate(self._groups):
            for start, end in spans:
                for s in self._across(start, end):
                    found.setdefault(s.number, []).append((max(start, s.start), min(end, s.end), number))
        return found

    def _cut(self, sentence: Sentence, over: list[tuple[int, int, int]]) -> list[Piece]:
        ends = sorted({sentence.start, sentence.end, *(a for a, _, _ in over), *(b for _, b, _ in over)})
        pieces = []
        for start, end in pairwise(ends):
            covers = [(a, b, g) for a, b, g in over if a <= start and end <= b]
            fine = any((a, b) != (sentence.start, sentence.end) for a, b, _ in covers)
            pieces.append(Piece(self._text[start:end], tuple(sorted({g for _, _, g in covers})), fine))
        return pieces


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch, moved outwards to where no word is parted."""
    while 0 < start < len(text) and _inner(text[start - 1]) and _inner(text[start]):
        start -= 1
    while 0 < end < len(text) and _inner(text[end - 1]) and _inner(text[end]):
        end += 1
    return start, end


def _inner(char: str) -> bool:
    """Whether a character is part of a word: a letter, a mark on one, a digit, or a joiner."""
    return char.isalnum() or unicodedata.category(char) in {"Mn", "Mc", "Me", "Cf"}
