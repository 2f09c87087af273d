"""Finding quotes: what counts as the same words, what never does, and where they stand."""

from __future__ import annotations

import re

import pytest
from babel import Locale, localedata
from babel.dates import get_month_names
from babel.numbers import get_currency_name
from hypothesis import assume, given
from hypothesis import strategies as st

from mujaz.spans import Grade, Span
from mujaz.text.arabic import fold
from mujaz.trust.forms import may_not_be_lost
from mujaz.trust.ground import Index, differing, find_quotes

ARTICLE = """أعلن المسؤول الأول في وزارة الصحة، سعيد بنعلي، أمس الخميس أن شؤون الهيئة لم تتغير منذ عام 2019.
و قدرت مصادر مستقلة كلفة المشروع الجديد في مدينة الدار البيضاء وحدها بنحو ٢٫٥ مليار درهم، أي %12 من الميزانية؛
وسيتم توزيع "المساعدات" على 1 250 000 أسرة خلال ثلاثة أشهر ابتداء من أكتوبر المقبل بعد إنهاء الأشغال الكبرى كلها.
وقال للصحفيين إنّ قِراءةَ التقرير لا تكفي، وإن كوفيد -19 تراجع إلى -5 درجات في محمد ﷺ وأضاف والكتاب أمامه معلم.
"""


def found(quote: str, article: str = ARTICLE) -> tuple[str, Grade] | None:
    """The words found for a quote and their grade."""
    span = find_quotes(article, [quote])[0]
    return (article[span.start : span.end], span.grade) if span else None


@pytest.mark.parametrize(
    ("quote", "words", "grade"),
    [
        pytest.param("في وزارة الصحة، سعيد بنعلي", "في وزارة الصحة، سعيد بنعلي", "exact", id="as it stands"),
        pytest.param(" \nسعيد بنعلي ", "سعيد بنعلي", "exact", id="white space around"),
        pytest.param('توزيع "المساعدات" على', 'توزيع "المساعدات" على', "exact", id="with quotation marks"),
        pytest.param("سَعيد بِنعلي", "سعيد بنعلي", "folded", id="tashkeel added"),
        pytest.param("إن قراءة التقرير", "إنّ قِراءةَ التقرير", "folded", id="tashkeel dropped"),
        pytest.param("سعيـــد بنعلي", "سعيد بنعلي", "folded", id="tatweel"),
        pytest.param("اعلن المسؤول الاول", "أعلن المسؤول الأول", "folded", id="alef"),
        pytest.param("أعلن المسئول", "أعلن المسؤول", "folded", id="seat of hamza"),
        pytest.param("شئون الهيأة", "شؤون الهيئة", "folded", id="two seats of hamza"),
        pytest.param("وزاره الصحه", "وزارة الصحة", "folded", id="ta marbuta"),
        pytest.param("الكبري كلها", "الكبرى كلها", "folded", id="ya"),
        pytest.param("ﺳﻌﻴﺪ بنعلي", "سعيد بنعلي", "folded", id="presentation forms"),
        pytest.param("محمد صلى الله عليه وسلم", "محمد ﷺ", "folded", id="ligature"),
        pytest.param("منذ عام ٢٠١٩", "منذ عام 2019", "folded", id="Arabic digits"),
        pytest.param("منذ عام ۲۰۱۹", "منذ عام 2019", "folded", id="Persian digits"),
        pytest.param("2,5 مليار", "٢٫٥ مليار", "folded", id="decimal separator"),
        pytest.param("1,250,000 أسرة", "1 250 000 أسرة", "folded", id="thousands by comma"),
        pytest.param("1.250.000 أسرة", "1 250 000 أسرة", "folded", id="thousands by point"),
        pytest.param("١٢٥٠٠٠٠ أسرة", "1 250 000 أسرة", "folded", id="thousands run together"),
        pytest.param("أي 12%", "أي %12", "folded", id="percent sign on the other side"),
        pytest.param("«توزيع المساعدات»", 'توزيع "المساعدات', "folded", id="quotation marks"),
        pytest.param("وزارة الصحة, سعيد", "وزارة الصحة، سعيد", "folded", id="comma"),
        pytest.param("\u200fوزارة \u200fالصحة\u200e", "وزارة الصحة", "folded", id="bidi marks"),
        pytest.param("وزارة\u200c\n  الصحة", "وزارة الصحة", "folded", id="line break"),
        pytest.param("من الميزانية وسيتم توزيع", "من الميزانية؛\nوسيتم توزيع", "folded", id="across a line"),
        pytest.param("وقدرت مصادر", "و قدرت مصادر", "folded", id="waw apart in the article"),
        pytest.param("قدرت مصادر", "قدرت مصادر", "exact", id="behind a waw apart"),
        pytest.param("كوفيد-19 تراجع", "كوفيد -19 تراجع", "folded", id="hyphen apart"),
        pytest.param("المقبل وبعد إنهاء", "المقبل بعد إنهاء", "clitic", id="waw added"),
        pytest.param("سيتم توزيع", "وسيتم توزيع", "clitic", id="waw missing"),
        pytest.param("المدينة الدار البيضاء", "مدينة الدار البيضاء", "clitic", id="article added"),
        pytest.param("مشروع الجديد", "المشروع الجديد", "clitic", id="article missing"),
        pytest.param("الصحفيين", "للصحفيين", "clitic", id="lam and article"),
        pytest.param("كتاب أمامه", "والكتاب أمامه", "clitic", id="waw and article"),
        pytest.param(
            "كلفة الجديد في مدينة الدار البيضاء", "كلفة المشروع الجديد في مدينة الدار البيضاء", "partial", id="word dropped"
        ),
        pytest.param("كلفة البرنامج الجديد في مدينة الدار", "كلفة المشروع الجديد في مدينة الدار", "partial", id="word changed"),
        pytest.param("كلفة المشروع الضخم الجديد في مدينة", "كلفة المشروع الجديد في مدينة", "partial", id="word added"),
        pytest.param("مدينة البيضاء", "مدينة الدار البيضاء", "partial", id="one dropped of three"),
        pytest.param("كلها وقال إن قراءة التقرير و", "كلها.\nوقال للصحفيين إنّ قِراءةَ التقرير", "partial", id="waw at the end"),
        pytest.param("بنعلي، أمس أن شؤون الهيئة", "بنعلي، أمس الخميس أن شؤون الهيئة", "partial", id="day left out"),
    ],
)
def test_found(quote: str, words: str, grade: Grade) -> None:
    """A quote is found at its words, however they are spelled, and the grade says how they differ."""
    assert found(quote) == (words, grade)


@pytest.mark.parametrize(
    "quote",
    [
        pytest.param("علم", id="inside a word"),
        pytest.param("بنعل", id="part of a word"),
        pytest.param("عيد", id="too short to be what a clitic leaves"),
        pytest.param("وزارة الداخلية", id="another ministry"),
        pytest.param("وزارة الداخلية سعيد بنعلي", id="changed word in a short quote"),
        pytest.param("مليون درهم", id="magnitude in a short quote"),
        pytest.param("وحدها بنحو ٢٫٥ مليون درهم أي %12 من الميزانية", id="magnitude changed"),
        pytest.param("وحدها بنحو ٢٫٥ درهم أي %12 من الميزانية", id="magnitude dropped"),
        pytest.param("وحدها بنحو ٢٫٥ مليار دولار أي %12 من الميزانية", id="currency changed"),
        pytest.param("وحدها بنحو ٢٫٥ مليار أي %12 من الميزانية", id="currency dropped"),
        pytest.param("وحدها بنحو ٢٫٦ مليار درهم أي %12 من الميزانية", id="digit changed"),
        pytest.param("وحدها بنحو 25 مليار درهم أي %12 من الميزانية", id="separator dropped"),
        pytest.param("وحدها بنحو مليار درهم أي %12 من الميزانية", id="number dropped"),
        pytest.param("مليار درهم أي 12 من الميزانية وسيتم توزيع", id="percent dropped"),
        pytest.param("250000 أسرة", id="thousands cut off"),
        pytest.param("المساعدات على 1 250 000 عائلة خلال ثلاثة أشهر ابتداء من", id="counted thing changed"),
        pytest.param("أسرة خلال أربعة أشهر ابتداء من أكتوبر المقبل بعد", id="number word changed"),
        pytest.param("أسرة خلال أشهر ابتداء من أكتوبر المقبل بعد", id="number word dropped"),
        pytest.param("أسرة خلال ثلاثة أسابيع ابتداء من أكتوبر المقبل بعد", id="unit of time changed"),
        pytest.param("أشهر ابتداء من نونبر المقبل بعد إنهاء الأشغال", id="month changed"),
        pytest.param("أشهر ابتداء من المقبل بعد إنهاء الأشغال", id="month dropped"),
        pytest.param("أن شؤون الهيئة تتغير منذ عام 2019", id="negation dropped"),
        pytest.param("أن شؤون الهيئة لن تتغير منذ عام 2019", id="negation changed"),
        pytest.param("مصادر مستقلة كلفة المشروع غير الجديد في مدينة الدار", id="negation added"),
        pytest.param("تراجع إلى 5 درجات في محمد", id="minus dropped"),
        pytest.param("بنعلي، أمس الجمعة أن شؤون الهيئة لم تتغير", id="day changed"),
        pytest.param("أعلن المسؤول الأول بعد إنهاء الأشغال", id="two distant pieces"),
        pytest.param("قدرت مصادر مستقلة ... الأشغال الكبرى كلها", id="joined by an ellipsis"),
        pytest.param("الحكومة الإسبانية وافقت", id="absent"),
        pytest.param("", id="empty"),
        pytest.param(" «…» ", id="no word"),
    ],
)
def test_not_found(quote: str) -> None:
    """Words that are not there, or that would say another number, unit, month or negation, are None."""
    assert found(quote) is None


@pytest.mark.parametrize(
    ("article", "quote", "grade"),
    [
        pytest.param("زار كريم المدينة", "ريم", None, id="name inside a name"),
        pytest.param("هذا ما قاله والد الطفل", "الد", None, id="not an article"),
        pytest.param("جاء أحد اللاعبين", "جاء واحد اللاعبين", None, id="wahid is not wa-ahad"),
        pytest.param("حضر وأحد عشر شاهدا", "أحد عشر شاهدا", "clitic", id="wa-ahad before ten"),
        pytest.param("بلغت 50 بالمئة", "50 مئة", None, id="percent is not a hundred"),
        pytest.param("بلغت 50 بالمئة", "50 المئة", "clitic", id="percent with its article"),
        pytest.param("تحدث وأن الجو", "ألوان", None, id="hamza is no article"),
        pytest.param("تعلم للغة العربية", "اللغة العربية", "clitic", id="lam-lam of a word with lam"),
        pytest.param("عاد وفي يده كتاب", "عاد في يده كتاب", "clitic", id="short word among others"),
    ],
)
def test_attached_letters_are_not_cut_off_blindly(article: str, quote: str, grade: Grade | None) -> None:
    """An attached letter may come or go only where what remains is still the same word."""
    hit = found(quote, article)
    assert (hit[1] if hit else None) == grade


@pytest.mark.parametrize(
    ("text", "quote", "shown"),
    [
        pytest.param(
            "إن الحكومة ستواصل دعم الخبز", "إن الحكومة ستوقف دعم الخبز", ("الحكومة ستواصل دعم", "الحكومة ستوقف دعم"), id="changed"
        ),
        pytest.param("خلال السنة المقبلة", "خلال المقبلة", ("خلال السنة المقبلة", "خلال المقبلة"), id="left-out"),
        pytest.param("الخبز والسكر معا", "الخبز جدا والسكر معا", ("الخبز والسكر", "الخبز جدا والسكر"), id="added"),
        pytest.param("كان كان هنا", "كان هنا", ("كان كان هنا", "كان هنا"), id="said-twice"),
        pytest.param(
            "إنّ الحُكومة قالت هذا", "ان الحكومه قالوا هذا", ("الحُكومة قالت هذا", "الحكومه قالوا هذا"), id="spelled-otherwise"
        ),
        pytest.param("زار الرباط", "زار فاس", ("زار الرباط", "زار فاس"), id="the-last"),
    ],
)
def test_where_a_quote_differs(text: str, quote: str, shown: tuple[str, str]) -> None:
    """What differs is shown in both wordings, with a word that both have on either side; spelling is no difference."""
    assert differing(text, quote) == shown


def test_exact_place_comes_before_folded_and_folded_before_clitic() -> None:
    """The better match wins though a lesser one comes first in the text."""
    article = "والمدينه القديمة ثم المدينه القديمة ثم المدينة القديمة"
    assert find_quotes(article, ["المدينة القديمة"]) == [Span(39, 54, "exact")]
    assert find_quotes(article[:38], ["المدينة القديمة"]) == [Span(20, 35, "folded")]
    assert find_quotes(article[:19], ["المدينة القديمة"]) == [Span(0, 16, "clitic")]


def test_find_all_gives_every_place_in_order() -> None:
    """All places come in the order of the text, each with its own grade, and none overlaps another."""
    index = Index("الكتاب، والكتاب؛ الكتابُ. كتابه")
    assert [(index.text[s.start : s.end], s.grade) for s in index.find_all("الكتاب")] == [
        ("الكتاب", "exact"),
        ("والكتاب", "clitic"),
        ("الكتابُ", "folded"),
    ]
    assert [s.start for s in Index("لا لا لا لا").find_all("لا لا")] == [0, 6]
    assert index.find_all("قلم") == index.find_all("؛") == []
    assert [s.grade for s in Index(ARTICLE).find_all("مدينة البيضاء")] == ["partial"]


def test_within_keeps_to_a_stretch() -> None:
    """With `within`, only places that lie wholly in the stretch count, and the best of them is given."""
    index = Index("قال أحمد ثم قال احمد ثم قال أحمد")
    assert index.find("قال أحمد", within=(1, 32)) == Span(24, 32, "exact")
    assert index.find("قال أحمد", within=(1, 31)) == Span(12, 20, "folded")
    assert index.find("قال أحمد", within=(1, 19)) is None


def test_quotes_keep_their_order_and_the_article_its_offsets() -> None:
    """One answer a quote, in the order asked; the offsets hold in the article as given, marks and all."""
    article = "\u200f" + ARTICLE
    spans = find_quotes(article, ["سعيد بنعلي", "غير موجود", "وزاره الصحه"])
    assert [span and article[span.start : span.end] for span in spans] == ["سعيد بنعلي", None, "وزارة الصحة"]


def test_budget_grows_with_the_quote() -> None:
    """Two words may change in ten, not in nine; and never in two places."""
    words = "تستعد مؤسسة البريد السعودي للترخيص لشركات وطنية للمساهمة والاستثمار في مشروع العنونة".split()
    article = " ".join(words)
    assert found(" ".join([*words[:4], "قصدا", "عمدا", *words[6:10]]), article) == (" ".join(words[:10]), "partial")
    assert found(" ".join([*words[:4], "قصدا", "عمدا", *words[6:9]]), article) is None
    assert found(" ".join([*words[:3], "قصدا", *words[4:7], "عمدا", *words[8:12]]), article) is None


ARAB_LOCALES = [Locale.parse(name) for name in localedata.locale_identifiers() if name == "ar" or name.startswith("ar_")]
MONTHS = {name for locale in ARAB_LOCALES for name in get_month_names("wide", "format", locale).values()}
MONEY = "AED BHD DZD EGP IQD JOD KWD LBP LYD MAD MRU OMR QAR SAR SDG SOS SYP TND YER USD EUR GBP JPY CNY".split()


@pytest.mark.parametrize("name", sorted(MONTHS))
def test_every_month_of_every_arab_country_is_kept(name: str) -> None:
    """No word of a month's name, as CLDR writes it for any Arab country, may be lost."""
    assert all(map(may_not_be_lost, fold(name).text.split()))


@pytest.mark.parametrize(
    "name", ["محرم", "صفر", "ربيع الآخر", "جمادى الأولى", "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذي الحجة"]
)
def test_every_hijri_month_is_kept(name: str) -> None:
    """Each Hijri month has a word that may not be lost."""
    assert any(map(may_not_be_lost, fold(name).text.split()))


@pytest.mark.parametrize("code", MONEY)
def test_every_arab_currency_is_kept(code: str) -> None:
    """Every name CLDR has for a currency, in one, two, few and many, has a word that may not be lost."""
    names = {get_currency_name(code, count, locale) for locale in ARAB_LOCALES for count in (None, 1, 2, 3, 11, 100)}
    assert [name for name in names if not any(map(may_not_be_lost, fold(name).text.split()))] == []


@pytest.mark.parametrize("word", "بين كما بما كمية كميات باب لين الكتاب سلام في على".split())
def test_ordinary_words_may_be_lost(word: str) -> None:
    """A word is not kept because some kept word stands inside it."""
    assert not may_not_be_lost(fold(word).text)


ALPHABET = 'اأآبتةهىيئؤءكلمنو \n،.«»"-%(ـَّ\u200f\u200cﷺﻻ123٣٫٬,ab'
TEXTS = st.text(st.one_of(st.sampled_from(ALPHABET), st.characters()), max_size=120)


@given(TEXTS, st.data())
def test_a_piece_of_the_text_finds_itself(text: str, data: st.DataObject) -> None:
    """Any run of whole words is found, exact, and what is found is the same words."""
    pieces = [piece.span() for piece in re.finditer(r"\S+", text)]
    assume(pieces)
    first = data.draw(st.integers(0, len(pieces) - 1))
    last = data.draw(st.integers(first, len(pieces) - 1))
    piece = text[pieces[first][0] : pieces[last][1]]
    span = find_quotes(text, [piece])[0]
    if span is None:
        assert not re.search(r"[^\W_]", fold(piece).text)
    else:
        assert span.grade == "exact"
        assert text[span.start : span.end] == piece


@given(TEXTS, TEXTS, st.data())
def test_what_is_plain_is_found_where_folding_finds_it(text: str, other: str, data: st.DataObject) -> None:
    """Looking a quote up to the letter first gives the span that folding gives, in the whole text and in a stretch of it."""
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    low, high = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    folds = Index(text)
    folds._plain = lambda *_quote: None  # type: ignore[method-assign]
    for quote in (text[start:end], other):
        for within in (None, (low, high)):
            assert Index(text).find(quote, within) == folds.find(quote, within)


@given(TEXTS, TEXTS)
def test_what_is_found_lies_in_the_text_and_is_found_again(text: str, quote: str) -> None:
    """No text and quote crash; a span holds a word, and quoting it gives it back, letter for letter."""
    index = Index(text)
    for span in [index.find(quote), *index.find_all(quote)]:
        if span:
            assert 0 <= span.start < span.end <= len(text)
            again = index.find(text[span.start : span.end])
            assert again is not None
            assert again.grade == "exact"


@pytest.mark.parametrize(
    "unit", ["ا", "7", "َ", "(", "ا ", "7 "], ids=["letter", "digit", "diacritic", "bracket", "letters", "digits"]
)
def test_a_megabyte_of_the_same_returns(unit: str) -> None:
    """A megabyte of one thing over and over is searched like any text, with short quotes and with itself."""
    text = unit * (1_000_000 // len(unit))
    index = Index(text)
    assert index.find("قال الوزير إن الحكومة وافقت") is None
    own = index.find(text)
    assert own is None or (own.start, own.grade) == (0, "exact")


def test_one_text_is_no_list_of_quotes() -> None:
    """One text where a list of quotes belongs is refused: each of its letters would be a quote, and found nowhere."""
    with pytest.raises(TypeError, match="give a list"):
        find_quotes("قال سعيد أمزازي", "سعيد أمزازي")
