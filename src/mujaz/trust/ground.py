"""Finds quotes in an article, whatever way they are spelled, and says where they stand in the original text.

An article is folded and cut into words once (`Index`); a quote is then looked up by its rarest word, so finding costs
about the same in a long article as in a short one.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import islice, takewhile
from math import prod
from typing import TYPE_CHECKING

from mujaz.spans import Grade, Span
from mujaz.text.arabic import Folded, fold
from mujaz.trust.forms import attached, counts, joined_eleven, may_not_be_lost, names_day, respelled
from mujaz.trust.line import Line, among, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LAST_WAW = re.compile(r"(?<!\w)و\W*\Z")


def _shared(one: Iterable[str], other: Iterable[str]) -> int:
    """How many characters, or words, two texts share from their beginning on."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def differing(text: str, quote: str) -> tuple[str, str]:
    """Where a quote and the text that it was found in by part differ: those words of each, between two that both have."""
    theirs, ours = text.split(), quote.split()
    here, there = ([fold(word).text for word in words] for words in (theirs, ours))
    head = _shared(here, there)
    tail = min(_shared(reversed(here), reversed(there)), len(here) - head, len(there) - head)
    first, more = max(0, head - 1), max(0, tail - 1)
    return " ".join(theirs[first : len(theirs) - more]), " ".join(ours[first : len(ours) - more])


class _Quote:
    """A quote, folded and cut into words once for every way of looking for it."""

    def __init__(self, quote: str) -> None:
        self.text = quote.strip()
        self.folded = fold(self.text)
        self.line = Line(self.folded.text)

    @cached_property
    def edges(self) -> tuple[str, str]:
        """What stands before its first and after its last word."""
        start, end = self.folded.span(self.line.starts[0], self.line.ends[-1])
        return self.text[:start], self.text[end:]

    @cached_property
    def joined(self) -> Line:
        """Its words, parted ones put together; a waw at the end belongs to a word that is not quoted, and goes."""
        line = Line(_LAST_WAW.sub("", self.folded.text), joined=True)
        return line if line.words else self.line

    @cached_property
    def originals(self) -> list[str]:
        """Each joined word as the quote writes it."""
        spans = map(self.folded.span, self.joined.starts, self.joined.ends)
        return ["".join(self.text[start:end].split()) for start, end in spans]

    @cached_property
    def spellings(self) -> list[frozenset[str]]:
        """For each joined word, itself and the other ways to seat its hamza."""
        return [
            respelled(original) | {word} if word.isalpha() else frozenset((word,))
            for word, original in zip(self.joined.words, self.originals, strict=True)
        ]

    @cached_property
    def options(self) -> list[frozenset[str]]:
        """For each joined word, its spellings with an attached و ف ب ل ك ال more or less."""
        size = len(self.spellings)
        options = [
            frozenset[str]().union(*(attached(word, size, original=original) for word in words))
            for words, original in zip(self.spellings, self.originals, strict=True)
        ]
        for at, word in enumerate(self.joined.words[1:]):
            options[at] |= joined_eleven(self.joined.words[at], word)
        return options


# One word in five of a quote may be changed or added: what stays must be far more than what goes.
_WORDS_PER_CHANGE = 5
# "A few": more than three words gone is another sentence, however long the quote.
_MOST_CHANGES = 3
# What remains of a quote must be so rare that chance would put it together in less than one article in ten with the same
# words; measured, that places 13 of 4,500 pairs of unrelated words and 2 of 13,500 longer ones. An article
# shorter than 500 words says too little about how common a word is, and is taken for one of 500.
_MOST_CHANCE = 0.1
_FEWEST_WORDS = 500
# Keeps the cost linear: only a text of few words said over and over would have each word compared more often than this.
_MOST_TRIES = 8


# What ends a word whatever stands beyond it: no fold takes it out, and no number goes on over it.
_PLAIN = ' \n،؛؟.:«»()"'
_LETTER_TO_LETTER = re.compile(
    "[ء-غف-يA-Za-z](?:.*[ء-غف-يA-Za-z])?", re.DOTALL
)  # all letters but tatweel, which folds to nothing


class Index:
    """An article prepared for finding quotes: fold it once, then ask as often as you like. It never changes.

    All offsets are code points of the original text, counted from 0. A quote is found only at whole words. It is None
    when it has no word at all.
    """

    def __init__(self, text: str) -> None:
        """Folds `text` and cuts it into words; cost and memory grow with its length and nothing else."""
        self.text = text
        self._folded: Folded = fold(text)
        self._line = Line(self._folded.text)
        self._line.places  # noqa: B018 - built now, so that the first quote costs what every quote costs

    @property
    def folded(self) -> str:
        """The text in the one spelling used for matching; see `mujaz.text.arabic.Folded`."""
        return self._folded.text

    @cached_property
    def _joined(self) -> Line:
        return joined(self._folded.text, self._line)

    def find(self, quote: str, within: tuple[int, int] | None = None) -> Span | None:
        """Finds a quote: its first exact place, or else the first folded, clitic or best partial one.

        Args:
            quote: The words to find.
            within: When given, (start, end) of the stretch of the original text the whole quote must lie in.

        Returns:
            Where it stands and how it was matched, or None when it is not there.
        """
        low, high = within or (0, len(self.text))
        if plain := self._plain(quote.strip(), low, high):
            return plain
        asked = _Quote(quote)
        if not asked.line.words:
            return None
        for spans in (self._same(asked), self._other_form(asked), self._partial(asked)):
            best: Span | None = None
            for span in spans:
                if span.start < low or span.end > high:
                    continue
                if span.grade == "exact":
                    return span
                if best is None or (best.grade, span.grade) == ("clitic", "folded"):
                    best = span
            if best:
                return best
        return None

    def _plain(self, quote: str, low: int, high: int) -> Span | None:
        """The first place of a quote to the letter, where it is plain that its words are whole: most quotes need no more."""
        if not _LETTER_TO_LETTER.fullmatch(quote):
            return None
        start = self.text.find(quote, low, high)
        end = start + len(quote)
        whole = start >= 0 and self.text[start - 1 : start].strip(_PLAIN) == "" == self.text[end : end + 1].strip(_PLAIN)
        return Span(start, end, "exact") if whole else None

    def find_all(self, quote: str) -> list[Span]:
        """Finds every place of a quote, in the order of the text and not overlapping.

        Places that match in part are given only when there is no better one, and then only the best.
        """
        asked = _Quote(quote)
        if not asked.line.words:
            return []
        found: list[Span] = []
        for span in sorted([*self._same(asked), *self._other_form(asked)], key=lambda s: s.start):
            if not found or span.start >= found[-1].end:
                found.append(span)
        return found or list(islice(self._partial(asked), 1))

    def _same(self, asked: _Quote) -> Iterator[Span]:
        """The places where the words are the same, exact or folded."""
        words = asked.line.words
        for start in self._line.runs([(word,) for word in words]):
            yield self._span(self._line, start, start + len(words), asked, "folded")

    def _other_form(self, asked: _Quote) -> Iterator[Span]:
        """The places where the words are the same but for parted words, seats of hamza (folded) or clitics."""
        line = self._joined
        for start in line.runs(asked.options):
            end = start + len(asked.options)
            same = all(map(among, line.words[start:end], asked.spellings))
            yield self._span(line, start, end, asked, "folded" if same else "clitic")

    def _span(self, line: Line, first: int, after: int, asked: _Quote, grade: Grade) -> Span:
        """The span of some words, with the marks around them that the quote has too."""
        start, end = self._folded.span(line.starts[first], line.ends[after - 1])
        before, behind = asked.edges
        start -= _shared(reversed(before), reversed(self.text[max(0, start - len(before)) : start]))
        end += _shared(behind, self.text[end : end + len(behind)])
        return Span(start, end, "exact" if grade != "partial" and self.text[start:end] == asked.text else grade)

    def _partial(self, asked: _Quote) -> Iterator[Span]:
        """The places where the quote stands but for a few words in one place, those with the fewest edits first."""
        gaps = _Gaps(self._joined, asked)
        for first, after in gaps.best():
            yield self._span(self._joined, first, after, asked, "partial")


class _Gaps:
    """Looks for a quote of which a few words, in one place, were dropped, added or changed.

    The first and the last word must stand, so a place is a head of the quote, a gap, and a tail of it.
    """

    def __init__(self, line: Line, asked: _Quote) -> None:
        self.line, self.options, self.quote = line, asked.options, asked.joined
        size = len(self.options)
        # Words of the quote that may be missing from the article, and words of the article missing from the quote.
        self.changes = min(size // _WORDS_PER_CHANGE, _MOST_CHANGES)
        self.drops = max(self.changes, 1)
        many = max(len(line.words), _FEWEST_WORDS)
        self.shares = [line.count(options) / many for options in self.options]

    def best(self) -> list[tuple[int, int]]:
        """The places (first word, word after the last), those with the fewest words gone first."""
        if len(self.options) == 1 or self._chance(len(self.options), 0) > _MOST_CHANCE:
            return []
        found: dict[tuple[int, int], int] = {}
        for place in self._candidates():
            edits = self._edits(*place)
            if edits:
                found[place] = edits
        return sorted(found, key=lambda place: (found[place], place))

    def _candidates(self) -> set[tuple[int, int]]:
        """The places that hold both ends and one of the two rarest words which no single gap can both swallow."""
        order = sorted(range(len(self.options)), key=self.shares.__getitem__)
        anchors = [order[0], *(at for at in order[1:] if abs(at - order[0]) >= self.changes)][: 1 + bool(self.changes)]
        starts = {
            place - anchor for anchor in anchors for word in self.options[anchor] for place in self.line.places.get(word, ())
        }
        if len(starts) * len(self.options) > _MOST_TRIES * len(self.line.words):
            return set()
        return {place for start in starts for place in self._around(start)}

    def _around(self, start: int) -> Iterator[tuple[int, int]]:
        """The places whose head begins at `start`, or whose tail would begin there if nothing were missing."""
        words, size = self.line.words, len(self.options)
        for more in range(-self.changes, self.drops + 1):
            for first in {start, start - more}:
                after = first + size + more
                if 0 <= first < after <= len(words) and words[first] in self.options[0] and words[after - 1] in self.options[-1]:
                    yield first, after

    def _edits(self, first: int, after: int) -> int:
        """How many words the gap of this place spans, 0 when it is not one."""
        here, size = self.line.words[first:after], len(self.options)
        head = 0
        while head < min(size, len(here)) and here[head] in self.options[head]:
            head += 1
        tail = 0
        while tail < min(size, len(here)) - head and here[-1 - tail] in self.options[-1 - tail]:
            tail += 1
        missing, extra = size - head - tail, len(here) - head - tail
        if not (0 <= missing <= self.changes and 0 <= extra <= self.drops and head and tail):
            return 0
        if self._chance(head, tail) > _MOST_CHANCE:
            return 0
        if any(map(names_day, self.quote.words[head : head + missing])):
            return 0  # the quote may leave out a day of the week, but not name one that is not there
        losable = _losable(self.line, first + head, extra) and _losable(self.quote, head, missing)
        return max(missing, extra) if losable else 0

    def _chance(self, head: int, tail: int) -> float:
        """How many places an article of the same words in any order would have for what stands of the quote."""
        ways = (self.changes + self.drops) * len(self.options)
        standing = self.shares[:head] + self.shares[len(self.shares) - tail :]
        return ways * len(self.line.words) * prod(share for share in standing if share)


def _losable(line: Line, start: int, size: int) -> bool:
    """Tells whether `size` words from `start` on may be lost: no number, unit, …, and nothing that is counted."""
    return not any(may_not_be_lost(line.words[at]) or _counted(line, at) for at in range(start, start + size))


def _counted(line: Line, at: int) -> bool:
    """Tells whether a word stands right behind a number, with nothing but a space between: 20 شخصا."""
    if not at or line.starts[at] - line.ends[at - 1] > 1:
        return False
    return counts(line.words[at - 1], line.words[at - 2] if at > 1 else "")


@lru_cache(maxsize=4)  # an article's fields are looked up one after the other; 50,000 words weigh about 20 MB
def _index(text: str) -> Index:
    return Index(text)


def find_quotes(text: str, quotes: Sequence[str]) -> list[Span | None]:
    """Finds quotes in a text, whatever way they are spelled.

    Args:
        text: The article. The last few articles asked for are kept folded.
        quotes: The words to find.

    Returns:
        For each quote, in order, where it stands in `text` (code points from 0) and how it was matched, or None.

    Raises:
        TypeError: `quotes` is one text; each of its letters would be a quote.
    """
    if isinstance(quotes, str):
        raise TypeError(f"quotes is one str; give a list: [{quotes!r}]")
    return list(map(_index(text).find, quotes))
