"""Arabic ordinals: «الأولى», «الحادي والعشرين», «الخامس بعد المائة», «الدورة الـ105»."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache

from mujaz.text.numerals import arabic
from mujaz.text.tokens import Context, Reading, Token, cut_of, fold_word, offset_of, stems

_WORDS = {
    1: "أول أولى أولا",
    2: "ثاني ثانية ثان ثانيا",
    3: "ثالث ثالثة ثالثا",
    4: "رابع رابعة رابعا",
    5: "خامس خامسة خامسا",
    6: "سادس سادسة سادسا",
    7: "سابع سابعة سابعا",
    8: "ثامن ثامنة ثامنا",
    9: "تاسع تاسعة تاسعا",
    10: "عاشر عاشرة عاشرا",
    11: "حادي حادية",  # with عشر; with tens it is worth one
}
_NUMBERED = frozenset(
    fold_word(w)
    for w in "الدورة دورة الذكرى ذكرى القرن النسخة الطبعة المؤتمر اليوم يوم الأسبوع المرتبة المركز الجلسة الاجتماع القمة العام "
    "السنة المادة الدقيقة الجولة الحلقة المرة للمرة العيد الموسم الشهر الدرجة الفوج الجمع الدفعة الليلة الحصة رتبة مرتبة "
    "دورتها دورته نسختها نسخته ذكراها ذكراه المنتدى المعرض المهرجان البطولة الهدف هدفه الرئيس الاحتفال الطابق الساعة".split()
)
"""Nouns that are numbered one by one: the number after their الـ tells which one, not how many."""


_ARTICLES = ("ال", "لل")
"""An article by itself stands before digits: «الـ105»."""


@cache
def _table() -> dict[str, int]:
    return {fold_word(word): value for value, words in _WORDS.items() for word in words.split()}


@lru_cache(maxsize=1 << 13)
def _ordinal(key: str) -> tuple[int, str] | None:
    """The ordinal word of a key and the particles before it."""
    table = _table()
    for lead, rest in stems(key):
        if rest in table:
            return table[rest], lead
    return None


def may_open(key: str) -> bool:
    """Whether a word can be the first of an ordinal that is no cardinal."""
    return key in _ARTICLES or _ordinal(key) is not None


def read_ordinal(ctx: Context, i: int) -> Reading | None:
    """The Arabic ordinal that starts with token `i`, or None."""
    return _words(ctx, i) or _numbered(ctx, i) or _definite_cardinal(ctx, i)


def _words(ctx: Context, i: int) -> Reading | None:
    token = ctx.at(i)
    found = _ordinal(token.key)
    if found is None or not _is_ordinal(ctx, i, token, *found):
        return None
    value, lead = found
    last = i + 1
    ten = arabic(ctx.near(last).key)
    first = value == 1 and not lead.endswith(("ال", "لل"))  # «أول عشر عينات» are ten
    if ten is not None and ten.numeral.rank == "ten" and ten.lead in ("", "ال") and not first:
        value, last = (value % 10) + 10 if value != 10 else 10, last + 1
    else:
        tens = _tens_after(ctx, last)
        if tens is not None:
            value, last = value % 10 + tens[0], tens[1]
        elif value == 11:
            return None
    value, last = _after_hundred(ctx, value, last)
    return Reading(
        "ordinal",
        Decimal(value),
        None,
        offset_of(token, cut_of(lead)),
        i,
        last,
        words=True,
        definite=lead.endswith(("ال", "لل")),
    )


def _is_ordinal(ctx: Context, i: int, token: Token, value: int, lead: str) -> bool:
    """Rules out «أولي» (primary), «ثانية» (a second, again), «ثاني أكسيد» and particles that make another word."""
    bare = not lead.endswith(("ال", "لل"))
    if token.key.endswith("اولي") and not token.raw.rstrip("\u064b\u064c\u064d\u064e\u064f\u0650").endswith("ى"):
        return False
    if value == 1 and _day_before(ctx, i):
        return False
    if value == 2 and bare and ctx.at(i - 1).key == "ال":
        return False  # «آل ثاني»
    if value == 2 and bare:
        defective = token.key.endswith("ثان") and token.raw.endswith("\u064d")
        return (token.key.endswith("ثاني") or defective) and not ctx.near(i + 1).key.startswith("اكسيد")
    return not (bare and lead not in ("", "و", "ب", "ل", "وب", "ول", "ف", "ك"))


def _day_before(ctx: Context, i: int) -> bool:
    """«أول أمس», «أول من أمس», «أمس الأول»: the day before yesterday."""
    after = ctx.near(i + 2 if ctx.near(i + 1).key == "من" else i + 1).key
    return after == "امس" or ctx.at(i - 1).key in ("امس", "الامس")


def _tens_after(ctx: Context, i: int) -> tuple[int, int] | None:
    """«والعشرين» after the unit of an ordinal: its value and one past it."""
    at, joined = i, False
    if ctx.near(i).key == "و":
        at, joined = i + 1, True
    found = arabic(ctx.near(at).key)
    if found is None or found.numeral.rank != "tens" or not (joined or found.joined):
        return None
    return found.numeral.value, at + 1


def _after_hundred(ctx: Context, value: int, last: int) -> tuple[int, int]:
    """«الخامس بعد المائة»."""
    if ctx.near(last).key != "بعد":
        return value, last
    found = arabic(ctx.near(last + 1).key)
    if found is None or found.lead != "ال" or found.numeral.rank not in ("hundred", "hundreds", "scale"):
        return value, last
    return value + found.numeral.value, last + 2


def _numbered(ctx: Context, i: int) -> Reading | None:
    """«الدورة الـ105»: digits behind the article, after a noun that is numbered."""
    token = ctx.at(i)
    if token.key not in _ARTICLES:
        return None
    behind, digits = ctx.at(i - 1), ctx.at(i + 1)
    if digits.gap or digits.kind != "digits" or not digits.key or ctx.at(i + 2).raw in ("%", "٪"):
        return None
    if not any(rest in _NUMBERED or "ال" + rest in _NUMBERED for _, rest in stems(behind.key)):
        return None
    return Reading("ordinal", Decimal(digits.key), None, token.start, i, i + 2, definite=True)


def _definite_cardinal(ctx: Context, i: int) -> Reading | None:
    """«الواحد والعشرون», «الإحدى عشرة»: the one under ten that has no ordinal of its own, with the article."""
    found = arabic(ctx.at(i).key)
    if found is None or not found.definite or found.numeral.value != 1:
        return None
    start = offset_of(ctx.at(i), found.cut)
    tens = _tens_after(ctx, i + 1)
    if tens is not None:
        return Reading("ordinal", Decimal(1 + tens[0]), None, start, i, tens[1], words=True, definite=True)
    ten = arabic(ctx.near(i + 1).key)
    if ten is not None and ten.numeral.rank == "ten" and found.numeral.rank == "opener":
        return Reading("ordinal", Decimal(11), None, start, i, i + 2, words=True, definite=True)
    return None
