"""Summaries that need no model, so that a figure means something: an article's first sentences, and its most central ones."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from mujaz.errors import SettingsError
from mujaz.text.arabic import words
from mujaz.text.names import readings
from mujaz.text.segment import segment, title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DEFAULTS = ("lead-3", "textrank-3")
"""What a summary is measured beside when nobody says otherwise: three sentences are the usual lead of news."""

_NAME = re.compile(r"(lead|textrank)-([1-9][0-9]?)")
_SHORTEST = 3  # letters of a word that tells what a sentence is about: في، من، أن and their like have one or two
_DAMPING = 0.85  # as in TextRank (Mihalcea and Tarau 2004) and PageRank
_SETTLED, _ROUNDS = (
    1e-6,
    100,
)  # change of a rank that is none, and rounds after which it has long come to that (0.85**100 is 1e-7)
_MOST = 500  # sentences that are compared, each with each: 125,000 pairs, a second; the longest article of the corpus has 60


def baseline(name: str) -> Callable[[str], list[str]]:
    """The baseline of a name, as a function from an article's text to the sentences of its summary.

    Args:
        name: `lead-N` or `textrank-N`, where N is how many sentences it takes.

    Raises:
        SettingsError: There is none of this name.
    """
    found = _NAME.fullmatch(name)
    if not found:
        raise SettingsError(f"--baseline {name}: no such baseline; give lead-N or textrank-N, such as lead-3, or none.")
    way, count = (lead if found[1] == "lead" else textrank), int(found[2])
    return lambda text: way(text, count)


def lead(text: str, count: int) -> list[str]:
    """The first sentences of an article, its title left out."""
    return _body(text)[:count]


def textrank(text: str, count: int) -> list[str]:
    """The sentences that share most words with the others that do (TextRank), in the order of the article.

    Two sentences are as near as the number of different words that both have, over the logarithms of how many words each has.
    Words are folded, what is attached to their fronts is taken off, and those of less than three letters are left out.
    """
    sentences = _body(text)
    ranks = _ranks([_telling(sentence) for sentence in sentences[:_MOST]])
    chosen = sorted(range(len(ranks)), key=lambda n: (-ranks[n], n))[:count]
    return [sentences[n] for n in sorted(chosen)]


def _body(text: str) -> list[str]:
    every = segment(text)
    title = title_of(text, every)
    return [text[s.start : s.end] for s in every if s is not title]


def _telling(sentence: str) -> frozenset[str]:
    """What a sentence is about: its words without what is attached to their fronts; numbers stay whole."""
    bare = (readings(word)[-1] for word in words(sentence))
    return frozenset(word for word in bare if len(word) >= _SHORTEST or word[0].isdigit())


def _ranks(sentences: Sequence[frozenset[str]]) -> list[float]:
    """The rank of each sentence, by power iteration over how near they are to each other."""
    near: list[dict[int, float]] = [{} for _ in sentences]
    for i, one in enumerate(sentences):
        for j in range(i):
            other = sentences[j]
            # A sentence of one word has a logarithm of 0: two such are near without bound, so nothing so short counts.
            if (shared := len(one & other)) and len(one) > 1 and len(other) > 1:
                near[i][j] = near[j][i] = shared / (math.log(len(one)) + math.log(len(other)))
    given = [sum(row.values()) for row in near]
    ranks = [1.0] * len(sentences)
    for _ in range(_ROUNDS):
        new = [1 - _DAMPING + _DAMPING * sum(w / given[j] * ranks[j] for j, w in row.items()) for row in near]
        change = max((abs(a - b) for a, b in zip(new, ranks, strict=True)), default=0.0)
        ranks = new
        if change < _SETTLED:
            break
    return ranks
