"""What of a figure is chance: an interval for a mean, and a test whether two systems differ. Seeded, so it is repeatable."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, product
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

RESAMPLES = 1000
"""Resamples of a bootstrap, and rounds of a test: 25 lie outside each end of a 95 % interval, and p goes down to 0.001."""
LEVEL = 0.95
"""How often an interval holds the mean of all such articles, if the ones at hand are a fair sample of them."""
SEED = 20240607  # any fixed number; another one moves the ends of an interval by a few hundredths of its width
_FEW = 2  # articles below which nothing can be said of chance
_ALMOST = 1e-9  # to spare where sums of the same numbers in another order are compared


@dataclass(frozen=True, slots=True)
class Estimate:
    """The mean of a measure over articles, and how far it may be off.

    Attributes:
        mean: Over the articles that have it.
        low: Lower end of its 95 % interval; `None` for a single article.
        high: Upper end.
        n: Articles that have it.
    """

    mean: float
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Difference:
    """How much higher a measure is than in another system, on the articles that both have it for.

    Attributes:
        mean: Of the differences, article by article.
        p: How often chance alone gives a difference at least so large; `None` for a single article.
        n: Articles that both have it for.
    """

    mean: float
    p: float | None
    n: int


def estimate(values: Sequence[float], *, resamples: int = RESAMPLES, seed: int = SEED) -> Estimate | None:
    """The mean and its percentile bootstrap interval over articles; `None` of no values."""
    if not values:
        return None
    n = len(values)
    mean = sum(values) / n
    if n < _FEW:
        return Estimate(mean, None, None, n)
    means = sorted(sum(drawn(values)) / n for drawn in _draws(n, resamples, seed))
    tail = (1 - LEVEL) / 2
    return Estimate(mean, _quantile(means, tail), _quantile(means, 1 - tail), n)


# Every measure of the same articles draws the same resamples: drawn once, they cost a tenth. Measures of some articles only, such
# as those with a reference, need others; of a thousand articles each takes 8 MB.
@lru_cache(maxsize=4)
def _draws(n: int, count: int, seed: int) -> list[Callable[[Sequence[float]], tuple[float, ...]]]:
    """Resamples of `n` values, each as what takes it from them."""
    chance = random.Random(seed)  # noqa: S311  (statistics, no secret)
    places = range(n)
    return [itemgetter(*chance.choices(places, k=n)) for _ in range(count)]


@lru_cache(maxsize=4)
def _swaps(n: int, count: int, seed: int) -> list[list[int]]:
    """Random ways to swap the values of two systems: 1 for each article whose values are swapped."""
    chance = random.Random(seed)  # noqa: S311
    return [chance.choices((0, 1), k=n) for _ in range(count)]


def _quantile(ordered: Sequence[float], share: float) -> float:
    """A quantile, on the straight line between the two values it falls between."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def difference(one: Sequence[float], other: Sequence[float], *, rounds: int = RESAMPLES, seed: int = SEED) -> Difference | None:
    """Paired approximate randomization (Noreen 1989), two-sided: `one` less `other`, article by article; `None` of no articles.

    If the two systems were alike, each article's two values could as well be swapped. So they are swapped at random, `rounds`
    times, and p is the share of rounds whose mean is at least as far from 0 (the one at hand counted as one). Where there are no
    more ways to swap than rounds (nine articles), all are tried and p is exact.

    Args:
        one: The values of one system.
        other: Those of the other, for the same articles in the same order.
        rounds: Random rounds.
        seed: Of the randomness.
    """
    gaps = [a - b for a, b in zip(one, other, strict=True)]
    if not gaps:
        return None
    total, n = sum(gaps), len(gaps)
    if n < _FEW:
        return Difference(total, None, n)
    far = abs(total) - _ALMOST
    if 2**n <= rounds:
        sums = _swapped(gaps, product((0, 1), repeat=n))
        return Difference(total / n, sum(abs(s) >= far for s in sums) / 2**n, n)
    met = sum(abs(s) >= far for s in _swapped(gaps, _swaps(n, rounds, seed)))
    return Difference(total / n, (met + 1) / (rounds + 1), n)


def _swapped(gaps: Sequence[float], swaps: Iterable[Sequence[int]]) -> Iterator[float]:
    """The sums of the gaps, those of swapped articles taken away instead of added."""
    total = sum(gaps)
    return (total - 2 * sum(compress(gaps, swap)) for swap in swaps)
