"""English numbers in words and digits: cardinals, fractions, ordinals, the magnitudes glued to digits (1.2bn)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

from mujaz.text.currencies import GLUED, MAJOR, names, stands_alone
from mujaz.text.digits import read_digits
from mujaz.text.numerals import ENGLISH_SCALES, ENGLISH_TENS, ENGLISH_UNITS
from mujaz.text.quantities import percent_after
from mujaz.text.tokens import LARGEST, Context, Reading, share

_LONGEST = 48
"""Tokens in one number in words; "nine hundred and ninety-nine" of five magnitudes is 45 with the hyphens."""

SUFFIXES = {"k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12, "trn": 10**12}
"""Magnitudes glued to digits; a bare m or b only counts in money, elsewhere m is the metre."""

_SAFE_SUFFIXES = frozenset(("k", "mn", "mln", "bn", "tn", "trn"))

_NOT_ONE_AFTER = frozenset(
    "of another s who that which can could should would must may might will is was has had of's way side by to for in "
    "at on with and or but if it as".split()
)
"""After these "one" is a pronoun: one of them, one who, one must, one by one."""

_NOT_ONE_BEFORE = frozenset(
    "no this that the every each any which another some only good bad big new old first last next previous other "
    "someone and's day these those own loved".split()
)
"""Before these it is a pronoun too: this one, no one, the only one."""

_FRACTION_WORDS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "hundredth": 100,
    "thousandth": 1000,
}
_ORDINAL_ENDS = ("st", "nd", "rd", "th")
_MULTIPLES = {
    **dict.fromkeys(("halved", "halving"), Decimal("0.5")),
    **dict.fromkeys(("doubled", "doubling", "twofold"), Decimal(2)),
    **dict.fromkeys(("tripled", "tripling", "trebled", "threefold"), Decimal(3)),
    **dict.fromkeys(("quadrupled", "quadrupling", "fourfold"), Decimal(4)),
    **dict.fromkeys(("quintupled", "fivefold"), Decimal(5)),
    "sixfold": Decimal(6), "sevenfold": Decimal(7), "eightfold": Decimal(8), "ninefold": Decimal(9), "tenfold": Decimal(10),
}  # fmt: skip
"""Words that say how many times."""
_MULTIPLES_OF = _MULTIPLES | {"double": Decimal(2), "triple": Decimal(3), "quadruple": Decimal(4)}
"""So do these before what is multiplied: "triple the rate", but no triple jump."""
_SHARE_CUES = frozenset("by to than about nearly almost over around roughly only".split())
_SHARE_ENDS = frozenset("in on at from this last since over after during compared and or but when while within as to by".split())
_WHICH_SHARE = frozenset(("first", "last", "final", "middle", "upper", "lower"))
_HALF_TIMES = frozenset(("first", "second", "other", "better", "final", "top", "bottom", "latter"))


@cache
def ordinal_words() -> dict[str, int]:
    """The English ordinal of one word to its value."""
    names = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
    table = {word: value for value, word in enumerate(names, start=1)}
    table.update({word + "th": value for word, value in ENGLISH_UNITS.items() if value > 12})
    table.update({word[:-1] + "ieth": value for word, value in ENGLISH_TENS.items()})
    return table | {"hundredth": 100, "thousandth": 1000, "millionth": 10**6}


def read_english(ctx: Context, i: int) -> Reading | None:
    """The number that starts with token `i`: digits or words, whole or broken, with its magnitude; or None."""
    return _from_digits(ctx, i) or _fraction(ctx, i) or _from_words(ctx, i)


def read_multiple(ctx: Context, i: int) -> Reading | None:
    """E.g. "tripled", "threefold", "halved": how many times, or None."""
    if ctx.language != "en":
        return None
    table = _MULTIPLES_OF if ctx.near(i + 1).key in ("the", "that", "its", "their") else _MULTIPLES
    times = table.get(ctx.at(i).key)
    return Reading("number", times, None, ctx.at(i).start, i, i + 1, words=True) if times is not None else None


def _from_digits(ctx: Context, i: int) -> Reading | None:
    read = read_digits(ctx, i)
    if read is None:
        return None
    after = ctx.at(read.last)
    if not after.gap and after.kind == "word" and after.key not in SUFFIXES:
        return _magnitude(ctx, read)
    if not after.gap and after.kind == "word" and (after.key in _SAFE_SUFFIXES or _money(ctx, i, read.last + 1)):
        return _scaled(read, SUFFIXES[after.key], read.last + 1)
    return _magnitude(ctx, read)


def _money(ctx: Context, i: int, behind: int) -> bool:
    before = ctx.at(i - 1).raw
    return before in ("$", "£", "€", "¥") or before in MAJOR or before in GLUED or money_follows(ctx, behind)


def money_follows(ctx: Context, i: int) -> bool:
    """Whether a currency stands at `i`, perhaps behind its country's adjective: "1m Moroccan dirhams"."""
    for token in (ctx.near(i), ctx.near(i + 1)):
        lemma = names("en").lemmas.get(token.key)
        if (lemma and stands_alone(lemma)) or token.raw in MAJOR:
            return True
        if not token.raw[:1].isupper():
            return False
    return False


def _scaled(read: Reading, scale: int, last: int) -> Reading:
    return replace(read, value=read.amount * scale, scale=scale, last=last)


def _magnitude(ctx: Context, read: Reading) -> Reading:
    """E.g. "1.2 billion", "10 hundred thousand", "2-million": the magnitude words after a number."""
    hyphen = ctx.at(read.last).raw == "-" and not ctx.at(read.last).gap and not ctx.at(read.last + 1).gap
    plus = ctx.at(read.last).raw == "+" and not ctx.at(read.last).gap  # "$300+ billion"
    at = read.last + 1 if hyphen or plus else read.last
    for _ in range(len(ENGLISH_SCALES)):
        key = ctx.near(at).key
        scale = 100 if key == "hundred" else ENGLISH_SCALES.get(key)
        if scale is None or (abs(read.amount) * scale >= LARGEST):
            break
        read, at = _scaled(read, scale * read.scale if read.scale > 1 else scale, at + 1), at + 1
    if ctx.near(at).key == "dozen":
        return _scaled(read, 12, at + 1)
    return read


def _fraction(ctx: Context, i: int) -> Reading | None:
    """E.g. "two-thirds", "three quarters", "half a million", "a quarter of", "half of"."""
    key, start = ctx.at(i).key, ctx.at(i).start
    part = _under(ctx, i + 1)
    if part and key in ("a", "an", "one") and (key == "one" or _share(ctx, i)):
        scale, last = _of_a(ctx, part[1])
        return Reading("number", share(scale, part[0]), None, start, i, last, None, scale, words=True)
    if part and ENGLISH_UNITS.get(key, 0) > 1 and _plural_part(ctx, i):
        scale, last = _of_a(ctx, part[1])
        value = share(ENGLISH_UNITS[key] * scale, part[0])
        return Reading("number", value, None, start, i, last, None, scale, words=True)
    if key == "half":
        return _half(ctx, i)
    return None


def _under(ctx: Context, i: int) -> tuple[int, int] | None:
    """The denominator at `i` (past a hyphen) and one past it, or None."""
    if ctx.near(i).raw in ("-", "‑") and not ctx.at(i + 1).gap:
        i += 1
    key = ctx.near(i).key
    under = _FRACTION_WORDS.get(key) or _FRACTION_WORDS.get(key.removesuffix("s"))
    return (under, i + 1) if under else None


def _plural_part(ctx: Context, i: int) -> bool:
    return any(ctx.at(k).key.endswith("s") and ctx.at(k).gap < 2 for k in (i + 1, i + 2))


def _share(ctx: Context, i: int) -> bool:
    """Whether "a third" at `i` is a share: "a third of", "by a third"; not "a third attempt"."""
    after = ctx.near(i + 2)
    return after.key == "of" or ((after.kind != "word" or after.key in _SHARE_ENDS) and ctx.at(i - 1).key in _SHARE_CUES)


def _of_a(ctx: Context, i: int) -> tuple[int, int]:
    """The magnitude and the end of "of a million", "of a percent" behind a fraction that ends before `i`."""
    if ctx.near(i).key == "of" and ctx.near(i + 1).key in ("a", "an") and ctx.near(i + 2).key in ENGLISH_SCALES:
        return ENGLISH_SCALES[ctx.near(i + 2).key], i + 3
    return 1, _a_percent(ctx, i + 1) or i if ctx.near(i).key == "of" else i


def _a_percent(ctx: Context, i: int) -> int | None:
    """Where the "percent" of "a percent", "one percent" at `i` stands, or None."""
    return i + 1 if ctx.near(i).key in ("a", "one") and percent_after(ctx, i + 1) else None


def _half(ctx: Context, i: int) -> Reading | None:
    hyphen = ctx.at(i - 1).raw in ("-", "‑") and not ctx.at(i).gap
    before, after = ctx.at(i - 2 if hyphen else i - 1).key, ctx.near(i + 1)
    if before in _HALF_TIMES or after.key in ("time", "way", "hour", "year", "final", "past"):
        return None
    start = ctx.at(i).start
    if after.key in ("a", "an"):
        scale = ENGLISH_SCALES.get(ctx.near(i + 2).key) or (12 if ctx.near(i + 2).key == "dozen" else None)
        if scale:
            return Reading("number", Decimal(scale) / 2, None, start, i, i + 3, None, scale, words=True)
    if after.raw == "-" and not after.gap:
        return None
    last = _a_percent(ctx, i + 2 if after.key == "of" else i + 1) or i + 1
    return Reading("number", Decimal("0.5"), None, start, i, last, None, 1, words=True)


def _from_words(ctx: Context, i: int) -> Reading | None:
    key = ctx.at(i).key
    if key in ("minus", "negative"):
        read = _positive(ctx, i + 1) or _from_digits(ctx, i + 1)
        if read is None:
            return None
        return replace(read, value=-read.amount, start=ctx.at(i).start, first=i)
    return _positive(ctx, i)


def _positive(ctx: Context, i: int) -> Reading | None:
    key = ctx.at(i).key
    article = key in ("a", "an")
    if article and not _big(ctx.near(i + 1).key):
        return None
    if not article and key not in ENGLISH_UNITS and key not in ENGLISH_TENS:
        return None
    if key == "one" and not _counts(ctx, i):
        return None
    return _words(ctx, i, article=article)


def _big(key: str) -> bool:
    return key in ENGLISH_SCALES or key in ("hundred", "dozen")


def _counts(ctx: Context, i: int) -> bool:
    """Whether "one" is the number: something counted follows and nothing before makes it a pronoun."""
    after = ctx.near(i + 1)
    if (after.raw == "-" and not after.gap) or (after.key == "and" and _fraction_only(ctx, i + 2)):
        return True
    if after.kind != "word" or after.key in _NOT_ONE_AFTER:
        return False
    return ctx.at(i - 1).key not in _NOT_ONE_BEFORE


def _words(ctx: Context, i: int, *, article: bool) -> Reading:
    total, group, scale, at = Decimal(0), Decimal(1 if article else 0), 1, i + 1 if article else i
    last, rank, lowest = at, "unit" if article else "", None
    for _ in range(_LONGEST):
        key, next_at = _step(ctx, at, last)
        if lowest is not None and next_at > at + 1 and ENGLISH_SCALES.get(ctx.near(next_at).key, 0) >= lowest:
            break  # "three million and five million" are two numbers
        got = _take(key, group, rank)
        if got is not None:
            group, rank = got
            scale = 1
        elif key in ENGLISH_SCALES and rank and (lowest is None or ENGLISH_SCALES[key] < lowest):
            scale = lowest = ENGLISH_SCALES[key]
            total, group, rank = total + group * scale, Decimal(0), "scale"
        elif key == "dozen" and rank == "unit":
            group, last = group * 12, next_at
            break
        else:
            break
        at = last = next_at
    read = Reading("number", total + group, None, ctx.at(i).start, i, last, None, scale, words=True)
    return _and_a_half(ctx, _point(ctx, read))


def _step(ctx: Context, at: int, last: int) -> tuple[str, int]:
    """The next number word after a hyphen, a comma or an "and" inside the number."""
    token = ctx.at(at) if at == last and not last else ctx.near(at)
    token = ctx.at(at) if token.raw == "" else token
    if token.raw == "-" and not token.gap and not ctx.at(at + 1).gap:
        return ctx.at(at + 1).key, at + 2
    if token.key == "and" and ctx.at(at - 1).key in ("hundred", *ENGLISH_SCALES):
        return ctx.near(at + 1).key, at + 2
    return token.key, at + 1


def _take(key: str, group: Decimal, rank: str) -> tuple[Decimal, str] | None:
    if key in ENGLISH_UNITS:
        value = ENGLISH_UNITS[key]
        if rank in ("", "scale", "hundred") or (rank == "tens" and 0 < value < 10):
            return group + value, "unit"
    elif key in ENGLISH_TENS and rank in ("", "scale", "hundred"):
        return group + ENGLISH_TENS[key], "tens"
    elif key == "hundred" and rank in ("unit", "tens") and 0 < group < 100:
        return group * 100, "hundred"
    return None


def _point(ctx: Context, read: Reading) -> Reading:
    """E.g. "two point five": digits after the word point, then perhaps a magnitude."""
    if ctx.near(read.last).key != "point":
        return read
    digits, at = "", read.last + 1
    while ctx.near(at).key in ENGLISH_UNITS and ENGLISH_UNITS[ctx.near(at).key] < 10 and len(digits) < _LONGEST:
        digits, at = digits + str(ENGLISH_UNITS[ctx.near(at).key]), at + 1
    if not digits:
        return read
    return _magnitude(ctx, replace(read, value=read.amount + Decimal("0." + digits), last=at))


def _and_a_half(ctx: Context, read: Reading) -> Reading:
    """E.g. "two and a half million", "three and three-quarters", "one-and-a-half years"."""
    at = _past_hyphen(ctx, read.last)
    if ctx.near(at).key != "and":
        return read
    part = _fraction_only(ctx, _past_hyphen(ctx, at + 1))
    if part is None:
        return read
    value, last = part
    return _magnitude(ctx, replace(read, value=read.amount + value * read.scale, last=last))


def _past_hyphen(ctx: Context, i: int) -> int:
    return i + 1 if ctx.at(i).raw == "-" and not ctx.at(i).gap and not ctx.at(i + 1).gap else i


def _fraction_only(ctx: Context, i: int) -> tuple[Decimal, int] | None:
    key, under = ctx.near(i).key, _under(ctx, i + 1)
    if not under:
        return None
    if key in ("a", "one", "an"):
        return share(1, under[0]), under[1]
    if key in ENGLISH_UNITS and 1 < ENGLISH_UNITS[key] < under[0]:
        return share(ENGLISH_UNITS[key], under[0]), under[1]
    return None


def read_english_ordinal(ctx: Context, i: int) -> Reading | None:
    """E.g. "first", "twenty-first", "21st": an ordinal, or None; "a second" and "two-thirds" are none."""
    token = ctx.at(i)
    if token.kind == "digits" and token.key:
        end = ctx.at(i + 1)
        if not end.gap and end.key in _ORDINAL_ENDS:
            return Reading("ordinal", Decimal(token.key), None, token.start, i, i + 2)
        return None
    table = ordinal_words()
    if token.key not in table and token.key not in ENGLISH_TENS:
        return None
    if token.key in ENGLISH_TENS and ctx.at(i + 1).raw in ("-", "‑") and 0 < table.get(ctx.at(i + 2).key, 0) < 10:
        value = ENGLISH_TENS[token.key] + table[ctx.at(i + 2).key]
        return Reading("ordinal", Decimal(value), None, token.start, i, i + 3, words=True)
    value = table.get(token.key, 0)
    if ctx.near(i + 1).raw in ("-", "‑") and ctx.at(i + 2).key == "party":
        return None  # a third party is nobody's third
    if ctx.at(i - 1).key in _WHICH_SHARE and ctx.near(i + 1).key == "of" and token.key in _FRACTION_WORDS:
        return None  # "the last third of the century" is a share
    if not value or (value == 2 and _time_second(ctx, i)):
        return None
    return Reading("ordinal", Decimal(value), None, token.start, i, i + 1, words=True)


def _time_second(ctx: Context, i: int) -> bool:
    """E.g. "a second later", "per second", "split second": the unit of time."""
    before, after = ctx.at(i - 1).key, ctx.near(i + 1).key
    if before in ("per", "every", "each", "split"):
        return True
    return before == "a" and after in ("", "later", "ago", "or", "before", "after", "to")
