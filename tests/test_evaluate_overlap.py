"""ROUGE, chrF and copied runs: as other packages have them, worked by hand, and right for Arabic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.evaluate import overlap

# What `python bench/overlap_oracle.py` prints, with rouge-score 0.1.2 and sacrebleu 2.6.0: a summary, its reference, and their
# ROUGE-1, ROUGE-2, ROUGE-L, ROUGE-Lsum and chrF. It also compares 6,000 random pairs, of which none differ.
THEIRS = [
    ("the cat sat on the mat", "the cat was on the mat", (0.833333, 0.6, 0.833333, 0.833333, 0.620691)),
    ("police killed the gunman", "police kill the gunman", (0.75, 0.333333, 0.75, 0.75, 0.816239)),
    ("the gunman kill police", "police killed the gunman", (0.75, 0.333333, 0.5, 0.5, 0.624671)),
    ("the the the", "the cat the dog", (0.571429, 0.0, 0.571429, 0.571429, 0.20192)),
    (
        "one two six seven eight\none three eight nine five",
        "one two three four five",
        (0.533333, 0.153846, 0.533333, 0.533333, 0.368167),
    ),
    ("the mayor spoke\nit rained all day", "it rained all day\nthe mayor spoke", (1.0, 0.833333, 0.571429, 1.0, 0.892559)),
    ("a b c d e f g", "x y z", (0.0, 0.0, 0.0, 0.0, 0.0)),
    (
        "Mayor opens a bridge. It cost 3 million.\nTraffic begins Monday.",
        "A bridge opened by mayor.\nTraffic starts on Monday.",
        (0.5, 0.111111, 0.4, 0.4, 0.433718),
    ),
]


def every(said: str, reference: str) -> tuple[float, ...]:
    """The five scores, a sentence a line."""
    one, other = ([overlap.tokens(line) for line in text.split("\n")] for text in (said, reference))
    flat, meant = ([word for line in lines for word in line] for lines in (one, other))
    ngrams = (overlap.rouge_n(flat, meant, n).f1 for n in (1, 2))
    rows = (overlap.rouge_l(flat, meant).f1, overlap.rouge_lsum(one, other).f1)
    return (*ngrams, *rows, overlap.chrf(said, reference))


@pytest.mark.parametrize(("said", "reference", "expected"), THEIRS)
def test_as_other_packages_have_it(said: str, reference: str, expected: tuple[float, ...]) -> None:
    """On ASCII the scores are those of rouge-score and sacrebleu."""
    assert every(said, reference) == pytest.approx(expected, abs=1e-6)


def test_worked_by_hand() -> None:
    """Precision, recall and F1 of a case small enough to count on the fingers, in Arabic."""
    said, reference = overlap.tokens("افتتح الوزير المدرسة الجديدة"), overlap.tokens("الوزير افتتح اليوم المدرسة")
    # Three of the four words of each; of three pairs in each none is in both; «الوزير … المدرسة» is in both in this order.
    assert overlap.rouge_n(said, reference, 1) == pytest.approx((3 / 4, 3 / 4, 3 / 4))
    assert overlap.rouge_n(said, reference, 2) == (0.0, 0.0, 0.0)
    assert overlap.rouge_l(said, reference) == pytest.approx((2 / 4, 2 / 4, 2 / 4))
    shorter = overlap.tokens("افتتح الوزير")
    assert overlap.rouge_n(shorter, reference, 1) == pytest.approx((1.0, 1 / 2, 2 / 3))
    # Two sentences of the reference, each all there but in another order, and one word of the summary that is in neither.
    two = [overlap.tokens("نزل المطر أمس"), overlap.tokens("وصل الوزير")]
    other = [overlap.tokens("وصل الوزير"), overlap.tokens("نزل المطر")]
    assert overlap.rouge_lsum(two, other) == pytest.approx((4 / 5, 1.0, 8 / 9))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("إلى أحمد", "الى احمد", True, id="hamza-on-alef"),
        pytest.param("مسؤول شؤون رئيس", "مسوول شوون رييس", True, id="hamza-on-its-seat"),
        pytest.param("مدرسة", "مدرسه", True, id="ta-marbuta"),
        pytest.param("مستشفى", "مستشفي", True, id="alef-maqsura"),
        pytest.param("مُدَرِّسٌ", "مدرس", True, id="tashkeel"),
        pytest.param("الـــوزير", "الوزير", True, id="tatweel"),
        pytest.param("عام ٢٠٢٤", "عام 2024", True, id="digits"),
        pytest.param("ﻻعب", "لاعب", True, id="ligature"),
        pytest.param("«الوزير»، قال:", "الوزير قال", True, id="signs-are-no-words"),
        pytest.param("الوزير", "وزير", False, id="the-article-is-not-stemmed"),
        pytest.param("والوزير", "الوزير", False, id="nor-is-and"),
        pytest.param("كاتب", "كتاب", False, id="another-word"),
    ],
)
def test_spellings_of_arabic(one: str, other: str, same: bool) -> None:  # noqa: FBT001  (a column of the table)
    """Spellings of one word are one word for ROUGE and for chrF; other words are not, and nothing is stemmed."""
    assert (overlap.rouge_n(overlap.tokens(one), overlap.tokens(other), 1).f1 == 1) is same
    if same and "«" not in one:
        assert overlap.chrf(overlap.folded(one), overlap.folded(other)) == pytest.approx(1)


WORDS = st.lists(st.sampled_from("وزير مدرسة مدرسه قال درهم 12 ٣ مدينة".split()), max_size=12)


@given(WORDS, WORDS)
def test_bounds_and_symmetry(one: list[str], other: list[str]) -> None:
    """Scores lie from 0 to 1; turning summary and reference round turns precision and recall round; a text is all like itself."""
    for score in (lambda a, b: overlap.rouge_n(a, b, 1), lambda a, b: overlap.rouge_n(a, b, 2), overlap.rouge_l):
        there, back = score(one, other), score(other, one)
        assert (there.precision, there.recall) == (back.recall, back.precision)
        assert all(0 <= value <= 1 for value in there)
    assert overlap.rouge_l(one, other).f1 <= overlap.rouge_n(one, other, 1).f1 + 1e-12
    if one:
        assert overlap.rouge_l(one, one).f1 == 1
        assert overlap.chrf(" ".join(one), " ".join(one)) == pytest.approx(1)


@given(WORDS, WORDS)
def test_the_longest_common_row(one: list[str], other: list[str]) -> None:
    """The row found bit by bit is as long as the one found by the textbook's table."""
    table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            table[i + 1][j + 1] = table[i][j] + 1 if a == b else max(table[i][j + 1], table[i + 1][j])
    assert overlap.rouge_l(one, other).precision * len(one) == pytest.approx(table[-1][-1])


@pytest.mark.parametrize(
    ("said", "article", "coverage", "density"),
    [
        pytest.param("a b c", "x a b c y", 1.0, 3.0, id="one-run"),
        # Runs «a b» and «d»: (2 + 1) / 4 words are copied, and (4 + 1) / 4 is the mean length.
        pytest.param("a b q d", "d a b c", 3 / 4, 5 / 4, id="two-runs"),
        pytest.param("a b c", "a b x a b c", 1.0, 3.0, id="the-longest-run"),
        pytest.param("p q", "a b", 0.0, 0.0, id="nothing"),
        pytest.param("", "a b", 0.0, 0.0, id="empty"),
        pytest.param("المدرسه", "هذه المدرسة", 1.0, 1.0, id="another-spelling"),
    ],
)
def test_copied(said: str, article: str, coverage: float, density: float) -> None:
    """Coverage and density are those of Grusky et al. 2018, by the article's own runs of words."""
    assert overlap.copied(overlap.tokens(said), overlap.tokens(article)) == pytest.approx((coverage, density))


def test_empty() -> None:
    """Nothing said, or nothing to be like, scores 0 and is no error."""
    assert every("", "a b") == every("a b", "") == every("", "") == (0.0,) * 5
    assert overlap.best([]) == 0
