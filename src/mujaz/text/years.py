"""Years: told from other numbers of four digits by the words around them, in both calendars."""

from __future__ import annotations

from dataclasses import dataclass

from mujaz.text import hijri
from mujaz.text.cardinals import read_cardinal
from mujaz.text.currencies import names
from mujaz.text.numerals import ENGLISH_SCALES, arabic
from mujaz.text.quantities import percent_after, time_unit
from mujaz.text.tokens import Context, Reading, Token, fold_word, stems

_DIGITS = 4
FIRST, LAST = 1000, 2200
"""Years that need a word (عام، in) beside them; earlier ones only with the word year itself."""

PLAIN = range(1900, 2100)
"""Four digits that are a year without any word beside them, as long as they are not round (1900, 2000)."""

_SAUDI_YEARS = range(1300, 1500)
"""Years that in a Saudi text are Hijri: 1300 AH is 1882, 1500 AH is 2077."""

YEAR_AR = frozenset(fold_word(w) for w in "عام سنة عامي سنتي العامين السنتين أعوام سنوات موسم مونديال".split())
"""Words that say a number is a year."""
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
_ADVERBS = frozenset(
    fold_word(w) for w in "أيضا تقريبا حاليا سابقا لاحقا رسميا إلى على عاما تحديدا تماما مقارنة فورا حصريا".split()
)
_HIJRI = frozenset(fold_word(w) for w in "ه هـ هجري هجرية هجريا للهجرة الهجري".split())
_GREGORIAN = frozenset(fold_word(w) for w in "م ميلادي ميلادية للميلاد الميلادي".split())


@dataclass(frozen=True, slots=True)
class Year:
    """A year read in a text: its number, whether it is Hijri, the tokens and the offset it covers."""

    number: int
    hijri: bool
    last: int
    start: int
    before_christ: bool = False


def year_number(ctx: Context, i: int, *, least: int = FIRST) -> Year | None:
    """The year at `i`, in digits («2024», «١٤٤٥ هـ») or words («ألفين وأربعة وعشرين»); or None."""
    token = ctx.at(i)
    if token.kind == "digits":
        if not token.key or len(token.key) > _DIGITS or _glued(ctx, i) or not least <= int(token.key) <= LAST:
            return None
        number, last = int(token.key), i + 1
    else:
        words = read_cardinal(ctx, i) if ctx.language == "ar" and token.kind == "word" else None
        if words is None or not FIRST <= words.amount <= LAST:
            return None
        if words.amount != words.amount.to_integral_value():
            return None
        number, last = int(words.amount), words.last
    era = ctx.near(last).key
    before = _before_christ(ctx, last)
    if before is not None:
        return Year(number, hijri=False, last=before, start=token.start, before_christ=True)
    if era in _HIJRI:
        return Year(number, hijri=True, last=last + 1, start=token.start)
    return Year(number, hijri=False, last=last + (era in _GREGORIAN), start=token.start)


def _before_christ(ctx: Context, i: int) -> int | None:
    """One past «قبل الميلاد», «ق.م», "BC" at `i`, or None."""
    key = ctx.near(i).key
    if key == "قبل" and ctx.near(i + 1).key == "الميلاد":
        return i + 2
    if key == "ق" and ctx.near(i + 1).raw == "." and ctx.near(i + 2).key == "م":
        return i + 3
    if ctx.near(i).raw == "B" and ctx.at(i + 1).raw == "." and ctx.at(i + 2).raw == "C":
        return i + 5 if ctx.at(i + 4).raw == "E" else i + 3  # the last full stop may end the sentence
    return i + 1 if ctx.near(i).raw in ("BC", "BCE") else None


def _glued(ctx: Context, i: int) -> bool:
    """Whether the digits are part of something longer: «2024.5», «A2024», «2024K»."""
    before, after = ctx.at(i - 1), ctx.at(i + 1)
    if before.kind == "word" and not ctx.at(i).gap and before.raw.isascii():
        return True
    if not after.gap and after.raw in (".", ",", "٫", "٬", "،", ":") and not ctx.at(i + 2).gap and ctx.at(i + 2).kind == "digits":
        return True
    return not after.gap and after.kind == "word" and after.raw.isascii() and after.key != "s"


def year_after(ctx: Context, i: int) -> Year | None:
    """The year that follows a month at `i`: behind a comma, «من», «عام», «سنة», "of"."""
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
    return any(rest in YEAR_AR for lead, rest in stems(key))


def _date(year: Year, i: int, ctx: Context) -> Reading:
    if year.before_christ:  # EDTF counts a year 0: 200 BC is -0199
        value = f"-{year.number - 1:04d}" if year.number > 1 else "0000"
        return Reading("date", value, None, year.start, i, year.last)
    saudi = ctx.country == "SA" and year.number in _SAUDI_YEARS
    if year.hijri or saudi:
        value, note = hijri.to_edtf(year.number, None, None)
        note += "" if year.hijri else ", by the country"
        return Reading("date", value, None, year.start, i, year.last, note)
    return Reading("date", f"{year.number:04d}", None, year.start, i, year.last)


def read_cued_year(ctx: Context, i: int) -> Reading | None:
    """«عام 247», «سنة 1985», «عام ألفين وعشرين», «للعام 2024»."""
    if ctx.at(i).kind != "word" or not _is_year_word(ctx.at(i).key) or not ctx.near(i + 1).raw:
        return None
    nxt = ctx.at(i + 1)
    if _season_pair(ctx, i + 1) is not None:
        return None  # «موسم 2019-20»
    if nxt.kind == "digits" and len(nxt.key) <= 2 and ctx.near(i + 2).key not in _HIJRI:
        return None
    year = year_number(ctx, i + 1, least=1)
    return _date(year, i, ctx) if year is not None else None


def read_bare_year(ctx: Context, i: int) -> Reading | None:
    """A year in digits with no word for it, and a season over two years («2019-20»); or None."""
    token = ctx.at(i)
    if token.kind != "digits" or not token.key or token.key[0] == "0":
        return None
    pair = _season_pair(ctx, i)
    if pair is not None:
        return pair
    year = year_number(ctx, i, least=1)
    if year is None or (len(token.key) != _DIGITS and not year.hijri and not year.before_christ):
        return None
    if year.before_christ or (year.number >= FIRST and (year.hijri or _says_year(ctx, i, year))):
        return _date(year, i, ctx)
    return None


def _season_pair(ctx: Context, i: int) -> Reading | None:
    """«2019-20», «2019/20»: a season over two years, the interval of both."""
    first, sep, second = ctx.at(i), ctx.at(i + 1), ctx.at(i + 2)
    if sep.raw not in ("-", "–", "/") or sep.gap or second.gap or second.kind != "digits" or len(second.key) != 2:
        return None
    if len(first.key) != _DIGITS or int(first.key) not in PLAIN or ctx.at(i + 3).raw in ("-", "/") or _glued(ctx, i + 2):
        return None
    if (int(first.key) + 1) % 100 != int(second.key):
        return None
    return Reading("date", f"{first.key}/{int(first.key) + 1}", None, first.start, i, i + 3)


def _says_year(ctx: Context, i: int, year: Year) -> bool:
    """Whether four digits without the word year are one: by the word before, the brackets around, or their range."""
    before, after = ctx.at(i - 1), ctx.near(year.last)
    if before.raw in ("$", "£", "€", "#", "-", "−") and not ctx.at(i).gap and not _year_behind(ctx, i):
        return False
    if before.key in ("رقم", "no", "number", "الساعه") or _measured(ctx, year.last):
        return False
    plain = year.number in PLAIN and year.number % 100 != 0
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
    """Whether a noun that is counted follows: one of the common ones, a sound plural, an accusative singular."""
    token = ctx.near(i)
    if token.kind != "word" or token.gap > 1:
        return False
    if ctx.language == "en":
        return token.key == "people" or _plural(token)
    key = token.key
    sound = len(key) > 4 and key.endswith("ات") and not key.startswith(("ال", "و", "ب", "ل"))
    accusative = len(key) > 3 and key.endswith("ا") and not key.endswith(("ها", "ما", "نا", "وا", "ذا")) and key[0] not in "وي"
    return key in _COUNTED or sound or (accusative and key not in _ADVERBS)


def _plural(token: Token) -> bool:
    return len(token.key) > 3 and token.key.endswith("s") and not token.raw[0].isupper() and token.key not in ("was", "this")


def _counts_any(ctx: Context, i: int) -> bool:
    """Whether any indefinite noun may follow: a round number before one is a count."""
    token = ctx.near(i)
    if token.kind != "word" or token.gap > 1:
        return False
    if ctx.language == "en":
        return _counts(ctx, i)
    return len(token.key) > 2 and not token.key.startswith(("ال", "و", "ب", "ل", "ف", "ي", "ت", "ا", "ع", "ح", "ك"))
