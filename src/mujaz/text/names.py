"""Whether an English name can be read off an Arabic one: the consonants of both, in every sound they can stand for.

Arabic leaves short vowels out and writes foreign sounds with the nearest letter, and English writes one Arabic letter in many
ways (ق q, k, g; ش sh, ch; و w, o, ou, u, v). So a letter stands for a set of sounds, and two names are compared by the longest
way to walk through both at once, consonants weighing most. The table is our own, from how news agencies write names.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from mujaz.text.arabic import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def _table(entries: str) -> dict[str, str]:
    return dict(entry.split(":") for entry in entries.split())


# A sound is one character below. Capital letters stand for sounds that ASCII has no letter for: X خ, G غ, D ذ, S ش, C تش, Z ژ,
# T ث. A, I and U are the vowels.
_ARABIC = _table("""
    ب:bp ت:t ث:Tst ج:jgZ ح:h خ:Xhk د:d ذ:DdzT ر:r ز:zs ژ:Z س:sz ش:SCs ص:s ض:dDz ط:t ظ:Dzd ع:AIU غ:Gg ف:fv ق:qkg ك:kgqC ل:l م:m ن:n
    ه:h و:wUv ي:yIj ا:AIU چ:CSt""")
_ENGLISH = _table("""
    sch:Sk tsch:C tch:C sh:S ch:CSkX kh:Xk gh:Gg th:TtD dh:Dd ph:f wr:r kn:n zh:Zj ck:k qu:kq dj:j dg:j cz:C cc:kC b:b c:ksC d:d
    f:f g:gjGZ h:h j:jyXZ k:kq l:l m:m n:n p:p q:qk r:r s:szZ t:t v:vw w:wv z:zsZ y:yI a:A e:IA i:I o:UA u:UA""")

# What a letter weighs. Consonants are written in both languages; short vowels in English only, ه and h are often silent, and a
# hamza or ع has no English letter. Set by reading 200 names of news, and held by the curve that `make bench-trust` prints.
_CONSONANT = 1.0
_LONG, _SHORT = 0.3, 0.2  # ا و ي, and an English vowel
_SILENT = 0.4
_LIGHT_ARABIC = {"ا": _LONG, "و": 0.45, "ي": 0.45, "ع": _LONG, "ه": _SILENT}
_LIGHT_ENGLISH = {**dict.fromkeys("aeiou", _SHORT), "y": 0.4, "h": _SILENT, "gh": _SILENT, "w": 0.6}
_SHORTEST = 3
"""An Arabic word of fewer letters (ما, في) is like too many names, so all of it must be heard."""
_ALL = 0.95
_ALMOST = 1e-6  # to spare where sums of weights are compared

_Sound = tuple[int, float]  # what it can stand for, one bit a sound, and its weight
_BITS = {sound: 1 << n for n, sound in enumerate(sorted(set("".join((*_ARABIC.values(), *_ENGLISH.values())))))}


def _heard_as(sounds: str) -> int:
    return sum(_BITS[sound] for sound in set(sounds))


_ARABIC_SOUNDS = {letter: (_heard_as(sounds), _LIGHT_ARABIC.get(letter, _CONSONANT)) for letter, sounds in _ARABIC.items()}
_ENGLISH_SOUNDS = {
    **{letters: ((_heard_as(sounds), _LIGHT_ENGLISH.get(letters, _CONSONANT)),) for letters, sounds in _ENGLISH.items()},
    "x": ((_heard_as("kqX"), _CONSONANT), (_heard_as("sz"), _SHORT)),
}
_GRAPHEMES = re.compile("|".join(sorted(_ENGLISH_SOUNDS, key=len, reverse=True)))
_TWICE = re.compile(r"(.)\1+")


def _letters(word: str) -> list[str]:
    """The letters of a folded Arabic word that are heard; تش is one letter of English, ch."""
    return [letter for letter in _TWICE.sub(r"\1", word.replace("تش", "چ")) if letter in _ARABIC]


class _Heard(NamedTuple):
    """A word as it is heard.

    Attributes:
        sounds: Its sounds in order.
        weight: Their weights together.
        everything: All that they can stand for.
        consonants: What each consonant can stand for.
    """

    sounds: tuple[_Sound, ...]
    weight: float
    everything: int
    consonants: tuple[int, ...]


def _listen(sounds: tuple[_Sound, ...]) -> _Heard:
    consonants = tuple(heard for heard, weight in sounds if weight == _CONSONANT)
    return _Heard(sounds, sum(w for _, w in sounds), reduce(or_, (heard for heard, _ in sounds), 0), consonants)


@lru_cache(maxsize=4096)  # the words of a few articles
def _arabic_sounds(word: str) -> _Heard:
    return _listen(tuple(_ARABIC_SOUNDS[letter] for letter in _letters(word)))


@lru_cache(maxsize=4096)
def _english_sounds(word: str) -> _Heard:
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if c.isascii() and c.isalpha())
    graphemes = _GRAPHEMES.findall(_TWICE.sub(r"\1", plain))
    return _listen(tuple(sound for letters in graphemes for sound in _ENGLISH_SOUNDS[letters]))


@lru_cache(maxsize=65536)  # every name of a result against every word of the sentences it rests on
def likeness(arabic: str, english: str) -> float:
    """How much of two names is the same sounds in the same order, 0 to 1.

    Args:
        arabic: One folded Arabic word.
        english: One English word.

    Returns:
        The weight of the sounds that both have, over the weight of all.
    """
    one, other = _arabic_sounds(arabic), _english_sounds(english)
    weights = one.weight + other.weight
    if not weights:
        return 0.0
    everything, consonants = one.everything, other.consonants
    if sum([1 for heard in consonants if heard & everything]) * 2 < len(consonants):
        return 0.0  # half of the consonants stand nowhere in it: not worth walking through
    share = _walk(one.sounds, other.sounds) / weights
    return share if len(arabic) >= _SHORTEST or share >= _ALL else 0.0


def alike(arabic: str, english: str, same: float) -> bool:
    """Whether the likeness of two names is `same` or more: two words in three are told apart without walking through both."""
    one, other = _arabic_sounds(arabic), _english_sounds(english)
    here, there = one.everything, other.everything
    shared = sum([w for heard, w in one.sounds if heard & there]) + sum([w for heard, w in other.sounds if heard & here])
    return shared >= same * (one.weight + other.weight) - _ALMOST and likeness(arabic, english) >= same


def _walk(one: tuple[_Sound, ...], other: tuple[_Sound, ...]) -> float:
    """The heaviest common subsequence of two words' sounds."""
    above = [0.0] * (len(other) + 1)
    for heard, weight in one:
        best = 0.0
        here = [best]
        for n, (others, more) in enumerate(other):
            best = max(best, above[n + 1])
            if heard & others and (both := above[n] + weight + more) > best:
                best = both
            here.append(best)
        above = here
    return above[-1]


_STEP = 0.2  # what is missing is counted in steps of the lightest letter's weight; a part of a step is let pass


class SoundIndex:
    """Folded Arabic words by their letters: which can be like an English word at all, without walking through each.

    A row is a number whose bit n says whether a letter stands in word n (so many times), so that one operation looks at all
    words at once. Nothing that is alike is left out: of what must be heard, only the order is not looked at.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Sorts the words by the weight of their sounds."""
        spelled = ((word, _letters(word)) for word in words)
        weighed = sorted((sum(_ARABIC_SOUNDS[letter][1] for letter in letters), word, letters) for word, letters in spelled)
        self._weights, self._words = [weight for weight, _, _ in weighed], [word for _, word, _ in weighed]
        rows: dict[tuple[str, int], bytearray] = {}
        for n, (_, _, letters) in enumerate(weighed):
            for letter in set(letters):
                for time in range(letters.count(letter)):
                    rows.setdefault((letter, time), bytearray(len(weighed) // 8 + 1))[n // 8] |= 1 << n % 8
        self._rows = {place: int.from_bytes(row, "little") for place, row in rows.items()}

    def near(self, english: str, same: float) -> Iterator[str]:
        """The words whose likeness to an English word may be `same` or more, the lightest first."""
        other = _english_sounds(english)
        if not other.sounds or not self._words:
            return
        weight = other.weight
        most = int((1 - same) * (self._weights[-1] + weight) / _STEP + _ALMOST)
        found = 0
        for steps, words in enumerate(self._missing(other, most)):
            # So much may be missing only where the word is heavy enough to make up for it.
            first = bisect_left(self._weights, steps * _STEP / max(1 - same, _ALMOST) - weight - _ALMOST)
            found |= words >> first << first
        yield from (self._words[n] for n in _bits(found))

    def _missing(self, other: _Heard, most: int) -> list[int]:
        """All words by the weight of what they and the English word do not share, in steps and up to `most`."""
        lacking = [(1 << len(self._words)) - 1, *[0] * most]
        for heard, weight in other.sounds:
            having = reduce(
                or_, (row for (letter, time), row in self._rows.items() if not time and _ARABIC_SOUNDS[letter][0] & heard), 0
            )
            lacking = _moved(lacking, ~having, weight)
        for (letter, _), row in self._rows.items():
            heard, weight = _ARABIC_SOUNDS[letter]
            if not heard & other.everything:
                lacking = _moved(lacking, row, weight)
        return lacking


def _moved(lacking: list[int], words: int, weight: float) -> list[int]:
    """The words that lack something more, that much further on."""
    steps = int(weight / _STEP + _ALMOST)
    return [(here & ~words) | (lacking[n - steps] & words if n >= steps else 0) for n, here in enumerate(lacking)]


def _bits(number: int) -> Iterator[int]:
    """The places of the bits of a number that are set."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


_PREFIX = re.compile("^(?:[وف]?(?:[بك]ال|لل|ال|[بلك])|[وف])(?=..)")

_TWO = re.compile("[وف][بلك](?!ال|ل)...")


def readings(word: str) -> tuple[str, ...]:
    """A folded Arabic word, and the word without what may be attached to its front (و ف ب ل ك ال); the shortest is the last."""
    found = [word]
    while (rest := _PREFIX.sub("", found[-1], count=1)) != found[-1]:
        if _TWO.match(found[-1]):
            found.append(found[-1][1:])  # وبريطانيا is و + بريطانيا, and و + ب + a name
        if found[-1].removesuffix(rest).endswith("لل"):
            found.append(f"ل{rest}")  # للجنة is ل + لجنة, and ل + ال + a word
        found.append(rest)
    return tuple(found)


def folded_words(text: str) -> list[str]:
    """The Arabic words of a text, folded, in order."""
    return re.findall("[\u0621-\u064a]+", fold(text).text)
