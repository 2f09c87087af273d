"""How much of the words of two texts is the same: ROUGE, chrF, and how much of a summary is copied from its article.

Arabic is written in many ways, so words are compared in the one spelling of `mujaz.text.arabic`: أ إ آ ٱ are ا, ى is ي, ة is ه,
a hamza on its seat is gone (ؤ is و, ئ is ي), tashkeel and tatweel are gone, digits of every script are 0 to 9, Latin is in lower
case without accents. Nothing is stemmed and no attached و or ال is taken off: «الوزير» and «وزير» are two words. A word is a run
of letters, or a number with its inner separators; signs are no words.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mujaz.text.arabic import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_CHARACTERS = 6  # the longest run of characters that chrF counts, and
_RECALL = 2  # how many times more recall weighs in it than precision: both as Popović (2015) and sacrebleu have them


class Score(NamedTuple):
    """Precision, recall and their harmonic mean, each 0 to 1."""

    precision: float
    recall: float
    f1: float


def _score(hits: int, said: int, meant: int) -> Score:
    precision, recall = (hits / said if said else 0.0), (hits / meant if meant else 0.0)
    return Score(precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0)


def tokens(text: str) -> list[str]:
    """The words of a text as ROUGE counts them; see the head of this module."""
    return words(text)


def rouge_n(said: Sequence[str], reference: Sequence[str], n: int) -> Score:
    """ROUGE-N: the runs of `n` words that both have, each as often as the one that has it less often.

    Args:
        said: The words of the summary.
        reference: The words of the reference.
        n: Words of a run.
    """
    ours, theirs = (Counter(zip(*(text[k:] for k in range(n)), strict=False)) for text in (said, reference))
    return _score((ours & theirs).total(), ours.total(), theirs.total())


def rouge_l(said: Sequence[str], reference: Sequence[str]) -> Score:
    """ROUGE-L at sentence level: the longest row of words that both have in this order, gaps allowed, the texts taken whole."""
    return _score(_common(said, reference), len(said), len(reference))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest common subsequence, one bit a word (Hyyrö 2004): a thousand words a side take a millisecond."""
    places: dict[str, int] = {}
    for n, word in enumerate(one):
        places[word] = places.get(word, 0) | 1 << n
    every = (1 << len(one)) - 1
    free = every
    for word in other:
        met = free & places.get(word, 0)
        free = (free + met | free - met) & every
    return len(one) - free.bit_count()


def rouge_lsum(said: Sequence[Sequence[str]], reference: Sequence[Sequence[str]]) -> Score:
    """ROUGE-L at summary level (Lin 2004): each sentence of the reference is matched with all sentences of the summary.

    A word of it is found when it lies on the longest common row with any of them; no word is found more often than it stands in
    either text. The order of sentences does not matter.

    Args:
        said: The words of the summary, a sentence each.
        reference: The words of the reference, a sentence each.
    """
    left = Counter(chain.from_iterable(said))
    still = Counter(chain.from_iterable(reference))
    ours, theirs = left.total(), still.total()
    hits = 0
    for sentence in reference:
        for place in sorted({place for other in said for place in _row(sentence, other)}):
            word = sentence[place]
            if left[word] and still[word]:
                left[word] -= 1
                still[word] -= 1
                hits += 1
    return _score(hits, ours, theirs)


def _row(one: Sequence[str], other: Sequence[str]) -> Iterator[int]:
    """The places in `one` of the longest row of words that both have; of several rows, the one that begins last in `one`."""
    length = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, word in enumerate(one):
        for j, theirs in enumerate(other):
            length[i + 1][j + 1] = length[i][j] + 1 if word == theirs else max(length[i][j + 1], length[i + 1][j])
    i, j = len(one), len(other)
    while i and j:
        if one[i - 1] == other[j - 1]:
            i, j = i - 1, j - 1
            yield i
        elif length[i][j - 1] > length[i - 1][j]:
            j -= 1
        else:
            i -= 1


def chrf(said: str, reference: str) -> float:
    """ChrF (Popović 2015), 0 to 1: runs of one to six characters that both texts have, without white space.

    Precision and recall are averaged over the lengths that both texts are long enough for, and recall weighs twice as much. It
    gives part of the credit to words that differ by what is attached to them, which ROUGE does not. Equal to the sentence score
    of sacrebleu 2 for the same strings; `folded` makes them comparable.
    """
    ours, theirs = "".join(said.split()), "".join(reference.split())
    precision = recall = 0.0
    lengths = min(_CHARACTERS, len(ours), len(theirs))
    for n in range(1, lengths + 1):
        one, other = (Counter(text[k : k + n] for k in range(len(text) - n + 1)) for text in (ours, theirs))
        both = (one & other).total()
        precision += both / one.total()
        recall += both / other.total()
    if not precision + recall:
        return 0.0
    weight = _RECALL**2
    return (1 + weight) * precision * recall / (weight * precision + recall) / lengths


def folded(text: str) -> str:
    """A text in the one spelling that its characters are compared in."""
    return fold(text).text


class Copied(NamedTuple):
    """How extractive a summary is (Grusky, Naaman and Artzi 2018).

    Attributes:
        coverage: The share of its words that stand in the article as part of a copied run, 0 to 1.
        density: The mean length, over its words, of the run that the word was copied with; 0 where it was not.
    """

    coverage: float
    density: float


def copied(said: Sequence[str], article: Sequence[str]) -> Copied:
    """How much of a summary is the article's own runs of words, found from the left, the longest first.

    Args:
        said: The words of the summary.
        article: The words of the article.
    """
    if not said:
        return Copied(0.0, 0.0)
    runs = list(_runs(said, article))
    return Copied(sum(runs) / len(said), sum(n * n for n in runs) / len(said))


def _runs(said: Sequence[str], article: Sequence[str]) -> Iterator[int]:
    places: dict[str, list[int]] = {}
    for n, word in enumerate(article):
        places.setdefault(word, []).append(n)
    at = 0
    while at < len(said):
        longest = max((_shared(said, at, article, place) for place in places.get(said[at], ())), default=0)
        if longest:
            yield longest
        at += longest or 1


def _shared(one: Sequence[str], at: int, other: Sequence[str], place: int) -> int:
    n = 0
    while at + n < len(one) and place + n < len(other) and one[at + n] == other[place + n]:
        n += 1
    return n


def best(scores: Iterable[float]) -> float:
    """The best of the scores against several references; 0 where there is none."""
    return max(scores, default=0.0)
