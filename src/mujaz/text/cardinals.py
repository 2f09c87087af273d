"""Arabic cardinal numbers: words, digits, and both mixed («٣٫٥ ملايين», «3 آلاف و500»), with their fractions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from mujaz.text.digits import read_digits
from mujaz.text.numerals import Found, Numeral, arabic, arabic_fraction, shadowed_fraction
from mujaz.text.shares import fraction_first, of_parts, plus_fraction
from mujaz.text.tokens import LARGEST, Context, Reading, offset_of

_LONGEST = 48
"""Words in one number: 999 of each magnitude up to 10**15, with every و apart, are 47."""

_FATHATAN = "\u064b"
_POINT = frozenset(("فاصله", "فاصل", "نقطه"))
_MINUS_WORDS = frozenset(("سالب", "ناقص"))
_MEN_OF = frozenset(("من", "منهم", "منها", "منهن", "منا", "منكم", "منهما", "تلو", "بعد"))
"""After واحد these make it a pronoun: «واحد منهم», «واحدا تلو الآخر»."""

_PRONOUN_BEFORE = frozenset(("كل", "اي", "لا", "ولا", "لكل", "وكل", "هو", "هي", "غير", "باي", "فكل"))
_PLURAL_TIMES = frozenset(("سنوات", "اشهر", "شهور", "ساعات", "دقايق", "ليالي", "مرات", "اعوام", "دول"))


@dataclass(frozen=True, slots=True)
class _Item:
    """A number word or digit string met while adding up."""

    value: Decimal
    numeral: Numeral
    first: int
    last: int
    joined: bool
    note: str | None = None
    digits: bool = False
    bare: bool = False


@dataclass(slots=True)
class _Sum:
    """A number half read: finished terms, the group under a thousand, and where to fall back to.

    Attributes:
        total: The finished terms (two million).
        group: What waits for a magnitude or the end, None right after a magnitude.
        term: The last finished term, for «ألف مليار».
        scale: The smallest magnitude used so far.
        last: One past the last token used.
        safe: total and last before the group that follows a و, should a bigger magnitude prove it a new number.
    """

    total: Decimal = Decimal(0)
    group: Decimal | None = None
    term: Decimal = Decimal(0)
    scale: Decimal | None = None
    last: int = 0
    safe: tuple[Decimal, int] | None = None
    ended: bool = False
    note: str | None = None
    ranks: list[str] = field(default_factory=list)


def may_open(key: str) -> bool:
    """Whether a word can be the first of a number."""
    return key in _MINUS_WORDS or arabic(key) is not None or arabic_fraction(key) is not None


def read_cardinal(ctx: Context, i: int) -> Reading | None:
    """The number that starts with token `i`, in words or digits, or None when there is none or it is a pronoun."""
    token = ctx.at(i)
    if token.key in _MINUS_WORDS:
        found = fraction_first(ctx, i + 1) or _sum(ctx, i + 1) if ctx.near(i + 1).gap else None
        if found is None or found.amount < 0:
            return None
        return replace(found, value=-found.amount, start=token.start, first=i)
    return fraction_first(ctx, i) or _sum(ctx, i)


def _sum(ctx: Context, i: int) -> Reading | None:
    reading = _whole(ctx, i)
    return _with_rest(ctx, reading) if reading is not None else None


def _whole(ctx: Context, i: int) -> Reading | None:
    first = _item(ctx, i) if ctx.at(i).key != "و" else None
    if first is None or (not first.digits and _no_number(ctx, i, first)):
        return None
    total = _Sum(last=first.last)
    _open(total, first, ctx)
    while not total.ended and total.last - i < _LONGEST:
        _next(ctx, total)
    value = total.total + (total.group or 0)
    words = not first.digits
    start = offset_of(ctx.at(i), _cut(ctx, i)) if words else ctx.at(i).start
    scale = int(total.scale) if total.scale and total.group is None and total.scale.is_finite() else 1
    return Reading("number", value, None, start, i, total.last, first.note or total.note, scale, words, _definite(ctx, i))


def _cut(ctx: Context, i: int) -> int:
    found = arabic(ctx.at(i).key)
    return found.cut if found else 0


def _definite(ctx: Context, i: int) -> bool:
    found = arabic(ctx.at(i).key)
    return bool(found and found.definite)


def _item(ctx: Context, i: int) -> _Item | None:
    """The next number word (teens are two tokens) or digit string, with a و before it taken along."""
    token, at, joined = ctx.at(i), i, False
    if token.key == "و" and token.kind == "word":
        token, at, joined = ctx.near(i + 1), i + 1, True
    if token.kind in ("digits", "sign"):
        read = read_digits(ctx, at) if token.raw else None
        if read is None or (joined and token.kind == "sign"):
            return None
        return _Item(read.amount, Numeral(0, "unit"), i, read.last, joined, read.note, digits=True)
    found = arabic(token.key)
    if found is None:
        return None
    return _word_item(ctx, i, at, found, joined=joined or found.joined)


def _word_item(ctx: Context, i: int, at: int, found: Found, *, joined: bool) -> _Item | None:
    numeral, last = found.numeral, at + 1
    if numeral.value == 1 and ctx.at(at).raw[:2] == "وأ":
        numeral, joined = Numeral(1, "opener"), True  # «وأحد عشر», not «واحد»
    if numeral.rank in ("unit", "opener"):
        ten = arabic(ctx.near(at + 1).key)
        if ten is not None and ten.numeral.rank == "ten" and ten.lead in ("", "ال"):
            numeral, last = Numeral(numeral.value + 10, "teen"), at + 2
        elif numeral.rank == "opener" and not _before_tens(ctx, at, numeral):
            return None
    if numeral.either:
        numeral = _decide_dual(ctx, at, numeral)
    return _Item(Decimal(numeral.value), numeral, i, last, joined, bare=found.lead in ("", "ال"))


def _before_tens(ctx: Context, at: int, numeral: Numeral) -> bool:
    """إحدى وعشرون: the one opener that also stands before tens."""
    after = _item_tens(ctx, at + 1)
    return numeral.value == 1 and after


def _item_tens(ctx: Context, i: int) -> bool:
    token = ctx.near(i)
    if token.key == "و":
        found = arabic(ctx.near(i + 1).key)
        return found is not None and found.numeral.rank == "tens" and not found.lead.startswith("و")
    found = arabic(token.key)
    return found is not None and found.numeral.rank == "tens" and found.joined


def _decide_dual(ctx: Context, at: int, numeral: Numeral) -> Numeral:
    """«ألفا» and «مليونا»: after a count an accusative; alone before a noun the dual without its nun."""
    if numeral.dual:
        return numeral
    if _FATHATAN in ctx.at(at).raw or not _noun_follows(ctx, at + 1):
        return numeral
    return Numeral(2 * numeral.value, "scale", dual=True, either=True)


def _noun_follows(ctx: Context, i: int) -> bool:
    token = ctx.near(i)
    return token.kind == "word" and token.raw[0] >= "\u0600" and not token.key.startswith("و") and len(token.key) > 2


def _no_number(ctx: Context, i: int, first: _Item) -> bool:
    """Whether the first word only looks like a number: a pronoun, a bare plural, a weekday, a typing error."""
    token, numeral = ctx.at(i), first.numeral
    dead = token.key == "ميتا" and "ئ" not in token.raw  # not «مئتا», two hundred of
    if numeral.plural or dead or (token.key == "الف" and _authored(ctx, first.last)):
        return True
    after = ctx.near(first.last)
    if numeral.rank == "unit" and after.kind == "digits" and len(after.key) == len("1989"):
        return True  # «ستة 1989»: a misprint of سنة
    found = arabic(token.key)
    if token.key.endswith("لست") and found is not None and found.lead[-1:] == "ل" and not found.definite:
        return not (ctx.near(first.last).key in _PLURAL_TIMES or first.last > i + 1)  # «لست» is also "I am not"
    if numeral.value == 1 and numeral.rank == "unit":
        return _pronoun(ctx, i, found)
    if numeral.value == 2 and token.key.endswith("اثنين") and found is not None and found.definite:
        return not _item_tens(ctx, i + 1)  # الاثنين is Monday
    if numeral.either and not numeral.dual and first.joined is False:
        return _FATHATAN not in token.raw and not _count_goes_on(ctx, first.last) and numeral.value < 10**6
    if numeral.either and numeral.dual:
        return not _noun_follows(ctx, first.last) and not _count_goes_on(ctx, first.last)
    return numeral.rank == "ten" and _part_before(ctx, i)


def _authored(ctx: Context, i: int) -> bool:
    """Whether «ألف» before `i` is the verb: «ألف ست أوبرات», «ألف عدة كتب»; a thousand and six would be «ألف وست»."""
    token = ctx.near(i)
    after = arabic(token.key)
    joined = after is not None and (after.joined or token.raw.startswith("وأ"))  # «ألف وأحد عشر»; «واحد» is one
    return token.key == "عده" or (after is not None and not joined and after.numeral.rank == "unit")


def _pronoun(ctx: Context, i: int, found: Found | None) -> bool:
    if _item_tens(ctx, i + 1):
        return False
    definite = found is not None and found.definite
    return definite or ctx.near(i + 1).key in _MEN_OF or ctx.at(i - 1).key in _PRONOUN_BEFORE


def _part_before(ctx: Context, i: int) -> bool:
    """«سدس عشر», the round of the last sixteen pairs."""
    key = ctx.at(i - 1).key
    return arabic_fraction(key) is not None or shadowed_fraction(key.removeprefix("ال")) is not None


def _count_goes_on(ctx: Context, i: int) -> bool:
    token = ctx.near(i)
    found = arabic(token.key)
    return token.key == "و" or (found is not None and found.joined)


def _open(total: _Sum, item: _Item, ctx: Context) -> None:
    del ctx
    if item.numeral.rank == "scale":
        total.total = total.term = item.value
        total.scale = item.value / 2 if item.numeral.dual else item.value
    else:
        total.group = item.value
    total.ranks = [_rank(item)]


def _rank(item: _Item) -> str:
    return "digits" if item.digits else item.numeral.rank


def _next(ctx: Context, total: _Sum) -> None:
    """Takes the next number word into the sum, or ends it."""
    item = _item(ctx, total.last) if ctx.near(total.last).raw else None
    if item is None or (not item.joined and not ctx.at(total.last).gap and not _may_touch(ctx, total)):
        total.ended = True
        return
    spoken = item.bare and not item.joined and total.ranks[-1:] in (["hundred"], ["hundreds"]) and item.numeral.rank != "hundred"
    taken = _add(total, item) if item.joined or (spoken and _rank(item) in ("unit", "tens", "teen")) else _multiply(total, item)
    if not taken:
        total.ended = True


def _may_touch(ctx: Context, total: _Sum) -> bool:
    """«٤آلاف»: a magnitude may be glued to digits."""
    return ctx.at(total.last - 1).kind == "digits"


def _multiply(total: _Sum, item: _Item) -> bool:
    """A magnitude after a count («خمسون ألفا», «ثلاث مائة»), or after another one («ألف مليار»)."""
    rank = item.numeral.rank
    if item.digits or not item.bare or (item.numeral.dual and not item.numeral.either):
        return False
    if rank in ("scale", "dozen"):
        return _scale(total, item)
    if rank == "hundred" and total.group is not None and total.ranks and (total.ranks[-1] in ("unit", "digits")):
        unit = total.group % 10 if total.ranks[-1] == "unit" else total.group
        total.group += unit * 99
        total.ranks.append("hundreds")
        total.last = item.last
        return True
    return False


def _scale(total: _Sum, item: _Item) -> bool:
    value = item.value / 2 if item.numeral.dual else item.value
    if total.group is None:
        if total.scale is None or item.numeral.plural or abs(total.total * value) >= LARGEST:
            return False
        total.total += total.term * value - total.term
        total.term *= value
    elif total.scale is not None and value >= total.scale:
        if total.safe is not None:  # «3 ملايين و5 ملايين»: the second count opens a number of its own
            total.total, total.last = total.safe
            total.group, total.ended = None, True
        return False
    else:
        total.term = total.group * value
        total.total += total.term
        total.group = None
    total.scale = value
    total.ranks.append("scale")
    total.last = item.last
    return True


def _add(total: _Sum, item: _Item) -> bool:
    """A word after و: smaller than what it joins, or the tens of «واحد وعشرون»."""
    rank = _rank(item)
    if total.group is None:
        below = total.scale or Decimal(0)
        size = item.value / 2 if item.numeral.dual and rank == "scale" else item.value
        if size >= below or item.value <= 0 or item.numeral.plural:
            return False
        if rank == "digits" and item.value != item.value.to_integral_value():
            return False
        total.safe = (total.total, total.last)
        if rank == "scale":
            total.total += item.value
            total.term, total.scale = item.value, size
        else:
            total.group = item.value
    elif not _fits(total, rank):
        return False
    else:
        total.group += item.value
    total.note = total.note or item.note
    total.ranks.append(rank)
    total.last = item.last
    return True


def _fits(total: _Sum, rank: str) -> bool:
    behind = total.ranks[-1]
    if rank == "tens":
        return behind in ("unit", "opener", "hundred", "hundreds")
    return rank in ("unit", "teen", "ten", "opener") and behind in ("hundred", "hundreds")


def _with_rest(ctx: Context, reading: Reading) -> Reading:
    """Adds what may follow the sum: «فاصلة خمسة», «ونصف», «وثلاثة أخماس»."""
    return _decimals(ctx, reading) or plus_fraction(ctx, reading) or of_parts(ctx, reading) or reading


def _decimals(ctx: Context, reading: Reading) -> Reading | None:
    point = ctx.near(reading.last)
    if point.key not in _POINT or reading.scale != 1:
        return None
    zeros, at = 0, reading.last + 1
    while ctx.near(at).key == "صفر" and zeros < _LONGEST:
        zeros, at = zeros + 1, at + 1
    item = _whole(ctx, at) if ctx.at(at).gap else None
    if item is None or item.amount < 0:
        return None
    digits = ctx.at(at).key if ctx.at(at).kind == "digits" else str(item.amount)
    if not digits.isascii() or not digits.isdigit():
        return None
    part = Decimal("0." + "0" * zeros + digits)
    value = reading.amount - part if reading.amount < 0 else reading.amount + part
    return replace(reading, value=value, last=item.last)
