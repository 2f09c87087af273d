"""Intervals and the paired test: exact where they can be counted, honest where they are random, and the same every time."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.evaluate.chance import difference, estimate

VALUES = st.lists(st.floats(0, 1, allow_nan=False), min_size=2, max_size=20)


@given(VALUES)
def test_an_interval_holds_its_mean(values: list[float]) -> None:
    """The interval lies around the mean and inside the values, and is the same every time."""
    found = estimate(values, resamples=50)
    assert found == estimate(values, resamples=50)
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    assert min(values) - 1e-9 <= found.low <= found.high <= max(values) + 1e-9
    assert found.mean == pytest.approx(sum(values) / len(values))


def test_how_often_an_interval_holds_the_truth() -> None:
    """Of 300 samples of 30 from a known distribution, 95 % intervals hold its mean about as often as they say."""
    chance = random.Random(3)  # noqa: S311  (test data)
    held = 0
    for _ in range(300):
        found = estimate([chance.betavariate(2, 3) for _ in range(30)], resamples=200)
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 2 / 5 <= found.high
    assert 0.90 <= held / 300 <= 0.98


def test_too_few() -> None:
    """Of nothing there is no mean; of one article there is no interval and no p."""
    assert estimate([]) is None
    one = estimate([0.5])
    assert one is not None
    assert (one.mean, one.low, one.high, one.n) == (0.5, None, None, 1)
    assert difference([], []) is None
    alone = difference([0.5], [0.25])
    assert alone is not None
    assert (alone.mean, alone.p, alone.n) == (0.25, None, 1)


@pytest.mark.parametrize(
    ("one", "other", "p"),
    [
        # Of the 2**5 ways to swap, only none and all give a sum so far from 0.
        pytest.param([1.0] * 5, [0.0] * 5, 2 / 32, id="five-of-five"),
        # Gaps 1, 1 and -1: a sum of at least 1 in absolute value comes in all 8 ways.
        pytest.param([1.0, 1.0, 0.0], [0.0, 0.0, 1.0], 1.0, id="two-of-three"),
        # Gaps 3, 1 and 1: of the sums 5, 3, 3, 1 and their negatives only 5 and -5 are as far.
        pytest.param([3.0, 1.0, 1.0], [0.0, 0.0, 0.0], 2 / 8, id="three-of-three"),
        pytest.param([0.3, 0.7], [0.3, 0.7], 1.0, id="alike"),
    ],
)
def test_exact(one: list[float], other: list[float], p: float) -> None:
    """With few articles every way to swap is tried, and p is a share that can be counted by hand."""
    found = difference(one, other)
    assert found is not None
    assert found.p == pytest.approx(p)
    back = difference(other, one)
    assert back is not None
    assert (back.mean, back.p) == (-found.mean, found.p)


def test_random_is_like_exact() -> None:
    """With more articles p is a random share near the exact one, never 0, and the same every time."""
    chance = random.Random(5)  # noqa: S311  (test data)
    one = [chance.gauss(0.3, 1) for _ in range(12)]
    zero = [0.0] * 12
    exact, rough = difference(one, zero, rounds=5000), difference(one, zero, rounds=1000)
    assert exact is not None
    assert rough is not None
    assert exact.p is not None
    assert rough.p == pytest.approx(exact.p, abs=0.04)  # three standard errors of a share of 1,000
    assert rough == difference(one, zero, rounds=1000)
    far = difference([1.0] * 40, [0.0] * 40)
    assert far is not None
    assert far.p == pytest.approx(1 / 1001)


def test_how_often_two_alike_differ() -> None:
    """Two systems that are alike differ with p below 0.05 about one time in twenty, and no oftener."""
    chance = random.Random(11)  # noqa: S311  (test data)
    found = [
        difference([chance.random() for _ in range(20)], [chance.random() for _ in range(20)], rounds=200) for _ in range(300)
    ]
    assert sum(f is not None and f.p is not None and f.p < 0.05 for f in found) / 300 <= 0.09
