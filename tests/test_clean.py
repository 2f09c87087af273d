"""Taking page debris out: what goes, what stays, and that the list of what went is enough to check it."""

from __future__ import annotations

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from mujaz.text.clean import clean
from mujaz.text.read import make_article, read

ARABIC = "أعلنت الوزارة أن المشروع سيبدأ العام المقبل."
DEBRIS = ["مقالات ذات صلة", "زر الذهاب إلى الأعلى", "«اقرأ أيضا»"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        pytest.param("مواضيع ذات صلة", "related articles", id="related"),
        pytest.param("اقرأ أيضًا:", "related articles", id="tashkeel-and-colon"),
        pytest.param("« إقرأ أيضا »", "related articles", id="guillemets"),
        pytest.param("• مقالات ذات صلة", "related articles", id="bullet"),
        pytest.param("| شارك المقال |", "page control", id="bars"),
        pytest.param("زر الذهاب الى الاعلى", "page control", id="no-hamza"),
        pytest.param("\u200fطباعة\u200f", "page control", id="direction-marks"),
        pytest.param("اقرأ أيضا كتاب الوزير عن المشروع.", None, id="begins-like-debris"),
        pytest.param("وشاركها الرأي وزير المالية.", None, id="holds-a-debris-word"),
        pytest.param("طباعة الكتب", None, id="one-word-more"),
        pytest.param("كلام " * 40 + "طباعة", None, id="long-line"),
    ],
)
def test_lines(line: str, why: str | None) -> None:
    """A debris line is taken out under its kind, however it is decorated; a line that says more stays as it is."""
    raw = make_article(f"{ARABIC}\n{line}\n{ARABIC}")
    cleaned = clean(raw)
    assert [r.why for r in cleaned.removed] == ([why] if why else [])
    assert cleaned.text == (f"{ARABIC}\n{ARABIC}" if why else raw.text)


def test_long_gaps_close() -> None:
    """Three line ends or more become two, and blank lines at both ends go."""
    assert clean(make_article(f"\n\n{ARABIC}\n\n\n\n{ARABIC}\n\n")).text == f"{ARABIC}\n\n{ARABIC}"


@given(st.lists(st.sampled_from([ARABIC, "", *DEBRIS]), min_size=1, max_size=8))
def test_the_list_of_what_went_is_complete(lines: list[str]) -> None:
    """Cutting the listed stretches out of what was read gives the cleaned text, but for white space; a second pass finds none."""
    raw = make_article("\n".join([ARABIC, *lines]))
    cleaned = clean(raw)
    left = raw.text
    for gone in reversed(cleaned.removed):
        left = left[: gone.start] + left[gone.end :]
    assert left.split() == cleaned.text.split()
    assert len(cleaned.removed) == sum(line in DEBRIS for line in lines)
    again = clean(cleaned)
    assert (again.text, again.removed) == (cleaned.text, ())


@pytest.mark.parametrize("path", sorted((ROOT / "tests/articles").glob("*.txt")), ids=lambda path: path.stem)
def test_real_articles_keep_every_word(path: object) -> None:
    """Nothing is taken out of an article that has no debris."""
    raw = read(str(path))
    assert clean(raw).text.split() == raw.text.split()


def test_identity_follows_the_text() -> None:
    """The id is that of the cleaned text: the same article with and without debris is one article."""
    assert clean(make_article(f"{ARABIC}\nطباعة")).id == clean(make_article(ARABIC)).id
