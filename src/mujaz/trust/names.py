"""Whether the names of an English sentence can be read off its Arabic."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from mujaz.text.exonyms import begins_as_place, is_place, stems_of
from mujaz.text.names import SoundIndex, alike, folded_words, readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SAME = 0.8
"""Likeness from which an English word is read off an Arabic one, and `ENOUGH` the share of a name's letters that must be: the
point of the curve that `make bench-trust` prints behind which more names are caught only at the price of many more warnings."""
ENOUGH = 0.7

# A word, and outside it the ending of a genitive or of a verb that was drawn together (May's, I'm).
_TOKEN = re.compile(r"(?P<word>[^\W\d_]+(?:['’](?!(?:s|m|ve|re|ll|d|t)\b)[^\W\d_]+)*)(?:['’][^\W\d_]*)?")
_JOINS = re.compile(r" |-|['’]")  # what may stand between the words of one name
_DOTTED = 3  # letters of the longest word that is written with a dot inside a name: St. James, Gen. Smith, George W. Bush
_OPENS = re.compile('[.!?:;"“”‘’«»(\\[…\n—–]')  # behind these a capital letter says nothing
# Parts of names that one language writes and the other leaves out, and words that are capitalized in titles.
_PARTICLES = frozenset(
    "al el bin ibn bint abu abd abdul abdel de da di do del dos du van von der den la le les ben bar mac o d l st saint san "
    "santa i the of and for in on at to a an with by from or if when what this that these those while after before but not no "
    "yes as is are was were it its his her their our my your we he she they you so than there where who how why may can "
    "will during both many most some such each every since until although though because despite among across".split()
)
_ROMAN = re.compile("V|X|[IVX]{2,}")  # a lone I is who speaks: «Whenever I …»
_FEW = 4000  # comparisons of two words, 20 ms: what is left to compare behind them is worth an index of the Arabic words


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an English text: `text[start:end]`.

    Attributes:
        start: First code point, counted from 0.
        end: One past the last.
        read: The share of its letters, 0 to 1, in words that can be read off the Arabic.
    """

    start: int
    end: int
    read: float


class ArabicWords:
    """The words of an Arabic text, ready to be compared with English ones."""

    def __init__(self, text: str) -> None:
        """Folds and cuts the text; two words in a row also count as one (عبد الله, نيشن وايد)."""
        words = folded_words(text)
        pairs = [one + other for one, other in pairwise(words)]
        self.words = list(dict.fromkeys(r for word in words for r in readings(word)))
        self._joined = [*self.words, *dict.fromkeys(pairs)]
        self._compared = 0
        self._latin = {word.lower() for word in re.findall("[A-Za-z]+", text)}

    def has(self, english: str, same: float = SAME) -> bool:
        """Whether an English word can be read off one of the words, or is a word that one of them translates."""
        if english.lower() in self._latin:
            return True
        stems = stems_of(english)
        if stems and any(word.startswith(stems) for word in self.words):
            return True
        # Countries that sound alike are told apart by their stems: Niger is not read off نيجيريا, nor Austria off أستراليا.
        place = bool(stems) and is_place(english)
        return any(not (place and begins_as_place(word)) for word in self._like(english, same))

    def sounds_like(self, english: str, same: float = SAME) -> bool:
        """Whether an English word can be read off one of the words by sound alone."""
        return any(True for _ in self._like(english, same))

    @cached_property
    def _index(self) -> SoundIndex:
        return SoundIndex(self._joined)

    def _like(self, english: str, same: float) -> Iterator[str]:
        self._compared += len(self._joined)
        near = self._joined if self._compared <= _FEW else self._index.near(english, same)
        return (word for word in near if alike(word, english, same))


def names(english: str, arabic: ArabicWords, same: float = SAME) -> Iterator[Name]:
    """The names of an English text, and how much of each can be read off the Arabic.

    A name is a run of capitalized words. A single word that opens a sentence may be any word unless it is a known place or
    people, and an abbreviation in capitals is no transliteration: both are left out.
    """
    for run, first in _runs(english):
        read = _read(run, arabic, same)
        king = len(run) > 1 and _ROMAN.fullmatch(run[1]["word"])  # «Mohammed VI»: no word but a name has a number behind it
        opens = first and run[0] in read and not is_place(run[0]["word"]) and not king
        if opens and (len(read) == 1 or not read[run[0]]):
            del read[run[0]]  # «Yesterday Theresa May»: the first word proves nothing either way
        if read:
            yield Name(run[0].start(), run[-1].end("word"), _share(read))


def openings(english: str) -> Iterator[str]:
    """The single capitalized words that open a sentence: names or not, which `names` cannot tell."""
    for run, first in _runs(english):
        if first and len(telling := [word for word in run if _telling(word)]) == 1:
            yield telling[0]["word"]


def _read(words: Iterable[re.Match[str]], arabic: ArabicWords, same: float = SAME) -> dict[re.Match[str], bool]:
    """The words that tell something of a name, and whether each can be read off the Arabic, alone or with its neighbour.

    Arabic may write two English words as one: نيويورك, أبوظبي, عبدالفتاح.
    """
    words = list(words)
    read = {word: arabic.has(word["word"], same) for word in words if _telling(word)}
    for one, other in pairwise(words):
        missing = [word for word in (one, other) if not read.get(word, True)]
        if missing and arabic.sounds_like(one["word"] + other["word"], same):
            read.update(dict.fromkeys(missing, True))
    return read


def _telling(word: re.Match[str]) -> bool:
    """Whether a capitalized word is part of a name, and no particle, abbreviation (UN, CoVs) or letter (G20, vitamin C)."""
    said = word["word"]
    capitals = sum(map(str.isupper, said))
    return not (len(said) == 1 or 1 < capitals >= len(said) / 2 or said.lower() in _PARTICLES)


def _share(read: dict[re.Match[str], bool]) -> float:
    """The share of the letters that stand in words which can be read."""
    return sum(len(word["word"]) for word, good in read.items() if good) / sum(len(word["word"]) for word in read)


def _runs(english: str) -> Iterator[tuple[Sequence[re.Match[str]], bool]]:
    """The runs of capitalized words, and whether each opens a sentence; «of» and «and» inside a title do not part it."""
    run: list[re.Match[str]] = []
    opens = True
    end = 0
    for token in _TOKEN.finditer(english):
        between, end = english[end : token.start()], token.end()
        joined = _JOINS.fullmatch(between) or (between == ". " and run and len(run[-1]["word"]) <= _DOTTED)
        small = token[0] in ("of", "and", "the", "for")
        if run and not (joined and (small or token[0][0].isupper())):
            yield run, opens
            run = []
        if token[0][0].isupper():
            if not run:
                opens = not english[: token.start()].strip() or bool(_OPENS.search(between))
            run.append(token)
    if run:
        yield run, opens


def _capitalized(english: str) -> Iterator[re.Match[str]]:
    return (token for token in _TOKEN.finditer(english) if token[0][0].isupper())


def name_words(english: str) -> list[str]:
    """The capitalized words of an English text, without particles and abbreviations."""
    return [token["word"] for token in _capitalized(english) if _telling(token)]


def read_share(english: str, arabic: ArabicWords) -> float:
    """The share of a name's letters, 0 to 1, in words that can be read off the Arabic; 1 when it has no such word."""
    read = _read(_capitalized(english), arabic)
    return _share(read) if read else 1.0


def unread(english: str, arabic: ArabicWords) -> list[Name]:
    """The names of an English text that cannot be read off the Arabic."""
    return [name for name in names(english, arabic) if name.read < ENOUGH]
