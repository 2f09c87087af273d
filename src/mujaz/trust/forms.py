"""What a word may look like elsewhere and still be the same word, and which words may never be lost.

All words here are folded (`mujaz.text.arabic.fold`), so the lists below may be typed in their usual spelling.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product

from mujaz.text.arabic import fold

_CONJUNCTIONS, _PREPOSITIONS, _ARTICLE = ("", "و", "ف"), ("", "ب", "ل", "ك"), "ال"
# Everything that can be written onto the front of a word, in the order Arabic allows; ل and ال together become لل.
_PREFIXES = tuple(
    conjunction + ("لل" if preposition == "ل" and article else preposition + article)
    for conjunction, preposition, article in product(_CONJUNCTIONS, _PREPOSITIONS, ("", _ARTICLE))
    if conjunction or preposition or article
)
MANY_WORDS = 3
"""From so many words on, the neighbours of a short word vouch for it; counted in the words of the quote."""


def _shortest(prefix: str, words: int) -> int:
    """The fewest letters that must remain when `prefix` goes, in a quote of so many words.

    Shorter remainders are other words: كريم is not ك + ريم, الله is not ال + له, وجد is not و + جد.
    """
    if prefix.endswith(("ال", "لل")):
        return 3
    if prefix in {"و", "ف"}:
        return {1: 4, 2: 3}.get(words, 2)
    return 3 if words >= MANY_WORDS else 4


def _without(word: str, words: int, *, article: bool) -> set[str]:
    """The word with a prefix taken off, in every way that leaves enough of it."""
    found = set()
    for prefix in _PREFIXES:
        rest = word.removeprefix(prefix)
        if len(rest) < _shortest(prefix, words) or len(rest) == len(word):
            continue
        if article or not prefix.endswith(_ARTICLE):
            found.add(rest)
        if prefix.endswith("لل"):
            found.add(_ARTICLE + rest)
    if word.startswith("لل"):
        found.add("ا" + word)  # للغة is also ل + اللغة
    return found


def _with(word: str, words: int) -> set[str]:
    """The word with a prefix put on, in every way that leaves enough of it."""
    found = set()
    for prefix in _PREFIXES:
        if word.startswith(_ARTICLE) and prefix.endswith("لل"):
            found.add(prefix + word.removeprefix(_ARTICLE))
        if len(word) >= _shortest(prefix, words):
            found.add(prefix + word)
    if word.startswith("الل"):
        found.add(word.removeprefix("ا"))
    return found


@lru_cache(maxsize=4096)  # a few articles' worth of quoted words
def _attached(word: str, words: int, *, article: bool) -> frozenset[str]:
    if not word.isalpha():
        return frozenset({word})
    found = {word}
    # A word that is a number or a negation as it stands is not a shorter word with something attached: واحد is not
    # و + أحد, nor بالمئة مئة. What keeps the article keeps its sense: بالمئة and في المئة.
    found |= {rest for rest in _without(word, words, article=article) if word not in _HARD or rest.startswith(_ARTICLE)}
    found |= {more for more in _with(word, words) if more not in _HARD or word.startswith(_ARTICLE)}
    return frozenset(found)


_HAMZA_NOT_ARTICLE = re.compile(r"(?:[وفبلك]\W*){0,2}[أإآ]\W*ل")  # \W*: marks on the letters


def attached(word: str, words: int, *, original: str = "") -> frozenset[str]:
    """Lists a folded word's forms with an attached و ف ب ل ك ال more or less, itself among them.

    Args:
        word: A folded word.
        words: How many words the quote has; the fewer, the longer what remains of a word must be.
        original: The word as written, where it is known: the أل of ألوان has a hamza and is no article.
    """
    article = not _HAMZA_NOT_ARTICLE.match(unicodedata.normalize("NFKC", original))
    return _attached(word, min(words, MANY_WORDS), article=article)


_SEAT = re.compile("(?<=.)[أإؤئء]")


@lru_cache(maxsize=4096)  # as _attached
def respelled(original: str) -> frozenset[str]:
    """Lists, folded, the ways to seat a hamza inside a word as it is written in a quote (مسؤول, مسئول; هيئة, هيأة).

    The word itself is always among them. A seat that would make another word of it that may not be lost (ماء, ما) is
    left out.
    """
    word = unicodedata.normalize("NFKC", original)
    itself = fold(word).text
    if not _SEAT.search(word):
        return frozenset({itself})
    others = {fold(_SEAT.sub(seat, word)).text for seat in ("و", "ي", "ا", "ء", "")}
    return frozenset({itself, *(other for other in others if may_not_be_lost(other) == may_not_be_lost(itself))})


def _folded(*lines: str) -> frozenset[str]:
    return frozenset(fold(" ".join(lines)).text.split())


_NEGATIONS = _folded(
    "لا لم لن ليس ليست ليسا ليسوا لست لسنا لسن لات ما غير دون بدون عدم انعدام بلا كلا إلا سوى عدا مش ماشي",
    "no not never without nor none neither cannot",
)
_DIGIT_WORDS = _folded("ثلاث أربع خمس ست سبع ثمان ثماني تسع")
_HUNDREDS = _folded("مئة مائة مية مئتان مائتان مئتين مائتين ميتين مئتا مائتا مئتي مائتي مئات مائات")
_CARDINALS = (
    _DIGIT_WORDS
    | _HUNDREDS
    | {digit + hundred for digit in _DIGIT_WORDS for hundred in _HUNDREDS}
    | _folded(
        "صفر اثنان اثنين اثنا اثني اثنتان اثنتين اثنتا اثنتي ثنتين",
        "ثلاثة أربعة خمسة ستة سبعة ثمانية ثمانيا تسعة عشر عشرة عشرات",
        "عشرون عشرين ثلاثون ثلاثين أربعون أربعين خمسون خمسين ستون ستين سبعون سبعين ثمانون ثمانين تسعون تسعين",
        "ألف ألفا ألفان ألفين ألفي آلاف ألوف مليون مليونا مليونان مليونين مليوني ملايين",
        "مليار مليارا ملياران مليارين ملياري مليارات بليون بليونا بليونين بلايين",
        "تريليون ترليون تريليونا تريليونان تريليونين تريليوني تريليونات ترليونات",
        "zero one two three four five six seven eight nine ten hundred thousand million billion trillion half",
    )
)
_OTHER_NUMBERS = _folded(
    "واحد واحدة أحد إحدى كلا كلتا",
    "نصف نصفا ثلث ثلثا ثلثي ثلثين ثلثان ربع ربعا أرباع خمسا سدس سبعا ثمن تسعا عشرا ضعف ضعفا ضعفي ضعفين أضعاف",
    "أول أولى ثاني ثانية ثان ثالث ثالثة رابع رابعة خامس خامسة سادس سادسة سابع سابعة ثامن ثامنة تاسع تاسعة",
    "عاشر عاشرة حادي حادية أولا ثانيا ثالثا رابعا خامسا first second third fourth fifth",
)
_UNITS = _folded(
    "بالمئة بالمائة بالمية مئوية مئويتين percent",
    "درهم درهما درهمان درهمين دراهم دينار دينارا ديناران دينارين دنانير دينارات ريال ريالا ريالان ريالين",
    "ريالات جنيه جنيها جنيهان جنيهين جنيهات",
    "ليرة ليرتان ليرتين ليرات دولار دولارا دولاران دولارين دولارات يورو يوروهات أورو ين يوان روبل روبية",
    "فرنك فرنكا فرنكات شيكل شيقل شلن",
    "أوقية أوقيات فلس فلسا فلوس قرش قرشا قروش سنتيم سنتيما سنتيمات سنت سنتا هللة هللات مليم مليما مليمات بيسة",
    "بنس استرليني إسترليني dollar dollars euro euros pound pounds dirham dirhams dinar dinars riyal riyals",
    "متر مترا مترين أمتار كيلومتر كيلومترا كيلومترين كيلومترات كلم كم سنتيمتر سنتيمترا سنتيمترات سم مم ملم ميل ميلا",
    "ميلين أميال هكتار هكتارا هكتارين هكتارات فدان فدانا فدانين أفدنة كيلو كيلوغرام كيلوغراما كيلوغرامات كيلوجرام",
    "كيلوجراما كلغ كغ كغم غرام غراما غرامات جرام جراما طن طنا طنين أطنان لتر لترا لترات ليتر برميل برميلا براميل",
    "واط كيلوواط ميغاواط ميجاواط غيغاواط جيجاواط",
    # Two of a unit of time is a number and a unit in one word.
    "ثانيتين دقيقتين ساعتين يومان يومين أسبوعان أسبوعين شهران شهرين عامان عامين سنتان سنتين عقدين قرنين",
)
_DAYS = _folded("اثنين ثلاثاء أربعاء خميس جمعة سبت")
_MONTHS = _folded(
    "يناير فبراير مارس أبريل إبريل مايو يونيو يونيه يوليو يوليوز يوليه أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "ماي غشت أغشت شتنبر نونبر دجنبر جانفي فيفري أفريل جوان جويلية أوت دجمبر شتمبر",
    "كانون شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين",
    "محرم صفر ربيع جمادى جمادي رجب شعبان رمضان شوال قعدة حجة",
    "january february march april may june july august september october november december",
)
_HARD = _NEGATIONS | _CARDINALS | _OTHER_NUMBERS | _UNITS | _MONTHS
_YEAR_OF = _MONTHS | _folded("عام سنة موسم")
# Digits, and the signs that ground cuts out as words of their own: percent and the minus before a digit.
_HARD_SIGN = re.compile(r"[\d%‰-]")


def _stems(word: str, prefixes: tuple[str, ...] = _PREFIXES) -> set[str]:
    """The word with every prefix taken off that it could carry, short words that are no more than that left whole.

    بين is not ب + ين, nor كما and بما ك and ب with the ما of negation, nor كميات ك + مئات.
    """
    stems = {word}
    for prefix in prefixes:
        rest = word.removeprefix(prefix)
        if len(rest) >= (2 if prefix in {"و", "ف"} or prefix.endswith(("ال", "لل")) else 5 if "ك" in prefix else 3):
            stems.add(rest)
    return stems


_NO_ARTICLE = tuple(prefix for prefix in _PREFIXES if not prefix.endswith(("ال", "لل")))


@lru_cache(maxsize=4096)
def may_not_be_lost(word: str) -> bool:
    """Tells whether a folded word is a number, magnitude, unit, month or negation."""
    sign = _HARD_SIGN.search(word) or any(map(str.isnumeric, word)) or unicodedata.category(word[:1] or " ") == "Sc"
    return bool(sign) or not _HARD.isdisjoint(_stems(word))


def counts(word: str, before: str = "") -> bool:
    """Tells whether a folded word is a number that may count the word after it: 20, عشرين, but not المئة or الأول.

    Args:
        word: A folded word.
        before: The word before it: the number of a year counts nothing.
    """
    if any(map(str.isnumeric, word)):
        return len(word) != len("2024") or _YEAR_OF.isdisjoint(_stems(before))
    return not _CARDINALS.isdisjoint(_stems(word, _NO_ARTICLE))


def names_day(word: str) -> bool:
    """Tells whether a folded word is a day of the week."""
    return not _DAYS.isdisjoint(_stems(word))


_ONE_OF_ELEVEN, _TEN = _folded("أحد إحدى"), _folded("عشر عشرة")


def joined_eleven(word: str, after: str) -> frozenset[str]:
    """The form of a folded word that only the word after it allows: «وأحد» before عشر, where «واحد» alone is another word."""
    return frozenset({"و" + word}) if word in _ONE_OF_ELEVEN and after in _TEN else frozenset()
