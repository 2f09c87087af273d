"""Dates told from the day of publication: «أمس», «الخميس الماضي», «الشهر المقبل», "last week", "yesterday"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from babel import Locale

from mujaz.text.cldr import locale_of
from mujaz.text.digits import read_digits
from mujaz.text.ordinals import read_ordinal
from mujaz.text.tokens import Context, Reading, cut_of, fold_word, offset_of, stems

_WEEK = 7
_MONTHS = 12
_PAST = frozenset(fold_word(w) for w in "الماضي المنصرم الفائت السابق الماضية المنصرمة الفائتة السابقة الفارط الفارطة".split())
_NEXT = frozenset(fold_word(w) for w in "المقبل القادم المقبلة القادمة التالي التالية".split())
_THIS = frozenset(fold_word(w) for w in "الجاري الحالي الجارية الحالية".split())
_DAYS_AR = {"امس": -1, "البارحه": -1, "اليوم": 0, "غدا": 1, "الغد": 1}
_DAYS_EN = {"yesterday": -1, "today": 0, "tomorrow": 1}
_STEPS_EN = {"last": -1, "this": 0, "next": 1, "past": -1, "coming": 1}
_NOT_TODAY_BEFORE = frozenset(fold_word(w) for w in "في ذلك هذا نفس ذات منذ طوال كامل طيلة صحيفة جريدة موقع خلال ساعات".split())
_LEADS = frozenset(("اول", "قبل", "بعد", "هذا", "هذه", "لهذا", "لهذه"))
"""What stands before a word for a day or a stretch of time: «قبل أمس», «بعد غد», «هذا العام»."""
_UNITS = {
    "اسبوع": "week",
    "شهر": "month",
    "عام": "year",
    "سنه": "year",
    "week": "week",
    "month": "month",
    "year": "year",
}
_GENERAL = frozenset(
    fold_word(w)
    for w in (
        "الأمين المدير الكاتب الجمع القطاع الرأي الاتحاد المقرر النائب المدعي الوكيل المفتش المستشار الإطار المال القائد "
        "المجلس الاجتماع التجمع المؤتمر النظام السكرتير الحاكم الإضراب الأمن المراقب المفوض القنصل المعتمد العفو الدين"
    ).split()
)
"""Behind these «العام» is "general", not "the year": «الأمين العام السابق», «الجمع العام القادم»."""

FROM_PUBLICATION = "from the publication date"
"""How the note of a date begins that only the day of publication gives."""
MOVED = "moved to the weekday named"
"""How it goes on where the weekday beside the day is another day's."""
YEAR_FROM_PUBLICATION = "year from the publication date"
"""The note of a day or month whose year the day of publication gives."""


def may_open(key: str) -> bool:
    """Whether an Arabic word can be the first of a date that is told from another day."""
    if key in _LEADS:
        return True
    return any(rest in _UNITS or rest in weekdays("ar") or rest in _DAYS_AR or f"ال{rest}" in _DAYS_AR for _, rest in stems(key))


def read_relative(ctx: Context, i: int) -> Reading | None:
    """The date that starts at `i` and is told from `ctx.published`; None without that day."""
    if ctx.published is None or ctx.at(i).kind != "word":
        return None
    readers = (_english,) if ctx.language == "en" else (_near_day, _weekday, _span, _this_span, _day_of_month)
    try:
        return next(filter(None, (read(ctx, i, ctx.published) for read in readers)), None)
    except OverflowError:  # the day before the first day, or after the last one, that Python knows
        return None


def read_day_of_month(ctx: Context, i: int) -> Reading | None:
    """«12 من الشهر الجاري», the day in digits; None without a publication date."""
    if ctx.published is None or ctx.language != "ar" or ctx.at(i).kind != "digits":
        return None
    return _day_of_month(ctx, i, ctx.published)


@cache
def weekdays(language: str) -> dict[str, int]:
    """The names of the week's days (CLDR), Monday 0 to Sunday 6, folded and without article."""
    names = Locale(language).days["format"]["wide"]
    return {fold_word(name).removeprefix("ال" if language == "ar" else ""): number for number, name in names.items()}


@cache
def first_weekday(language: str, country: str | None) -> int:
    """The day a week begins with, Monday 0 (CLDR, by country)."""
    return locale_of(language, country).first_week_day


def _day(ctx: Context, i: int, last: int, when: date, start: int | None = None) -> Reading:
    return Reading("date", when.isoformat(), None, ctx.at(i).start if start is None else start, i, last, FROM_PUBLICATION)


def _near_day(ctx: Context, i: int, now: date) -> Reading | None:
    """«أمس», «أول أمس», «بعد غد», «اليوم», «أمس الخميس»."""
    key = ctx.at(i).key
    if key in ("اول", "قبل") and "امس" in (ctx.near(i + 1).key, ctx.near(i + 2).key):
        last = i + 2 if ctx.near(i + 1).key == "امس" else i + 3
        return _with_weekday(ctx, i, last, now - timedelta(days=2), ctx.at(i).start)
    if key == "بعد" and ctx.near(i + 1).key in ("غد", "الغد"):
        return _day(ctx, i, i + 2, now + timedelta(days=2))
    for lead, rest in stems(key):
        word = "ال" + rest if lead.endswith(("ال", "لل")) and rest != "امس" else rest
        step = _DAYS_AR.get(word)
        if step is None or (word == "اليوم" and not _today(ctx, i)):
            continue
        start = offset_of(ctx.at(i), cut_of(lead))
        if step == -1 and ctx.near(i + 1).key == "الاول":
            return _day(ctx, i, i + 2, now - timedelta(days=2), start)
        return _with_weekday(ctx, i, i + 1, now + timedelta(days=step), start)
    return None


def _today(ctx: Context, i: int) -> bool:
    """Whether «اليوم» is today, not "the day" of a definite phrase («اليوم الثاني», «اليوم الوطني») nor a newspaper."""
    if ctx.at(i - 1).key in _NOT_TODAY_BEFORE:
        return False
    after = ctx.near(i + 1)
    name = after.key.removeprefix("ال")
    if after.key in ("نفسه", "ذاته", "عينه", "الذي"):
        return False
    return not after.key.startswith("ال") or after.gap == 0 or name in weekdays("ar")


def _with_weekday(ctx: Context, i: int, last: int, when: date, start: int) -> Reading:
    """Takes along the weekday of «أمس الخميس»; if it is another day's, the article came out later and the day is that one."""
    name = ctx.near(last).key.removeprefix("ال")
    number = weekdays("ar").get(name) if ctx.near(last).key.startswith("ال") else None
    if number is None:
        return _day(ctx, i, last, when, start)
    off = (when.weekday() - number) % _WEEK
    reading = _day(ctx, i, last + 1, when - timedelta(days=off), start)
    return replace(reading, note=f"{FROM_PUBLICATION}; {MOVED}") if off else reading


def _weekday(ctx: Context, i: int, now: date) -> Reading | None:
    """«الخميس الماضي», «يوم الجمعة المقبل»."""
    for lead, rest in stems(ctx.at(i).key):
        number = weekdays("ar").get(rest)
        if number is None or not lead.endswith(("ال", "لل")):
            continue
        after = ctx.near(i + 1).key
        start = offset_of(ctx.at(i), cut_of(lead))
        if after in _PAST:
            return _day(ctx, i, i + 2, now - timedelta(days=(now.weekday() - number - 1) % _WEEK + 1), start)
        if after in _NEXT:
            return _day(ctx, i, i + 2, now + timedelta(days=(number - now.weekday() - 1) % _WEEK + 1), start)
    return None


def _span(ctx: Context, i: int, now: date) -> Reading | None:
    """«الأسبوع الماضي», «الشهر المقبل», «السنة الجارية»."""
    after = ctx.near(i + 1).key
    step = -1 if after in _PAST else 1 if after in _NEXT else 0 if after in _THIS else None
    if step is None or (ctx.at(i).key == "العام" and ctx.at(i - 1).key in _GENERAL):
        return None
    for lead, rest in stems(ctx.at(i).key):
        unit = _UNITS.get(rest)
        if unit is not None and lead.endswith(("ال", "لل")):
            return _stretch(ctx, i, i + 2, unit, step, now, offset_of(ctx.at(i), cut_of(lead)))
    return None


def _this_span(ctx: Context, i: int, now: date) -> Reading | None:
    """«هذا العام», «هذه السنة»."""
    lead = "ل" if ctx.at(i).key.startswith("له") else ""
    if ctx.at(i).key.removeprefix(lead) not in ("هذا", "هذه"):
        return None
    unit = _UNITS.get(ctx.near(i + 1).key.removeprefix("ال"))
    return _stretch(ctx, i, i + 2, unit, 0, now, offset_of(ctx.at(i), len(lead))) if unit else None


def _stretch(ctx: Context, i: int, last: int, unit: str, step: int, now: date, start: int) -> Reading:
    if unit == "year":
        value = f"{now.year + step:04d}"
    elif unit == "month":
        year, month = _shift(now, step)
        value = f"{year:04d}-{month:02d}"
    else:
        first = first_weekday(ctx.language, ctx.country)
        begin = now - timedelta(days=(now.weekday() - first) % _WEEK) + timedelta(weeks=step)
        value = f"{begin.isoformat()}/{(begin + timedelta(days=_WEEK - 1)).isoformat()}"
    return Reading("date", value, None, start, i, last, FROM_PUBLICATION)


def _shift(now: date, step: int) -> tuple[int, int]:
    months = now.year * _MONTHS + now.month - 1 + step
    return months // _MONTHS, months % _MONTHS + 1


def _day_of_month(ctx: Context, i: int, now: date) -> Reading | None:
    """«12 من الشهر الجاري», «الخامس من الشهر الماضي», «12 من هذا الشهر»."""
    day = read_digits(ctx, i) if ctx.at(i).kind == "digits" else read_ordinal(ctx, i)
    if day is None or not 1 <= day.amount <= 31 or day.amount != int(day.amount):
        return None
    if ctx.near(day.last).key != "من":
        return None
    words = (ctx.near(day.last + 1).key, ctx.near(day.last + 2).key)
    if words == ("هذا", "الشهر") or (words[0] == "الشهر" and words[1] in _THIS | {"نفسه", "ذاته"}):
        step = 0
    elif words[0] == "الشهر" and words[1] in _PAST | _NEXT:
        step = -1 if words[1] in _PAST else 1
    else:
        return None
    try:
        when = date(*_shift(now, step), int(day.amount))
    except ValueError:
        return None
    return _day(ctx, i, day.last + 3, when, day.start)


def _english(ctx: Context, i: int, now: date) -> Reading | None:
    key = ctx.at(i).key
    if key in _DAYS_EN:
        return _day(ctx, i, i + 1, now + timedelta(days=_DAYS_EN[key]))
    if key == "the" and (ctx.near(i + 1).key, ctx.near(i + 2).key, ctx.near(i + 3).key) == (
        "day",
        "before",
        "yesterday",
    ):
        return _day(ctx, i, i + 4, now - timedelta(days=2))
    step = _STEPS_EN.get(key)
    if step is None:
        return None
    after = ctx.near(i + 1).key
    unit, number = _UNITS.get(after), weekdays("en").get(after)
    if unit is not None and key not in ("past", "coming"):
        return _stretch(ctx, i, i + 2, unit, step, now, ctx.at(i).start)
    if number is not None and step == -1:
        return _day(ctx, i, i + 2, now - timedelta(days=(now.weekday() - number - 1) % _WEEK + 1))
    if number is not None and step == 1:
        return _day(ctx, i, i + 2, now + timedelta(days=(number - now.weekday() - 1) % _WEEK + 1))
    return None
