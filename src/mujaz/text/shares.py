"""Arabic fractions in words: alone, of a magnitude, after a number, as a count of parts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mujaz.text.numerals import Numeral, arabic, arabic_fraction, arabic_parts, shadowed_fraction
from mujaz.text.ordinals import read_ordinal
from mujaz.text.tokens import Context, Reading, cut_of, offset_of, share, stems

if TYPE_CHECKING:
    from decimal import Decimal

DAMMA = "\u064f"
"""It tells «خُمس», a fifth, from five."""

_GAMES = frozenset(("نهايي", "النهايي", "النهاييات", "نهاييات", "النهار", "الليل", "نهايه"))
"""After نصف, ربع, ثمن: a round of a cup, noon, midnight; no share of anything."""
_PLACES = frozenset(("الاول", "الثاني", "الثالث", "الرابع", "الاخير", "الاعلي", "الاسفل"))


def fraction_at(ctx: Context, i: int) -> tuple[Decimal, int, int] | None:
    """A fraction in words: «نصف», «ثلاثة أرباع», «خُمس»: its value, one past its last token, letters of particles."""
    token = ctx.at(i)
    found = arabic_fraction(token.key)
    if found is not None:
        return found[0], i + 1, cut_of(found[1])
    if DAMMA in token.raw:
        for lead, key in stems(token.key):
            part = shadowed_fraction(key)
            if part is not None and DAMMA in token.raw[len(lead) + 1 : len(lead) + 3]:
                return part, i + 1, cut_of(lead)
    count = arabic(token.key)
    under = arabic_parts(ctx.near(i + 1).key.removeprefix("ال")) if count is not None else None
    if count is not None and under and count.numeral.rank in ("unit", "ten") and count.numeral.value < 11:
        return share(count.numeral.value, under), i + 2, count.cut
    return None


def plus_fraction(ctx: Context, reading: Reading) -> Reading | None:
    """«ونصف» after a number: half of its last magnitude, or of one."""
    token = ctx.near(reading.last)
    at = reading.last + 1 if token.key == "و" else reading.last
    if not token.key.startswith("و") or not ctx.near(at).raw:
        return None
    found = fraction_at(ctx, at)
    if found is None:
        return None
    last = found[1]
    again = arabic(ctx.near(last).key)
    if again and again.numeral.rank == "scale" and again.numeral.value == reading.scale and again.lead in ("", "ال"):
        last += 1  # «مليون ونصف المليون»
    part = found[0] * reading.scale
    return replace(reading, value=reading.amount + (part if reading.amount >= 0 else -part), last=last)


def of_parts(ctx: Context, reading: Reading) -> Reading | None:
    """«خمسة أثمان»: the count of a plural part."""
    under = arabic_parts(ctx.near(reading.last).key.removeprefix("ال"))
    if under is None or not 0 < reading.amount < 100:
        return None
    return replace(reading, value=share(reading.amount, under), last=reading.last + 1)


def fraction_first(ctx: Context, i: int) -> Reading | None:
    """«نصف مليون», «ثلاثة أرباع», «ثلث السكان»; not «نصف النهائي» nor «النصف الأول»."""
    found = fraction_at(ctx, i)
    if found is None:
        return None
    value, last, cut = found
    after = ctx.near(last)
    if _of_an_hour(ctx, i) or after.key in _GAMES or after.key in ("عشر", "العشر") or _part_of_whole(ctx, i, after.key):
        return None
    magnitude, scale = arabic(after.key), 1
    if magnitude and magnitude.lead in ("", "ال") and _magnitude(magnitude.numeral):
        scale, last = magnitude.numeral.value, last + 1
    return Reading("number", value * scale, None, offset_of(ctx.at(i), cut), i, last, None, scale, words=True)


def _of_an_hour(ctx: Context, i: int) -> bool:
    """«الساعة الحادية عشرة والنصف», «في الثامنة والربع»: minutes, no share."""
    said = read_ordinal(ctx, i - 1) or read_ordinal(ctx, i - 2)
    hour = said is not None and said.last == i and ctx.at(i - 1).key.endswith("ه") and ctx.at(i).key.startswith("وال")
    return hour or "الساعه" in (ctx.at(i - 2).key, ctx.at(i - 3).key)


def _magnitude(numeral: Numeral) -> bool:
    return numeral.rank in ("scale", "dozen") and not numeral.plural and not numeral.dual


def _part_of_whole(ctx: Context, i: int, after: str) -> bool:
    """«النصف الأول», «الربع الثالث»: a stretch of time or of a match, not a share."""
    return ctx.at(i).key.removeprefix("ب").startswith(("ال", "لل")) and after in _PLACES
