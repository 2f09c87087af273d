"""Years and what is made of them: seasons like 2019-20, decades, centuries, quarters, halves and times of the year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from mujaz.text import hijri
from mujaz.text.cardinals import read_cardinal
from mujaz.text.currencies import names
from mujaz.text.english import read_english_ordinal
from mujaz.text.numerals import ENGLISH_SCALES, ENGLISH_TENS, arabic
from mujaz.text.ordinals import read_ordinal
from mujaz.text.quantities import percent_after, time_unit
from mujaz.text.tokens import Context, Reading, fold_word, offset_of, stems

_DIGITS = 4
FIRST, LAST = 1000, 2200
"""Years that need a word (عام، in) beside them; earlier ones only with the word year itself."""

_PLAIN = range(1900, 2100)
"""Four digits that are a year without any word beside them, as long as they are not round (1900, 2000)."""

_SAUDI_YEARS = range(1300, 1500)
"""Years that in a Saudi text are Hijri: 1300 AH is 1882, 1500 AH is 2077."""

_YEAR_AR = frozenset(fold_word(w) for w in "عام سنة عامي سنتي العامين السنتين أعوام سنوات موسم مونديال".split())
_CUES_AR = frozenset(
    fold_word(w)
    for w in "في منذ حتى بحلول قبل بعد من إلى الى بين خلال مطلع أواخر أوائل نهاية بداية منتصف لغاية غاية مابين ف".split()
)
_CUES_EN = frozenset(
    "in since until till by of from to during before after early late mid year season circa between through c fiscal".split()
)
_COUNTED = frozenset(
    fold_word(w)
    for w in (
        "حالة شخص شخصا إصابة قتيل جريح متر كلم كيلومتر كيلو طن برميل منصب مشروع مؤسسة شركة أسرة طفل امرأة رجل طالب تلميذ "
        "موظف جندي عنصر مقعد صوت نقطة هكتار ميل قدم لتر وحدة منتج مدرسة قرية مواطن ضحية لاجئ مركز"
    ).split()
)
_HIJRI = frozenset(fold_word(w) for w in "ه هـ هجري هجرية هجريا للهجرة الهجري".split())
_GREGORIAN = frozenset(fold_word(w) for w in "م ميلادي ميلادية للميلاد الميلادي".split())
_THIS = frozenset(fold_word(w) for w in "الجاري الحالي الجارية الحالية".split())


@dataclass(frozen=True, slots=True)
class Year:
    """A year read in a text: its number, whether it is Hijri, the tokens and the offset it covers."""

    number: int
    hijri: bool
    last: int
    start: int


def year_number(ctx: Context, i: int, *, least: int = FIRST) -> Year | None:
    """The year at `i`, in digits («2024», «١٤٤٥ هـ») or words («ألفين وأربعة وعشرين»); or None."""
    token = ctx.at(i)
    if token.kind == "digits":
        if not token.key or len(token.key) > _DIGITS or _glued(ctx, i) or not least <= int(token.key) <= LAST:
            return None
        number, last = int(token.key), i + 1
    else:
        words = read_cardinal(ctx, i) if ctx.language == "ar" and token.kind == "word" else None
        if words is None or not isinstance(words.value, Decimal) or not FIRST <= words.value <= LAST:
            return None
        if words.value != words.value.to_integral_value():
            return None
        number, last = int(words.value), words.last
    era = ctx.near(last).key
    if era in _HIJRI:
        return Year(number, hijri=True, last=last + 1, start=token.start)
    return Year(number, hijri=False, last=last + (era in _GREGORIAN), start=token.start)


def _glued(ctx: Context, i: int) -> bool:
    """Whether the digits are part of something longer: «2024.5», «A2024», «2024K»."""
    before, after = ctx.at(i - 1), ctx.at(i + 1)
    if before.kind == "word" and not ctx.at(i).gap and before.raw.isascii():
        return True
    if not after.gap and after.raw in (".", ",", "٫", "٬", "،", ":") and not ctx.at(i + 2).gap and ctx.at(i + 2).kind == "digits":
        return True
    return not after.gap and after.kind == "word" and after.raw.isascii() and after.key != "s"


def year_after(ctx: Context, i: int) -> Year | None:
    """The year that follows a month: behind a comma, «من», «عام», «سنة», "of"."""
    at = i
    if ctx.near(at).raw in (",", "،"):
        at += 1
    if ctx.near(at).key in ("من", "of", "لل"):
        at += 1
    if ctx.language == "ar" and _is_year_word(ctx.near(at).key):
        at += 1
    if not ctx.near(at).raw or (ctx.near(at).kind == "word" and ctx.language == "en"):
        return None
    found = year_number(ctx, at)
    if found is None or (ctx.at(at).kind == "word" and found.number < FIRST):
        return None
    return found


def _is_year_word(key: str) -> bool:
    return any(rest in _YEAR_AR for lead, rest in stems(key))


def read_year(ctx: Context, i: int) -> Reading | None:
    """A year, a decade, a century, a quarter or a season that starts at `i`; or None."""
    if ctx.language == "ar":
        return _quarter_ar(ctx, i) or _century_ar(ctx, i) or _decade_ar(ctx, i) or _season(ctx, i) or _cued(ctx, i) or _bare(ctx, i)
    return _quarter_en(ctx, i) or _century_en(ctx, i) or _decade_en(ctx, i) or _season(ctx, i) or _bare(ctx, i)


def _date(year: Year, i: int, ctx: Context) -> Reading:
    saudi = ctx.country == "SA" and year.number in _SAUDI_YEARS
    if year.hijri or saudi:
        value, note = hijri.to_edtf(year.number, None, None)
        note += "" if year.hijri else ", by the country"
        return Reading("date", value, None, year.start, i, year.last, note)
    return Reading("date", f"{year.number:04d}", None, year.start, i, year.last)


def _cued(ctx: Context, i: int) -> Reading | None:
    """«عام 247», «سنة 1985», «عام ألفين وعشرين», «للعام 2024»."""
    if ctx.at(i).kind != "word" or not _is_year_word(ctx.at(i).key) or not ctx.near(i + 1).raw:
        return None
    nxt = ctx.at(i + 1)
    if nxt.kind == "digits" and len(nxt.key) <= 2 and ctx.near(i + 2).key not in _HIJRI:
        return None
    year = year_number(ctx, i + 1, least=1)
    return _date(year, i, ctx) if year is not None else None


def _bare(ctx: Context, i: int) -> Reading | None:
    token = ctx.at(i)
    if token.kind != "digits" or not token.key or token.key[0] == "0":
        return None
    pair = _season_pair(ctx, i)
    if pair is not None:
        return pair
    year = year_number(ctx, i)
    hijri_mark = year is not None and year.hijri
    if year is None or (len(token.key) != _DIGITS and not hijri_mark):
        return None
    if hijri_mark or _says_year(ctx, i, year):
        return _date(year, i, ctx)
    return None


def _season_pair(ctx: Context, i: int) -> Reading | None:
    """«2019-20», «2019/20»: a season over two years, the interval of both."""
    first, sep, second = ctx.at(i), ctx.at(i + 1), ctx.at(i + 2)
    if sep.raw not in ("-", "–", "/") or sep.gap or second.gap or second.kind != "digits" or len(second.key) != 2:
        return None
    if len(first.key) != _DIGITS or int(first.key) not in _PLAIN or ctx.at(i + 3).raw in ("-", "/") or _glued(ctx, i + 2):
        return None
    if (int(first.key) + 1) % 100 != int(second.key):
        return None
    return Reading("date", f"{first.key}/{int(first.key) + 1}", None, first.start, i, i + 3)


def _says_year(ctx: Context, i: int, year: Year) -> bool:
    """Whether four digits without the word year are one: by the word before, the brackets around, or their range."""
    before, after = ctx.at(i - 1), ctx.near(year.last)
    if before.raw in ("$", "£", "€", "#", "-", "−") and not ctx.at(i).gap and not _year_behind(ctx, i):
        return False
    if before.key in ("رقم", "no", "number") or _measured(ctx, year.last):
        return False
    plain = year.number in _PLAIN and year.number % 100 != 0
    cue = before.key in (_CUES_AR if ctx.language == "ar" else _CUES_EN) or _year_behind(ctx, i)
    if before.raw == "(" and after.raw == ")":
        return year.number >= 1500
    if plain:
        return cue or not _counts(ctx, year.last)
    return cue and year.number >= 1500 and not _counts_any(ctx, year.last)


def _year_behind(ctx: Context, i: int) -> bool:
    """«سنة 1985 و 1986», «2014-2018», «2018 و،2020»: the second of two years."""
    at = i - 1
    if ctx.at(at).raw in ("،", ","):
        at -= 1
    if ctx.at(at).key not in ("و", "-", "–", "/", "and", "الي", "حتي", "to", "او", "or"):
        return False
    behind = ctx.at(at - 1)
    return behind.kind == "digits" and len(behind.key) == _DIGITS and FIRST <= int(behind.key) <= LAST


def _measured(ctx: Context, i: int) -> bool:
    """Whether what follows makes it an amount: a magnitude, percent, money, a unit of time."""
    token = ctx.near(i)
    found = arabic(token.key)
    if found is not None and found.lead == "" and found.numeral.rank in ("scale", "hundred"):
        return True
    if token.key in ENGLISH_SCALES or percent_after(ctx, i) is not None or token.raw in ("$", "€", "£"):
        return True
    if time_unit(ctx, token.key) is not None and token.gap < 2:
        return True
    return token.key in names(ctx.language).lemmas


def _counts(ctx: Context, i: int) -> bool:
    """Whether a noun that is counted follows for certain."""
    token = ctx.near(i)
    if token.kind != "word" or token.gap > 1:
        return False
    if ctx.language == "ar":
        return token.key in _COUNTED or ("\u064b" in token.raw and token.key not in ("ايضا", "تقريبا"))
    return token.key == "people" or (len(token.key) > 3 and token.key.endswith("s") and not token.raw[0].isupper() and token.key not in ("was", "has"))


def _counts_any(ctx: Context, i: int) -> bool:
    """Whether any indefinite noun may follow: a round number before one is a count."""
    token = ctx.near(i)
    if token.kind != "word" or token.gap > 1:
        return False
    if ctx.language == "ar":
        return len(token.key) > 2 and not token.key.startswith(("ال", "و", "ب", "ل", "ف", "ي", "ت", "ا", "م", "ع", "ح", "ك"))
    return _counts(ctx, i)


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
        start = offset_of(ctx.at(i), len(lead.removesuffix("ال")))
        century, last = _century_number(ctx, at)
        note = None
        if century is None:
            century, last, note = 20, i + 1, "the decade's century taken for the twentieth"
        return Reading("date", f"{century - 1:02d}{tens // 10}X", None, start, i, last, note)
    return None


def _century_number(ctx: Context, i: int) -> tuple[int | None, int]:
    """«القرن التاسع عشر», «القرن العشرين», «القرن الماضي»: which century, and one past it."""
    if not ctx.near(i).key.endswith("القرن"):
        return None, i
    nxt = ctx.near(i + 1)
    if nxt.key == "الماضي":
        return (ctx.published.year // 100 if ctx.published else 20), i + 2
    if nxt.key in _THIS:
        return (ctx.published.year // 100 + 1 if ctx.published else 21), i + 2
    ordinal = read_ordinal(ctx, i + 1) if nxt.raw else None
    if ordinal is not None and isinstance(ordinal.value, Decimal) and ordinal.value <= 30:
        return int(ordinal.value), ordinal.last
    tens = arabic(nxt.key)
    if tens is not None and tens.numeral.rank == "tens" and tens.numeral.value <= 30:
        return tens.numeral.value, i + 2
    digits = ctx.at(i + 2) if nxt.key == "ال" else nxt
    if digits.kind == "digits" and digits.key and 0 < int(digits.key) <= 30:
        return int(digits.key), i + (3 if nxt.key == "ال" else 2)
    return None, i


def _century_ar(ctx: Context, i: int) -> Reading | None:
    token = ctx.at(i)
    for lead, rest in stems(token.key):
        if rest == "قرن" and lead.endswith(("ال", "لل")):
            return _century(ctx, i, offset_of(token, len(lead.removesuffix("ال"))))
    return None


def _century(ctx: Context, i: int, start: int) -> Reading | None:
    nxt = ctx.near(i + 1).key
    if nxt in ("الماضي", *_THIS):
        number: int | None = None
        if ctx.published:
            number = ctx.published.year // 100 + (nxt != "الماضي")
        last = i + 2
    else:
        shifted = _century_shift(ctx, i)
        number, last = shifted
    if number is None or ctx.near(last).key == "قبل" and ctx.near(last + 1).key == "الميلاد":
        return None
    return Reading("date", f"{number - 1:02d}XX", None, start, i, last)


def _century_shift(ctx: Context, i: int) -> tuple[int | None, int]:
    """The number after القرن whatever particle stands before it."""
    ordinal = read_ordinal(ctx, i + 1) if ctx.near(i + 1).raw else None
    if ordinal is not None and isinstance(ordinal.value, Decimal) and ordinal.value <= 30:
        return int(ordinal.value), ordinal.last
    tens = arabic(ctx.near(i + 1).key)
    if tens is not None and tens.numeral.rank == "tens" and tens.numeral.value <= 30:
        return tens.numeral.value, i + 2
    at = i + 2 if ctx.near(i + 1).key == "ال" else i + 1
    digits = ctx.near(at)
    if digits.kind == "digits" and digits.key and 0 < int(digits.key) <= 30:
        return int(digits.key), at + 1
    return None, i


_PLACES = {"الاول": 1, "الثاني": 2, "الثالث": 3, "الرابع": 4}


def _quarter_ar(ctx: Context, i: int) -> Reading | None:
    """«الربع الثالث من عام 2016», «النصف الأول من سنة 2024»: EDTF 2016-35, 2024-40."""
    for lead, rest in stems(ctx.at(i).key):
        if rest not in ("ربع", "نصف") or not lead.endswith("ال"):
            continue
        place = _PLACES.get(ctx.near(i + 1).key)
        start = offset_of(ctx.at(i), len(lead.removesuffix("ال")))
        if place is not None and (rest == "ربع" or place <= 2):
            return _part(ctx, i, i + 2, place + (32 if rest == "ربع" else 39), start)
    return None


def _part(ctx: Context, i: int, last: int, code: int, start: int) -> Reading | None:
    """A part of a year by its EDTF number: 33-36 quarters, 40 and 41 halves (ISO 8601-2, level 2)."""
    year = year_after(ctx, last)
    if year is not None and not year.hijri:
        return Reading("date", f"{year.number:04d}-{code}", None, start, i, year.last)
    at = last + 1 if ctx.near(last).key in ("من", "of") else last
    this = (ctx.near(at).key in ("هذا", "هذه", "this") and time_unit(ctx, ctx.near(at + 1).key.removeprefix("ال")) == ("year", 1)) or (
        ctx.near(at).key in ("العام", "السنه") and ctx.near(at + 1).key in _THIS
    )
    if this and ctx.published:
        return Reading("date", f"{ctx.published.year}-{code}", None, start, i, at + 2, "year of publication")
    if code < 40:
        return Reading("date", f"XXXX-{code}", None, start, i, last)
    return None


def _quarter_en(ctx: Context, i: int) -> Reading | None:
    """ "the third quarter of 2016", "Q3 2016", "the first half of 2024"."""
    token = ctx.at(i)
    if token.key == "q" and ctx.at(i + 1).key in ("1", "2", "3", "4") and not ctx.at(i + 1).gap:
        return _part(ctx, i, i + 2, 32 + int(ctx.at(i + 1).key), token.start)
    ordinal = read_english_ordinal(ctx, i)
    if ordinal is None or not isinstance(ordinal.value, Decimal):
        return None
    word, place = ctx.near(ordinal.last).key, int(ordinal.value)
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
    if year is None or year.hijri or year.number not in _PLAIN:
        return None
    return Reading("date", f"{year.number:04d}-{code}", None, ctx.at(i).start, i, year.last)


def _century_en(ctx: Context, i: int) -> Reading | None:
    ordinal = read_english_ordinal(ctx, i)
    if ordinal is None or not isinstance(ordinal.value, Decimal) or not 0 < ordinal.value <= 30:
        return None
    at = ordinal.last + 1 if ctx.near(ordinal.last).raw == "-" else ordinal.last
    if ctx.near(at).key != "century" or ctx.near(at + 1).key in ("bc", "bce"):
        return None
    return Reading("date", f"{int(ordinal.value) - 1:02d}XX", None, ordinal.start, i, at + 1)


def _decade_en(ctx: Context, i: int) -> Reading | None:
    """ "the 1990s", "'90s", "the nineties"; not "in his 30s"."""
    token = ctx.at(i)
    if token.kind == "digits":
        at = i + 2 if ctx.at(i + 1).raw in ("'", "’") and not ctx.at(i + 1).gap else i + 1
        if ctx.at(at).raw != "s" or ctx.at(at).gap or token.key[-1:] != "0":
            return None
        if len(token.key) == _DIGITS and FIRST <= int(token.key) <= LAST:
            return Reading("date", token.key[:3] + "X", None, token.start, i, at + 1)
        if len(token.key) == 2 and ctx.at(i - 1).key not in ("his", "her", "their", "my"):
            return Reading("date", f"19{token.key[0]}X", None, token.start, i, at + 1, "the decade's century taken for the twentieth")
        return None
    tens = ENGLISH_TENS.get(token.key.removesuffix("ies") + "y") if token.key.endswith("ies") else None
    if tens is None or ctx.at(i - 1).key in ("his", "her", "their", "my"):
        return None
    return Reading("date", f"19{tens // 10}X", None, token.start, i, i + 1, "the decade's century taken for the twentieth")
