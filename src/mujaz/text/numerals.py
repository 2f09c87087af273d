"""The number words of Arabic and English: units, tens, hundreds and magnitudes in every spelling met in print.

Tables of this project: the Arabic forms follow the grammars' paradigms (case endings, gender, dual, the pausal
spellings of the press and of Egyptian and Maghrebi speech); keys are folded, so hamza and ta marbuta need one entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from mujaz.text.tokens import cut_of, fold_word, share, stems

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

Rank = Literal["zero", "unit", "opener", "ten", "teen", "tens", "hundred", "hundreds", "scale", "dozen"]
"""What a number word can do: an `opener` (أحد، اثنا) is a number only before عشر; `hundred` multiplies and adds."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number word: its value, its rank, whether it is plural («ملايين» cannot stand without a count)."""

    value: int
    rank: Rank
    plural: bool = False
    dual: bool = False
    either: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A number word found in a token, behind the particles `lead`."""

    numeral: Numeral
    lead: str

    @property
    def cut(self) -> int:
        """How many letters of the key stand outside the expression: و, ف, ب, ل, ك, but not ال."""
        return cut_of(self.lead)

    @property
    def definite(self) -> bool:
        """Whether ال stands before it."""
        return self.lead.endswith(("ال", "لل"))

    @property
    def joined(self) -> bool:
        """Whether و stands before it."""
        return self.lead.startswith("و")


_UNITS = {
    1: "واحد واحدة واحدا",
    2: "اثنان اثنين اثنتان اثنتين ثنتان ثنتين اتنين اتنان إثنان إثنين إثنتان إثنتين",
    3: "ثلاث ثلاثة تلاتة تلات",
    4: "أربع أربعة",
    5: "خمس خمسة خمسا",
    6: "ست ستة ستا",
    7: "سبع سبعة سبعا",
    8: "ثمان ثماني ثمانية ثمانيا تمانية تمان تماني تمن",
    9: "تسع تسعة تسعا",
}
_OPENERS = {1: "أحد إحدى", 2: "اثنا اثني اثنتا اثنتي إثنا إثني إثنتا إثنتي اثنى إثنى اثنتى إثنتى"}
_TEENS = {
    11: "حداشر احداشر حضاشر حداش",
    12: "اتناشر اطناشر إتناشر طناش طناعش",
    13: "تلاتاشر تلتاشر تلطاشر تلتطاشر تلطاش",
    14: "اربعتاشر أربعطاشر ربعطاش",
    15: "خمستاشر خمسطاشر خمسطاش",
    16: "ستاشر سطاشر سطاش",
    17: "سبعتاشر سبعطاشر سبعطاش",
    18: "تمنتاشر تمانتاشر تمنطاشر تمنطاش",
    19: "تسعتاشر تسعطاشر تسعطاش",
}
_TENS = {
    20: "عشرون عشرين",
    30: "ثلاثون ثلاثين تلاتين",
    40: "أربعون أربعين",
    50: "خمسون خمسين",
    60: "ستون ستين",
    70: "سبعون سبعين",
    80: "ثمانون ثمانين تمانين",
    90: "تسعون تسعين",
}
_HUNDRED_STEMS = {
    3: "ثلاث ثلث تلت تلات",
    4: "أربع ربع",
    5: "خمس",
    6: "ست",
    7: "سبع",
    8: "ثمان ثماني ثمن تمن تمان",
    9: "تسع",
}
_HUNDRED = "مائة مئة مية مأة ماية"
_TWO_HUNDRED = "مائتان مائتين مئتان مئتين ميتان ميتين متين مائتا مائتي مئتا مئتي ميتي ميتا"

_SCALES = {  # short scale of the modern press; بليون is 10**9 in Arabic print, مليار the same
    6: ("مليون", "ملايين"),
    9: ("مليار بليون", "مليارات ملايير بلايين بليونات"),
    12: ("تريليون ترليون", "تريليونات ترليونات"),
    15: ("كوادريليون كدريليون", "كوادريليونات"),
    18: ("كوينتليون كوينتيليون", "كوينتليونات كوينتيليونات"),
    21: ("سكستليون سكستيليون", "سكستليونات سكستيليونات"),
    24: ("سبتيليون", "سبتيليونات"),
    27: ("أوكتيليون", "أوكتيليونات"),
    30: ("نونيليون", "نونيليونات"),
    33: ("ديسيليون", "ديسيليونات"),
    36: ("أندسيليون", "أندسيليونات"),
    39: ("دوديسيليون", "دوديسيليونات"),
    42: ("تريديسيليون", "تريديسيليونات"),
    45: ("كوادريسيليون", "كوادريسيليونات"),
    48: ("كوينتينيليون", "كوينتينيليونات"),
}

_FRACTIONS = {
    "نصف": (1, 2),
    "ثلث": (1, 3),
    "ثلثان ثلثين ثلثا ثلثي": (2, 3),
    "ربع": (1, 4),
    "سدس": (1, 6),
    "سدسان سدسين": (2, 6),
    "خمسان": (2, 5),
}
"""Fractions that cannot be taken for a number or a price; خمس، سبع، ثمن، تسع and عشر are read with their context."""

_SHADOWED = {"خمس": 5, "سبع": 7, "ثمن": 8, "تسع": 9, "عشر": 10}
"""Written without vowels they are also five, seven, price, nine and ten: a fraction only after و or with a damma."""

_PARTS = {
    2: "أنصاف",
    3: "أثلاث",
    4: "أرباع",
    5: "أخماس",
    6: "أسداس",
    7: "أسباع",
    8: "أثمان",
    9: "أتساع",
    10: "أعشار",
}
"""Plural parts after a count: ثلاثة أرباع."""


@cache
def _arabic() -> dict[str, Numeral]:
    table: dict[str, Numeral] = {}

    def add(words: str, numeral: Numeral) -> None:
        for word in words.split():
            table.setdefault(fold_word(word), numeral)

    for value, words in _UNITS.items():
        add(words, Numeral(value, "unit"))
    add("صفر", Numeral(0, "zero"))
    for value, words in _OPENERS.items():
        add(words, Numeral(value, "opener"))
    add("عشر عشرة عشرا", Numeral(10, "ten"))
    for value, words in _TEENS.items():
        add(words, Numeral(value, "teen"))
    for value, words in _TENS.items():
        add(words, Numeral(value, "tens"))
    add(_HUNDRED, Numeral(100, "hundred"))
    add(_TWO_HUNDRED, Numeral(200, "hundreds", dual=True))
    for value, words in _HUNDRED_STEMS.items():
        for stem in words.split():
            for hundred in _HUNDRED.split():
                add(stem + hundred, Numeral(value * 100, "hundreds"))
    _add_scales(add)
    add("دزينة دستة", Numeral(12, "dozen"))
    add("دزينات دستات", Numeral(12, "dozen", plural=True))
    return table


def _add_scales(add: Callable[[str, Numeral], None]) -> None:
    scales = {3: ("ألف", "آلاف تلاف")} | _SCALES
    for power, (singular, plural) in scales.items():
        one = 10**power
        for word in singular.split():
            add(word, Numeral(one, "scale"))
            add(word + "ا", Numeral(one, "scale", either=True))
            add(f"{word}ان {word}ين", Numeral(2 * one, "scale", dual=True))
            add(word + "ي", Numeral(2 * one, "scale", dual=True, either=True))
        add(plural, Numeral(one, "scale", plural=True))


@lru_cache(maxsize=1 << 14)
def arabic(key: str) -> Found | None:
    """The Arabic number word of a key, with what is attached to it, or None."""
    table = _arabic()
    for lead, rest in stems(key):
        numeral = table.get(rest)
        if numeral is not None and not (rest == "ميه" and lead.endswith("ك")):  # كمية is a quantity
            return Found(numeral, lead)
    return None


_OF_THEM = ("", "هم", "ها", "هن", "هما", "نا")
"""«نصفهم», «ثلثيها»: what a share is of, behind its word; not «نصفه», which is a verb as often."""


@cache
def _simple_fractions() -> dict[str, Decimal]:
    return {fold_word(f"{w}{of}"): share(a, b) for words, (a, b) in _FRACTIONS.items() for w in words.split() for of in _OF_THEM}


@cache
def _part_words() -> dict[str, int]:
    return {fold_word(f"{word}{of}"): under for under, word in _PARTS.items() for of in _OF_THEM}


@lru_cache(maxsize=1 << 12)
def arabic_fraction(key: str) -> tuple[Decimal, str] | None:
    """«نصف», «الثلث», «وربع», …: the fraction and the particles before it."""
    table = _simple_fractions()
    for lead, rest in stems(key):
        if rest in table:
            return table[rest], lead
    return None


def shadowed_fraction(key: str) -> Decimal | None:
    """«خمس», «ثمن», … read as a fraction; the caller knows that it is one."""
    under = _SHADOWED.get(key)
    return share(1, under) if under else None


def arabic_parts(key: str) -> int | None:
    """The denominator of a plural part: 4 for «أرباع»."""
    return _part_words().get(key)


ENGLISH_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
ENGLISH_TENS = {
    word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
ENGLISH_SCALES = {
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "quadrillion": 10**15,
    "quintillion": 10**18,
}
"""Short scale, the only one in news English."""
