"""Numbers in words and digits: every spelling, both languages, the separators of each country."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mujaz.text.values import Value, read_values


def values(text: str, *, language: str = "ar", country: str | None = None) -> list[Value]:
    return read_values(text, language=language, country=country)


def amounts(text: str, *, language: str = "ar", country: str | None = None) -> list[Decimal | str]:
    return [v.value for v in values(text, language=language, country=country)]


WORDS = [
    ("five", "خمسة", 5),
    ("eight-defective", "ثمانٍ", 8),
    ("eleven-feminine", "إحدى عشرة", 11),
    ("eleven-masculine", "أحد عشر", 11),
    ("eleven-joined", "وأحد عشر كوكبا", 11),
    ("twelve-oblique", "اثنتي عشرة", 12),
    ("sixteen-egyptian", "ستاشر", 16),
    ("thirteen-maghrebi", "تلطاش", 13),
    ("twenty-one-spaced", "واحد و عشرين", 21),
    ("twenty-one-feminine", "إحدى وعشرون", 21),
    ("hundred-classical", "مائة", 100),
    ("hundred-modern", "مئة", 100),
    ("hundred-spoken", "ميّة", 100),
    ("two-hundred-nominative", "مائتان", 200),
    ("two-hundred-modern", "مئتين", 200),
    ("two-hundred-spoken", "ميتين", 200),
    ("three-hundred-apart", "ثلاث مائة", 300),
    ("three-hundred-egyptian", "تلتمية", 300),
    ("five-hundred-joined", "وخمسمائة", 500),
    ("with-vowels", "ثَلَاثُمِائَةٍ وَخَمْسُونَ", 350),
    ("with-tatweel", "ثلاثـــون", 30),
    ("presentation-forms", "ﺛﻼﺛﺔ", 3),
    ("hundred-and-six", "مائة وستة", 106),
    ("hundred-and-sixteen", "مائة و ستة عشر", 116),
    ("egyptian-without-waw", "خمسمية خمسة و عشرين", 525),
    ("thousand", "ألف", 1000),
    ("two-thousand", "ألفان", 2000),
    ("fifty-thousand-accusative", "خمسون ألفاً", 50_000),
    ("two-hundred-fifty-thousand", "مائتان وخمسون ألفا", 250_000),
    ("three-spoken-thousands", "تلات تلاف", 3000),
    ("hundred-thousand", "مئة ألف", 100_000),
    ("long-sum", "مليون و مئتان و ثمانية و خمسون ألفاً و ثمانمائة و ثمانية و ثمانون", 1_258_888),
    ("two-million", "مليونان", 2_000_000),
    ("two-million-construct", "مليونا نازح", 2_000_000),
    ("two-million-oblique-construct", "مليوني نازح", 2_000_000),
    ("million-accusative", "مليونًا", 1_000_000),
    ("milliard", "مليار", 10**9),
    ("billion-in-arabic", "44 بليونا", 44 * 10**9),
    ("trillion", "ثلاثة تريليونات", 3 * 10**12),
    ("thousand-milliard", "ألف مليار", 10**12),
    ("mixed-plural", "٣٫٥ ملايين", 3_500_000),
    ("mixed-comma", "2,5 مليار", 2_500_000_000),
    ("mixed-glued", "٤آلاف", 4000),
    ("mixed-sum", "3 آلاف و500", 3500),
    ("mixed-two-magnitudes", "مليون و250 ألف", 1_250_000),
    ("negative-word", "سالب ثمانية", -8),
    ("decimal-words", "خمس فاصلة خمسة", "5.5"),
    ("decimal-zero", "واحد فاصلة صفر خمسة", "1.05"),
    ("half", "نصف", "0.5"),
    ("three-quarters", "ثلاثة أرباع", "0.75"),
    ("half-million", "نصف مليون", 500_000),
    ("million-and-half", "مليون ونصف", 1_500_000),
    ("million-and-half-of-it", "مليون ونصف المليون", 1_500_000),
    ("three-millions-and-half", "ثلاثة ملايين ونصف", 3_500_000),
    ("twenty-and-three-fifths", "عشرون و ثلاثة أخماس", "20.6"),
    ("fifth-with-damma", "خُمس السكان", "0.2"),
    ("dozen", "نصف دزينة", 6),
    ("zero", "صفر", 0),
]


@pytest.mark.parametrize(("text", "value"), [w[1:] for w in WORDS], ids=[w[0] for w in WORDS])
def test_arabic_number_words(text: str, value: str | int) -> None:
    """A number in words has one value in every case ending, gender, dual and spelling of print and speech."""
    assert amounts(text)[:1] == [Decimal(value)]


TWO = [
    ("first-ten", "أول عشر عينات", [1, 10]),
    ("between-thousands", "بين ألف وألفين", [1000, 2000]),
    ("between-years", "بين 3 و 4", [3, 4]),
    ("second-millions", "3 ملايين و5 ملايين", [3_000_000, 5_000_000]),
    ("hundred-and-two-hundred", "ما بين مئة ومئتين", [100, 200]),
    ("with-zero", "أربعة ألف و ثلاثمائة و صفر", [4300, 0]),
    ("plain-digits", "300 و 212", [300, 212]),
    ("address", "192.168.1.2", [192, 168, 1, 2]),
]


@pytest.mark.parametrize(("text", "expected"), [t[1:] for t in TWO], ids=[t[0] for t in TWO])
def test_numbers_side_by_side_stay_apart(text: str, expected: list[int]) -> None:
    """Two numbers joined by و are one only when the second fits below the first."""
    assert amounts(text) == [Decimal(e) for e in expected]


DIGITS = [
    ("thousands-comma", "1,250", None, "1250"),
    ("thousands-arabic", "١٬٢٥٠", None, "1250"),
    ("decimal-arabic", "١٫٢٥٠", None, "1.25"),
    ("both-european", "1.250,5", None, "1250.5"),
    ("both-english", "1,250.5", None, "1250.5"),
    ("repeated", "1.250.000", None, "1250000"),
    ("spaces", "40 000", None, "40000"),
    ("no-break-space", "1\u00a0250\u00a0000", None, "1250000"),
    ("narrow-space-decimal", "1\u202f250,75", None, "1250.75"),
    ("leading-point", ".77", None, "0.77"),
    ("leading-arabic-point", "٫٧٧", None, "0.77"),
    ("short-comma", "2,5", None, "2.5"),
    ("arabic-comma", "2،5", None, "2.5"),
    ("long-comma", "٩,٢٣٢١٣١٢", None, "9.2321312"),
    ("zero-comma", "0,250", None, "0.25"),
    ("negative", "-1.2", None, "-1.2"),
    ("minus-sign", "−٣", None, "-3"),
    ("point-cairo", "1.250", "EG", "1.25"),
    ("point-rabat", "1.250", "MA", "1250"),
    ("point-thousands-cairo", "126.000", "EG", "126000"),
    ("comma-rabat", "1,250", "MA", "1250"),
    ("comma-rabat-milliard", "1,250 مليار", "MA", "1250000000"),
    ("comma-cairo-million", "1,250 مليون", "EG", "1250000000"),
    ("fraction", "4/5", None, "0.8"),
    ("mixed-fraction", "-١ ٤/٥", None, "-1.8"),
    ("vulgar-fraction", "2½", None, "2.5"),
    ("persian-digits", "۱۲۳", None, "123"),
    ("wire-service", "27ر1", None, "1.27"),
    ("sixty-digits", "9" * 60, None, "9" * 60),
]


@pytest.mark.parametrize(("text", "country", "value"), [d[1:] for d in DIGITS], ids=[d[0] for d in DIGITS])
def test_digits_and_separators(text: str, country: str | None, value: str | int) -> None:
    """Digits of every script are read with the separators of the country; the whole string is the expression."""
    (found,) = values(text, country=country)
    assert found.value == Decimal(value)
    assert text[found.start : found.end] == text


NONE_AR = [
    ("dead", "عثر عليه ميتا"),
    ("followed", "الفترة التي تلت الهجوم"),
    ("top-half", "في النصف الأعلى من الترتيب"),
    ("last-third", "للثلث الأخير من المباراة"),
    ("yellow", "بطاقة صفراء"),
    ("pronoun-of", "واحد منهم قال"),
    ("every-one", "كل واحد"),
    ("the-one", "الفصل الواحد"),
    ("anyone", "لم يحضر أحد"),
    ("one-of", "أحد القادة"),
    ("one-of-with-waw", "وأحد الوزراء"),
    ("sunday", "يوم الأحد"),
    ("monday", "يوم الاثنين"),
    ("tuesday", "يوم الثلاثاء"),
    ("wednesday", "الأربعاء"),
    ("hundreds", "مئات الأشخاص"),
    ("thousands", "آلاف المتظاهرين"),
    ("tens-of-thousands", "عشرات الآلاف"),
    ("millions", "ملايين الدولارات"),
    ("quantity", "كمية كبيرة"),
    ("price", "ثمن الوزن"),
    ("text", "نص البيان"),
    ("not-i", "لست بغريبة"),
    ("semi-final", "نصف النهائي"),
    ("round-of-sixteen", "سدس عشر كأس العرش"),
    ("alpha", "متحور ألفا"),
    ("misprint-of-year", "ستة 1989 قالت"),
    ("door", "باب الترشيح"),
    ("practised", "مارس مهنة الطب"),
    ("joan", "قال جوان بويج"),
    ("primary", "تحقيق أولي"),
    ("dioxide", "ثاني أكسيد الكربون"),
    ("again", "مرة ثانية"),
    ("day-before-yesterday", "أول أمس"),
    ("relative-day", "أمس"),
    ("virus", "كوفيد-19"),
    ("latin-name", "COVID-19"),
    ("too-long", "1" * 61),
]


@pytest.mark.parametrize("text", [n[1] for n in NONE_AR], ids=[n[0] for n in NONE_AR])
def test_what_only_looks_like_a_number(text: str) -> None:
    """Pronouns, weekdays, vague plurals, verbs and names have no value (a stray year beside them keeps its own)."""
    assert [v for v in values(text) if v.value != "1989"] == []


ORDINALS = [
    ("first", "الأول", 1),
    ("first-feminine", "أولى", 1),
    ("second", "الثاني", 2),
    ("second-defective", "ثانٍ", 2),
    ("tenth", "العاشرة", 10),
    ("eleventh", "الحادي عشر", 11),
    ("eleventh-feminine", "الحادية عشرة", 11),
    ("twenty-first", "الحادي والعشرين", 21),
    ("twenty-first-cardinal", "الواحد والعشرون", 21),
    ("seventy-second", "الثاني و السبعين", 72),
    ("hundred-and-fifth", "الخامس بعد المائة", 105),
    ("session", "الدورة الـ105", 105),
    ("session-glued", "الدورة ال17", 17),
    ("king", "محمد السادس", 6),
]


@pytest.mark.parametrize(("text", "value"), [o[1:] for o in ORDINALS], ids=[o[0] for o in ORDINALS])
def test_arabic_ordinals(text: str, value: str | int) -> None:
    """Arabic ordinals are read in both genders, definite or not, in words or as a number behind its article."""
    (found,) = values(text)
    assert (found.kind, found.value) == ("ordinal", Decimal(value))


ENGLISH = [
    ("digits", "1,250.5", "number", "1250.5"),
    ("word", "three", "number", 3),
    ("hyphen", "twenty-one", "number", 21),
    ("hundred-and", "one hundred and five thousand", "number", 105_000),
    ("a-million", "a million", "number", 10**6),
    ("half-a-million", "half a million", "number", 500_000),
    ("two-and-a-half", "two and a half million", "number", 2_500_000),
    ("point", "two point five billion", "number", 2_500_000_000),
    ("glued-bn", "1.2bn", "number", 1_200_000_000),
    ("two-thirds", "two-thirds", "number", "0." + "6" * 27 + "7"),
    ("three-quarters", "three quarters", "number", "0.75"),
    ("dozen", "two dozen", "number", 24),
    ("minus", "minus five", "number", -5),
    ("first", "the first", "ordinal", 1),
    ("first-half", "a first-half goal", "ordinal", 1),
    ("twenty-first", "twenty-first", "ordinal", 21),
    ("digits-ordinal", "42nd", "ordinal", 42),
    ("second", "the second", "ordinal", 2),
    ("percent", "14%", "percent", 14),
    ("per-cent", "two per cent", "percent", 2),
    ("percent-word", "2.5 percent", "percent", "2.5"),
    ("age", "a 19-year-old", "duration", 19),
    ("by-a-third", "fell by a third", "number", "0." + "3" * 28),
    ("to-a-quarter", "fell to a quarter in parts", "number", "0.25"),
    ("half-a-percent", "half a percent", "percent", "0.5"),
    ("quarter-of-a-percent", "a quarter of one percent", "percent", "0.25"),
    ("quarter-of-a-million", "a quarter of a million", "number", 250_000),
    ("year-and-half", "a year and a half", "duration", "1.5"),
    ("one-week", "one week", "duration", 1),
    ("one-and-a-half-million", "one and a half million", "number", 1_500_000),
    ("one-and-a-half-years", "one and a half years", "duration", "1.5"),
    ("one-and-a-half-hyphens", "one-and-a-half years", "duration", "1.5"),
    ("triple-the", "more than triple the rate", "number", 3),
    ("plus-billion", "a $300+ billion plan", "money", 3 * 10**11),
    ("tripled", "Prices tripled last year", "number", 3),
    ("threefold", "a threefold rise", "number", 3),
    ("halved", "Output halved", "number", "0.5"),
]


@pytest.mark.parametrize(("text", "kind", "value"), [e[1:] for e in ENGLISH], ids=[e[0] for e in ENGLISH])
def test_english_numbers(text: str, kind: str, value: str | int) -> None:
    """English numbers are read in words and digits, with hyphens, magnitudes and fractions."""
    (found,) = values(text, language="en")
    assert (found.kind, found.value) == (kind, Decimal(value))


NONE_EN = [
    ("half-past", "half past the hour"),
    ("time-of-day", "at 10.30 p.m."),
    ("triple-jump", "the triple jump"),
    ("one-of", "one of the best"),
    ("no-one", "no one knew"),
    ("this-one", "this one is better"),
    ("one-must", "one must go"),
    ("split-second", "a split second"),
    ("per-second", "metres per second"),
    ("a-second-later", "a second later"),
    ("may", "it may rain"),
    ("march", "they march on the capital"),
    ("hundreds", "hundreds of people"),
    ("dozens", "dozens were hurt"),
    ("half-time", "at half-time"),
    ("virus", "COVID-19"),
    ("clock", "at 9:40"),
    ("plane", "an F-16"),
    ("flat", "Apartment 12B"),
    ("network", "a 5G mast"),
    ("age-decade", "in his 30s"),
]


@pytest.mark.parametrize("text", [n[1] for n in NONE_EN], ids=[n[0] for n in NONE_EN])
def test_what_only_looks_like_a_number_in_english(text: str) -> None:
    """English pronouns, verbs, vague plurals, names and clock times have no value."""
    assert values(text, language="en") == []


def test_score_is_two_numbers() -> None:
    """A score such as 2-1 is two numbers, never a negative one."""
    assert amounts("won 2-1 at home", language="en") == [2, 1]
    assert amounts("فاز 2-1 على ضيفه") == [2, 1]


UNITS_AR = "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة".split()
TENS_AR = "_ _ عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون".split()
HUNDREDS_AR = "_ مائة مئتان ثلاثمائة أربعمئة خمسمائة ستمئة سبعمائة ثمانمئة تسعمائة".split()
UNITS_EN = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
UNITS_EN += "seventeen eighteen nineteen".split()
TENS_EN = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


def small_ar(n: int) -> str:
    """Writes 1-999 in Arabic words, the other way round to the reader (written for the test, from the grammar)."""
    parts = [HUNDREDS_AR[n // 100]] if n >= 100 else []
    rest = n % 100
    if rest in (11, 12):
        parts.append({11: "أحد عشر", 12: "اثنا عشر"}[rest])
    elif 12 < rest < 20:
        parts.append(UNITS_AR[rest - 10] + " عشر")
    elif rest:
        ones, tens = rest % 10 if rest > 10 else rest, rest // 10 if rest > 10 else 0
        parts += [UNITS_AR[ones]] if ones else []
        parts += [TENS_AR[tens]] if tens else []
    return " و".join(parts)


def words_ar(n: int) -> str:
    """Writes a number below 10**12 in Arabic words."""
    names = ((10**9, "مليار", "مليارات"), (10**6, "مليون", "ملايين"), (10**3, "ألف", "آلاف"))
    parts = []
    for scale, one, many in names:
        count, n = divmod(n, scale)
        if count == 1:
            parts.append(one)
        elif count == 2:
            parts.append(one + "ان")
        elif count:
            parts.append(f"{small_ar(count)} {many if count <= 10 else one}")
    if n:
        parts.append(small_ar(n))
    return " و".join(parts) or "صفر"


def words_en(n: int) -> str:
    """Writes a number below 10**12 in English words."""
    parts = []
    for scale, name in ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"), (1, "")):
        count, n = divmod(n, scale)
        if count:
            parts.append((small_en(count) + " " + name).strip())
    return " ".join(parts) or "zero"


def small_en(n: int) -> str:
    """Writes 1-999 in English words."""
    parts = [UNITS_EN[n // 100] + " hundred"] if n >= 100 else []
    rest = n % 100
    if rest >= 20:
        parts.append(TENS_EN[rest // 10] + ("-" + UNITS_EN[rest % 10] if rest % 10 else ""))
    elif rest:
        parts.append(UNITS_EN[rest])
    return " and ".join(parts)


@given(st.integers(2, 10**12 - 1))
@example(1011)
def test_arabic_words_survive_writing_and_reading(n: int) -> None:
    """Every number below a trillion written in Arabic words is read back, whole, from the words."""
    text = words_ar(n)
    (found,) = values(text)
    assert (found.value, text[found.start : found.end]) == (Decimal(n), text)


@given(st.integers(2, 10**12 - 1))
def test_english_words_survive_writing_and_reading(n: int) -> None:
    """Every number below a trillion written in English words is read back, whole, from the words."""
    text = words_en(n)
    (found,) = values(text, language="en")
    assert (found.value, text[found.start : found.end]) == (Decimal(n), text)


@given(st.integers(-(10**15), 10**15), st.integers(0, 4), st.sampled_from(("{:,}", "{}")))
def test_digits_survive_formatting_and_reading(n: int, places: int, shape: str) -> None:
    """A number formatted with or without thousands separators, in ASCII or Arabic digits, is read back."""
    number = Decimal(n).scaleb(-places)
    text = shape.format(number)
    if places == 3 and "," not in text:
        text += "0"  # three digits behind one point are ambiguous, four are not
    arabic = text.translate(str.maketrans("0123456789.,", "٠١٢٣٤٥٦٧٨٩٫٬"))
    for spelled, language in ((text, "en"), (arabic, "ar")):
        year = [v for v in values(spelled, language=language) if v.kind == "date"]
        assert year or amounts(spelled, language=language) == [number]
