"""Dates: every Arab country's months, both calendars, periods, and dates told from the day of publication."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from hijridate import Gregorian
from hypothesis import given
from hypothesis import strategies as st

from mujaz.text.months import _gregorian
from mujaz.text.tokens import fold_word
from mujaz.text.values import Value, read_values

PUBLISHED = date(2024, 10, 9)  # a Wednesday
COUNTRIES = "AE BH DJ DZ EG EH IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TN YE".split()
"""The members of the Arab League, and Western Sahara, which CLDR has apart."""


def values(text: str, language: str = "ar", country: str | None = None, published: date | None = None) -> list[Value]:
    return read_values(text, language=language, country=country, published=published)


def told(text: str, found: list[Value]) -> list[tuple[str, str, str, str | None]]:
    """What was read, with its expression: (words, kind, value, unit)."""
    return [(text[v.start : v.end], v.kind, str(v.value), v.unit) for v in found]


MONTHS = [
    (country, number, name)
    for country in COUNTRIES
    for number, name in Locale.parse(f"ar_{country}").months["format"]["wide"].items()
]


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_month_name_of_every_arab_country(country: str) -> None:
    """CLDR's twelve month names of each Arab country are read in a full date, a month with year, and a month alone."""
    assert f"ar_{country}" in locale_identifiers()
    for _, number, name in (m for m in MONTHS if m[0] == country):
        for text, value in (
            (f"في 3 {name} 2024", f"2024-{number:02d}-03"),
            (f"خلال {name} 2024", f"2024-{number:02d}"),
            (f"يوم 15 من {name}", f"XXXX-{number:02d}-15"),
            (f"في شهر {name}", f"XXXX-{number:02d}"),
        ):
            assert [v.value for v in values(text, country=country)] == [value], text


def test_no_locale_has_a_name_that_is_not_known() -> None:
    """The few locales that names are taken from have every name that all of them have, but for two scripts of hobbyists."""
    for language in ("ar", "en"):
        own = _gregorian(language)
        for identifier in locale_identifiers():
            if identifier.split("_")[0] == language and identifier not in {"en_Dsrt", "en_Dsrt_US", "en_Shaw", "en_Shaw_GB"}:
                for width in ("wide", "abbreviated"):
                    for number, name in Locale.parse(identifier).months["format"][width].items():
                        assert own[tuple(fold_word(w) for w in name.rstrip(".").split())][0] == number, identifier


DATES = [
    ("day-month", "سأعود 3 أكتوبر", "3 أكتوبر", "XXXX-10-03"),
    ("words", "في الحادي والعشرين من مايو", "الحادي والعشرين من مايو", "XXXX-05-21"),
    ("cardinal-words", "في واحد وعشرين مايو", "واحد وعشرين مايو", "XXXX-05-21"),
    ("month-first", "يناير الثاني والعشرين، 2018", "يناير الثاني والعشرين، 2018", "2018-01-22"),
    ("comma", "6 يناير، 2015، الساعة", "6 يناير، 2015", "2015-01-06"),
    ("slash", "يوم 2/ أكتوبر", "2/ أكتوبر", "XXXX-10-02"),
    ("glued", "التاريخ ٤من مايو", "٤من مايو", "XXXX-05-04"),
    ("year-word", "في مارس عام 2004", "مارس عام 2004", "2004-03"),
    ("two-calendars", "18 نيسان ( أبريل ) 1955", "18 نيسان ( أبريل ) 1955", "1955-04-18"),
    ("iso", "بتاريخ 2016-02-22", "2016-02-22", "2016-02-22"),
    ("year-first", "بتاريخ 2016/02/22", "2016/02/22", "2016-02-22"),
    ("only-month-first-fits", "في 5/17/2018", "5/17/2018", "2018-05-17"),
    ("arabic-digits", "في ٢٢/٠٤/٢٠١٨", "٢٢/٠٤/٢٠١٨", "2018-04-22"),
    ("spaced", "( 8 / 3 / 1948 )", "8 / 3 / 1948", "1948-03-08"),
    ("month-year", "في 3/2015", "3/2015", "2015-03"),
    ("year", "سنة 2017.", "2017", "2017"),
    ("year-words", "عام ألفين وعشرين", "ألفين وعشرين", "2020"),
    ("early-year", "سأخرج عام 247", "247", "0247"),
    ("before-christ", "سنة 200 قبل الميلاد", "200 قبل الميلاد", "-0199"),
    ("bracket", "جائزة (1997)", "1997", "1997"),
    ("season", "موسم 2019-20", "2019-20", "2019/2020"),
    ("decade", "في نهاية التسعينيات", "التسعينيات", "199X"),
    ("decade-century", "تسعينات القرن التاسع عشر", "تسعينات القرن التاسع عشر", "189X"),
    ("century", "القرن التاسع عشر", "القرن التاسع عشر", "18XX"),
    ("century-digits", "القرن الـ19", "القرن الـ19", "18XX"),
    ("century-now", "القرن الحادي والعشرين", "القرن الحادي والعشرين", "20XX"),
    ("quarter", "الربع الثاني من عام 2018", "الربع الثاني من عام 2018", "2018-34"),
    ("half-year", "النصف الأول من 2024", "النصف الأول من 2024", "2024-40"),
    ("summer", "صيف 2016", "صيف 2016", "2016-22"),
    ("hijri-year", "عام 1445 هـ", "1445 هـ", "2023-07-19/2024-07-06"),
    ("hijri-month", "شهر شعبان 1445", "شعبان 1445", "2024-02-11/2024-03-10"),
    ("hijri-outside", "سنة 40 هـ", "40 هـ", "XXXX"),
    ("hijri-day-30", "30-02-1433", "30-02-1433", "2012-01-24"),
]


@pytest.mark.parametrize(("text", "words", "value"), [d[1:] for d in DATES], ids=[d[0] for d in DATES])
def test_arabic_dates(text: str, words: str, value: str) -> None:
    """Arabic dates become EDTF strings, and the span is the date and nothing else."""
    assert told(text, values(text)) == [(words, "date", value, None)]


def test_a_day_that_no_month_has_is_no_date() -> None:
    """A 30 February and a thirteenth month make no date of a day."""
    for text in ("30 فبراير 2020", "بتاريخ 32/13/2018", "31/04/2018"):
        assert all(len(str(v.value)) < len("2020-02-30") for v in values(text)), text


def test_a_range_of_days_shares_its_month() -> None:
    """In «3 - 12 سبتمبر 2024» the first day has the month and year of the second."""
    assert [v.value for v in values("من 3 إلى 12 سبتمبر 2024")] == ["2024-09-03", "2024-09-12"]
    assert [v.value for v in values("بين 15 و19 نوفمبر")] == ["XXXX-11-15", "XXXX-11-19"]
    assert [v.value for v in values("on March 4 and 5", "en")] == ["XXXX-03-04", "XXXX-03-05"]


def test_two_years_side_by_side() -> None:
    """The second of two years is a year too."""
    assert [v.value for v in values("بين سنة 1985 و 1986")] == ["1985", "1986"]
    assert [v.value for v in values("بين 2018 و،2020 بشراكة")] == ["2018", "2020"]
    assert [v.value for v in values("2014-2018")] == ["2014", "2018"]


def test_a_half_of_a_month_is_no_day() -> None:
    """«النصف الثاني من مارس» says no day; the second of March is one."""
    for text, value in (("خلال النصف الثاني من مارس", "XXXX-03"), ("في الثاني من مارس", "XXXX-03-02")):
        assert [v.value for v in values(text) if v.kind == "date"] == [value]


NOT_YEARS = [
    ("counted", "وصلت 1960 حالة", "count"),
    ("money", "2019 درهما", "money"),
    ("round", "في 2000 قرية", "count"),
    ("percent", "2020 %", "percent"),
    ("plural", "عبر 1904 صفقات", "count"),
]


@pytest.mark.parametrize(("text", "kind"), [n[1:] for n in NOT_YEARS], ids=[n[0] for n in NOT_YEARS])
def test_four_digits_that_are_no_year(text: str, kind: str) -> None:
    """Four digits before a unit, money or something counted are an amount."""
    assert [v.kind for v in values(text)] == [kind]


DATES_EN = [
    ("mid-march", "since mid-March", "March", "XXXX-03"),
    ("british", "on 3 October 2024", "3 October 2024", "2024-10-03"),
    ("american", "on October 3, 2024", "October 3, 2024", "2024-10-03"),
    ("ordinal", "the 3rd of October 2024", "3rd of October 2024", "2024-10-03"),
    ("no-year", "the October 1 referendum", "October 1", "XXXX-10-01"),
    ("abbreviated", "on Oct. 3", "Oct. 3", "XXXX-10-03"),
    ("month-year", "in June 2018", "June 2018", "2018-06"),
    ("month", "in November", "November", "XXXX-11"),
    ("may", "until May 1", "May 1", "XXXX-05-01"),
    ("march", "in March", "March", "XXXX-03"),
    ("before-a-name", "In June Spain won", "June", "XXXX-06"),
    ("year", "since 1950!", "1950", "1950"),
    ("decade", "the 1990s", "1990s", "199X"),
    ("short-decade", "the '80s", "80s", "198X"),
    ("century", "the 19th century", "19th century", "18XX"),
    ("quarter", "the second quarter of 2018", "second quarter of 2018", "2018-34"),
    ("short-quarter", "Q3 2016", "Q3 2016", "2016-35"),
    ("american-numeric", "on 04/22/2018", "04/22/2018", "2018-04-22"),
    ("season", "the 2019–20 pandemic", "2019–20", "2019/2020"),
    ("word-day", "the fourth of July", "fourth of July", "XXXX-07-04"),
]


@pytest.mark.parametrize(("text", "words", "value"), [d[1:] for d in DATES_EN], ids=[d[0] for d in DATES_EN])
def test_english_dates(text: str, words: str, value: str) -> None:
    """English dates become the same EDTF strings as Arabic ones."""
    assert told(text, values(text, "en")) == [(words, "date", value, None)]


def test_the_order_of_day_and_month_follows_the_country() -> None:
    """04/05/2024 is 5 April for CLDR's English of the United States, 4 May for Morocco's; the note says so."""
    (us,), (gb,), (ma,) = (
        values("04/05/2024", "en"),
        values("04/05/2024", "en", "GB"),
        values("04/05/2024", "ar", "MA"),
    )
    assert (us.value, gb.value, ma.value) == ("2024-04-05", "2024-05-04", "2024-05-04")
    assert us.note
    assert ma.note


@pytest.mark.parametrize("text", ["the virologist June Almeida said", "August Wilson wrote it", "Theresa May said", "she may go"])
def test_a_month_that_is_a_name_is_no_date(text: str) -> None:
    """What is spelled like a month and is somebody's name, or a verb, is none."""
    assert [v for v in values(text, "en") if v.kind == "date"] == []


RELATIVE = [
    ("yesterday", "أمس", "2024-10-08"),
    ("yesterday-weekday", "أمس الثلاثاء", "2024-10-08"),
    ("late-article", "أمس الأحد", "2024-10-06"),
    ("day-before", "أول أمس", "2024-10-07"),
    ("day-before-from", "أول من أمس", "2024-10-07"),
    ("tomorrow", "غداً", "2024-10-10"),
    ("after-tomorrow", "بعد غد", "2024-10-11"),
    ("today-weekday", "اليوم الأربعاء", "2024-10-09"),
    ("last-thursday", "الخميس الماضي", "2024-10-03"),
    ("last-same-day", "الأربعاء الماضي", "2024-10-02"),
    ("next-friday", "الجمعة المقبل", "2024-10-11"),
    ("last-month", "الشهر الماضي", "2024-09"),
    ("next-year", "العام المقبل", "2025"),
    ("this-year", "هذه السنة", "2024"),
    ("last-december", "ديسمبر الماضي", "2023-12"),
    ("this-month-day", "12 من الشهر الجاري", "2024-10-12"),
    ("day-current", "03 ماي الجاري", "2024-05-03"),
    ("day-next", "03 يوليوز المقبل", "2025-07-03"),
    ("month-last-year", "أكتوبر من العام الماضي", "2023-10"),
    ("hijri-month", "شهر رمضان", "2025-03-01/2025-03-29"),
]


@pytest.mark.parametrize(("text", "value"), [r[1:] for r in RELATIVE], ids=[r[0] for r in RELATIVE])
def test_relative_dates_need_the_day_of_publication(text: str, value: str) -> None:
    """«أمس», «الخميس الماضي» and their like are dates only when the day of publication is given."""
    (found,) = values(text, published=PUBLISHED)
    assert (found.kind, found.value, text[found.start : found.end]) == ("date", value, text.removeprefix("شهر "))
    assert found.note
    assert all(v.value != value for v in values(text))


def test_a_week_begins_on_the_country_s_day() -> None:
    """The week is the interval from the country's first day of the week (CLDR): Monday in Morocco, Saturday in Egypt."""
    (ma,), (eg,) = (values("الأسبوع الماضي", country=c, published=PUBLISHED) for c in ("MA", "EG"))
    assert (ma.value, eg.value) == ("2024-09-30/2024-10-06", "2024-09-28/2024-10-04")


@pytest.mark.parametrize("end", [date.min, date.max], ids=["first-day", "last-day"])
def test_the_ends_of_the_calendar_break_nothing(end: date) -> None:
    """On Python's first and last day there may be no day before or after, but there is no error."""
    for text in ("أمس", "بعد غد", "الأسبوع الماضي", "الخميس المقبل", "الشهر الماضي", "12 من الشهر المقبل", "شهر رمضان"):
        assert all(v.kind == "date" for v in values(text, published=end) if v.value != 12)
    assert all(v.kind == "date" for v in values("yesterday, next week", "en", published=end))


def test_the_definite_day_is_not_today() -> None:
    """«اليوم الثاني», «اليوم الوطني» and «في اليوم» are not the day of publication."""
    for text in ("اليوم الوطني", "في اليوم نفسه", "جريدة اليوم"):
        assert values(text, published=PUBLISHED) == [], text


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(COUNTRIES))
def test_dates_survive_formatting_and_reading(day: date, country: str) -> None:
    """A date written with a country's own month names, or in digits, is read back as that day."""
    name = Locale.parse(f"ar_{country}").months["format"]["wide"][day.month]
    for text in (f"{day.day} {name} {day.year}", f"{day.day:02d}/{day.month:02d}/{day.year}", day.isoformat()):
        assert [v.value for v in values(text, country=country)] == [day.isoformat()]
    english = f"{day.day} {day:%B} {day.year}"
    assert [v.value for v in values(english, "en")] == [day.isoformat()]


@given(st.dates(date(1925, 1, 1), date(2076, 12, 31)))
def test_hijri_dates_come_back(day: date) -> None:
    """A day written in its Hijri form is read back as the Gregorian day, by hijridate both ways."""
    there = Gregorian(day.year, day.month, day.day).to_hijri()
    (found,) = values(f"{there.day:02d}-{there.month:02d}-{there.year} هـ")
    assert found.value == day.isoformat()
    assert f"Hijri {there.year:04d}-{there.month:02d}-{there.day:02d}" in (found.note or "")


def test_weekday_of_the_publication_date_is_checked() -> None:
    """A last weekday is always one to seven days back."""
    for step in range(7):
        now = PUBLISHED + timedelta(days=step)
        (found,) = values("السبت الماضي", published=now)
        back = (now - date.fromisoformat(str(found.value))).days
        assert 1 <= back <= 7
