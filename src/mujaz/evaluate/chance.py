"""What of a figure is chance: an interval for a mean, and a test whether two systems differ. Seeded, so it is repeatable."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import product
from operator import mul
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    chance = random.Random(seed)  # noqa: S311  (statistics, no secret)
    means = sorted(sum(chance.choices(values, k=n)) / n for _ in range(resamples))
    tail = (1 - LEVEL) / 2
    return Estimate(mean, _quantile(means, tail), _quantile(means, 1 - tail), n)


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
        return Difference(total / n, _share(_swapped(gaps, product((-1, 1), repeat=n)), far), n)
    chance = random.Random(seed)  # noqa: S311
    swaps = (chance.choices((-1, 1), k=n) for _ in range(rounds))
    met = sum(abs(s) >= far for s in _swapped(gaps, swaps))
    return Difference(total / n, (met + 1) / (rounds + 1), n)


def _swapped(gaps: Sequence[float], swaps: Iterable[Sequence[int]]) -> list[float]:
    return [sum(map(mul, gaps, signs)) for signs in swaps]


def _share(sums: Sequence[float], far: float) -> float:
    return sum(abs(s) >= far for s in sums) / len(sums)
