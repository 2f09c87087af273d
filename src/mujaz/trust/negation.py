"""Whether a sentence and its translation say «not» equally often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mujaz.text.arabic import fold
from mujaz.text.lexicon import pattern

if TYPE_CHECKING:
    import re

# A hard negation must be matched by a negation of any kind on the other side; a soft one (a word with a negation in its sense)
# may stand for a hard one there but needs no match itself. All Arabic here is folded. The lists were made by reading pairs of
# NTREX-128, TICO-19 and PUD; `make bench-trust` prints what they catch.
_HARD_AR = pattern(r"لا لم لن ليس ليست ليسا ليسوا لست لسنا لسن (?:ب|من_)?دون(?:ه|ها|هم|ي|نا)? غير(?!_ان\b)", before="[وف]?")
_SOFT_AR = pattern(
    """
    عدم انعدام بلا مش ما_من خال خاليه مستحيل* [يت]ستحيل تعذر* [يت]تعذر عجز* عاجز* [يت]فتقر* افتقار* غياب* نقص رفض* [يت]رفض* فشل*
    [يت]فشل نفي نفت [يت]نفي انكر* [يت]نكر منع* [يتن]منع* حظر* [يت]حظر* تجنب* [يت]تجنب امتنع* [يت]متنع ندر* نادر* قلما الا
    بالكاد سوي بدلا بدل لولا نسي*""",
    before="[وفبلك]{0,2}(?:ال)?",
)
# «لا يزال» says that something goes on; «لا سيما», «لا بد», «لا شك» assert, and so do «لا يقل عن» (at least) and «أم لا» (or
# not); «لا ... إلا» is only.
_ASSERTING_AR = pattern(
    r"""
    لا_[يتن]?زال* لا_?سيما لا_بد لا_شك لا_ريب لا_محاله لا_باس لا_غير لا_غني لا_[يت]قل* ا[مو]_لا
    (?:لا|لم|لن|ليس|ليست)_(?:\w+_){0,4}?(?:سوي|الا)""",
    before="[وف]?",
)
_HARD_EN = pattern(r"not no never cannot nobody nothing none nowhere neither without \w+n['’]t")
_SOFT_EN = pattern(
    r"""
    un(?!iversi|ited|ion|ique|it\b|der|til|less)\w{3,} un-* non* no-* \w{3,}less i[mnlr](?!g|t)\w{3,}(?:able|ible|ant|ate|ity)
    dis(?:agree|approv|allow|qualif|like|trust)* intolera* illegal* illicit inability incapable incompetent ineligible
    incomplete insufficient incorrect inactive impossib* irregular* irrelevant irresponsib* nor barely hardly scarcely rarely
    seldom nary lack* fail* refus* den(?:y|ied|ies|ying|ial) reject* prevent* ban(?:s|ned|ning)? prohibit* forbid* forbade
    avoid* absen* missing exclu* except instead rather otherwise unless far_from free_(?:of|from) in_vain nowhere_near yet_to
    stuck equally also as_well mindless* drones? forg[eo]t*"""
)
_ASSERTING_EN = pattern(
    r"""
    not_least no_doubt no_wonder no_matter no_later_than no_sooner no_fewer_than no_less_than no_more_than no-* or_not if_not
    why_not nothing_but no\._?\d+ (?:does|do|did)(?:n['’]t|_not)(?:_really)?_matter (?:do|does)(?:n['’]t|_not)_forget"""
)


@dataclass(frozen=True, slots=True)
class Negations:
    """How often a text says «not».

    Attributes:
        hard: Negations that the other language must have too.
        soft: Words with a negation in their sense, which may stand for a hard one of the other language.
        asserting: Phrases that assert in spite of their «not»; so may the other language's words for them.
    """

    hard: int
    soft: int
    asserting: int


def _count(text: str, hard: re.Pattern[str], soft: re.Pattern[str], asserting: re.Pattern[str]) -> Negations:
    rest, phrases = asserting.subn(" ", text)
    return Negations(len(hard.findall(rest)), len(soft.findall(rest)), phrases)


def of_arabic(text: str) -> Negations:
    """The negations of an Arabic text."""
    return _count(fold(text).text, _HARD_AR, _SOFT_AR, _ASSERTING_AR)


def of_english(text: str) -> Negations:
    """The negations of an English text."""
    return _count(text, _HARD_EN, _SOFT_EN, _ASSERTING_EN)


def differs(arabic: str, english: str) -> Literal["ar", "en"] | None:
    """Which language says «not» where the other does not; `None` when both say it equally often.

    Counted, so that of two negations one may not be lost. A soft word of the English stands for a hard one of the Arabic only
    when the Arabic has no soft one that it translates; the other way round too many soft words are not translated as such.
    """
    ours, theirs = of_arabic(arabic), of_english(english)
    if theirs.hard > ours.hard + ours.soft + ours.asserting:
        return "en"
    if ours.hard > theirs.hard + max(0, theirs.soft - ours.soft) + theirs.asserting:
        return "ar"
    return None
