"""Calendar dates: a day, a month and a year in words, digits or both, of all Arab countries and of English."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from mujaz.text import hijri
from mujaz.text.cardinals import read_cardinal
from mujaz.text.cldr import month_first
from mujaz.text.english import read_english_ordinal
from mujaz.text.months import Month, all_names, month_at
from mujaz.text.numerals import arabic
from mujaz.text.ordinals import read_ordinal
from mujaz.text.periods import opens_period, read_period
from mujaz.text.relative import YEAR_FROM_PUBLICATION
from mujaz.text.tokens import Context, Reading, cut_of, fold_word, offset_of, stems
from mujaz.text.years import Year, year_after

_FIRST = "فاتح"
"""The Maghreb's word for the first day of a month."""
_DAYS = 31
_MONTHS = 12
_BETWEEN_AR = frozenset(("و", "-", "–", "الي", "حتي", "/"))
_BETWEEN_EN = frozenset(("and", "-", "–", "to", "until", "through", "or", "/"))
_MONTH_CUES_AR = frozenset(
    fold_word(w)
    for w in "شهر لشهر وشهر بشهر شهري في منذ خلال حتى بحلول بين نهاية أواخر مطلع أوائل منتصف بداية إلى من قبل بعد غاية".split()
)
_FASTING_CUES = frozenset(fold_word(w) for w in "شهر لشهر بشهر في خلال قبل بعد منذ".split())
_MONTH_CUES_EN = frozenset(
    "in since until till by of from to during before after early late mid last next this and through".split()
)
_PAST = frozenset(fold_word(w) for w in "الماضي المنصرم الفائت السابق الأخير".split())
_NEXT = frozenset(fold_word(w) for w in "المقبل القادم التالي".split())
_THIS = frozenset(fold_word(w) for w in "الجاري الحالي".split())
_STRETCHES = frozenset(fold_word(w) for w in "النصف الثلث الربع الأسبوع العقد الشطر".split())
"""Behind these an ordinal is theirs: «النصف الثاني من مارس» is no second of March."""
_DATE_CUES = frozenset(fold_word(w) for w in "يوم بتاريخ تاريخ في بيوم ليوم on".split())


def may_open(key: str) -> bool:
    """Whether an Arabic word can be the first of a date that begins with no number."""
    return opens_period(key) or any(rest in all_names("ar") or rest == _FIRST for _, rest in stems(key))


def read_date(ctx: Context, i: int) -> Reading | None:
    """The calendar date, month or year that starts with token `i`; or None."""
    if ctx.at(i).kind == "word":
        return _day_first(ctx, i) or _month_first(ctx, i) or read_period(ctx, i)
    return _numeric(ctx, i) or _day_first(ctx, i) or _second_day(ctx, i) or read_period(ctx, i)


def _numeric(ctx: Context, i: int) -> Reading | None:
    """«2016/02/22», «22-04-2018», «3/2015», «14-09-1432 هـ»."""
    parts, seps = _slashed(ctx, i)
    if len(parts) < 2 or ctx.at(i - 1).key == "رقم":
        return None
    last = i + 2 * len(parts) - 1
    if len(parts) == 2:
        return _comma_year(ctx, i, parts, last) or _two_parts(ctx, i, parts, seps[0], last)
    if len(parts) != 3 or len(set(seps)) != 1:
        return None
    found = _ordered(ctx, parts, seps[0])
    return _checked(ctx, i, last, *found) if found else None


def _slashed(ctx: Context, i: int) -> tuple[list[str], list[str]]:
    """Up to four digit strings glued by / - or ., and the signs between them."""
    token = ctx.at(i)
    before = ctx.at(i - 1)
    if token.kind != "digits" or (not token.gap and before.raw in ("/", ".", "-", ":") and ctx.at(i - 2).kind == "digits"):
        return [], []
    parts, seps = [token.key], []
    spaced = int(ctx.at(i + 1).raw == "/" and ctx.at(i + 3).raw == "/" and ctx.at(i + 1).gap == 1)  # «8 / 3 / 1948»
    while len(parts) <= 3 and ctx.at(i + 1).raw in ("/", "-", ".") and ctx.at(i + 1).gap == spaced:
        after = ctx.at(i + 2)
        if after.kind != "digits" or after.gap != spaced or not after.key:
            break
        seps.append(ctx.at(i + 1).raw)
        parts.append(after.key)
        i += 2
    return parts, seps


def _ordered(ctx: Context, parts: list[str], sep: str) -> tuple[int, int, int, str | None] | None:
    """Year, month and day of three digit strings by the order that fits: ISO, or the one CLDR gives for the language."""
    lengths = [len(p) for p in parts]
    a, b, c = (int(p) if len(p) <= 4 else 0 for p in parts)
    if lengths[0] == 4 and max(lengths[1:]) <= 2:
        return (a, b, c, None) if b <= _MONTHS else (a, c, b, None)
    if max(lengths[:2]) > 2 or lengths[2] not in (2, 4) or (lengths[2] == 2 and sep != "/"):
        return None
    year = c if lengths[2] == 4 else _century(c)
    if b > _MONTHS or (month_first(ctx.language, ctx.country) and a <= _MONTHS):
        month, day = a, b
    else:
        month, day = b, a
    unsure = a <= _MONTHS and b <= _MONTHS and a != b
    return year, month, day, "day and month in CLDR's order for the language and country" if unsure else None


def _century(year: int) -> int:
    """Two digits of a year: 00-68 are 2000-2068, 69-99 are 1969-1999 (the rule of POSIX strptime)."""
    return 2000 + year if year < 69 else 1900 + year


def _comma_year(ctx: Context, i: int, parts: list[str], last: int) -> Reading | None:
    """«08/12, 2015»: a comma before the year belongs to the order month, day, year."""
    comma, year = ctx.at(last), ctx.near(last + 1)
    if comma.raw not in (",", "،") or comma.gap or year.kind != "digits" or len(year.key) != 4 or max(map(len, parts)) > 2:
        return None
    a, b = int(parts[0]), int(parts[1])
    month, day = (a, b) if a <= _MONTHS else (b, a)
    return _checked(ctx, i, last + 2, int(year.key), month, day, "month before day, as the comma before the year shows")


def _checked(ctx: Context, i: int, last: int, year: int, month: int, day: int, note: str | None) -> Reading | None:
    if not 1 <= month <= _MONTHS or not 1 <= day <= _DAYS:
        return None
    start = ctx.at(i).start
    mark = ctx.near(last).key in ("ه", "هجري", "هجريه")
    if mark or 1300 <= year <= 1500:
        return _hijri(start, i, last + mark, year, month, day)
    if not _exists(year, month, day):
        return None
    return Reading("date", f"{year:04d}-{month:02d}-{day:02d}", None, start, i, last, note)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year or 2000, month, day)  # 2000 was a leap year: a 29 February without year exists
    except ValueError:
        return False
    return True


def _hijri(start: int, i: int, last: int, year: int | None, month: int, day: int | None) -> Reading | None:
    try:
        value, note = hijri.to_edtf(year, month, day)
    except (ValueError, OverflowError):
        return None
    return Reading("date", value, None, start, i, last, note)


def _two_parts(ctx: Context, i: int, parts: list[str], sep: str, last: int) -> Reading | None:
    """«3/2015», «2015-3»; «22/4» only behind «يوم» or "on"."""
    a, b = (int(p) if len(p) <= 4 else 0 for p in parts)
    lengths = [len(p) for p in parts]
    if sep == ".":
        return None
    for (month, m_len), (year, y_len) in (((a, lengths[0]), (b, lengths[1])), ((b, lengths[1]), (a, lengths[0]))):
        if y_len == 4 and m_len <= 2 and 1900 <= year < 2100 and 1 <= month <= _MONTHS:
            if sep == "-" and lengths[0] == 4 and parts[1] == f"{(year + 1) % 100:02d}":
                return None  # 2011-12 is a season
            return Reading("date", f"{year}-{month:02d}", None, ctx.at(i).start, i, last)
    if max(lengths) <= 2 and ctx.at(i - 1).key in _DATE_CUES and sep == "/":
        day, month = (b, a) if (b > _MONTHS or month_first(ctx.language, ctx.country)) else (a, b)
        if 1 <= month <= _MONTHS and 1 <= day <= _DAYS and _exists(0, month, day):
            return Reading("date", f"XXXX-{month:02d}-{day:02d}", None, ctx.at(i).start, i, last)
    return None


def _day_number(ctx: Context, i: int) -> tuple[int, int, int] | None:
    """A day of the month at `i`: its number, one past it, its offset."""
    token = ctx.at(i)
    if token.kind == "digits":
        if not 1 <= len(token.key) <= 2 or not 1 <= int(token.key) <= _DAYS or _broken(ctx, i):
            return None
        last = i + 1
        if ctx.language == "en" and not ctx.at(last).gap and ctx.at(last).key in ("st", "nd", "rd", "th"):
            last += 1
        return int(token.key), last, token.start
    if token.kind != "word" or ctx.at(i - 1).key.lstrip("وبل") in _STRETCHES:
        return None
    found = read_ordinal(ctx, i) if ctx.language == "ar" else read_english_ordinal(ctx, i)
    if found is None and ctx.language == "ar":
        found = _cardinal_day(ctx, i)
    if found is None or not 1 <= found.amount <= _DAYS:
        return None
    return int(found.amount), found.last, found.start


def _broken(ctx: Context, i: int) -> bool:
    before = ctx.at(i - 1)
    glued = not ctx.at(i).gap and before.raw in (".", ",", "٫", "$", "/") and ctx.at(i - 2).kind == "digits"
    return glued or (before.kind == "word" and not ctx.at(i).gap and before.raw.isascii())


def _cardinal_day(ctx: Context, i: int) -> Reading | None:
    """«واحد وعشرين مايو», «العاشر» is an ordinal, «الثلاثين», «فاتح» the first."""
    for lead, rest in stems(ctx.at(i).key):
        if rest == _FIRST and len(lead) <= 3:
            return Reading("ordinal", Decimal(1), None, offset_of(ctx.at(i), cut_of(lead)), i, i + 1)
    return read_cardinal(ctx, i) if arabic(ctx.at(i).key) else None


def _day_first(ctx: Context, i: int) -> Reading | None:
    """«3 أكتوبر 2024», «الثالث من تشرين الأول/أكتوبر», "3rd of October"; also the 3 of «3 - 12 سبتمبر»."""
    day = _day_number(ctx, i)
    if day is None:
        return None
    number, last, start = day
    month = _month_behind(ctx, last)
    if month is not None and (ctx.language == "ar" or month.last):
        return _complete(ctx, i, start, number, month)
    return _paired(ctx, i, start, number, last)


def _month_behind(ctx: Context, i: int) -> Month | None:
    """The month after a day: behind «من», «شهر», a point or a slash."""
    at = i
    if ctx.near(at).raw in (".", "/", "-", "،") and ctx.at(at).gap == 0 and ctx.near(at + 1).kind == "word":
        at += 1
    if ctx.near(at).key in ("من", "of", "لشهر", "شهر"):
        at += 1
    if ctx.near(at).key in ("شهر", "the"):
        at += 1
    if not ctx.near(at).raw:
        return None
    month = month_at(ctx, at)
    return month if month is not None and month.lead in ("", "ال") else None


def _paired(ctx: Context, i: int, start: int, number: int, last: int) -> Reading | None:
    """The first day of «3 إلى 12 سبتمبر», «19-20 نوفمبر», «بين 15 و19 نوفمبر»: its month is the second day's."""
    if ctx.near(last).key not in (_BETWEEN_AR if ctx.language == "ar" else _BETWEEN_EN) and not _joined(ctx, last):
        return None
    at = last if _joined(ctx, last) else last + 1
    second = _day_number(ctx, at) if ctx.near(at).raw else None
    if second is None or second[0] <= number:
        return None
    month = _month_behind(ctx, second[1])
    if month is None:
        return None
    whole = _complete(ctx, at, second[2], second[0], month)
    if whole is None or not isinstance(whole.value, str) or month.hijri or len(whole.value) != len("2024-10-03"):
        return None
    note = "month of the second day"
    return Reading("date", f"{whole.value[:8]}{number:02d}", None, start, i, last, note)


def _joined(ctx: Context, i: int) -> bool:
    """«15 والتاسع عشر من نوفمبر»: a و attached to the second day."""
    token = ctx.near(i)
    return ctx.language == "ar" and token.kind == "word" and len(token.key) > 2 and token.key.startswith("و")


def _complete(ctx: Context, i: int, start: int, day: int, month: Month) -> Reading | None:
    """Day and month, with the year or «الماضي» that may follow."""
    year = year_after(ctx, month.last)
    if month.hijri or (year is not None and year.hijri):
        return _hijri_day(ctx, i, start, day, month, year)
    if year is not None:
        if not _exists(year.number, month.number, day):
            return None
        return Reading("date", f"{year.number:04d}-{month.number:02d}-{day:02d}", None, start, i, year.last)
    if not _exists(0, month.number, day):
        return None
    told = _told_year(ctx, month.last, month.number, day)
    if told is not None and _exists(told[0], month.number, day):
        return Reading(
            "date",
            f"{told[0]:04d}-{month.number:02d}-{day:02d}",
            None,
            start,
            i,
            told[1],
            YEAR_FROM_PUBLICATION,
        )
    return Reading("date", f"XXXX-{month.number:02d}-{day:02d}", None, start, i, month.last)


def _hijri_day(ctx: Context, i: int, start: int, day: int | None, month: Month, year: Year | None) -> Reading | None:
    last = year.last if year is not None else month.last
    number = year.number if year is not None else None
    if number is None and ctx.published is not None:
        read = _hijri(start, i, last, hijri.year_of(ctx.published), month.number, day)
        return replace(read, note=f"{read.note}, {hijri.THIS_YEAR}") if read else None
    if ctx.near(last).key == "ه":
        last += 1
    return _hijri(start, i, last, number, month.number, day)


def _told_year(ctx: Context, i: int, month: int, day: int | None) -> tuple[int, int] | None:
    """The year «الماضي», «المقبل», «الجاري», "last year" mean, seen from the publication date, and one past the words."""
    if ctx.published is None:
        return None
    key = ctx.near(i).key
    now = ctx.published
    mark = (month, day) if day else (month,)
    today = (now.month, now.day) if day else (now.month,)
    if key in _THIS:
        return now.year, i + 1
    if key in _PAST:
        return now.year - (mark >= today), i + 1
    if key in _NEXT:
        return now.year + (mark <= today), i + 1
    at = i + 1 if key in ("من", "of") else i
    if ctx.near(at).key in ("العام", "السنه", "عام", "سنه"):
        step = _year_step(ctx.near(at + 1).key)
        return (now.year + step, at + 2) if step is not None else None
    if ctx.near(at + 1).key == "year" and ctx.near(at).key in ("last", "next", "this"):
        return now.year + {"last": -1, "next": 1, "this": 0}[ctx.near(at).key], at + 2
    return None


def _year_step(key: str) -> int | None:
    masculine = key.removesuffix("ه")
    if masculine in _PAST:
        return -1
    if masculine in _NEXT:
        return 1
    return 0 if masculine in _THIS or masculine + "ه" in _THIS else None


def _month_first(ctx: Context, i: int) -> Reading | None:
    """«أكتوبر 2024», «يناير الثاني والعشرين، 2018», "October 3, 2024", and a month alone."""
    if ctx.at(i).kind != "word" or not _may_be_month(ctx, i):
        return None
    month = month_at(ctx, i)
    if month is None:
        return None
    start = offset_of(ctx.at(i), cut_of(month.lead))
    year = year_after(ctx, month.last)
    if year is not None:
        if month.hijri or year.hijri:
            return _hijri_day(ctx, i, start, None, month, year)
        return Reading("date", f"{year.number:04d}-{month.number:02d}", None, start, i, year.last)
    return _with_day(ctx, i, start, month) or _alone(ctx, i, start, month)


def _may_be_month(ctx: Context, i: int) -> bool:
    key = ctx.at(i).key
    if ctx.language == "en":
        return key in all_names("en")
    return any(rest in all_names("ar") for _, rest in stems(key))


def _with_day(ctx: Context, i: int, start: int, month: Month) -> Reading | None:
    """The day behind the month: "October 3, 2024", «يناير الثاني والعشرين»; in Arabic digits only with a year."""
    at = month.last + 1 if ctx.near(month.last).key == "the" else month.last
    day = _day_number(ctx, at) if ctx.near(at).raw else None
    if day is None or month.hijri:
        return None
    if ctx.language == "ar" and not ctx.at(at).key.startswith("ال") and year_after(ctx, day[1]) is None:
        return None
    if (ctx.language == "en" and ctx.near(day[1]).raw in ("%", "$")) or (
        ctx.near(day[1]).key in ("percent", "million", "billion")
    ):
        return None
    return _complete(ctx, i, start, day[0], Month(month.number, month.weak, month.hijri, day[1]))


def _alone(ctx: Context, i: int, start: int, month: Month) -> Reading | None:
    """A month without day and year: «في أكتوبر», «ديسمبر الماضي»; a weak name only behind a word that makes it one."""
    before = ctx.at(i - 1).key
    told = _told_year(ctx, month.last, month.number, None)
    if told is None and ctx.published and before in ("last", "next", "this"):
        step = {"last": month.number >= ctx.published.month, "next": month.number <= ctx.published.month, "this": 0}[before]
        told = ctx.published.year + (step if before != "last" else -step), month.last
    if month.hijri:
        if before not in (_FASTING_CUES | _MONTH_CUES_EN if month.number == 9 else ("شهر", "لشهر", "بشهر")):
            return None
        return _hijri_day(ctx, i, start, None, month, None)
    if told is not None:
        return Reading("date", f"{told[0]:04d}-{month.number:02d}", None, start, i, told[1], YEAR_FROM_PUBLICATION)
    if month.weak and not _cued(ctx, i, month):
        return None
    return Reading("date", f"XXXX-{month.number:02d}", None, start, i, month.last)


def _cued(ctx: Context, i: int, month: Month) -> bool:
    before, after = ctx.at(i - 1).key, ctx.near(month.last).key
    if ctx.language == "en":
        return (ctx.at(i - 2).key if before == "-" else before) in _MONTH_CUES_EN  # "mid-March"
    if month.lead.rstrip("ال") not in ("", "و", "ف"):
        return False  # «باب» is a door, not "in August"
    if after in _PAST | _NEXT | _THIS:
        return True
    if ctx.at(i).key.endswith("جوان") and before not in ("شهر", "لشهر"):
        return False
    return before in _MONTH_CUES_AR


def _second_day(ctx: Context, i: int) -> Reading | None:
    """The 5 of "March 4 and 5": the month is behind the first day."""
    if ctx.language != "en" or ctx.at(i).kind != "digits" or ctx.at(i - 1).key not in _BETWEEN_EN:
        return None
    first, second = _day_number(ctx, i - 2), _day_number(ctx, i)
    if first is None or second is None or second[0] <= first[0]:
        return None
    month = month_at(ctx, i - 3)
    if month is None or month.last != i - 2 or (ctx.near(second[1]).kind == "word" and month_at(ctx, second[1]) is not None):
        return None
    return _complete(ctx, i, second[2], second[0], Month(month.number, month.weak, month.hijri, second[1]))
