"""The values a text states: numbers, ordinals, percentages, money, dates, durations and counts, each where it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import TYPE_CHECKING

from mujaz.settings import of_article
from mujaz.text import cardinals, dates, money, ordinals, quantities, relative
from mujaz.text.cardinals import read_cardinal
from mujaz.text.currencies import MAJOR, SYMBOLS
from mujaz.text.dates import read_date
from mujaz.text.digits import DECIMAL, MINUS, THOUSANDS, read_digits
from mujaz.text.english import SUFFIXES, money_follows, read_english, read_english_ordinal, read_multiple
from mujaz.text.ordinals import read_ordinal
from mujaz.text.ranges import close_ranges
from mujaz.text.relative import read_day_of_month, read_relative
from mujaz.text.shares import DAMMA
from mujaz.text.tokens import Context, Kind, Reading, key_of, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

_PRECISION = 160
"""Decimal digits kept while adding up: a digit string of 60 digits times a magnitude below 10**60, with room."""

_OPENING = frozenset("$%-.")
"""ASCII signs a value can start with: $5, %50, -5, .77; signs outside ASCII (£, ٪, −, ٫, ½) are tried, but for these."""
_NEVER = frozenset("،؛؟«»…“”")

_GLUED = frozenset(("st", "nd", "rd", "th", "am", "pm", "percent", "pct", *SUFFIXES, *quantities.MEASURES))
"""What may be glued to digits that are an amount."""

SCORE = "half of a score"
"""The note of the 0 in «2-0»: the other language may say it without a number («دون رد»)."""

ONE = "one, without a number"
"""The note of a unit of time that stands alone: «سنة» says one year without counting."""

LANGUAGES = ("ar", "en")
"""The languages whose values can be read."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value stated in a text: `text[start:end]` is the expression.

    Attributes:
        kind: `number`, `ordinal` («الثالث»), `percent`, `money`, `date`, `duration` («36 سنة») or `count` («5 دول»).
        value: A Decimal in whole units (50 % is 50, «3 ملايين» is 3000000, «50 سنتيما» is 0.5); for dates an EDTF
            string (ISO 8601-2): 2024-10-03, 2024-10, 2024, XXXX-10-03 without a year, 199X for a decade, 18XX for a
            century, 2024-34 for a quarter, two days with a slash between for what is no Gregorian month or year.
        unit: For money the ISO 4217 code, None when it cannot be known; for a duration second, minute, hour, day,
            week, month, year, decade or century; for a count the word counted, as written; else None.
        start: First code point in the text given, counted from 0; attached و ف ب ل ك stay outside.
        end: One past the last code point.
        note: How something ambiguous was decided (a currency by the country, a separator, a Hijri original), or None.
        codes: For money whose currency cannot be known, the ISO 4217 codes that it may be, in their order.
        other: The number it is when a point before three digits means the other thing («1.204» in Arabic), or None.
    """

    kind: Kind
    value: Decimal | str
    unit: str | None
    start: int
    end: int
    note: str | None = None
    codes: tuple[str, ...] = ()
    other: Decimal | None = None


def read_values(text: str, *, language: str, country: str | None = None, published: date | None = None) -> list[Value]:
    """Reads every value in an Arabic or English text, in the order of the text, without overlaps.

    Pure and linear in the length of the text; no text makes it fail. What cannot be told is not guessed: «آلاف» has no
    value, «درهم» no currency unless the country settles it, «أمس» no date without the day of publication.

    Args:
        text: The text as it stands; offsets are into it.
        language: "ar" or "en".
        country: ISO 3166 code of the country the text comes from ("MA"); it settles currencies and separators.
        published: The day the text appeared; relative dates are read only with it.

    Raises:
        ValueError: The language is neither "ar" nor "en".
        SettingsError: There is no such country.
    """
    if language not in LANGUAGES:
        raise ValueError(f"read_values knows the languages {' and '.join(LANGUAGES)}, not {language!r}")
    country, _ = of_article(country, None)
    with localcontext(prec=_PRECISION):
        return _read(Context(text, tokenize(text), language, country, published))


def units_alone(text: str, values: Sequence[Value], *, language: str) -> Iterator[Value]:
    """The units of time of a text that stand in the singular and in none of its values («حكم عليه بسنة»), each as one of it.

    The word right before a date («سنة 2024») says which, not how many.
    """
    ctx = Context(text, tokenize(text), language, None, None)
    for unit, start, end in quantities.units_without_number(ctx):
        if not any(v.start < end + 2 * (v.kind == "date") and start < v.end for v in values):
            yield Value("duration", Decimal(1), unit, start, end, ONE)


def _read(ctx: Context) -> list[Value]:
    found: list[Reading] = []
    arabic, dated = ctx.language == "ar", ctx.published is not None
    i, size = 0, len(ctx.tokens)
    while i < size:
        token = ctx.tokens[i]
        if (token.kind != "digits" and (_idle_arabic(token.raw, dated) if arabic else _idle(token.raw))) or _stop(ctx, i):
            i += 1
            continue
        reading = _reading_at(ctx, i)
        if reading is None:
            i = _past(ctx, i)
        else:
            found.append(reading)
            i = reading.last
    return [_value(ctx, r) for r in money.settle(close_ranges(ctx, found))]


def _value(ctx: Context, reading: Reading) -> Value:
    value, other = reading.value, None
    if isinstance(value, Decimal):
        value, other = _plain(value), _other(ctx, reading)
    end, codes = ctx.at(reading.last - 1).end, tuple(sorted(reading.codes))
    return Value(reading.kind, value, reading.unit, reading.start, end, reading.note, codes, other)


def _other(ctx: Context, reading: Reading) -> Decimal | None:
    """The other reading of «1.204 إصابة»; a magnitude or a percent sign behind it leaves only the decimal one."""
    if ctx.language != "ar" or not reading.note or reading.scale != 1 or reading.kind == "percent":
        return None
    if "'.' " + DECIMAL in reading.note:
        return _plain(reading.amount * 1000)
    return _plain(reading.amount / 1000) if "'.' " + THOUSANDS in reading.note else None


def _plain(value: Decimal) -> Decimal:
    """Without trailing zeros and exponent: 1.10 is 1.1, 3E+6 is 3000000."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _past(ctx: Context, i: int) -> int:
    """The next token to try: behind a name such as COVID-19 or a time such as 9:40 that holds digits but no value."""
    token, after = ctx.at(i), ctx.at(i + 1)
    if token.kind == "digits" and _clock(ctx, i):
        return i + 3 + 2 * _clock(ctx, i + 2)
    named = after.kind == "digits" and not after.gap and token.kind == "word" and token.raw.isascii()
    return i + 2 if named else i + 1


def _idle(raw: str) -> bool:
    """Whether a token is a sign that no value starts with; most are full stops and commas."""
    return raw in _NEVER or (raw.isascii() and not raw.isalnum() and raw not in _OPENING)


def _stop(ctx: Context, i: int) -> bool:
    """Whether a point stands before no digit that is glued to it, as in .77: a full stop."""
    after = ctx.at(i + 1)
    return ctx.tokens[i].raw == "." and (after.gap > 0 or after.kind != "digits")


@lru_cache(maxsize=1 << 14)  # a long article has a few thousand different words
def _idle_arabic(raw: str, dated: bool) -> bool:  # noqa: FBT001  (by place, which costs half of what a name does, for each word)
    """Whether a token is such a sign, or an Arabic word that no value starts with: nearly all are, and no reader asks again.

    Without a day of publication no date is told from another day, so «هذا» and «بعد» open none.
    """
    if raw.isascii() or not raw[0].isalpha():
        return _idle(raw)
    readers = (cardinals, ordinals, dates, quantities, money, *((relative,) if dated else ()))
    return DAMMA not in raw and not any(module.may_open(key_of(raw)) for module in readers)


def _reading_at(ctx: Context, i: int) -> Reading | None:
    if _no_value(ctx, i):
        return None
    found = read_relative(ctx, i) or read_day_of_month(ctx, i) or read_date(ctx, i)
    if found is not None:
        return found
    at = quantities.percent_before(ctx, i)
    if at is not None:
        number = read_digits(ctx, at)
        if number is not None:
            return replace(number, kind="percent", start=ctx.at(i).start, first=i)
    found = money.before(ctx, i, _cardinal) or money.dual(ctx, i) or quantities.bare_time(ctx, i) or read_multiple(ctx, i)
    if found is not None:
        return found
    ordinal = read_ordinal(ctx, i) if ctx.language == "ar" else read_english_ordinal(ctx, i)
    if ordinal is not None:
        return ordinal
    number = _cardinal(ctx, i)
    return _of_what(ctx, number) if number is not None else None


def _cardinal(ctx: Context, i: int) -> Reading | None:
    return read_cardinal(ctx, i) if ctx.language == "ar" else read_english(ctx, i)


def _of_what(ctx: Context, number: Reading) -> Reading:
    number = quantities.bracketed(ctx, number)
    if number.amount == 0 and (_scored(ctx, number.first - 1, number.first - 2) or _scored(ctx, number.last, number.last + 1)):
        number = replace(number, note=SCORE)
    return (
        quantities.with_percent(ctx, number)
        or money.with_currency(ctx, number, _cardinal)
        or quantities.with_time(ctx, number)
        or quantities.with_thing(ctx, number)
        or number
    )


def _scored(ctx: Context, dash: int, other: int) -> bool:
    """Whether a dash and the other side's goals are glued to a number."""
    glued = not ctx.at(dash).gap and not ctx.at(dash + 1).gap
    return ctx.at(dash).raw in MINUS and glued and ctx.at(other).kind == "digits" and len(ctx.at(other).key) <= 2


def _coded(ctx: Context, i: int) -> bool:
    """Whether Latin letters that are no magnitude, measure or ending are glued to the digits: 12B, 5G, 1e10; or "his 30s"."""
    after = ctx.at(i + 1)
    if after.kind != "word" or after.gap or not after.raw.isascii():
        return False
    if after.key == "s":
        return ctx.at(i - 1).key in ("his", "her", "their", "my")
    if len(after.raw) == 1 and after.raw.isupper() and ctx.at(i - 1).raw not in SYMBOLS:
        return not (after.key in SUFFIXES and money_follows(ctx, i + 2))  # 12B and 5G are names, $5B and 5M dirhams are money
    return after.key not in _GLUED and after.raw not in MAJOR


def _clock(ctx: Context, i: int) -> bool:
    """Whether «9:40», "9.40 am" or «الساعة 9.40» starts (or goes on with its seconds) at `i`."""
    hour, colon, minute = ctx.at(i), ctx.at(i + 1), ctx.at(i + 2)
    glued = not colon.gap and minute.kind == "digits" and not minute.gap
    glued &= colon.raw == ":" or (colon.raw == "." and (_half_of_day(ctx, i + 3) or ctx.at(i - 1).key.endswith("الساعه")))
    return hour.kind == "digits" and glued and 0 < len(hour.key) <= len(minute.key) == len("40")


def _half_of_day(ctx: Context, i: int) -> bool:
    """Whether "am", "p.m." stands at `i`."""
    key = ctx.near(i).key
    return key in ("am", "pm") or (key in ("a", "p") and ctx.at(i + 1).raw == "." and ctx.at(i + 2).key == "m")


def _no_value(ctx: Context, i: int) -> bool:
    """A digit string that is no value: part of a name (B12, COVID-19), of a time of day (9:40), too long."""
    token = ctx.at(i)
    if token.kind != "digits":
        return False
    if not token.key:
        return True
    if _clock(ctx, i) or _coded(ctx, i):
        return True
    before = ctx.at(i - 1)
    if not token.gap and before.raw in ("-", "‑") and not before.gap and ctx.at(i - 2).kind == "word":
        name = ctx.at(i - 2).raw
        return not name.isascii() or name != name.lower()
    return False
