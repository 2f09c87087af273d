"""Whether a text says the contrary of another: «rose» for «انخفض», "no more than" for «لا يقل عن»."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mujaz.text.arabic import fold
from mujaz.text.lexicon import lines_of, pattern
from mujaz.trust.negation import of_arabic, of_english

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

_ATTACHED = "[وفسبكل]{0,3}(?:ال)?"  # what may stand at the front of an Arabic word


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of one sense in one language.

    Attributes:
        telling: Those that have no other meaning.
        any: Those, and words that may stand for one of them.
    """

    telling: re.Pattern[str]
    any: re.Pattern[str]


@cache
def _pairs() -> tuple[tuple[_Words, _Words, _Words, _Words], ...]:
    """The Arabic and the English of one side, and of the other."""
    words = [_words(line, _ATTACHED if n % 2 == 0 else "") for n, line in enumerate(lines_of("opposites.txt"))]
    return tuple(zip(words[::4], words[1::4], words[2::4], words[3::4], strict=True))


def _words(line: str, before: str) -> _Words:
    telling, _, others = line.partition(" | ")
    return _Words(pattern(telling, before=before), pattern(f"{telling} {others}", before=before))


def opposed(arabic: str, english: str) -> Iterator[tuple[str, str]]:
    """Words of an Arabic and an English text of which one says the contrary of the other.

    A text that has words of both sides is left alone, and so is a pair in which either is negated: «لم ينخفض» may be "rose".

    Yields:
        The Arabic words and the English ones.
    """
    ours, theirs = of_arabic(arabic), of_english(english)
    if ours.hard or ours.joined or theirs.hard:
        return
    folded = fold(arabic)
    for here, there, other_here, other_there in _pairs():
        for one, contrary, same, against in ((here, other_there, there, other_here), (other_here, there, other_there, here)):
            told = contrary.telling.search(english)  # first: few sentences have such a word, and Arabic takes longer to search
            said = one.telling.search(folded.text) if told else None
            if told and said and not same.any.search(english) and not against.any.search(folded.text):
                start, end = folded.span(*said.span())
                yield arabic[start:end], told[0]
