"""Currency names of both languages, and which ISO 4217 code a name means in a text of a given country.

Names and symbols come from Babel (CLDR currency names of `ar` and `en`), and which currency is legal tender where from
CLDR's territory table. What the press writes and CLDR lacks is added below, each kind in its own small table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from babel import Locale
from babel.core import get_global
from babel.numbers import get_territory_currencies

from mujaz.text.tokens import fold_word

_PRESS_AR = {
    "ليرة لبنانية": "LBP",
    "أورو": "EUR",
    "باوند": "GBP",
    "جنيه بريطاني": "GBP",
    "شيكل": "ILS",
    "شيقل": "ILS",
    "رنمينبي": "CNY",
    "دولار أميركي": "USD",
    "دولار أمريكى": "USD",
    "فرنك أفريقي": "XOF",
    "فرنك قمري": "KMF",
    "روبية هندية": "INR",
    "درهم إماراتى": "AED",
    "كرون سويدي": "SEK",
    "كرون دنماركي": "DKK",
    "كرون نرويجي": "NOK",
    "بات": "THB",
    "وون كوري": "KRW",
    "أوقية": "MRU",
}
"""What Arabic papers write beside the CLDR name."""

_PRESS_EN = {
    "american dollar": "USD",
    "pound sterling": "GBP",
    "sterling": "GBP",
    "uk pound": "GBP",
    "english pound": "GBP",
    "emirati dirham": "AED",
    "uae dirham": "AED",
    "lebanese lira": "LBP",
    "syrian lira": "SYP",
    "egyptian lira": "EGP",
    "saudi rial": "SAR",
    "qatari rial": "QAR",
    "omani riyal": "OMR",
    "yemeni riyal": "YER",
    "iranian riyal": "IRR",
    "russian rouble": "RUB",
    "israeli shekel": "ILS",
    "shekel": "ILS",
    "chinese renminbi": "CNY",
    "renminbi": "CNY",
    "taiwan dollar": "TWD",
    "mauritanian ouguiya": "MRU",
    "cfa franc": "XOF",
}

_IRREGULAR_AR = {
    "درهم": "دراهم",
    "دينار": "دنانير",
    "شيكل": "شواكل شيكلات",
    "شيقل": "شواقل",
    "فرنك": "فرنكات",
    "جنيه": "جنية",
    "ريال": "ريالات",
}
"""Broken plurals; all other forms follow from the rules in `_forms`."""

_ALONE = frozenset(
    fold_word(w)
    for w in (
        "درهم دينار ريال جنيه ليرة دولار يورو أورو فرنك شيكل شيقل يوان رنمينبي ين روبل روبية بيزو كرونة كرون راند أوقية باوند "
        "dollar euro pound dirham dinar riyal rial lira franc yen yuan renminbi ruble rouble rupee shekel peso krona "
        "krone rand baht zloty ringgit sterling ouguiya"
    ).split()
)
"""Names that mean money without a country's adjective; the other names of CLDR («سيدي», "real", "won") are also words."""

_USUAL = {
    "دولار": "USD",
    "dollar": "USD",
    "ين": "JPY",
    "روبل": "RUB",
    "ruble": "RUB",
    "rouble": "RUB",
    "يوان": "CNY",
    "yuan": "CNY",
    "sterling": "GBP",
    "باوند": "GBP",
    "راند": "ZAR",
    "rand": "ZAR",
}
"""The currency meant when a name that several share stands alone and the country does not settle it: the one traded most
(BIS triennial survey); درهم, دينار, ريال, جنيه, ليرة and فرنك have no such, so they stay undecided."""

SYMBOLS = {
    "$": "USD",
    "£": "GBP",
    "€": "EUR",
    "¥": "JPY",
    "₪": "ILS",
    "₺": "TRY",
    "₹": "INR",
    "₽": "RUB",
    "₩": "KRW",
    "₴": "UAH",
}
"""Signs of one character, as CLDR's `en` narrow symbols have them."""

PREFIXES = {
    "us": "USD",
    "a": "AUD",
    "au": "AUD",
    "c": "CAD",
    "ca": "CAD",
    "hk": "HKD",
    "nz": "NZD",
    "s": "SGD",
    "r": "BRL",
}
"""Letters written before $ (CLDR symbols US$, A$, CA$, HK$, NZ$, R$; S$ and C$ are their common short forms)."""

GLUED = {"Dh": "dirham", "Dhs": "dirham", "SR": "SAR", "QR": "QAR", "LE": "EGP", "JD": "JOD", "KD": "KWD", "BD": "BHD"}
"""What the English press of the region glues to its amounts: a code, or the name that several countries share."""

_PARTS = {
    "سنت سنتا سنتات سنتان سنتين سينت سينتات cent cents": {"USD": 100, "EUR": 100, "CAD": 100, "AUD": 100},
    "سنتيم سنتيما سنتيمات سنتيمين سنتيمان centime centimes": {"MAD": 100, "DZD": 100, "CHF": 100},
    "قرش قرشا قروش قرشين قرشان piastre piastres piaster piasters": {
        "EGP": 100,
        "SDG": 100,
        "LBP": 100,
        "SYP": 100,
        "JOD": 100,
    },
    "هللة هللات هللتين هللتان halala halalas": {"SAR": 100},
    "فلس فلسا فلوس فلسين fils": {"KWD": 1000, "BHD": 1000, "IQD": 1000, "JOD": 1000, "AED": 100, "YER": 100},
    "مليم مليما مليمات ملاليم millime millimes": {"TND": 1000, "EGP": 1000},
    "بيسة بيسات baisa": {"OMR": 1000},
    "بنس بنسات بنسا penny pence": {"GBP": 100},
    "كوبيك kopeck kopecks": {"RUB": 100},
    "أغورة أغورات agora agorot": {"ILS": 100},
    "درهم دراهم درهما dirham dirhams": {"LYD": 1000, "QAR": 100},
}
"""Parts of currencies: how many make one (ISO 4217 minor units, and the coins' names at the central banks). CLDR's
fraction digits cannot serve: they say how prices are printed (0 for LBP and IQD), not what a fils is."""

_USUAL_PART = {"سنت": "USD", "cent": "USD"}
"""Cents without more are the dollar's, as dollars are American."""

MAJOR = frozenset(
    "USD EUR GBP MAD AED SAR QAR KWD BHD OMR EGP JOD IQD DZD TND LYD SDG SYP LBP YER MRU JPY CNY CHF TRY ILS CAD AUD".split()
)
"""Codes believed before a number too; some others are words in capitals (TOP 10, ALL 5)."""


@dataclass(frozen=True, slots=True)
class Named:
    """A currency name read in a text.

    Attributes:
        lemma: The name without inflection, «درهم».
        codes: The codes it can mean.
        code: The one an adjective or a symbol settles, or None.
        per: How many of it make one of the currency (100 for سنتيم), by code; empty for a main unit.
    """

    lemma: str
    codes: frozenset[str]
    code: str | None = None
    per: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one language: forms to lemmas, lemmas to codes, (lemma, adjective words) to one code."""

    lemmas: dict[str, str]
    codes: dict[str, frozenset[str]]
    qualified: dict[tuple[str, tuple[str, ...]], str]


@cache
def tender() -> frozenset[str]:
    """The codes of all currencies that are legal tender somewhere today (CLDR)."""
    table = get_global("territory_currencies")
    return frozenset(code for rows in table.values() for code, _, end, legal in rows if end is None and legal) | {"XOF"}


@cache
def names(language: str) -> Names:
    """The currency names of a language, from CLDR and the tables above."""
    raw = {c: n for c, n in Locale(language).currencies.items() if c in tender() and not re.search(r"[\d(]", n)}
    pairs = [(name, code) for code, name in raw.items()]
    pairs += (_PRESS_AR if language == "ar" else _PRESS_EN).items()
    lemmas: dict[str, str] = {}
    codes: dict[str, set[str]] = {}
    qualified: dict[tuple[str, tuple[str, ...]], str] = {}
    for name, code in pairs:
        words = [fold_word(w) for w in name.split()]
        lemma, rest = (words[0], words[1:]) if language == "ar" else (words[-1], words[:-1])
        codes.setdefault(lemma, set()).add(code)
        lemmas.update(dict.fromkeys(_forms(lemma, language), lemma))
        if rest:
            qualified[lemma, tuple(adjective(w) for w in rest)] = code
    return Names(lemmas, {k: frozenset(v) for k, v in codes.items()}, qualified)


def _forms(lemma: str, language: str) -> set[str]:
    if language == "en":
        return {lemma, lemma + "s", *({"kronor", "kroner"} if lemma.startswith("kron") else ())}
    irregular = {fold_word(w) for k, v in _IRREGULAR_AR.items() if fold_word(k) == lemma for w in v.split()}
    if lemma.endswith("ه") and lemma != "جنيه":
        stem = lemma[:-1]
        return irregular | {lemma, stem + "تان", stem + "تين", stem + "ات", stem + "تا"}
    return irregular | {lemma, lemma + "ا", lemma + "ان", lemma + "ين", lemma + "ات", lemma + "هات"}


@cache
def duals() -> dict[str, str]:
    """The Arabic forms that say two by themselves («درهمين») to their lemmas; only names that mean money alone."""
    pairs = names("ar").lemmas.items()
    return {form: lemma for form, lemma in pairs if lemma in _ALONE and form[len(lemma) - 1 :].endswith(("ان", "ين"))}


def adjective(word: str) -> str:
    """An adjective without article, gender, number and case: «المغربية», «مغربيا» are «مغربي»."""
    key = fold_word(word).removeprefix("ال")
    for ending in ("ان", "ين", "ه", "ا"):
        stem = key.removesuffix(ending)
        if stem != key and stem.endswith("ي"):
            return stem
    return key


def stands_alone(lemma: str) -> bool:
    """Whether the name means money without an adjective."""
    return lemma in _ALONE


@cache
def parts() -> dict[str, tuple[str, dict[str, int]]]:
    """Forms of the names of parts («سنتيما», "fils") to the name, the currencies it is part of and how many make one."""
    table = {}
    for words, per in _PARTS.items():
        forms = words.split()
        for word in forms:
            table[fold_word(word)] = (fold_word(forms[0] if word > "\u0600" else word.removesuffix("s")), per)
    return table


@cache
def country_codes(country: str | None) -> tuple[str, ...]:
    """The legal tender of a country (ISO 3166 code) today, by CLDR; empty for an unknown one."""
    if not country:
        return ()
    try:
        return tuple(get_territory_currencies(country.upper()))
    except (KeyError, ValueError):
        return ()


@cache
def abbreviations() -> dict[tuple[str, ...], str]:
    """«ر.س», «ج.م», «د.إ»: the CLDR symbols of Arabic that are two letters with points, as tuples of these letters.

    The letters are kept as written: «د.إ» is the Emirati dirham, «د.أ» the Jordanian dinar.
    """
    table: dict[tuple[str, ...], str] = {}
    for code, symbol in Locale("ar").currency_symbols.items():
        letters = tuple(part for part in symbol.rstrip("\u200f").split(".") if part)
        if code in tender() and [len(part) for part in letters] == [1, 1] and min(letters) > "\u0600":
            table[letters] = code
    return table


def decide(named: Named, country: str | None) -> tuple[str | None, str | None]:
    """The code a name means in a text of this country, and how that was decided (None: the name says it).

    An adjective or a unique name settles it; then the country's legal tender; then, for a dollar and its like, the
    usual one. What is left is undecided: the code is None and the note lists the candidates.
    """
    if named.code is not None:
        return named.code, None
    if len(named.codes) == 1:
        return next(iter(named.codes)), None
    for code in country_codes(country):
        if code in named.codes:
            return code, f"{named.lemma}: {code}, the currency of {country.upper() if country else ''}"
    usual = _USUAL.get(named.lemma) or _USUAL_PART.get(named.lemma)
    if usual:
        return usual, f"{named.lemma}: taken for {usual}, the usual one"
    return None, f"{named.lemma}: one of {', '.join(sorted(named.codes))}; not decided"
