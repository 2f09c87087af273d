"""Stretches of time named as a whole: decades, centuries, quarters, halves and seasons of a year (EDTF, ISO 8601-2)."""

from __future__ import annotations

from functools import cache, lru_cache

from mujaz.text.english import read_english_ordinal
from mujaz.text.numerals import ENGLISH_TENS, arabic
from mujaz.text.ordinals import read_ordinal
from mujaz.text.quantities import time_unit
from mujaz.text.tokens import Context, Reading, cut_of, fold_word, offset_of, stems
from mujaz.text.years import FIRST, LAST, PLAIN, YEAR_AR, read_bare_year, read_cued_year, year_after

DIGITS = 4
_CENTURIES = 30
"""No text of today speaks of a later century."""

_THIS = frozenset(fold_word(w) for w in "الجاري الحالي الجارية الحالية".split())


def read_period(ctx: Context, i: int) -> Reading | None:
    """A year, a decade, a century, a quarter or a season that starts at `i`; or None."""
    if ctx.language == "ar":
        if ctx.at(i).kind == "word" and not opens_period(ctx.at(i).key):
            return None
        return (
            _quarter_ar(ctx, i)
            or _century_ar(ctx, i)
            or _decade_ar(ctx, i)
            or _season(ctx, i)
            or read_cued_year(ctx, i)
            or read_bare_year(ctx, i)
        )
    return _quarter_en(ctx, i) or _century_en(ctx, i) or _decade_en(ctx, i) or _season(ctx, i) or read_bare_year(ctx, i)


@lru_cache(maxsize=8192)  # the words of some articles
def opens_period(key: str) -> bool:
    """Whether an Arabic word can be the first of a period: nearly none is, and five readers need not ask each by itself."""
    return key in _SEASONS or any(
        rest in ("ربع", "نصف", "قرن") or rest in _decades() or rest in YEAR_AR for _, rest in stems(key)
    )


@cache
def _decades() -> dict[str, int]:
    stems_ = {"عشرين": 20, "ثلاثين": 30, "أربعين": 40, "خمسين": 50, "ستين": 60, "سبعين": 70, "ثمانين": 80, "تسعين": 90}
    return {fold_word(stem + end): value for stem, value in stems_.items() for end in ("يات", "ات")}


_AGE = frozenset(fold_word(w) for w in "عمره عمرها العمر عمرهم عمرهما عمري".split())


def _decade_ar(ctx: Context, i: int) -> Reading | None:
    """«التسعينيات», «ثمانينات القرن الماضي»: EDTF 199X; the century is the twentieth unless another is named."""
    for lead, rest in stems(ctx.at(i).key) if ctx.at(i).kind == "word" else ():
        tens = _decades().get(rest)
        if tens is None:
            continue
        at = i + 2 if ctx.near(i + 1).key == "من" else i + 1
        if ctx.near(at).key in _AGE:
            return None
        start = offset_of(ctx.at(i), cut_of(lead))
        century, last = _century_number(ctx, at) if ctx.near(at).key.endswith("القرن") else (None, at)
        note = None
        if century is None and last > at:
            century = 20  # «القرن الماضي» of a decade, in a text of unknown date
        elif century is None:
            century, last, note = 20, i + 1, "the decade's century taken for the twentieth"
        return Reading("date", f"{century - 1:02d}{tens // 10}X", None, start, i, last, note)
    return None


def _century_number(ctx: Context, i: int) -> tuple[int | None, int]:
    """«القرن التاسع عشر», «القرن العشرين», «القرن الـ19», «القرن الماضي» at `i`: which century, and one past it."""
    nxt = ctx.near(i + 1)
    if nxt.key in ("الماضي", "المنصرم", *_THIS):
        now = ctx.published.year // 100 + 1 if ctx.published else None
        return (now - (nxt.key not in _THIS) if now else None), i + 2
    ordinal = read_ordinal(ctx, i + 1) if nxt.raw else None
    if ordinal is not None and ordinal.amount <= _CENTURIES:
        return int(ordinal.amount), ordinal.last
    tens = arabic(nxt.key)
    if tens is not None and tens.numeral.rank == "tens" and tens.numeral.value <= _CENTURIES:
        return tens.numeral.value, i + 2
    at = i + 1 + (nxt.key == "ال")
    bracket = ctx.near(at).raw == "("
    digits = ctx.near(at + bracket)
    if digits.kind == "digits" and digits.key and 0 < int(digits.key) <= _CENTURIES:
        return int(digits.key), at + 1 + 2 * bracket
    return None, i


def _century_ar(ctx: Context, i: int) -> Reading | None:
    token = ctx.at(i)
    for lead, rest in stems(token.key):
        if rest == "قرن" and lead.endswith(("ال", "لل")):
            return _century(ctx, i, offset_of(token, cut_of(lead)))
    return None


def _century(ctx: Context, i: int, start: int) -> Reading | None:
    number, last = _century_number(ctx, i)
    if number is None or (ctx.near(last).key == "قبل" and ctx.near(last + 1).key == "الميلاد") or ctx.near(last).key == "ق":
        return None
    return Reading("date", f"{number - 1:02d}XX", None, start, i, last)


_PLACES = {"الاول": 1, "الثاني": 2, "الثالث": 3, "الرابع": 4}


def _quarter_ar(ctx: Context, i: int) -> Reading | None:
    """«الربع الثالث من عام 2016», «النصف الأول من سنة 2024»: EDTF 2016-35, 2024-40."""
    for lead, rest in stems(ctx.at(i).key):
        if rest not in ("ربع", "نصف") or not lead.endswith(("ال", "لل")):
            continue
        place = _PLACES.get(ctx.near(i + 1).key)
        if rest == "ربع" and ctx.near(i + 1).key == "الاخير":
            place = 4
        start = offset_of(ctx.at(i), cut_of(lead))
        if place is not None and (rest == "ربع" or place <= 2):
            return _part(ctx, i, i + 2, place + (32 if rest == "ربع" else 39), start)
    return None


def _part(ctx: Context, i: int, last: int, code: int, start: int) -> Reading | None:
    """A part of a year by its EDTF number: 33-36 quarters, 40 and 41 halves (ISO 8601-2, level 2)."""
    year = year_after(ctx, last)
    if year is not None and not year.hijri:
        return Reading("date", f"{year.number:04d}-{code}", None, start, i, year.last)
    at = last + 1 if ctx.near(last).key in ("من", "of") else last
    this = (
        ctx.near(at).key in ("هذا", "هذه", "this") and time_unit(ctx, ctx.near(at + 1).key.removeprefix("ال")) == ("year", 1)
    ) or (ctx.near(at).key in ("العام", "السنه") and ctx.near(at + 1).key in _THIS)
    if this and ctx.published:
        return Reading("date", f"{ctx.published.year}-{code}", None, start, i, at + 2, "year of publication")
    if code < 40:
        return Reading("date", f"XXXX-{code}", None, start, i, last)
    return None


def _quarter_en(ctx: Context, i: int) -> Reading | None:
    """E.g. "the third quarter of 2016", "Q3 2016", "the first half of 2024"."""
    token = ctx.at(i)
    if token.key == "q" and ctx.at(i + 1).key in ("1", "2", "3", "4") and not ctx.at(i + 1).gap:
        return _part(ctx, i, i + 2, 32 + int(ctx.at(i + 1).key), token.start)
    if token.key == "h" and ctx.at(i + 1).key in ("1", "2") and not ctx.at(i + 1).gap:
        return _part(ctx, i, i + 2, 39 + int(ctx.at(i + 1).key), token.start)
    ordinal = read_english_ordinal(ctx, i)
    if ordinal is None:
        return None
    word, place = ctx.near(ordinal.last).key, int(ordinal.amount)
    if word == "quarter" and 1 <= place <= 4 and ctx.near(ordinal.last + 1).key not in ("final", "-"):
        return _part(ctx, i, ordinal.last + 1, 32 + place, token.start)
    if word == "half" and 1 <= place <= 2:
        return _part(ctx, i, ordinal.last + 1, 39 + place, token.start)
    return None


_SEASONS = {
    "ربيع": 21, "صيف": 22, "خريف": 23, "شتا": 24, "spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24,
}  # fmt: skip
"""EDTF level 1: 21 spring, 22 summer, 23 autumn, 24 winter."""


def _season(ctx: Context, i: int) -> Reading | None:
    """«صيف 2016», "summer of 2016": only with the year."""
    code = _SEASONS.get(ctx.at(i).key)
    year = year_after(ctx, i + 1) if code else None
    if year is None or year.hijri or year.number not in PLAIN:
        return None
    return Reading("date", f"{year.number:04d}-{code}", None, ctx.at(i).start, i, year.last)


def _century_en(ctx: Context, i: int) -> Reading | None:
    ordinal = read_english_ordinal(ctx, i)
    if ordinal is None or not 0 < ordinal.amount <= 30:
        return None
    at = ordinal.last + 1 if ctx.near(ordinal.last).raw == "-" else ordinal.last
    if ctx.near(at).key != "century" or ctx.near(at + 1).key in ("bc", "bce"):
        return None
    return Reading("date", f"{int(ordinal.amount) - 1:02d}XX", None, ordinal.start, i, at + 1)


def _decade_en(ctx: Context, i: int) -> Reading | None:
    """E.g. "the 1990s", "'90s", "the nineties"; not "in his 30s"."""
    token = ctx.at(i)
    if token.kind == "digits":
        at = i + 2 if ctx.at(i + 1).raw in ("'", "’") and not ctx.at(i + 1).gap else i + 1
        if ctx.at(at).raw != "s" or ctx.at(at).gap or token.key[-1:] != "0":
            return None
        if len(token.key) == DIGITS and FIRST <= int(token.key) <= LAST:
            return Reading("date", token.key[:3] + "X", None, token.start, i, at + 1)
        if len(token.key) == 2 and ctx.at(i - 1).key not in ("his", "her", "their", "my"):
            return Reading(
                "date",
                f"19{token.key[0]}X",
                None,
                token.start,
                i,
                at + 1,
                "the decade's century taken for the twentieth",
            )
        return None
    tens = ENGLISH_TENS.get(token.key.removesuffix("ies") + "y") if token.key.endswith("ies") else None
    if tens is None or ctx.at(i - 1).key in ("his", "her", "their", "my"):
        return None
    return Reading("date", f"19{tens // 10}X", None, token.start, i, i + 1, "the decade's century taken for the twentieth")
