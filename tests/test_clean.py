"""Taking page debris out: what goes, what stays, and that the list of what went is enough to check it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from mujaz.reading.read import read
from mujaz.text.article import make_article
from mujaz.text.clean import clean

if TYPE_CHECKING:
    from pathlib import Path

ARABIC = "أعلنت الوزارة أن المشروع سيبدأ العام المقبل."
DEBRIS = ["مقالات ذات صلة", "زر الذهاب إلى الأعلى", "«اقرأ أيضا»"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        pytest.param("مواضيع ذات صلة", "related articles", id="related"),
        pytest.param("اقرأ أيضًا:", "related articles", id="tashkeel-and-colon"),
        pytest.param("« إقرأ أيضا »", "related articles", id="guillemets"),
        pytest.param("• مقالات ذات صلة", "related articles", id="bullet"),
        pytest.param("| شارك المقال |", "share bar", id="bars"),
        pytest.param("زر الذهاب الى الاعلى", "page control", id="no-hamza"),
        pytest.param("\u200fطباعة\u200f", "share bar", id="direction-marks"),
        pytest.param("اقرأ أيضا: الوزير يزور الجنوب", "related articles", id="related-with-a-title"),
        pytest.param("قد يعجبك أيضا", "related articles", id="you-may-like"),
        pytest.param("Lire aussi : Le ministre au Sud", "related articles", id="french-related"),
        pytest.param("Related Articles", "related articles", id="english-related"),
        pytest.param("Share on Facebook", "share bar", id="english-share"),
        pytest.param("الصفحة الرئيسية", "page control", id="hamza-on-its-seat"),
        pytest.param("شارك هذا الموضوع:", "share bar", id="share-this"),
        pytest.param("اقرأ المزيد", "page control", id="read-more"),
        pytest.param("الكلمات المفتاحية: الجزائر، توغو", "tags", id="tags"),
        pytest.param("اترك تعليقاً إلغاء الرد", "comments", id="comment-form"),
        pytest.param("لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *", "comments", id="form-advice"),
        pytest.param("محمد يقول: 4 أكتوبر 2024 الساعة 9:12 ص", "comments", id="arabic-date-of-a-comment"),
        pytest.param("نشر في 3 أكتوبر 2024 الساعة 10:15 صباحا", "date of the page", id="published-at"),
        pytest.param("Publié le 3 octobre 2024 à 10h30", "date of the page", id="french-published"),
        pytest.param("جميع الحقوق محفوظة لموقع أحداث أنفو 2024", "rights", id="rights-of-whom"),
        pytest.param("أدخل بريدك الإلكتروني للتسجيل", None, id="advice-of-the-author"),
        pytest.param("المقالات التي نشرها الكاتب لا تمثل رأي الصحيفة، حسب المحكمة", None, id="articles-as-a-topic"),
        pytest.param("يرجى الاطلاع على شروط الاستخدام وسياسة الخصوصية للتطبيق", None, id="terms-as-a-topic"),
        pytest.param("2018 2:0، 2019 3:1", None, id="scores-by-year"),
        pytest.param("فيسبوك", None, id="a-network-alone-may-be-a-heading"),
        pytest.param("تحديث: ارتفع عدد القتلى إلى 12 شخصا بعد انهيار المبنى", None, id="an-update"),
        pytest.param("آخر تحديث: ارتفعت الحصيلة إلى 20 قتيلا", None, id="the-latest"),
        pytest.param("نشرت يوم الثلاثاء 5 مارس 2024 نتائج الانتخابات.", None, id="published-results"),
        pytest.param("نشر في القاهرة سنة 1956 ديوانه الأول.", None, id="he-published"),
        pytest.param("الأحد، 3 أكتوبر 2024، الساعة 15:00 ينطلق المعرض في الرباط", None, id="an-agenda"),
        pytest.param("وقال الوزير إن الآراء الواردة في التقرير لا تمثل الحكومة.", None, id="opinions-as-a-topic"),
        pytest.param("وحدثت واتساب سياسة الخصوصية وشروط الاستخدام في يناير.", None, id="policies-as-a-topic"),
        pytest.param("المغرب | 3 | 2 | 1 | 0 | 7", None, id="row-of-a-table"),
        pytest.param("ياسين بونو • أشرف حكيمي • نايف أكرد • رومان سايس", None, id="a-team"),
        pytest.param("كافة الحقوق محفوظة للضحايا، بحسب المحامي", None, id="rights-of-victims"),
        pytest.param("AMAZON.COM تعلن عن أرباح قياسية", None, id="a-company-with-a-dot"),
        pytest.param("تابعنا عبر تويتر ما يجري في السودان.", None, id="we-followed-on-a-network"),
        pytest.param("سجل في النشرة الأخيرة تراجع الأسعار", None, id="bulletin"),
        pytest.param("اترك تعليقا", "comments", id="leave-a-comment"),
        pytest.param("12 تعليقات", "comments", id="number-of-comments"),
        pytest.param("Ahmed says: October 3, 2024 at 14:05", "comments", id="date-of-a-comment"),
        pytest.param("الآراء الواردة لا تعبر عن رأي الموقع", "comments", id="disclaimer"),
        pytest.param("ننصح بمراجعة إرشادات الاستخدام وسياسة الخصوصية.", "comments", id="policy"),
        pytest.param("نشر في: 3 أكتوبر 2024", "date of the page", id="published-on"),
        pytest.param("الخميس، 3 أكتوبر 2024، آخر تحديث 14:00", "date of the page", id="last-update"),
        pytest.param("© 2024 أحداث. جميع الحقوق محفوظة", "rights", id="rights"),
        pytest.param("الرئيسية | سياسة | رياضة | اقتصاد | ثقافة", "menu", id="menu"),
        pytest.param("AHDATH.INFO", "slug of the site", id="slug-alone"),
        pytest.param("AHDATH.INF", "slug of the site", id="slug-cut-short"),
        pytest.param("إعلان", "advertisement", id="advertisement"),
        pytest.param("تابعنا على فيسبوك وتويتر", "subscription", id="follow-us"),
        pytest.param("تابعنا على مدى أسابيع قضية المصنع.", None, id="we-followed"),
        pytest.param("نشرت الصحيفة 3 تقارير في 2024.", None, id="a-paper-published"),
        pytest.param("حقوق النشر في خطر، يقول الكتاب.", None, id="rights-as-a-topic"),
        pytest.param("انضم إلى قناة الجزيرة عام 1999.", None, id="he-joined-a-channel"),
        pytest.param("أعلن الوزير | الذي زار الجنوب | أن العمل بدأ | فعلا اليوم بعد تأخر", None, id="bars-in-a-sentence"),
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


def test_inside_a_line() -> None:
    """The slug of a site at the start of a line and direction marks anywhere go; the words beside them stay."""
    cleaned = clean(make_article(f"AHDATH.INFO - {ARABIC}\n\u200fوقال \u202bالوزير\u202c إنه سعيد."))
    assert cleaned.text == f"{ARABIC}\nوقال الوزير إنه سعيد."
    assert [r.why for r in cleaned.removed] == ["slug of the site", *["direction marks"] * 3]


LONG = "وقال المتحدث باسم الوزارة إن الأشغال ستبدأ في الربيع وتنتهي قبل نهاية السنة."


@pytest.mark.parametrize(
    ("lines", "kept", "why"),
    [
        pytest.param([LONG, ARABIC, LONG], [LONG, ARABIC], ["said twice"], id="a-paragraph-pasted-twice"),
        pytest.param([ARABIC, LONG, ARABIC], [ARABIC, LONG, ARABIC], [], id="a-short-line-may-come-again"),
        pytest.param(
            [LONG, "مقالات ذات صلة", "الوزير يزور الجنوب", "افتتاح مدرسة"],
            [LONG],
            ["related articles"] * 3,
            id="titles-of-others-at-the-end",
        ),
        pytest.param([LONG, "فيسبوك", "X", "واتساب"], [LONG], ["share bar"] * 3, id="networks-side-by-side"),
        pytest.param([LONG, "اشترك في النشرة البريدية", "أدخل بريدك الإلكتروني"], [LONG], ["subscription"] * 2, id="newsletter"),
        pytest.param([LONG, "طباعة", "تويتر"], [LONG], ["share bar"] * 2, id="a-network-beside-debris"),
        pytest.param(
            ["عنوان", "0 تعليق", "وسجل الفريق هدفين", "وفاز بالكأس"],
            ["عنوان", "وسجل الفريق هدفين", "وفاز بالكأس"],
            ["comments"],
            id="comments-counted-above-the-article",
        ),
        pytest.param(
            [LONG, "اقرأ أيضا: الوزير يزور الجنوب", "وسجل الفريق هدفين"],
            [LONG, "وسجل الفريق هدفين"],
            ["related articles"],
            id="one-title-among-lines-without-stops",
        ),
        pytest.param(
            [LONG, "مقالات ذات صلة", "الوزير يزور الجنوب", ARABIC],
            [LONG, "الوزير يزور الجنوب", ARABIC],
            ["related articles"],
            id="the-article-goes-on",
        ),
    ],
)
def test_lines_together(lines: list[str], kept: list[str], why: list[str]) -> None:
    """What is debris only by its place: a paragraph said again, and the titles behind the last heading of related articles."""
    cleaned = clean(make_article("\n".join(lines)))
    assert cleaned.text.split("\n") == kept
    assert [r.why for r in cleaned.removed] == why


@pytest.mark.parametrize(
    "word", ["ملاحظة", "الآراء و", "نشر في", "2024 10:30", "تابعنا على فيسبوك", "جميع الحقوق محفوظة", "|", "محمد يقول"]
)
def test_lines_of_one_word(word: str) -> None:
    """No line that repeats the words of a pattern makes the search go back for long."""
    began = time.process_time()
    clean(make_article("\n".join([ARABIC, *(f"{word} " * n + "كلام" for n in range(1, 60))])))
    assert time.process_time() - began < 2  # it takes some 0.05 s; going back takes hours


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


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_offsets_count_in_what_was_read(tmp_path: Path, end: str) -> None:
    """A line end is one code point, and a byte-order mark none, before anything is counted."""
    path = tmp_path / "a.txt"
    path.write_bytes(f"\ufeffطباعة{end}{ARABIC}{end}".encode())
    raw = read(path)
    assert [raw.text[r.start : r.end] for r in clean(raw).removed] == ["طباعة\n"]


def test_identity_follows_the_text() -> None:
    """The id is that of the cleaned text: the same article with and without debris is one article."""
    assert clean(make_article(f"{ARABIC}\nطباعة")).id == clean(make_article(ARABIC)).id
