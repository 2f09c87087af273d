"""What a number is a number of: percent, a stretch of time, things counted."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from mujaz.text.currencies import names
from mujaz.text.numerals import arabic
from mujaz.text.shares import fraction_at
from mujaz.text.tokens import Context, Reading, cut_of, fold_word, offset_of, stems

if TYPE_CHECKING:
    from collections.abc import Iterator

PERCENT_SIGNS = frozenset("%٪﹪％")
_PERCENT_AR = frozenset(fold_word(w) for w in ("بالمائة", "بالمئة", "فالمائة", "فالمئة", "بالماية", "بالمية", "فالمية"))
_HUNDRED_AR = frozenset(fold_word(w) for w in ("المائة", "المئة", "المية", "الماية", "المأة", "مائة"))
_POINTS = frozenset(fold_word(w) for w in ("نقطة", "نقاط", "نقطتين", "نقطتان"))

_TIME_AR = {
    "second": ("ثانية", "ثواني ثوان", "ثانيتان ثانيتين"),
    "minute": ("دقيقة", "دقائق", "دقيقتان دقيقتين"),
    "hour": ("ساعة", "ساعات", "ساعتان ساعتين"),
    "day": ("يوم يوما", "أيام", "يومان يومين"),
    "week": ("أسبوع أسبوعا إسبوع", "أسابيع", "أسبوعان أسبوعين"),
    "month": ("شهر شهرا", "أشهر شهور", "شهران شهرين"),
    "year": ("سنة عام عاما حول", "سنوات سنين أعوام", "سنتان سنتين عامان عامين"),
    "decade": ("عقد عقدا", "عقود", "عقدان عقدين"),
    "century": ("قرن قرنا", "قرون", "قرنان قرنين"),
}
"""Units of time: singular (with its accusative), plural, dual."""

_TIME_EN = {
    **{f"{unit}{s}": unit for unit in ("second", "minute", "hour", "day", "week", "month", "year", "decade") for s in ("", "s")},
    "century": "century",
    "centuries": "century",
    "hr": "hour",
    "hrs": "hour",
    "min": "minute",
    "mins": "minute",
    "sec": "second",
    "secs": "second",
    "yr": "year",
    "yrs": "year",
}

_NOT_COUNTED_AR = frozenset(
    fold_word(w)
    for w in (
        "في من إلى الى على عن مع بعد قبل منذ حتى أو أن إن أنه إنه ثم كما لكن بل هو هي هم هذا هذه ذلك تلك التي الذي الذين اللتين "
        "بين عند لدى خلال ضد عبر نحو حول دون ضمن وفق لا لم لن ما قد كان كانت كانوا يوم ليس هناك أي كل بعض غير سوى إذ إذا "
        "حيث بينما عندما ال فقط أيضا معا أمام فوق تحت تقريبا مقابل بسبب أصبح تم يتم منها منهم منهن له لها لهم عليه عليها فيه "
        "فيها به بها لدي عام سنة شهر صباحا مساء ظهرا ليلا فجرا عصرا ص هـ ه كلا كلتا سواء أكثر أقل مليون مليار ألف أعلى أدنى "
        "بتاريخ بنسبة بقيمة بحسب بفضل بشأن بدون برئاسة بتوقيت بحلول بهدف بدعم بمعدل بمبلغ بما لصالح لدى لمدة لأول لفائدة لأن لكي "
        "لتصل ليصل لتبلغ ليبلغ فاصلة لكل أثناء رغم صفر مثل أمس غدا اليوم الآن حاليا سابقا لاحقا"
    ).split()
)
"""Words after a number that are nothing counted: particles, pronouns, adverbs, common auxiliaries."""

_WAW_NOUNS = tuple(
    fold_word(w)
    for w in (
        "وحد وكال وكيل ولاي ولادة وزير وزراء وزارة ورق وثيق وثائق ولد وظيف وظائف وفاة وفيات وجب وسيل وسائل واط وسام وصفة"
    ).split()
)
"""Nouns whose first letter is و; before any other noun it is "and"."""

_SHORT = frozenset(fold_word(w) for w in "كم كغ طن سم مم كج".split())
"""Nouns of two letters that are counted, most of them measures; other words so short are particles."""

_NOT_COUNTED_EN = frozenset(
    (
        "a an the of in on at to for from by with and or but nor as than that this these those is are was were be been "
        "being has have had will would can could may might must shall should do does did not no it its he she they we "
        "you i his her their our my your who which what when where why how if then so because after before since until "
        "while during over under between about around per into onto out up down off more less fewer am pm a.m p.m ago "
        "later earlier each every all both other another s t also just only said says told later there here et vs "
        "versus against away above below old"
    ).split()
)
"""Words after a number that are nothing counted: articles, particles, pronouns, auxiliaries, adverbs."""


@cache
def _times() -> dict[str, tuple[str, int]]:
    """Arabic time words to (unit, how many the form says: 1, 2, or 0 for a plural)."""
    table = {}
    for unit, (one, many, two) in _TIME_AR.items():
        for words, count in ((one, 1), (many, 0), (two, 2)):
            table.update({fold_word(w): (unit, count) for w in words.split()})
    return table


def time_unit(ctx: Context, key: str) -> tuple[str, int] | None:
    """The unit of time a word names and its grammatical number (1, 2; 0 for plural), or None."""
    if ctx.language == "en":
        unit = _TIME_EN.get(key)
        return (unit, 0 if key.endswith("s") or key == "centuries" else 1) if unit else None
    return _times().get(key)


def units_without_number(ctx: Context) -> Iterator[tuple[str, int, int]]:
    """The units of time that stand in the singular, and where: «سنة» may be one year, "a decade" ten."""
    for token in ctx.tokens:
        keys = (token.key,) if ctx.language == "en" else [rest for _, rest in stems(token.key)]
        found = next(filter(None, (time_unit(ctx, key) for key in keys)), None) if token.kind == "word" else None
        if found is not None and found[1] == 1:
            yield found[0], token.start, token.end


def may_open(key: str) -> bool:
    """Whether an Arabic word can be the first of a percentage or a stretch of time that begins with no number."""
    return key in _PERCENT_AR or any(rest in _times() for _, rest in stems(key))


def percent_after(ctx: Context, i: int) -> tuple[int, str | None] | None:
    """One past a percent sign or word at `i`, and a note for percentage points; or None."""
    token = ctx.near(i)
    if token.raw in PERCENT_SIGNS:
        return i + 1, None
    if ctx.language == "en":
        return _percent_english(ctx, i)
    if token.key in _PERCENT_AR:
        return i + 1, None
    if token.key in ("في", "ف") and ctx.near(i + 1).key in _HUNDRED_AR:
        return i + 2, None
    if token.key in _POINTS and ctx.near(i + 1).key == "ميويه":
        return i + 2, "percentage points"
    return None


def _percent_english(ctx: Context, i: int) -> tuple[int, str | None] | None:
    token = ctx.near(i)
    if token.raw == "-" and not token.gap:
        i, token = i + 1, ctx.at(i + 1)
    last = None
    if token.key in ("percent", "pct", "percentage"):
        last = i + 1
    elif token.key == "per" and ctx.near(i + 1).key == "cent":
        last = i + 2
    if last is None:
        return None
    if ctx.near(last).key in ("point", "points"):
        return last + 1, "percentage points"
    return None if token.key == "percentage" else (last, None)


def percent_before(ctx: Context, i: int) -> int | None:
    """Where the number starts when a percent sign or word stands before it («%50», «بالمائة 210»), or None."""
    token, after = ctx.at(i), ctx.near(i + 1)
    if after.kind != "digits" or after.gap > 1:
        return None
    if token.raw in PERCENT_SIGNS and (not after.gap or token.gap):
        return i + 1
    if ctx.language == "ar" and token.key in _PERCENT_AR:
        return i + 1
    return None


def with_percent(ctx: Context, number: Reading) -> Reading | None:
    """The share that `number` and the percent sign behind it make."""
    found = percent_after(ctx, number.last)
    if found is None:
        return None
    note = "; ".join(filter(None, (number.note, found[1]))) or None
    return replace(number, kind="percent", last=found[0], note=note)


def with_time(ctx: Context, number: Reading) -> Reading | None:
    """The duration that `number` and the unit behind it make: «36 سنة», "19-year-old", «ثلاثة أيام ونصف»."""
    at = number.last
    token = ctx.near(at)
    if ctx.language == "en" and token.raw in ("-", "‑") and not token.gap:
        at, token = at + 1, ctx.at(at + 1)
    found = time_unit(ctx, token.key) if token.kind == "word" else None
    if found is None or (ctx.language == "ar" and (found[1] == 2 or _calendar(ctx, at))):
        return None
    if ctx.language == "en" and ctx.at(at + 1).raw == "-" and not ctx.at(at + 1).gap and ctx.at(at + 2).key == "old":
        at += 2  # "a 19-year-old"
    reading = replace(number, kind="duration", unit=found[0], last=at + 1)
    return _and_half(ctx, reading)


def _calendar(ctx: Context, at: int) -> bool:
    """«3 عام 2019», «2 يوم الجمعة»: the unit opens an expression of its own."""
    after = ctx.near(at + 1)
    return after.kind == "digits" and len(after.key) == len("2019") and ctx.near(at).key in ("عام", "سنه")


def bare_time(ctx: Context, i: int) -> Reading | None:
    """«يومين», «ساعتين وربع», «سنة ونصف»: a duration that needs no numeral; in English "a year and a half"."""
    if ctx.language == "en":
        return _bare_english(ctx, i)
    token = ctx.at(i)
    for lead, rest in stems(token.key):
        found = _times().get(rest)
        if found is None or not found[1] or (rest == "عامين" and _general(ctx, i, lead)):
            continue
        start = offset_of(token, cut_of(lead))
        reading = Reading("duration", Decimal(found[1]), found[0], start, i, i + 1, words=True)
        longer = _and_half(ctx, reading)
        if found[1] == 2:
            return longer if ctx.near(i + 1).kind != "digits" else None  # «الدقيقتين 23 و67»
        if longer is not reading and not lead.endswith(("ال", "لل")):
            return longer
    return None


def _general(ctx: Context, i: int, lead: str) -> bool:
    """«الممارسين العامين»: general, not the two years, behind a noun with the article."""
    return lead == "ال" and ctx.at(i - 1).key.startswith(("ال", "لل", "وال", "بال"))


def _bare_english(ctx: Context, i: int) -> Reading | None:
    if ctx.at(i).key not in ("a", "an"):
        return None
    found = time_unit(ctx, ctx.near(i + 1).key)
    if found is None or found[1] != 1:
        return None
    reading = Reading("duration", Decimal(1), found[0], ctx.at(i).start, i, i + 2, words=True)
    longer = _and_half(ctx, reading)
    return longer if longer is not reading else None


def _and_half(ctx: Context, reading: Reading) -> Reading:
    """Adds «ونصف», «وربع», "and a half" behind a unit of time."""
    token = ctx.near(reading.last)
    if ctx.language == "en":
        if token.key == "and" and ctx.near(reading.last + 1).key == "a" and ctx.near(reading.last + 2).key == "half":
            return replace(reading, value=reading.amount + Decimal("0.5"), last=reading.last + 3)
        return reading
    if not token.key.startswith("و"):
        return reading
    at = reading.last + 1 if token.key == "و" else reading.last
    found = fraction_at(ctx, at) if ctx.near(at).raw else None
    if found is None:
        return reading
    return replace(reading, value=reading.amount + found[0], last=found[1])


def with_thing(ctx: Context, number: Reading) -> Reading | None:
    """The count that `number` and the noun behind it make: «5980 حالة», "281 stores".

    A noun is told by what it is not: a particle, a pronoun, a definite word. In Arabic the noun of a number never has
    the article when it stands behind it; a definite number after a definite noun counts that noun («الأطفال السبعة»).
    """
    token = ctx.near(number.last)
    if ctx.language == "en":
        return _thing_english(ctx, number)
    if number.definite and number.words:
        return _behind_noun(ctx, number)
    key = token.key
    if number.words and (number.amount == 1 or number.amount != number.amount.to_integral_value()):
        return None  # «واحد» stands behind its noun; «نصف السكان» is a share
    if (
        token.kind != "word"
        or token.gap > 1
        or (len(key) < 3 and key not in _SHORT)
        or not _arabic_letters(token.raw)
        or key in _NOT_COUNTED_AR
    ):
        return None
    if key.startswith(("ال", "بال", "لل", "فال")) or (key.startswith("و") and not key.startswith(_WAW_NOUNS)):
        return None
    last = number.last + 1
    if key == "كيلو" and ctx.near(last).key.startswith(("متر", "غرام", "جرام", "واط", "وات")):
        last += 1
    return replace(number, kind="count", unit=ctx.text[token.start : ctx.at(last - 1).end], last=last)


def _behind_noun(ctx: Context, number: Reading) -> Reading | None:
    """«السنوات الخمس», «الأسابيع الثلاثة»: the stretch of time stands before its definite number."""
    behind = ctx.at(number.first - 1)
    for lead, rest in stems(behind.key):
        found = _times().get(rest)
        if found is not None and found[1] == 0 and lead.endswith(("ال", "لل")):
            start = offset_of(behind, cut_of(lead))
            return replace(number, kind="duration", unit=found[0], start=start, first=number.first - 1)
    return None


def bracketed(ctx: Context, number: Reading) -> Reading:
    """«(10) سنوات», «(15) مليون»: the number with its brackets when they stand before what it is a number of."""
    if ctx.at(number.first - 1).raw != "(" or ctx.at(number.last).raw != ")":
        return number
    at = number.last + 1
    token = ctx.near(at)
    opened = replace(number, start=ctx.at(number.first - 1).start, first=number.first - 1, last=at)
    scale = arabic(token.key)
    if scale is not None and scale.lead == "" and scale.numeral.rank == "scale" and not scale.numeral.dual:
        return replace(opened, value=number.amount * scale.numeral.value, scale=scale.numeral.value, last=at + 1)
    if token.kind == "word" and (time_unit(ctx, token.key) or token.key in names(ctx.language).lemmas):
        return opened
    return number


def _arabic_letters(raw: str) -> bool:
    return "\u0600" <= raw[0] <= "\u06ff" or raw[0] >= "\ufb50"


def _thing_english(ctx: Context, number: Reading) -> Reading | None:
    at = number.last
    token = ctx.near(at)
    hyphen = token.raw == "-" and not token.gap and not ctx.at(at + 1).gap
    if hyphen:
        at, token = at + 1, ctx.at(at + 1)
    if not _noun_english(ctx, at) or (token.key in ("a", "p") and ctx.at(at + 1).raw == "."):
        return None
    if not hyphen and number.amount != 1:
        for k in range(at, at + _ADJECTIVES + 1):
            if not _noun_english(ctx, k):
                break
            if _plural(ctx.at(k).key):
                at = k
                break
    return replace(number, kind="count", unit=ctx.at(at).raw, last=at + 1)


MEASURES = frozenset("km kg m cm mm g mg ml l ft mi mph kph gb mb tb kw mw gw kwh mwh hz ghz mm2 m2 km2".split())
"""Short names of measures that are glued to their number: 5km, 20kg."""

_ADJECTIVES = 2
"""Adjectives looked past for the plural noun: "ten tropical cyclones", "110 billion cubic meters"."""

_PLURALS = frozenset("people men women children police fish feet".split())


def _plural(key: str) -> bool:
    return key in _PLURALS or (len(key) > 3 and key.endswith("s") and not key.endswith(("ss", "us", "is")))


def _noun_english(ctx: Context, i: int) -> bool:
    token = ctx.near(i)
    return token.kind == "word" and token.gap < 2 and token.key not in _NOT_COUNTED_EN and bool(token.key)
