"""Numbers written in digits: their separators, signs and fractions.

A point and a comma mean different things in Rabat and in Cairo, so what is not plain from the digits themselves is
decided by the separators CLDR gives for the language and country, and the reading says so in its note.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from mujaz.text.cldr import locale_of
from mujaz.text.tokens import Context, Reading, Token, share

MINUS = frozenset("-−–")
"""Hyphen-minus, the minus sign, and the en dash that editors put in its place."""

_DECIMAL_ONLY, _GROUP_ONLY = "٫", "٬"
_SEPARATORS = frozenset(".,،٫٬")
_MOST_GROUPS = 16
"""Digit groups looked at in one number; 16 groups of three are 10**48, more than any amount has."""

_GROUP = 3
"""Digits between thousands separators."""

DECIMAL, THOUSANDS = "read as the decimal sign", "before three digits read as a thousands separator"
"""How the note says that one sign before three digits was taken, where it may be the other."""

_FRACTION_PARTS = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 100, 1000))
"""Denominators people write after a slash; «24/22» or «4/22» is a date or a score, not a fraction."""

_YEARS = range(1900, 2100)


@dataclass(frozen=True, slots=True)
class _Run:
    """Digit groups with the separators between them: groups[0] seps[0] groups[1] ..."""

    groups: list[str]
    seps: list[str]
    last: int


def read_digits(ctx: Context, i: int) -> Reading | None:
    """The number whose sign, separator or first digit is the token `i`, or None.

    «-1,250.5», «١٬٢٥٠٫٥», «40 000», «.77», «4/5», «1 4/5» and «2½» are read; a number that no rule fits (an address,
    a version) ends after its first group, so that each group is read as a number of its own.
    """
    sign = i if ctx.at(i).raw in MINUS and _starts(ctx, i) and ctx.at(i + 1).gap == 0 else None
    at = i if sign is None else i + 1
    token = ctx.at(at)
    if token.kind == "digits" and token.key:
        value, last, note = _plain(ctx, at)
        value, last = _with_fraction(ctx, at, value, last)
    elif token.raw in (".", "٫") and _starts(ctx, at) and _glued_digits(ctx, at + 1) and ctx.at(at - 1).gap:
        value, last, note = Decimal("0." + ctx.at(at + 1).key), at + 2, None
    elif (part := _vulgar(token)) is not None:
        value, last, note = part, at + 1, None
    else:
        return None
    if sign is not None:
        value = -value
    return Reading("number", value, None, ctx.at(i).start, i, last, note)


def _starts(ctx: Context, i: int) -> bool:
    """Whether nothing is glued before the token: only then can a sign or a point belong to what follows."""
    return bool(ctx.at(i).gap) or ctx.at(i - 1).raw in ("(", "[", "«", '"', "“", "$", "£", "€") or _clitic(ctx, i)


def _clitic(ctx: Context, i: int) -> bool:
    return ctx.at(i - 1).key in ("ب", "ل", "ال", "لل", "بال")


def _glued_digits(ctx: Context, i: int) -> bool:
    token = ctx.at(i)
    return token.kind == "digits" and not token.gap and bool(token.key)


def _plain(ctx: Context, i: int) -> tuple[Decimal, int, str | None]:
    if ctx.at(i + 1).raw == "ر" and not ctx.at(i + 1).gap and _glued_digits(ctx, i + 2):
        value = Decimal(f"{ctx.at(i + 2).key}.{ctx.at(i).key}")  # the wire services' «27ر1» is 1.27
        return value, i + 3, "ر read as the decimal sign, the fraction before it"
    if not ctx.at(i).gap and ctx.at(i - 1).raw in _SEPARATORS and not ctx.at(i - 1).gap and ctx.at(i - 2).kind == "digits":
        return Decimal(ctx.at(i).key), i + 1, None  # inside «192.168.1.2», which no rule could join
    run = _collect(ctx, i)
    read = _separated(ctx, run)
    if read is not None:
        return read[0], run.last, read[1]
    return Decimal(run.groups[0]), i + 1, None


def _collect(ctx: Context, i: int) -> _Run:
    groups, seps = [ctx.at(i).key], []
    while len(groups) < _MOST_GROUPS:
        sep, after = ctx.at(i + 1), ctx.at(i + 2)
        if sep.raw in _SEPARATORS and not sep.gap and _glued_digits(ctx, i + 2):
            seps.append(sep.raw)
            groups.append(after.key)
            i += 2
        elif _space_group(ctx, i + 1, groups, seps):
            seps.append(" ")
            groups.append(sep.key)
            i += 1
        else:
            break
    return _Run(groups, seps, i + 1)


def _space_group(ctx: Context, i: int, groups: list[str], seps: list[str]) -> bool:
    """«40 000»: one space, exactly three digits, and nothing glued to them that would make them something else."""
    token = ctx.at(i)
    return (
        token.kind == "digits"
        and token.gap == 1
        and token.start - ctx.at(i - 1).end == 1
        and len(token.key) == _GROUP
        and len(groups[0]) <= _GROUP
        and groups[0][0] != "0"
        and set(seps) <= {" "}
        and not (ctx.at(i + 1).gap == 0 and ctx.at(i + 1).raw in ("/", "-", "–", ":"))
    )


def _separated(ctx: Context, run: _Run) -> tuple[Decimal, str | None] | None:
    """The value of the groups, or None when they are no one number."""
    if not run.seps:
        return Decimal(run.groups[0]), None
    head, tail, seps = run.groups[0], run.groups[1:], run.seps
    *before, final = ["," if s == "،" else s for s in seps]
    if len(set(before)) > 1 or (before and not _grouped(head, tail[:-1])):
        return None
    joined = head + "".join(tail[:-1])
    decimal = Decimal(f"{joined}.{tail[-1]}")
    whole = Decimal(joined + tail[-1])
    if final == _DECIMAL_ONLY or (before and final != before[0] and final != _GROUP_ONLY):
        return decimal, None
    if final in (_GROUP_ONLY, " ") or before:
        return (whole, None) if _grouped(head, tail) else None
    if all(len(g) == len("2024") and int(g) in _YEARS for g in run.groups):
        return None  # «2018,2019» is two years
    if not _grouped(head, tail):
        return decimal, None
    return _ambiguous(ctx, run, decimal, whole)


def _grouped(head: str, tail: list[str]) -> bool:
    return len(head) <= _GROUP and head[0] != "0" and all(len(g) == _GROUP for g in tail)


def _ambiguous(ctx: Context, run: _Run, decimal: Decimal, whole: Decimal) -> tuple[Decimal, str | None]:
    """One separator with three digits after it: «1,250», «1.250».

    Before a magnitude the country's decimal sign is believed («1,250 مليار» in Morocco is 1.25 milliard). Else three
    digits are taken for thousands, as prices and crowds are, unless the sign is the country's decimal sign and the
    digits do not end in 000.
    """
    sep = "," if run.seps[0] == "،" else run.seps[0]
    sign = decimal_sign(ctx.language, ctx.country)
    where = ctx.country or ctx.language
    if sep == sign and _magnitude_follows(ctx, run.last):
        return decimal, f"'{sep}' {DECIMAL} of {where} (CLDR) before a magnitude"
    if sep == "," or sign == "," or run.groups[1] == "000":
        plain = sep != sign and (sep == "," or ctx.language == "en")
        return whole, None if plain else f"'{sep}' {THOUSANDS}"
    return decimal, f"'{sep}' {DECIMAL} of {where} (CLDR)"


def _magnitude_follows(ctx: Context, i: int) -> bool:
    key = ctx.near(i).key
    return key.startswith(("مليو", "مليار", "ملاي", "بليو", "بلاي", "تريليو", "ترليو", "million", "billion", "trillion"))


@cache
def decimal_sign(language: str, country: str | None) -> str:
    """The decimal sign CLDR gives for European digits in this language and country: "." or ","."""
    signs = locale_of(language, country).number_symbols
    sign = signs.get("latn", signs).get("decimal", ".")
    return "," if sign == "," else "."


def _with_fraction(ctx: Context, i: int, value: Decimal, last: int) -> tuple[Decimal, int]:
    """«4/5» alone, «1 4/5» and «2½» after a whole number."""
    if last == i + 1:
        part = _slashed(ctx, i)
        if part is not None:
            return part, i + 3
        if value == value.to_integral_value() and ctx.at(last).gap == 1 and ctx.at(last).key:
            part = _slashed(ctx, last)
            if part is not None:
                return value + part, last + 3
    part = _vulgar(ctx.near(last))
    if part is not None and value == value.to_integral_value():
        return value + part, last + 1
    return value, last


def _slashed(ctx: Context, i: int) -> Decimal | None:
    over, under = ctx.at(i), ctx.at(i + 2)
    if over.kind != "digits" or ctx.at(i + 1).raw not in ("/", "⁄") or ctx.at(i + 1).gap or not _glued_digits(ctx, i + 2):
        return None
    after = ctx.at(i + 3)
    if not after.gap and (after.raw in ("/", "-", ".") and _glued_digits(ctx, i + 4)):
        return None
    a, b = Decimal(over.key), Decimal(under.key)
    return share(a, b) if 0 < a < b and b in _FRACTION_PARTS else None


def _vulgar(token: Token) -> Decimal | None:
    """½ and its like: one sign that Unicode gives a fraction as numeric value."""
    if len(token.raw) != 1 or token.raw.isascii() or unicodedata.category(token.raw) != "No":
        return None
    if not unicodedata.decomposition(token.raw).startswith("<fraction>"):
        return None
    over, _, under = unicodedata.normalize("NFKC", token.raw).partition("⁄")
    return share(int(over), int(under)) if over and under and int(under) else None
