"""Baselines: the lead without the title, and the sentences that most others are like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.errors import SettingsError
from mujaz.evaluate.baselines import baseline, lead, textrank
from mujaz.text.segment import segment

TEXT = """توقيع اتفاقية في أكادير
وقع الوزير اتفاقية الصيد البحري مع موريتانيا اليوم. حضر الحفل عدد من الصحفيين.
تنص اتفاقية الصيد البحري على رسوم جديدة. كان الطقس مشمسا.
قالت موريتانيا إن رسوم اتفاقية الصيد عادلة. يباع الخبز في الساحة."""


def test_the_lead() -> None:
    """The lead is the first sentences, without the title that stands above them."""
    assert lead(TEXT, 2) == ["وقع الوزير اتفاقية الصيد البحري مع موريتانيا اليوم.", "حضر الحفل عدد من الصحفيين."]
    assert len(lead(TEXT, 99)) == 6
    assert baseline("lead-1")(TEXT) == lead(TEXT, 1)


def test_the_most_central() -> None:
    """TextRank takes the three sentences about the agreement, in the order of the article, and leaves the ones beside it."""
    chosen = textrank(TEXT, 3)
    assert [s.split()[0] for s in chosen] == ["وقع", "تنص", "قالت"]


def test_what_is_attached_is_no_other_word() -> None:
    """Sentences that share words only behind و and ال, or in another spelling, are still near each other."""
    text = "نزل المطر الغزير على المدينة. والمدينه غارقة بالمطر الغزير. اشترى أحمد سيارة حمراء."
    assert [s.split()[0] for s in textrank(text, 2)] == ["نزل", "والمدينه"]


@pytest.mark.parametrize("text", ["", " \n", "كلمة", "كلمة. كلمة. كلمة.", "!؟.", "a b. c d."])
def test_odd_texts(text: str) -> None:
    """A text without sentences, or of sentences that say nothing, gives what there is and no error."""
    assert len(textrank(text, 3)) == min(3, len(segment(text)))
    assert len(lead(text, 3)) == min(3, len(segment(text)))


@given(st.lists(st.sampled_from("قال الوزير إن المدينة درهم 12 . ؟ \n في".split(" ")), max_size=60), st.integers(1, 5))
def test_sentences_of_the_article(parts: list[str], count: int) -> None:
    """A baseline gives sentences of the article, each once, in their order."""
    text = " ".join(parts)
    every = [text[s.start : s.end] for s in segment(text)]
    for way in (lead, textrank):
        chosen = way(text, count)
        assert len(chosen) <= count
        rest = iter(every)
        assert all(sentence in rest for sentence in chosen)


def test_a_long_article() -> None:
    """Two thousand sentences take no more than those that are compared."""
    assert len(textrank("وصل الوزير إلى المدينة اليوم.\n" * 2000, 3)) == 3


@pytest.mark.parametrize("name", ["lead", "lead-0", "lead-100", "lexrank-3", "textrank--1", ""])
def test_unknown(name: str) -> None:
    """Another name is refused with the names that there are."""
    with pytest.raises(SettingsError, match="give lead-N or textrank-N"):
        baseline(name)
