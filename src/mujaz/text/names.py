"""Whether an English name can be read off an Arabic one: the consonants of both, in every sound they can stand for.

Arabic leaves short vowels out and writes foreign sounds with the nearest letter, and English writes one Arabic letter in many
ways (ق q, k, g; ش sh, ch; و w, o, ou, u, v). So a letter stands for a set of sounds, and two names are compared by the longest
way to walk through both at once, consonants weighing most. The table is our own, from how news agencies write names.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mujaz.text.arabic import fold


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

_Sound = tuple[frozenset[str], float]
_GRAPHEMES = re.compile("|".join(sorted((*_ENGLISH, "x"), key=len, reverse=True)))
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=4096)  # the words of a few articles
def _arabic_sounds(word: str) -> tuple[_Sound, ...]:
    """The sounds of a folded Arabic word; تش and كس are one English letter, ch and x."""
    word = _TWICE.sub(r"\1", word.replace("تش", "چ"))
    return tuple((frozenset(_ARABIC[letter]), _LIGHT_ARABIC.get(letter, _CONSONANT)) for letter in word if letter in _ARABIC)


@lru_cache(maxsize=4096)
def _english_sounds(word: str) -> tuple[_Sound, ...]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if c.isascii() and c.isalpha())
    sounds: list[_Sound] = []
    for grapheme in _GRAPHEMES.findall(_TWICE.sub(r"\1", plain)):
        if grapheme == "x":
            sounds += [(frozenset("kqX"), _CONSONANT), (frozenset("sz"), _SHORT)]
        else:
            sounds.append((frozenset(_ENGLISH[grapheme]), _LIGHT_ENGLISH.get(grapheme, _CONSONANT)))
    return tuple(sounds)


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
    weights = sum(w for _, w in one) + sum(w for _, w in other)
    if not weights:
        return 0.0
    heard = [sounds for sounds, _ in one]
    everything = frozenset[str]().union(*heard) if heard else frozenset[str]()
    consonants = [sounds for sounds, weight in other if weight == _CONSONANT]
    if sum(not everything.isdisjoint(sounds) for sounds in consonants) * 2 < len(consonants):
        return 0.0  # half of the consonants stand nowhere in it: not worth walking through
    share = _walk(one, other) / weights
    return share if len(arabic) >= _SHORTEST or share >= _ALL else 0.0


def _walk(one: tuple[_Sound, ...], other: tuple[_Sound, ...]) -> float:
    """The heaviest common subsequence of two words' sounds."""
    above = [0.0] * (len(other) + 1)
    for sounds, weight in one:
        here = [0.0]
        for n, (others, more) in enumerate(other):
            best = max(above[n + 1], here[n])
            if not sounds.isdisjoint(others):
                best = max(best, above[n] + weight + more)
            here.append(best)
        above = here
    return above[-1]


_PREFIX = re.compile("^(?:[وف]?(?:[بك]ال|لل|ال|[بلك])|[وف])(?=..)")


def readings(word: str) -> tuple[str, ...]:
    """A folded Arabic word, and the word without what may be attached to its front (و ف ب ل ك ال)."""
    found = [word]
    while (rest := _PREFIX.sub("", found[-1], count=1)) != found[-1]:
        found.append(rest)
    return tuple(found)


def folded_words(text: str) -> list[str]:
    """The Arabic words of a text, folded, in order."""
    return re.findall("[\u0621-\u064a]+", fold(text).text)
