"""Month names: the Gregorian ones of every Arab country and of English from CLDR, the Hijri ones from a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from babel import Locale

from mujaz.text.tokens import Context, fold_word, stems

_PRESS = {
    "أوكتوبر": 10, "يونيه": 6, "يوليه": 7, "نونمبر": 11, "شتمبر": 9, "كانون ثاني": 1, "كانون ثان": 1, "كانون أول": 12,
    "تشرين أول": 10, "تشرين ثاني": 11, "تشرين ثان": 11,
}  # fmt: skip
"""Spellings met in print that CLDR does not have."""

_WEAK = frozenset(fold_word(w) for w in "مارس مايو ماي جوان أوت آب آذار أيار تموز نيسان شباط أيلول may march".split())
"""Month names that are also words or names («مارس» practised, «آب» returned, «جوان» Joan, "may"): read as months only
beside a day, a year, «شهر» or a preposition."""

_HIJRI = {
    1: "محرم المحرم",
    2: "صفر",
    3: "ربيع الأول|ربيع أول",
    4: "ربيع الثاني|ربيع الآخر|ربيع ثاني|ربيع آخر",
    5: "جمادى الأولى|جمادى الأول|جماد الأول|جمادى أولى|جماد أول|جمادي الأولى|جمادي الأول",
    6: "جمادى الآخرة|جمادى الثانية|جمادى الثاني|جماد الثاني|جمادى الآخر|جماد ثاني|جمادي الثاني|جمادي الثانية|جمادي الآخرة",
    7: "رجب",
    8: "شعبان",
    9: "رمضان",
    10: "شوال",
    11: "ذو القعدة|ذي القعدة|ذوالقعدة|ذيالقعدة|ذو قعدة|ذي قعدة",
    12: "ذو الحجة|ذي الحجة|ذوالحجة|ذيالحجة|ذو حجة|ذي حجة",
}
"""The Islamic months in the spellings of the press; Babel ships no Islamic calendar names."""

_HIJRI_EN = {
    1: "muharram", 2: "safar", 3: "rabi al-awwal|rabi' al-awwal", 4: "rabi al-thani|rabi' al-thani",
    5: "jumada al-awwal|jumada al-ula", 6: "jumada al-thani|jumada al-akhira",
    7: "rajab", 8: "sha'ban|shaban|shaaban", 9: "ramadan", 10: "shawwal",
    11: "dhu al-qidah|dhu al-qi'dah", 12: "dhu al-hijjah|dhul hijjah",
}  # fmt: skip


_LOCALES = {"ar": ("ar", "ar_DZ", "ar_IQ", "ar_MA", "ar_MR"), "en": ("en", "en_001")}
"""Locales that have, between them, every name that all 150 of these languages have; those would take 18 MB."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month read in a text: number 1-12, whether its name is only a month, whether it is Hijri, where it ends."""

    number: int
    weak: bool
    hijri: bool
    last: int
    lead: str = ""


@cache
def _gregorian(language: str) -> dict[tuple[str, ...], tuple[int, bool]]:
    """Folded words of every month name of a language, in all its countries, to (month, whether it is an abbreviation)."""
    table: dict[tuple[str, ...], tuple[int, bool]] = {}
    for identifier in _LOCALES[language]:
        for shapes in Locale.parse(identifier).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in shapes.get(width, {}).items():
                    words = tuple(fold_word(w) for w in name.rstrip(".").split())
                    full = width == "wide" or language == "ar"
                    if words not in table or full:
                        table[words] = (number, not full and table.get(words, (0, True))[1])
    if language == "ar":
        table.update({tuple(fold_word(w) for w in name.split()): (number, False) for name, number in _PRESS.items()})
    else:
        table["sept",] = (9, True)
    return table


@cache
def _hijri(language: str) -> dict[tuple[str, ...], int]:
    if language == "en":
        return {tuple(n.replace("-", " - ").replace("'", " ' ").split()): k for k, v in _HIJRI_EN.items() for n in v.split("|")}
    table = {}
    for number, names in _HIJRI.items():
        for name in names.split("|") if "|" in names else names.split():
            table[tuple(fold_word(w) for w in name.split())] = number
    return table


@cache
def all_names(language: str) -> frozenset[str]:
    """First words of all month names, to pass over other words fast."""
    return frozenset(words[0] for words in (*_gregorian(language), *_hijri(language)))


def month_at(ctx: Context, i: int, *, clitic: bool = True) -> Month | None:
    """The month named at `i`: «أكتوبر», «تشرين الأول», «تشرين الأول/أكتوبر», "Oct."; or None.

    Args:
        ctx: The text.
        i: Index of the token where the name starts.
        clitic: Whether و, ب, ل or ال may be attached to it.
    """
    key = ctx.at(i).key
    if ctx.at(i).kind != "word":
        return None
    if ctx.language == "en":
        return _english(ctx, i)
    for lead, rest in stems(key) if clitic else [("", key)]:
        if rest in all_names("ar"):
            found = _longest(ctx, i, rest, lead)
            if found is not None:
                return _twin(ctx, found)
    return None


_PEOPLE = frozenset("april june august".split())
"""Months that are given names before another name («June Almeida»): read as months only where «may» would be."""


def _english(ctx: Context, i: int) -> Month | None:
    token = ctx.at(i)
    if not token.raw[:1].isupper():
        return None
    found = _longest(ctx, i, token.key, "")
    if found is None:
        return None
    point = ctx.at(found.last)
    if token.key in _PEOPLE and point.kind == "word" and point.raw[:1].isupper():
        return replace(found, weak=True)
    if len(token.raw) <= len("Sept") and point.raw == "." and not point.gap:
        return Month(found.number, found.weak, found.hijri, found.last + 1)
    return found


def _longest(ctx: Context, i: int, first: str, lead: str) -> Month | None:
    gregorian, hijri = _gregorian(ctx.language), _hijri(ctx.language)
    words = [first]
    best = None
    for last in range(i + 1, i + 6):
        key = tuple(words)
        if key in gregorian:
            number, short = gregorian[key]
            best = Month(number, short or first in _WEAK, hijri=False, last=last, lead=lead)
        elif key in hijri:
            best = Month(hijri[key], weak=True, hijri=True, last=last, lead=lead)
        token = ctx.near(last)
        words.append(token.key)
        if not token.key:
            break
    return best


def _twin(ctx: Context, month: Month) -> Month:
    """«تشرين الأول/أكتوبر», «أكتوبر (تشرين الأول)», «أكتوبر - تشرين الأول»: the same month named twice."""
    token = ctx.near(month.last)
    if token.raw not in ("/", "(", "-", "–", "،") or month.hijri:
        return month
    other = month_at_plain(ctx, month.last + 1)
    if other is None or other.number != month.number or other.hijri:
        return month
    last = other.last
    if token.raw == "(":
        if ctx.near(last).raw != ")":
            return month
        last += 1
    return Month(month.number, weak=False, hijri=False, last=last, lead=month.lead)


def month_at_plain(ctx: Context, i: int) -> Month | None:
    """An Arabic month name at `i` without particles and without a twin."""
    return _longest(ctx, i, ctx.near(i).key, "") if ctx.near(i).key in all_names("ar") else None
