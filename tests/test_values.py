"""Values in sentences: money, dates, durations, percent and counts, where they stand and how they were decided."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.text import values as values_module
from mujaz.text.values import Value, read_values

PUBLISHED = date(2024, 10, 9)  # a Wednesday


def values(text: str, language: str = "ar", country: str | None = None, published: date | None = None) -> list[Value]:
    return read_values(text, language=language, country=country, published=published)


def told(text: str, found: list[Value]) -> list[tuple[str, str, str, str | None]]:
    """What was read, with its expression: (words, kind, value, unit)."""
    return [(text[v.start : v.end], v.kind, str(v.value), v.unit) for v in found]


# 52 sentences written for this test in the manner of the papers of six countries (not taken from any).
REGIONAL = [
    ("ma-grant", "MA", "رصدت الوزارة غلافا ماليا قدره 300 ألف درهم", "300 ألف درهم", "300000", "MAD"),
    ("ma-milliards", "MA", "بلغت الكلفة 2,5 مليار درهم", "2,5 مليار درهم", "2500000000", "MAD"),
    ("ma-words", "MA", "غرامة قدرها خمسة آلاف درهم", "خمسة آلاف درهم", "5000", "MAD"),
    ("ma-bare-million", "MA", "استثمار بقيمة مليون درهم", "مليون درهم", "1000000", "MAD"),
    ("ma-dual", "MA", "ارتفع السعر بدرهمين", "درهمين", "2", "MAD"),
    ("ma-centimes", "MA", "زيادة قدرها 50 سنتيما", "50 سنتيما", "0.5", "MAD"),
    ("ma-million-centimes", "MA", "سرق 10 ملايين سنتيم", "10 ملايين سنتيم", "100000", "MAD"),
    ("ma-rial-of-account", "MA", "وصل الثمن 440 ريال", "440 ريال", "440", None),
    ("ma-euro", "MA", "منحة من 15 مليون أورو", "15 مليون أورو", "15000000", "EUR"),
    ("ma-thousands-point", "MA", "تعويض بمبلغ 12.500 درهم", "12.500 درهم", "12500", "MAD"),
    ("eg-pounds", "EG", "بلغ السعر 275 جنيها للجرام", "275 جنيها", "275", "EGP"),
    ("eg-piastres", "EG", "بسعر عشرين جنيها وخمسين قرشا", "عشرين جنيها وخمسين قرشا", "20.5", "EGP"),
    ("eg-milliard", "EG", "ميزانية قدرها 1.2 مليار جنيه", "1.2 مليار جنيه", "1200000000", "EGP"),
    ("eg-words", "EG", "دفع مائتين وخمسين ألف جنيه", "مائتين وخمسين ألف جنيه", "250000", "EGP"),
    ("eg-symbol", "EG", "المبلغ 42 ج.م.", "42 ج.م", "42", "EGP"),
    ("ae-symbol", "AE", "صرف ٢٥٠ ألف د.إ لكل أسرة", "٢٥٠ ألف د.إ", "250000", "AED"),
    ("jo-symbol", "AE", "صرف 250 د.أ لكل أسرة", "250 د.أ", "250", "JOD"),
    ("eg-sterling", "EG", "بقيمة 125 مليون جنيه إسترليني", "125 مليون جنيه إسترليني", "125000000", "GBP"),
    ("sa-riyals", "SA", "صفقات بقيمة 14.6 مليار ريال", "14.6 مليار ريال", "14600000000", "SAR"),
    ("sa-halalas", "SA", "مليون ريال و تسع و تسعون هللة", "مليون ريال و تسع و تسعون هللة", "1000000.99", "SAR"),
    ("sa-adjective", "SA", "نحو 500 ريال سعودي", "500 ريال سعودي", "500", "SAR"),
    ("sa-qatari", "SA", "مقابل 500 ريال قطري", "500 ريال قطري", "500", "QAR"),
    ("sa-brackets", "SA", "بلغت الغرامة (10) آلاف ريال", "(10) آلاف ريال", "10000", "SAR"),
    ("sa-dual-construct", "SA", "عقارات بنحو ملياري ريال", "ملياري ريال", "2000000000", "SAR"),
    ("lb-liras", "LB", "راتبه 9 ملايين ليرة", "9 ملايين ليرة", "9000000", "LBP"),
    ("lb-lebanese", "LB", "بسعر 89,500 ليرة لبنانية للدولار", "89,500 ليرة لبنانية", "89500", "LBP"),
    ("lb-dollars", "LB", "مساعدة قيمتها ثلاثة ملايين دولار أميركي", "ثلاثة ملايين دولار أميركي", "3000000", "USD"),
    ("lb-syrian", "LB", "نحو 5000 ليرة سورية", "5000 ليرة سورية", "5000", "SYP"),
    ("lb-million-half", "LB", "كلّف مليون دولار ونصف", "مليون دولار ونصف", "1500000", "USD"),
    ("dz-dinars", "DZ", "قروض بقيمة 800 مليار دينار", "800 مليار دينار", "800000000000", "DZD"),
    ("dz-million-centimes", "DZ", "اشترى السيارة بـ100 مليون سنتيم", "100 مليون سنتيم", "1000000", "DZD"),
    ("dz-words", "DZ", "غرامة عشرين ألف دينار جزائري", "عشرين ألف دينار جزائري", "20000", "DZD"),
    ("dz-point", "DZ", "بلغت 1.250 دينار", "1.250 دينار", "1250", "DZD"),
    ("dz-tunisian", "DZ", "نحو 300 دينار تونسي", "300 دينار تونسي", "300", "TND"),
    ("iq-dinars", "IQ", "خصصت 25 مليون دينار", "25 مليون دينار", "25000000", "IQD"),
    ("iq-adjective", "IQ", "راتب قدره 500 ألف دينار عراقي", "500 ألف دينار عراقي", "500000", "IQD"),
    ("iq-words", "IQ", "بسعر ألف وخمسمائة دينار", "ألف وخمسمائة دينار", "1500", "IQD"),
    ("iq-trillions", "IQ", "موازنة من ثلاثة تريليونات دينار", "ثلاثة تريليونات دينار", "3000000000000", "IQD"),
    ("ma-august", "MA", "افتتح في 20 غشت 2019", "20 غشت 2019", "2019-08-20", None),
    ("ma-december", "MA", "يوم 12 دجنبر", "12 دجنبر", "XXXX-12-12", None),
    ("ma-first", "MA", "في فاتح ماي 2022", "فاتح ماي 2022", "2022-05-01", None),
    ("eg-june", "EG", "ثورة 30 يونيه 2013", "30 يونيه 2013", "2013-06-30", None),
    ("eg-words-date", "EG", "السادس من أكتوبر 1973", "السادس من أكتوبر 1973", "1973-10-06", None),
    ("eg-numeric", "EG", "بتاريخ 22/04/2018", "22/04/2018", "2018-04-22", None),
    ("sa-hijri", "SA", "صدر في 15 رمضان 1445 هـ", "15 رمضان 1445 هـ", "2024-03-25", None),
    ("sa-hijri-numeric", "SA", "بتاريخ 14-09-1432 هـ", "14-09-1432 هـ", "2011-08-14", None),
    ("lb-levantine", "LB", "انفجار الرابع من آب 2020", "الرابع من آب 2020", "2020-08-04", None),
    ("lb-two-names", "LB", "احتجاجات 17 تشرين الأول/أكتوبر 2019", "17 تشرين الأول/أكتوبر 2019", "2019-10-17", None),
    ("dz-july", "DZ", "عيد الاستقلال 5 جويلية 1962", "5 جويلية 1962", "1962-07-05", None),
    ("dz-month", "DZ", "ابتداء من جانفي 2023", "جانفي 2023", "2023-01", None),
    ("iq-december", "IQ", "في 31 كانون الأول 2021", "31 كانون الأول 2021", "2021-12-31", None),
    ("iq-month", "IQ", "منذ حزيران 2014", "حزيران 2014", "2014-06", None),
]


@pytest.mark.parametrize(("country", "text", "words", "value", "unit"), [r[1:] for r in REGIONAL], ids=[r[0] for r in REGIONAL])
def test_money_and_dates_of_six_countries(country: str | None, text: str, words: str, value: str, unit: str | None) -> None:
    """Amounts and dates in the manner of each country's papers have their value, their currency and their exact words."""
    kind = "date" if any(value.startswith(y) for y in ("19", "20", "XX")) and "-" in value else "money"
    assert told(text, values(text, country=country)) == [(words, kind, value, unit)]


DECIDED = [
    ("by-country-ma", "500 درهم", "MA", "MAD", "the currency of MA"),
    ("by-country-ae", "500 درهم", "AE", "AED", "the currency of AE"),
    ("by-adjective", "500 درهم إماراتي", "MA", "AED", None),
    ("undecided", "500 درهم", None, None, "not decided"),
    ("undecided-dinar", "500 دينار", "EG", None, "not decided"),
    ("dollar", "500 دولار", "MA", "USD", "the usual one"),
    ("unique", "500 يورو", "MA", "EUR", None),
    ("halala", "5 هللات", None, "SAR", "100"),
    ("lower-case-country", "500 درهم", "ma", "MAD", "the currency of MA"),
    ("country-with-another", "500 درهم", "FR", None, "not decided"),
]


@pytest.mark.parametrize(("text", "country", "unit", "note"), [d[1:] for d in DECIDED], ids=[d[0] for d in DECIDED])
def test_how_a_currency_is_decided(text: str, country: str | None, unit: str | None, note: str | None) -> None:
    """An adjective settles a currency, then the country, then usage; the note says which, and None means nobody can know."""
    (found,) = values(text, country=country)
    assert found.unit == unit
    assert (found.note is None) if note is None else (note in (found.note or ""))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("5 دراهم", ("AED", "MAD"), id="one-of-two"),
        pytest.param("من 5 إلى 10 دراهم", ("AED", "MAD"), id="both-ends-of-a-range"),
        pytest.param("5 دراهم مغربية", (), id="decided"),
        pytest.param("5 دراهم مغربية و10 دراهم", (), id="decided-elsewhere"),
        pytest.param("5 أشخاص", (), id="no-money"),
    ],
)
def test_what_an_undecided_currency_may_be(text: str, codes: tuple[str, ...]) -> None:
    """An amount whose currency is not known carries the codes that it may be; any other value has none."""
    assert [v.codes for v in values(text)] == [codes] * len(values(text))


@pytest.mark.parametrize(
    ("text", "language", "country", "value", "other"),
    [
        pytest.param("1.204 إصابة", "ar", None, "1.204", "1204", id="decimal-or-thousands"),
        pytest.param("1.250 درهم", "ar", "MA", "1250", "1.25", id="thousands-or-decimal"),
        pytest.param("1.204 مليون", "ar", None, "1204000", None, id="a-magnitude-behind-it"),
        pytest.param("1.25 درهم", "ar", None, "1.25", None, id="two-digits"),
        pytest.param("1.204 cases", "en", None, "1.204", None, id="english"),
    ],
)
def test_a_point_before_three_digits(text: str, language: str, country: str | None, value: str, other: str | None) -> None:
    """In Arabic a point before three digits is ambiguous: the value carries the reading that was not taken."""
    (found,) = values(text, language, country)
    assert (str(found.value), str(found.other) if found.other else None) == (value, other)


def test_a_currency_named_in_full_serves_the_whole_text() -> None:
    """When a text names the dirham's country once, its other dirhams are the same ones, and the note says so."""
    first, second = values("منحة قدرها 5 ملايين درهم مغربي، منها 200 ألف درهم للنقل")
    assert (first.unit, second.unit) == ("MAD", "MAD")
    assert "named in full" in (second.note or "")


MONEY_EN = [
    ("symbol-bn", "a $1.2bn plan", None, "$1.2bn", "1200000000", "USD"),
    ("pounds-bn", "the £2.8bn market", None, "£2.8bn", "2800000000", "GBP"),
    ("pounds-m", "sold for £125m", None, "£125m", "125000000", "GBP"),
    ("us-dollar-sign", "around US$50 billion in", None, "US$50 billion", "50000000000", "USD"),
    ("dirhams", "cost 1 million dirhams", "MA", "1 million dirhams", "1000000", "MAD"),
    ("moroccan", "cost 3.7 million Moroccan dirhams", None, "3.7 million Moroccan dirhams", "3700000", "MAD"),
    ("saudi", "paid 12 billion Saudi riyals", None, "12 billion Saudi riyals", "12000000000", "SAR"),
    ("egyptian", "paid 900 million Egyptian pounds", None, "900 million Egyptian pounds", "900000000", "EGP"),
    ("sterling", "paid 40 pounds sterling", None, "40 pounds sterling", "40", "GBP"),
    ("code-behind", "worth 300 MAD", None, "300 MAD", "300", "MAD"),
    ("code-before", "worth EUR 20", None, "EUR 20", "20", "EUR"),
    ("cents", "5 dollars and 20 cents", None, "5 dollars and 20 cents", "5.2", "USD"),
    ("hyphens", "a 100-million-dollar deal", None, "100-million-dollar", "100000000", "USD"),
    ("words", "fifty thousand euros", None, "fifty thousand euros", "50000", "EUR"),
    ("half", "half a million euros", None, "half a million euros", "500000", "EUR"),
    ("euro-behind", "a 20€ ticket", None, "20€", "20", "EUR"),
    ("glued-dirham", "a Dh5,000 fine", "AE", "Dh5,000", "5000", "AED"),
    ("dirham-with-a-space", "a Dhs 5,000 fine", "MA", "Dhs 5,000", "5000", "MAD"),
    ("glued-riyal", "a SR5,000 fine", None, "SR5,000", "5000", "SAR"),
    ("glued-pound", "an LE5m fine", None, "LE5m", "5000000", "EGP"),
    ("glued-dinar", "a JD5,000 fine", None, "JD5,000", "5000", "JOD"),
    ("m-before-a-name", "a fine of 1m dirhams", "MA", "1m dirhams", "1000000", "MAD"),
    ("m-before-a-country", "a fine of 2.5M Moroccan dirhams", None, "2.5M Moroccan dirhams", "2500000", "MAD"),
    ("m-behind-a-code", "a fine of AED 5m", None, "AED 5m", "5000000", "AED"),
    ("undecided", "five dinars", None, "five dinars", "5", None),
]


@pytest.mark.parametrize(("text", "country", "words", "value", "unit"), [m[1:] for m in MONEY_EN], ids=[m[0] for m in MONEY_EN])
def test_english_money(text: str, country: str | None, words: str, value: str, unit: str | None) -> None:
    """Signs, codes, names and magnitudes around an English amount belong to it."""
    assert told(text, values(text, "en", country)) == [(words, "money", value, unit)]


MISC = [
    ("percent-fi", "10 في المائة", [("10 في المائة", "percent", "10", None)]),
    ("percent-bi", "ثلاثين بالمئة", [("ثلاثين بالمئة", "percent", "30", None)]),
    ("percent-sign", "٥٠٪", [("٥٠٪", "percent", "50", None)]),
    ("percent-before", "%50", [("%50", "percent", "50", None)]),
    ("percent-word-before", "بالمائة 210", [("بالمائة 210", "percent", "210", None)]),
    ("points", "3 نقاط مئوية", [("3 نقاط مئوية", "percent", "3", None)]),
    ("age", "البالغة من العمر 36 سنة", [("36 سنة", "duration", "36", "year")]),
    ("dual", "بعد يومين", [("يومين", "duration", "2", "day")]),
    ("dual-quarter", "على امتداد ساعتين وربع", [("ساعتين وربع", "duration", "2.25", "hour")]),
    ("year-and-half", "بعمر سنة ونصف", [("سنة ونصف", "duration", "1.5", "year")]),
    ("brackets", "بالاعتقال لـ(10) سنوات", [("(10) سنوات", "duration", "10", "year")]),
    ("for-six-years", "بالاعتقال لست سنوات", [("ست سنوات", "duration", "6", "year")]),
    ("behind-noun", "خلال السنوات الخمس", [("السنوات الخمس", "duration", "5", "year")]),
    ("count", "5980 حالة عنف", [("5980 حالة", "count", "5980", "حالة")]),
    ("measure", "مسافة 5 كلم", [("5 كلم", "count", "5", "كلم")]),
    ("range-percent", "من 6,3 إلى 5,8 في المائة", [("6,3", "percent", "6.3", None), ("5,8 في المائة", "percent", "5.8", None)]),
    ("range-dollars", "10-20 دولار", [("10", "money", "10", "USD"), ("20 دولار", "money", "20", "USD")]),
    (
        "range-scale",
        "من 10 إلى 20 مليون دولار",
        [("10", "money", "10000000", "USD"), ("20 مليون دولار", "money", "20000000", "USD")],
    ),
    (
        "range-cents",
        "بين 50 و60 سنتا",
        [("50", "money", "0.5", "USD"), ("60 سنتا", "money", "0.6", "USD")],
    ),
    ("range-numbers", "بين 300 و400 ألف", [("300", "number", "300000", None), ("400 ألف", "number", "400000", None)]),
    ("no-range", "من 500 إلى 3 ملايين", [("500", "number", "500", None), ("3 ملايين", "number", "3000000", None)]),
    ("two-years", "خلال العامين", [("العامين", "duration", "2", "year")]),
    ("general", "الممارسين العامين", []),
    ("time-of-day", "في الساعة 7.55 صباحا", []),
    ("a-fifth", "بأكثر من الخُمس", [("الخُمس", "number", "0.2", None)]),
    ("half-past", "في الثامنة والنصف", [("الثامنة", "ordinal", "8", None)]),
    ("half-past-eleven", "في الحادية عشرة والنصف", [("الحادية عشرة", "ordinal", "11", None)]),
    ("half-of-it", "الحكومة والنصف الباقي", [("النصف", "number", "0.5", None)]),
    ("half-of-them", "ويعترف نصفهم بذلك", [("نصفهم", "number", "0.5", None)]),
    ("quarters-of-them", "ثلاثة أرباعهم نساء", [("ثلاثة أرباعهم", "number", "0.75", None)]),
    ("its-price", "وارتفع ثمنها أمس", []),
    ("clitic-outside", "وثلاثة كتب", [("ثلاثة كتب", "count", "3", "كتب")]),
    ("phone", "الهاتف 0612345678", [("0612345678", "number", "612345678", None)]),
]


@pytest.mark.parametrize(("text", "expected"), [m[1:] for m in MISC], ids=[m[0] for m in MISC])
def test_what_a_number_is_a_number_of(text: str, expected: list[tuple[str, str, str, str | None]]) -> None:
    """Percent, durations, counts and ranges take their unit along, and particles stay outside the span."""
    assert told(text, values(text)) == expected


SENTENCES = [
    ("الفترة بين 2018 و،2020 بقيمة 165 مليون درهم (15 مليون أورو)", "MA"),
    ("أمس الثلاثاء (19 فبراير) أعلنت سبعة من أصل 400 مندوب", "MA"),
    ("ارتفع بنسبة ٪٥٠ إلى ١٬٢٥٠٫٥ دينار في ١٥ رمضان ١٤٤٥ هـ", "KW"),
]


@pytest.mark.parametrize(("text", "country"), SENTENCES, ids=["years-money", "brackets", "arabic-digits"])
def test_folding_never_moves_an_offset(text: str, country: str | None) -> None:
    """With vowel signs, tatweel and bidi marks sown into a sentence, the same values stand around the same words."""
    plain = values(text, country=country)
    sown = "".join(c + ("\u064e" if c in "لمنسرد" else "") + ("\u200f" if c == " " else "") for c in text)
    again = values(sown, country=country)
    clean = [sown[v.start : v.end].replace("\u064e", "").replace("\u200f", "") for v in again]
    assert [(v.kind, v.value) for v in again] == [(v.kind, v.value) for v in plain]
    assert clean == [text[v.start : v.end] for v in plain]


PIECES = [
    "مليون", "ألف", "و", "ثلاثة", "نصف", "أكتوبر", "درهم", "عشرين", "وخمسمائة", "القرن", "الربع", "الأول", "في", "المائة", "عام",
    "هـ", "رمضان", "أمس", "فاصلة", "سالب", "لست", "one", "million", "and", "half", "March", "first", "percent", "the", "century",
    "12", "2024",
    "2023", "٣", "1.250", "-", "/", "(", ")", "%", "$", "½", "ر", "،", "\u200f", "\u064b", "\n\n", ":", "Q", "s", "'", "US",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
JOINED = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(st.one_of(TEXTS, JOINED), st.sampled_from((None, PUBLISHED)))
def test_words_that_are_passed_over_open_no_value(text: str, published: date | None) -> None:
    """Passing over the words that open no value changes nothing that is read."""
    quick = values(text, published=published)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(values_module, "_idle_arabic", lambda _raw, dated: False)  # noqa: ARG005  (as it is called)
        assert values(text, published=published) == quick


@given(st.one_of(TEXTS, JOINED), st.sampled_from(("ar", "en")), st.sampled_from((None, "MA", "SA", "US", "fr")))
def test_no_text_breaks_the_reader(text: str, language: str, country: str | None) -> None:
    """Whatever the text, values come in order, do not overlap, and slice to a non-empty expression without outer space."""
    behind = 0
    for value in values(text, language, country, PUBLISHED):
        assert behind <= value.start < value.end <= len(text)
        expression = text[value.start : value.end]
        assert expression == expression.strip()
        assert isinstance(value.value, str) == (value.kind == "date")
        assert isinstance(value.value, str) or value.value.is_finite()
        behind = value.end


@given(TEXTS)
def test_reading_is_pure(text: str) -> None:
    """Reading the same text twice gives the same values."""
    assert values(text, country="MA") == values(text, country="MA")


@given(st.decimals(Decimal("0.01"), Decimal(999_999), places=2), st.sampled_from(["MAD", "EUR", "USD"]))
def test_money_survives_formatting_and_reading(amount: Decimal, code: str) -> None:
    """An amount behind or before its code is read back with value and currency."""
    for text in (f"{amount} {code}", f"{code} {amount}"):
        (found,) = values(text, "en")
        assert (found.kind, found.value, found.unit) == ("money", amount, code)


MEGABYTE = 1_000_000
NOISE = ["ا", "1", "\u064e", "(", "١", "a", "\u200f", "_", " "]


@pytest.mark.parametrize("char", NOISE, ids=[f"u{ord(c):04x}" for c in NOISE])
def test_a_megabyte_of_one_character_is_read(char: str) -> None:
    """A megabyte of one letter, digit, mark, bracket or space is read to the end and has no value."""
    assert values(char * MEGABYTE) == []


def test_an_unknown_language_is_refused() -> None:
    """A language that cannot be read is an error that names those that can."""
    with pytest.raises(ValueError, match="ar and en"):
        values("x", "fr")


def test_nothing_is_read_across_an_empty_line() -> None:
    """A number and a currency in two paragraphs are no amount; a single line break joins them."""
    assert [v.kind for v in values("600\n\nدرهم", country="MA")] == ["number"]
    assert [v.kind for v in values("600\nمليون درهم", country="MA")] == ["money"]
