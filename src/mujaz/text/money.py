"""Amounts of money: a number and the currency it is of, before or behind it, with its parts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from mujaz.text import currencies
from mujaz.text.currencies import Named
from mujaz.text.shares import fraction_at
from mujaz.text.tokens import Context, Reading, stems

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_ADJECTIVE = 4
"""Words in the longest qualifier CLDR has ("Bosnia-Herzegovina Convertible", "United Arab Emirates")."""


def currency_before(ctx: Context, i: int) -> tuple[Named, int] | None:
    """A currency sign or code that stands before its number at `i` («$1.2bn», «US$50», «MAD 300»), and where it ends."""
    token = ctx.at(i)
    if token.raw in currencies.SYMBOLS:
        return _symbol(ctx, token.raw), i + 1
    if token.kind != "word" or not token.raw.isascii():
        return None
    if ctx.at(i + 1).raw == "$" and not ctx.at(i + 1).gap and token.key in currencies.PREFIXES:
        return Named("$", frozenset(), currencies.PREFIXES[token.key]), i + 2
    if token.raw in currencies.MAJOR:
        return Named(token.raw, frozenset(), token.raw), i + 1
    return _glued(ctx, i)


def _glued(ctx: Context, i: int) -> tuple[Named, int] | None:
    """«Dh5,000», «SR50»: the English press's short names; two capitals before a space may be anything («LE 5»), Dh may not."""
    lemma = currencies.GLUED.get(ctx.at(i).raw)
    if lemma is None or not (lemma == "dirham" or _digits_glued(ctx, i + 1)):
        return None
    if lemma in currencies.tender():
        return Named(ctx.at(i).raw, frozenset(), lemma), i + 1
    return Named(lemma, currencies.names("en").codes[lemma]), i + 1


def _symbol(ctx: Context, raw: str) -> Named:
    if raw == "$":
        dollars = currencies.names("en").codes["dollar"]
        return Named("dollar", dollars) if set(currencies.country_codes(ctx.country)) & dollars else Named("$", dollars, "USD")
    return Named(raw, frozenset(), currencies.SYMBOLS[raw])


def currency_after(ctx: Context, i: int) -> tuple[Named, int] | None:
    """The currency named at `i`, behind its number, and where the name ends; or None."""
    token = ctx.near(i)
    if token.raw == "-" and not token.gap and not ctx.at(i + 1).gap and ctx.language == "en":
        if _digits_glued(ctx, i + 2):
            return None  # the sign belongs to the other end of a range: £3,000-£5,000
        i, token = i + 1, ctx.at(i + 1)  # "a 100-million-dollar deal"
    if token.raw in currencies.SYMBOLS and not (token.gap and _digits_glued(ctx, i + 1)):
        return _symbol(ctx, token.raw), i + 1
    if token.kind != "word":
        return None
    if token.raw.isupper() and token.raw in currencies.tender():
        return Named(token.raw, frozenset(), token.raw), i + 1
    if ctx.language == "ar":
        return _abbreviation(ctx, i) or _arabic(ctx, i) or _part(ctx, i)
    return _english(ctx, i) or _part(ctx, i)


def _digits_glued(ctx: Context, i: int) -> bool:
    return ctx.at(i).kind == "digits" and not ctx.at(i).gap


def _abbreviation(ctx: Context, i: int) -> tuple[Named, int] | None:
    """«ج.م», «ر.س.»."""
    if ctx.at(i + 1).raw != "." or ctx.at(i + 1).gap or ctx.at(i + 2).gap:
        return None
    code = currencies.abbreviations().get((ctx.at(i).raw, ctx.at(i + 2).raw))
    if code is None:
        return None
    point = ctx.at(i + 3)
    last = i + 4 if point.raw == "." and not point.gap and not ctx.at(i + 4).gap else i + 3
    return Named(ctx.at(i).key, frozenset(), code), last


def _arabic(ctx: Context, i: int) -> tuple[Named, int] | None:
    if ctx.near(i).key == "من" and ctx.near(i + 1).key.startswith("ال"):
        i += 1  # «ثلاثة ملايين من الدولارات»
    table = currencies.names("ar")
    lemma = _lemma(table, ctx.near(i).key)
    if lemma is None:
        return None
    words: list[str] = []
    found = None
    for k in range(i + 1, i + 1 + _LONGEST_ADJECTIVE):
        token = ctx.near(k)
        if token.kind != "word":
            break
        words.append(currencies.adjective(token.key))
        code = table.qualified.get((lemma, tuple(words)))
        if code is not None:
            found = Named(lemma, table.codes[lemma], code), k + 1
    if found is not None:
        return found
    if not currencies.stands_alone(lemma):
        return None
    return Named(lemma, table.codes[lemma]), i + 1


def _lemma(table: currencies.Names, key: str) -> str | None:
    return table.lemmas.get(key) or (table.lemmas.get(key[2:]) if key.startswith("ال") else None)


def _english(ctx: Context, i: int) -> tuple[Named, int] | None:
    """E.g. "dirhams", "Moroccan dirhams", "US dollars", "pounds sterling"."""
    table = currencies.names("en")
    words: list[str] = []
    at = i
    for _ in range(_LONGEST_ADJECTIVE):
        token = ctx.near(at)
        if token.kind != "word":
            break
        lemma = table.lemmas.get(token.key)
        if lemma is not None:
            return _english_named(ctx, table, lemma, words, at)
        words.append(currencies.adjective(token.key))
        at += 1
        while ctx.near(at).raw == "." and not ctx.at(at).gap:
            at += 1  # U.S. dollars
    return None


def _english_named(ctx: Context, table: currencies.Names, lemma: str, words: list[str], at: int) -> tuple[Named, int] | None:
    after = ctx.near(at + 1).key
    if lemma == "pound" and after == "sterling":
        return Named(lemma, table.codes[lemma], "GBP"), at + 2
    if words == ["u", "s"]:
        words = ["us"]
    code = table.qualified.get((lemma, tuple(words)))
    if words and code is None:
        return None
    if not words and not currencies.stands_alone(lemma):
        return None
    return Named(lemma, table.codes[lemma], code), at + 1


def _part(ctx: Context, i: int) -> tuple[Named, int] | None:
    key = ctx.near(i).key
    found = currencies.parts().get(key) or (currencies.parts().get(key[2:]) if key.startswith("ال") else None)
    if found is None:
        return None
    lemma, per = found
    code, last = None, i + 1
    if ctx.language == "ar":
        country = _adjective_code(currencies.adjective(ctx.near(i + 1).key), per)
        if country is not None:
            code, last = country, i + 2
    return Named(lemma, frozenset(per), code, per), last


def _adjective_code(word: str, per: dict[str, int]) -> str | None:
    """«سنتيم مغربي»: the currency whose CLDR name has that adjective."""
    found = {c for (_, words), c in currencies.names("ar").qualified.items() if words == (word,) and c in per}
    return found.pop() if len(found) == 1 else None


def with_currency(ctx: Context, number: Reading, cardinal: Callable[[Context, int], Reading | None]) -> Reading | None:
    """The amount that `number` and the currency behind it make, with «و50 سنتيما» or «ونصف» if it goes on so."""
    found = currency_after(ctx, number.last)
    if found is None:
        return None
    named, last = found
    reading = _amount(ctx, replace(number, last=last), named)
    if named.per:
        return reading
    return _with_half(ctx, _with_parts(ctx, reading, named, cardinal))


def may_open(key: str) -> bool:
    """Whether an Arabic word is two of a currency."""
    return any(rest in currencies.duals() for _, rest in stems(key))


def before(ctx: Context, i: int, cardinal: Callable[[Context, int], Reading | None]) -> Reading | None:
    """The amount whose sign or code stands first: «$1.2bn», «MAD 300»."""
    found = currency_before(ctx, i)
    if found is None:
        return None
    named, at = found
    number = cardinal(ctx, at) if ctx.at(at).kind == "digits" and ctx.near(at).gap < 2 else None
    if number is None:
        return None
    again = currency_after(ctx, number.last)  # "$50 million US dollars", "US$ 5 USD"
    if again is not None and not again[0].per:
        named = again[0] if again[0].code else named
        number = replace(number, last=again[1])
    return _amount(ctx, replace(number, start=ctx.at(i).start, first=i), named)


def dual(ctx: Context, i: int) -> Reading | None:
    """«درهمين», «دولاران»: two of a currency in one word."""
    if ctx.language != "ar":
        return None
    key = ctx.at(i).key
    for lead, rest in stems(key):
        lemma = currencies.duals().get(rest)
        if lemma is not None and not lead.endswith(("ال", "لل")):
            found = _arabic_qualified(ctx, i, lemma)
            start = ctx.at(i).start + len(lead)
            return _amount(ctx, Reading("money", Decimal(2), None, start, i, found[1], words=True), found[0])
    return None


def _arabic_qualified(ctx: Context, i: int, lemma: str) -> tuple[Named, int]:
    table = currencies.names("ar")
    code = table.qualified.get((lemma, (currencies.adjective(ctx.near(i + 1).key),)))
    return Named(lemma, table.codes[lemma], code), i + 2 if code else i + 1


def _amount(ctx: Context, number: Reading, named: Named) -> Reading:
    """Number and currency put together; parts are turned into the currency when it is known which."""
    code, note = currencies.decide(named, ctx.country)
    value, per = number.amount, 1
    if named.per:
        per = named.per.get(code or "") or (next(iter(named.per.values())) if len(set(named.per.values())) == 1 else 1)
        value /= per
        note = "; ".join(filter(None, (note, f"{per} {named.lemma} make one")))
    if named.lemma == "ريال" and ctx.country == "MA" and code is None:
        note = "ريال in Morocco: money of account, 20 to the dirham"
    note = "; ".join(filter(None, (number.note, note))) or None
    codes = named.codes if code is None else frozenset[str]()
    return replace(number, kind="money", value=value, unit=code, note=note, lemma=named.lemma, codes=codes, parts=per)


def _with_parts(ctx: Context, amount: Reading, main: Named, cardinal: Callable[[Context, int], Reading | None]) -> Reading:
    """«3 دولارات و42 سنتا», "5 dollars and 20 cents"."""
    token = ctx.near(amount.last)
    joined = token.key in ("و", "and")
    if not joined and not (ctx.language == "ar" and token.key.startswith("و")):
        return amount
    number = cardinal(ctx, amount.last + 1 if joined else amount.last)
    found = _part(ctx, number.last) if number is not None else None
    if number is None or found is None:
        return amount
    per, note = found[0].per, amount.note
    code, codes = amount.unit, amount.codes
    if code not in per:
        shared = {c for c in per if c in main.codes}
        if not shared:
            return amount
        in_country = [c for c in currencies.country_codes(ctx.country) if c in shared]
        code = shared.pop() if len(shared) == 1 else (in_country[0] if in_country else None)
        note = f"{main.lemma} with {found[0].lemma}: {code or 'not decided'}"
        codes = frozenset(shared) if code is None else frozenset()
    rate = per[code] if code else min(per[c] for c in per if c in main.codes)
    return replace(amount, value=amount.amount + number.amount / rate, unit=code, codes=codes, note=note, last=found[1])


def settle(found: list[Reading]) -> list[Reading]:
    """Gives an undecided amount the currency that the same text names in full, if it names only one of that name."""
    named: dict[str, set[str]] = {}
    for reading in found:
        if reading.kind == "money" and reading.unit and reading.lemma:
            named.setdefault(reading.lemma, set()).add(reading.unit)
    settled = []
    for reading in found:
        codes = named.get(reading.lemma or "", set())
        if reading.kind != "money" or reading.unit is not None or len(codes) != 1:
            settled.append(reading)
            continue
        note = f"{reading.lemma}: {next(iter(codes))}, named in full elsewhere in the text"
        settled.append(replace(reading, unit=next(iter(codes)), codes=frozenset(), note=note))
    return settled


def _with_half(ctx: Context, amount: Reading) -> Reading:
    """«مليون درهم ونصف»: half of the magnitude."""
    token = ctx.near(amount.last)
    if ctx.language != "ar" or not token.key.startswith("و"):
        return amount
    at = amount.last + 1 if token.key == "و" else amount.last
    found = fraction_at(ctx, at) if ctx.near(at).raw else None
    if found is None:
        return amount
    return replace(amount, value=amount.amount + found[0] * amount.scale, last=found[1])
